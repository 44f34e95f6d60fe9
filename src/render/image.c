#include "render/image.h"

#include <string.h>

#include "render/drawing.h"
#include "render/jpeg.h"

/* A place is an image 1 pixel wide and FIRST + k high, for picture k. */
enum { FIRST = 1001, MOST_PLACES = JB_MOST_SIDE - FIRST };

typedef struct reading {
    jb_str data;
    size_t at;
} reading;

static cairo_status_t pull(void *closure, unsigned char *to, unsigned n)
{
    reading *s = closure;
    if (s->data.n - s->at < n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(to, s->data.p + s->at, n);
    s->at += n;
    return CAIRO_STATUS_SUCCESS;
}

static void destroy_surface(void *surface)
{
    cairo_surface_destroy(surface);
}

static void nothing(void *bytes)
{
    (void)bytes;
}

/* Its pixels; an unsound surface where they can't be read. */
static cairo_surface_t *unpack(jb_painter *p, const jb_picture *picture)
{
    return picture->kind == JB_PICTURE_JPEG
               ? jb_jpeg_unpack(p->cx, picture)
               : cairo_image_surface_create_from_png_stream(pull, &(reading){picture->data, 0});
}

static cairo_surface_t *make_place(jb_painter *p, const jb_picture *picture)
{
    size_t k = p->places.n;
    *JB_PUSH(p->cx->scratch, &p->places) = *picture;
    return cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, (int)(FIRST + k));
}

static bool same(jb_str a, jb_str b)
{
    return a.n == b.n && (a.p == b.p || !memcmp(a.p, b.p, a.n));
}

/* What cairo draws for it, made once for all that are the same. NULL after a message. */
static cairo_surface_t *surface_of(jb_painter *p, const jb_picture *picture, jb_str path)
{
    for (size_t i = 0; i < p->pictures.n; i++)
        if (same(p->pictures.at[i].data, picture->data))
            return p->pictures.at[i].surface;
    size_t before = jb_errors(p->cx);
    bool place = p->tags && picture->plain && p->places.n < MOST_PLACES;
    cairo_surface_t *s = jb_arena_own(
        p->cx->scratch, place ? make_place(p, picture) : unpack(p, picture), destroy_surface);
    cairo_status_t status = cairo_surface_status(s);
    /* of a PNG cairo says so too when libpng finds fault with it */
    if (status == CAIRO_STATUS_NO_MEMORY && picture->kind != JB_PICTURE_PNG)
        jb_cairo_sound(p->cx, status);
    if (status != CAIRO_STATUS_SUCCESS && jb_errors(p->cx) > before)
        return NULL;
    if (status != CAIRO_STATUS_SUCCESS) {
        jb_span file = jb_span_of(jb_source_new(p->cx->keep, path, (jb_str){"", 0}));
        jb_fail(p->cx, file, "the picture “%.*s” is broken: %s", JB_F(jb_brief(p->cx, path)),
                jb_word(p->cx, "its pixels can't be unpacked"));
        return NULL;
    }
    jb_str id = jb_str_printf(p->cx->scratch, "picture-%zu", p->pictures.n);
    cairo_surface_set_mime_data(s, CAIRO_MIME_TYPE_UNIQUE_ID, (const unsigned char *)id.p, id.n,
                                nothing, NULL);
    *JB_PUSH(p->cx->scratch, &p->pictures) = (jb_painted){picture->data, s};
    return s;
}

/* From the unit square of the stored picture to that of the shown one (Exif 2.3, 4.6.4). */
static void orient(cairo_t *cr, int orientation)
{
    static const cairo_matrix_t turns[] = {
        {1, 0, 0, 1, 0, 0}, {-1, 0, 0, 1, 1, 0}, {-1, 0, 0, -1, 1, 1}, {1, 0, 0, -1, 0, 1},
        {0, 1, 1, 0, 0, 0}, {0, 1, -1, 0, 1, 0}, {0, -1, -1, 0, 1, 1}, {0, -1, 1, 0, 0, 1}};
    cairo_transform(cr, &turns[orientation - 1]);
}

static void paint(jb_painter *p, cairo_surface_t *s, int orientation, const jb_image_item *image)
{
    int w = cairo_image_surface_get_width(s), h = cairo_image_surface_get_height(s);
    cairo_scale(p->cr, image->width, image->height);
    orient(p->cr, orientation);
    cairo_scale(p->cr, 1.0 / w, 1.0 / h);
    cairo_set_source_surface(p->cr, s, 0, 0);
    if (!p->links) /* a PDF's picture would have its edges stored again */
        cairo_pattern_set_extend(cairo_get_source(p->cr), CAIRO_EXTEND_PAD);
    cairo_pattern_set_filter(cairo_get_source(p->cr), CAIRO_FILTER_GOOD);
    cairo_rectangle(p->cr, 0, 0, w, h);
    cairo_clip(p->cr);
    cairo_paint_with_alpha(p->cr, image->style ? image->style->opacity : 1);
}

static bool paint_drawing(jb_painter *p, const jb_image_item *image)
{
    double alpha = image->style ? image->style->opacity : 1;
    if (alpha < 1)
        cairo_push_group(p->cr);
    bool sound = jb_drawing_paint(p->cx, image->data, p->cr, image->width, image->height);
    if (alpha < 1) {
        cairo_pop_group_to_source(p->cr);
        cairo_paint_with_alpha(p->cr, alpha);
    }
    if (sound)
        return true;
    jb_fail(p->cx, jb_span_of(jb_source_new(p->cx->keep, image->path, (jb_str){"", 0})),
            "the picture “%.*s” can't be drawn", JB_F(jb_brief(p->cx, image->path)));
    return false;
}

bool jb_image_draw(jb_painter *p, const jb_mark *mark, size_t i)
{
    const jb_image_item *image = &mark->images[i];
    jb_span file = jb_span_of(jb_source_new(p->cx->keep, image->path, (jb_str){"", 0}));
    jb_picture picture;
    if (!jb_picture_read(p->cx, image->path, image->data, file, &picture))
        return false;
    if (!(image->width > 0 && image->height > 0))
        return true;
    if (picture.kind == JB_PICTURE_SVG)
        return paint_drawing(p, image);
    cairo_surface_t *s = surface_of(p, &picture, image->path);
    if (s)
        paint(p, s, picture.orientation, image);
    return s != NULL;
}

/* ---- the places filled ---- */

static const char *space_of(const jb_picture *p)
{
    return p->channels == 1 ? "/DeviceGray" : p->channels == 3 ? "/DeviceRGB" : "/DeviceCMYK";
}

static qpdf_oh colors_of(jb_qpdf *q, const jb_picture *p)
{
    if (!p->palette.n)
        return JB_Q(q, oh_new_name, space_of(p));
    qpdf_oh colors = jb_qpdf_parse(q, "[ /Indexed /DeviceRGB %zu ]", p->palette.n / 3 - 1);
    JB_Q(q, oh_append_item, colors, JB_Q(q, oh_new_binary_string, p->palette.p, p->palette.n));
    return colors;
}

/* PNG's rows are what PDF calls predictor 15 (ISO 32000-1, 7.4.4.4). */
static void fill_png(jb_qpdf *q, qpdf_oh stream, const jb_picture *p)
{
    jb_str rows = jb_png_rows(q->cx->scratch, p->data);
    JB_Q(q, oh_replace_stream_data, stream, (const unsigned char *)rows.p, rows.n,
         JB_Q(q, oh_new_name, "/FlateDecode"),
         jb_qpdf_parse(q, "<< /Predictor 15 /Colors %d /BitsPerComponent %d /Columns %u >>",
                       p->channels, p->bits, p->across));
}

static void fill_jpeg(jb_qpdf *q, qpdf_oh stream, const jb_picture *p)
{
    if (p->inverted && p->channels == 4)
        JB_Q(q, oh_replace_key, JB_Q(q, oh_get_dict, stream), "/Decode",
             jb_qpdf_parse(q, "[ 1 0 1 0 1 0 1 0 ]"));
    JB_Q(q, oh_replace_stream_data, stream, (const unsigned char *)p->data.p, p->data.n,
         JB_Q(q, oh_new_name, "/DCTDecode"), q->f->oh_new_null(q->file));
}

static void fill_place(jb_qpdf *q, qpdf_oh stream, const jb_picture *p)
{
    qpdf_oh dict = JB_Q(q, oh_get_dict, stream);
    JB_Q(q, oh_replace_key, dict, "/Width", JB_Q(q, oh_new_integer, p->across));
    JB_Q(q, oh_replace_key, dict, "/Height", JB_Q(q, oh_new_integer, p->down));
    JB_Q(q, oh_replace_key, dict, "/BitsPerComponent", JB_Q(q, oh_new_integer, p->bits));
    JB_Q(q, oh_replace_key, dict, "/ColorSpace", colors_of(q, p));
    (p->kind == JB_PICTURE_JPEG ? fill_jpeg : fill_png)(q, stream, p);
}

/* The number of the picture whose place the object is, or n. */
static size_t place_of(jb_qpdf *q, qpdf_oh object, size_t n)
{
    if (!JB_Q(q, oh_is_stream, object))
        return n;
    qpdf_oh dict = JB_Q(q, oh_get_dict, object);
    if (!JB_Q(q, oh_is_name_and_equals, JB_Q(q, oh_get_key, dict, "/Subtype"), "/Image") ||
        JB_Q(q, oh_get_int_value_as_int, JB_Q(q, oh_get_key, dict, "/Width")) != 1)
        return n;
    int height = JB_Q(q, oh_get_int_value_as_int, JB_Q(q, oh_get_key, dict, "/Height"));
    return height < FIRST || (size_t)(height - FIRST) >= n ? n : (size_t)(height - FIRST);
}

void jb_images_fill(jb_qpdf *q, const jb_picture *pictures, size_t n)
{
    qpdf_oh trailer = q->f->get_trailer(q->file);
    int objects = n ? JB_Q(q, oh_get_int_value_as_int, JB_Q(q, oh_get_key, trailer, "/Size")) : 0;
    for (int i = 1; i < objects; i++) {
        qpdf_oh object = JB_Q(q, get_object_by_id, i, 0);
        size_t k = place_of(q, object, n);
        if (k < n)
            fill_place(q, object, &pictures[k]);
    }
}
