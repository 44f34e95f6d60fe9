/* Numbers and distributions. */
#include <math.h>

#include "base/decimal.h"
#include "transform/function.h"

jb_value jb_fn_math(const jb_call *c)
{
    return jb_number(c->row->math(jb_value_number(c->args[0])));
}

jb_value jb_fn_abs(const jb_call *c)
{
    jb_value v = c->args[0];
    if (jb_value_exact(v))
        return v.integer < 0 ? jb_exact_negate(v) : v;
    return jb_number(fabs(jb_value_number(v)));
}

/* The integer at or below an exact value plus add × 10^-1. */
static jb_value floor_exact(jb_value v, int tenths)
{
    v = jb_exact_add(v, (jb_value){.type = JB_DECIMAL, .scale = 1, .integer = tenths});
    if (v.type != JB_DECIMAL)
        return v.type == JB_INT ? v : jb_number(floor(v.number));
    int64_t power = 1;
    for (int i = 0; i < v.scale; i++)
        power *= 10;
    return jb_int(v.integer / power - (v.integer % power < 0));
}

jb_value jb_fn_floor(const jb_call *c)
{
    jb_value v = c->args[0];
    return jb_value_exact(v) ? floor_exact(v, 0) : jb_number(floor(jb_value_number(v)));
}

jb_value jb_fn_ceil(const jb_call *c)
{
    jb_value v = c->args[0];
    if (!jb_value_exact(v))
        return jb_number(ceil(jb_value_number(v)));
    jb_value down = floor_exact(jb_exact_negate(v), 0);
    return jb_value_exact(down) ? jb_exact_negate(down) : jb_number(-down.number);
}

/* Halves go up, as in JavaScript: round(-2.5) is -2. */
jb_value jb_fn_round(const jb_call *c)
{
    jb_value v = c->args[0];
    if (jb_value_exact(v))
        return floor_exact(v, 5);
    double number = jb_value_number(v), down = floor(number);
    return jb_number(number - down >= 0.5 ? down + 1 : down);
}

jb_value jb_fn_atan2(const jb_call *c)
{
    return jb_number(atan2(jb_value_number(c->args[0]), jb_value_number(c->args[1])));
}

jb_value jb_fn_pow(const jb_call *c)
{
    return jb_number(pow(jb_value_number(c->args[0]), jb_value_number(c->args[1])));
}

jb_value jb_fn_hypot(const jb_call *c)
{
    double sum = 0;
    for (size_t i = 0; i < c->n; i++)
        sum = hypot(sum, jb_value_number(c->args[i]));
    return jb_number(sum);
}

static jb_value number_of(jb_value v)
{
    return jb_value_is_number(v) ? v : jb_number(jb_value_number(v));
}

/* The greatest (sign 1) or least (-1) of the arguments; one that is no number makes it NaN. */
static jb_value extreme(const jb_call *c, int sign)
{
    jb_value best = jb_number(sign > 0 ? -INFINITY : INFINITY);
    for (size_t i = 0; i < c->n; i++) {
        jb_value v = number_of(c->args[i]);
        if (v.type == JB_NUMBER && isnan(v.number))
            return v;
        if (jb_value_cmp(v, best) * sign > 0)
            best = v;
    }
    return best;
}

jb_value jb_fn_max(const jb_call *c)
{
    return extreme(c, 1);
}

jb_value jb_fn_min(const jb_call *c)
{
    return extreme(c, -1);
}

jb_value jb_fn_clamp(const jb_call *c)
{
    const jb_value low[] = {c->args[2], c->args[0]};
    const jb_call least = {c->bound, c->row, low, 2, c->span};
    const jb_value high[] = {c->args[1], jb_fn_min(&least)};
    const jb_call greatest = {c->bound, c->row, high, 2, c->span};
    return jb_fn_max(&greatest);
}

jb_value jb_fn_is_nan(const jb_call *c)
{
    return jb_bool(c->args[0].type == JB_NUMBER && isnan(c->args[0].number));
}

jb_value jb_fn_is_finite(const jb_call *c)
{
    jb_value v = c->args[0];
    return jb_bool(jb_value_exact(v) || (v.type == JB_NUMBER && isfinite(v.number)));
}

/* ---- chance ---- */

/* SplitMix64 (Steele, Lea, Flood 2014): 53 bits of it. */
double jb_random(jb_bound *b)
{
    uint64_t z = b->chance += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

jb_value jb_fn_random(const jb_call *c)
{
    return jb_number(jb_random(c->bound));
}

/* Marsaglia's polar method gives two at a time. */
static double random_normal(jb_bound *b)
{
    double x = b->spare, y, r;
    b->spare = (double)NAN;
    if (!isnan(x))
        return x;
    do {
        x = jb_random(b) * 2 - 1;
        y = jb_random(b) * 2 - 1;
        r = x * x + y * y;
    } while (r == 0 || r > 1);
    double scale = sqrt(-2 * log(r) / r);
    b->spare = y * scale;
    return x * scale;
}

jb_value jb_fn_sample_normal(const jb_call *c)
{
    return jb_number(jb_arg_number(c, 0, 0) + random_normal(c->bound) * jb_arg_number(c, 1, 1));
}

jb_value jb_fn_sample_log_normal(const jb_call *c)
{
    return jb_number(exp(jb_fn_sample_normal(c).number));
}

/* The interval of the uniform functions: (min, max), (max) from 0, or 0 to 1. */
typedef struct interval {
    double min, max;
} interval;

static interval interval_of(const jb_call *c, size_t at)
{
    bool two = jb_arg(c, at + 1).type != JB_NULL;
    return two ? (interval){jb_arg_number(c, at, 0), jb_arg_number(c, at + 1, 1)}
               : (interval){0, jb_arg_number(c, at, 1)};
}

jb_value jb_fn_sample_uniform(const jb_call *c)
{
    interval in = interval_of(c, 0);
    return jb_number(in.min + (in.max - in.min) * jb_random(c->bound));
}

/* ---- distributions ---- */

double jb_normal_density(double x)
{
    return exp(-0.5 * x * x) / sqrt(2 * 3.141592653589793);
}

double jb_normal_cumulative(double x)
{
    return 0.5 * erfc(-x / sqrt(2));
}

/* Acklam's rational approximation, made exact to the last digits by one step of Halley's method. */
static double normal_quantile_start(double p)
{
    static const double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,
                               -2.759285104469687e+02, 1.383577518672690e+02,
                               -3.066479806614716e+01, 2.506628277459239e+00};
    static const double b[] = {-5.447609879822406e+01, 1.615858368580409e+02,
                               -1.556989798598866e+02, 6.680131188771972e+01,
                               -1.328068155288572e+01, 1};
    static const double c[] = {-7.784894002430293e-03, -3.223964580411365e-01,
                               -2.400758277161838e+00, -2.549732539343734e+00,
                               4.374664141464968e+00,  2.938163982698783e+00};
    static const double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                               3.754408661907416e+00, 1};
    if (p > 0.97575)
        return -normal_quantile_start(1 - p);
    bool tail = p < 0.02425;
    double q = tail ? sqrt(-2 * log(p)) : p - 0.5, x = tail ? q : q * q, up = 0, down = 0;
    for (int i = 0; i < 6; i++)
        up = up * x + (tail ? c[i] : a[i]);
    for (int i = 0; i < (tail ? 5 : 6); i++)
        down = down * x + (tail ? d[i] : b[i]);
    return tail ? up / down : q * up / down;
}

double jb_normal_quantile(double p)
{
    if (!(p >= 0 && p <= 1))
        return (double)NAN;
    if (p == 0 || p == 1)
        return p > 0 ? INFINITY : -INFINITY;
    double x = normal_quantile_start(p);
    double e = jb_normal_cumulative(x) - p, u = e / jb_normal_density(x);
    return x - u / (1 + x * u / 2);
}

/* (x - mean) / stdev, the last two being the second and third argument. */
static double standard(const jb_call *c, double x)
{
    return (x - jb_arg_number(c, 1, 0)) / jb_arg_number(c, 2, 1);
}

jb_value jb_fn_density_normal(const jb_call *c)
{
    return jb_number(jb_normal_density(standard(c, jb_arg_number(c, 0, 0))) /
                     jb_arg_number(c, 2, 1));
}

jb_value jb_fn_density_log_normal(const jb_call *c)
{
    double x = jb_arg_number(c, 0, 0);
    return jb_number(x <= 0 ? 0
                            : jb_normal_density(standard(c, log(x))) / jb_arg_number(c, 2, 1) / x);
}

jb_value jb_fn_density_uniform(const jb_call *c)
{
    interval in = interval_of(c, 1);
    double x = jb_arg_number(c, 0, 0);
    return jb_number(x >= in.min && x <= in.max ? 1 / (in.max - in.min) : 0);
}

jb_value jb_fn_cumulative_normal(const jb_call *c)
{
    return jb_number(jb_normal_cumulative(standard(c, jb_arg_number(c, 0, 0))));
}

jb_value jb_fn_cumulative_log_normal(const jb_call *c)
{
    return jb_number(jb_normal_cumulative(standard(c, log(jb_arg_number(c, 0, 0)))));
}

jb_value jb_fn_cumulative_uniform(const jb_call *c)
{
    interval in = interval_of(c, 1);
    double x = jb_arg_number(c, 0, 0);
    return jb_number(x < in.min ? 0 : x > in.max ? 1 : (x - in.min) / (in.max - in.min));
}

jb_value jb_fn_quantile_normal(const jb_call *c)
{
    double z = jb_normal_quantile(jb_arg_number(c, 0, 0));
    return jb_number(jb_arg_number(c, 1, 0) + jb_arg_number(c, 2, 1) * z);
}

jb_value jb_fn_quantile_log_normal(const jb_call *c)
{
    return jb_number(exp(jb_fn_quantile_normal(c).number));
}

jb_value jb_fn_quantile_uniform(const jb_call *c)
{
    interval in = interval_of(c, 1);
    double p = jb_arg_number(c, 0, 0);
    return jb_number(p >= 0 && p <= 1 ? in.min + p * (in.max - in.min) : (double)NAN);
}
