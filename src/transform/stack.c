#include <math.h>

#include "transform/task.h"

/* Each group's values on top of each other; what is no number counts as 0. */
typedef struct pile {
    const double *numbers;
    const size_t *rows;
    size_t n;
    double *from, *to;
    double total; /* of all heights, in the data's order, as d3 and Vega add them up */
} pile;

static double height(const pile *p, size_t i)
{
    double number = p->numbers[p->rows[i]];
    return isnan(number) ? 0 : number;
}

/* Up from zero, negative values down from it. */
static void pile_zero(const pile *p)
{
    double up = 0, down = 0;
    for (size_t i = 0; i < p->n; i++) {
        double h = height(p, i), *last = h < 0 ? &down : &up;
        p->from[p->rows[i]] = *last;
        p->to[p->rows[i]] = *last += h;
    }
}

static void pile_normalize(const pile *p)
{
    double last = 0, sum = 0, scale = 1 / p->total;
    for (size_t i = 0; i < p->n; i++) {
        sum += fabs(height(p, i));
        p->from[p->rows[i]] = last;
        p->to[p->rows[i]] = last = scale * sum;
    }
}

static void pile_center(const pile *p, double tallest)
{
    double last = (tallest - p->total) / 2;
    for (size_t i = 0; i < p->n; i++) {
        p->from[p->rows[i]] = last;
        p->to[p->rows[i]] = last += fabs(height(p, i));
    }
}

/* Shares and streams have no room below zero: what stands there counts by its size. */
static void tell_negative(jb_task *t, const jb_stack_transform_spec *spec, const jb_column *column,
                          const double *numbers)
{
    size_t n = 0, first = 0;
    for (size_t r = 0; r < t->table->rows; r++)
        if (numbers[r] < 0 && !n++)
            first = r;
    if (n && (spec->offset == JB_STACK_NORMALIZE || spec->offset == JB_STACK_CENTER))
        jb_warn(t->cx, jb_task_cell(t, first, column->name),
                "values of “%.*s” below 0 are stacked by their size: %zu",
                JB_F(jb_brief(t->cx, column->name)), n);
}

static void tell_shareless(jb_task *t, const jb_stack_transform_spec *spec, const jb_column *column,
                           const pile *piles, size_t n)
{
    size_t none = 0, first = 0;
    for (size_t i = 0; i < n; i++)
        if (piles[i].total == 0 && !none++)
            first = piles[i].rows[0];
    if (none && spec->offset == JB_STACK_NORMALIZE)
        jb_warn(t->cx, jb_task_cell(t, first, column->name),
                "stacks of “%.*s” with the sum 0 have no shares, and are not drawn: %zu",
                JB_F(jb_brief(t->cx, column->name)), none);
}

const jb_table *jb_run_stack(jb_task *t, const jb_stack_transform_spec *spec)
{
    const jb_column *column = jb_task_column(t, spec->stack, JB_SPAN(spec, stack));
    const jb_column **by = jb_task_columns(t, spec->groupby, JB_SPAN(spec, groupby));
    jb_order_key *keys;
    if (!jb_order_read(t, &spec->sort, &keys) || !column || !by)
        return NULL;
    size_t rows = t->table->rows;
    jb_groups g = jb_group_stated(t->cx->scratch, by, spec->groupby.n, rows);
    const size_t *order = jb_order_rows(t->cx->scratch, keys, spec->sort.n, rows);
    jb_members members = jb_group_members(t->cx->scratch, &g, rows, order);
    double *from = JB_NEW_N(t->cx->keep, double, rows + 1),
           *to = JB_NEW_N(t->cx->keep, double, rows + 1), tallest = 0;
    pile *piles = JB_NEW_N(t->cx->scratch, pile, g.n + 1);
    const double *numbers = jb_task_numbers(t, column);
    for (size_t i = 0; i < g.n; i++) {
        size_t start = members.start[i], n = members.start[i + 1] - start;
        piles[i] = (pile){numbers, members.rows + start, n, from, to, 0};
    }
    for (size_t row = 0; row < rows; row++)
        piles[g.of[row]].total += isnan(numbers[row]) ? 0 : fabs(numbers[row]);
    for (size_t i = 0; i < g.n; i++)
        tallest = fmax(tallest, piles[i].total);
    tell_negative(t, spec, column, numbers);
    tell_shareless(t, spec, column, piles, g.n);
    for (size_t i = 0; i < g.n; i++) {
        if (spec->offset == JB_STACK_NORMALIZE)
            pile_normalize(&piles[i]);
        else if (spec->offset == JB_STACK_CENTER)
            pile_center(&piles[i], tallest);
        else
            pile_zero(&piles[i]);
    }
    jb_str name =
        spec->as.n ? spec->as.at[0] : jb_str_printf(t->cx->keep, "%.*s_start", JB_F(spec->stack));
    jb_str base = spec->as.n ? name : spec->stack;
    jb_str end = jb_name_or(spec->as, 1, jb_str_printf(t->cx->keep, "%.*s_end", JB_F(base)));
    jb_column first = jb_number_column(t->cx->keep, name, from, rows);
    jb_column last = jb_number_column(t->cx->keep, end, to, rows);
    return jb_table_with(t->cx->keep, jb_table_with(t->cx->keep, t->table, &first), &last);
}
