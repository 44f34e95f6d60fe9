/* What is read but has no meaning where it stands, and what cannot be drawn. */
#ifndef JB_GRAMMAR_CHECK_H
#define JB_GRAMMAR_CHECK_H

#include "grammar/spec.h"

/* The view as written: refuses what the picture would be wrong without, warns of what it only
 * lacks. */
void jb_view_check(jb_ctx *cx, const jb_view_spec *view);

#endif
