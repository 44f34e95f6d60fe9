/* Series that part by colour, parted once more for those who see no colour. */
#include "chart/view.h"

/* By what a mark's series part besides: none, pattern, dash or shape. */
static const jb_channel others[JB_MARK_N] = {
    [JB_MARK_BAR] = JB_CHANNEL_PATTERN,      [JB_MARK_AREA] = JB_CHANNEL_PATTERN,
    [JB_MARK_RECT] = JB_CHANNEL_PATTERN,     [JB_MARK_ARC] = JB_CHANNEL_PATTERN,
    [JB_MARK_LINE] = JB_CHANNEL_STROKE_DASH, [JB_MARK_RULE] = JB_CHANNEL_STROKE_DASH,
    [JB_MARK_POINT] = JB_CHANNEL_SHAPE,
};

static const jb_definition *coloring(const jb_unit_view *u)
{
    static const jb_channel channels[] = {JB_CHANNEL_COLOR, JB_CHANNEL_FILL, JB_CHANNEL_STROKE};
    for (size_t i = 0; i < JB_COUNT(channels); i++) {
        const jb_definition *d = u->definitions[channels[i]];
        if (d && d->kind == JB_DEFINES_FIELD && jb_definition_discrete(d) && !d->bin && !d->binned)
            return d;
    }
    return NULL;
}

/* Dashes that differ at a line's width on paper. */
static const jb_range_spec *dashes(jb_chart *chart)
{
    static const double some[][4] = {{1, 0}, {8, 4}, {2, 3}, {12, 4}, {8, 3, 2, 3}, {4, 2, 1, 2}};
    static const uint32_t lengths[] = {2, 2, 2, 2, 4, 4};
    jb_arena *a = chart->cx->keep;
    jb_range_spec *range = JB_NEW(a, jb_range_spec);
    jb_value *values = JB_NEW_N(a, jb_value, JB_COUNT(some));
    for (size_t i = 0; i < JB_COUNT(some); i++) {
        jb_value *dash = JB_NEW_N(a, jb_value, lengths[i]);
        for (size_t k = 0; k < lengths[i]; k++)
            dash[k] = jb_number(some[i][k]);
        values[i] = (jb_value){.type = JB_LISTED, .n = lengths[i], .items = dash};
    }
    JB_SET(range, values, ((jb_values){values, JB_COUNT(some)}));
    return range;
}

/* The colour's definition, its domain kept, for the other channel. */
static const jb_channel_spec *same_series(jb_chart *chart, const jb_definition *color,
                                          jb_channel channel)
{
    const jb_scale_spec *written = JB_HAS(color->spec, scale) ? color->spec->scale : NULL;
    jb_channel_spec *own = jb_spec_copy(chart->cx->keep, &jb_channel_class, color->spec);
    jb_scale_spec *scale = JB_NEW(chart->cx->keep, jb_scale_spec);
    if (JB_HAS(written, domain))
        JB_SET(scale, domain, written->domain);
    if (channel == JB_CHANNEL_STROKE_DASH)
        JB_SET(scale, range, dashes(chart));
    JB_SET(own, scale, scale);
    own->condition = (jb_channel_list){NULL, 0};
    JB_UNSET(own, condition);
    return own;
}

void jb_unit_part(jb_chart *chart, jb_unit_view *u)
{
    const jb_definition *color = coloring(u);
    if (color && u->mark == JB_MARK_CIRCLE) { /* which has one shape alone */
        u->mark = JB_MARK_POINT;
        u->filled = true;
        JB_SET(u->spec, type, JB_MARK_POINT);
        JB_SET(u->spec, filled, true);
    }
    jb_channel other = others[u->mark];
    if (color && other && !u->definitions[other])
        u->definitions[other] = jb_definition_make(chart, same_series(chart, color, other), other);
}
