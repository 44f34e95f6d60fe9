/* Numerals of headings and notes. */
#include "test.h"

#include "report/compose.h"

static void writes_han_numerals(void **state)
{
    (void)state;
    static const struct {
        size_t n;
        const char *text;
    } cases[] = {{1, "一"},
                 {10, "十"},
                 {11, "十一"},
                 {20, "二十"},
                 {99, "九十九"},
                 {100, "一百"},
                 {101, "一百零一"},
                 {110, "一百一十"},
                 {111, "一百一十一"},
                 {1001, "一千零一"},
                 {1010, "一千零一十"},
                 {9999, "九千九百九十九"},
                 {10000, "10000"},
                 {0, "0"}};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        assert_str(jb_number_han(cx.keep, cases[i].n), cases[i].text);
    test_ctx_end(&cx);
}

static void circles_note_marks(void **state)
{
    (void)state;
    static const struct {
        size_t n;
        const char *text;
    } cases[] = {{1, "①"}, {20, "⑳"}, {21, "㉑"}, {35, "㉟"}, {36, "㊱"}, {50, "㊿"}, {51, "(51)"}};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        assert_str(jb_number_circled(cx.keep, cases[i].n), cases[i].text);
    test_ctx_end(&cx);
}

/* Each level counts on until a higher one begins anew; the fifth has no number. */
static void numbers_headings(void **state)
{
    (void)state;
    static const struct {
        int level;
        const char *text;
    } cases[] = {{1, "一、"},  {2, "（一）"}, {2, "（二）"}, {3, "1."},
                 {4, "（1）"}, {4, "（2）"},  {3, "2."},     {4, "（1）"},
                 {1, "二、"},  {2, "（一）"}, {5, ""},       {6, ""}};
    jb_ctx cx = test_ctx();
    jb_counters counters = {0};
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        assert_str(jb_number_heading(cx.keep, &counters, cases[i].level), cases[i].text);
    test_ctx_end(&cx);
}

/* GB/T 1.1: an appendix has a letter, and what is in it counts behind that letter. */
static void numbers_appendices(void **state)
{
    (void)state;
    static const struct {
        int level;
        const char *text;
    } cases[] = {{1, "附录A\u3000"},
                 {2, "A.1\u3000"},
                 {3, "A.1.1\u3000"},
                 {2, "A.2\u3000"},
                 {1, "附录B\u3000"},
                 {2, "B.1\u3000"},
                 {5, ""}};
    jb_ctx cx = test_ctx();
    jb_counters counters = {.appendix = JB_S("附录")};
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        assert_str(jb_number_heading(cx.keep, &counters, cases[i].level), cases[i].text);
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_han_numerals),
        cmocka_unit_test(circles_note_marks),
        cmocka_unit_test(numbers_headings),
        cmocka_unit_test(numbers_appendices),
    };
    return cmocka_run_group_tests_name("report number", tests, NULL, NULL);
}
