#include "text/face.h"

#include <cairo-ft.h>
#include <stdlib.h>

#include "text/fonts.h"

const char *jb_face_path(const jb_face *face)
{
    return face->path;
}

int jb_face_index(const jb_face *face)
{
    return face->index;
}

jb_str jb_face_family(const jb_face *face)
{
    return face->family;
}

int jb_face_weight(const jb_face *face)
{
    return face->weight;
}

bool jb_face_italic(const jb_face *face)
{
    return face->italic;
}

double jb_face_advance(const jb_face *face, uint32_t glyph)
{
    return hb_font_get_glyph_h_advance(face->font, glyph) / face->upem;
}

hb_face_t *jb_face_hb(const jb_face *face)
{
    return face->hb;
}

uint32_t jb_face_stands_for(const jb_face *face)
{
    return face->stands_for;
}

void **jb_face_cut(const jb_face *face)
{
    return (void **)(uintptr_t)&face->cut;
}

double jb_face_slant(const jb_face *face)
{
    return face->slant;
}

double jb_face_bold(const jb_face *face)
{
    return face->bold;
}

/* Cairo keeps scaled fonts beyond their last use, so each face has a library of its own that goes
 * with it. */
typedef struct free_face {
    FT_Library library;
    FT_Face face;
    hb_blob_t *file; /* NULL: read from the disk */
} free_face;

static void destroy_free_face(void *thing)
{
    free_face *f = thing;
    if (f->face)
        FT_Done_Face(f->face);
    if (f->library)
        FT_Done_FreeType(f->library);
    hb_blob_destroy(f->file);
    free(f);
}

static void destroy_cairo_face(void *face)
{
    cairo_font_face_destroy(face);
}

static FT_Error open_free_face(const jb_face *face, free_face *f)
{
    if (!face->file)
        return FT_New_Face(f->library, face->path, face->index, &f->face);
    unsigned n;
    const char *bytes = hb_blob_get_data(face->file, &n);
    f->file = hb_blob_reference(face->file);
    return FT_New_Memory_Face(f->library, (const FT_Byte *)bytes, (FT_Long)n, 0, &f->face);
}

static cairo_font_face_t *open_cairo_face(const jb_face *face)
{
    static const cairo_user_data_key_t key;
    free_face *f = calloc(1, sizeof *f);
    if (!f || FT_Init_FreeType(&f->library) || open_free_face(face, f)) {
        if (f)
            destroy_free_face(f);
        return NULL;
    }
    cairo_font_face_t *made =
        cairo_ft_font_face_create_for_ft_face(f->face, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP);
    if (cairo_font_face_set_user_data(made, &key, f, destroy_free_face))
        destroy_free_face(f);
    return made;
}

cairo_font_face_t *jb_face_cairo(jb_ctx *cx, const jb_face *face)
{
    jb_face *own = jb_fonts_own(cx, face->plain ? face->plain : face);
    if (!own->cairo) {
        cairo_font_face_t *made = open_cairo_face(own);
        if (!made) {
            jb_fail_environment(cx, (jb_span){0}, "cannot read the font file %s", own->path);
            return NULL;
        }
        own->cairo = jb_arena_own(jb_fonts_arena(cx), made, destroy_cairo_face);
    }
    return own->cairo;
}

void jb_face_matrix(const jb_face *face, double size, cairo_matrix_t *matrix)
{
    cairo_matrix_init(matrix, size, 0, -face->slant * size, size, 0, 0);
}

cairo_font_options_t *jb_face_options(void)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    return options;
}

bool jb_face_select(jb_ctx *cx, const jb_face *face, cairo_t *cr, double size)
{
    cairo_font_face_t *font = jb_face_cairo(cx, face);
    if (!font)
        return false;
    cairo_matrix_t matrix;
    jb_face_matrix(face, size, &matrix);
    cairo_font_options_t *options = jb_face_options();
    cairo_set_font_face(cr, font);
    cairo_set_font_matrix(cr, &matrix);
    cairo_set_font_options(cr, options);
    cairo_font_options_destroy(options);
    return true;
}
