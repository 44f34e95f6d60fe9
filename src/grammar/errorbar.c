/* Error bars and error bands: an interval computed, given by its ends or by its errors. */
#include "grammar/parts.h"

typedef enum input { RAW, UPPER_LOWER, ERROR } input;

/* What the error is computed from, and what the tooltip tells about it. */
typedef struct error {
    input input;
    jb_maker aggregates, calculates;
    jb_parts_row rows[4];
    size_t rows_n;
} error;

static const jb_node *beside(const jb_parts *p, const jb_node *encoding, const char *what)
{
    return jb_node_has(encoding, jb_str_c(p->cx->keep, jb_str_printf(p->cx->keep, "%s%s",
                                                                     jb_parts_axis(p), what)));
}

static bool find_input(jb_parts *p, const jb_node *encoding, error *e)
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
        return jb_parts_orient(p, encoding);
    if (wrong) {
        jb_parts_fail(p, wrong->span, "it has either a second end or errors, not both");
        return false;
    }
    p->measure = jb_node_has(encoding, jb_parts_axis(p));
    if (!p->measure || !jb_def_continuous(p->measure) || !jb_node_has(p->measure, "field")) {
        jb_parts_fail(p, p->mark->span, "the axis of its values must be quantitative");
        return false;
    }
    p->measure = jb_node_without(p->cx, p->measure, "aggregate");
    p->field = jb_node_get(p->measure, JB_S("field"))->text;
    return true;
}

static void add_row(error *e, const char *prefix, jb_str title)
{
    e->rows[e->rows_n++] = (jb_parts_row){prefix, title};
}

static void measure_deviation(const jb_parts *p, error *e, const char *center, const char *extent)
{
    jb_str mid = jb_parts_datum(p, "center_", p->field),
           by = jb_parts_datum(p, "extent_", p->field);
    jb_str title = jb_parts_capital(p->cx, jb_str_of(center));
    jb_add(&e->aggregates,
           jb_parts_step(p, extent, p->field, jb_parts_name(p, "extent_", p->field)));
    jb_add(&e->aggregates,
           jb_parts_step(p, center, p->field, jb_parts_name(p, "center_", p->field)));
    jb_add(&e->calculates,
           jb_parts_calculate(p, jb_str_printf(p->cx->keep, "%.*s + %.*s", JB_F(mid), JB_F(by)),
                              "upper_"));
    jb_add(&e->calculates,
           jb_parts_calculate(p, jb_str_printf(p->cx->keep, "%.*s - %.*s", JB_F(mid), JB_F(by)),
                              "lower_"));
    add_row(e, "center_", jb_parts_title_of(p, jb_str_c(p->cx->keep, title)));
    add_row(e, "upper_",
            jb_parts_title_of(p, jb_str_c(p->cx->keep, jb_str_printf(p->cx->keep, "%.*s + %s",
                                                                     JB_F(title), extent))));
    add_row(e, "lower_",
            jb_parts_title_of(p, jb_str_c(p->cx->keep, jb_str_printf(p->cx->keep, "%.*s - %s",
                                                                     JB_F(title), extent))));
}

static void measure_quantiles(const jb_parts *p, error *e, bool ci)
{
    const char *ops[] = {ci ? "ci0" : "q1", ci ? "ci1" : "q3", ci ? "mean" : "median"};
    static const char *const prefixes[] = {"lower_", "upper_", "center_"};
    static const size_t told[] = {1, 0, 2};
    for (size_t i = 0; i < 3; i++)
        jb_add(&e->aggregates,
               jb_parts_step(p, ops[i], p->field, jb_parts_name(p, prefixes[i], p->field)));
    for (size_t i = 0; i < 3; i++)
        add_row(e, prefixes[told[i]],
                jb_str_printf(p->cx->keep, "%.*s of %.*s",
                              JB_F(jb_parts_capital(p->cx, jb_str_of(ops[told[i]]))),
                              JB_F(p->field)));
}

static void measure_raw(jb_parts *p, error *e)
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
        jb_parts_fail(p, extent->span, "its extent can be ci, stderr, stdev or iqr");
}

static jb_str field_name(const jb_node *def)
{
    const jb_node *field = jb_node_has(def, "field");
    return field && field->kind == JB_NODE_STRING ? field->text : (jb_str){0};
}

static void add_end(const jb_parts *p, error *e, const char *prefix, jb_str expression,
                    jb_str title)
{
    jb_add(&e->calculates, jb_parts_calculate(p, expression, prefix));
    add_row(e, prefix, title);
}

static void measure_ends(jb_parts *p, const jb_node *encoding, error *e)
{
    jb_str other = field_name(beside(p, encoding, "2"));
    add_end(p, e, "upper_", jb_parts_datum(p, "", other), other);
    add_end(p, e, "lower_", jb_parts_datum(p, "", p->field), p->field);
}

static void add_error_end(const jb_parts *p, error *e, const char *prefix, char sign, jb_str by)
{
    add_end(p, e, prefix,
            jb_str_printf(p->cx->keep, "%.*s %c %.*s", JB_F(jb_parts_datum(p, "", p->field)), sign,
                          JB_F(jb_parts_datum(p, "", by))),
            jb_str_printf(p->cx->keep, "%.*s %c %.*s", JB_F(p->field), sign, JB_F(by)));
}

static void measure_errors(jb_parts *p, const jb_node *encoding, error *e)
{
    const jb_node *first = beside(p, encoding, "Error"), *second = beside(p, encoding, "Error2");
    if (!first) {
        jb_parts_fail(p, second->span, "the second error needs the first");
        return;
    }
    add_row(e, "", p->field);
    add_error_end(p, e, "upper_", '+', field_name(first));
    add_error_end(p, e, "lower_", second ? '+' : '-', field_name(second ? second : first));
}

static const jb_node *without_axis(const jb_parts *p, const jb_node *encoding)
{
    static const char *const words[] = {"", "2", "Error", "Error2"};
    for (size_t i = 0; i < JB_COUNT(words); i++)
        encoding = jb_node_without(
            p->cx, encoding,
            jb_str_c(p->cx->keep, jb_str_printf(p->cx->keep, "%s%s", jb_parts_axis(p), words[i])));
    return encoding;
}

/* The rows with lower_, upper_ and perhaps center_ of the field, and the tooltip that tells them.
 */
static bool measure_error(jb_parts *p, const jb_node *encoding, jb_maker *view, const jb_node **tip)
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
    p->rest = jb_parts_encoding(p, without_axis(p, encoding));
    jb_maker steps = jb_make(p->cx, p->unit->span), all = jb_make(p->cx, p->unit->span);
    jb_add_all(&all, jb_made_list(&p->aggregates));
    jb_add_all(&all, jb_made_list(&e.aggregates));
    if (e.input != RAW)
        p->groups = jb_make(p->cx, p->unit->span);
    jb_add_all(&steps, jb_node_get(p->unit, JB_S("transform")));
    jb_add_all(&steps, jb_made_list(&p->steps));
    if (all.items.n)
        jb_add(&steps, jb_parts_grouped(p, "aggregate", &all));
    jb_add_all(&steps, jb_made_list(&e.calculates));
    jb_put_all(view, jb_parts_outer(p));
    jb_put(view, "transform", jb_made_list(&steps));
    *tip = jb_parts_tooltip(p, e.rows, e.rows_n);
    return !p->failed;
}

const jb_node *jb_parts_errorbar(jb_parts *p, const jb_node *encoding)
{
    jb_maker view = jb_make(p->cx, p->unit->span), layers = jb_make(p->cx, p->unit->span);
    const jb_node *tip;
    if (!measure_error(p, encoding, &view, &tip))
        return p->unit;
    const jb_node *shared = jb_node_without(p->cx, p->rest, "size");
    jb_maker tick = jb_parts_mark_of(p, "tick"), rule = jb_parts_mark_of(p, "rule");
    jb_put_text(&tick, "orient", jb_str_of(jb_parts_across(p)));
    jb_put_bool(&tick, "aria", false);
    jb_put(&tick, "thickness", jb_node_get(p->mark, JB_S("thickness")));
    jb_put(&tick, "size", jb_node_get(p->mark, JB_S("size")));
    jb_put_text(&rule, "ariaRoleDescription", JB_S("errorbar"));
    jb_put(&rule, "size", jb_node_get(p->mark, JB_S("thickness")));
    const jb_part all[] = {
        {"ticks", jb_made_map(&tick), "lower_", NULL, shared, tip},
        {"ticks", jb_made_map(&tick), "upper_", NULL, shared, tip},
        {"rule", jb_made_map(&rule), "lower_", "upper_", shared, tip},
    };
    for (size_t i = 0; i < JB_COUNT(all); i++)
        jb_parts_add(p, &layers, &all[i]);
    if (layers.items.n == 1)
        jb_put_all(&view, layers.items.at[0]);
    else
        jb_put(&view, "layer", jb_made_list(&layers));
    return jb_made_map(&view);
}

const jb_node *jb_parts_errorband(jb_parts *p, const jb_node *encoding)
{
    jb_maker view = jb_make(p->cx, p->unit->span), layers = jb_make(p->cx, p->unit->span);
    const jb_node *tip;
    if (!measure_error(p, encoding, &view, &tip))
        return p->unit;
    bool plane = jb_node_has(encoding, "x") && jb_node_has(encoding, "y");
    jb_maker band = jb_parts_mark_of(p, plane ? "area" : "rect"),
             border = jb_parts_mark_of(p, plane ? "line" : "rule");
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
    const jb_part all[] = {
        {"band", jb_made_map(&band), "lower_", "upper_", p->rest, tip},
        {"borders", jb_made_map(&border), "lower_", NULL, p->rest, tip},
        {"borders", jb_made_map(&border), "upper_", NULL, p->rest, tip},
    };
    for (size_t i = 0; i < JB_COUNT(all); i++)
        jb_parts_add(p, &layers, &all[i]);
    jb_put(&view, "layer", jb_made_list(&layers));
    return jb_made_map(&view);
}
