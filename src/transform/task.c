#include "transform/task.h"

#include <math.h>
#include <string.h>

#include "data/vega.h"
#include "data/stray.h"
#include "transform/bind.h"

jb_span jb_task_cell(jb_task *t, size_t row, jb_str column)
{
    return t->table->source ? jb_cell_span(t->cx, t->table, row, column) : t->where;
}

/* ---- fields ---- */

/* One step of a path: .name, ['name'], ["name"] or [0]; false at the end or at what is no path. */
static bool next_name(jb_arena *a, jb_str *path, jb_str *name)
{
    jb_buf b = jb_buf_new(a);
    size_t at = 0;
    char close = 0;
    if (jb_str_starts(*path, JB_S(".")))
        at = 1;
    if (jb_str_starts(*path, JB_S("["))) {
        at = 1;
        close = ']';
        if (path->n > 1 && (path->p[1] == '\'' || path->p[1] == '"'))
            close = path->p[at++];
    }
    size_t from = at;
    for (;
         at < path->n && (close ? path->p[at] != close : path->p[at] != '.' && path->p[at] != '[');
         at++) {
        if (path->p[at] == '\\' && at + 1 < path->n)
            at++;
        jb_buf_byte(&b, path->p[at]);
    }
    if (at == from || (close && at == path->n))
        return false;
    at += close ? (close == ']' ? 1 : 2) : 0;
    *path = jb_str_cut(*path, at, path->n);
    *name = b.text;
    return true;
}

static jb_value step_into(jb_value v, jb_str name)
{
    double at;
    if (v.type == JB_LISTED && jb_number_read(name, &at))
        return at >= 0 && at < v.n ? v.items[(size_t)at] : jb_undefined();
    return jb_value_member(v, name);
}

/* The column that a path leads to, made of the members of another. */
static const jb_column *follow(jb_task *t, const jb_column *column, jb_str path, jb_str field)
{
    jb_ctx *cx = t->cx;
    jb_value *values = JB_NEW_N(cx->keep, jb_value, t->table->rows + 1);
    for (size_t r = 0; r < t->table->rows; r++)
        values[r] = jb_cell(column, r);
    for (jb_str name; path.n && next_name(cx->scratch, &path, &name);)
        for (size_t r = 0; r < t->table->rows; r++)
            values[r] = step_into(values[r], name);
    jb_column *made = JB_NEW(cx->keep, jb_column);
    *made = jb_column_of(cx->keep, field, values, t->table->rows);
    return made;
}

const jb_column *jb_task_column(jb_task *t, jb_str field, jb_span span)
{
    const jb_column *column = jb_table_find(t->table, field);
    jb_str path = field, name;
    if (!column && next_name(t->cx->scratch, &path, &name)) {
        column = jb_table_find(t->table, name);
        if (column && path.n)
            return follow(t, column, path, field);
    }
    return column ? column : jb_table_need(t->cx, t->table, field, span);
}

const jb_column **jb_task_columns(jb_task *t, jb_strs fields, jb_span span)
{
    const jb_column **columns = JB_NEW_N(t->cx->scratch, const jb_column *, fields.n + 1);
    bool sound = true;
    for (size_t i = 0; i < fields.n; i++)
        sound = (columns[i] = jb_task_column(t, fields.at[i], span)) && sound;
    return sound ? columns : NULL;
}

jb_str jb_name_or(jb_strs names, size_t i, jb_str otherwise)
{
    return i < names.n && names.at[i].n ? names.at[i] : otherwise;
}

/* ---- numbers ---- */

void jb_task_warn_numbers(jb_task *t, const jb_column *column, size_t count, size_t first)
{
    if (!count)
        return;
    jb_str text = jb_value_text(t->cx->scratch, jb_cell(column, first));
    jb_warn(t->cx, jb_task_cell(t, first, column->name),
            "values of “%.*s” that are no numbers are left out: %zu, the first is “%.*s”",
            JB_F(column->name), count, JB_F(jb_brief(t->cx, text)));
    jb_vega_hint_unread(t->cx, column, t->table->rows, first);
}

static bool is_empty(const jb_column *c, size_t row)
{
    jb_value v = jb_cell(c, row);
    return v.type == JB_NULL || v.type == JB_NUMBER || (v.type == JB_TEXT && !v.n);
}

const double *jb_task_numbers(jb_task *t, const jb_column *column)
{
    if (column->type == JB_NUMBER && !column->nulls)
        return column->numbers;
    double *numbers = JB_NEW_N(t->cx->scratch, double, t->table->rows + 1);
    size_t strange = 0, first = 0;
    for (size_t r = 0; r < t->table->rows; r++) {
        numbers[r] = jb_cell_number(column, r);
        if (isnan(numbers[r]) && !is_empty(column, r) && !strange++)
            first = r;
    }
    jb_task_warn_numbers(t, column, strange, first);
    return numbers;
}

bool jb_task_wants_numbers(jb_task *t, const jb_column *column, jb_str what, jb_span span)
{
    bool textual =
        column->type == JB_TEXT || column->type == JB_LISTED || column->type == JB_OBJECT;
    if (!t->scope->own || !textual)
        return true;
    jb_fail(t->cx, span, "%.*s needs numbers, and “%.*s” is text", JB_F(what), JB_F(column->name));
    if (!jb_stray_hint_first(t->cx, t->table, column, t->where))
        jb_hint(t->cx, "name a column of numbers, or count()");
    return false;
}

/* ---- tables ---- */

jb_column jb_number_column(jb_arena *a, jb_str name, double *numbers, size_t rows)
{
    uint64_t *nulls = NULL;
    for (size_t r = 0; r < rows; r++) {
        if (!isnan(numbers[r]))
            continue;
        if (!nulls)
            nulls = JB_NEW_N(a, uint64_t, rows / 64 + 1);
        nulls[r / 64] |= 1ULL << r % 64;
    }
    return (jb_column){.name = name, .type = JB_NUMBER, .numbers = numbers, .nulls = nulls};
}

jb_column jb_column_pick(jb_arena *a, const jb_column *c, const size_t *pick, size_t n)
{
    const jb_table *all = jb_table_make(a, (jb_str){NULL, 0}, n, c, 1);
    return jb_table_pick(a, all, pick, n)->columns[0];
}

void jb_columns_set(jb_arena *a, jb_columns *columns, jb_column column)
{
    for (size_t i = 0; i < columns->n; i++)
        if (jb_str_eq(columns->at[i].name, column.name)) {
            columns->at[i] = column;
            return;
        }
    *JB_PUSH(a, columns) = column;
}

const jb_table *jb_task_table(jb_task *t, jb_columns columns, size_t rows)
{
    return jb_table_make(t->cx->keep, t->table->name, rows, columns.at, columns.n);
}
