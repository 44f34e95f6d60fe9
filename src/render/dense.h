/* Marks of so many symbols that a file of vectors would be slow to write and slower to show. */
#ifndef JB_RENDER_DENSE_H
#define JB_RENDER_DENSE_H

#include "base/ctx.h"
#include "scene/scene.h"

/* The mark with each mark of more than limits.outlines symbols inside it replaced by an image of
 * it, 384 dots an inch where limits.pixels allows, which is told at `place`; `around` is the group
 * it stands in, NULL at the root. The mark itself when there is none. In cx->keep. */
const jb_mark *jb_dense_replaced(jb_ctx *cx, const jb_mark *mark, const jb_group_item *around,
                                 jb_span place);

#endif
