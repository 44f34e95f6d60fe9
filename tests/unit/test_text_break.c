/* Where lines may end and what marks give way, against tests/golden/text/breaks.txt: each line
 * there is a text with its breaks and squeezes drawn in it, under the clause it shows. */
#include "golden.h"
#include "text/para.h"

static const char golden[] = "tests/golden/text/breaks.txt";

/* | a good break, ¦ a poor one, ‖ the last resort, ⋮ where a line would else be torn, ⁞ where it
 * would be hollow, † where what it joins is wider than a line; ‹ a blank half taken away, ˽ the
 * quarter em between scripts. */
enum { GOOD, POOR, RESORT, LAST, HOLLOW, WHOLE, HALF, QUARTER };
static const char *const drawn_marks[] = {
    [GOOD] = "|",        [POOR] = "\u00a6",  [RESORT] = "\u2016", [LAST] = "\u22ee",
    [HOLLOW] = "\u205e", [WHOLE] = "\u2020", [HALF] = "\u2039",   [QUARTER] = "\u02fd"};

static const char *mark_of(int penalty)
{
    return drawn_marks[penalty <= 0          ? GOOD
                       : penalty < JB_RESORT ? POOR
                       : penalty < JB_LAST   ? RESORT
                       : penalty < JB_HOLLOW ? LAST
                       : penalty < JB_WHOLE  ? HOLLOW
                                             : WHOLE];
}

static void draw_gap(jb_buf *b, const jb_gap *gap)
{
    if (gap->natural < 0)
        jb_buf_add(b, jb_str_of(drawn_marks[HALF]));
    else if (gap->kind == JB_GAP_LATIN)
        jb_buf_add(b, jb_str_of(drawn_marks[QUARTER]));
    if (gap->penalty < JB_NEVER)
        jb_buf_add(b, jb_str_of(mark_of(gap->penalty)));
}

static jb_para *broken(jb_ctx *cx, jb_str text, jb_strictness strictness)
{
    jb_piece *piece = JB_NEW(cx->keep, jb_piece);
    *piece = (jb_piece){.text = text, .style = {.family = JB_S("\u5b8b\u4f53"), .size = 10}};
    jb_para *para = jb_para_shape(cx, piece, 1);
    para->strictness = strictness;
    jb_para_squeeze(para);
    jb_para_find_breaks(para);
    return para;
}

static jb_str draw(jb_ctx *cx, jb_str text, jb_strictness strictness)
{
    const jb_para *para = broken(cx, text, strictness);
    jb_buf b = jb_buf_new(cx->scratch);
    for (size_t i = 0; i < para->atoms.n; i++) {
        jb_buf_add(&b, jb_str_cut(para->text, para->atoms.at[i].at, para->atoms.at[i].bytes));
        if (i + 1 < para->atoms.n)
            draw_gap(&b, &para->gaps[i]);
    }
    return b.text;
}

static jb_str undraw(jb_ctx *cx, jb_str drawn)
{
    jb_buf b = jb_buf_new(cx->scratch);
    for (size_t i = 0; i < drawn.n;) {
        size_t skip = 0;
        for (size_t k = 0; k < JB_COUNT(drawn_marks) && !skip; k++)
            if (jb_str_starts(jb_str_cut(drawn, i, SIZE_MAX), jb_str_of(drawn_marks[k])))
                skip = strlen(drawn_marks[k]);
        if (!skip)
            jb_buf_byte(&b, drawn.p[i]);
        i += skip ? skip : 1;
    }
    return b.text;
}

static jb_strictness level_of(jb_str line, jb_strictness before)
{
    return jb_str_eq(line, JB_S("[basic]"))    ? JB_BREAK_BASIC
           : jb_str_eq(line, JB_S("[gb]"))     ? JB_BREAK_GB
           : jb_str_eq(line, JB_S("[strict]")) ? JB_BREAK_STRICT
                                               : before;
}

static void breaks_are_as_drawn(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    assert_true(jb_fonts_open(&cx));
    jb_str rest = golden_read(cx.keep, golden);
    jb_buf all = jb_buf_new(cx.keep);
    jb_strictness level = JB_BREAK_GB;
    size_t rows = 0;
    while (rest.n) {
        jb_str line = golden_line(&rest);
        bool drawn = line.n && !strchr("#[", *line.p);
        level = level_of(line, level);
        rows += drawn;
        jb_buf_printf(&all, "%.*s\n", JB_F(drawn ? draw(&cx, undraw(&cx, line), level) : line));
    }
    assert_true(rows > 50);
    assert_true(golden_holds(cx.keep, golden, all.text));
    test_ctx_end(&cx);
}

/* Words and characters that texts at random are made of, beside every mark of punct.def. */
static const char *const words[] = {"\u4e2d",
                                    "\u6587",
                                    "\u7b2c",
                                    "\u5e74",
                                    "\u4e07",
                                    "\u2014\u2014",
                                    "\u2026\u2026",
                                    "\u00b2",
                                    "\u207b",
                                    "\u2192",
                                    "\u2211",
                                    "\u2264",
                                    "a",
                                    "word",
                                    "12",
                                    "3.5",
                                    "https://a.bc/",
                                    "x@example.org",
                                    "km",
                                    "\U0001F642"};

static const uint32_t mark_codes[] = {
#define P(code, class, name) code,
#include "text/punct.def"
#undef P
};

static void add_mark(jb_buf *b, uint32_t code)
{
    char bytes[4];
    jb_buf_add(b, (jb_str){bytes, jb_utf8_put(bytes, code)});
}

static jb_str text_at_random(jb_ctx *cx, unsigned *seed)
{
    jb_buf b = jb_buf_new(cx->scratch);
    for (int i = 2 + rand_r(seed) % 10; i > 0; i--)
        if (rand_r(seed) % 2)
            jb_buf_add(&b, jb_str_of(words[(size_t)rand_r(seed) % JB_COUNT(words)]));
        else
            add_mark(&b, mark_codes[(size_t)rand_r(seed) % JB_COUNT(mark_codes)]);
    return b.text;
}

/* Whatever stands beside it: no rule opens what the class of a mark forbids. */
static bool may_part(uint8_t before, uint8_t after)
{
    const uint64_t starts_none = JB_SET(CLOSE) | JB_SET(PAUSE) | JB_SET(STOP) | JB_SET(MIDDLE) |
                                 JB_SET(CONNECT) | JB_SET(NOSTART) | JB_SET(SOLIDUS) |
                                 JB_SET(SUFFIX) | JB_SET(WCLOSE) | JB_SET(WPAUSE) | JB_SET(WSUFFIX);
    const uint64_t ends_none =
        JB_SET(OPEN) | JB_SET(SOLIDUS) | JB_SET(PREFIX) | JB_SET(WOPEN) | JB_SET(WPREFIX);
    return before == JB_CLASS_ZWSP || (!JB_IN(after, starts_none) && !JB_IN(before, ends_none));
}

static void no_text_starts_a_line_with_a_closing_mark(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    assert_true(jb_fonts_open(&cx));
    unsigned seed = 15834;
    for (int n = 0; n < 3000; n++) {
        jb_str text = text_at_random(&cx, &seed);
        jb_para *para = broken(&cx, text, JB_BREAK_GB);
        jb_para_hyphenate(para);
        for (size_t i = 0; i + 1 < para->atoms.n; i++) {
            const jb_atom *at = &para->atoms.at[i];
            if (para->gaps[i].penalty < JB_NEVER && !may_part(at[0].class, at[1].class))
                fail_msg("%.*s may part before %.*s", JB_F(jb_str_cut(text, 0, at[1].at)),
                         JB_F(jb_str_cut(text, at[1].at, SIZE_MAX)));
        }
    }
    test_ctx_end(&cx);
}

/* What belongs to the character before it: marks of all three kinds, selectors, skin tones. */
static void marks_extend_their_character(void **state)
{
    (void)state;
    static const struct {
        uint32_t code;
        bool extends;
    } rows[] = {{0x301, true},   {0x20DD, true},  {0x903, true},    {0xFE0F, true},
                {0x1F3FB, true}, {0xE0100, true}, {0x200D, true},   {'a', false},
                {0xE9, false},   {0x4E2D, false}, {0x1F600, false}, {0xFF0C, false}};
    for (size_t i = 0; i < JB_COUNT(rows); i++)
        assert_int_equal(jb_class_extends(rows[i].code), rows[i].extends);
}

static void rows_of_marks_ascend(void **state)
{
    (void)state;
    for (size_t i = 1; i < JB_COUNT(mark_codes); i++)
        assert_true(mark_codes[i - 1] < mark_codes[i]);
    for (size_t i = 0; i < JB_COUNT(mark_codes); i++)
        assert_int_equal(jb_class_mark(mark_codes[i]), i);
}

/* UnicodeData.txt, the decompositions <super> and <sub>. */
static void superscripts_and_subscripts_are_of_their_characters(void **state)
{
    (void)state;
    static const struct {
        int way;
        const char *raised, *plain;
    } rows[] = {
        {1,
         "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b\u207c\u207d"
         "\u207e\u207f\u2071",
         "0123456789+\u2212=()ni"},
        {-1,
         "\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089\u208a\u208b\u208c\u208d"
         "\u208e\u2090\u2091\u2092\u2093\u2094\u2095\u2096\u2097\u2098\u2099\u209a\u209b"
         "\u209c",
         "0123456789+\u2212=()aeox\u0259hklmnpst"},
        {0, "0123456789+-=()ni\u00b0\u00aa\u2072\u208f\u209d", ""},
    };
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_str raised = jb_str_of(rows[i].raised), plain = jb_str_of(rows[i].plain);
        for (size_t at = 0, of = 0; at < raised.n;) {
            uint32_t got = 0, code = jb_utf8_next(raised, &at);
            assert_int_equal(jb_class_raised(code, &got), rows[i].way);
            if (rows[i].way)
                assert_int_equal(got, jb_utf8_next(plain, &of));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(breaks_are_as_drawn),
        cmocka_unit_test(no_text_starts_a_line_with_a_closing_mark),
        cmocka_unit_test(marks_extend_their_character),
        cmocka_unit_test(rows_of_marks_ascend),
        cmocka_unit_test(superscripts_and_subscripts_are_of_their_characters),
    };
    return cmocka_run_group_tests_name("text break", tests, NULL, NULL);
}
