/* Vega's time units: their names, the start of the unit that holds an instant, steps from one to
 * the next. Instants are as in date.h. */
#ifndef JB_BASE_TIME_UNIT_H
#define JB_BASE_TIME_UNIT_H

#include "base/date.h"

/* From coarse to fine. */
typedef enum jb_time_part {
    JB_YEAR,
    JB_QUARTER,
    JB_MONTH,
    JB_WEEK,     /* begins on Sunday */
    JB_ISOWEEK,  /* begins on Monday */
    JB_MONTHDAY, /* "date" */
    JB_WEEKDAY,  /* "day" */
    JB_DAYOFYEAR,
    JB_HOURS,
    JB_MINUTES,
    JB_SECONDS,
    JB_MILLISECONDS,
    JB_TIME_PARTS
} jb_time_part;
extern const jb_str jb_time_part_names[JB_TIME_PARTS];

/* A Vega-Lite time unit: "yearmonth", "utchoursminutes", "binnedyearquarter", and its step. */
typedef struct jb_time_units {
    uint16_t set; /* 1 << jb_time_part */
    bool utc, binned;
    int step; /* of the finest unit; 0 and 1 are the same */
} jb_time_units;
bool jb_time_units_read(
    jb_str name, jb_time_units *units); /* false: no such unit, or units that do not go together */
jb_str jb_time_units_name(jb_arena *a,
                          jb_time_units units); /* canonical: coarse to fine, without utc, binned */
jb_time_part jb_time_units_finest(jb_time_units units);
/* The start of the unit that holds the instant; without a year it is set in 2012 (with an ISO week
 * in 2015), as Vega does. */
int64_t jb_time_floor(jb_time_units units, int64_t ms);
/* The start of the next one: the floored instant moved by step of the finest unit. */
int64_t jb_time_next(jb_time_units units, int64_t floored);

/* d3-time intervals of one unit: floor to it, move by n of them. JB_WEEKDAY, JB_DAYOFYEAR and
 * JB_MONTHDAY are days. */
int64_t jb_time_part_floor(jb_time_part unit, int64_t ms);
int64_t jb_time_part_offset(jb_time_part unit, int64_t ms,
                            double n); /* n is floored; days past a month's end run over; of
                                          quarters the first step leads to the next that begins */
/* The unit of that name; false if there is none. */
bool jb_time_part_read(jb_str name, jb_time_part *unit);

#endif
