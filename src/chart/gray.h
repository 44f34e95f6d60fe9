/* Colours as greys of their lightness, for a printer that has black alone. */
#ifndef JB_CHART_GRAY_H
#define JB_CHART_GRAY_H

#include "scene/scene.h"

/* Turns every colour of the scene, which one owns; pictures (image marks) stay. */
void jb_scene_gray(jb_arena *a, jb_scene *scene);

#endif
