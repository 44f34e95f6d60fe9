/* The built-in files, src/share, by name and without their ending. */
#ifndef JB_BASE_SHARE_H
#define JB_BASE_SHARE_H

#include "base/str.h"

typedef struct jb_shared {
    jb_str name, text;
} jb_shared;
extern const jb_shared jb_shared_files[]; /* the last has no name; made by the Makefile */

jb_str jb_share_find(jb_str name); /* {NULL, 0}: there is none */

#endif
