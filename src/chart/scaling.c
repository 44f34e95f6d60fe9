/* Scales are made: of a component, its domain and its range. */
#include <math.h>
#include "chart/range.h"

static void plan_properties(jb_scale_plan *p, const jb_component *k)
{
    p->zero = jb_prop_or(k, JB_PROP_ZERO, 0) != 0;
    bool usual_zero =
        k->type == JB_SCALING_LINEAR || k->type == JB_SCALING_POW || k->type == JB_SCALING_SQRT;
    if (!k->props[JB_PROP_ZERO].set && usual_zero && !k->binned && !k->bins_spec)
        p->zero = true;
    p->nice = jb_prop_or(k, JB_PROP_NICE, 0) != 0;
    p->domain_min = jb_prop_or(k, JB_PROP_DOMAIN_MIN, NAN);
    p->domain_mid = jb_prop_or(k, JB_PROP_DOMAIN_MID, NAN);
    p->domain_max = jb_prop_or(k, JB_PROP_DOMAIN_MAX, NAN);
    p->padding = jb_prop_or(k, JB_PROP_PADDING, NAN);
    p->padding_inner = jb_prop_or(k, JB_PROP_PADDING_INNER, NAN);
    p->padding_outer = jb_prop_or(k, JB_PROP_PADDING_OUTER, NAN);
    /* points have one padding: of two that are written the outer, but the usual one before it */
    if (k->type == JB_SCALING_POINT && k->props[JB_PROP_PADDING].explicit &&
        k->props[JB_PROP_PADDING_OUTER].explicit)
        p->padding = p->padding_outer;
    p->align = jb_prop_or(k, JB_PROP_ALIGN, NAN);
    p->base = jb_prop_or(k, JB_PROP_BASE, NAN);
    p->exponent = jb_prop_or(k, JB_PROP_EXPONENT, NAN);
    p->constant = jb_prop_or(k, JB_PROP_CONSTANT, NAN);
    p->clamp = jb_prop_or(k, JB_PROP_CLAMP, 0) != 0;
    p->round = jb_prop_or(k, JB_PROP_ROUND, 0) != 0;
    p->reverse = jb_prop_or(k, JB_PROP_REVERSE, 0) != 0;
}

jb_calendar_step jb_interval_step(int interval, double step)
{
    static const jb_time_part parts[JB_INTERVAL_N] = {
        [JB_INTERVAL_MILLISECOND] = JB_MILLISECONDS,
        [JB_INTERVAL_SECOND] = JB_SECONDS,
        [JB_INTERVAL_MINUTE] = JB_MINUTES,
        [JB_INTERVAL_HOUR] = JB_HOURS,
        [JB_INTERVAL_DAY] = JB_MONTHDAY,
        [JB_INTERVAL_WEEK] = JB_WEEK,
        [JB_INTERVAL_MONTH] = JB_MONTH,
        [JB_INTERVAL_YEAR] = JB_YEAR,
    };
    return (jb_calendar_step){parts[interval], step > 0 ? step : 1, false};
}

static void plan_nice(jb_chart *chart, jb_scale_plan *p, const jb_component *k)
{
    const jb_nice_spec *n = k->nice;
    if (!n || !p->nice)
        return;
    if (JB_HAS(n, count))
        p->nice_count = n->count;
    if (!JB_HAS(n, interval))
        return;
    jb_calendar_step *step = JB_NEW(chart->cx->keep, jb_calendar_step);
    *step = jb_interval_step(n->interval, JB_OR(n, step, 1.0));
    p->nice_interval = step;
}

static void plan_mixing(jb_scale_plan *p, const jb_component *k)
{
    if (k->interpolate) {
        p->interpolate = true;
        p->gamma = JB_OR(k->interpolate, gamma, 1.0);
        jb_mixing_read(jb_enum_key(&jb_color_space_values, k->interpolate->type), &p->space);
    } else if (k->hcl) {
        p->interpolate = true;
        p->space = JB_MIX_HCL;
    }
}

static void plan_bins(jb_scale_plan *p, const jb_component *k)
{
    if (k->bins_spec && JB_HAS(k->bins_spec, values)) {
        p->bins = k->bins_spec->values.at;
        p->bins_n = k->bins_spec->values.n;
    } else if (k->bins_spec && JB_HAS(k->bins_spec, step)) {
        p->bin_start = JB_OR(k->bins_spec, start, NAN);
        p->bin_stop = JB_OR(k->bins_spec, stop, NAN);
        p->bin_step = k->bins_spec->step;
    } else if (k->binned && k->binned->bin && k->binned->bins->step > 0) {
        p->bin_start = k->binned->bins->start;
        p->bin_stop = k->binned->bins->stop;
        p->bin_step = k->binned->bins->step;
    } else if (k->binned && k->binned->binned && JB_HAS(k->binned->spec->bin, step))
        p->bin_step = k->binned->spec->bin->step;
}

static void plan_ends(jb_chart *chart, jb_scale_plan *p, double from, double to)
{
    jb_value *ends = JB_NEW_N(chart->cx->keep, jb_value, 2);
    ends[0] = jb_number(from);
    ends[1] = jb_number(to);
    p->range = ends;
    p->range_n = 2;
}

static const jb_scale *made_scale(jb_chart *chart, const jb_view *v, jb_channel c);

/* Inside the position's band; over a continuous position, inside its unit of time; without one,
 * around the middle. */
static void plan_offset(jb_chart *chart, jb_scale_plan *p, const jb_component *k)
{
    size_t axis = k->channel == JB_CHANNEL_X_OFFSET ? 0 : 1;
    jb_channel c = axis == 0 ? JB_CHANNEL_X : JB_CHANNEL_Y;
    const jb_view *v = k->range.view;
    const jb_scale *position = v->scales[c] ? made_scale(chart, v, c) : NULL;
    if (!position) {
        double half = v->size[axis] / 2;
        bool up = axis == 1 && !jb_scaling_discrete(k->type);
        plan_ends(chart, p, up ? half : -half, up ? -half : half);
    } else if (position->type == JB_SCALING_BAND)
        plan_ends(chart, p, 0, position->bandwidth);
    else {
        const jb_definition *d = jb_definition_field(v->unit->definitions[c]);
        double band = d ? jb_band_position(v, d, NULL) : NAN;
        double padding = JB_OR(chart->config->scale, band_with_nested_offset_padding_inner, 0.2);
        double moved = isnan(band) ? 0 : band - 0.5;
        int64_t start = jb_days_of(2001, 1, 1) * JB_DAY_MS;
        double length = d && d->timed
                            ? jb_scale_at(position, (double)jb_time_next(d->units, start)) -
                                  jb_scale_at(position, (double)start)
                            : 0;
        plan_ends(chart, p, (padding / 2 + moved) * length, (1 - padding / 2 + moved) * length);
    }
}

static void plan_field_range(jb_chart *chart, jb_scale_plan *p, const jb_component *k)
{
    const jb_view *v = k->range.view;
    const jb_definition *d = jb_definition_field(v->unit->definitions[k->channel]);
    const jb_column *values = jb_table_find(v->unit->scales, k->range.field);
    const jb_column *keys = d ? jb_table_find(v->unit->scales, d->name) : NULL;
    jb_value *range = JB_NEW_N(chart->cx->keep, jb_value, k->domain_n + 1);
    for (size_t i = 0; values && keys && i < k->domain_n; i++)
        for (size_t r = 0; r < v->unit->scales->rows; r++)
            if (jb_value_eq(jb_cell(keys, r), k->domain[i])) {
                range[i] = jb_cell(values, r);
                break;
            }
    p->range = range;
    p->range_n = k->domain_n;
}

static void plan_size(jb_chart *chart, jb_scale_plan *p, const jb_component *k)
{
    size_t axis = k->channel == JB_CHANNEL_Y ? 1 : 0;
    double size = k->range.view->size[axis];
    bool up = axis == 1 && !jb_scaling_discrete(k->type);
    plan_ends(chart, p, up ? size : 0, up ? 0 : size);
}

static void plan_range(jb_chart *chart, jb_scale_plan *p, const jb_component *k)
{
    const jb_range_plan *r = &k->range;
    switch (r->kind) {
    case JB_RANGE_SIZE:
        plan_size(chart, p, k);
        break;
    case JB_RANGE_STEP:
        p->range_step = r->step;
        if (jb_channel_position(k->channel) &&
            jb_plot_fitted(chart, chart->root, k->channel == JB_CHANNEL_Y)) {
            p->range_step = NAN;
            plan_size(chart, p, k);
        }
        break;
    case JB_RANGE_OFFSET:
        plan_offset(chart, p, k);
        break;
    case JB_RANGE_RADIUS:
        plan_ends(chart, p, 0, fmin(r->view->size[0], r->view->size[1]) / 2);
        break;
    case JB_RANGE_SCHEME:
        p->scheme = r->scheme;
        p->scheme_extent[0] = r->extent[0];
        p->scheme_extent[1] = r->extent[1];
        p->scheme_count = r->count;
        break;
    case JB_RANGE_FIELD:
        plan_field_range(chart, p, k);
        break;
    case JB_RANGE_VALUES:
    case JB_RANGE_NONE:
        p->range = r->values;
        p->range_n = r->values_n;
        break;
    }
    if (p->range_n == 2 && (!isnan(r->least) || !isnan(r->most)))
        plan_ends(chart, p, isnan(r->least) ? jb_value_number(p->range[0]) : r->least,
                  isnan(r->most) ? jb_value_number(p->range[1]) : r->most);
}

static void make_scale(jb_chart *chart, jb_component *k)
{
    if (k->scale)
        return;
    jb_component_domain(chart, k);
    jb_scale_plan p = jb_scale_plan_new(k->type);
    p.domain = k->domain;
    p.domain_n = k->domain_n;
    plan_properties(&p, k);
    if (k->domain_raw) {
        p.domain = k->domain_raw->at;
        p.domain_n = k->domain_raw->n;
        p.domain_fixed = true;
        p.nice = false;
    }
    plan_nice(chart, &p, k);
    plan_mixing(&p, k);
    plan_bins(&p, k);
    plan_range(chart, &p, k);
    k->scale = jb_scale_make(chart->cx->keep, &p);
}

static const jb_scale *made_scale(jb_chart *chart, const jb_view *v, jb_channel c)
{
    jb_component *k = jb_view_component(v, c);
    if (k)
        make_scale(chart, k);
    return k ? k->scale : NULL;
}

static void make_scales(jb_chart *chart, jb_view *v, jb_channel c)
{
    if (v->scales[c] && !v->scales[c]->merged)
        make_scale(chart, v->scales[c]);
    for (size_t i = 0; i < v->children_n; i++)
        make_scales(chart, v->children[i], c);
}

static void make_domains(jb_chart *chart, jb_view *v)
{
    for (size_t i = 0; jb_scale_channels[i]; i++) {
        jb_component *k = v->scales[jb_scale_channels[i]];
        if (k && !k->merged)
            jb_component_domain(chart, k);
    }
    for (size_t i = 0; i < v->children_n; i++)
        make_domains(chart, v->children[i]);
}

void jb_view_scale_up(jb_chart *chart, jb_view *view)
{
    make_domains(chart, view);
    jb_view_ranges(chart, view, JB_CHANNEL_X);
    jb_view_ranges(chart, view, JB_CHANNEL_Y);
    jb_view_measure(chart, view, 0);
    jb_view_measure(chart, view, 1);
    jb_view_ranges(chart, view, JB_CHANNEL_X); /* "width" and "height" in a range */
    jb_view_ranges(chart, view, JB_CHANNEL_Y);
    for (size_t i = 2; jb_scale_channels[i]; i++)
        jb_view_ranges(chart, view, jb_scale_channels[i]);
    for (size_t i = 0; jb_scale_channels[i]; i++)
        make_scales(chart, view, jb_scale_channels[i]);
}
