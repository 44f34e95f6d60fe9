#include <math.h>

#include "base/time_unit.h"
#include "base/format.h"
#include "transform/task.h"

/* The units among which maxbins chooses, by their length. */
static const struct {
    const char *units;
    int step;
    double ms;
} choices[] = {{"yearmonthdatehoursminutesseconds", 1, 1e3},
               {"yearmonthdatehoursminutesseconds", 5, 5e3},
               {"yearmonthdatehoursminutesseconds", 15, 15e3},
               {"yearmonthdatehoursminutesseconds", 30, 30e3},
               {"yearmonthdatehoursminutes", 1, 60e3},
               {"yearmonthdatehoursminutes", 5, 300e3},
               {"yearmonthdatehoursminutes", 15, 900e3},
               {"yearmonthdatehoursminutes", 30, 1800e3},
               {"yearmonthdatehours", 1, 3600e3},
               {"yearmonthdatehours", 3, 3 * 3600e3},
               {"yearmonthdatehours", 6, 6 * 3600e3},
               {"yearmonthdatehours", 12, 12 * 3600e3},
               {"yearmonthdate", 1, 864e5},
               {"yearweek", 1, 7 * 864e5},
               {"yearmonth", 1, 30 * 864e5},
               {"yearmonth", 3, 90 * 864e5},
               {"year", 1, 365 * 864e5}};

/* Of bins beyond all time the step is the least or the most there is. */
static int step_of(double least, double greatest, double maxbins)
{
    enum { MOST = 1000000 };
    return (int)fmax(1, fmin(jb_tick_step(least, greatest, maxbins), MOST));
}

static jb_time_units units_for(double least, double greatest, double maxbins)
{
    jb_time_units units = {0};
    double target = fabs(greatest - least) / maxbins;
    size_t i = 0, n = JB_COUNT(choices);
    while (i < n && choices[i].ms <= target)
        i++;
    if (i > 0 && i < n && target / choices[i - 1].ms < choices[i].ms / target)
        i--;
    else if (i == n)
        i--;
    jb_time_units_read(jb_str_of(choices[i].units), &units);
    units.step = choices[i].step;
    const double year = choices[n - 1].ms;
    if (target >= year)
        units.step = step_of(least / year, greatest / year, maxbins);
    if (target < 1e3 && i == 0) {
        jb_time_units_read(JB_S("yearmonthdatehoursminutessecondsmilliseconds"), &units);
        units.step = step_of(least, greatest, maxbins);
    }
    return units;
}

/* The cells as instants, NaN for none; what is there and no date is told. */
static double *instants(jb_task *t, const jb_column *column)
{
    double *ms = JB_NEW_N(t->cx->scratch, double, t->table->rows + 1);
    size_t strange = 0, first = 0;
    for (size_t r = 0; r < t->table->rows; r++) {
        jb_value v = jb_cell(column, r);
        ms[r] = v.type == JB_TEXT ? jb_date_read_js(jb_value_str(v)) : jb_value_measure(v);
        if (!(fabs(ms[r]) <= (double)JB_TIME_MAX)) {
            ms[r] = (double)NAN;
            bool told = v.type == JB_NUMBER && isnan(v.number); /* by who made it */
            if (v.type != JB_NULL && !told && !(v.type == JB_TEXT && !v.n) && !strange++)
                first = r;
        }
    }
    if (strange)
        jb_warn(t->cx, jb_task_cell(t, first, column->name),
                "values of “%.*s” that are no dates are left out: %zu, the first is “%.*s”",
                JB_F(column->name), strange,
                JB_F(jb_brief(t->cx, jb_value_text(t->cx->scratch, jb_cell(column, first)))));
    return ms;
}

static jb_time_units units_of(const jb_time_unit_spec *spec, const double *ms, size_t rows)
{
    jb_time_units units = jb_time_unit_units(spec);
    double least = INFINITY, greatest = -INFINITY;
    for (size_t r = 0; r < rows; r++) {
        least = ms[r] < least ? ms[r] : least;
        greatest = ms[r] > greatest ? ms[r] : greatest;
    }
    return units.set ? units : units_for(least, greatest, JB_OR(spec, maxbins, 40));
}

const jb_table *jb_run_time_unit(jb_task *t, const jb_time_unit_transform_spec *spec)
{
    const jb_column *column = jb_task_column(t, spec->field, JB_SPAN(spec, field));
    if (!column)
        return NULL;
    size_t rows = t->table->rows;
    const double *ms = instants(t, column);
    jb_time_units units = units_of(spec->time_unit, ms, rows);
    int64_t *from = JB_NEW_N(t->cx->keep, int64_t, rows + 1),
            *to = JB_NEW_N(t->cx->keep, int64_t, rows + 1);
    uint64_t *nulls = JB_NEW_N(t->cx->keep, uint64_t, rows / 64 + 1);
    for (size_t r = 0; r < rows; r++) {
        if (isnan(ms[r])) {
            nulls[r / 64] |= 1ULL << r % 64;
            continue;
        }
        from[r] = jb_time_floor(units, (int64_t)floor(ms[r]));
        to[r] = jb_time_next(units, from[r]);
    }
    jb_str end = jb_str_printf(t->cx->keep, "%.*s_end", JB_F(spec->as));
    jb_column first = {.name = spec->as, .type = JB_DATETIME, .integers = from, .nulls = nulls};
    jb_column last = {.name = end, .type = JB_DATETIME, .integers = to, .nulls = nulls};
    return jb_table_with(t->cx->keep, jb_table_with(t->cx->keep, t->table, &first), &last);
}
