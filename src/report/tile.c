#include <math.h>

#include "base/decimal.h"
#include "base/format.h"
#include "data/infer.h"
#include "report/gauge.h"

/* ```kpi: single numbers, each with its own unit. A plan has a dashed frame and the word 计划: it
 * must not look like a result in black and white either. */

enum { MOST_COLUMNS = 6 };
static const double LEAST_VALUE = 12; /* pt: a number is no smaller than its label */
static const double GAP = 9, PADDING = 9, TOP = 7, BOTTOM = 6;
static const double SPARK_HEIGHT = 22, ARROW = 4.0 / 7; /* em */

typedef struct tile {
    jb_said label, value, unit, qualifier, note, change, previous, against, source;
    int status, good;
    const jb_node *spark;
    int turn;             /* of the change: 1 up, −1 down, 0 neither */
    const jb_gauge *line; /* NULL: none */
    jb_composed named, remarked;
} tile;

enum { PLANNED = 1 };
static const jb_str status_words[] = {JB_K("done"), JB_K("planned"), {NULL, 0}};
static const jb_str good_words[] = {JB_K("none"), JB_K("up"), JB_K("down"), {NULL, 0}};
static const jb_key tile_rows[] = {
    JB_KEY(tile, label, "label", TEXT),
    JB_KEY(tile, value, "value", TEXT),
    JB_KEY(tile, unit, "unit", TEXT),
    JB_KEY(tile, qualifier, "qualifier", TEXT),
    JB_KEY(tile, note, "note", TEXT),
    JB_KEY(tile, change, "change", TEXT),
    JB_KEY(tile, previous, "previous", TEXT),
    JB_KEY(tile, against, "against", TEXT),
    JB_KEY(tile, source, "source", TEXT),
    JB_KEY(tile, spark, "spark", NODE),
    JB_KEY_WORDS(tile, status, "status", status_words),
    JB_KEY_WORDS(tile, good, "good", good_words),
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

/* exact says nothing; 余 and 不到 stand beside the number, 约 before it. */
static bool is_shown(jb_said qualifier)
{
    return qualifier.text.n && !jb_str_eq(qualifier.text, JB_S("exact"));
}

/* A number as it is printed, thousands and all; false after a message: it is none. */
static bool read_number(jb_ctx *cx, jb_said said, jb_value *v)
{
    if (jb_read_number(NULL, said.text, v) && jb_value_exact(*v))
        return true;
    jb_fail(cx, said.span, "“%.*s” is no number to take a difference of",
            JB_F(jb_brief(cx, said.text)));
    return false;
}

/* With as many places as the longer of both, and thousands parted as they are. */
static jb_str difference_text(jb_ctx *cx, const tile *t, jb_value now, jb_value then)
{
    int places = now.scale > then.scale ? now.scale : then.scale;
    bool grouped = jb_str_find(t->value.text, JB_S(",")) >= 0;
    jb_value more = t->turn > 0 ? jb_exact_subtract(now, then) : jb_exact_subtract(then, now);
    jb_str format = jb_str_printf(cx->scratch, "%s.%df", grouped ? "," : "", places);
    return jb_str_printf(cx->keep, "%s%.*s", t->turn > 0 ? "+" : "−",
                         JB_F(jb_format_text(cx->keep, format, &jb_locale_zh_cn, more)));
}

/* 66.4% without its sign, which a unit is; false: it has none. */
static bool take_percent(jb_said *said)
{
    static const jb_str signs[] = {JB_K("%"), JB_K("\uFF05")};
    for (size_t i = 0; i < JB_COUNT(signs); i++)
        if (jb_str_ends(said->text, signs[i])) {
            said->text.n -= signs[i].n;
            return true;
        }
    return false;
}

/* From last month's number to this one's; a bound has no difference. Shares differ by points. */
static void read_previous(jb_composer *c, tile *t)
{
    jb_ctx *cx = c->cx;
    jb_value now, then;
    if (is_shown(t->qualifier)) {
        jb_fail(cx, t->previous.span, "“%.*s” is a bound, which has no difference from another",
                JB_F(jb_brief(cx, t->qualifier.text)));
        jb_hint(cx, "say what is known of it in “change”");
        return;
    }
    jb_said value = t->value, previous = t->previous, was = t->previous, unit = t->unit;
    bool signs = take_percent(&was) && take_percent(&value), shares = signs || take_percent(&unit);
    if (!read_number(cx, value, &now) || !read_number(cx, signs ? was : previous, &then))
        return;
    t->turn = jb_exact_cmp(now, then);
    t->change.span = t->previous.span;
    t->change.text = t->turn ? difference_text(cx, t, now, then) : JB_S("持平");
    if (shares && t->turn)
        t->change.text = jb_str_printf(cx->keep, "%.*s%.*s", JB_F(t->change.text),
                                       JB_F(jb_wording(c, "个百分点")));
    if (!t->against.text.p)
        t->against.text = jb_wording(c, "较上月");
}

/* A sign with a number behind it, or words: no lone letter. */
static bool is_change(jb_str text)
{
    size_t at = 0, letters = 0;
    bool number = false;
    for (; at < text.n; letters++) {
        uint32_t c = jb_utf8_next(text, &at);
        number |= (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
        letters += c >= 0x2E80;
    }
    return number || letters > 1;
}

/* A change that begins with its sign turns up or down; in words, it is printed as it is. */
static void read_said_change(jb_ctx *cx, tile *t)
{
    jb_str text = t->change.text;
    if (text.n && !is_change(text)) {
        jb_fail(cx, t->change.span, "“%.*s” is no change", JB_F(jb_brief(cx, text)));
        jb_hint(cx, "a change begins with + or -, as in +12, or is said in words");
    }
    if (jb_str_starts(text, JB_S("+")))
        t->turn = 1;
    else if (jb_str_starts(text, JB_S("-")) || jb_str_starts(text, JB_S("−")))
        t->turn = -1;
    if (jb_str_starts(text, JB_S("-")))
        t->change.text = jb_str_printf(cx->keep, "−%.*s", JB_F(jb_str_cut(text, 1, text.n - 1)));
}

static void read_change(jb_composer *c, tile *t)
{
    jb_ctx *cx = c->cx;
    if (!t->previous.text.n) {
        read_said_change(cx, t);
        return;
    }
    if (t->change.text.n) {
        jb_fail(cx, t->change.span, "“change” and “previous” each say what has changed");
        jb_hint(cx, "leave one of them out");
    }
    read_previous(c, t);
}

static void read_spark(jb_composer *c, tile *t)
{
    jb_series_spec series = {0};
    if (t->spark->kind == JB_NODE_LIST) {
        t->line = jb_gauge_of_values(c->cx, t->spark, JB_GAUGE_LINE);
        return;
    }
    if (!jb_keys_read(c->cx, t->spark, &jb_series_keys, &series))
        return;
    if (series.values) {
        t->line = jb_gauge_of_values(c->cx, series.values, (jb_gauge_kind)series.kind);
        return;
    }
    series.from = series.key = (jb_said){0};
    const jb_table *table = jb_series_table(c, &series, t->spark->span);
    if (!table)
        return;
    t->line = jb_gauge_of_series(c->cx, jb_series_of_rows(c->cx, table, &series), JB_S(""));
    if (!t->line)
        jb_fail(c->cx, t->spark->span, "the table has no rows");
}

static bool read_tiles(jb_composer *c, const jb_block *b, tiles *t)
{
    jb_ctx *cx = c->cx;
    size_t before = jb_errors(cx);
    if (!jb_keys_read(cx, b->node, &tiles_keys, t) && !t->items) {
        if (b->node->kind == JB_NODE_LIST)
            jb_hint(cx, "the list stands under “items”");
        return false; /* the items may stand under the wrong key */
    }
    if (!t->items || t->items->kind != JB_NODE_LIST || !t->items->n) {
        jb_fail(cx, t->items ? t->items->span : b->span, "tiles need a list of “items”");
        return false;
    }
    t->n = t->items->n;
    t->at = JB_NEW_N(cx->keep, tile, t->n);
    for (size_t i = 0; i < t->n; i++) {
        tile *one = &t->at[i];
        size_t others = jb_errors(cx);
        if (jb_keys_read(cx, t->items->items[i], &tile_keys, one) &&
            (!one->label.text.n || !one->value.text.n))
            jb_fail(cx, t->items->items[i]->span, "a tile needs “label” and “value”");
        if (jb_errors(cx) == others)
            read_change(c, one);
        if (one->spark)
            read_spark(c, one);
    }
    if (t->description.text.n) {
        jb_warn(cx, t->description.span, "tiles are read aloud as they stand: this is not shown");
        jb_hint(cx, "what all should know stands in “note”");
    }
    if (t->columns > MOST_COLUMNS) {
        jb_fail(cx, b->span, "%zu “columns” of tiles leave no room in them", t->columns);
        jb_hint(cx, "set %d or fewer", MOST_COLUMNS);
    }
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

/* A style made smaller until the number fits: it is never cut off. */
static jb_text_style fitting(jb_composer *c, jb_font font, jb_said said, double room)
{
    jb_text_style style = c->sheet->fonts[font];
    double width = said.text.n ? jb_text_line(c->cx, &style, said.text, said.span)->width : 0;
    if (width > room)
        style.size *= fmax(room, 0) / width * 0.999;
    if (style.size < fmin(LEAST_VALUE, c->sheet->fonts[font].size)) {
        style.size = LEAST_VALUE;
        jb_fail(c->cx, said.span, "“%.*s” does not fit its tile at %.3g pt",
                JB_F(jb_brief(c->cx, said.text)), LEAST_VALUE);
        jb_hint(c->cx,
                "shorten it or its unit, as with the format “w” (万, 亿), or set fewer “columns”");
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

static bool stands_before(jb_said qualifier)
{
    return jb_wording_is(qualifier.text, "约") || jb_wording_is(qualifier.text, "不到");
}

static double width_of(jb_composer *c, jb_font font, jb_said said)
{
    return said.text.n ? jb_text_line(c->cx, &c->sheet->fonts[font], said.text, said.span)->width
                       : 0;
}

/* What stands before the number and behind it. */
typedef struct beside {
    jb_said front, behind;
    double width; /* of both, with the spaces to the number */
} beside;

static const double SPACE = 3;

static beside beside_value(jb_composer *c, const tile *t)
{
    jb_said none = {0}, q = is_shown(t->qualifier) ? t->qualifier : none;
    beside b = {.front = stands_before(q) ? q : none,
                .behind = stands_before(q) ? t->unit : with(c, q, "", t->unit)};
    b.width = width_of(c, JB_FONT_UNIT, b.front) + width_of(c, JB_FONT_UNIT, b.behind) + 2 * SPACE;
    return b;
}

/* At so much of their size. */
static bool values_fit(jb_composer *c, const tiles *t, double scale, double room)
{
    for (size_t i = 0; i < t->n; i++) {
        double value = scale * width_of(c, JB_FONT_VALUE, t->at[i].value);
        if (value + beside_value(c, &t->at[i]).width > room)
            return false;
    }
    return true;
}

static double width_in(const jb_composer *c, size_t columns)
{
    double gaps = (double)(columns - 1) * GAP;
    return (c->sheet->measure - c->left - gaps) / (double)columns;
}

/* Three a line, or fewer where a number would be small. */
static size_t columns_for(jb_composer *c, const tiles *t)
{
    static const double SMALL = 0.6; /* of its size */
    size_t n = t->n < 3 ? t->n : 3;
    while (n > 1 && !values_fit(c, t, SMALL, width_in(c, n) - 2 * PADDING))
        n--;
    return n;
}

/* 约 120 余 名: the number large, what goes with it small, on one baseline. */
static void draw_value(jb_composer *c, jb_group_item *into, const tile *t, double x,
                       double baseline, double room)
{
    const jb_text_style *small = &c->sheet->fonts[JB_FONT_UNIT];
    const beside b = beside_value(c, t);
    jb_text_style big = fitting(c, JB_FONT_VALUE, t->value, room - b.width);
    if (t->status == PLANNED) { /* neither as heavy nor as red as what is done */
        big.weight = 400;
        big.paint = c->sheet->fonts[JB_FONT_REMARK].paint;
    }
    if (b.front.text.n)
        x += draw(c, into, small, b.front, x, baseline) + SPACE;
    x += draw(c, into, &big, t->value, x, baseline) + SPACE;
    draw(c, into, small, b.behind, x, baseline);
}

/* What is said in words beneath the number. */
static jb_said remark(jb_composer *c, const tile *t)
{
    return with(c, t->note, "；", t->source);
}

static const jb_paint *tint_of(jb_composer *c, const tile *t)
{
    if (!t->turn || !t->good)
        return c->sheet->fonts[JB_FONT_LABEL].paint;
    return &c->sheet->tints[(t->turn > 0) == (t->good == 1) ? JB_TINT_GOOD : JB_TINT_BAD];
}

/* ▲ +12: by shape and sign as well as by colour. */
static void draw_change(jb_composer *c, jb_group_item *into, const tile *t, double x, double y)
{
    jb_text_style style = c->sheet->fonts[JB_FONT_REMARK];
    double base = jb_font_baseline(c->sheet, JB_FONT_REMARK, y);
    x += draw(c, into, &style, t->against, x, base) + (t->against.text.n ? 3 : 0);
    style.paint = tint_of(c, t);
    if (t->turn) {
        double wide = ARROW * style.size, foot = t->turn > 0 ? base : base - wide,
               tip = t->turn > 0 ? -wide : wide;
        jb_str path =
            jb_str_printf(c->cx->keep, "M%.2f,%.2fh%.2fl%.2f,%.2fZ", x, foot, wide, -wide / 2, tip);
        jb_ink_path(c->cx->keep, jb_ink_group(c->cx->keep, into, 0, 0, JB_S("Artifact")), path,
                    style.paint, NULL, 0);
        x += wide + 2;
    }
    draw(c, into, &style, t->change, x, base);
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

static jb_said plan_of(const jb_composer *c)
{
    return (jb_said){jb_wording(c, "计划"), {0}};
}

static jb_composed lines_of(jb_composer *c, jb_said said, jb_font font, double room)
{
    jb_pieces pieces = jb_pieces_of_said(c, said.text, font, said.span);
    const jb_paragraph_style style = {.measure = room, .justify = JB_FLUSH_LEFT};
    return said.text.n ? jb_paragraph_compose(c->cx, pieces.at, pieces.n, &style)
                       : (jb_composed){0};
}

static double plan_width(jb_composer *c, const tile *t)
{
    return t->status == PLANNED ? width_of(c, JB_FONT_REMARK, plan_of(c)) + 4 : 0;
}

/* How high the parts of all tiles of a block are: they stand on common lines. */
typedef struct parts {
    double scale; /* times the size of print */
    double width, height;
    double above; /* kept free over the label, and as much at the foot */
    double label, change, spark, remark;
} parts;

static double room_of(const parts *p)
{
    return p->width - 2 * p->scale * PADDING;
}

static void measure_parts(jb_composer *c, const tiles *t, parts *p)
{
    const double *leading = c->sheet->leading;
    double room = room_of(p);
    p->label = p->change = p->spark = p->remark = 0;
    for (size_t i = 0; i < t->n; i++) {
        tile *one = &t->at[i];
        one->named = lines_of(c, one->label, JB_FONT_LABEL, room - plan_width(c, one));
        one->remarked = lines_of(c, remark(c, one), JB_FONT_REMARK, room);
        p->label = fmax(p->label, (double)one->named.lines_n * leading[JB_FONT_LABEL]);
        p->remark = fmax(p->remark, (double)one->remarked.lines_n * leading[JB_FONT_REMARK]);
        p->change = one->change.text.n ? leading[JB_FONT_REMARK] : p->change;
        p->spark = one->line ? p->scale * SPARK_HEIGHT : p->spark;
    }
    p->height = p->scale * (TOP + BOTTOM) + p->label + leading[JB_FONT_VALUE] + p->change +
                p->spark + p->remark;
}

/* The number `by` times as large; what is said of it grows less, or it would not stand out. */
static const jb_sheet *enlarged(jb_composer *c, const jb_sheet *plain, double by)
{
    static const jb_font fonts[] = {JB_FONT_LABEL, JB_FONT_VALUE, JB_FONT_UNIT, JB_FONT_REMARK};
    jb_sheet *sheet = JB_NEW(c->cx->keep, jb_sheet);
    *sheet = *plain;
    for (size_t i = 0; i < JB_COUNT(fonts); i++) {
        double own = fonts[i] == JB_FONT_VALUE ? by : sqrt(by);
        sheet->fonts[fonts[i]].size *= own;
        sheet->leading[fonts[i]] *= own;
    }
    return sheet;
}

/* On a slide tiles are as high as their place, though no higher than wide, and their type as large
 * as stands in them. Leaves the composer with that type. */
static void enlarge(jb_composer *c, const tiles *t, parts *p, double height)
{
    static const double MOST = 4, STEP = 0.95;
    const jb_sheet *plain = c->sheet;
    const parts small = *p;
    height = fmin(height, fmax(p->width, p->height));
    for (double scale = MOST; scale > 1; scale *= STEP) {
        p->scale = scale;
        c->sheet = enlarged(c, plain, scale);
        measure_parts(c, t, p);
        if (p->height <= height && values_fit(c, t, 1, room_of(p)))
            break;
        c->sheet = plain;
        *p = small;
    }
    if (c->sheet == plain)
        measure_parts(c, t, p);
    p->above = fmax(height - p->height, 0) / 2;
    p->height += 2 * p->above;
}

static void draw_composed(jb_composer *c, jb_group_item *into, const jb_composed *composed,
                          jb_font font, double x, double y)
{
    for (size_t i = 0; i < composed->lines_n; i++)
        jb_ink_line(c->cx->keep, into, &composed->lines[i], x,
                    jb_font_baseline(c->sheet, font, y + (double)i * c->sheet->leading[font]));
}

static void draw_tile(jb_composer *c, jb_group_item *into, const tile *t, const parts *p)
{
    const jb_sheet *s = c->sheet;
    double x = p->scale * PADDING, room = room_of(p), y = p->scale * TOP + p->above;
    draw_frame(c, into, t, p->width, p->height);
    jb_group_item *label = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("Lbl"));
    jb_group_item *body = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("LBody"));
    jb_group_item *text = jb_ink_group(c->cx->keep, body, 0, 0, JB_S("P"));
    if (t->status == PLANNED)
        draw(c, text, &s->fonts[JB_FONT_REMARK], plan_of(c), p->width - x - plan_width(c, t) + 4,
             jb_font_baseline(s, JB_FONT_LABEL, y));
    /* a short label stands on the number, not at the top of the room for long ones */
    y += p->label;
    draw_composed(c, label, &t->named, JB_FONT_LABEL, x,
                  y - (double)t->named.lines_n * s->leading[JB_FONT_LABEL]);
    draw_value(c, text, t, x, jb_font_baseline(s, JB_FONT_VALUE, y), room);
    y += s->leading[JB_FONT_VALUE];
    if (t->change.text.n)
        draw_change(c, text, t, x, y);
    y += p->change;
    if (t->line)
        jb_gauge_draw(c, body, t->line, x, y + 2, room, p->spark - 4);
    if (t->remarked.lines_n)
        draw_composed(c, jb_ink_group(c->cx->keep, body, 0, 0, JB_S("P")), &t->remarked,
                      JB_FONT_REMARK, x, y + p->spark);
}

/* `most`: what they may fill from y on, on a slide; 0: no more than they need. */
static double draw_rows(jb_composer *c, jb_group_item *into, const tiles *t, double y, double most)
{
    const jb_sheet *plain = c->sheet;
    double rows = (double)((t->n + t->columns - 1) / t->columns);
    parts p = {.scale = 1, .width = width_in(c, t->columns)};
    measure_parts(c, t, &p);
    if (most > 0)
        enlarge(c, t, &p, (most + GAP) / rows - GAP);
    jb_group_item *list = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("L"));
    for (size_t i = 0; i < t->n; i++) {
        double x = c->left + (double)(i % t->columns) * (p.width + GAP);
        double top = y + (double)(i / t->columns) * (p.height + GAP);
        draw_tile(c, jb_ink_group(c->cx->keep, list, x, top, JB_S("LI")), &t->at[i], &p);
    }
    c->sheet = plain;
    return y + rows * (p.height + GAP) - GAP;
}

static double draw_said(jb_composer *c, jb_group_item *into, jb_font font, const char *word,
                        jb_said said, jb_justify justify, double y)
{
    if (!said.text.n)
        return y;
    jb_str text = word ? jb_worded(c, word, said.text) : said.text;
    jb_pieces pieces = jb_pieces_of_said(c, text, font, said.span);
    jb_str tag = font == JB_FONT_CAPTION ? JB_S("Caption") : JB_S("P");
    jb_group_item *p = jb_ink_group(c->cx->keep, into, 0, 0, tag);
    return jb_draw_lines(c, p, &pieces, font, justify, c->left, y, c->sheet->measure - c->left);
}

/* Those of its texts. */
static void take_notes(jb_composer *c, const tiles *t, jb_box *box)
{
    size_t n = 0;
    jb_said *all = JB_NEW_N(c->cx->scratch, jb_said, 3 * t->n + 3);
    all[n++] = t->caption;
    for (size_t i = 0; i < t->n; i++) {
        all[n++] = t->at[i].label;
        all[n++] = t->at[i].note;
        all[n++] = t->at[i].source;
    }
    all[n++] = t->note;
    all[n++] = t->source;
    for (size_t i = 0; i < n; i++) {
        jb_pieces pieces = jb_pieces_of_said(c, all[i].text, JB_FONT_LABEL, all[i].span);
        jb_take_notes(c, box, &pieces);
    }
}

/* One line is kept for it. */
static double said_height(const jb_composer *c, jb_said said)
{
    return said.text.n ? c->sheet->leading[JB_FONT_SOURCE] : 0;
}

void jb_compose_tiles(jb_composer *c, const jb_block *b)
{
    tiles t = {0};
    if (!read_tiles(c, b, &t))
        return;
    t.columns = t.columns ? t.columns : columns_for(c, &t);
    jb_group_item *ink = JB_NEW(c->cx->keep, jb_group_item);
    const jb_target *part = jb_target_of(c, b); /* of a row with one caption: （a） */
    t.caption = with(c, (jb_said){part ? part->lead : JB_S(""), b->span}, "", t.caption);
    ink->dest = part ? part->dest : (jb_str){NULL, 0};
    double y = draw_said(c, ink, JB_FONT_CAPTION, NULL, t.caption, JB_FLUSH_LEFT, 0);
    y += t.caption.text.n ? 2 : 4;
    double below = said_height(c, t.note) + said_height(c, t.source) + c->sheet->pitch / 3,
           most = c->room > 0 ? c->room - y - below : 0;
    y = draw_rows(c, ink, &t, y, most) + 3;
    y = draw_said(c, ink, JB_FONT_SOURCE, "注", t.note, JB_FLUSH_LEFT, y);
    y = draw_said(c, ink, JB_FONT_SOURCE, "资料来源", t.source, JB_FLUSH_LEFT, y);
    jb_box *box = jb_push_picture(c, ink, y + 4, jb_element_new(c, c->parent, JB_S("Div")));
    take_notes(c, &t, box);
}
