/* What a source's columns are read as, told from the encodings, filters and units of time of the
 * views that read it (as Vega-Lite's ParseNode). */
#include "chart/load.h"
#include "data/vega.h"
#include "transform/comparison.h"
#include "transform/task.h"

typedef struct parse {
    jb_str field;
    jb_vega_kind kind;
} parse;
typedef struct parse_list {
    JB_LIST(parse) all;
    JB_LIST(jb_str) measured; /* read as they are, for their numbers */
    JB_LIST(jb_str) made; /* columns that a transform above has made: not the source's any more */
} parse_list;

static void add_parse(jb_arena *a, parse_list *list, jb_str field, jb_vega_kind kind)
{
    for (size_t i = 0; i < list->made.n; i++)
        if (jb_str_eq(list->made.at[i], jb_field_head(field)))
            return;
    for (size_t i = 0; i < list->all.n; i++)
        if (jb_str_eq(list->all.at[i].field, field))
            return;
    *JB_PUSH(a, &list->all) = (parse){field, kind};
}

static void parse_for_definition(jb_arena *a, parse_list *list, const jb_definition *d, int type)
{
    d = jb_definition_field(d);
    if (!d || !d->field.p)
        return;
    bool time = d->timed || d->type == JB_TEMPORAL || type == JB_TEMPORAL ||
                (JB_HAS(d->spec, format_type) && jb_str_eq(d->spec->format_type, JB_S("time")));
    bool extreme = d->aggregate == JB_AGGREGATE_MIN || d->aggregate == JB_AGGREGATE_MAX;
    if (time)
        add_parse(a, list, d->field, JB_VEGA_DATE);
    else if ((d->type == JB_QUANTITATIVE || type == JB_QUANTITATIVE) && extreme)
        add_parse(a, list, d->field, JB_VEGA_NUMBER);
    else if (d->type == JB_QUANTITATIVE && !d->aggregate && !d->bin)
        *JB_PUSH(a, &list->measured) = d->field;
}

static int main_type(const jb_unit_view *u, jb_channel c)
{
    const jb_definition *d = u->definitions[jb_channel_main(c)];
    return jb_channel_main(c) != c && d ? d->type : JB_TYPE_NONE;
}

static void parse_for_unit(jb_arena *a, parse_list *list, const jb_unit_view *u)
{
    for (jb_channel c = 1; c < JB_CHANNELS; c++)
        parse_for_definition(a, list, u->definitions[c], main_type(u, c));
    for (size_t i = 0; i < u->details_n; i++)
        parse_for_definition(a, list, u->details[i], 0);
    for (size_t i = 0; i < u->orders_n; i++)
        parse_for_definition(a, list, u->orders[i], 0);
    for (size_t i = 0; i < u->tooltips_n; i++)
        parse_for_definition(a, list, u->tooltips[i], 0);
    const jb_definition *dimension =
        u->definitions[u->orient == JB_HORIZONTAL ? JB_CHANNEL_Y : JB_CHANNEL_X];
    if (jb_mark_path(u->mark) && u->orders_n == 0 && dimension &&
        dimension->kind == JB_DEFINES_FIELD && dimension->type == JB_QUANTITATIVE &&
        dimension->field.p)
        add_parse(a, list, dimension->field, JB_VEGA_NUMBER);
}

/* Where a filter names a field twice, the last counts. */
static void parse_for_predicate(jb_arena *a, parse_list *list, const jb_predicate_spec *p)
{
    if (!p)
        return;
    if (JB_HAS(p, none))
        parse_for_predicate(a, list, p->none);
    for (size_t i = p->any.n; JB_HAS(p, any) && i-- > 0;)
        parse_for_predicate(a, list, p->any.at[i]);
    for (size_t i = p->all.n; JB_HAS(p, all) && i-- > 0;)
        parse_for_predicate(a, list, p->all.at[i]);
    if (JB_HAS(p, field) && jb_comparison_kind(p))
        add_parse(a, list, p->field, jb_comparison_kind(p));
}

/* The names of what a transform computes, where they may be the source's own (as Vega-Lite's
 * "derived"): aggregates and the like are numbers whatever the source has. */
static void add_made(jb_arena *a, parse_list *list, const jb_transform_spec *t)
{
    if (t->calculate)
        *JB_PUSH(a, &list->made) = t->calculate->as;
    for (size_t i = 0; t->flatten && i < t->flatten->flatten.n; i++)
        *JB_PUSH(a, &list->made) = jb_name_or(t->flatten->as, i, t->flatten->flatten.at[i]);
    for (size_t i = 0; t->fold && i < t->fold->as.n; i++)
        *JB_PUSH(a, &list->made) = t->fold->as.at[i];
    for (size_t i = 0; t->lookup && i < t->lookup->as.n; i++)
        *JB_PUSH(a, &list->made) = t->lookup->as.at[i];
}

/* What the views that read this source need its columns to be. */
static void collect_parses(jb_arena *a, parse_list *list, const jb_view *v, bool top)
{
    if (!top && JB_GIVEN(v->spec, data))
        return;
    size_t made = list->made.n;
    for (size_t i = 0; i < v->spec->transform.n; i++) {
        const jb_transform_spec *t = v->spec->transform.at[i];
        add_made(a, list, t);
        if (t->time_unit)
            add_parse(a, list, t->time_unit->field, JB_VEGA_DATE);
        if (t->filter)
            parse_for_predicate(a, list, t->filter->filter);
    }
    if (v->unit)
        parse_for_unit(a, list, v->unit);
    for (size_t i = 0; i < 3; i++)
        if (v->facet[i].definition)
            parse_for_definition(a, list, v->facet[i].definition, 0);
    for (size_t i = 0; i < v->children_n; i++)
        collect_parses(a, list, v->children[i], false);
    list->made.n = made;
}

/* Could the column hold a cell of another kind? */
static bool wants_parsing(const jb_column *c, size_t rows, jb_vega_kind kind)
{
    if (kind == JB_VEGA_TEXT && c->type == JB_TEXT) { /* "" becomes null */
        for (size_t r = 0; r < rows; r++)
            if (!c->texts[r].n && jb_cell(c, r).type == JB_TEXT)
                return true;
        return false;
    }
    if (kind == JB_VEGA_TEXT)
        return c->type != JB_NULL;
    return c->type == JB_TEXT || c->type == JB_ANY;
}

static jb_str kind_name(jb_vega_kind kind)
{
    return kind == JB_VEGA_DATE ? JB_S("date") : JB_S("number");
}

/* What is parsed is null where a row does not mention it. */
static const jb_table *without_missing(jb_arena *a, const jb_table *t, const jb_column *c)
{
    if (!c->missing)
        return t;
    jb_column stated = *c;
    stated.missing = NULL;
    return jb_table_with(a, t, &stated);
}

static void parse_column(jb_pipeline *p, parse wanted)
{
    jb_arena *a = p->chart->cx->keep;
    jb_pipeline_nested(p, wanted.field);
    const jb_column *c = jb_table_find(p->table, wanted.field);
    size_t rows = p->table->rows;
    if (!c)
        return;
    if (!wants_parsing(c, rows, wanted.kind)) {
        p->table = without_missing(a, p->table, c);
        return;
    }
    jb_value *values = JB_NEW_N(a, jb_value, rows + 1);
    for (size_t r = 0; r < rows; r++)
        values[r] = jb_vega_value(a, jb_cell(c, r), wanted.kind);
    jb_vega_tell_unread(p->chart->cx, p->table, c, values, kind_name(wanted.kind));
    jb_pipeline_values(p, c->name, values);
}

/* Domains, validity and places each ask for the numbers of a column: its texts are read once. */
static const jb_table *with_measures(jb_arena *a, const jb_table *t, jb_str field)
{
    const jb_column *c = jb_table_find(t, field);
    if (!c || c->type != JB_TEXT || c->measures)
        return t;
    jb_column measured = jb_column_measured(a, c, t->rows);
    return jb_table_with(a, t, &measured);
}

const jb_table *jb_source_parse(jb_chart *chart, const jb_view *v, const jb_table *t)
{
    parse_list list = {0};
    collect_parses(chart->cx->keep, &list, v, true);
    jb_pipeline p = {.chart = chart, .table = t};
    for (size_t i = 0; i < list.all.n; i++)
        parse_column(&p, list.all.at[i]);
    for (size_t i = 0; i < list.measured.n && p.table; i++)
        p.table = with_measures(chart->cx->keep, p.table, list.measured.at[i]);
    return p.table;
}

void jb_pipeline_parse(jb_pipeline *p, const jb_view *v)
{
    parse_list list = {0};
    parse_for_unit(p->chart->cx->keep, &list, v->unit);
    for (size_t i = 0; i < list.all.n && p->table; i++)
        if (jb_field_head(list.all.at[i].field).n < list.all.at[i].field.n)
            parse_column(p, list.all.at[i]);
}
