/* Characters: the face that draws each, and those that none does. */
#include "text/font_parts.h"

static const struct {
    uint32_t first, last;
    const char *package;
} packages[] = {
#define K(first, last, package) {first, last, package},
#include "text/fonts.def"
#undef K
};

static const jb_face *fall_back(jb_ctx *cx, const jb_stack *stack, uint32_t code)
{
    struct jb_fonts *fonts = cx->fonts;
    for (size_t i = 0; i < fonts->fallbacks.n; i++) {
        const jb_fallback *had = &fonts->fallbacks.at[i];
        if (had->code == code && had->serif == stack->serif && had->language == stack->language)
            return had->face;
    }
    static const jb_role order[2][2] = {{JB_ROLE_HEI, JB_ROLE_SONG}, {JB_ROLE_SONG, JB_ROLE_HEI}};
    const jb_face *face = NULL;
    for (int i = 0; i < 2 && !face; i++) {
        jb_face *role = jb_font_of_role(cx, order[stack->serif][i], stack->lang, 400);
        face = jb_face_has(role, code) ? role : NULL;
    }
    jb_font_file *file = face ? NULL : jb_font_file_with(cx, code, stack->serif);
    const jb_face *found = file ? jb_face_open(cx, file) : NULL;
    if (jb_face_has(found, code))
        face = found;
    *JB_PUSH(cx->fonts->arena, &fonts->fallbacks) =
        (jb_fallback){code, stack->serif, stack->language, face};
    return face;
}

const jb_face *jb_fonts_face(jb_ctx *cx, const jb_stack *stack, uint32_t code, bool cjk)
{
    const jb_face *first = cjk ? stack->han : stack->latin,
                  *second = cjk ? stack->latin : stack->han;
    return jb_face_has(first, code)    ? first
           : jb_face_has(second, code) ? second
                                       : fall_back(cx, stack, code);
}

/* Each character is told once. */
static bool untold(jb_ctx *cx, uint32_t code)
{
    struct jb_fonts *fonts = cx->fonts;
    for (size_t i = 0; i < fonts->missing.n; i++)
        if (fonts->missing.at[i] == code)
            return false;
    *JB_PUSH(cx->keep, &fonts->missing) = code;
    return true;
}

void jb_fonts_control(jb_ctx *cx, uint32_t code, jb_span place)
{
    if (!untold(cx, code))
        return;
    jb_warn(cx, place, "the control character U+%04X is drawn as a space", code);
    jb_hint(cx, "delete it, or write what was meant");
}

void jb_fonts_missing(jb_ctx *cx, uint32_t code, jb_span place)
{
    if (!untold(cx, code))
        return;
    char bytes[4];
    jb_str text = {bytes, jb_utf8_put(bytes, code)};
    if (cx->allow_missing_glyphs)
        jb_warn(cx, place, "no font has the character “%.*s” (U+%04X)", JB_F(text), code);
    else
        jb_fail(cx, place, "no font has the character “%.*s” (U+%04X)", JB_F(text), code);
    for (size_t i = 0; i < JB_COUNT(packages); i++)
        if (code >= packages[i].first && code <= packages[i].last) {
            jb_hint(cx,
                    "the package %s may have it; --allow-missing-glyphs sets a geta mark instead",
                    packages[i].package);
            return;
        }
}
