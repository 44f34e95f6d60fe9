/* A finished PDF open in libqpdf, whose C API is loaded when the first is. */
#ifndef JB_RENDER_QPDF_H
#define JB_RENDER_QPDF_H

#include <qpdf/qpdf-c.h>

#include "base/ctx.h"

typedef struct jb_qpdf_functions {
#define Q(name) __typeof__(&qpdf_##name) name;
#include "render/qpdf.def"
#undef Q
} jb_qpdf_functions;

typedef struct jb_qpdf {
    jb_ctx *cx;
    const jb_qpdf_functions *f;
    qpdf_data file;
    struct libdeflate_compressor *packer;
} jb_qpdf;

/* Calls one of them on the file: JB_Q(q, oh_get_key, dict, "/K"). */
#define JB_Q(q, name, ...) (q)->f->name((q)->file, __VA_ARGS__)

/* Opens the file's bytes; closed with cx->scratch. False after a message. */
bool jb_qpdf_open(jb_ctx *cx, jb_str pdf, jb_qpdf *q);
/* The whole of it as bytes in cx->keep: dictionaries in object streams, an /ID made of the
 * contents. False after a message. */
bool jb_qpdf_write(jb_qpdf *q, jb_str *bytes);

/* The object that the text describes: "<< /Type /MCR >>". */
qpdf_oh jb_qpdf_parse(jb_qpdf *q, const char *format, ...) __attribute__((format(printf, 2, 3)));
qpdf_oh jb_qpdf_text(jb_qpdf *q, jb_str text); /* a text string */
/* The stream's data from now on, packed here. */
void jb_qpdf_fill(jb_qpdf *q, qpdf_oh stream, jb_str data);

#endif
