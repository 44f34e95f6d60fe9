/* Colours as CSS writes them, and their mixes. What is expected of the mixes was computed with
 * d3-interpolate 3 and d3-color 3. */
#include <math.h>

#include "test.h"

#include "base/color.h"

static void hex_of(jb_rgba c, char hex[10])
{
    double parts[] = {c.r, c.g, c.b};
    hex[0] = '#';
    for (int i = 0; i < 3; i++)
        snprintf(hex + 1 + 2 * i, 3, "%02x",
                 (unsigned)lround(255 * fmin(1, fmax(0, parts[i]))) & 255u);
}

static jb_rgba color(const char *css)
{
    jb_rgba c = {-1, -1, -1, -1};
    if (!jb_color_read(jb_str_of(css), &c))
        fail_msg("“%s” should be a colour", css);
    return c;
}

static void reads_css(void **state)
{
    static const struct {
        const char *css;
        double r, g, b, a;
    } cases[] = {
        {"black", 0, 0, 0, 1},
        {"rebeccapurple", 102, 51, 153, 1},
        {"  SteelBlue ", 70, 130, 180, 1},
        {"transparent", 0, 0, 0, 0},
        {"#fff", 255, 255, 255, 1},
        {"#1F77b4", 31, 119, 180, 1},
        {"#f008", 255, 0, 0, 136 / 255.0},
        {"#11223380", 17, 34, 51, 128 / 255.0},
        {"rgb(10, 20, 30)", 10, 20, 30, 1},
        {"rgb(10%,20%,30%)", 25.5, 51, 76.5, 1},
        {"rgba(10,20,30,.25)", 10, 20, 30, 0.25},
        {"hsl(120,50%,25%)", 31.875, 95.625, 31.875, 1},
        {"hsla(240,100%,50%,0.5)", 0, 0, 255, 0.5},
        {"hsl(-30,100%,50%)", 255, 0, 127.5, 1},
        {"hsl(120 50 25 / 40%)", 31.875, 95.625, 31.875, 0.4},
    };
    (void)state;
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_rgba c = color(cases[i].css);
        double error = fabs(255 * c.r - cases[i].r) + fabs(255 * c.g - cases[i].g) +
                       fabs(255 * c.b - cases[i].b) + fabs(c.a - cases[i].a);
        if (!(error < 1e-6))
            fail_msg("“%s” is %g %g %g %g", cases[i].css, 255 * c.r, 255 * c.g, 255 * c.b, c.a);
    }
}

static void refuses_what_is_none(void **state)
{
    static const char *const cases[] = {"",           "blu",         "#12",       "#12345",
                                        "#gggggg",    "rgb(1,2)",    "rgb(1,2,3", "hsl(1)",
                                        "rgb(a,b,c)", "#1234567890", "none",      "url(#x)"};
    (void)state;
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_rgba c = {0.5, 0.25, 0.125, 1};
        if (jb_color_read(jb_str_of(cases[i]), &c))
            fail_msg("“%s” should be no colour", cases[i]);
        assert_true(c.r == 0.5 && c.g == 0.25 && c.b == 0.125 && c.a == 1);
    }
}

/* The pairs, each mixed in every space. */
static const struct {
    const char *a, *b;
    double t;
} pairs[] = {
    {"red", "blue", 0.25},       {"red", "blue", 0.5},
    {"#1f77b4", "#ff7f0e", 0.5}, {"white", "black", 0.3},
    {"steelblue", "gold", 0.75}, {"hsl(350,80%,50%)", "hsl(30,80%,50%)", 0.5},
    {"#123456", "#fedcba", 1},
};

static void mixes_as_d3(void **state)
{
    static const struct {
        const char *space;
        double gamma;
        const char *expected[JB_COUNT(pairs)];
    } cases[] = {
        {"rgb", 1, {"#bf0040", "#800080", "#8f7b61", "#b3b3b3", "#d1c22d", "#e64d2a", "#fedcba"}},
        {"hsl", 1, {"#ff0080", "#ff00ff", "#1ede12", "#b3b3b3", "#80ec12", "#e63b19", "#fedcba"}},
        {"hsl-long",
         1,
         {"#ffff00", "#00ff00", "#1ede12", "#b3b3b3", "#80ec12", "#19c3e6", "#fedcba"}},
        {"lab", 1, {"#e3004f", "#c10088", "#b07e6f", "#ababab", "#dac154", "#e6592f", "#fedcba"}},
        {"hcl", 1, {"#ff0048", "#f50086", "#d959b6", "#ababab", "#7ad84f", "#e95729", "#fedcba"}},
        {"hcl-long",
         1,
         {"#557f00", "#008240", "#00a25c", "#ababab", "#7ad84f", "#e95729", "#fedcba"}},
        {"cubehelix",
         1,
         {"#ff005e", "#ee00d1", "#1ec024", "#b3b3b3", "#6cff00", "#f4471e", "#fedcba"}},
        {"cubehelix-long",
         1,
         {"#ff005e", "#ee00d1", "#1ec024", "#b3b3b3", "#6cff00", "#00a6cf", "#fedcba"}},
        {"rgb", 2.2, {"#e00088", "#ba00ba", "#bb7b84", "#d9d9d9", "#e2c660", "#e65e2e", "#fedcba"}},
        {"cubehelix",
         2,
         {"#ff006a", "#ff00f6", "#12b218", "#e8e8e8", "#53f700", "#e33b13", "#fedcba"}},
    };
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        for (size_t k = 0; k < JB_COUNT(pairs); k++) {
            jb_mixing space;
            char hex[10];
            assert_true(jb_mixing_read(jb_str_of(cases[i].space), &space));
            hex_of(jb_color_mix(space, cases[i].gamma, color(pairs[k].a), color(pairs[k].b),
                                pairs[k].t),
                   hex);
            if (!strcmp(hex, cases[i].expected[k]))
                continue;
            print_error("%s gamma %g: %s to %s at %g should be %s but is %s\n", cases[i].space,
                        cases[i].gamma, pairs[k].a, pairs[k].b, pairs[k].t, cases[i].expected[k],
                        hex);
            wrong++;
        }
    assert_int_equal(wrong, 0);
}

/* Half way from one byte to the next is the next. */
static void mixes_whole_bytes(void **state)
{
    (void)state;
    for (unsigned n = 0; n < 255; n++) {
        jb_rgba a = {n / 255.0, 0, 0, 1}, b = {(n + 1) / 255.0, 0, 0, 1};
        assert_true(jb_color_mix(JB_MIX_RGB, 1, a, b, 0.5).r == (n + 1) / 255.0);
        assert_true(jb_color_mix(JB_MIX_RGB, 1, a, b, 0.4).r == n / 255.0);
    }
}

static void mixes_opacity(void **state)
{
    (void)state;
    jb_rgba c = jb_color_mix(JB_MIX_RGB, 1, color("rgba(0,0,0,0.2)"), color("rgba(0,0,0,1)"), 0.5);
    assert_float_equal((float)c.a, 0.6f, 1e-6f);
    jb_mixing space;
    assert_false(jb_mixing_read(JB_S("hsv"), &space));
}

static void knows_lightness(void **state)
{
    static const struct {
        const char *css;
        double l;
    } cases[] = {{"black", 0},
                 {"white", 100},
                 {"red", 54.29173376861782},
                 {"#1f77b4", 47.36061285011027},
                 {"gold", 87.46819309705529},
                 {"#808080", 53.58501345216902}};
    (void)state;
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        double l = jb_color_lightness(color(cases[i].css));
        if (!(fabs(l - cases[i].l) < 1e-3))
            fail_msg("%s has lightness %.6f", cases[i].css, l);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_css),       cmocka_unit_test(refuses_what_is_none),
        cmocka_unit_test(mixes_as_d3),     cmocka_unit_test(mixes_opacity),
        cmocka_unit_test(knows_lightness), cmocka_unit_test(mixes_whole_bytes)};
    return cmocka_run_group_tests_name("base color", tests, NULL, NULL);
}
