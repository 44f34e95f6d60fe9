#include "data/unit.h"

static const jb_column *either(const jb_table *t, const char *english, const char *chinese)
{
    const jb_column *column = jb_table_find(t, jb_str_of(english));
    return column ? column : jb_table_find(t, jb_str_of(chinese));
}

const jb_column *jb_unit_column(const jb_table *t)
{
    return either(t, "unit", "单位");
}

const jb_column *jb_qualifier_column(const jb_table *t)
{
    return either(t, "qualifier", "限定");
}

const jb_column *jb_status_column(const jb_table *t)
{
    return either(t, "status", "状态");
}

/* Where the last bracket of the text opens; -1: none does. */
static ptrdiff_t last_of(jb_str text, jb_str open)
{
    ptrdiff_t at = -1;
    for (ptrdiff_t next = 0; next >= 0;) {
        next = jb_str_find(jb_str_cut(text, (size_t)(at + 1), text.n), open);
        at = next < 0 ? at : at + 1 + next;
    }
    return at;
}

/* 2024年, 2020—2023, 7月: the time of the numbers, which is no unit; 10万吨/年 is one. */
static bool is_time(jb_str inside)
{
    static const jb_str ends[] = {JB_K("年"), JB_K("月"), JB_K("日"), JB_K("年度"), JB_K("季度")};
    bool begins = inside.n && inside.p[0] >= '0' && inside.p[0] <= '9';
    for (size_t i = 0; begins && i < JB_COUNT(ends); i++)
        if (jb_str_ends(inside, ends[i]))
            return inside.p[inside.n - ends[i].n - 1] != '/';
    return begins && inside.p[inside.n - 1] >= '0' && inside.p[inside.n - 1] <= '9';
}

/* Where the bracket opens that the head ends with; its length: there is none. */
static size_t bracket_of(jb_str head, jb_str *inside)
{
    static const jb_str pairs[][2] = {{JB_K("\uff08"), JB_K("\uff09")}, {JB_K("("), JB_K(")")}};
    for (size_t i = 0; i < JB_COUNT(pairs); i++) {
        jb_str open = pairs[i][0], close = pairs[i][1];
        ptrdiff_t at = jb_str_ends(head, close) ? last_of(head, open) : -1;
        size_t from = (size_t)at + open.n;
        *inside = at > 0 ? jb_str_cut(head, from, head.n - close.n - from) : (jb_str){NULL, 0};
        if (at > 0 && !is_time(*inside))
            return (size_t)at;
    }
    *inside = (jb_str){NULL, 0};
    return head.n;
}

jb_str jb_head_unit(jb_str head)
{
    jb_str inside;
    bracket_of(head, &inside);
    return inside;
}

jb_str jb_head_without_unit(jb_str head)
{
    jb_str inside;
    return jb_str_trim(jb_str_cut(head, 0, bracket_of(head, &inside)));
}

bool jb_units_speak_of(const jb_table *t, const jb_column *units, const jb_column *c)
{
    size_t at = 0;
    while (at < t->columns_n && !jb_str_eq(t->columns[at].name, units->name))
        at++;
    const jb_column *left = at > 0 ? &t->columns[at - 1] : NULL,
                    *right = at + 1 < t->columns_n ? &t->columns[at + 1] : NULL;
    if (left && jb_column_is_number(left))
        return jb_str_eq(left->name, c->name);
    return !right || !jb_column_is_number(right) || jb_str_eq(right->name, c->name);
}

jb_str jb_column_unit(const jb_column *c)
{
    return c->unit.n ? c->unit : jb_head_unit(c->name);
}

/* 元 and 万元 count the same. */
static bool count_alike(jb_str a, jb_str b)
{
    return jb_str_ends(a, b) || jb_str_ends(b, a);
}

jb_str jb_row_unit(jb_arena *a, const jb_table *t, const jb_column *c, size_t row)
{
    const jb_str none = {NULL, 0};
    const jb_column *units = jb_unit_column(t);
    if (!units || jb_cell_null(units, row))
        return none;
    jb_str stated = jb_column_unit(c), own = jb_value_text(a, jb_cell(units, row));
    bool contradicts = stated.n && count_alike(own, stated) && jb_units_speak_of(t, units, c);
    return !stated.n || contradicts ? own : none;
}

jb_str jb_cell_unit(jb_arena *a, const jb_table *t, const jb_column *c, size_t row)
{
    if (!jb_column_is_number(c) || jb_cell_null(c, row))
        return (jb_str){NULL, 0};
    jb_str own = jb_row_unit(a, t, c, row);
    return own.p ? own : jb_column_unit(c);
}

jb_str jb_rows_unit(jb_arena *a, const jb_table *t, const jb_column *c, const size_t *rows,
                    size_t n, jb_str *other)
{
    jb_str first = {NULL, 0};
    *other = first;
    for (size_t i = 0; i < n && !other->p; i++) {
        jb_str unit = jb_cell_unit(a, t, c, rows[i]);
        if (!first.p)
            first = unit;
        else if (unit.p && !jb_str_eq(unit, first))
            *other = unit;
    }
    return first;
}
