/* Dates by a pattern. */
#ifndef JB_DATA_PATTERN_H
#define JB_DATA_PATTERN_H

#include "base/str.h"

/* The instant that the whole text says by a pattern such as %d/%m/%Y, in UTC milliseconds; NaN if
 * it does not match. */
double jb_pattern_read(jb_str pattern, jb_str text);

#endif
