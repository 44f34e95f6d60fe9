/* Dates as d3-time-format writes and reads them: %a %A %b %B %c %d %e %f %g %G %H %I %j %L %m %M %p
 * %q %Q %s %S %u %U %V %w %W %x %X %y %Y %Z %%, padding flags - _ 0. Of our own: %-m月 and the like
 * are plain text around directives. All in UTC. */
#ifndef JB_BASE_TIMEFORMAT_H
#define JB_BASE_TIMEFORMAT_H

#include "base/time_unit.h"
#include "base/locale.h"

/* locale NULL: en-US. NaN is written "Invalid Date" as JavaScript has it; hence a double. */
jb_str jb_time_format(jb_arena *a, jb_str specifier, const jb_locale *locale, double ms);
/* The whole text by the specifier; NaN if it does not match. */
double jb_time_parse(jb_str specifier, const jb_locale *locale, jb_str text);
/* The same, but NaN for what d3 lets run over: 31 February, month 13, 24:00. */
double jb_time_parse_strict(jb_str specifier, const jb_locale *locale, jb_str text);

/* Vega's default for time axes: the coarsest specifier that does not lose anything (%Y, %B, %b %d,
 * %I %p …). specifiers NULL: the defaults, which are jb_time_multi. */
extern const jb_time_specifiers jb_time_multi;
jb_str jb_time_format_multi(jb_arena *a, const jb_time_specifiers *specifiers,
                            const jb_locale *locale, double ms);
/* The specifier for a time unit (vega-time's timeUnitSpecifier): "%b %d", "Q%q" … */
jb_str jb_time_units_specifier(jb_arena *a, jb_time_units units,
                               const jb_time_specifiers *specifiers);

#endif
