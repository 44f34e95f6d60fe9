/* Finished items: looks that are shared, text that is measured, boxes around what is drawn. */
#ifndef JB_CHART_INK_H
#define JB_CHART_INK_H

#include "chart/view.h"
#include "text/text.h"

typedef struct jb_box {
    double x1, y1, x2, y2; /* empty while x1 > x2 */
} jb_box;
jb_box jb_box_none(void);
bool jb_box_empty(const jb_box *b);
void jb_box_add(jb_box *b, double x, double y);
void jb_box_union(jb_box *b, const jb_box *other);
jb_box jb_box_moved(jb_box b, double dx, double dy);
jb_box jb_box_grown(jb_box b, double by);
double jb_box_width(const jb_box *b);
double jb_box_height(const jb_box *b);
/* Around everything of the mark that is drawn, as Vega measures it; in the coordinates of the group
 * around it. */
jb_box jb_mark_box(const jb_mark *mark);
/* The same of a mark in a group, which cuts off what it clips. */
jb_box jb_mark_box_in(const jb_mark *mark, const jb_group_item *group);
jb_box jb_item_box(const jb_mark *mark, size_t i);
jb_box jb_group_box(const jb_group_item *group);
/* Says what room a group takes, in its own coordinates, whatever is drawn in it. */
void jb_group_bound(jb_arena *a, jb_group_item *group, const jb_box *box);
/* How far a group's stroke reaches beyond its rectangle. */
double jb_group_rim(const jb_group_item *group);

/* The one copy of a look in this chart. */
const jb_style *jb_style_shared(jb_chart *chart, const jb_style *style);
jb_paint jb_paint_none(void);
jb_paint jb_paint_solid(jb_rgba c);
/* A CSS colour; none for "none", NULL, or what is no colour (said at span). */
jb_paint jb_paint_read(jb_chart *chart, jb_str css, jb_span span);
/* A colour, a gradient or null, as a specification has it. */
jb_paint jb_paint_node(jb_chart *chart, const jb_node *node);
/* The same of a COLOR property: what its structure has, or the gradient kept aside. */
#define JB_PAINT(chart, object, name)                                                              \
    jb_paint_of((chart), JB_OR(object, name, ((jb_str){NULL, 0})), JB_ASIDE(object, name),         \
                JB_SPAN(object, name))
jb_paint jb_paint_of(jb_chart *chart, jb_str css, const jb_aside *aside, jb_span span);
bool jb_paint_visible(const jb_paint *p);

typedef struct jb_text_look {
    jb_str font, weight, style;
    double size, limit, line_height; /* 0: no limit; size + 2 */
    jb_paint fill, stroke;
    double opacity, stroke_width;
    jb_align align;
    jb_baseline baseline;
    double angle, dx, dy;
    jb_str ellipsis;
    jb_str line_break; /* where one line is parted; {NULL, 0}: as config.lineBreak says */
    bool stacked;      /* each line is a cell of jb_text_stack */
} jb_text_look;
jb_text_look jb_text_look_new(void); /* black sans-serif of 11 px, alphabetic, left */
/* Font and colour of one part of a guide's specification, with its config and styles under it:
 * label_, title_, subtitle_, or nothing for a title itself. */
#define JB_TEXT_LOOK(chart, s, part)                                                               \
    jb_text_look_of(JB_OR(s, part##font, ((jb_str){NULL, 0})), JB_OR(s, part##font_size, 11.0),    \
                    JB_OR(s, part##font_weight, ((jb_str){NULL, 0})),                              \
                    JB_OR(s, part##font_style, ((jb_str){NULL, 0})),                               \
                    JB_PAINT(chart, s, part##color))
jb_text_look jb_text_look_of(jb_str font, double size, jb_str weight, jb_str style, jb_paint fill);
/* What a style in config.style says of a guide's text, where the guide itself leaves it open: all
 * that a text mark may have but alignment, angle and opacity, which guides decide. `opacity` is the
 * guide's own, of the text's fill. A style that is not there says nothing. */
void jb_text_look_under(jb_chart *chart, jb_text_look *look, jb_str style, double opacity);
/* Places and shapes the lines; a single one is parted at the look's lineBreak. */
void jb_text_put(jb_chart *chart, jb_text_item *t, const jb_text_look *look, jb_strs lines,
                 double x, double y, jb_span span);
jb_text_style jb_text_style_of(const jb_text_look *look);

/* Lines for jb_text_put (label_lines.c). A label wider than `width` in as many lines as it needs,
 * of like width, broken by sense as a title is (text.h, JB_BALANCED); where `most` lines do not
 * hold it, what goes on those before the last and the rest. */
jb_strs jb_label_part(jb_chart *chart, const jb_text_look *look, jb_str label, double width,
                      size_t most);
/* What the labels beside a plot may take, of an axis and of its author's (NULL: none): in a picture
 * whose width is bound no more than half of it, if the author says nothing of it. */
double jb_label_limit(const jb_chart *chart, const jb_axis_spec *axis, const jb_axis_spec *author);
/* The height of a row whose name may need two lines, each so wide; 0: none of these names is
 * wider. */
double jb_label_step(jb_chart *chart, const jb_axis_spec *axis, double wide, const jb_value *names,
                     size_t n);
/* One character under the other (jb_text_stack), by the look's line height; what its limit has no
 * room for is cut behind an ellipsis. */
jb_strs jb_label_stack(jb_chart *chart, const jb_text_look *look, jb_str label);

jb_strs jb_one_line(jb_arena *a, jb_str s);
jb_strs jb_lines_parted(jb_arena *a, jb_str s, jb_str by); /* whole where nothing parts it */
jb_strs jb_lines_of(jb_chart *chart, jb_str s); /* parted at config.lineBreak, else at LF */
double jb_lines_height(const jb_text_item *t);  /* of the lines after the first */

jb_mark *jb_rule_mark(jb_chart *chart, jb_group_item *group, jb_str role, size_t n);
jb_mark *jb_text_mark(jb_chart *chart, jb_group_item *group, jb_str role, size_t n);

#endif
