/* Inline figures: values over tables, and each mistake at its place in the report. */
#include "test.h"

#include "data/read.h"
#include "report/figure.h"

static const char rows[] = "item,value,share,day,note\n"
                           "teams,20,0.125,2024-07-01,a*b*\n"
                           "funds,1086.50,,2023-07-15,\n"
                           "roads,60,0.5,2024-01-31,公里\n";

static const char units[] = "item,value,unit\nroads,60,km\ncanals,50,km\nfunds,3,yuan\nunsaid,1,\n";

static const jb_table *table_of(jb_ctx *cx, jb_str name, const char *csv)
{
    const jb_read_options options = {.parsing = JB_PARSE_SCHEMA, .format = JB_S("csv")};
    const jb_table *read =
        jb_table_read_source(cx, jb_source_new(cx->keep, JB_S("t.csv"), jb_str_of(csv)), &options);
    assert_non_null(read);
    jb_table *t = JB_NEW(cx->keep, jb_table);
    *t = *read;
    t->name = name;
    return t;
}

static jb_str fill(jb_ctx *cx, const char *text)
{
    jb_figures *figures =
        jb_figures_lift(cx, jb_source_new(cx->keep, JB_S("r.md"), jb_str_of(text)));
    jb_tables *tables = JB_NEW(cx->keep, jb_tables);
    *JB_PUSH(cx->keep, tables) = table_of(cx, JB_S("t"), rows);
    *JB_PUSH(cx->keep, tables) = table_of(cx, JB_S("one"), "n,name\n7,Ann\n");
    *JB_PUSH(cx->keep, tables) = table_of(cx, JB_S("now"), units);
    *JB_PUSH(cx->keep, tables) =
        table_of(cx, JB_S("last"), "\u8d44\u91d1\uff08\u5143\uff09\n9000\n");
    jb_figures_tables(figures, tables);
    jb_str lifted = jb_figures_source(figures)->text;
    assert_int_equal(lifted.n, strlen(text));
    return jb_figures_fill(cx, figures, lifted);
}

static void gives_values(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"无数字", "无数字"},
        {"共{{ one.n }}人", "共7人"},
        {"{{one.n}}{{one.name}}", "7Ann"},
        {"{{ t[item=='funds'].value }}", "1086.50"},
        {"{{ t[item=='teams'].note }}", "a*b*"},
        {"{{ t[item=='teams'].value * 2 + one.n }}", "47"},
        {"{{ t[item=='roads'].value / t[item=='teams'].value }}", "3"},
        {"{{ t[item=='teams'].share | \".1%\" }}", "12.5%"},
        {"{{ t[item=='funds'].value | ',.2f' }}", "1,086.50"},
        {"{{ t[item=='teams'].day | \"%Y年%-m月\" }}", "2024年7月"},
        {"{{ t[value > 50 && item != 'funds'].note }}", "公里"},
        {"{{ t[item=='funds'].share == null ? '未述' : 'x' }}", "未述"},
        {"{{ upper(one.name) + '}}' }}", "ANN}}"},
        {"{{ t['value > 1'] }", "{{ t['value > 1'] }"},
        {"{{ one.n\n}}", "{{ one.n\n}}"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        assert_str(fill(&cx, cases[i][0]), cases[i][1]);
        assert_str(jb_messages_show(&cx, false), "");
        test_ctx_end(&cx);
    }
}

static void gives_aggregates(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"{{ count(t) }}", "3"},
        {"{{ count(t[value > 50]) }}", "2"},
        {"{{ sum(t.value) }}", "1166.5"},
        {"{{ mean(t[item != 'funds'].value) }}", "40"},
        {"{{ max(t.value) - min(t.value) }}", "1066.5"},
        {"{{ max(one.n, 9) }}", "9"},
        {"{{ distinct(t.item) }}", "3"},
        {"{{ max(t.day) }}", "2024-07-01"},
        {"{{ min(t.day) | '%Y年%-m月%-d日' }}", "2023年7月15日"},
        {"{{ t[value == max(t.value)].item }}", "funds"},
        {"{{ count(t[value > mean(t.value)]) }}", "1"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        assert_str(fill(&cx, cases[i][0]), cases[i][1]);
        assert_str(jb_messages_show(&cx, false), "");
        test_ctx_end(&cx);
    }
}

static void tells_mistakes(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"甲\n乙{{ t.value }}丙", "r.md:2:5: error: “t” has 3 rows here, and one is needed\n"
                                  "    乙{{ t.value }}丙\n         ^^^^^^^\n"
                                  "hint: narrow it with [condition], or take an aggregate such as "
                                  "sum(…)\n"},
        {"{{ t[item=='x'].value }}", "r.md:1:4: error: “t” has 0 rows here, and one is needed\n"
                                     "    {{ t[item=='x'].value }}\n       ^^^^^^^^^^^^^^^^^^\n"
                                     "hint: no row meets the condition: look at its names and "
                                     "values\n"},
        {"{{ ones.n }}", "r.md:1:4: error: no table “ones” in the front matter's “data”\n"
                         "    {{ ones.n }}\n       ^^^^\nhint: the nearest is “one”\n"},
        {"{{ count(ones) }}", "r.md:1:10: error: no table “ones” in the front matter's “data”\n"
                              "    {{ count(ones) }}\n             ^^^^\n"
                              "hint: the nearest is “one”\n"},
        {"{{ one }}", "r.md:1:4: error: a table is no figure\n    {{ one }}\n       ^^^\n"
                      "hint: name a column, as in one.n, or count its rows with count(…)\n"},
        {"{{ t[item=='funds'].share }}",
         "r.md:1:1: error: the figure is not stated (null)\n    {{ t[item=='funds'].share }}\n"
         "    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
         "hint: say what to write then: x == null ? '…' : x\n"},
        {"{{ one.n | \"a.b\" }}",
         "r.md:1:13: error: “a.b” is no format for a number\n    {{ one.n | \"a.b\" }}\n"
         "                ^^^\n"
         "hint: as in .1f (one decimal), .1% (per cent), , (thousands), d (whole)\n"},
        {"{{ one.name | \".1f\" }}",
         "r.md:1:16: error: a format for numbers, but the figure is "
         "“Ann”\n    {{ one.name | \".1f\" }}\n                   ^^^\n"},
        {"{{ one.n / 0 }}", "r.md:1:1: error: the figure is no finite number\n"
                            "    {{ one.n / 0 }}\n    ^^^^^^^^^^^^^^^\n"},
        /* sums and comparisons of two units */
        {"{{ now[item=='roads'].value + now[item=='funds'].value }}",
         "r.md:1:4: warning: km and yuan stand in one sum or comparison\n"
         "    {{ now[item=='roads'].value + now[item=='funds'].value }}\n"
         "       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
         "hint: multiply one by what brings it to the other's unit\n"},
        {"{{ abs(last['\u8d44\u91d1\uff08\u5143\uff09'] - sum(now[unit=='km'].value)) }}",
         "r.md:1:8: warning: \u5143 and km stand in one sum or comparison\n"
         "    {{ abs(last['\u8d44\u91d1\uff08\u5143\uff09'] - sum(now[unit=='km'].value)) }}\n"
         "           ^^^^^^^^^^^^^^^^^^^^^^^^\n"
         "hint: multiply one by what brings it to the other's unit\n"},
        {"{{ sum(now.value) }}", "r.md:1:4: warning: the rows of “now” here are in km and in yuan\n"
                                 "    {{ sum(now.value) }}\n       ^^^\n"
                                 "hint: narrow it with [condition] to the rows of one unit\n"},
        /* but a product converts, a quotient averages, a count has no unit, nor has a blank */
        {"{{ last['\u8d44\u91d1\uff08\u5143\uff09'] / 10000 + now[item=='funds'].value }}", ""},
        {"{{ now[item=='roads'].value / now[item=='funds'].value }}", ""},
        {"{{ count(now) - now[item=='roads'].value }}", ""},
        {"{{ now[item=='unsaid'].value + now[item=='roads'].value }}", ""},
        {"{{ sum(now[unit=='km'].value) - now[item=='canals'].value }}", ""},
        {"{{ 1 / 3 }}", "r.md:1:1: warning: a computed figure of 18 digits\n    {{ 1 / 3 }}\n"
                        "    ^^^^^^^^^^^\nhint: give it a format, as in {{ … | \".1f\" }}\n"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        fill(&cx, cases[i][0]);
        assert_str(jb_messages_show(&cx, false), cases[i][1]);
        test_ctx_end(&cx);
    }
}

/* Code keeps what the author wrote, and a plain YAML scalar that is one figure is a number. */
static void restores_and_fills_trees(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const char *text = "a: {{ one.n }}\nb: \"{{ one.n }}\"\nc: [n {{ one.name }}]\n";
    jb_figures *figures =
        jb_figures_lift(&cx, jb_source_new(cx.keep, JB_S("r.md"), jb_str_of(text)));
    jb_tables *tables = JB_NEW(cx.keep, jb_tables);
    *JB_PUSH(cx.keep, tables) = table_of(&cx, JB_S("one"), "n,name\n7,\"x: \"\"{y}\"\"\"\n");
    jb_figures_tables(figures, tables);
    assert_str(jb_figures_restore(&cx, figures, jb_figures_source(figures)->text), text);
    const jb_node *tree = jb_tree_read(&cx, jb_figures_source(figures), JB_YAML);
    assert_non_null(tree);
    jb_buf b = jb_buf_new(cx.keep);
    jb_node_json(&b, jb_figures_fill_tree(&cx, figures, tree), 0);
    assert_str(b.text, "{\n  \"a\": 7,\n  \"b\": \"7\",\n  \"c\": [\n    \"n x: \\\"{y}\\\"\"\n  "
                       "]\n}");
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_values),
        cmocka_unit_test(gives_aggregates),
        cmocka_unit_test(tells_mistakes),
        cmocka_unit_test(restores_and_fills_trees),
    };
    return cmocka_run_group_tests_name("report figure", tests, NULL, NULL);
}
