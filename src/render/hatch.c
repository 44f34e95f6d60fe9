#include "render/hatch.h"

/* Thin enough that the ground shows on a screen, heavy enough for an office printer. */
const jb_hatch jb_hatches[] = {
    [JB_PATTERN_NONE] = {JB_K("none"), 0, 6, 0, false, false, 0},
    [JB_PATTERN_DIAGONAL] = {JB_K("diagonal"), -45, 5, 1.2, true, false, 0},
    [JB_PATTERN_CROSS] = {JB_K("cross"), -45, 6, 1, true, true, 0},
    [JB_PATTERN_DOTS] = {JB_K("dots"), 45, 4.5, 0, false, false, 1},
    [JB_PATTERN_HORIZONTAL] = {JB_K("horizontal"), 0, 5, 1.2, true, false, 0},
    [JB_PATTERN_VERTICAL] = {JB_K("vertical"), 0, 5, 1.2, false, true, 0},
};
_Static_assert(JB_COUNT(jb_hatches) == JB_PATTERNS, "every pattern has a row");
