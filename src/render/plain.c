/* A document as plain text: its structure elements, read off the finished pages. */
#include <string.h>

#include "base/terminal.h"
#include "render/render.h"

typedef struct cell {
    const void *of; /* its element, NULL: it ends with its group */
    jb_str text;
    bool head;
    size_t column, columns; /* the first, and how many it reaches over */
} cell;

typedef struct row {
    const void *of; /* its element, NULL: it ends with its group */
    JB_LIST(cell) cells;
} row;

/* Of each column: so many more rows have a cell from above in it. */
typedef JB_LIST(size_t) reach;

typedef struct table {
    JB_LIST(row) rows;
    size_t row; /* at hand */
    reach heads, body;
} table;

/* A paragraph that is being read: the next page may go on with it. */
typedef struct paragraph {
    const void *element; /* NULL: it ends with its group */
    int level;           /* of a heading, 0: none */
    size_t depth;        /* of lists around it */
    bool quote;
} paragraph;

typedef struct writer {
    jb_ctx *cx;
    jb_buf out, notes;
    jb_buf text; /* of the paragraph or cell at hand */
    paragraph now;
    size_t depth, inside; /* lists and paragraphs around what is read */
    bool quote, label;    /* label: the text is only an item's label yet */
    table *table;         /* around what is read */
    table *pending;       /* the last one: the next page may go on with it */
    const void *of;       /* its element */
    const void *code;     /* the element of the code that was read last */
    size_t last_depth;
    bool tight; /* no empty line before what comes */
} writer;

static bool is_wide_end(jb_str s, bool last)
{
    size_t at = last && s.n ? s.n - 1 : 0;
    while (at && ((unsigned char)s.p[at] & 0xC0) == 0x80)
        at--;
    return !s.n || jb_terminal_columns(jb_utf8_next(s, &at)) != 1;
}

/* The lines of a paragraph joined: a space stands where two Latin words meet. */
static void add_text(writer *w, jb_str s)
{
    if (w->text.text.n && s.n && !is_wide_end(w->text.text, true) && !is_wide_end(s, false) &&
        w->text.text.p[w->text.text.n - 1] != ' ' && s.p[0] != ' ')
        jb_buf_byte(&w->text, ' ');
    jb_buf_add(&w->text, s);
}

static jb_str take_text(writer *w)
{
    jb_str text = jb_str_trim(w->text.text);
    w->text = jb_buf_new(w->cx->scratch);
    return text;
}

/* An empty line stands between all but the items of a list, and what belongs to a caption. */
static void part(writer *w, size_t depth)
{
    if (w->out.text.n && !w->tight && !(depth && w->last_depth))
        jb_buf_byte(&w->out, '\n');
    w->tight = false;
    w->last_depth = depth;
}

static void end_table(writer *w);

static void end_paragraph(writer *w)
{
    jb_str text = take_text(w);
    paragraph p = w->now;
    w->now = (paragraph){0};
    w->label = false;
    if (!text.n)
        return;
    end_table(w);
    part(w, p.depth);
    for (size_t i = 1; i < p.depth; i++)
        jb_buf_add(&w->out, JB_S("  "));
    if (p.quote)
        jb_buf_add(&w->out, JB_S("> "));
    for (int i = 0; i < p.level; i++)
        jb_buf_byte(&w->out, '#');
    if (p.level)
        jb_buf_byte(&w->out, ' ');
    jb_terminal_add(&w->out, text);
    jb_buf_byte(&w->out, '\n');
}

/* ---- tables ---- */

static size_t columns_of(writer *w, jb_str s)
{
    jb_buf nowhere = jb_buf_new(w->cx->scratch);
    return jb_terminal_add(&nowhere, s);
}

static bool is_figure(jb_str s)
{
    size_t at = 0, digits = 0;
    for (; at < s.n; at++) {
        if (!strchr("0123456789+-.,%\xE2\x88\x92", s.p[at])) /* and U+2212 */
            return false;
        digits += s.p[at] >= '0' && s.p[at] <= '9';
    }
    return digits > 0;
}

static void add_repeated(writer *w, const char *what, size_t n)
{
    for (size_t i = 0; i < n; i++)
        jb_buf_add(&w->out, jb_str_of(what));
}

/* Of one column: as wide as its widest cell, to the right where all are figures. */
typedef struct column {
    size_t width;
    bool words;
} column;

static const cell *cell_at(const row *r, size_t at)
{
    for (size_t i = 0; i < r->cells.n; i++)
        if (r->cells.at[i].column == at)
            return &r->cells.at[i];
    return NULL;
}

static size_t width_over(const column *columns, size_t first, size_t n)
{
    size_t width = 2 * (n - 1);
    for (size_t i = 0; i < n; i++)
        width += columns[first + i].width;
    return width;
}

static void write_row(writer *w, const row *r, const column *columns, size_t n)
{
    jb_buf line = jb_buf_new(w->cx->scratch);
    for (size_t i = 0, over; i < n; i += over) {
        const cell *c = cell_at(r, i);
        jb_str text = c ? c->text : JB_S("");
        over = c && c->columns < n - i ? c->columns : c ? n - i : 1;
        bool words = columns[i].words || over > 1;
        size_t blank = width_over(columns, i, over) - columns_of(w, text);
        if (i)
            jb_buf_add(&line, JB_S("  "));
        for (size_t k = 0; !words && k < blank; k++)
            jb_buf_byte(&line, ' ');
        jb_terminal_add(&line, text);
        for (size_t k = 0; words && k < blank; k++)
            jb_buf_byte(&line, ' ');
    }
    jb_str text = line.text;
    while (text.n && text.p[text.n - 1] == ' ')
        text.n--;
    jb_buf_add(&w->out, text);
    jb_buf_byte(&w->out, '\n');
}

static bool is_head(const row *r)
{
    bool all = r->cells.n > 0;
    for (size_t i = 0; i < r->cells.n; i++)
        all &= r->cells.at[i].head;
    return all;
}

/* Each column as wide as its cells; the last of a wide cell's takes what the others leave to it. */
static column *columns_for(writer *w, const table *t, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < t->rows.n; i++)
        for (size_t k = 0; k < t->rows.at[i].cells.n; k++) {
            const cell *c = &t->rows.at[i].cells.at[k];
            *n = c->column + c->columns > *n ? c->column + c->columns : *n;
        }
    column *columns = JB_NEW_N(w->cx->scratch, column, *n + 1);
    for (int wide = 0; wide < 2; wide++)
        for (size_t i = 0; i < t->rows.n; i++)
            for (size_t k = 0; k < t->rows.at[i].cells.n; k++) {
                const cell *c = &t->rows.at[i].cells.at[k];
                size_t need = columns_of(w, c->text),
                       have = width_over(columns, c->column, c->columns);
                if ((c->columns > 1) != wide)
                    continue;
                if (need > have)
                    columns[c->column + c->columns - 1].width += need - have;
                columns[c->column].words |= !wide && !c->head && c->text.n && !is_figure(c->text);
            }
    return columns;
}

/* Three rules: above, under the heads, below. */
static void end_table(writer *w)
{
    table *t = w->pending;
    w->pending = NULL;
    if (!t || !t->rows.n)
        return;
    size_t n;
    const column *columns = columns_for(w, t, &n);
    size_t width = n ? width_over(columns, 0, n) : 0;
    part(w, 0);
    add_repeated(w, "─", width);
    jb_buf_byte(&w->out, '\n');
    for (size_t i = 0; i < t->rows.n; i++) {
        const row *r = &t->rows.at[i];
        write_row(w, r, columns, n);
        if (is_head(r) && (i + 1 == t->rows.n || !is_head(r + 1))) {
            add_repeated(w, "─", width);
            jb_buf_byte(&w->out, '\n');
        }
    }
    add_repeated(w, "─", width);
    jb_buf_byte(&w->out, '\n');
}

/* ---- the walk ---- */

static void read_mark(writer *w, const jb_mark *mark);

static void read_inside(writer *w, const jb_group_item *g)
{
    for (size_t i = 0; i < g->marks_n; i++)
        read_mark(w, g->marks[i]);
}

static void begin_paragraph(writer *w, const jb_group_item *g)
{
    if (!w->label)
        end_paragraph(w);
    w->label = false;
    w->now = (paragraph){.element = g->element, .depth = w->depth, .quote = w->quote};
    if (g->tag.n == 2 && g->tag.p[0] == 'H')
        w->now.level = g->tag.p[1] - '0';
}

static void read_paragraph(writer *w, const jb_group_item *g)
{
    if (!w->table && !(g->element && w->now.element == g->element))
        begin_paragraph(w, g);
    w->inside++;
    read_inside(w, g);
    w->inside--;
    if (!g->element && !w->table)
        end_paragraph(w);
}

static void read_table(writer *w, const jb_group_item *g)
{
    if (!w->pending || !g->element || w->of != g->element) {
        end_paragraph(w);
        end_table(w);
        w->pending = JB_NEW(w->cx->scratch, table);
        w->of = g->element;
    }
    w->table = w->pending;
    read_inside(w, g);
    w->table = NULL;
}

/* A row is over: what its cells and those above reach into has a row less before it. */
static void end_row(reach *r)
{
    for (size_t i = 0; i < r->n; i++)
        r->at[i] -= r->at[i] > 0;
}

/* The row that goes on in this group; NULL: none does. */
static row *torn_row(const table *t, const jb_group_item *g)
{
    row *last = t->rows.n ? &t->rows.at[t->rows.n - 1] : NULL;
    return last && g->element && last->of == g->element ? last : NULL;
}

static void read_row(writer *w, const jb_group_item *g)
{
    table *t = w->table;
    row *torn = t ? torn_row(t, g) : NULL;
    if (t && !torn)
        *JB_PUSH(w->cx->scratch, &t->rows) = (row){.of = g->element};
    if (t)
        t->row = torn ? (size_t)(torn - t->rows.at) : t->rows.n - 1;
    read_inside(w, g);
    if (t && !torn)
        end_row(is_head(&t->rows.at[t->row]) ? &t->heads : &t->body);
}

/* The first column from `at` on that no cell from above reaches into. */
static size_t free_column(writer *w, reach *r, size_t at)
{
    for (; at < r->n && r->at[at]; at++)
        ;
    while (r->n <= at)
        *JB_PUSH(w->cx->scratch, r) = 0;
    return at;
}

static void take_columns(writer *w, reach *r, const cell *c, size_t rows)
{
    for (size_t i = 0; i < c->columns; i++) {
        while (r->n <= c->column + i)
            *JB_PUSH(w->cx->scratch, r) = 0;
        r->at[c->column + i] = rows;
    }
}

/* More of a cell that was torn; false: it is another. */
static bool add_to_cell(writer *w, row *r, const jb_group_item *g)
{
    for (size_t i = 0; g->element && i < r->cells.n; i++) {
        cell *c = &r->cells.at[i];
        if (c->of != g->element)
            continue;
        jb_str more = take_text(w);
        add_text(w, c->text);
        add_text(w, more);
        c->text = take_text(w);
        return true;
    }
    return false;
}

static void read_cell(writer *w, const jb_group_item *g)
{
    read_inside(w, g);
    table *t = w->table;
    row *here = t && t->rows.n ? &t->rows.at[t->row] : NULL;
    if (!here || add_to_cell(w, here, g))
        return;
    bool head = jb_str_eq(g->tag, JB_S("TH"));
    const cell *before = here->cells.n ? &here->cells.at[here->cells.n - 1] : NULL;
    reach *r = head ? &t->heads : &t->body;
    cell c = {.of = g->element,
              .text = take_text(w),
              .head = head,
              .columns = g->column_span > 1 ? g->column_span : 1};
    c.column = free_column(w, r, before ? before->column + before->columns : 0);
    take_columns(w, r, &c, g->row_span > 1 ? g->row_span : 1);
    *JB_PUSH(w->cx->scratch, &here->cells) = c;
}

/* A table's caption is read with it and stands above it. */
static void read_caption(writer *w, const jb_group_item *g)
{
    table *t = w->table;
    bool tight = w->tight;
    if (t)
        w->table = w->pending = NULL;
    end_paragraph(w);
    w->tight = tight;
    read_inside(w, g);
    end_paragraph(w);
    if (!t)
        return;
    w->tight = true;
    w->table = w->pending = t;
}

static void read_figure(writer *w, const jb_group_item *g)
{
    if (w->table) { /* a sparkline in its cell */
        add_text(w, g->alt);
        return;
    }
    end_paragraph(w);
    w->text.text = jb_str_printf(w->cx->scratch, "[%.*s]", JB_F(g->alt.n ? g->alt : JB_S("—")));
    end_paragraph(w);
    w->tight = true;
}

static void read_list(writer *w, const jb_group_item *g)
{
    w->depth++;
    read_inside(w, g);
    w->depth--;
}

static void read_quote(writer *w, const jb_group_item *g)
{
    bool around = w->quote;
    w->quote = true;
    read_inside(w, g);
    w->quote = around;
}

/* A note may stand between two parts of a paragraph: it goes behind all. */
static void read_note(writer *w, const jb_group_item *g)
{
    jb_buf text = w->text;
    bool label = w->label;
    w->text = jb_buf_new(w->cx->scratch);
    w->inside++;
    read_inside(w, g);
    w->inside--;
    jb_terminal_add(&w->notes, take_text(w));
    jb_buf_byte(&w->notes, '\n');
    w->text = text;
    w->label = label;
}

static void read_label(writer *w, const jb_group_item *g)
{
    if (!w->table && !w->inside) {
        end_paragraph(w);
        w->now.depth = w->depth;
        w->label = true;
    }
    read_inside(w, g);
    jb_buf_byte(&w->text, ' ');
}

/* Line for line, as it stands; the next page may go on with it. */
static void read_code(writer *w, const jb_group_item *g)
{
    end_paragraph(w);
    end_table(w);
    if (!g->element || w->code != g->element)
        part(w, 0);
    w->code = g->element;
    for (size_t i = 0; i < g->marks_n; i++)
        for (size_t k = 0; g->marks[i]->type == JB_MARKTYPE_GROUP && k < g->marks[i]->n; k++) {
            read_inside(w, &g->marks[i]->groups[k]);
            jb_buf_add(&w->out, JB_S("    "));
            jb_terminal_add(&w->out, w->text.text);
            jb_buf_byte(&w->out, '\n');
            w->text = jb_buf_new(w->cx->scratch);
        }
}

/* The number at the end of a line of contents. */
static void read_number(writer *w, const jb_group_item *g)
{
    jb_buf_add(&w->text, JB_S(" … "));
    read_inside(w, g);
}

static void skip(writer *w, const jb_group_item *g)
{
    (void)w;
    (void)g;
}

static const struct {
    jb_str tag;
    void (*read)(writer *w, const jb_group_item *g);
} rows[] = {
    {JB_K("P"), read_paragraph},  {JB_K("H1"), read_paragraph},    {JB_K("H2"), read_paragraph},
    {JB_K("H3"), read_paragraph}, {JB_K("H4"), read_paragraph},    {JB_K("H5"), read_paragraph},
    {JB_K("H6"), read_paragraph}, {JB_K("TOCI"), read_paragraph},  {JB_K("Code"), read_code},
    {JB_K("Table"), read_table},  {JB_K("TR"), read_row},          {JB_K("TH"), read_cell},
    {JB_K("TD"), read_cell},      {JB_K("Caption"), read_caption}, {JB_K("Figure"), read_figure},
    {JB_K("L"), read_list},       {JB_K("Lbl"), read_label},       {JB_K("BlockQuote"), read_quote},
    {JB_K("Note"), read_note},    {JB_K("Artifact"), skip},        {JB_K("Span"), read_number},
};

static void read_group(writer *w, const jb_group_item *g)
{
    for (size_t i = 0; i < JB_COUNT(rows); i++)
        if (jb_str_eq(rows[i].tag, g->tag)) {
            rows[i].read(w, g);
            return;
        }
    read_inside(w, g);
}

static void read_mark(writer *w, const jb_mark *mark)
{
    for (size_t i = 0; i < mark->n; i++) {
        if (mark->type == JB_MARKTYPE_GROUP)
            read_group(w, &mark->groups[i]);
        else if (mark->type == JB_MARKTYPE_TEXT)
            add_text(w, mark->texts[i].text);
    }
}

bool jb_render_text(jb_ctx *cx, const jb_document *document, jb_str *bytes)
{
    writer w = {.cx = cx,
                .out = jb_buf_new(cx->keep),
                .notes = jb_buf_new(cx->scratch),
                .text = jb_buf_new(cx->scratch)};
    for (size_t i = 0; i < document->pages_n; i++)
        read_mark(&w, document->pages[i].root);
    end_paragraph(&w);
    end_table(&w);
    w.tight = false;
    if (w.notes.text.n) {
        part(&w, 0);
        jb_buf_add(&w.out, w.notes.text);
    }
    *bytes = w.out.text;
    return true;
}
