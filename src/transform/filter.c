/* Predicates over rows. */
#include "transform/bind.h"
#include "transform/comparison.h"
#include "transform/task.h"

typedef struct test test;
struct test {
    bool (*holds)(const test *x, size_t row);
    const test *const *parts; /* and, or, not */
    size_t parts_n;
    jb_bound *bound; /* expression */
    const jb_column *column;
    jb_comparison comparison;
    bool empty;
    jb_param param;
    jb_task *task;
};

static const test *read(jb_task *t, const jb_predicate_spec *p);

/* ---- tests ---- */

static bool holds_all(const test *x, size_t row)
{
    for (size_t i = 0; i < x->parts_n; i++)
        if (!x->parts[i]->holds(x->parts[i], row))
            return false;
    return true;
}

static bool holds_any(const test *x, size_t row)
{
    for (size_t i = 0; i < x->parts_n; i++)
        if (x->parts[i]->holds(x->parts[i], row))
            return true;
    return false;
}

static bool holds_not(const test *x, size_t row)
{
    return !x->parts[0]->holds(x->parts[0], row);
}

static bool holds_expr(const test *x, size_t row)
{
    return jb_bound_truth(x->bound, row);
}

static bool holds_comparison(const test *x, size_t row)
{
    return x->comparison.holds(&x->comparison, jb_cell(x->column, row));
}

/* ---- selections: a param whose value is a list of {field: value} or {field: [from, to]} ---- */

static bool member_matches(const test *x, jb_field_value m, size_t row)
{
    const jb_column *column = jb_table_find(x->task->table, m.name);
    if (!column)
        return false;
    jb_arena *a = x->task->cx->scratch;
    bool range = m.value.type == JB_LISTED && m.value.n == 2;
    jb_comparison c =
        range ? jb_comparison_between(a, m.value.items) : jb_comparison_one_of(a, &m.value, 1);
    return c.holds(&c, jb_cell(column, row));
}

static bool object_matches(const test *x, jb_value object, size_t row)
{
    for (uint32_t i = 0; i < object.n; i++)
        if (!member_matches(x, object.members[i], row))
            return false;
    return true;
}

static bool holds_param(const test *x, size_t row)
{
    jb_value v = x->param.value;
    if (v.type == JB_NULL || (v.type == JB_LISTED && !v.n))
        return x->empty;
    if (v.type == JB_OBJECT)
        return object_matches(x, v, row);
    for (uint32_t i = 0; v.type == JB_LISTED && i < v.n; i++)
        if (v.items[i].type == JB_OBJECT && object_matches(x, v.items[i], row))
            return true;
    return v.type != JB_LISTED && jb_value_truth(v);
}

/* ---- reading ---- */

static test *make(jb_task *t, bool (*holds)(const test *, size_t))
{
    test *x = JB_NEW(t->cx->scratch, test);
    *x = (test){.holds = holds, .task = t};
    return x;
}

static const test *read_parts(jb_task *t, jb_predicate_list list,
                              bool (*holds)(const test *, size_t))
{
    test *x = make(t, holds);
    const test **parts = JB_NEW_N(t->cx->scratch, const test *, list.n + 1);
    bool sound = true;
    for (size_t i = 0; i < list.n; i++)
        sound = (parts[i] = read(t, list.at[i])) && sound;
    x->parts = parts;
    x->parts_n = list.n;
    return sound ? x : NULL;
}

static const test *read_expr(jb_task *t, const jb_expr_spec *expr)
{
    test *x = make(t, holds_expr);
    x->bound = expr->parsed ? jb_expr_bind(t->cx, expr->parsed, t->table, t->scope) : NULL;
    return x->bound ? x : NULL;
}

static const test *read_param(jb_task *t, const jb_predicate_spec *p)
{
    test *x = make(t, holds_param);
    x->empty = !JB_HAS(p, empty) || p->empty;
    for (const jb_scope *s = t->scope; s; s = s->outer)
        for (size_t i = 0; i < s->params_n; i++)
            if (jb_str_eq(s->params[i].name, p->param)) {
                x->param = s->params[i];
                return x;
            }
    jb_fail(t->cx, JB_SPAN(p, param), "no param “%.*s”", JB_F(jb_brief(t->cx, p->param)));
    return NULL;
}

static const test *read_field(jb_task *t, const jb_predicate_spec *p)
{
    const jb_column *column = jb_task_column(t, p->field, JB_SPAN(p, field));
    test *x = make(t, holds_comparison);
    x->column = column;
    bool sound = jb_comparison_read(t->cx, t->cx->scratch, p, t->scope->own, &x->comparison);
    return sound && column ? x : NULL;
}

static const test *read(jb_task *t, const jb_predicate_spec *p)
{
    if (p->expr)
        return read_expr(t, p->expr);
    if (p->field.n)
        return read_field(t, p);
    if (p->param.n)
        return read_param(t, p);
    if (JB_GIVEN(p, any))
        return read_parts(t, p->any, holds_any);
    if (p->none) {
        const jb_predicate_spec *one[] = {p->none};
        return read_parts(t, (jb_predicate_list){one, 1}, holds_not);
    }
    return read_parts(t, p->all, holds_all);
}

const jb_table *jb_run_filter(jb_task *t, const jb_filter_transform_spec *spec)
{
    size_t rows = t->table->rows, n = 0, errors = jb_errors(t->cx);
    const test *x = spec->filter ? read(t, spec->filter) : NULL;
    if (!x)
        return NULL;
    size_t *pick = JB_NEW_N(t->cx->scratch, size_t, rows + 1);
    for (size_t r = 0; r < rows; r++)
        if (x->holds(x, r))
            pick[n++] = r;
    return jb_errors(t->cx) == errors ? jb_table_pick(t->cx->keep, t->table, pick, n) : NULL;
}
