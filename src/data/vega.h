/* Cells as Vega parses them (vega-util's toNumber, toString, toDate; vega-loader's format.parse).
 */
#ifndef JB_DATA_VEGA_H
#define JB_DATA_VEGA_H

#include "base/tree.h"
#include "data/table.h"

typedef enum jb_vega_kind {
    JB_VEGA_AS_IS,
    JB_VEGA_NUMBER,
    JB_VEGA_TEXT,
    JB_VEGA_DATE,
    JB_VEGA_BOOLEAN
} jb_vega_kind;

/* One cell as that kind; null and "" are null, and what can't be read is the number NaN. Text lies
 * in `a`. */
jb_value jb_vega_value(jb_arena *a, jb_value v, jb_vega_kind kind);

/* The table with the columns that `parse` names read as it says: number, boolean, date, date:'…',
 * utc:'…', string; `parse: auto` reads each column of text as the whole of it is (data/infer.h);
 * null leaves a column as it is, and so does a `parse` that is NULL or null. Cells
 * that cannot be read are NaN or null, and a warning counts them. NULL after messages for a parser
 * nobody knows. */
const jb_table *jb_vega_parse(jb_ctx *cx, const jb_table *t, const jb_node *parse);

/* Warns, once for a column, of the cells that are there but became NaN or null in `values` (one for
 * each row of the table); `as` is what they were read as. */
void jb_vega_tell_unread(jb_ctx *cx, const jb_table *t, const jb_column *old,
                         const jb_value *values, jb_str as);
/* The hint behind such a message about a cell: where the whole of a column of text is of one kind,
 * `parse: auto` reads it; else what to write instead. */
void jb_vega_hint_unread(jb_ctx *cx, const jb_column *column, size_t rows, size_t row);

/* Is it `auto`? */
bool jb_vega_auto(const jb_node *parse);

#endif
