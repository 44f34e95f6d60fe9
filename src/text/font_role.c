/* Which families stand for what, from the rows of fonts.def. */
#include "text/font_parts.h"

#include <stdlib.h>
#include <string.h>

const jb_font_role jb_font_roles[JB_ROLES] = {
#define R(role, name, weight, instead, latin, families, package)                                   \
    [JB_ROLE_##role] = {JB_K(name),       weight,         JB_ROLE_##instead,                       \
                        JB_LATIN_##latin, JB_K(families), JB_K(package)},
#include "text/fonts.def"
#undef R
};

const jb_font_latin jb_font_latins[JB_LATINS] = {
#define L(kind, name, families, package)                                                           \
    [JB_LATIN_##kind] = {JB_K(name), JB_K(families), JB_K(package)},
#include "text/fonts.def"
#undef L
};

const jb_font_alias jb_font_aliases[] = {
#define A(name, role) {JB_K(name), JB_ROLE_##role},
#include "text/fonts.def"
#undef A
};
const size_t jb_font_aliases_n = JB_COUNT(jb_font_aliases);

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
static const double PEN = .03;

jb_face *jb_font_family(jb_ctx *cx, jb_str family, jb_str lang, int weight)
{
    jb_font_file *file = NULL;
    jb_str ending = ending_of(lang);
    if (jb_str_ends(family, JB_S(" SC")) && !jb_str_eq(ending, JB_S("SC")))
        file = jb_font_file_find(
            cx, jb_str_printf(cx->scratch, "%.*s%.*s", (int)family.n - 2, family.p, JB_F(ending)),
            weight, true);
    if (!file)
        file = jb_font_file_find(cx, family, weight, true);
    jb_face *face = file ? jb_face_open(cx, file) : NULL;
    bool thin = face && weight >= BOLD_ASKED && file->weight < BOLD_HAD;
    return thin ? jb_face_variant(cx, face, 0, PEN) : face;
}

/* The first of a list "A|B|C" that is there. */
jb_face *jb_font_first(jb_ctx *cx, jb_str families, jb_str lang, int weight)
{
    while (families.n) {
        const char *bar = memchr(families.p, '|', families.n);
        size_t n = bar ? (size_t)(bar - families.p) : families.n;
        jb_face *face = jb_font_family(cx, jb_str_cut(families, 0, n), lang, weight);
        if (face)
            return face;
        families = jb_str_cut(families, n + !!bar, families.n);
    }
    return NULL;
}

int jb_font_role_named(jb_str name)
{
    for (int i = 0; i < JB_ROLES; i++)
        if (jb_str_eq(jb_font_roles[i].name, name))
            return i;
    for (size_t i = 0; i < jb_font_aliases_n; i++)
        if (jb_str_eq_fold(jb_font_aliases[i].name, name))
            return (int)jb_font_aliases[i].role;
    return -1;
}

bool jb_font_first_time(jb_ctx *cx, jb_str what)
{
    for (size_t i = 0; i < cx->fonts->told.n; i++)
        if (jb_str_eq(cx->fonts->told.at[i], what))
            return false;
    *JB_PUSH(cx->keep, &cx->fonts->told) = jb_str_dup(cx->keep, what);
    return true;
}

static void tell_substitute(jb_ctx *cx, jb_role role, const jb_face *face)
{
    if (!jb_font_first_time(cx, jb_font_roles[role].name))
        return;
    jb_warn(cx, (jb_span){0}, "no font for %.*s is installed; %.*s stands in",
            JB_F(jb_font_roles[role].name), JB_F(face->family));
    if (jb_font_roles[role].package.n)
        jb_hint(cx, "install the package %.*s, or name a font file in the theme",
                JB_F(jb_font_roles[role].package));
    else
        jb_hint(cx, "no package has one: name a font file in the theme");
}

/* The role's own face, NULL when none of its families is there. */
jb_face *jb_font_of_role(jb_ctx *cx, jb_role role, jb_str lang, int weight)
{
    if (jb_font_roles[role].weight) /* cut in one weight, whatever its file says */
        weight = 400;
    jb_face *face = jb_font_family(cx, jb_font_roles[role].name, lang, weight);
    return face ? face : jb_font_first(cx, jb_font_roles[role].families, lang, weight);
}

jb_face *jb_font_standing_in(jb_ctx *cx, jb_role role, jb_str lang, int weight, bool tell)
{
    jb_face *face = jb_font_of_role(cx, role, lang, weight);
    if (face)
        return face;
    jb_role instead = jb_font_roles[role].instead;
    face = jb_font_of_role(cx, instead, lang,
                           jb_font_roles[role].weight ? jb_font_roles[role].weight : weight);
    for (int any = 0; !face && any < JB_ROLES; any++)
        face = jb_font_of_role(cx, (jb_role)any, lang, weight);
    if (face && tell)
        tell_substitute(cx, role, face);
    return face;
}

bool jb_fonts_added(const jb_ctx *cx, const jb_face *face)
{
    for (size_t i = 0; i < cx->fonts->added.n; i++)
        if (cx->fonts->added.at[i].path == face->path)
            return true;
    return false;
}
