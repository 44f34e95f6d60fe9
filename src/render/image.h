/* Pictures in files as ink. */
#ifndef JB_RENDER_IMAGE_H
#define JB_RENDER_IMAGE_H

#include "render/paint.h"

/* Draws item i of an image mark, at the origin. False after a message. */
bool jb_image_draw(jb_painter *p, const jb_mark *mark, size_t i);

#endif
