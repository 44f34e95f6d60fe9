#include "render/dense.h"

#include <math.h>

#include "render/backends.h"
#include "render/path.h"

/* Pixels for one px of a chart, which is finer than a printer's screen; and of the whole image,
 * which is half a page of A4 at that, and no more than readers of SVG take. */
static const double FINENESS = 4, MOST = 6e6;

typedef struct box {
    double x1, y1, x2, y2;
} box;

static bool is_dense(const jb_ctx *cx, const jb_mark *mark)
{
    return mark->type == JB_MARKTYPE_SYMBOL && mark->n > cx->limits.outlines;
}

/* How far a symbol reaches from its place, the corners of its stroke included. */
static double reach_of(jb_arena *bench, const jb_mark *mark, size_t i)
{
    const jb_style *style = mark->symbols[i].style;
    jb_arena_reset(bench);
    jb_path path = jb_path_of_item(bench, mark, i);
    double far = 0;
    for (size_t k = 0; k < path.segments.n; k++)
        far = fmax(far, hypot(path.segments.at[k].x, path.segments.at[k].y));
    bool inked = style && style->stroke.kind != JB_PAINT_NONE;
    return 1.5 * far + 1 + (inked ? 2 * style->stroke_width : 0);
}

static bool same_reach(const jb_symbol_item *a, const jb_symbol_item *b)
{
    return a->style == b->style && a->size == b->size && a->shape.p == b->shape.p &&
           a->shape.n == b->shape.n;
}

static box box_of(jb_ctx *cx, const jb_mark *mark, const jb_group_item *around)
{
    box b = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    if (mark->clip && around)
        return (box){0, 0, around->width, around->height};
    jb_arena *bench = jb_arena_inner(cx->scratch);
    double reach = 0;
    for (size_t i = 0; i < mark->n; i++) {
        const jb_symbol_item *s = &mark->symbols[i];
        if (!jb_item_placed(mark, i))
            continue;
        if (!i || !same_reach(s - 1, s))
            reach = reach_of(bench, mark, i);
        b.x1 = fmin(b.x1, s->x - reach), b.x2 = fmax(b.x2, s->x + reach);
        b.y1 = fmin(b.y1, s->y - reach), b.y2 = fmax(b.y2, s->y + reach);
    }
    return (box){floor(b.x1), floor(b.y1), ceil(b.x2), ceil(b.y2)};
}

static void destroy_surface(void *surface)
{
    cairo_surface_destroy(surface);
}

/* {NULL, 0} after a message. */
static jb_str picture_of(jb_ctx *cx, const jb_mark *mark, const box *b, double scale)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)ceil((b->x2 - b->x1) * scale),
                                   (int)ceil((b->y2 - b->y1) * scale));
    jb_arena_own(cx->scratch, surface, destroy_surface);
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, scale, scale);
    cairo_translate(cr, -b->x1, -b->y1);
    jb_painter p = {.cx = cx, .cr = cr};
    bool sound = jb_paint_mark(&p, mark, NULL);
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    return sound && jb_cairo_sound(cx, status) ? jb_png_write(cx, surface, scale)
                                               : (jb_str){NULL, 0};
}

static const jb_mark *image_of(jb_ctx *cx, const jb_mark *mark, const jb_group_item *around,
                               jb_span place)
{
    box b = box_of(cx, mark, around);
    double area = (b.x2 - b.x1) * (b.y2 - b.y1);
    double side = fmax(b.x2 - b.x1, b.y2 - b.y1);
    double scale = fmin(FINENESS, fmin((JB_MOST_SIDE - 1) / side,
                                       sqrt(fmin(MOST, (double)cx->limits.pixels) / area)));
    if (!isfinite(area) || !(area > 0))
        return mark;
    jb_str data = picture_of(cx, mark, &b, scale);
    if (!data.p)
        return mark;
    jb_warn(cx, place, "%zu symbols are drawn as an image of %.0f dots an inch", mark->n,
            96 * scale);
    jb_hint(cx, "--max outlines=N draws as many as outlines, with their links and tooltips");
    jb_mark *m = jb_mark_new(cx->keep, JB_MARKTYPE_IMAGE, mark->role, 1);
    m->name = mark->name;
    m->clip = mark->clip;
    m->images[0] = (jb_image_item){.x = b.x1,
                                   .y = b.y1,
                                   .width = ceil((b.x2 - b.x1) * scale) / scale,
                                   .height = ceil((b.y2 - b.y1) * scale) / scale,
                                   .path = JB_S("image"),
                                   .data = data};
    return m;
}

static bool has_dense(const jb_ctx *cx, const jb_mark *mark)
{
    bool found = is_dense(cx, mark);
    for (size_t i = 0; !found && mark->type == JB_MARKTYPE_GROUP && i < mark->n; i++)
        for (size_t k = 0; !found && k < mark->groups[i].marks_n; k++)
            found = has_dense(cx, mark->groups[i].marks[k]);
    return found;
}

const jb_mark *jb_dense_replaced(jb_ctx *cx, const jb_mark *mark, const jb_group_item *around,
                                 jb_span place)
{
    if (is_dense(cx, mark))
        return image_of(cx, mark, around, place);
    if (!has_dense(cx, mark))
        return mark;
    jb_mark *own = JB_NEW(cx->keep, jb_mark);
    *own = *mark;
    own->groups = JB_NEW_N(cx->keep, jb_group_item, mark->n);
    for (size_t i = 0; i < mark->n; i++) {
        const jb_group_item *g = &mark->groups[i];
        own->groups[i] = *g;
        own->groups[i].marks = JB_NEW_N(cx->keep, jb_mark *, g->marks_n);
        for (size_t k = 0; k < g->marks_n; k++)
            own->groups[i].marks[k] = (jb_mark *)jb_dense_replaced(cx, g->marks[k], g, place);
    }
    return own;
}
