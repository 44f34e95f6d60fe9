/* A config's locale: parts given over a named one, mistakes told. */
#include "test.h"

#include "base/format.h"
#include "base/timeformat.h"
#include "transform/locale.h"

static const jb_locale *read_locale(jb_ctx *cx, const char *json)
{
    const jb_source *source = jb_source_new(cx->keep, JB_S("s.json"), jb_str_of(json));
    const jb_node *node = jb_tree_read(cx, source, JB_JSON);
    return jb_locale_of(cx, jb_spec_object(cx, &jb_locale_class, node));
}

static void parts_over_a_named_one(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_locale *l = read_locale(
        &cx, "{\"name\": \"zh-CN\", \"number\": {\"decimal\": \",\", \"thousands\": \".\", "
             "\"grouping\": [3, 2], \"currency\": [\"\", \" 元\"]}, \"time\": {\"date\": "
             "\"%d.%m.%Y\"}}");
    assert_str(jb_format_text(cx.keep, JB_S("$,.1f"), l, jb_number(1234567.25)), "12.34.567,3 元");
    assert_str(jb_time_format(cx.keep, JB_S("%x %A"), l, 0), "01.01.1970 星期四");
    assert_ptr_equal(jb_locale_of(&cx, NULL), &jb_locale_en_us);
    assert_ptr_equal(read_locale(&cx, "\"zh-CN\""), &jb_locale_zh_cn);
    assert_false(jb_failed(&cx));
    test_ctx_end(&cx);
}

static void mistakes(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    read_locale(&cx, "{\"time\": {\"days\": [\"a\", \"b\"]}}");
    assert_str(cx.messages.at[0].text, "7 texts are needed here, and these are 2");
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(parts_over_a_named_one),
                                       cmocka_unit_test(mistakes)};
    return cmocka_run_group_tests_name("transform locale", tests, NULL, NULL);
}
