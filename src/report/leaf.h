/* A page while it is being filled, only measured or also written down. Between the page maker and
 * the columns. */
#ifndef JB_REPORT_LEAF_H
#define JB_REPORT_LEAF_H

#include "report/page.h"

/* Boxes in columns: those of the flow, or of the alternatives that stand for them. */
typedef struct jb_strip {
    const jb_box **at;
    size_t n, cap;
} jb_strip;

/* What a column begins with: box `at` of the strip, under a figure that found no room at the foot
 * of the column before. */
typedef struct jb_column {
    size_t at, waiting, waiting_n;
} jb_column;

/* How far columns of one height are filled: up to box j of the strip. */
typedef struct jb_pour {
    size_t column;      /* that is being filled, from 0 */
    jb_column from, to; /* what it began with, and what the next one would */
    double y;
    size_t j, text;       /* so many boxes of text stand in it */
    double next;          /* the least height that would have taken a box more */
    size_t figure_behind; /* the box behind the last figure */
    bool bare;            /* a heading is the last in it, for the figure that it leads to waits */
} jb_pour;

/* A whole thing that is set apart: boxes [from, to) of the page. */
typedef struct jb_stretch {
    size_t from, to;
} jb_stretch;

typedef struct jb_leaf {
    jb_ctx *cx;
    const jb_flow *flow;
    jb_arena *bench;    /* of `strip` */
    jb_made_page *made; /* NULL: only measuring */
    double y;           /* the depth of the text; that of columns if they were quite even */
    double low;         /* of the last box */
    double depth;       /* of its type area */
    bool turned;        /* it is of turned paper */
    double notes, grid; /* its lines begin so far from a whole number of pitches */
    size_t boxes, waited, notes_n; /* waited: of the boxes, for this page */
    size_t last_note, last_from;   /* the last note on it, from which line on */
    size_t cut;                    /* the line of that note that begins the next page; 0: none */
    size_t apart, begun; /* boxes yet to come of the thing that is set apart, and its first */
    size_t things;       /* that are set apart, whole */
    JB_LIST(jb_stretch) stretches; /* the same, written down */
    double extra;                  /* cost of what was set later, altered or cut */
    double uneven;                 /* of columns that ended on it, in squared lines */
    /* the boxes that stand in columns from `top` on; NULL: none do */
    const jb_columns *columns;
    const jb_columns *before; /* what the page before ended in */
    jb_strip strip;
    jb_column first;
    jb_pour pour;
    double top, held; /* held: the sum of the heights of what is in them */
    double deep;      /* what they may have, or have when they have ended */
    bool ends;        /* nothing more comes into them */
} jb_leaf;

static const double JB_SLACK = 0.05; /* pt that rounding may take */

/* Where a box stands that begins on the grid. */
double jb_leaf_snapped(const jb_leaf *leaf, double y);
/* Text that ends at y, with the last box's ink on the type area. */
bool jb_leaf_overflows(const jb_leaf *leaf, double y);
double jb_leaf_note_height(const jb_leaf *leaf, jb_note_part part);
jb_note_part jb_leaf_note_from(const jb_leaf *leaf, size_t note, size_t line);
/* Cuts the last note so that text down to y has its room; false: it cannot be cut so. */
bool jb_leaf_cut_note(jb_leaf *leaf, double y);
/* The lines of a torn row refer to notes side by side, and a note to one behind it. `first`: the
 * first goes on from the page before, and stays it; `last`: the last goes on behind. */
void jb_leaf_order_notes(jb_leaf *leaf, bool first, bool last);

void jb_leaf_place(const jb_leaf *leaf, const jb_box *box, double x, double y);
void jb_leaf_count(jb_leaf *leaf, const jb_box *box); /* its notes too */
void jb_leaf_put(jb_leaf *leaf, const jb_box *box);   /* under what is there */
/* Boxes [at, at + n), fit or not; and only if they fit, all but the last of their notes, or if the
 * page is still empty, of a note that goes on there too. */
void jb_leaf_set(jb_leaf *leaf, const jb_box *at, size_t n);
bool jb_leaf_set_fitting(jb_leaf *leaf, const jb_box *at, size_t n);
/* The same of boxes that waited for the page. */
bool jb_leaf_set_waiting(jb_leaf *leaf, const jb_box *at, size_t n);
/* What the page leaves empty, in squared lines, the lines that go around things left out. */
double jb_leaf_leftover(const jb_leaf *leaf);
/* How many those lines are; and puts them there: half of a line above the thing and half below, all
 * of it where the other side is an edge of the page. */
size_t jb_leaf_air(const jb_leaf *leaf);
void jb_leaf_spread(jb_leaf *leaf);

/* ---- columns (column.c) ---- */

bool jb_box_in_columns(const jb_box *box);
/* A box more; where they are filled, the depth that they overflow to is that of the evenest. */
void jb_column_add(jb_leaf *leaf, const jb_box *box);
/* The first column begins with n boxes that waited, under those that did so too. */
void jb_columns_begin_with(jb_leaf *leaf, const jb_box *at, size_t n);
/* The boxes that are in columns get their places, as even as can be; `behind` comes next in the
 * flow, NULL: nothing. */
void jb_columns_end(jb_leaf *leaf, const jb_box *behind);
/* What it costs, in squared lines, that the page ends before `behind` with next to nothing of the
 * columns, which go on, under other text. */
double jb_columns_begun(const jb_leaf *leaf, const jb_box *behind);
/* Would no heading be the last in a column then? */
bool jb_columns_may_end(const jb_leaf *leaf, const jb_box *behind);

#endif
