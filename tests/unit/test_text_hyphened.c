/* The font of letters with their hyphens, as FreeType reads it: the outlines of the letter and, by
 * the letter's advance behind it, those of the hyphen, point for point. */
#include "test.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <hb.h>

#include "text/face.h"
#include "text/hyphened.h"

typedef struct glyph {
    FT_Vector points[512];
    int n, contours;
    long advance;
} glyph;

static glyph load(FT_Face face, FT_UInt number)
{
    glyph g = {0};
    assert_int_equal(FT_Load_Glyph(face, number, FT_LOAD_NO_SCALE), 0);
    const FT_Outline *o = &face->glyph->outline;
    assert_true((size_t)o->n_points <= JB_COUNT(g.points));
    memcpy(g.points, o->points, (size_t)o->n_points * sizeof *o->points);
    g.n = o->n_points;
    g.contours = o->n_contours;
    g.advance = face->glyph->advance.x;
    return g;
}

static void has_points(const glyph *g, int from, const glyph *part, long dx)
{
    for (int i = 0; i < part->n; i++) {
        assert_int_equal(g->points[from + i].x, part->points[i].x + dx);
        assert_int_equal(g->points[from + i].y, part->points[i].y);
    }
}

static void letters_keep_their_outlines_before_the_hyphen(void **state)
{
    (void)state;
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    jb_ctx cx = test_ctx();
    assert_true(jb_fonts_open(&cx));
    const jb_text_style style = {.family = JB_S("\u9ed1\u4f53"), .size = 10};
    const jb_face *face = jb_fonts_stack(&cx, &style, (jb_span){0})->han;
    const jb_face *hyphened = jb_hyphened_face(&cx, face);
    assert_ptr_equal(jb_hyphened_face(&cx, face), hyphened);
    unsigned bytes;
    hb_blob_t *file = hb_face_reference_blob(jb_face_hb(hyphened));
    const char *data = hb_blob_get_data(file, &bytes);
    FT_Library library;
    FT_Face own, made;
    assert_int_equal(FT_Init_FreeType(&library), 0);
    assert_int_equal(FT_New_Face(library, jb_face_path(face), jb_face_index(face), &own), 0);
    assert_int_equal(FT_New_Memory_Face(library, (const FT_Byte *)data, bytes, 0, &made), 0);
    static glyph hyphen, letter, both;
    hyphen = load(own, FT_Get_Char_Index(own, '-'));
    for (size_t i = 0; letters[i]; i++) {
        uint32_t number = jb_hyphened_glyph((jb_str){&letters[i], 1});
        assert_true(number > 0);
        letter = load(own, FT_Get_Char_Index(own, (FT_ULong)letters[i]));
        both = load(made, number);
        assert_int_equal(both.n, letter.n + hyphen.n);
        assert_int_equal(both.contours, letter.contours + hyphen.contours);
        has_points(&both, 0, &letter, 0);
        has_points(&both, letter.n, &hyphen, both.advance - hyphen.advance);
        long kern = both.advance - letter.advance - hyphen.advance;
        assert_in_range(kern + 100, 0, 200); /* of 1000 */
        assert_near(jb_hyphened_advance(hyphened, number), (double)both.advance / 1000, 1e-6);
    }
    assert_int_equal(load(made, 0).n, 0); /* .notdef */
    assert_int_equal(jb_hyphened_glyph(JB_S("-")), 0);
    FT_Done_FreeType(library);
    hb_blob_destroy(file);
    test_ctx_end(&cx);
}

/* Bytes of a CFF table, TN 5176: of item i of the INDEX at `at`, and the byte behind the INDEX. */
static jb_str item_of(jb_str cff, size_t at, size_t i, size_t *behind)
{
    const unsigned char *p = (const unsigned char *)cff.p + at;
    size_t n = (size_t)p[0] << 8 | p[1], size = n ? p[2] : 0, base = at + 2 + (n + 1) * size;
    size_t offsets[3] = {0};
    for (size_t k = 0; n && k < 3; k++)
        for (size_t b = 0, of = k < 2 ? i + k : n; b < size; b++)
            offsets[k] = offsets[k] << 8 | p[3 + of * size + b];
    *behind = n ? base + offsets[2] : at + 2;
    return jb_str_cut(cff, base + offsets[0], offsets[1] - offsets[0]);
}

/* What lenient readers do without: a Private DICT that the top one names (TN 5176, table 9), and
 * the operator that ends each glyph (TN 5177, 4.3). */
static void the_font_is_whole(void **state)
{
    (void)state;
    enum { PRIVATE = 18, ENDCHAR = 14 };
    jb_ctx cx = test_ctx();
    assert_true(jb_fonts_open(&cx));
    const jb_text_style style = {.size = 10};
    const jb_face *face = jb_fonts_stack(&cx, &style, (jb_span){0})->han;
    hb_blob_t *table = hb_face_reference_table(jb_face_hb(jb_hyphened_face(&cx, face)),
                                               HB_TAG('C', 'F', 'F', ' '));
    unsigned bytes;
    const char *data = hb_blob_get_data(table, &bytes);
    jb_str cff = {data, bytes};
    size_t names = 4, tops, strings, routines, glyphs, end;
    item_of(cff, names, 0, &tops);
    jb_str top = item_of(cff, tops, 0, &strings);
    item_of(cff, strings, 0, &routines);
    item_of(cff, routines, 0, &glyphs);
    static const char sizes[] = {29, 0, 0, 0, 0, 29};
    assert_int_equal(top.p[top.n - 1], PRIVATE);
    assert_true(top.n > 11 && !memcmp(top.p + top.n - 11, sizes, sizeof sizes));
    for (size_t i = 0; i < (size_t)data[glyphs + 1]; i++) {
        jb_str code = item_of(cff, glyphs, i, &end);
        assert_int_equal(code.p[code.n - 1], ENDCHAR);
    }
    assert_int_equal(end, bytes);
    hb_blob_destroy(table);
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_font_is_whole),
        cmocka_unit_test(letters_keep_their_outlines_before_the_hyphen)};
    return cmocka_run_group_tests_name("text hyphened", tests, NULL, NULL);
}
