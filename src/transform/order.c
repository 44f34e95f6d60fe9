/* Rows in the order of some columns. Sorting by the least important key first, each time stably,
 * leaves them in the order of all. */
#include <math.h>
#include <string.h>

#include "transform/task.h"

static bool is_numeric(jb_type type)
{
    return type == JB_BOOL || type == JB_INT || type == JB_DECIMAL || type == JB_NUMBER ||
           type == JB_DATE || type == JB_DATETIME;
}

/* An integer whose order is that of the cell: null, NaN, then by value. */
static uint64_t sortable(const jb_column *c, size_t row)
{
    if (jb_cell_null(c, row))
        return 0;
    if (c->type == JB_BOOL)
        return 2 + (uint64_t)c->truths[row];
    if (c->type != JB_NUMBER) {
        uint64_t key = (uint64_t)c->integers[row] ^ 1ULL << 63;
        return key < 2 ? 2 : key;
    }
    double number = c->numbers[row] + 0.0;
    if (isnan(number))
        return 1;
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits >> 63 ? ~bits : bits | 1ULL << 63;
}

typedef struct keyed {
    uint64_t key;
    size_t row;
} keyed;

/* Least significant byte first; a byte that is the same everywhere is passed over. */
static void sort_radix(jb_arena *a, const uint64_t *keys, size_t *order, size_t n)
{
    keyed *from = JB_NEW_N(a, keyed, n + 1), *to = JB_NEW_N(a, keyed, n + 1);
    for (size_t i = 0; i < n; i++)
        from[i] = (keyed){keys[order[i]], order[i]};
    for (int shift = 0; shift < 64; shift += 8) {
        size_t count[257] = {0};
        for (size_t i = 0; i < n; i++)
            count[(from[i].key >> shift & 255) + 1]++;
        if (n && count[(from[0].key >> shift & 255) + 1] == n)
            continue;
        for (size_t i = 1; i < 257; i++)
            count[i] += count[i - 1];
        for (size_t i = 0; i < n; i++)
            to[count[from[i].key >> shift & 255]++] = from[i];
        keyed *swap = from;
        from = to, to = swap;
    }
    for (size_t i = 0; i < n; i++)
        order[i] = from[i].row;
}

int jb_order_cmp(const jb_order_key *keys, size_t n, size_t a, size_t b)
{
    for (size_t i = 0; i < n; i++) {
        int c = jb_value_cmp(jb_cell(keys[i].column, a), jb_cell(keys[i].column, b));
        if (c)
            return keys[i].descending ? -c : c;
    }
    return 0;
}

/* Bottom up merging of runs that double. */
static void sort_merge(jb_arena *a, const jb_order_key *k, size_t *order, size_t n)
{
    size_t *from = order, *to = JB_NEW_N(a, size_t, n + 1);
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t left = 0; left < n; left += 2 * width) {
            size_t middle = left + width < n ? left + width : n,
                   right = left + 2 * width < n ? left + 2 * width : n;
            for (size_t i = left, j = middle, out = left; out < right; out++) {
                bool first =
                    j == right || (i < middle && jb_order_cmp(k, 1, from[i], from[j]) <= 0);
                to[out] = first ? from[i++] : from[j++];
            }
        }
        size_t *swap = from;
        from = to, to = swap;
    }
    if (from != order && n)
        memcpy(order, from, n * sizeof *order);
}

/* The rank of each cell among the different ones. */
static void rank_cells(jb_arena *a, const jb_column *c, uint64_t *keys, size_t rows)
{
    const jb_order_key up = {c, false};
    jb_groups g = jb_group_rows(a, &c, 1, rows);
    size_t *order = JB_NEW_N(a, size_t, g.n + 1);
    for (size_t i = 0; i < g.n; i++)
        order[i] = g.first[i];
    sort_merge(a, &up, order, g.n);
    for (size_t i = 0; i < g.n; i++)
        keys[order[i]] = i;
    for (size_t r = 0; r < rows; r++)
        keys[r] = keys[g.first[g.of[r]]];
}

size_t *jb_order_rows(jb_arena *a, const jb_order_key *by, size_t n, size_t rows)
{
    size_t *order = JB_NEW_N(a, size_t, rows + 1);
    uint64_t *keys = JB_NEW_N(a, uint64_t, rows + 1);
    for (size_t i = 0; i < rows; i++)
        order[i] = i;
    for (size_t k = n; k-- > 0;) {
        bool numeric = is_numeric(by[k].column->type);
        if (!numeric)
            rank_cells(a, by[k].column, keys, rows);
        for (size_t r = 0; r < rows; r++) {
            uint64_t key = numeric ? sortable(by[k].column, r) : keys[r];
            keys[r] = by[k].descending ? ~key : key;
        }
        sort_radix(a, keys, order, rows);
    }
    return order;
}

bool jb_order_read(jb_task *t, const jb_sort_field_list *fields, jb_order_key **keys)
{
    *keys = JB_NEW_N(t->cx->scratch, jb_order_key, fields->n + 1);
    bool sound = true;
    for (size_t i = 0; i < fields->n; i++) {
        const jb_sort_field_spec *f = fields->at[i];
        const jb_column *column = jb_task_column(t, f->field, JB_SPAN(f, field));
        (*keys)[i] = (jb_order_key){column, f->order == JB_DESCENDING};
        sound = sound && column;
    }
    return sound;
}
