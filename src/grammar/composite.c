/* Boxplots, error bars and error bands: what they compute, and the basic marks they are drawn with.
 */
#include "grammar/normalize.h"

#include "grammar/shorts.h"

/* A composite mark taken apart. */
typedef struct parts {
    jb_ctx *cx;
    const jb_node *config;
    const jb_node *unit, *mark;
    jb_str name; /* boxplot, errorbar, errorband */
    bool vertical;
    const jb_node *measure;     /* the definition on the continuous axis, without aggregate */
    jb_str field;               /* its field */
    const jb_node *rest;        /* the encoding without that axis, its transforms taken out */
    const jb_node *own_tooltip; /* of a boxplot: a tooltip over rows, for outliers */
    jb_maker steps;             /* bins and time units taken out of the encoding */
    jb_maker aggregates;        /* aggregates taken out of the encoding */
    jb_maker groups;            /* fields that make the groups */
    bool failed;
} parts;

static jb_str format(const parts *p, const char *prefix, jb_str field)
{
    return jb_str_printf(p->cx->keep, "%s%.*s", prefix, JB_F(field));
}

static const jb_node *text(const parts *p, jb_str s)
{
    return jb_node_string(p->cx->keep, s, p->unit->span);
}

/* datum['field'] */
static jb_str datum(const parts *p, const char *prefix, jb_str field)
{
    jb_buf b = jb_buf_new(p->cx->keep);
    jb_buf_printf(&b, "datum['%s", prefix);
    for (size_t i = 0; i < field.n; i++) {
        if (field.p[i] == '\'')
            jb_buf_byte(&b, '\\');
        jb_buf_byte(&b, field.p[i]);
    }
    jb_buf_add(&b, JB_S("']"));
    return b.text;
}

static const jb_node *title_of(const parts *p)
{
    const jb_node *title = jb_node_get(p->measure, JB_S("title"));
    return title ? title : jb_node_get(p->measure, JB_S("field"));
}

static bool is_temporal(const jb_node *def)
{
    const jb_node *guide = jb_node_has(def, "axis");
    const jb_node *format_type = jb_node_has(guide, "formatType");
    if (format_type)
        return jb_node_is(format_type, "time");
    return jb_def_is(def, "type", "temporal") || jb_node_has(def, "timeUnit");
}

static void fail(parts *p, jb_span span, const char *what)
{
    p->failed = true;
    jb_fail(p->cx, span, "%.*s: %s", JB_F(p->name), jb_word(p->cx, what));
}

/* ---- transforms out of the encoding --------------------------------------------------------- */

static jb_str capital(jb_ctx *cx, jb_str s)
{
    return s.n && s.p[0] >= 'a' && s.p[0] <= 'z'
               ? jb_str_printf(cx->keep, "%c%.*s", s.p[0] - 'a' + 'A', (int)s.n - 1, s.p + 1)
               : s;
}

/* The parts of a unit of time, coarse to fine, joined: "year-month". */
static jb_str unit_words(jb_ctx *cx, jb_str unit)
{
    static const char *const words[] = {"year",      "quarter", "month",       "week",
                                        "dayofyear", "day",     "date",        "hours",
                                        "minutes",   "seconds", "milliseconds"};
    jb_buf b = jb_buf_new(cx->keep);
    for (size_t at = 0; at < unit.n;) {
        size_t before = at;
        for (size_t i = 0; i < JB_COUNT(words) && at == before; i++)
            if (jb_str_starts(jb_str_cut(unit, at, unit.n), jb_str_of(words[i]))) {
                jb_buf_printf(&b, "%s%s", b.text.n ? "-" : "", words[i]);
                at += jb_str_of(words[i]).n;
            }
        if (at == before)
            break;
    }
    return b.text;
}

static jb_str unit_of(const jb_node *time_unit, bool *utc, bool *binned)
{
    *utc = *binned = false;
    const jb_node *unit =
        time_unit->kind == JB_NODE_MAP ? jb_node_has(time_unit, "unit") : time_unit;
    return unit && unit->kind == JB_NODE_STRING ? jb_unit_bare(unit->text, utc, binned)
                                                : (jb_str){0};
}

/* The title a field gets before it is renamed. */
static jb_str verbal_title(const parts *p, const jb_node *def)
{
    jb_ctx *cx = p->cx;
    const jb_node *field = jb_node_has(def, "field"), *aggregate = jb_node_has(def, "aggregate");
    const jb_node *unit = jb_node_has(def, "timeUnit");
    jb_str name = field ? field->text : (jb_str){0};
    bool utc, binned;
    if (jb_node_is(aggregate, "count")) {
        const jb_node *title = jb_node_has(p->config, "countTitle");
        return title ? title->text : JB_S("Count of Records");
    }
    if (jb_def_bins(def))
        return jb_str_printf(cx->keep, "%.*s (binned)", JB_F(name));
    if (unit && unit_of(unit, &utc, &binned).n && !binned)
        return jb_str_printf(cx->keep, "%.*s (%.*s)", JB_F(name),
                             JB_F(unit_words(cx, unit_of(unit, &utc, &binned))));
    if (aggregate && aggregate->kind == JB_NODE_STRING)
        return jb_str_printf(cx->keep, "%.*s of %.*s", JB_F(capital(cx, aggregate->text)),
                             JB_F(name));
    if (aggregate)
        return jb_str_printf(cx->keep, "%.*s for %s %.*s", JB_F(name),
                             jb_node_has(aggregate, "argmin") ? "min" : "max",
                             JB_F(aggregate->n ? aggregate->members[0].value->text : name));
    return name;
}

static bool has_guide_title(const jb_node *def)
{
    static const char *const guides[] = {"axis", "legend", "header"};
    for (size_t i = 0; i < JB_COUNT(guides); i++)
        if (jb_node_truthy(jb_node_get(jb_node_has(def, guides[i]), JB_S("title"))))
            return true;
    return false;
}

/* The definition over a computed column of that name. */
static jb_maker renamed(const parts *p, const jb_node *def, jb_str name)
{
    jb_maker m = jb_make(p->cx, def->span);
    if (!has_guide_title(def))
        jb_put(&m, "title", text(p, verbal_title(p, def)));
    jb_put_all(&m, def);
    jb_drop(&m, "aggregate");
    jb_drop(&m, "bin");
    jb_drop(&m, "timeUnit");
    jb_put(&m, "field", text(p, name));
    return m;
}

static const jb_node *take_aggregate(parts *p, const jb_node *def)
{
    const jb_node *aggregate = jb_node_get(def, JB_S("aggregate")),
                  *field = jb_node_has(def, "field");
    jb_maker step = jb_make(p->cx, def->span);
    jb_str name;
    if (aggregate->kind == JB_NODE_STRING) {
        name = jb_node_is(aggregate, "count")
                   ? JB_S("__count")
                   : jb_str_printf(p->cx->keep, "%.*s_%.*s", JB_F(aggregate->text),
                                   JB_F(field ? field->text : JB_S("")));
        jb_put(&step, "op", aggregate);
        jb_put(&step, "as", text(p, name));
        jb_put(&step, "field", field);
        jb_add(&p->aggregates, jb_made_map(&step));
        jb_maker m = renamed(p, def, name);
        return jb_made_map(&m);
    }
    const char *op = jb_node_has(aggregate, "argmin") ? "argmin" : "argmax";
    jb_str by = aggregate->n ? aggregate->members[0].value->text : (jb_str){0};
    name = jb_str_printf(p->cx->keep, "%s_%.*s", op, JB_F(by));
    jb_put_text(&step, "op", jb_str_of(op));
    jb_put(&step, "as", text(p, name));
    jb_put(&step, "field", text(p, by));
    jb_add(&p->aggregates, jb_made_map(&step));
    jb_maker m = renamed(
        p, def,
        jb_str_printf(p->cx->keep, "%.*s.%.*s", JB_F(name), JB_F(field ? field->text : JB_S(""))));
    return jb_made_map(&m);
}

static bool is_xy(jb_str channel)
{
    return jb_str_eq(channel, JB_S("x")) || jb_str_eq(channel, JB_S("y"));
}

static const jb_node *take_bin(parts *p, jb_str channel, const jb_node *def, jb_maker *encoding)
{
    const jb_node *bin = jb_node_get(def, JB_S("bin")), *field = jb_node_has(def, "field");
    jb_str name = format(p, "bin_", field ? field->text : JB_S(""));
    jb_maker step = jb_make(p->cx, def->span), params = jb_make(p->cx, bin->span);
    if (bin->kind == JB_NODE_MAP)
        jb_put_all(&params, bin);
    if (!jb_node_has(bin, "maxbins") && !jb_node_has(bin, "step"))
        jb_put_number(&params, "maxbins", is_xy(channel) ? 10 : 6);
    jb_put(&step, "bin", jb_made_map(&params));
    jb_put(&step, "field", field);
    jb_put(&step, "as", text(p, name));
    jb_add(&p->steps, jb_made_map(&step));
    jb_add(&p->groups, text(p, name));
    jb_str end = jb_str_printf(p->cx->keep, "%.*s_end", JB_F(name));
    jb_add(&p->groups, text(p, end));
    if (is_xy(channel)) {
        jb_maker other = jb_make(p->cx, def->span);
        jb_put(&other, "field", text(p, end));
        jb_put(encoding, jb_str_c(p->cx->keep, jb_str_printf(p->cx->keep, "%.*s2", JB_F(channel))),
               jb_made_map(&other));
    }
    jb_maker m = renamed(p, def, name);
    jb_put_text(&m, "bin", JB_S("binned"));
    jb_put_text(&m, "type", JB_S("quantitative"));
    return jb_made_map(&m);
}

static void put_time_format(jb_maker *m, jb_str channel, const jb_node *def)
{
    bool legend = !is_xy(channel);
    if (jb_def_is(def, "type", "temporal"))
        return;
    if (jb_str_eq(channel, JB_S("text")) || jb_str_eq(channel, JB_S("tooltip"))) {
        jb_put_text(m, "formatType", JB_S("time"));
        return;
    }
    jb_maker guide = {.arena = m->arena, .span = def->span};
    jb_put_text(&guide, "formatType", JB_S("time"));
    jb_put_all(&guide, jb_node_has(def, legend ? "legend" : "axis"));
    jb_put(m, legend ? "legend" : "axis", jb_made_map(&guide));
}

static const jb_node *take_time_unit(parts *p, jb_str channel, const jb_node *def)
{
    const jb_node *unit = jb_node_get(def, JB_S("timeUnit")), *field = jb_node_has(def, "field");
    bool utc, binned;
    jb_str bare = unit_of(unit, &utc, &binned);
    if (binned) {
        jb_maker m = renamed(p, def, field ? field->text : JB_S(""));
        jb_add(&p->groups, field);
        return jb_made_map(&m);
    }
    jb_str name = jb_str_printf(p->cx->keep, "%s%.*s_%.*s", utc ? "utc" : "", JB_F(bare),
                                JB_F(field ? field->text : JB_S("")));
    jb_maker step = jb_make(p->cx, def->span);
    jb_put(&step, "timeUnit", unit);
    jb_put(&step, "field", field);
    jb_put(&step, "as", text(p, name));
    jb_add(&p->steps, jb_made_map(&step));
    jb_add(&p->groups, text(p, name));
    jb_maker m = renamed(p, def, name);
    put_time_format(&m, channel, def);
    return jb_made_map(&m);
}

static const jb_node *take(parts *p, jb_str channel, const jb_node *def, jb_maker *encoding)
{
    if (!jb_def_has_field(def))
        return def;
    if (jb_node_truthy(jb_node_get(def, JB_S("aggregate"))))
        return take_aggregate(p, def);
    if (jb_def_bins(def))
        return take_bin(p, channel, def, encoding);
    if (jb_node_truthy(jb_node_get(def, JB_S("timeUnit"))))
        return take_time_unit(p, channel, def);
    jb_add(&p->groups, jb_node_get(def, JB_S("field")));
    return def;
}

/* The encoding over rows that are aggregated already; several definitions of one channel are taken
 * one by one. */
static const jb_node *take_transforms(parts *p, const jb_node *encoding)
{
    jb_maker m = jb_make(p->cx, encoding->span);
    for (size_t i = 0; i < encoding->n; i++) {
        const jb_member *c = &encoding->members[i];
        if (c->value->kind != JB_NODE_LIST) {
            jb_put_key(&m, c->key, c->key_span, take(p, c->key, c->value, &m));
            continue;
        }
        jb_maker list = jb_make(p->cx, c->value->span);
        for (size_t k = 0; k < c->value->n; k++)
            jb_add(&list, take(p, c->key, c->value->items[k], &m));
        jb_put_key(&m, c->key, c->key_span, jb_made_list(&list));
    }
    return jb_made_map(&m);
}

/* ---- which axis ----------------------------------------------------------------------------- */

static bool find_orient(parts *p, const jb_node *encoding)
{
    const jb_node *x = jb_node_has(encoding, "x"), *y = jb_node_has(encoding, "y");
    const jb_node *orient = jb_node_has(p->mark, "orient");
    bool x_runs = x && jb_def_continuous(x), y_runs = y && jb_def_continuous(y);
    if (orient)
        p->vertical = jb_node_is(orient, "vertical");
    else if (x_runs && y_runs)
        p->vertical = !(is_temporal(y) && !is_temporal(x));
    else
        p->vertical = y_runs;
    if (!orient && !x_runs && !y_runs) {
        fail(p, p->mark->span, "x or y must be quantitative");
        jb_hint(p->cx, "write its type: {field: …, type: quantitative}");
        return false;
    }
    p->measure = p->vertical ? y : x;
    if (!p->measure || !jb_node_has(p->measure, "field")) {
        fail(p, p->mark->span, "the axis of its values names no field");
        return false;
    }
    p->measure = jb_node_without(p->cx, p->measure, "aggregate");
    p->field = jb_node_get(p->measure, JB_S("field"))->text;
    return true;
}

static const char *axis(const parts *p)
{
    return p->vertical ? "y" : "x";
}

/* ---- tooltips ------------------------------------------------------------------------------- */

typedef struct summary {
    const char *prefix; /* of the field */
    jb_str title;
} summary;

static bool same_node(jb_ctx *cx, const jb_node *a, const jb_node *b)
{
    jb_buf x = jb_buf_new(cx->scratch), y = jb_buf_new(cx->scratch);
    jb_node_json(&x, a, 0);
    jb_node_json(&y, b, 0);
    return jb_str_eq(x.text, y.text);
}

static void add_once(jb_ctx *cx, jb_maker *list, const jb_node *def)
{
    static const char *const guides[] = {"legend", "axis", "header", "scale"};
    for (size_t i = 0; i < JB_COUNT(guides); i++)
        def = jb_node_without(cx, def, guides[i]);
    for (size_t i = 0; i < list->items.n; i++)
        if (same_node(cx, list->items.at[i], def))
            return;
    jb_add(list, def);
}

static void add_fields(jb_ctx *cx, jb_maker *list, const jb_node *def)
{
    for (size_t i = 0; def->kind == JB_NODE_LIST && i < def->n; i++)
        add_fields(cx, list, def->items[i]);
    const jb_node *condition = jb_node_get(def, JB_S("condition"));
    if (jb_def_has_field(def))
        add_once(cx, list, def);
    else if (condition && jb_def_has_field(condition))
        add_once(cx, list, condition);
}

/* The tooltip of the author, or the summary with all the fields that make the groups. */
static const jb_node *tooltip(const parts *p, const summary *rows, size_t n)
{
    const jb_node *own = jb_node_get(p->rest, JB_S("tooltip"));
    if (own)
        return own;
    jb_maker list = jb_make(p->cx, p->unit->span);
    for (size_t i = 0; i < n; i++) {
        jb_maker m = jb_make(p->cx, p->unit->span);
        jb_put(&m, "field", text(p, format(p, rows[i].prefix, p->field)));
        jb_put(&m, "type", jb_node_get(p->measure, JB_S("type")));
        jb_put(&m, "title", text(p, rows[i].title));
        jb_add(&list, jb_made_map(&m));
    }
    for (size_t i = 0; i < p->rest->n; i++)
        add_fields(p->cx, &list, p->rest->members[i].value);
    return jb_made_list(&list);
}

/* "Max of " and the measure's title */
static jb_str of_title(const parts *p, const char *what)
{
    const jb_node *title = title_of(p);
    jb_str words = title->kind == JB_NODE_STRING             ? title->text
                   : title->kind == JB_NODE_LIST && title->n ? title->items[0]->text
                                                             : JB_S("null");
    return jb_str_printf(p->cx->keep, "%s of %.*s", what, JB_F(words));
}

/* ---- parts as views ------------------------------------------------------------------------- */

typedef struct part {
    const char *name;        /* box, median, rule, ticks, band, borders, outliers */
    const jb_node *mark;     /* its own look */
    const char *from, *to;   /* prefixes of the fields it stands on; to: NULL for one */
    const jb_node *encoding; /* shared with others */
    const jb_node *tooltip;  /* or NULL */
} part;

/* The mark of a part: config, the composite's own clip, colour and opacity, the part's look, its
 * style, and what the author says about it. NULL where it is not drawn. */
static const jb_node *part_mark(const parts *p, const char *name, const jb_node *mark)
{
    static const char *const shared[] = {"clip", "color", "opacity"};
    const jb_node *own = jb_node_get(p->mark, jb_str_of(name));
    const jb_node *general = jb_node_get(jb_node_get(p->config, p->name), jb_str_of(name));
    if (own ? !jb_node_truthy(own) : !jb_node_truthy(general))
        return NULL;
    jb_maker m = jb_make(p->cx, p->mark->span);
    jb_put_all(&m, general);
    for (size_t i = 0; i < JB_COUNT(shared); i++)
        if (jb_node_truthy(jb_node_get(p->mark, jb_str_of(shared[i]))))
            jb_put(&m, shared[i], jb_node_get(p->mark, jb_str_of(shared[i])));
    jb_put_all(&m, mark);
    jb_put_text(&m, "style", jb_str_printf(p->cx->keep, "%.*s-%s", JB_F(p->name), name));
    jb_put_all(&m, own);
    return jb_made_map(&m);
}

static void put_measure(const parts *p, jb_maker *encoding, jb_str field)
{
    jb_maker m = jb_make(p->cx, p->measure->span);
    jb_put(&m, "field", text(p, field));
    jb_put(&m, "type", jb_node_get(p->measure, JB_S("type")));
    jb_put(&m, "title", title_of(p));
    jb_put(&m, "scale", jb_node_get(p->measure, JB_S("scale")));
    jb_put(&m, "axis", jb_node_get(p->measure, JB_S("axis")));
    jb_put(encoding, axis(p), jb_made_map(&m));
}

static void add_part(const parts *p, jb_maker *layers, const part *it)
{
    const jb_node *mark = part_mark(p, it->name, it->mark);
    if (!mark)
        return;
    jb_maker encoding = jb_make(p->cx, p->unit->span), view = jb_make(p->cx, p->unit->span);
    put_measure(p, &encoding, format(p, it->from, p->field));
    if (it->to) {
        jb_maker end = jb_make(p->cx, p->measure->span);
        jb_put(&end, "field", text(p, format(p, it->to, p->field)));
        jb_put(&encoding, p->vertical ? "y2" : "x2", jb_made_map(&end));
    }
    jb_put_all(&encoding, it->encoding);
    jb_put(&encoding, "tooltip", it->tooltip);
    jb_put(&view, "mark", mark);
    jb_put(&view, "encoding", jb_made_map(&encoding));
    jb_add(layers, jb_made_map(&view));
}

static jb_maker mark_of(const parts *p, const char *type)
{
    jb_maker m = jb_make(p->cx, p->mark->span);
    jb_put_text(&m, "type", jb_str_of(type));
    return m;
}

static const char *across(const parts *p)
{
    return p->vertical ? "horizontal" : "vertical";
}

static const jb_node *outer(const parts *p)
{
    static const char *const own[] = {"mark", "encoding", "params", "projection"};
    const jb_node *unit = p->unit;
    for (size_t i = 0; i < JB_COUNT(own); i++)
        unit = jb_node_without(p->cx, unit, own[i]);
    return unit;
}

static void add_all(jb_maker *m, const jb_node *list)
{
    for (size_t i = 0; list && list->kind == JB_NODE_LIST && i < list->n; i++)
        jb_add(m, list->items[i]);
}

static const jb_node *step(const parts *p, const char *op, jb_str field, jb_str as)
{
    jb_maker m = jb_make(p->cx, p->unit->span);
    jb_put_text(&m, "op", jb_str_of(op));
    jb_put(&m, "field", text(p, field));
    jb_put(&m, "as", text(p, as));
    return jb_made_map(&m);
}

static const jb_node *calculate(const parts *p, jb_str expression, const char *prefix)
{
    jb_maker m = jb_make(p->cx, p->unit->span);
    jb_put(&m, "calculate", text(p, expression));
    jb_put(&m, "as", text(p, format(p, prefix, p->field)));
    return jb_made_map(&m);
}

static const jb_node *filter(const parts *p, jb_str expression)
{
    jb_maker m = jb_make(p->cx, p->unit->span);
    jb_put(&m, "filter", text(p, expression));
    return jb_made_map(&m);
}

static const jb_node *grouped(parts *p, const char *key, jb_maker *what)
{
    jb_maker m = jb_make(p->cx, p->unit->span);
    jb_put(&m, key, jb_made_list(what));
    jb_put(&m, "groupby", jb_made_list(&p->groups));
    return jb_made_map(&m);
}

/* ---- boxplot -------------------------------------------------------------------------------- */

/* Tooltips over aggregates stay with the box, the others go to the outliers. */
static const jb_node *part_tooltip(parts *p, const jb_node *encoding)
{
    const jb_node *all = jb_node_has(encoding, "tooltip");
    encoding = jb_node_without(p->cx, encoding, "tooltip");
    if (!all)
        return encoding;
    if (all->kind != JB_NODE_LIST) {
        if (jb_node_has(all, "aggregate"))
            return jb_node_with(p->cx, encoding, "tooltip", all);
        p->own_tooltip = all;
        return encoding;
    }
    jb_maker box = jb_make(p->cx, all->span), rows = jb_make(p->cx, all->span);
    for (size_t i = 0; i < all->n; i++)
        jb_add(jb_node_has(all->items[i], "aggregate") ? &box : &rows, all->items[i]);
    if (rows.items.n)
        p->own_tooltip = rows.items.n == 1 ? rows.items.at[0] : jb_made_list(&rows);
    return box.items.n ? jb_node_with(p->cx, encoding, "tooltip", jb_made_list(&box)) : encoding;
}

static void add_quartiles(const parts *p, jb_maker *list)
{
    jb_add(list, step(p, "q1", p->field, format(p, "lower_box_", p->field)));
    jb_add(list, step(p, "q3", p->field, format(p, "upper_box_", p->field)));
}

static void add_extremes(const parts *p, jb_maker *list, bool whiskers)
{
    jb_add(list,
           step(p, "min", p->field, format(p, whiskers ? "lower_whisker_" : "min_", p->field)));
    jb_add(list,
           step(p, "max", p->field, format(p, whiskers ? "upper_whisker_" : "max_", p->field)));
}

static const jb_node *box_tooltip(const parts *p, bool whole)
{
    const summary rows[] = {
        {whole ? "upper_whisker_" : "max_", of_title(p, "Max")},
        {"upper_box_", of_title(p, "Q3")},
        {"mid_box_", of_title(p, "Median")},
        {"lower_box_", of_title(p, "Q1")},
        {whole ? "lower_whisker_" : "min_", of_title(p, "Min")},
    };
    return tooltip(p, rows, JB_COUNT(rows));
}

static const jb_node *whisker_tooltip(const parts *p)
{
    const summary rows[] = {
        {"upper_whisker_", of_title(p, "Upper Whisker")},
        {"lower_whisker_", of_title(p, "Lower Whisker")},
    };
    return tooltip(p, rows, JB_COUNT(rows));
}

static void add_whiskers(const parts *p, jb_maker *layers, const jb_node *encoding,
                         const jb_node *tip)
{
    const jb_node *invalid = jb_node_get(p->mark, JB_S("invalid"));
    jb_maker rule = mark_of(p, "rule"), tick = mark_of(p, "tick");
    jb_put(&rule, "invalid", invalid);
    jb_put_bool(&rule, "aria", false);
    jb_put_text(&tick, "color", JB_S("black"));
    jb_put_number(&tick, "opacity", 1);
    jb_put_text(&tick, "orient", jb_str_of(across(p)));
    jb_put(&tick, "invalid", invalid);
    jb_put_bool(&tick, "aria", false);
    const part all[] = {
        {"rule", jb_made_map(&rule), "lower_whisker_", "lower_box_", encoding, tip},
        {"rule", jb_made_map(&rule), "upper_box_", "upper_whisker_", encoding, tip},
        {"ticks", jb_made_map(&tick), "lower_whisker_", NULL, encoding, tip},
        {"ticks", jb_made_map(&tick), "upper_whisker_", NULL, encoding, tip},
    };
    for (size_t i = 0; i < JB_COUNT(all); i++)
        add_part(p, layers, &all[i]);
}

/* A box that is only a line gets its colour from the median. */
static const jb_node *median_encoding(const parts *p, const jb_node *plain)
{
    const jb_node *color = jb_node_has(p->rest, "color"), *size = jb_node_has(p->rest, "size");
    const jb_node *box = jb_node_get(jb_node_get(p->config, JB_S("boxplot")), JB_S("box"));
    const jb_node *value = box && box->kind == JB_NODE_MAP
                               ? jb_node_get(box, JB_S("color"))
                               : jb_node_get(jb_node_get(p->config, JB_S("mark")), JB_S("color"));
    jb_maker condition = jb_make(p->cx, p->unit->span), def = jb_make(p->cx, p->unit->span);
    jb_maker m = jb_make(p->cx, p->unit->span);
    jb_put(
        &condition, "test",
        text(p, jb_str_printf(p->cx->keep, "%.*s >= %.*s", JB_F(datum(p, "lower_box_", p->field)),
                              JB_F(datum(p, "upper_box_", p->field)))));
    if (color)
        jb_put_all(&condition, color);
    else
        jb_put(&condition, "value", value ? value : text(p, JB_S("#4c78a8")));
    jb_put(&def, "condition", jb_made_map(&condition));
    jb_put_all(&m, plain);
    jb_put(&m, "size", size);
    jb_put(&m, "color", jb_made_map(&def));
    return jb_made_map(&m);
}

static void add_box(const parts *p, jb_maker *layers, const jb_node *plain, const jb_node *tip)
{
    const jb_node *invalid = jb_node_get(p->mark, JB_S("invalid"));
    const jb_node *size = jb_mark_config(p->config, p->mark, "size");
    const jb_node *general = jb_node_get(jb_node_get(p->config, JB_S("boxplot")), JB_S("median"));
    jb_maker bar = mark_of(p, "bar"), tick = mark_of(p, "tick");
    if (jb_node_truthy(size))
        jb_put(&bar, "size", size);
    jb_put_text(&bar, "orient", p->vertical ? JB_S("vertical") : JB_S("horizontal"));
    jb_put(&bar, "invalid", invalid);
    jb_put_text(&bar, "ariaRoleDescription", JB_S("box"));
    jb_put(&tick, "invalid", invalid);
    if (jb_node_truthy(jb_node_get(general, JB_S("color"))))
        jb_put(&tick, "color", jb_node_get(general, JB_S("color")));
    if (jb_node_truthy(size))
        jb_put(&tick, "size", size);
    jb_put_text(&tick, "orient", jb_str_of(across(p)));
    jb_put_bool(&tick, "aria", false);
    add_part(p, layers,
             &(part){"box", jb_made_map(&bar), "lower_box_", "upper_box_", p->rest, tip});
    add_part(
        p, layers,
        &(part){"median", jb_made_map(&tick), "mid_box_", NULL, median_encoding(p, plain), tip});
}

/* lower_box - k * (upper_box - lower_box), or upper_box + … */
static jb_str whisker_end(const parts *p, const jb_node *extent, bool upper)
{
    jb_str low = datum(p, "lower_box_", p->field), high = datum(p, "upper_box_", p->field);
    return jb_str_printf(p->cx->keep, "%.*s %c %.*s * (%.*s - %.*s)", JB_F(upper ? high : low),
                         upper ? '+' : '-', JB_F(jb_number_text(p->cx->keep, extent->number)),
                         JB_F(high), JB_F(low));
}

/* Whether a definition reads what is computed over groups, which single rows do not have. */
static bool reads_aggregate(const parts *p, const jb_node *def)
{
    const jb_node *field = jb_node_has(def, "field");
    for (size_t i = 0; field && field->kind == JB_NODE_STRING && i < p->aggregates.items.n; i++) {
        const jb_node *as = jb_node_has(p->aggregates.items.at[i], "as");
        if (as && jb_str_eq(as->text, field->text))
            return true;
    }
    return false;
}

static const jb_node *over_rows(const parts *p, const jb_node *encoding)
{
    jb_maker m = jb_make(p->cx, encoding->span);
    for (size_t i = 0; i < encoding->n; i++)
        if (!reads_aggregate(p, encoding->members[i].value))
            jb_put_key(&m, encoding->members[i].key, encoding->members[i].key_span,
                       encoding->members[i].value);
    return jb_made_map(&m);
}

/* Rows beyond the whiskers, one point each. */
static const jb_node *outliers(const parts *p, const jb_node *plain, jb_str low, jb_str high)
{
    jb_maker look = mark_of(p, "point");
    const jb_node *mark = part_mark(p, "outliers", jb_made_map(&look));
    if (!mark)
        return NULL;
    jb_str value = datum(p, "", p->field);
    jb_maker encoding = jb_make(p->cx, p->unit->span), view = jb_make(p->cx, p->unit->span);
    jb_maker steps = jb_make(p->cx, p->unit->span);
    jb_add(&steps, filter(p, jb_str_printf(p->cx->keep, "(%.*s < %.*s) || (%.*s > %.*s)",
                                           JB_F(value), JB_F(low), JB_F(value), JB_F(high))));
    put_measure(p, &encoding, p->field);
    const jb_node *color = jb_node_has(p->rest, "color");
    jb_put_all(&encoding, over_rows(p, jb_node_without(p->cx, plain, "tooltip")));
    jb_put(&encoding, "color", reads_aggregate(p, color) ? NULL : color);
    jb_put(&encoding, "tooltip", p->own_tooltip);
    jb_put(&view, "transform", jb_made_list(&steps));
    jb_put(&view, "mark", mark);
    jb_put(&view, "encoding", jb_made_map(&encoding));
    return jb_made_map(&view);
}

/* The whiskers end at the last row within k times the height of the box. */
static const jb_node *tukey_whiskers(parts *p, const jb_node *plain, jb_str low, jb_str high,
                                     const jb_node *before)
{
    jb_str value = datum(p, "", p->field);
    jb_maker view = jb_make(p->cx, p->unit->span), layers = jb_make(p->cx, p->unit->span);
    jb_maker ends = jb_make(p->cx, p->unit->span), steps = jb_make(p->cx, p->unit->span);
    add_extremes(p, &ends, true);
    jb_add(&ends,
           step(p, "min", format(p, "lower_box_", p->field), format(p, "lower_box_", p->field)));
    jb_add(&ends,
           step(p, "max", format(p, "upper_box_", p->field), format(p, "upper_box_", p->field)));
    add_all(&ends, jb_made_list(&p->aggregates));
    add_all(&steps, before);
    jb_add(&steps, filter(p, jb_str_printf(p->cx->keep, "(%.*s <= %.*s) && (%.*s <= %.*s)",
                                           JB_F(low), JB_F(value), JB_F(value), JB_F(high))));
    jb_add(&steps, grouped(p, "aggregate", &ends));
    add_whiskers(p, &layers, plain, whisker_tooltip(p));
    jb_put(&view, "transform", jb_made_list(&steps));
    jb_put(&view, "layer", jb_made_list(&layers));
    return jb_made_map(&view);
}

static const jb_node *outliers_and_whiskers(parts *p, const jb_node *plain, const jb_node *extent)
{
    jb_str low = whisker_end(p, extent, false), high = whisker_end(p, extent, true);
    jb_maker steps = jb_make(p->cx, p->unit->span), quartiles = jb_make(p->cx, p->unit->span);
    add_all(&steps, jb_made_list(&p->steps));
    add_quartiles(p, &quartiles);
    jb_add(&steps, grouped(p, "joinaggregate", &quartiles));
    const jb_node *beyond = outliers(p, plain, low, high);
    if (!beyond)
        return tukey_whiskers(p, plain, low, high, jb_made_list(&steps));
    jb_maker view = jb_make(p->cx, p->unit->span), layers = jb_make(p->cx, p->unit->span);
    jb_add(&layers, beyond);
    jb_add(&layers, tukey_whiskers(p, plain, low, high, NULL));
    jb_put(&view, "transform", jb_made_list(&steps));
    jb_put(&view, "layer", jb_made_list(&layers));
    return jb_made_map(&view);
}

/* The box with its median over the rows of each group; from min to max with its whiskers. */
static void put_box(parts *p, jb_maker *view, const jb_node *plain, bool whole)
{
    jb_maker steps = jb_make(p->cx, p->unit->span), all = jb_make(p->cx, p->unit->span);
    jb_maker layers = jb_make(p->cx, p->unit->span);
    add_all(&all, jb_made_list(&p->aggregates));
    add_quartiles(p, &all);
    jb_add(&all, step(p, "median", p->field, format(p, "mid_box_", p->field)));
    add_extremes(p, &all, whole);
    add_all(&steps, jb_node_get(jb_made_map(view), JB_S("transform")));
    add_all(&steps, jb_made_list(&p->steps));
    jb_add(&steps, grouped(p, "aggregate", &all));
    if (whole)
        add_whiskers(p, &layers, plain, box_tooltip(p, true));
    add_box(p, &layers, plain, box_tooltip(p, whole));
    jb_put(view, "transform", jb_made_list(&steps));
    jb_put(view, "layer", jb_made_list(&layers));
}

static const jb_node *extent_of(const parts *p)
{
    const jb_node *own = jb_node_has(p->mark, "extent");
    return own ? own : jb_node_get(jb_node_get(p->config, p->name), JB_S("extent"));
}

static const jb_node *boxplot(parts *p, const jb_node *encoding)
{
    if (!find_orient(p, encoding))
        return p->unit;
    const jb_node *extent = extent_of(p);
    p->rest = take_transforms(p, part_tooltip(p, jb_node_without(p->cx, encoding, axis(p))));
    const jb_node *plain = jb_node_without(p->cx, jb_node_without(p->cx, p->rest, "size"), "color");
    jb_maker m = jb_make(p->cx, p->unit->span), box = m, layers = m;
    jb_put_all(&m, outer(p));
    if (!extent || extent->kind != JB_NODE_NUMBER) {
        put_box(p, &m, plain, true);
        return jb_made_map(&m);
    }
    put_box(p, &box, plain, false);
    jb_add(&layers, outliers_and_whiskers(p, plain, extent));
    jb_add(&layers, jb_made_map(&box));
    jb_put(&m, "layer", jb_made_list(&layers));
    return jb_made_map(&m);
}

/* ---- error bars and bands ------------------------------------------------------------------- */

typedef enum input { RAW, UPPER_LOWER, ERROR } input;

/* What the error is computed from, and what the tooltip tells about it. */
typedef struct error {
    input input;
    jb_maker aggregates, calculates;
    summary rows[4];
    size_t rows_n;
} error;

static const jb_node *beside(const parts *p, const jb_node *encoding, const char *what)
{
    return jb_node_has(encoding,
                       jb_str_c(p->cx->keep, jb_str_printf(p->cx->keep, "%s%s", axis(p), what)));
}

static bool find_input(parts *p, const jb_node *encoding, error *e)
{
    static const char *const ends[] = {"x2", "y2"}, *const errors[] = {"xError", "yError",
                                                                       "xError2", "yError2"};
    const jb_node *ranged = NULL, *wrong = NULL;
    for (size_t i = 0; i < JB_COUNT(ends); i++)
        if (jb_def_is_field_or_datum(jb_node_has(encoding, ends[i]))) {
            e->input = UPPER_LOWER;
            ranged = jb_node_has(encoding, ends[i]);
            p->vertical = i == 1;
        }
    for (size_t i = JB_COUNT(errors); i-- > 0;)
        if (jb_def_is_field_or_datum(jb_node_has(encoding, errors[i]))) {
            wrong = ranged;
            e->input = ERROR;
            p->vertical = i % 2;
        }
    if (e->input == RAW)
        return find_orient(p, encoding);
    if (wrong) {
        fail(p, wrong->span, "it has either a second end or errors, not both");
        return false;
    }
    p->measure = jb_node_has(encoding, axis(p));
    if (!p->measure || !jb_def_continuous(p->measure) || !jb_node_has(p->measure, "field")) {
        fail(p, p->mark->span, "the axis of its values must be quantitative");
        return false;
    }
    p->measure = jb_node_without(p->cx, p->measure, "aggregate");
    p->field = jb_node_get(p->measure, JB_S("field"))->text;
    return true;
}

static void add_row(error *e, const char *prefix, jb_str title)
{
    e->rows[e->rows_n++] = (summary){prefix, title};
}

static void measure_deviation(const parts *p, error *e, const char *center, const char *extent)
{
    jb_str mid = datum(p, "center_", p->field), by = datum(p, "extent_", p->field);
    jb_str title = capital(p->cx, jb_str_of(center));
    jb_add(&e->aggregates, step(p, extent, p->field, format(p, "extent_", p->field)));
    jb_add(&e->aggregates, step(p, center, p->field, format(p, "center_", p->field)));
    jb_add(&e->calculates,
           calculate(p, jb_str_printf(p->cx->keep, "%.*s + %.*s", JB_F(mid), JB_F(by)), "upper_"));
    jb_add(&e->calculates,
           calculate(p, jb_str_printf(p->cx->keep, "%.*s - %.*s", JB_F(mid), JB_F(by)), "lower_"));
    add_row(e, "center_", of_title(p, jb_str_c(p->cx->keep, title)));
    add_row(e, "upper_",
            of_title(p, jb_str_c(p->cx->keep,
                                 jb_str_printf(p->cx->keep, "%.*s + %s", JB_F(title), extent))));
    add_row(e, "lower_",
            of_title(p, jb_str_c(p->cx->keep,
                                 jb_str_printf(p->cx->keep, "%.*s - %s", JB_F(title), extent))));
}

static void measure_quantiles(const parts *p, error *e, bool ci)
{
    const char *ops[] = {ci ? "ci0" : "q1", ci ? "ci1" : "q3", ci ? "mean" : "median"};
    static const char *const prefixes[] = {"lower_", "upper_", "center_"};
    static const size_t told[] = {1, 0, 2};
    for (size_t i = 0; i < 3; i++)
        jb_add(&e->aggregates, step(p, ops[i], p->field, format(p, prefixes[i], p->field)));
    for (size_t i = 0; i < 3; i++)
        add_row(e, prefixes[told[i]],
                jb_str_printf(p->cx->keep, "%.*s of %.*s",
                              JB_F(capital(p->cx, jb_str_of(ops[told[i]]))), JB_F(p->field)));
}

static void measure_raw(parts *p, error *e)
{
    const jb_node *extent = jb_node_has(p->mark, "extent"),
                  *center = jb_node_has(p->mark, "center");
    bool median = center ? jb_node_is(center, "median") : jb_node_is(extent, "iqr");
    const char *by = extent && extent->kind == JB_NODE_STRING ? jb_str_c(p->cx->keep, extent->text)
                     : median                                 ? "iqr"
                                                              : "stderr";
    jb_str word = jb_str_of(by);
    if (jb_str_eq(word, JB_S("stderr")) || jb_str_eq(word, JB_S("stdev")))
        measure_deviation(p, e, median ? "median" : "mean", by);
    else if (jb_str_eq(word, JB_S("ci")) || jb_str_eq(word, JB_S("iqr")))
        measure_quantiles(p, e, jb_str_eq(word, JB_S("ci")));
    else
        fail(p, extent->span, "its extent can be ci, stderr, stdev or iqr");
}

static jb_str field_name(const jb_node *def)
{
    const jb_node *field = jb_node_has(def, "field");
    return field && field->kind == JB_NODE_STRING ? field->text : (jb_str){0};
}

static void add_end(const parts *p, error *e, const char *prefix, jb_str expression, jb_str title)
{
    jb_add(&e->calculates, calculate(p, expression, prefix));
    add_row(e, prefix, title);
}

static void measure_ends(parts *p, const jb_node *encoding, error *e)
{
    jb_str other = field_name(beside(p, encoding, "2"));
    add_end(p, e, "upper_", datum(p, "", other), other);
    add_end(p, e, "lower_", datum(p, "", p->field), p->field);
}

static void add_error_end(const parts *p, error *e, const char *prefix, char sign, jb_str by)
{
    add_end(p, e, prefix,
            jb_str_printf(p->cx->keep, "%.*s %c %.*s", JB_F(datum(p, "", p->field)), sign,
                          JB_F(datum(p, "", by))),
            jb_str_printf(p->cx->keep, "%.*s %c %.*s", JB_F(p->field), sign, JB_F(by)));
}

static void measure_errors(parts *p, const jb_node *encoding, error *e)
{
    const jb_node *first = beside(p, encoding, "Error"), *second = beside(p, encoding, "Error2");
    if (!first) {
        fail(p, second->span, "the second error needs the first");
        return;
    }
    add_row(e, "", p->field);
    add_error_end(p, e, "upper_", '+', field_name(first));
    add_error_end(p, e, "lower_", second ? '+' : '-', field_name(second ? second : first));
}

static const jb_node *without_axis(const parts *p, const jb_node *encoding)
{
    static const char *const words[] = {"", "2", "Error", "Error2"};
    for (size_t i = 0; i < JB_COUNT(words); i++)
        encoding = jb_node_without(
            p->cx, encoding,
            jb_str_c(p->cx->keep, jb_str_printf(p->cx->keep, "%s%s", axis(p), words[i])));
    return encoding;
}

/* The rows with lower_, upper_ and perhaps center_ of the field, and the tooltip that tells them.
 */
static bool measure_error(parts *p, const jb_node *encoding, jb_maker *view, const jb_node **tip)
{
    error e = {.aggregates = jb_make(p->cx, p->unit->span),
               .calculates = jb_make(p->cx, p->unit->span)};
    if (!find_input(p, encoding, &e))
        return false;
    if (e.input == RAW)
        measure_raw(p, &e);
    else if (e.input == UPPER_LOWER)
        measure_ends(p, encoding, &e);
    else
        measure_errors(p, encoding, &e);
    p->rest = take_transforms(p, without_axis(p, encoding));
    jb_maker steps = jb_make(p->cx, p->unit->span), all = jb_make(p->cx, p->unit->span);
    add_all(&all, jb_made_list(&p->aggregates));
    add_all(&all, jb_made_list(&e.aggregates));
    if (e.input != RAW)
        p->groups = jb_make(p->cx, p->unit->span);
    add_all(&steps, jb_node_get(p->unit, JB_S("transform")));
    add_all(&steps, jb_made_list(&p->steps));
    if (all.items.n)
        jb_add(&steps, grouped(p, "aggregate", &all));
    add_all(&steps, jb_made_list(&e.calculates));
    jb_put_all(view, outer(p));
    jb_put(view, "transform", jb_made_list(&steps));
    *tip = tooltip(p, e.rows, e.rows_n);
    return !p->failed;
}

static const jb_node *errorbar(parts *p, const jb_node *encoding)
{
    jb_maker view = jb_make(p->cx, p->unit->span), layers = jb_make(p->cx, p->unit->span);
    const jb_node *tip;
    if (!measure_error(p, encoding, &view, &tip))
        return p->unit;
    const jb_node *shared = jb_node_without(p->cx, p->rest, "size");
    jb_maker tick = mark_of(p, "tick"), rule = mark_of(p, "rule");
    jb_put_text(&tick, "orient", jb_str_of(across(p)));
    jb_put_bool(&tick, "aria", false);
    jb_put(&tick, "thickness", jb_node_get(p->mark, JB_S("thickness")));
    jb_put(&tick, "size", jb_node_get(p->mark, JB_S("size")));
    jb_put_text(&rule, "ariaRoleDescription", JB_S("errorbar"));
    jb_put(&rule, "size", jb_node_get(p->mark, JB_S("thickness")));
    const part all[] = {
        {"ticks", jb_made_map(&tick), "lower_", NULL, shared, tip},
        {"ticks", jb_made_map(&tick), "upper_", NULL, shared, tip},
        {"rule", jb_made_map(&rule), "lower_", "upper_", shared, tip},
    };
    for (size_t i = 0; i < JB_COUNT(all); i++)
        add_part(p, &layers, &all[i]);
    if (layers.items.n == 1)
        jb_put_all(&view, layers.items.at[0]);
    else
        jb_put(&view, "layer", jb_made_list(&layers));
    return jb_made_map(&view);
}

static const jb_node *errorband(parts *p, const jb_node *encoding)
{
    jb_maker view = jb_make(p->cx, p->unit->span), layers = jb_make(p->cx, p->unit->span);
    const jb_node *tip;
    if (!measure_error(p, encoding, &view, &tip))
        return p->unit;
    bool plane = jb_node_has(encoding, "x") && jb_node_has(encoding, "y");
    jb_maker band = mark_of(p, plane ? "area" : "rect"),
             border = mark_of(p, plane ? "line" : "rule");
    const jb_node *interpolate = jb_node_has(p->mark, "interpolate");
    const jb_node *tension = jb_node_has(p->mark, "tension");
    if (plane) {
        jb_put(&band, "interpolate", interpolate);
        jb_put(&border, "interpolate", interpolate);
        jb_put(&band, "tension", interpolate ? tension : NULL);
        jb_put(&border, "tension", interpolate ? tension : NULL);
        jb_put_text(&band, "ariaRoleDescription", JB_S("errorband"));
        jb_put_bool(&border, "aria", false);
    }
    const part all[] = {
        {"band", jb_made_map(&band), "lower_", "upper_", p->rest, tip},
        {"borders", jb_made_map(&border), "lower_", NULL, p->rest, tip},
        {"borders", jb_made_map(&border), "upper_", NULL, p->rest, tip},
    };
    for (size_t i = 0; i < JB_COUNT(all); i++)
        add_part(p, &layers, &all[i]);
    jb_put(&view, "layer", jb_made_list(&layers));
    return jb_made_map(&view);
}

const jb_node *jb_normal_composite(const jb_around *around, const jb_node *unit)
{
    static const struct {
        const char *name;
        const jb_node *(*make)(parts *, const jb_node *);
    } rows[] = {{"boxplot", boxplot}, {"errorbar", errorbar}, {"errorband", errorband}};
    const jb_node *mark = jb_mark_node(around->cx, jb_node_get(unit, JB_S("mark")));
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        if (!jb_str_eq(jb_mark_name(mark), jb_str_of(rows[i].name)))
            continue;
        parts p = {.cx = around->cx,
                   .config = around->config,
                   .unit = unit,
                   .mark = mark,
                   .name = jb_mark_name(mark),
                   .steps = jb_make(around->cx, unit->span),
                   .aggregates = jb_make(around->cx, unit->span),
                   .groups = jb_make(around->cx, unit->span)};
        return rows[i].make(&p, jb_node_get(unit, JB_S("encoding")));
    }
    return NULL;
}
