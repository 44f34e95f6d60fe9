/* Defaults of everything: Vega-Lite's config, with the defaults of guides that Vega adds to it, as
 * the rows of the .def files say them. */
#ifndef JB_GRAMMAR_DEFAULTS_H
#define JB_GRAMMAR_DEFAULTS_H

#include "grammar/reader.h"

/* What holds of a class' properties where nothing is written, as a map. What Vega sets for single
 * marks (a point's size, a line's width) comes after all configs: UNDER. */
const jb_node *jb_class_usual(jb_ctx *cx, const jb_class *class);
const jb_node *jb_property_usual(jb_ctx *cx, const jb_property *row); /* NULL: none */
/* The same, or what holds under all configs, where it is a number, a truth or a text, without
 * reading JSON; false: it is none. */
bool jb_usual_scalar(const jb_property *row, jb_node *node);
/* The default config, a theme over it (or NULL), and the author's over both (or NULL). */
const jb_node *jb_config_merge(jb_ctx *cx, const jb_node *theme, const jb_node *own);

/* Whether nobody wrote the node: it is a default. */
bool jb_node_usual(const jb_node *node);

#endif
