#include "render/structure.h"

typedef struct element {
    qpdf_oh at;
    const jb_tagged *said;
    struct element *joined; /* the one it is a part of; NULL: itself */
    bool changed;           /* its kids are no longer those that cairo wrote */
    JB_LIST(qpdf_oh) kids;
    JB_LIST(struct element *) inside; /* those of the kids that are elements */
} element;

typedef struct tree {
    jb_qpdf *q;
    const jb_tagged *tagged;
    size_t n, next;
    element **seen; /* by identity: an open hash of `places` */
    size_t places;
    JB_LIST(element *) all;
} tree;

static element **place_of(tree *t, const void *identity)
{
    size_t at = (size_t)((uintptr_t)identity * 0x9E3779B97F4A7C15u >> 20) & (t->places - 1);
    while (t->seen[at] && t->seen[at]->said->identity != identity)
        at = (at + 1) & (t->places - 1);
    return &t->seen[at];
}

static element *new_element(tree *t, qpdf_oh at)
{
    element *e = JB_NEW(t->q->cx->scratch, element);
    *e = (element){.at = at, .said = t->next < t->n ? &t->tagged[t->next++] : NULL};
    *JB_PUSH(t->q->cx->scratch, &t->all) = e;
    if (!e->said || !e->said->identity)
        return e;
    element **seen = place_of(t, e->said->identity);
    if (!*seen)
        *seen = e;
    else
        e->joined = *seen;
    return e;
}

/* Content of another page than its element's says so itself. */
static qpdf_oh content_of(tree *t, const element *e, qpdf_oh kid)
{
    jb_qpdf *q = t->q;
    if (!e->joined || !JB_Q(q, oh_is_integer, kid))
        return kid;
    qpdf_oh content =
        jb_qpdf_parse(q, "<< /Type /MCR /MCID %d >>", JB_Q(q, oh_get_int_value_as_int, kid));
    JB_Q(q, oh_replace_key, content, "/Pg", JB_Q(q, oh_get_key, e->at, "/Pg"));
    return content;
}

/* Content and objects among the kids have no tag. */
static bool is_element(jb_qpdf *q, qpdf_oh kid)
{
    return JB_Q(q, oh_is_dictionary, kid) && JB_Q(q, oh_has_key, kid, "/S");
}

static void read_element(tree *t, qpdf_oh at, element *parent);

static void read_kid(tree *t, element *e, element *whole, qpdf_oh kid)
{
    if (is_element(t->q, kid)) {
        if (e != whole)
            JB_Q(t->q, oh_replace_key, kid, "/P", whole->at);
        read_element(t, kid, whole);
    } else {
        *JB_PUSH(t->q->cx->scratch, &whole->kids) = content_of(t, e, kid);
    }
}

static void read_kids(tree *t, element *e, element *whole)
{
    jb_qpdf *q = t->q;
    qpdf_oh kids = JB_Q(q, oh_get_key, e->at, "/K");
    if (JB_Q(q, oh_is_array, kids)) {
        int n = JB_Q(q, oh_get_array_n_items, kids);
        for (int i = 0; i < n; i++)
            read_kid(t, e, whole, JB_Q(q, oh_get_array_item, kids, i));
    } else if (JB_Q(q, oh_has_key, e->at, "/K")) {
        read_kid(t, e, whole, kids);
    }
}

/* In the order of the file, which is that of the elements' beginnings. */
static void read_element(tree *t, qpdf_oh at, element *parent)
{
    element *e = new_element(t, at), *whole = e->joined ? e->joined : e;
    if (e == whole) {
        *JB_PUSH(t->q->cx->scratch, &parent->kids) = at;
        *JB_PUSH(t->q->cx->scratch, &parent->inside) = e;
    } else
        parent->changed = whole->changed = true;
    read_kids(t, e, whole);
}

static void write_kids(jb_qpdf *q, const element *e)
{
    qpdf_oh kids = q->f->oh_new_array(q->file);
    for (size_t i = 0; i < e->kids.n; i++)
        JB_Q(q, oh_append_item, kids, e->kids.at[i]);
    JB_Q(q, oh_replace_key, e->at, "/K", kids);
}

static bool is_said(const element *e, const char *tag)
{
    return e->said && jb_str_eq(e->said->tag, jb_str_of(tag));
}

/* ---- attributes (ISO 32000-1, 14.8.5) ---- */

static void say(jb_qpdf *q, const element *e, jb_buf attributes)
{
    if (attributes.text.n)
        JB_Q(q, oh_replace_key, e->at, "/A", jb_qpdf_parse(q, "<< %s >>", attributes.text.p));
}

static void say_cell(jb_qpdf *q, const element *e, const char *scope)
{
    jb_buf b = jb_buf_new(q->cx->scratch);
    if (scope || e->said->row_span > 1 || e->said->column_span > 1)
        jb_buf_add(&b, JB_S("/O /Table"));
    if (scope)
        jb_buf_printf(&b, " /Scope /%s", scope);
    if (e->said->row_span > 1)
        jb_buf_printf(&b, " /RowSpan %zu", e->said->row_span);
    if (e->said->column_span > 1)
        jb_buf_printf(&b, " /ColSpan %zu", e->said->column_span);
    say(q, e, b);
}

/* Heads stand over columns where the whole row are heads, else before their row. */
static void say_row(jb_qpdf *q, const element *row)
{
    size_t heads = 0;
    for (size_t i = 0; i < row->inside.n; i++)
        heads += is_said(row->inside.at[i], "TH");
    for (size_t i = 0; i < row->inside.n; i++) {
        const element *cell = row->inside.at[i];
        const char *scope = !is_said(cell, "TH") ? NULL : heads == row->inside.n ? "Column" : "Row";
        say_cell(q, cell, scope);
    }
}

static void say_list(jb_qpdf *q, const element *e)
{
    jb_buf b = jb_buf_new(q->cx->scratch);
    if (e->said->numbering.n)
        jb_buf_printf(&b, "/O /List /ListNumbering /%.*s", JB_F(e->said->numbering));
    say(q, e, b);
}

static void say_figure(jb_qpdf *q, const element *e)
{
    const double *at = e->said->box;
    jb_buf b = jb_buf_new(q->cx->scratch);
    if (at[2] > at[0])
        jb_buf_printf(&b, "/O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f]", at[0], at[1],
                      at[2], at[3]);
    say(q, e, b);
    if (e->said->alt.n)
        JB_Q(q, oh_replace_key, e->at, "/Alt", jb_qpdf_text(q, e->said->alt));
}

static const struct {
    const char *tag;
    void (*say)(jb_qpdf *, const element *);
} sayings[] = {{"TR", say_row}, {"L", say_list}, {"Figure", say_figure}};

/* Content knows its element by the tree of parents: the parts' content is the whole's. */
static void mend_parents(tree *t, qpdf_oh root)
{
    jb_qpdf *q = t->q;
    int most = 0;
    for (size_t i = 0; i < t->all.n; i++) {
        int id = JB_Q(q, oh_get_object_id, t->all.at[i]->at);
        most = id > most ? id : most;
    }
    qpdf_oh *whole = JB_NEW_N(q->cx->scratch, qpdf_oh, (size_t)most + 1);
    for (size_t i = 0; i < t->all.n; i++)
        if (t->all.at[i]->joined)
            whole[JB_Q(q, oh_get_object_id, t->all.at[i]->at)] = t->all.at[i]->joined->at;
    qpdf_oh pages = JB_Q(q, oh_get_key, JB_Q(q, oh_get_key, root, "/ParentTree"), "/Nums");
    int pages_n = JB_Q(q, oh_is_array, pages) ? JB_Q(q, oh_get_array_n_items, pages) : 0;
    for (int i = 1; i < pages_n; i += 2) {
        qpdf_oh list = JB_Q(q, oh_get_array_item, pages, i);
        int n = JB_Q(q, oh_is_array, list) ? JB_Q(q, oh_get_array_n_items, list) : 0;
        for (int k = 0; k < n; k++) {
            qpdf_oh at = JB_Q(q, oh_get_array_item, list, k);
            int id = JB_Q(q, oh_get_object_id, at);
            if (id > 0 && id <= most && whole[id])
                JB_Q(q, oh_set_array_item, list, k, whole[id]);
        }
    }
}

void jb_structure_finish(jb_qpdf *q, const jb_tagged *tagged, size_t n)
{
    tree t = {.q = q, .tagged = tagged, .n = n, .places = 64};
    qpdf_oh root = JB_Q(q, oh_get_key, q->f->get_root(q->file), "/StructTreeRoot");
    if (!JB_Q(q, oh_has_key, root, "/K"))
        return;
    while (t.places < 2 * n)
        t.places *= 2;
    t.seen = JB_NEW_N(q->cx->scratch, element *, t.places);
    element top = {.at = root};
    read_kids(&t, &top, &top);
    bool joined = false;
    for (size_t i = 0; i < t.all.n; i++) {
        const element *e = t.all.at[i];
        joined |= e->joined != NULL;
        if (e->changed)
            write_kids(q, e);
        for (size_t k = 0; !e->joined && k < JB_COUNT(sayings); k++)
            if (is_said(e, sayings[k].tag))
                sayings[k].say(q, e);
    }
    if (joined)
        mend_parents(&t, root);
}
