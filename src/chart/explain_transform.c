/* Transforms with the defaults of their classes, and the names of their results. */
#include "chart/explain.h"
#include "grammar/defaults.h"

/* Bins and units of time are written in short. */
static const jb_node *lengthened(jb_ctx *cx, const jb_class *class, const jb_node *node)
{
    bool brief = class == &jb_bin_class || class == &jb_time_unit_class;
    return brief && node->kind != JB_NODE_MAP && node->kind != JB_NODE_NULL
               ? class->lengthen(cx, node)
               : node;
}

static const jb_node *filled(jb_ctx *cx, const jb_class *class, const jb_node *node);

static const jb_node *member(jb_ctx *cx, const jb_property *row, const jb_node *value)
{
    if (row->kind != JB_KIND_LIST || value->kind != JB_NODE_LIST)
        return filled(cx, row->of, value);
    jb_maker m = jb_make(cx, value->span);
    for (size_t i = 0; i < value->n; i++)
        jb_add(&m, filled(cx, row->of, value->items[i]));
    return jb_made_list(&m);
}

/* What is written, over the defaults of its class, and so on inside. */
static const jb_node *filled(jb_ctx *cx, const jb_class *class, const jb_node *node)
{
    node = lengthened(cx, class, node);
    if (node->kind != JB_NODE_MAP)
        return node;
    jb_properties rows = class->properties();
    jb_maker m = jb_make(cx, node->span);
    jb_put_all(&m, node);
    for (size_t i = 0; i < rows.n; i++) {
        const jb_node *value = jb_node_get(node, rows.at[i].key);
        bool inside = rows.at[i].kind == JB_KIND_OBJECT || rows.at[i].kind == JB_KIND_LIST;
        if (!value)
            jb_put_key(&m, rows.at[i].key, node->span, jb_property_usual(cx, &rows.at[i]));
        else if (inside)
            jb_put_key(&m, rows.at[i].key, node->span, member(cx, &rows.at[i], value));
    }
    return jb_made_map(&m);
}

/* Where nothing else is said, results have the names of these columns. */
static const struct {
    const jb_class *class;
    const char *of[2];
} names[] = {
    {&jb_flatten_transform_class, {"flatten"}},
    {&jb_loess_transform_class, {"on", "loess"}},
    {&jb_regression_transform_class, {"on", "regression"}},
};

static const jb_node *named(jb_ctx *cx, const jb_class *class, const jb_node *node)
{
    jb_maker m = jb_make(cx, node->span);
    for (size_t i = 0; i < JB_COUNT(names); i++)
        for (size_t k = 0; class == names[i].class && k < 2 && names[i].of[k]; k++) {
            const jb_node *column = jb_node_get(node, jb_str_of(names[i].of[k]));
            if (column && column->kind == JB_NODE_LIST)
                return jb_node_with(cx, node, "as", column);
            jb_add(&m, column);
        }
    bool coefficients =
        jb_node_get(node, JB_S("params")) && jb_node_get(node, JB_S("params"))->truth;
    return m.items.n == 2 && !coefficients ? jb_node_with(cx, node, "as", jb_made_list(&m)) : node;
}

static const jb_node *with_maxbins(jb_ctx *cx, const jb_node *node)
{
    const jb_node *bin = jb_node_get(node, JB_S("bin"));
    if (!bin || bin->kind != JB_NODE_MAP || jb_node_has(bin, "maxbins") || jb_node_has(bin, "step"))
        return node;
    bin = jb_node_with(cx, bin, "maxbins", jb_node_number(cx->keep, JB_USUAL_BINS, bin->span));
    return jb_node_with(cx, node, "bin", bin);
}

static const jb_class *class_of(jb_ctx *cx, const jb_node *node)
{
    jb_properties rows = jb_transform_class.properties();
    const jb_node *whole = jb_transform_class.lengthen(cx, node); /* {fold: {fold: …}} */
    for (size_t i = 0; i < rows.n; i++)
        if (jb_node_get(whole, rows.at[i].key))
            return rows.at[i].of;
    return NULL;
}

static const jb_node *transform(jb_ctx *cx, const jb_node *node)
{
    const jb_class *class = class_of(cx, node);
    const jb_node *whole = class ? filled(cx, class, node) : node;
    if (class && !jb_node_has(node, "as"))
        whole = named(cx, class, whole);
    return class == &jb_bin_transform_class ? with_maxbins(cx, whole) : whole;
}

const jb_node *jb_transforms_explained(jb_chart *chart, const jb_node *written)
{
    jb_maker m = jb_make(chart->cx, written->span);
    for (size_t i = 0; written->kind == JB_NODE_LIST && i < written->n; i++)
        jb_add(&m, transform(chart->cx, written->items[i]));
    return written->kind == JB_NODE_LIST ? jb_made_list(&m) : transform(chart->cx, written);
}
