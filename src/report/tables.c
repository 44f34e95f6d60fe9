#include "report/figure.h"

bool jb_tables_broken(const jb_tables *tables, jb_str name)
{
    return tables->unknown || jb_str_among(name, tables->broken.at, tables->broken.n);
}

const jb_table *jb_tables_find(const jb_tables *tables, jb_str name)
{
    for (size_t i = 0; i < tables->n; i++)
        if (jb_str_eq(tables->at[i]->name, name))
            return tables->at[i];
    return NULL;
}

void jb_tables_miss(jb_ctx *cx, const jb_tables *tables, jb_str name, jb_span span)
{
    if (jb_tables_broken(tables, name))
        return;
    jb_str *names = JB_NEW_N(cx->scratch, jb_str, tables->n + 1);
    for (size_t i = 0; i < tables->n; i++)
        names[i] = tables->at[i]->name;
    jb_fail(cx, span, "no table “%.*s” in the front matter's “data”", JB_F(jb_brief(cx, name)));
    if (tables->named && jb_node_get(tables->named, name))
        jb_hint(cx, "it stands further down, and a table is made from those above it");
    else
        jb_hint_nearest(cx, name, JB_NAMES(names, tables->n));
}
