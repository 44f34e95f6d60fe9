/* A line of text in SVG, drawn by librsvg, has its ink where the painter has it: runs in their
 * places, dots, waves, lines, readings, slanted letters and emboldened ones. */
#include "test.h"

#include <math.h>
#include <stdlib.h>

#include "render/backends.h"
#include "render/decoration.h"
#include "render/drawing.h"
#include "text/text.h"

enum { WIDTH = 420, ROW = 60, ZOOM = 2 };

static const struct {
    const char *text;
    jb_text_style style;
    const char *ruby;
} rows[] = {
    {"\u957f\u6587\uff0c\u201c\u5f15\u201d\uff08\u62ec\uff09\u3001Latin 2024\u5e74",
     {.size = 24},
     NULL},
    {"\u7740\u91cd\u53f7", {.decoration = JB_EMPHASIS_DOTS}, NULL},
    {"\u4e66\u540d", {.decoration = JB_WAVE}, NULL},
    {"\u4eba\u540d", {.decoration = JB_NAME_LINE}, NULL},
    {"\u4e0b\u5212\u7ebf\uff0cboth", {.decoration = JB_UNDERLINE | JB_STRIKE}, NULL},
    {"H2", {.rise = 8}, NULL},
    {"10\u2078 H\u2082O", {.size = 24}, NULL}, /* of smaller digits, for no face has both */
    {"slanted", {.italic = true}, NULL},
    {"\u7c97\u4f53 Bold", {.weight = 700}, NULL},
    {"\u62fc\u97f3", {.size = 24}, "p\u012bn y\u012bn"},
};

static jb_mark *draw_rows(jb_ctx *cx)
{
    jb_mark *mark = jb_mark_new(cx->keep, JB_MARKTYPE_TEXT, JB_S("mark"), JB_COUNT(rows));
    jb_style *ink = JB_NEW(cx->keep, jb_style);
    *ink = jb_style_plain;
    ink->fill = (jb_paint){.kind = JB_PAINT_SOLID, .color = {0, 0, 0, 1}};
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_piece piece = {.text = jb_str_of(rows[i].text), .style = rows[i].style};
        piece.style.family = JB_S("\u5b8b\u4f53");
        piece.style.size = 24;
        piece.ruby = rows[i].ruby ? jb_str_of(rows[i].ruby) : (jb_str){NULL, 0};
        piece.ruby_size = 12;
        jb_composed composed = jb_paragraph_compose(
            cx, &piece, 1, &(jb_paragraph_style){.measure = WIDTH - 40, .justify = JB_FLUSH_LEFT});
        mark->texts[i] = (jb_text_item){.x = 20,
                                        .y = 40 + ROW * (double)i,
                                        .style = ink,
                                        .lines = composed.lines,
                                        .lines_n = composed.lines_n};
    }
    return mark;
}

static cairo_t *paper(jb_ctx *cx)
{
    (void)cx;
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, ZOOM * WIDTH,
                                                    ZOOM * ROW * (int)JB_COUNT(rows));
    cairo_t *cr = cairo_create(s);
    cairo_surface_destroy(s);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_scale(cr, ZOOM, ZOOM);
    return cr;
}

/* How dark the row is in all, and the box of its ink, px. */
typedef struct ink {
    double sum;
    int left, right, top, bottom;
} ink;

static ink ink_of(cairo_t *cr, size_t row)
{
    cairo_surface_t *s = cairo_get_target(cr);
    cairo_surface_flush(s);
    const unsigned char *data = cairo_image_surface_get_data(s);
    int stride = cairo_image_surface_get_stride(s), h = ZOOM * ROW;
    ink found = {0, ZOOM * WIDTH, 0, h, 0};
    for (int y = 0; y < h; y++)
        for (int x = 0; x < ZOOM * WIDTH; x++) {
            int dark = 255 - data[((int)row * h + y) * stride + 4 * x];
            found.sum += dark / 255.0;
            if (dark < 96)
                continue;
            found.left = x < found.left ? x : found.left;
            found.right = x > found.right ? x : found.right;
            found.top = y < found.top ? y : found.top;
            found.bottom = y > found.bottom ? y : found.bottom;
        }
    return found;
}

static void compare(cairo_t *painted, cairo_t *drawn)
{
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        ink a = ink_of(painted, i), b = ink_of(drawn, i);
        bool same = a.sum > 100 && b.sum > a.sum * .95 && b.sum < a.sum * 1.05 &&
                    abs(a.left - b.left) <= 2 && abs(a.right - b.right) <= 2 &&
                    abs(a.top - b.top) <= 2 && abs(a.bottom - b.bottom) <= 2;
        if (!same)
            fail_msg("%s: ink %.0f in %d..%d, %d..%d; in SVG %.0f in %d..%d, %d..%d", rows[i].text,
                     a.sum, a.left, a.right, a.top, a.bottom, b.sum, b.left, b.right, b.top,
                     b.bottom);
    }
}

static void svg_text_has_its_ink_where_it_was_set(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_mark *mark = draw_rows(&cx);
    cairo_t *painted = paper(&cx);
    jb_painter p = {.cx = &cx, .cr = painted};
    assert_true(jb_paint_mark(&p, mark, NULL));
    jb_scene scene = {.width = WIDTH, .height = ROW * (double)JB_COUNT(rows), .root = mark};
    for (int outlines = 0; outlines < 2; outlines++) {
        jb_str bytes;
        cairo_t *drawn = paper(&cx);
        assert_true(jb_render_svg(&cx, &scene, &(jb_render_options){.outlines = outlines}, &bytes));
        assert_true(jb_drawing_paint(&cx, bytes, drawn, scene.width, scene.height));
        compare(painted, drawn);
        cairo_destroy(drawn);
    }
    cairo_destroy(painted);
    test_ctx_end(&cx);
}

/* It is put together in pieces: each mark is there once, in its turn. */
static void many_marks_follow_each_other(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    jb_ctx cx = test_ctx();
    jb_mark *mark = jb_mark_new(cx.keep, JB_MARKTYPE_RECT, JB_S("mark"), MANY);
    for (size_t i = 0; i < MANY; i++)
        mark->rects[i] =
            (jb_rect_item){.x = (double)i + 0.5, .width = 1, .height = 1, .style = &jb_style_plain};
    jb_scene scene = {.width = MANY, .height = 1, .root = mark};
    jb_str bytes;
    assert_true(jb_render_svg(&cx, &scene, &(jb_render_options){0}, &bytes));
    for (size_t i = 0; i < MANY; i++) {
        ptrdiff_t at = jb_str_find(bytes, jb_str_printf(cx.scratch, "translate(%zu.5,0)", i));
        assert_true(at > 0);
        bytes = jb_str_cut(bytes, (size_t)at, bytes.n);
    }
    assert_true(jb_str_ends(bytes, JB_S("</g>\n</svg>\n")));
    test_ctx_end(&cx);
}

/* The paths of a decoration under (or through) a text of 100 px from the origin, worked out by hand
 * from the shares of an em in decoration.c. */
static void decorations_are_drawn_in_shares_of_an_em(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t decoration;
        const char *lines, *shapes;
    } cases[] = {
        {"\u5b57", JB_UNDERLINE, "M0,20L100,20", ""},
        {"\u5b57", JB_STRIKE, "M0,-32L100,-32", ""},
        {"\u5b57", JB_NAME_LINE, "M6,20L94,20", ""},
        /* The foot of p reaches from 4.1 to 30.8 and 26 below the baseline (Noto Serif CJK SC), x
         * is 56.4 wide, kerning takes 1.9: a line passes it by, the line of a name clears it. */
        {"xpx", JB_UNDERLINE, "M0,20L52.6,20M91.3,20L172.8,20", ""},
        {"xpx", JB_NAME_LINE, "M6,34.778L166.8,34.778", ""},
        {"x", JB_UNDERLINE, "M0,20L56.4,20", ""},
        {"p", JB_UNDERLINE, "M36.8,20L63.8,20", ""},
        /* From the ink of the bracket, 52.3 behind its origin, to what the line's end leaves. */
        {"\u300a\u5b57\u300b", JB_UNDERLINE, "M46.299,20L250,20", ""},
        {"\u3000", JB_UNDERLINE, "M0,20L100,20", ""}, /* to be written on */
        {"\u5b57", JB_EMPHASIS_DOTS, "",
         "M56,25C56,28.314 53.314,31 50,31C46.686,31 44,28.314 44,25C44,21.686 46.686,19 50,19"
         "C53.314,19 56,21.686 56,25Z"},
        {"\uff0c", JB_EMPHASIS_DOTS, "", ""}, /* no dot under a mark */
    };
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        const jb_text_style style = {
            .family = {"\u5b8b\u4f53", 6}, .size = 100, .decoration = cases[i].decoration};
        const jb_line *line = jb_text_line(&cx, &style, jb_str_of(cases[i].text), (jb_span){0});
        jb_decoration d = jb_decoration_of(&cx, line, 0, 0, 0);
        jb_buf lines = jb_buf_new(cx.keep), shapes = jb_buf_new(cx.keep);
        jb_path_text(&lines, &d.lines);
        jb_path_text(&shapes, &d.shapes);
        assert_str(lines.text, cases[i].lines);
        assert_str(shapes.text, cases[i].shapes);
        assert_true(d.width > 5.55 && d.width < 5.56);
    }
    test_ctx_end(&cx);
}

/* One line under all, raised digits too. */
static void a_line_goes_on_under_raised_digits(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_text_style style = {
        .family = {"\u5b8b\u4f53", 6}, .size = 100, .decoration = JB_UNDERLINE};
    const jb_line *line = jb_text_line(&cx, &style, JB_S("10\u2078"), (jb_span){0});
    assert_int_equal(line->runs_n, 2);
    jb_decoration digits = jb_decoration_of(&cx, line, 0, 0, 0),
                  raised = jb_decoration_of(&cx, line, 1, 0, 0);
    assert_true(line->runs[1].size < 100);
    assert_true(raised.width == digits.width);
    assert_true(raised.lines.segments.at[0].y == digits.lines.segments.at[0].y);
    test_ctx_end(&cx);
}

/* A lowered, smaller 2 has the line of the text around it. */
static void a_line_goes_on_under_lowered_digits(void **state)
{
    (void)state;
    static const struct {
        uint32_t decoration;
        double y;
    } cases[] = {{JB_UNDERLINE, 20}, {JB_STRIKE, -32}, {JB_NAME_LINE, 20}};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_text_style style = {
            .family = {"\u5b8b\u4f53", 6}, .size = 100, .decoration = cases[i].decoration};
        jb_run runs[2];
        runs[0] = jb_text_line(&cx, &style, JB_S("H"), (jb_span){0})->runs[0];
        style.size = 60;
        style.rise = -15;
        runs[1] = jb_text_line(&cx, &style, JB_S("2"), (jb_span){0})->runs[0];
        runs[1].x = runs[0].width;
        const jb_line line = {.runs = runs, .runs_n = 2};
        jb_decoration d = jb_decoration_of(&cx, &line, 1, runs[1].x, runs[1].y);
        assert_true(runs[1].y == 15);
        assert_true(fabs(d.lines.segments.at[0].y - cases[i].y) < 1e-9);
        assert_true(d.width > 5.55);
    }
    test_ctx_end(&cx);
}

/* Letters from right to left have their dots under them, from the last to the first. */
static void dots_stand_under_letters_from_right_to_left(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_text_style style = {
        .family = {"\u5b8b\u4f53", 6}, .size = 100, .decoration = JB_EMPHASIS_DOTS};
    const jb_line *line = jb_text_line(&cx, &style, jb_str_of("\u05d0\u05d5\u05e9"), (jb_span){0});
    assert_int_equal(line->runs_n, 1);
    jb_decoration d = jb_decoration_of(&cx, line, 0, 0, 0);
    size_t n = 0;
    for (size_t i = 0; i < d.shapes.segments.n; i++) {
        const jb_segment *s = &d.shapes.segments.at[i];
        if (s->kind != JB_SEGMENT_MOVE)
            continue;
        const jb_glyph *letter = &line->runs->glyphs[n];
        double right = n ? (double)letter[-1].x : line->runs->width;
        assert_true(fabs(s->x - 6 - ((double)letter->x + right) / 2) < 0.01);
        n++;
    }
    assert_int_equal(n, 3);
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decorations_are_drawn_in_shares_of_an_em),
        cmocka_unit_test(a_line_goes_on_under_raised_digits),
        cmocka_unit_test(a_line_goes_on_under_lowered_digits),
        cmocka_unit_test(dots_stand_under_letters_from_right_to_left),
        cmocka_unit_test(svg_text_has_its_ink_where_it_was_set),
        cmocka_unit_test(many_marks_follow_each_other)};
    return cmocka_run_group_tests_name("render svg", tests, NULL, NULL);
}
