#include "data/unit.h"
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

/* A table that is looked up in, by its key. */
typedef struct other {
    const jb_table *table;
    const jb_column *key;
    size_t twice; /* a row whose key has stood before; SIZE_MAX: none */
} joined;

/* For each row of the table the row of the other with the same key, the last one; SIZE_MAX: none.
 * What is not known finds nothing in our own tools; in Vega null finds null. */
static size_t *find_rows(jb_task *t, const jb_column *here, joined *o)
{
    size_t rows = t->table->rows, there_rows = o->table->rows,
           *found = JB_NEW_N(t->cx->scratch, size_t, rows + 1);
    const jb_column *both[] = {o->key, here};
    const size_t counts[] = {there_rows, rows};
    jb_column keys = as_text(t, both, counts, 2);
    const jb_column *key = &keys;
    jb_groups g = jb_group_rows(t->cx->scratch, &key, 1, there_rows + rows);
    size_t *last = JB_NEW_N(t->cx->scratch, size_t, g.n + 1);
    for (size_t i = 0; i < g.n; i++)
        last[i] = SIZE_MAX;
    o->twice = SIZE_MAX;
    for (size_t r = 0; r < there_rows; r++) {
        if (last[g.of[r]] != SIZE_MAX && o->twice == SIZE_MAX && !jb_cell_null(o->key, r))
            o->twice = r;
        last[g.of[r]] = r;
    }
    for (size_t r = 0; r < rows; r++)
        found[r] = t->scope->own && jb_cell_null(here, r) ? SIZE_MAX : last[g.of[there_rows + r]];
    return found;
}

/* The cells found in a column of the other table, or its rows as objects (column NULL). */
static jb_column found_cells(jb_task *t, const jb_table *other, const jb_column *column,
                             const size_t *found, jb_value otherwise, jb_str name)
{
    jb_value *values = JB_NEW_N(t->cx->keep, jb_value, t->table->rows + 1);
    for (size_t r = 0; r < t->table->rows; r++)
        values[r] = found[r] == SIZE_MAX ? otherwise
                    : column             ? jb_cell(column, found[r])
                                         : jb_table_row(t->cx->keep, other, found[r]);
    return jb_column_of(t->cx->keep, name, values, t->table->rows);
}

/* ---- what a join may lose or mix up, told in our own tools; a chart keeps Vega's silence ---- */

static bool is_one_each(jb_task *t, const joined *o)
{
    if (o->twice == SIZE_MAX)
        return true;
    jb_str key = jb_value_text(t->cx->scratch, jb_cell(o->key, o->twice));
    jb_fail(t->cx, jb_cell_span(t->cx, o->table, o->twice, o->key->name),
            "“%.*s” stands in two rows of “%.*s”, and a lookup needs one",
            JB_F(jb_brief(t->cx, key)), JB_F(jb_brief(t->cx, o->table->name)));
    jb_hint(t->cx, "take the other rows out with a filter, or make one of them with an aggregate");
    return false;
}

/* Each key that finds nothing, once, with how many rows have it. */
static void tell_missed(jb_task *t, const jb_column *here, const joined *o, const size_t *found)
{
    size_t rows = t->table->rows, *count = JB_NEW_N(t->cx->scratch, size_t, rows + 1);
    const jb_column *keys[] = {here};
    jb_groups g = jb_group_rows(t->cx->scratch, keys, 1, rows);
    for (size_t r = 0; r < rows; r++)
        count[g.of[r]] += found[r] == SIZE_MAX && !jb_cell_null(here, r);
    for (size_t i = 0; i < g.n; i++) {
        if (!count[i])
            continue;
        jb_str key = jb_value_text(t->cx->scratch, jb_cell(here, g.first[i]));
        jb_warn(t->cx, jb_task_cell(t, g.first[i], here->name),
                "“%.*s” has no row in “%.*s”; rows of “%.*s” without what is looked up: %zu",
                JB_F(jb_brief(t->cx, key)), JB_F(jb_brief(t->cx, o->table->name)),
                JB_F(jb_brief(t->cx, t->table->name)), count[i]);
        jb_hint(t->cx, "say with “default” what stands there then, or filter them out");
    }
}

/* The column here that means the same as one there: of its name, units in brackets apart. */
static const jb_column *same_here(const jb_task *t, jb_str name)
{
    jb_str bare = jb_head_without_unit(name);
    for (size_t i = 0; i < t->table->columns_n; i++)
        if (jb_str_eq(jb_head_without_unit(t->table->columns[i].name), bare))
            return &t->table->columns[i];
    return NULL;
}

/* This month's beside last month's compare only in one unit. */
static void compare_units(jb_task *t, const jb_column *there, const joined *o, const size_t *found)
{
    const jb_column *here = same_here(t, there->name);
    for (size_t r = 0; here && r < t->table->rows; r++) {
        if (found[r] == SIZE_MAX)
            continue;
        jb_str a = jb_cell_unit(t->cx->scratch, t->table, here, r),
               b = jb_cell_unit(t->cx->scratch, o->table, there, found[r]);
        if (!a.p || !b.p || jb_str_eq(a, b))
            continue;
        jb_warn(t->cx, jb_task_cell(t, r, here->name),
                "“%.*s” is in %.*s here and in %.*s in “%.*s”", JB_F(jb_brief(t->cx, here->name)),
                JB_F(jb_brief(t->cx, a)), JB_F(jb_brief(t->cx, b)),
                JB_F(jb_brief(t->cx, o->table->name)));
        jb_hint(t->cx, "bring one to the other's unit with calculate before they are compared");
        return;
    }
}

static bool check_join(jb_task *t, const jb_lookup_transform_spec *spec, const jb_column *here,
                       const joined *o, const jb_column *const *columns, const size_t *found)
{
    if (!t->scope->own)
        return true;
    if (!is_one_each(t, o))
        return false;
    if (!JB_GIVEN(spec, otherwise))
        tell_missed(t, here, o, found);
    for (size_t i = 0; i < spec->from->fields.n; i++)
        compare_units(t, columns[i], o, found);
    return true;
}

static const jb_table *other_table(jb_task *t, const jb_lookup_transform_spec *spec)
{
    const jb_lookup_from_spec *from = spec->from;
    if (from && from->data && t->scope->data) {
        const jb_table *other = t->scope->data->load(t->scope->data->from, t->cx, from->data);
        const jb_transform_list *steps = &from->transform;
        return other && steps->n ? jb_transform_run(t->cx, steps->at, steps->n, other, t->scope)
                                 : other;
    }
    jb_fail(t->cx, JB_SPAN(spec, from), "a lookup needs from: {data, key}");
    if (from && from->param.n)
        jb_hint(t->cx, "no other plot defines a selection “%.*s”",
                JB_F(jb_brief(t->cx, from->param)));
    return NULL;
}

const jb_table *jb_run_lookup(jb_task *t, const jb_lookup_transform_spec *spec)
{
    const jb_column *here = jb_task_column(t, spec->lookup, JB_SPAN(spec, lookup));
    joined o = {.table = other_table(t, spec)};
    if (!here || !o.table)
        return NULL;
    const jb_lookup_from_spec *from = spec->from;
    jb_task there = {t->cx, o.table, t->scope, t->where};
    o.key = jb_task_column(&there, from->key, JB_SPAN(from, key));
    const jb_column **columns = jb_task_columns(&there, from->fields, JB_SPAN(from, fields));
    if (!o.key || !columns)
        return NULL;
    const size_t *found = find_rows(t, here, &o);
    if (!check_join(t, spec, here, &o, columns, found))
        return NULL;
    jb_value otherwise = JB_GIVEN(spec, otherwise) ? spec->otherwise : jb_null();
    const jb_table *table = t->table;
    if (!from->fields.n) {
        jb_column row =
            found_cells(t, o.table, NULL, found, otherwise, jb_name_or(spec->as, 0, spec->lookup));
        return jb_table_with(t->cx->keep, table, &row);
    }
    for (size_t i = 0; i < from->fields.n; i++) {
        jb_str name = jb_name_or(spec->as, i, from->fields.at[i]);
        jb_column column = found_cells(t, o.table, columns[i], found, otherwise, name);
        table = jb_table_with(t->cx->keep, table, &column);
    }
    return table;
}
