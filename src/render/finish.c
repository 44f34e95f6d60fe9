#include "render/finish.h"

#include <stdlib.h>

#include "render/artifact.h"
#include "render/image.h"

static void say_language(jb_qpdf *q, jb_str lang)
{
    qpdf_oh root = q->f->get_root(q->file);
    if (lang.n)
        JB_Q(q, oh_replace_key, root, "/Lang", jb_qpdf_text(q, lang));
    JB_Q(q, oh_replace_key, root, "/ViewerPreferences",
         jb_qpdf_parse(q, "<< /DisplayDocTitle true >>"));
}

/* ---- embedded files (ISO 32000-1, 7.11.4; /AFRelationship of ISO 32000-2) ---- */

/* "text/csv" as a name: its slash is written #2F, which the library does. */
static qpdf_oh embed(jb_qpdf *q, const jb_attachment *a)
{
    qpdf_oh stream = q->f->oh_new_stream(q->file);
    qpdf_oh dict = JB_Q(q, oh_get_dict, stream);
    jb_str mime = jb_str_printf(q->cx->scratch, "/%.*s", JB_F(a->mime));
    jb_qpdf_fill(q, stream, a->data);
    JB_Q(q, oh_replace_key, dict, "/Type", JB_Q(q, oh_new_name, "/EmbeddedFile"));
    if (a->mime.n)
        JB_Q(q, oh_replace_key, dict, "/Subtype", JB_Q(q, oh_new_name, mime.p));
    JB_Q(q, oh_replace_key, dict, "/Params", jb_qpdf_parse(q, "<< /Size %zu >>", a->data.n));
    return stream;
}

static qpdf_oh file_of(jb_qpdf *q, const jb_attachment *a)
{
    qpdf_oh stream = embed(q, a), name = jb_qpdf_text(q, a->name);
    qpdf_oh files = q->f->oh_new_dictionary(q->file),
            file = jb_qpdf_parse(q, "<< /Type /Filespec /AFRelationship /Data >>");
    JB_Q(q, oh_replace_key, files, "/F", stream);
    JB_Q(q, oh_replace_key, files, "/UF", stream);
    JB_Q(q, oh_replace_key, file, "/F", name);
    JB_Q(q, oh_replace_key, file, "/UF", name);
    JB_Q(q, oh_replace_key, file, "/EF", files);
    if (a->description.n)
        JB_Q(q, oh_replace_key, file, "/Desc", jb_qpdf_text(q, a->description));
    return JB_Q(q, make_indirect_object, file);
}

static bool is_ascii(jb_str s)
{
    return jb_utf8_count(s) == s.n;
}

/* A names tree is sorted by the strings as they are written: those in ASCII come before those that
 * begin with the mark of UTF-16. */
static int by_name(const void *a, const void *b)
{
    const jb_attachment *const *x = a, *const *y = b;
    bool first = is_ascii((*x)->name), second = is_ascii((*y)->name);
    return first == second ? jb_str_cmp((*x)->name, (*y)->name) : first ? -1 : 1;
}

static void attach(jb_qpdf *q, const jb_attachment *all, size_t n)
{
    if (!n)
        return;
    const jb_attachment **sorted = JB_NEW_N(q->cx->scratch, const jb_attachment *, n);
    for (size_t i = 0; i < n; i++)
        sorted[i] = &all[i];
    qsort(sorted, n, sizeof *sorted, by_name);
    qpdf_oh root = q->f->get_root(q->file), names = JB_Q(q, oh_get_key, root, "/Names");
    qpdf_oh list = q->f->oh_new_array(q->file), linked = q->f->oh_new_array(q->file);
    qpdf_oh tree = q->f->oh_new_dictionary(q->file);
    if (!JB_Q(q, oh_is_dictionary, names))
        names = q->f->oh_new_dictionary(q->file);
    for (size_t i = 0; i < n; i++) {
        qpdf_oh file = file_of(q, sorted[i]);
        JB_Q(q, oh_append_item, list, jb_qpdf_text(q, sorted[i]->name));
        JB_Q(q, oh_append_item, list, file);
        JB_Q(q, oh_append_item, linked, file);
    }
    JB_Q(q, oh_replace_key, tree, "/Names", list);
    JB_Q(q, oh_replace_key, names, "/EmbeddedFiles", tree);
    JB_Q(q, oh_replace_key, root, "/Names", names);
    JB_Q(q, oh_replace_key, root, "/AF", linked);
}

bool jb_pdf_finish(jb_ctx *cx, jb_str pdf, const jb_finishing *f, jb_str *bytes)
{
    jb_qpdf q;
    if (!jb_qpdf_open(cx, pdf, &q))
        return false;
    say_language(&q, f->lang);
    jb_structure_finish(&q, f->tagged, f->tagged_n);
    jb_artifacts_mark(&q);
    jb_images_fill(&q, f->pictures, f->pictures_n);
    attach(&q, f->attachments, f->attachments_n);
    return jb_qpdf_write(&q, bytes);
}
