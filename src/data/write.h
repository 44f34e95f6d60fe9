/* A table as text. Every function appends to a buffer; a column that was read and never computed
 * with goes out byte for byte (its `raw` cells), anything else in the shortest exact form of its
 * value. */
#ifndef JB_DATA_WRITE_H
#define JB_DATA_WRITE_H

#include "data/table.h"

/* The text of one cell: as read, or of its value; "" for null. In the buffer's arena or not copied
 * at all. */
jb_str jb_cell_text(jb_arena *a, const jb_column *c, size_t row);

/* RFC 4180 with LF: a header, then the records; a cell is quoted where it must be or was in its
 * file. */
void jb_table_csv(jb_buf *b, const jb_table *t);
/* A list of objects, a line each; a cell as read is a number only if it is spelled as JSON spells
 * numbers, else its text; null stays null. */
void jb_table_json(jb_buf *b, const jb_table *t);
/* A pipe table; numbers to the right. Line ends in cells become spaces, pipes are escaped. */
void jb_table_markdown(jb_buf *b, const jb_table *t);
/* Columns aligned for a terminal, wide characters two columns, control characters escaped. */
void jb_table_aligned(jb_buf *b, const jb_table *t);

#endif
