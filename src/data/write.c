#include "data/write.h"

#include <string.h>

#include "base/terminal.h"
#include "base/tree.h"
#include "data/csv.h"

jb_str jb_cell_text(jb_arena *a, const jb_column *c, size_t row)
{
    if (c->raw)
        return c->raw[row];
    return jb_cell_null(c, row) ? (jb_str){"", 0} : jb_value_text(a, jb_cell(c, row));
}

/* ---- CSV ---- */

/* A cell that stood in quotes keeps them: it is a slice of the source with a quote before it. */
static bool was_quoted(const jb_table *t, jb_str cell)
{
    if (!t->csv || !t->csv->dialect.quote)
        return false;
    jb_str text = t->csv->source->text;
    return cell.p > text.p && cell.p <= text.p + text.n && cell.p[-1] == t->csv->dialect.quote;
}

static bool needs_quotes(jb_str cell)
{
    for (size_t i = 0; i < cell.n; i++)
        if (cell.p[i] == ',' || cell.p[i] == '"' || cell.p[i] == '\n' || cell.p[i] == '\r')
            return true;
    return false;
}

static void add_csv_cell(jb_buf *b, jb_str cell, bool quoted)
{
    if (!quoted && !needs_quotes(cell)) {
        jb_buf_add(b, cell);
        return;
    }
    jb_buf_byte(b, '"');
    for (const char *end = cell.p + cell.n, *quote; cell.n; cell.n = (size_t)(end - cell.p)) {
        quote = memchr(cell.p, '"', cell.n);
        size_t n = quote ? (size_t)(quote - cell.p) + 1 : cell.n;
        jb_buf_add(b, jb_str_cut(cell, 0, n));
        if (quote)
            jb_buf_byte(b, '"');
        cell.p += n;
    }
    jb_buf_byte(b, '"');
}

/* In a table of one column an empty cell needs quotes, for a blank line is none. */
static void add_csv_record(jb_buf *b, const jb_table *t, size_t row)
{
    for (size_t c = 0; c < t->columns_n; c++) {
        const jb_column *column = &t->columns[c];
        jb_str cell = jb_cell_text(b->arena, column, row);
        if (c)
            jb_buf_byte(b, ',');
        add_csv_cell(b, cell, was_quoted(t, cell) || (!cell.n && t->columns_n == 1));
    }
    jb_buf_byte(b, '\n');
}

void jb_table_csv(jb_buf *b, const jb_table *t)
{
    for (size_t c = 0; c < t->columns_n; c++) {
        if (c)
            jb_buf_byte(b, ',');
        jb_str name = t->columns[c].name;
        bool marked = !c && jb_str_starts(name, JB_S("\xEF\xBB\xBF")); /* no mark of the file's */
        bool alone = !name.n && t->columns_n == 1;
        add_csv_cell(b, name, marked || alone || was_quoted(t, name));
    }
    jb_buf_byte(b, '\n');
    for (size_t r = 0; r < t->rows; r++)
        add_csv_record(b, t, r);
}

/* ---- JSON ---- */

static size_t digits(jb_str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
        n++;
    return n;
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)? */
static bool is_json_number(jb_str s)
{
    size_t i = s.n && s.p[0] == '-', n = digits(s, i);
    if (!n || (n > 1 && s.p[i] == '0'))
        return false;
    i += n;
    if (i < s.n && s.p[i] == '.') {
        if (!(n = digits(s, ++i)))
            return false;
        i += n;
    }
    if (i < s.n && (s.p[i] | 32) == 'e') {
        i++;
        i += i < s.n && (s.p[i] == '+' || s.p[i] == '-');
        if (!(n = digits(s, i)))
            return false;
        i += n;
    }
    return i == s.n;
}

static void add_json_cell(jb_buf *b, const jb_column *c, size_t row)
{
    if (jb_cell_null(c, row))
        jb_buf_add(b, JB_S("null"));
    else if (!c->raw)
        jb_value_json(b, jb_cell(c, row));
    else if (jb_column_is_number(c) && is_json_number(c->raw[row]))
        jb_buf_add(b, c->raw[row]);
    else
        jb_json_string(b, c->raw[row]);
}

void jb_table_json(jb_buf *b, const jb_table *t)
{
    jb_buf_byte(b, '[');
    for (size_t r = 0; r < t->rows; r++) {
        jb_buf_add(b, r ? JB_S(",\n{") : JB_S("\n{"));
        for (size_t c = 0; c < t->columns_n; c++) {
            if (c)
                jb_buf_add(b, JB_S(", "));
            jb_json_string(b, t->columns[c].name);
            jb_buf_add(b, JB_S(": "));
            add_json_cell(b, &t->columns[c], r);
        }
        jb_buf_byte(b, '}');
    }
    jb_buf_add(b, t->rows ? JB_S("\n]\n") : JB_S("]\n"));
}

/* ---- Markdown ---- */

static bool in_word(jb_str s, size_t at)
{
    return at < s.n &&
           ((s.p[at] >= '0' && s.p[at] <= '9') || ((s.p[at] | 32) >= 'a' && (s.p[at] | 32) <= 'z'));
}

/* What Markdown would read as markup is escaped; a _ inside a word is none. */
static void add_markdown_cell(jb_buf *b, jb_str cell)
{
    for (size_t i = 0; i < cell.n; i++) {
        char c = cell.p[i];
        bool inner = c == '_' && i && in_word(cell, i - 1) && in_word(cell, i + 1);
        if (c && strchr("\\`*_[]<>~|&{", c) && !inner)
            jb_buf_byte(b, '\\');
        jb_buf_byte(b, c == '\n' || c == '\r' ? ' ' : c);
    }
}

void jb_table_markdown(jb_buf *b, const jb_table *t)
{
    for (size_t c = 0; c < t->columns_n; c++) {
        jb_buf_add(b, c ? JB_S(" | ") : JB_S("| "));
        add_markdown_cell(b, t->columns[c].name);
    }
    jb_buf_add(b, JB_S(" |\n"));
    for (size_t c = 0; c < t->columns_n; c++)
        jb_buf_add(b, jb_column_is_number(&t->columns[c]) ? JB_S("|---:") : JB_S("|---"));
    jb_buf_add(b, JB_S("|\n"));
    for (size_t r = 0; r < t->rows; r++) {
        for (size_t c = 0; c < t->columns_n; c++) {
            jb_buf_add(b, c ? JB_S(" | ") : JB_S("| "));
            add_markdown_cell(b, jb_cell_text(b->arena, &t->columns[c], r));
        }
        jb_buf_add(b, JB_S(" |\n"));
    }
}

/* ---- aligned ---- */

static size_t width_of(jb_arena *a, jb_str s)
{
    jb_buf b = jb_buf_new(a);
    return jb_terminal_add(&b, s);
}

static size_t column_width(jb_arena *a, const jb_table *t, const jb_column *c)
{
    size_t width = width_of(a, c->name);
    for (size_t r = 0; r < t->rows; r++) {
        size_t w = width_of(a, jb_cell_text(a, c, r));
        if (w > width)
            width = w;
    }
    return width;
}

static void add_blanks(jb_buf *b, size_t n)
{
    for (; n; n--)
        jb_buf_byte(b, ' ');
}

static void add_aligned(jb_buf *b, jb_str cell, size_t width, bool right, bool last)
{
    size_t blanks = width - width_of(b->arena, cell);
    if (right)
        add_blanks(b, blanks);
    jb_terminal_add(b, cell);
    if (!right && !last)
        add_blanks(b, blanks);
    jb_buf_add(b, last ? JB_S("\n") : JB_S("  "));
}

void jb_table_aligned(jb_buf *b, const jb_table *t)
{
    size_t *widths = JB_NEW_N(b->arena, size_t, t->columns_n);
    for (size_t c = 0; c < t->columns_n; c++) {
        const jb_column *column = &t->columns[c];
        widths[c] = column_width(b->arena, t, column);
        add_aligned(b, column->name, widths[c], jb_column_is_number(column), c + 1 == t->columns_n);
    }
    for (size_t c = 0; c < t->columns_n; c++) {
        for (size_t i = 0; i < widths[c]; i++)
            jb_buf_add(b, JB_S("-"));
        jb_buf_add(b, c + 1 == t->columns_n ? JB_S("\n") : JB_S("  "));
    }
    for (size_t r = 0; r < t->rows; r++)
        for (size_t c = 0; c < t->columns_n; c++)
            add_aligned(b, jb_cell_text(b->arena, &t->columns[c], r), widths[c],
                        jb_column_is_number(&t->columns[c]), c + 1 == t->columns_n);
}
