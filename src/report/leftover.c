#include <string.h>

#include "report/reader.h"

/* Markup that Markdown took for text: it would be printed as it is written, and is rarely meant. */

typedef struct leftover {
    jb_str mark;
    const char *hint;
} leftover;

static const leftover in_text[] = {
    {JB_K("**"),
     "bold is **text**, without a blank inside, and a link is [**text**](address); stars "
     "meant as themselves are \\*\\*"},
    {JB_K("~~"), "struck out is ~~text~~, without a blank inside"},
    {JB_K("]("), "a link is [text](address); an address with blanks stands in < and >"},
    {JB_K("］{"), "a span is [text]{.dots}"},
    {JB_K("}}"), "it is written {{ expression | \"format\" }}"},
    {JB_K("@fig："), "a reference is written @fig:name"},
    {JB_K("@tab："), "a reference is written @tab:name"},
    {JB_K("@sec："), "a reference is written @sec:name"},
    {JB_K("@page："), "a reference is written @page:name"},
    {JB_K("|---"), "a table has a line of its own under its head, |---|---|, with as many columns"},
};

static const leftover at_head[] = {
    {JB_K("："), "a div is opened by “::: name” and closed by “:::”"},
    {JB_K(": "), "a table's caption is a line of its own right behind it, “: text {#name}”"},
    {JB_K("＃"), "a heading is written “# text”"},
    {JB_K("#"), "a heading is written “# text”"},
    {JB_K("|"), "a table has a line of its own under its head, |---|---|, with as many columns"},
    {JB_K("[TOC]"), "a list of contents is ::: contents, closed by :::"},
    {JB_K("[[TOC]]"), "a list of contents is ::: contents, closed by :::"},
    {JB_K("\\newpage"), "a new page is \\pagebreak"},
    {JB_K("[！"), "a callout begins with [!NOTE]"},
};

static void tell(jb_reader *r, const leftover *row, jb_span place)
{
    jb_warn(r->cx, place, "“%.*s” is printed here as it is written", JB_F(row->mark));
    jb_hint(r->cx, "%s", jb_word(r->cx, row->hint));
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 13800****1234 is no markup, nor is 2**10. */
static bool is_plain(jb_str text, size_t at, jb_str mark)
{
    char before = at ? text.p[at - 1] : '\0',
         behind = at + mark.n < text.n ? text.p[at + mark.n] : '\0';
    return before == *mark.p || behind == *mark.p || (is_digit(before) && is_digit(behind));
}

void jb_leftovers_tell(jb_reader *r, jb_str text, jb_span place)
{
    jb_str written = jb_str_cut(place.source->text, place.at, place.n);
    if (!jb_str_eq(written, text))
        return; /* escaped: the author knows */
    for (size_t i = 0; i < JB_COUNT(in_text); i++) {
        ptrdiff_t at = jb_str_find(text, in_text[i].mark);
        if (at >= 0 && !(in_text[i].mark.n == 2 && is_plain(text, (size_t)at, in_text[i].mark)))
            tell(r, &in_text[i], jb_span_in(place, (size_t)at, in_text[i].mark.n));
    }
}

/* A line between bars: |x|<1 is none. */
static bool is_row(jb_str rest)
{
    return jb_str_ends(jb_str_trim(rest), JB_S("|"));
}

/* #话题# and #3 are text, and so is ：alone. */
static bool is_markup(jb_str line, jb_str mark)
{
    jb_str rest = jb_str_cut(line, mark.n, SIZE_MAX);
    if (jb_str_eq(mark, JB_S("：")))
        return jb_str_starts(rest, JB_S("：："));
    if (jb_str_eq(mark, JB_S("|")))
        return is_row(rest);
    while (jb_str_starts(rest, mark))
        rest = jb_str_cut(rest, mark.n, SIZE_MAX);
    bool number = rest.n && is_digit(*rest.p);
    return *mark.p == '[' || *mark.p == '\\' || (rest.n && !number && jb_str_find(rest, mark) < 0);
}

void jb_leftover_tell_head(jb_reader *r, const jb_block *b)
{
    jb_str line = jb_str_cut(b->span.source->text, b->span.at, b->span.n);
    for (size_t i = 0; i < JB_COUNT(at_head); i++)
        if (jb_str_starts(line, at_head[i].mark) && is_markup(line, at_head[i].mark)) {
            tell(r, &at_head[i], jb_span_in(b->span, 0, at_head[i].mark.n));
            return;
        }
}
