#include "render/subset.h"

#include <cairo-ft.h>
#include <hb-subset.h>
#include <stdlib.h>

#include "text/face.h"

typedef struct subset {
    const jb_face *face;
    hb_font_t *font; /* the whole face in its units */
    hb_codepoint_t space;
    hb_set_t *glyphs;
    hb_map_t *numbers; /* old to new; NULL: not cut */
    cairo_font_face_t *cairo;
} subset;

struct jb_subsets {
    jb_ctx *cx;
    JB_LIST(subset) all;
};

/* Ours alone: what the cairo face stands on goes when cairo lets go of it, which may be after the
 * surface's end. */
typedef struct cut_face {
    FT_Library library;
    FT_Face face;
    hb_blob_t *blob;
} cut_face;

static void destroy_cut_face(void *thing)
{
    cut_face *c = thing;
    if (c->face)
        FT_Done_Face(c->face);
    if (c->library)
        FT_Done_FreeType(c->library);
    hb_blob_destroy(c->blob);
    free(c);
}

static void destroy_set(void *set)
{
    hb_set_destroy(set);
}

static void destroy_font(void *font)
{
    hb_font_destroy(font);
}

static void destroy_map(void *map)
{
    hb_map_destroy(map);
}

static void destroy_cairo_face(void *face)
{
    cairo_font_face_destroy(face);
}

jb_subsets *jb_subsets_new(jb_ctx *cx)
{
    jb_subsets *s = JB_NEW(cx->scratch, jb_subsets);
    s->cx = cx;
    return s;
}

/* A face and its slanted twin are one font. */
static bool same_font(const jb_face *a, const jb_face *b)
{
    return a == b || jb_face_hb(a) == jb_face_hb(b);
}

static subset *find(const jb_subsets *s, const jb_face *face)
{
    for (size_t i = 0; i < s->all.n; i++)
        if (same_font(s->all.at[i].face, face))
            return &s->all.at[i];
    return NULL;
}

static void collect_run(jb_subsets *s, const jb_run *run)
{
    subset *found = find(s, run->face);
    if (!found) {
        found = JB_PUSH(s->cx->scratch, &s->all);
        found->face = run->face;
        found->glyphs = jb_arena_own(s->cx->scratch, hb_set_create(), destroy_set);
        found->font =
            jb_arena_own(s->cx->scratch, hb_font_create(jb_face_hb(run->face)), destroy_font);
        if (hb_font_get_nominal_glyph(found->font, ' ', &found->space))
            hb_set_add(found->glyphs, found->space);
    }
    for (size_t i = 0; i < run->glyphs_n; i++)
        hb_set_add(found->glyphs, run->glyphs[i].id);
}

static void collect_text(jb_subsets *s, const jb_text_item *t)
{
    for (size_t i = 0; i < t->lines_n; i++)
        for (size_t k = 0; k < t->lines[i].runs_n; k++)
            collect_run(s, &t->lines[i].runs[k]);
}

void jb_subsets_collect(jb_subsets *s, const jb_mark *mark)
{
    for (size_t i = 0; i < mark->n; i++) {
        if (mark->type == JB_MARKTYPE_TEXT)
            collect_text(s, &mark->texts[i]);
        for (size_t k = 0; mark->type == JB_MARKTYPE_GROUP && k < mark->groups[i].marks_n; k++)
            jb_subsets_collect(s, mark->groups[i].marks[k]);
    }
}

/* Outlines, measures and the name: with the rest (cmap, layout) planning takes ten times as long.
 */
static hb_blob_t *give_table(hb_face_t *face, hb_tag_t tag, void *whole)
{
    static const char wanted[][5] = {"CFF ", "head", "hhea", "hmtx", "maxp", "name", "glyf",
                                     "loca", "cvt ", "fpgm", "prep", "OS/2", "post"};
    (void)face;
    for (size_t i = 0; i < JB_COUNT(wanted); i++)
        if (tag == HB_TAG(wanted[i][0], wanted[i][1], wanted[i][2], wanted[i][3]))
            return hb_face_reference_table(whole, tag);
    return NULL;
}

/* The cut font's file in memory, and its numbering; NULL: it can't be cut. */
static hb_blob_t *cut(const subset *s, hb_map_t *numbers)
{
    hb_face_t *whole = jb_face_hb(s->face),
              *lean = hb_face_create_for_tables(give_table, whole, NULL);
    hb_face_set_upem(lean, hb_face_get_upem(whole));
    hb_face_set_glyph_count(lean, hb_face_get_glyph_count(whole));
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_blob_t *blob = NULL;
    if (input) {
        hb_set_union(hb_subset_input_glyph_set(input), s->glyphs);
        hb_subset_input_set_flags(input,
                                  HB_SUBSET_FLAGS_DESUBROUTINIZE | HB_SUBSET_FLAGS_NO_HINTING);
        hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(lean, input);
        hb_face_t *small = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;
        if (small) {
            blob = hb_face_reference_blob(small);
            hb_codepoint_t old = HB_SET_VALUE_INVALID;
            const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);
            while (hb_set_next(s->glyphs, &old))
                hb_map_set(numbers, old, hb_map_get(map, old));
            hb_face_destroy(small);
        }
        hb_subset_plan_destroy(plan);
        hb_subset_input_destroy(input);
    }
    hb_face_destroy(lean);
    return blob;
}

static cairo_font_face_t *open_cut(hb_blob_t *blob)
{
    static const cairo_user_data_key_t key;
    unsigned n;
    const char *bytes = hb_blob_get_data(blob, &n);
    cut_face *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->blob = hb_blob_reference(blob);
    if (FT_Init_FreeType(&c->library) ||
        FT_New_Memory_Face(c->library, (const FT_Byte *)bytes, (FT_Long)n, 0, &c->face)) {
        destroy_cut_face(c);
        return NULL;
    }
    cairo_font_face_t *made =
        cairo_ft_font_face_create_for_ft_face(c->face, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP);
    if (!cairo_font_face_set_user_data(made, &key, c, destroy_cut_face))
        return made;
    destroy_cut_face(c);
    return NULL;
}

void jb_subsets_make(jb_subsets *s)
{
    for (size_t i = 0; i < s->all.n; i++) {
        subset *one = &s->all.at[i];
        if (jb_face_index(one->face) >> 16) /* an instance of a variable font */
            continue;
        hb_map_t *numbers = jb_arena_own(s->cx->scratch, hb_map_create(), destroy_map);
        hb_blob_t *blob = cut(one, numbers);
        cairo_font_face_t *made = blob ? open_cut(blob) : NULL;
        hb_blob_destroy(blob);
        if (!made)
            continue;
        one->cairo = jb_arena_own(s->cx->scratch, made, destroy_cairo_face);
        one->numbers = numbers;
    }
}

bool jb_subsets_select(const jb_subsets *s, const jb_face *face, cairo_t *cr, double size)
{
    const subset *one = find(s, face);
    if (!one || !one->cairo)
        return false;
    cairo_matrix_t matrix;
    jb_face_matrix(face, size, &matrix);
    cairo_font_options_t *options = jb_face_options();
    cairo_set_font_face(cr, one->cairo);
    cairo_set_font_matrix(cr, &matrix);
    cairo_set_font_options(cr, options);
    cairo_font_options_destroy(options);
    return true;
}

uint32_t jb_subsets_glyph(const jb_subsets *s, const jb_face *face, uint32_t glyph)
{
    const subset *one = find(s, face);
    return one && one->numbers ? hb_map_get(one->numbers, glyph) : glyph;
}

double jb_subsets_advance(const jb_subsets *s, const jb_face *face, uint32_t glyph)
{
    const subset *one = find(s, face);
    return one ? (double)hb_font_get_glyph_h_advance(one->font, glyph) /
                     hb_face_get_upem(jb_face_hb(face))
               : 0;
}

uint32_t jb_subsets_space(const jb_subsets *s, const jb_face *face)
{
    const subset *one = find(s, face);
    return one ? one->space : 0;
}
