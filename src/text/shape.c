#include "text/para.h"

#include <hb-ot.h>
#include <string.h>

/* A character on its way to the shaper. */
typedef struct letter {
    uint32_t at, bytes, code, piece;
    uint32_t form;       /* jb_atom.form */
    const jb_face *face; /* NULL: none has it, or a box */
    hb_script_t script;
    uint8_t class;
    bool cjk, extends, mono;
} letter;

typedef struct letters {
    letter *at;
    size_t n, cap;
} letters;

enum { LONGEST_GRAPHEME = 64, LONGEST_SEGMENT = 4096 };

/* Joining the pieces. A control character becomes a space of as many bytes, so that places stay. */

static uint32_t tame(uint32_t code)
{
    if (!jb_class_control(code))
        return code;
    return code < 0x80 ? ' ' : code < 0x800 ? 0xA0 : 0x2002;
}

static void add_box(jb_para *para, letters *list, jb_buf *text, size_t piece)
{
    letter *l = JB_PUSH(para->bench, list);
    *l = (letter){.at = (uint32_t)text->text.n, .piece = (uint32_t)piece, .class = JB_CLASS_BOX};
}

static jb_span place_of(const jb_para *para, const letter *l)
{
    const jb_piece *piece = &para->pieces[l->piece];
    if (piece->place.n != piece->text.n)
        return piece->place; /* not the author's own bytes: escapes, references */
    size_t start = l->at;
    for (uint32_t i = 0; i < l->piece; i++)
        start -= para->pieces[i].text.n;
    return jb_span_in(piece->place, start, l->bytes);
}

/* Blanks and line ends are meant; what else is no character is told. */
static bool is_meant(uint32_t code)
{
    return code == '\n' || code == '\r' || code == '\t';
}

static void add_piece(jb_para *para, letters *list, jb_buf *text, size_t piece)
{
    jb_str from = para->pieces[piece].text;
    for (size_t i = 0; i < from.n;) {
        size_t at = text->text.n;
        uint32_t written = jb_utf8_next(from, &i), code = tame(written);
        jb_buf_code(text, code);
        letter *l = JB_PUSH(para->bench, list);
        *l = (letter){.at = (uint32_t)at,
                      .bytes = (uint32_t)(text->text.n - at),
                      .code = code,
                      .piece = (uint32_t)piece,
                      .class = (uint8_t)jb_class_of(code),
                      .cjk = jb_class_cjk(code),
                      .extends = jb_class_extends(code)};
        if (code != written && !is_meant(written))
            jb_fonts_control(para->cx, written, place_of(para, l));
    }
    if (!from.n)
        add_box(para, list, text, piece);
}

static letters join(jb_para *para)
{
    letters list = {0};
    jb_buf text = jb_buf_new(para->bench);
    for (size_t i = 0; i < para->pieces_n; i++)
        add_piece(para, &list, &text, i);
    para->text = jb_str_dup(para->cx->keep, text.text);
    return list;
}

/* Classes that depend on the company. */

static bool all_western(const letters *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->at[i].cjk)
            return false;
    return true;
}

static uint8_t class_at(const letters *list, size_t i)
{
    return i < list->n ? list->at[i].class : JB_CLASS_SPACE;
}

static bool in_word(const letters *list, size_t i)
{
    uint64_t word = JB_SET(LETTER) | JB_SET(DIGIT);
    return i && JB_IN(class_at(list, i - 1), word) && JB_IN(class_at(list, i + 1), word);
}

/* Where a text has no Chinese at all, its quotes and dashes are Western too. */
static uint8_t western_class(uint8_t class)
{
    switch (class) {
    case JB_CLASS_OPEN:
        return JB_CLASS_WOPEN;
    case JB_CLASS_CLOSE:
        return JB_CLASS_WCLOSE;
    case JB_CLASS_ELLIPSIS:
        return JB_CLASS_WPAUSE;
    case JB_CLASS_DASH:
    case JB_CLASS_CONNECT:
        return JB_CLASS_JOINT;
    case JB_CLASS_MIDDLE:
        return JB_CLASS_SIGN;
    default:
        return class;
    }
}

/* A straight quote opens behind a space, an opening mark or at the start, closes before one; else
 * in turn. */
static uint8_t quote_class(const letters *list, size_t i, bool *open)
{
    uint64_t before = JB_SET(SPACE) | JB_SET(OPEN) | JB_SET(WOPEN),
             after = JB_SET(SPACE) | JB_SET(CLOSE) | JB_SET(WCLOSE) | JB_SET(PAUSE) | JB_SET(STOP) |
                     JB_SET(WPAUSE);
    bool opens = !*open;
    if (!i || JB_IN(class_at(list, i - 1), before))
        opens = true;
    else if (JB_IN(class_at(list, i + 1), after))
        opens = false;
    *open = opens;
    return opens ? JB_CLASS_WOPEN : JB_CLASS_WCLOSE;
}

/* .NET, ./configure, ../include: behind a space or a bracket the point is no sentence's. */
static bool begins_name(const letters *list, size_t i)
{
    const uint64_t before = JB_SET(SPACE) | JB_SET(OPEN) | JB_SET(WOPEN);
    size_t behind = i + 1;
    if (list->at[i].code != '.' || (i && !JB_IN(class_at(list, i - 1), before)))
        return false;
    if (behind < list->n && list->at[behind].code == '.')
        behind++;
    return behind < list->n && (list->at[behind].code == '/' ||
                                (behind == i + 1 && list->at[behind].class == JB_CLASS_LETTER));
}

static void settle_classes(letters *list)
{
    bool western = all_western(list), open[2] = {0};
    for (size_t i = 0; i < list->n; i++) {
        letter *l = &list->at[i];
        if (l->class == JB_CLASS_WQUOTE)
            l->class =
                in_word(list, i) ? JB_CLASS_LETTER : quote_class(list, i, &open[l->code == '"']);
        else if ((l->code == 0x2019 && in_word(list, i)) || begins_name(list, i))
            l->class = JB_CLASS_LETTER;
        else if (western)
            l->class = western_class(l->class);
        else if (l->class == JB_CLASS_DASH && l->code < 0x2E3A &&
                 (!i || list->at[i - 1].code != l->code) &&
                 (i + 1 == list->n || list->at[i + 1].code != l->code))
            l->class = JB_CLASS_CONNECT;
    }
    const uint64_t chinese = JB_SET(OPEN) | JB_SET(CLOSE) | JB_SET(MIDDLE) | JB_SET(DASH) |
                             JB_SET(ELLIPSIS) | JB_SET(SYMBOL) | JB_SET(SUFFIX) | JB_SET(PREFIX);
    for (size_t i = 0; i < list->n; i++)
        if (JB_IN(list->at[i].class, chinese) ||
            (list->at[i].class == JB_CLASS_CONNECT && list->at[i].code >= 0x2014))
            list->at[i].cjk = true;
}

/* Faces */

static const jb_text_style *style_of(const jb_para *para, uint32_t piece)
{
    return &para->pieces[piece].style;
}

static bool covers(const jb_face *face, const letter *from, const letter *end)
{
    for (; from < end; from++)
        if (!jb_class_ignorable(from->code) && !jb_face_has(face, from->code))
            return false;
    return true;
}

/* The end of the grapheme at i: combining marks, what a joiner joins, a pair of regional
 * indicators. */
static size_t grapheme_end(const letters *list, size_t i)
{
    size_t end = i + 1;
    if (jb_class_regional(list->at[i].code) && end < list->n &&
        jb_class_regional(list->at[end].code))
        end++;
    while (end < list->n && end - i < LONGEST_GRAPHEME && list->at[end].class != JB_CLASS_BOX &&
           (list->at[end].extends ||
            (list->at[end - 1].code == 0x200D && list->at[end].class == JB_CLASS_SYMBOL)))
        end++;
    return end;
}

/* One face for the whole grapheme where there is one. */
static const jb_face *face_of(jb_ctx *cx, const jb_stack *stack, const letter *from,
                              const letter *end)
{
    const jb_face *face = jb_fonts_face(cx, stack, from->code, from->cjk);
    for (const letter *l = from + 1; face && l < end && !covers(face, from, end); l++) {
        const jb_face *other =
            jb_class_ignorable(l->code) ? NULL : jb_fonts_face(cx, stack, l->code, l->cjk);
        if (other && covers(other, from, end))
            face = other;
    }
    return face;
}

static bool is_backward(hb_script_t script)
{
    return hb_script_get_horizontal_direction(script) == HB_DIRECTION_RTL;
}

static bool is_arabic_digit(uint32_t code, hb_script_t script)
{
    return is_backward(script) &&
           hb_unicode_general_category(hb_unicode_funcs_get_default(), code) ==
               HB_UNICODE_GENERAL_CATEGORY_DECIMAL_NUMBER;
}

/* Numbers run forward in every script. */
static hb_script_t script_of(const letter *l, hb_script_t before)
{
    hb_script_t script = hb_unicode_script(hb_unicode_funcs_get_default(), l->code);
    if (is_arabic_digit(l->code, script))
        return HB_SCRIPT_LATIN;
    if (script != HB_SCRIPT_COMMON && script != HB_SCRIPT_INHERITED && script != HB_SCRIPT_UNKNOWN)
        return script;
    if (l->cjk)
        return HB_SCRIPT_HAN;
    if (l->class == JB_CLASS_DIGIT)
        return HB_SCRIPT_LATIN;
    return before == HB_SCRIPT_HAN || before == HB_SCRIPT_INVALID ? HB_SCRIPT_LATIN : before;
}

/* The end of the superscripts or subscripts at i; i: there are none. */
static size_t raised_end(const letters *list, size_t i)
{
    const letter *from = &list->at[i];
    uint32_t plain;
    int way = jb_class_raised(from->code, &plain);
    while (way && i < list->n && list->at[i].piece == from->piece &&
           jb_class_raised(list->at[i].code, &plain) == way)
        i++;
    return i < list->n && list->at[i].extends ? (size_t)(from - list->at) : i;
}

/* The faces of the text around piece `piece`. */
static const jb_stack *stack_of(const jb_para *para, uint32_t piece)
{
    return jb_fonts_stack(para->cx, style_of(para, piece), para->pieces[piece].place);
}

static bool lacks(const jb_stack *stack, const letter *from, const letter *end)
{
    return from < end && !stack->mono && stack->latin && !covers(stack->latin, from, end);
}

/* Some superscripts or subscripts of the paragraph are not in the face of its Latin. */
static bool lacks_raised(const jb_para *para, const letters *list)
{
    bool any = false;
    for (size_t i = 0, end; i < list->n && !any; i = end > i ? end : i + 1) {
        end = raised_end(list, i);
        any = end > i && lacks(stack_of(para, list->at[i].piece), &list->at[i], list->at + end);
    }
    return any;
}

/* A Latin face that has ² but no ⁸ would borrow that from a face of another height: where it lacks
 * one, all of the paragraph are their own plain characters, smaller. They are of fonts of their
 * own, for a PDF keeps one text for each glyph. */
static bool settle_raised(jb_para *para, const jb_stack *stack, letter *from, letter *end)
{
    if (from == end || stack->mono || !stack->latin)
        return false;
    uint32_t plain;
    for (letter *l = from; l < end; l++)
        if (jb_class_raised(l->code, &plain) && !jb_face_has(stack->latin, plain))
            return false;
    for (letter *l = from; l < end; l++) {
        jb_class_raised(l->code, &l->form);
        l->face = jb_fonts_stand_in(para->cx, stack->latin, l->code);
        l->script = HB_SCRIPT_LATIN;
    }
    return true;
}

/* A mark goes from right to left only between letters that do: at their end it is the sentence's
 * (UAX 9, N1 and N2, in a paragraph from left to right). */
static void settle_directions(letters *list)
{
    bool between = false;
    for (size_t i = list->n; i-- > 0;) {
        letter *l = &list->at[i];
        bool back = is_backward(l->script),
             own = back && hb_unicode_script(hb_unicode_funcs_get_default(), l->code) == l->script;
        if (back && !own && !between && !l->extends)
            l->script = HB_SCRIPT_LATIN;
        between = own || (back && between);
    }
}

/* By itself a letter has one of the stack's own faces because that has it. */
static bool is_missing(const jb_stack *stack, const letter *l, bool alone)
{
    bool own = l->face == stack->han || l->face == stack->latin;
    bool drawn = l->face && ((alone && own) || covers(l->face, l, l + 1));
    return !drawn && !jb_class_ignorable(l->code);
}

static void settle_faces(jb_para *para, letters *list)
{
    hb_script_t script = HB_SCRIPT_INVALID;
    const jb_stack *stack = NULL;
    uint32_t piece = 0; /* whose stack that is */
    bool plain = lacks_raised(para, list);
    for (size_t i = 0, end; i < list->n; i = end) {
        letter *l = &list->at[i];
        if (!stack || piece != l->piece)
            stack = stack_of(para, l->piece);
        piece = l->piece;
        end = plain ? raised_end(list, i) : i;
        if (settle_raised(para, stack, l, list->at + end))
            continue;
        end = grapheme_end(list, i);
        if (l->class == JB_CLASS_BOX)
            continue;
        const jb_face *face = jb_class_ignorable(l->code) && i && list->at[i - 1].face
                                  ? list->at[i - 1].face
                                  : face_of(para->cx, stack, l, list->at + end);
        if (!face && jb_class_ignorable(l->code))
            face = stack->han;
        script = script_of(l, script);
        for (size_t k = i; k < end; k++)
            list->at[k].face = face, list->at[k].script = script, list->at[k].mono = stack->mono;
        for (size_t k = i; k < end; k++)
            if (is_missing(stack, &list->at[k], end == i + 1))
                jb_fonts_missing(para->cx, list->at[k].code, place_of(para, &list->at[k]));
    }
}

/* Shaping */

static jb_atom *add_atom(jb_para *para, const letter *l, const jb_face *face)
{
    jb_atom *atom = JB_PUSH(para->bench, &para->atoms);
    *atom = (jb_atom){.face = face,
                      .at = l->at,
                      .bytes = l->bytes,
                      .code = l->code,
                      .piece = l->piece,
                      .class = l->class,
                      .mono = l->mono,
                      .glyph = (uint32_t)para->glyphs.n,
                      .em = (float)style_of(para, l->piece)->size};
    return atom;
}

static void add_glyph(jb_para *para, jb_atom *atom, jb_shaped_glyph glyph)
{
    *JB_PUSH(para->bench, &para->glyphs) = glyph;
    atom->glyphs_n++;
    atom->advance += glyph.advance;
}

static void shape_box(jb_para *para, const letter *l)
{
    jb_atom *atom = add_atom(para, l, NULL);
    atom->advance = (float)para->pieces[l->piece].box_width;
}

/* What no font has is shown by the geta mark, as printers did, or by the face's own empty glyph. */
static void shape_missing(jb_para *para, const letter *l)
{
    const jb_stack *stack = jb_fonts_stack(para->cx, style_of(para, l->piece), (jb_span){0});
    jb_atom *atom = add_atom(para, l, jb_fonts_stand_in(para->cx, stack->han, l->code));
    hb_codepoint_t glyph = 0;
    hb_font_get_nominal_glyph(stack->han->font, 0x3013, &glyph);
    float advance = (float)((double)hb_font_get_glyph_h_advance(stack->han->font, glyph) *
                            atom->em / stack->han->upem);
    add_glyph(para, atom, (jb_shaped_glyph){.id = glyph, .advance = advance});
}

static void shape_raised(jb_para *para, const letter *l)
{
    static const double ABOVE = .43, BELOW = .15; /* em: where the large CJK faces have theirs */
    jb_atom *atom = add_atom(para, l, l->face);
    uint32_t plain;
    double rise = jb_class_raised(l->code, &plain) > 0 ? ABOVE : -BELOW;
    atom->form = l->form;
    hb_codepoint_t glyph = 0;
    hb_font_get_nominal_glyph(l->face->font, l->form, &glyph);
    double advance = hb_font_get_glyph_h_advance(l->face->font, glyph);
    add_glyph(
        para, atom,
        (jb_shaped_glyph){.id = glyph,
                          .dy = (float)-rise * atom->em,
                          .advance = (float)(JB_RAISED * advance / l->face->upem) * atom->em});
}

enum { FEATURES = 64 };

/* The quotes and dots of a pan-CJK face are one em wide; in a Western word they take their own
 * width. Tabular digits are not kerned: 11 is as wide as 00. */
static unsigned list_features(const jb_text_style *style, const letter *from, const letter *end,
                              hb_feature_t features[FEATURES])
{
    unsigned n = 0;
    if (style->tabular)
        features[n++] = (hb_feature_t){HB_TAG('t', 'n', 'u', 'm'), 1, 0, (unsigned)-1};
    for (; from < end && n < FEATURES; from++) {
        unsigned at = from->at, behind = from->at + from->bytes;
        if (!from->cjk && from->code >= 0x2018 && from->code <= 0x2026)
            features[n++] = (hb_feature_t){HB_TAG('p', 'w', 'i', 'd'), 1, at, behind};
        if (style->tabular && from->class == JB_CLASS_DIGIT)
            features[n++] = (hb_feature_t){HB_TAG('k', 'e', 'r', 'n'), 0, at, behind};
    }
    return n;
}

static hb_buffer_t *shape_letters(jb_para *para, const letter *from, const letter *end)
{
    const jb_text_style *style = style_of(para, from->piece);
    hb_buffer_t *buffer = jb_fonts_buffer(para->cx);
    size_t stop = end[-1].at + end[-1].bytes;
    hb_buffer_add_utf8(buffer, para->text.p, (int)para->text.n, from->at, (int)(stop - from->at));
    hb_buffer_set_script(buffer, from->script);
    hb_buffer_set_direction(buffer,
                            hb_script_get_horizontal_direction(from->script) == HB_DIRECTION_RTL
                                ? HB_DIRECTION_RTL
                                : HB_DIRECTION_LTR);
    hb_buffer_set_language(buffer, jb_fonts_stack(para->cx, style, (jb_span){0})->language);
    hb_feature_t features[FEATURES];
    unsigned n = list_features(style, from, end, features);
    hb_shape(from->face->font, buffer, features, n);
    return buffer;
}

static jb_shaped_glyph glyph_of(const jb_atom *atom, const hb_glyph_info_t *info,
                                const hb_glyph_position_t *position)
{
    float unit = (float)(atom->em / atom->face->upem);
    return (jb_shaped_glyph){.id = info->codepoint,
                             .dx = (float)position->x_offset * unit,
                             .dy = -(float)position->y_offset * unit,
                             .advance = (float)position->x_advance * unit};
}

static float kerned_off(const jb_para *para, const jb_atom *atom)
{
    if (atom->glyphs_n != 1 || !JB_IN(atom->class, JB_SET_WESTERN))
        return 0;
    const jb_shaped_glyph *glyph = &para->glyphs.at[atom->glyph];
    double own = hb_font_get_glyph_h_advance(atom->face->font, glyph->id) / atom->face->upem;
    return (float)own * atom->em - glyph->advance;
}

/* Clusters become atoms, in the order of the text; from right to left the shaper gives the last one
 * first. */
static void take_clusters(jb_para *para, hb_buffer_t *buffer, const letter *from, const letter *end,
                          bool rtl)
{
    unsigned n, i = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &n);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, &n);
    for (const letter *l = from; l < end;) {
        const letter *first = l++;
        unsigned stop = i;
        while (stop < n && infos[rtl ? n - 1 - stop : stop].cluster <= first->at)
            stop++;
        uint32_t next =
            stop < n ? infos[rtl ? n - 1 - stop : stop].cluster : end[-1].at + end[-1].bytes;
        while (l < end && l->at < next)
            l++;
        jb_atom *atom = add_atom(para, first, first->face);
        atom->bytes = l[-1].at + l[-1].bytes - first->at;
        atom->rtl = rtl && first->class != JB_CLASS_SPACE;
        for (unsigned k = rtl ? n - stop : i; k < (rtl ? n - i : stop); k++)
            add_glyph(para, atom, glyph_of(atom, &infos[k], &positions[k]));
        atom->kern = rtl ? 0 : kerned_off(para, atom);
        i = stop;
    }
}

static bool goes_on(const letter *a, const letter *b)
{
    return a->face == b->face && !a->form == !b->form && a->script == b->script &&
           a->piece == b->piece && b->class != JB_CLASS_BOX;
}

/* The two f of dif-ferent stand on both sides of a syllable's end: a ligature would leave no place
 * to divide the word. Behind a word's last letter but one (staff) they may be joined. */
static bool divides(const letters *list, size_t i)
{
    return list->at[i - 1].code == 'f' && list->at[i].code == 'f' && i + 1 < list->n &&
           list->at[i + 1].class == JB_CLASS_LETTER;
}

/* A dash is shaped by pairs, for a face may join a whole row of them. */
static size_t segment_end(const letters *list, size_t i)
{
    const letter *from = &list->at[i];
    size_t end = i + 1, most = from->class == JB_CLASS_DASH ? 2 : LONGEST_SEGMENT;
    while (end < list->n && goes_on(from, &list->at[end]) && !divides(list, end) &&
           (end - i < most || (list->at[end].extends && end - i < most + LONGEST_GRAPHEME)) &&
           (list->at[end].class == JB_CLASS_DASH) == (from->class == JB_CLASS_DASH))
        end++;
    return end;
}

static void shape_segment(jb_para *para, const letter *from, const letter *end)
{
    if (from->class == JB_CLASS_BOX) {
        shape_box(para, from);
    } else if (!from->face) {
        for (; from < end; from++)
            shape_missing(para, from);
    } else if (from->form) {
        for (; from < end; from++)
            shape_raised(para, from);
    } else {
        hb_buffer_t *buffer = shape_letters(para, from, end);
        take_clusters(para, buffer, from, end, is_backward(from->script));
    }
}

jb_para *jb_para_shape(jb_ctx *cx, const jb_piece *pieces, size_t n)
{
    jb_arena *bench = jb_fonts_bench(cx);
    jb_para *para = JB_NEW(bench, jb_para);
    *para = (jb_para){.cx = cx, .bench = bench, .pieces = pieces, .pieces_n = n};
    letters list = join(para);
    settle_classes(&list);
    settle_faces(para, &list);
    settle_directions(&list);
    for (size_t i = 0, end; i < list.n; i = end) {
        end = segment_end(&list, i);
        shape_segment(para, list.at + i, list.at + end);
    }
    return para;
}
