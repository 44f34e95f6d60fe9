/* A config's `locale` as formats want it. */
#ifndef JB_TRANSFORM_LOCALE_H
#define JB_TRANSFORM_LOCALE_H

#include "base/locale.h"
#include "grammar/spec.h"

/* The built-in locale that is named (en-US where none is), with the parts that the spec gives over
 * it. A list of names that is too short is said, and the built-in one stands. spec NULL: en-US. */
const jb_locale *jb_locale_of(jb_ctx *cx, const jb_locale_spec *spec);

#endif
