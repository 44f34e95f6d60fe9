/* Repeats: a view once for each field, as concat or as layers. */
#include "grammar/normalize.h"

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* A field's name as part of the name of a view. */
static jb_str name_of(jb_ctx *cx, const jb_node *value)
{
    jb_buf b = jb_buf_new(cx->keep);
    jb_str text = value && value->kind == JB_NODE_STRING ? value->text : JB_S("null");
    if (text.n && text.p[0] >= '0' && text.p[0] <= '9')
        jb_buf_byte(&b, '_');
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        jb_utf8_next(text, &at);
        jb_buf_byte(&b, at - from == 1 && is_word(text.p[from]) ? text.p[from] : '_');
    }
    return b.text;
}

/* The definition with {repeat: …} replaced under `key`; NULL if nothing stands for it. */
static const jb_node *replace_under(const jb_around *around, const jb_node *def, const char *key)
{
    const jb_node *which = jb_node_get(jb_node_get(def, jb_str_of(key)), JB_S("repeat"));
    if (!which)
        return def;
    const jb_node *field = jb_node_get(around->repeater, which->text);
    if (field && field->kind == JB_NODE_STRING)
        return jb_node_with(around->cx, def, key, field);
    jb_warn(around->cx, which->span, "nothing is repeated by “%.*s” here: the channel is left out",
            JB_F(jb_brief(around->cx, which->text)));
    return NULL;
}

static const jb_node *replace_field(const jb_around *around, const jb_node *def)
{
    def = replace_under(around, def, "field");
    const jb_node *sort = jb_node_get(def, JB_S("sort"));
    if (!jb_node_get(jb_node_get(sort, JB_S("field")), JB_S("repeat")))
        return def;
    sort = replace_under(around, sort, "field");
    return sort ? jb_node_with(around->cx, def, "sort", sort)
                : jb_node_without(around->cx, def, "sort");
}

static const jb_node *replace_datum(const jb_around *around, const jb_node *def)
{
    const jb_node *replaced = replace_under(around, def, "datum");
    if (!replaced || replaced == def || jb_node_has(replaced, "type"))
        return replaced;
    return jb_node_with(around->cx, replaced, "type",
                        jb_node_string(around->cx->keep, JB_S("nominal"), def->span));
}

const jb_node *jb_repeat_channel(const jb_around *around, const jb_node *def)
{
    const jb_node *condition = jb_node_get(def, JB_S("condition"));
    if (jb_def_is_field_or_datum(def)) {
        const jb_node *replaced =
            jb_def_has_field(def) ? replace_field(around, def) : replace_datum(around, def);
        if (replaced || !condition)
            return replaced;
        jb_maker m = jb_make(around->cx, def->span);
        jb_put(&m, "condition", condition);
        return jb_made_map(&m);
    }
    if (!condition || !jb_def_is_field_or_datum(condition))
        return def;
    const jb_node *replaced = jb_repeat_channel(around, condition);
    return replaced ? jb_node_with(around->cx, def, "condition", replaced)
                    : jb_node_without(around->cx, def, "condition");
}

/* An encoding, or a facet's rows and columns. */
const jb_node *jb_repeat_encoding(const jb_around *around, const jb_node *encoding)
{
    if (!encoding || !around->repeater || encoding->kind != JB_NODE_MAP)
        return encoding;
    jb_maker m = jb_make(around->cx, encoding->span);
    for (size_t i = 0; i < encoding->n; i++) {
        const jb_member *c = &encoding->members[i];
        if (c->value->kind != JB_NODE_LIST) {
            jb_put_key(&m, c->key, c->key_span, jb_repeat_channel(around, c->value));
            continue;
        }
        jb_maker list = jb_make(around->cx, c->value->span);
        for (size_t k = 0; k < c->value->n; k++)
            jb_add(&list, jb_repeat_channel(around, c->value->items[k]));
        jb_put_key(&m, c->key, c->key_span, jb_made_list(&list));
    }
    return jb_made_map(&m);
}

/* The view repeated: NAME_PREFIXchild__WHICH. */
static jb_str child_name(const jb_around *around, const jb_node *spec, jb_str which)
{
    const jb_node *name = jb_node_has(spec, "name");
    return jb_str_printf(around->cx->keep, "%.*s%s%.*schild__%.*s",
                         JB_F(name ? name->text : JB_S("")), name ? "_" : "", JB_F(around->prefix),
                         JB_F(which));
}

static const jb_node *outer_repeater(const jb_around *around, const char *key)
{
    return jb_node_get(around->repeater, jb_str_of(key));
}

static const jb_node *one_of_repeat(const jb_around *around, const jb_node *spec,
                                    const jb_node *wrap, const jb_node *row, const jb_node *column,
                                    jb_str which)
{
    jb_maker m = jb_make(around->cx, spec->span);
    jb_put(&m, "repeat", wrap ? wrap : outer_repeater(around, "repeat"));
    jb_put(&m, "row", row ? row : outer_repeater(around, "row"));
    jb_put(&m, "column", column ? column : outer_repeater(around, "column"));
    jb_put(&m, "layer", outer_repeater(around, "layer"));
    jb_around inside = *around;
    inside.repeater = jb_made_map(&m);
    inside.prefix = child_name(around, spec, which);
    const jb_node *child = jb_normal_view(&inside, spec);
    return child ? jb_node_without(around->cx, jb_view_named(around, child, inside.prefix), "data")
                 : NULL;
}

static size_t count_of(const jb_node *list)
{
    return list && list->kind == JB_NODE_LIST ? list->n : 1;
}

static const jb_node *item_of(const jb_node *list, size_t i)
{
    return list && list->kind == JB_NODE_LIST ? list->items[i] : NULL;
}

static const jb_node *repeat_children(const jb_around *around, const jb_node *repeat,
                                      const jb_node *spec)
{
    jb_maker concat = jb_make(around->cx, spec->span);
    const jb_node *wrap = repeat->kind == JB_NODE_LIST ? repeat : NULL;
    const jb_node *rows = jb_node_has(repeat, "row"), *columns = jb_node_has(repeat, "column");
    for (size_t w = 0; w < count_of(wrap); w++)
        for (size_t r = 0; r < count_of(rows); r++)
            for (size_t c = 0; c < count_of(columns); c++) {
                jb_buf which = jb_buf_new(around->cx->scratch);
                if (wrap)
                    jb_buf_add(&which, name_of(around->cx, item_of(wrap, w)));
                if (rows)
                    jb_buf_printf(&which, "row_%.*s", JB_F(name_of(around->cx, item_of(rows, r))));
                if (columns)
                    jb_buf_printf(&which, "column_%.*s",
                                  JB_F(name_of(around->cx, item_of(columns, c))));
                jb_add(&concat, one_of_repeat(around, spec, item_of(wrap, w), item_of(rows, r),
                                              item_of(columns, c), which.text));
            }
    return jb_made_list(&concat);
}

static const jb_node *repeat_as_concat(const jb_around *around, const jb_node *view,
                                       const jb_node *repeat, const jb_node *spec)
{
    const jb_node *columns = jb_node_has(repeat, "column");
    jb_maker m = jb_make(around->cx, view->span);
    jb_put_text(&m, "align", JB_S("all"));
    jb_put_all(&m, view);
    jb_put(&m, "data", jb_node_get(spec, JB_S("data")));
    jb_drop(&m, "repeat");
    jb_drop(&m, "spec");
    if (repeat->kind != JB_NODE_LIST)
        jb_put_number(&m, "columns", columns ? (double)count_of(columns) : 1);
    jb_put(&m, "concat", repeat_children(around, repeat, spec));
    return jb_made_map(&m);
}

static const jb_node *repeat_as_layer(const jb_around *around, const jb_node *view,
                                      const jb_node *layers, const jb_node *spec)
{
    jb_maker list = jb_make(around->cx, view->span);
    for (size_t i = 0; i < count_of(layers); i++) {
        const jb_node *field = item_of(layers, i);
        jb_maker repeater = jb_make(around->cx, spec->span);
        jb_put_all(&repeater, around->repeater);
        jb_put(&repeater, "layer", field);
        jb_around inside = *around;
        inside.repeater = jb_made_map(&repeater);
        inside.prefix = child_name(
            around, spec,
            jb_str_printf(around->cx->scratch, "layer_%.*s", JB_F(name_of(around->cx, field))));
        const jb_node *child = jb_normal_layer_or_unit(&inside, spec);
        jb_add(&list, child ? jb_view_named(around, child, inside.prefix) : NULL);
    }
    jb_maker m = jb_make(around->cx, view->span);
    jb_put_all(&m, view);
    jb_drop(&m, "repeat");
    jb_drop(&m, "spec");
    jb_put(&m, "layer", jb_made_list(&list));
    return jb_made_map(&m);
}

/* Rows and columns outside, layers inside them. */
static const jb_node *layers_in_cells(const jb_around *around, const jb_node *view,
                                      const jb_node *repeat, const jb_node *spec)
{
    jb_maker layers = jb_make(around->cx, repeat->span), inner = jb_make(around->cx, spec->span);
    jb_put(&layers, "layer", jb_node_get(repeat, JB_S("layer")));
    jb_put(&inner, "repeat", jb_made_map(&layers));
    jb_put(&inner, "spec", spec);
    return repeat_as_concat(around, view, jb_node_without(around->cx, repeat, "layer"),
                            jb_made_map(&inner));
}

const jb_node *jb_normal_repeat(const jb_around *around, const jb_node *view)
{
    const jb_node *repeat = jb_node_get(view, JB_S("repeat")), *spec = jb_node_has(view, "spec");
    if (!spec || spec->kind != JB_NODE_MAP) {
        jb_fail(around->cx, repeat->span, "“spec” is missing beside “repeat”");
        return NULL;
    }
    if (repeat->kind == JB_NODE_MAP && jb_node_get(repeat, JB_S("wrap")))
        repeat = jb_node_get(repeat, JB_S("wrap"));
    const jb_node *layers = jb_node_has(repeat, "layer");
    if (!layers)
        return repeat_as_concat(around, view, repeat, spec);
    if (jb_node_has(repeat, "row") || jb_node_has(repeat, "column"))
        return layers_in_cells(around, view, repeat, spec);
    return repeat_as_layer(around, view, layers, spec);
}
