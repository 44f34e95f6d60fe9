/* Sizes of plots: pixels, or as many steps as the domain has values. */
#include <math.h>
#include "chart/range.h"

/* The scale of a unit; one without the channel stands along the scale its layers share. */
static const jb_component *scale_around(const jb_view *v, jb_channel c)
{
    while (!v->scales[c] && v->parent && v->parent->kind == JB_VIEW_LAYER)
        v = v->parent;
    return v->scales[c] ? jb_view_component(v, c) : NULL;
}

static void unit_size(jb_chart *chart, jb_view *v, size_t axis)
{
    jb_channel c = axis == 0 ? JB_CHANNEL_X : JB_CHANNEL_Y;
    const jb_size_spec *s = v->size_spec[axis];
    const jb_component *k = scale_around(v, c);
    double step, fixed = jb_config_discrete(chart, axis, &step);
    bool discrete = k && jb_scaling_discrete(k->type);
    v->size_explicit[axis] = s != NULL;
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

static void layer_size(jb_view *v, size_t axis)
{
    for (size_t i = 0; i < v->children_n; i++) {
        const jb_view *child = v->children[i];
        bool wins = child->size_explicit[axis] && !v->size_explicit[axis];
        if (i && !wins)
            continue;
        v->size_kind[axis] = child->size_kind[axis];
        v->size[axis] = child->size[axis];
        v->size_explicit[axis] = child->size_explicit[axis];
    }
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

static void set_sizes(jb_view *v, size_t axis, double size)
{
    v->size[axis] = size;
    for (size_t i = 0; i < v->children_n; i++)
        set_sizes(v->children[i], axis, size);
}

bool jb_plot_fitted(const jb_chart *chart, const jb_view *v, size_t axis)
{
    return v == chart->root && !isnan(axis == 0 ? chart->fit_width : chart->fit_height);
}

void jb_view_measure(jb_chart *chart, jb_view *v, size_t axis)
{
    for (size_t i = 0; i < v->children_n; i++)
        jb_view_measure(chart, v->children[i], axis);
    if (v->unit)
        unit_size(chart, v, axis);
    else if (v->kind == JB_VIEW_LAYER)
        layer_size(v, axis);
    else
        return;
    bool outermost = !v->parent || v->parent->kind != JB_VIEW_LAYER;
    if (!outermost)
        return;
    double size = v->size_kind[axis] == JB_SIZE_STEP ? stepped_size(chart, v, axis) : v->size[axis];
    if (jb_plot_fitted(chart, v, axis))
        size = axis == 0 ? chart->fit_width : chart->fit_height;
    set_sizes(v, axis, size);
}
