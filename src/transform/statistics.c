#include <math.h>
#include <stdlib.h>

#include "transform/task.h"

int jb_cmp_double(const void *a, const void *b)
{
    double l = *(const double *)a, r = *(const double *)b;
    return (l > r) - (l < r);
}

double jb_quantile_sorted(const double *v, size_t n, double p)
{
    if (!n || isnan(p))
        return (double)NAN;
    if (p <= 0 || n < 2)
        return v[0];
    if (p >= 1)
        return v[n - 1];
    double at = (double)(n - 1) * p, low = floor(at);
    return v[(size_t)low] + (v[(size_t)low + 1] - v[(size_t)low]) * (at - low);
}

double *jb_sorted_numbers(jb_arena *a, const double *values, const size_t *rows, size_t n,
                          size_t *sorted_n)
{
    double *sorted = JB_NEW_N(a, double, n + 1);
    *sorted_n = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(values[rows[i]]))
            sorted[(*sorted_n)++] = values[rows[i]];
    qsort(sorted, *sorted_n, sizeof *sorted, jb_cmp_double);
    return sorted;
}

jb_points jb_group_points(jb_task *t, const double *x, const double *y, const size_t *rows,
                          size_t n)
{
    jb_points points = {0};
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[rows[i]]) && !isnan(y[rows[i]]))
            *JB_PUSH(t->cx->scratch, &points) = (jb_xy){x[rows[i]], y[rows[i]]};
    return points;
}

void jb_points_columns(jb_task *t, const jb_points *p, jb_str x, jb_str y, jb_columns *columns)
{
    double *xs = JB_NEW_N(t->cx->keep, double, p->n + 1),
           *ys = JB_NEW_N(t->cx->keep, double, p->n + 1);
    for (size_t i = 0; i < p->n; i++)
        xs[i] = p->at[i].x, ys[i] = p->at[i].y;
    jb_columns_set(t->cx->keep, columns, jb_number_column(t->cx->keep, x, xs, p->n));
    jb_columns_set(t->cx->keep, columns, jb_number_column(t->cx->keep, y, ys, p->n));
}

static jb_xy point_at(jb_curve curve, double x)
{
    return (jb_xy){x, curve.y(curve.model, x)};
}

/* The angle between the ways to the middle and to the end of a piece, seen with both axes scaled
 * to 1. */
static double bend(jb_xy p, jb_xy middle, jb_xy end, double sx, double sy)
{
    double whole = atan2(sy * (end.y - p.y), sx * (end.x - p.x));
    return fabs(whole - atan2(sy * (middle.y - p.y), sx * (middle.x - p.x)));
}

static double y_scale(double low, double high, const jb_points *points)
{
    for (size_t i = 0; i < points->n; i++) {
        low = fmin(low, points->at[i].y);
        high = fmax(high, points->at[i].y);
    }
    return 1 / (high - low);
}

static const double half_a_degree = 0.5 * 3.141592653589793 / 180;

/* The uniform grid is refined from left to right: `next` holds the points still ahead, the nearest
 * last; a piece that bends gets its middle, until it is short enough. */
jb_points jb_curve_sample(jb_arena *a, jb_curve curve, double x0, double x1, size_t least,
                          size_t most)
{
    double span = x1 - x0;
    jb_points done = {0}, next = {0};
    if (most < least)
        most = least;
    *JB_PUSH(a, &done) = point_at(curve, x0);
    *JB_PUSH(a, &next) = point_at(curve, x1);
    for (size_t i = least; --i > 0;)
        *JB_PUSH(a, &next) = point_at(curve, x0 + (double)i / (double)least * span);
    if (least == most) {
        while (next.n)
            *JB_PUSH(a, &done) = next.at[--next.n];
        return done;
    }
    double stop = span / (double)most, sx = 1 / span, first_y = done.at[0].y,
           sy = y_scale(first_y, first_y, &next);
    while (next.n) {
        jb_xy p0 = done.at[done.n - 1], p1 = next.at[next.n - 1];
        jb_xy middle = point_at(curve, (p0.x + p1.x) / 2);
        bool divide = middle.x - p0.x >= stop && bend(p0, middle, p1, sx, sy) > half_a_degree;
        if (divide)
            *JB_PUSH(a, &next) = middle;
        else
            *JB_PUSH(a, &done) = next.at[--next.n];
    }
    return done;
}
