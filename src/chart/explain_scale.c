/* A scale with its type, its properties, its domain and its range. */
#include <math.h>

#include "chart/explain.h"
#include "grammar/defaults.h"

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
} properties[] = {
    {JB_PROP_ALIGN, "align"},
    {JB_PROP_BASE, "base"},
    {JB_PROP_CLAMP, "clamp"},
    {JB_PROP_CONSTANT, "constant"},
    {JB_PROP_EXPONENT, "exponent"},
    {JB_PROP_NICE, "nice"},
    {JB_PROP_PADDING, "padding"},
    {JB_PROP_PADDING_INNER, "paddingInner"},
    {JB_PROP_PADDING_OUTER, "paddingOuter"},
    {JB_PROP_REVERSE, "reverse"},
    {JB_PROP_ROUND, "round"},
    {JB_PROP_ZERO, "zero"},
};

/* ---- domains ----------------------------------------------------------------------------------
 */

static bool holds_for(const jb_view *v, const jb_component *k)
{
    for (; v != k->view; v = v->parent)
        if (!v->parent)
            return false;
    return !jb_component_one_of_many(k);
}

/* Would the ends of a time scale be moved out once more? */
static bool moves_again(const jb_component *k)
{
    const jb_scale *s = k->scale;
    jb_number_or nice = k->props[JB_PROP_NICE];
    if (!nice.set || nice.number == 0 || s->domain_n < 2)
        return false;
    jb_calendar_step step = {0};
    bool by_step = JB_HAS(k->nice, interval);
    if (by_step)
        step = jb_interval_step(k->nice->interval, JB_OR(k->nice, step, 1.0));
    double ends[2] = {s->domain[0], s->domain[s->domain_n - 1]}, moved[2] = {ends[0], ends[1]};
    jb_nice_time(&moved[0], &moved[1], JB_OR(k->nice, count, 10.0), k->type == JB_SCALING_UTC,
                 by_step ? &step : NULL);
    return moved[0] != ends[0] || moved[1] != ends[1];
}

/* The ends as drawn; where padding or a calendar would move them again, those they were moved from.
 */
static jb_values continuous_domain(jb_chart *chart, const jb_component *k)
{
    const jb_scale *s = k->scale;
    bool time = jb_scaling_temporal(k->type), quantized = k->type == JB_SCALING_QUANTIZE;
    if (k->props[JB_PROP_PADDING].set || (time && moves_again(k)))
        return (jb_values){k->domain, k->domain_n};
    const double *at = quantized ? s->extent : s->domain;
    size_t n = quantized ? 2 : s->domain_n;
    jb_value *values = JB_NEW_N(chart->cx->keep, jb_value, n + 1);
    for (size_t i = 0; i < n; i++)
        values[i] = time ? jb_datetime((int64_t)at[i]) : jb_number(at[i]);
    return (jb_values){values, n};
}

/* That of quantiles is all the data; that of binned classes is the bins. */
static const jb_node *domain_of(jb_chart *chart, const jb_view *v, const jb_component *k)
{
    const jb_scale *s = k->scale;
    if (!s || !holds_for(v, k) || k->type == JB_SCALING_QUANTILE ||
        k->type == JB_SCALING_THRESHOLD || k->type == JB_SCALING_BIN_ORDINAL)
        return NULL;
    jb_values domain = jb_scaling_discrete(k->type) ? (jb_values){s->values, s->values_n}
                                                    : continuous_domain(chart, k);
    jb_maker list = jb_make(chart->cx, (jb_span){0});
    for (size_t i = 0; i < domain.n; i++) {
        const jb_node *value = jb_value_node(chart->cx, domain.at[i]);
        bool missing = domain.at[i].type == JB_NULL && domain.at[i].scale;
        if (!value || missing) /* JSON cannot say undefined */
            return NULL;
        jb_add(&list, value);
    }
    return list.items.n ? jb_made_list(&list) : NULL;
}

static bool ascends(const jb_scale *s)
{
    for (size_t i = 1; s && i < s->values_n; i++)
        if (jb_value_cmp(s->values[i - 1], s->values[i]) > 0)
            return false;
    return true;
}

/* A colour's domain that is written says too in which order a stack is built. It may be written
 * where it says the usual order. */
static bool reorders(const jb_unit_view *u, jb_channel c, const jb_component *k)
{
    const jb_stacking *stack = &u->stack;
    const jb_definition *d = jb_definition_field(u->definitions[c]);
    bool painted = c == JB_CHANNEL_COLOR || c == JB_CHANNEL_FILL;
    if (!stack->channel || !painted || !d || d->type != JB_NOMINAL || u->orders_n)
        return false;
    bool along = stack->channel == JB_CHANNEL_Y
                     ? u->orient != JB_HORIZONTAL
                     : stack->channel == JB_CHANNEL_X && u->orient == JB_HORIZONTAL;
    bool alone = stack->by_n == 1 && jb_str_eq(stack->by[0]->name, d->name);
    bool filled_bins = stack->impute && stack->groups_n && stack->groups[0]->bin;
    return !along || !alone || filled_bins || !ascends(k->scale);
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

/* The usual padding of points, written beside a written outer one, would give way to it. */
static bool would_give_way(const jb_component *k, jb_scale_property p)
{
    return k->type == JB_SCALING_POINT && p == JB_PROP_PADDING && !k->props[p].explicit &&
           k->props[JB_PROP_PADDING_OUTER].explicit;
}

/* As it was decided, else the row's default where the scale's type takes one. */
static const jb_node *property_of(jb_chart *chart, const jb_component *k, jb_scale_property p,
                                  const char *key)
{
    jb_properties rows = jb_scale_class.properties();
    size_t i = 0;
    while (!jb_str_eq(rows.at[i].key, jb_str_of(key)))
        i++;
    bool yes = rows.at[i].kind == JB_KIND_BOOL || p == JB_PROP_NICE;
    if (would_give_way(k, p))
        return NULL;
    if (k->props[p].set)
        return yes ? truth(chart, k->props[p].number != 0) : number(chart, k->props[p].number);
    return jb_scaling_supports(k->type, p) ? jb_property_usual(chart->cx, &rows.at[i]) : NULL;
}

/* The edges of classes that were computed. */
static const jb_node *bins_of(jb_chart *chart, const jb_view *v, const jb_component *k)
{
    const jb_bins *bins = k->binned && k->binned->bin ? k->binned->bins : NULL;
    if (!bins || !(bins->step > 0) || k->bins_spec || !holds_for(v, k))
        return NULL;
    jb_maker m = jb_make(chart->cx, (jb_span){0});
    jb_put(&m, "start", number(chart, bins->start));
    jb_put(&m, "stop", number(chart, bins->stop));
    jb_put(&m, "step", number(chart, bins->step));
    return jb_made_map(&m);
}

const jb_node *jb_scale_explained(jb_chart *chart, const jb_view *v, jb_channel c,
                                  const jb_node *written)
{
    const jb_component *k = jb_view_component(v, c);
    if (!k || (written && written->kind != JB_NODE_MAP))
        return written;
    jb_maker m = jb_make(chart->cx, (jb_span){0});
    fill(&m, written, "type", text(chart, jb_scaling_name(k->type)));
    if (!has_domain(written) && !reorders(v->unit, c, k))
        fill(&m, written, "domain", domain_of(chart, v, k));
    fill(&m, written, "bins", bins_of(chart, v, k));
    for (size_t i = 0; i < JB_COUNT(properties); i++)
        fill(&m, written, properties[i].key,
             property_of(chart, k, properties[i].property, properties[i].key));
    fill_range(chart, &m, k, written);
    jb_put_all(&m, written);
    return jb_made_map(&m);
}
