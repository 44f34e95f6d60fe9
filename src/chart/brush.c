/* The brushes of interval selections that begin with a value: a ground below the marks and a frame
 * above them. */
#include <math.h>
#include "chart/encode.h"
#include "chart/guide.h"
#include "grammar/make.h"
#include "grammar/reader.h"

/* From where to where a brush reaches in one way; all of the plot where the selection has no say.
 */
static bool brush_reach(jb_chart *chart, const jb_view *v, const jb_node *value, jb_channel c,
                        double reach[2])
{
    reach[0] = 0;
    reach[1] = v->size[c == JB_CHANNEL_X ? 0 : 1];
    const jb_definition *d = jb_definition_field(v->unit->definitions[c]);
    const jb_node *ends = jb_node_get(value, jb_enum_key(&jb_channel_values, (int)c));
    if (!ends && d && d->field.p)
        ends = jb_node_get(value, d->field);
    if (!ends)
        return false;
    const jb_scale *s = jb_view_scale(v, c);
    if (!d || !s || ends->kind != JB_NODE_LIST || ends->n != 2)
        return false;
    for (size_t i = 0; i < 2; i++) {
        jb_value end = jb_definition_value(d, jb_data_value(chart->cx, ends->items[i]));
        reach[i] = jb_scale_number(s, end);
    }
    return isfinite(reach[0]) && isfinite(reach[1]);
}

/* What the selection says of its brush, and config.selection.interval under it. */
static const jb_node *look_of(jb_chart *chart, const jb_param_spec *p)
{
    const jb_node *config = jb_node_has(chart->config->selection, "interval");
    const jb_node *own = JB_HAS(p->select, mark) ? p->select->mark : NULL;
    return jb_node_merge(chart->cx, jb_node_has(config, "mark"), own, 1);
}

static jb_paint brush_paint(jb_chart *chart, const jb_node *look, const char *key)
{
    const jb_node *own = jb_node_has(look, key);
    return own ? jb_paint_node(chart, own) : jb_paint_none();
}

static double brush_number(const jb_node *look, const char *key, double usual)
{
    const jb_node *own = jb_node_has(look, key);
    return own && own->kind == JB_NODE_NUMBER ? own->number : usual;
}

static const double *brush_dash(jb_chart *chart, const jb_node *look, size_t *n)
{
    const jb_node *own = jb_node_has(look, "strokeDash");
    *n = own && own->kind == JB_NODE_LIST ? own->n : 0;
    double *dash = *n ? JB_NEW_N(chart->cx->keep, double, *n) : NULL;
    for (size_t i = 0; i < *n; i++)
        dash[i] = fmax(0, own->items[i]->number);
    return dash;
}

static const jb_style *brush_style(jb_chart *chart, const jb_node *look, bool ground)
{
    jb_style s = jb_style_plain;
    if (ground) {
        s.fill = brush_paint(chart, look, "fill");
        s.fill_opacity = brush_number(look, "fillOpacity", 1);
    } else {
        s.fill = jb_paint_solid((jb_rgba){0, 0, 0, 0});
        s.stroke = brush_paint(chart, look, "stroke");
        s.stroke_width = brush_number(look, "strokeWidth", 1);
        s.stroke_opacity = brush_number(look, "strokeOpacity", 1);
        s.stroke_dash_offset = brush_number(look, "strokeDashOffset", 0);
        s.stroke_dash = brush_dash(chart, look, &s.stroke_dash_n);
    }
    return jb_style_shared(chart, &s);
}

/* A brush belongs to one plot, the first that defines it unless each has its own; of a facet's
 * cells nobody has said which. Elsewhere Vega leaves its frame, of no size. */
static bool in_facet(const jb_view *v)
{
    while (v && v->kind != JB_VIEW_FACET)
        v = v->parent;
    return v != NULL;
}

static void draw_brush(jb_chart *chart, const jb_view *v, const jb_param_spec *p,
                       jb_group_item *group, bool ground)
{
    double x[2], y[2];
    bool across = brush_reach(chart, v, p->value, JB_CHANNEL_X, x);
    bool along = brush_reach(chart, v, p->value, JB_CHANNEL_Y, y);
    bool single = JB_OR(p->select, resolve, JB_SELECTION_GLOBAL) == JB_SELECTION_GLOBAL;
    bool elsewhere = in_facet(v) || (single && jb_chart_param_home(chart, p->name) != v);
    if ((!across && !along) || (elsewhere && ground))
        return;
    if (elsewhere)
        x[0] = x[1] = y[0] = y[1] = 0;
    jb_mark *m = jb_mark_new(chart->cx->keep, JB_MARKTYPE_RECT, JB_S("mark"), 1);
    m->clip = true;
    m->rects[0].x = fmin(x[0], x[1]);
    m->rects[0].y = fmin(y[0], y[1]);
    m->rects[0].width = fabs(x[1] - x[0]);
    m->rects[0].height = fabs(y[1] - y[0]);
    m->rects[0].style = brush_style(chart, look_of(chart, p), ground);
    jb_group_add(chart->cx->keep, group, m);
}

/* Each brush lies around those before it: its ground under theirs, its frame over theirs. */
void jb_brushes_draw(jb_chart *chart, const jb_view *v, jb_group_item *group, bool ground)
{
    const jb_param_list *list = &v->spec->params;
    for (size_t i = 0; v->unit && i < list->n; i++) {
        const jb_param_spec *p = list->at[ground ? list->n - 1 - i : i];
        bool drawn = JB_HAS(p, select) && p->select && p->select->type == JB_SELECT_INTERVAL &&
                     JB_HAS(p, value) && p->value && p->value->kind == JB_NODE_MAP;
        if (drawn && !JB_HAS(p, bind))
            draw_brush(chart, v, p, group, ground);
    }
}
