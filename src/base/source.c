#include "base/source.h"

#include <string.h>

jb_source *jb_source_new(jb_arena *a, jb_str name, jb_str text)
{
    jb_source *s = JB_NEW(a, jb_source);
    s->name = name;
    s->text = text;
    return s;
}

jb_source *jb_source_cut(jb_arena *a, const jb_source *parent, jb_str text, const jb_cut *cuts,
                         size_t n)
{
    jb_source *s = jb_source_new(a, parent->name, text);
    s->parent = parent;
    s->cuts = cuts;
    s->cuts_n = n;
    return s;
}

jb_source *jb_source_sub(jb_arena *a, const jb_source *parent, size_t at, size_t n)
{
    jb_cut *cut = JB_NEW(a, jb_cut);
    cut->parent_at = at;
    return jb_source_cut(a, parent, jb_str_cut(parent->text, at, n), cut, 1);
}

jb_span jb_span_of(const jb_source *s)
{
    return (jb_span){.source = s};
}

jb_span jb_span_in(jb_span s, size_t at, size_t n)
{
    if (at > s.n)
        at = s.n;
    return (jb_span){s.source, s.at + at, n > s.n - at ? s.n - at : n};
}

static jb_span outermost(jb_span s)
{
    while (s.source && s.source->parent) {
        const jb_source *piece = s.source;
        size_t i = piece->cuts_n - 1;
        while (i && piece->cuts[i].at > s.at)
            i--;
        s.at = s.at - piece->cuts[i].at + piece->cuts[i].parent_at;
        s.source = piece->parent;
    }
    return s;
}

/* The length of the line end at p: CRLF 2, LF or CR 1, else 0. */
static size_t line_end(jb_str t, size_t p)
{
    if (t.p[p] == '\r')
        return p + 1 < t.n && t.p[p + 1] == '\n' ? 2 : 1;
    return t.p[p] == '\n';
}

const jb_source *jb_span_source(jb_span span)
{
    return outermost(span).source;
}

jb_place jb_span_place(jb_span span)
{
    span = outermost(span);
    jb_place place = {.source = span.source, .line = 1, .column = 1, .at = span.at, .n = span.n};
    if (!span.source)
        return place;
    jb_str t = span.source->text;
    if (place.at > t.n)
        place.at = t.n;
    size_t start = 0;
    for (size_t p = 0, end; p < place.at; p += end ? end : 1)
        if ((end = line_end(t, p)) && p + end <= place.at)
            place.line++, start = p + end;
    size_t stop = start;
    while (stop < t.n && !line_end(t, stop))
        stop++;
    place.line_text = jb_str_cut(t, start, stop - start);
    place.column = 1 + jb_utf8_count(jb_str_cut(t, start, place.at - start));
    if (place.n > stop - place.at && stop >= place.at)
        place.n = stop - place.at;
    return place;
}
