#include "base/file.h"
#include "data/read.h"
#include "grammar/spec.h"
#include "report/compose.h"
#include "transform/transform.h"

/* Vega-Lite's data objects, and tables by name. */

typedef struct loader {
    jb_ctx *cx;
    const jb_tables *datasets;
    const jb_source *report;
} loader;

static const jb_table *by_name(loader *l, jb_str name, jb_span span)
{
    const jb_table *table = jb_tables_find(l->datasets, name);
    if (!table)
        jb_tables_miss(l->cx, l->datasets, name, span);
    return table;
}

static jb_read_options options_of(const jb_data_spec *data)
{
    jb_read_options o = {.parsing = JB_PARSE_SCHEMA, .asked = JB_SPAN(data, url)};
    const jb_format_spec *format = data->format;
    if (JB_HAS(format, type))
        o.format = jb_enum_key(&jb_data_type_values, format->type);
    if (JB_HAS(format, delimiter))
        o.delimiter = format->delimiter;
    if (JB_HAS(format, property))
        o.property = format->property;
    if (JB_HAS(format, parse))
        o.parse = format->parse;
    return o;
}

static const jb_table *load(void *from, jb_ctx *cx, const jb_data_spec *data)
{
    loader *l = from;
    const jb_read_options options = options_of(data);
    if (JB_HAS(data, url))
        return jb_table_read(cx, jb_path_from(cx->keep, l->report->name, data->url), &options);
    if (JB_HAS(data, values))
        return jb_table_from_node(cx, JB_S("values"), data->values, &options);
    if (JB_HAS(data, name))
        return by_name(l, data->name, JB_SPAN(data, name));
    if (JB_HAS(data, sequence))
        return jb_sequence_table(cx, data->sequence);
    jb_fail(cx, data->given.node ? data->given.node->span : jb_span_of(l->report),
            "data needs one of url, values and name");
    return NULL;
}

static const jb_table *transformed(loader *l, const jb_node *list, const jb_table *table)
{
    size_t before = jb_errors(l->cx);
    if (list->kind != JB_NODE_LIST) {
        jb_fail(l->cx, list->span, "“%.*s” must be %s", 9, "transform", "a list");
        return NULL;
    }
    const jb_transform_spec **specs = JB_NEW_N(l->cx->keep, const jb_transform_spec *, list->n + 1);
    for (size_t i = 0; i < list->n; i++)
        specs[i] = jb_spec_object(l->cx, &jb_transform_class, list->items[i]);
    if (jb_errors(l->cx) > before)
        return NULL;
    const jb_data_hook hook = {load, l};
    jb_scope scope = {.own = true, .locale = &jb_locale_zh_cn, .data = &hook};
    return jb_transform_run(l->cx, specs, list->n, table, &scope);
}

/* The same table by the name that the report gives it. */
static const jb_table *named(jb_ctx *cx, const jb_table *table, jb_str name)
{
    jb_table *t = JB_NEW(cx->keep, jb_table);
    *t = *table;
    t->name = name;
    return t;
}

const jb_table *jb_dataset_read(jb_ctx *cx, const jb_node *data, const jb_node *transform,
                                const jb_tables *datasets, jb_str name, const jb_source *report)
{
    size_t before = jb_errors(cx);
    loader l = {cx, datasets, report};
    const jb_data_spec *spec = jb_spec_object(cx, &jb_data_class, data);
    if (data->kind == JB_NODE_STRING)
        jb_hint(cx, "a file is named as in {url: %.*s}", JB_F(jb_brief(cx, data->text)));
    const jb_table *table = jb_errors(cx) == before ? load(&l, cx, spec) : NULL;
    if (table && !name.p) /* one that has a name is parted behind its transform */
        table = jb_table_part(cx, table, datasets->part);
    if (table && transform)
        table = transformed(&l, transform, table);
    return table && name.p ? named(cx, table, name) : table;
}

/* The data object without `transform`, which is not the grammar's there. */
static const jb_node *without_transform(jb_ctx *cx, const jb_node *map)
{
    jb_member *members = JB_NEW_N(cx->keep, jb_member, map->n + 1);
    size_t n = 0;
    for (size_t i = 0; map->kind == JB_NODE_MAP && i < map->n; i++)
        if (!jb_str_eq(map->members[i].key, JB_S("transform")))
            members[n++] = map->members[i];
    return map->kind == JB_NODE_MAP ? jb_node_map(cx->keep, members, n, map->span) : map;
}

/* A name that an expression reads as something else could never be asked for. */
static bool may_be_named(jb_ctx *cx, const jb_member *m)
{
    static const jb_str words[] = {JB_K("null"), JB_K("true"), JB_K("false"), JB_K("datum")};
    if (!jb_str_among(m->key, words, JB_COUNT(words)))
        return true;
    jb_fail(cx, m->key_span, "“%.*s” is a word of expressions, and no name of a table",
            JB_F(m->key));
    jb_hint(cx, "name the table otherwise");
    return false;
}

/* A table whose transform loses the column is the same in all documents, which is rarely meant. */
static void tell_whole(jb_ctx *cx, const jb_member *m, const jb_table *table,
                       const jb_report_options *options, const jb_source *report,
                       const jb_tables *tables)
{
    jb_str column = options->each_column;
    if (!column.p || jb_table_find(table, column) || !jb_node_get(m->value, JB_S("transform")))
        return;
    const jb_table *raw =
        jb_dataset_read(cx, without_transform(cx, m->value), NULL, tables, m->key, report);
    if (!raw || !jb_table_find(raw, column))
        return;
    jb_warn(cx, m->key_span,
            "“%.*s” has no “%.*s” after its transform: it is whole in each document", JB_F(m->key),
            JB_F(jb_brief(cx, column)));
    jb_hint(cx, "group by “%.*s” too", JB_F(jb_brief(cx, column)));
}

bool jb_datasets_read(jb_ctx *cx, const jb_front *front, const jb_report_options *options,
                      const jb_source *report, jb_tables *tables)
{
    size_t before = jb_errors(cx);
    const jb_node *data = front->data;
    if (data && data->kind != JB_NODE_MAP) {
        jb_fail(cx, data->span, "“%.*s” must be %s", 4, "data", "tables by name");
        tables->unknown = true;
        return false;
    }
    const jb_part part = {options->each_column, options->each_value};
    tables->named = data;
    tables->part = part;
    for (size_t i = 0; data && i < data->n; i++) {
        const jb_member *m = &data->members[i];
        const jb_table *table =
            !may_be_named(cx, m)
                ? NULL
                : jb_dataset_read(cx, without_transform(cx, m->value),
                                  jb_node_get(m->value, JB_S("transform")), tables, m->key, report);
        if (table) {
            tell_whole(cx, m, table, options, report, tables);
            *JB_PUSH(cx->keep, tables) = jb_table_part(cx, table, part);
        } else
            *JB_PUSH(cx->keep, &tables->broken) = m->key;
    }
    return jb_errors(cx) == before;
}
