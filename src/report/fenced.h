/* Fenced divs as cmark reads them: a line of three colons or more with a name opens one, a bare one
 * closes it; they nest, and stand in lists and quotes like any block. */
#ifndef JB_REPORT_FENCED_H
#define JB_REPORT_FENCED_H

#include <stdbool.h>

#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

/* The syntax, to be attached to a parser; made once a process. */
cmark_syntax_extension *jb_fenced_syntax(void);

typedef enum jb_fenced {
    JB_FENCED_NOT,
    JB_FENCED_DIV,   /* open and closed */
    JB_FENCED_OPEN,  /* a div that nothing closes */
    JB_FENCED_DEEP,  /* one that is nested too deep to be read */
    JB_FENCED_CLOSE, /* the line that closes a div: no block of its own */
    JB_FENCED_STRAY, /* one that closes nothing */
} jb_fenced;
jb_fenced jb_fenced_of(cmark_node *node);

#endif
