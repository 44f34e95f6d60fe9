#include "transform/task.h"

#define T(name)                                                                                    \
    static const jb_table *run_##name(jb_task *t, const void *spec)                                \
    {                                                                                              \
        return jb_run_##name(t, spec);                                                             \
    }
#include "transform/transforms.def"
#undef T

#define T(name) {offsetof(jb_transform_spec, name), run_##name},
static const struct {
    size_t offset;
    const jb_table *(*run)(jb_task *t, const void *spec);
} rows[] = {
#include "transform/transforms.def"
};
#undef T
_Static_assert(sizeof(jb_transform_spec) == sizeof(jb_given) + JB_COUNT(rows) * sizeof(void *),
               "every transform has a row");

static const jb_table *run_one(jb_task *t, const jb_transform_spec *spec)
{
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        const void *given = *(const void *const *)((const char *)spec + rows[i].offset);
        if (!given)
            continue;
        const jb_node *node = ((const jb_given *)given)->node;
        t->where = node ? node->span : (jb_span){0};
        size_t errors = jb_errors(t->cx);
        const jb_table *made = rows[i].run(t, given);
        if (!made && jb_errors(t->cx) == errors) /* what it needs is null, which reads as absent */
            jb_fail(t->cx, t->where, "this step of “transform” does not say what to do");
        return made;
    }
    return t->table;
}

/* Of no rows nothing is made by which its columns would be known. */
static const jb_table *still_open(jb_ctx *cx, const jb_table *from, const jb_table *made)
{
    if (!made || !from->open || made->open || made->rows)
        return made;
    jb_table *open = JB_NEW(cx->keep, jb_table);
    *open = *made;
    open->open = true;
    return open;
}

const jb_table *jb_transform_run(jb_ctx *cx, const jb_transform_spec *const *transforms, size_t n,
                                 const jb_table *table, jb_scope *scope)
{
    jb_scope nothing = {0};
    jb_task t = {cx, table, scope ? scope : &nothing, {0}};
    for (size_t i = 0; i < n && t.table; i++)
        t.table = still_open(cx, t.table, run_one(&t, transforms[i]));
    return t.table;
}
