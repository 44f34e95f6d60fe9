/* Cells of text into values, and columns of text into typed columns. */
#ifndef JB_DATA_INFER_H
#define JB_DATA_INFER_H

#include "data/table.h"

/* Reads one cell that is not empty; false if it is not what the reader reads. */
typedef bool jb_cell_reader(const void *how, jb_str cell, jb_value *v);

/* Exact integers up to int64 and decimals up to 18 digits, with a sign, with `,` between groups of
 * three, with full width digits and signs, and blanks around them; doubles with more digits behind
 * the point or with an exponent such as 1.5e-3 or 2E+6. No number: a longer integer, a leading zero
 * (both are codes), 1e5 (too like a code). */
bool jb_read_number(const void *none, jb_str cell, jb_value *v);
/* The same with % behind it, as a hundredth: 35% is 0.35. */
bool jb_read_percent(const void *none, jb_str cell, jb_value *v);

/* -?(0|[1-9][0-9]*)(\.[0-9]+)? and doubles as above, nothing else. */
bool jb_read_plain_number(jb_str cell, jb_value *v);

/* The column of those cells: numbers, percentages, dates or true/false if the whole column is such,
 * else text. Empty cells are null. The cells are kept as the column's raw ones. `values` is room
 * for n values, used in between. */
jb_column jb_column_infer(jb_arena *a, const jb_str *cells, size_t n, jb_value *values);
/* The column of those cells as text. */
jb_column jb_column_text(jb_arena *a, const jb_str *cells, size_t n);

#endif
