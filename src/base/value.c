#include "base/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/digits.h"
#include "base/tree.h"

/* ---- numbers as text ---- */

static size_t put_digits(char *out, const char *digits, int n, int exponent)
{
    char *p = out;
    if (exponent >= n - 1 && exponent < 21) { /* 1234000 */
        memcpy(p, digits, (size_t)n), p += n;
        for (int i = n - 1; i < exponent; i++)
            *p++ = '0';
    } else if (exponent >= 0 && exponent < 21) { /* 12.34 */
        memcpy(p, digits, (size_t)exponent + 1), p += exponent + 1;
        *p++ = '.';
        memcpy(p, digits + exponent + 1, (size_t)(n - exponent - 1)), p += n - exponent - 1;
    } else if (exponent < 0 && exponent >= -6) { /* 0.001234 */
        *p++ = '0', *p++ = '.';
        for (int i = -1; i > exponent; i--)
            *p++ = '0';
        memcpy(p, digits, (size_t)n), p += n;
    } else { /* 1.234e+21 */
        *p++ = digits[0];
        if (n > 1) {
            *p++ = '.';
            memcpy(p, digits + 1, (size_t)n - 1), p += n - 1;
        }
        p += snprintf(p, 8, "e%+d", exponent);
    }
    return (size_t)(p - out);
}

static size_t number_put(char out[40], double number)
{
    if (isnan(number))
        return (size_t)snprintf(out, 40, "NaN");
    if (isinf(number))
        return (size_t)snprintf(out, 40, number < 0 ? "-Infinity" : "Infinity");
    if (number == 0)
        return (size_t)snprintf(out, 40, "0");
    if (fabs(number) < 1e15 && number == trunc(number))
        return (size_t)snprintf(out, 40, "%lld", (long long)number);
    jb_digits g = jb_digits_of_double(fabs(number), false);
    size_t sign = number < 0;
    if (sign)
        out[0] = '-';
    return sign + put_digits(out + sign, g.d, g.n, g.point - 1);
}

jb_str jb_number_text(jb_arena *a, double number)
{
    char text[40];
    size_t n = number_put(text, number);
    return jb_str_dup(a, (jb_str){text, n});
}

void jb_number_put(jb_buf *b, double number)
{
    char text[40];
    jb_buf_add(b, (jb_str){text, number_put(text, number)});
}

static size_t decimal_put(char out[40], jb_value v)
{
    v = jb_exact_reduce(v);
    if (v.type == JB_INT)
        return (size_t)snprintf(out, 40, "%lld", (long long)v.integer);
    char digits[21];
    bool negative;
    size_t n = jb_exact_digits(v, digits, &negative), at = 0;
    if (negative)
        out[at++] = '-';
    if (n <= v.scale) {
        out[at++] = '0', out[at++] = '.';
        for (size_t i = n; i < v.scale; i++)
            out[at++] = '0';
        memcpy(out + at, digits, n);
        return at + n;
    }
    memcpy(out + at, digits, n - v.scale), at += n - v.scale;
    out[at++] = '.';
    memcpy(out + at, digits + n - v.scale, v.scale);
    return at + v.scale;
}

/* ---- text as numbers ---- */

/* The parts of a decimal literal: its significant digits as an integer while they fit, and the
 * power of ten. */
typedef struct literal {
    uint64_t mantissa;
    int64_t exponent; /* value = mantissa × 10^exponent if !cut */
    int digits;       /* significant, leading zeros apart */
    bool negative, cut;
} literal;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

enum { SURE_DIGITS = 19 }; /* so many fit into 64 bits whatever they are */

static size_t scan_digits(jb_str s, size_t at, literal *l, bool fraction)
{
    size_t from = at;
    if (s.n <= SURE_DIGITS) {
        for (; at < s.n && is_digit(s.p[at]); at++)
            l->mantissa = l->mantissa * 10 + (uint64_t)(s.p[at] - '0');
        l->exponent -= fraction ? (int64_t)(at - from) : 0;
        return at;
    }
    for (; at < s.n && is_digit(s.p[at]); at++) {
        uint64_t d = (uint64_t)(s.p[at] - '0');
        if (l->digits < SURE_DIGITS) {
            l->mantissa = l->mantissa * 10 + d;
            l->exponent -= fraction;
        } else {
            l->cut = l->cut || d;
            l->exponent += !fraction;
        }
        l->digits += l->digits || d;
    }
    return at;
}

static bool scan_exponent(jb_str s, size_t at, literal *l)
{
    bool negative = at < s.n && s.p[at] == '-';
    if (at < s.n && (s.p[at] == '-' || s.p[at] == '+'))
        at++;
    if (at == s.n)
        return false;
    int64_t e = 0;
    for (; at < s.n && is_digit(s.p[at]); at++)
        e = e < 100000 ? e * 10 + (s.p[at] - '0') : e;
    l->exponent += negative ? -e : e;
    return at == s.n;
}

/* -12.5e3, +1, .5, 5. */
static bool scan(jb_str s, literal *l)
{
    *l = (literal){0};
    size_t at = 0;
    if (at < s.n && (s.p[at] == '-' || s.p[at] == '+'))
        l->negative = s.p[at++] == '-';
    size_t whole = at;
    at = scan_digits(s, at, l, false);
    size_t n = at - whole;
    if (at < s.n && s.p[at] == '.') {
        size_t from = ++at;
        at = scan_digits(s, at, l, true);
        n += at - from;
    }
    if (!n)
        return false;
    if (at == s.n)
        return true;
    return (s.p[at] == 'e' || s.p[at] == 'E') && scan_exponent(s, at + 1, l);
}

static double literal_number(jb_str s, const literal *l)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (!l->cut && l->mantissa <= 1ULL << 53 && l->exponent >= -22 && l->exponent <= 22) {
        double m = (double)l->mantissa; /* both exact: one rounding, the right one */
        m = l->exponent < 0 ? m / powers[-l->exponent] : m * powers[l->exponent];
        return l->negative ? -m : m;
    }
    char text[1024];
    if (s.n < sizeof text) {
        memcpy(text, s.p, s.n);
        text[s.n] = 0;
    } else { /* what lies behind 19 digits and is not zero only breaks ties */
        snprintf(text, sizeof text, "%s%llu%se%lld", l->negative ? "-" : "",
                 (unsigned long long)l->mantissa, l->cut ? "1" : "",
                 (long long)l->exponent - l->cut);
    }
    return strtod(text, NULL);
}

bool jb_number_read(jb_str s, double *number)
{
    literal l;
    if (!scan(s, &l))
        return false;
    *number = literal_number(s, &l);
    return true;
}

bool jb_exact_read(jb_str s, jb_value *v)
{
    literal l;
    if (!scan(s, &l))
        return false;
    uint64_t m = l.mantissa;
    int64_t e = m ? l.exponent : 0;
    for (; e < 0 && m % 10 == 0; e++)
        m /= 10;
    for (; e > 0 && m <= UINT64_MAX / 10; e--)
        m *= 10;
    if (l.cut || e > 0 || e < -18 || m > (uint64_t)INT64_MAX + l.negative) {
        *v = jb_number(literal_number(s, &l));
        return true;
    }
    int64_t integer = (int64_t)(l.negative ? 0 - m : m);
    *v = (jb_value){.type = e ? JB_DECIMAL : JB_INT, .scale = (uint8_t)-e, .integer = integer};
    return true;
}

bool jb_radix_read(jb_str s, double *number)
{
    if (s.n < 3 || s.p[0] != '0')
        return false;
    int radix = s.p[1] == 'x' || s.p[1] == 'X'   ? 16
                : s.p[1] == 'o' || s.p[1] == 'O' ? 8
                : s.p[1] == 'b' || s.p[1] == 'B' ? 2
                                                 : 0;
    double sum = 0;
    for (size_t i = 2; i < s.n; i++) {
        char c = s.p[i];
        int d = is_digit(c)            ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : 99;
        if (d >= radix)
            return false;
        sum = sum * radix + d;
    }
    *number = sum;
    return radix != 0;
}

static double text_number(jb_str s)
{
    s = jb_str_trim(s);
    double number;
    if (!s.n)
        return 0;
    if (jb_number_read(s, &number) || jb_radix_read(s, &number))
        return number;
    if (jb_str_eq(s, JB_S("Infinity")) || jb_str_eq(s, JB_S("+Infinity")))
        return INFINITY;
    return jb_str_eq(s, JB_S("-Infinity")) ? -INFINITY : NAN;
}

/* ---- coercions ---- */

/* JavaScript turns a list into its text first: [] is 0, [7] is 7. */
static double list_number(jb_value v)
{
    return v.n == 0 ? 0 : v.n == 1 ? jb_value_number(v.items[0]) : NAN;
}

double jb_value_number(jb_value v)
{
    switch ((jb_type)v.type) {
    case JB_NULL:
        return v.scale ? NAN : 0; /* undefined : null */
    case JB_BOOL:
        return v.truth;
    case JB_INT:
        return (double)v.integer;
    case JB_DECIMAL:
        return jb_decimal_number(v.integer, v.scale);
    case JB_NUMBER:
        return v.number;
    case JB_TEXT:
        return text_number(jb_value_str(v));
    case JB_DATE:
    case JB_DATETIME:
        return (double)jb_value_ms(v);
    case JB_LISTED:
        return list_number(v);
    case JB_OBJECT:
    case JB_ANY:
        break;
    }
    return NAN;
}

double jb_value_measure(jb_value v)
{
    if (v.type == JB_NULL || (v.type == JB_TEXT && !v.n))
        return NAN;
    return jb_value_number(v);
}

static void add_text(jb_buf *b, jb_value v)
{
    char text[40];
    switch ((jb_type)v.type) {
    case JB_NULL:
        jb_buf_add(b, v.scale ? JB_S("undefined") : JB_S("null"));
        return;
    case JB_BOOL:
        jb_buf_add(b, v.truth ? JB_S("true") : JB_S("false"));
        return;
    case JB_INT:
    case JB_DECIMAL:
        jb_buf_add(b, (jb_str){text, decimal_put(text, v)});
        return;
    case JB_NUMBER:
        jb_buf_add(b, (jb_str){text, number_put(text, v.number)});
        return;
    case JB_TEXT:
        jb_buf_add(b, jb_value_str(v));
        return;
    case JB_DATE:
        jb_buf_add(b, (jb_str){text, jb_date_put_day(text, v.integer)});
        return;
    case JB_DATETIME:
        jb_buf_add(b, (jb_str){text, jb_date_put_iso(text, v.integer)});
        return;
    case JB_LISTED:
        for (uint32_t i = 0; i < v.n; i++) {
            if (i)
                jb_buf_byte(b, ',');
            if (v.items[i].type != JB_NULL)
                add_text(b, v.items[i]);
        }
        return;
    case JB_OBJECT:
        jb_buf_add(b, JB_S("[object Object]"));
        return;
    case JB_ANY:
        return;
    }
}

jb_str jb_value_text(jb_arena *a, jb_value v)
{
    if (v.type == JB_TEXT)
        return jb_value_str(v);
    jb_buf b = jb_buf_new(a);
    add_text(&b, v);
    return b.text;
}

bool jb_value_truth(jb_value v)
{
    switch ((jb_type)v.type) {
    case JB_NULL:
        return false;
    case JB_BOOL:
        return v.truth;
    case JB_INT:
    case JB_DECIMAL:
        return v.integer != 0;
    case JB_NUMBER:
        return v.number != 0 && !isnan(v.number);
    case JB_TEXT:
        return v.n != 0;
    case JB_DATE:
    case JB_DATETIME:
    case JB_LISTED:
    case JB_OBJECT:
    case JB_ANY:
        break;
    }
    return true;
}

/* ---- order and equality ---- */

/* The kinds that are compared among themselves, in the order of sorting. */
typedef enum kind {
    KIND_NULL,
    KIND_NAN,
    KIND_BOOL,
    KIND_NUMBER,
    KIND_TIME,
    KIND_TEXT,
    KIND_LIST,
    KIND_OBJECT
} kind;

static kind kind_of(jb_value v)
{
    switch ((jb_type)v.type) {
    case JB_NULL:
        return KIND_NULL;
    case JB_BOOL:
        return KIND_BOOL;
    case JB_NUMBER:
        return isnan(v.number) ? KIND_NAN : KIND_NUMBER;
    case JB_INT:
    case JB_DECIMAL:
        return KIND_NUMBER;
    case JB_DATE:
    case JB_DATETIME:
        return KIND_TIME;
    case JB_TEXT:
        return KIND_TEXT;
    case JB_LISTED:
        return KIND_LIST;
    case JB_OBJECT:
    case JB_ANY:
        break;
    }
    return KIND_OBJECT;
}

/* Exact among exact ones; beside a double, a decimal stands for the double that its text means. */
static int cmp_number(jb_value a, jb_value b)
{
    if (jb_value_exact(a) && jb_value_exact(b))
        return jb_exact_cmp(a, b);
    double l = jb_value_number(a), r = jb_value_number(b);
    return (l > r) - (l < r);
}

static int cmp_list(jb_value a, jb_value b)
{
    for (uint32_t i = 0; i < a.n && i < b.n; i++) {
        int c = jb_value_cmp(a.items[i], b.items[i]);
        if (c)
            return c;
    }
    return (a.n > b.n) - (a.n < b.n);
}

static int cmp_object(jb_value a, jb_value b)
{
    for (uint32_t i = 0; i < a.n && i < b.n; i++) {
        int c = jb_str_cmp(a.members[i].name, b.members[i].name);
        if (!c)
            c = jb_value_cmp(a.members[i].value, b.members[i].value);
        if (c)
            return c;
    }
    return (a.n > b.n) - (a.n < b.n);
}

int jb_value_cmp(jb_value a, jb_value b)
{
    kind ka = kind_of(a), kb = kind_of(b);
    if (ka != kb)
        return ka < kb ? -1 : 1;
    switch (ka) {
    case KIND_NULL:
    case KIND_NAN:
        return 0;
    case KIND_BOOL:
        return a.truth - b.truth;
    case KIND_NUMBER:
        return cmp_number(a, b);
    case KIND_TIME: {
        int64_t l = jb_value_ms(a), r = jb_value_ms(b);
        return (l > r) - (l < r);
    }
    case KIND_TEXT:
        return jb_str_cmp(jb_value_str(a), jb_value_str(b));
    case KIND_LIST:
        return cmp_list(a, b);
    case KIND_OBJECT:
        break;
    }
    return cmp_object(a, b);
}

bool jb_value_eq(jb_value a, jb_value b)
{
    if (a.type == JB_TEXT && b.type == JB_TEXT)
        return jb_str_eq(jb_value_str(a), jb_value_str(b));
    if (a.type == JB_NULL && b.type == JB_NULL)
        return a.scale == b.scale;
    return jb_value_cmp(a, b) == 0;
}

static uint64_t mix(uint64_t h)
{
    h ^= h >> 32;
    h *= 0x9E3779B97F4A7C15u;
    return h ^ (h >> 29);
}

static uint64_t hash_number(double number)
{
    uint64_t bits;
    number += 0.0; /* -0 is 0 */
    memcpy(&bits, &number, sizeof bits);
    return mix(bits);
}

uint64_t jb_value_hash(jb_value v)
{
    uint64_t h = kind_of(v);
    switch (kind_of(v)) {
    case KIND_NULL:
    case KIND_NAN:
        return mix(h);
    case KIND_BOOL:
        return mix(h + 16 + v.truth);
    case KIND_NUMBER:
        return hash_number(jb_value_number(v));
    case KIND_TIME:
        return mix((uint64_t)jb_value_ms(v) + 1);
    case KIND_TEXT:
        return jb_str_hash(jb_value_str(v));
    case KIND_LIST:
        for (uint32_t i = 0; i < v.n; i++)
            h = mix(h * 31 + jb_value_hash(v.items[i]));
        return h;
    case KIND_OBJECT:
        break;
    }
    for (uint32_t i = 0; v.type == JB_OBJECT && i < v.n; i++)
        h = mix(h * 31 + jb_str_hash(v.members[i].name) + jb_value_hash(v.members[i].value));
    return h;
}

/* ---- JSON ---- */

void jb_value_json(jb_buf *b, jb_value v)
{
    switch ((jb_type)v.type) {
    case JB_NUMBER:
        if (isfinite(v.number))
            add_text(b, v);
        else
            jb_buf_add(b, JB_S("null"));
        return;
    case JB_TEXT:
        jb_json_string(b, jb_value_str(v));
        return;
    case JB_DATE:
    case JB_DATETIME: {
        char text[40];
        size_t n =
            v.type == JB_DATE ? jb_date_put_day(text, v.integer) : jb_date_put_iso(text, v.integer);
        jb_json_string(b, (jb_str){text, n});
        return;
    }
    case JB_LISTED:
        jb_buf_byte(b, '[');
        for (uint32_t i = 0; i < v.n; i++) {
            if (i)
                jb_buf_byte(b, ',');
            jb_value_json(b, v.items[i]);
        }
        jb_buf_byte(b, ']');
        return;
    case JB_OBJECT:
        jb_buf_byte(b, '{');
        for (uint32_t i = 0; i < v.n; i++) {
            if (i)
                jb_buf_byte(b, ',');
            jb_json_string(b, v.members[i].name);
            jb_buf_byte(b, ':');
            jb_value_json(b, v.members[i].value);
        }
        jb_buf_byte(b, '}');
        return;
    case JB_NULL:
        jb_buf_add(b, JB_S("null"));
        return;
    case JB_BOOL:
    case JB_INT:
    case JB_DECIMAL:
    case JB_ANY:
        add_text(b, v);
        return;
    }
}
