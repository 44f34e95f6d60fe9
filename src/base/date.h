/* The calendar (proleptic Gregorian) and the ways dates are written. Local time
 * is UTC: a date without a zone is that calendar day. Instants are milliseconds since
 * 1970-01-01T00:00:00Z; JavaScript's range, ±8.64e15 ms, holds everywhere. */
#ifndef JB_BASE_DATE_H
#define JB_BASE_DATE_H

#include "base/value.h"

#define JB_DAY_MS 86400000LL
#define JB_TIME_MAX 8640000000000000LL

static inline int64_t jb_floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

typedef struct jb_civil {
    int64_t year;
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
    int hour, minute, second, ms;
    int weekday; /* 0 Sunday to 6 Saturday */
} jb_civil;

int64_t jb_days_of(int64_t year, int month,
                   int day); /* days since 1970-01-01; month and day may overflow */
jb_civil jb_civil_of(int64_t ms);
int64_t jb_ms_of(
    const jb_civil *c); /* fields may overflow (month 13, day 0) as in Date.UTC; weekday unused */
int jb_month_days(int64_t year, int month);
int jb_weekday_of(int64_t days); /* 0 Sunday to 6 Saturday */
int jb_day_of_year(int64_t ms);  /* 1 to 366 */
/* The week of the year as %U: weeks begin on `first` (0 Sunday, 1 Monday), days before the first
 * such day are week 0. */
int jb_week_of_year(int64_t ms, int first);
int jb_iso_week(int64_t ms,
                int64_t *year); /* ISO 8601, 1 to 53, and the year it belongs to (may be NULL) */

/* JB_DATE and JB_DATETIME as milliseconds. */
static inline int64_t jb_value_ms(jb_value v)
{
    return v.type == JB_DATE ? v.integer * JB_DAY_MS : v.integer;
}

/* The whole slice, no blanks around it; false if it is none or no such day exists (2023-02-29). */
/* ISO 8601: 2024-07-01 is JB_DATE; 2024-07-01T08:00[:00[.000]][Z|±hh:mm] and with a blank for the
 * T, JB_DATETIME. */
bool jb_date_read_iso(jb_str s, jb_value *v);
/* As Chinese tables have them, besides ISO: 2024年7月1日 2024年7月 2024年 2024/7/1 2024-7-1
 * 2024.7.1 2024/7 2024-07, digits may be full width; a month or a year is its first day. */
bool jb_date_read_zh(jb_str s, jb_value *v);
/* Is it written as such a day, and no calendar has it: 2026-02-30, 2026年13月? Blanks around it. */
bool jb_date_impossible(jb_str s);
/* What JavaScript's Date.parse of V8 understands: ISO forms, "Jan 1 2000", "1 January 2000 13:00
 * GMT+0800", "1/31/2000 1:30 PM", "2000/1/31". Milliseconds, or NaN. A year-month-day alone is UTC,
 * as is everything. */
double jb_date_read_js(jb_str s);

/* An English name, or its first three letters, whatever the case: 0 January and 0 Sunday; -1: none.
 */
int jb_month_named(jb_str name);
int jb_weekday_named(jb_str name);

/* 2024-07-01 and 2024-07-01T08:00:00.000Z (years outside 0 to 9999 as ±YYYYYY); bytes written,
 * without a NUL. */
size_t jb_date_put_day(char out[32], int64_t days);
size_t jb_date_put_iso(char out[32], int64_t ms);

#endif
