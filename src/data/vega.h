/* Cells as Vega parses them (vega-loader): format.parse. */
#ifndef JB_DATA_VEGA_H
#define JB_DATA_VEGA_H

#include "base/tree.h"
#include "data/table.h"

/* The table with the columns that `parse` names read as it says: number, boolean, date, date:'…',
 * utc:'…', string; null leaves a column as it is, and so does a `parse` that is NULL or null. Cells
 * that cannot be read are NaN or null, and a warning counts them. NULL after messages for a parser
 * nobody knows. */
const jb_table *jb_vega_parse(jb_ctx *cx, const jb_table *t, const jb_node *parse);

#endif
