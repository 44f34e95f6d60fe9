/* Legends: what each unit would have, merged where they speak of one field, then drawn. */
#include <math.h>
#include <stdlib.h>
#include "chart/encode.h"
#include "chart/guide.h"
#include "chart/layout.h"

typedef struct legend_scale {
    jb_channel channel; /* the symbol's property: FILL, STROKE, SIZE … */
    jb_component *component;
} legend_scale;

struct jb_legend {
    jb_channel channel; /* of the unit's definition */
    const jb_view *view;
    const jb_definition *definition;
    const jb_view *views[8]; /* the units it was merged from, for its symbols' look */
    size_t views_n;
    legend_scale scales[8];
    size_t scales_n;
    jb_legend_spec *author;
    const jb_legend_spec *spec;
    bool disabled, disabled_explicit;
    bool gradient; /* asked for or usual */
    bool symbols;  /* type "symbol", so also of a continuous colour */
    int orient;
    bool orient_explicit;
    jb_str symbol_type;
    jb_title_text title;
    bool one_field; /* all that was merged speaks of `field` */
    jb_str field;
};

/* ---- what a unit's legend would be
 * --------------------------------------------------------------- */

static const jb_channel channels[] = {
    JB_CHANNEL_COLOR,        JB_CHANNEL_SIZE,    JB_CHANNEL_SHAPE,
    JB_CHANNEL_FILL,         JB_CHANNEL_STROKE,  JB_CHANNEL_STROKE_DASH,
    JB_CHANNEL_STROKE_WIDTH, JB_CHANNEL_OPACITY, JB_CHANNEL_PATTERN,
};

static jb_channel symbol_property(const jb_unit_view *u, jb_channel c)
{
    if (u->mark == JB_MARK_TRAIL && c == JB_CHANNEL_COLOR)
        return JB_CHANNEL_STROKE;
    if (u->mark == JB_MARK_TRAIL && c == JB_CHANNEL_SIZE)
        return JB_CHANNEL_STROKE_WIDTH;
    if (c == JB_CHANNEL_COLOR)
        return u->filled ? JB_CHANNEL_FILL : JB_CHANNEL_STROKE;
    return c;
}

static jb_str usual_symbol(const jb_unit_view *u, jb_channel c)
{
    const jb_definition *shape = u->definitions[JB_CHANNEL_SHAPE];
    if (c != JB_CHANNEL_SHAPE && shape && shape->kind == JB_DEFINES_VALUE &&
        shape->spec->value.type == JB_TEXT)
        return jb_value_str(shape->spec->value);
    if (c != JB_CHANNEL_SHAPE && JB_HAS(u->spec, shape))
        return u->spec->shape;
    switch (u->mark) {
    case JB_MARK_BAR:
    case JB_MARK_RECT:
    case JB_MARK_IMAGE:
    case JB_MARK_SQUARE:
        return JB_S("square");
    case JB_MARK_LINE:
    case JB_MARK_TRAIL:
    case JB_MARK_RULE:
        return JB_S("stroke");
    default:
        return JB_S("circle");
    }
}

static bool few_units(const jb_definition *d)
{
    uint16_t set = d->units.set;
    return d->timed &&
           (set == 1u << JB_QUARTER || set == 1u << JB_MONTH || set == 1u << JB_WEEKDAY);
}

static bool usual_gradient(const jb_legend *l)
{
    return jb_channel_color(l->channel) && !few_units(l->definition) &&
           jb_scaling_continuous(l->scales[0].component->type);
}

static void cascade(jb_chart *chart, jb_legend *l)
{
    jb_legend_spec *all = jb_spec_copy(chart->cx->keep, &jb_legend_class, l->author);
    jb_spec_inherit(chart->cx->keep, &jb_legend_class, all, chart->config->legend);
    l->spec = all;
}

/* A legend's derived title is a text at once: merged, it names a field as often as it is shown.
 * A title in the config is no text for every legend: it only takes the derived one away. */
static void find_title(jb_chart *chart, jb_legend *l)
{
    const jb_channel_spec *s = l->definition->spec;
    jb_title_text *t = &l->title;
    const jb_legend_spec *written = JB_HAS(s, legend) ? s->legend : NULL;
    if (JB_GIVEN(written, title)) {
        *t = (jb_title_text){.set = true, .explicit = true, .null = JB_IS_NULL(written, title)};
        t->lines = written->title;
    } else if (JB_GIVEN(s, title)) {
        *t = (jb_title_text){.set = true, .explicit = true, .null = JB_IS_NULL(s, title)};
        t->lines = s->title;
    } else if (JB_GIVEN(chart->config->legend, title)) {
        *t = (jb_title_text){.set = true, .null = true};
    } else if (l->definition->kind == JB_DEFINES_FIELD) {
        jb_title_derive(t, l->definition);
        t->lines = jb_title_lines(chart, t);
    }
}

static jb_legend *unit_legend(jb_chart *chart, jb_view *v, jb_channel c)
{
    const jb_definition *d = jb_definition_scaled(v->unit->definitions[c]);
    jb_legend *l = JB_NEW(chart->cx->keep, jb_legend);
    const jb_legend_spec *written = JB_HAS(d->spec, legend) ? d->spec->legend : NULL;
    l->channel = c;
    l->view = v;
    l->views[l->views_n++] = v;
    l->definition = d;
    l->scales[l->scales_n++] = (legend_scale){symbol_property(v->unit, c), jb_view_component(v, c)};
    l->author = jb_spec_copy(chart->cx->keep, &jb_legend_class, written);
    cascade(chart, l);
    l->disabled_explicit = JB_GIVEN(d->spec, legend);
    l->disabled =
        JB_IS_NULL(d->spec, legend) || (!l->disabled_explicit && JB_OR(l->spec, disable, false));
    l->gradient = JB_HAS(written, type) ? written->type == JB_LEGEND_GRADIENT : usual_gradient(l);
    l->symbols = !l->gradient;
    l->orient_explicit = JB_HAS(written, orient);
    l->orient = JB_OR(l->spec, orient, JB_ORIENT_RIGHT);
    jb_str usual = l->gradient ? JB_S("") : usual_symbol(v->unit, c);
    l->symbol_type = JB_OR(l->spec, symbol_type, usual);
    l->one_field = d->kind == JB_DEFINES_FIELD;
    l->field = d->field;
    find_title(chart, l);
    return l;
}

/* ---- merging -----------------------------------------------------------------------------------
 */

static const legend_scale *scale_named(const jb_legend *l, jb_channel c)
{
    for (size_t i = 0; i < l->scales_n; i++)
        if (l->scales[i].channel == c)
            return &l->scales[i];
    return NULL;
}

/* A written symbol wins over a usual one, and of the usual ones the circle. */
static bool symbol_wins(const jb_legend *from, const jb_legend *into)
{
    bool written = JB_HAS(from->author, symbol_type), kept = JB_HAS(into->author, symbol_type);
    return !into->symbol_type.n ||
           (written == kept ? jb_str_eq(from->symbol_type, JB_S("circle")) : written);
}

static bool merge_legend(jb_chart *chart, jb_legend *into, const jb_legend *from)
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
    if (symbol_wins(from, into))
        into->symbol_type = from->symbol_type;
    if (into->gradient != from->gradient) {
        into->gradient = false;
        into->symbols = true;
    }
    for (size_t i = 0; i < from->scales_n; i++)
        if (!scale_named(into, from->scales[i].channel) && into->scales_n < JB_COUNT(into->scales))
            into->scales[into->scales_n++] = from->scales[i];
    for (size_t i = 0; i < from->views_n && into->views_n < JB_COUNT(into->views); i++)
        into->views[into->views_n++] = from->views[i];
    into->one_field = into->one_field && from->one_field && jb_str_eq(into->field, from->field);
    jb_title_merge(chart->cx->keep, &into->title, &from->title);
    jb_spec_inherit(chart->cx->keep, &jb_legend_class, into->author, from->author);
    cascade(chart, into);
    return true;
}

static jb_legend *copy_legend(jb_chart *chart, const jb_legend *l)
{
    jb_legend *own = JB_NEW(chart->cx->keep, jb_legend);
    *own = *l;
    own->author = jb_spec_copy(chart->cx->keep, &jb_legend_class, l->author);
    return own;
}

static jb_legend *legend_of(const jb_view *v, jb_channel c)
{
    for (size_t i = 0; i < v->legends.n; i++)
        if (v->legends.at[i]->channel == c)
            return v->legends.at[i];
    return NULL;
}

static void drop_legend(jb_view *v, jb_channel c)
{
    size_t n = 0;
    for (size_t i = 0; i < v->legends.n; i++)
        if (v->legends.at[i]->channel != c)
            v->legends.at[n++] = v->legends.at[i];
    v->legends.n = n;
}

/* The children's legends of one channel become the view's, unless they stay apart. */
static void share_legend(jb_chart *chart, jb_view *v, jb_channel c)
{
    jb_legend *shared = NULL;
    if (v->resolve_scale[c] == JB_INDEPENDENT || v->resolve_guide[c] == JB_INDEPENDENT)
        return;
    for (size_t i = 0; i < v->children_n; i++) {
        const jb_legend *l = legend_of(v->children[i], c);
        if (!l)
            continue;
        if (!shared)
            shared = copy_legend(chart, l);
        else if (!merge_legend(chart, shared, l))
            return;
    }
    if (!shared)
        return;
    *JB_PUSH(chart->cx->keep, &v->legends) = shared;
    for (size_t i = 0; i < v->children_n; i++)
        drop_legend(v->children[i], c);
}

void jb_view_legends(jb_chart *chart, jb_view *view)
{
    view->legends.n = 0;
    for (size_t i = 0; i < view->children_n; i++)
        jb_view_legends(chart, view->children[i]);
    for (size_t i = 0; i < JB_COUNT(channels); i++) {
        if (view->unit && view->scales[channels[i]])
            *JB_PUSH(chart->cx->keep, &view->legends) = unit_legend(chart, view, channels[i]);
        else if (!view->unit)
            share_legend(chart, view, channels[i]);
    }
}

/* ---- entries -----------------------------------------------------------------------------------
 */

typedef struct entry {
    jb_value value;
    jb_str label;
    double perc, perc2; /* along a gradient */
} entry;

typedef enum legend_kind { SYMBOLS, GRADIENT, BANDS } legend_kind;

typedef struct drawing {
    jb_chart *chart;
    const jb_legend *l;
    const jb_legend_spec *s;
    const jb_scale *scale; /* that the entries are taken from */
    const jb_component *component;
    legend_kind kind;
    bool vertical;
    double length, thickness;
    entry *entries;
    size_t n;
    jb_group_item *group;
} drawing;

/* Of several scales the one that entries are taken from. */
static const legend_scale *leading_scale(const jb_legend *l)
{
    static const jb_channel order[] = {
        JB_CHANNEL_SIZE,         JB_CHANNEL_SHAPE,       JB_CHANNEL_FILL,   JB_CHANNEL_STROKE,
        JB_CHANNEL_STROKE_WIDTH, JB_CHANNEL_STROKE_DASH, JB_CHANNEL_OPACITY};
    for (size_t i = 0; i < JB_COUNT(order); i++)
        if (scale_named(l, order[i]))
            return scale_named(l, order[i]);
    return &l->scales[0];
}

static bool cuts_classes(const jb_scale *s)
{
    return jb_scaling_discretizing(s->type) || s->type == JB_SCALING_BIN_ORDINAL;
}

static legend_kind kind_of(const jb_legend *l, const jb_scale *s)
{
    bool painted = l->scales_n == 1 && (l->scales[0].channel == JB_CHANNEL_FILL ||
                                        l->scales[0].channel == JB_CHANNEL_STROKE);
    bool asked = JB_HAS(l->author, type) && !cuts_classes(s);
    if (asked && l->symbols)
        return SYMBOLS;
    if (!asked && (!painted || (jb_scaling_continuous(s->type) && l->symbols)))
        return SYMBOLS;
    if (cuts_classes(s))
        return BANDS;
    return jb_scaling_continuous(s->type) ? GRADIENT : SYMBOLS;
}

static jb_labeler labeler_of(const drawing *g, double count)
{
    const jb_scale *s = g->scale;
    jb_labeler l =
        jb_labeler_make(g->chart, g->l->definition, JB_FORMAT_OF(g->s), JB_FOR_LEGEND, s, count);
    jb_str format = JB_OR(g->s, format, ((jb_str){NULL, 0}));
    bool quantile = s->type == JB_SCALING_QUANTILE, quantize = s->type == JB_SCALING_QUANTIZE;
    if ((quantile || quantize) && l.kind != JB_LABEL_TIME && s->domain_n) {
        double least = quantile && s->domain_n > 1 ? INFINITY : s->extent[1] - s->extent[0];
        for (size_t i = 1; quantile && i < s->domain_n; i++)
            least = fmin(least, s->domain[i] - s->domain[i - 1]);
        l.kind = JB_LABEL_NUMBER;
        l.number = jb_format_span(0, least, 30, format);
    }
    return l;
}

static void add_entry(drawing *g, jb_value v, jb_str label)
{
    g->entries[g->n++] = (entry){v, label, 0, 0};
}

/* Classes between cuts: each entry begins at a value, the first below them all. */
static void find_classes(drawing *g, const jb_labeler *l)
{
    jb_arena *a = g->chart->cx->keep;
    const jb_scale *s = g->scale;
    bool bins = s->bins_n > 0;
    size_t n = bins ? s->bins_n - 1 : s->domain_n + 1;
    g->entries = JB_NEW_N(a, entry, n + 1);
    for (size_t i = 0; i < n; i++) {
        double low = bins ? s->bins[i] : i ? s->domain[i - 1] : -INFINITY;
        double high = bins ? s->bins[i + 1] : i < s->domain_n ? s->domain[i] : INFINITY;
        jb_str from = isfinite(low) ? jb_label_of(l, jb_number(low)) : (jb_str){NULL, 0};
        jb_str to = isfinite(high) ? jb_label_of(l, jb_number(high)) : (jb_str){NULL, 0};
        jb_str label = from.p && to.p ? jb_str_printf(a, "%.*s – %.*s", JB_F(from), JB_F(to))
                       : to.p         ? jb_str_printf(a, "< %.*s", JB_F(to))
                                      : jb_str_printf(a, "≥ %.*s", JB_F(from));
        if (g->kind == BANDS)
            label = i ? from : JB_S("");
        add_entry(g, jb_number(low), label);
    }
}

static double class_fraction(const jb_scale *s, double v)
{
    double low = s->domain[0], high = s->domain[s->domain_n - 1];
    if (s->type == JB_SCALING_QUANTILE || s->type == JB_SCALING_QUANTIZE) {
        low = s->extent[0];
        high = s->extent[1];
    } else if (s->type == JB_SCALING_THRESHOLD) {
        double adjust = s->domain_n > 1 ? (high - low) / (double)(s->domain_n - 1) : 0.1;
        low -= adjust;
        high += adjust;
    }
    return (v - low) / (high - low);
}

static void place_bands(drawing *g)
{
    for (size_t i = 0; i < g->n; i++) {
        g->entries[i].perc = i ? class_fraction(g->scale, g->entries[i].value.number) : 0;
        if (i)
            g->entries[i - 1].perc2 = g->entries[i].perc;
        g->entries[i].perc2 = 1;
    }
}

static bool same_value_set(const jb_scale *s, const jb_value *v)
{
    return jb_scale_index(s, *v) >= 0;
}

/* The values of several discrete scales of one legend, each once. */
static jb_ticks all_values(const drawing *g)
{
    JB_LIST(jb_value) list = {0};
    for (size_t i = 0; i < g->l->scales_n; i++) {
        const jb_scale *s = g->l->scales[i].component->scale;
        for (size_t k = 0; s && k < s->values_n; k++) {
            bool known = false;
            for (size_t j = 0; j < i && !known; j++)
                known = g->l->scales[j].component->scale &&
                        same_value_set(g->l->scales[j].component->scale, &s->values[k]);
            if (!known)
                *JB_PUSH(g->chart->cx->keep, &list) = s->values[k];
        }
    }
    return (jb_ticks){list.at, list.n, NAN};
}

static jb_ticks entry_values(const drawing *g)
{
    const jb_tick_count_spec *asked = JB_OR(g->s, tick_count, NULL);
    double count = g->kind == GRADIENT ? fmax(2, 2 * floor(g->length / 100)) : 5;
    jb_arena *a = g->chart->cx->keep;
    if (asked && JB_HAS(asked, count))
        count = asked->count;
    if (JB_HAS(g->s, values)) {
        jb_value *values = JB_NEW_N(a, jb_value, g->s->values.n + 1);
        for (size_t i = 0; i < g->s->values.n; i++)
            values[i] = jb_definition_value(g->l->definition, g->s->values.at[i]);
        return (jb_ticks){values, g->s->values.n, count};
    }
    if (jb_scaling_discrete(g->scale->type) && g->l->scales_n > 1)
        return all_values(g);
    if (g->scale->bins_n) {
        jb_value *values = JB_NEW_N(a, jb_value, g->scale->bins_n);
        for (size_t i = 0; i + 1 < g->scale->bins_n; i++)
            values[i] = jb_number(g->scale->bins[i]);
        return (jb_ticks){values, g->scale->bins_n - 1, count};
    }
    jb_calendar_step step;
    const jb_calendar_step *interval = NULL;
    if (asked && JB_HAS(asked, interval) && jb_scaling_temporal(g->scale->type)) {
        step = jb_interval_step(asked->interval, JB_OR(asked, step, 1.0));
        interval = &step;
    }
    return jb_scale_ticks(a, g->scale, count, JB_OR(g->s, tick_min_step, NAN), interval);
}

static bool is_log_gap(const drawing *g, const jb_labeler *l, jb_value v, size_t n)
{
    return g->scale->type == JB_SCALING_LOG && !JB_HAS(g->s, values) &&
           !jb_log_tick_shown(g->scale, jb_value_number(v), l->count, n);
}

static void limit_entries(drawing *g)
{
    double limit = JB_OR(g->s, symbol_limit, 30.0);
    if (g->kind != SYMBOLS || !(limit > 0) || (double)g->n <= limit)
        return;
    size_t kept = (size_t)limit - 1;
    g->entries[kept].label = jb_str_printf(g->chart->cx->keep, "…%zu entries", g->n - kept);
    g->n = kept + 1;
}

static void find_entries(drawing *g)
{
    bool binned = g->scale->bins_n && g->kind == SYMBOLS;
    bool classes = !JB_HAS(g->s, values) && (cuts_classes(g->scale) || binned);
    jb_ticks t = classes ? (jb_ticks){NULL, 0, 5} : entry_values(g);
    jb_labeler l = labeler_of(g, t.count);
    l.log = NULL;
    if (classes)
        find_classes(g, &l);
    else if (g->kind == GRADIENT && t.n < 3 && !JB_HAS(g->s, values) && g->scale->domain_n > 1 &&
             g->scale->domain[0] != g->scale->domain[g->scale->domain_n - 1]) {
        jb_value *ends = JB_NEW_N(g->chart->cx->keep, jb_value, 2);
        ends[0] = jb_number(g->scale->domain[0]);
        ends[1] = jb_number(g->scale->domain[g->scale->domain_n - 1]);
        t = (jb_ticks){ends, 2, t.count};
    }
    if (!classes)
        g->entries = JB_NEW_N(g->chart->cx->keep, entry, t.n + 1);
    for (size_t i = 0; i < t.n; i++) {
        bool nothing = g->kind == SYMBOLS && i == 0 && !JB_HAS(g->s, values) && g->scale->numbers &&
                       jb_scale_number(g->scale, t.values[0]) == 0;
        if (!nothing && !is_log_gap(g, &l, t.values[i], t.n))
            add_entry(g, t.values[i], jb_label_of(&l, t.values[i]));
    }
    limit_entries(g);
    const jb_expr_spec *expr = JB_OR(g->s, label_expr, NULL);
    for (size_t i = 0; i < g->n; i++) {
        entry *e = &g->entries[i];
        e->label = jb_label_expr(g->chart, expr, e->value, e->label, (double)i);
        if (g->kind == GRADIENT)
            e->perc = jb_scale_fraction(g->scale, jb_value_number(e->value));
    }
    if (g->kind == BANDS)
        place_bands(g);
}

/* ---- looks -------------------------------------------------------------------------------------
 */

static jb_text_look guide_look(jb_chart *chart, const char *name, double size)
{
    const jb_mark_spec *s = jb_config_style(chart->config, jb_str_of(name));
    jb_text_look l = jb_text_look_new();
    l.font = JB_OR(s, font, l.font);
    l.size = JB_OR(s, font_size, size);
    l.weight = JB_OR(s, font_weight, ((jb_str){NULL, 0}));
    l.style = JB_OR(s, font_style, ((jb_str){NULL, 0}));
    l.fill = jb_paint_read(chart, JB_OR(s, fill, JB_OR(s, color, JB_S("#000"))), (jb_span){0});
    return l;
}

static jb_text_look label_look(const drawing *g)
{
    jb_text_look l = guide_look(g->chart, "guide-label", 10);
    l.font = JB_OR(g->s, label_font, l.font);
    l.size = JB_OR(g->s, label_font_size, l.size);
    l.weight = JB_OR(g->s, label_font_weight, l.weight);
    l.style = JB_OR(g->s, label_font_style, l.style);
    if (JB_HAS(g->s, label_color))
        l.fill = JB_PAINT(g->chart, g->s, label_color);
    l.fill.color.a *= JB_OR(g->s, label_opacity, 1.0);
    l.limit = JB_OR(g->s, label_limit, 160.0);
    return l;
}

/* The greatest of a channel's constant values, with its conditions'. */
static double greatest_value(const jb_definition *d)
{
    double v = NAN;
    if (!d)
        return v;
    if (d->kind == JB_DEFINES_VALUE && JB_HAS(d->spec, value))
        v = jb_value_number(d->spec->value);
    for (size_t i = 0; i < d->conditions_n; i++)
        if (d->conditions[i]->kind == JB_DEFINES_VALUE)
            v = fmax(v, jb_value_number(d->conditions[i]->spec->value));
    return v;
}

static jb_value first_value(const jb_definition *d)
{
    if (!d)
        return jb_null();
    if (d->kind == JB_DEFINES_VALUE && JB_HAS(d->spec, value))
        return d->spec->value;
    for (size_t i = 0; i < d->conditions_n; i++)
        if (d->conditions[i]->kind == JB_DEFINES_VALUE)
            return d->conditions[i]->spec->value;
    return jb_null();
}

static double symbol_opacity(const drawing *g)
{
    const jb_unit_view *u = g->l->view->unit;
    if (JB_HAS(g->s, symbol_opacity))
        return g->s->symbol_opacity;
    double v = greatest_value(u->definitions[JB_CHANNEL_OPACITY]);
    return isnan(v) ? JB_OR(u->spec, opacity, 1.0) : v;
}

static bool has_field(const jb_definition *d)
{
    return d && (d->kind == JB_DEFINES_FIELD || jb_definition_field(d));
}

static const jb_definition *paint_definition(const jb_unit_view *u, bool fill, bool filled)
{
    const jb_definition *own = u->definitions[fill ? JB_CHANNEL_FILL : JB_CHANNEL_STROKE];
    if (own)
        return own;
    return filled == fill ? u->definitions[JB_CHANNEL_COLOR] : NULL;
}

/* What the mark itself would be painted with, where this legend does not say it. */
static jb_paint unit_paint(const drawing *g, const jb_unit_view *u, bool fill, bool *given)
{
    bool filled = u->filled && u->mark != JB_MARK_TRAIL;
    const jb_definition *d = paint_definition(u, fill, filled);
    *given = true;
    bool own = fill ? JB_HAS(u->spec, fill) : JB_HAS(u->spec, stroke);
    if (has_field(d) && d->conditions_n == 0 && !(own && d->channel == JB_CHANNEL_COLOR)) {
        *given = fill;
        return fill ? jb_paint_solid((jb_rgba){0, 0, 0, 1}) : jb_paint_none();
    }
    jb_value v = first_value(d);
    if (v.type == JB_TEXT)
        return jb_paint_read(g->chart, jb_value_str(v), JB_SPAN(d->spec, value));
    jb_unit_view as = *u;
    as.filled = filled;
    jb_paint p = jb_mark_paint(g->chart, &as, fill);
    *given = p.kind != JB_PAINT_NONE;
    return p;
}

/* The first of the merged units that says anything about its symbols says it all. */
static const jb_unit_view *speaking_unit(const drawing *g)
{
    for (size_t i = 0; i < g->l->views_n; i++) {
        const jb_unit_view *u = g->l->views[i]->unit;
        bool fill, stroke;
        unit_paint(g, u, true, &fill);
        unit_paint(g, u, false, &stroke);
        if ((fill && !scale_named(g->l, JB_CHANNEL_FILL)) ||
            (stroke && !scale_named(g->l, JB_CHANNEL_STROKE)))
            return u;
    }
    return g->l->view->unit;
}

static double config_number(const jb_unit_view *u, size_t offset, double usual)
{
    for (size_t i = 1; i < u->look.n; i++)
        if (jb_given_set(u->look.at[i], offset) && !jb_given_null(u->look.at[i], offset))
            return *(const double *)(const void *)((const char *)u->look.at[i] + offset);
    return usual;
}

static jb_numbers config_dash(const jb_unit_view *u, jb_numbers usual)
{
    for (size_t i = 1; i < u->look.n; i++)
        if (JB_HAS(u->look.at[i], stroke_dash))
            return u->look.at[i]->stroke_dash;
    return usual;
}

static jb_style symbol_style(const drawing *g)
{
    const jb_unit_view *u = speaking_unit(g);
    jb_style s = jb_style_plain;
    bool by_fill = scale_named(g->l, JB_CHANNEL_FILL),
         by_stroke = scale_named(g->l, JB_CHANNEL_STROKE);
    bool has_fill = false, has_stroke = false;
    s.stroke_width = JB_OR(g->s, symbol_stroke_width, 1.5);
    if (!by_fill) {
        s.fill = JB_PAINT(g->chart, g->s, symbol_base_fill_color);
        s.stroke = JB_PAINT(g->chart, g->s, symbol_base_stroke_color);
        if (!JB_HAS(g->s, symbol_base_stroke_color))
            s.stroke = jb_paint_solid((jb_rgba){136 / 255.0, 136 / 255.0, 136 / 255.0, 1});
        jb_paint fill = unit_paint(g, u, true, &has_fill);
        if (has_fill)
            s.fill = fill;
    }
    jb_paint stroke = unit_paint(g, u, false, &has_stroke);
    if (has_stroke)
        s.stroke = stroke;
    else if (has_fill && jb_paint_visible(&s.fill) && !by_stroke)
        s.stroke = jb_paint_none();
    bool by_field = has_field(paint_definition(u, true, u->filled && u->mark != JB_MARK_TRAIL));
    if (JB_HAS(g->s, symbol_fill_color) && (!has_fill || by_field))
        s.fill = JB_PAINT(g->chart, g->s, symbol_fill_color);
    if (JB_HAS(g->s, symbol_stroke_color))
        s.stroke = JB_PAINT(g->chart, g->s, symbol_stroke_color);
    s.stroke_width = config_number(u, offsetof(jb_mark_spec, stroke_width), s.stroke_width);
    s.stroke_opacity = config_number(u, offsetof(jb_mark_spec, stroke_opacity), 1);
    s.fill_opacity = config_number(u, offsetof(jb_mark_spec, fill_opacity), 1);
    jb_numbers dash = config_dash(u, JB_OR(g->s, symbol_dash, ((jb_numbers){NULL, 0})));
    s.stroke_dash = dash.at;
    s.stroke_dash_n = dash.n;
    s.stroke_dash_offset = config_number(u, offsetof(jb_mark_spec, stroke_dash_offset),
                                         JB_OR(g->s, symbol_dash_offset, 0.0));
    s.opacity = symbol_opacity(g);
    return s;
}

static void paint_by_scale(const drawing *g, jb_channel c, jb_value v, jb_paint *paint)
{
    const legend_scale *s = scale_named(g->l, c);
    jb_rgba color;
    if (!s)
        return;
    *paint = s->component->scale && jb_scale_color(s->component->scale, v, &color)
                 ? jb_paint_solid(color)
                 : jb_paint_none();
}

static void number_by_scale(const drawing *g, jb_channel c, jb_value v, double *number)
{
    const legend_scale *s = scale_named(g->l, c);
    double found = s && s->component->scale ? jb_scale_number(s->component->scale, v) : NAN;
    if (!isnan(found))
        *number = found;
}

static void dash_by_scale(const drawing *g, jb_value v, jb_style *style)
{
    const legend_scale *s = scale_named(g->l, JB_CHANNEL_STROKE_DASH);
    jb_value dash = s && s->component->scale ? jb_scale_value(s->component->scale, v) : jb_null();
    if (dash.type != JB_LISTED)
        return;
    double *at = JB_NEW_N(g->chart->cx->keep, double, dash.n + 1);
    for (uint32_t i = 0; i < dash.n; i++)
        at[i] = jb_value_number(dash.items[i]);
    style->stroke_dash = at;
    style->stroke_dash_n = dash.n;
}

static void hatch_by_scale(const drawing *g, jb_value v, jb_style *style)
{
    const legend_scale *s = scale_named(g->l, JB_CHANNEL_PATTERN);
    jb_value name = s && s->component->scale ? jb_scale_value(s->component->scale, v) : jb_null();
    int found = name.type == JB_TEXT ? jb_enum_find(&jb_pattern_values, jb_value_str(name)) : -1;
    if (found <= JB_PATTERN_NONE || style->fill.kind != JB_PAINT_SOLID)
        return;
    style->fill.kind = JB_PAINT_PATTERN;
    style->fill.pattern = (jb_pattern)found;
    style->fill.background = (jb_rgba){1, 1, 1, 1};
}

/* ---- symbols -----------------------------------------------------------------------------------
 */

static void set_symbol(const drawing *g, jb_symbol_item *item, jb_value v, const jb_style *base)
{
    jb_style s = *base;
    const legend_scale *shape = scale_named(g->l, JB_CHANNEL_SHAPE);
    item->size = JB_OR(g->s, symbol_size, 100.0);
    item->shape = g->l->symbol_type.n ? g->l->symbol_type : JB_S("circle");
    if (shape && shape->component->scale) {
        jb_value name = jb_scale_value(shape->component->scale, v);
        if (name.type == JB_TEXT)
            item->shape = jb_value_str(name);
    }
    number_by_scale(g, JB_CHANNEL_SIZE, v, &item->size);
    number_by_scale(g, JB_CHANNEL_OPACITY, v, &s.opacity);
    number_by_scale(g, JB_CHANNEL_STROKE_WIDTH, v, &s.stroke_width);
    paint_by_scale(g, JB_CHANNEL_FILL, v, &s.fill);
    paint_by_scale(g, JB_CHANNEL_STROKE, v, &s.stroke);
    dash_by_scale(g, v, &s);
    hatch_by_scale(g, v, &s);
    item->style = jb_style_shared(g->chart, &s);
}

static double entry_size(const drawing *g, const jb_symbol_item *item)
{
    const jb_style *s = item->style;
    double width = scale_named(g->l, JB_CHANNEL_STROKE_WIDTH)
                       ? s->stroke_width
                       : JB_OR(g->s, symbol_stroke_width, 1.5);
    return fmax(ceil(sqrt(item->size) + width), label_look(g).size);
}

static size_t entry_columns(const drawing *g)
{
    double columns = JB_OR(g->s, columns, g->vertical ? 1.0 : 0.0);
    return (size_t)fmax(0, fmin(columns, (double)g->n));
}

/* Which entry comes at the grid's place i: down the columns in a vertical legend. */
static size_t entry_at(const drawing *g, size_t i)
{
    size_t columns = entry_columns(g);
    if (!g->vertical || columns < 2)
        return i;
    size_t rows = (g->n + columns - 1) / columns, at = 0;
    for (size_t row = 0; row < rows; row++)
        for (size_t k = row; k < g->n; k += rows)
            if (at++ == i)
                return k;
    return i;
}

static void draw_entry(drawing *g, jb_group_item *group, const entry *e, const jb_style *base,
                       double offset)
{
    jb_chart *chart = g->chart;
    jb_mark *m = jb_mark_new(chart->cx->keep, JB_MARKTYPE_SYMBOL, JB_S("legend-symbol"), 1);
    jb_group_add(chart->cx->keep, group, m);
    jb_symbol_item *item = &m->symbols[0];
    set_symbol(g, item, e->value, base);
    double size = entry_size(g, item), clip = JB_OR(g->s, clip_height, 0.0);
    double x = entry_columns(g) ? offset : size, shift = JB_OR(g->s, symbol_offset, 0.0);
    item->x = x / 2 + shift;
    item->y = (clip != 0 ? clip : size) / 2;
    jb_mark *text = jb_text_mark(chart, group, JB_S("legend-label"), 1);
    jb_text_look l = label_look(g);
    l.align = (jb_align)JB_OR(g->s, label_align, (int)JB_ALIGN_LEFT);
    l.baseline = (jb_baseline)JB_OR(g->s, label_baseline, (int)JB_BASELINE_MIDDLE);
    jb_text_put(chart, &text->texts[0], &l, jb_one_line(chart->cx->keep, e->label),
                x + shift + JB_OR(g->s, label_offset, 4.0), item->y,
                JB_SPAN(g->l->definition->spec, field));
    if (clip != 0) {
        group->height = clip;
        group->clip = false;
    }
}

static void draw_symbols(drawing *g, jb_group_item *entries)
{
    jb_chart *chart = g->chart;
    jb_style base = symbol_style(g);
    jb_mark *m = jb_mark_new(chart->cx->keep, JB_MARKTYPE_GROUP, JB_S("scope"), g->n);
    jb_group_add(chart->cx->keep, entries, m);
    double offset = 0;
    for (size_t i = 0; i < g->n; i++) {
        jb_symbol_item item = {0};
        set_symbol(g, &item, g->entries[i].value, &base);
        offset = fmax(offset, entry_size(g, &item));
    }
    jb_grid grid = {.n = g->n, .columns = entry_columns(g), .center = {false, true}};
    int align = JB_OR(g->s, grid_align, JB_LAYOUT_ALIGN_EACH);
    grid.align[0] = grid.align[1] = align;
    grid.padding[JB_COLUMN_WAY] = JB_OR(g->s, column_padding, 10.0);
    grid.padding[JB_ROW_WAY] = JB_OR(g->s, row_padding, 2.0);
    grid.at = JB_NEW_N(chart->cx->scratch, jb_group_item *, g->n + 1);
    for (size_t i = 0; i < g->n; i++) {
        draw_entry(g, &m->groups[i], &g->entries[entry_at(g, i)], &base, offset);
        grid.at[i] = &m->groups[i];
    }
    jb_grid_place(chart->cx->scratch, &grid);
}

/* ---- gradients ---------------------------------------------------------------------------------
 */

static const jb_style *bar_style(const drawing *g, jb_paint fill)
{
    const jb_unit_view *u = g->l->view->unit;
    jb_style s = jb_style_plain;
    s.fill = fill;
    s.stroke = JB_PAINT(g->chart, g->s, gradient_stroke_color);
    s.stroke_width = JB_OR(g->s, gradient_stroke_width, 0.0);
    double v = greatest_value(u->definitions[JB_CHANNEL_OPACITY]);
    s.opacity =
        JB_OR(g->s, gradient_opacity, isnan(v) || v == 0 ? JB_OR(u->spec, opacity, 1.0) : v);
    if (s.opacity == 0)
        s.opacity = 1;
    return jb_style_shared(g->chart, &s);
}

static jb_paint gradient_of(const drawing *g)
{
    jb_arena *a = g->chart->cx->keep;
    const jb_scale *s = g->scale;
    size_t n = 0;
    if (!s->domain_n) /* no row has a number */
        return jb_paint_none();
    jb_ticks t = jb_scale_ticks(a, s, 15, NAN, NULL);
    jb_stop *stops = JB_NEW_N(a, jb_stop, t.n + 3);
    double first = s->domain[0], last = s->domain[s->domain_n - 1];
    for (size_t i = 0; i < t.n + 2; i++) {
        double v = i == 0 ? first : i <= t.n ? jb_value_number(t.values[i - 1]) : last;
        jb_rgba c;
        if ((i == 1 && v == first) ||
            (i == t.n + 1 && t.n && jb_value_number(t.values[t.n - 1]) == last))
            continue;
        if (jb_scale_color(s, jb_number(v), &c))
            stops[n++] = (jb_stop){jb_scale_fraction(s, v), c};
    }
    jb_gradient *gradient = JB_NEW(a, jb_gradient);
    *gradient = (jb_gradient){.x1 = 0,
                              .y1 = g->vertical ? 1 : 0,
                              .x2 = g->vertical ? 0 : 1,
                              .stops = stops,
                              .stops_n = n};
    return (jb_paint){.kind = JB_PAINT_LINEAR, .gradient = gradient};
}

static void set_bar(const drawing *g, jb_rect_item *r, double from, double to)
{
    double low = g->vertical ? (1 - to) * g->length : from * g->length;
    double long_side = (to - from) * g->length;
    r->x = g->vertical ? 0 : low;
    r->y = g->vertical ? low : 0;
    r->width = g->vertical ? g->thickness : long_side;
    r->height = g->vertical ? long_side : g->thickness;
}

static void draw_bars(drawing *g, jb_group_item *entries)
{
    bool bands = g->kind == BANDS;
    size_t n = bands ? g->n : 1;
    jb_mark *m = jb_mark_new(g->chart->cx->keep, JB_MARKTYPE_RECT,
                             bands ? JB_S("legend-band") : JB_S("legend-gradient"), n);
    jb_group_add(g->chart->cx->keep, entries, m);
    for (size_t i = 0; i < n; i++) {
        jb_rgba c = {0, 0, 0, 0};
        set_bar(g, &m->rects[i], bands ? g->entries[i].perc : 0, bands ? g->entries[i].perc2 : 1);
        if (bands)
            jb_scale_color(g->scale, g->entries[i].value, &c);
        m->rects[i].style = bar_style(g, bands ? jb_paint_solid(c) : gradient_of(g));
    }
}

static void draw_gradient_labels(drawing *g, jb_group_item *entries)
{
    jb_mark *m = jb_text_mark(g->chart, entries, JB_S("legend-label"), g->n);
    jb_text_look l = label_look(g);
    l.limit = JB_OR(g->l->author, label_limit, JB_OR(g->s, gradient_label_limit, 0.0));
    double across =
        g->thickness + JB_OR(g->l->author, label_offset, JB_OR(g->s, gradient_label_offset, 2.0));
    for (size_t i = 0; i < g->n; i++) {
        double p = g->entries[i].perc, along = (g->vertical ? 1 - p : p) * g->length;
        l.align = g->vertical || p <= 0 ? JB_ALIGN_LEFT : p >= 1 ? JB_ALIGN_RIGHT : JB_ALIGN_CENTER;
        l.baseline = !g->vertical || p >= 1 ? JB_BASELINE_TOP
                     : p <= 0               ? JB_BASELINE_BOTTOM
                                            : JB_BASELINE_MIDDLE;
        jb_text_put(g->chart, &m->texts[i], &l,
                    jb_one_line(g->chart->cx->keep, g->entries[i].label),
                    g->vertical ? across : along, g->vertical ? along : across,
                    JB_SPAN(g->l->definition->spec, field));
    }
    bool greedy = g->scale->type == JB_SCALING_QUANTILE || g->scale->type == JB_SCALING_THRESHOLD ||
                  g->scale->type == JB_SCALING_LOG || g->scale->type == JB_SCALING_SYMLOG;
    int usual =
        greedy ? JB_LABEL_OVERLAP_GREEDY : JB_OR(g->s, label_overlap, JB_LABEL_OVERLAP_TRUE);
    jb_labels_thin(g->chart, m, JB_OR(g->l->author, label_overlap, usual),
                   JB_OR(g->s, label_separation, 0.0));
}

/* ---- the whole legend --------------------------------------------------------------------------
 */

static jb_text_look title_look(const drawing *g)
{
    jb_text_look l = guide_look(g->chart, "guide-title", 11);
    l.font = JB_OR(g->s, title_font, l.font);
    l.size = JB_OR(g->s, title_font_size, l.size);
    l.weight = JB_OR(g->s, title_font_weight, l.weight);
    l.style = JB_OR(g->s, title_font_style, l.style);
    if (JB_HAS(g->s, title_color))
        l.fill = JB_PAINT(g->chart, g->s, title_color);
    l.fill.color.a *= JB_OR(g->s, title_opacity, 1.0);
    l.limit = JB_OR(g->s, title_limit, 180.0);
    l.line_height = JB_OR(g->s, title_line_height, 0.0);
    l.baseline = (jb_baseline)JB_OR(g->s, title_baseline, (int)JB_BASELINE_TOP);
    l.align = (jb_align)JB_OR(g->s, title_align, (int)JB_ALIGN_LEFT);
    return l;
}

static void place_title(drawing *g, jb_group_item *entries, jb_strs lines, double pad)
{
    jb_mark *m = jb_text_mark(g->chart, g->group, JB_S("legend-title"), 1);
    jb_text_look l = title_look(g);
    int orient = JB_OR(g->s, title_orient, JB_ORIENT_TOP);
    jb_text_item *t = &m->texts[0];
    jb_text_put(g->chart, t, &l, lines, pad, pad, JB_SPAN(g->l->definition->spec, field));
    jb_box title = jb_mark_box(m), inside = jb_group_box(entries);
    double gap = JB_OR(g->s, title_padding, 5.0);
    double middle = floor((jb_box_height(&inside) - jb_box_height(&title)) / 2 + 0.5);
    if (orient == JB_ORIENT_LEFT) {
        entries->x += ceil(jb_box_width(&title)) + gap;
        t->y += middle;
    } else if (orient == JB_ORIENT_RIGHT) {
        t->x += jb_box_width(&inside) + gap;
        t->y += middle;
    } else if (orient == JB_ORIENT_BOTTOM)
        t->y += jb_box_height(&inside) + gap;
    else
        entries->y += jb_box_height(&title) + gap;
    jb_box placed = jb_mark_box(m);
    double left = floor(placed.x1 - pad + 0.5);
    if (left < 0) {
        entries->x -= left;
        t->x -= left;
    }
}

static void set_ground(drawing *g)
{
    jb_style s = jb_style_plain;
    const jb_legend_spec *config = g->chart->config->legend;
    s.fill = JB_PAINT(g->chart, g->s, fill_color);
    s.stroke = JB_PAINT(g->chart, g->s, stroke_color);
    s.stroke_width = JB_OR(config, stroke_width, 1.0);
    jb_numbers dash = JB_OR(config, stroke_dash, ((jb_numbers){NULL, 0}));
    s.stroke_dash = dash.at;
    s.stroke_dash_n = dash.n;
    g->group->style = jb_style_shared(g->chart, &s);
    for (size_t i = 0; i < 4; i++)
        g->group->corners[i] = (float)JB_OR(g->s, corner_radius, 0.0);
}

/* The plot of the unit whose legend it first was, where its size is known by now. */
static const double *own_plot(const jb_legend *l, const double *usual)
{
    const jb_view *v = l->view;
    while (v->parent && v->parent->kind == JB_VIEW_LAYER)
        v = v->parent;
    return v->parent && v->parent->kind >= JB_VIEW_CONCAT ? v->size : usual;
}

static double usual_length(const drawing *g, const double size[2])
{
    if (g->kind == BANDS)
        return 200;
    bool above = g->l->orient == JB_ORIENT_TOP || g->l->orient == JB_ORIENT_BOTTOM;
    double low = g->vertical ? JB_OR(g->s, gradient_vertical_min_length, 64.0)
                             : JB_OR(g->s, gradient_horizontal_min_length, 100.0);
    double high = g->vertical ? JB_OR(g->s, gradient_vertical_max_length, 200.0)
                              : JB_OR(g->s, gradient_horizontal_max_length, 200.0);
    if (!g->vertical && !above)
        return low;
    return fmax(low, fmin(high, g->vertical ? size[1] : size[0]));
}

static bool goes_down(const drawing *g)
{
    const jb_legend_spec *author = g->l->author, *config = g->chart->config->legend;
    int orient = g->l->orient;
    if (JB_HAS(author, direction))
        return author->direction == JB_VERTICAL;
    if (JB_HAS(config, direction))
        return config->direction == JB_VERTICAL;
    if (orient == JB_ORIENT_TOP || orient == JB_ORIENT_BOTTOM)
        return false;
    return g->kind == SYMBOLS || orient < JB_ORIENT_TOP_LEFT;
}

static jb_mark *draw_legend(jb_chart *chart, const jb_legend *l, const double size[2])
{
    drawing g = {.chart = chart, .l = l, .s = l->spec};
    const legend_scale *lead = leading_scale(l);
    g.component = lead->component;
    g.scale = lead->component->scale;
    if (l->disabled || !g.scale)
        return NULL;
    g.kind = kind_of(l, g.scale);
    g.vertical = goes_down(&g);
    g.length = JB_OR(g.s, gradient_length, usual_length(&g, own_plot(l, size)));
    g.thickness = JB_OR(g.s, gradient_thickness, 16.0);
    find_entries(&g);
    jb_mark *m = jb_mark_new(chart->cx->keep, JB_MARKTYPE_GROUP, JB_S("legend"), 1);
    m->orient = jb_enum_key(&jb_orient_values, l->orient);
    g.group = &m->groups[0];
    set_ground(&g);
    double pad = JB_OR(g.s, padding, 0.0);
    jb_mark *inner = jb_mark_new(chart->cx->keep, JB_MARKTYPE_GROUP, JB_S("legend-entry"), 1);
    jb_group_add(chart->cx->keep, g.group, inner);
    jb_group_item *entries = &inner->groups[0];
    entries->x = entries->y = pad;
    if (g.kind == SYMBOLS)
        draw_symbols(&g, entries);
    else {
        draw_bars(&g, entries);
        draw_gradient_labels(&g, entries);
    }
    jb_strs title = jb_title_lines(chart, &l->title);
    if (title.n)
        place_title(&g, entries, title, pad);
    jb_box b = jb_group_box(g.group);
    g.group->width = jb_box_empty(&b) ? 2 * pad : ceil(b.x2 + pad);
    g.group->height = jb_box_empty(&b) ? 2 * pad : ceil(b.y2 + pad);
    g.group->x = JB_OR(g.s, legend_x, 0.0);
    g.group->y = JB_OR(g.s, legend_y, 0.0);
    return m;
}

static bool speak_of_one(const jb_legend *a, const jb_legend *b);

/* Does another legend of the view become one with it? */
static bool stands_alone(const jb_view *v, const jb_legend *l)
{
    for (size_t i = 0; i < v->legends.n; i++)
        if (v->legends.at[i] != l && speak_of_one(v->legends.at[i], l))
            return false;
    return true;
}

bool jb_legend_chosen(const jb_view *unit, jb_channel c, jb_chart *chart, jb_legend_choice *choice)
{
    const jb_view *at = unit;
    while (at && !legend_of(at, c))
        at = at->parent;
    const jb_legend *l = at ? legend_of(at, c) : NULL;
    const jb_scale *scale = l ? leading_scale(l)->component->scale : NULL;
    if (!scale || l->disabled)
        return false;
    drawing g = {.chart = chart, .l = l, .s = l->spec, .kind = kind_of(l, scale)};
    static const int types[] = {[SYMBOLS] = JB_LEGEND_SYMBOL, [GRADIENT] = JB_LEGEND_GRADIENT};
    bool alone = stands_alone(at, l), plain = alone && g.kind != BANDS && !cuts_classes(scale);
    *choice = (jb_legend_choice){.type = plain ? types[g.kind] : 0,
                                 .orient = l->orient,
                                 .direction = goes_down(&g) ? JB_VERTICAL : JB_HORIZONTAL,
                                 .title = alone ? &l->title : NULL};
    if (g.kind == SYMBOLS)
        choice->symbol_type = l->symbol_type;
    return true;
}

static bool speak_of_one(const jb_legend *a, const jb_legend *b)
{
    bool discrete = jb_scaling_discrete(a->scales[0].component->type);
    return a->one_field && b->one_field && a->field.p && jb_str_eq(a->field, b->field) &&
           discrete == jb_scaling_discrete(b->scales[0].component->type);
}

/* Legends of one field become one, with all their scales; a count has no field. */
static size_t merge_all(jb_chart *chart, const jb_view *v, jb_legend **merged)
{
    size_t n = 0;
    for (size_t i = 0; i < v->legends.n; i++) {
        jb_legend *l = v->legends.at[i];
        size_t at = 0;
        while (at < n && !(speak_of_one(merged[at], l) && merge_legend(chart, merged[at], l)))
            at++;
        if (at == n)
            merged[n++] = copy_legend(chart, l);
    }
    return n;
}

static void collect(jb_chart *chart, const jb_view *v, jb_legend **all, size_t *n)
{
    if (v->empty)
        return;
    *n += merge_all(chart, v, all + *n);
    for (size_t i = 0; v->kind == JB_VIEW_LAYER && i < v->children_n; i++)
        collect(chart, v->children[i], all, n);
}

static size_t count_legends(const jb_view *v)
{
    size_t n = v->legends.n;
    for (size_t i = 0; v->kind == JB_VIEW_LAYER && i < v->children_n; i++)
        n += count_legends(v->children[i]);
    return n;
}

size_t jb_legends_draw(jb_chart *chart, const jb_view *view, const double size[2],
                       jb_legend_ink **inks)
{
    size_t most = count_legends(view), n = 0, drawn = 0;
    jb_legend **all = JB_NEW_N(chart->cx->scratch, jb_legend *, most + 1);
    *inks = JB_NEW_N(chart->cx->scratch, jb_legend_ink, most + 1);
    collect(chart, view, all, &n);
    for (size_t i = 0; i < n; i++) {
        jb_mark *m = draw_legend(chart, all[i], size);
        if (m)
            (*inks)[drawn++] =
                (jb_legend_ink){m, all[i]->orient, JB_OR(all[i]->spec, offset, 18.0)};
    }
    return drawn;
}
