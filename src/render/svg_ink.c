#include "render/svg.h"

#include <math.h>
#include <string.h>

#include "base/value.h"
#include "render/hatch.h"

void jb_svg_put(jb_svg *s, const char *text)
{
    jb_buf_add(&s->b, jb_str_of(text));
}

void jb_svg_text(jb_svg *s, jb_str text)
{
    for (size_t i = 0; i < text.n;) {
        uint32_t c = jb_utf8_next(text, &i);
        switch (c) {
        case '&':
            jb_svg_put(s, "&amp;");
            break;
        case '<':
            jb_svg_put(s, "&lt;");
            break;
        case '>':
            jb_svg_put(s, "&gt;");
            break;
        case '"':
            jb_svg_put(s, "&quot;");
            break;
        case 0xFFFE:
        case 0xFFFF:
            jb_buf_byte(&s->b, ' ');
            break;
        default:
            jb_buf_code(&s->b, c < 0x20 ? ' ' : c);
        }
    }
}

void jb_svg_number(jb_svg *s, double v)
{
    jb_number_put(&s->b, isfinite(v) ? round(v * 1000) / 1000 : 0);
}

void jb_svg_attr(jb_svg *s, const char *name, jb_str value)
{
    jb_buf_printf(&s->b, " %s=\"", name);
    jb_svg_text(s, value);
    jb_svg_put(s, "\"");
}

void jb_svg_attr_number(jb_svg *s, const char *name, double v)
{
    jb_buf_printf(&s->b, " %s=\"", name);
    jb_svg_number(s, v);
    jb_svg_put(s, "\"");
}

static void put_move(jb_svg *s, const char *verb, double x, double y)
{
    jb_svg_put(s, verb);
    jb_svg_put(s, "(");
    jb_svg_number(s, x);
    jb_svg_put(s, ",");
    jb_svg_number(s, y);
    jb_svg_put(s, ")");
}

static unsigned byte_of(double v)
{
    return (unsigned)lround(fmin(fmax(v, 0), 1) * 255);
}

static void put_color(jb_svg *s, const char *name, jb_rgba c)
{
    jb_buf_printf(&s->b, " %s=\"#%02x%02x%02x\"", name, byte_of(c.r), byte_of(c.g), byte_of(c.b));
}

void jb_svg_opacity(jb_svg *s, const char *name, double v)
{
    if (v < 1)
        jb_svg_attr_number(s, name, v);
}

void jb_svg_path(jb_svg *s, const jb_path *path)
{
    jb_svg_put(s, " d=\"");
    jb_path_text(&s->b, path);
    jb_svg_put(s, "\"");
}

/* Definitions: each stands just before its first use. */
static void define_gradient(jb_svg *s, const jb_paint *paint, size_t id)
{
    const jb_gradient *g = paint->gradient;
    bool linear = paint->kind == JB_PAINT_LINEAR;
    jb_buf_printf(&s->b, "<%sGradient id=\"p%zu\"", linear ? "linear" : "radial", id);
    jb_svg_attr_number(s, linear ? "x1" : "fx", g->x1);
    jb_svg_attr_number(s, linear ? "y1" : "fy", g->y1);
    jb_svg_attr_number(s, linear ? "x2" : "cx", g->x2);
    jb_svg_attr_number(s, linear ? "y2" : "cy", g->y2);
    if (!linear)
        jb_svg_attr_number(s, "r", g->r2);
    jb_svg_put(s, ">");
    for (size_t i = 0; i < g->stops_n; i++) {
        jb_svg_put(s, "<stop");
        jb_svg_attr_number(s, "offset", g->stops[i].offset);
        put_color(s, "stop-color", g->stops[i].color);
        jb_svg_opacity(s, "stop-opacity", g->stops[i].color.a);
        jb_svg_put(s, "/>");
    }
    jb_svg_put(s, linear ? "</linearGradient>" : "</radialGradient>");
}

static void define_hatching(jb_svg *s, const jb_paint *paint, size_t id)
{
    const jb_hatch *h = &jb_hatches[paint->pattern];
    double d = h->spacing;
    jb_buf_printf(&s->b, "<pattern id=\"p%zu\" patternUnits=\"userSpaceOnUse\"", id);
    jb_svg_attr_number(s, "width", d);
    jb_svg_attr_number(s, "height", d);
    if (h->angle != 0)
        jb_buf_printf(&s->b, " patternTransform=\"rotate(%d)\"", (int)h->angle);
    jb_svg_put(s, ">");
    jb_path square = jb_path_new(s->cx->scratch), lines = jb_path_new(s->cx->scratch);
    jb_path_rect(&square, 0, 0, d, d, (float[4]){0});
    if (h->across)
        jb_path_move(&lines, 0, d / 2), jb_path_line(&lines, d, d / 2);
    if (h->down)
        jb_path_move(&lines, d / 2, 0), jb_path_line(&lines, d / 2, d);
    if (h->dot > 0)
        jb_path_move(&lines, d / 2 + h->dot, d / 2),
            jb_path_arc(&lines, d / 2, d / 2, h->dot, 0, 2 * M_PI, false);
    if (paint->background.a > 0) {
        jb_svg_put(s, "<path");
        jb_svg_path(s, &square);
        put_color(s, "fill", paint->background);
        jb_svg_opacity(s, "fill-opacity", paint->background.a);
        jb_svg_put(s, "/>");
    }
    jb_svg_put(s, "<path");
    jb_svg_path(s, &lines);
    put_color(s, h->dot > 0 ? "fill" : "stroke", paint->color);
    jb_svg_opacity(s, h->dot > 0 ? "fill-opacity" : "stroke-opacity", paint->color.a);
    if (h->dot <= 0)
        jb_svg_attr_number(s, "stroke-width", h->line_width);
    jb_svg_put(s, "/></pattern>");
}

static bool same_color(jb_rgba a, jb_rgba b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

static bool same_paint(const jb_paint *a, const jb_paint *b)
{
    if (a->kind != b->kind)
        return false;
    return a->kind == JB_PAINT_PATTERN
               ? a->pattern == b->pattern && same_color(a->color, b->color) &&
                     same_color(a->background, b->background)
               : a->gradient == b->gradient;
}

static bool defined(const jb_paint *p)
{
    return p->kind == JB_PAINT_PATTERN ||
           (p->gradient && (p->kind == JB_PAINT_LINEAR || p->kind == JB_PAINT_RADIAL));
}

static size_t find_paint(jb_svg *s, const jb_paint *p)
{
    for (size_t i = 0; i < s->paints.n; i++)
        if (same_paint(s->paints.at[i].paint, p))
            return s->paints.at[i].id;
    return 0;
}

void jb_svg_define(jb_svg *s, const jb_paint *p)
{
    if (!p || !defined(p) || find_paint(s, p))
        return;
    *JB_PUSH(s->cx->scratch, &s->paints) = (jb_svg_definition){p, ++s->ids};
    jb_svg_put(s, "<defs>");
    (p->kind == JB_PAINT_PATTERN ? define_hatching : define_gradient)(s, p, s->ids);
    jb_svg_put(s, "</defs>\n");
}

void jb_svg_paint(jb_svg *s, const char *name, const char *opacity, const jb_paint *p, double alpha)
{
    if (p->kind == JB_PAINT_NONE) {
        jb_svg_attr(s, name, JB_S("none"));
    } else if (defined(p)) {
        jb_buf_printf(&s->b, " %s=\"url(#p%zu)\"", name, find_paint(s, p));
        jb_svg_opacity(s, opacity, alpha);
    } else {
        put_color(s, name, p->color);
        jb_svg_opacity(s, opacity, p->color.a * alpha);
    }
}

static void put_dash(jb_svg *s, const jb_style *style)
{
    jb_svg_put(s, " stroke-dasharray=\"");
    for (size_t i = 0; i < style->stroke_dash_n; i++) {
        jb_svg_put(s, i ? "," : "");
        jb_svg_number(s, style->stroke_dash[i]);
    }
    jb_svg_put(s, "\"");
    if (style->stroke_dash_offset != 0)
        jb_svg_attr_number(s, "stroke-dashoffset", style->stroke_dash_offset);
}

static void put_stroke(jb_svg *s, const jb_style *style)
{
    static const jb_str caps[] = {[JB_CAP_BUTT] = {NULL, 0},
                                  [JB_CAP_ROUND] = JB_K("round"),
                                  [JB_CAP_SQUARE] = JB_K("square")};
    static const jb_str joins[] = {[JB_JOIN_MITER] = {NULL, 0},
                                   [JB_JOIN_ROUND] = JB_K("round"),
                                   [JB_JOIN_BEVEL] = JB_K("bevel")};
    if (style->stroke.kind == JB_PAINT_NONE || style->stroke_width <= 0)
        return;
    jb_svg_paint(s, "stroke", "stroke-opacity", &style->stroke,
                 style->opacity * style->stroke_opacity);
    if (style->stroke_width != 1)
        jb_svg_attr_number(s, "stroke-width", style->stroke_width);
    if (caps[style->cap].p)
        jb_svg_attr(s, "stroke-linecap", caps[style->cap]);
    if (joins[style->join].p)
        jb_svg_attr(s, "stroke-linejoin", joins[style->join]);
    else if (style->stroke_miter_limit > 0 && style->stroke_miter_limit != 4)
        jb_svg_attr_number(s, "stroke-miterlimit", style->stroke_miter_limit);
    if (style->stroke_dash_n)
        put_dash(s, style);
}

void jb_svg_style(jb_svg *s, const jb_style *style)
{
    jb_svg_paint(s, "fill", "fill-opacity", &style->fill, style->opacity * style->fill_opacity);
    put_stroke(s, style);
    if (style->blend.n) {
        jb_svg_put(s, " style=\"mix-blend-mode:");
        jb_svg_text(s, style->blend);
        jb_svg_put(s, "\"");
    }
}

void jb_svg_place(jb_svg *s, double x, double y, double angle, double scale)
{
    if (x == 0 && y == 0 && angle == 0 && scale == 1)
        return;
    jb_svg_put(s, " transform=\"");
    put_move(s, "translate", x, y);
    if (angle != 0) {
        jb_svg_put(s, " rotate(");
        jb_svg_number(s, angle);
        jb_svg_put(s, ")");
    }
    if (scale != 1) {
        jb_svg_put(s, " scale(");
        jb_svg_number(s, scale);
        jb_svg_put(s, ")");
    }
    jb_svg_put(s, "\"");
}

void jb_svg_title(jb_svg *s, const jb_item_meta *meta)
{
    if (!meta || !meta->tooltip.n)
        return;
    jb_svg_put(s, "<title>");
    jb_svg_text(s, meta->tooltip);
    jb_svg_put(s, "</title>");
}
