/* A page's content, operator by operator (ISO 32000-1, 7.8.2). */
#ifndef JB_RENDER_CONTENT_H
#define JB_RENDER_CONTENT_H

#include "base/str.h"

/* An operator with its operands: bytes [from, to). */
typedef struct jb_operation {
    size_t from, to;
    jb_str name;
} jb_operation;
/* The next operator from `at` on; its name is empty at the end. */
jb_operation jb_operation_next(jb_str content, size_t at);

#endif
