#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/tree.h"

typedef struct reader {
    jb_ctx *cx;
    const jb_source *source;
} reader;

static bool take(reader *r, const json_t *json, size_t depth, jb_value *v);

static bool take_list(reader *r, const json_t *json, size_t depth, jb_value *v)
{
    size_t n = json_array_size(json);
    jb_value *items = JB_NEW_N(r->cx->keep, jb_value, n + 1);
    for (size_t i = 0; i < n; i++)
        if (!take(r, json_array_get(json, i), depth + 1, &items[i]))
            return false;
    *v = (jb_value){.type = JB_LISTED, .n = (uint32_t)n, .items = items};
    return true;
}

static bool take_object(reader *r, const json_t *json, size_t depth, jb_value *v)
{
    jb_field_value *members = JB_NEW_N(r->cx->keep, jb_field_value, json_object_size(json) + 1);
    uint32_t n = 0;
    const char *key;
    json_t *item;
    json_object_foreach((json_t *)json, key, item)
    {
        members[n].name = jb_str_dup(r->cx->keep, jb_str_of(key));
        if (!take(r, item, depth + 1, &members[n++].value))
            return false;
    }
    *v = (jb_value){.type = JB_OBJECT, .n = n, .members = members};
    return true;
}

static bool take(reader *r, const json_t *json, size_t depth, jb_value *v)
{
    if (depth > r->cx->limits.nesting) {
        jb_fail_nested(r->cx, jb_span_of(r->source));
        return false;
    }
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        return take_object(r, json, depth, v);
    case JSON_ARRAY:
        return take_list(r, json, depth, v);
    case JSON_STRING:
        *v = jb_text(
            jb_str_dup(r->cx->keep, (jb_str){json_string_value(json), json_string_length(json)}));
        return true;
    case JSON_INTEGER:
        *v = jb_int(json_integer_value(json));
        return true;
    case JSON_REAL:
        *v = jb_number(json_real_value(json));
        return true;
    case JSON_TRUE:
    case JSON_FALSE:
        *v = jb_bool(json_is_true(json));
        return true;
    case JSON_NULL:
        break;
    }
    *v = jb_null();
    return true;
}

/* "what is wrong near 'this'", of which only the first part is a phrase. */
static void tell(jb_ctx *cx, jb_span place, jb_str text)
{
    ptrdiff_t near = jb_str_find(text, JB_S(" near "));
    const char *what =
        jb_word(cx, jb_str_c(cx->keep, jb_str_cut(text, 0, near < 0 ? text.n : (size_t)near)));
    if (near < 0)
        jb_fail(cx, place, "not sound JSON: %s", what);
    else
        jb_fail(cx, place, "not sound JSON: %s near %.*s", what,
                JB_F(jb_str_cut(text, (size_t)near + 6, SIZE_MAX)));
}

enum { FLAGS = JSON_DECODE_ANY | JSON_REJECT_DUPLICATES };

/* An integer beyond int64 makes jansson refuse the text; then all integers from there on are read
 * as JavaScript reads them, which is told and stays in the flags. The text begins at `from`; *end
 * is where it ends, and NULL where it is the whole rest. */
static json_t *load(jb_ctx *cx, const jb_source *source, size_t from, size_t *end, size_t *flags)
{
    json_error_t error;
    jb_str text = jb_str_cut(source->text, from, SIZE_MAX);
    json_t *json = json_loadb(text.p, text.n, *flags, &error);
    jb_span place = {source, from + (error.position > 0 ? (size_t)error.position - 1 : 0), 1};
    if (!json && json_error_code(&error) == json_error_numeric_overflow) {
        *flags |= JSON_DECODE_INT_AS_REAL;
        json = json_loadb(text.p, text.n, *flags, &error);
        if (json) {
            jb_warn(cx, place,
                    "an integer beyond 2^63: the integers of this file are read with 15 digits");
            jb_hint(cx, "write codes in quotes");
        }
    }
    if (!json)
        tell(cx, place, jb_str_of(error.text));
    else if (end)
        *end = from + (size_t)error.position;
    return json;
}

static bool take_all(jb_ctx *cx, const jb_source *source, json_t *json, jb_value *value)
{
    reader r = {cx, source};
    bool sound = json && take(&r, json, 0, value);
    json_decref(json);
    return sound;
}

bool jb_json_read(jb_ctx *cx, const jb_source *source, jb_value *value)
{
    size_t flags = FLAGS;
    return take_all(cx, source, load(cx, source, 0, NULL, &flags), value);
}

static size_t skip_blanks(jb_str text, size_t at)
{
    while (at < text.n && strchr(" \t\r\n", text.p[at]))
        at++;
    return at;
}

bool jb_json_lines_read(jb_ctx *cx, const jb_source *source, jb_value *value, const size_t **places)
{
    JB_LIST(jb_value) items = {0};
    JB_LIST(size_t) begins = {0};
    size_t flags = FLAGS | JSON_DISABLE_EOF_CHECK;
    for (size_t at = skip_blanks(source->text, 0), end; at < source->text.n;
         at = skip_blanks(source->text, end)) {
        *JB_PUSH(cx->keep, &begins) = at;
        jb_value *item = JB_PUSH(cx->keep, &items);
        if (!take_all(cx, source, load(cx, source, at, &end, &flags), item))
            return false;
    }
    *value = (jb_value){.type = JB_LISTED, .n = (uint32_t)items.n, .items = items.at};
    *places = begins.at;
    return true;
}

/* ---- places in what was read ---- */

static size_t end_of_string(jb_str text, size_t at)
{
    for (at++; at < text.n && text.p[at] != '"'; at++)
        at += text.p[at] == '\\';
    return at < text.n ? at + 1 : text.n;
}

size_t jb_json_end(jb_str text, size_t at)
{
    size_t depth = 0;
    for (; at < text.n; at++) {
        char c = text.p[at];
        if (c == '"')
            at = end_of_string(text, at) - 1;
        depth += c == '[' || c == '{';
        bool closes = c == ']' || c == '}';
        if (!depth && (closes || c == ',' || c == ' ' || c == '\n' || c == '\r' || c == '\t'))
            return at;
        depth -= closes;
        if (!depth && (closes || c == '"'))
            return at + 1;
    }
    return text.n;
}

/* A walk through the members of an object or the items of a list. */
typedef struct walk {
    jb_str text, key; /* as it is written, without quotes; {NULL, 0}: of an item */
    size_t at;        /* of the value */
} walk;

static size_t skip_marks(jb_str text, size_t at)
{
    while (at < text.n && strchr(" \t\r\n,:", text.p[at]))
        at++;
    return at;
}

static bool next_inside(walk *w, bool object)
{
    w->at = skip_marks(w->text, w->at);
    if (w->at >= w->text.n || w->text.p[w->at] == ']' || w->text.p[w->at] == '}')
        return false;
    if (object) {
        size_t end = end_of_string(w->text, w->at);
        w->key = jb_str_cut(w->text, w->at + 1, end - w->at - 2);
        w->at = skip_marks(w->text, end);
    }
    return true;
}

static bool opens(jb_str text, size_t at, char bracket)
{
    return at < text.n && text.p[at] == bracket;
}

size_t jb_json_inside(jb_str text, size_t at, jb_str name)
{
    bool object = opens(text, at, '{');
    char number[24];
    walk w = {.text = text, .at = at + 1};
    if (!object && !opens(text, at, '['))
        return SIZE_MAX;
    for (size_t i = 0; next_inside(&w, object); i++, w.at = jb_json_end(text, w.at)) {
        int n = object ? 0 : snprintf(number, sizeof number, "%zu", i);
        if (jb_str_eq(object ? w.key : (jb_str){number, (size_t)n}, name))
            return w.at;
    }
    return SIZE_MAX;
}

const size_t *jb_json_items(jb_arena *a, jb_str text, size_t at)
{
    JB_LIST(size_t) places = {0};
    walk w = {.text = text, .at = at + 1};
    for (; opens(text, at, '[') && next_inside(&w, false); w.at = jb_json_end(text, w.at))
        *JB_PUSH(a, &places) = w.at;
    return places.at;
}
