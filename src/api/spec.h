/* A specification in a file, all the way to its scene: what `chart` draws and `check` only looks
 * at. */
#ifndef JB_API_SPEC_H
#define JB_API_SPEC_H

#include "base/ctx.h"
#include "scene/scene.h"

typedef struct jb_spec_call {
    jb_str theme;  /* {NULL, 0}: Vega-Lite's own defaults */
    jb_str preset; /* chart/preset.h; {NULL, 0}: none */
    double width, height;
    bool untold; /* as jb_chart_options has it */
} jb_spec_call;

/* NULL after messages. */
jb_scene *jb_spec_compile(jb_ctx *cx, jb_str path, const jb_spec_call *call);

#endif
