/* Places, carets, hints, nearest names, and the translations. */
#include "test.h"

#include "base/terminal.h"

static void a_place_is_line_and_character(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t at, line, column;
        const char *line_text;
    } cases[] = {
        {"a\nbc\n", 3, 2, 2, "bc"},
        {"a\r\nbc\r\n", 4, 2, 2, "bc"},
        {"a\rbc", 3, 2, 2, "bc"},
        {"\xE7\xAE\x80\xE6\x8A\xA5x", 6, 1, 3, "\xE7\xAE\x80\xE6\x8A\xA5x"},
        {"a\n", 2, 2, 1, ""},
        {"", 0, 1, 1, ""},
        {"abc", 99, 1, 4, "abc"},
    };
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_source *s = jb_source_new(cx.keep, JB_S("f"), jb_str_of(cases[i].text));
        jb_place p = jb_span_place((jb_span){s, cases[i].at, 1});
        assert_int_equal(p.line, cases[i].line);
        assert_int_equal(p.column, cases[i].column);
        assert_str(p.line_text, cases[i].line_text);
    }
    test_ctx_end(&cx);
}

static void a_piece_points_into_the_whole(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_source *report = jb_source_new(cx.keep, JB_S("r.md"), JB_S("one\n  two\n  three\n"));
    static const jb_cut cuts[] = {{0, 6}, {4, 12}};
    jb_source *block = jb_source_cut(cx.keep, report, JB_S("two\nthree\n"), cuts, 2);
    jb_source *word = jb_source_sub(cx.keep, block, 4, 5);
    jb_place p = jb_span_place((jb_span){word, 1, 2});
    assert_int_equal(p.line, 3);
    assert_int_equal(p.column, 4);
    test_ctx_end(&cx);
}

static void a_message_shows_its_place(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_source *s = jb_source_new(cx.keep, JB_S("data/a.csv"),
                                 JB_S("\xE5\x8E\xBF,n\n\xE4\xB8\xB4\xE7\x8C\x97,x7\n"));
    jb_fail(&cx, (jb_span){s, 13, 2}, "“%s” is no number", "x7");
    jb_hint(&cx, "write the figure alone");
    assert_str(jb_messages_show(&cx, false), "data/a.csv:2:4: error: “x7” is no number\n"
                                             "    \xE4\xB8\xB4\xE7\x8C\x97,x7\n"
                                             "         ^^\n"
                                             "hint: write the figure alone\n");
    assert_int_equal(cx.status, JB_WRONG_INPUT);
    test_ctx_end(&cx);
}

static void what_could_move_the_cursor_is_escaped(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_source *s = jb_source_new(cx.keep, JB_S("a\x1b[31m"), JB_S("x\x1b]0;\x07y"));
    jb_warn(&cx, (jb_span){s, 1, 1}, "odd “%s”", "\x1b\xE2\x80\xAE");
    assert_str(jb_messages_show(&cx, false), "a\\u001B[31m:1:2: warning: odd “\\u001B\\u202E”\n"
                                             "    x\\u001B]0;\\u0007y\n"
                                             "     ^^^^^^\n");
    assert_int_equal(cx.status, JB_FINE);
    test_ctx_end(&cx);
}

/* UAX 11: the last narrow and the first wide character of each block, and the other way about. */
static void east_asian_characters_take_two_columns(void **state)
{
    (void)state;
    static const struct {
        uint32_t first, last; /* both wide, the ones beside them narrow */
    } wide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},  {0x3040, 0xA4CF}, {0xAC00, 0xD7A3},
                {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},  {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6},
                {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD}};
    for (size_t i = 0; i < JB_COUNT(wide); i++) {
        assert_int_equal(jb_terminal_columns(wide[i].first - 1), 1);
        assert_int_equal(jb_terminal_columns(wide[i].first), 2);
        assert_int_equal(jb_terminal_columns(wide[i].last), 2);
        assert_int_equal(jb_terminal_columns(wide[i].last + 1), 1);
    }
    assert_int_equal(jb_terminal_columns('a'), 1);
}

static void a_message_is_no_longer_than_can_be_read(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_buf name = jb_buf_new(cx.keep);
    for (int i = 0; i < 5000; i++)
        jb_buf_add(&name, JB_S("\u957f"));
    jb_warn(&cx, (jb_span){0}, "column “%.*s” is odd", JB_F(name.text));
    jb_hint(&cx, "not “%.*s”", JB_F(name.text));
    const jb_message *m = &cx.messages.at[0];
    assert_true(jb_str_starts(m->text, JB_S("column “\u957f\u957f")));
    assert_true(jb_str_ends(m->text, JB_S("\u957f…")) && jb_utf8_count(m->text) == 1001);
    assert_true(jb_str_ends(m->hint, JB_S("\u957f…")) && jb_utf8_count(m->hint) == 1001);
    test_ctx_end(&cx);
}

static void after_twenty_messages_comes_a_count(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    for (int i = 0; i < 23; i++)
        jb_fail(&cx, (jb_span){0}, "mistake %d", i);
    jb_str all = jb_messages_show(&cx, false);
    assert_true(jb_str_find(all, JB_S("mistake 19")) > 0);
    assert_true(jb_str_find(all, JB_S("mistake 20")) < 0);
    assert_true(jb_str_ends(all, JB_S("and 3 more\n")));
    test_ctx_end(&cx);
}

static void warnings_do_not_hide_errors(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    for (int i = 0; i < 30; i++)
        jb_warn(&cx, (jb_span){0}, "odd %d", i);
    jb_fail(&cx, (jb_span){0}, "the mistake");
    jb_str all = jb_messages_show(&cx, false);
    assert_true(jb_str_find(all, JB_S("the mistake")) > 0);
    assert_true(jb_str_find(all, JB_S("odd 18")) > 0);
    assert_true(jb_str_find(all, JB_S("odd 19")) < 0);
    test_ctx_end(&cx);
}

static void the_nearest_name_is_near(void **state)
{
    (void)state;
    static const jb_str names[] = {JB_K("labelAngle"),
                                   JB_K("labelAlign"),
                                   JB_K("grid"),
                                   JB_K("row"),
                                   JB_K("\xE8\xB5\x84\xE9\x87\x91"),
                                   JB_K("v\uFF08m\uFF09\uFF08n\uFF09\uFF08o\uFF09")};
    static const struct {
        const char *name, *nearest;
    } cases[] = {
        {"labelangel", "labelAngle"},
        {"gird", "grid"},
        {"lableAlign", "labelAlign"},
        {"colour", ""},
        {"x", ""},
        {"Angle", "labelAngle"}, /* what holds it whole */
        {"GIRD", "grid"},        /* two swapped, in the other case */
        {"RWO", "row"},
        {"\xE8\xB5\x84\xE9\x87\x91\xE9\xA2\x9D",
         "\xE8\xB5\x84\xE9\x87\x91"}, /* 资金额 is meant as 资金 */
        {"v(m)(n)(o)", "v\uFF08m\uFF09\uFF08n\uFF09\uFF08o\uFF09"}, /* widths are alike */
        {"\uFF47\uFF52\uFF49\uFF44", "grid"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        assert_str(jb_nearest(jb_str_of(cases[i].name), JB_NAMES(names, JB_COUNT(names))),
                   cases[i].nearest);
}

/* The conversions of a format, one behind the other: "%.*s in %zu" is ".*s|zu|". */
static void conversions(const char *format, char *out)
{
    for (const char *p = format; *p; p++) {
        if (*p != '%')
            continue;
        if (p[1] == '%') {
            p++;
            continue;
        }
        do
            *out++ = *++p;
        while (*p && !strchr("diouxXeEfgGcsp", *p));
        *out++ = '|';
    }
    *out = 0;
}

static void translations_take_what_the_originals_take(void **state)
{
    (void)state;
    static const struct {
        const char *en, *zh;
    } rows[] = {
#define M(en, zh) {en, zh},
#include "base/messages_zh.def"
#undef M
    };
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        char en[256], zh[256];
        conversions(rows[i].en, en);
        conversions(rows[i].zh, zh);
        if (strcmp(en, zh))
            fail_msg("“%s” takes %s but “%s” takes %s", rows[i].en, en, rows[i].zh, zh);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(rows[i].en, rows[k].en);
    }
}

static void messages_speak_chinese_when_asked(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    cx.lang = JB_LANG_ZH;
    jb_fail(&cx, (jb_span){0}, "no column “%.*s” in %.*s", 1, "a", 1, "t");
    assert_true(jb_str_find(jb_messages_show(&cx, false), JB_S("没有列“a”")) > 0);
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_is_line_and_character),
        cmocka_unit_test(a_piece_points_into_the_whole),
        cmocka_unit_test(a_message_shows_its_place),
        cmocka_unit_test(what_could_move_the_cursor_is_escaped),
        cmocka_unit_test(east_asian_characters_take_two_columns),
        cmocka_unit_test(a_message_is_no_longer_than_can_be_read),
        cmocka_unit_test(after_twenty_messages_comes_a_count),
        cmocka_unit_test(warnings_do_not_hide_errors),
        cmocka_unit_test(the_nearest_name_is_near),
        cmocka_unit_test(translations_take_what_the_originals_take),
        cmocka_unit_test(messages_speak_chinese_when_asked),
    };
    return cmocka_run_group_tests_name("base messages", tests, NULL, NULL);
}
