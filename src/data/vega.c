#include "data/vega.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/timeformat.h"
#include "data/infer.h"
#include "data/rows.h"
#include "data/stray.h"
#include "data/suspect.h"

typedef struct parser {
    jb_vega_kind kind;
    jb_str pattern; /* of a date, without its quotes */
} parser;

static bool absent(jb_value v)
{
    return v.type == JB_NULL || (v.type == JB_TEXT && !v.n);
}

static jb_value to_truth(jb_value v)
{
    bool no = v.type == JB_TEXT &&
              (jb_str_eq(jb_value_str(v), JB_S("false")) || jb_str_eq(jb_value_str(v), JB_S("0")));
    return jb_bool(!no && jb_value_truth(v));
}

static jb_value instant(double ms)
{
    return fabs(ms) <= (double)JB_TIME_MAX ? jb_datetime((int64_t)ms) : jb_number((double)NAN);
}

jb_value jb_vega_value(jb_arena *a, jb_value v, jb_vega_kind kind)
{
    if (kind == JB_VEGA_AS_IS)
        return v;
    if (absent(v))
        return jb_null();
    switch (kind) {
    case JB_VEGA_NUMBER:
        return jb_value_is_number(v) ? v : jb_number(jb_value_number(v));
    case JB_VEGA_TEXT:
        return jb_text(jb_value_text(a, v));
    case JB_VEGA_BOOLEAN:
        return to_truth(v);
    case JB_VEGA_DATE:
        if (v.type == JB_DATETIME)
            return v;
        if (v.type == JB_TEXT)
            return instant(jb_date_read_js(jb_value_str(v)));
        return instant(jb_value_is_number(v) || v.type == JB_DATE ? jb_value_number(v)
                                                                  : (double)NAN);
    case JB_VEGA_AS_IS:
        break;
    }
    return v;
}

static jb_value read_cell(jb_ctx *cx, const parser *p, jb_value v)
{
    if (!p->pattern.p || v.type != JB_TEXT || !v.n)
        return jb_vega_value(cx->keep, v, p->kind);
    return instant(jb_time_parse(p->pattern, NULL, jb_value_str(v)));
}

/* "date:'%Y'" → %Y */
static bool take_pattern(jb_str text, parser *p)
{
    static const jb_str heads[] = {JB_K("date:"), JB_K("utc:")};
    for (size_t i = 0; i < JB_COUNT(heads); i++)
        if (jb_str_starts(text, heads[i])) {
            jb_str pattern = jb_str_cut(text, heads[i].n, text.n);
            char quote = pattern.n > 1 ? pattern.p[0] : 0;
            if ((quote == '\'' || quote == '"') && pattern.p[pattern.n - 1] == quote)
                pattern = jb_str_cut(pattern, 1, pattern.n - 2);
            *p = (parser){JB_VEGA_DATE, pattern};
            return true;
        }
    return false;
}

static bool find_parser(jb_ctx *cx, const jb_node *node, parser *p)
{
    static const struct {
        jb_str name;
        jb_vega_kind kind;
    } rows[] = {{JB_K("number"), JB_VEGA_NUMBER},
                {JB_K("boolean"), JB_VEGA_BOOLEAN},
                {JB_K("date"), JB_VEGA_DATE},
                {JB_K("utc"), JB_VEGA_DATE},
                {JB_K("string"), JB_VEGA_TEXT}};
    jb_str names[JB_COUNT(rows)];
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        names[i] = rows[i].name;
        if (jb_str_eq(rows[i].name, node->text))
            return *p = (parser){.kind = rows[i].kind}, true;
    }
    if (take_pattern(node->text, p))
        return true;
    jb_fail(cx, node->span, "no parser “%.*s”", JB_F(jb_brief(cx, node->text)));
    if (!jb_hint_nearest(cx, node->text, JB_NAMES(names, JB_COUNT(names))))
        jb_hint(cx, "number, boolean, date, date:'%%Y-%%m-%%d', utc:'…', string");
    return false;
}

/* The column, read anew, under all that is known of the old one. */
static jb_column described(jb_column c, const jb_column *old)
{
    c.name = old->name;
    c.name_span = old->name_span;
    c.title = old->title;
    c.unit = old->unit;
    c.format = old->format;
    c.decimal = old->decimal;
    c.group = old->group;
    c.raw = old->raw ? old->raw : c.raw;
    return c;
}

static jb_column inferred(jb_ctx *cx, size_t rows, const jb_column *old)
{
    jb_str *cells = JB_NEW_N(cx->keep, jb_str, rows + 1);
    jb_value *values = JB_NEW_N(cx->scratch, jb_value, rows + 1);
    for (size_t r = 0; r < rows; r++)
        cells[r] = jb_cell_null(old, r) ? JB_S("") : old->texts[r];
    return described(jb_column_infer(cx->keep, cells, rows, values), old);
}

void jb_vega_hint_unread(jb_ctx *cx, const jb_column *column, size_t rows, size_t row)
{
    if (column->type != JB_TEXT)
        return;
    if (inferred(cx, rows, column).type != JB_TEXT)
        jb_hint(cx, "format: {parse: auto} beside the data's url reads such cells");
    else if (!jb_cell_null(column, row))
        jb_stray_hint(cx, column->texts[row]);
}

/* February 30 becomes one of the first days of March. */
static void tell_moved_days(jb_ctx *cx, const jb_table *t, const jb_column *old,
                            const jb_value *values)
{
    bool moved = false;
    for (size_t r = 0; old->type == JB_TEXT && !moved && r < t->rows; r++)
        moved = values[r].type == JB_DATETIME && jb_civil_of(values[r].integer).day <= 3 &&
                jb_date_impossible(old->texts[r]);
    if (moved)
        jb_warn_impossible_day(cx, t, old);
}

void jb_vega_tell_unread(jb_ctx *cx, const jb_table *t, const jb_column *old,
                         const jb_value *values, jb_str as)
{
    size_t n = 0, first = 0;
    tell_moved_days(cx, t, old, values);
    for (size_t r = 0; r < t->rows; r++) {
        bool lost =
            values[r].type == JB_NULL || (values[r].type == JB_NUMBER && isnan(values[r].number));
        if (lost && !absent(jb_cell(old, r)) && !n++)
            first = r;
    }
    if (!n)
        return;
    jb_str cell = jb_value_text(cx->scratch, jb_cell(old, first));
    jb_warn(cx, jb_cell_span(cx, t, first, old->name),
            "“%.*s” in column “%.*s” can't be read as %.*s; cells of this kind: %zu",
            JB_F(jb_brief(cx, cell)), JB_F(old->name), JB_F(as), n);
    jb_vega_hint_unread(cx, old, t->rows, first);
}

static jb_column parsed(jb_ctx *cx, const jb_table *t, const jb_column *old, const parser *p,
                        jb_str as)
{
    jb_value *values = JB_NEW_N(cx->scratch, jb_value, t->rows);
    for (size_t r = 0; r < t->rows; r++) {
        values[r] = read_cell(cx, p, jb_cell(old, r));
        if (p->kind == JB_VEGA_DATE && values[r].type == JB_NUMBER && isnan(values[r].number))
            values[r] = jb_null();
    }
    jb_vega_tell_unread(cx, t, old, values, as);
    return described(jb_column_of(cx->keep, old->name, values, t->rows), old);
}

/* Each column of text as the whole of it is. */
static const jb_table *infer(jb_ctx *cx, const jb_table *t)
{
    jb_column *columns = JB_NEW_N(cx->keep, jb_column, t->columns_n + 1);
    for (size_t i = 0; i < t->columns_n; i++) {
        const jb_column *c = &t->columns[i];
        columns[i] = c->type == JB_TEXT ? inferred(cx, t->rows, c) : *c;
    }
    jb_table *made = JB_NEW(cx->keep, jb_table);
    *made = *t;
    made->columns = columns;
    return made;
}

/* A column, or what stands at a path inside the objects of one: "a.b". */
static const jb_column *column_at(jb_ctx *cx, const jb_table *t, jb_str name)
{
    const jb_column *column = jb_table_find(t, name);
    size_t end = 0;
    while (end < name.n && name.p[end] != '.' && name.p[end] != '[')
        end++;
    const jb_column *from = column ? NULL : jb_table_find(t, jb_str_cut(name, 0, end));
    if (!from)
        return column;
    jb_value *values = JB_NEW_N(cx->scratch, jb_value, t->rows + 1);
    for (size_t r = 0; r < t->rows; r++) {
        jb_value cell = jb_cell(from, r);
        const jb_value *inside = jb_value_at(&cell, jb_str_cut(name, end, name.n));
        values[r] = inside ? *inside : jb_undefined();
    }
    jb_column *made = JB_NEW(cx->keep, jb_column);
    *made = jb_column_of(cx->keep, name, values, t->rows);
    return made;
}

bool jb_vega_auto(const jb_node *parse)
{
    return parse && parse->kind == JB_NODE_STRING && jb_str_eq(parse->text, JB_S("auto"));
}

const jb_table *jb_vega_parse(jb_ctx *cx, const jb_table *t, const jb_node *parse)
{
    size_t before = jb_errors(cx);
    if (jb_vega_auto(parse))
        return infer(cx, t);
    if (parse && parse->kind != JB_NODE_MAP && parse->kind != JB_NODE_NULL) {
        jb_fail(cx, parse->span, "“parse” is auto, or a map of columns and what they are read as");
        jb_hint(cx, "number, boolean, date, date:'%%Y-%%m-%%d', utc:'…', string");
        return NULL;
    }
    for (size_t i = 0; parse && parse->kind == JB_NODE_MAP && i < parse->n; i++) {
        const jb_member *m = &parse->members[i];
        parser p;
        if (m->value->kind == JB_NODE_NULL || !find_parser(cx, m->value, &p))
            continue;
        const jb_column *old = column_at(cx, t, m->key);
        if (!old && t->rows)
            jb_table_miss(cx, t, m->key, m->key_span);
        if (!old)
            continue;
        jb_column c = parsed(cx, t, old, &p, m->value->text);
        t = jb_table_with(cx->keep, t, &c);
    }
    return jb_errors(cx) > before ? NULL : t;
}
