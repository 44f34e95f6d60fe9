/* What a number keeps on its line: its sign, its groups, its unit, the other end of its range (GB/T
 * 15835—2011, 4.1; clreq 3.1.4: digits with their prefix and suffix are not parted). */
#include "text/break.h"

/* The end of the number that starts at i: 12,800.5, 8:30, 1 254. */
static size_t number_end(const jb_para *para, size_t i)
{
    while (jb_atom_is_digit(para, i) ||
           ((jb_atom_is_code(para, i, ".,:/") || jb_atom_is(para, i, JB_SET(NBSP))) &&
            jb_atom_is_digit(para, i + 1)))
        i++;
    return i;
}

static jb_str rest(const jb_para *para, size_t i)
{
    return i < para->atoms.n ? jb_str_cut(para->text, para->atoms.at[i].at, SIZE_MAX)
                             : (jb_str){"", 0};
}

static size_t longest(jb_str text, const jb_str *words, size_t n)
{
    size_t best = 0;
    for (size_t i = 0; i < n; i++)
        if (words[i].n > best && jb_str_starts(text, words[i]))
            best = words[i].n;
    return best;
}

static const jb_str han_units[] = {
#define U(word) JB_K(word),
#include "text/units.def"
#undef U
};

static const jb_str latin_units[] = {
#define L(word) JB_K(word),
#include "text/units.def"
#undef L
};

static const jb_str numerals[] = {JB_K("十"), JB_K("百"), JB_K("千"), JB_K("万"),
                                  JB_K("亿"), JB_K("余"), JB_K("多"), JB_K("几")};

static size_t atom_at(const jb_para *para, size_t i, size_t byte)
{
    while (i < para->atoms.n && para->atoms.at[i].at < byte)
        i++;
    return i;
}

/* Behind a number that ends before atom i: the end of 万, 亿 and the unit; i when there is none. */
static size_t unit_end(const jb_para *para, size_t i)
{
    jb_str text = rest(para, i);
    size_t n = 0;
    for (size_t k;
         n < 12 && (k = longest(jb_str_cut(text, n, SIZE_MAX), numerals, JB_COUNT(numerals)));)
        n += k;
    n += longest(jb_str_cut(text, n, SIZE_MAX), han_units, JB_COUNT(han_units));
    return n ? atom_at(para, i, jb_atom_at(para, i)->at + n) : i;
}

static size_t latin_unit_end(const jb_para *para, size_t i)
{
    size_t n = longest(rest(para, i), latin_units, JB_COUNT(latin_units));
    size_t end = n ? atom_at(para, i, jb_atom_at(para, i)->at + n) : i;
    return jb_atom_is(para, end, JB_SET(LETTER)) ? i : end;
}

/* 15.9:49.2:34.9 is three numbers, and may part behind a colon when all else fails; 1:1000 is one.
 */
static void open_ratio(jb_para *para, size_t first, size_t end)
{
    size_t colons = 0;
    for (size_t i = first; i < end; i++)
        colons += jb_atom_is_code(para, i, ":");
    for (size_t i = first; colons > 1 && i < end; i++)
        if (jb_atom_is_code(para, i, ":"))
            para->gaps[i].penalty = JB_RESORT;
}

enum { ORDINAL = 0x7B2C }; /* 第 */

/* 1086万元, 第3页, 60 km, -5℃～12℃; returns where to go on. */
static size_t bind_number(jb_para *para, size_t first)
{
    size_t end = number_end(para, first), unit = unit_end(para, end);
    if (jb_atom_is(para, end, JB_SET(SPACE))) {
        size_t latin = latin_unit_end(para, end + 1), han = unit_end(para, end + 1);
        unit = latin > end + 1 ? latin : han > end + 1 ? han : unit;
    }
    jb_gaps_forbid(para, end - 1, unit > end ? unit - 1 : end - 1);
    open_ratio(para, first, end);
    if (first && jb_atom_at(para, first - 1)->code == ORDINAL)
        jb_gaps_forbid(para, first - 1, first);
    return end;
}

/* 6217 0000 1234, 010-6258 7788: the groups of one number stay together as long as they can. */
static void bind_group(jb_para *para, size_t i)
{
    if (i && jb_atom_is_digit(para, i - 1) && jb_atom_is_digit(para, i + 1))
        jb_gap_raise(para, i, JB_RESORT);
}

/* 第二 of 第二天: a line had better not end between. */
static void bind_ordinal(jb_para *para, size_t i)
{
    static const char numerals_after[] = "〇一二三四五六七八九十百千几";
    jb_str next = jb_str_cut(rest(para, i + 1), 0, 3);
    if (next.n == 3 && jb_str_find(jb_str_of(numerals_after), next) % 3 == 0)
        jb_gap_raise(para, i, JB_AVOID);
}

static bool starts_number(const jb_para *para, size_t i)
{
    return jb_atom_is_digit(para, i) ||
           ((jb_atom_is(para, i, JB_SET(SIGN) | JB_SET(PREFIX) | JB_SET(WPREFIX)) ||
             jb_atom_is_code(para, i, "-+~")) &&
            jb_atom_is_digit(para, i + 1));
}

/* Both ends of a range stay together, if the line can be set at all; else it parts behind the
 * connector. */
static void bind_range(jb_para *para, size_t i)
{
    if (starts_number(para, i + 1))
        jb_gap_raise(para, i, JB_RESORT);
}

/* 〔2026〕12号 stays together as long as it can; a telephone number would rather stay with its area
 * code. */
static void bind_bracket(jb_para *para, size_t i)
{
    if (!jb_atom_is_digit(para, i + 1) || !i || !jb_atom_is_digit(para, i - 1))
        return;
    size_t open = i;
    while (open && jb_atom_is_digit(para, open - 1))
        open--;
    if (!open || !jb_atom_is(para, open - 1, JB_SET(OPEN)))
        return;
    bool year = jb_atom_at(para, i)->code == 0x3015;
    jb_gap_raise(para, i, year ? JB_RESORT : JB_COSTLY);
    if (year && open >= 2)
        jb_gap_raise(para, open - 2, JB_AVOID);
}

void jb_para_bind_numbers(jb_para *para)
{
    for (size_t i = 0; i < para->atoms.n; i++) {
        if (jb_atom_is_digit(para, i) && (!i || !jb_atom_is_digit(para, i - 1)))
            bind_number(para, i);
        if (jb_atom_at(para, i)->code == ORDINAL)
            bind_ordinal(para, i);
        if (jb_atom_is(para, i, JB_SET(SPACE)))
            bind_group(para, i);
        if (jb_atom_is(para, i, JB_SET(CONNECT)))
            bind_range(para, i);
        if (jb_atom_is(para, i, JB_SET(CLOSE)))
            bind_bracket(para, i);
    }
}
