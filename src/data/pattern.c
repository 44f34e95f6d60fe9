#include "data/pattern.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/date.h"

double jb_pattern_read(jb_str pattern, jb_str text)
{
    char format[64], input[128];
    struct tm tm = {.tm_mday = 1, .tm_year = 0};
    if (pattern.n >= sizeof format || text.n >= sizeof input)
        return NAN;
    snprintf(format, sizeof format, "%.*s", JB_F(pattern));
    snprintf(input, sizeof input, "%.*s", JB_F(text));
    const char *end = strptime(input, format, &tm);
    if (!end || *end)
        return NAN;
    jb_civil civil = {.year = tm.tm_year + 1900,
                      .month = tm.tm_mon + 1,
                      .day = tm.tm_mday,
                      .hour = tm.tm_hour,
                      .minute = tm.tm_min,
                      .second = tm.tm_sec};
    if (civil.day > jb_month_days(civil.year, civil.month))
        return NAN;
    return (double)jb_ms_of(&civil);
}
