/* The functions of backend.def and what they share. */
#ifndef JB_RENDER_BACKENDS_H
#define JB_RENDER_BACKENDS_H

#include "render/paint.h"
#include "render/render.h"

#define B(name, extension, about, told)                                                            \
    bool jb_render_##name(jb_ctx *cx, const jb_scene *scene, const jb_render_options *options,     \
                          jb_str *bytes);
#include "render/backend.def"
#undef B

/* The bytes of a cairo surface (FORMAT_RGB24 or ARGB32) as a PNG file: the same pixels, the
 * smallest quick form; the surface's own are used up. `scale` goes into pHYs: 96 dots an inch times
 * it. */
jb_str jb_png_write(jb_ctx *cx, cairo_surface_t *surface, double scale);

/* Warns of items that have no finite place: they are left out of every picture, but not silently.
 */
void jb_tell_unplaced(jb_ctx *cx, const jb_mark *root, jb_span place);

/* Where a library writes its output to; owned by the arena it was made in. */
typedef struct jb_sink {
    char *bytes;
    size_t n, cap;
} jb_sink;
jb_sink *jb_sink_new(jb_arena *a);
cairo_status_t jb_sink_write(void *sink, const unsigned char *bytes,
                             unsigned n); /* a cairo_write_func_t */

#endif
