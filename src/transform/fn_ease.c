/* Easings (d3-ease): a family is its "in" form; out is that turned round, in-out the one and then
 * the other. */
#include <math.h>

#include "transform/function.h"

static const double pi = 3.141592653589793;

double jb_ease_linear(double t)
{
    return t;
}

double jb_ease_quad(double t)
{
    return t * t;
}

double jb_ease_cubic(double t)
{
    return t * t * t;
}

double jb_ease_sin(double t)
{
    return t == 1 ? 1 : 1 - cos(t * pi / 2);
}

/* 2^-10x, so moved that it is 1 at 0 and 0 at 1. */
static double fall(double x)
{
    return (pow(2, -10 * x) - 0x1p-10) / (1 - 0x1p-10);
}

double jb_ease_exp(double t)
{
    return fall(1 - t);
}

double jb_ease_circle(double t)
{
    return 1 - sqrt(1 - t * t);
}

/* Four parabolas, of 4, 4, 2 and 1 elevenths half width, from the last to the first. */
double jb_ease_bounce(double t)
{
    static const struct {
        double until, middle, rest;
    } hops[] = {{4. / 11, 0, 0},
                {8. / 11, 6. / 11, 3. / 4},
                {10. / 11, 9. / 11, 15. / 16},
                {INFINITY, 21. / 22, 63. / 64}};
    size_t i = 0;
    for (t = 1 - t; t >= hops[i].until && i + 1 < JB_COUNT(hops); i++)
        continue;
    double off = t - hops[i].middle;
    return 1 - (121. / 16 * off * off + hops[i].rest);
}

double jb_ease_back(double t)
{
    const double overshoot = 1.70158; /* a tenth */
    return t * t * (overshoot * (t - 1) + t);
}

double jb_ease_elastic(double t)
{
    const double period = 0.3 / (2 * pi), shift = pi / 2 * period;
    return fall(1 - t) * sin((shift - (t - 1)) / period);
}

jb_value jb_fn_ease(const jb_call *c)
{
    double (*in)(double) = c->row->math, t = jb_value_number(c->args[0]);
    switch ((jb_ease_way)c->row->part) {
    case JB_EASE_IN:
        return jb_number(in(t));
    case JB_EASE_OUT:
        return jb_number(1 - in(1 - t));
    case JB_EASE_IN_OUT:
        break;
    }
    return jb_number((t < 0.5 ? in(2 * t) : 2 - in(2 - 2 * t)) / 2);
}
