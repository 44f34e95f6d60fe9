/* The tree of views, each with what was decided for it. */
#include <math.h>

#include "chart/draw.h"
#include "chart/explain.h"
#include "chart/title.h"

static const jb_node *number(jb_chart *chart, double v)
{
    return isfinite(v) ? jb_node_number(chart->cx->keep, v, (jb_span){0}) : NULL;
}

const jb_node *jb_settled_node(jb_chart *chart, const jb_class *class, const void *settled,
                               const jb_node *written)
{
    jb_properties rows = class->properties();
    jb_maker m = jb_make(chart->cx, (jb_span){0});
    jb_put_all(&m, jb_spec_node(chart->cx, class, settled));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.at[i].config_only)
            jb_drop(&m, rows.at[i].key.p);
    jb_put_all(&m, written && written->kind == JB_NODE_MAP ? written : NULL);
    return jb_made_map(&m);
}

/* Does a view inside follow the steps of its scale? */
static bool steps_inside(const jb_view *v, size_t side)
{
    for (size_t i = 0; i < v->children_n; i++)
        if (v->children[i]->size_kind[side] == JB_SIZE_STEP || steps_inside(v->children[i], side))
            return true;
    return false;
}

/* A side that the data or the config gave; one that fits its place stays open. */
static const jb_node *with_sizes(jb_chart *chart, const jb_view *v, const jb_node *node)
{
    static const char *const keys[] = {"width", "height"};
    for (size_t i = 0; i < 2; i++)
        if (v->size_kind[i] == JB_SIZE_PIXELS && !steps_inside(v, i) &&
            !jb_node_get(node, jb_str_of(keys[i])) &&
            isnan(i ? chart->fit_height : chart->fit_width))
            node = jb_node_with(chart->cx, node, keys[i], number(chart, v->size[i]));
    return node;
}

static const jb_node *with_title(jb_chart *chart, const jb_view *v, const jb_node *node)
{
    const jb_node *written = jb_node_has(node, "title");
    const jb_title_spec *title = written ? jb_title_settled(chart, v) : NULL;
    if (!title)
        return node;
    return jb_node_with(chart->cx, node, "title",
                        jb_settled_node(chart, &jb_title_class, title, written));
}

static const jb_node *with_frame(jb_chart *chart, const jb_view *v, const jb_node *node)
{
    const jb_frame_spec *frame = jb_frame_settled(chart, v);
    return jb_node_with(chart->cx, node, "view",
                        jb_settled_node(chart, &jb_frame_class, frame, jb_node_has(node, "view")));
}

/* How views stand beside each other. Only a facet or a wrapped concat has rows and columns. */
static const jb_node *with_grid(jb_chart *chart, const jb_view *v, const jb_node *node)
{
    bool line = v->kind == JB_VIEW_HCONCAT || v->kind == JB_VIEW_VCONCAT;
    jb_grid g = jb_view_grid(chart, v);
    int way = v->kind == JB_VIEW_VCONCAT ? JB_ROW_WAY : JB_COLUMN_WAY;
    jb_maker m = jb_make(chart->cx, node->span), spacing = m, align = m, center = m;
    jb_put_number(&spacing, "row", g.padding[JB_ROW_WAY]);
    jb_put_number(&spacing, "column", g.padding[JB_COLUMN_WAY]);
    jb_put_text(&align, "row", jb_enum_key(&jb_layout_align_values, g.align[JB_ROW_WAY]));
    jb_put_text(&align, "column", jb_enum_key(&jb_layout_align_values, g.align[JB_COLUMN_WAY]));
    jb_put_bool(&center, "row", g.center[JB_ROW_WAY]);
    jb_put_bool(&center, "column", g.center[JB_COLUMN_WAY]);
    if (line) {
        jb_put_number(&m, "spacing", g.padding[way]);
        jb_put_bool(&m, "center", g.center[1 - way]);
    } else {
        jb_put(&m, "spacing", jb_made_map(&spacing));
        jb_put(&m, "align", jb_made_map(&align));
        jb_put(&m, "center", jb_made_map(&center));
    }
    jb_put_text(&m, "bounds", g.flush ? JB_S("flush") : JB_S("full"));
    jb_put_all(&m, node);
    return jb_made_map(&m);
}

/* What its views share, of the channels that have a scale in one of them. */
static bool has_scale(const jb_view *v, jb_channel c)
{
    if (v->scales[c])
        return true;
    for (size_t i = 0; i < v->children_n; i++)
        if (has_scale(v->children[i], c))
            return true;
    return false;
}

static void put_mode(jb_maker *m, jb_channel c, int mode)
{
    jb_str key = jb_enum_key(&jb_channel_values, (int)c);
    jb_str word = jb_enum_key(&jb_resolve_mode_values, mode);
    jb_put_key(m, key, m->span, jb_node_string(m->arena, word, m->span));
}

/* Guides of scales that stand apart stand apart too. */
static const jb_node *with_resolve(jb_chart *chart, const jb_view *v, const jb_node *node)
{
    jb_maker m = jb_make(chart->cx, node->span), scales = m, axes = m, legends = m;
    for (jb_channel c = 1; c < JB_CHANNELS; c++) {
        int scale = v->resolve_scale[c], guide = v->resolve_guide[c];
        bool apart = scale == JB_INDEPENDENT || guide == JB_INDEPENDENT;
        if (!jb_channel_scaled(c) || !scale || !has_scale(v, c))
            continue;
        put_mode(&scales, c, scale);
        if (!jb_channel_offset(c) && !jb_channel_polar(c))
            put_mode(jb_channel_position(c) ? &axes : &legends, c,
                     apart ? JB_INDEPENDENT : JB_SHARED);
    }
    jb_put(&m, "scale", jb_made_map(&scales));
    jb_put(&m, "axis", axes.members.n ? jb_made_map(&axes) : NULL);
    jb_put(&m, "legend", legends.members.n ? jb_made_map(&legends) : NULL);
    return jb_node_with(chart->cx, node, "resolve",
                        jb_node_merge(chart->cx, jb_made_map(&m), jb_node_has(node, "resolve"), 2));
}

static const jb_node *with_children(jb_chart *chart, const jb_view *v, const jb_node *node)
{
    static const char *const lists[] = {[JB_VIEW_LAYER] = "layer",
                                        [JB_VIEW_CONCAT] = "concat",
                                        [JB_VIEW_HCONCAT] = "hconcat",
                                        [JB_VIEW_VCONCAT] = "vconcat"};
    jb_maker m = jb_make(chart->cx, node->span);
    for (size_t i = 0; i < v->children_n; i++)
        jb_add(&m, jb_view_explained(chart, v->children[i]));
    return jb_node_with(chart->cx, node, lists[v->kind], jb_made_list(&m));
}

static const jb_node *unit(jb_chart *chart, const jb_view *v, const jb_node *node)
{
    const jb_node *encoding = jb_node_has(node, "encoding"), *mark = jb_node_has(node, "mark");
    node = jb_node_with(chart->cx, node, "mark", jb_mark_explained(chart, v, mark));
    return encoding ? jb_node_with(chart->cx, node, "encoding",
                                   jb_encoding_explained(chart, v, encoding))
                    : node;
}

/* A facet without rows has no cell to show what holds in it. */
static const jb_node *facet(jb_chart *chart, const jb_view *v, const jb_node *node)
{
    node = jb_node_with(chart->cx, node, "facet",
                        jb_facet_explained(chart, v, jb_node_get(node, JB_S("facet"))));
    return v->children_n
               ? jb_node_with(chart->cx, node, "spec", jb_view_explained(chart, v->children[0]))
               : node;
}

const jb_node *jb_view_explained(jb_chart *chart, const jb_view *v)
{
    bool layered = v->parent && v->parent->kind == JB_VIEW_LAYER;
    bool plot = v->kind == JB_VIEW_UNIT || v->kind == JB_VIEW_LAYER;
    const jb_node *node = with_title(chart, v, v->spec->given.node);
    const jb_node *transforms = jb_node_has(node, "transform");
    if (transforms)
        node =
            jb_node_with(chart->cx, node, "transform", jb_transforms_explained(chart, transforms));
    if (plot && !layered)
        node = with_frame(chart, v, with_sizes(chart, v, node));
    if (!plot)
        node = with_grid(chart, v, node);
    if (v->kind != JB_VIEW_UNIT)
        node = with_resolve(chart, v, node);
    return v->kind == JB_VIEW_UNIT    ? unit(chart, v, node)
           : v->kind == JB_VIEW_FACET ? facet(chart, v, node)
                                      : with_children(chart, v, node);
}
