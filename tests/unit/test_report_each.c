/* One report, many documents: the values of a column, and the rows that each document keeps. */
#include "test.h"

#include "report/report.h"

static const char text[] =
    "---\n"
    "theme: plain\n"
    "data:\n"
    "  t: {values: [{town: 庙上, n: 3}, {town: 孙吉, n: 5}, {town: 庙上, n: 4}]}\n"
    "  names: {values: [{town: 庙上, head: 甲}, {town: 孙吉, head: 乙}]}\n"
    "  all: {values: [{total: 12}]}\n"
    "---\n"
    "{{ names.head }}{{ sum(t.n) }}/{{ all.total }}\n";

static const jb_source *source(jb_ctx *cx)
{
    return jb_source_new(cx->keep, JB_S("r.md"), jb_str_of(text));
}

static void lists_values_once(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    size_t n;
    jb_str characters;
    const jb_str *values =
        jb_report_each(&cx, source(&cx), JB_S("town"), (jb_span){0}, &n, &characters);
    assert_non_null(values);
    assert_int_equal(n, 2);
    assert_str(values[0], "庙上");
    assert_str(values[1], "孙吉");
    assert_str(characters, "庙上孙吉354");
    test_ctx_end(&cx);
}

static void names_the_column_that_is_not_there(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    size_t n;
    jb_str characters;
    const jb_source *option = jb_source_new(cx.keep, JB_S("--each"), JB_S("twon"));
    assert_null(
        jb_report_each(&cx, source(&cx), option->text, (jb_span){option, 0, 4}, &n, &characters));
    assert_str(jb_messages_show(&cx, false),
               "--each:1:1: error: no column “twon” in t\n    twon\n    ^^^^\n"
               "hint: the nearest is “town”\n");
    test_ctx_end(&cx);
}

static jb_str text_of(const jb_report *r)
{
    const jb_group_item *g = r->document->pages[0].root->groups;
    while (g->marks[0]->type == JB_MARKTYPE_GROUP)
        g = g->marks[0]->groups;
    return g->marks[0]->texts->text;
}

static void keeps_the_rows_of_one(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"庙上", "甲7/12"}, {"孙吉", "乙5/12"}};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        const jb_report_options options = {JB_S("town"), jb_str_of(cases[i][0])};
        const jb_report *r = jb_report_compose(&cx, source(&cx), &options);
        assert_non_null(r);
        assert_str(text_of(r), cases[i][1]);
        test_ctx_end(&cx);
    }
}

static void needs_one_row_without_it(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    assert_null(jb_report_compose(&cx, source(&cx), NULL));
    assert_true(jb_str_starts(jb_messages_show(&cx, false),
                              JB_S("r.md:8:4: error: “names” has 2 rows here")));
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_values_once),
        cmocka_unit_test(names_the_column_that_is_not_there),
        cmocka_unit_test(keeps_the_rows_of_one),
        cmocka_unit_test(needs_one_row_without_it),
    };
    return cmocka_run_group_tests_name("report each", tests, NULL, NULL);
}
