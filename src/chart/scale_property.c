/* Properties of scales that are numbers: what is written, else what is usual, and what shared
 * scales make of it. */
#include <math.h>
#include "chart/view.h"

static bool knows_zero(jb_scaling s)
{
    return (jb_scaling_continuous(s) && s != JB_SCALING_LOG && !jb_scaling_temporal(s)) ||
           s == JB_SCALING_QUANTIZE;
}

bool jb_scaling_supports(jb_scaling s, jb_scale_property p)
{
    bool smooth = jb_scaling_continuous(s), banded = s == JB_SCALING_BAND || s == JB_SCALING_POINT;
    switch (p) {
    case JB_PROP_REVERSE:
        return true;
    case JB_PROP_ROUND:
    case JB_PROP_PADDING:
        return smooth || banded;
    case JB_PROP_PADDING_OUTER:
    case JB_PROP_ALIGN:
        return banded;
    case JB_PROP_PADDING_INNER:
        return s == JB_SCALING_BAND;
    case JB_PROP_DOMAIN_MAX:
    case JB_PROP_DOMAIN_MID:
    case JB_PROP_DOMAIN_MIN:
    case JB_PROP_CLAMP:
        return smooth;
    case JB_PROP_NICE:
        return smooth || s == JB_SCALING_QUANTIZE || s == JB_SCALING_THRESHOLD;
    case JB_PROP_EXPONENT:
        return s == JB_SCALING_POW;
    case JB_PROP_BASE:
        return s == JB_SCALING_LOG;
    case JB_PROP_CONSTANT:
        return s == JB_SCALING_SYMLOG;
    case JB_PROP_ZERO:
        return knows_zero(s);
    case JB_SCALE_PROPS:
        break;
    }
    return false;
}

/* A number that stands in the data: of a time scale, milliseconds. */
static double data_number(jb_value v, const jb_definition *d)
{
    if (v.type == JB_TEXT && (d->type == JB_TEMPORAL || d->timed))
        return jb_date_read_js(jb_value_str(v));
    return jb_value_number(v);
}

static bool written(const jb_scale_spec *s, const jb_definition *d, jb_scale_property p,
                    double *number)
{
    if (!s)
        return false;
#define PLAIN(P, name)                                                                             \
    case JB_PROP_##P:                                                                              \
        if (!JB_HAS(s, name))                                                                      \
            return false;                                                                          \
        *number = s->name;                                                                         \
        return true;
    switch (p) {
        PLAIN(ALIGN, align)
        PLAIN(BASE, base)
        PLAIN(CLAMP, clamp)
        PLAIN(CONSTANT, constant)
        PLAIN(DOMAIN_MID, domain_mid)
        PLAIN(EXPONENT, exponent)
        PLAIN(PADDING, padding)
        PLAIN(PADDING_INNER, padding_inner)
        PLAIN(PADDING_OUTER, padding_outer)
        PLAIN(REVERSE, reverse)
        PLAIN(ROUND, round)
        PLAIN(ZERO, zero)
    case JB_PROP_DOMAIN_MAX:
        *number = JB_HAS(s, domain_max) ? data_number(s->domain_max, d) : NAN;
        return JB_HAS(s, domain_max);
    case JB_PROP_DOMAIN_MIN:
        *number = JB_HAS(s, domain_min) ? data_number(s->domain_min, d) : NAN;
        return JB_HAS(s, domain_min);
    case JB_PROP_NICE:
        if (!JB_HAS(s, nice) || !s->nice)
            return false;
        *number = !JB_HAS(s->nice, on) || s->nice->on;
        return true;
    case JB_SCALE_PROPS:
        break;
    }
#undef PLAIN
    return false;
}

static bool has_domain_list(const jb_scale_spec *s)
{
    return s && JB_HAS(s, domain) && s->domain && JB_HAS(s->domain, values);
}

static bool has_own_domain(const jb_scale_spec *s)
{
    return s && JB_HAS(s, domain) && s->domain &&
           !(JB_HAS(s->domain, unaggregated) && s->domain->unaggregated);
}

static bool is_binned(const jb_definition *d)
{
    return d->kind == JB_DEFINES_FIELD && (d->bin || d->binned);
}

/* Is the channel the one along which the marks stand side by side? */
static bool is_dimension(const jb_unit_view *u, jb_channel c)
{
    return (u->orient == JB_HORIZONTAL && c == JB_CHANNEL_Y) ||
           (u->orient == JB_VERTICAL && c == JB_CHANNEL_X);
}

static double usual_zero(jb_chart *chart, const jb_view *v, const jb_component *k,
                         const jb_definition *d)
{
    const jb_scale_spec *s = d->spec->scale;
    const jb_unit_view *u = v->unit;
    jb_channel c = k->channel;
    if (has_own_domain(s) && (jb_scaling_continuous(k->type) || jb_scaling_discretizing(k->type))) {
        if (!has_domain_list(s) || s->domain->values.n == 0)
            return false;
        jb_value first = s->domain->values.at[0],
                 last = s->domain->values.at[s->domain->values.n - 1];
        bool numbers = first.type != JB_TEXT && last.type != JB_TEXT && first.type != JB_NULL &&
                       last.type != JB_NULL;
        return numbers && jb_value_number(first) <= 0 && jb_value_number(last) >= 0;
    }
    if (c == JB_CHANNEL_SIZE && d->type == JB_QUANTITATIVE && !jb_scaling_discretizing(k->type))
        return true;
    if (is_binned(d) || !(jb_channel_position(c) || jb_channel_polar(c)))
        return false;
    if (is_dimension(u, c) && (u->mark == JB_MARK_BAR || jb_mark_path(u->mark)))
        return false;
    bool ranged = u->definitions[jb_channel_second(c)] != NULL;
    if ((u->mark == JB_MARK_BAR || u->mark == JB_MARK_AREA) && !ranged)
        return true;
    return JB_OR(chart->config->scale, zero, true);
}

static double usual_padding(jb_chart *chart, const jb_view *v, const jb_component *k,
                            const jb_definition *d)
{
    const jb_scale_config_spec *config = chart->config->scale;
    const jb_unit_view *u = v->unit;
    if (!jb_channel_position(k->channel))
        return NAN;
    if (jb_scaling_continuous(k->type)) {
        if (JB_HAS(config, continuous_padding))
            return config->continuous_padding;
        bool spread = is_binned(d) || (d->kind == JB_DEFINES_FIELD && d->timed);
        if (u->mark == JB_MARK_BAR && is_dimension(u, k->channel) && !spread)
            return JB_OR(chart->config->bar, continuous_band_size, 5.0);
    }
    return k->type == JB_SCALING_POINT ? JB_OR(config, point_padding, 0.5) : NAN;
}

double jb_usual_inner(jb_chart *chart, int mark)
{
    const jb_scale_config_spec *config = chart->config->scale;
    if (JB_HAS(config, band_padding_inner))
        return config->band_padding_inner;
    if (mark == JB_MARK_BAR)
        return JB_OR(config, bar_band_padding_inner, 0.1);
    if (mark == JB_MARK_TICK)
        return JB_OR(config, tick_band_padding_inner, 0.25);
    return JB_OR(config, rect_band_padding_inner, 0.0);
}

static double usual_inner(jb_chart *chart, const jb_view *v, const jb_component *k)
{
    const jb_scale_config_spec *config = chart->config->scale;
    if (k->props[JB_PROP_PADDING].set)
        return NAN;
    if (jb_channel_offset(k->channel))
        return JB_OR(config, offset_band_padding_inner, NAN);
    if (!jb_channel_position(k->channel))
        return NAN;
    if (jb_has_nested_offset(v, k->channel))
        return JB_OR(config, band_with_nested_offset_padding_inner, 0.2);
    return jb_usual_inner(chart, v->unit->mark);
}

static double usual_outer(jb_chart *chart, const jb_view *v, const jb_component *k)
{
    const jb_scale_config_spec *config = chart->config->scale;
    if (k->props[JB_PROP_PADDING].set)
        return NAN;
    if (jb_channel_offset(k->channel)) {
        if (k->type == JB_SCALING_POINT)
            return 0.5;
        return JB_OR(config, offset_band_padding_outer, NAN);
    }
    if (!jb_channel_position(k->channel))
        return NAN;
    if (jb_has_nested_offset(v, k->channel))
        return JB_OR(config, band_with_nested_offset_padding_outer, 0.2);
    if (k->type != JB_SCALING_BAND)
        return NAN;
    return JB_OR(config, band_padding_outer, k->props[JB_PROP_PADDING_INNER].number / 2);
}

static double usual_nice(const jb_component *k, const jb_definition *d)
{
    const jb_scale_spec *s = d->spec->scale;
    if (is_binned(d) || has_domain_list(s) ||
        (s && (JB_HAS(s, domain_min) || JB_HAS(s, domain_max))) || jb_scaling_temporal(k->type))
        return NAN;
    return jb_channel_position(k->channel) ? true : NAN;
}

static double usual_reverse(jb_chart *chart, const jb_component *k, const jb_definition *d)
{
    const jb_scale_config_spec *config = chart->config->scale;
    bool falls = d->kind == JB_DEFINES_FIELD && JB_HAS(d->spec, sort) && d->spec->sort &&
                 d->spec->sort->order == JB_DESCENDING && !JB_HAS(d->spec->sort, field) &&
                 !JB_HAS(d->spec->sort, encoding) && !jb_scaling_discrete(k->type);
    if (k->channel == JB_CHANNEL_X && JB_HAS(config, x_reverse))
        return falls ? !config->x_reverse : config->x_reverse;
    return falls ? true : NAN;
}

/* What holds where the author says nothing; NaN: nothing does. `k` is the component the view's own
 * was merged into. */
static double usual(jb_chart *chart, const jb_view *v, const jb_component *k,
                    const jb_definition *d, jb_scale_property p)
{
    switch (p) {
    case JB_PROP_NICE:
        return usual_nice(k, d);
    case JB_PROP_PADDING:
        return usual_padding(chart, v, k, d);
    case JB_PROP_PADDING_INNER:
        return usual_inner(chart, v, k);
    case JB_PROP_PADDING_OUTER:
        return usual_outer(chart, v, k);
    case JB_PROP_REVERSE:
        return usual_reverse(chart, k, d);
    case JB_PROP_ZERO:
        return usual_zero(chart, v, k, d);
    case JB_PROP_CLAMP:
        return JB_HAS(chart->config->scale, clamp) ? chart->config->scale->clamp : NAN;
    case JB_PROP_ROUND:
        return JB_HAS(chart->config->scale, round) ? chart->config->scale->round : NAN;
    case JB_PROP_ALIGN:
    case JB_PROP_BASE:
    case JB_PROP_CONSTANT:
    case JB_PROP_DOMAIN_MAX:
    case JB_PROP_DOMAIN_MID:
    case JB_PROP_DOMAIN_MIN:
    case JB_PROP_EXPONENT:
    case JB_SCALE_PROPS:
        break;
    }
    return NAN;
}

static void unit_property(jb_chart *chart, jb_view *v, jb_channel c, jb_scale_property p)
{
    jb_component *own = v->scales[c];
    const jb_component *merged = jb_view_component(v, c);
    const jb_definition *d = jb_definition_scaled(v->unit->definitions[c]);
    double number;
    if (!own || !jb_scaling_supports(merged->type, p))
        return;
    if (p == JB_PROP_DOMAIN_MID && !jb_channel_color(c))
        return;
    if (written(d->spec->scale, d, p, &number)) {
        own->props[p] = (jb_number_or){true, true, number};
        return;
    }
    number = usual(chart, v, merged == own ? own : merged, d, p);
    if (!isnan(number))
        own->props[p] = (jb_number_or){true, false, number};
}

static void merge_property(jb_number_or *into, jb_number_or from)
{
    if (from.set && (!into->set || (from.explicit && !into->explicit)))
        *into = from;
}

void jb_view_property(jb_chart *chart, jb_view *v, jb_scale_property p)
{
    for (size_t i = 0; v->unit && jb_scale_channels[i]; i++)
        unit_property(chart, v, jb_scale_channels[i], p);
    for (size_t i = 0; i < v->children_n; i++)
        jb_view_property(chart, v->children[i], p);
    for (size_t i = 0; !v->unit && jb_scale_channels[i]; i++) {
        jb_component *shared = v->scales[jb_scale_channels[i]];
        for (size_t j = 0; shared && j < v->children_n; j++)
            if (v->children[j]->scales[jb_scale_channels[i]])
                merge_property(&shared->props[p],
                               v->children[j]->scales[jb_scale_channels[i]]->props[p]);
    }
}
