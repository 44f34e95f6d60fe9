/* Finished scenes into the bytes of files. Bytes live in cx->keep; the caller writes them
 * (base/file.h). Nothing here measures or decides; the same scene gives the same bytes. */
#ifndef JB_RENDER_RENDER_H
#define JB_RENDER_RENDER_H

#include "base/ctx.h"
#include "scene/scene.h"

typedef struct jb_render_options {
    double scale;  /* PNG: pixels for one unit of the scene (px of a chart, pt of a page); 0 is 1 */
    bool outlines; /* SVG: glyphs as paths instead of text */
    jb_span place; /* where a picture too large is told: its spec or report */
} jb_render_options;

/* A form of output: a row of backend.def. */
typedef struct jb_backend {
    jb_str extension, about;
    bool told; /* with the scene's alt */
    bool (*render)(jb_ctx *cx, const jb_scene *scene, const jb_render_options *options,
                   jb_str *bytes);
} jb_backend;
extern const jb_backend jb_backends[];
extern const size_t jb_backends_n;

/* The row whose extension the path ends in (ASCII case ignored); NULL: none. */
const jb_backend *jb_backend_find(jb_str path);

/* A scene as one file: a PDF has one page of its size (0.75 pt for a px). False after a message:
 * larger than limits.pixels, an image that can't be read. */
bool jb_render_scene(jb_ctx *cx, const jb_scene *scene, const jb_backend *backend,
                     const jb_render_options *options, jb_str *bytes);

/* A document as PDF: pages, outline, tags, links, metadata; all fonts embedded. */
bool jb_render_document(jb_ctx *cx, const jb_document *document, jb_str *bytes);

/* A document as plain text for pasting: tables drawn with lines, figures as their captions and
 * alternate texts. */
bool jb_render_text(jb_ctx *cx, const jb_document *document, jb_str *bytes);

/* One page of a document as a picture of any form; options->scale of 96/72 gives CSS pixels. */
bool jb_render_page(jb_ctx *cx, const jb_document *document, size_t page, const jb_backend *backend,
                    const jb_render_options *options, jb_str *bytes);

#endif
