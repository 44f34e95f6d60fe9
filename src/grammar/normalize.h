/* Shorthand of whole views is written out, as Vega-Lite does it: row, column and facet channels
 * become facets, repeats become concats and layers, a layer's shared encoding goes into its views,
 * boxplot, errorbar and errorband become layers of basic marks, and lines and points over areas and
 * lines become layers of their own. Works on trees: what it makes carries the place of what it
 * stands for. */
#ifndef JB_GRAMMAR_NORMALIZE_H
#define JB_GRAMMAR_NORMALIZE_H

#include "grammar/make.h"

/* The view as written, checked against the classes, and the complete config; NULL after messages.
 */
const jb_node *jb_normalize(jb_ctx *cx, const jb_node *view, const jb_node *config);

/* The members of a view that are lists of views; those from JB_CONCATS on set them side by side. */
enum { JB_CONCATS = 1, JB_VIEW_LISTS = 4 };
extern const char *const jb_view_lists[JB_VIEW_LISTS];

/* ---- between the files of normalising ------------------------------------------------------ */

/* What surrounds a view. */
typedef struct jb_around {
    jb_ctx *cx;
    const jb_node *config;
    const jb_node *encoding; /* of the layer around it, or NULL */
    const jb_node
        *repeater; /* row, column, repeat, layer: the field that stands for each; or NULL */
    jb_str prefix; /* of names of views, from repeats */
} jb_around;

/* A view with all shorthand written out; NULL after messages. */
const jb_node *jb_normal_view(const jb_around *around, const jb_node *view);
/* The same of a layer or unit. */
const jb_node *jb_normal_layer_or_unit(const jb_around *around, const jb_node *view);
/* The view under that name. */
const jb_node *jb_view_named(const jb_around *around, const jb_node *view, jb_str name);

/* repeat.c: a view with `repeat` as concat or layers; NULL after a message. */
const jb_node *jb_normal_repeat(const jb_around *around, const jb_node *view);
/* An encoding (or a facet's rows and columns), or one channel of it, with {repeat: …} replaced by
 * the field that it stands for; a channel for which nothing stands is NULL, and told. */
const jb_node *jb_repeat_encoding(const jb_around *around, const jb_node *encoding);
const jb_node *jb_repeat_channel(const jb_around *around, const jb_node *def);

/* facet.c: a view with `facet`; a unit whose channels row, column and facet become one. NULL after
 * messages. */
const jb_node *jb_normal_facet(const jb_around *around, const jb_node *view);
bool jb_has_facet_channel(const jb_node *unit);
const jb_node *jb_faceted_unit(const jb_around *around, const jb_node *unit);

/* param.c: a unit's selections go with it into the cells of its facet; its variables stay outside.
 */
void jb_part_params(jb_ctx *cx, const jb_node *unit, jb_maker *outside, jb_maker *inside);
/* Selections of the whole go into its units, or those of them that they name. */
const jb_node *jb_share_selections(jb_ctx *cx, const jb_node *view);
/* Variables of the config come before the view's own. */
const jb_node *jb_with_config_params(jb_ctx *cx, const jb_node *view, const jb_node *config);

/* A unit with points over its line, or line and points over its area; NULL if it has none. */
const jb_node *jb_normal_overlay(const jb_around *around, const jb_node *unit);
/* A boxplot, errorbar or errorband as layers; NULL if the unit has another mark. */
const jb_node *jb_normal_composite(const jb_around *around, const jb_node *unit);

/* A normalised view whose tests of selections say what their first values say. */
const jb_node *jb_normal_selections(jb_ctx *cx, const jb_node *view);

/* The encoding with all channels as maps, and with the types that the grammar implies. A channel
 * whose type is null (the short form `x: 县`) stays so unless something implies a type. */
const jb_node *jb_implied_encoding(jb_ctx *cx, const jb_node *encoding);
/* A facet's definitions likewise. */
const jb_node *jb_implied_channel(jb_ctx *cx, jb_str channel, const jb_node *def);

/* The tree with selections of Vega-Lite 4 (`selection`, `init`, single, multi, empty: none) as
 * params; the tree itself where there are none. */
const jb_node *jb_modern(jb_ctx *cx, const jb_node *tree);

/* Of channel definitions. */
bool jb_def_has_field(const jb_node *def); /* names a field or counts */
bool jb_def_is_field_or_datum(const jb_node *def);
bool jb_def_is(const jb_node *def, const char *key, const char *text);
bool jb_def_bins(const jb_node *def);   /* bin that is computed */
bool jb_def_binned(const jb_node *def); /* bin: "binned" */
bool jb_def_continuous(const jb_node *def);
bool jb_node_truthy(const jb_node *node); /* not NULL, null, false, 0 or "" */

/* The mark as a map. */
const jb_node *jb_mark_node(jb_ctx *cx, const jb_node *mark);
jb_str jb_mark_name(const jb_node *mark); /* {NULL, 0}: none */
/* A property of a mark, or of its styles, of its own config, of config.mark; NULL: nowhere. */
const jb_node *jb_mark_config(const jb_node *config, const jb_node *mark, const char *key);

#endif
