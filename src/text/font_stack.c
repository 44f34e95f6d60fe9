/* Styles: which face of Han and which of Latin letters a list of families comes to. */
#include "text/font_parts.h"

#include <string.h>

static bool carries_good_latin(const jb_face *face)
{
    return jb_str_find(face->family, JB_S(" CJK ")) >= 0 ||
           jb_str_starts(face->family, JB_S("Source Han"));
}

/* The family's own italic, or its letters leaning, by the tangent of their slant. */
static const double LEAN = .2;

static const jb_face *italic(jb_ctx *cx, const jb_stack *stack)
{
    const jb_face *upright = stack->latin;
    jb_font_file *file = jb_font_file_find(cx, upright->family, stack->weight, false);
    const jb_face *own = file ? jb_face_open(cx, file) : NULL;
    return own ? own : jb_face_variant(cx, upright, LEAN, upright->bold);
}

static void settle_latin(jb_ctx *cx, jb_stack *stack, int kind)
{
    if (!stack->latin && !carries_good_latin(stack->han))
        stack->latin = jb_font_first(cx, jb_font_latins[kind].families, stack->lang, stack->weight);
    if (!stack->latin)
        stack->latin = stack->han;
    if (stack->italic)
        stack->latin = italic(cx, stack);
}

/* One family of the list; true once the Han face is settled. */
static bool settle_family(jb_ctx *cx, jb_stack *stack, jb_str family, int *kind, bool *known)
{
    jb_face *face = jb_font_family(cx, family, stack->lang, stack->weight);
    int role = jb_font_role_named(family);
    if (!face && role < 0)
        return false;
    *known = true;
    if (role >= 0)
        *kind = jb_font_roles[role].latin;
    if (!face)
        face = jb_font_standing_in(cx, (jb_role)role, stack->lang, stack->weight, true);
    if (jb_face_has_han(face))
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
    int kind = JB_LATIN_SANS;
    bool known = !stack->family.n;
    for (jb_str list = stack->family; list.n && !stack->han;)
        settle_family(cx, stack, next_family(&list), &kind, &known);
    if (!stack->han)
        stack->han = jb_font_standing_in(cx, kind == JB_LATIN_SERIF ? JB_ROLE_SONG : JB_ROLE_HEI,
                                         stack->lang, stack->weight, false);
    if (!known && jb_font_first_time(cx, stack->family)) {
        jb_warn(cx, place, "no font named “%.*s” is installed; %.*s stands in", JB_F(stack->family),
                JB_F(stack->han->family));
        jb_hint(cx, "`jianbao fonts` lists what there is");
    }
    stack->serif = kind == JB_LATIN_SERIF;
    stack->mono = kind == JB_LATIN_MONO;
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
    jb_stack *stack = JB_NEW(cx->fonts->arena, jb_stack);
    stack->family = jb_str_dup(cx->fonts->arena, style->family);
    stack->lang = jb_str_dup(cx->fonts->arena, lang);
    stack->weight = weight;
    stack->italic = style->italic;
    stack->language = hb_language_from_string(lang.p, (int)lang.n);
    settle(cx, stack, place);
    stack->next = cx->fonts->stacks;
    return cx->fonts->stacks = stack;
}

bool jb_text_same_face(jb_ctx *cx, const jb_text_style *a, const jb_text_style *b, jb_span place)
{
    const jb_stack *one = jb_fonts_stack(cx, a, place), *other = jb_fonts_stack(cx, b, place);
    return one->han == other->han;
}
