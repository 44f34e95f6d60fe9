/* Axes: what each unit would have, agreed upon by layers, then drawn. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "chart/guide.h"

/* ---- titles ------------------------------------------------------------------------------------
 */

static bool same_naming(const jb_definition *a, const jb_definition *b)
{
    return jb_str_eq(a->name, b->name) && jb_str_eq(a->field, b->field);
}

void jb_title_derive(jb_title_text *t, const jb_definition *d)
{
    for (size_t i = 0; i < t->of_n; i++)
        if (same_naming(t->of[i], d))
            return;
    if (t->of_n < JB_COUNT(t->of))
        t->of[t->of_n++] = d;
    t->set = true;
}

static bool same_lines(jb_strs a, jb_strs b)
{
    for (size_t i = 0; i < a.n && i < b.n; i++)
        if (!jb_str_eq(a.at[i], b.at[i]))
            return false;
    return a.n == b.n;
}

jb_str jb_comma_joined(jb_arena *a, jb_strs first, jb_strs second)
{
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < first.n + second.n; i++) {
        if (i)
            jb_buf_add(&b, JB_S(", "));
        jb_buf_add(&b, i < first.n ? first.at[i] : second.at[i - first.n]);
    }
    return b.text;
}

/* Two texts stand side by side; the same twice is said once. */
static jb_strs joined_lines(jb_arena *a, jb_strs first, jb_strs second)
{
    return same_lines(first, second) ? first : jb_one_line(a, jb_comma_joined(a, first, second));
}

/* An explicit title wins over a derived one; two written ones stand side by side, a null puts an
 * end to both. */
void jb_title_merge(jb_arena *a, jb_title_text *into, const jb_title_text *from)
{
    if (!from->set || (into->set && into->explicit && !from->explicit))
        return;
    if (!into->set || (from->explicit && !into->explicit)) {
        *into = *from;
        return;
    }
    if (into->null || from->null)
        into->null = true;
    else if (into->lines.n && from->lines.n)
        into->lines = joined_lines(a, into->lines, from->lines);
    else if (!into->lines.n && from->lines.n)
        *into = *from;
    else if (!into->lines.n)
        for (size_t i = 0; i < from->of_n; i++)
            jb_title_derive(into, from->of[i]);
}

jb_strs jb_title_lines(jb_chart *chart, const jb_title_text *t)
{
    jb_arena *a = chart->cx->keep;
    if (!t->set || t->null)
        return (jb_strs){NULL, 0};
    if (t->lines.n)
        return t->lines.n == 1 && t->lines.at[0].n == 0 ? (jb_strs){NULL, 0} : t->lines;
    jb_str *names = JB_NEW_N(a, jb_str, t->of_n + 1);
    for (size_t i = 0; i < t->of_n; i++)
        names[i] = jb_definition_title(chart, t->of[i]);
    jb_str whole = jb_comma_joined(a, (jb_strs){names, t->of_n}, (jb_strs){NULL, 0});
    return whole.n ? jb_one_line(a, whole) : (jb_strs){NULL, 0};
}

jb_span jb_title_span(const jb_definition *d)
{
    const jb_channel_spec *s = d->spec;
    if (JB_HAS(s, axis) && s->axis && JB_HAS(s->axis, title))
        return JB_SPAN(s->axis, title);
    if (JB_HAS(s, legend) && s->legend && JB_HAS(s->legend, title))
        return JB_SPAN(s->legend, title);
    return JB_HAS(s, title) ? JB_SPAN(s, title) : JB_SPAN(s, field);
}

static bool written_title(jb_arena *a, jb_title_text *t, const jb_axis_spec *axis,
                          const jb_definition *d, const jb_definition *second)
{
    t->set = t->explicit = true;
    if (JB_GIVEN(axis, title)) {
        t->null = JB_IS_NULL(axis, title);
        t->lines = axis->title;
        return true;
    }
    bool first = d && JB_GIVEN(d->spec, title), also = second && JB_GIVEN(second->spec, title);
    bool of_first = first && !JB_IS_NULL(d->spec, title);
    bool of_second = also && !JB_IS_NULL(second->spec, title);
    if (of_first)
        t->lines = d->spec->title;
    if (of_second && !of_first)
        t->lines = second->spec->title;
    if (of_first && of_second)
        t->lines = joined_lines(a, t->lines, second->spec->title);
    t->null = (first || also) && !of_first && !of_second;
    return first || also;
}

/* ---- what a unit's axis would be ---------------------------------------------------------------
 */

static int usual_orient(jb_chart *chart, jb_channel c)
{
    const jb_config_spec *g = chart->config;
    const jb_axis_spec *own = c == JB_CHANNEL_X ? g->axis_x : g->axis_y;
    if (JB_HAS(own, orient))
        return own->orient;
    if (JB_HAS(g->axis, orient))
        return g->axis->orient;
    return c == JB_CHANNEL_X ? JB_ORIENT_BOTTOM : JB_ORIENT_LEFT;
}

static int grammar_scale(jb_scaling s)
{
    int found = jb_enum_find(&jb_scale_type_values, jb_scaling_name(s));
    return found < 0 ? JB_SCALE_NONE : found;
}

static void cascade(jb_chart *chart, jb_axis *axis)
{
    axis->spec = jb_config_axis(chart->cx, chart->config, axis->author, axis->channel, axis->orient,
                                grammar_scale(axis->component->type));
}

/* A title from config: no author's, so any author's of a merged view wins over it. */
static bool config_title(jb_chart *chart, jb_axis *axis)
{
    jb_titled_config found =
        jb_config_axis_title(chart->cx, chart->config, axis->author, axis->channel, axis->orient,
                             grammar_scale(axis->component->type));
    if (!found.from)
        return false;
    bool null = found.only_away || JB_IS_NULL(found.from, title);
    axis->title = (jb_title_text){.set = true, .null = null};
    if (!null)
        axis->title.lines = found.from->title;
    return true;
}

static void derived_title(jb_axis *axis, const jb_definition *second)
{
    axis->title = (jb_title_text){0};
    if (axis->definition->kind == JB_DEFINES_FIELD)
        jb_title_derive(&axis->title, axis->definition);
    if (second && second->kind == JB_DEFINES_FIELD)
        jb_title_derive(&axis->title, second);
}

static bool usual_grid(const jb_axis *axis)
{
    const jb_definition *d = axis->definition;
    return !jb_scaling_discrete(axis->component->type) && d->kind == JB_DEFINES_FIELD && !d->bin &&
           !d->binned;
}

static jb_axis *unit_axis(jb_chart *chart, jb_view *v, jb_channel c)
{
    const jb_unit_view *u = v->unit;
    const jb_definition *d = jb_definition_scaled(u->definitions[c]);
    const jb_definition *second = u->definitions[jb_channel_second(c)];
    jb_axis *axis = JB_NEW(chart->cx->keep, jb_axis);
    const jb_axis_spec *written = JB_HAS(d->spec, axis) ? d->spec->axis : NULL;
    axis->channel = c;
    axis->view = v;
    axis->definition = d;
    axis->component = jb_view_component(v, c);
    axis->author = jb_spec_copy(chart->cx->keep, &jb_axis_class, written);
    axis->orient_explicit = JB_HAS(written, orient);
    axis->orient = axis->orient_explicit ? written->orient : usual_orient(chart, c);
    cascade(chart, axis);
    if (!axis->orient_explicit && JB_HAS(axis->spec, orient)) {
        axis->orient = axis->spec->orient;
        cascade(chart, axis);
    }
    axis->disabled_explicit = JB_GIVEN(d->spec, axis);
    axis->disabled = JB_IS_NULL(d->spec, axis);
    if (!axis->disabled_explicit)
        axis->disabled = JB_OR(axis->spec, disable, false);
    axis->grid_explicit = JB_HAS(written, grid);
    axis->grid = JB_OR(axis->spec, grid, usual_grid(axis));
    if (!written_title(chart->cx->keep, &axis->title, written, d, second) &&
        !config_title(chart, axis))
        derived_title(axis, second);
    return axis;
}

/* ---- agreeing ----------------------------------------------------------------------------------
 */

static int guide_resolve(const jb_view *v, jb_channel c)
{
    if (v->resolve_scale[c] == JB_INDEPENDENT)
        return JB_INDEPENDENT;
    return v->resolve_guide[c] ? v->resolve_guide[c] : JB_SHARED;
}

static bool merge_axis(jb_chart *chart, jb_axis *into, const jb_axis *from)
{
    if (into->orient_explicit && from->orient_explicit && into->orient != from->orient)
        return false;
    if (from->orient_explicit && !into->orient_explicit) {
        into->orient = from->orient;
        into->orient_explicit = true;
    }
    if (from->disabled_explicit && !into->disabled_explicit) {
        into->disabled = from->disabled;
        into->disabled_explicit = true;
    }
    if (from->grid_explicit && !into->grid_explicit) {
        into->grid = from->grid;
        into->grid_explicit = true;
    }
    if (into->also_n < JB_COUNT(into->also))
        into->also[into->also_n++] = from->definition;
    jb_title_merge(chart->cx->keep, &into->title, &from->title);
    jb_spec_inherit(chart->cx->keep, &jb_axis_class, into->author, from->author);
    cascade(chart, into);
    return true;
}

static int opposite(int orient)
{
    return orient == JB_ORIENT_LEFT    ? JB_ORIENT_RIGHT
           : orient == JB_ORIENT_RIGHT ? JB_ORIENT_LEFT
           : orient == JB_ORIENT_TOP   ? JB_ORIENT_BOTTOM
                                       : JB_ORIENT_TOP;
}

/* Axes of their own: the first stays, the others go to the other side; only the first has a grid.
 */
static void stand_apart(jb_chart *chart, jb_view *v, size_t xy)
{
    size_t count[JB_ORIENT_N] = {0};
    v->axes[xy].n = 0;
    for (size_t i = 0; i < v->children_n; i++)
        for (size_t j = 0; j < v->children[i]->axes[xy].n; j++) {
            jb_axis *axis = v->children[i]->axes[xy].at[j];
            int usual = axis->orient;
            if (!axis->orient_explicit && count[usual] > count[opposite(usual)])
                axis->orient = opposite(usual);
            count[usual]++;
            cascade(chart, axis);
            if (v->axes[xy].n && !axis->grid_explicit)
                axis->grid = false;
            *JB_PUSH(chart->cx->keep, &v->axes[xy]) = axis;
        }
}

static bool share_axis(jb_chart *chart, jb_view *v, size_t xy)
{
    jb_axis *shared = NULL;
    for (size_t i = 0; i < v->children_n; i++) {
        const jb_view *child = v->children[i];
        if (child->axes[xy].n == 0)
            continue;
        if (child->axes[xy].n > 1)
            return false;
        if (!shared) {
            shared = JB_NEW(chart->cx->keep, jb_axis);
            *shared = *child->axes[xy].at[0];
            shared->author =
                jb_spec_copy(chart->cx->keep, &jb_axis_class, child->axes[xy].at[0]->author);
        } else if (!merge_axis(chart, shared, child->axes[xy].at[0]))
            return false;
    }
    v->axes[xy].n = 0;
    if (shared)
        *JB_PUSH(chart->cx->keep, &v->axes[xy]) = shared;
    return true;
}

static void layer_axes(jb_chart *chart, jb_view *v)
{
    static const jb_channel channels[2] = {JB_CHANNEL_X, JB_CHANNEL_Y};
    for (size_t xy = 0; xy < 2; xy++) {
        bool shared = guide_resolve(v, channels[xy]) == JB_SHARED && share_axis(chart, v, xy);
        if (!shared)
            stand_apart(chart, v, xy);
        for (size_t i = 0; i < v->children_n; i++)
            v->children[i]->axes[xy].n = 0;
    }
}

void jb_view_axes(jb_chart *chart, jb_view *view)
{
    view->axes[0].n = view->axes[1].n = 0;
    for (size_t i = 0; i < view->children_n; i++)
        jb_view_axes(chart, view->children[i]);
    if (view->unit && view->scales[JB_CHANNEL_X])
        *JB_PUSH(chart->cx->keep, &view->axes[0]) = unit_axis(chart, view, JB_CHANNEL_X);
    if (view->unit && view->scales[JB_CHANNEL_Y])
        *JB_PUSH(chart->cx->keep, &view->axes[1]) = unit_axis(chart, view, JB_CHANNEL_Y);
    if (view->kind == JB_VIEW_LAYER)
        layer_axes(chart, view);
}

/* ---- ticks -------------------------------------------------------------------------------------
 */

typedef struct drawing {
    jb_chart *chart;
    const jb_axis *axis;
    const jb_axis_spec *s;
    const jb_scale *scale;
    const double *size; /* of the plot */
    bool horizontal;    /* bottom, top */
    double sign;        /* outward: -1 left and top */
    jb_ticks ticks;
    jb_str *labels;
    double band, offset; /* of ticks, in the band */
    bool extra;
    jb_group_item *group;
} drawing;

static bool unit_without_count(const jb_definition *d)
{
    uint16_t set = d->units.set;
    return d->timed && (set == 1u << JB_MONTH || set == 1u << JB_HOURS || set == 1u << JB_WEEKDAY ||
                        set == 1u << JB_QUARTER);
}

static double usual_count(const drawing *g)
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
static const jb_definition *timed_definition(const drawing *g)
{
    const jb_axis *axis = g->axis;
    const jb_definition *d = axis->definition;
    for (size_t i = 0; i < axis->also_n && !d->timed; i++)
        if (axis->also[i]->kind == JB_DEFINES_FIELD && axis->also[i]->timed)
            d = axis->also[i];
    return d;
}

/* Ticks of a unit of time do not stand closer than one unit. */
static double usual_min_step(const drawing *g)
{
    const jb_definition *d = timed_definition(g);
    if (JB_HAS(g->s, tick_min_step))
        return g->s->tick_min_step;
    if (JB_HAS(g->s, format) && jb_str_eq(g->s->format, JB_S("d")))
        return 1;
    if (d->kind != JB_DEFINES_FIELD || !d->timed || jb_time_units_finest(d->units) == JB_WEEKDAY)
        return NAN;
    int64_t start = jb_days_of(2001, 1, 1) * JB_DAY_MS;
    return (double)(jb_time_next(d->units, start) - start);
}

static void find_ticks(drawing *g)
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

static jb_labeler labeler_of(const drawing *g)
{
    return jb_labeler_make(g->chart, timed_definition(g), JB_FORMAT_OF(g->s), JB_FOR_AXIS, g->scale,
                           g->ticks.count);
}

static void find_labels(drawing *g)
{
    jb_arena *a = g->chart->cx->keep;
    jb_labeler l = labeler_of(g);
    if (JB_HAS(g->s, values))
        l.log = NULL;
    l.ticks_n = g->ticks.n;
    g->labels = JB_NEW_N(a, jb_str, g->ticks.n + 1);
    const jb_expr_spec *expr = JB_OR(g->s, label_expr, NULL);
    for (size_t i = 0; i < g->ticks.n; i++) {
        double index = g->ticks.n > 1 ? (double)i / (double)(g->ticks.n - 1) : 0;
        g->labels[i] = jb_label_of(&l, g->ticks.values[i]);
        g->labels[i] = jb_label_expr(g->chart, expr, g->ticks.values[i], g->labels[i], index);
    }
}

static void find_band(drawing *g)
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

static double place(const drawing *g, jb_value v, double band)
{
    double at = jb_scale_number(g->scale, v);
    return g->scale->type == JB_SCALING_BAND ? at + band * g->scale->bandwidth : at;
}

static double tick_place(const drawing *g, size_t i)
{
    double at =
        i < g->ticks.n ? place(g, g->ticks.values[i], g->band) : place(g, g->ticks.values[0], 0);
    at += g->offset;
    return g->s->tick_round ? floor(at + 0.5) : at;
}

static size_t tick_number(const drawing *g)
{
    return g->ticks.n + (g->extra && g->ticks.n ? 1 : 0);
}

/* ---- looks -------------------------------------------------------------------------------------
 */

jb_str jb_node_text(const jb_node *n)
{
    return n && n->kind == JB_NODE_STRING ? n->text : (jb_str){NULL, 0};
}

typedef struct rule_look {
    jb_paint paint;
    double width, opacity, dash_offset;
    jb_numbers dash;
    int cap;
} rule_look;

static const jb_style *rule_style(jb_chart *chart, const rule_look *l)
{
    jb_style s = jb_style_plain;
    s.stroke = l->paint;
    s.stroke_width = l->width;
    s.stroke_opacity = l->opacity;
    s.stroke_dash = l->dash.at;
    s.stroke_dash_n = l->dash.n;
    s.stroke_dash_offset = l->dash_offset;
    s.cap = (jb_cap)l->cap;
    return jb_style_shared(chart, &s);
}

#define RULE_LOOK(chart, s, part)                                                                  \
    ((rule_look){JB_PAINT(chart, s, part##_color), JB_OR(s, part##_width, 1.0),                    \
                 JB_OR(s, part##_opacity, 1.0), JB_OR(s, part##_dash_offset, 0.0),                 \
                 JB_OR(s, part##_dash, ((jb_numbers){NULL, 0})), JB_OR(s, part##_cap, 0)})

/* The value of a property for one tick: that of the first condition that holds, else the plain one.
 */
static const jb_channel_spec *holding(const drawing *g, const jb_aside *aside, size_t i)
{
    double index = g->ticks.n > 1 ? (double)i / (double)(g->ticks.n - 1) : 0;
    jb_value v = i < g->ticks.n ? g->ticks.values[i] : jb_null();
    for (size_t c = 0; aside && c < aside->conditions_n; c++)
        if (jb_test_tick(g->chart, aside->conditions[c],
                         jb_tick_datum(g->chart->cx->keep, v,
                                       i < g->ticks.n ? g->labels[i] : JB_S(""), index)))
            return aside->conditions[c];
    return NULL;
}

static double number_for(const drawing *g, const jb_aside *aside, double plain, size_t i)
{
    const jb_channel_spec *c = holding(g, aside, i);
    return c && JB_HAS(c, value) ? jb_value_number(c->value) : plain;
}

static jb_paint paint_for(const drawing *g, const jb_aside *aside, jb_paint plain, size_t i)
{
    const jb_channel_spec *c = holding(g, aside, i);
    if (c && JB_HAS(c, value) && c->value.type == JB_TEXT)
        return jb_paint_read(g->chart, jb_value_str(c->value), JB_SPAN(c, value));
    return c ? jb_paint_none() : plain;
}

static jb_numbers dash_for(const drawing *g, const jb_aside *aside, jb_numbers plain, size_t i)
{
    const jb_channel_spec *c = holding(g, aside, i);
    if (!c || !JB_HAS(c, value) || c->value.type != JB_LISTED)
        return c ? (jb_numbers){NULL, 0} : plain;
    double *at = JB_NEW_N(g->chart->cx->keep, double, c->value.n + 1);
    for (uint32_t k = 0; k < c->value.n; k++)
        at[k] = jb_value_number(c->value.items[k]);
    return (jb_numbers){at, c->value.n};
}

#define CONDITIONAL(g, part, i, style)                                                             \
    do {                                                                                           \
        (style)->stroke = paint_for(g, JB_ASIDE((g)->s, part##_color),                             \
                                    JB_PAINT((g)->chart, (g)->s, part##_color), i);                \
        (style)->stroke_width =                                                                    \
            number_for(g, JB_ASIDE((g)->s, part##_width), JB_OR((g)->s, part##_width, 1.0), i);    \
        (style)->stroke_opacity = number_for(g, JB_ASIDE((g)->s, part##_opacity),                  \
                                             JB_OR((g)->s, part##_opacity, 1.0), i);               \
        jb_numbers dash = dash_for(g, JB_ASIDE((g)->s, part##_dash),                               \
                                   JB_OR((g)->s, part##_dash, ((jb_numbers){NULL, 0})), i);        \
        (style)->stroke_dash = dash.at;                                                            \
        (style)->stroke_dash_n = dash.n;                                                           \
    } while (0)

/* ---- parts -------------------------------------------------------------------------------------
 */

static void set_rule(jb_rule_item *r, const drawing *g, double along1, double across1,
                     double along2, double across2)
{
    r->x = g->horizontal ? along1 : across1;
    r->y = g->horizontal ? across1 : along1;
    r->x2 = g->horizontal ? along2 : across2;
    r->y2 = g->horizontal ? across2 : along2;
}

static double tick_size(const drawing *g)
{
    return g->s->ticks ? g->s->tick_size : 0;
}

static void draw_ticks(drawing *g)
{
    size_t n = tick_number(g);
    jb_mark *m = jb_rule_mark(g->chart, g->group, JB_S("axis-tick"), n);
    jb_style style = jb_style_plain;
    for (size_t i = 0; i < n; i++) {
        double at = tick_place(g, i);
        double size = number_for(g, JB_ASIDE(g->s, tick_size), tick_size(g), i);
        CONDITIONAL(g, tick, i, &style);
        style.cap = (jb_cap)g->s->tick_cap;
        style.stroke_dash_offset = g->s->tick_dash_offset;
        set_rule(&m->rules[i], g, at, 0, at, g->sign * size);
        m->rules[i].style = jb_style_shared(g->chart, &style);
    }
}

static double normal_angle(double degrees)
{
    double a = fmod(degrees, 360);
    return a < 0 ? a + 360 : a;
}

/* NaN: none asked for, which is 0 and leaves alignment to the side. */
static double label_angle(const drawing *g)
{
    const jb_definition *d = g->axis->definition;
    if (JB_HAS(g->s, label_angle))
        return normal_angle(g->s->label_angle);
    if (JB_OR(g->s, label_stacked, false) || JB_OR(g->s, label_wrap, 0.0) > 0)
        return NAN;
    bool words = d->type == JB_NOMINAL || d->type == JB_ORDINAL;
    return g->axis->channel == JB_CHANNEL_X && words && !d->timed ? 270 : NAN;
}

/* -1: the side's own. */
static int align_for(const drawing *g, double angle)
{
    if (JB_HAS(g->s, label_align))
        return g->s->label_align;
    if (isnan(angle))
        return -1;
    bool x = g->axis->channel == JB_CHANNEL_X;
    double start = x ? 0 : 90;
    int main = x ? JB_ORIENT_BOTTOM : JB_ORIENT_LEFT;
    if (fmod(angle + start, 180) == 0)
        return x ? -1 : JB_ALIGN_CENTER;
    bool inside = start < angle && angle < 180 + start;
    return inside == (g->axis->orient == main) ? JB_ALIGN_LEFT : JB_ALIGN_RIGHT;
}

static int baseline_for(const drawing *g, double angle)
{
    if (JB_HAS(g->s, label_baseline))
        return g->s->label_baseline;
    if (isnan(angle))
        return -1;
    if (g->axis->channel == JB_CHANNEL_X) {
        if ((45 < angle && angle < 135) || (225 < angle && angle < 315))
            return JB_BASELINE_MIDDLE;
        bool flat = angle <= 45 || 315 <= angle;
        return flat == (g->axis->orient == JB_ORIENT_TOP) ? JB_BASELINE_BOTTOM : JB_BASELINE_TOP;
    }
    if (angle <= 45 || 315 <= angle || (135 <= angle && angle <= 225))
        return -1;
    return (45 <= angle && angle <= 135) == (g->axis->orient == JB_ORIENT_LEFT)
               ? JB_BASELINE_TOP
               : JB_BASELINE_BOTTOM;
}

/* How near the end of the axis a label must stand to be flushed with it; NaN: never. */
static double flush_distance(const drawing *g)
{
    if (JB_HAS(g->s, label_flush)) {
        jb_value v = g->s->label_flush;
        if (v.type == JB_BOOL)
            return v.truth ? 1 : NAN;
        return jb_value_number(v);
    }
    const jb_definition *d = g->axis->definition;
    bool measured = d->type == JB_QUANTITATIVE || d->type == JB_TEMPORAL;
    return g->axis->channel == JB_CHANNEL_X && measured ? 1 : NAN;
}

/* -1 at the axis' low end, 1 at its high end, 0 in between. */
static int flush_side(const drawing *g, double distance, jb_value v)
{
    if (isnan(distance))
        return 0;
    double a = fmin(g->scale->range_ends[0], g->scale->range_ends[1]);
    double b = fmax(g->scale->range_ends[0], g->scale->range_ends[1]);
    double at = jb_scale_number(g->scale, v), left = fabs(at - a), right = fabs(b - at);
    if (left < right && left <= distance)
        return -1;
    return right <= distance ? 1 : 0;
}

static jb_text_look label_look(const drawing *g)
{
    jb_text_look l = JB_TEXT_LOOK(g->chart, g->s, label_);
    l.limit = g->s->label_limit;
    l.line_height = JB_OR(g->s, label_line_height, 0.0);
    return l;
}

static jb_paint label_paint(const drawing *g, size_t i)
{
    return paint_for(g, JB_ASIDE(g->s, label_color), JB_PAINT(g->chart, g->s, label_color), i);
}

static double line_step(const jb_text_look *l)
{
    return l->line_height != 0 ? l->line_height : l->size + 2;
}

/* From one label's place to the next one's; INFINITY: there is but one. */
static double label_room(const drawing *g)
{
    return g->ticks.n < 2
               ? INFINITY
               : fabs(place(g, g->ticks.values[1], 0.5) - place(g, g->ticks.values[0], 0.5));
}

/* Two lines, neither wider than was asked nor reaching its neighbours: what is longer is cut. A row
 * too low for two lines keeps one. */
static jb_strs wrapped(const drawing *g, jb_text_look *l, jb_str label)
{
    double room = label_room(g), width = g->s->label_wrap;
    if (!g->horizontal && room < 2 * line_step(l))
        return jb_lines_of(g->chart->cx->keep, label);
    if (g->horizontal)
        width = fmax(fmin(width, room - l->size / 2), l->size);
    l->limit = l->limit > 0 ? fmin(l->limit, width) : width;
    return jb_label_halve(g->chart, l, label, width);
}

/* Broken into two lines, stacked, or as it is. Another angle leaves it as it is too. */
static jb_strs label_lines(const drawing *g, jb_text_look *l, jb_str label)
{
    if (JB_OR(g->s, label_stacked, false)) {
        l->line_height = JB_OR(g->s, label_line_height, l->size * 1.1);
        l->stacked = true;
        return jb_label_stack(g->chart, label);
    }
    if (JB_OR(g->s, label_wrap, 0.0) > 0)
        return wrapped(g, l, label);
    return jb_lines_of(g->chart->cx->keep, label);
}

/* Vega hangs all lines from the first one's baseline; ours stand about their place as one does. */
static void centre_lines(jb_text_look *l, size_t n)
{
    double more = (double)(n - 1) * line_step(l);
    l->dy -= l->baseline == JB_BASELINE_MIDDLE   ? more / 2
             : l->baseline == JB_BASELINE_BOTTOM ? more
                                                 : 0;
}

static jb_align side_align(const drawing *g)
{
    return g->axis->orient == JB_ORIENT_RIGHT ? JB_ALIGN_LEFT : JB_ALIGN_RIGHT;
}

static jb_baseline side_baseline(const drawing *g)
{
    return g->axis->orient == JB_ORIENT_TOP ? JB_BASELINE_BOTTOM : JB_BASELINE_TOP;
}

static void draw_label(drawing *g, jb_text_item *t, jb_text_look *l, size_t i, double flush)
{
    jb_value v = g->ticks.values[i];
    double angle = label_angle(g), shift = g->s->label_flush_offset;
    int align = align_for(g, angle), baseline = baseline_for(g, angle);
    int side = flush_side(g, flush, v);
    static const jb_align aligns[] = {JB_ALIGN_LEFT, JB_ALIGN_CENTER, JB_ALIGN_RIGHT};
    static const jb_baseline baselines[] = {JB_BASELINE_TOP, JB_BASELINE_MIDDLE,
                                            JB_BASELINE_BOTTOM};
    l->align = align >= 0 ? (jb_align)align : g->horizontal ? aligns[side + 1] : side_align(g);
    l->baseline = baseline >= 0   ? (jb_baseline)baseline
                  : g->horizontal ? side_baseline(g)
                                  : baselines[side + 1];
    l->dx = align < 0 && g->horizontal ? side * shift : 0;
    l->dy = baseline < 0 && !g->horizontal ? side * shift : 0;
    l->angle = isnan(angle) ? 0 : angle;
    l->fill = label_paint(g, i);
    l->fill.color.a *= number_for(g, JB_ASIDE(g->s, label_opacity), g->s->label_opacity, i);
    double gap =
        tick_size(g) + number_for(g, JB_ASIDE(g->s, label_padding), g->s->label_padding, i);
    double along = place(g, v, 0.5) + g->offset +
                   number_for(g, JB_ASIDE(g->s, label_offset), g->s->label_offset, i);
    double across = g->sign * gap;
    jb_strs lines = label_lines(g, l, g->labels[i]);
    if (JB_OR(g->s, label_stacked, false) || JB_OR(g->s, label_wrap, 0.0) > 0)
        centre_lines(l, lines.n);
    jb_text_put(g->chart, t, l, lines, g->horizontal ? along : across,
                g->horizontal ? across : along, JB_SPAN(g->axis->definition->spec, field));
}

static int label_overlap(const drawing *g)
{
    const jb_definition *d = g->axis->definition;
    bool sorted = d->kind == JB_DEFINES_FIELD && JB_HAS(d->spec, sort) && d->spec->sort &&
                  (JB_HAS(d->spec->sort, field) || JB_HAS(d->spec->sort, encoding) ||
                   JB_HAS(d->spec->sort, values));
    bool measured = d->type != JB_NOMINAL && d->type != JB_ORDINAL;
    bool logs = g->scale->type == JB_SCALING_LOG || g->scale->type == JB_SCALING_SYMLOG;
    if (JB_HAS(g->s, label_overlap))
        return g->s->label_overlap;
    if (!measured && (!d->timed || sorted))
        return JB_LABEL_OVERLAP_NONE;
    return logs ? JB_LABEL_OVERLAP_GREEDY : JB_LABEL_OVERLAP_TRUE;
}

static void draw_labels(drawing *g)
{
    jb_mark *m = jb_text_mark(g->chart, g->group, JB_S("axis-label"), g->ticks.n);
    double flush = flush_distance(g);
    for (size_t i = 0; i < g->ticks.n; i++) {
        jb_text_look l = label_look(g);
        l.size = number_for(g, JB_ASIDE(g->s, label_font_size), l.size, i);
        draw_label(g, &m->texts[i], &l, i, flush);
    }
    jb_labels_thin(g->chart, m, label_overlap(g), g->s->label_separation);
    if (JB_HAS(g->s, label_bound) &&
        !(g->s->label_bound.type == JB_BOOL && !g->s->label_bound.truth))
        jb_labels_bound(g->chart, m, g->horizontal, g->scale->range_ends,
                        g->s->label_bound.type == JB_BOOL ? 1 : jb_value_number(g->s->label_bound));
}

static void draw_domain(drawing *g)
{
    jb_mark *m = jb_rule_mark(g->chart, g->group, JB_S("axis-domain"), 1);
    rule_look look = RULE_LOOK(g->chart, g->s, domain);
    set_rule(&m->rules[0], g, g->scale->range_ends[0], 0, g->scale->range_ends[1], 0);
    m->rules[0].style = rule_style(g->chart, &look);
}

static jb_text_look title_look(const drawing *g)
{
    jb_text_look l = JB_TEXT_LOOK(g->chart, g->s, title_);
    l.limit = g->s->title_limit;
    l.line_height = JB_OR(g->s, title_line_height, 0.0);
    l.fill.color.a *= g->s->title_opacity;
    l.angle = JB_OR(g->s, title_angle, g->horizontal ? 0 : g->sign * 90);
    int anchor = g->s->title_anchor;
    l.align = anchor == JB_ANCHOR_START ? JB_ALIGN_LEFT
              : anchor == JB_ANCHOR_END ? JB_ALIGN_RIGHT
                                        : JB_ALIGN_CENTER;
    if (JB_HAS(g->s, title_align))
        l.align = (jb_align)g->s->title_align;
    l.baseline = g->axis->orient == JB_ORIENT_BOTTOM ? JB_BASELINE_TOP : JB_BASELINE_BOTTOM;
    if (JB_HAS(g->s, title_baseline))
        l.baseline = (jb_baseline)g->s->title_baseline;
    return l;
}

/* Around ticks and labels. */
static jb_box around_labels(const drawing *g)
{
    jb_box b = jb_box_none();
    for (size_t i = 0; i < g->group->marks_n; i++) {
        jb_str role = g->group->marks[i]->role;
        if (!jb_str_eq(role, JB_S("axis-tick")) && !jb_str_eq(role, JB_S("axis-label")))
            continue;
        jb_box part = jb_mark_box(g->group->marks[i]);
        jb_box_union(&b, &part);
    }
    return b;
}

/* How far ticks and labels reach outward. */
static double reach(const drawing *g, const jb_box *b)
{
    double far = 0;
    if (!jb_box_empty(b))
        far = g->horizontal ? (g->sign < 0 ? -b->y1 : b->y2) : (g->sign < 0 ? -b->x1 : b->x2);
    double least = g->s->min_extent, most = g->s->max_extent;
    return fmax(least, fmin(most, far));
}

/* The room an axis takes: its labels', from one end of the range to the other, and no less than
 * its extent. Grids and domains take none, nor does the half pixel by which it is moved (Vega's
 * axisLayout). */
static void set_bounds(drawing *g, jb_box b, double extent, const jb_mark *title)
{
    const double *ends = g->scale->range_ends, out = g->sign * extent;
    double length = fabs(ends[1] - ends[0]), shift = g->s->translate;
    jb_box_add(&b, 0, 0);
    jb_box_add(&b, g->horizontal ? length : out, g->horizontal ? out : length);
    if (title) {
        jb_box part = jb_mark_box(title);
        jb_box_union(&b, &part);
    }
    double *at = JB_NEW_N(g->chart->cx->keep, double, 4);
    const double bounds[4] = {b.x1 - shift, b.y1 - shift, b.x2 - shift, b.y2 - shift};
    memcpy(at, bounds, sizeof bounds);
    g->group->bounds = at;
}

static jb_mark *draw_title(drawing *g, jb_strs lines, double extent)
{
    jb_mark *m = jb_text_mark(g->chart, g->group, JB_S("axis-title"), 1);
    jb_text_look l = title_look(g);
    int anchor = g->s->title_anchor;
    double share = anchor == JB_ANCHOR_START ? 0 : anchor == JB_ANCHOR_END ? 1 : 0.5;
    const double *ends = g->scale->range_ends;
    double along = ends[0] + (ends[1] - ends[0]) * share;
    jb_text_item *t = &m->texts[0];
    jb_text_put(g->chart, t, &l, lines, 0, 0, jb_title_span(g->axis->definition));
    double more = g->axis->orient == JB_ORIENT_BOTTOM ? 0 : jb_lines_height(t);
    double across = g->sign * (extent + more + g->s->title_padding);
    t->x = JB_OR(g->s, title_x, g->horizontal ? along : across);
    t->y = JB_OR(g->s, title_y, g->horizontal ? across : along);
    return m;
}

/* ---- the two groups ----------------------------------------------------------------------------
 */

static drawing begin(jb_chart *chart, const jb_axis *axis, const double size[2])
{
    drawing g = {.chart = chart,
                 .axis = axis,
                 .s = axis->spec,
                 .scale = axis->component->scale,
                 .size = size};
    int orient = axis->orient;
    g.horizontal = orient == JB_ORIENT_BOTTOM || orient == JB_ORIENT_TOP;
    g.sign = orient == JB_ORIENT_LEFT || orient == JB_ORIENT_TOP ? -1 : 1;
    find_band(&g);
    find_ticks(&g);
    find_labels(&g);
    return g;
}

/* `at` is the place along the axis at which the group begins. */
static jb_mark *make_group(drawing *g, double at)
{
    jb_mark *m = jb_mark_new(g->chart->cx->keep, JB_MARKTYPE_GROUP, JB_S("axis"), 1);
    double shift = g->s->translate, offset = g->s->offset;
    m->orient = jb_enum_key(&jb_orient_values, g->axis->orient);
    g->group = &m->groups[0];
    double outer = g->sign < 0 ? -offset : g->size[g->horizontal ? 1 : 0] + offset;
    g->group->x = (g->horizontal ? at : outer) + shift;
    g->group->y = (g->horizontal ? outer : at) + shift;
    return m;
}

jb_mark *jb_axis_grid(jb_chart *chart, const jb_axis *axis, const double size[2])
{
    if (axis->disabled || !axis->grid || !axis->component->scale)
        return NULL;
    drawing g = begin(chart, axis, size);
    jb_mark *group = make_group(&g, 0);
    size_t n = tick_number(&g);
    jb_mark *m = jb_rule_mark(chart, g.group, JB_S("axis-grid"), n);
    double inward = -g.sign, offset = inward * -g.s->offset;
    jb_channel across = axis->channel == JB_CHANNEL_X ? JB_CHANNEL_Y : JB_CHANNEL_X;
    const jb_component *other = jb_view_component(axis->view, across);
    double from = 0, to = size[g.horizontal ? 1 : 0];
    if (other && other->scale && axis->view->scales[across]) {
        from = other->scale->range_ends[0];
        to = other->scale->range_ends[1];
    }
    jb_style style = jb_style_plain;
    for (size_t i = 0; i < n; i++) {
        double at = tick_place(&g, i);
        CONDITIONAL(&g, grid, i, &style);
        style.cap = (jb_cap)g.s->grid_cap;
        style.stroke_dash_offset = g.s->grid_dash_offset;
        set_rule(&m->rules[i], &g, at, inward * from + offset, at, inward * to + offset);
        m->rules[i].style = jb_style_shared(chart, &style);
    }
    set_bounds(&g, jb_box_none(), 0, NULL);
    return group;
}

jb_mark *jb_axis_main(jb_chart *chart, const jb_axis *axis, const double size[2])
{
    if (axis->disabled || !axis->component->scale)
        return NULL;
    drawing g = begin(chart, axis, size);
    jb_mark *group = make_group(&g, g.s->position);
    if (g.s->ticks)
        draw_ticks(&g);
    if (g.s->labels)
        draw_labels(&g);
    jb_box labels = around_labels(&g);
    double extent = reach(&g, &labels);
    if (g.s->domain)
        draw_domain(&g);
    jb_strs title = jb_title_lines(chart, &axis->title);
    set_bounds(&g, labels, extent, title.n ? draw_title(&g, title, extent) : NULL);
    return group;
}

double jb_axis_zindex(const jb_axis *axis)
{
    const jb_definition *d = axis->definition;
    bool discrete = d->kind == JB_DEFINES_FIELD && jb_definition_discrete(d);
    return JB_OR(axis->spec, zindex, axis->view->unit->mark == JB_MARK_RECT && discrete ? 1 : 0);
}

/* Labels that end flush with the axis have the alignment of their end, which stays open, and then
 * no angle may be said that decides it. */
static void settle_turn(const drawing *g, jb_axis_spec *s, bool flush)
{
    double angle = label_angle(g), turn = isnan(angle) ? 0 : angle;
    int align = align_for(g, angle), baseline = baseline_for(g, angle);
    bool open_align = align < 0 && g->horizontal && flush;
    bool open_baseline = baseline < 0 && !g->horizontal && flush;
    if (align < 0)
        align = (int)(g->horizontal ? JB_ALIGN_CENTER : side_align(g));
    if (baseline < 0)
        baseline = (int)(g->horizontal ? side_baseline(g) : JB_BASELINE_MIDDLE);
    if (!open_align)
        JB_SETTLE(s, label_align, align);
    if (!open_baseline)
        JB_SETTLE(s, label_baseline, baseline);
    if ((!open_align || align_for(g, turn) < 0) && (!open_baseline || baseline_for(g, turn) < 0))
        JB_SETTLE(s, label_angle, turn > 180 ? turn - 360 : turn);
}

static void settle_labels(const drawing *g, jb_axis_spec *s)
{
    bool flush = !isnan(flush_distance(g));
    JB_SETTLE(s, label_flush, jb_bool(flush));
    JB_SETTLE(s, label_overlap, label_overlap(g) ? label_overlap(g) : JB_LABEL_OVERLAP_SHOWN);
    if (JB_OR(s, label_stacked, false) || JB_OR(s, label_wrap, 0.0) > 0)
        return;
    settle_turn(g, s, flush);
    JB_SETTLE(s, label_line_height, s->label_font_size + 2);
}

static void settle_title(const drawing *g, jb_axis_spec *s)
{
    jb_text_look l = title_look(g);
    jb_strs title = jb_title_lines(g->chart, &g->axis->title);
    if (title.n)
        JB_SET(s, title, title);
    else if (!JB_GIVEN(g->axis->author, title)) /* a config's is not one for all axes */
        JB_UNSET(s, title);
    JB_SETTLE(s, title_angle, l.angle);
    JB_SETTLE(s, title_align, (int)l.align);
    JB_SETTLE(s, title_baseline, (int)l.baseline);
    JB_SETTLE(s, title_line_height, l.size + 2);
}

static void settle_ticks(const drawing *g, jb_axis_spec *s)
{
    double count = usual_count(g), step = usual_min_step(g);
    jb_tick_count_spec *ticks = JB_NEW(g->chart->cx->keep, jb_tick_count_spec);
    JB_SET(ticks, count, count);
    if (!isnan(count))
        JB_SETTLE(s, tick_count, ticks);
    if (!isnan(step))
        JB_SETTLE(s, tick_min_step, step);
}

const jb_axis_spec *jb_axis_settled(jb_chart *chart, const jb_axis *axis, const double size[2])
{
    jb_axis_spec *s = jb_spec_copy(chart->cx->keep, &jb_axis_class, axis->spec);
    drawing g = begin(chart, axis, size);
    jb_labeler l = labeler_of(&g);
    JB_SET(s, orient, axis->orient);
    JB_SET(s, grid, axis->grid);
    JB_SETTLE(s, zindex, jb_axis_zindex(axis));
    settle_ticks(&g, s);
    settle_labels(&g, s);
    settle_title(&g, s);
    const jb_node *format = jb_labeler_format(&l);
    if (format && !JB_GIVEN(s, format))
        jb_spec_set(chart->cx, &jb_axis_class, s, offsetof(jb_axis_spec, format), format);
    return s;
}
