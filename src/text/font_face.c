/* Faces: opened from files, made in memory, or others with a slant, a pen or a name of their own.
 */
#include "text/font_parts.h"

#include <hb-ot.h>

static void destroy_hb_face(void *face)
{
    hb_face_destroy(face);
}

static void destroy_hb_font(void *font)
{
    hb_font_destroy(font);
}

/* Typographic ascent and descent of OS/2 (bytes 68 to 71): the design box, which for CJK faces is
 * the em. */
static void read_box(jb_face *face)
{
    face->ascent = .88;
    face->descent = .12;
    hb_blob_t *os2 = hb_face_reference_table(face->hb, HB_TAG('O', 'S', '/', '2'));
    unsigned n;
    const unsigned char *p = (const unsigned char *)hb_blob_get_data(os2, &n);
    if (n >= 72) {
        face->ascent = (int16_t)(p[68] << 8 | p[69]) / face->upem;
        face->descent = -(int16_t)(p[70] << 8 | p[71]) / face->upem;
    }
    hb_blob_destroy(os2);
}

static double widest_digit(const jb_face *face)
{
    hb_position_t widest = 0;
    for (hb_codepoint_t c = '0', glyph; c <= '9'; c++) {
        hb_position_t advance = hb_font_get_nominal_glyph(face->font, c, &glyph)
                                    ? hb_font_get_glyph_h_advance(face->font, glyph)
                                    : 0;
        widest = advance > widest ? advance : widest;
    }
    return widest / face->upem;
}

static jb_face *add_face(jb_ctx *cx, jb_face made)
{
    jb_face *face = JB_NEW(cx->fonts->arena, jb_face);
    *face = made;
    face->digit = widest_digit(face);
    face->number = cx->fonts->faces.n;
    *JB_PUSH(cx->fonts->arena, &cx->fonts->faces) = face;
    return face;
}

static void take_hb_face(jb_ctx *cx, jb_face *made, hb_face_t *hb)
{
    made->hb = jb_arena_own(cx->fonts->arena, hb, destroy_hb_face);
    made->font = jb_arena_own(cx->fonts->arena, hb_font_create(hb), destroy_hb_font);
    made->upem = hb_face_get_upem(hb);
    made->inks = JB_NEW_N(cx->fonts->arena, jb_mark_ink, JB_MARK_ROWS);
    read_box(made);
}

/* NULL: no font could be read there. */
jb_face *jb_face_open(jb_ctx *cx, jb_font_file *file)
{
    if (file->face)
        return file->face;
    hb_blob_t *blob = hb_blob_create_from_file(file->path);
    hb_face_t *hb = hb_face_create(blob, (unsigned)file->index & 0xFFFF);
    hb_blob_destroy(blob);
    if (!hb_face_get_glyph_count(hb)) {
        hb_face_destroy(hb);
        return NULL;
    }
    jb_face made = {.family = file->family,
                    .path = file->path,
                    .index = file->index,
                    .weight = file->weight,
                    .italic = !file->upright};
    take_hb_face(cx, &made, hb);
    if (file->index >> 16)
        hb_font_set_var_named_instance(made.font, (unsigned)(file->index >> 16) - 1);
    return file->face = add_face(cx, made);
}

static void destroy_blob(void *blob)
{
    hb_blob_destroy(blob);
}

const jb_face *jb_fonts_made(jb_ctx *cx, const jb_face *of, hb_blob_t *file)
{
    jb_face made = {
        .family = of->family, .path = of->path, .weight = of->weight, .italic = of->italic};
    made.file = jb_arena_own(cx->fonts->arena, file, destroy_blob);
    take_hb_face(cx, &made, hb_face_create(file, 0));
    return add_face(cx, made);
}

jb_face *jb_fonts_own(jb_ctx *cx, const jb_face *face)
{
    return cx->fonts->faces.at[face->number];
}

static bool same_look(const jb_face *a, const jb_face *b)
{
    return a->slant == b->slant && a->bold == b->bold;
}

jb_face *jb_face_variant(jb_ctx *cx, const jb_face *face, double slant, double bold)
{
    const jb_face *plain = face->plain ? face->plain : face;
    for (size_t i = 0; i < cx->fonts->faces.n; i++) {
        jb_face *had = cx->fonts->faces.at[i];
        if (had->plain == plain && !had->stands_for && had->slant == slant && had->bold == bold)
            return had;
    }
    jb_face made = *plain;
    made.slant = slant;
    made.bold = bold;
    made.plain = plain;
    made.cairo = NULL;
    made.hyphened = NULL;
    return add_face(cx, made);
}

const jb_face *jb_fonts_like(jb_ctx *cx, const jb_face *face, const jb_face *other)
{
    return jb_face_variant(cx, face, other->slant, other->bold);
}

const jb_face *jb_fonts_stand_in(jb_ctx *cx, const jb_face *face, uint32_t code)
{
    enum { MOST = 64 };
    size_t n = 0;
    for (size_t i = 0; i < cx->fonts->faces.n; i++) {
        const jb_face *had = cx->fonts->faces.at[i];
        n += had->stands_for != 0;
        if (had->hb == face->hb && had->stands_for == code && same_look(had, face))
            return had;
    }
    if (n == MOST)
        return face;
    jb_face made = *face;
    made.stands_for = code;
    made.plain = face->plain ? face->plain : face;
    made.cairo = NULL;
    made.cut = NULL; /* its glyphs have another text */
    return add_face(cx, made);
}

bool jb_face_has(const jb_face *face, uint32_t code)
{
    hb_codepoint_t glyph;
    return face && hb_font_get_nominal_glyph(face->font, code, &glyph);
}

bool jb_face_has_han(const jb_face *face)
{
    return jb_face_has(face, 0x7684); /* 的 */
}

/* usWeightClass of OS/2. */
int jb_face_weight_told(const jb_face *face)
{
    hb_blob_t *os2 = hb_face_reference_table(face->hb, HB_TAG('O', 'S', '/', '2'));
    unsigned n;
    const unsigned char *p = (const unsigned char *)hb_blob_get_data(os2, &n);
    int weight = n >= 6 ? p[4] << 8 | p[5] : 0;
    hb_blob_destroy(os2);
    return weight >= 100 && weight <= 950 ? weight : 400;
}

const jb_mark_ink *jb_face_ink(const jb_face *face, uint32_t code)
{
    static const jb_mark_ink none = {.known = true};
    int row = jb_class_mark(code);
    if (row < 0)
        return &none;
    jb_mark_ink *ink = &face->inks[row];
    hb_codepoint_t glyph;
    hb_glyph_extents_t box;
    if (!ink->known && hb_font_get_nominal_glyph(face->font, code, &glyph) &&
        hb_font_get_glyph_extents(face->font, glyph, &box)) {
        ink->advance = (float)(hb_font_get_glyph_h_advance(face->font, glyph) / face->upem);
        ink->left = (float)(box.x_bearing / face->upem);
        ink->right = (float)((box.x_bearing + box.width) / face->upem);
    }
    ink->known = true;
    return ink;
}
