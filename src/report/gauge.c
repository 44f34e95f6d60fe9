#include "report/gauge.h"

#include <math.h>
#include <stdlib.h>

static const double LINE_WIDTH = 1.2, DOT = 3;
static const double MOST_COLUMNS = 400; /* places, which are not all taken */

/* ---- reading ---- */

static const jb_str kind_words[] = {JB_K("line"), JB_K("bar"), {NULL, 0}};
static const jb_str scale_words[] = {JB_K("shared"), JB_K("row"), {NULL, 0}};
static const jb_key series_rows[] = {
    JB_KEY(jb_series_spec, data, "data", NODE),
    JB_KEY(jb_series_spec, values, "values", NODE),
    JB_KEY(jb_series_spec, key, "key", TEXT),
    JB_KEY(jb_series_spec, from, "from", TEXT),
    JB_KEY(jb_series_spec, x, "x", TEXT),
    JB_KEY(jb_series_spec, y, "y", TEXT),
    JB_KEY(jb_series_spec, width, "width", WIDTH),
    JB_KEY_WORDS(jb_series_spec, kind, "kind", kind_words),
    JB_KEY_WORDS(jb_series_spec, scale, "scale", scale_words),
};
const jb_keys jb_series_keys = JB_KEYS("a sparkline", series_rows);

static jb_gauge *gauge_new(jb_ctx *cx, jb_gauge_kind kind, double *xs, double *ys, size_t n)
{
    jb_gauge *g = JB_NEW(cx->keep, jb_gauge);
    *g = (jb_gauge){.kind = kind, .xs = xs, .ys = ys, .n = n};
    g->first_x = n ? xs[0] : 0;
    g->last_x = n ? xs[n - 1] : 0;
    for (size_t i = 1; i < n; i++)
        if (xs[i] > xs[i - 1])
            g->step = g->step > 0 ? fmin(g->step, xs[i] - xs[i - 1]) : xs[i] - xs[i - 1];
    g->low = INFINITY;
    g->high = -INFINITY;
    jb_gauge_hold(g, &g->low, &g->high);
    return g;
}

jb_gauge *jb_gauge_of_values(jb_ctx *cx, const jb_node *list, jb_gauge_kind kind)
{
    double *xs = JB_NEW_N(cx->keep, double, list->n + 1),
           *ys = JB_NEW_N(cx->keep, double, list->n + 1);
    if (list->kind != JB_NODE_LIST || !list->n) {
        jb_fail(cx, list->span, "a sparkline needs a list of numbers");
        return NULL;
    }
    for (size_t i = 0; i < list->n; i++) {
        const jb_node *one = list->items[i];
        xs[i] = (double)i;
        bool number = one->kind == JB_NODE_NUMBER && isfinite(one->number);
        ys[i] = number ? one->number : NAN;
        if (!number && one->kind != JB_NODE_NULL) {
            jb_fail(cx, one->span, "a sparkline needs a list of numbers");
            return NULL;
        }
    }
    return gauge_new(cx, kind, xs, ys, list->n);
}

/* A value without its place would draw the others at even steps. */
static void check_places(jb_ctx *cx, const jb_table *table, const jb_column *x, const jb_column *y)
{
    for (size_t r = 0; r < table->rows; r++) {
        if (!jb_cell_null(x, r) || jb_cell_null(y, r))
            continue;
        jb_fail(cx, jb_cell_span(cx, table, r, x->name), "a value of the series has no “%.*s”",
                JB_F(jb_brief(cx, x->name)));
        return;
    }
}

const jb_table *jb_series_table(jb_composer *c, const jb_series_spec *spec, jb_span place)
{
    size_t before = jb_errors(c->cx);
    if (!spec->data || !spec->x.text.p || !spec->y.text.p) {
        jb_fail(c->cx, place, "a sparkline needs “data”, “x” and “y”");
        return NULL;
    }
    const jb_table *table =
        jb_dataset_read(c->cx, spec->data, NULL, c->tables, (jb_str){NULL, 0}, place.source);
    if (!table)
        return NULL;
    const jb_said *from = spec->from.text.p ? &spec->from : &spec->key;
    if (from->text.p)
        jb_table_need(c->cx, table, from->text, from->span);
    const jb_column *x = jb_table_need(c->cx, table, spec->x.text, spec->x.span);
    const jb_column *y = jb_table_need(c->cx, table, spec->y.text, spec->y.span);
    if (y && y->type != JB_INT && y->type != JB_DECIMAL && y->type != JB_NUMBER)
        jb_fail(c->cx, spec->y.span, "“%.*s” holds no numbers",
                JB_F(jb_brief(c->cx, spec->y.text)));
    if (x && y)
        check_places(c->cx, table, x, y);
    return jb_errors(c->cx) == before ? table : NULL;
}

/* One row of a table of series. */
typedef struct placed {
    jb_str key;
    jb_value value; /* of x */
    double x, y;
    size_t row;
} placed;

struct jb_series {
    const placed *at; /* by key, then by x */
    size_t n;
    jb_gauge_kind kind;
};

static int by_row(const placed *p, const placed *q, int order)
{
    return order ? order : (p->row > q->row) - (p->row < q->row);
}

static int by_value(const void *a, const void *b)
{
    const placed *p = a, *q = b;
    return by_row(p, q, jb_value_cmp(p->value, q->value));
}

static int by_x(const void *a, const void *b)
{
    const placed *p = a, *q = b;
    return by_row(p, q, (p->x > q->x) - (p->x < q->x));
}

static int by_key_and_x(const void *a, const void *b)
{
    const placed *p = a, *q = b;
    int order = jb_str_cmp(p->key, q->key);
    return order ? order : by_x(a, b);
}

/* Words stand at even steps, in the order in which the table first has each: 一月, 二月, 三月. */
static void number_words(placed *at, size_t n)
{
    qsort(at, n, sizeof *at, by_value);
    for (size_t i = 0; i < n; i++)
        at[i].x =
            i && !jb_value_cmp(at[i - 1].value, at[i].value) ? at[i - 1].x : (double)at[i].row;
    qsort(at, n, sizeof *at, by_x);
    double step = -1, first = NAN;
    for (size_t i = 0; i < n; i++) {
        step += at[i].x != first;
        first = at[i].x;
        at[i].x = step;
    }
}

/* Numbers and dates where they measure, words by steps. */
static void place(placed *at, size_t n)
{
    bool measured = true;
    for (size_t i = 0; i < n; i++) {
        at[i].x = jb_value_measure(at[i].value);
        measured = measured && !isnan(at[i].x);
    }
    if (!measured)
        number_words(at, n);
}

const jb_series *jb_series_of_rows(jb_ctx *cx, const jb_table *table, const jb_series_spec *spec)
{
    const jb_column *x = jb_table_find(table, spec->x.text),
                    *y = jb_table_find(table, spec->y.text);
    const jb_said *named = spec->from.text.p ? &spec->from : &spec->key;
    const jb_column *from = named->text.p ? jb_table_find(table, named->text) : NULL;
    placed *at = JB_NEW_N(cx->keep, placed, table->rows + 1);
    size_t n = 0;
    for (size_t r = 0; r < table->rows; r++)
        if (!jb_cell_null(x, r))
            at[n++] = (placed){from ? jb_value_text(cx->keep, jb_cell(from, r)) : JB_S(""),
                               jb_cell(x, r), 0, jb_cell_number(y, r), r};
    place(at, n);
    qsort(at, n, sizeof *at, by_key_and_x);
    jb_series *series = JB_NEW(cx->keep, jb_series);
    *series = (jb_series){at, n, (jb_gauge_kind)spec->kind};
    return series;
}

/* The first that does not stand before the key. */
static size_t first_of_key(const jb_series *series, jb_str key)
{
    size_t low = 0, high = series->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (jb_str_cmp(series->at[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

jb_gauge *jb_gauge_of_series(jb_ctx *cx, const jb_series *series, jb_str key)
{
    const placed *at = series->at + first_of_key(series, key), *end = series->at + series->n;
    size_t n = 0;
    while (at + n < end && jb_str_eq(at[n].key, key))
        n++;
    if (!n)
        return NULL;
    double *xs = JB_NEW_N(cx->keep, double, n), *ys = JB_NEW_N(cx->keep, double, n);
    for (size_t i = 0; i < n; i++) {
        xs[i] = at[i].x;
        ys[i] = at[i].y;
    }
    return gauge_new(cx, series->kind, xs, ys, n);
}

void jb_gauge_hold(const jb_gauge *g, double *low, double *high)
{
    for (size_t i = 0; i < g->n; i++) {
        *low = isnan(g->ys[i]) ? *low : fmin(*low, g->ys[i]);
        *high = isnan(g->ys[i]) ? *high : fmax(*high, g->ys[i]);
    }
    if (g->kind != JB_GAUGE_LINE) { /* a length tells only from zero */
        *low = fmin(*low, 0);
        *high = fmax(*high, 0);
    }
}

/* ---- drawing ---- */

static double part(double value, double low, double high)
{
    return high > low ? (value - low) / (high - low) : 0.5;
}

double jb_gauge_zero(const jb_gauge *g, double width)
{
    return width * part(0, g->low, g->high);
}

/* What is below zero lies on the other side of the rule, and is open: it tells in black and white.
 */
static void draw_stick(jb_composer *c, jb_group_item *into, double x, double y, double w, double h,
                       bool negative)
{
    const jb_paint *accent = &c->sheet->tints[JB_TINT_ACCENT];
    if (negative)
        jb_ink_box(c->cx->keep, into, x + 0.3, y + 0.3, fmax(w - 0.6, 0), fmax(h - 0.6, 0),
                   &c->sheet->tints[JB_TINT_GROUND], accent, 0.6, 0);
    else
        jb_ink_box(c->cx->keep, into, x, y, w, h, accent, NULL, 0, 0);
}

static void draw_bar(jb_composer *c, jb_group_item *into, const jb_gauge *g, double x, double y,
                     double width, double height)
{
    const double value = g->ys[0];
    double zero = x + jb_gauge_zero(g, width), tip = x + width * part(value, g->low, g->high);
    double thick = fmin(height * 0.55, 8), top = y + (height - thick) / 2;
    if (!isnan(value) && value != 0)
        draw_stick(c, into, fmin(zero, tip), top, fabs(tip - zero), thick, value < 0);
}

/* Of a column, from 0 to 1. */
static double place_of(const jb_gauge *g, size_t i)
{
    return g->last_x > g->first_x ? part(g->xs[i], g->first_x, g->last_x) : 0;
}

static void draw_columns(jb_composer *c, jb_group_item *into, const jb_gauge *g, double x, double y,
                         double width, double height)
{
    /* each at its x: where nothing is stated there is a gap */
    const double span = g->last_x - g->first_x,
                 places = g->step > 0 ? fmin(span / g->step + 1, MOST_COLUMNS) : (double)g->n;
    double step = width / places, zero = y + height * (1 - part(0, g->low, g->high));
    for (size_t i = 0; i < g->n; i++) {
        double tip = y + height * (1 - part(g->ys[i], g->low, g->high));
        if (!isnan(g->ys[i]) && g->ys[i] != 0)
            draw_stick(c, into, x + place_of(g, i) * (width - step) + 0.15 * step, fmin(zero, tip),
                       0.7 * step, fabs(tip - zero), g->ys[i] < 0);
    }
    jb_ink_rule(c->cx->keep, into, x, zero, x + width, zero, &c->sheet->tints[JB_TINT_RULE],
                JB_ZERO_RULE);
}

static void add_point(jb_buf *path, bool begin, double x, double y)
{
    jb_buf_printf(path, "%s%.3f,%.3f", begin ? "M" : "L", x, y);
}

/* A line over its years, broken where nothing is stated; the last value has a dot. */
static void draw_line(jb_composer *c, jb_group_item *into, const jb_gauge *g, double x, double y,
                      double width, double height)
{
    jb_buf path = jb_buf_new(c->cx->keep), dots = jb_buf_new(c->cx->keep);
    const jb_paint *accent = &c->sheet->tints[JB_TINT_ACCENT];
    bool begin = true;
    size_t last = g->n;
    for (size_t i = 0; i < g->n; i++) {
        if (isnan(g->ys[i])) {
            begin = true;
            continue;
        }
        double px = x + DOT + (width - 2 * DOT) * part(g->xs[i], g->first_x, g->last_x);
        double py = y + DOT / 2 + (height - DOT) * (1 - part(g->ys[i], g->low, g->high));
        bool alone = begin && (i + 1 == g->n || isnan(g->ys[i + 1]));
        add_point(&path, begin, px, py);
        begin = false;
        last = i;
        if (alone || i + 1 == g->n)
            jb_buf_printf(&dots, "M%.3f,%.3fa%.3f,%.3f,0,1,1,%.3f,0a%.3f,%.3f,0,1,1,%.3f,0Z",
                          px - DOT / 2, py, DOT / 2, DOT / 2, DOT, DOT / 2, DOT / 2, -DOT);
    }
    if (last == g->n)
        return;
    jb_ink_path(c->cx->keep, into, path.text, NULL, accent, LINE_WIDTH);
    if (dots.text.n)
        jb_ink_path(c->cx->keep, into, dots.text, accent, NULL, 0);
}

/* Its numbers in words: a bar's stands beside it. */
static jb_str told(jb_composer *c, const jb_gauge *g)
{
    jb_buf b = jb_buf_new(c->cx->keep);
    for (size_t i = 0; i < g->n; i++) {
        jb_str number =
            isnan(g->ys[i]) ? JB_S("未述") : jb_value_text(c->cx->keep, jb_number(g->ys[i]));
        jb_buf_printf(&b, "%s%.*s", i ? "、" : jb_wording(c, "走势：").p, JB_F(number));
    }
    return b.text;
}

void jb_gauge_draw(jb_composer *c, jb_group_item *into, const jb_gauge *g, double x, double y,
                   double width, double height)
{
    static void (*const kinds[])(jb_composer *, jb_group_item *, const jb_gauge *, double, double,
                                 double, double) = {
        [JB_GAUGE_LINE] = draw_line, [JB_GAUGE_COLUMNS] = draw_columns, [JB_GAUGE_BAR] = draw_bar};
    bool bar = g->kind == JB_GAUGE_BAR;
    jb_group_item *group =
        jb_ink_group(c->cx->keep, into, x, y, bar ? JB_S("Artifact") : JB_S("Figure"));
    group->width = width;
    group->height = height;
    group->alt = bar ? (jb_str){NULL, 0} : told(c, g);
    kinds[g->kind](c, group, g, 0, 0, width, height);
}
