#include "data/csv.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

/* What grows with the rows. It is realloc'd, which moves large arrays without copying them, and is
 * given to the arena with its release. */
typedef struct growing {
    jb_str **columns;
    size_t *records;
    size_t columns_n, cap;
} growing;

typedef struct walk {
    jb_ctx *cx;
    const jb_source *source;
    jb_dialect dialect;
    size_t pos;    /* the bytes that were told so far: libcsv itself counts none */
    size_t record; /* where the current record starts */
    size_t cells;  /* of the current record */
    JB_LIST(jb_str) header;
    JB_LIST(jb_span) header_spans;
    bool has_header;
    growing *grown;
    size_t rows;
    JB_LIST(size_t) blanks;      /* where blank lines stand since the last record */
    size_t passed, first_passed; /* those passed over */
    bool too_long;
    size_t long_record, long_cell; /* the first field over the limit */
} walk;

static void free_growing(void *thing)
{
    growing *g = thing;
    for (size_t c = 0; c < g->columns_n; c++)
        free(g->columns[c]);
    free(g->columns);
    free(g->records);
    free(g);
}

static growing *new_growing(jb_arena *a, size_t columns_n)
{
    growing *g = jb_arena_own(a, calloc(1, sizeof *g), free_growing);
    g->columns = calloc(columns_n, sizeof *g->columns);
    if (!g->columns)
        jb_arena_own(a, NULL, free); /* leaves */
    g->columns_n = columns_n;
    return g;
}

static void *resized(jb_arena *a, void *old, size_t n, size_t size)
{
    void *more = n > SIZE_MAX / size ? NULL : realloc(old, n * size);
    if (!more)
        jb_arena_own(a, NULL, free); /* leaves; the old block is still owned */
    return more;
}

static void make_room(walk *w)
{
    growing *g = w->grown;
    if (w->rows < g->cap)
        return;
    size_t first = 65536 / (g->columns_n + 1);
    size_t cap = g->cap ? g->cap * 2 : first < 4 ? 4 : first;
    for (size_t c = 0; c < g->columns_n; c++)
        g->columns[c] = resized(w->cx->keep, g->columns[c], cap, sizeof **g->columns);
    g->records = resized(w->cx->keep, g->records, cap, sizeof *g->records);
    g->cap = cap;
}

static int never(unsigned char c)
{
    (void)c;
    return 0;
}

static size_t count(const char *p, size_t n, char c)
{
    size_t found = 0;
    for (const char *end = p + n; (p = memchr(p, c, (size_t)(end - p))); p++)
        found++;
    return found;
}

static bool is_quoted(const walk *w, size_t at)
{
    return w->dialect.quote && at < w->source->text.n && w->source->text.p[at] == w->dialect.quote;
}

/* Where the next cell starts: behind a delimiter, if it is not the first. */
static size_t next_cell(const walk *w)
{
    return w->pos + (w->cells ? 1 : 0);
}

/* The cell libcsv has just told, as a slice of the source; only doubled quotes make a copy
 * necessary. *raw_n is its length as written. */
static jb_str slice(const walk *w, size_t at, const char *told, size_t n, size_t *raw_n)
{
    const char *p = w->source->text.p + at;
    if (!is_quoted(w, at)) {
        *raw_n = n;
        size_t skip = 0;
        while (w->dialect.skip_initial_space && skip < n && p[skip] == ' ')
            skip++;
        return (jb_str){p + skip, n - skip};
    }
    size_t quotes = n ? count(told, n, w->dialect.quote) : 0;
    *raw_n = n + quotes + 2;
    return quotes ? jb_str_dup(w->cx->keep, (jb_str){told, n}) : (jb_str){p + 1, n};
}

/* Blank lines before another record: they were not the end of the file. */
static void settle_blanks(walk *w)
{
    bool cells = w->has_header && w->header.n == 1;
    for (size_t i = 0; cells && i < w->blanks.n; i++) {
        w->grown->columns[0][w->rows] = (jb_str){"", 0};
        w->grown->records[w->rows++] = w->blanks.at[i];
        make_room(w);
    }
    if (!cells && w->blanks.n) {
        if (!w->passed)
            w->first_passed = w->blanks.at[0];
        w->passed += w->blanks.n;
    }
    w->blanks.n = 0;
}

/* A value counts its bytes in 32 bits. */
static uint64_t most_bytes(const walk *w)
{
    return w->cx->limits.field_bytes < UINT32_MAX ? w->cx->limits.field_bytes : UINT32_MAX;
}

static void take_cell(void *told, size_t n, void *data)
{
    walk *w = data;
    if (w->blanks.n)
        settle_blanks(w);
    size_t at = next_cell(w), raw_n;
    jb_str cell = slice(w, at, told, n, &raw_n);
    if (n > most_bytes(w) && !w->too_long)
        w->too_long = true, w->long_record = w->record, w->long_cell = w->cells;
    if (!w->has_header) {
        *JB_PUSH(w->cx->keep, &w->header) = cell;
        *JB_PUSH(w->cx->keep, &w->header_spans) = (jb_span){w->source, at, raw_n};
    } else if (w->cells < w->header.n) {
        w->grown->columns[w->cells][w->rows] = cell;
    }
    w->cells++;
    w->pos = at + raw_n;
}

static void say_ragged(walk *w)
{
    size_t column = w->cells < w->header.n ? w->cells - 1 : w->header.n;
    jb_fail(w->cx, jb_csv_cell_span(w->cx, w->source, w->record, w->dialect, column),
            w->cells < w->header.n ? "the record has fewer cells than the header: %zu, not %zu"
                                   : "the record has more cells than the header: %zu, not %zu",
            w->cells, w->header.n);
    if (w->cells > w->header.n)
        jb_hint(w->cx, "a cell with a delimiter in it stands in quotes");
}

static void begin_rows(walk *w)
{
    w->grown = new_growing(w->cx->keep, w->header.n);
    w->has_header = true;
    make_room(w);
}

static void end_data_record(walk *w)
{
    if (w->cells != w->header.n)
        say_ragged(w);
    for (size_t c = w->cells; c < w->header.n; c++)
        w->grown->columns[c][w->rows] = (jb_str){"", 0};
    w->grown->records[w->rows++] = w->record;
    make_room(w);
}

static void name_headless(walk *w)
{
    for (size_t c = 0; c < w->header.n; c++) {
        w->grown->columns[c][0] = w->header.at[c];
        w->header.at[c] = jb_str_printf(w->cx->keep, "field%zu", c + 1);
    }
    end_data_record(w);
}

static void end_record(walk *w)
{
    bool first = !w->has_header;
    if (first)
        begin_rows(w);
    if (first && w->dialect.headless)
        name_headless(w);
    else if (!first)
        end_data_record(w);
}

static void take_end(int c, void *data)
{
    walk *w = data;
    bool behind_cr = c == '\n' && !w->cells && w->pos == w->record && w->pos &&
                     w->source->text.p[w->pos - 1] == '\r';
    if (w->cells) {
        end_record(w);
    } else if (!behind_cr && c >= 0) {
        *JB_PUSH(w->cx->scratch, &w->blanks) = w->pos;
    }
    w->pos += c >= 0;
    w->record = w->pos;
    w->cells = 0;
}

static void free_parser(void *parser)
{
    csv_free(parser);
}

static struct csv_parser *new_parser(jb_ctx *cx, jb_dialect dialect)
{
    struct csv_parser *p = JB_NEW(cx->scratch, struct csv_parser);
    if (csv_init(p, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL))
        jb_arena_own(cx->scratch, NULL, free); /* leaves */
    jb_arena_own(cx->scratch, p, free_parser);
    csv_set_delim(p, (unsigned char)dialect.delimiter);
    csv_set_quote(p, (unsigned char)dialect.quote);
    csv_set_space_func(p, never); /* by default it trims cells and drops lines of blanks */
    csv_set_blk_size(p, 65536);
    return p;
}

static jb_span open_cell(const walk *w)
{
    return jb_csv_cell_span(w->cx, w->source, w->record, w->dialect, w->cells);
}

static bool say_too_long(walk *w)
{
    size_t record = w->too_long ? w->long_record : w->record;
    size_t cell = w->too_long ? w->long_cell : w->cells;
    jb_fail(w->cx, jb_csv_cell_span(w->cx, w->source, record, w->dialect, cell),
            "a field has more than %llu bytes", (unsigned long long)most_bytes(w));
    jb_hint(w->cx, "look for a quote that is not closed, or raise it with --max field=N");
    return false;
}

static bool say_unsound(walk *w, bool at_end)
{
    bool quoted = is_quoted(w, next_cell(w));
    if (at_end) {
        jb_fail(w->cx, open_cell(w), "a quote is opened here and never closed");
        jb_hint(w->cx, "a quote inside a quoted cell is doubled");
    } else if (quoted) {
        jb_fail(w->cx, open_cell(w), "text behind the closing quote of this cell");
        jb_hint(w->cx, "a quote inside a quoted cell is doubled");
    } else {
        jb_fail(w->cx, open_cell(w), "a quote inside a cell that does not begin with one");
        jb_hint(w->cx, "put the whole cell in quotes and double the quote in it");
    }
    return false;
}

/* In pieces, so that a quote that never ends is noticed before the whole file is one field. */
static bool parse(walk *w)
{
    enum { PIECE = 1 << 20 };
    struct csv_parser *p = new_parser(w->cx, w->dialect);
    jb_str text = w->source->text;
    for (size_t at = w->pos, n; at < text.n; at += n) {
        n = text.n - at < PIECE ? text.n - at : PIECE;
        size_t done = csv_parse(p, text.p + at, n, take_cell, take_end, w);
        if (csv_error(p) == CSV_ENOMEM)
            jb_arena_own(w->cx->scratch, NULL, free); /* leaves */
        if (done != n)
            return say_unsound(w, false);
        if (w->too_long || p->entry_pos > most_bytes(w))
            return say_too_long(w);
    }
    return !csv_fini(p, take_cell, take_end, w) || say_unsound(w, true);
}

static int by_name(const void *a, const void *b)
{
    const jb_str *x = *(const jb_str *const *)a, *y = *(const jb_str *const *)b;
    int order = jb_str_cmp(*x, *y);
    return order ? order : (x > y) - (x < y);
}

/* A title above the head, merged cells, or columns that hold nothing leave names out; one may be
 * left out, as row numbers are. */
static bool names_left_out(walk *w)
{
    size_t first = w->header.n, left = 0;
    for (size_t c = w->header.n; c-- > 0;)
        if (!jb_str_trim(w->header.at[c]).n)
            first = c, left++;
    if (left < 2)
        return false;
    jb_fail(w->cx, w->header_spans.at[first], "columns without a name in the head: %zu", left);
    jb_hint(w->cx,
            "the first line names the columns: delete titles above it, name each column under "
            "a merged cell, delete empty columns");
    return true;
}

/* Two columns of one name: the later one is the mistake. */
static bool unique_names(walk *w)
{
    size_t before = jb_errors(w->cx), n = w->header.n;
    if (names_left_out(w))
        return false;
    const jb_str **sorted = JB_NEW_N(w->cx->scratch, const jb_str *, n);
    for (size_t c = 0; c < n; c++)
        sorted[c] = &w->header.at[c];
    qsort(sorted, n, sizeof(const jb_str *), by_name);
    for (size_t c = 1; c < n; c++)
        if (jb_str_eq(*sorted[c], *sorted[c - 1])) {
            jb_fail(w->cx, w->header_spans.at[sorted[c] - w->header.at],
                    "two columns are named “%.*s”", JB_F(jb_brief(w->cx, *sorted[c])));
            jb_hint(w->cx, "give each column a name of its own");
        }
    return jb_errors(w->cx) == before;
}

static bool has_columns(walk *w)
{
    if (w->has_header)
        return w->dialect.headless || unique_names(w);
    jb_fail(w->cx, jb_span_of(w->source), "the file is empty");
    jb_hint(w->cx, "the first line of a table names its columns");
    return false;
}

static void tell_passed(walk *w)
{
    if (w->passed)
        jb_warn(w->cx, (jb_span){w->source, w->first_passed, 0},
                w->passed == 1 ? "%zu blank line was passed over"
                               : "%zu blank lines were passed over; here is the first",
                w->passed);
}

static const jb_csv *finished(const walk *w)
{
    jb_csv *csv = JB_NEW(w->cx->keep, jb_csv);
    *csv = (jb_csv){.source = w->source,
                    .dialect = w->dialect,
                    .columns_n = w->header.n,
                    .rows = w->rows,
                    .names = w->header.at,
                    .name_spans = w->header_spans.at,
                    .columns = (const jb_str *const *)w->grown->columns,
                    .records = w->grown->records};
    return csv;
}

/* Excel's own line before the header, "sep=;", and its end; 0: there is none, or it names another
 * than was asked for. */
static size_t separator_line(jb_str text, char *delimiter)
{
    if (!jb_str_starts(text, JB_S("sep=")) || text.n < 6 || !memchr(",;\t|", text.p[4], 4) ||
        (text.p[5] != '\r' && text.p[5] != '\n') || (*delimiter && *delimiter != text.p[4]))
        return 0;
    *delimiter = text.p[4];
    return jb_str_starts(jb_str_cut(text, 5, 2), JB_S("\r\n")) ? 7 : 6;
}

static bool ends_line(char c)
{
    return c == '\n' || c == '\r';
}

static bool is_possible(jb_ctx *cx, const jb_source *source, jb_dialect d)
{
    if (d.delimiter != d.quote && !ends_line(d.delimiter) && !ends_line(d.quote))
        return true;
    jb_fail(cx, jb_span_of(source), "delimiter, quote and line end must be different characters");
    return false;
}

const jb_csv *jb_csv_read(jb_ctx *cx, const jb_source *source, jb_dialect dialect)
{
    size_t start = separator_line(source->text, &dialect.delimiter);
    if (!dialect.delimiter)
        dialect.delimiter = jb_csv_delimiter(source->text, dialect.quote);
    if (!is_possible(cx, source, dialect))
        return NULL;
    walk w = {.cx = cx, .source = source, .dialect = dialect, .pos = start, .record = start};
    size_t before = jb_errors(cx);
    if (!parse(&w) || !has_columns(&w) || jb_errors(cx) > before)
        return NULL;
    tell_passed(&w);
    return finished(&w);
}

jb_table *jb_table_of_csv(jb_arena *a, const jb_csv *csv, jb_column *columns)
{
    for (size_t c = 0; c < csv->columns_n; c++) {
        columns[c].name = csv->names[c];
        columns[c].name_span = csv->name_spans[c];
    }
    jb_table *t = jb_table_make(a, csv->source->name, csv->rows, columns, csv->columns_n);
    t->source = csv->source;
    t->records = csv->records;
    t->csv = csv;
    return t;
}
