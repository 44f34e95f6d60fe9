/* Rows that an encoding's `impute` adds, and the groups into which a path falls apart. */
#include "chart/load.h"

static bool groups_path(jb_channel c)
{
    return jb_channel_color(c) || c == JB_CHANNEL_OPACITY || c == JB_CHANNEL_FILL_OPACITY ||
           c == JB_CHANNEL_STROKE_OPACITY || c == JB_CHANNEL_STROKE_DASH ||
           c == JB_CHANNEL_STROKE_WIDTH || c == JB_CHANNEL_SIZE || c == JB_CHANNEL_KEY ||
           c == JB_CHANNEL_PATTERN;
}

jb_str_list jb_path_groups(jb_chart *chart, const jb_view *v)
{
    const jb_unit_view *u = v->unit;
    jb_str_list names = {0};
    for (jb_channel c = 1; c < JB_CHANNELS; c++) {
        const jb_definition *d = jb_definition_field(u->definitions[c]);
        bool varies = c == JB_CHANNEL_SIZE && u->mark == JB_MARK_TRAIL;
        if (groups_path(c) && !varies && d && !d->aggregate)
            jb_str_list_add(chart->cx->keep, &names, d->name);
        bool nested = jb_channel_offset(c) && jb_mark_path(u->mark) && d && !d->aggregate;
        jb_channel main = c == JB_CHANNEL_X_OFFSET ? JB_CHANNEL_X : JB_CHANNEL_Y;
        const jb_definition *m = nested ? jb_definition_field(u->definitions[main]) : NULL;
        if (m && !m->aggregate && !jb_str_eq(m->name, d->name))
            jb_str_list_add(chart->cx->keep, &names, m->name);
    }
    for (size_t i = 0; i < u->details_n; i++)
        if (jb_definition_field(u->details[i]) && !u->details[i]->aggregate)
            jb_str_list_add(chart->cx->keep, &names, u->details[i]->name);
    for (size_t i = 0; u->mark == JB_MARK_AREA && i < u->orders_n;
         i++) /* it parts what is stacked */
        if (jb_definition_field(u->orders[i]) && !u->orders[i]->aggregate)
            jb_str_list_add(chart->cx->keep, &names, u->orders[i]->name);
    return names;
}

jb_strs jb_imputed_within(const jb_view *v, const jb_str_list *facets)
{
    bool beside = v->parent && v->parent->kind != JB_VIEW_FACET;
    return beside ? (jb_strs){facets->at, facets->n} : (jb_strs){NULL, 0};
}

void jb_pipeline_fill(jb_pipeline *p, const jb_view *v, const jb_str_list *facets)
{
    const jb_definition *x = jb_definition_field(v->unit->definitions[JB_CHANNEL_X]);
    const jb_definition *y = jb_definition_field(v->unit->definitions[JB_CHANNEL_Y]);
    if (!x || !y)
        return;
    bool of_x = JB_HAS(x->spec, impute) && x->spec->impute;
    bool of_y = JB_HAS(y->spec, impute) && y->spec->impute;
    if (!of_x && !of_y)
        return;
    const jb_definition *imputed = of_x ? x : y, *key = of_x ? y : x;
    jb_str_list groups = jb_path_groups(p->chart, v);
    const jb_strs cells = jb_imputed_within(v, facets);
    for (size_t i = 0; i < cells.n; i++)
        jb_str_list_add(p->chart->cx->keep, &groups, cells.at[i]);
    jb_pipeline_flush(p);
    if (p->table && !jb_table_find(p->table, imputed->field)) /* aggregated: only rows are added */
        jb_pipeline_values(p, imputed->field,
                           JB_NEW_N(p->chart->cx->keep, jb_value, p->table->rows + 1));
    jb_pipeline_impute(p, imputed->field, key->field, (jb_strs){groups.at, groups.n}, cells,
                       imputed->spec->impute);
}
