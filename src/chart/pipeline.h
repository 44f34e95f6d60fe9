/* The implicit steps between a view's rows and its marks, as a list of the transform room's own. */
#ifndef JB_CHART_PIPELINE_H
#define JB_CHART_PIPELINE_H

#include "chart/view.h"

typedef JB_LIST(jb_str) jb_str_list;

typedef struct jb_pipeline {
    jb_chart *chart;
    const jb_table *table; /* so far; NULL after a failure, then nothing more happens */
    JB_LIST(const jb_transform_spec *) steps;
    jb_str_list done; /* columns of bins and units of time that were made */
} jb_pipeline;

void jb_pipeline_flush(jb_pipeline *p); /* runs the steps collected */
/* Each adds a step that stands where its definition does, or that of the first field. Strings and
 * lists are kept, not copied. */
void jb_pipeline_bin(jb_pipeline *p, const jb_definition *d);
void jb_pipeline_time_unit(jb_pipeline *p, const jb_definition *d);
void jb_pipeline_aggregate(jb_pipeline *p, const jb_aggregate_field_spec *const *fields, size_t n,
                           jb_strs groupby);
void jb_pipeline_impute(jb_pipeline *p, jb_str field, jb_str key, jb_strs groupby, jb_strs within,
                        const jb_impute_spec *impute);
void jb_pipeline_stack(jb_pipeline *p, const jb_definition *d, jb_strs groupby, int offset,
                       jb_sort_field_list sort);
/* A column out of numbers (NaN: null), or dates in milliseconds. */
void jb_pipeline_numbers(jb_pipeline *p, jb_str name, const double *numbers, bool dates);
void jb_pipeline_texts(jb_pipeline *p, jb_str name, const jb_str *texts);
void jb_pipeline_values(jb_pipeline *p, jb_str name, const jb_value *values);

/* The columns by whose values the rows of a line or an area fall apart into several. */
jb_str_list jb_path_groups(jb_chart *chart, const jb_view *view);

void jb_str_list_add(jb_arena *a, jb_str_list *list, jb_str s); /* unless it is there */

#endif
