#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

jb_str jb_str_of(const char *c)
{
    return (jb_str){c, c ? strlen(c) : 0};
}

jb_str jb_str_dup(jb_arena *a, jb_str s)
{
    char *copy = jb_alloc(a, s.n + 1);
    if (s.n)
        memcpy(copy, s.p, s.n);
    return (jb_str){copy, s.n};
}

const char *jb_str_c(jb_arena *a, jb_str s)
{
    return jb_str_dup(a, s).p;
}

jb_str jb_str_cut(jb_str s, size_t at, size_t n)
{
    if (at > s.n)
        at = s.n;
    return (jb_str){at ? s.p + at : s.p, n > s.n - at ? s.n - at : n};
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t space_at_start(jb_str s)
{
    if (s.n && is_space(s.p[0]))
        return 1;
    return s.n >= 3 && !memcmp(s.p, "\xE3\x80\x80", 3) ? 3 : 0;
}

static size_t space_at_end(jb_str s)
{
    if (s.n && is_space(s.p[s.n - 1]))
        return 1;
    return s.n >= 3 && !memcmp(s.p + s.n - 3, "\xE3\x80\x80", 3) ? 3 : 0;
}

jb_str jb_str_trim(jb_str s)
{
    for (size_t k; (k = space_at_start(s));)
        s.p += k, s.n -= k;
    for (size_t k; (k = space_at_end(s));)
        s.n -= k;
    return s;
}

bool jb_str_eq(jb_str a, jb_str b)
{
    return a.n == b.n && (!a.n || !memcmp(a.p, b.p, a.n));
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool jb_str_among(jb_str s, const jb_str *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (jb_str_eq(list[i], s))
            return true;
    return false;
}

bool jb_str_eq_fold(jb_str a, jb_str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

int jb_str_cmp(jb_str a, jb_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? (c > 0) - (c < 0) : (a.n > b.n) - (a.n < b.n);
}

bool jb_str_starts(jb_str s, jb_str head)
{
    return s.n >= head.n && (!head.n || !memcmp(s.p, head.p, head.n));
}

bool jb_str_ends(jb_str s, jb_str tail)
{
    return s.n >= tail.n && (!tail.n || !memcmp(s.p + s.n - tail.n, tail.p, tail.n));
}

ptrdiff_t jb_str_find(jb_str s, jb_str part)
{
    if (!part.n)
        return 0;
    for (size_t i = 0; i + part.n <= s.n; i++) {
        const char *hit = memchr(s.p + i, part.p[0], s.n - i - part.n + 1);
        if (!hit)
            return -1;
        i = (size_t)(hit - s.p);
        if (!memcmp(hit, part.p, part.n))
            return (ptrdiff_t)i;
    }
    return -1;
}

/* FNV-1a, 64 bits */
uint64_t jb_str_hash(jb_str s)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return h;
}

jb_str jb_str_printf(jb_arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    char *text = jb_alloc(a, (size_t)(n > 0 ? n : 0) + 1);
    if (n > 0)
        vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    va_end(args);
    return (jb_str){text, (size_t)(n > 0 ? n : 0)};
}

/* The length of the sound sequence at p (1 to 4), its code point in *code; 0 when it is not sound
 * (RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF). */
static size_t decode(const unsigned char *p, size_t n, uint32_t *code)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t len = p[0] < 0x80       ? 1
                 : p[0] >> 5 == 6  ? 2
                 : p[0] >> 4 == 14 ? 3
                 : p[0] >> 3 == 30 ? 4
                                   : 0;
    if (!len || len > n)
        return 0;
    uint32_t c = len == 1 ? p[0] : p[0] & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if (p[i] >> 6 != 2)
            return 0;
        c = c << 6 | (p[i] & 0x3F);
    }
    if (c < least[len] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    *code = c;
    return len;
}

uint32_t jb_utf8_next(jb_str s, size_t *at)
{
    if (*at >= s.n)
        return 0;
    uint32_t code = 0xFFFD;
    size_t len = decode((const unsigned char *)s.p + *at, s.n - *at, &code);
    *at += len ? len : 1;
    return code;
}

size_t jb_utf8_put(char out[4], uint32_t c)
{
    if (c < 0x80)
        return out[0] = (char)c, 1;
    if (c < 0x800)
        return out[0] = (char)(0xC0 | c >> 6), out[1] = (char)(0x80 | (c & 0x3F)), 2;
    if (c < 0x10000)
        return out[0] = (char)(0xE0 | c >> 12), out[1] = (char)(0x80 | (c >> 6 & 0x3F)),
               out[2] = (char)(0x80 | (c & 0x3F)), 3;
    return out[0] = (char)(0xF0 | c >> 18), out[1] = (char)(0x80 | (c >> 12 & 0x3F)),
           out[2] = (char)(0x80 | (c >> 6 & 0x3F)), out[3] = (char)(0x80 | (c & 0x3F)), 4;
}

size_t jb_utf8_count(jb_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

size_t jb_utf8_check(jb_str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    for (size_t i = 0; i < s.n;) {
        uint32_t code;
        uint64_t eight; /* ASCII in strides */
        if (i + 8 <= s.n && (memcpy(&eight, p + i, 8), !(eight & 0x8080808080808080u))) {
            i += 8;
            continue;
        }
        size_t len = p[i] < 0x80 ? 1 : decode(p + i, s.n - i, &code);
        if (!len)
            return i;
        i += len;
    }
    return s.n;
}
