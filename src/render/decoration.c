#include "render/decoration.h"

#include <math.h>

#include "text/face.h"

typedef struct stretch {
    double from, to; /* along the run's baseline, from its origin */
} stretch;

/* The lines under names and titles end a little before these do, so that two side by side have two
 * lines (clreq 3.4, proper name and book title marks). */
static const double PARTED = 0.06;

/* To the next run of the same decoration, so that a line does not break between them. */
static stretch stretch_of(const jb_line *line, size_t i)
{
    const jb_run *run = &line->runs[i], *last = i ? run - 1 : NULL,
                 *next = i + 1 < line->runs_n ? run + 1 : NULL;
    bool from = last && last->decoration == run->decoration,
         on = next && next->decoration == run->decoration && next->x > run->x,
         parted = run->decoration & (JB_NAME_LINE | JB_WAVE);
    double short_of = parted ? PARTED * run->em : 0;
    return (stretch){from ? 0 : short_of, on ? next->x - run->x : run->width - short_of};
}

static void add_line(jb_path *path, stretch along, double x, double y)
{
    jb_path_move(path, x + along.from, y);
    jb_path_line(path, x + along.to, y);
}

/* Whole waves, as long as they need be to end at the line's end. */
static void add_wave(jb_path *path, const jb_run *run, stretch along, double x, double y)
{
    double up = run->em * 0.055, length = along.to - along.from;
    int n = 2 * (int)fmax(round(length / (run->em * 0.25)), 1);
    double step = length / n;
    x += along.from;
    jb_path_move(path, x, y);
    for (int i = 0; i < n; i++, x += step, up = -up)
        jb_path_curve(path, x + step / 3, y - up * 1.5, x + step * 2 / 3, y - up * 1.5, x + step,
                      y);
}

static bool takes_dot(uint32_t c)
{
    return !(c <= 0x2F || c == 0xB7 || (c >= 0x2000 && c <= 0x206F) ||
             (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF0F) ||
             (c >= 0xFF1A && c <= 0xFF20));
}

static void add_dot(jb_path *path, double x, double y, double r)
{
    jb_path_move(path, x + r, y);
    jb_path_arc(path, x, y, r, 0, 2 * M_PI, false);
    jb_path_close(path);
}

/* A dot under each character that is no space and no mark (着重号). */
static void add_dots(jb_path *path, const jb_run *run, double x, double y)
{
    size_t glyph = 0, at = 0;
    double right = run->width; /* where what follows on the right begins, backward */
    for (size_t i = 0; i < run->clusters_n; i++) {
        size_t next = glyph + run->clusters[i].glyphs, first = at;
        double from = glyph < run->glyphs_n ? (double)run->glyphs[glyph].x : run->width;
        double end = run->backward          ? right
                     : next < run->glyphs_n ? (double)run->glyphs[next].x
                                            : run->width;
        uint32_t c = jb_utf8_next(run->text, &first);
        double middle = c >= 0x2E80 ? from + run->em / 2 : (from + end) / 2;
        if (takes_dot(c))
            add_dot(path, x + middle, y, run->em * 0.06);
        glyph = next;
        right = from;
        at += run->clusters[i].bytes;
    }
}

jb_decoration jb_decoration_of(jb_arena *a, const jb_line *line, size_t i, double x, double y)
{
    const jb_run *run = &line->runs[i];
    double em = run->em;
    jb_decoration d = {jb_path_new(a), fmax(em / 18, 0.4), jb_path_new(a)};
    if (!run->decoration)
        return d;
    stretch along = stretch_of(line, i);
    if (run->decoration & (JB_UNDERLINE | JB_NAME_LINE))
        add_line(&d.lines, along, x, y + em * 0.17);
    if (run->decoration & JB_STRIKE)
        add_line(&d.lines, along, x, y - em * 0.32);
    if (run->decoration & JB_WAVE)
        add_wave(&d.lines, run, along, x, y + em * 0.2);
    if (run->decoration & JB_EMPHASIS_DOTS && jb_face_slant(run->face) == 0)
        add_dots(&d.shapes, run, x, y + em * 0.25);
    return d;
}
