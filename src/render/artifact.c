#include "render/artifact.h"

#include <stdlib.h>
#include <string.h>

#include "render/content.h"
#include "render/gap.h"

void jb_pen_mark(cairo_t *cr, double mark)
{
    double x1, y1, x2, y2;
    cairo_matrix_t frame;
    cairo_get_matrix(cr, &frame);
    cairo_identity_matrix(cr); /* cairo writes a matrix and takes it back around other strokes */
    cairo_clip_extents(cr, &x1, &y1, &x2, &y2);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
    cairo_set_dash(cr, NULL, 0, 0);
    cairo_set_miter_limit(cr, mark);
    cairo_new_path(cr);
    cairo_move_to(cr, x1, y1); /* from corner to corner, so that it is in no clip's outside */
    cairo_line_to(cr, x2, y2);
    cairo_stroke(cr);
    cairo_set_matrix(cr, &frame);
}

static bool is_any(jb_str name, const char *const *names)
{
    for (; *names; names++)
        if (name.n == strlen(*names) && (!name.n || !memcmp(*names, name.p, name.n)))
            return true;
    return false;
}

typedef struct marking {
    jb_buf out;
    jb_str content;
    size_t from, to; /* what stands outside of elements and is not written yet */
    bool inked;      /* is there something to see in it */
    const char *pen; /* the operator that stands for the path that follows; NULL: none */
    size_t path;     /* where that begins, 0: not yet */
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
    jb_operation o = {.to = 0};
    do
        o = jb_operation_next((jb_str){content, n}, o.to);
    while (o.name.n && !is_any(o.name, inks));
    if (jb_str_eq(o.name, JB_S("f*")))
        memcpy(content + o.to - o.name.n, "n ", o.name.n);
}

#define DIGITS(number) #number
#define LIMIT(number) JB_K(DIGITS(number))
static const struct {
    jb_str limit;
    const char *operator; /* no longer than the stroke it takes the place of */
} pens[] = {{LIMIT(JB_PEN_ON), "2 Tr"}, {LIMIT(JB_PEN_OFF), "0 Tr"}};

/* The limit of mitres names a pen; the stroke that follows gives its place to the operator. True:
 * this was the stroke. */
static bool set_pen(marking *m, char *content, const jb_operation *o)
{
    if (jb_str_eq(o->name, JB_S("M"))) {
        m->path = o->to;
        m->pen = NULL;
        jb_str limit = jb_str_trim(jb_str_cut(m->content, o->from, o->to - 1 - o->from));
        for (size_t i = 0; i < JB_COUNT(pens); i++)
            if (jb_str_eq(limit, pens[i].limit))
                m->pen = pens[i].operator;
    }
    if (!m->pen || !jb_str_eq(o->name, JB_S("S")))
        return false;
    size_t n = strlen(m->pen);
    memset(content + m->path, ' ', o->to - m->path);
    memcpy(content + o->to - n, m->pen, n);
    m->pen = NULL;
    return true;
}

/* Content in elements is marked with its number, /MCID; other marks (/ActualText) may stand inside
 * and outside of it. */
static jb_str marked(jb_arena *a, char *bytes, size_t n)
{
    jb_str content = {bytes, n};
    static const char *const begins[] = {"BDC", "BMC", NULL};
    marking m = {.out = jb_buf_new(a), .content = content};
    size_t depth = 0, element = 0; /* the depth that the element's mark opened; 0: outside */
    for (size_t at = 0; at < content.n;) {
        jb_operation o = jb_operation_next(content, at);
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
        } else if (!set_pen(&m, bytes, &o) && !element) {
            m.inked |= is_any(o.name, inks);
        }
        at = m.to = o.to;
    }
    write_outside(&m);
    return m.out.text;
}

static void mark_page(jb_qpdf *q, qpdf_oh page, jb_wides *wides)
{
    unsigned char *bytes = NULL;
    size_t n = 0;
    if (JB_Q(q, oh_get_page_content_data, page, &bytes, &n) >= QPDF_ERRORS || !bytes)
        return;
    jb_arena_own(q->cx->scratch, bytes, free);
    take_out_sheet((char *)bytes, n);
    jb_buf content = jb_gaps_set(wides, page, (jb_str){(const char *)bytes, n});
    jb_qpdf_fill(q, JB_Q(q, oh_get_key, page, "/Contents"),
                 marked(q->cx->scratch, (char *)(uintptr_t)content.text.p, content.text.n));
    JB_Q(q, oh_replace_key, page, "/Tabs", JB_Q(q, oh_new_name, "/S"));
}

void jb_artifacts_mark(jb_qpdf *q)
{
    int n = q->f->get_num_pages(q->file);
    jb_wides *wides = jb_wides_new(q);
    for (int i = 0; i < n; i++)
        mark_page(q, JB_Q(q, get_page_n, (size_t)i), wides);
    jb_wides_finish(wides);
}
