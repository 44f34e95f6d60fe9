/* A picture does not react, so a filter over a selection says what its first value says: an
 * ordinary predicate, or true or false where nothing is selected. Scales bound to a selection begin
 * where it says. (Conditions of channels are the chart room's, which knows the columns drawn.) */
#include <math.h>

#include "grammar/normalize.h"
#include "grammar/shorts.h"

typedef struct selection {
    jb_str name;
    const jb_node *param;
    const jb_node *encoding;     /* of the unit that defines it: channels stand for its fields */
    const jb_node *data, *steps; /* of that unit, with the views' around it */
    bool open;                   /* its own rows are being looked for */
} selection;

typedef struct selections {
    jb_ctx *cx;
    JB_LIST(selection) all;
} selections;

static selection *find(const selections *s, const jb_node *name)
{
    for (size_t i = 0; name && name->kind == JB_NODE_STRING && i < s->all.n; i++)
        if (jb_str_eq(s->all.at[i].name, name->text))
            return &s->all.at[i];
    return NULL;
}

static const jb_node *longer(jb_ctx *cx, const jb_node *list, const jb_node *more)
{
    if (!more || more->kind != JB_NODE_LIST)
        return list;
    jb_maker m = jb_make(cx, more->span);
    jb_add_all(&m, list);
    jb_add_all(&m, more);
    return jb_made_list(&m);
}

/* One that several units define is the first one's. `data` and `steps` come from around. */
static void collect(selections *s, const jb_node *view, const jb_node *data, const jb_node *steps)
{
    const jb_node *params = jb_node_has(view, "params"), *spec = jb_node_has(view, "spec");
    if (jb_node_has(view, "data")) {
        data = jb_node_has(view, "data");
        steps = NULL;
    }
    steps = longer(s->cx, steps, jb_node_has(view, "transform"));
    for (size_t i = 0; params && params->kind == JB_NODE_LIST && i < params->n; i++) {
        const jb_node *param = params->items[i], *name = jb_node_has(param, "name");
        if (!jb_node_has(param, "select") || !name || find(s, name))
            continue;
        selection *one = JB_PUSH(s->cx->scratch, &s->all);
        *one = (selection){name->text, param, jb_node_has(view, "encoding"), data, steps, false};
    }
    if (spec)
        collect(s, spec, data, steps);
    for (size_t l = 0; l < JB_VIEW_LISTS; l++) {
        const jb_node *list = jb_node_list_in(view, jb_view_lists[l]);
        for (size_t i = 0; list && i < list->n; i++)
            collect(s, list->items[i], data, steps);
    }
}

/* ---- what a selection selects at first ------------------------------------------------------ */

static const jb_node *constant(jb_ctx *cx, bool truth, jb_span span)
{
    return jb_node_string(cx->keep, truth ? JB_S("true") : JB_S("false"), span);
}

static const jb_node *joined(jb_ctx *cx, const char *how, jb_maker *parts)
{
    if (parts->items.n == 1)
        return parts->items.at[0];
    jb_maker m = jb_make(cx, parts->span);
    jb_put(&m, how, jb_made_list(parts));
    return jb_made_map(&m);
}

/* From the lesser to the greater. */
static const jb_node *ordered(jb_ctx *cx, const jb_node *range)
{
    if (range->items[0]->kind != JB_NODE_NUMBER || range->items[1]->kind != JB_NODE_NUMBER ||
        range->items[0]->number <= range->items[1]->number)
        return range;
    jb_maker m = jb_make(cx, range->span);
    jb_add(&m, range->items[1]);
    jb_add(&m, range->items[0]);
    return jb_made_list(&m);
}

/* One member of the value: a channel or a field, and what it is. */
static const jb_node *member_test(jb_ctx *cx, const selection *s, jb_str key, const jb_node *value,
                                  bool interval)
{
    const jb_node *def = jb_node_get(s->encoding, key);
    const jb_node *field = jb_node_has(def, "field");
    bool discrete = jb_def_is(def, "type", "nominal") || jb_def_is(def, "type", "ordinal");
    jb_maker m = jb_make(cx, value->span);
    jb_put(&m, "field", field ? field : jb_node_string(cx->keep, key, value->span));
    jb_put(&m, "timeUnit", field ? jb_node_has(def, "timeUnit") : NULL);
    if (value->kind != JB_NODE_LIST)
        jb_put(&m, "equal", value);
    else if (interval && value->n == 2 && !discrete)
        jb_put(&m, "range", ordered(cx, value));
    else
        jb_put(&m, "oneOf", value);
    return jb_made_map(&m);
}

static const jb_node *map_test(jb_ctx *cx, const selection *s, const jb_node *map, bool interval)
{
    jb_maker parts = jb_make(cx, map->span);
    for (size_t i = 0; i < map->n; i++)
        jb_add(&parts, member_test(cx, s, map->members[i].key, map->members[i].value, interval));
    return parts.items.n ? joined(cx, "and", &parts) : constant(cx, true, map->span);
}

/* The first field or channel that the selection looks at; {NULL, 0}: it looks at whole rows. */
static jb_str first_key(const jb_node *select)
{
    static const char *const words[] = {"fields", "encodings"};
    for (size_t i = 0; i < JB_COUNT(words); i++) {
        const jb_node *list = jb_node_has(select, words[i]);
        if (list && list->kind == JB_NODE_LIST && list->n && list->items[0]->kind == JB_NODE_STRING)
            return list->items[0]->text;
    }
    return (jb_str){0};
}

static const jb_node *one_test(jb_ctx *cx, const selection *s, const jb_node *value, bool interval)
{
    jb_str key = first_key(jb_node_get(s->param, JB_S("select")));
    if (value->kind == JB_NODE_MAP)
        return map_test(cx, s, value, interval);
    return key.n ? member_test(cx, s, key, value, false) : constant(cx, true, value->span);
}

static const jb_node *selection_test(jb_ctx *cx, const selection *s, const jb_node *empty,
                                     jb_span span)
{
    const jb_node *value = jb_node_has(s->param, "value"),
                  *select = jb_node_get(s->param, JB_S("select"));
    bool interval = jb_node_is(select, "interval") || jb_def_is(select, "type", "interval");
    if (!value || (value->kind == JB_NODE_LIST && !value->n))
        return constant(cx, !empty || jb_node_truthy(empty), span);
    if (value->kind != JB_NODE_LIST)
        return one_test(cx, s, value, interval);
    jb_maker parts = jb_make(cx, value->span);
    for (size_t i = 0; i < value->n; i++)
        jb_add(&parts, one_test(cx, s, value->items[i], interval));
    return joined(cx, "or", &parts);
}

/* ---- where selections are filters ------------------------------------------------------------ */

static const jb_node *predicate(const selections *s, const jb_node *p)
{
    static const char *const lists[] = {"and", "or"};
    const selection *one = find(s, jb_node_get(p, JB_S("param")));
    if (one)
        return selection_test(s->cx, one, jb_node_get(p, JB_S("empty")), p->span);
    if (jb_node_has(p, "not"))
        return jb_node_with(s->cx, p, "not", predicate(s, jb_node_get(p, JB_S("not"))));
    for (size_t l = 0; l < JB_COUNT(lists); l++) {
        const jb_node *list = jb_node_list_in(p, lists[l]);
        if (!list)
            continue;
        jb_maker m = jb_make(s->cx, list->span);
        for (size_t i = 0; i < list->n; i++)
            jb_add(&m, predicate(s, list->items[i]));
        return jb_node_with(s->cx, p, lists[l], jb_made_list(&m));
    }
    return p;
}

static const jb_node *with_each(const selections *s, const jb_node *list,
                                const jb_node *(*change)(const selections *, const jb_node *))
{
    if (list->kind != JB_NODE_LIST)
        return change(s, list);
    jb_maker m = jb_make(s->cx, list->span);
    for (size_t i = 0; i < list->n; i++)
        jb_add(&m, change(s, list->items[i]));
    return jb_made_list(&m);
}

static const jb_node *transform(const selections *s, const jb_node *t);

/* The other table is the plot's data with its own types, as far as it is drawn. */
static const jb_node *typed_data(jb_ctx *cx, const selection *one)
{
    const jb_node *format = jb_node_has(one->data, "format");
    jb_maker parse = jb_make(cx, one->data->span);
    if (jb_node_has(format, "parse"))
        return one->data;
    for (size_t i = 0; one->encoding && i < one->encoding->n; i++) {
        const jb_node *def = one->encoding->members[i].value, *field = jb_node_has(def, "field");
        if (field && field->kind == JB_NODE_STRING && jb_def_is(def, "type", "temporal"))
            jb_put_text(&parse, jb_str_c(cx->keep, field->text), JB_S("date"));
    }
    if (!parse.members.n)
        return one->data;
    jb_maker m = jb_make(cx, one->data->span);
    jb_put_all(&m, format);
    jb_put(&m, "parse", jb_made_map(&parse));
    return jb_node_with(cx, one->data, "format", jb_made_map(&m));
}

/* Looked up is what the selection selects at first of its plot's rows: all of them where it selects
 * nothing. Rows found are named by it unless they are named. */
static const jb_node *lookup(const selections *s, const jb_node *t)
{
    const jb_node *from = jb_node_has(t, "from");
    selection *one = find(s, jb_node_get(from, JB_S("param")));
    if (!one || !one->data || one->open) /* a plot can't look up in what it selects itself */
        return t;
    one->open = true;
    jb_maker filter = jb_make(s->cx, from->span), steps = filter, other = filter, m = filter;
    jb_put(&filter, "filter", selection_test(s->cx, one, NULL, from->span));
    for (size_t i = 0; one->steps && i < one->steps->n; i++)
        jb_add(&steps, transform(s, one->steps->items[i]));
    one->open = false;
    jb_add(&steps, jb_made_map(&filter));
    jb_put_all(&other, from);
    jb_drop(&other, "param");
    jb_put(&other, "data", typed_data(s->cx, one));
    jb_put(&other, "transform", jb_made_list(&steps));
    jb_put(&m, "as", jb_node_string(s->cx->keep, one->name, from->span));
    jb_put_all(&m, t);
    jb_put(&m, "from", jb_made_map(&other));
    return jb_made_map(&m);
}

static const jb_node *transform(const selections *s, const jb_node *t)
{
    const jb_node *filter = jb_node_has(t, "filter");
    if (jb_node_has(t, "lookup"))
        return lookup(s, t);
    return filter ? jb_node_with(s->cx, t, "filter", predicate(s, filter)) : t;
}

/* ---- scales that a selection is bound to ---------------------------------------------------- */

static const jb_node *with_domain(jb_ctx *cx, const jb_node *encoding, jb_str channel,
                                  const jb_node *domain)
{
    const jb_node *def = jb_node_get(encoding, channel);
    const jb_node *scale = jb_node_get(def, JB_S("scale"));
    if (!def || def->kind != JB_NODE_MAP || domain->kind != JB_NODE_LIST ||
        (scale && scale->kind == JB_NODE_NULL))
        return encoding;
    jb_maker m = jb_make(cx, domain->span);
    jb_put_all(&m, scale);
    jb_put(&m, "domain", domain);
    return jb_node_with(cx, encoding, jb_str_c(cx->keep, channel),
                        jb_node_with(cx, def, "scale", jb_made_map(&m)));
}

/* Panned and zoomed at first to where the selection's value says. */
static const jb_node *bound_scales(const selections *s, const jb_node *view)
{
    const jb_node *params = jb_node_has(view, "params"), *encoding = jb_node_has(view, "encoding");
    for (size_t i = 0; encoding && params && params->kind == JB_NODE_LIST && i < params->n; i++) {
        const jb_node *value = jb_node_has(params->items[i], "value");
        bool bound = jb_def_is(params->items[i], "bind", "scales");
        for (size_t k = 0; bound && value && value->kind == JB_NODE_MAP && k < value->n; k++)
            encoding = with_domain(s->cx, encoding, value->members[k].key, value->members[k].value);
    }
    return encoding ? jb_node_with(s->cx, view, "encoding", encoding) : view;
}

/* Bins over a brush are as wide as it needs, and its stretch is what is shown. */
static const jb_node *bins_in_brush(const selections *s, jb_str channel, const jb_node *def)
{
    const jb_node *bin = jb_node_has(def, "bin"), *extent = jb_node_has(bin, "extent");
    const selection *one = find(s, jb_node_get(extent, JB_S("param")));
    if (!one)
        return def;
    const jb_node *value = jb_node_has(one->param, "value"),
                  *scale = jb_node_get(def, JB_S("scale"));
    const jb_node *ends = jb_node_get(value, channel), *field = jb_node_has(def, "field");
    if (!ends && field && field->kind == JB_NODE_STRING)
        ends = jb_node_get(value, field->text);
    bin = jb_node_without(s->cx, bin, "extent");
    bool known = ends && ends->kind == JB_NODE_LIST && ends->n == 2 &&
                 ends->items[0]->kind == JB_NODE_NUMBER && ends->items[1]->kind == JB_NODE_NUMBER;
    if (!known)
        return jb_node_with(s->cx, def, "bin", bin);
    jb_maker wide = jb_make(s->cx, bin->span), m = jb_make(s->cx, ends->span);
    jb_put_all(&wide, bin);
    jb_put_number(&wide, "span", fabs(ends->items[1]->number - ends->items[0]->number));
    jb_put_all(&m, scale);
    jb_put(&m, "domainRaw", ends);
    def = jb_node_with(s->cx, def, "bin", jb_made_map(&wide));
    return jb_node_with(s->cx, def, "scale", jb_made_map(&m));
}

static const jb_node *brushed_bins(const selections *s, const jb_node *view)
{
    const jb_node *encoding = jb_node_has(view, "encoding");
    if (!encoding || encoding->kind != JB_NODE_MAP)
        return view;
    jb_maker m = jb_make(s->cx, encoding->span);
    for (size_t i = 0; i < encoding->n; i++) {
        const jb_member *member = &encoding->members[i];
        jb_put_key(&m, member->key, member->key_span, bins_in_brush(s, member->key, member->value));
    }
    return jb_node_with(s->cx, view, "encoding", jb_made_map(&m));
}

static const jb_node *view_tests(const selections *s, const jb_node *view)
{
    const jb_node *transforms = jb_node_has(view, "transform"), *spec = jb_node_has(view, "spec");
    view = brushed_bins(s, bound_scales(s, view));
    if (transforms)
        view = jb_node_with(s->cx, view, "transform", with_each(s, transforms, transform));
    if (spec)
        view = jb_node_with(s->cx, view, "spec", view_tests(s, spec));
    for (size_t l = 0; l < JB_VIEW_LISTS; l++) {
        const jb_node *list = jb_node_list_in(view, jb_view_lists[l]);
        if (list)
            view = jb_node_with(s->cx, view, jb_view_lists[l], with_each(s, list, view_tests));
    }
    return view;
}

const jb_node *jb_normal_selections(jb_ctx *cx, const jb_node *view)
{
    selections s = {.cx = cx};
    collect(&s, view, NULL, NULL);
    return s.all.n ? view_tests(&s, view) : view;
}
