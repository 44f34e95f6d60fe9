/* The other lines that paragraphs can be set in: which there are, and which a page has. */
#ifndef JB_REPORT_ALTERNATIVE_H
#define JB_REPORT_ALTERNATIVE_H

#include "report/page.h"

/* Of the paragraph that begins at box i; NULL: there are none, or they were not asked for. */
const jb_alternatives *jb_alternatives_at(const jb_flow *flow, size_t i);
/* Asks those of paragraphs that begin at boxes [from, to) which were not asked yet; false: none has
 * any. */
bool jb_alternatives_ask(const jb_flow *flow, size_t from, size_t to);

/* Which alternative each of a page's paragraphs has that have any, counted from its first on: 0, as
 * it stands, or the number of the alternative. Those too far down for it stand as they are. */
typedef uint64_t jb_choices;
size_t jb_chosen(jb_choices choices, size_t chooser);
bool jb_choose(jb_choices *choices, size_t chooser, size_t alternative); /* false: too far down */

#endif
