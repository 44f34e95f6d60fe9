/* Specifications beside what becomes of them: NAME.json is the normalised view, NAME.txt the
 * messages. To take the present outcome as the golden one: GOLDEN=write
 * build/tests/test_grammar_golden */
#include "golden.h"

#include "grammar/make.h"
#include "grammar/spec.h"

static const char folder[] = "tests/golden/grammar";

static const char *path_of(jb_ctx *cx, const char *name, const char *ending)
{
    return jb_str_c(cx->keep, jb_str_printf(cx->keep, "%s/%s.%s", folder, name, ending));
}

static void compare(jb_ctx *cx, const char *name, const char *ending, jb_str actual)
{
    assert_true(golden_holds(cx->keep, path_of(cx, name, ending), actual));
}

static const jb_view_spec *read(jb_ctx *cx, const char *name)
{
    jb_str text = golden_read(cx->keep, path_of(cx, name, "yaml"));
    jb_source *source = jb_source_new(cx->keep, jb_str_of(name), text);
    return jb_spec_read(cx, source, JB_YAML, NULL);
}

static void sound(void **state)
{
    static const char *const names[] = {"bar_short",  "bar_beside", "boxplot",   "boxplot_whole",
                                        "selections", "errorbar",   "errorband", "overlay",
                                        "repeat",     "facet",      "layer"};
    (void)state;
    for (size_t i = 0; i < JB_COUNT(names); i++) {
        jb_ctx cx = test_ctx();
        const jb_view_spec *view = read(&cx, names[i]);
        assert_non_null(view);
        jb_buf b = jb_buf_new(cx.keep);
        const jb_node *node = jb_node_without(&cx, view->given.node, "config");
        jb_node_json(&b, jb_node_without(&cx, node, "autosize"), 0);
        jb_buf_byte(&b, '\n');
        compare(&cx, names[i], "json", b.text);
        test_ctx_end(&cx);
    }
}

static void mistaken(void **state)
{
    static const char *const names[] = {"bad_names",   "bad_whole",  "bad_mark",  "bad_empty",
                                        "bad_boxplot", "bad_map",    "bad_error", "bad_repeat",
                                        "bad_values",  "bad_errors", "bad_form"};
    (void)state;
    for (size_t i = 0; i < JB_COUNT(names); i++) {
        jb_ctx cx = test_ctx();
        assert_null(read(&cx, names[i]));
        assert_int_equal(cx.status, JB_WRONG_INPUT);
        compare(&cx, names[i], "txt", jb_messages_show(&cx, false));
        test_ctx_end(&cx);
    }
}

static void warned(void **state)
{
    static const char *const names[] = {"warn_meaning", "warn_facet"};
    (void)state;
    for (size_t i = 0; i < JB_COUNT(names); i++) {
        jb_ctx cx = test_ctx();
        assert_non_null(read(&cx, names[i]));
        assert_int_equal(cx.status, JB_FINE);
        compare(&cx, names[i], "txt", jb_messages_show(&cx, false));
        test_ctx_end(&cx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sound), cmocka_unit_test(mistaken),
                                       cmocka_unit_test(warned)};
    return cmocka_run_group_tests_name("grammar golden", tests, NULL, NULL);
}
