/* Legends beside a view: those of one place stand together, as config.legend.layout says (Vega's
 * legendParams). */
#include <math.h>

#include "chart/draw.h"
#include "chart/legend.h"

/* What the layout says of one place, else of all. */
typedef struct layout {
    const jb_legend_side_spec *side;
    const jb_legend_layout_spec *all;
} layout;
#define LAID(l, name, other) JB_OR((l).side, name, JB_OR((l).all, name, other))

static layout layout_at(const jb_chart *chart, int orient)
{
    const jb_legend_layout_spec *all = JB_OR(chart->config->legend, layout, NULL);
    const jb_legend_side_spec *const sides[JB_ORIENT_N] = {
        [JB_ORIENT_LEFT] = JB_OR(all, left, NULL),
        [JB_ORIENT_RIGHT] = JB_OR(all, right, NULL),
        [JB_ORIENT_TOP] = JB_OR(all, top, NULL),
        [JB_ORIENT_BOTTOM] = JB_OR(all, bottom, NULL),
        [JB_ORIENT_TOP_LEFT] = JB_OR(all, top_left, NULL),
        [JB_ORIENT_TOP_RIGHT] = JB_OR(all, top_right, NULL),
        [JB_ORIENT_BOTTOM_LEFT] = JB_OR(all, bottom_left, NULL),
        [JB_ORIENT_BOTTOM_RIGHT] = JB_OR(all, bottom_right, NULL),
    };
    return (layout){sides[orient], all};
}

double jb_legend_layout_offset(const jb_chart *chart, int orient)
{
    return LAID(layout_at(chart, orient), offset, 0.0);
}

static bool is_side(int orient, int a, int b)
{
    return orient == a || orient == b;
}

/* Where the legends of a side are anchored along it. */
static double along(const layout *l, const double size[2], const jb_surroundings *s, int way)
{
    int anchor = LAID(*l, anchor, JB_ANCHOR_START);
    double share = anchor == JB_ANCHOR_END ? 1 : anchor == JB_ANCHOR_MIDDLE ? 0.5 : 0;
    bool across = way == JB_COLUMN_WAY;
    if (LAID(*l, frame, JB_FRAME_OF_GROUP) == JB_FRAME_OF_BOUNDS)
        return across ? s->x.x1 + share * jb_box_width(&s->x)
                      : s->y.y1 + share * jb_box_height(&s->y);
    double usual = across ? jb_box_width(&s->y) + 2 * s->y.x1 : jb_box_height(&s->x) + 2 * s->x.y1;
    return share * (size[way] != 0 ? size[way] : usual);
}

static void anchor_side(jb_grid *g, const layout *l, int orient, double offset,
                        const double size[2], const jb_surroundings *s)
{
    bool upright = is_side(orient, JB_ORIENT_LEFT, JB_ORIENT_RIGHT);
    int way = upright ? JB_ROW_WAY : JB_COLUMN_WAY;
    double at = along(l, size, s, way);
    g->anchor[way] = LAID(*l, anchor, JB_ANCHOR_START);
    g->anchor[1 - way] =
        is_side(orient, JB_ORIENT_LEFT, JB_ORIENT_TOP) ? JB_ANCHOR_END : JB_ANCHOR_START;
    double across = orient == JB_ORIENT_LEFT     ? floor(s->x.x1) - offset
                    : orient == JB_ORIENT_TOP    ? floor(s->y.y1) - offset
                    : orient == JB_ORIENT_BOTTOM ? ceil(s->y.y2) + offset
                                                 : ceil(s->x.x2) + offset;
    g->x = upright ? across : at;
    g->y = upright ? at : across;
}

static void anchor_corner(jb_grid *g, int orient, double offset, const double size[2])
{
    bool right = is_side(orient, JB_ORIENT_TOP_RIGHT, JB_ORIENT_BOTTOM_RIGHT);
    bool low = is_side(orient, JB_ORIENT_BOTTOM_LEFT, JB_ORIENT_BOTTOM_RIGHT);
    g->x = right ? size[0] - offset : offset;
    g->y = low ? size[1] - offset : offset;
    g->anchor[0] = right ? JB_ANCHOR_END : JB_ANCHOR_START;
    g->anchor[1] = low ? JB_ANCHOR_END : JB_ANCHOR_START;
}

static bool is_corner(int orient)
{
    return orient >= JB_ORIENT_TOP_LEFT && orient <= JB_ORIENT_BOTTOM_RIGHT;
}

static jb_grid grid_at(const jb_chart *chart, int orient, double offset, const double size[2],
                       const jb_surroundings *s)
{
    layout l = layout_at(chart, orient);
    double margin = LAID(l, margin, 8.0);
    bool center = LAID(l, center, false);
    jb_grid g = {.padding = {margin, margin}, .center = {center, center}};
    g.flush = LAID(l, bounds, JB_BOUNDS_FLUSH) == JB_BOUNDS_FLUSH;
    g.align[0] = g.align[1] = JB_LAYOUT_ALIGN_EACH;
    g.columns = LAID(l, direction, JB_ORIENTATION_NONE) == JB_VERTICAL ? 1 : 0;
    if (is_corner(orient))
        anchor_corner(&g, orient, offset, size);
    else
        anchor_side(&g, &l, orient, offset, size, s);
    return g;
}

/* The greatest offset that one of them asks for, else the layout's. */
static double offset_of(const jb_chart *chart, const jb_legend_ink *inks, size_t n, int orient)
{
    double offset = -INFINITY;
    for (size_t i = 0; i < n; i++)
        if (inks[i].legend->orient == orient)
            offset = fmax(offset, JB_OR(inks[i].legend->spec, offset, -INFINITY));
    return isfinite(offset) ? offset : jb_legend_layout_offset(chart, orient);
}

static void place_at(jb_chart *chart, const jb_legend_ink *inks, size_t n, int orient,
                     const double size[2], const jb_surroundings *s)
{
    jb_grid g = grid_at(chart, orient, offset_of(chart, inks, n, orient), size, s);
    g.at = JB_NEW_N(chart->cx->scratch, jb_group_item *, n + 1);
    for (size_t i = 0; i < n; i++)
        if (inks[i].legend->orient == orient)
            g.at[g.n++] = &inks[i].mark->groups[0];
    jb_grid_place(chart->cx->scratch, &g);
}

/* In a picture of a given size a legend takes room on its own side only. */
static jb_box room_of(const jb_legend_ink *ink, bool fits)
{
    jb_box b = jb_group_box(&ink->mark->groups[0]);
    int orient = ink->legend->orient;
    if (!fits)
        return b;
    if (is_side(orient, JB_ORIENT_LEFT, JB_ORIENT_RIGHT))
        return (jb_box){b.x1, 0, b.x2, 0};
    return is_side(orient, JB_ORIENT_TOP, JB_ORIENT_BOTTOM) ? (jb_box){0, b.y1, 0, b.y2}
                                                            : jb_box_none();
}

void jb_legends_place(jb_chart *chart, const jb_view *v, jb_group_item *group, jb_surroundings *s)
{
    const double size[2] = {group->width, group->height};
    bool plot = v->kind == JB_VIEW_UNIT || v->kind == JB_VIEW_LAYER;
    bool fits = v == chart->root && (!isnan(chart->fit_width) || !isnan(chart->fit_height));
    jb_legend_ink *inks;
    size_t n = jb_legends_draw(chart, v, plot ? v->size : jb_plot_size(v), &inks);
    for (int orient = JB_ORIENT_NONE + 1; orient < JB_ORIENT_N; orient++)
        if (orient != JB_ORIENT_NOWHERE)
            place_at(chart, inks, n, orient, size, s);
    for (size_t i = 0; i < n; i++) {
        jb_group_add(chart->cx->keep, group, inks[i].mark);
        jb_box b = room_of(&inks[i], fits);
        jb_box_union(&s->view, &b);
    }
}
