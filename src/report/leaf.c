#include "report/leaf.h"

static const double CUT_COST = 30; /* a note over two pages: better than six empty lines */

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

static void set_one(jb_leaf *p, const jb_box *box)
{
    if (box->space && !p->boxes)
        return;
    if (jb_box_in_columns(box)) {
        jb_column_add(p, box);
        return;
    }
    jb_columns_end(p, box);
    if (!p->boxes && box->again)
        jb_leaf_put(p, box->again);
    p->y = box->snap ? jb_leaf_snapped(p, p->y) : p->y;
    jb_leaf_put(p, box);
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
    jb_leaf tried = *p;
    tried.made = NULL;
    jb_leaf_set(&tried, at, n);
    bool noted = tried.notes_n > p->notes_n, fits = !jb_leaf_overflows(&tried, tried.y);
    if (noted && p->cut)
        return false;
    fits = fits || (noted && jb_leaf_cut_note(&tried, tried.y));
    if (p->boxes && !fits)
        return false;
    if (p->made)
        jb_leaf_set(p, at, n);
    else
        *p = tried;
    return true;
}

bool jb_leaf_set_waiting(jb_leaf *p, const jb_box *at, size_t n)
{
    if (!jb_box_in_columns(at))
        return jb_leaf_set_fitting(p, at, n);
    jb_leaf tried = *p;
    tried.made = NULL;
    jb_columns_begin_with(&tried, at, n);
    if (p->boxes && jb_leaf_overflows(&tried, tried.y))
        return false;
    if (p->made)
        jb_columns_begin_with(p, at, n);
    else
        *p = tried;
    return true;
}

double jb_leaf_leftover(const jb_leaf *p)
{
    double lines = (p->depth - p->y - p->notes) / p->flow->pitch;
    return lines > 0.3 ? lines * lines : 0;
}
