#include "data/suspect.h"
#include "transform/task.h"

static jb_span named_at(const jb_aggregate_field_spec *f)
{
    return JB_GIVEN(f, as)      ? JB_SPAN(f, as)
           : JB_GIVEN(f, field) ? JB_SPAN(f, field)
                                : JB_SPAN(f, op);
}

/* Vega lets a later column of the same name take the place of an earlier one. In our own tools no
 * column is lost without a word. */
static bool names_differ(jb_task *t, const jb_aggregate_transform_spec *spec,
                         const jb_summary *summaries)
{
    size_t before = jb_errors(t->cx), by = spec->groupby.n;
    const jb_aggregate_field_list *fields = &spec->aggregate;
    for (size_t i = 0; t->scope->own && i < fields->n; i++) {
        bool taken = false;
        for (size_t k = 0; k < by + i && !taken; k++)
            taken = jb_str_eq(k < by ? spec->groupby.at[k] : summaries[k - by].as, summaries[i].as);
        if (!taken)
            continue;
        jb_fail(t->cx, named_at(fields->at[i]), "two columns of the result are named “%.*s”",
                JB_F(jb_brief(t->cx, summaries[i].as)));
        jb_hint(t->cx, "give one of them another name with “as”");
    }
    return jb_errors(t->cx) == before;
}

/* Are values added up, so that a row of totals would be among them? */
static void tell_totals(jb_task *t, const jb_summary *summaries, size_t n,
                        const jb_column *const *keys, size_t keys_n)
{
    bool adds = false;
    for (size_t i = 0; i < n; i++)
        adds = adds || summaries[i].op == JB_AGGREGATE_SUM ||
               summaries[i].op == JB_AGGREGATE_MEAN || summaries[i].op == JB_AGGREGATE_AVERAGE;
    if (adds)
        jb_warn_total_row(t->cx, t->table, keys, keys_n);
}

/* Groups become rows. Our own tools count nothing as one group of no rows, so that count() is 0 and
 * not absent. */
const jb_table *jb_run_aggregate(jb_task *t, const jb_aggregate_transform_spec *spec)
{
    const jb_column **keys = jb_task_columns(t, spec->groupby, JB_SPAN(spec, groupby));
    jb_summary *summaries = jb_summaries_read(t, &spec->aggregate);
    if (!keys || !summaries || !names_differ(t, spec, summaries))
        return NULL;
    tell_totals(t, summaries, spec->aggregate.n, keys, spec->groupby.n);
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
    tell_totals(t, summaries, spec->joinaggregate.n, keys, spec->groupby.n);
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
