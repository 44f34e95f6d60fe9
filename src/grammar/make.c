#include "grammar/make.h"

#include <string.h>

jb_maker jb_make(jb_ctx *cx, jb_span span)
{
    return (jb_maker){.arena = cx->keep, .span = span};
}

void jb_put_key(jb_maker *m, jb_str key, jb_span key_span, const jb_node *value)
{
    if (!value)
        return;
    for (size_t i = 0; i < m->members.n; i++)
        if (jb_str_eq(m->members.at[i].key, key)) {
            m->members.at[i].value = value;
            return;
        }
    jb_member *member = JB_PUSH(m->arena, &m->members);
    *member = (jb_member){key, key_span, value};
}

void jb_put(jb_maker *m, const char *key, const jb_node *value)
{
    jb_put_key(m, jb_str_of(key), m->span, value);
}

void jb_put_text(jb_maker *m, const char *key, jb_str text)
{
    jb_put(m, key, jb_node_string(m->arena, text, m->span));
}

void jb_put_number(jb_maker *m, const char *key, double number)
{
    jb_put(m, key, jb_node_number(m->arena, number, m->span));
}

void jb_put_bool(jb_maker *m, const char *key, bool truth)
{
    jb_node *node = jb_node_bool(m->arena, truth, m->span);
    node->text = truth ? JB_S("true") : JB_S("false");
    jb_put(m, key, node);
}

void jb_put_all(jb_maker *m, const jb_node *map)
{
    for (size_t i = 0; map && map->kind == JB_NODE_MAP && i < map->n; i++)
        jb_put_key(m, map->members[i].key, map->members[i].key_span, map->members[i].value);
}

void jb_drop(jb_maker *m, const char *key)
{
    for (size_t i = 0; i < m->members.n; i++) {
        if (!jb_str_eq(m->members.at[i].key, jb_str_of(key)))
            continue;
        memmove(&m->members.at[i], &m->members.at[i + 1],
                (m->members.n - i - 1) * sizeof *m->members.at);
        m->members.n--;
        return;
    }
}

void jb_add(jb_maker *m, const jb_node *item)
{
    if (item)
        *JB_PUSH(m->arena, &m->items) = item;
}

void jb_add_all(jb_maker *m, const jb_node *list)
{
    for (size_t i = 0; list && list->kind == JB_NODE_LIST && i < list->n; i++)
        jb_add(m, list->items[i]);
}

const jb_node *jb_made_map(jb_maker *m)
{
    return jb_node_map(m->arena, m->members.at, m->members.n, m->span);
}

const jb_node *jb_made_list(jb_maker *m)
{
    return jb_node_list(m->arena, m->items.at, m->items.n, m->span);
}

const jb_node *jb_node_with(jb_ctx *cx, const jb_node *map, const char *key, const jb_node *value)
{
    jb_maker m = jb_make(cx, map->span);
    jb_put_all(&m, map);
    jb_put(&m, key, value);
    return jb_made_map(&m);
}

const jb_node *jb_node_without(jb_ctx *cx, const jb_node *map, const char *key)
{
    if (!jb_node_get(map, jb_str_of(key)))
        return map;
    jb_maker m = jb_make(cx, map->span);
    jb_put_all(&m, map);
    jb_drop(&m, key);
    return jb_made_map(&m);
}

const jb_node *jb_node_merge(jb_ctx *cx, const jb_node *under, const jb_node *over, int depth)
{
    if (!under || !over || depth < 1 || under->kind != JB_NODE_MAP || over->kind != JB_NODE_MAP)
        return over ? over : under;
    jb_maker m = jb_make(cx, over->span);
    jb_put_all(&m, under);
    for (size_t i = 0; i < over->n; i++) {
        const jb_member *o = &over->members[i];
        jb_put_key(&m, o->key, o->key_span,
                   jb_node_merge(cx, jb_node_get(under, o->key), o->value, depth - 1));
    }
    return jb_made_map(&m);
}

const jb_node *jb_node_has(const jb_node *map, const char *key)
{
    const jb_node *value = jb_node_get(map, jb_str_of(key));
    return value && value->kind != JB_NODE_NULL ? value : NULL;
}

const jb_node *jb_node_list_in(const jb_node *map, const char *key)
{
    const jb_node *value = jb_node_get(map, jb_str_of(key));
    return value && value->kind == JB_NODE_LIST ? value : NULL;
}

bool jb_node_is(const jb_node *node, const char *text)
{
    return node && node->kind == JB_NODE_STRING && jb_str_eq(node->text, jb_str_of(text));
}
