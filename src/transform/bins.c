#include <math.h>
#include "transform/bins.h"

static double given_or(bool given, double v, double usual)
{
    return given && v != 0 ? v : usual;
}

static double chosen_step(const jb_bin_spec *spec, double least)
{
    size_t i = 0;
    while (i < spec->steps.n && spec->steps.at[i] < least)
        i++;
    return spec->steps.at[i ? i - 1 : 0];
}

/* The step of a power of the base, then divided as far as there are not too many bins. */
static double found_step(const jb_bin_spec *spec, double span, double maxbins, double base)
{
    static const double usual[] = {5, 2};
    bool own = JB_HAS(spec, divide);
    const double *divide = own ? spec->divide.at : usual;
    size_t divide_n = own ? spec->divide.n : JB_COUNT(usual);
    double least = spec->minstep;
    double level = ceil(log(maxbins) / log(base));
    double step = fmax(least, pow(base, floor(log(span) / log(base) + 0.5) - level));
    while (ceil(span / step) > maxbins)
        step *= base;
    for (size_t i = 0; i < divide_n; i++)
        if (step / divide[i] >= least && span / (step / divide[i]) <= maxbins)
            step /= divide[i];
    return step;
}

static void round_ends(double *least, double *greatest, double step, double base)
{
    double logarithm = log(step),
           precision = logarithm >= 0 ? 0 : trunc(-logarithm / log(base)) + 1;
    double floored = floor(*least / step + pow(base, -precision - 1)) * step;
    *least = *least < floored ? floored - step : floored;
    *greatest = ceil(*greatest / step) * step;
}

static bool own_extent(const jb_bin_spec *spec, double *least, double *greatest)
{
    if (!JB_HAS(spec, extent) || spec->extent.type != JB_LISTED || spec->extent.n != 2)
        return false;
    *least = jb_value_number(spec->extent.items[0]);
    *greatest = jb_value_number(spec->extent.items[1]);
    return true;
}

bool jb_bins_find(const jb_bin_spec *spec, double least, double greatest, jb_bins *bins)
{
    own_extent(spec, &least, &greatest);
    if (!isfinite(least) || !isfinite(greatest))
        return false;
    double maxbins = given_or(JB_HAS(spec, maxbins), spec ? spec->maxbins : 0, 20);
    double base = spec->base > 1 ? spec->base : 10; /* steps grow by it */
    if (greatest < least) {
        double swap = least;
        least = greatest, greatest = swap;
    }
    double span = greatest > least ? greatest - least : least != 0 ? fabs(least) : 1, step = 0;
    if (JB_HAS(spec, span) && spec->span > 0)
        span = spec->span;
    if (JB_HAS(spec, step) && spec->step > 0)
        step = spec->step;
    else if (JB_HAS(spec, steps) && spec->steps.n)
        step = chosen_step(spec, span / maxbins);
    if (!(step > 0))
        step = found_step(spec, span, maxbins, base);
    if (spec->nice)
        round_ends(&least, &greatest, step, base);
    greatest = greatest == least ? least + step : least + ceil((greatest - least) / step) * step;
    *bins = (jb_bins){least, greatest, step};
    if (JB_HAS(spec, anchor)) {
        double shift =
            spec->anchor - (bins->start + step * floor((spec->anchor - bins->start) / step));
        bins->start += shift;
        bins->stop += shift;
    }
    return true;
}

double jb_bins_floor(const jb_bins *bins, double x)
{
    if (isnan(x))
        return NAN;
    if (x < bins->start)
        return -INFINITY;
    if (x > bins->stop)
        return INFINITY;
    x = fmax(bins->start, fmin(x, bins->stop - bins->step));
    return bins->start + bins->step * floor(1e-14 + (x - bins->start) / bins->step);
}
