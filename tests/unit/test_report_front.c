/* Front matter: what is read, and each mistake with its place in the report. */
#include "test.h"

#include <math.h>

#include "report/front.h"

static jb_front *read(jb_ctx *cx, const char *text)
{
    jb_source *source = jb_source_new(cx->keep, JB_S("r.md"), jb_str_of(text));
    size_t end = jb_front_end(cx, source);
    return jb_failed(cx) ? NULL : jb_front_read(cx, source, end);
}

static void reads_texts(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_front *f = read(&cx, "---\ntitle: 一月简报\nissue: 3\ndate: 2026-11-23\n---\n正文\n");
    assert_non_null(f);
    assert_str(f->title.text, "一月简报");
    assert_str(f->issue.text, "3");
    assert_str(f->date.text, "2026-11-23");
    assert_null(f->subtitle.text.p);
    assert_int_equal(jb_span_place(f->issue.span).line, 3);
    assert_str(f->lang.text, "zh-CN");
    test_ctx_end(&cx);
}

static void a_report_needs_none(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_front *f = read(&cx, "# 标题\n\n---\n");
    assert_non_null(f);
    assert_null(f->title.text.p);
    test_ctx_end(&cx);
}

/* The front matter's lengths stand over the theme's, and what it does not say is the theme's. */
static void lays_the_sheet(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double measure, em, pitch, left;
        size_t lines;
    } cases[] = {
        {"---\ntheme: jianbao\n---\n", 441, 15.75, 29.62, 79.370, 22},
        {"---\ntheme: plain\npage: {size: A4, top: 37mm, left: 28mm}\n"
         "text: {size: 16pt, measure: 28em, leading: 28pt}\n---\n",
         448, 16, 28, 79.370, 23},
        {"---\ntheme: plain\ntext: {size: 10.5pt, measure: 42em, leading: 1.6em}\n---\n", 441, 10.5,
         16.8, 79.370, 38},
        {"---\ntheme: plain\npage: {left: 2cm, right: 2cm, orientation: landscape}\n---\n", 728.504,
         15.75, 29.62, 56.693, 13},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        jb_front *f = read(&cx, cases[i].text);
        assert_non_null(f);
        const jb_sheet *s = jb_sheet_make(&cx, &f->theme, f->lang.text, f->span);
        assert_non_null(s);
        assert_true(fabs(s->measure - cases[i].measure) < 0.01);
        assert_true(fabs(s->em - cases[i].em) < 0.001);
        assert_true(fabs(s->pitch - cases[i].pitch) < 0.001);
        assert_true(fabs(s->left - cases[i].left) < 0.01);
        assert_int_equal(s->lines, cases[i].lines);
        test_ctx_end(&cx);
    }
}

static void tells_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"---\ntitle: a\n", "r.md:1:1: error: the front matter has no end\n"
                            "    ---\n    ^^^\nhint: close it with a line of ---\n"},
        {"---\ntitel: a\n---\n", "r.md:2:1: error: no key “titel” in the front matter\n"
                                 "    titel: a\n    ^^^^^\nhint: the nearest is “title”\n"},
        {"---\npage: {size: A9}\n---\n",
         "r.md:2:14: error: “size” cannot be “A9”\n    page: {size: A9}\n                 ^^\n"
         "hint: it is one of A3, A4, A5, B5, 16K, 16:9\n"},
        {"---\ntext: {size: 12px}\n---\n",
         "r.md:2:14: error: “size” must be a length in pt, mm, cm or em, as in 15.75pt\n"
         "    text: {size: 12px}\n                 ^^^^\n"},
        {"---\ntheme: jianbo\n---\n", "r.md:2:8: error: no theme “jianbo”\n    theme: jianbo\n"
                                      "           ^^^^^^\nhint: the nearest is “jianbao”\n"},
        {"---\ntitle: [a, b]\n---\n",
         "r.md:2:9: error: “title” must be text\n    title: [a, b]\n            ^\n"},
        {"---\n- a\n---\n",
         "r.md:2:3: error: the front matter must be a map of keys\n    - a\n      ^\n"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        read(&cx, cases[i].text);
        assert_str(jb_messages_show(&cx, false), cases[i].message);
        test_ctx_end(&cx);
    }
}

static void refuses_a_page_without_room(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_front *f = read(&cx, "---\ntext: {measure: 60em}\n---\n");
    assert_non_null(f);
    assert_null(jb_sheet_make(&cx, &f->theme, f->lang.text, f->span));
    assert_true(jb_failed(&cx));
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_texts),
        cmocka_unit_test(a_report_needs_none),
        cmocka_unit_test(lays_the_sheet),
        cmocka_unit_test(tells_mistakes),
        cmocka_unit_test(refuses_a_page_without_room),
    };
    return cmocka_run_group_tests_name("report front", tests, NULL, NULL);
}
