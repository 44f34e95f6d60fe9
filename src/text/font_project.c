/* The project's own font files, which stand for families and roles before the machine's. */
#include <sys/stat.h>

#include "text/font_parts.h"

/* One that was opened for some document of the handle, as it was then. */
struct jb_font_kept {
    jb_font_file file;
    struct stat seen;
};

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static const jb_font_file *find_kept(const jb_ctx *cx, const jb_font_file *file,
                                     const struct stat *seen)
{
    for (size_t i = 0; i < cx->fonts->kept.n; i++) {
        const struct jb_font_kept *k = &cx->fonts->kept.at[i];
        if (same_file(&k->seen, seen) && k->file.index == file->index &&
            jb_str_eq(k->file.face->family, file->family) &&
            jb_str_eq(jb_str_of(k->file.path), jb_str_of(file->path)))
            return &k->file;
    }
    return NULL;
}

/* NULL: it is no font. */
static const jb_font_file *keep(jb_ctx *cx, const jb_font_file *file, int role,
                                const struct stat *seen)
{
    jb_arena *a = cx->fonts->arena;
    jb_font_file made = *file;
    made.family = jb_str_dup(a, file->family);
    made.path = jb_str_c(a, jb_str_of(file->path));
    if (!jb_face_open(cx, &made))
        return NULL;
    if (role >= 0)
        made.family = jb_font_roles[role].name;
    made.weight = role >= 0 && jb_font_roles[role].weight ? jb_font_roles[role].weight
                                                          : jb_face_weight_told(made.face);
    made.face->weight = made.weight;
    struct jb_font_kept *kept = JB_PUSH(a, &cx->fonts->kept);
    *kept = (struct jb_font_kept){made, *seen};
    return &kept->file;
}

/* A family has one file of each weight: the last that was named. */
static jb_font_file *place_of(jb_ctx *cx, const jb_font_file *file)
{
    for (size_t i = 0; i < cx->fonts->added.n; i++) {
        jb_font_file *other = &cx->fonts->added.at[i];
        if (other->weight == file->weight && jb_str_eq_fold(other->family, file->family))
            return other;
    }
    return JB_PUSH(cx->keep, &cx->fonts->added);
}

/* What was resolved may be another face now. */
static void forget_resolved(struct jb_fonts *fonts)
{
    fonts->stacks = NULL;
    fonts->fallbacks.n = 0;
    fonts->has_han = false;
}

bool jb_fonts_add(jb_ctx *cx, jb_str family, jb_str path, int index, jb_span place)
{
    if (!jb_fonts_open(cx))
        return false;
    int role = jb_font_role_named(family);
    struct stat seen = {0};
    const jb_font_file file = {
        .family = family, .path = jb_str_c(cx->keep, path), .index = index, .upright = true};
    const jb_font_file *kept = stat(file.path, &seen) ? NULL : find_kept(cx, &file, &seen);
    if (!kept)
        kept = keep(cx, &file, role, &seen);
    if (!kept) {
        jb_fail(cx, place, "“%.*s” is no font that can be read", JB_F(path));
        return false;
    }
    *place_of(cx, kept) = *kept;
    forget_resolved(cx->fonts);
    return true;
}

void jb_font_project_leave(jb_ctx *cx)
{
    if (!cx->fonts->added.n)
        return;
    cx->fonts->added.at = NULL;
    cx->fonts->added.n = cx->fonts->added.cap = 0;
    forget_resolved(cx->fonts);
}
