#include <ctype.h>
#include <string.h>

#include "report/note.h"
#include "report/reader.h"
#include "report/span.h"

jb_span jb_reader_place(jb_reader *r, jb_str text)
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
static bool find_literal(jb_reader *r, jb_str text, jb_span *place)
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

static jb_inline *push(jb_reader *r, jb_block *b, jb_str text, jb_span place, jb_inline like)
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

/* Where a text still has the mark, which opened something that nothing closed. */
static bool is_open(jb_str text, jb_str mark, jb_span place, jb_span *where)
{
    ptrdiff_t at = jb_str_find(text, mark);
    if (at >= 0)
        *where = jb_span_in(place, (size_t)at, mark.n);
    return at >= 0;
}

static void tell_open(jb_reader *r, jb_str text, jb_span place)
{
    jb_span where;
    if (is_open(text, JB_S("[^"), place, &where))
        jb_note_miss(r->cx, where);
    if (is_open(text, JB_S("{{"), place, &where)) {
        jb_fail(r->cx, where, "a figure has no end on its line");
        jb_hint(r->cx, "it is written {{ expression | \"format\" }}");
    }
}

/* The figure, as its value. */
static size_t add_figure(jb_reader *r, jb_block *b, jb_str text, size_t at, jb_inline like)
{
    jb_span figure;
    size_t n = jb_figures_at(r->figures, text, at, &figure);
    if (n)
        push(r, b, jb_figures_fill(r->cx, r->figures, jb_str_cut(text, at, n)), figure, like);
    return n;
}

static size_t add_reference(jb_reader *r, jb_block *b, jb_str text, size_t at, jb_span place,
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

static size_t add_citation(jb_reader *r, jb_block *b, jb_str text, size_t at, jb_span place,
                           jb_inline like)
{
    size_t n = citation_length(jb_str_cut(text, at, text.n)), stop = at + n;
    for (size_t from = at + 1, to; from < stop; from = to + 1) {
        to = from;
        while (to + 1 < stop && text.p[to] != ';')
            to++;
        jb_str name = jb_str_trim(jb_str_cut(text, from, to - from));
        jb_span where = jb_span_in(place, from, to - from);
        if (jb_str_starts(name, JB_S("@")))
            name = jb_str_cut(name, 1, name.n);
        if (!name.n)
            jb_fail(r->cx, where, "a reference without a name");
        jb_inline *i = push(r, b, name, where, like);
        if (i)
            i->reference = JB_REFERS_TO_SOURCE;
    }
    return n;
}

/* A word has its reading whole: it is one text, without a figure or another look inside. */
static void set_ruby(jb_reader *r, jb_block *b, size_t first, jb_str ruby, jb_span place)
{
    if (b->text.n != first + 1) {
        jb_fail(r->cx, place, "a ruby stands over plain text of one look");
        jb_hint(r->cx, "write ** and * around the span, not in it");
    } else {
        b->text.at[first].ruby = ruby;
    }
}

/* The inlines from the open bracket on become a span; the bracket goes. */
static void close_span(jb_reader *r, jb_block *b, const jb_bracketed *read, jb_span place)
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
        set_ruby(r, b, first, jb_figures_fill(r->cx, r->figures, read->ruby), place);
}

/* A bracket on its way to a span is an inline of its own; one that comes to nothing stays text. */
static size_t add_bracket(jb_reader *r, jb_block *b, jb_str text, size_t at, jb_span place,
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

/* The last byte of what is not pushed yet, else of what was last. */
static char byte_before(const jb_block *b, jb_str waiting)
{
    jb_str last = waiting.n || !b->text.n ? waiting : b->text.at[b->text.n - 1].text;
    return last.n ? last.p[last.n - 1] : '\0';
}

static size_t add_raised(jb_reader *r, jb_block *b, jb_str text, size_t at, jb_span place,
                         jb_inline like, char before)
{
    uint32_t look = 0;
    size_t n = jb_raised_length(text, at, before, &look);
    like.look |= look;
    if (n)
        push(r, b, jb_str_cut(text, at + 1, n - 2), jb_span_in(place, at + 1, n - 2), like);
    return n;
}

/* What stands at text[at] and is more than text; the text before it is pushed first. */
static size_t add_special(jb_reader *r, jb_block *b, jb_str text, size_t from, size_t at,
                          jb_span place, jb_inline like)
{
    jb_span figure;
    jb_reference kind;
    uint32_t look;
    jb_str here = jb_str_cut(text, at, text.n);
    char before = byte_before(b, jb_str_cut(text, from, at - from));
    bool raised = jb_raised_length(text, at, before, &look) > 0;
    bool bracket = text.p[at] == '[' || text.p[at] == ']';
    bool cites = bracket && citation_length(here);
    bool reference = text.p[at] == '@' && reference_head(here, &kind);
    if (!bracket && !reference && !raised && !jb_figures_at(r->figures, text, at, &figure))
        return 0;
    push(r, b, jb_str_cut(text, from, at - from), jb_span_in(place, from, at - from), like);
    size_t n = raised      ? add_raised(r, b, text, at, place, like, before)
               : cites     ? add_citation(r, b, text, at, place, like)
               : bracket   ? add_bracket(r, b, text, at, place, like)
               : reference ? add_reference(r, b, text, at, place, like)
                           : add_figure(r, b, text, at, like);
    if (!n) /* a bracket that closes nothing */
        push(r, b, jb_str_cut(text, at, 1), jb_span_in(place, at, 1), like);
    return n ? n : 1;
}

/* One stretch of text: figures are filled in, references and spans become inlines of their own. */
static void add_text(jb_reader *r, jb_block *b, jb_str text, jb_span place, jb_inline like)
{
    size_t from = 0;
    tell_open(r, text, place);
    jb_leftovers_tell(r, text, place);
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
static void add_soft_break(jb_reader *r, jb_block *b, jb_inline like)
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

static void add_note(jb_reader *r, jb_block *b, cmark_node *node, jb_inline like)
{
    double number;
    if (!jb_number_read(jb_reader_literal(r, node), &number) || number < 1)
        return;
    jb_span place = jb_reader_place(r, JB_S("[^"));
    jb_inline *i = push(r, b, JB_S("^"), place, like);
    i->note = (size_t)number;
}

/* What comes behind the comments at the head of HTML: to Markdown it is HTML too. A comment without
 * an end is among it. */
static jb_str behind_comments(jb_str html)
{
    static const jb_str open = JB_K("<!--"), close = JB_K("-->");
    ptrdiff_t end;
    while (jb_str_starts(html, open) && (end = jb_str_find(html, close)) >= 0)
        html = jb_str_trim(jb_str_cut(html, (size_t)end + close.n, html.n));
    return html;
}

void jb_reader_tell_html(jb_reader *r, cmark_node *node, jb_span place)
{
    jb_str html = jb_str_trim(jb_reader_literal(r, node)), rest = behind_comments(html);
    if (!rest.n)
        return;
    if (rest.n < html.n) { /* the line that ends the first comment ends the HTML */
        jb_fail(r->cx, place, "text behind a comment is taken for HTML, and lost");
        jb_hint(r->cx, "begin it on a line of its own");
        return;
    }
    if (jb_str_starts(html, JB_S("<!--"))) {
        jb_fail(r->cx, place, "the comment has no end, and all behind it is lost");
        jb_hint(r->cx, "it ends with -->");
        return;
    }
    jb_fail(r->cx, place, "HTML is not taken");
    jb_hint(r->cx, "write it in Markdown; a < meant as itself is written \\<");
}

jb_str jb_reader_address(jb_reader *r, cmark_node *node)
{
    jb_str url = jb_str_dup(r->cx->keep, jb_str_of(cmark_node_get_url(node)));
    return jb_figures_fill(r->cx, r->figures, url);
}

/* A literal by the stretches that stand in the source word for word. What is escaped is text and no
 * more: \[x]{.dots} is no span. */
static void add_literal(jb_reader *r, jb_block *b, jb_str text, jb_inline like)
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

void jb_inline_add(jb_reader *r, jb_block *b, cmark_node *node, jb_inline like)
{
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT) {
        add_literal(r, b, jb_reader_literal(r, node), like);
    } else if (type == CMARK_NODE_CODE) {
        jb_str text = jb_reader_literal(r, node);
        like.look |= JB_LOOK_CODE;
        push(r, b, jb_figures_restore(r->cx, r->figures, text), jb_reader_place(r, text), like);
    } else if (type == CMARK_NODE_SOFTBREAK) {
        add_soft_break(r, b, like);
    } else if (type == CMARK_NODE_LINEBREAK) {
        jb_inline *i = push(r, b, JB_S("\n"), (jb_span){r->source, r->cursor, 1}, like);
        i->hard_break = true;
    } else if (type == CMARK_NODE_FOOTNOTE_REFERENCE) {
        add_note(r, b, node, like);
    } else if (type == CMARK_NODE_HTML_INLINE) {
        jb_str html = jb_reader_literal(r, node);
        jb_reader_tell_html(r, node, jb_reader_place(r, html));
    } else if (type == CMARK_NODE_IMAGE) {
        jb_fail(r->cx, jb_reader_span(r, node), "an image inside a paragraph");
        jb_hint(r->cx, "give it a paragraph of its own");
    } else {
        if (type == CMARK_NODE_STRONG)
            like.look |= JB_LOOK_STRONG;
        else if (type == CMARK_NODE_EMPH)
            like.look |= JB_LOOK_EMPH;
        else if (type == CMARK_NODE_LINK)
            like.link = jb_reader_address(r, node);
        else if (jb_reader_is(node, "strikethrough"))
            like.look |= JB_LOOK_STRIKE;
        jb_inlines_add(r, b, node, like);
    }
}

void jb_inlines_add(jb_reader *r, jb_block *b, cmark_node *parent, jb_inline like)
{
    if (!jb_reader_enter(r, parent))
        return;
    for (cmark_node *n = cmark_node_first_child(parent); n; n = cmark_node_next(n))
        jb_inline_add(r, b, n, like);
    r->depth--;
}

/* The inlines of one block lie between its first line and its last. */
void jb_inlines_begin(jb_reader *r, cmark_node *node)
{
    node = jb_reader_placed(node);
    size_t at = jb_reader_line(r, cmark_node_get_start_line(node));
    if (at > r->cursor || at < r->from)
        r->cursor = at;
    r->end = jb_reader_line(r, cmark_node_get_end_line(node) + 1);
    if (r->end < r->cursor)
        r->cursor = at;
    r->open.n = 0;
}

void jb_inlines_read(jb_reader *r, jb_block *b, cmark_node *node)
{
    jb_inlines_begin(r, node);
    jb_inlines_add(r, b, node, (jb_inline){0});
}
