/* A specification's tree as text. */
#include "grammar/make.h"
#include "grammar/spec.h"

jb_str jb_spec_explain(jb_ctx *cx, const jb_node *node)
{
    static const char *const general[] = {"background", "padding"};
    /* its params are the view's by now */
    const jb_node *config = jb_node_without(cx, jb_node_get(node, JB_S("config")), "params");
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
