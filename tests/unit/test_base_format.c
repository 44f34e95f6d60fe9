/* Number formats that tests/golden/transform/expressions.txt does not have: exact values, the types
 * of our own, locales, Vega's choices of precision. Spans are those of d3-scale's tickFormat, by
 * node 20. */
#include <math.h>

#include "test.h"

#include "base/decimal.h"
#include "base/format.h"

static jb_value exact(const char *text)
{
    jb_value v;
    assert_true(jb_exact_read(jb_str_of(text), &v));
    return v;
}

static void exact_values(void **state)
{
    (void)state;
    static const struct {
        const char *value, *specifier, *text;
    } rows[] = {{"9007199254740993", ",d", "9,007,199,254,740,993"},
                {"-9223372036854775808", "d", "−9223372036854775808"},
                {"1.005", ".2f", "1.01"},
                {"0.125", ".2f", "0.13"},
                {"0.145", ".0%", "15%"},
                {"1086", "", "1086"},
                {"1086.50", ",.1f", "1,086.5"},
                {"0.1", "", "0.1"},
                {"12345678.9", "~s", "12.3457M"},
                {"1e18", ".3e", "1.000e+18"},
                {"0", ".1%", "0.0%"}};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(rows); i++)
        assert_str(
            jb_format_text(cx.keep, jb_str_of(rows[i].specifier), NULL, exact(rows[i].value)),
            rows[i].text);
    test_ctx_end(&cx);
}

static void wan_and_yi(void **state)
{
    (void)state;
    static const struct {
        const char *value, *specifier, *text;
    } rows[] = {{"1234", "w", "1234"},
                {"9999", "w", "9999"},
                {"10000", "w", "1万"},
                {"12345678", "w", "1234.5678万"},
                {"12345678", ".1w", "1234.6万"},
                {"99999999", ".1w", "1.0亿"},
                {"100000000", "w", "1亿"},
                {"1234567890123", ".2w", "1.23万亿"},
                {"123456789012345678", ".0w", "123457万亿"},
                {"-1086000", "w", "−108.6万"},
                {"0", "w", "0"},
                {"0.5", "w", "0.5"},
                {"1086", ".2万", "0.11万"},
                {"1086", "万", "0.1086万"},
                {"12345678", ",.0万", "1,235万"},
                {"150000000", ".1亿", "1.5亿"},
                {"12300", ".2~w", "1.23万"},
                {"50000", "+.1w", "+5.0万"}};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(rows); i++)
        assert_str(jb_format_text(cx.keep, jb_str_of(rows[i].specifier), &jb_locale_zh_cn,
                                  exact(rows[i].value)),
                   rows[i].text);
    assert_str(jb_format_text(cx.keep, JB_S("w"), NULL, jb_number(12345.6)), "1.23456万");
    test_ctx_end(&cx);
}

static void specifiers(void **state)
{
    (void)state;
    static const char *const good[] = {"",  ".2f", "05d", "*^9d", "中>8", "+$,.2~f",
                                       ",", "0",   "x",   "#x",   "(.1%"};
    static const char *const bad[] = {"..", ".f", "f.", ".2ff", "万亿", "2 ", "中", "%Y-%m", ",,"};
    jb_format f;
    for (size_t i = 0; i < JB_COUNT(good); i++)
        assert_true(jb_format_read(jb_str_of(good[i]), &f));
    for (size_t i = 0; i < JB_COUNT(bad); i++)
        if (jb_format_read(jb_str_of(bad[i]), &f))
            fail_msg("%s", bad[i]);
}

static void what_is_no_number(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    assert_str(jb_format_text(cx.keep, JB_S(".1f"), NULL, jb_null()), "NaN");
    assert_str(jb_format_text(cx.keep, JB_S(".1f"), NULL, jb_text(JB_S("县"))), "NaN");
    assert_str(jb_format_text(cx.keep, JB_S(".1f"), NULL, jb_text(JB_S("2.25"))), "2.3");
    assert_str(jb_format_text(cx.keep, JB_S("f"), NULL, jb_number((double)-INFINITY)), "−Infinity");
    test_ctx_end(&cx);
}

static void locales(void **state)
{
    (void)state;
    static const uint8_t indian[] = {3, 2};
    static const jb_str arabic[] = {JB_K("٠"), JB_K("١"), JB_K("٢"), JB_K("٣"), JB_K("٤"),
                                    JB_K("٥"), JB_K("٦"), JB_K("٧"), JB_K("٨"), JB_K("٩")};
    jb_ctx cx = test_ctx();
    jb_locale l = jb_locale_en_us;
    l.number.decimal = JB_S(","), l.number.thousands = JB_S("."), l.number.currency[1] = JB_S(" €");
    l.number.currency[0] = JB_S("");
    assert_str(jb_format_text(cx.keep, JB_S("$,.2f"), &l, exact("1234567.891")), "1.234.567,89 €");
    l.number.grouping = indian, l.number.grouping_n = 2;
    assert_str(jb_format_text(cx.keep, JB_S(",d"), &l, exact("1234567")), "12.34.567");
    l.number.numerals = arabic;
    assert_str(jb_format_text(cx.keep, JB_S("d"), &l, exact("2024")), "٢٠٢٤");
    assert_str(jb_format_text(cx.keep, JB_S("$,d"), &jb_locale_zh_cn, exact("1086")), "¥1,086");
    test_ctx_end(&cx);
}

static void spans(void **state)
{
    (void)state;
    static const struct {
        double start, stop, count;
        const char *specifier;
        double value;
        const char *text;
    } rows[] = {{0, 1, 10, NULL, 0.5, "0.5"},       {0, 1000, 5, NULL, 1000, "1,000"},
                {0, 0.01, 5, NULL, 0.002, "0.002"}, {0, 3e6, 10, "s", 2e6, "2.0M"},
                {0, 1e6, 5, "s", 200000, "0.2M"},   {0, 1, 5, "%", 0.2, "20%"},
                {0, 0.02, 5, "%", 0.005, "0.5%"},   {0, 100, 10, "+", 20, "+2e+1"},
                {0, 1, 10, ".3f", 0.5, "0.500"},    {0, 1e-5, 5, "e", 2e-6, "2e-6"}};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_format f = jb_format_span(rows[i].start, rows[i].stop, rows[i].count,
                                     jb_str_of(rows[i].specifier));
        assert_str(jb_format_value(cx.keep, &f, NULL, jb_number(rows[i].value)), rows[i].text);
    }
    static const struct {
        double start, stop, count, step;
    } steps[] = {{0, 10, 10, 1}, {0, 1, 10, 0.1}, {0, 100, 3, 50},
                 {10, 0, 5, -2}, {0, 37, 4, 10},  {0, 1, 3, 0.5}};
    for (size_t i = 0; i < JB_COUNT(steps); i++)
        assert_true(jb_tick_step(steps[i].start, steps[i].stop, steps[i].count) == steps[i].step);
    jb_format f = jb_format_float((jb_str){NULL, 0});
    assert_str(jb_format_value(cx.keep, &f, NULL, jb_number(1234.5)), "1,234.5");
    assert_str(jb_format_value(cx.keep, &f, NULL, jb_number(0.1 + 0.2)), "0.3");
    test_ctx_end(&cx);
}

/* What is read is written again, in d3's order. */
static void specifiers_are_written(void **state)
{
    (void)state;
    static const char *const rows[] = {"-",   ",.2f", ".0%",    "$,.1~f",       "*^+#012,.3~s",
                                       "<20", ".12~", "=(8.1r", "\xe4\xb8\x87", ".1w"};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_format f;
        assert_true(jb_format_read(jb_str_of(rows[i]), &f));
        assert_str(jb_format_specifier(cx.keep, &f), rows[i]);
    }
    jb_format ticks = jb_format_span(0, 3, 8, (jb_str){NULL, 0});
    assert_str(jb_format_specifier(cx.keep, &ticks), ",.1f");
    jb_format kilo = jb_format_span(0, 3000, 8, JB_S("s"));
    assert_null(jb_format_specifier(cx.keep, &kilo).p);
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(specifiers_are_written),
                                       cmocka_unit_test(exact_values),
                                       cmocka_unit_test(wan_and_yi),
                                       cmocka_unit_test(specifiers),
                                       cmocka_unit_test(what_is_no_number),
                                       cmocka_unit_test(locales),
                                       cmocka_unit_test(spans)};
    return cmocka_run_group_tests_name("base format", tests, NULL, NULL);
}
