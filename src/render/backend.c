#include "render/backends.h"
#include "render/path.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const jb_backend jb_backends[] = {
#define B(name, extension, about, told) {JB_K(extension), JB_K(about), told, jb_render_##name},
#include "render/backend.def"
#undef B
};
const size_t jb_backends_n = JB_COUNT(jb_backends);

const jb_backend *jb_backend_find(jb_str path)
{
    for (size_t i = 0; i < JB_COUNT(jb_backends); i++) {
        jb_str ext = jb_backends[i].extension;
        if (path.n > ext.n && path.p[path.n - ext.n - 1] == '.' &&
            jb_str_eq_fold(jb_str_cut(path, path.n - ext.n, ext.n), ext))
            return &jb_backends[i];
    }
    return NULL;
}

/* One rule of size for every form, so that a spec is drawn or refused alike. */
static bool fits(jb_ctx *cx, const jb_scene *scene, const jb_render_options *options)
{
    double scale = options->scale;
    double pixels = ceil(scene->width * scale) * ceil(scene->height * scale);
    if (isfinite(pixels) && pixels <= (double)cx->limits.pixels)
        return true;
    jb_fail(cx, options->place, "the picture is %.0f × %.0f pixels, more than %llu in all",
            ceil(scene->width * scale), ceil(scene->height * scale),
            (unsigned long long)cx->limits.pixels);
    jb_hint(cx, "a smaller size or scale, or --max pixels=N");
    return false;
}

static size_t unplaced(const jb_mark *mark)
{
    size_t n = 0;
    for (size_t i = 0; i < mark->n; i++) {
        n += !jb_item_placed(mark, i);
        for (size_t k = 0; mark->type == JB_MARKTYPE_GROUP && k < mark->groups[i].marks_n; k++)
            n += unplaced(mark->groups[i].marks[k]);
    }
    return n;
}

void jb_tell_unplaced(jb_ctx *cx, const jb_mark *root, jb_span place)
{
    size_t n = unplaced(root);
    if (n)
        jb_warn(cx, place, "items at no finite place are not drawn: %zu", n);
}

bool jb_render_scene(jb_ctx *cx, const jb_scene *scene, const jb_backend *backend,
                     const jb_render_options *options, jb_str *bytes)
{
    jb_render_options plain = options ? *options : (jb_render_options){0};
    if (!(plain.scale > 0))
        plain.scale = 1;
    jb_tell_unplaced(cx, scene->root, plain.place);
    return fits(cx, scene, &plain) && backend->render(cx, scene, &plain, bytes);
}

bool jb_render_page(jb_ctx *cx, const jb_document *document, size_t page, const jb_backend *backend,
                    const jb_render_options *options, jb_str *bytes)
{
    const jb_page *p = &document->pages[page];
    jb_paint white = {.kind = JB_PAINT_SOLID, .color = {1, 1, 1, 1}};
    jb_scene scene = {.width = p->width,
                      .height = p->height,
                      .background = white,
                      .root = p->root,
                      .title = document->title};
    return jb_render_scene(cx, &scene, backend, options, bytes);
}

bool jb_render_json(jb_ctx *cx, const jb_scene *scene, const jb_render_options *options,
                    jb_str *bytes)
{
    (void)options;
    jb_buf b = jb_buf_new(cx->keep);
    jb_scene_json(&b, scene);
    *bytes = b.text;
    return true;
}

static void drop(void *sink)
{
    free(((jb_sink *)sink)->bytes);
}

jb_sink *jb_sink_new(jb_arena *a)
{
    return jb_arena_own(a, JB_NEW(a, jb_sink), drop);
}

/* Not from the arena: to jump out through the library that calls would leave its locks closed. */
cairo_status_t jb_sink_write(void *closure, const unsigned char *bytes, unsigned n)
{
    jb_sink *sink = closure;
    if (sink->cap - sink->n < n) {
        size_t cap = (sink->cap ? sink->cap : 65536) * 2 + n;
        char *grown = realloc(sink->bytes, cap);
        if (!grown)
            return CAIRO_STATUS_NO_MEMORY;
        sink->bytes = grown;
        sink->cap = cap;
    }
    memcpy(sink->bytes + sink->n, bytes, n);
    sink->n += n;
    return CAIRO_STATUS_SUCCESS;
}
