/* The tokens of the expression language, for its parser alone (expr.c). */
#ifndef JB_GRAMMAR_EXPR_TOKEN_H
#define JB_GRAMMAR_EXPR_TOKEN_H

#include "grammar/expr.h"

typedef enum jb_token_kind {
    JB_TOKEN_END,
    JB_TOKEN_NAME,
    JB_TOKEN_NUMBER, /* value */
    JB_TOKEN_STRING, /* value */
    JB_TOKEN_REGEXP, /* text is the pattern, flags behind it */
    JB_TOKEN_SIGN,   /* text */
    JB_TOKEN_WRONG   /* a message was given */
} jb_token_kind;

typedef struct jb_token {
    jb_token_kind kind;
    size_t from, to;
    jb_str text, flags;
    jb_value value;
} jb_token;

typedef struct jb_expr_parser {
    jb_ctx *cx;
    jb_str text;
    jb_span span; /* where the text stands */
    size_t shift; /* of the text's first byte in the span */
    bool exact;   /* the span holds the text as it is, so that places inside it are known */
    size_t at;    /* behind the token in hand */
    jb_token now;
    size_t depth; /* of the recursion */
    bool failed;
} jb_expr_parser;
/* Only the first mistake is told: what follows it is guesswork. */
#define JB_WRONG(p, from, to, ...)                                                                 \
    do {                                                                                           \
        if (jb_expr_first_mistake(p))                                                              \
            jb_fail((p)->cx, jb_expr_place((p), (from), (to)), __VA_ARGS__);                       \
    } while (0)

jb_span jb_expr_place(const jb_expr_parser *p, size_t from, size_t to); /* of bytes of the text */
bool jb_expr_first_mistake(jb_expr_parser *p); /* and the token in hand is wrong from now on */

void jb_expr_advance(jb_expr_parser *p); /* to the next token */
/* /pattern/flags; called where an operand is expected. */
void jb_expr_take_regexp(jb_expr_parser *p);

#endif
