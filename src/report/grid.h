/* A printed table: heads over columns, rows of cells, laid out to the measure and set as boxes.
 * 三线表: heavy rules at head and foot, a light one under the heads, nothing upright. */
#ifndef JB_REPORT_GRID_H
#define JB_REPORT_GRID_H

#include "report/gauge.h"

typedef struct jb_grid_cell {
    jb_pieces pieces;
    double width;              /* of its longest natural line */
    const jb_line *line;       /* of a decimal column; NULL: no number */
    double before;             /* its width before the point */
    size_t rows;               /* that it is merged over, from 1; 0: the cell above reaches here, */
    size_t owner;              /* which is that row's */
    const jb_gauge *gauge;     /* NULL: none */
    jb_composed composed;      /* once the widths are known */
    size_t from;               /* the line that it begins with: 0, unless its row was torn */
    size_t span;               /* as `rows`, of rows as they were before some were torn */
    const jb_element *element; /* of all parts of a torn cell; NULL: it is whole */
} jb_grid_cell;

typedef struct jb_grid_column {
    char align;   /* l c r, d: decimal */
    jb_str group; /* d: mark between thousands, “,” if none is said; {NULL, 0}: none */
    bool merged;  /* some of its cells are one with those above */
    double fixed; /* pt; 0: by its content */
    double gauge; /* pt, room for bars and sparklines behind the text; 0: none */
    double number, natural, least, width, x;
    double before, behind; /* d: widest parts before and from the point on */
} jb_grid_column;

typedef struct jb_grid_head {
    jb_grid_cell cell;
    size_t first, n, level; /* over columns first … first + n - 1 */
    bool leaf;              /* a column's own: it reaches down to the rows */
} jb_grid_head;

typedef enum jb_grid_kind { JB_ROW_PLAIN, JB_ROW_SUBTOTAL, JB_ROW_TOTAL } jb_grid_kind;
typedef struct jb_grid_row {
    jb_grid_cell *cells;
    jb_grid_kind kind;
    double height;
    double top;                /* below that of the first row; known once all heights are final */
    const jb_element *element; /* of all parts of a torn row; NULL: it is whole */
    double torn; /* the cost of a page break before it, the rest of the row above; 0: a row */
} jb_grid_row;

typedef struct jb_grid {
    jb_composer *c;
    jb_span place;
    jb_grid_column *columns;
    size_t n;
    JB_LIST(jb_grid_head) heads;
    size_t levels; /* of heads */
    JB_LIST(jb_grid_row) rows;
    jb_said caption, note, source, unit;
    jb_said empty; /* what stands in the place of rows */
    const jb_target *label;
    double scale;   /* of its type: a wide table is set smaller, one on a slide larger */
    double padding; /* of a row, above and below together */
    double width, x;
    const jb_element *element;
} jb_grid;

jb_grid *jb_grid_new(jb_composer *c, const jb_block *block, size_t columns);
jb_grid_head *jb_grid_add_head(jb_grid *g, jb_pieces pieces, size_t level, size_t first, size_t n,
                               bool leaf);
jb_grid_row *jb_grid_add_row(jb_grid *g, jb_grid_kind kind);
/* A cell's text; in a decimal column numbers stand by their points: what comes before the first
 * digit (约, a minus) to the left, what comes behind (%, 余) to the right. */
void jb_grid_set(jb_grid *g, jb_grid_row *row, size_t column, jb_pieces pieces);
/* The last row's cell is one with the cell above it. */
void jb_grid_merge(jb_grid *g, size_t column);
/* Pushes its boxes. A high row may be torn between its lines; each page repeats what stands before
 * the torn cell, and merged cells that go on there. A table that does
 * not fit the measure at 9 pt is an error. On a slide it is as high as its place: in larger type
 * where its rows stay in one line, then in higher rows. */
void jb_grid_push(jb_grid *g);

/* ---- between its widths (grid.c) and its boxes (grid_box.c) ---- */

double jb_grid_leading(const jb_grid *g, jb_font font);
enum { JB_GAUGE_GAP = 6 }; /* pt, between a number and its bar */
jb_composed jb_grid_compose(const jb_grid *g, const jb_pieces *pieces, double measure,
                            jb_justify justify);
double jb_grid_measure(const jb_grid *g); /* what it may be wide */
/* With its number; `again`: of its later pages, 续表1. */
jb_pieces jb_grid_caption(const jb_grid *g, bool again);
bool jb_grid_captioned(const jb_grid *g); /* or it is a part of a row with one caption */
double jb_grid_cell_height(const jb_grid *g, const jb_grid_cell *cell, jb_font font);
/* The row whose cell stands in row r in this column, or reaches over it. */
size_t jb_grid_owner(const jb_grid *g, size_t r, size_t column);

/* ---- rows too high for a page (grid_tear.c), once their heights are known ---- */

/* The lines of merged cells higher than half a page go to their rows. */
void jb_grid_share_merged(jb_grid *g);
/* Tears high rows: the keys of a row, its low cells, are merged over its parts. */
void jb_grid_tear(jb_grid *g);

/* Gives the columns their places, the type its size. False after a message. */
bool jb_grid_lay(jb_grid *g);

#endif
