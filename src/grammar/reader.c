#include "grammar/reader.h"

#include <string.h>

#include "base/color.h"
#include "grammar/defaults.h"
#include "grammar/expr.h"
#include "grammar/spec.h"

/* ---- named values --------------------------------------------------------------------------- */

jb_str jb_enum_key(const jb_enum *e, int value)
{
    int at = value - e->first;
    return at >= 0 && (size_t)at < e->n ? e->keys[at] : (jb_str){0};
}

int jb_enum_find(const jb_enum *e, jb_str key)
{
    for (size_t i = 0; i < e->n; i++)
        if (jb_str_eq(e->keys[i], key))
            return (int)i + e->first;
    return -1;
}

/* ---- reading one property ------------------------------------------------------------------- */

typedef struct reader {
    jb_ctx *cx;
    const jb_class *class;
    const jb_property *row;
    void *object;
    const jb_class *also; /* its properties may stand here too, for others to read; NULL: none */
} reader;

static void *member(const reader *r)
{
    return (char *)r->object + r->row->offset;
}

static jb_aside *new_aside(const reader *r)
{
    jb_given *given = r->object;
    jb_aside *aside = JB_NEW(r->cx->keep, jb_aside);
    aside->offset = r->row->offset;
    aside->next = given->asides;
    given->asides = aside;
    jb_given_put(given->beside, aside->offset, true);
    return aside;
}

static const char *kind_word(const jb_ctx *cx, const jb_node *node)
{
    return jb_word(cx, jb_node_kind_name(node->kind).p);
}

/* A text where none belongs may have swallowed keys, by the colon of Chinese text. */
static void hint_wide_colon(jb_ctx *cx, jb_str text)
{
    jb_str colon = JB_S("\uFF1A");
    if (jb_str_find(text, colon) >= 0)
        jb_hint(cx, "“%.*s” is text here; write %s", JB_F(colon), ":");
}

static bool wrong(const reader *r, const jb_node *node, const char *expected)
{
    jb_fail(r->cx, node->span, "“%.*s”: expected %s, here is %s", JB_F(r->row->key),
            jb_word(r->cx, expected), kind_word(r->cx, node));
    hint_wide_colon(r->cx, node->text);
    return false;
}

static bool read_bool(const reader *r, const jb_node *node)
{
    if (node->kind != JB_NODE_BOOL)
        return wrong(r, node, "true or false");
    *(bool *)member(r) = node->truth;
    return true;
}

/* A number within the row's limits; `what` the property is. */
static bool take_number(const reader *r, const jb_node *node, const char *what, double *number)
{
    if (node->kind != JB_NODE_NUMBER || isnan(node->number))
        return wrong(r, node, what);
    *number = node->number;
    bool low = *number<r->row->least, high = *number> r->row->most;
    jb_str text = jb_number_text(r->cx->scratch, *number);
    jb_str limit = jb_number_text(r->cx->scratch, low ? r->row->least : r->row->most);
    if (low)
        jb_fail(r->cx, node->span, "“%.*s” is %.*s, less than %.*s", JB_F(r->row->key), JB_F(text),
                JB_F(limit));
    if (high)
        jb_fail(r->cx, node->span, "“%.*s” is %.*s, more than %.*s", JB_F(r->row->key), JB_F(text),
                JB_F(limit));
    return !low && !high;
}

static bool read_number(const reader *r, const jb_node *node)
{
    return take_number(r, node, "a number", member(r));
}

/* A number stands for its text, since YAML takes a plain 2024 as one. */
static bool text_of(const reader *r, const jb_node *node, jb_str *text)
{
    if (node->kind != JB_NODE_STRING && node->kind != JB_NODE_NUMBER)
        return wrong(r, node, "a string");
    *text = node->kind == JB_NODE_STRING || node->text.n
                ? node->text
                : jb_number_text(r->cx->keep, node->number);
    return true;
}

static bool read_string(const reader *r, const jb_node *node)
{
    return text_of(r, node, member(r));
}

static bool read_weight(const reader *r, const jb_node *node)
{
    static const jb_str names[] = {JB_K("normal"), JB_K("bold"), JB_K("lighter"), JB_K("bolder")};
    jb_str *weight = member(r);
    if (node->kind == JB_NODE_NUMBER && node->number >= 1 && node->number <= 1000)
        return *weight = jb_number_text(r->cx->keep, node->number), true;
    for (size_t i = 0; node->kind == JB_NODE_STRING && i < JB_COUNT(names); i++)
        if (jb_str_eq(node->text, names[i]))
            return *weight = node->text, true;
    double number;
    if (node->kind == JB_NODE_STRING && jb_number_read(node->text, &number))
        return *weight = node->text, true;
    return wrong(r, node, "normal, bold, lighter, bolder or a number from 1 to 1000");
}

static bool unknown_color(const reader *r, const jb_node *node)
{
    jb_fail(r->cx, node->span, "“%.*s” is no colour", JB_F(jb_brief(r->cx, node->text)));
    jb_hint(r->cx, "write a name of CSS, #rrggbb, rgb(…) or hsl(…)");
    return false;
}

static bool read_color(const reader *r, const jb_node *node)
{
    if (node->kind == JB_NODE_MAP && jb_node_get(node, JB_S("gradient"))) {
        new_aside(r)->node = node;
        return true;
    }
    jb_rgba color;
    if (node->kind != JB_NODE_STRING)
        return wrong(r, node, "a colour");
    bool none = !node->text.n || jb_str_eq_fold(node->text, JB_S("none"));
    if (!none && !jb_color_read(node->text, &color))
        return unknown_color(r, node);
    *(jb_str *)member(r) = node->text;
    return true;
}

static jb_str all_keys(jb_ctx *cx, const jb_enum *e, const jb_property *row)
{
    jb_buf b = jb_buf_new(cx->scratch);
    bool some = false;
    for (size_t i = 0; i < e->n; i++) {
        int value = (int)i + e->first;
        if (value < row->least || value > row->most)
            continue;
        jb_buf_printf(&b, "%s%.*s", some ? ", " : "", JB_F(e->keys[i]));
        some = true;
    }
    return b.text;
}

static bool read_enum(const reader *r, const jb_node *node)
{
    const jb_enum *e = r->row->of;
    bool word = node->kind == JB_NODE_STRING || node->kind == JB_NODE_BOOL;
    int value = word ? jb_enum_find(e, node->text) : -1;
    if (node->kind == JB_NODE_BOOL && !node->text.n)
        value = jb_enum_find(e, node->truth ? JB_S("true") : JB_S("false"));
    if (value >= e->first && value >= r->row->least && value <= r->row->most) {
        *(int *)member(r) = value;
        return true;
    }
    jb_str keys = all_keys(r->cx, e, r->row);
    if (!word)
        return wrong(r, node, jb_str_c(r->cx->scratch, jb_brief(r->cx, keys)));
    jb_fail(r->cx, node->span, "“%.*s” cannot be “%.*s”", JB_F(r->row->key),
            JB_F(jb_brief(r->cx, node->text)));
    jb_names names = JB_NAMES(e->keys, e->n);
    int near = jb_enum_find(e, jb_nearest(node->text, names));
    bool fits = near >= r->row->least && near <= r->row->most;
    if (!fits || !jb_hint_nearest(r->cx, node->text, names))
        jb_hint(r->cx, "it can be %.*s", JB_F(keys));
    return false;
}

static bool read_numbers(const reader *r, const jb_node *node)
{
    if (node->kind != JB_NODE_LIST)
        return wrong(r, node, "a list of numbers");
    double *at = JB_NEW_N(r->cx->keep, double, node->n + 1);
    for (size_t i = 0; i < node->n; i++)
        if (!take_number(r, node->items[i], "a list of numbers", &at[i]))
            return false;
    *(jb_numbers *)member(r) = (jb_numbers){at, node->n};
    return true;
}

static bool read_strings(const reader *r, const jb_node *node)
{
    bool one = node->kind == JB_NODE_STRING || node->kind == JB_NODE_NUMBER;
    if (node->kind != JB_NODE_LIST && !(one && r->row->kind == JB_KIND_TEXT))
        return wrong(r, node,
                     r->row->kind == JB_KIND_TEXT ? "a string or a list of strings"
                                                  : "a list of strings");
    size_t n = one ? 1 : node->n;
    jb_str *at = JB_NEW_N(r->cx->keep, jb_str, n + 1);
    for (size_t i = 0; i < n; i++)
        if (!text_of(r, one ? node : node->items[i], &at[i]))
            return false;
    *(jb_strs *)member(r) = (jb_strs){at, n};
    return true;
}

/* A column, or {repeat: …}, which normalising replaces. */
static bool read_field(const reader *r, const jb_node *node)
{
    if (node->kind == JB_NODE_MAP && jb_node_get(node, JB_S("repeat")))
        return true;
    return read_string(r, node);
}

const jb_expr_spec *jb_spec_expr(jb_ctx *cx, const jb_node *text)
{
    jb_expr_spec *expr = JB_NEW(cx->keep, jb_expr_spec);
    expr->text = text->text;
    expr->span = text->span;
    expr->parsed = jb_expr_read(cx, text->text, text->span);
    return expr;
}

static bool read_expr(const reader *r, const jb_node *node)
{
    if (node->kind != JB_NODE_STRING)
        return wrong(r, node, "an expression");
    *(const jb_expr_spec **)member(r) = jb_spec_expr(r->cx, node);
    return true;
}

static bool read_value(const reader *r, const jb_node *node)
{
    *(jb_value *)member(r) = jb_data_value(r->cx, node);
    return true;
}

static bool read_values(const reader *r, const jb_node *node)
{
    if (node->kind != JB_NODE_LIST)
        return wrong(r, node, "a list");
    jb_value *at = JB_NEW_N(r->cx->keep, jb_value, node->n + 1);
    for (size_t i = 0; i < node->n; i++)
        at[i] = jb_data_value(r->cx, node->items[i]);
    *(jb_values *)member(r) = (jb_values){at, node->n};
    return true;
}

static bool read_any(const reader *r, const jb_node *node)
{
    *(const jb_node **)member(r) = node;
    return true;
}

static bool read_string_or_map(const reader *r, const jb_node *node)
{
    if (node->kind != JB_NODE_MAP)
        return read_string(r, node);
    new_aside(r)->node = node;
    return true;
}

static bool read_object(const reader *r, const jb_node *node)
{
    *(const void **)member(r) = jb_spec_object(r->cx, r->row->of, node);
    return true;
}

/* The list types of all classes look alike. */
static bool read_list(const reader *r, const jb_node *node)
{
    bool one = node->kind != JB_NODE_LIST;
    size_t n = one ? 1 : node->n;
    const void **at = JB_NEW_N(r->cx->keep, const void *, n + 1);
    for (size_t i = 0; i < n; i++)
        at[i] = jb_spec_object(r->cx, r->row->of, one ? node : node->items[i]);
    jb_view_list list = {(const jb_view_spec *const *)(const void *)at, n};
    memcpy(member(r), &list, sizeof list);
    return true;
}

static void *read_map_of(jb_ctx *cx, const jb_class *class, const jb_class *also,
                         const jb_node *node);

/* A style may be meant for marks and for axes. */
static bool read_map(const reader *r, const jb_node *node)
{
    const jb_class *also = r->row->of == &jb_mark_class ? &jb_axis_class : NULL;
    if (node->kind != JB_NODE_MAP)
        return wrong(r, node, "a map");
    jb_str *names = JB_NEW_N(r->cx->keep, jb_str, node->n + 1);
    const void **at = JB_NEW_N(r->cx->keep, const void *, node->n + 1);
    for (size_t i = 0; i < node->n; i++) {
        names[i] = node->members[i].key;
        at[i] = read_map_of(r->cx, r->row->of, also, node->members[i].value);
    }
    jb_view_map map = {names, (const jb_view_spec *const *)(const void *)at, node->n};
    memcpy(member(r), &map, sizeof map);
    return true;
}

static bool (*const readers[])(const reader *, const jb_node *) = {
    [JB_KIND_BOOL] = read_bool,
    [JB_KIND_NUMBER] = read_number,
    [JB_KIND_STRING] = read_string,
    [JB_KIND_COLOR] = read_color,
    [JB_KIND_WEIGHT] = read_weight,
    [JB_KIND_ENUM] = read_enum,
    [JB_KIND_NUMBERS] = read_numbers,
    [JB_KIND_STRINGS] = read_strings,
    [JB_KIND_TEXT] = read_strings,
    [JB_KIND_FIELD] = read_field,
    [JB_KIND_EXPR] = read_expr,
    [JB_KIND_VALUE] = read_value,
    [JB_KIND_VALUES] = read_values,
    [JB_KIND_ANY] = read_any,
    [JB_KIND_STRING_OR_MAP] = read_string_or_map,
    [JB_KIND_OBJECT] = read_object,
    [JB_KIND_LIST] = read_list,
    [JB_KIND_MAP] = read_map,
};
_Static_assert(JB_COUNT(readers) == JB_KINDS, "every kind has a reader");

/* ---- what stands beside the plain value ----------------------------------------------------- */

static const jb_node *expr_of(const jb_node *node)
{
    const jb_node *expr = node->n == 1 ? jb_node_get(node, JB_S("expr")) : NULL;
    return expr && expr->kind == JB_NODE_STRING ? expr : NULL;
}

static bool list_has_expr(const jb_node *node)
{
    for (size_t i = 0; node->kind == JB_NODE_LIST && i < node->n; i++)
        if (expr_of(node->items[i]))
            return true;
    return false;
}

static bool takes_expr(const jb_property *row)
{
    return row->kind != JB_KIND_ANY && row->kind != JB_KIND_LIST && row->kind != JB_KIND_MAP &&
           row->of != &jb_predicate_class;
}

/* {condition: …, value: …} of an axis property. */
static bool read_conditional(const reader *r, const jb_node *node)
{
    const jb_node *conditions = jb_node_get(node, JB_S("condition"));
    const jb_node *value = jb_node_get(node, JB_S("value"));
    const jb_node *expr = jb_node_get(node, JB_S("expr"));
    jb_channel_list list = {0};
    reader inner = *r;
    jb_property row = {.kind = JB_KIND_LIST, .of = &jb_channel_class};
    inner.row = &row;
    inner.object = &list;
    read_list(&inner, conditions);
    jb_aside *aside = new_aside(r);
    aside->conditions = list.at;
    aside->conditions_n = list.n;
    if (expr && expr->kind == JB_NODE_STRING)
        aside->expr = jb_spec_expr(r->cx, expr);
    return !value || value->kind == JB_NODE_NULL || readers[r->row->kind](r, value);
}

static bool read_property(const reader *r, const jb_node *node)
{
    const jb_node *expr = takes_expr(r->row) ? expr_of(node) : NULL;
    if (expr) {
        new_aside(r)->expr = jb_spec_expr(r->cx, expr);
        return true;
    }
    if (list_has_expr(node) &&
        (r->row->kind == JB_KIND_VALUES || r->row->kind == JB_KIND_NUMBERS)) {
        new_aside(r)->node = node;
        return true;
    }
    if (r->class == &jb_axis_class && jb_node_get(node, JB_S("condition")))
        return read_conditional(r, node);
    return readers[r->row->kind](r, node);
}

/* ---- objects -------------------------------------------------------------------------------- */

static const jb_property *find(jb_properties rows, jb_str key)
{
    for (size_t i = 0; i < rows.n; i++)
        if (jb_str_eq(rows.at[i].key, key))
            return &rows.at[i];
    return NULL;
}

static jb_names keys_of(const jb_class *class)
{
    jb_properties rows = class->properties();
    return JB_NAMES_IN(rows.at, rows.n, key);
}

static void unknown(jb_ctx *cx, const jb_class *class, const jb_member *m)
{
    (cx->lenient ? jb_warn : jb_fail)(cx, m->key_span, "no property “%.*s” in %s",
                                      JB_F(jb_brief(cx, m->key)), jb_word(cx, class->doc.p));
    jb_hint_nearest(cx, m->key, keys_of(class));
    hint_wide_colon(cx, m->key);
}

/* Of a transform whose kind is misspelt no member is known: the one that is meant for it is told.
 */
static bool tell_kind(jb_ctx *cx, const jb_class *class, const jb_node *node)
{
    const jb_member *meant = NULL;
    if (class != &jb_transform_class || !node->n)
        return false;
    for (size_t i = 0; i < node->n; i++) {
        if (find(class->properties(), node->members[i].key))
            return false;
        if (!meant && jb_nearest(node->members[i].key, keys_of(class)).n)
            meant = &node->members[i];
    }
    unknown(cx, class, meant ? meant : node->members);
    return true;
}

/* The value as a map where the property is an object; a short form may also mean null. */
static const jb_node *lengthened(const reader *r, const jb_node *value)
{
    const jb_class *class = r->row->kind == JB_KIND_OBJECT ? r->row->of : NULL;
    if (!class || !class->lengthen || value->kind == JB_NODE_NULL ||
        (takes_expr(r->row) && expr_of(value)))
        return value;
    return class->lengthen(r->cx, value);
}

/* {condition: …, value: null} is null wherever no condition holds. */
static bool is_null_otherwise(const reader *r, const jb_node *node)
{
    const jb_node *value = jb_node_get(node, JB_S("value"));
    return r->class == &jb_axis_class && jb_node_get(node, JB_S("condition")) && value &&
           value->kind == JB_NODE_NULL;
}

static void read_row(const reader *r, const jb_node *node)
{
    jb_given *given = r->object;
    const jb_node *value = lengthened(r, node);
    bool absent = value->kind == JB_NODE_NULL && r->row->kind != JB_KIND_ANY;
    bool sound = absent || read_property(r, value), null = absent || is_null_otherwise(r, value);
    jb_given_put(given->set, r->row->offset, sound);
    jb_given_put(given->null, r->row->offset, sound && null);
}

void jb_spec_set(jb_ctx *cx, const jb_class *class, void *object, size_t offset,
                 const jb_node *node)
{
    reader r = {.cx = cx, .class = class, .object = object};
    jb_properties rows = class->properties();
    for (size_t i = 0; i < rows.n; i++)
        if (rows.at[i].offset == offset) {
            r.row = &rows.at[i];
            read_row(&r, node);
        }
}

static void read_member(reader *r, const jb_member *m)
{
    r->row = find(r->class->properties(), m->key);
    if (!r->row) {
        if (!r->also || !find(r->also->properties(), m->key))
            unknown(r->cx, r->class, m);
        return;
    }
    read_row(r, m->value);
}

static void check_required(const reader *r, const jb_node *node)
{
    jb_properties rows = r->class->properties();
    for (size_t i = 0; i < rows.n; i++)
        if (rows.at[i].required && !jb_node_get(node, rows.at[i].key))
            jb_fail(r->cx, node->span, "“%.*s” is missing in %s", JB_F(rows.at[i].key),
                    jb_word(r->cx, r->class->doc.p));
}

/* Members hold their defaults before anything is read; they do not count as given. */
static void put_usual(reader *r)
{
    jb_properties rows = r->class->properties();
    for (size_t i = 0; i < rows.n; i++) {
        r->row = &rows.at[i];
        jb_node node;
        if (jb_usual_scalar(r->row, &node))
            readers[r->row->kind](r, &node);
    }
}

static void *read_map_of(jb_ctx *cx, const jb_class *class, const jb_class *also,
                         const jb_node *node)
{
    reader r = {.cx = cx, .class = class, .object = jb_alloc(cx->keep, class->size), .also = also};
    jb_given *given = r.object;
    given->class = class;
    if (class->lengthen)
        node = class->lengthen(cx, node);
    given->node = node;
    if (node->kind != JB_NODE_MAP) {
        jb_fail(cx, node->span, "expected %s, here is %s", jb_word(cx, class->doc.p),
                kind_word(cx, node));
        hint_wide_colon(cx, node->text);
        return r.object;
    }
    put_usual(&r);
    bool lost = tell_kind(cx, class, node);
    for (size_t i = 0; i < node->n && !lost; i++)
        read_member(&r, &node->members[i]);
    check_required(&r, node);
    return r.object;
}

void *jb_spec_object(jb_ctx *cx, const jb_class *class, const jb_node *node)
{
    return read_map_of(cx, class, NULL, node);
}

void *jb_spec_new(jb_ctx *cx, const jb_class *class)
{
    return jb_spec_object(cx, class, jb_node_map(cx->keep, NULL, 0, (jb_span){0}));
}
