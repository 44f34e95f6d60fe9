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

jb_composer jb_measure_enter(jb_composer *c, double width)
{
    jb_composer outer = *c;
    jb_sheet *sheet = JB_NEW(c->cx->keep, jb_sheet);
    *sheet = *c->sheet;
    sheet->measure = width;
    c->sheet = sheet;
    c->left = 0;
    return outer;
}

void jb_measure_leave(jb_composer *c, const jb_composer *outer)
{
    c->sheet = outer->sheet;
    c->left = outer->left;
    c->parent = outer->parent;
}

/* The boxes of one block, set to a width. */
static jb_boxes set_apart(jb_composer *c, const jb_block *b, double width)
{
    jb_composer outer = jb_measure_enter(c, width);
    c->parent = NULL;
    c->boxes = (jb_boxes){0};
    c->next = (jb_next){0};
    jb_compose_blocks(c, &(jb_blocks){.at = (jb_block **)&b, .n = 1});
    jb_boxes boxes = c->boxes;
    jb_measure_leave(c, &outer);
    c->boxes = outer.boxes;
    c->next = outer.next;
    return boxes;
}

static jb_row measure_row(jb_composer *c, const jb_block *b, double width)
{
    jb_row row = {0};
    jb_composer outer = jb_measure_enter(c, width);
    c->row = &row;
    for (size_t i = 0; i < b->blocks.n; i++)
        jb_row_hold(c, b->blocks.at[i], &row);
    c->row = outer.row;
    jb_measure_leave(c, &outer);
    return row;
}

/* Caption and source of them all; returns the depth behind them. */
static double draw_row_caption(jb_composer *c, const jb_block *b, jb_group_item *into, double y,
                               jb_box *notes)
{
    const jb_target *target = jb_target_of(c, b);
    jb_said source = jb_attribute_of(&b->attributes, JB_S("source"));
    double width = c->sheet->measure - c->left;
    if (target && target->lead.n) {
        jb_str said = jb_attribute_of(&b->attributes, JB_S("caption")).text;
        jb_str text = jb_str_printf(c->cx->keep, "%.*s%.*s", JB_F(target->lead), JB_F(said));
        jb_pieces pieces = jb_pieces_of_said(c, text, JB_FONT_CAPTION, b->span);
        jb_group_item *p = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("Caption"));
        y = jb_draw_lines(c, p, &pieces, JB_FONT_CAPTION, JB_BALANCED, c->left, y, width);
        into->dest = target->dest;
        jb_take_notes(c, notes, &pieces);
    }
    if (!source.text.n)
        return y;
    jb_str text = jb_worded(c, "资料来源", source.text);
    jb_pieces pieces = jb_pieces_of_said(c, text, JB_FONT_SOURCE, source.span);
    jb_group_item *p = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("P"));
    jb_take_notes(c, notes, &pieces);
    return jb_draw_lines(c, p, &pieces, JB_FONT_SOURCE, JB_FLUSH_CENTER, c->left, y, width);
}

static void compose_row(jb_composer *c, const jb_block *b)
{
    if (!is_row(c, b))
        return;
    double gap = c->sheet->em, n = (double)b->blocks.n, height = 0;
    double width = (c->sheet->measure - c->left - (n - 1) * gap) / n;
    jb_group_item *ink = JB_NEW(c->cx->keep, jb_group_item);
    const jb_row row = measure_row(c, b, width), *outer = c->row;
    jb_box notes = {0};
    c->row = &row;
    for (size_t i = 0; i < b->blocks.n; i++) {
        jb_boxes boxes = set_apart(c, b->blocks.at[i], width);
        double x = c->left + (double)i * (width + gap);
        height = fmax(height, jb_draw_boxes(c, ink, &boxes, x));
        jb_pass_notes(c, &boxes, &notes);
    }
    c->row = outer;
    height = draw_row_caption(c, b, ink, height, &notes);
    jb_box *box = jb_push_picture(c, ink, height, jb_element_new(c, c->parent, JB_S("Div")));
    box->notes = notes.notes;
    box->notes_n = notes.notes_n;
    box->later = notes.notes_n ? 0 : 1; /* notes keep the order of the text */
}

/* ---- columns: text beside itself ---- */

static const jb_columns across = {.n = 1};

static jb_columns *columns_of(jb_composer *c, size_t n)
{
    jb_columns *columns = JB_NEW(c->cx->keep, jb_columns);
    double measure = c->sheet->measure - c->left, gap = 2 * c->sheet->em;
    *columns = (jb_columns){n, c->left, (measure + gap) / (double)n - gap, gap};
    return columns;
}

static bool may_stand(jb_composer *c, const jb_columns *columns, jb_span place)
{
    static const double LEAST = 6; /* em */
    if (c->across)
        jb_fail(c->cx, place, "columns inside columns");
    else if (columns->width < LEAST * c->sheet->em)
        jb_fail(c->cx, place, "%zu columns leave no room in them", columns->n);
    else
        return true;
    return false;
}

void jb_compose_columns(jb_composer *c, const jb_blocks *blocks, size_t n,
                        void (*compose)(jb_composer *, const jb_blocks *), jb_span place)
{
    if (n < 2) {
        compose(c, blocks);
        return;
    }
    const jb_columns *columns = columns_of(c, n);
    if (!may_stand(c, columns, place))
        return;
    size_t first = c->boxes.n;
    jb_composer outer = jb_measure_enter(c, columns->width);
    c->across = outer.sheet;
    compose(c, blocks);
    const jb_element *section = c->parent;
    jb_measure_leave(c, &outer);
    c->parent = section; /* of the last heading in them */
    c->across = NULL;
    for (size_t i = first; i < c->boxes.n; i++) {
        jb_box *box = &c->boxes.at[i];
        if (box->columns)
            continue;
        box->columns = columns;
        box->afloat = box->later;
        box->later = 0; /* a page keeps the order of its columns */
    }
}

enum { COLUMNS = 2 };

static void compose_columns(jb_composer *c, const jb_block *b)
{
    jb_compose_columns(c, &b->blocks, COLUMNS, jb_compose_blocks, b->span);
}

/* ---- wide: across the columns of a body ---- */

static void compose_wide(jb_composer *c, const jb_block *b)
{
    const jb_sheet *column = c->sheet;
    size_t first = c->boxes.n;
    if (c->across)
        c->sheet = c->across;
    jb_compose_blocks(c, &b->blocks);
    c->sheet = column;
    for (size_t i = first; i < c->boxes.n; i++)
        if (!c->boxes.at[i].columns)
            c->boxes.at[i].columns = &across;
}

/* ---- appendix: its headings and figures are numbered apart (number.c) ---- */

static void compose_appendix(jb_composer *c, const jb_block *b)
{
    jb_compose_blocks(c, &b->blocks);
}

/* ---- contents: lists of what is in the document ---- */

static size_t depth_of(jb_composer *c, const jb_block *b)
{
    jb_said said = jb_attribute_of(&b->attributes, JB_S("depth"));
    double depth;
    if (said.text.p && jb_number_read(said.text, &depth) && depth >= 1 && depth <= 6 &&
        depth == floor(depth))
        return (size_t)depth;
    if (said.text.p)
        jb_fail(c->cx, said.span, "“depth” of contents is a whole number from 1 to 6");
    return 3;
}

static void compose_contents(jb_composer *c, const jb_block *b)
{
    jb_compose_blocks(c, &b->blocks);
    jb_compose_contents(c, JB_TARGET_HEADING, depth_of(c, b));
}

static void compose_figures(jb_composer *c, const jb_block *b)
{
    jb_compose_blocks(c, &b->blocks);
    jb_compose_contents(c, JB_TARGET_FIGURE, 0);
}

static void compose_tables(jb_composer *c, const jb_block *b)
{
    jb_compose_blocks(c, &b->blocks);
    jb_compose_contents(c, JB_TARGET_TABLE, 0);
}

/* ---- example: what is written, and what it looks like ---- */

/* What is written and what it looks like stand on one page, if that leaves no more than so many
 * lines empty. */
static void join_example(jb_composer *c, size_t shown)
{
    enum { PARTED = 4 * 4 };
    for (size_t i = shown - 1; i <= shown && i < c->boxes.n; i++) /* the space between them too */
        c->boxes.at[i].penalty = fmax(c->boxes.at[i].penalty, PARTED);
}

static void compose_example(jb_composer *c, const jb_block *b)
{
    jb_block *written = JB_NEW(c->cx->keep, jb_block);
    *written = (jb_block){.kind = JB_BLOCK_CODE, .span = b->span};
    written->code = jb_figures_restore(c->cx, c->figures, b->code);
    jb_compose_blocks(c, &(jb_blocks){.at = &written, .n = 1});
    size_t shown = c->boxes.n;
    jb_compose_blocks(c, &b->blocks);
    join_example(c, shown);
}

static const struct {
    jb_str name;
    void (*compose)(jb_composer *c, const jb_block *b);
    jb_str keys[2]; /* that may stand in its braces */
} kinds[] = {
    {JB_K("note"), jb_compose_callout, {JB_K("title")}},
    {JB_K("tip"), jb_compose_callout, {JB_K("title")}},
    {JB_K("important"), jb_compose_callout, {JB_K("title")}},
    {JB_K("warning"), jb_compose_callout, {JB_K("title")}},
    {JB_K("caution"), jb_compose_callout, {JB_K("title")}},
    {JB_K("contents"), compose_contents, {JB_K("depth")}},
    {JB_K("figures"), compose_figures, {{NULL, 0}}},
    {JB_K("tables"), compose_tables, {{NULL, 0}}},
    {JB_K("sources"), jb_compose_sources, {JB_K("all")}},
    {JB_K("columns"), compose_columns, {{NULL, 0}}},
    {JB_K("row"), compose_row, {JB_K("caption"), JB_K("source")}},
    {JB_K("wide"), compose_wide, {{NULL, 0}}},
    {JB_K("landscape"), jb_compose_turned, {{NULL, 0}}},
    {JB_K("appendix"), compose_appendix, {{NULL, 0}}},
    {JB_K("example"), compose_example, {{NULL, 0}}},
    {JB_K("attachment"), jb_compose_enclosure, {{NULL, 0}}},
};

jb_str jb_div_name(size_t i)
{
    return i < JB_COUNT(kinds) ? kinds[i].name : (jb_str){NULL, 0};
}

static void check(jb_composer *c, const jb_block *b, jb_str name, const jb_str *keys)
{
    const jb_attribute_rules rules = {
        .what = jb_str_c(c->cx->scratch, jb_str_printf(c->cx->scratch, "::: %.*s", JB_F(name))),
        .classes = &name,
        .classes_n = 1,
        .keys = keys,
        .keys_n = keys[1].n   ? 2
                  : keys[0].n ? 1
                              : 0,
        .named = true,
    };
    jb_attributes_check(c->cx, &b->attributes, &rules);
}

void jb_compose_div(jb_composer *c, const jb_block *b)
{
    jb_said kind = b->attributes.kind;
    for (size_t i = 0; i < JB_COUNT(kinds); i++) {
        if (jb_str_eq(kinds[i].name, kind.text)) {
            check(c, b, kinds[i].name, kinds[i].keys);
            kinds[i].compose(c, b);
            return;
        }
    }
    if (!kind.text.p)
        return; /* that was told */
    bool callout =
        kind.span.source && kind.span.at && kind.span.source->text.p[kind.span.at - 1] == '!';
    jb_fail(c->cx, kind.text.n ? kind.span : b->span,
            callout ? "no callout is named “%.*s”" : "no div is named “%.*s”",
            JB_F(jb_brief(c->cx, kind.text)));
    if (!jb_hint_nearest(c->cx, kind.text, JB_NAMES_IN(kinds, JB_COUNT(kinds), name)) && callout)
        jb_hint(c->cx, "the callouts are NOTE, TIP, IMPORTANT, WARNING and CAUTION");
}
