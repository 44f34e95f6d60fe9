/* How a legend's symbols look before any scale: as Vega-Lite's encoding of them says, which is that
 * of the first of the merged legends that has one, and under it as Vega does. */
#include <math.h>

#include "chart/legend.h"

double jb_legend_greatest(const jb_definition *d)
{
    double v = NAN;
    if (!d)
        return v;
    if (d->kind == JB_DEFINES_VALUE && JB_HAS(d->spec, value))
        v = jb_value_number(d->spec->value);
    for (size_t i = 0; i < d->conditions_n; i++)
        if (d->conditions[i]->kind == JB_DEFINES_VALUE)
            v = fmax(v, jb_value_number(d->conditions[i]->spec->value));
    return v;
}

static jb_value first_value(const jb_definition *d)
{
    if (!d)
        return jb_null();
    if (d->kind == JB_DEFINES_VALUE && JB_HAS(d->spec, value))
        return d->spec->value;
    for (size_t i = 0; i < d->conditions_n; i++)
        if (d->conditions[i]->kind == JB_DEFINES_VALUE)
            return d->conditions[i]->spec->value;
    return jb_null();
}

/* By a field alone: under conditions there are values to choose from. */
static bool goes_by_field(const jb_definition *d)
{
    return d && d->conditions_n == 0 && (d->kind == JB_DEFINES_FIELD || jb_definition_field(d));
}

static const jb_definition *paint_definition(const jb_unit_view *u, bool fill, bool filled)
{
    const jb_definition *own = u->definitions[fill ? JB_CHANNEL_FILL : JB_CHANNEL_STROKE];
    if (own)
        return own;
    return filled == fill ? u->definitions[JB_CHANNEL_COLOR] : NULL;
}

static jb_paint base_fill(const jb_legend_drawing *g, jb_rgba usual)
{
    return JB_HAS(g->s, symbol_base_fill_color) ? JB_PAINT(g->chart, g->s, symbol_base_fill_color)
                                                : jb_paint_solid(usual);
}

/* What the mark itself would be painted with, where this legend does not say it. */
static jb_paint unit_paint(const jb_legend_drawing *g, const jb_unit_view *u, bool fill,
                           bool *given)
{
    bool filled = u->filled && u->mark != JB_MARK_TRAIL;
    const jb_definition *d = paint_definition(u, fill, filled);
    *given = true;
    bool own = fill ? JB_GIVEN(u->spec, fill) : JB_GIVEN(u->spec, stroke);
    if (goes_by_field(d) && !(own && d->channel == JB_CHANNEL_COLOR)) {
        *given = fill;
        return fill ? base_fill(g, (jb_rgba){0, 0, 0, 1}) : jb_paint_none();
    }
    jb_value v = first_value(d);
    if (v.type == JB_TEXT)
        return jb_paint_read(g->chart, jb_value_str(v), JB_SPAN(d->spec, value));
    jb_unit_view as = *u;
    as.filled = filled;
    jb_paint p = jb_mark_paint(g->chart, &as, fill);
    *given = p.kind != JB_PAINT_NONE || jb_mark_unpainted(u, fill);
    return p;
}

static const void *config_member(const jb_unit_view *u, size_t offset)
{
    for (size_t i = 1; i < u->look.n; i++)
        if (jb_given_set(u->look.at[i], offset) && !jb_given_null(u->look.at[i], offset))
            return (const char *)u->look.at[i] + offset;
    return NULL;
}

/* What the configs of the mark say of strokes and fills goes for its symbols. */
static const size_t number_offsets[] = {
    offsetof(jb_mark_spec, stroke_width),       offsetof(jb_mark_spec, stroke_opacity),
    offsetof(jb_mark_spec, fill_opacity),       offsetof(jb_mark_spec, stroke_dash_offset),
    offsetof(jb_mark_spec, stroke_miter_limit),
};

static bool config_speaks(const jb_unit_view *u)
{
    for (size_t i = 0; i < JB_COUNT(number_offsets); i++)
        if (config_member(u, number_offsets[i]))
            return true;
    return config_member(u, offsetof(jb_mark_spec, stroke_dash)) ||
           config_member(u, offsetof(jb_mark_spec, stroke_join));
}

static void config_speak(const jb_unit_view *u, jb_style *s)
{
    double *const numbers[] = {&s->stroke_width, &s->stroke_opacity, &s->fill_opacity,
                               &s->stroke_dash_offset, &s->stroke_miter_limit};
    _Static_assert(JB_COUNT(numbers) == JB_COUNT(number_offsets), "each number has its place");
    for (size_t i = 0; i < JB_COUNT(numbers); i++) {
        const void *v = config_member(u, number_offsets[i]);
        if (v)
            *numbers[i] = *(const double *)v;
    }
    const jb_numbers *dash = config_member(u, offsetof(jb_mark_spec, stroke_dash));
    const int *join = config_member(u, offsetof(jb_mark_spec, stroke_join));
    if (dash) {
        s->stroke_dash = dash->at;
        s->stroke_dash_n = dash->n;
    }
    s->join = join ? (jb_join)*join : s->join;
}

/* ---- what one of the merged legends says -------------------------------------------------------
 */

#define ASKED(g, part, name)                                                                       \
    (JB_HAS((part)->written, name) || JB_HAS((g)->chart->config->legend, name))

typedef struct sayings {
    jb_paint fill, stroke;
    bool filled, stroked, by_field; /* what of it is said; the fill goes by a field */
    double opacity;                 /* NaN: nothing */
} sayings;

/* The mark's own opacity, unless the legend is of it or has its own. */
static double opacity_of(const jb_legend_part *part, bool asked)
{
    const jb_unit_view *u = part->view->unit;
    double v = jb_legend_greatest(u->definitions[JB_CHANNEL_OPACITY]);
    if (isnan(v))
        v = JB_OR(u->spec, opacity, NAN);
    return asked || v == 0 ? NAN : v;
}

static sayings listen(const jb_legend_drawing *g, const jb_legend_part *part)
{
    const jb_unit_view *u = part->view->unit;
    bool inside = u->filled && u->mark != JB_MARK_TRAIL;
    bool of_fill = part->channel == JB_CHANNEL_FILL, of_color = part->channel == JB_CHANNEL_COLOR;
    sayings s = {.by_field = goes_by_field(paint_definition(u, true, inside))};
    s.fill = unit_paint(g, u, true, &s.filled);
    s.stroke = unit_paint(g, u, false, &s.stroked);
    if (of_fill || (inside && of_color) || (s.by_field && ASKED(g, part, symbol_fill_color)))
        s.filled = false;
    if (part->channel == JB_CHANNEL_STROKE || (!inside && of_color) ||
        ASKED(g, part, symbol_stroke_color))
        s.stroked = false;
    s.opacity = opacity_of(part, ASKED(g, part, symbol_opacity));
    return s;
}

static bool says_anything(const jb_legend_drawing *g, const jb_legend_part *part)
{
    if (part->gradient)
        return !isnan(opacity_of(part, ASKED(g, part, gradient_opacity)));
    sayings s = listen(g, part);
    return s.filled || s.stroked || config_speaks(part->view->unit) ||
           (part->channel != JB_CHANNEL_OPACITY && !isnan(s.opacity));
}

/* NULL: nobody, or one that speaks of its gradient only, says anything about symbols. */
static const jb_legend_part *speaker(const jb_legend_drawing *g)
{
    for (size_t i = 0; i < g->l->parts_n; i++)
        if (says_anything(g, &g->l->parts[i]))
            return g->l->parts[i].gradient ? NULL : &g->l->parts[i];
    return NULL;
}

/* ---- the whole ---------------------------------------------------------------------------------
 */

/* Without a scale for their fill symbols are as Vega's config has them. */
static void paint_plain(const jb_legend_drawing *g, bool by_fill, jb_style *s)
{
    const jb_rgba gray = {136 / 255.0, 136 / 255.0, 136 / 255.0, 1};
    s->fill = by_fill ? jb_paint_none() : base_fill(g, (jb_rgba){0, 0, 0, 0});
    s->stroke = by_fill ? jb_paint_none()
                : JB_HAS(g->s, symbol_base_stroke_color)
                    ? JB_PAINT(g->chart, g->s, symbol_base_stroke_color)
                    : jb_paint_solid(gray);
    if (JB_HAS(g->s, symbol_fill_color))
        s->fill = JB_PAINT(g->chart, g->s, symbol_fill_color);
    if (JB_HAS(g->s, symbol_stroke_color))
        s->stroke = JB_PAINT(g->chart, g->s, symbol_stroke_color);
}

/* A symbol that is filled has no stroke but what the mark has, not even the one asked for: it is
 * there, but transparent. */
static void paint_as_said(const sayings *said, bool by_fill, bool by_stroke, jb_style *s)
{
    if (said->stroked && !by_stroke)
        s->stroke = said->stroke;
    else if (said->filled && jb_paint_visible(&said->fill) && !by_stroke)
        s->stroke = jb_paint_solid((jb_rgba){0, 0, 0, 0});
    if (said->filled && !by_fill)
        s->fill = said->fill;
    if (said->filled && said->by_field)
        s->fill_opacity = isnan(said->opacity) ? 1 : said->opacity;
}

jb_style jb_legend_symbol_style(const jb_legend_drawing *g)
{
    const jb_legend_part *part = speaker(g);
    bool by_fill = jb_legend_scale_named(g->l, JB_CHANNEL_FILL);
    bool by_stroke = jb_legend_scale_named(g->l, JB_CHANNEL_STROKE);
    jb_numbers dash = JB_OR(g->s, symbol_dash, ((jb_numbers){NULL, 0}));
    jb_style s = jb_style_plain;
    s.stroke_width = g->s->symbol_stroke_width;
    s.stroke_dash = dash.at;
    s.stroke_dash_n = dash.n;
    s.stroke_dash_offset = g->s->symbol_dash_offset;
    paint_plain(g, by_fill, &s);
    s.opacity = JB_OR(g->s, symbol_opacity, 1.0);
    if (!part)
        return s;
    sayings said = listen(g, part);
    config_speak(part->view->unit, &s);
    paint_as_said(&said, by_fill, by_stroke, &s);
    if (part->channel != JB_CHANNEL_OPACITY && !isnan(said.opacity))
        s.opacity = said.opacity;
    return s;
}
