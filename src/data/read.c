#include "data/read.h"

#include <string.h>

#include "base/encoding.h"
#include "base/file.h"
#include "data/csv.h"
#include "data/infer.h"
#include "data/resource.h"
#include "data/rows.h"
#include "data/suspect.h"
#include "data/vega.h"

/* How one text is read: what the caller, the data package and the file's name say, settled. */
typedef struct manner {
    const jb_read_options *options;
    bool json, lines, infer; /* lines: of JSON */
    jb_dialect dialect;
    jb_str encoding;
    const jb_schema *schema;
} manner;

static const jb_resource *resource_of(jb_ctx *cx, jb_str path, bool *sound)
{
    const jb_package *package;
    *sound = jb_package_near(cx, path, &package);
    return package ? jb_package_find_file(cx, package, path) : NULL;
}

static bool settle_format(jb_ctx *cx, jb_str format, manner *m)
{
    static const jb_str formats[] = {JB_K("csv"),  JB_K("tsv"),   JB_K("dsv"),
                                     JB_K("json"), JB_K("jsonl"), JB_K("ndjson")};
    if (jb_str_eq_fold(format, JB_S("tsv")) && !m->dialect.delimiter)
        m->dialect.delimiter = '\t';
    m->lines = jb_str_eq_fold(format, JB_S("jsonl")) || jb_str_eq_fold(format, JB_S("ndjson"));
    m->json = m->lines || jb_str_eq_fold(format, JB_S("json"));
    for (size_t i = 0; i < JB_COUNT(formats); i++)
        if (jb_str_eq_fold(format, formats[i]))
            return true;
    jb_fail(cx, m->options->asked, "no data format “%.*s”", JB_F(jb_brief(cx, format)));
    jb_hint(cx, "csv, tsv, dsv, json or jsonl");
    return false;
}

/* The format by the caller, else by the resource, else by the extension; what is no known extension
 * is CSV. */
static jb_str format_of(const jb_read_options *options, const jb_resource *resource, jb_str path)
{
    jb_str ext = jb_path_ext(path);
    if (options->format.n)
        return options->format;
    if (resource && resource->format.n)
        return resource->format;
    static const jb_str known[] = {JB_K("tsv"), JB_K("json"), JB_K("jsonl"), JB_K("ndjson")};
    for (size_t i = 0; i < JB_COUNT(known); i++)
        if (jb_str_eq_fold(ext, known[i]))
            return ext;
    return JB_S("csv");
}

static bool settle(jb_ctx *cx, const jb_read_options *options, const jb_resource *resource,
                   jb_str path, manner *m)
{
    *m = (manner){.options = options,
                  .infer = options->parsing == JB_PARSE_SCHEMA || jb_vega_auto(options->parse),
                  .dialect = resource ? resource->dialect : JB_DIALECT_DEFAULT,
                  .encoding = options->encoding.n ? options->encoding
                              : cx->encoding.n    ? cx->encoding
                              : resource          ? resource->encoding
                                                  : (jb_str){NULL, 0},
                  .schema = resource ? resource->schema : NULL};
    if (options->delimiter.n > 1) {
        jb_fail(cx, options->asked, "a delimiter is one character, not “%.*s”",
                JB_F(jb_brief(cx, options->delimiter)));
        return false;
    }
    if (options->delimiter.n)
        m->dialect.delimiter = options->delimiter.p[0];
    return settle_format(cx, format_of(options, resource, path), m);
}

/* ---- CSV ---- */

static jb_table *untyped_csv(jb_ctx *cx, const jb_csv *csv, bool infer)
{
    jb_column *columns = JB_NEW_N(cx->keep, jb_column, csv->columns_n);
    jb_value *values = infer ? JB_NEW_N(cx->scratch, jb_value, csv->rows) : NULL;
    for (size_t c = 0; c < csv->columns_n; c++)
        columns[c] = infer ? jb_column_infer(cx->keep, csv->columns[c], csv->rows, values)
                           : jb_column_text(cx->keep, csv->columns[c], csv->rows);
    return jb_table_of_csv(cx->keep, csv, columns);
}

static const jb_table *csv_table(jb_ctx *cx, const jb_source *source, const manner *m)
{
    const jb_csv *csv = jb_csv_read(cx, source, m->dialect);
    if (!csv)
        return NULL;
    jb_table *t = m->schema ? jb_schema_csv(cx, csv, m->schema) : untyped_csv(cx, csv, m->infer);
    jb_warn_mistaken_encoding(cx, t);
    for (size_t c = 0; m->infer && !m->schema && c < t->columns_n; c++)
        jb_warn_impossible_day(cx, t, &t->columns[c]);
    return t;
}

/* ---- JSON ---- */

static const jb_value *rows_in(jb_ctx *cx, const jb_source *source, const jb_value *document,
                               jb_str property)
{
    const jb_value *rows = property.n ? jb_value_at(document, property) : document;
    if (!rows)
        jb_fail(cx, jb_span_of(source), "no property “%.*s” in the JSON data",
                JB_F(jb_brief(cx, property)));
    return rows;
}

/* What a row is where it has no such member. */
static jb_value absent(const manner *m)
{
    return m->options->parsing == JB_PARSE_VEGA ? jb_undefined() : jb_null();
}

/* Where the rows begin; NULL: not known. */
static const size_t *places_of(jb_ctx *cx, const jb_source *source, const manner *m, bool list)
{
    size_t at = m->lines ? SIZE_MAX : jb_place_at(source->text, m->options->property);
    if (at >= source->text.n)
        return NULL;
    size_t *one = JB_NEW(cx->keep, size_t);
    *one = at;
    return list ? jb_json_items(cx->keep, source->text, at) : one;
}

static const jb_table *json_table(jb_ctx *cx, const jb_source *source, const manner *m)
{
    jb_value *document = JB_NEW(cx->keep, jb_value);
    const size_t *places = NULL;
    if (!(m->lines ? jb_json_lines_read(cx, source, document, &places)
                   : jb_json_read(cx, source, document)))
        return NULL;
    const jb_value *rows = rows_in(cx, source, document, m->options->property);
    if (!rows)
        return NULL;
    bool list = rows->type == JB_LISTED;
    if (rows != document || !m->lines)
        places = places_of(cx, source, m, list);
    jb_table *t = jb_table_of_rows(cx, source->name, list ? rows->items : rows, list ? rows->n : 1,
                                   absent(m));
    t->source = source;
    t->records = places;
    t->json = places != NULL;
    return m->schema ? jb_schema_rows(cx, t, m->schema) : t;
}

/* ---- whole ---- */

static const jb_table *table_of(jb_ctx *cx, const jb_source *source, const manner *m)
{
    return m->json ? json_table(cx, source, m) : csv_table(cx, source, m);
}

/* The table if nothing was wrong with it, with the caller's own parsing on top. */
static const jb_table *if_sound(jb_ctx *cx, const jb_table *t, size_t errors, const manner *m)
{
    if (!t || jb_errors(cx) > errors)
        return NULL;
    const jb_node *parse = m->options->parse;
    bool typed = jb_vega_auto(parse) && (m->schema || !m->json); /* as it was read */
    return typed ? t : jb_vega_parse(cx, t, parse);
}

const jb_table *jb_table_read_source(jb_ctx *cx, const jb_source *source,
                                     const jb_read_options *options)
{
    manner m;
    size_t errors = jb_errors(cx);
    if (!settle(cx, options, NULL, source->name, &m))
        return NULL;
    return if_sound(cx, table_of(cx, source, &m), errors, &m);
}

static const jb_table *read_file(jb_ctx *cx, jb_str path, const manner *m)
{
    const jb_source *bytes = jb_file_read(cx, path, m->options->asked);
    const jb_source *source =
        bytes ? jb_source_decode(cx, bytes, m->encoding, m->options->asked) : NULL;
    return source ? table_of(cx, source, m) : NULL;
}

const jb_table *jb_table_read(jb_ctx *cx, jb_str path, const jb_read_options *options)
{
    manner m;
    bool sound;
    size_t errors = jb_errors(cx);
    const jb_resource *resource = resource_of(cx, path, &sound);
    if (!sound || !settle(cx, options, resource, path, &m))
        return NULL;
    return if_sound(cx, read_file(cx, path, &m), errors, &m);
}

/* ---- inline values ---- */

/* Each line of the text where it stands in the spec, so that messages point there. */
static const jb_source *source_in(jb_ctx *cx, const jb_node *node)
{
    const jb_source *spec = node->span.source;
    if (!spec)
        return jb_source_new(cx->keep, JB_S("values"), node->text);
    JB_LIST(jb_cut) cuts = {0};
    size_t from = node->span.at;
    for (size_t at = 0; at <= node->text.n;) {
        const char *end =
            at < node->text.n ? memchr(node->text.p + at, '\n', node->text.n - at) : NULL;
        size_t n = end ? (size_t)(end - node->text.p) - at : node->text.n - at;
        ptrdiff_t found =
            jb_str_find(jb_str_cut(spec->text, from, spec->text.n), jb_str_cut(node->text, at, n));
        from += found > 0 ? (size_t)found : 0;
        *JB_PUSH(cx->keep, &cuts) = (jb_cut){at, from};
        from += found >= 0 ? n : 0;
        at += n + 1;
    }
    return jb_source_cut(cx->keep, spec, node->text, cuts.at, cuts.n);
}

static const jb_table *table_of_list(jb_ctx *cx, jb_str name, const jb_node *list, const manner *m)
{
    jb_value *rows = JB_NEW_N(cx->keep, jb_value, list->n);
    size_t *records = JB_NEW_N(cx->keep, size_t, list->n);
    for (size_t i = 0; i < list->n; i++) {
        rows[i] = jb_node_value(cx->keep, list->items[i]);
        records[i] = list->items[i]->span.at;
    }
    jb_table *t = jb_table_of_rows(cx, name, rows, list->n, absent(m));
    t->source = list->span.source;
    t->records = records;
    return t;
}

/* Text without a format is JSON to Vega; tables of lines are known by their looks. */
static bool is_json(jb_str text)
{
    jb_str s = jb_str_trim(text);
    return s.n && (s.p[0] == '[' || s.p[0] == '{');
}

const jb_table *jb_table_from_node(jb_ctx *cx, jb_str name, const jb_node *values,
                                   const jb_read_options *options)
{
    manner m;
    size_t errors = jb_errors(cx);
    if (!settle(cx, options, NULL, JB_S(""), &m))
        return NULL;
    if (values->kind == JB_NODE_STRING) {
        m.json = m.json || (!options->format.n && is_json(values->text));
        const jb_table *t = table_of(cx, source_in(cx, values), &m);
        if (t)
            ((jb_table *)t)->name = name; /* just made */
        return if_sound(cx, t, errors, &m);
    }
    m.json = true;
    const jb_node *list =
        values->kind == JB_NODE_LIST ? values : jb_node_list(cx->keep, &values, 1, values->span);
    return if_sound(cx, table_of_list(cx, name, list, &m), errors, &m);
}

/* ---- resources ---- */

const jb_table *jb_resource_read(jb_ctx *cx, const jb_resource *resource)
{
    const jb_read_options options = {.parsing = JB_PARSE_SCHEMA, .asked = resource->span};
    manner m;
    if (!settle(cx, &options, resource, resource->path, &m))
        return NULL;
    const jb_table *t = NULL;
    if (!resource->data)
        t = read_file(cx, resource->path, &m);
    else if (resource->data->kind == JB_NODE_STRING)
        t = table_of(cx, source_in(cx, resource->data), &m);
    else if ((t = jb_table_from_node(cx, resource->name, resource->data, &options)) && m.schema)
        t = jb_schema_rows(cx, t, m.schema);
    if (t)
        ((jb_table *)t)->name = resource->name; /* just made */
    return t;
}

const jb_table *jb_resource_table(jb_ctx *cx, const jb_resource *resource)
{
    size_t errors = jb_errors(cx);
    const jb_table *t = jb_resource_read(cx, resource);
    return jb_errors(cx) > errors ? NULL : t;
}
