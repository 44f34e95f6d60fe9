/* A mark with all that holds for it: its definition, styles, configs, and what lies under them. */
#include "chart/explain.h"

/* Sizes are no matter of config.mark; shape and width of a symbol are in Vega's own styles, which
 * it does not reach either. */
static const jb_mark_spec *general_config(jb_chart *chart, const jb_unit_view *u)
{
    jb_mark_spec *own = jb_spec_copy(chart->cx->keep, &jb_mark_class, chart->config->mark);
    bool symbol =
        u->mark == JB_MARK_POINT || u->mark == JB_MARK_CIRCLE || u->mark == JB_MARK_SQUARE;
    JB_UNSET(own, size);
    if (!symbol)
        return own;
    JB_UNSET(own, shape);
    JB_UNSET(own, stroke_width);
    return own;
}

/* A style without the names by which Vega-Lite does not ask it: what it says by them stays with
 * it. */
static const jb_mark_spec *asked_style(jb_chart *chart, const jb_mark_spec *style)
{
    jb_mark_spec *own = jb_spec_copy(chart->cx->keep, &jb_mark_class, style);
    JB_UNSET(own, fill);
    JB_UNSET(own, stroke);
    JB_UNSET(own, outer_radius);
    JB_UNSET(own, inner_radius);
    JB_UNSET(own, start_angle);
    JB_UNSET(own, end_angle);
    JB_UNSET(own, font_size);
    JB_UNSET(own, width);
    JB_UNSET(own, height);
    return own;
}

/* Who is the first to give a colour, or a paint, by which no style is asked. */
static size_t giving(const jb_unit_view *u, size_t offset, bool paint)
{
    size_t i = 0;
    while (i < u->look.n &&
           (!jb_given_set(u->look.at[i], offset) || (paint && jb_look_is_style(&u->look, i))))
        i++;
    return i;
}

/* A config's fill or stroke under a colour that beats it, the mark's or the channel's, would beat
 * that when written beside it. */
static void drop_beaten(const jb_unit_view *u, jb_mark_spec *s)
{
    size_t part = u->filled ? offsetof(jb_mark_spec, fill) : offsetof(jb_mark_spec, stroke);
    size_t from = giving(u, part, true), color = giving(u, offsetof(jb_mark_spec, color), false);
    if (from > 0 && (color < from || u->definitions[JB_CHANNEL_COLOR]))
        jb_given_mark(s, part, false);
}

/* Of marks that share a legend, one with an opacity of its own says how the symbols look. */
static bool among_others(const jb_view *v)
{
    for (v = v->parent; v; v = v->parent)
        if (v->kind != JB_VIEW_FACET)
            return true;
    return false;
}

static const jb_mark_spec *settled(jb_chart *chart, const jb_view *v)
{
    const jb_unit_view *u = v->unit;
    jb_mark_spec *s = jb_spec_copy(chart->cx->keep, &jb_mark_class, u->spec);
    for (size_t i = 1; i < u->look.own; i++)
        jb_spec_inherit(chart->cx->keep, &jb_mark_class, s,
                        jb_look_is_style(&u->look, i) ? asked_style(chart, u->look.at[i])
                                                      : u->look.at[i]);
    jb_spec_inherit(chart->cx->keep, &jb_mark_class, s, general_config(chart, u));
    drop_beaten(u, s);
    const jb_mark_spec *size = JB_LOOK_OWN(u, size);
    bool line = u->mark == JB_MARK_LINE || u->mark == JB_MARK_RULE;
    if (u->mark == JB_MARK_TEXT)
        JB_SET(s, font_size, jb_text_size(u));
    jb_spec_give_under(&jb_mark_class, s, u->mark);
    if (line && size && !JB_HAS(u->spec, stroke_width))
        JB_UNSET(s, stroke_width); /* which its size is */
    if (among_others(v) && !JB_LOOK(u, opacity))
        JB_UNSET(s, opacity);
    JB_SETTLE(s, filled, u->filled);
    if (u->orient)
        JB_SETTLE(s, orient, u->orient);
    return s;
}

/* Points and lines laid over have become layers of their own; a config that asks for them would do
 * so once more. */
static void leave_overlays(jb_maker *m, const jb_unit_view *u)
{
    jb_drop(m, "point");
    jb_drop(m, "line");
    if (jb_mark_path(u->mark))
        jb_put_bool(m, "point", false);
    if (u->mark == JB_MARK_AREA)
        jb_put_bool(m, "line", false);
}

const jb_node *jb_mark_explained(jb_chart *chart, const jb_view *v, const jb_node *written)
{
    const jb_node *whole = jb_spec_node(chart->cx, &jb_mark_class, settled(chart, v));
    jb_maker m = jb_make(chart->cx, written->span);
    jb_put(&m, "type", jb_node_get(whole, JB_S("type"))); /* the first word of a mark */
    jb_put_all(&m, whole);
    leave_overlays(&m, v->unit);
    jb_put_all(&m, written->kind == JB_NODE_MAP ? written : NULL);
    return jb_made_map(&m);
}
