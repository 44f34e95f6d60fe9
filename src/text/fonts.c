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
    if (!fonts || fonts->arena == cx->keep)
        return NULL;
    jb_font_project_leave(cx);
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
