/* Whether a mark's values stand on each other, and on which (Vega-Lite's rules). */
#include "chart/view.h"

static bool is_field(const jb_definition *d)
{
    return d && d->kind == JB_DEFINES_FIELD;
}

static bool is_measure(const jb_definition *d)
{
    return is_field(d) && d->type == JB_QUANTITATIVE && !d->bin && !d->binned;
}

static bool asks_for_stack(const jb_definition *d)
{
    return JB_HAS(d->spec, stack) && d->spec->stack != JB_STACK_OFF;
}

static jb_channel both_measure(const jb_unit_view *u, jb_channel x, jb_channel y, bool plain)
{
    const jb_definition *dx = u->definitions[x], *dy = u->definitions[y];
    if (asks_for_stack(dx))
        return x;
    if (asks_for_stack(dy))
        return y;
    if (!!dx->aggregate != !!dy->aggregate)
        return dx->aggregate ? x : y;
    if (plain && u->orient == JB_VERTICAL)
        return y;
    return plain && u->orient == JB_HORIZONTAL ? x : JB_CHANNEL_NONE;
}

/* The channel whose values could be stacked, of x and y or of theta and radius. */
static jb_channel candidate(const jb_unit_view *u, jb_channel x, jb_channel y)
{
    const jb_definition *dx = u->definitions[x], *dy = u->definitions[y];
    bool plain = x == JB_CHANNEL_X && (u->mark == JB_MARK_BAR || u->mark == JB_MARK_AREA);
    bool xm = is_measure(dx), ym = is_measure(dy), both = is_field(dx) && is_field(dy);
    if (both && xm && ym)
        return both_measure(u, x, y, plain);
    if (xm)
        return !both && plain && u->orient == JB_VERTICAL ? JB_CHANNEL_NONE : x;
    if (ym)
        return !both && plain && u->orient == JB_HORIZONTAL ? JB_CHANNEL_NONE : y;
    return JB_CHANNEL_NONE;
}

static jb_channel other_dimension(jb_channel c)
{
    switch ((int)c) {
    case JB_CHANNEL_X:
        return JB_CHANNEL_Y;
    case JB_CHANNEL_Y:
        return JB_CHANNEL_X;
    case JB_CHANNEL_THETA:
        return JB_CHANNEL_RADIUS;
    default:
        return JB_CHANNEL_THETA;
    }
}

static void add_group(jb_stacking *s, const jb_definition *d, jb_str measured)
{
    if (is_field(d) && !jb_str_eq(d->name, measured))
        s->groups[s->groups_n++] = d;
}

static bool is_group(const jb_stacking *s, jb_str name)
{
    for (size_t i = 0; i < s->groups_n; i++)
        if (jb_str_eq(s->groups[i]->name, name))
            return true;
    return false;
}

typedef JB_LIST(const jb_definition *) definition_list;

static void add_by(jb_arena *a, definition_list *list, const jb_stacking *s, const jb_definition *d)
{
    d = jb_definition_field(d);
    if (d && !d->aggregate && !is_group(s, d->name))
        *JB_PUSH(a, list) = d;
}

static bool positional(jb_channel c)
{
    jb_channel main = jb_channel_main(c);
    return jb_channel_position(main) || jb_channel_polar(main) || jb_channel_offset(c) ||
           (c >= JB_CHANNEL_X_ERROR && c <= JB_CHANNEL_Y_ERROR2);
}

static void find_by(jb_chart *chart, const jb_unit_view *u, jb_stacking *s)
{
    definition_list list = {0};
    for (jb_channel c = 1; c < JB_CHANNELS; c++)
        if (!positional(c))
            add_by(chart->cx->keep, &list, s, u->definitions[c]);
    for (size_t i = 0; i < u->details_n; i++)
        add_by(chart->cx->keep, &list, s, u->details[i]);
    for (size_t i = 0; i < u->orders_n; i++)
        add_by(chart->cx->keep, &list, s, u->orders[i]);
    s->by = list.at;
    s->by_n = list.n;
}

static int offset_of(const jb_unit_view *u, const jb_definition *d)
{
    if (JB_IS_NULL(d->spec, stack))
        return JB_STACK_NONE;
    if (JB_HAS(d->spec, stack)) {
        int asked = d->spec->stack;
        return asked == JB_STACK_ON ? JB_STACK_ZERO : asked == JB_STACK_OFF ? JB_STACK_NONE : asked;
    }
    bool usual = u->mark == JB_MARK_BAR || u->mark == JB_MARK_AREA || u->mark == JB_MARK_ARC;
    return usual ? JB_STACK_ZERO : JB_STACK_NONE;
}

static bool stackable(int mark)
{
    return mark == JB_MARK_ARC || mark == JB_MARK_BAR || mark == JB_MARK_AREA ||
           mark == JB_MARK_RULE || mark == JB_MARK_POINT || mark == JB_MARK_CIRCLE ||
           mark == JB_MARK_SQUARE || mark == JB_MARK_LINE || mark == JB_MARK_TEXT ||
           mark == JB_MARK_TICK;
}

static bool aggregates(const jb_unit_view *u)
{
    for (jb_channel c = 1; c < JB_CHANNELS; c++) {
        const jb_definition *d = jb_definition_field(u->definitions[c]);
        if (d && d->aggregate)
            return true;
    }
    return false;
}

jb_stacking jb_stack_find(jb_chart *chart, jb_unit_view *u)
{
    const jb_stacking nothing = {0};
    jb_stacking s = {0};
    if (!stackable(u->mark))
        return nothing;
    s.channel = candidate(u, JB_CHANNEL_X, JB_CHANNEL_Y);
    if (!s.channel)
        s.channel = candidate(u, JB_CHANNEL_THETA, JB_CHANNEL_RADIUS);
    if (!s.channel)
        return nothing;
    const jb_definition *d = u->definitions[s.channel];
    jb_channel dimension = other_dimension(s.channel);
    add_group(&s, u->definitions[dimension], d->name);
    jb_channel offset = dimension == JB_CHANNEL_X ? JB_CHANNEL_X_OFFSET : JB_CHANNEL_Y_OFFSET;
    add_group(&s, u->definitions[offset], d->name);
    find_by(chart, u, &s);
    s.offset = offset_of(u, d);
    const jb_definition *second = u->definitions[jb_channel_second(s.channel)];
    bool ranged = second && (second->kind == JB_DEFINES_FIELD || second->kind == JB_DEFINES_DATUM);
    if (!s.offset || ranged || (aggregates(u) && s.by_n == 0))
        return nothing;
    s.impute = jb_mark_path(u->mark) && !JB_IS_NULL(d->spec, impute);
    return s;
}
