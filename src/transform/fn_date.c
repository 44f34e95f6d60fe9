/* Dates. Local time is UTC, so that each function and its utc twin are one. */
#include <math.h>
#include <stdlib.h>

#include "base/decimal.h"
#include "base/timeformat.h"
#include "transform/function.h"

static int64_t part_of(int64_t ms, jb_time_part part)
{
    jb_civil c = jb_civil_of(ms);
    switch (part) {
    case JB_YEAR:
        return c.year;
    case JB_QUARTER:
        return (c.month - 1) / 3 + 1;
    case JB_MONTH: /* from 0, as in JavaScript */
        return c.month - 1;
    case JB_WEEK:
        return jb_week_of_year(ms, 0);
    case JB_ISOWEEK:
        return jb_iso_week(ms, NULL);
    case JB_MONTHDAY:
        return c.day;
    case JB_WEEKDAY:
        return c.weekday;
    case JB_DAYOFYEAR:
        return jb_day_of_year(ms);
    case JB_HOURS:
        return c.hour;
    case JB_MINUTES:
        return c.minute;
    case JB_SECONDS:
        return c.second;
    case JB_MILLISECONDS:
    case JB_TIME_PARTS:
        break;
    }
    return c.ms;
}

static bool no_date(double ms)
{
    return !(fabs(ms) <= (double)JB_TIME_MAX);
}

/* Null in our own tools is no date; in JavaScript it is 1970. */
static bool unknown(const jb_call *c, size_t i)
{
    return c->bound->scope->own && jb_arg(c, i).type == JB_NULL;
}

jb_value jb_fn_part(const jb_call *c)
{
    if (unknown(c, 0))
        return jb_null();
    double ms = jb_arg_ms(c, 0);
    return no_date(ms) ? jb_number((double)NAN)
                       : jb_int(part_of((int64_t)ms, (jb_time_part)c->row->part));
}

jb_value jb_fn_now(const jb_call *c)
{
    (void)c;
    const char *seconds = getenv("SOURCE_DATE_EPOCH"); /* bound only if it is set */
    return jb_number(seconds ? strtod(seconds, NULL) * 1000 : (double)NAN);
}

/* Year, month from 0, day, hour, minute, second, millisecond; years 0 to 99 are 1900 to 1999. */
static double ms_of_parts(const jb_call *c)
{
    double part[7] = {0, 0, 1, 0, 0, 0, 0};
    for (size_t i = 0; i < c->n && i < 7; i++) {
        part[i] = trunc(jb_value_number(c->args[i]));
        if (!(fabs(part[i]) <= 1e9))
            return (double)NAN;
    }
    if (part[0] >= 0 && part[0] <= 99)
        part[0] += 1900;
    if (fabs(part[0]) > 300000 || fabs(part[1]) > 4e6)
        return (double)NAN;
    double days = (double)jb_days_of((int64_t)part[0], (int)part[1] + 1, 1) + part[2] - 1;
    double ms =
        days * (double)JB_DAY_MS + part[3] * 3600000 + part[4] * 60000 + part[5] * 1000 + part[6];
    return no_date(ms) ? (double)NAN : ms;
}

jb_value jb_fn_datetime(const jb_call *c)
{
    if (!c->n)
        return jb_ms_value(jb_fn_now(c).number);
    if (unknown(c, 0))
        return jb_null();
    return jb_ms_value(c->n == 1 ? jb_arg_ms(c, 0) : ms_of_parts(c));
}

jb_value jb_fn_utc(const jb_call *c)
{
    return jb_number(ms_of_parts(c));
}

jb_value jb_fn_time(const jb_call *c)
{
    return unknown(c, 0) ? jb_null() : jb_number(jb_arg_ms(c, 0));
}

jb_value jb_fn_timezoneoffset(const jb_call *c)
{
    return no_date(jb_arg_ms(c, 0)) ? jb_number((double)NAN) : jb_int(0);
}

static jb_str member_text(jb_value object, jb_str name)
{
    jb_value v = jb_value_member(object, name);
    return v.type == JB_TEXT ? jb_value_str(v) : (jb_str){NULL, 0};
}

static jb_time_specifiers specifiers_of(jb_value object)
{
    jb_time_specifiers s = {.year_month = member_text(object, JB_S("year-month")),
                            .year_month_date = member_text(object, JB_S("year-month-date")),
                            .year_isoweek = member_text(object, JB_S("year-isoweek")),
                            .hours_minutes = member_text(object, JB_S("hours-minutes"))};
    for (int part = 0; part < JB_TIME_PARTS; part++)
        s.by_unit[part] = member_text(object, jb_time_part_names[part]);
    return s;
}

jb_value jb_fn_time_format(const jb_call *c)
{
    if (c->args[0].type == JB_NULL)
        return jb_text(JB_S("null"));
    jb_value by = jb_arg(c, 1);
    double ms = jb_arg_ms(c, 0);
    if (by.type == JB_TEXT)
        return jb_text(jb_time_format(jb_call_arena(c), jb_value_str(by), c->bound->locale, ms));
    jb_time_specifiers s = specifiers_of(by);
    return jb_text(jb_time_format_multi(jb_call_arena(c), &s, c->bound->locale, ms));
}

jb_value jb_fn_time_parse(const jb_call *c)
{
    double ms = jb_time_parse(jb_arg_text(c, 1), c->bound->locale, jb_arg_text(c, 0));
    return isnan(ms) ? jb_null() : jb_ms_value(ms);
}

static bool unit_of(const jb_call *c, jb_time_part *unit)
{
    if (jb_time_part_read(jb_arg_text(c, 0), unit))
        return true;
    JB_ROW_FAIL(c, "“%.*s” is no unit of time", JB_F(jb_brief(c->bound->cx, jb_arg_text(c, 0))));
    return false;
}

jb_value jb_fn_time_offset(const jb_call *c)
{
    jb_time_part unit;
    double ms = jb_arg_ms(c, 1);
    if (!unit_of(c, &unit) || no_date(ms))
        return jb_undefined();
    return jb_ms_value((double)jb_time_part_offset(unit, (int64_t)ms, jb_arg_number(c, 2, 1)));
}

enum { SEQUENCE_MOST = 1000000 };

/* The first unit at or after start, then each step-th one before stop. */
jb_value jb_fn_time_sequence(const jb_call *c)
{
    jb_time_part unit;
    double start = jb_arg_ms(c, 1), stop = jb_arg_ms(c, 2), step = floor(jb_arg_number(c, 3, 1));
    if (!unit_of(c, &unit) || no_date(start) || no_date(stop) || !(step > 0))
        return jb_list_value(NULL, 0);
    JB_LIST(jb_value) dates = {0};
    int64_t at = jb_time_part_floor(unit, (int64_t)start);
    if ((double)at < start)
        at = jb_time_part_offset(unit, at, 1);
    for (; (double)at < stop; at = jb_time_part_offset(unit, at, step)) {
        if (dates.n == SEQUENCE_MOST) {
            JB_ROW_FAIL(c, "a sequence of more than %d dates", SEQUENCE_MOST);
            return jb_null();
        }
        *JB_PUSH(jb_call_arena(c), &dates) = jb_datetime(at);
    }
    return jb_list_value(dates.at, dates.n);
}

jb_value jb_fn_time_unit_specifier(const jb_call *c)
{
    jb_time_units units = {0};
    jb_value v = c->args[0];
    for (uint32_t i = 0; i < (v.type == JB_LISTED ? v.n : 1); i++) {
        jb_value name = v.type == JB_LISTED ? v.items[i] : v;
        jb_time_part part;
        if (!jb_time_part_read(jb_value_text(jb_call_arena(c), name), &part)) {
            JB_ROW_FAIL(c, "“%.*s” is no unit of time",
                        JB_F(jb_brief(c->bound->cx, jb_value_text(jb_call_arena(c), name))));
            return jb_null();
        }
        units.set |= (uint16_t)(1u << part);
    }
    jb_time_specifiers s = specifiers_of(jb_arg(c, 1));
    return jb_text(jb_time_units_specifier(jb_call_arena(c), units, &s));
}

/* The name of a month from 0, or of a weekday from 0 (Sunday): of a day in 2000 that has it. */
static jb_value name_of(const jb_call *c, int month, int day, jb_str specifier)
{
    jb_value v = c->args[0];
    bool number = jb_value_is_number(v) || (!month && v.type <= JB_BOOL); /* 2 + null is a day */
    double n = number ? jb_value_number(v) : (double)NAN;
    if (n != floor(n) || !(fabs(n) < 1e6))
        return jb_text(JB_S(""));
    int64_t days = jb_days_of(2000, month ? (int)n + 1 : 1, month ? 1 : day + (int)n);
    return jb_text(
        jb_time_format(jb_call_arena(c), specifier, c->bound->locale, (double)(days * JB_DAY_MS)));
}

jb_value jb_fn_month_format(const jb_call *c)
{
    return name_of(c, 1, 1, JB_S("%B"));
}

jb_value jb_fn_month_abbrev_format(const jb_call *c)
{
    return name_of(c, 1, 1, JB_S("%b"));
}

jb_value jb_fn_day_format(const jb_call *c)
{
    return name_of(c, 0, 2, JB_S("%A")); /* 2000-01-02 was a Sunday */
}

jb_value jb_fn_day_abbrev_format(const jb_call *c)
{
    return name_of(c, 0, 2, JB_S("%a"));
}
