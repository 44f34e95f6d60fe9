/* Text for a terminal. */
#ifndef JB_BASE_TERMINAL_H
#define JB_BASE_TERMINAL_H

#include "base/arena.h"

/* Columns a character takes: East Asian wide ones two (the blocks that matter here, UAX 11). */
size_t jb_terminal_columns(uint32_t code);
/* The text with what could move the cursor or turn the writing about as \uXXXX; the columns it
 * takes. */
size_t jb_terminal_add(jb_buf *b, jb_str s);

#endif
