/* Exact arithmetic on JB_INT and JB_DECIMAL values. A result that int64 × 10^-18 cannot hold
 * becomes a double: less exact, never wrong without bounds. */
#ifndef JB_BASE_DECIMAL_H
#define JB_BASE_DECIMAL_H

#include "base/value.h"

enum { JB_SCALE_MAX = 18 };
extern const int64_t jb_power_of_ten[JB_SCALE_MAX + 1];

static inline bool jb_value_exact(jb_value v)
{
    return v.type == JB_INT || v.type == JB_DECIMAL;
}
bool jb_value_is_number(jb_value v); /* JB_INT, JB_DECIMAL or JB_NUMBER */

/* The nearest double of integer × 10^-scale. */
double jb_decimal_number(int64_t integer, uint8_t scale);
/* The same number with as few decimals as it needs; JB_INT when it is integral. */
jb_value jb_exact_reduce(jb_value v);

/* Both sides JB_INT or JB_DECIMAL. */
jb_value jb_exact_add(jb_value a, jb_value b);
jb_value jb_exact_subtract(jb_value a, jb_value b);
jb_value jb_exact_multiply(jb_value a, jb_value b);
int jb_exact_cmp(jb_value a, jb_value b);
jb_value jb_exact_negate(jb_value v);

/* Digits of an exact value, for formatting: the absolute integer in `digits` (no leading zeros, "0"
 * for zero), its length returned; the value is digits × 10^-v.scale, below zero if *negative. */
size_t jb_exact_digits(jb_value v, char digits[21], bool *negative);

__extension__ typedef __int128 jb_wide;
__extension__ typedef unsigned __int128 jb_uwide;

/* A running sum that is exact as long as everything added was: 128 bits at scale `scale`. Start
 * from {0}. Once a double is added, or 128 bits do not hold it, it goes on in doubles (Neumaier's
 * compensated sum). */
typedef struct jb_sum {
    jb_wide total;
    double approx, rest;
    uint8_t scale;
    bool inexact;
} jb_sum;
void jb_sum_add(jb_sum *s, jb_value v); /* JB_INT, JB_DECIMAL or JB_NUMBER */
void jb_sum_add_integer(jb_sum *s, int64_t integer, uint8_t scale);
void jb_sum_add_number(jb_sum *s, double number);
jb_value
jb_sum_value(const jb_sum *s); /* exact if it fits int64 × 10^-18, else the nearest double */
double jb_sum_number(const jb_sum *s);

#endif
