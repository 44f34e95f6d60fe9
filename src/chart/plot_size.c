/* Sizes of plots: pixels, or as many steps as the domain has values. */
#include <math.h>
#include "chart/draw.h"
#include "chart/range.h"

static void unit_size(jb_chart *chart, jb_view *v, size_t axis)
{
    jb_channel c = axis == 0 ? JB_CHANNEL_X : JB_CHANNEL_Y;
    const jb_size_spec *s = v->size_spec[axis];
    const jb_component *k = jb_view_component(v, c); /* without the channel, what others share */
    double step, fixed = jb_config_discrete(chart, axis, &step);
    bool discrete = k && jb_scaling_discrete(k->type);
    if (jb_size_has_step(s) ||
        (!s && discrete && (k->range.kind == JB_RANGE_STEP || isnan(fixed)))) {
        v->size_kind[axis] = JB_SIZE_STEP;
        return;
    }
    v->size_kind[axis] = JB_SIZE_PIXELS;
    if (s && JB_HAS(s, value))
        v->size[axis] = s->value;
    else if ((s && JB_HAS(s, container)) || (k && !discrete) ||
             (!k && v->unit->mark == JB_MARK_ARC))
        v->size[axis] = jb_config_continuous(chart, axis);
    else
        v->size[axis] = isnan(fixed) ? step : fixed;
}

static void take_size(jb_view *v, const jb_view *from, size_t axis)
{
    v->size_kind[axis] = from->size_kind[axis];
    v->size[axis] = from->size[axis];
    v->size_explicit[axis] = from->size_explicit[axis];
}

static bool same_size(const jb_view *a, const jb_view *b, size_t axis)
{
    return a->size_kind[axis] == b->size_kind[axis] && a->size[axis] == b->size[axis];
}

/* One size for all the views inside: the first that was written, else the first. Along scales of
 * their own they must have the same already; as many steps as a scale of one's own has values are
 * nobody else's size. */
static bool share_size(jb_view *v, size_t axis)
{
    bool own = v->kind != JB_VIEW_LAYER &&
               v->resolve_scale[axis == 0 ? JB_CHANNEL_X : JB_CHANNEL_Y] != JB_SHARED;
    v->size_kind[axis] = JB_SIZE_NONE;
    v->size_explicit[axis] = false;
    for (size_t i = 0; i < v->children_n; i++) {
        const jb_view *child = v->children[i];
        bool wins = child->size_explicit[axis] && !v->size_explicit[axis];
        if (own && (child->size_kind[axis] == JB_SIZE_STEP || (i && !same_size(v, child, axis))))
            return false;
        if (i == 0 || v->size_kind[axis] == JB_SIZE_NONE ||
            (wins && child->size_kind[axis] != JB_SIZE_NONE))
            take_size(v, child, axis);
    }
    return v->size_kind[axis] != JB_SIZE_NONE;
}

static const jb_component *stepped_scale(const jb_view *v, jb_channel c)
{
    if (v->scales[c])
        return jb_view_component(v, c);
    for (size_t i = 0; i < v->children_n; i++) {
        const jb_component *k = stepped_scale(v->children[i], c);
        if (k)
            return k;
    }
    return NULL;
}

/* As long as the domain's steps. */
static double stepped_size(jb_chart *chart, const jb_view *v, size_t axis)
{
    const jb_component *k = stepped_scale(v, axis == 0 ? JB_CHANNEL_X : JB_CHANNEL_Y);
    if (!k || k->range.kind != JB_RANGE_STEP)
        return jb_config_continuous(chart, axis);
    double padding = jb_prop_or(k, JB_PROP_PADDING, 0);
    double outer = jb_prop_or(k, JB_PROP_PADDING_OUTER, padding);
    double inner = k->type == JB_SCALING_BAND ? jb_prop_or(k, JB_PROP_PADDING_INNER, padding) : 1;
    return jb_band_space((double)k->domain_n, inner, outer) * k->range.step;
}

/* Views without a size of their own are made of others, whose size is their own. */
static void set_sizes(jb_view *v, size_t axis, double size)
{
    if (v->size_kind[axis] == JB_SIZE_NONE)
        return;
    v->size[axis] = size;
    for (size_t i = 0; i < v->children_n; i++)
        set_sizes(v->children[i], axis, size);
}

bool jb_plot_fitted(const jb_chart *chart, const jb_view *v, size_t axis)
{
    return v == chart->root && !isnan(axis == 0 ? chart->fit_width : chart->fit_height);
}

/* Whether a view made of others is itself as wide (high) as each of them: those in one column (in
 * one row). */
static bool is_one_line(jb_chart *chart, const jb_view *v, size_t axis)
{
    return jb_view_grid(chart, v).columns == (axis == 0 ? 1 : 0);
}

static void plot_size(jb_chart *chart, jb_view *v, size_t axis)
{
    bool steps = v->size_kind[axis] == JB_SIZE_STEP;
    double size = steps ? stepped_size(chart, v, axis) : v->size[axis];
    double named = jb_chart_named_side(chart, axis);
    if (v == chart->root && !steps && !isnan(named))
        size = named;
    if (jb_plot_fitted(chart, v, axis))
        size = axis == 0 ? chart->fit_width : chart->fit_height;
    set_sizes(v, axis, size);
}

void jb_view_measure(jb_chart *chart, jb_view *v, size_t axis)
{
    for (size_t i = 0; i < v->children_n; i++)
        jb_view_measure(chart, v->children[i], axis);
    if (v->unit)
        unit_size(chart, v, axis);
    else if (v->kind == JB_VIEW_FACET || !share_size(v, axis)) {
        v->size_kind[axis] = JB_SIZE_NONE;
        return;
    }
    bool outermost = !v->parent || v->parent->kind != JB_VIEW_LAYER;
    if (!outermost)
        return;
    plot_size(chart, v, axis);
    if (!v->unit && v->kind != JB_VIEW_LAYER && !is_one_line(chart, v, axis))
        v->size_kind[axis] = JB_SIZE_NONE;
}
