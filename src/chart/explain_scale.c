/* A scale with its type, its properties, its domain and its range. */
#include <math.h>

#include "chart/explain.h"

/* Do other cells of a facet have a scale of their own in this one's place? */
bool jb_component_one_of_many(const jb_component *k)
{
    for (const jb_view *at = k->view; at->parent; at = at->parent)
        if (at->parent->kind == JB_VIEW_FACET && at->parent->children_n > 1)
            return true;
    return false;
}

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

const jb_node *jb_scale_explained(jb_chart *chart, const jb_view *v, jb_channel c,
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
