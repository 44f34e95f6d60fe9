/* Faces by style and character: what the shaper asks. */
#ifndef JB_TEXT_FONTS_H
#define JB_TEXT_FONTS_H

#include <hb.h>

#include "text/class.h"
#include "text/face.h"
#include "text/text.h"

/* Where the ink of a mark stands in its advance, in em. */
typedef struct jb_mark_ink {
    float advance, left, right;
    bool known;
} jb_mark_ink;

struct jb_face {
    jb_str family;
    const char *path;
    int index, weight;
    bool italic;
    size_t number;
    hb_face_t *hb;
    hb_font_t *font; /* scaled to its units per em */
    double upem;
    double ascent, descent; /* em, of the design box */
    double digit;           /* em, of its widest digit */
    double slant, bold;     /* as in face.h */
    const jb_face *plain;   /* the same without them, as the file has it; NULL: this is it */
    uint32_t stands_for;    /* jb_fonts_stand_in; 0: the face itself */
    cairo_font_face_t *cairo;
    jb_mark_ink *inks;              /* by jb_class_mark */
    void *cut;                      /* jb_face_cut */
    hb_blob_t *file;                /* made in memory; NULL: it lies at the path */
    const struct jb_face *hyphened; /* jb_hyphened_face, once asked */
};

/* The faces of one style: a face of Han and one of Latin letters. */
typedef struct jb_stack {
    jb_str family, lang; /* the key, as written */
    int weight;
    bool italic;
    bool serif;
    bool mono; /* code: every character keeps its cell */
    const jb_face *han, *latin;
    hb_language_t language;
    struct jb_stack *next;
} jb_stack;

/* Where what lives as long as the fonts is made. */
jb_arena *jb_fonts_arena(const jb_ctx *cx);

/* Never NULL once the fonts are open. `place` for a family that nobody knows, told once. */
const jb_stack *jb_fonts_stack(jb_ctx *cx, const jb_text_style *style, jb_span place);

/* The face that draws the character: the one of its kind, the other one, then any that has it;
 * NULL: none. */
const jb_face *jb_fonts_face(jb_ctx *cx, const jb_stack *stack, uint32_t code, bool cjk);

/* The face under another name, for a character that it draws as another or has not: a PDF keeps one
 * text for each glyph of a font, so that marks that stand for different characters are copied as
 * these only from fonts of their own. From the 65th on the face itself. */
const jb_face *jb_fonts_stand_in(jb_ctx *cx, const jb_face *face, uint32_t code);

/* A face made of this one, in a file in memory that the fonts take. */
const jb_face *jb_fonts_made(jb_ctx *cx, const jb_face *of, hb_blob_t *file);
/* The face with the slant and the pen of another. */
const jb_face *jb_fonts_like(jb_ctx *cx, const jb_face *face, const jb_face *other);

/* Tells a character that no font has, once. */
void jb_fonts_missing(jb_ctx *cx, uint32_t code, jb_span place);

/* Tells a control character that is drawn as a space, once. */
void jb_fonts_control(jb_ctx *cx, uint32_t code, jb_span place);

/* Has the face (NULL: no) a glyph for the character? */
bool jb_face_has(const jb_face *face, uint32_t code);
/* Ink of a mark in this face. */
const jb_mark_ink *jb_face_ink(const jb_face *face, uint32_t code);

/* The same face, for what is filled in when asked. */
jb_face *jb_fonts_own(jb_ctx *cx, const jb_face *face);

/* Shaped lines by style and text; opaque to all but line.c. */
struct jb_line_cache;
struct jb_line_cache *jb_fonts_lines(jb_ctx *cx);
/* The buffer that every shaping uses. */
hb_buffer_t *jb_fonts_buffer(jb_ctx *cx);
/* Emptied: for the next paragraph. */
jb_arena *jb_fonts_bench(jb_ctx *cx);
/* Where the hyphenation patterns are kept, NULL until they were asked for. */
void **jb_fonts_patterns(jb_ctx *cx);

#endif
