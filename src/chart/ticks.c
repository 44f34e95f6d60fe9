#include <math.h>
#include <stdlib.h>
#include "base/format.h"
#include "chart/scale.h"

typedef JB_LIST(jb_value) value_list;

enum { MOST_TICKS = 10000 }; /* no axis has room for more */

static void push_number(jb_arena *a, value_list *list, double v)
{
    *JB_PUSH(a, list) = jb_number(v);
}

/* ---- numbers
 * ---------------------------------------------------------------------------------------------------
 */

/* d3-array: the first and last multiple of the step, and the step; a step below 1 is kept as minus
 * its inverse, so that ticks are exact quotients. */
typedef struct tick_spec {
    double first, last, step;
} tick_spec;

static tick_spec spec_of(double start, double stop, double count)
{
    double step = (stop - start) / fmax(0, count), power = floor(log10(step)),
           error = step / pow(10, power);
    double factor = error >= sqrt(50) ? 10 : error >= sqrt(10) ? 5 : error >= sqrt(2) ? 2 : 1;
    double unit = power < 0 ? pow(10, -power) / factor : pow(10, power) * factor;
    bool below = power < 0;
    tick_spec s = {floor((below ? start * unit : start / unit) + 0.5),
                   floor((below ? stop * unit : stop / unit) + 0.5), below ? -unit : unit};
    if ((below ? s.first / unit : s.first * unit) < start)
        s.first++;
    if ((below ? s.last / unit : s.last * unit) > stop)
        s.last--;
    if (s.last < s.first && count >= 0.5 && count < 2)
        return spec_of(start, stop, count * 2);
    return s;
}

const double *jb_linear_ticks(jb_arena *a, double start, double stop, double count, size_t *n)
{
    *n = 0;
    if (!(count > 0) || !isfinite(start) || !isfinite(stop))
        return NULL;
    double *ticks;
    if (start == stop) {
        ticks = JB_NEW(a, double);
        ticks[(*n)++] = start;
        return ticks;
    }
    bool reverse = stop < start;
    tick_spec s = reverse ? spec_of(stop, start, count) : spec_of(start, stop, count);
    if (!(s.last >= s.first) || s.last - s.first > 1e6)
        return NULL;
    ticks = JB_NEW_N(a, double, (size_t)(s.last - s.first) + 1);
    for (double i = 0; i <= s.last - s.first; i++) {
        double k = reverse ? s.last - i : s.first + i;
        ticks[(*n)++] = s.step < 0 ? k / -s.step : k * s.step;
    }
    return ticks;
}

static void add_linear(jb_arena *a, value_list *list, double start, double stop, double count)
{
    size_t n;
    const double *ticks = jb_linear_ticks(a, start, stop, count, &n);
    for (size_t i = 0; i < n; i++)
        push_number(a, list, ticks[i]);
}

static double log_of(double x, double base)
{
    return base == 10 ? log10(x) : base == 2 ? log2(x) : log(x) / log(base);
}

static void reverse_values(value_list *list)
{
    for (size_t i = 0; i < list->n / 2; i++) {
        jb_value swap = list->at[i];
        list->at[i] = list->at[list->n - 1 - i];
        list->at[list->n - 1 - i] = swap;
    }
}

/* Multiples 1 … base-1 of each power between u and v, of one sign. */
static void add_decades(jb_arena *a, value_list *list, double u, double v, double base)
{
    bool down = u < 0;
    double low = down ? -v : u, high = down ? -u : v;
    double i = floor(log_of(low, base)), j = ceil(log_of(high, base));
    for (; i <= j; i++)
        for (double k = 1; k < base; k++) {
            double t = i < 0 ? k / pow(base, -i) : k * pow(base, i);
            if (t >= low && t <= high)
                push_number(a, list, down ? -t : t);
        }
    if (down)
        reverse_values(list);
}

static void add_log(jb_arena *a, value_list *list, const jb_scale *s, double count)
{
    double u = s->domain[0], v = s->domain[s->domain_n - 1], base = s->base;
    bool reversed = v < u;
    if (reversed) {
        double swap = u;
        u = v;
        v = swap;
    }
    double i = u < 0 ? -log_of(-u, base) : log_of(u, base),
           j = u < 0 ? -log_of(-v, base) : log_of(v, base);
    bool few = (fabs(j - i) + 1) * base <= MOST_TICKS;
    if (fmod(base, 1) == 0 && j - i < count && few) {
        add_decades(a, list, u, v, base);
        if ((double)list->n * 2 < count) {
            list->n = 0;
            add_linear(a, list, u, v, count);
        }
    } else {
        add_linear(a, list, i, j, fmin(j - i, count));
        for (size_t k = 0; k < list->n; k++) {
            double power = list->at[k].number;
            list->at[k].number = u < 0 ? -pow(base, -power) : pow(base, power);
        }
    }
    if (reversed)
        reverse_values(list);
}

bool jb_log_tick_shown(const jb_scale *s, double value, double count, size_t ticks_n)
{
    double k = fmax(1, s->base * count / (double)ticks_n);
    double i = value / pow(s->base, floor(log(value) / log(s->base) + 0.5));
    if (i * s->base < s->base - 0.5)
        i *= s->base;
    return i <= k;
}

/* ---- time
 * ------------------------------------------------------------------------------------------------------
 */

#define SECOND 1e3
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* The steps of time axes, from fine to coarse (d3-time). */
static const struct {
    jb_calendar_step interval;
    double ms;
} intervals[] = {
    {{JB_SECONDS, 1, false}, SECOND},       {{JB_SECONDS, 5, false}, 5 * SECOND},
    {{JB_SECONDS, 15, false}, 15 * SECOND}, {{JB_SECONDS, 30, false}, 30 * SECOND},
    {{JB_MINUTES, 1, false}, MINUTE},       {{JB_MINUTES, 5, false}, 5 * MINUTE},
    {{JB_MINUTES, 15, false}, 15 * MINUTE}, {{JB_MINUTES, 30, false}, 30 * MINUTE},
    {{JB_HOURS, 1, false}, HOUR},           {{JB_HOURS, 3, false}, 3 * HOUR},
    {{JB_HOURS, 6, false}, 6 * HOUR},       {{JB_HOURS, 12, false}, 12 * HOUR},
    {{JB_MONTHDAY, 1, false}, DAY},         {{JB_MONTHDAY, 2, false}, 2 * DAY},
    {{JB_WEEK, 1, false}, 7 * DAY},         {{JB_MONTH, 1, false}, 30 * DAY},
    {{JB_MONTH, 3, false}, 90 * DAY},       {{JB_YEAR, 1, false}, 365 * DAY},
};

/* Where nobody says it. Days of utc scales count on from 1970 (d3's utcTicks). */
static jb_calendar_step interval_for(double start, double stop, double count, bool utc)
{
    double target = fabs(stop - start) / count;
    size_t n = JB_COUNT(intervals), i = 0;
    while (i < n && intervals[i].ms <= target)
        i++;
    if (i == n)
        return (jb_calendar_step){
            JB_YEAR, jb_tick_step(start / (365 * DAY), stop / (365 * DAY), count), false};
    if (i == 0)
        return (jb_calendar_step){JB_MILLISECONDS, fmax(jb_tick_step(start, stop, count), 1),
                                  false};
    size_t nearest = target / intervals[i - 1].ms < intervals[i].ms / target ? i - 1 : i;
    jb_calendar_step own = intervals[nearest].interval;
    own.unix_days = utc && own.unit == JB_MONTHDAY;
    return own;
}

/* By which a unit's steps are counted: the hour of the day, the day of the month … */
static double unit_number(jb_time_part unit, int64_t ms)
{
    jb_civil c = jb_civil_of(ms);
    const double numbers[JB_TIME_PARTS] = {
        [JB_YEAR] = (double)c.year,
        [JB_QUARTER] = (c.month - 1) / 3,
        [JB_MONTH] = c.month - 1,
        [JB_WEEK] = floor(((double)ms / DAY + 4) / 7),
        [JB_ISOWEEK] = floor(((double)ms / DAY + 3) / 7),
        [JB_MONTHDAY] = c.day - 1,
        [JB_WEEKDAY] = c.day - 1,
        [JB_DAYOFYEAR] = c.day - 1,
        [JB_HOURS] = c.hour,
        [JB_MINUTES] = c.minute,
        [JB_SECONDS] = c.second,
        [JB_MILLISECONDS] = (double)ms,
    };
    return numbers[unit];
}

static bool is_step(const jb_calendar_step *interval, int64_t ms)
{
    double number = interval->unix_days ? floor((double)ms / DAY) : unit_number(interval->unit, ms);
    return interval->step <= 1 || fmod(number, interval->step) == 0;
}

static int64_t interval_floor(const jb_calendar_step *interval, int64_t ms)
{
    ms = jb_time_part_floor(interval->unit, ms);
    for (int i = 0; i < 10000 && !is_step(interval, ms); i++)
        ms = jb_time_part_floor(interval->unit, ms - 1);
    return ms;
}

static int64_t interval_next(const jb_calendar_step *interval, int64_t ms)
{
    ms = jb_time_part_offset(interval->unit, ms, 1);
    for (int i = 0; i < 10000 && !is_step(interval, ms); i++)
        ms = jb_time_part_offset(interval->unit, ms, 1);
    return ms;
}

static int64_t interval_ceil(const jb_calendar_step *interval, int64_t ms)
{
    int64_t low = interval_floor(interval, ms);
    return low == ms ? low : interval_next(interval, low);
}

static void add_times(jb_arena *a, value_list *list, double start, double stop,
                      jb_calendar_step interval)
{
    double low = fmin(start, stop), high = fmax(start, stop);
    if (!isfinite(low) || !isfinite(high) || fabs(low) > JB_TIME_MAX || fabs(high) > JB_TIME_MAX)
        return;
    if (interval.unit == JB_MILLISECONDS)
        for (double t = ceil(low / interval.step) * interval.step;
             t <= high && list->n < MOST_TICKS; t += interval.step)
            *JB_PUSH(a, list) = jb_datetime((int64_t)t);
    else
        for (int64_t t = interval_ceil(&interval, (int64_t)ceil(low));
             (double)t <= high && list->n < MOST_TICKS; t = interval_next(&interval, t))
            *JB_PUSH(a, list) = jb_datetime(t);
    if (stop < start)
        reverse_values(list);
}

void jb_nice_time(double *first, double *last, double count, bool utc,
                  const jb_calendar_step *interval)
{
    double *low = *last < *first ? last : first, *high = low == first ? last : first;
    if (!isfinite(*low) || !isfinite(*high) || fabs(*low) > JB_TIME_MAX ||
        fabs(*high) > JB_TIME_MAX)
        return;
    jb_calendar_step own = interval ? *interval : interval_for(*low, *high, count, utc);
    if (own.unit == JB_MILLISECONDS) {
        *low = floor(*low / own.step) * own.step;
        *high = ceil(*high / own.step) * own.step;
        return;
    }
    *low = (double)interval_floor(&own, (int64_t)floor(*low));
    *high = (double)interval_ceil(&own, (int64_t)ceil(*high));
}

/* ---- a scale's ticks
 * ------------------------------------------------------------------------------------------- */

typedef struct placed {
    jb_value value;
    double at;
    size_t order;
} placed;

static int compare_placed(const void *a, const void *b)
{
    const placed *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

/* Every other one, until there are at most `count`. */
static size_t thin(placed *at, size_t n, double count)
{
    placed last = n ? at[n - 1] : (placed){0};
    size_t before = n;
    while ((double)n > count && n >= 3) {
        size_t kept = 0;
        for (size_t i = 0; i < n; i += 2)
            at[kept++] = at[i];
        n = kept;
    }
    if (n < 3 && before > 1) {
        at[1] = last;
        n = 2;
    }
    return n;
}

jb_ticks jb_scale_ticks_of(jb_arena *a, const jb_scale *s, const jb_value *values, size_t n,
                           double count)
{
    placed *at = JB_NEW_N(a, placed, n + 2);
    double low = floor(fmin(s->range_ends[0], s->range_ends[1])),
           high = ceil(fmax(s->range_ends[0], s->range_ends[1]));
    bool falls = s->range_ends[0] > s->range_ends[1];
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        double place = jb_scale_number(s, values[i]);
        if (place >= low && place <= high)
            at[kept++] = (placed){values[i], falls ? -place : place, i};
    }
    if (kept)
        qsort(at, kept, sizeof *at, compare_placed);
    if (count > 0 && kept > 1)
        kept = thin(at, kept, count);
    jb_value *out = JB_NEW_N(a, jb_value, kept ? kept : 1);
    for (size_t i = 0; i < kept; i++)
        out[i] = at[i].value;
    return (jb_ticks){out, kept, count};
}

/* Fewer ticks where they would stand closer than min_step in the data. */
static double fewer(const jb_scale *s, double count, double min_step)
{
    double a = s->domain[0], b = s->domain[s->domain_n - 1], low = fmin(a, b), high = fmax(a, b);
    double steps = floor((high - low) / min_step);
    count = fmin(count, (steps != 0 ? steps : 1) + 1);
    if (s->bins_n == 0 && s->type != JB_SCALING_LOG && s->type != JB_SCALING_SYMLOG &&
        !jb_scaling_temporal(s->type) && low < high)
        while (count > 1 && jb_tick_step(low, high, count) < min_step)
            count--;
    return count;
}

static jb_ticks bin_ticks(jb_arena *a, const jb_scale *s, double count)
{
    jb_value *values = JB_NEW_N(a, jb_value, s->bins_n);
    for (size_t i = 0; i < s->bins_n; i++)
        values[i] = jb_number(s->bins[i]);
    return jb_scale_ticks_of(a, s, values, s->bins_n, count);
}

jb_ticks jb_scale_ticks(jb_arena *a, const jb_scale *s, double count, double min_step,
                        const jb_calendar_step *interval)
{
    value_list list = {0};
    bool known = s->domain_n > 0;
    count = isnan(count) ? 10 : fmin(count, MOST_TICKS);
    if (s->bins_n)
        count = fmax(count, (double)s->bins_n);
    if (known && min_step > 0)
        count = fewer(s, count, min_step);
    if (s->bins_n)
        return bin_ticks(a, s, count);
    if (!jb_scaling_continuous(s->type) || s->type == JB_SCALING_IDENTITY)
        return (jb_ticks){s->values, s->values_n, count};
    if (!known)
        return (jb_ticks){NULL, 0, count};
    double first = s->domain[0], last = s->domain[s->domain_n - 1];
    if (jb_scaling_temporal(s->type))
        add_times(a, &list, first, last,
                  interval ? *interval
                           : interval_for(first, last, count, s->type == JB_SCALING_UTC));
    else if (s->type == JB_SCALING_LOG)
        add_log(a, &list, s, count);
    else
        add_linear(a, &list, first, last, count);
    return (jb_ticks){list.at, list.n, count};
}
