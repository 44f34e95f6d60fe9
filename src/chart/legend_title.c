/* A legend's title: how it looks and where it stands, by its side and anchor (Vega's legend-title
 * and legendGroupLayout). */
#include <math.h>

#include "chart/legend.h"

static bool at_side(int orient)
{
    return orient == JB_ORIENT_LEFT || orient == JB_ORIENT_RIGHT;
}

/* A standing gradient has its title along its bar. */
static bool stands(const jb_legend_drawing *g)
{
    return g->kind != JB_LEGEND_SYMBOLS && g->vertical;
}

static int anchor_of(const jb_legend_drawing *g)
{
    return JB_OR(g->s, title_anchor,
                 at_side(g->s->title_orient) ? JB_ANCHOR_MIDDLE : JB_ANCHOR_START);
}

static jb_align usual_align(const jb_legend_drawing *g)
{
    static const jb_align aligns[JB_ANCHOR_N] = {[JB_ANCHOR_START] = JB_ALIGN_LEFT,
                                                 [JB_ANCHOR_MIDDLE] = JB_ALIGN_CENTER,
                                                 [JB_ANCHOR_END] = JB_ALIGN_RIGHT};
    static const jb_align flipped[JB_ANCHOR_N] = {[JB_ANCHOR_START] = JB_ALIGN_RIGHT,
                                                  [JB_ANCHOR_MIDDLE] = JB_ALIGN_CENTER,
                                                  [JB_ANCHOR_END] = JB_ALIGN_LEFT};
    int orient = g->s->title_orient, anchor = anchor_of(g);
    if (stands(g) && orient == JB_ORIENT_RIGHT)
        return flipped[anchor];
    return at_side(orient) && !stands(g) ? JB_ALIGN_LEFT : aligns[anchor];
}

static jb_baseline usual_baseline(const jb_legend_drawing *g)
{
    static const jb_baseline baselines[JB_ANCHOR_N] = {[JB_ANCHOR_START] = JB_BASELINE_TOP,
                                                       [JB_ANCHOR_MIDDLE] = JB_BASELINE_MIDDLE,
                                                       [JB_ANCHOR_END] = JB_BASELINE_BOTTOM};
    int orient = g->s->title_orient;
    if (!at_side(orient))
        return JB_BASELINE_TOP;
    if (stands(g))
        return orient == JB_ORIENT_RIGHT ? JB_BASELINE_BOTTOM : JB_BASELINE_TOP;
    return baselines[anchor_of(g)];
}

static jb_text_look title_look(const jb_legend_drawing *g)
{
    jb_text_look l = JB_TEXT_LOOK(g->chart, g->s, title_);
    int orient = g->s->title_orient;
    l.limit = g->s->title_limit;
    l.line_height = JB_OR(g->s, title_line_height, 0.0);
    jb_text_look_under(g->chart, &l, JB_S("guide-title"), g->s->title_opacity);
    l.angle = stands(g) && at_side(orient) ? (orient == JB_ORIENT_LEFT ? -90 : 90) : 0;
    l.align = (jb_align)JB_OR(g->s, title_align, (int)usual_align(g));
    l.baseline = (jb_baseline)JB_OR(g->s, title_baseline, (int)usual_baseline(g));
    return l;
}

/* How far along the entries `anchor` lies. A bar counts without its labels, except for what stands
 * below it and across a standing one; along its side a standing one is followed upwards. */
static double along(const jb_legend_drawing *g, const jb_group_item *entries, int anchor,
                    bool downward, double further_lines)
{
    bool beside = at_side(g->s->title_orient) && downward;
    bool below = g->s->title_orient == JB_ORIENT_BOTTOM && downward;
    bool bar = g->kind != JB_LEGEND_SYMBOLS && !below && (beside || !stands(g));
    jb_box b = bar ? jb_mark_box(entries->marks[0]) : jb_group_box(entries);
    double reach = (downward ? b.y2 : b.x2) - g->s->padding;
    bool upwards = stands(g) && beside;
    double from = upwards ? reach : 0, to = upwards ? 0 : reach;
    double at = anchor == JB_ANCHOR_START ? from
                : anchor == JB_ANCHOR_END ? to - further_lines
                                          : (reach - further_lines) / 2;
    return floor(at + 0.5);
}

void jb_legend_draw_title(jb_legend_drawing *g, jb_group_item *entries, jb_strs lines)
{
    jb_mark *m = jb_text_mark(g->chart, g->group, JB_S("legend-title"), 1);
    jb_text_look l = title_look(g);
    jb_text_item *t = &m->texts[0];
    double pad = g->s->padding, gap = g->s->title_padding;
    int orient = g->s->title_orient, anchor = anchor_of(g);
    jb_text_put(g->chart, t, &l, lines, pad, pad, jb_title_span(g->l->definition));
    jb_box title = jb_mark_box(m);
    if (orient == JB_ORIENT_LEFT)
        entries->x += ceil(jb_box_width(&title)) + gap;
    else if (orient == JB_ORIENT_TOP)
        entries->y += jb_box_height(&title) + gap;
    if (orient == JB_ORIENT_RIGHT)
        t->x += along(g, entries, JB_ANCHOR_END, false, 0) + gap;
    if (at_side(orient))
        t->y += along(g, entries, anchor, true, jb_lines_height(t));
    else
        t->x += along(g, entries, anchor, false, 0);
    if (orient == JB_ORIENT_BOTTOM)
        t->y += along(g, entries, JB_ANCHOR_END, true, 0) + gap;
    jb_box placed = jb_mark_box(m);
    double left = floor(placed.x1 - pad + 0.5);
    if (left < 0) {
        entries->x -= left;
        t->x -= left;
    }
}

void jb_legend_settle_title(const jb_legend_drawing *g, jb_legend_spec *s)
{
    jb_text_look l = title_look(g);
    JB_SETTLE(s, title_anchor, anchor_of(g));
    JB_SETTLE(s, title_align, (int)l.align);
    JB_SETTLE(s, title_baseline, (int)l.baseline);
    JB_SETTLE(s, title_line_height, s->title_font_size + 2);
}
