#include "grammar/expr.h"

#include <string.h>

typedef enum token_kind {
    TOKEN_END,
    TOKEN_NAME,
    TOKEN_NUMBER, /* value */
    TOKEN_STRING, /* value */
    TOKEN_REGEXP, /* text is the pattern, flags behind it */
    TOKEN_SIGN,   /* text */
    TOKEN_WRONG   /* a message was given */
} token_kind;

typedef struct token {
    token_kind kind;
    size_t from, to;
    jb_str text, flags;
    jb_value value;
} token;

typedef struct parser {
    jb_ctx *cx;
    jb_str text;
    jb_span span; /* where the text stands */
    size_t shift; /* of the text's first byte in the span */
    bool exact;   /* the span holds the text as it is, so that places inside it are known */
    size_t at;    /* behind the token in hand */
    token now;
    size_t depth; /* of the recursion */
    bool failed;
} parser;

static const jb_expr *parse_choice(parser *p);

/* ---- places and messages ---- */

static jb_span place(const parser *p, size_t from, size_t to)
{
    return p->exact ? jb_span_in(p->span, p->shift + from, to - from) : p->span;
}

/* The mistake at the token in hand: what should have been there. */
static const jb_expr *expected(parser *p, const char *what)
{
    if (p->failed)
        return NULL;
    p->failed = true;
    const token *t = &p->now;
    if (t->kind == TOKEN_END)
        jb_fail(p->cx, place(p, t->from, t->to), "the expression ends where %s is expected",
                jb_word(p->cx, what));
    else if (t->kind != TOKEN_WRONG)
        jb_fail(p->cx, place(p, t->from, t->to), "expected %s, found “%.*s”", jb_word(p->cx, what),
                JB_F(jb_brief(p->cx, jb_str_cut(p->text, t->from, t->to - t->from))));
    if (jb_str_eq(t->text, JB_S("=")))
        jb_hint(p->cx, "compare with ==");
    return NULL;
}

/* Is this the first mistake? Only it is told: what follows it is guesswork. */
static bool first_mistake(parser *p)
{
    bool first = !p->failed;
    p->failed = true;
    p->now.kind = TOKEN_WRONG;
    return first;
}

#define WRONG(p, from, to, ...)                                                                    \
    do {                                                                                           \
        if (first_mistake(p))                                                                      \
            jb_fail((p)->cx, place((p), (from), (to)), __VA_ARGS__);                               \
    } while (0)

/* ---- characters ---- */

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x3000 || c == 0xFEFF ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F;
}

/* Letters of any script; the ranges left out are punctuation, signs and forms of them. */
static bool is_letter(uint32_t c)
{
    static const uint32_t signs[][2] = {
        {0x80, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB9},     {0xBB, 0xBF},     {0xD7, 0xD7},
        {0xF7, 0xF7},     {0x2000, 0x200B}, {0x200E, 0x203E}, {0x2041, 0x2053}, {0x2055, 0x206F},
        {0x2190, 0x2BFF}, {0x3000, 0x3004}, {0x3008, 0x3020}, {0xD800, 0xDFFF}, {0xFE30, 0xFE32},
        {0xFE35, 0xFE4C}, {0xFEFF, 0xFEFF}, {0xFF00, 0xFF0F}, {0xFF1A, 0xFF20}, {0xFF3B, 0xFF3E},
        {0xFF40, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}};
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    for (size_t i = 0; i < JB_COUNT(signs); i++)
        if (c >= signs[i][0] && c <= signs[i][1])
            return false;
    return true;
}

static uint32_t code_at(const parser *p, size_t at)
{
    return jb_utf8_next(p->text, &at);
}

/* ---- tokens ---- */

static void take_name(parser *p)
{
    size_t at = p->at;
    for (size_t next = at; next < p->text.n; at = next) {
        uint32_t c = jb_utf8_next(p->text, &next);
        if (!is_letter(c) && !is_digit(c))
            break;
    }
    p->now.kind = TOKEN_NAME;
    p->now.text = jb_str_cut(p->text, p->at, at - p->at);
    p->at = at;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static void take_hex(parser *p)
{
    size_t from = p->at;
    double number = 0;
    for (p->at += 2; p->at < p->text.n && hex_digit(p->text.p[p->at]) >= 0; p->at++)
        number = number * 16 + hex_digit(p->text.p[p->at]);
    p->now.value = number < 9e15 ? jb_int((int64_t)number) : jb_number(number);
    if (p->at == from + 2)
        WRONG(p, from, p->at, "a hexadecimal number has no digits");
}

static void skip_digits(parser *p)
{
    while (p->at < p->text.n && is_digit((uint8_t)p->text.p[p->at]))
        p->at++;
}

static char char_at(const parser *p, size_t at)
{
    return at < p->text.n ? p->text.p[at] : 0;
}

static void take_number(parser *p)
{
    size_t from = p->at;
    p->now.kind = TOKEN_NUMBER;
    if (char_at(p, from) == '0' && (char_at(p, from + 1) | 32) == 'x') {
        take_hex(p);
    } else {
        skip_digits(p);
        if (char_at(p, p->at) == '.')
            p->at++, skip_digits(p);
        if ((char_at(p, p->at) | 32) == 'e') {
            char sign = char_at(p, p->at + 1);
            p->at += 1 + (size_t)(sign == '+' || sign == '-');
            skip_digits(p);
        }
        if (!jb_exact_read(jb_str_cut(p->text, from, p->at - from), &p->now.value))
            WRONG(p, from, p->at, "a number's exponent has no digits");
    }
    if (is_letter(code_at(p, p->at)))
        WRONG(p, from, p->at + 1, "a name cannot begin with a digit");
}

/* The hexadecimal digits of \x41, \u0041, \u{1F600}; a negative number is a mistake. */
static int64_t take_code(parser *p, char kind)
{
    bool braces = kind == 'u' && char_at(p, p->at) == '{';
    int64_t code = 0;
    int n = 0, most = braces ? 6 : kind == 'u' ? 4 : 2;
    p->at += braces;
    for (; n < most && hex_digit(char_at(p, p->at)) >= 0; n++)
        code = code * 16 + hex_digit(p->text.p[p->at++]);
    if (braces && char_at(p, p->at++) != '}')
        return -1;
    return (braces ? n > 0 : n == most) && code <= 0x10FFFF ? code : -1;
}

static bool take_escape(parser *p, jb_buf *b)
{
    static const char from[] = "nrtbfv0", to[] = "\n\r\t\b\f\v\0";
    char c = char_at(p, p->at++);
    if (c == 'u' || c == 'x') {
        int64_t code = take_code(p, c);
        if (code >= 0xD800 && code < 0xDC00 && char_at(p, p->at) == '\\' &&
            char_at(p, p->at + 1) == 'u') {
            p->at += 2;
            int64_t low = take_code(p, 'u');
            code = low >= 0xDC00 && low < 0xE000
                       ? 0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00)
                       : -1;
        }
        if (code < 0 || (code >= 0xD800 && code < 0xE000))
            return false;
        jb_buf_code(b, (uint32_t)code);
        return true;
    }
    const char *known = c ? strchr(from, c) : NULL;
    if (c != '\n')
        jb_buf_byte(b, known ? to[known - from] : c);
    return true;
}

static void take_string(parser *p, char quote)
{
    size_t from = p->at++;
    jb_buf b = jb_buf_new(p->cx->keep);
    p->now.kind = TOKEN_STRING;
    for (;;) {
        char c = char_at(p, p->at);
        if (p->at >= p->text.n) {
            WRONG(p, from, p->at, "a text without its closing quote");
            return;
        }
        size_t start = p->at++;
        if (c == quote)
            break;
        if (c != '\\')
            jb_buf_byte(&b, c);
        else if (p->at >= p->text.n || !take_escape(p, &b)) {
            WRONG(p, start, p->at < p->text.n ? p->at : p->text.n,
                  "an escape that means no character");
            return;
        }
    }
    p->now.value = jb_text(b.text.p ? b.text : JB_S(""));
}

/* /pattern/flags; called where an operand is expected. */
static void take_regexp(parser *p)
{
    size_t from = p->now.from, at = from + 1;
    bool set = false;
    for (; at < p->text.n && (p->text.p[at] != '/' || set); at++) {
        if (p->text.p[at] == '\\')
            at++;
        else if (p->text.p[at] == '[')
            set = true;
        else if (p->text.p[at] == ']')
            set = false;
    }
    if (at >= p->text.n) {
        WRONG(p, from, p->text.n, "a regular expression without its closing /");
        return;
    }
    p->now.text = jb_str_cut(p->text, from + 1, at - from - 1);
    p->at = at + 1;
    while (is_letter(code_at(p, p->at)))
        p->at++;
    p->now.flags = jb_str_cut(p->text, at + 1, p->at - at - 1);
    p->now.kind = TOKEN_REGEXP;
    p->now.to = p->at;
}

/* A full-width sign that an input method left where an ASCII one was meant, or 0. */
static char ascii_meant(uint32_t c)
{
    static const struct {
        uint32_t code;
        char ascii;
    } others[] = {{0x201C, '"'}, {0x201D, '"'}, {0x2018, '\''}, {0x2019, '\''},
                  {0xD7, '*'},   {0xF7, '/'},   {0x3002, '.'}};
    if (c > 0xFF00 && c < 0xFF5F)
        return (char)(c - 0xFF00 + ' ');
    for (size_t i = 0; i < JB_COUNT(others); i++)
        if (others[i].code == c)
            return others[i].ascii;
    return 0;
}

static void wrong_character(parser *p)
{
    size_t to = p->at;
    uint32_t c = jb_utf8_next(p->text, &to);
    WRONG(p, p->at, to, "“%.*s” has no meaning in an expression",
          JB_F(jb_str_cut(p->text, p->at, to - p->at)));
    if (ascii_meant(c))
        jb_hint(p->cx, "write the ASCII character %c", ascii_meant(c));
    p->at = to;
}

static void take_sign(parser *p)
{
    static const jb_str signs[] = {
        JB_K(">>>"), JB_K("==="), JB_K("!=="), JB_K("=="), JB_K("!="), JB_K("<="), JB_K(">="),
        JB_K("<<"),  JB_K(">>"),  JB_K("&&"),  JB_K("||"), JB_K("("),  JB_K(")"),  JB_K("["),
        JB_K("]"),   JB_K("{"),   JB_K("}"),   JB_K(","),  JB_K(":"),  JB_K("?"),  JB_K("."),
        JB_K("+"),   JB_K("-"),   JB_K("*"),   JB_K("/"),  JB_K("%"),  JB_K("<"),  JB_K(">"),
        JB_K("!"),   JB_K("~"),   JB_K("&"),   JB_K("|"),  JB_K("^"),  JB_K("=")};
    jb_str rest = jb_str_cut(p->text, p->at, p->text.n);
    for (size_t i = 0; i < JB_COUNT(signs); i++)
        if (jb_str_starts(rest, signs[i])) {
            p->now.kind = TOKEN_SIGN;
            p->now.text = signs[i];
            p->at += signs[i].n;
            return;
        }
    wrong_character(p);
}

/* Moves to the next token. */
static void advance(parser *p)
{
    for (size_t next = p->at; next < p->text.n && is_space(jb_utf8_next(p->text, &next));)
        p->at = next;
    p->now = (token){.from = p->at, .value = jb_null()};
    uint32_t c = code_at(p, p->at);
    if (p->at >= p->text.n)
        p->now.kind = TOKEN_END;
    else if (is_letter(c))
        take_name(p);
    else if (is_digit(c) || (c == '.' && is_digit((uint8_t)char_at(p, p->at + 1))))
        take_number(p);
    else if (c == '"' || c == '\'')
        take_string(p, (char)c);
    else
        take_sign(p);
    p->now.to = p->at;
}

static bool is_sign(const parser *p, jb_str sign)
{
    return p->now.kind == TOKEN_SIGN && jb_str_eq(p->now.text, sign);
}

static bool accept(parser *p, jb_str sign)
{
    if (!is_sign(p, sign))
        return false;
    advance(p);
    return true;
}

/* ---- nodes ---- */

typedef JB_LIST(const jb_expr *) expr_list;

static jb_expr *make(parser *p, jb_expr_kind kind, size_t from, size_t to)
{
    jb_expr *e = JB_NEW(p->cx->keep, jb_expr);
    e->kind = (uint8_t)kind;
    e->depth = 1;
    e->span = place(p, from, to);
    return e;
}

/* What --max allows, up to what the stack of a thread bears. */
static size_t deepest(const parser *p)
{
    enum { STACK_BEARS = 4000 };
    uint64_t limit = p->cx->limits.expression_depth;
    return limit < STACK_BEARS ? (size_t)limit : STACK_BEARS;
}

static void too_deep(parser *p, jb_span span)
{
    if (!first_mistake(p))
        return;
    jb_fail(p->cx, span, "the expression is nested deeper than %zu levels", deepest(p));
    jb_hint(p->cx, "raise it with --max expression-depth=N");
}

/* Sets the operands; NULL if one is missing, or the tree grows too deep. */
static const jb_expr *with(parser *p, jb_expr *e, const jb_expr *const *args, size_t n)
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
static size_t begin_of(const parser *p, const jb_expr *e)
{
    return p->exact ? e->span.at - p->span.at - p->shift : 0;
}

static const jb_expr *make_literal(parser *p, jb_value value)
{
    jb_expr *e = make(p, JB_EXPR_LITERAL, p->now.from, p->now.to);
    e->value = value;
    advance(p);
    return e;
}

/* ---- operands ---- */

/* Expressions between commas up to `close`, which is passed over. */
static bool parse_list(parser *p, jb_str close, expr_list *list)
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

static const jb_expr *parse_array(parser *p)
{
    jb_expr *e = make(p, JB_EXPR_LIST, p->now.from, p->now.to);
    expr_list items = {0};
    advance(p);
    return parse_list(p, JB_S("]"), &items) ? with(p, e, items.at, items.n) : NULL;
}

static bool parse_key(parser *p, jb_str *key)
{
    if (p->now.kind == TOKEN_NAME)
        *key = p->now.text;
    else if (p->now.kind == TOKEN_STRING || p->now.kind == TOKEN_NUMBER)
        *key = jb_value_text(p->cx->keep, p->now.value);
    else
        return expected(p, "a key");
    advance(p);
    return accept(p, JB_S(":")) || expected(p, ":");
}

static const jb_expr *parse_object(parser *p)
{
    jb_expr *e = make(p, JB_EXPR_OBJECT, p->now.from, p->now.to);
    expr_list items = {0};
    JB_LIST(jb_str) keys = {0};
    advance(p);
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

static const jb_expr *parse_name(parser *p)
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
    advance(p);
    return e;
}

static const jb_expr *parse_regexp(parser *p)
{
    take_regexp(p);
    if (p->failed)
        return NULL;
    jb_expr *e = make(p, JB_EXPR_REGEXP, p->now.from, p->now.to);
    e->name = p->now.text;
    e->value = jb_text(p->now.flags);
    advance(p);
    return e;
}

static const jb_expr *parse_operand(parser *p)
{
    if (p->now.kind == TOKEN_NUMBER || p->now.kind == TOKEN_STRING)
        return make_literal(p, p->now.value);
    if (p->now.kind == TOKEN_NAME)
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

static const jb_expr *parse_call(parser *p, const jb_expr *callee)
{
    if (callee->kind != JB_EXPR_NAME) {
        if (first_mistake(p))
            jb_fail(p->cx, callee->span, "only a function's name can be called");
        return NULL;
    }
    expr_list args = {0};
    advance(p);
    if (!parse_list(p, JB_S(")"), &args))
        return NULL;
    jb_expr *e = make(p, JB_EXPR_CALL, begin_of(p, callee), p->now.from);
    e->span = callee->span; /* messages about a call point at its name */
    e->name = callee->name;
    return with(p, e, args.at, args.n);
}

static const jb_expr *parse_dot(parser *p, const jb_expr *object)
{
    advance(p);
    if (p->now.kind != TOKEN_NAME)
        return expected(p, "a member's name");
    jb_expr *e = make(p, JB_EXPR_MEMBER, begin_of(p, object), p->now.to);
    e->name = p->now.text;
    advance(p);
    return with(p, e, &object, 1);
}

static const jb_expr *parse_index(parser *p, const jb_expr *object)
{
    advance(p);
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

static const jb_expr *parse_postfix(parser *p)
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

static const op_row *op_now(const parser *p, const op_row *rows, size_t n)
{
    if (p->now.kind != TOKEN_SIGN && p->now.kind != TOKEN_NAME)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (jb_str_eq(p->now.text, rows[i].sign))
            return &rows[i];
    return NULL;
}

/* Recursion is bounded by the same limit as the tree. */
static bool enter(parser *p)
{
    if (p->depth++ < deepest(p))
        return true;
    too_deep(p, place(p, p->now.from, p->now.to));
    return false;
}

static const jb_expr *parse_unary(parser *p)
{
    const op_row *op = op_now(p, unary_ops, JB_COUNT(unary_ops));
    if (!op)
        return parse_postfix(p);
    if (!enter(p))
        return NULL;
    jb_expr *e = make(p, JB_EXPR_UNARY, p->now.from, p->now.to);
    e->op = op->op;
    advance(p);
    const jb_expr *operand = parse_unary(p);
    p->depth--;
    return with(p, e, &operand, 1);
}

/* Operators of that level and closer. */
static const jb_expr *parse_binary(parser *p, int level)
{
    const jb_expr *left = parse_unary(p);
    for (;;) {
        const op_row *op = left ? op_now(p, binary_ops, JB_COUNT(binary_ops)) : NULL;
        if (!op || op->level < level)
            return left;
        advance(p);
        const jb_expr *right = parse_binary(p, op->level + 1);
        if (!right)
            return NULL;
        jb_expr *e =
            make(p, op->kind, begin_of(p, left), p->exact ? begin_of(p, right) + right->span.n : 0);
        e->op = op->op;
        left = with(p, e, (const jb_expr *[]){left, right}, 2);
    }
}

static const jb_expr *parse_choice(parser *p)
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
static void locate(parser *p)
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
    parser p = {.cx = cx, .text = text, .span = span};
    locate(&p);
    advance(&p);
    const jb_expr *e = parse_choice(&p);
    if (e && p.now.kind != TOKEN_END)
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
