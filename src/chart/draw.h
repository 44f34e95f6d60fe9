/* The walk for ink: each view into its group, at the group's own origin. */
#ifndef JB_CHART_DRAW_H
#define JB_CHART_DRAW_H

#include "chart/guide.h"
#include "chart/layout.h"

/* Draws the view and everything around it. What is returned is the box of it all, in the group's
 * coordinates. */
jb_box jb_view_draw(jb_chart *chart, jb_view *view, jb_group_item *group);

/* header.c: a facet's cells with their headers, footers and titles. */
void jb_facet_resolve_headers(jb_chart *chart,
                              jb_view *view); /* takes shared axes out of the cells */
void jb_facet_draw(jb_chart *chart, jb_view *view, jb_group_item *group);
jb_group_item *jb_child_group(jb_chart *chart, jb_group_item *group, jb_str role);
/* The ground of a plot with all that config and styles say about it. */
const jb_frame_spec *jb_frame_settled(jb_chart *chart, const jb_view *view);
jb_grid jb_view_grid(jb_chart *chart, const jb_view *view);

#endif
