/* A paragraph from its pieces to its lines, at once or in two steps. */
#include <math.h>
#include <string.h>

#include "text/line.h"

/* Without pieces, or fonts, it has no atoms. */
static jb_para *make_ready(jb_ctx *cx, const jb_piece *pieces, size_t n,
                           const jb_paragraph_style *style)
{
    if (!n || !jb_fonts_open(cx)) {
        jb_para *nothing = JB_NEW(cx->keep, jb_para);
        nothing->cx = cx;
        return nothing;
    }
    struct jb_rubies rubies = jb_rubies_shape(cx, pieces, n);
    jb_para *para = jb_para_shape(cx, pieces, n);
    para->rubies = rubies;
    jb_para_spread_ruby(para);
    para->traditional = style->traditional || jb_text_traditional(pieces[0].style.lang);
    para->strictness = style->strictness;
    jb_para_squeeze(para);
    jb_para_find_breaks(para);
    return para;
}

static jb_composed one_empty_line(jb_ctx *cx)
{
    return (jb_composed){.lines = JB_NEW(cx->keep, jb_line), .lines_n = 1};
}

jb_composed jb_paragraph_compose(jb_ctx *cx, const jb_piece *pieces, size_t n,
                                 const jb_paragraph_style *style)
{
    jb_para *para = make_ready(cx, pieces, n, style);
    return para->atoms.n ? jb_para_compose(para, style) : one_empty_line(cx);
}

const jb_para *jb_paragraph_shape(jb_ctx *cx, const jb_piece *pieces, size_t n,
                                  const jb_paragraph_style *style)
{
    return make_ready(cx, pieces, n, style);
}

static void *copy_of(jb_arena *to, const void *at, size_t n, size_t size)
{
    return n ? memcpy(jb_alloc_n(to, n, size), at, n * size) : NULL;
}

static jb_para *copy_para(jb_arena *to, const jb_para *from)
{
    jb_para *para = JB_NEW(to, jb_para);
    *para = *from;
    para->bench = to;
    para->atoms.at = copy_of(to, from->atoms.at, from->atoms.n, sizeof *from->atoms.at);
    para->atoms.cap = from->atoms.n;
    para->glyphs.at = copy_of(to, from->glyphs.at, from->glyphs.n, sizeof *from->glyphs.at);
    para->glyphs.cap = from->glyphs.n;
    para->gaps = copy_of(to, from->gaps, from->atoms.n, sizeof *from->gaps);
    return para;
}

/* In a copy, for what one composition opens or shows is not there for the next. */
jb_composed jb_paragraph_set(const jb_para *para, const jb_paragraph_style *style)
{
    if (!para->atoms.n)
        return one_empty_line(para->cx);
    jb_arena *bench = para->bench ? para->bench : jb_fonts_bench(para->cx);
    return jb_para_compose(copy_para(bench, para), style);
}

const jb_para *jb_paragraph_keep(const jb_para *para)
{
    jb_para *kept = copy_para(para->cx->keep, para);
    kept->bench = NULL;
    return kept;
}

double jb_paragraph_width(const jb_para *para)
{
    double widest = 0;
    for (size_t first = 0, end; first < para->atoms.n; first = end) {
        end = first + 1;
        while (end < para->atoms.n && para->gaps[end - 1].penalty != JB_FORCED)
            end++;
        widest = fmax(widest, jb_line_width(para, first, end));
    }
    return widest;
}
