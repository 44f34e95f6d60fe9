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

static jb_text_look plan_look(const jb_unit_view *u)
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
    l.ellipsis = JB_LOOK_OR(u, ellipsis, ((jb_str){NULL, 0}));
    return l;
}

static jb_strs parted(jb_arena *a, jb_str s, jb_str by)
{
    JB_LIST(jb_str) list = {0};
    for (ptrdiff_t at; by.n && (at = jb_str_find(s, by)) >= 0;) {
        *JB_PUSH(a, &list) = jb_str_cut(s, 0, (size_t)at);
        s = jb_str_cut(s, (size_t)at + by.n, s.n);
    }
    *JB_PUSH(a, &list) = s;
    return (jb_strs){list.at, list.n};
}

typedef struct words {
    const jb_choice *text;
    jb_strs constant; /* of the mark's own definition */
    jb_str line_break;
} words;

static jb_strs lines_at(const jb_encoder *e, const words *w, size_t row)
{
    if (!w->text)
        return w->constant.n == 1 && w->line_break.n
                   ? parted(e->chart->cx->keep, w->constant.at[0], w->line_break)
                   : w->constant;
    jb_str s = jb_choice_text(e->chart, w->text, row);
    bool whole = jb_str_find(s, JB_S("\n")) < 0 && !w->line_break.n;
    return whole ? jb_one_line(e->chart->cx->keep, s)
                 : parted(e->chart->cx->keep, s, w->line_break.n ? w->line_break : JB_S("\n"));
}

void jb_draw_text(const jb_encoder *e, jb_group_item *group)
{
    const jb_unit_view *u = e->unit;
    const jb_ref *x = jb_encode_point(e, JB_CHANNEL_X, JB_AT_MIDDLE);
    const jb_ref *y = jb_encode_point(e, JB_CHANNEL_Y, JB_AT_MIDDLE);
    const jb_ref *radius = jb_encode_point(e, JB_CHANNEL_RADIUS, JB_AT_NOTHING);
    const jb_ref *theta = jb_encode_point(e, JB_CHANNEL_THETA, JB_AT_NOTHING);
    jb_text_look l = plan_look(u);
    const jb_ref *size = jb_encode_number(e, JB_CHANNEL_SIZE, l.size);
    const jb_ref *angle = jb_encode_number(e, JB_CHANNEL_ANGLE, JB_LOOKED(u, angle));
    const jb_mark_spec *own = JB_LOOK(u, text), *parts = JB_LOOK(u, line_break);
    words w = {jb_encode_text(e, JB_CHANNEL_TEXT), own ? own->text : (jb_strs){NULL, 0},
               parts ? parts->line_break : (jb_str){NULL, 0}};
    jb_look_plan look = jb_encode_look(e);
    jb_rows rows = jb_unit_rows(e->chart, e->view);
    jb_mark *m = jb_data_mark(e->chart, group, JB_MARKTYPE_TEXT, rows.n, u);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        size_t row = rows.at[i];
        double px = jb_place_at(e, JB_CHANNEL_X, jb_ref_at(e->chart, x, row));
        double py = jb_place_at(e, JB_CHANNEL_Y, jb_ref_at(e->chart, y, row));
        jb_strs lines = lines_at(e, &w, row);
        if (!isfinite(px) || !isfinite(py) || lines.n == 0)
            continue;
        l.size = jb_ref_at(e->chart, size, row);
        l.angle = jb_ref_at(e->chart, angle, row);
        jb_text_item *t = &m->texts[n++];
        const jb_definition *d = u->definitions[JB_CHANNEL_TEXT];
        jb_text_put(e->chart, t, &l, lines, px, py,
                    d ? JB_SPAN(d->spec, field) : JB_SPAN(u->spec, type));
        t->radius = radius ? jb_ref_at(e->chart, radius, row) : 0;
        t->theta = theta ? jb_ref_at(e->chart, theta, row) : 0;
        t->style = jb_look_at(e->chart, &look, row);
        t->meta = jb_meta_at(e->chart, &look, row);
    }
    m->n = n;
}
