/* The written chart as structures: one for each class of the grammar, made from the .def files
 * (classes.def lists them; reader.h explains kinds and macros). A property's member has the key's
 * name in snake case, except where C keeps the word: for → step_for, and → all, or → any, not →
 * none.
 *
 *     const jb_view_spec *view = jb_spec_read(cx, source, JB_YAML);
 *     if (JB_HAS(view->mark, orient)) … view->mark->orient == JB_HORIZONTAL …
 *     const jb_channel_spec *x = view->encoding->x; */
#ifndef JB_GRAMMAR_SPEC_H
#define JB_GRAMMAR_SPEC_H

#include "base/time_unit.h"
#include "base/locale.h"
#include "grammar/reader.h"
#include "scene/scene.h"

/* Channels: JB_CHANNEL_X … in the order of encoding.def, from 1. */
#define CLASS(x, lengthen, doc)
#define P(name, key, kind, limits, doc)
#define CH(C_NAME, name, key, kind, doc) JB_CHANNEL_##C_NAME,
#define END(x)
typedef enum jb_channel {
    JB_CHANNEL_NONE,
#include "grammar/encoding.def"
    JB_CHANNELS
} jb_channel;
#undef P
#undef CLASS
#undef END
#undef CH

#define VALUES_OF(x, X)                                                                            \
    typedef enum jb_##x                                                                            \
    {                                                                                              \
        JB_##X##_NONE,
#define V(C_NAME, key) JB_##C_NAME,
#define VALUES_END(x, X)                                                                           \
    JB_##X##_N                                                                                     \
    }                                                                                              \
    jb_##x;
#include "grammar/enums.def"
#undef VALUES_OF
#undef V
#undef VALUES_END

/* The structures, first by name … */
#define CLASS(x, lengthen, doc)                                                                    \
    typedef struct jb_##x##_spec jb_##x##_spec;                                                    \
    typedef struct jb_##x##_list {                                                                 \
        const jb_##x##_spec *const *at;                                                            \
        size_t n;                                                                                  \
    } jb_##x##_list;                                                                               \
    typedef struct jb_##x##_map {                                                                  \
        const jb_str *names;                                                                       \
        const jb_##x##_spec *const *at;                                                            \
        size_t n;                                                                                  \
    } jb_##x##_map;                                                                                \
    extern const jb_class jb_##x##_class;
#define P(name, key, kind, limits, doc)
#define CH(C_NAME, name, key, kind, doc)
#define END(x)
#include "grammar/classes.def"

/* … then with their members, each 8 bytes or more, for the bits of jb_given. */
#define JB_C_BOOL _Alignas(8) bool
#define JB_C_NUMBER _Alignas(8) double
#define JB_C_STRING _Alignas(8) jb_str
#define JB_C_COLOR _Alignas(8) jb_str
#define JB_C_WEIGHT _Alignas(8) jb_str
#define JB_C_ENUM(x) _Alignas(8) int
#define JB_C_NUMBERS _Alignas(8) jb_numbers
#define JB_C_STRINGS _Alignas(8) jb_strs
#define JB_C_TEXT _Alignas(8) jb_strs
#define JB_C_FIELD _Alignas(8) jb_str
#define JB_C_EXPR _Alignas(8) const jb_expr_spec *
#define JB_C_VALUE _Alignas(8) jb_value
#define JB_C_VALUES _Alignas(8) jb_values
#define JB_C_ANY _Alignas(8) const jb_node *
#define JB_C_STRING_OR_MAP _Alignas(8) jb_str
#define JB_C_OBJECT(x) _Alignas(8) const jb_##x##_spec *
#define JB_C_LIST(x) _Alignas(8) jb_##x##_list
#define JB_C_MAP(x) _Alignas(8) jb_##x##_map
#define CLASS(x, lengthen, doc)                                                                    \
    struct jb_##x##_spec {                                                                         \
        jb_given given;
#define P(name, key, kind, limits, doc) JB_C_##kind name;
#define CH(C_NAME, name, key, kind, doc) JB_C_##kind name;
#define END(x)                                                                                     \
    }                                                                                              \
    ;
#include "grammar/classes.def"

#define CLASS(x, lengthen, doc)                                                                    \
    _Static_assert(sizeof(jb_##x##_spec) <= JB_MOST_MEMBERS * 8, #x " has too many members");
#define P(name, key, kind, limits, doc)
#define CH(C_NAME, name, key, kind, doc)
#define END(x)
#include "grammar/classes.def"

/* Tables of the named values: jb_align_values … */
#define VALUES_OF(x, X) extern const jb_enum jb_##x##_values;
#define V(C_NAME, key)
#define VALUES_END(x, X)
#include "grammar/enums.def"
#undef VALUES_OF
#undef VALUES_END
#define VALUES_OF(x) extern const jb_enum jb_##x##_values;
#define VALUES_END(x)
#include "grammar/enums_scene.def"
#undef VALUES_OF
#undef V
#undef VALUES_END
extern const jb_enum jb_channel_values;

/* What a view is after normalising. */
typedef enum jb_view_kind {
    JB_VIEW_UNIT,
    JB_VIEW_LAYER,
    JB_VIEW_FACET,
    JB_VIEW_CONCAT,
    JB_VIEW_HCONCAT,
    JB_VIEW_VCONCAT
} jb_view_kind;
jb_view_kind jb_view_kind_of(const jb_view_spec *view);
/* The views directly inside, of layer, concat, hconcat, vconcat or facet (one). */
jb_view_list jb_view_children(const jb_view_spec *view);

/* The definitions of a channel: none, one, or several for detail, order and tooltip. */
jb_channel_list jb_encoding_all(const jb_encoding_spec *encoding, jb_channel channel);
/* The first of them or NULL. */
const jb_channel_spec *jb_encoding_get(const jb_encoding_spec *encoding, jb_channel channel);

/* A time unit as the calendar knows it (base/date.h). */
jb_time_units jb_time_unit_units(const jb_time_unit_spec *unit);

/* Reads, checks and normalises a specification. What comes back has no short forms: marks are basic
 * marks, row, column and facet channels are facets, repeats are concats and layers, layers have no
 * shared encoding. Its config is complete: the defaults of Vega-Lite, `theme` (a map like config,
 * or NULL) and the spec's own, merged in this order. All mistakes are told; NULL if there were any.
 * Everything lives in cx->keep. A channel whose type the author left out and the grammar does not
 * imply has no type given: the chart room infers it from the column. */
const jb_view_spec *jb_spec_read(jb_ctx *cx, const jb_source *source, jb_syntax syntax,
                                 const jb_node *theme);
/* The same for a tree that is there already (a fenced block's, a made one). */
const jb_view_spec *jb_spec_of(jb_ctx *cx, const jb_node *tree, const jb_node *theme);

/* Evaluates what needs no row: each {expr: …} that does not look at datum becomes the plain value
 * of its property. `evaluate` gives an expression's value, or false after a message. What looks at
 * datum stays as an aside, JB_ASIDE. */
typedef bool (*jb_evaluate)(void *who, jb_ctx *cx, const jb_expr_spec *expr, jb_value *value);
bool jb_spec_evaluate(jb_ctx *cx, const jb_view_spec *view, jb_evaluate evaluate, void *who);

/* A normalised specification's tree as JSON, with the background and padding of its config, which
 * comes last, for it is long. It is a specification again. */
jb_str jb_spec_explain(jb_ctx *cx, const jb_node *view);

/* ---- config, as it cascades
 * ------------------------------------------------------------------------------------ */

/* An axis with all that config says about it: its styles, the configs of its scale's type, of its
 * channel, of its side, of all axes, but for values and title. NULL axis: an empty one. `orient` is
 * where it will stand; `scale_type` its scale's. */
const jb_axis_spec *jb_config_axis(jb_ctx *cx, const jb_config_spec *config,
                                   const jb_axis_spec *axis, jb_channel channel, int orient,
                                   int scale_type);
/* The same of a legend, of the header of a channel (row, column, facet) and of a title. What the
 * texts of all four do not say themselves, the styles guide-label, guide-title, group-title and
 * group-subtitle say. */
const jb_legend_spec *jb_config_legend(jb_ctx *cx, const jb_config_spec *config,
                                       const jb_legend_spec *legend);
const jb_header_spec *jb_config_header(jb_ctx *cx, const jb_config_spec *config,
                                       const jb_header_spec *header, jb_channel channel);
const jb_title_spec *jb_config_title(jb_ctx *cx, const jb_config_spec *config,
                                     const jb_title_spec *title);
/* Where config says what the axis' title is; `from` NULL: nowhere. A title for all axes, for a
 * channel's or for a side's is no text for any of them: it takes the derived one away
 * (`only_away`), as Vega-Lite passes those configs on to Vega, which looks for titles in axes
 * alone. */
typedef struct jb_titled_config {
    const jb_axis_spec *from;
    bool only_away;
} jb_titled_config;
jb_titled_config jb_config_axis_title(jb_ctx *cx, const jb_config_spec *config,
                                      const jb_axis_spec *axis, jb_channel channel, int orient,
                                      int scale_type);
/* The config of a mark type; NULL: none. */
const jb_mark_spec *jb_config_of_mark(const jb_config_spec *config, int mark_type);
/* How numbers and dates are written: the built-in locale that config names, with what its objects
 * say; en-US without. NULL after a message. */
const jb_locale *jb_config_locale(jb_ctx *cx, const jb_config_spec *config);
/* A named style, or NULL. */
const jb_mark_spec *jb_config_style(const jb_config_spec *config, jb_str name);

#endif
