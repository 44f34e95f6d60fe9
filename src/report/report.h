/* A report written in Markdown becomes pages: collect (front matter, data, figures, blocks),
 * compose (lines, tables, tiles, charts as boxes), place (boxes on pages). */
#ifndef JB_REPORT_REPORT_H
#define JB_REPORT_REPORT_H

#include "base/ctx.h"
#include "base/value.h"
#include "scene/scene.h"

typedef struct jb_report_options {
    /* One document of many (`--each`): every table that has the column keeps the rows whose
     * cell, as text, is this value: a named one behind its transform. {NULL, 0}: all rows. */
    jb_str each_column, each_value;
} jb_report_options;

typedef struct jb_report {
    const jb_document *document;
    /* The charts in their order, px, each with the name it has as a file (its label, else chart-1,
     * chart-2 …). */
    const jb_scene *const *charts;
    size_t charts_n;
} jb_report;

/* Reads the report and lays it out; lengths of the document are pt. Everything lives in cx->keep.
 * NULL after messages, each with the report's own line and column. Data are read under the root
 * rule, relative to the report's folder. */
const jb_report *jb_report_compose(jb_ctx *cx, const jb_source *source,
                                   const jb_report_options *options);

/* Does all of it but the pages: front matter, data, figures, blocks, charts, tables, references.
 * Warns of half-width marks between Han characters. False after errors. */
bool jb_report_check(jb_ctx *cx, const jb_source *source);

/* The values of a column of the first table in the front matter's `data`, each once, in their
 * order, as text: what `--each COLUMN` makes documents for; and the characters that stand in the
 * table, each once. NULL after messages (no data, no such column: told at `place`). */
const jb_str *jb_report_each(jb_ctx *cx, const jb_source *source, jb_str column, jb_span place,
                             size_t *n, jb_str *characters);

#endif
