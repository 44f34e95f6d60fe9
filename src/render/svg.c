/* The scene as SVG 1.1: paths as paths, text as text (or as paths), hatchings as patterns. */
#include "render/svg.h"

#include <stdlib.h>
#include <string.h>

#include "render/dense.h"
#include "render/picture.h"

enum { PIECE = 1 << 16 }; /* bytes */

static void write_path(jb_svg *s, const jb_mark *mark, size_t i)
{
    const jb_item *item = jb_mark_item(mark, i);
    jb_path path = jb_path_of_item(s->item, mark, i);
    jb_svg_put(s, "<path");
    jb_svg_place(s, item->x, item->y, 0, 1);
    jb_svg_path(s, &path);
    jb_svg_style(s, item->style);
    bool titled = item->meta && item->meta->tooltip.n;
    jb_svg_put(s, titled ? ">" : "/>\n");
    jb_svg_title(s, item->meta);
    if (titled)
        jb_svg_put(s, "</path>\n");
}

static void write_text(jb_svg *s, const jb_mark *mark, size_t i)
{
    jb_svg_write_text(s, &mark->texts[i]);
}

static void put_base64(jb_svg *s, jb_str data)
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

static void write_image(jb_svg *s, const jb_mark *mark, size_t i)
{
    const jb_image_item *image = &mark->images[i];
    jb_picture picture;
    jb_span file = jb_span_of(jb_source_new(s->cx->keep, image->path, (jb_str){"", 0}));
    s->sound &= jb_picture_read(s->cx, image->path, image->data, file, &picture);
    jb_svg_put(s, "<image preserveAspectRatio=\"none\"");
    jb_svg_place(s, image->x, image->y, 0, 1);
    jb_svg_attr_number(s, "width", image->width);
    jb_svg_attr_number(s, "height", image->height);
    if (image->style)
        jb_svg_opacity(s, "opacity", image->style->opacity);
    if (image->alt.n)
        jb_svg_attr(s, "aria-label", image->alt);
    jb_buf_printf(&s->b, " xlink:href=\"data:%.*s;base64,", JB_F(jb_picture_mimes[picture.kind]));
    put_base64(s, image->data);
    jb_svg_put(s, "\"/>\n");
}

static void write_mark(jb_svg *s, const jb_mark *mark, const jb_group_item *around);

static size_t write_clip(jb_svg *s, const jb_group_item *g, bool rounded)
{
    jb_path path = jb_path_new(s->cx->scratch);
    jb_path_rect(&path, 0, 0, g->width, g->height, rounded ? g->corners : (float[4]){0});
    jb_buf_printf(&s->b, "<clipPath id=\"c%zu\"><path", ++s->ids);
    jb_svg_path(s, &path);
    jb_svg_put(s, "/></clipPath>\n");
    return s->ids;
}

static void write_frame(jb_svg *s, const jb_group_item *g)
{
    const jb_style *style = g->style;
    bool ink = style->fill.kind != JB_PAINT_NONE || style->stroke.kind != JB_PAINT_NONE;
    if (!ink)
        return;
    double offset = jb_frame_offset(g);
    jb_path path = jb_path_new(s->cx->scratch);
    jb_path_rect(&path, offset, offset, g->width, g->height, g->corners);
    jb_svg_put(s, "<path");
    jb_svg_path(s, &path);
    jb_svg_style(s, style);
    jb_svg_put(s, "/>\n");
}

static void write_group(jb_svg *s, const jb_mark *mark, size_t i)
{
    const jb_group_item *g = &mark->groups[i];
    bool linked = g->link.n && jb_link_allowed(g->link);
    jb_svg_put(s, "<g");
    jb_svg_place(s, g->x, g->y, 0, g->scale > 0 ? g->scale : 1);
    if (g->dest.n)
        jb_svg_attr(s, "id", g->dest);
    jb_svg_put(s, ">\n");
    if (linked) {
        jb_svg_put(s, "<a");
        jb_svg_attr(s, "xlink:href", g->link);
        jb_svg_put(s, ">\n");
    }
    if (g->style && !g->outlined)
        write_frame(s, g);
    if (g->clip) {
        size_t id = write_clip(s, g, true);
        jb_buf_printf(&s->b, "<g clip-path=\"url(#c%zu)\">\n", id);
    }
    for (size_t k = 0; k < g->marks_n; k++)
        write_mark(s, g->marks[k], g);
    jb_svg_put(s, g->clip ? "</g>\n" : "");
    if (g->outlined)
        write_frame(s, g);
    jb_svg_put(s, linked ? "</a>\n" : "");
    jb_svg_put(s, "</g>\n");
}

static void (*const writes[])(jb_svg *s, const jb_mark *mark, size_t i) = {
    [JB_MARKTYPE_GROUP] = write_group, [JB_MARKTYPE_RECT] = write_path,
    [JB_MARKTYPE_SYMBOL] = write_path, [JB_MARKTYPE_RULE] = write_path,
    [JB_MARKTYPE_TEXT] = write_text,   [JB_MARKTYPE_LINE] = write_path,
    [JB_MARKTYPE_AREA] = write_path,   [JB_MARKTYPE_TRAIL] = write_path,
    [JB_MARKTYPE_ARC] = write_path,    [JB_MARKTYPE_PATH] = write_path,
    [JB_MARKTYPE_IMAGE] = write_image,
};
_Static_assert(JB_COUNT(writes) == JB_MARKTYPES, "every mark type has a row");

/* What was written goes into the sink, in pieces of some size. */
static void flush(jb_svg *s, size_t least)
{
    if (s->b.text.n < least)
        return;
    const unsigned char *bytes = (const unsigned char *)s->b.text.p;
    if (jb_sink_write(s->sink, bytes, (unsigned)s->b.text.n) != CAIRO_STATUS_SUCCESS)
        jb_arena_own(s->cx->scratch, NULL, free); /* leaves */
    s->b.text.n = 0;
}

static void write_item(jb_svg *s, const jb_mark *mark, size_t i)
{
    const jb_item *item = jb_mark_item(mark, i);
    bool bare = mark->type == JB_MARKTYPE_GROUP || mark->type == JB_MARKTYPE_IMAGE;
    if ((!item->style && !bare) || !jb_item_placed(mark, i))
        return;
    bool linked = item->meta && item->meta->href.n && jb_link_allowed(item->meta->href);
    if (item->style) {
        jb_svg_define(s, &item->style->fill);
        jb_svg_define(s, &item->style->stroke);
    }
    if (linked) {
        jb_svg_put(s, "<a");
        jb_svg_attr(s, "xlink:href", item->meta->href);
        jb_svg_put(s, ">");
    }
    writes[mark->type](s, mark, i);
    jb_svg_put(s, linked ? "</a>\n" : "");
    jb_arena_reset(s->item);
    flush(s, PIECE);
}

static void write_mark(jb_svg *s, const jb_mark *mark, const jb_group_item *around)
{
    if (!mark->n)
        return;
    bool clip = mark->clip && around;
    size_t id = clip ? write_clip(s, around, false) : 0;
    jb_svg_put(s, "<g");
    if (mark->role.n) {
        jb_svg_put(s, " class=\"mark-");
        jb_svg_text(s, jb_marktype_names[mark->type]);
        jb_svg_put(s, " role-");
        jb_svg_text(s, mark->role);
        jb_svg_put(s, "\"");
    }
    if (clip)
        jb_buf_printf(&s->b, " clip-path=\"url(#c%zu)\"", id);
    jb_svg_put(s, ">\n");
    for (size_t i = 0; i < mark->n; i++)
        write_item(s, mark, i);
    jb_svg_put(s, "</g>\n");
}

static void put_element(jb_svg *s, const char *name, jb_str text)
{
    if (!text.n)
        return;
    jb_buf_printf(&s->b, "<%s>", name);
    jb_svg_text(s, text);
    jb_buf_printf(&s->b, "</%s>\n", name);
}

bool jb_render_svg(jb_ctx *cx, const jb_scene *scene, const jb_render_options *options,
                   jb_str *bytes)
{
    jb_svg s = {.cx = cx,
                .b = jb_buf_new(cx->scratch),
                .sink = jb_sink_new(cx->keep),
                .item = jb_arena_inner(cx->scratch),
                .outlines = options->outlines,
                .sound = true};
    jb_svg_put(
        &s, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
            "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" role=\"img\"");
    jb_svg_attr_number(&s, "width", scene->width);
    jb_svg_attr_number(&s, "height", scene->height);
    jb_svg_put(&s, " viewBox=\"0 0 ");
    jb_svg_number(&s, scene->width);
    jb_svg_put(&s, " ");
    jb_svg_number(&s, scene->height);
    jb_svg_put(&s, "\">\n");
    put_element(&s, "title", scene->title);
    put_element(&s, "desc", scene->description);
    if (scene->background.kind != JB_PAINT_NONE) {
        jb_path all = jb_path_new(cx->scratch);
        jb_path_rect(&all, 0, 0, scene->width, scene->height, (float[4]){0});
        jb_svg_define(&s, &scene->background);
        jb_svg_put(&s, "<path");
        jb_svg_path(&s, &all);
        jb_svg_paint(&s, "fill", "fill-opacity", &scene->background, 1);
        jb_svg_put(&s, "/>\n");
    }
    write_mark(&s, jb_dense_replaced(cx, scene->root, NULL, options->place), NULL);
    jb_svg_put(&s, "</svg>\n");
    flush(&s, 0);
    *bytes = (jb_str){s.sink->bytes, s.sink->n};
    return s.sound;
}
