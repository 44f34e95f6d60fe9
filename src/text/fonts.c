#include "text/fonts.h"

#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>

#include "text/line.h"

/* A family of the machine or of the project in one weight and slant. */
typedef struct font_file {
    jb_str family; /* in every language it has: one row for each */
    const char *path;
    int index, weight;
    bool upright;
    jb_face *face; /* once opened */
} font_file;

typedef struct fallback {
    uint32_t code;
    bool serif;
    const jb_face *face;
} fallback;

struct jb_fonts {
    jb_arena *arena; /* what it lives in, and what is opened later with it */
    FcConfig *config;
    const FcFontSet *set; /* the machine's, in the order of their files */
    JB_LIST(font_file) files;
    JB_LIST(font_file) added; /* the project's */
    JB_LIST(jb_face *) faces;
    JB_LIST(fallback) fallbacks;
    JB_LIST(uint32_t) missing;
    JB_LIST(jb_str) told;
    jb_stack *stacks;
    hb_buffer_t *buffer;
    jb_arena *bench;
    struct jb_line_cache *lines;
    void *patterns; /* hyphenate.c's */
    bool has_han;   /* some role has a face with Chinese characters */
};

static jb_arena *life(const jb_ctx *cx)
{
    return cx->fonts->arena;
}

enum { SERIF, SANS, MONO, KINDS };

static const struct role {
    jb_str name;
    int weight;
    jb_role instead;
    int latin;
    jb_str families, package;
} roles[JB_ROLES] = {
#define R(role, name, weight, instead, latin, families, package)                                   \
    [JB_ROLE_##                                                                                    \
        role] = {JB_K(name), weight, JB_ROLE_##instead, latin, JB_K(families), JB_K(package)},
#include "text/fonts.def"
#undef R
};

static const jb_str latins[KINDS] = {
#define L(kind, name, families, package) [kind] = JB_K(families),
#include "text/fonts.def"
#undef L
};

const jb_font_alias jb_font_aliases[] = {
#define A(name, role) {JB_K(name), JB_ROLE_##role},
#include "text/fonts.def"
#undef A
};
const size_t jb_font_aliases_n = JB_COUNT(jb_font_aliases);

static const struct {
    uint32_t first, last;
    const char *package;
} packages[] = {
#define K(first, last, package) {first, last, package},
#include "text/fonts.def"
#undef K
};

/* Opening: a private configuration in memory, for the system's files of rules take ten times as
 * long to read as the fonts, and none of the rules is wanted here. */

static void add_dir(jb_buf *b, const char *tag, const char *head, const char *tail)
{
    if (head && *head)
        jb_buf_printf(b, "<%s>%s%s</%s>", tag, head, tail, tag);
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
        *JB_PUSH(life(cx), &cx->fonts->files) = (font_file){
            .family = jb_str_of(family),
            .path = pattern_text(pattern, FC_FILE, 0),
            .index = pattern_int(pattern, FC_INDEX, 0),
            .weight = pattern_weight(pattern),
            .upright = pattern_int(pattern, FC_SLANT, FC_SLANT_ROMAN) == FC_SLANT_ROMAN};
}

static int by_file(const void *a, const void *b)
{
    const font_file *x = a, *y = b;
    int c = strcmp(x->path, y->path);
    return c                      ? c
           : x->index != y->index ? (x->index > y->index) - (x->index < y->index)
                                  : jb_str_cmp(x->family, y->family);
}

static void read_machine(jb_ctx *cx)
{
    struct jb_fonts *fonts = cx->fonts;
    fonts->config = jb_arena_own(life(cx), FcConfigCreate(), destroy_config);
    FcConfigParseAndLoadFromMemory(fonts->config, (const FcChar8 *)configuration(cx).p, FcFalse);
    FcConfigBuildFonts(fonts->config);
    fonts->set = FcConfigGetFonts(fonts->config, FcSetSystem);
    for (int i = 0; fonts->set && i < fonts->set->nfont; i++)
        list_file(cx, fonts->set->fonts[i]);
    if (fonts->files.n)
        qsort(fonts->files.at, fonts->files.n, sizeof *fonts->files.at, by_file);
}

/* Faces */

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
    jb_face *face = JB_NEW(life(cx), jb_face);
    *face = made;
    face->digit = widest_digit(face);
    face->number = cx->fonts->faces.n;
    *JB_PUSH(life(cx), &cx->fonts->faces) = face;
    return face;
}

static void take_hb_face(jb_ctx *cx, jb_face *made, hb_face_t *hb)
{
    made->hb = jb_arena_own(life(cx), hb, destroy_hb_face);
    made->font = jb_arena_own(life(cx), hb_font_create(hb), destroy_hb_font);
    made->upem = hb_face_get_upem(hb);
    made->inks = JB_NEW_N(life(cx), jb_mark_ink, JB_MARK_ROWS);
    read_box(made);
}

/* NULL: no font could be read there. */
static jb_face *open_face(jb_ctx *cx, font_file *file)
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
    made.file = jb_arena_own(life(cx), file, destroy_blob);
    take_hb_face(cx, &made, hb_face_create(file, 0));
    return add_face(cx, made);
}

jb_face *jb_fonts_own(jb_ctx *cx, const jb_face *face)
{
    return cx->fonts->faces.at[face->number];
}

/* The face with a slant or a pen round its glyphs, made once. */
static jb_face *variant(jb_ctx *cx, const jb_face *face, double slant, double bold)
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
    return variant(cx, face, other->slant, other->bold);
}

const jb_face *jb_fonts_stand_in(jb_ctx *cx, const jb_face *face, uint32_t code)
{
    enum { MOST = 64 };
    size_t n = 0;
    for (size_t i = 0; i < cx->fonts->faces.n; i++) {
        const jb_face *had = cx->fonts->faces.at[i];
        n += had->stands_for != 0;
        if (had->hb == face->hb && had->stands_for == code)
            return had;
    }
    if (n == MOST)
        return face;
    jb_face made = *face;
    made.stands_for = code;
    made.plain = face->plain ? face->plain : face;
    made.cairo = NULL;
    return add_face(cx, made);
}

/* The family's file whose weight is nearest, or NULL. */
static font_file *nearest(font_file *at, size_t n, jb_str family, int weight, bool upright)
{
    font_file *best = NULL;
    for (size_t i = 0; i < n; i++)
        if (at[i].upright == upright && jb_str_eq_fold(at[i].family, family) &&
            (!best || abs(at[i].weight - weight) < abs(best->weight - weight)))
            best = &at[i];
    return best;
}

static font_file *find_file(struct jb_fonts *fonts, jb_str family, int weight, bool upright)
{
    font_file *file = nearest(fonts->added.at, fonts->added.n, family, weight, upright);
    return file ? file : nearest(fonts->files.at, fonts->files.n, family, weight, upright);
}

/* The ending of the pan-CJK families for a language. */
static jb_str ending_of(jb_str lang)
{
    static const struct {
        jb_str lang, ending;
    } endings[] = {{JB_K("zh-TW"), JB_K("TC")}, {JB_K("zh-Hant"), JB_K("TC")},
                   {JB_K("zh-HK"), JB_K("HK")}, {JB_K("zh-MO"), JB_K("HK")},
                   {JB_K("ja"), JB_K("JP")},    {JB_K("ko"), JB_K("KR")}};
    for (size_t i = 0; i < JB_COUNT(endings); i++)
        if (jb_str_eq_fold(jb_str_cut(lang, 0, endings[i].lang.n), endings[i].lang))
            return endings[i].ending;
    return JB_S("SC");
}

/* Bold is asked for from 600 on; what is lighter than 550 does not look it, and a pen goes round
 * its glyphs. */
enum { BOLD_ASKED = 600, BOLD_HAD = 550 };
static const double PEN = .03, LEAN = .2;

static jb_face *find_face(jb_ctx *cx, jb_str family, jb_str lang, int weight)
{
    font_file *file = NULL;
    jb_str ending = ending_of(lang);
    if (jb_str_ends(family, JB_S(" SC")) && !jb_str_eq(ending, JB_S("SC")))
        file = find_file(
            cx->fonts,
            jb_str_printf(cx->scratch, "%.*s%.*s", (int)family.n - 2, family.p, JB_F(ending)),
            weight, true);
    if (!file)
        file = find_file(cx->fonts, family, weight, true);
    jb_face *face = file ? open_face(cx, file) : NULL;
    bool thin = face && weight >= BOLD_ASKED && file->weight < BOLD_HAD;
    return thin ? variant(cx, face, 0, PEN) : face;
}

/* The first of a list "A|B|C" that is there. */
static jb_face *find_first(jb_ctx *cx, jb_str families, jb_str lang, int weight)
{
    while (families.n) {
        const char *bar = memchr(families.p, '|', families.n);
        size_t n = bar ? (size_t)(bar - families.p) : families.n;
        jb_face *face = find_face(cx, jb_str_cut(families, 0, n), lang, weight);
        if (face)
            return face;
        families = jb_str_cut(families, n + !!bar, families.n);
    }
    return NULL;
}

static bool has(const jb_face *face, uint32_t code)
{
    hb_codepoint_t glyph;
    return face && hb_font_get_nominal_glyph(face->font, code, &glyph);
}

static bool has_han(const jb_face *face)
{
    return has(face, 0x7684); /* 的 */
}

static int role_of(jb_str name)
{
    for (int i = 0; i < JB_ROLES; i++)
        if (jb_str_eq(roles[i].name, name))
            return i;
    for (size_t i = 0; i < jb_font_aliases_n; i++)
        if (jb_str_eq_fold(jb_font_aliases[i].name, name))
            return (int)jb_font_aliases[i].role;
    return -1;
}

static bool first_time(jb_ctx *cx, jb_str what)
{
    for (size_t i = 0; i < cx->fonts->told.n; i++)
        if (jb_str_eq(cx->fonts->told.at[i], what))
            return false;
    *JB_PUSH(cx->keep, &cx->fonts->told) = jb_str_dup(cx->keep, what);
    return true;
}

static void tell_substitute(jb_ctx *cx, jb_role role, const jb_face *face)
{
    if (!first_time(cx, roles[role].name))
        return;
    jb_warn(cx, (jb_span){0}, "no font for %.*s is installed; %.*s stands in",
            JB_F(roles[role].name), JB_F(face->family));
    if (roles[role].package.n)
        jb_hint(cx, "install the package %.*s, or name a font file in the theme",
                JB_F(roles[role].package));
    else
        jb_hint(cx, "no package has one: name a font file in the theme");
}

/* The role's own face, NULL when none of its families is there. */
static jb_face *role_face(jb_ctx *cx, jb_role role, jb_str lang, int weight)
{
    if (roles[role].weight) /* cut in one weight, whatever its file says */
        weight = 400;
    jb_face *face = find_face(cx, roles[role].name, lang, weight);
    return face ? face : find_first(cx, roles[role].families, lang, weight);
}

static jb_face *role_face_or_substitute(jb_ctx *cx, jb_role role, jb_str lang, int weight,
                                        bool tell)
{
    jb_face *face = role_face(cx, role, lang, weight);
    if (face)
        return face;
    jb_role instead = roles[role].instead;
    face = role_face(cx, instead, lang, roles[role].weight ? roles[role].weight : weight);
    for (int any = 0; !face && any < JB_ROLES; any++)
        face = role_face(cx, (jb_role)any, lang, weight);
    if (face && tell)
        tell_substitute(cx, role, face);
    return face;
}

static bool carries_good_latin(const jb_face *face)
{
    return jb_str_find(face->family, JB_S(" CJK ")) >= 0 ||
           jb_str_starts(face->family, JB_S("Source Han"));
}

/* Styles */

/* The family's own italic, or its letters leaning. */
static const jb_face *italic(jb_ctx *cx, const jb_stack *stack)
{
    const jb_face *upright = stack->latin;
    font_file *file = find_file(cx->fonts, upright->family, stack->weight, false);
    const jb_face *own = file ? open_face(cx, file) : NULL;
    return own ? own : variant(cx, upright, LEAN, upright->bold);
}

static void settle_latin(jb_ctx *cx, jb_stack *stack, int kind)
{
    if (!stack->latin && !carries_good_latin(stack->han))
        stack->latin = find_first(cx, latins[kind], stack->lang, stack->weight);
    if (!stack->latin)
        stack->latin = stack->han;
    if (stack->italic)
        stack->latin = italic(cx, stack);
}

/* One family of the list; true once the Han face is settled. */
static bool settle_family(jb_ctx *cx, jb_stack *stack, jb_str family, int *kind, bool *known)
{
    jb_face *face = find_face(cx, family, stack->lang, stack->weight);
    int role = role_of(family);
    if (!face && role < 0)
        return false;
    *known = true;
    if (role >= 0)
        *kind = roles[role].latin;
    if (!face)
        face = role_face_or_substitute(cx, (jb_role)role, stack->lang, stack->weight, true);
    if (has_han(face))
        return stack->han = face, true;
    if (!stack->latin)
        stack->latin = face;
    return false;
}

static jb_str next_family(jb_str *list)
{
    const char *comma = memchr(list->p, ',', list->n);
    size_t n = comma ? (size_t)(comma - list->p) : list->n;
    jb_str family = jb_str_trim(jb_str_cut(*list, 0, n));
    *list = jb_str_cut(*list, n + !!comma, list->n);
    if (family.n >= 2 && (*family.p == '"' || *family.p == '\'') &&
        family.p[family.n - 1] == *family.p)
        family = jb_str_cut(family, 1, family.n - 2);
    return family;
}

static void settle(jb_ctx *cx, jb_stack *stack, jb_span place)
{
    int kind = SANS;
    bool known = !stack->family.n;
    for (jb_str list = stack->family; list.n && !stack->han;)
        settle_family(cx, stack, next_family(&list), &kind, &known);
    if (!stack->han)
        stack->han = role_face_or_substitute(cx, kind == SERIF ? JB_ROLE_SONG : JB_ROLE_HEI,
                                             stack->lang, stack->weight, false);
    if (!known && first_time(cx, stack->family)) {
        jb_warn(cx, place, "no font named “%.*s” is installed; %.*s stands in", JB_F(stack->family),
                JB_F(stack->han->family));
        jb_hint(cx, "`jianbao fonts` lists what there is");
    }
    stack->serif = kind == SERIF;
    stack->mono = kind == MONO;
    settle_latin(cx, stack, kind);
}

const jb_stack *jb_fonts_stack(jb_ctx *cx, const jb_text_style *style, jb_span place)
{
    jb_str lang = style->lang.n ? style->lang : JB_S("zh-CN");
    int weight = style->weight ? style->weight : 400;
    for (jb_stack *s = cx->fonts->stacks; s; s = s->next)
        if (s->weight == weight && s->italic == style->italic &&
            jb_str_eq(s->family, style->family) && jb_str_eq(s->lang, lang))
            return s;
    jb_stack *stack = JB_NEW(life(cx), jb_stack);
    stack->family = jb_str_dup(life(cx), style->family);
    stack->lang = jb_str_dup(life(cx), lang);
    stack->weight = weight;
    stack->italic = style->italic;
    stack->language = hb_language_from_string(lang.p, (int)lang.n);
    settle(cx, stack, place);
    stack->next = cx->fonts->stacks;
    return cx->fonts->stacks = stack;
}

/* Characters */

static bool pattern_has(const FcPattern *pattern, uint32_t code)
{
    FcCharSet *chars;
    return FcPatternGetCharSet(pattern, FC_CHARSET, 0, &chars) == FcResultMatch &&
           FcCharSetHasChar(chars, code);
}

static font_file *file_of(struct jb_fonts *fonts, const FcPattern *pattern)
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
static int rank(const font_file *file, bool serif)
{
    bool looks_serif = jb_str_find(file->family, JB_S("Serif")) >= 0;
    return !file->upright * 4000 + abs(file->weight - 400) + (looks_serif != serif) * 50;
}

static const jb_face *search_machine(jb_ctx *cx, uint32_t code, bool serif)
{
    struct jb_fonts *fonts = cx->fonts;
    font_file *best = NULL;
    for (int i = 0; fonts->set && i < fonts->set->nfont; i++) {
        if (!usable(fonts->set->fonts[i]) || !pattern_has(fonts->set->fonts[i], code))
            continue;
        font_file *file = file_of(fonts, fonts->set->fonts[i]);
        if (file && (!best || rank(file, serif) < rank(best, serif) ||
                     (rank(file, serif) == rank(best, serif) && by_file(file, best) < 0)))
            best = file;
    }
    jb_face *face = best ? open_face(cx, best) : NULL;
    return has(face, code) ? face : NULL;
}

static const jb_face *fall_back(jb_ctx *cx, const jb_stack *stack, uint32_t code)
{
    struct jb_fonts *fonts = cx->fonts;
    for (size_t i = 0; i < fonts->fallbacks.n; i++)
        if (fonts->fallbacks.at[i].code == code && fonts->fallbacks.at[i].serif == stack->serif)
            return fonts->fallbacks.at[i].face;
    static const jb_role order[2][2] = {{JB_ROLE_HEI, JB_ROLE_SONG}, {JB_ROLE_SONG, JB_ROLE_HEI}};
    const jb_face *face = NULL;
    for (int i = 0; i < 2 && !face; i++) {
        jb_face *role = role_face(cx, order[stack->serif][i], stack->lang, 400);
        face = has(role, code) ? role : NULL;
    }
    if (!face)
        face = search_machine(cx, code, stack->serif);
    *JB_PUSH(life(cx), &fonts->fallbacks) =
        (fallback){.code = code, .serif = stack->serif, .face = face};
    return face;
}

const jb_face *jb_fonts_face(jb_ctx *cx, const jb_stack *stack, uint32_t code, bool cjk)
{
    const jb_face *first = cjk ? stack->han : stack->latin,
                  *second = cjk ? stack->latin : stack->han;
    return has(first, code) ? first : has(second, code) ? second : fall_back(cx, stack, code);
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

/* The door */

static void destroy_buffer(void *buffer)
{
    hb_buffer_destroy(buffer);
}

struct jb_fonts *jb_fonts_outlast(jb_ctx *cx)
{
    struct jb_fonts *fonts = cx->fonts;
    if (!fonts || fonts->arena == cx->keep || fonts->added.n)
        return NULL;
    fonts->lines = NULL;
    memset(&fonts->missing, 0, sizeof fonts->missing);
    memset(&fonts->told, 0, sizeof fonts->told);
    return fonts;
}

jb_arena *jb_fonts_arena(const jb_ctx *cx)
{
    return life(cx);
}

bool jb_fonts_open(jb_ctx *cx)
{
    if (!cx->fonts) {
        jb_arena *arena = cx->life ? cx->life : cx->keep;
        cx->fonts = JB_NEW(arena, struct jb_fonts);
        cx->fonts->arena = arena;
        cx->fonts->buffer = jb_arena_own(arena, hb_buffer_create(), destroy_buffer);
        cx->fonts->bench = jb_arena_inner(arena);
        read_machine(cx);
    }
    if (!cx->fonts->lines)
        cx->fonts->lines = jb_line_cache_new(cx->keep);
    for (int role = 0; role < JB_ROLES && !cx->fonts->has_han; role++)
        cx->fonts->has_han = has_han(role_face(cx, (jb_role)role, JB_S("zh-CN"), 400));
    if (cx->fonts->has_han)
        return true;
    jb_fail_environment(cx, (jb_span){0}, "no font with Chinese characters is installed");
    jb_hint(cx, "install the package fonts-noto-cjk");
    return false;
}

/* usWeightClass of OS/2. */
static int weight_of(const jb_face *face)
{
    hb_blob_t *os2 = hb_face_reference_table(face->hb, HB_TAG('O', 'S', '/', '2'));
    unsigned n;
    const unsigned char *p = (const unsigned char *)hb_blob_get_data(os2, &n);
    int weight = n >= 6 ? p[4] << 8 | p[5] : 0;
    hb_blob_destroy(os2);
    return weight >= 100 && weight <= 950 ? weight : 400;
}

bool jb_fonts_add(jb_ctx *cx, jb_str family, jb_str path, int index, jb_span place)
{
    if (!jb_fonts_open(cx))
        return false;
    font_file file = {.family = jb_str_dup(cx->keep, family),
                      .path = jb_str_c(cx->keep, path),
                      .index = index,
                      .upright = true};
    if (!open_face(cx, &file)) {
        jb_fail(cx, place, "“%.*s” is no font that can be read", JB_F(path));
        return false;
    }
    int role = role_of(family);
    file.weight = role >= 0 && roles[role].weight ? roles[role].weight : weight_of(file.face);
    file.face->weight = file.weight;
    if (role >= 0)
        file.family = roles[role].name;
    *JB_PUSH(cx->keep, &cx->fonts->added) = file;
    cx->fonts->stacks = NULL; /* what was resolved before may change */
    return true;
}

const jb_face *jb_fonts_role(jb_ctx *cx, jb_role role, bool *substitute)
{
    const jb_face *own = role_face(cx, role, JB_S("zh-CN"), 400);
    *substitute = !own;
    return own ? own : role_face_or_substitute(cx, role, JB_S("zh-CN"), 400, false);
}

const jb_face *jb_fonts_first(jb_ctx *cx, jb_str families)
{
    return find_first(cx, families, JB_S("zh-CN"), 400);
}

bool jb_fonts_added(const jb_ctx *cx, const jb_face *face)
{
    for (size_t i = 0; i < cx->fonts->added.n; i++)
        if (cx->fonts->added.at[i].path == face->path)
            return true;
    return false;
}

struct jb_line_cache *jb_fonts_lines(jb_ctx *cx)
{
    return cx->fonts->lines;
}

hb_buffer_t *jb_fonts_buffer(jb_ctx *cx)
{
    hb_buffer_reset(cx->fonts->buffer);
    return cx->fonts->buffer;
}

jb_arena *jb_fonts_bench(jb_ctx *cx)
{
    jb_arena_reset(cx->fonts->bench);
    return cx->fonts->bench;
}

void **jb_fonts_patterns(jb_ctx *cx)
{
    return &cx->fonts->patterns;
}
