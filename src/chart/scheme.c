#include <math.h>
#include "chart/scheme.h"

typedef struct scheme {
    bool continuous;
    jb_str hex;
} scheme;

const jb_str jb_scheme_names[] = {
#define S(name, continuous, hex) JB_K(name),
#include "chart/scheme.def"
#undef S
};
const size_t jb_scheme_names_n = JB_COUNT(jb_scheme_names);

static const scheme schemes[] = {
#define S(name, continuous, hex) {continuous, JB_K(hex)},
#include "chart/scheme.def"
#undef S
};

static jb_rgba read_six(const char *hex)
{
    char text[7] = {'#', hex[0], hex[1], hex[2], hex[3], hex[4], hex[5]};
    jb_rgba color = {0, 0, 0, 1};
    jb_color_read((jb_str){text, 7}, &color);
    return color;
}

static jb_ramp read_scheme(jb_arena *a, const scheme *s)
{
    size_t n = s->hex.n / 6;
    jb_rgba *colors = JB_NEW_N(a, jb_rgba, n);
    for (size_t i = 0; i < n; i++)
        colors[i] = read_six(s->hex.p + 6 * i);
    return (jb_ramp){colors, n, s->continuous, JB_MIX_RGB, 1};
}

bool jb_scheme_find(jb_arena *a, jb_str name, jb_ramp *ramp)
{
    for (size_t i = 0; i < JB_COUNT(schemes); i++)
        if (jb_str_eq_fold(name, jb_scheme_names[i])) {
            *ramp = read_scheme(a, &schemes[i]);
            return true;
        }
    return false;
}

jb_rgba jb_ramp_color(const jb_ramp *ramp, double t)
{
    if (ramp->n < 2)
        return ramp->n ? ramp->colors[0] : (jb_rgba){0, 0, 0, 1};
    double last = (double)ramp->n - 1, at = t * last;
    double i = fmax(0, fmin(last - 1, floor(at)));
    const jb_rgba *c = &ramp->colors[(size_t)i];
    return jb_color_mix(ramp->space, ramp->gamma, c[0], c[1], at - i);
}
