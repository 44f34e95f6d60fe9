/* From a row to the properties of its item: references that are found once and read for each row.
 */
#ifndef JB_CHART_ENCODE_H
#define JB_CHART_ENCODE_H

#include <math.h>
#include "chart/ink.h"
#include "chart/label.h"
#include "chart/test.h"

typedef enum jb_ref_kind {
    JB_REF_NONE,
    JB_REF_NUMBER, /* a constant on the picture */
    JB_REF_DATUM,  /* a constant in the data */
    JB_REF_COLUMN, /* a cell */
    JB_REF_BETWEEN /* a mix of two cells */
} jb_ref_kind;

/* A number for each row. */
typedef struct jb_ref jb_ref;
struct jb_ref {
    jb_ref_kind kind;
    const jb_test *test;    /* holds only where this does; then `otherwise` is read */
    const jb_column *valid; /* holds only where this is a number */
    const jb_ref *otherwise;
    const jb_scale *scale; /* NULL: as it is */
    double number;         /* NUMBER; BETWEEN: the share of the second */
    jb_value datum;
    const jb_column *column, *second;
    double band;          /* share of the band that is added; NaN: none */
    double shift;         /* added */
    const jb_ref *offset; /* added */
    double least;         /* at least so much; NaN: no matter */
};
double jb_ref_at(const jb_ref *ref, size_t row);
bool jb_ref_given(const jb_ref *ref);

/* Colours, text and names for each row: a chain of conditions, then the definition or the constant.
 */
typedef struct jb_choice jb_choice;
struct jb_choice {
    const jb_test *test;
    const jb_column *valid;
    const jb_choice *otherwise;
    const jb_scale *scale;
    const jb_column *column;
    const jb_column *second; /* of a span: its end, and the share of it */
    double share;
    jb_value value; /* datum with a scale, value without */
    bool constant;
    jb_paint paint; /* of a constant colour */
    jb_labeler label;
    const jb_column *bin_end; /* text of a bin: start – end */
};
jb_paint jb_choice_paint(jb_chart *chart, const jb_choice *c, size_t row);
jb_value jb_choice_value(const jb_choice *c, size_t row);
jb_str jb_choice_text(jb_chart *chart, const jb_choice *c, size_t row);

/* How a unit is encoded: what its marks' files ask. */
typedef struct jb_encoder {
    jb_chart *chart;
    const jb_view *view;
    const jb_unit_view *unit;
    const jb_table *table;
    const double *size; /* of the plot */
    bool outside[2];    /* some rows' x, y is a category that the scale's domain leaves out */
} jb_encoder;
/* A category that the domain leaves out has no place, and what has none Vega draws at 0. */
static inline double jb_place_at(const jb_encoder *e, jb_channel c, double at)
{
    bool lost = e->outside[c == JB_CHANNEL_X ? 0 : 1] && isnan(at);
    return lost ? 0 : at;
}

typedef enum jb_default_place {
    JB_AT_NOTHING,
    JB_AT_MIDDLE,
    JB_AT_ZERO_OR_MIN,
    JB_AT_ZERO_OR_MAX
} jb_default_place;

/* Where a point stands on x, y, theta or radius. */
const jb_ref *jb_encode_point(const jb_encoder *e, jb_channel c, jb_default_place usual);
/* A stretch from one end to the other, or one end and a size; what is not used is NULL. */
typedef struct jb_stretch {
    const jb_ref *from, *to, *center, *size;
    bool spaced; /* a bin: with a gap to its neighbours, and not narrower than `least` */
    bool reversed, upward;
    double spacing, translate, least, offset, offset2;
} jb_stretch;
jb_stretch jb_encode_range(const jb_encoder *e, jb_channel c, jb_default_place usual,
                           jb_default_place usual2);
jb_stretch jb_encode_rect(const jb_encoder *e, jb_channel c);
/* Start and length of a stretch for a row. */
void jb_stretch_at(const jb_stretch *s, size_t row, double *start, double *length);
/* A channel that is no position; `usual` where it says nothing (NaN: not given, jb_ref_given is
 * false). */
const jb_ref *jb_encode_number(const jb_encoder *e, jb_channel c, double usual);
const jb_choice *jb_encode_value(const jb_encoder *e, jb_channel c, jb_value usual);
const jb_choice *jb_encode_text(const jb_encoder *e, jb_channel c);
const jb_ref *jb_ref_constant(jb_arena *a, double number);

/* Everything of the look that all marks share. */
typedef struct jb_look_plan {
    const jb_choice *fill, *stroke, *pattern, *dash;
    const jb_ref *opacity, *fill_opacity, *stroke_opacity, *stroke_width;
    const jb_choice *href, *description, *cursor;
    const jb_choice **tooltips;
    size_t tooltips_n;
    jb_style base;
    bool constant; /* one look for all rows */
    const jb_style *shared;
} jb_look_plan;
jb_look_plan jb_encode_look(const jb_encoder *e);
const jb_style *jb_look_at(jb_chart *chart, jb_look_plan *look, size_t row);
/* Its stroke alone, around several rows; NULL: there is none, or it is another for each row. */
const jb_style *jb_look_outline(jb_chart *chart, const jb_look_plan *look);
const jb_item_meta *jb_meta_at(jb_chart *chart, const jb_look_plan *look, size_t row);
/* The default fill or stroke of a mark (Vega-Lite's rule of filled and color); none where there is
 * none. */
jb_paint jb_mark_paint(jb_chart *chart, const jb_unit_view *u, bool fill);
/* The mark definition says null for it, and no channel of that name says otherwise: no ink, not
 * even the colour channel's. */
bool jb_mark_unpainted(const jb_unit_view *u, bool fill);

/* A text's size is that of its font: who is asked for which name, view.h says; what a style says of
 * the font's size comes last, from Vega. */
double jb_text_size(const jb_unit_view *u);

/* Which rows, in which order. */
jb_rows jb_unit_rows(jb_chart *chart, const jb_view *view);

/* One mark: draws its rows into the group. A row in marks.c. */
typedef void jb_mark_drawer(const jb_encoder *e, jb_group_item *group);
jb_mark_drawer jb_draw_bar, jb_draw_symbol, jb_draw_rule, jb_draw_text, jb_draw_path, jb_draw_tick,
    jb_draw_arc;
/* Tells how many of a unit's rows have no finite place, as where items are written
 * (jb_tell_unplaced); of a stack without shares that was told. */
void jb_tell_lost(const jb_encoder *e, size_t n);
void jb_draw_unit(jb_chart *chart, const jb_view *view, jb_group_item *group);
jb_mark *jb_data_mark(jb_chart *chart, jb_group_item *group, jb_marktype type, size_t n,
                      const jb_unit_view *u);

#endif
