/* A paragraph on its way: shaped atoms, the gaps between them, where it may be broken. */
#ifndef JB_TEXT_PARA_H
#define JB_TEXT_PARA_H

#include "text/fonts.h"

/* A cluster of glyphs that no line break parts. */
typedef struct jb_atom {
    const jb_face *face; /* NULL: a box */
    uint32_t at, bytes;  /* of the paragraph's text */
    uint32_t code;       /* its first character */
    uint32_t form;       /* the smaller character that stands for it, above or below the line; 0 */
    uint32_t piece;
    uint32_t glyph; /* the first, in para->glyphs */
    uint16_t glyphs_n;
    uint8_t class;
    bool rtl;
    bool hyphened; /* with its hyphen at a line's end */
    bool mono;     /* code: nothing is squeezed and nothing absorbed between its characters */
    float em;      /* the size of its font */
    float advance; /* what the glyphs take, blanks included */
    float blank_left, blank_right; /* what can be trimmed at a line's ends and between marks */
    float kern; /* what kerning took off the advance: given back at a line's end */
} jb_atom;

static const double JB_RAISED = .62; /* size of such a form, in that of the text */

typedef struct jb_shaped_glyph {
    uint32_t id;
    float dx, dy, advance;
} jb_shaped_glyph;

/* What can give way in a gap, in clreq's order of shrinking; gaps.def has the amounts. */
typedef enum jb_gap_kind {
#define G(kind, shrink, shrink_cost, stretch, even, more, beyond, doc) JB_GAP_##kind,
#include "text/gaps.def"
#undef G
    JB_GAP_KINDS
} jb_gap_kind;

typedef struct jb_gap_row {
    double shrink, shrink_cost; /* em at most; what a full shrink costs */
    double stretch, even, more; /* em: first, with all others, and before Han are loose */
    double beyond;              /* its weight when Han are */
} jb_gap_row;
extern const jb_gap_row jb_gap_rows[JB_GAP_KINDS];

/* Break penalties: 0 is a good place, the higher the worse. */
enum {
    JB_COSTLY = 200,
    JB_AVOID = 800,
    JB_UGLY = 2000,
    JB_RESORT = 4500,
    JB_LAST = 9000,    /* only where the line would be torn (compose.c) */
    JB_HOLLOW = 20000, /* only where it would be hollow */
    JB_WHOLE = 25000,  /* only where what it joins is wider than a line */
    JB_NEVER = 30000,
    JB_FORCED = -30000
};

/* Behind each atom. */
typedef struct jb_gap {
    float natural; /* what is added between the atoms (negative: marks squeezed) */
    float em;
    uint8_t kind;
    int16_t penalty; /* of a break here */
    float hyphen; /* so much wider is the atom with the hyphen that a break here shows; 0: none */
} jb_gap;

struct jb_para {
    jb_ctx *cx;
    jb_arena *bench; /* where it lies until its lines are built: one paragraph at a time; NULL when
                        it is kept */
    const jb_piece *pieces;
    size_t pieces_n;
    bool traditional;
    jb_strictness strictness;
    jb_str text; /* all pieces; control characters have become spaces of as many bytes */
    struct {
        jb_atom *at;
        size_t n, cap;
    } atoms;
    struct {
        jb_shaped_glyph *at;
        size_t n, cap;
    } glyphs;
    jb_gap *gaps; /* atoms.n of them */
    struct jb_rubies {
        struct jb_ruby *at;
        size_t n, cap;
    } rubies; /* in the order of the text */
};

/* A part of a reading and the atoms [first, end) that it stands over. */
typedef struct jb_ruby {
    const jb_line *line;
    size_t piece, part, parts;
    size_t first, end;
    double rise; /* of its baseline */
} jb_ruby;

/* The readings of the pieces, shaped: before jb_para_shape, for both use the same bench. They live
 * in cx->keep. */
struct jb_rubies jb_rubies_shape(jb_ctx *cx, const jb_piece *pieces, size_t n);

/* pieces → atoms (shape.c) → gaps (squeeze.c) → penalties (break.c) */
jb_para *jb_para_shape(jb_ctx *cx, const jb_piece *pieces, size_t n);
void jb_para_squeeze(jb_para *para);
/* Widens the atoms under a reading that is wider (ruby.c); between shaping and squeezing. */
void jb_para_spread_ruby(jb_para *para);
/* The readings of the words on the line of atoms [first, end), whose origins are `xs`, go to
 * line->over. */
void jb_para_put_rubies(const jb_para *para, size_t first, size_t end, const double *xs,
                        jb_line *line);
void jb_para_find_breaks(jb_para *para);
bool jb_para_hyphenate(jb_para *para); /* hyphenate.c; false when there is no word for it */
/* Are atoms i and i + 1 one grapheme: a letter and its mark, what a joiner joins, a flag? */
bool jb_gap_joined(const jb_para *para, size_t i);
/* Do atoms i and i + 1 stay on one line, as 图1 does, and a word with its reading? */
bool jb_gap_whole(const jb_para *para, size_t i);
/* A break behind atom i shows a hyphen, if its face has one: false when it has none. */
bool jb_para_open_hyphen(jb_para *para, size_t i, int16_t penalty);
/* The atom with its hyphen, when a line ends there. */
void jb_para_show_hyphen(jb_para *para, size_t i);
/* Titles: a break inside a word or a name costs, behind a word that wants its object too (sense.c).
 */
void jb_para_keep_sense(jb_para *para);
/* The best lines (compose.c). Opens hyphens and stretches in the paragraph, and shows hyphens. */
jb_composed jb_para_compose(jb_para *para, const jb_paragraph_style *style);

#endif
