#include "render/image.h"
#include <stdlib.h>
#include <string.h>

/* Images. */
typedef struct stream {
    jb_str data;
    size_t at;
} stream;

static cairo_status_t pull(void *closure, unsigned char *to, unsigned n)
{
    stream *s = closure;
    if (s->data.n - s->at < n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(to, s->data.p + s->at, n);
    s->at += n;
    return CAIRO_STATUS_SUCCESS;
}

static uint64_t big_endian(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return (uint64_t)u[0] << 24 | (uint64_t)u[1] << 16 | (uint64_t)u[2] << 8 | u[3];
}

/* The picture's surface; NULL after a message. Its size is looked at before it is unpacked. */
static cairo_surface_t *read_image(jb_painter *p, const jb_image_item *image)
{
    jb_str d = image->data;
    jb_source *file = jb_source_new(p->cx->keep, image->path, (jb_str){"", 0});
    if (d.n < 24 || memcmp(d.p, "\x89PNG\r\n\x1a\n", 8)) {
        jb_fail(p->cx, jb_span_of(file), "%.*s is no PNG file", JB_F(image->path));
        jb_hint(p->cx, "pictures are read as PNG");
        return NULL;
    }
    if (big_endian(d.p + 16) * big_endian(d.p + 20) > p->cx->limits.pixels) {
        jb_fail(p->cx, jb_span_of(file), "%.*s has more than %llu pixels", JB_F(image->path),
                (unsigned long long)p->cx->limits.pixels);
        jb_hint(p->cx, "--max pixels=N allows more");
        return NULL;
    }
    cairo_surface_t *s = cairo_image_surface_create_from_png_stream(pull, &(stream){d, 0});
    if (cairo_surface_status(s) == CAIRO_STATUS_SUCCESS)
        return s;
    bool memory = cairo_surface_status(s) == CAIRO_STATUS_NO_MEMORY;
    cairo_surface_destroy(s);
    if (memory)
        jb_cairo_sound(p->cx, CAIRO_STATUS_NO_MEMORY);
    jb_fail(p->cx, jb_span_of(file), "%.*s is a broken PNG file", JB_F(image->path));
    return NULL;
}

bool jb_image_draw(jb_painter *p, const jb_mark *mark, size_t i)
{
    const jb_image_item *image = &mark->images[i];
    cairo_surface_t *s = read_image(p, image);
    if (!s)
        return false;
    int w = cairo_image_surface_get_width(s), h = cairo_image_surface_get_height(s);
    if (w > 0 && h > 0 && image->width > 0 && image->height > 0) {
        cairo_scale(p->cr, image->width / w, image->height / h);
        cairo_set_source_surface(p->cr, s, 0, 0);
        cairo_pattern_set_extend(cairo_get_source(p->cr), CAIRO_EXTEND_PAD);
        cairo_pattern_set_filter(cairo_get_source(p->cr), CAIRO_FILTER_GOOD);
        cairo_rectangle(p->cr, 0, 0, w, h);
        cairo_clip(p->cr);
        cairo_paint_with_alpha(p->cr, image->style ? image->style->opacity : 1);
    }
    cairo_surface_destroy(s);
    return true;
}
