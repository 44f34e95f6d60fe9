/* Scales against d3: what is expected was computed with d3-scale 4 and Vega 6's schemes. */
#include <math.h>

#include "test.h"

#include "chart/scale.h"

static const double none = NAN;

static bool close_to(double a, double b)
{
    return (isnan(a) && isnan(b)) || a == b || fabs(a - b) <= 1e-9 * fmax(1, fabs(b));
}

static const jb_value *numbers(jb_ctx *cx, const double *v, size_t n)
{
    jb_value *out = JB_NEW_N(cx->keep, jb_value, n + 1);
    for (size_t i = 0; i < n; i++)
        out[i] = jb_number(v[i]);
    return out;
}

static jb_scale_plan plan(jb_ctx *cx, jb_scaling type, const double *domain, size_t domain_n,
                          const double *range, size_t range_n)
{
    jb_scale_plan p = jb_scale_plan_new(type);
    p.domain = numbers(cx, domain, domain_n);
    p.domain_n = domain_n;
    p.range = numbers(cx, range, range_n);
    p.range_n = range_n;
    return p;
}

typedef struct pair {
    double x, at;
} pair;

static const struct {
    const char *name;
    jb_scaling type;
    double domain[3], range[3];
    size_t n;
    double base, exponent, constant;
    bool clamp, round, reverse;
    pair pairs[5];
    size_t pairs_n;
} continuous[] = {
    {"linear",
     JB_SCALING_LINEAR,
     {0, 10},
     {0, 100},
     2,
     NAN,
     NAN,
     NAN,
     false,
     false,
     false,
     {{2.5, 25}, {-1, -10}, {11, 110}},
     3},
    {"linear falling",
     JB_SCALING_LINEAR,
     {10, 0},
     {0, 100},
     2,
     NAN,
     NAN,
     NAN,
     false,
     false,
     false,
     {{2.5, 75}},
     1},
    {"linear upward",
     JB_SCALING_LINEAR,
     {-5, 5},
     {200, 0},
     2,
     NAN,
     NAN,
     NAN,
     false,
     false,
     false,
     {{3, 40}, {-5, 200}, {5, 0}},
     3},
    {"linear of three stops",
     JB_SCALING_LINEAR,
     {-10, 0, 50},
     {0, 30, 100},
     3,
     NAN,
     NAN,
     NAN,
     false,
     false,
     false,
     {{-10, 0}, {0, 30}, {25, 65}, {50, 100}, {60, 114}},
     5},
    {"linear clamped",
     JB_SCALING_LINEAR,
     {0, 10},
     {0, 100},
     2,
     NAN,
     NAN,
     NAN,
     true,
     false,
     false,
     {{-1, 0}, {4, 40}, {11, 100}},
     3},
    {"linear rounded",
     JB_SCALING_LINEAR,
     {0, 3},
     {0, 100},
     2,
     NAN,
     NAN,
     NAN,
     false,
     true,
     false,
     {{1, 33}, {2, 67}},
     2},
    {"linear reversed",
     JB_SCALING_LINEAR,
     {0, 10},
     {0, 100},
     2,
     NAN,
     NAN,
     NAN,
     false,
     false,
     true,
     {{2.5, 75}, {10, 0}},
     2},
    {"log",
     JB_SCALING_LOG,
     {1, 1000},
     {0, 300},
     2,
     NAN,
     NAN,
     NAN,
     false,
     false,
     false,
     {{1, 0}, {3, 47.71212547196624}, {50, 169.89700043360187}, {1000, 300}, {0.1, -100}},
     5},
    {"log of negative numbers",
     JB_SCALING_LOG,
     {-1000, -1},
     {0, 300},
     2,
     NAN,
     NAN,
     NAN,
     false,
     false,
     false,
     {{-1000, 0}, {-30, 152.28787452803374}, {-1, 300}},
     3},
    {"log of base 2",
     JB_SCALING_LOG,
     {1, 64},
     {0, 60},
     2,
     2,
     NAN,
     NAN,
     false,
     false,
     false,
     {{1, 0}, {2, 10}, {12, 35.849625007211564}, {64, 60}},
     4},
    {"pow",
     JB_SCALING_POW,
     {0, 10},
     {0, 100},
     2,
     NAN,
     3,
     NAN,
     false,
     false,
     false,
     {{0, 0}, {1, 0.1}, {5, 12.5}, {10, 100}, {-5, -12.5}},
     5},
    {"sqrt",
     JB_SCALING_SQRT,
     {0, 100},
     {0, 50},
     2,
     NAN,
     NAN,
     NAN,
     false,
     false,
     false,
     {{0, 0}, {1, 5}, {25, 25}, {100, 50}, {-4, -10}},
     5},
    {"symlog",
     JB_SCALING_SYMLOG,
     {-100, 100},
     {0, 200},
     2,
     NAN,
     NAN,
     NAN,
     false,
     false,
     false,
     {{-100, 0}, {-1, 84.9809516776312}, {0, 100}, {5, 138.82367670984235}, {100, 200}},
     5},
    {"symlog of constant 5",
     JB_SCALING_SYMLOG,
     {-100, 100},
     {0, 200},
     2,
     NAN,
     NAN,
     5,
     false,
     false,
     false,
     {{-100, 0}, {-1, 94.0114891407965}, {0, 100}, {5, 122.7670248696953}, {100, 200}},
     5},
    /* days of 2024 from its first, in milliseconds */
    {"time",
     JB_SCALING_TIME,
     {1704067200000, 1735689600000},
     {0, 366},
     2,
     NAN,
     NAN,
     NAN,
     false,
     false,
     false,
     {{1704067200000, 0}, {1706745600000, 31}, {1719792000000, 182}, {1735689600000, 366}},
     4},
};

static void places_numbers(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    int wrong = 0;
    for (size_t i = 0; i < JB_COUNT(continuous); i++) {
        jb_scale_plan p = plan(&cx, continuous[i].type, continuous[i].domain, continuous[i].n,
                               continuous[i].range, continuous[i].n);
        p.base = continuous[i].base;
        p.exponent = continuous[i].exponent;
        p.constant = continuous[i].constant;
        p.clamp = continuous[i].clamp;
        p.round = continuous[i].round;
        p.reverse = continuous[i].reverse;
        const jb_scale *s = jb_scale_make(cx.keep, &p);
        assert_true(isnan(jb_scale_at(s, none)));
        for (size_t k = 0; k < continuous[i].pairs_n; k++) {
            double at = jb_scale_at(s, continuous[i].pairs[k].x);
            if (close_to(at, continuous[i].pairs[k].at))
                continue;
            print_error("%s: %g should be at %.12g but is at %.12g\n", continuous[i].name,
                        continuous[i].pairs[k].x, continuous[i].pairs[k].at, at);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    test_ctx_end(&cx);
}

static void inverts(void **state)
{
    static const struct {
        jb_scaling type;
        double domain[2], range[2], at, x;
    } cases[] = {{JB_SCALING_LINEAR, {0, 10}, {0, 100}, 25, 2.5},
                 {JB_SCALING_LOG, {1, 1000}, {0, 300}, 100, 10},
                 {JB_SCALING_SQRT, {0, 100}, {0, 50}, 25, 25},
                 {JB_SCALING_SYMLOG, {-100, 100}, {0, 200}, 150, 9.049875621120895}};
    (void)state;
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_scale_plan p = plan(&cx, cases[i].type, cases[i].domain, 2, cases[i].range, 2);
        assert_true(close_to(jb_scale_invert(jb_scale_make(cx.keep, &p), cases[i].at), cases[i].x));
    }
    test_ctx_end(&cx);
}

/* With nice, zero and the author's own ends. */
static void widens_domains(void **state)
{
    static const struct {
        jb_scaling type;
        double from, to, count;
        bool nice, zero;
        double min, max;
        double first, last;
    } cases[] = {
        {JB_SCALING_LINEAR, 0.13, 9.7, 10, true, false, NAN, NAN, 0, 10},
        {JB_SCALING_LINEAR, -3.2, 17.9, 10, true, false, NAN, NAN, -4, 18},
        {JB_SCALING_LINEAR, 1.1, 10.9, 5, true, false, NAN, NAN, 0, 12},
        {JB_SCALING_LINEAR, 12, 87, 3, true, false, NAN, NAN, 0, 100},
        {JB_SCALING_LINEAR, 0.0021, 0.0079, 10, true, false, NAN, NAN, 0.002, 0.008},
        {JB_SCALING_LINEAR, -123456, 987654, 10, true, false, NAN, NAN, -200000, 1000000},
        {JB_SCALING_LOG, 3, 700, NAN, true, false, NAN, NAN, 1, 1000},
        {JB_SCALING_LOG, 0.02, 5, NAN, true, false, NAN, NAN, 0.01, 10},
        {JB_SCALING_LINEAR, 5, 9, NAN, false, true, NAN, NAN, 0, 9},
        {JB_SCALING_LINEAR, -5, -2, NAN, false, true, NAN, NAN, -5, 0},
        {JB_SCALING_LINEAR, 5, 9, NAN, false, false, NAN, NAN, 5, 9},
        {JB_SCALING_LINEAR, 5, 9, NAN, false, false, 3, 20, 3, 20},
        /* 2024-01-17 to 2024-11-03 becomes 2024-01-01 to 2024-12-01 */
        {JB_SCALING_UTC, 1705449600000, 1730592000000, 10, true, false, NAN, NAN, 1704067200000,
         1733011200000},
        /* 2001-05-05 to 2019-02-03 becomes 2000 to 2020 */
        {JB_SCALING_UTC, 989020800000, 1549152000000, 10, true, false, NAN, NAN, 946684800000,
         1577836800000},
    };
    (void)state;
    jb_ctx cx = test_ctx();
    int wrong = 0;
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_scale_plan p = plan(&cx, cases[i].type, (double[]){cases[i].from, cases[i].to}, 2,
                               (double[]){0, 1}, 2);
        p.nice = cases[i].nice;
        p.nice_count = cases[i].count;
        p.zero = cases[i].zero;
        p.domain_min = cases[i].min;
        p.domain_max = cases[i].max;
        const jb_scale *s = jb_scale_make(cx.keep, &p);
        if (close_to(s->domain[0], cases[i].first) && close_to(s->domain[1], cases[i].last))
            continue;
        print_error("%g to %g should become %.15g to %.15g but is %.15g to %.15g\n", cases[i].from,
                    cases[i].to, cases[i].first, cases[i].last, s->domain[0], s->domain[1]);
        wrong++;
    }
    assert_int_equal(wrong, 0);
    test_ctx_end(&cx);
}

static void makes_bands(void **state)
{
    static const struct {
        jb_scaling type;
        size_t n;
        double range[2], padding, inner, outer, align;
        bool round;
        double at[4], bandwidth;
    } cases[] = {
        {JB_SCALING_BAND,
         4,
         {0, 100},
         NAN,
         0.1,
         0.05,
         NAN,
         false,
         {1.25, 26.25, 51.25, 76.25},
         22.5},
        {JB_SCALING_BAND, 3, {0, 100}, 0.2, NAN, NAN, 0, true, {0, 31, 62}, 25},
        {JB_SCALING_BAND, 3, {100, 0}, 0.2, NAN, NAN, NAN, false, {68.75, 37.5, 6.25}, 25},
        {JB_SCALING_POINT, 3, {0, 100}, 0.5, NAN, NAN, NAN, false, {100 / 6.0, 50, 500 / 6.0}, 0},
    };
    static const char *const names[] = {"a", "b", "c", "d"};
    (void)state;
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_value domain[4];
        for (size_t k = 0; k < cases[i].n; k++)
            domain[k] = jb_text(jb_str_of(names[k]));
        jb_scale_plan p = plan(&cx, cases[i].type, NULL, 0, cases[i].range, 2);
        p.domain = domain;
        p.domain_n = cases[i].n;
        p.padding = cases[i].padding;
        p.padding_inner = cases[i].inner;
        p.padding_outer = cases[i].outer;
        p.align = cases[i].align;
        p.round = cases[i].round;
        const jb_scale *s = jb_scale_make(cx.keep, &p);
        for (size_t k = 0; k < cases[i].n; k++) {
            double at = jb_scale_number(s, domain[k]);
            if (!close_to(at, cases[i].at[k]))
                fail_msg("band %zu of case %zu is at %.12g", k, i, at);
            assert_int_equal(jb_scale_index(s, domain[k]), (int)k);
        }
        assert_true(close_to(s->bandwidth, cases[i].bandwidth));
        assert_int_equal(jb_scale_index(s, jb_text(JB_S("z"))), -1);
        assert_true(isnan(jb_scale_number(s, jb_text(JB_S("z")))));
    }
    assert_true(close_to(jb_band_space(4, 0.1, 0.05), 4));
    assert_true(close_to(jb_band_space(1, 1, 0.5), 1));
    test_ctx_end(&cx);
}

static void cuts_into_classes(void **state)
{
    static const struct {
        jb_scaling type;
        double domain[10];
        size_t domain_n, range_n;
        double edges[4];
        pair pairs[8];
        size_t pairs_n;
    } cases[] = {
        {JB_SCALING_QUANTILE,
         {1, 2, 4, 7, 8, 9, 20, 30, 31, 40},
         10,
         4,
         {4.75, 8.5, 27.5},
         {{0, 1}, {4, 1}, {5, 2}, {8, 2}, {9, 3}, {28, 4}, {30, 4}, {99, 4}},
         8},
        {JB_SCALING_QUANTIZE,
         {0, 100},
         2,
         5,
         {20, 40, 60, 80},
         {{-5, 1}, {0, 1}, {19.9, 1}, {20, 2}, {59, 3}, {60, 4}, {100, 5}, {200, 5}},
         8},
        {JB_SCALING_THRESHOLD,
         {0, 10, 100},
         3,
         4,
         {0, 10, 100},
         {{-1, 1}, {0, 2}, {5, 2}, {10, 3}, {99, 3}, {100, 4}, {1e6, 4}},
         7},
    };
    (void)state;
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_scale_plan p = plan(&cx, cases[i].type, cases[i].domain, cases[i].domain_n,
                               (double[]){1, 2, 3, 4, 5}, cases[i].range_n);
        const jb_scale *s = jb_scale_make(cx.keep, &p);
        assert_int_equal(s->domain_n, cases[i].range_n - 1);
        for (size_t k = 0; k < s->domain_n; k++)
            if (!close_to(s->domain[k], cases[i].edges[k]))
                fail_msg("edge %zu of case %zu is %.12g", k, i, s->domain[k]);
        for (size_t k = 0; k < cases[i].pairs_n; k++) {
            double at = jb_scale_number(s, jb_number(cases[i].pairs[k].x));
            if (!close_to(at, cases[i].pairs[k].at))
                fail_msg("%g of case %zu falls into class %g", cases[i].pairs[k].x, i, at);
        }
        assert_true(isnan(jb_scale_number(s, jb_null())));
    }
    test_ctx_end(&cx);
}

static void hex_of(jb_rgba c, char hex[10])
{
    snprintf(hex, 10, "#%02x%02x%02x", (unsigned)lround(255 * c.r) & 255u,
             (unsigned)lround(255 * c.g) & 255u, (unsigned)lround(255 * c.b) & 255u);
}

/* Within 1 of 255: between its stops Vega rounds once more. */
static void goes_through_schemes(void **state)
{
    static const double at[] = {0, 0.1, 0.25, 0.5, 0.9, 1};
    static const struct {
        const char *name, *colors[6];
    } cases[] = {
        {"viridis", {"#440154", "#482575", "#3b528b", "#21918d", "#bcdf27", "#fde725"}},
        {"blues", {"#cfe1f2", "#bed8ec", "#9cc8e2", "#5ba3cf", "#125ca4", "#0a4a90"}},
        {"RedBlue", {"#8c0d25", "#bf363a", "#ea9178", "#f2efee", "#2f78b3", "#134b85"}},
        {"spectral", {"#9e0142", "#d13c4b", "#f68e57", "#fbf8b0", "#4288b5", "#5e4fa2"}},
        {"turbo", {"#23171b", "#4956db", "#27bae3", "#8ffc54", "#c3290b", "#910b00"}},
        {"rainbow", {"#6e40aa", "#bf3caf", "#ff5f64", "#aff05b", "#4c6edb", "#6e40aa"}},
        {"sinebow", {"#ff4040", "#e78d0b", "#80ee12", "#00bfbf", "#e70b8d", "#ff4040"}},
        {"magma", {"#000004", "#150e37", "#51137c", "#b6377a", "#fece91", "#fcfdbf"}},
        {"greys", {"#e2e2e2", "#d4d4d4", "#bbbbbb", "#888888", "#353535", "#1e1e1e"}},
        {"yelloworangered", {"#fee087", "#fed16f", "#feb351", "#fc7335", "#ca0b22", "#af0225"}},
    };
    (void)state;
    jb_ctx cx = test_ctx();
    int wrong = 0;
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ramp ramp;
        assert_true(jb_scheme_find(cx.keep, jb_str_of(cases[i].name), &ramp));
        assert_true(ramp.continuous);
        for (size_t k = 0; k < JB_COUNT(at); k++) {
            jb_rgba c = jb_ramp_color(&ramp, at[k]), d = {0};
            assert_true(jb_color_read(jb_str_of(cases[i].colors[k]), &d));
            if (fmax(fabs(c.r - d.r), fmax(fabs(c.g - d.g), fabs(c.b - d.b))) < 1.01 / 255)
                continue;
            print_error("%s at %g should be %s but is %g %g %g\n", cases[i].name, at[k],
                        cases[i].colors[k], 255 * c.r, 255 * c.g, 255 * c.b);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    test_ctx_end(&cx);
}

static void hands_out_categories(void **state)
{
    static const struct {
        const char *name;
        size_t n;
        const char *first, *last;
    } cases[] = {{"category10", 10, "#1f77b4", "#17becf"},
                 {"tableau10", 10, "#4c78a8", "#bab0ac"},
                 {"set3", 12, "#8dd3c7", "#ffed6f"},
                 {"accent", 8, "#7fc97f", "#666666"}};
    (void)state;
    jb_ctx cx = test_ctx();
    jb_ramp ramp;
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        char hex[10];
        assert_true(jb_scheme_find(cx.keep, jb_str_of(cases[i].name), &ramp));
        assert_false(ramp.continuous);
        assert_int_equal(ramp.n, cases[i].n);
        hex_of(ramp.colors[0], hex);
        assert_string_equal(hex, cases[i].first);
        hex_of(ramp.colors[ramp.n - 1], hex);
        assert_string_equal(hex, cases[i].last);
    }
    assert_false(jb_scheme_find(cx.keep, JB_S("vridis"), &ramp));
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_numbers),       cmocka_unit_test(inverts),
        cmocka_unit_test(widens_domains),       cmocka_unit_test(makes_bands),
        cmocka_unit_test(cuts_into_classes),    cmocka_unit_test(goes_through_schemes),
        cmocka_unit_test(hands_out_categories),
    };
    return cmocka_run_group_tests_name("chart d3", tests, NULL, NULL);
}
