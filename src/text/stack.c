#include "text/class.h"
#include "text/text.h"

/* The forms that brackets and dashes have in vertical lines (Unicode, CJK Compatibility Forms and
 * Vertical Forms). */
static uint32_t upright(uint32_t code)
{
    static const uint32_t forms[][2] = {
        {0xFF08, 0xFE35}, {0xFF09, 0xFE36}, {'(', 0xFE35},    {')', 0xFE36},    {0x300A, 0xFE3D},
        {0x300B, 0xFE3E}, {0x3008, 0xFE3F}, {0x3009, 0xFE40}, {0x3010, 0xFE3B}, {0x3011, 0xFE3C},
        {0x3014, 0xFE39}, {0x3015, 0xFE3A}, {0x300C, 0xFE41}, {0x300D, 0xFE42}, {0x2014, 0xFE31},
        {0x2026, 0xFE19}, {0x201C, 0xFE41}, {0x201D, 0xFE42}, {'-', 0xFE31},    {0x2013, 0xFE32}};
    for (size_t i = 0; i < JB_COUNT(forms); i++)
        if (forms[i][0] == code)
            return forms[i][1];
    return code;
}

static size_t digits_at(jb_str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
        n++;
    return n;
}

/* The end of what stands on one line: two digits, or a character with what belongs to it. */
static size_t cell_end(jb_str label, size_t at)
{
    bool number = at && digits_at(label, at - 1);
    if (!number && digits_at(label, at) == 2)
        return at + 2;
    jb_utf8_next(label, &at);
    for (size_t next = at; next < label.n; at = next)
        if (!jb_class_extends(jb_utf8_next(label, &next)))
            break;
    return at;
}

size_t jb_text_stack(jb_arena *a, jb_str text, const jb_str **cells)
{
    JB_LIST(jb_str) lines = {0};
    for (size_t at = 0, end; at < text.n; at = end) {
        end = cell_end(text, at);
        size_t after = at;
        uint32_t code = jb_utf8_next(text, &after);
        jb_buf b = jb_buf_new(a);
        jb_buf_code(&b, upright(code));
        jb_buf_add(&b, jb_str_cut(text, after, end - after));
        if (jb_str_trim(b.text).n)
            *JB_PUSH(a, &lines) = b.text;
    }
    if (!lines.n)
        *JB_PUSH(a, &lines) = text;
    *cells = lines.at;
    return lines.n;
}
