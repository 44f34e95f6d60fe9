/* The transforms that are one thought: calculate, filter's result, collect, limit, project, extent,
 * sample. */
#include <math.h>

#include "transform/task.h"

const jb_table *jb_run_calculate(jb_task *t, const jb_calculate_transform_spec *spec)
{
    const jb_expr *expr = spec->calculate ? spec->calculate->parsed : NULL;
    jb_bound *bound = expr ? jb_expr_bind(t->cx, expr, t->table, t->scope) : NULL;
    if (!bound)
        return NULL;
    size_t errors = jb_errors(t->cx);
    jb_column column = jb_bound_column(t->cx, bound, spec->as);
    return jb_errors(t->cx) == errors ? jb_table_with(t->cx->keep, t->table, &column) : NULL;
}

const jb_table *jb_run_collect(jb_task *t, const jb_collect_transform_spec *spec)
{
    jb_order_key *keys;
    if (!jb_order_read(t, &spec->collect, &keys))
        return NULL;
    const size_t *order = jb_order_rows(t->cx->scratch, keys, spec->collect.n, t->table->rows);
    return jb_table_pick(t->cx->keep, t->table, order, t->table->rows);
}

const jb_table *jb_run_limit(jb_task *t, const jb_limit_transform_spec *spec)
{
    size_t n = spec->limit < (double)t->table->rows ? (size_t)spec->limit : t->table->rows;
    size_t *pick = JB_NEW_N(t->cx->scratch, size_t, n + 1);
    for (size_t i = 0; i < n; i++)
        pick[i] = i;
    return jb_table_pick(t->cx->keep, t->table, pick, n);
}

const jb_table *jb_run_project(jb_task *t, const jb_project_transform_spec *spec)
{
    const jb_column **from = jb_task_columns(t, spec->project, JB_SPAN(spec, project));
    if (!from)
        return NULL;
    jb_columns columns = {0};
    for (size_t i = 0; i < spec->project.n; i++) {
        jb_column column = *from[i];
        column.name = jb_name_or(spec->as, i, spec->project.at[i]);
        jb_columns_set(t->cx->keep, &columns, column);
    }
    jb_table *table = JB_NEW(t->cx->keep, jb_table);
    *table = *t->table; /* rows and where they came from are the same */
    table->columns = columns.at;
    table->columns_n = columns.n;
    return table;
}

const jb_table *jb_run_extent(jb_task *t, const jb_extent_transform_spec *spec)
{
    const jb_column *column = jb_task_column(t, spec->extent, JB_SPAN(spec, extent));
    if (!column)
        return NULL;
    const double *numbers = jb_task_numbers(t, column);
    double least = INFINITY, greatest = -INFINITY;
    for (size_t r = 0; r < t->table->rows; r++) {
        least = numbers[r] < least ? numbers[r] : least;
        greatest = numbers[r] > greatest ? numbers[r] : greatest;
    }
    size_t n = t->scope->params_n;
    jb_param *params = JB_NEW_N(t->cx->keep, jb_param, n + 1);
    for (size_t i = 0; i < n; i++)
        params[i] = t->scope->params[i];
    jb_value *ends = JB_NEW_N(t->cx->keep, jb_value, 2);
    ends[0] = isfinite(least) ? jb_number(least) : jb_null();
    ends[1] = isfinite(greatest) ? jb_number(greatest) : jb_null();
    params[n] = (jb_param){spec->param, {.type = JB_LISTED, .n = 2, .items = ends}};
    t->scope->params = params;
    t->scope->params_n = n + 1;
    return t->table;
}

/* Knuth's algorithm S (TAOCP 3.4.2): each row is taken with the chance that the wanted ones have
 * among those left. */
const jb_table *jb_run_sample(jb_task *t, const jb_sample_transform_spec *spec)
{
    size_t rows = t->table->rows, *pick = JB_NEW_N(t->cx->scratch, size_t, rows + 1), n = 0;
    double wanted = fmin(floor(spec->sample), (double)rows);
    uint64_t state = 1;
    for (size_t r = 0; r < rows && (double)n < wanted; r++) {
        state = state * 6364136223846793005u + 1442695040888963407u; /* Knuth's MMIX generator */
        double chance = (double)(state >> 11) * 0x1p-53;
        if ((double)(rows - r) * chance < wanted - (double)n)
            pick[n++] = r;
    }
    return jb_table_pick(t->cx->keep, t->table, pick, n);
}
