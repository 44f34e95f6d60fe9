#include "transform/task.h"

/* Groups become rows. Our own tools count nothing as one group of no rows, so that count() is 0 and
 * not absent. */
const jb_table *jb_run_aggregate(jb_task *t, const jb_aggregate_transform_spec *spec)
{
    const jb_column **keys = jb_task_columns(t, spec->groupby, JB_SPAN(spec, groupby));
    jb_summary *summaries = jb_summaries_read(t, &spec->aggregate);
    if (!keys || !summaries)
        return NULL;
    jb_groups g = jb_group_rows(t->cx->scratch, keys, spec->groupby.n, t->table->rows);
    jb_columns columns = {0};
    jb_groups_columns(t->cx->keep, &g, keys, spec->groupby, NULL, &columns);
    if (t->scope->own && !spec->groupby.n)
        g.n = 1;
    jb_members members = jb_group_members(t->cx->scratch, &g, t->table->rows, NULL);
    for (size_t i = 0; i < spec->aggregate.n; i++)
        jb_columns_set(t->cx->keep, &columns, jb_summary_groups(t, &summaries[i], &g, &members));
    return jb_task_table(t, columns, g.n);
}

/* The summaries of its group beside each row. */
const jb_table *jb_run_joinaggregate(jb_task *t, const jb_joinaggregate_transform_spec *spec)
{
    const jb_column **keys = jb_task_columns(t, spec->groupby, JB_SPAN(spec, groupby));
    jb_summary *summaries = jb_summaries_read(t, &spec->joinaggregate);
    if (!keys || !summaries)
        return NULL;
    size_t rows = t->table->rows, *pick = JB_NEW_N(t->cx->scratch, size_t, rows + 1);
    jb_groups g = jb_group_rows(t->cx->scratch, keys, spec->groupby.n, rows);
    jb_members members = jb_group_members(t->cx->scratch, &g, rows, NULL);
    for (size_t r = 0; r < rows; r++)
        pick[r] = g.of[r];
    const jb_table *table = t->table;
    for (size_t i = 0; i < spec->joinaggregate.n; i++) {
        jb_column of_groups = jb_summary_groups(t, &summaries[i], &g, &members);
        jb_column column = jb_column_pick(t->cx->keep, &of_groups, pick, rows);
        table = jb_table_with(t->cx->keep, table, &column);
    }
    return table;
}
