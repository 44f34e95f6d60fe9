/* What stands behind a bracketed span, as Pandoc writes them: [文字]{.dots}, [词]{ruby="pīn yīn"}.
 */
#ifndef JB_REPORT_SPAN_H
#define JB_REPORT_SPAN_H

#include "report/block.h"

typedef struct jb_bracketed {
    uint32_t look; /* JB_LOOK_… of its classes */
    jb_str ruby;   /* {NULL, 0}: none */
} jb_bracketed;

/* Reads the attributes at the head of `text`, which begins with a brace. Returns their length with
 * the closing brace, 0: they have no end (and the brace is text). An unknown class or key is told
 * at its place with the nearest one. `place` is the text's. */
size_t jb_bracketed_read(jb_ctx *cx, jb_str text, jb_span place, jb_bracketed *read);

#endif
