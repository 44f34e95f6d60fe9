#include "transform/comparison.h"

#include <math.h>

#include "base/time_unit.h"
#include "base/decimal.h"
#include "transform/bind.h"

static bool is_time(jb_value v)
{
    return v.type == JB_DATE || v.type == JB_DATETIME;
}

/* An instant as its milliseconds. */
static jb_value plain(jb_value v)
{
    return is_time(v) ? jb_number((double)jb_value_ms(v)) : v;
}

/* Null is 1970 in Vega's arithmetic, also before it is cut to a unit. */
static jb_value cut(const jb_comparison *c, jb_value v)
{
    double ms = jb_value_number(v);
    if (isnan(ms) || c->units.binned)
        return jb_number(ms);
    return jb_number((double)jb_time_floor(c->units, (int64_t)ms));
}

/* The cell as something to compare with. */
static jb_value read_cell(const jb_comparison *c, jb_value cell)
{
    jb_value v = jb_vega_value(c->scratch, cell, c->as);
    if (c->units.set && !(c->own && v.type == JB_NULL))
        return cut(c, v);
    return c->as == JB_VEGA_AS_IS ? v : plain(v);
}

/* -1, 0, 1: the cell against the value; 2 where nothing can be said. */
static int order_of(const jb_comparison *c, jb_value v, jb_value with)
{
    return v.type == JB_NULL && c->own ? 2 : jb_value_order(v, with);
}

/* ---- what is asked ---- */

static bool is_one_of(const jb_comparison *c, jb_value cell)
{
    jb_value v = read_cell(c, cell);
    for (size_t i = 0; i < c->values_n; i++)
        if (jb_value_same(v, c->values[i]))
            return true;
    return false;
}

static bool is_less(const jb_comparison *c, jb_value cell)
{
    return order_of(c, read_cell(c, cell), c->values[0]) < 0;
}

static bool is_at_most(const jb_comparison *c, jb_value cell)
{
    return order_of(c, read_cell(c, cell), c->values[0]) <= 0;
}

static bool is_greater(const jb_comparison *c, jb_value cell)
{
    return order_of(c, read_cell(c, cell), c->values[0]) == 1;
}

static bool is_at_least(const jb_comparison *c, jb_value cell)
{
    int order = order_of(c, read_cell(c, cell), c->values[0]);
    return order == 0 || order == 1;
}

/* The ends in either order; an open end is null. */
static bool is_between(const jb_comparison *c, jb_value cell)
{
    jb_value v = read_cell(c, cell), low = c->values[0], high = c->values[1];
    if (low.type != JB_NULL && high.type != JB_NULL && jb_value_order(high, low) < 0) {
        jb_value swap = low;
        low = high, high = swap;
    }
    int above = low.type == JB_NULL ? 1 : order_of(c, v, low);
    int below = high.type == JB_NULL ? -1 : order_of(c, v, high);
    return (above == 0 || above == 1) && below <= 0;
}

/* Neither null nor what no number can be made of; "" counts as 0 in Vega's arithmetic. */
static bool is_valid(const jb_comparison *c, jb_value cell)
{
    bool there = cell.type != JB_NULL && !(c->own && cell.type == JB_TEXT && !cell.n);
    return (there && isfinite(jb_value_number(read_cell(c, cell)))) == c->truth;
}

/* ---- reading ---- */

/* What is asked, in the order in which the first one counts. */
typedef struct question {
    bool given;
    const jb_value *values;
    size_t n;
    bool (*holds)(const jb_comparison *, jb_value);
} question;

static question question_of(const jb_predicate_spec *p)
{
    const question all[] = {{JB_GIVEN(p, equal), &p->equal, 1, is_one_of},
                            {JB_GIVEN(p, lt), &p->lt, 1, is_less},
                            {JB_GIVEN(p, gt), &p->gt, 1, is_greater},
                            {JB_GIVEN(p, lte), &p->lte, 1, is_at_most},
                            {JB_GIVEN(p, gte), &p->gte, 1, is_at_least},
                            {JB_GIVEN(p, one_of), p->one_of.at, p->one_of.n, is_one_of},
                            {JB_GIVEN(p, valid), NULL, 0, is_valid},
                            {JB_GIVEN(p, range), p->range.at, p->range.n, is_between}};
    for (size_t i = 0; i < JB_COUNT(all); i++)
        if (all[i].given)
            return all[i];
    return (question){0};
}

static jb_vega_kind kind_of(const jb_value *values, size_t n)
{
    if (!n || values[0].type == JB_BOOL || !jb_value_truth(values[0]))
        return JB_VEGA_AS_IS;
    return is_time(values[0])              ? JB_VEGA_DATE
           : values[0].type == JB_TEXT     ? JB_VEGA_TEXT
           : jb_value_is_number(values[0]) ? JB_VEGA_NUMBER
                                           : JB_VEGA_AS_IS;
}

jb_vega_kind jb_comparison_kind(const jb_predicate_spec *p)
{
    question asked = question_of(p);
    return JB_HAS(p, time_unit) ? JB_VEGA_DATE : kind_of(asked.values, asked.n);
}

static bool single(jb_time_units units)
{
    return units.set && !(units.set & (units.set - 1));
}

/* 3 beside the unit month is March (of 2012), beside year it is a year; 2012-01-01 was a Sunday. */
static double ms_of_part(jb_time_part part, double n)
{
    jb_civil c = {.year = 2012, .month = 1, .day = 1};
    int k = fabs(n) < 1e6 ? (int)n : 0;
    switch (part) {
    case JB_YEAR:
        c.year = k;
        break;
    case JB_QUARTER:
        c.month = 3 * k - 2;
        break;
    case JB_MONTH:
        c.month = k;
        break;
    case JB_MONTHDAY:
    case JB_DAYOFYEAR:
        c.day = k;
        break;
    case JB_WEEKDAY:
        c.day = k % 7 + 1;
        break;
    case JB_WEEK:
    case JB_ISOWEEK:
        c.day = 7 * k - 6;
        break;
    case JB_HOURS:
        c.hour = k;
        break;
    case JB_MINUTES:
        c.minute = k;
        break;
    case JB_SECONDS:
        c.second = k;
        break;
    case JB_MILLISECONDS:
        c.ms = k;
        break;
    case JB_TIME_PARTS:
        break;
    }
    return isnan(n) ? n : (double)jb_ms_of(&c);
}

/* "mar", "Monday", "31" beside a single unit. */
static double number_of_part(jb_time_part part, jb_str text)
{
    int named = part == JB_MONTH     ? jb_month_named(text) + 1
                : part == JB_WEEKDAY ? jb_weekday_named(text) + 1
                                     : 0;
    return named > 0 ? named - (part == JB_WEEKDAY) : jb_value_number(jb_text(text));
}

static jb_value in_units(jb_time_units units, jb_value v)
{
    jb_time_part part = jb_time_units_finest(units);
    if (is_time(v) || v.type == JB_NULL || v.type == JB_BOOL)
        return v;
    double ms = v.type == JB_TEXT ? jb_date_read_js(jb_value_str(v)) : jb_value_number(v);
    if (single(units) && v.type == JB_TEXT && isnan(ms))
        ms = ms_of_part(part, number_of_part(part, jb_value_str(v)));
    else if (single(units) && v.type != JB_TEXT && ms < 10000)
        ms = ms_of_part(part, ms);
    return jb_number(ms);
}

static void set_values(jb_comparison *c, jb_arena *a, const jb_value *values, size_t n)
{
    jb_value *copy = JB_NEW_N(a, jb_value, n + 2);
    for (size_t i = 0; i < n; i++)
        copy[i] = plain(c->units.set ? in_units(c->units, values[i]) : values[i]);
    c->values = copy;
    c->values_n = n;
}

bool jb_comparison_read(jb_ctx *cx, jb_arena *a, const jb_predicate_spec *p, bool own,
                        jb_comparison *c)
{
    question asked = question_of(p);
    *c = (jb_comparison){.holds = asked.holds, .own = own, .scratch = a, .truth = p->valid};
    c->units = jb_time_unit_units(p->time_unit);
    c->as = jb_comparison_kind(p);
    set_values(c, a, asked.values, asked.n);
    if (!asked.given) {
        jb_fail(cx, JB_SPAN(p, field), "what is “%.*s” compared with", JB_F(p->field));
        jb_hint(cx, "add equal, lt, lte, gt, gte, range, oneOf or valid");
    } else if (asked.holds == is_between && asked.n != 2) {
        jb_fail(cx, JB_SPAN(p, range), "a range has two ends");
        return false;
    }
    return asked.given;
}

jb_comparison jb_comparison_one_of(jb_arena *a, const jb_value *values, size_t n)
{
    jb_comparison c = {.holds = is_one_of, .scratch = a, .as = kind_of(values, n)};
    set_values(&c, a, values, n);
    return c;
}

jb_comparison jb_comparison_between(jb_arena *a, const jb_value *ends)
{
    jb_comparison c = {.holds = is_between, .scratch = a, .as = kind_of(ends, 2)};
    set_values(&c, a, ends, 2);
    return c;
}
