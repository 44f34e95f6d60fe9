#include "base/digits.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"

static void strip_zeros(jb_digits *g)
{
    while (g->n && g->d[g->n - 1] == '0')
        g->n--;
}

/* A double's exact value begins with 61 digits; no value within 20 decimals of a tie needs more to
 * be told from it. Fifteen digits name any decimal of that length again, so the shortest text has
 * at most as many as the first precision that reads back; subnormal numbers have fewer good digits
 * and are searched from one. */
jb_digits jb_digits_of_double(double x, bool exact)
{
    char text[96];
    jb_digits g = {.n = 0};
    for (int precision = exact ? 60 : x < DBL_MIN ? 0 : 14; precision < 61; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, x);
        if (exact || strtod(text, NULL) == x)
            break;
    }
    const char *p = text;
    for (; *p != 'e'; p++)
        if (*p != '.')
            g.d[g.n++] = *p;
    g.point = atoi(p + 1) + 1;
    strip_zeros(&g);
    return g;
}

jb_digits jb_digits_of(jb_value v, bool exact)
{
    if (!jb_value_exact(v))
        return jb_digits_of_double(fabs(v.number), exact);
    char text[21];
    bool negative;
    jb_digits g = {.n = (int)jb_exact_digits(v, text, &negative)};
    memcpy(g.d, text, (size_t)g.n);
    g.point = g.n - (v.type == JB_DECIMAL ? v.scale : 0);
    if (!v.integer)
        g.n = 0;
    strip_zeros(&g);
    return g;
}

void jb_digits_round(jb_digits *g, int keep)
{
    if (keep >= g->n)
        return;
    bool up = keep >= 0 && g->d[keep] >= '5';
    g->n = keep > 0 ? keep : 0;
    if (up) {
        int i = g->n;
        while (i > 0 && g->d[i - 1] == '9')
            i--;
        if (i) {
            g->d[i - 1]++;
            g->n = i;
        } else { /* 9.99 → 10 */
            g->d[0] = '1';
            g->n = 1;
            g->point++;
        }
    }
    strip_zeros(g);
}

static char digit_at(const jb_digits *g, int i)
{
    return i >= 0 && i < g->n ? g->d[i] : '0';
}

static void add_digits(jb_buf *b, const jb_digits *g, int from, int to)
{
    for (int i = from; i < to; i++)
        jb_buf_byte(b, digit_at(g, i));
}

void jb_digits_plain(jb_buf *b, const jb_digits *g, int decimals)
{
    int point = g->n ? g->point : 0;
    if (point > 0)
        add_digits(b, g, 0, point);
    else
        jb_buf_byte(b, '0');
    if (decimals > 0)
        jb_buf_byte(b, '.');
    add_digits(b, g, point > 0 ? point : point, point + decimals);
}

void jb_digits_fixed(jb_buf *b, jb_digits g, int decimals)
{
    jb_digits_round(&g, g.point + decimals);
    jb_digits_plain(b, &g, decimals);
}

void jb_digits_exponential(jb_buf *b, jb_digits g, int decimals)
{
    jb_digits_round(&g, decimals + 1);
    jb_buf_byte(b, digit_at(&g, 0));
    if (decimals)
        jb_buf_byte(b, '.');
    add_digits(b, &g, 1, decimals + 1);
    jb_buf_printf(b, "e%+d", g.n ? g.point - 1 : 0);
}

void jb_digits_general(jb_buf *b, jb_digits g, int precision)
{
    jb_digits_round(&g, precision);
    int exponent = g.n ? g.point - 1 : 0;
    if (exponent < -6 || exponent >= precision)
        jb_digits_exponential(b, g, precision - 1);
    else
        jb_digits_plain(b, &g, precision - 1 - exponent);
}

void jb_digits_rounded(jb_buf *b, jb_digits g, int precision)
{
    if (!g.n) { /* zero has none */
        jb_buf_byte(b, '0');
        return;
    }
    jb_digits_round(&g, precision);
    int decimals = precision - g.point;
    jb_digits_plain(b, &g, decimals > 0 ? decimals : 0);
}
