#include "chart/gray.h"

#include <math.h>

static double linear(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double encoded(double v)
{
    return v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055;
}

/* The grey of the same luminance (IEC 61966-2-1), in whole steps, so that a grey stays itself. */
static jb_rgba gray(jb_rgba c)
{
    if (c.r == c.g && c.g == c.b)
        return c;
    double y = 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
    double v = round(encoded(y) * 255) / 255;
    return (jb_rgba){v, v, v, c.a};
}

static void turn(jb_arena *a, jb_paint *p)
{
    p->color = gray(p->color);
    p->background = gray(p->background);
    if (!p->gradient)
        return;
    jb_gradient *own = JB_NEW(a, jb_gradient);
    jb_stop *stops = JB_NEW_N(a, jb_stop, p->gradient->stops_n);
    for (size_t i = 0; i < p->gradient->stops_n; i++)
        stops[i] = (jb_stop){p->gradient->stops[i].offset, gray(p->gradient->stops[i].color)};
    *own = *p->gradient;
    own->stops = stops;
    p->gradient = own;
}

/* Neighbours mostly share a style. */
typedef struct turned {
    const jb_style *from, *to;
} turned;

static const jb_style *gray_style(jb_arena *a, const jb_style *style, turned *last)
{
    if (!style || style == last->from)
        return style ? last->to : NULL;
    jb_style *own = JB_NEW(a, jb_style);
    *own = *style;
    turn(a, &own->fill);
    turn(a, &own->stroke);
    *last = (turned){style, own};
    return own;
}

static void gray_mark(jb_arena *a, jb_mark *mark)
{
    turned last = {NULL, NULL};
    for (size_t i = 0; i < mark->n; i++) {
        jb_item *item = jb_mark_item(mark, i);
        item->style = gray_style(a, item->style, &last);
        for (size_t k = 0; mark->type == JB_MARKTYPE_GROUP && k < mark->groups[i].marks_n; k++)
            gray_mark(a, mark->groups[i].marks[k]);
    }
}

void jb_scene_gray(jb_arena *a, jb_scene *scene)
{
    turn(a, &scene->background);
    gray_mark(a, scene->root);
}
