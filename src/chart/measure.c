/* The aggregation that an encoding implies. */
#include "chart/load.h"

typedef struct grouping {
    jb_chart *chart;
    jb_str_list dimensions;
    JB_LIST(const jb_aggregate_field_spec *) measures;
    JB_LIST(const jb_definition *) args; /* argmin, argmax */
    bool any;
} grouping;

static void add_measure(grouping *g, const jb_definition *d, int op, jb_str field, jb_str as)
{
    for (size_t i = 0; i < g->measures.n; i++)
        if (jb_str_eq(g->measures.at[i]->as, as))
            return;
    jb_aggregate_field_spec *m = JB_NEW(g->chart->cx->keep, jb_aggregate_field_spec);
    m->given.class = &jb_aggregate_field_class;
    m->given.node = d->spec->given.node;
    JB_SET(m, op, op);
    if (field.p)
        JB_SET(m, field, field);
    JB_SET(m, as, as);
    *JB_PUSH(g->chart->cx->keep, &g->measures) = m;
}

static void add_unaggregated(grouping *g, const jb_definition *d)
{
    const jb_scale_spec *s = d->spec->scale;
    bool asked = s && JB_HAS(s, domain) && s->domain && JB_HAS(s->domain, unaggregated) &&
                 s->domain->unaggregated;
    if (!asked && !JB_OR(g->chart->config->scale, use_unaggregated_domain, false))
        return;
    jb_arena *a = g->chart->cx->keep;
    add_measure(g, d, JB_AGGREGATE_MIN, d->field, jb_str_printf(a, "min_%.*s", JB_F(d->field)));
    add_measure(g, d, JB_AGGREGATE_MAX, d->field, jb_str_printf(a, "max_%.*s", JB_F(d->field)));
}

static void add_dimension(grouping *g, const jb_view *v, const jb_definition *d, jb_channel c)
{
    jb_arena *a = g->chart->cx->keep;
    const jb_definition *second = v->unit->definitions[jb_channel_second(c)];
    if (jb_channel_second(c) == JB_CHANNEL_NONE)
        second = NULL;
    jb_str_list_add(a, &g->dimensions, d->name);
    if (jb_channel_main(c) == c && jb_has_band_end(v, d, second)) {
        jb_str_list_add(a, &g->dimensions, d->end);
        if (d->timed && jb_rect_band(v, d, c) != 0.5) {
            jb_str_list_add(a, &g->dimensions, d->offset_start);
            jb_str_list_add(a, &g->dimensions, d->offset_end);
        }
    } else if (d->bin)
        jb_str_list_add(a, &g->dimensions, d->end);
    if (jb_bin_ranged(d))
        jb_str_list_add(a, &g->dimensions, d->range);
    if (d->spec->scale && JB_HAS(d->spec->scale, range) && d->spec->scale->range &&
        JB_HAS(d->spec->scale->range, field))
        jb_str_list_add(a, &g->dimensions, d->spec->scale->range->field);
}

static void visit_grouping(void *with, const jb_view *v, const jb_definition *d, jb_channel c)
{
    grouping *g = with;
    jb_arena *a = g->chart->cx->keep;
    if (!d->aggregate) {
        add_dimension(g, v, d, c);
        return;
    }
    g->any = true;
    if (d->arg.p) {
        add_measure(g, d, d->aggregate, d->arg, jb_definition_arg(a, d));
        *JB_PUSH(a, &g->args) = d;
        return;
    }
    add_measure(g, d, d->aggregate, d->count ? (jb_str){NULL, 0} : d->field, d->name);
    if (jb_channel_scaled(c) && !d->count)
        add_unaggregated(g, d);
}

static void extract_args(jb_pipeline *p, const grouping *g)
{
    jb_arena *a = g->chart->cx->keep;
    for (size_t i = 0; i < g->args.n && p->table; i++) {
        const jb_definition *d = g->args.at[i];
        const jb_column *c = jb_table_find(p->table, jb_definition_arg(a, d));
        jb_value *values = JB_NEW_N(a, jb_value, p->table->rows + 1);
        for (size_t r = 0; c && r < p->table->rows; r++)
            values[r] = jb_value_at_path(jb_cell(c, r), d->field);
        jb_pipeline_values(p, d->name, values);
    }
}

void jb_pipeline_measure(jb_pipeline *p, const jb_view *v, const jb_str_list *facets)
{
    grouping g = {.chart = p->chart};
    jb_unit_each(v, visit_grouping, &g);
    if (!g.any)
        return;
    for (size_t i = 0; i < facets->n; i++)
        jb_str_list_add(p->chart->cx->keep, &g.dimensions, facets->at[i]);
    jb_pipeline_aggregate(p, g.measures.at, g.measures.n,
                          (jb_strs){g.dimensions.at, g.dimensions.n});
    jb_pipeline_flush(p);
    extract_args(p, &g);
}
