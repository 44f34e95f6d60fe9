/* Rows of JSON values into tables. */
#ifndef JB_DATA_ROWS_H
#define JB_DATA_ROWS_H

#include "data/table.h"

/* A table of objects: the columns in the order in which their names first appear, `absent` where an
 * object has no such member (null, or undefined as in Vega). Of a list the
 * columns are “0”, “1” …; other values stand in the column “data”. Names and texts are not copied.
 */
jb_table *jb_table_of_rows(jb_ctx *cx, jb_str name, const jb_value *rows, size_t n,
                           jb_value absent);
/* The value at a path of members and indices, a.b[0]["c d"]; NULL if there is none. */
const jb_value *jb_value_at(const jb_value *value, jb_str path);
/* The byte of the JSON text where the value at the path begins; SIZE_MAX: not found. */
size_t jb_place_at(jb_str text, jb_str path);

#endif
