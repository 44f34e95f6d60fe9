#include <math.h>

#include "transform/task.h"

static jb_numbers probabilities(jb_task *t, const jb_quantile_transform_spec *spec)
{
    if (spec->probs.n)
        return spec->probs;
    double step = spec->step;
    size_t n = (size_t)fmax(0, ceil((1 - 1e-14 - step / 2) / step));
    double *p = JB_NEW_N(t->cx->scratch, double, n + 1);
    for (size_t i = 0; i < n; i++)
        p[i] = step / 2 + (double)i * step;
    return (jb_numbers){p, n};
}

const jb_table *jb_run_quantile(jb_task *t, const jb_quantile_transform_spec *spec)
{
    const jb_column *column = jb_task_column(t, spec->quantile, JB_SPAN(spec, quantile));
    const jb_column **by = jb_task_columns(t, spec->groupby, JB_SPAN(spec, groupby));
    if (!column || !by)
        return NULL;
    const double *numbers = jb_task_numbers(t, column);
    jb_numbers p = probabilities(t, spec);
    jb_groups g = jb_part_rows(t->cx->scratch, by, spec->groupby.n, t->table->rows);
    jb_members members = jb_group_members(t->cx->scratch, &g, t->table->rows, NULL);
    size_t rows = g.n * p.n, *times = JB_NEW_N(t->cx->scratch, size_t, g.n + 1);
    double *probs = JB_NEW_N(t->cx->keep, double, rows + 1),
           *values = JB_NEW_N(t->cx->keep, double, rows + 1);
    for (size_t i = 0; i < g.n; i++) {
        size_t n, start = members.start[i];
        const double *sorted = jb_sorted_numbers(t->cx->scratch, numbers, members.rows + start,
                                                 members.start[i + 1] - start, &n);
        times[i] = p.n;
        for (size_t k = 0; k < p.n; k++) {
            probs[i * p.n + k] = p.at[k];
            values[i * p.n + k] = jb_quantile_sorted(sorted, n, p.at[k]);
        }
    }
    jb_columns columns = {0};
    jb_groups_columns(t->cx->keep, &g, by, spec->groupby, times, &columns);
    jb_str prob = jb_name_or(spec->as, 0, JB_S("prob")),
           value = jb_name_or(spec->as, 1, JB_S("value"));
    jb_columns_set(t->cx->keep, &columns, jb_number_column(t->cx->keep, prob, probs, rows));
    jb_columns_set(t->cx->keep, &columns, jb_number_column(t->cx->keep, value, values, rows));
    return jb_task_table(t, columns, rows);
}
