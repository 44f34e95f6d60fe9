/* Titles of axes and legends: derived from what they show, put together from several views. */
#include "chart/guide.h"

static bool same_naming(const jb_definition *a, const jb_definition *b)
{
    return jb_str_eq(a->name, b->name) && jb_str_eq(a->field, b->field);
}

void jb_title_derive(jb_title_text *t, const jb_definition *d)
{
    for (size_t i = 0; i < t->of_n; i++)
        if (same_naming(t->of[i], d))
            return;
    if (t->of_n < JB_COUNT(t->of))
        t->of[t->of_n++] = d;
    t->set = true;
}

static bool same_lines(jb_strs a, jb_strs b)
{
    for (size_t i = 0; i < a.n && i < b.n; i++)
        if (!jb_str_eq(a.at[i], b.at[i]))
            return false;
    return a.n == b.n;
}

jb_str jb_comma_joined(jb_arena *a, jb_strs first, jb_strs second)
{
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < first.n + second.n; i++) {
        if (i)
            jb_buf_add(&b, JB_S(", "));
        jb_buf_add(&b, i < first.n ? first.at[i] : second.at[i - first.n]);
    }
    return b.text;
}

jb_strs jb_titles_joined(jb_arena *a, jb_strs first, jb_strs second)
{
    return same_lines(first, second) ? first : jb_one_line(a, jb_comma_joined(a, first, second));
}

/* An explicit title wins over a derived one; two written ones stand side by side, a null puts an
 * end to both. */
void jb_title_merge(jb_arena *a, jb_title_text *into, const jb_title_text *from)
{
    if (!from->set || (into->set && into->explicit && !from->explicit))
        return;
    if (!into->set || (from->explicit && !into->explicit)) {
        *into = *from;
        return;
    }
    if (into->null || from->null)
        into->null = true;
    else if (into->lines.n && from->lines.n)
        into->lines = jb_titles_joined(a, into->lines, from->lines);
    else if (!into->lines.n && from->lines.n)
        *into = *from;
    else if (!into->lines.n)
        for (size_t i = 0; i < from->of_n; i++)
            jb_title_derive(into, from->of[i]);
}

jb_strs jb_title_lines(jb_chart *chart, const jb_title_text *t)
{
    jb_arena *a = chart->cx->keep;
    if (!t->set || t->null)
        return (jb_strs){NULL, 0};
    if (t->lines.n)
        return t->lines.n == 1 && t->lines.at[0].n == 0 ? (jb_strs){NULL, 0} : t->lines;
    jb_str *names = JB_NEW_N(a, jb_str, t->of_n + 1);
    for (size_t i = 0; i < t->of_n; i++)
        names[i] = jb_definition_title(chart, t->of[i]);
    jb_str whole = jb_comma_joined(a, (jb_strs){names, t->of_n}, (jb_strs){NULL, 0});
    return whole.n ? jb_one_line(a, whole) : (jb_strs){NULL, 0};
}

jb_span jb_title_span(const jb_definition *d)
{
    const jb_channel_spec *s = d->spec;
    if (JB_HAS(s, axis) && s->axis && JB_HAS(s->axis, title))
        return JB_SPAN(s->axis, title);
    if (JB_HAS(s, legend) && s->legend && JB_HAS(s->legend, title))
        return JB_SPAN(s->legend, title);
    return JB_HAS(s, title) ? JB_SPAN(s, title) : JB_SPAN(s, field);
}
