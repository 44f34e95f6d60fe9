#include "chart/infer.h"
#include "data/stray.h"

#include "chart/pipeline.h"
#include "grammar/make.h"
#include "grammar/normalize.h"
#include "grammar/shorts.h"

/* Rows as they reach a view: those of the data around it, after the transforms on the way. */
typedef struct source {
    const jb_node *data, *transform;
    bool read;
    const jb_table *table; /* NULL: not to be had */
} source;

typedef struct walk {
    jb_ctx *cx;
    const jb_chart_options *options;
    const jb_node *top;
    const jb_node *repeated; /* fields that `repeat` goes through, or NULL */
    bool written;            /* all types are the author's */
    source *source;
} walk;

static const jb_node *typed_view(walk w, const jb_node *view);

/* ---- is it short? ------------------------------------------------------------------------------
 */

static bool is_text(const jb_node *node)
{
    return node->kind == JB_NODE_STRING;
}

static bool has_text_channel(const jb_node *encoding)
{
    for (size_t i = 0; encoding->kind == JB_NODE_MAP && i < encoding->n; i++)
        if (is_text(encoding->members[i].value))
            return true;
    return false;
}

static bool is_short(const jb_node *view)
{
    static const jb_str inside[] = {JB_K("layer"),   JB_K("concat"), JB_K("hconcat"),
                                    JB_K("vconcat"), JB_K("spec"),   JB_K("encoding")};
    if (view->kind == JB_NODE_LIST)
        for (size_t i = 0; i < view->n; i++)
            if (is_short(view->items[i]))
                return true;
    if (view->kind != JB_NODE_MAP)
        return false;
    for (size_t i = 0; i < view->n; i++)
        if (jb_is_short_channel(view->members[i].key))
            return true;
    for (size_t i = 0; i < JB_COUNT(inside); i++) {
        const jb_node *node = jb_node_get(view, inside[i]);
        if (node &&
            (jb_str_eq(inside[i], JB_S("encoding")) ? has_text_channel(node) : is_short(node)))
            return true;
    }
    return false;
}

/* ---- the rows of a view ------------------------------------------------------------------------
 */

/* What is said in between is forgotten: the whole specification is read once more, and tells it. */
typedef struct hush {
    size_t messages;
    jb_status status;
} hush;

static hush listen(const jb_ctx *cx)
{
    return (hush){cx->messages.n, cx->status};
}

static void forget(jb_ctx *cx, hush before)
{
    cx->messages.n = before.messages;
    cx->status = before.status;
}

/* A specification of nothing but the rows; NULL where it is not sound. */
static const jb_view_spec *rows_spec(const walk *w)
{
    static const char *const shared[] = {"params", "datasets"};
    jb_ctx *cx = w->cx;
    jb_maker m = jb_make(cx, w->source->data->span);
    for (size_t i = 0; i < JB_COUNT(shared); i++)
        jb_put(&m, shared[i], jb_node_get(w->top, jb_str_of(shared[i])));
    jb_put(&m, "data", w->source->data);
    jb_put(&m, "transform", w->source->transform);
    jb_put_text(&m, "mark", JB_S("point"));
    hush before = listen(cx);
    const jb_view_spec *spec = jb_spec_of(cx, jb_made_map(&m), NULL);
    forget(cx, before);
    return spec;
}

/* After the transforms, or before them where they need what is not here: a selection. */
static const jb_table *transformed(jb_chart *chart, const jb_view_spec *spec, const jb_table *t)
{
    jb_ctx *cx = chart->cx;
    hush before = listen(cx);
    const jb_table *made =
        jb_transform_run(cx, spec->transform.at, spec->transform.n, t, &chart->scope);
    forget(cx, before);
    return made ? made : t;
}

static const jb_table *table_of(const walk *w)
{
    source *r = w->source;
    if (r->read || !r->data)
        return r->table;
    r->read = true;
    jb_chart *chart = JB_NEW(w->cx->keep, jb_chart);
    const jb_view_spec *spec = rows_spec(w);
    if (!spec || !JB_HAS(spec, data) || !jb_chart_open(chart, w->cx, spec, w->options))
        return NULL;
    r->table = jb_chart_data(chart, w->cx, spec->data);
    if (r->table && spec->transform.n)
        r->table = transformed(chart, spec, r->table);
    return r->table;
}

/* ---- a type for a field ------------------------------------------------------------------------
 */

static bool is_year(const jb_column *c, size_t rows)
{
    static const jb_str names[] = {JB_K("年"), JB_K("年份"), JB_K("年度")};
    bool named = jb_str_eq_fold(c->name, JB_S("year"));
    for (size_t i = 0; i < JB_COUNT(names); i++)
        named = named || jb_str_ends(c->name, names[i]);
    for (size_t i = 0; named && i < rows; i++) {
        double v = jb_cell_number(c, i);
        named = jb_cell_null(c, i) || (v >= 1000 && v < 3000);
    }
    return named && c->type == JB_INT;
}

static int type_of(const jb_column *c, size_t rows)
{
    if (c->type == JB_INT || c->type == JB_DECIMAL || c->type == JB_NUMBER)
        return is_year(c, rows) ? JB_ORDINAL : JB_QUANTITATIVE;
    return c->type == JB_DATE || c->type == JB_DATETIME ? JB_TEMPORAL : JB_NOMINAL;
}

static bool has_own_type(const jb_node *def, jb_channel c)
{
    static const jb_channel groups[] = {
        JB_CHANNEL_ROW,         JB_CHANNEL_COLUMN, JB_CHANNEL_FACET,    JB_CHANNEL_SHAPE,
        JB_CHANNEL_STROKE_DASH, JB_CHANNEL_DETAIL, JB_CHANNEL_X_OFFSET, JB_CHANNEL_Y_OFFSET};
    for (size_t i = 0; i < JB_COUNT(groups); i++)
        if (c == groups[i])
            return true;
    const jb_node *aggregate = jb_node_has(def, "aggregate"), *sort = jb_node_has(def, "sort");
    const jb_node *scale = jb_node_has(def, "scale");
    bool extreme = aggregate && (jb_node_is(aggregate, "min") || jb_node_is(aggregate, "max"));
    return jb_channel_main(c) != c || jb_node_has(def, "type") || jb_node_has(def, "bin") ||
           jb_node_has(def, "timeUnit") || (aggregate && !extreme) ||
           (sort && sort->kind == JB_NODE_LIST) || (scale && jb_node_has(scale, "type"));
}

/* The field, or the first of those that are repeated in its place; {NULL, 0}: none. */
static jb_str field_of(const walk *w, const jb_node *def)
{
    const jb_node *field = jb_node_has(def, "field");
    const jb_node *by = field ? jb_node_has(field, "repeat") : NULL;
    if (by && is_text(by) && w->repeated) {
        const jb_node *list =
            w->repeated->kind == JB_NODE_LIST ? w->repeated : jb_node_get(w->repeated, by->text);
        field = list && list->kind == JB_NODE_LIST && list->n ? list->items[0] : NULL;
    }
    return field && is_text(field) ? field->text : (jb_str){NULL, 0};
}

static bool is_first_day(int64_t ms)
{
    return jb_time_part_floor(JB_MONTH, ms) == ms;
}

/* A date stands for its day, or for its month where all are first days: a bar is as wide, and ticks
 * are no closer. */
static const jb_node *on_unit(const walk *w, const jb_node *def, const jb_column *c, size_t rows)
{
    if (c->type != JB_DATE || jb_node_has(def, "aggregate"))
        return def;
    bool months = true;
    for (size_t i = 0; i < rows; i++)
        months = months && (jb_cell_null(c, i) || is_first_day(jb_value_ms(jb_cell(c, i))));
    jb_maker m = jb_make(w->cx, def->span);
    jb_put_text(&m, "title", c->name);
    jb_put_all(&m, def);
    jb_put_text(&m, "timeUnit", months ? JB_S("yearmonth") : JB_S("yearmonthdate"));
    return jb_made_map(&m);
}

/* Of a column of numbers a cell that is none makes one of names: not without a word. */
static void tell_stray(jb_ctx *cx, const jb_table *t, const jb_column *c)
{
    jb_stray stray;
    if (!jb_stray_find(c, t->rows, &stray) || stray.numbers * 2 <= stray.cells)
        return;
    jb_warn(cx, jb_cell_span(cx, t, stray.row, c->name),
            "“%.*s” is no number, and so the column “%.*s” is one of names: %zu of %zu cells",
            JB_F(jb_brief(cx, c->texts[stray.row])), JB_F(jb_brief(cx, c->name)), stray.n,
            stray.cells);
    jb_stray_hint(cx, c->texts[stray.row]);
}

static const jb_node *typed_field(const walk *w, const jb_node *def, jb_channel channel)
{
    jb_str field = field_of(w, def);
    const jb_table *t = field.n && !has_own_type(def, channel) ? table_of(w) : NULL;
    const jb_column *c = t ? jb_table_find(t, field) : NULL;
    if (!c)
        return def;
    int type = type_of(c, t->rows);
    if (type == JB_NOMINAL)
        tell_stray(w->cx, t, c);
    if (jb_node_has(def, "aggregate") && type == JB_ORDINAL)
        type = JB_QUANTITATIVE;
    if (channel == JB_CHANNEL_X || channel == JB_CHANNEL_Y)
        def = on_unit(w, def, c, t->rows);
    return jb_node_with(
        w->cx, def, "type",
        jb_node_string(w->cx->keep, jb_enum_key(&jb_measure_values, type), def->span));
}

/* ---- what a short form leaves to the column beside its type ------------------------------------
 */

static bool is_name(const jb_node *def, jb_channel c)
{
    static const jb_channel groups[] = {JB_CHANNEL_ROW, JB_CHANNEL_COLUMN, JB_CHANNEL_FACET};
    for (size_t i = 0; i < JB_COUNT(groups); i++)
        if (c == groups[i])
            return true;
    const jb_node *type = jb_node_has(def, "type");
    return type && (jb_node_is(type, "ordinal") || jb_node_is(type, "nominal"));
}

/* A month that stands for a name is called by its month, not by its first day. */
static const jb_node *dated(const walk *w, const jb_node *def, jb_channel channel)
{
    jb_str field = field_of(w, def);
    bool plain = field.n && !jb_node_has(def, "timeUnit") && !jb_node_has(def, "bin");
    const jb_table *t = plain && is_name(def, channel) ? table_of(w) : NULL;
    const jb_column *c = t ? jb_table_find(t, field) : NULL;
    return c ? on_unit(w, def, c, t->rows) : def;
}

/* Where the format of a channel's numbers stands; NULL: in the definition itself. */
static bool formatted_in(jb_channel c, const char **guide)
{
    static const struct {
        jb_channel channel;
        const char *guide;
    } rows[] = {{JB_CHANNEL_X, "axis"},       {JB_CHANNEL_Y, "axis"},
                {JB_CHANNEL_COLOR, "legend"}, {JB_CHANNEL_FILL, "legend"},
                {JB_CHANNEL_SIZE, "legend"},  {JB_CHANNEL_OPACITY, "legend"},
                {JB_CHANNEL_TEXT, NULL},      {JB_CHANNEL_TOOLTIP, NULL}};
    for (size_t i = 0; i < JB_COUNT(rows); i++)
        if (rows[i].channel == c)
            return *guide = rows[i].guide, true;
    return false;
}

/* A count is no share, nor is a square of shares. */
static bool makes_no_share(const jb_node *def)
{
    static const char *const ops[] = {"count",   "distinct", "valid",
                                      "missing", "variance", "variancep"};
    const jb_node *op = jb_node_has(def, "aggregate");
    for (size_t i = 0; op && i < JB_COUNT(ops); i++)
        if (jb_node_is(op, ops[i]))
            return true;
    return false;
}

/* The holder with a format, unless it is none or the author says how its numbers look. */
static const jb_node *formatted(const walk *w, const jb_node *holder, jb_str format)
{
    static const char *const own[] = {"format", "formatType", "labelExpr"};
    bool said = holder->kind != JB_NODE_MAP;
    for (size_t i = 0; !said && i < JB_COUNT(own); i++)
        said = jb_node_has(holder, own[i]);
    return said ? holder
                : jb_node_with(w->cx, holder, "format",
                               jb_node_string(w->cx->keep, format, holder->span));
}

/* What the file writes as per cent is labelled so: with as many places as a tick needs, and two
 * where there are no ticks. */
static const jb_node *per_cent(const walk *w, const jb_node *def, jb_channel channel)
{
    const char *guide;
    jb_str field = field_of(w, def);
    bool apt =
        field.n && !makes_no_share(def) && !is_name(def, channel) && formatted_in(channel, &guide);
    const jb_table *t = apt ? table_of(w) : NULL;
    const jb_column *c = t ? jb_table_find(t, field) : NULL;
    if (!c || !c->percent)
        return def;
    if (!guide)
        return formatted(w, def, JB_S(".2~%"));
    jb_maker none = jb_make(w->cx, def->span);
    const jb_node *said = jb_node_get(def, jb_str_of(guide)); /* null: there is none */
    const jb_node *made = formatted(w, said ? said : jb_made_map(&none), JB_S("~%"));
    return made == said ? def : jb_node_with(w->cx, def, guide, made);
}

static bool has_per_cent(const jb_table *t)
{
    for (size_t c = 0; c < t->columns_n; c++)
        if (t->columns[c].percent)
            return true;
    return false;
}

/* Are the rows of a table that has some? By Vega's rules, which a file named in the specification
 * is read by, 35% is no number. */
static bool names_per_cent(const walk *w)
{
    const jb_node *name = w->source->data ? jb_node_has(w->source->data, "name") : NULL;
    for (size_t i = 0; name && i < w->options->datasets_n; i++)
        if (jb_str_eq(name->text, w->options->datasets[i].name))
            return has_per_cent(w->options->datasets[i].table);
    return false;
}

/* A channel's definition, a list of them, one with conditions. */
static const jb_node *typed(const walk *w, const jb_node *def, jb_channel channel)
{
    static const char condition[] = "condition";
    if (def->kind == JB_NODE_LIST) {
        jb_maker m = jb_make(w->cx, def->span);
        for (size_t i = 0; i < def->n; i++)
            jb_add(&m, typed(w, def->items[i], channel));
        return jb_made_list(&m);
    }
    bool short_form = is_text(def);
    if (short_form)
        def = jb_long_channel(w->cx, def);
    if (def->kind != JB_NODE_MAP)
        return def;
    const jb_node *conditions = jb_node_has(def, condition);
    if (conditions)
        def = jb_node_with(w->cx, def, condition, typed(w, conditions, channel));
    if (w->written)
        return names_per_cent(w) ? per_cent(w, def, channel) : def;
    def = typed_field(w, def, channel);
    return short_form ? per_cent(w, dated(w, def, channel), channel) : def;
}

/* ---- views -------------------------------------------------------------------------------------
 */

static const jb_node *typed_encoding(const walk *w, const jb_node *encoding)
{
    jb_maker m = jb_make(w->cx, encoding->span);
    for (size_t i = 0; i < encoding->n; i++) {
        const jb_member *member = &encoding->members[i];
        int channel = jb_enum_find(&jb_channel_values, member->key);
        jb_put_key(&m, member->key, member->key_span,
                   channel > 0 ? typed(w, member->value, (jb_channel)channel) : member->value);
    }
    return jb_made_map(&m);
}

/* Read as `table` reads it, unless it says how. */
static const jb_node *readable(jb_ctx *cx, const jb_node *data)
{
    const jb_node *format = jb_node_has(data, "format");
    bool read = jb_node_has(data, "url") || jb_node_has(data, "values");
    if (data->kind != JB_NODE_MAP || !read || (format && jb_node_get(format, JB_S("parse"))))
        return data;
    jb_maker m = jb_make(cx, data->span);
    jb_put_all(&m, format);
    jb_put_text(&m, "parse", JB_S("auto"));
    return jb_node_with(cx, data, "format", jb_made_map(&m));
}

/* What a lookup looks into is data too. */
static const jb_node *readable_steps(jb_ctx *cx, const jb_node *steps)
{
    jb_maker m = jb_make(cx, steps->span);
    for (size_t i = 0; i < steps->n; i++) {
        const jb_node *step = steps->items[i], *from = jb_node_has(step, "from");
        const jb_node *data = from ? jb_node_has(from, "data") : NULL;
        jb_add(&m, data ? jb_node_with(cx, step, "from",
                                       jb_node_with(cx, from, "data", readable(cx, data)))
                        : step);
    }
    return jb_made_list(&m);
}

/* The first data below, for an encoding that layers share. */
static const jb_node *data_below(const jb_node *view)
{
    const jb_node *layers = jb_node_list_in(view, "layer"), *data = NULL;
    for (size_t i = 0; layers && !data && i < layers->n; i++) {
        data = jb_node_has(layers->items[i], "data");
        data = data ? data : data_below(layers->items[i]);
    }
    return data;
}

static source *source_of(const walk *w, const jb_node *view)
{
    const jb_node *data = jb_node_has(view, "data"), *steps = jb_node_list_in(view, "transform");
    const source *around = w->source;
    if (!data && !steps)
        return w->source;
    source *r = JB_NEW(w->cx->keep, source);
    r->data = data ? data : around->data;
    jb_maker m = jb_make(w->cx, view->span);
    const jb_node *before = data ? NULL : around->transform;
    for (size_t i = 0; before && i < before->n; i++)
        jb_add(&m, before->items[i]);
    for (size_t i = 0; steps && i < steps->n; i++)
        jb_add(&m, steps->items[i]);
    r->transform = m.items.n ? jb_made_list(&m) : NULL;
    return r;
}

/* The view with the views typed that it holds under the key: one, or a list. */
static const jb_node *with_typed(const walk *w, const jb_node *view, const char *key)
{
    const jb_node *inside = jb_node_get(view, jb_str_of(key));
    if (!inside || inside->kind == JB_NODE_MAP)
        return inside ? jb_node_with(w->cx, view, key, typed_view(*w, inside)) : view;
    jb_maker m = jb_make(w->cx, inside->span);
    for (size_t i = 0; inside->kind == JB_NODE_LIST && i < inside->n; i++)
        jb_add(&m, typed_view(*w, inside->items[i]));
    return inside->kind == JB_NODE_LIST ? jb_node_with(w->cx, view, key, jb_made_list(&m)) : view;
}

static const jb_node *typed_view(walk w, const jb_node *view)
{
    if (view->kind != JB_NODE_MAP)
        return view;
    view = jb_long_view(w.cx, view);
    const jb_node *data = jb_node_has(view, "data"), *repeat = jb_node_has(view, "repeat");
    const jb_node *encoding = jb_node_has(view, "encoding");
    const jb_node *steps = jb_node_list_in(view, "transform");
    if (data && !w.written)
        view = jb_node_with(w.cx, view, "data", readable(w.cx, data));
    if (steps && !w.written)
        view = jb_node_with(w.cx, view, "transform", readable_steps(w.cx, steps));
    w.source = source_of(&w, view);
    w.repeated = repeat ? repeat : w.repeated;
    if (encoding && encoding->kind == JB_NODE_MAP) {
        walk own = w;
        const jb_node *below = w.source->data ? NULL : data_below(view);
        if (below) {
            own.source = JB_NEW(w.cx->keep, source);
            own.source->data = w.written ? below : readable(w.cx, below);
        }
        view = jb_node_with(w.cx, view, "encoding", typed_encoding(&own, encoding));
    }
    for (size_t i = 0; i < JB_VIEW_LISTS; i++)
        view = with_typed(&w, view, jb_view_lists[i]);
    return with_typed(&w, view, "spec");
}

const jb_node *jb_chart_types(jb_ctx *cx, const jb_node *tree, const jb_chart_options *options)
{
    bool written = !is_short(tree), shares = false;
    for (size_t i = 0; options && i < options->datasets_n; i++)
        shares = shares || has_per_cent(options->datasets[i].table);
    if (written && !shares)
        return tree;
    size_t before = jb_errors(cx);
    jb_chart_options quiet = options ? *options : (jb_chart_options){0};
    quiet.origins = NULL; /* the chart itself says what it is drawn from */
    source none = {0};
    const jb_node *typed_tree = typed_view(
        (walk){.cx = cx, .options = &quiet, .top = tree, .source = &none, .written = written},
        tree);
    return jb_errors(cx) > before ? NULL : typed_tree;
}
