#include "report/spot.h"

/* The chosen pages, filled once more, and now written down. */

static bool is_spot(jb_spot a, jb_spot b)
{
    return a.next == b.next && a.how == b.how && a.line == b.line;
}

static void record_boxes(jb_leaf *leaf, const jb_state *from, const jb_state *to)
{
    const jb_box *boxes = leaf->flow->boxes;
    jb_spot at = from->at;
    for (size_t chooser = 0; !is_spot(at, to->at);) {
        const jb_alternatives *a = jb_alternatives_at(leaf->flow, at.next);
        size_t choice = a && !at.how ? jb_chosen(to->hows, chooser++) : 0;
        const jb_boxes *how = choice ? &a->at[choice - 1].boxes : at.how;
        if (how) {
            bool ends = to->at.how == how && to->at.next == at.next;
            size_t end = ends ? to->at.line : how->n;
            jb_leaf_set(leaf, how->at + at.line, end - at.line);
            at = ends ? to->at : (jb_spot){at.next + a->lines, NULL, 0};
        } else if (to->waiting && to->waiting <= at.next + 1 && jb_thing_at(&boxes[at.next])) {
            at.next += jb_thing_at(&boxes[at.next]);
        } else {
            jb_leaf_set(leaf, &boxes[at.next++], 1);
        }
    }
}

/* The page between two states. */
static void record_page(jb_ctx *cx, const jb_flow *flow, const jb_state *from, const jb_state *to,
                        jb_made_page *made)
{
    const jb_box *behind = jb_spot_box(flow, to->at);
    jb_leaf p = jb_state_leaf(cx, flow, cx->scratch, from);
    p.made = made;
    made->turned = p.turned;
    if (from->rest)
        *JB_PUSH(cx->keep, &made->notes) = jb_leaf_note_from(&p, from->rest, from->rest_at);
    if (from->waiting)
        jb_state_set_waiting(&p, from);
    record_boxes(&p, from, to);
    if (p.columns)
        jb_columns_end(&p, behind);
    else if (behind && behind->close)
        jb_leaf_put(&p, behind->close);
    if (to->rest)
        made->notes.at[made->notes.n - 1].to = to->rest_at;
    jb_leaf_order_notes(&p, from->rest > 0, to->rest > 0);
    made->notes_height = made->notes.n ? flow->notes_gap : 0;
    for (size_t i = 0; i < made->notes.n; i++)
        made->notes_height += jb_leaf_note_height(&p, made->notes.at[i]);
    p.notes = made->notes_height;
    if (!jb_leaf_is_last(&p, to->waiting, to->rest, behind))
        jb_leaf_spread(&p);
    made->used = p.y + p.low;
}

void jb_pages_record(jb_ctx *cx, const jb_flow *flow, const jb_state *last, jb_made_pages *pages)
{
    const jb_states ends = jb_states_to(cx, last);
    for (size_t k = ends.n - 1; k; k--) {
        const jb_state *from = ends.at[k], *to = ends.at[k - 1];
        const jb_box *first = jb_state_first(flow, from);
        if (first && first->recto && pages->n % 2)
            JB_PUSH(cx->keep, pages);
        record_page(cx, flow, from, to, JB_PUSH(cx->keep, pages));
    }
}
