/* What a predicate asks of one cell (vega-lite/src/predicate.ts, compile/data/formatparse.ts): the
 * cell is read as the kind of the first value it is compared with, number, text or instant, unless
 * that is null, false, 0 or ""; a unit of time cuts it. */
#ifndef JB_TRANSFORM_COMPARISON_H
#define JB_TRANSFORM_COMPARISON_H

#include "data/vega.h"
#include "grammar/spec.h"

typedef struct jb_comparison jb_comparison;
struct jb_comparison {
    bool (*holds)(const jb_comparison *c, jb_value cell);
    const jb_value *values; /* one, two for range, several for oneOf; instants as numbers */
    size_t values_n;
    jb_time_units units;
    jb_vega_kind as;
    bool own, truth; /* own: null compares with nothing, see jb_scope */
    jb_arena *scratch;
};

/* As what the cells of its field are read. */
jb_vega_kind jb_comparison_kind(const jb_predicate_spec *p);
/* Reads equal, lt, lte, gt, gte, range, oneOf or valid of a field's predicate into *c, which lives
 * in `a`. False after a message. */
bool jb_comparison_read(jb_ctx *cx, jb_arena *a, const jb_predicate_spec *p, bool own,
                        jb_comparison *c);
/* Equal to one of the values; between the two of them, ends included. For a selection's values. */
jb_comparison jb_comparison_one_of(jb_arena *a, const jb_value *values, size_t n);
jb_comparison jb_comparison_between(jb_arena *a, const jb_value *ends);

#endif
