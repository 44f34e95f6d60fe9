/* Pandoc's x^2^ and H~2~O, where nothing else can be meant: a ~ is also the sign of a range (3~5
 * 天), and a ^ a power's in plain text (a^2+b^2). */
#include <ctype.h>
#include <string.h>

#include "report/reader.h"

enum { LONGEST = 8 };

static bool is_sign(jb_str s, size_t at)
{
    return at < s.n && (s.p[at] == '+' || s.p[at] == '-');
}

/* 2, -3, 2+, + and -, or a letter or few: n, max. */
static bool is_index(jb_str s)
{
    size_t at = is_sign(s, 0), digits = 0, letters = 0;
    for (; at + digits < s.n && isdigit((unsigned char)s.p[at + digits]); digits++)
        ;
    at += digits;
    at += digits && is_sign(s, at);
    if (at == s.n)
        return s.n > 0;
    while (letters < s.n && isalpha((unsigned char)s.p[letters]))
        letters++;
    return letters == s.n && letters <= 3;
}

/* A power stands on letters, digits, brackets; on Han only a number does (米^2^, no face ^o^). */
static bool carries_power(unsigned char before, jb_str index)
{
    bool number = !isalpha((unsigned char)index.p[0]);
    return isalnum(before) || strchr(")]", before) || (before >= 0x80 && number);
}

static bool carries_index(unsigned char before)
{
    return isalpha(before) || strchr(")]", before);
}

size_t jb_raised_length(jb_str text, size_t at, char before, uint32_t *look)
{
    char mark = text.p[at];
    size_t end = at + 1;
    if ((mark != '^' && mark != '~') || !before)
        return 0;
    while (end < text.n && end - at <= LONGEST && text.p[end] != mark)
        end++;
    jb_str index = jb_str_cut(text, at + 1, end - at - 1);
    if (end == text.n || text.p[end] != mark || !is_index(index))
        return 0;
    *look = mark == '^' ? JB_LOOK_SUP : JB_LOOK_SUB;
    bool carried = mark == '^' ? carries_power((unsigned char)before, index)
                               : carries_index((unsigned char)before);
    return carried ? end + 1 - at : 0;
}
