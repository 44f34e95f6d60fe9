/* What cairo 1.16 cannot say in a PDF is added behind it, as an update of single objects (ISO
 * 32000-1, 7.5.6): the language, the title in the window's bar, what figures show. */
#include "render/finish.h"

#include <stdlib.h>
#include <string.h>

/* One object as it stands in the file. */
typedef struct object {
    size_t number;
    jb_str text; /* from its number to before "endobj" */
} object;

typedef struct update {
    jb_ctx *cx;
    jb_str pdf;
    size_t size, xref, root, info; /* of the old trailer */
    jb_buf tail;                   /* the changed objects */
    jb_buf table;                  /* its part of the table of offsets */
} update;

static size_t number_behind(jb_str s, jb_str key)
{
    ptrdiff_t at = jb_str_find(s, key);
    return at < 0 ? 0 : strtoul(s.p + (size_t)at + key.n, NULL, 10);
}

static jb_str from(jb_str s, size_t at)
{
    return jb_str_cut(s, at, s.n);
}

/* False when the file ends otherwise than cairo's do. */
static bool read_trailer(update *u)
{
    jb_str end = from(u->pdf, u->pdf.n > 1024 ? u->pdf.n - 1024 : 0);
    ptrdiff_t trailer = jb_str_find(end, JB_S("trailer"));
    if (trailer < 0)
        return false;
    end = from(end, (size_t)trailer);
    u->size = number_behind(end, JB_S("/Size "));
    u->root = number_behind(end, JB_S("/Root "));
    u->info = number_behind(end, JB_S("/Info "));
    u->xref = number_behind(end, JB_S("startxref\n"));
    return u->size && u->root && u->info && u->xref && u->xref < u->pdf.n;
}

/* Entries of the table are 20 bytes each, behind "xref\n0 SIZE\n". */
static object read_object(const update *u, size_t number)
{
    jb_str table = from(u->pdf, u->xref);
    size_t head = 0;
    for (int lines = 0; head < table.n && lines < 2; head++)
        lines += table.p[head] == '\n';
    jb_str entry = jb_str_cut(table, head + 20 * number, 20);
    jb_str text = from(u->pdf, entry.n == 20 ? strtoul(entry.p, NULL, 10) : u->pdf.n);
    ptrdiff_t end = jb_str_find(jb_str_cut(text, 0, 65536), JB_S("endobj"));
    return (object){number, jb_str_cut(text, 0, end < 0 ? 0 : (size_t)end)};
}

/* The object again, with more in its dictionary. */
static void change(update *u, object o, jb_str more)
{
    ptrdiff_t open = jb_str_find(o.text, JB_S("<<"));
    if (open < 0)
        return;
    size_t at = (size_t)open + 2;
    jb_buf_printf(&u->table, "%zu 1\n%010zu 00000 n \n", o.number, u->pdf.n + u->tail.text.n);
    jb_buf_printf(&u->tail, "%.*s %.*s%.*sendobj\n", (int)at, o.text.p, JB_F(more),
                  (int)(o.text.n - at), o.text.p + at);
}

/* A text string: UTF-16BE with its mark, in hexadecimal. */
static void add_text(jb_buf *b, jb_str key, jb_str text)
{
    jb_buf_printf(b, "/%.*s <FEFF", JB_F(key));
    for (size_t i = 0; i < text.n;) {
        uint32_t c = jb_utf8_next(text, &i);
        if (c >= 0x10000)
            jb_buf_printf(b, "%04X%04X", 0xD800 + ((c - 0x10000) >> 10),
                          0xDC00 + ((c - 0x10000) & 0x3FF));
        else
            jb_buf_printf(b, "%04X", c);
    }
    jb_buf_add(b, JB_S("> "));
}

static void change_catalog(update *u, jb_str lang)
{
    jb_buf more = jb_buf_new(u->cx->scratch);
    if (lang.n)
        add_text(&more, JB_S("Lang"), lang);
    jb_buf_add(&more, JB_S("/ViewerPreferences << /DisplayDocTitle true >> "));
    change(u, read_object(u, u->root), more.text);
}

/* Cairo numbers structure elements as they are begun, so figures come in the order of `alts`. */
static void change_figures(update *u, const jb_str *alts, size_t n)
{
    size_t seen = 0;
    for (size_t i = 1; i < u->size && seen < n; i++) {
        object o = read_object(u, i);
        jb_str head = jb_str_cut(o.text, 0, 80);
        if (jb_str_find(head, JB_S("<< /Type /StructElem\n   /S /Figure\n")) < 0)
            continue;
        jb_buf more = jb_buf_new(u->cx->scratch);
        add_text(&more, JB_S("Alt"), alts[seen]);
        if (alts[seen++].n)
            change(u, o, more.text);
    }
}

jb_str jb_pdf_finish(jb_ctx *cx, jb_str pdf, jb_str lang, const jb_str *alts, size_t alts_n)
{
    update u = {
        .cx = cx, .pdf = pdf, .tail = jb_buf_new(cx->scratch), .table = jb_buf_new(cx->scratch)};
    if (!read_trailer(&u))
        return pdf;
    change_catalog(&u, lang);
    change_figures(&u, alts, alts_n);
    jb_buf out = jb_buf_new(cx->keep);
    jb_buf_add(&out, pdf);
    jb_buf_add(&out, u.tail.text);
    size_t at = out.text.n;
    jb_buf_printf(&out,
                  "xref\n%.*strailer\n<< /Size %zu /Root %zu 0 R /Info %zu 0 R /Prev %zu "
                  ">>\nstartxref\n%zu\n%%%%EOF\n",
                  JB_F(u.table.text), u.size, u.root, u.info, u.xref, at);
    return out.text;
}
