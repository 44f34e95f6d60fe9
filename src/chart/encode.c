/* Positions: Vega-Lite's rules for where a mark's ends are. */
#include "chart/place.h"

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

double jb_ref_at(const jb_ref *r, size_t row)
{
    while (r && ((r->test && !jb_test_row(r->test, row)) ||
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
    return r->offset ? v + jb_ref_at(r->offset, row) : v;
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

const jb_ref *jb_encode_constant(const jb_encoder *e, double number)
{
    return jb_ref_constant(e->chart->cx->keep, number);
}

jb_ref *jb_ref_column(const jb_encoder *e, const jb_scale *s, jb_str name)
{
    jb_ref *r = new_ref(e, JB_REF_COLUMN);
    r->scale = s;
    r->column = jb_table_find(e->table, name);
    if (!r->column)
        r->kind = JB_REF_NONE;
    return r;
}

jb_ref *jb_ref_mixed(const jb_encoder *e, const jb_scale *s, jb_str start, jb_str end, double share)
{
    if (share == 0 || share == 1)
        return jb_ref_column(e, s, share == 0 ? start : end);
    jb_ref *r = jb_ref_column(e, s, start);
    r->second = jb_table_find(e->table, end);
    r->number = share;
    r->kind = r->column && r->second ? JB_REF_BETWEEN : JB_REF_NONE;
    return r;
}

/* ---- parts -------------------------------------------------------------------------------------
 */

const jb_scale *jb_encoder_scale(const jb_encoder *e, jb_channel c)
{
    return jb_view_scale(e->view, c);
}

jb_scaling jb_encoder_scaling(const jb_encoder *e, jb_channel c)
{
    const jb_scale *s = jb_encoder_scale(e, c);
    return s ? s->type : JB_SCALING_NONE;
}

bool jb_definition_has_data(const jb_definition *d)
{
    return d && (d->kind == JB_DEFINES_FIELD || d->kind == JB_DEFINES_DATUM);
}

bool jb_definition_is_field(const jb_definition *d)
{
    return d && d->kind == JB_DEFINES_FIELD;
}

double jb_encoder_length(const jb_encoder *e, jb_channel c)
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

bool jb_place_said_by(const jb_encoder *e, size_t i, jb_channel c, bool either, double *number)
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

double jb_offset_said(const jb_encoder *e, jb_channel c)
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

bool jb_offset_is_said(const jb_encoder *e, jb_channel c)
{
    const jb_mark_spec *m = e->unit->spec;
    return (c == JB_CHANNEL_X2 && JB_HAS(m, x2_offset)) ||
           (c == JB_CHANNEL_Y2 && JB_HAS(m, y2_offset)) ||
           (c == JB_CHANNEL_THETA2 && JB_HAS(m, theta2_offset)) ||
           (c == JB_CHANNEL_RADIUS2 && JB_HAS(m, radius2_offset));
}

/* An end that the mark itself places moves by its own offset; one that follows from the first,
 * such as a bar's foot, by the first's. */
bool jb_place_is_said(const jb_encoder *e, jb_channel c)
{
    const jb_mark_spec *m = e->unit->spec;
    return (c == JB_CHANNEL_X2 && JB_HAS(m, x2)) || (c == JB_CHANNEL_Y2 && JB_HAS(m, y2)) ||
           (c == JB_CHANNEL_THETA2 && JB_HAS(m, theta2)) ||
           (c == JB_CHANNEL_RADIUS2 && JB_HAS(m, radius2));
}

/* ---- offsets -----------------------------------------------------------------------------------
 */

jb_offset jb_offset_find(const jb_encoder *e, jb_channel c, double band)
{
    jb_channel oc = c == JB_CHANNEL_X   ? JB_CHANNEL_X_OFFSET
                    : c == JB_CHANNEL_Y ? JB_CHANNEL_Y_OFFSET
                                        : JB_CHANNEL_NONE;
    const jb_definition *d = oc ? e->unit->definitions[oc] : NULL;
    if (d) {
        const jb_ref *usual = jb_encode_constant(e, jb_offset_said(e, c));
        return (jb_offset){true, jb_encode_mid(e, d, NULL, oc, (jb_offset){0}, usual, band), 0};
    }
    return (jb_offset){false, NULL, jb_offset_said(e, c)};
}

const jb_ref *jb_ref_moved(const jb_encoder *e, const jb_ref *r, jb_offset o)
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
    return jb_encode_constant(e, jb_scale_number(s, v));
}

static const jb_ref *zero_or_end(const jb_encoder *e, jb_channel c, bool max)
{
    const jb_scale *s = jb_encoder_scale(e, c);
    if (s && jb_scaling_discrete(s->type) && s->values_n && jb_channel_position(c))
        return end_category(e, s, max);
    if (!s || s->domain_n == 0)
        return NULL;
    const jb_component *k = jb_view_component(e->view, c);
    double v = 0;
    if (never_zero(k->type) || (!zero_is_certain(k) && !may_be_zero(k, s)))
        v = s->domain[max ? s->domain_n - 1 : 0];
    return jb_encode_constant(e, jb_scale_at(s, v));
}

const jb_ref *jb_place_usual(const jb_encoder *e, jb_channel c, jb_default_place usual)
{
    jb_channel main = jb_channel_main(c);
    double number;
    for (size_t i = 0; i < e->unit->look.n; i++)
        if (jb_place_said_by(e, i, c, false, &number))
            return jb_encode_constant(e, number);
    for (size_t i = 0; usual == JB_AT_NOTHING && i < e->unit->look.n; i++)
        if (jb_place_said_by(e, i, c, true,
                             &number)) /* Vega-Lite leaves it to Vega, which asks all */
            return jb_encode_constant(e, number);
    if (usual == JB_AT_NOTHING)
        return NULL;
    if (usual == JB_AT_MIDDLE)
        return jb_encode_constant(e, jb_encoder_length(e, c) / 2);
    bool max = usual == JB_AT_ZERO_OR_MAX;
    const jb_ref *r = zero_or_end(e, main, max);
    if (r)
        return r;
    if (main == JB_CHANNEL_THETA)
        return jb_encode_constant(e, max ? 2 * 3.14159265358979323846 : 0);
    if (main == JB_CHANNEL_RADIUS)
        return jb_encode_constant(e, max ? jb_encoder_length(e, c) / 2 : 0);
    bool far = max == (main == JB_CHANNEL_X);
    return jb_encode_constant(e, far ? jb_encoder_length(e, c) : 0);
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
    const jb_scale *s = jb_encoder_scale(e, jb_channel_main(c));
    bool counts = d && (d->count || d->aggregate == JB_AGGREGATE_DISTINCT);
    if (!jb_definition_is_field(d) || !s || jb_scaling_discrete(s->type) || counts ||
        !jb_ref_given(r) || (e->unit->invalid != JB_INVALID_SHOW && !as))
        return r;
    jb_ref *own = JB_NEW(e->chart->cx->keep, jb_ref);
    *own = *r;
    own->valid = jb_table_find(e->table, d->name);
    const jb_node *value = as ? jb_node_get(as, JB_S("value")) : NULL;
    own->otherwise =
        value ? jb_encode_constant(e, picture_number(e, jb_node_value(e->chart->cx->keep, value)))
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
    const jb_scale *s = jb_encoder_scale(e, jb_channel_main(c));
    jb_scaling type = s ? s->type : JB_SCALING_NONE;
    bool discrete = jb_scaling_discrete(type);
    if (isnan(band) && !jb_channel_offset(c) && d->type)
        band = jb_band_position(e->view, d, second);
    bool banded = band > 0;
    if (d->bin || (banded && d->timed && d->type == JB_TEMPORAL)) {
        if (e->unit->stack.impute && jb_channel_position(c)) /* units of time have no middle */
            return jb_ref_column(e, s, d->bin ? mid_name(e, d) : d->name);
        if (banded && !discrete)
            return jb_ref_mixed(e, s, d->name, d->end, band);
        bool by_range = d->bin && (d->type == JB_ORDINAL || d->type == JB_NOMINAL) && s;
        /* on a band Vega-Lite puts it at the start, wherever a plain field would stand */
        return jb_ref_column(e, s, by_range ? d->range : d->name);
    }
    if (d->binned && jb_definition_is_field(second))
        return jb_ref_mixed(e, s, d->name, second->name, isnan(band) ? 0.5 : band);
    jb_ref *r = jb_ref_column(e, s, d->name);
    if (type == JB_SCALING_BAND)
        r->band = isnan(band) ? JB_OR(d->spec, band_position, 0.5) : band;
    return r;
}

const jb_ref *jb_encode_mid(const jb_encoder *e, const jb_definition *d,
                            const jb_definition *second, jb_channel c, jb_offset o,
                            const jb_ref *usual, double band)
{
    if (jb_definition_is_field(d))
        return jb_ref_moved(e, with_invalid(e, d, c, field_point(e, d, second, c, band)), o);
    if (jb_definition_has_data(d)) {
        jb_ref *r = new_ref(e, JB_REF_DATUM);
        r->scale = jb_encoder_scale(e, jb_channel_main(c));
        r->datum = jb_definition_value(d, d->datum);
        if (r->scale && r->scale->type == JB_SCALING_BAND)
            r->band = isnan(band) ? JB_OR(d->spec, band_position, 0.5) : band;
        return jb_ref_moved(e, r, o);
    }
    if (d && d->kind == JB_DEFINES_VALUE)
        return jb_ref_moved(e, jb_encode_constant(e, picture_number(e, d->spec->value)), o);
    return jb_ref_moved(e, usual, o);
}

bool jb_encoder_stacks(const jb_encoder *e, jb_channel c)
{
    jb_channel main = jb_channel_main(c);
    return e->unit->stack.channel == main && jb_definition_has_data(e->unit->definitions[main]);
}

static const jb_ref *point(const jb_encoder *e, jb_channel c, const jb_ref *usual)
{
    const jb_definition *d = e->unit->definitions[c];
    const jb_definition *second = e->unit->definitions[jb_channel_second(c)];
    jb_offset o = jb_offset_find(e, c, 0.5);
    if (jb_encoder_stacks(e, c)) {
        bool polar_text = e->unit->mark == JB_MARK_TEXT && jb_channel_polar(c);
        double band = JB_OR(d->spec, band_position, polar_text ? 0.5 : 1);
        return jb_ref_moved(
            e, jb_ref_mixed(e, jb_encoder_scale(e, c), d->start_name, d->end_name, band), o);
    }
    return jb_encode_mid(e, d, second, c, o, usual, o.encoded ? 0 : NAN);
}

const jb_ref *jb_encode_point(const jb_encoder *e, jb_channel c, jb_default_place usual)
{
    return point(e, c, jb_place_usual(e, c, usual));
}
