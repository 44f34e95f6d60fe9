/* What needs no row is evaluated before the chart is made. */
#include <string.h>

#include "grammar/expr.h"
#include "grammar/make.h"
#include "grammar/spec.h"

typedef struct walk {
    jb_ctx *cx;
    jb_evaluate evaluate;
    void *who;
    bool sound;
} walk;

/* Does the expression look at a row, a tick or a mark? */
static bool looks_at_row(walk *w, const jb_expr_spec *expr)
{
    static const char *const rows[] = {"datum", "item", "event", "parent", "group"};
    if (!expr->parsed)
        return true;
    jb_expr_names names = jb_expr_uses(w->cx->scratch, expr->parsed);
    if (names.datum_n)
        return true;
    for (size_t i = 0; i < names.bare_n; i++)
        for (size_t k = 0; k < JB_COUNT(rows); k++)
            if (jb_str_eq(names.bare[i], jb_str_of(rows[k])))
                return true;
    return false;
}

static const jb_node *node_of(walk *w, jb_value v, jb_span span)
{
    jb_arena *a = w->cx->keep;
    jb_maker m = jb_make(w->cx, span);
    switch ((jb_type)v.type) {
    case JB_BOOL:
        jb_put_bool(&m, "", v.truth);
        return m.members.at[0].value;
    case JB_INT:
    case JB_DECIMAL:
    case JB_NUMBER:
    case JB_DATE:
    case JB_DATETIME:
        return jb_node_number(a, jb_value_number(v), span);
    case JB_TEXT:
        return jb_node_string(a, jb_value_str(v), span);
    case JB_LISTED:
        for (uint32_t i = 0; i < v.n; i++)
            jb_add(&m, node_of(w, v.items[i], span));
        return jb_made_list(&m);
    case JB_OBJECT:
        for (uint32_t i = 0; i < v.n; i++)
            jb_put_key(&m, v.members[i].name, span, node_of(w, v.members[i].value, span));
        return jb_made_map(&m);
    case JB_NULL:
    case JB_ANY:
        break;
    }
    jb_node *null = jb_node_bool(a, false, span);
    null->kind = JB_NODE_NULL;
    return null;
}

static const jb_node *value_of(walk *w, const jb_expr_spec *expr)
{
    jb_value v;
    if (w->evaluate(w->who, w->cx, expr, &v))
        return node_of(w, v, expr->span);
    w->sound = false;
    return NULL;
}

/* The list with each {expr: …} in it replaced; NULL if one looks at a row or fails. */
static const jb_node *list_of(walk *w, const jb_node *list)
{
    jb_maker m = jb_make(w->cx, list->span);
    for (size_t i = 0; i < list->n; i++) {
        const jb_node *text = jb_node_get(list->items[i], JB_S("expr"));
        if (!text) {
            jb_add(&m, list->items[i]);
            continue;
        }
        const jb_expr_spec *expr = jb_spec_expr(w->cx, text);
        const jb_node *value = looks_at_row(w, expr) ? NULL : value_of(w, expr);
        if (!value)
            return NULL;
        jb_add(&m, value);
    }
    return jb_made_list(&m);
}

static void evaluate_aside(walk *w, const jb_class *class, void *object, const jb_aside *aside)
{
    const jb_node *value = NULL;
    if (aside->expr && !looks_at_row(w, aside->expr))
        value = value_of(w, aside->expr);
    else if (aside->node && aside->node->kind == JB_NODE_LIST)
        value = list_of(w, aside->node);
    if (!value)
        return;
    jb_given_mark(object, aside->offset, true);
    size_t before = jb_errors(w->cx);
    jb_spec_set(w->cx, class, object, aside->offset, value);
    w->sound = w->sound && jb_errors(w->cx) == before;
}

static void evaluate_object(walk *w, const jb_class *class, const void *object);

static void evaluate_list(walk *w, const jb_class *class, const void *const *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        evaluate_object(w, class, at[i]);
}

static void evaluate_members(walk *w, const jb_property *row, const char *member)
{
    jb_view_list list;
    jb_view_map map;
    const void *one;
    if (row->kind == JB_KIND_OBJECT) {
        memcpy(&one, member, sizeof one);
        evaluate_object(w, row->of, one);
    } else if (row->kind == JB_KIND_LIST) {
        memcpy(&list, member, sizeof list);
        evaluate_list(w, row->of, (const void *const *)(const void *)list.at, list.n);
    } else if (row->kind == JB_KIND_MAP) {
        memcpy(&map, member, sizeof map);
        evaluate_list(w, row->of, (const void *const *)(const void *)map.at, map.n);
    }
}

static void evaluate_object(walk *w, const jb_class *class, const void *object)
{
    if (!object)
        return;
    const jb_given *given = object;
    jb_properties rows = class->properties();
    for (const jb_aside *aside = given->asides; aside; aside = aside->next)
        if (jb_given_aside(object, aside->offset) == aside)
            evaluate_aside(w, class, (void *)(uintptr_t)object, aside);
    for (size_t i = 0; i < rows.n; i++)
        if (jb_given_set(object, rows.at[i].offset))
            evaluate_members(w, &rows.at[i], (const char *)object + rows.at[i].offset);
}

bool jb_spec_evaluate(jb_ctx *cx, const jb_view_spec *view, jb_evaluate evaluate, void *who)
{
    walk w = {.cx = cx, .evaluate = evaluate, .who = who, .sound = true};
    evaluate_object(&w, &jb_view_class, view);
    return w.sound;
}
