#include "report/span.h"

#include <cmark-gfm-core-extensions.h>
#include <ctype.h>
#include <string.h>

#include "report/fenced.h"
#include "report/note.h"

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

/* ---- reading ---- */

jb_str jb_block_plain(jb_arena *a, const jb_block *block)
{
    jb_buf text = jb_buf_new(a);
    for (size_t i = 0; i < block->text.n; i++)
        if (!block->text.at[i].note)
            jb_buf_add(&text, block->text.at[i].text);
    return text.text;
}

typedef struct reader {
    jb_ctx *cx;
    jb_figures *figures;
    const jb_source *source; /* with placeholders */
    size_t from;
    JB_LIST(size_t) lines; /* where line i + 1 of the body begins */
    size_t cursor, end;    /* the inlines of one block lie between them */
    JB_LIST(size_t) open;  /* the inlines of the block that are an open bracket */
    size_t spans;
    const jb_str *kinds;
    size_t kinds_n;
    jb_manuscript *made;
    bool notes_begun;
} reader;

static void find_lines(reader *r)
{
    jb_str t = r->source->text;
    *JB_PUSH(r->cx->scratch, &r->lines) = r->from;
    for (size_t at = r->from; at < t.n; at++)
        if (t.p[at] == '\n' || (t.p[at] == '\r' && !(at + 1 < t.n && t.p[at + 1] == '\n')))
            *JB_PUSH(r->cx->scratch, &r->lines) = at + 1;
}

static size_t line_at(const reader *r, int line)
{
    size_t i = line > 0 ? (size_t)line - 1 : 0;
    return i < r->lines.n ? r->lines.at[i] : r->source->text.n;
}

static jb_span span_at(const reader *r, cmark_node *node)
{
    size_t at = line_at(r, cmark_node_get_start_line(node)), end = at;
    int column = cmark_node_get_start_column(node);
    jb_str t = r->source->text;
    while (end < t.n && t.p[end] != '\n' && t.p[end] != '\r')
        end++;
    if (column > 1 && at + (size_t)column - 1 < end)
        at += (size_t)column - 1;
    return (jb_span){r->source, at, end - at};
}

static jb_block *add(reader *r, jb_blocks *into, jb_block_kind kind, cmark_node *node)
{
    jb_block *b = JB_NEW(r->cx->keep, jb_block);
    b->kind = kind;
    b->span = span_at(r, node);
    *JB_PUSH(r->cx->keep, into) = b;
    return b;
}

static jb_str literal(reader *r, cmark_node *node)
{
    const char *c = cmark_node_get_literal(node);
    return c ? jb_str_dup(r->cx->keep, jb_str_of(c)) : JB_S("");
}

/* The extensions' kinds have no constant. */
static bool is_a(cmark_node *node, const char *name)
{
    return !strcmp(cmark_node_get_type_string(node), name);
}

/* ---- inlines ---- */

/* Where the text stands: Markdown keeps it in its order, so it is the next such text of the block.
 * What is not found word for word (an entity) stands about here. */
static jb_span find_place(reader *r, jb_str text)
{
    jb_str left = jb_str_cut(r->source->text, r->cursor, r->end - r->cursor);
    ptrdiff_t at = text.n ? jb_str_find(left, text) : -1;
    if (at < 0)
        return (jb_span){r->source, r->cursor, 1};
    r->cursor += (size_t)at + text.n;
    return (jb_span){r->source, r->cursor - text.n, text.n};
}

/* Does a backslash at source[at] make the next character, which is c, stand for itself? */
static bool escapes(jb_str source, size_t at, char c)
{
    return at + 1 < source.n && source.p[at] == '\\' && source.p[at + 1] == c &&
           ispunct((unsigned char)c);
}

/* How many bytes of the source become how many of the text: an escape and a character reference
 * (taken for one character) are longer there. None: the source goes on otherwise. */
typedef struct step {
    size_t read, given;
} step;

/* The length of what looks like a character reference, 0: nothing does. */
static size_t reference_length(jb_str source, size_t at)
{
    enum { LONGEST = 33 };
    size_t n = 1;
    while (at + n < source.n && n < LONGEST &&
           (isalnum((unsigned char)source.p[at + n]) || (n == 1 && source.p[at + n] == '#')))
        n++;
    return n > 1 && at + n < source.n && source.p[at + n] == ';' ? n + 1 : 0;
}

static step step_at(jb_str source, size_t at, jb_str text, size_t i)
{
    size_t next = i, n = source.p[at] == '&' ? reference_length(source, at) : 0;
    if (escapes(source, at, text.p[i]))
        return (step){2, 1};
    if (n && !jb_str_starts(jb_str_cut(text, i, SIZE_MAX), jb_str_cut(source, at, n))) {
        jb_utf8_next(text, &next);
        return (step){n, next - i};
    }
    return source.p[at] == text.p[i] ? (step){1, 1} : (step){0, 0};
}

/* How many bytes of the source from `at` on are this text; 0: they are another. */
static size_t written_length(jb_str source, size_t at, jb_str text)
{
    size_t from = at;
    for (size_t i = 0; i < text.n;) {
        step s = at < source.n ? step_at(source, at, text, i) : (step){0, 0};
        if (!s.read)
            return 0;
        at += s.read;
        i += s.given;
    }
    return at - from;
}

/* The same for text with escapes and references: the place of the whole. False: not found. */
static bool find_literal(reader *r, jb_str text, jb_span *place)
{
    jb_str source = jb_str_cut(r->source->text, 0, r->end);
    for (size_t at = r->cursor; text.n && at < r->end; at++) {
        size_t n = written_length(source, at, text);
        if (n) {
            r->cursor = at + n;
            *place = (jb_span){r->source, at, n};
            return true;
        }
    }
    *place = (jb_span){r->source, r->cursor, 1};
    return false;
}

static jb_inline *push(reader *r, jb_block *b, jb_str text, jb_span place, jb_inline like)
{
    if (!text.n)
        return NULL;
    jb_inline *i = JB_PUSH(r->cx->keep, &b->text);
    *i = like;
    i->text = text;
    i->place = place;
    return i;
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || (unsigned char)c >= 0x80;
}

/* Latin letters and digits only: Han characters go on without a space. */
static size_t name_length(jb_str s)
{
    size_t n = 0;
    while (n < s.n && is_name(s.p[n]) && (unsigned char)s.p[n] < 0x80)
        n++;
    return n;
}

/* @fig:name and the like: the length of the head at s, 0: none. */
static size_t reference_head(jb_str s, jb_reference *kind)
{
    static const struct {
        jb_str head;
        jb_reference kind;
    } heads[] = {{JB_K("@fig:"), JB_REFERS_TO_THING},
                 {JB_K("@tab:"), JB_REFERS_TO_THING},
                 {JB_K("@sec:"), JB_REFERS_TO_THING},
                 {JB_K("@page:"), JB_REFERS_TO_PAGE}};
    for (size_t i = 0; i < JB_COUNT(heads); i++)
        if (jb_str_starts(s, heads[i].head)) {
            *kind = heads[i].kind;
            return heads[i].head.n;
        }
    return 0;
}

static void tell_open_figure(reader *r, jb_str text, jb_span place)
{
    ptrdiff_t at = jb_str_find(text, JB_S("{{"));
    if (at < 0)
        return;
    jb_fail(r->cx, jb_span_in(place, (size_t)at, 2), "a figure has no end on its line");
    jb_hint(r->cx, "it is written {{ expression | \"format\" }}");
}

static void tell_open_note(reader *r, jb_str text, jb_span place)
{
    ptrdiff_t at = jb_str_find(text, JB_S("[^"));
    if (at < 0)
        return;
    jb_fail(r->cx, jb_span_in(place, (size_t)at, 2), "no note of this name is written");
    jb_hint(r->cx, "write it on a line of its own: [^name]: text");
}

/* The figure, as its value. */
static size_t add_figure(reader *r, jb_block *b, jb_str text, size_t at, jb_inline like)
{
    jb_span figure;
    size_t n = jb_figures_at(r->figures, text, at, &figure);
    if (n)
        push(r, b, jb_figures_fill(r->cx, r->figures, jb_str_cut(text, at, n)), figure, like);
    return n;
}

static size_t add_reference(reader *r, jb_block *b, jb_str text, size_t at, jb_span place,
                            jb_inline like)
{
    jb_reference kind;
    size_t head = reference_head(jb_str_cut(text, at, text.n), &kind);
    if (!head)
        return 0;
    size_t n = head + name_length(jb_str_cut(text, at + head, text.n));
    if (n == head)
        jb_fail(r->cx, jb_span_in(place, at, n), "a reference without a name");
    jb_inline *i =
        push(r, b, jb_str_cut(text, at + head, n - head), jb_span_in(place, at, n), like);
    if (i)
        i->reference = kind;
    return n;
}

/* [@name] and [@one; @other]: the length at s, 0: it cites nothing. */
static size_t citation_length(jb_str s)
{
    ptrdiff_t end = jb_str_starts(s, JB_S("[@")) ? jb_str_find(s, JB_S("]")) : -1;
    return end > 2 && jb_str_find(jb_str_cut(s, 0, (size_t)end), JB_S("\n")) < 0 ? (size_t)end + 1
                                                                                 : 0;
}

static size_t add_citation(reader *r, jb_block *b, jb_str text, size_t at, jb_span place,
                           jb_inline like)
{
    size_t n = citation_length(jb_str_cut(text, at, text.n)), stop = at + n;
    for (size_t from = at + 1, to; from < stop; from = to + 1) {
        to = from;
        while (to + 1 < stop && text.p[to] != ';')
            to++;
        jb_str name = jb_str_trim(jb_str_cut(text, from, to - from));
        jb_span where = jb_span_in(place, from, to - from);
        bool cites = jb_str_starts(name, JB_S("@"));
        jb_inline *i = push(r, b, jb_str_cut(name, cites, name.n), where, like);
        if (i)
            i->reference = JB_REFERS_TO_SOURCE;
    }
    return n;
}

/* A word has its reading whole: it is one text, without a figure or another look inside. */
static void set_ruby(reader *r, jb_block *b, size_t first, jb_str ruby, jb_span place)
{
    if (b->text.n != first + 1) {
        jb_fail(r->cx, place, "a ruby stands over plain text of one look");
        jb_hint(r->cx, "write ** and * around the span, not in it");
    } else {
        b->text.at[first].ruby = ruby;
    }
}

/* The inlines from the open bracket on become a span; the bracket goes. */
static void close_span(reader *r, jb_block *b, const jb_bracketed *read, jb_span place)
{
    size_t first = r->open.at[--r->open.n];
    memmove(&b->text.at[first], &b->text.at[first + 1], (--b->text.n - first) * sizeof *b->text.at);
    r->spans++;
    for (size_t i = first; i < b->text.n; i++) {
        b->text.at[i].look |= read->look;
        if (!b->text.at[i].span)
            b->text.at[i].span = r->spans;
    }
    if (read->ruby.n)
        set_ruby(r, b, first, read->ruby, place);
}

/* A bracket on its way to a span is an inline of its own; one that comes to nothing stays text. */
static size_t add_bracket(reader *r, jb_block *b, jb_str text, size_t at, jb_span place,
                          jb_inline like)
{
    jb_bracketed read;
    size_t n = 0;
    if (text.p[at] == '[') {
        *JB_PUSH(r->cx->scratch, &r->open) = b->text.n;
        return push(r, b, JB_S("["), jb_span_in(place, at, 1), like) ? 1 : 0;
    }
    if (!r->open.n)
        return 0;
    if (at + 1 < text.n && text.p[at + 1] == '{')
        n = jb_bracketed_read(r->cx, jb_str_cut(text, at + 1, SIZE_MAX),
                              jb_span_in(place, at + 1, SIZE_MAX), &read);
    if (!n)
        r->open.n--;
    else
        close_span(r, b, &read, jb_span_in(place, at + 1, n));
    return n ? n + 1 : 0;
}

/* What stands at text[at] and is more than text; the text before it is pushed first. */
static size_t add_special(reader *r, jb_block *b, jb_str text, size_t from, size_t at,
                          jb_span place, jb_inline like)
{
    jb_span figure;
    jb_reference kind;
    jb_str here = jb_str_cut(text, at, text.n);
    bool bracket = text.p[at] == '[' || text.p[at] == ']', cites = citation_length(here);
    bool reference = text.p[at] == '@' && reference_head(here, &kind);
    if (!bracket && !reference && !jb_figures_at(r->figures, text, at, &figure))
        return 0;
    push(r, b, jb_str_cut(text, from, at - from), jb_span_in(place, from, at - from), like);
    size_t n = cites       ? add_citation(r, b, text, at, place, like)
               : bracket   ? add_bracket(r, b, text, at, place, like)
               : reference ? add_reference(r, b, text, at, place, like)
                           : add_figure(r, b, text, at, like);
    if (!n) /* a bracket that closes nothing */
        push(r, b, jb_str_cut(text, at, 1), jb_span_in(place, at, 1), like);
    return n ? n : 1;
}

/* One stretch of text: figures are filled in, references and spans become inlines of their own. */
static void add_text(reader *r, jb_block *b, jb_str text, jb_span place, jb_inline like)
{
    size_t from = 0;
    tell_open_note(r, text, place);
    tell_open_figure(r, text, place);
    for (size_t at = 0; at < text.n; at++) {
        size_t n = add_special(r, b, text, from, at, place, like);
        if (n) {
            from = at + n;
            at = from - 1;
        }
    }
    push(r, b, jb_str_cut(text, from, text.n), jb_span_in(place, from, text.n), like);
}

static bool is_wide(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFFEF) || c >= 0x20000 ||
           (c >= 0x2014 && c <= 0x2026);
}

/* A line end between Han characters is no space; elsewhere it is one. Told by the source's own
 * characters. */
static void add_soft_break(reader *r, jb_block *b, jb_inline like)
{
    jb_str t = r->source->text;
    size_t at = r->cursor, before, after;
    while (at < r->end && t.p[at] != '\n' && t.p[at] != '\r')
        at++;
    before = at;
    while (before > r->from && (t.p[before - 1] == ' ' || t.p[before - 1] == '*'))
        before--;
    while (before > r->from && ((unsigned char)t.p[--before] & 0xC0) == 0x80)
        ;
    after = at;
    while (after < r->end && strchr("\r\n \t>*", t.p[after]))
        after++;
    r->cursor = after;
    size_t b4 = before, af = after;
    bool wide = at > before && after < t.n && is_wide(jb_utf8_next(t, &b4)) &&
                is_wide(jb_utf8_next(t, &af));
    if (!wide)
        push(r, b, JB_S(" "), (jb_span){r->source, at, 1}, like);
}

static void add_inlines(reader *r, jb_block *b, cmark_node *parent, jb_inline like);

static void add_note(reader *r, jb_block *b, cmark_node *node, jb_inline like)
{
    double number;
    if (!jb_number_read(literal(r, node), &number) || number < 1)
        return;
    jb_span place = find_place(r, JB_S("[^"));
    jb_inline *i = push(r, b, JB_S("^"), place, like);
    i->note = (size_t)number;
}

static void tell_html(reader *r, cmark_node *node, jb_span place)
{
    jb_str html = jb_str_trim(literal(r, node));
    if (jb_str_starts(html, JB_S("<!--")))
        return;
    jb_fail(r->cx, place, "HTML is not taken");
    jb_hint(r->cx, "write it in Markdown; a < meant as itself is written \\<");
}

static jb_str address(reader *r, cmark_node *node)
{
    jb_str url = jb_str_dup(r->cx->keep, jb_str_of(cmark_node_get_url(node)));
    return jb_figures_fill(r->cx, r->figures, url);
}

/* A literal by the stretches that stand in the source word for word. What is escaped is text and no
 * more: \[x]{.dots} is no span. */
static void add_literal(reader *r, jb_block *b, jb_str text, jb_inline like)
{
    jb_span place;
    bool found = find_literal(r, text, &place);
    size_t from = 0, begin = place.at;
    for (size_t i = 0, at = begin; found && i < text.n;) {
        step s = step_at(r->source->text, at, text, i);
        if (s.read != s.given) {
            add_text(r, b, jb_str_cut(text, from, i - from),
                     (jb_span){r->source, begin, at - begin}, like);
            push(r, b, jb_str_cut(text, i, s.given), (jb_span){r->source, at, s.read}, like);
            from = i + s.given;
            begin = at + s.read;
        }
        i += s.given;
        at += s.read;
    }
    size_t left = text.n - from;
    add_text(r, b, jb_str_cut(text, from, left), (jb_span){r->source, begin, found ? left : 1},
             like);
}

static void add_inline(reader *r, jb_block *b, cmark_node *node, jb_inline like)
{
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT) {
        add_literal(r, b, literal(r, node), like);
    } else if (type == CMARK_NODE_CODE) {
        jb_str text = literal(r, node);
        like.look |= JB_LOOK_CODE;
        push(r, b, jb_figures_restore(r->cx, r->figures, text), find_place(r, text), like);
    } else if (type == CMARK_NODE_SOFTBREAK) {
        add_soft_break(r, b, like);
    } else if (type == CMARK_NODE_LINEBREAK) {
        jb_inline *i = push(r, b, JB_S("\n"), (jb_span){r->source, r->cursor, 1}, like);
        i->hard_break = true;
    } else if (type == CMARK_NODE_FOOTNOTE_REFERENCE) {
        add_note(r, b, node, like);
    } else if (type == CMARK_NODE_HTML_INLINE) {
        jb_str html = literal(r, node);
        tell_html(r, node, find_place(r, html));
    } else if (type == CMARK_NODE_IMAGE) {
        jb_fail(r->cx, span_at(r, node), "an image inside a paragraph");
        jb_hint(r->cx, "give it a paragraph of its own");
    } else {
        if (type == CMARK_NODE_STRONG)
            like.look |= JB_LOOK_STRONG;
        else if (type == CMARK_NODE_EMPH)
            like.look |= JB_LOOK_EMPH;
        else if (type == CMARK_NODE_LINK)
            like.link = address(r, node);
        else if (is_a(node, "strikethrough"))
            like.look |= JB_LOOK_STRIKE;
        add_inlines(r, b, node, like);
    }
}

static void add_inlines(reader *r, jb_block *b, cmark_node *parent, jb_inline like)
{
    for (cmark_node *n = cmark_node_first_child(parent); n; n = cmark_node_next(n))
        add_inline(r, b, n, like);
}

/* The inlines of one block lie between its first line and its last. */
static void begin_inlines(reader *r, cmark_node *node)
{
    size_t at = line_at(r, cmark_node_get_start_line(node));
    if (at > r->cursor || at < r->from)
        r->cursor = at;
    r->end = line_at(r, cmark_node_get_end_line(node) + 1);
    if (r->end < r->cursor)
        r->cursor = at;
    r->open.n = 0;
}

static void read_inlines(reader *r, jb_block *b, cmark_node *node)
{
    begin_inlines(r, node);
    add_inlines(r, b, node, (jb_inline){0});
}

/* ---- blocks ---- */

static void read_blocks(reader *r, jb_blocks *into, cmark_node *parent);

static const jb_str image_keys[] = {JB_K("width")};
static const jb_attribute_rules heading_rules = {.what = "a heading", .named = true},
                                fence_rules = {.what = "a fence"},
                                image_rules = {.what = "a picture",
                                               .keys = image_keys,
                                               .keys_n = JB_COUNT(image_keys),
                                               .named = true};

static void read_attributes(reader *r, jb_block *b, jb_str braces, jb_span place,
                            const jb_attribute_rules *rules)
{
    if (jb_attributes_read(r->cx, braces, place, &b->attributes))
        jb_attributes_check(r->cx, &b->attributes, rules);
}

static void read_heading(reader *r, jb_blocks *into, cmark_node *node)
{
    jb_block *b = add(r, into, JB_BLOCK_HEADING, node);
    b->level = cmark_node_get_heading_level(node);
    b->numbered = true;
    read_inlines(r, b, node);
    jb_inline *last = b->text.n ? &b->text.at[b->text.n - 1] : NULL;
    size_t n = last && jb_str_ends(last->text, JB_S("}")) ? last->text.n : 0;
    size_t at = n ? n - 1 : 0;
    while (at && last->text.p[at] != '{')
        at--;
    if (!n || last->text.p[at] != '{' || last->look & JB_LOOK_CODE)
        return;
    jb_str braces = jb_str_cut(last->text, at, n - at);
    b->numbered = !jb_str_eq(braces, JB_S("{-}"));
    if (b->numbered)
        read_attributes(r, b, braces, jb_span_in(last->place, at, n - at), &heading_rules);
    last->text = jb_str_trim(jb_str_cut(last->text, 0, at));
    if (!last->text.n)
        b->text.n--;
}

/* The image that a paragraph is, with nothing but braces behind it; NULL: it is none. */
static cmark_node *image_alone(cmark_node *node)
{
    cmark_node *image = cmark_node_first_child(node);
    cmark_node *behind = image ? cmark_node_next(image) : NULL;
    const char *text = behind && !cmark_node_next(behind) ? cmark_node_get_literal(behind) : NULL;
    bool braces = text && cmark_node_get_type(behind) == CMARK_NODE_TEXT && *text == '{';
    bool alone = image && cmark_node_get_type(image) == CMARK_NODE_IMAGE && (!behind || braces);
    return alone ? image : NULL;
}

static bool is_page_break(cmark_node *node)
{
    cmark_node *first = cmark_node_first_child(node);
    const char *text = first && !cmark_node_next(first) ? cmark_node_get_literal(first) : NULL;
    return text && cmark_node_get_type(first) == CMARK_NODE_TEXT && !strcmp(text, "\\pagebreak");
}

/* ---- definitions: a term, and behind it lines that begin with a colon ---- */

static bool begins_definition(cmark_node *n)
{
    const char *text =
        n && cmark_node_get_type(n) == CMARK_NODE_TEXT ? cmark_node_get_literal(n) : NULL;
    return text && text[0] == ':' && (text[1] == ' ' || !text[1]);
}

static bool is_definitions(cmark_node *node)
{
    cmark_node *n = cmark_node_first_child(node);
    bool term = n && !begins_definition(n), defined = false;
    for (; n && term; n = cmark_node_next(n))
        defined = defined || (cmark_node_get_type(n) == CMARK_NODE_SOFTBREAK &&
                              begins_definition(cmark_node_next(n)));
    return defined;
}

static void drop_colon(cmark_node *n)
{
    const char *text = cmark_node_get_literal(n) + 1;
    cmark_node_set_literal(n, text + strspn(text, " "));
}

/* The list of definitions that ends here, or a new one. */
static jb_block *definitions(reader *r, jb_blocks *into, cmark_node *node)
{
    jb_block *last = into->n ? into->at[into->n - 1] : NULL;
    if (last && last->kind == JB_BLOCK_LIST && last->defines)
        return last;
    jb_block *list = add(r, into, JB_BLOCK_LIST, node);
    list->defines = true;
    return list;
}

static void read_definitions(reader *r, jb_blocks *into, cmark_node *node)
{
    jb_block *item = add(r, &definitions(r, into, node)->blocks, JB_BLOCK_ITEM, node), *at = item;
    begin_inlines(r, node);
    for (cmark_node *n = cmark_node_first_child(node); n; n = cmark_node_next(n)) {
        bool turns = cmark_node_get_type(n) == CMARK_NODE_SOFTBREAK;
        if (turns && begins_definition(cmark_node_next(n))) {
            at = add(r, &item->blocks, JB_BLOCK_PARAGRAPH, node);
            n = cmark_node_next(n);
            drop_colon(n);
            r->open.n = 0;
        }
        add_inline(r, at, n, (jb_inline){0});
    }
}

static void read_paragraph(reader *r, jb_blocks *into, cmark_node *node)
{
    if (is_definitions(node)) {
        read_definitions(r, into, node);
        return;
    }
    if (is_page_break(node)) {
        add(r, into, JB_BLOCK_BREAK, node);
        return;
    }
    cmark_node *image = image_alone(node);
    jb_block *b = add(r, into, image ? JB_BLOCK_IMAGE : JB_BLOCK_PARAGRAPH, node);
    if (image)
        b->path = address(r, image);
    read_inlines(r, b, image ? image : node);
    if (image && cmark_node_next(image)) {
        jb_str braces = jb_str_trim(literal(r, cmark_node_next(image)));
        read_attributes(r, b, braces, find_place(r, braces), &image_rules);
    }
}

static void read_list(reader *r, jb_blocks *into, cmark_node *node)
{
    jb_block *b = add(r, into, JB_BLOCK_LIST, node);
    b->numbered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    int start = cmark_node_get_list_start(node);
    b->start = start > 0 ? (size_t)start : 0;
    for (cmark_node *n = cmark_node_first_child(node); n; n = cmark_node_next(n)) {
        jb_block *item = add(r, &b->blocks, JB_BLOCK_ITEM, n);
        item->task = is_a(n, "tasklist");
        item->done = item->task && cmark_gfm_extensions_get_tasklist_item_checked(n);
        read_blocks(r, &item->blocks, n);
    }
}

/* The fence's text, each line with its own place: cmark has taken indents and > marks off. */
static const jb_source *fence_source(reader *r, cmark_node *node, jb_str text)
{
    JB_LIST(jb_cut) cuts = {0};
    int line = cmark_node_get_start_line(node) + 1;
    for (size_t at = 0; at < text.n; line++) {
        size_t end = at;
        while (end < text.n && text.p[end] != '\n')
            end++;
        size_t from = line_at(r, line), to = line_at(r, line + 1);
        ptrdiff_t in = end > at ? jb_str_find(jb_str_cut(r->source->text, from, to - from),
                                              jb_str_cut(text, at, end - at))
                                : 0;
        *JB_PUSH(r->cx->keep, &cuts) = (jb_cut){at, from + (in > 0 ? (size_t)in : 0)};
        at = end + 1;
    }
    if (!cuts.n)
        *JB_PUSH(r->cx->keep, &cuts) = (jb_cut){0, line_at(r, line)};
    return jb_source_cut(r->cx->keep, r->source, text, cuts.at, cuts.n);
}

static bool is_kind(const reader *r, jb_str word)
{
    for (size_t i = 0; i < r->kinds_n; i++)
        if (jb_str_eq(r->kinds[i], word))
            return true;
    return false;
}

static jb_str first_word(jb_str info)
{
    info = jb_str_trim(info);
    size_t n = 0;
    while (n < info.n && info.p[n] != ' ' && info.p[n] != '{')
        n++;
    return jb_str_cut(info, 0, n);
}

/* An open fence takes all that follows it for its own text. */
static void tell_open_fence(reader *r, cmark_node *node)
{
    int length, offset, last = cmark_node_get_end_line(node);
    char mark;
    if (!cmark_node_get_fenced(node, &length, &offset, &mark))
        return;
    size_t from = line_at(r, last), n = 0;
    jb_str line = jb_str_trim(jb_str_cut(r->source->text, from, line_at(r, last + 1) - from));
    while (line.n && (*line.p == '>' || *line.p == ' ')) /* of a quote around it */
        line = jb_str_cut(line, 1, line.n - 1);
    while (n < line.n && line.p[n] == mark)
        n++;
    if (last > cmark_node_get_start_line(node) && n == line.n && n >= (size_t)length)
        return;
    jb_fail(r->cx, span_at(r, node), "the fence has no end");
    jb_hint(r->cx, "close it with a line of %d or more of the mark it begins with", length);
}

/* A fence says in its text what it has to say. */
static void read_fence_head(reader *r, jb_block *b, jb_str info, size_t word)
{
    jb_str rest = jb_str_trim(jb_str_cut(jb_str_trim(info), word, SIZE_MAX));
    jb_str line = jb_str_cut(r->source->text, b->span.at, b->span.n);
    ptrdiff_t at = rest.n ? jb_str_find(line, rest) : -1;
    jb_span place = at < 0 ? b->span : jb_span_in(b->span, (size_t)at, rest.n);
    if (!rest.n)
        return;
    if (*rest.p == '{') {
        read_attributes(r, b, rest, place, &fence_rules);
        b->attributes = (jb_attributes){0};
    } else {
        jb_fail(r->cx, place, "nothing may stand behind the word of a fence");
    }
    jb_hint(r->cx, "what it says stands in its text, as in name: roads");
}

static void read_code(reader *r, jb_blocks *into, cmark_node *node)
{
    tell_open_fence(r, node);
    const char *info = cmark_node_get_fence_info(node);
    jb_str word = first_word(jb_str_of(info ? info : ""));
    jb_str text = literal(r, node);
    if (!is_kind(r, word)) {
        add(r, into, JB_BLOCK_CODE, node)->code = jb_figures_restore(r->cx, r->figures, text);
        return;
    }
    jb_block *b = add(r, into, JB_BLOCK_FENCE, node);
    b->info = jb_str_dup(r->cx->keep, word);
    read_fence_head(r, b, jb_str_of(info), word.n);
    const jb_node *tree = jb_tree_read(r->cx, fence_source(r, node, text), JB_YAML);
    b->node = tree ? jb_figures_fill_tree(r->cx, r->figures, tree) : NULL;
}

static void read_table(reader *r, jb_blocks *into, cmark_node *node)
{
    jb_block *table = add(r, into, JB_BLOCK_TABLE, node);
    size_t n = cmark_gfm_extensions_get_table_columns(node);
    const uint8_t *marks = cmark_gfm_extensions_get_table_alignments(node);
    char *align = jb_alloc(r->cx->keep, n + 1);
    for (size_t i = 0; i < n; i++)
        align[i] = marks[i] ? (char)marks[i] : 'l';
    table->align = (jb_str){align, n};
    for (cmark_node *row = cmark_node_first_child(node); row; row = cmark_node_next(row)) {
        jb_block *line = add(r, &table->blocks, JB_BLOCK_ROW, row);
        r->cursor = line_at(r, cmark_node_get_start_line(row));
        for (cmark_node *c = cmark_node_first_child(row); c; c = cmark_node_next(c)) {
            r->end = line_at(r, cmark_node_get_start_line(row) + 1);
            r->open.n = 0;
            add_inlines(r, add(r, &line->blocks, JB_BLOCK_CELL, c), c, (jb_inline){0});
        }
    }
}

/* All notes come last from cmark; the block that stands where the first was written shows where
 * they may be set. */
static void read_note(reader *r, jb_blocks *into, cmark_node *node)
{
    (void)into;
    jb_block *note = add(r, &r->made->notes, JB_BLOCK_ITEM, node);
    size_t at = line_at(r, cmark_node_get_start_line(node));
    note->span = (jb_span){r->source, at, note->span.at + note->span.n - at};
    jb_note_at(r->source->text, at, &note->attributes.name.text);
    read_blocks(r, &note->blocks, node);
}

/* ::: name, or ::: {.name #label key=value}; more colons may stand behind. */
static void read_div_head(reader *r, jb_block *b)
{
    jb_str line = jb_str_cut(r->source->text, b->span.at, b->span.n);
    size_t at = 0;
    while (at < line.n && (line.p[at] == ':' || line.p[at] == ' ' || line.p[at] == '\t'))
        at++;
    while (line.n > at && (line.p[line.n - 1] == ':' || line.p[line.n - 1] == ' '))
        line.n--;
    jb_str head = jb_str_cut(line, at, line.n - at);
    jb_span place = jb_span_in(b->span, at, head.n);
    if (head.n && *head.p == '{') {
        jb_attributes_read(r->cx, head, place, &b->attributes);
        if (!b->attributes.kind.text.p)
            b->attributes.kind = (jb_said){JB_S(""), place};
    } else if (head.n && jb_str_find(head, JB_S(" ")) < 0) {
        b->attributes.kind = (jb_said){jb_str_dup(r->cx->keep, head), place};
    } else {
        jb_fail(r->cx, place, "a div has one name");
        jb_hint(r->cx, "more is written in braces: ::: {.name key=\"some words\"}");
    }
}

static void read_div(reader *r, jb_blocks *into, cmark_node *node, jb_fenced kind)
{
    jb_span place = span_at(r, node);
    if (kind == JB_FENCED_DEEP)
        jb_fail(r->cx, place, "nested so deep that no room is left for its text");
    else if (kind == JB_FENCED_OPEN)
        jb_fail(r->cx, place, "the div has no end");
    else if (kind == JB_FENCED_STRAY)
        jb_fail(r->cx, place, "this closes nothing");
    if (kind == JB_FENCED_OPEN || kind == JB_FENCED_STRAY)
        jb_hint(r->cx, "a div is opened by “::: name” and closed by “:::”");
    if (kind != JB_FENCED_DIV && kind != JB_FENCED_OPEN)
        return;
    jb_block *b = add(r, into, JB_BLOCK_DIV, node);
    size_t begin = line_at(r, cmark_node_get_start_line(node) + 1);
    size_t end = line_at(r, cmark_node_get_end_line(node) + 1);
    b->code = jb_str_cut(r->source->text, begin, end > begin ? end - begin : 0);
    read_div_head(r, b);
    read_blocks(r, &b->blocks, node);
}

/* Takes the first line, which has been read otherwise, off a paragraph. */
static void drop_line(jb_blocks *blocks, jb_span line)
{
    jb_block *b = blocks->at[0];
    size_t n = 0;
    while (n < b->text.n && b->text.at[n].place.at <= line.at + line.n)
        n++;
    b->text.at += n;
    b->text.n -= n;
    if (!b->text.n)
        blocks->at++, blocks->n--;
}

/* GitHub's > [!NOTE] is a div of that name; what stands behind it on its line is the title. */
static void read_alert(reader *r, jb_block *quote)
{
    const jb_block *first = quote->blocks.n ? quote->blocks.at[0] : NULL;
    if (!first || first->kind != JB_BLOCK_PARAGRAPH)
        return;
    jb_str line = jb_str_cut(r->source->text, first->span.at, first->span.n);
    ptrdiff_t end = jb_str_find(line, JB_S("]"));
    if (!jb_str_starts(line, JB_S("[!")) || end < 3)
        return;
    char *name = jb_alloc(r->cx->keep, (size_t)end);
    for (ptrdiff_t i = 2; i < end; i++)
        name[i - 2] = (char)(line.p[i] | (line.p[i] >= 'A' && line.p[i] <= 'Z' ? 0x20 : 0));
    size_t behind = (size_t)end + 1;
    jb_span place = jb_span_in(first->span, behind, line.n - behind);
    jb_str title = jb_str_trim(jb_str_cut(line, behind, line.n - behind));
    quote->kind = JB_BLOCK_DIV;
    quote->attributes.kind =
        (jb_said){{name, (size_t)end - 2}, jb_span_in(first->span, 2, (size_t)end - 2)};
    if (title.n)
        *JB_PUSH(r->cx->keep, &quote->attributes.rest) = (jb_attribute){
            {JB_S("title"), place}, {jb_figures_fill(r->cx, r->figures, title), place}};
    drop_line(&quote->blocks, first->span);
}

static void read_quote(reader *r, jb_blocks *into, cmark_node *node)
{
    jb_block *b = add(r, into, JB_BLOCK_QUOTE, node);
    read_blocks(r, &b->blocks, node);
    read_alert(r, b);
}

static void read_block(reader *r, jb_blocks *into, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING)
        read_heading(r, into, node);
    else if (type == CMARK_NODE_PARAGRAPH)
        read_paragraph(r, into, node);
    else if (type == CMARK_NODE_LIST)
        read_list(r, into, node);
    else if (type == CMARK_NODE_BLOCK_QUOTE)
        read_quote(r, into, node);
    else if (type == CMARK_NODE_CODE_BLOCK)
        read_code(r, into, node);
    else if (type == CMARK_NODE_THEMATIC_BREAK)
        add(r, into, JB_BLOCK_RULE, node);
    else if (is_a(node, "table"))
        read_table(r, into, node);
    else if (type == CMARK_NODE_FOOTNOTE_DEFINITION)
        read_note(r, into, node);
    else if (type == CMARK_NODE_HTML_BLOCK)
        tell_html(r, node, span_at(r, node));
    else if (jb_fenced_of(node))
        read_div(r, into, node, jb_fenced_of(node));
}

static void read_blocks(reader *r, jb_blocks *into, cmark_node *parent)
{
    for (cmark_node *n = cmark_node_first_child(parent); n; n = cmark_node_next(n))
        read_block(r, into, n);
}

/* The notes' own block goes where the first of them was written. */
static void place_notes(reader *r)
{
    jb_blocks *blocks = &r->made->blocks;
    if (!r->made->notes.n)
        return;
    size_t first = SIZE_MAX, i;
    for (i = 0; i < r->made->notes.n; i++)
        if (r->made->notes.at[i]->span.at < first)
            first = r->made->notes.at[i]->span.at;
    jb_block *notes = JB_NEW(r->cx->keep, jb_block);
    *notes = (jb_block){.kind = JB_BLOCK_NOTES, .span = {r->source, first, 1}};
    JB_PUSH(r->cx->keep, blocks);
    for (i = blocks->n - 1; i && blocks->at[i - 1]->span.at > first; i--)
        blocks->at[i] = blocks->at[i - 1];
    blocks->at[i] = notes;
}

static bool in_block(cmark_node *document, int line)
{
    for (cmark_node *n = cmark_node_first_child(document); n; n = cmark_node_next(n)) {
        int from = cmark_node_get_start_line(n), to = cmark_node_get_end_line(n);
        if (line == from ||
            (line > from && line <= to && cmark_node_get_type(n) != CMARK_NODE_FOOTNOTE_DEFINITION))
            return true;
    }
    return false;
}

/* Markdown drops the second note of one name. */
static void tell_dropped_notes(reader *r, cmark_node *document)
{
    for (size_t i = 0; i < r->lines.n; i++) {
        size_t from = r->lines.at[i], n = line_at(r, (int)i + 2) - from;
        jb_str line = jb_str_trim(jb_str_cut(r->source->text, from, n));
        if (!jb_str_starts(line, JB_S("[^")) || jb_str_find(line, JB_S("]:")) < 0 ||
            in_block(document, (int)i + 1))
            continue;
        jb_warn(r->cx, (jb_span){r->source, from, line.n}, "this note is left out");
        jb_hint(r->cx, "nothing refers to it, or another has its name");
    }
}

/* One reference to each note behind the last line, so that none is dropped: see note.h. */
static void feed_references(reader *r, cmark_parser *parser, jb_str body)
{
    const jb_note_names names = jb_notes_written(r->cx->scratch, body);
    for (size_t i = 0; i < names.n; i++) {
        jb_str one = jb_str_printf(r->cx->scratch, "\n\n[^%.*s]\n", JB_F(names.at[i]));
        cmark_parser_feed(parser, one.p, one.n);
    }
}

static void drop_references(const reader *r, cmark_node *document)
{
    cmark_node *last = cmark_node_last_child(document), *before;
    for (; last; last = before) {
        before = cmark_node_previous(last);
        if (cmark_node_get_start_line(last) > (int)r->lines.n)
            cmark_node_unlink(last);
    }
}

static cmark_node *parse(reader *r)
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
    cmark_parser_feed(parser, body.p, body.n);
    feed_references(r, parser, body);
    cmark_node *document = cmark_parser_finish(parser);
    drop_references(r, document);
    cmark_consolidate_text_nodes(document);
    return document;
}

jb_manuscript *jb_manuscript_read(jb_ctx *cx, jb_figures *figures, size_t from, const jb_str *kinds,
                                  size_t kinds_n)
{
    reader r = {.cx = cx,
                .figures = figures,
                .source = jb_figures_source(figures),
                .from = from,
                .kinds = kinds,
                .kinds_n = kinds_n,
                .made = JB_NEW(cx->keep, jb_manuscript)};
    find_lines(&r);
    cmark_node *document = parse(&r);
    read_blocks(&r, &r.made->blocks, document);
    tell_dropped_notes(&r, document);
    jb_notes_number(cx, r.made);
    place_notes(&r);
    return r.made;
}
