/* Axes, for their own files: axis.c finds and merges them, axis_draw.c draws one, with the ticks of
 * axis_tick.c and the labels of axis_label.c. */
#ifndef JB_CHART_AXIS_H
#define JB_CHART_AXIS_H

#include "chart/guide.h"

typedef struct jb_axis_drawing {
    jb_chart *chart;
    const jb_axis *axis;
    const jb_axis_spec *s;
    const jb_scale *scale;
    const double *size; /* of the plot */
    bool horizontal;    /* bottom, top */
    double sign;        /* outward: -1 left and top */
    jb_ticks ticks;
    jb_str *labels;
    size_t lines;        /* of a label that is wrapped, at most */
    double band, offset; /* of ticks, in the band */
    bool extra;
    jb_group_item *group;
} jb_axis_drawing;

/* axis_tick.c */
void jb_axis_find_band(jb_axis_drawing *g);
void jb_axis_find_ticks(jb_axis_drawing *g);
double jb_axis_place(const jb_axis_drawing *g, jb_value v, double band); /* along the axis */
double jb_axis_tick_size(const jb_axis_drawing *g, size_t i);            /* 0 without ticks */
/* The first definition with a unit of time, or the axis' own. */
const jb_definition *jb_axis_timed_definition(const jb_axis_drawing *g);
/* From one place to the other: along the axis, and outward from it. */
void jb_axis_set_rule(jb_rule_item *r, const jb_axis_drawing *g, double along1, double across1,
                      double along2, double across2);
/* A property for the tick i: of the first condition that holds for it, else the plain one. */
double jb_axis_number_at(const jb_axis_drawing *g, const jb_aside *aside, double plain, size_t i);
jb_str jb_axis_text_at(const jb_axis_drawing *g, const jb_aside *aside, jb_str plain, size_t i);
int jb_axis_word_at(const jb_axis_drawing *g, const jb_aside *aside, const jb_enum *words,
                    int plain, size_t i);
jb_paint jb_axis_paint_at(const jb_axis_drawing *g, const jb_aside *aside, jb_paint plain,
                          size_t i);
/* How the rules of one part of the axis look: domain, grid, tick. */
typedef struct jb_axis_rule {
    jb_paint paint;
    double width, opacity, dash_offset;
    jb_numbers dash;
    int cap;
    const jb_aside *paint_if, *width_if, *opacity_if, *dash_if, *dash_offset_if; /* conditions */
} jb_axis_rule;
#define JB_AXIS_RULE(g, part)                                                                      \
    ((jb_axis_rule){JB_PAINT((g)->chart, (g)->s, part##_color), JB_OR((g)->s, part##_width, 1.0),  \
                    JB_OR((g)->s, part##_opacity, 1.0), JB_OR((g)->s, part##_dash_offset, 0.0),    \
                    JB_OR((g)->s, part##_dash, ((jb_numbers){NULL, 0})),                           \
                    JB_OR((g)->s, part##_cap, 0), JB_ASIDE((g)->s, part##_color),                  \
                    JB_ASIDE((g)->s, part##_width), JB_ASIDE((g)->s, part##_opacity),              \
                    JB_ASIDE((g)->s, part##_dash), JB_ASIDE((g)->s, part##_dash_offset)})
const jb_style *jb_axis_rule_style(const jb_axis_drawing *g, const jb_axis_rule *rule, size_t i);
void jb_axis_draw_ticks(jb_axis_drawing *g);
void jb_axis_draw_grid(jb_axis_drawing *g);
void jb_axis_settle_ticks(const jb_axis_drawing *g, jb_axis_spec *s);

/* axis_label.c */
jb_labeler jb_axis_labeler(const jb_axis_drawing *g);
void jb_axis_find_labels(jb_axis_drawing *g); /* their texts, with labelExpr */
void jb_axis_fit_labels(jb_axis_drawing *g);  /* what labelFit comes to */
void jb_axis_draw_labels(jb_axis_drawing *g);
void jb_axis_settle_labels(const jb_axis_drawing *g, jb_axis_spec *s);

#endif
