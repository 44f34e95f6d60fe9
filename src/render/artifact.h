/* What is said in a PDF page's content afterwards, because cairo can't. */
#ifndef JB_RENDER_ARTIFACT_H
#define JB_RENDER_ARTIFACT_H

#include <cairo.h>

#include "render/qpdf.h"

/* Letters between the marks ON and OFF are drawn with a pen round them, of the line width that was
 * set (pt) and the source's colour: text rendering mode 2 (ISO 32000-1, 9.3.6). */
#define JB_PEN_ON 262144.5
#define JB_PEN_OFF 262145.5
/* Leaves the mark in the page's content, to be replaced there by the operator: a stroke whose limit
 * of mitres nobody else uses. Keeps the matrix; the source is solid. */
void jb_pen_mark(cairo_t *cr, double mark);

/* Marks what belongs to no element as an artifact, page by page (ISO 32000-1, 14.8.2.2): rules,
 * folios, running heads. What a page begins with by filling by the even-odd rule is taken out: it
 * is the sheet that was laid for cairo alone. Puts pens where jb_pen_mark stands, and sets the gaps
 * that jb_letters_show marked (jb_gaps_set). */
void jb_artifacts_mark(jb_qpdf *q);

#endif
