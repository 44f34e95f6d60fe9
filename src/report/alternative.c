#include "report/alternative.h"

const jb_alternatives *jb_alternatives_at(const jb_flow *flow, size_t i)
{
    const jb_alternatives *a = flow->boxes[i].alternatives;
    return a && a->asked && a->n ? a : NULL;
}

/* Two lines are asked for where one can be had. */
static void ask_paragraph(jb_alternatives *a, const jb_box *as)
{
    a->asked = true;
    for (int sign = 1; sign >= -1; sign -= 2)
        for (int more = 1; more <= JB_ALTERNATIVES / 2; more++) {
            jb_alternative one = a->set(a, as, sign * more);
            if (!one.boxes.n)
                break;
            a->at[a->n++] = one;
        }
}

bool jb_alternatives_ask(const jb_flow *flow, size_t from, size_t to)
{
    bool any = false;
    for (size_t i = from; i < to; i++) {
        jb_alternatives *a = flow->boxes[i].alternatives;
        if (!a || a->asked)
            continue;
        ask_paragraph(a, &flow->boxes[i]);
        any = any || a->n;
    }
    return any;
}

/* ---- choices ---- */

enum { BITS = 3, MOST = 64 / BITS };
_Static_assert(JB_ALTERNATIVES < 1 << BITS, "a choice has its bits");

size_t jb_chosen(jb_choices choices, size_t chooser)
{
    return chooser < MOST ? choices >> chooser * BITS & ((1 << BITS) - 1) : 0;
}

bool jb_choose(jb_choices *choices, size_t chooser, size_t alternative)
{
    if (chooser >= MOST)
        return false;
    *choices |= (jb_choices)alternative << chooser * BITS;
    return true;
}
