#include "report/compose.h"

#include <string.h>

/* Warnings about what is sound but rarely meant. */

static bool is_han(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c >= 0x20000;
}

static bool is_chinese(uint32_t c)
{
    return is_han(c) || (c >= 0x3001 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF5E) ||
           (c >= 0x2014 && c <= 0x2026);
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

static void add_letters(jb_composer *c, letters *list, const jb_inline *in)
{
    bool text = !(in->look & JB_LOOK_CODE) && !in->note && !in->reference;
    for (size_t at = 0, from; text && at < in->text.n;) {
        from = at;
        uint32_t code = jb_utf8_next(in->text, &at);
        *JB_PUSH(c->cx->scratch, list) = (letter){code, jb_span_in(in->place, from, at - from)};
    }
    if (!text)
        *JB_PUSH(c->cx->scratch, list) = (letter){0xFFFC, in->place};
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

static bool slips_at(const letters *list, size_t i, const struct slip *slip)
{
    if (!stands_at(list, i, slip->half))
        return false;
    size_t end = i + slip->half.n;
    bool before = i && is_han(code_at(list, i - 1)), after = is_han(code_at(list, end));
    if (slip->where == BESIDE)
        return before || after;
    end = skip_spaces(list, end);
    return before && (end == list->n || is_chinese(code_at(list, end)));
}

static size_t lint_mark(jb_composer *c, const letters *list, size_t i)
{
    for (size_t k = 0; k < JB_COUNT(slips); k++) {
        if (!slips_at(list, i, &slips[k]))
            continue;
        jb_warn(c->cx, place_of(list, i, slips[k].half.n),
                "a half-width mark between Han characters");
        if (memchr(slips[k].full.p, ' ', slips[k].full.n))
            jb_hint(c->cx, "in Chinese text they are %.*s", JB_F(slips[k].full));
        else
            jb_hint(c->cx, "in Chinese text it is “%.*s”", JB_F(slips[k].full));
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

static void lint_text(jb_composer *c, const jb_block *b)
{
    letters list = {0};
    for (size_t i = 0; i < b->text.n; i++)
        add_letters(c, &list, &b->text.at[i]);
    for (size_t i = 0; i < list.n;) {
        size_t n = lint_mark(c, &list, i);
        i += n ? n : 1;
    }
    for (size_t i = 0; i < list.n;) {
        size_t n = lint_space(c, &list, i);
        i += n ? n : 1;
    }
}

/* A picture that says nothing to those who do not see it. */
static void lint_fence(jb_composer *c, const jb_block *b)
{
    if (b->kind != JB_BLOCK_FENCE || !jb_str_eq(b->info, JB_S("chart")) ||
        jb_node_get(b->node, JB_S("description")))
        return;
    jb_warn(c->cx, b->span, "a chart without a “description”");
    jb_hint(c->cx, "say what it shows, with its numbers: it is read aloud in the chart's place");
}

static void lint_blocks(jb_composer *c, const jb_blocks *blocks)
{
    for (size_t i = 0; i < blocks->n; i++) {
        lint_text(c, blocks->at[i]);
        lint_fence(c, blocks->at[i]);
        lint_blocks(c, &blocks->at[i]->blocks);
    }
}

void jb_report_lint(jb_composer *c)
{
    lint_blocks(c, &c->manuscript->blocks);
    lint_blocks(c, &c->manuscript->notes);
}
