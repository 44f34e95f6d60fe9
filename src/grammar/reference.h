/* The reference page and the schema for editors, out of the same rows as the reader. */
#ifndef JB_GRAMMAR_REFERENCE_H
#define JB_GRAMMAR_REFERENCE_H

#include "base/ctx.h"

/* Markdown: each class a section, each property a row with its kind, limits and meaning. */
jb_str jb_grammar_reference(jb_ctx *cx);
/* A JSON Schema (draft 7) of a view, short forms included. */
jb_str jb_grammar_schema(jb_ctx *cx);

#endif
