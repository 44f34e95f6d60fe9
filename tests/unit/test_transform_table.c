/* Our own tools: the options of the table command, null as what is not known, exact sums, messages
 * with their place, and what must hold for any table. Figures worked out by hand. */
#include <math.h>
#include <stdlib.h>

#include "test.h"

#include "data/read.h"
#include "data/write.h"
#include "grammar/spec.h"
#include "transform/transform.h"

static const char towns[] = "县,类别,资金,人数,日期\n"
                            "临猗,路,10.1,3,2024-01-05\n"
                            "新绛,渠,20.2,,2024-02-07\n"
                            "临猗,渠,,4,2024-03-09\n"
                            "盐湖,路,0.3,5,2025-01-01\n"
                            "新绛,路,-5,6,\n";

static const jb_table *read_csv(jb_ctx *cx, const char *text)
{
    const jb_source *source = jb_source_new(cx->keep, JB_S("t.csv"), jb_str_of(text));
    const jb_read_options options = {.parsing = JB_PARSE_SCHEMA, .format = JB_S("csv")};
    const jb_table *table = jb_table_read_source(cx, source, &options);
    assert_non_null(table);
    return table;
}

/* The options as on the command line; NULL where there is none. */
typedef struct given {
    const char *where, *group_by, *agg, *sort;
    int limit; /* -1: none */
} given;

static const jb_table *run(jb_ctx *cx, const jb_table *table, given g)
{
    jb_table_options options = {jb_str_of(g.where), jb_str_of(g.group_by),
                                jb_str_of(g.agg),   jb_str_of(g.sort),
                                g.limit >= 0,       g.limit >= 0 ? (size_t)g.limit : 0};
    const jb_transform_spec *const *steps;
    size_t n;
    jb_scope scope = {.own = true};
    if (!jb_table_options_read(cx, &options, &steps, &n))
        return NULL;
    return jb_transform_run(cx, steps, n, table, &scope);
}

static jb_str as_csv(jb_ctx *cx, const jb_table *t)
{
    jb_buf b = jb_buf_new(cx->keep);
    for (size_t c = 0; c < t->columns_n; c++) {
        jb_buf_add(&b, c ? JB_S(",") : JB_S(""));
        jb_buf_add(&b, t->columns[c].name);
    }
    for (size_t r = 0; r < t->rows; r++)
        for (size_t c = 0; c < t->columns_n; c++) {
            jb_value v = jb_cell(&t->columns[c], r);
            jb_buf_add(&b, c ? JB_S(",") : JB_S("|"));
            if (v.type != JB_NULL)
                jb_buf_add(&b, jb_value_text(cx->keep, v));
        }
    return b.text;
}

static void options(void **state)
{
    (void)state;
    static const struct {
        given g;
        const char *csv;
    } rows[] = {
        {{"资金 > 0", NULL, NULL, NULL, -1},
         "县,类别,资金,人数,日期|临猗,路,10.1,3,2024-01-05|新绛,渠,20.2,,2024-02-07|盐湖,路,0.3,5,"
         "2025-01-01"},
        {{"datum['资金'] <= 0.3 && 县 != '新绛'", NULL, NULL, NULL, -1},
         "县,类别,资金,人数,日期|盐湖,路,0.3,5,2025-01-01"},
        {{"日期 >= '2024-02-07'", NULL, "count()", NULL, -1}, "count|3"},
        {{"year(日期) == 2024", NULL, "count()", NULL, -1}, "count|3"},
        {{"人数 + 1 > 4", NULL, "count()", NULL, -1}, "count|3"},
        {{"资金 == null", NULL, "count(), max(人数) as m", NULL, -1}, "count,m|1,4"},
        {{"资金 > 1000", NULL, "count(), sum(资金)", NULL, -1}, "count,sum_资金|0,"},
        {{NULL, "县", "count(), sum(资金) as 合计, valid(资金), missing(资金)", NULL, -1},
         "县,count,合计,valid_资金,missing_资金|临猗,2,10.1,1,1|新绛,2,15.2,2,0|盐湖,1,0.3,1,0"},
        {{NULL, "县,类别", NULL, "县, 类别 desc", -1},
         "县,类别|临猗,路|临猗,渠|新绛,路|新绛,渠|盐湖,路"},
        {{NULL, NULL, "sum(资金), mean(人数), median(资金), min(日期), max(日期), distinct(县)",
          NULL, -1},
         "sum_资金,mean_人数,median_资金,min_日期,max_日期,distinct_县|25.6,4.5,5.2,2024-01-05,"
         "2025-01-01,3"},
        {{NULL, NULL, "q1(人数), q3(人数), stdevp(人数), product(人数)", NULL, -1},
         "q1_人数,q3_人数,stdevp_人数,product_人数|3.75,5.25,1.118033988749895,360"},
        {{NULL, NULL, NULL, "资金 desc", 2},
         "县,类别,资金,人数,日期|新绛,渠,20.2,,2024-02-07|临猗,路,10.1,3,2024-01-05"},
        {{NULL, NULL, NULL, "资金", 2},
         "县,类别,资金,人数,日期|临猗,渠,,4,2024-03-09|新绛,路,-5,6,"},
        {{NULL, "`县`", "sum(\"资金\") as `总, 额`", "`总, 额` asc", 1}, "县,总, 额|盐湖,0.3"},
        {{NULL, NULL, NULL, NULL, 0}, "县,类别,资金,人数,日期"}};
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_ctx cx = test_ctx();
        const jb_table *table = run(&cx, read_csv(&cx, towns), rows[i].g);
        if (!table || cx.messages.n)
            fail_msg("%zu: %.*s", i, JB_F(jb_messages_show(&cx, false)));
        assert_str(as_csv(&cx, table), rows[i].csv);
        test_ctx_end(&cx);
    }
}

/* Each mistake at its place in the option, each with exit 2. */
static void mistakes(void **state)
{
    (void)state;
    static const struct {
        given g;
        const char *message;
    } rows[] = {
        {{"资金 >", NULL, NULL, NULL, -1},
         "--where:1:5: error: the expression ends where an operand is expected"},
        {{"资金 = 3", NULL, NULL, NULL, -1}, "--where:1:4: error: expected an operator, found “=”"},
        {{"资全 > 3", NULL, NULL, NULL, -1}, "--where:1:1: error: no name “资全” is known here"},
        {{"datum.资 > 3", NULL, NULL, NULL, -1}, "--where:1:1: error: no column “资” in t.csv"},
        {{"县 > 3", NULL, NULL, NULL, -1}, "--where:1:1: error: this compares text with a number"},
        {{"县 * 2 > 3", NULL, NULL, NULL, -1},
         "--where:1:1: error: a number is needed here, and this is text"},
        {{"日期 > 'soon'", NULL, NULL, NULL, -1},
         "--where:1:1: error: this compares a date with text"},
        {{"资金 > sums(3)", NULL, NULL, NULL, -1}, "--where:1:6: error: no function “sums”"},
        {{"资金 > abs()", NULL, NULL, NULL, -1},
         "--where:1:6: error: the number of arguments of abs is 0, not 1"},
        {{"资金 ＞ 3", NULL, NULL, NULL, -1},
         "--where:1:4: error: “＞” has no meaning in an expression"},
        {{"县 == '临猗", NULL, NULL, NULL, -1},
         "--where:1:6: error: a text without its closing quote"},
        {{"now() > 3", NULL, NULL, NULL, -1},
         "--where:1:1: error: the time of the run would make every output different"},
        {{"test(/(a/, 县)", NULL, NULL, NULL, -1},
         "--where:1:6: error: the regular expression is wrong at character 3: "
         "missing closing parenthesis"},
        {{NULL, "县,,类别", NULL, NULL, -1},
         "--group-by:1:3: error: a column's name is missing here"},
        {{NULL, "具", NULL, NULL, -1}, "--group-by:1:1: error: no column “具” in t.csv"},
        {{NULL, NULL, "sum", NULL, -1},
         "--agg:1:1: error: an aggregate is written op(column) as name"},
        {{NULL, NULL, "count(), sum(县)", NULL, -1},
         "--agg:1:14: error: sum needs numbers, and “县” is text"},
        {{NULL, NULL, "count(资金)", NULL, -1},
         "--agg:1:7: error: count counts rows and takes no column"},
        {{NULL, NULL, "sum()", NULL, -1}, "--agg:1:1: error: sum needs a column"},
        {{NULL, NULL, NULL, "资金 desc, 人", -1}, "--sort:1:10: error: no column “人” in t.csv"}};
    unsetenv("SOURCE_DATE_EPOCH");
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_ctx cx = test_ctx();
        assert_null(run(&cx, read_csv(&cx, towns), rows[i].g));
        jb_str shown = jb_messages_show(&cx, false);
        ptrdiff_t end = jb_str_find(shown, JB_S("\n"));
        assert_str(jb_str_cut(shown, 0, (size_t)end), rows[i].message);
        assert_int_equal(cx.status, JB_WRONG_USAGE);
        test_ctx_end(&cx);
    }
}

/* All mistakes of an expression in one run. */
static void all_mistakes(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const given g = {"甲 > 1 && sums(乙) > 2", NULL, NULL, NULL, -1};
    assert_null(run(&cx, read_csv(&cx, towns), g));
    assert_int_equal(jb_errors(&cx), 3);
    test_ctx_end(&cx);
}

static void depth_has_a_limit(void **state)
{
    (void)state;
    static char deep[5000];
    jb_ctx cx = test_ctx();
    memset(deep, '(', 2000);
    deep[2000] = '1';
    memset(deep + 2001, ')', 2000);
    const jb_source *source = jb_source_new(cx.keep, JB_S("e"), jb_str_of(deep));
    assert_null(jb_expr_read(&cx, source->text, jb_span_of(source)));
    assert_str(cx.messages.at[0].text, "the expression is nested deeper than 256 levels");
    assert_int_equal(cx.messages.n, 1);
    test_ctx_end(&cx);
}

/* A pattern that would take for ever is ended by its budget, and said. */
static void patterns_have_a_budget(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_value v;
    jb_str expr = JB_S("test(/^(a+)+$/, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')");
    const jb_source *source = jb_source_new(cx.keep, JB_S("e"), expr);
    assert_false(jb_expr_evaluate(&cx, expr, (jb_span){source, 0, expr.n}, NULL, &v));
    assert_str(cx.messages.at[0].text, "the regular expression takes more than 1048576 steps");
    test_ctx_end(&cx);
}

/* A mistake in an expression inside JSON is shown at its character there. */
static void places_inside_json(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_source *source =
        jb_source_new(cx.keep, JB_S("s.json"), JB_S("{\"e\":\n  \"1 + * 2\"}"));
    const jb_node *node = jb_node_get(jb_tree_read(&cx, source, JB_JSON), JB_S("e"));
    assert_null(jb_expr_read(&cx, node->text, node->span));
    jb_place place = jb_span_place(cx.messages.at[0].span);
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 8);
    test_ctx_end(&cx);
}

/* ---- what must hold for any table ---- */

static const jb_table *random_table(jb_ctx *cx, size_t rows)
{
    uint64_t bits = 88172645463325252u;
    jb_value *g = JB_NEW_N(cx->keep, jb_value, rows), *x = JB_NEW_N(cx->keep, jb_value, rows);
    jb_column *columns = JB_NEW_N(cx->keep, jb_column, 2);
    for (size_t i = 0; i < rows; i++) {
        bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
        g[i] = jb_int((int64_t)(bits % 17));
        x[i] = bits % 23 ? (jb_value){.type = JB_DECIMAL,
                                      .scale = 2,
                                      .integer = (int64_t)(bits >> 20 & 0xFFFFFF) - 8000000}
                         : jb_null();
    }
    columns[0] = jb_column_of(cx->keep, JB_S("g"), g, rows);
    columns[1] = jb_column_of(cx->keep, JB_S("x"), x, rows);
    return jb_table_make(cx->keep, JB_S("random"), rows, columns, 2);
}

/* The sums of the groups make the sum of the whole, exactly, and so do their counts. */
static void groups_make_the_whole(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_table *all = random_table(&cx, 5000);
    const jb_table *groups =
        run(&cx, all, (given){NULL, "g", "sum(x) as x, count() as n", NULL, -1});
    const jb_table *of_groups =
        run(&cx, groups, (given){NULL, NULL, "sum(x) as x, sum(n) as n", NULL, -1});
    const jb_table *whole =
        run(&cx, all, (given){NULL, NULL, "sum(x) as x, count() as n", NULL, -1});
    assert_int_equal(groups->rows, 17);
    assert_str(as_csv(&cx, of_groups), jb_str_c(cx.keep, as_csv(&cx, whole)));
    test_ctx_end(&cx);
}

static void medians_are_in_the_middle(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_table *all =
        run(&cx, random_table(&cx, 1001), (given){"x != null", NULL, NULL, "x", -1});
    for (size_t r = 1; r < all->rows; r++)
        assert_true(jb_value_cmp(jb_cell(&all->columns[1], r - 1), jb_cell(&all->columns[1], r)) <=
                    0);
    const jb_table *m =
        run(&cx, all, (given){NULL, NULL, "median(x), min(x), max(x), q1(x)", NULL, -1});
    size_t n = all->rows;
    jb_value low = jb_cell(&all->columns[1], (n - 1) / 2), high = jb_cell(&all->columns[1], n / 2);
    double middle = (jb_value_number(low) + jb_value_number(high)) / 2;
    assert_true(jb_cell_number(&m->columns[0], 0) == middle);
    assert_true(jb_value_eq(jb_cell(&m->columns[1], 0), jb_cell(&all->columns[1], 0)));
    assert_true(jb_value_eq(jb_cell(&m->columns[2], 0), jb_cell(&all->columns[1], n - 1)));
    double q1 = jb_cell_number(&m->columns[3], 0), quarter = (double)(n - 1) / 4;
    assert_true(q1 >= jb_cell_number(&all->columns[1], (size_t)quarter));
    assert_true(q1 <= jb_cell_number(&all->columns[1], (size_t)quarter + 1));
    test_ctx_end(&cx);
}

/* Sorting is stable and both ways: equal rows stay as they were. */
static void sorting_is_stable(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_table *all = random_table(&cx, 3000);
    int64_t *at = JB_NEW_N(cx.keep, int64_t, all->rows);
    for (size_t r = 0; r < all->rows; r++)
        at[r] = (int64_t)r;
    const jb_column number = {.name = JB_S("at"), .type = JB_INT, .integers = at};
    all = jb_table_with(cx.keep, all, &number);
    for (int down = 0; down < 2; down++) {
        const jb_table *sorted =
            run(&cx, all, (given){NULL, NULL, NULL, down ? "g desc" : "g", -1});
        for (size_t r = 1; r < sorted->rows; r++) {
            int c =
                jb_value_cmp(jb_cell(&sorted->columns[0], r - 1), jb_cell(&sorted->columns[0], r));
            assert_true(down ? c >= 0 : c <= 0);
            if (!c)
                assert_true(sorted->columns[2].integers[r - 1] < sorted->columns[2].integers[r]);
        }
    }
    test_ctx_end(&cx);
}

/* What is filtered and sorted still knows its records. */
static void rows_keep_their_records(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_table *t =
        run(&cx, read_csv(&cx, towns), (given){"县 == '新绛'", NULL, NULL, "资金", -1});
    assert_int_equal(t->rows, 2);
    assert_int_equal(jb_span_place(jb_cell_span(&cx, t, 0, JB_S("资金"))).line, 6);
    assert_int_equal(jb_span_place(jb_cell_span(&cx, t, 1, JB_S("资金"))).line, 3);
    test_ctx_end(&cx);
}

/* A figure over values that are none says so, with the place of the first. */
static void values_left_out_are_counted(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_source *source = jb_source_new(cx.keep, JB_S("t.csv"), JB_S("x\n1\n约3\n4\n未详\n"));
    const jb_read_options vega = {.parsing = JB_PARSE_VEGA, .format = JB_S("csv")};
    const jb_table *table = jb_table_read_source(&cx, source, &vega);
    const jb_source *spec = jb_source_new(
        cx.keep, JB_S("s.json"),
        JB_S("{\"aggregate\": [{\"op\": \"sum\", \"field\": \"x\", \"as\": \"s\"}]}"));
    const jb_transform_spec *step =
        jb_spec_object(&cx, &jb_transform_class, jb_tree_read(&cx, spec, JB_JSON));
    jb_scope scope = {0};
    const jb_table *sum = jb_transform_run(&cx, &step, 1, table, &scope);
    assert_str(as_csv(&cx, sum), "s|5");
    assert_str(cx.messages.at[0].text,
               "values of “x” that are no numbers are left out: 2, the first is “约3”");
    assert_int_equal(jb_span_place(cx.messages.at[0].span).line, 3);
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(options),
                                       cmocka_unit_test(mistakes),
                                       cmocka_unit_test(all_mistakes),
                                       cmocka_unit_test(depth_has_a_limit),
                                       cmocka_unit_test(patterns_have_a_budget),
                                       cmocka_unit_test(places_inside_json),
                                       cmocka_unit_test(groups_make_the_whole),
                                       cmocka_unit_test(medians_are_in_the_middle),
                                       cmocka_unit_test(sorting_is_stable),
                                       cmocka_unit_test(rows_keep_their_records),
                                       cmocka_unit_test(values_left_out_are_counted)};
    return cmocka_run_group_tests_name("transform table", tests, NULL, NULL);
}
