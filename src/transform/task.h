/* What the transforms of this room share: the columns they read, the tables they make. */
#ifndef JB_TRANSFORM_TASK_H
#define JB_TRANSFORM_TASK_H

#include "base/decimal.h"
#include "grammar/spec.h"
#include "transform/group.h"
#include "transform/transform.h"

/* One transform at work. */
typedef struct jb_task {
    jb_ctx *cx;
    const jb_table *table; /* what it reads */
    jb_scope *scope;
    jb_span where; /* it is written here */
} jb_task;

/* Where a cell of its table stands; where the step does, for a table that was computed. */
jb_span jb_task_cell(jb_task *t, size_t row, jb_str column);

/* The column of a field: its name, or a path into objects ("a.b", "a['b']", "a[0]"; \. is a dot in
 * a name). NULL after “no column …”. */
const jb_column *jb_task_column(jb_task *t, jb_str field, jb_span span);
/* One for each name, in scratch; NULL after messages (never for n = 0). */
const jb_column **jb_task_columns(jb_task *t, jb_strs fields, jb_span span);

/* A column's cells as numbers, NaN where there is none. Cells that hold something else are counted
 * in a warning. */
const double *jb_task_numbers(jb_task *t, const jb_column *column);
/* “so many values of … are no numbers”, with the place of the first. */
void jb_task_warn_numbers(jb_task *t, const jb_column *column, size_t count, size_t first);
/* In our own tools text where numbers are needed is a mistake: says so. */
bool jb_task_wants_numbers(jb_task *t, const jb_column *column, jb_str what, jb_span span);

/* A column of doubles, NaN being null. The array is kept. */
jb_column jb_number_column(jb_arena *a, jb_str name, double *numbers, size_t rows);
/* The rows pick[0..n) of a column under its name. */
jb_column jb_column_pick(jb_arena *a, const jb_column *c, const size_t *pick, size_t n);
/* The i-th name of a list, or the other. */
jb_str jb_name_or(jb_strs names, size_t i, jb_str otherwise);

/* Columns of a table in the making: one of the same name is replaced, as a member of an object
 * would be. */
typedef struct jb_columns {
    jb_column *at;
    size_t n, cap;
} jb_columns;
void jb_columns_set(jb_arena *a, jb_columns *columns, jb_column column);
/* A table of new rows, under the old name. */
const jb_table *jb_task_table(jb_task *t, jb_columns columns, size_t rows);

/* The group columns of a result: the keys' cells in the first row of each group, `times[g]` times
 * (NULL: once). */
void jb_groups_columns(jb_arena *a, const jb_groups *g, const jb_column *const *keys, jb_strs names,
                       const size_t *times, jb_columns *columns);

/* ---- order ---- */

typedef struct jb_order_key {
    const jb_column *column;
    bool descending;
} jb_order_key;
/* Row numbers in order: null first (last when descending), equal ones as they were. */
size_t *jb_order_rows(jb_arena *a, const jb_order_key *keys, size_t n, size_t rows);
/* The keys of a sort; false after a message. */
bool jb_order_read(jb_task *t, const jb_sort_field_list *fields, jb_order_key **keys);
/* -1, 0, 1: the two rows by the keys. */
int jb_order_cmp(const jb_order_key *keys, size_t n, size_t a, size_t b);

/* ---- summaries: one operation over the rows of a group ---- */

/* One aggregate of one column. */
typedef struct jb_summary {
    jb_aggregate_op op;
    const jb_column *column; /* NULL: count */
    double param;
    jb_str as;
} jb_summary;

/* The operation's running state over the rows of one group or frame; begins as {0}. */
typedef struct jb_tally {
    size_t count, valid, missing;
    jb_sum sum;
    double product, mean, deviation, exponential;
    size_t best;                   /* row of the least or greatest so far; valid > 0 */
    bool moved;                    /* it is not the first one */
    size_t strange, first_strange; /* cells that should be numbers and are not */
} jb_tally;
void jb_tally_add(jb_tally *tally, const jb_summary *m, size_t row);
/* The result; `rows` are those that were added, for medians and the like. */
jb_value jb_tally_value(jb_task *t, const jb_tally *tally, const jb_summary *m, const size_t *rows,
                        size_t n);
/* Reads the fields of an aggregate; NULL after messages. */
jb_summary *jb_summaries_read(jb_task *t, const jb_aggregate_field_list *fields);
bool jb_summary_read(jb_task *t, jb_aggregate_op op, jb_str field, double param, jb_str as,
                     jb_span span, jb_summary *m);
/* The measure of each group, as a column of as many rows as there are groups. */
jb_column jb_summary_groups(jb_task *t, const jb_summary *m, const jb_groups *g,
                            const jb_members *members);

/* ---- statistics ---- */

int jb_cmp_double(const void *a, const void *b);
/* The p-quantile of sorted numbers, type 7 of Hyndman and Fan (1996); NaN for none. */
double jb_quantile_sorted(const double *sorted, size_t n, double p);
/* The numbers among values[rows[0..n)] that are none, sorted: a new array in scratch. */
double *jb_sorted_numbers(jb_arena *a, const double *values, const size_t *rows, size_t n,
                          size_t *sorted_n);

typedef struct jb_xy {
    double x, y;
} jb_xy;
typedef struct jb_curve {
    double (*y)(void *model, double x);
    void *model;
} jb_curve;
typedef struct jb_points {
    jb_xy *at;
    size_t n, cap;
} jb_points;
/* The rows of a group that have both. */
jb_points jb_group_points(jb_task *t, const double *x, const double *y, const size_t *rows,
                          size_t n);
/* Points as two columns. */
void jb_points_columns(jb_task *t, const jb_points *p, jb_str x, jb_str y, jb_columns *columns);
/* A curve from x0 to x1 as points: least steps, and more, up to most, where it bends by more than
 * half a degree. */
jb_points jb_curve_sample(jb_arena *a, jb_curve curve, double x0, double x1, size_t least,
                          size_t most);

/* ---- the transforms: each gives its table, or NULL after messages ---- */

#define T(name) const jb_table *jb_run_##name(jb_task *t, const jb_##name##_transform_spec *spec);
#include "transform/transforms.def"
#undef T

#endif
