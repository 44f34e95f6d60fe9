/* The entries of a legend: which values it shows, with their labels. */
#include <math.h>
#include "chart/legend.h"

jb_labeler jb_legend_labeler(const jb_legend_drawing *g, double count)
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

static void add_entry(jb_legend_drawing *g, jb_value v, jb_str label)
{
    g->entries[g->n++] = (jb_legend_entry){v, label, 0, 0};
}

/* How many of n symbols are shown; where that is not all, one more stands for the rest. */
static size_t symbols_shown(const jb_legend_drawing *g, size_t n)
{
    double limit = g->s->symbol_limit;
    bool all = g->kind != JB_LEGEND_SYMBOLS || !(limit > 0) || (double)n <= limit;
    return all ? n : (size_t)fmax(limit, 1) - 1;
}

/* The least value of each class, −∞ where it has none, and where the last class ends. */
typedef struct classes {
    const jb_value *from;
    size_t n;
    double end;
} classes;

static jb_value *asked_values(const jb_legend_drawing *g)
{
    jb_value *values = JB_NEW_N(g->chart->cx->keep, jb_value, g->s->values.n + 1);
    for (size_t i = 0; i < g->s->values.n; i++)
        values[i] = jb_definition_value(g->l->definition, g->s->values.at[i]);
    return values;
}

static classes classes_of(const jb_legend_drawing *g)
{
    const jb_scale *s = g->scale;
    if (JB_HAS(g->s, values))
        return (classes){asked_values(g), g->s->values.n, INFINITY};
    bool bins = s->bins_n > 0;
    size_t n = bins ? s->bins_n - 1 : s->domain_n + 1;
    jb_value *from = JB_NEW_N(g->chart->cx->keep, jb_value, n + 1);
    for (size_t i = 0; i < n; i++)
        from[i] = jb_number(bins ? s->bins[i] : i ? s->domain[i - 1] : -INFINITY);
    return (classes){from, n, bins ? s->bins[n] : INFINITY};
}

static jb_str class_end(const jb_labeler *l, double v)
{
    return isfinite(v) ? jb_label_of(l, jb_number(v)) : (jb_str){NULL, 0};
}

static jb_str class_label(const jb_labeler *l, double low, double high)
{
    jb_arena *a = l->chart->cx->keep;
    jb_str from = class_end(l, low), to = class_end(l, high);
    return from.p && to.p ? jb_str_printf(a, "%.*s – %.*s", JB_F(from), JB_F(to))
           : to.p         ? jb_str_printf(a, "< %.*s", JB_F(to))
           : from.p       ? jb_str_printf(a, "≥ %.*s", JB_F(from))
                          : JB_S("≥ null");
}

/* A band is told where it begins, the first of them not at all; a symbol by both ends of its class.
 */
static void find_classes(jb_legend_drawing *g, const jb_labeler *l)
{
    classes c = classes_of(g);
    size_t shown = symbols_shown(g, c.n);
    g->entries = JB_NEW_N(g->chart->cx->keep, jb_legend_entry, c.n + 1);
    for (size_t i = 0; i < c.n; i++) {
        double low = jb_value_number(c.from[i]);
        double high = i + 1 < shown  ? jb_value_number(c.from[i + 1])
                      : i + 1 == c.n ? c.end
                                     : INFINITY;
        add_entry(g, c.from[i],
                  g->kind == JB_LEGEND_SYMBOLS ? class_label(l, low, high)
                  : i                          ? class_end(l, low)
                                               : (jb_str){NULL, 0});
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

static void place_bands(jb_legend_drawing *g)
{
    for (size_t i = 0; i < g->n; i++) {
        g->entries[i].perc = i ? class_fraction(g->scale, jb_value_number(g->entries[i].value)) : 0;
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
static jb_ticks all_values(const jb_legend_drawing *g)
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

double jb_legend_tick_count(const jb_legend_drawing *g)
{
    const jb_tick_count_spec *asked = JB_OR(g->s, tick_count, NULL);
    double usual = g->kind == JB_LEGEND_RAMP ? fmax(2, 2 * floor(g->length / 100)) : 5;
    return JB_OR(asked, count, usual);
}

static jb_ticks entry_values(const jb_legend_drawing *g)
{
    const jb_tick_count_spec *asked = JB_OR(g->s, tick_count, NULL);
    double count = jb_legend_tick_count(g);
    jb_arena *a = g->chart->cx->keep;
    if (JB_HAS(g->s, values))
        return (jb_ticks){asked_values(g), g->s->values.n, count};
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

/* A log scale of many values leaves some out; not where it goes through colours, for which Vega
 * has another name. */
static bool is_log_gap(const jb_legend_drawing *g, const jb_labeler *l, jb_value v, size_t n)
{
    if (g->kind == JB_LEGEND_SYMBOLS && g->scale->through)
        return false;
    return g->scale->type == JB_SCALING_LOG && !JB_HAS(g->s, values) &&
           !jb_log_tick_shown(g->scale, jb_value_number(v), l->count, n);
}

static void limit_entries(jb_legend_drawing *g)
{
    size_t kept = symbols_shown(g, g->n);
    if (kept == g->n)
        return;
    g->entries[kept].label =
        jb_str_printf(g->chart->cx->keep,
                      g->chart->locale->chinese ? "……其余%zu项" : "…%zu entries", g->n - kept);
    g->n = kept + 1;
}

void jb_legend_find_entries(jb_legend_drawing *g)
{
    bool binned = g->scale->bins_n && g->kind == JB_LEGEND_SYMBOLS;
    bool cut = jb_legend_cuts_classes(g->scale) || binned;
    /* as precise as so many steps, of bins all there are */
    jb_ticks t = cut ? (jb_ticks){NULL, 0, fmax(5, (double)g->scale->bins_n)} : entry_values(g);
    jb_labeler l = jb_legend_labeler(g, t.count);
    l.log = NULL;
    if (cut)
        find_classes(g, &l);
    else if (g->kind == JB_LEGEND_RAMP && t.n < 3 && !JB_HAS(g->s, values) &&
             g->scale->domain_n > 1 &&
             g->scale->domain[0] != g->scale->domain[g->scale->domain_n - 1]) {
        jb_value *ends = JB_NEW_N(g->chart->cx->keep, jb_value, 2);
        ends[0] = jb_number(g->scale->domain[0]);
        ends[1] = jb_number(g->scale->domain[g->scale->domain_n - 1]);
        t = (jb_ticks){ends, 2, t.count};
    }
    if (!cut)
        g->entries = JB_NEW_N(g->chart->cx->keep, jb_legend_entry, t.n + 1);
    for (size_t i = 0; i < t.n; i++) {
        bool nothing = g->kind == JB_LEGEND_SYMBOLS && i == 0 && !JB_HAS(g->s, values) &&
                       g->scale->numbers && jb_scale_number(g->scale, t.values[0]) == 0;
        if (!nothing && !is_log_gap(g, &l, t.values[i], t.n))
            add_entry(g, t.values[i], jb_label_of(&l, t.values[i]));
    }
    limit_entries(g);
    const jb_expr_spec *expr = JB_OR(g->s, label_expr, NULL);
    for (size_t i = 0; i < g->n; i++) {
        jb_legend_entry *e = &g->entries[i];
        e->label = jb_label_expr(g->chart, expr, e->value, e->label, (double)i);
        if (g->kind == JB_LEGEND_RAMP)
            e->perc = jb_scale_fraction(g->scale, jb_value_number(e->value));
    }
    if (g->kind == JB_LEGEND_BANDS)
        place_bands(g);
}
