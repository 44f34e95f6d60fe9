#include "report/compare.h"

static bool is_between(uint8_t op, uint8_t first, uint8_t last)
{
    return op >= first && op <= last;
}

static jb_str literal_unit(const jb_counted_list *m, const jb_expr *e)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->at[i].literal == e)
            return m->at[i].unit;
    return (jb_str){NULL, 0};
}

static void tell(jb_ctx *cx, const jb_expr *e, jb_str a, jb_str b)
{
    jb_warn(cx, e->span, "%.*s and %.*s stand in one sum or comparison", JB_F(jb_brief(cx, a)),
            JB_F(jb_brief(cx, b)));
    jb_hint(cx, "multiply one by what brings it to the other's unit");
}

static jb_str unit_of(jb_ctx *cx, const jb_counted_list *m, const jb_expr *e);

/* Of x + y, x - y and x < y. */
static jb_str unit_of_binary(jb_ctx *cx, const jb_counted_list *m, const jb_expr *e)
{
    jb_str a = unit_of(cx, m, e->args[0]), b = unit_of(cx, m, e->args[1]);
    bool adds = is_between(e->op, JB_OP_ADD, JB_OP_SUB),
         compares = is_between(e->op, JB_OP_EQ, JB_OP_GE);
    if ((adds || compares) && a.p && b.p && !jb_str_eq(a, b))
        tell(cx, e, a, b);
    return !adds ? (jb_str){NULL, 0} : a.p ? a : b;
}

/* abs(x), round(x) and the like are in x's unit; what comes of another function is not known. */
static bool keeps_unit(jb_str name)
{
    static const jb_str names[] = {JB_K("abs"), JB_K("round"), JB_K("ceil"), JB_K("floor")};
    return jb_str_among(name, names, JB_COUNT(names));
}

/* The unit of a (sub)expression; {NULL, 0}: not known. */
static jb_str unit_of(jb_ctx *cx, const jb_counted_list *m, const jb_expr *e)
{
    if (e->kind == JB_EXPR_LITERAL)
        return literal_unit(m, e);
    if (e->kind == JB_EXPR_BINARY)
        return unit_of_binary(cx, m, e);
    jb_str first = {NULL, 0};
    for (size_t i = 0; i < e->n; i++) {
        jb_str unit = unit_of(cx, m, e->args[i]);
        first = i ? first : unit;
    }
    bool keeps = e->kind == JB_EXPR_UNARY || (e->kind == JB_EXPR_CALL && keeps_unit(e->name));
    return keeps ? first : (jb_str){NULL, 0};
}

void jb_units_compare(jb_ctx *cx, const jb_counted_list *measures, const jb_expr *e)
{
    unit_of(cx, measures, e);
}
