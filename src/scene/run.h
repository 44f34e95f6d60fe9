/* Shaped text: glyphs that know which bytes they stand for. */
#ifndef JB_SCENE_RUN_H
#define JB_SCENE_RUN_H

#include "base/str.h"

struct jb_face; /* a font at no size: the text room makes it, render draws with it */

typedef struct jb_glyph {
    uint32_t id;
    float x, y; /* of its origin from the run's origin, in the unit of the surface */
} jb_glyph;

/* A cluster: so many bytes of the text are so many glyphs (in the order of the text). */
typedef struct jb_cluster {
    uint16_t bytes, glyphs;
} jb_cluster;

/* Glyphs of one face, size and colour. Clusters cover all bytes of text and all glyphs. */
typedef struct jb_run {
    const struct jb_face *face;
    double size;
    double em;    /* of the text around: more than the size of raised digits that a face has not */
    double x, y;  /* the run's origin (on the baseline) from the line's origin */
    double width; /* its advance, for underlines and links */
    const jb_glyph *glyphs;
    size_t glyphs_n;
    const jb_cluster *clusters;
    size_t clusters_n;
    bool backward; /* from right to left: the first cluster stands at the right end */
    jb_str text;
    jb_str forms; /* the characters whose glyphs these are, where the text, which is the author's,
                     has others: vertical forms, smaller digits for raised ones, a hyphen at the
                     line's end; {NULL,0}: the text's own */
    const struct jb_paint *paint; /* NULL: the item's fill */
    jb_str link;                  /* "#dest" or a URI, {NULL,0}: none */
    uint32_t decoration;          /* JB_UNDERLINE | JB_STRIKE | … */
} jb_run;

enum {
    JB_UNDERLINE = 1,
    JB_STRIKE = 2,
    JB_EMPHASIS_DOTS = 4,  /* 着重号 */
    JB_WAVE = 8,           /* 书名线 */
    JB_NAME_LINE = 16,     /* 专名号 */
    JB_DECORATION_BITS = 8 /* above them: a number; runs of different numbers are decorated apart */
};

typedef struct jb_line {
    double x, y; /* of the baseline's start, from the text item's (x, y) */
    double width, ascent, descent;
    const jb_run *runs;
    size_t runs_n;
    double names_depth; /* how far its ink under a 书名线 or 专名号 reaches below the baseline */
    /* Ruby: lines over this one, from its origin. They are drawn as shapes, for the text of the
     * page is the author's sentence, and a reading in the middle of it would break it for whoever
     * copies or searches. */
    const struct jb_line *over;
    size_t over_n;
} jb_line;

#endif
