#include "chart/draw.h"

#include <math.h>

#include "chart/encode.h"
#include "chart/pipeline.h"

/* ---- the ground of a plot ----------------------------------------------------------------------
 */

static const jb_frame_spec *frame_of(const jb_view *v)
{
    return v->kind == JB_VIEW_UNIT || v->kind == JB_VIEW_LAYER ? v->spec->view : NULL;
}

static bool is_placed(const jb_unit_view *u)
{
    return u->definitions[JB_CHANNEL_X] || u->definitions[JB_CHANNEL_Y];
}

/* The named styles of a plot's ground, a later one over those before: a layer has its units', so
 * that one without an x and a y clears the fill of the others' (as Vega-Lite's assembleGroupStyle).
 */
static void add_ground_styles(jb_chart *chart, const jb_view *v, jb_str_list *styles)
{
    const jb_frame_spec *f = frame_of(v);
    if (JB_HAS(f, style) && f->style.n)
        for (size_t i = 0; i < f->style.n; i++)
            jb_str_list_add(chart->cx->scratch, styles, f->style.at[i]);
    else if (v->unit)
        jb_str_list_add(chart->cx->scratch, styles,
                        is_placed(v->unit) ? JB_S("cell") : JB_S("view"));
    else
        for (size_t i = 0; i < v->children_n; i++)
            add_ground_styles(chart, v->children[i], styles);
}

static void take_style(jb_chart *chart, jb_frame_spec *s, jb_str name)
{
    const jb_mark_spec *style = jb_config_style(chart->config, name);
    if (jb_str_eq(name, JB_S("cell"))) /* config.view is the style of plots with an x or a y */
        jb_spec_inherit(chart->cx->keep, &jb_frame_class, s, chart->config->view);
#define TAKE(name)                                                                                 \
    if (JB_HAS(style, name))                                                                       \
    JB_SETTLE(s, name, style->name)
    TAKE(fill);
    TAKE(stroke);
    TAKE(opacity);
    TAKE(fill_opacity);
    TAKE(stroke_opacity);
    TAKE(stroke_width);
    TAKE(stroke_dash);
    TAKE(stroke_dash_offset);
    TAKE(stroke_cap);
    TAKE(stroke_join);
    TAKE(stroke_miter_limit);
    TAKE(corner_radius);
#undef TAKE
    if (jb_str_eq(name, JB_S("view")))
        JB_SETTLE(s, fill, JB_S("transparent"));
}

const jb_frame_spec *jb_frame_settled(jb_chart *chart, const jb_view *v)
{
    jb_str_list styles = {0};
    add_ground_styles(chart, v, &styles);
    jb_frame_spec *s = jb_spec_new(chart->cx, &jb_frame_class);
    jb_spec_inherit(chart->cx->keep, &jb_frame_class, s, frame_of(v));
    for (size_t i = styles.n; i-- > 0;)
        take_style(chart, s, styles.at[i]);
    jb_spec_give_under(&jb_frame_class, s, 0);
    return s;
}

static void set_ground(jb_chart *chart, const jb_view *v, jb_group_item *g)
{
    const jb_frame_spec *frame = jb_frame_settled(chart, v);
    jb_style s = jb_style_plain;
    s.fill = JB_PAINT(chart, frame, fill);
    s.stroke = JB_PAINT(chart, frame, stroke);
    s.opacity = frame->opacity;
    s.fill_opacity = frame->fill_opacity;
    s.stroke_opacity = frame->stroke_opacity;
    s.stroke_width = frame->stroke_width;
    s.stroke_dash = frame->stroke_dash.at;
    s.stroke_dash_n = frame->stroke_dash.n;
    s.stroke_dash_offset = frame->stroke_dash_offset;
    s.stroke_miter_limit = frame->stroke_miter_limit;
    s.cap = (jb_cap)frame->stroke_cap;
    s.join = (jb_join)frame->stroke_join;
    for (size_t i = 0; i < 4; i++)
        g->corners[i] = (float)frame->corner_radius;
    g->clip = frame->clip;
    g->style = jb_style_shared(chart, &s);
}

/* ---- plots -------------------------------------------------------------------------------------
 */

static void add_axes(jb_chart *chart, const jb_view *v, jb_group_item *g, bool grid, bool above)
{
    for (size_t xy = 0; xy < 2; xy++)
        for (size_t i = 0; i < v->axes[xy].n; i++) {
            const jb_axis *axis = v->axes[xy].at[i];
            if ((jb_axis_zindex(axis) > 0) != above || (!grid && axis->extracted))
                continue;
            jb_mark *m =
                grid ? jb_axis_grid(chart, axis, v->size) : jb_axis_main(chart, axis, v->size);
            if (m)
                jb_group_add(chart->cx->keep, g, m);
        }
}

static void draw_marks(jb_chart *chart, const jb_view *v, jb_group_item *g)
{
    jb_brushes_draw(chart, v, g, true);
    if (v->unit)
        jb_draw_unit(chart, v, g);
    jb_brushes_draw(chart, v, g, false);
    for (size_t i = 0; i < v->children_n; i++)
        draw_marks(chart, v->children[i], g);
}

static void draw_plot(jb_chart *chart, const jb_view *v, jb_group_item *g)
{
    g->width = v->size[0];
    g->height = v->size[1];
    set_ground(chart, v, g);
    add_axes(chart, v, g, true, false);
    add_axes(chart, v, g, false, false);
    draw_marks(chart, v, g);
    add_axes(chart, v, g, true, true);
    add_axes(chart, v, g, false, true);
}

/* ---- views of views ----------------------------------------------------------------------------
 */

jb_group_item *jb_child_group(jb_chart *chart, jb_group_item *group, jb_str role)
{
    jb_mark *m = jb_mark_new(chart->cx->keep, JB_MARKTYPE_GROUP, role, 1);
    jb_group_add(chart->cx->keep, group, m);
    return &m->groups[0];
}

static double config_spacing(jb_chart *chart, const jb_view *v)
{
    const jb_composition_config_spec *c =
        v->kind == JB_VIEW_FACET ? chart->config->facet : chart->config->concat;
    return JB_OR(c, spacing, 20.0);
}

jb_grid jb_view_grid(jb_chart *chart, const jb_view *v)
{
    const jb_view_spec *s = v->spec;
    const jb_channel_spec *wrap = v->kind == JB_VIEW_FACET && s->facet ? s->facet->wrap : NULL;
    double usual = config_spacing(chart, v);
    const jb_pair_number_spec *spacing = JB_OR(s, spacing, JB_OR(wrap, spacing, NULL));
    const jb_pair_align_spec *align = JB_OR(s, align, JB_OR(wrap, align, NULL));
    const jb_pair_bool_spec *center = JB_OR(s, center, JB_OR(wrap, center, NULL));
    jb_grid g = {0};
    g.padding[JB_COLUMN_WAY] = JB_OR(spacing, column, usual);
    g.padding[JB_ROW_WAY] = JB_OR(spacing, row, usual);
    int plain = v->kind == JB_VIEW_FACET ? JB_LAYOUT_ALIGN_ALL : JB_LAYOUT_ALIGN_EACH;
    if (v->kind == JB_VIEW_FACET &&
        ((!v->facet[JB_BY_ROW].definition && v->resolve_scale[JB_CHANNEL_X] == JB_INDEPENDENT) ||
         (!v->facet[JB_BY_COLUMN].definition && v->resolve_scale[JB_CHANNEL_Y] == JB_INDEPENDENT)))
        plain = JB_LAYOUT_ALIGN_INDEPENDENT;
    g.align[JB_COLUMN_WAY] = JB_OR(align, column, plain);
    g.align[JB_ROW_WAY] = JB_OR(align, row, plain);
    g.center[JB_COLUMN_WAY] = JB_OR(center, column, false);
    g.center[JB_ROW_WAY] = JB_OR(center, row, false);
    g.flush = JB_OR(s, bounds, JB_OR(wrap, bounds, JB_BOUNDS_FULL)) == JB_BOUNDS_FLUSH;
    if (v->kind == JB_VIEW_VCONCAT)
        g.columns = 1;
    else if (v->kind == JB_VIEW_FACET)
        g.columns = v->grid_columns;
    else if (v->kind == JB_VIEW_CONCAT)
        g.columns = (size_t)JB_OR(s, columns, JB_OR(chart->config->concat, columns, 0.0));
    return g;
}

static void draw_concat(jb_chart *chart, jb_view *v, jb_group_item *group)
{
    bool top = v == chart->root; /* only there a size that all have is that of the group too */
    group->width = top && v->size_kind[0] ? v->size[0] : 0;
    group->height = top && v->size_kind[1] ? v->size[1] : 0;
    jb_grid grid = jb_view_grid(chart, v);
    grid.at = JB_NEW_N(chart->cx->scratch, jb_group_item *, v->children_n + 1);
    for (size_t i = 0; i < v->children_n; i++) {
        jb_group_item *child = jb_child_group(chart, group, JB_S("scope"));
        jb_view_draw(chart, v->children[i], child);
        grid.at[grid.n++] = child;
    }
    jb_grid_place(chart->cx->scratch, &grid);
}

/* ---- what stands around ------------------------------------------------------------------------
 */

static bool sideways(const jb_mark *m)
{
    return jb_str_eq(m->orient, JB_S("left")) || jb_str_eq(m->orient, JB_S("right"));
}

static jb_surroundings gather(const jb_group_item *g)
{
    jb_surroundings f;
    f.view = f.x = f.y = (jb_box){0, 0, g->width, g->height};
    for (size_t i = 0; i < g->marks_n; i++) {
        const jb_mark *m = g->marks[i];
        jb_box b = jb_mark_box_in(m, g);
        if (jb_str_eq(m->role, JB_S("axis")))
            jb_box_union(sideways(m) ? &f.x : &f.y, &b);
        else if (m->faceted ||
                 (m->type == JB_MARKTYPE_GROUP && !jb_str_eq(m->role, JB_S("mark")))) {
            jb_box_union(&f.x, &b);
            jb_box_union(&f.y, &b);
        } else
            jb_box_union(&f.view, &b);
    }
    return f;
}

/* config.group is the ground of the top level, where no plot's own lies over it. */
static void set_top_ground(jb_chart *chart, jb_group_item *group)
{
    const jb_node *ground = JB_HAS(chart->config, group) ? chart->config->group : NULL;
    if (!ground || ground->kind != JB_NODE_MAP)
        return;
    jb_style s = jb_style_plain;
    s.fill = jb_paint_node(chart, jb_node_get(ground, JB_S("fill")));
    s.stroke = jb_paint_node(chart, jb_node_get(ground, JB_S("stroke")));
    group->style = jb_style_shared(chart, &s);
}

/* A cell without rows has a ground and nothing on it. */
static jb_box draw_empty(jb_chart *chart, const jb_view *v, jb_group_item *g)
{
    if (v->kind != JB_VIEW_UNIT && v->kind != JB_VIEW_LAYER)
        return (jb_box){0, 0, 0, 0};
    g->width = v->size[0];
    g->height = v->size[1];
    set_ground(chart, v, g);
    return (jb_box){0, 0, g->width, g->height};
}

jb_box jb_view_draw(jb_chart *chart, jb_view *view, jb_group_item *group)
{
    if (view->empty)
        return draw_empty(chart, view, group);
    if (view == chart->root)
        set_top_ground(chart, group);
    if (view->kind == JB_VIEW_UNIT || view->kind == JB_VIEW_LAYER)
        draw_plot(chart, view, group);
    else if (view->kind == JB_VIEW_FACET)
        jb_facet_draw(chart, view, group);
    else
        draw_concat(chart, view, group);
    jb_surroundings f = gather(group);
    jb_legends_place(chart, view, group, &f);
    jb_box_union(&f.view, &f.x);
    jb_box_union(&f.view, &f.y);
    const double size[2] = {group->width, group->height};
    jb_mark *title = view->titled ? NULL : jb_title_draw(chart, view, size, &f.view);
    if (title) {
        jb_box b = jb_mark_box(title);
        jb_box_union(&f.view, &b);
        jb_group_add(chart->cx->keep, group, title);
    }
    return group->clip ? (jb_box){0, 0, group->width, group->height} : f.view;
}
