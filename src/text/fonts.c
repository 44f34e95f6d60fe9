#include "text/font_parts.h"

#include <string.h>

#include "text/line.h"

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
    return cx->fonts->arena;
}

bool jb_fonts_open(jb_ctx *cx)
{
    if (!cx->fonts) {
        jb_arena *arena = cx->life ? cx->life : cx->keep;
        cx->fonts = JB_NEW(arena, struct jb_fonts);
        cx->fonts->arena = arena;
        cx->fonts->buffer = jb_arena_own(arena, hb_buffer_create(), destroy_buffer);
        cx->fonts->bench = jb_arena_inner(arena);
        jb_font_files_read(cx);
    }
    if (!cx->fonts->lines)
        cx->fonts->lines = jb_line_cache_new(cx->keep);
    for (int role = 0; role < JB_ROLES && !cx->fonts->has_han; role++)
        cx->fonts->has_han =
            jb_face_has_han(jb_font_of_role(cx, (jb_role)role, JB_S("zh-CN"), 400));
    if (cx->fonts->has_han)
        return true;
    jb_fail_environment(cx, (jb_span){0}, "no font with Chinese characters is installed");
    jb_hint(cx, "install the package fonts-noto-cjk");
    return false;
}

bool jb_fonts_add(jb_ctx *cx, jb_str family, jb_str path, int index, jb_span place)
{
    if (!jb_fonts_open(cx))
        return false;
    jb_font_file file = {.family = jb_str_dup(cx->keep, family),
                         .path = jb_str_c(cx->keep, path),
                         .index = index,
                         .upright = true};
    if (!jb_face_open(cx, &file)) {
        jb_fail(cx, place, "“%.*s” is no font that can be read", JB_F(path));
        return false;
    }
    int role = jb_font_role_named(family);
    file.weight = role >= 0 && jb_font_roles[role].weight ? jb_font_roles[role].weight
                                                          : jb_face_weight_told(file.face);
    file.face->weight = file.weight;
    if (role >= 0)
        file.family = jb_font_roles[role].name;
    *JB_PUSH(cx->keep, &cx->fonts->added) = file;
    cx->fonts->stacks = NULL; /* what was resolved before may change */
    return true;
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
