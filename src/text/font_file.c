/* The machine's fonts, from a private configuration in memory: the system's files of rules take ten
 * times as long to read as the fonts, and none of the rules is wanted here. */
#include "text/font_parts.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

static void add_dir(jb_buf *b, const char *tag, const char *head, const char *tail)
{
    if (!head || *head != '/') /* as the XDG specification has it */
        return;
    char *text = g_markup_escape_text(head, -1);
    jb_buf_printf(b, "<%s>%s%s</%s>", tag, text, tail, tag);
    g_free(text);
}

static jb_str configuration(jb_ctx *cx)
{
    const char *home = getenv("HOME"), *data = getenv("XDG_DATA_HOME"),
               *cache = getenv("XDG_CACHE_HOME");
    jb_buf b = jb_buf_new(cx->scratch);
    jb_buf_add(&b, JB_S("<fontconfig><dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir>"
                        "<dir>/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol</dir>"));
    add_dir(&b, "dir", home, "/.fonts");
    add_dir(&b, "dir", data && *data ? data : home,
            data && *data ? "/fonts" : "/.local/share/fonts");
    jb_buf_add(&b, JB_S("<cachedir>/var/cache/fontconfig</cachedir>"));
    add_dir(&b, "cachedir", cache && *cache ? cache : home,
            cache && *cache ? "/fontconfig" : "/.cache/fontconfig");
    jb_buf_add(&b, JB_S("</fontconfig>"));
    return b.text;
}

static void destroy_config(void *config)
{
    FcConfigDestroy(config);
}

static const char *pattern_text(const FcPattern *pattern, const char *object, int n)
{
    FcChar8 *text;
    return FcPatternGetString(pattern, object, n, &text) == FcResultMatch ? (const char *)text
                                                                          : NULL;
}

static int pattern_int(const FcPattern *pattern, const char *object, int otherwise)
{
    int value;
    return FcPatternGetInteger(pattern, object, 0, &value) == FcResultMatch ? value : otherwise;
}

/* Weight of OpenType, 100 to 900. */
static int pattern_weight(const FcPattern *pattern)
{
    double weight;
    if (FcPatternGetDouble(pattern, FC_WEIGHT, 0, &weight) != FcResultMatch)
        return 400;
    return (int)FcWeightToOpenTypeDouble(weight);
}

static bool usable(const FcPattern *pattern)
{
    FcBool variable = FcFalse, outline = FcTrue;
    FcPatternGetBool(pattern, FC_VARIABLE, 0, &variable);
    FcPatternGetBool(pattern, FC_OUTLINE, 0, &outline);
    return outline && !variable && pattern_text(pattern, FC_FILE, 0);
}

static void list_file(jb_ctx *cx, const FcPattern *pattern)
{
    if (!usable(pattern))
        return;
    const char *family;
    for (int n = 0; (family = pattern_text(pattern, FC_FAMILY, n)); n++)
        *JB_PUSH(cx->fonts->arena, &cx->fonts->files) = (jb_font_file){
            .family = jb_str_of(family),
            .path = pattern_text(pattern, FC_FILE, 0),
            .index = pattern_int(pattern, FC_INDEX, 0),
            .weight = pattern_weight(pattern),
            .upright = pattern_int(pattern, FC_SLANT, FC_SLANT_ROMAN) == FC_SLANT_ROMAN};
}

static int by_file(const void *a, const void *b)
{
    const jb_font_file *x = a, *y = b;
    int c = strcmp(x->path, y->path);
    return c                      ? c
           : x->index != y->index ? (x->index > y->index) - (x->index < y->index)
                                  : jb_str_cmp(x->family, y->family);
}

void jb_font_files_read(jb_ctx *cx)
{
    struct jb_fonts *fonts = cx->fonts;
    fonts->config = jb_arena_own(cx->fonts->arena, FcConfigCreate(), destroy_config);
    FcConfigParseAndLoadFromMemory(fonts->config, (const FcChar8 *)configuration(cx).p, FcFalse);
    FcConfigBuildFonts(fonts->config);
    fonts->set = FcConfigGetFonts(fonts->config, FcSetSystem);
    for (int i = 0; fonts->set && i < fonts->set->nfont; i++)
        list_file(cx, fonts->set->fonts[i]);
    if (fonts->files.n)
        qsort(fonts->files.at, fonts->files.n, sizeof *fonts->files.at, by_file);
}

/* The family's file whose weight is nearest, or NULL. */
static jb_font_file *nearest(jb_font_file *at, size_t n, jb_str family, int weight, bool upright)
{
    jb_font_file *best = NULL;
    for (size_t i = 0; i < n; i++)
        if (at[i].upright == upright && jb_str_eq_fold(at[i].family, family) &&
            (!best || abs(at[i].weight - weight) < abs(best->weight - weight)))
            best = &at[i];
    return best;
}

jb_font_file *jb_font_file_find(const jb_ctx *cx, jb_str family, int weight, bool upright)
{
    const struct jb_fonts *fonts = cx->fonts;
    jb_font_file *file = nearest(fonts->added.at, fonts->added.n, family, weight, upright);
    return file ? file : nearest(fonts->files.at, fonts->files.n, family, weight, upright);
}

static bool pattern_has(const FcPattern *pattern, uint32_t code)
{
    FcCharSet *chars;
    return FcPatternGetCharSet(pattern, FC_CHARSET, 0, &chars) == FcResultMatch &&
           FcCharSetHasChar(chars, code);
}

static jb_font_file *file_of(const struct jb_fonts *fonts, const FcPattern *pattern)
{
    const char *path = pattern_text(pattern, FC_FILE, 0);
    int index = pattern_int(pattern, FC_INDEX, 0);
    for (size_t i = 0; i < fonts->files.n; i++)
        if (fonts->files.at[i].index == index && !strcmp(fonts->files.at[i].path, path))
            return &fonts->files.at[i];
    return NULL;
}

/* The less, the better a stand-in: upright and of normal weight, of the asked kind, the name for
 * the tie. */
static int rank(const jb_font_file *file, bool serif)
{
    bool looks_serif = jb_str_find(file->family, JB_S("Serif")) >= 0;
    return !file->upright * 4000 + abs(file->weight - 400) + (looks_serif != serif) * 50;
}

jb_font_file *jb_font_file_with(const jb_ctx *cx, uint32_t code, bool serif)
{
    const struct jb_fonts *fonts = cx->fonts;
    jb_font_file *best = NULL;
    for (int i = 0; fonts->set && i < fonts->set->nfont; i++) {
        if (!usable(fonts->set->fonts[i]) || !pattern_has(fonts->set->fonts[i], code))
            continue;
        jb_font_file *file = file_of(fonts, fonts->set->fonts[i]);
        if (file && (!best || rank(file, serif) < rank(best, serif) ||
                     (rank(file, serif) == rank(best, serif) && by_file(file, best) < 0)))
            best = file;
    }
    return best;
}
