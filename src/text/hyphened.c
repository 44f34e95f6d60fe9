#include "text/hyphened.h"

#include <hb-ot.h>
#include <math.h>

enum { LETTERS = 26 };
static const jb_str others[] = {JB_K("\u00AD"), JB_K("ff"),  JB_K("fi"),
                                JB_K("fl"),     JB_K("ffi"), JB_K("ffl")};
enum { GLYPHS = 1 + 2 * LETTERS + JB_COUNT(others) }; /* the first is .notdef */

static jb_str text_of(uint32_t glyph, char letter[1])
{
    if (glyph > 2 * LETTERS)
        return others[glyph - 2 * LETTERS - 1];
    *letter = (char)(glyph > LETTERS ? 'A' + (int)glyph - LETTERS - 1 : 'a' + (int)glyph - 1);
    return (jb_str){letter, 1};
}

uint32_t jb_hyphened_glyph(jb_str letter)
{
    char one[1];
    for (uint32_t glyph = 1; glyph < GLYPHS; glyph++)
        if (jb_str_eq(text_of(glyph, one), letter))
            return glyph;
    return 0;
}

double jb_hyphened_advance(const jb_face *hyphened, uint32_t glyph)
{
    return hb_font_get_glyph_h_advance(hyphened->font, glyph) / hyphened->upem;
}

/* Big-endian numbers, as font files have them. */

static void add_number(jb_buf *b, int bytes, uint32_t value)
{
    while (bytes--)
        jb_buf_byte(b, (char)(value >> 8 * bytes & 0xFF));
}

/* Type 2 charstrings (Adobe Technical Note 5177) of what HarfBuzz draws: quadratic curves come as
 * cubic ones. */

typedef struct pen {
    jb_buf *b;
    double dx; /* of the glyph that is drawn */
    long x, y; /* where the charstring stands */
    bool begun;
    long width; /* said before the first move */
} pen;

static void add_operand(jb_buf *b, long value)
{
    add_number(b, 1, 28);
    add_number(b, 2, (uint32_t)value);
}

static void step_to(pen *p, double x, double y)
{
    long to_x = lround(x + p->dx), to_y = lround(y);
    add_operand(p->b, to_x - p->x);
    add_operand(p->b, to_y - p->y);
    p->x = to_x;
    p->y = to_y;
}

static void say_width(pen *p)
{
    if (!p->begun)
        add_operand(p->b, p->width);
    p->begun = true;
}

enum { RLINETO = 5, RRCURVETO = 8, ENDCHAR = 14, RMOVETO = 21 };

static void move_to(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *state, float x, float y,
                    void *data)
{
    (void)funcs, (void)state, (void)data;
    say_width(to);
    step_to(to, (double)x, (double)y);
    add_number(((pen *)to)->b, 1, RMOVETO);
}

static void line_to(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *state, float x, float y,
                    void *data)
{
    (void)funcs, (void)state, (void)data;
    step_to(to, (double)x, (double)y);
    add_number(((pen *)to)->b, 1, RLINETO);
}

static void cubic_to(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *state, float x1, float y1,
                     float x2, float y2, float x, float y, void *data)
{
    (void)funcs, (void)state, (void)data;
    step_to(to, (double)x1, (double)y1);
    step_to(to, (double)x2, (double)y2);
    step_to(to, (double)x, (double)y);
    add_number(((pen *)to)->b, 1, RRCURVETO);
}

static hb_draw_funcs_t *make_pen_funcs(void)
{
    hb_draw_funcs_t *funcs = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(funcs, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(funcs, line_to, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(funcs, cubic_to, NULL, NULL);
    return funcs;
}

/* Shapes the letter and its hyphen together: kerned, ligatures as in the text. The soft hyphen is
 * the hyphen alone. */
static hb_buffer_t *shape(jb_ctx *cx, const jb_face *face, jb_str letter)
{
    hb_buffer_t *buffer = jb_fonts_buffer(cx);
    if ((unsigned char)letter.p[0] < 0x80)
        hb_buffer_add_utf8(buffer, letter.p, (int)letter.n, 0, (int)letter.n);
    hb_buffer_add_utf8(buffer, "-", 1, 0, 1);
    hb_buffer_set_script(buffer, HB_SCRIPT_LATIN);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_shape(face->font, buffer, NULL, 0);
    return buffer;
}

/* Appends the charstring; returns the advance. */
static long add_charstring(jb_ctx *cx, const jb_face *face, uint32_t glyph, jb_buf *to)
{
    char one[1];
    unsigned n = 0;
    hb_buffer_t *buffer = glyph ? shape(cx, face, text_of(glyph, one)) : jb_fonts_buffer(cx);
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &n);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, &n);
    pen p = {.b = to};
    for (unsigned i = 0; glyph && i < n; i++)
        p.width += positions[i].x_advance;
    hb_draw_funcs_t *funcs = make_pen_funcs();
    for (unsigned i = 0; glyph && i < n; i++) {
        hb_font_get_glyph_shape(face->font, infos[i].codepoint, funcs, &p);
        p.dx += positions[i].x_advance;
    }
    hb_draw_funcs_destroy(funcs);
    say_width(&p);
    add_number(to, 1, ENDCHAR);
    return p.width;
}

/* A Compact Font Format table (Adobe Technical Note 5176) with nothing in it but the charstrings:
 * the names of glyphs are those of the standard set, whatever they are. */

enum { INDEX_OFFSET = 4 }; /* bytes of an offset in an INDEX */

static void add_index(jb_buf *b, const jb_str *items, size_t n)
{
    uint32_t offset = 1;
    add_number(b, 2, (uint32_t)n);
    if (!n)
        return;
    add_number(b, 1, INDEX_OFFSET);
    for (size_t i = 0; i <= n; i++) {
        add_number(b, INDEX_OFFSET, offset);
        offset += i < n ? (uint32_t)items[i].n : 0;
    }
    for (size_t i = 0; i < n; i++)
        jb_buf_add(b, items[i]);
}

static void add_dict_number(jb_buf *b, uint32_t value)
{
    add_number(b, 1, 29);
    add_number(b, 4, value);
}

static jb_str make_top_dict(jb_arena *a, uint32_t charstrings, uint32_t private_)
{
    enum { CHARSTRINGS = 17, PRIVATE = 18 };
    jb_buf b = jb_buf_new(a);
    add_dict_number(&b, charstrings);
    add_number(&b, 1, CHARSTRINGS);
    add_dict_number(&b, 0); /* bytes of the Private DICT: all as by default */
    add_dict_number(&b, private_);
    add_number(&b, 1, PRIVATE);
    return b.text;
}

static jb_str make_cff(jb_arena *a, const jb_str charstrings[GLYPHS])
{
    const jb_str name = JB_S("Hyphened");
    jb_str top = make_top_dict(a, 0, 0);
    jb_buf b = jb_buf_new(a);
    jb_buf_add(&b, (jb_str){"\1\0\4\4", 4});
    add_index(&b, &name, 1);
    size_t behind = b.text.n + 3 + 2 * INDEX_OFFSET + top.n + 2 + 2;
    top = make_top_dict(a, (uint32_t)behind, (uint32_t)behind);
    add_index(&b, &top, 1);
    add_index(&b, NULL, 0); /* strings */
    add_index(&b, NULL, 0); /* global subroutines */
    add_index(&b, charstrings, GLYPHS);
    return b.text;
}

/* The font's file */

static void add_table(hb_face_t *to, hb_tag_t tag, jb_str bytes)
{
    hb_blob_t *blob =
        hb_blob_create(bytes.p, (unsigned)bytes.n, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
    hb_face_builder_add_table(to, tag, blob);
    hb_blob_destroy(blob);
}

static jb_str table_of(jb_arena *a, const jb_face *face, hb_tag_t tag)
{
    hb_blob_t *blob = hb_face_reference_table(face->hb, tag);
    unsigned n;
    const char *bytes = hb_blob_get_data(blob, &n);
    jb_str table = jb_str_dup(a, (jb_str){bytes, n});
    hb_blob_destroy(blob);
    return table;
}

/* As of the whole font, but for the number of measures at its end. */
static jb_str make_hhea(jb_arena *a, const jb_face *face)
{
    jb_buf b = jb_buf_new(a);
    jb_str whole = table_of(a, face, HB_TAG('h', 'h', 'e', 'a'));
    jb_buf_add(&b, jb_str_cut(whole, 0, 34));
    add_number(&b, 2, GLYPHS);
    return b.text;
}

static jb_str make_maxp(jb_arena *a)
{
    jb_buf b = jb_buf_new(a);
    add_number(&b, 4, 0x5000); /* version 0.5: outlines are in CFF */
    add_number(&b, 2, GLYPHS);
    return b.text;
}

static hb_blob_t *make_file(jb_ctx *cx, const jb_face *face)
{
    static const hb_tag_t kept[] = {HB_TAG('h', 'e', 'a', 'd'), HB_TAG('n', 'a', 'm', 'e'),
                                    HB_TAG('O', 'S', '/', '2')};
    jb_arena *a = cx->scratch;
    jb_str charstrings[GLYPHS];
    jb_buf hmtx = jb_buf_new(a);
    for (uint32_t i = 0; i < GLYPHS; i++) {
        jb_buf b = jb_buf_new(a);
        add_number(&hmtx, 2, (uint32_t)add_charstring(cx, face, i, &b));
        add_number(&hmtx, 2, 0);
        charstrings[i] = b.text;
    }
    hb_face_t *made = hb_face_builder_create();
    for (size_t i = 0; i < JB_COUNT(kept); i++)
        add_table(made, kept[i], table_of(a, face, kept[i]));
    add_table(made, HB_TAG('C', 'F', 'F', ' '), make_cff(a, charstrings));
    add_table(made, HB_TAG('h', 'h', 'e', 'a'), make_hhea(a, face));
    add_table(made, HB_TAG('h', 'm', 't', 'x'), hmtx.text);
    add_table(made, HB_TAG('m', 'a', 'x', 'p'), make_maxp(a));
    hb_blob_t *file = hb_face_reference_blob(made);
    hb_face_destroy(made);
    return file;
}

const jb_face *jb_hyphened_face(jb_ctx *cx, const jb_face *face)
{
    jb_face *own = jb_fonts_own(cx, face);
    hb_codepoint_t hyphen;
    if (!own->hyphened && hb_font_get_nominal_glyph(face->font, '-', &hyphen))
        own->hyphened = face->plain ? jb_fonts_like(cx, jb_hyphened_face(cx, face->plain), face)
                                    : jb_fonts_made(cx, face, make_file(cx, face));
    return own->hyphened;
}
