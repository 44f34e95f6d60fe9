/* What the numbers of a table are counted in: the schema's `unit` of their column, what stands in
 * brackets behind its head (资金（万元）), or the row's cell in a column named unit or 单位. Where
 * that stands beside the column and says 元 for 万元, the row is believed. */
#ifndef JB_DATA_UNIT_H
#define JB_DATA_UNIT_H

#include "data/table.h"

/* NULL: the table has no column of units. */
const jb_column *jb_unit_column(const jb_table *t);
/* Beside it may stand what a number is, exact, 余, 约 or 不到 (a column qualifier or 限定), and
 * what it is of, done or planned (status or 状态). NULL: there is none. */
const jb_column *jb_qualifier_column(const jb_table *t);
const jb_column *jb_status_column(const jb_table *t);
/* Does a column of units, or the like, speak of the numbers in `c`? Of those to its left, else to
 * its right, else of all. */
bool jb_units_speak_of(const jb_table *t, const jb_column *units, const jb_column *c);
/* What the schema or the head says, and what the row says where that is not said or another;
 * {NULL, 0}: nothing. */
jb_str jb_column_unit(const jb_column *c);
jb_str jb_row_unit(jb_arena *a, const jb_table *t, const jb_column *c, size_t row);
/* The unit of a cell of column `c`; {NULL, 0}: nothing says it, or the cell is null. */
jb_str jb_cell_unit(jb_arena *a, const jb_table *t, const jb_column *c, size_t row);
/* The one unit of these rows of a column; where they are of two, `other` is the second. */
jb_str jb_rows_unit(jb_arena *a, const jb_table *t, const jb_column *c, const size_t *rows,
                    size_t n, jb_str *other);
/* The unit in brackets behind a head, {NULL, 0}: there is none, nor is a time one (收入（2024年）);
 * the head without it. */
jb_str jb_head_unit(jb_str head);
jb_str jb_head_without_unit(jb_str head);

#endif
