/* Ranges: what a scale's domain is mapped to. */
#include <math.h>
#include "chart/ink.h"
#include "chart/range.h"

/* ---- steps -------------------------------------------------------------------------------------
 */

bool jb_size_has_step(const jb_size_spec *s)
{
    return s && JB_HAS(s, step);
}

static double config_step(jb_chart *chart)
{
    return JB_OR(chart->config->view, step, 20.0);
}

double jb_config_discrete(jb_chart *chart, size_t axis, double *step)
{
    const jb_frame_spec *view = chart->config->view;
    const jb_size_spec *s =
        axis == 0 ? JB_OR(view, discrete_width, NULL) : JB_OR(view, discrete_height, NULL);
    *step = jb_size_has_step(s) ? s->step : config_step(chart);
    return s && JB_HAS(s, value) ? s->value : NAN;
}

double jb_config_continuous(jb_chart *chart, size_t axis)
{
    const jb_frame_spec *view = chart->config->view;
    return axis == 0 ? JB_OR(view, continuous_width, 300.0) : JB_OR(view, continuous_height, 300.0);
}

static jb_channel offset_of(jb_channel c)
{
    return c == JB_CHANNEL_X ? JB_CHANNEL_X_OFFSET : JB_CHANNEL_Y_OFFSET;
}

static bool for_offset(const jb_size_spec *s, bool discrete)
{
    return discrete && !(s && JB_HAS(s, step_for) && s->step_for == JB_STEP_FOR_POSITION);
}

static bool counts_offsets(const jb_view *v, jb_channel c, const jb_size_spec *size)
{
    const jb_definition *nested = jb_definition_scaled(v->unit->definitions[offset_of(c)]);
    return nested && v->scales[offset_of(c)] &&
           for_offset(size, jb_definition_discrete(nested) && nested->type != JB_QUANTITATIVE);
}

/* The step of a position whose bands hold others: each of those takes the step that was asked for.
 */
static double counted_step(jb_chart *chart, const jb_view *v, jb_channel c, double step)
{
    jb_component *k = jb_view_component(v, offset_of(c)), *position = jb_view_component(v, c);
    jb_component_domain(chart, k);
    double n = (double)k->domain_n, padding = jb_prop_or(k, JB_PROP_PADDING, 0);
    if (k->type == JB_SCALING_BAND)
        n = jb_band_space(n, jb_prop_or(k, JB_PROP_PADDING_INNER, padding),
                          jb_prop_or(k, JB_PROP_PADDING_OUTER, padding));
    double inner =
        jb_prop_or(position, JB_PROP_PADDING_INNER, jb_prop_or(position, JB_PROP_PADDING, 0));
    return step * n / (1 - inner);
}

/* ---- what a unit's channel would have for a range ----------------------------------------------
 */

static jb_range_plan range_of_values(const jb_value *values, size_t n)
{
    return (jb_range_plan){.kind = JB_RANGE_VALUES, .values = values, .values_n = n};
}

static jb_range_plan range_of_ends(jb_chart *chart, double low, double high)
{
    jb_value *ends = JB_NEW_N(chart->cx->keep, jb_value, 2);
    ends[0] = jb_number(low);
    ends[1] = jb_number(high);
    return range_of_values(ends, 2);
}

static bool find_scheme(jb_chart *chart, jb_str name, jb_span span, jb_range_plan *plan)
{
    jb_ramp *ramp = JB_NEW(chart->cx->keep, jb_ramp);
    plan->kind = JB_RANGE_SCHEME;
    if (jb_scheme_find(chart->cx->keep, name, ramp)) {
        plan->scheme = ramp;
        plan->scheme_name = name;
        return true;
    }
    jb_fail(chart->cx, span, "no colour scheme “%.*s”", JB_F(jb_brief(chart->cx, name)));
    jb_hint_nearest(chart->cx, name, JB_NAMES(jb_scheme_names, jb_scheme_names_n));
    return false;
}

static void set_extent(jb_range_plan *plan, bool given, jb_numbers extent)
{
    plan->extent[0] = given && extent.n == 2 ? extent.at[0] : NAN;
    plan->extent[1] = given && extent.n == 2 ? extent.at[1] : NAN;
}

static jb_range_plan range_of_scheme(jb_chart *chart, const jb_scheme_spec *s)
{
    jb_range_plan plan = {.count = JB_OR(s, count, NAN)};
    set_extent(&plan, JB_HAS(s, extent), s->extent);
    find_scheme(chart, s->name, JB_SPAN(s, name), &plan);
    return plan;
}

static jb_range_plan range_of_config(jb_chart *chart, const jb_range_spec *r, const char *usual,
                                     double extent0, double extent1)
{
    jb_range_plan plan = {.count = NAN, .extent = {extent0, extent1}};
    if (r && JB_HAS(r, values))
        return range_of_values(r->values.at, r->values.n);
    bool scheme = r && JB_HAS(r, scheme), named = !scheme && r && JB_HAS(r, name);
    if (scheme) {
        set_extent(&plan, JB_HAS(r, extent), r->extent);
        plan.count = JB_OR(r, count, NAN);
    }
    find_scheme(chart,
                scheme  ? r->scheme
                : named ? r->name
                        : jb_str_of(usual),
                scheme  ? JB_SPAN(r, scheme)
                : named ? JB_SPAN(r, name)
                        : (jb_span){0},
                &plan);
    return plan;
}

/* A range of the config may be another of them by name. */
static const jb_range_spec *followed(const jb_range_config_spec *all, const jb_range_spec *r)
{
    const struct {
        jb_str name;
        const jb_range_spec *range;
    } ranges[] = {{JB_S("category"), all->category},
                  {JB_S("ordinal"), all->ordinal},
                  {JB_S("ramp"), all->ramp},
                  {JB_S("heatmap"), all->heatmap},
                  {JB_S("diverging"), all->diverging}};
    for (size_t hop = 0; hop < JB_COUNT(ranges) && r && JB_HAS(r, name); hop++)
        for (size_t i = 0; i < JB_COUNT(ranges); i++)
            if (jb_str_eq(r->name, ranges[i].name)) {
                r = ranges[i].range;
                break;
            }
    return r;
}

static jb_range_plan range_of_texts(jb_chart *chart, const jb_str *texts, size_t n)
{
    jb_value *values = JB_NEW_N(chart->cx->keep, jb_value, n + 1);
    for (size_t i = 0; i < n; i++)
        values[i] = jb_text(texts[i]);
    return range_of_values(values, n);
}

static jb_range_plan range_of_symbols(jb_chart *chart)
{
    static const jb_str usual[] = {
        JB_K("circle"),  JB_K("square"),         JB_K("triangle-up"),   JB_K("cross"),
        JB_K("diamond"), JB_K("triangle-right"), JB_K("triangle-down"), JB_K("triangle-left"),
    };
    const jb_range_config_spec *r = chart->config->range;
    if (r && JB_HAS(r, symbol))
        return range_of_texts(chart, r->symbol.at, r->symbol.n);
    return range_of_texts(chart, usual, JB_COUNT(usual));
}

static jb_range_plan range_of_patterns(jb_chart *chart)
{
    static const jb_str usual[] = {JB_K("none"), JB_K("diagonal"),   JB_K("cross"),
                                   JB_K("dots"), JB_K("horizontal"), JB_K("vertical")};
    const jb_range_config_spec *r = chart->config->range;
    if (r && JB_HAS(r, pattern))
        return range_of_texts(chart, r->pattern.at, r->pattern.n);
    return range_of_texts(chart, usual, JB_COUNT(usual));
}

static jb_range_plan named_range(jb_chart *chart, jb_str name, jb_span span)
{
    const jb_range_config_spec none = {.given = {0}}, *r = chart->config->range;
    r = r ? r : &none;
    if (jb_str_eq(name, JB_S("category")))
        return range_of_config(chart, followed(r, r->category), "tableau10", NAN, NAN);
    if (jb_str_eq(name, JB_S("ordinal")))
        return range_of_config(chart, followed(r, r->ordinal), "blues", NAN, NAN);
    if (jb_str_eq(name, JB_S("ramp")))
        return range_of_config(chart, followed(r, r->ramp), "blues", NAN, NAN);
    if (jb_str_eq(name, JB_S("heatmap")))
        return range_of_config(chart, followed(r, r->heatmap), "yellowgreenblue", NAN, NAN);
    if (jb_str_eq(name, JB_S("diverging")))
        return range_of_config(chart, followed(r, r->diverging), "blueorange", 1, 0);
    if (jb_str_eq(name, JB_S("symbol")))
        return range_of_symbols(chart);
    if (jb_str_eq(name, JB_S("width")) || jb_str_eq(name, JB_S("height")))
        return (jb_range_plan){.kind = JB_RANGE_SIZE};
    jb_range_plan plan = {.count = NAN, .extent = {NAN, NAN}};
    find_scheme(chart, name, span, &plan);
    return plan;
}

static jb_range_plan range_of_dashes(jb_chart *chart)
{
    static const double dashes[5][4] = {{1, 0}, {4, 2}, {2, 1}, {1, 1}, {1, 2, 4, 2}};
    jb_value *values = JB_NEW_N(chart->cx->keep, jb_value, 5);
    for (size_t i = 0; i < 5; i++) {
        uint32_t n = i == 4 ? 4 : 2;
        jb_value *items = JB_NEW_N(chart->cx->keep, jb_value, n);
        for (size_t j = 0; j < n; j++)
            items[j] = jb_number(dashes[i][j]);
        values[i] = (jb_value){.type = JB_LISTED, .n = n, .items = items};
    }
    return range_of_values(values, 5);
}

/* ---- sizes of marks ----------------------------------------------------------------------------
 */

/* The width of one bin on an axis, or its step. */
static double step_on(jb_chart *chart, const jb_view *v, size_t axis)
{
    jb_channel c = axis == 0 ? JB_CHANNEL_X : JB_CHANNEL_Y;
    const jb_definition *d = jb_definition_field(v->unit->definitions[c]);
    const jb_component *k = v->scales[c] ? jb_view_component(v, c) : NULL;
    if (d && d->bin && d->bins->step > 0)
        return v->size[axis] / ((d->bins->stop - d->bins->start) / d->bins->step);
    if (d && d->binned && JB_HAS(d->spec->bin, step) && k && k->domain_n > 1) {
        double span = jb_value_number(k->domain[1]) - jb_value_number(k->domain[0]);
        return v->size[axis] / (span / d->spec->bin->step);
    }
    if (jb_size_has_step(v->size_spec[axis]))
        return v->size_spec[axis]->step;
    double step;
    jb_config_discrete(chart, axis, &step);
    return step;
}

static double least_step(jb_chart *chart, const jb_view *v)
{
    return fmin(step_on(chart, v, 0), step_on(chart, v, 1));
}

static void size_ends(jb_chart *chart, const jb_view *v, double *low, double *high)
{
    const jb_scale_config_spec *c = chart->config->scale;
    int mark = v->unit->mark;
    if (mark == JB_MARK_BAR || mark == JB_MARK_TICK) {
        *low = JB_OR(c, min_band_size, 2.0);
        *high = JB_HAS(c, max_band_size) ? c->max_band_size : least_step(chart, v) - 1;
    } else if (mark == JB_MARK_LINE || mark == JB_MARK_TRAIL || mark == JB_MARK_RULE) {
        *low = JB_OR(c, min_stroke_width, 1.0);
        *high = JB_OR(c, max_stroke_width, 4.0);
    } else if (mark == JB_MARK_TEXT) {
        *low = JB_OR(c, min_font_size, 8.0);
        *high = JB_OR(c, max_font_size, 40.0);
    } else {
        *low = JB_OR(c, min_size, 4.0);
        double step = 0.95 * least_step(chart, v);
        *high = JB_HAS(c, max_size) && c->max_size != 0 ? c->max_size : step * step;
    }
}

static size_t class_count(jb_chart *chart, const jb_component *k, const jb_definition *d)
{
    const jb_scale_config_spec *c = chart->config->scale;
    if (k->type == JB_SCALING_QUANTILE)
        return (size_t)JB_OR(c, quantile_count, 4.0);
    if (k->type == JB_SCALING_QUANTIZE)
        return (size_t)JB_OR(c, quantize_count, 4.0);
    const jb_scale_spec *s = d->spec->scale;
    bool listed = s && JB_HAS(s, domain) && s->domain && JB_HAS(s->domain, values);
    return listed ? s->domain->values.n + 1 : 3;
}

static jb_range_plan stepped_range(jb_chart *chart, double low, double high, size_t n)
{
    jb_value *values = JB_NEW_N(chart->cx->keep, jb_value, n + 1);
    for (size_t i = 0; i < n; i++)
        values[i] = jb_number(n > 1 ? low + (high - low) * (double)i / (double)(n - 1) : low);
    return range_of_values(values, n);
}

static jb_range_plan range_between(jb_chart *chart, const jb_component *k, const jb_definition *d,
                                   double low, double high)
{
    if (jb_scaling_discretizing(k->type))
        return stepped_range(chart, low, high, class_count(chart, k, d));
    return range_of_ends(chart, low, high);
}

static jb_range_plan color_range(jb_chart *chart, const jb_view *v, const jb_component *k,
                                 const jb_definition *d)
{
    const char *name;
    if (k->type == JB_SCALING_ORDINAL)
        name = d->type == JB_NOMINAL ? "category" : "ordinal";
    else if (d->spec->scale && JB_HAS(d->spec->scale, domain_mid))
        name = "diverging";
    else
        name = v->unit->mark == JB_MARK_RECT ? "heatmap" : "ramp";
    return named_range(chart, jb_str_of(name), (jb_span){0});
}

/* A row whose height nobody said holds the two lines of a name that is wrapped. */
static double row_step(jb_chart *chart, const jb_view *v, const jb_component *k, double step)
{
    const jb_definition *d = jb_definition_scaled(v->unit->definitions[k->channel]);
    if (k->channel != JB_CHANNEL_Y || !d || JB_IS_NULL(d->spec, axis))
        return step;
    int type = jb_enum_find(&jb_scale_type_values, jb_scaling_name(k->type));
    const jb_axis_spec *author = JB_HAS(d->spec, axis) ? d->spec->axis : NULL,
                       *axis = jb_config_axis(chart->cx, chart->config, author, k->channel,
                                              JB_ORIENT_LEFT, type < 0 ? JB_SCALE_NONE : type);
    double wide = JB_OR(axis, label_wrap, 0.0), limit = jb_label_limit(chart, axis, author);
    if (!(wide > 0))
        return step;
    jb_component *rows = jb_view_component(v, k->channel);
    jb_component_domain(chart, rows);
    return fmax(step, jb_label_step(chart, axis, limit > 0 ? fmin(wide, limit) : wide, rows->domain,
                                    rows->domain_n));
}

static jb_range_plan position_range(jb_chart *chart, const jb_view *v, const jb_component *k)
{
    size_t axis = k->channel == JB_CHANNEL_X ? 0 : 1;
    const jb_size_spec *size = v->size_spec[axis];
    double step, fixed = jb_config_discrete(chart, axis, &step);
    if (!jb_scaling_discrete(k->type) || (size && !jb_size_has_step(size)) ||
        (!size && !isnan(fixed)))
        return (jb_range_plan){.kind = JB_RANGE_SIZE};
    if (jb_size_has_step(size))
        step = size->step;
    else
        step = row_step(chart, v, k, step);
    bool counted = counts_offsets(v, k->channel, size);
    return (jb_range_plan){.kind = JB_RANGE_STEP,
                           .explicit = jb_size_has_step(size),
                           .counted = counted,
                           .step = counted ? counted_step(chart, v, k->channel, step) : step};
}

static jb_range_plan offset_range(jb_chart *chart, const jb_view *v, const jb_component *k)
{
    size_t axis = k->channel == JB_CHANNEL_X_OFFSET ? 0 : 1;
    jb_channel position = axis == 0 ? JB_CHANNEL_X : JB_CHANNEL_Y;
    const jb_size_spec *size = v->size_spec[axis];
    double step, fixed = jb_config_discrete(chart, axis, &step);
    jb_range_plan plan = {.kind = JB_RANGE_OFFSET};
    bool stepped = jb_size_has_step(size) || (!size && isnan(fixed));
    if (jb_size_has_step(size))
        step = size->step;
    bool in_band = v->scales[position] && jb_view_component(v, position)->type == JB_SCALING_BAND;
    if (stepped && in_band && for_offset(size, jb_scaling_discrete(k->type)))
        return (jb_range_plan){
            .kind = JB_RANGE_STEP, .explicit = jb_size_has_step(size), .step = step};
    return plan;
}

static jb_range_plan usual_range(jb_chart *chart, const jb_view *v, const jb_component *k,
                                 const jb_definition *d)
{
    const jb_scale_config_spec *c = chart->config->scale;
    double low, high;
    switch ((int)k->channel) {
    case JB_CHANNEL_X:
    case JB_CHANNEL_Y:
        return position_range(chart, v, k);
    case JB_CHANNEL_X_OFFSET:
    case JB_CHANNEL_Y_OFFSET:
        return offset_range(chart, v, k);
    case JB_CHANNEL_SIZE:
        size_ends(chart, v, &low, &high);
        return range_between(chart, k, d, low, high);
    case JB_CHANNEL_THETA:
        return range_of_ends(chart, 0, 2 * 3.14159265358979323846);
    case JB_CHANNEL_ANGLE:
        return range_of_ends(chart, 0, 360);
    case JB_CHANNEL_RADIUS:
        return (jb_range_plan){.kind = JB_RANGE_RADIUS};
    case JB_CHANNEL_STROKE_WIDTH:
        return range_of_ends(chart, JB_OR(c, min_stroke_width, 1.0),
                             JB_OR(c, max_stroke_width, 4.0));
    case JB_CHANNEL_STROKE_DASH:
        return range_of_dashes(chart);
    case JB_CHANNEL_SHAPE:
        return range_of_symbols(chart);
    case JB_CHANNEL_PATTERN:
        return range_of_patterns(chart);
    case JB_CHANNEL_COLOR:
    case JB_CHANNEL_FILL:
    case JB_CHANNEL_STROKE:
        return color_range(chart, v, k, d);
    default:
        return range_of_ends(chart, JB_OR(c, min_opacity, 0.3), JB_OR(c, max_opacity, 0.8));
    }
}

static double end_value(const jb_view *v, size_t axis, jb_value value)
{
    if (value.type == JB_TEXT)
        return v->size[axis];
    return jb_value_number(value);
}

static jb_range_plan written_range(jb_chart *chart, const jb_view *v, const jb_component *k,
                                   const jb_range_spec *r)
{
    if (JB_HAS(r, field))
        return (jb_range_plan){.kind = JB_RANGE_FIELD, .field = r->field};
    if (JB_HAS(r, name))
        return named_range(chart, r->name, JB_SPAN(r, name));
    jb_value *values = JB_NEW_N(chart->cx->keep, jb_value, r->values.n + 1);
    for (size_t i = 0; i < r->values.n; i++) {
        values[i] = r->values.at[i];
        if (jb_channel_position(k->channel) && values[i].type == JB_TEXT)
            values[i] = jb_number(
                end_value(v, jb_str_eq(jb_value_str(values[i]), JB_S("height")), values[i]));
    }
    return range_of_values(values, r->values.n);
}

static jb_range_plan unit_range(jb_chart *chart, const jb_view *v, const jb_component *k)
{
    const jb_definition *d = jb_definition_scaled(v->unit->definitions[k->channel]);
    const jb_scale_spec *s = d->spec->scale;
    jb_range_plan plan;
    bool paints = jb_channel_color(k->channel);
    if (s && JB_HAS(s, range) && s->range) {
        plan = written_range(chart, v, k, s->range);
        plan.explicit = true;
    } else if (s && JB_HAS(s, scheme) && s->scheme && paints) {
        plan = range_of_scheme(chart, s->scheme);
        plan.explicit = true;
    } else {
        plan = usual_range(chart, v, k, d);
        bool limits = s && (JB_HAS(s, range_min) || JB_HAS(s, range_max));
        plan.least = limits && JB_HAS(s, range_min) ? jb_value_number(s->range_min) : NAN;
        plan.most = limits && JB_HAS(s, range_max) ? jb_value_number(s->range_max) : NAN;
        plan.explicit = plan.explicit || limits;
        plan.view = v;
        return plan;
    }
    plan.least = plan.most = NAN;
    plan.view = v;
    return plan;
}

/* Of two steps the longer wins, but a counted one Vega-Lite cannot compare: the first stays
 * (parseNonUnitScaleProperty in scale/properties.ts). */
static void merge_range(jb_range_plan *into, const jb_range_plan *from)
{
    bool longer = from->kind == JB_RANGE_STEP && into->kind == JB_RANGE_STEP &&
                  from->step > into->step && from->explicit == into->explicit && !from->counted &&
                  !into->counted;
    if (into->kind == JB_RANGE_NONE || (from->explicit && !into->explicit) || longer)
        *into = *from;
}

void jb_view_ranges(jb_chart *chart, jb_view *v, jb_channel c)
{
    jb_component *k = v->scales[c];
    if (v->unit && k) {
        jb_component whole = *k;
        whole.type = jb_view_component(v, c)->type;
        k->range = unit_range(chart, v, &whole);
    } else if (k)
        k->range = (jb_range_plan){0};
    for (size_t i = 0; i < v->children_n; i++) {
        jb_view_ranges(chart, v->children[i], c);
        if (k && v->children[i]->scales[c])
            merge_range(&k->range, &v->children[i]->scales[c]->range);
    }
}
