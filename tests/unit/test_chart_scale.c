/* Scales, their ticks and nice ends, bins and mixed colours, by numbers worked out by hand. */
#include "test.h"

#include <math.h>

#include "chart/scale.h"
#include "transform/bins.h"

static void near(double actual, double expected, double most, int line)
{
    if (!(fabs(actual - expected) <= most))
        fail_msg("line %d: %.17g, not %.17g", line, actual, expected);
}
#define NEAR(a, b) near(a, b, 1e-9 * fmax(1, fabs((double)(b))), __LINE__)
#define ALIKE(a, b) near(a, b, 0.5 / 255, __LINE__)

static jb_value numbers[2][8];

static const jb_value *listed(size_t which, const double *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        numbers[which][i] = jb_number(from[i]);
    return numbers[which];
}

static jb_scale_plan plan(jb_scaling type, const double *domain, size_t n, const double *range,
                          size_t range_n)
{
    jb_scale_plan p = jb_scale_plan_new(type);
    p.domain = listed(0, domain, n);
    p.domain_n = n;
    p.range = listed(1, range, range_n);
    p.range_n = range_n;
    return p;
}

static void continuous_scales_place_numbers(void **state)
{
    (void)state;
    const struct {
        jb_scaling type;
        double domain[2], range[2], base, exponent, constant, x, at;
    } rows[] = {
        {JB_SCALING_LINEAR, {0, 10}, {0, 200}, NAN, NAN, NAN, 5, 100},
        {JB_SCALING_LINEAR, {0, 10}, {200, 0}, NAN, NAN, NAN, 12, -40},
        {JB_SCALING_LOG, {1, 1000}, {0, 300}, NAN, NAN, NAN, 10, 100},
        {JB_SCALING_LOG, {1, 8}, {0, 3}, 2, NAN, NAN, 4, 2},
        {JB_SCALING_LOG, {-1000, -1}, {0, 300}, NAN, NAN, NAN, -10, 200},
        {JB_SCALING_SQRT, {0, 100}, {0, 10}, NAN, NAN, NAN, 25, 5},
        {JB_SCALING_POW, {0, 2}, {0, 8}, NAN, 3, NAN, 1, 1},
        {JB_SCALING_SYMLOG, {0, 99}, {0, 2}, NAN, NAN, 1, 9, 1},
        {JB_SCALING_SYMLOG, {-99, 99}, {-2, 2}, NAN, NAN, 1, -9, -1},
        {JB_SCALING_UTC, {0, 86400e3}, {0, 24}, NAN, NAN, NAN, 3600e3, 1},
    };
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_scale_plan p = plan(rows[i].type, rows[i].domain, 2, rows[i].range, 2);
        p.base = rows[i].base;
        p.exponent = rows[i].exponent;
        p.constant = rows[i].constant;
        jb_scale *s = jb_scale_make(cx.keep, &p);
        NEAR(jb_scale_at(s, rows[i].x), rows[i].at);
        NEAR(jb_scale_invert(s, rows[i].at), rows[i].x);
        assert_true(isnan(jb_scale_at(s, NAN)));
    }
    test_ctx_end(&cx);
}

static void three_stops_and_clamping(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_scale_plan p =
        plan(JB_SCALING_LINEAR, (double[]){-10, 0, 100}, 3, (double[]){0, 50, 100}, 3);
    jb_scale *s = jb_scale_make(cx.keep, &p);
    NEAR(jb_scale_at(s, -5), 25);
    NEAR(jb_scale_at(s, 50), 75);
    p = plan(JB_SCALING_LINEAR, (double[]){0, 10}, 2, (double[]){0, 100}, 2);
    p.clamp = true;
    s = jb_scale_make(cx.keep, &p);
    NEAR(jb_scale_at(s, 12), 100);
    NEAR(jb_scale_at(s, -1), 0);
    test_ctx_end(&cx);
}

/* 72 over 10 is 7.2, above the square root of 50: steps of 10. 0.003 asks for steps of 0.0002, what
 * these give, 0.0032, for steps of 0.0005. */
static void nice_ends_are_round(void **state)
{
    (void)state;
    const struct {
        double from[2], to[2];
        bool zero;
    } rows[] = {
        {{19, 91}, {10, 100}, false},  {{19, 91}, {0, 100}, true},
        {{0.13, 9.7}, {0, 10}, false}, {{-0.0021, 0.0009}, {-0.0025, 0.001}, false},
        {{-91, -19}, {-100, 0}, true},
    };
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_scale_plan p = plan(JB_SCALING_LINEAR, rows[i].from, 2, (double[]){0, 1}, 2);
        p.nice = true;
        p.zero = rows[i].zero;
        jb_scale *s = jb_scale_make(cx.keep, &p);
        NEAR(s->domain[0], rows[i].to[0]);
        NEAR(s->domain[1], rows[i].to[1]);
    }
    test_ctx_end(&cx);
}

static void linear_ticks_step_by_1_2_5(void **state)
{
    (void)state;
    const struct {
        double from, to, count, first, step;
        size_t n;
    } rows[] = {
        {0, 1, 5, 0, 0.2, 6},     {0, 100, 5, 0, 20, 6}, {-3, 7, 4, -2, 2, 5},
        {0, 100, 10, 0, 10, 11},  {1, 1, 5, 1, 0, 1},    {0.5, 0.9, 2, 0.6, 0.2, 2},
        {0, 4200, 10, 0, 500, 9},
    };
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        size_t n;
        const double *t = jb_linear_ticks(cx.keep, rows[i].from, rows[i].to, rows[i].count, &n);
        assert_int_equal(n, rows[i].n);
        for (size_t k = 0; k < n; k++)
            NEAR(t[k], rows[i].first + (double)k * rows[i].step);
    }
    test_ctx_end(&cx);
}

static void log_ticks_and_their_labels(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_scale_plan p = plan(JB_SCALING_LOG, (double[]){1, 100}, 2, (double[]){0, 200}, 2);
    jb_scale *s = jb_scale_make(cx.keep, &p);
    jb_ticks t = jb_scale_ticks(cx.keep, s, 10, NAN, NULL);
    assert_int_equal(t.n, 19); /* 1 to 9, 10 to 90, 100 */
    NEAR(jb_value_number(t.values[10]), 20);
    assert_true(jb_log_tick_shown(s, 1, 10, t.n));
    assert_true(jb_log_tick_shown(s, 20, 10, t.n));
    assert_false(jb_log_tick_shown(s, 90, 10, t.n));
    test_ctx_end(&cx);
}

static double day(int year, int month, int date)
{
    jb_civil c = {.year = year, .month = month, .day = date};
    return (double)jb_ms_of(&c);
}

static void time_goes_by_the_calendar(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    double first = day(2020, 1, 5), last = day(2020, 12, 20);
    jb_nice_time(&first, &last, 10, false, NULL);
    NEAR(first, day(2020, 1, 1));
    NEAR(last, day(2021, 1, 1));
    jb_scale_plan p = plan(JB_SCALING_TIME, (double[]){first, last}, 2, (double[]){0, 366}, 2);
    jb_scale *s = jb_scale_make(cx.keep, &p);
    jb_ticks t = jb_scale_ticks(cx.keep, s, 10, NAN, NULL);
    assert_int_equal(t.n, 13);
    NEAR(jb_value_number(t.values[2]), day(2020, 3, 1));
    NEAR(jb_scale_at(s, day(2020, 3, 1)), 60); /* a leap year */
    t = jb_scale_ticks(cx.keep, s, 10, NAN, &(jb_calendar_step){JB_QUARTER, 1, false});
    assert_int_equal(t.n, 5);
    NEAR(jb_value_number(t.values[1]), day(2020, 4, 1));
    test_ctx_end(&cx);
}

/* Four bands, a tenth of each step between them, half of that outside: steps of 100. */
static void bands_share_the_range(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_scale_plan p = plan(JB_SCALING_BAND, (double[]){7, 3, 5, 1}, 4, (double[]){0, 400}, 2);
    p.padding_inner = 0.1;
    p.padding_outer = 0.05;
    jb_scale *s = jb_scale_make(cx.keep, &p);
    NEAR(s->bandwidth, 90);
    NEAR(jb_scale_number(s, jb_number(7)), 5);
    NEAR(jb_scale_number(s, jb_int(1)), 305);
    assert_true(isnan(jb_scale_number(s, jb_number(2))));
    assert_int_equal(jb_scale_index(s, jb_number(5)), 2);
    p = plan(JB_SCALING_POINT, (double[]){7, 3, 5, 1}, 4, (double[]){0, 400}, 2);
    p.padding = 0.5;
    s = jb_scale_make(cx.keep, &p);
    NEAR(s->bandwidth, 0);
    NEAR(jb_scale_number(s, jb_number(3)), 150);
    NEAR(jb_band_space(4, 0.1, 0.05), 4);
    test_ctx_end(&cx);
}

static void classes_begin_at_their_thresholds(void **state)
{
    (void)state;
    const struct {
        jb_scaling type;
        double domain[5];
        size_t n;
        double x, at;
    } rows[] = {
        {JB_SCALING_QUANTIZE, {0, 10}, 2, 2.4, 1},
        {JB_SCALING_QUANTIZE, {0, 10}, 2, 2.5, 2},
        {JB_SCALING_QUANTIZE, {0, 10}, 2, 99, 4},
        {JB_SCALING_QUANTILE, {0, 10, 20, 30, 40}, 5, 9, 1},
        {JB_SCALING_QUANTILE, {0, 10, 20, 30, 40}, 5, 30, 4},
        {JB_SCALING_THRESHOLD, {10, 20, 30}, 3, 9, 1},
        {JB_SCALING_THRESHOLD, {10, 20, 30}, 3, 20, 3},
    };
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_scale_plan p = plan(rows[i].type, rows[i].domain, rows[i].n, (double[]){1, 2, 3, 4}, 4);
        jb_scale *s = jb_scale_make(cx.keep, &p);
        NEAR(jb_scale_number(s, jb_number(rows[i].x)), rows[i].at);
    }
    test_ctx_end(&cx);
}

static void bins_are_round_and_few(void **state)
{
    (void)state;
    const struct {
        double maxbins, least, greatest, start, stop, step;
    } rows[] = {
        {10, 1, 98, 0, 100, 10},
        {6, 1, 98, 0, 100, 20},
        {20, 1.4, 9.2, 1, 9.5, 0.5},
        {10, -7, 8, -8, 8, 2},
    };
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_bin_spec *spec = jb_spec_new(&cx, &jb_bin_class);
        JB_SET(spec, maxbins, rows[i].maxbins);
        jb_bins b;
        assert_true(jb_bins_find(spec, rows[i].least, rows[i].greatest, &b));
        NEAR(b.start, rows[i].start);
        NEAR(b.stop, rows[i].stop);
        NEAR(b.step, rows[i].step);
        NEAR(jb_bins_floor(&b, b.start + 1.5 * b.step), b.start + b.step);
        NEAR(jb_bins_floor(&b, b.stop), b.stop - b.step);
    }
    test_ctx_end(&cx);
}

static void colours_mix_in_their_spaces(void **state)
{
    (void)state;
    const struct {
        const char *space, *a, *b, *middle;
    } rows[] = {
        {"rgb", "black", "white", "#808080"},     {"hsl", "red", "blue", "#ff00ff"},
        {"hsl-long", "red", "blue", "#00ff00"},   {"lab", "black", "white", "#777777"},
        {"hcl", "#777777", "#777777", "#777777"}, {"cubehelix", "#333", "#333", "#333333"},
    };
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_mixing space;
        jb_rgba a, b, expected;
        assert_true(jb_mixing_read(jb_str_of(rows[i].space), &space));
        assert_true(jb_color_read(jb_str_of(rows[i].a), &a));
        assert_true(jb_color_read(jb_str_of(rows[i].b), &b));
        assert_true(jb_color_read(jb_str_of(rows[i].middle), &expected));
        jb_rgba c = jb_color_mix(space, 1, a, b, 0.5);
        ALIKE(c.r, expected.r);
        ALIKE(c.g, expected.g);
        ALIKE(c.b, expected.b);
    }
}

static void schemes_give_their_colours(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_ramp ramp;
    assert_true(jb_scheme_find(cx.keep, JB_S("tableau10"), &ramp));
    assert_false(jb_scheme_find(cx.keep, JB_S("tableau11"), &ramp));
    assert_true(jb_scheme_find(cx.keep, JB_S("viridis"), &ramp));
    jb_rgba c = jb_ramp_color(&ramp, 0); /* #440154 */
    ALIKE(c.r, 0x44 / 255.0);
    ALIKE(c.g, 0x01 / 255.0);
    ALIKE(c.b, 0x54 / 255.0);
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(continuous_scales_place_numbers),
        cmocka_unit_test(three_stops_and_clamping),
        cmocka_unit_test(nice_ends_are_round),
        cmocka_unit_test(linear_ticks_step_by_1_2_5),
        cmocka_unit_test(log_ticks_and_their_labels),
        cmocka_unit_test(time_goes_by_the_calendar),
        cmocka_unit_test(bands_share_the_range),
        cmocka_unit_test(classes_begin_at_their_thresholds),
        cmocka_unit_test(bins_are_round_and_few),
        cmocka_unit_test(colours_mix_in_their_spaces),
        cmocka_unit_test(schemes_give_their_colours),
    };
    return cmocka_run_group_tests_name("chart scale", tests, NULL, NULL);
}
