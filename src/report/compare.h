/* Figures in an expression compare, add and subtract only in one unit: 1086万元 − 990元 would be a
 * wrong figure without a word. Products and quotients are free: they convert, and they average. */
#ifndef JB_REPORT_COMPARE_H
#define JB_REPORT_COMPARE_H

#include "grammar/expr.h"

/* The literals that stand for cells and aggregates of tables, each with its unit. */
typedef struct jb_counted {
    const jb_expr *literal;
    jb_str unit;
} jb_counted;

typedef struct jb_counted_list {
    jb_counted *at;
    size_t n, cap;
} jb_counted_list;

/* Warns at each operator whose sides are of two units. */
void jb_units_compare(jb_ctx *cx, const jb_counted_list *measures, const jb_expr *e);

#endif
