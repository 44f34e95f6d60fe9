/* The page maker: boxes of known heights go on pages, the breaks chosen for the whole document at
 * once. */
#ifndef JB_REPORT_PAGE_H
#define JB_REPORT_PAGE_H

#include <math.h>

#include "base/ctx.h"
#include "scene/scene.h"

/* Structure around ink: consecutive boxes of one element become one group. */
typedef struct jb_element {
    const struct jb_element *parent;
    int level;        /* Sect: of its heading; 0: no Sect */
    jb_str numbering; /* L: jb_group_item.numbering */
    jb_str tag;
} jb_element;

typedef struct jb_boxes {
    struct jb_box *at;
    size_t n, cap;
} jb_boxes;

/* A paragraph that may be set some lines longer or shorter for its page's sake. */
typedef struct jb_alternative {
    jb_boxes boxes; /* none: it cannot be had without a fault */
    double cost;    /* of its looser lines, in squared lines of empty page; less than one */
} jb_alternative;

enum { JB_ALTERNATIVES = 4 };
typedef struct jb_alternatives {
    size_t lines; /* boxes that it takes as it stands, from the one that has this on */
    /* Sets it with so many lines more (1, -1, 2 or -2); `as` are its boxes as it stands. */
    jb_alternative (*set)(struct jb_alternatives *, const struct jb_box *as, int more);
    jb_alternative at[JB_ALTERNATIVES]; /* those that there are, once they were asked for */
    size_t n;
    bool asked;
} jb_alternatives;

/* A stretch of text beside itself: the boxes of one such thing are set in columns, as even as can
 * be, on each page that they come to. With n = 1 they stand across the measure. */
typedef struct jb_columns {
    size_t n;
    double x, width, gap;
} jb_columns;

/* What stands behind consecutive boxes, on each page that they come to: a ground, and a bar at its
 * left edge. */
typedef struct jb_frame {
    double x, width;     /* from the left edge of the boxes */
    double above, below; /* how far it goes beyond them */
    double bar;          /* width */
    const jb_paint *paint, *ground;
} jb_frame;

/* A mark that hangs in front of a box's text, and the element it belongs to: an LI, a Note. */
typedef struct jb_hung {
    const jb_element *element;
    const jb_group_item *ink; /* tagged Lbl, from the box's corner */
    const struct jb_hung *next;
} jb_hung;

/* A horizontal slice of the flow, never broken inside. */
typedef struct jb_box {
    double height;
    jb_group_item *ink;  /* from the box's left top corner; NULL: nothing to see */
    const jb_hung *hung; /* the outermost first; NULL: none */
    double lower;        /* how far below the top it stands */
    double low; /* how far its ink reaches into what is blank under the last line of a page */
    const jb_element *element;
    double penalty; /* of a page break before it, in squared lines; INFINITY: none there */
    bool led;       /* what stands above it, a heading, is not left without text below it */
    bool space;     /* vanishes at the top of a page */
    bool snap;      /* begins on the grid */
    bool regrid;    /* the grid of its page begins anew behind it */
    bool fresh;     /* begins a page */
    bool turned;    /* stands on turned paper, and what does not on other pages */
    bool recto;    /* the page that it begins has an odd number: an empty one may stand before it */
    size_t later;  /* so many boxes from this one on stay together and may be set at the top of a
                      later page, text behind them coming first up to the next heading, or are torn
                      where much of a page would be left empty without; 0: none */
    size_t afloat; /* the same in columns, at the top of the next column or of a later page */
    size_t apart;  /* so many boxes from this one on are set apart from text: a page that would end
                      short has up to a line more around them; 0: none */
    const jb_frame *frame;      /* NULL: none */
    const jb_columns *columns;  /* NULL: across the measure */
    const struct jb_box *again; /* set before it when it begins a page: a table's head */
    const struct jb_box *close; /* set in front of a page break before it: a table's last rule */
    const size_t *notes;        /* the notes that must stand on its page */
    size_t notes_n;
    jb_str outline; /* {NULL, 0}: none */
    int level;
    jb_alternatives *alternatives; /* of the paragraph that it begins; NULL: none */
} jb_box;

typedef struct jb_flow {
    const jb_box *boxes;
    size_t n;
    double depth, pitch;        /* of the type area, of its grid */
    double turned;              /* the depth of a turned page's */
    const jb_boxes *note_boxes; /* the lines of each, by note number from 1 (index 0 unused) */
    double notes_gap;           /* between text and the first note of a page */
    double foot;                /* height that the last page keeps free at its foot */
    bool foot_behind;           /* the foot stands on the back of a sheet, an even page */
} jb_flow;

typedef struct jb_placed {
    const jb_box *box;
    double x, y; /* from the left top corner of the type area */
} jb_placed;

/* Lines [from, to) of a note: a long one goes on on the next page. */
typedef struct jb_note_part {
    size_t note, from, to;
} jb_note_part;

typedef struct jb_made_page {
    JB_LIST(jb_placed) boxes;
    JB_LIST(jb_note_part) notes; /* in their order */
    double used;                 /* depth of the text */
    double notes_height;         /* with the gap, 0 without notes */
    bool turned;
} jb_made_page;

typedef struct jb_made_pages {
    jb_made_page *at;
    size_t n, cap;
} jb_made_pages;

/* Chooses the breaks of least cost: leftover lines squared, penalties, things set later, each page.
 * Where that leaves a page or a column short, paragraphs round its end are asked for their
 * alternatives, farther and farther back, and the breaks are chosen over all of them.
 * What is still empty then goes around figures, tables and code, up to a line each. A page of mere
 * text (one in eight; trying all ways finds no more) stays a line or two short, as does its
 * neighbour only if it must: text of both sides of a sheet stands on one grid, so that no other
 * space is spread to hide it.
 * The last note of a page is cut where it does not fit, at least two lines to each side.
 * A box higher than the type area stands alone and runs over. The last page may hold nothing but
 * the foot, with `foot_behind` after an empty one. */
jb_made_pages jb_pages_make(jb_ctx *cx, const jb_flow *flow);

#endif
