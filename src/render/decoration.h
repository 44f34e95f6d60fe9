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

/* Of the line's run i, from (x, y), the run's origin, in cx->scratch. Both paths may be empty.
 *
 * A line under text passes letters by: it has a gap where a g or a p comes down into it. Lines
 * under names are marks that belong to Han characters (clreq 3.4) and are not broken: all those of
 * a line of text stand as deep as clears what comes down there. Neither goes on under the blank
 * half of a mark that the text under it begins or ends with. What is raised or lowered in the text
 * has its lines at the height and of the weight of the text around it. */
jb_decoration jb_decoration_of(jb_ctx *cx, const jb_line *line, size_t i, double x, double y);

#endif
