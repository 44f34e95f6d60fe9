#include <math.h>

#include "transform/bins.h"
#include "transform/task.h"

/* Vega-Lite's number of bins where none is given. */
static const jb_bin_spec *with_maxbins(jb_task *t, const jb_bin_spec *spec)
{
    if (JB_HAS(spec, maxbins) || JB_HAS(spec, step))
        return spec;
    jb_bin_spec *copy =
        spec ? jb_spec_copy(t->cx->keep, &jb_bin_class, spec) : jb_spec_new(t->cx, &jb_bin_class);
    JB_SET(copy, maxbins, JB_USUAL_BINS);
    return copy;
}

const jb_table *jb_run_bin(jb_task *t, const jb_bin_transform_spec *spec)
{
    const jb_column *column = jb_task_column(t, spec->field, JB_SPAN(spec, field));
    if (!column)
        return NULL;
    size_t rows = t->table->rows;
    const double *numbers = jb_task_numbers(t, column);
    double least = INFINITY, greatest = -INFINITY;
    for (size_t r = 0; r < rows; r++) {
        least = numbers[r] < least ? numbers[r] : least;
        greatest = numbers[r] > greatest ? numbers[r] : greatest;
    }
    double *from = JB_NEW_N(t->cx->keep, double, rows + 1),
           *to = JB_NEW_N(t->cx->keep, double, rows + 1);
    jb_bins bins = {0};
    bool found = jb_bins_find(with_maxbins(t, spec->bin), least, greatest, &bins);
    for (size_t r = 0; r < rows; r++) {
        from[r] = found ? jb_bins_floor(&bins, numbers[r]) : (double)NAN;
        to[r] = bins.start + bins.step * (1 + (from[r] - bins.start) / bins.step);
    }
    jb_str name = jb_name_or(spec->as, 0, JB_S("bin0"));
    jb_str end = jb_name_or(spec->as, 1, jb_str_printf(t->cx->keep, "%.*s_end", JB_F(name)));
    jb_column first = jb_number_column(t->cx->keep, name, from, rows);
    jb_column last = jb_number_column(t->cx->keep, end, to, rows);
    return jb_table_with(t->cx->keep, jb_table_with(t->cx->keep, t->table, &first), &last);
}
