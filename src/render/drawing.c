#include "render/drawing.h"

#include <librsvg/rsvg.h>
#include <math.h>
#include <string.h>

#include "base/library.h"

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

/* An address that leads outside: neither "#part" nor the data themselves. */
static bool leads_outside(jb_str address)
{
    return address.n && address.p[0] != '#' && !jb_str_starts(address, JB_S("data:"));
}

/* Up to the quote that began it, or to the bracket. */
static jb_str address_at(jb_str s, size_t at)
{
    while (at < s.n && strchr(" \t\r\n", s.p[at]))
        at++;
    char quote = at < s.n && (s.p[at] == '"' || s.p[at] == '\'') ? s.p[at++] : 0;
    size_t end = at;
    while (end < s.n && (quote ? s.p[end] != quote : !strchr(") \t\r\n;", s.p[end])))
        end++;
    return jb_str_trim(jb_str_cut(s, at, end - at));
}

/* The first address after the mark in s. */
static jb_str outside_after(jb_str s, jb_str mark)
{
    for (size_t at = 0;;) {
        ptrdiff_t found = jb_str_find(jb_str_cut(s, at, s.n), mark);
        if (found < 0)
            return (jb_str){NULL, 0};
        at += (size_t)found + mark.n;
        jb_str address = address_at(s, at);
        if (leads_outside(address) && !jb_str_starts(address, JB_S("url(")))
            return address;
    }
}

/* The elements that draw what they refer to; a link (<a>) only leads there. */
static jb_str outside_of_elements(jb_str svg)
{
    static const jb_str elements[] = {JB_K("<image"), JB_K("<use"), JB_K("<feImage"),
                                      JB_K("<?xml-stylesheet")};
    jb_str found = {NULL, 0};
    for (size_t i = 0; !found.p && i < JB_COUNT(elements); i++)
        for (size_t at = 0; !found.p;) {
            ptrdiff_t next = jb_str_find(jb_str_cut(svg, at, svg.n), elements[i]);
            if (next < 0)
                break;
            at += (size_t)next + elements[i].n;
            ptrdiff_t end = jb_str_find(jb_str_cut(svg, at, svg.n), JB_S(">"));
            found =
                outside_after(jb_str_cut(svg, at, end < 0 ? svg.n : (size_t)end), JB_S("href="));
        }
    return found;
}

jb_str jb_drawing_outside(jb_str svg)
{
    jb_str found = outside_of_elements(svg);
    found = found.p ? found : outside_after(svg, JB_S("@import"));
    return found.p ? found : outside_after(svg, JB_S("url("));
}
