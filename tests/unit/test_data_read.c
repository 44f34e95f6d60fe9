/* Files, JSON and inline values into tables; Vega's parsing; places in what was read. */
#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/encoding.h"
#include "data/read.h"
#include "data/rows.h"
#include "data/write.h"

/* The table as CSV behind its types: "a:int b:text" and the records. */
static const char *const type_names[] = {"null", "bool",     "int",  "decimal", "number", "text",
                                         "date", "datetime", "list", "object",  "any"};

static jb_str shown(jb_ctx *cx, const jb_table *t)
{
    jb_buf b = jb_buf_new(cx->scratch);
    if (!t)
        return JB_S("none");
    for (size_t c = 0; c < t->columns_n; c++)
        jb_buf_printf(&b, "%s%.*s:%s", c ? " " : "", JB_F(t->columns[c].name),
                      type_names[t->columns[c].type]);
    for (size_t r = 0; r < t->rows; r++) {
        jb_buf_add(&b, JB_S(" /"));
        for (size_t c = 0; c < t->columns_n; c++) {
            jb_buf_byte(&b, ' ');
            jb_value_json(&b, jb_cell(&t->columns[c], r));
        }
    }
    return b.text;
}

static const jb_node *tree(jb_ctx *cx, const char *yaml)
{
    return yaml ? jb_tree_read(cx, jb_source_new(cx->keep, JB_S("spec.yaml"), jb_str_of(yaml)),
                               JB_YAML)
                : NULL;
}

static void text_in_every_format(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *format, *delimiter, *property;
        jb_parsing parsing;
        const char *parse, *table;
    } cases[] = {
        {"a.csv", "a,b\n1,x\n", 0, 0, 0, JB_PARSE_SCHEMA, 0, "a:int b:text / 1 \"x\""},
        {"a.csv", "a,b\n1,x\n,\n", 0, 0, 0, JB_PARSE_VEGA, 0,
         "a:text b:text / \"1\" \"x\" / null null"},
        {"a.tsv", "a,b\tc\n1\t2\n", 0, 0, 0, JB_PARSE_SCHEMA, 0, "a,b:int c:int / 1 2"},
        {"a.txt", "a|b\n1|2\n", "dsv", "|", 0, JB_PARSE_SCHEMA, 0, "a:int b:int / 1 2"},
        {"a.json", "[{\"a\":1,\"b\":\"x\"},{\"b\":null,\"c\":0.5}]", 0, 0, 0, JB_PARSE_SCHEMA, 0,
         "a:int b:text c:number / 1 \"x\" null / null null 0.5"},
        {"a.json", "[1,2.5]", 0, 0, 0, JB_PARSE_VEGA, 0, "data:number / 1 / 2.5"},
        {"a.json", "{\"a\":1}", 0, 0, 0, JB_PARSE_VEGA, 0, "a:int / 1"},
        {"a.json", "[]", 0, 0, 0, JB_PARSE_VEGA, 0, ""},
        {"a.json", "{\"x\":{\"y\":[{\"a\":1}]}}", 0, 0, "x.y", JB_PARSE_VEGA, 0, "a:int / 1"},
        {"a.json", "{\"x\":[0,[{\"a\":1}]]}", 0, 0, "x[1]", JB_PARSE_VEGA, 0, "a:int / 1"},
        {"a.json", "[{\"o\":{\"p\":[1]},\"l\":[1,2]}]", 0, 0, 0, JB_PARSE_VEGA, 0,
         "o:object l:list / {\"p\":[1]} [1,2]"},
        {"a.csv", "a,b,c,d\n1.50,true,1,x\n,0,,\n", 0, 0, 0, JB_PARSE_VEGA,
         "{a: number, b: boolean, c: string, d: null}",
         "a:number b:bool c:text d:text / 1.5 true \"1\" \"x\" / null false null null"},
        {"a.csv", "d\n2024-07-01\nJan 1 2000\n", 0, 0, 0, JB_PARSE_VEGA, "{d: date}",
         "d:datetime / \"2024-07-01T00:00:00.000Z\" / \"2000-01-01T00:00:00.000Z\""},
        {"a.csv", "d\n01/07/2024\n", 0, 0, 0, JB_PARSE_VEGA, "{d: \"date:'%d/%m/%Y'\"}",
         "d:datetime / \"2024-07-01T00:00:00.000Z\""},
        {"a.csv", "d\n2024\n", 0, 0, 0, JB_PARSE_VEGA, "{d: 'utc:%Y'}",
         "d:datetime / \"2024-01-01T00:00:00.000Z\""},
        {"a.json", "[{\"d\":0}]", 0, 0, 0, JB_PARSE_VEGA, "{d: date}",
         "d:datetime / \"1970-01-01T00:00:00.000Z\""},
        {"a.json", "[{\"o\":{\"p\":\"7\"}},{\"o\":{}}]", 0, 0, 0, JB_PARSE_VEGA, "{o.p: number}",
         "o:object o.p:number / {\"p\":\"7\"} 7 / {} null"},
        {"a.json", "[[1,\"x\"],[2]]", 0, 0, 0, JB_PARSE_VEGA, 0, "0:int 1:text / 1 \"x\" / 2 null"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        const jb_read_options options = {.parsing = cases[i].parsing,
                                         .format = jb_str_of(cases[i].format),
                                         .delimiter = jb_str_of(cases[i].delimiter),
                                         .property = jb_str_of(cases[i].property),
                                         .parse = tree(&cx, cases[i].parse)};
        const jb_source *s =
            jb_source_new(cx.keep, jb_str_of(cases[i].name), jb_str_of(cases[i].text));
        assert_str(shown(&cx, jb_table_read_source(&cx, s, &options)), cases[i].table);
        assert_int_equal(cx.messages.n, 0);
        test_ctx_end(&cx);
    }
}

static void what_cannot_be_read_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *format, *delimiter, *property, *parse, *message;
        size_t line;
        bool sound;
    } cases[] = {
        {"a.csv", "a\nx\n1\ny\n", 0, 0, 0, "{a: number}",
         "“x” in column “a” can't be read as number; cells of this kind: 2", 2, true},
        {"a.csv", "b,a\n1,\n2,someday\n", 0, 0, 0, "{a: date}",
         "“someday” in column “a” can't be read as date; cells of this kind: 1", 3, true},
        {"a.csv", "a\n1\n", 0, 0, 0, "{nowhere: number}",
         "no column “nowhere” in a.csv: it is null in each row", 1, true},
        {"a.csv", "a\n1\n", 0, 0, 0, "{a: nubmer}", "no parser “nubmer”", 1, false},
        {"a.csv", "a\n1\n", "xls", 0, 0, 0, "no data format “xls”", 1, false},
        {"a.csv", "a\n1\n", 0, "||", 0, 0, "a delimiter is one character, not “||”", 1, false},
        {"a.json", "{\"a\":[]}", 0, 0, "b", 0, "no property “b” in the JSON data", 1, false},
        {"a.json", "{\"a\":1,\"a\":2}", 0, 0, 0, 0, NULL, 1, false},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        const jb_source *s =
            jb_source_new(cx.keep, jb_str_of(cases[i].name), jb_str_of(cases[i].text));
        const jb_read_options options = {.parsing = JB_PARSE_VEGA,
                                         .format = jb_str_of(cases[i].format),
                                         .delimiter = jb_str_of(cases[i].delimiter),
                                         .property = jb_str_of(cases[i].property),
                                         .parse = tree(&cx, cases[i].parse),
                                         .asked = jb_span_of(s)};
        assert_int_equal(jb_table_read_source(&cx, s, &options) != NULL, cases[i].sound);
        assert_int_equal(cx.messages.n, 1);
        if (cases[i].message)
            assert_str(cx.messages.at[0].text, cases[i].message);
        assert_int_equal(jb_span_place(cx.messages.at[0].span).line, cases[i].line);
        test_ctx_end(&cx);
    }
}

static void values_in_a_spec(void **state)
{
    (void)state;
    static const struct {
        const char *yaml, *table;
        jb_parsing parsing;
    } cases[] = {
        {"values:\n- {县: 临猗县, n: 1}\n- {县: 万荣县, n: 2.5}\n",
         "县:text n:number / \"临猗县\" 1 / \"万荣县\" 2.5", JB_PARSE_VEGA},
        {"values: [1, 2]\n", "data:int / 1 / 2", JB_PARSE_VEGA},
        {"values: {a: 1}\n", "a:int / 1", JB_PARSE_VEGA},
        {"values: '[{\"a\": 1}, {\"a\": 2}]'\n", "a:int / 1 / 2", JB_PARSE_VEGA},
        {"values: |\n  a,b\n  1,x\n  2,y\n", "a:int b:text / 1 \"x\" / 2 \"y\"", JB_PARSE_SCHEMA},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        const jb_node *node = jb_node_get(tree(&cx, cases[i].yaml), JB_S("values"));
        const jb_read_options options = {.parsing = cases[i].parsing};
        const jb_table *t = jb_table_from_node(&cx, JB_S("inline"), node, &options);
        assert_str(shown(&cx, t), cases[i].table);
        assert_str(t->name, "inline");
        test_ctx_end(&cx);
    }
}

static void a_cell_knows_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *yaml; /* NULL: the text of a file */
        const char *csv, *column;
        size_t row, line, at;
    } cases[] = {
        {NULL, "县,n\n临猗县,1\n万荣县,2\n", "n", 1, 3, 5},
        {NULL, "a,b\n\"x\ny\",1\n2,3\n", "b", 0, 2, 7},
        {NULL, "a,b\n\"x\ny\",1\n2,3\n", "b", 1, 4, 3},
        {"values: |\n  a,b\n  1,x\n  2,y\n", NULL, "b", 1, 4, 5},
        {"values: [{a: 1},\n  {a: 2}]\n", NULL, "a", 1, 2, 4},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        const jb_read_options options = {.parsing = JB_PARSE_SCHEMA};
        const jb_table *t =
            cases[i].csv
                ? jb_table_read_source(
                      &cx, jb_source_new(cx.keep, JB_S("t.csv"), jb_str_of(cases[i].csv)), &options)
                : jb_table_from_node(&cx, JB_S("inline"),
                                     jb_node_get(tree(&cx, cases[i].yaml), JB_S("values")),
                                     &options);
        jb_place p = jb_span_place(jb_cell_span(&cx, t, cases[i].row, jb_str_of(cases[i].column)));
        assert_int_equal(p.line, cases[i].line);
        assert_int_equal(p.column, cases[i].at);
        test_ctx_end(&cx);
    }
}

static void derived_tables_keep_their_records(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_read_options options = {.parsing = JB_PARSE_SCHEMA};
    const jb_table *t = jb_table_read_source(
        &cx, jb_source_new(cx.keep, JB_S("t.csv"), JB_S("a,b,c\n1,x,1.5\n,y,\n3,,-2\n4,z,0.25\n")),
        &options);
    static const size_t pick[] = {3, 1, 1};
    const jb_table *some = jb_table_pick(cx.keep, t, pick, 3);
    assert_str(shown(&cx, some),
               "a:int b:text c:decimal / 4 \"z\" 0.25 / null \"y\" null / null \"y\" null");
    assert_int_equal(jb_span_place(jb_cell_span(&cx, some, 0, JB_S("b"))).line, 5);
    jb_buf b = jb_buf_new(cx.scratch);
    jb_table_csv(&b, some);
    assert_str(b.text, "a,b,c\n4,z,0.25\n,y,\n,y,\n");

    const jb_value values[] = {jb_int(7), jb_int(8), jb_int(9)};
    jb_column column = jb_column_of(cx.keep, JB_S("b"), values, 3);
    assert_str(shown(&cx, jb_table_with(cx.keep, some, &column)),
               "a:int b:int c:decimal / 4 7 0.25 / null 8 null / null 9 null");
    column.name = JB_S("d");
    const jb_table *more = jb_table_with(cx.keep, some, &column);
    assert_int_equal(more->columns_n, 4);
    assert_non_null(jb_table_find(more, JB_S("d")));
    assert_int_equal(some->columns_n, 3);

    assert_null(jb_table_need(&cx, more, JB_S("D "), (jb_span){0}));
    assert_str(cx.messages.at[0].text, "no column “D ” in t.csv");
    test_ctx_end(&cx);
}

static bool same_number(double a, double b)
{
    return a == b || (a != a && b != b);
}

static void texts_are_measured_as_they_are_one_by_one(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_read_options options = {.parsing = JB_PARSE_VEGA};
    const jb_table *t = jb_table_read_source(
        &cx,
        jb_source_new(cx.keep, JB_S("t.csv"),
                      JB_S("a\n1.5\n\n 7 \n0x1F\nx\n-Infinity\n1e3\n9007199254740993\n"
                           "00000000000000000000012.5\n0.00000000000000000001\n-.5\n+5.\n.\n")),
        &options);
    static const double expected[] = {
        1.5, NAN, 7, 0x1F, NAN, -INFINITY, 1000, 9007199254740992.0, 12.5, 1e-20, -.5, 5, NAN};
    const jb_column *texts = jb_table_find(t, JB_S("a"));
    jb_column measured = jb_column_measured(cx.keep, texts, t->rows);
    assert_int_equal(texts->type, JB_TEXT);
    assert_non_null(measured.measures);
    static const size_t pick[] = {7, 0, 1, 2};
    t = jb_table_pick(cx.keep, jb_table_with(cx.keep, t, &measured), pick, JB_COUNT(pick));
    for (size_t i = 0; i < JB_COUNT(pick); i++)
        assert_true(same_number(jb_cell_number(t->columns, i), jb_cell_number(texts, pick[i])));
    for (size_t i = 0; i < JB_COUNT(expected); i++) {
        assert_true(same_number(jb_cell_number(texts, i), expected[i]));
        assert_true(same_number(jb_cell_number(&measured, i), expected[i]));
    }
    test_ctx_end(&cx);
}

static void the_nearest_package_types_a_file(void **state)
{
    (void)state;
    char home[] = "/tmp/jb_read_XXXXXX";
    assert_non_null(mkdtemp(home));
    assert_int_equal(chdir(home), 0);
    assert_int_equal(
        system("mkdir -p data/sub && printf 'n,since\n007,2024-07\n' >data/sub/t.csv &&"
               "cp data/sub/t.csv data/sub/other.csv &&"
               "printf '{\"resources\":[{\"name\":\"t\",\"path\":\"sub/t.csv\","
               "\"encoding\":\"utf-8\",\"schema\":{\"fields\":["
               "{\"name\":\"n\",\"type\":\"integer\",\"title\":\"数\",\"unit\":\"个\"},"
               "{\"name\":\"since\",\"type\":\"yearmonth\"}]}}]}'"
               " >data/datapackage.json"),
        0);
    static const struct {
        const char *path, *table;
        jb_parsing parsing;
    } cases[] = {
        {"data/sub/t.csv", "n:int since:date / 7 \"2024-07-01\"", JB_PARSE_SCHEMA},
        {"data/sub/t.csv", "n:int since:date / 7 \"2024-07-01\"", JB_PARSE_VEGA},
        {"data/sub/other.csv", "n:text since:date / \"007\" \"2024-07-01\"", JB_PARSE_SCHEMA},
        {"data/sub/other.csv", "n:text since:text / \"007\" \"2024-07\"", JB_PARSE_VEGA},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        const jb_read_options options = {.parsing = cases[i].parsing};
        const jb_table *t = jb_table_read(&cx, jb_str_of(cases[i].path), &options);
        assert_str(shown(&cx, t), cases[i].table);
        if (!i) {
            assert_str(t->columns[0].title, "数");
            assert_str(t->columns[0].unit, "个");
            assert_str(t->columns[1].format, "%Y-%m");
        }
        test_ctx_end(&cx);
    }
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", home);
    assert_int_equal(chdir("/") || system(command), 0);
}

static void a_path_leads_into_values(void **state)
{
    (void)state;
    static const struct {
        const char *path, *json;
    } cases[] = {{"a", "{\"b\":[1,{\"c\":2}]}"},
                 {"a.b", "[1,{\"c\":2}]"},
                 {"a.b[0]", "1"},
                 {"a.b[1].c", "2"},
                 {"a.b[2]", NULL},
                 {"a.x", NULL},
                 {"a.b[x]", NULL},
                 {"a[0]", NULL},
                 {"a.b[1", NULL},
                 {"a[\"b\"][1]['c']", "2"},
                 {"[a].b[0]", "1"},
                 {"a[\"b", NULL},
                 {"a[\"b\"", NULL}};
    jb_ctx cx = test_ctx();
    jb_value document;
    assert_true(jb_json_read(
        &cx, jb_source_new(cx.keep, JB_S("j"), JB_S("{\"a\":{\"b\":[1,{\"c\":2}]}}")), &document));
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        const jb_value *v = jb_value_at(&document, jb_str_of(cases[i].path));
        assert_int_equal(v != NULL, cases[i].json != NULL);
        jb_buf b = jb_buf_new(cx.scratch);
        if (v)
            jb_value_json(&b, *v);
        if (v)
            assert_str(b.text, cases[i].json);
    }
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_in_every_format),
        cmocka_unit_test(what_cannot_be_read_is_told),
        cmocka_unit_test(values_in_a_spec),
        cmocka_unit_test(a_cell_knows_its_place),
        cmocka_unit_test(derived_tables_keep_their_records),
        cmocka_unit_test(texts_are_measured_as_they_are_one_by_one),
        cmocka_unit_test(the_nearest_package_types_a_file),
        cmocka_unit_test(a_path_leads_into_values),
    };
    return cmocka_run_group_tests_name("data read", tests, NULL, NULL);
}
