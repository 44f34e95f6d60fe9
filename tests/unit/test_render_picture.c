/* Pixels of pictures, worked out by hand: what a reader of the files would see. */
#include "test.h"

#include <cairo.h>

#include "base/file.h"
#include "render/jpeg.h"
#include "render/picture.h"

/* The pixel in the middle. */
static uint32_t middle(jb_ctx *cx, const char *path)
{
    jb_picture picture;
    jb_span place = {0};
    const jb_source *file = jb_file_read(cx, jb_str_of(path), place);
    assert_non_null(file);
    assert_true(jb_picture_read(cx, jb_str_of(path), file->text, place, &picture));
    cairo_surface_t *s = jb_jpeg_unpack(cx, &picture);
    assert_non_null(s);
    cairo_surface_flush(s);
    int stride = cairo_image_surface_get_stride(s);
    const unsigned char *row =
        cairo_image_surface_get_data(s) + stride * (cairo_image_surface_get_height(s) / 2);
    uint32_t pixel;
    memcpy(&pixel, row + 4 * (cairo_image_surface_get_width(s) / 2), 4);
    return pixel & 0xFFFFFF;
}

/* Stored in both: 0, 255, 127, 204. As inks of 255 (ISO 10918-1 says no more) they let through 255,
 * 0, 128 and 51, of which the last dims the others; Adobe's files, which say so, store what is let
 * through. */
static void four_inks_are_mixed(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    assert_int_equal(middle(&cx, "tests/golden/picture/inks.jpg"), 51 << 16 | 0 << 8 | 26);
    assert_int_equal(middle(&cx, "tests/golden/picture/inks-adobe.jpg"), 0 << 16 | 204 << 8 | 102);
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(four_inks_are_mixed)};
    return cmocka_run_group_tests_name("render picture", tests, NULL, NULL);
}
