/* Axes, legends, headers and titles: resolved going up, drawn at their group's own origin. */
#ifndef JB_CHART_GUIDE_H
#define JB_CHART_GUIDE_H

#include "chart/ink.h"
#include "chart/label.h"

/* A title as it is put together from several views (guide_title.c). */
void jb_title_merge(jb_arena *a, jb_title_text *into, const jb_title_text *from);
void jb_title_derive(jb_title_text *t, const jb_definition *d); /* one more definition it names */
jb_str jb_comma_joined(jb_arena *a, jb_strs first, jb_strs second);
jb_strs jb_title_lines(jb_chart *chart, const jb_title_text *t); /* n = 0: no title */
/* Two texts side by side as one line; the same twice is said once. */
jb_strs jb_titles_joined(jb_arena *a, jb_strs first, jb_strs second);
/* Where the title of its guide is written, else its field. */
jb_span jb_title_span(const jb_definition *d);

struct jb_axis {
    jb_channel channel;
    const jb_view *view; /* the unit it stands for */
    const jb_definition *definition;
    const jb_definition
        *also[8]; /* of the views it was merged from: they say what the first leaves open */
    size_t also_n;
    jb_component *component;
    jb_axis_spec *author;     /* all that the views' authors gave */
    const jb_axis_spec *spec; /* with config under it */
    bool disabled, disabled_explicit;
    bool sided; /* one of those it was merged from is drawn: then it takes up its side */
    int orient;
    bool orient_explicit;
    bool grid, grid_explicit;
    bool extracted; /* its main part stands in a header or footer */
    jb_title_text title;
};

/* axis.c; axis.h is for its parts alone */
void jb_view_axes(jb_chart *chart, jb_view *view); /* up */
/* A group of role "axis" for the grid or for the rest; NULL: nothing to draw. `size` is the plot's.
 */
jb_mark *jb_axis_grid(jb_chart *chart, const jb_axis *axis, const double size[2]);
jb_mark *jb_axis_main(jb_chart *chart, const jb_axis *axis, const double size[2]);
double jb_axis_zindex(const jb_axis *axis);
/* All that holds for a drawn axis, config, styles and its own thoughts included. Open is what does
 * not hold for the whole axis: alignment across labels that are flush with its ends. */
const jb_axis_spec *jb_axis_settled(jb_chart *chart, const jb_axis *axis, const double size[2]);

/* legend.c; legend.h is for its parts alone */
void jb_view_legends(jb_chart *chart, jb_view *view); /* up */
/* Boxes as Vega gathers them: around all, around what widens legends' places sideways, and up and
 * down. */
typedef struct jb_surroundings {
    jb_box view, x, y;
} jb_surroundings;
/* legend_place.c: draws a view's legends into its group, beside what is there; the box around all
 * grows by them. */
void jb_legends_place(jb_chart *chart, const jb_view *v, jb_group_item *group, jb_surroundings *s);

/* The same of the legend that a unit's channel ended in; NULL: there is none, or it is not drawn.
 * Open is what the symbols take from their marks. */
const jb_legend_spec *jb_legend_settled(jb_chart *chart, const jb_view *unit, jb_channel c,
                                        const double size[2]);

/* header.c: the same of the header of a facet's channel. */
const jb_header_spec *jb_header_settled(jb_chart *chart, const jb_facet_channel *f);

/* brush.c: of a unit's interval selections that begin with a value: their ground or their frame. */
void jb_brushes_draw(jb_chart *chart, const jb_view *view, jb_group_item *group, bool ground);

/* title.c */
jb_mark *jb_title_draw(jb_chart *chart, const jb_view *view, const double size[2],
                       const jb_box *around);

/* overlap.c: hides labels that meet (jb_label_overlap), or that reach beyond the axis. */
void jb_labels_thin(jb_chart *chart, jb_mark *labels, int overlap, double gap);
void jb_labels_bound(jb_chart *chart, jb_mark *labels, bool horizontal, const double ends[2],
                     double tolerance);

/* test.c: does a condition hold for a tick or an entry, {value, label, index}? */
bool jb_test_tick(jb_chart *chart, const jb_channel_spec *condition, jb_value datum);
/* selection.c: is an entry of the legend that the view's unit has for the definition left out by
 * the first value of the selections bound to it? */
bool jb_selection_leaves_out(const jb_chart *chart, const jb_view *view, const jb_definition *d,
                             jb_value value);

#endif
