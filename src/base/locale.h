/* How numbers and dates are written, as d3 locale objects: en-US (the default) and zh-CN. */
#ifndef JB_BASE_LOCALE_H
#define JB_BASE_LOCALE_H

#include "base/time_unit.h"

typedef struct jb_number_locale {
    jb_str decimal, thousands;
    const uint8_t *grouping; /* sizes from the right, taken in turn; NULL: no grouping */
    size_t grouping_n;
    jb_str currency[2];
    const jb_str *numerals; /* ten, or NULL: 0 to 9 */
    jb_str percent, minus, nan;
} jb_number_locale;

/* Specifiers by unit, over which Vega chooses; {NULL, 0} where the default stands. */
typedef struct jb_time_specifiers {
    jb_str by_unit[JB_TIME_PARTS];
    jb_str year_month, year_month_date, year_isoweek, hours_minutes;
} jb_time_specifiers;
typedef struct jb_time_locale {
    jb_str date_time, date, time; /* specifiers of %c, %x, %X */
    jb_str periods[2];            /* AM, PM */
    jb_str days[7], short_days[7];
    jb_str months[12], short_months[12];
    const jb_time_specifiers *unit;     /* of dates by a unit of time */
    const jb_time_specifiers *calendar; /* of ticks, each by the unit it begins; NULL: Vega's */
    jb_str day;                         /* of a date by no unit */
} jb_time_locale;

typedef struct jb_locale {
    bool chinese; /* titles of fields are put in Chinese words */
    jb_number_locale number;
    jb_time_locale time;
} jb_locale;

extern const jb_locale jb_locale_en_us, jb_locale_zh_cn;
/* "en-US", "zh-CN" (also en, zh); NULL: not built in. */
const jb_locale *jb_locale_find(jb_str name);

#endif
