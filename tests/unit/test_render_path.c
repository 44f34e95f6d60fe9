/* Curves, sectors, symbols and SVG paths as segments. What curves and sectors should be was
 * computed with d3-shape 3.2 (arcs taken as Béziers of at most a quarter turn), numbers rounded to
 * 1e-3. */
#include "test.h"

#include <math.h>
#include <stdlib.h>

#include "render/path.h"

struct curve_case {
    const char *name;
    double tension;
    size_t n;
    const char *path;
};
struct arc_case {
    double inner, outer, start, end, pad, corner;
    const char *path;
};

/* clang-format off */
static const struct curve_case lines[] = {
    {"linear", NAN, 6, "M0,10L10,30L25,5L40,5L60,25L70,0"},
    {"linear", NAN, 2, "M0,10L10,30"},
    {"linear", NAN, 1, "M0,10Z"},
    {"linear-closed", NAN, 6, "M0,10L10,30L25,5L40,5L60,25L70,0Z"},
    {"linear-closed", NAN, 2, "M0,10L10,30Z"},
    {"linear-closed", NAN, 1, "M0,10Z"},
    {"step", NAN, 6, "M0,10L5,10L5,30L17.5,30L17.5,5L32.5,5L32.5,5L50,5L50,25L65,25L65,0L70,0"},
    {"step", NAN, 2, "M0,10L5,10L5,30L10,30"},
    {"step", NAN, 1, "M0,10Z"},
    {"step-before", NAN, 6, "M0,10L0,30L10,30L10,5L25,5L25,5L40,5L40,25L60,25L60,0L70,0"},
    {"step-before", NAN, 2, "M0,10L0,30L10,30"},
    {"step-before", NAN, 1, "M0,10Z"},
    {"step-after", NAN, 6, "M0,10L10,10L10,30L25,30L25,5L40,5L40,5L60,5L60,25L70,25L70,0"},
    {"step-after", NAN, 2, "M0,10L10,10L10,30"},
    {"step-after", NAN, 1, "M0,10Z"},
    {"basis", NAN, 6, "M0,10L1.667,13.333C3.333,16.667 6.667,23.333 10.833,22.5C15,21.667 20,13.333 25,9.167C30,5 35,5 40.833,8.333C46.667,11.667 53.333,18.333 58.333,17.5C63.333,16.667 66.667,8.333 68.333,4.167L70,0"},
    {"basis", NAN, 2, "M0,10L10,30"},
    {"basis", NAN, 1, "M0,10Z"},
    {"basis-closed", NAN, 6, "M10.833,22.5C15,21.667 20,13.333 25,9.167C30,5 35,5 40.833,8.333C46.667,11.667 53.333,18.333 58.333,17.5C63.333,16.667 66.667,8.333 56.667,5.833C46.667,3.333 23.333,6.667 13.333,11.667C3.333,16.667 6.667,23.333 10.833,22.5"},
    {"basis-closed", NAN, 2, "M6.667,23.333L3.333,16.667Z"},
    {"basis-closed", NAN, 1, "M0,10Z"},
    {"basis-open", NAN, 6, "M10.833,22.5C15,21.667 20,13.333 25,9.167C30,5 35,5 40.833,8.333C46.667,11.667 53.333,18.333 58.333,17.5"},
    {"basis-open", NAN, 2, ""},
    {"basis-open", NAN, 1, ""},
    {"bundle", NAN, 6, "M0,10L1.767,12.783C3.533,15.567 7.067,21.133 11.308,20.325C15.55,19.517 20.5,12.333 25.45,8.692C30.4,5.05 35.35,4.95 41.008,7.683C46.667,10.417 53.033,15.983 57.983,15.175C62.933,14.367 66.467,7.183 68.233,3.592L70,0"},
    {"bundle", NAN, 2, "M0,10L10,30"},
    {"bundle", NAN, 1, ""},
    {"cardinal", NAN, 6, "M0,10C0,10 5.833,30.833 10,30C14.167,29.167 20,9.167 25,5C30,0.833 34.167,1.667 40,5C45.833,8.333 55,25.833 60,25C65,24.167 70,0 70,0"},
    {"cardinal", NAN, 2, "M0,10L10,30"},
    {"cardinal", NAN, 1, "M0,10Z"},
    {"cardinal-closed", NAN, 6, "M10,30C14.167,29.167 20,9.167 25,5C30,0.833 34.167,1.667 40,5C45.833,8.333 55,25.833 60,25C65,24.167 80,2.5 70,0C60,-2.5 10,5 0,10C-10,15 5.833,30.833 10,30"},
    {"cardinal-closed", NAN, 2, "M10,30L0,10Z"},
    {"cardinal-closed", NAN, 1, "M0,10Z"},
    {"cardinal-open", NAN, 6, "M10,30C14.167,29.167 20,9.167 25,5C30,0.833 34.167,1.667 40,5C45.833,8.333 55,25.833 60,25"},
    {"cardinal-open", NAN, 2, ""},
    {"cardinal-open", NAN, 1, ""},
    {"catmull-rom", NAN, 6, "M0,10C0,10 6.179,29.853 10,30C14.364,30.168 18.852,8.481 25,5C29.41,2.503 35.061,2.954 40,5C46.782,7.809 54.978,26.031 60,25C64.899,23.994 70,0 70,0"},
    {"catmull-rom", NAN, 2, "M0,10L10,30"},
    {"catmull-rom", NAN, 1, "M0,10Z"},
    {"catmull-rom-closed", NAN, 6, "M10,30C14.364,30.168 18.852,8.481 25,5C29.41,2.503 35.061,2.954 40,5C46.782,7.809 54.978,26.031 60,25C64.899,23.994 73.433,4.368 70,0C64.436,-7.079 4.604,1.212 0,10C-2.589,14.942 6.179,29.853 10,30"},
    {"catmull-rom-closed", NAN, 2, "M10,30L0,10Z"},
    {"catmull-rom-closed", NAN, 1, "M0,10Z"},
    {"catmull-rom-open", NAN, 6, "M10,30C14.364,30.168 18.852,8.481 25,5C29.41,2.503 35.061,2.954 40,5C46.782,7.809 54.978,26.031 60,25"},
    {"catmull-rom-open", NAN, 2, ""},
    {"catmull-rom-open", NAN, 1, ""},
    {"monotone", NAN, 6, "M0,10C3.333,20 6.667,30 10,30C15,30 20,5 25,5C30,5 35,5 40,5C46.667,5 53.333,25 60,25C63.333,25 66.667,12.5 70,0"},
    {"monotone", NAN, 2, "M0,10L10,30"},
    {"monotone", NAN, 1, "M0,10Z"},
    {"natural", NAN, 6, "M0,10C2.839,21.085 5.678,32.169 10,30C14.322,27.831 20.128,12.408 25,5C29.872,-2.408 33.812,-1.802 40,5C46.188,11.802 54.625,24.801 60,25C65.375,25.199 67.687,12.6 70,0"},
    {"natural", NAN, 2, "M0,10L10,30"},
    {"natural", NAN, 1, "M0,10Z"},
    {"cardinal", 0.5, 5, "M0,10C0,10 7.917,30.417 10,30C12.083,29.583 22.5,7.083 25,5C27.5,2.917 37.083,3.333 40,5C42.917,6.667 60,25 60,25"},
    {"catmull-rom", 1, 5, "M0,10C0,10 6.449,29.001 10,30C14.63,31.302 16.885,7.831 25,5C29.175,3.543 35.508,3.775 40,5C48.471,7.31 60,25 60,25"},
    {"catmull-rom", 0, 5, "M0,10C0,10 5.833,30.833 10,30C14.167,29.167 20,9.167 25,5C30,0.833 34.167,1.667 40,5C45.833,8.333 60,25 60,25"},
    {"bundle", 0.5, 5, "M0,10L2.083,11.979C4.167,13.958 8.333,17.917 12.917,18.125C17.5,18.333 22.5,14.792 27.5,13.333C32.5,11.875 37.5,12.5 42.917,14.792C48.333,17.083 54.167,21.042 57.083,23.021L60,25"},
    {"catmull-rom-closed", 0, 5, "M10,30C14.167,29.167 20,9.167 25,5C30,0.833 34.167,1.667 40,5C45.833,8.333 66.667,24.167 60,25C53.333,25.833 8.333,9.167 0,10C-8.333,10.833 5.833,30.833 10,30"},
};
static const struct curve_case areas[] = {
    {"linear", NAN, 4, "M0,10L10,30L25,5L40,5L40,50L25,52L10,48L0,50Z"},
    {"linear-closed", NAN, 4, "M0,10L10,30L25,5L40,5ZM40,50L25,52L10,48L0,50Z"},
    {"step", NAN, 4, "M0,10L5,10L5,30L17.5,30L17.5,5L32.5,5L32.5,5L40,5L40,50L32.5,50L32.5,52L17.5,52L17.5,48L5,48L5,50L0,50Z"},
    {"step-before", NAN, 4, "M0,10L0,30L10,30L10,5L25,5L25,5L40,5L40,50L25,50L25,52L10,52L10,48L0,48L0,50Z"},
    {"step-after", NAN, 4, "M0,10L10,10L10,30L25,30L25,5L40,5L40,5L40,50L40,52L25,52L25,48L10,48L10,50L0,50Z"},
    {"basis", NAN, 4, "M0,10L1.667,13.333C3.333,16.667 6.667,23.333 10.833,22.5C15,21.667 20,13.333 25,9.167C30,5 35,5 37.5,5L40,5L40,50L37.5,50.333C35,50.667 30,51.333 25,51C20,50.667 15,49.333 10.833,49C6.667,48.667 3.333,49.333 1.667,49.667L0,50Z"},
    {"basis-closed", NAN, 4, "M10.833,22.5C15,21.667 20,13.333 25,9.167C30,5 35,5 30.833,5.833C26.667,6.667 13.333,8.333 8.333,12.5C3.333,16.667 6.667,23.333 10.833,22.5M25,51C20,50.667 15,49.333 10.833,49C6.667,48.667 3.333,49.333 8.333,49.667C13.333,50 26.667,50 30.833,50.333C35,50.667 30,51.333 25,51"},
    {"basis-open", NAN, 4, "M10.833,22.5C15,21.667 20,13.333 25,9.167L25,51C20,50.667 15,49.333 10.833,49Z"},
    {"cardinal", NAN, 4, "M0,10C0,10 5.833,30.833 10,30C14.167,29.167 20,9.167 25,5C30,0.833 40,5 40,5L40,50C40,50 30,52.333 25,52C20,51.667 14.167,48.333 10,48C5.833,47.667 0,50 0,50Z"},
    {"cardinal-closed", NAN, 4, "M10,30C14.167,29.167 20,9.167 25,5C30,0.833 44.167,4.167 40,5C35.833,5.833 5,5.833 0,10C-5,14.167 5.833,30.833 10,30M25,52C20,51.667 14.167,48.333 10,48C5.833,47.667 -5,49.667 0,50C5,50.333 35.833,49.667 40,50C44.167,50.333 30,52.333 25,52"},
    {"cardinal-open", NAN, 4, "M10,30C14.167,29.167 20,9.167 25,5L25,52C20,51.667 14.167,48.333 10,48Z"},
    {"catmull-rom", NAN, 4, "M0,10C0,10 6.179,29.853 10,30C14.364,30.168 18.852,8.481 25,5C29.41,2.503 40,5 40,5L40,50C40,50 29.968,52.319 25,52C19.968,51.677 14.51,48.143 10,48C6.345,47.884 0,50 0,50Z"},
    {"catmull-rom-closed", NAN, 4, "M10,30C14.364,30.168 18.852,8.481 25,5C29.41,2.503 39.976,4.615 40,5C40.039,5.631 3.126,4.158 0,10C-2.328,14.351 6.179,29.853 10,30M25,52C19.968,51.677 14.51,48.143 10,48C6.345,47.884 -0.044,49.557 0,50C0.087,50.877 39.955,49.329 40,50C40.027,50.413 29.968,52.319 25,52"},
    {"catmull-rom-open", NAN, 4, "M10,30C14.364,30.168 18.852,8.481 25,5L25,52C19.968,51.677 14.51,48.143 10,48Z"},
    {"monotone", NAN, 4, "M0,10C3.333,20 6.667,30 10,30C15,30 20,5 25,5C30,5 35,5 40,5L40,50C35,51 30,52 25,52C20,52 15,48 10,48C6.667,48 3.333,49 0,50Z"},
    {"natural", NAN, 4, "M0,10C2.889,21.222 5.778,32.444 10,30C14.222,27.556 19.778,11.444 25,5C30.222,-1.444 35.111,1.778 40,5L40,50C35.111,51.333 30.222,52.667 25,52C19.778,51.333 14.222,48.667 10,48C5.778,47.333 2.889,48.667 0,50Z"},
};
static const struct arc_case arcs[] = {
    {0, 50, 0, 6.283185307179586, 0, 0, "M0,-50C27.614,-50 50,-27.614 50,0C50,27.614 27.614,50 0,50C-27.614,50 -50,27.614 -50,0C-50,-27.614 -27.614,-50 0,-50Z"},
    {20, 50, 0, 6.283185307179586, 0, 0, "M0,-50C27.614,-50 50,-27.614 50,0C50,27.614 27.614,50 0,50C-27.614,50 -50,27.614 -50,0C-50,-27.614 -27.614,-50 0,-50M0,-20C-11.046,-20 -20,-11.046 -20,0C-20,11.046 -11.046,20 0,20C11.046,20 20,11.046 20,0C20,-11.046 11.046,-20 0,-20Z"},
    {0, 50, 0, 1, 0, 0, "M0,-50C17.023,-50 32.876,-41.339 42.074,-27.015L0,0Z"},
    {20, 50, 0.5, 2.5, 0, 0, "M23.971,-43.879C38.91,-35.718 48.671,-20.517 49.875,-3.537C51.079,13.443 43.561,29.87 29.924,40.057L11.969,16.023C17.425,11.948 20.432,5.377 19.95,-1.415C19.468,-8.207 15.564,-14.287 9.589,-17.552Z"},
    {20, 50, 0.5, 2.5, 0.1, 0, "M26.299,-42.525C39.966,-34.073 48.738,-19.567 49.875,-3.537C51.011,12.493 44.374,28.092 32.036,38.388L14.017,14.266C18.196,10.161 20.364,4.429 19.95,-1.415C19.535,-7.258 16.58,-12.627 11.863,-16.102Z"},
    {0, 50, 0, 1, 0.1, 0, "M2.499,-49.938C17.738,-49.175 31.795,-41.496 40.671,-29.084L0,0Z"},
    {20, 50, 0.5, 2.5, 0, 5, "M21.441,-39.247C22.123,-40.495 23.304,-41.394 24.69,-41.718C26.075,-42.042 27.533,-41.761 28.698,-40.944C41.03,-32.3 48.809,-18.559 49.875,-3.537C50.94,11.485 45.178,26.187 34.189,36.484C33.151,37.457 31.747,37.942 30.33,37.816C28.913,37.691 27.616,36.968 26.764,35.828L14.66,19.624C13.238,17.72 13.352,15.079 14.932,13.305C18.522,9.276 20.332,3.968 19.95,-1.415C19.568,-6.797 17.028,-11.797 12.905,-15.279C11.09,-16.812 10.604,-19.411 11.743,-21.496Z"},
    {20, 50, 0.5, 2.5, 0.08, 8, "M21.428,-34.733C22.609,-36.894 24.719,-38.391 27.148,-38.791C29.578,-39.191 32.057,-38.45 33.868,-36.783C53.338,-18.855 55.465,11.139 38.72,31.635C37.162,33.542 34.813,34.625 32.351,34.572C29.889,34.518 27.589,33.334 26.116,31.361L17.342,19.616C15.368,16.974 15.218,13.39 16.965,10.592C21.558,3.235 20.886,-6.245 15.301,-12.88C13.176,-15.404 12.819,-18.972 14.4,-21.867Z"},
    {0, 50, 0, 2, 0, 10, "M0,-38.73C0,-41.823 1.431,-44.742 3.876,-46.636C6.321,-48.53 9.505,-49.186 12.5,-48.412C37.809,-41.878 53.813,-16.952 49.223,8.78C48.68,11.825 46.758,14.447 44.019,15.883C41.279,17.318 38.029,17.404 35.217,16.117L0,0Z"},
    {20, 50, 0, 0.05, 0, 10, "M0,-48.765C0,-49.208 0.24,-49.616 0.627,-49.831C1.015,-50.046 1.488,-50.035 1.864,-49.8C2.24,-49.566 2.459,-49.147 2.437,-48.704L1.025,-20.481C1.011,-20.203 0.778,-19.987 0.5,-19.994C0.222,-20.001 0,-20.228 0,-20.506Z"},
    {20, 50, 3, 1, 0, 4, "M6.467,45.367C6.625,46.477 7.242,47.47 8.167,48.103C9.093,48.737 10.241,48.953 11.334,48.699C26.416,45.188 39.021,34.888 45.465,20.807C51.909,6.727 51.465,-9.546 44.263,-23.254C43.742,-24.247 42.828,-24.975 41.743,-25.261C40.659,-25.548 39.505,-25.366 38.561,-24.76L19.913,-12.786C18.27,-11.731 17.629,-9.645 18.395,-7.85C20.606,-2.67 20.53,3.202 18.186,8.323C15.842,13.444 11.448,17.34 6.083,19.053C4.223,19.646 3.064,21.495 3.34,23.427Z"},
    {0, 80, 0, 4, 0, 6, "M0,-73.756C0,-75.432 0.701,-77.032 1.933,-78.168C3.165,-79.304 4.816,-79.872 6.486,-79.737C41.695,-76.872 70.858,-51.255 78.236,-16.709C85.614,17.837 69.46,53.133 38.493,70.13C7.526,87.128 -30.923,81.802 -56.105,57.028C-57.3,55.853 -57.948,54.232 -57.894,52.557C-57.84,50.882 -57.087,49.306 -55.819,48.21L0,0Z"},
    {45, 50, 0, 0.02, 0.05, 0, "M0.5,-49.998L0.45,-44.998Z"},
};
/* clang-format on */

/* Alike in letters, and in numbers to within what rounding leaves. */
static void assert_path(const jb_path *p, const char *name, const char *expected)
{
    jb_buf b = jb_buf_new(p->arena);
    jb_path_text(&b, p);
    const char *a = b.text.p, *e = expected;
    while (*a || *e) {
        if (*a && *e && strchr("0123456789.-", *a) && strchr("0123456789.-", *e)) {
            char *a_end, *e_end;
            double x = strtod(a, &a_end), y = strtod(e, &e_end);
            if (fabs(x - y) > 0.0015)
                fail_msg("%s is\n%s\nnot\n%s", name, b.text.p, expected);
            a = a_end;
            e = e_end;
        } else if (*a++ != *e++) {
            fail_msg("%s is\n%s\nnot\n%s", name, b.text.p, expected);
        }
    }
}

static const jb_point points[] = {{0, 10, 0, 50, 0, true},   {10, 30, 10, 48, 0, true},
                                  {25, 5, 25, 52, 0, true},  {40, 5, 40, 50, 0, true},
                                  {60, 25, 60, 47, 0, true}, {70, 0, 70, 50, 0, true}};

static jb_path_item item_of(const struct curve_case *c)
{
    return (jb_path_item){.points = points,
                          .points_n = c->n,
                          .interpolate = jb_str_of(c->name),
                          .tension = c->tension,
                          .vertical = true};
}

static void lines_run_as_d3_draws_them(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(lines); i++) {
        jb_path p = jb_path_new(cx.keep);
        jb_path_item item = item_of(&lines[i]);
        jb_path_of_line(&p, &item);
        assert_path(&p, lines[i].name, lines[i].path);
    }
    test_ctx_end(&cx);
}

static void areas_run_as_d3_draws_them(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(areas); i++) {
        jb_path p = jb_path_new(cx.keep);
        jb_path_item item = item_of(&areas[i]);
        jb_path_of_area(&p, &item);
        assert_path(&p, areas[i].name, areas[i].path);
    }
    test_ctx_end(&cx);
}

static void sectors_are_as_d3_cuts_them(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(arcs); i++) {
        jb_path p = jb_path_new(cx.keep);
        jb_arc_item item = {.inner_radius = arcs[i].inner,
                            .outer_radius = arcs[i].outer,
                            .start_angle = arcs[i].start,
                            .end_angle = arcs[i].end,
                            .pad_angle = arcs[i].pad,
                            .corner_radius = arcs[i].corner};
        jb_path_of_arc(&p, &item);
        char name[32];
        snprintf(name, sizeof name, "sector %zu", i);
        assert_path(&p, name, arcs[i].path);
    }
    test_ctx_end(&cx);
}

static void undefined_points_break_a_line(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_point broken[] = {{0, 0, 0, 0, 0, false},
                         {1, 1, 0, 0, 0, true},
                         {2, 2, 0, 0, 0, true},
                         {3, 3, 0, 0, 0, false},
                         {4, 4, 0, 0, 0, true}};
    jb_path p = jb_path_new(cx.keep);
    jb_path_item item = {
        .points = broken, .points_n = 5, .interpolate = JB_S("linear"), .tension = NAN};
    jb_path_of_line(&p, &item);
    assert_path(&p, "a broken line", "M1,1L2,2M4,4Z");
    test_ctx_end(&cx);
}

static void svg_paths_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *data;
        bool sound;
        const char *path;
    } cases[] = {
        {"M1 2 3,4 5-6", true, "M1,2L3,4L5,-6"},
        {"m1.5.5l-1 1h2v.25z", true, "M1.5,0.5L0.5,1.5L2.5,1.5L2.5,1.75Z"},
        {"M0,0C1,1 2,1 3,0S5-1 6 0", true, "M0,0C1,1 2,1 3,0C4,-1 5,-1 6,0"},
        {"M0 0Q3 3 6 0T12 0", true, "M0,0C2,2 4,2 6,0C8,-2 10,-2 12,0"},
        {"M1 0A1 1 0 0 1 0 1", true, "M1,0C1,0.552 0.552,1 0,1"},
        {"M1 0a1 1 0 01-1 1", true, "M1,0C1,0.552 0.552,1 0,1"},
        {"M0 0A1 1 0 1 1 0 0", true, "M0,0"},
        {"M0 0L1e2 +3", true, "M0,0L100,3"},
        {"", true, ""},
        {"L1 1", false, ""},
        {"M1 1L2", false, "M1,1"},
        {"M1 1X", false, "M1,1"},
        {"M1 1L2 2 3", false, "M1,1L2,2"},
        {"M", false, ""},
        {"M0 0z5", false, "M0,0Z"},
    };
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_path p = jb_path_new(cx.keep);
        assert_int_equal(jb_path_svg(&p, jb_str_of(cases[i].data), 1, 1), cases[i].sound);
        assert_path(&p, cases[i].data, cases[i].path);
    }
    test_ctx_end(&cx);
}

static void symbols_have_the_area_they_ask_for(void **state)
{
    (void)state;
    static const struct {
        const char *shape, *path;
    } cases[] = {
        {"square", "M-5,-5L5,-5L5,5L-5,5Z"},
        {"diamond", "M-5,0L0,-5L5,0L0,5Z"},
        {"triangle-up", "M0,-4.33L-5,4.33L5,4.33Z"},
        {"stroke", "M-5,0L5,0"},
        {"circle", "M5,0C5,2.761 2.761,5 0,5C-2.761,5 -5,2.761 -5,0C-5,-2.761 -2.761,-5 "
                   "0,-5C2.761,-5 5,-2.761 5,0Z"},
        {"M-1,-1H1V1Z", "M-5,-5L5,-5L5,5Z"},
    };
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_path p = jb_path_new(cx.keep);
        jb_path_of_symbol(&p, &(jb_symbol_item){.size = 100, .shape = jb_str_of(cases[i].shape)});
        assert_path(&p, cases[i].shape, cases[i].path);
    }
    test_ctx_end(&cx);
}

static void a_trail_is_as_wide_as_its_sizes(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_point at[] = {{0, 0, 0, 0, 2, true}, {10, 0, 0, 0, 4, true}};
    jb_path p = jb_path_new(cx.keep);
    jb_path_of_trail(&p, &(jb_path_item){.points = at, .points_n = 2});
    assert_path(&p, "a trail",
                "M0,-1L10,-2C11.105,-2 12,-1.105 12,0C12,1.105 11.105,2 10,2L0,1C-0.552,1 -1,0.552 "
                "-1,0C-1,-0.552 -0.552,-1 0,-1Z");
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_run_as_d3_draws_them),
        cmocka_unit_test(areas_run_as_d3_draws_them),
        cmocka_unit_test(sectors_are_as_d3_cuts_them),
        cmocka_unit_test(undefined_points_break_a_line),
        cmocka_unit_test(svg_paths_are_read),
        cmocka_unit_test(symbols_have_the_area_they_ask_for),
        cmocka_unit_test(a_trail_is_as_wide_as_its_sizes),
    };
    return cmocka_run_group_tests_name("render path", tests, NULL, NULL);
}
