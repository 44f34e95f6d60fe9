/* ICU, opened when it is first asked: with libstdc++ it is the half of what a start would load. */
#ifndef JB_BASE_ICU_H
#define JB_BASE_ICU_H

#include <unicode/ubrk.h>
#include <unicode/uloc.h>

#include "base/ctx.h"

typedef struct jb_icu {
#define I(name, function) __typeof__(&(function)) name;
#include "base/icu.def"
#undef I
} jb_icu;

/* In cx->scratch; NULL after a message. */
const jb_icu *jb_icu_load(jb_ctx *cx);

#endif
