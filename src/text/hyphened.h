/* Letters with a hyphen behind them, each one glyph. Where a word is divided the hyphen stands
 * inside the measure, but it is no text of the author's: a glyph of its own would be copied and
 * found with the word, whatever a PDF says of it to those readers that know no ActualText. So the
 * last letter and the hyphen become one glyph, as a ligature does, which reads as the letter. */
#ifndef JB_TEXT_HYPHENED_H
#define JB_TEXT_HYPHENED_H

#include "text/fonts.h"

/* The face of the letters of this one with their hyphens, made of its outlines once. NULL: it has
 * no hyphen. */
const jb_face *jb_hyphened_face(jb_ctx *cx, const jb_face *face);
/* The glyph there of a letter (or ligature) of ASCII, or of the author's own soft hyphen; 0: none.
 */
uint32_t jb_hyphened_glyph(jb_str letter);
/* Its advance there, em. */
double jb_hyphened_advance(const jb_face *hyphened, uint32_t glyph);

#endif
