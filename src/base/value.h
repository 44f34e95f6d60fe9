/* One cell or one value of an expression, and the exact decimal. */
#ifndef JB_BASE_VALUE_H
#define JB_BASE_VALUE_H

#include "base/arena.h"

typedef enum jb_type {
    JB_NULL, /* not stated; never 0 */
    JB_BOOL,
    JB_INT,     /* int64, exact */
    JB_DECIMAL, /* integer × 10^-scale, exact */
    JB_NUMBER,  /* double */
    JB_TEXT,
    JB_DATE,     /* a calendar day: days since 1970-01-01 */
    JB_DATETIME, /* an instant: milliseconds since 1970-01-01T00:00:00Z */
    JB_LISTED,   /* a JSON array, or a list in an expression */
    JB_OBJECT,   /* a JSON object */
    JB_ANY       /* columns only: cells of several types */
} jb_type;

typedef struct jb_value {
    uint8_t type;  /* jb_type */
    uint8_t scale; /* JB_DECIMAL: 0 to 18; JB_NULL: 1 is undefined */
    uint32_t n;    /* bytes of text; elements of a list; members of an object */
    union {
        bool truth;
        int64_t integer; /* JB_INT, JB_DECIMAL, JB_DATE, JB_DATETIME */
        double number;
        const char *text;
        const struct jb_value *items;
        const struct jb_field_value *members;
    };
} jb_value;

typedef struct jb_field_value {
    jb_str name;
    jb_value value;
} jb_field_value;

static inline jb_value jb_null(void)
{
    return (jb_value){.type = JB_NULL};
}
/* JavaScript's undefined: what a row of JSON does not mention, a member that no object has. It is
 * null wherever only null is asked for, but no number, and another key of groups. */
static inline jb_value jb_undefined(void)
{
    return (jb_value){.type = JB_NULL, .scale = 1};
}
static inline jb_value jb_bool(bool truth)
{
    return (jb_value){.type = JB_BOOL, .truth = truth};
}
static inline jb_value jb_int(int64_t integer)
{
    return (jb_value){.type = JB_INT, .integer = integer};
}
static inline jb_value jb_number(double number)
{
    return (jb_value){.type = JB_NUMBER, .number = number};
}
static inline jb_value jb_text(jb_str s)
{
    return (jb_value){.type = JB_TEXT, .n = (uint32_t)s.n, .text = s.p};
}
static inline jb_value jb_datetime(int64_t ms)
{
    return (jb_value){.type = JB_DATETIME, .integer = ms};
}
static inline jb_value jb_date(int64_t days)
{
    return (jb_value){.type = JB_DATE, .integer = days};
}
static inline jb_str jb_value_str(jb_value v) /* of a JB_TEXT */
{
    return (jb_str){v.text, v.n};
}

/* JavaScript's ToNumber, by which Vega coerces: null 0, true 1, text as its number or NaN, dates as
 * milliseconds. */
double jb_value_number(jb_value v);
/* As the number is meant: like jb_value_number, but null is NaN (scales and aggregates leave it
 * out). */
double jb_value_measure(jb_value v);
/* JavaScript's ToString: numbers shortest, dates ISO (a day as 2024-07-01), null "null"; text
 * itself, not copied. */
jb_str jb_value_text(jb_arena *a, jb_value v);
bool jb_value_truth(jb_value v); /* JavaScript's ToBoolean */
/* Order for sorting: null first, then by kind: numbers and dates by value, text by code point.
 * Stable total order; NaN after null, before the numbers. */
int jb_value_cmp(jb_value a, jb_value b);
bool jb_value_eq(jb_value a, jb_value b); /* as keys of groups: 1 and 1.0 are one key */
uint64_t jb_value_hash(jb_value v);       /* equal values have equal hashes */
/* The JSON of a value, keys in their order. */
void jb_value_json(jb_buf *b, jb_value v);

/* The shortest text that reads back as the same double, as JavaScript writes it: 0.1, 1e+21, 1e-7,
 * NaN, Infinity. */
jb_str jb_number_text(jb_arena *a, double number);
void jb_number_put(jb_buf *b, double number); /* the same behind what is there */
/* A decimal number, the whole slice, no blanks: -12.5e3, +1, .5, 5., 012; false if it is none. */
bool jb_number_read(jb_str s, double *number);
/* 0x1F, 0o17, 0b11 as JavaScript reads them in text. */
bool jb_radix_read(jb_str s, double *number);
/* An exact value of a literal such as -12.50: JB_INT if it is integral and fits, JB_DECIMAL up to
 * 18 digits, else JB_NUMBER; false if it is no number. */
bool jb_exact_read(jb_str s, jb_value *v);

#endif
