/* Kernel density estimation with a Gaussian kernel; the bandwidth by D. W. Scott, Multivariate
 * Density Estimation, 1992, unless it is given. */
#include <math.h>

#include "transform/function.h"
#include "transform/task.h"

typedef struct estimate {
    const double *values;
    size_t n;
    double bandwidth, scale;
} estimate;

static double deviation(const double *v, size_t n)
{
    double mean = 0, sum = 0;
    for (size_t i = 0; i < n; i++)
        mean += v[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        sum += (v[i] - mean) * (v[i] - mean);
    return n > 1 ? sqrt(sum / (double)(n - 1)) : 0;
}

/* `all` counts the rows, with those that have no number. */
static double bandwidth_for(const double *sorted, size_t n, size_t all)
{
    double d = deviation(sorted, n), q1 = jb_quantile_sorted(sorted, n, 0.25);
    double spread = (jb_quantile_sorted(sorted, n, 0.75) - q1) / 1.34;
    double v = fmin(d, spread);
    if (!(v > 0))
        v = d > 0 ? d : fabs(q1) > 0 ? fabs(q1) : 1;
    return 1.06 * v * pow((double)all, -0.2);
}

static double density_at(void *model, double x)
{
    const estimate *e = model;
    double sum = 0;
    for (size_t i = 0; i < e->n; i++)
        sum += jb_normal_density((x - e->values[i]) / e->bandwidth);
    return e->scale * sum / e->bandwidth / (double)e->n;
}

static double share_at(void *model, double x)
{
    const estimate *e = model;
    double sum = 0;
    for (size_t i = 0; i < e->n; i++)
        sum += jb_normal_cumulative((x - e->values[i]) / e->bandwidth);
    return e->scale * sum / (double)e->n;
}

/* From where to where a group is sampled: the extent given, that of all rows, or its own. */
static void find_ends(const jb_density_transform_spec *spec, const double *all, size_t rows,
                      const double *sorted, size_t n, double *low, double *high)
{
    *low = n ? sorted[0] : 0;
    *high = n ? sorted[n - 1] : 0;
    if (spec->extent.n == 2) {
        *low = spec->extent.at[0];
        *high = spec->extent.at[1];
    } else if (spec->resolve != JB_INDEPENDENT) {
        for (size_t r = 0; r < rows; r++) {
            *low = all[r] < *low ? all[r] : *low;
            *high = all[r] > *high ? all[r] : *high;
        }
    }
}

static size_t count_nulls(const jb_column *column, const size_t *rows, size_t n)
{
    size_t nulls = 0;
    for (size_t i = 0; i < n; i++)
        nulls += jb_cell_null(column, rows[i]);
    return nulls;
}

/* What is known of all groups. */
typedef struct job {
    jb_task *t;
    const jb_density_transform_spec *spec;
    const jb_column *column;
    const double *numbers;
    size_t least, most; /* samples */
    size_t nulls;       /* met so far */
} job;

/* Null counts as 0, which is Vega's reading of it; not so in our own tools. Both are told. */
static jb_points sample_group(job *j, const size_t *rows, size_t rows_n)
{
    jb_arena *a = j->t->cx->scratch;
    size_t n, nulls = count_nulls(j->column, rows, rows_n);
    double *values = jb_sorted_numbers(a, j->numbers, rows, rows_n, &n), low, high;
    j->nulls += nulls;
    if (!n)
        return (jb_points){0};
    size_t zeros = j->t->scope->own ? 0 : nulls;
    double given = j->spec->bandwidth;
    double width = given > 0 ? given : bandwidth_for(values, n, n + zeros);
    find_ends(j->spec, j->numbers, j->t->table->rows, values, n, &low, &high);
    for (size_t k = 0; k < zeros; k++)
        values[n++] = 0;
    estimate e = {values, n, width, j->spec->counts ? (double)n : 1};
    jb_curve curve = {j->spec->cumulative ? share_at : density_at, &e};
    return jb_curve_sample(a, curve, low, high, j->least, j->most);
}

static void tell_nulls(const job *j)
{
    jb_span span = JB_SPAN(j->spec, density);
    if (j->nulls && j->t->scope->own)
        jb_warn(j->t->cx, span, "null values of “%.*s” are left out: %zu", JB_F(j->column->name),
                j->nulls);
    else if (j->nulls)
        jb_warn(j->t->cx, span, "null values of “%.*s” count as 0 in the density: %zu",
                JB_F(j->column->name), j->nulls);
}

/* One grid for all groups, so that they can be stacked, unless each shall have its own. */
static void read_steps(job *j)
{
    double steps = JB_OR(j->spec, steps, 0);
    j->least = (size_t)(steps > 0 ? steps : j->spec->minsteps);
    j->most = (size_t)(steps > 0 ? steps : j->spec->maxsteps);
    if (j->spec->resolve != JB_INDEPENDENT)
        j->least = j->most;
}

const jb_table *jb_run_density(jb_task *t, const jb_density_transform_spec *spec)
{
    jb_arena *a = t->cx->scratch;
    job j = {
        .t = t, .spec = spec, .column = jb_task_column(t, spec->density, JB_SPAN(spec, density))};
    const jb_column **by = jb_task_columns(t, spec->groupby, JB_SPAN(spec, groupby));
    if (!j.column || !by)
        return NULL;
    j.numbers = jb_task_numbers(t, j.column);
    read_steps(&j);
    jb_groups g = jb_part_rows(a, by, spec->groupby.n, t->table->rows);
    jb_members members = jb_group_members(a, &g, t->table->rows, NULL);
    size_t *times = JB_NEW_N(a, size_t, g.n + 1);
    jb_points all = {0};
    for (size_t i = 0; i < g.n; i++) {
        size_t start = members.start[i];
        jb_points points = sample_group(&j, members.rows + start, members.start[i + 1] - start);
        times[i] = points.n;
        for (size_t k = 0; k < points.n; k++)
            *JB_PUSH(a, &all) = points.at[k];
    }
    tell_nulls(&j);
    jb_columns columns = {0};
    jb_groups_columns(t->cx->keep, &g, by, spec->groupby, times, &columns);
    jb_points_columns(t, &all, jb_name_or(spec->as, 0, JB_S("value")),
                      jb_name_or(spec->as, 1, JB_S("density")), &columns);
    return jb_task_table(t, columns, all.n);
}
