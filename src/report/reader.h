/* What reads a manuscript: Markdown's tree in one hand, the text it was made of in the other, for
 * the place of every word. */
#ifndef JB_REPORT_READER_H
#define JB_REPORT_READER_H

#include <cmark-gfm.h>

#include "report/block.h"

typedef struct jb_reader {
    jb_ctx *cx;
    jb_figures *figures;
    const jb_source *source; /* with placeholders */
    size_t from;
    JB_LIST(size_t) lines; /* where line i + 1 of the body begins */
    size_t cursor, end;    /* the inlines of one block lie between them */
    JB_LIST(size_t) open;  /* the inlines of the block that are an open bracket */
    size_t spans;
    size_t depth; /* of the node that is being read */
    const jb_str *kinds;
    size_t kinds_n;
    jb_manuscript *made;
    bool notes_begun;
} jb_reader;

/* manuscript.c */

/* Where line i of the body begins, counted from 1; the end of the text behind the last. */
size_t jb_reader_line(const jb_reader *r, int line);
/* The node whose lines hold this one: Markdown gives those of a paragraph right above a table to
 * the table alone. */
cmark_node *jb_reader_placed(cmark_node *node);
/* From the node's first character to the end of that line. */
jb_span jb_reader_span(const jb_reader *r, cmark_node *node);
jb_str jb_reader_literal(jb_reader *r, cmark_node *node);
/* One level further in, to be left by `depth--`; false after a message: too deep. */
bool jb_reader_enter(jb_reader *r, cmark_node *node);
/* The extensions' kinds have no constant. */
bool jb_reader_is(cmark_node *node, const char *name);

/* flank.c: emphasis beside Chinese marks */

/* The text with stand-ins of the same length for the marks that Markdown would not let ** open or
 * close beside; the same text where there are stand-ins in it already. */
jb_str jb_flanks_lift(jb_arena *a, jb_str text);
void jb_flanks_restore(jb_arena *a, cmark_node *document); /* the marks in all its texts */

/* leftover.c: warns of markup that came to nothing, in a text at its place, at a paragraph's head
 */
void jb_leftovers_tell(jb_reader *r, jb_str text, jb_span place);
void jb_leftover_tell_head(jb_reader *r, const jb_block *b);

/* caption.c: reads ": caption {#name}" into the table's attributes, as `caption` and its name;
 * false where the line is none, or the table has one */
bool jb_caption_read(jb_reader *r, jb_block *table, jb_span line);

/* raised.c: x^2^ and H~2~O: the length of what stands so at text[at], behind that byte ('\0':
 * nothing), with its look; 0: it is text */
size_t jb_raised_length(jb_str text, size_t at, char before, uint32_t *look);

/* written.c: what stands in a line */

/* Where the text stands: Markdown keeps it in its order, so it is the next such text of the block.
 * What is not found word for word (an entity) stands about here. */
jb_span jb_reader_place(jb_reader *r, jb_str text);
/* From here on places are sought in the node's lines. */
void jb_inlines_begin(jb_reader *r, cmark_node *node);
/* The inlines of a node into the block, alone or with that beginning; one of them, in the look of
 * `like`; all inside of a node. */
void jb_inlines_read(jb_reader *r, jb_block *b, cmark_node *node);
void jb_inline_add(jb_reader *r, jb_block *b, cmark_node *node, jb_inline like);
void jb_inlines_add(jb_reader *r, jb_block *b, cmark_node *parent, jb_inline like);
jb_str jb_reader_address(jb_reader *r, cmark_node *node); /* of a link or a picture */
void jb_reader_tell_html(jb_reader *r, cmark_node *node, jb_span place);

/* block.c: the blocks inside of a node */
void jb_blocks_read(jb_reader *r, jb_blocks *into, cmark_node *parent);

#endif
