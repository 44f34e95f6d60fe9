#include "data/rows.h"

#include <stdio.h>
#include <string.h>

#include "base/tree.h"

typedef struct sheet {
    jb_ctx *cx;
    size_t rows;
    jb_value absent;
    JB_LIST(jb_str) names;
    JB_LIST(jb_value *) cells; /* of each column: rows of them */
    size_t *slots;             /* column + 1 by the hash of its name; 0: free */
    size_t slots_n;            /* a power of two */
} sheet;

static size_t *slot_of(const sheet *s, jb_str name)
{
    size_t i = (size_t)jb_str_hash(name) & (s->slots_n - 1);
    while (s->slots[i] && !jb_str_eq(s->names.at[s->slots[i] - 1], name))
        i = (i + 1) & (s->slots_n - 1);
    return &s->slots[i];
}

static void widen(sheet *s)
{
    s->slots_n = s->slots_n ? s->slots_n * 2 : 64;
    s->slots = JB_NEW_N(s->cx->scratch, size_t, s->slots_n);
    for (size_t c = 0; c < s->names.n; c++)
        *slot_of(s, s->names.at[c]) = c + 1;
}

static jb_value *empty_cells(const sheet *s)
{
    jb_value *cells = JB_NEW_N(s->cx->scratch, jb_value, s->rows);
    for (size_t r = 0; r < s->rows; r++)
        cells[r] = s->absent;
    return cells;
}

/* The column of that name, new if need be. Objects alike have their members in the same order: try
 * there first. */
static size_t column_of(sheet *s, jb_str name, size_t likely)
{
    if (likely < s->names.n && jb_str_eq(s->names.at[likely], name))
        return likely;
    if (s->slots_n < 2 * (s->names.n + 1))
        widen(s);
    size_t *slot = slot_of(s, name);
    if (!*slot) {
        *JB_PUSH(s->cx->scratch, &s->names) = name;
        *JB_PUSH(s->cx->scratch, &s->cells) = empty_cells(s);
        *slot = s->names.n;
    }
    return *slot - 1;
}

static void put(sheet *s, size_t r, jb_str name, size_t likely, jb_value v)
{
    size_t c = column_of(s, name, likely);
    s->cells.at[c][r] = v;
}

/* A list's elements are named by their places, as in JavaScript. */
static void put_list(sheet *s, size_t r, const jb_value *list)
{
    for (uint32_t i = 0; i < list->n; i++) {
        char text[12];
        int n = snprintf(text, sizeof text, "%u", i);
        put(s, r, jb_str_dup(s->cx->keep, (jb_str){text, (size_t)n}), i, list->items[i]);
    }
}

static void put_row(sheet *s, size_t r, const jb_value *row)
{
    if (row->type == JB_LISTED)
        put_list(s, r, row);
    else if (row->type != JB_OBJECT)
        put(s, r, JB_S("data"), 0, *row);
    for (uint32_t m = 0; row->type == JB_OBJECT && m < row->n; m++)
        put(s, r, row->members[m].name, m, row->members[m].value);
}

jb_table *jb_table_of_rows(jb_ctx *cx, jb_str name, const jb_value *rows, size_t n, jb_value absent)
{
    sheet s = {.cx = cx, .rows = n, .absent = absent};
    for (size_t r = 0; r < n; r++)
        put_row(&s, r, &rows[r]);
    jb_column *columns = JB_NEW_N(cx->keep, jb_column, s.names.n);
    for (size_t c = 0; c < s.names.n; c++)
        columns[c] = jb_column_of(cx->keep, s.names.at[c], s.cells.at[c], n);
    jb_table *t = jb_table_make(cx->keep, name, n, columns, s.names.n);
    t->open = !n;
    return t;
}

/* The member of an object, the item of a list; NULL: there is none. */
static const jb_value *inside(const jb_value *value, jb_str name)
{
    for (uint32_t m = 0; value->type == JB_OBJECT && m < value->n; m++)
        if (jb_str_eq(value->members[m].name, name))
            return &value->members[m].value;
    size_t i = 0, at = 0;
    for (; at < name.n && name.p[at] >= '0' && name.p[at] <= '9' && i < UINT32_MAX; at++)
        i = i * 10 + (size_t)(name.p[at] - '0');
    return value->type == JB_LISTED && at && at == name.n && i < value->n ? &value->items[i] : NULL;
}

/* Takes the first name off the path: a, .a, [0], ["a b"]; false for a bracket that is open. */
static bool next_name(jb_str *path, jb_str *name)
{
    bool bracket = path->p[0] == '[', quoted;
    size_t at = bracket || path->p[0] == '.', end;
    char stop = bracket ? ']' : '.';
    quoted = bracket && at < path->n && (path->p[at] == '"' || path->p[at] == '\'');
    if (quoted)
        stop = path->p[at++];
    for (end = at; end < path->n && path->p[end] != stop; end++)
        if (!bracket && path->p[end] == '[')
            break;
    *name = jb_str_cut(*path, at, end - at);
    end += quoted;
    if (bracket && (end >= path->n || path->p[end++] != ']'))
        return false;
    *path = jb_str_cut(*path, end, path->n);
    return true;
}

const jb_value *jb_value_at(const jb_value *value, jb_str path)
{
    jb_str name;
    while (value && path.n)
        value = next_name(&path, &name) ? inside(value, name) : NULL;
    return value;
}

size_t jb_place_at(jb_str text, jb_str path)
{
    jb_str name;
    size_t at = 0;
    while (at < text.n && strchr(" \t\r\n", text.p[at]))
        at++;
    while (at < text.n && path.n)
        at = next_name(&path, &name) ? jb_json_inside(text, at, name) : SIZE_MAX;
    return at;
}
