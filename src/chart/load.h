/* The stages between a unit's source and the rows it draws; load.c walks them in this order. Each
 * works on the pipeline's table, and does nothing where that is NULL. `facets` are the columns by
 * which the views around part the rows. */
#ifndef JB_CHART_LOAD_H
#define JB_CHART_LOAD_H

#include "chart/pipeline.h"

/* Calls for each definition of a unit that has a field, its conditions' included. (load.c) */
typedef void jb_definition_visitor(void *with, const jb_view *v, const jb_definition *d,
                                   jb_channel c);
void jb_unit_each(const jb_view *v, jb_definition_visitor *visit, void *with);

/* parse.c */
/* The source's table with its columns read as `v` and the views inside need them. */
const jb_table *jb_source_parse(jb_chart *chart, const jb_view *v, const jb_table *source);
/* The same for the fields inside objects that a unit's definitions name: transforms may have made
 * the objects. */
void jb_pipeline_parse(jb_pipeline *p, const jb_view *v);

/* nested.c */
/* What stands before the path in a.b or a["b"]: all of it where there is no path. */
jb_str jb_field_head(jb_str field);
/* The value at the path .b or ["b"] inside an object or a list; null: there is none. */
jb_value jb_value_at_path(jb_value v, jb_str path);
/* A column under the name that the definition uses, for a field inside objects (or one with escaped
 * dots). */
void jb_pipeline_nested(jb_pipeline *p, jb_str field);

/* implied.c: columns of bins and of units of time. */
jb_definition_visitor jb_visit_bin, jb_visit_time; /* with: the pipeline */
bool jb_bin_ranged(const jb_definition *d);        /* a bin on a discrete scale, as a text */
/* The bandPosition of a bar and its like; 0.5 where nothing says otherwise. */
double jb_rect_band(const jb_view *v, const jb_definition *d, jb_channel c);
/* The numbers of a column, in the scratch; NaN: none. */
double *jb_pipeline_read(jb_pipeline *p, jb_str name);

/* measure.c: groups and aggregates, if the encoding has any. */
void jb_pipeline_measure(jb_pipeline *p, const jb_view *v, const jb_str_list *facets);

/* imputed.c: rows that the encoding's `impute` adds. */
void jb_pipeline_fill(jb_pipeline *p, const jb_view *v, const jb_str_list *facets);
/* The layers and parts of a facet's cell impute within the cell; a unit alone does before it is
 * parted. */
jb_strs jb_imputed_within(const jb_view *v, const jb_str_list *facets);

/* stacked.c */
void jb_pipeline_pile(jb_pipeline *p, const jb_view *v, const jb_str_list *facets);
/* The column that stands for a bin where zeros are imputed into a stack. */
jb_str jb_bin_mid(jb_arena *a, const jb_definition *d);

/* validity.c: gives the unit its table, without the rows that cannot be drawn. */
void jb_unit_settle(jb_chart *chart, jb_view *v, const jb_table *t);

#endif
