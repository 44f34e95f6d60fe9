/* The curves of d3-shape through a sequence of points (its src/curve; Vega's names for them). Here
 * a curve sees all points at once, so each is one function. */
#include "render/path.h"

#include <math.h>

typedef struct vec {
    double x, y;
} vec;

/* An area is the line over its top and then the line back along its base, joined to one outline. */
typedef enum edge { EDGE_LINE, EDGE_TOP, EDGE_BASE } edge;

typedef struct pen {
    jb_path *path;
    edge edge;
    double tension; /* NaN: the curve's own */
    bool across;    /* monotone in y */
} pen;

static void begin(pen *p, vec v)
{
    if (p->edge == EDGE_BASE)
        jb_path_line(p->path, v.x, v.y);
    else
        jb_path_move(p->path, v.x, v.y);
}

static void line_to(pen *p, vec v)
{
    jb_path_line(p->path, v.x, v.y);
}

static void curve_to(pen *p, vec a, vec b, vec v)
{
    jb_path_curve(p->path, a.x, a.y, b.x, b.y, v.x, v.y);
}

/* A single point of a line is closed, so that a round cap makes it a dot. */
static void end(pen *p, size_t n)
{
    if (p->edge == EDGE_BASE || (p->edge == EDGE_LINE && n == 1))
        jb_path_close(p->path);
}

static vec mix(vec a, double ka, vec b, double kb)
{
    return (vec){a.x * ka + b.x * kb, a.y * ka + b.y * kb};
}

static double or_else(double v, double otherwise)
{
    return isnan(v) ? otherwise : v;
}

static void linear(pen *p, const vec *v, size_t n)
{
    begin(p, v[0]);
    for (size_t i = 1; i < n; i++)
        line_to(p, v[i]);
    end(p, n);
}

static void linear_closed(pen *p, const vec *v, size_t n)
{
    jb_path_move(p->path, v[0].x, v[0].y);
    for (size_t i = 1; i < n; i++)
        line_to(p, v[i]);
    jb_path_close(p->path);
}

/* t: where between two points the step is, 0 at the first; on the way back it is the other way
 * round. */
static void steps(pen *p, const vec *v, size_t n, double t)
{
    if (p->edge == EDGE_BASE)
        t = 1 - t;
    begin(p, v[0]);
    for (size_t i = 1; i < n; i++) {
        double x = v[i - 1].x * (1 - t) + v[i].x * t;
        if (t > 0)
            line_to(p, (vec){x, v[i - 1].y});
        line_to(p, (vec){x, v[i].y});
        if (t <= 0)
            line_to(p, v[i]);
    }
    if (t > 0 && t < 1 && n > 1)
        line_to(p, v[n - 1]);
    end(p, n);
}

static void step(pen *p, const vec *v, size_t n)
{
    steps(p, v, n, 0.5);
}

static void step_before(pen *p, const vec *v, size_t n)
{
    steps(p, v, n, 0);
}

static void step_after(pen *p, const vec *v, size_t n)
{
    steps(p, v, n, 1);
}

static vec spline_at(vec a, vec b, vec c)
{
    return (vec){(a.x + 4 * b.x + c.x) / 6, (a.y + 4 * b.y + c.y) / 6};
}

/* One piece of the uniform cubic B-spline. */
static void spline(pen *p, vec a, vec b, vec c)
{
    curve_to(p, mix(a, 2.0 / 3, b, 1.0 / 3), mix(a, 1.0 / 3, b, 2.0 / 3), spline_at(a, b, c));
}

static void basis(pen *p, const vec *v, size_t n)
{
    begin(p, v[0]);
    if (n > 2)
        line_to(p, mix(v[0], 5.0 / 6, v[1], 1.0 / 6));
    for (size_t i = 2; i < n; i++)
        spline(p, v[i - 2], v[i - 1], v[i]);
    if (n > 2)
        spline(p, v[n - 2], v[n - 1], v[n - 1]);
    if (n > 1)
        line_to(p, v[n - 1]);
    end(p, n);
}

static void basis_closed(pen *p, const vec *v, size_t n)
{
    if (n < 3) {
        vec from = n == 1 ? v[0] : mix(v[0], 1.0 / 3, v[1], 2.0 / 3);
        jb_path_move(p->path, from.x, from.y);
        if (n == 2)
            line_to(p, mix(v[1], 1.0 / 3, v[0], 2.0 / 3));
        jb_path_close(p->path);
        return;
    }
    vec from = spline_at(v[0], v[1], v[2]);
    jb_path_move(p->path, from.x, from.y);
    for (size_t i = 3; i < n + 3; i++)
        spline(p, v[(i - 2) % n], v[(i - 1) % n], v[i % n]);
}

static void basis_open(pen *p, const vec *v, size_t n)
{
    if (n < 3)
        return;
    begin(p, spline_at(v[0], v[1], v[2]));
    for (size_t i = 3; i < n; i++)
        spline(p, v[i - 2], v[i - 1], v[i]);
    end(p, n == 3 ? 1 : n);
}

/* Points drawn towards the straight line between the ends, then a B-spline. */
static void bundle(pen *p, const vec *v, size_t n)
{
    double beta = or_else(p->tension, 0.85);
    if (n < 2)
        return;
    vec *drawn = jb_alloc_n(p->path->arena, n, sizeof *drawn);
    for (size_t i = 0; i < n; i++) {
        double t = (double)i / (double)(n - 1);
        drawn[i] = mix(v[i], beta, mix(v[0], 1 - t, v[n - 1], t), 1 - beta);
    }
    basis(p, drawn, n);
}

/* From b to c, bent as a and d beside them ask. */
typedef void bend(pen *p, vec a, vec b, vec c, vec d);

static void cardinal_piece(pen *p, vec a, vec b, vec c, vec d)
{
    double k = (1 - or_else(p->tension, 0)) / 6;
    curve_to(p, (vec){b.x + k * (c.x - a.x), b.y + k * (c.y - a.y)},
             (vec){c.x + k * (b.x - d.x), c.y + k * (b.y - d.y)}, c);
}

/* Catmull–Rom by the distance between points to the power of alpha; an end that repeats its point
 * is straight. */
static void catmull_rom_piece(pen *p, vec a, vec b, vec c, vec d)
{
    double alpha = or_else(p->tension, 0.5);
    double ab2 = pow(hypot(b.x - a.x, b.y - a.y), 2 * alpha), ab = sqrt(ab2),
           bc2 = pow(hypot(c.x - b.x, c.y - b.y), 2 * alpha), bc = sqrt(bc2),
           cd2 = pow(hypot(d.x - c.x, d.y - c.y), 2 * alpha), cd = sqrt(cd2);
    vec from = b, to = c;
    if (ab > 1e-12) {
        double k = 2 * ab2 + 3 * ab * bc + bc2, n = 3 * ab * (ab + bc);
        from = (vec){(b.x * k - a.x * bc2 + c.x * ab2) / n, (b.y * k - a.y * bc2 + c.y * ab2) / n};
    }
    if (cd > 1e-12) {
        double k = 2 * cd2 + 3 * cd * bc + bc2, n = 3 * cd * (cd + bc);
        to = (vec){(c.x * k + b.x * cd2 - d.x * bc2) / n, (c.y * k + b.y * cd2 - d.y * bc2) / n};
    }
    curve_to(p, from, to, c);
}

static void bent_closed(pen *p, const vec *v, size_t n, bend *piece)
{
    jb_path_move(p->path, v[n > 1].x, v[n > 1].y);
    if (n == 2)
        line_to(p, v[0]);
    for (size_t i = 0; n > 2 && i < n; i++)
        piece(p, v[i], v[(i + 1) % n], v[(i + 2) % n], v[(i + 3) % n]);
    if (n < 3)
        jb_path_close(p->path);
}

static void bent_open(pen *p, const vec *v, size_t n, bend *piece)
{
    if (n < 3)
        return;
    begin(p, v[1]);
    for (size_t i = 0; i + 3 < n; i++)
        piece(p, v[i], v[i + 1], v[i + 2], v[i + 3]);
    end(p, n == 3 ? 1 : n);
}

static void cardinal(pen *p, const vec *v, size_t n)
{
    begin(p, v[0]);
    if (n == 2)
        line_to(p, v[1]);
    for (size_t i = 0; n > 2 && i + 1 < n; i++)
        cardinal_piece(p, v[i ? i - 1 : 1], v[i], v[i + 1], v[i + 2 < n ? i + 2 : i]);
    end(p, n);
}

static void cardinal_closed(pen *p, const vec *v, size_t n)
{
    bent_closed(p, v, n, cardinal_piece);
}

static void cardinal_open(pen *p, const vec *v, size_t n)
{
    bent_open(p, v, n, cardinal_piece);
}

static bool no_alpha(pen *p)
{
    return p->tension == 0;
}

static void catmull_rom(pen *p, const vec *v, size_t n)
{
    if (no_alpha(p)) {
        cardinal(p, v, n);
        return;
    }
    begin(p, v[0]);
    if (n == 2)
        line_to(p, v[1]);
    for (size_t i = 0; n > 2 && i + 1 < n; i++)
        catmull_rom_piece(p, v[i ? i - 1 : 0], v[i], v[i + 1], v[i + 2 < n ? i + 2 : n - 1]);
    end(p, n);
}

static void catmull_rom_closed(pen *p, const vec *v, size_t n)
{
    bent_closed(p, v, n, no_alpha(p) ? cardinal_piece : catmull_rom_piece);
}

static void catmull_rom_open(pen *p, const vec *v, size_t n)
{
    bent_open(p, v, n, no_alpha(p) ? cardinal_piece : catmull_rom_piece);
}

static double sign(double v)
{
    return v < 0 ? -1 : 1;
}

/* The slope at b between a and c that keeps the curve monotone (Steffen 1990). */
static double slope_between(vec a, vec b, vec c)
{
    double h0 = b.x - a.x, h1 = c.x - b.x;
    double s0 = (b.y - a.y) / (h0 != 0 ? h0 : (h1 < 0 ? -0.0 : 0.0)),
           s1 = (c.y - b.y) / (h1 != 0 ? h1 : (h0 < 0 ? -0.0 : 0.0));
    double middle = (s0 * h1 + s1 * h0) / (h0 + h1);
    double slope = (sign(s0) + sign(s1)) * fmin(fabs(s0), fmin(fabs(s1), 0.5 * fabs(middle)));
    return isnan(middle) || isnan(slope) ? 0 : slope;
}

static double slope_at_end(vec a, vec b, double slope)
{
    double h = b.x - a.x;
    return h != 0 ? (3 * (b.y - a.y) / h - slope) / 2 : slope;
}

static vec flip(const pen *p, vec v)
{
    return p->across ? (vec){v.y, v.x} : v;
}

static void hermite(pen *p, vec a, vec b, double sa, double sb)
{
    double dx = (b.x - a.x) / 3;
    curve_to(p, flip(p, (vec){a.x + dx, a.y + dx * sa}), flip(p, (vec){b.x - dx, b.y - dx * sb}),
             flip(p, b));
}

static void monotone(pen *p, const vec *given, size_t given_n)
{
    vec *v = jb_alloc_n(p->path->arena, given_n, sizeof *v);
    size_t n = 0;
    for (size_t i = 0; i < given_n; i++) /* points that coincide are one */
        if (!i || given[i].x != given[i - 1].x || given[i].y != given[i - 1].y)
            v[n++] = flip(p, given[i]);
    begin(p, flip(p, v[0]));
    if (n == 2)
        line_to(p, flip(p, v[1]));
    double before = 0;
    for (size_t i = 1; n > 2 && i < n; i++) {
        bool last = i + 1 == n;
        double slope =
            last ? slope_at_end(v[i - 1], v[i], before) : slope_between(v[i - 1], v[i], v[i + 1]);
        hermite(p, v[i - 1], v[i], i == 1 ? slope_at_end(v[0], v[1], slope) : before, slope);
        before = slope;
    }
    end(p, n);
}

/* The control points of the natural cubic spline: a tridiagonal system with 4 on its diagonal. */
static void natural_controls(pen *p, const vec *v, size_t n, vec *a, vec *b)
{
    size_t m = n - 1; /* pieces */
    double *diagonal = jb_alloc_n(p->path->arena, m, sizeof *diagonal);
    for (size_t i = 0; i < m; i++) {
        bool last = i == m - 1;
        diagonal[i] = i == 0 ? 2 : last ? 7 : 4;
        a[i] = i == 0 ? mix(v[0], 1, v[1], 2)
               : last ? mix(v[i], 8, v[n - 1], 1)
                      : mix(v[i], 4, v[i + 1], 2);
        if (i) {
            double k = (last ? 2 : 1) / diagonal[i - 1];
            diagonal[i] -= k;
            a[i] = mix(a[i], 1, a[i - 1], -k);
        }
    }
    a[m - 1] = mix(a[m - 1], 1 / diagonal[m - 1], a[m - 1], 0);
    for (size_t i = m - 1; i-- > 0;)
        a[i] = mix(a[i], 1 / diagonal[i], a[i + 1], -1 / diagonal[i]);
    for (size_t i = 0; i + 1 < m; i++)
        b[i] = mix(v[i + 1], 2, a[i + 1], -1);
    b[m - 1] = mix(v[n - 1], 0.5, a[m - 1], 0.5);
}

static void natural(pen *p, const vec *v, size_t n)
{
    begin(p, v[0]);
    if (n == 2)
        line_to(p, v[1]);
    if (n > 2) {
        vec *a = jb_alloc_n(p->path->arena, n, sizeof *a),
            *b = jb_alloc_n(p->path->arena, n, sizeof *b);
        natural_controls(p, v, n, a, b);
        for (size_t i = 0; i + 1 < n; i++)
            curve_to(p, a[i], b[i], v[i + 1]);
    }
    end(p, n);
}

static const struct {
    jb_str name;
    void (*draw)(pen *p, const vec *v, size_t n);
} curves[] = {
    {JB_K("linear"), linear},
    {JB_K("linear-closed"), linear_closed},
    {JB_K("step"), step},
    {JB_K("step-before"), step_before},
    {JB_K("step-after"), step_after},
    {JB_K("basis"), basis},
    {JB_K("basis-closed"), basis_closed},
    {JB_K("basis-open"), basis_open},
    {JB_K("bundle"), bundle},
    {JB_K("cardinal"), cardinal},
    {JB_K("cardinal-closed"), cardinal_closed},
    {JB_K("cardinal-open"), cardinal_open},
    {JB_K("catmull-rom"), catmull_rom},
    {JB_K("catmull-rom-closed"), catmull_rom_closed},
    {JB_K("catmull-rom-open"), catmull_rom_open},
    {JB_K("monotone"), monotone},
    {JB_K("natural"), natural},
};

static void draw(pen *p, jb_str name, const vec *v, size_t n)
{
    for (size_t i = 0; i < JB_COUNT(curves); i++)
        if (jb_str_eq(curves[i].name, name)) {
            curves[i].draw(p, v, n);
            return;
        }
    linear(p, v, n); /* the name was checked by the grammar */
}

/* Calls with each stretch of defined points. */
static void each_stretch(jb_path *p, const jb_path_item *item,
                         void (*stretch)(jb_path *p, const jb_path_item *item, size_t from,
                                         size_t n))
{
    for (size_t i = 0; i < item->points_n;) {
        size_t from = i;
        while (i < item->points_n && item->points[i].defined)
            i++;
        if (i > from)
            stretch(p, item, from, i - from);
        else
            i++;
    }
}

static void line_stretch(jb_path *p, const jb_path_item *item, size_t from, size_t n)
{
    vec *v = jb_alloc_n(p->arena, n, sizeof *v);
    for (size_t i = 0; i < n; i++)
        v[i] = (vec){item->points[from + i].x, item->points[from + i].y};
    draw(&(pen){.path = p, .edge = EDGE_LINE, .tension = item->tension}, item->interpolate, v, n);
}

static void area_stretch(jb_path *p, const jb_path_item *item, size_t from, size_t n)
{
    vec *top = jb_alloc_n(p->arena, n, sizeof *top), *base = jb_alloc_n(p->arena, n, sizeof *base);
    for (size_t i = 0; i < n; i++) {
        const jb_point *t = &item->points[from + i], *b = &item->points[from + n - 1 - i];
        top[i] = (vec){t->x, t->y};
        base[i] = (vec){b->x2, b->y2};
    }
    pen over = {.path = p, .edge = EDGE_TOP, .tension = item->tension, .across = !item->vertical};
    pen back = over;
    back.edge = EDGE_BASE;
    draw(&over, item->interpolate, top, n);
    draw(&back, item->interpolate, base, n);
}

/* A band as wide at each point as its size, round where it turns (Vega's trail). */
static void trail_stretch(jb_path *p, const jb_path_item *item, size_t from, size_t n)
{
    for (size_t i = from + 1; i < from + n; i++) {
        const jb_point *a = &item->points[i - 1], *b = &item->points[i];
        double ra = a->size / 2, rb = b->size / 2, length = hypot(b->x - a->x, b->y - a->y);
        if (length > 0) {
            double ux = (a->y - b->y) / length, uy = (b->x - a->x) / length, t = atan2(uy, ux);
            jb_path_move(p, a->x - ux * ra, a->y - uy * ra);
            jb_path_line(p, b->x - ux * rb, b->y - uy * rb);
            jb_path_arc(p, b->x, b->y, rb, t - M_PI, t, false);
            jb_path_line(p, a->x + ux * ra, a->y + uy * ra);
            jb_path_arc(p, a->x, a->y, ra, t, t + M_PI, false);
        } else {
            jb_path_move(p, b->x + rb, b->y);
            jb_path_arc(p, b->x, b->y, rb, 0, 2 * M_PI, false);
        }
        jb_path_close(p);
    }
}

void jb_path_of_line(jb_path *p, const jb_path_item *item)
{
    each_stretch(p, item, line_stretch);
}

void jb_path_of_area(jb_path *p, const jb_path_item *item)
{
    each_stretch(p, item, area_stretch);
}

void jb_path_of_trail(jb_path *p, const jb_path_item *item)
{
    each_stretch(p, item, trail_stretch);
}
