/* Fields inside objects: a["b"].c as a column of its own. */
#include "chart/load.h"
#include "data/rows.h"

jb_value jb_value_at_path(jb_value v, jb_str path)
{
    const jb_value *found = jb_value_at(&v, path);
    return found ? *found : jb_null();
}

static jb_str unescaped(jb_arena *a, jb_str s)
{
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\\')
            jb_buf_byte(&b, s.p[i]);
    return b.text;
}

jb_str jb_field_head(jb_str field)
{
    size_t cut = 0;
    while (cut < field.n && field.p[cut] != '.' && field.p[cut] != '[')
        cut += field.p[cut] == '\\' && cut + 1 < field.n ? 2 : 1;
    return jb_str_cut(field, 0, cut);
}

void jb_pipeline_nested(jb_pipeline *p, jb_str field)
{
    if (!p->table || !field.p || jb_table_find(p->table, field))
        return;
    jb_arena *a = p->chart->cx->keep;
    const jb_column *c = jb_table_find(p->table, unescaped(a, field));
    jb_str head = jb_field_head(field), path = {NULL, 0};
    if (!c && head.n < field.n) {
        c = jb_table_find(p->table, unescaped(a, head));
        path = jb_str_cut(field, head.n, field.n);
    }
    if (!c)
        return;
    jb_value *values = JB_NEW_N(a, jb_value, p->table->rows + 1);
    for (size_t i = 0; i < p->table->rows; i++)
        values[i] = jb_value_at_path(jb_cell(c, i), path);
    jb_pipeline_values(p, field, values);
}
