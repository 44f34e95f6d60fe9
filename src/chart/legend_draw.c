/* A whole legend drawn: its labels' look, its ground, its size. */
#include <math.h>
#include "chart/legend.h"

jb_text_look jb_legend_label_look(const jb_legend_drawing *g)
{
    jb_text_look l = JB_TEXT_LOOK(g->chart, g->s, label_);
    l.limit = g->kind == JB_LEGEND_SYMBOLS
                  ? g->s->label_limit
                  : JB_OR(g->l->author, label_limit, g->s->gradient_label_limit);
    l.angle = JB_OR(jb_config_style(g->chart->config, JB_S("guide-label")), angle, 0.0);
    jb_text_look_under(g->chart, &l, JB_S("guide-label"), g->s->label_opacity);
    return l;
}

static void set_ground(jb_legend_drawing *g)
{
    jb_style s = jb_style_plain;
    const jb_legend_spec *config = g->chart->config->legend;
    s.fill = JB_PAINT(g->chart, g->s, fill_color);
    s.stroke = JB_PAINT(g->chart, g->s, stroke_color);
    s.stroke_width = JB_OR(config, stroke_width, 1.0);
    jb_numbers dash = JB_OR(config, stroke_dash, ((jb_numbers){NULL, 0}));
    s.stroke_dash = dash.at;
    s.stroke_dash_n = dash.n;
    g->group->style = jb_style_shared(g->chart, &s);
    for (size_t i = 0; i < 4; i++)
        g->group->corners[i] = (float)g->s->corner_radius;
}

/* The plot of the unit whose legend it first was, where its size is known by now. */
static const double *own_plot(const jb_legend *l, const double *usual)
{
    const jb_view *v = l->view;
    while (v->parent && v->parent->kind == JB_VIEW_LAYER)
        v = v->parent;
    if (v->parent && v->parent->kind == JB_VIEW_FACET)
        return jb_plot_size(v->parent);
    return v->parent && v->parent->kind >= JB_VIEW_CONCAT ? v->size : usual;
}

static double usual_length(const jb_legend_drawing *g, const double size[2])
{
    if (g->kind == JB_LEGEND_BANDS)
        return 200;
    bool lies = jb_legend_lies(g->chart, g->l);
    bool above = g->l->orient == JB_ORIENT_TOP || g->l->orient == JB_ORIENT_BOTTOM;
    double low = lies ? g->s->gradient_horizontal_min_length : g->s->gradient_vertical_min_length;
    double high = lies ? g->s->gradient_horizontal_max_length : g->s->gradient_vertical_max_length;
    if (lies && !above)
        return low;
    return fmax(low, fmin(high, size[lies ? 0 : 1]));
}

static bool begin(jb_legend_drawing *g, jb_chart *chart, const jb_legend *l, const double size[2])
{
    const jb_legend_scale *lead = jb_legend_leading_scale(l);
    *g = (jb_legend_drawing){.chart = chart, .l = l, .s = l->spec};
    g->component = lead->component;
    g->scale = lead->component->scale;
    if (l->disabled || !g->scale)
        return false;
    g->kind = jb_legend_kind_of(l, g->scale);
    g->vertical = jb_legend_goes_down(g);
    g->length = JB_OR(g->s, gradient_length, usual_length(g, own_plot(l, size)));
    g->thickness = g->s->gradient_thickness;
    return true;
}

/* ---- all that holds for it ---------------------------------------------------------------------
 */

static void settle_symbols(const jb_legend_drawing *g, jb_legend_spec *s)
{
    JB_SETTLE(s, symbol_type, g->l->symbol_type);
    JB_SETTLE(s, columns, jb_legend_columns(g));
}

/* The labels of bars have a limit and an offset of their own, unless the author says theirs. */
static void settle_bars(const jb_legend_drawing *g, jb_legend_spec *s)
{
    const jb_legend_spec *author = g->l->author;
    JB_SETTLE(s, gradient_length, g->length);
    JB_SETTLE(s, gradient_opacity, jb_legend_bar_opacity(g));
    JB_SET(s, label_limit, JB_OR(author, label_limit, s->gradient_label_limit));
    JB_SET(s, label_offset, JB_OR(author, label_offset, s->gradient_label_offset));
    JB_SET(s, label_overlap, jb_legend_label_overlap(g));
}

static void settle_ticks(const jb_legend_drawing *g, jb_legend_spec *s)
{
    double count = jb_legend_tick_count(g);
    jb_tick_count_spec *ticks = JB_NEW(g->chart->cx->keep, jb_tick_count_spec);
    jb_labeler labels = jb_legend_labeler(g, count);
    const jb_node *format = jb_labeler_format(&labels);
    JB_SET(ticks, count, count);
    if (jb_scaling_continuous(g->scale->type))
        JB_SETTLE(s, tick_count, ticks);
    if (format && !JB_GIVEN(s, format))
        jb_spec_set(g->chart->cx, &jb_legend_class, s, offsetof(jb_legend_spec, format), format);
}

const jb_legend_spec *jb_legend_whole(jb_chart *chart, const jb_legend *l, const double size[2])
{
    jb_legend_drawing g;
    if (!begin(&g, chart, l, size))
        return NULL;
    jb_legend_spec *s = jb_spec_copy(chart->cx->keep, &jb_legend_class, l->spec);
    jb_strs title = jb_title_lines(chart, &l->title);
    JB_SET(s, orient, l->orient);
    JB_SETTLE(s, offset, jb_legend_layout_offset(chart, l->orient));
    JB_SETTLE(s, direction, g.vertical ? JB_VERTICAL : JB_HORIZONTAL);
    if (!jb_legend_cuts_classes(g.scale))
        JB_SETTLE(s, type, g.kind == JB_LEGEND_SYMBOLS ? JB_LEGEND_SYMBOL : JB_LEGEND_GRADIENT);
    if (title.n)
        JB_SET(s, title, title);
    else if (!JB_GIVEN(l->author, title)) /* a config's is not one for all legends */
        JB_UNSET(s, title);
    jb_legend_settle_title(&g, s);
    settle_ticks(&g, s);
    (g.kind == JB_LEGEND_SYMBOLS ? settle_symbols : settle_bars)(&g, s);
    return s;
}

/* ---- ink ---------------------------------------------------------------------------------------
 */

jb_mark *jb_legend_draw(jb_chart *chart, const jb_legend *l, const double size[2])
{
    jb_legend_drawing g;
    if (!begin(&g, chart, l, size))
        return NULL;
    jb_legend_find_entries(&g);
    jb_mark *m = jb_mark_new(chart->cx->keep, JB_MARKTYPE_GROUP, JB_S("legend"), 1);
    m->orient = jb_enum_key(&jb_orient_values, l->orient);
    g.group = &m->groups[0];
    double pad = g.s->padding;
    jb_mark *inner = jb_mark_new(chart->cx->keep, JB_MARKTYPE_GROUP, JB_S("legend-entry"), 1);
    jb_group_add(chart->cx->keep, g.group, inner);
    jb_group_item *entries = &inner->groups[0];
    entries->x = entries->y = pad;
    if (g.kind == JB_LEGEND_SYMBOLS)
        jb_legend_draw_symbols(&g, entries);
    else {
        jb_legend_draw_bars(&g, entries);
        jb_legend_draw_labels(&g, entries);
    }
    jb_strs title = jb_title_lines(chart, &l->title);
    if (title.n)
        jb_legend_draw_title(&g, entries, title);
    jb_box b = jb_group_box(g.group);
    g.group->width = jb_box_empty(&b) ? 2 * pad : ceil(b.x2 + pad);
    g.group->height = jb_box_empty(&b) ? 2 * pad : ceil(b.y2 + pad);
    set_ground(&g);
    jb_box frame =
        jb_box_grown((jb_box){0, 0, g.group->width, g.group->height}, jb_group_rim(g.group));
    jb_group_bound(chart->cx->keep, g.group, &frame);
    g.group->x = JB_OR(g.s, legend_x, 0.0);
    g.group->y = JB_OR(g.s, legend_y, 0.0);
    return m;
}
