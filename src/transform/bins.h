/* Where bins begin and end: of the bin transform, and of the axes and scales over binned fields. */
#ifndef JB_TRANSFORM_BINS_H
#define JB_TRANSFORM_BINS_H

#include "grammar/spec.h"

enum { JB_USUAL_BINS = 10 }; /* at most so many, in Vega-Lite, where no channel has fewer */

typedef struct jb_bins {
    double start, stop, step; /* the first begins at start, the last ends at stop */
} jb_bins;

/* Bins for values from least to greatest (Vega's rule: at most maxbins, 20 unless given, steps of
 * 1, 2, 5 × 10^n). The spec is one that was read, so that its members hold their defaults. An
 * explicit extent in the spec wins over the two. False if least or greatest is not finite. */
bool jb_bins_find(const jb_bin_spec *spec, double least, double greatest, jb_bins *bins);
/* The begin of the bin that holds x (its end is + step); NaN for NaN. Values below and above fall
 * into -inf and +inf, except that stop itself belongs to the last bin. */
double jb_bins_floor(const jb_bins *bins, double x);

#endif
