/* Looking into CSV text without reading it all: which delimiter it has, where a cell stands. */
#include <string.h>

#include "data/csv.h"

enum { SAMPLE = 256 * 1024 }; /* bytes that tell the delimiter */

/* One cell after the other; what is not sound ends somewhere, without a word. */
typedef struct scan {
    jb_str text;
    jb_dialect dialect;
    size_t at;  /* where the cell starts */
    size_t end; /* behind its last byte */
    bool last;  /* of its record */
} scan;

static bool ends_record(char c)
{
    return c == '\n' || c == '\r';
}

static void find_end(scan *s)
{
    size_t p = s->at;
    bool quoted = s->dialect.quote && p < s->text.n && s->text.p[p] == s->dialect.quote;
    for (p += quoted; p < s->text.n; p++) {
        char c = s->text.p[p];
        if (quoted && c == s->dialect.quote && p + 1 < s->text.n &&
            s->text.p[p + 1] == s->dialect.quote)
            p++;
        else if (quoted && c == s->dialect.quote)
            quoted = false;
        else if (!quoted && (c == s->dialect.delimiter || ends_record(c)))
            break;
    }
    s->end = p;
    s->last = p >= s->text.n || s->text.p[p] != s->dialect.delimiter;
}

static size_t behind_blanks(jb_str text, size_t at)
{
    while (at < text.n && ends_record(text.p[at]))
        at++;
    return at;
}

static scan first_cell(jb_str text, size_t record, jb_dialect dialect)
{
    scan s = {.text = text, .dialect = dialect, .at = record < text.n ? record : text.n};
    find_end(&s);
    return s;
}

static bool next_cell(scan *s)
{
    if (s->last)
        return false;
    s->at = s->end + 1;
    find_end(s);
    return true;
}

/* The record behind: false at the end of the text. */
static bool next_record(scan *s)
{
    size_t p = behind_blanks(s->text, s->end);
    if (p >= s->text.n)
        return false;
    s->at = p;
    find_end(s);
    return true;
}

/* How many cells the header has by that delimiter, and whether the first records have as many. */
typedef struct evidence {
    size_t cells;
    bool steady;
} evidence;

static evidence evidence_of(jb_str text, jb_dialect dialect)
{
    enum { RECORDS = 20 };
    scan s = first_cell(text, behind_blanks(text, 0), dialect);
    evidence e = {0, true};
    for (int r = 0; r < RECORDS && e.steady; r++) {
        size_t n = 1;
        while (next_cell(&s))
            n++;
        if (r && s.end >= text.n && text.n == SAMPLE) /* perhaps cut off */
            break;
        if (!r)
            e.cells = n;
        e.steady = n == e.cells;
        if (!next_record(&s))
            break;
    }
    return e;
}

/* The steady one with most cells. If only a single column would be steady, the header alone
 * decides: a ragged record is a mistake to be told, not a reason to take the table for one column.
 */
char jb_csv_delimiter(jb_str text, char quote)
{
    static const char candidates[] = {',', ';', '\t'};
    jb_str sample = jb_str_cut(text, 0, SAMPLE);
    char steady = ',', header = ',';
    size_t most_steady = 1, most = 1;
    for (size_t i = 0; i < sizeof candidates; i++) {
        evidence e = evidence_of(sample, (jb_dialect){.delimiter = candidates[i], .quote = quote});
        if (e.cells > most)
            header = candidates[i], most = e.cells;
        if (e.steady && e.cells > most_steady)
            steady = candidates[i], most_steady = e.cells;
    }
    return most_steady > 1 ? steady : header;
}

static size_t record_end(scan s)
{
    while (next_cell(&s)) {
    }
    return s.end;
}

/* The record in one line, on the line where it starts: a source made for a message alone. */
static jb_span in_one_line(jb_arena *a, const jb_source *source, size_t record, const scan *s)
{
    jb_place place = jb_span_place((jb_span){source, record, 0});
    jb_buf b = jb_buf_new(a);
    for (size_t line = 1; line < place.line; line++)
        jb_buf_byte(&b, '\n');
    size_t start = b.text.n;
    for (size_t p = record, end = record_end(*s); p < end; p++)
        jb_buf_byte(&b, ends_record(s->text.p[p]) ? ' ' : s->text.p[p]);
    jb_source *line = jb_source_new(a, place.source->name, b.text);
    return (jb_span){line, start + s->at - record, s->end - s->at};
}

jb_span jb_csv_cell_span(jb_ctx *cx, const jb_source *source, size_t record, jb_dialect dialect,
                         size_t column)
{
    if (cx->messages.n >= cx->limits.messages)
        return (jb_span){source, record, 0};
    scan s = first_cell(source->text, record, dialect);
    size_t c = 0;
    while (c < column && next_cell(&s))
        c++;
    if (c < column)
        s.at = s.end;
    bool broken = false;
    for (size_t p = record; p < s.end && !broken; p++)
        broken = ends_record(source->text.p[p]);
    return broken ? in_one_line(cx->keep, source, record, &s)
                  : (jb_span){source, s.at, s.end - s.at};
}
