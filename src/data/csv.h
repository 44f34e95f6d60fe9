/* CSV text into records of cells: RFC 4180 and its dialects, every cell byte for byte. */
#ifndef JB_DATA_CSV_H
#define JB_DATA_CSV_H

#include "data/table.h"

typedef struct jb_dialect {
    char delimiter; /* 0: by evidence */
    char quote;     /* 0: no quoting */
    bool headless;  /* the first record is data; columns are called field1, field2 … */
    bool skip_initial_space;
} jb_dialect;
#define JB_DIALECT_DEFAULT ((jb_dialect){.quote = '"'})

typedef struct jb_csv {
    const jb_source *source;
    jb_dialect dialect; /* the delimiter as it was found */
    size_t columns_n, rows;
    const jb_str *names;          /* of the header; unique */
    const jb_span *name_spans;    /* without a header of the first record's cells */
    const jb_str *const *columns; /* columns[c][r]: slices of the source, or unescaped copies */
    const size_t *records;        /* the byte where record r starts */
} jb_csv;

/* Reads the whole text with libcsv; NULL after messages. Everything lives in cx->keep.
 * Errors: an open quote, a quote inside a bare cell or text behind a closing one, a record with
 * more or fewer cells than the header, two columns of one name, an empty file, a field longer than
 * limits.field_bytes. A line "sep=;" before the header says the delimiter, as Excel has it. Blank
 * lines at the end are nothing; elsewhere they are passed over with a warning that counts them, but
 * in a table of one column each is an empty cell. */
const jb_csv *jb_csv_read(jb_ctx *cx, const jb_source *source, jb_dialect dialect);

/* The table of those columns, which get the names of the header. */
jb_table *jb_table_of_csv(jb_arena *a, const jb_csv *csv, jb_column *columns);

/* `,` `;` or tab: which of them splits the first records alike into most cells, else the header. */
char jb_csv_delimiter(jb_str text, char quote);

/* Where cell `column` of the record at byte `record` stands, for messages: on the line where its
 * record starts, at the character where the cell starts; a column beyond the record is its end. A
 * record that goes over several lines is shown in one. When no more messages will be shown it is
 * the start of the record, which costs nothing. */
jb_span jb_csv_cell_span(jb_ctx *cx, const jb_source *source, size_t record, jb_dialect dialect,
                         size_t column);

#endif
