/* Ticks, and the bins beneath them. What is expected was computed with d3-array 3 and d3-scale 4,
 * the bins with vega-statistics 2. */
#include <math.h>

#include "test.h"

#include "base/date.h"
#include "chart/scale.h"
#include "transform/bins.h"

static bool close_to(double a, double b)
{
    return a == b || fabs(a - b) <= 1e-12 * fabs(b);
}

typedef struct wanted {
    double from, to, count;
    size_t n;
    double values[14];
} wanted;

static void linear(void **state)
{
    static const wanted cases[] = {
        {0, 10, 10, 11, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
        {0, 1, 10, 11, {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1}},
        {0, 1, 5, 6, {0, 0.2, 0.4, 0.6, 0.8, 1}},
        {-1, 1, 4, 5, {-1, -0.5, 0, 0.5, 1}},
        {-1000, -100, 5, 5, {-1000, -800, -600, -400, -200}},
        {0.00001, 0.00009, 5, 4, {0.00002, 0.00004, 0.00006, 0.00008}},
        {1e9, 5e9, 5, 5, {1e9, 2e9, 3e9, 4e9, 5e9}},
        {1e-12, 4e-12, 4, 4, {1e-12, 2e-12, 3e-12, 4e-12}},
        {0, 1e300, 4, 6, {0, 2e299, 4e299, 6e299, 8e299, 1e300}},
        {10, 0, 5, 6, {10, 8, 6, 4, 2, 0}},
        {5, 5, 10, 1, {5}},
        {3, 4, 1, 2, {3, 4}},
        {0, 100, 3, 3, {0, 50, 100}},
        {0.1, 0.2, 7, 6, {0.1, 0.12, 0.14, 0.16, 0.18, 0.2}},
        {-0.5, 99.5, 10, 10, {0, 10, 20, 30, 40, 50, 60, 70, 80, 90}},
        {0, 10, 0, 0, {0}},
        {0, 7, 7, 8, {0, 1, 2, 3, 4, 5, 6, 7}},
    };
    (void)state;
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        size_t n = 99;
        const double *v = jb_linear_ticks(cx.keep, cases[i].from, cases[i].to, cases[i].count, &n);
        if (n != cases[i].n)
            fail_msg("%g to %g has %zu ticks", cases[i].from, cases[i].to, n);
        for (size_t k = 0; k < n; k++)
            if (!close_to(v[k], cases[i].values[k]))
                fail_msg("%g to %g: tick %zu is %.17g", cases[i].from, cases[i].to, k, v[k]);
    }
    test_ctx_end(&cx);
}

static const jb_scale *scale(jb_ctx *cx, jb_scaling type, double from, double to, double base)
{
    jb_value *domain = JB_NEW_N(cx->keep, jb_value, 2), *range = JB_NEW_N(cx->keep, jb_value, 2);
    domain[0] = jb_number(from);
    domain[1] = jb_number(to);
    range[0] = jb_number(0);
    range[1] = jb_number(1);
    jb_scale_plan p = jb_scale_plan_new(type);
    p.domain = domain;
    p.range = range;
    p.domain_n = p.range_n = 2;
    p.base = base;
    return jb_scale_make(cx->keep, &p);
}

static void logarithmic(void **state)
{
    static const struct {
        double base;
        wanted ticks;
    } cases[] = {
        {10, {1, 1000, 3, 4, {1, 10, 100, 1000}}},
        {2, {1, 64, 10, 7, {1, 2, 4, 8, 16, 32, 64}}},
        {10, {2, 9, 10, 8, {2, 3, 4, 5, 6, 7, 8, 9}}},
        {10, {1, 1e12, 5, 7, {1, 1e2, 1e4, 1e6, 1e8, 1e10, 1e12}}},
        {10, {20, 60, 5, 5, {20, 30, 40, 50, 60}}},
        {10, {-9, -2, 10, 8, {-9, -8, -7, -6, -5, -4, -3, -2}}},
        {10, {5, 30, 10, 8, {5, 6, 7, 8, 9, 10, 20, 30}}},
    };
    (void)state;
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        const wanted *w = &cases[i].ticks;
        const jb_scale *s = scale(&cx, JB_SCALING_LOG, w->from, w->to, cases[i].base);
        jb_ticks t = jb_scale_ticks(cx.keep, s, w->count, NAN, NULL);
        if (t.n != w->n)
            fail_msg("%g to %g has %zu ticks", w->from, w->to, t.n);
        for (size_t k = 0; k < t.n; k++)
            if (!close_to(jb_value_number(t.values[k]), w->values[k]))
                fail_msg("%g to %g: tick %zu is %g", w->from, w->to, k,
                         jb_value_number(t.values[k]));
    }
    test_ctx_end(&cx);
}

/* Of three decades' 28 ticks wished to be 10, those at 1, 2 and 3 of each carry a label. */
static void labels_some_of_a_log_scale(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_scale *s = scale(&cx, JB_SCALING_LOG, 1, 1000, NAN);
    jb_ticks t = jb_scale_ticks(cx.keep, s, 10, NAN, NULL);
    assert_int_equal(t.n, 28);
    for (size_t i = 0; i < t.n; i++) {
        double v = jb_value_number(t.values[i]), lead = v / pow(10, floor(log10(v) + 1e-9));
        assert_int_equal(jb_log_tick_shown(s, v, 10, t.n), lead < 3.5);
    }
    test_ctx_end(&cx);
}

static double ms(const char *date)
{
    double v = jb_date_read_js(jb_str_of(date));
    if (isnan(v))
        fail_msg("%s is no date", date);
    return v;
}

static void times(void **state)
{
    static const struct {
        const char *from, *to;
        double count;
        size_t n;
        const char *values[14];
    } cases[] = {
        {"1500-01-01",
         "2000-01-01",
         5,
         6,
         {"1500-01-01", "1600-01-01", "1700-01-01", "1800-01-01", "1900-01-01", "2000-01-01"}},
        {"1990-01-01",
         "2024-01-01",
         5,
         7,
         {"1990-01-01", "1995-01-01", "2000-01-01", "2005-01-01", "2010-01-01", "2015-01-01",
          "2020-01-01"}},
        {"2024-01-01",
         "2025-01-01",
         5,
         5,
         {"2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01", "2025-01-01"}},
        {"2024-01-01",
         "2024-04-01",
         10,
         13,
         {"2024-01-07", "2024-01-14", "2024-01-21", "2024-01-28", "2024-02-04", "2024-02-11",
          "2024-02-18", "2024-02-25", "2024-03-03", "2024-03-10", "2024-03-17", "2024-03-24",
          "2024-03-31"}},
        {"2024-01-01",
         "2024-01-08",
         7,
         8,
         {"2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-06",
          "2024-01-07", "2024-01-08"}},
        {"2024-01-01",
         "2024-01-02",
         4,
         5,
         {"2024-01-01T00:00Z", "2024-01-01T06:00Z", "2024-01-01T12:00Z", "2024-01-01T18:00Z",
          "2024-01-02T00:00Z"}},
        {"2024-01-01T00:00Z",
         "2024-01-01T01:00Z",
         4,
         5,
         {"2024-01-01T00:00Z", "2024-01-01T00:15Z", "2024-01-01T00:30Z", "2024-01-01T00:45Z",
          "2024-01-01T01:00Z"}},
        {"2024-01-01T00:00:00Z",
         "2024-01-01T00:00:40Z",
         8,
         9,
         {"2024-01-01T00:00:00Z", "2024-01-01T00:00:05Z", "2024-01-01T00:00:10Z",
          "2024-01-01T00:00:15Z", "2024-01-01T00:00:20Z", "2024-01-01T00:00:25Z",
          "2024-01-01T00:00:30Z", "2024-01-01T00:00:35Z", "2024-01-01T00:00:40Z"}},
        {"2024-03-01T00:00:00.000Z",
         "2024-03-01T00:00:00.010Z",
         5,
         6,
         {"2024-03-01T00:00:00.000Z", "2024-03-01T00:00:00.002Z", "2024-03-01T00:00:00.004Z",
          "2024-03-01T00:00:00.006Z", "2024-03-01T00:00:00.008Z", "2024-03-01T00:00:00.010Z"}},
    };
    (void)state;
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        const jb_scale *s = scale(&cx, JB_SCALING_UTC, ms(cases[i].from), ms(cases[i].to), NAN);
        jb_ticks t = jb_scale_ticks(cx.keep, s, cases[i].count, NAN, NULL);
        if (t.n != cases[i].n)
            fail_msg("%s to %s has %zu ticks", cases[i].from, cases[i].to, t.n);
        for (size_t k = 0; k < t.n; k++)
            if (jb_value_number(t.values[k]) != ms(cases[i].values[k]))
                fail_msg("%s to %s: tick %zu is %.0f", cases[i].from, cases[i].to, k,
                         jb_value_number(t.values[k]));
    }
    test_ctx_end(&cx);
}

/* The author's interval: every second month, whatever number was wished for. */
static void times_at_an_interval(void **state)
{
    static const char *const expected[] = {"2024-01-01", "2024-03-01", "2024-05-01"};
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_scale *s = scale(&cx, JB_SCALING_UTC, ms("2023-12-15"), ms("2024-06-15"), NAN);
    jb_calendar_step two = {JB_MONTH, 2, false};
    jb_ticks t = jb_scale_ticks(cx.keep, s, 40, NAN, &two);
    assert_int_equal(t.n, JB_COUNT(expected));
    for (size_t i = 0; i < t.n; i++)
        assert_true(jb_value_number(t.values[i]) == ms(expected[i]));
    test_ctx_end(&cx);
}

static void nice_times(void **state)
{
    static const struct {
        const char *from, *to;
        double count;
        bool utc;
        const char *first, *last;
    } cases[] = {
        {"2024-01-17", "2024-11-03", 10, false, "2024-01-01", "2024-12-01"},
        {"2001-05-05", "2019-02-03", 10, false, "2000-01-01", "2020-01-01"},
        {"2024-01-01T03:20Z", "2024-01-01T19:40Z", 5, false, "2024-01-01T03:00Z",
         "2024-01-01T21:00Z"},
        {"2024-02-10", "2024-03-20", 6, false, "2024-02-04", "2024-03-24"},
        {"2022-01-01", "2022-01-09", 4, false, "2022-01-01", "2022-01-09"},
        {"2022-01-01", "2022-01-09", 4, true, "2021-12-31", "2022-01-10"},
    };
    (void)state;
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        double first = ms(cases[i].from), last = ms(cases[i].to);
        jb_nice_time(&first, &last, cases[i].count, cases[i].utc, NULL);
        if (first != ms(cases[i].first) || last != ms(cases[i].last))
            fail_msg("%s to %s becomes %.0f to %.0f", cases[i].from, cases[i].to, first, last);
    }
}

/* Given values: those outside the domain go, the rest is thinned to the count. */
static void given_values(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_scale *s = scale(&cx, JB_SCALING_LINEAR, 0, 10, NAN);
    jb_value values[] = {jb_number(7), jb_number(-1), jb_number(2), jb_number(11)};
    jb_ticks t = jb_scale_ticks_of(cx.keep, s, values, JB_COUNT(values), 0);
    assert_int_equal(t.n, 2);
    double sum = jb_value_number(t.values[0]) + jb_value_number(t.values[1]);
    assert_true(sum == 9);
    test_ctx_end(&cx);
}

static void bins(void **state)
{
    static const struct {
        double from, to, maxbins, start, stop, step;
    } cases[] = {{0, 100, 10, 0, 100, 10},
                 {0, 1, 10, 0, 1, 0.1},
                 {-3.2, 17.9, 6, -5, 20, 5},
                 {1, 1000, 20, 0, 1000, 50},
                 {0.001, 0.009, 10, 0.001, 0.009, 0.001},
                 {5, 5, 10, 5, 5.5, 0.5}};
    (void)state;
    jb_ctx cx = test_ctx();
    jb_bins b;
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_bin_spec *spec = jb_spec_new(&cx, &jb_bin_class);
        JB_SET(spec, maxbins, cases[i].maxbins);
        assert_true(jb_bins_find(spec, cases[i].from, cases[i].to, &b));
        if (fabs(b.start - cases[i].start) > 1e-12 || fabs(b.stop - cases[i].stop) > 1e-12 ||
            fabs(b.step - cases[i].step) > 1e-12)
            fail_msg("%g to %g: %g to %g by %g", cases[i].from, cases[i].to, b.start, b.stop,
                     b.step);
    }
    assert_false(jb_bins_find(NULL, NAN, 1, &b));
    test_ctx_end(&cx);
}

/* Whatever is asked for, in no time. */
static void no_scale_has_more_ticks_than_an_axis_has_room_for(void **state)
{
    static const struct {
        jb_scaling type;
        double from, to, base, count, min_step;
    } cases[] = {{JB_SCALING_LINEAR, 0, 1, 0, 1e9, NAN},
                 {JB_SCALING_LINEAR, 0, 1, 0, 1e9, 1.3e-9},
                 {JB_SCALING_LINEAR, 0, 1, 0, INFINITY, 1e-300},
                 {JB_SCALING_LOG, 1, 1e6, 1e12, 10, NAN},
                 {JB_SCALING_LOG, 1e-300, 1e300, 4096, 1e6, NAN}};
    (void)state;
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        const jb_scale *s = scale(&cx, cases[i].type, cases[i].from, cases[i].to, cases[i].base);
        jb_ticks ticks = jb_scale_ticks(cx.keep, s, cases[i].count, cases[i].min_step, NULL);
        assert_in_range(ticks.n, 1, 20001);
        test_ctx_end(&cx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_scale_has_more_ticks_than_an_axis_has_room_for),
        cmocka_unit_test(linear),
        cmocka_unit_test(logarithmic),
        cmocka_unit_test(labels_some_of_a_log_scale),
        cmocka_unit_test(times),
        cmocka_unit_test(times_at_an_interval),
        cmocka_unit_test(nice_times),
        cmocka_unit_test(given_values),
        cmocka_unit_test(bins)};
    return cmocka_run_group_tests_name("chart ticks", tests, NULL, NULL);
}
