#include "report/compose.h"

#include <math.h>
#include <string.h>

#include "render/tag.h"

/* The note mark: smaller, raised; still no smaller than 9 pt beside 3号 text. */
static const double MARK_SIZE = 0.62, MARK_RISE = 0.36, MARK_FALL = 0.14;

static jb_piece *push(jb_composer *c, jb_pieces *pieces, jb_str text, jb_font font, jb_span place)
{
    jb_piece *p = JB_PUSH(c->cx->keep, pieces);
    p->text = text;
    p->style = c->sheet->fonts[font];
    p->place = place;
    return p;
}

static const jb_target *find(const jb_composer *c, jb_str name)
{
    for (size_t i = 0; i < c->targets.n; i++)
        if (name.n && jb_str_eq(c->targets.at[i].name, name))
            return &c->targets.at[i];
    return NULL;
}

static bool hint_target(jb_composer *c, jb_str name)
{
    jb_str *names = JB_NEW_N(c->cx->scratch, jb_str, c->targets.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < c->targets.n; i++)
        if (c->targets.at[i].text.n && c->targets.at[i].name.p)
            names[n++] = c->targets.at[i].name;
    return jb_hint_nearest(c->cx, name, JB_NAMES(names, n));
}

static void tell_unknown(jb_composer *c, const jb_inline *in)
{
    jb_fail(c->cx, in->place, "no figure, table or section named “%.*s”",
            JB_F(jb_brief(c->cx, in->text)));
    if (!hint_target(c, in->text))
        jb_hint(c->cx, "a fence is named by its key “name” and numbered when it has a caption, a "
                       "heading by {#name}");
}

/* A link inside the document, [文](#NAME): to what is named so; {NULL, 0}: nothing is. */
static jb_str inner_link(const jb_composer *c, jb_str name)
{
    const jb_target *target = find(c, name);
    return target && target->dest.n ? jb_str_printf(c->cx->keep, "#%.*s", JB_F(target->dest))
                                    : (jb_str){NULL, 0};
}

/* What a link leads to; {NULL, 0}: nowhere, after a warning. */
static jb_str address_of(jb_composer *c, const jb_inline *in)
{
    jb_str link = in->link, inside = {NULL, 0};
    if (link.n && link.p[0] == '#') {
        inside = inner_link(c, jb_str_cut(link, 1, link.n));
        if (inside.n)
            return inside;
        jb_str name = jb_str_cut(link, 1, link.n);
        jb_warn(c->cx, in->place, "no figure, table or section named “%.*s” to lead to",
                JB_F(jb_brief(c->cx, name)));
        if (!hint_target(c, name))
            jb_hint(c->cx, "a heading is named by {#name} behind it");
    } else if (!jb_link_allowed(link)) {
        jb_warn(c->cx, in->place, "the link to “%.*s” is left out", JB_F(jb_brief(c->cx, link)));
        jb_hint(c->cx, "a link is a file, or begins with http, https, ftp, mailto or tel");
    } else if (link.n > JB_LONGEST_LINK) {
        jb_warn(c->cx, in->place, "the link to “%.*s” is left out", JB_F(jb_brief(c->cx, link)));
        jb_hint(c->cx, "it has %zu bytes, and no server takes more than %d", link.n,
                JB_LONGEST_LINK);
    } else {
        return link;
    }
    return (jb_str){NULL, 0};
}

static const jb_target *set_link(jb_composer *c, jb_piece *p, const jb_inline *in)
{
    const jb_target *label = find(c, in->text);
    if (!label || !label->text.n) {
        tell_unknown(c, in);
        return NULL;
    }
    p->whole = true;
    p->style.link = jb_str_printf(c->cx->keep, "#%.*s", JB_F(label->dest));
    return label;
}

static void set_thing(jb_composer *c, jb_piece *p, const jb_inline *in)
{
    const jb_target *label = set_link(c, p, in);
    p->text = label ? label->text : p->text;
}

/* The page that it stood on when the document was last composed; a first guess is 1. */
static void set_page(jb_composer *c, jb_piece *p, const jb_inline *in)
{
    const jb_target *label = set_link(c, p, in);
    if (!label)
        return;
    size_t page = jb_page_of(&c->landings, label->dest);
    page = page ? page : 1;
    p->text = jb_str_printf(c->cx->keep, "%zu", page);
    *JB_PUSH(c->cx->keep, &c->page_references) = (jb_landing){label->dest, page};
}

static void raise(jb_piece *p, double rise)
{
    p->style.rise += rise * p->style.size;
    p->style.size *= MARK_SIZE;
}

static void set_note(jb_composer *c, jb_piece *p, size_t note)
{
    p->text = jb_number_circled(c->cx->keep, note);
    raise(p, MARK_RISE);
    p->style.link = jb_str_printf(c->cx->keep, "#note-%zu", note);
}

/* [1], raised as GB/T 7714—2015 has it (10.1). */
static void set_source(jb_composer *c, jb_piece *p, const jb_inline *in)
{
    size_t number = jb_source_number(c, in);
    if (!number)
        return;
    p->text = jb_str_printf(c->cx->keep, "[%zu]", number);
    p->whole = true;
    p->style.link = jb_str_printf(c->cx->keep, "#source-%zu", number);
    raise(p, MARK_RISE);
}

static void set_nothing(jb_composer *c, jb_piece *p, const jb_inline *in)
{
    (void)c, (void)p, (void)in;
}

static void (*const set_reference[])(jb_composer *, jb_piece *, const jb_inline *) = {
    [JB_REFERS_NOT] = set_nothing,
    [JB_REFERS_TO_THING] = set_thing,
    [JB_REFERS_TO_PAGE] = set_page,
    [JB_REFERS_TO_SOURCE] = set_source,
};

/* What a look draws at the text; lines of two spans beside each other are parted by the number. */
static uint32_t decoration_of(const jb_inline *in)
{
    static const struct {
        uint32_t look, decoration;
    } rows[] = {{JB_LOOK_DOTS, JB_EMPHASIS_DOTS},
                {JB_LOOK_STRIKE, JB_STRIKE},
                {JB_LOOK_UNDERLINE, JB_UNDERLINE},
                {JB_LOOK_BOOK, JB_WAVE},
                {JB_LOOK_NAME, JB_NAME_LINE}};
    uint32_t decoration = 0;
    for (size_t i = 0; i < JB_COUNT(rows); i++)
        decoration |= in->look & rows[i].look ? rows[i].decoration : 0;
    bool parted = decoration & (JB_WAVE | JB_NAME_LINE);
    return decoration | (parted ? (uint32_t)in->span << JB_DECORATION_BITS : 0);
}

/* Under half the text's size (clreq 3.3), less where there is no room for it between two lines. */
static double ruby_size(const jb_composer *c, jb_font font)
{
    double size = c->sheet->fonts[font].size, between = c->sheet->leading[font] - size;
    return fmin(0.42 * size, fmax(between * 0.9, size / 4));
}

/* Where nothing but the text's own face stands in for 楷体, it would not be seen: dots show it. */
static void emphasise(const jb_composer *c, jb_piece *p)
{
    jb_text_style plain = p->style, kai = p->style;
    kai.family = JB_S("楷体");
    p->style.italic = true;
    if (c->sheet->theme->emphasis == JB_EMPHASIS_BY_KAI &&
        !jb_text_same_face(c->cx, &kai, &plain, p->place))
        p->style.family = kai.family;
    else
        p->style.decoration |= JB_EMPHASIS_DOTS;
}

static void set_look(jb_composer *c, jb_piece *p, const jb_inline *in, jb_font font)
{
    if (in->look & JB_LOOK_STRONG)
        p->style.weight = 700;
    if (in->look & JB_LOOK_EMPH)
        emphasise(c, p);
    if (in->look & JB_LOOK_CODE)
        p->style.family = c->sheet->fonts[JB_FONT_CODE].family;
    p->style.decoration |= decoration_of(in);
    if (in->look & (JB_LOOK_SUP | JB_LOOK_SUB))
        raise(p, in->look & JB_LOOK_SUP ? MARK_RISE : -MARK_FALL);
    p->style.link = address_of(c, in);
    if (p->style.link.n && p->style.link.p[0] != '#' && c->sheet->theme->tints[JB_TINT_LINK].text.n)
        p->style.paint = &c->sheet->tints[JB_TINT_LINK];
    p->hard_break = in->hard_break;
    p->ruby = in->ruby;
    p->ruby_size = ruby_size(c, font);
}

jb_pieces jb_pieces_of(jb_composer *c, const jb_block *block, jb_font font, jb_str lead)
{
    jb_pieces pieces = {0};
    pieces.notes = JB_NEW_N(c->cx->keep, size_t, block->text.n + 2);
    if (lead.n)
        push(c, &pieces, lead, font, block->span);
    for (size_t i = 0; i < block->text.n; i++) {
        const jb_inline *in = &block->text.at[i];
        jb_piece *p = push(c, &pieces, in->hard_break ? JB_S("") : in->text, font, in->place);
        set_look(c, p, in, font);
        set_reference[in->reference](c, p, in);
        if (in->note)
            set_note(c, p, in->note);
        pieces.notes[pieces.n - 1] = in->note;
    }
    return pieces;
}

jb_pieces jb_pieces_of_text(jb_composer *c, jb_str text, jb_font font, jb_span place)
{
    jb_pieces pieces = {0};
    pieces.notes = JB_NEW_N(c->cx->keep, size_t, 2);
    push(c, &pieces, text, font, place);
    return pieces;
}

jb_pieces jb_pieces_led(jb_composer *c, jb_str lead, jb_str text, jb_font font, jb_span place)
{
    jb_pieces pieces = {0};
    pieces.notes = JB_NEW_N(c->cx->keep, size_t, 3);
    push(c, &pieces, lead, font, place)->style.weight = 700;
    push(c, &pieces, text, font, place);
    return pieces;
}

jb_pieces jb_pieces_of_said(jb_composer *c, jb_str text, jb_font font, jb_span place)
{
    jb_pieces pieces = {0};
    pieces.notes = JB_NEW_N(c->cx->keep, size_t, text.n + 2);
    size_t from = 0;
    for (size_t at = 0, n; at < text.n; at += n ? n : 1) {
        jb_str name;
        n = jb_note_at(text, at, &name);
        size_t note = n ? jb_note_number(c->manuscript, name) : 0;
        if (!note)
            continue;
        if (at > from)
            push(c, &pieces, jb_str_cut(text, from, at - from), font, place);
        set_note(c, push(c, &pieces, JB_S(""), font, place), note);
        pieces.notes[pieces.n - 1] = note;
        from = at + n;
    }
    if (from < text.n || !pieces.n)
        push(c, &pieces, jb_str_cut(text, from, text.n - from), font, place);
    return pieces;
}

/* The first line of a text with manual breaks; the rest goes to `rest`. */
static jb_str take_line(jb_str text, jb_str *rest)
{
    size_t i = 0;
    bool backslash = false;
    for (; i < text.n && text.p[i] != '\n' && !backslash; i += !backslash)
        backslash = text.p[i] == '\\' && i + 1 < text.n && strchr(" \n", text.p[i + 1]);
    *rest = jb_str_cut(text, i < text.n ? i + 1 : i, SIZE_MAX);
    *rest = backslash ? jb_str_trim(*rest) : *rest;
    return jb_str_trim(jb_str_cut(text, 0, i));
}

jb_pieces jb_pieces_of_lines(jb_composer *c, jb_str text, jb_font font, jb_span place)
{
    jb_pieces pieces = {0};
    for (text = jb_str_trim(text); text.n;) {
        jb_piece *p = push(c, &pieces, take_line(text, &text), font, place);
        p->hard_break = text.n != 0;
    }
    pieces.notes = JB_NEW_N(c->cx->keep, size_t, pieces.n + 1);
    return pieces;
}

jb_str jb_lines_joined(jb_arena *a, jb_str text)
{
    jb_buf b = jb_buf_new(a);
    for (text = jb_str_trim(text); text.n;)
        jb_buf_add(&b, take_line(text, &text));
    return b.text;
}

static bool worded(jb_str text, jb_str word)
{
    jb_str rest = jb_str_trim(jb_str_cut(text, word.n, SIZE_MAX));
    return jb_str_starts(text, word) &&
           (jb_str_starts(rest, JB_S("：")) || jb_str_starts(rest, JB_S(":")));
}

jb_str jb_worded(const jb_composer *c, const char *word, jb_str said)
{
    jb_str own = jb_wording(c, word);
    bool already = worded(said, own) || worded(said, jb_str_of(word));
    return already ? said : jb_str_printf(c->cx->keep, "%.*s：%.*s", JB_F(own), JB_F(said));
}
