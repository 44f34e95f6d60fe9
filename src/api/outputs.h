/* The files that one call is about to write: their forms, and that each has a path of its own. */
#ifndef JB_API_OUTPUTS_H
#define JB_API_OUTPUTS_H

#include "base/ctx.h"

/* "png, pdf, …", for messages; in scratch. */
jb_str jb_forms_of_pictures(jb_ctx *cx);
/* Tells of an option's value, which stands at `place`, that it names no form; `known` are those
 * there are. */
void jb_form_refuse(jb_ctx *cx, jb_span place, jb_str form, jb_str known);

typedef struct jb_output {
    jb_str path;
    jb_span asked;
    jb_str place; /* the same however the path was written */
} jb_output;

typedef struct jb_outputs {
    jb_ctx *cx;
    JB_LIST(jb_output) all;
} jb_outputs;

/* `asked`: where the path, or that of its directory, was named. */
void jb_outputs_add(jb_outputs *o, jb_str path, jb_span asked);
/* False after a message: of two of one path the second would replace the first. Reorders them. */
bool jb_outputs_differ(jb_outputs *o);

#endif
