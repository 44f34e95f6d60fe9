/* The structure of a tagged PDF: what cairo 1.16 can't say of it is said afterwards. */
#ifndef JB_RENDER_STRUCTURE_H
#define JB_RENDER_STRUCTURE_H

#include "render/qpdf.h"
#include "render/tag.h"

/* Joins the parts of broken elements, gives figures their alternate texts and heads of tables their
 * scope. `tagged` are all elements in the order they were begun. */
void jb_structure_finish(jb_qpdf *q, const jb_tagged *tagged, size_t n);

/* Marks what belongs to no element as an artifact, page by page (ISO 32000-1, 14.8.2.2): rules,
 * folios, running heads. What a page begins with by filling by the even-odd rule is taken out: it
 * is the sheet that was laid for cairo alone. */
void jb_artifacts_mark(jb_qpdf *q);

#endif
