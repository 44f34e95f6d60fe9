/* The public face as a stranger uses it. */
#include "test.h"

#include <locale.h>
#include <math.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jianbao/jianbao.h>

static char dir[] = "/tmp/jianbao-api-XXXXXX";

static const char *path_of(const char *name)
{
    static char paths[4][64];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", dir, name);
    return path;
}

static void put(const char *name, const char *text)
{
    FILE *f = fopen(path_of(name), "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static char *get(const char *name)
{
    static char text[4096];
    FILE *f = fopen(path_of(name), "rb");
    assert_non_null(f);
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    fclose(f);
    return text;
}

static int make_dir(void **state)
{
    (void)state;
    if (!mkdtemp(dir))
        return 1;
    put("a.csv", "name,x\n甲,1\n乙,2.5\n");
    return 0;
}

static int remove_dir(void **state)
{
    (void)state;
    unlink(path_of("a.csv"));
    unlink(path_of("out.csv"));
    unlink(path_of("out.json"));
    return rmdir(dir);
}

static void a_handle_makes_tables(void **state)
{
    (void)state;
    jianbao *jb = jianbao_open(NULL);
    assert_non_null(jb);
    jianbao_table_options o = {.agg = "sum(x) as s"};
    assert_int_equal(jianbao_table(jb, path_of("a.csv"), path_of("out.csv"), &o), JIANBAO_FINE);
    assert_string_equal(get("out.csv"), "s\n3.5\n");
    assert_int_equal(jianbao_table(jb, path_of("a.csv"), path_of("out.json"), NULL), JIANBAO_FINE);
    assert_string_equal(get("out.json"),
                        "[\n{\"name\": \"甲\", \"x\": 1},\n{\"name\": \"乙\", \"x\": 2.5}\n]\n");
    assert_string_equal(jianbao_messages_text(jb, 0), "");
    jianbao_close(jb);
    jianbao_close(NULL);
}

static void mistakes_are_kept_with_their_places(void **state)
{
    (void)state;
    jianbao *jb = jianbao_open(&(jianbao_options){.language = JIANBAO_CHINESE});
    jianbao_table_options o = {.where = "nmae == '甲'"};
    size_t n;
    assert_int_equal(jianbao_table(jb, path_of("a.csv"), path_of("no.csv"), &o),
                     JIANBAO_WRONG_USAGE);
    assert_int_equal(jianbao_table(jb, path_of("b.csv"), path_of("no.csv"), NULL),
                     JIANBAO_ENVIRONMENT);
    const jianbao_message *m = jianbao_messages(jb, &n);
    assert_int_equal(n, 2);
    assert_true(m[0].error);
    assert_string_equal(m[0].file, "--where");
    assert_int_equal(m[0].line, 1);
    assert_int_equal(m[0].column, 1);
    assert_string_equal(m[0].hint, "最接近的是“name”");
    assert_int_equal(jianbao_worst(jb), JIANBAO_ENVIRONMENT);
    assert_non_null(strstr(jianbao_messages_text(jb, 0), "--where:1:1: error: "));
    assert_non_null(strstr(jianbao_messages_text(jb, JIANBAO_COLOR), "\x1b[1;31m"));
    assert_int_not_equal(access(path_of("no.csv"), F_OK), 0);
    jianbao_close(jb);
}

static void options_are_checked_when_a_handle_opens(void **state)
{
    (void)state;
    static const struct {
        const char *limits[2], *root, *encoding;
        jianbao_status worst;
    } cases[] = {
        {{"pixels=1e6", NULL}, NULL, NULL, JIANBAO_FINE},
        {{"pixel=1e6", NULL}, NULL, NULL, JIANBAO_WRONG_USAGE},
        {{"pixels=", NULL}, NULL, NULL, JIANBAO_WRONG_USAGE},
        {{"pixels=0", NULL}, NULL, NULL, JIANBAO_WRONG_USAGE},
        {{"pixels=1e30", NULL}, NULL, NULL, JIANBAO_WRONG_USAGE},
        {{"", NULL}, NULL, NULL, JIANBAO_WRONG_USAGE},
        {{NULL, NULL}, "/nowhere", NULL, JIANBAO_WRONG_USAGE},
        {{NULL, NULL}, "/tmp", "GB18030", JIANBAO_FINE},
        {{NULL, NULL}, NULL, "ROT13", JIANBAO_WRONG_USAGE},
        {{NULL, NULL}, "\xFF", NULL, JIANBAO_WRONG_USAGE},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jianbao *jb = jianbao_open(&(jianbao_options){
            .limits = cases[i].limits, .root = cases[i].root, .encoding = cases[i].encoding});
        assert_int_equal(jianbao_worst(jb), cases[i].worst);
        jianbao_close(jb);
    }
    size_t told;
    jianbao *jb = jianbao_open(&(jianbao_options){.root = "/nowhere", .encoding = "ROT13"});
    assert_non_null(jianbao_messages(jb, &told));
    assert_int_equal(told, 2); /* each is told */
    jianbao_close(jb);
}

static void the_root_holds_for_every_call(void **state)
{
    (void)state;
    jianbao *jb = jianbao_open(&(jianbao_options){.root = "/usr"});
    for (int i = 0; i < 2; i++)
        assert_int_equal(jianbao_table(jb, path_of("a.csv"), path_of("no.csv"), NULL),
                         JIANBAO_WRONG_INPUT);
    jianbao_close(jb);
}

static void fonts_outlast_a_call_and_what_was_said_does_not(void **state)
{
    (void)state;
    static const char *const bad[] = {"bad.json", "worse.json"};
    static const char *const wrong =
        "{\"data\": {\"values\": [{\"a\": \"\\udbff\\udffd\"}]}, \"mark\": \"text\", "
        "\"encoding\": {\"text\": {\"field\": \"a\"}}}";
    put(bad[0], wrong);
    put(bad[1], wrong);
    put("good.json", "{\"data\": {\"values\": [{\"a\": \"甲\"}]}, \"mark\": \"text\", "
                     "\"encoding\": {\"text\": {\"field\": \"a\"}}}");
    jianbao *jb = jianbao_open(NULL);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(jianbao_chart(jb, path_of("good.json"), path_of("out.svg"), NULL),
                         JIANBAO_FINE);
        assert_int_equal(jianbao_chart(jb, path_of(bad[i]), path_of("no.svg"), NULL),
                         JIANBAO_WRONG_INPUT);
    }
    size_t n;
    jianbao_messages(jb, &n);
    assert_int_equal(n, 2);
    jianbao_close(jb);
    unlink(path_of("good.json"));
    unlink(path_of(bad[0]));
    unlink(path_of(bad[1]));
    unlink(path_of("out.svg"));
}

/* The program reads its own; a caller in C may hand over anything. */
static void numbers_that_are_none_are_wrong_usage(void **state)
{
    (void)state;
    static const double bad[] = {-1, NAN, INFINITY, 1e9};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const jianbao_chart_options o[] = {
            {.scale = bad[i]}, {.width = bad[i]}, {.height = bad[i]}};
        jianbao *jb = jianbao_open(NULL);
        for (size_t k = 0; k < 3; k++)
            assert_int_equal(jianbao_chart(jb, path_of("no.json"), path_of("no.svg"), &o[k]),
                             JIANBAO_WRONG_USAGE);
        assert_int_equal(jianbao_report(jb, path_of("no.md"), path_of("no.pdf"),
                                        &(jianbao_report_options){.dpi = bad[i]}),
                         JIANBAO_WRONG_USAGE);
        jianbao_close(jb);
    }
}

/* Bytes in use; 0 where malloc is not glibc's. */
static size_t in_use(void)
{
    return mallinfo2().uordblks;
}

/* A theme's own font files are opened once for all documents, and are no other document's. */
static void a_projects_fonts_are_kept_but_not_lent(void **state)
{
    (void)state;
    enum { WARM = 3, RUNS = 8, EACH = 8 << 10 };
    put("own.md",
        "---\ntheme: plain\nfonts: {\u9ed1\u4f53: "
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc}\n---\n\n**\u7532**\u4e59\n");
    jianbao *jb = jianbao_open(&(jianbao_options){.root = "/"});
    size_t before = 0;
    for (int i = 0; i < WARM + RUNS; i++) {
        before = i == WARM ? in_use() : before;
        assert_int_equal(jianbao_report(jb, path_of("own.md"), path_of("own.pdf"), NULL),
                         JIANBAO_FINE);
    }
    size_t after = in_use();
    assert_true(after <= before + (size_t)RUNS * EACH);
    assert_non_null(strstr(jianbao_fonts(jb, path_of("own.md")), "(the theme's)"));
    assert_null(strstr(jianbao_fonts(jb, NULL), "(the theme's)"));
    jianbao_close(jb);
    unlink(path_of("own.md"));
    unlink(path_of("own.pdf"));
}

static void names_near_enough_are_found(void **state)
{
    (void)state;
    const char *const names[] = {"report", "chart", "table", NULL};
    assert_string_equal(jianbao_nearest("tabel", names), "table");
    assert_null(jianbao_nearest("preview", names));
}

static void a_complaint_stands_with_the_others(void **state)
{
    (void)state;
    jianbao *jb = jianbao_open(NULL);
    jianbao_complain(jb, "--scale", "2x", 1, "not a number", "write 2");
    assert_string_equal(jianbao_messages_text(jb, 0),
                        "--scale:1:2: error: not a number\n    2x\n     ^\nhint: write 2\n");
    assert_int_equal(jianbao_worst(jb), JIANBAO_WRONG_USAGE);
    jianbao_close(jb);
}

/* Documents share what is cut out of their fonts, and their bytes tell nothing of it. */
static void a_document_is_the_same_alone_and_among_others(void **state)
{
    (void)state;
    static const char *const names[] = {"\u7532.pdf", "\u4e59.pdf"};
    enum { MOST = 1 << 20 };
    char *bytes[2], output[64];
    size_t n[2];
    snprintf(output, sizeof output, "%s", path_of("{name}.pdf"));
    put("r.md", "---\ntheme: plain\ndata:\n  t: {url: a.csv}\n---\n"
                "# {{ t.name }}\n\n{{ t.name }} and {{ t.x }}\n");
    for (size_t i = 0; i < 2; i++) { /* both in one handle, then the second in one of its own */
        const jianbao_report_options options = {
            .each = "name", .jobs = 1, .shard = i ? "2/2" : NULL};
        jianbao *jb = jianbao_open(&(jianbao_options){.root = dir});
        assert_int_equal(jianbao_report(jb, path_of("r.md"), output, &options), JIANBAO_FINE);
        jianbao_close(jb);
        FILE *f = fopen(path_of(names[1]), "rb");
        assert_non_null(f);
        bytes[i] = malloc(MOST);
        n[i] = fread(bytes[i], 1, MOST, f);
        fclose(f);
        unlink(path_of(names[1]));
    }
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(bytes[0], bytes[1], n[0]);
    free(bytes[0]);
    free(bytes[1]);
    unlink(path_of(names[0]));
    unlink(path_of("r.md"));
}

/* A form that is not there is told; the program's own options never ask for it. */
static void forms_are_checked(void **state)
{
    (void)state;
    const jianbao_report_options asked[] = {{.pages = dir, .page_format = "gif"},
                                            {.format = "docx"},
                                            {.charts = dir, .chart_formats = "png, gif"},
                                            {.charts = dir, .chart_formats = ""}};
    put("r.md", "---\ntheme: plain\n---\n# a\n");
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        jianbao *jb = jianbao_open(&(jianbao_options){.root = dir});
        assert_int_equal(jianbao_report(jb, path_of("r.md"), path_of("r.pdf"), &asked[i]),
                         JIANBAO_WRONG_USAGE);
        size_t n;
        const jianbao_message *m = jianbao_messages(jb, &n);
        assert_int_equal(n, 1);
        assert_non_null(m->hint);
        jianbao_close(jb);
        assert_int_not_equal(access(path_of("r.pdf"), F_OK), 0);
    }
    unlink(path_of("r.md"));
}

/* What names no form is told where it was said. */
static void a_form_is_told_at_its_option(void **state)
{
    (void)state;
    put("f.json", "{\"mark\": \"bar\"}");
    jianbao *jb = jianbao_open(&(jianbao_options){.root = dir});
    const jianbao_chart_options gif = {.format = "gif"};
    const jianbao_table_options xls = {.format = "xls"};
    assert_int_equal(jianbao_chart(jb, path_of("f.json"), path_of("f.png"), &gif),
                     JIANBAO_WRONG_USAGE);
    assert_int_equal(jianbao_table(jb, path_of("a.csv"), path_of("out.csv"), &xls),
                     JIANBAO_WRONG_USAGE);
    size_t n;
    const jianbao_message *m = jianbao_messages(jb, &n);
    assert_int_equal(n, 2);
    for (size_t i = 0; i < n; i++)
        assert_string_equal(m[i].file, "--format");
    assert_non_null(strstr(m[0].text, "gif"));
    assert_non_null(strstr(m[1].text, "xls"));
    jianbao_close(jb);
    unlink(path_of("f.json"));
}

static void draw_and_work_out(void)
{
    jianbao *jb = jianbao_open(&(jianbao_options){.root = dir});
    assert_int_equal(jianbao_chart(jb, path_of("a.yaml"), path_of("out.svg"), NULL), JIANBAO_FINE);
    assert_int_equal(jianbao_chart(jb, path_of("a.yaml"), path_of("out.pdf"), NULL), JIANBAO_FINE);
    assert_int_equal(jianbao_table(jb, path_of("a.csv"), path_of("out.csv"),
                                   &(jianbao_table_options){.agg = "mean(x) as m"}),
                     JIANBAO_FINE);
    jianbao_close(jb);
}

/* A program may have called setlocale: where the locale writes 1,5 we still write 1.5. The locale
 * is made here, for few machines have it; where localedef or its sources are missing, so is the
 * proof. */
static void the_callers_locale_changes_nothing(void **state)
{
    (void)state;
    char line[256], plain[4096];
    put("a.yaml", "data: {url: a.csv}\nmark: bar\nencoding: {y: name, x: x}\n");
    draw_and_work_out();
    assert_string_equal(get("out.csv"), "m\n1.75\n");
    strcpy(plain, get("out.svg"));
    snprintf(line, sizeof line, "localedef -i de_DE -f UTF-8 %s 2>/dev/null",
             path_of("de_DE.UTF-8"));
    setenv("LOCPATH", dir, 1);
    bool made = system(line) >= 0 && setlocale(LC_ALL, "de_DE.UTF-8");
    if (made) {
        snprintf(line, sizeof line, "%.1f", 1.5);
        assert_string_equal(line, "1,5");
        draw_and_work_out();
        assert_string_equal(get("out.csv"), "m\n1.75\n");
        assert_string_equal(get("out.svg"), plain);
        snprintf(line, sizeof line, "%.1f", 1.5);
        assert_string_equal(line, "1,5"); /* and the caller has its own again */
    }
    setlocale(LC_ALL, "C");
    unsetenv("LOCPATH");
    unlink(path_of("a.yaml"));
    unlink(path_of("out.svg"));
    unlink(path_of("out.pdf"));
    snprintf(line, sizeof line, "rm -rf %s", path_of("de_DE.UTF-8"));
    assert_int_equal(system(line), 0);
    if (!made)
        skip();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_handle_makes_tables),
        cmocka_unit_test(mistakes_are_kept_with_their_places),
        cmocka_unit_test(options_are_checked_when_a_handle_opens),
        cmocka_unit_test(the_root_holds_for_every_call),
        cmocka_unit_test(fonts_outlast_a_call_and_what_was_said_does_not),
        cmocka_unit_test(numbers_that_are_none_are_wrong_usage),
        cmocka_unit_test(a_projects_fonts_are_kept_but_not_lent),
        cmocka_unit_test(names_near_enough_are_found),
        cmocka_unit_test(a_complaint_stands_with_the_others),
        cmocka_unit_test(a_document_is_the_same_alone_and_among_others),
        cmocka_unit_test(forms_are_checked),
        cmocka_unit_test(a_form_is_told_at_its_option),
        cmocka_unit_test(the_callers_locale_changes_nothing),
    };
    return cmocka_run_group_tests_name("api handle", tests, make_dir, remove_dir);
}
