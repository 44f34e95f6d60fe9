/* The structure of a tagged PDF: what cairo 1.16 can't say of it is said afterwards. */
#ifndef JB_RENDER_STRUCTURE_H
#define JB_RENDER_STRUCTURE_H

#include "render/qpdf.h"
#include "render/tag.h"

/* Joins the parts of broken elements, gives figures their alternate texts and heads of tables their
 * scope. `tagged` are all elements in the order they were begun. */
void jb_structure_finish(jb_qpdf *q, const jb_tagged *tagged, size_t n);

#endif
