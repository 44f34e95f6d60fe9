/* Composite marks: each a row with what makes layers of basic marks out of it. */
#include "grammar/parts.h"

const jb_node *jb_normal_composite(const jb_around *around, const jb_node *unit)
{
    static const struct {
        const char *name;
        const jb_node *(*make)(jb_parts *, const jb_node *);
    } rows[] = {{"boxplot", jb_parts_boxplot},
                {"errorbar", jb_parts_errorbar},
                {"errorband", jb_parts_errorband}};
    const jb_node *mark = jb_mark_node(around->cx, jb_node_get(unit, JB_S("mark")));
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        if (!jb_str_eq(jb_mark_name(mark), jb_str_of(rows[i].name)))
            continue;
        jb_parts p = {.cx = around->cx,
                      .config = around->config,
                      .unit = unit,
                      .mark = mark,
                      .name = jb_mark_name(mark),
                      .steps = jb_make(around->cx, unit->span),
                      .aggregates = jb_make(around->cx, unit->span),
                      .groups = jb_make(around->cx, unit->span)};
        return rows[i].make(&p, jb_node_get(unit, JB_S("encoding")));
    }
    return NULL;
}
