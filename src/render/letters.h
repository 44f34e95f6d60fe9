/* Text in a PDF: glyphs with the characters they stand for, so that what is copied, searched and
 * read aloud is what the author wrote. */
#ifndef JB_RENDER_LETTERS_H
#define JB_RENDER_LETTERS_H

#include <cairo.h>

#include "render/subset.h"

/* Shows a run; the pen is at its origin, its face selected. `right`: the run on its right, NULL:
 * none. The gaps are marked for jb_gaps_set. */
void jb_letters_show(jb_arena *a, cairo_t *cr, const jb_subsets *s, const jb_run *run,
                     const jb_run *right);
/* The runs in the order of their places, in which they are drawn: readers take what stands further
 * left for a new line, and turn back themselves what runs from right to left. */
const jb_run **jb_letters_order(jb_arena *a, const jb_line *line);
/* A glyph of the run for cairo, by its number in the cut face; `s` NULL: in the whole one. */
cairo_glyph_t jb_letters_glyph(const jb_subsets *s, const jb_run *run, size_t glyph);

#endif
