/* Hatchings: parallel lines or dots in a turned frame, the same for cairo and SVG. */
#ifndef JB_RENDER_HATCH_H
#define JB_RENDER_HATCH_H

#include "scene/scene.h"

typedef struct jb_hatch {
    jb_str name;
    double angle;      /* of the frame, degrees clockwise */
    double spacing;    /* between lines, in the unit of the scene */
    double line_width; /* 0: no lines */
    bool across, down; /* lines along the frame's x, along its y */
    double dot;        /* radius of a dot in each square of the frame, 0: none */
} jb_hatch;
extern const jb_hatch jb_hatches[JB_PATTERNS];

#endif
