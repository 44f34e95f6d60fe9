#include "render/jpeg.h"

#include <string.h>
#include <turbojpeg.h>

#include "base/library.h"

typedef struct functions {
    __typeof__(&tjInitDecompress) init;
    __typeof__(&tjDecompress2) unpack;
    __typeof__(&tjDestroy) destroy;
} functions;

static const char *const names[] = {"libturbojpeg.so.0", NULL};
static const char *const symbols[] = {"tjInitDecompress", "tjDecompress2", "tjDestroy"};
static const jb_library library = {names, symbols, JB_COUNT(symbols), "libturbojpeg0"};

_Static_assert(sizeof(functions) == sizeof(void *) * JB_COUNT(symbols), "as wide as pointers");

/* Four inks as light, in place: the bytes of a pixel become cairo's word. */
static void mix_inks(unsigned char *pixels, size_t n, bool inverted)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char *ink = pixels + 4 * i;
        unsigned light[4];
        for (size_t k = 0; k < 4; k++)
            light[k] = inverted ? ink[k] : 255u - ink[k];
        uint32_t v = 0xFF000000u;
        for (size_t k = 0; k < 3; k++)
            v |= (light[k] * light[3] + 127) / 255 << (16 - 8 * k);
        memcpy(ink, &v, 4);
    }
}

static bool unpack(const functions *f, const jb_picture *p, cairo_surface_t *s)
{
    const int word = 1;
    bool little = *(const char *)&word, inks = p->channels == 4;
    unsigned char *pixels = cairo_image_surface_get_data(s);
    tjhandle handle = f->init();
    if (!handle || !pixels)
        return false;
    int format = inks ? TJPF_CMYK : little ? TJPF_BGRX : TJPF_XRGB;
    bool sound =
        !f->unpack(handle, (const unsigned char *)p->data.p, p->data.n, pixels, (int)p->across,
                   cairo_image_surface_get_stride(s), (int)p->down, format, TJFLAG_STOPONWARNING);
    f->destroy(handle);
    if (sound && inks)
        mix_inks(pixels, (size_t)p->across * p->down, p->inverted);
    cairo_surface_mark_dirty(s);
    return sound;
}

cairo_surface_t *jb_jpeg_unpack(jb_ctx *cx, const jb_picture *p)
{
    union {
        functions f;
        void *pointers[JB_COUNT(symbols)];
    } loaded;
    cairo_surface_t *s =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)p->across, (int)p->down);
    bool sound = jb_library_load(cx, &library, loaded.pointers) &&
                 cairo_surface_status(s) == CAIRO_STATUS_SUCCESS && unpack(&loaded.f, p, s);
    if (sound || cairo_surface_status(s) != CAIRO_STATUS_SUCCESS)
        return s;
    cairo_surface_destroy(s);
    /* a surface of no size that cairo can't make carries the trouble */
    return cairo_image_surface_create(CAIRO_FORMAT_INVALID, 0, 0);
}
