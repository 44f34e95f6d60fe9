#include "render/subset.h"

#include <cairo-ft.h>
#include <glib.h>
#include <hb-subset.h>
#include <stdlib.h>
#include <string.h>

#include "text/face.h"
#include "text/fonts.h"

typedef struct needs {
    hb_set_t *glyphs;
    hb_map_t *letters; /* glyph → the character that it is the sign of, where there is one */
} needs;

/* What is cut out of a face for all documents so far: jb_face_cut. */
typedef struct cutting {
    needs holds;
    hb_map_t *told;    /* glyph → character, each character once: what its table says */
    hb_map_t *numbers; /* old to new */
    cairo_font_face_t *cairo;
} cutting;

enum { NOTED = 1024 };

typedef struct subset {
    const jb_face *face;
    hb_font_t *font; /* the whole face in its units */
    hb_codepoint_t space;
    needs needs;
    hb_map_t *told; /* as of a cutting, by this document's needs alone */
    struct {
        uint32_t code, glyph;
    } noted[NOTED];     /* lately, by the code's low bits: a text repeats its characters */
    const cutting *cut; /* NULL: not cut */
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

static void destroy_font(void *font)
{
    hb_font_destroy(font);
}

static needs make_needs(void)
{
    return (needs){hb_set_create(), hb_map_create()};
}

static void drop_needs(const needs *n)
{
    hb_set_destroy(n->glyphs);
    hb_map_destroy(n->letters);
}

static void destroy_needs(void *thing)
{
    drop_needs(thing);
}

static void destroy_map(void *map)
{
    hb_map_destroy(map);
}

static void drop_cutting(const cutting *c)
{
    drop_needs(&c->holds);
    hb_map_destroy(c->told);
    hb_map_destroy(c->numbers);
    cairo_font_face_destroy(c->cairo);
}

static void destroy_cutting(void *thing)
{
    drop_cutting(thing);
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
    return a == b ||
           (jb_face_hb(a) == jb_face_hb(b) && jb_face_stands_for(a) == jb_face_stands_for(b));
}

static subset *find(const jb_subsets *s, const jb_face *face)
{
    for (size_t i = 0; i < s->all.n; i++)
        if (same_font(s->all.at[i].face, face))
            return &s->all.at[i];
    return NULL;
}

/* A radical, a letter of full width, a space that keeps words together: what Unicode explains by
 * another character (its decomposition), and a face may show by that one's glyph. */
static bool is_plain(uint32_t code)
{
    gunichar explained;
    if (code >= 0x2E80 && code <= 0x2EFF) /* radicals that Unicode does not explain */
        return false;
    return g_unichar_fully_decompose(code, TRUE, &explained, 1) > 1 || explained == code;
}

/* Of two characters with one glyph, whose sign is it? */
static bool is_plainer(uint32_t a, uint32_t b)
{
    bool plain = is_plain(a);
    return a != b && (plain == is_plain(b) ? a < b : plain);
}

static void note_character(const needs *n, uint32_t code, uint32_t glyph)
{
    hb_set_add(n->glyphs, glyph);
    if (!hb_map_has(n->letters, glyph) || is_plainer(code, hb_map_get(n->letters, glyph)))
        hb_map_set(n->letters, glyph, code);
}

static void note_letter(subset *s, uint32_t code, uint32_t glyph)
{
    size_t at = code % NOTED;
    if (s->noted[at].code == code && s->noted[at].glyph == glyph)
        return;
    s->noted[at].code = code;
    s->noted[at].glyph = glyph;
    note_character(&s->needs, code, glyph);
}

static void note_if_shown(const subset *found, uint32_t code, const jb_glyph *glyphs, size_t n)
{
    hb_codepoint_t glyph;
    if (!hb_font_get_nominal_glyph(found->font, code, &glyph))
        return;
    for (size_t k = 0; k < n; k++)
        if (glyphs[k].id == glyph)
            note_character(&found->needs, code, glyph);
}

/* Of a letter with its marks, or with a selector behind it, what is among the glyphs as itself; the
 * shaper may have joined the letter with any of them. */
static void note_parts(const subset *found, jb_str text, const jb_glyph *glyphs, size_t n)
{
    gunichar letter[G_UNICHAR_MAX_DECOMPOSITION_LENGTH] = {0}, joined;
    for (size_t at = 0; at < text.n;) {
        uint32_t code = jb_utf8_next(text, &at);
        note_if_shown(found, code, glyphs, n);
        if (letter[0] && g_unichar_compose(letter[0], code, &joined))
            note_if_shown(found, joined, glyphs, n);
        else if (!letter[0])
            g_unichar_fully_decompose(code, FALSE, letter, G_UNICHAR_MAX_DECOMPOSITION_LENGTH);
    }
    for (size_t k = 1; k < G_UNICHAR_MAX_DECOMPOSITION_LENGTH && letter[k]; k++)
        note_if_shown(found, letter[k], glyphs, n);
}

static void collect_glyphs(subset *found, const jb_run *run)
{
    size_t at = 0, glyph = 0;
    for (size_t i = 0; i < run->clusters_n; i++) {
        jb_str text = jb_str_cut(run->text, at, run->clusters[i].bytes);
        size_t n = run->clusters[i].glyphs, next = 0;
        uint32_t code = text.n ? jb_utf8_next(text, &next) : 0;
        if (n == 1 && next == text.n)
            note_letter(found, code, run->glyphs[glyph].id);
        else
            note_parts(found, text, run->glyphs + glyph, n);
        for (size_t k = 0; k < n; k++)
            hb_set_add(found->needs.glyphs, run->glyphs[glyph + k].id);
        at += text.n;
        glyph += n;
    }
}

static void collect_run(jb_subsets *s, const jb_run *run)
{
    subset *found = find(s, run->face);
    if (!found) {
        found = JB_PUSH(s->cx->scratch, &s->all);
        found->face = run->face;
        found->needs = make_needs();
        needs *owned = JB_NEW(s->cx->scratch, needs);
        *owned = found->needs;
        jb_arena_own(s->cx->scratch, owned, destroy_needs);
        found->told = jb_arena_own(s->cx->scratch, hb_map_create(), destroy_map);
        found->font =
            jb_arena_own(s->cx->scratch, hb_font_create(jb_face_hb(run->face)), destroy_font);
        if (hb_font_get_nominal_glyph(found->font, ' ', &found->space))
            note_character(&found->needs, ' ', found->space);
    }
    collect_glyphs(found, run);
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

static void add_u32(jb_buf *b, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        jb_buf_byte(b, (char)(value >> shift & 0xFF));
}

/* The table from characters to glyphs (cmap, format 12): where a glyph shares a cluster, cairo asks
 * it for the text, and some readers heed nothing else. */
static hb_blob_t *make_cmap(jb_arena *a, const cutting *c)
{
    jb_buf b = jb_buf_new(a);
    hb_set_t *codes = hb_set_create();
    hb_map_t *glyphs = hb_map_create();
    for (hb_codepoint_t g = HB_SET_VALUE_INVALID; hb_set_next(c->holds.glyphs, &g);)
        if (hb_map_has(c->told, g)) {
            hb_set_add(codes, hb_map_get(c->told, g));
            hb_map_set(glyphs, hb_map_get(c->told, g), hb_map_get(c->numbers, g));
        }
    uint32_t n = hb_set_get_population(codes);
    add_u32(&b, 1);            /* version 0, one table: */
    add_u32(&b, 3 << 16 | 10); /* Unicode, all planes, */
    add_u32(&b, 12);           /* behind this head */
    add_u32(&b, 12 << 16);     /* format 12 */
    add_u32(&b, 16 + 12 * n);
    add_u32(&b, 0);
    add_u32(&b, n);
    for (hb_codepoint_t code = HB_SET_VALUE_INVALID; hb_set_next(codes, &code);) {
        add_u32(&b, code);
        add_u32(&b, code);
        add_u32(&b, hb_map_get(glyphs, code));
    }
    hb_set_destroy(codes);
    hb_map_destroy(glyphs);
    return hb_blob_create(b.text.p, (unsigned)b.text.n, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
}

/* The cut font's file in memory, and its numbering; NULL: it can't be cut. */
static hb_blob_t *cut(jb_arena *a, const jb_face *face, const cutting *c)
{
    const hb_set_t *glyphs = c->holds.glyphs;
    hb_face_t *whole = jb_face_hb(face), *lean = hb_face_create_for_tables(give_table, whole, NULL);
    hb_face_set_upem(lean, hb_face_get_upem(whole));
    hb_face_set_glyph_count(lean, hb_face_get_glyph_count(whole));
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_blob_t *blob = NULL;
    if (input) {
        hb_set_union(hb_subset_input_glyph_set(input), glyphs);
        hb_subset_input_set_flags(input,
                                  HB_SUBSET_FLAGS_DESUBROUTINIZE | HB_SUBSET_FLAGS_NO_HINTING);
        hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(lean, input);
        hb_face_t *small = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;
        if (small) {
            hb_codepoint_t old = HB_SET_VALUE_INVALID;
            const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);
            while (hb_set_next(glyphs, &old))
                hb_map_set(c->numbers, old, hb_map_get(map, old));
            hb_blob_t *cmap = make_cmap(a, c);
            hb_face_builder_add_table(small, HB_TAG('c', 'm', 'a', 'p'), cmap);
            hb_blob_destroy(cmap);
            blob = hb_face_reference_blob(small);
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

/* All glyphs of the document, told as if there had been no other: its bytes don't depend on those.
 */
static bool holds(const cutting *c, const subset *s)
{
    const hb_set_t *glyphs = s->needs.glyphs;
    if (!c->cairo || !hb_set_is_subset(glyphs, c->holds.glyphs))
        return false;
    for (hb_codepoint_t g = HB_SET_VALUE_INVALID; hb_set_next(glyphs, &g);)
        if (hb_map_get(c->told, g) != hb_map_get(s->told, g))
            return false;
    return true;
}

static void add_needs(const needs *to, const needs *n)
{
    hb_set_union(to->glyphs, n->glyphs);
    for (hb_codepoint_t g = HB_SET_VALUE_INVALID; hb_set_next(n->glyphs, &g);)
        if (hb_map_has(n->letters, g))
            note_character(to, hb_map_get(n->letters, g), g);
}

/* A character has one entry of the table: of several glyphs (upright, of Taiwan) the one that the
 * whole face gives for it, and another only where that is not shown. */
static void tell_letters(const needs *n, hb_font_t *font, hb_map_t *told)
{
    hb_map_t *takers = hb_map_create();
    for (hb_codepoint_t g = HB_SET_VALUE_INVALID; hb_set_next(n->glyphs, &g);) {
        hb_codepoint_t own, code = hb_map_get(n->letters, g);
        if (!hb_map_has(n->letters, g))
            continue;
        bool taken = hb_map_has(takers, code);
        if (taken && !(hb_font_get_nominal_glyph(font, code, &own) && own == g))
            continue;
        if (taken)
            hb_map_del(told, hb_map_get(takers, code));
        hb_map_set(takers, code, g);
        hb_map_set(told, g, code);
    }
    hb_map_destroy(takers);
}

/* The characters that documents to come are made of, as far as the face has them. */
static void foresee(const needs *to, hb_font_t *font, jb_str characters)
{
    for (size_t at = 0; at < characters.n;) {
        hb_codepoint_t glyph, code = jb_utf8_next(characters, &at);
        if (hb_font_get_nominal_glyph(font, code, &glyph))
            note_character(to, code, glyph);
    }
}

/* What the document needs is added to what it `holds` already. */
static cutting cut_out(jb_ctx *cx, const subset *s, needs holds)
{
    cutting c = {holds, hb_map_create(), hb_map_create(), NULL};
    add_needs(&c.holds, &s->needs);
    tell_letters(&c.holds, s->font, c.told);
    hb_blob_t *blob = cut(cx->scratch, s->face, &c);
    c.cairo = blob ? open_cut(blob) : NULL;
    hb_blob_destroy(blob);
    return c;
}

/* Of all that the documents so far needed, unless that is most of the font; of this document's own
 * where theirs have other characters for its glyphs. */
static cutting cut_anew(jb_ctx *cx, const subset *s, const cutting *old)
{
    enum { MOST = 8192 };
    needs all = make_needs();
    if (old->cairo && hb_set_get_population(old->holds.glyphs) < MOST)
        add_needs(&all, &old->holds);
    else
        foresee(&all, s->font, cx->foreseen);
    cutting c = cut_out(cx, s, all);
    if (!c.cairo || holds(&c, s))
        return c;
    drop_cutting(&c);
    return cut_out(cx, s, make_needs());
}

static cutting *cutting_of(jb_ctx *cx, const jb_face *face)
{
    void **kept = jb_face_cut(face);
    if (!*kept) {
        jb_arena *life = jb_fonts_arena(cx);
        *kept = jb_arena_own(life, JB_NEW(life, cutting), destroy_cutting);
    }
    return *kept;
}

void jb_subsets_make(jb_subsets *s)
{
    for (size_t i = 0; i < s->all.n; i++) {
        subset *one = &s->all.at[i];
        if (jb_face_index(one->face) >> 16) /* an instance of a variable font */
            continue;
        cutting *kept = cutting_of(s->cx, one->face);
        tell_letters(&one->needs, one->font, one->told);
        if (!holds(kept, one)) {
            cutting made = cut_anew(s->cx, one, kept), old = *kept;
            *kept = made;
            drop_cutting(&old);
        }
        one->cut = kept->cairo ? kept : NULL;
    }
}

/* ---- names ---- */

enum { TAG = 6 };

static uint64_t mix(uint64_t hash, uint64_t value)
{
    return (hash ^ value) * 0x100000001B3u;
}

/* The glyphs of the document, by their numbers in the whole fonts. */
static uint64_t hash_of(const jb_subsets *s)
{
    uint64_t hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < s->all.n; i++) {
        hash = mix(hash, i);
        for (hb_codepoint_t g = HB_SET_VALUE_INVALID; hb_set_next(s->all.at[i].needs.glyphs, &g);)
            hash = mix(hash, g);
    }
    return hash;
}

static void write_tag(char *tag, uint64_t hash)
{
    hash ^= hash >> 32;
    for (size_t i = 0; i < TAG; i++, hash /= 26)
        tag[i] = (char)('A' + hash % 26);
}

void jb_subsets_name(const jb_subsets *s, char *pdf, size_t n)
{
    static const jb_str keys[] = {JB_K("/BaseFont /"), JB_K("/FontName /")};
    JB_LIST(jb_str) tags = {0}; /* cairo's, in the order of the file */
    uint64_t hash = hash_of(s);
    for (size_t i = 0; i < JB_COUNT(keys); i++)
        for (size_t at = 0;;) {
            ptrdiff_t found = jb_str_find((jb_str){pdf + at, n - at}, keys[i]);
            if (found < 0)
                break;
            at += (size_t)found + keys[i].n;
            if (at + TAG >= n || pdf[at + TAG] != '+')
                continue;
            size_t k = 0;
            while (k < tags.n && memcmp(tags.at[k].p, pdf + at, TAG))
                k++;
            if (k == tags.n)
                *JB_PUSH(s->cx->scratch, &tags) =
                    jb_str_dup(s->cx->scratch, (jb_str){pdf + at, TAG});
            write_tag(pdf + at, mix(hash, k));
        }
}

bool jb_subsets_select(const jb_subsets *s, const jb_face *face, cairo_t *cr, double size)
{
    const subset *one = find(s, face);
    if (!one || !one->cut)
        return false;
    cairo_matrix_t matrix;
    jb_face_matrix(face, size, &matrix);
    cairo_font_options_t *options = jb_face_options();
    cairo_set_font_face(cr, one->cut->cairo);
    cairo_set_font_matrix(cr, &matrix);
    cairo_set_font_options(cr, options);
    cairo_font_options_destroy(options);
    return true;
}

uint32_t jb_subsets_glyph(const jb_subsets *s, const jb_face *face, uint32_t glyph)
{
    const subset *one = find(s, face);
    return one && one->cut ? hb_map_get(one->cut->numbers, glyph) : glyph;
}

uint32_t jb_subsets_letter(const jb_subsets *s, const jb_face *face, uint32_t glyph)
{
    const subset *one = find(s, face);
    return one && one->cut && hb_map_has(one->cut->told, glyph) ? hb_map_get(one->cut->told, glyph)
                                                                : 0;
}

uint32_t jb_subsets_space(const jb_subsets *s, const jb_face *face)
{
    const subset *one = find(s, face);
    return one ? one->space : 0;
}
