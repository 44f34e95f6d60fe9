/* Types of scales: each unit says what its own would be, and views that share them agree. */
#include "chart/view.h"

static bool is_relative(const jb_size_spec *size)
{
    return size && JB_HAS(size, band);
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

void jb_view_types(jb_chart *chart, jb_view *v)
{
    if (v->unit) {
        unit_types(chart, v);
        return;
    }
    for (size_t i = 0; i < v->children_n; i++)
        jb_view_types(chart, v->children[i]);
    for (size_t i = 0; jb_scale_channels[i]; i++) {
        v->scales[jb_scale_channels[i]] = NULL;
        share_channel(chart, v, jb_scale_channels[i]);
    }
}
