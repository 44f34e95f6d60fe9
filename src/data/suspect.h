/* Text that was read soundly and is still not what was meant. */
#ifndef JB_DATA_SUSPECT_H
#define JB_DATA_SUSPECT_H

#include "data/table.h"

/* GBK bytes can be valid UTF-8: pairs such as 联通 come out as combining, Cyrillic, Arabic and like
 * letters. A warning at the first cell of a column that looks so: such letters among Han, or
 * nothing but pairs that are common Han in GBK. */
void jb_warn_mistaken_encoding(jb_ctx *cx, const jb_table *t);

/* A day that no calendar has (2026-02-30) among days makes a column of texts of them, or, by Vega's
 * rules, is taken for one of the next month: a warning at the first. */
void jb_warn_impossible_day(jb_ctx *cx, const jb_table *t, const jb_column *c);

/* A row of totals (合计, 总计, 小计, Total) among those that are summed would count twice: a
 * warning at the first such cell of a column that is none of the keys, by which it would stand
 * alone. */
void jb_warn_total_row(jb_ctx *cx, const jb_table *t, const jb_column *const *keys, size_t keys_n);

#endif
