#include <string.h>

#include "text/fonts.h"

/* The forms that marks have in vertical lines (Unicode, Vertical Forms and CJK Compatibility
 * Forms): stops stand to the right below their character (GB/T 15834-2011, 5.2.1), dashes and dots
 * in the middle (5.2.2), quotes are hooks, the double ones double (5.2.3). */
static uint32_t upright(uint32_t code)
{
    static const uint32_t forms[][2] = {
        {0xFF0C, 0xFE10}, {0x3001, 0xFE11}, {0x3002, 0xFE12}, {0xFF1A, 0xFE13}, {0xFF1B, 0xFE14},
        {0xFF01, 0xFE15}, {0xFF1F, 0xFE16}, {0x3016, 0xFE17}, {0x3017, 0xFE18}, {0x2026, 0xFE19},
        {0x2014, 0xFE31}, {'-', 0xFE31},    {0x2013, 0xFE32}, {0xFF08, 0xFE35}, {0xFF09, 0xFE36},
        {'(', 0xFE35},    {')', 0xFE36},    {0x3014, 0xFE39}, {0x3015, 0xFE3A}, {0x3010, 0xFE3B},
        {0x3011, 0xFE3C}, {0x300A, 0xFE3D}, {0x300B, 0xFE3E}, {0x3008, 0xFE3F}, {0x3009, 0xFE40},
        {0x300C, 0xFE41}, {0x300D, 0xFE42}, {0x2018, 0xFE41}, {0x2019, 0xFE42}, {0x300E, 0xFE43},
        {0x300F, 0xFE44}, {0x201C, 0xFE43}, {0x201D, 0xFE44}};
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
        jb_str cell = jb_str_cut(text, at, end - at);
        if (jb_str_trim(cell).n)
            *JB_PUSH(a, &lines) = cell;
    }
    if (!lines.n)
        *JB_PUSH(a, &lines) = text;
    *cells = lines.at;
    return lines.n;
}

static bool drawn(jb_ctx *cx, const jb_text_style *style, uint32_t code, jb_span place)
{
    return jb_fonts_open(cx) && jb_fonts_face(cx, jb_fonts_stack(cx, style, place), code, true);
}

/* The line whose first `shown` bytes stand for the first character of the cell, `written` long. The
 * form is of a font of its own, for several characters have one form, and lying brackets stand on
 * the same page. */
static const jb_line *under_own_text(jb_ctx *cx, const jb_line *line, jb_str cell, size_t shown,
                                     size_t written)
{
    size_t at = 0;
    const jb_run *first = line->runs;
    jb_line *own = JB_NEW(cx->keep, jb_line);
    jb_run *runs = JB_NEW_N(cx->keep, jb_run, line->runs_n);
    jb_cluster *clusters = JB_NEW_N(cx->keep, jb_cluster, first->clusters_n);
    memcpy(runs, first, line->runs_n * sizeof *runs);
    memcpy(clusters, first->clusters, first->clusters_n * sizeof *clusters);
    clusters->bytes = (uint16_t)(clusters->bytes - shown + written);
    runs->clusters = clusters;
    runs->face = jb_fonts_stand_in(cx, first->face, jb_utf8_next(cell, &at));
    runs->forms = first->text;
    runs->text = jb_str_dup(cx->keep, jb_str_cut(cell, 0, first->text.n - shown + written));
    *own = *line;
    own->runs = runs;
    return own;
}

const jb_line *jb_text_upright(jb_ctx *cx, const jb_text_style *style, jb_str cell, jb_span place)
{
    size_t written = 0;
    uint32_t code = cell.n ? jb_utf8_next(cell, &written) : 0, form = upright(code);
    if (form == code || !drawn(cx, style, form, place))
        return jb_text_line(cx, style, cell, place);
    jb_buf b = jb_buf_new(cx->scratch);
    jb_buf_code(&b, form);
    size_t shown = b.text.n;
    jb_buf_add(&b, jb_str_cut(cell, written, SIZE_MAX));
    const jb_line *line = jb_text_line(cx, style, b.text, place);
    return line->runs_n ? under_own_text(cx, line, cell, shown, written) : line;
}
