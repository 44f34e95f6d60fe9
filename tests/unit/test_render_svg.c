/* A line of text in SVG, drawn by librsvg, has its ink where the painter has it: runs in their
 * places, dots, waves, lines, readings, slanted letters and emboldened ones. */
#include "test.h"

#include <stdlib.h>

#include "render/backends.h"
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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(svg_text_has_its_ink_where_it_was_set)};
    return cmocka_run_group_tests_name("render svg", tests, NULL, NULL);
}
