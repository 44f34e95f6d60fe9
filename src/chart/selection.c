/* Selections, which keep their first value, as expressions see them: brush.Horsepower is [80, 150],
 * pick.Origin is ['Japan'], and data('brush_store') has an item for each choice, in Vega's form. */
#include "chart/guide.h"
#include "chart/view.h"

typedef struct choice {
    JB_LIST(jb_field_value) fields; /* values of each in a list */
    JB_LIST(jb_value) items;        /* each of what is chosen */
} choice;

/* What one item of the store asks of a row: its fields, and the value of each. */
typedef struct asked {
    JB_LIST(jb_value) fields, values;
} asked;

/* The definition a channel's name stands for in the view or below; NULL: none, or no view yet. */
static const jb_definition *definition_for(const jb_view *v, jb_str key)
{
    int c = jb_enum_find(&jb_channel_values, key);
    const jb_definition *d =
        v && c > 0 ? jb_definition_field(jb_view_definition(v, (jb_channel)c)) : NULL;
    for (size_t i = 0; v && !d && i < v->children_n; i++)
        d = definition_for(v->children[i], key);
    return d;
}

/* x is the field that it shows. */
static jb_str field_for(const jb_view_spec *spec, jb_str key)
{
    int c = jb_enum_find(&jb_channel_values, key);
    const jb_channel_spec *channel =
        c > 0 && spec->encoding ? jb_encoding_get(spec->encoding, (jb_channel)c) : NULL;
    return JB_OR(channel, field, key);
}

static void add_value(jb_arena *a, choice *c, jb_str field, jb_value value)
{
    size_t at = 0;
    while (at < c->fields.n && !jb_str_eq(c->fields.at[at].name, field))
        at++;
    if (at == c->fields.n)
        *JB_PUSH(a, &c->fields) = (jb_field_value){field, {.type = JB_LISTED}};
    jb_value *list = &c->fields.at[at].value;
    jb_value *items = JB_NEW_N(a, jb_value, list->n + 1);
    for (uint32_t i = 0; i < list->n; i++)
        items[i] = list->items[i];
    items[list->n++] = value;
    list->items = items;
}

static jb_value object_of(jb_arena *a, const jb_field_value *members, size_t n)
{
    jb_field_value *copy = JB_NEW_N(a, jb_field_value, n);
    for (size_t i = 0; i < n; i++)
        copy[i] = members[i];
    return (jb_value){.type = JB_OBJECT, .n = (uint32_t)n, .members = copy};
}

/* A field is one of the values, or between their ends (R). */
static void ask(jb_arena *a, asked *q, jb_str field, bool range, jb_value value)
{
    const jb_field_value members[] = {{JB_S("type"), jb_text(range ? JB_S("R") : JB_S("E"))},
                                      {JB_S("field"), jb_text(field)}};
    *JB_PUSH(a, &q->fields) = object_of(a, members, JB_COUNT(members));
    *JB_PUSH(a, &q->values) = value;
}

static jb_value list_of(const jb_value *items, size_t n)
{
    return (jb_value){.type = JB_LISTED, .n = (uint32_t)n, .items = items};
}

static void add_item(jb_arena *a, choice *c, const asked *q)
{
    const jb_field_value members[] = {{JB_S("unit"), jb_text(JB_S(""))},
                                      {JB_S("fields"), list_of(q->fields.at, q->fields.n)},
                                      {JB_S("values"), list_of(q->values.at, q->values.n)}};
    *JB_PUSH(a, &c->items) = object_of(a, members, JB_COUNT(members));
}

static jb_value meant(jb_arena *a, const jb_definition *d, jb_value value)
{
    if (!d || value.type != JB_LISTED)
        return d ? jb_definition_value(d, value) : value;
    jb_value *items = JB_NEW_N(a, jb_value, value.n + 1);
    for (uint32_t i = 0; i < value.n; i++)
        items[i] = jb_definition_value(d, value.items[i]);
    return list_of(items, value.n);
}

static void add_members(jb_chart *chart, choice *c, const jb_view_spec *spec, const jb_view *v,
                        jb_value object, bool between)
{
    jb_arena *a = chart->cx->keep;
    asked q = {0};
    for (uint32_t i = 0; i < object.n; i++) {
        const jb_definition *d = definition_for(v, object.members[i].name);
        jb_str field = d ? d->field : field_for(spec, object.members[i].name);
        jb_value value = meant(a, d, object.members[i].value);
        bool ends = between && value.type == JB_LISTED;
        for (uint32_t k = 0; k < (ends ? value.n : 1); k++)
            add_value(a, c, field, ends ? value.items[k] : value);
        ask(a, &q, field, ends && !(d && jb_definition_discrete(d) && !d->bin), value);
    }
    add_item(a, c, &q);
}

static choice chosen(jb_chart *chart, const jb_view_spec *spec, const jb_view *v,
                     const jb_param_spec *p)
{
    choice c = {0};
    jb_value value = JB_HAS(p, value) ? jb_node_value(chart->cx->keep, p->value) : jb_null();
    bool list = value.type == JB_LISTED, between = p->select->type == JB_SELECT_INTERVAL;
    jb_str field = {NULL, 0};
    if (JB_HAS(p->select, fields) && p->select->fields.n)
        field = p->select->fields.at[0];
    else if (JB_HAS(p->select, encodings) && p->select->encodings.n)
        field = field_for(spec, p->select->encodings.at[0]);
    for (uint32_t i = 0; i < (list ? value.n : value.type != JB_NULL); i++) {
        jb_value one = list ? value.items[i] : value;
        if (one.type == JB_OBJECT)
            add_members(chart, &c, spec, v, one, between);
        else if (field.p) {
            asked q = {0};
            add_value(chart->cx->keep, &c, field, one);
            ask(chart->cx->keep, &q, field, false, one);
            add_item(chart->cx->keep, &c, &q);
        }
    }
    return c;
}

static void add(jb_chart *chart, const jb_view_spec *spec, const jb_view *v, const jb_param_spec *p)
{
    jb_arena *a = chart->cx->keep;
    choice c = chosen(chart, spec, v, p);
    jb_value object = {.type = JB_OBJECT, .n = (uint32_t)c.fields.n, .members = c.fields.at};
    jb_chart_param(chart, p->name, object);
    jb_chart_param(chart, jb_str_printf(a, "%.*s_store", JB_F(p->name)),
                   list_of(c.items.at, c.items.n));
}

void jb_selections_add(jb_chart *chart, const jb_view_spec *spec, const jb_view *v)
{
    for (size_t i = 0; i < spec->params.n; i++)
        if (JB_HAS(spec->params.at[i], select) && spec->params.at[i]->select)
            add(chart, spec, v, spec->params.at[i]);
    jb_view_list children = jb_view_children(spec);
    for (size_t i = 0; i < children.n; i++)
        jb_selections_add(chart, children.at[i], v && i < v->children_n ? v->children[i] : NULL);
}

/* ---- legends that a selection is bound to ------------------------------------------------------
 */

static bool is_of_legend(const jb_param_spec *p, const jb_definition *d)
{
    const jb_node *bind = JB_HAS(p, select) && p->select ? JB_OR(p, bind, NULL) : NULL;
    bool bound = bind && (jb_node_get(bind, JB_S("legend")) ||
                          (bind->kind == JB_NODE_STRING && jb_str_eq(bind->text, JB_S("legend"))));
    if (!bound || p->select->fields.n + p->select->encodings.n != 1)
        return false;
    return p->select->fields.n
               ? jb_str_eq(p->select->fields.at[0], d->field)
               : jb_enum_find(&jb_channel_values, p->select->encodings.at[0]) == (int)d->channel;
}

static bool is_chosen(const jb_chart *chart, jb_str name, jb_str field, jb_value value)
{
    jb_value object = jb_null(), chosen = jb_null();
    for (size_t i = 0; i < chart->params.n; i++)
        if (jb_str_eq(chart->params.at[i].name, name))
            object = chart->params.at[i].value;
    for (uint32_t i = 0; object.type == JB_OBJECT && i < object.n; i++)
        if (jb_str_eq(object.members[i].name, field))
            chosen = object.members[i].value;
    for (uint32_t i = 0; chosen.type == JB_LISTED && i < chosen.n; i++)
        if (jb_value_eq(chosen.items[i], value))
            return true;
    return chosen.type != JB_LISTED;
}

bool jb_selection_leaves_out(const jb_chart *chart, const jb_view *v, const jb_definition *d,
                             jb_value value)
{
    bool bound = false;
    for (size_t i = 0; i < v->spec->params.n; i++) {
        const jb_param_spec *p = v->spec->params.at[i];
        if (!is_of_legend(p, d))
            continue;
        bound = true;
        if (is_chosen(chart, p->name, d->field, value))
            return false;
    }
    return bound;
}

/* ---- plots that a selection pans and zooms -----------------------------------------------------
 */

/* To a selection that pans and zooms, which discrete scales do not. */
static bool is_bound(const jb_view *v, jb_channel c)
{
    if (jb_scaling_discrete(jb_view_component(v, c)->type))
        return false;
    for (size_t i = 0; i < v->spec->params.n; i++) {
        const jb_param_spec *p = v->spec->params.at[i];
        if (!JB_HAS(p, select) || !p->select || !JB_HAS(p, bind) ||
            p->bind->kind != JB_NODE_STRING || !jb_str_eq(p->bind->text, JB_S("scales")))
            continue;
        bool some = JB_HAS(p->select, encodings), here = !some;
        for (size_t k = 0; some && k < p->select->encodings.n; k++)
            here = here || jb_enum_find(&jb_channel_values, p->select->encodings.at[k]) == (int)c;
        if (here)
            return true;
    }
    return false;
}

static bool has_selected_domain(const jb_definition *d)
{
    const jb_scale_spec *s = JB_HAS(d->spec, scale) ? d->spec->scale : NULL;
    return s && JB_HAS(s, domain) && s->domain &&
           (JB_HAS(s->domain, param) || JB_HAS(s->domain, selection));
}

/* Bins over a brush have its span (grammar/selection.c), and its stretch is all that is shown. */
static bool has_selected_bins(const jb_definition *d)
{
    return d->bin && JB_HAS(d->bin, span);
}

/* Does any view that shares the scale take its domain from a selection? */
static bool is_selected(const jb_view *v, jb_channel c, const jb_component *k)
{
    const jb_definition *d = v->unit ? jb_definition_field(v->unit->definitions[c]) : NULL;
    if (d && jb_view_component(v, c) == k &&
        (has_selected_domain(d) || has_selected_bins(d) || is_bound(v, c)))
        return true;
    for (size_t i = 0; i < v->children_n; i++)
        if (is_selected(v->children[i], c, k))
            return true;
    return false;
}

void jb_selections_clip(jb_chart *chart, jb_view *v)
{
    static const jb_channel channels[] = {JB_CHANNEL_X, JB_CHANNEL_Y};
    for (size_t i = 0; v->unit && i < JB_COUNT(channels); i++) {
        const jb_component *k = jb_view_component(v, channels[i]);
        if (k && !JB_GIVEN(v->unit->spec, clip) && is_selected(chart->root, channels[i], k))
            JB_SET(v->unit->spec, clip, true);
    }
    for (size_t i = 0; i < v->children_n; i++)
        jb_selections_clip(chart, v->children[i]);
}
