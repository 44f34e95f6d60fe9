#include "render/crossing.h"

#include <math.h>
#include <stdlib.h>

#include "render/outline.h"

static const jb_reach NONE = {INFINITY, -INFINITY};

static jb_path outlines_of(jb_ctx *cx, const jb_run *run, const jb_glyph *glyphs, size_t n)
{
    jb_path path = jb_path_new(cx->scratch);
    jb_run part = *run;
    part.glyphs = glyphs;
    part.glyphs_n = n;
    if (n)
        jb_path_of_run(cx, &path, &part, 0, 0);
    return path;
}

static jb_path letters_of(jb_ctx *cx, const jb_run *run)
{
    jb_glyph *letters = JB_NEW_N(cx->scratch, jb_glyph, run->glyphs_n + 1);
    size_t n = 0, glyph = 0, at = 0;
    for (size_t i = 0; i < run->clusters_n; i++) {
        size_t first = at;
        bool letter = jb_utf8_next(run->text, &first) < 0x2E80;
        for (size_t end = glyph + run->clusters[i].glyphs; glyph < end; glyph++)
            if (letter)
                letters[n++] = run->glyphs[glyph];
        at += run->clusters[i].bytes;
    }
    return outlines_of(cx, run, letters, n);
}

static void widen(jb_reach *reach, double x)
{
    reach->from = fmin(reach->from, x);
    reach->to = fmax(reach->to, x);
}

typedef struct point {
    double x, y;
} point;

/* Widens by what of a straight piece lies between the heights. */
static void cross(jb_reach *reach, point a, point b, jb_reach heights)
{
    double rise = b.y - a.y, enters = 0, leaves = 1;
    if (rise != 0) {
        double upper = (heights.from - a.y) / rise, lower = (heights.to - a.y) / rise;
        enters = fmax(fmin(upper, lower), 0);
        leaves = fmin(fmax(upper, lower), 1);
    } else if (a.y < heights.from || a.y > heights.to) {
        return;
    }
    if (enters > leaves)
        return;
    widen(reach, a.x + (b.x - a.x) * enters);
    widen(reach, a.x + (b.x - a.x) * leaves);
}

static point on_curve(point a, const jb_segment *c, double t)
{
    double u = 1 - t, k[] = {u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t};
    return (point){k[0] * a.x + k[1] * c->x1 + k[2] * c->x2 + k[3] * c->x,
                   k[0] * a.y + k[1] * c->y1 + k[2] * c->y2 + k[3] * c->y};
}

static void cross_segment(jb_reach *reach, point from, const jb_segment *s, jb_reach heights)
{
    enum { CHORDS = 8 };
    int chords = s->kind == JB_SEGMENT_CURVE ? CHORDS : 1;
    point a = from;
    for (int i = 1; i <= chords; i++) {
        point b = i < chords ? on_curve(from, s, (double)i / chords) : (point){s->x, s->y};
        cross(reach, a, b, heights);
        a = b;
    }
}

static void end_contour(jb_ctx *cx, jb_reaches *all, jb_reach *contour)
{
    if (contour->from <= contour->to)
        *JB_PUSH(cx->scratch, &all->list) = *contour;
    *contour = NONE;
}

static int by_place(const void *a, const void *b)
{
    const jb_reach *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

jb_reaches jb_letters_crossing(jb_ctx *cx, const jb_run *run, jb_reach heights)
{
    jb_path path = letters_of(cx, run);
    jb_reaches all = {0};
    jb_reach contour = NONE;
    point at = {0};
    for (size_t i = 0; i < path.segments.n; i++) {
        const jb_segment *s = &path.segments.at[i];
        if (s->kind == JB_SEGMENT_MOVE)
            end_contour(cx, &all, &contour);
        else
            cross_segment(&contour, at, s, heights);
        at = (point){s->x, s->y};
    }
    end_contour(cx, &all, &contour);
    if (all.list.n)
        qsort(all.list.at, all.list.n, sizeof *all.list.at, by_place);
    return all;
}

jb_reach jb_glyph_reach(jb_ctx *cx, const jb_run *run, size_t glyph)
{
    jb_path path = outlines_of(cx, run, &run->glyphs[glyph], 1);
    jb_reach reach = NONE;
    for (size_t i = 0; i < path.segments.n; i++)
        if (path.segments.at[i].kind != JB_SEGMENT_CLOSE)
            widen(&reach, path.segments.at[i].x);
    return reach;
}
