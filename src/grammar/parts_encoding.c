/* Transforms are taken out of a composite mark's encoding, before what it computes itself. */
#include "grammar/parts.h"

#include "grammar/shorts.h"

jb_str jb_parts_capital(jb_ctx *cx, jb_str s)
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
static jb_str verbal_title(const jb_parts *p, const jb_node *def)
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
        return jb_str_printf(cx->keep, "%.*s of %.*s", JB_F(jb_parts_capital(cx, aggregate->text)),
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
static jb_maker renamed(const jb_parts *p, const jb_node *def, jb_str name)
{
    jb_maker m = jb_make(p->cx, def->span);
    if (!has_guide_title(def))
        jb_put(&m, "title", jb_parts_text(p, verbal_title(p, def)));
    jb_put_all(&m, def);
    jb_drop(&m, "aggregate");
    jb_drop(&m, "bin");
    jb_drop(&m, "timeUnit");
    jb_put(&m, "field", jb_parts_text(p, name));
    return m;
}

static const jb_node *take_aggregate(jb_parts *p, const jb_node *def)
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
        jb_put(&step, "as", jb_parts_text(p, name));
        jb_put(&step, "field", field);
        jb_add(&p->aggregates, jb_made_map(&step));
        jb_maker m = renamed(p, def, name);
        return jb_made_map(&m);
    }
    const char *op = jb_node_has(aggregate, "argmin") ? "argmin" : "argmax";
    jb_str by = aggregate->n ? aggregate->members[0].value->text : (jb_str){0};
    name = jb_str_printf(p->cx->keep, "%s_%.*s", op, JB_F(by));
    jb_put_text(&step, "op", jb_str_of(op));
    jb_put(&step, "as", jb_parts_text(p, name));
    jb_put(&step, "field", jb_parts_text(p, by));
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

static const jb_node *take_bin(jb_parts *p, jb_str channel, const jb_node *def, jb_maker *encoding)
{
    const jb_node *bin = jb_node_get(def, JB_S("bin")), *field = jb_node_has(def, "field");
    jb_str name = jb_parts_name(p, "bin_", field ? field->text : JB_S(""));
    jb_maker step = jb_make(p->cx, def->span), params = jb_make(p->cx, bin->span);
    if (bin->kind == JB_NODE_MAP)
        jb_put_all(&params, bin);
    if (!jb_node_has(bin, "maxbins") && !jb_node_has(bin, "step"))
        jb_put_number(&params, "maxbins", is_xy(channel) ? 10 : 6);
    jb_put(&step, "bin", jb_made_map(&params));
    jb_put(&step, "field", field);
    jb_put(&step, "as", jb_parts_text(p, name));
    jb_add(&p->steps, jb_made_map(&step));
    jb_add(&p->groups, jb_parts_text(p, name));
    jb_str end = jb_str_printf(p->cx->keep, "%.*s_end", JB_F(name));
    jb_add(&p->groups, jb_parts_text(p, end));
    if (is_xy(channel)) {
        jb_maker other = jb_make(p->cx, def->span);
        jb_put(&other, "field", jb_parts_text(p, end));
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

static const jb_node *take_time_unit(jb_parts *p, jb_str channel, const jb_node *def)
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
    jb_put(&step, "as", jb_parts_text(p, name));
    jb_add(&p->steps, jb_made_map(&step));
    jb_add(&p->groups, jb_parts_text(p, name));
    jb_maker m = renamed(p, def, name);
    put_time_format(&m, channel, def);
    return jb_made_map(&m);
}

static const jb_node *take(jb_parts *p, jb_str channel, const jb_node *def, jb_maker *encoding)
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
const jb_node *jb_parts_encoding(jb_parts *p, const jb_node *encoding)
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
