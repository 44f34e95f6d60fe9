/* Libraries that only some results need: opened when the first of these is made, so that the others
 * don't pay for them at their start. */
#ifndef JB_BASE_LIBRARY_H
#define JB_BASE_LIBRARY_H

#include "base/ctx.h"

typedef struct jb_library {
    const char *const *names;   /* of its file, the best first; ended by NULL */
    const char *const *symbols; /* its functions, n of them */
    size_t n;
    const char *package; /* of Debian, for the hint */
} jb_library;

/* The library's functions into functions[0..n), each as wide as a void *. It stays open as long as
 * the process. False after a message. */
bool jb_library_load(jb_ctx *cx, const jb_library *library, void **functions);

#endif
