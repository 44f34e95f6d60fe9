/* Positions: Vega-Lite's rules for where a mark's ends are. */
#include "chart/encode.h"

#include <math.h>

#include "chart/guide.h"

/* ---- reading references ------------------------------------------------------------------------
 */

bool jb_ref_given(const jb_ref *ref)
{
    return ref && ref->kind != JB_REF_NONE;
}

static double scaled_cell(const jb_ref *r, size_t row)
{
    if (!r->scale)
        return jb_cell_number(r->column, row);
    if (jb_scaling_continuous(r->scale->type))
        return jb_scale_at(r->scale, jb_cell_number(r->column, row) + r->number);
    return jb_scale_number(r->scale, jb_cell(r->column, row));
}

static double between_cells(const jb_ref *r, size_t row)
{
    double a = jb_cell_number(r->column, row), b = jb_cell_number(r->second, row);
    double v = (1 - r->number) * a + r->number * b;
    return r->scale ? jb_scale_number(r->scale, jb_number(v)) : v;
}

double jb_ref_at(jb_chart *chart, const jb_ref *r, size_t row)
{
    while (r && ((r->test && !jb_test_row(chart, r->test, row)) ||
                 (r->valid && !isfinite(jb_cell_number(r->valid, row)))))
        r = r->otherwise;
    if (!r)
        return NAN;
    double v = r->number;
    if (r->kind == JB_REF_DATUM)
        v = r->scale ? jb_scale_number(r->scale, r->datum) : jb_value_number(r->datum);
    else if (r->kind == JB_REF_COLUMN)
        v = scaled_cell(r, row);
    else if (r->kind == JB_REF_BETWEEN)
        v = between_cells(r, row);
    else if (r->kind == JB_REF_NONE)
        v = NAN;
    if (!isnan(r->band) && r->scale && r->scale->type == JB_SCALING_BAND)
        v += r->band * r->scale->bandwidth;
    if (!isnan(r->least))
        v = fmax(r->least, v);
    v += r->shift;
    return r->offset ? v + jb_ref_at(chart, r->offset, row) : v;
}

static jb_ref *new_ref(const jb_encoder *e, jb_ref_kind kind)
{
    jb_ref *r = JB_NEW(e->chart->cx->keep, jb_ref);
    r->kind = kind;
    r->band = r->least = NAN;
    return r;
}

const jb_ref *jb_ref_constant(jb_arena *a, double number)
{
    jb_ref *r = JB_NEW(a, jb_ref);
    *r = (jb_ref){.kind = JB_REF_NUMBER, .number = number, .band = NAN, .least = NAN};
    return r;
}

static const jb_ref *constant(const jb_encoder *e, double number)
{
    return jb_ref_constant(e->chart->cx->keep, number);
}

static jb_ref *column_ref(const jb_encoder *e, const jb_scale *s, jb_str name)
{
    jb_ref *r = new_ref(e, JB_REF_COLUMN);
    r->scale = s;
    r->column = jb_table_find(e->table, name);
    if (!r->column)
        r->kind = JB_REF_NONE;
    return r;
}

/* Between two columns; at an end only that one is read. */
static jb_ref *mixed_ref(const jb_encoder *e, const jb_scale *s, jb_str start, jb_str end,
                         double share)
{
    if (share == 0 || share == 1)
        return column_ref(e, s, share == 0 ? start : end);
    jb_ref *r = column_ref(e, s, start);
    r->second = jb_table_find(e->table, end);
    r->number = share;
    r->kind = r->column && r->second ? JB_REF_BETWEEN : JB_REF_NONE;
    return r;
}

/* ---- parts -------------------------------------------------------------------------------------
 */

static const jb_scale *scale_of(const jb_encoder *e, jb_channel c)
{
    return jb_view_scale(e->view, c);
}

static jb_scaling type_of(const jb_encoder *e, jb_channel c)
{
    const jb_scale *s = scale_of(e, c);
    return s ? s->type : JB_SCALING_NONE;
}

static bool has_data(const jb_definition *d)
{
    return d && (d->kind == JB_DEFINES_FIELD || d->kind == JB_DEFINES_DATUM);
}

static bool is_field(const jb_definition *d)
{
    return d && d->kind == JB_DEFINES_FIELD;
}

static double length_of(const jb_encoder *e, jb_channel c)
{
    c = jb_channel_main(c);
    if (c == JB_CHANNEL_X)
        return e->size[0];
    return c == JB_CHANNEL_Y ? e->size[1] : fmin(e->size[0], e->size[1]);
}

/* A number of the picture; "width" and "height" are the plot's. */
static double picture_number(const jb_encoder *e, jb_value v)
{
    if (v.type == JB_TEXT && jb_str_eq(jb_value_str(v), JB_S("width")))
        return e->size[0];
    if (v.type == JB_TEXT && jb_str_eq(jb_value_str(v), JB_S("height")))
        return e->size[1];
    return jb_value_number(v);
}

/* What the mark or one of its configs, look.at[i], says about a position: x, x2, radius,
 * innerRadius …; false: nothing. `either`: config.mark too is asked for Vega-Lite's own name. */
static bool said_by(const jb_encoder *e, size_t i, jb_channel c, bool either, double *number)
{
    const jb_look *look = &e->unit->look;
    const jb_mark_spec *m = look->at[i];
    bool vegas = !jb_look_is_style(look, i), own = either || !jb_look_is_general(look, i);
#define VALUE(C, name)                                                                             \
    case JB_CHANNEL_##C:                                                                           \
        if (JB_HAS(m, name))                                                                       \
            *number = picture_number(e, m->name);                                                  \
        return JB_HAS(m, name);
#define NUMBER(C, name, other)                                                                     \
    case JB_CHANNEL_##C:                                                                           \
        if (vegas && JB_HAS(m, name))                                                              \
            *number = m->name;                                                                     \
        else if (own && JB_HAS(m, other))                                                          \
            *number = m->other;                                                                    \
        return (vegas && JB_HAS(m, name)) || (own && JB_HAS(m, other));
    switch ((int)c) {
        VALUE(X, x)
        VALUE(Y, y)
        VALUE(X2, x2)
        VALUE(Y2, y2)
        NUMBER(THETA, start_angle, theta)
        NUMBER(THETA2, end_angle, theta2)
        NUMBER(RADIUS, outer_radius, radius)
        NUMBER(RADIUS2, inner_radius, radius2)
    default:
        return false;
    }
#undef VALUE
#undef NUMBER
}

static double said_offset(const jb_encoder *e, jb_channel c)
{
    const jb_mark_spec *m = e->unit->spec;
    switch ((int)c) {
    case JB_CHANNEL_X:
        return JB_OR(m, x_offset, 0.0);
    case JB_CHANNEL_Y:
        return JB_OR(m, y_offset, 0.0);
    case JB_CHANNEL_X2:
        return JB_OR(m, x2_offset, 0.0);
    case JB_CHANNEL_Y2:
        return JB_OR(m, y2_offset, 0.0);
    case JB_CHANNEL_THETA:
        return JB_OR(m, theta_offset, 0.0);
    case JB_CHANNEL_THETA2:
        return JB_OR(m, theta2_offset, 0.0);
    case JB_CHANNEL_RADIUS:
        return JB_OR(m, radius_offset, 0.0);
    case JB_CHANNEL_RADIUS2:
        return JB_OR(m, radius2_offset, 0.0);
    default:
        return 0;
    }
}

static bool says_offset(const jb_encoder *e, jb_channel c)
{
    const jb_mark_spec *m = e->unit->spec;
    return (c == JB_CHANNEL_X2 && JB_HAS(m, x2_offset)) ||
           (c == JB_CHANNEL_Y2 && JB_HAS(m, y2_offset)) ||
           (c == JB_CHANNEL_THETA2 && JB_HAS(m, theta2_offset)) ||
           (c == JB_CHANNEL_RADIUS2 && JB_HAS(m, radius2_offset));
}

/* An end that the mark itself places moves by its own offset; one that follows from the first,
 * such as a bar's foot, by the first's. */
static bool says_place(const jb_encoder *e, jb_channel c)
{
    const jb_mark_spec *m = e->unit->spec;
    return (c == JB_CHANNEL_X2 && JB_HAS(m, x2)) || (c == JB_CHANNEL_Y2 && JB_HAS(m, y2)) ||
           (c == JB_CHANNEL_THETA2 && JB_HAS(m, theta2)) ||
           (c == JB_CHANNEL_RADIUS2 && JB_HAS(m, radius2));
}

/* ---- offsets -----------------------------------------------------------------------------------
 */

typedef struct offset {
    bool encoded; /* by xOffset, yOffset */
    const jb_ref *ref;
    double number;
} offset;

static const jb_ref *mid_point(const jb_encoder *e, const jb_definition *d,
                               const jb_definition *second, jb_channel c, offset o,
                               const jb_ref *usual, double band);

static offset find_offset(const jb_encoder *e, jb_channel c, double band)
{
    jb_channel oc = c == JB_CHANNEL_X   ? JB_CHANNEL_X_OFFSET
                    : c == JB_CHANNEL_Y ? JB_CHANNEL_Y_OFFSET
                                        : JB_CHANNEL_NONE;
    const jb_definition *d = oc ? e->unit->definitions[oc] : NULL;
    if (d) {
        const jb_ref *usual = constant(e, said_offset(e, c));
        return (offset){true, mid_point(e, d, NULL, oc, (offset){0}, usual, band), 0};
    }
    return (offset){false, NULL, said_offset(e, c)};
}

static const jb_ref *moved(const jb_encoder *e, const jb_ref *r, offset o)
{
    if (!r || (!o.ref && o.number == 0))
        return r;
    jb_ref *own = JB_NEW(e->chart->cx->keep, jb_ref);
    *own = *r;
    own->shift += o.number;
    if (o.ref)
        own->offset = o.ref;
    return own;
}

/* ---- zero, the least, the greatest -------------------------------------------------------------
 */

static bool in_domain(const jb_scale *s, double v)
{
    double a = s->domain[0], b = s->domain[s->domain_n - 1];
    return v >= fmin(a, b) && v <= fmax(a, b);
}

static bool never_zero(jb_scaling s)
{
    return s == JB_SCALING_LOG || jb_scaling_temporal(s);
}

static bool zero_is_certain(const jb_component *k)
{
    bool usual =
        k->type == JB_SCALING_LINEAR || k->type == JB_SCALING_SQRT || k->type == JB_SCALING_POW;
    jb_number_or zero = k->props[JB_PROP_ZERO];
    return (zero.set && zero.number != 0) || (!zero.set && usual);
}

/* A written domain has zero only if it rises through it. */
static bool may_be_zero(const jb_component *k, const jb_scale *s)
{
    if (k->parts_explicit && k->parts.n == 1)
        return s->domain[0] <= 0 && s->domain[s->domain_n - 1] >= 0;
    return in_domain(s, 0);
}

/* Of categories the first or the last, unless zero is between them. */
static const jb_ref *end_category(const jb_encoder *e, const jb_scale *s, bool max)
{
    const jb_value *first = &s->values[0], *last = &s->values[s->values_n - 1];
    double a = jb_value_number(*first), b = jb_value_number(*last);
    jb_value v = fmin(a, b) <= 0 && fmax(a, b) >= 0 ? jb_number(0) : max ? *last : *first;
    return constant(e, jb_scale_number(s, v));
}

static const jb_ref *zero_or_end(const jb_encoder *e, jb_channel c, bool max)
{
    const jb_scale *s = scale_of(e, c);
    if (s && jb_scaling_discrete(s->type) && s->values_n && jb_channel_position(c))
        return end_category(e, s, max);
    if (!s || s->domain_n == 0)
        return NULL;
    const jb_component *k = jb_view_component(e->view, c);
    double v = 0;
    if (never_zero(k->type) || (!zero_is_certain(k) && !may_be_zero(k, s)))
        v = s->domain[max ? s->domain_n - 1 : 0];
    return constant(e, jb_scale_at(s, v));
}

static const jb_ref *usual_place(const jb_encoder *e, jb_channel c, jb_default_place usual)
{
    jb_channel main = jb_channel_main(c);
    double number;
    for (size_t i = 0; i < e->unit->look.n; i++)
        if (said_by(e, i, c, false, &number))
            return constant(e, number);
    for (size_t i = 0; usual == JB_AT_NOTHING && i < e->unit->look.n; i++)
        if (said_by(e, i, c, true, &number)) /* Vega-Lite leaves it to Vega, which asks all */
            return constant(e, number);
    if (usual == JB_AT_NOTHING)
        return NULL;
    if (usual == JB_AT_MIDDLE)
        return constant(e, length_of(e, c) / 2);
    bool max = usual == JB_AT_ZERO_OR_MAX;
    const jb_ref *r = zero_or_end(e, main, max);
    if (r)
        return r;
    if (main == JB_CHANNEL_THETA)
        return constant(e, max ? 2 * 3.14159265358979323846 : 0);
    if (main == JB_CHANNEL_RADIUS)
        return constant(e, max ? length_of(e, c) / 2 : 0);
    bool far = max == (main == JB_CHANNEL_X);
    return constant(e, far ? length_of(e, c) : 0);
}

/* ---- a point -----------------------------------------------------------------------------------
 */

/* What invalid values stand for: only where they are shown. */
static const jb_node *shown_invalid(const jb_encoder *e, jb_channel c)
{
    const jb_scale_config_spec *s = e->chart->config->scale;
    const jb_node *map = JB_HAS(s, invalid) ? s->invalid : NULL;
    return map ? jb_node_get(map, jb_enum_key(&jb_channel_values, (int)jb_channel_main(c))) : NULL;
}

static const jb_ref *with_invalid(const jb_encoder *e, const jb_definition *d, jb_channel c,
                                  const jb_ref *r)
{
    const jb_node *as = shown_invalid(e, c);
    const jb_scale *s = scale_of(e, jb_channel_main(c));
    bool counts = d && (d->count || d->aggregate == JB_AGGREGATE_DISTINCT);
    if (!is_field(d) || !s || jb_scaling_discrete(s->type) || counts || !jb_ref_given(r) ||
        (e->unit->invalid != JB_INVALID_SHOW && !as))
        return r;
    jb_ref *own = JB_NEW(e->chart->cx->keep, jb_ref);
    *own = *r;
    own->valid = jb_table_find(e->table, d->name);
    const jb_node *value = as ? jb_node_get(as, JB_S("value")) : NULL;
    own->otherwise = value
                         ? constant(e, picture_number(e, jb_node_value(e->chart->cx->keep, value)))
                         : zero_or_end(e, jb_channel_main(c), false);
    return own;
}

static jb_str mid_name(const jb_encoder *e, const jb_definition *d)
{
    return jb_str_printf(e->chart->cx->keep, "%.*s_mid", JB_F(d->name));
}

static const jb_ref *field_point(const jb_encoder *e, const jb_definition *d,
                                 const jb_definition *second, jb_channel c, double band)
{
    const jb_scale *s = scale_of(e, jb_channel_main(c));
    jb_scaling type = s ? s->type : JB_SCALING_NONE;
    bool discrete = jb_scaling_discrete(type);
    if (isnan(band) && !jb_channel_offset(c) && d->type)
        band = jb_band_position(e->view, d, second);
    bool banded = band > 0;
    if (d->bin || (banded && d->timed && d->type == JB_TEMPORAL)) {
        if (d->bin && e->unit->stack.impute && jb_channel_position(c))
            return column_ref(e, s, mid_name(e, d));
        if (banded && !discrete)
            return mixed_ref(e, s, d->name, d->end, band);
        bool by_range = d->bin && (d->type == JB_ORDINAL || d->type == JB_NOMINAL) && s;
        /* on a band Vega-Lite puts it at the start, wherever a plain field would stand */
        return column_ref(e, s, by_range ? d->range : d->name);
    }
    if (d->binned && is_field(second))
        return mixed_ref(e, s, d->name, second->name, isnan(band) ? 0.5 : band);
    jb_ref *r = column_ref(e, s, d->name);
    if (type == JB_SCALING_BAND)
        r->band = isnan(band) ? JB_OR(d->spec, band_position, 0.5) : band;
    return r;
}

static const jb_ref *mid_point(const jb_encoder *e, const jb_definition *d,
                               const jb_definition *second, jb_channel c, offset o,
                               const jb_ref *usual, double band)
{
    if (is_field(d))
        return moved(e, with_invalid(e, d, c, field_point(e, d, second, c, band)), o);
    if (has_data(d)) {
        jb_ref *r = new_ref(e, JB_REF_DATUM);
        r->scale = scale_of(e, jb_channel_main(c));
        r->datum = jb_definition_value(d, d->datum);
        if (r->scale && r->scale->type == JB_SCALING_BAND)
            r->band = isnan(band) ? JB_OR(d->spec, band_position, 0.5) : band;
        return moved(e, r, o);
    }
    if (d && d->kind == JB_DEFINES_VALUE)
        return moved(e, constant(e, picture_number(e, d->spec->value)), o);
    return moved(e, usual, o);
}

static bool is_stacked(const jb_encoder *e, jb_channel c)
{
    jb_channel main = jb_channel_main(c);
    return e->unit->stack.channel == main && has_data(e->unit->definitions[main]);
}

static const jb_ref *point(const jb_encoder *e, jb_channel c, const jb_ref *usual)
{
    const jb_definition *d = e->unit->definitions[c];
    const jb_definition *second = e->unit->definitions[jb_channel_second(c)];
    offset o = find_offset(e, c, 0.5);
    if (is_stacked(e, c)) {
        bool polar_text = e->unit->mark == JB_MARK_TEXT && jb_channel_polar(c);
        double band = JB_OR(d->spec, band_position, polar_text ? 0.5 : 1);
        return moved(e, mixed_ref(e, scale_of(e, c), d->start_name, d->end_name, band), o);
    }
    return mid_point(e, d, second, c, o, usual, o.encoded ? 0 : NAN);
}

const jb_ref *jb_encode_point(const jb_encoder *e, jb_channel c, jb_default_place usual)
{
    return point(e, c, usual_place(e, c, usual));
}

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
        s->from = constant(e, 0);
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
    bool own = second || says_place(e, c2);
    offset o = {false, NULL, said_offset(e, own ? c2 : c)};
    if (!own)
        o = find_offset(e, c, NAN);
    if (is_stacked(e, c))
        s.to = moved(e, column_ref(e, scale_of(e, c), e->unit->definitions[c]->start_name), o);
    else if (second)
        s.to = mid_point(e, second, NULL, c2, o, NULL, NAN);
    for (size_t i = 0; i < e->unit->look.n && !s.to && !s.size; i++) {
        const jb_size_spec *size = size_said(e->unit->look.at[i], c);
        double number;
        if (said_by(e, i, c2, true, &number))
            s.to = constant(e, number);
        else if (size && JB_HAS(size, value) && size->value != 0)
            s.size = constant(e, size->value);
    }
    if (!s.to && !s.size)
        s.to = usual_place(e, c2, usual2);
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
    if (is_field(d) && d->timed)
        return (band_size){true, true, time_unit_share(u)};
    if (is_field(d) && d->bin && !jb_scaling_discrete(type))
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

/* The scale of the offsets within, a sibling layer's too: what has no offset itself makes room for
 * those that have. NULL: none. */
static const jb_scale *offset_scale(const jb_encoder *e, jb_channel c)
{
    jb_channel oc = offset_channel(c);
    const jb_component *k = oc ? jb_view_component(e->view, oc) : NULL;
    return k ? k->scale : NULL;
}

static const jb_ref *usual_size(const jb_encoder *e, jb_channel c, band_size band, bool has_field)
{
    jb_channel oc = offset_channel(c);
    const jb_scale *inner = offset_scale(e, c), *s = inner ? inner : scale_of(e, c);
    double length = length_of(e, c);
    if (band.given && band.relative && s && s->type == JB_SCALING_BAND) {
        const jb_mark_spec *m = jb_config_of_mark(e->chart->config, e->unit->mark);
        if (!JB_HAS(m, min_band_size))
            m = e->chart->config->mark;
        double least = JB_HAS(m, min_band_size) ? m->min_band_size : NAN;
        double size = band.number * s->bandwidth;
        return constant(e, isnan(least) ? size : fmax(least, size));
    }
    if (band.given && band.relative && !s)
        return constant(e, band.number * length);
    if (band.given && !band.relative && band.number != 0)
        return constant(e, band.number);
    const jb_component *k = s ? jb_view_component(e->view, inner ? oc : c) : NULL;
    if (k && k->range.kind == JB_RANGE_STEP)
        return constant(e, k->range.step - 2);
    if (!has_field)
        return constant(e, (1 - jb_usual_inner(e->chart, e->unit->mark)) * length);
    return constant(e, view_step(e, c) - 2);
}

static jb_stretch band_and_size(const jb_encoder *e, jb_channel c)
{
    const jb_unit_view *u = e->unit;
    const jb_definition *d = u->definitions[c];
    jb_channel oc = offset_channel(c);
    bool nested = oc && scale_of(e, oc);
    bool by_size = u->mark == JB_MARK_TICK || (u->orient == JB_HORIZONTAL && c == JB_CHANNEL_Y) ||
                   (u->orient == JB_VERTICAL && c == JB_CHANNEL_X);
    bool own_size = by_size && (u->definitions[JB_CHANNEL_SIZE] || JB_HAS(u->spec, size));
    jb_scaling type = scale_of(e, c) ? type_of(e, c) : nested ? type_of(e, oc) : JB_SCALING_NONE;
    band_size band = find_band_size(e, c, d, type, by_size);
    const jb_ref *size = own_size ? jb_encode_number(e, JB_CHANNEL_SIZE, JB_OR(u->spec, size, NAN))
                                  : usual_size(e, c, band, d != NULL);
    bool whole = type == JB_SCALING_BAND && band.given && band.relative && !own_size;
    alignment a =
        jb_channel_polar(c) ? ALIGN_START : align_of(e, c, whole ? ALIGN_START : ALIGN_CENTER);
    offset o = find_offset(e, c, a == ALIGN_CENTER ? 0.5 : 0);
    double place = a == ALIGN_CENTER             ? (o.encoded ? 0 : 0.5)
                   : band.given && band.relative ? (1 - band.number) / 2
                                                 : 0;
    if (a == ALIGN_CENTER && !o.encoded && is_field(d) && d->timed) {
        double timed = jb_band_position(e->view, d, NULL);
        place = isnan(timed) ? place : timed;
    }
    const jb_ref *at = mid_point(e, d, NULL, c, o, usual_place(e, c, JB_AT_MIDDLE), place);
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
    s->offset = find_offset(e, c, 0).number;
    jb_channel c2 = jb_channel_second(c);
    s->offset2 = says_offset(e, c2) ? said_offset(e, c2) : s->offset;
}

static jb_stretch bin_stretch(const jb_encoder *e, jb_channel c)
{
    const jb_definition *d = e->unit->definitions[c];
    const jb_definition *second = e->unit->definitions[jb_channel_second(c)];
    const jb_scale *s = scale_of(e, c);
    band_size size = find_band_size(e, c, d, type_of(e, c), false);
    double inset = size.given && size.relative ? (1 - size.number) / 2 : 0.5;
    double band = jb_band_position(e->view, d, second);
    jb_stretch out = {0};
    if (d->bin || d->timed) {
        bool aside = d->timed && !isnan(band) && band != 0.5 && jb_channel_position(c);
        jb_str start = aside ? d->offset_start : d->name, end = aside ? d->offset_end : d->end;
        out.to = mixed_ref(e, s, start, end, inset);
        out.from = mixed_ref(e, s, start, end, 1 - inset);
    } else {
        out.to = column_ref(e, s, d->name);
        if (is_field(second))
            out.from = column_ref(e, s, second->name);
        else {
            jb_ref *r = column_ref(e, s, d->name);
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
    bool discrete = jb_scaling_discrete(type_of(e, c));
    band_size said = said_size(e, c, true);
    bool sized = u->definitions[JB_CHANNEL_SIZE] || (said.given && !said.relative);
    bool nested = oc && u->definitions[oc];
    bool across =
        (u->mark == JB_MARK_BAR &&
         u->orient == (c == JB_CHANNEL_X ? JB_VERTICAL : JB_HORIZONTAL)) ||
        (u->mark == JB_MARK_TICK && u->orient == (c == JB_CHANNEL_Y ? JB_VERTICAL : JB_HORIZONTAL));
    if (is_field(d) && (d->bin || d->binned || (d->timed && !second)) && !sized && !nested &&
        !discrete && scale_of(e, c) &&
        (d->bin || d->timed || is_field(second) || JB_HAS(d->spec->bin, step)))
        return bin_stretch(e, c);
    if (((has_data(d) && discrete) || across) && !second && !(jb_channel_polar(c) && !d))
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

void jb_stretch_at(jb_chart *chart, const jb_stretch *s, size_t row, double *start, double *length)
{
    double from = s->from ? jb_ref_at(chart, s->from, row) : NAN;
    double to = s->to ? jb_ref_at(chart, s->to, row) : NAN;
    double size = s->size ? jb_ref_at(chart, s->size, row) : 0;
    if (s->spaced) {
        double width = fabs(from - to);
        from = spaced(s, from, width, !s->upward, s->offset);
        to = spaced(s, to, width, s->upward, s->offset2);
    }
    if (s->from && s->to) {
        *start = fmin(from, to);
        *length = fabs(to - from);
    } else {
        *start = s->center ? jb_ref_at(chart, s->center, row) - size / 2 : s->to ? to - size : from;
        *length = size;
    }
}
