/* Pictures of pixels, written small and fast: a palette where 256 colours are enough, else RGB or
 * RGBA with the filter "up"; libdeflate packs. */
#include "render/backends.h"

#include <libdeflate.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PACKING = 6 };

static void destroy_surface(void *surface)
{
    cairo_surface_destroy(surface);
}

static void destroy_context(void *cr)
{
    cairo_destroy(cr);
}

static bool opaque(const jb_paint *p)
{
    return (p->kind == JB_PAINT_SOLID && p->color.a >= 1) ||
           (p->kind == JB_PAINT_PATTERN && p->background.a >= 1);
}

bool jb_render_png(jb_ctx *cx, const jb_scene *scene, const jb_render_options *options,
                   jb_str *bytes)
{
    double k = options->scale, w = fmax(1, ceil(scene->width * k - 1e-6)),
           h = fmax(1, ceil(scene->height * k - 1e-6));
    if (w > JB_MOST_SIDE || h > JB_MOST_SIDE) {
        jb_fail(cx, options->place, "the picture is %.0f × %.0f pixels, more than %d on one side",
                w, h, JB_MOST_SIDE);
        jb_hint(cx, "a smaller size or scale, or PDF or SVG");
        return false;
    }
    cairo_format_t format = opaque(&scene->background) ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32;
    cairo_surface_t *surface = cairo_image_surface_create(format, (int)w, (int)h);
    jb_arena_own(cx->scratch, surface, destroy_surface);
    cairo_t *cr = jb_arena_own(cx->scratch, cairo_create(surface), destroy_context);
    jb_painter p = {.cx = cx, .cr = cr};
    cairo_scale(cr, k, k);
    jb_paint_background(&p, &scene->background, w / k, h / k);
    if (!jb_paint_mark(&p, scene->root, NULL) || !jb_cairo_sound(cx, cairo_status(cr)))
        return false;
    cairo_surface_flush(surface);
    *bytes = jb_png_write(cx, surface, k);
    return true;
}

/* The pixels as PNG has them: rows of `bpp` bytes, each row with the filter's number before it. */
typedef struct picture {
    size_t w, h, stride;
    unsigned char *pixels; /* cairo's, native 32 bit words */
    bool alpha;
    uint32_t palette[256]; /* not premultiplied ARGB */
    size_t colors;         /* 0: no palette */
} picture;

static inline uint32_t pixel(const picture *p, const unsigned char *row, size_t x)
{
    uint32_t v;
    memcpy(&v, row + 4 * x, 4);
    uint32_t a = v >> 24;
    if (!p->alpha)
        return v | 0xFF000000u;
    if (a == 255 || a == 0)
        return a ? v : 0;
    uint32_t r = ((v >> 16 & 255) * 255 + a / 2) / a, g = ((v >> 8 & 255) * 255 + a / 2) / a,
             b = ((v & 255) * 255 + a / 2) / a;
    return a << 24 | r << 16 | g << 8 | b;
}

/* Colours by an open hash of 1024 places; index[place] is the colour's number plus one. */
typedef struct colors {
    uint32_t key[1024];
    uint16_t index[1024];
} colors;

static size_t place_of(const colors *c, uint32_t v)
{
    size_t at = (v * 2654435761u) >> 22;
    while (c->index[at] && c->key[at] != v)
        at = (at + 1) & 1023;
    return at;
}

/* False at the 257th colour. */
static bool find_palette(picture *p, colors *c)
{
    uint32_t last = 0;
    for (size_t y = 0; y < p->h; y++) {
        const unsigned char *row = p->pixels + y * p->stride;
        if (y && !memcmp(row, row - p->stride, 4 * p->w))
            continue;
        for (size_t x = 0; x < p->w; x++) {
            uint32_t v = pixel(p, row, x);
            if (p->colors && v == last)
                continue;
            last = v;
            size_t at = place_of(c, v);
            if (c->index[at])
                continue;
            if (p->colors == 256)
                return false;
            c->key[at] = v;
            p->palette[p->colors++] = v;
            c->index[at] = (uint16_t)p->colors;
        }
    }
    return true;
}

static size_t depth_of(size_t n)
{
    return n <= 2 ? 1 : n <= 4 ? 2 : n <= 16 ? 4 : 8;
}

static void pack_row(const picture *p, const colors *c, const unsigned char *row, unsigned char *to)
{
    size_t depth = depth_of(p->colors), bit = 8;
    uint32_t last = 0;
    unsigned char value = 0, number = 0;
    bool any = false;
    for (size_t x = 0; x < p->w; x++) {
        uint32_t v = pixel(p, row, x);
        if (!any || v != last)
            number = (unsigned char)(c->index[place_of(c, v)] - 1);
        any = true;
        last = v;
        bit -= depth;
        value = (unsigned char)(value | number << bit);
        if (!bit) {
            *to++ = value;
            value = 0;
            bit = 8;
        }
    }
    if (bit < 8)
        *to = value;
}

/* Words of a pixel as PNG's bytes in memory order. */
static uint32_t bytes_of(uint32_t argb)
{
    const unsigned char b[4] = {(unsigned char)(argb >> 16), (unsigned char)(argb >> 8),
                                (unsigned char)argb, (unsigned char)(argb >> 24)};
    uint32_t v;
    memcpy(&v, b, 4);
    return v;
}

/* Byte by byte a - b. */
static uint32_t difference(uint32_t a, uint32_t b)
{
    const uint32_t high = 0x80808080u;
    return ((a | high) - (b & ~high)) ^ ((a ^ ~b) & high);
}

/* A row of RGB or RGBA less the one above it (NULL: the first). Each pixel is put as four bytes;
 * the next one, or the byte kept free behind the last row, takes the fourth of RGB back. */
static void spread_row(const picture *p, const unsigned char *row, const unsigned char *above,
                       unsigned char *to)
{
    size_t step = p->alpha ? 4 : 3;
    for (size_t x = 0; x < p->w; x++, to += step) {
        uint32_t v = pixel(p, row, x);
        uint32_t bytes = bytes_of(above ? difference(v, pixel(p, above, x)) : v);
        memcpy(to, &bytes, 4);
    }
}

enum { FILTER_NONE, FILTER_SUB, FILTER_UP };

/* The filtered rows, written over the pixels where these take more room: memory fresh from the
 * system costs as much as the work. A row like the one above is all zeros by "up". Numbers of a
 * palette have no neighbours to differ from by little. */
static jb_str filtered(jb_arena *a, const picture *p, const colors *c, size_t bytes)
{
    size_t wide = 4 * p->w, n = p->h * (bytes + 1);
    unsigned char *row = jb_alloc(a, wide), *above = jb_alloc(a, wide);
    unsigned char *all = bytes + 2 <= wide ? p->pixels : jb_alloc(a, n + 1), *to = all;
    for (size_t y = 0; y < p->h; y++, to += bytes + 1) {
        memcpy(row, p->pixels + y * p->stride, wide);
        bool same = y && !memcmp(row, above, wide);
        memset(to, 0, bytes + 1);
        if (same)
            ;
        else if (p->colors)
            pack_row(p, c, row, to + 1);
        else
            spread_row(p, row, y ? above : NULL, to + 1);
        *to = same || !p->colors ? FILTER_UP : FILTER_NONE;
        unsigned char *old = above;
        above = row;
        row = old;
    }
    return (jb_str){(char *)all, n};
}

static void add_word(jb_buf *b, size_t v)
{
    char bytes[4] = {(char)(v >> 24), (char)(v >> 16), (char)(v >> 8), (char)v};
    jb_buf_add(b, (jb_str){bytes, 4});
}

static void add_chunk(jb_buf *b, const char *type, jb_str data)
{
    add_word(b, data.n);
    size_t from = b->text.n;
    jb_buf_add(b, (jb_str){type, 4});
    jb_buf_add(b, data);
    add_word(b, libdeflate_crc32(0, b->text.p + from, b->text.n - from));
}

static void add_header(jb_buf *b, jb_arena *a, const picture *p, double scale)
{
    jb_buf head = jb_buf_new(a), dots = jb_buf_new(a);
    add_word(&head, p->w);
    add_word(&head, p->h);
    jb_buf_byte(&head, (char)(p->colors ? depth_of(p->colors) : 8));
    jb_buf_byte(&head, (char)(p->colors ? 3 : p->alpha ? 6 : 2)); /* palette, RGBA, RGB */
    jb_buf_add(&head, JB_S("\0\0\0"));
    size_t per_metre = (size_t)lround(96 * scale / 0.0254);
    add_word(&dots, per_metre);
    add_word(&dots, per_metre);
    jb_buf_byte(&dots, 1);
    jb_buf_add(b, JB_S("\x89PNG\r\n\x1a\n"));
    add_chunk(b, "IHDR", head.text);
    add_chunk(b, "pHYs", dots.text);
}

static void add_palette(jb_buf *b, jb_arena *a, const picture *p)
{
    jb_buf rgb = jb_buf_new(a), alpha = jb_buf_new(a);
    for (size_t i = 0; i < p->colors; i++) {
        uint32_t v = p->palette[i];
        char bytes[3] = {(char)(v >> 16), (char)(v >> 8), (char)v};
        jb_buf_add(&rgb, (jb_str){bytes, 3});
        jb_buf_byte(&alpha, (char)(v >> 24));
    }
    add_chunk(b, "PLTE", rgb.text);
    if (p->alpha)
        add_chunk(b, "tRNS", alpha.text);
}

static void free_compressor(void *c)
{
    libdeflate_free_compressor(c);
}

static jb_str packed(jb_arena *a, jb_str raw)
{
    struct libdeflate_compressor *c =
        jb_arena_own(a, libdeflate_alloc_compressor(PACKING), free_compressor);
    size_t room = libdeflate_zlib_compress_bound(c, raw.n);
    char *out = jb_arena_own(a, malloc(room), free); /* most of it is never touched */
    return (jb_str){out, libdeflate_zlib_compress(c, raw.p, raw.n, out, room)};
}

jb_str jb_png_write(jb_ctx *cx, cairo_surface_t *surface, double scale)
{
    jb_arena *a = cx->scratch;
    picture p = {.w = (size_t)cairo_image_surface_get_width(surface),
                 .h = (size_t)cairo_image_surface_get_height(surface),
                 .stride = (size_t)cairo_image_surface_get_stride(surface),
                 .pixels = cairo_image_surface_get_data(surface),
                 .alpha = cairo_image_surface_get_format(surface) == CAIRO_FORMAT_ARGB32};
    colors *c = JB_NEW(a, colors);
    if (!find_palette(&p, c))
        p.colors = 0;
    size_t bytes = p.colors ? (p.w * depth_of(p.colors) + 7) / 8 : p.w * (p.alpha ? 4 : 3);
    jb_str data = packed(a, filtered(a, &p, c, bytes));
    jb_buf b = jb_buf_new(cx->keep);
    add_header(&b, a, &p, scale);
    if (p.colors)
        add_palette(&b, a, &p);
    add_chunk(&b, "IDAT", data);
    add_chunk(&b, "IEND", (jb_str){"", 0});
    return b.text;
}
