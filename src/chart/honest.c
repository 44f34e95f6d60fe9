/* What would mislead a reader without a word: rows in two units on one scale, bounds and plans that
 * look like results, bars that do not begin at zero, groups of bars over their neighbours, names
 * that count out of order. The picture stays what its author asked for. The columns are those by
 * which tables and figures know them too. */
#include <math.h>

#include "chart/numeral.h"
#include "chart/view.h"
#include "data/unit.h"

typedef struct honesty {
    jb_chart *chart;
    const jb_view *view;
    jb_arena *a;
    bool units, bounds, plans, bars, offsets, order; /* told already: once in a chart */
} honesty;

/* ---- whether the author shows what a column says ---- */

static bool is_encoded(const jb_unit_view *u, jb_str column)
{
    for (jb_channel c = 1; c < JB_CHANNELS; c++) {
        const jb_definition *d = jb_definition_field(u->definitions[c]);
        if (d && jb_str_eq(d->field, column))
            return true;
    }
    for (size_t i = 0; i < u->details_n; i++)
        if (jb_str_eq(u->details[i]->field, column))
            return true;
    return false;
}

/* A new column may be made of it: a label, or what stands for a bound. */
static bool is_calculated(jb_arena *a, const jb_view *v, jb_str column)
{
    for (; v; v = v->parent)
        for (size_t i = 0; i < v->spec->transform.n; i++) {
            const jb_transform_spec *t = v->spec->transform.at[i];
            if (!t->calculate || !t->calculate->calculate || !t->calculate->calculate->parsed)
                continue;
            jb_expr_names names = jb_expr_uses(a, t->calculate->calculate->parsed);
            for (size_t k = 0; k < names.datum_n; k++)
                if (jb_str_eq(names.datum[k], column))
                    return true;
        }
    return false;
}

static bool is_faceted(const jb_view *v, jb_str column)
{
    for (; v; v = v->parent)
        for (size_t i = 0; i < 3; i++)
            if (v->facet[i].definition && jb_str_eq(v->facet[i].definition->field, column))
                return true;
    return false;
}

/* The layers beside it may say it for all. */
static bool is_shown(jb_arena *a, const jb_view *v, jb_str column)
{
    if (is_encoded(v->unit, column) || is_calculated(a, v, column) || is_faceted(v, column))
        return true;
    const jb_view *layers = v->parent && v->parent->kind == JB_VIEW_LAYER ? v->parent : NULL;
    for (size_t i = 0; layers && i < layers->children_n; i++) {
        const jb_view *beside = layers->children[i];
        if (beside->unit && (is_encoded(beside->unit, column) || is_calculated(a, beside, column)))
            return true;
    }
    return false;
}

/* ---- rows ---- */

static size_t rows_n(const jb_view *v)
{
    return v->raw_rows.at ? v->raw_rows.n : v->unit->raw->rows;
}

static bool is_one_of(jb_arena *a, const jb_column *column, size_t row, const jb_str *words)
{
    jb_str text =
        jb_cell_null(column, row) ? (jb_str){"", 0} : jb_value_text(a, jb_cell(column, row));
    for (; words->p; words++)
        if (jb_str_eq(text, *words))
            return true;
    return false;
}

/* The rows with a value that have one of the words in a column which is not shown. */
typedef struct unshown {
    const jb_column *column;
    size_t n, all, first; /* of these rows: how many of all, and which is the first */
} unshown;

static unshown find_unshown(const honesty *h, const jb_column *value, const jb_column *column,
                            const jb_str *words)
{
    unshown found = {.column = column};
    if (!column || is_shown(h->a, h->view, column->name))
        return found;
    for (size_t i = 0; i < rows_n(h->view); i++) {
        size_t row = jb_row(h->view->raw_rows, i);
        if (jb_cell_null(value, row))
            continue;
        found.all++;
        if (is_one_of(h->a, column, row, words) && !found.n++)
            found.first = row;
    }
    return found;
}

/* ---- what is told ---- */

static void tell_units(honesty *h, const jb_column *value, jb_span place)
{
    const jb_table *t = h->view->unit->raw;
    const jb_column *units = jb_unit_column(t);
    if (h->units || !units || is_shown(h->a, h->view, units->name))
        return;
    size_t n = rows_n(h->view), *rows = JB_NEW_N(h->a, size_t, n + 1);
    for (size_t i = 0; i < n; i++)
        rows[i] = jb_row(h->view->raw_rows, i);
    jb_str other, unit = jb_rows_unit(h->a, t, value, rows, n, &other);
    if (!other.p)
        return;
    h->units = true;
    jb_warn(h->chart->cx, place, "“%.*s” is in %.*s and in %.*s here, on one scale",
            JB_F(jb_brief(h->chart->cx, value->name)), JB_F(jb_brief(h->chart->cx, unit)),
            JB_F(jb_brief(h->chart->cx, other)));
    jb_hint(h->chart->cx, "keep the rows of one unit with a filter, or show the unit beside the "
                          "value");
}

static void tell_bounds(honesty *h, const jb_column *value, jb_span place)
{
    static const jb_str words[] = {JB_K("余"), JB_K("约"), JB_K("不到"), {NULL, 0}};
    unshown bounds = find_unshown(h, value, jb_qualifier_column(h->view->unit->raw), words);
    if (!bounds.n)
        return;
    h->bounds = true;
    jb_warn(h->chart->cx, place, "values that are bounds (%.*s) look exact here: %zu of %zu",
            JB_F(jb_value_text(h->a, jb_cell(bounds.column, bounds.first))), bounds.n, bounds.all);
    jb_hint(h->chart->cx, "show “%.*s” in a label or by a pattern", JB_F(bounds.column->name));
}

static void tell_plans(honesty *h, const jb_column *value, jb_span place)
{
    static const jb_str words[] = {JB_K("planned"), JB_K("计划"), {NULL, 0}};
    unshown plans = find_unshown(h, value, jb_status_column(h->view->unit->raw), words);
    if (!plans.n || plans.n == plans.all)
        return;
    h->plans = true;
    jb_warn(h->chart->cx, place, "planned values look like results here: %zu of %zu", plans.n,
            plans.all);
    jb_hint(h->chart->cx, "take them out with a filter, or show “%.*s” by a pattern",
            JB_F(plans.column->name));
}

/* Bars whose end the scale that their author gave does not reach. */
static size_t count_beyond(const honesty *h, const jb_definition *d, double low, double high)
{
    const jb_table *t = h->view->unit->table;
    const jb_column *ends = t ? jb_table_find(t, d->end_name.p ? d->end_name : d->name) : NULL;
    double slack = (high - low) * 1e-9;
    size_t n = 0, rows = h->view->rows.at ? h->view->rows.n : t ? t->rows : 0;
    for (size_t i = 0; ends && i < rows; i++) {
        double end = jb_cell_number(ends, jb_row(h->view->rows, i));
        n += end < low - slack || end > high + slack;
    }
    return n;
}

/* A bar's length is its value where it begins at zero. */
static void tell_bars(honesty *h, jb_channel c, const jb_definition *d, jb_span place)
{
    const jb_unit_view *u = h->view->unit;
    const jb_scale *s = jb_view_scale(h->view, c);
    bool along = c == (u->orient == JB_HORIZONTAL ? JB_CHANNEL_X : JB_CHANNEL_Y);
    if (h->bars || u->mark != JB_MARK_BAR || !along || !s || s->domain_n < 2 || d->bin ||
        u->definitions[jb_channel_second(c)] || !jb_scaling_continuous(s->type))
        return;
    double low = fmin(s->domain[0], s->domain[s->domain_n - 1]),
           high = fmax(s->domain[0], s->domain[s->domain_n - 1]);
    size_t beyond = 0;
    if (s->type == JB_SCALING_LOG)
        jb_warn(h->chart->cx, place, "a log scale has no zero for bars to begin at");
    else if (low > 0 || high < 0)
        jb_warn(h->chart->cx, place,
                "bars begin at %.*s here, not at zero: their lengths do not compare",
                JB_F(jb_number_text(h->a, low > 0 ? low : high)));
    else if ((beyond = count_beyond(h, d, low, high)))
        jb_warn(h->chart->cx, place,
                "bars end beyond their scale, which goes from %.*s to %.*s: %zu",
                JB_F(jb_number_text(h->a, low)), JB_F(jb_number_text(h->a, high)), beyond);
    else
        return;
    h->bars = true;
    jb_hint(h->chart->cx,
            beyond ? "let the scale hold all values" : "let the scale hold zero, or draw points");
}

static void tell_channel(honesty *h, jb_channel c)
{
    const jb_definition *d = jb_definition_field(h->view->unit->definitions[c]);
    bool counts = d && (d->count || d->aggregate == JB_AGGREGATE_DISTINCT ||
                        d->aggregate == JB_AGGREGATE_VALID || d->aggregate == JB_AGGREGATE_MISSING);
    if (!d || d->type != JB_QUANTITATIVE)
        return;
    jb_span field = JB_SPAN(d->spec, field);
    tell_bars(h, c, d, JB_HAS(d->spec, scale) ? JB_SPAN(d->spec, scale) : field);
    const jb_column *value = counts ? NULL : jb_table_find(h->view->unit->raw, d->field);
    const jb_column *units = value ? jb_unit_column(h->view->unit->raw) : NULL;
    if (!value || d->bin || (units && !jb_units_speak_of(h->view->unit->raw, units, value)))
        return;
    tell_units(h, value, field);
    if (!h->bounds)
        tell_bounds(h, value, field);
    if (!h->plans)
        tell_plans(h, value, field);
}

/* Offsets with a step of their own may be in a band that another layer's step has made (merge_range
 * in range.c). */
static void tell_offsets(honesty *h, jb_channel position, jb_channel offset)
{
    const jb_definition *d = jb_definition_field(h->view->unit->definitions[offset]);
    const jb_scale *s = jb_view_scale(h->view, offset), *band = jb_view_scale(h->view, position);
    if (h->offsets || !d || !s || !band || band->type != JB_SCALING_BAND || !s->values_n ||
        jb_view_component(h->view, offset)->range.kind != JB_RANGE_STEP)
        return;
    double taken = (double)(s->values_n - 1) * fabs(s->step) + s->bandwidth,
           free = fabs(band->step);
    if (taken <= free * (1 + 1e-9))
        return;
    h->offsets = true;
    jb_warn(h->chart->cx, JB_SPAN(d->spec, field),
            "offsets by “%.*s” take %g px, and lie over those of the next band, which begins after "
            "%g",
            JB_F(d->field), taken, free);
    jb_hint(h->chart->cx, "write the layer with offsets first, or a %.*s",
            JB_F(position == JB_CHANNEL_X ? JB_S("width") : JB_S("height")));
}

/* Has an author said an order in one of the views that share the scale? */
static bool is_ordered(const jb_view *v, jb_channel c)
{
    const jb_definition *d = v->unit ? jb_definition_field(v->unit->definitions[c]) : NULL;
    bool ordered = d && (d->timed || JB_GIVEN(d->spec, sort) ||
                         (JB_HAS(d->spec, scale) && JB_GIVEN(d->spec->scale, domain)));
    for (size_t i = 0; i < v->children_n; i++)
        ordered = ordered || is_ordered(v->children[i], c);
    return ordered;
}

/* The order of their characters is not that of what they count, which a line would zigzag over. */
static void tell_order(honesty *h, jb_channel c)
{
    const jb_definition *d = jb_definition_field(h->view->unit->definitions[c]);
    const jb_scale *s = jb_view_scale(h->view, c);
    if (h->order || !d || !s || is_ordered(jb_view_component(h->view, c)->view, c))
        return;
    for (size_t i = 0; i + 1 < s->values_n && !h->order; i++) {
        jb_value a = s->values[i], b = s->values[i + 1];
        h->order = a.type == JB_TEXT && b.type == JB_TEXT &&
                   jb_names_reversed(jb_value_str(a), jb_value_str(b));
        if (h->order)
            jb_warn(h->chart->cx, JB_SPAN(d->spec, field),
                    "“%.*s” stands before “%.*s”: names are sorted by their characters",
                    JB_F(jb_brief(h->chart->cx, jb_value_str(a))),
                    JB_F(jb_brief(h->chart->cx, jb_value_str(b))));
    }
    if (h->order)
        jb_hint(h->chart->cx, "“sort: null” keeps the order of the rows; a list says another");
}

static void tell_view(honesty *h, const jb_view *v)
{
    static const jb_channel channels[] = {JB_CHANNEL_X, JB_CHANNEL_Y, JB_CHANNEL_THETA};
    h->view = v;
    if (v->kind == JB_VIEW_UNIT && v->unit->raw) {
        for (size_t i = 0; i < JB_COUNT(channels); i++)
            tell_channel(h, channels[i]);
        tell_order(h, JB_CHANNEL_X);
        tell_order(h, JB_CHANNEL_Y);
        tell_offsets(h, JB_CHANNEL_X, JB_CHANNEL_X_OFFSET);
        tell_offsets(h, JB_CHANNEL_Y, JB_CHANNEL_Y_OFFSET);
    }
    for (size_t i = 0; i < v->children_n; i++)
        tell_view(h, v->children[i]);
}

void jb_view_tell(jb_chart *chart)
{
    tell_view(&(honesty){.chart = chart, .a = chart->cx->scratch}, chart->root);
}
