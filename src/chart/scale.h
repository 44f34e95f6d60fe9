/* Scales: from a value of the data to a place, a size or a colour, as d3 and Vega compute them. */
#ifndef JB_CHART_SCALE_H
#define JB_CHART_SCALE_H

#include "base/time_unit.h"
#include "base/value.h"
#include "chart/scheme.h"

typedef enum jb_scaling {
    JB_SCALING_NONE,
    JB_SCALING_LINEAR,
    JB_SCALING_LOG,
    JB_SCALING_POW,
    JB_SCALING_SQRT,
    JB_SCALING_SYMLOG,
    JB_SCALING_TIME,
    JB_SCALING_UTC,
    JB_SCALING_IDENTITY,
    JB_SCALING_QUANTILE,
    JB_SCALING_QUANTIZE,
    JB_SCALING_THRESHOLD,
    JB_SCALING_BIN_ORDINAL,
    JB_SCALING_ORDINAL,
    JB_SCALING_POINT,
    JB_SCALING_BAND,
    JB_SCALINGS
} jb_scaling;

bool jb_scaling_read(jb_str name,
                     jb_scaling *scaling); /* "linear", "bin-ordinal" …; false: no such */
jb_str jb_scaling_name(jb_scaling s);
bool jb_scaling_continuous(jb_scaling s);   /* continuous domain and range: linear to utc */
bool jb_scaling_discretizing(jb_scaling s); /* quantile, quantize, threshold */
bool jb_scaling_temporal(jb_scaling s);
bool jb_scaling_discrete(
    jb_scaling s); /* a domain of single values: bin-ordinal, ordinal, point, band */

/* A calendar step of a time scale: every `step` units. */
typedef struct jb_calendar_step {
    jb_time_part unit;
    double step;
    bool unix_days; /* days count from 1970 on, not from the first of the month */
} jb_calendar_step;

/* What a scale is made of, with NaN for a number that is not given. */
typedef struct jb_scale_plan {
    jb_scaling type;
    const jb_value
        *domain; /* discrete: all values in order; quantile: all numbers; else the stops in order */
    size_t domain_n;
    bool domain_fixed; /* a raw domain: nothing below changes it */
    bool zero, nice;
    double nice_count;                     /* NaN: 10 */
    const jb_calendar_step *nice_interval; /* time only */
    double domain_min, domain_mid, domain_max;
    double padding, padding_inner, padding_outer, align;
    double base, exponent, constant;
    bool clamp, round, reverse;
    const jb_value *range; /* numbers, colours as text, shapes, dash lists */
    size_t range_n;
    double range_step; /* band and point: the range is as long as its steps need */
    const jb_ramp *scheme;
    double scheme_extent[2]; /* of the ramp; NaN: all */
    double scheme_count;
    bool interpolate; /* in `space`, else as plain numbers or rgb */
    jb_mixing space;
    double gamma;
    double bin_start, bin_stop, bin_step; /* bin_step NaN: no bins, unless */
    const double *bins;                   /* their boundaries are given */
    size_t bins_n;
} jb_scale_plan;
jb_scale_plan jb_scale_plan_new(jb_scaling type); /* nothing given */

typedef struct jb_scale {
    jb_scaling type;
    double base, exponent, constant;
    bool clamp, round, falls; /* falls: a log scale of negative numbers */
    const double *domain;     /* continuous: stops; discretizing: thresholds; bin-ordinal: edges */
    size_t domain_n;
    double extent[2];       /* of a discretizing scale's data */
    const jb_value *values; /* discrete */
    size_t values_n;
    const uint32_t *slots; /* hash of values: index + 1 */
    size_t slots_n;
    double start, step,
        bandwidth; /* band, point: of the value at `values[0]`; step is negative when reversed */
    double range_ends[2]; /* of a position scale, as given */
    const jb_value *range;
    const double *numbers; /* the range as numbers, or NULL */
    size_t range_n;
    const jb_ramp *ramp; /* the range as colours, or NULL */
    bool through; /* the ramp is gone through by the domain's fraction (sequential, diverging) */
    double ramp_extent[2];
    const double *bins;
    size_t bins_n;
} jb_scale;

jb_scale *jb_scale_make(jb_arena *a, const jb_scale_plan *plan);

/* Continuous scales with numbers as range; NaN in, NaN out. */
double jb_scale_at(const jb_scale *s, double x);
/* Any scale with numbers as range: a place (of a band, its beginning), a size. NaN for a value it
 * does not know. */
double jb_scale_number(const jb_scale *s, jb_value v);
/* Any scale with colours as range; false for a value it does not know. */
bool jb_scale_color(const jb_scale *s, jb_value v, jb_rgba *color);
/* The range's value (shape, dash list, text) of a discrete or discretizing scale; JB_NULL for one
 * it does not know. */
jb_value jb_scale_value(const jb_scale *s, jb_value v);
ptrdiff_t jb_scale_index(const jb_scale *s, jb_value v); /* of a discrete value, or -1 */
double jb_scale_fraction(const jb_scale *s,
                         double x); /* of a continuous domain, 0 at its beginning */
double jb_scale_invert(const jb_scale *s, double at); /* continuous, two stops */
/* What a log, power or symlog scale does before it is linear, and back. */
double jb_scale_lift(const jb_scale *s, double x);
double jb_scale_ground(const jb_scale *s, double y);
/* How many steps n values take (d3's bandspace). */
double jb_band_space(double n, double inner, double outer);

/* Places for ticks. A number of them is wished for (NaN: Vega's 10), or a calendar step is. */
typedef struct jb_ticks {
    const jb_value *values;
    size_t n;
    double count; /* by which they were made, for the labels' precision */
} jb_ticks;
jb_ticks jb_scale_ticks(jb_arena *a, const jb_scale *s, double count, double min_step,
                        const jb_calendar_step *interval);
/* The given values that lie in the range, in its order, thinned to `count` (0: no limit). */
jb_ticks jb_scale_ticks_of(jb_arena *a, const jb_scale *s, const jb_value *values, size_t n,
                           double count);
/* d3-array's ticks of a linear domain. */
const double *jb_linear_ticks(jb_arena *a, double start, double stop, double count, size_t *n);
/* Moves the ends of a time domain out to the calendar step (NULL: the one that gives `count`
 * ticks). */
void jb_nice_time(double *first, double *last, double count, bool utc,
                  const jb_calendar_step *interval);
/* Whether a log scale's tick carries a label (d3's filter). */
bool jb_log_tick_shown(const jb_scale *s, double value, double count, size_t ticks_n);

#endif
