#include <jansson.h>
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

/* An integer beyond int64 makes jansson refuse the file; then all its integers are read as
 * JavaScript reads them, which is told. */
static json_t *load(jb_ctx *cx, const jb_source *source, json_error_t *error)
{
    const size_t flags = JSON_DECODE_ANY | JSON_REJECT_DUPLICATES;
    json_t *json = json_loadb(source->text.p, source->text.n, flags, error);
    if (json || json_error_code(error) != json_error_numeric_overflow)
        return json;
    size_t at = error->position > 0 ? (size_t)error->position - 1 : 0;
    json = json_loadb(source->text.p, source->text.n, flags | JSON_DECODE_INT_AS_REAL, error);
    if (json) {
        jb_warn(cx, (jb_span){source, at, 1},
                "an integer beyond 2^63: the integers of this file are read with 15 digits");
        jb_hint(cx, "write codes in quotes");
    }
    return json;
}

bool jb_json_read(jb_ctx *cx, const jb_source *source, jb_value *value)
{
    json_error_t error;
    json_t *json = load(cx, source, &error);
    if (!json) {
        size_t at = error.position > 0 ? (size_t)error.position - 1 : 0;
        tell(cx, (jb_span){source, at, 1}, jb_str_of(error.text));
        return false;
    }
    reader r = {cx, source};
    bool sound = take(&r, json, 0, value);
    json_decref(json);
    return sound;
}
