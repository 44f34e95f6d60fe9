/* The reference and the schema come out of the same rows as the reader. */
#include "test.h"

#include "grammar/defaults.h"
#include "grammar/reference.h"
#include "grammar/spec.h"

static void the_schema_is_sound_json_and_complete(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_source *source = jb_source_new(cx.keep, JB_S("schema"), jb_grammar_schema(&cx));
    const jb_node *schema = jb_tree_read(&cx, source, JB_JSON);
    assert_non_null(schema);
    const jb_node *definitions = jb_node_get(schema, JB_S("definitions"));
    const jb_node *axis = jb_node_get(definitions, JB_S("axis"));
    const jb_node *object = jb_node_get(axis, JB_S("anyOf"))->items[0];
    const jb_node *members = jb_node_get(object, JB_S("properties"));
    assert_int_equal(members->n, jb_axis_class.properties().n);
    assert_false(jb_node_get(object, JB_S("additionalProperties"))->truth);
    const jb_node *angle = jb_node_get(members, JB_S("labelAngle"));
    assert_true(jb_node_get(jb_node_get(angle, JB_S("anyOf"))->items[0], JB_S("minimum"))->number ==
                -360);
    /* a mark may be written as a word, a size as a number */
    assert_int_equal(jb_node_get(jb_node_get(definitions, JB_S("size")), JB_S("anyOf"))->n, 3);
    test_ctx_end(&cx);
}

static void the_page_tells_each_property(void **state)
{
    static const char *const rows[] = {
        "| `tickSize` | number, from 0 | `5` | length of ticks, in pixels |\n",
        "| `legend` | [legend](#legend) | those of [legend](#legend) | defaults of legends |\n",
        "| `labelAngle` | number, -360 to 360 |  | turn of labels, in degrees |\n",
        "| `orient` | `left`, `right`, `top`, `bottom` |  | side of the plot |\n",
        "| `layer` | list of [view](#view) |  | views over each other |\n",
        "| `name` (required) | text |  | its name in expressions |\n",
    };
    (void)state;
    jb_ctx cx = test_ctx();
    jb_str page = jb_grammar_reference(&cx);
    for (size_t i = 0; i < JB_COUNT(rows); i++)
        assert_true(jb_str_find(page, jb_str_of(rows[i])) >= 0);
    test_ctx_end(&cx);
}

/* Each default is one that its property can take. */
static void the_defaults_can_be_read(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_config_spec *config =
        jb_spec_object(&cx, &jb_config_class, jb_class_usual(&cx, &jb_config_class));
    assert_int_equal(cx.messages.n, 0);
    assert_true(config->axis->tick_size == 5);
    assert_true(config->axis_band->tick_offset == -0.5);
    assert_int_equal(config->legend->label_overlap, JB_LABEL_OVERLAP_TRUE);
    assert_true(JB_GIVEN(config->axis, tick_size));
    /* in the member from the start, without counting as given */
    const jb_axis_spec *axis = jb_spec_new(&cx, &jb_axis_class);
    assert_true(axis->tick_size == 5);
    assert_false(JB_GIVEN(axis, tick_size));
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_schema_is_sound_json_and_complete),
                                       cmocka_unit_test(the_page_tells_each_property),
                                       cmocka_unit_test(the_defaults_can_be_read)};
    return cmocka_run_group_tests_name("grammar reference", tests, NULL, NULL);
}
