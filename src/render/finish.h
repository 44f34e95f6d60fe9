/* The last pass over a PDF that cairo has written: what cairo 1.16 can't say is put in by libqpdf,
 * and the file packed. */
#ifndef JB_RENDER_FINISH_H
#define JB_RENDER_FINISH_H

#include "render/picture.h"
#include "render/structure.h"
#include "scene/scene.h"

typedef struct jb_finishing {
    jb_str lang;             /* BCP 47; {NULL, 0}: not said */
    const jb_tagged *tagged; /* all structure elements in the order they were begun */
    size_t tagged_n;
    const jb_picture *pictures; /* for the places that stand for them */
    size_t pictures_n;
    const jb_attachment *attachments;
    size_t attachments_n;
} jb_finishing;

/* The file with its language, the window titled by the document's title, alternate texts,
 * artifacts, embedded files; in cx->keep. The same input gives the same bytes. False after a
 * message. */
bool jb_pdf_finish(jb_ctx *cx, jb_str pdf, const jb_finishing *finishing, jb_str *bytes);

#endif
