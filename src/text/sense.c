/* Where a title's line may end by sense (GB/T 9704—2012, 7.3.1: a title of several lines keeps its
 * words whole). Words are ICU's, which has a dictionary of Chinese; what it does not know it leaves
 * as single characters, and two of those side by side are taken for a word. */
#include "base/icu.h"
#include "text/break.h"

/* What a break costs: between two words, behind a word that wants its object, inside a word. */
enum { BETWEEN = 200, BEHIND_HEAD = 600, INSIDE = JB_UGLY, IN_NAME = 1200 };
/* What it is worth to part the halves of a title where its author has, and what it costs to part a
 * title elsewhere than at the marks it has. */
enum { HALVES = -2400, OFF_MARK = 400 };
enum { WIDE_COLON = 0xFF1A };
enum { LONGEST = 4 }; /* characters of a word that no dictionary has */

static const jb_str heads[] = {
#define HEAD(word) JB_K(word),
#include "text/sense.def"
#undef HEAD
};

static const jb_str tails[] = {
#define TAIL(word) JB_K(word),
#include "text/sense.def"
#undef TAIL
};

static const jb_str links[] = {
#define LINK(word) JB_K(word),
#include "text/sense.def"
#undef LINK
};

#define AMONG(word, words) jb_str_among(word, words, JB_COUNT(words))

static const uint64_t chinese = JB_SET(HAN) | JB_SET(NOSTART);

static bool single_han(jb_str word)
{
    return word.n == 3 || word.n == 4;
}

/* The ends of the words, in bytes of the text, 0 first; none without the dictionary. */
typedef JB_LIST(size_t) offsets;

static jb_str word_at(const jb_para *para, const offsets *ends, size_t i)
{
    return i + 1 < ends->n ? jb_str_cut(para->text, ends->at[i], ends->at[i + 1] - ends->at[i])
                           : (jb_str){"", 0};
}

/* Words i and i + 1 may be one that the dictionary has not. */
static bool unknown_word(const jb_para *para, const offsets *ends, size_t i)
{
    size_t first = i, end = i + 2;
    if (!single_han(word_at(para, ends, i)) || !single_han(word_at(para, ends, i + 1)))
        return false;
    while (first && end - first <= LONGEST && single_han(word_at(para, ends, first - 1)))
        first--;
    while (end - first <= LONGEST && single_han(word_at(para, ends, end)))
        end++;
    return end - first <= LONGEST;
}

/* A break between two words, both Chinese. */
static int between(jb_str before, jb_str after, bool unknown)
{
    if (AMONG(after, tails))
        return INSIDE;
    if (AMONG(before, links))
        return BEHIND_HEAD;
    if (AMONG(after, links) || AMONG(before, tails))
        return 0;
    if (AMONG(before, heads))
        return BEHIND_HEAD;
    return unknown ? INSIDE : BETWEEN;
}

static bool han_at(const jb_para *para, size_t i)
{
    return JB_IN(para->atoms.at[i].class, chinese) != 0;
}

/* Behind atom i, where word `before` ends. */
static void part_words(jb_para *para, size_t i, const offsets *ends, size_t before)
{
    bool han = han_at(para, i), next_han = han_at(para, i + 1);
    if (han && next_han)
        jb_gap_raise(para, i,
                     (int16_t)between(word_at(para, ends, before), word_at(para, ends, before + 1),
                                      unknown_word(para, ends, before)));
    else if (han && para->atoms.at[i + 1].class == JB_CLASS_DIGIT) /* 2026年|10月 */
        jb_gap_raise(para, i,
                     i && para->atoms.at[i - 1].class == JB_CLASS_DIGIT ? INSIDE : BETWEEN);
    else if (han || next_han)
        jb_gap_raise(para, i, BETWEEN);
}

static offsets find_words(const jb_para *para)
{
    offsets ends = {0};
    const jb_icu *icu = jb_icu_load(para->cx);
    if (!icu)
        return ends;
    UErrorCode error = U_ZERO_ERROR;
    UText text = UTEXT_INITIALIZER;
    icu->open_text(&text, para->text.p, (int64_t)para->text.n, &error);
    UBreakIterator *words = icu->open_breaks(UBRK_WORD, "zh", NULL, 0, &error);
    icu->set_text(words, &text, &error);
    if (U_SUCCESS(error))
        for (int32_t at = icu->first_break(words); at != UBRK_DONE; at = icu->next_break(words))
            *JB_PUSH(para->bench, &ends) = (size_t)at;
    icu->close_breaks(words);
    icu->close_text(&text);
    return ends;
}

static void keep_words(jb_para *para)
{
    offsets ends = find_words(para);
    for (size_t i = 0, word = 0; i + 1 < para->atoms.n && ends.n; i++) {
        size_t at = para->atoms.at[i + 1].at;
        while (word + 1 < ends.n && ends.at[word] < at)
            word++;
        if (ends.at[word] != at)
            jb_gap_raise(para, i, INSIDE);
        else if (word && word + 1 < ends.n)
            part_words(para, i, &ends, word - 1);
    }
}

/* A title and what explains it, 甲——乙 and 甲：乙, part between them before they part anywhere
 * else; the dash begins the second line. */
static void part_halves(jb_para *para, size_t i)
{
    const jb_atom *at = para->atoms.at;
    bool before = at[i].class != JB_CLASS_DASH && at[i + 1].class == JB_CLASS_DASH,
         behind = at[i].class == JB_CLASS_DASH && at[i + 1].class != JB_CLASS_DASH;
    if (before || at[i].code == WIDE_COLON)
        para->gaps[i].penalty = HALVES;
    else if (behind)
        jb_gap_raise(para, i, IN_NAME);
}

static bool behind_mark(const jb_para *para, size_t i)
{
    return JB_IN(para->atoms.at[i].class, JB_SET(PAUSE) | JB_SET(STOP));
}

/* Clauses part at their marks before they part between words. */
static void part_clauses(jb_para *para)
{
    bool any = false;
    for (size_t i = 0; i + 1 < para->atoms.n; i++)
        any = any || behind_mark(para, i);
    for (size_t i = 0; any && i + 1 < para->atoms.n; i++)
        if (para->gaps[i].penalty >= 0 && para->gaps[i].penalty < JB_WHOLE && !behind_mark(para, i))
            para->gaps[i].penalty = (int16_t)(para->gaps[i].penalty + OFF_MARK);
}

/* What stands between two brackets or quotes is one name: it would rather not be parted at all. */
static void keep_names(jb_para *para)
{
    size_t depth = 0;
    for (size_t i = 0; i + 1 < para->atoms.n; i++) {
        depth += para->atoms.at[i].class == JB_CLASS_OPEN;
        depth -= depth && para->atoms.at[i].class == JB_CLASS_CLOSE;
        jb_gap *gap = &para->gaps[i];
        if (gap->penalty < 0 || gap->penalty >= JB_WHOLE)
            continue;
        if (depth)
            gap->penalty = (int16_t)(gap->penalty + IN_NAME);
        else
            part_halves(para, i);
    }
}

void jb_para_keep_sense(jb_para *para)
{
    keep_words(para);
    part_clauses(para);
    keep_names(para);
}
