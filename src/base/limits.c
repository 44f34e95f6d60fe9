#include "base/limits.h"

const jb_limit_row jb_limit_rows[] = {
#define L(name, option, value, what) {JB_K(option), JB_K(what), offsetof(jb_limits, name), value},
#include "base/limits.def"
#undef L
};
const size_t jb_limit_rows_n = JB_COUNT(jb_limit_rows);

static uint64_t *place(jb_limits *limits, const jb_limit_row *row)
{
    return (uint64_t *)(void *)((char *)limits + row->offset);
}

jb_limits jb_limits_default(void)
{
    jb_limits limits;
    for (size_t i = 0; i < jb_limit_rows_n; i++)
        *place(&limits, &jb_limit_rows[i]) = jb_limit_rows[i].value;
    return limits;
}

bool jb_limits_set(jb_limits *limits, jb_str option, uint64_t value)
{
    for (size_t i = 0; i < jb_limit_rows_n; i++)
        if (jb_str_eq(jb_limit_rows[i].option, option))
            return *place(limits, &jb_limit_rows[i]) = value, true;
    return false;
}
