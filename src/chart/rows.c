/* Which rows of its table a unit draws, and in which order. */
#include <stdlib.h>
#include "chart/encode.h"
#include "transform/group.h"

typedef struct order_key {
    const jb_column *column;
    bool falls;
} order_key;

typedef struct row_order {
    order_key keys[16];
    size_t n;
} row_order;

static int compare_rows(const void *a, const void *b, void *with)
{
    const row_order *o = with;
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    for (size_t i = 0; i < o->n; i++) {
        int c = jb_value_cmp(jb_cell(o->keys[i].column, x), jb_cell(o->keys[i].column, y));
        if (c)
            return o->keys[i].falls ? -c : c;
    }
    return (x > y) - (x < y);
}

/* A list of them that may be changed. */
static size_t *list_rows(jb_arena *a, jb_rows rows)
{
    size_t *at = JB_NEW_N(a, size_t, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        at[i] = jb_row(rows, i);
    return at;
}

/* Rows of one key are one item, the last of them in the first one's place (Vega's join by key). A
 * path keeps its points, which its key only groups. */
static jb_rows joined_by_key(jb_chart *chart, const jb_unit_view *u, jb_rows rows)
{
    const jb_definition *d = jb_definition_field(u->definitions[JB_CHANNEL_KEY]);
    const jb_column *key = d && !jb_mark_path(u->mark) ? jb_table_find(u->table, d->name) : NULL;
    if (!key)
        return rows;
    jb_groups groups = jb_group_rows(chart->cx->scratch, &key, 1, u->table->rows);
    size_t *at = list_rows(chart->cx->keep, rows);
    size_t *place = JB_NEW_N(chart->cx->scratch, size_t, groups.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        size_t g = groups.of[at[i]];
        if (!place[g])
            place[g] = ++n;
        at[place[g] - 1] = at[i];
    }
    return (jb_rows){at, n};
}

static row_order order_of(const jb_unit_view *u)
{
    row_order o = {.n = 0};
    for (size_t i = 0; i < u->orders_n && !u->stack.channel && i < JB_COUNT(o.keys); i++) {
        const jb_definition *d = u->orders[i];
        const jb_column *c = d->kind == JB_DEFINES_FIELD ? jb_table_find(u->table, d->name) : NULL;
        bool falls =
            JB_HAS(d->spec, sort) && d->spec->sort && d->spec->sort->order == JB_DESCENDING;
        if (c)
            o.keys[o.n++] = (order_key){c, falls};
    }
    return o;
}

jb_rows jb_unit_rows(jb_chart *chart, const jb_view *view)
{
    const jb_unit_view *u = view->unit;
    jb_rows all = view->rows.at ? view->rows : (jb_rows){NULL, u->table->rows};
    jb_rows rows = joined_by_key(chart, u, all);
    row_order o = order_of(u);
    if (!o.n)
        return rows;
    size_t *at = list_rows(chart->cx->keep, rows);
    qsort_r(at, rows.n, sizeof *at, compare_rows, &o);
    return (jb_rows){at, rows.n};
}
