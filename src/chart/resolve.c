/* Up for scales: each unit says what its scales would be, and views that share them agree. */
#include <math.h>
#include "chart/view.h"

/* ---- bands -------------------------------------------------------------------------------------
 */

/* Where in its band, bin or unit of time a mark stands; NaN: the question does not arise. */
double jb_band_position(const jb_view *view, const jb_definition *d, const jb_definition *second)
{
    if (!d)
        return NAN;
    if (JB_HAS(d->spec, band_position))
        return d->spec->band_position;
    if (d->kind != JB_DEFINES_FIELD)
        return NAN;
    if (d->timed && !second) {
        const jb_unit_view *u = view->unit;
        for (size_t i = 1; i < u->look.n; i++)
            if (JB_HAS(u->look.at[i], time_unit_band_position))
                return u->look.at[i]->time_unit_band_position;
        return jb_mark_rect_based(u->mark) && u->mark != JB_MARK_ARC && u->mark != JB_MARK_IMAGE
                   ? 0.5
                   : NAN;
    }
    return d->bin ? 0.5 : NAN;
}

bool jb_has_band_end(const jb_view *view, const jb_definition *d, const jb_definition *second)
{
    bool banded = d->bin || (d->timed && d->type == JB_TEMPORAL);
    return banded && !isnan(jb_band_position(view, d, second));
}

/* ---- types -------------------------------------------------------------------------------------
 */

static bool is_relative(const jb_size_spec *size)
{
    return size && JB_HAS(size, band);
}

bool jb_has_nested_offset(const jb_view *view, jb_channel channel)
{
    const jb_definition *d = jb_view_definition(view, channel);
    jb_channel offset = channel == JB_CHANNEL_X ? JB_CHANNEL_X_OFFSET : JB_CHANNEL_Y_OFFSET;
    if (!jb_channel_position(channel) || !d ||
        (d->kind != JB_DEFINES_FIELD && d->kind != JB_DEFINES_DATUM))
        return false;
    const jb_definition *nested = jb_view_definition(view, offset);
    return (jb_definition_discrete(d) || d->timed) && nested &&
           (nested->kind == JB_DEFINES_FIELD || nested->kind == JB_DEFINES_DATUM);
}

static bool fits_a_band(const jb_view *view, jb_channel c, const jb_definition *d)
{
    const jb_unit_view *u = view->unit;
    bool placed = jb_channel_position(c) || jb_channel_offset(c);
    if (placed && (u->mark == JB_MARK_RECT || u->mark == JB_MARK_BAR || u->mark == JB_MARK_IMAGE ||
                   u->mark == JB_MARK_RULE || u->mark == JB_MARK_TICK))
        return true;
    if (placed && jb_has_nested_offset(view, c))
        return true;
    if (u->mark == JB_MARK_ARC && jb_channel_polar(c))
        return true;
    if (c == JB_CHANNEL_X && is_relative(u->spec->width))
        return true;
    if (c == JB_CHANNEL_Y && is_relative(u->spec->height))
        return true;
    return JB_HAS(d->spec, axis) && d->spec->axis && JB_HAS(d->spec->axis, tick_band);
}

static bool discrete_range(jb_channel c)
{
    return c == JB_CHANNEL_SHAPE || c == JB_CHANNEL_STROKE_DASH || c == JB_CHANNEL_PATTERN;
}

static jb_scaling usual_type(const jb_view *view, jb_channel c, const jb_definition *d)
{
    bool color = jb_channel_color(c);
    if (d->type == JB_NOMINAL || d->type == JB_ORDINAL) {
        if (color || discrete_range(c))
            return JB_SCALING_ORDINAL;
        return fits_a_band(view, c, d) ? JB_SCALING_BAND : JB_SCALING_POINT;
    }
    if (discrete_range(c))
        return JB_SCALING_ORDINAL;
    if (d->type == JB_TEMPORAL)
        return !color && d->timed && d->units.utc ? JB_SCALING_UTC : JB_SCALING_TIME;
    return color && d->bin ? JB_SCALING_BIN_ORDINAL : JB_SCALING_LINEAR;
}

/* Whether a scale of the type can take the data's type. */
static bool takes(jb_scaling s, const jb_definition *d)
{
    int type = d->type;
    if (type == JB_NOMINAL || type == JB_ORDINAL)
        return jb_scaling_discrete(s);
    if (type == JB_TEMPORAL)
        return jb_scaling_temporal(s);
    return !jb_scaling_temporal(s) && (jb_scaling_continuous(s) || jb_scaling_discretizing(s) ||
                                       (s == JB_SCALING_BIN_ORDINAL && d->bin));
}

static bool suits_channel(jb_scaling s, jb_channel c)
{
    bool placed = jb_channel_position(c) || jb_channel_offset(c) || jb_channel_polar(c);
    bool banded = s == JB_SCALING_BAND || s == JB_SCALING_POINT;
    if (placed)
        return (jb_scaling_continuous(s) || banded);
    if (jb_channel_color(c))
        return !banded;
    if (discrete_range(c))
        return s == JB_SCALING_ORDINAL || s == JB_SCALING_BIN_ORDINAL || jb_scaling_discretizing(s);
    return true;
}

static jb_scaling decide_type(jb_chart *chart, const jb_view *view, jb_channel c,
                              const jb_definition *d, bool *explicit)
{
    jb_scaling usual = usual_type(view, c, d), asked;
    const jb_scale_spec *spec = d->spec->scale;
    *explicit = false;
    if (!spec || !JB_HAS(spec, type))
        return usual;
    jb_str name = jb_enum_key(&jb_scale_type_values, spec->type);
    if (spec->type == JB_SCALE_SEQUENTIAL)
        asked = JB_SCALING_LINEAR;
    else if (!jb_scaling_read(name, &asked))
        return usual;
    if (asked == JB_SCALING_IDENTITY || !suits_channel(asked, c) ||
        (d->kind == JB_DEFINES_FIELD && !takes(asked, d))) {
        jb_str fallback = jb_scaling_name(usual);
        jb_warn(chart->cx, JB_SPAN(spec, type),
                "a scale of type “%.*s” does not fit here; “%.*s” is used", JB_F(name),
                JB_F(fallback));
        return usual;
    }
    *explicit = true;
    return asked;
}

static void unit_types(jb_chart *chart, jb_view *v)
{
    for (size_t i = 0; jb_scale_channels[i]; i++) {
        jb_channel c = jb_scale_channels[i];
        const jb_definition *d = jb_definition_scaled(v->unit->definitions[c]);
        v->scales[c] = NULL;
        if (!d || JB_IS_NULL(d->spec, scale))
            continue;
        jb_component *k = JB_NEW(chart->cx->keep, jb_component);
        k->channel = c;
        k->view = v;
        k->type = decide_type(chart, v, c, d, &k->type_explicit);
        v->scales[c] = k;
    }
}

/* Types of one class can share a scale; a time may stand on a discrete position. */
static int class_of(jb_scaling s)
{
    if (s == JB_SCALING_ORDINAL)
        return 3;
    if (s == JB_SCALING_BIN_ORDINAL)
        return 4;
    if (s == JB_SCALING_POINT || s == JB_SCALING_BAND)
        return 2;
    if (jb_scaling_temporal(s))
        return 1;
    return jb_scaling_discretizing(s) ? 5 : 0;
}

static bool compatible(jb_scaling a, jb_scaling b)
{
    int x = class_of(a), y = class_of(b);
    return x == y || (x + y == 3 && (x == 1 || x == 2));
}

static int precedence(jb_scaling s)
{
    if (s == JB_SCALING_BAND)
        return 11;
    if (s == JB_SCALING_POINT)
        return 10;
    return class_of(s) == 0 && s != JB_SCALING_LINEAR;
}

static int usual_resolve(const jb_view *v, jb_channel c)
{
    if (v->kind == JB_VIEW_LAYER)
        return JB_SHARED;
    if (v->kind == JB_VIEW_FACET)
        return c == JB_CHANNEL_THETA ? JB_INDEPENDENT : JB_SHARED;
    return jb_channel_position(c) || jb_channel_offset(c) || jb_channel_polar(c) ? JB_INDEPENDENT
                                                                                 : JB_SHARED;
}

static void agree_on_type(jb_component *shared, const jb_component *k)
{
    if (shared->type_explicit && !k->type_explicit)
        return;
    bool wins = k->type_explicit && !shared->type_explicit;
    if (wins || precedence(k->type) > precedence(shared->type))
        shared->type = k->type;
    shared->type_explicit = shared->type_explicit || k->type_explicit;
}

static void share_channel(jb_chart *chart, jb_view *v, jb_channel c)
{
    jb_component *shared = NULL;
    for (size_t i = 0; i < v->children_n; i++) {
        jb_component *k = v->children[i]->scales[c];
        if (!k)
            continue;
        if (!v->resolve_scale[c])
            v->resolve_scale[c] = usual_resolve(v, c);
        if (v->resolve_scale[c] != JB_SHARED)
            return;
        if (!shared) {
            shared = JB_NEW(chart->cx->keep, jb_component);
            shared->channel = c;
            shared->view = v;
            shared->type = k->type;
            shared->type_explicit = k->type_explicit;
        } else if (!compatible(shared->type, k->type)) {
            v->resolve_scale[c] = JB_INDEPENDENT;
            return;
        } else
            agree_on_type(shared, k);
    }
    if (!shared)
        return;
    v->scales[c] = shared;
    for (size_t i = 0; i < v->children_n; i++)
        if (v->children[i]->scales[c])
            v->children[i]->scales[c]->merged = shared;
}

static void resolve_types(jb_chart *chart, jb_view *v)
{
    if (v->unit) {
        unit_types(chart, v);
        return;
    }
    for (size_t i = 0; i < v->children_n; i++)
        resolve_types(chart, v->children[i]);
    for (size_t i = 0; jb_scale_channels[i]; i++) {
        v->scales[jb_scale_channels[i]] = NULL;
        share_channel(chart, v, jb_scale_channels[i]);
    }
}

/* ---- properties that are numbers ---------------------------------------------------------------
 */

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
    bool binned = d->kind == JB_DEFINES_FIELD && (d->bin || d->binned);
    if (binned || !(jb_channel_position(c) || jb_channel_polar(c)))
        return false;
    bool dimension = (u->orient == JB_HORIZONTAL && c == JB_CHANNEL_Y) ||
                     (u->orient == JB_VERTICAL && c == JB_CHANNEL_X);
    if (dimension && (u->mark == JB_MARK_BAR || jb_mark_path(u->mark)))
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
        bool dimension = (u->orient == JB_VERTICAL && k->channel == JB_CHANNEL_X) ||
                         (u->orient == JB_HORIZONTAL && k->channel == JB_CHANNEL_Y);
        bool spread = d->kind == JB_DEFINES_FIELD && (d->bin || d->binned || d->timed);
        if (u->mark == JB_MARK_BAR && dimension && !spread)
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
    bool bin = d->kind == JB_DEFINES_FIELD && (d->bin || d->binned);
    if (bin || has_domain_list(s) || (s && (JB_HAS(s, domain_min) || JB_HAS(s, domain_max))) ||
        jb_scaling_temporal(k->type))
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

/* One property through the whole tree, for a later one may look at an earlier one's merged value.
 */
static void resolve_property(jb_chart *chart, jb_view *v, jb_scale_property p)
{
    for (size_t i = 0; v->unit && jb_scale_channels[i]; i++)
        unit_property(chart, v, jb_scale_channels[i], p);
    for (size_t i = 0; i < v->children_n; i++)
        resolve_property(chart, v->children[i], p);
    for (size_t i = 0; !v->unit && jb_scale_channels[i]; i++) {
        jb_component *shared = v->scales[jb_scale_channels[i]];
        for (size_t j = 0; shared && j < v->children_n; j++)
            if (v->children[j]->scales[jb_scale_channels[i]])
                merge_property(&shared->props[p],
                               v->children[j]->scales[jb_scale_channels[i]]->props[p]);
    }
}

/* ---- the rest of the properties ----------------------------------------------------------------
 */

static void unit_rest(jb_view *v, jb_component *k)
{
    const jb_definition *d = jb_definition_scaled(v->unit->definitions[k->channel]);
    const jb_scale_spec *s = d->spec->scale;
    jb_scaling type = jb_view_component(v, k->channel)->type;
    bool binnable = type != JB_SCALING_POINT && type != JB_SCALING_BAND &&
                    type != JB_SCALING_IDENTITY && type != JB_SCALING_ORDINAL;
    k->spec = s;
    if (s) {
        k->nice = JB_OR(s, nice, NULL);
        k->interpolate = jb_channel_color(k->channel) ? JB_OR(s, interpolate, NULL) : NULL;
        k->bins_spec = binnable ? JB_OR(s, bins, NULL) : NULL;
        if (JB_HAS(s, domain_raw) && jb_scaling_continuous(type))
            k->domain_raw = &s->domain_raw;
    }
    k->hcl = jb_channel_color(k->channel) && d->type != JB_NOMINAL;
    if (d->kind == JB_DEFINES_FIELD && binnable && (d->bin || d->binned)) {
        k->binned = d;
        k->binned_view = v;
    }
}

static void merge_rest(jb_component *into, const jb_component *from)
{
    if (!into->spec)
        into->spec = from->spec;
    if (!into->nice)
        into->nice = from->nice;
    if (!into->interpolate)
        into->interpolate = from->interpolate;
    if (!into->bins_spec)
        into->bins_spec = from->bins_spec;
    if (!into->domain_raw)
        into->domain_raw = from->domain_raw;
    if (!into->binned) {
        into->binned = from->binned;
        into->binned_view = from->binned_view;
    }
    into->hcl = into->hcl || from->hcl;
}

static void resolve_rest(jb_view *v)
{
    for (size_t i = 0; i < v->children_n; i++)
        resolve_rest(v->children[i]);
    for (size_t i = 0; jb_scale_channels[i]; i++) {
        jb_component *k = v->scales[jb_scale_channels[i]];
        if (k && v->unit)
            unit_rest(v, k);
        for (size_t j = 0; k && j < v->children_n; j++)
            if (v->children[j]->scales[k->channel])
                merge_rest(k, v->children[j]->scales[k->channel]);
    }
}

void jb_view_resolve(jb_chart *chart, jb_view *view)
{
    resolve_types(chart, view);
    for (jb_scale_property p = 0; p < JB_SCALE_PROPS; p++)
        resolve_property(chart, view, p);
    resolve_rest(view);
}
