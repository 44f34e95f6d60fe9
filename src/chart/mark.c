/* The marks: one row for each, and what all of them need. */
#include "chart/encode.h"

static jb_mark_drawer *const drawers[JB_MARK_N] = {
    [JB_MARK_ARC] = jb_draw_arc,       [JB_MARK_AREA] = jb_draw_path,
    [JB_MARK_BAR] = jb_draw_bar,       [JB_MARK_CIRCLE] = jb_draw_symbol,
    [JB_MARK_LINE] = jb_draw_path,     [JB_MARK_POINT] = jb_draw_symbol,
    [JB_MARK_RECT] = jb_draw_bar,      [JB_MARK_RULE] = jb_draw_rule,
    [JB_MARK_SQUARE] = jb_draw_symbol, [JB_MARK_TEXT] = jb_draw_text,
    [JB_MARK_TICK] = jb_draw_tick,     [JB_MARK_TRAIL] = jb_draw_path,
};

jb_mark *jb_data_mark(jb_chart *chart, jb_group_item *group, jb_marktype type, size_t n,
                      const jb_unit_view *u)
{
    jb_mark *m = jb_mark_new(chart->cx->keep, type, JB_S("mark"), n);
    m->name = JB_S("marks");
    m->clip = JB_LOOK_OR(u, clip, false);
    jb_group_add(chart->cx->keep, group, m);
    return m;
}

void jb_draw_unit(jb_chart *chart, const jb_view *view, jb_group_item *group)
{
    const jb_unit_view *u = view->unit;
    const jb_encoder e = {chart, view, u, u->table, view->size};
    if (drawers[u->mark])
        drawers[u->mark](&e, group);
    else
        jb_fail(chart->cx, JB_SPAN(u->spec, type), "a %.*s mark is not drawn",
                JB_F(jb_enum_key(&jb_mark_type_values, u->mark)));
}
