#include "report/compose.h"

#include <string.h>

/* Warnings about what is sound but rarely meant. */

static bool is_han(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c >= 0x20000;
}

static bool is_wide(uint32_t c)
{
    return is_han(c) || (c >= 0x3001 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF5E);
}

/* Curly quotes, dashes and dots are Western ones too. */
static bool is_chinese(uint32_t c)
{
    return is_wide(c) || (c >= 0x2014 && c <= 0x2026);
}

/* What the keyboard gives in place of a Chinese mark. Behind a Western mark a blank may stand. */
static const struct slip {
    jb_str half, full;
    enum { BETWEEN, BESIDE } where; /* between two Han, or beside one */
} slips[] = {
    {JB_K("..."), JB_K("\u2026\u2026"), BESIDE}, {JB_K("--"), JB_K("\u2014\u2014"), BESIDE},
    {JB_K("\""), JB_K("\u201c \u201d"), BESIDE}, {JB_K("'"), JB_K("\u2018 \u2019"), BESIDE},
    {JB_K(","), JB_K("\uff0c"), BETWEEN},        {JB_K("."), JB_K("\u3002"), BETWEEN},
    {JB_K(":"), JB_K("\uff1a"), BETWEEN},        {JB_K(";"), JB_K("\uff1b"), BETWEEN},
    {JB_K("?"), JB_K("\uff1f"), BETWEEN},        {JB_K("!"), JB_K("\uff01"), BETWEEN},
    {JB_K("("), JB_K("\uff08"), BETWEEN},        {JB_K(")"), JB_K("\uff09"), BETWEEN},
};

/* A block's text by characters; what is code or no text has none. */
typedef struct letter {
    uint32_t code;
    jb_span place;
} letter;

typedef struct letters {
    letter *at;
    size_t n, cap;
} letters;

/* `exact`: the text stands at its place word for word; else each letter is at the whole place. */
static void add_letters(jb_composer *c, letters *list, jb_str text, jb_span place, bool exact)
{
    for (size_t at = 0, from; at < text.n;) {
        from = at;
        uint32_t code = jb_utf8_next(text, &at);
        *JB_PUSH(c->cx->scratch, list) =
            (letter){code, exact ? jb_span_in(place, from, at - from) : place};
    }
}

static void add_inline(jb_composer *c, letters *list, const jb_inline *in)
{
    if (in->look & JB_LOOK_CODE || in->note || in->reference)
        *JB_PUSH(c->cx->scratch, list) = (letter){0xFFFC, in->place};
    else
        add_letters(c, list, in->text, in->place, true);
}

static uint32_t code_at(const letters *list, size_t i)
{
    return i < list->n ? list->at[i].code : 0;
}

static size_t skip_spaces(const letters *list, size_t i)
{
    while (code_at(list, i) == ' ')
        i++;
    return i;
}

static jb_span place_of(const letters *list, size_t i, size_t n)
{
    jb_span place = list->at[i].place;
    for (size_t k = 1; k < n; k++)
        if (list->at[i + k].place.at > list->at[i].place.at)
            place.n += list->at[i + k].place.n;
    return place;
}

static bool stands_at(const letters *list, size_t i, jb_str half)
{
    for (size_t k = 0; k < half.n; k++)
        if (code_at(list, i + k) != (unsigned char)half.p[k])
            return false;
    return true;
}

static bool is_half(uint32_t c)
{
    return c && c < 0x80 && strchr("\"'(),.:;?!", (int)c);
}

/* Half-width marks in a row, as in  说:"好".  are between Han together. A blank may stand behind.
 */
static bool is_between(const letters *list, size_t i, size_t end)
{
    while (i && is_half(code_at(list, i - 1)))
        i--;
    while (is_half(code_at(list, end)))
        end++;
    end = skip_spaces(list, end);
    return i && is_wide(code_at(list, i - 1)) && (end == list->n || is_chinese(code_at(list, end)));
}

static bool slips_at(const letters *list, size_t i, const struct slip *slip)
{
    if (!stands_at(list, i, slip->half))
        return false;
    size_t end = i + slip->half.n;
    bool beside = (i && is_han(code_at(list, i - 1))) || is_han(code_at(list, end));
    return (slip->where == BESIDE && beside) || is_between(list, i, end);
}

static void tell_half(jb_composer *c, jb_span place, jb_str full)
{
    jb_warn(c->cx, place, "a half-width mark between Han characters");
    if (memchr(full.p, ' ', full.n))
        jb_hint(c->cx, "in Chinese text they are %.*s", JB_F(full));
    else
        jb_hint(c->cx, "in Chinese text it is “%.*s”", JB_F(full));
}

static bool is_told(const letters *list, size_t i)
{
    for (size_t k = 0; k < JB_COUNT(slips); k++)
        if (slips_at(list, i, &slips[k]))
            return true;
    return false;
}

/* （见表1): a pair of two widths, whose half-width one is the mistake. */
static void lint_brackets(jb_composer *c, const letters *list)
{
    enum { OPEN = 0xFF08, CLOSE = 0xFF09, DEEPEST = 16 };
    size_t open[DEEPEST], deep = 0;
    for (size_t i = 0; i < list->n; i++) {
        uint32_t code = code_at(list, i);
        if ((code == '(' || code == OPEN) && deep < DEEPEST)
            open[deep++] = i;
        if ((code != ')' && code != CLOSE) || !deep)
            continue;
        size_t from = open[--deep];
        bool wide = code_at(list, from) == OPEN;
        size_t half = wide ? i : from;
        if (wide != (code == CLOSE) && !is_told(list, half))
            tell_half(c, list->at[half].place, wide ? JB_S("\uFF09") : JB_S("\uFF08"));
    }
}

static size_t lint_mark(jb_composer *c, const letters *list, size_t i)
{
    for (size_t k = 0; k < JB_COUNT(slips); k++) {
        if (!slips_at(list, i, &slips[k]))
            continue;
        tell_half(c, place_of(list, i, slips[k].half.n), slips[k].full);
        return slips[k].half.n;
    }
    return 0;
}

static size_t lint_space(jb_composer *c, const letters *list, size_t i)
{
    size_t end = skip_spaces(list, i);
    if (end == i || !i || !is_han(code_at(list, i - 1)) || !is_han(code_at(list, end)))
        return end - i;
    jb_warn(c->cx, place_of(list, i, end - i), "a blank between Han characters");
    jb_hint(c->cx, "Chinese text has none; a wide one of the author's is U+3000");
    return end - i;
}

static void lint_letters(jb_composer *c, const letters *list)
{
    size_t (*const lints[])(jb_composer *, const letters *, size_t) = {lint_mark, lint_space};
    for (size_t k = 0; k < JB_COUNT(lints); k++)
        for (size_t i = 0; i < list->n;) {
            size_t n = lints[k](c, list, i);
            i += n ? n : 1;
        }
    lint_brackets(c, list);
}

static void lint_text(jb_composer *c, const jb_block *b)
{
    letters list = {0};
    for (size_t i = 0; i < b->text.n; i++)
        add_inline(c, &list, &b->text.at[i]);
    lint_letters(c, &list);
}

/* ---- texts that are values: of the front matter, of fences, of braces ---- */

/* Each line where it stands in the source; one that does not stand there word for word is at the
 * whole value's place. */
static void lint_said(jb_composer *c, jb_str text, jb_span span)
{
    letters list = {0};
    jb_str written = span.source ? jb_str_cut(span.source->text, span.at, span.n) : (jb_str){0};
    for (size_t from = 0, seen = 0; from < text.n && written.n;) {
        jb_str rest = jb_str_cut(text, from, text.n);
        const char *end = memchr(rest.p, '\n', rest.n);
        jb_str line = jb_str_cut(rest, 0, end ? (size_t)(end - rest.p) : rest.n);
        ptrdiff_t at = jb_str_find(jb_str_cut(written, seen, SIZE_MAX), line);
        bool found = at >= 0 && line.n;
        seen += found ? (size_t)at : 0;
        add_letters(c, &list, line, found ? jb_span_in(span, seen, line.n) : span, found);
        seen += found ? line.n : 0;
        from += line.n + 1;
        *JB_PUSH(c->cx->scratch, &list) = (letter){0, span};
    }
    lint_letters(c, &list);
}

/* Keys whose values are read as text; the rest are names, formats and expressions. */
static bool holds_text(jb_str key)
{
    static const jb_str keys[] = {JB_K("title"),   JB_K("subtitle"), JB_K("text"),
                                  JB_K("caption"), JB_K("source"),   JB_K("note"),
                                  JB_K("label"),   JB_K("unit"),     JB_K("against"),
                                  JB_K("empty"),   JB_K("total"),    JB_K("description")};
    return jb_str_among(key, keys, JB_COUNT(keys));
}

/* Data and what is made of them are no text of the author's. */
static bool holds_data(jb_str key)
{
    static const jb_str keys[] = {JB_K("data"),   JB_K("datasets"), JB_K("transform"),
                                  JB_K("params"), JB_K("sort"),     JB_K("scale")};
    return jb_str_among(key, keys, JB_COUNT(keys));
}

static void lint_node(jb_composer *c, const jb_node *node, bool text)
{
    if (node->kind == JB_NODE_STRING && text)
        lint_said(c, node->text, node->span);
    for (size_t i = 0; node->kind == JB_NODE_LIST && i < node->n; i++)
        lint_node(c, node->items[i], text);
    for (size_t i = 0; node->kind == JB_NODE_MAP && i < node->n; i++)
        if (!holds_data(node->members[i].key))
            lint_node(c, node->members[i].value, holds_text(node->members[i].key));
}

static void lint_front(jb_composer *c)
{
#define K(name, key, kind, forms) lint_said(c, c->front->name.text, c->front->name.span);
#include "report/front.def"
#undef K
}

static void lint_attributes(jb_composer *c, const jb_block *b)
{
    for (size_t i = 0; i < b->attributes.rest.n; i++) {
        const jb_attribute *a = &b->attributes.rest.at[i];
        if (holds_text(a->key.text))
            lint_said(c, a->value.text, a->value.span);
    }
}

/* A picture that says nothing to those who do not see it: neither does its author nor do its marks
 * tell what it shows. */
static void lint_chart(jb_composer *c, const jb_block *b)
{
    for (size_t i = 0; i < c->drawn.n; i++) {
        const jb_scene *scene = c->drawn.at[i].scene;
        if (c->drawn.at[i].block != b || !scene || scene->description.n ||
            scene->alt.n > scene->title.n)
            continue;
        jb_warn(c->cx, b->span, "a chart without a “description”");
        jb_hint(c->cx, "say what it shows, with its numbers: it is read aloud in its place");
    }
}

static void lint_blocks(jb_composer *c, const jb_blocks *blocks)
{
    for (size_t i = 0; i < blocks->n; i++) {
        lint_text(c, blocks->at[i]);
        lint_attributes(c, blocks->at[i]);
        if (blocks->at[i]->kind == JB_BLOCK_FENCE && blocks->at[i]->node)
            lint_node(c, blocks->at[i]->node, false);
        lint_chart(c, blocks->at[i]);
        lint_blocks(c, &blocks->at[i]->blocks);
    }
}

void jb_report_lint(jb_composer *c)
{
    lint_front(c);
    lint_blocks(c, &c->manuscript->blocks);
    lint_blocks(c, &c->manuscript->notes);
}
