#include "text/break.h"

#define ANY (~UINT64_C(0))

enum { FREE = 0, COSTLY = JB_COSTLY, AVOID = JB_AVOID, UGLY = JB_UGLY, NEVER = JB_NEVER };

typedef struct rule {
    uint64_t before, after;
    int16_t penalties[3]; /* by jb_strictness */
} rule;

#define OPEN JB_SET(OPEN)
#define CLOSE JB_SET(CLOSE)
#define PAUSE JB_SET(PAUSE)
#define STOP JB_SET(STOP)
#define MIDDLE JB_SET(MIDDLE)
#define DASH JB_SET(DASH)
#define ELLIPSIS JB_SET(ELLIPSIS)
#define CONNECT JB_SET(CONNECT)
#define SOLIDUS JB_SET(SOLIDUS)
#define NOSTART JB_SET(NOSTART)
#define NOTE JB_SET(NOTE)
#define PREFIX JB_SET(PREFIX)
#define SUFFIX JB_SET(SUFFIX)
#define WOPEN JB_SET(WOPEN)
#define WCLOSE JB_SET(WCLOSE)
#define WPAUSE JB_SET(WPAUSE)
#define WQUOTE JB_SET(WQUOTE)
#define WPREFIX JB_SET(WPREFIX)
#define WSUFFIX JB_SET(WSUFFIX)
#define SIGN JB_SET(SIGN)
#define HAN JB_SET(HAN)
#define WIDE JB_SET(WIDE)
#define NBHYPHEN JB_SET(NBHYPHEN)
#define SPACE JB_SET(SPACE)
#define NBSP JB_SET(NBSP)
#define IDEOSPACE JB_SET(IDEOSPACE)
#define ZWSP JB_SET(ZWSP)
#define JOINER JB_SET(JOINER)
#define SHY JB_SET(SHY)
#define WESTERN JB_SET_WESTERN
static const rule rules[] = {
#define B(before, after, basic, gb, strict, source)                                                \
    {before, after, {[JB_BREAK_BASIC] = basic, [JB_BREAK_GB] = gb, [JB_BREAK_STRICT] = strict}},
#include "text/break.def"
#undef B
};

static int16_t penalty_of(uint8_t before, uint8_t after, jb_strictness level)
{
    size_t i = 0;
    while (!JB_IN(before, rules[i].before) || !JB_IN(after, rules[i].after))
        i++;
    return rules[i].penalties[level];
}

/* Words and addresses */

/* letters: of a token that may be broken at its joints, of a piece that may part between them, and
 * of each side then */
enum { LONG = 12, PIECE = 6, SIDE = 3 };

static size_t token_end(const jb_para *para, size_t i)
{
    while (i < para->atoms.n && jb_atom_is(para, i, WESTERN) && !jb_atom_at(para, i)->rtl)
        i++;
    return i;
}

static bool alnum(const jb_para *para, size_t i)
{
    return jb_atom_is(para, i, JB_SET(LETTER) | JB_SET(DIGIT));
}

/* A good place behind atom i of a long token: https://a.b/c?d=e&f=g, brief-office@example.org. A
 * number keeps its points and what would be read as its sign. */
static bool joint(const jb_para *para, size_t i)
{
    if (!jb_atom_is_code(para, i, "/?&=._-@:#+%,;~") || !jb_atom_is(para, i + 1, WESTERN))
        return false;
    if (jb_atom_is_digit(para, i + 1) &&
        (jb_atom_is_code(para, i, "-+") ||
         (jb_atom_is_code(para, i, ".,") && i && jb_atom_is_digit(para, i - 1))))
        return false;
    if (jb_atom_is_code(para, i, ".-_") && !(i && alnum(para, i - 1)))
        return false; /* .profile, --help, __init */
    if (jb_atom_is_code(para, i, "/") && i && jb_atom_is_code(para, i - 1, ".~") &&
        !(i >= 2 && alnum(para, i - 2) && !jb_atom_is_code(para, i - 2, ".")))
        return false; /* ./configure, ../include, ~/bin */
    bool ends = jb_atom_is(para, i + 1, WPAUSE | WCLOSE | WSUFFIX | WQUOTE);
    return alnum(para, i + 1) ||
           (jb_atom_is_code(para, i, "/") && !ends && !jb_atom_is_code(para, i + 1, "/"));
}

static bool only_number(const jb_para *para, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        if (jb_atom_is(para, i, JB_SET(LETTER)))
            return false;
    return true;
}

/* A joint that no compound of words and no formula has, or more slashes. */
static bool is_address(const jb_para *para, size_t first, size_t end)
{
    size_t slashes = jb_atom_is_code(para, first, "/");
    for (size_t i = first + 1; i + 1 < end; i++) {
        slashes += jb_atom_is_code(para, i, "/");
        if (slashes > 2 || (joint(para, i) && !jb_atom_is_code(para, i, "-/+=")))
            return true;
    }
    return false;
}

/* Letters and digits from atom i on, forward or back, as many as matter. */
static size_t alnum_beside(const jb_para *para, size_t i, bool forward)
{
    size_t n = 0;
    while (n < PIECE && (forward || n <= i) && alnum(para, forward ? i + n : i - n))
        n++;
    return n;
}

static bool is_capital(const jb_para *para, size_t i)
{
    uint32_t code = jb_atom_at(para, i)->code;
    return code >= 'A' && code <= 'Z';
}

static bool is_small(const jb_para *para, size_t i)
{
    uint32_t code = jb_atom_at(para, i)->code;
    return code >= 'a' && code <= 'z';
}

/* asDefault|Host: a name of many words begins each with a capital. Keys have such words by chance,
 * and few. */
static bool begins_word(const jb_para *para, size_t i)
{
    return i && is_capital(para, i) && is_small(para, i - 1) && is_small(para, i + 1);
}

/* As many of them as are of the word that atom i is in. */
static size_t word_beside(const jb_para *para, size_t i, bool forward)
{
    size_t n = 0, most = alnum_beside(para, i, forward);
    while (n < most && !(n && begins_word(para, forward ? i + n : i - n + 1)))
        n++;
    return n;
}

/* Behind an atom inside a piece of an address, and inside no number of it and behind no initial;
 * more the nearer to the piece's ends. hyphenate.c knows the better places. The words of a name are
 * whole if they can be: without a hyphen the eye takes their halves for two. */
static int16_t in_piece(const jb_para *para, size_t i, bool name)
{
    size_t before = word_beside(para, i, false), after = word_beside(para, i + 1, true),
           less = before < after ? before : after;
    bool initial = jb_atom_at(para, i)->code < 'a' && jb_atom_at(para, i + 1)->code >= 'a';
    if (less + 1 >= SIDE && begins_word(para, i + 1))
        return AVOID;
    if (less + 1 < SIDE || before + after < PIECE || initial ||
        (jb_atom_is_digit(para, i) && jb_atom_is_digit(para, i + 1)))
        return NEVER;
    return name ? JB_RESORT : less < SIDE ? 2 * UGLY + COSTLY : 2 * UGLY;
}

/* example.cn, e-mail: a piece that one hardly sees by itself. */
static bool joins_short(const jb_para *para, size_t i)
{
    return jb_atom_is_code(para, i, ".-_") &&
           (alnum_beside(para, i - 1, false) < SIDE || alnum_beside(para, i + 1, true) < SIDE);
}

static int16_t in_address(const jb_para *para, size_t i, bool name)
{
    if (joint(para, i))
        return jb_atom_is_code(para, i, "/") ? COSTLY / 2 : joins_short(para, i) ? AVOID : COSTLY;
    if (jb_atom_is_code(para, i + 1, "-") && jb_atom_is_digit(para, i + 2) && alnum(para, i))
        return AVOID;
    return in_piece(para, i, name);
}

/* JSON_EXISTS(), hmac.compare_digest: in a program, and no place in a net. */
static bool is_name(const jb_para *para, size_t first, size_t end)
{
    while (first < end && !jb_atom_is_code(para, first, "/@:"))
        first++;
    return first == end;
}

static void open_address(jb_para *para, size_t first, size_t end)
{
    bool name = is_name(para, first, end);
    for (size_t i = first; i + 1 < end; i++)
        para->gaps[i].kind = JB_GAP_LETTER;
    for (size_t i = first + 1; i + 2 < end; i++)
        para->gaps[i].penalty = in_address(para, i, name);
}

static bool all(const jb_para *para, size_t first, size_t end, uint64_t set)
{
    while (first < end && jb_atom_is(para, first, set))
        first++;
    return first == end;
}

/* 1001-9081(2026)11-3472: a number with brackets parts behind them when nothing else helps. */
static void open_number(jb_para *para, size_t first, size_t end)
{
    for (size_t i = first + 1; i + 2 < end; i++)
        if (jb_atom_is(para, i, WCLOSE) && alnum(para, i - 1) && jb_atom_is_digit(para, i + 1))
            para->gaps[i].penalty = JB_RESORT;
}

/* KFR/N8XHC1, queue_size: behind what joins two names; pg_catalog: if need be also behind a short
 * one. */
static int16_t joins_names(const jb_para *para, size_t i)
{
    size_t before = alnum_beside(para, i - 1, false), after = alnum_beside(para, i + 1, true);
    if (before < SIDE && jb_atom_is_code(para, i, "_") && before + 1 == SIDE && after > SIDE)
        return UGLY;
    if (before < SIDE || after < SIDE)
        return NEVER;
    return jb_atom_is_code(para, i, ".") ? UGLY : AVOID;
}

/* well-known, DCP-L2550DW: behind the hyphen of a compound. A digit behind a hyphen would lose its
 * sign. */
static int16_t in_compound(const jb_para *para, size_t i)
{
    const uint64_t letter = JB_SET(LETTER), name = letter | JB_SET(DIGIT);
    if ((jb_atom_at(para, i)->code == '-' || jb_atom_at(para, i)->code == 0x2010) &&
        jb_atom_is(para, i + 1, letter) && all(para, i - 2, i, name) &&
        jb_atom_is(para, i + 2, name))
        return all(para, i - 2, i, letter) && jb_atom_is(para, i + 2, letter) ? COSTLY : AVOID;
    if (jb_atom_is_code(para, i, "/_.") && jb_atom_is(para, i + 1, letter))
        return joins_names(para, i);
    return NEVER;
}

static void open_compound(jb_para *para, size_t first, size_t end)
{
    for (size_t i = first + 2; i + 2 < end; i++) {
        int16_t penalty = in_compound(para, i);
        if (penalty < NEVER)
            para->gaps[i].penalty = penalty;
    }
}

enum { CODE = 15, PART = 4 };

/* Digits, or letters, beside the gap behind atom i. */
static bool beside_part(const jb_para *para, size_t i)
{
    size_t before = 1, after = 1;
    while (before < PART && before <= i &&
           jb_atom_is_digit(para, i - before) == jb_atom_is_digit(para, i))
        before++;
    while (after < PART && alnum(para, i + 1 + after) &&
           jb_atom_is_digit(para, i + 1 + after) == jb_atom_is_digit(para, i + 1))
        after++;
    return before == PART || after == PART;
}

/* 91320106MA27B0T64Y: a code longer than words are, between its digits and its letters. */
static void open_code(jb_para *para, size_t first, size_t end)
{
    if (end - first < CODE || only_number(para, first, end) ||
        !all(para, first, end, JB_SET(LETTER) | JB_SET(DIGIT)))
        return;
    for (size_t i = first + PART - 1; i + PART < end; i++)
        if (jb_atom_is_digit(para, i) != jb_atom_is_digit(para, i + 1) && beside_part(para, i))
            para->gaps[i].penalty = JB_RESORT;
}

/* ZX-2022-0315-027: a code of letters and figures parts before a hyphen where the line would be
 * torn; behind it the figures would lose what may be their sign. */
static void open_serial(jb_para *para, size_t first, size_t end)
{
    if (end - first < LONG || only_number(para, first, end))
        return;
    for (size_t i = first + SIDE - 1; i + SIDE < end; i++)
        if (jb_atom_is_code(para, i + 1, "-") && jb_atom_is_digit(para, i + 2) &&
            alnum_beside(para, i, false) >= SIDE && alnum_beside(para, i + 2, true) >= SIDE &&
            para->gaps[i].penalty > JB_LAST)
            para->gaps[i].penalty = JB_LAST;
}

/* Without the pauses and brackets behind it. */
static size_t code_end(const jb_para *para, size_t first, size_t end)
{
    while (end > first && !alnum(para, end - 1))
        end--;
    return end;
}

static size_t open_token(jb_para *para, size_t first)
{
    size_t end = token_end(para, first);
    if (end - first >= LONG && !only_number(para, first, end) && is_address(para, first, end))
        open_address(para, first, end);
    else
        open_compound(para, first, end);
    if (end - first >= LONG && only_number(para, first, end))
        open_number(para, first, end);
    open_code(para, first, code_end(para, first, end));
    open_serial(para, first, code_end(para, first, end));
    return end;
}

/* Formulas */

static bool among(uint32_t code, const uint32_t *codes, size_t n)
{
    size_t i = 0;
    while (i < n && codes[i] != code)
        i++;
    return i < n;
}

enum { TIMES = 0xD7, MINUS = 0x2212, RATIO = 0x2236, UP = 0x2191, DOWN = 0x2193 };

/* What joins two sides or compares them: + < = > ± × ÷, arrows and the mathematical operators. */
static bool is_operator(uint32_t code)
{
    static const uint32_t operators[] = {'+',  '<',    '=',    '>',    0xB1,  0xD7,
                                         0xF7, 0xFF0B, 0xFF1C, 0xFF1D, 0xFF1E};
    if (code >= 0x2190 && code <= 0x22FF)
        return code != RATIO && code != UP && code != DOWN;
    return among(code, operators, JB_COUNT(operators));
}

/* What a number may have before it for a sign: +3, −0.5, ±2, <0.05, ≤70, ≈4.67. */
static bool is_sign(uint32_t code)
{
    static const uint32_t signs[] = {'+',    '<',    '>',    0xB1,   0x2213, MINUS,
                                     0x2248, 0x2264, 0x2265, 0xFF1C, 0xFF1E};
    return among(code, signs, JB_COUNT(signs));
}

/* What compares two sides. */
static bool is_relation(uint32_t code)
{
    static const uint32_t relations[] = {'<', '=', '>', 0xFF1C, 0xFF1D, 0xFF1E};
    return (code >= 0x223C && code <= 0x226B) || among(code, relations, JB_COUNT(relations));
}

/* 6.626×10⁻³⁴, 2880×1800, 11.3±4.1, 耳机×1: one figure, or a thing and how often, if it can be. */
static bool in_figure(const jb_para *para, size_t i)
{
    static const uint32_t signs[] = {0xB1, TIMES, 0xF7};
    uint32_t code = jb_atom_at(para, i)->code;
    return among(code, signs, JB_COUNT(signs)) && i && jb_atom_is_digit(para, i + 1) &&
           (jb_atom_is_digit(para, i - 1) || (code == TIMES && !jb_atom_is(para, i - 1, SPACE)));
}

static bool ends_side(const jb_para *para, size_t i)
{
    return jb_atom_is(
        para, i, JB_SET(LETTER) | JB_SET(DIGIT) | HAN | CLOSE | WCLOSE | SUFFIX | WSUFFIX | WIDE);
}

static bool starts_side(const jb_para *para, size_t i)
{
    return jb_atom_is(para, i, JB_SET(LETTER) | JB_SET(DIGIT) | HAN | OPEN | WOPEN | WIDE) ||
           (jb_atom_is(para, i, SIGN) && jb_atom_is_digit(para, i + 1));
}

/* h≈6.626, HR=0.87: what a short sign is worth stays with it, if it can. */
static bool gives_value(const jb_para *para, size_t i)
{
    size_t sign = alnum_beside(para, i - 1, false);
    return is_relation(jb_atom_at(para, i)->code) && sign && sign <= SIDE &&
           starts_side(para, i + 1) && !jb_atom_is(para, i + 1, JB_SET(LETTER) | HAN);
}

/* A formula parts behind an operator, and no line begins with one (GB 3102.11—93, as ISO 31-11);
 * between words more gladly than between figures. Before a figure + may be its sign. */
static void open_operator(jb_para *para, size_t i)
{
    bool address = para->gaps[i].kind == JB_GAP_LETTER;
    if (i && jb_atom_is(para, i - 1, SPACE) && jb_atom_is(para, i + 1, SPACE))
        para->gaps[i - 1].penalty = NEVER;
    if (!i || address || !ends_side(para, i - 1))
        return;
    uint32_t code = jb_atom_at(para, i)->code;
    bool han = jb_atom_is(para, i - 1, HAN), words = han || jb_atom_is(para, i + 1, HAN),
         side = starts_side(para, i + 1);
    if (jb_atom_is_digit(para, i + 1) && (code == '+' || code == MINUS || (han && is_sign(code)))) {
        para->gaps[i].penalty = is_relation(code) ? JB_LAST : NEVER;
        return;
    }
    if (side || jb_atom_is(para, i, JB_SET(SYMBOL))) /* ΔH⊖ */
        para->gaps[i - 1].penalty = NEVER;
    if (side)
        para->gaps[i].penalty = in_figure(para, i) || gives_value(para, i) ? JB_RESORT
                                : words                                    ? COSTLY
                                                                           : UGLY;
}

/* （≤70 mL: nothing stands before it that it could join or compare. */
static bool begins_figure(const jb_para *para, size_t i)
{
    return is_sign(jb_atom_at(para, i)->code) && jb_atom_is_digit(para, i + 1) &&
           (!i || !ends_side(para, i - 1));
}

/* ↑12.5%: as a number's sign. */
static bool is_trend(const jb_para *para, size_t i)
{
    uint32_t code = jb_atom_at(para, i)->code;
    return (code == UP || code == DOWN) && jb_atom_is_digit(para, i + 1);
}

/* (1−β)/(1+K): the stroke between two sides is an operator as well. */
static bool is_quotient(const jb_para *para, size_t i)
{
    return i && jb_atom_is_code(para, i, "/") && jb_atom_is(para, i - 1, WCLOSE) &&
           jb_atom_is(para, i + 1, WOPEN) && para->gaps[i].kind != JB_GAP_LETTER;
}

/* Before the digits that end at atom i. */
static size_t before_digits(const jb_para *para, size_t i)
{
    while (i && jb_atom_is_digit(para, i))
        i--;
    return i;
}

/* An item's number, ① or （1） or 1. behind a mark, had better not stand at the end of a line. */
static bool ends_item_number(const jb_para *para, size_t i)
{
    if (!i)
        return false;
    if (jb_atom_is(para, i, NOTE))
        return jb_atom_is(para, i - 1, PAUSE | STOP);
    size_t before = before_digits(para, i - 1);
    if (before == i - 1)
        return false;
    if (jb_atom_is(para, i, CLOSE))
        return jb_atom_is(para, before, OPEN) && before &&
               jb_atom_is(para, before - 1, PAUSE | STOP);
    return jb_atom_is_code(para, i, ".") && jb_atom_is(para, before, PAUSE | STOP);
}

/* Thompson E P, Vitamin A: a letter alone would rather stay with the word or letter before it. */
static bool starts_letter(const jb_para *para, size_t i)
{
    return is_capital(para, i) && i >= 2 && jb_atom_is(para, i - 1, SPACE) && alnum(para, i - 2) &&
           !alnum(para, i + 1) && !jb_atom_is_code(para, i + 1, "-'") &&
           jb_atom_at(para, i + 1)->code != 0x2019;
}

/* 文献[5-7], 等[2]: the number of a source stays with the word it is said of, if it can. */
static bool starts_source(const jb_para *para, size_t i)
{
    size_t end = i + 1;
    while (jb_atom_is_digit(para, end) || jb_atom_is_code(para, end, ",-") ||
           jb_atom_at(para, end)->code == 0x2013)
        end++;
    return jb_atom_is_code(para, i, "[") && end > i + 1 && jb_atom_is_code(para, end, "]");
}

/* Runs of dashes and dots: whole pairs, and between pairs only as a last resort. */
static size_t bind_pairs(jb_para *para, size_t first)
{
    size_t end = first, chars = 0;
    for (uint8_t class = jb_atom_at(para, first)->class;
         end < para->atoms.n && jb_atom_at(para, end)->class == class; end++) {
        if (chars && chars % 2 == 0)
            para->gaps[end - 1].penalty = JB_RESORT;
        chars += jb_atom_at(para, end)->bytes / 3;
    }
    return end;
}

/* 5257a869…: one alone behind letters or digits says that more of them are left out. */
static bool cuts_short(const jb_para *para, size_t i)
{
    return jb_atom_is(para, i, ELLIPSIS) && i && alnum(para, i - 1) &&
           jb_atom_at(para, i)->bytes == 3 && !jb_atom_is(para, i + 1, ELLIPSIS);
}

bool jb_gap_joined(const jb_para *para, size_t i)
{
    const jb_atom *a = jb_atom_at(para, i), *b = jb_atom_at(para, i + 1);
    return jb_class_extends(b->code) ||
           jb_str_ends(jb_str_cut(para->text, a->at, a->bytes), JB_S("\u200D")) ||
           (jb_class_regional(a->code) && jb_class_regional(b->code));
}

/* What a pair of classes cannot tell. */
static int16_t penalty_at(const jb_para *para, size_t i)
{
    const jb_atom *a = jb_atom_at(para, i), *b = jb_atom_at(para, i + 1);
    bool slash = a->code == '/' || b->code == '/';
    if (para->pieces[b->piece].style.rise != 0 && !jb_atom_is(para, i, SPACE))
        return NEVER; /* a note's mark, an index */
    if (b->code == '.' && b->class == JB_CLASS_LETTER && jb_atom_is(para, i, SPACE))
        return JB_WHOLE; /* the point of .NET looks like one left over */
    if (b->code == '.' || cuts_short(para, i + 1))
        return NEVER;
    if (b->class == JB_CLASS_JOINT && (slash || !alnum(para, i + 2)) && !jb_atom_is(para, i, SPACE))
        return NEVER;
    if (a->class == JB_CLASS_JOINT && slash && jb_atom_is(para, i + 1, HAN | OPEN | WIDE))
        return JB_RESORT;
    int16_t penalty = penalty_of(a->class, b->class, para->strictness);
    if (a->class == JB_CLASS_MIDDLE && i && jb_atom_is(para, i - 1, WESTERN) &&
        jb_atom_is(para, i + 1, WESTERN) && penalty < NEVER) /* 5·12, CuSO₄·5H₂O; J·R·R, k·p */
        return jb_atom_is_digit(para, i + 1) ? NEVER : UGLY;
    return penalty;
}

static void forbid_after_opening(jb_para *para, size_t i)
{
    for (i++; i < para->atoms.n && jb_atom_is(para, i, SPACE); i++)
        para->gaps[i].penalty = NEVER;
}

bool jb_gap_whole(const jb_para *para, size_t i)
{
    const jb_piece *piece = &para->pieces[para->atoms.at[i].piece];
    return para->atoms.at[i].piece == para->atoms.at[i + 1].piece &&
           (piece->whole || piece->ruby.n);
}

static void keep_whole(jb_para *para)
{
    for (size_t i = 0; i + 1 < para->atoms.n; i++)
        if (jb_gap_whole(para, i) || jb_gap_joined(para, i))
            jb_gap_raise(para, i, NEVER);
}

static void force_breaks(jb_para *para)
{
    for (size_t i = 0; i < para->atoms.n; i++)
        if (para->pieces[para->atoms.at[i].piece].hard_break &&
            (i + 1 == para->atoms.n || para->atoms.at[i + 1].piece != para->atoms.at[i].piece))
            para->gaps[i].penalty = JB_FORCED;
}

void jb_para_find_breaks(jb_para *para)
{
    size_t n = para->atoms.n;
    for (size_t i = 0; i + 1 < n; i++) {
        para->gaps[i].penalty = penalty_at(para, i);
        if (jb_atom_is(para, i, SHY))
            jb_para_open_hyphen(para, i, para->gaps[i].penalty);
    }
    for (size_t i = 0; i < n; i++) {
        if (jb_atom_is(para, i, WESTERN) && (!i || !jb_atom_is(para, i - 1, WESTERN)))
            open_token(para, i);
        if (jb_atom_is(para, i, DASH | ELLIPSIS) &&
            (!i || jb_atom_at(para, i - 1)->class != jb_atom_at(para, i)->class))
            bind_pairs(para, i);
        if (is_operator(jb_atom_at(para, i)->code))
            open_operator(para, i);
        if (is_quotient(para, i))
            para->gaps[i].penalty = UGLY;
        if (is_trend(para, i) || begins_figure(para, i))
            para->gaps[i].penalty = NEVER;
        if (ends_item_number(para, i))
            jb_gap_raise(para, i, COSTLY);
        if (starts_letter(para, i))
            jb_gap_raise(para, i - 1, AVOID);
        if (i && starts_source(para, i) && !jb_atom_is(para, i - 1, SPACE))
            jb_gap_raise(para, i - 1, UGLY);
        if (jb_atom_is(para, i, OPEN | WOPEN))
            forbid_after_opening(para, i);
    }
    jb_para_bind_numbers(para);
    keep_whole(para);
    force_breaks(para);
}
