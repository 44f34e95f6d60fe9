/* Groups put beside and below each other, by what they draw: Vega's grid layout. */
#ifndef JB_CHART_LAYOUT_H
#define JB_CHART_LAYOUT_H

#include "chart/ink.h"

enum { JB_COLUMN_WAY, JB_ROW_WAY };

typedef struct jb_grid {
    jb_group_item **at;
    size_t n, columns; /* 0 columns: all in one row */
    int align[2];      /* jb_layout_align, by columns and by rows */
    bool center[2];
    double padding[2]; /* between columns, between rows */
    bool flush;        /* only the plots count, not what stands around them */
    double x, y;       /* where the grid's corner stands */
    int anchor[2];     /* jb_anchor: which corner; JB_ANCHOR_NONE is start */
} jb_grid;

/* How many stand in a row; no more than there are. */
size_t jb_grid_columns(const jb_grid *grid);
/* Sets x and y of the groups; the box around all of them. */
jb_box jb_grid_place(jb_arena *scratch, const jb_grid *grid);

#endif
