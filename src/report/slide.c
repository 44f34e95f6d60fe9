#include <math.h>

#include "report/compose.h"

/* Slides: each heading of the first level begins one, and with nothing under it is a slide of its
 * own. Charts take what room the rest leaves; without a chart, tables and tiles do. What is more
 * than a slide holds is the author's to shorten: type that shrinks where there is much to say
 * cannot be read where there is much to see. */

enum { MOST_WAITING = 8, LEAST_LINES = 3 };

typedef struct waiting {
    jb_block *block;
    size_t at;   /* the box that it stands before */
    double need; /* of height, at least */
} waiting;

typedef struct slide {
    jb_composer *c;
    double depth; /* that its notes leave */
    size_t first; /* box */
    waiting waits[MOST_WAITING];
    size_t waits_n;
} slide;

/* Such a fence, or a row with one. */
static bool holds(const jb_block *b, const char *fence)
{
    bool any = b->kind == JB_BLOCK_FENCE && jb_str_eq(b->info, jb_str_of(fence));
    for (size_t i = 0; b->kind == JB_BLOCK_DIV && i < b->blocks.n; i++)
        any = any || holds(b->blocks.at[i], fence);
    return any;
}

static bool is_chart(const jb_block *b)
{
    return holds(b, "chart");
}

static bool is_figures(const jb_block *b)
{
    return b->kind == JB_BLOCK_TABLE || holds(b, "table") || holds(b, "kpi");
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

/* What is composed to be measured leaves nothing behind: its messages come, and its notes are
 * taken, when it is composed again. */
typedef struct trial {
    jb_composer before;
    size_t said;
} trial;

static trial begin_trial(jb_composer *c)
{
    const trial t = {*c, c->cx->messages.n};
    c->note_taken = jb_notes_taken(c);
    return t;
}

static void end_trial(jb_composer *c, const trial *t)
{
    *c = t->before;
    c->cx->messages.n = t->said;
}

/* The height that a block takes by itself. */
static double need_of(jb_composer *c, const jb_block *b)
{
    const trial t = begin_trial(c);
    slide alone = {.c = c, .first = c->boxes.n};
    jb_compose_blocks(c, &(jb_blocks){.at = (jb_block **)&b, .n = 1});
    double need = depth_of(&alone);
    end_trial(c, &t);
    return need;
}

/* What fills the slide leaves AIR lines to the text under it. */
static void fill(slide *s)
{
    static const double AIR = .4;
    jb_composer *c = s->c;
    double pitch = c->sheet->pitch, left = s->depth - depth_of(s);
    for (size_t i = 0; i < s->waits_n; i++)
        left -= s->waits[i].need;
    double share = s->waits_n ? left / (double)s->waits_n : 0;
    for (size_t i = 0, moved = 0; i < s->waits_n; i++) {
        size_t n = c->boxes.n;
        double lines = floor((s->waits[i].need + share + 0.05) / pitch);
        bool last = s->waits[i].at + moved == n;
        c->room = fmax(lines, LEAST_LINES) * pitch - (last ? 0 : AIR * pitch);
        jb_compose_blocks(c, &(jb_blocks){.at = &s->waits[i].block, .n = 1});
        c->room = 0;
        move_boxes(c, n, s->waits[i].at + moved);
        moved += c->boxes.n - n;
    }
}

static void tell_overflow(const slide *s, const jb_block *b)
{
    const jb_sheet *sheet = s->c->sheet;
    double needs = ceil(depth_of(s) / sheet->pitch - 0.01), has = round(s->depth / sheet->pitch);
    if (needs <= has)
        return;
    jb_fail(s->c->cx, b->span, "this slide needs %.0f lines, and it has %.0f", needs, has);
    if (s->depth < sheet->depth)
        jb_hint(s->c->cx, "its notes take the others: shorten it, or write “notes: section” in the "
                          "front matter");
    else
        jb_hint(s->c->cx, "shorten it, or begin another with a heading");
}

static bool any_of(const jb_blocks *all, size_t from, size_t to, bool (*is)(const jb_block *))
{
    while (from < to && !is(all->at[from]))
        from++;
    return from < to;
}

static bool begins_slide(const jb_block *b)
{
    return b->kind == JB_BLOCK_HEADING && b->level == 1;
}

/* The blocks of a slide, in a depth. */
static slide set_slide(jb_composer *c, const jb_blocks *all, size_t from, size_t to, double depth)
{
    slide s = {.c = c, .depth = depth, .first = c->boxes.n};
    bool (*fills)(const jb_block *) = any_of(all, from, to, is_chart) ? is_chart : is_figures;
    for (size_t i = from; i < to; i++) {
        if (fills(all->at[i]) && s.waits_n < MOST_WAITING)
            s.waits[s.waits_n++] =
                (waiting){all->at[i], c->boxes.n, fills == is_chart ? 0 : need_of(c, all->at[i])};
        else
            jb_compose_blocks(c, &(jb_blocks){.at = &all->at[i], .n = 1});
    }
    fill(&s);
    return s;
}

/* What notes will stand at a slide's foot shows only when it is composed; they take whole lines. */
static double notes_height(jb_composer *c, const jb_blocks *all, size_t from, size_t to)
{
    if (!c->manuscript->notes.n)
        return 0;
    const trial t = begin_trial(c);
    const slide s = set_slide(c, all, from, to, c->sheet->depth);
    double pitch = c->sheet->pitch, height = ceil(jb_notes_height(c, s.first) / pitch) * pitch;
    end_trial(c, &t);
    return height;
}

static void compose_slide(jb_composer *c, const jb_blocks *all, size_t from, size_t to)
{
    c->next.fresh = c->boxes.n > 0;
    if (begins_slide(all->at[from]) && to == from + 1) {
        jb_compose_section(c, all->at[from]);
        return;
    }
    double depth = c->sheet->depth - notes_height(c, all, from, to);
    const slide s = set_slide(c, all, from, to, depth);
    tell_overflow(&s, all->at[from]);
}

void jb_compose_slides(jb_composer *c, const jb_blocks *blocks)
{
    for (size_t from = 0, to; from < blocks->n; from = to) {
        for (to = from + 1; to < blocks->n && !begins_slide(blocks->at[to]);)
            to++;
        compose_slide(c, blocks, from, to);
    }
}
