/* Colour schemes by name. */
#ifndef JB_CHART_SCHEME_H
#define JB_CHART_SCHEME_H

#include "base/arena.h"
#include "base/color.h"

/* Colours in order; a ramp is a continuous passage through them, else they stand for themselves. */
typedef struct jb_ramp {
    const jb_rgba *colors;
    size_t n;
    bool continuous;
    jb_mixing space; /* between neighbours */
    double gamma;
} jb_ramp;

/* One of Vega's schemes, case ignored ("viridis", "category10"); false: no such. */
bool jb_scheme_find(jb_arena *a, jb_str name, jb_ramp *ramp);
extern const jb_str jb_scheme_names[];
extern const size_t jb_scheme_names_n;

/* The colour at t, 0 to 1, through the ramp; outside, the end's slope goes on. */
jb_rgba jb_ramp_color(const jb_ramp *ramp, double t);

#endif
