/* A channel's definition with everything implied filled in: its type, its bins, the names of its
 * columns. */
#include <math.h>
#include "chart/view.h"

const jb_definition *jb_definition_scaled(const jb_definition *d)
{
    if (!d || d->kind == JB_DEFINES_FIELD || d->kind == JB_DEFINES_DATUM)
        return d;
    if (d->conditions_n == 1 &&
        (d->conditions[0]->kind == JB_DEFINES_FIELD || d->conditions[0]->kind == JB_DEFINES_DATUM))
        return d->conditions[0];
    return NULL;
}

const jb_definition *jb_definition_field(const jb_definition *d)
{
    d = jb_definition_scaled(d);
    return d && d->kind == JB_DEFINES_FIELD ? d : NULL;
}

bool jb_definition_discrete(const jb_definition *d)
{
    return d->type == JB_NOMINAL || d->type == JB_ORDINAL || d->bin || d->binned;
}

/* ---- names of columns, as Vega-Lite has them, for expressions may use them ---------------------
 */

static void add_name_part(jb_buf *b, jb_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '_' || (unsigned char)c >= 128;
        jb_buf_byte(b, plain ? c : '_');
    }
}

static void add_bin_number(jb_buf *b, const char *key, double v)
{
    jb_buf_printf(b, "_%s_", key);
    add_name_part(b, jb_number_text(b->arena, v));
}

static jb_str bin_name(jb_arena *a, const jb_bin_spec *bin)
{
    jb_buf b = jb_buf_new(a);
    jb_buf_add(&b, JB_S("bin"));
    if (JB_HAS(bin, maxbins))
        add_bin_number(&b, "maxbins", bin->maxbins);
    if (JB_HAS(bin, step))
        add_bin_number(&b, "step", bin->step);
    if (JB_HAS(bin, base))
        add_bin_number(&b, "base", bin->base);
    if (JB_HAS(bin, minstep))
        add_bin_number(&b, "minstep", bin->minstep);
    if (JB_HAS(bin, anchor))
        add_bin_number(&b, "anchor", bin->anchor);
    if (JB_HAS(bin, nice))
        jb_buf_printf(&b, "_nice_%s", bin->nice ? "true" : "false");
    if (JB_HAS(bin, extent)) {
        jb_buf_add(&b, JB_S("_extent_"));
        add_name_part(&b, jb_value_text(a, bin->extent));
    }
    return b.text;
}

static jb_str joined(jb_arena *a, jb_str head, jb_str tail)
{
    return jb_str_printf(a, "%.*s_%.*s", JB_F(head), JB_F(tail));
}

jb_str jb_definition_arg(jb_arena *a, const jb_definition *d)
{
    return joined(a, jb_enum_key(&jb_aggregate_op_values, d->aggregate), d->arg);
}

static void name_columns(jb_arena *a, jb_definition *d)
{
    if (d->count)
        d->name = JB_S("__count");
    else if (d->bin)
        d->name = joined(a, bin_name(a, d->bin), d->field);
    else if (d->arg.p)
        d->name = jb_str_printf(a, "%.*s[\"%.*s\"]", JB_F(jb_definition_arg(a, d)), JB_F(d->field));
    else if (d->aggregate)
        d->name = joined(a, jb_enum_key(&jb_aggregate_op_values, d->aggregate), d->field);
    else if (d->timed && d->timed_by_us) {
        jb_str unit = jb_time_units_name(a, d->units);
        if (d->units.step > 1)
            unit = jb_str_printf(a, "%.*s_step_%d", JB_F(unit), d->units.step);
        d->name =
            jb_str_printf(a, "%s%.*s_%.*s", d->units.utc ? "utc" : "", JB_F(unit), JB_F(d->field));
    } else
        d->name = d->field;
    d->end = joined(a, d->name, JB_S("end"));
    d->range = joined(a, d->name, JB_S("range"));
    d->start_name = joined(a, d->name, JB_S("start"));
    d->end_name = d->end;
    d->offset_start = joined(a, d->name, JB_S("offsetted_rect_start"));
    d->offset_end = joined(a, d->name, JB_S("offsetted_rect_end"));
}

/* ---- what is implied ---------------------------------------------------------------------------
 */

/* Few bins where few can be told apart (Vega-Lite's autoMaxBins). */
static double automatic_maxbins(jb_channel c)
{
    if (c == JB_CHANNEL_STROKE_DASH)
        return 4;
    bool few = c == JB_CHANNEL_ROW || c == JB_CHANNEL_COLUMN || c == JB_CHANNEL_SIZE ||
               c == JB_CHANNEL_STROKE_WIDTH || c == JB_CHANNEL_OPACITY ||
               c == JB_CHANNEL_FILL_OPACITY || c == JB_CHANNEL_STROKE_OPACITY ||
               c == JB_CHANNEL_SHAPE || jb_channel_color(c);
    return few ? 6 : JB_USUAL_BINS;
}

static void set_bin(jb_chart *chart, jb_definition *d)
{
    const jb_bin_spec *bin = d->spec->bin;
    if (!JB_HAS(d->spec, bin) || !bin)
        return;
    if (JB_HAS(bin, binned) && bin->binned) {
        d->binned = true;
        return;
    }
    jb_bin_spec *own = jb_spec_copy(chart->cx->keep, &jb_bin_class, bin);
    if (!JB_HAS(own, maxbins) && !JB_HAS(own, step))
        JB_SET(own, maxbins, automatic_maxbins(d->channel));
    d->bin = own;
    d->bins = JB_NEW(chart->cx->keep, jb_bins);
}

static void set_time_unit(jb_definition *d)
{
    const jb_time_unit_spec *t = d->spec->time_unit;
    if (!JB_HAS(d->spec, time_unit) || !t || !JB_HAS(t, unit))
        return;
    d->timed = jb_time_units_read(jb_enum_key(&jb_unit_values, t->unit), &d->units);
    d->units.utc = JB_HAS(t, utc) && t->utc;
    d->units.binned = JB_HAS(t, binned) && t->binned;
    d->units.step = (int)fmax(1, fmin(JB_OR(t, step, 1.0), 1e6));
    d->timed_by_us = !d->units.binned;
}

static void set_aggregate(jb_definition *d)
{
    const jb_aggregate_spec *g = d->spec->aggregate;
    if (!JB_HAS(d->spec, aggregate) || !g)
        return;
    d->aggregate = g->op;
    if (JB_HAS(g, argmax)) {
        d->aggregate = JB_AGGREGATE_ARGMAX;
        d->arg = g->argmax;
    } else if (JB_HAS(g, argmin)) {
        d->aggregate = JB_AGGREGATE_ARGMIN;
        d->arg = g->argmin;
    }
    d->count = d->aggregate == JB_AGGREGATE_COUNT;
}

static bool is_numeric_scale(int scale)
{
    return scale == JB_SCALE_LINEAR || scale == JB_SCALE_LOG || scale == JB_SCALE_POW ||
           scale == JB_SCALE_SQRT || scale == JB_SCALE_SYMLOG || scale == JB_SCALE_IDENTITY ||
           scale == JB_SCALE_SEQUENTIAL || scale == JB_SCALE_QUANTILE ||
           scale == JB_SCALE_QUANTIZE || scale == JB_SCALE_THRESHOLD ||
           scale == JB_SCALE_BIN_ORDINAL;
}

/* The type of a field that the author did not say (Vega-Lite's rule). */
static int implied_type(const jb_definition *d)
{
    jb_channel c = d->channel;
    if (c == JB_CHANNEL_ROW || c == JB_CHANNEL_COLUMN || c == JB_CHANNEL_FACET ||
        c == JB_CHANNEL_SHAPE || c == JB_CHANNEL_STROKE_DASH)
        return JB_NOMINAL;
    if (c == JB_CHANNEL_ORDER)
        return JB_ORDINAL;
    if (JB_HAS(d->spec, sort) && d->spec->sort && JB_HAS(d->spec->sort, values))
        return JB_ORDINAL;
    if (JB_HAS(d->spec, time_unit))
        return JB_TEMPORAL;
    if (d->bin || d->binned || (d->aggregate && !d->arg.p))
        return JB_QUANTITATIVE;
    if (JB_HAS(d->spec, scale) && d->spec->scale && JB_HAS(d->spec->scale, type)) {
        if (is_numeric_scale(d->spec->scale->type))
            return JB_QUANTITATIVE;
        if (d->spec->scale->type == JB_SCALE_TIME || d->spec->scale->type == JB_SCALE_UTC)
            return JB_TEMPORAL;
    }
    return JB_NOMINAL;
}

static bool is_counting(int op)
{
    return op == JB_AGGREGATE_COUNT || op == JB_AGGREGATE_VALID || op == JB_AGGREGATE_MISSING ||
           op == JB_AGGREGATE_DISTINCT;
}

static int type_of_datum(jb_value v)
{
    if (v.type == JB_TEXT)
        return JB_NOMINAL;
    if (v.type == JB_OBJECT || v.type == JB_DATE || v.type == JB_DATETIME)
        return JB_TEMPORAL;
    return v.type == JB_BOOL || v.type == JB_NULL ? JB_NOMINAL : JB_QUANTITATIVE;
}

static void set_field(jb_chart *chart, jb_definition *d)
{
    d->kind = JB_DEFINES_FIELD;
    d->field = d->spec->field;
    set_aggregate(d);
    if (d->count)
        d->field = (jb_str){NULL, 0}; /* rows are counted, whatever is written */
    set_bin(chart, d);
    set_time_unit(d);
    bool secondary = jb_channel_main(d->channel) != d->channel;
    d->type = JB_HAS(d->spec, type) ? d->spec->type : secondary ? JB_TYPE_NONE : implied_type(d);
    if (is_counting(d->aggregate))
        d->type = JB_QUANTITATIVE;
    name_columns(chart->cx->keep, d);
}

const jb_definition *jb_definition_make(jb_chart *chart, const jb_channel_spec *spec,
                                        jb_channel channel)
{
    jb_definition *d = JB_NEW(chart->cx->keep, jb_definition);
    d->spec = spec;
    d->channel = channel;
    bool counts =
        JB_HAS(spec, aggregate) && spec->aggregate && spec->aggregate->op == JB_AGGREGATE_COUNT;
    if (JB_HAS(spec, field) || counts)
        set_field(chart, d);
    else if (JB_GIVEN(spec, datum)) {
        d->kind = JB_DEFINES_DATUM;
        d->datum = JB_IS_NULL(spec, datum) ? jb_null() : spec->datum;
        set_time_unit(d);
        d->type = JB_HAS(spec, type) ? spec->type : type_of_datum(d->datum);
    } else if (JB_GIVEN(spec, value))
        d->kind = JB_DEFINES_VALUE;
    if (!JB_HAS(spec, condition))
        return d;
    const jb_definition **conditions =
        JB_NEW_N(chart->cx->keep, const jb_definition *, spec->condition.n);
    for (size_t i = 0; i < spec->condition.n; i++)
        conditions[i] = jb_definition_make(chart, spec->condition.at[i], channel);
    d->conditions = conditions;
    d->conditions_n = spec->condition.n;
    return d;
}

/* ---- titles ------------------------------------------------------------------------------------
 */

static jb_str unit_words(jb_arena *a, jb_time_units units)
{
    static const struct {
        jb_time_part part;
        jb_str name;
    } parts[] = {
        {JB_YEAR, JB_K("year")},
        {JB_QUARTER, JB_K("quarter")},
        {JB_MONTH, JB_K("month")},
        {JB_WEEK, JB_K("week")},
        {JB_WEEKDAY, JB_K("day")},
        {JB_DAYOFYEAR, JB_K("dayofyear")},
        {JB_MONTHDAY, JB_K("date")},
        {JB_HOURS, JB_K("hours")},
        {JB_MINUTES, JB_K("minutes")},
        {JB_SECONDS, JB_K("seconds")},
        {JB_MILLISECONDS, JB_K("milliseconds")},
    };
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < JB_COUNT(parts); i++)
        if (units.set >> parts[i].part & 1) {
            if (b.text.n)
                jb_buf_byte(&b, '-');
            jb_buf_add(&b, parts[i].name);
        }
    return b.text;
}

static jb_str titled(jb_arena *a, jb_str s)
{
    if (s.n == 0 || s.p[0] < 'a' || s.p[0] > 'z')
        return s;
    return jb_str_printf(a, "%c%.*s", s.p[0] - 'a' + 'A', (int)s.n - 1, s.p + 1);
}

/* What stands behind a field's name in Chinese. */
static const jb_str chinese_ops[] = {
    [JB_AGGREGATE_VALID] = JB_K("有效数"),      [JB_AGGREGATE_MISSING] = JB_K("缺失数"),
    [JB_AGGREGATE_DISTINCT] = JB_K("不同值数"), [JB_AGGREGATE_SUM] = JB_K("合计"),
    [JB_AGGREGATE_PRODUCT] = JB_K("乘积"),      [JB_AGGREGATE_MEAN] = JB_K("平均值"),
    [JB_AGGREGATE_AVERAGE] = JB_K("平均值"),    [JB_AGGREGATE_VARIANCE] = JB_K("方差"),
    [JB_AGGREGATE_VARIANCEP] = JB_K("方差"),    [JB_AGGREGATE_STDEV] = JB_K("标准差"),
    [JB_AGGREGATE_STDEVP] = JB_K("标准差"),     [JB_AGGREGATE_STDERR] = JB_K("标准误"),
    [JB_AGGREGATE_MEDIAN] = JB_K("中位数"),     [JB_AGGREGATE_Q1] = JB_K("下四分位数"),
    [JB_AGGREGATE_Q3] = JB_K("上四分位数"),     [JB_AGGREGATE_CI0] = JB_K("置信下限"),
    [JB_AGGREGATE_CI1] = JB_K("置信上限"),      [JB_AGGREGATE_MIN] = JB_K("最小值"),
    [JB_AGGREGATE_MAX] = JB_K("最大值")};

static jb_str chinese_units(jb_arena *a, jb_time_units units)
{
    static const jb_str names[JB_TIME_PARTS] = {
        [JB_YEAR] = JB_K("年"),      [JB_QUARTER] = JB_K("季度"), [JB_MONTH] = JB_K("月"),
        [JB_WEEK] = JB_K("周"),      [JB_ISOWEEK] = JB_K("周"),   [JB_WEEKDAY] = JB_K("星期"),
        [JB_DAYOFYEAR] = JB_K("日"), [JB_MONTHDAY] = JB_K("日"),  [JB_HOURS] = JB_K("时"),
        [JB_MINUTES] = JB_K("分"),   [JB_SECONDS] = JB_K("秒"),   [JB_MILLISECONDS] = JB_K("毫秒")};
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < JB_TIME_PARTS; i++)
        if (units.set >> i & 1)
            jb_buf_add(&b, names[i]);
    return b.text;
}

static jb_str chinese_title(jb_chart *chart, const jb_definition *d)
{
    jb_arena *a = chart->cx->keep;
    if (d->count)
        return JB_OR(chart->config, count_title, JB_S("记录数"));
    if (d->bin)
        return jb_str_printf(a, "%.*s（分组）", JB_F(d->field));
    if (d->timed && d->timed_by_us) {
        jb_str words = chinese_units(a, d->units);
        return jb_str_printf(a, "%.*s（%.*s）", JB_F(d->field), JB_F(words));
    }
    if (d->arg.p)
        return jb_str_printf(a, "%.*s%s时的%.*s", JB_F(d->arg),
                             d->aggregate == JB_AGGREGATE_ARGMAX ? "最大" : "最小", JB_F(d->field));
    bool known = d->aggregate > 0 && (size_t)d->aggregate < JB_COUNT(chinese_ops);
    jb_str op = known ? chinese_ops[d->aggregate] : (jb_str){NULL, 0};
    return op.p ? jb_str_printf(a, "%.*s%.*s", JB_F(d->field), JB_F(op)) : d->field;
}

static jb_str verbal_title(jb_chart *chart, const jb_definition *d)
{
    jb_arena *a = chart->cx->keep;
    if (d->count)
        return JB_OR(chart->config, count_title, JB_S("Count of Records"));
    if (d->bin)
        return jb_str_printf(a, "%.*s (binned)", JB_F(d->field));
    if (d->timed && d->timed_by_us) {
        jb_str words = unit_words(a, d->units);
        return jb_str_printf(a, "%.*s (%.*s)", JB_F(d->field), JB_F(words));
    }
    if (d->arg.p)
        return jb_str_printf(a, "%.*s for %s %.*s", JB_F(d->field),
                             d->aggregate == JB_AGGREGATE_ARGMAX ? "max" : "min", JB_F(d->arg));
    if (d->aggregate) {
        jb_str op = titled(a, jb_enum_key(&jb_aggregate_op_values, d->aggregate));
        return jb_str_printf(a, "%.*s of %.*s", JB_F(op), JB_F(d->field));
    }
    return d->field;
}

static jb_str upper(jb_arena *a, jb_str s)
{
    char *p = jb_alloc_n(a, s.n + 1, 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)(s.p[i] >= 'a' && s.p[i] <= 'z' ? s.p[i] - 32 : s.p[i]);
    return (jb_str){p, s.n};
}

static jb_str functional_title(jb_chart *chart, const jb_definition *d)
{
    jb_arena *a = chart->cx->keep;
    if (d->arg.p)
        return jb_str_printf(a, "%.*s for arg%s(%.*s)", JB_F(d->field),
                             d->aggregate == JB_AGGREGATE_ARGMAX ? "max" : "min", JB_F(d->arg));
    jb_str function = {NULL, 0};
    if (d->aggregate)
        function = jb_enum_key(&jb_aggregate_op_values, d->aggregate);
    else if (d->timed && d->timed_by_us)
        function = jb_time_units_name(a, d->units);
    else if (d->bin)
        function = JB_S("bin");
    if (!function.p)
        return d->field;
    function = upper(a, function);
    return jb_str_printf(a, "%.*s(%.*s)", JB_F(function), JB_F(d->field));
}

jb_str jb_definition_title(jb_chart *chart, const jb_definition *d)
{
    int style = JB_OR(chart->config, field_title, JB_FIELD_TITLE_VERBAL);
    if (style == JB_FIELD_TITLE_PLAIN)
        return d->field;
    if (style == JB_FIELD_TITLE_FUNCTIONAL)
        return functional_title(chart, d);
    return chart->locale->chinese ? chinese_title(chart, d) : verbal_title(chart, d);
}
