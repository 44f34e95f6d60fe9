/* Properties of every kind, what was given, how configs cascade. */
#include "test.h"

#include "grammar/defaults.h"
#include "grammar/expr.h"
#include "grammar/spec.h"

static const jb_node *tree(jb_ctx *cx, const char *text)
{
    return jb_tree_read(cx, jb_source_new(cx->keep, JB_S("f"), jb_str_of(text)), JB_YAML);
}

static void *object(jb_ctx *cx, const jb_class *class, const char *text)
{
    return jb_spec_object(cx, class, tree(cx, text));
}

static void what_is_given_is_remembered(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_axis_spec *axis =
        object(&cx, &jb_axis_class, "{grid: false, title: null, labelAngle: -45, tickCount: 5}");
    assert_true(JB_GIVEN(axis, grid) && JB_HAS(axis, grid) && !axis->grid);
    assert_true(JB_GIVEN(axis, title) && JB_IS_NULL(axis, title) && !JB_HAS(axis, title));
    assert_false(JB_GIVEN(axis, ticks));
    assert_true(JB_OR(axis, label_angle, 0.0) == -45 && JB_OR(axis, offset, 7.0) == 7);
    assert_true(axis->tick_count->count == 5 && !axis->tick_count->interval);
    const jb_axis_spec *none = NULL;
    assert_false(JB_GIVEN(none, grid));
    jb_axis_spec *own = jb_spec_copy(cx.keep, &jb_axis_class, axis);
    JB_SET(own, grid, true);
    JB_UNSET(own, title);
    assert_true(own->grid && !axis->grid && !JB_GIVEN(own, title));
    assert_int_equal(jb_errors(&cx), 0);
    test_ctx_end(&cx);
}

static void kinds_are_read(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_mark_spec *mark =
        object(&cx, &jb_mark_class,
               "{type: line, style: [a, b], text: x, strokeDash: [4, 2], fontWeight: 600, "
               "color: {gradient: linear}, tooltip: {content: data}, point: true, line: false, "
               "width: {band: 0.5}, pattern: none, baseline: line-top}");
    assert_int_equal(mark->type, JB_MARK_LINE);
    assert_int_equal(mark->style.n, 2);
    assert_str(mark->style.at[1], "b");
    assert_str(mark->text.at[0], "x");
    assert_true(mark->stroke_dash.n == 2 && mark->stroke_dash.at[1] == 2);
    assert_str(mark->font_weight, "600");
    assert_non_null(JB_ASIDE(mark, color)->node);
    assert_int_equal(mark->tooltip.type, JB_OBJECT);
    assert_true(mark->point && !mark->line && JB_IS_NULL(mark, line));
    assert_true(mark->width->band == 0.5 && !JB_GIVEN(mark->width, value));
    assert_true(JB_HAS(mark, pattern) && mark->pattern == JB_PATTERN_NONE);
    assert_int_equal(mark->baseline, JB_BASELINE_LINE_TOP);
    const jb_scale_spec *scale =
        object(&cx, &jb_scale_class,
               "{domain: [{year: 2024, month: jul}, null], range: {field: f}, nice: month, "
               "scheme: {name: blues, count: 3}, zero: true, interpolate: hcl}");
    assert_int_equal(scale->domain->values.at[0].type, JB_DATETIME);
    assert_true(scale->domain->values.at[0].integer == 1719792000000);
    assert_int_equal(scale->domain->values.at[1].type, JB_NULL);
    assert_str(scale->range->field, "f");
    assert_int_equal(scale->nice->interval, JB_INTERVAL_MONTH);
    assert_true(scale->scheme->count == 3);
    assert_int_equal(scale->interpolate->type, JB_SPACE_HCL);
    assert_int_equal(jb_errors(&cx), 0);
    test_ctx_end(&cx);
}

static void short_forms_of_channels(void **state)
{
    static const struct {
        const char *text, *field;
        int op, unit, type;
        bool bin, utc;
    } cases[] = {
        {"县", "县", 0, 0, 0, false, false},
        {"sum(资金)", "资金", JB_AGGREGATE_SUM, 0, 0, false, false},
        {"count()", "", JB_AGGREGATE_COUNT, 0, 0, false, false},
        {"utcyearmonth( 日期 )", "日期", 0, JB_UNIT_YEARMONTH, 0, false, true},
        {"bin(年龄):O", "年龄", 0, 0, JB_ORDINAL, true, false},
        {"最多(人)", "最多(人)", 0, 0, 0, false, false},
        {"比:例", "比:例", 0, 0, 0, false, false},
    };
    (void)state;
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        const jb_node *node = jb_node_string(cx.keep, jb_str_of(cases[i].text), (jb_span){0});
        const jb_channel_spec *c = jb_spec_object(&cx, &jb_channel_class, node);
        assert_str(c->field, cases[i].field);
        assert_int_equal(c->aggregate ? c->aggregate->op : 0, cases[i].op);
        assert_int_equal(c->time_unit ? c->time_unit->unit : 0, cases[i].unit);
        assert_int_equal(jb_time_unit_units(c->time_unit).utc, cases[i].utc);
        assert_int_equal(c->bin != NULL, cases[i].bin);
        assert_int_equal(JB_HAS(c, type) ? c->type : 0, cases[i].type);
        assert_int_equal(jb_errors(&cx), 0);
        test_ctx_end(&cx);
    }
}

/* No channel, and none that there is, has no definition; one alone and a list are lists. */
static void channels_are_listed(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_encoding_spec *e =
        object(&cx, &jb_encoding_class, "{x: {field: a}, tooltip: [{field: b}, {field: c}]}");
    assert_int_equal(jb_encoding_all(e, JB_CHANNEL_NONE).n, 0);
    assert_int_equal(jb_encoding_all(e, JB_CHANNELS).n, 0);
    assert_int_equal(jb_encoding_all(NULL, JB_CHANNEL_X).n, 0);
    assert_int_equal(jb_encoding_all(e, JB_CHANNEL_X).n, 1);
    assert_int_equal(jb_encoding_all(e, JB_CHANNEL_Y).n, 0);
    assert_int_equal(jb_encoding_all(e, JB_CHANNEL_TOOLTIP).n, 2);
    test_ctx_end(&cx);
}

static void forms_of_sort(void **state)
{
    static const struct {
        const char *text;
        int order, encoding;
        size_t values;
    } cases[] = {
        {"descending", JB_DESCENDING, 0, 0},
        {"-y", JB_DESCENDING, JB_CHANNEL_Y, 0},
        {"color", 0, JB_CHANNEL_COLOR, 0},
        {"[b, a]", 0, 0, 2},
        {"{encoding: x, order: ascending}", JB_ASCENDING, JB_CHANNEL_X, 0},
    };
    (void)state;
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        const jb_sort_spec *s = object(&cx, &jb_sort_class, cases[i].text);
        assert_int_equal(s->order, cases[i].order);
        assert_int_equal(s->encoding, cases[i].encoding);
        assert_int_equal(s->values.n, cases[i].values);
        test_ctx_end(&cx);
    }
}

/* An axis above the plot with a band scale: the nearest config wins. */
static void axis_configs_cascade(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_config_spec *config =
        object(&cx, &jb_config_class,
               "{axis: {style: [s], offset: 1, tickSize: 1, labelPadding: 1, titlePadding: 1, "
               "minExtent: 1, maxExtent: 1}, axisTop: {tickSize: 2, labelPadding: 2, "
               "titlePadding: 2, minExtent: 2, maxExtent: 2}, axisX: {labelPadding: 3, "
               "titlePadding: 3, minExtent: 3, maxExtent: 3}, axisBand: {titlePadding: 4, "
               "minExtent: 4, maxExtent: 4}, axisXBand: {minExtent: 5, maxExtent: 5}, "
               "axisY: {offset: 9}, axisPoint: {maxExtent: 9}, "
               "style: {s: {offset: 8, tickWidth: 8}}}");
    const jb_axis_spec *own = object(&cx, &jb_axis_class, "{maxExtent: 6}");
    const jb_axis_spec *all =
        jb_config_axis(&cx, config, own, JB_CHANNEL_X, JB_ORIENT_TOP, JB_SCALE_BAND);
    assert_int_equal(jb_errors(&cx), 0);
    assert_true(all->offset == 1 && all->tick_size == 2 && all->label_padding == 3);
    assert_true(all->title_padding == 4 && all->min_extent == 5 && all->max_extent == 6);
    assert_true(all->tick_width == 8);
    test_ctx_end(&cx);
}

/* font, fontSize and color stand for many properties, and yield to what is said of one. */
static void config_words_are_spread(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_node *own =
        tree(&cx, "{font: Kai, fontSize: {guideLabel: 20}, color: {blue: navy}, "
                  "style: {guide-label: {fill: red}}, range: {diverging: {scheme: x}}}");
    const jb_config_spec *config =
        jb_spec_object(&cx, &jb_config_class, jb_config_merge(&cx, NULL, own));
    const jb_mark_spec *label = jb_config_style(config, JB_S("guide-label"));
    const jb_mark_spec *title = jb_config_style(config, JB_S("guide-title"));
    assert_str(label->font, "Kai");
    assert_str(label->fill, "red");
    assert_true(label->font_size == 20 && title->font_size == 11);
    assert_str(title->font_weight, "bold");
    assert_str(config->mark->color, "navy");
    assert_str(jb_value_str(config->range->category->values.at[0]), "navy");
    assert_false(JB_GIVEN(config->range->diverging, extent)); /* replaced whole */
    assert_true(config->bar->bin_spacing == 1);
    assert_int_equal(jb_errors(&cx), 0);
    test_ctx_end(&cx);
}

static void a_locale_is_built_in_or_written(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_config_spec *config = object(
        &cx, &jb_config_class,
        "{locale: {name: zh-CN, number: {decimal: ',', grouping: [4]}, time: {periods: [a, b]}}}");
    const jb_locale *locale = jb_config_locale(&cx, config);
    assert_str(locale->number.decimal, ",");
    assert_int_equal(locale->number.grouping[0], 4);
    assert_str(locale->time.periods[1], "b");
    assert_str(locale->time.months[6], "七月");
    assert_ptr_equal(jb_config_locale(&cx, object(&cx, &jb_config_class, "{}")), &jb_locale_en_us);
    assert_null(jb_config_locale(&cx, object(&cx, &jb_config_class, "{locale: fr}")));
    assert_null(
        jb_config_locale(&cx, object(&cx, &jb_config_class, "{locale: {time: {days: [a]}}}")));
    assert_int_equal(jb_errors(&cx), 2);
    test_ctx_end(&cx);
}

static void an_unknown_property_may_be_a_warning(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    cx.lenient = true;
    object(&cx, &jb_mark_class, "{type: bar, colour: red}");
    assert_int_equal(cx.messages.n, 1);
    assert_int_equal(cx.messages.at[0].level, JB_WARNING);
    assert_int_equal(cx.status, JB_FINE);
    test_ctx_end(&cx);
}

static bool answer(void *who, jb_ctx *cx, const jb_expr_spec *expr, jb_value *value)
{
    (void)cx;
    (void)who;
    assert_non_null(expr->parsed);
    *value = jb_str_eq(expr->text, JB_S("big")) ? jb_number(9) : jb_text(JB_S("red"));
    return true;
}

/* What looks at the datum waits for it; the rest becomes a plain value. */
static void expressions_become_values(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_view_spec *view =
        object(&cx, &jb_view_class,
               "{mark: {type: point, size: {expr: big}, color: {expr: paint}, "
               "angle: {expr: datum.a}}, encoding: {x: {field: a, scale: {domain: [0, {expr: "
               "big}]}, axis: {labelColor: {condition: {test: datum.value > 1, value: red}, "
               "value: blue}}}}}");
    assert_int_equal(jb_errors(&cx), 0);
    assert_non_null(JB_ASIDE(view->mark, size));
    assert_true(jb_spec_evaluate(&cx, view, answer, NULL));
    assert_true(!JB_ASIDE(view->mark, size) && view->mark->size == 9);
    assert_str(view->mark->color, "red");
    assert_non_null(JB_ASIDE(view->mark, angle)->expr);
    const jb_channel_spec *x = view->encoding->x;
    assert_true(jb_value_number(x->scale->domain->values.at[1]) == 9);
    assert_int_equal(JB_ASIDE(x->axis, label_color)->conditions_n, 1);
    assert_str(x->axis->label_color, "blue");
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_given_is_remembered),
        cmocka_unit_test(kinds_are_read),
        cmocka_unit_test(short_forms_of_channels),
        cmocka_unit_test(channels_are_listed),
        cmocka_unit_test(forms_of_sort),
        cmocka_unit_test(axis_configs_cascade),
        cmocka_unit_test(config_words_are_spread),
        cmocka_unit_test(a_locale_is_built_in_or_written),
        cmocka_unit_test(an_unknown_property_may_be_a_warning),
        cmocka_unit_test(expressions_become_values),
    };
    return cmocka_run_group_tests_name("grammar reader", tests, NULL, NULL);
}
