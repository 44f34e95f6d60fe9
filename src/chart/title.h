/* A title on its way to its place. */
#ifndef JB_CHART_TITLE_H
#define JB_CHART_TITLE_H

#include "chart/guide.h"

typedef struct jb_title_plan {
    jb_strs lines, subtitle;
    jb_span span;
    int orient, anchor;
    bool by_group; /* anchored to the plot, not to all that is drawn around it */
    double offset, subtitle_padding, angle, limit, dx, dy; /* angle NaN: the side's own */
    int align, baseline;                                   /* -1: the anchor's own, top */
    jb_text_look look, sub_look;
} jb_title_plan;

jb_title_plan jb_title_plan_new(void);
/* What the plan leaves to its side and anchor. */
double jb_title_angle(const jb_title_plan *t);
jb_align jb_title_align(const jb_title_plan *t);
jb_baseline jb_title_baseline(const jb_title_plan *t);
/* A view's title with all that config, styles and the view itself say about it; NULL: none. */
const jb_title_spec *jb_title_settled(jb_chart *chart, const jb_view *view);
/* A group of role "title", beside what is already drawn. */
jb_mark *jb_title_place(jb_chart *chart, const jb_title_plan *t, const double size[2],
                        const jb_box *around);

#endif
