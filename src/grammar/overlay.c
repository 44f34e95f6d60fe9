/* Points over lines, lines and points over areas: each becomes a layer of its own. */
#include "grammar/normalize.h"

static const jb_node *def_of(const jb_node *encoding, const char *channel)
{
    return jb_node_has(encoding, channel);
}

/* ---- does the area stack, and on which channel ---------------------------------------------- */

static bool is_measure(const jb_node *def)
{
    return def && jb_def_has_field(def) && jb_def_is(def, "type", "quantitative") &&
           !jb_node_truthy(jb_node_get(def, JB_S("bin")));
}

static bool is_vertical(const jb_node *encoding, const jb_node *specified)
{
    const jb_node *x = def_of(encoding, "x"), *y = def_of(encoding, "y");
    if (def_of(encoding, "y2"))
        return !(y && jb_def_binned(y));
    if (def_of(encoding, "x2"))
        return x && jb_def_binned(x);
    if (specified && specified->kind == JB_NODE_STRING)
        return jb_node_is(specified, "vertical");
    bool x_measures = is_measure(x), y_measures = is_measure(y);
    if (x_measures != y_measures)
        return y_measures;
    return x_measures || !(y && jb_def_is(y, "type", "temporal")) ||
           (x && jb_def_is(x, "type", "temporal"));
}

static const char *stacked_channel(const jb_node *encoding, bool vertical)
{
    const jb_node *x = def_of(encoding, "x"), *y = def_of(encoding, "y");
    bool x_measures = is_measure(x), y_measures = is_measure(y);
    if (!x_measures || !y_measures) {
        bool other = jb_def_has_field(x_measures ? y : x);
        if (x_measures)
            return !other && vertical ? NULL : "x";
        return !y_measures || (!other && !vertical) ? NULL : "y";
    }
    if (jb_node_truthy(jb_node_get(x, JB_S("stack"))))
        return "x";
    if (jb_node_truthy(jb_node_get(y, JB_S("stack"))))
        return "y";
    bool x_adds = jb_node_has(x, "aggregate"), y_adds = jb_node_has(y, "aggregate");
    if (x_adds != y_adds)
        return x_adds ? "x" : "y";
    return vertical ? "y" : "x";
}

static const jb_node *field_def(const jb_node *def)
{
    if (jb_def_has_field(def))
        return def;
    const jb_node *condition = jb_node_get(def, JB_S("condition"));
    return condition && jb_def_has_field(condition) ? condition : NULL;
}

static bool same_column(const jb_node *a, const jb_node *b)
{
    static const char *const keys[] = {"field", "timeUnit", "aggregate"};
    for (size_t i = 0; i < JB_COUNT(keys); i++) {
        const jb_node *x = jb_node_has(a, keys[i]), *y = jb_node_has(b, keys[i]);
        if ((x == NULL) != (y == NULL) || (x && !jb_str_eq(x->text, y->text)))
            return false;
    }
    return jb_def_bins(a) == jb_def_bins(b);
}

/* Does this definition part the stack into layers? */
static bool parts(const jb_node *def, const jb_node *encoding, const char *dimension)
{
    def = field_def(def);
    if (!def || jb_node_has(def, "aggregate"))
        return false;
    const jb_node *along = def_of(encoding, dimension);
    return !(along && jb_def_has_field(along) && same_column(def, along));
}

static bool is_stacked_by(const jb_node *encoding, const char *dimension)
{
    static const char *const channels[] = {
        "color",       "fill",       "stroke", "opacity", "fillOpacity", "strokeOpacity",
        "strokeWidth", "strokeDash", "size",   "angle",   "shape",       "detail",
        "key",         "text",       "href",   "order",   "url",         "description"};
    for (size_t i = 0; i < JB_COUNT(channels); i++) {
        const jb_node *def = def_of(encoding, channels[i]);
        if (def && def->kind != JB_NODE_LIST && parts(def, encoding, dimension))
            return true;
        for (size_t k = 0; def && def->kind == JB_NODE_LIST && k < def->n; k++)
            if (parts(def->items[k], encoding, dimension))
                return true;
    }
    return false;
}

static bool aggregates(const jb_node *encoding)
{
    for (size_t i = 0; i < encoding->n; i++) {
        const jb_node *def = encoding->members[i].value;
        if (def->kind != JB_NODE_LIST && field_def(def) && jb_node_has(field_def(def), "aggregate"))
            return true;
        for (size_t k = 0; def->kind == JB_NODE_LIST && k < def->n; k++)
            if (jb_node_has(def->items[k], "aggregate"))
                return true;
    }
    return false;
}

/* The encoding of what is laid over, stacked as the area under it. */
static const jb_node *with_stack(jb_ctx *cx, const jb_node *encoding, const jb_node *mark,
                                 const jb_node *config)
{
    bool area = jb_str_eq(jb_mark_name(mark), JB_S("area"));
    bool vertical = is_vertical(encoding, jb_mark_config(config, mark, "orient"));
    const char *channel = stacked_channel(encoding, vertical);
    if (!channel)
        return encoding;
    const jb_node *def = def_of(encoding, channel);
    const jb_node *stack = jb_node_get(def, JB_S("stack"));
    bool on = stack ? jb_node_truthy(stack) : area;
    const char *dimension = channel[0] == 'x' ? "y" : "x";
    if (!on || (aggregates(encoding) && !is_stacked_by(encoding, dimension)) ||
        def_of(encoding, channel[0] == 'x' ? "x2" : "y2"))
        return encoding;
    if (!stack || stack->kind == JB_NODE_BOOL)
        stack = jb_node_string(cx->keep, JB_S("zero"), def->span);
    return jb_node_with(cx, encoding, channel, jb_node_with(cx, def, "stack", stack));
}

/* ---- the layers ----------------------------------------------------------------------------- */

/* What is laid over, as a map of mark properties; NULL: nothing. */
static const jb_node *over(jb_ctx *cx, const jb_node *written, const jb_node *configured,
                           bool implied)
{
    const jb_node *asked = written ? written : configured;
    if (jb_node_is(asked, "transparent")) {
        jb_maker m = jb_make(cx, asked->span);
        jb_put_number(&m, "opacity", 0);
        return jb_made_map(&m);
    }
    if (jb_node_truthy(asked) || (!written && implied))
        return asked && asked->kind == JB_NODE_MAP ? asked
                                                   : jb_node_map(cx->keep, NULL, 0, (jb_span){0});
    return NULL;
}

static void pick(jb_maker *m, const jb_node *mark, const char *const *keys)
{
    for (; *keys; keys++)
        jb_put(m, *keys, jb_node_get(mark, jb_str_of(*keys)));
}

static const jb_node *layer_of(jb_ctx *cx, const jb_node *unit, const jb_node *mark,
                               const jb_node *encoding)
{
    jb_maker m = jb_make(cx, unit->span);
    jb_put(&m, "projection", jb_node_get(unit, JB_S("projection")));
    jb_put(&m, "mark", mark);
    jb_put(&m, "encoding", encoding);
    return jb_made_map(&m);
}

static const jb_node *line_over(jb_ctx *cx, const jb_node *mark, const jb_node *line)
{
    static const char *const kept[] = {"clip", "interpolate", "tension", "tooltip", NULL};
    jb_maker m = jb_make(cx, mark->span);
    jb_put_text(&m, "type", JB_S("line"));
    pick(&m, mark, kept);
    jb_put_all(&m, line);
    return jb_made_map(&m);
}

static const jb_node *point_over(jb_ctx *cx, const jb_node *mark, const jb_node *point)
{
    static const char *const kept[] = {"clip", "tooltip", NULL};
    jb_maker m = jb_make(cx, mark->span);
    jb_put_text(&m, "type", JB_S("point"));
    jb_put_number(&m, "opacity", 1);
    jb_put_bool(&m, "filled", true);
    pick(&m, mark, kept);
    jb_put_all(&m, point);
    return jb_made_map(&m);
}

/* The line or area itself; an area under others is a little transparent. */
static const jb_node *ground(jb_ctx *cx, const jb_node *unit, const jb_node *mark,
                             const jb_node *config)
{
    jb_maker m = jb_make(cx, unit->span), look = jb_make(cx, mark->span);
    if (jb_str_eq(jb_mark_name(mark), JB_S("area")) && !jb_mark_config(config, mark, "opacity") &&
        !jb_mark_config(config, mark, "fillOpacity"))
        jb_put_number(&look, "opacity", 0.7);
    jb_put_all(&look, mark);
    jb_drop(&look, "point");
    jb_drop(&look, "line");
    const jb_node *encoding = jb_node_get(unit, JB_S("encoding"));
    jb_put(&m, "name", jb_node_get(unit, JB_S("name")));
    jb_put(&m, "params", jb_node_get(unit, JB_S("params")));
    jb_put(&m, "mark", look.members.n > 1 ? jb_made_map(&look) : jb_node_get(mark, JB_S("type")));
    jb_put(&m, "encoding", jb_node_without(cx, encoding, "shape"));
    return jb_made_map(&m);
}

static const jb_node *config_without_overlays(jb_ctx *cx, const jb_node *config)
{
    static const char *const marks[] = {"line", "area", "rule", "trail"};
    for (size_t i = 0; i < JB_COUNT(marks); i++) {
        const jb_node *mark = jb_node_has(config, marks[i]);
        if (mark && mark->kind == JB_NODE_MAP)
            config = jb_node_with(cx, config, marks[i],
                                  jb_node_without(cx, jb_node_without(cx, mark, "point"), "line"));
    }
    return config;
}

static const jb_node *without_unit(jb_ctx *cx, const jb_node *unit)
{
    static const char *const own[] = {"params", "projection", "mark", "name", "encoding"};
    for (size_t i = 0; i < JB_COUNT(own); i++)
        unit = jb_node_without(cx, unit, own[i]);
    return unit;
}

const jb_node *jb_normal_overlay(const jb_around *around, const jb_node *unit)
{
    jb_ctx *cx = around->cx;
    const jb_node *mark = jb_mark_node(cx, jb_node_get(unit, JB_S("mark")));
    jb_str name = jb_mark_name(mark);
    bool area = jb_str_eq(name, JB_S("area"));
    if (!area && !jb_str_eq(name, JB_S("line")) && !jb_str_eq(name, JB_S("rule")) &&
        !jb_str_eq(name, JB_S("trail")))
        return NULL;
    const jb_node *config = jb_node_get(around->config, name);
    const jb_node *encoding = jb_node_get(unit, JB_S("encoding"));
    const jb_node *point = over(cx, jb_node_get(mark, JB_S("point")),
                                jb_node_get(config, JB_S("point")), jb_node_has(encoding, "shape"));
    const jb_node *line =
        area ? over(cx, jb_node_get(mark, JB_S("line")), jb_node_get(config, JB_S("line")), false)
             : NULL;
    if (!point && !line)
        return NULL;
    jb_maker layers = jb_make(cx, unit->span);
    const jb_node *above = with_stack(cx, encoding, mark, around->config);
    above = jb_node_without(cx, jb_node_without(cx, above, "y2"), "x2");
    jb_add(&layers, ground(cx, unit, mark, around->config));
    if (line)
        jb_add(&layers, layer_of(cx, unit, line_over(cx, mark, line), above));
    if (point)
        jb_add(&layers, layer_of(cx, unit, point_over(cx, mark, point), above));
    jb_around inside = *around;
    inside.config = config_without_overlays(cx, around->config);
    return jb_normal_layer_or_unit(
        &inside, jb_node_with(cx, without_unit(cx, unit), "layer", jb_made_list(&layers)));
}
