/* Names that count, 一季度 or 10月, in an order that is not theirs: sorted by their characters, 三
 * comes before 二 and 10 before 2. */
#include "chart/numeral.h"

#include <string.h>

typedef struct name {
    jb_str before, behind; /* what stands round its number */
    double number;
} name;

static int digit_of(uint32_t code)
{
    static const uint32_t digits[] = {0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    for (int i = 0; i < 10; i++)
        if (digits[i] == code)
            return i;
    return code == 0x3007 ? 0 : -1;
}

/* Of 100 and less: 十二, 二十, 三十一; the digits of longer ones are read one by one. */
static bool read_chinese(jb_str text, size_t *at, double *number)
{
    enum { TEN = 0x5341 };
    double total = 0, last = 0;
    bool any = false;
    for (size_t next = *at; next < text.n; *at = next) {
        uint32_t code = jb_utf8_next(text, &next);
        int digit = digit_of(code);
        if (digit < 0 && code != TEN)
            break;
        if (code == TEN)
            total += 10 * (any ? last : 1);
        last = code == TEN ? 0 : 10 * last + digit;
        any = true;
    }
    *number = total + last;
    return any;
}

static bool read_arabic(jb_str text, size_t *at, double *number)
{
    size_t from = *at;
    for (*number = 0; *at < text.n && text.p[*at] >= '0' && text.p[*at] <= '9'; ++*at)
        *number = 10 * *number + (text.p[*at] - '0');
    return *at > from;
}

/* The name with its number from `from` on, the first that is there; false: there is none. */
static bool read_name(jb_str text, size_t from, name *n)
{
    for (size_t at = from, next; at < text.n; at = next) {
        size_t end = at;
        next = at;
        jb_utf8_next(text, &next);
        if (!read_arabic(text, &end, &n->number) && !read_chinese(text, &end, &n->number))
            continue;
        n->before = jb_str_cut(text, 0, at);
        n->behind = jb_str_cut(text, end, SIZE_MAX);
        return true;
    }
    return false;
}

bool jb_names_reversed(jb_str a, jb_str b)
{
    name x, y;
    for (size_t at = 0; read_name(a, at, &x) && read_name(b, at, &y);) {
        if (!jb_str_eq(x.before, y.before))
            return false;
        if (x.number != y.number)
            return jb_str_eq(x.behind, y.behind) && x.number > y.number;
        if (a.n - x.behind.n != b.n - y.behind.n)
            return false;
        at = a.n - x.behind.n;
    }
    return false;
}
