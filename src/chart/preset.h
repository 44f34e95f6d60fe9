/* Pictures for a purpose: their size, their type, their ground. */
#ifndef JB_CHART_PRESET_H
#define JB_CHART_PRESET_H

#include "base/tree.h"

typedef struct jb_preset {
    jb_str name, about;
    double width, height, scale; /* of the whole picture, padding included, in px */
    double type;                 /* size of labels, in px */
    jb_str config;               /* JSON: what differs besides */
} jb_preset;
extern const jb_preset jb_presets[];
extern const size_t jb_presets_n;

/* NULL: there is none of that name. */
const jb_preset *jb_preset_find(jb_str name);
/* The theme's config (a map, or NULL) with the preset's over it. */
const jb_node *jb_preset_config(jb_ctx *cx, const jb_preset *preset, const jb_node *theme);

#endif
