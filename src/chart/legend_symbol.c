/* Legends of symbols: what their scales make of them, and the entries in their grid. */
#include <math.h>
#include "chart/layout.h"
#include "chart/legend.h"

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
    if (jb_legend_scale_named(g->l, JB_CHANNEL_OPACITY))
        s.opacity = 1;
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
    /* in the first rows stands one more than in the others */
    size_t rows = (g->n + columns - 1) / columns, each = g->n / rows, longer = g->n % rows;
    size_t before = longer * (each + 1);
    return i < before ? i / (each + 1) + i % (each + 1) * rows
                      : longer + (i - before) / each + (i - before) % each * rows;
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
    jb_style base = jb_legend_symbol_style(g);
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
