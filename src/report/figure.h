/* Inline figures: {{ expression | "format" }} in prose, in fences and in braces. They are lifted
 * out before Markdown or YAML reads the text: a placeholder of the same length stands for each, so
 * that every place in the text stays what it was, and no value is taken for Markdown or YAML. (What
 * a fence says is looked through for [^name] once it is filled: there a value may refer to a note.)
 *
 * In an expression, over the report's tables, table.column is the cell of a table of one row (an
 * error with none or several), table[condition].column the same among the rows that meet the
 * condition, which names columns bare. count(t), count(t[…]), sum(t.c), mean(t[…].c) and so on are
 * the aggregates of the data layer, over rows or a column. Around these stands all of Vega's
 * expression language. A figure that is a cell as it stands is printed as the file has it; without
 * a format, numbers are exact. A null result is an error. */
#ifndef JB_REPORT_FIGURE_H
#define JB_REPORT_FIGURE_H

#include "base/tree.h"
#include "data/table.h"

typedef struct jb_figures jb_figures;

/* Finds the figures of a report. `source` of the result is the text with placeholders, a piece of
 * `report` with all places kept. Never NULL: a figure that does not end on its line is left as it
 * is and told where it is used. */
jb_figures *jb_figures_lift(jb_ctx *cx, const jb_source *report);
const jb_source *jb_figures_source(const jb_figures *f);

/* ---- tables by name (tables.c) ---- */

typedef struct jb_tables {
    const jb_table **at;
    size_t n, cap;
    JB_LIST(jb_str) broken; /* named, but not to be had: that was told */
    const jb_node *named;   /* the front matter's `data`; NULL: none */
    jb_part part;           /* of one document of many: also of what blocks read themselves */
    bool unknown;           /* the front matter cannot be read: any name may be a table */
} jb_tables;

const jb_table *jb_tables_find(const jb_tables *tables, jb_str name); /* NULL: none is named so */
/* Whoever uses such a table is silent: the trouble is told once, where it is best known. */
bool jb_tables_broken(const jb_tables *tables, jb_str name);
/* Tells that there is no such table, with the nearest name, unless it is broken. */
void jb_tables_miss(jb_ctx *cx, const jb_tables *tables, jb_str name, jb_span span);

/* The tables that expressions name; they are given once, before the first value is asked for. */
void jb_figures_tables(jb_figures *f, const jb_tables *tables);

/* The text with each placeholder's value, or as the author wrote it (code). Values are worked out
 * once. After a message (told once a figure) its value is 0, which is sound in an expression too.
 */
jb_str jb_figures_fill(jb_ctx *cx, jb_figures *f, jb_str text);
jb_str jb_figures_restore(jb_ctx *cx, const jb_figures *f, jb_str text);

/* The length in bytes of the placeholder that begins at text[at], with its figure's place; 0: none
 * does. */
size_t jb_figures_at(const jb_figures *f, jb_str text, size_t at, jb_span *span);

/* An aggregate over some rows of a table, by the transform of that name, so that a figure, a table
 * and a chart agree; `of` NULL: over rows (count). False after messages. */
bool jb_rows_aggregate(jb_ctx *cx, const jb_table *table, const size_t *rows, size_t n, jb_str op,
                       const jb_column *of, jb_span span, jb_value *v);

/* A tree with all its strings filled; a plain scalar that is one figure becomes what its value
 * reads as (a number). */
const jb_node *jb_figures_fill_tree(jb_ctx *cx, jb_figures *f, const jb_node *node);

#endif
