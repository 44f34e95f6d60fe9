/* Titles of views, and the texts of headers, which are titles too. */
#include "chart/title.h"

#include <math.h>

static jb_mark *text_of(jb_chart *chart, jb_group_item *group, jb_str role, const jb_title_plan *t,
                        jb_strs lines, const jb_text_look *look)
{
    jb_mark *m = jb_text_mark(chart, group, role, 1);
    jb_text_look l = *look;
    bool side = t->orient == JB_ORIENT_LEFT || t->orient == JB_ORIENT_RIGHT;
    l.angle = !isnan(t->angle) ? t->angle : side ? (t->orient == JB_ORIENT_LEFT ? -90 : 90) : 0;
    l.align = t->align >= 0                  ? (jb_align)t->align
              : t->anchor == JB_ANCHOR_START ? JB_ALIGN_LEFT
              : t->anchor == JB_ANCHOR_END   ? JB_ALIGN_RIGHT
                                             : JB_ALIGN_CENTER;
    l.baseline = t->baseline >= 0 ? (jb_baseline)t->baseline : JB_BASELINE_TOP;
    l.limit = t->limit;
    l.dx = t->dx;
    l.dy = t->dy;
    jb_text_put(chart, &m->texts[0], &l, lines, 0, 0, t->span);
    return m;
}

static void move_subtitle(jb_mark *subtitle, const jb_box *title, const jb_title_plan *t)
{
    jb_text_item *s = &subtitle->texts[0];
    if (t->orient == JB_ORIENT_LEFT)
        s->x = jb_box_width(title) + t->subtitle_padding;
    else if (t->orient == JB_ORIENT_RIGHT)
        s->x = -jb_box_width(title) - t->subtitle_padding;
    else
        s->y = jb_box_height(title) + t->subtitle_padding;
}

/* Where along the frame the anchor lies. */
static double anchor_place(const jb_title_plan *t, const double size[2], const jb_box *around)
{
    bool side = t->orient == JB_ORIENT_LEFT || t->orient == JB_ORIENT_RIGHT;
    double start = 0, end = side ? size[1] : size[0];
    if (!t->by_group) {
        start = t->orient == JB_ORIENT_LEFT ? around->y2 : side ? around->y1 : around->x1;
        end = t->orient == JB_ORIENT_LEFT ? around->y1 : side ? around->y2 : around->x2;
    } else if (t->orient == JB_ORIENT_LEFT) {
        start = size[1];
        end = 0;
    }
    if (t->anchor == JB_ANCHOR_START)
        return start;
    return t->anchor == JB_ANCHOR_END ? end : (start + end) / 2;
}

jb_mark *jb_title_place(jb_chart *chart, const jb_title_plan *t, const double size[2],
                        const jb_box *around)
{
    jb_mark *mark = jb_mark_new(chart->cx->keep, JB_MARKTYPE_GROUP, JB_S("title"), 1);
    jb_group_item *g = &mark->groups[0];
    jb_mark *title = text_of(chart, g, JB_S("title-text"), t, t->lines, &t->look);
    jb_box box = jb_mark_box(title);
    if (t->subtitle.n) {
        jb_mark *sub = text_of(chart, g, JB_S("title-subtitle"), t, t->subtitle, &t->sub_look);
        move_subtitle(sub, &box, t);
        jb_box more = jb_mark_box(sub);
        jb_box_union(&box, &more);
    }
    double at = anchor_place(t, size, around);
    bool side = t->orient == JB_ORIENT_LEFT || t->orient == JB_ORIENT_RIGHT;
    g->x = side ? (t->orient == JB_ORIENT_LEFT ? around->x1 - jb_box_width(&box) - t->offset
                                               : around->x2 + jb_box_width(&box) + t->offset)
                : at;
    g->y = side                            ? at
           : t->orient == JB_ORIENT_BOTTOM ? around->y2 + t->offset
                                           : around->y1 - jb_box_height(&box) - t->offset;
    return mark;
}

/* ---- a view's title ----------------------------------------------------------------------------
 */

static const jb_title_spec *title_of(const jb_view *v)
{
    if (JB_HAS(v->spec, title) && v->spec->title && JB_HAS(v->spec->title, text))
        return v->spec->title;
    for (size_t i = 0; v->kind == JB_VIEW_LAYER && i < v->children_n; i++)
        if (title_of(v->children[i]))
            return title_of(v->children[i]);
    return NULL;
}

static void style_look(jb_chart *chart, jb_text_look *l, jb_str name)
{
    const jb_mark_spec *s = jb_config_style(chart->config, name);
    l->font = JB_OR(s, font, l->font);
    l->size = JB_OR(s, font_size, l->size);
    l->weight = JB_OR(s, font_weight, l->weight);
    l->style = JB_OR(s, font_style, l->style);
    l->line_height = JB_OR(s, line_height, l->line_height);
    if (JB_HAS(s, fill) || JB_HAS(s, color))
        l->fill = jb_paint_read(chart, JB_OR(s, fill, JB_OR(s, color, JB_S("#000"))), (jb_span){0});
}

jb_title_plan jb_title_plan_new(jb_chart *chart, jb_str style)
{
    jb_title_plan t = {.orient = JB_ORIENT_TOP,
                       .anchor = JB_ANCHOR_MIDDLE,
                       .angle = NAN,
                       .align = -1,
                       .baseline = -1,
                       .look = jb_text_look_new(),
                       .sub_look = jb_text_look_new()};
    style_look(chart, &t.look, style);
    return t;
}

static jb_title_plan plan_title(jb_chart *chart, const jb_view *v, const jb_title_spec *s)
{
    jb_title_plan t = jb_title_plan_new(chart, JB_S("group-title"));
    jb_title_spec *all = jb_spec_copy(chart->cx->keep, &jb_title_class, s);
    bool single = v->kind == JB_VIEW_UNIT || v->kind == JB_VIEW_LAYER;
    const jb_title_spec *config = chart->config->title;
    bool asked_anchor =
        JB_HAS(s, anchor) || (JB_HAS(config, anchor) && config->anchor != JB_ANCHOR_MIDDLE);
    jb_spec_inherit(chart->cx->keep, &jb_title_class, all, config);
    for (size_t i = 0; JB_HAS(s, style) && i < s->style.n; i++)
        style_look(chart, &t.look, s->style.at[i]);
    style_look(chart, &t.sub_look, JB_S("group-subtitle"));
    t.lines = all->text;
    t.span = JB_SPAN(s, text);
    t.subtitle = JB_OR(all, subtitle, ((jb_strs){NULL, 0}));
    t.orient = JB_OR(all, orient, JB_ORIENT_TOP);
    t.anchor = asked_anchor || single ? JB_OR(all, anchor, JB_ANCHOR_MIDDLE) : JB_ANCHOR_START;
    t.by_group = JB_HAS(all, frame) ? jb_str_eq(all->frame, JB_S("group"))
                                    : single && t.anchor == JB_ANCHOR_MIDDLE;
    t.offset = JB_OR(all, offset, 4.0);
    t.subtitle_padding = JB_OR(all, subtitle_padding, 3.0);
    t.angle = JB_OR(all, angle, NAN);
    t.align = JB_OR(all, align, -1);
    t.baseline = JB_OR(all, baseline, -1);
    t.limit = JB_OR(all, limit, 0.0);
    t.dx = JB_OR(all, dx, 0.0);
    t.dy = JB_OR(all, dy, 0.0);
    t.look.font = JB_OR(all, font, t.look.font);
    t.look.size = JB_OR(all, font_size, t.look.size);
    t.look.weight = JB_OR(all, font_weight, t.look.weight);
    t.look.style = JB_OR(all, font_style, t.look.style);
    t.look.line_height = JB_OR(all, line_height, t.look.line_height);
    if (JB_HAS(all, color))
        t.look.fill = JB_PAINT(chart, all, color);
    t.sub_look.font = JB_OR(all, subtitle_font, t.sub_look.font);
    t.sub_look.size = JB_OR(all, subtitle_font_size, t.sub_look.size);
    t.sub_look.weight = JB_OR(all, subtitle_font_weight, t.sub_look.weight);
    t.sub_look.style = JB_OR(all, subtitle_font_style, t.sub_look.style);
    t.sub_look.line_height = JB_OR(all, subtitle_line_height, t.sub_look.line_height);
    if (JB_HAS(all, subtitle_color))
        t.sub_look.fill = JB_PAINT(chart, all, subtitle_color);
    return t;
}

jb_mark *jb_title_draw(jb_chart *chart, const jb_view *view, const double size[2],
                       const jb_box *around)
{
    const jb_title_spec *s = title_of(view);
    if (!s)
        return NULL;
    jb_title_plan t = plan_title(chart, view, s);
    return t.lines.n ? jb_title_place(chart, &t, size, around) : NULL;
}
