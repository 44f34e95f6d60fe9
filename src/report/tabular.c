#include "report/tabular.h"

#include <math.h>

#include "base/format.h"
#include "base/timeformat.h"

/* ```table: a table of data as a grid. */

static const double BAR_EM = 6, SPARK_EM = 6; /* of a bar's and a sparkline's room */

static const jb_str align_words[] = {JB_K("auto"),  JB_K("left"),    JB_K("center"),
                                     JB_K("right"), JB_K("decimal"), {NULL, 0}};
static const char align_letters[] = {0, 'l', 'c', 'r', 'd'};
static const jb_str total_words[] = {JB_K("none"),   JB_K("sum"),      JB_K("mean"),
                                     JB_K("median"), JB_K("min"),      JB_K("max"),
                                     JB_K("count"),  JB_K("distinct"), {NULL, 0}};

static const jb_key column_rows[] = {
    JB_KEY(jb_column_spec, field, "field", TEXT),
    JB_KEY(jb_column_spec, title, "title", TEXT),
    JB_KEY(jb_column_spec, format, "format", TEXT),
    JB_KEY(jb_column_spec, unit, "unit", TEXT),
    JB_KEY(jb_column_spec, qualifier, "qualifier", TEXT),
    JB_KEY_WORDS(jb_column_spec, align, "align", align_words),
    JB_KEY_WORDS(jb_column_spec, total, "total", total_words),
    JB_KEY(jb_column_spec, width, "width", WIDTH),
    JB_KEY(jb_column_spec, merge, "merge", BOOL),
    JB_KEY(jb_column_spec, bar, "bar", NODE),
    JB_KEY(jb_column_spec, spark, "spark", NODE),
    JB_KEY(jb_column_spec, columns, "columns", NODE),
};
static const jb_keys column_keys = JB_KEYS("a column of a table", column_rows);

static const jb_key table_rows[] = {
    JB_KEY(jb_table_spec, name, "name", TEXT),
    JB_KEY(jb_table_spec, caption, "caption", TEXT),
    JB_KEY(jb_table_spec, note, "note", TEXT),
    JB_KEY(jb_table_spec, source, "source", TEXT),
    JB_KEY(jb_table_spec, description, "description", TEXT),
    JB_KEY(jb_table_spec, unit, "unit", TEXT),
    JB_KEY(jb_table_spec, empty, "empty", TEXT),
    JB_KEY(jb_table_spec, total, "total", TEXT),
    JB_KEY(jb_table_spec, subtotal, "subtotal", NODE),
    JB_KEY(jb_table_spec, data, "data", NODE),
    JB_KEY(jb_table_spec, transform, "transform", NODE),
    JB_KEY(jb_table_spec, columns, "columns", NODE),
};
static const jb_keys table_keys = JB_KEYS("a table", table_rows);

typedef struct bar_spec {
    double max;
    jb_length width;
} bar_spec;
static const jb_key bar_rows[] = {
    JB_KEY(bar_spec, max, "max", NUMBER),
    JB_KEY(bar_spec, width, "width", WIDTH),
};
static const jb_keys bar_keys = JB_KEYS("a bar", bar_rows);

/* ---- columns and their heads ---- */

static void read_columns(jb_tabular *t, const jb_node *list, size_t level);

/* A head over columns of its own. */
static void read_group(jb_tabular *t, const jb_column_spec *spec, size_t level, jb_span span)
{
    jb_heading *h = JB_PUSH(t->c->cx->keep, &t->headings);
    size_t at = t->headings.n - 1, first = t->columns.n;
    *h = (jb_heading){.title = spec->title, .level = level, .first = first};
    if (!spec->title.text.n)
        jb_fail(t->c->cx, span, "columns of a group need its “title”");
    read_columns(t, spec->columns, level + 1);
    t->headings.at[at].n = t->columns.n - first;
}

/* - 乡镇 and - {乡镇}, for {field: 乡镇}. */
static void hint_bare_name(jb_ctx *cx, const jb_node *node)
{
    bool alone =
        node->kind == JB_NODE_MAP && node->n == 1 && node->members[0].value->kind == JB_NODE_NULL;
    jb_str name = node->kind == JB_NODE_STRING ? node->text
                  : alone                      ? node->members[0].key
                                               : (jb_str){NULL, 0};
    if (name.n)
        jb_hint(cx, "as in {field: %.*s}", JB_F(jb_brief(cx, name)));
}

static void read_column(jb_tabular *t, const jb_node *node, size_t level)
{
    enum { DEEPEST = 4 };
    jb_ctx *cx = t->c->cx;
    jb_column_spec spec = {.span = node->span, .level = level};
    if (!jb_keys_read(cx, node, &column_keys, &spec) && !spec.field.text.p) {
        hint_bare_name(cx, node);
        return;
    }
    if (spec.bar && spec.bar->kind == JB_NODE_BOOL && !spec.bar->truth)
        spec.bar = NULL;
    if (spec.columns && level < DEEPEST)
        read_group(t, &spec, level, node->span);
    else if (spec.columns)
        jb_fail(cx, node->span, "heads over heads more than %d deep", DEEPEST);
    else if (!spec.field.text.p && !spec.spark)
        jb_fail(cx, node->span, "a column needs a “field”");
    else
        *JB_PUSH(cx->keep, &t->columns) = spec;
}

static void read_columns(jb_tabular *t, const jb_node *list, size_t level)
{
    if (list->kind != JB_NODE_LIST || !list->n) {
        jb_fail(t->c->cx, list->span, "“columns” must be a list");
        return;
    }
    for (size_t i = 0; i < list->n; i++)
        read_column(t, list->items[i], level);
}

/* All of the table's columns. */
static void take_columns(jb_tabular *t)
{
    for (size_t i = 0; i < t->table->columns_n; i++) {
        const jb_column *data = &t->table->columns[i];
        *JB_PUSH(t->c->cx->keep, &t->columns) =
            (jb_column_spec){.field = {data->name, data->name_span}, .span = data->name_span};
    }
}

static bool states_words(const jb_table *table, const jb_column *column)
{
    bool dates = column->type == JB_DATE || column->type == JB_DATETIME, any = false;
    for (size_t r = 0; !dates && !any && r < table->rows; r++)
        any = !jb_cell_null(column, r);
    return any;
}

/* A column of sparklines alone has no cells of its own. */
static void refuse_without_field(jb_ctx *cx, const jb_column_spec *spec)
{
    const struct {
        const char *key;
        bool said;
    } keys[] = {{"format", spec->format.text.p},
                {"qualifier", spec->qualifier.text.p},
                {"total", spec->total},
                {"merge", spec->merge},
                {"bar", spec->bar}};
    for (size_t i = 0; i < JB_COUNT(keys); i++)
        if (keys[i].said)
            jb_fail(cx, spec->span, "“%s” says something of cells, and the column has no “field”",
                    keys[i].key);
}

static void find_column(jb_tabular *t, jb_column_spec *spec)
{
    jb_ctx *cx = t->c->cx;
    jb_format format;
    if (!spec->field.text.p)
        refuse_without_field(cx, spec);
    if (spec->bar && spec->spark)
        jb_fail(cx, spec->span, "a column has room for a bar or a sparkline, not for both");
    if (spec->field.text.p)
        spec->data = jb_table_need(cx, t->table, spec->field.text, spec->field.span);
    if (spec->qualifier.text.p)
        spec->qualifiers = jb_table_need(cx, t->table, spec->qualifier.text, spec->qualifier.span);
    if (!spec->data)
        return;
    bool number = jb_column_is_number(spec->data);
    if (spec->format.text.p && !number && states_words(t->table, spec->data))
        jb_fail(cx, spec->format.span, "“%.*s” holds neither numbers nor dates to format",
                JB_F(jb_brief(cx, spec->field.text)));
    if (spec->format.text.p && number && !jb_format_read(spec->format.text, &format))
        jb_fail(cx, spec->format.span, "“%.*s” is no format for a number",
                JB_F(jb_brief(cx, spec->format.text)));
    if ((spec->total > JB_TOTAL_NONE && spec->total < JB_TOTAL_COUNT && !number) ||
        (spec->bar && !number))
        jb_fail(cx, spec->field.span, "“%.*s” holds no numbers",
                JB_F(jb_brief(cx, spec->field.text)));
}

/* The unit stands behind the title, and never parts. */
static jb_pieces head_pieces(jb_tabular *t, const jb_column_spec *spec)
{
    const jb_column *data = spec->data;
    jb_str title = spec->title.text.p      ? spec->title.text
                   : data && data->title.p ? data->title
                   : data                  ? data->name
                                           : JB_S("");
    jb_str unit = spec->unit.text.p      ? spec->unit.text
                  : data && data->unit.p ? data->unit
                                         : JB_S("");
    jb_span place = spec->title.text.p ? spec->title.span : spec->span;
    jb_pieces pieces = jb_pieces_of_said(t->c, title, JB_FONT_HEAD, place);
    if (!unit.n)
        return pieces;
    jb_pieces with = jb_pieces_of_text(t->c, jb_str_printf(t->c->cx->keep, "（%.*s）", JB_F(unit)),
                                       JB_FONT_HEAD, place);
    with.at->whole = true;
    *JB_PUSH(t->c->cx->keep, &pieces) = *with.at; /* notes has an end of 0 for it */
    return pieces;
}

/* ---- cells ---- */

static jb_str number_text(jb_tabular *t, const jb_column_spec *spec, jb_value v)
{
    jb_str specifier = spec->format.text.p ? spec->format.text : spec->data->format;
    jb_arena *keep = t->c->cx->keep;
    if (!specifier.n)
        return jb_value_text(keep, v);
    if (v.type == JB_DATE || v.type == JB_DATETIME)
        return jb_time_format(keep, specifier, &jb_locale_zh_cn, jb_value_number(v));
    return v.type == JB_INT || v.type == JB_DECIMAL || v.type == JB_NUMBER
               ? jb_format_text(keep, specifier, &jb_locale_zh_cn, v)
               : jb_value_text(keep, v);
}

/* 约 and 不到 stand before a number, 余 behind it; exact says nothing. */
jb_str jb_qualified(jb_arena *a, jb_str number, jb_str qualifier)
{
    if (!qualifier.n || jb_str_eq(qualifier, JB_S("exact")))
        return number;
    bool before = jb_wording_is(qualifier, "约") || jb_wording_is(qualifier, "不到");
    return jb_str_printf(a, "%.*s%.*s", JB_F(before ? qualifier : number),
                         JB_F(before ? number : qualifier));
}

jb_str jb_with_minus(jb_arena *a, jb_str text)
{
    bool negative = text.n > 1 && text.p[0] == '-' && text.p[1] >= '0' && text.p[1] <= '9';
    return negative ? jb_str_printf(a, "\u2212%.*s", JB_F(jb_str_cut(text, 1, text.n - 1))) : text;
}

jb_str jb_half_width(jb_arena *a, jb_str text)
{
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < text.n;) {
        uint32_t c = jb_utf8_next(text, &i);
        bool wide = c >= 0xFF01 && c <= 0xFF5E;
        jb_buf_code(&b, wide ? c - 0xFF01 + '!' : c);
    }
    return b.text;
}

/* Do the column's cells stand as they are written in the file? */
static bool is_raw(const jb_column_spec *spec)
{
    return spec->data->raw && !spec->format.text.p && !spec->data->format.n;
}

jb_number_locale jb_column_marks(const jb_column_spec *spec)
{
    jb_number_locale marks = jb_locale_zh_cn.number;
    if (is_raw(spec) && spec->data->decimal.n)
        marks.decimal = spec->data->decimal, marks.thousands = spec->data->group;
    return marks;
}

static jb_str cell_text(jb_tabular *t, const jb_column_spec *spec, size_t row)
{
    const jb_column *data = spec->data;
    jb_arena *keep = t->c->cx->keep;
    if (jb_cell_null(data, row))
        return JB_S("—");
    jb_str text =
        is_raw(spec) ? jb_str_trim(data->raw[row]) : number_text(t, spec, jb_cell(data, row));
    if (jb_column_is_number(data))
        text = jb_with_minus(keep, jb_half_width(keep, text));
    if (!spec->qualifiers || jb_cell_null(spec->qualifiers, row))
        return text;
    return jb_qualified(keep, text, jb_value_text(keep, jb_cell(spec->qualifiers, row)));
}

/* Where a character that no font has is told: at the cell in its file, else at the column. */
static jb_span cell_place(const jb_tabular *t, const jb_column_spec *spec, size_t row)
{
    bool written =
        spec->data && !jb_column_is_number(spec->data) && t->table->source && t->table->records;
    return written ? jb_cell_span(t->c->cx, t->table, row, spec->data->name) : spec->span;
}

static void set_said(jb_tabular *t, jb_grid_row *row, size_t k, jb_said said)
{
    jb_grid_set(t->grid, row, k, jb_pieces_of_said(t->c, said.text, JB_FONT_CELL, said.span));
}

static void set_text(jb_tabular *t, jb_grid_row *row, size_t k, jb_str text, jb_span place)
{
    jb_grid_set(t->grid, row, k, jb_pieces_of_text(t->c, text, JB_FONT_CELL, place));
}

/* ---- bars and sparklines ---- */

static double gauge_width(const jb_tabular *t, jb_length asked, double em)
{
    double size = t->c->sheet->fonts[JB_FONT_CELL].size;
    return asked.unit ? jb_length_pt(asked, size) : em * size;
}

static void make_bars(jb_tabular *t, size_t k)
{
    const jb_column_spec *spec = &t->columns.at[k];
    bar_spec asked = {.max = NAN};
    if (spec->bar->kind != JB_NODE_BOOL && !jb_keys_read(t->c->cx, spec->bar, &bar_keys, &asked))
        return;
    if (!jb_one_unit(t, spec, spec->bar->span))
        return;
    double low = INFINITY, high = -INFINITY, *zero = JB_NEW(t->c->cx->keep, double);
    jb_gauge *all = JB_NEW_N(t->c->cx->keep, jb_gauge, t->table->rows + 1);
    for (size_t r = 0; r < t->table->rows; r++) {
        double *y = JB_NEW(t->c->cx->keep, double);
        *y = jb_cell_number(spec->data, r);
        all[r] = (jb_gauge){.kind = JB_GAUGE_BAR, .xs = zero, .ys = y, .n = 1};
        jb_gauge_hold(&all[r], &low, &high);
    }
    if (high > asked.max) {
        jb_fail(t->c->cx, spec->bar->span, "a bar of %.*s runs over its “max”",
                JB_F(jb_number_text(t->c->cx->scratch, high)));
        return;
    }
    t->grid->columns[k].gauge = gauge_width(t, asked.width, BAR_EM);
    for (size_t r = 0; r < t->table->rows; r++) {
        all[r].low = low;
        all[r].high = isnan(asked.max) ? high : asked.max;
        t->gauges[r * t->columns.n + k] = &all[r];
    }
}

/* The key of a row: what its series is found by. */
static jb_str key_of(jb_tabular *t, const jb_column *column, size_t row)
{
    return column ? jb_value_text(t->c->cx->keep, jb_cell(column, row)) : JB_S("");
}

/* One scale for all rows, unless the author asks for each row's own: the table then says so. */
static void share_scale(jb_tabular *t, size_t k)
{
    double low = INFINITY, high = -INFINITY, first = INFINITY, last = -INFINITY, step = INFINITY;
    for (size_t r = 0; r < t->table->rows; r++) {
        const jb_gauge *g = t->gauges[r * t->columns.n + k];
        if (!g)
            continue;
        jb_gauge_hold(g, &low, &high);
        first = fmin(first, g->first_x);
        last = fmax(last, g->last_x);
        step = g->step > 0 ? fmin(step, g->step) : step;
    }
    for (size_t r = 0; r < t->table->rows; r++) {
        jb_gauge *g = t->gauges[r * t->columns.n + k];
        if (g)
            g->low = low, g->high = high, g->first_x = first, g->last_x = last,
            g->step = isinf(step) ? 0 : step;
    }
}

static void make_sparks(jb_tabular *t, size_t k)
{
    jb_composer *c = t->c;
    const jb_column_spec *spec = &t->columns.at[k];
    jb_series_spec series = {0};
    if (!jb_keys_read(c->cx, spec->spark, &jb_series_keys, &series))
        return;
    const jb_table *table = jb_series_table(c, &series, spec->spark->span);
    if (!series.key.text.p) {
        jb_fail(c->cx, spec->spark->span, "a column of sparklines needs the “key” of its rows");
        return;
    }
    const jb_column *key = jb_table_need(c->cx, t->table, series.key.text, series.key.span);
    if (!table || !key)
        return;
    t->grid->columns[k].gauge = gauge_width(t, series.width, SPARK_EM);
    const jb_series *all = jb_series_of_rows(c->cx, table, &series);
    for (size_t r = 0; r < t->table->rows; r++)
        t->gauges[r * t->columns.n + k] = jb_gauge_of_series(c->cx, all, key_of(t, key, r));
    if (series.scale == JB_SCALE_SHARED)
        share_scale(t, k);
    else
        t->own_scales = true;
}

/* ---- rows ---- */

static bool same_cell(const jb_column *data, size_t a, size_t b)
{
    return !jb_cell_null(data, a) && !jb_cell_null(data, b) &&
           jb_value_eq(jb_cell(data, a), jb_cell(data, b));
}

/* Equal neighbours are one cell where the merged columns to their left are one too. */
static bool joins(const jb_tabular *t, size_t row, size_t k)
{
    for (size_t i = 0; i <= k; i++)
        if (t->columns.at[i].merge && !same_cell(t->columns.at[i].data, row - 1, row))
            return false;
    return t->columns.at[k].merge;
}

static void add_row(jb_tabular *t, size_t r)
{
    size_t above = t->grid->rows.n;
    bool first = !above || t->grid->rows.at[above - 1].kind != JB_ROW_PLAIN;
    jb_grid_row *row = jb_grid_add_row(t->grid, JB_ROW_PLAIN);
    for (size_t k = 0; k < t->columns.n; k++) {
        const jb_column_spec *spec = &t->columns.at[k];
        if (!first && joins(t, r, k)) {
            jb_grid_merge(t->grid, k);
            continue;
        }
        row->cells[k].gauge = t->gauges[r * t->columns.n + k];
        bool blank = spec->spark && !row->cells[k].gauge;
        if (spec->data || blank)
            set_text(t, row, k, blank ? JB_S("—") : cell_text(t, spec, r), cell_place(t, spec, r));
    }
}

/* The label's column: the first without a sum; a subtotal's passes by merged cells if it can. */
static size_t label_column(const jb_tabular *t, bool pass_merged)
{
    size_t at = 0;
    while (at < t->columns.n && (t->columns.at[at].total || t->columns.at[at].spark ||
                                 (pass_merged && t->columns.at[at].merge)))
        at++;
    return at == t->columns.n && pass_merged ? label_column(t, false) : at;
}

static void add_sum(jb_tabular *t, jb_grid_kind kind, jb_said label, const size_t *rows, size_t n)
{
    jb_grid_row *row = jb_grid_add_row(t->grid, kind);
    size_t at = label_column(t, kind == JB_ROW_SUBTOTAL);
    for (size_t k = 0; k < t->columns.n; k++)
        if (t->columns.at[k].total)
            set_text(t, row, k, jb_total_text(t, &t->columns.at[k], rows, n),
                     t->columns.at[k].span);
    if (at < t->columns.n)
        set_said(t, row, at, label);
    else
        jb_fail(t->c->cx, label.span, "no column is left for “%.*s”", JB_F(label.text));
}

static void add_rows(jb_tabular *t)
{
    size_t n = t->table->rows, from = 0;
    size_t *all = JB_NEW_N(t->c->cx->scratch, size_t, n + 1);
    for (size_t r = 0; r < n; r++) {
        all[r] = r;
        add_row(t, r);
        bool ends = t->by && (r + 1 == n || !same_cell(t->by, r, r + 1));
        if (ends && r > from) /* one row is its own sum */
            add_sum(t, JB_ROW_SUBTOTAL, t->subtotal_label, all + from, r + 1 - from);
        from = ends ? r + 1 : from;
    }
    if (n && t->total_label.text.n)
        add_sum(t, JB_ROW_TOTAL, t->total_label, all, n);
}

/* ---- the whole ---- */

static void make_columns(jb_tabular *t)
{
    for (size_t k = 0; k < t->columns.n; k++) {
        jb_column_spec *spec = &t->columns.at[k];
        char align = align_letters[spec->align];
        bool number = spec->data && jb_column_is_number(spec->data);
        t->grid->columns[k].align = align ? align : number ? 'd' : spec->spark ? 'c' : 'l';
        if (number)
            t->grid->columns[k].group = jb_column_marks(spec).thousands;
        t->grid->columns[k].fixed =
            jb_length_pt(spec->width, t->c->sheet->fonts[JB_FONT_CELL].size);
        jb_grid_add_head(t->grid, head_pieces(t, spec), spec->level, k, 1, true);
        if (spec->bar)
            make_bars(t, k);
        if (spec->spark)
            make_sparks(t, k);
    }
    for (size_t i = 0; i < t->headings.n; i++) {
        const jb_heading *h = &t->headings.at[i];
        if (h->n)
            jb_grid_add_head(t->grid,
                             jb_pieces_of_said(t->c, h->title.text, JB_FONT_HEAD, h->title.span),
                             h->level, h->first, h->n, false);
    }
}

static bool read_spec(jb_tabular *t, const jb_block *b)
{
    jb_ctx *cx = t->c->cx;
    size_t before = jb_errors(cx);
    jb_keys_read(cx, b->node, &table_keys, &t->spec);
    if (!t->spec.data)
        jb_fail(cx, b->span, "a table needs “data”");
    else
        t->table = jb_dataset_read(cx, t->spec.data, t->spec.transform, t->c->tables,
                                   (jb_str){NULL, 0}, b->span.source);
    if (!t->table)
        return false;
    if (t->spec.columns)
        read_columns(t, t->spec.columns, 0);
    else
        take_columns(t);
    for (size_t k = 0; k < t->columns.n; k++)
        find_column(t, &t->columns.at[k]);
    jb_totals_read(t, b->span);
    return jb_errors(cx) == before && t->columns.n;
}

static void tell_empty(jb_tabular *t, const jb_block *b)
{
    if (t->table->rows || t->spec.empty.text.n)
        return;
    jb_fail(t->c->cx, b->span, "the table has no rows");
    jb_hint(t->c->cx, "say what to print then, as in “empty: 本月没有”");
}

static jb_said noted(jb_tabular *t)
{
    jb_said note = t->spec.note;
    jb_str own = jb_wording(t->c, "走势线各行自成比例，行与行之间不比高低。");
    if (t->own_scales)
        note.text = note.text.n
                        ? jb_str_printf(t->c->cx->keep, "%.*s%.*s", JB_F(note.text), JB_F(own))
                        : own;
    return note;
}

void jb_compose_tabular(jb_composer *c, const jb_block *b)
{
    size_t before = jb_errors(c->cx);
    jb_tabular t = {.c = c};
    if (!read_spec(&t, b))
        return;
    t.grid = jb_grid_new(c, b, t.columns.n);
    t.gauges = JB_NEW_N(c->cx->keep, jb_gauge *, t.columns.n * t.table->rows + 1);
    tell_empty(&t, b);
    make_columns(&t);
    if (jb_errors(c->cx) > before)
        return;
    add_rows(&t);
    t.grid->caption = t.spec.caption;
    t.grid->note = noted(&t);
    t.grid->source = t.spec.source;
    t.grid->unit = t.spec.unit;
    t.grid->empty = t.spec.empty;
    if (jb_errors(c->cx) > before)
        return;
    jb_str name = t.spec.name.text.n ? t.spec.name.text : JB_S("table");
    jb_said about = t.spec.description.text.n ? t.spec.description : t.spec.caption;
    jb_attach(c, name, jb_notes_cut(c->cx->keep, about.text), t.table);
    jb_grid_push(t.grid);
}

/* ---- Markdown's tables ---- */

static bool all_numbers(const jb_block *b, size_t k)
{
    for (size_t r = 1; r < b->blocks.n; r++) {
        const jb_blocks *cells = &b->blocks.at[r]->blocks;
        if (k < cells->n && cells->at[k]->text.n > 1)
            return false;
    }
    return true;
}

/* ^^ is the cell above it. */
static bool repeats(const jb_block *cell)
{
    return cell->text.n == 1 && jb_str_eq(cell->text.at[0].text, JB_S("^^"));
}

void jb_compose_table(jb_composer *c, const jb_block *b)
{
    jb_grid *g = jb_grid_new(c, b, b->align.n);
    g->caption = jb_attribute_of(&b->attributes, JB_S("caption"));
    for (size_t k = 0; k < g->n; k++) /* figures flush right stand by their points */
        g->columns[k].align = b->align.p[k] == 'r' && all_numbers(b, k) ? 'd' : b->align.p[k];
    for (size_t r = 0; r < b->blocks.n; r++) {
        const jb_blocks *cells = &b->blocks.at[r]->blocks;
        jb_grid_row *row = r ? jb_grid_add_row(g, JB_ROW_PLAIN) : NULL;
        for (size_t k = 0; k < g->n && k < cells->n; k++) {
            jb_pieces pieces =
                jb_pieces_of(c, cells->at[k], r ? JB_FONT_CELL : JB_FONT_HEAD, JB_S(""));
            if (!row)
                jb_grid_add_head(g, pieces, 0, k, 1, true);
            else if (repeats(cells->at[k]) && r > 1)
                jb_grid_merge(g, k);
            else
                jb_grid_set(g, row, k, pieces);
        }
    }
    if (g->n)
        jb_grid_push(g);
}
