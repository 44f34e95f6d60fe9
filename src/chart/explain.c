/* What was decided on the way, written back into the specification's tree. */
#include <math.h>

#include "chart/guide.h"
#include "grammar/make.h"

/* Puts what the author did not. */
static void fill(jb_maker *m, const jb_node *written, const char *key, const jb_node *value)
{
    if (value && !jb_node_get(written, jb_str_of(key)))
        jb_put(m, key, value);
}

static const jb_node *number(jb_chart *chart, double v)
{
    return isfinite(v) ? jb_node_number(chart->cx->keep, v, (jb_span){0}) : NULL;
}

static const jb_node *truth(jb_chart *chart, bool v)
{
    return jb_node_bool(chart->cx->keep, v, (jb_span){0});
}

static const jb_node *text(jb_chart *chart, jb_str s)
{
    return s.p ? jb_node_string(chart->cx->keep, s, (jb_span){0}) : NULL;
}

/* ---- scales ---------------------------------------------------------------------------------- */

static const struct {
    jb_scale_property property;
    const char *key;
    bool truth;
} properties[] = {
    {JB_PROP_ALIGN, "align", false},
    {JB_PROP_BASE, "base", false},
    {JB_PROP_CLAMP, "clamp", true},
    {JB_PROP_CONSTANT, "constant", false},
    {JB_PROP_EXPONENT, "exponent", false},
    {JB_PROP_NICE, "nice", true},
    {JB_PROP_PADDING, "padding", false},
    {JB_PROP_PADDING_INNER, "paddingInner", false},
    {JB_PROP_PADDING_OUTER, "paddingOuter", false},
    {JB_PROP_REVERSE, "reverse", true},
    {JB_PROP_ROUND, "round", true},
    {JB_PROP_ZERO, "zero", true},
};

/* A domain of the whole chart, of plain numbers or of words. */
static const jb_node *domain_of(jb_chart *chart, const jb_view *v, const jb_component *k)
{
    const jb_scale *s = k->scale;
    jb_maker list = jb_make(chart->cx, (jb_span){0});
    for (const jb_view *at = v; at != k->view; at = at->parent)
        if (!at->parent)
            return NULL;
    for (const jb_view *at = k->view; at; at = at->parent)
        if (at->kind == JB_VIEW_FACET && at != k->view)
            return NULL; /* of one cell only */
    bool words = jb_scaling_discrete(k->type) && k->type != JB_SCALING_BIN_ORDINAL;
    bool widened = k->props[JB_PROP_PADDING].set; /* would be again */
    if (!s || k->binned || k->bins_spec || (!words && (k->type != JB_SCALING_LINEAR || widened)))
        return NULL;
    for (size_t i = 0; words && i < s->values_n; i++) {
        if (s->values[i].type != JB_TEXT)
            return NULL;
        jb_add(&list, text(chart, jb_value_str(s->values[i])));
    }
    for (size_t i = 0; !words && i < s->domain_n; i++)
        jb_add(&list, number(chart, s->domain[i]));
    return list.items.n ? jb_made_list(&list) : NULL;
}

/* ---- ranges -----------------------------------------------------------------------------------
 */

static const jb_node *value_of(jb_chart *chart, jb_value v)
{
    if (v.type == JB_TEXT)
        return text(chart, jb_value_str(v));
    if (v.type != JB_LISTED)
        return number(chart, jb_value_number(v));
    jb_maker list = jb_make(chart->cx, (jb_span){0});
    for (size_t i = 0; i < v.n; i++)
        jb_add(&list, value_of(chart, v.items[i]));
    return jb_made_list(&list);
}

static const jb_node *scheme_of(jb_chart *chart, const jb_range_plan *plan)
{
    bool part = isfinite(plan->extent[0]) && isfinite(plan->extent[1]);
    if (!part && !isfinite(plan->count))
        return text(chart, plan->scheme_name);
    jb_maker m = jb_make(chart->cx, (jb_span){0}), extent = m;
    jb_put_text(&m, "name", plan->scheme_name);
    jb_put(&m, "count", number(chart, plan->count));
    jb_add(&extent, number(chart, plan->extent[0]));
    jb_add(&extent, number(chart, plan->extent[1]));
    jb_put(&m, "extent", part ? jb_made_list(&extent) : NULL);
    return jb_made_map(&m);
}

/* A range of the plot's size stays open: it follows the size that is written beside it. */
static void fill_range(jb_chart *chart, jb_maker *m, const jb_component *k, const jb_node *written)
{
    static const char *const keys[] = {"range", "rangeMin", "rangeMax", "scheme"};
    const jb_range_plan *plan = &k->range;
    for (size_t i = 0; i < JB_COUNT(keys); i++)
        if (jb_node_get(written, jb_str_of(keys[i])))
            return;
    if (plan->kind == JB_RANGE_SCHEME && plan->scheme_name.p)
        jb_put(m, "scheme", scheme_of(chart, plan));
    if (plan->kind == JB_RANGE_VALUES && !jb_channel_position(k->channel))
        jb_put(m, "range",
               value_of(chart, (jb_value){.type = JB_LISTED,
                                          .n = (uint32_t)plan->values_n,
                                          .items = plan->values}));
}

static bool has_domain(const jb_node *scale)
{
    static const char *const keys[] = {"domain", "domainMin", "domainMax", "domainMid",
                                       "domainRaw"};
    for (size_t i = 0; i < JB_COUNT(keys); i++)
        if (jb_node_get(scale, jb_str_of(keys[i])))
            return true;
    return false;
}

static const jb_node *scale_of(jb_chart *chart, const jb_view *v, jb_channel c,
                               const jb_node *written)
{
    const jb_component *k = jb_view_component(v, c);
    if (!k || (written && written->kind != JB_NODE_MAP))
        return written;
    jb_maker m = jb_make(chart->cx, (jb_span){0});
    fill(&m, written, "type", text(chart, jb_scaling_name(k->type)));
    bool orders = v->unit->stack.channel && !jb_channel_position(c); /* what lies on what */
    if (!has_domain(written) && !orders)
        fill(&m, written, "domain", domain_of(chart, v, k));
    for (size_t i = 0; i < JB_COUNT(properties); i++) {
        jb_number_or p = k->props[properties[i].property];
        if (p.set)
            fill(&m, written, properties[i].key,
                 properties[i].truth ? truth(chart, p.number != 0) : number(chart, p.number));
    }
    fill_range(chart, &m, k, written);
    jb_put_all(&m, written);
    return jb_made_map(&m);
}

/* ---- guides ---------------------------------------------------------------------------------- */

/* Do other cells of a facet have a scale of their own in this one's place? */
static bool one_of_many(const jb_component *k)
{
    for (const jb_view *at = k->view; at->parent; at = at->parent)
        if (at->parent->kind == JB_VIEW_FACET && at->parent->children_n > 1)
            return true;
    return false;
}

/* All that holds, under what is written. A format found for one cell is not the others'. */
static const jb_node *filled(jb_chart *chart, const jb_class *class, const void *settled,
                             const jb_node *written, const jb_component *k)
{
    const jb_node *node = jb_spec_node(chart->cx, class, settled);
    if (one_of_many(k))
        node = jb_node_without(chart->cx, node, "format");
    return jb_node_merge(chart->cx, node, written, 1);
}

/* ---- axes ------------------------------------------------------------------------------------ */

/* The axis that the unit's channel ended in: its own, or one of the layers around it. */
static const jb_axis *axis_of(const jb_view *v, jb_channel c)
{
    for (size_t xy = c == JB_CHANNEL_Y; v; v = v->parent)
        for (size_t i = 0; i < v->axes[xy].n; i++)
            if (v->axes[xy].n == 1)
                return v->axes[xy].at[0];
    return NULL;
}

static const jb_node *axis_filled(jb_chart *chart, const jb_view *v, jb_channel c,
                                  const jb_node *written)
{
    const jb_axis *axis = axis_of(v, c);
    if (!axis || axis->disabled || !axis->component->scale ||
        (written && written->kind != JB_NODE_MAP))
        return written;
    return filled(chart, &jb_axis_class, jb_axis_settled(chart, axis, v->size), written,
                  axis->component);
}

/* ---- legends --------------------------------------------------------------------------------- */

static const jb_node *legend_filled(jb_chart *chart, const jb_view *v, jb_channel c,
                                    const jb_node *written)
{
    if (written && written->kind != JB_NODE_MAP)
        return written;
    const jb_legend_spec *legend = jb_legend_settled(chart, v, c, jb_plot_size(chart->root));
    return legend ? filled(chart, &jb_legend_class, legend, written, jb_view_component(v, c))
                  : written;
}

/* ---- views ----------------------------------------------------------------------------------- */

static const jb_node *channel_filled(jb_chart *chart, const jb_view *v, jb_channel c,
                                     const jb_node *def)
{
    const jb_node *scale = jb_node_get(def, JB_S("scale")), *guide;
    bool scaled = v->unit->definitions[c] && v->unit->definitions[c]->conditions_n == 0;
    if (def->kind != JB_NODE_MAP || !jb_channel_scaled(c) || !scaled)
        return def;
    scale = scale_of(chart, v, c, scale);
    if (scale)
        def = jb_node_with(chart->cx, def, "scale", scale);
    bool place = jb_channel_position(c);
    const char *key = place ? "axis" : "legend";
    guide = (place ? axis_filled : legend_filled)(chart, v, c, jb_node_get(def, jb_str_of(key)));
    return guide ? jb_node_with(chart->cx, def, key, guide) : def;
}

static const jb_node *unit_filled(jb_chart *chart, const jb_view *v, const jb_node *node)
{
    const jb_node *encoding = jb_node_has(node, "encoding");
    jb_maker m = jb_make(chart->cx, node->span);
    for (size_t i = 0; encoding && encoding->kind == JB_NODE_MAP && i < encoding->n; i++) {
        const jb_member *x = &encoding->members[i];
        int c = jb_enum_find(&jb_channel_values, x->key);
        jb_put_key(&m, x->key, x->key_span,
                   c > 0 ? channel_filled(chart, v, (jb_channel)c, x->value) : x->value);
    }
    return encoding ? jb_node_with(chart->cx, node, "encoding", jb_made_map(&m)) : node;
}

static const jb_node *with_sizes(jb_chart *chart, const jb_view *v, const jb_node *node)
{
    static const char *const keys[] = {"width", "height"};
    for (size_t i = 0; i < 2; i++)
        if (v->size_kind[i] == JB_SIZE_PIXELS && !jb_node_get(node, jb_str_of(keys[i])) &&
            isnan(i ? chart->fit_height : chart->fit_width))
            node = jb_node_with(chart->cx, node, keys[i], number(chart, v->size[i]));
    return node;
}

const jb_node *jb_view_explained(jb_chart *chart, const jb_view *v)
{
    static const char *const lists[] = {[JB_VIEW_LAYER] = "layer",
                                        [JB_VIEW_CONCAT] = "concat",
                                        [JB_VIEW_HCONCAT] = "hconcat",
                                        [JB_VIEW_VCONCAT] = "vconcat"};
    const jb_node *node = v->spec->given.node;
    bool layered = v->parent && v->parent->kind == JB_VIEW_LAYER;
    bool plot = v->kind == JB_VIEW_UNIT || v->kind == JB_VIEW_LAYER;
    if (plot && !layered)
        node = with_sizes(chart, v, node);
    if (v->kind == JB_VIEW_UNIT)
        return unit_filled(chart, v, node);
    if (v->kind == JB_VIEW_FACET)
        return v->children_n
                   ? jb_node_with(chart->cx, node, "spec", jb_view_explained(chart, v->children[0]))
                   : node;
    jb_maker m = jb_make(chart->cx, node->span);
    for (size_t i = 0; i < v->children_n; i++)
        jb_add(&m, jb_view_explained(chart, v->children[i]));
    return jb_node_with(chart->cx, node, lists[v->kind], jb_made_list(&m));
}
