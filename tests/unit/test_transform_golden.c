/* Expressions and transforms beside what Vega makes of them (tests/golden/transform): numbers agree
 * to 12 digits, all else exactly. Members that Vega leaves undefined are null here. */
#include <math.h>

#include "test.h"

#include "data/read.h"
#include "grammar/spec.h"
#include "transform/transform.h"

static FILE *open_golden(const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "tests/golden/transform/%s", name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    return file;
}

static char line[1 << 16];

/* The next line that is no comment, without its end. */
static bool next_line(FILE *file)
{
    do {
        if (!fgets(line, sizeof line, file))
            return false;
    } while (line[0] == '#');
    line[strcspn(line, "\n")] = 0;
    return true;
}

static bool alike(jb_value a, jb_value b)
{
    double l = jb_value_measure(a), r = jb_value_measure(b);
    if (a.type == JB_LISTED && b.type == JB_LISTED) {
        bool same = a.n == b.n;
        for (uint32_t i = 0; same && i < a.n; i++)
            same = alike(a.items[i], b.items[i]);
        return same;
    }
    if (a.type != JB_TEXT && !isnan(l) && !isnan(r))
        return l == r || fabs(l - r) <= 1e-12 * fmax(fabs(l), fabs(r));
    return jb_value_eq(a, b);
}

/* What is in one object and not null is alike in the other. */
static bool within(jb_value a, jb_value b)
{
    for (uint32_t i = 0; i < a.n; i++) {
        jb_value other = jb_null();
        for (uint32_t k = 0; k < b.n; k++)
            if (jb_str_eq(a.members[i].name, b.members[k].name))
                other = b.members[k].value;
        jb_value v = a.members[i].value;
        bool same =
            v.type == JB_OBJECT && other.type == JB_OBJECT ? within(v, other) : alike(v, other);
        if (v.type != JB_NULL && !same)
            return false;
    }
    return true;
}

static jb_value from_json(jb_ctx *cx, jb_str json)
{
    jb_value v;
    assert_true(jb_json_read(cx, jb_source_new(cx->keep, JB_S("golden"), json), &v));
    return v;
}

static jb_str as_json(jb_ctx *cx, jb_value v)
{
    jb_buf b = jb_buf_new(cx->keep);
    if (v.type == JB_NULL && v.scale)
        jb_buf_add(&b, JB_S("undefined"));
    else if (v.type == JB_NUMBER && !isfinite(v.number))
        jb_buf_add(&b, jb_value_text(cx->keep, v));
    else
        jb_value_json(&b, v);
    return b.text;
}

static void expressions(void **state)
{
    (void)state;
    FILE *file = open_golden("expressions.txt");
    size_t n = 0;
    for (; next_line(file); n++) {
        jb_ctx cx = test_ctx();
        char *tab = strchr(line, '\t');
        assert_non_null(tab);
        jb_str expr = {line, (size_t)(tab - line)}, expected = jb_str_of(tab + 1);
        const jb_source *source = jb_source_new(cx.keep, JB_S("golden"), expr);
        jb_value v;
        if (!jb_expr_evaluate(&cx, expr, jb_span_of(source), NULL, &v))
            fail_msg("%s\n%.*s", line, JB_F(jb_messages_show(&cx, false)));
        jb_str actual = as_json(&cx, v);
        bool plain = jb_str_eq(actual, expected);
        bool json = !plain && !jb_str_eq(expected, JB_S("undefined")) &&
                    !jb_str_eq(expected, JB_S("NaN")) &&
                    (expected.p[0] == '[' || expected.p[0] == '-' ||
                     (expected.p[0] >= '0' && expected.p[0] <= '9'));
        if (!plain && !(json && alike(from_json(&cx, actual), from_json(&cx, expected))))
            fail_msg("%s\nhere: %.*s", line, JB_F(actual));
        test_ctx_end(&cx);
    }
    assert_true(n > 350);
    fclose(file);
}

static jb_value rows_of(jb_ctx *cx, const jb_table *t)
{
    jb_value *rows = JB_NEW_N(cx->keep, jb_value, t->rows + 1);
    for (size_t r = 0; r < t->rows; r++) {
        jb_field_value *members = JB_NEW_N(cx->keep, jb_field_value, t->columns_n + 1);
        for (size_t c = 0; c < t->columns_n; c++)
            members[c] = (jb_field_value){t->columns[c].name, jb_cell(&t->columns[c], r)};
        rows[r] = (jb_value){.type = JB_OBJECT, .n = (uint32_t)t->columns_n, .members = members};
    }
    return (jb_value){.type = JB_LISTED, .n = (uint32_t)t->rows, .items = rows};
}

static const jb_table *run_case(jb_ctx *cx, jb_str json)
{
    const jb_node *root = jb_tree_read(cx, jb_source_new(cx->keep, JB_S("golden"), json), JB_JSON);
    const jb_node *steps = jb_node_get(root, JB_S("transform"));
    const jb_read_options vega = {.parsing = JB_PARSE_VEGA};
    const jb_transform_spec *specs[20];
    assert_true(steps->n <= JB_COUNT(specs));
    for (size_t i = 0; i < steps->n; i++)
        specs[i] = jb_spec_object(cx, &jb_transform_class, steps->items[i]);
    const jb_table *table =
        jb_table_from_node(cx, JB_S("data"), jb_node_get(root, JB_S("values")), &vega);
    jb_scope scope = {0};
    return table && !jb_failed(cx) ? jb_transform_run(cx, specs, steps->n, table, &scope) : NULL;
}

/* Instants are written as text by Vega's JSON. */
static jb_value without_dates(jb_ctx *cx, jb_value rows)
{
    return from_json(cx, as_json(cx, rows));
}

static void tables(void **state)
{
    (void)state;
    FILE *file = open_golden("tables.txt");
    size_t n = 0;
    for (; next_line(file); n++) {
        jb_ctx cx = test_ctx();
        jb_str input = jb_str_dup(cx.keep, jb_str_of(line));
        const jb_table *table = run_case(&cx, input);
        if (!table)
            fail_msg("%.*s\n%.*s", JB_F(input), JB_F(jb_messages_show(&cx, false)));
        jb_value actual = without_dates(&cx, rows_of(&cx, table));
        assert_true(next_line(file));
        jb_value expected = from_json(&cx, jb_str_of(line));
        bool same = actual.n == expected.n;
        for (uint32_t i = 0; same && i < actual.n; i++)
            same = within(expected.items[i], actual.items[i]);
        if (!same)
            fail_msg("%.*s\nhere: %.*s\nVega: %s", JB_F(input), JB_F(as_json(&cx, actual)), line);
        test_ctx_end(&cx);
    }
    assert_true(n > 50);
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(expressions), cmocka_unit_test(tables)};
    return cmocka_run_group_tests_name("transform golden", tests, NULL, NULL);
}
