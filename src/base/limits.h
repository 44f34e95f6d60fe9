/* The limits of one run, each with a clear message where it is met; the rows are in limits.def. */
#ifndef JB_BASE_LIMITS_H
#define JB_BASE_LIMITS_H

#include "base/str.h"

typedef struct jb_limits {
#define L(name, option, value, what) uint64_t name;
#include "base/limits.def"
#undef L
} jb_limits;

jb_limits jb_limits_default(void);

typedef struct jb_limit_row {
    jb_str option, what;
    size_t offset; /* of the uint64_t in jb_limits */
    uint64_t value;
} jb_limit_row;
extern const jb_limit_row jb_limit_rows[];
extern const size_t jb_limit_rows_n;

/* Sets the limit of that option name; false if there is none. */
bool jb_limits_set(jb_limits *limits, jb_str option, uint64_t value);

#endif
