/* Lines of their own: marks squeezed, gaps set, faces chosen, nothing lost. */
#include <math.h>

#include "test.h"
#include "text/face.h"
#include "text/fonts.h"
#include "text/font_parts.h"
#include "text/text.h"

static const jb_text_style body = {.family = {"宋体", 6}, .size = 10, .weight = 400};

static const jb_line *line_of(jb_ctx *cx, const char *text)
{
    return jb_text_line(cx, &body, jb_str_of(text), (jb_span){0});
}

/* Widths in em of text without Latin letters: what clreq and GB/T 15834 make of it. */
static void marks_take_their_width(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double em;
    } rows[] = {
        {"\u4e2d\u6587", 2},
        {"\u4e2d\u6587\uff0c", 2.5},             /* 5.1.10: half an em at the line's end */
        {"\u4e2d\uff0c\u6587", 3},               /* a lone mark keeps its em */
        {"\u4e2d\uff1a\u201c\u6587", 3.5},       /* pause and opening mark: 1.5 em */
        {"\u4e2d\u3002\u201d\u6587", 3.5},       /* two closing marks */
        {"\u4e2d\uff08\u300a\u6587", 3.5},       /* two opening marks */
        {"\u4e2d\u6587\uff09\u3002\uff09", 3.5}, /* three: 2 em, less the half at the end */
        {"\u4e2d\u300b\uff08\u6587", 3.5},       /* closing and opening */
        {"\uff08\u4e2d\u6587\uff09", 3},         /* trimmed at both ends */
        {"\u4e2d\u2014\u2014\u6587", 4},         /* two-em dash, 5.1.4 */
        {"\u4e2d\u2026\u2026\u6587", 4},         /* two-em ellipsis, 5.1.5 */
        {"\u4e2d\u2014\u6587", 3},               /* connector of one em */
        {"\u4e2d\u00b7\u6587", 2.5},             /* interpunct of half an em */
    };
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        double width = line_of(&cx, rows[i].text)->width;
        if (width < rows[i].em * 10 - .01 || width > rows[i].em * 10 + .01)
            fail_msg("%s: %.3f em instead of %.3f", rows[i].text, width / 10, rows[i].em);
    }
    test_ctx_end(&cx);
}

/* Noto has ² ³ but no ⁸ nor ⁻: a paragraph with one of these has all set from the plain digits, in
 * a size and at a height, and is still the author's text. */
static void raised_digits_are_of_one_kind(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_line *own = line_of(&cx, "m\u00b2"), *made = line_of(&cx, "8\u207b\u00b2\u2078"),
                  *both = line_of(&cx, "m\u00b2 8\u207b\u2078");
    assert_int_equal(own->runs_n, 1);
    assert_int_equal(made->runs_n, 4);
    assert_int_equal(both->runs_n, 5);
    assert_true(jb_str_eq(both->runs[1].forms, JB_S("2"))); /* as those of the other row are */
    assert_near(made->runs[3].width, made->runs[0].width * made->runs[3].size / 10, .01);
    for (size_t i = 1; i < made->runs_n; i++) {
        assert_near(made->runs[i].size, made->runs[1].size, 0);
        assert_near(made->runs[i].glyphs->y, made->runs[1].glyphs->y, 0);
        assert_true(made->runs[i].size < 10 && made->runs[i].glyphs->y < 0);
    }
    assert_true(jb_str_eq(made->runs[3].text, jb_str_of("\u2078")));
    assert_true(jb_str_eq(made->runs[3].forms, JB_S("8")));
    test_ctx_end(&cx);
}

static void latin_stands_a_quarter_em_off_han(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    double alone = line_of(&cx, "60")->width, between = line_of(&cx, "\u4e2d60\u6587")->width;
    assert_float_equal(between, alone + 25, .01);
    assert_float_equal(line_of(&cx, "\u4e2d 60 \u6587")->width, between, .01); /* absorbed */
    assert_float_equal(line_of(&cx, "\u4e2d\uff0c60")->width, alone + 20, .01);
    test_ctx_end(&cx);
}

/* What is drawn under a line's last run ends with its ink, not with the blank behind it. */
static void blanks_at_the_end_have_no_width(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_line *with = line_of(&cx, "a b "), *without = line_of(&cx, "a b");
    assert_near(with->width, without->width, .01);
    assert_int_equal(with->runs_n, 1);
    assert_near(with->runs[0].width, without->runs[0].width, .01);
    test_ctx_end(&cx);
}

/* A sign stands off the Han before it where it is a number's; between two Han it is an operator,
 * with nothing on either side. */
static void a_sign_between_han_stands_in_the_middle(void **state)
{
    (void)state;
    static const char *const signs[] = {"\u00f7", "\u00d7", "\u00b1", "\u2212", "-"};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(signs); i++) {
        jb_str text = jb_str_printf(cx.keep, "\u4e2d%s\u6587", signs[i]);
        assert_near(line_of(&cx, text.p)->width, line_of(&cx, signs[i])->width + 20, .01);
    }
    assert_near(line_of(&cx, "\u4e2d\u00b15")->width, line_of(&cx, "\u00b15")->width + 12.5, .01);
    test_ctx_end(&cx);
}

/* A root of a face for Han has an em with a blank on both sides; between letters it has none. */
static void a_root_stands_as_letters_do(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    double ends = line_of(&cx, "s/3")->width, with = line_of(&cx, "s/\u221a3")->width;
    assert_true(with - ends > 3 && with - ends < 8);
    test_ctx_end(&cx);
}

/* clreq 3.1.6: in Taiwan and Hong Kong marks stand in the middle of their em and keep it, beside
 * each other and at both ends of a line. */
static void marks_of_taiwan_keep_their_em(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "\u4e2d\uff0c\u6587\u3002",
        "\u8aaa\uff1a\u300c\u300e\u4e2d\u300f\u6587\u3002\u300d",
        "\u300c\u4e2d\u6587\uff1f\u300d",
    };
    jb_ctx cx = test_ctx();
    jb_text_style style = body;
    style.lang = JB_S("zh-TW");
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        const jb_line *line = jb_text_line(&cx, &style, jb_str_of(rows[i]), (jb_span){0});
        assert_near(line->width, 10 * (double)jb_utf8_count(jb_str_of(rows[i])), .01);
    }
    const jb_line *here = line_of(&cx, "\u4e2d\uff0c\u6587"),
                  *there = jb_text_line(&cx, &style, JB_S("\u4e2d\uff0c\u6587"), (jb_span){0});
    double top[2], bottom[2];
    jb_line_ink(line_of(&cx, "\uff0c"), &top[0], &bottom[0]);
    jb_line_ink(jb_text_line(&cx, &style, JB_S("\uff0c"), (jb_span){0}), &top[1], &bottom[1]);
    assert_true(bottom[1] < bottom[0] - 2); /* up in the middle, not at the foot */
    assert_float_equal(here->width, there->width, .01);
    test_ctx_end(&cx);
}

/* Digits of one width, in every role that tables are set in, and in bold. */
static void tabular_digits_are_of_one_width(void **state)
{
    (void)state;
    static const jb_str families[] = {JB_K("\u5b8b\u4f53"), JB_K("\u9ed1\u4f53"),
                                      JB_K("\u4eff\u5b8b"), JB_K("Liberation Serif")};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < 2 * JB_COUNT(families); i++) {
        jb_text_style style = {
            .family = families[i / 2], .size = 10, .weight = i % 2 ? 700 : 400, .tabular = true};
        double zero = jb_text_line(&cx, &style, JB_S("0000"), (jb_span){0})->width;
        for (int d = 1; d < 10; d++) {
            char digits[5] = {(char)('0' + d), (char)('0' + d), (char)('0' + d), (char)('0' + d)};
            const jb_line *line = jb_text_line(&cx, &style, jb_str_of(digits), (jb_span){0});
            assert_near(line->width, zero, .01);
        }
    }
    test_ctx_end(&cx);
}

/* A V overhangs an A; what a pair loses it has back where a line ends between them. */
static void latin_letters_are_kerned(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    double pair = line_of(&cx, "AV")->width, a = line_of(&cx, "A")->width,
           v = line_of(&cx, "V")->width, ven = line_of(&cx, "VEN")->width;
    assert_true(pair < a + v - .3);
    jb_piece piece = {.text = JB_S("\u4e2d\u6587A\u200bVEN"), .style = body};
    jb_paragraph_style narrow = {.measure = 32, .justify = JB_FLUSH_LEFT};
    jb_composed lines = jb_paragraph_compose(&cx, &piece, 1, &narrow);
    assert_int_equal(lines.lines_n, 2);
    assert_near(lines.lines[0].width, 20 + 2.5 + a, .01);
    assert_near(lines.lines[1].width, ven, .01);
    test_ctx_end(&cx);
}

static size_t text_of(const jb_line *line, char *to)
{
    size_t n = 0;
    for (size_t i = 0; i < line->runs_n; i++) {
        const jb_run *run = &line->runs[i];
        size_t bytes = 0, glyphs = 0;
        for (size_t k = 0; k < run->clusters_n; k++)
            bytes += run->clusters[k].bytes, glyphs += run->clusters[k].glyphs;
        assert_int_equal(bytes, run->text.n);
        assert_int_equal(glyphs, run->glyphs_n);
        memcpy(to + n, run->text.p, run->text.n);
        n += run->text.n;
    }
    to[n] = 0;
    return n;
}

static void runs_carry_the_whole_text(void **state)
{
    (void)state;
    static const char *const texts[] = {
        ("2026\u5e743\u670812\u65e5\uff0cCO\u2082\u4e0ePostgreSQL\u7684\u201cfi\u201d\u2014"
         "\u2014\u2026\u2026\u00b7"),
        "Don\u2019t \u201cfiddle\u201d \u2014 it\u2019s an e\u0301clair",
        "\u4e2d \u6587 \u3000 \u5b57 ",
        "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645 \u4e2d",
        "",
    };
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(texts); i++) {
        char text[512];
        text_of(line_of(&cx, texts[i]), text);
        assert_string_equal(text, texts[i]);
    }
    assert_int_equal(cx.messages.n, 0);
    test_ctx_end(&cx);
}

/* Where the run begins whose text begins so. */
static double x_of(const jb_line *line, const char *text)
{
    for (size_t i = 0; i < line->runs_n; i++)
        if (jb_str_starts(line->runs[i].text, jb_str_of(text)))
            return line->runs[i].x;
    fail_msg("no run %s", text);
    return 0;
}

/* UAX 9 in a line from left to right: letters and the marks between them turn, the mark at their
 * end and numbers do not. */
static void what_runs_from_right_to_left_is_one_run(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_line *line = line_of(&cx, "\u4e2d\u05d0\u05d1\u05be\u05d2!\u4e2d\u0661\u0662");
    double letters = x_of(line, "\u05d0\u05d1\u05be\u05d2");
    assert_true(letters < x_of(line, "!"));
    size_t backward = 0;
    for (size_t i = 0; i < line->runs_n; i++)
        backward += line->runs[i].backward;
    assert_int_equal(backward, 1);
    for (size_t i = 0; i < line->runs_n; i++) {
        const jb_run *run = &line->runs[i];
        for (size_t k = 1; k < run->glyphs_n; k++)
            assert_true((run->glyphs[k].x < run->glyphs[k - 1].x) == run->backward);
    }
    test_ctx_end(&cx);
}

static void quotes_follow_the_script(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    assert_true(line_of(&cx, "\u201ca\u201d")->width < 20);
    assert_true(line_of(&cx, "don\u2019t")->width - line_of(&cx, "dont")->width < 5);
    assert_float_equal(line_of(&cx, "\u4e2d\u201c\u6587\u201d\u5b57")->width, 50, .01);
    test_ctx_end(&cx);
}

static void roles_have_the_names_that_people_write(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int role;
    } names[] = {{"serif", JB_ROLE_SONG},
                 {"SimSun", JB_ROLE_SONG},
                 {"simhei", JB_ROLE_HEI},
                 {"KaiTi", JB_ROLE_KAI},
                 {"\u4eff\u5b8b_GB2312", JB_ROLE_FANG},
                 {"FangSong", JB_ROLE_FANG},
                 {"\u4eff\u5b8b", JB_ROLE_FANG},
                 {"\u65b9\u6b63\u5c0f\u6807\u5b8b\u7b80\u4f53", JB_ROLE_BIAOSONG},
                 {"monospace", JB_ROLE_MONO},
                 {"Comic Sans MS", -1}};
    for (size_t i = 0; i < JB_COUNT(names); i++)
        assert_int_equal(jb_font_role_named(jb_str_of(names[i].name)), names[i].role);
}

static void a_missing_glyph_is_told_once(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_source *source =
        jb_source_new(cx.keep, JB_S("a.md"), JB_S("\u4e2d\U0010FFFD\u6587\U0010FFFD"));
    jb_text_line(&cx, &body, source->text, jb_span_of(source));
    jb_text_line(&cx, &body, source->text, (jb_span){source, 0, source->text.n});
    assert_int_equal(cx.messages.n, 1);
    assert_int_equal(cx.messages.at[0].level, JB_ERROR);
    assert_non_null(strstr(cx.messages.at[0].text.p, "U+10FFFD"));
    test_ctx_end(&cx);
    cx = test_ctx();
    cx.allow_missing_glyphs = true;
    jb_text_line(&cx, &body, JB_S("\U0010FFFD"), (jb_span){0});
    assert_int_equal(cx.messages.at[0].level, JB_WARNING);
    assert_int_equal(cx.status, JB_FINE);
    test_ctx_end(&cx);
}

/* A mark that the font has no letter with stands by its own offset, in the letter's em. */
static void marks_stand_at_their_letter(void **state)
{
    (void)state;
    static const double sizes[] = {10, 40};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        jb_ctx cx = test_ctx();
        jb_text_style big = body;
        big.size = sizes[i];
        const jb_line *line = jb_text_line(&cx, &big, JB_S("q\u0302q"), (jb_span){0});
        for (size_t r = 0; r < line->runs_n; r++)
            for (size_t k = 0; k < line->runs[r].glyphs_n; k++) {
                assert_in_range((int)(line->runs[r].glyphs[k].x + sizes[i]), 0,
                                (int)(line->width + 2 * sizes[i]));
                assert_in_range((int)(line->runs[r].glyphs[k].y + sizes[i]), 0,
                                (int)(2 * sizes[i]));
            }
        test_ctx_end(&cx);
    }
}

/* One glyph of one font can only be copied as one text. */
static void missing_glyphs_are_of_fonts_of_their_own(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    cx.allow_missing_glyphs = true;
    const jb_line *line =
        jb_text_line(&cx, &body, JB_S("\U0010FFFC\U0010FFFC\U0010FFFD\U0010FFFC"), (jb_span){0});
    assert_int_equal(line->runs_n, 3);
    const jb_line *geta = line_of(&cx, "\u3013"); /* which printers set for what they had not */
    for (size_t i = 0; i < line->runs_n; i++) {
        assert_int_equal(line->runs[i].glyphs_n, i ? 1 : 2);
        assert_int_equal(line->runs[i].glyphs[0].id, geta->runs[0].glyphs[0].id);
    }
    assert_near(line->width, 4 * geta->width, .01);
    assert_ptr_not_equal(line->runs[0].face, line->runs[1].face);
    assert_ptr_equal(line->runs[0].face, line->runs[2].face);
    test_ctx_end(&cx);
}

/* … as far as there are: the face itself then draws them, and its own letters stay as they are. */
static void raised_digits_without_a_font_of_their_own_are_drawn(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    cx.allow_missing_glyphs = true;
    jb_buf many = jb_buf_new(cx.scratch);
    for (uint32_t i = 0; i < 64; i++)
        jb_buf_code(&many, 0x10FF00 + i);
    jb_text_line(&cx, &body, many.text, (jb_span){0});
    const jb_line *line = line_of(&cx, "8\u2078m");
    assert_int_equal(line->runs_n, 3);
    assert_ptr_equal(line->runs[0].face, line->runs[1].face);
    assert_int_equal(line->runs[0].glyphs[0].id, line->runs[1].glyphs[0].id);
    assert_near(line->runs[0].size, 10, 0);
    assert_true(line->runs[1].size < 10);
    assert_near(line->runs[2].size, 10, 0);
    test_ctx_end(&cx);
}

static void control_characters_become_spaces(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    char text[64];
    text_of(line_of(&cx, "a\tb\nc\x01"
                         "d"),
            text);
    assert_string_equal(text, "a b c d");
    test_ctx_end(&cx);
}

static void a_limit_cuts_with_an_ellipsis(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const char *text = "\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341";
    assert_ptr_equal(jb_text_limit(&cx, &body, jb_str_of(text), 100, JB_S("\u2026"), (jb_span){0}),
                     line_of(&cx, text));
    for (double limit = 11; limit < 100; limit += 7) {
        const jb_line *cut =
            jb_text_limit(&cx, &body, jb_str_of(text), limit, JB_S("\u2026"), (jb_span){0});
        assert_true(cut->width <= limit);
        assert_true(cut->width > limit - 10.01);
    }
    test_ctx_end(&cx);
}

static void names_find_their_role(void **state)
{
    (void)state;
    static const struct {
        const char *family, *face;
    } rows[] = {{"sans-serif", "Noto Sans CJK SC"},
                {"SimSun", "Noto Serif CJK SC"},
                {"\"Times New Roman\", serif", "Noto Serif CJK SC"},
                {"Noto Sans CJK SC", "Noto Sans CJK SC"},
                {"\u5c0f\u6807\u5b8b", "Noto Serif CJK SC"},
                {"monospace", "Noto Sans Mono CJK SC"}};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_text_style style = body;
        style.family = jb_str_of(rows[i].family);
        const jb_line *line = jb_text_line(&cx, &style, JB_S("\u4e2d"), (jb_span){0});
        assert_str(jb_face_family(line->runs[0].face), rows[i].face);
    }
    jb_text_style taiwan = body;
    taiwan.lang = JB_S("zh-TW");
    const jb_line *line = jb_text_line(&cx, &taiwan, JB_S("\u81fa"), (jb_span){0});
    assert_str(jb_face_family(line->runs[0].face), "Noto Serif CJK TC");
    test_ctx_end(&cx);
}

/* What is remembered of a line is its style's own: the caller's letters may change. */
static void a_line_is_remembered_by_its_style(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    char family[] = "\u5b8b\u4f53";
    jb_text_style style = body;
    style.family = jb_str_of(family);
    const jb_line *song = jb_text_line(&cx, &style, JB_S("\u4e2d"), (jb_span){0});
    memcpy(family, "\u9ed1", 3);
    const jb_line *hei = jb_text_line(&cx, &style, JB_S("\u4e2d"), (jb_span){0});
    assert_str(jb_face_family(hei->runs[0].face), "Noto Sans CJK SC");
    assert_ptr_equal(line_of(&cx, "\u4e2d"), song);
    test_ctx_end(&cx);
}

/* A family without Han before one with them has the letters. */
static void letters_are_of_the_first_family(void **state)
{
    (void)state;
    static const char *const latin[] = {"Liberation Serif", "DejaVu Serif", "DejaVu Sans"};
    jb_ctx cx = test_ctx();
    assert_true(jb_fonts_open(&cx));
    size_t tried = 0;
    for (size_t i = 0; i < JB_COUNT(latin); i++) {
        jb_text_style style = body;
        style.family = jb_str_of(latin[i]);
        if (!jb_font_family(&cx, style.family, JB_S("zh-CN"), 400))
            continue; /* not on this machine */
        style.family = jb_str_printf(cx.keep, "%s, \u9ed1\u4f53", latin[i]);
        const jb_line *line = jb_text_line(&cx, &style, JB_S("a\u4e2d"), (jb_span){0});
        assert_int_equal(line->runs_n, 2);
        assert_str(jb_face_family(line->runs[0].face), latin[i]);
        assert_str(jb_face_family(line->runs[1].face), "Noto Sans CJK SC");
        tried++;
    }
    test_ctx_end(&cx);
    if (!tried)
        skip();
}

static void stacked_text_keeps_two_digits_side_by_side(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"\u533b\u9662", "\u533b|\u9662|"},
        {"12\u6708", "12|\u6708|"},
        {"2024\u5e74", "2|0|2|4|\u5e74|"},
        {"\uff08\u4ebf \u5143\uff09", "\uff08|\u4ebf|\u5143|\uff09|"},
        {"GDP", "G|D|P|"},
        {"", "|"},
    };
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        const jb_str *cells;
        size_t n = jb_text_stack(cx.keep, jb_str_of(cases[i][0]), &cells);
        jb_buf b = jb_buf_new(cx.keep);
        for (size_t k = 0; k < n; k++)
            jb_buf_printf(&b, "%.*s|", JB_F(cells[k]));
        assert_str(b.text, cases[i][1]);
    }
    test_ctx_end(&cx);
}

static void upright_forms_stand_under_the_authors_text(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"\uff08", "\ufe35"}, {"\u3001", "\ufe11"}, {"\uff0c", "\ufe10"},
        {"\u201c", "\ufe43"}, {"\u2019", "\ufe42"}, {"-", "\ufe31"},
        {"\u2014", "\ufe31"}, {"\u5143", ""},       {"12", ""}};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        const jb_line *line = jb_text_upright(&cx, &body, jb_str_of(cases[i][0]), (jb_span){0});
        char text[16];
        text_of(line, text);
        assert_string_equal(text, cases[i][0]);
        assert_str(line->runs[0].forms, cases[i][1]);
        if (*cases[i][1])
            assert_int_equal(line->runs[0].glyphs[0].id,
                             line_of(&cx, cases[i][1])->runs[0].glyphs[0].id);
    }
    test_ctx_end(&cx);
}

static void a_project_font_stands_for_a_role(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_font_rows rows = jb_fonts_list(&cx, JB_S("zh-CN"));
    assert_int_equal(rows.n, JB_ROLES + 3);
    assert_true(rows.at[JB_ROLE_HEI].family.n > 0 && !rows.at[JB_ROLE_HEI].substitute);
    assert_true(
        jb_fonts_add(&cx, JB_S("\u4eff\u5b8b_GB2312"), rows.at[JB_ROLE_HEI].file, 0, (jb_span){0}));
    const jb_font_row fang = jb_fonts_list(&cx, JB_S("zh-CN")).at[JB_ROLE_FANG];
    assert_str(fang.file, rows.at[JB_ROLE_HEI].file.p);
    assert_true(fang.project && !fang.substitute);
    assert_false(
        jb_fonts_add(&cx, JB_S("\u6977\u4f53"), JB_S("tests/unit/test.h"), 0, (jb_span){0}));
    assert_int_equal(cx.status, JB_WRONG_INPUT);
    test_ctx_end(&cx);
}

/* What stands in for a character in a bold that its family has not is as bold, and leans alike. */
static void a_stand_in_looks_like_its_text(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    assert_true(jb_fonts_open(&cx));
    const jb_text_style style = {.size = 10};
    const jb_face *face = jb_fonts_stack(&cx, &style, (jb_span){0})->han;
    jb_face other = *face;
    other.slant = .2;
    other.bold = .03;
    const jb_face *leaning = jb_fonts_like(&cx, face, &other);
    const jb_face *plain = jb_fonts_stand_in(&cx, face, 0x2E80);
    const jb_face *bold = jb_fonts_stand_in(&cx, leaning, 0x2E80);
    assert_true(jb_face_bold(plain) == 0 && jb_face_slant(plain) == 0);
    assert_true(jb_face_bold(bold) > 0 && jb_face_slant(bold) > 0);
    assert_ptr_equal(jb_fonts_stand_in(&cx, leaning, 0x2E80), bold);
    test_ctx_end(&cx);
}

/* A character that neither face of a style has comes from a face of the style's language. */
static void what_falls_back_keeps_its_language(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    assert_true(jb_fonts_open(&cx));
    const jb_face none = {.font = hb_font_get_empty()};
    jb_stack stack = {.han = &none, .latin = &none};
    static const char *const langs[][2] = {{"zh-CN", " SC"}, {"zh-TW", " TC"}, {"zh-CN", " SC"}};
    for (size_t i = 0; i < JB_COUNT(langs); i++) {
        stack.lang = jb_str_of(langs[i][0]);
        stack.language = hb_language_from_string(langs[i][0], -1);
        const jb_face *face = jb_fonts_face(&cx, &stack, 0x76F4, true);
        assert_true(jb_str_ends(jb_face_family(face), jb_str_of(langs[i][1])));
    }
    test_ctx_end(&cx);
}

static void one_look_is_one_run(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    assert_int_equal(line_of(&cx, "\u957f\u6587\uff0c\u5f15\uff08\u62ec\uff09\u3001\u53f7")->runs_n,
                     1);
    test_ctx_end(&cx);
}

static void code_keeps_its_cells(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_text_style code = body;
    code.family = JB_S("monospace");
    double cell = jb_text_line(&cx, &code, JB_S("a"), (jb_span){0})->width;
    double width =
        jb_text_line(&cx, &code, JB_S("a  =  \u201c\u4e2d\u201d, 1;"), (jb_span){0})->width;
    assert_near(width, 10 * cell + 30, .01);
    test_ctx_end(&cx);
}

/* Code is Western whatever it begins and ends with: a quarter em to the Han, none to a mark. */
static void code_stands_off_han(void **state)
{
    (void)state;
    static const struct {
        const char *before, *code, *behind;
        double more; /* em */
    } cases[] = {
        {"\u5199", "f()", "\u5373", .5},
        {"\u5199", "[@a]", "\u5373", .5},
        {"\u5199", "::: a", "\u91cc", .5},
        {"\uff0c", "f()", "\u5373", .75}, /* a comma alone is half as wide */
        {"\u5199", "\u8868", "\u5373", 0.},
        {"\u5199", "f()", "\u3002", .25},
    };
    jb_ctx cx = test_ctx();
    jb_text_style code = body;
    code.family = JB_S("monospace");
    const jb_paragraph_style style = {.measure = 1e6};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_piece pieces[3] = {{.style = body, .text = jb_str_of(cases[i].before)},
                              {.style = code, .text = jb_str_of(cases[i].code)},
                              {.style = body, .text = jb_str_of(cases[i].behind)}};
        double apart = 0;
        for (size_t k = 0; k < 3; k++)
            apart += jb_paragraph_width(jb_paragraph_shape(&cx, &pieces[k], 1, &style));
        double width = jb_paragraph_width(jb_paragraph_shape(&cx, pieces, 3, &style));
        assert_near(width, apart + cases[i].more * body.size, .01);
    }
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_take_their_width),
        cmocka_unit_test(latin_stands_a_quarter_em_off_han),
        cmocka_unit_test(blanks_at_the_end_have_no_width),
        cmocka_unit_test(a_sign_between_han_stands_in_the_middle),
        cmocka_unit_test(a_root_stands_as_letters_do),
        cmocka_unit_test(raised_digits_are_of_one_kind),
        cmocka_unit_test(marks_of_taiwan_keep_their_em),
        cmocka_unit_test(tabular_digits_are_of_one_width),
        cmocka_unit_test(latin_letters_are_kerned),
        cmocka_unit_test(runs_carry_the_whole_text),
        cmocka_unit_test(what_runs_from_right_to_left_is_one_run),
        cmocka_unit_test(quotes_follow_the_script),
        cmocka_unit_test(roles_have_the_names_that_people_write),
        cmocka_unit_test(a_missing_glyph_is_told_once),
        cmocka_unit_test(marks_stand_at_their_letter),
        cmocka_unit_test(missing_glyphs_are_of_fonts_of_their_own),
        cmocka_unit_test(raised_digits_without_a_font_of_their_own_are_drawn),
        cmocka_unit_test(control_characters_become_spaces),
        cmocka_unit_test(a_stand_in_looks_like_its_text),
        cmocka_unit_test(what_falls_back_keeps_its_language),
        cmocka_unit_test(one_look_is_one_run),
        cmocka_unit_test(code_keeps_its_cells),
        cmocka_unit_test(code_stands_off_han),
        cmocka_unit_test(a_limit_cuts_with_an_ellipsis),
        cmocka_unit_test(names_find_their_role),
        cmocka_unit_test(a_line_is_remembered_by_its_style),
        cmocka_unit_test(letters_are_of_the_first_family),
        cmocka_unit_test(stacked_text_keeps_two_digits_side_by_side),
        cmocka_unit_test(upright_forms_stand_under_the_authors_text),
        cmocka_unit_test(a_project_font_stands_for_a_role),
    };
    return cmocka_run_group_tests_name("text line", tests, NULL, NULL);
}
