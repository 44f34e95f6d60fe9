/* Small words for building scenes: everything lies in the arena and is placed from its group's
 * corner, in pt. */
#ifndef JB_REPORT_INK_H
#define JB_REPORT_INK_H

#include "scene/scene.h"

/* A group of one item at (x, y); tag {NULL, 0}: no structure. */
jb_group_item *jb_ink_group(jb_arena *a, jb_group_item *into, double x, double y, jb_str tag);
/* A shaped line whose baseline begins at (x, y). Returns the item. */
jb_text_item *jb_ink_line(jb_arena *a, jb_group_item *into, const jb_line *line, double x,
                          double y);
/* A straight rule, and a box (fill and stroke may be NULL; dash 0: solid). */
void jb_ink_rule(jb_arena *a, jb_group_item *into, double x, double y, double x2, double y2,
                 const jb_paint *paint, double width);
void jb_ink_box(jb_arena *a, jb_group_item *into, double x, double y, double width, double height,
                const jb_paint *fill, const jb_paint *stroke, double stroke_width, double dash);
/* SVG path data; fill and stroke may be NULL. Round joins and caps. */
void jb_ink_path(jb_arena *a, jb_group_item *into, jb_str data, const jb_paint *fill,
                 const jb_paint *stroke, double stroke_width);

#endif
