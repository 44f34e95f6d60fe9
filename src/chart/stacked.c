/* The steps by which marks are stacked: zeros where a series has no row, an order, the stack. */
#include "chart/load.h"

jb_str jb_bin_mid(jb_arena *a, const jb_definition *d)
{
    return jb_str_printf(a, "%.*s_mid", JB_F(d->name));
}

static void add_bin_mid(jb_pipeline *p, const jb_definition *d)
{
    jb_pipeline_flush(p);
    if (!p->table)
        return;
    double at = JB_OR(d->spec, band_position, 0.5);
    double *start = jb_pipeline_read(p, d->name), *end = jb_pipeline_read(p, d->end);
    for (size_t i = 0; i < p->table->rows; i++)
        start[i] = at * start[i] + (1 - at) * end[i];
    jb_pipeline_numbers(p, jb_bin_mid(p->chart->cx->keep, d), start, false);
}

static void impute_stack(jb_pipeline *p, const jb_view *v, jb_str field, const jb_str_list *facets)
{
    const jb_stacking *s = &v->unit->stack;
    jb_arena *a = p->chart->cx->keep;
    jb_str_list groups = {0};
    for (size_t i = 0; i < s->by_n; i++)
        jb_str_list_add(a, &groups, s->by[i]->name);
    for (size_t i = 0; i < facets->n; i++)
        jb_str_list_add(a, &groups, facets->at[i]);
    jb_impute_spec *zero = JB_NEW(a, jb_impute_spec);
    JB_SET(zero, method, JB_IMPUTE_VALUE);
    JB_SET(zero, value, jb_number(0));
    for (size_t i = 0; i < s->groups_n; i++) {
        const jb_definition *d = s->groups[i];
        if (d->bin)
            add_bin_mid(p, d);
        jb_pipeline_impute(p, field, d->bin ? jb_bin_mid(a, d) : d->name,
                           (jb_strs){groups.at, groups.n}, jb_imputed_within(v, facets), zero);
    }
}

typedef JB_LIST(const jb_sort_field_spec *) sort_list;

static void add_sort(jb_arena *a, sort_list *list, jb_str field, int order)
{
    for (size_t i = 0; i < list->n; i++)
        if (jb_str_eq(list->at[i]->field, field))
            return;
    jb_sort_field_spec *s = JB_NEW(a, jb_sort_field_spec);
    JB_SET(s, field, field);
    JB_SET(s, order, order);
    *JB_PUSH(a, list) = s;
}

static int order_of(const jb_definition *d, int usual)
{
    const jb_sort_spec *s = JB_HAS(d->spec, sort) ? d->spec->sort : NULL;
    return s && s->order ? s->order : usual;
}

/* A colour domain that the author listed is also the order of the stack. */
static bool sort_by_domain(jb_pipeline *p, const jb_view *v, sort_list *list)
{
    const jb_unit_view *u = v->unit;
    const jb_definition *d;
    const jb_values *domain = jb_color_order(u, &d);
    if (!domain || !d->field.p)
        return false;
    jb_pipeline_flush(p);
    if (!p->table)
        return false;
    const jb_column *c = jb_table_find(p->table, d->name);
    double *index = JB_NEW_N(p->chart->cx->scratch, double, p->table->rows + 1);
    for (size_t r = 0; c && r < p->table->rows; r++) {
        index[r] = -1;
        for (size_t i = 0; i < domain->n && index[r] < 0; i++)
            if (jb_value_eq(domain->at[i], jb_cell(c, r)))
                index[r] = (double)i;
    }
    jb_str name = jb_str_printf(p->chart->cx->keep, "_%.*s_sort_index", JB_F(d->field));
    jb_pipeline_numbers(p, name, index, false);
    add_sort(p->chart->cx->keep, list, name,
             u->orient == JB_HORIZONTAL ? JB_ASCENDING : JB_DESCENDING);
    return true;
}

static sort_list stack_order(jb_pipeline *p, const jb_view *v, const jb_stacking *s)
{
    jb_arena *a = p->chart->cx->keep;
    const jb_unit_view *u = v->unit;
    sort_list list = {0};
    bool fields = u->orders_n && u->orders[0]->kind == JB_DEFINES_FIELD;
    for (size_t i = 0; fields && i < u->orders_n; i++)
        add_sort(a, &list, u->orders[i]->name, order_of(u->orders[i], JB_ASCENDING));
    if (fields || sort_by_domain(p, v, &list))
        return list;
    int order = s->channel == JB_CHANNEL_Y ? JB_DESCENDING : JB_ASCENDING;
    if (u->orders_n && u->orders[0]->kind == JB_DEFINES_NOTHING)
        order = order_of(u->orders[0], order);
    for (size_t i = 0; i < s->by_n; i++)
        add_sort(a, &list, s->by[i]->name, order);
    return list;
}

void jb_pipeline_pile(jb_pipeline *p, const jb_view *v, const jb_str_list *facets)
{
    const jb_stacking *s = &v->unit->stack;
    jb_arena *a = p->chart->cx->keep;
    if (!s->channel)
        return;
    const jb_definition *d = v->unit->definitions[s->channel];
    if (s->impute)
        impute_stack(p, v, d->name, facets);
    jb_str_list groups = {0};
    for (size_t i = 0; i < s->groups_n; i++) {
        bool mid = s->groups[i]->bin && s->impute;
        jb_str_list_add(a, &groups, mid ? jb_bin_mid(a, s->groups[i]) : s->groups[i]->name);
        if (s->groups[i]->bin && !s->impute)
            jb_str_list_add(a, &groups, s->groups[i]->end);
    }
    for (size_t i = 0; i < facets->n; i++)
        jb_str_list_add(a, &groups, facets->at[i]);
    sort_list order = stack_order(p, v, s);
    jb_pipeline_stack(p, d, (jb_strs){groups.at, groups.n}, s->offset,
                      (jb_sort_field_list){order.at, order.n});
    jb_pipeline_flush(p);
}
