/* 使用手册 shows each div, fence, mark, span and key of a document's head at least once: a thing
 * that is added without a word in reports/manual.md fails here. */
#include "test.h"

#include <ctype.h>

#include "base/file.h"
#include "base/share.h"
#include "grammar/spec.h"
#include "report/compose.h"

static jb_str manual(jb_ctx *cx)
{
    const jb_source *source = jb_file_read_text(cx, JB_S("reports/manual.md"), (jb_span){0});
    assert_non_null(source);
    return source->text;
}

static jb_str loud(jb_ctx *cx, jb_str name)
{
    jb_buf b = jb_buf_new(cx->scratch);
    for (size_t i = 0; i < name.n; i++)
        jb_buf_byte(&b, (char)toupper((unsigned char)name.p[i]));
    return b.text;
}

/* One of the forms, with the name in the place of @, in capitals of ^, stands in the text. */
static void must_show(jb_ctx *cx, jb_str text, jb_str what, jb_str name, const char *const *forms)
{
    bool shown = false;
    for (size_t i = 0; forms[i] && !shown; i++) {
        jb_buf b = jb_buf_new(cx->scratch);
        for (const char *at = forms[i]; *at; at++)
            if (*at == '@')
                jb_buf_add(&b, name);
            else if (*at == '^')
                jb_buf_add(&b, loud(cx, name));
            else
                jb_buf_byte(&b, *at);
        shown = jb_str_find(text, b.text) >= 0;
    }
    if (!shown)
        fail_msg("reports/manual.md has no %.*s “%.*s”", JB_F(what), JB_F(name));
}

static void shows_divs_and_fences(void **state)
{
    (void)state;
    static const char *const divs[] = {"::: @\n", "`::: @`", "{.@ ", "{.@}", "[!^]", NULL};
    static const char *const fences[] = {"```@\n", NULL};
    jb_ctx cx = test_ctx();
    jb_str text = manual(&cx);
    for (size_t i = 0; jb_div_name(i).p; i++)
        must_show(&cx, text, JB_S("div"), jb_div_name(i), divs);
    for (size_t i = 0; i < JB_FENCES; i++)
        must_show(&cx, text, JB_S("fence"), jb_fences[i], fences);
    test_ctx_end(&cx);
}

static void shows_marks(void **state)
{
    (void)state;
    static const char *const forms[] = {"mark: @\n", "mark: {type: @,", "mark: {type: @}", NULL};
    jb_ctx cx = test_ctx();
    jb_str text = manual(&cx);
    for (int mark = JB_MARK_ARC; mark < JB_MARK_N; mark++) {
        if (mark == JB_MARK_IMAGE || mark == JB_MARK_GEOSHAPE) /* not drawn */
            continue;
        must_show(&cx, text, JB_S("mark"), jb_enum_key(&jb_mark_type_values, mark), forms);
    }
    test_ctx_end(&cx);
}

static void shows_spans(void **state)
{
    (void)state;
    static const char *const forms[] = {"]{.@}", NULL};
    static const jb_str classes[] = {
#define L(name, class, doc) JB_K(class),
#include "report/looks.def"
#undef L
    };
    jb_ctx cx = test_ctx();
    jb_str text = manual(&cx);
    for (size_t i = 0; i < JB_COUNT(classes); i++)
        if (classes[i].n)
            must_show(&cx, text, JB_S("span"), classes[i], forms);
    test_ctx_end(&cx);
}

static void shows_keys_and_themes(void **state)
{
    (void)state;
    static const char *const keys[] = {"| @ |", "\n@: ", "@（", NULL};
    static const jb_str names[] = {
#define K(name, key, kind, forms) JB_K(key),
#include "report/front.def"
#undef K
    };
    jb_ctx cx = test_ctx();
    jb_str text = manual(&cx);
    for (size_t i = 0; i < JB_COUNT(names); i++)
        must_show(&cx, text, JB_S("key of the front matter"), names[i], keys);
    for (size_t i = 0; jb_shared_files[i].name.p; i++)
        must_show(&cx, text, JB_S("theme"), jb_shared_files[i].name,
                  (const char *const[]){"（@）", NULL});
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_divs_and_fences),
        cmocka_unit_test(shows_marks),
        cmocka_unit_test(shows_spans),
        cmocka_unit_test(shows_keys_and_themes),
    };
    return cmocka_run_group_tests_name("the manual", tests, NULL, NULL);
}
