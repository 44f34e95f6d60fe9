/* Columns that bins and units of time of the encoding imply. */
#include <math.h>
#include "base/format.h"
#include "base/timeformat.h"
#include "chart/load.h"

bool jb_bin_ranged(const jb_definition *d)
{
    return d->bin && (d->type == JB_ORDINAL || d->type == JB_NOMINAL);
}

static jb_str number_format_of(jb_chart *chart, const jb_definition *d)
{
    if (JB_HAS(d->spec, axis) && d->spec->axis && JB_HAS(d->spec->axis, format))
        return d->spec->axis->format;
    if (JB_HAS(d->spec, legend) && d->spec->legend && JB_HAS(d->spec->legend, format))
        return d->spec->legend->format;
    return JB_OR(chart->config, number_format, JB_S(""));
}

/* "0 – 10", the text by which a bin stands on a discrete scale. */
static void add_bin_range(jb_pipeline *p, const jb_definition *d)
{
    jb_pipeline_flush(p);
    if (!p->table || jb_table_find(p->table, d->range))
        return;
    jb_arena *a = p->chart->cx->keep;
    const jb_column *from = jb_table_find(p->table, d->name), *to = jb_table_find(p->table, d->end);
    jb_str format = number_format_of(p->chart, d);
    jb_str *texts = JB_NEW_N(a, jb_str, p->table->rows + 1);
    for (size_t i = 0; from && to && i < p->table->rows; i++) {
        if (!isfinite(jb_cell_number(from, i))) {
            texts[i] = JB_S("null");
            continue;
        }
        jb_str low = jb_format_text(a, format, p->chart->locale, jb_cell(from, i));
        jb_str high = jb_format_text(a, format, p->chart->locale, jb_cell(to, i));
        texts[i] = jb_str_printf(a, "%.*s – %.*s", JB_F(low), JB_F(high));
    }
    jb_pipeline_texts(p, d->range, texts);
}

double *jb_pipeline_read(jb_pipeline *p, jb_str name)
{
    const jb_column *c = jb_table_find(p->table, name);
    double *v = JB_NEW_N(p->chart->cx->scratch, double, p->table->rows + 1);
    for (size_t i = 0; i < p->table->rows; i++)
        v[i] = c ? jb_cell_number(c, i) : NAN;
    return v;
}

/* A date that is binned already has its end one unit later. */
static void add_binned_end(jb_pipeline *p, const jb_definition *d)
{
    if (!p->table || jb_table_find(p->table, d->end))
        return;
    double *v = jb_pipeline_read(p, d->name);
    for (size_t i = 0; i < p->table->rows; i++)
        if (!isnan(v[i]))
            v[i] = (double)jb_time_next(d->units, (int64_t)v[i]);
    jb_pipeline_numbers(p, d->end, v, true);
}

static int64_t one_unit_back(jb_time_units units, int64_t ms)
{
    jb_time_part part = jb_time_units_finest(units);
    return jb_time_part_offset(part, ms, -(units.step > 1 ? units.step : 1));
}

/* Bars that stand elsewhere than in the middle of their unit of time. */
static void add_offset_rect(jb_pipeline *p, const jb_definition *d, double band)
{
    jb_pipeline_flush(p);
    if (!p->table || jb_table_find(p->table, d->offset_start))
        return;
    double *start = jb_pipeline_read(p, d->name), *end = jb_pipeline_read(p, d->end),
           share = band + 0.5;
    size_t n = p->table->rows;
    double *low = JB_NEW_N(p->chart->cx->scratch, double, n + 1);
    double *high = JB_NEW_N(p->chart->cx->scratch, double, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (isnan(start[i])) {
            low[i] = high[i] = NAN;
            continue;
        }
        double before = (double)one_unit_back(d->units, (int64_t)start[i]);
        low[i] = (1 - share) * before + share * start[i];
        high[i] = (1 - share) * start[i] + share * end[i];
    }
    jb_pipeline_numbers(p, d->offset_start, low, false);
    jb_pipeline_numbers(p, d->offset_end, high, false);
}

void jb_visit_bin(void *with, const jb_view *v, const jb_definition *d, jb_channel c)
{
    (void)v;
    (void)c;
    if (!d->bin)
        return;
    jb_pipeline_bin(with, d);
    if (jb_bin_ranged(d))
        add_bin_range(with, d);
}

double jb_rect_band(const jb_view *v, const jb_definition *d, jb_channel c)
{
    if (!v->unit || !jb_mark_rect_based(v->unit->mark) || !jb_channel_position(c))
        return 0.5;
    double band = jb_band_position(v, d, NULL);
    return isnan(band) ? 0.5 : band;
}

void jb_visit_time(void *with, const jb_view *v, const jb_definition *d, jb_channel c)
{
    if (!d->timed)
        return;
    if (d->timed_by_us)
        jb_pipeline_time_unit(with, d);
    else if (v->unit && (jb_mark_rect_based(v->unit->mark) || jb_band_position(v, d, NULL) > 0))
        add_binned_end(with, d);
    double band = jb_rect_band(v, d, c);
    if (band != 0.5)
        add_offset_rect(with, d, band);
}
