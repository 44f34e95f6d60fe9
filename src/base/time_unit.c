#include "base/time_unit.h"

#include <math.h>

const jb_str jb_time_part_names[JB_TIME_PARTS] = {
    [JB_YEAR] = JB_K("year"),       [JB_QUARTER] = JB_K("quarter"),
    [JB_MONTH] = JB_K("month"),     [JB_WEEK] = JB_K("week"),
    [JB_ISOWEEK] = JB_K("isoweek"), [JB_MONTHDAY] = JB_K("date"),
    [JB_WEEKDAY] = JB_K("day"),     [JB_DAYOFYEAR] = JB_K("dayofyear"),
    [JB_HOURS] = JB_K("hours"),     [JB_MINUTES] = JB_K("minutes"),
    [JB_SECONDS] = JB_K("seconds"), [JB_MILLISECONDS] = JB_K("milliseconds")};

bool jb_time_part_read(jb_str name, jb_time_part *unit)
{
    for (int u = 0; u < JB_TIME_PARTS; u++)
        if (jb_str_eq(name, jb_time_part_names[u])) {
            *unit = (jb_time_part)u;
            return true;
        }
    return false;
}

static bool has(jb_time_units units, jb_time_part unit)
{
    return units.set >> unit & 1;
}

/* A week, a day of the month and a day of the year are three ways through a year; only one may be
 * taken. */
static bool compatible(jb_time_units u)
{
    int ways = (has(u, JB_WEEK) || has(u, JB_ISOWEEK) || has(u, JB_WEEKDAY)) +
               (has(u, JB_QUARTER) || has(u, JB_MONTH) || has(u, JB_MONTHDAY)) +
               has(u, JB_DAYOFYEAR);
    return ways <= 1 && !(has(u, JB_WEEK) && has(u, JB_ISOWEEK));
}

static bool strip(jb_str *s, jb_str head)
{
    if (!jb_str_starts(*s, head))
        return false;
    *s = jb_str_cut(*s, head.n, s->n);
    return true;
}

bool jb_time_units_read(jb_str name, jb_time_units *units)
{
    *units = (jb_time_units){.step = 1};
    units->binned = strip(&name, JB_S("binned"));
    units->utc = strip(&name, JB_S("utc"));
    while (name.n) { /* longest first: "dayofyear" before "day" */
        jb_time_part best = JB_TIME_PARTS;
        for (jb_time_part u = JB_YEAR; u < JB_TIME_PARTS; u++)
            if (jb_str_starts(name, jb_time_part_names[u]) &&
                (best == JB_TIME_PARTS || jb_time_part_names[u].n > jb_time_part_names[best].n))
                best = u;
        if (best == JB_TIME_PARTS || has(*units, best))
            return false;
        units->set |= (uint16_t)(1u << best);
        strip(&name, jb_time_part_names[best]);
    }
    return units->set && compatible(*units);
}

jb_str jb_time_units_name(jb_arena *a, jb_time_units units)
{
    jb_buf b = jb_buf_new(a);
    for (jb_time_part u = JB_YEAR; u < JB_TIME_PARTS; u++)
        if (has(units, u))
            jb_buf_add(&b, jb_time_part_names[u]);
    return b.text;
}

jb_time_part jb_time_units_finest(jb_time_units units)
{
    jb_time_part finest = JB_YEAR;
    for (jb_time_part u = JB_YEAR; u < JB_TIME_PARTS; u++)
        if (has(units, u))
            finest = u;
    return finest;
}

/* The value of a unit rounded down to the step, if it is the finest one; `phase` is its first
 * value. */
static int64_t stepped(jb_time_units units, jb_time_part unit, int64_t value, int64_t phase)
{
    int64_t step = unit == jb_time_units_finest(units) && units.step > 1 ? units.step : 1;
    return phase + step * jb_floor_div(value - phase, step);
}

/* The day of January on which the week of that number begins, its `weekday` counted from the week's
 * first day. */
static int64_t week_day(int64_t week, int64_t weekday, int64_t year)
{
    return weekday + week * 7 - (jb_weekday_of(jb_days_of(year, 1, 1)) + 6) % 7;
}

static int64_t iso_week_day(int64_t week, int64_t weekday, int64_t year)
{
    int64_t fourth = jb_days_of(year, 1, 4), monday = fourth - (jb_weekday_of(fourth) + 6) % 7;
    return monday - jb_days_of(year, 1, 1) + 1 + (week - 1) * 7 + weekday;
}

static int64_t day_in(jb_time_units u, int64_t ms, const jb_civil *c, int64_t year)
{
    if (has(u, JB_WEEK) && has(u, JB_WEEKDAY))
        return stepped(u, JB_WEEKDAY, week_day(jb_week_of_year(ms, 0), c->weekday, year), 1);
    if (has(u, JB_ISOWEEK) && has(u, JB_WEEKDAY))
        return stepped(u, JB_WEEKDAY,
                       iso_week_day(jb_iso_week(ms, NULL), (c->weekday + 6) % 7, year), 1);
    if (has(u, JB_WEEK))
        return week_day(stepped(u, JB_WEEK, jb_week_of_year(ms, 0), 1), 0, year);
    if (has(u, JB_ISOWEEK))
        return iso_week_day(stepped(u, JB_ISOWEEK, jb_iso_week(ms, NULL), 1), 0, year);
    if (has(u, JB_WEEKDAY))
        return stepped(u, JB_WEEKDAY, week_day(1, c->weekday, year), 1);
    if (has(u, JB_MONTHDAY))
        return stepped(u, JB_MONTHDAY, c->day, 1);
    if (has(u, JB_DAYOFYEAR))
        return stepped(u, JB_DAYOFYEAR, jb_day_of_year(ms), 1);
    return 1;
}

static int64_t year_in(jb_time_units u, int64_t ms, const jb_civil *c)
{
    if (!has(u, JB_YEAR))
        return has(u, JB_ISOWEEK) ? 2015 : 2012;
    int64_t year = c->year;
    if (has(u, JB_ISOWEEK))
        jb_iso_week(ms, &year);
    return stepped(u, JB_YEAR, year, 0);
}

static int part(jb_time_units u, jb_time_part unit, int value)
{
    return has(u, unit) ? (int)stepped(u, unit, value, 0) : 0;
}

int64_t jb_time_floor(jb_time_units u, int64_t ms)
{
    jb_civil c = jb_civil_of(ms);
    int64_t year = year_in(u, ms, &c);
    int month = has(u, JB_MONTH) ? part(u, JB_MONTH, c.month - 1)
                                 : 3 * part(u, JB_QUARTER, (c.month - 1) / 3);
    jb_civil at = {.year = year,
                   .month = month + 1,
                   .day = (int)day_in(u, ms, &c, year),
                   .hour = part(u, JB_HOURS, c.hour),
                   .minute = part(u, JB_MINUTES, c.minute),
                   .second = part(u, JB_SECONDS, c.second),
                   .ms = part(u, JB_MILLISECONDS, c.ms)};
    return jb_ms_of(&at);
}

int64_t jb_time_next(jb_time_units units, int64_t floored)
{
    return jb_time_part_offset(jb_time_units_finest(units), floored,
                               units.step > 1 ? units.step : 1);
}

/* Milliseconds of the units that are all equally long; 0 for months, quarters and years. */
static int64_t unit_ms(jb_time_part unit)
{
    static const int64_t ms[JB_TIME_PARTS] = {
        [JB_WEEK] = 7 * JB_DAY_MS, [JB_ISOWEEK] = 7 * JB_DAY_MS, [JB_MONTHDAY] = JB_DAY_MS,
        [JB_WEEKDAY] = JB_DAY_MS,  [JB_DAYOFYEAR] = JB_DAY_MS,   [JB_HOURS] = 3600000,
        [JB_MINUTES] = 60000,      [JB_SECONDS] = 1000,          [JB_MILLISECONDS] = 1};
    return ms[unit];
}

int64_t jb_time_part_floor(jb_time_part unit, int64_t ms)
{
    int64_t size = unit_ms(unit);
    /* 1970-01-01 was a Thursday: weeks begin four or three days before it. */
    int64_t shift = unit == JB_WEEK ? 4 * JB_DAY_MS : unit == JB_ISOWEEK ? 3 * JB_DAY_MS : 0;
    if (size)
        return jb_floor_div(ms + shift, size) * size - shift;
    jb_civil c = jb_civil_of(ms);
    int month = unit == JB_YEAR ? 1 : unit == JB_QUARTER ? (c.month - 1) / 3 * 3 + 1 : c.month;
    return jb_days_of(c.year, month, 1) * JB_DAY_MS;
}

/* A date moves to the first month of a quarter first, as in d3, whose quarters are every third
 * month: May is one quarter before July. */
static int months_of_quarters(int month, int n)
{
    int inside = (month - 1) % 3;
    return inside == 0 || n == 0 ? 3 * n : n > 0 ? 3 * n - inside : 3 * (n + 1) - inside;
}

static int64_t farthest(double direction)
{
    return direction < 0 ? -JB_TIME_MAX : JB_TIME_MAX;
}

int64_t jb_time_part_offset(jb_time_part unit, int64_t ms, double n)
{
    n = floor(n);
    if (!(fabs(n) <= 1e15))
        return ms;
    int64_t size = unit_ms(unit), k = (int64_t)n;
    if (size) {
        double moved = (double)ms + n * (double)size;
        return fabs(moved) <= (double)JB_TIME_MAX ? ms + k * size : farthest(moved);
    }
    if (fabs(n) > 6600000) /* months, more than lie between the ends */
        return farthest(n);
    jb_civil c = jb_civil_of(ms);
    c.year += unit == JB_YEAR ? k : 0;
    c.month += unit == JB_YEAR      ? 0
               : unit == JB_QUARTER ? months_of_quarters(c.month, (int)k)
                                    : (int)k;
    int64_t moved = jb_ms_of(&c);
    return moved <= JB_TIME_MAX && moved >= -JB_TIME_MAX ? moved : farthest(n);
}
