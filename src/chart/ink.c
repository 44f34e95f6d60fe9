#include "chart/ink.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/text.h"

#define RADIANS (3.14159265358979323846 / 180)

/* ---- boxes -------------------------------------------------------------------------------------
 */

jb_box jb_box_none(void)
{
    return (jb_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
}

bool jb_box_empty(const jb_box *b)
{
    return !(b->x1 <= b->x2);
}

void jb_box_add(jb_box *b, double x, double y)
{
    b->x1 = fmin(b->x1, x);
    b->y1 = fmin(b->y1, y);
    b->x2 = fmax(b->x2, x);
    b->y2 = fmax(b->y2, y);
}

void jb_box_union(jb_box *b, const jb_box *other)
{
    if (jb_box_empty(other))
        return;
    jb_box_add(b, other->x1, other->y1);
    jb_box_add(b, other->x2, other->y2);
}

jb_box jb_box_moved(jb_box b, double dx, double dy)
{
    return (jb_box){b.x1 + dx, b.y1 + dy, b.x2 + dx, b.y2 + dy};
}

jb_box jb_box_grown(jb_box b, double by)
{
    return (jb_box){b.x1 - by, b.y1 - by, b.x2 + by, b.y2 + by};
}

double jb_box_width(const jb_box *b)
{
    return jb_box_empty(b) ? 0 : b->x2 - b->x1;
}

double jb_box_height(const jb_box *b)
{
    return jb_box_empty(b) ? 0 : b->y2 - b->y1;
}

static jb_box turned(jb_box b, double degrees, double x, double y)
{
    double c = cos(degrees * RADIANS), s = sin(degrees * RADIANS);
    const double corners[4][2] = {{b.x1, b.y1}, {b.x2, b.y1}, {b.x2, b.y2}, {b.x1, b.y2}};
    jb_box out = jb_box_none();
    for (size_t i = 0; i < 4; i++) {
        double dx = corners[i][0] - x, dy = corners[i][1] - y;
        jb_box_add(&out, x + dx * c - dy * s, y + dx * s + dy * c);
    }
    return out;
}

/* How far the stroke reaches beyond the outline; a transparent one too, as in Vega. */
static double stroke_reach(const jb_style *s, bool mitred)
{
    if (!s || s->stroke.kind == JB_PAINT_NONE || s->opacity == 0 || s->stroke_opacity == 0)
        return 0;
    double reach = s->stroke_width / 2 * (s->cap == JB_CAP_SQUARE ? sqrt(2) : 1);
    if (mitred && s->join == JB_JOIN_MITER)
        reach = fmax(reach, s->stroke_miter_limit * s->stroke_width / 2);
    return reach;
}

static jb_box text_box(const jb_text_item *t)
{
    double w = 0, x = t->x, y = t->y;
    for (size_t i = 0; i < t->lines_n; i++)
        w = fmax(w, t->lines[i].width);
    if (t->radius != 0) {
        x += t->radius * cos(t->theta - 90 * RADIANS);
        y += t->radius * sin(t->theta - 90 * RADIANS);
    }
    double shift = t->align == JB_ALIGN_CENTER ? w / 2 : t->align == JB_ALIGN_RIGHT ? w : 0;
    double base = t->lines_n ? t->lines[0].y : 0, h = t->font_size + jb_lines_height(t);
    double left = x + t->dx - shift, top = y + base - floor(0.8 * t->font_size + 0.5);
    jb_box b = {left, top, left + w, top + h};
    return t->angle != 0 ? turned(b, t->angle, x, y) : b;
}

/* The corners of a symbol of radius 1 (Vega's symbols.js), whose height is not its width. */
static const struct symbol_extent {
    jb_str shape;
    jb_box box;
} symbol_extents[] = {
#define H 0.86602540378443865 /* √3 / 2: the height of the triangle */
#define O 0.28867513459481287 /* how far its middle lies below its circle's */
    {JB_K("triangle"), {-1, -H - O, 1, H - O}}, {JB_K("triangle-up"), {-1, -H, 1, H}},
    {JB_K("triangle-down"), {-1, -H, 1, H}},    {JB_K("triangle-left"), {-H, -1, H, 1}},
    {JB_K("triangle-right"), {-H, -1, H, 1}},   {JB_K("wedge"), {-0.25, -H - O, 0.25, H - O}},
    {JB_K("arrow"), {-0.4, -1, 0.4, 1}},        {JB_K("stroke"), {-1, 0, 1, 0}},
#undef H
#undef O
};

static jb_box symbol_box(const jb_symbol_item *s)
{
    double r = sqrt(s->size) / 2;
    jb_box unit = {-1, -1, 1, 1};
    for (size_t i = 0; i < JB_COUNT(symbol_extents); i++)
        if (jb_str_eq(s->shape, symbol_extents[i].shape))
            unit = symbol_extents[i].box;
    if (s->angle != 0 && !jb_str_eq(s->shape, JB_S("circle")))
        unit = turned(unit, s->angle, 0, 0);
    jb_box b = {s->x + unit.x1 * r, s->y + unit.y1 * r, s->x + unit.x2 * r, s->y + unit.y2 * r};
    return jb_box_grown(b, stroke_reach(s->style, true));
}

static jb_box path_box(jb_marktype type, const jb_path_item *p)
{
    jb_box b = jb_box_none();
    for (size_t i = 0; i < p->points_n; i++) {
        const jb_point *q = &p->points[i];
        if (!q->defined)
            continue;
        jb_box_add(&b, q->x, q->y);
        if (type == JB_MARKTYPE_AREA)
            jb_box_add(&b, q->x2, q->y2);
        if (type == JB_MARKTYPE_TRAIL) {
            jb_box_add(&b, q->x - q->size / 2, q->y - q->size / 2);
            jb_box_add(&b, q->x + q->size / 2, q->y + q->size / 2);
        }
    }
    return jb_box_empty(&b) ? b : jb_box_grown(b, stroke_reach(p->style, true));
}

static void add_rim(jb_box *b, const jb_arc_item *a, double angle)
{
    jb_box_add(b, a->x + a->inner_radius * sin(angle), a->y - a->inner_radius * cos(angle));
    jb_box_add(b, a->x + a->outer_radius * sin(angle), a->y - a->outer_radius * cos(angle));
}

/* Its ends, and where it is furthest to a side. */
static jb_box arc_box(const jb_arc_item *a)
{
    jb_box b = jb_box_none();
    const double quarter = 90 * RADIANS;
    double from = fmin(a->start_angle, a->end_angle), to = fmax(a->start_angle, a->end_angle);
    add_rim(&b, a, from);
    add_rim(&b, a, to);
    double side = ceil(from / quarter) * quarter;
    for (size_t i = 0; i < 4 && side < to; i++, side += quarter)
        add_rim(&b, a, side);
    return jb_box_grown(b, stroke_reach(a->style, true));
}

double jb_group_rim(const jb_group_item *g)
{
    return stroke_reach(g->style, false);
}

void jb_group_bound(jb_arena *a, jb_group_item *g, const jb_box *box)
{
    double *at = JB_NEW_N(a, double, 4);
    const double bounds[4] = {box->x1, box->y1, box->x2, box->y2};
    memcpy(at, bounds, sizeof bounds);
    g->bounds = at;
}

jb_box jb_group_box(const jb_group_item *g)
{
    jb_box b = jb_box_none();
    if (g->bounds)
        return jb_box_moved((jb_box){g->bounds[0], g->bounds[1], g->bounds[2], g->bounds[3]}, g->x,
                            g->y);
    for (size_t i = 0; i < g->marks_n && !g->clip; i++) {
        jb_box inner = jb_mark_box_in(g->marks[i], g);
        jb_box_union(&b, &inner);
    }
    if (g->clip || g->width != 0 || g->height != 0) {
        jb_box_add(&b, 0, 0);
        jb_box_add(&b, g->width, g->height);
    }
    if (jb_box_empty(&b))
        return b;
    return jb_box_moved(jb_box_grown(b, jb_group_rim(g)), g->x, g->y);
}

jb_box jb_item_box(const jb_mark *m, size_t i)
{
    jb_box b = jb_box_none();
    switch (m->type) {
    case JB_MARKTYPE_GROUP:
        return jb_group_box(&m->groups[i]);
    case JB_MARKTYPE_RECT:
        b = (jb_box){m->rects[i].x, m->rects[i].y, m->rects[i].x + m->rects[i].width,
                     m->rects[i].y + m->rects[i].height};
        return jb_box_grown(b, stroke_reach(m->rects[i].style, false));
    case JB_MARKTYPE_SYMBOL:
        return symbol_box(&m->symbols[i]);
    case JB_MARKTYPE_RULE:
        jb_box_add(&b, m->rules[i].x, m->rules[i].y);
        jb_box_add(&b, m->rules[i].x2, m->rules[i].y2);
        return jb_box_grown(b, stroke_reach(m->rules[i].style, false));
    case JB_MARKTYPE_TEXT:
        return m->texts[i].text.n ? text_box(&m->texts[i]) : b;
    case JB_MARKTYPE_LINE:
    case JB_MARKTYPE_AREA:
    case JB_MARKTYPE_TRAIL:
        return path_box(m->type, &m->paths[i]);
    case JB_MARKTYPE_ARC:
        return arc_box(&m->arcs[i]);
    case JB_MARKTYPE_IMAGE:
        return (jb_box){m->images[i].x, m->images[i].y, m->images[i].x + m->images[i].width,
                        m->images[i].y + m->images[i].height};
    case JB_MARKTYPE_PATH:
    case JB_MARKTYPES:
        break;
    }
    return b;
}

static bool is_hidden(const jb_item *item)
{
    return item->style && item->style->opacity == 0;
}

jb_box jb_mark_box(const jb_mark *m)
{
    jb_box b = jb_box_none();
    for (size_t i = 0; i < m->n; i++) {
        if (m->type == JB_MARKTYPE_TEXT && is_hidden(jb_mark_item(m, i)))
            continue;
        jb_box item = jb_item_box(m, i);
        if (isfinite(item.x1) && isfinite(item.y1) && isfinite(item.x2) && isfinite(item.y2))
            jb_box_union(&b, &item);
    }
    return b;
}

jb_box jb_mark_box_in(const jb_mark *m, const jb_group_item *g)
{
    jb_box b = jb_mark_box(m);
    if (!m->clip || jb_box_empty(&b))
        return b;
    b = (jb_box){fmax(b.x1, 0), fmax(b.y1, 0), fmin(b.x2, g->width), fmin(b.y2, g->height)};
    return b.y1 <= b.y2 ? b : jb_box_none();
}

/* ---- looks -------------------------------------------------------------------------------------
 */

const jb_style *jb_style_shared(jb_chart *chart, const jb_style *style)
{
    size_t n = chart->styles.n, newest = n > 16 ? n - 16 : 0;
    for (size_t i = n; i-- > newest;)
        if (memcmp(chart->styles.at[i], style, sizeof *style) == 0)
            return chart->styles.at[i];
    jb_style *own = JB_NEW(chart->cx->keep, jb_style);
    memcpy(own, style, sizeof *own);
    *JB_PUSH(chart->cx->keep, &chart->styles) = own;
    return own;
}

jb_paint jb_paint_none(void)
{
    return (jb_paint){.kind = JB_PAINT_NONE};
}

jb_paint jb_paint_solid(jb_rgba c)
{
    return (jb_paint){.kind = JB_PAINT_SOLID, .color = c};
}

bool jb_paint_visible(const jb_paint *p)
{
    return p->kind != JB_PAINT_NONE && !(p->kind == JB_PAINT_SOLID && p->color.a <= 0);
}

jb_paint jb_paint_read(jb_chart *chart, jb_str css, jb_span span)
{
    jb_rgba c;
    if (!css.p || css.n == 0 || jb_str_eq_fold(css, JB_S("none")))
        return jb_paint_none();
    if (jb_color_read(css, &c))
        return jb_paint_solid(c);
    jb_warn(chart->cx, span, "“%.*s” is no colour; it is not painted",
            JB_F(jb_brief(chart->cx, css)));
    return jb_paint_none();
}

static double number_of(const jb_node *map, const char *key, double usual)
{
    const jb_node *n = jb_node_get(map, jb_str_of(key));
    return n && n->kind == JB_NODE_NUMBER ? n->number : usual;
}

static jb_paint read_gradient(jb_chart *chart, const jb_node *node)
{
    const jb_node *kind = jb_node_get(node, JB_S("gradient"));
    const jb_node *stops = jb_node_get(node, JB_S("stops"));
    if (!kind || !stops || stops->kind != JB_NODE_LIST)
        return jb_paint_none();
    bool radial = jb_str_eq(kind->text, JB_S("radial"));
    jb_gradient *g = JB_NEW(chart->cx->keep, jb_gradient);
    *g = (jb_gradient){number_of(node, "x1", radial ? 0.5 : 0),
                       number_of(node, "y1", radial ? 0.5 : 0),
                       number_of(node, "r1", 0),
                       number_of(node, "x2", radial ? 0.5 : 1),
                       number_of(node, "y2", radial ? 0.5 : 0),
                       number_of(node, "r2", 0.5),
                       NULL,
                       stops->n};
    jb_stop *at = JB_NEW_N(chart->cx->keep, jb_stop, stops->n + 1);
    for (size_t i = 0; i < stops->n; i++) {
        const jb_node *color = jb_node_get(stops->items[i], JB_S("color"));
        at[i].offset = number_of(stops->items[i], "offset", 0);
        at[i].color = color ? jb_paint_node(chart, color).color : (jb_rgba){0, 0, 0, 0};
    }
    g->stops = at;
    return (jb_paint){.kind = radial ? JB_PAINT_RADIAL : JB_PAINT_LINEAR, .gradient = g};
}

jb_paint jb_paint_node(jb_chart *chart, const jb_node *node)
{
    if (!node || node->kind == JB_NODE_NULL)
        return jb_paint_none();
    if (node->kind == JB_NODE_STRING)
        return jb_paint_read(chart, node->text, node->span);
    return node->kind == JB_NODE_MAP ? read_gradient(chart, node) : jb_paint_none();
}

jb_paint jb_paint_of(jb_chart *chart, jb_str css, const jb_aside *aside, jb_span span)
{
    if (aside && aside->node)
        return jb_paint_node(chart, aside->node);
    return jb_paint_read(chart, css, span);
}

/* ---- text --------------------------------------------------------------------------------------
 */

jb_text_look jb_text_look_new(void)
{
    return (jb_text_look){.font = JB_S("sans-serif"),
                          .size = 11,
                          .fill = jb_paint_solid((jb_rgba){0, 0, 0, 1}),
                          .opacity = 1,
                          .stroke_width = 1};
}

jb_text_look jb_text_look_of(jb_str font, double size, jb_str weight, jb_str style, jb_paint fill)
{
    jb_text_look l = jb_text_look_new();
    l.font = font.p ? font : l.font;
    l.size = size;
    l.weight = weight;
    l.style = style;
    l.fill = fill;
    return l;
}

void jb_text_look_under(jb_chart *chart, jb_text_look *l, jb_str name, double opacity)
{
    const jb_mark_spec *style = jb_config_style(chart->config, name);
    l->fill.color.a *= opacity != 1 ? opacity : JB_OR(style, fill_opacity, 1.0);
    if (!style)
        return;
    if (l->stroke.kind == JB_PAINT_NONE)
        l->stroke = JB_PAINT(chart, style, stroke);
    l->stroke.color.a *= JB_OR(style, stroke_opacity, 1.0);
    l->stroke_width = JB_OR(style, stroke_width, l->stroke_width);
    l->limit = l->limit != 0 ? l->limit : JB_OR(style, limit, 0.0);
    l->line_height = l->line_height != 0 ? l->line_height : JB_OR(style, line_height, 0.0);
    l->dx = l->dx != 0 ? l->dx : JB_OR(style, dx, 0.0);
    l->dy = l->dy != 0 ? l->dy : JB_OR(style, dy, 0.0);
    l->ellipsis = l->ellipsis.p ? l->ellipsis : JB_OR(style, ellipsis, l->ellipsis);
    l->line_break = l->line_break.p ? l->line_break : JB_OR(style, line_break, l->line_break);
}

static int weight_of(jb_str s)
{
    double number;
    if (jb_str_eq(s, JB_S("bold")))
        return 700;
    if (jb_str_eq(s, JB_S("bolder")))
        return 800;
    if (jb_str_eq(s, JB_S("lighter")))
        return 300;
    if (s.p && jb_number_read(s, &number) && number >= 1 && number <= 1000)
        return (int)number;
    return 400;
}

jb_strs jb_one_line(jb_arena *a, jb_str s)
{
    jb_str *at = JB_NEW(a, jb_str);
    *at = s;
    return (jb_strs){at, 1};
}

jb_strs jb_lines_parted(jb_arena *a, jb_str s, jb_str by)
{
    JB_LIST(jb_str) list = {0};
    for (ptrdiff_t at; by.n && (at = jb_str_find(s, by)) >= 0;) {
        *JB_PUSH(a, &list) = jb_str_cut(s, 0, (size_t)at);
        s = jb_str_cut(s, (size_t)at + by.n, s.n);
    }
    *JB_PUSH(a, &list) = s;
    return (jb_strs){list.at, list.n};
}

jb_strs jb_lines_of(jb_chart *chart, jb_str s)
{
    return jb_lines_parted(chart->cx->keep, s, JB_OR(chart->config, line_break, JB_S("\n")));
}

double jb_lines_height(const jb_text_item *t)
{
    double step = t->line_height != 0 ? t->line_height : t->font_size + 2;
    return t->lines_n > 1 ? (double)(t->lines_n - 1) * step : 0;
}

/* How far below the place the baseline lies (Vega's own rule, in whole pixels). */
static double baseline_drop(jb_baseline b, double size, double line_height)
{
    const double drops[] = {
        [JB_BASELINE_ALPHABETIC] = 0,
        [JB_BASELINE_TOP] = 0.79 * size,
        [JB_BASELINE_MIDDLE] = 0.30 * size,
        [JB_BASELINE_BOTTOM] = -0.21 * size,
        [JB_BASELINE_LINE_TOP] = 0.29 * size + 0.5 * line_height,
        [JB_BASELINE_LINE_BOTTOM] = 0.29 * size - 0.5 * line_height,
    };
    return floor(drops[b] + 0.5);
}

jb_text_style jb_text_style_of(const jb_text_look *look)
{
    return (jb_text_style){.family = look->font,
                           .size = look->size,
                           .weight = weight_of(look->weight),
                           .italic = jb_str_eq(look->style, JB_S("italic")) ||
                                     jb_str_eq(look->style, JB_S("oblique"))};
}

static jb_line shape(jb_chart *chart, const jb_text_look *look, jb_str text, jb_span span)
{
    const jb_text_style style = jb_text_style_of(look);
    if (text.n == 0 || !(look->size > 0))
        return (jb_line){0};
    if (!span.source) /* a cell's text: what no font has is told at the chart's data */
        span = JB_SPAN(chart->top, data);
    jb_str ellipsis = look->ellipsis.p ? look->ellipsis : JB_S("…");
    const jb_line *line = look->stacked ? jb_text_upright(chart->cx, &style, text, span)
                          : look->limit > 0
                              ? jb_text_limit(chart->cx, &style, text, look->limit, ellipsis, span)
                              : jb_text_line(chart->cx, &style, text, span);
    return line ? *line : (jb_line){0};
}

static jb_str joined(jb_arena *a, jb_strs lines)
{
    if (lines.n == 1)
        return lines.at[0];
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < lines.n; i++) {
        if (i)
            jb_buf_byte(&b, '\n');
        jb_buf_add(&b, lines.at[i]);
    }
    return b.text;
}

static jb_str line_break(const jb_chart *chart, const jb_text_look *look)
{
    return look->line_break.p ? look->line_break
                              : JB_OR(chart->config, line_break, ((jb_str){NULL, 0}));
}

void jb_text_put(jb_chart *chart, jb_text_item *t, const jb_text_look *look, jb_strs lines,
                 double x, double y, jb_span span)
{
    jb_arena *a = chart->cx->keep;
    double step = look->line_height != 0 ? look->line_height : look->size + 2;
    if (lines.n == 1)
        lines = jb_lines_parted(a, lines.at[0], line_break(chart, look));
    jb_line *shaped = JB_NEW_N(a, jb_line, lines.n + 1);
    double drop = look->dy + baseline_drop(look->baseline, look->size, step);
    for (size_t i = 0; i < lines.n; i++) {
        shaped[i] = shape(chart, look, jb_str_trim(lines.at[i]), span);
        double w = shaped[i].width;
        shaped[i].x = look->dx - (look->align == JB_ALIGN_CENTER  ? w / 2
                                  : look->align == JB_ALIGN_RIGHT ? w
                                                                  : 0);
        shaped[i].y = drop + (double)i * step;
    }
    jb_style style = jb_style_plain;
    style.fill = look->fill;
    style.stroke = look->stroke;
    style.stroke_width = look->stroke_width;
    style.opacity = look->opacity;
    t->x = x;
    t->y = y;
    t->style = jb_style_shared(chart, &style);
    t->text = joined(a, lines);
    t->lines = shaped;
    t->lines_n = lines.n;
    t->dx = look->dx;
    t->dy = look->dy;
    t->angle = look->angle;
    t->font_size = look->size;
    t->line_height = step == look->size + 2 ? 0 : step; /* what holds anyway is not told */
    t->limit = look->limit;
    t->font = look->font;
    t->font_weight = look->weight;
    t->font_style = look->style;
    t->align = look->align;
    t->baseline = look->baseline;
}

jb_mark *jb_rule_mark(jb_chart *chart, jb_group_item *group, jb_str role, size_t n)
{
    jb_mark *m = jb_mark_new(chart->cx->keep, JB_MARKTYPE_RULE, role, n);
    jb_group_add(chart->cx->keep, group, m);
    return m;
}

jb_mark *jb_text_mark(jb_chart *chart, jb_group_item *group, jb_str role, size_t n)
{
    jb_mark *m = jb_mark_new(chart->cx->keep, JB_MARKTYPE_TEXT, role, n);
    jb_group_add(chart->cx->keep, group, m);
    return m;
}
