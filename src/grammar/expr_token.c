/* From an expression's text to its tokens. */
#include "grammar/expr_token.h"

#include <string.h>

jb_span jb_expr_place(const jb_expr_parser *p, size_t from, size_t to)
{
    return p->exact ? jb_span_in(p->span, p->shift + from, to - from) : p->span;
}

bool jb_expr_first_mistake(jb_expr_parser *p)
{
    bool first = !p->failed;
    p->failed = true;
    p->now.kind = JB_TOKEN_WRONG;
    return first;
}

/* ---- characters ---- */

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x3000 || c == 0xFEFF ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F;
}

/* Letters of any script; the ranges left out are punctuation, signs and forms of them. */
static bool is_letter(uint32_t c)
{
    static const uint32_t signs[][2] = {
        {0x80, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB9},     {0xBB, 0xBF},     {0xD7, 0xD7},
        {0xF7, 0xF7},     {0x2000, 0x200B}, {0x200E, 0x203E}, {0x2041, 0x2053}, {0x2055, 0x206F},
        {0x2190, 0x2BFF}, {0x3000, 0x3004}, {0x3008, 0x3020}, {0xD800, 0xDFFF}, {0xFE30, 0xFE32},
        {0xFE35, 0xFE4C}, {0xFEFF, 0xFEFF}, {0xFF00, 0xFF0F}, {0xFF1A, 0xFF20}, {0xFF3B, 0xFF3E},
        {0xFF40, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}};
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    for (size_t i = 0; i < JB_COUNT(signs); i++)
        if (c >= signs[i][0] && c <= signs[i][1])
            return false;
    return true;
}

static uint32_t code_at(const jb_expr_parser *p, size_t at)
{
    return jb_utf8_next(p->text, &at);
}

/* ---- tokens ---- */

static void take_name(jb_expr_parser *p)
{
    size_t at = p->at;
    for (size_t next = at; next < p->text.n; at = next) {
        uint32_t c = jb_utf8_next(p->text, &next);
        if (!is_letter(c) && !is_digit(c))
            break;
    }
    p->now.kind = JB_TOKEN_NAME;
    p->now.text = jb_str_cut(p->text, p->at, at - p->at);
    p->at = at;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static void take_hex(jb_expr_parser *p)
{
    size_t from = p->at;
    double number = 0;
    for (p->at += 2; p->at < p->text.n && hex_digit(p->text.p[p->at]) >= 0; p->at++)
        number = number * 16 + hex_digit(p->text.p[p->at]);
    p->now.value = number < 9e15 ? jb_int((int64_t)number) : jb_number(number);
    if (p->at == from + 2)
        JB_WRONG(p, from, p->at, "a hexadecimal number has no digits");
}

static void skip_digits(jb_expr_parser *p)
{
    while (p->at < p->text.n && is_digit((uint8_t)p->text.p[p->at]))
        p->at++;
}

static char char_at(const jb_expr_parser *p, size_t at)
{
    return at < p->text.n ? p->text.p[at] : 0;
}

static void take_number(jb_expr_parser *p)
{
    size_t from = p->at;
    p->now.kind = JB_TOKEN_NUMBER;
    if (char_at(p, from) == '0' && (char_at(p, from + 1) | 32) == 'x') {
        take_hex(p);
    } else {
        skip_digits(p);
        if (char_at(p, p->at) == '.')
            p->at++, skip_digits(p);
        if ((char_at(p, p->at) | 32) == 'e') {
            char sign = char_at(p, p->at + 1);
            p->at += 1 + (size_t)(sign == '+' || sign == '-');
            skip_digits(p);
        }
        if (!jb_exact_read(jb_str_cut(p->text, from, p->at - from), &p->now.value))
            JB_WRONG(p, from, p->at, "a number's exponent has no digits");
    }
    if (is_letter(code_at(p, p->at)))
        JB_WRONG(p, from, p->at + 1, "a name cannot begin with a digit");
}

/* The hexadecimal digits of \x41, \u0041, \u{1F600}; a negative number is a mistake. */
static int64_t take_code(jb_expr_parser *p, char kind)
{
    bool braces = kind == 'u' && char_at(p, p->at) == '{';
    int64_t code = 0;
    int n = 0, most = braces ? 6 : kind == 'u' ? 4 : 2;
    p->at += braces;
    for (; n < most && hex_digit(char_at(p, p->at)) >= 0; n++)
        code = code * 16 + hex_digit(p->text.p[p->at++]);
    if (braces && char_at(p, p->at++) != '}')
        return -1;
    return (braces ? n > 0 : n == most) && code <= 0x10FFFF ? code : -1;
}

static bool take_escape(jb_expr_parser *p, jb_buf *b)
{
    static const char from[] = "nrtbfv0", to[] = "\n\r\t\b\f\v\0";
    char c = char_at(p, p->at++);
    if (c == 'u' || c == 'x') {
        int64_t code = take_code(p, c);
        if (code >= 0xD800 && code < 0xDC00 && char_at(p, p->at) == '\\' &&
            char_at(p, p->at + 1) == 'u') {
            p->at += 2;
            int64_t low = take_code(p, 'u');
            code = low >= 0xDC00 && low < 0xE000
                       ? 0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00)
                       : -1;
        }
        if (code < 0 || (code >= 0xD800 && code < 0xE000))
            return false;
        jb_buf_code(b, (uint32_t)code);
        return true;
    }
    const char *known = c ? strchr(from, c) : NULL;
    if (c != '\n')
        jb_buf_byte(b, known ? to[known - from] : c);
    return true;
}

static void take_string(jb_expr_parser *p, char quote)
{
    size_t from = p->at++;
    jb_buf b = jb_buf_new(p->cx->keep);
    p->now.kind = JB_TOKEN_STRING;
    for (;;) {
        char c = char_at(p, p->at);
        if (p->at >= p->text.n) {
            JB_WRONG(p, from, p->at, "a text without its closing quote");
            return;
        }
        size_t start = p->at++;
        if (c == quote)
            break;
        if (c != '\\')
            jb_buf_byte(&b, c);
        else if (p->at >= p->text.n || !take_escape(p, &b)) {
            JB_WRONG(p, start, p->at < p->text.n ? p->at : p->text.n,
                     "an escape that means no character");
            return;
        }
    }
    p->now.value = jb_text(b.text);
}

void jb_expr_take_regexp(jb_expr_parser *p)
{
    size_t from = p->now.from, at = from + 1;
    bool set = false;
    for (; at < p->text.n && (p->text.p[at] != '/' || set); at++) {
        if (p->text.p[at] == '\\')
            at++;
        else if (p->text.p[at] == '[')
            set = true;
        else if (p->text.p[at] == ']')
            set = false;
    }
    if (at >= p->text.n) {
        JB_WRONG(p, from, p->text.n, "a regular expression without its closing /");
        return;
    }
    p->now.text = jb_str_cut(p->text, from + 1, at - from - 1);
    p->at = at + 1;
    while (is_letter(code_at(p, p->at)))
        p->at++;
    p->now.flags = jb_str_cut(p->text, at + 1, p->at - at - 1);
    p->now.kind = JB_TOKEN_REGEXP;
    p->now.to = p->at;
}

/* A full-width sign that an input method left where an ASCII one was meant, or 0. */
static char ascii_meant(uint32_t c)
{
    static const struct {
        uint32_t code;
        char ascii;
    } others[] = {{0x201C, '"'}, {0x201D, '"'}, {0x2018, '\''}, {0x2019, '\''},
                  {0xD7, '*'},   {0xF7, '/'},   {0x3002, '.'}};
    if (c > 0xFF00 && c < 0xFF5F)
        return (char)(c - 0xFF00 + ' ');
    for (size_t i = 0; i < JB_COUNT(others); i++)
        if (others[i].code == c)
            return others[i].ascii;
    return 0;
}

static void wrong_character(jb_expr_parser *p)
{
    size_t to = p->at;
    uint32_t c = jb_utf8_next(p->text, &to);
    JB_WRONG(p, p->at, to, "“%.*s” has no meaning in an expression",
             JB_F(jb_str_cut(p->text, p->at, to - p->at)));
    if (ascii_meant(c))
        jb_hint(p->cx, "write the ASCII character %c", ascii_meant(c));
    if (c == 0xFF08)
        jb_hint(p->cx, "a column with it in its name is datum['…']");
    p->at = to;
}

static void take_sign(jb_expr_parser *p)
{
    static const jb_str signs[] = {
        JB_K(">>>"), JB_K("==="), JB_K("!=="), JB_K("=="), JB_K("!="), JB_K("<="), JB_K(">="),
        JB_K("<<"),  JB_K(">>"),  JB_K("&&"),  JB_K("||"), JB_K("("),  JB_K(")"),  JB_K("["),
        JB_K("]"),   JB_K("{"),   JB_K("}"),   JB_K(","),  JB_K(":"),  JB_K("?"),  JB_K("."),
        JB_K("+"),   JB_K("-"),   JB_K("*"),   JB_K("/"),  JB_K("%"),  JB_K("<"),  JB_K(">"),
        JB_K("!"),   JB_K("~"),   JB_K("&"),   JB_K("|"),  JB_K("^"),  JB_K("=")};
    jb_str rest = jb_str_cut(p->text, p->at, p->text.n);
    for (size_t i = 0; i < JB_COUNT(signs); i++)
        if (jb_str_starts(rest, signs[i])) {
            p->now.kind = JB_TOKEN_SIGN;
            p->now.text = signs[i];
            p->at += signs[i].n;
            return;
        }
    wrong_character(p);
}

void jb_expr_advance(jb_expr_parser *p)
{
    for (size_t next = p->at; next < p->text.n && is_space(jb_utf8_next(p->text, &next));)
        p->at = next;
    p->now = (jb_token){.from = p->at, .value = jb_null()};
    uint32_t c = code_at(p, p->at);
    if (p->at >= p->text.n)
        p->now.kind = JB_TOKEN_END;
    else if (is_letter(c))
        take_name(p);
    else if (is_digit(c) || (c == '.' && is_digit((uint8_t)char_at(p, p->at + 1))))
        take_number(p);
    else if (c == '"' || c == '\'')
        take_string(p, (char)c);
    else
        take_sign(p);
    p->now.to = p->at;
}
