#include "render/tag.h"

#include <string.h>

#include "render/paint.h"

bool jb_link_allowed(jb_str link)
{
    static const jb_str schemes[] = {JB_K("http"), JB_K("https"), JB_K("ftp"), JB_K("mailto"),
                                     JB_K("tel")};
    size_t n = 0;
    while (n < link.n && !strchr(":/?#", link.p[n]))
        n++;
    if (n == link.n || link.p[n] != ':')
        return true;
    for (size_t i = 0; i < JB_COUNT(schemes); i++)
        if (jb_str_eq_fold(schemes[i], jb_str_cut(link, 0, n)))
            return true;
    return false;
}

/* Links. A URI goes into the file as it is: what could end its string is percent-encoded. */
static void add_quoted(jb_buf *b, jb_str s, bool uri)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (uri && (c <= ' ' || c >= 0x7F || strchr("()\\'\"<>", c)))
            jb_buf_printf(b, "%%%02X", c);
        else if (c == '\'' || c == '\\')
            jb_buf_printf(b, "\\%c", c);
        else if (c >= ' ')
            jb_buf_byte(b, (char)c);
    }
    jb_buf_byte(b, '\'');
}

static bool has_links(const jb_painter *p)
{
    return p->links && !p->in.artifact;
}

static bool refers(const jb_painter *p, jb_str link)
{
    return p->tags && link.p[0] == '#' && !p->in.referring;
}

bool jb_link_begin(jb_painter *p, jb_str link)
{
    if (!has_links(p) || link.n < 2 || link.n > JB_LONGEST_LINK || !jb_link_allowed(link))
        return false;
    bool inside = link.p[0] == '#';
    if (refers(p, link))
        jb_tag_begin(p, &(jb_tagged){.tag = JB_S("Reference")});
    jb_buf b = jb_buf_new(p->cx->scratch);
    jb_buf_add(&b, inside ? JB_S("dest='") : JB_S("uri='"));
    add_quoted(&b, inside ? jb_str_cut(link, 1, link.n - 1) : link, !inside);
    cairo_tag_begin(p->cr, CAIRO_TAG_LINK, b.text.p);
    *JB_PUSH(p->cx->scratch, &p->tagged) = (jb_tagged){.tag = JB_S("Link")};
    return true;
}

void jb_link_end(jb_painter *p, jb_str link)
{
    jb_tag_end(p, JB_S("Link"));
    if (refers(p, link))
        jb_tag_end(p, JB_S("Reference"));
}

/* cairo wants a destination's place on the page, not in the group. */
void jb_dest_add(jb_painter *p, jb_str name)
{
    double x = 0, y = 0;
    if (!has_links(p) || !name.n)
        return;
    cairo_user_to_device(p->cr, &x, &y);
    jb_buf b = jb_buf_new(p->cx->scratch);
    jb_buf_add(&b, JB_S("name='"));
    add_quoted(&b, name, false);
    jb_buf_printf(&b, " x=%.2f y=%.2f", x, y);
    cairo_tag_begin(p->cr, CAIRO_TAG_DEST, b.text.p);
    cairo_tag_end(p->cr, CAIRO_TAG_DEST);
}

bool jb_tag_artifact(jb_str tag)
{
    return jb_str_eq(tag, JB_S("Artifact"));
}

bool jb_tag_begins(const jb_painter *p, jb_str tag)
{
    static const jb_str known[] = {
        JB_K("Document"),   JB_K("Part"),    JB_K("Art"),     JB_K("Sect"),      JB_K("Div"),
        JB_K("BlockQuote"), JB_K("Caption"), JB_K("TOC"),     JB_K("TOCI"),      JB_K("Index"),
        JB_K("NonStruct"),  JB_K("P"),       JB_K("H"),       JB_K("H1"),        JB_K("H2"),
        JB_K("H3"),         JB_K("H4"),      JB_K("H5"),      JB_K("H6"),        JB_K("L"),
        JB_K("LI"),         JB_K("Lbl"),     JB_K("LBody"),   JB_K("Table"),     JB_K("TR"),
        JB_K("TH"),         JB_K("TD"),      JB_K("THead"),   JB_K("TBody"),     JB_K("TFoot"),
        JB_K("Span"),       JB_K("Quote"),   JB_K("Note"),    JB_K("Reference"), JB_K("BibEntry"),
        JB_K("Code"),       JB_K("Figure"),  JB_K("Formula"),
    };
    return p->tags && !p->in.artifact && jb_str_among(tag, known, JB_COUNT(known));
}

void jb_tag_begin(jb_painter *p, const jb_tagged *element)
{
    cairo_tag_begin(p->cr, jb_str_c(p->cx->scratch, element->tag), NULL);
    *JB_PUSH(p->cx->scratch, &p->tagged) = *element;
}

void jb_tag_end(jb_painter *p, jb_str tag)
{
    cairo_tag_end(p->cr, jb_str_c(p->cx->scratch, tag));
}

static bool linked(const jb_painter *p, jb_str link)
{
    return has_links(p) && link.n > 1 && jb_link_allowed(link);
}

static bool linked_text(const jb_painter *p, const jb_text_item *t)
{
    for (size_t i = 0; i < t->lines_n; i++)
        for (size_t k = 0; k < t->lines[i].runs_n; k++)
            if (linked(p, t->lines[i].runs[k].link))
                return true;
    return false;
}

static bool inside_group(const jb_painter *p, const jb_group_item *g)
{
    bool found = jb_tag_begins(p, g->tag) || linked(p, g->link);
    for (size_t i = 0; !found && !jb_tag_artifact(g->tag) && i < g->marks_n; i++)
        found = jb_tag_inside(p, g->marks[i]);
    return found;
}

bool jb_tag_inside(const jb_painter *p, const jb_mark *mark)
{
    bool found = false;
    for (size_t i = 0; !found && i < mark->n; i++) {
        const jb_item *item = jb_mark_item(mark, i);
        found = (item->meta && linked(p, item->meta->href)) ||
                (mark->type == JB_MARKTYPE_GROUP && inside_group(p, &mark->groups[i])) ||
                (mark->type == JB_MARKTYPE_TEXT && linked_text(p, &mark->texts[i]));
    }
    return found;
}

bool jb_tag_begin_text(jb_painter *p)
{
    if (p->in.parted)
        jb_tag_begin(p, &(jb_tagged){.tag = JB_S("Span")});
    return p->in.parted;
}
