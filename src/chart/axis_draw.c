/* An axis drawn: its two groups, its line and title, the room it takes. */
#include <math.h>

#include "chart/axis.h"

static void draw_domain(jb_axis_drawing *g)
{
    jb_mark *m = jb_rule_mark(g->chart, g->group, JB_S("axis-domain"), 1);
    const jb_axis_rule rule = JB_AXIS_RULE(g, domain);
    jb_axis_set_rule(&m->rules[0], g, g->scale->range_ends[0], 0, g->scale->range_ends[1], 0);
    m->rules[0].style = jb_axis_rule_style(g, &rule, 0);
}

static bool in_facet(const jb_view *v)
{
    while (v && v->kind != JB_VIEW_FACET)
        v = v->parent;
    return v;
}

/* Chinese is not read on its side: the title of an axis beside a plot is the head of the column of
 * its labels. What the author says of the title's turn or place goes before. */
static bool stands_above(const jb_axis_drawing *g)
{
    return JB_OR(g->s, title_above, false) && !g->horizontal && !JB_HAS(g->s, title_angle) &&
           !JB_HAS(g->s, title_x) && !JB_HAS(g->s, title_y) && !in_facet(g->axis->view);
}

static jb_text_look title_look(const jb_axis_drawing *g)
{
    jb_text_look l = JB_TEXT_LOOK(g->chart, g->s, title_);
    l.limit = g->s->title_limit;
    l.line_height = JB_OR(g->s, title_line_height, 0.0);
    jb_text_look_under(g->chart, &l, JB_S("guide-title"), g->s->title_opacity);
    bool above = stands_above(g);
    l.angle = JB_OR(g->s, title_angle, g->horizontal || above ? 0 : g->sign * 90);
    int anchor = g->s->title_anchor;
    l.align = anchor == JB_ANCHOR_START ? JB_ALIGN_LEFT
              : anchor == JB_ANCHOR_END ? JB_ALIGN_RIGHT
                                        : JB_ALIGN_CENTER;
    if (above)
        l.align = g->sign < 0 ? JB_ALIGN_LEFT : JB_ALIGN_RIGHT;
    else if (JB_HAS(g->s, title_align))
        l.align = (jb_align)g->s->title_align;
    l.baseline = g->axis->orient == JB_ORIENT_BOTTOM ? JB_BASELINE_TOP : JB_BASELINE_BOTTOM;
    if (JB_HAS(g->s, title_baseline) && !above)
        l.baseline = (jb_baseline)g->s->title_baseline;
    return l;
}

/* Around ticks and labels. */
static jb_box around_labels(const jb_axis_drawing *g)
{
    jb_box b = jb_box_none();
    for (size_t i = 0; i < g->group->marks_n; i++) {
        jb_str role = g->group->marks[i]->role;
        if (!jb_str_eq(role, JB_S("axis-tick")) && !jb_str_eq(role, JB_S("axis-label")))
            continue;
        jb_box part = jb_mark_box(g->group->marks[i]);
        jb_box_union(&b, &part);
    }
    return b;
}

/* How far ticks and labels reach outward. */
static double reach(const jb_axis_drawing *g, const jb_box *b)
{
    double far = 0;
    if (!jb_box_empty(b))
        far = g->horizontal ? (g->sign < 0 ? -b->y1 : b->y2) : (g->sign < 0 ? -b->x1 : b->x2);
    double least = g->s->min_extent, most = g->s->max_extent;
    return fmax(least, fmin(most, far));
}

/* The room an axis takes: its labels', from one end of the range to the other, and no less than
 * its extent. Grids and domains take none, nor does the half pixel by which it is moved (Vega's
 * axisLayout). */
static void set_bounds(jb_axis_drawing *g, jb_box b, double extent, const jb_mark *title)
{
    const double *ends = g->scale->range_ends, out = g->sign * extent;
    double length = fabs(ends[1] - ends[0]), shift = g->s->translate;
    jb_box_add(&b, 0, 0);
    jb_box_add(&b, g->horizontal ? length : out, g->horizontal ? out : length);
    if (title) {
        jb_box part = jb_mark_box(title);
        jb_box_union(&b, &part);
    }
    b = jb_box_moved(b, -shift, -shift);
    jb_group_bound(g->chart->cx->keep, g->group, &b);
}

/* At the outer edge of the labels, clear of one that stands at the plot's edge: on both sides of a
 * plot as high. */
static void put_above(const jb_axis_drawing *g, jb_text_item *t, double extent, double size)
{
    double top = fmin(g->scale->range_ends[0], g->scale->range_ends[1]);
    t->x = g->sign * extent;
    t->y = top - (size + g->s->title_padding) / 2 - jb_lines_height(t);
}

static jb_mark *draw_title(jb_axis_drawing *g, jb_strs lines, double extent)
{
    jb_mark *m = jb_text_mark(g->chart, g->group, JB_S("axis-title"), 1);
    jb_text_look l = title_look(g);
    int anchor = g->s->title_anchor;
    double share = anchor == JB_ANCHOR_START ? 0 : anchor == JB_ANCHOR_END ? 1 : 0.5;
    const double *ends = g->scale->range_ends;
    double along = ends[0] + (ends[1] - ends[0]) * share;
    jb_text_item *t = &m->texts[0];
    jb_text_put(g->chart, t, &l, lines, 0, 0, jb_title_span(g->axis->definition));
    double more = g->axis->orient == JB_ORIENT_BOTTOM ? 0 : jb_lines_height(t);
    double across = g->sign * (extent + more + g->s->title_padding);
    t->x = JB_OR(g->s, title_x, g->horizontal ? along : across);
    t->y = JB_OR(g->s, title_y, g->horizontal ? across : along);
    if (stands_above(g))
        put_above(g, t, extent, l.size);
    return m;
}

/* ---- the two groups ----------------------------------------------------------------------------
 */

static jb_axis_drawing begin(jb_chart *chart, const jb_axis *axis, const double size[2])
{
    jb_axis_drawing g = {.chart = chart,
                         .axis = axis,
                         .s = axis->spec,
                         .scale = axis->component->scale,
                         .size = size,
                         .lines = 2};
    int orient = axis->orient;
    g.horizontal = orient == JB_ORIENT_BOTTOM || orient == JB_ORIENT_TOP;
    g.sign = orient == JB_ORIENT_LEFT || orient == JB_ORIENT_TOP ? -1 : 1;
    jb_axis_find_band(&g);
    jb_axis_find_ticks(&g);
    jb_axis_find_labels(&g);
    jb_axis_fit_labels(&g);
    return g;
}

/* `at` is the place along the axis at which the group begins. */
static jb_mark *make_group(jb_axis_drawing *g, double at)
{
    jb_mark *m = jb_mark_new(g->chart->cx->keep, JB_MARKTYPE_GROUP, JB_S("axis"), 1);
    double shift = g->s->translate, offset = g->s->offset;
    m->orient = jb_enum_key(&jb_orient_values, g->axis->orient);
    g->group = &m->groups[0];
    double outer = g->sign < 0 ? -offset : g->size[g->horizontal ? 1 : 0] + offset;
    g->group->x = (g->horizontal ? at : outer) + shift;
    g->group->y = (g->horizontal ? outer : at) + shift;
    return m;
}

jb_mark *jb_axis_grid(jb_chart *chart, const jb_axis *axis, const double size[2])
{
    if (axis->disabled || !axis->grid || !axis->component->scale)
        return NULL;
    jb_axis_drawing g = begin(chart, axis, size);
    jb_mark *group = make_group(&g, 0);
    jb_axis_draw_grid(&g);
    set_bounds(&g, jb_box_none(), 0, NULL);
    return group;
}

jb_mark *jb_axis_main(jb_chart *chart, const jb_axis *axis, const double size[2])
{
    if (axis->disabled || !axis->component->scale)
        return NULL;
    jb_axis_drawing g = begin(chart, axis, size);
    jb_mark *group = make_group(&g, g.s->position);
    if (g.s->ticks)
        jb_axis_draw_ticks(&g);
    if (g.s->labels)
        jb_axis_draw_labels(&g);
    jb_box labels = around_labels(&g);
    double extent = reach(&g, &labels);
    if (g.s->domain)
        draw_domain(&g);
    jb_strs title = jb_title_lines(chart, &axis->title);
    set_bounds(&g, labels, extent, title.n ? draw_title(&g, title, extent) : NULL);
    return group;
}

double jb_axis_zindex(const jb_axis *axis)
{
    const jb_definition *d = axis->definition;
    bool discrete = d->kind == JB_DEFINES_FIELD && jb_definition_discrete(d);
    return JB_OR(axis->spec, zindex, axis->view->unit->mark == JB_MARK_RECT && discrete ? 1 : 0);
}

static void settle_title(const jb_axis_drawing *g, jb_axis_spec *s)
{
    jb_text_look l = title_look(g);
    jb_strs title = jb_title_lines(g->chart, &g->axis->title);
    if (title.n)
        JB_SET(s, title, title);
    else if (!JB_GIVEN(g->axis->author, title)) /* a config's is not one for all axes */
        JB_UNSET(s, title);
    if (!stands_above(g)) { /* which leaves these to it */
        JB_SETTLE(s, title_angle, l.angle);
        JB_SETTLE(s, title_align, (int)l.align);
        JB_SETTLE(s, title_baseline, (int)l.baseline);
    }
    JB_SETTLE(s, title_line_height, l.size + 2);
}

const jb_axis_spec *jb_axis_settled(jb_chart *chart, const jb_axis *axis, const double size[2])
{
    jb_axis_spec *s = jb_spec_copy(chart->cx->keep, &jb_axis_class, axis->spec);
    jb_axis_drawing g = begin(chart, axis, size);
    jb_labeler l = jb_axis_labeler(&g);
    JB_SET(s, orient, axis->orient);
    JB_SET(s, grid, axis->grid);
    JB_SETTLE(s, zindex, jb_axis_zindex(axis));
    jb_axis_settle_ticks(&g, s);
    jb_axis_settle_labels(&g, s);
    settle_title(&g, s);
    const jb_node *format = jb_labeler_format(&l);
    if (format && !JB_GIVEN(s, format))
        jb_spec_set(chart->cx, &jb_axis_class, s, offsetof(jb_axis_spec, format), format);
    return s;
}
