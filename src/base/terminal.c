#include "base/terminal.h"

size_t jb_terminal_columns(uint32_t c)
{
    if (c < 0x1100)
        return 1;
    return c <= 0x115F || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F) ||
                   (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                   (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                   (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
                   (c >= 0x20000 && c <= 0x3FFFD)
               ? 2
               : 1;
}

/* Controls of both sets, line and paragraph separators, and the bidirectional overrides. */
static bool moves(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

size_t jb_terminal_add(jb_buf *b, jb_str s)
{
    size_t columns = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = jb_utf8_next(s, &i);
        if (moves(c)) {
            jb_buf_printf(b, "\\u%04X", c);
            columns += 6;
        } else {
            jb_buf_code(b, c);
            columns += jb_terminal_columns(c);
        }
    }
    return columns;
}
