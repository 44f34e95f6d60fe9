/* Measures over the neighbours of each row: the frame, in the order of the group. */
#include <math.h>

#include "transform/task.h"

/* One group in order, with the frames of its rows. */
typedef struct partition {
    const size_t *rows;
    size_t n;
    const size_t *peer; /* the first of the rows equal in order */
    const size_t *peer_end;
    size_t *from, *to; /* frame of each row, [from, to) */
    bool sorted;
} partition;

/* What an operation of windows computes with. */
typedef struct window_op {
    const partition *p;
    const jb_column *column;
    double param;
    jb_value *out; /* by row */
} window_op;

static jb_value cell_at(const window_op *w, size_t i)
{
    return jb_cell(w->column, w->p->rows[i]);
}

static void set(const window_op *w, size_t i, jb_value v)
{
    w->out[w->p->rows[i]] = v;
}

static void run_row_number(const window_op *w)
{
    for (size_t i = 0; i < w->p->n; i++)
        set(w, i, jb_int((int64_t)i + 1));
}

static void run_rank(const window_op *w)
{
    for (size_t i = 0; i < w->p->n; i++)
        set(w, i, jb_int((int64_t)w->p->peer[i] + 1));
}

static void run_dense_rank(const window_op *w)
{
    int64_t rank = 0;
    for (size_t i = 0; i < w->p->n; i++)
        set(w, i, jb_int(rank += w->p->peer[i] == i));
}

static void run_percent_rank(const window_op *w)
{
    for (size_t i = 0; i < w->p->n; i++)
        set(w, i, jb_number((double)w->p->peer[i] / ((double)w->p->n - 1)));
}

/* Vega looks for the peers of each row but the first. */
static double cume_dist(const window_op *w, size_t i)
{
    return (double)(i ? w->p->peer_end[i] : 1) / (double)w->p->n;
}

static void run_cume_dist(const window_op *w)
{
    for (size_t i = 0; i < w->p->n; i++)
        set(w, i, jb_number(cume_dist(w, i)));
}

static void run_ntile(const window_op *w)
{
    for (size_t i = 0; i < w->p->n; i++)
        set(w, i, jb_number(ceil(w->param * cume_dist(w, i))));
}

static void run_shift(const window_op *w, double by)
{
    for (size_t i = 0; i < w->p->n; i++) {
        double at = (double)i + by;
        bool inside = at >= 0 && at < (double)w->p->n && at == floor(at);
        set(w, i, inside ? cell_at(w, (size_t)at) : jb_null());
    }
}

static void run_lag(const window_op *w)
{
    run_shift(w, w->param != 0 ? -w->param : -1);
}

static void run_lead(const window_op *w)
{
    run_shift(w, w->param != 0 ? w->param : 1);
}

static bool in_frame(const window_op *w, size_t i, size_t at)
{
    return at >= w->p->from[i] && at < w->p->to[i];
}

static void run_first_value(const window_op *w)
{
    for (size_t i = 0; i < w->p->n; i++)
        set(w, i, w->p->from[i] < w->p->to[i] ? cell_at(w, w->p->from[i]) : jb_null());
}

static void run_last_value(const window_op *w)
{
    for (size_t i = 0; i < w->p->n; i++)
        set(w, i, w->p->from[i] < w->p->to[i] ? cell_at(w, w->p->to[i] - 1) : jb_null());
}

static void run_nth_value(const window_op *w)
{
    for (size_t i = 0; i < w->p->n; i++) {
        size_t at = w->p->from[i] + (size_t)fmin(w->param, 1e9) - 1;
        set(w, i, in_frame(w, i, at) ? cell_at(w, at) : jb_null());
    }
}

/* The last cell that is not null, up to the row. */
static void run_prev_value(const window_op *w)
{
    jb_value last = jb_null();
    for (size_t i = 0; i < w->p->n; i++) {
        jb_value v = cell_at(w, i);
        last = v.type == JB_NULL ? last : v;
        set(w, i, last);
    }
}

static void run_next_value(const window_op *w)
{
    jb_value next = jb_null();
    for (size_t i = w->p->n; i-- > 0;) {
        jb_value v = cell_at(w, i);
        next = v.type == JB_NULL ? next : v;
        set(w, i, next);
    }
}

/* The operations of windows only; `field`: needs a column, `param`: a parameter above 0. */
static const struct {
    void (*run)(const window_op *w);
    bool field, param;
} ops[JB_WINDOW_N] = {[JB_WINDOW_ROW_NUMBER] = {run_row_number, false, false},
                      [JB_WINDOW_RANK] = {run_rank, false, false},
                      [JB_WINDOW_DENSE_RANK] = {run_dense_rank, false, false},
                      [JB_WINDOW_PERCENT_RANK] = {run_percent_rank, false, false},
                      [JB_WINDOW_CUME_DIST] = {run_cume_dist, false, false},
                      [JB_WINDOW_NTILE] = {run_ntile, false, true},
                      [JB_WINDOW_LAG] = {run_lag, true, false},
                      [JB_WINDOW_LEAD] = {run_lead, true, false},
                      [JB_WINDOW_FIRST_VALUE] = {run_first_value, true, false},
                      [JB_WINDOW_LAST_VALUE] = {run_last_value, true, false},
                      [JB_WINDOW_NTH_VALUE] = {run_nth_value, true, true},
                      [JB_WINDOW_PREV_VALUE] = {run_prev_value, true, false},
                      [JB_WINDOW_NEXT_VALUE] = {run_next_value, true, false}};
_Static_assert((int)JB_WINDOW_EXPONENTIALB == (int)JB_AGGREGATE_EXPONENTIALB &&
                   (int)JB_WINDOW_COUNT == (int)JB_AGGREGATE_COUNT,
               "the aggregates are the first operations of windows");

/* An aggregate over each frame. Frames mostly grow: then only the new rows are added. */
static void run_aggregate(jb_task *t, const partition *p, const jb_summary *m, jb_value *out)
{
    jb_tally tally = {0};
    size_t from = 0, to = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (p->from[i] != from || p->to[i] < to) {
            tally = (jb_tally){0};
            from = to = p->from[i];
        }
        for (; to < p->to[i]; to++)
            jb_tally_add(&tally, m, p->rows[to]);
        size_t n = to > from ? to - from : 0;
        out[p->rows[i]] = jb_tally_value(t, &tally, m, p->rows + from, n);
    }
}

/* ---- frames ---- */

typedef struct frame {
    bool from_open, to_open;
    double from, to;
    bool peers; /* rows of equal order come in together */
} frame;

static size_t inside(double at, size_t n)
{
    return !(at > 0) ? 0 : at > (double)n ? n : (size_t)at;
}

static void set_frame(const partition *p, const frame *f, size_t i)
{
    size_t from = f->from_open ? 0 : inside((double)i + f->from, p->n);
    size_t to = f->to_open ? p->n : inside((double)i + f->to + 1, p->n);
    if (f->peers && p->sorted && from < p->n && from > 0)
        from = p->peer[from];
    if (f->peers && p->sorted && to > 0)
        to = p->peer_end[to - 1];
    p->from[i] = from;
    p->to[i] = to < from ? from : to;
}

/* Without an order no two rows are peers. */
static void find_peers(const size_t *rows, size_t n, const jb_order_key *keys, size_t keys_n,
                       size_t *peer, size_t *peer_end)
{
    for (size_t i = 0; i < n; i++)
        peer[i] =
            i && keys_n && !jb_order_cmp(keys, keys_n, rows[i - 1], rows[i]) ? peer[i - 1] : i;
    for (size_t i = n; i-- > 0;)
        peer_end[i] = i + 1 < n && peer[i + 1] == peer[i] ? peer_end[i + 1] : i + 1;
}

static partition *partitions(jb_task *t, const jb_groups *g, const jb_members *members,
                             const jb_order_key *keys, size_t keys_n, const frame *f)
{
    jb_arena *a = t->cx->scratch;
    partition *all = JB_NEW_N(a, partition, g->n + 1);
    for (size_t k = 0; k < g->n; k++) {
        partition *p = &all[k];
        p->rows = members->rows + members->start[k];
        p->n = members->start[k + 1] - members->start[k];
        size_t *peer = JB_NEW_N(a, size_t, p->n), *end = JB_NEW_N(a, size_t, p->n);
        p->from = JB_NEW_N(a, size_t, p->n);
        p->to = JB_NEW_N(a, size_t, p->n);
        p->sorted = keys_n > 0;
        find_peers(p->rows, p->n, keys, keys_n, peer, end);
        p->peer = peer, p->peer_end = end;
        for (size_t i = 0; i < p->n; i++)
            set_frame(p, f, i);
    }
    return all;
}

/* ---- the transform ---- */

static bool read_op(jb_task *t, const jb_window_field_spec *f, jb_summary *m)
{
    bool sound = true;
    jb_span span = JB_GIVEN(f, field) ? JB_SPAN(f, field) : JB_SPAN(f, op);
    jb_str name = jb_enum_key(&jb_window_op_values, f->op);
    if (f->op <= JB_WINDOW_EXPONENTIALB)
        return jb_summary_read(t, (jb_aggregate_op)f->op, f->field, f->param, f->as, span, m);
    *m = (jb_summary){.param = f->param, .as = f->as};
    if (!m->as.n)
        m->as =
            f->field.n ? jb_str_printf(t->cx->keep, "%.*s_%.*s", JB_F(name), JB_F(f->field)) : name;
    if (f->field.n)
        sound = (m->column = jb_task_column(t, f->field, span));
    if (ops[f->op].field && !f->field.n) {
        jb_fail(t->cx, span, "%.*s needs a column", JB_F(name));
        sound = false;
    }
    if (ops[f->op].param && !(f->param >= 1)) {
        jb_fail(t->cx, JB_GIVEN(f, param) ? JB_SPAN(f, param) : span,
                "%.*s needs a param of 1 or more", JB_F(name));
        sound = false;
    }
    return sound;
}

static bool read_frame(jb_task *t, const jb_window_transform_spec *spec, frame *f)
{
    *f = (frame){.from_open = true, .peers = !spec->ignore_peers};
    if (!JB_HAS(spec, frame))
        return true;
    if (spec->frame.n != 2) {
        jb_fail(t->cx, JB_SPAN(spec, frame), "a frame has two ends, numbers or null");
        return false;
    }
    f->from_open = spec->frame.at[0].type == JB_NULL;
    f->to_open = spec->frame.at[1].type == JB_NULL;
    f->from = jb_value_number(spec->frame.at[0]);
    f->to = jb_value_number(spec->frame.at[1]);
    return true;
}

const jb_table *jb_run_window(jb_task *t, const jb_window_transform_spec *spec)
{
    jb_arena *a = t->cx->scratch;
    size_t rows = t->table->rows;
    const jb_column **by = jb_task_columns(t, spec->groupby, JB_SPAN(spec, groupby));
    jb_summary *summaries = JB_NEW_N(a, jb_summary, spec->window.n + 1);
    jb_order_key *keys;
    frame f;
    bool sound = jb_order_read(t, &spec->sort, &keys) && by;
    sound = read_frame(t, spec, &f) && sound;
    for (size_t i = 0; i < spec->window.n; i++)
        sound = read_op(t, spec->window.at[i], &summaries[i]) && sound;
    if (!sound)
        return NULL;
    jb_groups g = jb_group_rows(a, by, spec->groupby.n, rows);
    jb_members members = jb_group_members(a, &g, rows, jb_order_rows(a, keys, spec->sort.n, rows));
    const partition *all = partitions(t, &g, &members, keys, spec->sort.n, &f);
    const jb_table *table = t->table;
    for (size_t i = 0; i < spec->window.n; i++) {
        jb_value *out = JB_NEW_N(t->cx->keep, jb_value, rows + 1);
        int op = spec->window.at[i]->op;
        for (size_t k = 0; k < g.n; k++) {
            const window_op w = {&all[k], summaries[i].column, summaries[i].param, out};
            if (ops[op].run)
                ops[op].run(&w);
            else
                run_aggregate(t, &all[k], &summaries[i], out);
        }
        jb_column column = jb_column_of(t->cx->keep, summaries[i].as, out, rows);
        table = jb_table_with(t->cx->keep, table, &column);
    }
    return table;
}
