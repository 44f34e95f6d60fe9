/* Values: their text, order, equality, exact arithmetic. Expected texts are those of ECMAScript's
 * Number::toString. */
#include <math.h>
#include <stdlib.h>

#include "test.h"

#include "base/date.h"
#include "base/decimal.h"

static void numbers_as_text(void **state)
{
    (void)state;
    static const struct {
        double number;
        const char *text;
    } rows[] = {{0, "0"},
                {-0.0, "0"},
                {1, "1"},
                {-12.5, "-12.5"},
                {0.1, "0.1"},
                {0.1 + 0.2, "0.30000000000000004"},
                {1.0 / 3, "0.3333333333333333"},
                {100, "100"},
                {123456789012345680000.0, "123456789012345680000"},
                {1e21, "1e+21"},
                {1.5e300, "1.5e+300"},
                {0.000001, "0.000001"},
                {1e-7, "1e-7"},
                {5e-324, "5e-324"},
                {2.2250738585072014e-308, "2.2250738585072014e-308"},
                {1.7976931348623157e308, "1.7976931348623157e+308"},
                {9007199254740993.0, "9007199254740992"},
                {4.35, "4.35"},
                {5e-7, "5e-7"},
                {(double)NAN, "NaN"},
                {(double)-INFINITY, "-Infinity"}};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(rows); i++)
        assert_str(jb_number_text(cx.keep, rows[i].number), rows[i].text);
    test_ctx_end(&cx);
}

/* Any double is read back from its text. */
static void numbers_round_trip(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    uint64_t bits = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
        double number, again = 0;
        memcpy(&number, &bits, sizeof number);
        if (!isfinite(number))
            continue;
        assert_true(jb_number_read(jb_number_text(cx.scratch, number), &again));
        assert_true(number == again);
        jb_arena_reset(cx.scratch);
    }
    test_ctx_end(&cx);
}

static void text_as_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double number;
    } rows[] = {{"", 0},
                {" \t", 0},
                {"12", 12},
                {" -12.50 ", -12.5},
                {".5", 0.5},
                {"5.", 5},
                {"1e3", 1000},
                {"1E-2", 0.01},
                {"0x1F", 31},
                {"0b101", 5},
                {"Infinity", (double)INFINITY},
                {"-Infinity", (double)-INFINITY},
                {"9007199254740993", 9007199254740992.0},
                {"179769313486231580793728971405301e276", 1.7976931348623158e308},
                {"2.2250738585072011e-308", 2.2250738585072011e-308},
                {"1e400", (double)INFINITY}};
    static const char *const none[] = {"abc", "1 2", "1,5", "0x",  "1e",  "--1",
                                       "+-1", ".",   "e5",  "nan", "inf", "0x1p3"};
    for (size_t i = 0; i < JB_COUNT(rows); i++)
        assert_true(jb_value_number(jb_text(jb_str_of(rows[i].text))) == rows[i].number);
    for (size_t i = 0; i < JB_COUNT(none); i++)
        assert_true(isnan(jb_value_number(jb_text(jb_str_of(none[i])))));
    assert_true(jb_value_number(jb_null()) == 0 && isnan(jb_value_measure(jb_null())));
    assert_true(isnan(jb_value_measure(jb_text(JB_S("")))));
}

/* Thousands of digits, with a tie that only the last one breaks. */
static void long_numbers(void **state)
{
    (void)state;
    static char text[3000];
    memset(text, '0', sizeof text - 1);
    memcpy(text, "9007199254740993.0", 18); /* half way between two doubles */
    double number;
    assert_true(jb_number_read((jb_str){text, sizeof text - 1}, &number));
    assert_true(number == 9007199254740992.0);
    text[sizeof text - 2] = '1';
    assert_true(jb_number_read((jb_str){text, sizeof text - 1}, &number));
    assert_true(number == 9007199254740994.0);
}

static void exact_literals(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        jb_type type;
        int64_t integer;
        uint8_t scale;
    } rows[] = {{"12", JB_INT, 12, 0},
                {"-12.50", JB_DECIMAL, -125, 1},
                {"0.10", JB_DECIMAL, 1, 1},
                {"1.5e3", JB_INT, 1500, 0},
                {"1.5e-3", JB_DECIMAL, 15, 4},
                {"12.00", JB_INT, 12, 0},
                {"0.000", JB_INT, 0, 0},
                {"9223372036854775807", JB_INT, INT64_MAX, 0},
                {"-9223372036854775808", JB_INT, INT64_MIN, 0},
                {"0.000000000000000001", JB_DECIMAL, 1, 18}};
    static const char *const inexact[] = {"9223372036854775808", "1e19", "0.0000000000000000001",
                                          "1.00000000000000000001"};
    jb_value v;
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        assert_true(jb_exact_read(jb_str_of(rows[i].text), &v));
        assert_int_equal(v.type, rows[i].type);
        assert_true(v.integer == rows[i].integer);
        assert_int_equal(v.scale, rows[i].scale);
    }
    for (size_t i = 0; i < JB_COUNT(inexact); i++)
        assert_true(jb_exact_read(jb_str_of(inexact[i]), &v) && v.type == JB_NUMBER);
    assert_false(jb_exact_read(JB_S("1086万"), &v));
}

static jb_value exact(const char *text)
{
    jb_value v;
    assert_true(jb_exact_read(jb_str_of(text), &v));
    return v;
}

static void exact_arithmetic(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    assert_str(jb_value_text(cx.keep, jb_exact_add(exact("0.1"), exact("0.2"))), "0.3");
    assert_str(jb_value_text(cx.keep, jb_exact_subtract(exact("1"), exact("0.9"))), "0.1");
    assert_str(jb_value_text(cx.keep, jb_exact_multiply(exact("1.25"), exact("0.08"))), "0.1");
    assert_str(
        jb_value_text(cx.keep, jb_exact_multiply(exact("-0.000000001"), exact("0.000000001"))),
        "-0.000000000000000001");
    /* What int64 cannot hold goes on as a double, near enough. */
    jb_value sum = jb_exact_add(exact("9223372036854775807"), exact("1"));
    assert_true(sum.type == JB_NUMBER && sum.number == 9223372036854775808.0);
    jb_value product = jb_exact_multiply(exact("0.000000000000000001"), exact("0.1"));
    assert_true(product.type == JB_NUMBER && product.number == 1e-19);
    jb_value negated = jb_exact_negate(exact("-9223372036854775808"));
    assert_true(negated.type == JB_NUMBER && negated.number == 9223372036854775808.0);
    assert_int_equal(jb_exact_cmp(exact("0.30"), exact("0.3")), 0);
    assert_int_equal(jb_exact_cmp(exact("-9223372036854775808"), exact("0.000000000000000001")),
                     -1);
    test_ctx_end(&cx);
}

/* A sum does not lose what a double would, and never overflows in silence. */
static void sums(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_sum s = {0};
    for (int i = 0; i < 10; i++)
        jb_sum_add(&s, exact("0.1"));
    assert_str(jb_value_text(cx.keep, jb_sum_value(&s)), "1");
    s = (jb_sum){0};
    for (int i = 0; i < 4; i++)
        jb_sum_add(&s, exact("9223372036854775807"));
    assert_true(jb_sum_value(&s).type == JB_NUMBER && jb_sum_number(&s) == 36893488147419103228.0);
    for (int i = 0; i < 3; i++)
        jb_sum_add(&s, exact("-9223372036854775807"));
    assert_str(jb_value_text(cx.keep, jb_sum_value(&s)), "9223372036854775807");
    jb_sum d = {0};
    jb_sum_add_number(&d, 1e100);
    jb_sum_add_number(&d, 1);
    jb_sum_add_number(&d, -1e100);
    assert_true(jb_sum_number(&d) == 1);
    test_ctx_end(&cx);
}

/* Rows in sorted order, each before the next. */
static void order(void **state)
{
    (void)state;
    const jb_value items[] = {jb_int(2)};
    const jb_value rows[] = {jb_null(),
                             jb_number((double)NAN),
                             jb_bool(false),
                             jb_bool(true),
                             jb_number((double)-INFINITY),
                             jb_int(-5),
                             exact("-0.5"),
                             jb_int(0),
                             exact("0.3"),
                             jb_number(0.30000000000000004),
                             jb_int(9007199254740992),
                             jb_int(9007199254740993),
                             jb_date(-1),
                             jb_datetime(-5),
                             jb_date(0),
                             jb_datetime(1),
                             jb_text(JB_S("")),
                             jb_text(JB_S("10")),
                             jb_text(JB_S("9")),
                             jb_text(JB_S("乡")),
                             jb_text(JB_S("县")),
                             {.type = JB_LISTED},
                             {.type = JB_LISTED, .n = 1, .items = items}};
    for (size_t i = 0; i < JB_COUNT(rows); i++)
        for (size_t k = 0; k < JB_COUNT(rows); k++) {
            int c = jb_value_cmp(rows[i], rows[k]);
            assert_int_equal((c > 0) - (c < 0), (i > k) - (i < k));
            assert_int_equal(jb_value_eq(rows[i], rows[k]), i == k);
        }
}

static void equal_values_hash_alike(void **state)
{
    (void)state;
    const jb_value pairs[][2] = {{jb_int(1), jb_number(1)},
                                 {jb_int(0), jb_number(-0.0)},
                                 {exact("0.1"), jb_number(0.1)},
                                 {{.type = JB_DECIMAL, .scale = 2, .integer = 1250}, exact("12.5")},
                                 {jb_date(1), jb_datetime(86400000)},
                                 {jb_number((double)NAN), jb_number(-(double)NAN)}};
    for (size_t i = 0; i < JB_COUNT(pairs); i++) {
        assert_true(jb_value_eq(pairs[i][0], pairs[i][1]));
        assert_true(jb_value_hash(pairs[i][0]) == jb_value_hash(pairs[i][1]));
    }
    assert_false(jb_value_eq(jb_int(1), jb_text(JB_S("1"))));
    assert_false(jb_value_eq(jb_null(), jb_int(0)));
}

static void json(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_value items[] = {jb_int(1),  exact("2.50"),
                              jb_null(),  jb_text(JB_S("a\"县\n")),
                              jb_date(0), jb_number((double)NAN)};
    const jb_field_value members[] = {{JB_S("k"), {.type = JB_LISTED, .n = 6, .items = items}}};
    jb_buf b = jb_buf_new(cx.keep);
    jb_value_json(&b, (jb_value){.type = JB_OBJECT, .n = 1, .members = members});
    assert_str(b.text, "{\"k\":[1,2.5,null,\"a\\\"县\\n\",\"1970-01-01\",null]}");
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_as_text),
                                       cmocka_unit_test(numbers_round_trip),
                                       cmocka_unit_test(text_as_numbers),
                                       cmocka_unit_test(long_numbers),
                                       cmocka_unit_test(exact_literals),
                                       cmocka_unit_test(exact_arithmetic),
                                       cmocka_unit_test(sums),
                                       cmocka_unit_test(order),
                                       cmocka_unit_test(equal_values_hash_alike),
                                       cmocka_unit_test(json)};
    return cmocka_run_group_tests_name("base value", tests, NULL, NULL);
}
