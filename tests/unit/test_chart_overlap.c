/* Labels that meet are hidden by turns or by greed; those side by side want two pixels of air. */
#include "test.h"

#include "chart/guide.h"

#define MOST 6

/* A label as the thinning sees it: its left end, its top and its width; all are 10 px high. */
typedef struct label {
    double x, y, width;
} label;

static jb_mark *labels(jb_ctx *cx, const label *at, size_t n)
{
    static const jb_style plain = {.opacity = 1, .fill_opacity = 1, .stroke_opacity = 1};
    jb_mark *m = jb_mark_new(cx->keep, JB_MARKTYPE_TEXT, JB_S("axis-label"), n);
    for (size_t i = 0; i < n; i++) {
        jb_line *line = JB_NEW(cx->keep, jb_line);
        line->width = at[i].width;
        m->texts[i].x = at[i].x;
        m->texts[i].y = at[i].y;
        m->texts[i].text = JB_S("x");
        m->texts[i].lines = line;
        m->texts[i].lines_n = 1;
        m->texts[i].font_size = 10;
        m->texts[i].style = &plain;
    }
    return m;
}

static void check(const char *name, const jb_mark *m, const char *shown)
{
    char actual[MOST + 1] = "";
    for (size_t i = 0; i < m->n; i++)
        actual[i] = m->texts[i].style->opacity > 0 ? 'x' : '.';
    if (strcmp(actual, shown) != 0)
        fail_msg("%s: %s should stay, %s stay", name, shown, actual);
}

static void thins(void **state)
{
    enum { PARITY = JB_LABEL_OVERLAP_PARITY, GREEDY = JB_LABEL_OVERLAP_GREEDY };
    static const struct {
        const char *name;
        int overlap;
        double gap;
        label at[MOST];
        const char *shown;
    } cases[] = {
        {"two px of air", PARITY, 0, {{0, 0, 18}, {20, 0, 18}, {40, 0, 18}, {60, 0, 18}}, "xxxx"},
        {"less air",
         PARITY,
         0,
         {{0, 0, 18.5}, {20, 0, 18.5}, {40, 0, 18.5}, {60, 0, 18.5}, {80, 0, 18.5}},
         "x.x.x"},
        {"twice by turns",
         PARITY,
         0,
         {{0, 0, 40}, {20, 0, 40}, {40, 0, 40}, {60, 0, 40}, {80, 0, 40}},
         "x...x"},
        {"the last rather than the last but one",
         PARITY,
         0,
         {{0, 0, 19}, {20, 0, 19}, {40, 0, 19}, {60, 0, 19}},
         "x..x"},
        {"a wish for more air",
         PARITY,
         5,
         {{0, 0, 18}, {20, 0, 18}, {40, 0, 18}, {60, 0, 18}, {80, 0, 18}},
         "x.x.x"},
        {"two stay whatever comes", PARITY, 0, {{0, 0, 40}, {20, 0, 40}}, "xx"},
        {"not asked for", JB_LABEL_OVERLAP_SHOWN, 0, {{0, 0, 40}, {20, 0, 40}, {40, 0, 40}}, "xxx"},
        {"true is by turns",
         JB_LABEL_OVERLAP_TRUE,
         0,
         {{0, 0, 5}, {10, 0, 5}, {20, 0, 25}, {30, 0, 5}, {40, 0, 5}},
         "x...x"},
        {"greed keeps what it can",
         GREEDY,
         0,
         {{0, 0, 5}, {10, 0, 5}, {20, 0, 25}, {30, 0, 5}, {40, 0, 5}},
         "xxx.."},
        {"greed after a long one",
         GREEDY,
         0,
         {{0, 0, 30}, {10, 0, 5}, {20, 0, 5}, {30, 0, 5}, {40, 0, 5}, {50, 0, 5}},
         "x...xx"},
        {"above each other no air is needed",
         PARITY,
         0,
         {{0, 0, 30}, {0, 10, 30}, {0, 20, 30}},
         "xxx"},
        {"above each other they meet", PARITY, 0, {{0, 0, 30}, {0, 9, 30}, {0, 18, 30}}, "x.x"},
    };
    (void)state;
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        jb_chart chart = {.cx = &cx};
        jb_mark *m = labels(&cx, cases[i].at, strlen(cases[i].shown));
        jb_labels_thin(&chart, m, cases[i].overlap, cases[i].gap);
        check(cases[i].name, m, cases[i].shown);
        test_ctx_end(&cx);
    }
}

static void keeps_within_the_axis(void **state)
{
    static const label at[] = {{-3, 0, 10}, {-1, 0, 10}, {20, 0, 10}, {91, 0, 10}, {92, 0, 10}};
    (void)state;
    jb_ctx cx = test_ctx();
    jb_chart chart = {.cx = &cx};
    jb_mark *m = labels(&cx, at, JB_COUNT(at));
    jb_labels_bound(&chart, m, true, (double[]){100, 0}, 1);
    check("within 1 px of 0 to 100", m, ".xxx.");
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(thins),
                                       cmocka_unit_test(keeps_within_the_axis)};
    return cmocka_run_group_tests_name("chart overlap", tests, NULL, NULL);
}
