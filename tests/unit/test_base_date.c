/* Dates: expected days and weeks by Python's datetime and calendar, readings of Date.parse by
 * node 20. */
#include <math.h>

#include "test.h"

#include "base/time_unit.h"
#include "base/timeformat.h"

static void calendar(void **state)
{
    (void)state;
    static const struct {
        int64_t year;
        int month, day;
        int64_t days;
        int weekday, of_year, sundays, iso;
    } rows[] = {{1970, 1, 1, 0, 4, 1, 0, 1},         {2000, 2, 29, 11016, 2, 60, 9, 9},
                {2024, 7, 1, 19905, 1, 183, 26, 27}, {2021, 1, 3, 18630, 0, 3, 1, 53},
                {1900, 3, 1, -25508, 4, 60, 8, 9},   {2020, 12, 31, 18627, 4, 366, 52, 53},
                {1, 1, 1, -719162, 1, 1, 0, 1},      {9999, 12, 31, 2932896, 5, 365, 52, 52}};
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        int64_t days = jb_days_of(rows[i].year, rows[i].month, rows[i].day),
                ms = days * JB_DAY_MS + 5;
        jb_civil c = jb_civil_of(ms);
        assert_true(days == rows[i].days);
        assert_true(c.year == rows[i].year && c.month == rows[i].month && c.day == rows[i].day &&
                    c.ms == 5);
        assert_int_equal(c.weekday, rows[i].weekday);
        assert_int_equal(jb_day_of_year(ms), rows[i].of_year);
        assert_int_equal(jb_week_of_year(ms, 0), rows[i].sundays);
        assert_int_equal(jb_iso_week(ms, NULL), rows[i].iso);
    }
    assert_int_equal(jb_month_days(1900, 2), 28);
    assert_int_equal(jb_month_days(2000, 2), 29);
}

/* Each day of 800 years is the one after the day before. */
static void days_follow_each_other(void **state)
{
    (void)state;
    jb_civil last = jb_civil_of((jb_days_of(1599, 12, 31)) * JB_DAY_MS);
    for (int64_t d = jb_days_of(1600, 1, 1); d < jb_days_of(2400, 1, 1); d++) {
        jb_civil c = jb_civil_of(d * JB_DAY_MS);
        assert_true(jb_ms_of(&c) == d * JB_DAY_MS);
        bool next = c.day == last.day + 1 && c.month == last.month;
        bool new_month = c.day == 1 && last.day >= 28 &&
                         (c.month == last.month + 1 || (c.month == 1 && last.month == 12));
        assert_true(next || new_month);
        assert_int_equal(c.weekday, (last.weekday + 1) % 7);
        last = c;
    }
}

static jb_str shown(jb_ctx *cx, bool fine, jb_value v)
{
    return fine ? jb_value_text(cx->keep, v) : JB_S("-");
}

static void written_dates(void **state)
{
    (void)state;
    static const struct {
        const char *text, *iso, *zh;
    } rows[] = {
        {"2024-07-01", "2024-07-01", "2024-07-01"},
        {"2024-07-01T08:30", "2024-07-01T08:30:00.000Z", "2024-07-01T08:30:00.000Z"},
        {"2024-07-01 08:30:15.25", "2024-07-01T08:30:15.250Z", "2024-07-01T08:30:15.250Z"},
        {"2024-07-01T08:30:00+08:00", "2024-07-01T00:30:00.000Z", "2024-07-01T00:30:00.000Z"},
        {"2024-07-01T24:00", "2024-07-02T00:00:00.000Z", "2024-07-02T00:00:00.000Z"},
        {"2024-02-30", "-", "-"},
        {"2023-02-29", "-", "-"},
        {"2024-07-01T25:00", "-", "-"},
        {"2024-7-1", "-", "2024-07-01"},
        {"2024/7/1", "-", "2024-07-01"},
        {"2024.7.1", "-", "2024-07-01"},
        {"2024年7月1日", "-", "2024-07-01"},
        {"２０２４年７月１日", "-", "2024-07-01"},
        {"2024年7月", "-", "2024-07-01"},
        {"2024年", "-", "2024-01-01"},
        {"2024/7", "-", "2024-07-01"},
        {"2024年13月", "-", "-"},
        {"2024年2月30日", "-", "-"},
        {"2024.7", "-", "-"},
        {"2024", "-", "-"},
        {"7月1日", "-", "-"},
        {"2024-07-01x", "-", "-"},
        {"", "-", "-"}};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_value v = jb_null();
        bool iso = jb_date_read_iso(jb_str_of(rows[i].text), &v);
        assert_str(shown(&cx, iso, v), rows[i].iso);
        bool zh = jb_date_read_zh(jb_str_of(rows[i].text), &v);
        assert_str(shown(&cx, zh, v), rows[i].zh);
    }
    test_ctx_end(&cx);
}

static void dates_of_javascript(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double ms;
    } rows[] = {{"2000", 946684800000},
                {"2012-03", 1330560000000},
                {"2012-03-04", 1330819200000},
                {"2012-03-04T05:06:07.089Z", 1330837567089},
                {"Jan 1 2000", 946684800000},
                {"1 January 2000", 946684800000},
                {"January 1, 2000 13:00", 946731600000},
                {"1/31/2000", 949276800000},
                {"1/31/2000 1:30 PM", 949325400000},
                {"12/1/99 12:00 AM", 944006400000},
                {"2000/1/31", 949276800000},
                {"Mon, 25 Dec 1995 13:30:00 GMT+0430", 819882000000},
                {"Sat, 01 Jan 2000 08:00:00 GMT", 946713600000},
                {"Sat Jan 01 2000 08:00:00 GMT+0800 (China Standard Time)", 946684800000},
                {"2012-03-04 05:06", 1330837560000},
                {"Jan 1 2000 24:00", 946771200000}};
    static const char *const none[] = {
        "",           "Q1 2020",          "W05 2020",         "abc",
        "2012-13-01", "13/13/2000",       "1/2/3/4",          "12:30",
        "Jan",        "Jan 1 2000 24:30", "1/1/2000 24:00:01"};
    for (size_t i = 0; i < JB_COUNT(rows); i++)
        if (jb_date_read_js(jb_str_of(rows[i].text)) != rows[i].ms)
            fail_msg("%s: %.0f", rows[i].text, jb_date_read_js(jb_str_of(rows[i].text)));
    for (size_t i = 0; i < JB_COUNT(none); i++)
        if (!isnan(jb_date_read_js(jb_str_of(none[i]))))
            fail_msg("%s", none[i]);
}

/* A unit's start is not behind the instant, the next one is, and flooring again changes nothing. */
static void units_hold_their_instants(void **state)
{
    (void)state;
    static const char *const names[] = {
        "year",          "yearquarter",        "yearmonth",
        "yearmonthdate", "yearmonthdatehours", "yearweek",
        "yearisoweek",   "yeardayofyear",      "yearmonthdatehoursminutes"};
    uint64_t bits = 88172645463325252u;
    for (int i = 0; i < 5000; i++) {
        bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
        int64_t ms = (int64_t)(bits % 8000000000000u) - 3000000000000;
        for (size_t k = 0; k < JB_COUNT(names); k++) {
            jb_time_units units;
            assert_true(jb_time_units_read(jb_str_of(names[k]), &units));
            int64_t floored = jb_time_floor(units, ms);
            /* the first, partial week of a year begins in the year before */
            assert_true(floored <= ms &&
                        ms < jb_time_next(units, floored) + (k == 5 ? 7 * JB_DAY_MS : 0));
            if (k != 5)
                assert_true(jb_time_floor(units, floored) == floored);
        }
    }
}

static void unit_names(void **state)
{
    (void)state;
    static const struct {
        const char *name, *canonical;
        bool utc, binned;
    } rows[] = {{"yearmonth", "yearmonth", false, false},
                {"monthyear", "yearmonth", false, false},
                {"utcyearmonthdate", "yearmonthdate", true, false},
                {"binnedutcyearquarter", "yearquarter", true, true},
                {"dayofyear", "dayofyear", false, false},
                {"hoursminutesseconds", "hoursminutesseconds", false, false}};
    static const char *const none[] = {"",    "years", "yearyear", "weekmonth", "dayofyearmonth",
                                       "utc", "Year"};
    jb_ctx cx = test_ctx();
    jb_time_units units;
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        assert_true(jb_time_units_read(jb_str_of(rows[i].name), &units));
        assert_str(jb_time_units_name(cx.keep, units), rows[i].canonical);
        assert_true(units.utc == rows[i].utc && units.binned == rows[i].binned);
    }
    for (size_t i = 0; i < JB_COUNT(none); i++)
        assert_false(jb_time_units_read(jb_str_of(none[i]), &units));
    test_ctx_end(&cx);
}

static void chinese_dates(void **state)
{
    (void)state;
    static const struct {
        const char *specifier, *text;
    } rows[] = {{"%Y年%-m月", "2024年7月"},
                {"%x", "2024年7月1日"},
                {"%c", "2024年7月1日星期一 13:05:09"},
                {"%B %b %A %a %p", "七月 7月 星期一 周一 下午"}};
    jb_ctx cx = test_ctx();
    double ms = (double)(jb_days_of(2024, 7, 1) * JB_DAY_MS + 47109000);
    for (size_t i = 0; i < JB_COUNT(rows); i++)
        assert_str(jb_time_format(cx.keep, jb_str_of(rows[i].specifier), &jb_locale_zh_cn, ms),
                   rows[i].text);
    double back = jb_time_parse(JB_S("%Y年%m月%d日"), &jb_locale_zh_cn, JB_S("2024年7月1日"));
    assert_true(back == (double)(jb_days_of(2024, 7, 1) * JB_DAY_MS));
    assert_true(isnan(jb_time_parse(JB_S("%Y%%%%"), NULL, JB_S("2024%"))));
    assert_true(!isnan(jb_time_parse(JB_S("%Y%%%%"), NULL, JB_S("2024%%"))));
    test_ctx_end(&cx);
}

static void steps_stay_within_what_a_date_can_be(void **state)
{
    (void)state;
    static const struct {
        jb_time_part part;
        int64_t from;
        double n;
        int64_t to;
    } rows[] = {{JB_YEAR, 0, 3e6, JB_TIME_MAX},
                {JB_YEAR, 0, -3e5, -JB_TIME_MAX},
                {JB_QUARTER, 0, 1e9, JB_TIME_MAX},
                {JB_MONTH, 0, -3e6, -7889238000000000},
                {JB_MONTH, -7889238000000000, 5e6, 5259492000000000},
                {JB_SECONDS, 0, 1e15, JB_TIME_MAX},
                {JB_SECONDS, JB_TIME_MAX, -1, JB_TIME_MAX - 1000}};
    for (size_t i = 0; i < JB_COUNT(rows); i++)
        assert_int_equal(jb_time_part_offset(rows[i].part, rows[i].from, rows[i].n), rows[i].to);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(calendar),
                                       cmocka_unit_test(days_follow_each_other),
                                       cmocka_unit_test(written_dates),
                                       cmocka_unit_test(dates_of_javascript),
                                       cmocka_unit_test(units_hold_their_instants),
                                       cmocka_unit_test(unit_names),
                                       cmocka_unit_test(chinese_dates),
                                       cmocka_unit_test(steps_stay_within_what_a_date_can_be)};
    return cmocka_run_group_tests_name("base date", tests, NULL, NULL);
}
