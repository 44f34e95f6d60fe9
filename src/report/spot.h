/* Where pages begin and end, between the search for their breaks and the pages that are written
 * down then. */
#ifndef JB_REPORT_SPOT_H
#define JB_REPORT_SPOT_H

#include "report/alternative.h"
#include "report/leaf.h"

/* A place in the flow: before box `next`, or, in an alternative of the paragraph that begins there,
 * before its line. */
typedef struct jb_spot {
    size_t next;
    const jb_boxes *how; /* NULL: as it stands */
    size_t line;
} jb_spot;

/* A page may begin at a spot with things still waiting that were to be set later: they keep their
 * order, so that from the first that waits (index + 1; 0: none does) to the spot all do. */
typedef struct jb_state {
    jb_spot at;
    size_t waiting;
    size_t rest, rest_at; /* the note that goes on, and its first line there; 0: none does */
    double cost;
    const struct jb_state *from;
    double empty;           /* what the page that ends here leaves */
    jb_choices hows;        /* on the page that ends here */
    struct jb_state *other; /* of the same `next` */
} jb_state;

/* NULL: nothing comes there. */
const jb_box *jb_spot_box(const jb_flow *flow, jb_spot at);
/* Boxes of the thing that begins with this one and may be set later; 0: none does. */
size_t jb_thing_at(const jb_box *box);

/* What a page shows first that begins in this state: spaces vanish at its top. NULL: nothing. */
const jb_box *jb_state_first(const jb_flow *flow, const jb_state *from);
/* A page that begins in it, still empty but for the rest of a note, as far as that leaves some text
 * its room; on turned paper, if what comes first is. */
jb_leaf jb_state_leaf(jb_ctx *cx, const jb_flow *flow, jb_arena *bench, const jb_state *from);
/* Sets what waited, as much as there is room for; text goes on under it on the grid. Returns the
 * first that waits on. */
size_t jb_state_set_waiting(jb_leaf *leaf, const jb_state *from);
/* Is a page the last of its section, or of its paper, if this comes next, with things waiting and a
 * note cut as said? */
bool jb_leaf_is_last(const jb_leaf *leaf, size_t waiting, size_t cut, const jb_box *next);

typedef struct jb_states {
    const jb_state **at;
    size_t n, cap;
} jb_states;

/* The end of each page and the beginning of the first, from the last on. */
jb_states jb_states_to(jb_ctx *cx, const jb_state *last);

/* Pushes the pages that lead to a state, with their boxes (record.c). */
void jb_pages_record(jb_ctx *cx, const jb_flow *flow, const jb_state *last, jb_made_pages *pages);

#endif
