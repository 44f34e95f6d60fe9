/* Rows that agree in some columns. */
#ifndef JB_TRANSFORM_GROUP_H
#define JB_TRANSFORM_GROUP_H

#include "data/table.h"

typedef struct jb_groups {
    size_t n;            /* in the order in which they first appear */
    const uint32_t *of;  /* row → group */
    const size_t *first; /* group → its first row */
} jb_groups;

/* Without keys all rows are one group; no rows are none. */
jb_groups jb_group_rows(jb_arena *a, const jb_column *const *keys, size_t keys_n, size_t rows);
/* The same where null and undefined are one key (stack, impute's keys). */
jb_groups jb_group_stated(jb_arena *a, const jb_column *const *keys, size_t keys_n, size_t rows);
/* The same where Vega parts the rows by the text of a list of their keys (density, impute, loess,
 * quantile, regression), in which null is as blank as "". */
jb_groups jb_part_rows(jb_arena *a, const jb_column *const *keys, size_t keys_n, size_t rows);
/* The rows of each group: rows[start[g]] up to rows[start[g + 1]], in their order (of `order` if it
 * is not NULL). */
typedef struct jb_members {
    const size_t *start, *rows;
} jb_members;
jb_members jb_group_members(jb_arena *a, const jb_groups *g, size_t rows, const size_t *order);

#endif
