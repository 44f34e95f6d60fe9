/* What the grammar implies about channels without its being written. */
#include "grammar/normalize.h"
#include "grammar/shorts.h"
#include "grammar/spec.h"

bool jb_node_truthy(const jb_node *node)
{
    if (!node || node->kind == JB_NODE_NULL)
        return false;
    if (node->kind == JB_NODE_BOOL)
        return node->truth;
    if (node->kind == JB_NODE_NUMBER)
        return node->number != 0 && !isnan(node->number);
    return node->kind != JB_NODE_STRING || node->text.n > 0;
}

bool jb_def_is(const jb_node *def, const char *key, const char *text)
{
    return jb_node_is(jb_node_get(def, jb_str_of(key)), text);
}

bool jb_def_has_field(const jb_node *def)
{
    return jb_node_has(def, "field") || jb_def_is(def, "aggregate", "count");
}

bool jb_def_is_field_or_datum(const jb_node *def)
{
    return jb_def_has_field(def) || jb_node_get(def, JB_S("datum"));
}

bool jb_def_binned(const jb_node *def)
{
    const jb_node *bin = jb_node_has(def, "bin");
    return jb_node_is(bin, "binned") || jb_node_truthy(jb_node_get(bin, JB_S("binned")));
}

bool jb_def_bins(const jb_node *def)
{
    return jb_node_truthy(jb_node_get(def, JB_S("bin"))) && !jb_def_binned(def);
}

bool jb_def_continuous(const jb_node *def)
{
    return jb_def_is_field_or_datum(def) &&
           (jb_def_is(def, "type", "quantitative") || jb_def_is(def, "type", "temporal") ||
            (jb_node_has(def, "timeUnit") && !jb_node_has(def, "type")));
}

static bool one_of(jb_str text, const char *const *words)
{
    for (; *words; words++)
        if (jb_str_eq(text, jb_str_of(*words)))
            return true;
    return false;
}

static const char *type_of_scale(const jb_node *def)
{
    static const char *const numeric[] = {"linear",   "log",       "pow",         "sqrt",
                                          "symlog",   "identity",  "sequential",  "quantile",
                                          "quantize", "threshold", "bin-ordinal", NULL};
    const jb_node *type = jb_node_has(jb_node_get(def, JB_S("scale")), "type");
    if (!type)
        return NULL;
    if (jb_node_is(type, "time") || jb_node_is(type, "utc"))
        return "temporal";
    return one_of(type->text, numeric) ? "quantitative" : NULL;
}

/* The type of a field that something beside its values implies, or NULL. */
static const char *implied_type(jb_str channel, const jb_node *def)
{
    static const char *const nominal[] = {"row",        "column",  "facet", "shape",
                                          "strokeDash", "pattern", NULL};
    const jb_node *sort = jb_node_has(def, "sort");
    const jb_node *aggregate = jb_node_has(def, "aggregate");
    if (jb_str_eq(channel, JB_S("latitude")) || jb_str_eq(channel, JB_S("longitude")))
        return "quantitative";
    if (one_of(channel, nominal))
        return "nominal";
    if (jb_str_eq(channel, JB_S("order")))
        return "ordinal";
    if (sort && sort->kind == JB_NODE_LIST)
        return "ordinal";
    if (jb_node_truthy(jb_node_get(def, JB_S("timeUnit"))))
        return "temporal";
    if (jb_node_truthy(jb_node_get(def, JB_S("bin"))) ||
        (aggregate && aggregate->kind == JB_NODE_STRING))
        return "quantitative";
    return type_of_scale(def);
}

static const char *type_of_datum(const jb_node *datum)
{
    if (datum->kind == JB_NODE_NUMBER)
        return "quantitative";
    if (datum->kind == JB_NODE_STRING)
        return "nominal";
    return datum->kind == JB_NODE_MAP && !jb_node_get(datum, JB_S("expr")) &&
                   !jb_node_get(datum, JB_S("repeat"))
               ? "temporal"
               : NULL;
}

static bool is_secondary(jb_str channel)
{
    static const char *const secondary[] = {"x2",        "y2",         "theta2", "radius2",
                                            "latitude2", "longitude2", "xError", "xError2",
                                            "yError",    "yError2",    NULL};
    return one_of(channel, secondary);
}

static bool counts(const jb_node *aggregate)
{
    static const char *const ops[] = {"count", "valid", "missing", "distinct", NULL};
    return aggregate && aggregate->kind == JB_NODE_STRING && one_of(aggregate->text, ops);
}

static const jb_node *full_type(jb_ctx *cx, const jb_node *type)
{
    static const char *const full[] = {"quantitative", "ordinal", "temporal", "nominal"};
    for (size_t i = 0; i < JB_COUNT(full); i++)
        if (type->text.n == 1 && (type->text.p[0] | 32) == full[i][0])
            return jb_node_string(cx->keep, jb_str_of(full[i]), type->span);
    return type;
}

static const jb_node *implied_field(jb_ctx *cx, jb_str channel, const jb_node *def)
{
    const jb_node *type = jb_node_get(def, JB_S("type"));
    const char *implied = NULL;
    bool open = type && type->kind == JB_NODE_NULL;
    if (is_secondary(channel))
        return open ? jb_node_without(cx, def, "type") : def;
    if (jb_node_has(def, "type")) {
        if (counts(jb_node_has(def, "aggregate")))
            implied = "quantitative";
        else if (full_type(cx, type) != type)
            return jb_node_with(cx, def, "type", full_type(cx, type));
        else
            return def;
    }
    if (!implied)
        implied = implied_type(channel, def);
    if (!implied && open)
        return def;
    return jb_node_with(
        cx, def, "type",
        jb_node_string(cx->keep, jb_str_of(implied ? implied : "nominal"), def->span));
}

static const jb_node *implied_conditions(jb_ctx *cx, jb_str channel, const jb_node *def)
{
    const jb_node *condition = jb_node_get(def, JB_S("condition"));
    if (!condition || !jb_def_is_field_or_datum(condition))
        return def;
    return jb_node_with(cx, def, "condition", jb_implied_channel(cx, channel, condition));
}

static void check_repeat(jb_ctx *cx, const jb_node *def)
{
    const jb_node *field = jb_node_get(def, JB_S("field")),
                  *datum = jb_node_get(def, JB_S("datum"));
    if (jb_node_get(field, JB_S("repeat")) || jb_node_get(datum, JB_S("repeat")))
        jb_fail(cx, def->span, "“repeat” stands for a field, but nothing is repeated here");
}

const jb_node *jb_implied_channel(jb_ctx *cx, jb_str channel, const jb_node *def)
{
    check_repeat(cx, def);
    if (def->kind == JB_NODE_STRING || def->kind == JB_NODE_NUMBER)
        def = jb_long_channel(cx, def);
    if (def->kind != JB_NODE_MAP)
        return def;
    const jb_node *datum = jb_node_get(def, JB_S("datum"));
    if (jb_def_has_field(def))
        def = implied_field(cx, channel, def);
    else if (datum && !jb_node_has(def, "type") && type_of_datum(datum))
        def = jb_node_with(cx, def, "type",
                           jb_node_string(cx->keep, jb_str_of(type_of_datum(datum)), def->span));
    return implied_conditions(cx, channel, def);
}

const jb_node *jb_implied_encoding(jb_ctx *cx, const jb_node *encoding)
{
    if (!encoding || encoding->kind != JB_NODE_MAP)
        return encoding;
    jb_maker m = jb_make(cx, encoding->span);
    for (size_t i = 0; i < encoding->n; i++) {
        const jb_member *c = &encoding->members[i];
        if (c->value->kind != JB_NODE_LIST) {
            jb_put_key(&m, c->key, c->key_span, jb_implied_channel(cx, c->key, c->value));
            continue;
        }
        jb_maker list = jb_make(cx, c->value->span);
        for (size_t k = 0; k < c->value->n; k++)
            jb_add(&list, jb_implied_channel(cx, c->key, c->value->items[k]));
        jb_put_key(&m, c->key, c->key_span, jb_made_list(&list));
    }
    return jb_made_map(&m);
}

/* ---- marks ---------------------------------------------------------------------------------- */

const jb_node *jb_mark_node(jb_ctx *cx, const jb_node *mark)
{
    return mark->kind == JB_NODE_STRING ? jb_long_mark(cx, mark) : mark;
}

jb_str jb_mark_name(const jb_node *mark)
{
    const jb_node *type =
        mark && mark->kind == JB_NODE_MAP ? jb_node_get(mark, JB_S("type")) : mark;
    return type && type->kind == JB_NODE_STRING ? type->text : (jb_str){0};
}

static const jb_node *style_config(const jb_node *styles, const jb_node *style, jb_str key)
{
    const jb_node *found = NULL;
    if (style && style->kind == JB_NODE_STRING)
        return jb_node_get(jb_node_get(styles, style->text), key);
    for (size_t i = 0; style && style->kind == JB_NODE_LIST && i < style->n; i++) {
        const jb_node *value = style_config(styles, style->items[i], key);
        found = value ? value : found;
    }
    return found;
}

const jb_node *jb_mark_config(const jb_node *config, const jb_node *mark, const char *key)
{
    jb_str name = jb_mark_name(mark), what = jb_str_of(key);
    const jb_node *styles = jb_node_get(config, JB_S("style"));
    const jb_node *style = jb_node_get(mark, JB_S("style"));
    const jb_node *value = jb_node_get(mark, what);
    if (!value)
        value = style ? style_config(styles, style, what)
                      : jb_node_get(jb_node_get(styles, name), what);
    if (!value)
        value = jb_node_get(jb_node_get(config, name), what);
    return value ? value : jb_node_get(jb_node_get(config, JB_S("mark")), what);
}
