#include "data/read.h"

#include "base/encoding.h"
#include "base/file.h"
#include "data/csv.h"
#include "data/infer.h"

static const jb_table *table_of_csv(jb_ctx *cx, const jb_csv *csv)
{
    jb_column *columns = JB_NEW_N(cx->keep, jb_column, csv->columns_n);
    jb_value *values = JB_NEW_N(cx->scratch, jb_value, csv->rows);
    for (size_t c = 0; c < csv->columns_n; c++) {
        columns[c] = jb_column_infer(cx->keep, csv->columns[c], csv->rows, values);
        columns[c].name = csv->names[c];
        columns[c].name_span = csv->name_spans[c];
    }
    jb_table *t = jb_table_make(cx->keep, csv->source->name, csv->rows, columns, csv->columns_n);
    t->source = csv->source;
    t->records = csv->records;
    t->csv = csv;
    return t;
}

const jb_table *jb_table_read_source(jb_ctx *cx, const jb_source *source,
                                     const jb_read_options *options)
{
    (void)options;
    const jb_csv *csv = jb_csv_read(cx, source, JB_DIALECT_DEFAULT);
    return csv ? table_of_csv(cx, csv) : NULL;
}

const jb_table *jb_table_read(jb_ctx *cx, jb_str path, const jb_read_options *options)
{
    const jb_source *bytes = jb_file_read(cx, path, options->asked);
    const jb_source *text =
        bytes ? jb_source_decode(cx, bytes, options->encoding.n ? options->encoding : cx->encoding,
                                 options->asked)
              : NULL;
    return text ? jb_table_read_source(cx, text, options) : NULL;
}
