/* Atoms of a paragraph become a drawn line. */
#ifndef JB_TEXT_LINE_H
#define JB_TEXT_LINE_H

#include "text/para.h"

/* How the gaps of one line give way: shares of each kind's shrink, of all first stretches (more
 * than 1 where nothing else is left), of the even ones and of the last ones (0 to 1), and what is
 * added beyond that between two Han, in em: nearly everywhere alike, but not where there is half an
 * em already. */
typedef struct jb_fit {
    double shrink[JB_GAP_KINDS], stretch, even, more, beyond;
} jb_fit;

/* em: gaps between Han that are wider by so much are seen. */
#define JB_LOOSE .0495

/* What a gap comes to. */
double jb_fit_gap(const jb_fit *fit, const jb_gap *gap);

/* The atoms [first, end) as a line in keep, its x 0; marks at both ends trimmed; spaces at its end
 * without width. Origins of atoms from the line's start go to `xs` if it is not NULL (end − first
 * of them). */
void jb_line_build(const jb_para *para, size_t first, size_t end, const jb_fit *fit, jb_line *line,
                   double *xs);

/* The width of such a line whose gaps are as they are. */
double jb_line_width(const jb_para *para, size_t first, size_t end);

/* The end without spaces at the line's end. */
size_t jb_line_ink_end(const jb_para *para, size_t first, size_t end);

struct jb_line_cache *jb_line_cache_new(jb_arena *a);

#endif
