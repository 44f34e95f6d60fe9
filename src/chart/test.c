#include "chart/test.h"

#include <math.h>

#include "chart/guide.h"
#include "transform/comparison.h"

typedef enum kind { CONSTANT, EXPRESSION, FIELD, ALL, ANY, NOT } kind;

struct jb_test {
    kind kind;
    bool truth;
    jb_bound *bound;
    const jb_column *column; /* FIELD */
    jb_comparison comparison;
    const jb_test *const *parts;
    size_t parts_n;
};

static jb_test *constant(jb_chart *chart, bool truth)
{
    jb_test *t = JB_NEW(chart->cx->keep, jb_test);
    t->truth = truth;
    return t;
}

/* ---- selections, which keep their first value --------------------------------------------------
 */

static const jb_param_spec *find_param(const jb_param_list *list, jb_str name)
{
    for (size_t i = 0; i < list->n; i++)
        if (jb_str_eq(list->at[i]->name, name))
            return list->at[i];
    return NULL;
}

static const jb_param_spec *param_below(const jb_view *v, jb_str name)
{
    const jb_param_spec *p = find_param(&v->spec->params, name);
    for (size_t i = 0; !p && i < v->children_n; i++)
        p = param_below(v->children[i], name);
    return p;
}

static const jb_param_spec *param_named(jb_chart *chart, jb_str name)
{
    const jb_param_spec *p = param_below(chart->root, name);
    return p ? p : find_param(&chart->config->params, name);
}

/* Of several plots that define it the first: the selection begins there, and its channels stand for
 * that plot's fields. */
static const jb_view *home_below(const jb_view *v, jb_str name)
{
    if (v->unit && find_param(&v->spec->params, name))
        return v;
    const jb_view *home = NULL;
    for (size_t i = 0; !home && i < v->children_n; i++)
        home = home_below(v->children[i], name);
    return home;
}

const jb_view *jb_chart_param_home(const jb_chart *chart, jb_str name)
{
    return home_below(chart->root, name);
}

const jb_node *jb_chart_param_value(jb_chart *chart, jb_str name)
{
    const jb_param_spec *p = param_named(chart, name);
    return p && JB_HAS(p, value) ? p->value : NULL;
}

/* The definition a selection's key speaks of: a channel's, or that of a field. */
static const jb_definition *definition_for(const jb_view *v, jb_str key)
{
    int c = jb_enum_find(&jb_channel_values, key);
    if (c > 0 && jb_view_definition(v, (jb_channel)c))
        return jb_definition_field(jb_view_definition(v, (jb_channel)c));
    for (jb_channel i = 1; i < JB_CHANNELS; i++) {
        const jb_definition *d = jb_definition_field(jb_view_definition(v, i));
        if (d && jb_str_eq(d->field, key))
            return d;
    }
    return NULL;
}

static jb_test *test_key(jb_chart *chart, const jb_view *v, const jb_view *home, jb_str key,
                         jb_value value, bool between)
{
    const jb_definition *d = definition_for(home, key);
    jb_test *t = JB_NEW(chart->cx->keep, jb_test);
    t->kind = FIELD;
    /* an interval over bins is one of the values that are binned, and gone once they are counted */
    t->column = jb_table_find(v->unit->table, !d ? key : d->bin && between ? d->field : d->name);
    if (!t->column)
        return constant(chart, false);
    between = between && !(d && jb_definition_discrete(d) && !d->bin); /* else each by itself */
    bool list = value.type == JB_LISTED;
    size_t n = list ? value.n : 1;
    jb_value *values = JB_NEW_N(chart->cx->keep, jb_value, n + 1);
    for (size_t i = 0; i < n; i++) {
        values[i] = list ? value.items[i] : value;
        if (d)
            values[i] = jb_definition_value(d, values[i]);
    }
    t->comparison = between && n == 2 ? jb_comparison_between(chart->cx->keep, values)
                                      : jb_comparison_one_of(chart->cx->keep, values, n);
    return t;
}

static jb_test *test_map(jb_chart *chart, const jb_view *v, const jb_view *home, const jb_node *map,
                         bool between)
{
    jb_test *t = JB_NEW(chart->cx->keep, jb_test);
    const jb_test **parts = JB_NEW_N(chart->cx->keep, const jb_test *, map->n + 1);
    t->kind = ALL;
    for (size_t i = 0; i < map->n; i++)
        parts[t->parts_n++] = test_key(chart, v, home, map->members[i].key,
                                       jb_data_value(chart->cx, map->members[i].value), between);
    t->parts = parts;
    return t;
}

static jb_str first_field(const jb_select_spec *s)
{
    if (s && JB_HAS(s, fields) && s->fields.n)
        return s->fields.at[0];
    if (s && JB_HAS(s, encodings) && s->encodings.n)
        return s->encodings.at[0];
    return (jb_str){NULL, 0};
}

/* What it selects at first, with the channels of `home`. */
static const jb_test *test_value(jb_chart *chart, const jb_view *v, const jb_view *home,
                                 const jb_param_spec *p, bool empty)
{
    const jb_node *value = JB_HAS(p, value) ? p->value : NULL;
    bool between = p->select->type == JB_SELECT_INTERVAL;
    if (!value || value->kind == JB_NODE_NULL)
        return constant(chart, empty);
    if (value->kind == JB_NODE_MAP)
        return test_map(chart, v, home, value, between);
    if (value->kind != JB_NODE_LIST) {
        jb_str field = first_field(p->select);
        return field.p ? test_key(chart, v, home, field, jb_data_value(chart->cx, value), false)
                       : constant(chart, empty);
    }
    jb_test *t = JB_NEW(chart->cx->keep, jb_test);
    const jb_test **parts = JB_NEW_N(chart->cx->keep, const jb_test *, value->n + 1);
    t->kind = ANY;
    for (size_t i = 0; i < value->n; i++) {
        const jb_node *one = value->items[i];
        jb_str field = first_field(p->select);
        if (one->kind == JB_NODE_MAP)
            parts[t->parts_n++] = test_map(chart, v, home, one, between);
        else if (field.p)
            parts[t->parts_n++] =
                test_key(chart, v, home, field, jb_data_value(chart->cx, one), false);
    }
    t->parts = parts;
    return value->n ? t : constant(chart, empty);
}

/* Vega's store holds the value once, told by the first plot's fields, however plots resolve it. */
static const jb_test *test_selection(jb_chart *chart, const jb_view *v, const jb_param_spec *p,
                                     bool empty)
{
    const jb_view *home = jb_chart_param_home(chart, p->name);
    return test_value(chart, v, home ? home : v, p, empty);
}

static const jb_test *test_param(jb_chart *chart, const jb_view *v, jb_str name, bool empty,
                                 jb_span span)
{
    const jb_param_spec *p = param_named(chart, name);
    if (p && JB_HAS(p, select) && p->select)
        return test_selection(chart, v, p, empty);
    for (size_t i = 0; i < chart->scope.params_n; i++)
        if (jb_str_eq(chart->scope.params[i].name, name))
            return constant(chart, jb_value_truth(chart->scope.params[i].value));
    jb_fail(chart->cx, span, "no param “%.*s”", JB_F(jb_brief(chart->cx, name)));
    return constant(chart, false);
}

/* ---- predicates --------------------------------------------------------------------------------
 */

static const jb_test *test_predicate(jb_chart *chart, const jb_view *v, const jb_predicate_spec *p);

static const jb_test *test_list(jb_chart *chart, const jb_view *v, kind how, jb_predicate_list list)
{
    jb_test *t = JB_NEW(chart->cx->keep, jb_test);
    const jb_test **parts = JB_NEW_N(chart->cx->keep, const jb_test *, list.n + 1);
    t->kind = how;
    for (size_t i = 0; i < list.n; i++)
        parts[t->parts_n++] = test_predicate(chart, v, list.at[i]);
    t->parts = parts;
    return t;
}

static const jb_test *test_field(jb_chart *chart, const jb_view *v, const jb_predicate_spec *p)
{
    const jb_unit_view *u = v->unit;
    if (!jb_table_find(u->table, p->field) && jb_table_find(u->raw, p->field)) {
        jb_warn(chart->cx, JB_SPAN(p, field),
                "“%.*s” is aggregated away before this is asked, so it never holds",
                JB_F(jb_brief(chart->cx, p->field)));
        return constant(chart, false);
    }
    jb_test *t = JB_NEW(chart->cx->keep, jb_test);
    t->kind = FIELD;
    t->column = jb_table_need(chart->cx, v->unit->table, p->field, JB_SPAN(p, field));
    bool sound = jb_comparison_read(chart->cx, chart->cx->keep, p, false, &t->comparison);
    return sound && t->column ? t : constant(chart, false);
}

static const jb_test *test_predicate(jb_chart *chart, const jb_view *v, const jb_predicate_spec *p)
{
    if (JB_HAS(p, all))
        return test_list(chart, v, ALL, p->all);
    if (JB_HAS(p, any))
        return test_list(chart, v, ANY, p->any);
    if (JB_HAS(p, none)) {
        const jb_predicate_spec **one = JB_NEW(chart->cx->keep, const jb_predicate_spec *);
        *one = p->none;
        return test_list(chart, v, NOT, (jb_predicate_list){one, 1});
    }
    if (JB_HAS(p, param))
        return test_param(chart, v, p->param, JB_OR(p, empty, true), JB_SPAN(p, param));
    if (JB_HAS(p, field))
        return test_field(chart, v, p);
    jb_test *t = JB_NEW(chart->cx->keep, jb_test);
    t->kind = EXPRESSION;
    if (JB_HAS(p, expr) && p->expr && p->expr->parsed)
        t->bound = jb_expr_bind(chart->cx, p->expr->parsed, v->unit->table, &chart->scope);
    return t;
}

const jb_test *jb_test_make(jb_chart *chart, const jb_view *view, const jb_channel_spec *condition)
{
    if (JB_HAS(condition, param))
        return test_param(chart, view, condition->param, JB_OR(condition, empty, true),
                          JB_SPAN(condition, param));
    return condition->test ? test_predicate(chart, view, condition->test) : constant(chart, true);
}

/* ---- rows --------------------------------------------------------------------------------------
 */

bool jb_test_row(const jb_test *test, size_t row)
{
    if (!test)
        return false;
    switch (test->kind) {
    case CONSTANT:
        return test->truth;
    case EXPRESSION:
        return test->bound && jb_bound_truth(test->bound, row);
    case FIELD:
        return test->comparison.holds(&test->comparison, jb_cell(test->column, row));
    case ALL:
    case ANY:
    case NOT:
        break;
    }
    bool ends = test->kind == ANY; /* what one part says decides it */
    for (size_t i = 0; i < test->parts_n; i++)
        if (jb_test_row(test->parts[i], row) == ends)
            return ends || test->kind == NOT;
    return !ends && test->kind != NOT;
}

/* ---- ticks and entries -------------------------------------------------------------------------
 */

static jb_value member(jb_value object, jb_str name)
{
    for (uint32_t i = 0; object.type == JB_OBJECT && i < object.n; i++)
        if (jb_str_eq(object.members[i].name, name))
            return object.members[i].value;
    return jb_null();
}

static bool tick_predicate(jb_chart *chart, const jb_predicate_spec *p, jb_value datum)
{
    if (JB_HAS(p, none))
        return !tick_predicate(chart, p->none, datum);
    for (size_t i = 0; JB_HAS(p, all) && i < p->all.n; i++)
        if (!tick_predicate(chart, p->all.at[i], datum))
            return false;
    for (size_t i = 0; JB_HAS(p, any) && i < p->any.n; i++)
        if (tick_predicate(chart, p->any.at[i], datum))
            return true;
    if (JB_HAS(p, all) || JB_HAS(p, any))
        return JB_HAS(p, all);
    if (JB_HAS(p, field)) {
        jb_comparison c;
        return jb_comparison_read(chart->cx, chart->cx->keep, p, false, &c) &&
               c.holds(&c, member(datum, p->field));
    }
    if (!JB_HAS(p, expr) || !p->expr || !p->expr->parsed)
        return false;
    jb_bound *bound = jb_expr_bind(chart->cx, p->expr->parsed, NULL, &chart->scope);
    return bound && jb_value_truth(jb_bound_value_of(bound, datum, chart->cx->keep));
}

bool jb_test_tick(jb_chart *chart, const jb_channel_spec *condition, jb_value datum)
{
    return condition->test && tick_predicate(chart, condition->test, datum);
}
