/* Domains out of their sources: values in their order, the least and the greatest number. */
#include <math.h>
#include <string.h>
#include <stdlib.h>
#include "chart/pipeline.h"

typedef JB_LIST(jb_value) value_list;

/* ---- discrete domains --------------------------------------------------------------------------
 */

static const jb_table *rows_of(jb_chart *chart, const jb_table *t, jb_rows rows)
{
    return rows.at ? jb_table_pick(chart->cx->keep, t, rows.at, rows.n) : t;
}

static const jb_table *part_table(jb_chart *chart, const jb_domain_part *part)
{
    const jb_view *v = part->view;
    return part->raw ? rows_of(chart, v->unit->raw, v->raw_rows)
                     : rows_of(chart, v->unit->scales, v->scale_rows);
}

/* A set of values in order of their first appearance. */
typedef struct value_set {
    value_list list;
    uint32_t *slots;
    size_t size;
} value_set;

static size_t slot_of(const value_set *set, jb_value v)
{
    size_t at = jb_value_hash(v) & (set->size - 1);
    while (set->slots[at] && !jb_value_eq(set->list.at[set->slots[at] - 1], v))
        at = (at + 1) & (set->size - 1);
    return at;
}

static void grow_set(jb_arena *a, value_set *set)
{
    set->size = set->size ? set->size * 2 : 64;
    set->slots = JB_NEW_N(a, uint32_t, set->size);
    for (size_t i = 0; i < set->list.n; i++)
        set->slots[slot_of(set, set->list.at[i])] = (uint32_t)i + 1;
}

static bool add_value(jb_arena *a, value_set *set, jb_value v)
{
    if (2 * (set->list.n + 1) > set->size)
        grow_set(a, set);
    size_t at = slot_of(set, v);
    if (set->slots[at])
        return false;
    *JB_PUSH(a, &set->list) = v;
    set->slots[at] = (uint32_t)set->list.n;
    return true;
}

typedef struct ranked {
    jb_value value, key;
    size_t order;
} ranked;

static int compare_ranked(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    int c = jb_value_cmp(x->key, y->key);
    return c ? c : (x->order > y->order) - (x->order < y->order);
}

static int compare_falling(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    int c = jb_value_cmp(y->key, x->key);
    return c ? c : (x->order > y->order) - (x->order < y->order);
}

static bool is_numeric(jb_value v)
{
    return v.type != JB_TEXT && !isnan(jb_value_number(v));
}

static bool is_mixed(const ranked *ranks, size_t n)
{
    bool text = false, number = false;
    for (size_t i = 0; i < n; i++) {
        text |= ranks[i].key.type == JB_TEXT;
        number |= is_numeric(ranks[i].key);
    }
    return text && number;
}

/* As JavaScript compares: a word and a number are neither less nor greater. */
static int compare_mixed(const ranked *x, const ranked *y, bool falls)
{
    const ranked *a = falls ? y : x, *b = falls ? x : y;
    int c = 0;
    if ((a->key.type == JB_TEXT) == (b->key.type == JB_TEXT) || a->key.type == JB_NULL ||
        b->key.type == JB_NULL)
        c = jb_value_cmp(a->key, b->key);
    else if (!isnan(jb_value_number(a->key)) && !isnan(jb_value_number(b->key)))
        c = (jb_value_number(a->key) > jb_value_number(b->key)) -
            (jb_value_number(a->key) < jb_value_number(b->key));
    return c ? c : (x->order > y->order) - (x->order < y->order);
}

/* How many values at the beginning rise already, or fall, which turns them round. */
static size_t first_run(ranked *ranks, size_t n, bool falls)
{
    size_t run = n < 2 ? n : 2;
    bool down = n > 1 && compare_mixed(&ranks[1], &ranks[0], falls) < 0;
    while (run < n && (compare_mixed(&ranks[run], &ranks[run - 1], falls) < 0) == down)
        run++;
    for (size_t i = 0; down && i < run / 2; i++) {
        ranked swap = ranks[i];
        ranks[i] = ranks[run - 1 - i];
        ranks[run - 1 - i] = swap;
    }
    return run;
}

/* Words among numbers have no order of their own, so what comes out is what the engine does: it
 * keeps the run it begins with and inserts the others one by one, looking from the middle. */
static void sort_mixed(ranked *ranks, size_t n, bool falls)
{
    for (size_t i = first_run(ranks, n, falls); i < n; i++) {
        ranked moved = ranks[i];
        size_t low = 0, high = i;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (compare_mixed(&moved, &ranks[middle], falls) < 0)
                high = middle;
            else
                low = middle + 1;
        }
        memmove(&ranks[low + 1], &ranks[low], (i - low) * sizeof *ranks);
        ranks[low] = moved;
    }
}

/* The aggregate of a field for each value, by the transform room. */
static const jb_table *rank_table(jb_chart *chart, const jb_table *t, const jb_domain_part *part)
{
    jb_arena *a = chart->cx->keep;
    jb_pipeline p = {.chart = chart, .table = t};
    jb_aggregate_field_spec *m = JB_NEW(a, jb_aggregate_field_spec);
    bool counts = part->sort_op == JB_AGGREGATE_COUNT || !part->sort_field.p;
    JB_SET(m, op, counts ? JB_AGGREGATE_COUNT : part->sort_op);
    if (!counts)
        JB_SET(m, field, part->sort_field);
    JB_SET(m, as, JB_S("__sort"));
    const jb_aggregate_field_spec **fields = JB_NEW(a, const jb_aggregate_field_spec *);
    jb_str *group = JB_NEW(a, jb_str);
    *fields = m;
    *group = part->column;
    jb_pipeline_aggregate(&p, fields, 1, (jb_strs){group, 1});
    jb_pipeline_flush(&p);
    return p.table;
}

static void rank_by_field(jb_chart *chart, const jb_table *t, const jb_domain_part *part,
                          ranked *ranks, size_t n)
{
    if (part->sort_field.p && !jb_table_find(t, part->sort_field)) {
        for (size_t i = 0; i < n; i++)
            ranks[i].key = jb_null(); /* aggregated away: the order is the data's */
        return;
    }
    const jb_table *keys = rank_table(chart, t, part);
    const jb_column *value = keys ? jb_table_find(keys, part->column) : NULL;
    const jb_column *key = keys ? jb_table_find(keys, JB_S("__sort")) : NULL;
    if (!value || !key)
        return;
    value_set set = {0};
    for (size_t i = 0; i < keys->rows; i++)
        add_value(chart->cx->keep, &set, jb_cell(value, i));
    for (size_t i = 0; i < n; i++) {
        uint32_t at = set.size ? set.slots[slot_of(&set, ranks[i].value)] : 0;
        ranks[i].key = at ? jb_cell(key, at - 1) : jb_null();
    }
}

static size_t place_in_list(const jb_domain_part *part, jb_value v)
{
    const jb_values *list = part->sort_values;
    for (size_t i = 0; i < list->n; i++)
        if (jb_value_eq(jb_definition_value(part->definition, list->at[i]), v))
            return i;
    return list->n;
}

/* By the first place that any of the parts' lists has for it; behind a list what it has not. */
static void rank_by_lists(const jb_domain_part *parts, size_t parts_n, ranked *ranks, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t first = SIZE_MAX;
        for (size_t k = 0; k < parts_n; k++) {
            size_t at = parts[k].sort_values ? place_in_list(&parts[k], ranks[i].value) : first;
            first = at < first ? at : first;
        }
        ranks[i].key = jb_number((double)first);
    }
}

/* `lists`: the parts whose lists have a say where it is by lists. */
static void sort_values(jb_chart *chart, const jb_table *t, const jb_domain_part *part,
                        const jb_domain_part *lists, size_t lists_n, value_list *list)
{
    ranked *ranks = JB_NEW_N(chart->cx->scratch, ranked, list->n + 1);
    for (size_t i = 0; i < list->n; i++)
        ranks[i] = (ranked){list->at[i], list->at[i], i};
    if (part->sort_values)
        rank_by_lists(lists, lists_n, ranks, list->n);
    else if (part->sort_field.p || part->sort_op)
        rank_by_field(chart, t, part, ranks, list->n);
    bool falls = part->descending && !part->sort_values;
    if (is_mixed(ranks, list->n))
        sort_mixed(ranks, list->n, falls);
    else if (list->n)
        qsort(ranks, list->n, sizeof *ranks, falls ? compare_falling : compare_ranked);
    for (size_t i = 0; i < list->n; i++)
        list->at[i] = ranks[i].value;
}

static void collect(jb_chart *chart, value_set *set, const jb_table *t, jb_str column)
{
    const jb_column *c = jb_table_find(t, column);
    for (size_t i = 0; c && i < t->rows; i++)
        add_value(chart->cx->keep, set, jb_cell(c, i));
}

const jb_value *jb_distinct_values(jb_chart *chart, const jb_table *t, jb_rows rows,
                                   const jb_domain_part *part, size_t *n)
{
    value_set set = {0};
    t = rows_of(chart, t, rows);
    collect(chart, &set, t, part->column);
    if (part->sorted || part->sort_values)
        sort_values(chart, t, part, part, 1, &set.list);
    *n = set.list.n;
    return set.list.at;
}

static bool orders_by_key(const jb_domain_part *p)
{
    return p->sort_field.p || p->sort_op || p->sort_values;
}

static bool same_source(const jb_domain_part *a, const jb_domain_part *b)
{
    return a->kind == JB_DOMAIN_COLUMN && b->kind == JB_DOMAIN_COLUMN && a->raw == b->raw &&
           a->view->table == b->view->table && jb_str_eq(a->column, b->column);
}

/* Vega-Lite orders by the places in lists through a column of one name, whatever the lists say. */
static bool same_order(const jb_domain_part *a, const jb_domain_part *b)
{
    if (a->sort_values && b->sort_values)
        return jb_str_eq(a->column, b->column);
    return a->sorted == b->sorted && a->descending == b->descending && a->sort_op == b->sort_op &&
           jb_str_eq(a->sort_field, b->sort_field) && !a->sort_values && !b->sort_values;
}

static bool is_ordered(const jb_domain_part *p)
{
    return p->kind == JB_DOMAIN_COLUMN && (p->sorted || p->sort_values);
}

static bool for_unions(const jb_domain_part *p)
{
    return !orders_by_key(p) || p->sort_values || p->sort_op == JB_AGGREGATE_COUNT ||
           p->sort_op == JB_AGGREGATE_MIN || p->sort_op == JB_AGGREGATE_MAX;
}

static bool of_one_source(const jb_component *k)
{
    for (size_t i = 0; i < k->parts.n; i++)
        if (k->parts.at[i].kind != JB_DOMAIN_COLUMN ||
            !same_source(&k->parts.at[0], &k->parts.at[i]))
            return false;
    return true;
}

static jb_domain_part by_value(jb_domain_part p)
{
    p.sorted = true;
    p.descending = false;
    p.sort_field = (jb_str){NULL, 0};
    p.sort_op = 0;
    p.sort_values = NULL;
    return p;
}

/* By which of the parts' orders the whole domain stands: the one they agree on; of several over one
 * source the one that is not by least values; else by value. Nothing where no part has an order. */
static jb_domain_part agreed_order(const jb_component *k)
{
    const jb_domain_part *first = NULL, *special = NULL;
    bool agreed = true, one = of_one_source(k);
    size_t specials = 0;
    for (size_t i = 0; i < k->parts.n; i++) {
        const jb_domain_part *p = &k->parts.at[i];
        if (!is_ordered(p))
            continue;
        agreed = agreed && (!first || same_order(first, p));
        first = first ? first : p;
        if (!orders_by_key(p) || p->sort_op == JB_AGGREGATE_MIN)
            continue;
        specials += !special || !same_order(special, p);
        special = special ? special : p;
    }
    if (!first)
        return (jb_domain_part){0};
    if (agreed)
        return one || for_unions(first) ? *first : by_value(*first);
    return one && specials == 1 ? *special : by_value(*first);
}

static const jb_table *whole_table(const jb_domain_part *p)
{
    return p->raw ? p->view->unit->raw : p->view->unit->scales;
}

static jb_rows own_rows(const jb_domain_part *p)
{
    return p->raw ? p->view->raw_rows : p->view->scale_rows;
}

/* The rows over which an order's keys are computed: of all parts that look at the same table, so
 * of all cells of a facet. */
static const jb_table *order_table(jb_chart *chart, const jb_component *k, const jb_domain_part *o)
{
    JB_LIST(size_t) rows = {0};
    for (size_t i = 0; i < k->parts.n; i++) {
        const jb_domain_part *p = &k->parts.at[i];
        if (p->kind != JB_DOMAIN_COLUMN || p->raw != o->raw || whole_table(p) != whole_table(o))
            continue;
        jb_rows own = own_rows(p);
        if (!own.at)
            return whole_table(o);
        for (size_t r = 0; r < own.n; r++)
            *JB_PUSH(chart->cx->keep, &rows) = own.at[r];
    }
    return jb_table_pick(chart->cx->keep, whole_table(o), rows.at, rows.n);
}

static bool same_rows(const jb_domain_part *a, const jb_domain_part *b)
{
    return b->kind == JB_DOMAIN_COLUMN && a->raw == b->raw && jb_str_eq(a->column, b->column) &&
           a->view->unit->scales == b->view->unit->scales &&
           a->view->unit->raw == b->view->unit->raw;
}

/* Whether a facet's earlier cell spoke for this one. */
static bool is_spoken_for(const jb_component *k, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (k->parts.at[j].kind == JB_DOMAIN_COLUMN && same_rows(&k->parts.at[j], &k->parts.at[i]))
            return true;
    return false;
}

/* A column's values over all cells of a facet, in the order that the whole table has them. */
static void collect_cells(jb_chart *chart, value_set *set, const jb_component *k, size_t first)
{
    const jb_domain_part *part = &k->parts.at[first];
    const jb_table *t = whole_table(part);
    const jb_column *c = jb_table_find(t, part->column);
    bool *in = JB_NEW_N(chart->cx->scratch, bool, t->rows + 1);
    for (size_t i = first; i < k->parts.n; i++) {
        const jb_domain_part *p = &k->parts.at[i];
        if (!same_rows(part, p))
            continue;
        jb_rows rows = own_rows(p);
        for (size_t r = 0; r < (rows.at ? rows.n : t->rows); r++)
            in[jb_row(rows, r)] = true;
    }
    for (size_t r = 0; c && r < t->rows; r++)
        if (in[r])
            add_value(chart->cx->keep, set, jb_cell(c, r));
}

static void discrete_domain(jb_chart *chart, jb_component *k)
{
    value_set set = {0};
    jb_domain_part order = agreed_order(k);
    for (size_t i = 0; i < k->parts.n; i++) {
        const jb_domain_part *p = &k->parts.at[i];
        for (size_t j = 0; j < p->values_n; j++)
            add_value(chart->cx->keep, &set, p->values[j]);
        if (p->kind == JB_DOMAIN_COLUMN && !is_spoken_for(k, i))
            collect_cells(chart, &set, k, i);
    }
    if (order.view && (order.sorted || order.sort_values))
        sort_values(chart, order_table(chart, k, &order), &order, k->parts.at, k->parts.n,
                    &set.list);
    k->domain = set.list.at;
    k->domain_n = set.list.n;
}

/* ---- continuous domains ------------------------------------------------------------------------
 */

typedef struct extent {
    double low, high;
} extent;

static void widen(extent *e, double v)
{
    if (isnan(v))
        return;
    e->low = fmin(e->low, v);
    e->high = fmax(e->high, v);
}

static void widen_by_column(extent *e, const jb_domain_part *p)
{
    const jb_view *v = p->view;
    const jb_table *t = p->raw ? v->unit->raw : v->unit->scales;
    jb_rows rows = p->raw ? v->raw_rows : v->scale_rows;
    const jb_column *c = jb_table_find(t, p->column);
    size_t n = rows.at ? rows.n : t->rows;
    for (size_t i = 0; c && i < n; i++)
        widen(e, jb_cell_number(c, jb_row(rows, i)));
}

static void continuous_domain(jb_chart *chart, jb_component *k)
{
    extent e = {INFINITY, -INFINITY};
    size_t fewest = k->type == JB_SCALING_THRESHOLD ? 1 : 2;
    if (k->parts.n == 1 && k->parts.at[0].kind == JB_DOMAIN_VALUES &&
        k->parts.at[0].values_n >= fewest) {
        k->domain = k->parts.at[0].values;
        k->domain_n = k->parts.at[0].values_n;
        return;
    }
    for (size_t i = 0; i < k->parts.n; i++) {
        const jb_domain_part *p = &k->parts.at[i];
        for (size_t j = 0; j < p->values_n; j++)
            widen(&e, jb_value_measure(p->values[j]));
        if (p->kind == JB_DOMAIN_COLUMN)
            widen_by_column(&e, p);
        else if (p->kind == JB_DOMAIN_BINS && p->definition->bins->step > 0) {
            widen(&e, p->definition->bins->start);
            widen(&e, p->definition->bins->stop);
        }
    }
    if (!(e.low <= e.high) && k->parts.n > 1 && k->props[JB_PROP_ZERO].number != 0)
        widen(&e,
              0); /* of nothing but zero, as Vega finds it of several columns without a number */
    if (!(e.low <= e.high))
        return;
    jb_value *ends = JB_NEW_N(chart->cx->keep, jb_value, 2);
    ends[0] = jb_number(e.low);
    ends[1] = jb_number(e.high);
    k->domain = ends;
    k->domain_n = 2;
}

static void quantile_domain(jb_chart *chart, jb_component *k)
{
    value_list list = {0};
    for (size_t i = 0; i < k->parts.n; i++) {
        const jb_domain_part *p = &k->parts.at[i];
        for (size_t j = 0; j < p->values_n; j++)
            *JB_PUSH(chart->cx->keep, &list) = p->values[j];
        if (p->kind != JB_DOMAIN_COLUMN)
            continue;
        const jb_table *t = part_table(chart, p);
        const jb_column *c = jb_table_find(t, p->column);
        for (size_t r = 0; c && r < t->rows; r++)
            *JB_PUSH(chart->cx->keep, &list) = jb_number(jb_cell_number(c, r));
    }
    k->domain = list.at;
    k->domain_n = list.n;
}

void jb_component_domain(jb_chart *chart, jb_component *k)
{
    if (k->domain_made)
        return;
    k->domain_made = true;
    if (k->type == JB_SCALING_QUANTILE)
        quantile_domain(chart, k);
    else if (jb_scaling_discrete(k->type))
        discrete_domain(chart, k);
    else
        continuous_domain(chart, k);
}
