/* Text in SVG. A chart's line whose characters stand where any program would set them is one piece
 * hung on its anchor, so that another font spreads evenly; any other line is pieces, each in its
 * place and of its width. */
#include "render/svg.h"

#include <math.h>

#include "render/decoration.h"
#include "render/outline.h"
#include "text/face.h"

/* em: a character further off than this from where the ones before it push it begins a piece. */
static const double DRIFT = .03;

/* ---- Where a run's characters stand ---- */

/* Clusters of a run that follow each other by their advances alone. */
typedef struct piece {
    double x, width; /* from the run's origin */
    size_t cluster, clusters_n, at, bytes, glyph, glyphs_n;
} piece;

static double advance_of(const jb_run *r, size_t glyph, size_t n)
{
    double em = 0;
    for (size_t k = 0; k < n; k++)
        em += jb_face_advance(r->face, r->glyphs[glyph + k].id);
    return em * r->size;
}

static double origin_of(const jb_run *r, size_t glyph)
{
    return glyph < r->glyphs_n ? (double)r->glyphs[glyph].x : r->width;
}

static uint32_t code_at(const jb_run *r, size_t at)
{
    return at < r->text.n ? jb_utf8_next(r->text, &at) : 0;
}

/* What stands in a Western word, where gaps are kerning: any program sets them. */
static bool is_western(uint32_t c)
{
    return c > ' ' && c != 0xA0 && c < 0x2000;
}

/* How far the characters that stand for smaller ones, raised or lowered (H₂O, 10⁸), are off the
 * baseline, all of a run alike; down is positive. */
static double drop_of(const jb_run *r)
{
    return r->forms.n && r->glyphs_n ? (double)r->glyphs->y : 0;
}

static piece whole_piece(const jb_run *r)
{
    return (piece){.width = r->width,
                   .clusters_n = r->clusters_n,
                   .bytes = r->text.n,
                   .glyphs_n = r->glyphs_n};
}

/* The piece behind `last`; without clusters at the run's end. Letters from right to left join: they
 * are one piece, whatever its place, and so are raised ones. */
static piece next_piece(const jb_run *r, const piece *last)
{
    if ((r->backward || drop_of(r) != 0) && !last->clusters_n)
        return whole_piece(r);
    piece p = {.cluster = last->cluster + last->clusters_n,
               .at = last->at + last->bytes,
               .glyph = last->glyph + last->glyphs_n};
    uint32_t before = 0;
    p.x = origin_of(r, p.glyph);
    for (size_t i = p.cluster; i < r->clusters_n; i++) {
        size_t glyph = p.glyph + p.glyphs_n;
        uint32_t code = code_at(r, p.at + p.bytes);
        double off = origin_of(r, glyph) - p.x - p.width;
        if (is_western(before) && is_western(code))
            p.width += off;
        else if (p.clusters_n && fabs(off) > DRIFT * r->size)
            break;
        p.width += advance_of(r, glyph, r->clusters[i].glyphs);
        p.clusters_n++;
        p.bytes += r->clusters[i].bytes;
        p.glyphs_n += r->clusters[i].glyphs;
        before = code;
    }
    return p;
}

/* What makes a viewer show its glyphs. */
static jb_str shown(const jb_run *r, const piece *p)
{
    return r->forms.n && p->clusters_n == r->clusters_n ? r->forms
                                                        : jb_str_cut(r->text, p->at, p->bytes);
}

/* Would any program set it so? Not what is trimmed at an end either. */
static bool natural(const jb_run *r)
{
    piece first = next_piece(r, &(piece){0});
    double slack = DRIFT * r->size;
    return first.clusters_n == r->clusters_n && fabs(r->x + first.x) <= slack &&
           fabs(first.width - r->width) <= slack && jb_face_slant(r->face) == 0 &&
           jb_face_bold(r->face) == 0 && drop_of(r) == 0;
}

static bool hangs_on_anchor(const jb_text_item *t)
{
    if (!t->font.n)
        return false;
    for (size_t i = 0; i < t->lines_n; i++) {
        const jb_line *line = &t->lines[i];
        const jb_run *r = line->runs;
        if (line->runs_n > 1 || line->over_n ||
            (line->runs_n && (r->paint || r->link.n || r->decoration || !natural(r))))
            return false;
    }
    return true;
}

/* ---- Lines hung on their anchor ---- */

/* The face that was measured, then what the specification asked for. */
static void put_families(jb_svg *s, const jb_run *r, jb_str asked)
{
    jb_str family = r ? jb_face_family(r->face) : (jb_str){NULL, 0};
    if (family.n && asked.n && jb_str_find(asked, family) < 0)
        family = jb_str_printf(s->cx->scratch, "%.*s, %.*s", JB_F(family), JB_F(asked));
    else if (asked.n)
        family = asked;
    jb_svg_attr(s, "font-family", family);
}

static const jb_run *first_run(const jb_line *lines, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (lines[k].runs_n)
            return lines[k].runs;
    return NULL;
}

static void put_css_font(jb_svg *s, const jb_text_item *t)
{
    static const jb_str anchors[] = {[JB_ALIGN_LEFT] = {NULL, 0},
                                     [JB_ALIGN_CENTER] = JB_K("middle"),
                                     [JB_ALIGN_RIGHT] = JB_K("end")};
    put_families(s, first_run(t->lines, t->lines_n), t->font);
    jb_svg_attr_number(s, "font-size", t->font_size);
    if (t->font_weight.n)
        jb_svg_attr(s, "font-weight", t->font_weight);
    if (t->font_style.n)
        jb_svg_attr(s, "font-style", t->font_style);
    if (anchors[t->align].p)
        jb_svg_attr(s, "text-anchor", anchors[t->align]);
}

static void put_anchored(jb_svg *s, const jb_text_item *t, const jb_line *line)
{
    static const double shares[] = {
        [JB_ALIGN_LEFT] = 0, [JB_ALIGN_CENTER] = 0.5, [JB_ALIGN_RIGHT] = 1};
    jb_svg_put(s, "<tspan");
    jb_svg_attr_number(s, "x", line->x + line->width * shares[t->align]);
    jb_svg_attr_number(s, "y", line->y);
    jb_svg_put(s, ">");
    for (size_t k = 0; k < line->runs_n; k++)
        jb_svg_text(s, line->runs[k].forms.n ? line->runs[k].forms : line->runs[k].text);
    jb_svg_put(s, "</tspan>");
}

/* ---- Lines of pieces ---- */

static bool same_font(const jb_run *a, const jb_run *b)
{
    return a->face == b->face && a->size == b->size;
}

static void put_run_font(jb_svg *s, const jb_run *r, jb_str asked)
{
    int weight = jb_face_weight(r->face);
    bool leans = jb_face_italic(r->face) || jb_face_slant(r->face) > 0;
    put_families(s, r, asked);
    jb_svg_attr_number(s, "font-size", r->size);
    jb_svg_attr_number(s, "font-weight", weight ? weight : 400);
    jb_svg_attr(s, "font-style", leans ? JB_S("italic") : JB_S("normal"));
}

/* A bold that the family has not: a pen round the glyphs. */
static void put_pen(jb_svg *s, const jb_run *r, const jb_style *style)
{
    jb_svg_paint(s, "stroke", "stroke-opacity", r->paint ? r->paint : &style->fill,
                 style->opacity * style->fill_opacity);
    jb_svg_attr_number(s, "stroke-width", jb_face_bold(r->face) * r->size);
    jb_svg_attr(s, "stroke-linejoin", JB_S("round"));
}

static void put_piece(jb_svg *s, const jb_line *line, const jb_run *r, const piece *p,
                      const jb_run *first, const jb_style *style)
{
    jb_svg_put(s, "<tspan");
    jb_svg_attr_number(s, "x", line->x + r->x + p->x);
    jb_svg_attr_number(s, "y", line->y + r->y + drop_of(r));
    if (p->clusters_n > 1)
        jb_svg_attr_number(s, "textLength", p->width);
    if (!same_font(r, first))
        put_run_font(s, r, (jb_str){NULL, 0});
    if (r->paint)
        jb_svg_paint(s, "fill", "fill-opacity", r->paint, style->opacity * style->fill_opacity);
    if (jb_face_bold(r->face) > 0)
        put_pen(s, r, style);
    jb_svg_put(s, ">");
    jb_svg_text(s, shown(r, p));
    jb_svg_put(s, "</tspan>");
}

static void put_run(jb_svg *s, const jb_line *line, const jb_run *r, const jb_run *first,
                    const jb_style *style)
{
    bool linked = r->link.n && jb_link_allowed(r->link);
    if (linked) {
        jb_svg_put(s, "<a");
        jb_svg_attr(s, "xlink:href", r->link);
        jb_svg_put(s, ">");
    }
    for (piece p = next_piece(r, &(piece){0}); p.clusters_n; p = next_piece(r, &p))
        put_piece(s, line, r, &p, first, style);
    jb_svg_put(s, linked ? "</a>" : "");
}

/* ---- Elements ---- */

static void put_text_place(jb_svg *s, const jb_text_item *t)
{
    jb_svg_place(s, t->x + t->radius * cos(t->theta - M_PI / 2),
                 t->y + t->radius * sin(t->theta - M_PI / 2), t->angle, 1);
}

static void open_text(jb_svg *s, const jb_text_item *t)
{
    jb_svg_put(s, "<text xml:space=\"preserve\"");
    put_text_place(s, t);
}

static void write_anchored(jb_svg *s, const jb_text_item *t)
{
    open_text(s, t);
    put_css_font(s, t);
    jb_svg_style(s, t->style);
    jb_svg_put(s, ">");
    jb_svg_title(s, t->meta);
    for (size_t k = 0; k < t->lines_n; k++)
        put_anchored(s, t, &t->lines[k]);
    jb_svg_put(s, "</text>\n");
}

static void write_lines(jb_svg *s, const jb_text_item *t, const jb_line *lines, size_t n)
{
    const jb_run *first = first_run(lines, n);
    if (!first)
        return;
    open_text(s, t);
    put_run_font(s, first, t->font);
    jb_svg_style(s, t->style);
    jb_svg_put(s, ">");
    jb_svg_title(s, t->meta);
    for (size_t k = 0; k < n; k++)
        for (size_t r = 0; r < lines[k].runs_n; r++)
            put_run(s, &lines[k], &lines[k].runs[r], first, t->style);
    jb_svg_put(s, "</text>\n");
}

static void write_ink(jb_svg *s, const jb_text_item *t, const jb_path *path, const jb_style *style)
{
    if (!path->segments.n)
        return;
    jb_svg_put(s, "<path");
    put_text_place(s, t);
    jb_svg_path(s, path);
    jb_svg_style(s, style);
    jb_svg_put(s, "/>\n");
}

static jb_style filled(const jb_style *style, const jb_run *r)
{
    jb_style own = *style;
    own.fill = r->paint ? *r->paint : style->fill;
    return own;
}

/* A pen in the colour of the text. */
static jb_style penned(const jb_style *style, const jb_run *r, double width)
{
    jb_style own = filled(style, r);
    own.stroke = own.fill;
    own.stroke_opacity = own.fill_opacity;
    own.stroke_width = width;
    own.stroke_dash_n = 0;
    own.cap = JB_CAP_BUTT;
    own.join = JB_JOIN_ROUND;
    return own;
}

static void write_decorations(jb_svg *s, const jb_text_item *t, const jb_line *line, size_t i)
{
    const jb_run *r = &line->runs[i];
    jb_decoration d = jb_decoration_of(s->cx, line, i, line->x + r->x, line->y + r->y);
    jb_style dots = filled(t->style, r), lines = penned(t->style, r, d.width);
    lines.fill.kind = JB_PAINT_NONE;
    dots.stroke.kind = JB_PAINT_NONE;
    write_ink(s, t, &d.lines, &lines);
    write_ink(s, t, &d.shapes, &dots);
}

/* What stands over the line, moved from the line's origin to the item's. */
static jb_line *readings_of(jb_svg *s, const jb_line *line)
{
    jb_line *over = JB_NEW_N(s->cx->scratch, jb_line, line->over_n + 1);
    for (size_t i = 0; i < line->over_n; i++) {
        over[i] = line->over[i];
        over[i].x += line->x;
        over[i].y += line->y;
    }
    return over;
}

static void write_outlined(jb_svg *s, const jb_text_item *t, const jb_line *line)
{
    for (size_t k = 0; k < line->runs_n; k++) {
        const jb_run *r = &line->runs[k];
        jb_path path = jb_path_new(s->cx->scratch);
        s->sound &= jb_path_of_run(s->cx, &path, r, line->x + r->x, line->y + r->y);
        double pen = jb_face_bold(r->face) * r->size;
        jb_style own = pen > 0 ? penned(t->style, r, pen) : filled(t->style, r);
        write_ink(s, t, &path, &own);
    }
}

/* The words remain for those who cannot see them. */
static void write_outlines(jb_svg *s, const jb_text_item *t)
{
    jb_svg_put(s, "<g role=\"img\"");
    jb_svg_attr(s, "aria-label", t->text);
    jb_svg_put(s, ">");
    jb_svg_title(s, t->meta);
    for (size_t k = 0; k < t->lines_n; k++) {
        const jb_line *over = readings_of(s, &t->lines[k]);
        write_outlined(s, t, &t->lines[k]);
        for (size_t i = 0; i < t->lines[k].over_n; i++)
            write_outlined(s, t, &over[i]);
    }
}

static void write_around(jb_svg *s, const jb_text_item *t)
{
    for (size_t k = 0; k < t->lines_n; k++) {
        const jb_line *line = &t->lines[k];
        for (size_t r = 0; r < line->runs_n; r++)
            write_decorations(s, t, line, r);
        if (!s->outlines)
            write_lines(s, t, readings_of(s, line), line->over_n);
    }
}

static void define_paints(jb_svg *s, const jb_text_item *t)
{
    for (size_t k = 0; k < t->lines_n; k++)
        for (size_t r = 0; r < t->lines[k].runs_n; r++)
            jb_svg_define(s, t->lines[k].runs[r].paint);
}

void jb_svg_write_text(jb_svg *s, const jb_text_item *t)
{
    define_paints(s, t);
    if (s->outlines)
        write_outlines(s, t);
    else if (hangs_on_anchor(t))
        write_anchored(s, t);
    else
        write_lines(s, t, t->lines, t->lines_n);
    write_around(s, t);
    if (s->outlines)
        jb_svg_put(s, "</g>\n");
}
