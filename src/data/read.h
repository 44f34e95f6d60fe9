/* Files and values into tables. */
#ifndef JB_DATA_READ_H
#define JB_DATA_READ_H

#include "base/tree.h"
#include "data/table.h"

typedef enum jb_parsing {
    JB_PARSE_SCHEMA, /* by the schema in the nearest datapackage.json, else inferred from the whole
                        column */
    JB_PARSE_VEGA    /* by the schema, else as Vega reads it: a CSV column stays text unless `parse`
                        says otherwise */
} jb_parsing;

typedef struct jb_read_options {
    jb_parsing parsing;
    jb_str encoding;  /* {NULL,0}: by BOM, data package, UTF-8, GB18030 */
    jb_str delimiter; /* {NULL,0}: by the data package, the extension (.tsv), else detected */
    jb_str format;    /* "csv", "tsv", "dsv", "json", "jsonl" or "ndjson"; {NULL,0}: by the
                         extension */
    jb_str
        property; /* JSON: the member that holds the rows, dots go inside; {NULL,0}: the document */
    const jb_node *parse; /* Vega-Lite's format.parse (map of column:
                             number|boolean|date|date:'fmt'|utc:'fmt'|string|null) */
    jb_span asked;        /* where the file was named, for messages about opening it */
} jb_read_options;

/* Reads a file (or "-", stdin) under the root rule into a table in cx->keep, named by the path.
 * NULL after messages. */
const jb_table *jb_table_read(jb_ctx *cx, jb_str path, const jb_read_options *options);
/* The same from text in memory. */
const jb_table *jb_table_read_source(jb_ctx *cx, const jb_source *source,
                                     const jb_read_options *options);
/* Vega-Lite's inline `values`: a list of maps, or of plain values (column "data"), or CSV text with
 * a format. */
const jb_table *jb_table_from_node(jb_ctx *cx, jb_str name, const jb_node *values,
                                   const jb_read_options *options);

#endif
