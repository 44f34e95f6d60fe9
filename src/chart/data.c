/* The table that a `data` object names: a file, written rows, a sequence, a dataset by its name. */
#include <math.h>
#include "base/file.h"
#include "chart/pipeline.h"
#include "data/read.h"
#include "data/schema.h"

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
    const jb_source *spec = jb_span_source(JB_SPAN(d, name));
    const jb_package *package = NULL;
    if (!spec || !jb_package_near(chart->cx, spec->name, &package) || !package)
        return NULL;
    const jb_resource *resource = jb_package_find(package, d->name);
    return resource ? jb_resource_table(chart->cx, resource) : NULL;
}

static const jb_table *find_data(jb_chart *chart, const jb_data_spec *d);

/* The data that a view has given this name. */
static const jb_data_spec *named_in(const jb_view_spec *view, jb_str name)
{
    const jb_data_spec *d = JB_HAS(view, data) ? view->data : NULL;
    bool source = d && (JB_HAS(d, url) || JB_HAS(d, values) || JB_HAS(d, sequence));
    if (source && JB_HAS(d, name) && jb_str_eq(d->name, name))
        return d;
    const jb_view_list children = jb_view_children(view);
    const jb_data_spec *found = NULL;
    for (size_t i = 0; !found && i < children.n; i++)
        found = named_in(children.at[i], name);
    return found;
}

static const jb_table *find_dataset(jb_chart *chart, const jb_data_spec *d)
{
    for (size_t i = 0; chart->options && i < chart->options->datasets_n; i++)
        if (jb_str_eq(chart->options->datasets[i].name, d->name))
            return chart->options->datasets[i].table;
    const jb_node *inside =
        JB_HAS(chart->top, datasets) ? jb_node_get(chart->top->datasets, d->name) : NULL;
    const jb_data_spec *named = inside ? NULL : named_in(chart->top, d->name);
    if (named)
        return find_data(chart, named);
    size_t errors = jb_errors(chart->cx);
    const jb_table *packaged = inside ? NULL : find_resource(chart, d);
    if (packaged || jb_errors(chart->cx) > errors)
        return packaged;
    if (!inside) {
        jb_fail(chart->cx, JB_SPAN(d, name), "no table “%.*s”", JB_F(jb_brief(chart->cx, d->name)));
        if (chart->options)
            jb_hint_nearest(
                chart->cx, d->name,
                JB_NAMES_IN(chart->options->datasets, chart->options->datasets_n, name));
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
        jb_str from = o.asked.source ? jb_span_source(o.asked)->name : (jb_str){NULL, 0};
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

const jb_table *jb_chart_data(void *from, jb_ctx *cx, const jb_data_spec *d)
{
    (void)cx;
    jb_chart *chart = from;
    const jb_table *table = read_once(chart, d);
    if (table && chart->options && (JB_HAS(d, url) || JB_HAS(d, values)))
        table = jb_table_part(chart->cx, table, chart->options->part);
    if (table && table->columns_n && chart->options && chart->options->origins)
        *JB_PUSH(chart->cx->keep, chart->options->origins) = table;
    return table;
}
