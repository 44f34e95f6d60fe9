/* Tables as text, and back. */
#include "test.h"

#include <jansson.h>
#include <stdlib.h>

#include "data/read.h"
#include "data/write.h"

static const jb_table *read_csv(jb_ctx *cx, jb_str text)
{
    const jb_read_options options = {.parsing = JB_PARSE_SCHEMA};
    return jb_table_read_source(cx, jb_source_new(cx->keep, JB_S("t.csv"), text), &options);
}

static jb_str written(jb_ctx *cx, const jb_table *t, void (*write)(jb_buf *b, const jb_table *t))
{
    jb_buf b = jb_buf_new(cx->scratch);
    write(&b, t);
    return b.text;
}

static void what_was_read_goes_out_byte_for_byte(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "a,b\n1,2\n",
        "a,b\n 1 ,\"2\"\n",
        "a,b\n\"1,086\",35%\n１２３,\"x\"\"y\"\n",
        "a,b\n\"two\nlines\",\"\"\n,\n",
        "\"a\",b\n007,2024年7月\n",
        "a\n\"\"\n1\n",
        "a,b\n0.50,1e-3\n12.500,+2\n",
    };
    for (size_t i = 0; i < JB_COUNT(texts); i++) {
        jb_ctx cx = test_ctx();
        const jb_table *t = read_csv(&cx, jb_str_of(texts[i]));
        assert_non_null(t);
        assert_str(written(&cx, t, jb_table_csv), texts[i]);
        test_ctx_end(&cx);
    }
}

static jb_table *sample(jb_ctx *cx)
{
    jb_table *t = (jb_table *)read_csv(
        cx, JB_S("县,n,rate,date,code,ok\n临猗县,\"1,086\",35%,2024年7月,007,true\n"
                 "a|b_c *d*,20,,2024/8/1,1,false\n"));
    const jb_value sums[] = {{.type = JB_DECIMAL, .scale = 2, .integer = 1050}, jb_null()};
    jb_column *c = JB_NEW(cx->keep, jb_column);
    *c = jb_column_of(cx->keep, JB_S("sum"), sums, 2);
    return jb_table_with(cx->keep, t, c);
}

static void every_form_has_its_rules(void **state)
{
    (void)state;
    static const struct {
        void (*write)(jb_buf *b, const jb_table *t);
        const char *text;
    } cases[] = {
        {jb_table_csv, "县,n,rate,date,code,ok,sum\n"
                       "临猗县,\"1,086\",35%,2024年7月,007,true,10.5\n"
                       "a|b_c *d*,20,,2024/8/1,1,false,\n"},
        {jb_table_json, "[\n{\"县\": \"临猗县\", \"n\": \"1,086\", \"rate\": \"35%\", "
                        "\"date\": \"2024年7月\", \"code\": \"007\", \"ok\": \"true\", "
                        "\"sum\": 10.5},\n"
                        "{\"县\": \"a|b_c *d*\", \"n\": 20, \"rate\": null, "
                        "\"date\": \"2024/8/1\", \"code\": \"1\", \"ok\": \"false\", "
                        "\"sum\": null}\n]\n"},
        {jb_table_markdown, "| 县 | n | rate | date | code | ok | sum |\n"
                            "|---|---:|---:|---|---|---|---:|\n"
                            "| 临猗县 | 1,086 | 35% | 2024年7月 | 007 | true | 10.5 |\n"
                            "| a\\|b_c \\*d\\* | 20 |  | 2024/8/1 | 1 | false |  |\n"},
        {jb_table_aligned, "县             n  rate  date       code  ok      sum\n"
                           "---------  -----  ----  ---------  ----  -----  ----\n"
                           "临猗县     1,086   35%  2024年7月  007   true   10.5\n"
                           "a|b_c *d*     20        2024/8/1   1     false      \n"},
    };
    jb_ctx cx = test_ctx();
    const jb_table *t = sample(&cx);
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        assert_str(written(&cx, t, cases[i].write), cases[i].text);
    test_ctx_end(&cx);
}

static void what_moves_the_cursor_is_escaped(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_table *t = read_csv(&cx, JB_S("a,b\n\x1b[31m,1\n"));
    assert_str(written(&cx, t, jb_table_aligned), "a           b\n----------  -\n\\u001B[31m  1\n");
    test_ctx_end(&cx);
}

/* Random cells of the characters that matter, written and read again, must be the same; and someone
 * else's reader must take our JSON. */
static void random_tables_survive(void **state)
{
    (void)state;
    static const char *const bits[] = {"a", "\"", ",", "\n", "\r", " ",  "县",
                                       "1", "-",  ".", "%",  ";",  "\t", "\\"};
    srandom(7);
    for (int round = 0; round < 300; round++) {
        jb_ctx cx = test_ctx();
        size_t columns_n = 1 + (size_t)random() % 4, rows = (size_t)random() % 6;
        jb_column *columns = JB_NEW_N(cx.keep, jb_column, columns_n);
        for (size_t c = 0; c < columns_n; c++) {
            jb_value *values = JB_NEW_N(cx.keep, jb_value, rows);
            for (size_t r = 0; r < rows; r++) {
                jb_buf b = jb_buf_new(cx.keep);
                for (long n = random() % 5; n; n--)
                    jb_buf_add(&b, jb_str_of(bits[(size_t)random() % JB_COUNT(bits)]));
                values[r] = b.text.n ? jb_text(b.text) : jb_null();
            }
            columns[c] = jb_column_of(cx.keep, jb_str_printf(cx.keep, "c%zu", c), values, rows);
        }
        const jb_table *t = jb_table_make(cx.keep, JB_S("t"), rows, columns, columns_n);
        const jb_read_options options = {.parsing = JB_PARSE_VEGA, .delimiter = JB_S(",")};
        const jb_source *text =
            jb_source_new(cx.keep, JB_S("t.csv"), written(&cx, t, jb_table_csv));
        const jb_table *again = jb_table_read_source(&cx, text, &options);
        assert_non_null(again);
        assert_int_equal(again->rows, rows);
        for (size_t c = 0; c < columns_n; c++)
            for (size_t r = 0; r < rows; r++)
                assert_true(jb_value_eq(jb_cell(&columns[c], r), jb_cell(&again->columns[c], r)));
        jb_str json = written(&cx, again, jb_table_json);
        json_t *root = json_loadb(json.p, json.n, 0, NULL);
        assert_non_null(root);
        assert_int_equal(json_array_size(root), rows);
        json_decref(root);
        test_ctx_end(&cx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_read_goes_out_byte_for_byte),
        cmocka_unit_test(every_form_has_its_rules),
        cmocka_unit_test(what_moves_the_cursor_is_escaped),
        cmocka_unit_test(random_tables_survive),
    };
    return cmocka_run_group_tests_name("data write", tests, NULL, NULL);
}
