/* The scene as SVG 1.1: paths as paths, text as text (or as paths), hatchings as patterns. */
#include "render/backends.h"
#include "render/picture.h"

#include <math.h>
#include <string.h>

#include "base/value.h"
#include "render/dense.h"
#include "render/hatch.h"
#include "render/outline.h"
#include "text/face.h"

typedef struct definition {
    const jb_paint *paint;
    size_t id;
} definition;

typedef struct svg {
    jb_ctx *cx;
    jb_buf b;
    bool outlines; /* glyphs as paths */
    size_t ids;
    bool sound;                 /* no picture or font in it was unreadable */
    JB_LIST(definition) paints; /* gradients and hatchings written so far */
} svg;

static void put(svg *s, const char *text)
{
    jb_buf_add(&s->b, jb_str_of(text));
}

/* Text between tags or in an attribute; what XML 1.0 cannot say is a space. */
static void put_text(svg *s, jb_str text)
{
    for (size_t i = 0; i < text.n;) {
        uint32_t c = jb_utf8_next(text, &i);
        switch (c) {
        case '&':
            put(s, "&amp;");
            break;
        case '<':
            put(s, "&lt;");
            break;
        case '>':
            put(s, "&gt;");
            break;
        case '"':
            put(s, "&quot;");
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

static void put_number(svg *s, double v)
{
    jb_buf_add(&s->b, jb_number_text(s->cx->scratch, isfinite(v) ? round(v * 1000) / 1000 : 0));
}

static void put_attr(svg *s, const char *name, jb_str value)
{
    jb_buf_printf(&s->b, " %s=\"", name);
    put_text(s, value);
    put(s, "\"");
}

static void put_attr_number(svg *s, const char *name, double v)
{
    jb_buf_printf(&s->b, " %s=\"", name);
    put_number(s, v);
    put(s, "\"");
}

static void put_move(svg *s, const char *verb, double x, double y)
{
    put(s, verb);
    put(s, "(");
    put_number(s, x);
    put(s, ",");
    put_number(s, y);
    put(s, ")");
}

static unsigned byte_of(double v)
{
    return (unsigned)lround(fmin(fmax(v, 0), 1) * 255);
}

static void put_color(svg *s, const char *name, jb_rgba c)
{
    jb_buf_printf(&s->b, " %s=\"#%02x%02x%02x\"", name, byte_of(c.r), byte_of(c.g), byte_of(c.b));
}

static void put_opacity(svg *s, const char *name, double v)
{
    if (v < 1)
        put_attr_number(s, name, v);
}

static void put_path(svg *s, const jb_path *path)
{
    put(s, " d=\"");
    jb_path_text(&s->b, path);
    put(s, "\"");
}

/* Definitions: each stands just before its first use. */
static void define_gradient(svg *s, const jb_paint *paint, size_t id)
{
    const jb_gradient *g = paint->gradient;
    bool linear = paint->kind == JB_PAINT_LINEAR;
    jb_buf_printf(&s->b, "<%sGradient id=\"p%zu\"", linear ? "linear" : "radial", id);
    put_attr_number(s, linear ? "x1" : "fx", g->x1);
    put_attr_number(s, linear ? "y1" : "fy", g->y1);
    put_attr_number(s, linear ? "x2" : "cx", g->x2);
    put_attr_number(s, linear ? "y2" : "cy", g->y2);
    if (!linear)
        put_attr_number(s, "r", g->r2);
    put(s, ">");
    for (size_t i = 0; i < g->stops_n; i++) {
        put(s, "<stop");
        put_attr_number(s, "offset", g->stops[i].offset);
        put_color(s, "stop-color", g->stops[i].color);
        put_opacity(s, "stop-opacity", g->stops[i].color.a);
        put(s, "/>");
    }
    put(s, linear ? "</linearGradient>" : "</radialGradient>");
}

static void define_hatching(svg *s, const jb_paint *paint, size_t id)
{
    const jb_hatch *h = &jb_hatches[paint->pattern];
    double d = h->spacing;
    jb_buf_printf(&s->b, "<pattern id=\"p%zu\" patternUnits=\"userSpaceOnUse\"", id);
    put_attr_number(s, "width", d);
    put_attr_number(s, "height", d);
    if (h->angle != 0)
        jb_buf_printf(&s->b, " patternTransform=\"rotate(%d)\"", (int)h->angle);
    put(s, ">");
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
        put(s, "<path");
        put_path(s, &square);
        put_color(s, "fill", paint->background);
        put_opacity(s, "fill-opacity", paint->background.a);
        put(s, "/>");
    }
    put(s, "<path");
    put_path(s, &lines);
    put_color(s, h->dot > 0 ? "fill" : "stroke", paint->color);
    put_opacity(s, h->dot > 0 ? "fill-opacity" : "stroke-opacity", paint->color.a);
    if (h->dot <= 0)
        put_attr_number(s, "stroke-width", h->line_width);
    put(s, "/></pattern>");
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

static size_t find_paint(svg *s, const jb_paint *p)
{
    for (size_t i = 0; i < s->paints.n; i++)
        if (same_paint(s->paints.at[i].paint, p))
            return s->paints.at[i].id;
    return 0;
}

static void define(svg *s, const jb_paint *p)
{
    if (!p || !defined(p) || find_paint(s, p))
        return;
    *JB_PUSH(s->cx->scratch, &s->paints) = (definition){p, ++s->ids};
    put(s, "<defs>");
    (p->kind == JB_PAINT_PATTERN ? define_hatching : define_gradient)(s, p, s->ids);
    put(s, "</defs>\n");
}

/* `name` is "fill" or "stroke". */
static void put_paint(svg *s, const char *name, const char *opacity, const jb_paint *p,
                      double alpha)
{
    if (p->kind == JB_PAINT_NONE) {
        put_attr(s, name, JB_S("none"));
    } else if (defined(p)) {
        jb_buf_printf(&s->b, " %s=\"url(#p%zu)\"", name, find_paint(s, p));
        put_opacity(s, opacity, alpha);
    } else {
        put_color(s, name, p->color);
        put_opacity(s, opacity, p->color.a * alpha);
    }
}

static void put_dash(svg *s, const jb_style *style)
{
    put(s, " stroke-dasharray=\"");
    for (size_t i = 0; i < style->stroke_dash_n; i++) {
        put(s, i ? "," : "");
        put_number(s, style->stroke_dash[i]);
    }
    put(s, "\"");
    if (style->stroke_dash_offset != 0)
        put_attr_number(s, "stroke-dashoffset", style->stroke_dash_offset);
}

static void put_stroke(svg *s, const jb_style *style)
{
    static const jb_str caps[] = {[JB_CAP_BUTT] = {NULL, 0},
                                  [JB_CAP_ROUND] = JB_K("round"),
                                  [JB_CAP_SQUARE] = JB_K("square")};
    static const jb_str joins[] = {[JB_JOIN_MITER] = {NULL, 0},
                                   [JB_JOIN_ROUND] = JB_K("round"),
                                   [JB_JOIN_BEVEL] = JB_K("bevel")};
    if (style->stroke.kind == JB_PAINT_NONE || style->stroke_width <= 0)
        return;
    put_paint(s, "stroke", "stroke-opacity", &style->stroke,
              style->opacity * style->stroke_opacity);
    if (style->stroke_width != 1)
        put_attr_number(s, "stroke-width", style->stroke_width);
    if (caps[style->cap].p)
        put_attr(s, "stroke-linecap", caps[style->cap]);
    if (joins[style->join].p)
        put_attr(s, "stroke-linejoin", joins[style->join]);
    else if (style->stroke_miter_limit > 0)
        put_attr_number(s, "stroke-miterlimit", style->stroke_miter_limit);
    if (style->stroke_dash_n)
        put_dash(s, style);
}

static void put_style(svg *s, const jb_style *style)
{
    put_paint(s, "fill", "fill-opacity", &style->fill, style->opacity * style->fill_opacity);
    put_stroke(s, style);
    if (style->blend.n) {
        put(s, " style=\"mix-blend-mode:");
        put_text(s, style->blend);
        put(s, "\"");
    }
}

static void put_place(svg *s, double x, double y, double angle, double scale)
{
    if (x == 0 && y == 0 && angle == 0 && scale == 1)
        return;
    put(s, " transform=\"");
    put_move(s, "translate", x, y);
    if (angle != 0) {
        put(s, " rotate(");
        put_number(s, angle);
        put(s, ")");
    }
    if (scale != 1) {
        put(s, " scale(");
        put_number(s, scale);
        put(s, ")");
    }
    put(s, "\"");
}

static void put_title(svg *s, const jb_item_meta *meta)
{
    if (!meta || !meta->tooltip.n)
        return;
    put(s, "<title>");
    put_text(s, meta->tooltip);
    put(s, "</title>");
}

static void write_path(svg *s, const jb_mark *mark, size_t i)
{
    const jb_item *item = jb_mark_item(mark, i);
    jb_path path = jb_path_of_item(s->cx->scratch, mark, i);
    put(s, "<path");
    put_place(s, item->x, item->y, 0, 1);
    put_path(s, &path);
    put_style(s, item->style);
    bool titled = item->meta && item->meta->tooltip.n;
    put(s, titled ? ">" : "/>\n");
    put_title(s, item->meta);
    if (titled)
        put(s, "</path>\n");
}

/* Text. A chart's line is one piece hung on its anchor, so that another font spreads evenly; a
 * document's line keeps each run in its place and width. */
static bool plain(const jb_text_item *t)
{
    if (!t->font.n)
        return false;
    for (size_t i = 0; i < t->lines_n; i++)
        for (size_t k = 0; k < t->lines[i].runs_n; k++) {
            const jb_run *r = &t->lines[i].runs[k];
            if (r->paint || r->link.n || r->decoration)
                return false;
        }
    return true;
}

static void put_line(svg *s, const jb_text_item *t, const jb_line *line)
{
    static const double shares[] = {
        [JB_ALIGN_LEFT] = 0, [JB_ALIGN_CENTER] = 0.5, [JB_ALIGN_RIGHT] = 1};
    put(s, "<tspan");
    put_attr_number(s, "x", line->x + line->width * shares[t->align]);
    put_attr_number(s, "y", line->y);
    put(s, ">");
    for (size_t k = 0; k < line->runs_n; k++)
        put_text(s, line->runs[k].text);
    put(s, "</tspan>");
}

static void put_run(svg *s, const jb_line *line, const jb_run *r, const jb_style *style)
{
    put(s, "<tspan");
    put_attr_number(s, "x", line->x + r->x);
    put_attr_number(s, "y", line->y + r->y);
    put_attr(s, "font-family", jb_face_family(r->face));
    put_attr_number(s, "font-size", r->size);
    if (r->clusters_n > 1)
        put_attr_number(s, "textLength", r->width);
    if (r->paint)
        put_paint(s, "fill", "fill-opacity", r->paint, style->opacity * style->fill_opacity);
    if (r->decoration & (JB_UNDERLINE | JB_STRIKE))
        jb_buf_printf(&s->b, " text-decoration=\"%s%s\"",
                      r->decoration & JB_UNDERLINE ? "underline " : "",
                      r->decoration & JB_STRIKE ? "line-through" : "");
    put(s, ">");
    put_text(s, r->text);
    put(s, "</tspan>");
}

static void put_font(svg *s, const jb_text_item *t)
{
    static const jb_str anchors[] = {[JB_ALIGN_LEFT] = {NULL, 0},
                                     [JB_ALIGN_CENTER] = JB_K("middle"),
                                     [JB_ALIGN_RIGHT] = JB_K("end")};
    put_attr(s, "font-family", t->font);
    put_attr_number(s, "font-size", t->font_size);
    if (t->font_weight.n)
        put_attr(s, "font-weight", t->font_weight);
    if (t->font_style.n)
        put_attr(s, "font-style", t->font_style);
    if (anchors[t->align].p)
        put_attr(s, "text-anchor", anchors[t->align]);
}

/* Lines under and through a run, where there is no text to decorate. */
static void add_decoration(jb_path *path, const jb_run *r, double x, double y)
{
    static const float square[4];
    float thick = (float)fmax(r->size / 18, 0.4);
    if (r->decoration & JB_UNDERLINE)
        jb_path_rect(path, x, y + 0.17 * r->size, r->width, (double)thick, square);
    if (r->decoration & JB_STRIKE)
        jb_path_rect(path, x, y - 0.32 * r->size, r->width, (double)thick, square);
}

static void put_outline(svg *s, const jb_line *line, const jb_run *r, const jb_style *style)
{
    double x = line->x + r->x, y = line->y + r->y;
    jb_path path = jb_path_new(s->cx->scratch);
    s->sound &= jb_path_of_run(s->cx, &path, r, x, y);
    add_decoration(&path, r, x, y);
    if (!path.segments.n)
        return;
    jb_style own = *style;
    own.fill = r->paint ? *r->paint : style->fill;
    put(s, "<path");
    put_path(s, &path);
    put_style(s, &own);
    put(s, "/>");
}

static void define_paints(svg *s, const jb_text_item *t)
{
    for (size_t k = 0; k < t->lines_n; k++)
        for (size_t r = 0; r < t->lines[k].runs_n; r++)
            define(s, t->lines[k].runs[r].paint);
}

static void put_text_place(svg *s, const jb_text_item *t)
{
    put_place(s, t->x + t->radius * cos(t->theta - M_PI / 2),
              t->y + t->radius * sin(t->theta - M_PI / 2), t->angle, 1);
}

/* The words remain for those who cannot see them. */
static void write_outlines(svg *s, const jb_text_item *t)
{
    put(s, "<g role=\"img\"");
    put_attr(s, "aria-label", t->text);
    put_text_place(s, t);
    put(s, ">");
    put_title(s, t->meta);
    for (size_t k = 0; k < t->lines_n; k++)
        for (size_t r = 0; r < t->lines[k].runs_n; r++)
            put_outline(s, &t->lines[k], &t->lines[k].runs[r], t->style);
    put(s, "</g>\n");
}

static void write_text(svg *s, const jb_mark *mark, size_t i)
{
    const jb_text_item *t = &mark->texts[i];
    bool whole = plain(t);
    define_paints(s, t);
    if (s->outlines) {
        write_outlines(s, t);
        return;
    }
    put(s, "<text xml:space=\"preserve\"");
    put_text_place(s, t);
    if (whole)
        put_font(s, t);
    put_style(s, t->style);
    put(s, ">");
    put_title(s, t->meta);
    for (size_t k = 0; k < t->lines_n; k++) {
        if (whole)
            put_line(s, t, &t->lines[k]);
        for (size_t r = 0; !whole && r < t->lines[k].runs_n; r++)
            put_run(s, &t->lines[k], &t->lines[k].runs[r], t->style);
    }
    put(s, "</text>\n");
}

static void put_base64(svg *s, jb_str data)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < data.n; i += 3) {
        unsigned v = 0;
        for (size_t k = 0; k < 3; k++)
            v = v << 8 | (i + k < data.n ? (unsigned char)data.p[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            jb_buf_byte(&s->b, i + k <= data.n ? digits[v >> (18 - 6 * k) & 63] : '=');
    }
}

static void write_image(svg *s, const jb_mark *mark, size_t i)
{
    const jb_image_item *image = &mark->images[i];
    jb_picture picture;
    jb_span file = jb_span_of(jb_source_new(s->cx->keep, image->path, (jb_str){"", 0}));
    s->sound &= jb_picture_read(s->cx, image->path, image->data, file, &picture);
    put(s, "<image preserveAspectRatio=\"none\"");
    put_place(s, image->x, image->y, 0, 1);
    put_attr_number(s, "width", image->width);
    put_attr_number(s, "height", image->height);
    if (image->style)
        put_opacity(s, "opacity", image->style->opacity);
    if (image->alt.n)
        put_attr(s, "aria-label", image->alt);
    jb_buf_printf(&s->b, " xlink:href=\"data:%.*s;base64,", JB_F(jb_picture_mimes[picture.kind]));
    put_base64(s, image->data);
    put(s, "\"/>\n");
}

static void write_mark(svg *s, const jb_mark *mark, const jb_group_item *around);

static size_t write_clip(svg *s, const jb_group_item *g, bool rounded)
{
    jb_path path = jb_path_new(s->cx->scratch);
    jb_path_rect(&path, 0, 0, g->width, g->height, rounded ? g->corners : (float[4]){0});
    jb_buf_printf(&s->b, "<clipPath id=\"c%zu\"><path", ++s->ids);
    put_path(s, &path);
    put(s, "/></clipPath>\n");
    return s->ids;
}

static void write_frame(svg *s, const jb_group_item *g)
{
    const jb_style *style = g->style;
    bool ink = style->fill.kind != JB_PAINT_NONE || style->stroke.kind != JB_PAINT_NONE;
    if (!ink)
        return;
    double offset = jb_frame_offset(style);
    jb_path path = jb_path_new(s->cx->scratch);
    jb_path_rect(&path, offset, offset, g->width, g->height, g->corners);
    put(s, "<path");
    put_path(s, &path);
    put_style(s, style);
    put(s, "/>\n");
}

static void write_group(svg *s, const jb_mark *mark, size_t i)
{
    const jb_group_item *g = &mark->groups[i];
    bool linked = g->link.n && jb_link_allowed(g->link);
    put(s, "<g");
    put_place(s, g->x, g->y, 0, g->scale > 0 ? g->scale : 1);
    if (g->dest.n)
        put_attr(s, "id", g->dest);
    put(s, ">\n");
    if (linked) {
        put(s, "<a");
        put_attr(s, "xlink:href", g->link);
        put(s, ">\n");
    }
    if (g->style)
        write_frame(s, g);
    if (g->clip) {
        size_t id = write_clip(s, g, true);
        jb_buf_printf(&s->b, "<g clip-path=\"url(#c%zu)\">\n", id);
    }
    for (size_t k = 0; k < g->marks_n; k++)
        write_mark(s, g->marks[k], g);
    put(s, g->clip ? "</g>\n" : "");
    put(s, linked ? "</a>\n" : "");
    put(s, "</g>\n");
}

static void (*const writes[])(svg *s, const jb_mark *mark, size_t i) = {
    [JB_MARKTYPE_GROUP] = write_group, [JB_MARKTYPE_RECT] = write_path,
    [JB_MARKTYPE_SYMBOL] = write_path, [JB_MARKTYPE_RULE] = write_path,
    [JB_MARKTYPE_TEXT] = write_text,   [JB_MARKTYPE_LINE] = write_path,
    [JB_MARKTYPE_AREA] = write_path,   [JB_MARKTYPE_TRAIL] = write_path,
    [JB_MARKTYPE_ARC] = write_path,    [JB_MARKTYPE_PATH] = write_path,
    [JB_MARKTYPE_IMAGE] = write_image,
};
_Static_assert(JB_COUNT(writes) == JB_MARKTYPES, "every mark type has a row");

static void write_item(svg *s, const jb_mark *mark, size_t i)
{
    const jb_item *item = jb_mark_item(mark, i);
    bool bare = mark->type == JB_MARKTYPE_GROUP || mark->type == JB_MARKTYPE_IMAGE;
    if ((!item->style && !bare) || !jb_item_placed(mark, i))
        return;
    bool linked = item->meta && item->meta->href.n && jb_link_allowed(item->meta->href);
    if (item->style) {
        define(s, &item->style->fill);
        define(s, &item->style->stroke);
    }
    if (linked) {
        put(s, "<a");
        put_attr(s, "xlink:href", item->meta->href);
        put(s, ">");
    }
    writes[mark->type](s, mark, i);
    put(s, linked ? "</a>\n" : "");
}

static void write_mark(svg *s, const jb_mark *mark, const jb_group_item *around)
{
    if (!mark->n)
        return;
    bool clip = mark->clip && around;
    size_t id = clip ? write_clip(s, around, false) : 0;
    put(s, "<g");
    if (mark->role.n) {
        put(s, " class=\"mark-");
        put_text(s, jb_marktype_names[mark->type]);
        put(s, " role-");
        put_text(s, mark->role);
        put(s, "\"");
    }
    if (clip)
        jb_buf_printf(&s->b, " clip-path=\"url(#c%zu)\"", id);
    put(s, ">\n");
    for (size_t i = 0; i < mark->n; i++)
        write_item(s, mark, i);
    put(s, "</g>\n");
}

static void put_element(svg *s, const char *name, jb_str text)
{
    if (!text.n)
        return;
    jb_buf_printf(&s->b, "<%s>", name);
    put_text(s, text);
    jb_buf_printf(&s->b, "</%s>\n", name);
}

bool jb_render_svg(jb_ctx *cx, const jb_scene *scene, const jb_render_options *options,
                   jb_str *bytes)
{
    svg s = {.cx = cx, .b = jb_buf_new(cx->keep), .outlines = options->outlines, .sound = true};
    put(&s, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
            "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" role=\"img\"");
    put_attr_number(&s, "width", scene->width);
    put_attr_number(&s, "height", scene->height);
    put(&s, " viewBox=\"0 0 ");
    put_number(&s, scene->width);
    put(&s, " ");
    put_number(&s, scene->height);
    put(&s, "\">\n");
    put_element(&s, "title", scene->title);
    put_element(&s, "desc", scene->description);
    if (scene->background.kind != JB_PAINT_NONE) {
        jb_path all = jb_path_new(cx->scratch);
        jb_path_rect(&all, 0, 0, scene->width, scene->height, (float[4]){0});
        define(&s, &scene->background);
        put(&s, "<path");
        put_path(&s, &all);
        put_paint(&s, "fill", "fill-opacity", &scene->background, 1);
        put(&s, "/>\n");
    }
    write_mark(&s, jb_dense_replaced(cx, scene->root, NULL, options->place), NULL);
    put(&s, "</svg>\n");
    *bytes = s.b.text;
    return s.sound;
}
