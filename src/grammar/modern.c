/* Selections as Vega-Lite 4 and Altair 4 wrote them, in today's words: `selection` beside the mark
 * is a list of params, and {selection: brush} is {param: brush}. */
#include "grammar/make.h"
#include "grammar/normalize.h"

typedef struct walk {
    jb_ctx *cx;
    JB_LIST(jb_str) nothing; /* those that select nothing while they are empty */
} walk;

static bool is_text(const jb_node *node)
{
    return node && node->kind == JB_NODE_STRING;
}

/* {brush: {type, init, bind, empty, …}, …} beside a mark. */
static const jb_node *definitions(const jb_node *view)
{
    const jb_node *s = jb_node_has(view, "selection");
    return s && s->kind == JB_NODE_MAP && jb_node_has(view, "mark") ? s : NULL;
}

/* Rows are no specification, whatever their columns are called; a config's selection is the name
 * of today. */
static bool is_apart(jb_str key)
{
    return jb_str_eq(key, JB_S("values")) || jb_str_eq(key, JB_S("datasets")) ||
           jb_str_eq(key, JB_S("config"));
}

static void find_empty(walk *w, const jb_node *node)
{
    const jb_node *all = node->kind == JB_NODE_MAP ? definitions(node) : NULL;
    for (size_t i = 0; all && i < all->n; i++)
        if (jb_def_is(all->members[i].value, "empty", "none"))
            *JB_PUSH(w->cx->scratch, &w->nothing) = all->members[i].key;
    for (size_t i = 0; node->kind == JB_NODE_MAP && i < node->n; i++)
        if (!is_apart(node->members[i].key))
            find_empty(w, node->members[i].value);
    for (size_t i = 0; node->kind == JB_NODE_LIST && i < node->n; i++)
        find_empty(w, node->items[i]);
}

static const jb_node *param_of(walk *w, const jb_member *m)
{
    static const char *const own[] = {"init", "bind", "empty"};
    jb_maker param = jb_make(w->cx, m->value->span), select = jb_make(w->cx, m->value->span);
    jb_put(&param, "name", jb_node_string(w->cx->keep, m->key, m->key_span));
    jb_put(&param, "value", jb_node_has(m->value, "init"));
    jb_put(&param, "bind", jb_node_has(m->value, "bind"));
    jb_put_all(&select, m->value);
    for (size_t i = 0; i < JB_COUNT(own); i++)
        jb_drop(&select, own[i]);
    if (jb_def_is(m->value, "type", "single") || jb_def_is(m->value, "type", "multi"))
        jb_put_text(&select, "type", JB_S("point"));
    jb_put(&param, "select", jb_made_map(&select));
    return jb_made_map(&param);
}

static const jb_node *with_params(walk *w, const jb_node *view, const jb_node *all)
{
    const jb_node *params = jb_node_list_in(view, "params");
    jb_maker m = jb_make(w->cx, all->span);
    for (size_t i = 0; params && i < params->n; i++)
        jb_add(&m, params->items[i]);
    for (size_t i = 0; i < all->n; i++)
        if (all->members[i].value->kind == JB_NODE_MAP)
            jb_add(&m, param_of(w, &all->members[i]));
    return jb_node_with(w->cx, jb_node_without(w->cx, view, "selection"), "params",
                        jb_made_list(&m));
}

/* "a", {not: "a"}, {and: ["a", "b"]} as predicates. */
static const jb_node *predicate(walk *w, const jb_node *named)
{
    jb_maker m = jb_make(w->cx, named->span);
    if (is_text(named)) {
        jb_put(&m, "param", named);
        for (size_t i = 0; i < w->nothing.n; i++)
            if (jb_str_eq(w->nothing.at[i], named->text))
                jb_put_bool(&m, "empty", false);
    }
    for (size_t i = 0; named->kind == JB_NODE_MAP && i < named->n; i++) {
        const jb_node *of = named->members[i].value;
        jb_maker list = jb_make(w->cx, of->span);
        for (size_t k = 0; of->kind == JB_NODE_LIST && k < of->n; k++)
            jb_add(&list, predicate(w, of->items[k]));
        jb_put_key(&m, named->members[i].key, named->members[i].key_span,
                   of->kind == JB_NODE_LIST ? jb_made_list(&list) : predicate(w, of));
    }
    return jb_made_map(&m);
}

/* A map that names a selection: a predicate, a condition with its value, a domain, a lookup. */
static const jb_node *renamed(walk *w, const jb_node *map)
{
    const jb_node *named = jb_node_has(map, "selection"), *test = predicate(w, named);
    jb_maker m = jb_make(w->cx, map->span);
    jb_put_all(&m, map);
    jb_drop(&m, "selection");
    if (is_text(named) || map->n == 1)
        jb_put_all(&m, test);
    else
        jb_put(&m, "test", test);
    return jb_made_map(&m);
}

static const jb_node *modern(walk *w, const jb_node *node)
{
    if (node->kind == JB_NODE_LIST) {
        jb_maker m = jb_make(w->cx, node->span);
        for (size_t i = 0; i < node->n; i++)
            jb_add(&m, modern(w, node->items[i]));
        return jb_made_list(&m);
    }
    if (node->kind != JB_NODE_MAP)
        return node;
    jb_maker m = jb_make(w->cx, node->span);
    for (size_t i = 0; i < node->n; i++) {
        jb_str key = node->members[i].key;
        bool kept = is_apart(key) || jb_str_eq(key, JB_S("selection"));
        jb_put_key(&m, key, node->members[i].key_span,
                   kept ? node->members[i].value : modern(w, node->members[i].value));
    }
    const jb_node *made = jb_made_map(&m), *all = definitions(node);
    if (all)
        return with_params(w, made, all);
    return jb_node_has(node, "selection") ? renamed(w, made) : made;
}

/* Is the word anywhere but in the data? */
static bool is_old(const jb_node *node)
{
    for (size_t i = 0; node->kind == JB_NODE_MAP && i < node->n; i++)
        if (!is_apart(node->members[i].key) &&
            (jb_str_eq(node->members[i].key, JB_S("selection")) || is_old(node->members[i].value)))
            return true;
    for (size_t i = 0; node->kind == JB_NODE_LIST && i < node->n; i++)
        if (is_old(node->items[i]))
            return true;
    return false;
}

const jb_node *jb_modern(jb_ctx *cx, const jb_node *tree)
{
    if (!is_old(tree))
        return tree;
    walk w = {.cx = cx};
    find_empty(&w, tree);
    return modern(&w, tree);
}
