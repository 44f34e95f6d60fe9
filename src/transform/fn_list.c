/* Lists, and text where it is treated as a list of characters. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "transform/function.h"

static const jb_value *last(jb_value list)
{
    return list.type == JB_LISTED && list.n ? &list.items[list.n - 1] : NULL;
}

static double first_number(jb_value list)
{
    return list.type == JB_LISTED && list.n ? jb_value_number(list.items[0]) : (double)NAN;
}

static double last_number(jb_value list)
{
    return last(list) ? jb_value_number(*last(list)) : (double)NAN;
}

static size_t length_of(jb_value v)
{
    return v.type == JB_TEXT ? jb_utf16_length(jb_value_str(v)) : v.type == JB_LISTED ? v.n : 0;
}

jb_value jb_fn_length(const jb_call *c)
{
    return jb_value_member(c->args[0], JB_S("length"));
}

static jb_value element_of_text(jb_str s, size_t at)
{
    size_t from = jb_utf16_offset(s, at), to = from;
    jb_utf8_next(s, &to);
    return jb_text(jb_str_cut(s, from, to - from));
}

/* A position as JavaScript's slice takes it: from the end if negative, kept inside. */
static size_t position(double at, size_t n)
{
    if (isnan(at))
        return 0;
    at = trunc(at);
    if (at < 0)
        at += (double)n;
    return at < 0 ? 0 : at > (double)n ? n : (size_t)at;
}

jb_value jb_fn_slice(const jb_call *c)
{
    jb_value v = c->args[0];
    size_t n = length_of(v), from = position(jb_arg_number(c, 1, 0), n);
    size_t to = jb_arg_undefined(c, 2) ? n : position(jb_value_number(c->args[2]), n);
    if (to < from)
        to = from;
    if (v.type == JB_LISTED)
        return jb_list_value(v.items + from, to - from);
    if (v.type != JB_TEXT)
        return jb_undefined();
    jb_str s = jb_value_str(v);
    size_t begin = jb_utf16_offset(s, from), end = jb_utf16_offset(s, to);
    return jb_text(jb_str_cut(s, begin, end - begin));
}

static double find_in_text(jb_str s, jb_str part, size_t from, bool backwards)
{
    double found = -1;
    for (size_t at = jb_utf16_offset(s, from); at <= s.n;) {
        ptrdiff_t next = jb_str_find(jb_str_cut(s, at, s.n), part);
        if (next < 0)
            break;
        at += (size_t)next;
        found = (double)jb_utf16_length(jb_str_cut(s, 0, at));
        if (!backwards || at == s.n)
            break;
        jb_utf8_next(s, &at);
    }
    return found;
}

jb_value jb_fn_indexof(const jb_call *c)
{
    jb_value v = c->args[0];
    size_t from = position(jb_arg_number(c, 2, 0), length_of(v));
    if (v.type == JB_TEXT)
        return jb_number(find_in_text(jb_value_str(v), jb_arg_text(c, 1), from, false));
    for (size_t i = from; v.type == JB_LISTED && i < v.n; i++)
        if (jb_value_same(v.items[i], c->args[1]))
            return jb_int((int64_t)i);
    return jb_int(-1);
}

jb_value jb_fn_lastindexof(const jb_call *c)
{
    jb_value v = c->args[0];
    if (v.type == JB_TEXT)
        return jb_number(find_in_text(jb_value_str(v), jb_arg_text(c, 1), 0, true));
    for (size_t i = v.type == JB_LISTED ? v.n : 0; i-- > 0;)
        if (jb_value_same(v.items[i], c->args[1]))
            return jb_int((int64_t)i);
    return jb_int(-1);
}

jb_value jb_fn_join(const jb_call *c)
{
    jb_value v = c->args[0];
    jb_str between = c->n > 1 ? jb_arg_text(c, 1) : JB_S(",");
    jb_buf b = jb_buf_new(jb_call_arena(c));
    for (uint32_t i = 0; v.type == JB_LISTED && i < v.n; i++) {
        if (i)
            jb_buf_add(&b, between);
        if (v.items[i].type != JB_NULL)
            jb_buf_add(&b, jb_value_text(jb_call_arena(c), v.items[i]));
    }
    return jb_text(b.text);
}

jb_value jb_fn_peek(const jb_call *c)
{
    jb_value v = c->args[0];
    if (v.type == JB_TEXT && v.n)
        return element_of_text(jb_value_str(v), length_of(v) - 1);
    return last(v) ? *last(v) : jb_undefined();
}

jb_value jb_fn_span(const jb_call *c)
{
    double span = last_number(c->args[0]) - first_number(c->args[0]);
    return jb_number(isnan(span) ? 0 : span);
}

static bool is_known(jb_value v)
{
    return v.type != JB_NULL && !(v.type == JB_NUMBER && isnan(v.number));
}

/* Values themselves are returned, so that dates stay dates; texts are compared as texts. */
jb_value jb_fn_extent(const jb_call *c)
{
    jb_value v = c->args[0], *ends = JB_NEW_N(jb_call_arena(c), jb_value, 2);
    ends[0] = ends[1] = jb_undefined();
    for (uint32_t i = 0; v.type == JB_LISTED && i < v.n; i++) {
        if (!is_known(v.items[i]))
            continue;
        if (!is_known(ends[0]) || jb_value_order(v.items[i], ends[0]) < 0)
            ends[0] = v.items[i];
        if (!is_known(ends[1]) || jb_value_order(v.items[i], ends[1]) == 1)
            ends[1] = v.items[i];
    }
    return jb_list_value(ends, 2);
}

static jb_value pair(const jb_call *c, double a, double b)
{
    jb_value *items = JB_NEW_N(jb_call_arena(c), jb_value, 2);
    items[0] = jb_number(a), items[1] = jb_number(b);
    return jb_list_value(items, 2);
}

/* The range moved, not cut, so that it lies between min and max. */
jb_value jb_fn_clamp_range(const jb_call *c)
{
    jb_value v = c->args[0];
    double a = first_number(v),
           b = v.type == JB_LISTED && v.n > 1 ? jb_value_number(v.items[1]) : (double)NAN;
    double low = fmin(a, b), span = fabs(b - a), min = jb_arg_number(c, 1, 0),
           max = jb_arg_number(c, 2, 0);
    if (isnan(span))
        return pair(c, span, span);
    if (span >= max - min)
        return pair(c, min, max);
    low = fmin(fmax(low, min), max - span);
    return pair(c, low, low + span);
}

static jb_value first_item(jb_value list)
{
    return list.type == JB_LISTED && list.n ? list.items[0] : jb_undefined();
}

/* Is that end of a range part of it? Unless it is said. */
static bool with_end(jb_value said)
{
    return jb_value_truth(said) || (said.type == JB_NULL && said.scale);
}

/* By JavaScript's <, so that text lies between texts. */
jb_value jb_fn_inrange(const jb_call *c)
{
    jb_value low = first_item(c->args[1]),
             high = last(c->args[1]) ? *last(c->args[1]) : jb_undefined();
    if (jb_value_order(high, low) < 0) {
        jb_value swap = low;
        low = high, high = swap;
    }
    bool left = with_end(jb_arg(c, 2)), right = with_end(jb_arg(c, 3));
    int from = jb_value_order(low, c->args[0]), to = jb_value_order(c->args[0], high);
    return jb_bool((from < 0 || (left && from == 0)) && (to < 0 || (right && to == 0)));
}

/* The left or right value near that end of the range, else the middle one. */
jb_value jb_fn_flush(const jb_call *c)
{
    double threshold = jb_value_number(c->args[2]);
    if (c->args[2].type == JB_NULL || isnan(threshold))
        return jb_arg(c, 5);
    double a = first_number(c->args[0]), b = last_number(c->args[0]),
           x = jb_value_number(c->args[1]);
    double from_left = fabs(x - fmin(a, b)), from_right = fabs(fmax(a, b) - x);
    if (from_left < from_right && from_left <= threshold)
        return jb_arg(c, 3);
    return from_right <= threshold ? jb_arg(c, 4) : jb_arg(c, 5);
}

jb_value jb_fn_lerp(const jb_call *c)
{
    double low = first_number(c->args[0]), high = last_number(c->args[0]),
           f = jb_value_number(c->args[1]);
    return jb_number(!(f != 0) ? low : f == 1 ? high : low + f * (high - low));
}

jb_value jb_fn_interpolate_linear(const jb_call *c)
{
    jb_value v = c->args[0];
    double f = jb_value_number(c->args[1]);
    if (v.type != JB_LISTED || !v.n)
        return jb_undefined();
    if (v.n == 1 || !(f > 0) || f >= 1)
        return v.items[v.n > 1 && f >= 1 ? v.n - 1 : 0];
    double at = f * (v.n - 1), i = floor(at);
    double low = jb_value_number(v.items[(size_t)i]),
           high = jb_value_number(v.items[(size_t)i + 1]);
    return jb_number(low + (at - i) * (high - low));
}

/* Later members win. */
jb_value jb_fn_merge(const jb_call *c)
{
    JB_LIST(jb_field_value) members = {0};
    for (size_t i = 0; i < c->n; i++) {
        for (uint32_t k = 0; c->args[i].type == JB_OBJECT && k < c->args[i].n; k++) {
            jb_field_value m = c->args[i].members[k];
            size_t at = 0;
            while (at < members.n && !jb_str_eq(members.at[at].name, m.name))
                at++;
            if (at == members.n)
                JB_PUSH(jb_call_arena(c), &members);
            members.at[at] = m;
        }
    }
    return (jb_value){.type = JB_OBJECT, .n = (uint32_t)members.n, .members = members.at};
}

/* "a.b" is member b of member a. */
static jb_value follow(jb_value v, jb_str path)
{
    while (path.n) {
        ptrdiff_t dot = jb_str_find(path, JB_S("."));
        size_t n = dot < 0 ? path.n : (size_t)dot;
        v = jb_value_member(v, jb_str_cut(path, 0, n));
        path = jb_str_cut(path, n + 1, path.n);
    }
    return v;
}

jb_value jb_fn_pluck(const jb_call *c)
{
    jb_value v = c->args[0];
    jb_str path = jb_arg_text(c, 1);
    if (v.type != JB_LISTED)
        return follow(v, path);
    jb_value *items = JB_NEW_N(jb_call_arena(c), jb_value, v.n + 1);
    for (uint32_t i = 0; i < v.n; i++)
        items[i] = follow(v.items[i], path);
    return jb_list_value(items, v.n);
}

static jb_value *copy_items(const jb_call *c, jb_value v)
{
    jb_value *items = JB_NEW_N(jb_call_arena(c), jb_value, v.n + 1);
    if (v.n)
        memcpy(items, v.items, v.n * sizeof *items);
    return items;
}

jb_value jb_fn_reverse(const jb_call *c)
{
    jb_value v = c->args[0];
    if (v.type != JB_LISTED)
        return jb_undefined();
    jb_value *items = JB_NEW_N(jb_call_arena(c), jb_value, v.n + 1);
    for (uint32_t i = 0; i < v.n; i++)
        items[i] = v.items[v.n - 1 - i];
    return jb_list_value(items, v.n);
}

static int cmp_items(const void *a, const void *b)
{
    return jb_value_cmp(*(const jb_value *)a, *(const jb_value *)b);
}

jb_value jb_fn_sort(const jb_call *c)
{
    jb_value v = c->args[0];
    if (v.type != JB_LISTED)
        return jb_undefined();
    jb_value *items = copy_items(c, v);
    qsort(items, v.n, sizeof *items, cmp_items);
    return jb_list_value(items, v.n);
}

enum { SEQUENCE_MOST = 1000000 };

jb_value jb_fn_sequence(const jb_call *c)
{
    double start = c->n > 1 ? jb_arg_number(c, 0, 0) : 0,
           stop = jb_arg_number(c, c->n > 1 ? 1 : 0, 0);
    double step = jb_arg_number(c, 2, 1), n = ceil((stop - start) / step);
    if (!(n > 0))
        return jb_list_value(NULL, 0);
    if (n > SEQUENCE_MOST) {
        JB_ROW_FAIL(c, "a sequence of more than %d numbers", SEQUENCE_MOST);
        return jb_null();
    }
    jb_value *items = JB_NEW_N(jb_call_arena(c), jb_value, (size_t)n);
    for (size_t i = 0; i < (size_t)n; i++)
        items[i] = jb_number(start + (double)i * step);
    return jb_list_value(items, (size_t)n);
}
