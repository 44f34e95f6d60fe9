/* A specification and its data become a finished picture: up for domains, down for rectangles, once
 * for ink. */
#ifndef JB_CHART_CHART_H
#define JB_CHART_CHART_H

#include "base/tree.h"
#include "data/table.h"
#include "scene/scene.h"

struct jb_view_spec; /* grammar/spec.h: normalised, complete, parameters evaluated */

/* A table that a spec may name in `data: {name: …}`. */
typedef struct jb_dataset {
    jb_str name;
    const jb_table *table;
} jb_dataset;

/* The tables that charts were drawn from, as they were read. */
typedef struct jb_origins {
    const jb_table **at;
    size_t n, cap;
} jb_origins;

/* Tables by the place that names them. */
typedef struct jb_table_read_once {
    jb_span asked;
    const jb_table *table;
} jb_table_read_once;
typedef struct jb_tables_read {
    JB_LIST(jb_table_read_once) all;
} jb_tables_read;

typedef struct jb_chart_options {
    const jb_dataset *datasets;
    size_t datasets_n;
    jb_part part;         /* of the files and values that the spec itself reads */
    double width, height; /* px, as if the spec said them; 0: what the spec says */
    jb_origins *origins;  /* what is read is added, in its order; NULL: nobody asks */
    jb_tables_read *read; /* what is read is kept here, and not read again; NULL: nowhere */
    jb_str lang;          /* of the words that tell the chart, BCP 47; {NULL, 0}: zh */
    bool untold;          /* nobody reads what tells the chart: its scene has no alt of our own */
    bool framed;          /* they are of the whole picture, padding included, and both are given */
    bool bound;           /* a picture that is to be so wide never reaches farther, as Vega's may */
} jb_chart_options;

/* The specification of a tree, as jb_spec_of reads it; one in a short form has the types of its
 * columns (chart/infer.h), for which its data is read. NULL after messages. */
const struct jb_view_spec *jb_chart_read(jb_ctx *cx, const jb_node *tree, const jb_node *theme,
                                         const jb_chart_options *options);

/* The scene of a chart, in cx->keep; NULL after messages when something is wrong. `options` may be
 * NULL. */
jb_scene *jb_chart_compile(jb_ctx *cx, const struct jb_view_spec *spec,
                           const jb_chart_options *options);

/* The rows of Vega-Lite's `sequence`: numbers from start to before stop. NULL after a
 * message: too many. */
struct jb_sequence_spec;
const jb_table *jb_sequence_table(jb_ctx *cx, const struct jb_sequence_spec *sequence);

/* The specification as JSON with everything that holds written into it: of each scale, axis,
 * legend, header, title, mark, plot, channel and transform what its author, config, styles and the
 * chart's own thoughts say. It is a specification again, of the same picture, and has nothing left
 * to explain. {NULL, 0} after messages when it could not be drawn. */
jb_str jb_chart_explain(jb_ctx *cx, const struct jb_view_spec *spec);

#endif
