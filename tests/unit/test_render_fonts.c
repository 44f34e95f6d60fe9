/* What faces are cut to before cairo sees them must not be seen: the same pages drawn with whole
 * faces and with cut ones, rasterised by poppler, are the same pixels. A wrong glyph's number gives
 * another picture while its text is still found. */
#include "test.h"

#include <cairo-pdf.h>
#include <stdlib.h>
#include <unistd.h>

#include "render/artifact.h"
#include "render/backends.h"
#include "render/finish.h"
#include "text/face.h"
#include "text/text.h"

/* Families by the roles of a report: CID-keyed and name-keyed CFF, TrueType. */
static const struct {
    jb_str family;
    int weight;
    const char *text;
} lines[] = {
    {JB_K("Noto Serif CJK SC"), 400, "驻村工作队2024年争取资金1,086万元（约占35%）。"},
    {JB_K("Noto Serif CJK SC"), 700, "一、要点：“两委”——整顿"},
    {JB_K("Noto Sans CJK SC"), 400, "Hanzi 与 Latin 之间；fi ffl AVATAR"},
    {JB_K("Noto Sans CJK SC"), 700, "〇①②③ 𠮷野家"},
    {JB_K("serif"), 400, "The quick brown fox, 1234567890 — “quoted” é ü ß"},
    {JB_K("sans-serif"), 700, "The quick brown fox, 1234567890"},
    {JB_K("monospace"), 400, "jianbao report r.md -o r.pdf"},
};

static jb_mark *draw_lines(jb_ctx *cx)
{
    jb_mark *mark = jb_mark_new(cx->keep, JB_MARKTYPE_TEXT, JB_S("mark"), JB_COUNT(lines));
    for (size_t i = 0; i < JB_COUNT(lines); i++) {
        jb_text_style look = {.family = lines[i].family, .size = 20, .weight = lines[i].weight};
        jb_style *style = JB_NEW(cx->keep, jb_style);
        *style = jb_style_plain;
        style->fill = (jb_paint){.kind = JB_PAINT_SOLID, .color = {0, 0, 0, 1}};
        mark->texts[i] =
            (jb_text_item){.x = 20,
                           .y = 40 + 40 * (double)i,
                           .style = style,
                           .lines = jb_text_line(cx, &look, jb_str_of(lines[i].text), (jb_span){0}),
                           .lines_n = 1};
        assert_non_null(mark->texts[i].lines);
    }
    return mark;
}

static jb_str render(jb_ctx *cx, const jb_mark *mark, bool cut)
{
    jb_sink *sink = jb_sink_new(cx->keep);
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(jb_sink_write, sink, 600, 340);
    jb_subsets *subsets = jb_subsets_new(cx);
    jb_subsets_collect(subsets, mark);
    if (cut)
        jb_subsets_make(subsets);
    jb_painter p = {.cx = cx, .cr = cairo_create(s), .subsets = subsets};
    assert_true(jb_paint_mark(&p, mark, NULL));
    cairo_destroy(p.cr);
    cairo_surface_finish(s);
    assert_int_equal(cairo_surface_status(s), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(s);
    return (jb_str){sink->bytes, sink->n};
}

/* Poppler's picture of it: a PGM file. */
static jb_str raster(jb_ctx *cx, jb_str pdf)
{
    char path[] = "/tmp/fonts-XXXXXX", command[128];
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, pdf.p, pdf.n) == (ssize_t)pdf.n && !close(fd));
    snprintf(command, sizeof command, "pdftoppm -r 144 -gray %s", path);
    FILE *from = popen(command, "r");
    jb_buf b = jb_buf_new(cx->keep);
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, from)) > 0;)
        jb_buf_add(&b, (jb_str){piece, n});
    assert_int_equal(pclose(from), 0);
    unlink(path);
    return b.text;
}

static size_t ink(jb_str picture)
{
    size_t dark = 0;
    for (size_t i = 32; i < picture.n; i++)
        dark += (unsigned char)picture.p[i] < 128;
    return dark;
}

static void cut_faces_look_like_whole_ones(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_mark *mark = draw_lines(&cx);
    jb_str whole_file = render(&cx, mark, false), cut_file = render(&cx, mark, true);
    jb_str whole = raster(&cx, whole_file), cut = raster(&cx, cut_file);
    assert_true(cut_file.n < whole_file.n);
    assert_true(ink(whole) > 10000);
    assert_int_equal(whole.n, cut.n);
    assert_memory_equal(whole.p, cut.p, whole.n);
    test_ctx_end(&cx);
}

/* Letters with a pen round them, said in the last pass or drawn by cairo. */
static jb_str render_penned(jb_ctx *cx, bool said)
{
    jb_sink *sink = jb_sink_new(cx->keep);
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(jb_sink_write, sink, 600, 100);
    cairo_t *cr = cairo_create(s);
    cairo_font_options_t *options = jb_face_options();
    cairo_set_font_options(cr, options);
    cairo_font_options_destroy(options);
    cairo_set_source_rgb(cr, 0.6, 0, 0);
    cairo_set_font_size(cr, 40);
    cairo_set_line_width(cr, 2);
    cairo_move_to(cr, 20, 50);
    if (said)
        jb_pen_mark(cr, JB_PEN_ON);
    cairo_move_to(cr, 20, 50);
    cairo_show_text(cr, "weight 123");
    if (said)
        jb_pen_mark(cr, JB_PEN_OFF);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_move_to(cr, 20, 50);
    cairo_text_path(cr, "weight 123");
    if (!said)
        cairo_stroke(cr);
    cairo_new_path(cr);
    cairo_move_to(cr, 300, 50);
    cairo_show_text(cr, "no more of it");
    cairo_destroy(cr);
    cairo_surface_finish(s);
    cairo_surface_destroy(s);
    jb_str bytes = {sink->bytes, sink->n};
    assert_true(jb_pdf_finish(cx, bytes, &(jb_finishing){0}, &bytes));
    return bytes;
}

static void a_pen_round_letters_is_no_outline(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_str said_file = render_penned(&cx, true), drawn_file = render_penned(&cx, false);
    jb_str said = raster(&cx, said_file), drawn = raster(&cx, drawn_file);
    size_t off = 0;
    assert_true(said_file.n < drawn_file.n);
    assert_int_equal(said.n, drawn.n);
    assert_true(ink(drawn) > 5000);
    for (size_t i = 0; i < said.n; i++)
        off += abs((unsigned char)said.p[i] - (unsigned char)drawn.p[i]) > 128;
    assert_true(off < ink(drawn) / 100);
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(cut_faces_look_like_whole_ones),
                                       cmocka_unit_test(a_pen_round_letters_is_no_outline)};
    return cmocka_run_group_tests_name("render fonts", tests, NULL, NULL);
}
