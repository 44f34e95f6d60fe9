/* Whole reports: tests/golden/report/NAME.md and, in NAME.pages, what stands on each page: for each
 * line its place (pt from the page's left top corner to the baseline), its structure, its text and
 * what is drawn at it in braces; rules, boxes and paths with their ends. With GOLDEN=write in the
 * environment the goldens are written anew. */
#include <dirent.h>

#include "golden.h"

#include "base/file.h"
#include "report/report.h"
#include "text/face.h"
#include "text/text.h"

static void draw_group(jb_buf *b, const jb_group_item *g, double x, double y, jb_str tag);

/* What is drawn at the text: the runs of each decoration, the readings over it. */
static void draw_looks(jb_buf *b, const jb_line *line)
{
    static const char *const names[] = {"underline", "strike", "dots", "wave", "name"};
    for (size_t i = 0; i < line->runs_n; i++)
        for (size_t k = 0; k < JB_COUNT(names); k++)
            if (line->runs[i].decoration & 1U << k)
                jb_buf_printf(b, " {%s %.*s}", names[k], JB_F(line->runs[i].text));
    for (size_t i = 0; i < line->over_n; i++) {
        jb_buf_printf(b, " {over at %.1f %.1f ", line->over[i].x, line->over[i].y);
        for (size_t k = 0; k < line->over[i].runs_n; k++)
            jb_buf_add(b, line->over[i].runs[k].text);
        jb_buf_add(b, JB_S("}"));
    }
}

static void draw_text(jb_buf *b, const jb_text_item *t, double x, double y, jb_str tag)
{
    x += t->x + (t->lines_n ? t->lines[0].x : 0);
    jb_buf_printf(b, "%6.1f %6.1f  %-8.*s %.*s", x, y + t->y, JB_F(tag), JB_F(t->text));
    for (size_t i = 0; i < t->lines_n; i++)
        draw_looks(b, &t->lines[i]);
    jb_buf_byte(b, '\n');
}

static void draw_mark(jb_buf *b, const jb_mark *m, double x, double y, jb_str tag)
{
    for (size_t i = 0; i < m->n; i++) {
        if (m->type == JB_MARKTYPE_GROUP) {
            draw_group(b, &m->groups[i], x, y, tag);
        } else if (m->type == JB_MARKTYPE_TEXT) {
            draw_text(b, &m->texts[i], x, y, tag);
        } else if (m->type == JB_MARKTYPE_RULE) {
            const jb_rule_item *r = &m->rules[i];
            jb_buf_printf(b, "%6.1f %6.1f  rule     to %.1f %.1f, %.2f wide\n", x + r->x, y + r->y,
                          x + r->x2, y + r->y2, r->style->stroke_width);
        } else if (m->type == JB_MARKTYPE_RECT) {
            const jb_rect_item *r = &m->rects[i];
            jb_buf_printf(b, "%6.1f %6.1f  box      %.1f by %.1f%s\n", x + r->x, y + r->y, r->width,
                          r->height, r->style->stroke_dash_n ? ", dashed" : "");
        } else if (m->type == JB_MARKTYPE_PATH) {
            const jb_svg_path_item *r = &m->svg_paths[i];
            jb_buf_printf(b, "%6.1f %6.1f  path     %.*s%s\n", x + r->x, y + r->y, JB_F(r->path),
                          r->style->fill.kind ? ", filled" : "");
        }
    }
}

/* What is in an artifact is of it. */
static void draw_group(jb_buf *b, const jb_group_item *g, double x, double y, jb_str tag)
{
    jb_str inside = g->tag.p && !jb_str_eq(tag, JB_S("Artifact")) ? g->tag : tag;
    if (g->alt.p)
        jb_buf_printf(b, "%6.1f %6.1f  %-8.*s alt: %.*s\n", x + g->x, y + g->y, JB_F(g->tag),
                      JB_F(g->alt));
    if (g->dest.p)
        jb_buf_printf(b, "%6.1f %6.1f  dest     %.*s\n", x + g->x, y + g->y, JB_F(g->dest));
    for (size_t i = 0; i < g->marks_n && !(g->scale > 0); i++)
        draw_mark(b, g->marks[i], x + g->x, y + g->y, inside);
}

static jb_str draw_document(jb_ctx *cx, const jb_document *d)
{
    jb_buf b = jb_buf_new(cx->keep);
    for (size_t i = 0; i < d->pages_n; i++) {
        jb_buf_printf(&b, "%spage %zu\n", i ? "\n" : "", i + 1);
        draw_group(&b, d->pages[i].root->groups, 0, 0, JB_S(""));
    }
    jb_buf_printf(&b, "\noutline\n");
    for (size_t i = 0; i < d->outline_n; i++)
        jb_buf_printf(&b, "%*s%.*s %zu\n", 2 * d->outline[i].level - 2, "",
                      JB_F(d->outline[i].title), d->outline[i].page + 1);
    return b.text;
}

static bool holds(const char *file)
{
    jb_ctx cx = test_ctx();
    jb_str path = jb_str_printf(cx.keep, "tests/golden/report/%s", file);
    const jb_source *source = jb_file_read_text(&cx, path, (jb_span){0});
    bool check = !strncmp(file, "check-", 6) && source && jb_report_check(&cx, source);
    const jb_report *report = source && !check ? jb_report_compose(&cx, source, NULL) : NULL;
    jb_str drawn = report ? draw_document(&cx, report->document) : jb_messages_show(&cx, false);
    jb_str golden = jb_str_printf(cx.keep, "%.*s.pages", JB_F(jb_str_cut(path, 0, path.n - 3)));
    bool good = golden_holds(cx.keep, jb_str_c(cx.keep, golden), drawn);
    test_ctx_end(&cx);
    return good;
}

static int is_report(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return n > 3 && !strcmp(e->d_name + n - 3, ".md");
}

static void makes_pages(void **state)
{
    (void)state;
    struct dirent **files;
    int n = scandir("tests/golden/report", &files, is_report, alphasort), differing = 0;
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
        differing += !holds(files[i]->d_name);
        free(files[i]);
    }
    free(files);
}

/* The first line with this text. */
static const jb_line *line_of(const jb_group_item *g, const char *text)
{
    const jb_line *line = NULL;
    for (size_t i = 0; i < g->marks_n && !line; i++)
        for (size_t k = 0; k < g->marks[i]->n && !line; k++)
            if (g->marks[i]->type == JB_MARKTYPE_GROUP)
                line = line_of(&g->marks[i]->groups[k], text);
            else if (g->marks[i]->type == JB_MARKTYPE_TEXT &&
                     jb_str_eq(g->marks[i]->texts[k].text, jb_str_of(text)))
                line = g->marks[i]->texts[k].lines;
    return line;
}

static const struct jb_face *face_of(const jb_group_item *g, const char *text)
{
    const jb_line *line = line_of(g, text);
    return line ? line->runs[0].face : NULL;
}

/* Levels differ by their type alone (GB/T 9704, 7.3.3): also where one face stands in for several,
 * and none that is lifted is darker than the one above it. */
static void tells_headings_from_text(void **state)
{
    (void)state;
    static const char *const themes[] = {"gongwen", "jianbao", "plain"};
    for (size_t i = 0; i < JB_COUNT(themes); i++) {
        jb_ctx cx = test_ctx();
        const jb_source *source =
            jb_source_new(cx.keep, JB_S("r.md"),
                          jb_str_printf(cx.keep,
                                        "---\ntheme: %s\nnumbering: none\n---\n\n# \u7532\n\n"
                                        "## \u4e59\n\n\u6b63\u6587\n\n> [!NOTE] \u4e01\n> \u620a\n",
                                        themes[i]));
        const jb_report *report = jb_report_compose(&cx, source, NULL);
        assert_non_null(report);
        const jb_group_item *page = report->document->pages[0].root->groups;
        const struct jb_face *first = face_of(page, "\u7532"), *second = face_of(page, "\u4e59"),
                             *body = face_of(page, "\u6b63\u6587");
        assert_true(first && second && body);
        assert_ptr_not_equal(first, second);
        assert_ptr_not_equal(second, body);
        if (strcmp(themes[i], "plain")) /* which has one face less to open */
            assert_true(jb_face_weight(first) >= jb_face_weight(second));
        assert_ptr_not_equal(face_of(page, "\u4e01"), body); /* what heads a note */
        assert_ptr_equal(face_of(page, "\u620a"), body);
        test_ctx_end(&cx);
    }
}

static const jb_group_item *first_page(jb_ctx *cx, const char *text)
{
    const jb_source *source = jb_source_new(cx->keep, JB_S("r.md"), jb_str_of(text));
    const jb_report *report = jb_report_compose(cx, source, NULL);
    assert_non_null(report);
    return report->document->pages[0].root->groups;
}

/* The point before an item is a fifth of a character, as 。 is a third. */
static void shows_points(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_line *point =
        line_of(first_page(&cx, "---\ntheme: plain\n---\n\n- \u7532\n"), "\u2022");
    double top, bottom;
    assert_non_null(point);
    jb_line_ink(point, &top, &bottom);
    assert_true(bottom - top > 0.2 * point->runs[0].size);
    test_ctx_end(&cx);
}

/* A chapter in a list of contents from its sections; one of chapters alone is all in the text's. */
static void tells_chapters_in_contents(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_group_item *page =
        first_page(&cx, "---\ntheme: plain\n---\n\n::: contents\n:::\n\n\\pagebreak\n\n"
                        "# \u7532\n\n## \u4e59\n");
    assert_ptr_not_equal(face_of(page, "\u7532"), face_of(page, "\u4e59"));
    page = first_page(&cx, "---\ntheme: plain\n---\n\n\u4e59\n\n::: contents\n:::\n\n"
                           "\\pagebreak\n\n# \u7532\n");
    assert_ptr_equal(face_of(page, "\u7532"), face_of(page, "\u4e59"));
    test_ctx_end(&cx);
}

/* What leads out of the document has the theme's colour for it, if it has one; the rest the text's.
 */
static void tints_links(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    const jb_group_item *page =
        first_page(&cx, "---\ntheme: plain\ncolors: {link: '#ff0000'}\n---\n\n# \u4e01 {#d}\n\n"
                        "[\u7532](https://example.org/)\n\n[\u4e59](#d)\n");
    assert_true(line_of(page, "\u7532")->runs[0].paint->color.r == 1);
    assert_true(line_of(page, "\u4e59")->runs[0].paint->color.r == 0);
    page = first_page(&cx, "---\ntheme: plain\n---\n\n[\u7532](https://example.org/)\n");
    assert_true(line_of(page, "\u7532")->runs[0].paint->color.r == 0);
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_pages), cmocka_unit_test(tells_headings_from_text),
        cmocka_unit_test(shows_points), cmocka_unit_test(tells_chapters_in_contents),
        cmocka_unit_test(tints_links)};
    return cmocka_run_group_tests_name("report pages", tests, NULL, NULL);
}
