/* The rows of functions.def, and what their functions share. */
#include <math.h>

#include "base/date.h"
#include "base/decimal.h"
#include "transform/function.h"

#define F(name, least, most, flags, type, call)                                                    \
    {JB_K(name), least, most, flags, type, call, NULL, 0},
#define MATH(name, math) {JB_K(name), 1, 1, JB_FN_PURE, JB_NUMBER, jb_fn_math, math, 0},
#define PART(name, part)                                                                           \
    {JB_K(name), 1, 1, JB_FN_PURE, JB_NUMBER, jb_fn_part, NULL, part},                             \
        {JB_K("utc" name), 1, 1, JB_FN_PURE, JB_NUMBER, jb_fn_part, NULL, part},
#define EASE(name, in, plain)                                                                      \
    {JB_K(name), 1, 1, JB_FN_PURE, JB_NUMBER, jb_fn_ease, in, plain},                              \
        {JB_K(name "In"), 1, 1, JB_FN_PURE, JB_NUMBER, jb_fn_ease, in, JB_EASE_IN},                \
        {JB_K(name "Out"), 1, 1, JB_FN_PURE, JB_NUMBER, jb_fn_ease, in, JB_EASE_OUT},              \
        {JB_K(name "InOut"), 1, 1, JB_FN_PURE, JB_NUMBER, jb_fn_ease, in, JB_EASE_IN_OUT},
const jb_function_row jb_functions[] = {
#include "transform/functions.def"
};
#undef F
#undef MATH
#undef PART
#undef EASE
const size_t jb_functions_n = JB_COUNT(jb_functions);

double jb_arg_number(const jb_call *c, size_t i, double otherwise)
{
    return i < c->n && c->args[i].type != JB_NULL ? jb_value_number(c->args[i]) : otherwise;
}

jb_str jb_arg_text(const jb_call *c, size_t i)
{
    jb_str s = jb_value_text(jb_call_arena(c), jb_arg(c, i));
    return s.p ? s : JB_S("");
}

double jb_arg_ms(const jb_call *c, size_t i)
{
    jb_value v = jb_arg(c, i);
    if (v.type == JB_LISTED || v.type == JB_OBJECT) /* JavaScript reads their text */
        v = jb_text(jb_arg_text(c, i));
    if (v.type == JB_TEXT)
        return jb_date_read_js(jb_value_str(v));
    double ms = trunc(jb_value_number(v));
    return fabs(ms) <= (double)JB_TIME_MAX ? ms : (double)NAN;
}

jb_value jb_ms_value(double ms)
{
    return fabs(ms) <= (double)JB_TIME_MAX ? jb_datetime((int64_t)ms) : jb_undefined();
}

size_t jb_utf16_length(jb_str s)
{
    size_t n = 0;
    for (size_t at = 0; at < s.n;)
        n += jb_utf8_next(s, &at) > 0xFFFF ? 2 : 1;
    return n;
}

size_t jb_utf16_offset(jb_str s, size_t units)
{
    size_t at = 0;
    for (size_t n = 0, next = 0; at < s.n; at = next) {
        n += jb_utf8_next(s, &next) > 0xFFFF ? 2 : 1;
        if (n > units)
            break;
    }
    return at;
}

jb_value jb_fn_last(const jb_call *c)
{
    return c->args[c->n - 1];
}

/* The names of vega-scale: how much room so many bands need, in steps. */
jb_value jb_fn_bandspace(const jb_call *c)
{
    double count = jb_arg_number(c, 0, 0), inner = jb_arg_number(c, 1, 0),
           outer = jb_arg_number(c, 2, 0);
    double space = count - inner + outer * 2;
    return jb_number(!(count != 0) ? 0 : space > 0 ? space : 1);
}

jb_value jb_fn_scale(const jb_call *c)
{
    const jb_scale_hook *hook = c->bound->scope->scales;
    jb_value result = jb_undefined();
    if (!hook->call(hook->chart, c->row->name, c->args, c->n, jb_call_arena(c), &result))
        JB_ROW_FAIL(c, "no scale “%.*s” here", JB_F(jb_arg_text(c, 0)));
    return result;
}

/* ---- kinds ---- */

jb_value jb_fn_is_array(const jb_call *c)
{
    return jb_bool(c->args[0].type == JB_LISTED);
}

jb_value jb_fn_is_boolean(const jb_call *c)
{
    return jb_bool(c->args[0].type == JB_BOOL);
}

static bool is_date(jb_value v)
{
    return v.type == JB_DATE || v.type == JB_DATETIME;
}

jb_value jb_fn_is_date(const jb_call *c)
{
    return jb_bool(is_date(c->args[0]));
}

jb_value jb_fn_is_defined(const jb_call *c)
{
    return jb_bool(!(c->args[0].type == JB_NULL && c->args[0].scale));
}

jb_value jb_fn_is_number(const jb_call *c)
{
    return jb_bool(jb_value_is_number(c->args[0]));
}

jb_value jb_fn_is_object(const jb_call *c)
{
    jb_value v = c->args[0];
    return jb_bool(v.type == JB_OBJECT || v.type == JB_LISTED || is_date(v));
}

jb_value jb_fn_is_regexp(const jb_call *c)
{
    return jb_bool(jb_is_regexp(c->args[0]));
}

jb_value jb_fn_is_string(const jb_call *c)
{
    return jb_bool(c->args[0].type == JB_TEXT);
}

jb_value jb_fn_is_valid(const jb_call *c)
{
    jb_value v = c->args[0];
    return jb_bool(v.type != JB_NULL && !(v.type == JB_NUMBER && isnan(v.number)));
}

static bool is_blank(jb_value v)
{
    return v.type == JB_NULL || (v.type == JB_TEXT && !v.n);
}

jb_value jb_fn_to_boolean(const jb_call *c)
{
    jb_value v = c->args[0];
    if (is_blank(v))
        return jb_null();
    bool no = v.type == JB_TEXT &&
              (jb_str_eq(jb_value_str(v), JB_S("false")) || jb_str_eq(jb_value_str(v), JB_S("0")));
    return jb_bool(jb_value_truth(v) && !no);
}

jb_value jb_fn_to_date(const jb_call *c)
{
    jb_value v = c->args[0];
    return is_blank(v) ? jb_null() : is_date(v) ? v : jb_ms_value(jb_arg_ms(c, 0));
}

jb_value jb_fn_to_number(const jb_call *c)
{
    jb_value v = c->args[0];
    jb_value exact;
    if (is_blank(v) || jb_value_is_number(v))
        return is_blank(v) ? jb_null() : v;
    if (v.type == JB_TEXT && jb_exact_read(jb_str_trim(jb_value_str(v)), &exact))
        return exact;
    return jb_number(jb_value_number(v));
}

jb_value jb_fn_to_string(const jb_call *c)
{
    return is_blank(c->args[0]) ? jb_null() : jb_text(jb_arg_text(c, 0));
}
