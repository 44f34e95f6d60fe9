/* Numbers as d3-format writes them: [[fill]align][sign][symbol][0][width][,][.precision][~][type].
 *
 * Types: e f g r s % p b o d c x X and none, as in d3; n is ,g. Of our own, for Chinese figures: w
 * divides by 万 or 亿 or 万亿, whichever the number reaches, and writes it behind (12345678 →
 * 1234.5678万); 万 and 亿 always divide by that one. With them precision is the decimals (.1w →
 * 1234.6万); without one there are as many as the number has.
 *
 * JB_INT and JB_DECIMAL are formatted from their digits, exactly, rounding half away from zero; a
 * double is its exact binary value rounded to nearest, as in JavaScript's toFixed. */
#ifndef JB_BASE_FORMAT_H
#define JB_BASE_FORMAT_H

#include "base/locale.h"
#include "base/value.h"

typedef struct jb_format {
    uint32_t fill; /* code point, ' ' by default */
    char align;    /* < > ^ = */
    char sign;     /* - + ( blank */
    char symbol;   /* 0, $ or # */
    bool zero, comma, trim;
    int width;     /* in characters; 0: none */
    int precision; /* -1: none */
    uint32_t type; /* 0: none; 'f', 0x4E07 for 万 … */
    int prefix;    /* jb_format_prefixed: the SI exponent in use, with type f; else INT_MIN */
} jb_format;

/* False if it is no specifier. The empty one is d3's default, "-". */
bool jb_format_read(jb_str specifier, jb_format *f);
/* The other way; {NULL, 0} for one that jb_format_prefixed has bound to a number. */
jb_str jb_format_specifier(jb_arena *a, const jb_format *f);
/* The number as text in the arena. Null, text that is no number and NaN are the locale's nan; dates
 * their milliseconds. locale NULL: en-US. */
jb_str jb_format_value(jb_arena *a, const jb_format *f, const jb_locale *locale, jb_value v);
/* Both steps for one number; a bad specifier gives the plain number. */
jb_str jb_format_text(jb_arena *a, jb_str specifier, const jb_locale *locale, jb_value v);

/* Vega's default number text for labels (formatFloat): "," with 12 significant digits, trailing
 * zeros dropped; the specifier may be another one, {NULL, 0} is ",". */
jb_format jb_format_float(jb_str specifier);
/* Vega's tick format over a linear domain with that many ticks (formatSpan): the precision that
 * tells neighbours apart, s with one prefix for all. {NULL, 0} is ",f". */
jb_format jb_format_span(double start, double stop, double count, jb_str specifier);
/* d3.formatPrefix: the SI prefix of `value` for every number. */
jb_format jb_format_prefixed(jb_format f, double value);

/* d3-array: the step between ticks, a power of ten times 1, 2 or 5; ≥ 0 unless stop < start, then
 * negative. */
double jb_tick_step(double start, double stop, double count);

#endif
