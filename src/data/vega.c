#include "data/vega.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/timeformat.h"
#include "data/infer.h"

typedef struct parser {
    jb_str pattern; /* of a date, without its quotes */
    jb_value (*parse)(const struct parser *p, jb_arena *a, jb_value v);
} parser;

static bool absent(jb_value v)
{
    return v.type == JB_NULL || (v.type == JB_TEXT && !v.n);
}

static jb_value to_number(const parser *p, jb_arena *a, jb_value v)
{
    (void)p, (void)a;
    if (v.type == JB_INT || v.type == JB_DECIMAL)
        return v;
    return absent(v) ? jb_null() : jb_number(jb_value_number(v));
}

static jb_value to_truth(const parser *p, jb_arena *a, jb_value v)
{
    (void)p, (void)a;
    if (absent(v))
        return jb_null();
    bool no = v.type == JB_TEXT &&
              (jb_str_eq(jb_value_str(v), JB_S("false")) || jb_str_eq(jb_value_str(v), JB_S("0")));
    return jb_bool(!no && jb_value_truth(v));
}

static jb_value to_text(const parser *p, jb_arena *a, jb_value v)
{
    (void)p;
    return absent(v) ? jb_null() : jb_text(jb_value_text(a, v));
}

static jb_value to_date(const parser *p, jb_arena *a, jb_value v)
{
    if (v.type != JB_TEXT || absent(v))
        return v.type == JB_INT || v.type == JB_NUMBER ? jb_datetime((int64_t)jb_value_number(v))
               : v.type == JB_DATE                     ? jb_datetime(jb_value_ms(v))
                                                       : v;
    (void)a;
    double ms = p->pattern.p ? jb_time_parse(p->pattern, NULL, jb_value_str(v))
                             : jb_date_read_js(jb_value_str(v));
    return isnan(ms) ? jb_number(NAN) : jb_datetime((int64_t)ms);
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
            *p = (parser){pattern, to_date};
            return true;
        }
    return false;
}

static bool find_parser(jb_ctx *cx, const jb_node *node, parser *p)
{
    static const struct {
        jb_str name;
        parser parser;
    } rows[] = {
        {JB_K("number"), {.parse = to_number}}, {JB_K("boolean"), {.parse = to_truth}},
        {JB_K("date"), {.parse = to_date}},     {JB_K("utc"), {.parse = to_date}},
        {JB_K("string"), {.parse = to_text}},
    };
    jb_str names[JB_COUNT(rows)];
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        names[i] = rows[i].name;
        if (jb_str_eq(rows[i].name, node->text))
            return *p = rows[i].parser, true;
    }
    if (take_pattern(node->text, p))
        return true;
    jb_fail(cx, node->span, "no parser “%.*s”", JB_F(jb_brief(cx, node->text)));
    jb_str near = jb_nearest(node->text, names, JB_COUNT(names));
    if (near.p)
        jb_hint(cx, "the nearest is “%.*s”", JB_F(near));
    else
        jb_hint(cx, "number, boolean, date, date:'%%Y-%%m-%%d', utc:'…', string");
    return false;
}

/* What could not be read is told once for a column: how many, and the first. */
static void tell_unread(jb_ctx *cx, const jb_table *t, const jb_column *old, size_t n, size_t first,
                        jb_str as)
{
    if (!n)
        return;
    jb_str cell = jb_value_text(cx->scratch, jb_cell(old, first));
    jb_warn(cx, jb_cell_span(cx, t, first, old->name),
            "“%.*s” in column “%.*s” can't be read as %.*s; cells of this kind: %zu",
            JB_F(jb_brief(cx, cell)), JB_F(old->name), JB_F(as), n);
}

static jb_column parsed(jb_ctx *cx, const jb_table *t, const jb_column *old, const parser *p,
                        jb_str as)
{
    jb_value *values = JB_NEW_N(cx->scratch, jb_value, t->rows);
    size_t unread = 0, first = 0;
    for (size_t r = 0; r < t->rows; r++) {
        values[r] = p->parse(p, cx->keep, jb_cell(old, r));
        if (values[r].type != JB_NUMBER || !isnan(values[r].number))
            continue;
        if (!unread++)
            first = r;
        if (p->parse == to_date)
            values[r] = jb_null();
    }
    tell_unread(cx, t, old, unread, first, as);
    jb_column c = jb_column_of(cx->keep, old->name, values, t->rows);
    c.raw = old->raw;
    c.name_span = old->name_span;
    c.title = old->title;
    c.unit = old->unit;
    c.format = old->format;
    return c;
}

const jb_table *jb_vega_parse(jb_ctx *cx, const jb_table *t, const jb_node *parse)
{
    size_t before = jb_errors(cx);
    for (size_t i = 0; parse && parse->kind == JB_NODE_MAP && i < parse->n; i++) {
        const jb_member *m = &parse->members[i];
        parser p;
        const jb_column *old = jb_table_find(t, m->key);
        if (m->value->kind == JB_NODE_NULL || !find_parser(cx, m->value, &p) || !old)
            continue;
        jb_column c = parsed(cx, t, old, &p, m->value->text);
        t = jb_table_with(cx->keep, t, &c);
    }
    return jb_errors(cx) > before ? NULL : t;
}
