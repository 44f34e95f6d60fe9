#include "grammar/shorts.h"

#include "grammar/make.h"
#include "grammar/spec.h"

/* {key: node} */
static const jb_node *wrap(jb_ctx *cx, const char *key, const jb_node *node)
{
    jb_maker m = jb_make(cx, node->span);
    jb_put(&m, key, node);
    return jb_made_map(&m);
}

static const jb_node *flag(jb_ctx *cx, const char *key, const jb_node *node)
{
    jb_maker m = jb_make(cx, node->span);
    jb_put_bool(&m, key, true);
    return jb_made_map(&m);
}

static const jb_node *nothing(jb_ctx *cx, const jb_node *node)
{
    jb_node *null = jb_node_bool(cx->keep, false, node->span);
    null->kind = JB_NODE_NULL;
    return null;
}

static bool is_text(const jb_node *node)
{
    return node->kind == JB_NODE_STRING;
}

/* true → {}, false → null, else NULL */
static const jb_node *switched(jb_ctx *cx, const jb_node *node)
{
    if (node->kind != JB_NODE_BOOL)
        return NULL;
    return node->truth ? jb_node_map(cx->keep, NULL, 0, node->span) : nothing(cx, node);
}

/* A text, a number and a list, each under its own key; NULL: not a short form of the class. */
static const jb_node *under(jb_ctx *cx, const jb_node *node, const char *text, const char *number,
                            const char *list)
{
    const char *key = is_text(node)                  ? text
                      : node->kind == JB_NODE_NUMBER ? number
                      : node->kind == JB_NODE_LIST   ? list
                                                     : NULL;
    return key ? wrap(cx, key, node) : node;
}

const jb_node *jb_long_aggregate(jb_ctx *cx, const jb_node *node)
{
    if (node->kind != JB_NODE_MAP || jb_node_get(node, JB_S("op")))
        return under(cx, node, "op", NULL, NULL);
    const char *op = jb_node_has(node, "argmin") ? "argmin" : "argmax";
    return jb_node_with(cx, node, "op", jb_node_string(cx->keep, jb_str_of(op), node->span));
}

const jb_node *jb_long_autosize(jb_ctx *cx, const jb_node *node)
{
    return under(cx, node, "type", NULL, NULL);
}

const jb_node *jb_long_bin(jb_ctx *cx, const jb_node *node)
{
    if (jb_node_is(node, "binned"))
        return flag(cx, "binned", node);
    const jb_node *on = switched(cx, node);
    return on ? on : node;
}

const jb_node *jb_long_domain(jb_ctx *cx, const jb_node *node)
{
    if (jb_node_is(node, "unaggregated"))
        return flag(cx, "unaggregated", node);
    return under(cx, node, NULL, NULL, "values");
}

const jb_node *jb_long_facet(jb_ctx *cx, const jb_node *node)
{
    static const char *const own[] = {"row", "column", "wrap"};
    for (size_t i = 0; i < JB_COUNT(own); i++)
        if (jb_node_get(node, jb_str_of(own[i])))
            return node;
    return wrap(cx, "wrap", node);
}

const jb_node *jb_long_impute(jb_ctx *cx, const jb_node *node)
{
    const jb_node *keyvals = jb_node_has(node, "keyvals");
    if (!keyvals || keyvals->kind != JB_NODE_MAP)
        return node;
    return jb_node_with(cx, jb_node_without(cx, node, "keyvals"), "keyrange", keyvals);
}

const jb_node *jb_long_interpolate_space(jb_ctx *cx, const jb_node *node)
{
    return under(cx, node, "type", NULL, NULL);
}

const jb_node *jb_long_locale(jb_ctx *cx, const jb_node *node)
{
    return under(cx, node, "name", NULL, NULL);
}

/* A mark's name, or a mark laid over another: true, false, "transparent" */
const jb_node *jb_long_mark(jb_ctx *cx, const jb_node *node)
{
    if (jb_node_is(node, "transparent")) {
        jb_maker m = jb_make(cx, node->span);
        jb_put_number(&m, "opacity", 0);
        return jb_made_map(&m);
    }
    const jb_node *on = switched(cx, node);
    return on ? on : under(cx, node, "type", NULL, NULL);
}

const jb_node *jb_long_nice(jb_ctx *cx, const jb_node *node)
{
    if (node->kind == JB_NODE_BOOL)
        return wrap(cx, "on", node);
    return under(cx, node, "interval", "count", NULL);
}

const jb_node *jb_long_padding(jb_ctx *cx, const jb_node *node)
{
    static const char *const sides[] = {"left", "top", "right", "bottom"};
    if (node->kind != JB_NODE_NUMBER)
        return node;
    jb_maker m = jb_make(cx, node->span);
    for (size_t i = 0; i < JB_COUNT(sides); i++)
        jb_put(&m, sides[i], node);
    return jb_made_map(&m);
}

/* One value for rows and columns */
const jb_node *jb_long_pair(jb_ctx *cx, const jb_node *node)
{
    if (node->kind == JB_NODE_MAP || node->kind == JB_NODE_LIST)
        return node;
    jb_maker m = jb_make(cx, node->span);
    jb_put(&m, "row", node);
    jb_put(&m, "column", node);
    return jb_made_map(&m);
}

const jb_node *jb_long_predicate(jb_ctx *cx, const jb_node *node)
{
    return under(cx, node, "expr", NULL, NULL);
}

const jb_node *jb_long_range(jb_ctx *cx, const jb_node *node)
{
    const jb_node *colors = jb_node_has(node, "scheme"); /* a scheme may be a list of its own */
    return under(cx, colors && colors->kind == JB_NODE_LIST ? colors : node, "name", NULL,
                 "values");
}

const jb_node *jb_long_repeat(jb_ctx *cx, const jb_node *node)
{
    return under(cx, node, NULL, NULL, "wrap");
}

const jb_node *jb_long_scale_bins(jb_ctx *cx, const jb_node *node)
{
    return under(cx, node, NULL, NULL, "values");
}

const jb_node *jb_long_scheme(jb_ctx *cx, const jb_node *node)
{
    return under(cx, node, "name", NULL, NULL);
}

const jb_node *jb_long_select(jb_ctx *cx, const jb_node *node)
{
    return under(cx, node, "type", NULL, NULL);
}

/* false takes the guide away and true keeps the usual one, as Vega-Lite reads them */
const jb_node *jb_long_guide(jb_ctx *cx, const jb_node *node)
{
    const jb_node *made = switched(cx, node);
    return made ? made : node;
}

const jb_node *jb_long_size(jb_ctx *cx, const jb_node *node)
{
    if (jb_node_is(node, "container"))
        return flag(cx, "container", node);
    return under(cx, node, NULL, "value", NULL);
}

/* "descending", "-y" (by a channel), or a list of the first values */
const jb_node *jb_long_sort(jb_ctx *cx, const jb_node *node)
{
    if (!is_text(node))
        return under(cx, node, NULL, NULL, "values");
    bool down = jb_str_starts(node->text, JB_S("-"));
    jb_str name = down ? jb_str_cut(node->text, 1, node->text.n) : node->text;
    if (jb_enum_find(&jb_channel_values, name) < 0)
        return wrap(cx, "order", node);
    jb_maker m = jb_make(cx, node->span);
    jb_put_text(&m, "encoding", name);
    if (down)
        jb_put_text(&m, "order", JB_S("descending"));
    return jb_made_map(&m);
}

const jb_node *jb_long_tick_count(jb_ctx *cx, const jb_node *node)
{
    return under(cx, node, "interval", "count", NULL);
}

jb_str jb_unit_bare(jb_str unit, bool *utc, bool *binned)
{
    *binned = jb_str_starts(unit, JB_S("binned"));
    unit = jb_str_cut(unit, *binned ? 6 : 0, unit.n);
    *utc = jb_str_starts(unit, JB_S("utc"));
    return jb_str_cut(unit, *utc ? 3 : 0, unit.n);
}

const jb_node *jb_long_time_unit(jb_ctx *cx, const jb_node *node)
{
    const jb_node *unit = is_text(node) ? node : jb_node_has(node, "unit");
    if (!unit || !is_text(unit))
        return node;
    bool utc, binned;
    jb_str bare = jb_unit_bare(unit->text, &utc, &binned);
    if (node != unit && !utc && !binned)
        return node;
    jb_maker m = jb_make(cx, node->span);
    jb_put_all(&m, node);
    jb_put(&m, "unit", jb_node_string(cx->keep, bare, unit->span));
    if (utc)
        jb_put_bool(&m, "utc", true);
    if (binned)
        jb_put_bool(&m, "binned", true);
    return jb_made_map(&m);
}

const jb_node *jb_long_title(jb_ctx *cx, const jb_node *node)
{
    return under(cx, node, "text", "text", "text");
}

/* {fold: […], as: […]} → {fold: {fold: […], as: […]}}. Some words are also options of others, so
 * they come last. */
const jb_node *jb_long_transform(jb_ctx *cx, const jb_node *node)
{
    static const char *const names[] = {
        "filter",   "calculate", "aggregate",  "joinaggregate", "window",   "bin",
        "timeUnit", "fold",      "lookup",     "impute",        "flatten",  "pivot",
        "stack",    "density",   "regression", "loess",         "quantile", "sample",
        "extent",   "collect",   "project",    "limit",
    };
    for (size_t i = 0; i < JB_COUNT(names); i++) {
        const jb_node *value = jb_node_get(node, jb_str_of(names[i]));
        if (!value)
            continue;
        if (node->n == 1 && jb_node_get(value, jb_str_of(names[i])))
            return node;
        return wrap(cx, names[i], node);
    }
    return node;
}

/* Other programs keep their own things there. */
const jb_node *jb_long_usermeta(jb_ctx *cx, const jb_node *node)
{
    static const char *const ours[] = {"caption", "source"};
    if (node->kind != JB_NODE_MAP)
        return node;
    jb_maker m = jb_make(cx, node->span);
    for (size_t i = 0; i < JB_COUNT(ours); i++)
        jb_put(&m, ours[i], jb_node_get(node, jb_str_of(ours[i])));
    return jb_made_map(&m);
}

/* ---- channels: 县, sum(资金), yearmonth(日期), count(), 资金:Q --------------------------------
 */

static jb_str cut_type(jb_str text, jb_str *type)
{
    static const jb_str types[] = {JB_K("quantitative"), JB_K("ordinal"), JB_K("temporal"),
                                   JB_K("nominal")};
    for (size_t i = 0; i < JB_COUNT(types); i++) {
        char tail[] = {':', (char)(types[i].p[0] - 'a' + 'A')};
        if (text.n > 2 && jb_str_ends(text, (jb_str){tail, 2})) {
            *type = types[i];
            return jb_str_cut(text, 0, text.n - 2);
        }
    }
    return text;
}

static void put_call(jb_maker *m, jb_str function, jb_str field, const jb_node *node, bool *known)
{
    bool utc, binned;
    *known = true;
    if (jb_enum_find(&jb_aggregate_op_values, function) > 0)
        jb_put(m, "aggregate", jb_node_string(m->arena, function, node->span));
    else if (jb_enum_find(&jb_unit_values, jb_unit_bare(function, &utc, &binned)) > 0)
        jb_put(m, "timeUnit", jb_node_string(m->arena, function, node->span));
    else if (jb_str_eq(function, JB_S("bin")))
        jb_put_bool(m, "bin", true);
    else
        *known = false;
    if (*known && field.n)
        jb_put(m, "field", jb_node_string(m->arena, field, node->span));
}

const jb_node *jb_long_channel(jb_ctx *cx, const jb_node *node)
{
    if (!is_text(node) && node->kind != JB_NODE_NUMBER)
        return node;
    jb_maker m = jb_make(cx, node->span);
    jb_str type = {0};
    jb_str text = cut_type(node->text, &type);
    ptrdiff_t open = jb_str_find(text, JB_S("("));
    bool known = false;
    if (open > 0 && jb_str_ends(text, JB_S(")")))
        put_call(&m, jb_str_cut(text, 0, (size_t)open),
                 jb_str_trim(jb_str_cut(text, (size_t)open + 1, text.n - (size_t)open - 2)), node,
                 &known);
    if (!known)
        jb_put(&m, "field", jb_node_string(cx->keep, text, node->span));
    if (type.n)
        jb_put_text(&m, "type", type);
    else
        jb_put(&m, "type", nothing(cx, node)); /* to be inferred */
    return jb_made_map(&m);
}

/* ---- views: {mark: bar, x: 县, y: sum(资金)} ------------------------------------------------- */

static bool has_property(const jb_class *class, jb_str key)
{
    jb_properties all = class->properties();
    for (size_t i = 0; i < all.n; i++)
        if (jb_str_eq(all.at[i].key, key))
            return true;
    return false;
}

bool jb_is_short_channel(jb_str key)
{
    return has_property(&jb_encoding_class, key) && !has_property(&jb_view_class, key);
}

/* Channels may stand beside the mark; those within `encoding` win. */
const jb_node *jb_long_view(jb_ctx *cx, const jb_node *node)
{
    bool any = false;
    for (size_t i = 0; node->kind == JB_NODE_MAP && i < node->n; i++)
        any = any || jb_is_short_channel(node->members[i].key);
    if (!any)
        return node;
    jb_maker view = jb_make(cx, node->span), encoding = jb_make(cx, node->span);
    for (size_t i = 0; i < node->n; i++) {
        const jb_member *m = &node->members[i];
        jb_put_key(jb_is_short_channel(m->key) ? &encoding : &view, m->key, m->key_span, m->value);
    }
    jb_put_all(&encoding, jb_node_has(node, "encoding"));
    jb_put(&view, "encoding", jb_made_map(&encoding));
    return jb_made_map(&view);
}
