/* The functions of expressions, as rows of functions.def. */
#ifndef JB_TRANSFORM_FUNCTION_H
#define JB_TRANSFORM_FUNCTION_H

#include "transform/bind.h"

typedef struct jb_call {
    jb_bound *bound;
    const jb_function_row *row;
    const jb_value *args;
    size_t n;
    jb_span span;
} jb_call;

enum {
    JB_FN_PURE = 0,
    JB_FN_CHANCE = 1, /* differs from call to call */
    JB_FN_SCALE = 2,  /* asks the chart's scales */
    JB_FN_NOW = 4,    /* the time of the run */
    JB_FN_NAMED = 8   /* its first argument is a table's name, the same for every row */
};

typedef enum jb_ease_way { JB_EASE_IN, JB_EASE_OUT, JB_EASE_IN_OUT } jb_ease_way;

struct jb_function_row {
    jb_str name;
    uint8_t least, most, flags; /* number of arguments; most 255: any */
    uint8_t type;               /* jb_type it gives, JB_ANY: various */
    jb_value (*call)(const jb_call *c);
    double (*math)(double); /* of those that are no more than that */
    int part;               /* of those that take a date apart: jb_time_part; jb_ease_way */
};
extern const jb_function_row jb_functions[];
extern const size_t jb_functions_n;

/* The i-th argument, undefined where there is none. */
static inline jb_value jb_arg(const jb_call *c, size_t i)
{
    return i < c->n ? c->args[i] : jb_undefined();
}
double jb_arg_number(const jb_call *c, size_t i,
                     double otherwise); /* otherwise for null and none */
jb_str jb_arg_text(const jb_call *c, size_t i);
double jb_arg_ms(const jb_call *c, size_t i); /* as new Date(x): text is parsed; NaN */
static inline jb_arena *jb_call_arena(const jb_call *c)
{
    return c->bound->arena;
}
/* A datetime, or undefined (NaN as a number) for what no date can be. */
jb_value jb_ms_value(double ms);
jb_value jb_list_value(const jb_value *items, size_t n);
/* Says a mistake that only a row can show, once for the expression. */
#define JB_ROW_FAIL(c, ...)                                                                        \
    do {                                                                                           \
        if (!(c)->bound->complained)                                                               \
            jb_fail((c)->bound->cx, (c)->span, __VA_ARGS__);                                       \
        (c)->bound->complained = true;                                                             \
    } while (0)

/* UTF-16 lengths and offsets, in which JavaScript counts. */
size_t jb_utf16_length(jb_str s);
size_t jb_utf16_offset(jb_str s, size_t units); /* byte offset; s.n beyond the end */

static inline bool jb_is_regexp(jb_value v)
{
    return v.type == JB_OBJECT && v.scale == JB_REGEXP;
}
/* The parts of a text between the matches of a regular expression, the first `most` of them. */
jb_value jb_regexp_split(const jb_call *c, jb_str s, jb_value by, double most);

/* Is the i-th argument not there? JavaScript takes null as 0. */
static inline bool jb_arg_undefined(const jb_call *c, size_t i)
{
    return i >= c->n || (c->args[i].type == JB_NULL && c->args[i].scale);
}

double jb_random(jb_bound *b); /* [0, 1), from a fixed seed */

/* The distributions of vega-statistics. */
double jb_normal_density(double x);
double jb_normal_cumulative(double x);
double jb_normal_quantile(double p);

#define F(name, least, most, flags, type, call) jb_value call(const jb_call *c);
#define MATH(name, math)
#define PART(name, part)
#define EASE(name, in, plain) double in(double t);
#include "transform/functions.def"
#undef F
#undef MATH
#undef PART
#undef EASE
double jb_ease_linear(double t);
jb_value jb_fn_ease(const jb_call *c);
jb_value jb_fn_math(const jb_call *c);
jb_value jb_fn_part(const jb_call *c);

#endif
