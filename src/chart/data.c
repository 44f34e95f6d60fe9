/* Every unit's rows: its data, its transforms, and the steps its encoding implies. */
#include <math.h>
#include <stdlib.h>
#include "base/file.h"
#include "base/format.h"
#include "base/timeformat.h"
#include "chart/pipeline.h"
#include "data/read.h"
#include "data/schema.h"
#include "transform/comparison.h"

/* ---- reading -----------------------------------------------------------------------------------
 */

typedef struct parse {
    jb_str field;
    jb_vega_kind kind;
} parse;
typedef struct parse_list {
    JB_LIST(parse) all;
    JB_LIST(jb_str) made; /* columns that a transform above has made: not the source's any more */
} parse_list;

static void add_parse(jb_arena *a, parse_list *list, jb_str field, jb_vega_kind kind)
{
    for (size_t i = 0; i < list->made.n; i++)
        if (jb_str_eq(list->made.at[i], field))
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

/* What the views that read this source need its columns to be. */
static void collect_parses(jb_arena *a, parse_list *list, const jb_view *v, bool top)
{
    if (!top && JB_GIVEN(v->spec, data))
        return;
    size_t made = list->made.n;
    for (size_t i = 0; i < v->spec->transform.n; i++) {
        const jb_transform_spec *t = v->spec->transform.at[i];
        if (t->calculate)
            *JB_PUSH(a, &list->made) = t->calculate->as;
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

static jb_read_options read_options(const jb_data_spec *d)
{
    jb_read_options o = {.parsing = JB_PARSE_VEGA, .asked = JB_SPAN(d, url)};
    const jb_format_spec *f = d->format;
    if (!f)
        return o;
    if (JB_HAS(f, type))
        o.format = jb_enum_key(&jb_data_type_values, f->type);
    o.delimiter = JB_OR(f, delimiter, ((jb_str){NULL, 0}));
    o.property = JB_OR(f, property, ((jb_str){NULL, 0}));
    o.parse = JB_OR(f, parse, NULL);
    return o;
}

const jb_table *jb_sequence_table(jb_ctx *cx, const jb_sequence_spec *s)
{
    enum { MOST = 10000000 };
    double start = JB_OR(s, start, 0.0), step = JB_OR(s, step, 1.0), stop = s->stop;
    double n = ceil((stop - start) / step);
    if (!(n <= MOST)) {
        jb_fail(cx, JB_SPAN(s, stop), "a sequence of more than %d numbers", MOST);
        return NULL;
    }
    size_t rows = n > 0 ? (size_t)n : 0;
    jb_value *values = JB_NEW_N(cx->keep, jb_value, rows + 1);
    for (size_t i = 0; i < rows; i++)
        values[i] = jb_number(start + step * (double)i);
    jb_column *c = JB_NEW(cx->keep, jb_column);
    *c = jb_column_of(cx->keep, JB_OR(s, as, JB_S("data")), values, rows);
    return jb_table_make(cx->keep, JB_S("sequence"), rows, c, 1);
}

/* The table of that name in the data package nearest to the specification; NULL: none, or after
 * messages. */
static const jb_table *find_resource(jb_chart *chart, const jb_data_spec *d)
{
    const jb_source *spec = jb_span_place(JB_SPAN(d, name)).source;
    const jb_package *package = NULL;
    if (!spec || !jb_package_near(chart->cx, spec->name, &package) || !package)
        return NULL;
    const jb_resource *resource = jb_package_find(package, d->name);
    return resource ? jb_resource_table(chart->cx, resource) : NULL;
}

static const jb_table *find_dataset(jb_chart *chart, const jb_data_spec *d)
{
    for (size_t i = 0; chart->options && i < chart->options->datasets_n; i++)
        if (jb_str_eq(chart->options->datasets[i].name, d->name))
            return chart->options->datasets[i].table;
    const jb_node *inside =
        JB_HAS(chart->top, datasets) ? jb_node_get(chart->top->datasets, d->name) : NULL;
    size_t errors = jb_errors(chart->cx);
    const jb_table *packaged = inside ? NULL : find_resource(chart, d);
    if (packaged || jb_errors(chart->cx) > errors)
        return packaged;
    if (!inside) {
        jb_fail(chart->cx, JB_SPAN(d, name), "no table “%.*s”", JB_F(jb_brief(chart->cx, d->name)));
        return NULL;
    }
    jb_read_options o = read_options(d);
    return jb_table_from_node(chart->cx, d->name, inside, &o);
}

/* The member that holds the rows; dots go inside. */
static const jb_node *at_property(const jb_node *node, jb_str path)
{
    const jb_node *at = node;
    while (at && at->kind == JB_NODE_MAP && path.n) {
        ptrdiff_t dot = jb_str_find(path, JB_S("."));
        size_t n = dot < 0 ? path.n : (size_t)dot;
        at = jb_node_get(at, jb_str_cut(path, 0, n));
        path = jb_str_cut(path, n + 1, path.n);
    }
    return at ? at : node;
}

static const jb_table *find_data(jb_chart *chart, const jb_data_spec *d)
{
    jb_read_options o = read_options(d);
    if (JB_HAS(d, url)) {
        jb_str from = o.asked.source ? jb_span_place(o.asked).source->name : (jb_str){NULL, 0};
        jb_str path = from.p ? jb_path_from(chart->cx->keep, from, d->url) : d->url;
        return jb_table_read(chart->cx, path, &o);
    }
    if (JB_HAS(d, values))
        return jb_table_from_node(chart->cx, JB_OR(d, name, JB_S("values")),
                                  at_property(d->values, o.property), &o);
    if (JB_HAS(d, sequence))
        return jb_sequence_table(chart->cx, d->sequence);
    if (JB_HAS(d, name))
        return find_dataset(chart, d);
    return jb_table_make(chart->cx->keep, jb_str_of(jb_word(chart->cx, "no data")), 1, NULL, 0);
}

static bool same_place(jb_span a, jb_span b)
{
    return a.source && a.source == b.source && a.at == b.at;
}

/* A file's table, from memory where it was read before. */
static const jb_table *read_once(jb_chart *chart, const jb_data_spec *d)
{
    jb_tables_read *read = chart->options ? chart->options->read : NULL;
    if (!read || !JB_HAS(d, url))
        return find_data(chart, d);
    for (size_t i = 0; i < read->all.n; i++)
        if (same_place(read->all.at[i].asked, JB_SPAN(d, url)))
            return read->all.at[i].table;
    const jb_table *table = find_data(chart, d);
    if (table)
        *JB_PUSH(chart->cx->keep, &read->all) = (jb_table_read_once){JB_SPAN(d, url), table};
    return table;
}

static const jb_table *read_data(jb_chart *chart, const jb_data_spec *d)
{
    const jb_table *table = read_once(chart, d);
    if (table && table->columns_n && chart->options && chart->options->origins)
        *JB_PUSH(chart->cx->keep, chart->options->origins) = table;
    return table;
}

const jb_table *jb_chart_data(void *from, jb_ctx *cx, const jb_data_spec *d)
{
    (void)cx;
    return read_data(from, d);
}

/* ---- columns that the encoding implies ---------------------------------------------------------
 */

static bool ranged_bin(const jb_definition *d)
{
    return d->bin && (d->type == JB_ORDINAL || d->type == JB_NOMINAL);
}

static jb_str number_format_of(jb_chart *chart, const jb_definition *d)
{
    if (JB_HAS(d->spec, axis) && d->spec->axis && JB_HAS(d->spec->axis, format))
        return d->spec->axis->format;
    if (JB_HAS(d->spec, legend) && d->spec->legend && JB_HAS(d->spec->legend, format))
        return d->spec->legend->format;
    return JB_OR(chart->config, number_format, JB_S(""));
}

/* "0 – 10", the text by which a bin stands on a discrete scale. */
static void add_bin_range(jb_pipeline *p, const jb_definition *d)
{
    jb_pipeline_flush(p);
    if (!p->table || jb_table_find(p->table, d->range))
        return;
    jb_arena *a = p->chart->cx->keep;
    const jb_column *from = jb_table_find(p->table, d->name), *to = jb_table_find(p->table, d->end);
    jb_str format = number_format_of(p->chart, d);
    jb_str *texts = JB_NEW_N(a, jb_str, p->table->rows + 1);
    for (size_t i = 0; from && to && i < p->table->rows; i++) {
        if (isnan(jb_cell_number(from, i)) || !isfinite(jb_cell_number(from, i))) {
            texts[i] = JB_S("null");
            continue;
        }
        jb_str low = jb_format_text(a, format, p->chart->locale, jb_cell(from, i));
        jb_str high = jb_format_text(a, format, p->chart->locale, jb_cell(to, i));
        texts[i] = jb_str_printf(a, "%.*s – %.*s", JB_F(low), JB_F(high));
    }
    jb_pipeline_texts(p, d->range, texts);
}

static double *numbers_of(jb_pipeline *p, jb_str name)
{
    const jb_column *c = jb_table_find(p->table, name);
    double *v = JB_NEW_N(p->chart->cx->scratch, double, p->table->rows + 1);
    for (size_t i = 0; i < p->table->rows; i++)
        v[i] = c ? jb_cell_number(c, i) : NAN;
    return v;
}

/* A date that is binned already has its end one unit later. */
static void add_binned_end(jb_pipeline *p, const jb_definition *d)
{
    if (!p->table || jb_table_find(p->table, d->end))
        return;
    double *v = numbers_of(p, d->name);
    for (size_t i = 0; i < p->table->rows; i++)
        if (!isnan(v[i]))
            v[i] = (double)jb_time_next(d->units, (int64_t)v[i]);
    jb_pipeline_numbers(p, d->end, v, true);
}

static int64_t one_unit_back(jb_time_units units, int64_t ms)
{
    jb_time_part part = jb_time_units_finest(units);
    return jb_time_part_offset(part, ms, -(units.step > 1 ? units.step : 1));
}

/* Bars that stand elsewhere than in the middle of their unit of time. */
static void add_offset_rect(jb_pipeline *p, const jb_definition *d, double band)
{
    jb_pipeline_flush(p);
    if (!p->table || jb_table_find(p->table, d->offset_start))
        return;
    double *start = numbers_of(p, d->name), *end = numbers_of(p, d->end), share = band + 0.5;
    size_t n = p->table->rows;
    double *low = JB_NEW_N(p->chart->cx->scratch, double, n + 1);
    double *high = JB_NEW_N(p->chart->cx->scratch, double, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (isnan(start[i])) {
            low[i] = high[i] = NAN;
            continue;
        }
        double before = (double)one_unit_back(d->units, (int64_t)start[i]);
        low[i] = (1 - share) * before + share * start[i];
        high[i] = (1 - share) * start[i] + share * end[i];
    }
    jb_pipeline_numbers(p, d->offset_start, low, false);
    jb_pipeline_numbers(p, d->offset_end, high, false);
}

/* The value at the path a.b or a["b"] of a column of objects. */
static jb_value at_path(jb_value v, jb_str path)
{
    while (path.n && v.type != JB_NULL) {
        size_t i = 0;
        while (path.n && (path.p[0] == '.' || path.p[0] == '[' || path.p[0] == '"' ||
                          path.p[0] == '\'' || path.p[0] == ']'))
            path = jb_str_cut(path, 1, path.n);
        while (i < path.n && path.p[i] != '.' && path.p[i] != '[' && path.p[i] != ']' &&
               path.p[i] != '"' && path.p[i] != '\'')
            i++;
        jb_str key = jb_str_cut(path, 0, i);
        path = jb_str_cut(path, i, path.n);
        if (key.n == 0)
            break;
        jb_value found = jb_null();
        double index;
        for (size_t m = 0; v.type == JB_OBJECT && m < v.n; m++)
            if (jb_str_eq(v.members[m].name, key))
                found = v.members[m].value;
        if (v.type == JB_LISTED && jb_number_read(key, &index) && index >= 0 && index < v.n)
            found = v.items[(size_t)index];
        v = found;
    }
    return v;
}

static jb_str unescaped(jb_arena *a, jb_str s)
{
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\\')
            jb_buf_byte(&b, s.p[i]);
    return b.text;
}

/* A column under the name that the definition uses, for a field inside objects (or one with escaped
 * dots). */
static void add_nested(jb_pipeline *p, jb_str field)
{
    if (!p->table || !field.p || jb_table_find(p->table, field))
        return;
    jb_arena *a = p->chart->cx->keep;
    const jb_column *c = jb_table_find(p->table, unescaped(a, field));
    size_t cut = 0;
    while (!c && cut < field.n && field.p[cut] != '.' && field.p[cut] != '[')
        cut++;
    bool inside = !c && cut < field.n;
    if (inside)
        c = jb_table_find(p->table, jb_str_cut(field, 0, cut));
    if (!c)
        return;
    jb_str path = inside ? jb_str_cut(field, cut, field.n) : (jb_str){NULL, 0};
    jb_value *values = JB_NEW_N(a, jb_value, p->table->rows + 1);
    for (size_t i = 0; i < p->table->rows; i++)
        values[i] = at_path(jb_cell(c, i), path);
    jb_pipeline_values(p, field, values);
}

static const jb_table *apply_parses(jb_chart *chart, const jb_table *t, const parse_list *list)
{
    jb_pipeline p = {.chart = chart, .table = t};
    for (size_t i = 0; i < list->all.n; i++) {
        add_nested(&p, list->all.at[i].field);
        const jb_column *c = jb_table_find(p.table, list->all.at[i].field);
        if (!c || !wants_parsing(c, t->rows, list->all.at[i].kind))
            continue;
        jb_value *values = JB_NEW_N(chart->cx->keep, jb_value, t->rows + 1);
        for (size_t r = 0; r < t->rows; r++)
            values[r] = jb_vega_value(chart->cx->keep, jb_cell(c, r), list->all.at[i].kind);
        jb_pipeline_values(&p, c->name, values);
    }
    return p.table;
}

/* ---- walking over a unit's definitions ---------------------------------------------------------
 */

typedef void definition_visitor(void *with, const jb_view *v, const jb_definition *d, jb_channel c);

static void each_definition(const jb_view *v, definition_visitor *visit, void *with)
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
    add_nested(with, d->field);
    if (JB_HAS(d->spec, sort) && d->spec->sort && JB_HAS(d->spec->sort, field))
        add_nested(with, d->spec->sort->field);
}

static void visit_bin(void *with, const jb_view *v, const jb_definition *d, jb_channel c)
{
    (void)v;
    (void)c;
    if (!d->bin)
        return;
    jb_pipeline_bin(with, d);
    if (ranged_bin(d))
        add_bin_range(with, d);
}

static double rect_band(const jb_view *v, const jb_definition *d, jb_channel c)
{
    if (!v->unit || !jb_mark_rect_based(v->unit->mark) || !jb_channel_position(c))
        return 0.5;
    double band = jb_band_position(v, d, NULL);
    return isnan(band) ? 0.5 : band;
}

static void visit_time(void *with, const jb_view *v, const jb_definition *d, jb_channel c)
{
    if (!d->timed)
        return;
    if (d->timed_by_us)
        jb_pipeline_time_unit(with, d);
    else if (v->unit && (jb_mark_rect_based(v->unit->mark) || jb_band_position(v, d, NULL) > 0))
        add_binned_end(with, d);
    double band = rect_band(v, d, c);
    if (band != 0.5)
        add_offset_rect(with, d, band);
}

/* ---- aggregation -------------------------------------------------------------------------------
 */

typedef struct grouping {
    jb_chart *chart;
    jb_str_list dimensions;
    JB_LIST(const jb_aggregate_field_spec *) measures;
    JB_LIST(const jb_definition *) args; /* argmin, argmax */
    bool any;
} grouping;

static void add_measure(grouping *g, int op, jb_str field, jb_str as)
{
    for (size_t i = 0; i < g->measures.n; i++)
        if (jb_str_eq(g->measures.at[i]->as, as))
            return;
    jb_aggregate_field_spec *m = JB_NEW(g->chart->cx->keep, jb_aggregate_field_spec);
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
    add_measure(g, JB_AGGREGATE_MIN, d->field, jb_str_printf(a, "min_%.*s", JB_F(d->field)));
    add_measure(g, JB_AGGREGATE_MAX, d->field, jb_str_printf(a, "max_%.*s", JB_F(d->field)));
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
        if (d->timed && rect_band(v, d, c) != 0.5) {
            jb_str_list_add(a, &g->dimensions, d->offset_start);
            jb_str_list_add(a, &g->dimensions, d->offset_end);
        }
    } else if (d->bin)
        jb_str_list_add(a, &g->dimensions, d->end);
    if (ranged_bin(d))
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
        const char *which = d->aggregate == JB_AGGREGATE_ARGMAX ? "max" : "min";
        add_measure(g, d->aggregate, d->arg, jb_str_printf(a, "arg%s_%.*s", which, JB_F(d->arg)));
        *JB_PUSH(a, &g->args) = d;
        return;
    }
    add_measure(g, d->aggregate, d->count ? (jb_str){NULL, 0} : d->field, d->name);
    if (jb_channel_scaled(c) && !d->count)
        add_unaggregated(g, d);
}

static void extract_args(jb_pipeline *p, const grouping *g)
{
    jb_arena *a = g->chart->cx->keep;
    for (size_t i = 0; i < g->args.n && p->table; i++) {
        const jb_definition *d = g->args.at[i];
        const char *which = d->aggregate == JB_AGGREGATE_ARGMAX ? "max" : "min";
        const jb_column *c =
            jb_table_find(p->table, jb_str_printf(a, "arg%s_%.*s", which, JB_F(d->arg)));
        jb_value *values = JB_NEW_N(a, jb_value, p->table->rows + 1);
        for (size_t r = 0; c && r < p->table->rows; r++)
            values[r] = at_path(jb_cell(c, r), d->field);
        jb_pipeline_values(p, d->name, values);
    }
}

static void aggregate(jb_pipeline *p, const jb_view *v, const jb_str_list *facets)
{
    grouping g = {.chart = p->chart};
    each_definition(v, visit_grouping, &g);
    if (!g.any)
        return;
    for (size_t i = 0; i < facets->n; i++)
        jb_str_list_add(p->chart->cx->keep, &g.dimensions, facets->at[i]);
    jb_pipeline_aggregate(p, g.measures.at, g.measures.n,
                          (jb_strs){g.dimensions.at, g.dimensions.n});
    jb_pipeline_flush(p);
    extract_args(p, &g);
}

/* ---- imputing and stacking ---------------------------------------------------------------------
 */

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

/* The layers of a facet's cell impute within the cell; a unit alone does before it is parted. */
static jb_strs cells_of(const jb_view *v, const jb_str_list *facets)
{
    bool layer = v->parent && v->parent->kind == JB_VIEW_LAYER;
    return layer ? (jb_strs){facets->at, facets->n} : (jb_strs){NULL, 0};
}

static void impute_encoding(jb_pipeline *p, const jb_view *v, const jb_str_list *facets)
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
    const jb_strs cells = cells_of(v, facets);
    for (size_t i = 0; i < cells.n; i++)
        jb_str_list_add(p->chart->cx->keep, &groups, cells.at[i]);
    jb_pipeline_flush(p);
    if (p->table && !jb_table_find(p->table, imputed->field)) /* aggregated: only rows are added */
        jb_pipeline_values(p, imputed->field,
                           JB_NEW_N(p->chart->cx->keep, jb_value, p->table->rows + 1));
    jb_pipeline_impute(p, imputed->field, key->field, (jb_strs){groups.at, groups.n}, cells,
                       imputed->spec->impute);
}

static jb_str mid_name(jb_arena *a, const jb_definition *d)
{
    return jb_str_printf(a, "%.*s_mid", JB_F(d->name));
}

static void add_bin_mid(jb_pipeline *p, const jb_definition *d)
{
    jb_pipeline_flush(p);
    if (!p->table)
        return;
    double at = JB_OR(d->spec, band_position, 0.5);
    double *start = numbers_of(p, d->name), *end = numbers_of(p, d->end);
    for (size_t i = 0; i < p->table->rows; i++)
        start[i] = at * start[i] + (1 - at) * end[i];
    jb_pipeline_numbers(p, mid_name(p->chart->cx->keep, d), start, false);
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
        jb_pipeline_impute(p, field, d->bin ? mid_name(a, d) : d->name,
                           (jb_strs){groups.at, groups.n}, cells_of(v, facets), zero);
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
    const jb_definition *d = jb_definition_field(u->definitions[JB_CHANNEL_FILL]);
    if (!d)
        d = jb_definition_field(u->definitions[JB_CHANNEL_COLOR]);
    if (!d || u->orders_n || d->type != JB_NOMINAL || !d->spec->scale || !d->field.p ||
        !JB_HAS(d->spec->scale, domain) || !d->spec->scale->domain ||
        !JB_HAS(d->spec->scale->domain, values))
        return false;
    const jb_values domain = d->spec->scale->domain->values;
    jb_pipeline_flush(p);
    if (!p->table)
        return false;
    const jb_column *c = jb_table_find(p->table, d->name);
    double *index = JB_NEW_N(p->chart->cx->scratch, double, p->table->rows + 1);
    for (size_t r = 0; c && r < p->table->rows; r++) {
        index[r] = -1;
        for (size_t i = 0; i < domain.n && index[r] < 0; i++)
            if (jb_value_eq(domain.at[i], jb_cell(c, r)))
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

static void stack(jb_pipeline *p, const jb_view *v, const jb_str_list *facets)
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
        jb_str_list_add(a, &groups, mid ? mid_name(a, s->groups[i]) : s->groups[i]->name);
        if (s->groups[i]->bin && !s->impute)
            jb_str_list_add(a, &groups, s->groups[i]->end);
    }
    for (size_t i = 0; i < facets->n; i++)
        jb_str_list_add(a, &groups, facets->at[i]);
    sort_list order = stack_order(p, v, s);
    jb_pipeline_stack(p, d->name, (jb_strs){groups.at, groups.n}, s->offset,
                      (jb_sort_field_list){order.at, order.n}, d->start_name, d->end_name);
    jb_pipeline_flush(p);
}

/* ---- values that cannot be drawn ---------------------------------------------------------------
 */

typedef struct validity {
    jb_chart *chart;
    const jb_table *table;
    JB_LIST(const jb_column *) columns;
    JB_LIST(jb_str) fields; /* of the columns; one column for each where rows are filtered */
    bool filters;
    jb_arena *a;
} validity;

/* Vega-Lite filters by the last of several definitions of one field. */
static void ask_of(validity *y, const jb_column *column, jb_str field)
{
    for (size_t i = 0; i < y->fields.n && y->filters; i++)
        if (jb_str_eq(y->fields.at[i], field)) {
            y->columns.at[i] = column;
            return;
        }
    *JB_PUSH(y->a, &y->columns) = column;
    *JB_PUSH(y->a, &y->fields) = field;
}

static void visit_validity(void *with, const jb_view *v, const jb_definition *d, jb_channel c)
{
    validity *y = with;
    const jb_component *k = v->scales[c] ? jb_view_component(v, c) : NULL;
    bool counts = d->aggregate == JB_AGGREGATE_COUNT || d->aggregate == JB_AGGREGATE_VALID ||
                  d->aggregate == JB_AGGREGATE_MISSING || d->aggregate == JB_AGGREGATE_DISTINCT;
    if (!k || jb_scaling_discrete(k->type) || counts ||
        (d->type != JB_QUANTITATIVE && d->type != JB_TEMPORAL))
        return;
    bool mid = d->bin && v->unit->stack.impute;
    const jb_column *column = jb_table_find(y->table, mid ? mid_name(y->a, d) : d->name);
    const jb_scale_config_spec *scales = y->chart->config->scale;
    bool shown = JB_HAS(scales, invalid) &&
                 jb_node_get(scales->invalid, jb_enum_key(&jb_channel_values, (int)c));
    if (column && !shown)
        ask_of(y, column, d->field);
}

static jb_validity find_validity(jb_chart *chart, const jb_view *v, const jb_table *t, bool filters)
{
    validity y = {.chart = chart, .table = t, .filters = filters, .a = chart->cx->keep};
    each_definition(v, visit_validity, &y);
    return (jb_validity){y.columns.at, y.columns.n};
}

/* By which paths are broken. */
jb_validity jb_unit_validity(jb_chart *chart, const jb_view *v, const jb_table *t)
{
    return find_validity(chart, v, t, false);
}

bool jb_row_valid(const jb_validity *y, size_t row)
{
    for (size_t i = 0; i < y->n; i++)
        if (!isfinite(jb_cell_number(y->columns[i], row)))
            return false;
    return true;
}

static const jb_table *drop_invalid(jb_chart *chart, const jb_view *v, const jb_table *t)
{
    jb_validity y = find_validity(chart, v, t, true);
    size_t *pick = JB_NEW_N(chart->cx->keep, size_t, t->rows + 1), kept = 0, first = t->rows;
    for (size_t i = 0; i < t->rows; i++)
        if (jb_row_valid(&y, i))
            pick[kept++] = i;
        else if (first == t->rows)
            first = i;
    if (kept == t->rows)
        return t;
    jb_warn(chart->cx, jb_cell_span(chart->cx, t, first, y.columns[0]->name),
            "%zu rows have no number where the chart needs one, and are not drawn", t->rows - kept);
    return jb_table_pick(chart->cx->keep, t, pick, kept);
}

/* Vega-Lite 6.4 reads domains from the rows that it draws, whichever of its two modes for paths
 * is asked for: a path's points stay to break it, other marks lose theirs. */
static void settle_invalid(jb_chart *chart, jb_view *v, const jb_table *t)
{
    jb_unit_view *u = v->unit;
    bool shown = u->invalid == JB_INVALID_SHOW;
    bool breaks = jb_mark_path(u->mark) && u->invalid != JB_INVALID_FILTER;
    u->table = u->scales = shown || breaks ? t : drop_invalid(chart, v, t);
}

/* ---- the walk ----------------------------------------------------------------------------------
 */

static void visit_check(void *with, const jb_view *v, const jb_definition *d, jb_channel c)
{
    jb_pipeline *p = with;
    (void)v;
    (void)c;
    if (d->field.p && !jb_table_find(p->table, d->field))
        jb_table_need(p->chart->cx, p->table, d->field, JB_SPAN(d->spec, field));
}

/* Every column that an encoding names must be there. */
static bool check_columns(jb_chart *chart, const jb_view *v, const jb_table *t)
{
    jb_pipeline p = {.chart = chart, .table = t};
    size_t before = jb_errors(chart->cx);
    if (t->rows || t->columns_n)
        each_definition(v, visit_check, &p);
    return jb_errors(chart->cx) == before;
}

static bool load_unit(jb_chart *chart, jb_view *v, const jb_str_list *facets)
{
    jb_pipeline p = {.chart = chart, .table = v->table};
    each_definition(v, visit_nested, &p);
    if (!check_columns(chart, v, p.table))
        return false;
    each_definition(v, visit_bin, &p);
    each_definition(v, visit_time, &p);
    jb_pipeline_flush(&p);
    v->unit->raw = p.table;
    if (!p.table)
        return false;
    aggregate(&p, v, facets);
    impute_encoding(&p, v, facets);
    jb_pipeline_flush(&p);
    stack(&p, v, facets);
    if (p.table)
        settle_invalid(chart, v, p.table);
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
        visit_bin(&p, v, d, d->channel);
        visit_time(&p, v, d, d->channel);
        jb_str_list_add(chart->cx->keep, facets, d->name);
        if (d->bin)
            jb_str_list_add(chart->cx->keep, facets, d->end);
    }
    jb_pipeline_flush(&p);
    v->table = p.table;
    return p.table != NULL;
}

/* ---- transforms inside a facet -----------------------------------------------------------------
 */

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
        visit_bin(with, v, d, c);
}

/* A layer's units are binned before their own steps, so that a filter in one of them does not give
 * it other bins than its neighbours have (as Vega-Lite's parseData does). */
static const jb_table *bin_first(jb_chart *chart, const jb_view *v, const jb_table *t)
{
    if (!v->unit || !v->parent || v->parent->kind != JB_VIEW_LAYER)
        return t;
    jb_pipeline p = {.chart = chart, .table = t};
    each_definition(v, visit_bin_there, &p);
    jb_pipeline_flush(&p);
    return p.table;
}

static bool load(jb_chart *chart, jb_view *v, jb_str_list facets)
{
    jb_ctx *cx = chart->cx;
    parse_list parses = {0};
    const jb_table *t;
    if (JB_HAS(v->spec, data)) {
        t = read_data(chart, v->spec->data);
        if (t && !t->rows)
            jb_warn(cx, JB_SPAN(v->spec, data), "this data has no rows, and draws nothing");
        collect_parses(cx->keep, &parses, v, true);
        t = t ? apply_parses(chart, t, &parses) : NULL;
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
