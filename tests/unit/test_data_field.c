/* Cells by the fields of a Table Schema. */
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "data/schema.h"

static const jb_package *package_of(jb_ctx *cx, const char *field)
{
    char home[] = "/tmp/jb_field_XXXXXX";
    assert_non_null(mkdtemp(home));
    assert_int_equal(chdir(home), 0);
    FILE *f = fopen("datapackage.json", "w");
    fprintf(f, "{\"resources\":[{\"name\":\"t\",\"path\":\"t.csv\",\"schema\":{\"fields\":[%s]}}]}",
            field);
    fclose(f);
    const jb_package *package = jb_package_read(cx, JB_S("datapackage.json"), (jb_span){0});
    unlink("datapackage.json");
    assert_int_equal(chdir("/"), 0);
    rmdir(home);
    return package;
}

static void every_type_has_its_forms(void **state)
{
    (void)state;
    static const struct {
        const char *field, *cell, *value; /* NULL: no such value */
        jb_type type;
    } cases[] = {
        {"\"type\":\"integer\"", "12", "12", JB_INT},
        {"\"type\":\"integer\"", "-007", "-7", JB_INT},
        {"\"type\":\"integer\"", "+7", "7", JB_INT},
        {"\"type\":\"integer\"", "0", "0", JB_INT},
        {"\"type\":\"integer\"", "1.0", NULL, 0},
        {"\"type\":\"integer\"", "1e3", NULL, 0},
        {"\"type\":\"integer\"", "1,086", NULL, 0},
        {"\"type\":\"integer\"", " 1", NULL, 0},
        {"\"type\":\"integer\",\"groupChar\":\",\"", "1,086", "1086", JB_INT},
        {"\"type\":\"integer\",\"bareNumber\":false", "约1086万元", "1086", JB_INT},
        {"\"type\":\"integer\",\"bareNumber\":false", "万元", NULL, 0},
        {"\"type\":\"integer\"", "9223372036854775808", NULL, 0},
        {"\"type\":\"number\"", "1.5", "1.5", JB_DECIMAL},
        {"\"type\":\"number\"", "+1.5", "1.5", JB_DECIMAL},
        {"\"type\":\"number\"", "++1.5", NULL, 0},
        {"\"type\":\"integer\"", "+-1", NULL, 0},
        {"\"type\":\"number\"", "2", "2", JB_INT},
        {"\"type\":\"number\"", "007.5", "7.5", JB_DECIMAL},
        {"\"type\":\"number\"", "1e3", "1000", JB_INT},
        {"\"type\":\"number\"", "-INF", "-Infinity", JB_NUMBER},
        {"\"type\":\"number\"", "NaN", "NaN", JB_NUMBER},
        {"\"type\":\"number\"", "abc", NULL, 0},
        {"\"type\":\"number\"", "１２", NULL, 0},
        {"\"type\":\"number\"", "35%", NULL, 0},
        {"\"type\":\"number\",\"bareNumber\":false", "35%", "35", JB_INT},
        {"\"type\":\"number\",\"bareNumber\":false", "￥-1.5元", "-1.5", JB_DECIMAL},
        {"\"type\":\"number\",\"bareNumber\":false", ".5", "0.5", JB_DECIMAL},
        {"\"type\":\"number\",\"bareNumber\":false", "\u20AC.25", "0.25", JB_DECIMAL},
        {"\"type\":\"number\",\"bareNumber\":false", "No. 5.", "5", JB_INT},
        {"\"type\":\"number\",\"bareNumber\":false", "\uFFE5(\u4E07\u5143)5", "5", JB_INT},
        {"\"type\":\"number\",\"bareNumber\":false", "(100)", NULL, 0},
        {"\"type\":\"number\",\"bareNumber\":false", "\uFF08100\uFF09", NULL, 0},
        {"\"type\":\"number\",\"bareNumber\":false", "\u2212100", NULL, 0},
        {"\"type\":\"number\",\"bareNumber\":false", "\uFF0D100", NULL, 0},
        {"\"type\":\"number\",\"decimalChar\":\",\",\"groupChar\":\".\"", "1.086,5", "1086.5",
         JB_DECIMAL},
        {"\"type\":\"number\",\"groupChar\":\" \"", "1 086.5", "1086.5", JB_DECIMAL},
        {"\"type\":\"number\",\"groupChar\":\" \"", "-0.123 456", "-0.123456", JB_DECIMAL},
        {"\"type\":\"number\",\"groupChar\":\",\"", "12,34,567", "1234567", JB_INT},
        {"\"type\":\"number\",\"groupChar\":\",\"", "10,0000", "100000", JB_INT},
        {"\"type\":\"number\",\"groupChar\":\",\"", "1,5", NULL, 0},
        {"\"type\":\"number\",\"groupChar\":\",\"", "1,,086", NULL, 0},
        {"\"type\":\"number\",\"groupChar\":\",\"", "-,086", NULL, 0},
        {"\"type\":\"number\",\"groupChar\":\",\",\"bareNumber\":false", "¥1,5", NULL, 0},
        {"\"type\":\"boolean\"", "True", "true", JB_BOOL},
        {"\"type\":\"boolean\"", "0", "false", JB_BOOL},
        {"\"type\":\"boolean\"", "tRUE", NULL, 0},
        {"\"type\":\"boolean\",\"trueValues\":[\"是\"],\"falseValues\":[\"否\"]", "否", "false",
         JB_BOOL},
        {"\"type\":\"boolean\",\"trueValues\":[\"是\"],\"falseValues\":[\"否\"]", "true", NULL, 0},
        {"\"type\":\"date\"", "2024-02-29", "2024-02-29", JB_DATE},
        {"\"type\":\"date\"", "2023-02-29", NULL, 0},
        {"\"type\":\"date\"", "2024-7-1", NULL, 0},
        {"\"type\":\"date\",\"format\":\"any\"", "2024年7月1日", "2024-07-01", JB_DATE},
        {"\"type\":\"date\",\"format\":\"%d/%m/%Y\"", "01/07/2024", "2024-07-01", JB_DATE},
        {"\"type\":\"date\",\"format\":\"fmt:%Y年%m月%d日\"", "2024年7月1日", "2024-07-01",
         JB_DATE},
        {"\"type\":\"date\",\"format\":\"%d/%m/%Y\"", "31/02/2024", NULL, 0},
        {"\"type\":\"date\",\"format\":\"%d/%m/%Y\"", "07/13/2024", NULL, 0},
        {"\"type\":\"date\",\"format\":\"%d/%m/%Y\"", "2024-07-01", NULL, 0},
        {"\"type\":\"datetime\"", "2024-07-01T08:30:00Z", "2024-07-01T08:30:00.000Z", JB_DATETIME},
        {"\"type\":\"datetime\"", "2024-07-01T08:30:00+08:00", "2024-07-01T00:30:00.000Z",
         JB_DATETIME},
        {"\"type\":\"datetime\"", "2024-07-01", NULL, 0},
        {"\"type\":\"datetime\",\"format\":\"%Y%m%d %H:%M\"", "20240701 08:30",
         "2024-07-01T08:30:00.000Z", JB_DATETIME},
        {"\"type\":\"time\"", "23:59:59", "23:59:59", JB_TEXT},
        {"\"type\":\"time\"", "24:00:00", NULL, 0},
        {"\"type\":\"time\",\"format\":\"%H:%M\"", "08:30", "08:30", JB_TEXT},
        {"\"type\":\"year\"", "2024", "2024", JB_INT},
        {"\"type\":\"year\"", "24", NULL, 0},
        {"\"type\":\"yearmonth\"", "2024-07", "2024-07-01", JB_DATE},
        {"\"type\":\"yearmonth\"", "2024-13", NULL, 0},
        {"\"type\":\"string\"", " 007 ", " 007 ", JB_TEXT},
        {"\"type\":\"any\"", "007", "007", JB_TEXT},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        char field[256];
        snprintf(field, sizeof field, "{\"name\":\"f\",%s}", cases[i].field);
        const jb_package *package = package_of(&cx, field);
        assert_non_null(package);
        jb_value v = jb_null();
        bool read =
            jb_field_read(&package->resources[0].schema->fields[0], jb_str_of(cases[i].cell), &v);
        if (read != (cases[i].value != NULL))
            fail_msg("%s %s “%s”", cases[i].field, read ? "takes" : "refuses", cases[i].cell);
        if (read) {
            assert_int_equal(v.type, cases[i].type);
            assert_str(jb_value_text(cx.scratch, v), cases[i].value);
        }
        test_ctx_end(&cx);
    }
}

static void missing_is_what_the_field_says(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_package *package =
        package_of(&cx, "{\"name\":\"f\",\"missingValues\":[\"-\",\"无\"]},{\"name\":\"g\"}");
    const jb_field *fields = package->resources[0].schema->fields;
    assert_true(jb_field_missing(&fields[0], JB_S("无")));
    assert_true(jb_field_missing(&fields[0], JB_S("")));
    assert_false(jb_field_missing(&fields[0], JB_S("0")));
    assert_false(jb_field_missing(&fields[1], JB_S("-")));
    assert_true(jb_field_missing(&fields[1], JB_S("")));
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_has_its_forms),
        cmocka_unit_test(missing_is_what_the_field_says),
    };
    return cmocka_run_group_tests_name("data field", tests, NULL, NULL);
}
