/* Values that cannot be drawn: rows without a number where a continuous scale needs one. */
#include <math.h>

#include "chart/load.h"
#include "data/vega.h"

typedef struct validity {
    jb_chart *chart;
    const jb_table *table;
    JB_LIST(const jb_column *) columns;
    JB_LIST(jb_str) fields; /* of the columns; one column for each where rows are filtered */
    bool filters;
    jb_arena *a;
} validity;

/* Vega-Lite filters by the last of several definitions of one field. */
static void ask_of(validity *y, const jb_column *column, jb_str field)
{
    for (size_t i = 0; i < y->fields.n && y->filters; i++)
        if (jb_str_eq(y->fields.at[i], field)) {
            y->columns.at[i] = column;
            return;
        }
    *JB_PUSH(y->a, &y->columns) = column;
    *JB_PUSH(y->a, &y->fields) = field;
}

static void visit_validity(void *with, const jb_view *v, const jb_definition *d, jb_channel c)
{
    validity *y = with;
    const jb_component *k = v->scales[c] ? jb_view_component(v, c) : NULL;
    bool counts = d->aggregate == JB_AGGREGATE_COUNT || d->aggregate == JB_AGGREGATE_VALID ||
                  d->aggregate == JB_AGGREGATE_MISSING || d->aggregate == JB_AGGREGATE_DISTINCT;
    if (!k || jb_scaling_discrete(k->type) || counts ||
        (d->type != JB_QUANTITATIVE && d->type != JB_TEMPORAL))
        return;
    bool mid = d->bin && v->unit->stack.impute;
    const jb_column *column = jb_table_find(y->table, mid ? jb_bin_mid(y->a, d) : d->name);
    const jb_scale_config_spec *scales = y->chart->config->scale;
    bool shown = JB_HAS(scales, invalid) &&
                 jb_node_get(scales->invalid, jb_enum_key(&jb_channel_values, (int)c));
    if (column && !shown)
        ask_of(y, column, d->field);
}

static jb_validity find_validity(jb_chart *chart, const jb_view *v, const jb_table *t, bool filters)
{
    validity y = {.chart = chart, .table = t, .filters = filters, .a = chart->cx->keep};
    jb_unit_each(v, visit_validity, &y);
    return (jb_validity){y.columns.at, y.columns.n};
}

jb_validity jb_unit_validity(jb_chart *chart, const jb_view *v, const jb_table *t)
{
    return find_validity(chart, v, t, false);
}

/* The first column that has no number in the row; NULL: all have. */
static const jb_column *invalid_column(const jb_validity *y, size_t row)
{
    for (size_t i = 0; i < y->n; i++)
        if (!isfinite(jb_cell_number(y->columns[i], row)))
            return y->columns[i];
    return NULL;
}

bool jb_row_valid(const jb_validity *y, size_t row)
{
    return !invalid_column(y, row);
}

/* The cell, or where rows are made of others the mark that needs them. */
static jb_span place_of(jb_chart *chart, const jb_view *v, const jb_table *t, size_t row,
                        const jb_column *column)
{
    jb_span cell = jb_cell_span(chart->cx, t, row, column->name);
    return cell.source ? cell : JB_SPAN(v->spec, mark);
}

/* Is the cell a text that the view's stack has left out? It told of all of them. */
static bool stack_told(const jb_view *v, const jb_column *column, size_t row)
{
    const jb_stacking *s = &v->unit->stack;
    jb_value cell = jb_cell(column, row);
    return s->channel && jb_str_eq(column->name, v->unit->definitions[s->channel]->name) &&
           cell.type == JB_TEXT && cell.n;
}

/* `drawn`: the rows are left out of domains alone. */
static const jb_table *drop_invalid(jb_chart *chart, const jb_view *v, const jb_table *t,
                                    bool drawn)
{
    jb_validity y = find_validity(chart, v, t, true);
    size_t first = 0;
    while (first < t->rows && jb_row_valid(&y, first))
        first++;
    if (first == t->rows)
        return t;
    size_t *pick = JB_NEW_N(chart->cx->keep, size_t, t->rows), kept = 0, told = 0;
    for (size_t i = 0; i < t->rows; i++) {
        const jb_column *column = i < first ? NULL : invalid_column(&y, i);
        told += column && stack_told(v, column, i);
        if (!column)
            pick[kept++] = i;
    }
    if (!drawn && told < t->rows - kept) {
        const jb_column *column = invalid_column(&y, first);
        jb_warn(chart->cx, place_of(chart, v, t, first, column),
                "rows without a number where the chart needs one are not drawn: %zu",
                t->rows - kept);
        jb_vega_hint_unread(chart->cx, column, t->rows, first);
    }
    return jb_table_pick(chart->cx->keep, t, pick, kept);
}

/* A path breaks where nothing is known, which its author may want to show; what is there and is no
 * number is told. */
static void tell_breaks(jb_chart *chart, const jb_view *v, const jb_table *t)
{
    jb_validity y = find_validity(chart, v, t, true);
    size_t n = 0, first = 0;
    for (size_t i = 0; i < t->rows; i++) {
        const jb_column *column = invalid_column(&y, i);
        if (column && !jb_cell_null(column, i) && !n++)
            first = i;
    }
    if (!n)
        return;
    const jb_column *column = invalid_column(&y, first);
    jb_warn(chart->cx, place_of(chart, v, t, first, column),
            "rows without a number where the chart needs one break its lines: %zu", n);
    jb_vega_hint_unread(chart->cx, column, t->rows, first);
}

static bool draws_invalid(const jb_unit_view *u, int mode)
{
    return mode == JB_INVALID_SHOW || (jb_mark_path(u->mark) && mode != JB_INVALID_FILTER);
}

static bool measures_invalid(int mode)
{
    return mode == JB_INVALID_SHOW || mode == JB_INVALID_BREAK_PATHS_SHOW_DOMAINS;
}

/* A path's points stay to break it, other marks lose theirs. Domains are of the rows that are drawn
 * but where the config asks for others: Vega-Lite 6.4 (scale/domain.ts) does not look into the mark
 * definition for what they are taken from. */
void jb_unit_settle(jb_chart *chart, jb_view *v, const jb_table *t)
{
    jb_unit_view *u = v->unit;
    bool drawn = draws_invalid(u, u->invalid), measured = measures_invalid(u->scales_invalid);
    bool apart = draws_invalid(u, u->scales_invalid) != measured;
    bool whole = drawn && !(apart && !measured);
    const jb_table *filtered = whole ? NULL : drop_invalid(chart, v, t, drawn);
    if (drawn && u->invalid != JB_INVALID_SHOW)
        tell_breaks(chart, v, t);
    u->table = drawn ? t : filtered;
    u->scales = !apart ? u->table : measured ? t : filtered;
}
