/* rule: a line from one point to another. */
#include <math.h>
#include "chart/encode.h"

typedef struct ends {
    const jb_ref *one, *other;
} ends;

/* A rule of one way reaches from end to end in it and has one place in the other. */
static ends find_ends(const jb_encoder *e, jb_channel c, bool along, bool ranged)
{
    jb_default_place usual = along ? JB_AT_ZERO_OR_MAX : JB_AT_MIDDLE;
    if (!ranged)
        return (ends){jb_encode_point(e, c, usual), NULL};
    jb_stretch s = jb_encode_range(e, c, usual, JB_AT_ZERO_OR_MIN);
    return (ends){s.from ? s.from : s.center, s.to};
}

/* Vega draws a rule to where the config of its mark says, where nothing else does. */
static double config_end(const jb_unit_view *u, bool x, double usual)
{
    for (size_t i = 1; i < u->look.n; i++) {
        const jb_mark_spec *m = u->look.at[i];
        if (x ? JB_HAS(m, x2) : JB_HAS(m, y2))
            return jb_value_number(x ? m->x2 : m->y2);
    }
    return usual;
}

void jb_draw_rule(const jb_encoder *e, jb_group_item *group)
{
    const jb_unit_view *u = e->unit;
    if (!u->definitions[JB_CHANNEL_X] && !u->definitions[JB_CHANNEL_Y])
        return;
    ends x = find_ends(e, JB_CHANNEL_X, u->orient == JB_HORIZONTAL, u->orient != JB_VERTICAL);
    ends y = find_ends(e, JB_CHANNEL_Y, u->orient == JB_VERTICAL, u->orient != JB_HORIZONTAL);
    jb_look_plan look = jb_encode_look(e);
    jb_rows rows = jb_unit_rows(e->chart, e->view);
    jb_mark *m = jb_data_mark(e->chart, group, JB_MARKTYPE_RULE, rows.n, u);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        jb_rule_item *r = &m->rules[n];
        r->x = jb_place_at(e, JB_CHANNEL_X, jb_ref_at(x.one, jb_row(rows, i)));
        r->y = jb_place_at(e, JB_CHANNEL_Y, jb_ref_at(y.one, jb_row(rows, i)));
        r->x2 = x.other ? jb_place_at(e, JB_CHANNEL_X, jb_ref_at(x.other, jb_row(rows, i)))
                        : config_end(u, true, r->x);
        r->y2 = y.other ? jb_place_at(e, JB_CHANNEL_Y, jb_ref_at(y.other, jb_row(rows, i)))
                        : config_end(u, false, r->y);
        if (!isfinite(r->x) || !isfinite(r->y) || !isfinite(r->x2) || !isfinite(r->y2))
            continue;
        n++;
        r->style = jb_look_at(e->chart, &look, jb_row(rows, i));
        r->meta = jb_meta_at(e->chart, &look, jb_row(rows, i));
    }
    jb_tell_lost(e, rows.n - n);
    m->n = n;
}
