/* What boxplots, error bars and error bands share: names, the axis that is measured, tooltips, and
 * parts as views. */
#include "grammar/parts.h"

jb_str jb_parts_name(const jb_parts *p, const char *prefix, jb_str field)
{
    return jb_str_printf(p->cx->keep, "%s%.*s", prefix, JB_F(field));
}

const jb_node *jb_parts_text(const jb_parts *p, jb_str s)
{
    return jb_node_string(p->cx->keep, s, p->unit->span);
}

/* datum['field'] */
jb_str jb_parts_datum(const jb_parts *p, const char *prefix, jb_str field)
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

const jb_node *jb_parts_title(const jb_parts *p)
{
    const jb_node *title = jb_node_get(p->measure, JB_S("title"));
    return title ? title : jb_node_get(p->measure, JB_S("field"));
}

void jb_parts_fail(jb_parts *p, jb_span span, const char *what)
{
    p->failed = true;
    jb_fail(p->cx, span, "%.*s: %s", JB_F(p->name), jb_word(p->cx, what));
}

/* ---- which axis ----------------------------------------------------------------------------- */

static bool is_temporal(const jb_node *def)
{
    const jb_node *guide = jb_node_has(def, "axis");
    const jb_node *format_type = jb_node_has(guide, "formatType");
    if (format_type)
        return jb_node_is(format_type, "time");
    return jb_def_is(def, "type", "temporal") || jb_node_has(def, "timeUnit");
}

bool jb_parts_orient(jb_parts *p, const jb_node *encoding)
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
        jb_parts_fail(p, p->mark->span, "x or y must be quantitative");
        jb_hint(p->cx, "write its type: {field: …, type: quantitative}");
        return false;
    }
    p->measure = p->vertical ? y : x;
    if (!p->measure || !jb_node_has(p->measure, "field")) {
        jb_parts_fail(p, p->mark->span, "the axis of its values names no field");
        return false;
    }
    p->measure = jb_node_without(p->cx, p->measure, "aggregate");
    p->field = jb_node_get(p->measure, JB_S("field"))->text;
    return true;
}

const char *jb_parts_axis(const jb_parts *p)
{
    return p->vertical ? "y" : "x";
}

/* ---- tooltips ------------------------------------------------------------------------------- */

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
const jb_node *jb_parts_tooltip(const jb_parts *p, const jb_parts_row *rows, size_t n)
{
    const jb_node *own = jb_node_get(p->rest, JB_S("tooltip"));
    if (own)
        return own;
    jb_maker list = jb_make(p->cx, p->unit->span);
    for (size_t i = 0; i < n; i++) {
        jb_maker m = jb_make(p->cx, p->unit->span);
        jb_put(&m, "field", jb_parts_text(p, jb_parts_name(p, rows[i].prefix, p->field)));
        jb_put(&m, "type", jb_node_get(p->measure, JB_S("type")));
        jb_put(&m, "title", jb_parts_text(p, rows[i].title));
        jb_add(&list, jb_made_map(&m));
    }
    for (size_t i = 0; i < p->rest->n; i++)
        add_fields(p->cx, &list, p->rest->members[i].value);
    return jb_made_list(&list);
}

/* "Max of " and the measure's title */
jb_str jb_parts_title_of(const jb_parts *p, const char *what)
{
    const jb_node *title = jb_parts_title(p);
    jb_str words = title->kind == JB_NODE_STRING             ? title->text
                   : title->kind == JB_NODE_LIST && title->n ? title->items[0]->text
                                                             : JB_S("null");
    return jb_str_printf(p->cx->keep, "%s of %.*s", what, JB_F(words));
}

/* ---- parts as views ------------------------------------------------------------------------- */

/* The mark of a part: config, the composite's own clip, colour and opacity, the part's look, its
 * style, and what the author says about it. NULL where it is not drawn. */
const jb_node *jb_parts_mark(const jb_parts *p, const char *name, const jb_node *mark)
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

void jb_parts_put_measure(const jb_parts *p, jb_maker *encoding, jb_str field)
{
    jb_maker m = jb_make(p->cx, p->measure->span);
    jb_put(&m, "field", jb_parts_text(p, field));
    jb_put(&m, "type", jb_node_get(p->measure, JB_S("type")));
    jb_put(&m, "title", jb_parts_title(p));
    jb_put(&m, "scale", jb_node_get(p->measure, JB_S("scale")));
    jb_put(&m, "axis", jb_node_get(p->measure, JB_S("axis")));
    jb_put(encoding, jb_parts_axis(p), jb_made_map(&m));
}

void jb_parts_add(const jb_parts *p, jb_maker *layers, const jb_part *it)
{
    const jb_node *mark = jb_parts_mark(p, it->name, it->mark);
    if (!mark)
        return;
    jb_maker encoding = jb_make(p->cx, p->unit->span), view = jb_make(p->cx, p->unit->span);
    jb_parts_put_measure(p, &encoding, jb_parts_name(p, it->from, p->field));
    if (it->to) {
        jb_maker end = jb_make(p->cx, p->measure->span);
        jb_put(&end, "field", jb_parts_text(p, jb_parts_name(p, it->to, p->field)));
        jb_put(&encoding, p->vertical ? "y2" : "x2", jb_made_map(&end));
    }
    jb_put_all(&encoding, it->encoding);
    jb_put(&encoding, "tooltip", it->tooltip);
    jb_put(&view, "mark", mark);
    jb_put(&view, "encoding", jb_made_map(&encoding));
    jb_add(layers, jb_made_map(&view));
}

jb_maker jb_parts_mark_of(const jb_parts *p, const char *type)
{
    jb_maker m = jb_make(p->cx, p->mark->span);
    jb_put_text(&m, "type", jb_str_of(type));
    return m;
}

const char *jb_parts_across(const jb_parts *p)
{
    return p->vertical ? "horizontal" : "vertical";
}

const jb_node *jb_parts_outer(const jb_parts *p)
{
    static const char *const own[] = {"mark", "encoding", "params", "projection"};
    const jb_node *unit = p->unit;
    for (size_t i = 0; i < JB_COUNT(own); i++)
        unit = jb_node_without(p->cx, unit, own[i]);
    return unit;
}

const jb_node *jb_parts_step(const jb_parts *p, const char *op, jb_str field, jb_str as)
{
    jb_maker m = jb_make(p->cx, p->unit->span);
    jb_put_text(&m, "op", jb_str_of(op));
    jb_put(&m, "field", jb_parts_text(p, field));
    jb_put(&m, "as", jb_parts_text(p, as));
    return jb_made_map(&m);
}

const jb_node *jb_parts_calculate(const jb_parts *p, jb_str expression, const char *prefix)
{
    jb_maker m = jb_make(p->cx, p->unit->span);
    jb_put(&m, "calculate", jb_parts_text(p, expression));
    jb_put(&m, "as", jb_parts_text(p, jb_parts_name(p, prefix, p->field)));
    return jb_made_map(&m);
}

const jb_node *jb_parts_filter(const jb_parts *p, jb_str expression)
{
    jb_maker m = jb_make(p->cx, p->unit->span);
    jb_put(&m, "filter", jb_parts_text(p, expression));
    return jb_made_map(&m);
}

const jb_node *jb_parts_grouped(jb_parts *p, const char *key, jb_maker *what)
{
    jb_maker m = jb_make(p->cx, p->unit->span);
    jb_put(&m, key, jb_made_list(what));
    jb_put(&m, "groupby", jb_made_list(&p->groups));
    return jb_made_map(&m);
}
