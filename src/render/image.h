/* Pictures in files as ink. */
#ifndef JB_RENDER_IMAGE_H
#define JB_RENDER_IMAGE_H

#include "render/paint.h"
#include "render/qpdf.h"

/* Draws item i of an image mark, at the origin. In a PDF document (p->tags) one that a PDF can hold
 * as it is packed is only a place, which jb_images_fill fills; the same picture is there once.
 * False after a message. */
bool jb_image_draw(jb_painter *p, const jb_mark *mark, size_t i);
/* Puts the packed data of n pictures into their places. */
void jb_images_fill(jb_qpdf *q, const jb_picture *pictures, size_t n);

#endif
