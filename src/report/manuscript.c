#include <cmark-gfm-core-extensions.h>
#include <string.h>

#include "report/fenced.h"
#include "report/note.h"
#include "report/reader.h"

/* ---- cmark's memory is the arena's; it has no word for whose, so the thread knows ---- */

static _Thread_local jb_arena *lender;

typedef struct piece {
    _Alignas(max_align_t) size_t size;
    char bytes[];
} piece;

static void *lend(size_t n, size_t size)
{
    if (size && n > SIZE_MAX / 2 / size)
        n = SIZE_MAX / 2, size = 1; /* the arena leaves by its door */
    piece *p = jb_alloc(lender, sizeof(piece) + n * size);
    p->size = n * size;
    return p->bytes;
}

static void *lend_more(void *had, size_t size)
{
    void *more = lend(1, size);
    if (had) {
        size_t was = ((piece *)(void *)((char *)had - offsetof(piece, bytes)))->size;
        memcpy(more, had, was < size ? was : size);
    }
    return more;
}

static void take_back(void *p)
{
    (void)p;
}

static cmark_mem memory = {lend, lend_more, take_back};

/* ---- places ---- */

static void find_lines(jb_reader *r)
{
    jb_str t = r->source->text;
    *JB_PUSH(r->cx->scratch, &r->lines) = r->from;
    for (size_t at = r->from; at < t.n; at++)
        if (t.p[at] == '\n' || (t.p[at] == '\r' && !(at + 1 < t.n && t.p[at + 1] == '\n')))
            *JB_PUSH(r->cx->scratch, &r->lines) = at + 1;
}

size_t jb_reader_line(const jb_reader *r, int line)
{
    size_t i = line > 0 ? (size_t)line - 1 : 0;
    return i < r->lines.n ? r->lines.at[i] : r->source->text.n;
}

cmark_node *jb_reader_placed(cmark_node *node)
{
    cmark_node *table = cmark_node_get_start_line(node) ? NULL : cmark_node_next(node);
    return table ? table : node;
}

jb_span jb_reader_span(const jb_reader *r, cmark_node *node)
{
    node = jb_reader_placed(node);
    size_t at = jb_reader_line(r, cmark_node_get_start_line(node)), end = at;
    int column = cmark_node_get_start_column(node);
    jb_str t = r->source->text;
    while (end < t.n && t.p[end] != '\n' && t.p[end] != '\r')
        end++;
    if (column > 1 && at + (size_t)column - 1 < end)
        at += (size_t)column - 1;
    return (jb_span){r->source, at, end - at};
}

jb_str jb_reader_literal(jb_reader *r, cmark_node *node)
{
    const char *c = cmark_node_get_literal(node);
    return c ? jb_str_dup(r->cx->keep, jb_str_of(c)) : JB_S("");
}

bool jb_reader_enter(jb_reader *r, cmark_node *node)
{
    if (r->depth < r->cx->limits.nesting)
        return ++r->depth;
    jb_fail_nested(r->cx, jb_reader_span(r, node));
    return false;
}

bool jb_reader_is(cmark_node *node, const char *name)
{
    return !strcmp(cmark_node_get_type_string(node), name);
}

/* ---- the whole ---- */

static bool holds_blocks(cmark_node *n)
{
    cmark_node_type type = cmark_node_get_type(n);
    return type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_LIST || type == CMARK_NODE_ITEM ||
           type == CMARK_NODE_FOOTNOTE_DEFINITION || jb_fenced_of(n);
}

/* Is the line text or code of some block? */
static bool is_in_block(cmark_node *document, int line)
{
    cmark_node *n = cmark_node_first_child(document);
    while (n) {
        bool there = cmark_node_get_start_line(n) <= line && line <= cmark_node_get_end_line(n);
        if (there && !holds_blocks(n))
            return true;
        n = there ? cmark_node_first_child(n) : cmark_node_next(n);
    }
    return false;
}

static bool is_note(const jb_reader *r, size_t at)
{
    for (size_t i = 0; i < r->made->notes.n; i++)
        if (r->made->notes.at[i]->span.at == at)
            return true;
    return false;
}

/* Markdown drops the second note of one name. */
static void tell_dropped_notes(jb_reader *r, cmark_node *document)
{
    for (size_t i = 0; i < r->lines.n; i++) {
        size_t from = r->lines.at[i], n = jb_reader_line(r, (int)i + 2) - from;
        jb_str line = jb_str_trim(jb_str_cut(r->source->text, from, n)), name;
        size_t head = jb_note_at(line, 0, &name);
        if (head && jb_str_starts(jb_str_cut(line, head, 1), JB_S(":")) && !is_note(r, from) &&
            !is_in_block(document, (int)i + 1))
            jb_note_leave_out(r->cx,
                              (jb_span){r->source, (size_t)(line.p - r->source->text.p), line.n});
    }
}

/* One reference to each note behind the last line, so that none is dropped: see note.h. */
static void feed_references(jb_reader *r, cmark_parser *parser, jb_str body)
{
    const jb_note_names names = jb_notes_written(r->cx->scratch, body);
    for (size_t i = 0; i < names.n; i++) {
        jb_str one = jb_str_printf(r->cx->scratch, "\n\n[^%.*s]\n", JB_F(names.at[i]));
        cmark_parser_feed(parser, one.p, one.n);
    }
}

static void drop_references(const jb_reader *r, cmark_node *document)
{
    cmark_node *last = cmark_node_last_child(document), *before;
    for (; last; last = before) {
        before = cmark_node_previous(last);
        if (cmark_node_get_start_line(last) > (int)r->lines.n)
            cmark_node_unlink(last);
    }
}

static cmark_node *parse(jb_reader *r)
{
    static const char *const extensions[] = {"table", "strikethrough", "autolink", "tasklist"};
    jb_str body = jb_str_cut(r->source->text, r->from, r->source->text.n);
    lender = r->cx->scratch;
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new_with_mem(
        CMARK_OPT_FOOTNOTES | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE, &memory);
    /* before tables, which take every line behind a paragraph's for their own */
    cmark_parser_attach_syntax_extension(parser, jb_fenced_syntax());
    for (size_t i = 0; i < JB_COUNT(extensions); i++)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
    jb_str lifted = jb_flanks_lift(r->cx->scratch, body);
    cmark_parser_feed(parser, lifted.p, lifted.n);
    feed_references(r, parser, body);
    cmark_node *document = cmark_parser_finish(parser);
    drop_references(r, document);
    cmark_consolidate_text_nodes(document);
    if (lifted.p != body.p)
        jb_flanks_restore(r->cx->scratch, document);
    return document;
}

jb_manuscript *jb_manuscript_read(jb_ctx *cx, jb_figures *figures, size_t from, const jb_str *kinds,
                                  size_t kinds_n)
{
    jb_reader r = {.cx = cx,
                   .figures = figures,
                   .source = jb_figures_source(figures),
                   .from = from,
                   .kinds = kinds,
                   .kinds_n = kinds_n,
                   .made = JB_NEW(cx->keep, jb_manuscript)};
    find_lines(&r);
    cmark_node *document = parse(&r);
    jb_blocks_read(&r, &r.made->blocks, document);
    tell_dropped_notes(&r, document);
    return r.made;
}
