/* A structure as the map from which it could have been read. */
#include "base/date.h"
#include "grammar/make.h"
#include "grammar/spec.h"

typedef struct writer {
    jb_ctx *cx;
    const jb_property *row;
    const void *object;
} writer;

static const jb_span nowhere = {0};

static const void *member(const writer *w)
{
    return (const char *)w->object + w->row->offset;
}

static const jb_node *write_bool(const writer *w)
{
    return jb_node_bool(w->cx->keep, *(const bool *)member(w), nowhere);
}

static const jb_node *write_number(const writer *w)
{
    return jb_node_number(w->cx->keep, *(const double *)member(w), nowhere);
}

static const jb_node *write_string(const writer *w)
{
    const jb_str *s = member(w);
    return s->p ? jb_node_string(w->cx->keep, *s, nowhere) : NULL;
}

static const jb_node *write_weight(const writer *w)
{
    double number;
    const jb_str *s = member(w);
    return jb_number_read(*s, &number) ? jb_node_number(w->cx->keep, number, nowhere)
                                       : write_string(w);
}

static const jb_node *write_enum(const writer *w)
{
    jb_str key = jb_enum_key(w->row->of, *(const int *)member(w));
    bool truth = jb_str_eq(key, JB_S("true"));
    if (truth || jb_str_eq(key, JB_S("false")))
        return jb_node_bool(w->cx->keep, truth, nowhere);
    return key.p ? jb_node_string(w->cx->keep, key, nowhere) : NULL;
}

static const jb_node *write_numbers(const writer *w)
{
    const jb_numbers *list = member(w);
    jb_maker m = jb_make(w->cx, nowhere);
    for (size_t i = 0; i < list->n; i++)
        jb_add(&m, jb_node_number(w->cx->keep, list->at[i], nowhere));
    return jb_made_list(&m);
}

static const jb_node *write_strings(const writer *w)
{
    const jb_strs *list = member(w);
    jb_maker m = jb_make(w->cx, nowhere);
    if (list->n == 1 && w->row->kind == JB_KIND_TEXT)
        return jb_node_string(w->cx->keep, list->at[0], nowhere);
    for (size_t i = 0; i < list->n; i++)
        jb_add(&m, jb_node_string(w->cx->keep, list->at[i], nowhere));
    return jb_made_list(&m);
}

static const jb_node *write_expr(const writer *w)
{
    const jb_expr_spec *const *expr = member(w);
    return *expr ? jb_node_string(w->cx->keep, (*expr)->text, nowhere) : NULL;
}

/* {year: 2024, month: 7, date: 1}, which Vega-Lite takes for a date everywhere; in UTC, for ours
 * have no zone but this. */
static const jb_node *date_node(jb_ctx *cx, jb_value v)
{
    jb_civil c = jb_civil_of(jb_value_ms(v));
    jb_maker m = jb_make(cx, nowhere);
    jb_put_number(&m, "year", (double)c.year);
    jb_put_number(&m, "month", c.month);
    jb_put_number(&m, "date", c.day);
    if (c.hour || c.minute || c.second || c.ms) {
        jb_put_number(&m, "hours", c.hour);
        jb_put_number(&m, "minutes", c.minute);
        jb_put_number(&m, "seconds", c.second);
        jb_put_number(&m, "milliseconds", c.ms);
    }
    return jb_made_map(&m);
}

const jb_node *jb_value_node(jb_ctx *cx, jb_value v)
{
    jb_maker m = jb_make(cx, nowhere);
    switch ((jb_type)v.type) {
    case JB_TEXT:
        return jb_node_string(cx->keep, jb_value_str(v), nowhere);
    case JB_BOOL:
        return jb_node_bool(cx->keep, v.truth, nowhere);
    case JB_INT:
    case JB_DECIMAL:
    case JB_NUMBER:
        return isfinite(jb_value_number(v)) ? jb_node_number(cx->keep, jb_value_number(v), nowhere)
                                            : NULL;
    case JB_DATE:
    case JB_DATETIME:
        return date_node(cx, v);
    case JB_LISTED:
        for (uint32_t i = 0; i < v.n; i++)
            jb_add(&m, jb_value_node(cx, v.items[i]));
        return jb_made_list(&m);
    case JB_OBJECT:
        for (uint32_t i = 0; i < v.n; i++)
            jb_put_key(&m, v.members[i].name, nowhere, jb_value_node(cx, v.members[i].value));
        return jb_made_map(&m);
    case JB_NULL:
    case JB_ANY:
        break;
    }
    return JB_NEW(cx->keep, jb_node);
}

static const jb_node *write_value(const writer *w)
{
    return jb_value_node(w->cx, *(const jb_value *)member(w));
}

static const jb_node *write_values(const writer *w)
{
    const jb_values *list = member(w);
    jb_maker m = jb_make(w->cx, nowhere);
    for (size_t i = 0; i < list->n; i++)
        jb_add(&m, jb_value_node(w->cx, list->at[i]));
    return jb_made_list(&m);
}

static const jb_node *write_any(const writer *w)
{
    return *(const jb_node *const *)member(w);
}

/* What the class lengthens to this very map is shorter, and the form that others know. */
static const jb_node *shortened(jb_ctx *cx, const jb_class *class, const jb_node *map)
{
    if (!class->lengthen || map->n != 1)
        return map;
    const jb_node *brief = map->members[0].value;
    const jb_node *again = brief->kind == JB_NODE_MAP ? NULL : class->lengthen(cx, brief);
    bool same = again && again->kind == JB_NODE_MAP && again->n == 1 &&
                jb_str_eq(again->members[0].key, map->members[0].key) &&
                again->members[0].value->kind == brief->kind;
    return same ? brief : map;
}

static const jb_node *write_object(const writer *w)
{
    const void *const *object = member(w);
    return *object ? shortened(w->cx, w->row->of, jb_spec_node(w->cx, w->row->of, *object)) : NULL;
}

/* The list types of all classes look alike, and so do the maps. */
static const jb_node *write_list(const writer *w)
{
    const jb_view_list *list = member(w);
    jb_maker m = jb_make(w->cx, nowhere);
    for (size_t i = 0; i < list->n; i++)
        jb_add(&m, jb_spec_node(w->cx, w->row->of, list->at[i]));
    return jb_made_list(&m);
}

static const jb_node *write_map(const writer *w)
{
    const jb_view_map *map = member(w);
    jb_maker m = jb_make(w->cx, nowhere);
    for (size_t i = 0; i < map->n; i++)
        jb_put_key(&m, map->names[i], nowhere, jb_spec_node(w->cx, w->row->of, map->at[i]));
    return jb_made_map(&m);
}

static const jb_node *(*const writers[])(const writer *) = {
    [JB_KIND_BOOL] = write_bool,
    [JB_KIND_NUMBER] = write_number,
    [JB_KIND_STRING] = write_string,
    [JB_KIND_COLOR] = write_string,
    [JB_KIND_WEIGHT] = write_weight,
    [JB_KIND_ENUM] = write_enum,
    [JB_KIND_NUMBERS] = write_numbers,
    [JB_KIND_STRINGS] = write_strings,
    [JB_KIND_TEXT] = write_strings,
    [JB_KIND_FIELD] = write_string,
    [JB_KIND_EXPR] = write_expr,
    [JB_KIND_VALUE] = write_value,
    [JB_KIND_VALUES] = write_values,
    [JB_KIND_ANY] = write_any,
    [JB_KIND_STRING_OR_MAP] = write_string,
    [JB_KIND_OBJECT] = write_object,
    [JB_KIND_LIST] = write_list,
    [JB_KIND_MAP] = write_map,
};
_Static_assert(JB_COUNT(writers) == JB_KINDS, "every kind has a writer");

/* {condition: …, value: …} of an axis property; an expression, a gradient, a map of formats. */
static const jb_node *write_aside(const writer *w, const jb_aside *aside)
{
    jb_maker m = jb_make(w->cx, nowhere), list = m;
    for (size_t i = 0; i < aside->conditions_n; i++)
        jb_add(&list, aside->conditions[i]->given.node);
    if (aside->node)
        return aside->node;
    if (aside->conditions_n)
        jb_put(&m, "condition", aside->conditions_n == 1 ? list.items.at[0] : jb_made_list(&list));
    if (aside->expr)
        jb_put_text(&m, "expr", aside->expr->text);
    else
        jb_put(&m, "value", writers[w->row->kind](w));
    return jb_made_map(&m);
}

const jb_node *jb_spec_node(jb_ctx *cx, const jb_class *class, const void *object)
{
    jb_properties rows = class->properties();
    jb_maker m = jb_make(cx, nowhere);
    for (size_t i = 0; i < rows.n; i++) {
        writer w = {cx, &rows.at[i], object};
        const jb_aside *aside = jb_given_aside(object, w.row->offset);
        if (!jb_given_set(object, w.row->offset))
            continue;
        if (jb_given_null(object, w.row->offset))
            jb_put_key(&m, w.row->key, nowhere, JB_NEW(cx->keep, jb_node));
        else
            jb_put_key(&m, w.row->key, nowhere,
                       aside ? write_aside(&w, aside) : writers[w.row->kind](&w));
    }
    return jb_made_map(&m);
}
