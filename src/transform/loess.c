/* Locally weighted regression: W. S. Cleveland, Robust Locally Weighted Regression and Smoothing
 * Scatterplots, 1979, with two robust iterations. */
#include <math.h>
#include <stdlib.h>

#include "transform/task.h"

enum { ITERATIONS = 2 };

typedef struct smoother {
    const jb_xy *p; /* in the order of x */
    size_t n, near; /* points that count for each */
    double *fitted, *residual, *robust;
} smoother;

static int by_x(const void *a, const void *b)
{
    double l = ((const jb_xy *)a)->x, r = ((const jb_xy *)b)->x;
    return (l > r) - (l < r);
}

static double tricube(double x)
{
    double y = 1 - x * x * x;
    return y * y * y;
}

/* The line through the neighbours [from, to] of point i, at i. */
static double local_line(const smoother *s, size_t i, size_t from, size_t to)
{
    double x = s->p[i].x, left = x - s->p[from].x, right = s->p[to].x - x,
           reach = fmax(left, right);
    double scale = 1 / (reach != 0 ? reach : 1), w = 0, wx = 0, wy = 0, wxy = 0, wxx = 0;
    for (size_t k = from; k <= to; k++) {
        double dx = s->p[k].x - x, weight = tricube(fabs(dx) * scale) * s->robust[k];
        w += weight;
        wx += weight * dx;
        wy += weight * s->p[k].y;
        wxy += weight * dx * s->p[k].y;
        wxx += weight * dx * dx;
    }
    double spread = wxx / w - wx / w * (wx / w);
    double slope = fabs(spread) < 1e-24 ? 0 : (wxy / w - wx / w * (wy / w)) / spread;
    return wy / w - slope * wx / w;
}

static void pass(const smoother *s)
{
    size_t from = 0, to = s->near - 1;
    for (size_t i = 0; i < s->n; i++) {
        s->fitted[i] = local_line(s, i, from, to);
        s->residual[i] = fabs(s->p[i].y - s->fitted[i]);
        /* the neighbours of the next point: to the right while that is not farther */
        while (i + 1 < s->n && to + 1 < s->n && i + 1 > from &&
               s->p[to + 1].x - s->p[i + 1].x <= s->p[i + 1].x - s->p[from].x)
            from++, to++;
    }
}

/* Points far from the curve count less; false when the curve goes through the points. */
static bool reweigh(jb_arena *a, const smoother *s)
{
    double *sorted = JB_NEW_N(a, double, s->n);
    for (size_t i = 0; i < s->n; i++)
        sorted[i] = s->residual[i];
    qsort(sorted, s->n, sizeof *sorted, jb_cmp_double);
    double median = jb_quantile_sorted(sorted, s->n, 0.5);
    if (median < 1e-12)
        return false;
    for (size_t i = 0; i < s->n; i++) {
        double far = s->residual[i] / (6 * median), near = 1 - far * far;
        s->robust[i] = far >= 1 ? 1e-12 : near * near;
    }
    return true;
}

/* Points of one x become one, at the mean of what was fitted there; of several Vega leaves out the
 * first. */
static jb_points merged(jb_arena *a, const smoother *s)
{
    jb_points out = {0};
    size_t count = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (out.n && out.at[out.n - 1].x == s->p[i].x) {
            count++;
            out.at[out.n - 1].y += (s->fitted[i] - out.at[out.n - 1].y) / (double)count;
            continue;
        }
        count = 0;
        *JB_PUSH(a, &out) = (jb_xy){s->p[i].x, s->fitted[i]};
    }
    return out;
}

static jb_points smooth(jb_arena *a, jb_points p, double bandwidth)
{
    if (p.n < 2) {
        for (size_t i = 0; i < p.n; i++)
            p.at[i].y = (double)NAN;
        return p;
    }
    qsort(p.at, p.n, sizeof *p.at, by_x);
    double near = fmax(2, trunc(bandwidth * (double)p.n));
    smoother s = {p.at, p.n, (size_t)fmin(near, (double)p.n), NULL, NULL, NULL};
    s.fitted = JB_NEW_N(a, double, p.n);
    s.residual = JB_NEW_N(a, double, p.n);
    s.robust = JB_NEW_N(a, double, p.n);
    for (size_t i = 0; i < p.n; i++)
        s.robust[i] = 1;
    for (int k = 0; k <= ITERATIONS; k++) {
        pass(&s);
        if (k < ITERATIONS && !reweigh(a, &s))
            break;
    }
    return merged(a, &s);
}

const jb_table *jb_run_loess(jb_task *t, const jb_loess_transform_spec *spec)
{
    const jb_column *yc = jb_task_column(t, spec->loess, JB_SPAN(spec, loess));
    const jb_column *xc = jb_task_column(t, spec->on, JB_SPAN(spec, on));
    const jb_column **by = jb_task_columns(t, spec->groupby, JB_SPAN(spec, groupby));
    if (!xc || !yc || !by)
        return NULL;
    const double *x = jb_task_numbers(t, xc), *y = jb_task_numbers(t, yc);
    jb_groups g = jb_part_rows(t->cx->scratch, by, spec->groupby.n, t->table->rows);
    jb_members members = jb_group_members(t->cx->scratch, &g, t->table->rows, NULL);
    size_t *times = JB_NEW_N(t->cx->scratch, size_t, g.n + 1);
    jb_points all = {0};
    size_t alone = 0;
    for (size_t i = 0; i < g.n; i++) {
        size_t start = members.start[i];
        jb_points p = jb_group_points(t, x, y, members.rows + start, members.start[i + 1] - start);
        jb_points curve = smooth(t->cx->scratch, p, spec->bandwidth > 0 ? spec->bandwidth : 0.3);
        times[i] = curve.n;
        alone += p.n == 1;
        for (size_t k = 0; k < curve.n; k++)
            *JB_PUSH(t->cx->scratch, &all) = curve.at[k];
    }
    if (alone)
        jb_warn(t->cx, JB_SPAN(spec, loess),
                "no line goes through a single point; groups without a curve: %zu", alone);
    jb_columns columns = {0};
    jb_groups_columns(t->cx->keep, &g, by, spec->groupby, times, &columns);
    jb_points_columns(t, &all, jb_name_or(spec->as, 0, spec->on),
                      jb_name_or(spec->as, 1, spec->loess), &columns);
    return jb_task_table(t, columns, all.n);
}
