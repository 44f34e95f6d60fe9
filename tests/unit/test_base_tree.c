/* YAML and JSON documents: values, places, mistakes. */
#include "test.h"

#include "base/tree.h"

static const jb_node *read_text(jb_ctx *cx, const char *text, jb_syntax syntax)
{
    return jb_tree_read(cx, jb_source_new(cx->keep, JB_S("f"), jb_str_of(text)), syntax);
}

static void a_document_reads_as_its_json(void **state)
{
    (void)state;
    static const struct {
        jb_syntax syntax;
        const char *text, *json;
    } cases[] = {
        {JB_JSON, "{\"a\": [1, -2.5e3, true, null, \"x\"]}",
         "{\n  \"a\": [\n    1,\n    -2500,\n    true,\n    null,\n    \"x\"\n  ]\n}"},
        {JB_YAML, "a: 1\nb: no\n", "{\n  \"a\": 1,\n  \"b\": \"no\"\n}"},
        {JB_YAML, "'12'", "\"12\""},
        {JB_YAML, "012", "12"},
        {JB_YAML, "0x1F", "31"},
        {JB_YAML, "0o17", "15"},
        {JB_YAML, "0b11", "\"0b11\""},
        {JB_YAML, "0x 1F", "\"0x 1F\""},
        {JB_YAML, "0x10000000000000000", "18446744073709552000"},
        {JB_YAML, "0xFFFFFFFFFFFFFFFFFFFF", "1.2089258196146292e+24"},
        {JB_YAML, "[.5, 5., -.5, .]", "[\n  0.5,\n  5,\n  -0.5,\n  \".\"\n]"},
        {JB_YAML, "+1.5", "1.5"},
        {JB_YAML, "1.2.3", "\"1.2.3\""},
        {JB_YAML, "2024-07", "\"2024-07\""},
        {JB_YAML, "-", "[\n  null\n]"},
        {JB_YAML, "", "null"},
        {JB_YAML, "# nothing\n", "null"},
        {JB_YAML, "~", "null"},
        {JB_YAML, "县: |\n  临猗\n  新绛\n", "{\n  \"县\": \"临猗\\n新绛\\n\"\n}"},
        {JB_YAML, "a: &x [1]\nb: *x\n", "{\n  \"a\": [\n    1\n  ],\n  \"b\": [\n    1\n  ]\n}"},
        {JB_YAML, "{}", "{}"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        const jb_node *node = read_text(&cx, cases[i].text, cases[i].syntax);
        if (!node)
            fail_msg("%s: %.*s", cases[i].text, JB_F(jb_messages_show(&cx, false)));
        jb_buf b = jb_buf_new(cx.keep);
        jb_node_json(&b, node, 0);
        assert_str(b.text, cases[i].json);
        test_ctx_end(&cx);
    }
}

static void every_value_knows_its_place(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_node *node = read_text(&cx, "mark: bar\n县: {x: '临 猗', y: 12}\n", JB_YAML);
    const jb_node *x = jb_node_get(jb_node_get(node, JB_S("县")), JB_S("x"));
    const jb_node *y = jb_node_get(jb_node_get(node, JB_S("县")), JB_S("y"));
    jb_place px = jb_span_place(x->span), py = jb_span_place(y->span),
             pk = jb_span_place(node->members[1].key_span);
    assert_int_equal(px.line, 2);
    assert_int_equal(px.column, 8);
    assert_int_equal(py.column, 18);
    assert_int_equal(py.n, 2);
    assert_int_equal(pk.line, 2);
    assert_int_equal(pk.column, 1);
    test_ctx_end(&cx);
}

static void a_mistake_has_its_place(void **state)
{
    (void)state;
    static const struct {
        jb_syntax syntax;
        const char *text, *place;
    } cases[] = {
        {JB_JSON, "{\"a\": 1,}", "f:1:"},  {JB_JSON, "{a: 1}", "f:1:2:"},
        {JB_JSON, "", "f:1:1:"},           {JB_YAML, "a: 1\nb: [1, 2\nc: 3\n", "f:4:1:"},
        {JB_YAML, "a: 1\na: 2\n", "f:2:"}, {JB_YAML, "a: *nobody\n", "f:1:"},
        {JB_JSON, "[1] x", "f:1:"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        if (read_text(&cx, cases[i].text, cases[i].syntax))
            fail_msg("“%s” was taken", cases[i].text);
        jb_str shown = jb_messages_show(&cx, false);
        if (!jb_str_starts(shown, jb_str_of(cases[i].place)))
            fail_msg("“%s”: %.*s", cases[i].text, JB_F(shown));
        assert_int_equal(cx.status, JB_WRONG_INPUT);
        test_ctx_end(&cx);
    }
}

static void nesting_has_a_limit(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    char text[401];
    memset(text, '[', 200);
    memset(text + 200, ']', 200);
    text[400] = 0;
    assert_null(read_text(&cx, text, JB_JSON));
    assert_int_equal(cx.status, JB_WRONG_INPUT);
    jb_str shown = jb_messages_show(&cx, false);
    if (jb_str_find(shown, JB_S("nested deeper than 64 levels")) < 0)
        fail_msg("%.*s", JB_F(shown));
    cx.limits.nesting = 199;
    assert_null(read_text(&cx, text, JB_JSON));
    cx.limits.nesting = 200;
    assert_non_null(read_text(&cx, text, JB_JSON));
    test_ctx_end(&cx);
}

static void data_in_json_keeps_its_kinds(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_value v;
    assert_true(
        jb_json_read(&cx,
                     jb_source_new(cx.keep, JB_S("f"),
                                   JB_S("[9007199254740993, 0.5, \"a\", null, {\"b\": [true]}]")),
                     &v));
    assert_int_equal(v.n, 5);
    assert_int_equal(v.items[0].integer, 9007199254740993);
    assert_true(v.items[1].type == JB_NUMBER && v.items[1].number > .49 && v.items[1].number < .51);
    assert_str(jb_value_str(v.items[2]), "a");
    assert_int_equal(v.items[3].type, JB_NULL);
    assert_true(v.items[4].members[0].value.items[0].truth);
    assert_true(jb_json_read(
        &cx, jb_source_new(cx.keep, JB_S("f"), JB_S("[3,\n99999999999999999999]")), &v));
    assert_true(v.items[0].number > 2.9 && v.items[1].number > 9e19);
    assert_true(jb_str_starts(jb_messages_show(&cx, false), JB_S("f:2:")));
    cx.messages.n = 0;
    assert_false(jb_json_read(&cx, jb_source_new(cx.keep, JB_S("f"), JB_S("[1,\n2,,]")), &v));
    assert_true(jb_str_starts(jb_messages_show(&cx, false), JB_S("f:2:")));
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_reads_as_its_json),
        cmocka_unit_test(every_value_knows_its_place),
        cmocka_unit_test(a_mistake_has_its_place),
        cmocka_unit_test(nesting_has_a_limit),
        cmocka_unit_test(data_in_json_keeps_its_kinds),
    };
    return cmocka_run_group_tests_name("base tree", tests, NULL, NULL);
}
