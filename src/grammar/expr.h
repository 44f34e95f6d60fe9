/* Vega's expression language as a tree: literals, lists, objects, members, calls, unary and binary
 * operators, && || and ?:. There is no assignment and no function but the built-in ones. */
#ifndef JB_GRAMMAR_EXPR_H
#define JB_GRAMMAR_EXPR_H

#include "base/ctx.h"
#include "base/value.h"

typedef enum jb_expr_kind {
    JB_EXPR_LITERAL, /* value */
    JB_EXPR_REGEXP,  /* /name/value */
    JB_EXPR_NAME,    /* name */
    JB_EXPR_LIST,    /* args */
    JB_EXPR_OBJECT,  /* keys[i]: args[i] */
    JB_EXPR_MEMBER,  /* args[0].name, or args[0][args[1]] where name.p is NULL */
    JB_EXPR_CALL,    /* name(args) */
    JB_EXPR_UNARY,   /* op args[0] */
    JB_EXPR_BINARY,  /* args[0] op args[1] */
    JB_EXPR_AND,
    JB_EXPR_OR,
    JB_EXPR_CHOOSE /* args[0] ? args[1] : args[2] */
} jb_expr_kind;

typedef enum jb_op {
    JB_OP_ADD,
    JB_OP_SUB,
    JB_OP_MUL,
    JB_OP_DIV,
    JB_OP_MOD,
    JB_OP_EQ,
    JB_OP_NE,
    JB_OP_SAME,
    JB_OP_DIFFERENT, /* == != === !== */
    JB_OP_LT,
    JB_OP_LE,
    JB_OP_GT,
    JB_OP_GE,
    JB_OP_BIT_AND,
    JB_OP_BIT_OR,
    JB_OP_BIT_XOR,
    JB_OP_SHL,
    JB_OP_SHR,
    JB_OP_USHR,
    JB_OP_IN,
    JB_OP_PLUS,
    JB_OP_MINUS,
    JB_OP_NOT,
    JB_OP_BIT_NOT, /* unary */
    JB_OPS
} jb_op;

typedef struct jb_expr jb_expr;
struct jb_expr {
    uint8_t kind, op;
    uint16_t depth;
    uint32_t n; /* of args */
    jb_span span;
    jb_str name;
    jb_value value;
    const jb_expr *const *args;
    const jb_str *keys;
};

/* Parses `text`, which stands at `span` of its source (as it is, in quotes, or escaped: then
 * mistakes point at the whole span). NULL after a message. Numbers are exact where they can be
 * (jb_exact_read). Lives in cx->keep. */
const jb_expr *jb_expr_read(jb_ctx *cx, jb_str text, jb_span span);
/* The columns an expression names through datum (and its params through bare names), each once, in
 * order. */
typedef struct jb_expr_names {
    const jb_str *datum, *bare;
    size_t datum_n, bare_n;
} jb_expr_names;
jb_expr_names jb_expr_uses(jb_arena *a, const jb_expr *expr);

#endif
