#include "chart/label.h"

#include "grammar/make.h"

bool jb_definition_is_time(const jb_definition *d, jb_str format_type)
{
    if (jb_str_eq(format_type, JB_S("time")))
        return true;
    return !format_type.p && (d->type == JB_TEMPORAL || d->timed);
}

static jb_str text_or(const jb_node *map, const char *key)
{
    const jb_node *n = jb_node_get(map, jb_str_of(key));
    return n && n->kind == JB_NODE_STRING ? n->text : (jb_str){NULL, 0};
}

static const jb_time_specifiers *specifiers_of(jb_arena *a, const jb_node *map)
{
    jb_time_specifiers *s = JB_NEW(a, jb_time_specifiers);
    for (size_t i = 0; i < JB_TIME_PARTS; i++)
        s->by_unit[i] = text_or(map, jb_str_c(a, jb_time_part_names[i]));
    s->year_month = text_or(map, "year-month");
    s->year_month_date = text_or(map, "year-month-date");
    s->hours_minutes = text_or(map, "hours-minutes");
    return s;
}

/* A calendar's ticks need not say all of their unit: 2024年, 2月, 3月. */
static bool by_calendar(const jb_time_locale *locale, const jb_definition *d)
{
    const unsigned parts = 1u << JB_YEAR | 1u << JB_MONTH | 1u << JB_MONTHDAY;
    return locale->calendar && d->type == JB_TEMPORAL && d->units.set >> JB_YEAR & 1 &&
           !(d->units.set & ~parts);
}

static void label_time(jb_labeler *l, const jb_definition *d, jb_format_asked asked,
                       jb_label_use use)
{
    jb_arena *a = l->chart->cx->keep;
    const jb_time_locale *locale = &l->chart->locale->time;
    l->kind = JB_LABEL_TIME;
    if (asked.format.p)
        l->time = asked.format;
    else if (asked.units) {
        l->kind = JB_LABEL_CALENDAR;
        l->units = specifiers_of(a, asked.units);
    } else if (d->timed && !(use == JB_FOR_AXIS && by_calendar(locale, d)))
        l->time = jb_time_units_specifier(a, d->units, locale->unit);
    else if (use == JB_FOR_AXIS) {
        l->kind = JB_LABEL_CALENDAR;
        l->units = locale->calendar;
    } else
        l->time = JB_OR(l->chart->config, time_format, locale->day);
}

/* A guide of shares is written as shares, whatever else was asked for (Vega-Lite's guideFormat). */
static jb_str number_format(const jb_labeler *l, const jb_definition *d, jb_format_asked asked,
                            jb_label_use use)
{
    const jb_config_spec *c = l->chart->config;
    bool shares = JB_HAS(d->spec, stack) && d->spec->stack == JB_STACK_NORMALIZE &&
                  JB_HAS(c, normalized_number_format);
    if (asked.format.p && !(shares && use != JB_FOR_TEXT))
        return asked.format;
    if (shares)
        return c->normalized_number_format;
    return d->type == JB_QUANTITATIVE ? JB_OR(c, number_format, ((jb_str){NULL, 0}))
                                      : (jb_str){NULL, 0};
}

/* Our own format types: w writes in 万 and 亿. */
static bool label_own(jb_labeler *l, jb_format_asked asked)
{
    bool ours = jb_str_eq(asked.type, JB_S("wanyi"));
    if (!ours)
        return false;
    l->kind = JB_LABEL_NUMBER;
    jb_str specifier = asked.format.p ? asked.format : JB_S("w");
    return jb_format_read(specifier, &l->number);
}

static void label_ticks(jb_labeler *l, const jb_scale *s, jb_str specifier, double count)
{
    bool spans = jb_scaling_continuous(s->type) || s->type == JB_SCALING_BIN_ORDINAL;
    l->kind = JB_LABEL_NUMBER;
    if (s->type == JB_SCALING_LOG) {
        l->number = jb_format_float(specifier);
        l->log = s->bins_n ? NULL : s;
    } else if (spans && s->domain_n)
        l->number = jb_format_span(s->domain[0], s->domain[s->domain_n - 1], count, specifier);
    else if (!specifier.p || !jb_format_read(specifier, &l->number))
        l->kind = JB_LABEL_INSTANT;
}

jb_labeler jb_labeler_make(jb_chart *chart, const jb_definition *d, jb_format_asked asked,
                           jb_label_use use, const jb_scale *scale, double count)
{
    jb_labeler l = {
        .chart = chart, .kind = JB_LABEL_PLAIN, .count = count, .guide = use != JB_FOR_TEXT};
    if (label_own(&l, asked))
        return l;
    if (jb_definition_is_time(d, asked.type) || (scale && jb_scaling_temporal(scale->type))) {
        label_time(&l, d, asked, use);
        return l;
    }
    jb_str specifier = number_format(&l, d, asked, use);
    if (scale)
        label_ticks(&l, scale, specifier, count);
    else if (specifier.p || d->type == JB_QUANTITATIVE) {
        l.kind = JB_LABEL_NUMBER;
        if (!jb_format_read(specifier.p ? specifier : JB_S(""), &l.number))
            l.kind = JB_LABEL_PLAIN;
    }
    return l;
}

static jb_str plain_text(jb_arena *a, jb_value v)
{
    if (v.type != JB_LISTED)
        return jb_value_text(a, v);
    jb_buf b = jb_buf_new(a);
    for (uint32_t i = 0; i < v.n; i++) {
        if (i)
            jb_buf_byte(&b, '\n');
        jb_buf_add(&b, jb_value_text(a, v.items[i]));
    }
    return b.text;
}

jb_str jb_label_of(const jb_labeler *l, jb_value v)
{
    jb_arena *a = l->chart->cx->keep;
    if (l->log && !jb_log_tick_shown(l->log, jb_value_number(v), l->count, l->ticks_n))
        return JB_S("");
    bool time = l->kind == JB_LABEL_TIME || l->kind == JB_LABEL_CALENDAR;
    if (time && v.type == JB_NULL && !l->guide)
        return JB_S("null");
    switch (l->kind) {
    case JB_LABEL_NUMBER:
        return jb_format_value(a, &l->number, l->chart->locale, v);
    case JB_LABEL_TIME:
        return jb_str_trim(jb_time_format(a, l->time, l->chart->locale, jb_value_number(v)));
    case JB_LABEL_CALENDAR:
        return jb_time_format_multi(a, l->units, l->chart->locale, jb_value_number(v));
    case JB_LABEL_INSTANT: /* a band of dates without a format has their milliseconds, as Vega's */
        if (v.type == JB_DATETIME)
            return jb_value_text(a, jb_number(jb_value_number(v)));
        break;
    case JB_LABEL_PLAIN:
        break;
    }
    if (v.type == JB_NULL && l->guide && l->chart->locale->chinese)
        return JB_S("（空白）");
    return plain_text(a, v);
}

static const jb_node *multi_format(jb_ctx *cx, const jb_time_specifiers *s)
{
    jb_maker m = jb_make(cx, (jb_span){0});
    for (size_t i = 0; i < JB_TIME_PARTS; i++)
        if (s->by_unit[i].p)
            jb_put_text(&m, jb_time_part_names[i].p, s->by_unit[i]);
    return jb_made_map(&m);
}

const jb_node *jb_labeler_format(const jb_labeler *l)
{
    jb_arena *a = l->chart->cx->keep;
    jb_str specifier = {NULL, 0};
    if (l->kind == JB_LABEL_CALENDAR)
        return multi_format(l->chart->cx, l->units ? l->units : &jb_time_multi);
    if (l->kind == JB_LABEL_TIME)
        specifier = jb_str_trim(l->time);
    if (l->kind == JB_LABEL_NUMBER)
        specifier = jb_format_specifier(a, &l->number);
    return specifier.p ? jb_node_string(a, specifier, (jb_span){0}) : NULL;
}

jb_value jb_tick_datum(jb_arena *a, jb_value value, jb_str label, double index)
{
    jb_field_value *m = JB_NEW_N(a, jb_field_value, 3);
    m[0] = (jb_field_value){JB_S("value"), value};
    m[1] = (jb_field_value){JB_S("label"), label.p ? jb_text(label) : jb_null()};
    m[2] = (jb_field_value){JB_S("index"), jb_number(index)};
    return (jb_value){.type = JB_OBJECT, .n = 3, .members = m};
}

jb_str jb_label_expr(jb_chart *chart, const jb_expr_spec *expr, jb_value value, jb_str label,
                     double index)
{
    jb_arena *a = chart->cx->keep;
    if (!expr || !expr->parsed)
        return label;
    jb_bound *bound = jb_expr_bind(chart->cx, expr->parsed, NULL, &chart->scope);
    if (!bound)
        return label;
    jb_value v = jb_bound_value_of(bound, jb_tick_datum(a, value, label, index), a);
    return plain_text(a, v);
}
