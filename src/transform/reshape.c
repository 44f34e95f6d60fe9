/* Columns become rows and back: fold, flatten, pivot. */
#include "transform/task.h"

/* Each row so often as `times` says, with the columns set over it. */
static jb_columns repeated(jb_task *t, const size_t *times, size_t *n)
{
    size_t total = 0, at = 0;
    for (size_t r = 0; r < t->table->rows; r++)
        total += times[r];
    size_t *pick = JB_NEW_N(t->cx->scratch, size_t, total + 1);
    for (size_t r = 0; r < t->table->rows; r++)
        for (size_t k = 0; k < times[r]; k++)
            pick[at++] = r;
    const jb_table *table = jb_table_pick(t->cx->keep, t->table, pick, total);
    jb_columns columns = {0};
    for (size_t i = 0; i < table->columns_n; i++)
        *JB_PUSH(t->cx->keep, &columns) = table->columns[i];
    *n = total;
    return columns;
}

const jb_table *jb_run_fold(jb_task *t, const jb_fold_transform_spec *spec)
{
    const jb_column **from = jb_task_columns(t, spec->fold, JB_SPAN(spec, fold));
    if (!from)
        return NULL;
    size_t rows = t->table->rows, k = spec->fold.n, n,
           *times = JB_NEW_N(t->cx->scratch, size_t, rows + 1);
    jb_str *names = JB_NEW_N(t->cx->keep, jb_str, rows * k + 1);
    jb_value *values = JB_NEW_N(t->cx->keep, jb_value, rows * k + 1);
    for (size_t r = 0; r < rows; r++) {
        times[r] = k;
        for (size_t i = 0; i < k; i++) {
            names[r * k + i] = from[i]->name;
            values[r * k + i] = jb_cell(from[i], r);
        }
    }
    jb_columns columns = repeated(t, times, &n);
    jb_str key = jb_name_or(spec->as, 0, JB_S("key")),
           value = jb_name_or(spec->as, 1, JB_S("value"));
    jb_columns_set(t->cx->keep, &columns,
                   (jb_column){.name = key, .type = JB_TEXT, .texts = names});
    jb_columns_set(t->cx->keep, &columns, jb_column_of(t->cx->keep, value, values, n));
    return jb_task_table(t, columns, n);
}

/* A text is a list of its characters. */
static size_t list_length(jb_value v)
{
    return v.type == JB_LISTED ? v.n : v.type == JB_TEXT ? jb_utf8_count(jb_value_str(v)) : 0;
}

/* The element behind the last one taken: of a list at `at`, of a text at the byte *next. */
static jb_value next_element(jb_value v, size_t at, size_t *next)
{
    if (v.type == JB_LISTED)
        return at < v.n ? v.items[at] : jb_null();
    if (v.type != JB_TEXT || *next >= v.n)
        return jb_null();
    size_t from = *next;
    jb_utf8_next(jb_value_str(v), next);
    return jb_text(jb_str_cut(jb_value_str(v), from, *next - from));
}

/* Rows that vanish because a cell is no list at all; with an empty one that is meant. */
static void tell_unlisted(jb_task *t, const jb_flatten_transform_spec *spec,
                          const jb_column *const *from, const size_t *times)
{
    size_t n = 0, first = 0, which = 0;
    for (size_t r = 0; r < t->table->rows; r++)
        for (size_t i = 0; i < spec->flatten.n; i++) {
            jb_value v = jb_cell(from[i], r);
            if (times[r] || v.type == JB_LISTED || v.type == JB_TEXT)
                continue;
            if (!n++)
                first = r, which = i;
            break;
        }
    if (n)
        jb_warn(t->cx, jb_task_cell(t, first, from[which]->name),
                "rows without a list in “%.*s” are left out: %zu",
                JB_F(jb_brief(t->cx, from[which]->name)), n);
}

/* Rows whose lists are all empty vanish, as in Vega; shorter lists are filled with null. */
const jb_table *jb_run_flatten(jb_task *t, const jb_flatten_transform_spec *spec)
{
    const jb_column **from = jb_task_columns(t, spec->flatten, JB_SPAN(spec, flatten));
    if (!from)
        return NULL;
    size_t rows = t->table->rows, n, *times = JB_NEW_N(t->cx->scratch, size_t, rows + 1);
    for (size_t r = 0; r < rows; r++)
        for (size_t i = 0; i < spec->flatten.n; i++) {
            size_t length = list_length(jb_cell(from[i], r));
            times[r] = length > times[r] ? length : times[r];
        }
    tell_unlisted(t, spec, from, times);
    jb_columns columns = repeated(t, times, &n);
    for (size_t i = 0; i < spec->flatten.n; i++) {
        jb_value *values = JB_NEW_N(t->cx->keep, jb_value, n + 1);
        size_t at = 0;
        for (size_t r = 0; r < rows; r++) {
            jb_value cell = jb_cell(from[i], r);
            size_t next = 0;
            for (size_t k = 0; k < times[r]; k++)
                values[at++] = next_element(cell, k, &next);
        }
        jb_str name = jb_name_or(spec->as, i, spec->flatten.at[i]);
        jb_columns_set(t->cx->keep, &columns, jb_column_of(t->cx->keep, name, values, n));
    }
    return jb_task_table(t, columns, n);
}

/* A cell of the cross table is the measure of the rows that agree in the groups and in the pivot.
 */
const jb_table *jb_run_pivot(jb_task *t, const jb_pivot_transform_spec *spec)
{
    jb_arena *a = t->cx->scratch;
    jb_aggregate_op op = (jb_aggregate_op)spec->op;
    const jb_column **by = jb_task_columns(t, spec->groupby, JB_SPAN(spec, groupby));
    const jb_column *pivot = jb_task_column(t, spec->pivot, JB_SPAN(spec, pivot));
    jb_summary m;
    if (!jb_summary_read(t, op, spec->value, 0, JB_S("value"), JB_SPAN(spec, value), &m) || !by ||
        !pivot)
        return NULL;
    size_t rows = t->table->rows, k = spec->groupby.n;
    jb_groups g = jb_group_rows(a, by, k, rows), names = jb_group_rows(a, &pivot, 1, rows);
    const jb_column **both = JB_NEW_N(a, const jb_column *, k + 1);
    for (size_t i = 0; i < k; i++)
        both[i] = by[i];
    both[k] = pivot;
    jb_groups cells = jb_group_rows(a, both, k + 1, rows);
    jb_members members = jb_group_members(a, &cells, rows, NULL);
    jb_column measured = jb_summary_groups(t, &m, &cells, &members);
    jb_column keys = jb_column_pick(a, pivot, names.first, names.n);
    const jb_order_key order = {&keys, false};
    const size_t *sorted = jb_order_rows(a, &order, 1, names.n);
    size_t n = spec->limit > 0 && spec->limit < (double)names.n ? (size_t)spec->limit : names.n;
    const jb_tally nothing = {0};
    jb_columns columns = {0};
    jb_groups_columns(t->cx->keep, &g, by, spec->groupby, NULL, &columns);
    for (size_t c = 0; c < n; c++) {
        jb_value *values = JB_NEW_N(t->cx->keep, jb_value, g.n + 1);
        for (size_t i = 0; i < g.n; i++)
            values[i] = jb_tally_value(t, &nothing, &m, NULL, 0);
        for (size_t i = 0; i < cells.n; i++)
            if (names.of[cells.first[i]] == sorted[c])
                values[g.of[cells.first[i]]] = jb_cell(&measured, i);
        jb_str name =
            jb_str_dup(t->cx->keep, jb_value_text(t->cx->keep, jb_cell(&keys, sorted[c])));
        jb_columns_set(t->cx->keep, &columns, jb_column_of(t->cx->keep, name, values, g.n));
    }
    return jb_task_table(t, columns, g.n);
}
