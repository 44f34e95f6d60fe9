/* A channel's definition: its type, bins, unit of time, stack, order, format, with its scale and
 * guide. */
#include "chart/explain.h"
#include "chart/label.h"
#include "grammar/defaults.h"

/* ---- bins and units of time ------------------------------------------------------------------ */

static bool mentions(const jb_node *node, jb_str name)
{
    if (node->kind == JB_NODE_STRING)
        return jb_str_find(node->text, name) >= 0;
    for (size_t i = 0; node->kind == JB_NODE_LIST && i < node->n; i++)
        if (mentions(node->items[i], name))
            return true;
    for (size_t i = 0; node->kind == JB_NODE_MAP && i < node->n; i++)
        if (!jb_str_eq(node->members[i].key, JB_S("data")) &&
            mentions(node->members[i].value, name))
            return true;
    return false;
}

/* The parameters are in the column's name, which expressions may use: then they stay as few. */
static const jb_node *bin_of(jb_chart *chart, const jb_definition *d)
{
    const jb_node *own = jb_spec_node(chart->cx, &jb_bin_class, d->bin);
    bool named = mentions(chart->top->given.node, d->name);
    const jb_node *usual = named ? NULL : jb_class_usual(chart->cx, &jb_bin_class);
    return jb_node_merge(chart->cx, usual, own, 1);
}

static const jb_node *time_unit_of(jb_chart *chart, const jb_definition *d)
{
    return jb_node_merge(chart->cx, jb_class_usual(chart->cx, &jb_time_unit_class),
                         jb_spec_node(chart->cx, &jb_time_unit_class, d->spec->time_unit), 1);
}

/* ---- the definition's own words -------------------------------------------------------------- */

static bool second(jb_channel c)
{
    return jb_channel_main(c) != c || (c >= JB_CHANNEL_X_ERROR && c <= JB_CHANNEL_Y_ERROR2);
}

static const jb_node *word(jb_chart *chart, const jb_enum *e, int value)
{
    jb_str key = jb_enum_key(e, value);
    return key.p ? jb_node_string(chart->cx->keep, key, (jb_span){0}) : NULL;
}

/* Null where a measure could be stacked and is not. */
static const jb_node *stack_of(jb_chart *chart, const jb_unit_view *u, const jb_definition *d)
{
    bool place = jb_channel_position(d->channel) || jb_channel_polar(d->channel);
    if (u->stack.channel == d->channel)
        return word(chart, &jb_stack_values, u->stack.offset);
    if (!place || d->type != JB_QUANTITATIVE || d->bin || d->binned)
        return NULL;
    return JB_NEW(chart->cx->keep, jb_node);
}

static bool ordered(jb_channel c)
{
    return jb_channel_scaled(c) || c == JB_CHANNEL_ROW || c == JB_CHANNEL_COLUMN ||
           c == JB_CHANNEL_FACET;
}

/* Texts and tooltips have no guide to say how they are written. */
static const jb_node *format_of(jb_chart *chart, const jb_definition *d)
{
    if (d->channel != JB_CHANNEL_TEXT && d->channel != JB_CHANNEL_TOOLTIP)
        return NULL;
    jb_labeler l = jb_labeler_make(chart, d, JB_FORMAT_OF(d->spec), JB_FOR_TEXT, NULL, (double)NAN);
    const jb_node *format = jb_labeler_format(&l);
    return format && !jb_node_is(format, "-") ? format : NULL; /* which is d3's for none */
}

static const jb_node *title_of(jb_chart *chart, const jb_definition *d)
{
    jb_str title = jb_definition_title(chart, d);
    bool guided = jb_channel_scaled(d->channel) || second(d->channel) || ordered(d->channel);
    return guided || !title.n ? NULL : jb_node_string(chart->cx->keep, title, (jb_span){0});
}

/* Writes under what is written; a null type is none. `u` NULL: of a facet. */
static const jb_node *own_words(jb_chart *chart, const jb_unit_view *u, const jb_definition *d,
                                const jb_node *node)
{
    bool field = d->kind == JB_DEFINES_FIELD;
    jb_maker m = jb_make(chart->cx, node->span);
    if (!field && d->kind != JB_DEFINES_DATUM)
        return node;
    if (!jb_node_has(node, "type"))
        node = jb_node_without(chart->cx, node, "type");
    jb_put_all(&m, node);
    if (!second(d->channel) && d->type && !jb_node_get(node, JB_S("type")))
        jb_put(&m, "type", word(chart, &jb_measure_values, d->type));
    if (field && d->bin)
        jb_put(&m, "bin", bin_of(chart, d));
    if (field && d->timed)
        jb_put(&m, "timeUnit", time_unit_of(chart, d));
    if (field && u && !jb_node_get(node, JB_S("stack")))
        jb_put(&m, "stack", stack_of(chart, u, d));
    if (field && ordered(d->channel) && !jb_node_get(node, JB_S("sort")))
        jb_put_text(&m, "sort", JB_S("ascending"));
    if (field && !jb_node_get(node, JB_S("format")))
        jb_put(&m, "format", format_of(chart, d));
    if (field && !jb_node_get(node, JB_S("title")))
        jb_put(&m, "title", title_of(chart, d));
    if (jb_node_has(node, "impute"))
        jb_put(&m, "impute",
               jb_node_merge(chart->cx, jb_class_usual(chart->cx, &jb_impute_class),
                             jb_node_get(node, JB_S("impute")), 1));
    return jb_made_map(&m);
}

/* ---- its guide ------------------------------------------------------------------------------- */

/* A format found for one cell is not the others'. */
static const jb_node *guide_of(jb_chart *chart, const jb_class *class, const void *settled,
                               const jb_node *written, const jb_component *k)
{
    const jb_node *node = jb_settled_node(chart, class, settled, written);
    bool own = jb_node_get(written, JB_S("format")), one = k && jb_component_one_of_many(k);
    return one && !own ? jb_node_without(chart->cx, node, "format") : node;
}

/* The axis that the unit's channel ended in: its own, or one of the layers around it. */
static const jb_axis *axis_of(const jb_view *v, jb_channel c)
{
    const jb_view *unit = v;
    for (size_t xy = c == JB_CHANNEL_Y; v; v = v->parent)
        for (size_t i = 0; i < v->axes[xy].n; i++)
            if (v->axes[xy].n == 1 || v->axes[xy].at[i]->view == unit)
                return v->axes[xy].at[i];
    return NULL;
}

static const jb_node *axis_explained(jb_chart *chart, const jb_view *v, jb_channel c,
                                     const jb_node *written)
{
    const jb_axis *axis = axis_of(v, c);
    return axis && !axis->disabled && axis->component->scale
               ? guide_of(chart, &jb_axis_class, jb_axis_settled(chart, axis, v->size), written,
                          axis->component)
               : written;
}

static const jb_node *legend_explained(jb_chart *chart, const jb_view *v, jb_channel c,
                                       const jb_node *written)
{
    const jb_legend_spec *legend = jb_legend_settled(chart, v, c, jb_plot_size(chart->root));
    return legend ? guide_of(chart, &jb_legend_class, legend, written, jb_view_component(v, c))
                  : written;
}

static const jb_node *with_scale(jb_chart *chart, const jb_view *v, jb_channel c,
                                 const jb_node *node)
{
    bool place = jb_channel_position(c);
    const char *key = place ? "axis" : "legend";
    const jb_node *scale = jb_scale_explained(chart, v, c, jb_node_get(node, JB_S("scale")));
    const jb_node *guide = jb_node_get(node, jb_str_of(key));
    if (scale)
        node = jb_node_with(chart->cx, node, "scale", scale);
    if (!guide || guide->kind == JB_NODE_MAP)
        guide = (place ? axis_explained : legend_explained)(chart, v, c, guide);
    return guide ? jb_node_with(chart->cx, node, key, guide) : node;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static const jb_node *definition(jb_chart *chart, const jb_view *v, const jb_definition *d,
                                 const jb_node *node);

static const jb_node *conditions(jb_chart *chart, const jb_view *v, const jb_definition *d,
                                 const jb_node *written)
{
    if (written->kind == JB_NODE_MAP && d->conditions_n == 1)
        return definition(chart, v, d->conditions[0], written);
    if (written->kind != JB_NODE_LIST || written->n != d->conditions_n)
        return written;
    jb_maker m = jb_make(chart->cx, written->span);
    for (size_t i = 0; i < written->n; i++)
        jb_add(&m, definition(chart, v, d->conditions[i], written->items[i]));
    return jb_made_list(&m);
}

static const jb_node *definition(jb_chart *chart, const jb_view *v, const jb_definition *d,
                                 const jb_node *node)
{
    if (node->kind != JB_NODE_MAP)
        return node;
    const jb_node *written = jb_node_has(node, "condition");
    node = own_words(chart, v->unit, d, node);
    if (written)
        node = jb_node_with(chart->cx, node, "condition", conditions(chart, v, d, written));
    bool scaled = jb_channel_scaled(d->channel) &&
                  jb_definition_scaled(v->unit->definitions[d->channel]) == d;
    return scaled ? with_scale(chart, v, d->channel, node) : node;
}

/* Details, orders and tooltips may be several, in the order written. */
static const jb_node *channel(jb_chart *chart, const jb_view *v, jb_channel c, const jb_node *node)
{
    const jb_unit_view *u = v->unit;
    const jb_definition *const *all = c == JB_CHANNEL_DETAIL    ? u->details
                                      : c == JB_CHANNEL_ORDER   ? u->orders
                                      : c == JB_CHANNEL_TOOLTIP ? u->tooltips
                                                                : &u->definitions[c];
    jb_maker m = jb_make(chart->cx, node->span);
    for (size_t i = 0; node->kind == JB_NODE_LIST && i < node->n; i++)
        jb_add(&m, definition(chart, v, all[i], node->items[i]));
    if (node->kind == JB_NODE_LIST)
        return jb_made_list(&m);
    return all && all[0] ? definition(chart, v, all[0], node) : node;
}

const jb_node *jb_encoding_explained(jb_chart *chart, const jb_view *v, const jb_node *written)
{
    jb_maker m = jb_make(chart->cx, written->span);
    for (size_t i = 0; written->kind == JB_NODE_MAP && i < written->n; i++) {
        const jb_member *x = &written->members[i];
        int c = jb_enum_find(&jb_channel_values, x->key);
        jb_put_key(&m, x->key, x->key_span,
                   c > 0 ? channel(chart, v, (jb_channel)c, x->value) : x->value);
    }
    return jb_made_map(&m);
}

/* ---- facets ---------------------------------------------------------------------------------- */

static const jb_node *facet_channel(jb_chart *chart, const jb_view *v, int by, const jb_node *node)
{
    const jb_facet_channel *f = &v->facet[by];
    if (!f->definition || !node || node->kind != JB_NODE_MAP)
        return node;
    const jb_node *header = jb_node_get(node, JB_S("header"));
    node = own_words(chart, NULL, f->definition, node);
    if (header && header->kind == JB_NODE_NULL)
        return node;
    header = guide_of(chart, &jb_header_class, jb_header_settled(chart, f), header, NULL);
    return jb_node_with(chart->cx, node, "header", header);
}

const jb_node *jb_facet_explained(jb_chart *chart, const jb_view *v, const jb_node *written)
{
    const jb_node *row = jb_node_has(written, "row"), *column = jb_node_has(written, "column");
    if (!row && !column)
        return facet_channel(chart, v, JB_BY_WRAP, written);
    if (row)
        written = jb_node_with(chart->cx, written, "row", facet_channel(chart, v, JB_BY_ROW, row));
    return column ? jb_node_with(chart->cx, written, "column",
                                 facet_channel(chart, v, JB_BY_COLUMN, column))
                  : written;
}
