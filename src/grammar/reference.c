#include "grammar/reference.h"

#include "grammar/defaults.h"
#include "grammar/make.h"
#include "grammar/shorts.h"
#include "grammar/spec.h"

static const jb_class *const classes[] = {
#define CLASS(x, lengthen, doc) &jb_##x##_class,
#define P(name, key, kind, limits, doc)
#define CH(C_NAME, name, key, kind, doc)
#define END(x)
#include "grammar/classes.def"
};

/* ---- the page ------------------------------------------------------------------------------- */

static void put_values(jb_buf *b, const jb_property *row)
{
    const jb_enum *e = row->of;
    bool some = false;
    for (size_t i = 0; i < e->n; i++) {
        int value = (int)i + e->first;
        if (value < row->least || value > row->most)
            continue;
        jb_buf_printf(b, "%s`%.*s`", some ? ", " : "", JB_F(e->keys[i]));
        some = true;
    }
}

static void put_link(jb_buf *b, const char *before, const jb_property *row)
{
    const jb_class *class = row->of;
    jb_buf_printf(b, "%s[%.*s](#%.*s)", before, JB_F(class->name), JB_F(class->name));
}

static void put_number(jb_buf *b, const jb_property *row)
{
    jb_buf_add(b, JB_S("number"));
    if (isfinite(row->least) && isfinite(row->most))
        jb_buf_printf(b, ", %g to %g", row->least, row->most);
    else if (isfinite(row->least))
        jb_buf_printf(b, ", from %g", row->least);
}

static void put_kind(jb_buf *b, const jb_property *row)
{
    static const char *const words[JB_KINDS] = {
        [JB_KIND_BOOL] = "true or false",
        [JB_KIND_STRING] = "text",
        [JB_KIND_COLOR] = "colour",
        [JB_KIND_WEIGHT] = "font weight",
        [JB_KIND_NUMBERS] = "numbers",
        [JB_KIND_STRINGS] = "texts",
        [JB_KIND_TEXT] = "text or texts",
        [JB_KIND_FIELD] = "column",
        [JB_KIND_EXPR] = "expression",
        [JB_KIND_VALUE] = "value",
        [JB_KIND_VALUES] = "values",
        [JB_KIND_ANY] = "anything",
        [JB_KIND_STRING_OR_MAP] = "text or map",
    };
    if (words[row->kind])
        jb_buf_add(b, jb_str_of(words[row->kind]));
    else if (row->kind == JB_KIND_NUMBER)
        put_number(b, row);
    else if (row->kind == JB_KIND_ENUM)
        put_values(b, row);
    else
        put_link(b,
                 row->kind == JB_KIND_LIST  ? "list of "
                 : row->kind == JB_KIND_MAP ? "named "
                                            : "",
                 row);
}

static void put_marks(jb_buf *b, unsigned marks)
{
    for (int m = 1; marks != ~0u && m < JB_MARK_N; m++)
        if (marks >> m & 1) {
            jb_str name = jb_enum_key(&jb_mark_type_values, m);
            jb_buf_printf(b, "%s%.*s", marks & ((1u << m) - 1) ? ", " : " of ", JB_F(name));
        }
}

/* As JSON; of an object of a config, where its class tells it. */
static void put_usual(jb_buf *b, const jb_property *row)
{
    if (row->usual_by_class)
        put_link(b, "those of ", row);
    else if (row->usual.n)
        jb_buf_printf(b, "`%.*s`", JB_F(row->usual));
    else if (row->under.n) {
        jb_buf_printf(b, "`%.*s`", JB_F(row->under));
        put_marks(b, row->under_marks);
    }
}

static bool has_member(const jb_class *class, const jb_class *of)
{
    jb_properties rows = class->properties();
    for (size_t i = 0; i < rows.n; i++)
        if (rows.at[i].of == of && rows.at[i].kind != JB_KIND_ENUM)
            return true;
    return false;
}

/* In which objects it stands. */
static void put_places(jb_buf *b, const jb_class *of)
{
    bool some = false;
    for (size_t i = 0; i < JB_COUNT(classes); i++)
        if (classes[i] != of && has_member(classes[i], of)) {
            jb_str name = classes[i]->name;
            jb_buf_printf(b, "%s[%.*s](#%.*s)", some ? ", " : ", part of ", JB_F(name), JB_F(name));
            some = true;
        }
}

static void put_section(jb_buf *b, const jb_class *class)
{
    jb_properties rows = class->properties();
    jb_buf_printf(b, "\n## %.*s\n\n%.*s", JB_F(class->name), JB_F(class->doc));
    put_places(b, class);
    jb_buf_add(b, JB_S("\n\n| property | takes | default | meaning |\n|---|---|---|---|\n"));
    for (size_t i = 0; i < rows.n; i++) {
        const jb_property *row = &rows.at[i];
        jb_buf_printf(b, "| `%.*s`%s | ", JB_F(row->key), row->required ? " (required)" : "");
        put_kind(b, row);
        jb_buf_add(b, JB_S(" | "));
        put_usual(b, row);
        jb_buf_printf(b, " | %s%.*s |\n", row->config_only ? "in a config: " : "", JB_F(row->doc));
    }
}

static const char introduction[] =
    "# The chart grammar\n"
    "\n"
    "Every property that `jianbao chart` understands. It is Vega-Lite's grammar; what is ours says "
    "so. A specification is a [view](#view), written as YAML or JSON.\n"
    "\n"
    "- **Expressions.** Where a plain value stands, `{expr: …}` may stand too: Vega's expression "
    "language over the params, and in marks over `datum`, the row.\n"
    "- **Conditions.** A channel takes `condition`, one definition with a `test` or a list of "
    "them; "
    "so does each property of an axis, over the tick: `{condition: {test: datum.value > 5, value: "
    "red}, value: black}`.\n"
    "- **Short forms.** Where an object says that a value is *written alone* or *as the list*, "
    "this "
    "is the usual form: `mark: bar`, `width: 300`, `sort: -x`, `tickCount: 5`. For daily use a "
    "channel may stand beside `mark` and be a text: `x: county`, `y: sum(amount)`, `color: "
    "year:O`; types are taken from the columns.\n"
    "- **null** is no value at all: no axis, no legend, no title, no stack.\n"
    "- **Defaults.** The default holds where neither the property nor [config](#config) says "
    "anything. Fonts and colours of guides come from the styles guide-label, guide-title, "
    "group-title and group-subtitle in config.style. Where none is told, there is none or it "
    "depends on the chart: `jianbao chart SPEC --explain` prints the specification with every "
    "default of its own chart filled in. It leaves open what no single value says: domains of "
    "cells that have one each, domains of quantiles, ranges that follow the "
    "plot, numbers of ticks along a side that fits, number formats with a common SI prefix, "
    "opacities that nobody gave of marks that share "
    "a legend, alignment of labels that are flush with the "
    "ends of their axis, the looks that a legend's symbols take from the marks.\n";

jb_str jb_grammar_reference(jb_ctx *cx)
{
    jb_buf b = jb_buf_new(cx->keep);
    jb_buf_add(&b, jb_str_of(introduction));
    jb_buf_add(&b, JB_S("\nObjects:"));
    for (size_t i = 0; i < JB_COUNT(classes); i++)
        jb_buf_printf(&b, "%s [%.*s](#%.*s)", i ? "," : "", JB_F(classes[i]->name),
                      JB_F(classes[i]->name));
    jb_buf_add(&b, JB_S("\n"));
    put_section(&b, &jb_view_class); /* where a reader begins */
    for (size_t i = 0; i < JB_COUNT(classes); i++)
        if (classes[i] != &jb_view_class)
            put_section(&b, classes[i]);
    return b.text;
}

/* ---- the schema ----------------------------------------------------------------------------- */

static const jb_node *text_node(jb_ctx *cx, const char *text)
{
    return jb_node_string(cx->keep, jb_str_of(text), (jb_span){0});
}

static const jb_node *type_node(jb_ctx *cx, const char *type)
{
    jb_maker m = jb_make(cx, (jb_span){0});
    jb_put(&m, "type", text_node(cx, type));
    return jb_made_map(&m);
}

static const jb_node *ref_node(jb_ctx *cx, jb_str name)
{
    jb_maker m = jb_make(cx, (jb_span){0});
    jb_put_text(&m, "$ref", jb_str_printf(cx->keep, "#/definitions/%.*s", JB_F(name)));
    return jb_made_map(&m);
}

static const jb_node *list_node(jb_ctx *cx, const jb_node *item)
{
    jb_maker m = jb_make(cx, (jb_span){0});
    jb_put(&m, "type", text_node(cx, "array"));
    jb_put(&m, "items", item);
    return jb_made_map(&m);
}

static const jb_node *any_of(jb_ctx *cx, const jb_node *const *all, size_t n)
{
    jb_maker list = jb_make(cx, (jb_span){0}), m = jb_make(cx, (jb_span){0});
    for (size_t i = 0; i < n; i++)
        jb_add(&list, all[i]);
    jb_put(&m, "anyOf", jb_made_list(&list));
    return jb_made_map(&m);
}

static void add_prefixed_units(jb_ctx *cx, jb_maker *list)
{
    static const char *const prefixes[] = {"utc", "binned", "binnedutc"};
    const jb_enum *e = &jb_unit_values;
    for (size_t p = 0; p < JB_COUNT(prefixes); p++)
        for (size_t i = 0; i < e->n; i++)
            jb_add(list,
                   text_node(cx, jb_str_c(cx->keep, jb_str_printf(cx->keep, "%s%.*s", prefixes[p],
                                                                  JB_F(e->keys[i])))));
}

static const jb_node *values_node(jb_ctx *cx, const jb_property *row)
{
    const jb_enum *e = row->of;
    jb_maker list = jb_make(cx, (jb_span){0}), m = jb_make(cx, (jb_span){0});
    if (e == &jb_unit_values)
        add_prefixed_units(cx, &list);
    for (size_t i = 0; i < e->n; i++) {
        int value = (int)i + e->first;
        bool truth = jb_str_eq(e->keys[i], JB_S("true")),
             lie = jb_str_eq(e->keys[i], JB_S("false"));
        if (value >= row->least && value <= row->most)
            jb_add(&list, truth || lie ? jb_node_bool(cx->keep, truth, (jb_span){0})
                                       : jb_node_string(cx->keep, e->keys[i], (jb_span){0}));
    }
    jb_put(&m, "enum", jb_made_list(&list));
    return jb_made_map(&m);
}

static const jb_node *number_node(jb_ctx *cx, const jb_property *row)
{
    jb_maker m = jb_make(cx, (jb_span){0});
    jb_put(&m, "type", text_node(cx, "number"));
    if (isfinite(row->least))
        jb_put_number(&m, "minimum", row->least);
    if (isfinite(row->most))
        jb_put_number(&m, "maximum", row->most);
    return jb_made_map(&m);
}

static const jb_node *text_or(jb_ctx *cx, const jb_node *other)
{
    const jb_node *const all[] = {type_node(cx, "string"), other};
    return any_of(cx, all, JB_COUNT(all));
}

static const jb_node *class_node(jb_ctx *cx, const jb_property *row)
{
    const jb_node *one = ref_node(cx, ((const jb_class *)row->of)->name);
    if (row->kind == JB_KIND_OBJECT)
        return one;
    if (row->kind == JB_KIND_LIST) {
        const jb_node *const all[] = {one, list_node(cx, one)};
        return any_of(cx, all, JB_COUNT(all));
    }
    jb_maker m = jb_make(cx, (jb_span){0});
    jb_put(&m, "type", text_node(cx, "object"));
    jb_put(&m, "additionalProperties", one);
    return jb_made_map(&m);
}

/* Keys to impute may be a sequence too, which is moved to keyrange before it is read. */
static const jb_node *list_or_sequence(jb_ctx *cx, const jb_property *row)
{
    const jb_node *const all[] = {type_node(cx, "array"), ref_node(cx, JB_S("impute_range"))};
    return jb_str_eq(row->key, JB_S("keyvals")) ? any_of(cx, all, JB_COUNT(all)) : all[0];
}

static const jb_node *plain_node(jb_ctx *cx, const jb_property *row)
{
    switch (row->kind) {
    case JB_KIND_BOOL:
        return type_node(cx, "boolean");
    case JB_KIND_NUMBER:
        return number_node(cx, row);
    case JB_KIND_STRING:
    case JB_KIND_EXPR:
        return type_node(cx, "string");
    case JB_KIND_COLOR:
    case JB_KIND_FIELD:
    case JB_KIND_STRING_OR_MAP:
        return text_or(cx, type_node(cx, "object"));
    case JB_KIND_WEIGHT:
        return text_or(cx, type_node(cx, "number"));
    case JB_KIND_ENUM:
        return values_node(cx, row);
    case JB_KIND_NUMBERS:
        return list_node(cx, type_node(cx, "number"));
    case JB_KIND_STRINGS:
        return list_node(cx, type_node(cx, "string"));
    case JB_KIND_TEXT:
        return text_or(cx, list_node(cx, type_node(cx, "string")));
    case JB_KIND_VALUES:
        return list_or_sequence(cx, row);
    case JB_KIND_OBJECT:
    case JB_KIND_LIST:
    case JB_KIND_MAP:
        return class_node(cx, row);
    case JB_KIND_VALUE:
    case JB_KIND_ANY:
    case JB_KINDS:
        break;
    }
    return NULL;
}

/* The value itself, null, or an expression; a condition too on axes. */
static const jb_node *property_node(jb_ctx *cx, const jb_class *class, const jb_property *row)
{
    const jb_node *plain = plain_node(cx, row);
    jb_maker m = jb_make(cx, (jb_span){0});
    if (plain) {
        const jb_node *const all[] = {plain, type_node(cx, "null"),
                                      ref_node(cx, JB_S("expression")),
                                      ref_node(cx, JB_S("conditional"))};
        jb_put_all(&m, any_of(cx, all, class == &jb_axis_class ? 4 : 3));
    }
    jb_put_text(&m, "description", row->doc);
    if (!row->usual_by_class)
        jb_put(&m, "default", jb_property_usual(cx, row));
    return jb_made_map(&m);
}

/* Which kinds of values a class takes in short is asked of the function that makes them long. */
static void add_shorts(jb_ctx *cx, const jb_class *class, jb_maker *forms)
{
    jb_node *const probes[] = {jb_node_string(cx->scratch, JB_S("x"), (jb_span){0}),
                               jb_node_number(cx->scratch, 1, (jb_span){0}),
                               jb_node_bool(cx->scratch, true, (jb_span){0}),
                               jb_node_list(cx->scratch, NULL, 0, (jb_span){0})};
    static const char *const types[] = {"string", "number", "boolean", "array"};
    for (size_t i = 0; class->lengthen && i < JB_COUNT(probes); i++)
        if (class->lengthen(cx, probes[i])->kind == JB_NODE_MAP)
            jb_add(forms, type_node(cx, types[i]));
    if (class == &jb_size_class || class == &jb_domain_class || class == &jb_bin_class) {
        const char *word = class == &jb_size_class     ? "container"
                           : class == &jb_domain_class ? "unaggregated"
                                                       : "binned";
        jb_maker m = jb_make(cx, (jb_span){0}), list = jb_make(cx, (jb_span){0});
        jb_add(&list, text_node(cx, word));
        jb_put(&m, "enum", jb_made_list(&list));
        jb_add(forms, jb_made_map(&m));
    }
}

/* A facet is also a channel, a transform is written without its own name around it. */
static const jb_node *also_written_as(jb_ctx *cx, const jb_class *class, const jb_property *row)
{
    if (class == &jb_facet_class && jb_str_eq(row->key, JB_S("wrap")))
        return ref_node(cx, jb_channel_class.name);
    return class == &jb_transform_class ? ref_node(cx, ((const jb_class *)row->of)->name) : NULL;
}

static const jb_node *definition_node(jb_ctx *cx, const jb_class *class)
{
    jb_properties rows = class->properties();
    jb_maker object = jb_make(cx, (jb_span){0}), members = jb_make(cx, (jb_span){0});
    jb_maker required = jb_make(cx, (jb_span){0}), forms = jb_make(cx, (jb_span){0}),
             m = jb_make(cx, (jb_span){0});
    for (size_t i = 0; i < rows.n; i++) {
        const jb_property *row = &rows.at[i];
        jb_put_key(&members, row->key, (jb_span){0}, property_node(cx, class, row));
        if (row->required)
            jb_add(&required, jb_node_string(cx->keep, row->key, (jb_span){0}));
        jb_add(&forms, also_written_as(cx, class, row));
    }
    jb_properties channels = jb_encoding_class.properties();
    for (size_t i = 0; class == &jb_view_class && i < channels.n; i++)
        if (jb_is_short_channel(channels.at[i].key))
            jb_put_key(&members, channels.at[i].key, (jb_span){0},
                       property_node(cx, &jb_encoding_class, &channels.at[i]));
    jb_put(&object, "type", text_node(cx, "object"));
    jb_put(&object, "properties", jb_made_map(&members));
    jb_put_bool(&object, "additionalProperties", class == &jb_usermeta_class);
    if (required.items.n)
        jb_put(&object, "required", jb_made_list(&required));
    if (class != &jb_transform_class)
        jb_add(&forms, jb_made_map(&object));
    add_shorts(cx, class, &forms);
    jb_put_text(&m, "description", class->doc);
    jb_put(&m, "anyOf", jb_made_list(&forms));
    return jb_made_map(&m);
}

static const jb_node *one_member(jb_ctx *cx, const char *key)
{
    jb_maker m = jb_make(cx, (jb_span){0}), members = jb_make(cx, (jb_span){0}),
             need = jb_make(cx, (jb_span){0});
    jb_put(&members, key, jb_node_map(cx->keep, NULL, 0, (jb_span){0}));
    jb_add(&need, text_node(cx, key));
    jb_put(&m, "type", text_node(cx, "object"));
    jb_put(&m, "properties", jb_made_map(&members));
    jb_put(&m, "required", jb_made_list(&need));
    return jb_made_map(&m);
}

jb_str jb_grammar_schema(jb_ctx *cx)
{
    jb_maker m = jb_make(cx, (jb_span){0}), definitions = jb_make(cx, (jb_span){0});
    for (size_t i = 0; i < JB_COUNT(classes); i++)
        jb_put_key(&definitions, classes[i]->name, (jb_span){0}, definition_node(cx, classes[i]));
    jb_put(&definitions, "expression", one_member(cx, "expr"));
    jb_put(&definitions, "conditional", one_member(cx, "condition"));
    jb_put_text(&m, "$schema", JB_S("http://json-schema.org/draft-07/schema#"));
    jb_put_all(&m, ref_node(cx, jb_view_class.name));
    jb_put(&m, "definitions", jb_made_map(&definitions));
    jb_buf b = jb_buf_new(cx->keep);
    jb_node_json(&b, jb_made_map(&m), 0);
    jb_buf_byte(&b, '\n');
    return b.text;
}
