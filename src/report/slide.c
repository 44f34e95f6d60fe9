#include <math.h>

#include "report/compose.h"

/* Slides: each heading of the first level begins one. Charts take what room the rest leaves. What
 * is more than a slide holds is the author's to shorten: type that shrinks where there is much to
 * say cannot be read where there is much to see. */

enum { MOST_CHARTS = 8, LEAST_LINES = 3 };

typedef struct waiting_chart {
    jb_block *block;
    size_t at; /* the box that it stands before */
} waiting_chart;

typedef struct slide {
    jb_composer *c;
    size_t first; /* box */
    waiting_chart charts[MOST_CHARTS];
    size_t charts_n;
} slide;

/* A chart, or a row with charts. */
static bool fills(const jb_block *b)
{
    bool any = b->kind == JB_BLOCK_FENCE && jb_str_eq(b->info, JB_S("chart"));
    for (size_t i = 0; b->kind == JB_BLOCK_DIV && i < b->blocks.n; i++)
        any = any || fills(b->blocks.at[i]);
    return any;
}

static double depth_of(const slide *s)
{
    double y = 0, pitch = s->c->sheet->pitch;
    for (size_t i = s->first; i < s->c->boxes.n; i++) {
        const jb_box *box = &s->c->boxes.at[i];
        y = box->snap ? ceil((y - 0.05) / pitch) * pitch : y;
        y += box->height;
    }
    return y;
}

/* Moves the boxes from `n` on to stand before box `at`. */
static void move_boxes(jb_composer *c, size_t n, size_t at)
{
    size_t moved = c->boxes.n - n;
    jb_box *copy = JB_NEW_N(c->cx->scratch, jb_box, moved + 1);
    for (size_t i = 0; i < moved; i++)
        copy[i] = c->boxes.at[n + i];
    for (size_t i = n; i > at; i--)
        c->boxes.at[i - 1 + moved] = c->boxes.at[i - 1];
    for (size_t i = 0; i < moved; i++)
        c->boxes.at[at + i] = copy[i];
}

static void fill_with_charts(slide *s)
{
    jb_composer *c = s->c;
    double pitch = c->sheet->pitch, left = c->sheet->depth - depth_of(s);
    double lines = s->charts_n ? floor((left + 0.05) / (double)s->charts_n / pitch) : 0;
    for (size_t i = 0, moved = 0; i < s->charts_n; i++) {
        size_t n = c->boxes.n;
        c->room = fmax(lines, LEAST_LINES) * pitch;
        jb_compose_blocks(c, &(jb_blocks){.at = &s->charts[i].block, .n = 1});
        c->room = 0;
        move_boxes(c, n, s->charts[i].at + moved);
        moved += c->boxes.n - n;
    }
}

static void tell_overflow(const slide *s, const jb_block *b)
{
    const jb_sheet *sheet = s->c->sheet;
    double lines = depth_of(s) / sheet->pitch;
    if (lines < (double)sheet->lines + 0.01)
        return;
    jb_fail(s->c->cx, b->span, "this slide needs %.0f lines, and it has %zu", ceil(lines - 0.01),
            sheet->lines);
    jb_hint(s->c->cx, "shorten it, or begin another with a heading");
}

static void compose_slide(jb_composer *c, const jb_blocks *all, size_t from, size_t to)
{
    slide s = {.c = c, .first = c->boxes.n};
    c->fresh_next = s.first > 0;
    for (size_t i = from; i < to; i++) {
        if (fills(all->at[i]) && s.charts_n < MOST_CHARTS)
            s.charts[s.charts_n++] = (waiting_chart){all->at[i], c->boxes.n};
        else
            jb_compose_blocks(c, &(jb_blocks){.at = &all->at[i], .n = 1});
    }
    fill_with_charts(&s);
    tell_overflow(&s, all->at[from]);
}

static bool begins_slide(const jb_block *b)
{
    return b->kind == JB_BLOCK_HEADING && b->level == 1;
}

void jb_compose_slides(jb_composer *c, const jb_blocks *blocks)
{
    for (size_t from = 0, to; from < blocks->n; from = to) {
        for (to = from + 1; to < blocks->n && !begins_slide(blocks->at[to]);)
            to++;
        compose_slide(c, blocks, from, to);
    }
}
