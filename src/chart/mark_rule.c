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
        r->x = jb_place_at(e, JB_CHANNEL_X, jb_ref_at(e->chart, x.one, rows.at[i]));
        r->y = jb_place_at(e, JB_CHANNEL_Y, jb_ref_at(e->chart, y.one, rows.at[i]));
        r->x2 =
            x.other ? jb_place_at(e, JB_CHANNEL_X, jb_ref_at(e->chart, x.other, rows.at[i])) : r->x;
        r->y2 =
            y.other ? jb_place_at(e, JB_CHANNEL_Y, jb_ref_at(e->chart, y.other, rows.at[i])) : r->y;
        if (!isfinite(r->x) || !isfinite(r->y) || !isfinite(r->x2) || !isfinite(r->y2))
            continue;
        n++;
        r->style = jb_look_at(e->chart, &look, rows.at[i]);
        r->meta = jb_meta_at(e->chart, &look, rows.at[i]);
    }
    m->n = n;
}
