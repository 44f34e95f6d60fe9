/* Scales asked: what a value becomes. */
#include <math.h>
#include "chart/scale.h"

typedef enum family { NO_FAMILY, CONTINUOUS, DISCRETIZING, DISCRETE } family;
typedef struct scaling_row {
    jb_str name;
    family family;
    bool temporal;
} scaling_row;

static const scaling_row rows[JB_SCALINGS] = {
    [JB_SCALING_NONE] = {JB_K("none"), NO_FAMILY, false},
    [JB_SCALING_LINEAR] = {JB_K("linear"), CONTINUOUS, false},
    [JB_SCALING_LOG] = {JB_K("log"), CONTINUOUS, false},
    [JB_SCALING_POW] = {JB_K("pow"), CONTINUOUS, false},
    [JB_SCALING_SQRT] = {JB_K("sqrt"), CONTINUOUS, false},
    [JB_SCALING_SYMLOG] = {JB_K("symlog"), CONTINUOUS, false},
    [JB_SCALING_TIME] = {JB_K("time"), CONTINUOUS, true},
    [JB_SCALING_UTC] = {JB_K("utc"), CONTINUOUS, true},
    [JB_SCALING_IDENTITY] = {JB_K("identity"), CONTINUOUS, false},
    [JB_SCALING_QUANTILE] = {JB_K("quantile"), DISCRETIZING, false},
    [JB_SCALING_QUANTIZE] = {JB_K("quantize"), DISCRETIZING, false},
    [JB_SCALING_THRESHOLD] = {JB_K("threshold"), DISCRETIZING, false},
    [JB_SCALING_BIN_ORDINAL] = {JB_K("bin-ordinal"), DISCRETE, false},
    [JB_SCALING_ORDINAL] = {JB_K("ordinal"), DISCRETE, false},
    [JB_SCALING_POINT] = {JB_K("point"), DISCRETE, false},
    [JB_SCALING_BAND] = {JB_K("band"), DISCRETE, false},
};

bool jb_scaling_read(jb_str name, jb_scaling *scaling)
{
    for (size_t i = 1; i < JB_SCALINGS; i++)
        if (jb_str_eq(name, rows[i].name)) {
            *scaling = (jb_scaling)i;
            return true;
        }
    return false;
}

jb_str jb_scaling_name(jb_scaling s)
{
    return rows[s].name;
}
bool jb_scaling_continuous(jb_scaling s)
{
    return rows[s].family == CONTINUOUS;
}
bool jb_scaling_discretizing(jb_scaling s)
{
    return rows[s].family == DISCRETIZING;
}
bool jb_scaling_temporal(jb_scaling s)
{
    return rows[s].temporal;
}
bool jb_scaling_discrete(jb_scaling s)
{
    return rows[s].family == DISCRETE;
}

/* ---- what a continuous scale does before it is linear
 * ---------------------------------------------------------- */

static double signed_pow(double x, double k)
{
    return x < 0 ? -pow(-x, k) : pow(x, k);
}

typedef double lifting(const jb_scale *s, double x);

static double lift_log(const jb_scale *s, double x)
{
    return s->falls ? -log(-x) : log(x);
}
static double ground_log(const jb_scale *s, double y)
{
    return s->falls ? -exp(-y) : exp(y);
}
static double lift_pow(const jb_scale *s, double x)
{
    return signed_pow(x, s->exponent);
}
static double ground_pow(const jb_scale *s, double y)
{
    return signed_pow(y, 1 / s->exponent);
}
static double lift_symlog(const jb_scale *s, double x)
{
    return x < 0 ? -log1p(-x / s->constant) : log1p(x / s->constant);
}
static double ground_symlog(const jb_scale *s, double y)
{
    return y < 0 ? -expm1(-y) * s->constant : expm1(y) * s->constant;
}

static const struct {
    lifting *lift, *ground;
} liftings[JB_SCALINGS] = {
    [JB_SCALING_LOG] = {lift_log, ground_log},
    [JB_SCALING_POW] = {lift_pow, ground_pow},
    [JB_SCALING_SQRT] = {lift_pow, ground_pow},
    [JB_SCALING_SYMLOG] = {lift_symlog, ground_symlog},
};

double jb_scale_lift(const jb_scale *s, double x)
{
    return liftings[s->type].lift ? liftings[s->type].lift(s, x) : x;
}
double jb_scale_ground(const jb_scale *s, double y)
{
    return liftings[s->type].ground ? liftings[s->type].ground(s, y) : y;
}

static double fraction_between(double a, double b, double x)
{
    if (b - a != 0)
        return (x - a) / (b - a);
    return isnan(b - a) ? NAN : 0.5;
}

/* How many of the sorted numbers are not above x. */
static size_t bisect_right(const double *at, size_t n, double x)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (at[mid] <= x)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Which stretch of a piecewise domain x lies in; the ends reach on. */
static size_t stretch(const double *domain, size_t n, double x)
{
    bool falls = domain[n - 1] < domain[0];
    for (size_t i = 1; i < n - 1; i++)
        if (falls ? x > domain[i] : x < domain[i])
            return i - 1;
    return n - 2;
}

static double clamped(const jb_scale *s, double x)
{
    if (!s->clamp || s->domain_n < 2)
        return x;
    double a = s->domain[0], b = s->domain[s->domain_n - 1];
    return fmax(fmin(a, b), fmin(fmax(a, b), x));
}

double jb_scale_at(const jb_scale *s, double x)
{
    if (isnan(x) || s->type == JB_SCALING_IDENTITY)
        return x;
    size_t n = s->domain_n < s->range_n ? s->domain_n : s->range_n;
    if (n < 2 || !s->numbers)
        return n == 1 && s->numbers ? s->numbers[0] : NAN;
    x = clamped(s, x);
    size_t i = n > 2 ? stretch(s->domain, n, x) : 0;
    double t = fraction_between(jb_scale_lift(s, s->domain[i]), jb_scale_lift(s, s->domain[i + 1]),
                                jb_scale_lift(s, x));
    double from = s->numbers[i], to = s->numbers[i + 1], at = from * (1 - t) + to * t;
    return s->round ? floor(at + 0.5) : at;
}

double jb_scale_fraction(const jb_scale *s, double x)
{
    if (s->domain_n < 2)
        return NAN;
    return fraction_between(jb_scale_lift(s, s->domain[0]),
                            jb_scale_lift(s, s->domain[s->domain_n - 1]), jb_scale_lift(s, x));
}

double jb_scale_invert(const jb_scale *s, double at)
{
    if (s->domain_n < 2 || !s->numbers || s->range_n < 2)
        return NAN;
    double t = fraction_between(s->numbers[0], s->numbers[s->range_n - 1], at);
    double a = jb_scale_lift(s, s->domain[0]), b = jb_scale_lift(s, s->domain[s->domain_n - 1]);
    return jb_scale_ground(s, a + (b - a) * t);
}

/* ---- discrete values
 */

ptrdiff_t jb_scale_index(const jb_scale *s, jb_value v)
{
    if (s->slots_n == 0)
        return -1;
    for (size_t i = jb_value_hash(v) & (s->slots_n - 1);; i = (i + 1) & (s->slots_n - 1)) {
        if (s->slots[i] == 0)
            return -1;
        if (jb_value_eq(s->values[s->slots[i] - 1], v))
            return (ptrdiff_t)s->slots[i] - 1;
    }
}

/* ---- looking up
 * ------------------------------------------------------------------------------------------------
 */

/* Which of the range's values a value takes, or -1. */
static ptrdiff_t range_slot(const jb_scale *s, jb_value v)
{
    size_t n = s->range_n;
    if (n == 0)
        return -1;
    if (s->type == JB_SCALING_ORDINAL) {
        ptrdiff_t i = jb_scale_index(s, v);
        return i < 0 ? -1 : i % (ptrdiff_t)n;
    }
    double x = jb_value_measure(v);
    if (isnan(x))
        return -1;
    bool bins = s->type == JB_SCALING_BIN_ORDINAL;
    size_t cuts = bins || s->domain_n < n ? s->domain_n : n - 1; /* more need more of the range */
    ptrdiff_t at = (ptrdiff_t)bisect_right(s->domain, cuts, x);
    if (!bins)
        return at;
    return at == 0 ? -1 : (at - 1) % (ptrdiff_t)n;
}

double jb_scale_number(const jb_scale *s, jb_value v)
{
    if (jb_scaling_continuous(s->type))
        return jb_scale_at(s, jb_value_number(v));
    if (s->type == JB_SCALING_BAND || s->type == JB_SCALING_POINT) {
        ptrdiff_t i = jb_scale_index(s, v);
        return i < 0 ? NAN : s->start + s->step * (double)i;
    }
    ptrdiff_t i = range_slot(s, v);
    return i < 0 || !s->numbers ? NAN : s->numbers[i];
}

jb_value jb_scale_value(const jb_scale *s, jb_value v)
{
    ptrdiff_t i = jb_scaling_continuous(s->type) ? -1 : range_slot(s, v);
    return i < 0 || !s->range ? jb_null() : s->range[i];
}

/* The fraction along a sequential or diverging domain, in d3's own order of operations: a colour
 * may stand half way between two bytes. */
static double way_through(const jb_scale *s, double x)
{
    if (s->clamp)
        x = clamped(s, x);
    double at = jb_scale_lift(s, x), first = jb_scale_lift(s, s->domain[0]),
           mid = jb_scale_lift(s, s->domain[1]);
    if (s->domain_n == 2)
        return mid == first ? 0.5 : (at - first) * (1 / (mid - first));
    double last = jb_scale_lift(s, s->domain[2]);
    bool before = mid < first ? at > mid : at < mid;
    double half = before ? (mid - first) : (last - mid);
    return half == 0 ? 0.5 : 0.5 + (at - mid) * (0.5 / half);
}

/* Colours at the stops of a piecewise continuous scale. */
static jb_rgba color_at(const jb_scale *s, double x)
{
    size_t n = s->domain_n < s->ramp->n ? s->domain_n : s->ramp->n;
    if (n < 2)
        return s->ramp->colors[0];
    x = clamped(s, x);
    size_t i = n > 2 ? stretch(s->domain, n, x) : 0;
    double t = fraction_between(jb_scale_lift(s, s->domain[i]), jb_scale_lift(s, s->domain[i + 1]),
                                jb_scale_lift(s, x));
    return jb_color_mix(s->ramp->space, s->ramp->gamma, s->ramp->colors[i], s->ramp->colors[i + 1],
                        t);
}

bool jb_scale_color(const jb_scale *s, jb_value v, jb_rgba *color)
{
    if (!s->ramp || s->ramp->n == 0)
        return false;
    if (!jb_scaling_continuous(s->type)) {
        ptrdiff_t i = range_slot(s, v);
        if (i >= 0)
            *color = s->ramp->colors[i];
        return i >= 0;
    }
    double x = jb_value_number(v);
    if (isnan(x) || s->domain_n < 2)
        return false;
    if (!s->through)
        *color = color_at(s, x);
    else {
        double t = way_through(s, x);
        if (isnan(t))
            return false;
        *color =
            jb_ramp_color(s->ramp, s->ramp_extent[0] + (s->ramp_extent[1] - s->ramp_extent[0]) * t);
    }
    return true;
}
