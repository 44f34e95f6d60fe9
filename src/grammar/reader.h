/* One reader for all objects of the grammar. A property is one line in a .def file; the structure,
 * the reader, the reference page and the JSON Schema grow from it. A class is such a file's
 *
 *     CLASS(axis, NULL, "an axis")
 *     P(label_angle, "labelAngle", NUMBER, RANGE(-360, 360), "degrees; negative climbs to the
 * right") END(axis)
 *
 * Behind the limits IS(…) says the default as JSON: what holds where neither the property nor a
 * config says anything. A plain one (number, truth, text) is in the member from the start, without
 * counting as given; the rest of the default config comes from the same words (defaults.h), and so
 * do the reference, the schema and what --explain adds. A default that depends on the chart has no
 * IS: it is a thought of the chart room. A config's object that IS nothing but its class' defaults
 * is BY_CLASS. UNDER(…) is the default of a mark that comes after all configs and is in none.
 * CONFIG_ONLY means something in a config and not in the object itself, though it is of the same
 * class.
 *
 * The line above makes `jb_axis_spec` with the member `double label_angle`, the list `jb_axis_list`
 * and the table `jb_axis_class`. The C name is the key in snake case, always. The second word of
 * CLASS rewrites short forms before the properties are read (`"bar"` → `{type: bar}`), or is NULL.
 * All classes are listed in classes.def.
 *
 * Kinds and their C types:
 *   BOOL bool · NUMBER double · STRING jb_str · COLOR jb_str (CSS, or "" and "none" for none; a
 * gradient is kept aside, JB_NODE) · WEIGHT jb_str (a font's: "bold", "700") · ENUM(x) int, one of
 * enum jb_x (enums.def: 0 is not given; enums_scene.def: test with JB_HAS) · NUMBERS jb_numbers ·
 * STRINGS jb_strs · TEXT jb_strs (a string or its lines; also one name or several) · FIELD jb_str
 * (a column) · EXPR const jb_expr_spec* · VALUE jb_value (a number, text, truth, date, list or map)
 * · VALUES jb_values · ANY const jb_node* · STRING_OR_MAP jb_str (a map is kept aside, JB_NODE) ·
 * OBJECT(x) const jb_x_spec*, NULL where not given · LIST(x) jb_x_list (a single object counts as a
 * list of one) · MAP(x) jb_x_map (objects by name)
 *
 * Each structure begins with `jb_given given`: which properties the author (or a config merged into
 * it) set, which were set to null, and what does not fit the plain member: an expression {expr: …},
 * a condition, a gradient. */
#ifndef JB_GRAMMAR_READER_H
#define JB_GRAMMAR_READER_H

#include <math.h>

#include "base/tree.h"

typedef struct jb_numbers {
    const double *at;
    size_t n;
} jb_numbers;
typedef struct jb_strs {
    const jb_str *at;
    size_t n;
} jb_strs;
typedef struct jb_values {
    const jb_value *at;
    size_t n;
} jb_values;

/* An expression as written, and parsed (jb_expr_read). */
typedef struct jb_expr_spec {
    jb_str text;
    jb_span span;
    const struct jb_expr *parsed;
} jb_expr_spec;

/* ---- what was given
 * -------------------------------------------------------------------------------------------- */

struct jb_class;
struct jb_channel_spec;

/* What a property holds beside its plain value. */
typedef struct jb_aside {
    size_t offset;            /* of the member in its structure */
    const jb_expr_spec *expr; /* {expr: …} that is not evaluated yet, or NULL */
    const struct jb_channel_spec *const
        *conditions; /* of an axis property, tried in order; the plain member holds else */
    size_t conditions_n;
    const jb_node *node; /* a gradient, a map of formats, or NULL */
    const struct jb_aside *next;
} jb_aside;

enum { JB_MOST_MEMBERS = 256 }; /* each takes at least 8 bytes of its structure */

typedef struct jb_given {
    const struct jb_class *class;
    const jb_node
        *node; /* the map as written (a short form as it was lengthened); NULL for a made one */
    const jb_aside *asides;
    uint64_t set[JB_MOST_MEMBERS / 64];
    uint64_t null[JB_MOST_MEMBERS / 64];
    uint64_t beside[JB_MOST_MEMBERS / 64]; /* has an aside */
} jb_given;

static inline bool jb_given_bit(const uint64_t *bits, size_t offset)
{
    return bits[offset / 512] >> (offset / 8 % 64) & 1;
}
static inline void jb_given_put(uint64_t *bits, size_t offset, bool set)
{
    uint64_t bit = (uint64_t)1 << (offset / 8 % 64);
    bits[offset / 512] = set ? bits[offset / 512] | bit : bits[offset / 512] & ~bit;
}
static inline bool jb_given_set(const void *object, size_t offset)
{
    return object && jb_given_bit(((const jb_given *)object)->set, offset);
}
static inline bool jb_given_null(const void *object, size_t offset)
{
    return object && jb_given_bit(((const jb_given *)object)->null, offset);
}
const jb_aside *jb_given_aside(const void *object, size_t offset); /* NULL: none */
bool jb_given_computed(const void *object,
                       size_t offset); /* an expression, whether or not it is a value by now */
jb_span jb_given_span(const void *object,
                      size_t offset); /* of the value as written; else of the object */
void jb_given_mark(void *object, size_t offset, bool set);

#define JB_OFFSET(object, name) offsetof(__typeof__(*(object)), name)
/* Did the author (or a config merged in) give this property, null included? A NULL object gave
 * nothing. */
#define JB_GIVEN(object, name) jb_given_set((object), JB_OFFSET(object, name))
#define JB_IS_NULL(object, name) jb_given_null((object), JB_OFFSET(object, name))
/* Given and not null. */
#define JB_HAS(object, name) (JB_GIVEN(object, name) && !JB_IS_NULL(object, name))
/* The member if it was given (and not null), else the other value. */
#define JB_OR(object, name, other) (JB_HAS(object, name) ? (object)->name : (other))
/* Where the property's value stands. */
#define JB_SPAN(object, name) jb_given_span((object), JB_OFFSET(object, name))
/* The aside of a property, or NULL: an expression over the datum, conditions, a gradient. */
#define JB_ASIDE(object, name) jb_given_aside((object), JB_OFFSET(object, name))
/* Sets a member of an object one owns, as if the author had written it. */
#define JB_SET(object, name, value)                                                                \
    ((object)->name = (value), jb_given_mark((object), JB_OFFSET(object, name), true))
/* The same where nobody has said anything. */
#define JB_SETTLE(object, name, value)                                                             \
    do {                                                                                           \
        if (!JB_GIVEN(object, name))                                                               \
            JB_SET(object, name, value);                                                           \
    } while (0)
#define JB_UNSET(object, name) jb_given_mark((object), JB_OFFSET(object, name), false)

/* ---- classes
 * ---------------------------------------------------------------------------------------------------
 */

typedef enum jb_kind {
    JB_KIND_BOOL,
    JB_KIND_NUMBER,
    JB_KIND_STRING,
    JB_KIND_COLOR,
    JB_KIND_WEIGHT,
    JB_KIND_ENUM,
    JB_KIND_NUMBERS,
    JB_KIND_STRINGS,
    JB_KIND_TEXT,
    JB_KIND_FIELD,
    JB_KIND_EXPR,
    JB_KIND_VALUE,
    JB_KIND_VALUES,
    JB_KIND_ANY,
    JB_KIND_STRING_OR_MAP,
    JB_KIND_OBJECT,
    JB_KIND_LIST,
    JB_KIND_MAP,
    JB_KINDS
} jb_kind;

/* A named set of values, numbered from `first`. */
typedef struct jb_enum {
    jb_str name;
    const jb_str *keys;
    size_t n;
    int first;
} jb_enum;
jb_str jb_enum_key(const jb_enum *e, int value); /* {NULL, 0}: not one of them */
int jb_enum_find(const jb_enum *e, jb_str key);  /* -1: no such value */

typedef struct jb_property {
    jb_str key;
    jb_kind kind;
    const void *of; /* ENUM: its jb_enum; OBJECT, LIST, MAP: its jb_class */
    size_t offset;
    double least, most; /* limits of a number, or of an enum's value */
    bool required;
    bool config_only;     /* means something in a config alone */
    bool usual_by_class;  /* an object of a config: its default is all the defaults of its class */
    jb_str usual;         /* the default as JSON; {NULL, 0}: none that always holds */
    jb_str under;         /* of a mark: what holds under all configs */
    unsigned under_marks; /* 1 << jb_mark_type of those which it means something to */
    jb_str doc;
} jb_property;

typedef struct jb_properties {
    const jb_property *at;
    size_t n;
} jb_properties;

typedef struct jb_class {
    jb_str name;
    jb_str doc; /* "an axis" */
    size_t size;
    jb_properties (*properties)(void);
    /* A short form as the map it stands for; the node itself if it is none. */
    const jb_node *(*lengthen)(jb_ctx *cx, const jb_node *node);
} jb_class;

/* Reads a map (or a short form) into a new structure of the class, in cx->keep. Mistakes are told,
 * each at its place, and what is sound is kept: compare jb_errors before and after. Never NULL. */
void *jb_spec_object(jb_ctx *cx, const jb_class *class, const jb_node *node);
/* One of which nothing is given; its members hold their defaults. */
void *jb_spec_new(jb_ctx *cx, const jb_class *class);
/* Reads one property, by its offset, into an object of the class one owns. */
void jb_spec_set(jb_ctx *cx, const jb_class *class, void *object, size_t offset,
                 const jb_node *node);
/* An expression as written, parsed; `parsed` is NULL after a message. */
const jb_expr_spec *jb_spec_expr(jb_ctx *cx, const jb_node *text);
/* Copies each property that src has and dst has not: how configs cascade. src may be NULL. */
void jb_spec_inherit(jb_arena *a, const jb_class *class, void *dst, const void *src);
/* Counts as given what holds under all configs (UNDER) and is not given: of a mark what means
 * something to this type of it. It is in the members already. */
void jb_spec_give_under(const jb_class *class, void *object, int mark_type);
/* A shallow copy one may change; a NULL object gives an empty one. */
void *jb_spec_copy(jb_arena *a, const jb_class *class, const void *object);
/* writer.c: the other way, what was given to a structure as a map, in the order of the .def file.
 * An expression that has been evaluated is its value; objects are in their short form where they
 * have one. */
const jb_node *jb_spec_node(jb_ctx *cx, const jb_class *class, const void *object);
const jb_node *jb_value_node(jb_ctx *cx, jb_value v); /* NULL: a number that JSON has not */
/* A value as data: like jb_node_value, but a map such as {year: 2024, month: 7}, alone or in a
 * list, is a date. */
jb_value jb_data_value(jb_ctx *cx, const jb_node *node);

#endif
