/* Files as others read them: PNG by libpng, the rest by looking for what must stand in it. */
#include "test.h"

#include <math.h>
#include <stdlib.h>

#include <png.h>

#include "base/value.h"
#include "render/render.h"
#include "text/text.h"

static jb_paint solid(double r, double g, double b, double a)
{
    return (jb_paint){.kind = JB_PAINT_SOLID, .color = {r, g, b, a}};
}

static jb_style *style_of(jb_ctx *cx, jb_paint fill)
{
    jb_style *s = JB_NEW(cx->keep, jb_style);
    *s = jb_style_plain;
    s->fill = fill;
    return s;
}

/* A frame of w × h with nothing in it. */
static jb_scene *scene_of(jb_ctx *cx, double w, double h, jb_paint background)
{
    jb_scene *s = JB_NEW(cx->keep, jb_scene);
    *s = (jb_scene){.width = w, .height = h, .background = background};
    s->root = jb_mark_new(cx->keep, JB_MARKTYPE_GROUP, JB_S("frame"), 1);
    s->root->groups[0].width = w;
    s->root->groups[0].height = h;
    return s;
}

static jb_rect_item *add_rect(jb_ctx *cx, jb_scene *s, double x, double y, double w, double h,
                              const jb_style *style)
{
    jb_mark *mark = jb_mark_new(cx->keep, JB_MARKTYPE_RECT, JB_S("mark"), 1);
    mark->rects[0] = (jb_rect_item){.x = x, .y = y, .width = w, .height = h, .style = style};
    jb_group_add(cx->keep, s->root->groups, mark);
    return mark->rects;
}

static void add_text(jb_ctx *cx, jb_scene *s, double x, double y, const char *text)
{
    jb_text_style look = {.family = JB_S("sans-serif"), .size = 14, .weight = 400};
    jb_mark *mark = jb_mark_new(cx->keep, JB_MARKTYPE_TEXT, JB_S("mark"), 1);
    const jb_line *line = jb_text_line(cx, &look, jb_str_of(text), (jb_span){0});
    mark->texts[0] = (jb_text_item){.x = x,
                                    .y = y,
                                    .style = style_of(cx, solid(0, 0, 0, 1)),
                                    .text = jb_str_of(text),
                                    .lines = line,
                                    .lines_n = 1,
                                    .font = look.family,
                                    .font_size = 14};
    jb_group_add(cx->keep, s->root->groups, mark);
}

static jb_str render(jb_ctx *cx, const jb_scene *s, const char *form, double scale)
{
    jb_str bytes = {NULL, 0};
    const jb_backend *backend = jb_backend_find(jb_str_of(form));
    assert_non_null(backend);
    assert_true(jb_render_scene(cx, s, backend, &(jb_render_options){.scale = scale}, &bytes));
    return bytes;
}

/* The picture as RGBA by libpng. */
static unsigned char *decode(jb_ctx *cx, jb_str png, unsigned *w, unsigned *h)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    assert_true(png_image_begin_read_from_memory(&image, png.p, png.n));
    image.format = PNG_FORMAT_RGBA;
    unsigned char *pixels = jb_alloc(cx->keep, PNG_IMAGE_SIZE(image));
    assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
    *w = image.width;
    *h = image.height;
    return pixels;
}

static void assert_pixel(const unsigned char *pixels, unsigned w, unsigned x, unsigned y,
                         uint32_t rgba)
{
    const unsigned char *p = pixels + 4 * ((size_t)y * w + x);
    uint32_t found = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    if (found != rgba)
        fail_msg("pixel (%u, %u) is %08X, not %08X", x, y, found, rgba);
}

static void few_colors_make_a_palette(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_scene *s = scene_of(&cx, 20, 10, solid(1, 1, 1, 1));
    add_rect(&cx, s, 5, 2, 10, 6, style_of(&cx, solid(1, 0, 0, 1)));
    jb_str png = render(&cx, s, "a.PNG", 2);
    assert_int_equal(png.p[25], 3); /* a palette */
    assert_int_equal(png.p[24], 1); /* of one bit */
    unsigned w, h;
    const unsigned char *pixels = decode(&cx, png, &w, &h);
    assert_int_equal(w, 40);
    assert_int_equal(h, 20);
    assert_pixel(pixels, w, 0, 0, 0xFFFFFFFF);
    assert_pixel(pixels, w, 10, 4, 0xFF0000FF);
    assert_pixel(pixels, w, 29, 15, 0xFF0000FF);
    assert_pixel(pixels, w, 30, 16, 0xFFFFFFFF);
    test_ctx_end(&cx);
}

static void many_colors_and_half_clear_ones_come_back_whole(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    for (int clear = 0; clear < 2; clear++) {
        jb_scene *s = scene_of(&cx, 40, 20, clear ? (jb_paint){0} : solid(1, 1, 1, 1));
        for (int i = 0; i < 40 * 20; i++)
            add_rect(
                &cx, s, i % 40, i / 40, 1, 1,
                style_of(&cx, solid(i % 40 / 51.0, i / 40 / 51.0, 0.2, clear && i % 2 ? 0.6 : 1)));
        jb_str png = render(&cx, s, "a.png", 1);
        assert_int_equal(png.p[25], clear ? 6 : 2);
        unsigned w, h;
        const unsigned char *pixels = decode(&cx, png, &w, &h);
        assert_pixel(pixels, w, 2, 3, 0x0A0F33FF);
        assert_pixel(pixels, w, 38, 19, 0xBE5F33FF);
        if (clear) /* cairo keeps premultiplied bytes: 39·5 of 255 at 0.6 */
            assert_int_equal(pixels[4 * (19 * 40 + 39) + 3], 153);
    }
    test_ctx_end(&cx);
}

static void a_hatching_leaves_its_ground_and_its_outline(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    for (jb_pattern pattern = JB_PATTERN_DIAGONAL; pattern < JB_PATTERNS; pattern++) {
        jb_scene *s = scene_of(&cx, 60, 60, solid(1, 1, 1, 1));
        jb_paint hatch = {.kind = JB_PAINT_PATTERN,
                          .pattern = pattern,
                          .color = {0, 0, 0, 1},
                          .background = {1, 1, 0, 1}};
        add_rect(&cx, s, 10, 10, 40, 40, style_of(&cx, hatch));
        unsigned w, h, dark = 0, ground = 0;
        const unsigned char *pixels = decode(&cx, render(&cx, s, "a.png", 1), &w, &h);
        for (unsigned i = 0; i < w * h; i++) {
            const unsigned char *p = pixels + 4 * (size_t)i;
            bool inside = i % w >= 10 && i % w < 50 && i / w >= 10 && i / w < 50;
            if (!inside)
                assert_int_equal(p[2], 255); /* no line runs over */
            dark += p[0] < 128;
            ground += p[0] > 200 && p[2] < 60;
        }
        assert_in_range(dark, 40, 800);
        assert_in_range(ground, 400, 1500);
        jb_str svg = render(&cx, s, "a.svg", 1);
        assert_true(jb_str_find(svg, JB_S("<pattern id=\"p1\"")) > 0);
        assert_true(jb_str_find(svg, JB_S("fill=\"url(#p1)\"")) > 0);
    }
    test_ctx_end(&cx);
}

static void every_form_is_the_same_bytes_twice(void **state)
{
    (void)state;
    for (size_t i = 0; i < jb_backends_n; i++) {
        jb_str bytes[2];
        jb_ctx cx[2] = {test_ctx(), test_ctx()};
        for (int k = 0; k < 2; k++) {
            jb_scene *s = scene_of(&cx[k], 200, 60, solid(1, 1, 1, 1));
            add_rect(&cx[k], s, 10.25, 10, 40, 40, style_of(&cx[k], solid(0.2, 0.4, 0.8, 0.5)));
            add_text(&cx[k], s, 60, 30, "驻村帮扶 1086 万元");
            bytes[k] =
                render(&cx[k], s,
                       jb_str_printf(cx[k].keep, "a.%.*s", JB_F(jb_backends[i].extension)).p, 1);
        }
        assert_int_equal(bytes[0].n, bytes[1].n);
        assert_memory_equal(bytes[0].p, bytes[1].p, bytes[0].n);
        assert_true(bytes[0].n > 100);
        test_ctx_end(&cx[0]);
        test_ctx_end(&cx[1]);
    }
}

/* Circles, squares and crosses of two sizes, here and there and over the edges. */
static void add_symbols(jb_ctx *cx, jb_scene *s, const jb_style *style, size_t first, size_t n)
{
    static const jb_str shapes[] = {JB_K("circle"), JB_K("square"), JB_K("cross")};
    jb_mark *mark = jb_mark_new(cx->keep, JB_MARKTYPE_SYMBOL, JB_S("mark"), n);
    for (size_t i = 0; i < n; i++) {
        size_t k = first + i;
        mark->symbols[i] = (jb_symbol_item){.x = fmod((double)k * 7.3, 130) - 5,
                                            .y = fmod((double)k * 3.7, 90) - 5,
                                            .style = style,
                                            .size = k % 2 ? 30 : 80,
                                            .shape = shapes[k % 3]};
    }
    jb_group_add(cx->keep, s->root->groups, mark);
}

/* One mark of 5,000 symbols is stamped; the same in five marks is drawn one by one. */
static void stamped_symbols_look_as_drawn_ones(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_style *style = style_of(&cx, solid(1, 0, 0, 0.01));
    style->stroke = solid(0, 0, 1, 1);
    style->stroke_opacity = 0.05;
    for (int clear = 0; clear < 2; clear++)
        for (double scale = 1; scale < 3; scale += 0.75) {
            unsigned w, h, inked = 0;
            const unsigned char *pixels[2];
            for (size_t way = 0; way < 2; way++) {
                jb_scene *s = scene_of(&cx, 120, 80, clear ? (jb_paint){0} : solid(1, 1, 1, 1));
                for (size_t i = 0; i < 5; i++)
                    if (way || !i)
                        add_symbols(&cx, s, style, i * 1000, way ? 1000 : 5000);
                pixels[way] = decode(&cx, render(&cx, s, "a.png", scale), &w, &h);
            }
            for (size_t i = 0; i < 4 * (size_t)w * h; i++) {
                if (clear && i % 4 < 3 && pixels[0][i - i % 4 + 3] < 128)
                    continue; /* the colour of what is hardly there */
                assert_in_range(pixels[0][i] - pixels[1][i] + 16, 0, 32);
                inked += i % 4 == 0 && pixels[0][i] < 200;
            }
            assert_in_range(inked, w * h / 4, w * h);
        }
    test_ctx_end(&cx);
}

static void svg_escapes_what_it_shows(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_scene *s = scene_of(&cx, 200, 60, solid(1, 1, 1, 1));
    s->title = JB_S("a<b & \"c\"");
    jb_rect_item *r = add_rect(&cx, s, 1, 1, 5, 5, style_of(&cx, solid(0, 0, 0, 1)));
    r->meta =
        &(jb_item_meta){.href = JB_S("http://a.example/?x=1&y=\"2\""), .tooltip = JB_S("1 < 2")};
    r = add_rect(&cx, s, 1, 1, 5, 5, style_of(&cx, solid(0, 0, 0, 1)));
    r->meta = &(jb_item_meta){.href = JB_S("javascript:alert(1)")};
    add_text(&cx, s, 60, 30, "x<y&z");
    jb_str svg = render(&cx, s, "a.svg", 1);
    assert_true(jb_str_find(svg, JB_S("<title>a&lt;b &amp; &quot;c&quot;</title>")) > 0);
    assert_true(jb_str_find(svg, JB_S("xlink:href=\"http://a.example/?x=1&amp;y=&quot;2&quot;\"")) >
                0);
    assert_true(jb_str_find(svg, JB_S("<title>1 &lt; 2</title>")) > 0);
    assert_true(jb_str_find(svg, JB_S(">x&lt;y&amp;z</tspan>")) > 0);
    assert_true(jb_str_find(svg, JB_S("javascript")) < 0);
    test_ctx_end(&cx);
}

static void what_has_no_place_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < jb_backends_n; i++) {
        jb_ctx cx = test_ctx();
        jb_scene *s = scene_of(&cx, 20, 20, solid(1, 1, 1, 1));
        add_rect(&cx, s, 1, 0.0 / 0.0, 5, 5, style_of(&cx, solid(0, 0, 0, 1)));
        add_rect(&cx, s, 1, 1, 1e308 * 10, 5, style_of(&cx, solid(0, 0, 0, 1)));
        add_text(&cx, s, 1, 9, "x");
        s->root->groups[0].marks[2]->texts[0].angle = 0.0 / 0.0;
        render(&cx, s, jb_str_printf(cx.keep, "a.%.*s", JB_F(jb_backends[i].extension)).p, 1);
        assert_true(jb_str_find(jb_messages_show(&cx, false),
                                JB_S("items at no finite place are not drawn: 3")) > 0);
        assert_int_equal(cx.status, JB_FINE);
        test_ctx_end(&cx);
    }
}

static void too_large_a_picture_is_refused_in_every_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < jb_backends_n; i++) {
        jb_ctx cx = test_ctx();
        jb_str bytes;
        jb_scene *s = scene_of(&cx, 20000, 20000, solid(1, 1, 1, 1));
        assert_false(jb_render_scene(&cx, s, &jb_backends[i], NULL, &bytes));
        assert_int_equal(cx.status, JB_WRONG_INPUT);
        assert_true(jb_str_find(jb_messages_show(&cx, false), JB_S("20000 × 20000 pixels")) > 0);
        test_ctx_end(&cx);
    }
}

/* A picture of red left of blue, drawn twice as large on pixels. */
static void a_picture_is_drawn_where_it_lies(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_scene *small = scene_of(&cx, 8, 4, solid(0, 0, 1, 1));
    add_rect(&cx, small, 0, 0, 4, 4, style_of(&cx, solid(1, 0, 0, 1)));
    jb_scene *s = scene_of(&cx, 40, 20, solid(1, 1, 1, 1));
    jb_mark *mark = jb_mark_new(cx.keep, JB_MARKTYPE_IMAGE, JB_S("mark"), 1);
    mark->images[0] = (jb_image_item){.x = 10,
                                      .y = 6,
                                      .width = 16,
                                      .height = 8,
                                      .path = JB_S("small.png"),
                                      .data = render(&cx, small, "a.png", 1)};
    jb_group_add(cx.keep, s->root->groups, mark);
    unsigned w, h;
    const unsigned char *pixels = decode(&cx, render(&cx, s, "a.png", 1), &w, &h);
    assert_pixel(pixels, w, 9, 10, 0xFFFFFFFF);
    assert_pixel(pixels, w, 11, 10, 0xFF0000FF);
    assert_pixel(pixels, w, 24, 10, 0x0000FFFF);
    assert_pixel(pixels, w, 24, 14, 0xFFFFFFFF);
    assert_true(jb_str_find(render(&cx, s, "a.svg", 1), JB_S("href=\"data:image/png;base64,")) > 0);
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_colors_make_a_palette),
        cmocka_unit_test(many_colors_and_half_clear_ones_come_back_whole),
        cmocka_unit_test(a_hatching_leaves_its_ground_and_its_outline),
        cmocka_unit_test(every_form_is_the_same_bytes_twice),
        cmocka_unit_test(stamped_symbols_look_as_drawn_ones),
        cmocka_unit_test(svg_escapes_what_it_shows),
        cmocka_unit_test(what_has_no_place_is_told),
        cmocka_unit_test(too_large_a_picture_is_refused_in_every_form),
        cmocka_unit_test(a_picture_is_drawn_where_it_lies),
    };
    return cmocka_run_group_tests_name("render output", tests, NULL, NULL);
}
