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

#define JB_ROW_BOOL .kind = JB_KIND_BOOL, .of = NULL
#define JB_ROW_NUMBER .kind = JB_KIND_NUMBER, .of = NULL
#define JB_ROW_STRING .kind = JB_KIND_STRING, .of = NULL
#define JB_ROW_COLOR .kind = JB_KIND_COLOR, .of = NULL
#define JB_ROW_WEIGHT .kind = JB_KIND_WEIGHT, .of = NULL
#define JB_ROW_ENUM(x) .kind = JB_KIND_ENUM, .of = &jb_##x##_values
#define JB_ROW_NUMBERS .kind = JB_KIND_NUMBERS, .of = NULL
#define JB_ROW_STRINGS .kind = JB_KIND_STRINGS, .of = NULL
#define JB_ROW_TEXT .kind = JB_KIND_TEXT, .of = NULL
#define JB_ROW_FIELD .kind = JB_KIND_FIELD, .of = NULL
#define JB_ROW_EXPR .kind = JB_KIND_EXPR, .of = NULL
#define JB_ROW_VALUE .kind = JB_KIND_VALUE, .of = NULL
#define JB_ROW_VALUES .kind = JB_KIND_VALUES, .of = NULL
#define JB_ROW_ANY .kind = JB_KIND_ANY, .of = NULL
#define JB_ROW_STRING_OR_MAP .kind = JB_KIND_STRING_OR_MAP, .of = NULL
#define JB_ROW_OBJECT(x) .kind = JB_KIND_OBJECT, .of = &jb_##x##_class
#define JB_ROW_LIST(x) .kind = JB_KIND_LIST, .of = &jb_##x##_class
#define JB_ROW_MAP(x) .kind = JB_KIND_MAP, .of = &jb_##x##_class

#define NONE .least = -HUGE_VAL, .most = HUGE_VAL
#define REQUIRED NONE, .required = true
#define MIN(low) .least = (low), .most = HUGE_VAL
#define RANGE(low, high) .least = (low), .most = (high)
#define IS(...) , .usual = JB_K(#__VA_ARGS__)
#define M(mark) (1u << JB_MARK_##mark)
#define ALL ~0u
#define ARC M(ARC)
#define AREA M(AREA)
#define LINE M(LINE)
#define POINT M(POINT)
#define RECTS (M(BAR) | M(RECT) | M(TICK) | M(IMAGE))
#define SYMBOLS (M(POINT) | M(CIRCLE) | M(SQUARE))
#define TEXT M(TEXT)
#define UNDER(for_marks, ...) , .under = JB_K(#__VA_ARGS__), .under_marks = for_marks
#define CONFIG_ONLY , .config_only = true
#define BY_CLASS , .usual_by_class = true

/* In a function of its own, so that a row can say `here` for its structure. */
#define CLASS(x, lengthen, doc)                                                                    \
    static jb_properties x##_properties(void)                                                      \
    {                                                                                              \
        typedef jb_##x##_spec here;                                                                \
        static const jb_property rows[] = {
#define P(name, text, what, bounds, about)                                                         \
    {.key = JB_K(text), JB_ROW_##what, .offset = offsetof(here, name), bounds, .doc = JB_K(about)},
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
