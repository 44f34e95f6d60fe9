/* The operations of aggregates. Null and "" are missing, NaN is neither missing nor valid, as in
 * Vega; for argmin and argmax "" is a value like others. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "transform/task.h"

/* A valid cell of the group. */
typedef struct cell {
    jb_value value;
    double number; /* where the operation wants numbers */
    size_t row;
} cell;

/* What is behind the tally when its value is asked for. */
typedef struct asked {
    jb_task *t;
    const jb_tally *tally;
    const jb_summary *m;
    const size_t *rows;
    size_t n;
} asked;

typedef struct op_row {
    void (*add)(jb_tally *t, const jb_summary *m, cell c); /* NULL: counting is enough */
    jb_value (*value)(const asked *a);
    bool numbers; /* text is no input */
} op_row;

/* ---- adding ---- */

static void add_sum(jb_tally *t, const jb_summary *m, cell c)
{
    (void)m;
    if (jb_value_is_number(c.value))
        jb_sum_add(&t->sum, c.value);
    else if (c.number == floor(c.number) && fabs(c.number) < 0x1p53)
        jb_sum_add_integer(&t->sum, (int64_t)c.number, 0);
    else
        jb_sum_add_number(&t->sum, c.number);
}

static void add_product(jb_tally *t, const jb_summary *m, cell c)
{
    (void)m;
    t->product = t->valid == 1 ? c.number : t->product * c.number;
}

/* Welford's update: the mean and the sum of squared deviations from it. */
static void add_deviation(jb_tally *t, const jb_summary *m, cell c)
{
    (void)m;
    double off = c.number - t->mean;
    t->mean += off / (double)t->valid;
    t->deviation += off * (c.number - t->mean);
}

static void add_exponential(jb_tally *t, const jb_summary *m, cell c)
{
    t->exponential = m->param * t->exponential + c.number;
}

/* By JavaScript's <: two texts by their characters, everything else by its number. */
static bool less(jb_value a, jb_value b)
{
    if (a.type == JB_TEXT && b.type == JB_TEXT)
        return jb_str_cmp(jb_value_str(a), jb_value_str(b)) < 0;
    if (jb_value_exact(a) && jb_value_exact(b))
        return jb_exact_cmp(a, b) < 0;
    return jb_value_number(a) < jb_value_number(b);
}

static void add_extreme(jb_tally *t, const jb_summary *m, cell c, bool greatest)
{
    jb_value best = t->valid > 1 ? jb_cell(m->column, t->best) : c.value;
    bool beats = greatest ? less(best, c.value) : less(c.value, best);
    if (t->valid == 1 || beats)
        t->best = c.row;
    t->moved |= beats;
}

static void add_least(jb_tally *t, const jb_summary *m, cell c)
{
    add_extreme(t, m, c, false);
}

static void add_greatest(jb_tally *t, const jb_summary *m, cell c)
{
    add_extreme(t, m, c, true);
}

/* ---- values ---- */

/* What no values, or a single one, cannot give: null in our own tools; in Vega's arithmetic null
 * counts as 0, so there it is undefined. */
static jb_value unknown(const asked *a)
{
    return a->t->scope->own ? jb_null() : jb_undefined();
}

static jb_value value_count(const asked *a)
{
    return jb_int((int64_t)a->tally->count);
}

static jb_value value_valid(const asked *a)
{
    return jb_int((int64_t)a->tally->valid);
}

static jb_value value_missing(const asked *a)
{
    return jb_int((int64_t)a->tally->missing);
}

static jb_value value_sum(const asked *a)
{
    return a->tally->valid ? jb_sum_value(&a->tally->sum) : unknown(a);
}

static jb_value value_mean(const asked *a)
{
    double n = (double)a->tally->valid;
    return n > 0 ? jb_number(jb_sum_number(&a->tally->sum) / n) : unknown(a);
}

static jb_value value_product(const asked *a)
{
    return a->tally->valid ? jb_number(a->tally->product) : unknown(a);
}

/* The sum of squares over n - less, if there are more than `less` values. */
static double variance(const asked *a, double less_by)
{
    double n = (double)a->tally->valid;
    return n > less_by ? fmax(0, a->tally->deviation) / (n - less_by) : (double)NAN;
}

static jb_value number_if_known(const asked *a, double number)
{
    return isnan(number) ? unknown(a) : jb_number(number);
}

static jb_value value_variance(const asked *a)
{
    return number_if_known(a, variance(a, 1));
}

static jb_value value_variancep(const asked *a)
{
    return number_if_known(a, variance(a, 0));
}

static jb_value value_stdev(const asked *a)
{
    return number_if_known(a, sqrt(variance(a, 1)));
}

static jb_value value_stdevp(const asked *a)
{
    return number_if_known(a, sqrt(variance(a, 0)));
}

static jb_value value_stderr(const asked *a)
{
    return number_if_known(a, sqrt(variance(a, 1) / (double)a->tally->valid));
}

static jb_value value_exponential(const asked *a)
{
    double r = a->m->param, n = (double)a->tally->valid;
    return n > 0 ? jb_number(a->tally->exponential * (1 - r) / (1 - pow(r, n))) : unknown(a);
}

static jb_value value_exponentialb(const asked *a)
{
    return a->tally->valid ? jb_number(a->tally->exponential * (1 - a->m->param)) : unknown(a);
}

static jb_value value_best(const asked *a)
{
    return a->tally->valid ? jb_cell(a->m->column, a->tally->best) : unknown(a);
}

/* Where the first is the best, Vega looks once more, and counts "" with the others. */
static size_t best_with_blanks(const asked *a)
{
    bool greatest = a->m->op == JB_AGGREGATE_ARGMAX;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < a->n; i++) {
        jb_value v = jb_cell(a->m->column, a->rows[i]);
        if (v.type == JB_NULL || (v.type == JB_NUMBER && isnan(v.number)))
            continue;
        jb_value least = best < SIZE_MAX ? jb_cell(a->m->column, best) : v;
        if (best == SIZE_MAX || (greatest ? less(least, v) : less(v, least)))
            best = a->rows[i];
    }
    return best;
}

static jb_value value_best_row(const asked *a)
{
    if (!a->tally->moved && !a->t->scope->own && a->m->column->type != JB_NULL) {
        size_t best = best_with_blanks(a);
        return best < SIZE_MAX ? jb_table_row(a->t->cx->keep, a->t->table, best) : unknown(a);
    }
    return a->tally->valid ? jb_table_row(a->t->cx->keep, a->t->table, a->tally->best) : unknown(a);
}

static jb_value value_rows(const asked *a)
{
    jb_value *items = JB_NEW_N(a->t->cx->keep, jb_value, a->n + 1);
    for (size_t i = 0; i < a->n; i++)
        items[i] = jb_table_row(a->t->cx->keep, a->t->table, a->rows[i]);
    return (jb_value){.type = JB_LISTED, .n = (uint32_t)a->n, .items = items};
}

static int cmp_number(const void *a, const void *b)
{
    jb_value l = *(const jb_value *)a, r = *(const jb_value *)b;
    return jb_value_cmp(l, r);
}

/* The numbers of the group in order; exact ones stay exact. A large group is ordered by its
 * column's bits. */
static jb_value *sorted_values(const asked *a, size_t *n)
{
    jb_arena *arena = a->t->cx->scratch;
    jb_value *values = JB_NEW_N(arena, jb_value, a->n + 1);
    const size_t *order = NULL;
    jb_column part = {0};
    if (a->n > 256 && a->m->column->type != JB_TEXT && a->m->column->type != JB_ANY) {
        part = jb_column_pick(arena, a->m->column, a->rows, a->n);
        order = jb_order_rows(arena, &(jb_order_key){&part, false}, 1, a->n);
    }
    *n = 0;
    for (size_t i = 0; i < a->n; i++) {
        jb_value v = jb_cell(a->m->column, a->rows[order ? order[i] : i]);
        if (!jb_value_exact(v))
            v = jb_number(jb_value_measure(v));
        if (v.type != JB_NUMBER || !isnan(v.number))
            values[(*n)++] = v;
    }
    if (!order)
        qsort(values, *n, sizeof *values, cmp_number);
    return values;
}

/* Type 7 of Hyndman and Fan (1996) at a quarter, a half or three quarters; those fractions are
 * exact decimals. */
static jb_value quartile(const asked *a, size_t quarters)
{
    size_t n;
    const jb_value *v = sorted_values(a, &n);
    if (!n)
        return unknown(a);
    size_t at = (n - 1) * quarters, low = at / 4;
    jb_value share = {.type = JB_DECIMAL, .scale = 2, .integer = (int64_t)(25 * (at % 4))};
    if (at % 4 == 0)
        return v[low];
    if (jb_value_exact(v[low]) && jb_value_exact(v[low + 1]))
        return jb_exact_add(v[low],
                            jb_exact_multiply(share, jb_exact_subtract(v[low + 1], v[low])));
    double l = jb_value_number(v[low]), h = jb_value_number(v[low + 1]);
    return jb_number(l + (h - l) * jb_value_number(share));
}

static jb_value value_median(const asked *a)
{
    return quartile(a, 2);
}

static jb_value value_q1(const asked *a)
{
    return quartile(a, 1);
}

static jb_value value_q3(const asked *a)
{
    return quartile(a, 3);
}

/* Different cells, null being one of them. */
static jb_value value_distinct(const asked *a)
{
    jb_column part = jb_column_pick(a->t->cx->scratch, a->m->column, a->rows, a->n);
    const jb_column *keys[] = {&part};
    return jb_int((int64_t)jb_group_rows(a->t->cx->scratch, keys, 1, a->n).n);
}

enum { RESAMPLES = 1000 };

/* The bootstrap interval of the mean, 95 %, from a fixed seed: Vega's generator, so that the
 * pictures can be compared. */
static jb_value bootstrap(const asked *a, double p)
{
    size_t n;
    const jb_value *values = sorted_values(a, &n);
    if (!n)
        return unknown(a);
    double seed = 1, *means = JB_NEW_N(a->t->cx->scratch, double, RESAMPLES);
    for (size_t k = 0; k < RESAMPLES; k++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++) {
            seed = fmod(1103515245 * seed + 12345, 2147483647);
            size_t pick = (size_t)(seed / 2147483647 * (double)n);
            sum += jb_value_number(values[pick < n ? pick : n - 1]);
        }
        means[k] = sum / (double)n;
    }
    qsort(means, RESAMPLES, sizeof *means, jb_cmp_double);
    return jb_number(jb_quantile_sorted(means, RESAMPLES, p));
}

static jb_value value_ci0(const asked *a)
{
    return bootstrap(a, 0.025);
}

static jb_value value_ci1(const asked *a)
{
    return bootstrap(a, 0.975);
}

static const op_row ops[JB_AGGREGATE_N] = {
    [JB_AGGREGATE_COUNT] = {NULL, value_count, false},
    [JB_AGGREGATE_VALID] = {NULL, value_valid, false},
    [JB_AGGREGATE_MISSING] = {NULL, value_missing, false},
    [JB_AGGREGATE_DISTINCT] = {NULL, value_distinct, false},
    [JB_AGGREGATE_SUM] = {add_sum, value_sum, true},
    [JB_AGGREGATE_PRODUCT] = {add_product, value_product, true},
    [JB_AGGREGATE_MEAN] = {add_sum, value_mean, true},
    [JB_AGGREGATE_AVERAGE] = {add_sum, value_mean, true},
    [JB_AGGREGATE_VARIANCE] = {add_deviation, value_variance, true},
    [JB_AGGREGATE_VARIANCEP] = {add_deviation, value_variancep, true},
    [JB_AGGREGATE_STDEV] = {add_deviation, value_stdev, true},
    [JB_AGGREGATE_STDEVP] = {add_deviation, value_stdevp, true},
    [JB_AGGREGATE_STDERR] = {add_deviation, value_stderr, true},
    [JB_AGGREGATE_MEDIAN] = {NULL, value_median, true},
    [JB_AGGREGATE_Q1] = {NULL, value_q1, true},
    [JB_AGGREGATE_Q3] = {NULL, value_q3, true},
    [JB_AGGREGATE_CI0] = {NULL, value_ci0, true},
    [JB_AGGREGATE_CI1] = {NULL, value_ci1, true},
    [JB_AGGREGATE_MIN] = {add_least, value_best, false},
    [JB_AGGREGATE_MAX] = {add_greatest, value_best, false},
    [JB_AGGREGATE_ARGMIN] = {add_least, value_best_row, false},
    [JB_AGGREGATE_ARGMAX] = {add_greatest, value_best_row, false},
    [JB_AGGREGATE_VALUES] = {NULL, value_rows, false},
    [JB_AGGREGATE_EXPONENTIAL] = {add_exponential, value_exponential, true},
    [JB_AGGREGATE_EXPONENTIALB] = {add_exponential, value_exponentialb, true},
};

/* ---- tallies ---- */

void jb_tally_add(jb_tally *t, const jb_summary *m, size_t row)
{
    t->count++;
    if (!m->column)
        return;
    const op_row *op = &ops[m->op];
    cell c = {.value = jb_cell(m->column, row), .row = row};
    if (c.value.type == JB_NULL || (c.value.type == JB_TEXT && !c.value.n)) {
        t->missing++;
        return;
    }
    if (op->numbers) {
        c.number = jb_value_number(c.value);
        if (isnan(c.number) && c.value.type != JB_NUMBER && !t->strange++)
            t->first_strange = row;
        if (isnan(c.number))
            return;
    } else if (c.value.type == JB_NUMBER && isnan(c.value.number)) {
        return;
    }
    t->valid++;
    if (op->add)
        op->add(t, m, c);
}

jb_value jb_tally_value(jb_task *t, const jb_tally *tally, const jb_summary *m, const size_t *rows,
                        size_t n)
{
    const asked a = {t, tally, m, rows, n};
    return ops[m->op].value(&a);
}

/* ---- reading and running ---- */

bool jb_summary_read(jb_task *t, jb_aggregate_op op, jb_str field, double param, jb_str as,
                     jb_span span, jb_summary *m)
{
    jb_str name = jb_enum_key(&jb_aggregate_op_values, (int)op);
    bool counts = op == JB_AGGREGATE_COUNT || op == JB_AGGREGATE_VALUES;
    *m = (jb_summary){.op = op, .param = param, .as = as};
    if (!op) {
        jb_fail(t->cx, span, "an aggregate without its op");
        return false;
    }
    if (!as.n)
        m->as = field.n ? jb_str_printf(t->cx->keep, "%.*s_%.*s", JB_F(name), JB_F(field)) : name;
    if (op == JB_AGGREGATE_COUNT && field.n &&
        t->scope->own) { /* elsewhere it would leave null out */
        jb_fail(t->cx, span, "count counts rows and takes no column");
        jb_hint(t->cx, "valid(%.*s) counts the values that are there", JB_F(field));
        return false;
    }
    if (counts && (!field.n || op == JB_AGGREGATE_COUNT))
        return true; /* a count's field is a name only, in Vega's rules */
    if (!field.n) {
        jb_fail(t->cx, span, "%.*s needs a column", JB_F(name));
        return false;
    }
    m->column = jb_task_column(t, field, span);
    return m->column && (!ops[op].numbers || jb_task_wants_numbers(t, m->column, name, span));
}

jb_summary *jb_summaries_read(jb_task *t, const jb_aggregate_field_list *fields)
{
    jb_summary *summaries = JB_NEW_N(t->cx->scratch, jb_summary, fields->n + 1);
    bool sound = true;
    for (size_t i = 0; i < fields->n; i++) {
        const jb_aggregate_field_spec *f = fields->at[i];
        jb_span span = JB_GIVEN(f, field) ? JB_SPAN(f, field) : JB_SPAN(f, op);
        sound = jb_summary_read(t, (jb_aggregate_op)f->op, f->field, f->param, f->as, span,
                                &summaries[i]) &&
                sound;
    }
    return sound ? summaries : NULL;
}

jb_column jb_summary_groups(jb_task *t, const jb_summary *m, const jb_groups *g,
                            const jb_members *members)
{
    jb_tally *tallies = JB_NEW_N(t->cx->scratch, jb_tally, g->n + 1);
    for (size_t r = 0; r < t->table->rows; r++)
        jb_tally_add(&tallies[g->of[r]], m, r);
    jb_value *values = JB_NEW_N(t->cx->keep, jb_value, g->n + 1);
    size_t strange = 0, first = SIZE_MAX;
    for (size_t i = 0; i < g->n; i++) {
        const size_t *rows = members->rows + members->start[i];
        values[i] =
            jb_tally_value(t, &tallies[i], m, rows, members->start[i + 1] - members->start[i]);
        strange += tallies[i].strange;
        if (tallies[i].strange && tallies[i].first_strange < first)
            first = tallies[i].first_strange;
    }
    if (strange)
        jb_task_warn_numbers(t, m->column, strange, first);
    return jb_column_of(t->cx->keep, m->as, values, g->n);
}
