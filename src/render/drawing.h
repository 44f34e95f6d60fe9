/* SVG files, drawn by librsvg, which is loaded when the first is met. It opens no other file and
 * bounds what one may refer to and nest. */
#ifndef JB_RENDER_DRAWING_H
#define JB_RENDER_DRAWING_H

#include <cairo.h>

#include "base/ctx.h"

/* Its size in CSS px: as it says, else by its viewBox, else as CSS would (300 × 150). False: it is
 * no sound SVG, or after a message. */
bool jb_drawing_size(jb_ctx *cx, jb_str svg, double *width, double *height);
/* Draws it into a box of that size at the origin. */
bool jb_drawing_paint(jb_ctx *cx, jb_str svg, cairo_t *cr, double width, double height);
/* What the SVG refers to outside of itself, and is drawn without: the first address of an image, of
 * something used, of a style or a font; {NULL, 0}: nothing. */
jb_str jb_drawing_outside(jb_str svg);

#endif
