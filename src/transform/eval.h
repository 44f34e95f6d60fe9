/* Expressions over the rows of a table. Names become column numbers once, in jb_expr_bind, and are
 * never compared again. */
#ifndef JB_TRANSFORM_EVAL_H
#define JB_TRANSFORM_EVAL_H

#include "base/locale.h"
#include "data/table.h"
#include "grammar/expr.h"

typedef struct jb_param {
    jb_str name;
    jb_value value;
} jb_param;

/* scale(name, value), invert, bandwidth, domain, range … for the chart room: answers the call into
 * *result, false if it knows no such scale. */
typedef struct jb_scale_hook {
    bool (*call)(void *chart, jb_str function, const jb_value *args, size_t n, jb_arena *a,
                 jb_value *result);
    void *chart;
} jb_scale_hook;

/* What names mean around the rows. */
typedef struct jb_scope {
    const jb_param *params; /* params, signals such as width and height, usable by bare name */
    size_t params_n;
    const struct jb_scope *outer; /* looked at next; NULL: none */
    /* Our own tools (table, inline figures): a bare name may be a column; null in arithmetic stays
     * null and a comparison with it is false; text where a number is needed is a mistake found
     * before the first row. Without it, Vega's (JavaScript's) rules. */
    bool own;
    /* A member of datum that no column has is undefined, with a warning, instead of an error. */
    bool lenient;
    const jb_locale *locale;         /* NULL: en-US */
    const jb_scale_hook *scales;     /* NULL: the functions are refused */
    const struct jb_data_hook *data; /* for lookup, transform.h; NULL: lookups are refused */
} jb_scope;

/* A param by its name, in the scope or around it; NULL: none. */
const jb_param *jb_scope_find(const jb_scope *scope, jb_str name);

/* A bound expression with the room to evaluate in; one thread at a time. */
typedef struct jb_bound jb_bound;

/* Binds names and functions; NULL after messages: “no column …” with the nearest name, “no function
 * …”, a wrong number of arguments, an own-mode type mistake. table may be NULL: an expression
 * without datum. scope NULL: nothing known. */
jb_bound *jb_expr_bind(jb_ctx *cx, const jb_expr *expr, const jb_table *table,
                       const jb_scope *scope);
bool jb_function_known(jb_str name); /* of the expression language */
/* The value for one row (ignored without a table). Text and lists lie in `a`, or in the table or
 * the expression. A mistake that only a row can show (a regular expression over its step budget) is
 * said once and gives null. Undefined is JB_NULL with scale 1: jb_value_number of it is NaN. */
jb_value jb_bound_value(jb_bound *bound, size_t row, jb_arena *a);
bool jb_bound_truth(jb_bound *bound, size_t row);
/* The same with datum an object that is no row (a tick's {value, label}, a legend entry): members
 * of `datum`. The expression was bound with table NULL; every member access is then by name. */
jb_value jb_bound_value_of(jb_bound *bound, jb_value datum, jb_arena *a);
bool jb_bound_constant(const jb_bound *bound); /* uses neither datum nor random */
/* For all rows at once, as a column; text lies in cx->keep. */
jb_column jb_bound_column(jb_ctx *cx, jb_bound *bound, jb_str name);

/* Read, bind and evaluate without a table: the {expr: …} of a property. False after a message. */
bool jb_expr_evaluate(jb_ctx *cx, jb_str text, jb_span span, const jb_scope *scope, jb_value *v);

#endif
