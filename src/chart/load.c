/* Every unit's rows: its data, its transforms, and the steps its encoding implies. */
#include "chart/load.h"

void jb_unit_each(const jb_view *v, jb_definition_visitor *visit, void *with)
{
    const jb_unit_view *u = v->unit;
    for (jb_channel c = 1; c < JB_CHANNELS; c++)
        if (jb_definition_field(u->definitions[c]))
            visit(with, v, jb_definition_field(u->definitions[c]), c);
    for (size_t i = 0; i < u->details_n; i++)
        if (jb_definition_field(u->details[i]))
            visit(with, v, jb_definition_field(u->details[i]), JB_CHANNEL_DETAIL);
    for (size_t i = 0; i < u->orders_n; i++)
        if (jb_definition_field(u->orders[i]))
            visit(with, v, jb_definition_field(u->orders[i]), JB_CHANNEL_ORDER);
    for (size_t i = 0; i < u->tooltips_n; i++)
        if (jb_definition_field(u->tooltips[i]))
            visit(with, v, jb_definition_field(u->tooltips[i]), JB_CHANNEL_TOOLTIP);
}

static void visit_nested(void *with, const jb_view *v, const jb_definition *d, jb_channel c)
{
    (void)v;
    (void)c;
    jb_pipeline_nested(with, d->field);
    if (JB_HAS(d->spec, sort) && d->spec->sort && JB_HAS(d->spec->sort, field))
        jb_pipeline_nested(with, d->spec->sort->field);
}

/* A field that is not there may be a short form of which the function is not known. */
static void tell_call(jb_ctx *cx, jb_str field)
{
    ptrdiff_t open = jb_str_find(field, JB_S("("));
    if (open <= 0 || !jb_str_ends(field, JB_S(")")))
        return;
    jb_str function = jb_str_cut(field, 0, (size_t)open);
    jb_hint(cx, "“%.*s” is no aggregate, unit of time or bin", JB_F(jb_brief(cx, function)));
    jb_hint_nearest(cx, function, JB_NAMES(jb_aggregate_op_values.keys, jb_aggregate_op_values.n));
}

static void visit_check(void *with, const jb_view *v, const jb_definition *d, jb_channel c)
{
    jb_pipeline *p = with;
    jb_ctx *cx = p->chart->cx;
    (void)v;
    (void)c;
    if (!d->field.p || jb_table_find(p->table, d->field) ||
        jb_table_need(cx, p->table, d->field, JB_SPAN(d->spec, field)))
        return;
    if (!p->table->columns_n)
        jb_hint(cx, "say where the rows come from, as in data: {url: a.csv}");
    tell_call(cx, d->field);
}

/* Every column that an encoding names must be there. */
static bool check_columns(jb_chart *chart, const jb_view *v, const jb_table *t)
{
    jb_pipeline p = {.chart = chart, .table = t};
    size_t before = jb_errors(chart->cx);
    if (t->rows || t->columns_n)
        jb_unit_each(v, visit_check, &p);
    return jb_errors(chart->cx) == before;
}

static bool load_unit(jb_chart *chart, jb_view *v, const jb_str_list *facets)
{
    jb_pipeline p = {.chart = chart, .table = v->table};
    jb_unit_each(v, visit_nested, &p);
    jb_pipeline_parse(&p, v);
    if (!check_columns(chart, v, p.table))
        return false;
    jb_unit_each(v, jb_visit_bin, &p);
    jb_unit_each(v, jb_visit_time, &p);
    jb_pipeline_flush(&p);
    v->unit->raw = p.table;
    if (!p.table)
        return false;
    jb_pipeline_measure(&p, v, facets);
    jb_pipeline_fill(&p, v, facets);
    jb_pipeline_flush(&p);
    jb_pipeline_pile(&p, v, facets);
    if (p.table)
        jb_unit_settle(chart, v, p.table);
    return p.table != NULL;
}

static bool load_facet(jb_chart *chart, jb_view *v, jb_str_list *facets)
{
    jb_pipeline p = {.chart = chart, .table = v->table};
    for (size_t i = 0; i < 3; i++) {
        const jb_definition *d = v->facet[i].definition;
        if (!d)
            continue;
        visit_nested(&p, v, d, d->channel);
        if (d->field.p && !jb_table_need(chart->cx, p.table, d->field, JB_SPAN(d->spec, field)))
            return false;
        jb_visit_bin(&p, v, d, d->channel);
        jb_visit_time(&p, v, d, d->channel);
        jb_str_list_add(chart->cx->keep, facets, d->name);
        if (d->bin)
            jb_str_list_add(chart->cx->keep, facets, d->end);
    }
    jb_pipeline_flush(&p);
    v->table = p.table;
    return p.table != NULL;
}

/* A cell's steps see the cell's rows only: what is computed by groups is so by the facets' too. */
static const jb_transform_spec *within_cells(jb_chart *chart, const jb_transform_spec *step,
                                             const jb_str_list *facets)
{
    jb_arena *a = chart->cx->keep;
#define GROUPED(kind)                                                                              \
    if (JB_HAS(step, kind)) {                                                                      \
        jb_transform_spec *own = JB_NEW(a, jb_transform_spec);                                     \
        jb_##kind##_transform_spec *inner = JB_NEW(a, jb_##kind##_transform_spec);                 \
        jb_str_list groups = {0};                                                                  \
        *own = *step;                                                                              \
        *inner = *step->kind;                                                                      \
        for (size_t i = 0; i < inner->groupby.n; i++)                                              \
            jb_str_list_add(a, &groups, inner->groupby.at[i]);                                     \
        for (size_t i = 0; i < facets->n; i++)                                                     \
            jb_str_list_add(a, &groups, facets->at[i]);                                            \
        JB_SET(inner, groupby, ((jb_strs){groups.at, groups.n}));                                  \
        own->kind = inner;                                                                         \
        return own;                                                                                \
    }
    if (JB_HAS(step, impute)) {
        jb_impute_transform_spec *inner = JB_NEW(a, jb_impute_transform_spec);
        jb_transform_spec *own = JB_NEW(a, jb_transform_spec);
        *inner = *step->impute;
        *own = *step;
        JB_SET(inner, within, ((jb_strs){facets->at, facets->n}));
        own->impute = inner;
        step = own;
    }
    GROUPED(aggregate)
    GROUPED(density)
    GROUPED(impute)
    GROUPED(joinaggregate)
    GROUPED(loess)
    GROUPED(pivot)
    GROUPED(quantile)
    GROUPED(regression)
    GROUPED(stack)
    GROUPED(window)
#undef GROUPED
    return step;
}

static const jb_table *run_transforms(jb_chart *chart, const jb_view *v, const jb_table *t,
                                      const jb_str_list *facets)
{
    size_t n = v->spec->transform.n;
    const jb_transform_spec **steps = JB_NEW_N(chart->cx->keep, const jb_transform_spec *, n + 1);
    for (size_t i = 0; i < n; i++)
        steps[i] = facets->n ? within_cells(chart, v->spec->transform.at[i], facets)
                             : v->spec->transform.at[i];
    return jb_transform_run(chart->cx, steps, n, t, &chart->scope);
}

static void visit_bin_there(void *with, const jb_view *v, const jb_definition *d, jb_channel c)
{
    jb_pipeline *p = with;
    if (d->bin && p->table && jb_table_find(p->table, d->field))
        jb_visit_bin(with, v, d, c);
}

/* A layer's units are binned before their own steps, so that a filter in one of them does not give
 * it other bins than its neighbours have (as Vega-Lite's parseData does). */
static const jb_table *bin_first(jb_chart *chart, const jb_view *v, const jb_table *t)
{
    if (!v->unit || !v->parent || v->parent->kind != JB_VIEW_LAYER)
        return t;
    jb_pipeline p = {.chart = chart, .table = t};
    jb_unit_each(v, visit_bin_there, &p);
    jb_pipeline_flush(&p);
    return p.table;
}

static bool load(jb_chart *chart, jb_view *v, jb_str_list facets)
{
    jb_ctx *cx = chart->cx;
    const jb_table *t;
    if (JB_HAS(v->spec, data)) {
        t = jb_chart_data(chart, cx, v->spec->data);
        if (t && !t->rows)
            jb_warn(cx, JB_SPAN(v->spec, data), "this data has no rows, and draws nothing");
        t = t ? jb_source_parse(chart, v, t) : NULL;
        facets.n = 0;
    } else if (JB_IS_NULL(v->spec, data) || !v->parent)
        t = jb_table_make(cx->keep, jb_str_of(jb_word(cx, "no data")), !v->parent, NULL, 0);
    else
        t = v->parent->table;
    t = t ? bin_first(chart, v, t) : NULL;
    if (t && v->spec->transform.n)
        t = run_transforms(chart, v, t, &facets);
    v->table = t;
    if (!t || (v->unit && !load_unit(chart, v, &facets)) ||
        (v->kind == JB_VIEW_FACET && !load_facet(chart, v, &facets)))
        return false;
    bool fine = true;
    for (size_t i = 0; i < v->children_n; i++)
        fine = load(chart, v->children[i], facets) && fine;
    return fine;
}

bool jb_view_load(jb_chart *chart, jb_view *view)
{
    return load(chart, view, (jb_str_list){0});
}
