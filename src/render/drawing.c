#include "render/drawing.h"

#include <librsvg/rsvg.h>
#include <math.h>

#include "render/library.h"

typedef struct functions {
#define R(name) __typeof__(&name) name;
#include "render/rsvg.def"
#undef R
} functions;

static const char *const names[] = {"librsvg-2.so.2", NULL};
static const char *const symbols[] = {
#define R(name) #name,
#include "render/rsvg.def"
#undef R
};
static const jb_library library = {names, symbols, JB_COUNT(symbols), "librsvg2-2"};

_Static_assert(sizeof(functions) == sizeof(void *) * JB_COUNT(symbols), "as wide as pointers");

typedef union loaded {
    functions f;
    void *pointers[JB_COUNT(symbols)];
} loaded;

typedef struct drawing {
    const functions *f;
    RsvgHandle *handle;
} drawing;

static void close_drawing(void *thing)
{
    drawing *d = thing;
    d->f->g_object_unref(d->handle);
}

static const drawing *open_drawing(jb_ctx *cx, jb_str svg)
{
    loaded *l = JB_NEW(cx->scratch, loaded);
    if (!jb_library_load(cx, &library, l->pointers))
        return NULL;
    GError *error = NULL;
    RsvgHandle *handle =
        l->f.rsvg_handle_new_from_data((const unsigned char *)svg.p, svg.n, &error);
    if (error)
        l->f.g_error_free(error);
    if (!handle)
        return NULL;
    drawing *d = JB_NEW(cx->scratch, drawing);
    *d = (drawing){&l->f, handle};
    return jb_arena_own(cx->scratch, d, close_drawing);
}

bool jb_drawing_size(jb_ctx *cx, jb_str svg, double *width, double *height)
{
    const drawing *d = open_drawing(cx, svg);
    if (!d)
        return false;
    gboolean has_width, has_height, has_box;
    RsvgLength w, h;
    RsvgRectangle box;
    *width = 300;
    *height = 150;
    if (d->f->rsvg_handle_get_intrinsic_size_in_pixels(d->handle, width, height))
        return *width > 0 && *height > 0 && isfinite(*width * *height);
    d->f->rsvg_handle_get_intrinsic_dimensions(d->handle, &has_width, &w, &has_height, &h, &has_box,
                                               &box);
    if (has_box) {
        *width = box.width;
        *height = box.height;
    }
    return *width > 0 && *height > 0 && isfinite(*width * *height);
}

bool jb_drawing_paint(jb_ctx *cx, jb_str svg, cairo_t *cr, double width, double height)
{
    const drawing *d = open_drawing(cx, svg);
    if (!d)
        return false;
    GError *error = NULL;
    RsvgRectangle box = {0, 0, width, height};
    bool sound = d->f->rsvg_handle_render_document(d->handle, cr, &box, &error);
    if (error)
        d->f->g_error_free(error);
    return sound;
}
