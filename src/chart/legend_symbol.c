/* Legends of symbols: how a symbol looks, and the entries in their grid. */
#include <math.h>
#include "chart/layout.h"
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

/* What a mark gives its symbols; NaN: nothing. */
static double mark_opacity(const jb_unit_view *u)
{
    double v = jb_legend_greatest(u->definitions[JB_CHANNEL_OPACITY]);
    v = isnan(v) ? JB_OR(u->spec, opacity, (double)NAN) : v;
    return v != 0 ? v : NAN;
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
    *given = u;
    if (!u)
        return jb_paint_none();
    bool filled = u->filled && u->mark != JB_MARK_TRAIL;
    const jb_definition *d = paint_definition(u, fill, filled);
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

/* Does a config or a style give the unit's strokes or fills a width, a dash, an opacity? */
static bool config_says(const jb_unit_view *u)
{
    static const size_t said[] = {
        offsetof(jb_mark_spec, stroke_width),       offsetof(jb_mark_spec, stroke_dash),
        offsetof(jb_mark_spec, stroke_dash_offset), offsetof(jb_mark_spec, stroke_opacity),
        offsetof(jb_mark_spec, stroke_join),        offsetof(jb_mark_spec, stroke_miter_limit),
        offsetof(jb_mark_spec, fill_opacity)};
    for (size_t i = 1; i < u->look.n; i++)
        for (size_t k = 0; k < JB_COUNT(said); k++)
            if (jb_given_set(u->look.at[i], said[k]))
                return true;
    return false;
}

/* The first of the merged units that says anything says it all, be it of a gradient: then nobody
 * speaks of symbols. */
static const jb_unit_view *speaking_unit(const jb_legend_drawing *g)
{
    for (size_t i = 0; i < g->l->parts_n; i++) {
        const jb_unit_view *u = g->l->parts[i].view->unit;
        bool fill, stroke, opacity = !isnan(mark_opacity(u));
        if (g->l->parts[i].gradient && opacity)
            return NULL;
        if (g->l->parts[i].gradient)
            continue;
        unit_paint(g, u, true, &fill);
        unit_paint(g, u, false, &stroke);
        if ((opacity && !JB_HAS(g->s, symbol_opacity)) || config_says(u) ||
            (fill && !jb_legend_scale_named(g->l, JB_CHANNEL_FILL)) ||
            (stroke && !jb_legend_scale_named(g->l, JB_CHANNEL_STROKE)))
            return u;
    }
    return NULL;
}

double jb_legend_symbol_opacity(const jb_legend_drawing *g)
{
    if (JB_HAS(g->s, symbol_opacity))
        return g->s->symbol_opacity;
    const jb_unit_view *u = speaking_unit(g);
    double v = u ? mark_opacity(u) : NAN;
    return isnan(v) ? 1 : v;
}

static const void *config_member(const jb_unit_view *u, size_t offset)
{
    for (size_t i = 1; u && i < u->look.n; i++)
        if (jb_given_set(u->look.at[i], offset) && !jb_given_null(u->look.at[i], offset))
            return (const char *)u->look.at[i] + offset;
    return NULL;
}

static double config_number(const jb_unit_view *u, size_t offset, double usual)
{
    const void *v = config_member(u, offset);
    return v ? *(const double *)v : usual;
}

static int config_word(const jb_unit_view *u, size_t offset, int usual)
{
    const void *v = config_member(u, offset);
    return v ? *(const int *)v : usual;
}

static jb_numbers config_dash(const jb_unit_view *u, jb_numbers usual)
{
    const void *v = config_member(u, offsetof(jb_mark_spec, stroke_dash));
    return v ? *(const jb_numbers *)v : usual;
}

bool jb_legend_fill_by_field(const jb_legend_drawing *g)
{
    const jb_unit_view *u = speaking_unit(g);
    return u && !jb_legend_scale_named(g->l, JB_CHANNEL_FILL) &&
           goes_by_field(paint_definition(u, true, u->filled && u->mark != JB_MARK_TRAIL));
}

/* Fill and stroke before any scale. A symbol that is filled has no stroke but what the mark has,
 * not even the one asked for; symbolFillColor stands for a fill that goes by a field, and leaves
 * the stroke as it is (Vega-Lite's legend encodings). */
static void paint_symbol(const jb_legend_drawing *g, const jb_unit_view *u, jb_style *s)
{
    bool by_fill = jb_legend_scale_named(g->l, JB_CHANNEL_FILL),
         by_stroke = jb_legend_scale_named(g->l, JB_CHANNEL_STROKE);
    bool by_field = jb_legend_fill_by_field(g);
    bool filled = false, stroked = false;
    if (!by_fill) {
        s->fill = base_fill(g, (jb_rgba){0, 0, 0, 0});
        s->stroke = JB_PAINT(g->chart, g->s, symbol_base_stroke_color);
        if (!JB_HAS(g->s, symbol_base_stroke_color))
            s->stroke = jb_paint_solid((jb_rgba){136 / 255.0, 136 / 255.0, 136 / 255.0, 1});
        jb_paint fill = unit_paint(g, u, true, &filled);
        if (filled)
            s->fill = fill;
    }
    if (filled && by_field && !JB_HAS(g->s, symbol_opacity) && !JB_HAS(g->s, symbol_fill_color))
        s->fill_opacity = jb_legend_symbol_opacity(g);
    if (JB_HAS(g->s, symbol_fill_color) && (!filled || by_field)) {
        s->fill = JB_PAINT(g->chart, g->s, symbol_fill_color);
        filled = false;
    }
    jb_paint stroke = unit_paint(g, u, false, &stroked);
    bool asked = JB_HAS(g->s, symbol_stroke_color);
    if (stroked && !asked)
        s->stroke = stroke;
    else if (filled && jb_paint_visible(&s->fill) && !by_stroke)
        s->stroke = jb_paint_solid((jb_rgba){0, 0, 0, 0}); /* unseen, but it takes room */
    else if (asked)
        s->stroke = JB_PAINT(g->chart, g->s, symbol_stroke_color);
}

static jb_style symbol_style(const jb_legend_drawing *g)
{
    const jb_unit_view *u = speaking_unit(g);
    jb_style s = jb_style_plain;
    s.stroke_width = g->s->symbol_stroke_width;
    s.stroke_width = config_number(u, offsetof(jb_mark_spec, stroke_width), s.stroke_width);
    s.stroke_opacity = config_number(u, offsetof(jb_mark_spec, stroke_opacity), 1);
    s.fill_opacity = config_number(u, offsetof(jb_mark_spec, fill_opacity), 1);
    s.stroke_miter_limit =
        config_number(u, offsetof(jb_mark_spec, stroke_miter_limit), s.stroke_miter_limit);
    s.join = (jb_join)config_word(u, offsetof(jb_mark_spec, stroke_join), (int)s.join);
    paint_symbol(g, u, &s);
    jb_numbers dash = config_dash(u, JB_OR(g->s, symbol_dash, ((jb_numbers){NULL, 0})));
    s.stroke_dash = dash.at;
    s.stroke_dash_n = dash.n;
    s.stroke_dash_offset =
        config_number(u, offsetof(jb_mark_spec, stroke_dash_offset), g->s->symbol_dash_offset);
    s.opacity = jb_legend_symbol_opacity(g);
    return s;
}

static void paint_by_scale(const jb_legend_drawing *g, jb_channel c, jb_value v, jb_paint *paint)
{
    const jb_legend_scale *s = jb_legend_scale_named(g->l, c);
    jb_rgba color;
    if (!s)
        return;
    *paint = s->component->scale && jb_scale_color(s->component->scale, v, &color)
                 ? jb_paint_solid(color)
                 : jb_paint_none();
}

static void number_by_scale(const jb_legend_drawing *g, jb_channel c, jb_value v, double *number)
{
    const jb_legend_scale *s = jb_legend_scale_named(g->l, c);
    double found = s && s->component->scale ? jb_scale_number(s->component->scale, v) : NAN;
    if (!isnan(found))
        *number = found;
}

static void dash_by_scale(const jb_legend_drawing *g, jb_value v, jb_style *style)
{
    const jb_legend_scale *s = jb_legend_scale_named(g->l, JB_CHANNEL_STROKE_DASH);
    jb_value dash = s && s->component->scale ? jb_scale_value(s->component->scale, v) : jb_null();
    if (dash.type != JB_LISTED)
        return;
    double *at = JB_NEW_N(g->chart->cx->keep, double, dash.n + 1);
    for (uint32_t i = 0; i < dash.n; i++)
        at[i] = jb_value_number(dash.items[i]);
    style->stroke_dash = at;
    style->stroke_dash_n = dash.n;
}

static void hatch_by_scale(const jb_legend_drawing *g, jb_value v, jb_style *style)
{
    const jb_legend_scale *s = jb_legend_scale_named(g->l, JB_CHANNEL_PATTERN);
    jb_value name = s && s->component->scale ? jb_scale_value(s->component->scale, v) : jb_null();
    int found = name.type == JB_TEXT ? jb_enum_find(&jb_pattern_values, jb_value_str(name)) : -1;
    if (found <= JB_PATTERN_NONE || style->fill.kind != JB_PAINT_SOLID)
        return;
    style->fill.kind = JB_PAINT_PATTERN;
    style->fill.pattern = (jb_pattern)found;
    style->fill.background = (jb_rgba){1, 1, 1, 1};
}

/* ---- symbols -----------------------------------------------------------------------------------
 */

static void set_symbol(const jb_legend_drawing *g, jb_symbol_item *item, jb_value v,
                       const jb_style *base)
{
    jb_style s = *base;
    const jb_legend_scale *shape = jb_legend_scale_named(g->l, JB_CHANNEL_SHAPE);
    item->size = g->s->symbol_size;
    item->shape = g->l->symbol_type.n ? g->l->symbol_type : JB_S("circle");
    if (shape && shape->component->scale) {
        jb_value name = jb_scale_value(shape->component->scale, v);
        if (name.type == JB_TEXT)
            item->shape = jb_value_str(name);
    }
    number_by_scale(g, JB_CHANNEL_SIZE, v, &item->size);
    number_by_scale(g, JB_CHANNEL_OPACITY, v, &s.opacity);
    number_by_scale(g, JB_CHANNEL_STROKE_WIDTH, v, &s.stroke_width);
    paint_by_scale(g, JB_CHANNEL_FILL, v, &s.fill);
    paint_by_scale(g, JB_CHANNEL_STROKE, v, &s.stroke);
    dash_by_scale(g, v, &s);
    hatch_by_scale(g, v, &s);
    item->style = jb_style_shared(g->chart, &s);
}

static double entry_size(const jb_legend_drawing *g, const jb_symbol_item *item)
{
    const jb_style *s = item->style;
    return fmax(ceil(sqrt(item->size) + s->stroke_width), jb_legend_label_look(g).size);
}

double jb_legend_columns(const jb_legend_drawing *g)
{
    return JB_OR(g->s, columns, g->vertical ? 1.0 : 0.0);
}

static size_t entry_columns(const jb_legend_drawing *g)
{
    return (size_t)fmax(0, fmin(jb_legend_columns(g), (double)g->n));
}

/* Which entry comes at the grid's place i: down the columns in a vertical legend. */
static size_t entry_at(const jb_legend_drawing *g, size_t i)
{
    size_t columns = entry_columns(g);
    if (!g->vertical || columns < 2)
        return i;
    size_t rows = (g->n + columns - 1) / columns, at = 0;
    for (size_t row = 0; row < rows; row++)
        for (size_t k = row; k < g->n; k += rows)
            if (at++ == i)
                return k;
    return i;
}

static const jb_style *faint_style(const jb_legend_drawing *g, const jb_style *style)
{
    jb_style s = *style;
    s.opacity = g->s->unselected_opacity;
    return jb_style_shared(g->chart, &s);
}

static void draw_entry(jb_legend_drawing *g, jb_group_item *group, const jb_legend_entry *e,
                       const jb_style *base, double offset)
{
    jb_chart *chart = g->chart;
    jb_mark *m = jb_mark_new(chart->cx->keep, JB_MARKTYPE_SYMBOL, JB_S("legend-symbol"), 1);
    jb_group_add(chart->cx->keep, group, m);
    jb_symbol_item *item = &m->symbols[0];
    set_symbol(g, item, e->value, base);
    bool faint = jb_selection_leaves_out(chart, g->l->view, g->l->definition, e->value);
    if (faint)
        item->style = faint_style(g, item->style);
    double size = entry_size(g, item), clip = g->s->clip_height;
    double x = entry_columns(g) ? offset : size, shift = g->s->symbol_offset;
    item->x = x / 2 + shift;
    item->y = (clip != 0 ? clip : size) / 2;
    jb_mark *text = jb_text_mark(chart, group, JB_S("legend-label"), 1);
    jb_text_look l = jb_legend_label_look(g);
    l.align = (jb_align)g->s->label_align;
    l.baseline = (jb_baseline)g->s->label_baseline;
    l.opacity = faint ? g->s->unselected_opacity : l.opacity;
    jb_text_put(chart, &text->texts[0], &l, jb_one_line(chart->cx->keep, e->label),
                x + shift + g->s->label_offset, item->y, JB_SPAN(g->l->definition->spec, field));
    if (clip != 0) {
        jb_box label = jb_mark_box(text);
        m->clip = true;
        group->width = jb_box_empty(&label) ? x : label.x2;
        group->height = clip;
    }
}

void jb_legend_draw_symbols(jb_legend_drawing *g, jb_group_item *entries)
{
    jb_chart *chart = g->chart;
    jb_style base = symbol_style(g);
    jb_mark *m = jb_mark_new(chart->cx->keep, JB_MARKTYPE_GROUP, JB_S("scope"), g->n);
    jb_group_add(chart->cx->keep, entries, m);
    double offset = 0;
    for (size_t i = 0; i < g->n; i++) {
        jb_symbol_item item = {0};
        set_symbol(g, &item, g->entries[i].value, &base);
        offset = fmax(offset, entry_size(g, &item));
    }
    jb_grid grid = {.n = g->n, .columns = entry_columns(g), .center = {false, true}};
    int align = g->s->grid_align;
    grid.align[0] = grid.align[1] = align;
    grid.padding[JB_COLUMN_WAY] = g->s->column_padding;
    grid.padding[JB_ROW_WAY] = g->s->row_padding;
    grid.at = JB_NEW_N(chart->cx->scratch, jb_group_item *, g->n + 1);
    for (size_t i = 0; i < g->n; i++) {
        draw_entry(g, &m->groups[i], &g->entries[entry_at(g, i)], &base, offset);
        grid.at[i] = &m->groups[i];
    }
    jb_grid_place(chart->cx->scratch, &grid);
}
