/* The geometry of marks and of the gaps between scripts (clreq 3.1.6 and 3.2; GB/T
 * 15834—2011, 5.1). Faces know nothing of it that could be relied on (their contextual features are
 * seldom there), so it is done here, by what the glyph really leaves blank. */
#include "text/para.h"

const jb_gap_row jb_gap_rows[JB_GAP_KINDS] = {
#define G(kind, shrink, shrink_cost, stretch, even, more, beyond, doc)                             \
    [JB_GAP_##kind] = {shrink, shrink_cost, stretch, even, more, beyond},
#include "text/gaps.def"
#undef G
};

static const double WIDE = .9;       /* em: a mark this wide has a blank half */
static const double HALF = .5;       /* em: what is cut off it */
static const double CLEARANCE = .02; /* em: that the ink keeps from the cut */
static const double BEARING = .06;   /* em: of a sign among letters, on both sides */
static const double GAP = .25;       /* em: between Han and Latin */
static const double INTERPUNCT = .5; /* em: at least (GB/T 15834—2011, 5.1.7: half a character) */
static const uint32_t ALPHABETS = 0x530; /* Latin, Greek, Cyrillic: letters that do not join */
static const double CONNECTOR = 1;       /* em: a single dash (5.1.6) */

static float least(double a, double b)
{
    return (float)(a < b ? a : b);
}

static float at_least_none(double a)
{
    return (float)(a > 0 ? a : 0);
}

/* A half only where the ink leaves it. In Taiwan and Hong Kong every mark keeps its em
 * (clreq 3.1.6), and the comma stands in the middle of it. */
static void find_blanks(const jb_para *para, jb_atom *atom)
{
    const uint64_t closing = JB_SET(CLOSE) | JB_SET(PAUSE) | JB_SET(STOP);
    bool opens = atom->class == JB_CLASS_OPEN;
    if (para->traditional || (!opens && !JB_IN(atom->class, closing)))
        return;
    const jb_mark_ink *ink = jb_face_ink(atom->face, atom->code);
    if (atom->advance < WIDE * atom->em || ink->advance < WIDE)
        return;
    if (opens)
        atom->blank_left = at_least_none(least(HALF, ink->left - CLEARANCE)) * atom->em;
    else
        atom->blank_right =
            at_least_none(least(HALF, ink->advance - ink->right - CLEARANCE)) * atom->em;
}

/* Centres the glyphs in a wider cell. */
static void widen(jb_para *para, jb_atom *atom, double em)
{
    float more = (float)em * atom->em - atom->advance;
    if (more <= 0 || !atom->glyphs_n)
        return;
    for (uint32_t i = 0; i < atom->glyphs_n; i++)
        para->glyphs.at[atom->glyph + i].dx += more / 2;
    atom->advance += more;
}

/* Quotes that a face made for Western words (0.35 em): each gets the half em of a Chinese one
 * beside a blank half. */
static void widen_quote(jb_para *para, jb_atom *atom)
{
    if (atom->advance > HALF * atom->em || para->traditional)
        return;
    widen(para, atom, HALF);
    float blank = (float)HALF * atom->em;
    if (atom->class == JB_CLASS_CLOSE) {
        atom->blank_right = blank;
    } else {
        for (uint32_t i = 0; i < atom->glyphs_n; i++)
            para->glyphs.at[atom->glyph + i].dx += blank;
        atom->blank_left = blank;
    }
    atom->advance += blank;
}

/* √, ∞, ∑ of a face for Han stand in the middle of an em; in a formula they stand as letters do. */
static void trim_sign(jb_para *para, jb_atom *atom)
{
    const jb_mark_ink *ink = jb_face_ink(atom->face, atom->code);
    if (atom->advance < WIDE * atom->em || ink->advance < WIDE)
        return;
    float left = at_least_none(ink->left - BEARING) * atom->em,
          right = at_least_none(ink->advance - ink->right - BEARING) * atom->em;
    for (uint32_t i = 0; i < atom->glyphs_n; i++)
        para->glyphs.at[atom->glyph + i].dx -= left;
    atom->advance -= left + right;
}

static bool is_quote(const jb_atom *atom)
{
    return JB_IN(atom->class, JB_SET(OPEN) | JB_SET(CLOSE)) && atom->code >= 0x2018 &&
           atom->code <= 0x201D;
}

/* Tabular digits of a face that has none (tnum): each in the middle of the widest one's cell. */
static void measure_digit(jb_para *para, jb_atom *atom)
{
    if (para->pieces[atom->piece].style.tabular)
        widen(para, atom, atom->face->digit);
}

static void measure(jb_para *para, jb_atom *atom)
{
    if (!atom->face || atom->mono)
        return;
    if (atom->class == JB_CLASS_DIGIT)
        measure_digit(para, atom);
    if (atom->class == JB_CLASS_LETTER && atom->code >= 0x2200 && atom->code <= 0x22FF)
        trim_sign(para, atom);
    if (atom->class == JB_CLASS_MIDDLE)
        widen(para, atom, INTERPUNCT);
    if (atom->class == JB_CLASS_CONNECT && atom->code == 0x2014)
        widen(para, atom, CONNECTOR);
    if (is_quote(atom) && atom->advance < WIDE * atom->em)
        widen_quote(para, atom);
    else
        find_blanks(para, atom);
}

/* Gaps */

static bool full_mark(const jb_atom *a)
{
    return JB_IN(a->class, JB_SET_FULL_MARKS);
}

static jb_gap_kind kind_of_mark(const jb_atom *a)
{
    switch (a->class) {
    case JB_CLASS_OPEN:
    case JB_CLASS_CLOSE:
        return JB_GAP_BRACKET;
    case JB_CLASS_PAUSE:
        return JB_GAP_PAUSE;
    default:
        return JB_GAP_STOP;
    }
}

/* Two marks beside each other share one blank half (clreq 3.1.6: adjustment of consecutive marks).
 */
static jb_gap between_marks(const jb_atom *a, const jb_atom *b, float em)
{
    float blank = a->blank_right + b->blank_left;
    bool shared = a->blank_right > 0 && b->blank_left > 0;
    float spare = at_least_none(blank - (shared ? HALF * em : 0));
    return (jb_gap){.natural = -spare, .em = em, .kind = shared ? JB_GAP_PAIR : JB_GAP_EVEN};
}

/* It keeps its em, as in Taiwan: the ink has a blank on both sides, a bracket on its outer one, and
 * neither can be trimmed. */
static bool untrimmed(const jb_atom *a, uint64_t classes)
{
    return JB_IN(a->class, classes) && a->blank_left <= 0 && a->blank_right <= 0 &&
           a->advance >= WIDE * a->em;
}

static bool between_whole_marks(const jb_atom *a, const jb_atom *b)
{
    const uint64_t points = JB_SET(PAUSE) | JB_SET(STOP);
    return untrimmed(a, points | JB_SET(CLOSE)) || untrimmed(b, points | JB_SET(OPEN));
}

static jb_gap beside_mark(const jb_atom *a, const jb_atom *b, float em)
{
    jb_gap gap = {.em = em, .kind = JB_GAP_EVEN};
    if (JB_IN(b->class, JB_SET(SUFFIX) | JB_SET(WSUFFIX))) /* (17.8±5.2)% is one figure */
        return (jb_gap){.natural = -a->blank_right / 2, .em = em, .kind = JB_GAP_RIGID};
    if (a->blank_right >= .25F * em)
        gap.kind = (uint8_t)kind_of_mark(a);
    else if (b->blank_left >= .25F * em)
        gap.kind = (uint8_t)kind_of_mark(b);
    else if (between_whole_marks(a, b))
        gap.kind = JB_GAP_WHOLE;
    return gap;
}

static bool western(const jb_atom *a)
{
    return JB_IN(a->class, JB_SET_WESTERN);
}

/* Code is Western text whatever sign it begins or ends with: f()这样的, 写[@甲]即. */
static bool code_meets_han(const jb_atom *a, const jb_atom *b)
{
    const jb_atom *code = a->mono ? a : b, *other = a->mono ? b : a;
    return a->mono != b->mono && code->code < ALPHABETS && code->class != JB_CLASS_SPACE &&
           JB_IN(other->class, JB_SET(HAN) | JB_SET(NOSTART));
}

static bool meets_latin(const jb_atom *a, const jb_atom *b)
{
    const uint64_t han = JB_SET(HAN) | JB_SET(NOSTART);
    return code_meets_han(a, b) || (JB_IN(a->class, han) && JB_IN(b->class, JB_SET_GAPPED)) ||
           (JB_IN(a->class, JB_SET_GAPPED) && JB_IN(b->class, han)) ||
           (JB_IN(a->class, han) && b->class == JB_CLASS_SIGN && b->code != 0xD7) ||
           (JB_IN(a->class, han) && b->class == JB_CLASS_JOINT &&
            (b->code == '-' || b->code == '+')) ||
           (a->class == JB_CLASS_JOINT && a->code == '+' && JB_IN(b->class, han));
}

static bool alphabetic(const jb_atom *a)
{
    return a->class == JB_CLASS_LETTER && a->code < ALPHABETS && !a->rtl;
}

static bool inside_word(const jb_atom *a, const jb_atom *b)
{
    return alphabetic(a) && alphabetic(b);
}

/* Inside words and dashes nothing gives way. */
static bool rigid(const jb_atom *a, const jb_atom *b)
{
    const uint64_t invisible = JB_SET(JOINER) | JB_SET(ZWSP) | JB_SET(SHY);
    if (western(a) && western(b))
        return true;
    if (a->class == b->class && (a->class == JB_CLASS_DASH || a->class == JB_CLASS_ELLIPSIS))
        return true;
    if (JB_IN(a->class, invisible) || JB_IN(b->class, invisible))
        return true;
    return (JB_IN(a->class, JB_SET(NBSP)) && western(b)) ||
           (western(a) && JB_IN(b->class, JB_SET(NBSP)));
}

static bool interpunct(const jb_atom *a)
{
    return a->class == JB_CLASS_MIDDLE && a->advance >= WIDE * a->em;
}

static jb_gap gap_between(const jb_atom *a, const jb_atom *b)
{
    float em = a->em < b->em ? a->em : b->em;
    if (a->mono && b->mono)
        return (jb_gap){.em = em, .kind = JB_GAP_RIGID};
    if (full_mark(a) && full_mark(b))
        return between_marks(a, b, em);
    if (full_mark(a) || full_mark(b))
        return beside_mark(a, b, em);
    if (rigid(a, b))
        return (jb_gap){.em = em, .kind = inside_word(a, b) ? JB_GAP_WORD : JB_GAP_RIGID};
    if (meets_latin(a, b))
        return (jb_gap){.natural = (float)GAP * em, .em = em, .kind = JB_GAP_LATIN};
    if (interpunct(a) || interpunct(b))
        return (jb_gap){.em = em, .kind = JB_GAP_MIDDLE};
    return (jb_gap){.em = em, .kind = JB_GAP_EVEN};
}

/* 吸附-脱附, 合计÷队数: between Han a hyphen or a sign is no number's, and nothing is stretched
 * beside it (clreq 3.1.6). */
static bool joins_han(const jb_para *para, size_t i)
{
    const jb_atom *at = para->atoms.at;
    bool sign = at[i].code == '-' || at[i].class == JB_CLASS_SIGN;
    return sign && i && i + 1 < para->atoms.n && at[i - 1].class == JB_CLASS_HAN &&
           at[i + 1].class == JB_CLASS_HAN;
}

/* 米 with a raised 2, 注 with a raised 1: the index is at its letter. */
static bool carries_index(const jb_para *para, size_t i)
{
    const jb_atom *a = &para->atoms.at[i], *b = a + 1;
    return meets_latin(a, b) && a->class == JB_CLASS_HAN && b->piece != a->piece &&
           para->pieces[b->piece].style.rise != 0;
}

static bool calls(const jb_para *para, size_t i)
{
    uint32_t code = para->atoms.at[i].code;
    return code == 0xFF01 || code == 0xFF1F;
}

/* ？！ or ！！: two of them take one em and three take two (GB/T 15834—2011, as clreq has it). */
static bool ends_call(const jb_para *para, size_t i)
{
    return i && calls(para, i) && calls(para, i - 1) && !(i >= 2 && calls(para, i - 2));
}

static jb_gap gap_behind(const jb_para *para, size_t i)
{
    const jb_atom *a = &para->atoms.at[i], *b = a + 1;
    if (joins_han(para, i) || joins_han(para, i + 1) || carries_index(para, i))
        return (jb_gap){.em = a->em < b->em ? a->em : b->em, .kind = JB_GAP_RIGID};
    jb_gap gap = gap_between(a, b);
    if (ends_call(para, i) && !full_mark(b) && a->blank_right > 0)
        gap = (jb_gap){.natural = -a->blank_right, .em = gap.em, .kind = JB_GAP_WHOLE};
    return gap;
}

/* The author's own spaces */

static bool space(const jb_atom *a)
{
    return a->class == JB_CLASS_SPACE;
}

/* Between Han and Latin the gap is ours, beside a mark the mark's own blank is enough: the space is
 * drawn, for whoever copies the text, but takes no room. */
static bool absorbs(const jb_atom *a, const jb_atom *b)
{
    return a && b && !(a->mono && b->mono) && (meets_latin(a, b) || full_mark(a) || full_mark(b));
}

static bool thousands(const jb_para *para, size_t first, size_t end)
{
    size_t before = 0, after = 0, n = para->atoms.n;
    const jb_atom *at = para->atoms.at;
    while (before < first && before < 4 && at[first - 1 - before].class == JB_CLASS_DIGIT)
        before++;
    while (end + after < n && after < 4 && at[end + after].class == JB_CLASS_DIGIT)
        after++;
    return end == first + 1 && before >= 1 && before <= 3 && after == 3;
}

/* Atoms [first, end) are spaces. */
static void settle_spaces(jb_para *para, size_t first, size_t end)
{
    jb_atom *at = para->atoms.at;
    const jb_atom *before = first ? &at[first - 1] : NULL,
                  *after = end < para->atoms.n ? &at[end] : NULL;
    bool absorbed = absorbs(before, after), number = thousands(para, first, end);
    for (size_t i = first; i < end; i++) {
        if (absorbed)
            at[i].advance = 0;
        para->gaps[i] = (jb_gap){.em = at[i].em, .kind = JB_GAP_RIGID};
    }
    if (first)
        para->gaps[first - 1] = (jb_gap){.em = at[first].em, .kind = JB_GAP_RIGID};
    if (number)
        at[first].class = JB_CLASS_NBSP, at[first].advance = at[first].em / 5;
    else if (absorbed)
        para->gaps[end - 1] = gap_between(before, after);
    else
        para->gaps[end - 1].kind = JB_GAP_SPACE;
}

void jb_para_squeeze(jb_para *para)
{
    size_t n = para->atoms.n;
    para->gaps = JB_NEW_N(para->bench, jb_gap, n + 1);
    for (size_t i = 0; i < n; i++)
        measure(para, &para->atoms.at[i]);
    for (size_t i = 0; i + 1 < n; i++)
        para->gaps[i] = gap_behind(para, i);
    for (size_t i = 0, end; i < n; i = end) {
        end = i + 1;
        if (!space(&para->atoms.at[i]))
            continue;
        while (end < n && space(&para->atoms.at[end]))
            end++;
        settle_spaces(para, i, end);
    }
}
