/* Channels that are no position: colours, sizes, text, and what a mark takes from its definition
 * and configs. */
#include <math.h>
#include <stdlib.h>
#include "chart/encode.h"
#include "chart/guide.h"

/* ---- numbers -----------------------------------------------------------------------------------
 */

static const jb_scale *scale_for(const jb_encoder *e, jb_channel c)
{
    return jb_view_scale(e->view, c);
}

static const jb_node *invalid_of(const jb_encoder *e, jb_channel c)
{
    const jb_scale_config_spec *s = e->chart->config->scale;
    return JB_HAS(s, invalid) ? jb_node_get(s->invalid, jb_enum_key(&jb_channel_values, (int)c))
                              : NULL;
}

static bool shows_invalid(const jb_encoder *e, const jb_definition *d, jb_channel c)
{
    const jb_scale *s = scale_for(e, c);
    return d->kind == JB_DEFINES_FIELD && s && !jb_scaling_discrete(s->type) && !d->count &&
           (e->unit->invalid == JB_INVALID_SHOW || invalid_of(e, c));
}

/* Where a scale's domain has zero, zero; else its least value. */
static double zero_or_least(const jb_scale *s)
{
    if (s->domain_n == 0)
        return NAN;
    double a = s->domain[0], b = s->domain[s->domain_n - 1];
    return fmin(a, b) <= 0 && fmax(a, b) >= 0 && s->type != JB_SCALING_LOG &&
                   !jb_scaling_temporal(s->type)
               ? 0
               : a;
}

static jb_str column_name(const jb_definition *d, const jb_scale *s)
{
    bool by_range = d->bin && (d->type == JB_ORDINAL || d->type == JB_NOMINAL) && s;
    return by_range ? d->range : d->name;
}

/* Of a bin, or of a timed span with a band position, a continuous scale takes the point between
 * its ends: the second column and the share of it. */
static const jb_column *span_end(const jb_encoder *e, const jb_definition *d, const jb_scale *s,
                                 double *share)
{
    if (!d->bin && !(d->timed && d->type == JB_TEMPORAL))
        return NULL;
    *share = d->type ? jb_band_position(e->view, d, NULL) : NAN;
    bool between = *share > 0 && s && !jb_scaling_discrete(s->type);
    return between ? jb_table_find(e->table, d->end) : NULL;
}

static jb_ref *number_ref(const jb_encoder *e, const jb_definition *d, jb_channel c)
{
    jb_ref *r = JB_NEW(e->chart->cx->keep, jb_ref);
    r->band = r->least = NAN;
    r->scale = scale_for(e, c);
    if (d->kind == JB_DEFINES_FIELD) {
        r->column = jb_table_find(e->table, column_name(d, r->scale));
        r->kind = r->column ? JB_REF_COLUMN : JB_REF_NONE;
        double share;
        const jb_column *end = r->column ? span_end(e, d, r->scale, &share) : NULL;
        if (end) {
            r->kind = JB_REF_BETWEEN;
            r->second = end;
            r->number = share;
        }
    } else if (d->kind == JB_DEFINES_DATUM) {
        r->kind = JB_REF_DATUM;
        r->datum = jb_definition_value(d, d->datum);
    } else if (d->kind == JB_DEFINES_VALUE && JB_HAS(d->spec, value)) {
        r->kind = JB_REF_NUMBER;
        r->scale = NULL;
        r->number = jb_value_number(d->spec->value);
    }
    return r;
}

static const jb_ref *invalid_number(const jb_encoder *e, jb_channel c)
{
    const jb_node *as = invalid_of(e, c);
    const jb_node *value = as ? jb_node_get(as, JB_S("value")) : NULL;
    const jb_scale *s = scale_for(e, c);
    return jb_ref_constant(e->chart->cx->keep,
                           value ? value->number : jb_scale_at(s, zero_or_least(s)));
}

const jb_ref *jb_encode_number(const jb_encoder *e, jb_channel c, double usual)
{
    const jb_definition *d = e->unit->definitions[c];
    jb_arena *a = e->chart->cx->keep;
    const jb_ref *plain = isnan(usual) ? NULL : jb_ref_constant(a, usual);
    if (!d)
        return plain;
    jb_ref *main = number_ref(e, d, c);
    if (main->kind == JB_REF_NONE && plain)
        *main = *plain;
    if (shows_invalid(e, d, c) && main->column) {
        main->valid = main->column;
        main->otherwise = invalid_number(e, c);
    }
    const jb_ref *chain = main;
    for (size_t i = d->conditions_n; i-- > 0;) {
        jb_ref *r = number_ref(e, d->conditions[i], c);
        r->test = jb_test_make(e->chart, e->view, d->conditions[i]->spec);
        r->otherwise = chain;
        chain = r;
    }
    return chain;
}

/* ---- values ------------------------------------------------------------------------------------
 */

static jb_choice *value_choice(const jb_encoder *e, const jb_definition *d, jb_channel c)
{
    jb_choice *x = JB_NEW(e->chart->cx->keep, jb_choice);
    x->scale = scale_for(e, c);
    if (d->kind == JB_DEFINES_FIELD) {
        x->column = jb_table_find(e->table, column_name(d, x->scale));
        x->second = span_end(e, d, x->scale, &x->share);
    } else if (d->kind == JB_DEFINES_DATUM)
        x->value = jb_definition_value(d, d->datum);
    else if (d->kind == JB_DEFINES_VALUE) {
        x->constant = true;
        x->scale = NULL;
        x->value = JB_IS_NULL(d->spec, value) ? jb_null() : d->spec->value;
        if (jb_channel_color(c) && x->value.type == JB_TEXT)
            x->paint = jb_paint_read(e->chart, jb_value_str(x->value), JB_SPAN(d->spec, value));
        else if (jb_channel_color(c) && d->spec->given.node)
            x->paint = jb_paint_node(e->chart, jb_node_get(d->spec->given.node, JB_S("value")));
    }
    return x;
}

static jb_choice *constant_choice(const jb_encoder *e, jb_value v)
{
    jb_choice *x = JB_NEW(e->chart->cx->keep, jb_choice);
    x->constant = true;
    x->value = v;
    return x;
}

static const jb_choice *with_conditions(const jb_encoder *e, const jb_definition *d, jb_channel c,
                                        jb_choice *main)
{
    const jb_choice *chain = main;
    for (size_t i = d->conditions_n; i-- > 0;) {
        jb_choice *x = value_choice(e, d->conditions[i], c);
        x->test = jb_test_make(e->chart, e->view, d->conditions[i]->spec);
        x->otherwise = chain;
        if (c == JB_CHANNEL_TEXT || c == JB_CHANNEL_TOOLTIP || c == JB_CHANNEL_HREF ||
            c == JB_CHANNEL_DESCRIPTION)
            x->label =
                jb_labeler_make(e->chart, d->conditions[i], JB_FORMAT_OF(d->conditions[i]->spec),
                                JB_FOR_TEXT, NULL, NAN);
        chain = x;
    }
    return chain;
}

static const jb_choice *invalid_choice(const jb_encoder *e, jb_channel c)
{
    const jb_node *as = invalid_of(e, c);
    const jb_node *value = as ? jb_node_get(as, JB_S("value")) : NULL;
    jb_choice *x = constant_choice(e, jb_null());
    if (value) {
        x->paint = jb_paint_node(e->chart, value);
        return x;
    }
    x->constant = false;
    x->scale = scale_for(e, c);
    x->value = jb_number(zero_or_least(x->scale));
    return x;
}

const jb_choice *jb_encode_value(const jb_encoder *e, jb_channel c, jb_value usual)
{
    const jb_definition *d = e->unit->definitions[c];
    jb_choice *plain = usual.type == JB_NULL ? NULL : constant_choice(e, usual);
    if (!d)
        return plain;
    jb_choice *main = value_choice(e, d, c);
    if (d->kind == JB_DEFINES_NOTHING) {
        main->constant = true;
        main->value = usual;
    }
    if (shows_invalid(e, d, c) && main->column) {
        main->valid = main->column;
        main->otherwise = invalid_choice(e, c);
    }
    return with_conditions(e, d, c, main);
}

static const jb_choice *encode_paint(const jb_encoder *e, jb_channel c, jb_paint usual)
{
    const jb_definition *d = e->unit->definitions[c];
    if (!d)
        return NULL;
    jb_choice *main = value_choice(e, d, c);
    if (d->kind == JB_DEFINES_NOTHING) {
        main->constant = true;
        main->paint = usual;
    }
    if (shows_invalid(e, d, c) && main->column) {
        main->valid = main->column;
        main->otherwise = invalid_choice(e, c);
    }
    return with_conditions(e, d, c, main);
}

static const jb_choice *encode_text(const jb_encoder *e, const jb_definition *d, jb_channel c)
{
    if (!d)
        return NULL;
    jb_choice *main = value_choice(e, d, c);
    main->scale = NULL;
    main->label = jb_labeler_make(e->chart, d, JB_FORMAT_OF(d->spec), JB_FOR_TEXT, NULL, NAN);
    if (d->kind == JB_DEFINES_FIELD && d->bin)
        main->bin_end = jb_table_find(e->table, d->end);
    if (d->kind == JB_DEFINES_NOTHING)
        main->constant = true;
    return with_conditions(e, d, c, main);
}

const jb_choice *jb_encode_text(const jb_encoder *e, jb_channel c)
{
    return encode_text(e, e->unit->definitions[c], c);
}

static const jb_choice *chosen(const jb_choice *c, size_t row)
{
    while (c && ((c->test && !jb_test_row(c->test, row)) ||
                 (c->valid && !isfinite(jb_cell_number(c->valid, row)))))
        c = c->otherwise;
    return c;
}

static jb_value choice_input(const jb_choice *c, size_t row)
{
    if (c->column && c->second && c->scale)
        return jb_number((1 - c->share) * jb_cell_number(c->column, row) +
                         c->share * jb_cell_number(c->second, row));
    return c->column ? jb_cell(c->column, row) : c->value;
}

jb_paint jb_choice_paint(jb_chart *chart, const jb_choice *c, size_t row)
{
    c = chosen(c, row);
    if (!c)
        return jb_paint_none();
    if (c->constant)
        return c->paint;
    jb_value v = choice_input(c, row);
    jb_rgba color;
    if (!c->scale)
        return v.type == JB_TEXT ? jb_paint_read(chart, jb_value_str(v), (jb_span){0})
                                 : jb_paint_none();
    if (jb_scale_color(c->scale, v, &color))
        return jb_paint_solid(color);
    return jb_paint_none();
}

jb_value jb_choice_value(const jb_choice *c, size_t row)
{
    c = chosen(c, row);
    if (!c)
        return jb_null();
    if (c->constant || !c->scale)
        return choice_input(c, row);
    return jb_scale_value(c->scale, choice_input(c, row));
}

jb_str jb_choice_text(jb_chart *chart, const jb_choice *c, size_t row)
{
    c = chosen(c, row);
    if (!c)
        return (jb_str){NULL, 0};
    jb_value v = choice_input(c, row);
    if (c->constant)
        return v.type == JB_NULL ? (jb_str){NULL, 0}
                                 : jb_label_of(&(jb_labeler){.chart = chart}, v);
    if (v.type == JB_NULL && c->label.kind != JB_LABEL_PLAIN)
        return JB_S("null"); /* as Vega's format and timeFormat write it */
    if (!c->bin_end)
        return jb_label_of(&c->label, v);
    if (!isfinite(jb_value_measure(v)))
        return JB_S("null");
    jb_str low = jb_label_of(&c->label, v), high = jb_label_of(&c->label, jb_cell(c->bin_end, row));
    return jb_str_printf(chart->cx->keep, "%.*s – %.*s", JB_F(low), JB_F(high));
}

/* ---- colours -----------------------------------------------------------------------------------
 */

static jb_paint paint_property(jb_chart *chart, const jb_mark_spec *m, bool fill)
{
    const jb_aside *aside = fill ? JB_ASIDE(m, fill) : JB_ASIDE(m, stroke);
    if (aside && aside->node)
        return jb_paint_node(chart, aside->node);
    return jb_paint_read(chart, fill ? m->fill : m->stroke,
                         fill ? JB_SPAN(m, fill) : JB_SPAN(m, stroke));
}

static jb_paint color_property(jb_chart *chart, const jb_mark_spec *m)
{
    const jb_aside *aside = JB_ASIDE(m, color);
    return aside && aside->node ? jb_paint_node(chart, aside->node)
                                : jb_paint_read(chart, m->color, JB_SPAN(m, color));
}

static bool gives_paint(const jb_mark_spec *m, bool fill)
{
    return fill ? JB_GIVEN(m, fill) : JB_GIVEN(m, stroke);
}

static bool null_paint(const jb_mark_spec *m, bool fill)
{
    return fill ? JB_IS_NULL(m, fill) : JB_IS_NULL(m, stroke);
}

static bool goes_transparent(const jb_unit_view *u)
{
    return u->mark == JB_MARK_BAR || u->mark == JB_MARK_POINT || u->mark == JB_MARK_CIRCLE ||
           u->mark == JB_MARK_SQUARE;
}

/* The first that says it by Vega-Lite's rule: the mark its fill before its colour, styles their
 * colour, the mark's config both, config.mark its fill. NULL: nobody, or someone says null. */
static const jb_mark_spec *who_paints(const jb_unit_view *u, bool fill, bool *by_color)
{
    bool colored = u->filled == fill;
    for (size_t i = 0; i < u->look.n; i++) {
        const jb_mark_spec *m = u->look.at[i];
        *by_color = false;
        if (!jb_look_is_style(&u->look, i) && gives_paint(m, fill))
            return null_paint(m, fill) ? NULL : m;
        *by_color = true;
        if (colored && !jb_look_is_general(&u->look, i) && JB_GIVEN(m, color))
            return JB_IS_NULL(m, color) ? NULL : m;
    }
    return NULL;
}

/* What Vega finds where Vega-Lite has left it open. */
static const jb_mark_spec *style_that_paints(const jb_unit_view *u, bool fill)
{
    for (size_t i = 1; i < u->look.styled; i++)
        if (gives_paint(u->look.at[i], fill) && !null_paint(u->look.at[i], fill))
            return u->look.at[i];
    return NULL;
}

bool jb_mark_unpainted(const jb_unit_view *u, bool fill)
{
    return null_paint(u->spec, fill) && !u->definitions[fill ? JB_CHANNEL_FILL : JB_CHANNEL_STROKE];
}

jb_paint jb_mark_paint(jb_chart *chart, const jb_unit_view *u, bool fill)
{
    bool by_color;
    const jb_mark_spec *m = who_paints(u, fill, &by_color), *all = chart->config->mark;
    if (jb_mark_unpainted(u, fill))
        return jb_paint_none();
    if (m)
        return by_color ? color_property(chart, m) : paint_property(chart, m, fill);
    if (u->filled == fill && JB_HAS(all, color))
        return color_property(chart, all);
    if (fill && goes_transparent(u))
        return jb_paint_solid((jb_rgba){0, 0, 0, 0});
    m = gives_paint(u->spec, fill) ? NULL : style_that_paints(u, fill);
    return m ? paint_property(chart, m, fill) : jb_paint_none();
}

/* ---- the whole look ----------------------------------------------------------------------------
 */

/* A symbol's width stands in Vega's style of its mark, which comes before config.mark. */
static double stroke_width_of(const jb_unit_view *u)
{
    bool symbol =
        u->mark == JB_MARK_POINT || u->mark == JB_MARK_CIRCLE || u->mark == JB_MARK_SQUARE;
    return symbol ? JB_LOOKED_OWN(u, stroke_width) : JB_LOOKED(u, stroke_width);
}

static jb_style base_style(const jb_unit_view *u)
{
    jb_style s = jb_style_plain;
    s.opacity = JB_LOOKED(u, opacity);
    s.fill_opacity = JB_LOOKED(u, fill_opacity);
    s.stroke_opacity = JB_LOOKED(u, stroke_opacity);
    s.stroke_width = stroke_width_of(u);
    s.stroke_dash_offset = JB_LOOKED(u, stroke_dash_offset);
    s.stroke_miter_limit = JB_LOOKED(u, stroke_miter_limit);
    s.cap = (jb_cap)JB_LOOKED(u, stroke_cap);
    s.join = (jb_join)JB_LOOKED(u, stroke_join);
    const jb_mark_spec *dash = JB_LOOK(u, stroke_dash), *blend = JB_LOOK(u, blend);
    if (dash) {
        s.stroke_dash = dash->stroke_dash.at;
        s.stroke_dash_n = dash->stroke_dash.n;
    }
    if (blend)
        s.blend = jb_enum_key(&jb_blend_values, blend->blend);
    return s;
}

static const jb_choice *constant_paint(const jb_encoder *e, jb_paint p)
{
    jb_choice *x = constant_choice(e, jb_null());
    x->paint = p;
    return x;
}

static const jb_choice *first_of(const jb_choice *a, const jb_choice *b, const jb_choice *c)
{
    return a ? a : b ? b : c;
}

static bool varies(const jb_choice *c)
{
    return c && !(c->constant && !c->test);
}

static bool varies_number(const jb_ref *r)
{
    return r && !(r->kind == JB_REF_NUMBER && !r->test);
}

static jb_value text_value(jb_str s)
{
    return s.p ? jb_text(s) : jb_null();
}

static void encode_tooltips(const jb_encoder *e, jb_look_plan *l)
{
    const jb_unit_view *u = e->unit;
    l->tooltips = JB_NEW_N(e->chart->cx->keep, const jb_choice *, u->tooltips_n + 1);
    for (size_t i = 0; i < u->tooltips_n; i++)
        l->tooltips[l->tooltips_n++] = encode_text(e, u->tooltips[i], JB_CHANNEL_TOOLTIP);
    const jb_mark_spec *m = JB_LOOK(u, tooltip);
    if (u->tooltips_n == 0 && m && m->tooltip.type == JB_TEXT)
        l->tooltips[l->tooltips_n++] = constant_choice(e, m->tooltip);
}

jb_look_plan jb_encode_look(const jb_encoder *e)
{
    const jb_unit_view *u = e->unit;
    jb_look_plan l = {.base = base_style(u)};
    jb_paint fill = jb_mark_paint(e->chart, u, true), stroke = jb_mark_paint(e->chart, u, false);
    /* a mark's own fill or stroke is stronger than what the colour channel would give it; null is
     * one too: no ink */
    const jb_choice *color = gives_paint(u->spec, u->filled)
                                 ? NULL
                                 : encode_paint(e, JB_CHANNEL_COLOR, u->filled ? fill : stroke);
    l.fill = first_of(encode_paint(e, JB_CHANNEL_FILL, fill), u->filled ? color : NULL,
                      constant_paint(e, fill));
    l.stroke = first_of(encode_paint(e, JB_CHANNEL_STROKE, stroke), u->filled ? NULL : color,
                        constant_paint(e, stroke));
    const jb_mark_spec *pattern = JB_LOOK(u, pattern), *href = JB_LOOK(u, href);
    l.pattern =
        jb_encode_value(e, JB_CHANNEL_PATTERN,
                        text_value(pattern ? jb_enum_key(&jb_pattern_values, pattern->pattern)
                                           : (jb_str){NULL, 0}));
    l.dash = jb_encode_value(e, JB_CHANNEL_STROKE_DASH, jb_null());
    l.opacity = jb_encode_number(e, JB_CHANNEL_OPACITY, l.base.opacity);
    l.fill_opacity = jb_encode_number(e, JB_CHANNEL_FILL_OPACITY, l.base.fill_opacity);
    l.stroke_opacity = jb_encode_number(e, JB_CHANNEL_STROKE_OPACITY, l.base.stroke_opacity);
    l.stroke_width = jb_encode_number(e, JB_CHANNEL_STROKE_WIDTH, l.base.stroke_width);
    bool line = u->mark == JB_MARK_LINE || u->mark == JB_MARK_RULE;
    const jb_mark_spec *size = JB_HAS(u->spec, stroke_width) ? NULL : JB_LOOK_OWN(u, size);
    if (line && (u->definitions[JB_CHANNEL_SIZE] || size))
        l.stroke_width =
            jb_encode_number(e, JB_CHANNEL_SIZE, size ? size->size : l.base.stroke_width);
    l.href = u->definitions[JB_CHANNEL_HREF] ? jb_encode_text(e, JB_CHANNEL_HREF)
             : href                          ? constant_choice(e, jb_text(href->href))
                                             : NULL;
    l.description = jb_encode_text(e, JB_CHANNEL_DESCRIPTION);
    encode_tooltips(e, &l);
    l.constant = !varies(l.fill) && !varies(l.stroke) && !varies(l.pattern) && !varies(l.dash) &&
                 !varies_number(l.opacity) && !varies_number(l.fill_opacity) &&
                 !varies_number(l.stroke_opacity) && !varies_number(l.stroke_width);
    return l;
}

static void hatch(jb_chart *chart, jb_style *s, jb_value name)
{
    (void)chart;
    int pattern = name.type == JB_TEXT ? jb_enum_find(&jb_pattern_values, jb_value_str(name)) : -1;
    if (pattern <= JB_PATTERN_NONE || !jb_paint_visible(&s->fill))
        return;
    s->fill.kind = JB_PAINT_PATTERN;
    s->fill.pattern = (jb_pattern)pattern;
    s->fill.background = (jb_rgba){1, 1, 1, 1};
}

static void set_dash(jb_chart *chart, jb_style *s, jb_value v)
{
    if (v.type != JB_LISTED)
        return;
    double *at = JB_NEW_N(chart->cx->keep, double, v.n + 1);
    for (uint32_t i = 0; i < v.n; i++)
        at[i] = jb_value_number(v.items[i]);
    s->stroke_dash = at;
    s->stroke_dash_n = v.n;
}

static void set_number(double *into, const jb_ref *r, size_t row)
{
    double v = r ? jb_ref_at(r, row) : NAN;
    if (!isnan(v))
        *into = v;
}

const jb_style *jb_look_at(jb_chart *chart, jb_look_plan *l, size_t row)
{
    if (l->shared)
        return l->shared;
    jb_style s = l->base;
    s.fill = jb_choice_paint(chart, l->fill, row);
    s.stroke = jb_choice_paint(chart, l->stroke, row);
    set_number(&s.opacity, l->opacity, row);
    set_number(&s.fill_opacity, l->fill_opacity, row);
    set_number(&s.stroke_opacity, l->stroke_opacity, row);
    set_number(&s.stroke_width, l->stroke_width, row);
    if (l->dash)
        set_dash(chart, &s, jb_choice_value(l->dash, row));
    if (l->pattern)
        hatch(chart, &s, jb_choice_value(l->pattern, row));
    const jb_style *shared = jb_style_shared(chart, &s);
    if (l->constant)
        l->shared = shared;
    return shared;
}

const jb_style *jb_look_outline(jb_chart *chart, const jb_look_plan *l)
{
    jb_style s = l->base;
    if (varies(l->stroke))
        return NULL;
    s.stroke = jb_choice_paint(chart, l->stroke, 0);
    s.opacity = s.fill_opacity = 1;
    if (!varies_number(l->stroke_opacity))
        set_number(&s.stroke_opacity, l->stroke_opacity, 0);
    if (!varies_number(l->stroke_width))
        set_number(&s.stroke_width, l->stroke_width, 0);
    return jb_paint_visible(&s.stroke) ? jb_style_shared(chart, &s) : NULL;
}

static jb_str tooltip_text(jb_chart *chart, const jb_look_plan *l, size_t row)
{
    jb_buf b = jb_buf_new(chart->cx->keep);
    for (size_t i = 0; i < l->tooltips_n; i++) {
        jb_str s = l->tooltips[i] ? jb_choice_text(chart, l->tooltips[i], row) : (jb_str){NULL, 0};
        if (i && s.n)
            jb_buf_byte(&b, '\n');
        jb_buf_add(&b, s);
    }
    return b.text.n ? b.text : (jb_str){NULL, 0};
}

const jb_item_meta *jb_meta_at(jb_chart *chart, const jb_look_plan *l, size_t row)
{
    if (!l->href && !l->description && l->tooltips_n == 0)
        return NULL;
    jb_item_meta *m = JB_NEW(chart->cx->keep, jb_item_meta);
    if (l->href)
        m->href = jb_choice_text(chart, l->href, row);
    if (l->description)
        m->description = jb_choice_text(chart, l->description, row);
    m->tooltip = tooltip_text(chart, l, row);
    if (m->href.n)
        m->cursor = JB_S("pointer");
    return m;
}
