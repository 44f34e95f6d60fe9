/* Defaults of everything: Vega-Lite's config, with the defaults of guides that Vega adds to it. */
#ifndef JB_GRAMMAR_DEFAULTS_H
#define JB_GRAMMAR_DEFAULTS_H

#include "base/tree.h"

const jb_node *jb_config_default(jb_ctx *cx);
/* The default config, a theme over it (or NULL), and the author's over both (or NULL). */
const jb_node *jb_config_merge(jb_ctx *cx, const jb_node *theme, const jb_node *own);

#endif
