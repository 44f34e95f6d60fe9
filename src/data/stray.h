/* Cells that are no numbers in a column that is meant to hold some. */
#ifndef JB_DATA_STRAY_H
#define JB_DATA_STRAY_H

#include "data/table.h"

typedef struct jb_stray {
    size_t row; /* of the first cell that is no number */
    size_t n;   /* of such cells */
    size_t cells, numbers,
        alike; /* that are not empty; numbers; with a digit in front: 1.2万, 约3 */
} jb_stray;

/* What the cells of a column are; false where none is text, all are numbers or hardly one is. */
bool jb_stray_find(const jb_column *c, size_t rows, jb_stray *stray);
/* Hints what to write instead of a cell, if its form says so: “—”, 1.2万, (100). */
void jb_stray_hint(jb_ctx *cx, jb_str cell);
/* Where most cells are like numbers, hints which is the first that is none, and where it stands (in
 * a table without a file: at `where`), and what to write. False: nothing was hinted. */
bool jb_stray_hint_first(jb_ctx *cx, const jb_table *t, const jb_column *column, jb_span where);

#endif
