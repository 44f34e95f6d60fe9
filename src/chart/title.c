/* Titles of views, and the texts of headers, which are titles too. */
#include "chart/title.h"

#include "grammar/defaults.h"

#include <math.h>

double jb_title_angle(const jb_title_plan *t)
{
    if (!isnan(t->angle))
        return t->angle;
    return t->orient == JB_ORIENT_LEFT ? -90 : t->orient == JB_ORIENT_RIGHT ? 90 : 0;
}

jb_align jb_title_align(const jb_title_plan *t)
{
    if (t->align >= 0)
        return (jb_align)t->align;
    return t->anchor == JB_ANCHOR_START ? JB_ALIGN_LEFT
           : t->anchor == JB_ANCHOR_END ? JB_ALIGN_RIGHT
                                        : JB_ALIGN_CENTER;
}

jb_baseline jb_title_baseline(const jb_title_plan *t)
{
    return t->baseline >= 0 ? (jb_baseline)t->baseline : JB_BASELINE_TOP;
}

static jb_mark *text_of(jb_chart *chart, jb_group_item *group, jb_str role, const jb_title_plan *t,
                        jb_strs lines, const jb_text_look *look)
{
    jb_mark *m = jb_text_mark(chart, group, role, 1);
    jb_text_look l = *look;
    l.angle = jb_title_angle(t);
    l.align = jb_title_align(t);
    l.baseline = jb_title_baseline(t);
    l.limit = t->limit;
    l.dx = t->dx != 0 ? t->dx : l.dx;
    l.dy = t->dy != 0 ? t->dy : l.dy;
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
    else if (t->orient != JB_ORIENT_NOWHERE)
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
    if (t->orient == JB_ORIENT_NOWHERE) /* it stands at the corner of the plot */
        return mark;
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

jb_title_plan jb_title_plan_new(void)
{
    return (jb_title_plan){.orient = JB_ORIENT_TOP,
                           .anchor = JB_ANCHOR_MIDDLE,
                           .angle = NAN,
                           .align = -1,
                           .baseline = -1,
                           .look = jb_text_look_new(),
                           .sub_look = jb_text_look_new()};
}

static bool is_single(const jb_view *v)
{
    return v->kind == JB_VIEW_UNIT || v->kind == JB_VIEW_LAYER;
}

/* Over several views a title stands at their begin, unless another place is asked for. */
static int usual_anchor(jb_chart *chart, const jb_view *v, const jb_title_spec *s)
{
    const jb_title_spec *config = chart->config->title;
    const jb_node *written = jb_node_get(config->given.node, JB_S("anchor"));
    bool asked = JB_HAS(s, anchor) || (JB_HAS(config, anchor) && !jb_node_usual(written));
    return asked || is_single(v) ? JB_OR(s, anchor, config->anchor) : JB_ANCHOR_START;
}

static jb_title_spec *whole(jb_chart *chart, const jb_view *v)
{
    const jb_title_spec *s = title_of(v);
    if (!s)
        return NULL;
    jb_title_spec *all = jb_spec_copy(chart->cx->keep, &jb_title_class,
                                      jb_config_title(chart->cx, chart->config, s));
    JB_SET(all, anchor, usual_anchor(chart, v, s));
    if (!JB_HAS(all, frame))
        JB_SET(all, frame,
               is_single(v) && all->anchor == JB_ANCHOR_MIDDLE ? JB_FRAME_OF_GROUP
                                                               : JB_FRAME_OF_BOUNDS);
    return all;
}

static jb_title_plan plan_title(jb_chart *chart, const jb_title_spec *s)
{
    jb_title_plan t = jb_title_plan_new();
    t.lines = s->text;
    t.span = JB_SPAN(s, text);
    t.subtitle = JB_OR(s, subtitle, ((jb_strs){NULL, 0}));
    t.orient = s->orient;
    t.anchor = s->anchor;
    t.by_group = s->frame == JB_FRAME_OF_GROUP;
    t.offset = s->offset;
    t.subtitle_padding = s->subtitle_padding;
    t.angle = JB_OR(s, angle, NAN);
    t.align = JB_OR(s, align, -1);
    t.baseline = JB_OR(s, baseline, -1);
    t.limit = s->limit;
    t.dx = s->dx;
    t.dy = s->dy;
    t.look = JB_TEXT_LOOK(chart, s, );
    t.look.line_height = JB_OR(s, line_height, 0.0);
    t.sub_look = JB_TEXT_LOOK(chart, s, subtitle_);
    t.sub_look.line_height = JB_OR(s, subtitle_line_height, 0.0);
    for (size_t i = JB_HAS(s, style) ? s->style.n : 0; i-- > 0;)
        jb_text_look_under(chart, &t.look, s->style.at[i], 1);
    if (!JB_HAS(s, style))
        jb_text_look_under(chart, &t.look, JB_S("group-title"), 1);
    jb_text_look_under(chart, &t.sub_look, JB_S("group-subtitle"), 1);
    return t;
}

const jb_title_spec *jb_title_settled(jb_chart *chart, const jb_view *v)
{
    jb_title_spec *s = whole(chart, v);
    if (!s)
        return NULL;
    jb_title_plan t = plan_title(chart, s);
    JB_SETTLE(s, angle, jb_title_angle(&t));
    JB_SETTLE(s, align, (int)jb_title_align(&t));
    JB_SETTLE(s, baseline, (int)jb_title_baseline(&t));
    JB_SETTLE(s, line_height, t.look.size + 2);
    JB_SETTLE(s, subtitle_line_height, t.sub_look.size + 2);
    return s;
}

jb_mark *jb_title_draw(jb_chart *chart, const jb_view *view, const double size[2],
                       const jb_box *around)
{
    const jb_title_spec *s = whole(chart, view);
    if (!s)
        return NULL;
    jb_title_plan t = plan_title(chart, s);
    return t.lines.n ? jb_title_place(chart, &t, size, around) : NULL;
}
