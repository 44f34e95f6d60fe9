/* What the author wrote, as blocks: Markdown read by cmark-gfm, figures filled in, every text with
 * its place. */
#ifndef JB_REPORT_BLOCK_H
#define JB_REPORT_BLOCK_H

#include "report/attributes.h"
#include "report/figure.h"
#include "report/keys.h"

typedef enum jb_block_kind {
    JB_BLOCK_HEADING,
    JB_BLOCK_PARAGRAPH,
    JB_BLOCK_LIST, /* of ITEM */
    JB_BLOCK_ITEM,
    JB_BLOCK_QUOTE,
    JB_BLOCK_CODE,
    JB_BLOCK_RULE,
    JB_BLOCK_TABLE, /* of ROW, the first is the head */
    JB_BLOCK_ROW,   /* of CELL */
    JB_BLOCK_CELL,
    JB_BLOCK_IMAGE, /* a paragraph that is only an image */
    JB_BLOCK_FENCE, /* ```chart, ```table, ```kpi: `node` is its YAML */
    JB_BLOCK_DIV,   /* ::: name … :::, of blocks: `attributes.kind` is its name */
    JB_BLOCK_BREAK, /* \pagebreak, a paragraph of its own */
    JB_BLOCK_NOTES, /* where the notes are written, as far as they are set there */
    JB_BLOCKS
} jb_block_kind;

enum {
#define L(name, class, doc) JB_LOOK_AT_##name,
#include "report/looks.def"
#undef L
};
enum {
#define L(name, class, doc) JB_LOOK_##name = 1 << JB_LOOK_AT_##name,
#include "report/looks.def"
#undef L
};

/* What the text of an inline is a name of. */
typedef enum jb_reference {
    JB_REFERS_NOT,
    JB_REFERS_TO_THING,  /* @fig: @tab: @sec: */
    JB_REFERS_TO_PAGE,   /* @page: */
    JB_REFERS_TO_SOURCE, /* [@name] */
} jb_reference;

typedef struct jb_inline {
    jb_str text;
    jb_span place;
    uint32_t look;
    size_t span; /* the number of the innermost bracketed span it stands in, from 1; 0: none */
    jb_str ruby; /* over it, as a word; {NULL, 0}: none */
    jb_str link; /* {NULL, 0}: none */
    size_t note; /* the number of the note referred to, from 1; 0: none */
    jb_reference reference;
    bool hard_break;
} jb_inline;

typedef struct jb_block jb_block;
typedef struct jb_blocks {
    jb_block **at;
    size_t n, cap;
} jb_blocks;

struct jb_block {
    jb_block_kind kind;
    jb_span span;    /* its first line */
    int level;       /* HEADING: from 1 */
    bool numbered;   /* HEADING: without {-}; LIST: by digits */
    bool task, done; /* ITEM: - [ ], - [x] */
    bool defines;    /* LIST: of definitions; the text of each item is its term */
    size_t start;    /* LIST: of its first item */
    JB_LIST(jb_inline) text;
    jb_blocks blocks;
    jb_str align;      /* TABLE: one of l c r a column */
    jb_str info, code; /* FENCE: its first word; CODE: its text; DIV: what stands in it */
    const jb_node *node;
    jb_str path;              /* IMAGE: as written; text is its caption */
    jb_attributes attributes; /* DIV, HEADING; IMAGE: width, name */
};

typedef struct jb_manuscript {
    jb_blocks blocks;
    jb_blocks notes; /* note i + 1, each an ITEM of blocks, named by its attributes */
} jb_manuscript;

/* Its words without looks and notes. */
jb_str jb_block_plain(jb_arena *a, const jb_block *block);

/* Reads the report from byte `from` on. Mistakes in Markdown are told (HTML, a figure without an
 * end, a note that is not written, a div that is not closed), and the rest is read all the same; a
 * fence that is no YAML has no node. Notes have no numbers yet (note.h). `kinds` are the words
 * behind ``` that make a fence. Never NULL. */
jb_manuscript *jb_manuscript_read(jb_ctx *cx, jb_figures *figures, size_t from, const jb_str *kinds,
                                  size_t kinds_n);

#endif
