/* The normalised specification with what config says written out where it works. */
#include "grammar/normalize.h"
#include "grammar/spec.h"

static void put_styles(jb_maker *m, const jb_node *styles, const jb_node *style)
{
    if (style && style->kind == JB_NODE_STRING)
        jb_put_all(m, jb_node_get(styles, style->text));
    for (size_t i = 0; style && style->kind == JB_NODE_LIST && i < style->n; i++)
        put_styles(m, styles, style->items[i]);
}

/* What Vega's own styles of the symbols say before config.mark. */
static void drop_of_symbol(jb_maker *m, jb_str type)
{
    if (!jb_str_eq(type, JB_S("point")) && !jb_str_eq(type, JB_S("circle")) &&
        !jb_str_eq(type, JB_S("square")))
        return;
    jb_drop(m, "size");
    jb_drop(m, "shape");
    jb_drop(m, "strokeWidth");
}

/* config.mark, the config of its type, its styles, its own definition: the later wins. */
static const jb_node *whole_mark(jb_ctx *cx, const jb_node *config, const jb_node *mark)
{
    const jb_node *own = jb_mark_node(cx, mark), *style = jb_node_get(own, JB_S("style"));
    const jb_node *type = jb_node_get(own, JB_S("type"));
    jb_maker m = jb_make(cx, mark->span);
    jb_put(&m, "type", type);
    jb_put_all(&m, jb_node_get(config, JB_S("mark")));
    drop_of_symbol(&m, jb_mark_name(own));
    jb_put_all(&m, jb_node_get(config, jb_mark_name(own)));
    put_styles(&m, jb_node_get(config, JB_S("style")), style ? style : type);
    if (jb_str_eq(jb_mark_name(own), JB_S("text")) && jb_node_get(own, JB_S("size")))
        jb_drop(&m, "fontSize");
    jb_put_all(&m, own);
    return jb_made_map(&m);
}

static const jb_node *whole_view(jb_ctx *cx, const jb_node *config, const jb_node *view)
{
    static const char *const lists[] = {"layer", "concat", "hconcat", "vconcat"};
    const jb_node *mark = jb_node_has(view, "mark"), *spec = jb_node_has(view, "spec");
    if (mark)
        return jb_node_with(cx, view, "mark", whole_mark(cx, config, mark));
    if (spec)
        return jb_node_with(cx, view, "spec", whole_view(cx, config, spec));
    for (size_t i = 0; i < JB_COUNT(lists); i++) {
        const jb_node *list = jb_node_list_in(view, lists[i]);
        jb_maker m = jb_make(cx, view->span);
        for (size_t k = 0; list && k < list->n; k++)
            jb_add(&m, whole_view(cx, config, list->items[k]));
        if (list)
            view = jb_node_with(cx, view, lists[i], jb_made_list(&m));
    }
    return view;
}

jb_str jb_spec_explain(jb_ctx *cx, const jb_node *node)
{
    static const char *const general[] = {"background", "padding"};
    const jb_node *config = jb_node_get(node, JB_S("config"));
    node = whole_view(cx, config, node);
    for (size_t i = 0; i < JB_COUNT(general); i++)
        if (!jb_node_get(node, jb_str_of(general[i])))
            node = jb_node_with(cx, node, general[i], jb_node_get(config, jb_str_of(general[i])));
    jb_maker last = jb_make(cx, node->span); /* the config is long, so it comes at the end */
    jb_put_all(&last, jb_node_without(cx, node, "config"));
    jb_put(&last, "config", config);
    jb_buf b = jb_buf_new(cx->keep);
    jb_node_json(&b, jb_made_map(&last), 0);
    jb_buf_byte(&b, '\n');
    return b.text;
}
