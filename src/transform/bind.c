#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/decimal.h"
#include "data/stray.h"
#include "transform/function.h"

typedef struct binder {
    jb_ctx *cx;
    const jb_table *table;
    const jb_scope *scope;
    jb_bound *bound;
} binder;

static const jb_step *bind(binder *b, const jb_expr *e);

static jb_step *make(binder *b, const jb_expr *e)
{
    jb_step *s = JB_NEW(b->cx->keep, jb_step);
    s->span = e->span;
    s->type = JB_ANY;
    return s;
}

static const jb_step *make_value(binder *b, const jb_expr *e, jb_value value)
{
    jb_step *s = make(b, e);
    s->eval = jb_step_value;
    s->value = value;
    s->type = value.type;
    s->constant = true;
    return s;
}

/* All operands, also after a mistake in one: the author wants all of them in one run. */
static bool bind_args(binder *b, const jb_expr *e, jb_step *s)
{
    const jb_step **args = JB_NEW_N(b->cx->keep, const jb_step *, e->n + 1);
    bool sound = true;
    s->constant = true;
    for (uint32_t i = 0; i < e->n; i++) {
        args[i] = bind(b, e->args[i]);
        sound = sound && args[i];
        s->constant = s->constant && args[i] && args[i]->constant;
    }
    s->args = args;
    s->n = e->n;
    return sound;
}

/* A constant is evaluated now, not once for each row. */
static const jb_step *fold(binder *b, const jb_expr *e, const jb_step *s)
{
    if (!s->constant)
        return s;
    b->bound->arena = b->cx->keep;
    return make_value(b, e, s->eval(s, b->bound));
}

/* ---- names ---- */

static const struct {
    jb_str name;
    double value;
} constants[] = {{JB_K("NaN"), (double)NAN},
                 {JB_K("E"), 2.718281828459045},
                 {JB_K("LN2"), 0.6931471805599453},
                 {JB_K("LN10"), 2.302585092994046},
                 {JB_K("LOG2E"), 1.4426950408889634},
                 {JB_K("LOG10E"), 0.4342944819032518},
                 {JB_K("PI"), 3.141592653589793},
                 {JB_K("SQRT1_2"), 0.7071067811865476},
                 {JB_K("SQRT2"), 1.4142135623730951},
                 {JB_K("MIN_VALUE"), 5e-324},
                 {JB_K("MAX_VALUE"), 1.7976931348623157e308},
                 {JB_K("Infinity"), (double)INFINITY}};

const jb_param *jb_scope_find(const jb_scope *scope, jb_str name)
{
    for (; scope; scope = scope->outer)
        for (size_t i = 0; i < scope->params_n; i++)
            if (jb_str_eq(scope->params[i].name, name))
                return &scope->params[i];
    return NULL;
}

static jb_str nearest_name(binder *b, jb_str name)
{
    JB_LIST(jb_str) names = {0};
    for (const jb_scope *scope = b->scope; scope; scope = scope->outer)
        for (size_t i = 0; i < scope->params_n; i++)
            *JB_PUSH(b->cx->scratch, &names) = scope->params[i].name;
    for (size_t i = 0; i < JB_COUNT(constants); i++)
        *JB_PUSH(b->cx->scratch, &names) = constants[i].name;
    for (size_t i = 0; b->table && b->scope->own && i < b->table->columns_n; i++)
        *JB_PUSH(b->cx->scratch, &names) = b->table->columns[i].name;
    *JB_PUSH(b->cx->scratch, &names) = JB_S("datum");
    return jb_nearest(name, JB_NAMES(names.at, names.n));
}

static const jb_step *unknown_name(binder *b, const jb_expr *e)
{
    jb_fail(b->cx, e->span, "no name “%.*s” is known here", JB_F(jb_brief(b->cx, e->name)));
    jb_str near = nearest_name(b, e->name);
    if (b->table && !b->scope->own && jb_table_find(b->table, e->name))
        jb_hint(b->cx, "the column is written datum.%.*s", JB_F(e->name));
    else if (near.p && jb_str_find(near, JB_S("(")) >= 0)
        jb_hint(b->cx, "the column is written datum['%.*s']", JB_F(near));
    else if (near.p)
        jb_hint(b->cx, "the nearest is “%.*s”", JB_F(near));
    return NULL;
}

static const jb_step *make_column(binder *b, const jb_expr *e, const jb_column *column)
{
    jb_step *s = make(b, e);
    s->eval = jb_step_column;
    s->column = column;
    s->type = column->type;
    return s;
}

static const jb_step *bind_name(binder *b, const jb_expr *e)
{
    if (jb_str_eq(e->name, JB_S("datum"))) {
        jb_step *s = make(b, e);
        s->eval = jb_step_datum;
        s->type = JB_OBJECT;
        return s;
    }
    const jb_param *param = jb_scope_find(b->scope, e->name);
    if (param)
        return make_value(b, e, param->value);
    const jb_column *column = b->table && b->scope->own ? jb_table_find(b->table, e->name) : NULL;
    if (column)
        return make_column(b, e, column);
    for (size_t i = 0; i < JB_COUNT(constants); i++)
        if (jb_str_eq(e->name, constants[i].name))
            return make_value(b, e, jb_number(constants[i].value));
    return unknown_name(b, e);
}

static bool is_datum(const jb_expr *e)
{
    return e->kind == JB_EXPR_NAME && jb_str_eq(e->name, JB_S("datum"));
}

static const jb_step *bind_datum_member(binder *b, const jb_expr *e)
{
    if (!b->table) {
        jb_step *s = make(b, e);
        s->eval = jb_step_datum_member;
        s->name = e->name;
        return s;
    }
    const jb_column *column = jb_table_find(b->table, e->name);
    if (!column && b->scope->lenient) {
        if (b->table->rows)
            jb_table_miss(b->cx, b->table, e->name, e->span);
        return make_value(b, e, jb_undefined());
    }
    if (!column)
        column = jb_table_need(b->cx, b->table, e->name, e->span);
    return column ? make_column(b, e, column) : NULL;
}

static const jb_step *bind_member(binder *b, const jb_expr *e)
{
    if (e->name.p && is_datum(e->args[0]))
        return bind_datum_member(b, e);
    jb_step *s = make(b, e);
    s->eval = e->name.p ? jb_step_member : jb_step_index;
    s->name = e->name;
    return bind_args(b, e, s) ? fold(b, e, s) : NULL;
}

/* ---- operators ---- */

static bool is_number_type(jb_type t)
{
    return t == JB_INT || t == JB_DECIMAL || t == JB_NUMBER;
}

static bool is_time_type(jb_type t)
{
    return t == JB_DATE || t == JB_DATETIME;
}

static const char *type_word(jb_type t)
{
    return is_number_type(t) ? "a number"
           : is_time_type(t) ? "a date"
           : t == JB_TEXT    ? "text"
                             : "a list";
}

/* Kinds that an operator of our own tools does not bring together; null and what is not known goes
 * with all. */
static bool unlike(jb_type l, jb_type r)
{
    bool known =
        l != JB_ANY && r != JB_ANY && l != JB_NULL && r != JB_NULL && l != JB_BOOL && r != JB_BOOL;
    return known && !(is_number_type(l) && is_number_type(r)) &&
           !(is_time_type(l) && is_time_type(r)) && l != r;
}

/* '2024-07-01' beside a column of dates is that day. */
static const jb_step *read_date(binder *b, const jb_expr *e, const jb_step *s, const jb_step *other)
{
    jb_value day;
    bool literal =
        s->constant && s->type == JB_TEXT && s->eval == jb_step_value && is_time_type(other->type);
    if (literal && (jb_date_read_iso(jb_value_str(s->value), &day) ||
                    jb_date_read_zh(jb_value_str(s->value), &day)))
        return make_value(b, e, day);
    return s;
}

/* toNumber would lose the cells of a column of numbers that are none. */
static bool hint_stray(binder *b, const jb_step *s)
{
    return s->eval == jb_step_column && s->type == JB_TEXT && b->table &&
           jb_stray_hint_first(b->cx, b->table, s->column, (jb_span){0});
}

static bool alike(binder *b, const jb_expr *e, jb_step *s)
{
    const jb_step *l = read_date(b, e->args[0], s->args[0], s->args[1]);
    const jb_step *r = read_date(b, e->args[1], s->args[1], l);
    const jb_step **args = JB_NEW_N(b->cx->keep, const jb_step *, 2);
    args[0] = l, args[1] = r;
    s->args = args;
    if (!unlike(l->type, r->type))
        return true;
    jb_fail(b->cx, e->span, "this compares %s with %s", jb_word(b->cx, type_word(l->type)),
            jb_word(b->cx, type_word(r->type)));
    if (is_time_type(l->type) || is_time_type(r->type))
        jb_hint(b->cx, "write a date as '2024-07-01'");
    else if (!hint_stray(b, l) && !hint_stray(b, r))
        jb_hint(b->cx, "text stands in quotes; toNumber(…) makes a number of it");
    return false;
}

static bool numbers(binder *b, const jb_expr *e, const jb_step *s)
{
    bool sound = true;
    for (uint32_t i = 0; i < s->n; i++) {
        jb_type t = s->args[i]->type;
        if (t != JB_TEXT && t != JB_LISTED && t != JB_OBJECT)
            continue;
        jb_fail(b->cx, e->args[i]->span, "a number is needed here, and this is %s",
                jb_word(b->cx, type_word(t)));
        if (t == JB_TEXT && !hint_stray(b, s->args[i]))
            jb_hint(b->cx, "toNumber(…) makes a number of text");
        sound = false;
    }
    return sound;
}

static jb_type type_of_operation(const jb_op_row *row, jb_op op, const jb_step *s)
{
    if (op != JB_OP_ADD)
        return row->type;
    jb_type l = s->args[0]->type, r = s->args[1]->type;
    if (l == JB_TEXT || r == JB_TEXT)
        return JB_TEXT;
    return is_number_type(l) && is_number_type(r) ? JB_NUMBER : JB_ANY;
}

static const jb_step *bind_operator(binder *b, const jb_expr *e)
{
    const jb_op_row *row = &jb_op_rows[e->op];
    jb_step *s = make(b, e);
    s->eval = b->scope->own ? row->own : row->eval;
    if (!bind_args(b, e, s))
        return NULL;
    if (b->scope->own && row->wants == JB_WANTS_NUMBERS && !numbers(b, e, s))
        return NULL;
    if (b->scope->own && row->wants == JB_WANTS_ALIKE && !alike(b, e, s))
        return NULL;
    s->type = type_of_operation(row, (jb_op)e->op, s);
    return fold(b, e, s);
}

/* ---- calls ---- */

static const jb_function_row *find_function(jb_str name)
{
    for (size_t i = 0; i < jb_functions_n; i++)
        if (jb_str_eq(jb_functions[i].name, name))
            return &jb_functions[i];
    return NULL;
}

bool jb_function_known(jb_str name)
{
    return find_function(name);
}

static const jb_function_row *need_function(binder *b, const jb_expr *e)
{
    const jb_function_row *row = find_function(e->name);
    if (row)
        return row;
    jb_fail(b->cx, e->span, "no function “%.*s”", JB_F(jb_brief(b->cx, e->name)));
    jb_hint_nearest(b->cx, e->name, JB_NAMES_IN(jb_functions, jb_functions_n, name));
    return NULL;
}

static bool check_arity(binder *b, const jb_expr *e, uint32_t least, uint32_t most)
{
    if (e->n >= least && (e->n <= most || most == UINT8_MAX))
        return true;
    if (least == most)
        jb_fail(b->cx, e->span, "the number of arguments of %.*s is %u, not %u", JB_F(e->name),
                e->n, least);
    else if (most == UINT8_MAX)
        jb_fail(b->cx, e->span, "the number of arguments of %.*s is %u, not %u or more",
                JB_F(e->name), e->n, least);
    else
        jb_fail(b->cx, e->span, "the number of arguments of %.*s is %u, not %u to %u",
                JB_F(e->name), e->n, least, most);
    return false;
}

static bool check_use(binder *b, const jb_expr *e, const jb_function_row *row)
{
    if (row->flags & JB_FN_SCALE && !b->scope->scales) {
        jb_fail(b->cx, e->span, "%.*s asks for a scale, and there are none here", JB_F(e->name));
        return false;
    }
    bool now = row->flags & JB_FN_NOW || (row->call == jb_fn_datetime && !e->n);
    if (now && !getenv("SOURCE_DATE_EPOCH")) {
        jb_fail(b->cx, e->span, "the time of the run would make every output different");
        jb_hint(b->cx, "write the date, or set SOURCE_DATE_EPOCH");
        return false;
    }
    return true;
}

static const jb_step *bind_choose(binder *b, const jb_expr *e)
{
    jb_step *s = make(b, e);
    s->eval = jb_step_choose;
    if (!bind_args(b, e, s))
        return NULL;
    s->type = s->args[1]->type == s->args[2]->type ? s->args[1]->type : JB_ANY;
    return fold(b, e, s);
}

static const jb_step *bind_call(binder *b, const jb_expr *e)
{
    if (jb_str_eq(e->name, JB_S("if")))
        return check_arity(b, e, 3, 3) ? bind_choose(b, e) : NULL;
    const jb_function_row *row = need_function(b, e);
    jb_step *s = make(b, e);
    s->eval = jb_step_call;
    s->function = row;
    bool args = bind_args(b, e, s);
    if (!row || !check_arity(b, e, row->least, row->most) || !check_use(b, e, row) || !args)
        return NULL;
    if (row->flags & JB_FN_NAMED && !s->args[0]->constant) {
        jb_fail(b->cx, e->span, "%.*s takes a name that is written out", JB_F(e->name));
        return NULL;
    }
    s->type = (jb_type)row->type;
    s->constant = s->constant && !(row->flags & (JB_FN_CHANCE | JB_FN_SCALE));
    return fold(b, e, s);
}

static const jb_step *bind_regexp(binder *b, const jb_expr *e)
{
    const jb_value args[] = {jb_text(e->name), e->value};
    b->bound->arena = b->cx->keep;
    const jb_call c = {b->bound, NULL, args, 2, e->span};
    return make_value(b, e, jb_fn_regexp(&c));
}

static const jb_step *bind_collection(binder *b, const jb_expr *e)
{
    jb_step *s = make(b, e);
    bool list = e->kind == JB_EXPR_LIST;
    s->eval = list ? jb_step_list : jb_step_object;
    s->type = list ? JB_LISTED : JB_OBJECT;
    if (!list)
        s->keys = e->keys;
    return bind_args(b, e, s) ? fold(b, e, s) : NULL;
}

static const jb_step *bind_logic(binder *b, const jb_expr *e)
{
    jb_step *s = make(b, e);
    s->eval = e->kind == JB_EXPR_AND ? jb_step_and : jb_step_or;
    if (!bind_args(b, e, s))
        return NULL;
    s->type = s->args[0]->type == s->args[1]->type ? s->args[0]->type : JB_ANY;
    return fold(b, e, s);
}

static const jb_step *bind(binder *b, const jb_expr *e)
{
    switch ((jb_expr_kind)e->kind) {
    case JB_EXPR_LITERAL:
        return make_value(b, e, e->value);
    case JB_EXPR_REGEXP:
        return bind_regexp(b, e);
    case JB_EXPR_NAME:
        return bind_name(b, e);
    case JB_EXPR_LIST:
    case JB_EXPR_OBJECT:
        return bind_collection(b, e);
    case JB_EXPR_MEMBER:
        return bind_member(b, e);
    case JB_EXPR_CALL:
        return bind_call(b, e);
    case JB_EXPR_UNARY:
    case JB_EXPR_BINARY:
        return bind_operator(b, e);
    case JB_EXPR_AND:
    case JB_EXPR_OR:
        return bind_logic(b, e);
    case JB_EXPR_CHOOSE:
        break;
    }
    return bind_choose(b, e);
}

jb_bound *jb_expr_bind(jb_ctx *cx, const jb_expr *expr, const jb_table *table,
                       const jb_scope *scope)
{
    static const jb_scope nothing = {0};
    jb_bound *bound = JB_NEW(cx->keep, jb_bound);
    bound->cx = cx;
    bound->table = table;
    bound->scope = scope ? scope : &nothing;
    bound->locale = bound->scope->locale ? bound->scope->locale : &jb_locale_en_us;
    bound->datum = jb_undefined();
    bound->chance = 1;
    bound->spare = (double)NAN;
    binder b = {cx, table, bound->scope, bound};
    bound->root = bind(&b, expr);
    return bound->root && !bound->complained ? bound : NULL;
}
