/* Curves fitted by least squares. Sums are taken around the means, so that large values do not
 * drown small ones. */
#include <math.h>

#include "transform/task.h"

enum { TERMS = 12 };

/* y = inverse(sum of c[i] × (forward(x) - x0)^i) */
typedef struct fit {
    jb_regression_method method;
    int order; /* highest power */
    double c[TERMS], x0;
    double coef[TERMS]; /* as they are reported */
    double r_squared;
} fit;

static double predict(void *model, double x)
{
    const fit *f = model;
    bool logarithm = f->method == JB_REGRESSION_LOG || f->method == JB_REGRESSION_POW;
    double at = (logarithm ? log(x) : x) - f->x0, y = 0;
    for (int i = f->order; i >= 0; i--)
        y = y * at + f->c[i];
    return f->method == JB_REGRESSION_EXP || f->method == JB_REGRESSION_POW ? exp(y) : y;
}

/* Gaussian elimination with pivots; the last column is the right side. */
static void solve(double m[TERMS][TERMS + 1], int n, double *c)
{
    for (int i = 0; i < n; i++) {
        int best = i;
        for (int r = i + 1; r < n; r++)
            best = fabs(m[r][i]) > fabs(m[best][i]) ? r : best;
        for (int k = 0; k <= n; k++) {
            double swap = m[i][k];
            m[i][k] = m[best][k], m[best][k] = swap;
        }
        for (int r = i + 1; r < n && m[i][i] != 0; r++) {
            double factor = m[r][i] / m[i][i];
            for (int k = i; k <= n; k++)
                m[r][k] -= factor * m[i][k];
        }
    }
    for (int i = n - 1; i >= 0; i--) {
        double rest = m[i][n];
        for (int k = i + 1; k < n; k++)
            rest -= m[i][k] * c[k];
        c[i] = m[i][i] != 0 ? rest / m[i][i] : 0;
    }
}

/* The polynomial through weighted points, in powers of x - x0. */
static void fit_polynomial(fit *f, const double *x, const double *y, const double *weight, size_t n)
{
    double mean = 0, m[TERMS][TERMS + 1] = {{0}}, all = 0;
    int terms = f->order + 1;
    for (size_t i = 0; i < n; i++)
        all += weight ? weight[i] : 1, mean += (weight ? weight[i] : 1) * (x[i] - mean) / all;
    f->x0 = mean;
    for (size_t i = 0; i < n; i++) {
        double power[2 * TERMS], w = weight ? weight[i] : 1;
        power[0] = w;
        for (int k = 1; k < 2 * terms; k++)
            power[k] = power[k - 1] * (x[i] - mean);
        for (int r = 0; r < terms; r++) {
            for (int k = 0; k < terms; k++)
                m[r][k] += power[r + k];
            m[r][terms] += power[r] * y[i];
        }
    }
    solve(m, terms, f->c);
}

/* Powers of x instead of x - x0: binomial expansion, from the highest down. */
static void expand(fit *f)
{
    double z[TERMS] = {0};
    for (int i = f->order; i >= 0; i--) {
        for (int k = f->order; k > 0; k--)
            z[k] = z[k - 1] - f->x0 * z[k];
        z[0] = f->c[i] - f->x0 * z[0];
    }
    for (int i = 0; i <= f->order; i++)
        f->coef[i] = z[i];
    if (f->method == JB_REGRESSION_EXP || f->method == JB_REGRESSION_POW)
        f->coef[0] = exp(f->coef[0]);
}

static void find_r_squared(fit *f, const jb_points *p)
{
    double mean = 0, rest = 0, total = 0;
    for (size_t i = 0; i < p->n; i++)
        mean += (p->at[i].y - mean) / (double)(i + 1);
    for (size_t i = 0; i < p->n; i++) {
        double off = p->at[i].y - predict(f, p->at[i].x), from_mean = p->at[i].y - mean;
        rest += off * off;
        total += from_mean * from_mean;
    }
    f->r_squared = f->order ? 1 - rest / total : 0;
}

static fit fit_points(jb_arena *a, jb_regression_method method, int order, const jb_points *p)
{
    fit f = {.method = method, .order = order};
    double *x = JB_NEW_N(a, double, p->n + 1), *y = JB_NEW_N(a, double, p->n + 1), *w = NULL;
    bool log_x = method == JB_REGRESSION_LOG || method == JB_REGRESSION_POW;
    bool log_y = method == JB_REGRESSION_EXP || method == JB_REGRESSION_POW;
    if (method == JB_REGRESSION_EXP) /* weighted by y, so that small values do not lead */
        w = JB_NEW_N(a, double, p->n + 1);
    for (size_t i = 0; i < p->n; i++) {
        x[i] = log_x ? log(p->at[i].x) : p->at[i].x;
        y[i] = log_y ? log(p->at[i].y) : p->at[i].y;
        if (w)
            w[i] = p->at[i].y;
    }
    fit_polynomial(&f, x, y, w, p->n);
    expand(&f);
    find_r_squared(&f, p);
    return f;
}

/* Points without a logarithm, of which no curve can be made. */
static void tell_not_positive(jb_task *t, const jb_regression_transform_spec *spec,
                              jb_regression_method method, const jb_points *p)
{
    bool log_x = method == JB_REGRESSION_LOG || method == JB_REGRESSION_POW;
    bool log_y = method == JB_REGRESSION_EXP || method == JB_REGRESSION_POW;
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++)
        n += (log_x && p->at[i].x <= 0) || (log_y && p->at[i].y <= 0);
    jb_str name = jb_enum_key(&jb_regression_method_values, (int)method);
    if (n)
        jb_warn(t->cx, JB_SPAN(spec, method),
                "the method %.*s needs numbers above 0: no curve; points with others: %zu",
                JB_F(name), n);
}

static int order_of(const jb_regression_transform_spec *spec, jb_regression_method method)
{
    if (method == JB_REGRESSION_POLY)
        return (int)spec->order; /* the grammar allows up to TERMS - 1 */
    return method == JB_REGRESSION_QUAD ? 2 : 1;
}

/* The points of the curve, over all x of the group, also where y is null: a straight line needs its
 * ends only. */
static jb_points draw(jb_task *t, const jb_regression_transform_spec *spec, fit *f, const double *x,
                      const size_t *rows, size_t n)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < n; i++) { /* fmin and fmax pass over NaN */
        low = fmin(low, x[rows[i]]);
        high = fmax(high, x[rows[i]]);
    }
    bool own = spec->extent.n == 2 && !(f->method == JB_REGRESSION_LOG && spec->extent.at[0] <= 0);
    if (own)
        low = spec->extent.at[0], high = spec->extent.at[1];
    jb_curve curve = {predict, f};
    size_t least = f->method == JB_REGRESSION_LINEAR ? 1 : 25,
           most = f->method == JB_REGRESSION_LINEAR ? 1 : 200;
    return jb_curve_sample(t->cx->scratch, curve, low, high, least, most);
}

static jb_value list_of(jb_task *t, const double *numbers, size_t n)
{
    jb_value *items = JB_NEW_N(t->cx->keep, jb_value, n + 1);
    for (size_t i = 0; i < n; i++)
        items[i] = jb_number(numbers[i]);
    return (jb_value){.type = JB_LISTED, .n = (uint32_t)n, .items = items};
}

/* Vega's own form of the groups: the keys as a list. */
static jb_column keys_of(jb_task *t, const jb_columns *groups, size_t rows)
{
    jb_value *lists = JB_NEW_N(t->cx->keep, jb_value, rows + 1);
    for (size_t r = 0; r < rows; r++) {
        jb_value *keys = JB_NEW_N(t->cx->keep, jb_value, groups->n);
        for (size_t k = 0; k < groups->n; k++)
            keys[k] = jb_cell(&groups->at[k], r);
        lists[r] = (jb_value){.type = JB_LISTED, .n = (uint32_t)groups->n, .items = keys};
    }
    return jb_column_of(t->cx->keep, JB_S("keys"), lists, rows);
}

const jb_table *jb_run_regression(jb_task *t, const jb_regression_transform_spec *spec)
{
    const jb_column *yc = jb_task_column(t, spec->regression, JB_SPAN(spec, regression));
    const jb_column *xc = jb_task_column(t, spec->on, JB_SPAN(spec, on));
    const jb_column **by = jb_task_columns(t, spec->groupby, JB_SPAN(spec, groupby));
    if (!xc || !yc || !by)
        return NULL;
    jb_arena *a = t->cx->scratch;
    jb_regression_method method =
        spec->method ? (jb_regression_method)spec->method : JB_REGRESSION_LINEAR;
    int order = order_of(spec, method);
    const double *x = jb_task_numbers(t, xc), *y = jb_task_numbers(t, yc);
    jb_groups g = jb_part_rows(a, by, spec->groupby.n, t->table->rows);
    jb_members members = jb_group_members(a, &g, t->table->rows, NULL);
    size_t *times = JB_NEW_N(a, size_t, g.n + 1), fits = 0;
    jb_value *coef = JB_NEW_N(t->cx->keep, jb_value, g.n + 1),
             *r = JB_NEW_N(t->cx->keep, jb_value, g.n + 1);
    jb_points all = {0};
    for (size_t i = 0; i < g.n; i++) {
        const size_t *rows = members.rows + members.start[i];
        size_t rows_n = members.start[i + 1] - members.start[i];
        jb_points p = jb_group_points(t, x, y, rows, rows_n);
        if (p.n <= (size_t)order) {
            jb_warn(t->cx, JB_SPAN(spec, regression),
                    "a regression with more parameters than points is left out");
            continue;
        }
        tell_not_positive(t, spec, method, &p);
        fit f = fit_points(a, method, order, &p);
        coef[fits] = list_of(t, f.coef, (size_t)order + 1);
        r[fits++] = jb_number(f.r_squared);
        jb_points curve = draw(t, spec, &f, x, rows, rows_n);
        times[i] = spec->params ? 1 : curve.n;
        for (size_t k = 0; k < curve.n; k++)
            *JB_PUSH(a, &all) = curve.at[k];
    }
    jb_columns columns = {0};
    jb_groups_columns(t->cx->keep, &g, by, spec->groupby, times, &columns);
    if (spec->params) {
        if (spec->groupby.n)
            jb_columns_set(t->cx->keep, &columns, keys_of(t, &columns, fits));
        jb_columns_set(t->cx->keep, &columns, jb_column_of(t->cx->keep, JB_S("coef"), coef, fits));
        jb_columns_set(t->cx->keep, &columns, jb_column_of(t->cx->keep, JB_S("rSquared"), r, fits));
        return jb_task_table(t, columns, fits);
    }
    jb_points_columns(t, &all, jb_name_or(spec->as, 0, spec->on),
                      jb_name_or(spec->as, 1, spec->regression), &columns);
    return jb_task_table(t, columns, all.n);
}
