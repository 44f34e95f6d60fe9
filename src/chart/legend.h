/* Legends, for their own files: legend.c finds and merges them, legend_draw.c draws one, from the
 * entries of legend_entry.c, as symbols (legend_symbol.c, legend_look.c) or colours
 * (legend_gradient.c); under the title of legend_title.c; legend_place.c puts them beside each
 * other. */
#ifndef JB_CHART_LEGEND_H
#define JB_CHART_LEGEND_H

#include "chart/encode.h"
#include "chart/guide.h"

typedef struct jb_legend_scale {
    jb_channel channel; /* the symbol's property: FILL, STROKE, SIZE … */
    jb_component *component;
} jb_legend_scale;

/* A legend as its unit alone would have it. */
typedef struct jb_legend_part {
    const jb_view *view;
    jb_channel channel;
    bool gradient;
    const jb_legend_spec *written; /* NULL: nothing */
} jb_legend_part;

struct jb_legend {
    jb_channel channel; /* of the unit's definition */
    const jb_view *view;
    const jb_definition *definition;
    jb_legend_part parts[8]; /* what it was merged from, for its symbols' look */
    size_t parts_n;
    jb_legend_scale scales[8];
    size_t scales_n;
    jb_legend_spec *author;
    const jb_legend_spec *spec;
    bool disabled, disabled_explicit;
    bool gradient; /* asked for or usual */
    bool symbols;  /* type "symbol", so also of a continuous colour */
    int orient;
    bool orient_explicit;
    jb_str symbol_type;
    jb_title_text title;
    bool one_field; /* all that was merged speaks of `field` */
    jb_str field;
};

typedef struct jb_legend_entry {
    jb_value value;
    jb_str label;
    double perc, perc2; /* along a gradient */
} jb_legend_entry;

typedef enum jb_legend_kind { JB_LEGEND_SYMBOLS, JB_LEGEND_RAMP, JB_LEGEND_BANDS } jb_legend_kind;

typedef struct jb_legend_drawing {
    jb_chart *chart;
    const jb_legend *l;
    const jb_legend_spec *s;
    const jb_scale *scale; /* that the entries are taken from */
    const jb_component *component;
    jb_legend_kind kind;
    bool vertical;
    double length, thickness;
    jb_legend_entry *entries;
    size_t n;
    jb_group_item *group;
} jb_legend_drawing;

/* The scale by which the symbol's property is set, or NULL. */
const jb_legend_scale *jb_legend_scale_named(const jb_legend *l, jb_channel c);
/* Of several scales the one that entries are taken from. */
const jb_legend_scale *jb_legend_leading_scale(const jb_legend *l);
bool jb_legend_cuts_classes(const jb_scale *s); /* its entries are classes between cuts */
jb_legend_kind jb_legend_kind_of(const jb_legend *l, const jb_scale *s);
bool jb_legend_goes_down(const jb_legend_drawing *g);
/* Whether Vega-Lite takes it as lying, which its gradient's usual length hangs on. */
bool jb_legend_lies(const jb_chart *chart, const jb_legend *l);

void jb_legend_find_entries(jb_legend_drawing *g);

jb_text_look jb_legend_label_look(const jb_legend_drawing *g);
/* The greatest of a channel's constant values, with its conditions'; NaN: there is none. */
double jb_legend_greatest(const jb_definition *d);

/* legend_title.c: beside the entries, which make room for it. */
void jb_legend_draw_title(jb_legend_drawing *g, jb_group_item *entries, jb_strs lines);
void jb_legend_settle_title(const jb_legend_drawing *g, jb_legend_spec *s);

/* legend_look.c: of the symbols before any scale. */
jb_style jb_legend_symbol_style(const jb_legend_drawing *g);

void jb_legend_draw_symbols(jb_legend_drawing *g, jb_group_item *entries);
void jb_legend_draw_bars(jb_legend_drawing *g, jb_group_item *entries);
void jb_legend_draw_labels(jb_legend_drawing *g, jb_group_item *entries); /* beside the bars */

/* About so many ticks; NaN: of classes and words there is no number. */
double jb_legend_tick_count(const jb_legend_drawing *g);
jb_labeler jb_legend_labeler(const jb_legend_drawing *g, double count);
double jb_legend_columns(const jb_legend_drawing *g); /* 0: all in one row */
double jb_legend_bar_opacity(const jb_legend_drawing *g);
int jb_legend_label_overlap(const jb_legend_drawing *g); /* jb_label_overlap, of bars */

/* As jb_legend_settled; NULL: it is not drawn. */
const jb_legend_spec *jb_legend_whole(jb_chart *chart, const jb_legend *l, const double size[2]);
/* The legends of a view, drawn at (0, 0) each. */
typedef struct jb_legend_ink {
    const jb_legend *legend;
    jb_mark *mark;
} jb_legend_ink;
size_t jb_legends_draw(jb_chart *chart, const jb_view *view, const double size[2],
                       jb_legend_ink **inks);
/* From the plot, where the legend itself does not say it. */
double jb_legend_layout_offset(const jb_chart *chart, int orient);
/* At (0, 0); NULL: it is not drawn. `size` is the plot's. */
jb_mark *jb_legend_draw(jb_chart *chart, const jb_legend *l, const double size[2]);

#endif
