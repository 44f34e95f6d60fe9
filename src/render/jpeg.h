/* JPEG pictures as pixels, by libturbojpeg, which is loaded when the first is drawn on pixels: a
 * PDF takes them as they are. */
#ifndef JB_RENDER_JPEG_H
#define JB_RENDER_JPEG_H

#include <cairo.h>

#include "render/picture.h"

/* An image surface; unsound where the picture can't be unpacked. */
cairo_surface_t *jb_jpeg_unpack(jb_ctx *cx, const jb_picture *picture);

#endif
