/* point, circle, square: symbols. */
#include <math.h>
#include "chart/encode.h"
#include "render/path.h"

/* Size and shape of a symbol stand in Vega's styles of point, circle and square, which come before
 * config.mark. */
static jb_value usual_shape(const jb_unit_view *u)
{
    if (u->mark == JB_MARK_CIRCLE)
        return jb_text(JB_S("circle"));
    if (u->mark == JB_MARK_SQUARE)
        return jb_text(JB_S("square"));
    return jb_text(JB_LOOKED_OWN(u, shape));
}

static jb_span place_of_shape(const jb_unit_view *u)
{
    const jb_definition *d = u->definitions[JB_CHANNEL_SHAPE];
    const jb_scale_spec *scale = d ? d->spec->scale : NULL;
    if (scale && JB_HAS(scale, range))
        return JB_SPAN(scale, range);
    if (d)
        return JB_HAS(d->spec, value) ? JB_SPAN(d->spec, value) : JB_SPAN(d->spec, field);
    return JB_SPAN(u->spec, shape);
}

/* What is no symbol is drawn as far as it is a path, that is hardly ever: told, once in a chart,
 * of its first shapes, which each may be another. */
static void tell_shape(const jb_encoder *e, jb_str shape)
{
    enum { MOST = 64 };
    jb_chart *chart = e->chart;
    if (chart->shapes.n == MOST)
        return;
    for (size_t i = chart->shapes.n; i-- > 0;)
        if (jb_str_eq(chart->shapes.at[i], shape))
            return;
    *JB_PUSH(chart->cx->keep, &chart->shapes) = shape;
    if (jb_symbol_known(chart->cx, shape))
        return;
    jb_warn(chart->cx, place_of_shape(e->unit), "“%.*s” is no symbol, and no sound path of SVG",
            JB_F(jb_brief(chart->cx, shape)));
    jb_symbol_hint(chart->cx, shape);
}

/* A size below zero has no root. */
static void tell_sizeless(const jb_encoder *e, size_t n)
{
    const jb_definition *d = e->unit->definitions[JB_CHANNEL_SIZE];
    if (!n)
        return;
    jb_warn(e->chart->cx, d ? JB_SPAN(d->spec, field) : JB_SPAN(e->view->spec, mark),
            "symbols of no size are not drawn: %zu", n);
    jb_hint(e->chart->cx, "a size stands for numbers from zero on");
}

void jb_draw_symbol(const jb_encoder *e, jb_group_item *group)
{
    const jb_unit_view *u = e->unit;
    const jb_ref *x = jb_encode_point(e, JB_CHANNEL_X, JB_AT_MIDDLE);
    const jb_ref *y = jb_encode_point(e, JB_CHANNEL_Y, JB_AT_MIDDLE);
    const jb_ref *size = jb_encode_number(e, JB_CHANNEL_SIZE, JB_LOOKED_OWN(u, size));
    const jb_ref *angle = jb_encode_number(e, JB_CHANNEL_ANGLE, JB_LOOKED(u, angle));
    const jb_choice *shape = jb_encode_value(e, JB_CHANNEL_SHAPE, usual_shape(u));
    jb_look_plan look = jb_encode_look(e);
    jb_rows rows = jb_unit_rows(e->chart, e->view);
    jb_mark *m = jb_data_mark(e->chart, group, JB_MARKTYPE_SYMBOL, rows.n, u);
    size_t n = 0, nowhere = 0;
    for (size_t i = 0; i < rows.n; i++) {
        jb_symbol_item *s = &m->symbols[n];
        s->x = jb_place_at(e, JB_CHANNEL_X, jb_ref_at(x, jb_row(rows, i)));
        s->y = jb_place_at(e, JB_CHANNEL_Y, jb_ref_at(y, jb_row(rows, i)));
        s->size = jb_ref_at(size, jb_row(rows, i));
        s->angle = (float)jb_ref_at(angle, jb_row(rows, i));
        bool somewhere = isfinite(s->x) && isfinite(s->y);
        nowhere += !somewhere;
        if (!somewhere || !(s->size >= 0))
            continue;
        n++;
        jb_value name = jb_choice_value(shape, jb_row(rows, i));
        s->shape = name.type == JB_TEXT ? jb_value_str(name) : JB_S("circle");
        if (n == 1 || !jb_str_eq(s->shape, s[-1].shape))
            tell_shape(e, s->shape);
        s->style = jb_look_at(e->chart, &look, jb_row(rows, i));
        s->meta = jb_meta_at(e->chart, &look, jb_row(rows, i));
    }
    jb_tell_lost(e, nowhere);
    tell_sizeless(e, rows.n - nowhere - n);
    m->n = n;
}
