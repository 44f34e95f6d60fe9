#include <math.h>

#include "report/compose.h"

/* ::: name … ::: — what a div does with the blocks in it. */

/* ---- row: things side by side ---- */

enum { LEAST_IN_ROW = 2, MOST_IN_ROW = 4 };

static bool fits_row(const jb_block *b)
{
    return b->kind == JB_BLOCK_FENCE || b->kind == JB_BLOCK_TABLE || b->kind == JB_BLOCK_IMAGE;
}

static bool is_row(jb_composer *c, const jb_block *b)
{
    for (size_t i = 0; i < b->blocks.n; i++)
        if (!fits_row(b->blocks.at[i])) {
            jb_fail(c->cx, b->blocks.at[i]->span, "a row holds charts, tables, tiles and images");
            return false;
        }
    if (b->blocks.n >= LEAST_IN_ROW && b->blocks.n <= MOST_IN_ROW)
        return true;
    jb_fail(c->cx, b->span, "a row of %zu, and it holds from %d to %d things side by side",
            b->blocks.n, LEAST_IN_ROW, MOST_IN_ROW);
    return false;
}

/* The boxes of one block, set to a width of its own. */
static jb_boxes set_apart(jb_composer *c, const jb_block *b, double width)
{
    jb_composer outer = *c;
    jb_sheet *sheet = JB_NEW(c->cx->keep, jb_sheet);
    *sheet = *c->sheet;
    sheet->measure = width;
    c->sheet = sheet;
    c->left = 0;
    c->parent = NULL;
    c->boxes = (jb_boxes){0};
    c->keep_next = false;
    jb_compose_blocks(c, &(jb_blocks){.at = (jb_block **)&b, .n = 1});
    jb_boxes boxes = c->boxes;
    c->sheet = outer.sheet;
    c->left = outer.left;
    c->parent = outer.parent;
    c->boxes = outer.boxes;
    c->keep_next = outer.keep_next;
    return boxes;
}

static void compose_row(jb_composer *c, const jb_block *b)
{
    if (!is_row(c, b))
        return;
    double gap = c->sheet->em, n = (double)b->blocks.n, height = 0;
    double width = (c->sheet->measure - c->left - (n - 1) * gap) / n;
    jb_group_item *ink = JB_NEW(c->cx->keep, jb_group_item);
    for (size_t i = 0; i < b->blocks.n; i++) {
        jb_boxes boxes = set_apart(c, b->blocks.at[i], width);
        double x = c->left + (double)i * (width + gap);
        height = fmax(height, jb_draw_boxes(c, ink, &boxes, x));
    }
    jb_push_ink(c, ink, height, jb_element_new(c, c->parent, JB_S("Div")))->later = 1;
}

/* ---- appendix: its headings and figures are numbered apart (number.c) ---- */

static void compose_appendix(jb_composer *c, const jb_block *b)
{
    jb_compose_blocks(c, &b->blocks);
}

/* ---- example: what is written, and what it looks like ---- */

static void compose_example(jb_composer *c, const jb_block *b)
{
    jb_block *written = JB_NEW(c->cx->keep, jb_block);
    *written = (jb_block){.kind = JB_BLOCK_CODE, .span = b->span};
    written->code = jb_figures_restore(c->cx, c->figures, b->code);
    jb_compose_blocks(c, &(jb_blocks){.at = &written, .n = 1});
    jb_compose_blocks(c, &b->blocks);
}

static const struct {
    jb_str name;
    void (*compose)(jb_composer *c, const jb_block *b);
} kinds[] = {
    {JB_K("row"), compose_row},
    {JB_K("appendix"), compose_appendix},
    {JB_K("example"), compose_example},
    {JB_K("attachment"), jb_compose_enclosure},
};

void jb_compose_div(jb_composer *c, const jb_block *b)
{
    jb_str names[JB_COUNT(kinds)];
    jb_said kind = b->attributes.kind;
    for (size_t i = 0; i < JB_COUNT(kinds); i++) {
        names[i] = kinds[i].name;
        if (jb_str_eq(kinds[i].name, kind.text)) {
            kinds[i].compose(c, b);
            return;
        }
    }
    if (!kind.text.p)
        return; /* that was told */
    jb_fail(c->cx, kind.text.n ? kind.span : b->span, "no div is named “%.*s”",
            JB_F(jb_brief(c->cx, kind.text)));
    jb_str near = jb_nearest(kind.text, names, JB_COUNT(names));
    if (near.p)
        jb_hint(c->cx, "the nearest is “%.*s”", JB_F(near));
}
