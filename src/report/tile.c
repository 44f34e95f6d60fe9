#include <math.h>

#include "report/compose.h"

/* ```kpi: single numbers, each with its own unit. A plan has a dashed frame and the word 计划: it
 * must not look like a result in black and white either. */

enum { MOST_COLUMNS = 6 };
static const double LEAST_SIZE = 9; /* pt: nothing in print is smaller */
static const double GAP = 9, PADDING = 9, TOP = 7, BOTTOM = 6;

typedef struct tile {
    jb_said label, value, unit, qualifier, note, change, source;
    int status;
} tile;

enum { PLANNED = 1 };
static const jb_str status_words[] = {JB_K("done"), JB_K("planned"), {NULL, 0}};
static const jb_key tile_rows[] = {
    JB_KEY(tile, label, "label", TEXT),   JB_KEY(tile, value, "value", TEXT),
    JB_KEY(tile, unit, "unit", TEXT),     JB_KEY(tile, qualifier, "qualifier", TEXT),
    JB_KEY(tile, note, "note", TEXT),     JB_KEY(tile, change, "change", TEXT),
    JB_KEY(tile, source, "source", TEXT), JB_KEY_WORDS(tile, status, "status", status_words),
};
static const jb_keys tile_keys = JB_KEYS("a tile", tile_rows);

typedef struct tiles {
    jb_said name, caption, source, note, description;
    size_t columns;
    const jb_node *items;
    tile *at;
    size_t n;
} tiles;

static const jb_key tiles_rows[] = {
    JB_KEY(tiles, name, "name", TEXT),
    JB_KEY(tiles, caption, "caption", TEXT),
    JB_KEY(tiles, source, "source", TEXT),
    JB_KEY(tiles, note, "note", TEXT),
    JB_KEY(tiles, columns, "columns", COUNT),
    JB_KEY(tiles, items, "items", NODE),
    JB_KEY(tiles, description, "description", TEXT),
};
static const jb_keys tiles_keys = JB_KEYS("tiles", tiles_rows);

static bool read_tiles(jb_ctx *cx, const jb_block *b, tiles *t)
{
    size_t before = jb_errors(cx);
    jb_keys_read(cx, b->node, &tiles_keys, t);
    if (!t->items || t->items->kind != JB_NODE_LIST || !t->items->n) {
        jb_fail(cx, t->items ? t->items->span : b->span, "tiles need a list of “items”");
        return false;
    }
    t->n = t->items->n;
    t->at = JB_NEW_N(cx->keep, tile, t->n);
    for (size_t i = 0; i < t->n; i++) {
        tile *one = &t->at[i];
        if (jb_keys_read(cx, t->items->items[i], &tile_keys, one) &&
            (!one->label.text.n || !one->value.text.n))
            jb_fail(cx, t->items->items[i]->span, "a tile needs “label” and “value”");
    }
    if (t->columns > MOST_COLUMNS) {
        jb_fail(cx, b->span, "%zu “columns” of tiles leave no room in them", t->columns);
        jb_hint(cx, "set %d or fewer", MOST_COLUMNS);
    }
    if (!t->columns)
        t->columns = t->n < 3 ? t->n : 3;
    return jb_errors(cx) == before;
}

/* A line of text at x; returns its width. */
static double draw(jb_composer *c, jb_group_item *into, const jb_text_style *style, jb_said said,
                   double x, double baseline)
{
    if (!said.text.n)
        return 0;
    const jb_line *line = jb_text_line(c->cx, style, said.text, said.span);
    jb_ink_line(c->cx->keep, into, line, x, baseline);
    return line->width;
}

/* A style made smaller until the text fits. */
static jb_text_style fitting(jb_composer *c, jb_font font, jb_said said, double room)
{
    jb_text_style style = c->sheet->fonts[font];
    double width = said.text.n ? jb_text_line(c->cx, &style, said.text, said.span)->width : 0;
    if (width > room && width > 0)
        style.size *= room / width * 0.999;
    if (style.size < LEAST_SIZE) {
        jb_warn(c->cx, said.span, "“%.*s” does not fit its tile at %.3g pt",
                JB_F(jb_brief(c->cx, said.text)), LEAST_SIZE);
        jb_hint(c->cx, "shorten it, or set fewer “columns”");
    }
    return style;
}

static jb_said with(jb_composer *c, jb_said a, const char *between, jb_said b)
{
    if (!a.text.n || !b.text.n)
        return a.text.n ? a : b;
    a.text = jb_str_printf(c->cx->keep, "%.*s%s%.*s", JB_F(a.text), between, JB_F(b.text));
    return a;
}

/* exact says nothing; 余 and 不到 stand beside the number, 约 before it. */
static bool is_shown(jb_said qualifier)
{
    return qualifier.text.n && !jb_str_eq(qualifier.text, JB_S("exact"));
}

static bool stands_before(jb_said qualifier)
{
    return jb_str_eq(qualifier.text, JB_S("约")) || jb_str_eq(qualifier.text, JB_S("不到"));
}

static double width_of(jb_composer *c, jb_font font, jb_said said)
{
    return said.text.n ? jb_text_line(c->cx, &c->sheet->fonts[font], said.text, said.span)->width
                       : 0;
}

/* 约 120 余 名: the number large, what goes with it small, on one baseline. */
static void draw_value(jb_composer *c, jb_group_item *into, const tile *t, double x,
                       double baseline, double room)
{
    const jb_text_style *small = &c->sheet->fonts[JB_FONT_UNIT];
    jb_said none = {0}, q = is_shown(t->qualifier) ? t->qualifier : none;
    jb_said front = stands_before(q) ? q : none;
    jb_said behind = stands_before(q) ? t->unit : with(c, q, "", t->unit);
    const double space = 3;
    double beside = width_of(c, JB_FONT_UNIT, front) + width_of(c, JB_FONT_UNIT, behind);
    jb_text_style big = fitting(c, JB_FONT_VALUE, t->value, room - beside - 2 * space);
    if (t->status == PLANNED) { /* neither as heavy nor as red as what is done */
        big.weight = 400;
        big.paint = c->sheet->fonts[JB_FONT_REMARK].paint;
    }
    if (front.text.n)
        x += draw(c, into, small, front, x, baseline) + space;
    x += draw(c, into, &big, t->value, x, baseline) + space;
    draw(c, into, small, behind, x, baseline);
}

static jb_said remark(jb_composer *c, const tile *t)
{
    return with(c, with(c, t->change, "；", t->note), "；", t->source);
}

static void draw_frame(jb_composer *c, jb_group_item *into, const tile *t, double width,
                       double height)
{
    const jb_paint *accent = &c->sheet->tints[JB_TINT_ACCENT];
    jb_group_item *artifact = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("Artifact"));
    if (t->status == PLANNED) {
        jb_ink_box(c->cx->keep, artifact, 0.5, 0.5, width - 1, height - 1, NULL, accent, 1, 3);
        return;
    }
    jb_ink_box(c->cx->keep, artifact, 0, 0, width, height, &c->sheet->tints[JB_TINT_GROUND], NULL,
               0, 0);
    jb_ink_rule(c->cx->keep, artifact, 0, 0.75, width, 0.75, accent, 1.5);
}

static void draw_tile(jb_composer *c, jb_group_item *into, const tile *t, double width,
                      double height)
{
    const jb_sheet *s = c->sheet;
    double room = width - 2 * PADDING, y = TOP;
    draw_frame(c, into, t, width, height);
    jb_group_item *p = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("P"));
    double mark = 0;
    if (t->status == PLANNED) {
        const jb_said plan = {JB_S("计划"), t->label.span};
        mark = width_of(c, JB_FONT_REMARK, plan) + 4;
        draw(c, p, &s->fonts[JB_FONT_REMARK], plan, width - PADDING - mark + 4,
             jb_font_baseline(s, JB_FONT_LABEL, y));
    }
    jb_text_style label = fitting(c, JB_FONT_LABEL, t->label, room - mark);
    draw(c, p, &label, t->label, PADDING, jb_font_baseline(s, JB_FONT_LABEL, y));
    y += s->leading[JB_FONT_LABEL];
    draw_value(c, p, t, PADDING, jb_font_baseline(s, JB_FONT_VALUE, y), room);
    y += s->leading[JB_FONT_VALUE];
    jb_text_style small = fitting(c, JB_FONT_REMARK, remark(c, t), room);
    draw(c, p, &small, remark(c, t), PADDING, jb_font_baseline(s, JB_FONT_REMARK, y));
}

/* Tiles of one block are of one height, with room for remarks where any has one. */
static double tile_height(jb_composer *c, const tiles *t)
{
    double height = TOP + c->sheet->leading[JB_FONT_LABEL] + c->sheet->leading[JB_FONT_VALUE];
    for (size_t i = 0; i < t->n; i++)
        if (remark(c, &t->at[i]).text.n)
            return height + c->sheet->leading[JB_FONT_REMARK] + BOTTOM;
    return height + BOTTOM;
}

static double draw_rows(jb_composer *c, jb_group_item *into, const tiles *t, double y)
{
    double measure = c->sheet->measure - c->left, height = tile_height(c, t);
    double width = (measure - (double)(t->columns - 1) * GAP) / (double)t->columns;
    for (size_t i = 0; i < t->n; i++) {
        double x = c->left + (double)(i % t->columns) * (width + GAP);
        double top = y + (double)(i / t->columns) * (height + GAP);
        draw_tile(c, jb_ink_group(c->cx->keep, into, x, top, (jb_str){0}), &t->at[i], width,
                  height);
    }
    size_t rows = (t->n + t->columns - 1) / t->columns;
    return y + (double)rows * (height + GAP) - GAP;
}

static double draw_said(jb_composer *c, jb_group_item *into, jb_font font, const char *word,
                        jb_said said, jb_justify justify, double y)
{
    if (!said.text.n)
        return y;
    jb_str text = jb_str_printf(c->cx->keep, "%s%.*s", word, JB_F(said.text));
    jb_pieces pieces = jb_pieces_of_text(c, text, font, said.span);
    jb_group_item *p = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("P"));
    return jb_draw_lines(c, p, &pieces, font, justify, c->left, y, c->sheet->measure - c->left);
}

void jb_compose_tiles(jb_composer *c, const jb_block *b)
{
    tiles t = {0};
    if (!read_tiles(c->cx, b, &t))
        return;
    jb_group_item *ink = JB_NEW(c->cx->keep, jb_group_item);
    double y = draw_said(c, ink, JB_FONT_CAPTION, "", t.caption, JB_FLUSH_LEFT, 0);
    y = draw_rows(c, ink, &t, y + (t.caption.text.n ? 2 : 4)) + 3;
    y = draw_said(c, ink, JB_FONT_SOURCE, "注：", t.note, JB_FLUSH_LEFT, y);
    y = draw_said(c, ink, JB_FONT_SOURCE, "资料来源：", t.source, JB_FLUSH_LEFT, y);
    jb_push_picture(c, ink, y + 4, jb_element_new(c, c->parent, JB_S("Div")));
}
