/* What was given to an object, and how it is handed on: copying, inheriting, counting as given. */
#include <string.h>

#include "grammar/spec.h"

/* ---- what was given ------------------------------------------------------------------------- */

const jb_aside *jb_given_aside(const void *object, size_t offset)
{
    const jb_given *given = object;
    if (!given || !jb_given_bit(given->beside, offset))
        return NULL;
    const jb_aside *aside = given->asides;
    while (aside && aside->offset != offset)
        aside = aside->next;
    return aside;
}

bool jb_given_computed(const void *object, size_t offset)
{
    const jb_given *given = object;
    for (const jb_aside *a = given ? given->asides : NULL; a; a = a->next)
        if (a->offset == offset && a->expr)
            return true;
    return false;
}

jb_span jb_given_span(const void *object, size_t offset)
{
    const jb_given *given = object;
    if (!given || !given->node)
        return (jb_span){0};
    jb_properties rows = given->class->properties();
    for (size_t i = 0; i < rows.n; i++) {
        if (rows.at[i].offset != offset)
            continue;
        const jb_node *value = jb_node_get(given->node, rows.at[i].key);
        return value ? value->span : given->node->span;
    }
    return given->node->span;
}

void jb_given_mark(void *object, size_t offset, bool set)
{
    jb_given *given = object;
    jb_given_put(given->set, offset, set);
    jb_given_put(given->null, offset, false);
    jb_given_put(given->beside, offset, false);
}

/* ---- inheriting and copying ----------------------------------------------------------------- */

static const size_t sizes[] = {
    [JB_KIND_BOOL] = sizeof(bool),
    [JB_KIND_NUMBER] = sizeof(double),
    [JB_KIND_STRING] = sizeof(jb_str),
    [JB_KIND_COLOR] = sizeof(jb_str),
    [JB_KIND_WEIGHT] = sizeof(jb_str),
    [JB_KIND_ENUM] = sizeof(int),
    [JB_KIND_NUMBERS] = sizeof(jb_numbers),
    [JB_KIND_STRINGS] = sizeof(jb_strs),
    [JB_KIND_TEXT] = sizeof(jb_strs),
    [JB_KIND_FIELD] = sizeof(jb_str),
    [JB_KIND_EXPR] = sizeof(const jb_expr_spec *),
    [JB_KIND_VALUE] = sizeof(jb_value),
    [JB_KIND_VALUES] = sizeof(jb_values),
    [JB_KIND_ANY] = sizeof(const jb_node *),
    [JB_KIND_STRING_OR_MAP] = sizeof(jb_str),
    [JB_KIND_OBJECT] = sizeof(const void *),
    [JB_KIND_LIST] = sizeof(jb_view_list),
    [JB_KIND_MAP] = sizeof(jb_view_map),
};
_Static_assert(JB_COUNT(sizes) == JB_KINDS, "every kind has a size");

static void inherit_aside(jb_arena *a, jb_given *dst, const jb_given *src, size_t offset)
{
    const jb_aside *from = jb_given_aside(src, offset);
    if (!from)
        return;
    jb_aside *aside = JB_NEW(a, jb_aside);
    *aside = *from;
    aside->next = dst->asides;
    dst->asides = aside;
    jb_given_put(dst->beside, offset, true);
}

void jb_spec_inherit(jb_arena *a, const jb_class *class, void *dst, const void *src)
{
    jb_given *to = dst;
    const jb_given *from = src;
    if (!from)
        return;
    jb_properties rows = class->properties();
    for (size_t i = 0; i < rows.n; i++) {
        size_t offset = rows.at[i].offset;
        if (jb_given_set(to, offset) || !jb_given_set(from, offset))
            continue;
        memcpy((char *)dst + offset, (const char *)src + offset, sizes[rows.at[i].kind]);
        jb_given_put(to->set, offset, true);
        jb_given_put(to->null, offset, jb_given_null(from, offset));
        inherit_aside(a, to, from, offset);
    }
}

void jb_spec_give_under(const jb_class *class, void *object, int mark_type)
{
    jb_properties rows = class->properties();
    for (size_t i = 0; i < rows.n; i++)
        if (rows.at[i].under_marks >> mark_type & 1 && !jb_given_set(object, rows.at[i].offset))
            jb_given_mark(object, rows.at[i].offset, true);
}

void *jb_spec_copy(jb_arena *a, const jb_class *class, const void *object)
{
    void *copy = jb_alloc(a, class->size);
    jb_given *given = copy;
    if (object)
        memcpy(copy, object, class->size);
    given->class = class;
    return copy;
}
