/* Domains moved and stretched, as scrolling and zooming would (vega-util's pan and zoom): on the
 * scale's own measure, which is lifted and grounded again. */
#include <math.h>

#include "transform/function.h"

typedef struct measure {
    double (*lift)(double x, double by), (*ground)(double x, double by);
    double by; /* sign, exponent or constant */
} measure;

static double same(double x, double by)
{
    (void)by;
    return x;
}

static double lift_log(double x, double sign)
{
    return log(sign * x);
}

static double ground_log(double x, double sign)
{
    return sign * exp(x);
}

static double lift_pow(double x, double exponent)
{
    return x < 0 ? -pow(-x, exponent) : pow(x, exponent);
}

static double ground_pow(double x, double exponent)
{
    return lift_pow(x, 1 / exponent);
}

static double sign_of(double x)
{
    return x > 0 ? 1 : x < 0 ? -1 : x;
}

static double lift_symlog(double x, double constant)
{
    return sign_of(x) * log1p(fabs(x / constant));
}

static double ground_symlog(double x, double constant)
{
    return sign_of(x) * expm1(fabs(x)) * constant;
}

typedef struct ends {
    double low, high;
} ends;

static ends ends_of(jb_value domain)
{
    if (domain.type != JB_LISTED || !domain.n)
        return (ends){(double)NAN, (double)NAN};
    return (ends){jb_value_number(domain.items[0]), jb_value_number(domain.items[domain.n - 1])};
}

static jb_value grounded(const jb_call *c, const measure *m, double low, double high)
{
    jb_value *items = JB_NEW_N(jb_call_arena(c), jb_value, 2);
    items[0] = jb_number(m->ground(low, m->by));
    items[1] = jb_number(m->ground(high, m->by));
    return jb_list_value(items, 2);
}

static jb_value pan(const jb_call *c, measure m)
{
    ends e = ends_of(c->args[0]);
    double low = m.lift(e.low, m.by), high = m.lift(e.high, m.by);
    double by = (high - low) * jb_value_number(jb_arg(c, 1));
    return grounded(c, &m, low - by, high - by);
}

/* Around the anchor, or the middle where there is none. */
static jb_value zoom(const jb_call *c, measure m)
{
    ends e = ends_of(c->args[0]);
    double low = m.lift(e.low, m.by), high = m.lift(e.high, m.by),
           scale = jb_value_number(jb_arg(c, 2));
    double at =
        jb_arg(c, 1).type == JB_NULL ? (low + high) / 2 : m.lift(jb_value_number(c->args[1]), m.by);
    return grounded(c, &m, at + (low - at) * scale, at + (high - at) * scale);
}

static measure linear(const jb_call *c, size_t i)
{
    (void)c, (void)i;
    return (measure){same, same, 0};
}

static measure logarithmic(const jb_call *c, size_t i)
{
    (void)i;
    return (measure){lift_log, ground_log, sign_of(ends_of(c->args[0]).low)};
}

static measure power(const jb_call *c, size_t i)
{
    return (measure){lift_pow, ground_pow, jb_value_number(jb_arg(c, i))};
}

static measure symlog(const jb_call *c, size_t i)
{
    return (measure){lift_symlog, ground_symlog, jb_value_number(jb_arg(c, i))};
}

#define DOMAIN_OF(name, measured)                                                                  \
    jb_value jb_fn_pan_##name(const jb_call *c)                                                    \
    {                                                                                              \
        return pan(c, measured(c, 2));                                                             \
    }                                                                                              \
    jb_value jb_fn_zoom_##name(const jb_call *c)                                                   \
    {                                                                                              \
        return zoom(c, measured(c, 3));                                                            \
    }
DOMAIN_OF(linear, linear)
DOMAIN_OF(log, logarithmic)
DOMAIN_OF(pow, power)
DOMAIN_OF(symlog, symlog)
