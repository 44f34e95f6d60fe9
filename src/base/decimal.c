#include "base/decimal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const int64_t jb_power_of_ten[JB_SCALE_MAX + 1] = {1,
                                                   10,
                                                   100,
                                                   1000,
                                                   10000,
                                                   100000,
                                                   1000000,
                                                   10000000,
                                                   100000000,
                                                   1000000000,
                                                   10000000000,
                                                   100000000000,
                                                   1000000000000,
                                                   10000000000000,
                                                   100000000000000,
                                                   1000000000000000,
                                                   10000000000000000,
                                                   100000000000000000,
                                                   1000000000000000000};

static uint8_t scale_of(jb_value v)
{
    return v.type == JB_DECIMAL ? v.scale : 0;
}

bool jb_value_is_number(jb_value v)
{
    return v.type == JB_INT || v.type == JB_DECIMAL || v.type == JB_NUMBER;
}

/* Dividing two doubles that are exact rounds once; what is larger goes the long way through its
 * digits. */
double jb_decimal_number(int64_t integer, uint8_t scale)
{
    if (!scale)
        return (double)integer;
    if (integer <= 1LL << 53 && integer >= -(1LL << 53))
        return (double)integer / (double)jb_power_of_ten[scale];
    char text[40];
    snprintf(text, sizeof text, "%llde-%u", (long long)integer, scale);
    return strtod(text, NULL);
}

jb_value jb_exact_reduce(jb_value v)
{
    if (v.type != JB_DECIMAL)
        return v;
    while (v.scale && v.integer % 10 == 0)
        v.integer /= 10, v.scale--;
    return v.scale ? v : jb_int(v.integer);
}

static double wide_number(jb_wide total, uint8_t scale)
{
    if (scale <= JB_SCALE_MAX && total <= INT64_MAX && total >= INT64_MIN)
        return jb_decimal_number((int64_t)total, scale);
    char text[64];
    char digits[48];
    size_t n = 0;
    jb_uwide rest = total < 0 ? -(jb_uwide)total : (jb_uwide)total;
    for (; rest; rest /= 10)
        digits[n++] = (char)('0' + (int)(rest % 10));
    size_t at = 0;
    if (total < 0)
        text[at++] = '-';
    while (n)
        text[at++] = digits[--n];
    snprintf(text + at, sizeof text - at, "e-%u", scale);
    return strtod(text, NULL);
}

static jb_value wide_value(jb_wide total, unsigned scale)
{
    while (scale && total % 10 == 0)
        total /= 10, scale--;
    if (scale <= JB_SCALE_MAX && total <= INT64_MAX && total >= INT64_MIN)
        return (jb_value){.type = scale ? JB_DECIMAL : JB_INT,
                          .scale = (uint8_t)scale,
                          .integer = (int64_t)total};
    return jb_number(wide_number(total, (uint8_t)scale));
}

/* At most 2^63 × 10^18 < 2^123. */
static jb_wide widen(jb_value v, uint8_t scale)
{
    return (jb_wide)v.integer * jb_power_of_ten[scale - scale_of(v)];
}

static uint8_t common_scale(jb_value a, jb_value b)
{
    return scale_of(a) > scale_of(b) ? scale_of(a) : scale_of(b);
}

jb_value jb_exact_add(jb_value a, jb_value b)
{
    uint8_t scale = common_scale(a, b);
    return wide_value(widen(a, scale) + widen(b, scale), scale);
}

jb_value jb_exact_subtract(jb_value a, jb_value b)
{
    uint8_t scale = common_scale(a, b);
    return wide_value(widen(a, scale) - widen(b, scale), scale);
}

jb_value jb_exact_multiply(jb_value a, jb_value b)
{
    return wide_value((jb_wide)a.integer * b.integer, (unsigned)scale_of(a) + scale_of(b));
}

jb_value jb_exact_negate(jb_value v)
{
    return wide_value(-(jb_wide)v.integer, scale_of(v));
}

int jb_exact_cmp(jb_value a, jb_value b)
{
    uint8_t scale = common_scale(a, b);
    jb_wide l = widen(a, scale), r = widen(b, scale);
    return (l > r) - (l < r);
}

size_t jb_exact_digits(jb_value v, char digits[21], bool *negative)
{
    *negative = v.integer < 0;
    uint64_t size = v.integer < 0 ? 0 - (uint64_t)v.integer : (uint64_t)v.integer;
    return (size_t)snprintf(digits, 21, "%llu", (unsigned long long)size);
}

static void go_inexact(jb_sum *s)
{
    if (s->inexact)
        return;
    s->inexact = true;
    s->approx = wide_number(s->total, s->scale);
    s->rest = 0;
}

void jb_sum_add_number(jb_sum *s, double number)
{
    go_inexact(s);
    double sum = s->approx + number;
    if (isfinite(sum))
        s->rest += fabs(s->approx) >= fabs(number) ? (s->approx - sum) + number
                                                   : (number - sum) + s->approx;
    s->approx = sum;
}

void jb_sum_add_integer(jb_sum *s, int64_t integer, uint8_t scale)
{
    if (s->inexact) {
        jb_sum_add_number(s, jb_decimal_number(integer, scale));
        return;
    }
    jb_wide total = s->total, more = integer;
    uint8_t wide = scale > s->scale ? scale : s->scale;
    if (__builtin_mul_overflow(total, (jb_wide)jb_power_of_ten[wide - s->scale], &total) ||
        __builtin_mul_overflow(more, (jb_wide)jb_power_of_ten[wide - scale], &more) ||
        __builtin_add_overflow(total, more, &total)) {
        jb_sum_add_number(s, jb_decimal_number(integer, scale));
        return;
    }
    s->total = total;
    s->scale = wide;
}

void jb_sum_add(jb_sum *s, jb_value v)
{
    if (v.type == JB_NUMBER)
        jb_sum_add_number(s, v.number);
    else
        jb_sum_add_integer(s, v.integer, scale_of(v));
}

jb_value jb_sum_value(const jb_sum *s)
{
    return s->inexact ? jb_number(s->approx + s->rest) : wide_value(s->total, s->scale);
}

double jb_sum_number(const jb_sum *s)
{
    return s->inexact ? s->approx + s->rest : wide_number(s->total, s->scale);
}
