/* Legends of colours: a ramp, or bands of it. */
#include <math.h>
#include "chart/legend.h"

double jb_legend_bar_opacity(const jb_legend_drawing *g)
{
    const jb_unit_view *u = g->l->view->unit;
    double v = jb_legend_greatest(u->definitions[JB_CHANNEL_OPACITY]);
    double marks = isnan(v) || v == 0 ? JB_OR(u->spec, opacity, 1.0) : v;
    double opacity = JB_OR(g->s, gradient_opacity, g->l->gradient ? marks : 1);
    return opacity != 0 ? opacity : 1;
}

static const jb_style *bar_style(const jb_legend_drawing *g, jb_paint fill)
{
    jb_style s = jb_style_plain;
    s.fill = fill;
    s.stroke = JB_PAINT(g->chart, g->s, gradient_stroke_color);
    s.stroke_width = g->s->gradient_stroke_width;
    s.opacity = jb_legend_bar_opacity(g);
    return jb_style_shared(g->chart, &s);
}

/* A domain of one number has the whole ramp, which then goes from 0 to 1 (Vega's scaleGradient). */
static const jb_scale *with_span(jb_arena *a, const jb_scale *s)
{
    static const double whole[] = {0, 1};
    if (s->domain_n != 2 || s->domain[0] != s->domain[1])
        return s;
    jb_scale *own = JB_NEW(a, jb_scale);
    *own = *s;
    own->type = JB_SCALING_LINEAR;
    own->domain = whole;
    return own;
}

static jb_paint gradient_of(const jb_legend_drawing *g)
{
    jb_arena *a = g->chart->cx->keep;
    const jb_scale *s = with_span(a, g->scale);
    size_t n = 0;
    if (!s->domain_n) /* no row has a number */
        return jb_paint_none();
    jb_ticks t = jb_scale_ticks(a, s, 15, NAN, NULL);
    jb_stop *stops = JB_NEW_N(a, jb_stop, t.n + 3);
    double first = s->domain[0], last = s->domain[s->domain_n - 1];
    for (size_t i = 0; i < t.n + 2; i++) {
        double v = i == 0 ? first : i <= t.n ? jb_value_number(t.values[i - 1]) : last;
        jb_rgba c;
        if ((i == 1 && v == first) ||
            (i == t.n + 1 && t.n && jb_value_number(t.values[t.n - 1]) == last))
            continue;
        if (jb_scale_color(s, jb_number(v), &c))
            stops[n++] = (jb_stop){jb_scale_fraction(s, v), c};
    }
    jb_gradient *gradient = JB_NEW(a, jb_gradient);
    *gradient = (jb_gradient){.x1 = 0,
                              .y1 = g->vertical ? 1 : 0,
                              .x2 = g->vertical ? 0 : 1,
                              .stops = stops,
                              .stops_n = n};
    return (jb_paint){.kind = JB_PAINT_LINEAR, .gradient = gradient};
}

static void set_bar(const jb_legend_drawing *g, jb_rect_item *r, double from, double to)
{
    double low = g->vertical ? (1 - to) * g->length : from * g->length;
    double long_side = (to - from) * g->length;
    r->x = g->vertical ? 0 : low;
    r->y = g->vertical ? low : 0;
    r->width = g->vertical ? g->thickness : long_side;
    r->height = g->vertical ? long_side : g->thickness;
}

void jb_legend_draw_bars(jb_legend_drawing *g, jb_group_item *entries)
{
    bool bands = g->kind == JB_LEGEND_BANDS;
    size_t n = bands ? g->n : 1;
    jb_mark *m = jb_mark_new(g->chart->cx->keep, JB_MARKTYPE_RECT,
                             bands ? JB_S("legend-band") : JB_S("legend-gradient"), n);
    jb_group_add(g->chart->cx->keep, entries, m);
    for (size_t i = 0; i < n; i++) {
        jb_rgba c = {0, 0, 0, 0};
        set_bar(g, &m->rects[i], bands ? g->entries[i].perc : 0, bands ? g->entries[i].perc2 : 1);
        if (bands)
            jb_scale_color(g->scale, g->entries[i].value, &c);
        m->rects[i].style = bar_style(g, bands ? jb_paint_solid(c) : gradient_of(g));
    }
}

int jb_legend_label_overlap(const jb_legend_drawing *g)
{
    bool greedy = g->scale->type == JB_SCALING_QUANTILE || g->scale->type == JB_SCALING_THRESHOLD ||
                  g->scale->type == JB_SCALING_LOG || g->scale->type == JB_SCALING_SYMLOG;
    return JB_OR(g->l->author, label_overlap,
                 greedy ? JB_LABEL_OVERLAP_GREEDY : g->s->label_overlap);
}

void jb_legend_draw_labels(jb_legend_drawing *g, jb_group_item *entries)
{
    jb_mark *m = jb_text_mark(g->chart, entries, JB_S("legend-label"), g->n);
    jb_text_look l = jb_legend_label_look(g);
    double across = g->thickness + JB_OR(g->l->author, label_offset, g->s->gradient_label_offset);
    for (size_t i = 0; i < g->n; i++) {
        double p = g->entries[i].perc, along = (g->vertical ? 1 - p : p) * g->length;
        l.align = g->vertical || p <= 0 ? JB_ALIGN_LEFT : p >= 1 ? JB_ALIGN_RIGHT : JB_ALIGN_CENTER;
        l.baseline = !g->vertical || p >= 1 ? JB_BASELINE_TOP
                     : p <= 0               ? JB_BASELINE_BOTTOM
                                            : JB_BASELINE_MIDDLE;
        jb_text_put(g->chart, &m->texts[i], &l,
                    jb_one_line(g->chart->cx->keep, g->entries[i].label),
                    g->vertical ? across : along, g->vertical ? along : across,
                    JB_SPAN(g->l->definition->spec, field));
    }
    jb_labels_thin(g->chart, m, jb_legend_label_overlap(g), g->s->label_separation);
}
