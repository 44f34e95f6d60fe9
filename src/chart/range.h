/* Between the files that make scales: ranges, the sizes of plots, and the config's sizes. */
#ifndef JB_CHART_RANGE_H
#define JB_CHART_RANGE_H

#include "chart/view.h"

bool jb_size_has_step(const jb_size_spec *s);
/* The config's size for discrete positions, 0 width, 1 height: a number of pixels, or NaN and a
 * step. */
double jb_config_discrete(jb_chart *chart, size_t axis, double *step);
double jb_config_continuous(jb_chart *chart, size_t axis);

/* Ranges of one channel through the tree, up. */
void jb_view_ranges(jb_chart *chart, jb_view *view, jb_channel c);
/* Sizes of all plots, 0 width, 1 height; discrete domains and ranges of positions are known. */
void jb_view_measure(jb_chart *chart, jb_view *view, size_t axis);
/* Whether autosize has decided the size of this view. */
bool jb_plot_fitted(const jb_chart *chart, const jb_view *view, size_t axis);

static inline double jb_prop_or(const jb_component *k, jb_scale_property p, double other)
{
    return k->props[p].set ? k->props[p].number : other;
}

#endif
