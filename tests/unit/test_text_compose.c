/* Paragraphs: the lines that come out, as drawn in tests/golden/text/lines.txt, and what they are
 * like. What holds for any text: test_text_any.c. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "golden.h"
#include "text/class.h"
#include "text/face.h"
#include "text/text.h"

enum { EM = 10 };

static jb_piece piece_of(const char *text)
{
    return (jb_piece){.text = jb_str_of(text),
                      .style = {.family = JB_S("\u5b8b\u4f53"), .size = EM}};
}

static jb_composed compose(jb_ctx *cx, const char *text, jb_paragraph_style style)
{
    jb_piece piece = piece_of(text);
    return jb_paragraph_compose(cx, &piece, 1, &style);
}

static void add_text(jb_buf *b, const jb_line *line)
{
    for (size_t i = 0; i < line->runs_n; i++)
        jb_buf_add(b, line->runs[i].text);
}

/* Goldens: a header "== measure 12 indent 2 …" and the lines of one paragraph; behind each line
 * what it took: -N a thousandth em from the marks and gaps in all, +N thousandths of an em between
 * two Han. */

typedef struct sample {
    jb_paragraph_style style;
    char text[4096], header[256];
} sample;

static double number_behind(const char *header, const char *key, double otherwise)
{
    const char *at = strstr(header, key);
    return at ? atof(at + strlen(key)) : otherwise;
}

static jb_paragraph_style style_of(const char *header)
{
    return (jb_paragraph_style){
        .measure = number_behind(header, "measure ", 20) * EM,
        .indent = number_behind(header, "indent ", 0) * EM,
        .looseness = (int)number_behind(header, "looseness ", 0),
        .justify = strstr(header, "balanced") ? JB_BALANCED
                   : strstr(header, "left")   ? JB_FLUSH_LEFT
                                              : JB_JUSTIFY,
        .strictness = strstr(header, "strict") ? JB_BREAK_STRICT : JB_BREAK_GB,
        .traditional = strstr(header, "traditional") != NULL,
    };
}

/* The gap between the first two neighbouring Han of the line, in thousandths of an em. */
static long han_gap(const jb_line *line)
{
    for (size_t i = 0; i < line->runs_n; i++) {
        const jb_run *run = &line->runs[i];
        size_t at = 0;
        for (size_t k = 0; k + 1 < run->clusters_n && run->glyphs_n == run->clusters_n; k++) {
            size_t here = at, next = at + run->clusters[k].bytes;
            uint32_t a = jb_utf8_next(run->text, &here), b = jb_utf8_next(run->text, &next);
            at += run->clusters[k].bytes;
            if (a >= 0x4E00 && a < 0xA000 && b >= 0x4E00 && b < 0xA000)
                return lround(((double)run->glyphs[k + 1].x - (double)run->glyphs[k].x - EM) *
                              1000 / EM);
        }
    }
    return 0;
}

static void draw(jb_ctx *cx, const sample *s, jb_buf *b)
{
    jb_composed lines = compose(cx, s->text, s->style);
    for (size_t i = 0; i < lines.lines_n; i++) {
        add_text(b, &lines.lines[i]);
        long gap = han_gap(&lines.lines[i]);
        if (gap)
            jb_buf_printf(b, "  %+ld", gap);
        jb_buf_byte(b, '\n');
    }
}

/* Reads the next paragraph: its lines without what they took, put together; what is before them
 * goes to the drawing. */
static bool next_sample(jb_buf *drawn, jb_str *rest, sample *s)
{
    *s->text = *s->header = 0;
    while (rest->n && !*s->header) {
        jb_str line = golden_line(rest);
        jb_buf_printf(drawn, "%.*s\n", JB_F(line));
        if (jb_str_starts(line, JB_S("== ")))
            snprintf(s->header, sizeof s->header, "%.*s", JB_F(line));
    }
    for (jb_str line; *s->header && (line = golden_line(rest)).n;) {
        ptrdiff_t took = jb_str_find(line, JB_S("  "));
        line.n = took < 0 ? line.n : (size_t)took;
        strncat(s->text, line.p, line.n);
    }
    s->style = style_of(s->header);
    return *s->header;
}

static void lines_are_as_drawn(void **state)
{
    (void)state;
    static const char path[] = "tests/golden/text/lines.txt";
    jb_ctx cx = test_ctx();
    static sample s;
    jb_str rest = golden_read(cx.keep, path);
    jb_buf all = jb_buf_new(cx.keep);
    size_t n = 0;
    for (; next_sample(&all, &rest, &s); n++) {
        draw(&cx, &s, &all);
        jb_buf_add(&all, rest.n ? JB_S("\n") : JB_S(""));
    }
    assert_true(n >= 10);
    assert_true(golden_holds(cx.keep, path, all.text));
    test_ctx_end(&cx);
}

static const char plain[] =
    "\u4fee\u6e20\u901a\u8def\u67b6\u7535\uff0c\u4e00\u4ef6\u63a5\u7740\u4e00\u4ef6"
    "\u529e\uff1b\u6625\u8015\u5907\u8015\uff0c\u4e00\u6837\u4e5f\u4e0d\u80fd\u843d\u4e0b\u3002"
    "\u961f\u957f\u8bf4\uff0c\u5730\u91cc\u7684\u6d3b\u513f\u7b49\u4e0d\u5f97\u4eba\uff0c\u4eba"
    "\u4e5f"
    "\u4e0d\u80fd\u7b49\u4eba\u3002\u5927\u5bb6\u90fd\u8bf4\u597d\u3002";

static void fill_the_measure(const char *text)
{
    jb_ctx cx = test_ctx();
    for (double measure = 10; measure < 30; measure += .37) {
        jb_composed lines =
            compose(&cx, text, (jb_paragraph_style){.measure = measure * EM, .indent = 2 * EM});
        for (size_t i = 0; i + 1 < lines.lines_n; i++)
            assert_near(lines.lines[i].x + lines.lines[i].width, measure * EM, .01);
    }
    test_ctx_end(&cx);
}

static void justified_lines_fill_the_measure(void **state)
{
    (void)state;
    fill_the_measure(plain);
    fill_the_measure(
        "Results The score of the group rose from (17.8\u00b15.2)% to (11.3\u00b14.1)%, "
        "and that of the others from 12 to 14; the difference was 4.9% (P<0.001).");
}

static void looseness_adds_or_takes_a_line(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    char text[2048];
    snprintf(text, sizeof text, "%s%s%s%s", plain, plain, plain, plain);
    size_t longer = 0;
    for (double measure = 14; measure < 26; measure += .7) {
        jb_paragraph_style style = {.measure = measure * EM};
        size_t n = compose(&cx, text, style).lines_n;
        style.looseness = 1;
        size_t more = compose(&cx, text, style).lines_n;
        style.looseness = -1;
        size_t less = compose(&cx, text, style).lines_n;
        assert_in_range(more, n, n + 1);
        assert_in_range(less, n - 1, n);
        longer += more > n;
        style.looseness = 9; /* cannot be had */
        assert_int_equal(compose(&cx, text, style).lines_n, n);
    }
    assert_true(longer > 1); /* where no line has to be loose for it */
    test_ctx_end(&cx);
}

static void the_opening_mark_stands_at_the_same_place(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    for (double measure = 10; measure < 20; measure += .31) {
        char text[512];
        snprintf(text, sizeof text, "\u201c%s", plain);
        jb_composed lines =
            compose(&cx, text, (jb_paragraph_style){.measure = measure * EM, .indent = 2 * EM});
        assert_near(lines.lines[0].x + lines.lines[0].runs[0].x, 1.5 * EM, .01);
    }
    test_ctx_end(&cx);
}

static void pieces_keep_their_places(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_piece pieces[] = {piece_of("\u4e2d\u6587\u4e2d\u6587"),
                         {.box_width = 25, .box_ascent = 17, .style = {.size = EM}},
                         piece_of("\u5b57\u5b57\u5b57"),
                         piece_of("1"),
                         piece_of("\u672b")};
    pieces[2].hard_break = true;
    pieces[3].style.size = 6, pieces[3].style.rise = 4;
    jb_paragraph_style style = {.measure = 20 * EM};
    jb_composed lines = jb_paragraph_compose(&cx, pieces, JB_COUNT(pieces), &style);
    assert_int_equal(lines.lines_n, 2);
    assert_int_equal(lines.pieces_at[1].line, 0);
    assert_near(lines.pieces_at[1].x, 40, .01);
    assert_near(lines.pieces_at[2].x, 65, .01);
    assert_near(lines.lines[0].ascent, 17, .01);
    assert_int_equal(lines.pieces_at[3].line, 1);
    assert_near(lines.lines[1].runs[0].y, -4, .01);
    test_ctx_end(&cx);
}

/* Copied as one, and drawn so: a run ends where its look does. */
static void pieces_of_one_look_are_one_run(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_paragraph_style style = {.measure = 20 * EM};
    for (int look = 0; look < 5; look++) {
        jb_piece pieces[] = {piece_of("\u4e2d\u6587"), piece_of("\u5b57")};
        jb_text_style *other = &pieces[1].style;
        other->size = look == 1 ? 8 : other->size;
        other->rise = look == 2 ? 2 : 0;
        other->decoration = look == 3 ? JB_UNDERLINE : 0;
        other->link = look == 4 ? JB_S("a") : (jb_str){NULL, 0};
        const jb_composed lines = jb_paragraph_compose(&cx, pieces, 2, &style);
        assert_int_equal(lines.lines[0].runs_n, look ? 2 : 1);
    }
    test_ctx_end(&cx);
}

static void nothing_is_one_empty_line(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_paragraph_style style = {.measure = 100};
    assert_int_equal(jb_paragraph_compose(&cx, NULL, 0, &style).lines_n, 1);
    assert_int_equal(compose(&cx, "", style).lines_n, 1);
    test_ctx_end(&cx);
}

static void balanced_lines_are_alike(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_composed lines = compose(&cx,
                                "\u5173\u4e8e\u5370\u53d1\u519c\u6751\u9053\u8def\u7ba1\u62a4\u529e"
                                "\u6cd5\u7684\u901a\u77e5",
                                (jb_paragraph_style){.measure = 12 * EM, .justify = JB_BALANCED});
    assert_int_equal(lines.lines_n, 2);
    assert_true(fabs(lines.lines[0].width - lines.lines[1].width) <= EM + .01);
    assert_near(lines.lines[0].x, (120 - lines.lines[0].width) / 2, .01);
    test_ctx_end(&cx);
}

/* clreq 3.3: each syllable over its character, no two of them touching, and the text is the text
 * without them. */
static void readings_stand_over_their_characters(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_piece pieces[] = {piece_of("\u4e2d\u6587"), piece_of("\u88c5\u8ba2"),
                         piece_of("\u91cd\u5e86"), piece_of("\u6587")};
    pieces[1].ruby = JB_S("zhu\u0101ng d\u00ecng"), pieces[1].ruby_size = 5;
    pieces[2].ruby = JB_S("ch\u00f3ng q\u00ecng"), pieces[2].ruby_size = 5;
    jb_paragraph_style style = {.measure = 20 * EM, .justify = JB_FLUSH_LEFT};
    jb_composed lines = jb_paragraph_compose(&cx, pieces, JB_COUNT(pieces), &style);
    const jb_line *line = &lines.lines[0];
    assert_int_equal(line->over_n, 4);
    assert_true(line->width > 70); /* set apart */
    for (size_t i = 0; i < 4; i++) {
        assert_true(line->over[i].y < -8.8); /* above the em box */
        if (i)
            assert_true(line->over[i].x >= line->over[i - 1].x + line->over[i - 1].width + 1);
    }
    jb_buf b = jb_buf_new(cx.scratch);
    add_text(&b, line);
    assert_string_equal(b.text.p, "\u4e2d\u6587\u88c5\u8ba2\u91cd\u5e86\u6587");
    test_ctx_end(&cx);
}

/* What is under a reading is set apart by no more than it lacks: it may hang a quarter em over what
 * stands beside it, not over the line's ends; between two syllables is a third of their em. */
static void readings_make_room_for_themselves(void **state)
{
    (void)state;
    static const struct {
        const char *before, *word, *ruby, *behind;
        size_t parts;
        double hang; /* em */
    } rows[] = {{"\u6587", "\u88c5\u8ba2", "zhu\u0101ng d\u00ecng", "\u6587", 2, .5},
                {"", "\u88c5\u8ba2", "zhu\u0101ng d\u00ecng", "\u6587", 2, .25},
                {"\u6587", "\u88c5\u8ba2", "zhu\u0101ng d\u00ecng", "", 2, .25},
                {"\u6587", "\u88c5", "zhu\u0101ngzhu\u0101ng", "\u6587", 1, .5},
                {"\u6587", "\u4e00\u4e8c", "y\u012b \u00e8r", "\u6587", 2, .5}};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_piece pieces[3];
        size_t n = 0, word = *rows[i].before != 0;
        for (const char *const *text = &rows[i].before; text <= &rows[i].behind; text++)
            if (text != &rows[i].ruby && **text)
                pieces[n++] = piece_of(*text);
        pieces[word].ruby = jb_str_of(rows[i].ruby), pieces[word].ruby_size = 5;
        const jb_paragraph_style style = {.measure = 20 * EM, .justify = JB_FLUSH_LEFT};
        const jb_line *line = jb_paragraph_compose(&cx, pieces, n, &style).lines;
        double own = 0, wanted = ((double)rows[i].parts - 1) * .33 * 5;
        for (size_t k = 0; k < n; k++)
            own += EM * (double)jb_utf8_count(pieces[k].text);
        assert_int_equal(line->over_n, rows[i].parts);
        for (size_t k = 0; k < line->over_n; k++)
            wanted += line->over[k].width;
        double lacks = wanted - EM * ((double)jb_utf8_count(pieces[word].text) + rows[i].hang);
        if (fabs(line->width - own - fmax(lacks, 0)) > .01)
            fail_msg("row %zu is %.2f wide, not %.2f", i, line->width, own + fmax(lacks, 0));
        for (size_t k = 1; k < line->over_n; k++)
            assert_true(line->over[k].x - line->over[k - 1].x >= line->over[k - 1].width + 1.64);
        assert_true(line->over[0].x >= -.01);
        assert_true(line->over[line->over_n - 1].x + line->over[line->over_n - 1].width <=
                    line->width + .01);
    }
    test_ctx_end(&cx);
}

/* A word is not divided under its reading, nor where no line is to end in it; one that is wider
 * than a line has it over what begins there. */
/* The second of these begins or ends a line: there is the margin and no neighbour to hang over. */
static void readings_stand_within_the_measure(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    for (size_t before = 1; before <= 4; before++) {
        jb_piece pieces[] = {piece_of("\u4e2d\u6587\u4e2d\u6587\u4e2d"), piece_of("\u88c5"),
                             piece_of("\u6587\u5b57\u6570\u91cf\u8868")};
        pieces[0].text = jb_str_cut(pieces[0].text, 0, 3 * before);
        pieces[1].ruby = JB_S("zhu\u0101ngd\u00ecng"), pieces[1].ruby_size = 5;
        jb_paragraph_style style = {.measure = 5 * EM, .justify = JB_JUSTIFY};
        jb_composed lines = jb_paragraph_compose(&cx, pieces, JB_COUNT(pieces), &style);
        size_t found = 0;
        for (size_t i = 0; i < lines.lines_n; i++)
            for (size_t k = 0; k < lines.lines[i].over_n; k++, found++) {
                const jb_line *over = &lines.lines[i].over[k];
                assert_true(over->x >= -1e-6 && over->x + over->width <= style.measure + 1e-6);
            }
        assert_int_equal(found, 1);
    }
    test_ctx_end(&cx);
}

static void words_with_readings_are_not_divided(void **state)
{
    (void)state;
    static const struct {
        double measure;
        const char *ruby;
        bool whole;
        size_t lines, over;
    } rows[] = {{11, "gu\u00f3 j\u00ec", false, 2, 1},
                {11, NULL, true, 2, 0},
                {4, "gu\u00f3 j\u00ec", false, 4, 1},
                {4, "i n t e r n a t i o n a l", false, 4, 13}};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_piece pieces[] = {piece_of("\u4e2d\u6587\u4e2d\u6587\u4e2d\u6587"),
                             piece_of("international"), piece_of("\u6587")};
        pieces[1].ruby = rows[i].ruby ? jb_str_of(rows[i].ruby) : (jb_str){NULL, 0};
        pieces[1].ruby_size = 5;
        pieces[1].whole = rows[i].whole;
        jb_paragraph_style style = {.measure = rows[i].measure * EM};
        jb_composed lines = jb_paragraph_compose(&cx, pieces, JB_COUNT(pieces), &style);
        size_t over = 0;
        for (size_t k = 0; k < lines.lines_n; k++)
            over += lines.lines[k].over_n;
        assert_int_equal(over, rows[i].over);
        assert_int_equal(lines.lines_n, rows[i].lines);
        assert_true(rows[i].lines > 2 ||
                    jb_str_starts(lines.lines[1].runs[0].text, pieces[1].text));
    }
    test_ctx_end(&cx);
}

static double width_of(jb_ctx *cx, jb_str text)
{
    const jb_text_style style = piece_of("").style;
    return jb_text_line(cx, &style, text, (jb_span){0})->width;
}

/* The hyphen stands inside the measure and is no text: the last letter is a glyph with it, of a
 * face of its own, as wide as both, and with ink where the hyphen is. */
static void a_divided_word_shows_a_hyphen(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_composed lines = compose(
        &cx, "\u5b57\u5b57\u5b57Electroencephalography\u4e00\u7c7b\u7684\u957f\u8bcd\u653e\u8fdb",
        (jb_paragraph_style){.measure = 13.5 * EM});
    const jb_run *last = &lines.lines[0].runs[lines.lines[0].runs_n - 1], *word = last - 1;
    assert_near(lines.lines[0].width, 135, .01);
    assert_near(last->x + last->width, 135, .01);
    assert_int_equal(last->text.n, 1);
    assert_true(jb_str_eq(last->forms, jb_str_printf(cx.scratch, "%.*s-", JB_F(last->text))));
    assert_int_equal(last->glyphs_n, 1);
    assert_ptr_not_equal(jb_face_hb(last->face), jb_face_hb(word->face));
    assert_near(last->width, width_of(&cx, last->text) + width_of(&cx, JB_S("-")), .3); /* kerned */
    test_ctx_end(&cx);
}

/* The author's own soft hyphen shows where a line ends with it, and nowhere else. */
static void a_soft_hyphen_shows_at_a_line_s_end(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_composed lines = compose(&cx, "xx\u00adxxx\u00adx",
                                (jb_paragraph_style){.measure = 3 * EM, .justify = JB_FLUSH_LEFT});
    assert_int_equal(lines.lines_n, 2);
    const jb_run *last = &lines.lines[0].runs[lines.lines[0].runs_n - 1];
    assert_string_equal(jb_str_dup(cx.scratch, last->text).p, "\u00ad");
    assert_true(jb_str_eq(last->forms, JB_S("-")));
    assert_true(last->width > 2);
    assert_near(lines.lines[1].width, width_of(&cx, JB_S("xxxx")), .01);
    test_ctx_end(&cx);
}

/* How much farther two letters (two digits) of the run stand apart than in a line of their own, at
 * least and at most, in em. */
static void spread_of(jb_ctx *cx, const jb_run *run, int (*both)(int), double *least, double *most)
{
    const jb_text_style style = piece_of("").style;
    const jb_run *own = &jb_text_line(cx, &style, run->text, (jb_span){0})->runs[0];
    if (own->glyphs_n != run->glyphs_n || run->glyphs_n != run->clusters_n)
        return; /* a hyphen has joined its letter */
    for (size_t i = 0, at = 0; i + 1 < run->glyphs_n; at += run->clusters[i++].bytes) {
        const unsigned char *text = (const unsigned char *)run->text.p + at;
        if (!both(text[0]) || !both(text[1]))
            continue;
        double apart =
            (run->glyphs[i + 1].x - run->glyphs[i].x) - (own->glyphs[i + 1].x - own->glyphs[i].x);
        *least = fmin(*least, apart / EM);
        *most = fmax(*most, apart / EM);
    }
}

/* clreq 3.1.6 lets all gaps be stretched, but none inside a number: letters give what is not seen,
 * digits nothing. */
static void letters_give_way_and_digits_do_not(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    double tight = 0, wide = 0, least = 0, most = 0;
    for (double measure = 13; measure < 20; measure += .37) {
        jb_composed lines =
            compose(&cx,
                    "\u68c0\u67e5\u5de5\u5177\u6709128400517\u4e2aAddressSanitizer\u548cPostgreSQL"
                    "\u4e24\u79cd\uff0c\u5171128400517\u884c",
                    (jb_paragraph_style){.measure = measure * EM});
        for (size_t i = 0; i < lines.lines_n; i++)
            for (size_t k = 0; k < lines.lines[i].runs_n; k++) {
                spread_of(&cx, &lines.lines[i].runs[k], isalpha, &tight, &wide);
                spread_of(&cx, &lines.lines[i].runs[k], isdigit, &least, &most);
            }
    }
    assert_near(least, 0, 1e-4);
    assert_near(most, 0, 1e-4);
    assert_true(wide > .02 && wide < .03 + 1e-4);
    assert_true(tight > -.015 - 1e-4);
    test_ctx_end(&cx);
}

/* The mean gap behind Han before letters, in em; NAN when there are not two. */
static double word_gap(const jb_line *line)
{
    double sum = 0;
    size_t n = 0;
    for (size_t k = 0; k < line->runs_n; k++) {
        const jb_run *run = &line->runs[k];
        for (size_t i = 0, at = 0; i + 1 < run->glyphs_n && i + 1 < run->clusters_n; i++) {
            size_t next = at + run->clusters[i].bytes;
            if ((unsigned char)run->text.p[at] >= 0xE4 && isalpha((unsigned char)run->text.p[next]))
                sum += (run->glyphs[i + 1].x - run->glyphs[i].x) / EM - 1, n++;
            at = next;
        }
    }
    return n < 2 ? NAN : sum / (double)n;
}

/* Of two lines one below the other the words of one do not stand close and those of the other wide:
 * the mean of the squares over many paragraphs. */
static void words_stand_off_han_alike_from_line_to_line(void **state)
{
    (void)state;
    static const char *const words[] = {"Redis", "gRPC", "Kafka", "OpenAPI",
                                        "NGINX", "Helm", "iOS"};
    static const char *const han[] = {"\u56e2\u961f\u6309\u7167", "\u4e0e", "\u6570\u636e\u5e93",
                                      "\u901a\u8fc7", "\u5ba2\u6237\u7aef\u548c"};
    jb_ctx cx = test_ctx();
    double sum = 0;
    size_t n = 0;
    uint64_t seed = 7;
    for (int i = 0; i < 60; i++) {
        jb_buf b = jb_buf_new(cx.scratch);
        for (int k = 0; k < 30; k++) {
            jb_buf_add(&b, jb_str_of(han[test_any(&seed, JB_COUNT(han))]));
            jb_buf_add(&b, jb_str_of(words[test_any(&seed, JB_COUNT(words))]));
        }
        jb_composed lines =
            compose(&cx, b.text.p,
                    (jb_paragraph_style){.measure = (18 + (double)test_any(&seed, 12)) * EM});
        for (size_t k = 1; k + 1 < lines.lines_n; k++) {
            double apart = word_gap(&lines.lines[k]) - word_gap(&lines.lines[k - 1]);
            if (!isnan(apart))
                sum += apart * apart, n++;
        }
    }
    assert_true(n > 300);
    assert_true(sum / (double)n < .009); /* .0107 if nobody compares */
    test_ctx_end(&cx);
}

/* Where no line ends by any rule, it ends between two graphemes. */
static void graphemes_are_never_torn(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double widest; /* grapheme, em, with a glyph for each character */
    } cases[] = {
        {"\u0e17\u0e35\u0e48\u0e17\u0e35\u0e48\u0e17\u0e35\u0e48\u0e17\u0e35\u0e48\u0e17\u0e35"
         "\u0e48\u0e17\u0e35\u0e48\u0e17\u0e35\u0e48\u0e17\u0e35\u0e48",
         3},
        {"e\u0301\u0323e\u0301\u0323e\u0301\u0323e\u0301\u0323e\u0301\u0323", 1},
        {"\U0001F468\u200d\U0001F469\u200d\U0001F467\U0001F468\u200d\U0001F469\u200d\U0001F467", 5},
        {"\U0001F1E8\U0001F1F3\U0001F1E8\U0001F1F3\U0001F1E8\U0001F1F3", 3}};
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        for (double em = cases[i].widest; em < cases[i].widest + 2; em += .25) {
            jb_ctx cx = test_ctx();
            cx.allow_missing_glyphs = true;
            jb_composed lines =
                compose(&cx, cases[i].text,
                        (jb_paragraph_style){.measure = em * EM, .justify = JB_FLUSH_LEFT});
            for (size_t k = 1; k < lines.lines_n; k++) {
                jb_buf before = jb_buf_new(cx.keep), b = jb_buf_new(cx.keep);
                size_t at = 0;
                add_text(&before, &lines.lines[k - 1]);
                add_text(&b, &lines.lines[k]);
                assert_false(jb_class_extends(jb_utf8_next(b.text, &at)));
                assert_false(jb_str_ends(before.text, JB_S("\u200d")));
            }
            test_ctx_end(&cx);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_as_drawn),
        cmocka_unit_test(justified_lines_fill_the_measure),
        cmocka_unit_test(looseness_adds_or_takes_a_line),
        cmocka_unit_test(the_opening_mark_stands_at_the_same_place),
        cmocka_unit_test(pieces_keep_their_places),
        cmocka_unit_test(pieces_of_one_look_are_one_run),
        cmocka_unit_test(nothing_is_one_empty_line),
        cmocka_unit_test(balanced_lines_are_alike),
        cmocka_unit_test(readings_stand_over_their_characters),
        cmocka_unit_test(readings_make_room_for_themselves),
        cmocka_unit_test(readings_stand_within_the_measure),
        cmocka_unit_test(words_with_readings_are_not_divided),
        cmocka_unit_test(a_divided_word_shows_a_hyphen),
        cmocka_unit_test(a_soft_hyphen_shows_at_a_line_s_end),
        cmocka_unit_test(letters_give_way_and_digits_do_not),
        cmocka_unit_test(words_stand_off_han_alike_from_line_to_line),
        cmocka_unit_test(graphemes_are_never_torn),
    };
    return cmocka_run_group_tests_name("text compose", tests, NULL, NULL);
}
