/* Typed columns, once built never changed. */
#ifndef JB_DATA_TABLE_H
#define JB_DATA_TABLE_H

#include "base/ctx.h"
#include "base/value.h"

/* One column. Cells lie in the array that `type` names; a null cell has its bit set in `nulls`
 * (NULL: no cell is null) and an undefined content in the array. JB_ANY, JB_LISTED, JB_OBJECT and
 * JB_NULL (all cells null) use `values`. */
typedef struct jb_column {
    jb_str name;
    jb_str title, unit, format; /* from the schema; {NULL, 0}: none */
    jb_str decimal, group;      /* marks in its raw numbers, by the schema; {NULL, 0}: . and , */
    jb_type type;
    uint8_t scale;   /* JB_DECIMAL: one scale for the whole column */
    uint8_t percent; /* the cells were written with % and are 1/100 of what is written */
    union {
        const uint8_t *truths;
        const int64_t *integers; /* JB_INT, JB_DECIMAL, JB_DATE, JB_DATETIME */
        const double *numbers;
        const jb_str *texts;
        const jb_value *values;
    };
    const uint64_t *nulls;
    const uint64_t *missing; /* of the null cells those that are undefined; NULL: none */
    const double *measures;  /* of texts: what jb_cell_number gives of each; NULL: not read yet */
    const jb_str *raw;       /* the cells byte for byte as read, or NULL (computed columns) */
    jb_span name_span;       /* the header's cell */
} jb_column;

typedef struct jb_table {
    jb_str name; /* as messages call it: the dataset's name or the file's */
    size_t rows, columns_n;
    const jb_column *columns;
    bool open; /* no row has said what its columns are: an empty list of JSON, and what is made of
                  it */
    /* Where rows came from; NULL for computed tables. Row r of the table is the record at byte
     * records[r] of source. */
    const jb_source *source;
    const size_t *records;
    const struct jb_csv *csv; /* how the source is CSV (data/csv.h); NULL: it is JSON, or YAML */
    bool json;                /* records are values of JSON, whose members can be found */
    /* A derived table whose rows are some of its parent's keeps source and records with them
     * (filter, sort). */
} jb_table;

bool jb_column_is_number(const jb_column *c); /* of its type; its cells may be null */
bool jb_cell_null(const jb_column *c, size_t row);
jb_value jb_cell(const jb_column *c, size_t row);
/* jb_value_measure of the cell, without a detour. */
double jb_cell_number(const jb_column *c, size_t row);
/* The column with that of each of its cells, where they are texts, for who asks more than once. */
jb_column jb_column_measured(jb_arena *a, const jb_column *c, size_t rows);
const jb_column *jb_table_find(const jb_table *t, jb_str name);    /* NULL: none */
jb_value jb_table_row(jb_arena *a, const jb_table *t, size_t row); /* as an object */
/* Like jb_table_find, but says “no column …” at span with the nearest name. An open table has
 * whatever is asked for. */
const jb_column *jb_table_need(jb_ctx *cx, const jb_table *t, jb_str name, jb_span span);
/* Warns of a name that no column has, where it may be none: it is null in each row. */
void jb_table_miss(jb_ctx *cx, const jb_table *t, jb_str name, jb_span span);
/* Where a cell stands in its file (column: a name in the file's header; {NULL, 0}: the record), or
 * the table's own place. */
jb_span jb_cell_span(jb_ctx *cx, const jb_table *t, size_t row, jb_str column);

/* Making tables (readers and transforms). Arrays are kept, not copied, and must live as long as the
 * table. */
jb_table *jb_table_make(jb_arena *a, jb_str name, size_t rows, const jb_column *columns,
                        size_t columns_n);
/* A column out of values: the narrowest type that holds them all as they are (mixed kinds: JB_ANY).
 * Integers and decimals share the largest scale; with a double among them, or where 18 digits do
 * not hold them, all are doubles, unless an integer beyond 2^53 would lose digits: then JB_ANY. */
jb_column jb_column_of(jb_arena *a, jb_str name, const jb_value *values, size_t rows);
/* The rows pick[0..n) of a table, in that order; records go with them. */
jb_table *jb_table_pick(jb_arena *a, const jb_table *t, const size_t *pick, size_t n);
/* The rows whose cell in the column, as text, is the value: those of one document of many. A table
 * without the column, or a part of no column, {NULL, 0}, is whole. */
typedef struct jb_part {
    jb_str column, value;
} jb_part;
const jb_table *jb_table_part(jb_ctx *cx, const jb_table *t, jb_part part);
/* The table with one more column, or with one replaced in its place. */
jb_table *jb_table_with(jb_arena *a, const jb_table *t, const jb_column *column);

#endif
