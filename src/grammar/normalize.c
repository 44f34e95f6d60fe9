#include "grammar/normalize.h"

#include "grammar/shorts.h"

const char *const jb_view_lists[JB_VIEW_LISTS] = {"layer", "hconcat", "vconcat", "concat"};

const jb_node *jb_view_named(const jb_around *around, const jb_node *view, jb_str name)
{
    return jb_node_with(around->cx, view, "name",
                        jb_node_string(around->cx->keep, name, view->span));
}

static const jb_node *merge_conditional(const jb_around *around, const jb_node *parent,
                                        const jb_node *def)
{
    jb_maker m = jb_make(around->cx, def->span);
    jb_put_all(&m, parent);
    jb_put_all(&m, jb_node_get(def, JB_S("condition")));
    return jb_node_with(around->cx, def, "condition", jb_made_map(&m));
}

static const jb_node *long_def(jb_ctx *cx, const jb_node *def)
{
    return def && (def->kind == JB_NODE_STRING || def->kind == JB_NODE_NUMBER)
               ? jb_long_channel(cx, def)
               : def;
}

/* A channel of a view in a layer: a definition with a field or datum takes over what the layer's
 * says beside. */
static const jb_node *merge_channel(const jb_around *around, const jb_node *parent,
                                    const jb_node *def, bool layer)
{
    parent = long_def(around->cx, parent);
    def = long_def(around->cx, def);
    if (def && jb_def_is_field_or_datum(def)) {
        jb_maker m = jb_make(around->cx, def->span);
        jb_put_all(&m, parent);
        jb_put_all(&m, def);
        return jb_made_map(&m);
    }
    if (def && jb_def_is_field_or_datum(jb_node_get(def, JB_S("condition"))))
        return merge_conditional(around, parent, def);
    if (def)
        return def;
    bool stands =
        parent && (layer || parent->kind == JB_NODE_LIST || jb_node_get(parent, JB_S("value")) ||
                   jb_def_is_field_or_datum(parent));
    return stands ? parent : NULL;
}

static const jb_node *merge_encoding(const jb_around *around, const jb_node *encoding, bool layer)
{
    const jb_node *parent = around->encoding;
    if (!parent)
        return encoding;
    jb_maker m = jb_make(around->cx, encoding ? encoding->span : parent->span);
    for (size_t i = 0; i < parent->n; i++) {
        const jb_member *p = &parent->members[i];
        jb_put_key(&m, p->key, p->key_span,
                   merge_channel(around, p->value, jb_node_get(encoding, p->key), layer));
    }
    for (size_t i = 0; encoding && encoding->kind == JB_NODE_MAP && i < encoding->n; i++)
        if (!jb_node_get(parent, encoding->members[i].key))
            jb_put_key(&m, encoding->members[i].key, encoding->members[i].key_span,
                       encoding->members[i].value);
    return jb_made_map(&m);
}

/* A line between two ends is a rule. */
static bool is_ranged_line(const jb_node *unit)
{
    static const char *const pairs[][2] = {
        {"x", "x2"}, {"y", "y2"}, {"theta", "theta2"}, {"radius", "radius2"}};
    const jb_node *encoding = jb_node_get(unit, JB_S("encoding"));
    if (!jb_str_eq(jb_mark_name(jb_node_get(unit, JB_S("mark"))), JB_S("line")))
        return false;
    for (size_t i = 0; i < JB_COUNT(pairs); i++) {
        const jb_node *main = jb_node_has(encoding, pairs[i][0]);
        if (jb_node_has(encoding, pairs[i][1]) && main &&
            ((jb_def_has_field(main) && !jb_def_binned(main)) || jb_node_get(main, JB_S("datum"))))
            return true;
    }
    return false;
}

static const jb_node *ranged_line(const jb_around *around, const jb_node *unit)
{
    const jb_node *mark = jb_node_get(unit, JB_S("mark"));
    const jb_node *rule = jb_node_string(around->cx->keep, JB_S("rule"), mark->span);
    jb_warn(around->cx, mark->span, "a line with two ends is drawn as a rule");
    return jb_normal_layer_or_unit(around,
                                   jb_node_with(around->cx, unit, "mark",
                                                mark->kind == JB_NODE_MAP
                                                    ? jb_node_with(around->cx, mark, "type", rule)
                                                    : rule));
}

static const jb_node *prefixed(const jb_around *around, const jb_node *view)
{
    const jb_node *name = jb_node_has(view, "name");
    if (!name || name->kind != JB_NODE_STRING || !around->prefix.n)
        return view;
    return jb_view_named(
        around, view,
        jb_str_printf(around->cx->keep, "%.*s_%.*s", JB_F(around->prefix), JB_F(name->text)));
}

static const jb_node *normal_unit(const jb_around *around, const jb_node *unit)
{
    const jb_node *encoding = jb_repeat_encoding(around, jb_node_get(unit, JB_S("encoding")));
    encoding = merge_encoding(around, encoding, false);
    jb_around alone = *around;
    if (around->encoding)
        alone = (jb_around){.cx = around->cx, .config = around->config};
    unit = prefixed(around, unit);
    unit = jb_node_with(around->cx, unit, "encoding",
                        encoding ? jb_implied_encoding(around->cx, encoding)
                                 : jb_node_map(around->cx->keep, NULL, 0, unit->span));
    const jb_node *made = jb_normal_composite(&alone, unit);
    if (!made)
        made = jb_normal_overlay(&alone, unit);
    if (!made && is_ranged_line(unit))
        made = ranged_line(&alone, unit);
    return made ? made : unit;
}

static const jb_node *children(const jb_around *around, const jb_node *view, const char *key,
                               const jb_node *(*normal)(const jb_around *, const jb_node *))
{
    const jb_node *list = jb_node_get(view, jb_str_of(key));
    jb_maker m = jb_make(around->cx, list->span);
    for (size_t i = 0; list->kind == JB_NODE_LIST && i < list->n; i++)
        jb_add(&m, normal(around, list->items[i]));
    if (list->kind == JB_NODE_MAP)
        jb_add(&m, normal(around, list));
    return jb_node_with(around->cx, view, key, jb_made_list(&m));
}

static const jb_node *normal_layer(const jb_around *around, const jb_node *layer)
{
    jb_around inside = *around;
    inside.encoding = merge_encoding(around, jb_node_has(layer, "encoding"), true);
    if (inside.encoding)
        inside.encoding = jb_repeat_encoding(around, inside.encoding);
    layer = jb_node_without(around->cx, prefixed(around, layer), "encoding");
    return children(&inside, layer, "layer", jb_normal_layer_or_unit);
}

const jb_node *jb_normal_layer_or_unit(const jb_around *around, const jb_node *view)
{
    view = jb_long_view(around->cx, view);
    if (jb_node_has(view, "layer"))
        return normal_layer(around, view);
    if (jb_node_has(view, "mark"))
        return normal_unit(around, view);
    if (jb_node_has(view, "repeat"))
        return jb_normal_repeat(around, view);
    if (!jb_node_get(view, JB_S("mark"))) /* mark: null was told when it was checked */
        jb_fail(around->cx, view->span,
                "this view draws nothing: no “mark”, “layer”, “concat”, “facet” or “repeat”");
    return NULL;
}

const jb_node *jb_normal_view(const jb_around *around, const jb_node *view)
{
    view = jb_long_view(around->cx, view);
    if (jb_node_has(view, "mark") && jb_has_facet_channel(view))
        return jb_faceted_unit(around, view);
    if (jb_node_has(view, "facet"))
        return jb_normal_facet(around, view);
    if (jb_node_has(view, "repeat"))
        return jb_normal_repeat(around, view);
    for (size_t i = JB_CONCATS; i < JB_VIEW_LISTS; i++)
        if (jb_node_has(view, jb_view_lists[i]))
            return children(around, view, jb_view_lists[i], jb_normal_view);
    return jb_normal_layer_or_unit(around, view);
}

static bool is_container(const jb_node *view, const char *side)
{
    return jb_def_is(view, side, "container");
}

/* A side that fills its container makes the picture fit it. Only a single view or a layer can fit
 * altogether; of what is put together, the side that its views share may: what says more than
 * “fit” stays as wide and high as its views, as Vega-Lite has it. */
static const jb_node *normal_autosize(jb_ctx *cx, const jb_node *view, const jb_node *written,
                                      const jb_node *config)
{
    bool can_fit = jb_node_has(view, "mark") || jb_node_has(view, "layer");
    bool wide = can_fit && is_container(written, "width"),
         high = can_fit && is_container(written, "height");
    const jb_node *own = jb_node_has(view, "autosize"), *general = jb_node_has(config, "autosize");
    jb_maker m = jb_make(cx, view->span);
    jb_put_text(&m, "type",
                wide && high ? JB_S("fit")
                : wide       ? JB_S("fit-x")
                : high       ? JB_S("fit-y")
                             : JB_S("pad"));
    if (wide || high)
        jb_put_text(&m, "contains", JB_S("padding"));
    jb_put_all(&m, general ? jb_long_autosize(cx, general) : NULL);
    jb_put_all(&m, own ? jb_long_autosize(cx, own) : NULL);
    const jb_node *made = jb_made_map(&m);
    if (!jb_def_is(made, "type", "fit") || can_fit)
        return made;
    jb_warn(cx, own ? own->span : view->span,
            "autosize “fit” works for single views and layers only");
    return made->n == 1
               ? made
               : jb_node_with(cx, made, "type", jb_node_string(cx->keep, JB_S("pad"), view->span));
}

const jb_node *jb_normalize(jb_ctx *cx, const jb_node *view, const jb_node *config)
{
    jb_around around = {.cx = cx, .config = config};
    const jb_node *made = jb_normal_view(&around, view);
    if (!made)
        return NULL;
    made =
        jb_with_config_params(cx, jb_normal_selections(cx, jb_share_selections(cx, made)), config);
    return jb_node_with(cx, made, "autosize", normal_autosize(cx, made, view, config));
}
