/* Where the ink of letters comes into a band along their line: a line under them passes it by. */
#ifndef JB_RENDER_CROSSING_H
#define JB_RENDER_CROSSING_H

#include "render/path.h"

/* From one place to another, both measured in one direction. */
typedef struct jb_reach {
    double from, to;
} jb_reach;

typedef struct jb_reaches {
    JB_LIST(jb_reach) list;
} jb_reaches;

/* What of a run's letters, all that are no Han, lies between two heights below its baseline: where
 * each of their contours begins and ends there, from the run's origin and from left to right; in
 * cx->scratch. A run whose font can't be read (told by who draws it) has none. */
jb_reaches jb_letters_crossing(jb_ctx *cx, const jb_run *run, jb_reach heights);
/* How far one glyph's ink reaches from the run's origin; from > to: it has none. */
jb_reach jb_glyph_reach(jb_ctx *cx, const jb_run *run, size_t glyph);

#endif
