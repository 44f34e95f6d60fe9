/* A scale made of its plan: values and bands, range, domain. */
#include <math.h>
#include <stdlib.h>
#include "base/format.h"
#include "chart/scale.h"

jb_scale_plan jb_scale_plan_new(jb_scaling type)
{
    return (jb_scale_plan){.type = type,
                           .nice_count = NAN,
                           .domain_min = NAN,
                           .domain_mid = NAN,
                           .domain_max = NAN,
                           .padding = NAN,
                           .padding_inner = NAN,
                           .padding_outer = NAN,
                           .align = NAN,
                           .base = NAN,
                           .exponent = NAN,
                           .constant = NAN,
                           .range_step = NAN,
                           .scheme_extent = {NAN, NAN},
                           .scheme_count = NAN,
                           .gamma = 1,
                           .bin_start = NAN,
                           .bin_stop = NAN,
                           .bin_step = NAN};
}

/* ---- values and bands
 */

static void index_values(jb_arena *a, jb_scale *s, const jb_value *values, size_t n)
{
    size_t size = 8;
    while (size < 2 * n)
        size *= 2;
    uint32_t *slots = JB_NEW_N(a, uint32_t, size);
    jb_value *own = JB_NEW_N(a, jb_value, n ? n : 1);
    s->slots = slots;
    s->slots_n = size;
    s->values = own;
    for (size_t i = 0; i < n; i++) {
        if (jb_scale_index(s, values[i]) >= 0)
            continue;
        own[s->values_n++] = values[i];
        size_t at = jb_value_hash(values[i]) & (size - 1);
        while (slots[at])
            at = (at + 1) & (size - 1);
        slots[at] = (uint32_t)s->values_n;
    }
}

double jb_band_space(double n, double inner, double outer)
{
    double space = n - inner + outer * 2;
    return n != 0 ? (space > 0 ? space : 1) : 0;
}

static double given_or(double v, double usual)
{
    return isnan(v) ? usual : v;
}

/* A point scale's padding is its outer one, and Vega sets the plain one last; paddingOuter says
 * only how much room there is. */
static void set_band(jb_scale *s, const jb_scale_plan *plan)
{
    bool point = s->type == JB_SCALING_POINT;
    double n = (double)s->values_n;
    double padding = given_or(plan->padding, point ? given_or(plan->padding_outer, 0) : 0);
    double inner = point ? 1 : given_or(plan->padding_inner, padding),
           room = given_or(plan->padding_outer, padding), outer = point ? padding : room;
    if (isnan(plan->range_step)) {
        inner = fmin(1, fmax(0, inner));
        outer = fmin(1, fmax(0, outer));
    }
    double from = 0, to = plan->range_step * jb_band_space(n, inner, room);
    if (isnan(plan->range_step)) {
        from = plan->range_n > 0 ? jb_value_number(plan->range[0]) : 0;
        to = plan->range_n > 1 ? jb_value_number(plan->range[1]) : from;
    }
    if (plan->reverse) {
        double swap = from;
        from = to;
        to = swap;
    }
    inner = fmin(1, fmax(0, inner));
    outer = fmin(1, fmax(0, outer));
    s->range_ends[0] = from;
    s->range_ends[1] = to;
    bool reversed = to < from;
    double low = fmin(from, to), high = fmax(from, to), space = jb_band_space(n, inner, outer);
    double step = (high - low) / (space != 0 ? space : 1);
    if (plan->round)
        step = floor(step);
    double start = low + (high - low - step * (n - inner)) * given_or(plan->align, 0.5);
    s->bandwidth = step * (1 - inner);
    if (plan->round) {
        start = floor(start + 0.5);
        s->bandwidth = floor(s->bandwidth + 0.5);
    }
    s->step = reversed ? -step : step;
    s->start = reversed ? start + step * (n - 1) : start;
}

/* ---- range
 * -----------------------------------------------------------------------------------------------------
 */

static const jb_value *turned(jb_arena *a, const jb_value *at, size_t n, bool reverse)
{
    if (!reverse)
        return at;
    jb_value *other = JB_NEW_N(a, jb_value, n ? n : 1);
    for (size_t i = 0; i < n; i++)
        other[i] = at[n - 1 - i];
    return other;
}

static bool all_of(const jb_value *at, size_t n, bool text)
{
    for (size_t i = 0; i < n; i++)
        if ((at[i].type == JB_TEXT) != text)
            return false;
    return n > 0;
}

static const double *as_numbers(jb_arena *a, const jb_value *at, size_t n)
{
    double *numbers = JB_NEW_N(a, double, n ? n : 1);
    for (size_t i = 0; i < n; i++)
        numbers[i] = jb_value_number(at[i]);
    return numbers;
}

static const jb_ramp *as_ramp(jb_arena *a, const jb_value *at, size_t n, const jb_scale_plan *plan)
{
    jb_rgba *colors = JB_NEW_N(a, jb_rgba, n);
    for (size_t i = 0; i < n; i++)
        if (at[i].type != JB_TEXT || !jb_color_read(jb_value_str(at[i]), &colors[i]))
            return NULL;
    jb_ramp *ramp = JB_NEW(a, jb_ramp);
    *ramp = (jb_ramp){colors, n, true, plan->interpolate ? plan->space : JB_MIX_RGB, plan->gamma};
    return ramp;
}

static void set_range(jb_arena *a, jb_scale *s, const jb_scale_plan *plan)
{
    s->range_n = plan->range_n;
    s->range = turned(a, plan->range, plan->range_n, plan->reverse);
    if (!all_of(s->range, s->range_n, true))
        s->numbers = as_numbers(a, s->range, s->range_n);
    else
        s->ramp = as_ramp(a, s->range, s->range_n, plan);
    if (s->range_n > 0 && s->numbers) {
        s->range_ends[0] = s->numbers[0];
        s->range_ends[1] = s->numbers[s->range_n - 1];
    }
}

/* The ramp's colours at `count` places strictly inside it. */
static const jb_ramp *samples(jb_arena *a, const jb_ramp *ramp, const double extent[2],
                              size_t count)
{
    jb_rgba *colors = JB_NEW_N(a, jb_rgba, count ? count : 1);
    for (size_t i = 0; i < count; i++)
        colors[i] = jb_ramp_color(ramp, extent[0] + (extent[1] - extent[0]) * (double)(i + 1) /
                                                        (double)(count + 1));
    jb_ramp *own = JB_NEW(a, jb_ramp);
    *own = (jb_ramp){colors, count, false, JB_MIX_RGB, 1};
    return own;
}

static const jb_ramp *turned_ramp(jb_arena *a, const jb_ramp *ramp, bool reverse)
{
    if (!reverse)
        return ramp;
    jb_rgba *colors = JB_NEW_N(a, jb_rgba, ramp->n ? ramp->n : 1);
    for (size_t i = 0; i < ramp->n; i++)
        colors[i] = ramp->colors[ramp->n - 1 - i];
    jb_ramp *own = JB_NEW(a, jb_ramp);
    *own = *ramp;
    own->colors = colors;
    return own;
}

/* How many colours a scheme is cut into for a scale that takes single ones. */
static double scheme_count(const jb_scale *s, const jb_scale_plan *plan)
{
    double domain = (double)(s->values_n ? s->values_n : s->domain_n);
    if (s->type == JB_SCALING_THRESHOLD)
        return domain + 1;
    if (s->type == JB_SCALING_BIN_ORDINAL)
        return domain - 1;
    if (s->type == JB_SCALING_ORDINAL)
        return given_or(plan->scheme_count, domain != 0 ? domain : 5);
    if (jb_scaling_discretizing(s->type))
        return given_or(plan->scheme_count, 5);
    return domain;
}

static bool goes_through(const jb_scale *s)
{
    return jb_scaling_continuous(s->type) && !jb_scaling_temporal(s->type) &&
           (s->domain_n == 2 || s->domain_n == 3);
}

/* Of a scheme of single colours a scale with classes takes no more than it has of them. */
static const jb_ramp *first_colors(jb_arena *a, const jb_scale *s, const jb_ramp *ramp, double n)
{
    bool classes = jb_scaling_discretizing(s->type) || s->type == JB_SCALING_BIN_ORDINAL;
    if (!classes || !(n > 0) || n >= (double)ramp->n)
        return ramp;
    jb_ramp *own = JB_NEW(a, jb_ramp);
    *own = *ramp;
    own->n = (size_t)n;
    return own;
}

static void set_scheme(jb_arena *a, jb_scale *s, const jb_scale_plan *plan)
{
    double extent[2] = {given_or(plan->scheme_extent[0], 0), given_or(plan->scheme_extent[1], 1)};
    double count = scheme_count(s, plan);
    if (goes_through(s)) {
        bool cut = plan->scheme->continuous;
        s->ramp = plan->scheme;
        s->through = true;
        s->ramp_extent[0] = cut ? extent[plan->reverse] : plan->reverse;
        s->ramp_extent[1] = cut ? extent[!plan->reverse] : !plan->reverse;
    } else if (plan->scheme->continuous)
        s->ramp = turned_ramp(a, samples(a, plan->scheme, extent, count > 0 ? (size_t)count : 0),
                              plan->reverse);
    else
        s->ramp = turned_ramp(a, first_colors(a, s, plan->scheme, count), plan->reverse);
    bool mixed = !s->through || !plan->scheme->continuous;
    if (mixed && jb_scaling_continuous(s->type) && plan->interpolate) {
        jb_ramp *own = JB_NEW(a, jb_ramp);
        *own = *s->ramp;
        own->space = plan->space;
        own->gamma = plan->gamma;
        s->ramp = own;
    }
    s->range_n = s->ramp->n;
}

/* ---- domain
 * ----------------------------------------------------------------------------------------------------
 */

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double sorted_quantile(const double *at, size_t n, double p)
{
    double h = ((double)n - 1) * p, i = floor(h);
    size_t low = (size_t)i, high = low + 1 < n ? low + 1 : low;
    return at[low] + (at[high] - at[low]) * (h - i);
}

/* The thresholds of a quantile or quantize scale, when the number of classes is known. */
static void cut_classes(jb_arena *a, jb_scale *s)
{
    size_t n = s->range_n;
    double *cuts = JB_NEW_N(a, double, n ? n : 1);
    const double *data = s->domain;
    size_t data_n = s->domain_n;
    s->domain = cuts;
    s->domain_n = 0;
    if (data_n == 0)
        return;
    s->extent[0] = data[0];
    s->extent[1] = data[data_n - 1];
    for (size_t i = 1; i < n; i++)
        cuts[s->domain_n++] =
            s->type == JB_SCALING_QUANTILE
                ? sorted_quantile(data, data_n, (double)i / (double)n)
                : ((double)i * data[data_n - 1] + (double)(n - i) * data[0]) / (double)n;
}

static void nice_linear(double *first, double *last, double count)
{
    double start = fmin(*first, *last), stop = fmax(*first, *last), before = 0;
    for (int i = 0; i < 10; i++) {
        double step = fabs(jb_tick_step(start, stop, count)), power = floor(log10(step));
        if (step == before || !(step > 0) || !isfinite(step))
            break;
        if (power < 0) { /* a step below 1 is counted by its inverse, which is exact */
            double inverse = floor(1 / step + 0.5);
            start = floor(start * inverse) / inverse;
            stop = ceil(stop * inverse) / inverse;
        } else {
            start = floor(start / step) * step;
            stop = ceil(stop / step) * step;
        }
        before = step;
    }
    bool reversed = *last < *first;
    *first = reversed ? stop : start;
    *last = reversed ? start : stop;
}

static double log_floor(const jb_scale *s, bool down, double x)
{
    double k = log(s->base);
    return down ? -pow(s->base, -floor(-log(-x) / k + 1e-12))
                : pow(s->base, floor(log(x) / k + 1e-12));
}

static double log_ceil(const jb_scale *s, bool down, double x)
{
    double k = log(s->base);
    return down ? -pow(s->base, -ceil(-log(-x) / k - 1e-12))
                : pow(s->base, ceil(log(x) / k - 1e-12));
}

static void nice_domain(jb_scale *s, const jb_scale_plan *plan, double *domain)
{
    size_t n = s->domain_n;
    double *first = &domain[0], *last = &domain[n - 1];
    if (s->type == JB_SCALING_LOG) {
        bool down = *first < 0, reversed = *last < *first;
        double *low = reversed ? last : first, *high = reversed ? first : last;
        *low = log_floor(s, down, *low);
        *high = log_ceil(s, down, *high);
    } else if (jb_scaling_temporal(s->type))
        jb_nice_time(first, last, given_or(plan->nice_count, 10), s->type == JB_SCALING_UTC,
                     plan->nice_interval);
    else
        nice_linear(first, last, given_or(plan->nice_count, 10));
}

/* Room of `padding` px at both ends of the range. */
static void pad_domain(jb_scale *s, const jb_scale_plan *plan, double *domain)
{
    size_t n = s->domain_n;
    double span =
        fabs(jb_value_number(plan->range[plan->range_n - 1]) - jb_value_number(plan->range[0]));
    double share = span / (span - 2 * plan->padding);
    double a = jb_scale_lift(s, domain[0]), b = jb_scale_lift(s, domain[n - 1]), mid = (a + b) / 2;
    domain[0] = jb_scale_ground(s, mid + (a - mid) * share);
    domain[n - 1] = jb_scale_ground(s, mid + (b - mid) * share);
}

static size_t insert_mid(double *domain, size_t n, double mid)
{
    size_t at = mid > domain[n - 1] ? n : mid < domain[0] ? 0 : n - 1;
    for (size_t i = n; i > at; i--)
        domain[i] = domain[i - 1];
    domain[at] = mid;
    return n + 1;
}

static void set_domain(jb_arena *a, jb_scale *s, const jb_scale_plan *plan)
{
    double *domain = JB_NEW_N(a, double, plan->domain_n + 2);
    for (size_t i = 0; i < plan->domain_n; i++)
        if (s->type != JB_SCALING_QUANTILE || !isnan(jb_value_measure(plan->domain[i])))
            domain[s->domain_n++] = jb_value_number(plan->domain[i]);
    s->domain = domain;
    if (s->type == JB_SCALING_QUANTIZE && s->domain_n > 2)
        s->domain_n = 2; /* d3 takes the first two */
    if (s->type == JB_SCALING_QUANTILE)
        qsort(domain, s->domain_n, sizeof *domain, compare_numbers);
    size_t last = s->domain_n ? s->domain_n - 1 : 0;
    s->falls = s->type == JB_SCALING_LOG && s->domain_n > 0 && domain[0] < 0;
    if (plan->domain_fixed || s->domain_n == 0)
        return;
    if (plan->zero && domain[0] > 0)
        domain[0] = 0;
    if (plan->zero && domain[last ? last : 1] < 0)
        domain[last ? last : 1] = 0;
    if (!isnan(plan->domain_min))
        domain[0] = plan->domain_min;
    if (!isnan(plan->domain_max))
        domain[last] = plan->domain_max;
    if (!isnan(plan->domain_mid))
        s->domain_n = insert_mid(domain, s->domain_n, plan->domain_mid);
    s->falls = s->type == JB_SCALING_LOG && domain[0] < 0;
    bool continuous = jb_scaling_continuous(s->type);
    if (!continuous && s->type != JB_SCALING_QUANTIZE)
        return;
    if (continuous && plan->padding > 0 && domain[0] != domain[s->domain_n - 1] &&
        plan->range_n >= 2)
        pad_domain(s, plan, domain);
    if (plan->nice && s->domain_n >= 2)
        nice_domain(s, plan, domain);
}

static void set_bins(jb_arena *a, jb_scale *s, const jb_scale_plan *plan)
{
    double step = plan->bin_step, start = plan->bin_start, stop = plan->bin_stop;
    s->bins = plan->bins;
    s->bins_n = plan->bins_n;
    if (s->bins_n || isnan(step) || !(step > 0))
        return;
    bool known = s->domain_n > 1;
    double low = known ? s->domain[0] : start, high = known ? s->domain[s->domain_n - 1] : stop;
    start = given_or(start, low);
    stop = given_or(stop, high);
    if (start < low)
        start = step * ceil(low / step);
    if (stop > high)
        stop = step * floor(high / step);
    double count = fmax(0, ceil((stop + step / 2 - start) / step));
    if (!(count <= 100000))
        return;
    double *bins = JB_NEW_N(a, double, (size_t)count + 1);
    for (size_t i = 0; i < (size_t)count; i++)
        bins[i] = start + (double)i * step;
    s->bins = bins;
    s->bins_n = (size_t)count;
}

jb_scale *jb_scale_make(jb_arena *a, const jb_scale_plan *plan)
{
    jb_scale *s = JB_NEW(a, jb_scale);
    s->type = plan->type;
    s->base = given_or(plan->base, 10);
    s->exponent = s->type == JB_SCALING_SQRT ? 0.5 : given_or(plan->exponent, 1);
    s->constant = given_or(plan->constant, 1);
    s->clamp = plan->clamp;
    s->round = plan->round;
    if (jb_scaling_discrete(s->type) && s->type != JB_SCALING_BIN_ORDINAL)
        index_values(a, s, plan->domain, plan->domain_n);
    else
        set_domain(a, s, plan);
    set_bins(a, s, plan);
    if (s->type == JB_SCALING_BIN_ORDINAL && s->domain_n == 0) {
        s->domain = s->bins;
        s->domain_n = s->bins_n;
    } else if (s->type == JB_SCALING_BIN_ORDINAL && s->bins_n == 0) {
        s->bins = s->domain;
        s->bins_n = s->domain_n;
    }
    if (s->type == JB_SCALING_BAND || s->type == JB_SCALING_POINT)
        set_band(s, plan);
    else if (plan->scheme)
        set_scheme(a, s, plan);
    else
        set_range(a, s, plan);
    if (s->ramp && !s->through && goes_through(s)) {
        s->through = true;
        s->ramp_extent[1] = 1;
    }
    if (s->type == JB_SCALING_QUANTILE || s->type == JB_SCALING_QUANTIZE)
        cut_classes(a, s);
    return s;
}
