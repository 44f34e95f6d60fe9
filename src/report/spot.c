#include "report/spot.h"

const jb_box *jb_spot_box(const jb_flow *flow, jb_spot at)
{
    if (at.next == flow->n)
        return NULL;
    return at.how ? &at.how->at[at.line] : &flow->boxes[at.next];
}

size_t jb_thing_at(const jb_box *box)
{
    return box->later ? box->later : box->afloat;
}

/* ---- states ---- */

const jb_box *jb_state_first(const jb_flow *flow, const jb_state *from)
{
    if (from->waiting)
        return &flow->boxes[from->waiting - 1];
    jb_spot at = from->at;
    const jb_box *box = jb_spot_box(flow, at);
    while (box && box->space && !at.how) {
        at.next++;
        box = jb_spot_box(flow, at);
    }
    return box;
}

/* What the page before ended in; NULL: nothing in columns. */
static const jb_columns *columns_before(const jb_flow *flow, jb_spot at)
{
    size_t behind = at.next + (at.how ? 1 : 0);
    return behind ? flow->boxes[behind - 1].columns : NULL;
}

static void go_on_with_note(jb_leaf *leaf, const jb_state *from)
{
    enum { TEXT = 3 }; /* lines */
    const jb_flow *flow = leaf->flow;
    double text = jb_state_first(flow, from) ? TEXT * flow->pitch : 0;
    leaf->last_note = from->rest;
    leaf->last_from = from->rest_at;
    leaf->notes_n = 1;
    leaf->notes = flow->notes_gap +
                  jb_leaf_note_height(leaf, jb_leaf_note_from(leaf, from->rest, from->rest_at));
    if (jb_leaf_overflows(leaf, text))
        jb_leaf_cut_note(leaf, text);
}

jb_leaf jb_state_leaf(jb_ctx *cx, const jb_flow *flow, jb_arena *bench, const jb_state *from)
{
    const jb_box *first = jb_state_first(flow, from);
    bool turned = first && first->turned;
    jb_leaf leaf = {.cx = cx,
                    .flow = flow,
                    .bench = bench,
                    .before = columns_before(flow, from->at),
                    .turned = turned,
                    .depth = turned ? flow->turned : flow->depth};
    if (from->rest)
        go_on_with_note(&leaf, from);
    return leaf;
}

static bool set_one_waiting(jb_leaf *leaf, const jb_box *box)
{
    return box->turned == leaf->turned && jb_leaf_set_waiting(leaf, box, jb_thing_at(box));
}

size_t jb_state_set_waiting(jb_leaf *leaf, const jb_state *from)
{
    const jb_box *boxes = leaf->flow->boxes;
    size_t waiting = 0;
    for (size_t i = from->waiting - 1; i < from->at.next && !waiting; i++)
        if (jb_thing_at(&boxes[i]) && !set_one_waiting(leaf, &boxes[i]))
            waiting = i + 1;
    if (!leaf->columns)
        leaf->y = jb_leaf_snapped(leaf, leaf->y);
    leaf->waited = leaf->boxes;
    return waiting;
}

bool jb_leaf_is_last(const jb_leaf *leaf, size_t waiting, size_t cut, const jb_box *next)
{
    return !waiting && (next ? next->fresh || next->turned != leaf->turned : !cut);
}

jb_states jb_states_to(jb_ctx *cx, const jb_state *last)
{
    jb_states ends = {0};
    for (const jb_state *s = last; s; s = s->from)
        *JB_PUSH(cx->scratch, &ends) = s;
    return ends;
}
