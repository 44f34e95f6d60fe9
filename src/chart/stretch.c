/* Where rectangles lie along a channel: from end to end, in a band, over a bin. */
#include "chart/place.h"

/* ---- a stretch ---------------------------------------------------------------------------------
 */

static const jb_size_spec *size_said(const jb_mark_spec *m, jb_channel c)
{
    if (c == JB_CHANNEL_X)
        return JB_OR(m, width, NULL);
    return c == JB_CHANNEL_Y ? JB_OR(m, height, NULL) : NULL;
}

/* A baseline that only words have, such as alphabetic, places a rectangle nowhere: at 0. */
typedef enum alignment { ALIGN_START, ALIGN_CENTER, ALIGN_END, ALIGN_NOWHERE } alignment;

static alignment align_of(const jb_encoder *e, jb_channel c, alignment usual)
{
    const jb_mark_spec *m =
        c == JB_CHANNEL_X ? JB_LOOK(e->unit, align) : JB_LOOK(e->unit, baseline);
    if (!m)
        return usual;
    if (c == JB_CHANNEL_X)
        return (alignment)m->align;
    if (m->baseline == JB_BASELINE_TOP)
        return ALIGN_START;
    if (m->baseline == JB_BASELINE_MIDDLE)
        return ALIGN_CENTER;
    return m->baseline == JB_BASELINE_BOTTOM ? ALIGN_END : ALIGN_NOWHERE;
}

static void set_aligned(const jb_encoder *e, jb_stretch *s, alignment a, const jb_ref *r)
{
    if (a == ALIGN_NOWHERE)
        s->from = jb_encode_constant(e, 0);
    else if (a == ALIGN_START)
        s->from = r;
    else if (a == ALIGN_END)
        s->to = r;
    else
        s->center = r;
}

jb_stretch jb_encode_range(const jb_encoder *e, jb_channel c, jb_default_place usual,
                           jb_default_place usual2)
{
    jb_channel c2 = jb_channel_second(c);
    const jb_definition *second = e->unit->definitions[c2];
    jb_stretch s = {0};
    bool own = second || jb_place_is_said(e, c2);
    jb_offset o = {false, NULL, jb_offset_said(e, own ? c2 : c)};
    if (!own)
        o = jb_offset_find(e, c, NAN);
    if (jb_encoder_stacks(e, c))
        s.to = jb_ref_moved(
            e, jb_ref_column(e, jb_encoder_scale(e, c), e->unit->definitions[c]->start_name), o);
    else if (second)
        s.to = jb_encode_mid(e, second, NULL, c2, o, NULL, NAN);
    for (size_t i = 0; i < e->unit->look.n && !s.to && !s.size; i++) {
        const jb_size_spec *size = size_said(e->unit->look.at[i], c);
        double number;
        if (jb_place_said_by(e, i, c2, true, &number))
            s.to = jb_encode_constant(e, number);
        else if (size && JB_HAS(size, value) && size->value != 0)
            s.size = jb_encode_constant(e, size->value);
    }
    if (!s.to && !s.size)
        s.to = jb_place_usual(e, c2, usual2);
    const jb_ref *from = jb_encode_point(e, c, usual);
    if (s.size)
        set_aligned(e, &s, align_of(e, c, ALIGN_CENTER), from);
    else
        s.from = from;
    return s;
}

/* ---- bands -------------------------------------------------------------------------------------
 */

typedef struct band_size {
    bool given, relative;
    double number;
} band_size;

static band_size size_value(const jb_size_spec *s)
{
    if (JB_HAS(s, band))
        return (band_size){true, true, s->band};
    return (band_size){JB_HAS(s, value), false, s->value};
}

/* width (height) or size of the mark or its configs. */
static band_size said_size(const jb_encoder *e, jb_channel c, bool by_size)
{
    const jb_unit_view *u = e->unit;
    for (size_t i = 0; i < u->look.n; i++) {
        const jb_mark_spec *m = u->look.at[i];
        if (size_said(m, c) && !(by_size && jb_look_is_style(&u->look, i)))
            return size_value(size_said(m, c));
        if (by_size && !jb_look_is_general(&u->look, i) && JB_HAS(m, size))
            return (band_size){true, false, m->size};
    }
    return (band_size){0};
}

/* Vega-Lite reads it from styles and config, not from the mark itself. */
static double time_unit_share(const jb_unit_view *u)
{
    for (size_t i = 1; i < u->look.n; i++)
        if (JB_HAS(u->look.at[i], time_unit_band_size))
            return u->look.at[i]->time_unit_band_size;
    return 1;
}

static band_size find_band_size(const jb_encoder *e, jb_channel c, const jb_definition *d,
                                jb_scaling type, bool by_size)
{
    const jb_unit_view *u = e->unit;
    band_size said = said_size(e, c, by_size);
    if (said.given)
        return said;
    if (jb_definition_is_field(d) && d->timed)
        return (band_size){true, true, time_unit_share(u)};
    if (jb_definition_is_field(d) && d->bin && !jb_scaling_discrete(type))
        return (band_size){true, true, 1};
    if (!jb_mark_rect_based(u->mark))
        return (band_size){0};
    const jb_mark_spec *own = jb_config_of_mark(e->chart->config, u->mark);
    const jb_size_spec *discrete = JB_OR(own, discrete_band_size, NULL);
    if (type != JB_SCALING_NONE && !jb_scaling_discrete(type))
        return (band_size){JB_HAS(own, continuous_band_size), false,
                           JB_OR(own, continuous_band_size, 5.0)};
    if (discrete)
        return size_value(discrete);
    return (band_size){type != JB_SCALING_NONE, true, 1};
}

static double view_step(const jb_encoder *e, jb_channel c)
{
    const jb_frame_spec *v = e->chart->config->view;
    const jb_size_spec *s =
        c == JB_CHANNEL_X ? JB_OR(v, discrete_width, NULL) : JB_OR(v, discrete_height, NULL);
    return s && JB_HAS(s, step) ? s->step : JB_OR(v, step, 20.0);
}

static jb_channel offset_channel(jb_channel c)
{
    return c == JB_CHANNEL_X   ? JB_CHANNEL_X_OFFSET
           : c == JB_CHANNEL_Y ? JB_CHANNEL_Y_OFFSET
                               : JB_CHANNEL_NONE;
}

/* The scale of the offsets within, a sibling layer's too, which then decides whether a size is a
 * share of a band (defaultSizeRef in Vega-Lite's position-rect.ts). NULL: none. */
static const jb_scale *offset_scale(const jb_encoder *e, jb_channel c)
{
    jb_channel oc = offset_channel(c);
    const jb_component *k = oc ? jb_view_component(e->view, oc) : NULL;
    return k ? k->scale : NULL;
}

/* The scale along which the mark stands: without the channel, that which others share with it. */
static const jb_scale *scale_around(const jb_encoder *e, jb_channel c)
{
    const jb_component *k = jb_view_component(e->view, c);
    return k ? k->scale : NULL;
}

/* Vega-Lite asks the bandwidth of a scale by its name, which who has not the channel does not know:
 * beside a sibling's offsets it is the whole band's, and without the position too it is none. */
static double named_bandwidth(const jb_encoder *e, jb_channel c)
{
    jb_channel oc = offset_channel(c);
    const jb_scale *inner = oc ? jb_encoder_scale(e, oc) : NULL;
    const jb_scale *s = inner ? inner : jb_encoder_scale(e, c);
    return s ? s->bandwidth : 0;
}

static const jb_ref *usual_size(const jb_encoder *e, jb_channel c, band_size band, bool has_field)
{
    jb_channel oc = offset_channel(c);
    const jb_scale *inner = offset_scale(e, c), *s = inner ? inner : scale_around(e, c);
    double length = jb_encoder_length(e, c);
    if (band.given && band.relative && s && s->type == JB_SCALING_BAND) {
        const jb_mark_spec *m = jb_config_of_mark(e->chart->config, e->unit->mark);
        if (!JB_HAS(m, min_band_size))
            m = e->chart->config->mark;
        double least = JB_HAS(m, min_band_size) ? m->min_band_size : NAN;
        double size = band.number * named_bandwidth(e, c);
        return jb_encode_constant(e, isnan(least) ? size : fmax(least, size));
    }
    if (band.given && band.relative && !s)
        return jb_encode_constant(e, band.number * length);
    if (band.given && !band.relative && band.number != 0)
        return jb_encode_constant(e, band.number);
    const jb_component *k = s ? jb_view_component(e->view, inner ? oc : c) : NULL;
    if (k && k->range.kind == JB_RANGE_STEP)
        return jb_encode_constant(e, k->range.step - 2);
    if (!has_field)
        return jb_encode_constant(e, (1 - jb_usual_inner(e->chart, e->unit->mark)) * length);
    return jb_encode_constant(e, view_step(e, c) - 2);
}

static jb_stretch band_and_size(const jb_encoder *e, jb_channel c)
{
    const jb_unit_view *u = e->unit;
    const jb_definition *d = u->definitions[c];
    jb_channel oc = offset_channel(c);
    bool nested = oc && jb_encoder_scale(e, oc);
    bool by_size = u->mark == JB_MARK_TICK || (u->orient == JB_HORIZONTAL && c == JB_CHANNEL_Y) ||
                   (u->orient == JB_VERTICAL && c == JB_CHANNEL_X);
    bool own_size = by_size && (u->definitions[JB_CHANNEL_SIZE] || JB_HAS(u->spec, size));
    const jb_scale *around = scale_around(e, c);
    jb_scaling type = around ? around->type : nested ? jb_encoder_scaling(e, oc) : JB_SCALING_NONE;
    band_size band = find_band_size(e, c, d, type, by_size);
    const jb_ref *size = own_size ? jb_encode_number(e, JB_CHANNEL_SIZE, JB_OR(u->spec, size, NAN))
                                  : usual_size(e, c, band, d != NULL);
    bool whole = type == JB_SCALING_BAND && band.given && band.relative && !own_size;
    alignment a =
        jb_channel_polar(c) ? ALIGN_START : align_of(e, c, whole ? ALIGN_START : ALIGN_CENTER);
    jb_offset o = jb_offset_find(e, c, a == ALIGN_CENTER ? 0.5 : 0);
    double place = a == ALIGN_CENTER             ? (o.encoded ? 0 : 0.5)
                   : band.given && band.relative ? (1 - band.number) / 2
                                                 : 0;
    if (a == ALIGN_CENTER && !o.encoded && jb_definition_is_field(d) && d->timed) {
        double timed = jb_band_position(e->view, d, NULL);
        place = isnan(timed) ? place : timed;
    }
    const jb_ref *at = jb_encode_mid(e, d, NULL, c, o, jb_place_usual(e, c, JB_AT_MIDDLE), place);
    jb_stretch s = {0};
    set_aligned(e, &s, a, at);
    s.size = size;
    return s;
}

/* ---- bins --------------------------------------------------------------------------------------
 */

static double translate_of(const jb_encoder *e, const jb_definition *d)
{
    if (JB_HAS(d->spec, axis) && d->spec->axis && JB_HAS(d->spec->axis, translate))
        return d->spec->axis->translate;
    return JB_OR(e->chart->config->axis, translate, 0.5);
}

static double min_band(const jb_encoder *e)
{
    for (size_t i = 1; i < e->unit->look.n; i++)
        if (JB_HAS(e->unit->look.at[i], min_band_size))
            return e->unit->look.at[i]->min_band_size;
    return NAN;
}

static void space_bins(const jb_encoder *e, jb_channel c, const jb_definition *d, jb_stretch *s)
{
    const jb_component *k = jb_view_component(e->view, c);
    s->spaced = !jb_channel_polar(c);
    s->spacing = jb_channel_position(c) ? JB_LOOK_OR(e->unit, bin_spacing, 0.0) : 0;
    s->translate = translate_of(e, d);
    s->least = min_band(e);
    s->reversed = k->props[JB_PROP_REVERSE].set && k->props[JB_PROP_REVERSE].number != 0;
    s->upward = c == JB_CHANNEL_Y;
    s->offset = jb_offset_find(e, c, 0).number;
    jb_channel c2 = jb_channel_second(c);
    s->offset2 = jb_offset_is_said(e, c2) ? jb_offset_said(e, c2) : s->offset;
}

static jb_stretch bin_stretch(const jb_encoder *e, jb_channel c)
{
    const jb_definition *d = e->unit->definitions[c];
    const jb_definition *second = e->unit->definitions[jb_channel_second(c)];
    const jb_scale *s = jb_encoder_scale(e, c);
    band_size size = find_band_size(e, c, d, jb_encoder_scaling(e, c), false);
    double inset = size.given && size.relative ? (1 - size.number) / 2 : 0.5;
    double band = jb_band_position(e->view, d, second);
    jb_stretch out = {0};
    if (d->bin || d->timed) {
        bool aside = d->timed && !isnan(band) && band != 0.5 && jb_channel_position(c);
        jb_str start = aside ? d->offset_start : d->name, end = aside ? d->offset_end : d->end;
        out.to = jb_ref_mixed(e, s, start, end, inset);
        out.from = jb_ref_mixed(e, s, start, end, 1 - inset);
    } else {
        out.to = jb_ref_column(e, s, d->name);
        if (jb_definition_is_field(second))
            out.from = jb_ref_column(e, s, second->name);
        else {
            jb_ref *r = jb_ref_column(e, s, d->name);
            r->number = JB_OR(d->spec->bin, step, 0.0);
            out.from = r;
        }
    }
    space_bins(e, c, d, &out);
    return out;
}

jb_stretch jb_encode_rect(const jb_encoder *e, jb_channel c)
{
    const jb_unit_view *u = e->unit;
    const jb_definition *d = u->definitions[c], *second = u->definitions[jb_channel_second(c)];
    jb_channel oc = offset_channel(c);
    bool discrete = jb_scaling_discrete(jb_encoder_scaling(e, c));
    band_size said = said_size(e, c, true);
    bool sized = u->definitions[JB_CHANNEL_SIZE] || (said.given && !said.relative);
    bool nested = oc && u->definitions[oc];
    bool across =
        (u->mark == JB_MARK_BAR &&
         u->orient == (c == JB_CHANNEL_X ? JB_VERTICAL : JB_HORIZONTAL)) ||
        (u->mark == JB_MARK_TICK && u->orient == (c == JB_CHANNEL_Y ? JB_VERTICAL : JB_HORIZONTAL));
    if (jb_definition_is_field(d) && (d->bin || d->binned || (d->timed && !second)) && !sized &&
        !nested && !discrete && jb_encoder_scale(e, c) &&
        (d->bin || d->timed || jb_definition_is_field(second) || JB_HAS(d->spec->bin, step)))
        return bin_stretch(e, c);
    if (((jb_definition_has_data(d) && discrete) || across) && !second &&
        !(jb_channel_polar(c) && !d))
        return band_and_size(e, c);
    return jb_encode_range(e, c, JB_AT_ZERO_OR_MAX, JB_AT_ZERO_OR_MIN);
}

/* Half the gap between neighbouring bins, or what a thin bin is widened by. */
static double spaced(const jb_stretch *s, double at, double width, bool end, double moved_by)
{
    double gap = end ? -s->spacing / 2 : s->spacing / 2;
    if (!isnan(s->least) && s->least != 0 && width < s->least)
        gap = (end ? 0.5 : -0.5) * (s->least - width);
    return at + s->translate + (s->reversed ? -1 : 1) * (moved_by + gap);
}

void jb_stretch_at(const jb_stretch *s, size_t row, double *start, double *length)
{
    double from = s->from ? jb_ref_at(s->from, row) : NAN;
    double to = s->to ? jb_ref_at(s->to, row) : NAN;
    double size = s->size ? jb_ref_at(s->size, row) : 0;
    if (s->spaced) {
        double width = fabs(from - to);
        from = spaced(s, from, width, !s->upward, s->offset);
        to = spaced(s, to, width, s->upward, s->offset2);
    }
    if (s->from && s->to) {
        *start = fmin(from, to);
        *length = fabs(to - from);
    } else {
        *start = s->center ? jb_ref_at(s->center, row) - size / 2 : s->to ? to - size : from;
        *length = size;
    }
}
