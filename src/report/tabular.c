#include <math.h>

#include "base/format.h"
#include "base/timeformat.h"
#include "report/compose.h"

/* 三线表: heavy rules at head and foot, a light one under the column heads, nothing else. */

static const double HEAVY = 1.5, LIGHT = 0.75;
static const double PADDING = 4.44; /* of a row, above and below together */
static const double GAP = 12;       /* least space between columns */
static const double WIDE_GAP = 30;  /* what a narrow table may take */
static const double FLOAT_DEPTH =
    0.6; /* of the type area: a lower table stays in one piece and may be set later */

typedef struct cell {
    jb_pieces pieces;
    double width;        /* of its longest natural line */
    const jb_line *line; /* of a decimal column; NULL: no number */
    double before;       /* its width before the point */
} cell;

typedef struct column {
    char align; /* l c r, d: decimal */
    double natural, fixed, width, x;
    double before, behind; /* d: widest parts before and from the point on */
} column;

typedef struct grid {
    jb_composer *c;
    column *columns;
    size_t n, rows;
    cell *head, *cells; /* row by row */
    double width, x;
    jb_said caption, note, source;
    const jb_target *label;
    const jb_element *element;
} grid;

static cell *cell_at(const grid *g, size_t row, size_t col)
{
    return &g->cells[row * g->n + col];
}

/* ---- what a cell says ---- */

static double natural_width(jb_composer *c, const jb_pieces *pieces)
{
    static const jb_paragraph_style style = {.measure = 1e5, .justify = JB_FLUSH_LEFT};
    double width = 0;
    jb_composed composed = jb_paragraph_compose(c->cx, pieces->at, pieces->n, &style);
    for (size_t i = 0; i < composed.lines_n; i++)
        width = fmax(width, composed.lines[i].x + composed.lines[i].width);
    return width;
}

static void fill_cell(jb_composer *c, cell *to, jb_pieces pieces)
{
    to->pieces = pieces;
    to->width = natural_width(c, &pieces);
}

static bool is_figure(jb_str s)
{
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++)
        digits += s.p[i] >= '0' && s.p[i] <= '9';
    return digits;
}

static void split_decimal(grid *g, column *col, cell *to, jb_str text, jb_span place)
{
    const jb_text_style *style = &g->c->sheet->fonts[JB_FONT_CELL];
    ptrdiff_t point = jb_str_find(text, JB_S("."));
    size_t at = point < 0 ? text.n : (size_t)point;
    while (point < 0 && at && !(text.p[at - 1] >= '0' && text.p[at - 1] <= '9'))
        at--; /* 35% stands with its unit behind the place of the point */
    if (!is_figure(text))
        return;
    to->line = jb_text_line(g->c->cx, style, text, place);
    to->before = jb_text_line(g->c->cx, style, jb_str_cut(text, 0, at), place)->width;
    col->before = fmax(col->before, to->before);
    col->behind = fmax(col->behind, to->line->width - to->before);
}

/* ---- widths ---- */

static void measure_columns(grid *g)
{
    for (size_t k = 0; k < g->n; k++) {
        column *col = &g->columns[k];
        col->natural = fmax(g->head[k].width, col->before + col->behind);
        for (size_t r = 0; r < g->rows; r++)
            if (!cell_at(g, r, k)->line)
                col->natural = fmax(col->natural, cell_at(g, r, k)->width);
        col->width = col->fixed > 0 ? col->fixed : col->natural;
    }
}

static double total(const grid *g)
{
    double sum = 0;
    for (size_t k = 0; k < g->n; k++)
        sum += g->columns[k].width;
    return sum;
}

/* Too wide: the widest text columns give way first, all to one width. */
static void narrow(grid *g, double room)
{
    double low = 0, high = g->c->sheet->measure;
    for (int step = 0; step < 40; step++) {
        double cap = (low + high) / 2, sum = 0;
        for (size_t k = 0; k < g->n; k++)
            sum +=
                g->columns[k].align == 'd' ? g->columns[k].width : fmin(g->columns[k].width, cap);
        if (sum > room)
            high = cap;
        else
            low = cap;
    }
    double least = g->c->sheet->fonts[JB_FONT_CELL].size;
    for (size_t k = 0; k < g->n; k++)
        if (g->columns[k].align != 'd')
            g->columns[k].width = fmax(fmin(g->columns[k].width, low), least);
}

static jb_pieces caption_pieces(const grid *g, bool again)
{
    jb_arena *keep = g->c->cx->keep;
    jb_str number = g->label && g->label->text.p ? g->label->text : JB_S("");
    jb_str text = again ? jb_str_printf(keep, "续%.*s", JB_F(number))
                        : jb_str_printf(keep, "%.*s　%.*s", JB_F(number), JB_F(g->caption.text));
    return jb_pieces_of_text(g->c, text, JB_FONT_CAPTION, g->caption.span);
}

static double caption_width(const grid *g)
{
    if (!g->caption.text.n)
        return 0;
    jb_pieces pieces = caption_pieces(g, false);
    return natural_width(g->c, &pieces);
}

static void lay_columns(grid *g)
{
    double measure = g->c->sheet->measure - g->c->left, gaps = (double)g->n;
    measure_columns(g);
    if (total(g) + gaps * GAP > measure)
        narrow(g, measure - gaps * GAP);
    double used = total(g), gap = fmax((measure - used) / gaps, 0);
    /* a narrow table is not spread over the measure, but no narrower than its caption */
    if (gap > WIDE_GAP && used + gaps * WIDE_GAP < 0.75 * measure)
        gap = fmax(WIDE_GAP, (fmin(caption_width(g), measure) - used) / gaps);
    g->width = used + gap * gaps;
    g->x = g->c->left + (measure - g->width) / 2;
    double x = 0;
    for (size_t k = 0; k < g->n; k++) {
        g->columns[k].x = x + gap / 2;
        x += g->columns[k].width + gap;
    }
}

/* ---- rows ---- */

static jb_justify justify_of(char align)
{
    return align == 'c' || align == 'd' ? JB_FLUSH_CENTER
           : align == 'r'               ? JB_FLUSH_RIGHT
                                        : JB_FLUSH_LEFT;
}

static double draw_decimal(grid *g, jb_group_item *into, const column *col, const cell *from,
                           double y)
{
    jb_font font = JB_FONT_CELL;
    double base = jb_font_baseline(g->c->sheet, font, y);
    double point = g->x + col->x + (col->width - col->before - col->behind) / 2 + col->before;
    jb_ink_line(g->c->cx->keep, into, from->line, point - from->before, base);
    return y + g->c->sheet->leading[font];
}

static double draw_cell(grid *g, jb_group_item *row, const column *col, const cell *from,
                        jb_font font, double y)
{
    jb_group_item *into =
        jb_ink_group(g->c->cx->keep, row, 0, 0, font == JB_FONT_HEAD ? JB_S("TH") : JB_S("TD"));
    if (from->line)
        return draw_decimal(g, into, col, from, y);
    return jb_draw_lines(g->c, into, &from->pieces, font, justify_of(col->align), g->x + col->x, y,
                         col->width);
}

static double draw_row(grid *g, jb_group_item *into, const cell *cells, jb_font font, double y)
{
    jb_group_item *row = jb_ink_group(g->c->cx->keep, into, 0, 0, JB_S("TR"));
    double from = y + PADDING / 2, end = from;
    for (size_t k = 0; k < g->n; k++)
        end = fmax(end, draw_cell(g, row, &g->columns[k], &cells[k], font, from));
    return end + PADDING / 2;
}

static void draw_rule(grid *g, jb_group_item *into, double y, double width)
{
    jb_group_item *artifact = jb_ink_group(g->c->cx->keep, into, 0, 0, JB_S("Artifact"));
    jb_ink_rule(g->c->cx->keep, artifact, g->x, y, g->x + g->width, y,
                &g->c->sheet->tints[JB_TINT_RULE], width);
}

static double draw_caption(grid *g, jb_group_item *into, bool again)
{
    if (!g->caption.text.n)
        return 0;
    jb_pieces pieces = caption_pieces(g, again);
    jb_group_item *caption =
        jb_ink_group(g->c->cx->keep, into, 0, 0, again ? JB_S("Artifact") : JB_S("Caption"));
    return jb_draw_lines(g->c, caption, &pieces, JB_FONT_CAPTION, JB_FLUSH_CENTER, g->c->left, 0,
                         g->c->sheet->measure - g->c->left);
}

/* Caption, heavy rule, column heads, light rule. */
static jb_box head_box(grid *g, bool again)
{
    jb_group_item *ink = JB_NEW(g->c->cx->keep, jb_group_item);
    double y = draw_caption(g, ink, again);
    y += HEAVY / 2;
    draw_rule(g, ink, y, HEAVY);
    y = draw_row(g, ink, g->head, JB_FONT_HEAD, y);
    draw_rule(g, ink, y, LIGHT);
    return (jb_box){.height = y, .ink = ink, .element = g->element};
}

static jb_box close_box(grid *g)
{
    jb_group_item *ink = JB_NEW(g->c->cx->keep, jb_group_item);
    draw_rule(g, ink, 0, HEAVY);
    return (jb_box){.height = HEAVY, .ink = ink, .element = g->element};
}

static const jb_box *kept(grid *g, jb_box box)
{
    jb_box *b = JB_NEW(g->c->cx->keep, jb_box);
    *b = box;
    return b;
}

/* Note and source under the table, each with its word. */
static void push_remark(grid *g, const char *word, jb_said said)
{
    if (!said.text.n)
        return;
    jb_str text = jb_str_printf(g->c->cx->keep, "%s：%.*s", word, JB_F(said.text));
    jb_pieces pieces = jb_pieces_of_text(g->c, text, JB_FONT_SOURCE, said.span);
    jb_group_item *ink = JB_NEW(g->c->cx->keep, jb_group_item);
    double height =
        jb_draw_lines(g->c, ink, &pieces, JB_FONT_SOURCE, JB_FLUSH_LEFT, g->x, 3, g->width);
    jb_box *box = jb_push_box(g->c);
    *box = (jb_box){.height = height,
                    .ink = ink,
                    .element = jb_element_new(g->c, g->c->parent, JB_S("P")),
                    .penalty = INFINITY};
}

static void push_rows(grid *g)
{
    const jb_box *again = kept(g, head_box(g, true)), *close = kept(g, close_box(g));
    for (size_t r = 0; r < g->rows; r++) {
        jb_group_item *ink = JB_NEW(g->c->cx->keep, jb_group_item);
        double height = draw_row(g, ink, cell_at(g, r, 0), JB_FONT_CELL, 0);
        bool last = r + 1 == g->rows;
        if (last)
            draw_rule(g, ink, height, HEAVY);
        jb_box *box = jb_push_box(g->c);
        *box = (jb_box){.height = height + (last ? HEAVY / 2 : 0),
                        .ink = ink,
                        .element = g->element,
                        .penalty = r < 2 || (last && g->rows > 2) ? INFINITY : 1,
                        .again = again,
                        .close = close};
    }
}

static void push_table(grid *g)
{
    jb_composer *c = g->c;
    g->element = jb_element_new(c, c->parent, JB_S("Table"));
    lay_columns(g);
    size_t first = c->boxes.n;
    jb_box head = head_box(g, false), *box = jb_push_box(c);
    head.penalty = box->penalty;
    head.snap = true;
    if (g->label)
        head.ink->dest = g->label->dest;
    *box = head;
    push_rows(g);
    push_remark(g, "注", g->note);
    push_remark(g, "资料来源", g->source);
    jb_push_space(c, 0.3 * c->sheet->pitch);
    c->boxes.at[c->boxes.n - 1].penalty = INFINITY;
    double depth = 0;
    for (size_t i = first; i < c->boxes.n; i++)
        depth += c->boxes.at[i].height;
    if (depth <= FLOAT_DEPTH * c->sheet->depth)
        c->boxes.at[first].later = c->boxes.n - first;
}

/* ---- ```table ---- */

typedef struct column_spec {
    jb_said field, title, format, unit;
    int align; /* 1 + index of align_words */
    jb_length width;
} column_spec;

static const jb_str align_words[] = {JB_K("auto"),  JB_K("left"),    JB_K("center"),
                                     JB_K("right"), JB_K("decimal"), {NULL, 0}};
static const char align_letters[] = {0, 'l', 'c', 'r', 'd'};

static const jb_key column_rows[] = {
    JB_KEY(column_spec, field, "field", TEXT),
    JB_KEY(column_spec, title, "title", TEXT),
    JB_KEY(column_spec, format, "format", TEXT),
    JB_KEY(column_spec, unit, "unit", TEXT),
    JB_KEY_WORDS(column_spec, align, "align", align_words),
    JB_KEY(column_spec, width, "width", LENGTH),
};
static const jb_keys column_keys = JB_KEYS("a column of a table", column_rows);

typedef struct table_spec {
    jb_said name, caption, note, source, description;
    const jb_node *data, *transform, *columns;
} table_spec;

static const jb_key table_rows[] = {
    JB_KEY(table_spec, name, "name", TEXT),
    JB_KEY(table_spec, caption, "caption", TEXT),
    JB_KEY(table_spec, note, "note", TEXT),
    JB_KEY(table_spec, source, "source", TEXT),
    JB_KEY(table_spec, description, "description", TEXT),
    JB_KEY(table_spec, data, "data", NODE),
    JB_KEY(table_spec, transform, "transform", NODE),
    JB_KEY(table_spec, columns, "columns", NODE),
};
static const jb_keys table_keys = JB_KEYS("a table", table_rows);

/* The columns that are asked for, or all of the table's. */
static column_spec *read_columns(jb_ctx *cx, const table_spec *spec, const jb_table *table,
                                 size_t *n)
{
    const jb_node *list = spec->columns;
    *n = list ? list->n : table->columns_n;
    column_spec *columns = JB_NEW_N(cx->keep, column_spec, *n + 1);
    if (list && list->kind != JB_NODE_LIST) {
        jb_fail(cx, list->span, "“columns” must be a list");
        return NULL;
    }
    for (size_t i = 0; list && i < *n; i++) {
        if (jb_keys_read(cx, list->items[i], &column_keys, &columns[i]) && !columns[i].field.text.p)
            jb_fail(cx, list->items[i]->span, "a column needs a “field”");
    }
    for (size_t i = 0; !list && i < *n; i++)
        columns[i].field = (jb_said){table->columns[i].name, table->columns[i].name_span};
    return columns;
}

static bool is_number(const jb_column *data)
{
    return data->type == JB_INT || data->type == JB_DECIMAL || data->type == JB_NUMBER;
}

static jb_str cell_text(jb_composer *c, const jb_column *data, const column_spec *spec, size_t row)
{
    jb_value v = jb_cell(data, row);
    jb_str specifier = spec->format.text.p ? spec->format.text : data->format;
    if (v.type == JB_NULL)
        return JB_S("—");
    if (!specifier.n)
        return data->raw ? jb_str_trim(data->raw[row]) : jb_value_text(c->cx->keep, v);
    if (v.type == JB_DATE || v.type == JB_DATETIME)
        return jb_time_format(c->cx->keep, specifier, &jb_locale_zh_cn, jb_value_number(v));
    return is_number(data) ? jb_format_text(c->cx->keep, specifier, &jb_locale_zh_cn, v)
                           : jb_value_text(c->cx->keep, v);
}

static void check_format(jb_composer *c, const jb_column *data, const column_spec *spec)
{
    jb_format format;
    if (spec->format.text.p && is_number(data) && !jb_format_read(spec->format.text, &format))
        jb_fail(c->cx, spec->format.span, "“%.*s” is no format for a number",
                JB_F(jb_brief(c->cx, spec->format.text)));
}

static void fill_column(grid *g, size_t k, const column_spec *spec, const jb_column *data)
{
    jb_composer *c = g->c;
    jb_str title = spec->title.text.p ? spec->title.text : data->title.p ? data->title : data->name;
    jb_str unit = spec->unit.text.p ? spec->unit.text : JB_S("");
    jb_str head =
        unit.n ? jb_str_printf(c->cx->keep, "%.*s（%.*s）", JB_F(title), JB_F(unit)) : title;
    char align = align_letters[spec->align];
    g->columns[k].align = align ? align : is_number(data) ? 'd' : 'l';
    g->columns[k].fixed = jb_length_pt(spec->width, c->sheet->fonts[JB_FONT_CELL].size);
    check_format(c, data, spec);
    jb_span place = spec->title.text.p ? spec->title.span : spec->field.span;
    fill_cell(c, &g->head[k], jb_pieces_of_text(c, head, JB_FONT_HEAD, place));
    for (size_t r = 0; r < g->rows; r++) {
        jb_str text = cell_text(c, data, spec, r);
        fill_cell(c, cell_at(g, r, k), jb_pieces_of_text(c, text, JB_FONT_CELL, place));
        if (g->columns[k].align == 'd')
            split_decimal(g, &g->columns[k], cell_at(g, r, k), text, place);
    }
}

static grid grid_new(jb_composer *c, const jb_block *b, size_t columns, size_t rows)
{
    return (grid){
        .c = c,
        .n = columns,
        .rows = rows,
        .columns = JB_NEW_N(c->cx->keep, column, columns + 1),
        .head = JB_NEW_N(c->cx->keep, cell, columns + 1),
        .cells = JB_NEW_N(c->cx->keep, cell, columns * rows + 1),
        .label = jb_target_of(c, b),
    };
}

void jb_compose_tabular(jb_composer *c, const jb_block *b)
{
    table_spec spec = {0};
    size_t n, before = jb_errors(c->cx);
    if (!jb_keys_read(c->cx, b->node, &table_keys, &spec))
        return;
    if (!spec.data) {
        jb_fail(c->cx, b->span, "a table needs “data”");
        return;
    }
    const jb_table *table = jb_dataset_read(c->cx, spec.data, spec.transform, c->tables,
                                            (jb_str){NULL, 0}, b->span.source);
    column_spec *columns = table ? read_columns(c->cx, &spec, table, &n) : NULL;
    if (!columns || !n)
        return;
    grid g = grid_new(c, b, n, table->rows);
    for (size_t k = 0; k < n; k++) {
        if (!columns[k].field.text.p)
            continue;
        const jb_column *data =
            jb_table_need(c->cx, table, columns[k].field.text, columns[k].field.span);
        if (data)
            fill_column(&g, k, &columns[k], data);
    }
    if (!table->rows)
        jb_warn(c->cx, b->span, "the table has no rows");
    if (jb_errors(c->cx) > before)
        return;
    g.caption = spec.caption;
    g.note = spec.note;
    g.source = spec.source;
    push_table(&g);
}

/* ---- Markdown's tables ---- */

void jb_compose_table(jb_composer *c, const jb_block *b)
{
    size_t rows = b->blocks.n ? b->blocks.n - 1 : 0;
    grid g = grid_new(c, b, b->align.n, rows);
    for (size_t k = 0; k < g.n; k++)
        g.columns[k].align = b->align.p[k];
    for (size_t r = 0; r < b->blocks.n; r++) {
        const jb_blocks *cells = &b->blocks.at[r]->blocks;
        for (size_t k = 0; k < g.n && k < cells->n; k++)
            fill_cell(c, r ? cell_at(&g, r - 1, k) : &g.head[k],
                      jb_pieces_of(c, cells->at[k], r ? JB_FONT_CELL : JB_FONT_HEAD, JB_S("")));
    }
    if (g.n)
        push_table(&g);
}
