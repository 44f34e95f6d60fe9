/* The numbers in names. */
#ifndef JB_CHART_NUMERAL_H
#define JB_CHART_NUMERAL_H

#include "base/str.h"

/* Are they one name but for a number, Chinese or Arabic, that is greater in `a`: 2025年三季度 and
 * 2025年二季度, 10月 and 2月? */
bool jb_names_reversed(jb_str a, jb_str b);

#endif
