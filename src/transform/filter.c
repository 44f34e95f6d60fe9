/* Predicates over rows. A field is compared as the kind of value it is compared with: with a number
 * as a number, with text as text, with a date as an instant. */
#include <math.h>

#include "base/date.h"
#include "transform/bind.h"
#include "transform/task.h"

typedef struct test test;
struct test {
    bool (*holds)(const test *x, size_t row);
    const test *const *parts; /* and, or, not */
    size_t parts_n;
    jb_bound *bound; /* expression */
    const jb_column *column;
    const jb_value *values; /* compared with: one, two for range, several for oneOf */
    size_t values_n;
    jb_time_units units;
    bool own, truth, empty;
    jb_param param;
    jb_arena *scratch;
    jb_task *task;
};

static const test *read(jb_task *t, const jb_predicate_spec *p);

/* ---- cells ---- */

static double ms_of(jb_value v)
{
    return v.type == JB_TEXT ? jb_date_read_js(jb_value_str(v)) : jb_value_number(v);
}

static jb_value instant(const test *x, jb_value v)
{
    double ms = ms_of(v);
    if (!(fabs(ms) <= (double)JB_TIME_MAX))
        return jb_number((double)NAN);
    return jb_datetime(x->units.set ? jb_time_floor(x->units, (int64_t)ms) : (int64_t)ms);
}

static bool is_time(jb_value v)
{
    return v.type == JB_DATE || v.type == JB_DATETIME;
}

/* The row's cell as something to compare with `with`. */
static jb_value cell_like(const test *x, size_t row, jb_value with)
{
    jb_value v = jb_cell(x->column, row);
    if (v.type == JB_NULL)
        return v;
    if (is_time(with) || x->units.set)
        return instant(x, v);
    if (with.type == JB_TEXT)
        return jb_text(jb_value_text(x->scratch, v));
    bool number = with.type == JB_INT || with.type == JB_DECIMAL || with.type == JB_NUMBER;
    return number && v.type == JB_TEXT ? jb_number(jb_value_measure(v)) : v;
}

/* The sign of cell - value, 2 where they cannot be compared. */
static int order_of(const test *x, size_t row, jb_value with)
{
    jb_value v = cell_like(x, row, with);
    if (v.type == JB_NULL && x->own)
        return 2;
    if (v.type == JB_TEXT && with.type == JB_TEXT)
        return jb_str_cmp(jb_value_str(v), jb_value_str(with));
    double l = jb_value_number(v), r = jb_value_number(with);
    return l < r ? -1 : l > r ? 1 : l == r ? 0 : 2;
}

static bool equals(const test *x, size_t row, jb_value with)
{
    jb_value v = cell_like(x, row, with);
    return is_time(with) ? jb_value_loose_eq(v, with) : jb_value_same(v, with);
}

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

static bool holds_equal(const test *x, size_t row)
{
    return equals(x, row, x->values[0]);
}

static bool holds_one_of(const test *x, size_t row)
{
    for (size_t i = 0; i < x->values_n; i++)
        if (equals(x, row, x->values[i]))
            return true;
    return false;
}

static bool holds_lt(const test *x, size_t row)
{
    return order_of(x, row, x->values[0]) < 0;
}

static bool holds_lte(const test *x, size_t row)
{
    return order_of(x, row, x->values[0]) <= 0;
}

static bool holds_gt(const test *x, size_t row)
{
    return order_of(x, row, x->values[0]) == 1;
}

static bool holds_gte(const test *x, size_t row)
{
    int order = order_of(x, row, x->values[0]);
    return order == 0 || order == 1;
}

/* An open end is null. */
static bool holds_range(const test *x, size_t row)
{
    jb_value low = x->values[0], high = x->values[1];
    if (low.type != JB_NULL && high.type != JB_NULL &&
        jb_value_number(high) < jb_value_number(low)) {
        jb_value swap = low;
        low = high, high = swap;
    }
    int above = low.type == JB_NULL ? 1 : order_of(x, row, low);
    int below = high.type == JB_NULL ? -1 : order_of(x, row, high);
    return (above == 0 || above == 1) && below <= 0;
}

static bool holds_valid(const test *x, size_t row)
{
    return isfinite(jb_cell_number(x->column, row)) == x->truth;
}

/* ---- selections: a param whose value is a list of {field: value} or {field: [from, to]} ---- */

static bool member_matches(const test *x, jb_field_value m, size_t row)
{
    const jb_column *column = jb_table_find(x->task->table, m.name);
    if (!column)
        return false;
    test of_field = {.column = column, .values = &m.value, .values_n = 1, .scratch = x->scratch};
    if (m.value.type == JB_LISTED && m.value.n == 2) {
        of_field.values = m.value.items;
        return holds_range(&of_field, row);
    }
    return holds_equal(&of_field, row);
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
    *x = (test){.holds = holds, .scratch = t->cx->scratch, .own = t->scope->own, .task = t};
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

/* 3 beside the unit month is March (of 2012), beside year it is a year. */
static jb_value in_units(jb_time_units units, jb_value v)
{
    double n = jb_value_number(v);
    if (is_time(v) || v.type == JB_TEXT || v.type == JB_NULL || units.binned || !(fabs(n) < 1e6))
        return v.type == JB_TEXT && units.set ? jb_number(ms_of(v)) : v;
    jb_civil c = {.year = 2012, .month = 1, .day = 1};
    switch (jb_time_units_finest(units)) {
    case JB_YEAR:
        c.year = (int64_t)n;
        break;
    case JB_QUARTER:
        c.month = 3 * (int)n - 2;
        break;
    case JB_MONTH:
        c.month = (int)n;
        break;
    case JB_MONTHDAY:
    case JB_DAYOFYEAR:
        c.day = (int)n;
        break;
    case JB_WEEKDAY:
        c.day = (int)n + 1; /* 2012-01-01 was a Sunday */
        break;
    case JB_HOURS:
        c.hour = (int)n;
        break;
    case JB_MINUTES:
        c.minute = (int)n;
        break;
    case JB_SECONDS:
        c.second = (int)n;
        break;
    case JB_MILLISECONDS:
        c.ms = (int)n;
        break;
    case JB_WEEK:
    case JB_ISOWEEK:
    case JB_TIME_PARTS:
        return v;
    }
    return jb_datetime(jb_ms_of(&c));
}

static void set_values(jb_task *t, test *x, const jb_value *values, size_t n)
{
    jb_value *copy = JB_NEW_N(t->cx->scratch, jb_value, n + 2);
    for (size_t i = 0; i < n; i++)
        copy[i] = x->units.set ? in_units(x->units, values[i]) : values[i];
    x->values = copy;
    x->values_n = n;
}

static const test *read_field(jb_task *t, const jb_predicate_spec *p)
{
    const struct {
        bool given;
        const jb_value *values;
        size_t n;
        bool (*holds)(const test *, size_t);
    } rows[] = {{JB_GIVEN(p, equal), &p->equal, 1, holds_equal},
                {JB_GIVEN(p, lt), &p->lt, 1, holds_lt},
                {JB_GIVEN(p, lte), &p->lte, 1, holds_lte},
                {JB_GIVEN(p, gt), &p->gt, 1, holds_gt},
                {JB_GIVEN(p, gte), &p->gte, 1, holds_gte},
                {JB_GIVEN(p, range), p->range.at, p->range.n, holds_range},
                {JB_GIVEN(p, one_of), p->one_of.at, p->one_of.n, holds_one_of},
                {JB_GIVEN(p, valid), NULL, 0, holds_valid}};
    const jb_column *column = jb_task_column(t, p->field, JB_SPAN(p, field));
    if (!column)
        return NULL;
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        if (!rows[i].given)
            continue;
        test *x = make(t, rows[i].holds);
        x->column = column;
        x->truth = p->valid;
        x->units = jb_time_unit_units(p->time_unit);
        set_values(t, x, rows[i].values, rows[i].n);
        if (x->holds != holds_range || x->values_n == 2)
            return x;
        jb_fail(t->cx, JB_SPAN(p, range), "a range has two ends");
        return NULL;
    }
    jb_fail(t->cx, JB_SPAN(p, field), "what is “%.*s” compared with", JB_F(p->field));
    jb_hint(t->cx, "add equal, lt, lte, gt, gte, range, oneOf or valid");
    return NULL;
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
