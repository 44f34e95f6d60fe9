/* The one room that strokes and fills. */
#ifndef JB_RENDER_PAINT_H
#define JB_RENDER_PAINT_H

#include <cairo.h>

#include "base/ctx.h"
#include "render/path.h"
#include "render/picture.h"
#include "render/subset.h"
#include "render/tag.h"

/* A picture that was drawn, and what cairo drew for it. */
typedef struct jb_painted {
    jb_str data;
    cairo_surface_t *surface;
} jb_painted;

/* What the ink at hand stands in. */
typedef struct jb_inside {
    bool artifact;  /* which has neither elements nor links */
    bool referring; /* a Reference */
    bool parted;    /* an element that has others inside, so no text of its own */
} jb_inside;

typedef struct jb_painter {
    jb_ctx *cx;
    cairo_t *cr;
    bool links; /* PDF: links and destinations */
    bool tags;  /* PDF documents: the structure of the text */
    jb_inside in;
    double page_height;         /* pt, of the page at hand */
    JB_LIST(jb_picture) places; /* PDF documents: pictures whose data are put in at the end */
    JB_LIST(jb_painted) pictures;
    JB_LIST(jb_tagged) tagged;  /* the elements begun so far */
    const jb_subsets *subsets;  /* PDF: what faces were cut to; NULL: none */
    const struct jb_face *face; /* what cr has selected */
    double size;
    jb_arena *bench; /* of one item's outline */
} jb_painter;

enum { JB_MOST_SIDE = 32767 }; /* pixels of a side of cairo's images */

/* Paints a mark and all in it; `around` is the group it stands in, NULL at the root. False after a
 * message. */
bool jb_paint_mark(jb_painter *p, const jb_mark *mark, const jb_group_item *around);
bool jb_paint_item(jb_painter *p, const jb_mark *mark, size_t i); /* one of its items */
/* The whole surface in one paint. */
void jb_paint_background(jb_painter *p, const jb_paint *paint, double width, double height);
/* Turns cairo's trouble into a message (no memory: leaves by the door); true when all is well. */
bool jb_cairo_sound(jb_ctx *cx, cairo_status_t status);
/* A frame one wide lies on whole pixels (Vega's offset of groups); an outline on its edge. */
double jb_frame_offset(const jb_group_item *g);

#endif
