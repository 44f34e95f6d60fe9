/* Any bytes as a paragraph: no crash, no lost character, no line wider than the measure. The first
 * bytes choose the style; the rest, made sound UTF-8, is the text. */
#include <stdlib.h>

#include "text/line.h"

static jb_str sound(jb_arena *a, const uint8_t *data, size_t n)
{
    jb_buf b = jb_buf_new(a);
    jb_str s = {(const char *)data, n};
    for (size_t i = 0; i < n;)
        jb_buf_code(&b, jb_utf8_next(s, &i));
    return b.text;
}

/* The text as the composer takes it: control characters as spaces. */
static jb_str tamed(jb_arena *a, jb_str text)
{
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < text.n;) {
        uint32_t c = jb_utf8_next(text, &i);
        jb_buf_code(&b, !jb_class_control(c) ? c : c < 0x80 ? ' ' : c < 0x800 ? 0xA0 : 0x2002);
    }
    return b.text;
}

static void check(jb_arena *a, const jb_composed *lines, const jb_paragraph_style *style,
                  jb_str text)
{
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < lines->lines_n; i++) {
        const jb_line *line = &lines->lines[i];
        size_t inked = 0;
        for (size_t k = 0; k < line->runs_n; k++) {
            jb_buf_add(&b, line->runs[k].text);
            inked += line->runs[k].clusters_n;
        }
        if (line->width > style->measure - (i ? 0 : style->indent) + .05 && inked > 1 &&
            style->measure - style->indent >= 20)
            abort();
    }
    if (!jb_str_eq(b.text, tamed(a, text)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static jb_ctx cx; /* its fonts serve many runs */
    static size_t runs;
    if (runs++ % 500 == 0) {
        jb_arena_free(cx.scratch);
        jb_arena_free(cx.keep);
        cx = (jb_ctx){.keep = jb_arena_new(NULL),
                      .scratch = jb_arena_new(NULL),
                      .limits = jb_limits_default(),
                      .allow_missing_glyphs = true};
    }
    if (size < 2 || size > 600 || !jb_fonts_open(&cx))
        return 0;
    jb_piece piece = {.text = sound(cx.scratch, data + 2, size - 2),
                      .style = {.family = JB_S("\u5b8b\u4f53"), .size = 10}};
    jb_paragraph_style style = {.measure = 20 + data[0] * 2,
                                .indent = data[1] & 1 ? 20 : 0,
                                .justify = (jb_justify)((data[1] >> 1) % 5),
                                .strictness = (jb_strictness)((data[1] >> 4) % 3),
                                .looseness = (data[1] >> 6) - 1,
                                .traditional = data[1] == 77};
    jb_composed lines = jb_paragraph_compose(&cx, &piece, 1, &style);
    check(cx.scratch, &lines, &style, piece.text);
    jb_text_limit(&cx, &piece.style, piece.text, data[0], JB_S("\u2026"), (jb_span){0});
    jb_arena_reset(cx.scratch);
    return 0;
}
