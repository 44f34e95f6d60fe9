#include "grammar/expr_token.h"

#include <string.h>

static const jb_expr *parse_choice(jb_expr_parser *p);

/* The mistake at the token in hand: what should have been there. */
static const jb_expr *expected(jb_expr_parser *p, const char *what)
{
    if (p->failed)
        return NULL;
    p->failed = true;
    const jb_token *t = &p->now;
    if (t->kind == JB_TOKEN_END)
        jb_fail(p->cx, jb_expr_place(p, t->from, t->to), "the expression ends where %s is expected",
                jb_word(p->cx, what));
    else if (t->kind != JB_TOKEN_WRONG)
        jb_fail(p->cx, jb_expr_place(p, t->from, t->to), "expected %s, found “%.*s”",
                jb_word(p->cx, what),
                JB_F(jb_brief(p->cx, jb_str_cut(p->text, t->from, t->to - t->from))));
    if (jb_str_eq(t->text, JB_S("=")))
        jb_hint(p->cx, "compare with ==");
    return NULL;
}

static bool is_sign(const jb_expr_parser *p, jb_str sign)
{
    return p->now.kind == JB_TOKEN_SIGN && jb_str_eq(p->now.text, sign);
}

static bool accept(jb_expr_parser *p, jb_str sign)
{
    if (!is_sign(p, sign))
        return false;
    jb_expr_advance(p);
    return true;
}

/* ---- nodes ---- */

typedef JB_LIST(const jb_expr *) expr_list;

static jb_expr *make(jb_expr_parser *p, jb_expr_kind kind, size_t from, size_t to)
{
    jb_expr *e = JB_NEW(p->cx->keep, jb_expr);
    e->kind = (uint8_t)kind;
    e->depth = 1;
    e->span = jb_expr_place(p, from, to);
    return e;
}

/* What --max allows, up to what the stack of a thread bears. */
static size_t deepest(const jb_expr_parser *p)
{
    enum { STACK_BEARS = 4000 };
    uint64_t limit = p->cx->limits.expression_depth;
    return limit < STACK_BEARS ? (size_t)limit : STACK_BEARS;
}

static void too_deep(jb_expr_parser *p, jb_span span)
{
    if (!jb_expr_first_mistake(p))
        return;
    jb_fail(p->cx, span, "the expression is nested deeper than %zu levels", deepest(p));
    jb_hint(p->cx, "raise it with --max expression-depth=N");
}

/* Sets the operands; NULL if one is missing, or the tree grows too deep. */
static const jb_expr *with(jb_expr_parser *p, jb_expr *e, const jb_expr *const *args, size_t n)
{
    const jb_expr **copy = JB_NEW_N(p->cx->keep, const jb_expr *, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!args[i])
            return NULL;
        copy[i] = args[i];
        if (args[i]->depth >= e->depth)
            e->depth = (uint16_t)(args[i]->depth + 1);
    }
    e->args = copy;
    e->n = (uint32_t)n;
    if (e->depth > deepest(p))
        too_deep(p, e->span);
    return p->failed ? NULL : e;
}

/* Where a node begins and ends in the expression's text; without places inside it, all of it. */
static size_t begin_of(const jb_expr_parser *p, const jb_expr *e)
{
    return p->exact ? e->span.at - p->span.at - p->shift : 0;
}

static const jb_expr *make_literal(jb_expr_parser *p, jb_value value)
{
    jb_expr *e = make(p, JB_EXPR_LITERAL, p->now.from, p->now.to);
    e->value = value;
    jb_expr_advance(p);
    return e;
}

/* ---- operands ---- */

/* Expressions between commas up to `close`, which is passed over. */
static bool parse_list(jb_expr_parser *p, jb_str close, expr_list *list)
{
    if (accept(p, close))
        return true;
    do {
        const jb_expr *item = parse_choice(p);
        if (!item)
            return false;
        *JB_PUSH(p->cx->scratch, list) = item;
    } while (accept(p, JB_S(",")));
    if (accept(p, close))
        return true;
    expected(p, jb_str_eq(close, JB_S(")")) ? ", or )" : ", or ]");
    return false;
}

static const jb_expr *parse_array(jb_expr_parser *p)
{
    jb_expr *e = make(p, JB_EXPR_LIST, p->now.from, p->now.to);
    expr_list items = {0};
    jb_expr_advance(p);
    return parse_list(p, JB_S("]"), &items) ? with(p, e, items.at, items.n) : NULL;
}

static bool parse_key(jb_expr_parser *p, jb_str *key)
{
    if (p->now.kind == JB_TOKEN_NAME)
        *key = p->now.text;
    else if (p->now.kind == JB_TOKEN_STRING || p->now.kind == JB_TOKEN_NUMBER)
        *key = jb_value_text(p->cx->keep, p->now.value);
    else
        return expected(p, "a key");
    jb_expr_advance(p);
    return accept(p, JB_S(":")) || expected(p, ":");
}

static const jb_expr *parse_object(jb_expr_parser *p)
{
    jb_expr *e = make(p, JB_EXPR_OBJECT, p->now.from, p->now.to);
    expr_list items = {0};
    JB_LIST(jb_str) keys = {0};
    jb_expr_advance(p);
    while (!accept(p, JB_S("}"))) {
        if (items.n && !accept(p, JB_S(",")))
            return expected(p, ", or }");
        jb_str key;
        const jb_expr *value = parse_key(p, &key) ? parse_choice(p) : NULL;
        if (!value)
            return NULL;
        *JB_PUSH(p->cx->keep, &keys) = key;
        *JB_PUSH(p->cx->scratch, &items) = value;
    }
    e->keys = keys.at;
    return with(p, e, items.at, items.n);
}

static const jb_expr *parse_name(jb_expr_parser *p)
{
    static const struct {
        jb_str name;
        jb_value value;
    } words[] = {{JB_K("true"), {.type = JB_BOOL, .truth = true}},
                 {JB_K("false"), {.type = JB_BOOL, .truth = false}},
                 {JB_K("null"), {.type = JB_NULL}},
                 {JB_K("undefined"), {.type = JB_NULL, .scale = 1}}};
    for (size_t i = 0; i < JB_COUNT(words); i++)
        if (jb_str_eq(p->now.text, words[i].name))
            return make_literal(p, words[i].value);
    jb_expr *e = make(p, JB_EXPR_NAME, p->now.from, p->now.to);
    e->name = p->now.text;
    jb_expr_advance(p);
    return e;
}

static const jb_expr *parse_regexp(jb_expr_parser *p)
{
    jb_expr_take_regexp(p);
    if (p->failed)
        return NULL;
    jb_expr *e = make(p, JB_EXPR_REGEXP, p->now.from, p->now.to);
    e->name = p->now.text;
    e->value = jb_text(p->now.flags);
    jb_expr_advance(p);
    return e;
}

static const jb_expr *parse_operand(jb_expr_parser *p)
{
    if (p->now.kind == JB_TOKEN_NUMBER || p->now.kind == JB_TOKEN_STRING)
        return make_literal(p, p->now.value);
    if (p->now.kind == JB_TOKEN_NAME)
        return parse_name(p);
    if (is_sign(p, JB_S("[")))
        return parse_array(p);
    if (is_sign(p, JB_S("{")))
        return parse_object(p);
    if (is_sign(p, JB_S("/")))
        return parse_regexp(p);
    if (!accept(p, JB_S("(")))
        return expected(p, "an operand");
    const jb_expr *e = parse_choice(p);
    return !e || accept(p, JB_S(")")) ? e : expected(p, ")");
}

static const jb_expr *parse_call(jb_expr_parser *p, const jb_expr *callee)
{
    if (callee->kind != JB_EXPR_NAME) {
        if (jb_expr_first_mistake(p))
            jb_fail(p->cx, callee->span, "only a function's name can be called");
        return NULL;
    }
    expr_list args = {0};
    jb_expr_advance(p);
    if (!parse_list(p, JB_S(")"), &args))
        return NULL;
    jb_expr *e = make(p, JB_EXPR_CALL, begin_of(p, callee), p->now.from);
    e->span = callee->span; /* messages about a call point at its name */
    e->name = callee->name;
    return with(p, e, args.at, args.n);
}

static const jb_expr *parse_dot(jb_expr_parser *p, const jb_expr *object)
{
    jb_expr_advance(p);
    if (p->now.kind != JB_TOKEN_NAME)
        return expected(p, "a member's name");
    jb_expr *e = make(p, JB_EXPR_MEMBER, begin_of(p, object), p->now.to);
    e->name = p->now.text;
    jb_expr_advance(p);
    return with(p, e, &object, 1);
}

static const jb_expr *parse_index(jb_expr_parser *p, const jb_expr *object)
{
    jb_expr_advance(p);
    const jb_expr *index = parse_choice(p);
    if (!index)
        return NULL;
    size_t to = p->now.to;
    if (!accept(p, JB_S("]")))
        return expected(p, "]");
    jb_expr *e = make(p, JB_EXPR_MEMBER, begin_of(p, object), to);
    if (index->kind == JB_EXPR_LITERAL && index->value.type == JB_TEXT) {
        e->name = jb_value_str(index->value);
        return with(p, e, &object, 1);
    }
    return with(p, e, (const jb_expr *[]){object, index}, 2);
}

static const jb_expr *parse_postfix(jb_expr_parser *p)
{
    const jb_expr *e = parse_operand(p);
    for (;;) {
        if (!e)
            return NULL;
        if (is_sign(p, JB_S(".")))
            e = parse_dot(p, e);
        else if (is_sign(p, JB_S("[")))
            e = parse_index(p, e);
        else if (is_sign(p, JB_S("(")))
            e = parse_call(p, e);
        else
            return e;
    }
}

/* ---- operators ---- */

typedef struct op_row {
    jb_str sign;
    uint8_t kind, op, level; /* the higher, the closer it binds */
} op_row;

static const op_row binary_ops[] = {{JB_K("||"), JB_EXPR_OR, 0, 1},
                                    {JB_K("&&"), JB_EXPR_AND, 0, 2},
                                    {JB_K("|"), JB_EXPR_BINARY, JB_OP_BIT_OR, 3},
                                    {JB_K("^"), JB_EXPR_BINARY, JB_OP_BIT_XOR, 4},
                                    {JB_K("&"), JB_EXPR_BINARY, JB_OP_BIT_AND, 5},
                                    {JB_K("=="), JB_EXPR_BINARY, JB_OP_EQ, 6},
                                    {JB_K("!="), JB_EXPR_BINARY, JB_OP_NE, 6},
                                    {JB_K("==="), JB_EXPR_BINARY, JB_OP_SAME, 6},
                                    {JB_K("!=="), JB_EXPR_BINARY, JB_OP_DIFFERENT, 6},
                                    {JB_K("<"), JB_EXPR_BINARY, JB_OP_LT, 7},
                                    {JB_K("<="), JB_EXPR_BINARY, JB_OP_LE, 7},
                                    {JB_K(">"), JB_EXPR_BINARY, JB_OP_GT, 7},
                                    {JB_K(">="), JB_EXPR_BINARY, JB_OP_GE, 7},
                                    {JB_K("in"), JB_EXPR_BINARY, JB_OP_IN, 7},
                                    {JB_K("<<"), JB_EXPR_BINARY, JB_OP_SHL, 8},
                                    {JB_K(">>"), JB_EXPR_BINARY, JB_OP_SHR, 8},
                                    {JB_K(">>>"), JB_EXPR_BINARY, JB_OP_USHR, 8},
                                    {JB_K("+"), JB_EXPR_BINARY, JB_OP_ADD, 9},
                                    {JB_K("-"), JB_EXPR_BINARY, JB_OP_SUB, 9},
                                    {JB_K("*"), JB_EXPR_BINARY, JB_OP_MUL, 10},
                                    {JB_K("/"), JB_EXPR_BINARY, JB_OP_DIV, 10},
                                    {JB_K("%"), JB_EXPR_BINARY, JB_OP_MOD, 10}};

static const op_row unary_ops[] = {{JB_K("+"), JB_EXPR_UNARY, JB_OP_PLUS, 0},
                                   {JB_K("-"), JB_EXPR_UNARY, JB_OP_MINUS, 0},
                                   {JB_K("!"), JB_EXPR_UNARY, JB_OP_NOT, 0},
                                   {JB_K("~"), JB_EXPR_UNARY, JB_OP_BIT_NOT, 0}};

static const op_row *op_now(const jb_expr_parser *p, const op_row *rows, size_t n)
{
    if (p->now.kind != JB_TOKEN_SIGN && p->now.kind != JB_TOKEN_NAME)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (jb_str_eq(p->now.text, rows[i].sign))
            return &rows[i];
    return NULL;
}

/* Recursion is bounded by the same limit as the tree. */
static bool enter(jb_expr_parser *p)
{
    if (p->depth++ < deepest(p))
        return true;
    too_deep(p, jb_expr_place(p, p->now.from, p->now.to));
    return false;
}

static const jb_expr *parse_unary(jb_expr_parser *p)
{
    const op_row *op = op_now(p, unary_ops, JB_COUNT(unary_ops));
    if (!op)
        return parse_postfix(p);
    if (!enter(p))
        return NULL;
    jb_expr *e = make(p, JB_EXPR_UNARY, p->now.from, p->now.to);
    e->op = op->op;
    jb_expr_advance(p);
    const jb_expr *operand = parse_unary(p);
    p->depth--;
    return with(p, e, &operand, 1);
}

/* Operators of that level and closer. */
static const jb_expr *parse_binary(jb_expr_parser *p, int level)
{
    const jb_expr *left = parse_unary(p);
    for (;;) {
        const op_row *op = left ? op_now(p, binary_ops, JB_COUNT(binary_ops)) : NULL;
        if (!op || op->level < level)
            return left;
        jb_expr_advance(p);
        const jb_expr *right = parse_binary(p, op->level + 1);
        if (!right)
            return NULL;
        jb_expr *e =
            make(p, op->kind, begin_of(p, left), p->exact ? begin_of(p, right) + right->span.n : 0);
        e->op = op->op;
        left = with(p, e, (const jb_expr *[]){left, right}, 2);
    }
}

static const jb_expr *parse_choice(jb_expr_parser *p)
{
    if (!enter(p))
        return NULL;
    const jb_expr *e = parse_binary(p, 1);
    if (e && accept(p, JB_S("?"))) {
        const jb_expr *yes = parse_choice(p);
        if (yes && !accept(p, JB_S(":")))
            yes = expected(p, ":");
        const jb_expr *no = yes ? parse_choice(p) : NULL;
        jb_expr *choice = make(p, JB_EXPR_CHOOSE, begin_of(p, e), p->now.from);
        e = with(p, choice, (const jb_expr *[]){e, yes, no}, 3);
    }
    p->depth--;
    return e;
}

/* Does the span hold the text as it is, bare or in quotes? */
static void locate(jb_expr_parser *p)
{
    jb_span s = p->span;
    if (!s.source || s.at + s.n > s.source->text.n)
        return;
    jb_str there = jb_str_cut(s.source->text, s.at, s.n);
    p->shift = there.n == p->text.n + 2;
    p->exact = jb_str_eq(jb_str_cut(there, p->shift, there.n - 2 * p->shift), p->text);
}

const jb_expr *jb_expr_read(jb_ctx *cx, jb_str text, jb_span span)
{
    jb_expr_parser p = {.cx = cx, .text = text, .span = span};
    locate(&p);
    jb_expr_advance(&p);
    const jb_expr *e = parse_choice(&p);
    if (e && p.now.kind != JB_TOKEN_END)
        return expected(&p, "an operator");
    return p.failed ? NULL : e;
}

/* ---- names in use ---- */

typedef struct name_list {
    jb_str *at;
    size_t n, cap;
} name_list;

static void add_name(jb_arena *a, name_list *list, jb_str name)
{
    for (size_t i = 0; i < list->n; i++)
        if (jb_str_eq(list->at[i], name))
            return;
    *JB_PUSH(a, list) = name;
}

static bool is_datum(const jb_expr *e)
{
    return e->kind == JB_EXPR_NAME && jb_str_eq(e->name, JB_S("datum"));
}

static void collect(jb_arena *a, const jb_expr *e, name_list *datum, name_list *bare)
{
    if (e->kind == JB_EXPR_MEMBER && e->name.p && is_datum(e->args[0])) {
        add_name(a, datum, e->name);
        return;
    }
    if (e->kind == JB_EXPR_NAME && !is_datum(e))
        add_name(a, bare, e->name);
    for (uint32_t i = 0; i < e->n; i++)
        collect(a, e->args[i], datum, bare);
}

jb_expr_names jb_expr_uses(jb_arena *a, const jb_expr *expr)
{
    name_list datum = {0}, bare = {0};
    collect(a, expr, &datum, &bare);
    return (jb_expr_names){datum.at, bare.at, datum.n, bare.n};
}
