/* text: words at a place. */
#include <math.h>
#include "chart/encode.h"

double jb_text_size(const jb_unit_view *u)
{
    for (size_t i = 0; i < u->look.n; i++) {
        const jb_mark_spec *m = u->look.at[i];
        if (!jb_look_is_style(&u->look, i) && JB_HAS(m, font_size))
            return m->font_size;
        if (!jb_look_is_general(&u->look, i) && JB_HAS(m, size))
            return m->size;
    }
    return JB_LOOKED(u, font_size);
}

static jb_text_look plan_look(const jb_chart *chart, const jb_unit_view *u)
{
    jb_text_look l = jb_text_look_new();
    l.font = JB_LOOKED(u, font);
    l.weight = JB_LOOK_OR(u, font_weight, ((jb_str){NULL, 0}));
    l.style = JB_LOOK_OR(u, font_style, ((jb_str){NULL, 0}));
    l.size = jb_text_size(u);
    l.limit = JB_LOOKED(u, limit);
    l.line_height = JB_LOOK_OR(u, line_height, 0.0);
    l.align = (jb_align)JB_LOOKED(u, align);
    l.baseline = (jb_baseline)JB_LOOKED(u, baseline);
    l.dx = JB_LOOKED(u, dx);
    l.dy = JB_LOOKED(u, dy);
    l.line_break = JB_LOOK_OR(u, line_break, JB_OR(chart->config, line_break, JB_S("\n")));
    l.ellipsis = JB_LOOK_OR(u, ellipsis, ((jb_str){NULL, 0}));
    return l;
}

void jb_draw_text(const jb_encoder *e, jb_group_item *group)
{
    const jb_unit_view *u = e->unit;
    const jb_ref *x = jb_encode_point(e, JB_CHANNEL_X, JB_AT_MIDDLE);
    const jb_ref *y = jb_encode_point(e, JB_CHANNEL_Y, JB_AT_MIDDLE);
    const jb_ref *radius = jb_encode_point(e, JB_CHANNEL_RADIUS, JB_AT_NOTHING);
    const jb_ref *theta = jb_encode_point(e, JB_CHANNEL_THETA, JB_AT_NOTHING);
    jb_text_look l = plan_look(e->chart, u);
    const jb_ref *size = jb_encode_number(e, JB_CHANNEL_SIZE, l.size);
    const jb_ref *angle = jb_encode_number(e, JB_CHANNEL_ANGLE, JB_LOOKED(u, angle));
    const jb_strs constant = JB_LOOK_OR(u, text, ((jb_strs){NULL, 0}));
    const jb_choice *text = jb_encode_text(e, JB_CHANNEL_TEXT);
    jb_look_plan look = jb_encode_look(e);
    jb_rows rows = jb_unit_rows(e->chart, e->view);
    jb_mark *m = jb_data_mark(e->chart, group, JB_MARKTYPE_TEXT, rows.n, u);
    size_t n = 0, nowhere = 0;
    for (size_t i = 0; i < rows.n; i++) {
        size_t row = jb_row(rows, i);
        double px = jb_place_at(e, JB_CHANNEL_X, jb_ref_at(x, row));
        double py = jb_place_at(e, JB_CHANNEL_Y, jb_ref_at(y, row));
        jb_strs lines =
            text ? jb_one_line(e->chart->cx->keep, jb_choice_text(e->chart, text, row)) : constant;
        bool somewhere = isfinite(px) && isfinite(py);
        nowhere += !somewhere;
        if (!somewhere || lines.n == 0)
            continue;
        l.size = jb_ref_at(size, row);
        l.angle = jb_ref_at(angle, row);
        jb_text_item *t = &m->texts[n++];
        const jb_definition *d = u->definitions[JB_CHANNEL_TEXT];
        jb_text_put(e->chart, t, &l, lines, px, py,
                    d ? JB_SPAN(d->spec, field) : JB_SPAN(u->spec, type));
        t->radius = radius ? jb_ref_at(radius, row) : 0;
        t->theta = theta ? jb_ref_at(theta, row) : 0;
        t->style = jb_look_at(e->chart, &look, row);
        t->meta = jb_meta_at(e->chart, &look, row);
    }
    jb_tell_lost(e, nowhere);
    m->n = n;
}
