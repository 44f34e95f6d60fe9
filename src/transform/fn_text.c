/* Text. Positions and lengths are in UTF-16 units, as in JavaScript. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/format.h"
#include "transform/function.h"

/* One code point in the other case where Unicode maps it to one: ASCII, Latin, Greek, Cyrillic. The
 * program keeps the C locale, whose towupper knows ASCII only, so the ranges are here. */
static uint32_t other_case(uint32_t c, bool up)
{
    uint32_t low = up ? c : c + 32, high = up ? c - 32 : c;
    bool latin = (low >= 'a' && low <= 'z') || (low >= 0xE0 && low <= 0xFE && low != 0xF7);
    bool greek_cyrillic =
        (low >= 0x3B1 && low <= 0x3C9 && low != 0x3C2) || (low >= 0x430 && low <= 0x44F);
    if (latin || greek_cyrillic)
        return up ? high : low;
    if (up ? c >= 0x450 && c <= 0x45F : c >= 0x400 && c <= 0x40F)
        return up ? c - 80 : c + 80;
    bool pairs = (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) ||
                 (c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x4BF) ||
                 (c >= 0x1E00 && c <= 0x1E95) || (c >= 0x1EA0 && c <= 0x1EFF);
    if (pairs && c != 0x130 && c != 0x131)
        return up ? c & ~1u : c | 1u;
    return c;
}

static jb_value in_case(const jb_call *c, bool up)
{
    jb_str s = jb_arg_text(c, 0);
    jb_buf b = jb_buf_new(jb_call_arena(c));
    for (size_t at = 0; at < s.n;) {
        uint32_t code = jb_utf8_next(s, &at);
        if (up && code == 0xDF)
            jb_buf_add(&b, JB_S("SS"));
        else
            jb_buf_code(&b, other_case(code, up));
    }
    return jb_text(b.text);
}

jb_value jb_fn_upper(const jb_call *c)
{
    return in_case(c, true);
}

jb_value jb_fn_lower(const jb_call *c)
{
    return in_case(c, false);
}

jb_value jb_fn_trim(const jb_call *c)
{
    return jb_text(jb_str_trim(jb_arg_text(c, 0)));
}

static jb_str units(jb_str s, size_t from, size_t to)
{
    size_t begin = jb_utf16_offset(s, from), end = jb_utf16_offset(s, to);
    return jb_str_cut(s, begin, end > begin ? end - begin : 0);
}

static size_t inside(double at, size_t n)
{
    return !(at > 0) ? 0 : at > (double)n ? n : (size_t)at;
}

/* Unlike slice, it swaps its ends and takes negative ones for 0. */
jb_value jb_fn_substring(const jb_call *c)
{
    jb_str s = jb_arg_text(c, 0);
    size_t n = jb_utf16_length(s);
    size_t a = inside(jb_arg_number(c, 1, 0), n),
           b = jb_arg_undefined(c, 2) ? n : inside(jb_value_number(c->args[2]), n);
    return jb_text(a < b ? units(s, a, b) : units(s, b, a));
}

jb_value jb_fn_split(const jb_call *c)
{
    jb_str s = jb_arg_text(c, 0), by = jb_arg_text(c, 1);
    double most = jb_arg_undefined(c, 2) ? INFINITY : jb_value_number(c->args[2]);
    if (most < 0) /* an unsigned number to JavaScript */
        most = INFINITY;
    if (jb_is_regexp(jb_arg(c, 1)))
        return jb_regexp_split(c, s, c->args[1], most);
    JB_LIST(jb_value) parts = {0};
    size_t at = 0;
    for (bool more = c->n > 1 && c->args[1].type != JB_NULL && (by.n || s.n);
         more && (double)parts.n < most;) {
        size_t to = at;
        if (by.n) {
            ptrdiff_t next = jb_str_find(jb_str_cut(s, at, s.n), by);
            more = next >= 0;
            to = more ? at + (size_t)next : s.n;
        } else {
            jb_utf8_next(s, &to);
            more = to < s.n;
        }
        *JB_PUSH(jb_call_arena(c), &parts) = jb_text(jb_str_cut(s, at, to - at));
        at = to + by.n;
    }
    bool whole = !parts.n && most > 0 && (by.n || s.n);
    if (whole)
        *JB_PUSH(jb_call_arena(c), &parts) = jb_text(s);
    return jb_list_value(parts.at, parts.n);
}

static void add_times(jb_buf *b, jb_str s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        jb_buf_add(b, s);
}

enum { TEXT_MOST = 1000000 };

/* Where text is put in a wider field, or where it is cut: "left", "center", else right. */
static char side_of(const jb_call *c, size_t i)
{
    jb_str side = jb_arg_text(c, i);
    return jb_str_eq(side, JB_S("left")) ? 'l' : jb_str_eq(side, JB_S("center")) ? 'c' : 'r';
}

jb_value jb_fn_pad(const jb_call *c)
{
    jb_str s = jb_arg_text(c, 0), fill = jb_arg_text(c, 2);
    if (jb_arg(c, 2).type == JB_NULL || !fill.n)
        fill = JB_S(" ");
    size_t have = jb_utf16_length(s), want = inside(jb_arg_number(c, 1, 0), TEXT_MOST);
    size_t n = want > have ? want - have : 0;
    char side = side_of(c, 3);
    size_t left = side == 'l' ? n : side == 'c' ? n / 2 : 0;
    jb_buf b = jb_buf_new(jb_call_arena(c));
    add_times(&b, fill, left);
    jb_buf_add(&b, s);
    add_times(&b, fill, n - left);
    return jb_text(b.text);
}

jb_value jb_fn_truncate(const jb_call *c)
{
    jb_str s = jb_arg_text(c, 0),
           mark = jb_arg(c, 3).type == JB_NULL ? JB_S("…") : jb_arg_text(c, 3);
    size_t n = jb_utf16_length(s), most = inside(jb_arg_number(c, 1, 0), n),
           mark_n = jb_utf16_length(mark);
    if (n <= most)
        return jb_text(s);
    size_t keep = most > mark_n ? most - mark_n : 0;
    char side = side_of(c, 2);
    size_t head = side == 'l' ? 0 : side == 'c' ? (keep + 1) / 2 : keep, tail = keep - head;
    jb_buf b = jb_buf_new(jb_call_arena(c));
    jb_buf_add(&b, units(s, 0, head));
    jb_buf_add(&b, mark);
    jb_buf_add(&b, units(s, n - tail, n));
    return jb_text(b.text);
}

/* The longest head of the text that is a number. */
jb_value jb_fn_parse_float(const jb_call *c)
{
    jb_str s = jb_str_trim(jb_arg_text(c, 0));
    size_t n = 0;
    jb_str sign =
        jb_str_starts(s, JB_S("-")) || jb_str_starts(s, JB_S("+")) ? jb_str_cut(s, 1, s.n) : s;
    if (jb_str_starts(sign, JB_S("Infinity")))
        return jb_number(s.p[0] == '-' ? -INFINITY : INFINITY);
    while (n < s.n && n < 400 && s.p[n] && strchr("+-.0123456789eE", s.p[n]))
        n++;
    double number;
    for (; n; n--)
        if (jb_number_read(jb_str_cut(s, 0, n), &number))
            return jb_number(number);
    return jb_number((double)NAN);
}

jb_value jb_fn_parse_int(const jb_call *c)
{
    jb_str s = jb_str_trim(jb_arg_text(c, 0));
    double radix = jb_arg_number(c, 1, 0), sum = 0;
    if (isnan(radix))
        radix = 0;
    size_t at = 0, from;
    bool negative = s.n && s.p[0] == '-';
    if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
        at++;
    bool hex = at + 1 < s.n && s.p[at] == '0' && (s.p[at + 1] | 32) == 'x';
    if (hex && (radix == 0 || radix == 16))
        radix = 16, at += 2;
    radix = radix == 0 ? 10 : trunc(radix);
    for (from = at; at < s.n; at++) {
        char ch = s.p[at];
        int d = ch >= '0' && ch <= '9'                 ? ch - '0'
                : (ch | 32) >= 'a' && (ch | 32) <= 'z' ? (ch | 32) - 'a' + 10
                                                       : 99;
        if (d >= radix)
            break;
        sum = sum * radix + d;
    }
    bool fine = at > from && radix >= 2 && radix <= 36;
    return jb_number(!fine ? (double)NAN : negative ? -sum : sum);
}

jb_value jb_fn_format(const jb_call *c)
{
    if (c->args[0].type == JB_NULL && !c->args[0].scale)
        return jb_text(JB_S("null"));
    jb_format format;
    jb_str specifier = c->n > 1 ? jb_arg_text(c, 1) : JB_S("");
    if (!jb_format_read(specifier, &format)) {
        JB_ROW_FAIL(c, "“%.*s” is no number format", JB_F(jb_brief(c->bound->cx, specifier)));
        return jb_null();
    }
    return jb_text(jb_format_value(jb_call_arena(c), &format, c->bound->locale, c->args[0]));
}

/* The characters as bytes (Latin-1), in base64. */
jb_value jb_fn_btoa(const jb_call *c)
{
    jb_str s = jb_arg_text(c, 0);
    unsigned char *bytes = JB_NEW_N(jb_call_arena(c), unsigned char, s.n + 1);
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        uint32_t ch = jb_utf8_next(s, &at);
        if (ch > 0xFF) {
            JB_ROW_FAIL(c, "btoa takes characters up to U+00FF, here is U+%04X", (unsigned)ch);
            return jb_undefined();
        }
        bytes[n++] = (unsigned char)ch;
    }
    char *text = jb_arena_own(jb_call_arena(c), g_base64_encode(bytes, n), g_free);
    return jb_text(jb_str_of(text));
}

jb_value jb_fn_atob(const jb_call *c)
{
    jb_str s = jb_arg_text(c, 0);
    jb_buf packed = jb_buf_new(jb_call_arena(c)), b = jb_buf_new(jb_call_arena(c));
    for (size_t i = 0; i < s.n; i++) {
        if (!s.p[i] || !(g_ascii_isalnum(s.p[i]) || strchr("+/= \t\n\f\r", s.p[i]))) {
            JB_ROW_FAIL(c, "“%.*s” is no base64", JB_F(jb_brief(c->bound->cx, s)));
            return jb_undefined();
        }
        if (!g_ascii_isspace(s.p[i]))
            jb_buf_byte(&packed, s.p[i]);
    }
    while (packed.text.n % 4)
        jb_buf_byte(&packed, '=');
    gsize n = 0;
    char *text = JB_NEW_N(jb_call_arena(c), char, packed.text.n + 1);
    if (packed.text.n)
        memcpy(text, packed.text.p, packed.text.n);
    const guchar *bytes = packed.text.n ? g_base64_decode_inplace(text, &n) : NULL;
    for (gsize i = 0; i < n; i++) {
        if (bytes[i] < 0x80) {
            jb_buf_byte(&b, (char)bytes[i]);
        } else {
            jb_buf_byte(&b, (char)(0xC0 | bytes[i] >> 6));
            jb_buf_byte(&b, (char)(0x80 | (bytes[i] & 0x3F)));
        }
    }
    return jb_text(b.text);
}

jb_value jb_fn_encode_uri(const jb_call *c)
{
    jb_str s = jb_arg_text(c, 0);
    jb_buf b = jb_buf_new(jb_call_arena(c));
    for (size_t i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];
        bool plain = (ch >= '0' && ch <= '9') || ((ch | 32) >= 'a' && (ch | 32) <= 'z') ||
                     (ch && strchr("-_.!~*'()", ch));
        if (plain)
            jb_buf_byte(&b, (char)ch);
        else
            jb_buf_printf(&b, "%%%02X", ch);
    }
    return jb_text(b.text);
}
