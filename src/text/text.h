/* The only room that shapes: text and style → runs and lines. */
#ifndef JB_TEXT_TEXT_H
#define JB_TEXT_TEXT_H

#include "base/ctx.h"
#include "scene/scene.h"

/* The roles of Chinese printing; each is resolved to a face that the machine has. */
typedef enum jb_role {
    JB_ROLE_SONG,     /* 宋体: serif */
    JB_ROLE_HEI,      /* 黑体: sans */
    JB_ROLE_KAI,      /* 楷体 */
    JB_ROLE_FANG,     /* 仿宋 */
    JB_ROLE_BIAOSONG, /* 小标宋: display serif of titles and mastheads */
    JB_ROLE_MONO,
    JB_ROLES
} jb_role;

typedef struct jb_text_style {
    jb_str family; /* CSS family list as written ("sans-serif", "仿宋", "Noto Serif CJK SC"); a
                      role's name is a family too */
    double size;   /* in the unit of the surface */
    int weight;    /* 100 to 900 */
    bool italic;
    jb_str lang; /* BCP 47; {NULL,0}: zh-CN */
    const jb_paint *paint;
    jb_str link;
    uint32_t decoration;
    double rise;  /* baseline shift upwards (superscripts) */
    bool tabular; /* tabular digits (tnum) */
} jb_text_style;

/* Opens the fonts into cx->fonts once (cheap when it is there already). False, status 3, without a
 * CJK font. */
bool jb_fonts_open(jb_ctx *cx);
/* At the end of a run: what of cx->fonts another run may begin with, the project's own fonts put
 * aside. NULL when they live in cx->keep (cx->life was NULL). */
struct jb_fonts *jb_fonts_outlast(jb_ctx *cx);
/* Lets a font file of the project stand for a family or a role ("仿宋") before anything the machine
 * has. The path was checked against the root rule; `index` is the font's number in a collection.
 * False after a message at `place` when the file is no font, or has no such number. */
bool jb_fonts_add(jb_ctx *cx, jb_str family, jb_str path, int index, jb_span place);

/* What each role came to, and the faces of Latin letters beside families without good ones of their
 * own, for `jianbao fonts`. */
typedef struct jb_font_row {
    jb_str role;   /* "仿宋"; of Latin letters the kind: "serif" */
    bool latin;    /* such a kind */
    jb_str family; /* of the face it resolved to, {NULL,0}: none */
    jb_str file;
    bool substitute; /* another role's face stands in */
    bool project;    /* a font file that a theme names */
    jb_str wanted;   /* the families looked for, in this order: "A, B" */
    jb_str aliases;  /* other names of the role */
    jb_str package;  /* what is missing and a Debian package would bring; else {NULL,0} */
} jb_font_row;
typedef struct jb_font_rows {
    jb_font_row *at;
    size_t n, cap;
} jb_font_rows;
/* For text of that language. Empty, with status 3, without a CJK font. */
jb_font_rows jb_fonts_list(jb_ctx *cx, jb_str lang);

/* One line, no breaking: for chart labels, table cells, headings of one line. Shaped once and
 * cached by (style, text): measure it, then draw the same runs. Marks are squeezed, Han–Latin gaps
 * set, the blank halves of marks at both ends trimmed. A glyph that is missing is told at `place`
 * (an error, or a warning with allow_missing_glyphs), once for each character. Newlines and control
 * characters become spaces. The line lives in cx->keep; its x and y are 0. */
const jb_line *jb_text_line(jb_ctx *cx, const jb_text_style *style, jb_str text, jb_span place);
/* The line cut to `limit` with an ellipsis at its end (Vega's limit); the same line if it fits. */
const jb_line *jb_text_limit(jb_ctx *cx, const jb_text_style *style, jb_str text, double limit,
                             jb_str ellipsis, jb_span place);
/* A language of Taiwan or Hong Kong: marks centred, traditional characters. */
bool jb_text_traditional(jb_str lang);
/* Do both draw Chinese with one face: does the one's stand in for the other's? */
bool jb_text_same_face(jb_ctx *cx, const jb_text_style *a, const jb_text_style *b, jb_span place);
/* How far the ink of a line reaches from its baseline, down being positive; both 0 without ink. For
 * what is placed by the eye or by a ruler: a masthead's upper edge, the dashes of a page number. */
void jb_line_ink(const jb_line *line, double *top, double *bottom);
/* How far the ink of those of the runs that have the decoration reaches below the baseline; 0: not
 * at all. */
double jb_runs_depth(const jb_run *runs, size_t n, uint32_t decoration);
/* What stands one under the other when the text is stacked, each a line of its own: a character, or
 * two digits side by side (clreq 2.3.3, 纵中横); blanks are left out. At least one. Gives how many.
 */
size_t jb_text_stack(jb_arena *a, jb_str text, const jb_str **cells);
/* One of them as a line: marks in their vertical forms where a font has these, under
 * the author's characters, which are what is copied and found. */
const jb_line *jb_text_upright(jb_ctx *cx, const jb_text_style *style, jb_str cell, jb_span place);
/* Ascent and descent of a style's Latin and CJK faces together, in its unit. */
void jb_text_metrics(jb_ctx *cx, const jb_text_style *style, double *ascent, double *descent);

/* A paragraph: pieces of styled text and things in the line. */
typedef struct jb_piece {
    jb_str text; /* {NULL,0} with `box_width` for a box */
    jb_text_style style;
    jb_span place; /* where it stands in the report: missing glyphs are told there */
    double box_width, box_ascent, box_descent; /* an inline object, unbreakable */
    bool hard_break; /* the line ends behind this piece (which may be empty) */
    bool whole;      /* no line ends inside it, as in 图1 */
    /* The reading of the piece, a word, set over it as clreq 3.3 has it (basic ruby): where it has
     * as many parts (by blanks) as the piece has characters, each over its own; else over the
     * whole. Characters narrower than their reading are set apart. It takes no height. */
    jb_str ruby;
    double ruby_size;
} jb_piece;

typedef enum jb_justify {
    JB_JUSTIFY,
    JB_FLUSH_LEFT,
    JB_FLUSH_CENTER,
    JB_FLUSH_RIGHT,
    JB_BALANCED /* a title: centred lines of like width, broken by sense: never inside a word, a
                   number or a name in brackets if it can be helped, no 的 at a line's start, no
                   关于 at its end; of several lines none is narrower than both its neighbours
                   (trapezium or diamond, no hourglass: GB/T 9704—2012, 7.3.1). A hard_break of the
                   author's is kept. */
} jb_justify;
typedef enum jb_strictness { JB_BREAK_GB, JB_BREAK_BASIC, JB_BREAK_STRICT } jb_strictness;

typedef struct jb_paragraph_style {
    double measure;     /* width of the lines */
    double indent;      /* of the first line (may be negative: hanging) */
    double left, right; /* insets of all lines */
    jb_justify justify;
    jb_strictness strictness; /* clreq's basic / GB / strict */
    int looseness;            /* so many lines more, or less, if it can be had … */
    bool or_none;             /* … and if not no lines (lines_n 0), which is sooner known */
    bool traditional; /* marks of Taiwan, not squeezed; also when the first piece's lang says so */
} jb_paragraph_style;

/* Where a piece begins: for boxes, note references, anchors. */
typedef struct jb_piece_at {
    size_t line;
    double x; /* from the left edge of the measure */
} jb_piece_at;

typedef struct jb_composed {
    jb_line *lines; /* x of each from the left edge of the measure, y 0 (the page gives it) */
    size_t lines_n; /* at least 1, also without text */
    double loosest; /* stretch of its loosest line; from 1 on the eye sees it */
    const jb_piece_at *pieces_at; /* one for each piece, line after line */
} jb_composed;

/* Composes a paragraph: legal breaks, glue, the best set of lines (Knuth–Plass). Never fails, never
 * overflows the measure (a token wider than it is broken). Lines live in cx->keep. */
jb_composed jb_paragraph_compose(jb_ctx *cx, const jb_piece *pieces, size_t n,
                                 const jb_paragraph_style *style);

/* The same in two steps, for a paragraph that may be composed again: shaped, its gaps and legal
 * breaks found, which takes half the time and depends on the style's strictness and `traditional`
 * alone; then its lines, each time as if it were the first. The pieces must live as long. It is
 * good until any other text is shaped, or as long as cx->keep once it is kept. */
typedef struct jb_para jb_para;
const jb_para *jb_paragraph_shape(jb_ctx *cx, const jb_piece *pieces, size_t n,
                                  const jb_paragraph_style *style);
jb_composed jb_paragraph_set(const jb_para *para, const jb_paragraph_style *style);
const jb_para *jb_paragraph_keep(const jb_para *para);
/* How wide it is where no line ends but at its hard breaks. */
double jb_paragraph_width(const jb_para *para);

#endif
