/* What was decided on the way, written back into the specification's tree, noun by noun. Each takes
 * the node as written (NULL: nothing) and gives it with all that holds beside; what is written
 * stays. Private to explain.c and its files. */
#ifndef JB_CHART_EXPLAIN_H
#define JB_CHART_EXPLAIN_H

#include "chart/encode.h"
#include "chart/guide.h"
#include "grammar/make.h"

/* What was settled as a map, without what means something in a config alone, under what is written
 * (explain.c). */
const jb_node *jb_settled_node(jb_chart *chart, const jb_class *class, const void *settled,
                               const jb_node *written);
/* explain_scale.c: type, properties, domain and range of the channel's scale. */
const jb_node *jb_scale_explained(jb_chart *chart, const jb_view *v, jb_channel c,
                                  const jb_node *written);
/* Does the component belong to one cell of a facet that has several? Then no single value stands
 * for what it takes from the data. */
bool jb_component_one_of_many(const jb_component *k);
/* explain_transform.c: a view's list of them. */
const jb_node *jb_transforms_explained(jb_chart *chart, const jb_node *written);
/* explain_mark.c: `written` is the mark's node, a word or a map. */
const jb_node *jb_mark_explained(jb_chart *chart, const jb_view *unit, const jb_node *written);
/* explain_channel.c: the encoding of a unit; a channel of a facet. */
const jb_node *jb_encoding_explained(jb_chart *chart, const jb_view *v, const jb_node *written);
const jb_node *jb_facet_explained(jb_chart *chart, const jb_view *v, const jb_node *written);

#endif
