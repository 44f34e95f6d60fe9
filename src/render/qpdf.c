#include "render/qpdf.h"

#include <libdeflate.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/library.h"

enum { PACKING = 6 };

static const char *const names[] = {"libqpdf.so.29", "libqpdf.so.30", "libqpdf.so", NULL};
static const char *const symbols[] = {
#define Q(name) "qpdf_" #name,
#include "render/qpdf.def"
#undef Q
};
static const jb_library library = {names, symbols, JB_COUNT(symbols), "libqpdf29"};

_Static_assert(sizeof(jb_qpdf_functions) == sizeof(void *) * JB_COUNT(symbols),
               "functions are as wide as pointers to things");

typedef union loaded {
    jb_qpdf_functions functions;
    void *pointers[JB_COUNT(symbols)];
} loaded;

static void close_file(void *thing)
{
    jb_qpdf *q = thing;
    q->f->cleanup(&q->file);
}

static void close_packer(void *packer)
{
    libdeflate_free_compressor(packer);
}

static bool fail(jb_ctx *cx)
{
    jb_fail_environment(cx, (jb_span){0}, "libqpdf can't finish the PDF");
    return false;
}

bool jb_qpdf_open(jb_ctx *cx, jb_str pdf, jb_qpdf *q)
{
    loaded *l = JB_NEW(cx->scratch, loaded);
    if (!jb_library_load(cx, &library, l->pointers))
        return false;
    *q = (jb_qpdf){cx, &l->functions, l->functions.init(), libdeflate_alloc_compressor(PACKING)};
    jb_arena_own(cx->scratch, q->packer, close_packer);
    jb_qpdf *owned = JB_NEW(cx->scratch, jb_qpdf);
    *owned = *q;
    jb_arena_own(cx->scratch, owned, close_file);
    q->f->silence_errors(q->file);
    JB_Q(q, set_suppress_warnings, QPDF_TRUE);
    return JB_Q(q, read_memory, "the PDF", pdf.p, pdf.n, NULL) < QPDF_ERRORS || fail(cx);
}

bool jb_qpdf_write(jb_qpdf *q, jb_str *bytes)
{
    if (q->f->init_write_memory(q->file) >= QPDF_ERRORS)
        return fail(q->cx);
    JB_Q(q, set_object_stream_mode, qpdf_o_generate);
    JB_Q(q, set_deterministic_ID, QPDF_TRUE);
    if (q->f->write(q->file) >= QPDF_ERRORS)
        return fail(q->cx);
    *bytes = jb_str_dup(q->cx->keep, (jb_str){(const char *)q->f->get_buffer(q->file),
                                              q->f->get_buffer_length(q->file)});
    return true;
}

qpdf_oh jb_qpdf_parse(jb_qpdf *q, const char *format, ...)
{
    char text[1024];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    return JB_Q(q, oh_parse, text);
}

qpdf_oh jb_qpdf_text(jb_qpdf *q, jb_str text)
{
    return JB_Q(q, oh_new_unicode_string, jb_str_c(q->cx->scratch, text));
}

void jb_qpdf_fill(jb_qpdf *q, qpdf_oh stream, jb_str data)
{
    size_t room = libdeflate_zlib_compress_bound(q->packer, data.n);
    unsigned char *packed = jb_alloc(q->cx->scratch, room);
    size_t n = libdeflate_zlib_compress(q->packer, data.p, data.n, packed, room);
    JB_Q(q, oh_replace_stream_data, stream, packed, n, JB_Q(q, oh_new_name, "/FlateDecode"),
         q->f->oh_new_null(q->file));
}
