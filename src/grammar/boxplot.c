/* Boxes from quartile to quartile, their medians, whiskers, and the rows beyond. */
#include "grammar/parts.h"

/* Tooltips over aggregates stay with the box, the others go to the outliers. */
static const jb_node *part_tooltip(jb_parts *p, const jb_node *encoding)
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

static void add_quartiles(const jb_parts *p, jb_maker *list)
{
    jb_add(list, jb_parts_step(p, "q1", p->field, jb_parts_name(p, "lower_box_", p->field)));
    jb_add(list, jb_parts_step(p, "q3", p->field, jb_parts_name(p, "upper_box_", p->field)));
}

static void add_extremes(const jb_parts *p, jb_maker *list, bool whiskers)
{
    jb_add(list, jb_parts_step(p, "min", p->field,
                               jb_parts_name(p, whiskers ? "lower_whisker_" : "min_", p->field)));
    jb_add(list, jb_parts_step(p, "max", p->field,
                               jb_parts_name(p, whiskers ? "upper_whisker_" : "max_", p->field)));
}

static const jb_node *box_tooltip(const jb_parts *p, bool whole)
{
    const jb_parts_row rows[] = {
        {whole ? "upper_whisker_" : "max_", jb_parts_title_of(p, "Max")},
        {"upper_box_", jb_parts_title_of(p, "Q3")},
        {"mid_box_", jb_parts_title_of(p, "Median")},
        {"lower_box_", jb_parts_title_of(p, "Q1")},
        {whole ? "lower_whisker_" : "min_", jb_parts_title_of(p, "Min")},
    };
    return jb_parts_tooltip(p, rows, JB_COUNT(rows));
}

static const jb_node *whisker_tooltip(const jb_parts *p)
{
    const jb_parts_row rows[] = {
        {"upper_whisker_", jb_parts_title_of(p, "Upper Whisker")},
        {"lower_whisker_", jb_parts_title_of(p, "Lower Whisker")},
    };
    return jb_parts_tooltip(p, rows, JB_COUNT(rows));
}

static void add_whiskers(const jb_parts *p, jb_maker *layers, const jb_node *encoding,
                         const jb_node *tip)
{
    const jb_node *invalid = jb_node_get(p->mark, JB_S("invalid"));
    jb_maker rule = jb_parts_mark_of(p, "rule"), tick = jb_parts_mark_of(p, "tick");
    jb_put(&rule, "invalid", invalid);
    jb_put_bool(&rule, "aria", false);
    jb_put_text(&tick, "color", JB_S("black"));
    jb_put_number(&tick, "opacity", 1);
    jb_put_text(&tick, "orient", jb_str_of(jb_parts_across(p)));
    jb_put(&tick, "invalid", invalid);
    jb_put_bool(&tick, "aria", false);
    const jb_part all[] = {
        {"rule", jb_made_map(&rule), "lower_whisker_", "lower_box_", encoding, tip},
        {"rule", jb_made_map(&rule), "upper_box_", "upper_whisker_", encoding, tip},
        {"ticks", jb_made_map(&tick), "lower_whisker_", NULL, encoding, tip},
        {"ticks", jb_made_map(&tick), "upper_whisker_", NULL, encoding, tip},
    };
    for (size_t i = 0; i < JB_COUNT(all); i++)
        jb_parts_add(p, layers, &all[i]);
}

/* A box that is only a line gets its colour from the median. */
static const jb_node *median_encoding(const jb_parts *p, const jb_node *plain)
{
    const jb_node *color = jb_node_has(p->rest, "color"), *size = jb_node_has(p->rest, "size");
    const jb_node *box = jb_node_get(jb_node_get(p->config, JB_S("boxplot")), JB_S("box"));
    const jb_node *value = box && box->kind == JB_NODE_MAP
                               ? jb_node_get(box, JB_S("color"))
                               : jb_node_get(jb_node_get(p->config, JB_S("mark")), JB_S("color"));
    jb_maker condition = jb_make(p->cx, p->unit->span), def = jb_make(p->cx, p->unit->span);
    jb_maker m = jb_make(p->cx, p->unit->span);
    jb_put(&condition, "test",
           jb_parts_text(p, jb_str_printf(p->cx->keep, "%.*s >= %.*s",
                                          JB_F(jb_parts_datum(p, "lower_box_", p->field)),
                                          JB_F(jb_parts_datum(p, "upper_box_", p->field)))));
    if (color)
        jb_put_all(&condition, color);
    else
        jb_put(&condition, "value", value ? value : jb_parts_text(p, JB_S("#4c78a8")));
    jb_put(&def, "condition", jb_made_map(&condition));
    jb_put_all(&m, plain);
    jb_put(&m, "size", size);
    jb_put(&m, "color", jb_made_map(&def));
    return jb_made_map(&m);
}

static void add_box(const jb_parts *p, jb_maker *layers, const jb_node *plain, const jb_node *tip)
{
    const jb_node *invalid = jb_node_get(p->mark, JB_S("invalid"));
    const jb_node *size = jb_mark_config(p->config, p->mark, "size");
    const jb_node *general = jb_node_get(jb_node_get(p->config, JB_S("boxplot")), JB_S("median"));
    jb_maker bar = jb_parts_mark_of(p, "bar"), tick = jb_parts_mark_of(p, "tick");
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
    jb_put_text(&tick, "orient", jb_str_of(jb_parts_across(p)));
    jb_put_bool(&tick, "aria", false);
    jb_parts_add(p, layers,
                 &(jb_part){"box", jb_made_map(&bar), "lower_box_", "upper_box_", p->rest, tip});
    jb_parts_add(
        p, layers,
        &(jb_part){"median", jb_made_map(&tick), "mid_box_", NULL, median_encoding(p, plain), tip});
}

/* lower_box - k * (upper_box - lower_box), or upper_box + … */
static jb_str whisker_end(const jb_parts *p, const jb_node *extent, bool upper)
{
    jb_str low = jb_parts_datum(p, "lower_box_", p->field),
           high = jb_parts_datum(p, "upper_box_", p->field);
    return jb_str_printf(p->cx->keep, "%.*s %c %.*s * (%.*s - %.*s)", JB_F(upper ? high : low),
                         upper ? '+' : '-', JB_F(jb_number_text(p->cx->keep, extent->number)),
                         JB_F(high), JB_F(low));
}

/* Whether a definition reads what is computed over groups, which single rows do not have. */
static bool reads_aggregate(const jb_parts *p, const jb_node *def)
{
    const jb_node *field = jb_node_has(def, "field");
    for (size_t i = 0; field && field->kind == JB_NODE_STRING && i < p->aggregates.items.n; i++) {
        const jb_node *as = jb_node_has(p->aggregates.items.at[i], "as");
        if (as && jb_str_eq(as->text, field->text))
            return true;
    }
    return false;
}

static const jb_node *over_rows(const jb_parts *p, const jb_node *encoding)
{
    jb_maker m = jb_make(p->cx, encoding->span);
    for (size_t i = 0; i < encoding->n; i++)
        if (!reads_aggregate(p, encoding->members[i].value))
            jb_put_key(&m, encoding->members[i].key, encoding->members[i].key_span,
                       encoding->members[i].value);
    return jb_made_map(&m);
}

/* Rows beyond the whiskers, one point each. */
static const jb_node *outliers(const jb_parts *p, const jb_node *plain, jb_str low, jb_str high)
{
    jb_maker look = jb_parts_mark_of(p, "point");
    const jb_node *mark = jb_parts_mark(p, "outliers", jb_made_map(&look));
    if (!mark)
        return NULL;
    jb_str value = jb_parts_datum(p, "", p->field);
    jb_maker encoding = jb_make(p->cx, p->unit->span), view = jb_make(p->cx, p->unit->span);
    jb_maker steps = jb_make(p->cx, p->unit->span);
    jb_add(&steps,
           jb_parts_filter(p, jb_str_printf(p->cx->keep, "(%.*s < %.*s) || (%.*s > %.*s)",
                                            JB_F(value), JB_F(low), JB_F(value), JB_F(high))));
    jb_parts_put_measure(p, &encoding, p->field);
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
static const jb_node *tukey_whiskers(jb_parts *p, const jb_node *plain, jb_str low, jb_str high,
                                     const jb_node *before)
{
    jb_str value = jb_parts_datum(p, "", p->field);
    jb_maker view = jb_make(p->cx, p->unit->span), layers = jb_make(p->cx, p->unit->span);
    jb_maker ends = jb_make(p->cx, p->unit->span), steps = jb_make(p->cx, p->unit->span);
    add_extremes(p, &ends, true);
    jb_add(&ends, jb_parts_step(p, "min", jb_parts_name(p, "lower_box_", p->field),
                                jb_parts_name(p, "lower_box_", p->field)));
    jb_add(&ends, jb_parts_step(p, "max", jb_parts_name(p, "upper_box_", p->field),
                                jb_parts_name(p, "upper_box_", p->field)));
    jb_add_all(&ends, jb_made_list(&p->aggregates));
    jb_add_all(&steps, before);
    jb_add(&steps,
           jb_parts_filter(p, jb_str_printf(p->cx->keep, "(%.*s <= %.*s) && (%.*s <= %.*s)",
                                            JB_F(low), JB_F(value), JB_F(value), JB_F(high))));
    jb_add(&steps, jb_parts_grouped(p, "aggregate", &ends));
    add_whiskers(p, &layers, plain, whisker_tooltip(p));
    jb_put(&view, "transform", jb_made_list(&steps));
    jb_put(&view, "layer", jb_made_list(&layers));
    return jb_made_map(&view);
}

static const jb_node *outliers_and_whiskers(jb_parts *p, const jb_node *plain,
                                            const jb_node *extent)
{
    jb_str low = whisker_end(p, extent, false), high = whisker_end(p, extent, true);
    jb_maker steps = jb_make(p->cx, p->unit->span), quartiles = jb_make(p->cx, p->unit->span);
    jb_add_all(&steps, jb_made_list(&p->steps));
    add_quartiles(p, &quartiles);
    jb_add(&steps, jb_parts_grouped(p, "joinaggregate", &quartiles));
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
static void put_box(jb_parts *p, jb_maker *view, const jb_node *plain, bool whole)
{
    jb_maker steps = jb_make(p->cx, p->unit->span), all = jb_make(p->cx, p->unit->span);
    jb_maker layers = jb_make(p->cx, p->unit->span);
    jb_add_all(&all, jb_made_list(&p->aggregates));
    add_quartiles(p, &all);
    jb_add(&all, jb_parts_step(p, "median", p->field, jb_parts_name(p, "mid_box_", p->field)));
    add_extremes(p, &all, whole);
    jb_add_all(&steps, jb_node_get(jb_made_map(view), JB_S("transform")));
    jb_add_all(&steps, jb_made_list(&p->steps));
    jb_add(&steps, jb_parts_grouped(p, "aggregate", &all));
    if (whole)
        add_whiskers(p, &layers, plain, box_tooltip(p, true));
    add_box(p, &layers, plain, box_tooltip(p, whole));
    jb_put(view, "transform", jb_made_list(&steps));
    jb_put(view, "layer", jb_made_list(&layers));
}

static const jb_node *extent_of(const jb_parts *p)
{
    const jb_node *own = jb_node_has(p->mark, "extent");
    return own ? own : jb_node_get(jb_node_get(p->config, p->name), JB_S("extent"));
}

const jb_node *jb_parts_boxplot(jb_parts *p, const jb_node *encoding)
{
    if (!jb_parts_orient(p, encoding))
        return p->unit;
    const jb_node *extent = extent_of(p);
    p->rest =
        jb_parts_encoding(p, part_tooltip(p, jb_node_without(p->cx, encoding, jb_parts_axis(p))));
    const jb_node *plain = jb_node_without(p->cx, jb_node_without(p->cx, p->rest, "size"), "color");
    jb_maker m = jb_make(p->cx, p->unit->span), box = m, layers = m;
    jb_put_all(&m, jb_parts_outer(p));
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
