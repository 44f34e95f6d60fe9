/* Where params belong: selections go into the units, variables stay with the whole. */
#include "grammar/normalize.h"

static void sort_params(const jb_node *params, jb_maker *selections, jb_maker *variables)
{
    for (size_t i = 0; i < params->n; i++)
        jb_add(jb_node_has(params->items[i], "select") ? selections : variables, params->items[i]);
}

void jb_part_params(jb_ctx *cx, const jb_node *unit, jb_maker *outside, jb_maker *inside)
{
    const jb_node *params = jb_node_list_in(unit, "params");
    if (!params)
        return;
    jb_maker selections = jb_make(cx, params->span), variables = jb_make(cx, params->span);
    sort_params(params, &selections, &variables);
    jb_drop(outside, "params");
    if (variables.items.n)
        jb_put(outside, "params", jb_made_list(&variables));
    if (selections.items.n)
        jb_put(inside, "params", jb_made_list(&selections));
}

typedef struct path {
    const jb_node *name;
    const struct path *outer;
} path;

static bool on_path(const path *p, jb_str name)
{
    for (; p; p = p->outer)
        if (p->name && p->name->kind == JB_NODE_STRING && jb_str_eq(p->name->text, name))
            return true;
    return false;
}

static bool selected_here(const jb_node *selection, const path *here)
{
    const jb_node *views = jb_node_has(selection, "views");
    if (!views || views->kind != JB_NODE_LIST || !views->n)
        return true;
    for (size_t i = 0; i < views->n; i++)
        if (views->items[i]->kind == JB_NODE_STRING && on_path(here, views->items[i]->text))
            return true;
    return false;
}

static const jb_node *push_selections(jb_ctx *cx, const jb_node *view, const jb_node *selections,
                                      const path *outer)
{
    path here = {jb_node_has(view, "name"), outer};
    for (size_t i = 0; i < JB_VIEW_LISTS; i++) {
        const jb_node *list = jb_node_list_in(view, jb_view_lists[i]);
        if (!list)
            continue;
        jb_maker m = jb_make(cx, list->span);
        for (size_t k = 0; k < list->n; k++)
            jb_add(&m, push_selections(cx, list->items[k], selections, &here));
        return jb_node_with(cx, view, jb_view_lists[i], jb_made_list(&m));
    }
    if (jb_node_has(view, "spec"))
        return jb_node_with(
            cx, view, "spec",
            push_selections(cx, jb_node_get(view, JB_S("spec")), selections, &here));
    jb_maker params = jb_make(cx, view->span);
    jb_add_all(&params, jb_node_list_in(view, "params"));
    for (size_t i = 0; i < selections->n; i++)
        if (selected_here(selections->items[i], &here))
            jb_add(&params, selections->items[i]);
    return params.items.n ? jb_node_with(cx, view, "params", jb_made_list(&params)) : view;
}

const jb_node *jb_share_selections(jb_ctx *cx, const jb_node *view)
{
    const jb_node *params = jb_node_list_in(view, "params");
    if (!params || jb_node_has(view, "mark"))
        return view;
    jb_maker selections = jb_make(cx, params->span), variables = jb_make(cx, params->span);
    sort_params(params, &selections, &variables);
    if (!selections.items.n)
        return view;
    view = jb_node_with(cx, view, "params", jb_made_list(&variables));
    return push_selections(cx, view, jb_made_list(&selections), NULL);
}

const jb_node *jb_with_config_params(jb_ctx *cx, const jb_node *view, const jb_node *config)
{
    const jb_node *general = jb_node_list_in(config, "params");
    if (!general)
        return view;
    jb_maker all = jb_make(cx, general->span);
    jb_add_all(&all, general);
    jb_add_all(&all, jb_node_list_in(view, "params"));
    return jb_node_with(cx, view, "params", jb_made_list(&all));
}
