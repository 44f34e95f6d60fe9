/* arc: a sector of a pie. */
#include <math.h>
#include "chart/encode.h"

static void ends_at(const jb_stretch *s, size_t row, double *from, double *to)
{
    if (s->from && s->to) {
        *from = jb_ref_at(s->from, row);
        *to = jb_ref_at(s->to, row);
        return;
    }
    double start, length;
    jb_stretch_at(s, row, &start, &length);
    *from = start + length;
    *to = start;
}

void jb_draw_arc(const jb_encoder *e, jb_group_item *group)
{
    const jb_unit_view *u = e->unit;
    const jb_ref *x = jb_encode_point(e, JB_CHANNEL_X, JB_AT_MIDDLE);
    const jb_ref *y = jb_encode_point(e, JB_CHANNEL_Y, JB_AT_MIDDLE);
    jb_stretch radius = jb_encode_rect(e, JB_CHANNEL_RADIUS);
    jb_stretch theta = jb_encode_rect(e, JB_CHANNEL_THETA);
    const jb_scale *s = jb_view_scale(e->view, JB_CHANNEL_RADIUS);
    bool banded = s && jb_scaling_discrete(s->type);
    jb_look_plan look = jb_encode_look(e);
    jb_rows rows = jb_unit_rows(e->chart, e->view);
    jb_mark *m = jb_data_mark(e->chart, group, JB_MARKTYPE_ARC, rows.n, u);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        jb_arc_item *a = &m->arcs[n];
        a->x = jb_ref_at(x, jb_row(rows, i));
        a->y = jb_ref_at(y, jb_row(rows, i));
        if (banded) /* a ring of a discrete radius is told from without */
            ends_at(&radius, jb_row(rows, i), &a->inner_radius, &a->outer_radius);
        else
            ends_at(&radius, jb_row(rows, i), &a->outer_radius, &a->inner_radius);
        ends_at(&theta, jb_row(rows, i), &a->start_angle, &a->end_angle);
        if (!isfinite(a->x) || !isfinite(a->y) || !isfinite(a->start_angle) ||
            !isfinite(a->end_angle) || !isfinite(a->outer_radius))
            continue;
        n++;
        a->pad_angle = JB_LOOKED(u, pad_angle);
        a->corner_radius = JB_LOOKED(u, corner_radius);
        a->style = jb_look_at(e->chart, &look, jb_row(rows, i));
        a->meta = jb_meta_at(e->chart, &look, jb_row(rows, i));
    }
    jb_tell_lost(e, rows.n - n);
    m->n = n;
}
