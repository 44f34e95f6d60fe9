#include <math.h>

#include "transform/task.h"

/* The key values that each group shall have, in the order in which they are met: those asked for,
 * then the data's. */
typedef struct domain {
    JB_LIST(jb_value) values;
} domain;

static domain find_domain(jb_task *t, const jb_impute_transform_spec *spec, const jb_column *key,
                          const size_t *rows, size_t rows_n)
{
    jb_arena *a = t->cx->scratch;
    domain all = {0}, d = {0};
    for (size_t i = 0; i < spec->keyvals.n; i++)
        *JB_PUSH(a, &all.values) = spec->keyvals.at[i];
    const jb_impute_range_spec *range = spec->keyrange;
    double step = range ? range->step : 1;
    for (double x = range ? range->start : 0;
         range && (step > 0 ? x < range->stop : step < 0 && x > range->stop) &&
         all.values.n < 1000000;
         x += step)
        *JB_PUSH(a, &all.values) = jb_number(x);
    for (size_t i = 0; i < rows_n; i++)
        *JB_PUSH(a, &all.values) = jb_cell(key, rows[i]);
    jb_column column = jb_column_of(a, key->name, all.values.at, all.values.n);
    const jb_column *keys[] = {&column};
    jb_groups g = jb_group_rows(a, keys, 1, all.values.n);
    for (size_t i = 0; i < g.n; i++)
        *JB_PUSH(a, &d.values) = all.values.at[g.first[i]];
    return d;
}

/* The domain that each row's group is to fill: of all rows, or of those it shares `within` with. */
typedef struct domains {
    jb_groups parts;
    const domain *of;
} domains;

static domains find_domains(jb_task *t, const jb_impute_transform_spec *spec, const jb_column *key,
                            const jb_column *const *within)
{
    size_t rows = t->table->rows;
    domains d = {.parts = jb_group_rows(t->cx->scratch, within, spec->within.n, rows)};
    jb_members members = jb_group_members(t->cx->scratch, &d.parts, rows, NULL);
    domain *of = JB_NEW_N(t->cx->scratch, domain, d.parts.n + 1);
    for (size_t i = 0; i < d.parts.n; i++)
        of[i] = find_domain(t, spec, key, members.rows + members.start[i],
                            members.start[i + 1] - members.start[i]);
    d.of = of;
    return d;
}

/* A row that is to be added: a key that a group lacks. */
typedef struct missing {
    size_t group;
    jb_value key;
} missing;
typedef struct missings {
    missing *at;
    size_t n, cap;
} missings;

static missings find_missing(jb_task *t, const jb_groups *g, const jb_members *members,
                             const jb_column *key, const domains *all)
{
    missings list = {0};
    for (size_t i = 0; i < g->n; i++) {
        size_t n = members->start[i + 1] - members->start[i];
        const domain *d = &all->of[all->parts.of[g->first[i]]];
        jb_value *have = JB_NEW_N(t->cx->scratch, jb_value, n + d->values.n + 1);
        for (size_t k = 0; k < n; k++)
            have[k] = jb_cell(key, members->rows[members->start[i] + k]);
        for (size_t k = 0; k < d->values.n; k++)
            have[n + k] = d->values.at[k];
        jb_column column = jb_column_of(t->cx->scratch, key->name, have, n + d->values.n);
        const jb_column *keys[] = {&column};
        jb_groups seen = jb_group_rows(t->cx->scratch, keys, 1, n + d->values.n);
        for (size_t k = 0; k < seen.n; k++)
            if (seen.first[k] >= n)
                *JB_PUSH(t->cx->scratch, &list) = (missing){i, have[seen.first[k]]};
    }
    return list;
}

/* A column with cells for the added rows: the group's, the key, the value, or null. */
static jb_column extended(jb_task *t, const jb_impute_transform_spec *spec, const jb_column *c,
                          const jb_groups *g, const missings *more)
{
    size_t rows = t->table->rows;
    bool grouped = false;
    for (size_t i = 0; i < spec->groupby.n; i++)
        grouped = grouped || jb_str_eq(spec->groupby.at[i], c->name);
    bool value_method = !spec->method || spec->method == JB_IMPUTE_VALUE;
    jb_value filled = !value_method ? jb_null() : JB_GIVEN(spec, value) ? spec->value : jb_int(0);
    jb_value *values = JB_NEW_N(t->cx->keep, jb_value, rows + more->n + 1);
    for (size_t r = 0; r < rows; r++)
        values[r] = jb_cell(c, r);
    for (size_t i = 0; i < more->n; i++)
        values[rows + i] = jb_str_eq(c->name, spec->impute) ? filled
                           : jb_str_eq(c->name, spec->key)  ? more->at[i].key
                           : grouped ? jb_cell(c, g->first[more->at[i].group])
                                     : jb_null();
    return jb_column_of(t->cx->keep, c->name, values, rows + more->n);
}

static jb_aggregate_op method_op(int method)
{
    return method == JB_IMPUTE_MEAN     ? JB_AGGREGATE_MEAN
           : method == JB_IMPUTE_MEDIAN ? JB_AGGREGATE_MEDIAN
           : method == JB_IMPUTE_MAX    ? JB_AGGREGATE_MAX
                                        : JB_AGGREGATE_MIN;
}

/* Every null of the column becomes the measure of its frame, in the order of the rows. */
static const jb_table *fill(jb_task *t, const jb_impute_transform_spec *spec)
{
    const jb_column *column = jb_task_column(t, spec->impute, JB_SPAN(spec, impute));
    const jb_column **by = jb_task_columns(t, spec->groupby, JB_SPAN(spec, groupby));
    jb_summary m = {.op = method_op(spec->method), .column = column, .as = spec->impute};
    size_t rows = t->table->rows;
    bool framed = JB_HAS(spec, frame) && spec->frame.n == 2;
    jb_value low = framed ? spec->frame.at[0] : jb_null(),
             high = framed ? spec->frame.at[1] : jb_null();
    jb_groups g = jb_group_rows(t->cx->scratch, by, spec->groupby.n, rows);
    jb_members members = jb_group_members(t->cx->scratch, &g, rows, NULL);
    jb_value *values = JB_NEW_N(t->cx->keep, jb_value, rows + 1);
    for (size_t k = 0; k < g.n; k++) {
        const size_t *list = members.rows + members.start[k];
        double n = (double)(members.start[k + 1] - members.start[k]);
        for (size_t i = 0; (double)i < n; i++) {
            values[list[i]] = jb_cell(column, list[i]);
            if (values[list[i]].type != JB_NULL)
                continue;
            double from = low.type == JB_NULL ? 0 : fmax(0, (double)i + jb_value_number(low));
            double to = high.type == JB_NULL ? n : fmin(n, (double)i + jb_value_number(high) + 1);
            jb_tally tally = {0};
            for (size_t j = (size_t)from; (double)j < to; j++)
                jb_tally_add(&tally, &m, list[j]);
            size_t count = to > from ? (size_t)(to - from) : 0;
            values[list[i]] = jb_tally_value(t, &tally, &m, list + (size_t)from, count);
        }
    }
    jb_column filled = jb_column_of(t->cx->keep, spec->impute, values, rows);
    return jb_table_with(t->cx->keep, t->table, &filled);
}

const jb_table *jb_run_impute(jb_task *t, const jb_impute_transform_spec *spec)
{
    const jb_column *column = jb_task_column(t, spec->impute, JB_SPAN(spec, impute));
    const jb_column *key = jb_task_column(t, spec->key, JB_SPAN(spec, key));
    const jb_column **by = jb_task_columns(t, spec->groupby, JB_SPAN(spec, groupby));
    const jb_column **within = jb_task_columns(t, spec->within, JB_SPAN(spec, within));
    if (!column || !key || !by || !within)
        return NULL;
    domains d = find_domains(t, spec, key, within);
    jb_groups g = jb_part_rows(t->cx->scratch, by, spec->groupby.n, t->table->rows);
    jb_members members = jb_group_members(t->cx->scratch, &g, t->table->rows, NULL);
    missings more = find_missing(t, &g, &members, key, &d);
    jb_columns columns = {0};
    for (size_t i = 0; i < t->table->columns_n; i++)
        jb_columns_set(t->cx->keep, &columns, extended(t, spec, &t->table->columns[i], &g, &more));
    jb_task filled = {t->cx, jb_task_table(t, columns, t->table->rows + more.n), t->scope,
                      t->where};
    return !spec->method || spec->method == JB_IMPUTE_VALUE ? filled.table : fill(&filled, spec);
}
