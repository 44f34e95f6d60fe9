#include "report/leaf.h"

#include <stdlib.h>

static const double CUT_COST = 30; /* a note over two pages: better than six empty lines */
static const double AIR_COST = .5; /* of a line that goes around things */

double jb_leaf_snapped(const jb_leaf *p, double y)
{
    double pitch = p->flow->pitch;
    return ceil((y - p->grid - JB_SLACK) / pitch) * pitch + p->grid;
}

bool jb_leaf_overflows(const jb_leaf *p, double y)
{
    return y + p->low + p->notes > p->depth + JB_SLACK;
}

/* ---- notes ---- */

double jb_leaf_note_height(const jb_leaf *p, jb_note_part part)
{
    double height = 0;
    for (size_t i = part.from; i < part.to; i++)
        height += p->flow->note_boxes[part.note].at[i].height;
    return height;
}

jb_note_part jb_leaf_note_from(const jb_leaf *p, size_t note, size_t line)
{
    return (jb_note_part){note, line, p->flow->note_boxes[note].n};
}

static double notes_of(const jb_leaf *p, const jb_box *box)
{
    double height = 0;
    for (size_t i = 0; i < box->notes_n; i++)
        height += jb_leaf_note_height(p, jb_leaf_note_from(p, box->notes[i], 0));
    return height + (box->notes_n && !p->notes_n ? p->flow->notes_gap : 0);
}

bool jb_leaf_cut_note(jb_leaf *p, double y)
{
    enum { LEAST = 2 }; /* lines on each side of the cut */
    if (!p->last_note || p->cut)
        return false;
    jb_note_part all = jb_leaf_note_from(p, p->last_note, p->last_from), on = all;
    double notes = p->notes;
    while (on.to > all.from && (jb_leaf_overflows(p, y) || all.to - on.to < LEAST)) {
        on.to--;
        p->notes = notes - (jb_leaf_note_height(p, all) - jb_leaf_note_height(p, on));
    }
    if (on.to >= all.from + LEAST) {
        p->cut = on.to;
        p->extra += CUT_COST;
        return true;
    }
    p->notes = notes;
    return false;
}

static int by_number(const void *a, const void *b)
{
    size_t x = ((const jb_note_part *)a)->note, y = ((const jb_note_part *)b)->note;
    return (x > y) - (x < y);
}

void jb_leaf_order_notes(jb_leaf *p, bool first, bool last)
{
    size_t from = first, fixed = from + last;
    if (p->made->notes.n > fixed)
        qsort(p->made->notes.at + from, p->made->notes.n - fixed, sizeof *p->made->notes.at,
              by_number);
}

/* ---- boxes ---- */

void jb_leaf_place(const jb_leaf *p, const jb_box *box, double x, double y)
{
    if (p->made && box->ink)
        *JB_PUSH(p->cx->keep, &p->made->boxes) = (jb_placed){box, x, y};
}

void jb_leaf_count(jb_leaf *p, const jb_box *box)
{
    for (size_t i = 0; p->made && i < box->notes_n; i++)
        *JB_PUSH(p->cx->keep, &p->made->notes) = jb_leaf_note_from(p, box->notes[i], 0);
    p->notes += notes_of(p, box);
    p->notes_n += box->notes_n;
    if (box->notes_n) {
        p->last_note = box->notes[box->notes_n - 1];
        p->last_from = 0;
    }
    p->boxes++;
}

void jb_leaf_put(jb_leaf *p, const jb_box *box)
{
    jb_leaf_place(p, box, 0, p->y);
    jb_leaf_count(p, box);
    p->y += box->height;
    p->low = box->low;
}

/* A box that is set, of what is set apart. */
static void count_apart(jb_leaf *p, const jb_box *box, size_t placed)
{
    if (box->apart) {
        p->apart = box->apart;
        p->begun = placed;
    }
    if (!p->apart || --p->apart)
        return;
    p->things++;
    if (p->made)
        *JB_PUSH(p->cx->scratch, &p->stretches) = (jb_stretch){p->begun, p->made->boxes.n};
}

static void set_one(jb_leaf *p, const jb_box *box)
{
    if (box->space && !p->boxes)
        return;
    if (jb_box_in_columns(box)) {
        jb_column_add(p, box);
        return;
    }
    jb_columns_end(p, box);
    if (p->boxes == p->waited && box->again)
        jb_leaf_put(p, box->again);
    p->y = box->snap ? jb_leaf_snapped(p, p->y) : p->y;
    size_t placed = p->made ? p->made->boxes.n : 0;
    jb_leaf_put(p, box);
    count_apart(p, box, placed);
    if (box->regrid)
        p->grid = fmod(p->y, p->flow->pitch);
}

void jb_leaf_set(jb_leaf *p, const jb_box *at, size_t n)
{
    for (const jb_box *box = at; box < at + n; box++)
        set_one(p, box);
}

bool jb_leaf_set_fitting(jb_leaf *p, const jb_box *at, size_t n)
{
    const jb_leaf before = *p;
    p->made = NULL;
    jb_leaf_set(p, at, n);
    bool noted = p->notes_n > before.notes_n, empty = !before.boxes && before.notes <= 0;
    bool fits = !jb_leaf_overflows(p, p->y) || (noted && jb_leaf_cut_note(p, p->y)) || empty;
    fits = fits && !(noted && before.cut);
    if (!fits || before.made)
        *p = before;
    if (fits && p->made)
        jb_leaf_set(p, at, n);
    return fits;
}

bool jb_leaf_set_waiting(jb_leaf *p, const jb_box *at, size_t n)
{
    if (!jb_box_in_columns(at))
        return jb_leaf_set_fitting(p, at, n);
    jb_leaf tried = *p;
    tried.made = NULL;
    jb_columns_begin_with(&tried, at, n);
    if ((p->boxes || p->notes > 0) && jb_leaf_overflows(&tried, tried.y))
        return false;
    if (p->made)
        jb_columns_begin_with(p, at, n);
    else
        *p = tried;
    return true;
}

/* ---- what stays empty ---- */

static double empty_lines(const jb_leaf *p)
{
    return fmax((p->depth - p->y - p->notes + JB_SLACK) / p->flow->pitch, 0);
}

size_t jb_leaf_air(const jb_leaf *p)
{
    return (size_t)fmin(floor(empty_lines(p)), (double)p->things);
}

double jb_leaf_leftover(const jb_leaf *p)
{
    double air = (double)jb_leaf_air(p), lines = empty_lines(p) - air;
    return AIR_COST * air + (lines > 0.3 ? lines * lines : 0);
}

static void move_down(jb_made_page *made, size_t from, size_t to, double by)
{
    for (size_t k = from; k < to; k++)
        made->boxes.at[k].y += by;
}

void jb_leaf_spread(jb_leaf *p)
{
    double pitch = p->flow->pitch;
    size_t air = jb_leaf_air(p), n = p->made->boxes.n;
    for (size_t i = 0; i < air; i++) {
        jb_stretch s = p->stretches.at[i];
        move_down(p->made, s.from, s.to, s.to == n ? pitch : s.from ? pitch / 2 : 0);
        move_down(p->made, s.to, n, pitch);
    }
    p->y += pitch * (double)air;
}
