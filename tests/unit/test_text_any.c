/* What holds for any text, tried on paragraphs made at random: the text that comes out is the
 * author's, no line is wider than the measure, none starts or ends with a mark that may not, what
 * belongs together is parted only where it is wider than a line, and a paragraph that was set
 * before is set as a new one. Every row of random numbers is the same on every machine. */
#include "test.h"
#include "text/face.h"
#include "text/text.h"

enum { EM = 10, MOST_SPANS = 128 };

static uint64_t seed;

static size_t any(size_t n)
{
    return test_any(&seed, n);
}
#define ANY_OF(list) (list)[any(JB_COUNT(list))]

/* ---- characters of all kinds in any order ---- */

static const char *const bits[] = {"\u4e2d",
                                   "\u6587",
                                   "\u5b57",
                                   "\u6570",
                                   "\uff0c",
                                   "\u3002",
                                   "\u201c",
                                   "\u201d",
                                   "\uff08",
                                   "\uff09",
                                   "\u2014\u2014",
                                   "\u2026\u2026",
                                   " ",
                                   "1086\u4e07\u5143",
                                   "2026\u5e74",
                                   "-5\u2103\uff5e12\u2103",
                                   "Kubernetes",
                                   "a-b",
                                   "fi",
                                   "https://a.example.org/b?c=d",
                                   "\u00b7",
                                   "\uff1f",
                                   "\uff01",
                                   "e\u0301",
                                   "\u2460",
                                   "\u3000",
                                   "\u00ad",
                                   "\u200b",
                                   "12 800",
                                   "$4.20",
                                   "\u300a",
                                   "\u300b",
                                   "\u0645\u0631",
                                   "\u2014",
                                   "/",
                                   "\u00a0",
                                   "%",
                                   "\uff15"};

static const jb_text_style body = {.family = JB_K("\u5b8b\u4f53"), .size = EM};

static jb_piece any_piece(jb_ctx *cx)
{
    jb_buf text = jb_buf_new(cx->keep);
    for (size_t n = any(80); n; n--)
        jb_buf_add(&text, jb_str_of(ANY_OF(bits)));
    return (jb_piece){.text = text.text, .style = body};
}

static jb_paragraph_style any_style(void)
{
    jb_paragraph_style style = {.measure = (3 + (double)any(40)) * EM,
                                .indent = any(2) ? 2 * EM : 0,
                                .justify = (jb_justify)any(5),
                                .strictness = (jb_strictness)any(3),
                                .looseness = (int)any(3) - 1,
                                .traditional = any(9) == 0};
    if (style.measure < 4 * EM)
        style.indent = 0;
    return style;
}

/* ---- what every set of lines must be ---- */

typedef struct trial {
    jb_ctx *cx;
    jb_str text;
    jb_paragraph_style style;
    jb_composed lines;
} trial;

static double room_of(const trial *t, size_t line)
{
    return t->style.measure - (line ? 0 : t->style.indent);
}

static void add_text(jb_buf *b, const jb_line *line)
{
    for (size_t i = 0; i < line->runs_n; i++)
        jb_buf_add(b, line->runs[i].text);
}

static void fail_at(const trial *t, size_t line, const char *what)
{
    jb_buf b = jb_buf_new(t->cx->keep);
    for (size_t i = 0; i < t->lines.lines_n; i++) {
        add_text(&b, &t->lines.lines[i]);
        jb_buf_byte(&b, '\n');
    }
    fail_msg("line %zu %s; measure %.2f em, indent %.0f, level %d, justify %d, looseness %d:\n%.*s",
             line + 1, what, t->style.measure / EM, t->style.indent / EM, (int)t->style.strictness,
             (int)t->style.justify, t->style.looseness, JB_F(b.text));
}

/* A character wider than the measure is wider. */
static void keeps_text_and_measure(const trial *t)
{
    jb_buf b = jb_buf_new(t->cx->keep);
    for (size_t i = 0; i < t->lines.lines_n; i++) {
        const jb_line *line = &t->lines.lines[i];
        size_t clusters = 0;
        for (size_t k = 0; k < line->runs_n; k++)
            clusters += line->runs[k].clusters_n;
        if (line->width > room_of(t, i) + .01 && clusters > 1)
            fail_at(t, i, "is wider than the measure");
        add_text(&b, line);
    }
    assert_true(jb_str_eq(b.text, t->text));
}

/* A context whose fonts serve many paragraphs. */
static void renew(jb_ctx *cx, size_t n)
{
    if (n % 100 == 0 && cx->keep)
        test_ctx_end(cx);
    if (n % 100 == 0)
        *cx = test_ctx();
}

static void text_out_is_text_in_within_the_measure(void **state)
{
    (void)state;
    jb_ctx cx = {0};
    for (size_t n = 0; n < 600; n++) {
        seed = 7 * n + 1;
        renew(&cx, n);
        jb_piece piece = any_piece(&cx);
        trial t = {&cx, piece.text, any_style(), {0}};
        t.lines = jb_paragraph_compose(&cx, &piece, 1, &t.style);
        keeps_text_and_measure(&t);
    }
    test_ctx_end(&cx);
}

/* ---- what belongs together ---- */

/* In braces what a line holds whole: numbers with their signs and units (GB 3100; clreq 3.1.4),
 * dates, times and ranges (GB/T 15835—2011, 4.1), ratios, scores, thousands, the mark of a note
 * with its word. */
static const char *const tokens[] = {"{1086\u4e07\u5143}",
                                     "{3.2\u4e07\u5e73\u65b9\u7c73}",
                                     "{60\u516c\u91cc}",
                                     "{0.3\u4e2a\u767e\u5206\u70b9}",
                                     "{60 km}",
                                     "{12.5 kg}",
                                     "{8.5\u2103}",
                                     "{+3.5%}",
                                     "{\u22122}",
                                     "{\u00b10.5%}",
                                     "{-5\u2103}",
                                     "{\uffe53,000.00}",
                                     "{12\u00a0800\u4eba}",
                                     "{1,234,567.8\u5143}",
                                     "{2026\u5e743\u67085\u65e5}",
                                     "{8\u70b915\u5206}",
                                     "{8:30}",
                                     "{1:1000}",
                                     "{3\uff1a2}",
                                     "{1990\u20142020\u5e74}",
                                     "{2021\u20132025\u5e74}",
                                     "{3\uff5e5\u2103}",
                                     "{-5\u2103\uff5e12\u2103}",
                                     "{3.5%\uff5e4.0%}",
                                     "{8:30\u201411:30}",
                                     "{\u7b2c3\u20145\u9875}",
                                     "{5 ~ 8\u5929}",
                                     "{3\u81f35\u5929}",
                                     "{2027\u5e7412\u6708\u20142028\u5e746\u6708}",
                                     "{\u7b2c12\u53f7}",
                                     "\u4fee{\u6e20\u2460}",
                                     "{Cu\u00b2\u207a}"};

/* Words and addresses, which part at places of their own. */
static const char *const words[] = {"Kubernetes",
                                    "AddressSanitizer",
                                    "e-mail",
                                    "the well-known word",
                                    "TCP/IP",
                                    "SO\u2084",
                                    "https://a.example.org/archive/2026/b_c?d=e&f=g",
                                    "office@mail.example.org"};

/* No unit and no numeral is among them. */
static const char *const han[] = {"\u4fee", "\u6e20", "\u6625", "\u8015", "\u5907", "\u8bf4",
                                  "\u7684", "\u6d3b", "\u513f", "\u7b49", "\u90fd", "\u597d"};
static const char *const marks[] = {"\uff0c", "\u3002",       "\u3001",       "\uff1b",
                                    "\uff1a", "\uff1f",       "\uff01",       "\u00b7",
                                    "\uff0f", "\u2026\u2026", "\u2014\u2014", "\u3002\u201d"};
static const char *const pairs[][2] = {{"\u201c", "\u201d"}, {"\uff08", "\uff09"},
                                       {"\u300a", "\u300b"}, {"\u3014", "\u3015"},
                                       {"\u2018", "\u2019"}, {"\u3010", "\u3011"}};

/* clreq 3.1.3; GB/T 15834—2011, 5.1: at all three levels; a dash and an ellipsis at the strict. */
static const char *const no_start[] = {"\uff0c", "\u3002", "\u3001", "\uff1b", "\uff1a", "\uff1f",
                                       "\uff01", "\u201d", "\u2019", "\uff09", "\u300b", "\u3015",
                                       "\u3011", "\u00b7", "\uff5e", "\u2013", "\u2103", "\uff0f",
                                       "%",      ",",      ";",      "!",      ")",      "\u2460"};
static const char *const poor_start[] = {"\u2014", "\u2026"};
static const char *const no_end[] = {"\u201c", "\u2018", "\uff08", "\u300a",
                                     "\u3014", "\u3010", "\uffe5", "("};

typedef struct spans {
    struct span {
        size_t from, to; /* bytes */
    } at[MOST_SPANS];
    size_t n;
} spans;

/* A text and what is in it. */
typedef struct sample {
    jb_buf text;
    spans whole, words;
} sample;

static void add(sample *s, const char *text)
{
    jb_buf_add(&s->text, jb_str_of(text));
}

static void add_token(sample *s, const char *token)
{
    for (; *token; token++)
        if (*token == '{')
            s->whole.at[s->whole.n].from = s->text.text.n;
        else if (*token == '}')
            s->whole.at[s->whole.n++].to = s->text.text.n;
        else
            jb_buf_byte(&s->text, *token);
}

static void add_word(sample *s)
{
    s->words.at[s->words.n].from = s->text.text.n;
    add(s, ANY_OF(words));
    s->words.at[s->words.n++].to = s->text.text.n;
}

static void add_han(sample *s, size_t least)
{
    for (size_t n = least + any(6); n; n--)
        add(s, ANY_OF(han));
}

static void add_phrase(sample *s)
{
    const char *const *pair = any(3) ? NULL : ANY_OF(pairs);
    add(s, pair ? pair[0] : "");
    if (any(2))
        add_han(s, 1);
    if (any(3))
        add_token(s, ANY_OF(tokens));
    else
        add_word(s);
    if (any(2))
        add_han(s, 1);
    add(s, pair ? pair[1] : "");
    if (any(2))
        add(s, ANY_OF(marks));
    add_han(s, 1);
}

static sample any_sample(jb_arena *a)
{
    sample s = {.text = jb_buf_new(a)};
    for (size_t n = 2 + any(16); n; n--)
        add_phrase(&s);
    return s;
}

static bool is_among(const char *const *list, size_t n, jb_str text, bool at_end)
{
    for (size_t i = 0; i < n; i++)
        if (at_end ? jb_str_ends(text, jb_str_of(list[i]))
                   : jb_str_starts(text, jb_str_of(list[i])))
            return true;
    return false;
}
#define STARTS(text, list) is_among(list, JB_COUNT(list), text, false)
#define ENDS(text, list) is_among(list, JB_COUNT(list), text, true)

/* The span that the place is inside of; NULL: it is in none. */
static const struct span *span_at(const spans *list, size_t at)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->at[i].from < at && at < list->at[i].to)
            return &list->at[i];
    return NULL;
}

/* No line ends before byte `at`, for the marks there. */
static bool is_barred(const trial *t, size_t at)
{
    jb_str before = jb_str_cut(t->text, 0, at), behind = jb_str_cut(t->text, at, SIZE_MAX);
    return ENDS(before, no_end) || STARTS(behind, no_start) ||
           (STARTS(behind, poor_start) && ENDS(before, poor_start)) ||
           (t->style.strictness != JB_BREAK_BASIC && jb_str_ends(before, JB_S("\uff0f")));
}

static bool is_poor(const trial *t, size_t at)
{
    return t->style.strictness == JB_BREAK_STRICT &&
           STARTS(jb_str_cut(t->text, at, SIZE_MAX), poor_start);
}

static bool is_bound(const trial *t, const sample *s, size_t at)
{
    return at < t->text.n &&
           (is_barred(t, at) || is_poor(t, at) || span_at(&s->whole, at) || span_at(&s->words, at));
}

/* Quotes alone with Latin letters would be Western ones. */
static double width_of(const trial *t, jb_str text)
{
    static const char *const quotes[] = {"\u201c", "\u201d", "\u2018", "\u2019"};
    bool quoted = STARTS(text, quotes) || ENDS(text, quotes) || ENDS(text, poor_start);
    jb_str among = jb_str_printf(t->cx->keep, "%s%.*s%s", han[0], JB_F(text), han[0]);
    const jb_line *line = jb_text_line(t->cx, &body, quoted ? among : text, (jb_span){0});
    return line->width - (quoted ? 2 * EM : 0);
}

/* What stands round the place and should not be parted is wider than the line. */
static bool is_too_wide(const trial *t, const sample *s, size_t line, size_t at)
{
    size_t from = at, to = at;
    while (from && is_bound(t, s, from))
        do
            from--;
        while ((t->text.p[from] & 0xC0) == 0x80);
    while (is_bound(t, s, to))
        jb_utf8_next(t->text, &to);
    return width_of(t, jb_str_cut(t->text, from, to - from)) > room_of(t, line);
}

/* Line `line` ends before byte `at`. */
static void may_end(const trial *t, const sample *s, size_t line, size_t at)
{
    bool whole = span_at(&s->whole, at) != NULL, word = span_at(&s->words, at) != NULL;
    if ((whole || word) && is_too_wide(t, s, line, at))
        return;
    size_t ink = at; /* a space hangs */
    while (ink && t->text.p[ink - 1] == ' ')
        ink--;
    if (whole)
        fail_at(t, line, "parts what belongs together");
    if (is_barred(t, at) || is_barred(t, ink))
        fail_at(t, line, "ends where none may");
    if (is_poor(t, at) && !is_too_wide(t, s, line, at))
        fail_at(t, line, "ends before a dash or an ellipsis");
}

static void keeps_together(const trial *t, const sample *s)
{
    jb_buf b = jb_buf_new(t->cx->keep);
    for (size_t i = 0; i + 1 < t->lines.lines_n; i++) {
        add_text(&b, &t->lines.lines[i]);
        may_end(t, s, i, b.text.n);
    }
}

static void what_belongs_together_is_not_parted(void **state)
{
    (void)state;
    jb_ctx cx = {0};
    for (size_t n = 0; n < 300; n++) {
        seed = n * 0x9E3779B97F4A7C15u;
        renew(&cx, n);
        sample s = any_sample(cx.keep);
        jb_piece piece = {.text = s.text.text, .style = body};
        trial t = {.cx = &cx, .text = s.text.text};
        t.style = (jb_paragraph_style){.measure = (6 + (double)any(3000) / 100) * EM,
                                       .indent = any(2) ? 2 * EM : 0,
                                       .justify = any(2) ? JB_JUSTIFY : (jb_justify)any(5),
                                       .looseness = (int)any(3) - 1};
        static const jb_strictness levels[] = {JB_BREAK_BASIC, JB_BREAK_GB, JB_BREAK_STRICT};
        for (size_t i = 0; i < JB_COUNT(levels); i++) {
            t.style.strictness = levels[i];
            t.lines = jb_paragraph_compose(&cx, &piece, 1, &t.style);
            keeps_text_and_measure(&t);
            keeps_together(&t, &s);
        }
    }
    test_ctx_end(&cx);
}

/* ---- set again ---- */

static void assert_same_run(const jb_run *a, const jb_run *b)
{
    assert_ptr_equal(a->face, b->face);
    assert_true(jb_str_eq(a->text, b->text) && a->x == b->x && a->width == b->width);
    assert_int_equal(a->glyphs_n, b->glyphs_n);
    for (size_t i = 0; i < a->glyphs_n; i++)
        assert_true(a->glyphs[i].id == b->glyphs[i].id && a->glyphs[i].x == b->glyphs[i].x &&
                    a->glyphs[i].y == b->glyphs[i].y);
}

static void assert_same_lines(const jb_composed *a, const jb_composed *b)
{
    assert_int_equal(a->lines_n, b->lines_n);
    assert_true(a->loosest == b->loosest);
    for (size_t i = 0; i < a->lines_n; i++) {
        assert_true(a->lines[i].x == b->lines[i].x && a->lines[i].width == b->lines[i].width);
        assert_int_equal(a->lines[i].runs_n, b->lines[i].runs_n);
        for (size_t k = 0; k < a->lines[i].runs_n; k++)
            assert_same_run(&a->lines[i].runs[k], &b->lines[i].runs[k]);
    }
}

/* Whatever was composed of it before, with hyphens, in stretches that were opened, in titles: a
 * paragraph's lines are those of a new one. */
static void a_paragraph_is_set_again_as_if_it_were_new(void **state)
{
    (void)state;
    jb_ctx cx = {0};
    for (size_t n = 0; n < 140; n++) {
        seed = 29 * n + 1;
        renew(&cx, n);
        jb_piece piece = any_piece(&cx);
        jb_paragraph_style style = any_style();
        const jb_para *para = jb_paragraph_shape(&cx, &piece, 1, &style);
        if (any(2))
            para = jb_paragraph_keep(para);
        jb_composed again[6], fresh;
        jb_paragraph_style styles[JB_COUNT(again)];
        for (size_t i = 0; i < JB_COUNT(again); i++) {
            styles[i] = any_style();
            styles[i].strictness = style.strictness;
            styles[i].traditional = style.traditional;
            styles[i].or_none = any(2);
            again[i] = jb_paragraph_set(para, &styles[i]);
        }
        for (size_t i = 0; i < JB_COUNT(again); i++) {
            fresh = jb_paragraph_compose(&cx, &piece, 1, &styles[i]);
            assert_same_lines(&again[i], &fresh);
        }
    }
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_out_is_text_in_within_the_measure),
        cmocka_unit_test(what_belongs_together_is_not_parted),
        cmocka_unit_test(a_paragraph_is_set_again_as_if_it_were_new),
    };
    return cmocka_run_group_tests_name("any text", tests, NULL, NULL);
}
