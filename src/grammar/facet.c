/* Facets, and the channels row, column and facet that stand for them. */
#include "grammar/normalize.h"

static bool channel_has_field(const jb_node *encoding, const char *channel)
{
    const jb_node *def = jb_node_has(encoding, channel);
    return def && (def->kind == JB_NODE_STRING || jb_def_has_field(def));
}

bool jb_has_facet_channel(const jb_node *unit)
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

const jb_node *jb_faceted_unit(const jb_around *around, const jb_node *unit)
{
    static const char *const inner[] = {"width", "height", "view", "projection", "mark"};
    jb_ctx *cx = around->cx;
    const jb_node *encoding = jb_repeat_encoding(around, jb_node_get(unit, JB_S("encoding")));
    encoding = jb_implied_encoding(cx, encoding);
    jb_maker outside = jb_make(cx, unit->span), inside = jb_make(cx, unit->span);
    jb_put_all(&outside, unit);
    jb_drop(&outside, "encoding");
    for (size_t i = 0; i < JB_COUNT(inner); i++) {
        jb_put(&inside, inner[i], jb_node_get(unit, jb_str_of(inner[i])));
        jb_drop(&outside, inner[i]);
    }
    jb_part_params(cx, unit, &outside, &inside);
    jb_put(&inside, "encoding", without_facet_channels(cx, encoding));
    put_facet(around, &outside, encoding);
    jb_put(&outside, "spec", jb_made_map(&inside));
    return jb_normal_facet(around, jb_made_map(&outside));
}

static const jb_node *implied_facet(const jb_around *around, const jb_node *facet)
{
    jb_ctx *cx = around->cx;
    const jb_node *row = jb_node_has(facet, "row"), *column = jb_node_has(facet, "column");
    if (!row && !column) {
        const jb_node *wrap = around->repeater ? jb_repeat_channel(around, facet) : facet;
        return jb_implied_channel(cx, JB_S("facet"), wrap ? wrap : facet);
    }
    jb_maker m = jb_make(cx, facet->span);
    facet = jb_repeat_encoding(around, facet);
    row = jb_node_has(facet, "row");
    column = jb_node_has(facet, "column");
    jb_put(&m, "row", row ? jb_implied_channel(cx, JB_S("row"), row) : NULL);
    jb_put(&m, "column", column ? jb_implied_channel(cx, JB_S("column"), column) : NULL);
    return jb_made_map(&m);
}

const jb_node *jb_normal_facet(const jb_around *around, const jb_node *view)
{
    const jb_node *facet = jb_node_get(view, JB_S("facet")), *spec = jb_node_has(view, "spec");
    if (!spec || spec->kind != JB_NODE_MAP) {
        jb_fail(around->cx, facet->span, "“spec” is missing beside “facet”");
        return NULL;
    }
    const jb_node *inner = jb_normal_view(around, spec);
    if (!inner)
        return NULL;
    bool grid = jb_node_has(facet, "row") || jb_node_has(facet, "column");
    if (grid)
        view = jb_node_without(around->cx, view, "columns");
    view = jb_node_with(around->cx, view, "facet", implied_facet(around, facet));
    return jb_node_with(around->cx, view, "spec", inner);
}
