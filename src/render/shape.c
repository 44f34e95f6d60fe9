/* Symbols as Vega shapes them, and d3-shape's arc. */
#include "render/path.h"

#include <math.h>

enum { MOST_CORNERS = 12 };

/* Corners in units of r = sqrt(size) / 2. */
typedef struct shape {
    jb_str name;
    size_t n;
    double at[MOST_CORNERS][2];
} shape;

#define ROOT 0.8660254037844386          /* half the square root of three */
#define DROP (ROOT - 0.5773502691896257) /* so that the centroid is at the origin: less tan 30° */

static const shape shapes[] = {
    {JB_K("circle"), 0, {{0}}},
    {JB_K("stroke"), 0, {{0}}},
    {JB_K("square"), 4, {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}},
    {JB_K("cross"),
     12,
     {{-1, -.4},
      {-1, .4},
      {-.4, .4},
      {-.4, 1},
      {.4, 1},
      {.4, .4},
      {1, .4},
      {1, -.4},
      {.4, -.4},
      {.4, -1},
      {-.4, -1},
      {-.4, -.4}}},
    {JB_K("diamond"), 4, {{-1, 0}, {0, -1}, {1, 0}, {0, 1}}},
    {JB_K("triangle-up"), 3, {{0, -ROOT}, {-1, ROOT}, {1, ROOT}}},
    {JB_K("triangle-down"), 3, {{0, ROOT}, {-1, -ROOT}, {1, -ROOT}}},
    {JB_K("triangle-right"), 3, {{ROOT, 0}, {-ROOT, -1}, {-ROOT, 1}}},
    {JB_K("triangle-left"), 3, {{-ROOT, 0}, {ROOT, -1}, {ROOT, 1}}},
    {JB_K("triangle"), 3, {{0, -ROOT - DROP}, {-1, ROOT - DROP}, {1, ROOT - DROP}}},
    {JB_K("arrow"),
     7,
     {{-1 / 7., 1},
      {1 / 7., 1},
      {1 / 7., -.125},
      {.4, -.125},
      {0, -1},
      {-.4, -.125},
      {-1 / 7., -.125}}},
    {JB_K("wedge"), 3, {{0, -ROOT - DROP}, {-.25, ROOT - DROP}, {.25, ROOT - DROP}}},
};

static bool add_shape(jb_path *p, jb_str name, double r)
{
    for (size_t i = 0; i < JB_COUNT(shapes); i++) {
        if (!jb_str_eq(shapes[i].name, name))
            continue;
        for (size_t k = 0; k < shapes[i].n; k++)
            (k ? jb_path_line : jb_path_move)(p, shapes[i].at[k][0] * r, shapes[i].at[k][1] * r);
        jb_path_close(p);
        return true;
    }
    return false;
}

bool jb_symbol_known(jb_ctx *cx, jb_str name)
{
    jb_path p = jb_path_new(cx->scratch);
    return !name.n || add_shape(&p, name, 1) || (jb_path_svg(&p, name, 1, 1) && p.segments.n);
}

void jb_symbol_hint(jb_ctx *cx, jb_str name)
{
    if (!jb_hint_nearest(cx, name, JB_NAMES_IN(shapes, JB_COUNT(shapes), name)))
        jb_hint(cx, "circle, square, cross, diamond, triangle-up … or a path of SVG");
}

void jb_path_of_symbol(jb_path *p, const jb_symbol_item *item)
{
    double r = sqrt(fmax(0, item->size)) / 2;
    if (!item->shape.n || jb_str_eq(item->shape, JB_S("circle"))) {
        jb_path_move(p, r, 0);
        jb_path_arc(p, 0, 0, r, 0, 2 * M_PI, false);
        jb_path_close(p);
    } else if (jb_str_eq(item->shape, JB_S("stroke"))) {
        jb_path_move(p, -r, 0);
        jb_path_line(p, r, 0);
    } else if (!add_shape(p, item->shape, r)) {
        jb_path_svg(p, item->shape, r, r);
    }
    jb_path_turn(p, item->angle);
}

/* One rounded corner of an arc: the circle's centre, and from it the points where it touches the
 * side and the ring. */
typedef struct corner {
    double cx, cy, x01, y01, x11, y11;
} corner;

static corner corner_at(double x0, double y0, double x1, double y1, double r1, double rc, bool cw)
{
    double x01 = x0 - x1, y01 = y0 - y1, lo = (cw ? rc : -rc) / hypot(x01, y01);
    double ox = lo * y01, oy = -lo * x01;
    double x11 = x0 + ox, y11 = y0 + oy, x10 = x1 + ox, y10 = y1 + oy;
    double x00 = (x11 + x10) / 2, y00 = (y11 + y10) / 2;
    double dx = x10 - x11, dy = y10 - y11, d2 = dx * dx + dy * dy, r = r1 - rc;
    double cross = x11 * y10 - x10 * y11;
    double d = (dy < 0 ? -1 : 1) * sqrt(fmax(0, r * r * d2 - cross * cross));
    double ax = (cross * dy - dx * d) / d2, ay = (-cross * dx - dy * d) / d2;
    double bx = (cross * dy + dx * d) / d2, by = (-cross * dx + dy * d) / d2;
    if (hypot(ax - x00, ay - y00) > hypot(bx - x00, by - y00))
        ax = bx, ay = by;
    return (corner){ax, ay, -ox, -oy, ax * (r1 / r - 1), ay * (r1 / r - 1)};
}

/* Where two lines cross; false: they are parallel. */
static bool cross_at(double x0, double y0, double x1, double y1, double x2, double y2, double x3,
                     double y3, double *x, double *y)
{
    double x10 = x1 - x0, y10 = y1 - y0, x32 = x3 - x2, y32 = y3 - y2, t = y32 * x10 - x32 * y10;
    if (t * t < 1e-12)
        return false;
    t = (x32 * (y0 - y2) - y32 * (x0 - x2)) / t;
    *x = x0 + t * x10, *y = y0 + t * y10;
    return true;
}

typedef struct ring {
    double r0, r1, a00, a10, a01,
        a11;             /* radii; angles of the inner and the outer edge, begin and end */
    double da0, da1;     /* what the edges span */
    double rc, rc0, rc1; /* corner radii: asked, inner, outer */
    bool cw;
} ring;

/* A gap of even width between sectors takes more angle from the inner edge. */
static void pad(ring *g, double angle)
{
    double middle = (g->a00 + g->a10) / 2, rp = hypot(g->r0, g->r1), sign = g->cw ? 1 : -1;
    double p0 = asin(fmin(1, rp / g->r0 * sin(angle))), p1 = asin(fmin(1, rp / g->r1 * sin(angle)));
    if (g->r0 > 1e-12 && (g->da0 -= 2 * p0) > 1e-12)
        g->a00 += p0 * sign, g->a10 -= p0 * sign;
    else
        g->da0 = 0, g->a00 = g->a10 = middle;
    if ((g->da1 -= 2 * p1) > 1e-12)
        g->a01 += p1 * sign, g->a11 -= p1 * sign;
    else
        g->da1 = 0, g->a01 = g->a11 = middle;
}

/* Corners of a sector under half a turn are cut to what fits between its sides. */
static void fit_corners(ring *g, const double o[4][2], double span)
{
    double x, y;
    if (span >= M_PI)
        return;
    if (!cross_at(o[0][0], o[0][1], o[3][0], o[3][1], o[1][0], o[1][1], o[2][0], o[2][1], &x, &y)) {
        g->rc0 = g->rc1 = 0;
        return;
    }
    double ax = o[0][0] - x, ay = o[0][1] - y, bx = o[1][0] - x, by = o[1][1] - y;
    double k = 1 / sin(acos((ax * bx + ay * by) / (hypot(ax, ay) * hypot(bx, by))) / 2);
    double l = hypot(x, y);
    g->rc0 = fmin(g->rc, (g->r0 - l) / (k - 1));
    g->rc1 = fmin(g->rc, (g->r1 - l) / (k + 1));
}

/* An edge with rounded corners; `back`: the inner one, run against the outer. */
static void rounded_edge(jb_path *p, const ring *g, corner t0, corner t1, double r, double rc,
                         bool back)
{
    (back ? jb_path_line : jb_path_move)(p, t0.cx + t0.x01, t0.cy + t0.y01);
    if (rc < g->rc) {
        jb_path_arc(p, t0.cx, t0.cy, rc, atan2(t0.y01, t0.x01), atan2(t1.y01, t1.x01), !g->cw);
        return;
    }
    jb_path_arc(p, t0.cx, t0.cy, rc, atan2(t0.y01, t0.x01), atan2(t0.y11, t0.x11), !g->cw);
    jb_path_arc(p, 0, 0, r, atan2(t0.cy + t0.y11, t0.cx + t0.x11),
                atan2(t1.cy + t1.y11, t1.cx + t1.x11), back ? g->cw : !g->cw);
    jb_path_arc(p, t1.cx, t1.cy, rc, atan2(t1.y11, t1.x11), atan2(t1.y01, t1.x01), !g->cw);
}

static void sector(jb_path *p, ring *g, double pad_angle)
{
    double span = g->da0;
    if (pad_angle > 1e-12)
        pad(g, pad_angle / 2);
    /* The four corners: outer begin and end, inner end and begin. */
    const double o[4][2] = {{g->r1 * cos(g->a01), g->r1 * sin(g->a01)},
                            {g->r1 * cos(g->a11), g->r1 * sin(g->a11)},
                            {g->r0 * cos(g->a10), g->r0 * sin(g->a10)},
                            {g->r0 * cos(g->a00), g->r0 * sin(g->a00)}};
    if (g->rc > 1e-12)
        fit_corners(g, o, span);
    if (g->da1 > 1e-12 && g->rc1 > 1e-12) {
        corner t0 = corner_at(o[3][0], o[3][1], o[0][0], o[0][1], g->r1, g->rc1, g->cw);
        corner t1 = corner_at(o[1][0], o[1][1], o[2][0], o[2][1], g->r1, g->rc1, g->cw);
        rounded_edge(p, g, t0, t1, g->r1, g->rc1, false);
    } else {
        jb_path_move(p, o[0][0], o[0][1]);
        if (g->da1 > 1e-12)
            jb_path_arc(p, 0, 0, g->r1, g->a01, g->a11, !g->cw);
    }
    if (g->r0 <= 1e-12 || g->da0 <= 1e-12) {
        jb_path_line(p, o[2][0], o[2][1]);
    } else if (g->rc0 > 1e-12) {
        corner t0 = corner_at(o[2][0], o[2][1], o[1][0], o[1][1], g->r0, -g->rc0, g->cw);
        corner t1 = corner_at(o[0][0], o[0][1], o[3][0], o[3][1], g->r0, -g->rc0, g->cw);
        rounded_edge(p, g, t0, t1, g->r0, g->rc0, true);
    } else {
        jb_path_arc(p, 0, 0, g->r0, g->a10, g->a00, g->cw);
    }
}

void jb_path_of_arc(jb_path *p, const jb_arc_item *item)
{
    double a0 = item->start_angle - M_PI / 2, a1 = item->end_angle - M_PI / 2, span = fabs(a1 - a0);
    double r0 = fmin(item->inner_radius, item->outer_radius),
           r1 = fmax(item->inner_radius, item->outer_radius);
    double rc = fmin((r1 - r0) / 2, item->corner_radius);
    ring g = {r0, r1, a0, a1, a0, a1, span, span, rc, rc, rc, a1 > a0};
    if (r1 <= 1e-12) {
        jb_path_move(p, 0, 0);
    } else if (span > 2 * M_PI - 1e-12) {
        jb_path_move(p, r1 * cos(a0), r1 * sin(a0));
        jb_path_arc(p, 0, 0, r1, a0, a0 + (g.cw ? 2 : -2) * M_PI, !g.cw);
        if (r0 > 1e-12) {
            jb_path_move(p, r0 * cos(a1), r0 * sin(a1));
            jb_path_arc(p, 0, 0, r0, a1, a1 - (g.cw ? 2 : -2) * M_PI, g.cw);
        }
    } else {
        sector(p, &g, item->pad_angle);
    }
    jb_path_close(p);
}
