/* The geometry of marks as path segments, for cairo and for SVG alike. */
#ifndef JB_RENDER_PATH_H
#define JB_RENDER_PATH_H

#include "base/ctx.h"
#include "scene/scene.h"

typedef enum jb_segment_kind {
    JB_SEGMENT_MOVE,
    JB_SEGMENT_LINE,
    JB_SEGMENT_CURVE, /* a cubic Bézier */
    JB_SEGMENT_CLOSE
} jb_segment_kind;

typedef struct jb_segment {
    jb_segment_kind kind;
    double x1, y1, x2, y2; /* CURVE: the control points */
    double x, y;           /* where it ends */
} jb_segment;

typedef struct jb_path {
    jb_arena *arena;
    JB_LIST(jb_segment) segments;
    double x, y; /* where the pen is */
} jb_path;

jb_path jb_path_new(jb_arena *a);
void jb_path_move(jb_path *p, double x, double y);
void jb_path_line(jb_path *p, double x, double y);
void jb_path_curve(jb_path *p, double x1, double y1, double x2, double y2, double x, double y);
void jb_path_close(jb_path *p);
/* A line to the arc's beginning (a move on an empty path), then the arc; radians clockwise from
 * three o'clock, from a0 to a1 the way `against` says; a full turn at most. */
void jb_path_arc(jb_path *p, double cx, double cy, double r, double a0, double a1, bool against);
/* Radii: top left, top right, bottom right, bottom left, cut to half the shorter side. */
void jb_path_rect(jb_path *p, double x, double y, double w, double h, const float corners[4]);
/* SVG path data (SVG 1.1, 8.3), stretched; what comes after a mistake is left out, as browsers do;
 * false then. */
bool jb_path_svg(jb_path *p, jb_str data, double scale_x, double scale_y);
/* Turns all of it about the origin, degrees clockwise. */
void jb_path_turn(jb_path *p, double angle);
/* "M1,2L3,4…", numbers rounded to 1e-3. */
void jb_path_text(jb_buf *b, const jb_path *p);

/* curve.c: d3-shape's lines and areas; undefined points break them. */
void jb_path_of_line(jb_path *p, const jb_path_item *item);
void jb_path_of_area(jb_path *p, const jb_path_item *item);
void jb_path_of_trail(jb_path *p, const jb_path_item *item);

/* shape.c: Vega's symbols, d3-shape's arc. */
void jb_path_of_symbol(jb_path *p, const jb_symbol_item *item);
/* Is it a symbol's name, or a sound SVG path? The hint behind a message that says it is not. */
bool jb_symbol_known(jb_ctx *cx, jb_str name);
void jb_symbol_hint(jb_ctx *cx, jb_str name);
void jb_path_of_arc(jb_path *p, const jb_arc_item *item);

/* Has the item a place, are all its lengths finite? What has none can't be drawn, and is counted.
 */
bool jb_item_placed(const jb_mark *mark, size_t i);

/* The path of an item of any type but text, image and group, from the item's (x, y). */
jb_path jb_path_of_item(jb_arena *a, const jb_mark *mark, size_t i);

#endif
