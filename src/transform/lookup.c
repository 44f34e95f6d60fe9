#include "transform/task.h"

/* Keys are compared by their text, as in Vega: 1 in one table finds "1" in the other. */
static jb_column as_text(jb_task *t, const jb_column *const *columns, const size_t *rows, size_t n)
{
    size_t total = 0, at = 0;
    for (size_t i = 0; i < n; i++)
        total += rows[i];
    jb_str *texts = JB_NEW_N(t->cx->scratch, jb_str, total + 1);
    for (size_t i = 0; i < n; i++)
        for (size_t r = 0; r < rows[i]; r++)
            texts[at++] = jb_value_text(t->cx->scratch, jb_cell(columns[i], r));
    return (jb_column){.type = JB_TEXT, .texts = texts};
}

/* For each row of the table the row of the other with the same key, the last one; SIZE_MAX: none.
 */
static size_t *find_rows(jb_task *t, const jb_column *here, const jb_column *there,
                         size_t there_rows)
{
    size_t rows = t->table->rows, *found = JB_NEW_N(t->cx->scratch, size_t, rows + 1);
    const jb_column *both[] = {there, here};
    const size_t counts[] = {there_rows, rows};
    jb_column keys = as_text(t, both, counts, 2);
    const jb_column *key = &keys;
    jb_groups g = jb_group_rows(t->cx->scratch, &key, 1, there_rows + rows);
    size_t *last = JB_NEW_N(t->cx->scratch, size_t, g.n + 1);
    for (size_t i = 0; i < g.n; i++)
        last[i] = SIZE_MAX;
    for (size_t r = 0; r < there_rows; r++)
        last[g.of[r]] = r;
    for (size_t r = 0; r < rows; r++)
        found[r] = jb_cell_null(here, r) ? SIZE_MAX : last[g.of[there_rows + r]];
    return found;
}

static jb_value whole_row(jb_task *t, const jb_table *table, size_t row)
{
    jb_field_value *members = JB_NEW_N(t->cx->keep, jb_field_value, table->columns_n + 1);
    for (size_t i = 0; i < table->columns_n; i++)
        members[i] = (jb_field_value){table->columns[i].name, jb_cell(&table->columns[i], row)};
    return (jb_value){.type = JB_OBJECT, .n = (uint32_t)table->columns_n, .members = members};
}

/* The cells found in a column of the other table, or its rows as objects (column NULL). */
static jb_column found_cells(jb_task *t, const jb_table *other, const jb_column *column,
                             const size_t *found, jb_value otherwise, jb_str name)
{
    jb_value *values = JB_NEW_N(t->cx->keep, jb_value, t->table->rows + 1);
    for (size_t r = 0; r < t->table->rows; r++)
        values[r] = found[r] == SIZE_MAX ? otherwise
                    : column             ? jb_cell(column, found[r])
                                         : whole_row(t, other, found[r]);
    return jb_column_of(t->cx->keep, name, values, t->table->rows);
}

static const jb_table *other_table(jb_task *t, const jb_lookup_transform_spec *spec)
{
    const jb_lookup_from_spec *from = spec->from;
    if (from && from->data && t->scope->data)
        return t->scope->data->load(t->scope->data->from, t->cx, from->data);
    jb_fail(t->cx, JB_SPAN(spec, from), "a lookup needs from: {data, key}");
    if (from && from->param.n)
        jb_hint(t->cx, "a selection has no rows in a picture that stands still");
    return NULL;
}

const jb_table *jb_run_lookup(jb_task *t, const jb_lookup_transform_spec *spec)
{
    const jb_column *here = jb_task_column(t, spec->lookup, JB_SPAN(spec, lookup));
    const jb_table *other = other_table(t, spec);
    if (!here || !other)
        return NULL;
    const jb_lookup_from_spec *from = spec->from;
    jb_task there = {t->cx, other, t->scope};
    const jb_column *key = jb_task_column(&there, from->key, JB_SPAN(from, key));
    const jb_column **columns = jb_task_columns(&there, from->fields, JB_SPAN(from, fields));
    if (!key || !columns)
        return NULL;
    const size_t *found = find_rows(t, here, key, other->rows);
    jb_value otherwise = JB_GIVEN(spec, otherwise) ? spec->otherwise : jb_null();
    const jb_table *table = t->table;
    if (!from->fields.n) {
        jb_column row =
            found_cells(t, other, NULL, found, otherwise, jb_name_or(spec->as, 0, spec->lookup));
        return jb_table_with(t->cx->keep, table, &row);
    }
    for (size_t i = 0; i < from->fields.n; i++) {
        jb_str name = jb_name_or(spec->as, i, from->fields.at[i]);
        jb_column column = found_cells(t, other, columns[i], found, otherwise, name);
        table = jb_table_with(t->cx->keep, table, &column);
    }
    return table;
}
