/* Columns out of values. */
#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "data/table.h"

/* What the values of a column have in common. */
typedef struct common {
    bool types[JB_ANY + 1];
    uint8_t scale;  /* the largest */
    uint8_t digits; /* before the point, of the longest exact value */
    bool large;     /* an integer that a double does not hold */
    bool any_null, any_missing;
} common;

static uint8_t digits_of(int64_t integer)
{
    uint64_t rest = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
    uint8_t n = 0;
    for (; rest; rest /= 10)
        n++;
    return n;
}

static void note_exact(common *k, const jb_value *v)
{
    uint8_t digits = digits_of(v->integer);
    uint8_t whole = digits > v->scale ? (uint8_t)(digits - v->scale) : 0;
    if (whole > k->digits)
        k->digits = whole;
    if (v->scale > k->scale)
        k->scale = v->scale;
    k->large |= v->integer > 1LL << 53 || v->integer < -(1LL << 53);
}

static bool is_missing(const jb_value *v)
{
    return v->type == JB_NULL && v->scale;
}

static common survey(const jb_value *values, size_t n)
{
    common k = {0};
    for (size_t i = 0; i < n; i++) {
        const jb_value *v = &values[i];
        k.types[v->type] = true;
        k.any_missing |= is_missing(v);
        if (v->type == JB_INT || v->type == JB_DECIMAL)
            note_exact(&k, v);
    }
    k.any_null = k.types[JB_NULL];
    return k;
}

/* A scale's int64 holds 18 digits for certain. */
static jb_type number_type(const common *k)
{
    if (!k->types[JB_NUMBER] && !k->types[JB_DECIMAL])
        return JB_INT;
    if (!k->types[JB_NUMBER] && k->digits + k->scale <= 18)
        return JB_DECIMAL;
    return k->large && k->types[JB_INT] ? JB_ANY : JB_NUMBER;
}

static jb_type narrowest(const common *k)
{
    size_t kinds = 0;
    jb_type only = JB_NULL;
    bool numbers = k->types[JB_INT] || k->types[JB_DECIMAL] || k->types[JB_NUMBER];
    for (jb_type t = JB_BOOL; t < JB_ANY; t++)
        if (k->types[t] && t != JB_INT && t != JB_DECIMAL && t != JB_NUMBER)
            kinds++, only = t;
    if (!kinds)
        return numbers ? number_type(k) : JB_NULL;
    return kinds == 1 && !numbers ? only : JB_ANY;
}

static uint64_t *nulls_of(jb_arena *a, const jb_value *values, size_t n)
{
    uint64_t *nulls = JB_NEW_N(a, uint64_t, n / 64 + 1);
    for (size_t i = 0; i < n; i++)
        nulls[i / 64] |= (uint64_t)(values[i].type == JB_NULL) << i % 64;
    return nulls;
}

static uint64_t *missing_of(jb_arena *a, const jb_value *values, size_t n)
{
    uint64_t *missing = JB_NEW_N(a, uint64_t, n / 64 + 1);
    for (size_t i = 0; i < n; i++)
        missing[i / 64] |= (uint64_t)is_missing(&values[i]) << i % 64;
    return missing;
}

static const int64_t *integers_of(jb_arena *a, const jb_value *values, size_t n, uint8_t scale)
{
    int64_t *to = JB_NEW_N(a, int64_t, n);
    for (size_t i = 0; i < n; i++)
        if (values[i].type != JB_NULL)
            to[i] = values[i].integer * jb_power_of_ten[scale - values[i].scale];
    return to;
}

static const double *numbers_of(jb_arena *a, const jb_value *values, size_t n)
{
    double *to = JB_NEW_N(a, double, n);
    for (size_t i = 0; i < n; i++)
        to[i] = jb_value_measure(values[i]);
    return to;
}

static const uint8_t *truths_of(jb_arena *a, const jb_value *values, size_t n)
{
    uint8_t *to = JB_NEW_N(a, uint8_t, n);
    for (size_t i = 0; i < n; i++)
        to[i] = values[i].type == JB_BOOL && values[i].truth;
    return to;
}

static const jb_str *texts_of(jb_arena *a, const jb_value *values, size_t n)
{
    jb_str *to = JB_NEW_N(a, jb_str, n);
    for (size_t i = 0; i < n; i++)
        if (values[i].type == JB_TEXT)
            to[i] = jb_value_str(values[i]);
    return to;
}

static const jb_value *copy_of(jb_arena *a, const jb_value *values, size_t n)
{
    jb_value *to = JB_NEW_N(a, jb_value, n);
    if (n)
        memcpy(to, values, n * sizeof *to);
    return to;
}

jb_column jb_column_of(jb_arena *a, jb_str name, const jb_value *values, size_t rows)
{
    common k = survey(values, rows);
    jb_column c = {.name = name, .type = narrowest(&k)};
    switch (c.type) {
    case JB_BOOL:
        c.truths = truths_of(a, values, rows);
        break;
    case JB_DECIMAL:
        c.scale = k.scale;
        c.integers = integers_of(a, values, rows, c.scale);
        break;
    case JB_INT:
    case JB_DATE:
    case JB_DATETIME:
        c.integers = integers_of(a, values, rows, 0);
        break;
    case JB_NUMBER:
        c.numbers = numbers_of(a, values, rows);
        break;
    case JB_TEXT:
        c.texts = texts_of(a, values, rows);
        break;
    case JB_NULL:
    case JB_LISTED:
    case JB_OBJECT:
    case JB_ANY:
        c.values = copy_of(a, values, rows);
        break;
    }
    c.nulls = k.any_null ? nulls_of(a, values, rows) : NULL;
    c.missing = k.any_missing ? missing_of(a, values, rows) : NULL;
    return c;
}
