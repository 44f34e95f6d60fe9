/* Bytes as a CSV file: whatever they are, reading ends in a table or in a message with its place,
 * and a table that is written is the same when it is read again. The first byte chooses how it is
 * read. */
#include <stdint.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "data/read.h"
#include "data/write.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void must(bool truth)
{
    if (!truth)
        abort();
}

static const jb_table *read_text(jb_ctx *cx, jb_str text, bool infer, jb_str delimiter)
{
    const jb_read_options options = {.parsing = infer ? JB_PARSE_SCHEMA : JB_PARSE_VEGA,
                                     .format = JB_S("csv"),
                                     .delimiter = delimiter};
    jb_source *bytes = jb_source_new(cx->keep, JB_S("fuzz.csv"), text);
    const jb_source *source = jb_source_decode(cx, bytes, (jb_str){NULL, 0}, (jb_span){0});
    return source ? jb_table_read_source(cx, source, &options) : NULL;
}

static void must_be_alike(const jb_table *a, const jb_table *b)
{
    must(b && a->rows == b->rows && a->columns_n == b->columns_n);
    for (size_t c = 0; c < a->columns_n; c++) {
        must(jb_str_eq(a->columns[c].name, b->columns[c].name));
        must(a->columns[c].type == b->columns[c].type);
        for (size_t r = 0; r < a->rows; r++)
            must(jb_str_eq(a->columns[c].raw[r], b->columns[c].raw[r]) &&
                 jb_cell_null(&a->columns[c], r) == jb_cell_null(&b->columns[c], r));
    }
}

static void try_table(jb_ctx *cx, const jb_table *t, bool infer)
{
    jb_buf text = jb_buf_new(cx->scratch);
    jb_table_csv(&text, t);
    must_be_alike(t, read_text(cx, text.text, infer, JB_S(",")));
    for (size_t r = 0; r < t->rows; r++)
        for (size_t c = 0; c < t->columns_n; c++)
            must(jb_cell_span(cx, t, r, t->columns[c].name).source != NULL);
    jb_table_json(&text, t);
    jb_table_markdown(&text, t);
    jb_table_aligned(&text, t);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (!n || n > 4096)
        return 0;
    jb_ctx cx = {
        .keep = jb_arena_new(NULL), .scratch = jb_arena_new(NULL), .limits = jb_limits_default()};
    const jb_table *t = read_text(&cx, (jb_str){(const char *)bytes + 1, n - 1}, bytes[0] & 1,
                                  bytes[0] & 2 ? JB_S(";") : (jb_str){NULL, 0});
    if (t)
        try_table(&cx, t, bytes[0] & 1);
    must(t || jb_failed(&cx));
    (void)jb_messages_show(&cx, false);
    jb_arena_free(cx.scratch);
    jb_arena_free(cx.keep);
    return 0;
}
