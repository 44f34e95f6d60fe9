/* What a PDF's page tells beside its ink: structure elements, links, destinations. */
#ifndef JB_RENDER_TAG_H
#define JB_RENDER_TAG_H

#include "scene/scene.h"

struct jb_painter;

/* A structure element as it was begun. */
typedef struct jb_tagged {
    jb_str tag, alt;              /* alt of a Figure, {NULL, 0}: none */
    jb_str numbering;             /* L: jb_group_item.numbering */
    size_t row_span, column_span; /* TH, TD; 0 is 1 */
    double box[4];        /* Figure: left, bottom, right, top on the page, pt; 0: not known */
    const void *identity; /* elements of one identity, broken over pages, are one; NULL: its own */
} jb_tagged;

/* A heading that a page repeats, a rule: nothing in it is an element. */
bool jb_tag_artifact(jb_str tag);
/* Is a group with this tag an element? Of those that cairo can write, outside of artifacts. */
bool jb_tag_begins(const struct jb_painter *p, jb_str tag);
/* Begins an element of such a tag, and ends it. */
void jb_tag_begin(struct jb_painter *p, const jb_tagged *element);
void jb_tag_end(struct jb_painter *p, jb_str tag);
/* Will anything in the mark begin an element, or a link? */
bool jb_tag_inside(const struct jb_painter *p, const jb_mark *mark);
/* Text that stands between the elements of another becomes one of its own, a Span: cairo 1.16
 * forgets it else. True: it was begun, and has to be ended. */
bool jb_tag_begin_text(struct jb_painter *p);

/* "#dest", a relative address, or one whose scheme only leads somewhere (http, https, ftp, mailto,
 * tel). */
bool jb_link_allowed(jb_str link);
/* Bytes of a PDF's link, which stands in the file once for each line of its text: no server takes a
 * longer one. */
enum { JB_LONGEST_LINK = 8192 };
/* True: the link was begun, and has to be ended. One that leads elsewhere in the document is a
 * Reference (ISO 32000-1, 14.8.4.4.1), unless it stands in one. */
bool jb_link_begin(struct jb_painter *p, jb_str link);
void jb_link_end(struct jb_painter *p, jb_str link);
/* A named destination at the origin. */
void jb_dest_add(struct jb_painter *p, jb_str name);

#endif
