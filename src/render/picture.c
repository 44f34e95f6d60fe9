#include "render/picture.h"

#include <libdeflate.h>
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "render/drawing.h"

const jb_str jb_picture_mimes[JB_PICTURES] = {[JB_PICTURE_PNG] = JB_K("image/png"),
                                              [JB_PICTURE_JPEG] = JB_K("image/jpeg"),
                                              [JB_PICTURE_SVG] = JB_K("image/svg+xml")};

static const char BROKEN[] = "its form is wrong", CUT[] = "it ends too early",
                  SUM[] = "a checksum is wrong";

static uint32_t word(jb_str s, size_t at)
{
    const unsigned char *u = (const unsigned char *)s.p + at;
    return at + 4 > s.n ? 0
                        : (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

static uint32_t half(jb_str s, size_t at)
{
    const unsigned char *u = (const unsigned char *)s.p + at;
    return at + 2 > s.n ? 0 : (uint32_t)u[0] << 8 | u[1];
}

static unsigned byte(jb_str s, size_t at)
{
    return at < s.n ? (unsigned char)s.p[at] : 0;
}

/* ---- PNG (ISO/IEC 15948) ---- */

static const char PNG_MAGIC[] = "\x89PNG\r\n\x1a\n";
enum { PNG_HEAD = 8, CHUNK_FRAME = 12 };

/* The chunk at *at as its name and data, and on to the next; false at the end or where it is cut.
 */
static bool next_chunk(jb_str png, size_t *at, jb_str *name, jb_str *data)
{
    size_t n = word(png, *at);
    if (*at + CHUNK_FRAME > png.n || n > png.n - *at - CHUNK_FRAME)
        return false;
    *name = jb_str_cut(png, *at + 4, 4);
    *data = jb_str_cut(png, *at + 8, n);
    *at += CHUNK_FRAME + n;
    return true;
}

static bool read_head(jb_str head, jb_picture *p)
{
    static const struct {
        int channels;
        unsigned depths; /* a bit for each */
    } forms[] = {{1, 1 | 2 | 4 | 8 | 16},
                 {0, 0},
                 {3, 8 | 16},
                 {1, 1 | 2 | 4 | 8},
                 {2, 8 | 16},
                 {0, 0},
                 {4, 8 | 16}};
    unsigned depth = byte(head, 8), form = byte(head, 9);
    p->across = word(head, 0);
    p->down = word(head, 4);
    p->bits = (int)depth;
    p->plain = form < 4 && !byte(head, 12); /* no alpha, not interlaced */
    if (head.n != 13 || form >= JB_COUNT(forms) || !(forms[form].depths & depth) ||
        (depth & (depth - 1)) || byte(head, 10) || byte(head, 11) || byte(head, 12) > 1)
        return false;
    p->channels = forms[form].channels;
    return p->across && p->down && p->across <= INT32_MAX && p->down <= INT32_MAX;
}

static const char *read_png(jb_ctx *cx, jb_picture *p)
{
    (void)cx;
    size_t at = PNG_HEAD;
    jb_str name, data;
    bool rows = false;
    if (!next_chunk(p->data, &at, &name, &data))
        return CUT;
    if (!jb_str_eq(name, JB_S("IHDR")) || !read_head(data, p))
        return BROKEN;
    bool indexed = byte(data, 9) == 3;
    while (next_chunk(p->data, &at, &name, &data)) {
        if (libdeflate_crc32(0, name.p, 4 + data.n) != word(p->data, at - 4))
            return SUM;
        if (jb_str_eq(name, JB_S("PLTE")) && indexed)
            p->palette = data;
        else if (jb_str_eq(name, JB_S("tRNS")))
            p->plain = false;
        else if (jb_str_eq(name, JB_S("pHYs")) && data.n == 9 && byte(data, 8) == 1 &&
                 word(data, 0) && word(data, 4)) {
            p->width = p->across * 96 / (word(data, 0) * 0.0254);
            p->height = p->down * 96 / (word(data, 4) * 0.0254);
        }
        rows |= jb_str_eq(name, JB_S("IDAT"));
        if (jb_str_eq(name, JB_S("IEND")))
            return !rows || (indexed && (!p->palette.n || p->palette.n % 3)) ? BROKEN : NULL;
    }
    return CUT;
}

jb_str jb_png_rows(jb_arena *a, jb_str png)
{
    jb_buf b = jb_buf_new(a);
    jb_str name, data;
    for (size_t at = PNG_HEAD; next_chunk(png, &at, &name, &data);)
        if (jb_str_eq(name, JB_S("IDAT")))
            jb_buf_add(&b, data);
    return b.text;
}

/* ---- JPEG (ITU-T T.81, JFIF, Exif 2.3) ---- */

/* The orientation in an Exif block, behind "Exif\0\0": its first directory's entry 0x0112. */
static int read_orientation(jb_str tiff)
{
    bool little = byte(tiff, 0) == 'I';
    size_t at = little ? byte(tiff, 4) | byte(tiff, 5) << 8 : half(tiff, 6);
    size_t n = little ? byte(tiff, at) | byte(tiff, at + 1) << 8 : half(tiff, at);
    for (size_t i = 0; i < n; i++) {
        size_t entry = at + 2 + 12 * i;
        unsigned tag = little ? byte(tiff, entry) | byte(tiff, entry + 1) << 8 : half(tiff, entry);
        unsigned value = little ? byte(tiff, entry + 8) : half(tiff, entry + 8);
        if (tag == 0x0112)
            return value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}

static void read_density(jb_str jfif, jb_picture *p)
{
    static const double per_inch[] = {0, 1, 2.54};
    unsigned unit = byte(jfif, 7);
    double x = half(jfif, 8), y = half(jfif, 10);
    if (unit < 1 || unit > 2 || x < 1 || y < 1)
        return;
    p->width = 96 / (x * per_inch[unit]);
    p->height = 96 / (y * per_inch[unit]);
}

static bool is_frame(unsigned marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static bool read_frame(unsigned marker, jb_str s, jb_picture *p)
{
    p->bits = (int)byte(s, 0);
    p->down = half(s, 1);
    p->across = half(s, 3);
    p->channels = (int)byte(s, 5);
    return p->bits == 8 && p->down && p->across && marker <= 0xC2 &&
           (p->channels == 1 || p->channels == 3 || p->channels == 4);
}

static const char *read_jpeg(jb_ctx *cx, jb_picture *p)
{
    (void)cx;
    jb_str s = p->data;
    for (size_t at = 2; at + 4 <= s.n;) {
        unsigned marker = byte(s, at + 1);
        size_t n = half(s, at + 2);
        if (byte(s, at) != 0xFF || (marker != 0xFF && n < 2))
            return BROKEN;
        if (marker == 0xFF) { /* filling */
            at++;
            continue;
        }
        jb_str body = jb_str_cut(s, at + 4, n - 2);
        if (body.n != n - 2)
            return CUT;
        if (is_frame(marker) && !read_frame(marker, body, p))
            return BROKEN;
        if (marker == 0xE0 && jb_str_starts(body, JB_S("JFIF")))
            read_density(body, p);
        if (marker == 0xE1 && jb_str_starts(body, (jb_str){"Exif\0", 6}))
            p->orientation = read_orientation(jb_str_cut(body, 6, body.n));
        p->inverted |= marker == 0xEE && jb_str_starts(body, JB_S("Adobe"));
        at += 2 + n;
        if (marker != 0xDA)
            continue;
        jb_str end = jb_str_cut(s, s.n > 1024 ? s.n - 1024 : at, s.n);
        return !p->across ? BROKEN : jb_str_find(end, (jb_str){"\xFF\xD9", 2}) < 0 ? CUT : NULL;
    }
    return CUT;
}

/* ---- all ---- */

static const char *read_svg(jb_ctx *cx, jb_picture *p)
{
    return jb_drawing_size(cx, p->data, &p->width, &p->height) ? NULL : BROKEN;
}

static bool is_svg(jb_str data)
{
    jb_str head = jb_str_cut(data, 0, 4096);
    return jb_str_find(head, JB_S("<svg")) >= 0;
}

static bool sniff(jb_picture *p)
{
    if (jb_str_starts(p->data, (jb_str){PNG_MAGIC, PNG_HEAD}))
        p->kind = JB_PICTURE_PNG;
    else if (jb_str_starts(p->data, JB_S("\xFF\xD8\xFF")))
        p->kind = JB_PICTURE_JPEG;
    else if (is_svg(p->data))
        p->kind = JB_PICTURE_SVG;
    else
        return false;
    return true;
}

/* A name that promises another kind misleads whoever opens the file next. */
static bool named_right(jb_ctx *cx, jb_str path, jb_span place, jb_picture_kind kind)
{
    static const struct {
        jb_str ending;
        jb_picture_kind kind;
    } rows[] = {{JB_K("png"), JB_PICTURE_PNG},
                {JB_K("jpg"), JB_PICTURE_JPEG},
                {JB_K("jpeg"), JB_PICTURE_JPEG},
                {JB_K("svg"), JB_PICTURE_SVG}};
    static const char *const names[JB_PICTURES] = {"PNG", "JPEG", "SVG"};
    for (size_t i = 0; i < JB_COUNT(rows); i++)
        if (jb_str_eq_fold(jb_path_ext(path), rows[i].ending) && rows[i].kind != kind) {
            jb_fail(cx, place, "“%.*s” is named as %s, and is %s inside", JB_F(jb_brief(cx, path)),
                    names[rows[i].kind], names[kind]);
            jb_hint(cx, "give it its own ending");
            return false;
        }
    return true;
}

/* Stored pixels as they are shown: at 96 an inch where the file says nothing. */
static void set_shown(jb_picture *p)
{
    if (p->kind == JB_PICTURE_SVG)
        return;
    bool density = p->width > 0 && p->height > 0;
    double x = p->kind == JB_PICTURE_PNG ? 1 : p->across,
           y = p->kind == JB_PICTURE_PNG ? 1 : p->down;
    double w = density ? p->width * x : p->across, h = density ? p->height * y : p->down;
    bool lies = p->orientation > 4;
    p->width = lies ? h : w;
    p->height = lies ? w : h;
}

bool jb_picture_read(jb_ctx *cx, jb_str path, jb_str data, jb_span place, jb_picture *p)
{
    static const char *(*const reads[JB_PICTURES])(jb_ctx *, jb_picture *) = {read_png, read_jpeg,
                                                                              read_svg};
    *p = (jb_picture){.data = data, .orientation = 1};
    if (!sniff(p)) {
        jb_fail(cx, place, "“%.*s” is no PNG, JPEG or SVG picture", JB_F(jb_brief(cx, path)));
        jb_hint(cx, "convert it, as in: magick picture.webp picture.png");
        return false;
    }
    if (!named_right(cx, path, place, p->kind))
        return false;
    size_t before = jb_errors(cx);
    p->plain = p->kind == JB_PICTURE_JPEG;
    const char *trouble = reads[p->kind](cx, p);
    set_shown(p);
    double pixels = p->kind == JB_PICTURE_SVG ? p->width * p->height : (double)p->across * p->down;
    if (trouble && jb_errors(cx) == before) {
        jb_fail(cx, place, "the picture “%.*s” is broken: %s", JB_F(jb_brief(cx, path)),
                jb_word(cx, trouble));
    } else if (!trouble && !(pixels <= (double)cx->limits.pixels)) {
        jb_fail(cx, place, "“%.*s” has more than %llu pixels", JB_F(jb_brief(cx, path)),
                (unsigned long long)cx->limits.pixels);
        jb_hint(cx, "--max pixels=N allows more");
    }
    return jb_errors(cx) == before;
}
