#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "transform/function.h"

/* ---- columns and members ---- */

jb_value jb_step_value(const jb_step *s, jb_bound *b)
{
    (void)b;
    return s->value;
}

jb_value jb_step_column(const jb_step *s, jb_bound *b)
{
    return jb_cell(s->column, b->row);
}

/* The whole row as an object. */
jb_value jb_step_datum(const jb_step *s, jb_bound *b)
{
    (void)s;
    jb_value datum = b->table ? jb_table_row(b->arena, b->table, b->row) : b->datum;
    if (datum.type == JB_OBJECT)
        datum.scale = JB_TUPLE;
    return datum;
}

/* A member of a datum that is no row. */
jb_value jb_step_datum_member(const jb_step *s, jb_bound *b)
{
    return jb_value_member(b->datum, s->name);
}

jb_value jb_value_member(jb_value v, jb_str name)
{
    if (v.type == JB_OBJECT)
        for (uint32_t i = 0; i < v.n; i++)
            if (jb_str_eq(v.members[i].name, name))
                return v.members[i].value;
    if (jb_str_eq(name, JB_S("length"))) {
        if (v.type == JB_LISTED)
            return jb_int(v.n);
        if (v.type == JB_TEXT)
            return jb_int((int64_t)jb_utf16_length(jb_value_str(v)));
    }
    return jb_undefined();
}

static jb_value element(jb_value v, double at)
{
    if (!(at >= 0) || at != floor(at) || at >= UINT32_MAX)
        return jb_undefined();
    if (v.type == JB_LISTED)
        return at < v.n ? v.items[(size_t)at] : jb_undefined();
    jb_str s = jb_value_str(v);
    size_t from = jb_utf16_offset(s, (size_t)at), to = from;
    if (from >= s.n)
        return jb_undefined();
    jb_utf8_next(s, &to);
    return jb_text(jb_str_cut(s, from, to - from));
}

jb_value jb_step_member(const jb_step *s, jb_bound *b)
{
    return jb_value_member(s->args[0]->eval(s->args[0], b), s->name);
}

jb_value jb_step_index(const jb_step *s, jb_bound *b)
{
    jb_value object = s->args[0]->eval(s->args[0], b), at = s->args[1]->eval(s->args[1], b);
    if (at.type != JB_TEXT && (object.type == JB_LISTED || object.type == JB_TEXT))
        return element(object, jb_value_number(at));
    return jb_value_member(object, jb_value_text(b->arena, at));
}

jb_value jb_list_value(const jb_value *items, size_t n)
{
    return (jb_value){.type = JB_LISTED, .n = (uint32_t)n, .items = items};
}

jb_value jb_step_list(const jb_step *s, jb_bound *b)
{
    jb_value *items = JB_NEW_N(b->arena, jb_value, s->n + 1);
    for (uint32_t i = 0; i < s->n; i++)
        items[i] = s->args[i]->eval(s->args[i], b);
    return jb_list_value(items, s->n);
}

jb_value jb_step_object(const jb_step *s, jb_bound *b)
{
    jb_field_value *members = JB_NEW_N(b->arena, jb_field_value, s->n + 1);
    for (uint32_t i = 0; i < s->n; i++)
        members[i] = (jb_field_value){s->keys[i], s->args[i]->eval(s->args[i], b)};
    return (jb_value){.type = JB_OBJECT, .n = s->n, .members = members};
}

enum { ARGS_ON_STACK = 8 };

jb_value jb_step_call(const jb_step *s, jb_bound *b)
{
    jb_value few[ARGS_ON_STACK],
        *args = s->n > ARGS_ON_STACK ? JB_NEW_N(b->arena, jb_value, s->n) : few;
    for (uint32_t i = 0; i < s->n; i++)
        args[i] = s->args[i]->eval(s->args[i], b);
    const jb_call c = {b, s->function, args, s->n, s->span};
    return s->function->call(&c);
}

/* ---- choices ---- */

jb_value jb_step_and(const jb_step *s, jb_bound *b)
{
    jb_value left = s->args[0]->eval(s->args[0], b);
    return jb_value_truth(left) ? s->args[1]->eval(s->args[1], b) : left;
}

jb_value jb_step_or(const jb_step *s, jb_bound *b)
{
    jb_value left = s->args[0]->eval(s->args[0], b);
    return jb_value_truth(left) ? left : s->args[1]->eval(s->args[1], b);
}

jb_value jb_step_choose(const jb_step *s, jb_bound *b)
{
    const jb_step *way = s->args[jb_value_truth(s->args[0]->eval(s->args[0], b)) ? 1 : 2];
    return way->eval(way, b);
}

/* ---- operators ---- */

typedef struct operands {
    jb_value l, r;
} operands;

static operands both(const jb_step *s, jb_bound *b)
{
    jb_value l = s->args[0]->eval(s->args[0], b);
    return (operands){l, s->args[1]->eval(s->args[1], b)};
}

static bool any_null(operands o)
{
    return o.l.type == JB_NULL || o.r.type == JB_NULL;
}

static jb_value concatenation(jb_arena *a, jb_value l, jb_value r)
{
    jb_str left = jb_value_text(a, l), right = jb_value_text(a, r);
    char *text = jb_alloc(a, left.n + right.n + 1);
    if (left.n)
        memcpy(text, left.p, left.n);
    if (right.n)
        memcpy(text + left.n, right.p, right.n);
    return jb_text((jb_str){text, left.n + right.n});
}

static bool is_textual(jb_value v)
{
    return v.type == JB_TEXT || v.type == JB_LISTED || v.type == JB_OBJECT;
}

static jb_value sum_of(jb_bound *b, operands o)
{
    if (jb_value_exact(o.l) && jb_value_exact(o.r))
        return jb_exact_add(o.l, o.r);
    if (is_textual(o.l) || is_textual(o.r))
        return concatenation(b->arena, o.l, o.r);
    return jb_number(jb_value_number(o.l) + jb_value_number(o.r));
}

static jb_value difference_of(jb_bound *b, operands o)
{
    (void)b;
    if (jb_value_exact(o.l) && jb_value_exact(o.r))
        return jb_exact_subtract(o.l, o.r);
    return jb_number(jb_value_number(o.l) - jb_value_number(o.r));
}

static jb_value product_of(jb_bound *b, operands o)
{
    (void)b;
    if (jb_value_exact(o.l) && jb_value_exact(o.r))
        return jb_exact_multiply(o.l, o.r);
    return jb_number(jb_value_number(o.l) * jb_value_number(o.r));
}

static jb_value quotient_of(jb_bound *b, operands o)
{
    (void)b;
    return jb_number(jb_value_number(o.l) / jb_value_number(o.r));
}

static jb_value remainder_of(jb_bound *b, operands o)
{
    (void)b;
    if (o.l.type == JB_INT && o.r.type == JB_INT && o.r.integer && o.r.integer != -1)
        return jb_int(o.l.integer % o.r.integer);
    return jb_number(fmod(jb_value_number(o.l), jb_value_number(o.r)));
}

/* ToInt32: modulo 2^32. */
static int32_t bits_of(jb_value v)
{
    double number = trunc(jb_value_number(v));
    if (!isfinite(number))
        return 0;
    double rest = fmod(number, 4294967296.0);
    return (int32_t)(uint32_t)(int64_t)rest;
}

static jb_value bit_and(jb_bound *b, operands o)
{
    (void)b;
    return jb_int(bits_of(o.l) & bits_of(o.r));
}

static jb_value bit_or(jb_bound *b, operands o)
{
    (void)b;
    return jb_int(bits_of(o.l) | bits_of(o.r));
}

static jb_value bit_xor(jb_bound *b, operands o)
{
    (void)b;
    return jb_int(bits_of(o.l) ^ bits_of(o.r));
}

static jb_value shift_left(jb_bound *b, operands o)
{
    (void)b;
    return jb_int((int32_t)((uint32_t)bits_of(o.l) << (bits_of(o.r) & 31)));
}

static jb_value shift_right(jb_bound *b, operands o)
{
    (void)b;
    return jb_int(bits_of(o.l) >> (bits_of(o.r) & 31));
}

static jb_value shift_right_unsigned(jb_bound *b, operands o)
{
    (void)b;
    return jb_int((uint32_t)bits_of(o.l) >> (bits_of(o.r) & 31));
}

static jb_value is_in(jb_bound *b, operands o)
{
    jb_str name = jb_value_text(b->arena, o.l);
    double at;
    if (o.r.type == JB_LISTED)
        return jb_bool(jb_str_eq(name, JB_S("length")) ||
                       (jb_number_read(name, &at) && at >= 0 && at < o.r.n &&
                        jb_str_eq(name, jb_number_text(b->arena, at)) && at == floor(at)));
    for (uint32_t i = 0; o.r.type == JB_OBJECT && i < o.r.n; i++)
        if (jb_str_eq(o.r.members[i].name, name))
            return jb_bool(true);
    return jb_bool(false);
}

/* A calendar day stands only in columns that we have read: beside it a text is one too, if it reads
 * as such. (Vega's own dates are instants, and a text never equals one.) */
static jb_value beside_day(jb_value v, jb_value other)
{
    jb_value day;
    bool text = v.type == JB_TEXT && other.type == JB_DATE;
    bool read =
        text && (jb_date_read_iso(jb_value_str(v), &day) || jb_date_read_zh(jb_value_str(v), &day));
    return read ? day : v;
}

bool jb_value_same(jb_value a, jb_value b)
{
    a = beside_day(a, b);
    b = beside_day(b, a);
    if (a.type == JB_NUMBER && isnan(a.number))
        return false;
    return jb_value_eq(a, b);
}

static bool is_scalar_number(jb_value v)
{
    return jb_value_is_number(v) || v.type == JB_BOOL || v.type == JB_DATE || v.type == JB_DATETIME;
}

/* As JavaScript's ==, but dates are compared by their instant and lists by what is in them. */
bool jb_value_loose_eq(jb_value a, jb_value b)
{
    a = beside_day(a, b);
    b = beside_day(b, a);
    if (a.type == JB_NULL || b.type == JB_NULL)
        return a.type == b.type;
    bool numbers = is_scalar_number(a) && is_scalar_number(b);
    bool mixed =
        (is_scalar_number(a) && b.type == JB_TEXT) || (is_scalar_number(b) && a.type == JB_TEXT);
    if (jb_value_is_number(a) && jb_value_is_number(b))
        return jb_value_same(a, b);
    return numbers || mixed ? jb_value_number(a) == jb_value_number(b) : jb_value_same(a, b);
}

static jb_value equal(jb_bound *b, operands o)
{
    (void)b;
    return jb_bool(jb_value_loose_eq(o.l, o.r));
}

static jb_value unequal(jb_bound *b, operands o)
{
    (void)b;
    return jb_bool(!jb_value_loose_eq(o.l, o.r));
}

static jb_value same(jb_bound *b, operands o)
{
    (void)b;
    return jb_bool(jb_value_same(o.l, o.r));
}

static jb_value different(jb_bound *b, operands o)
{
    (void)b;
    return jb_bool(!jb_value_same(o.l, o.r));
}

int jb_value_order(jb_value a, jb_value b)
{
    a = beside_day(a, b);
    b = beside_day(b, a);
    if (a.type == JB_TEXT && b.type == JB_TEXT)
        return jb_str_cmp(jb_value_str(a), jb_value_str(b));
    if (jb_value_exact(a) && jb_value_exact(b))
        return jb_exact_cmp(a, b);
    double l = jb_value_number(a), r = jb_value_number(b);
    return l < r ? -1 : l > r ? 1 : l == r ? 0 : 2;
}

static int order_of(operands o)
{
    return jb_value_order(o.l, o.r);
}

static jb_value less(jb_bound *b, operands o)
{
    (void)b;
    return jb_bool(order_of(o) < 0);
}

static jb_value less_equal(jb_bound *b, operands o)
{
    (void)b;
    return jb_bool(order_of(o) <= 0);
}

static jb_value greater(jb_bound *b, operands o)
{
    (void)b;
    return jb_bool(order_of(o) == 1);
}

static jb_value greater_equal(jb_bound *b, operands o)
{
    (void)b;
    int order = order_of(o);
    return jb_bool(order == 0 || order == 1);
}

/* Each operator twice: as JavaScript has it, and with null as what is not known. */
#define OPERATOR(name, unknown)                                                                    \
    static jb_value eval_##name(const jb_step *s, jb_bound *b)                                     \
    {                                                                                              \
        return name(b, both(s, b));                                                                \
    }                                                                                              \
    static jb_value own_##name(const jb_step *s, jb_bound *b)                                      \
    {                                                                                              \
        operands o = both(s, b);                                                                   \
        return any_null(o) ? (unknown) : name(b, o);                                               \
    }
OPERATOR(sum_of, jb_null())
OPERATOR(difference_of, jb_null())
OPERATOR(product_of, jb_null())
OPERATOR(quotient_of, jb_null())
OPERATOR(remainder_of, jb_null())
OPERATOR(bit_and, jb_null())
OPERATOR(bit_or, jb_null())
OPERATOR(bit_xor, jb_null())
OPERATOR(shift_left, jb_null())
OPERATOR(shift_right, jb_null())
OPERATOR(shift_right_unsigned, jb_null())
OPERATOR(is_in, jb_bool(false))
OPERATOR(equal, equal(b, o))
OPERATOR(unequal, unequal(b, o))
OPERATOR(same, same(b, o))
OPERATOR(different, different(b, o))
OPERATOR(less, jb_bool(false))
OPERATOR(less_equal, jb_bool(false))
OPERATOR(greater, jb_bool(false))
OPERATOR(greater_equal, jb_bool(false))

static jb_value operand(const jb_step *s, jb_bound *b)
{
    return s->args[0]->eval(s->args[0], b);
}

static jb_value as_number(jb_value v)
{
    return jb_value_is_number(v) ? v : jb_number(jb_value_number(v));
}

static jb_value negative(jb_value v)
{
    /* -0 is a double of its own */
    return jb_value_exact(v) && v.integer ? jb_exact_negate(v) : jb_number(-jb_value_number(v));
}

static jb_value eval_plus(const jb_step *s, jb_bound *b)
{
    return as_number(operand(s, b));
}

static jb_value own_plus(const jb_step *s, jb_bound *b)
{
    jb_value v = operand(s, b);
    return v.type == JB_NULL ? v : as_number(v);
}

static jb_value eval_minus(const jb_step *s, jb_bound *b)
{
    return negative(operand(s, b));
}

static jb_value own_minus(const jb_step *s, jb_bound *b)
{
    jb_value v = operand(s, b);
    return v.type == JB_NULL ? v : negative(v);
}

static jb_value eval_not(const jb_step *s, jb_bound *b)
{
    return jb_bool(!jb_value_truth(operand(s, b)));
}

static jb_value eval_bit_not(const jb_step *s, jb_bound *b)
{
    return jb_int(~bits_of(operand(s, b)));
}

#define ROW(name, type, wants)                                                                     \
    {                                                                                              \
        eval_##name, own_##name, type, wants                                                       \
    }
const jb_op_row jb_op_rows[JB_OPS] = {
    [JB_OP_ADD] = ROW(sum_of, JB_ANY, JB_WANTS_ANY),
    [JB_OP_SUB] = ROW(difference_of, JB_NUMBER, JB_WANTS_NUMBERS),
    [JB_OP_MUL] = ROW(product_of, JB_NUMBER, JB_WANTS_NUMBERS),
    [JB_OP_DIV] = ROW(quotient_of, JB_NUMBER, JB_WANTS_NUMBERS),
    [JB_OP_MOD] = ROW(remainder_of, JB_NUMBER, JB_WANTS_NUMBERS),
    [JB_OP_EQ] = ROW(equal, JB_BOOL, JB_WANTS_ALIKE),
    [JB_OP_NE] = ROW(unequal, JB_BOOL, JB_WANTS_ALIKE),
    [JB_OP_SAME] = ROW(same, JB_BOOL, JB_WANTS_ALIKE),
    [JB_OP_DIFFERENT] = ROW(different, JB_BOOL, JB_WANTS_ALIKE),
    [JB_OP_LT] = ROW(less, JB_BOOL, JB_WANTS_ALIKE),
    [JB_OP_LE] = ROW(less_equal, JB_BOOL, JB_WANTS_ALIKE),
    [JB_OP_GT] = ROW(greater, JB_BOOL, JB_WANTS_ALIKE),
    [JB_OP_GE] = ROW(greater_equal, JB_BOOL, JB_WANTS_ALIKE),
    [JB_OP_BIT_AND] = ROW(bit_and, JB_NUMBER, JB_WANTS_NUMBERS),
    [JB_OP_BIT_OR] = ROW(bit_or, JB_NUMBER, JB_WANTS_NUMBERS),
    [JB_OP_BIT_XOR] = ROW(bit_xor, JB_NUMBER, JB_WANTS_NUMBERS),
    [JB_OP_SHL] = ROW(shift_left, JB_NUMBER, JB_WANTS_NUMBERS),
    [JB_OP_SHR] = ROW(shift_right, JB_NUMBER, JB_WANTS_NUMBERS),
    [JB_OP_USHR] = ROW(shift_right_unsigned, JB_NUMBER, JB_WANTS_NUMBERS),
    [JB_OP_IN] = ROW(is_in, JB_BOOL, JB_WANTS_ANY),
    [JB_OP_PLUS] = ROW(plus, JB_NUMBER, JB_WANTS_NUMBERS),
    [JB_OP_MINUS] = ROW(minus, JB_NUMBER, JB_WANTS_NUMBERS),
    [JB_OP_NOT] = {eval_not, eval_not, JB_BOOL, JB_WANTS_ANY},
    [JB_OP_BIT_NOT] = {eval_bit_not, eval_bit_not, JB_NUMBER, JB_WANTS_NUMBERS}};

/* ---- from outside ---- */

jb_value jb_bound_value(jb_bound *bound, size_t row, jb_arena *a)
{
    bound->row = row;
    bound->arena = a;
    return bound->root->eval(bound->root, bound);
}

bool jb_bound_truth(jb_bound *bound, size_t row)
{
    return jb_value_truth(jb_bound_value(bound, row, bound->cx->scratch));
}

jb_value jb_bound_value_of(jb_bound *bound, jb_value datum, jb_arena *a)
{
    bound->datum = datum;
    return jb_bound_value(bound, 0, a);
}

bool jb_bound_constant(const jb_bound *bound)
{
    return bound->root->constant;
}

jb_column jb_bound_column(jb_ctx *cx, jb_bound *bound, jb_str name)
{
    size_t rows = bound->table ? bound->table->rows : 0;
    jb_value *values = JB_NEW_N(cx->keep, jb_value, rows + 1);
    for (size_t i = 0; i < rows; i++)
        values[i] = jb_bound_value(bound, i, cx->keep);
    return jb_column_of(cx->keep, name, values, rows);
}

bool jb_expr_evaluate(jb_ctx *cx, jb_str text, jb_span span, const jb_scope *scope, jb_value *v)
{
    const jb_expr *expr = jb_expr_read(cx, text, span);
    jb_bound *bound = expr ? jb_expr_bind(cx, expr, NULL, scope) : NULL;
    if (!bound)
        return false;
    *v = jb_bound_value(bound, 0, cx->keep);
    return !bound->complained;
}
