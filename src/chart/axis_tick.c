/* Ticks: at which values, where along the axis, and how one of them looks; the grid and the ticks
 * themselves. */
#include <math.h>

#include "chart/axis.h"
#include "chart/range.h"

static bool unit_without_count(const jb_definition *d)
{
    uint16_t set = d->units.set;
    return d->timed && (set == 1u << JB_MONTH || set == 1u << JB_HOURS || set == 1u << JB_WEEKDAY ||
                        set == 1u << JB_QUARTER);
}

static double usual_count(const jb_axis_drawing *g)
{
    const jb_definition *d = g->axis->definition;
    jb_scaling type = g->scale->type;
    double size = g->size[g->axis->channel == JB_CHANNEL_X ? 0 : 1];
    if (jb_scaling_discrete(type) || type == JB_SCALING_LOG || JB_HAS(g->s, values))
        return NAN;
    if (d->kind == JB_DEFINES_FIELD && d->bin)
        return ceil(size / 10);
    if (d->kind == JB_DEFINES_FIELD && unit_without_count(d))
        return NAN;
    return ceil(size / 40);
}

/* The first definition with a unit of time, or the axis' own. */
const jb_definition *jb_axis_timed_definition(const jb_axis_drawing *g)
{
    const jb_axis *axis = g->axis;
    const jb_definition *d = axis->definition;
    for (size_t i = 0; i < axis->also_n && !d->timed; i++)
        if (axis->also[i]->kind == JB_DEFINES_FIELD && axis->also[i]->timed)
            d = axis->also[i];
    return d;
}

/* Ticks of a unit of time do not stand closer than one unit. */
static double usual_min_step(const jb_axis_drawing *g)
{
    const jb_definition *d = jb_axis_timed_definition(g);
    if (JB_HAS(g->s, tick_min_step))
        return g->s->tick_min_step;
    if (JB_HAS(g->s, format) && jb_str_eq(g->s->format, JB_S("d")))
        return 1;
    if (d->kind != JB_DEFINES_FIELD || !d->timed || jb_time_units_finest(d->units) == JB_WEEKDAY)
        return NAN;
    int64_t start = jb_days_of(2001, 1, 1) * JB_DAY_MS;
    return (double)(jb_time_next(d->units, start) - start);
}

void jb_axis_find_ticks(jb_axis_drawing *g)
{
    jb_arena *a = g->chart->cx->keep;
    const jb_tick_count_spec *asked = JB_OR(g->s, tick_count, NULL);
    double count = asked && JB_HAS(asked, count) ? asked->count : usual_count(g);
    if (JB_HAS(g->s, values)) {
        jb_values asked_for = g->s->values;
        jb_value *values = JB_NEW_N(a, jb_value, asked_for.n + 1);
        for (size_t i = 0; i < asked_for.n; i++)
            values[i] = jb_definition_value(g->axis->definition, asked_for.at[i]);
        double most = isnan(count) ? (double)asked_for.n : count;
        g->ticks = jb_scale_ticks_of(a, g->scale, values, asked_for.n, most);
        return;
    }
    jb_calendar_step step;
    const jb_calendar_step *interval = NULL;
    if (asked && JB_HAS(asked, interval) && jb_scaling_temporal(g->scale->type)) {
        step = jb_interval_step(asked->interval, JB_OR(asked, step, 1.0));
        interval = &step;
    }
    g->ticks = jb_scale_ticks(a, g->scale, count, usual_min_step(g), interval);
}

void jb_axis_find_band(jb_axis_drawing *g)
{
    bool given = JB_HAS(g->s, tick_band);
    g->offset = g->s->tick_offset;
    g->band = g->s->band_position;
    g->extra = g->s->tick_extra;
    if (!given)
        return;
    g->extra = g->s->tick_band == JB_TICK_BAND_EXTENT;
    g->band = g->extra ? 1 : 0.5;
    if (g->extra)
        g->offset = 0;
}

double jb_axis_place(const jb_axis_drawing *g, jb_value v, double band)
{
    double at = jb_scale_number(g->scale, v);
    return g->scale->type == JB_SCALING_BAND ? at + band * g->scale->bandwidth : at;
}

static double tick_place(const jb_axis_drawing *g, size_t i)
{
    double at = i < g->ticks.n ? jb_axis_place(g, g->ticks.values[i], g->band)
                               : jb_axis_place(g, g->ticks.values[0], 0);
    at += g->offset;
    return g->s->tick_round ? floor(at + 0.5) : at;
}

static size_t tick_number(const jb_axis_drawing *g)
{
    return g->ticks.n + (g->extra && g->ticks.n ? 1 : 0);
}

/* ---- what conditions say for one tick ----------------------------------------------------------
 */

static jb_value condition_value(const jb_axis_drawing *g, const jb_channel_spec *c, jb_value datum)
{
    const jb_expr_spec *expr = JB_OR(c, expr, NULL);
    if (!expr || !expr->parsed)
        return JB_HAS(c, value) ? c->value : jb_null();
    jb_bound *bound = jb_expr_bind(g->chart->cx, expr->parsed, NULL, &g->chart->scope);
    return bound ? jb_bound_value_of(bound, datum, g->chart->cx->keep) : jb_null();
}

/* The first that holds, and its value; NULL: none does. */
static const jb_channel_spec *conditional(const jb_axis_drawing *g, const jb_aside *aside, size_t i,
                                          jb_value *v)
{
    if (!aside || !aside->conditions_n)
        return NULL;
    double index = g->ticks.n > 1 ? (double)i / (double)(g->ticks.n - 1) : 0;
    bool extra = i >= g->ticks.n;
    jb_value datum = jb_tick_datum(g->chart->cx->keep, extra ? jb_null() : g->ticks.values[i],
                                   extra ? JB_S("") : g->labels[i], index);
    for (size_t c = 0; c < aside->conditions_n; c++)
        if (jb_test_tick(g->chart, aside->conditions[c], datum)) {
            *v = condition_value(g, aside->conditions[c], datum);
            return aside->conditions[c];
        }
    return NULL;
}

double jb_axis_number_at(const jb_axis_drawing *g, const jb_aside *aside, double plain, size_t i)
{
    jb_value v;
    return conditional(g, aside, i, &v) && v.type != JB_NULL ? jb_value_number(v) : plain;
}

jb_str jb_axis_text_at(const jb_axis_drawing *g, const jb_aside *aside, jb_str plain, size_t i)
{
    jb_value v;
    return conditional(g, aside, i, &v) && v.type != JB_NULL ? jb_value_text(g->chart->cx->keep, v)
                                                             : plain;
}

int jb_axis_word_at(const jb_axis_drawing *g, const jb_aside *aside, const jb_enum *words,
                    int plain, size_t i)
{
    jb_value v;
    int found = conditional(g, aside, i, &v) && v.type == JB_TEXT
                    ? jb_enum_find(words, jb_value_str(v))
                    : -1;
    return found >= 0 ? found : plain;
}

jb_paint jb_axis_paint_at(const jb_axis_drawing *g, const jb_aside *aside, jb_paint plain, size_t i)
{
    jb_value v;
    const jb_channel_spec *c = conditional(g, aside, i, &v);
    if (!c)
        return plain;
    return v.type == JB_TEXT ? jb_paint_read(g->chart, jb_value_str(v), JB_SPAN(c, value))
                             : jb_paint_none();
}

static jb_numbers dash_at(const jb_axis_drawing *g, const jb_aside *aside, jb_numbers plain,
                          size_t i)
{
    jb_value v;
    if (!conditional(g, aside, i, &v))
        return plain;
    if (v.type != JB_LISTED)
        return (jb_numbers){NULL, 0};
    double *at = JB_NEW_N(g->chart->cx->keep, double, v.n + 1);
    for (uint32_t k = 0; k < v.n; k++)
        at[k] = jb_value_number(v.items[k]);
    return (jb_numbers){at, v.n};
}

const jb_style *jb_axis_rule_style(const jb_axis_drawing *g, const jb_axis_rule *rule, size_t i)
{
    jb_style s = jb_style_plain;
    jb_numbers dash = dash_at(g, rule->dash_if, rule->dash, i);
    s.stroke = jb_axis_paint_at(g, rule->paint_if, rule->paint, i);
    s.stroke_width = jb_axis_number_at(g, rule->width_if, rule->width, i);
    s.stroke_opacity = jb_axis_number_at(g, rule->opacity_if, rule->opacity, i);
    s.stroke_dash = dash.at;
    s.stroke_dash_n = dash.n;
    s.stroke_dash_offset = jb_axis_number_at(g, rule->dash_offset_if, rule->dash_offset, i);
    s.cap = (jb_cap)rule->cap;
    return jb_style_shared(g->chart, &s);
}

/* ---- rules -------------------------------------------------------------------------------------
 */

void jb_axis_set_rule(jb_rule_item *r, const jb_axis_drawing *g, double along1, double across1,
                      double along2, double across2)
{
    r->x = g->horizontal ? along1 : across1;
    r->y = g->horizontal ? across1 : along1;
    r->x2 = g->horizontal ? along2 : across2;
    r->y2 = g->horizontal ? across2 : along2;
}

double jb_axis_tick_size(const jb_axis_drawing *g, size_t i)
{
    return g->s->ticks ? jb_axis_number_at(g, JB_ASIDE(g->s, tick_size), g->s->tick_size, i) : 0;
}

void jb_axis_draw_ticks(jb_axis_drawing *g)
{
    size_t n = tick_number(g);
    jb_mark *m = jb_rule_mark(g->chart, g->group, JB_S("axis-tick"), n);
    const jb_axis_rule rule = JB_AXIS_RULE(g, tick);
    for (size_t i = 0; i < n; i++) {
        double at = tick_place(g, i);
        jb_axis_set_rule(&m->rules[i], g, at, 0, at, g->sign * jb_axis_tick_size(g, i));
        m->rules[i].style = jb_axis_rule_style(g, &rule, i);
    }
}

void jb_axis_draw_grid(jb_axis_drawing *g)
{
    size_t n = tick_number(g);
    jb_mark *m = jb_rule_mark(g->chart, g->group, JB_S("axis-grid"), n);
    const jb_axis_rule rule = JB_AXIS_RULE(g, grid);
    double inward = -g->sign, offset = inward * g->s->offset; /* the grid stays in the plot */
    jb_channel across = g->axis->channel == JB_CHANNEL_X ? JB_CHANNEL_Y : JB_CHANNEL_X;
    const jb_component *other = jb_view_component(g->axis->view, across);
    double from = 0, to = g->size[g->horizontal ? 1 : 0];
    if (other && other->scale && g->axis->view->scales[across]) {
        from = other->scale->range_ends[0];
        to = other->scale->range_ends[1];
    }
    for (size_t i = 0; i < n; i++) {
        double at = tick_place(g, i);
        jb_axis_set_rule(&m->rules[i], g, at, inward * from + offset, at, inward * to + offset);
        m->rules[i].style = jb_axis_rule_style(g, &rule, i);
    }
}

void jb_axis_settle_ticks(const jb_axis_drawing *g, jb_axis_spec *s)
{
    double count = usual_count(g), step = usual_min_step(g);
    bool fitted = jb_plot_fitted(g->chart, g->chart->root, g->horizontal ? 0 : 1);
    jb_tick_count_spec *ticks = JB_NEW(g->chart->cx->keep, jb_tick_count_spec);
    JB_SET(ticks, count, count);
    if (!isnan(count) &&
        !fitted) /* it follows a side that is not settled yet when it is measured */
        JB_SETTLE(s, tick_count, ticks);
    if (!isnan(step))
        JB_SETTLE(s, tick_min_step, step);
}
