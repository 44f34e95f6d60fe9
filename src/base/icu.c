#include "base/icu.h"

#include "base/library.h"

/* ICU's functions have its version in their names, which macros of its headers add. */
#define WRITTEN(symbol) #symbol
#define SYMBOL(function) WRITTEN(function)

static const char *const names[] = {"libicuuc.so." U_ICU_VERSION_SHORT, NULL};
static const char *const symbols[] = {
#define I(name, function) SYMBOL(function),
#include "base/icu.def"
#undef I
};
static const jb_library library = {names, symbols, JB_COUNT(symbols), "libicu" U_ICU_VERSION_SHORT};

typedef union loaded {
    jb_icu functions;
    void *pointers[JB_COUNT(symbols)];
} loaded;
_Static_assert(sizeof(jb_icu) == sizeof(void *) * JB_COUNT(symbols),
               "functions are as wide as pointers to things");

const jb_icu *jb_icu_load(jb_ctx *cx)
{
    loaded *l = JB_NEW(cx->scratch, loaded);
    return jb_library_load(cx, &library, l->pointers) ? &l->functions : NULL;
}
