/* Tables become new tables: the transforms of the grammar (transform.def), one file for each. */
#ifndef JB_TRANSFORM_TRANSFORM_H
#define JB_TRANSFORM_TRANSFORM_H

#include "transform/eval.h"

struct jb_transform_spec;
struct jb_data_spec;

/* Where the rows of a lookup come from: the chart or report room answers with the table of a
 * jb_data_spec, or NULL after a message. It goes into jb_scope. */
typedef struct jb_data_hook {
    const jb_table *(*load)(void *from, jb_ctx *cx, const struct jb_data_spec *data);
    void *from;
} jb_data_hook;

/* Applies the transforms in their order. The result shares columns with the table and lives in
 * cx->keep; rows of a filtered or sorted table keep their records. NULL after messages. Rows that a
 * transform leaves out although nobody asked for it (a value that is no number where one is needed)
 * are counted in one warning with the place of the first.
 *
 * Params that transforms define (extent) are seen by the later ones and added to *scope. */
const jb_table *jb_transform_run(jb_ctx *cx, const struct jb_transform_spec *const *transforms,
                                 size_t n, const jb_table *table, jb_scope *scope);

/* The options of `jianbao table` as transforms, each NULL-text when not given; `n` of them in the
 * order where, group-by/agg, sort, limit. Spans of messages lie in sources named "--where" and so
 * on. False after messages. */
typedef struct jb_table_options {
    jb_str where, group_by, agg, sort;
    bool has_limit;
    size_t limit;
} jb_table_options;
bool jb_table_options_read(jb_ctx *cx, const jb_table_options *options,
                           const struct jb_transform_spec *const **transforms, size_t *n);

#endif
