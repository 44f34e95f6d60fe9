/* What scales take their domains from: each unit names its sources, shared scales take them all. */
#include <math.h>
#include "chart/view.h"

/* ---- values that the author wrote, as the data has them ----------------------------------------
 */

/* A number alone means that unit of a year Vega takes: month 1 is January. */
static bool single_unit(jb_time_units units)
{
    return units.set && !(units.set & (units.set - 1));
}

static jb_value unit_value(const jb_definition *d, double v)
{
    jb_civil c = {.year = 2012, .month = 1, .day = 1};
    jb_time_part part = jb_time_units_finest(d->units);
    int n = (int)fmax(-1e6, fmin(v, 1e6));
    if (part == JB_YEAR)
        c.year = n;
    else if (part == JB_QUARTER)
        c.month = 3 * (n - 1) + 1;
    else if (part == JB_MONTH)
        c.month = n;
    else if (part == JB_WEEK)
        c.day = 1 + 7 * n;
    else if (part == JB_WEEKDAY)
        c.day = n + 1; /* 2012 began on a Sunday */
    else if (part == JB_HOURS)
        c.hour = n;
    else if (part == JB_MINUTES)
        c.minute = n;
    else if (part == JB_SECONDS)
        c.second = n;
    else if (part == JB_MILLISECONDS)
        c.ms = n;
    else
        c.day = n;
    return jb_datetime(jb_ms_of(&c));
}

static int month_named(jb_str s)
{
    static const char *const names = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (int i = 0; s.n >= 3 && i < 12; i++)
        if (jb_str_eq_fold(jb_str_cut(s, 0, 3), (jb_str){names + 3 * i, 3}))
            return i + 1;
    return 0;
}

static int weekday_named(jb_str s)
{
    static const char *const names = "sunmontuewedthufrisat";
    for (int i = 0; s.n >= 3 && i < 7; i++)
        if (jb_str_eq_fold(jb_str_cut(s, 0, 3), (jb_str){names + 3 * i, 3}))
            return i;
    return -1;
}

jb_value jb_definition_value(const jb_definition *d, jb_value v)
{
    bool time = d->type == JB_TEMPORAL || d->timed;
    if (!time || v.type == JB_DATETIME || v.type == JB_NULL)
        return v;
    if (v.type == JB_DATE)
        return jb_datetime(jb_value_ms(v));
    if (v.type == JB_TEXT) {
        jb_str s = jb_value_str(v);
        double ms = jb_date_read_js(s);
        if (d->timed && single_unit(d->units) && month_named(s))
            return unit_value(d, month_named(s));
        if (d->timed && single_unit(d->units) && weekday_named(s) >= 0)
            return unit_value(d, weekday_named(s));
        return isnan(ms) ? v : jb_datetime((int64_t)ms);
    }
    double x = jb_value_number(v);
    if (d->timed && single_unit(d->units) && x < 10000)
        return unit_value(d, x);
    return fabs(x) <= (double)JB_TIME_MAX ? jb_datetime((int64_t)x) : v;
}

static jb_domain_part values_part(jb_chart *chart, const jb_definition *d, jb_values written)
{
    jb_value *values = JB_NEW_N(chart->cx->keep, jb_value, written.n + 1);
    for (size_t i = 0; i < written.n; i++)
        values[i] = jb_definition_value(d, written.at[i]);
    return (jb_domain_part){.kind = JB_DOMAIN_VALUES, .values = values, .values_n = written.n};
}

/* ---- what one channel takes its domain from ----------------------------------------------------
 */

static bool same_values(const jb_domain_part *a, const jb_domain_part *b)
{
    for (size_t i = 0; i < a->values_n && i < b->values_n; i++)
        if (!jb_value_eq(a->values[i], b->values[i]))
            return false;
    return a->kind == JB_DOMAIN_VALUES && b->kind == JB_DOMAIN_VALUES && a->values_n == b->values_n;
}

/* A list of values that several views write is one. */
static void add_part(jb_chart *chart, jb_component *k, jb_domain_part part)
{
    for (size_t i = 0; i < k->parts.n; i++)
        if (same_values(&k->parts.at[i], &part))
            return;
    *JB_PUSH(chart->cx->keep, &k->parts) = part;
}

static void add_column(jb_chart *chart, jb_component *k, const jb_view *v, const jb_definition *d,
                       jb_str column)
{
    add_part(chart, k,
             (jb_domain_part){.kind = JB_DOMAIN_COLUMN,
                              .view = v,
                              .definition = d,
                              .column = column,
                              .sorted = false});
}

static bool in_stack(const jb_unit_view *u, jb_str field)
{
    for (size_t i = 0; i < u->stack.groups_n; i++)
        if (jb_str_eq(u->stack.groups[i]->name, field))
            return true;
    for (size_t i = 0; i < u->stack.by_n; i++)
        if (jb_str_eq(u->stack.by[i]->field, field))
            return true;
    return false;
}

/* By the aggregate of a field, of rows that are not aggregated yet. */
static void sort_by_field(jb_domain_part *part, const jb_unit_view *u, int op, jb_str field)
{
    bool stacked = u->stack.channel && !in_stack(u, field);
    part->raw = true;
    part->sort_field = field;
    part->sort_op = op ? op : stacked ? JB_AGGREGATE_SUM : JB_AGGREGATE_MIN;
}

static void sort_by_channel(jb_domain_part *part, const jb_unit_view *u, int channel)
{
    const jb_definition *by = jb_definition_field(u->definitions[channel]);
    if (!by)
        return;
    int op = by->arg.p ? JB_AGGREGATE_NONE : by->aggregate;
    if (op || by->field.p)
        sort_by_field(part, u, op, by->field);
}

const jb_values *jb_color_order(const jb_unit_view *u, const jb_definition **color)
{
    const jb_definition *d = jb_definition_field(u->definitions[JB_CHANNEL_FILL]);
    if (!d)
        d = jb_definition_field(u->definitions[JB_CHANNEL_COLOR]);
    *color = d;
    const jb_scale_spec *s = d && d->type == JB_NOMINAL && !u->orders_n ? d->spec->scale : NULL;
    return s && JB_HAS(s, domain) && s->domain && JB_HAS(s->domain, values) ? &s->domain->values
                                                                            : NULL;
}

static const jb_values *domain_as_order(const jb_unit_view *u, const jb_definition *d)
{
    const jb_definition *color;
    bool open = jb_channel_offset(d->channel) && !JB_GIVEN(d->spec, sort);
    return open ? jb_color_order(u, &color) : NULL;
}

static void set_sort(jb_domain_part *part, const jb_unit_view *u, const jb_definition *d)
{
    const jb_sort_spec *s = JB_HAS(d->spec, sort) ? d->spec->sort : NULL;
    part->sort_values = domain_as_order(u, d);
    if (JB_IS_NULL(d->spec, sort))
        return;
    part->sorted = true;
    if (!s)
        return;
    part->descending = s->order == JB_DESCENDING;
    part->raw = !d->aggregate && (part->descending || JB_HAS(s, values)); /* as Vega-Lite does */
    if (JB_HAS(s, values))
        part->sort_values = &s->values;
    else if (JB_HAS(s, encoding))
        sort_by_channel(part, u, s->encoding);
    else if (JB_HAS(s, field) || s->op)
        sort_by_field(part, u, s->op, s->field);
}

static void field_parts(jb_chart *chart, jb_component *k, jb_scaling type, const jb_view *v,
                        const jb_definition *d)
{
    const jb_definition *second =
        jb_channel_second(d->channel) ? v->unit->definitions[jb_channel_second(d->channel)] : NULL;
    bool discrete = jb_scaling_discrete(type);
    if (d->bin && type == JB_SCALING_BIN_ORDINAL)
        return;
    if (d->bin && !discrete) {
        add_part(chart, k, (jb_domain_part){.kind = JB_DOMAIN_BINS, .view = v, .definition = d});
        return;
    }
    if (d->timed && jb_scaling_temporal(type) && jb_has_band_end(v, d, second)) {
        bool moved = jb_mark_rect_based(v->unit->mark) && jb_channel_position(d->channel) &&
                     jb_band_position(v, d, second) != 0.5;
        add_column(chart, k, v, d, moved ? d->offset_start : d->name);
        add_column(chart, k, v, d, moved ? d->offset_end : d->end);
        return;
    }
    bool by_range = d->bin && (d->type == JB_ORDINAL || d->type == JB_NOMINAL);
    jb_domain_part part = {.kind = JB_DOMAIN_COLUMN,
                           .view = v,
                           .definition = d,
                           .column = discrete && by_range ? d->range : d->name};
    if (discrete && jb_channel_scaled(d->channel))
        set_sort(&part, v->unit, d);
    if (discrete && by_range && part.sorted && !part.sort_field.p && !part.sort_op &&
        !part.sort_values) {
        part.sort_field = d->name; /* texts of bins stand in the order of their numbers */
        part.sort_op = JB_AGGREGATE_MIN;
        part.raw = part.descending;
    }
    add_part(chart, k, part);
}

static bool asks_unaggregated(jb_chart *chart, const jb_definition *d, jb_scaling type)
{
    const jb_scale_spec *s = d->spec->scale;
    bool written = s && JB_HAS(s, domain) && s->domain;
    bool asked = written ? JB_HAS(s->domain, unaggregated) && s->domain->unaggregated
                         : JB_OR(chart->config->scale, use_unaggregated_domain, false);
    bool shares = d->aggregate == JB_AGGREGATE_MEAN || d->aggregate == JB_AGGREGATE_AVERAGE ||
                  d->aggregate == JB_AGGREGATE_MEDIAN || d->aggregate == JB_AGGREGATE_Q1 ||
                  d->aggregate == JB_AGGREGATE_Q3 || d->aggregate == JB_AGGREGATE_MIN ||
                  d->aggregate == JB_AGGREGATE_MAX;
    return asked && shares && type != JB_SCALING_LOG;
}

/* The initial value of a selection that gives a domain: its extent over this channel, or nothing.
 */
static const jb_node *selected_extent(jb_chart *chart, const jb_domain_spec *domain, jb_channel c)
{
    jb_str name = JB_OR(domain, param, JB_OR(domain, selection, ((jb_str){NULL, 0})));
    const jb_node *value = name.p ? jb_chart_param_value(chart, name) : NULL;
    if (!value || value->kind != JB_NODE_MAP || value->n == 0)
        return NULL;
    jb_str key = JB_OR(domain, encoding, JB_OR(domain, field, ((jb_str){NULL, 0})));
    const jb_node *found = key.p ? jb_node_get(value, key) : NULL;
    if (!found)
        found = jb_node_get(value, jb_enum_key(&jb_channel_values, (int)c));
    if (!found && value->n == 1)
        found = value->members[0].value;
    return found && found->kind == JB_NODE_LIST ? found : NULL;
}

static bool written_parts(jb_chart *chart, jb_component *k, const jb_view *v,
                          const jb_definition *d)
{
    const jb_scale_spec *s = d->spec->scale;
    if (!s || !JB_HAS(s, domain) || !s->domain)
        return false;
    const jb_domain_spec *domain = s->domain;
    if (JB_HAS(domain, values)) {
        k->parts_explicit = true;
        add_part(chart, k, values_part(chart, d, domain->values));
        return true;
    }
    if (JB_HAS(domain, union_with)) {
        k->parts_explicit = true;
        add_part(chart, k, values_part(chart, d, domain->union_with));
        field_parts(chart, k, jb_view_component(v, k->channel)->type, v, d);
        return true;
    }
    const jb_node *extent = selected_extent(chart, domain, k->channel);
    if (extent) {
        jb_values *raw = JB_NEW(chart->cx->keep, jb_values);
        jb_value list = jb_data_value(chart->cx, extent);
        jb_domain_part part = values_part(chart, d, (jb_values){list.items, list.n});
        *raw = (jb_values){part.values, part.values_n};
        k->domain_raw = raw;
    }
    return false;
}

static void definition_parts(jb_chart *chart, jb_component *k, const jb_view *v,
                             const jb_definition *d)
{
    const jb_unit_view *u = v->unit;
    jb_scaling type = jb_view_component(v, k->channel)->type;
    if (written_parts(chart, k, v, d))
        return;
    if (u->stack.channel && jb_channel_main(d->channel) == u->stack.channel) {
        if (u->stack.offset == JB_STACK_NORMALIZE) {
            jb_value *ends = JB_NEW_N(chart->cx->keep, jb_value, 2);
            ends[0] = jb_number(0);
            ends[1] = jb_number(1);
            add_part(chart, k,
                     (jb_domain_part){.kind = JB_DOMAIN_VALUES, .values = ends, .values_n = 2});
        } else {
            add_column(chart, k, v, d, d->start_name);
            add_column(chart, k, v, d, d->end_name);
        }
    } else if (d->kind == JB_DEFINES_DATUM) {
        jb_value *datum = JB_NEW(chart->cx->keep, jb_value);
        *datum = jb_definition_value(d, d->datum);
        add_part(chart, k,
                 (jb_domain_part){.kind = JB_DOMAIN_VALUES, .values = datum, .values_n = 1});
    } else if (d->aggregate && asks_unaggregated(chart, d, type)) {
        jb_arena *a = chart->cx->keep;
        add_column(chart, k, v, d, jb_str_printf(a, "min_%.*s", JB_F(d->field)));
        add_column(chart, k, v, d, jb_str_printf(a, "max_%.*s", JB_F(d->field)));
    } else
        field_parts(chart, k, type, v, d);
}

static void unit_parts(jb_chart *chart, jb_component *k, const jb_view *v)
{
    const jb_definition *d = jb_definition_scaled(v->unit->definitions[k->channel]);
    const jb_definition *second =
        jb_channel_second(k->channel) ? v->unit->definitions[jb_channel_second(k->channel)] : NULL;
    definition_parts(chart, k, v, d);
    bool ends = jb_channel_position(k->channel) && jb_definition_scaled(second);
    bool stacked = v->unit->stack.channel == k->channel;
    if (ends && !k->parts_explicit && !stacked)
        definition_parts(chart, k, v, jb_definition_scaled(second));
}

static void merge_parts(jb_chart *chart, jb_component *into, const jb_component *from)
{
    if (from->parts_explicit && !into->parts_explicit)
        into->parts.n = 0;
    if (into->parts_explicit && !from->parts_explicit)
        return;
    into->parts_explicit = from->parts_explicit;
    for (size_t i = 0; i < from->parts.n; i++)
        add_part(chart, into, from->parts.at[i]);
    if (!into->domain_raw)
        into->domain_raw = from->domain_raw;
}

void jb_view_domains(jb_chart *chart, jb_view *view)
{
    for (size_t i = 0; i < view->children_n; i++)
        jb_view_domains(chart, view->children[i]);
    for (size_t i = 0; jb_scale_channels[i]; i++) {
        jb_component *k = view->scales[jb_scale_channels[i]];
        if (k && view->unit)
            unit_parts(chart, k, view);
        for (size_t j = 0; k && j < view->children_n; j++)
            if (view->children[j]->scales[k->channel])
                merge_parts(chart, k, view->children[j]->scales[k->channel]);
    }
}
