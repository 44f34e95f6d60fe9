/* Short forms and the maps they stand for, for the second word of CLASS. Each returns a map, null
 * where nothing is meant (`bin: false`), or the node itself where it is no short form. */
#ifndef JB_GRAMMAR_SHORTS_H
#define JB_GRAMMAR_SHORTS_H

#include "base/tree.h"

typedef const jb_node *jb_lengthen(jb_ctx *cx, const jb_node *node);
jb_lengthen jb_long_aggregate, jb_long_autosize, jb_long_bin;
jb_lengthen jb_long_channel, jb_long_domain, jb_long_facet;
jb_lengthen jb_long_impute, jb_long_interpolate_space, jb_long_locale;
jb_lengthen jb_long_mark, jb_long_nice, jb_long_padding;
jb_lengthen jb_long_pair, jb_long_predicate, jb_long_range;
jb_lengthen jb_long_repeat, jb_long_scale_bins, jb_long_scheme;
jb_lengthen jb_long_guide, jb_long_select, jb_long_size, jb_long_sort;
jb_lengthen jb_long_tick_count, jb_long_time_unit, jb_long_title;
jb_lengthen jb_long_transform, jb_long_usermeta, jb_long_view;

/* A channel that may stand beside the mark: `description` and `facet` are the view's own. */
bool jb_is_short_channel(jb_str key);

/* A unit of time and its prefixes: "binnedutcyearmonth" is "yearmonth", binned, utc. */
jb_str jb_unit_bare(jb_str unit, bool *utc, bool *binned);

#endif
