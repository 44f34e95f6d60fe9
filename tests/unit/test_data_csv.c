/* CSV text into records: what is sound, what is not, and where. */
#include "test.h"

#include "data/csv.h"

/* The records as text: cells in brackets, records a line each, each with the line where it starts.
 */
static jb_str shown(jb_ctx *cx, const jb_csv *csv)
{
    jb_buf b = jb_buf_new(cx->scratch);
    for (size_t c = 0; c < csv->columns_n; c++)
        jb_buf_printf(&b, "[%.*s]", JB_F(csv->names[c]));
    for (size_t r = 0; r < csv->rows; r++) {
        jb_place place = jb_span_place((jb_span){csv->source, csv->records[r], 0});
        jb_buf_printf(&b, " %zu:", place.line);
        for (size_t c = 0; c < csv->columns_n; c++)
            jb_buf_printf(&b, "[%.*s]", JB_F(csv->columns[c][r]));
    }
    return b.text;
}

static void sound_text_gives_its_cells(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cells;
        char delimiter;
    } cases[] = {
        {"a,b\n1,2\n", "[a][b] 2:[1][2]", ','},
        {"a,b\n1,2", "[a][b] 2:[1][2]", ','},
        {"a,b\r\n1,2\r\n3,4\r\n", "[a][b] 2:[1][2] 3:[3][4]", ','},
        {"a,b\r1,2\r3,4\r", "[a][b] 2:[1][2] 3:[3][4]", ','},
        {"a,b\n,\n1,\n", "[a][b] 2:[][] 3:[1][]", ','},
        {"a,b\n1,", "[a][b] 2:[1][]", ','},
        {"a\n1\n\n2\n\n\n", "[a] 2:[1] 3:[] 4:[2]", ','},
        {"a\n\"\"\n", "[a] 2:[]", ','},
        {" a ,b\n x , y\n", "[ a ][b] 2:[ x ][ y]", ','},
        {"a,b\n\"x, y\",\"p\"\"q\"\n", "[a][b] 2:[x, y][p\"q]", ','},
        {"a,b\n\"x\ny\",2\n3,4\n", "[a][b] 2:[x\ny][2] 4:[3][4]", ','},
        {"a,b\n\"x\r\ny\",2\r\n3,4\r\n", "[a][b] 2:[x\r\ny][2] 4:[3][4]", ','},
        {"\"a\",\"\"\"b\"\"\"\n1,2\n", "[a][\"b\"] 2:[1][2]", ','},
        {"a;b\n1,5;2,5\n", "[a][b] 2:[1,5][2,5]", ';'},
        {"a\tb\n1,5\t2\n", "[a][b] 2:[1,5][2]", '\t'},
        {"县;资金\n临猗县;1,086\n", "[县][资金] 2:[临猗县][1,086]", ';'},
        {"sep=;\r\na;b\r\n1,5;2\r\n", "[a][b] 3:[1,5][2]", ';'},
        {"sep=|\na|b\n", "[a][b]", '|'},
        {"sep=;x\n1;2\n", "[sep=][x] 2:[1][2]", ';'},
        {"a\nx;y\nz\n", "[a] 2:[x;y] 3:[z]", ','},
        {"a,b\n", "[a][b]", ','},
        {"a\tb\n\t\n", "[a][b] 2:[][]", '\t'},
        {"a,b\n\t, \n", "[a][b] 2:[\t][ ]", ','},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        const jb_source *s = jb_source_new(cx.keep, JB_S("f.csv"), jb_str_of(cases[i].text));
        const jb_csv *csv = jb_csv_read(&cx, s, JB_DIALECT_DEFAULT);
        assert_non_null(csv);
        assert_str(shown(&cx, csv), cases[i].cells);
        assert_int_equal(csv->dialect.delimiter, cases[i].delimiter);
        assert_int_equal(cx.messages.n, 0);
        test_ctx_end(&cx);
    }
}

static void unsound_text_is_told_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
        size_t line, column;
    } cases[] = {
        {"", "the file is empty", 1, 1},
        {"\n\r\n", "the file is empty", 1, 1},
        {"a,b\n1,2\n3\n", "the record has fewer cells than the header: 1, not 2", 3, 1},
        {"a,b\n1,2,x\n", "the record has more cells than the header: 3, not 2", 2, 5},
        {"a,b\n1,2,\n", "the record has more cells than the header: 3, not 2", 2, 5},
        {"a,b\n1,\"2\n3,4\n", "a quote is opened here and never closed", 2, 3},
        {"a,b\n1,县\"2\"\n", "a quote inside a cell that does not begin with one", 2, 3},
        {"a,b\n县,\"2\" \n", "text behind the closing quote of this cell", 2, 3},
        {"a,b\n\"x\ny\",\"2\" \n", "text behind the closing quote of this cell", 2, 7},
        {"a;b\n1;2;3\n", "the record has more cells than the header: 3, not 2", 2, 5},
        {"a\tb\n1\n", "the record has fewer cells than the header: 1, not 2", 2, 1},
        {"a,b,a\n1,2,3\n", "two columns are named “a”", 1, 5},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        const jb_source *s = jb_source_new(cx.keep, JB_S("f.csv"), jb_str_of(cases[i].text));
        assert_null(jb_csv_read(&cx, s, JB_DIALECT_DEFAULT));
        assert_int_equal(cx.status, JB_WRONG_INPUT);
        assert_str(cx.messages.at[0].text, cases[i].message);
        jb_place place = jb_span_place(cx.messages.at[0].span);
        assert_str(place.source->name, "f.csv");
        assert_int_equal(place.line, cases[i].line);
        assert_int_equal(place.column, cases[i].column);
        test_ctx_end(&cx);
    }
}

static void every_ragged_record_is_told(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_source *s = jb_source_new(cx.keep, JB_S("f.csv"), JB_S("a,b\n1\n1,2\n1,2,3\n1\n"));
    assert_null(jb_csv_read(&cx, s, JB_DIALECT_DEFAULT));
    assert_int_equal(cx.messages.n, 3);
    test_ctx_end(&cx);
}

static void blank_lines_are_counted(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_source *s =
        jb_source_new(cx.keep, JB_S("f.csv"), JB_S("a,b\r\n1,2\r\n\r\n\r\n3,4\r\n\r\n"));
    const jb_csv *csv = jb_csv_read(&cx, s, JB_DIALECT_DEFAULT);
    assert_str(shown(&cx, csv), "[a][b] 2:[1][2] 5:[3][4]");
    assert_int_equal(cx.messages.n, 1);
    assert_str(cx.messages.at[0].text, "2 blank lines were passed over; here is the first");
    assert_int_equal(jb_span_place(cx.messages.at[0].span).line, 3);
    test_ctx_end(&cx);
}

static void blank_lines_before_the_header_hide_no_delimiter(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_source *s = jb_source_new(cx.keep, JB_S("f.csv"), JB_S("\r\n\na;b\n1,5;2\n"));
    const jb_csv *csv = jb_csv_read(&cx, s, JB_DIALECT_DEFAULT);
    assert_str(shown(&cx, csv), "[a][b] 4:[1,5][2]");
    test_ctx_end(&cx);
}

static void a_separator_line_may_say_what_the_dialect_says(void **state)
{
    (void)state;
    static const struct {
        char delimiter;
        const char *cells;
    } cases[] = {{';', "[a][b] 3:[1][2]"}, {',', "[sep=;] 2:[a;b] 3:[1;2]"}};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        const jb_source *s = jb_source_new(cx.keep, JB_S("f.csv"), JB_S("sep=;\na;b\n1;2\n"));
        jb_dialect dialect = {.delimiter = cases[i].delimiter, .quote = '"'};
        assert_str(shown(&cx, jb_csv_read(&cx, s, dialect)), cases[i].cells);
        test_ctx_end(&cx);
    }
}

static void a_long_field_is_noticed(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    cx.limits.field_bytes = 10;
    const jb_source *s = jb_source_new(cx.keep, JB_S("f.csv"), JB_S("a,b\n1,12345678901\n"));
    assert_null(jb_csv_read(&cx, s, JB_DIALECT_DEFAULT));
    assert_str(cx.messages.at[0].text, "a field has more than 10 bytes");
    jb_place place = jb_span_place(cx.messages.at[0].span);
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 3);
    test_ctx_end(&cx);
}

static void a_dialect_is_obeyed(void **state)
{
    (void)state;
    static const struct {
        jb_dialect dialect;
        const char *text, *cells;
    } cases[] = {
        {{.delimiter = '|', .quote = '\''}, "a|b\n'x|y'|\"q\"\n", "[a][b] 2:[x|y][\"q\"]"},
        {{.delimiter = ',', .quote = 0}, "a,b\n\"x,y\"\n", "[a][b] 2:[\"x][y\"]"},
        {{.delimiter = ',', .quote = '"', .headless = true},
         "1,2\n3,4\n",
         "[field1][field2] 1:[1][2] 2:[3][4]"},
        {{.delimiter = ',', .quote = '"', .skip_initial_space = true},
         "a, b\n1,  2 \n",
         "[a][b] 2:[1][2 ]"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        const jb_source *s = jb_source_new(cx.keep, JB_S("f.csv"), jb_str_of(cases[i].text));
        const jb_csv *csv = jb_csv_read(&cx, s, cases[i].dialect);
        assert_non_null(csv);
        assert_str(shown(&cx, csv), cases[i].cells);
        test_ctx_end(&cx);
    }
}

static void a_dialect_must_be_possible(void **state)
{
    (void)state;
    static const jb_dialect cases[] = {{.delimiter = '"', .quote = '"'},
                                       {.delimiter = '\n', .quote = '"'},
                                       {.delimiter = ',', .quote = '\r'}};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        assert_null(
            jb_csv_read(&cx, jb_source_new(cx.keep, JB_S("f.csv"), JB_S("a,b\n1,2\n")), cases[i]));
        assert_int_equal(cx.messages.n, 1);
        test_ctx_end(&cx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_text_gives_its_cells),
        cmocka_unit_test(unsound_text_is_told_with_its_place),
        cmocka_unit_test(every_ragged_record_is_told),
        cmocka_unit_test(blank_lines_are_counted),
        cmocka_unit_test(blank_lines_before_the_header_hide_no_delimiter),
        cmocka_unit_test(a_separator_line_may_say_what_the_dialect_says),
        cmocka_unit_test(a_long_field_is_noticed),
        cmocka_unit_test(a_dialect_is_obeyed),
        cmocka_unit_test(a_dialect_must_be_possible),
    };
    return cmocka_run_group_tests_name("data csv", tests, NULL, NULL);
}
