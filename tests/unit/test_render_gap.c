/* The glyph before a gap in a page's content, as cairo writes it: its font's wider twin shows it.
 */
#include "test.h"

#include "render/gap.h"

static const char file[] = "%PDF-1.5\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
                           "trailer\n<< /Root 1 0 R >>\n";
static const char page[] = "<< /Resources << /Font << /f-0-0 << /Type /Font /Subtype /TrueType "
                           "/FirstChar 97 /LastChar 99 /Widths [500 611 389] >> >> >> >>";

/* Behind the shown text a quarter of an em, .25 × 4000 being 0x3E8. */
static const char before[] = "BT\n/f-0-0 1 Tf\n",
                  gap[] = "\n/Span << /ActualText <feffdbc0dfe8> >> BDC\n[()-250(b)]TJ\nEMC\n",
                  behind[] = "(c)Tj\nET\n";

static const struct {
    const char *shown, *rest, *glyph; /* without it; by the twin */
} rows[] = {
    {"(ab)Tj", "(a)Tj", "(b)"},
    {"[(a)-7(b)]TJ", "[(a)-7()]TJ", "(b)"},
    {"(a\\))Tj", "(a)Tj", "(\\))"},
    {"(\\(ab)Tj", "(\\(a)Tj", "(b)"}, /* no number of three octal digits */
    {"(\\(a1)Tj", "(\\(a)Tj", "(1)"},
    {"(\\\\ab)Tj", "(\\\\a)Tj", "(b)"},
    {"(a\\\\)Tj", "(a)Tj", "(\\\\)"},
    {"(a\\340)Tj", "(a)Tj", "(\\340)"},
    {"(a\\\\340)Tj", "(a\\\\34)Tj", "(0)"},
    {"(\\\\\\340)Tj", "(\\\\)Tj", "(\\340)"},
    {"(\\3401)Tj", "(\\340)Tj", "(1)"},
    {"<00610062>Tj", "<0061>Tj", "<0062>"},
    {"<006100\n62>Tj", "<0061>Tj", "<00\n62>"},
};

static void the_last_glyph_is_shown_by_the_twin(void **state)
{
    (void)state;
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_ctx cx = test_ctx();
        jb_qpdf q;
        assert_true(jb_qpdf_open(&cx, JB_S(file), &q));
        jb_wides *wides = jb_wides_new(&q);
        jb_str content = jb_str_printf(cx.keep, "%s%s%s%s", before, rows[i].shown, gap, behind);
        jb_buf set = jb_gaps_set(wides, jb_qpdf_parse(&q, "%s", page), content);
        char expected[256];
        snprintf(expected, sizeof expected, "%s%s\n/f-0-0-2 1 Tf\n[%s83.00]TJ\n/f-0-0 1 Tf\n\n%s",
                 before, rows[i].rest, rows[i].glyph, behind);
        assert_str(set.text, expected);
        test_ctx_end(&cx);
    }
}

/* Whole thousandths: MuPDF takes widths to be such. */
static void twins_have_the_widths_of_what_they_show(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_qpdf q;
    assert_true(jb_qpdf_open(&cx, JB_S(file), &q));
    jb_wides *wides = jb_wides_new(&q);
    qpdf_oh at = jb_qpdf_parse(&q, "%s", page);
    jb_gaps_set(wides, at, jb_str_printf(cx.keep, "%s(ab)Tj%s%s", before, gap, behind));
    jb_wides_finish(wides);
    qpdf_oh fonts = JB_Q(&q, oh_get_key, JB_Q(&q, oh_get_key, at, "/Resources"), "/Font");
    qpdf_oh twin = JB_Q(&q, oh_get_key, fonts, "/f-0-0-2");
    qpdf_oh widths = JB_Q(&q, oh_get_key, twin, "/Widths");
    static const double expected[] = {0, 611 + 333, 0};
    assert_int_equal(JB_Q(&q, oh_get_array_n_items, widths), 3);
    for (int i = 0; i < 3; i++)
        assert_near(JB_Q(&q, oh_get_numeric_value, JB_Q(&q, oh_get_array_item, widths, i)),
                    expected[i], 0);
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_last_glyph_is_shown_by_the_twin),
                                       cmocka_unit_test(twins_have_the_widths_of_what_they_show)};
    return cmocka_run_group_tests_name("render gap", tests, NULL, NULL);
}
