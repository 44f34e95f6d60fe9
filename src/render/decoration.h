/* What is drawn with a line's text and is no text: lines under and through it, dots; the
 * same for cairo and SVG. */
#ifndef JB_RENDER_DECORATION_H
#define JB_RENDER_DECORATION_H

#include "render/path.h"

typedef struct jb_decoration {
    jb_path lines; /* to be stroked, `width` wide, with butt ends */
    double width;
    jb_path shapes; /* to be filled */
} jb_decoration;

/* Of the line's run i, from (x, y), the run's origin. Both paths may be empty. */
jb_decoration jb_decoration_of(jb_arena *a, const jb_line *line, size_t i, double x, double y);

#endif
