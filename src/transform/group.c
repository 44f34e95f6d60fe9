/* Rows that agree in some columns. */
#include <string.h>

#include "transform/task.h"

/* An open hash table of groups, found by their first rows. */
typedef struct finder {
    const jb_column *const *keys;
    size_t keys_n, mask;
    uint32_t *slots;  /* group + 1; 0: free */
    uint64_t *hashes; /* of each group */
    size_t *first;
    size_t n;
} finder;

static uint64_t mix(uint64_t h)
{
    h ^= h >> 32;
    h *= 0x9E3779B97F4A7C15u;
    return h ^ (h >> 29);
}

static uint64_t hash_row(const finder *f, size_t row)
{
    uint64_t h = 0;
    for (size_t k = 0; k < f->keys_n; k++)
        h = mix(h * 31 + jb_value_hash(jb_cell(f->keys[k], row)));
    return h;
}

static bool same_row(const finder *f, size_t a, size_t b)
{
    for (size_t k = 0; k < f->keys_n; k++)
        if (!jb_value_eq(jb_cell(f->keys[k], a), jb_cell(f->keys[k], b)))
            return false;
    return true;
}

static void grow(jb_arena *a, finder *f)
{
    size_t size = f->mask ? 2 * (f->mask + 1) : 256;
    f->slots = JB_NEW_N(a, uint32_t, size);
    f->mask = size - 1;
    uint64_t *hashes = JB_NEW_N(a, uint64_t, size);
    size_t *first = JB_NEW_N(a, size_t, size);
    if (f->n) {
        memcpy(hashes, f->hashes, f->n * sizeof *hashes);
        memcpy(first, f->first, f->n * sizeof *first);
    }
    f->hashes = hashes, f->first = first;
    for (size_t g = 0; g < f->n; g++) {
        size_t at = hashes[g] & f->mask;
        while (f->slots[at])
            at = (at + 1) & f->mask;
        f->slots[at] = (uint32_t)g + 1;
    }
}

static uint32_t find(jb_arena *a, finder *f, size_t row)
{
    if (2 * (f->n + 1) > f->mask)
        grow(a, f);
    uint64_t hash = hash_row(f, row);
    size_t at = hash & f->mask;
    for (; f->slots[at]; at = (at + 1) & f->mask) {
        uint32_t g = f->slots[at] - 1;
        if (f->hashes[g] == hash && same_row(f, f->first[g], row))
            return g;
    }
    f->slots[at] = (uint32_t)f->n + 1;
    f->hashes[f->n] = hash;
    f->first[f->n] = row;
    return (uint32_t)f->n++;
}

jb_groups jb_group_rows(jb_arena *a, const jb_column *const *keys, size_t keys_n, size_t rows)
{
    finder f = {.keys = keys, .keys_n = keys_n};
    uint32_t *of = JB_NEW_N(a, uint32_t, rows + 1);
    if (!keys_n)
        return (jb_groups){rows > 0, of, JB_NEW(a, size_t)};
    for (size_t r = 0; r < rows; r++)
        of[r] = find(a, &f, r);
    return (jb_groups){f.n, of, f.first};
}

static bool is_blank_text(const jb_column *c, size_t row)
{
    jb_value v = jb_cell(c, row);
    return v.type == JB_TEXT && !v.n;
}

/* The column with null for what is undefined. */
static const jb_column *without_missing(jb_arena *a, const jb_column *c)
{
    jb_column *column = JB_NEW(a, jb_column);
    *column = *c;
    column->missing = NULL;
    return column;
}

/* The same with null for "" too. */
static const jb_column *without_blanks(jb_arena *a, const jb_column *c, size_t rows)
{
    size_t first = 0;
    bool textual = c->type == JB_TEXT || c->type == JB_ANY;
    while (textual && first < rows && !is_blank_text(c, first))
        first++;
    if (!textual || first == rows)
        return without_missing(a, c);
    jb_value *values = JB_NEW_N(a, jb_value, rows + 1);
    for (size_t r = 0; r < rows; r++)
        values[r] = is_blank_text(c, r) ? jb_null() : jb_cell(c, r);
    jb_column *column = JB_NEW(a, jb_column);
    *column = jb_column_of(a, c->name, values, rows);
    column->missing = NULL;
    return column;
}

jb_groups jb_group_stated(jb_arena *a, const jb_column *const *keys, size_t keys_n, size_t rows)
{
    const jb_column **stated = JB_NEW_N(a, const jb_column *, keys_n + 1);
    for (size_t k = 0; k < keys_n; k++)
        stated[k] = without_missing(a, keys[k]);
    return jb_group_rows(a, stated, keys_n, rows);
}

jb_groups jb_part_rows(jb_arena *a, const jb_column *const *keys, size_t keys_n, size_t rows)
{
    const jb_column **blank = JB_NEW_N(a, const jb_column *, keys_n + 1);
    for (size_t k = 0; k < keys_n; k++)
        blank[k] = without_blanks(a, keys[k], rows);
    return jb_group_rows(a, blank, keys_n, rows);
}

void jb_groups_columns(jb_arena *a, const jb_groups *g, const jb_column *const *keys, jb_strs names,
                       const size_t *times, jb_columns *columns)
{
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++)
        n += times ? times[i] : 1;
    size_t *pick = JB_NEW_N(a, size_t, n + 1), at = 0;
    for (size_t i = 0; i < g->n; i++)
        for (size_t k = 0; k < (times ? times[i] : 1); k++)
            pick[at++] = g->first[i];
    for (size_t k = 0; k < names.n; k++) {
        jb_column column = jb_column_pick(a, keys[k], pick, n);
        column.name = keys[k]->name.n ? keys[k]->name : names.at[k]; /* a\.b is a.b */
        jb_columns_set(a, columns, column);
    }
}

jb_members jb_group_members(jb_arena *a, const jb_groups *g, size_t rows, const size_t *order)
{
    size_t *start = JB_NEW_N(a, size_t, g->n + 2), *list = JB_NEW_N(a, size_t, rows + 1);
    for (size_t r = 0; r < rows; r++)
        start[g->of[r] + 2]++;
    for (size_t i = 2; i < g->n + 2; i++)
        start[i] += start[i - 1];
    for (size_t i = 0; i < rows; i++) {
        size_t row = order ? order[i] : i;
        list[start[g->of[row] + 1]++] = row;
    }
    return (jb_members){start, list};
}
