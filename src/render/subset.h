/* The glyphs of a PDF, cut out of their fonts before the first is painted: cairo would search the
 * whole of a CJK font for each, and embed what it does not need. */
#ifndef JB_RENDER_SUBSET_H
#define JB_RENDER_SUBSET_H

#include <cairo.h>

#include "base/ctx.h"
#include "scene/scene.h"

typedef struct jb_subsets jb_subsets;

jb_subsets *jb_subsets_new(jb_ctx *cx);
/* Takes note of every glyph in the mark. */
void jb_subsets_collect(jb_subsets *s, const jb_mark *mark);
/* Cuts; a font that can't be cut is drawn from whole. What was cut stays with its face for the
 * documents that follow in this process, and grows by what they need: cairo, which embeds only what
 * a document shows, then measures each glyph once and not for each of them. Where they have other
 * characters for the same glyphs it is cut anew: a file does not depend on those made before. */
void jb_subsets_make(jb_subsets *s);
/* Names the fonts of the file that was drawn with them: cairo makes the six letters before the "+"
 * of a cut font's name out of its numbering, which also depends on the documents before. */
void jb_subsets_name(const jb_subsets *s, char *pdf, size_t n);

/* Readies cr for the run's glyphs; false: the face was not cut. */
bool jb_subsets_select(const jb_subsets *s, const struct jb_face *face, cairo_t *cr, double size);
/* The glyph's number in the cut face, the same where the face was not cut. */
uint32_t jb_subsets_glyph(const jb_subsets *s, const struct jb_face *face, uint32_t glyph);

/* The character whose sign the glyph is, which is what cairo and many readers take it for where it
 * shares a cluster; 0: none, or the face was not cut. */
uint32_t jb_subsets_letter(const jb_subsets *s, const struct jb_face *face, uint32_t glyph);
/* The face's glyph of a space, which the shaper also sets for characters without ink; 0: none. */
uint32_t jb_subsets_space(const jb_subsets *s, const struct jb_face *face);

#endif
