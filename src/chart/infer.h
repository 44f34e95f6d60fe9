/* The types that a short form leaves out. */
#ifndef JB_CHART_INFER_H
#define JB_CHART_INFER_H

#include "base/tree.h"
#include "chart/chart.h"

/* The specification with the types of its fields as their columns have them, where it is written in
 * the short form anywhere (a channel beside the mark, or one that is a text); else the tree itself,
 * for a field without a type is nominal in Vega-Lite. Its data is read as `table` reads it
 * (`format: {parse: auto}`) unless it says how.
 *
 * - a number is quantitative, but whole years in a column 年, 年份, 年度 or year are ordinal;
 * - a date or a time is temporal; dates on x and y are taken by the day, or by the month where all
 *   are first days: a bar is as wide, and ticks are no closer;
 * - anything else is nominal.
 *
 * What has its type from elsewhere keeps it: aggregates but min and max, bins, units of time, a
 * list of values in `sort`, the type of a scale, and the channels row, column, facet, shape,
 * strokeDash, detail, xOffset and yOffset. A column that is not found is left to whoever reads the
 * specification. NULL after messages: the data cannot be read. */
const jb_node *jb_chart_types(jb_ctx *cx, const jb_node *tree, const jb_chart_options *options);

#endif
