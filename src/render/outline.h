/* Glyphs as paths, for readers that lack the font. */
#ifndef JB_RENDER_OUTLINE_H
#define JB_RENDER_OUTLINE_H

#include "base/ctx.h"
#include "render/path.h"

/* Adds the outlines of a run's glyphs, its origin at (x, y); to be filled by the nonzero rule.
 * False after a message: the font can't be read. */
bool jb_path_of_run(jb_ctx *cx, jb_path *p, const jb_run *run, double x, double y);

#endif
