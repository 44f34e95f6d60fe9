/* The last touch to a PDF document that cairo has written. */
#ifndef JB_RENDER_FINISH_H
#define JB_RENDER_FINISH_H

#include "base/ctx.h"

/* The file with its language (BCP 47; {NULL, 0}: none), the window titled by the document's title,
 * and alternate texts for its figures, in their order ({NULL, 0}: none for that one). In cx->keep.
 */
jb_str jb_pdf_finish(jb_ctx *cx, jb_str pdf, jb_str lang, const jb_str *alts, size_t alts_n);

#endif
