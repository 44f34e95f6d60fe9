/* The tables of all classes and named values, out of the .def files. */
#include "grammar/shorts.h"
#include "grammar/spec.h"

#define VALUES_OF(x, X) static const jb_str x##_keys[] = {
#define V(C_NAME, key) JB_K(key),
#define VALUES_END(x, X)                                                                           \
    }                                                                                              \
    ;                                                                                              \
    const jb_enum jb_##x##_values = {JB_K(#x), x##_keys, JB_COUNT(x##_keys), 1};
#include "grammar/enums.def"
#undef VALUES_OF
#undef VALUES_END
#define VALUES_OF(x) static const jb_str x##_keys[] = {
#define VALUES_END(x)                                                                              \
    }                                                                                              \
    ;                                                                                              \
    const jb_enum jb_##x##_values = {JB_K(#x), x##_keys, JB_COUNT(x##_keys), 0};
#include "grammar/enums_scene.def"
#undef VALUES_OF
#undef VALUES_END
#undef V

#define CLASS(x, lengthen, doc)
#define P(name, key, kind, limits, doc)
#define CH(C_NAME, name, key, kind, doc) JB_K(key),
#define END(x)
static const jb_str channel_keys[] = {
#include "grammar/encoding.def"
};
#undef P
#undef CLASS
#undef END
#undef CH
const jb_enum jb_channel_values = {JB_K("channel"), channel_keys, JB_COUNT(channel_keys), 1};

#define JB_ROW_BOOL JB_KIND_BOOL, NULL
#define JB_ROW_NUMBER JB_KIND_NUMBER, NULL
#define JB_ROW_STRING JB_KIND_STRING, NULL
#define JB_ROW_COLOR JB_KIND_COLOR, NULL
#define JB_ROW_WEIGHT JB_KIND_WEIGHT, NULL
#define JB_ROW_ENUM(x) JB_KIND_ENUM, &jb_##x##_values
#define JB_ROW_NUMBERS JB_KIND_NUMBERS, NULL
#define JB_ROW_STRINGS JB_KIND_STRINGS, NULL
#define JB_ROW_TEXT JB_KIND_TEXT, NULL
#define JB_ROW_FIELD JB_KIND_FIELD, NULL
#define JB_ROW_EXPR JB_KIND_EXPR, NULL
#define JB_ROW_VALUE JB_KIND_VALUE, NULL
#define JB_ROW_VALUES JB_KIND_VALUES, NULL
#define JB_ROW_ANY JB_KIND_ANY, NULL
#define JB_ROW_STRING_OR_MAP JB_KIND_STRING_OR_MAP, NULL
#define JB_ROW_OBJECT(x) JB_KIND_OBJECT, &jb_##x##_class
#define JB_ROW_LIST(x) JB_KIND_LIST, &jb_##x##_class
#define JB_ROW_MAP(x) JB_KIND_MAP, &jb_##x##_class

#define NONE -HUGE_VAL, HUGE_VAL, false
#define REQUIRED -HUGE_VAL, HUGE_VAL, true
#define MIN(least) (least), HUGE_VAL, false
#define RANGE(least, most) (least), (most), false

/* In a function of its own, so that a row can say `here` for its structure. */
#define CLASS(x, lengthen, doc)                                                                    \
    static jb_properties x##_properties(void)                                                      \
    {                                                                                              \
        typedef jb_##x##_spec here;                                                                \
        static const jb_property rows[] = {
#define P(name, key, kind, limits, doc)                                                            \
    {JB_K(key), JB_ROW_##kind, offsetof(here, name), limits, JB_K(doc)},
#define CH(C_NAME, name, key, kind, doc) P(name, key, kind, NONE, doc)
#define END(x)                                                                                     \
    }                                                                                              \
    ;                                                                                              \
    return (jb_properties){rows, JB_COUNT(rows)};                                                  \
    }
#include "grammar/classes.def"

#define CLASS(x, lengthen, doc)                                                                    \
    const jb_class jb_##x##_class = {JB_K(#x), JB_K(doc), sizeof(jb_##x##_spec), x##_properties,   \
                                     lengthen};
#define P(name, key, kind, limits, doc)
#define CH(C_NAME, name, key, kind, doc)
#define END(x)
#include "grammar/classes.def"
