/* A bound expression from inside: steps that evaluate themselves, and what they evaluate in. For
 * the files of this room only. */
#ifndef JB_TRANSFORM_BIND_H
#define JB_TRANSFORM_BIND_H

#include "transform/eval.h"

typedef struct jb_step jb_step;
typedef struct jb_function_row jb_function_row;

struct jb_step {
    jb_value (*eval)(const jb_step *s, jb_bound *b);
    jb_type type;  /* what it gives, null apart; JB_ANY: not known before */
    bool constant; /* neither datum nor chance in it */
    uint32_t n;
    const jb_step *const *args;
    jb_span span;
    union {
        jb_value value;                  /* literal, param */
        const jb_column *column;         /* datum.name */
        jb_str name;                     /* member */
        const jb_str *keys;              /* object */
        const jb_function_row *function; /* call */
    };
};

struct jb_bound {
    jb_ctx *cx;
    const jb_table *table;
    const jb_scope *scope;
    const jb_locale *locale;
    const jb_step *root;
    size_t row;
    jb_arena *arena; /* of the value being evaluated */
    jb_value datum;  /* jb_bound_value_of */
    uint64_t chance; /* state of random() */
    double spare;    /* the second of two normal numbers, or NaN */
    bool complained; /* a mistake in a row was told */
    struct jb_regexp_list *regexps;
};

/* The evaluation of each kind of step. */
jb_value jb_step_value(const jb_step *s, jb_bound *b);
jb_value jb_step_column(const jb_step *s, jb_bound *b);
jb_value jb_step_datum(const jb_step *s, jb_bound *b);
jb_value jb_step_datum_member(const jb_step *s, jb_bound *b);
jb_value jb_step_list(const jb_step *s, jb_bound *b);
jb_value jb_step_object(const jb_step *s, jb_bound *b);
jb_value jb_step_member(const jb_step *s, jb_bound *b);
jb_value jb_step_index(const jb_step *s, jb_bound *b);
jb_value jb_step_call(const jb_step *s, jb_bound *b);
jb_value jb_step_and(const jb_step *s, jb_bound *b);
jb_value jb_step_or(const jb_step *s, jb_bound *b);
jb_value jb_step_choose(const jb_step *s, jb_bound *b);

/* One operator: how it is computed by JavaScript's rules and by our own (null is not known), and
 * what it gives. */
typedef struct jb_op_row {
    jb_value (*eval)(const jb_step *s, jb_bound *b);
    jb_value (*own)(const jb_step *s, jb_bound *b);
    jb_type type;
    enum { JB_WANTS_ANY, JB_WANTS_NUMBERS, JB_WANTS_ALIKE } wants; /* in our own tools */
} jb_op_row;
extern const jb_op_row jb_op_rows[JB_OPS];

/* The marks of special objects, in their `scale`. */
enum { JB_REGEXP = 1, JB_TUPLE = 2 };

/* Member `name` of an object, length of text and lists; undefined otherwise. */
jb_value jb_value_member(jb_value v, jb_str name);
bool jb_value_loose_eq(jb_value a, jb_value b); /* == */
bool jb_value_same(jb_value a, jb_value b);     /* === */
/* By JavaScript's <: -1, 0, 1, or 2 where nothing can be said (NaN). */
int jb_value_order(jb_value a, jb_value b);

#endif
