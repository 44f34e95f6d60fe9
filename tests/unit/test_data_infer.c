/* Columns of text into typed columns: what is a number or a date, what stays text, and no digit
 * lost. */
#include "test.h"

#include <math.h>

#include "base/date.h"
#include "data/infer.h"

/* The cells of "a|b||c". */
static jb_str *cells_of(jb_ctx *cx, const char *joined, size_t *n)
{
    JB_LIST(jb_str) cells = {0};
    for (jb_str rest = jb_str_of(joined);;) {
        ptrdiff_t at = jb_str_find(rest, JB_S("|"));
        *JB_PUSH(cx->keep, &cells) = at < 0 ? rest : jb_str_cut(rest, 0, (size_t)at);
        if (at < 0)
            break;
        rest = jb_str_cut(rest, (size_t)at + 1, rest.n);
    }
    *n = cells.n;
    return cells.at;
}

static jb_str joined_values(jb_ctx *cx, const jb_column *c, size_t n)
{
    jb_buf b = jb_buf_new(cx->scratch);
    for (size_t i = 0; i < n; i++) {
        if (i)
            jb_buf_byte(&b, '|');
        if (!jb_cell_null(c, i))
            jb_buf_add(&b, jb_value_text(cx->scratch, jb_cell(c, i)));
    }
    return b.text;
}

static void whole_columns_are_typed(void **state)
{
    (void)state;
    static const struct {
        const char *cells;
        jb_type type;
        const char *values;
        uint8_t scale, percent;
    } cases[] = {
        {"1|-2|+3|0|-0", JB_INT, "1|-2|3|0|0", 0, 0},
        {"1|", JB_INT, "1|", 0, 0},
        {"|", JB_NULL, "|", 0, 0},
        {"9223372036854775807|-9223372036854775808", JB_INT,
         "9223372036854775807|-9223372036854775808", 0, 0},
        {"9223372036854775808|1", JB_TEXT, "9223372036854775808|1", 0, 0},
        {"-9223372036854775809", JB_TEXT, "-9223372036854775809", 0, 0},
        {"007|123", JB_TEXT, "007|123", 0, 0},
        {"-01", JB_TEXT, "-01", 0, 0},
        {"0|0.5|12.50", JB_DECIMAL, "0|0.5|12.5", 2, 0},
        {"0.1|0.2", JB_DECIMAL, "0.1|0.2", 1, 0},
        {"123456789012345.678|1", JB_DECIMAL, "123456789012345.678|1", 3, 0},
        {"1234567890123456.789|1", JB_NUMBER, "1234567890123456.8|1", 0, 0},
        {"9007199254740993|0.123456789012345678", JB_TEXT, "9007199254740993|0.123456789012345678",
         0, 0},
        {"1.5e-3|2", JB_NUMBER, "0.0015|2", 0, 0},
        {"1e+3", JB_NUMBER, "1000", 0, 0},
        {"1e3|2e4", JB_TEXT, "1e3|2e4", 0, 0},
        {".5", JB_TEXT, ".5", 0, 0},
        {"5.", JB_TEXT, "5.", 0, 0},
        {"-", JB_TEXT, "-", 0, 0},
        {"--1", JB_TEXT, "--1", 0, 0},
        {"++1", JB_TEXT, "++1", 0, 0},
        {"+-1", JB_TEXT, "+-1", 0, 0},
        {"\uFF0B1|+2.5", JB_DECIMAL, "1|2.5", 1, 0},
        {"+1,086|1.5e+3", JB_NUMBER, "1086|1500", 0, 0},
        {"1-2", JB_TEXT, "1-2", 0, 0},
        {"0x1F", JB_TEXT, "0x1F", 0, 0},
        {"NaN|1", JB_TEXT, "NaN|1", 0, 0},
        {"1,086|20", JB_INT, "1086|20", 0, 0},
        {"1,234,567.25", JB_DECIMAL, "1234567.25", 2, 0},
        {"-1,086", JB_INT, "-1086", 0, 0},
        {"1,08|5", JB_TEXT, "1,08|5", 0, 0},
        {"1086,000", JB_TEXT, "1086,000", 0, 0},
        {",086", JB_TEXT, ",086", 0, 0},
        {"1,086,", JB_TEXT, "1,086,", 0, 0},
        {"1,,086", JB_TEXT, "1,,086", 0, 0},
        {"1.5,000", JB_TEXT, "1.5,000", 0, 0},
        {"0,123", JB_TEXT, "0,123", 0, 0},
        {"１２３|４", JB_INT, "123|4", 0, 0},
        {"１，０８６．５|－２|−3", JB_DECIMAL, "1086.5|-2|-3", 1, 0},
        {" 12 |　7", JB_INT, "12|7", 0, 0},
        {"35%|12.5%|", JB_DECIMAL, "0.35|0.125|", 3, 1},
        {"３５％", JB_DECIMAL, "0.35", 2, 1},
        {"35%|0.4", JB_TEXT, "35%|0.4", 0, 0},
        {"%", JB_TEXT, "%", 0, 0},
        {"2024年7月|2023年12月", JB_DATE, "2024-07-01|2023-12-01", 0, 0},
        {"2024年7月1日|", JB_DATE, "2024-07-01|", 0, 0},
        {"2024/7/1|2024-07-02", JB_DATE, "2024-07-01|2024-07-02", 0, 0},
        {"2024-07|2024-08", JB_DATE, "2024-07-01|2024-08-01", 0, 0},
        {"2024-07-01|2024-07-01T08:00:00Z", JB_DATETIME,
         "2024-07-01T00:00:00.000Z|2024-07-01T08:00:00.000Z", 0, 0},
        {"2023-02-29|2023-03-01", JB_TEXT, "2023-02-29|2023-03-01", 0, 0},
        {"2024年|2023年", JB_TEXT, "2024年|2023年", 0, 0},
        {"2024|2023", JB_INT, "2024|2023", 0, 0},
        {"2024-07-01|待定", JB_TEXT, "2024-07-01|待定", 0, 0},
        {"true|FALSE|", JB_BOOL, "true|false|", 0, 0},
        {"true|是", JB_TEXT, "true|是", 0, 0},
        {"1|二", JB_TEXT, "1|二", 0, 0},
        {"1086万元", JB_TEXT, "1086万元", 0, 0},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        size_t n;
        const jb_str *cells = cells_of(&cx, cases[i].cells, &n);
        jb_column c = jb_column_infer(cx.keep, cells, n, JB_NEW_N(cx.scratch, jb_value, n));
        if (c.type != cases[i].type)
            fail_msg("“%s” is of type %d, not %d", cases[i].cells, c.type, cases[i].type);
        assert_str(joined_values(&cx, &c, n), cases[i].values);
        assert_int_equal(c.scale, cases[i].scale);
        assert_int_equal(c.percent, cases[i].percent);
        for (size_t r = 0; r < n; r++) { /* as read, byte for byte */
            assert_ptr_equal(c.raw[r].p, cells[r].p);
            assert_int_equal(jb_cell_null(&c, r), cells[r].n == 0);
        }
        test_ctx_end(&cx);
    }
}

static void values_find_their_narrowest_column(void **state)
{
    (void)state;
    const jb_value cents = {.type = JB_DECIMAL, .scale = 2, .integer = 150};
    const struct {
        jb_value values[3];
        jb_type type;
        uint8_t scale;
        const char *joined;
    } cases[] = {
        {{jb_int(1), jb_null(), jb_int(2)}, JB_INT, 0, "1||2"},
        {{jb_int(1), cents, jb_int(-2)}, JB_DECIMAL, 2, "1|1.5|-2"},
        {{jb_int(1), jb_number(0.5), cents}, JB_NUMBER, 0, "1|0.5|1.5"},
        {{jb_int((1LL << 53) + 1), jb_number(0.5)}, JB_ANY, 0, "9007199254740993|0.5|"},
        {{jb_text(JB_S("a")), jb_null(), jb_text(JB_S("b"))}, JB_TEXT, 0, "a||b"},
        {{jb_text(JB_S("a")), jb_int(1), jb_null()}, JB_ANY, 0, "a|1|"},
        {{jb_bool(true), jb_bool(false), jb_null()}, JB_BOOL, 0, "true|false|"},
        {{jb_bool(true), jb_int(1), jb_null()}, JB_ANY, 0, "true|1|"},
        {{jb_date(0), jb_date(1), jb_null()}, JB_DATE, 0, "1970-01-01|1970-01-02|"},
        {{jb_date(0), jb_datetime(1), jb_null()},
         JB_ANY,
         0,
         "1970-01-01|1970-01-01T00:00:00.001Z|"},
        {{jb_null(), jb_null(), jb_null()}, JB_NULL, 0, "||"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        jb_column c = jb_column_of(cx.keep, JB_S("c"), cases[i].values, 3);
        assert_int_equal(c.type, cases[i].type);
        assert_int_equal(c.scale, cases[i].scale);
        assert_str(joined_values(&cx, &c, 3), cases[i].joined);
        test_ctx_end(&cx);
    }
}

static void a_cell_as_a_number(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_value values[] = {{.type = JB_DECIMAL, .scale = 1, .integer = 15}, jb_null()};
    jb_column c = jb_column_of(cx.keep, JB_S("c"), values, 2);
    assert_true(jb_cell_number(&c, 0) == 1.5 && isnan(jb_cell_number(&c, 1)));
    const jb_value days[] = {jb_date(1)};
    c = jb_column_of(cx.keep, JB_S("c"), days, 1);
    assert_true(jb_cell_number(&c, 0) == (double)JB_DAY_MS);
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_columns_are_typed),
        cmocka_unit_test(values_find_their_narrowest_column),
        cmocka_unit_test(a_cell_as_a_number),
    };
    return cmocka_run_group_tests_name("data infer", tests, NULL, NULL);
}
