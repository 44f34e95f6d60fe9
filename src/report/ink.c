#include "report/ink.h"

static jb_mark *mark(jb_arena *a, jb_group_item *into, jb_marktype type, jb_str role)
{
    jb_mark *m = jb_mark_new(a, type, role, 1);
    jb_group_add(a, into, m);
    return m;
}

jb_group_item *jb_ink_group(jb_arena *a, jb_group_item *into, double x, double y, jb_str tag)
{
    jb_group_item *g = mark(a, into, JB_MARKTYPE_GROUP, JB_S("scope"))->groups;
    g->x = x;
    g->y = y;
    g->tag = tag;
    g->style = &jb_style_plain;
    return g;
}

static jb_str text_of(jb_arena *a, const jb_line *line)
{
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < line->runs_n; i++)
        jb_buf_add(&b, line->runs[i].text);
    return b.text;
}

jb_text_item *jb_ink_line(jb_arena *a, jb_group_item *into, const jb_line *line, double x, double y)
{
    jb_text_item *t = mark(a, into, JB_MARKTYPE_TEXT, JB_S("mark"))->texts;
    jb_style *style = JB_NEW(a, jb_style);
    *style = jb_style_plain;
    style->fill = (jb_paint){.kind = JB_PAINT_SOLID, .color = {0, 0, 0, 1}};
    if (line->runs_n && line->runs[0].paint)
        style->fill = *line->runs[0].paint;
    t->x = x;
    t->y = y;
    t->style = style;
    t->text = text_of(a, line);
    t->lines = line;
    t->lines_n = 1;
    t->font_size = line->runs_n ? line->runs[0].size : 0;
    return t;
}

static const jb_style *stroked(jb_arena *a, const jb_paint *fill, const jb_paint *stroke,
                               double width, double dash)
{
    jb_style *style = JB_NEW(a, jb_style);
    *style = jb_style_plain;
    style->stroke_width = width;
    if (fill)
        style->fill = *fill;
    if (stroke)
        style->stroke = *stroke;
    if (dash > 0) {
        double *dashes = JB_NEW_N(a, double, 2);
        dashes[0] = dashes[1] = dash;
        style->stroke_dash = dashes;
        style->stroke_dash_n = 2;
    }
    return style;
}

void jb_ink_rule(jb_arena *a, jb_group_item *into, double x, double y, double x2, double y2,
                 const jb_paint *paint, double width)
{
    jb_rule_item *r = mark(a, into, JB_MARKTYPE_RULE, JB_S("mark"))->rules;
    r->x = x;
    r->y = y;
    r->x2 = x2;
    r->y2 = y2;
    r->style = stroked(a, NULL, paint, width, 0);
}

void jb_ink_box(jb_arena *a, jb_group_item *into, double x, double y, double width, double height,
                const jb_paint *fill, const jb_paint *stroke, double stroke_width, double dash)
{
    jb_rect_item *r = mark(a, into, JB_MARKTYPE_RECT, JB_S("mark"))->rects;
    r->x = x;
    r->y = y;
    r->width = width;
    r->height = height;
    r->style = stroked(a, fill, stroke, stroke_width, dash);
}

void jb_ink_path(jb_arena *a, jb_group_item *into, jb_str data, const jb_paint *fill,
                 const jb_paint *stroke, double stroke_width)
{
    jb_style *style = JB_NEW(a, jb_style);
    *style = *stroked(a, fill, stroke, stroke_width, 0);
    style->join = JB_JOIN_ROUND;
    style->cap = JB_CAP_ROUND;
    *mark(a, into, JB_MARKTYPE_PATH, JB_S("mark"))->svg_paths =
        (jb_svg_path_item){.path = data, .style = style, .scale_x = 1, .scale_y = 1};
}
