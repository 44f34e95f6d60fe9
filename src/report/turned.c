#include "report/compose.h"

/* ::: landscape — pages of turned paper for what is wide. */

/* The headings right above, which come with it: from which box on. */
static size_t headings_above(const jb_composer *c)
{
    size_t first = c->boxes.n;
    if (c->next.headed == JB_HEADED)
        while (first-- && c->boxes.at[first].penalty == INFINITY)
            ;
    return first;
}

static bool may_turn(jb_composer *c, jb_span place)
{
    if (c->left <= 0 && !c->row)
        return true;
    jb_fail(c->cx, place, "“::: landscape” has pages of its own, and nothing stands around it");
    return false;
}

/* What fits on one such page, is of the section around it and refers to no note, which keep the
 * order of the text, may be set later: text behind it fills the page before. */
static bool may_wait(const jb_composer *c, size_t first)
{
    double depth = 0;
    for (size_t i = first; i < c->boxes.n; i++) {
        const jb_box *box = &c->boxes.at[i];
        if (box->outline.p || box->notes_n)
            return false;
        depth += box->height + (box->snap ? c->turned->pitch / 2 : 0);
    }
    return depth <= c->turned->depth;
}

/* Boxes from one on stand on such pages, and what follows on the next. */
static void turn(jb_composer *c, size_t first)
{
    static const jb_columns across = {.n = 1};
    bool waits = may_wait(c, first);
    for (size_t i = first; i < c->boxes.n; i++) {
        jb_box *box = &c->boxes.at[i];
        box->turned = true;
        box->later = waits ? 0 : box->later;
        box->columns = box->columns ? box->columns : &across;
    }
    c->boxes.at[first].later = waits ? c->boxes.n - first : c->boxes.at[first].later;
    c->boxes.at[first].penalty = 0;
    c->next = (jb_next){0};
}

void jb_compose_turned(jb_composer *c, const jb_block *b)
{
    const jb_sheet *sheet = c->sheet, *around = c->across;
    size_t first = headings_above(c), n = c->boxes.n;
    if (sheet->width >= sheet->height) { /* it lies as it is */
        jb_compose_blocks(c, &b->blocks);
        return;
    }
    if (!may_turn(c, b->span))
        return;
    if (!c->turned)
        c->turned = jb_sheet_turned(c->cx, around ? around : sheet);
    c->sheet = c->turned;
    c->across = NULL;
    const jb_next next = c->next;
    if (first == n)
        c->next = (jb_next){.fresh = next.fresh, .recto = next.recto};
    jb_compose_blocks(c, &b->blocks);
    c->sheet = sheet;
    c->across = around;
    if (c->boxes.n > n)
        turn(c, first);
    else
        c->next = next;
}
