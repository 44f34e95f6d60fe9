#include "render/content.h"

#include <string.h>

/* ISO 32000-1, 7.2.2: blanks and delimiters end a word; a word that begins as a number or a name is
 * an operand. */
enum { WORD, OPERAND, NAME, DELIMITER };
static const unsigned char kinds[256] = {
    ['\0'] = DELIMITER, ['\t'] = DELIMITER, ['\n'] = DELIMITER, ['\f'] = DELIMITER,
    ['\r'] = DELIMITER, [' '] = DELIMITER,  ['('] = DELIMITER,  [')'] = DELIMITER,
    ['<'] = DELIMITER,  ['>'] = DELIMITER,  ['['] = DELIMITER,  [']'] = DELIMITER,
    ['{'] = DELIMITER,  ['}'] = DELIMITER,  ['%'] = DELIMITER,  ['/'] = NAME,
    ['+'] = OPERAND,    ['-'] = OPERAND,    ['.'] = OPERAND,    ['0'] = OPERAND,
    ['1'] = OPERAND,    ['2'] = OPERAND,    ['3'] = OPERAND,    ['4'] = OPERAND,
    ['5'] = OPERAND,    ['6'] = OPERAND,    ['7'] = OPERAND,    ['8'] = OPERAND,
    ['9'] = OPERAND,
};

static unsigned kind_of(jb_str s, size_t at)
{
    return kinds[(unsigned char)s.p[at]];
}

static size_t skip_string(jb_str s, size_t at)
{
    int depth = 0;
    for (; at < s.n; at++) {
        if (s.p[at] == '\\')
            at++;
        else if (s.p[at] == '(')
            depth++;
        else if (s.p[at] == ')' && !--depth)
            return at + 1;
    }
    return s.n;
}

static size_t skip_word(jb_str s, size_t at)
{
    do
        at++;
    while (at < s.n && kind_of(s, at) < NAME);
    return at;
}

/* <0041…>: what is long in a page of text. */
static size_t skip_hex(jb_str s, size_t at)
{
    const char *end = memchr(s.p + at, '>', s.n - at);
    return end ? (size_t)(end - s.p) + 1 : s.n;
}

jb_operation jb_operation_next(jb_str s, size_t at)
{
    jb_operation o = {.from = at};
    while (at < s.n) {
        unsigned kind = kind_of(s, at);
        if (s.p[at] == '(') {
            at = skip_string(s, at);
        } else if (s.p[at] == '<' && at + 1 < s.n) {
            at = s.p[at + 1] == '<' ? at + 2 : skip_hex(s, at);
        } else if (kind == DELIMITER) {
            at++;
        } else {
            size_t from = at;
            at = skip_word(s, at);
            if (kind == WORD) {
                o.name = jb_str_cut(s, from, at - from);
                break;
            }
        }
    }
    o.to = at;
    return o;
}
