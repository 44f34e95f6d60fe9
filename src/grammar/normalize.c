#include "grammar/normalize.h"

#include "grammar/shorts.h"

static const jb_node *normal_view(const jb_around *around, const jb_node *view);

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* A field's name as part of the name of a view. */
static jb_str name_of(jb_ctx *cx, const jb_node *value)
{
    jb_buf b = jb_buf_new(cx->keep);
    jb_str text = value && value->kind == JB_NODE_STRING ? value->text : JB_S("null");
    if (text.n && text.p[0] >= '0' && text.p[0] <= '9')
        jb_buf_byte(&b, '_');
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        jb_utf8_next(text, &at);
        jb_buf_byte(&b, at - from == 1 && is_word(text.p[from]) ? text.p[from] : '_');
    }
    return b.text;
}

/* ---- repeats -------------------------------------------------------------------------------- */

/* The definition with {repeat: …} replaced under `key`; NULL if nothing stands for it. */
static const jb_node *replace_under(const jb_around *around, const jb_node *def, const char *key)
{
    const jb_node *which = jb_node_get(jb_node_get(def, jb_str_of(key)), JB_S("repeat"));
    if (!which)
        return def;
    const jb_node *field = jb_node_get(around->repeater, which->text);
    if (field && field->kind == JB_NODE_STRING)
        return jb_node_with(around->cx, def, key, field);
    jb_warn(around->cx, which->span, "nothing is repeated by “%.*s” here: the channel is left out",
            JB_F(jb_brief(around->cx, which->text)));
    return NULL;
}

static const jb_node *replace_field(const jb_around *around, const jb_node *def)
{
    def = replace_under(around, def, "field");
    const jb_node *sort = jb_node_get(def, JB_S("sort"));
    if (!jb_node_get(jb_node_get(sort, JB_S("field")), JB_S("repeat")))
        return def;
    sort = replace_under(around, sort, "field");
    return sort ? jb_node_with(around->cx, def, "sort", sort)
                : jb_node_without(around->cx, def, "sort");
}

static const jb_node *replace_datum(const jb_around *around, const jb_node *def)
{
    const jb_node *replaced = replace_under(around, def, "datum");
    if (!replaced || replaced == def || jb_node_has(replaced, "type"))
        return replaced;
    return jb_node_with(around->cx, replaced, "type",
                        jb_node_string(around->cx->keep, JB_S("nominal"), def->span));
}

static const jb_node *replace_def(const jb_around *around, const jb_node *def)
{
    const jb_node *condition = jb_node_get(def, JB_S("condition"));
    if (jb_def_is_field_or_datum(def)) {
        const jb_node *replaced =
            jb_def_has_field(def) ? replace_field(around, def) : replace_datum(around, def);
        if (replaced || !condition)
            return replaced;
        jb_maker m = jb_make(around->cx, def->span);
        jb_put(&m, "condition", condition);
        return jb_made_map(&m);
    }
    if (!condition || !jb_def_is_field_or_datum(condition))
        return def;
    const jb_node *replaced = replace_def(around, condition);
    return replaced ? jb_node_with(around->cx, def, "condition", replaced)
                    : jb_node_without(around->cx, def, "condition");
}

/* An encoding, or a facet's rows and columns. */
static const jb_node *replace_all(const jb_around *around, const jb_node *encoding)
{
    if (!encoding || !around->repeater || encoding->kind != JB_NODE_MAP)
        return encoding;
    jb_maker m = jb_make(around->cx, encoding->span);
    for (size_t i = 0; i < encoding->n; i++) {
        const jb_member *c = &encoding->members[i];
        if (c->value->kind != JB_NODE_LIST) {
            jb_put_key(&m, c->key, c->key_span, replace_def(around, c->value));
            continue;
        }
        jb_maker list = jb_make(around->cx, c->value->span);
        for (size_t k = 0; k < c->value->n; k++)
            jb_add(&list, replace_def(around, c->value->items[k]));
        jb_put_key(&m, c->key, c->key_span, jb_made_list(&list));
    }
    return jb_made_map(&m);
}

/* The view repeated: NAME_PREFIXchild__WHICH. */
static jb_str child_name(const jb_around *around, const jb_node *spec, jb_str which)
{
    const jb_node *name = jb_node_has(spec, "name");
    return jb_str_printf(around->cx->keep, "%.*s%s%.*schild__%.*s",
                         JB_F(name ? name->text : JB_S("")), name ? "_" : "", JB_F(around->prefix),
                         JB_F(which));
}

static const jb_node *with_name(const jb_around *around, const jb_node *view, jb_str name)
{
    return jb_node_with(around->cx, view, "name",
                        jb_node_string(around->cx->keep, name, view->span));
}

static const jb_node *outer_repeater(const jb_around *around, const char *key)
{
    return jb_node_get(around->repeater, jb_str_of(key));
}

static const jb_node *one_of_repeat(const jb_around *around, const jb_node *spec,
                                    const jb_node *wrap, const jb_node *row, const jb_node *column,
                                    jb_str which)
{
    jb_maker m = jb_make(around->cx, spec->span);
    jb_put(&m, "repeat", wrap ? wrap : outer_repeater(around, "repeat"));
    jb_put(&m, "row", row ? row : outer_repeater(around, "row"));
    jb_put(&m, "column", column ? column : outer_repeater(around, "column"));
    jb_put(&m, "layer", outer_repeater(around, "layer"));
    jb_around inside = *around;
    inside.repeater = jb_made_map(&m);
    inside.prefix = child_name(around, spec, which);
    const jb_node *child = normal_view(&inside, spec);
    return child ? jb_node_without(around->cx, with_name(around, child, inside.prefix), "data")
                 : NULL;
}

static size_t count_of(const jb_node *list)
{
    return list && list->kind == JB_NODE_LIST ? list->n : 1;
}

static const jb_node *item_of(const jb_node *list, size_t i)
{
    return list && list->kind == JB_NODE_LIST ? list->items[i] : NULL;
}

static const jb_node *repeat_children(const jb_around *around, const jb_node *repeat,
                                      const jb_node *spec)
{
    jb_maker concat = jb_make(around->cx, spec->span);
    const jb_node *wrap = repeat->kind == JB_NODE_LIST ? repeat : NULL;
    const jb_node *rows = jb_node_has(repeat, "row"), *columns = jb_node_has(repeat, "column");
    for (size_t w = 0; w < count_of(wrap); w++)
        for (size_t r = 0; r < count_of(rows); r++)
            for (size_t c = 0; c < count_of(columns); c++) {
                jb_buf which = jb_buf_new(around->cx->scratch);
                if (wrap)
                    jb_buf_add(&which, name_of(around->cx, item_of(wrap, w)));
                if (rows)
                    jb_buf_printf(&which, "row_%.*s", JB_F(name_of(around->cx, item_of(rows, r))));
                if (columns)
                    jb_buf_printf(&which, "column_%.*s",
                                  JB_F(name_of(around->cx, item_of(columns, c))));
                jb_add(&concat, one_of_repeat(around, spec, item_of(wrap, w), item_of(rows, r),
                                              item_of(columns, c), which.text));
            }
    return jb_made_list(&concat);
}

static const jb_node *repeat_as_concat(const jb_around *around, const jb_node *view,
                                       const jb_node *repeat, const jb_node *spec)
{
    const jb_node *columns = jb_node_has(repeat, "column");
    jb_maker m = jb_make(around->cx, view->span);
    jb_put_text(&m, "align", JB_S("all"));
    jb_put_all(&m, view);
    jb_put(&m, "data", jb_node_get(spec, JB_S("data")));
    jb_drop(&m, "repeat");
    jb_drop(&m, "spec");
    if (repeat->kind != JB_NODE_LIST)
        jb_put_number(&m, "columns", columns ? (double)count_of(columns) : 1);
    jb_put(&m, "concat", repeat_children(around, repeat, spec));
    return jb_made_map(&m);
}

static const jb_node *repeat_as_layer(const jb_around *around, const jb_node *view,
                                      const jb_node *layers, const jb_node *spec)
{
    jb_maker list = jb_make(around->cx, view->span);
    for (size_t i = 0; i < count_of(layers); i++) {
        const jb_node *field = item_of(layers, i);
        jb_maker repeater = jb_make(around->cx, spec->span);
        jb_put_all(&repeater, around->repeater);
        jb_put(&repeater, "layer", field);
        jb_around inside = *around;
        inside.repeater = jb_made_map(&repeater);
        inside.prefix = child_name(
            around, spec,
            jb_str_printf(around->cx->scratch, "layer_%.*s", JB_F(name_of(around->cx, field))));
        const jb_node *child = jb_normal_layer_or_unit(&inside, spec);
        jb_add(&list, child ? with_name(around, child, inside.prefix) : NULL);
    }
    jb_maker m = jb_make(around->cx, view->span);
    jb_put_all(&m, view);
    jb_drop(&m, "repeat");
    jb_drop(&m, "spec");
    jb_put(&m, "layer", jb_made_list(&list));
    return jb_made_map(&m);
}

/* Rows and columns outside, layers inside them. */
static const jb_node *layers_in_cells(const jb_around *around, const jb_node *view,
                                      const jb_node *repeat, const jb_node *spec)
{
    jb_maker layers = jb_make(around->cx, repeat->span), inner = jb_make(around->cx, spec->span);
    jb_put(&layers, "layer", jb_node_get(repeat, JB_S("layer")));
    jb_put(&inner, "repeat", jb_made_map(&layers));
    jb_put(&inner, "spec", spec);
    return repeat_as_concat(around, view, jb_node_without(around->cx, repeat, "layer"),
                            jb_made_map(&inner));
}

static const jb_node *normal_repeat(const jb_around *around, const jb_node *view)
{
    const jb_node *repeat = jb_node_get(view, JB_S("repeat")), *spec = jb_node_has(view, "spec");
    if (!spec || spec->kind != JB_NODE_MAP) {
        jb_fail(around->cx, repeat->span, "“spec” is missing beside “repeat”");
        return NULL;
    }
    if (repeat->kind == JB_NODE_MAP && jb_node_get(repeat, JB_S("wrap")))
        repeat = jb_node_get(repeat, JB_S("wrap"));
    const jb_node *layers = jb_node_has(repeat, "layer");
    if (!layers)
        return repeat_as_concat(around, view, repeat, spec);
    if (jb_node_has(repeat, "row") || jb_node_has(repeat, "column"))
        return layers_in_cells(around, view, repeat, spec);
    return repeat_as_layer(around, view, layers, spec);
}

/* ---- facets --------------------------------------------------------------------------------- */

static bool channel_has_field(const jb_node *encoding, const char *channel)
{
    const jb_node *def = jb_node_has(encoding, channel);
    return def && (def->kind == JB_NODE_STRING || jb_def_has_field(def));
}

static bool has_facet_channel(const jb_node *unit)
{
    const jb_node *encoding = jb_node_get(unit, JB_S("encoding"));
    return channel_has_field(encoding, "row") || channel_has_field(encoding, "column") ||
           channel_has_field(encoding, "facet");
}

static const char *const layout_keys[] = {"align", "center", "spacing", "columns"};

static const jb_node *without_layout(jb_ctx *cx, const jb_node *def)
{
    for (size_t i = 0; i < JB_COUNT(layout_keys); i++)
        def = jb_node_without(cx, def, layout_keys[i]);
    return def;
}

/* Row and column each say how their own side is laid out: {spacing: {row: …, column: …}}. */
static void put_sided_layout(jb_maker *m, jb_ctx *cx, const jb_node *row, const jb_node *column)
{
    for (size_t i = 0; i < 3; i++) {
        jb_maker sides = jb_make(cx, m->span);
        jb_put(&sides, "row", jb_node_get(row, jb_str_of(layout_keys[i])));
        jb_put(&sides, "column", jb_node_get(column, jb_str_of(layout_keys[i])));
        if (sides.members.n)
            jb_put(m, layout_keys[i], jb_made_map(&sides));
    }
}

static void put_facet(const jb_around *around, jb_maker *m, const jb_node *encoding)
{
    jb_ctx *cx = around->cx;
    const jb_node *row = jb_node_has(encoding, "row"), *column = jb_node_has(encoding, "column");
    const jb_node *wrap = jb_node_has(encoding, "facet");
    jb_maker facet = jb_make(cx, encoding->span);
    if (!row && !column) {
        for (size_t i = 0; i < JB_COUNT(layout_keys); i++)
            if (jb_node_truthy(jb_node_get(wrap, jb_str_of(layout_keys[i]))))
                jb_put(m, layout_keys[i], jb_node_get(wrap, jb_str_of(layout_keys[i])));
        jb_put(m, "facet", without_layout(cx, wrap));
        return;
    }
    if (wrap)
        jb_warn(cx, wrap->span, "facet has no meaning beside row and column");
    jb_put(&facet, "row", row ? without_layout(cx, row) : NULL);
    jb_put(&facet, "column", column ? without_layout(cx, column) : NULL);
    put_sided_layout(m, cx, row, column);
    jb_put(m, "facet", jb_made_map(&facet));
}

static const jb_node *without_facet_channels(jb_ctx *cx, const jb_node *encoding)
{
    encoding = jb_node_without(cx, jb_node_without(cx, encoding, "row"), "column");
    return jb_node_without(cx, encoding, "facet");
}

static const jb_node *normal_facet(const jb_around *around, const jb_node *view);

static void sort_params(const jb_node *params, jb_maker *selections, jb_maker *variables)
{
    for (size_t i = 0; i < params->n; i++)
        jb_add(jb_node_has(params->items[i], "select") ? selections : variables, params->items[i]);
}

/* A unit's selections go with it into the cells; its variables stay outside. */
static void part_params(jb_ctx *cx, const jb_node *unit, jb_maker *outside, jb_maker *inside)
{
    const jb_node *params = jb_node_list_in(unit, "params");
    if (!params)
        return;
    jb_maker selections = jb_make(cx, params->span), variables = jb_make(cx, params->span);
    sort_params(params, &selections, &variables);
    jb_drop(outside, "params");
    if (variables.items.n)
        jb_put(outside, "params", jb_made_list(&variables));
    if (selections.items.n)
        jb_put(inside, "params", jb_made_list(&selections));
}

static const jb_node *faceted_unit(const jb_around *around, const jb_node *unit)
{
    static const char *const inner[] = {"width", "height", "view", "projection", "mark"};
    jb_ctx *cx = around->cx;
    const jb_node *encoding = replace_all(around, jb_node_get(unit, JB_S("encoding")));
    encoding = jb_implied_encoding(cx, encoding);
    jb_maker outside = jb_make(cx, unit->span), inside = jb_make(cx, unit->span);
    jb_put_all(&outside, unit);
    jb_drop(&outside, "encoding");
    for (size_t i = 0; i < JB_COUNT(inner); i++) {
        jb_put(&inside, inner[i], jb_node_get(unit, jb_str_of(inner[i])));
        jb_drop(&outside, inner[i]);
    }
    part_params(cx, unit, &outside, &inside);
    jb_put(&inside, "encoding", without_facet_channels(cx, encoding));
    put_facet(around, &outside, encoding);
    jb_put(&outside, "spec", jb_made_map(&inside));
    return normal_facet(around, jb_made_map(&outside));
}

static const jb_node *implied_facet(const jb_around *around, const jb_node *facet)
{
    jb_ctx *cx = around->cx;
    const jb_node *row = jb_node_has(facet, "row"), *column = jb_node_has(facet, "column");
    if (!row && !column) {
        const jb_node *wrap = around->repeater ? replace_def(around, facet) : facet;
        return jb_implied_channel(cx, JB_S("facet"), wrap ? wrap : facet);
    }
    jb_maker m = jb_make(cx, facet->span);
    facet = replace_all(around, facet);
    row = jb_node_has(facet, "row");
    column = jb_node_has(facet, "column");
    jb_put(&m, "row", row ? jb_implied_channel(cx, JB_S("row"), row) : NULL);
    jb_put(&m, "column", column ? jb_implied_channel(cx, JB_S("column"), column) : NULL);
    return jb_made_map(&m);
}

static const jb_node *normal_facet(const jb_around *around, const jb_node *view)
{
    const jb_node *facet = jb_node_get(view, JB_S("facet")), *spec = jb_node_has(view, "spec");
    if (!spec || spec->kind != JB_NODE_MAP) {
        jb_fail(around->cx, facet->span, "“spec” is missing beside “facet”");
        return NULL;
    }
    const jb_node *inner = normal_view(around, spec);
    if (!inner)
        return NULL;
    bool grid = jb_node_has(facet, "row") || jb_node_has(facet, "column");
    if (grid)
        view = jb_node_without(around->cx, view, "columns");
    view = jb_node_with(around->cx, view, "facet", implied_facet(around, facet));
    return jb_node_with(around->cx, view, "spec", inner);
}

/* ---- layers and units ----------------------------------------------------------------------- */

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
    return with_name(
        around, view,
        jb_str_printf(around->cx->keep, "%.*s_%.*s", JB_F(around->prefix), JB_F(name->text)));
}

static const jb_node *normal_unit(const jb_around *around, const jb_node *unit)
{
    const jb_node *encoding = replace_all(around, jb_node_get(unit, JB_S("encoding")));
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
        inside.encoding = replace_all(around, inside.encoding);
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
        return normal_repeat(around, view);
    if (!jb_node_get(view, JB_S("mark"))) /* mark: null was told when it was checked */
        jb_fail(around->cx, view->span,
                "this view draws nothing: no “mark”, “layer”, “concat”, “facet” or “repeat”");
    return NULL;
}

static const jb_node *normal_view(const jb_around *around, const jb_node *view)
{
    static const char *const concats[] = {"hconcat", "vconcat", "concat"};
    view = jb_long_view(around->cx, view);
    if (jb_node_has(view, "mark") && has_facet_channel(view))
        return faceted_unit(around, view);
    if (jb_node_has(view, "facet"))
        return normal_facet(around, view);
    if (jb_node_has(view, "repeat"))
        return normal_repeat(around, view);
    for (size_t i = 0; i < JB_COUNT(concats); i++)
        if (jb_node_has(view, concats[i]))
            return children(around, view, concats[i], normal_view);
    return jb_normal_layer_or_unit(around, view);
}

/* ---- selections of the whole go into its units ---------------------------------------------- */

typedef struct path {
    const jb_node *name;
    const struct path *outer;
} path;

static bool on_path(const path *p, jb_str name)
{
    for (; p; p = p->outer)
        if (p->name && p->name->kind == JB_NODE_STRING && jb_str_eq(p->name->text, name))
            return true;
    return false;
}

static bool selected_here(const jb_node *selection, const path *here)
{
    const jb_node *views = jb_node_has(selection, "views");
    if (!views || views->kind != JB_NODE_LIST || !views->n)
        return true;
    for (size_t i = 0; i < views->n; i++)
        if (views->items[i]->kind == JB_NODE_STRING && on_path(here, views->items[i]->text))
            return true;
    return false;
}

static const jb_node *push_selections(jb_ctx *cx, const jb_node *view, const jb_node *selections,
                                      const path *outer)
{
    static const char *const lists[] = {"layer", "hconcat", "vconcat", "concat"};
    path here = {jb_node_has(view, "name"), outer};
    for (size_t i = 0; i < JB_COUNT(lists); i++) {
        const jb_node *list = jb_node_list_in(view, lists[i]);
        if (!list)
            continue;
        jb_maker m = jb_make(cx, list->span);
        for (size_t k = 0; k < list->n; k++)
            jb_add(&m, push_selections(cx, list->items[k], selections, &here));
        return jb_node_with(cx, view, lists[i], jb_made_list(&m));
    }
    if (jb_node_has(view, "spec"))
        return jb_node_with(
            cx, view, "spec",
            push_selections(cx, jb_node_get(view, JB_S("spec")), selections, &here));
    jb_maker params = jb_make(cx, view->span);
    const jb_node *own = jb_node_list_in(view, "params");
    for (size_t i = 0; own && i < own->n; i++)
        jb_add(&params, own->items[i]);
    for (size_t i = 0; i < selections->n; i++)
        if (selected_here(selections->items[i], &here))
            jb_add(&params, selections->items[i]);
    return params.items.n ? jb_node_with(cx, view, "params", jb_made_list(&params)) : view;
}

static const jb_node *share_selections(jb_ctx *cx, const jb_node *view)
{
    const jb_node *params = jb_node_has(view, "params");
    if (!params || params->kind != JB_NODE_LIST || jb_node_has(view, "mark"))
        return view;
    jb_maker selections = jb_make(cx, params->span), variables = jb_make(cx, params->span);
    sort_params(params, &selections, &variables);
    if (!selections.items.n)
        return view;
    view = jb_node_with(cx, view, "params", jb_made_list(&variables));
    return push_selections(cx, view, jb_made_list(&selections), NULL);
}

/* ---- the whole ------------------------------------------------------------------------------ */

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

/* Variables of the config come before the view's own. */
static const jb_node *with_config_params(jb_ctx *cx, const jb_node *view, const jb_node *config)
{
    const jb_node *general = jb_node_has(config, "params"), *own = jb_node_has(view, "params");
    if (!general || general->kind != JB_NODE_LIST)
        return view;
    jb_maker all = jb_make(cx, general->span);
    for (size_t i = 0; i < general->n; i++)
        jb_add(&all, general->items[i]);
    for (size_t i = 0; own && own->kind == JB_NODE_LIST && i < own->n; i++)
        jb_add(&all, own->items[i]);
    return jb_node_with(cx, view, "params", jb_made_list(&all));
}

const jb_node *jb_normalize(jb_ctx *cx, const jb_node *view, const jb_node *config)
{
    jb_around around = {.cx = cx, .config = config};
    const jb_node *made = normal_view(&around, view);
    if (!made)
        return NULL;
    made = with_config_params(cx, jb_normal_selections(cx, share_selections(cx, made)), config);
    return jb_node_with(cx, made, "autosize", normal_autosize(cx, made, view, config));
}
