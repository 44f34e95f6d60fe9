/* What render needs to draw a run: the face behind jb_run.face. */
#ifndef JB_TEXT_FACE_H
#define JB_TEXT_FACE_H

#include <cairo.h>
#include <hb.h>

#include "base/ctx.h"

typedef struct jb_face jb_face;

/* The font file (a C string) and the face's number in it: its low 16 bits; the high ones are the
 * named instance of a variable font plus one, as FreeType's FT_New_Face takes them. */
const char *jb_face_path(const jb_face *face);
int jb_face_index(const jb_face *face);
/* "Noto Serif CJK SC" */
jb_str jb_face_family(const jb_face *face);
/* Of OpenType, 100 to 900; and does the family call it an italic? What is drawn round or leans on
 * top of that is jb_face_bold and jb_face_slant. */
int jb_face_weight(const jb_face *face);
bool jb_face_italic(const jb_face *face);
/* The glyph's advance in em. */
double jb_face_advance(const jb_face *face, uint32_t glyph);
/* The whole face, for subsetting; borrowed. */
hb_face_t *jb_face_hb(const jb_face *face);
/* The character whose glyphs are set in a font of their own, for they are another's or none; 0: the
 * face itself. */
uint32_t jb_face_stands_for(const jb_face *face);
/* Where the renderer keeps what it cuts out of the face, from one document to the next: NULL at
 * first; lives as long as jb_fonts_arena. */
void **jb_face_cut(const jb_face *face);
/* Tangent of the slant to draw with: an italic for a family that has none; 0 otherwise. */
double jb_face_slant(const jb_face *face);
/* How wide a pen (em) goes round the glyphs: a bold for a family that has none; 0 otherwise. */
double jb_face_bold(const jb_face *face);

/* Readies the context for cairo_show_text_glyphs with this run's glyph ids at this size: unhinted,
 * metrics not rounded, slanted as the face wants it. False (status 3, told) when FreeType cannot
 * read the file. */
bool jb_face_select(jb_ctx *cx, const jb_face *face, cairo_t *cr, double size);
/* The cairo face alone (owned by the text room, as long as cx->keep), NULL after a message. */
cairo_font_face_t *jb_face_cairo(jb_ctx *cx, const jb_face *face);
/* The matrix and options that go with a cairo face of the same glyphs (a subset made by the
 * caller). */
void jb_face_matrix(const jb_face *face, double size, cairo_matrix_t *matrix);
cairo_font_options_t *jb_face_options(void); /* a new one: destroy it */

#endif
