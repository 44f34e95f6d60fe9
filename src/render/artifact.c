#include "render/structure.h"

#include <stdlib.h>
#include <string.h>

/* One operator of a page's content with its operands: bytes [from, to). */
typedef struct operation {
    size_t from, to;
    jb_str name;
} operation;

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || !c;
}

static size_t skip_string(jb_str s, size_t at)
{
    int depth = 0;
    for (; at < s.n; at++) {
        if (s.p[at] == '\\')
            at++;
        else if (s.p[at] == '(')
            depth++;
        else if (s.p[at] == ')' && !--depth)
            return at + 1;
    }
    return s.n;
}

static bool is_delimiter(char c)
{
    return is_blank(c) || strchr("()<>[]{}/%", c);
}

/* The next operator from `at` on; its name is empty at the end. Words that are no numbers and no
 * names are operators. */
static operation next_operation(jb_str s, size_t at)
{
    operation o = {.from = at};
    while (at < s.n) {
        if (s.p[at] == '(') {
            at = skip_string(s, at);
        } else if (s.p[at] == '/' || !is_delimiter(s.p[at])) {
            size_t from = at++;
            while (at < s.n && !is_delimiter(s.p[at]))
                at++;
            if (memchr("/+-.0123456789", s.p[from], 14))
                continue;
            o.name = jb_str_cut(s, from, at - from);
            break;
        } else {
            at++;
        }
    }
    o.to = at;
    return o;
}

static bool is_any(jb_str name, const char *const *names)
{
    for (; *names; names++)
        if (jb_str_eq(name, jb_str_of(*names)))
            return true;
    return false;
}

typedef struct marking {
    jb_buf out;
    jb_str content;
    size_t from, to; /* what stands outside of elements and is not written yet */
    bool inked;      /* is there something to see in it */
} marking;

static void write_outside(marking *m)
{
    jb_str outside = jb_str_cut(m->content, m->from, m->to - m->from);
    if (m->inked)
        jb_buf_add(&m->out, JB_S("\n/Artifact BMC\n"));
    jb_buf_add(&m->out, outside);
    if (m->inked)
        jb_buf_add(&m->out, JB_S("\nEMC\n"));
    m->inked = false;
    m->from = m->to;
}

static const char *const inks[] = {"f", "f*", "B",  "B*", "b",  "b*", "S",
                                   "s", "sh", "Do", "Tj", "TJ", NULL};

/* Its path is ended without ink. */
static void take_out_sheet(char *content, size_t n)
{
    operation o = {.to = 0};
    do
        o = next_operation((jb_str){content, n}, o.to);
    while (o.name.n && !is_any(o.name, inks));
    if (jb_str_eq(o.name, JB_S("f*")))
        memcpy(content + o.to - o.name.n, "n ", o.name.n);
}

/* Content in elements is marked with its number, /MCID; other marks (/ActualText) may stand inside
 * and outside of it. */
static jb_str marked(jb_arena *a, jb_str content)
{
    static const char *const begins[] = {"BDC", "BMC", NULL};
    marking m = {.out = jb_buf_new(a), .content = content};
    size_t depth = 0, element = 0; /* the depth that the element's mark opened; 0: outside */
    for (size_t at = 0; at < content.n;) {
        operation o = next_operation(content, at);
        if (is_any(o.name, begins)) {
            depth++;
            jb_str operands = jb_str_cut(content, o.from, o.to - o.from);
            if (!element && jb_str_find(operands, JB_S("/MCID")) >= 0) {
                element = depth;
                m.to = o.from;
                write_outside(&m);
            }
        } else if (jb_str_eq(o.name, JB_S("EMC")) && depth) {
            if (depth-- == element) {
                element = 0;
                jb_buf_add(&m.out, jb_str_cut(content, m.from, o.to - m.from));
                m.from = o.to;
            }
        } else if (!element) {
            m.inked |= is_any(o.name, inks);
        }
        at = m.to = o.to;
    }
    write_outside(&m);
    return m.out.text;
}

static void mark_page(jb_qpdf *q, qpdf_oh page)
{
    unsigned char *bytes = NULL;
    size_t n = 0;
    if (JB_Q(q, oh_get_page_content_data, page, &bytes, &n) >= QPDF_ERRORS || !bytes)
        return;
    jb_arena_own(q->cx->scratch, bytes, free);
    take_out_sheet((char *)bytes, n);
    qpdf_oh stream = q->f->oh_new_stream(q->file);
    jb_qpdf_fill(q, stream, marked(q->cx->scratch, (jb_str){(const char *)bytes, n}));
    JB_Q(q, oh_replace_key, page, "/Contents", stream);
    JB_Q(q, oh_replace_key, page, "/Tabs", JB_Q(q, oh_new_name, "/S"));
}

void jb_artifacts_mark(jb_qpdf *q)
{
    int n = q->f->get_num_pages(q->file);
    for (int i = 0; i < n; i++)
        mark_page(q, JB_Q(q, get_page_n, (size_t)i));
}
