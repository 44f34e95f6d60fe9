/* English words at their syllables, by the patterns that TeX and LibreOffice use, asked only when
 * the paragraph cannot be set well without. */
#include <hyphen.h>
#include <stdlib.h>
#include <string.h>

#include "text/break.h"
#include "text/hyphened.h"

enum { SHORTEST = 6, LONGEST = 250, LEFT = 2, RIGHT = 3 }; /* letters */

static void destroy_patterns(void *patterns)
{
    hnj_hyphen_free(patterns);
}

/* NULL without patterns: words are not hyphenated then. */
static HyphenDict *patterns_of(jb_ctx *cx)
{
    void **kept = jb_fonts_patterns(cx);
    if (!*kept) {
        HyphenDict *read = hnj_hyphen_load("/usr/share/hyphen/hyph_en_US.dic");
        *kept = read ? jb_arena_own(jb_fonts_arena(cx), read, destroy_patterns) : kept;
    }
    return *kept == (void *)kept ? NULL : *kept;
}

static bool letter(uint32_t code)
{
    return (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
}

/* The end of the word of ASCII letters that starts at i. */
static size_t word_end(const jb_para *para, size_t i)
{
    while (i < para->atoms.n && letter(para->atoms.at[i].code))
        i++;
    return i;
}

/* input/output, well-known, Promise<Response> */
static bool in_compound(const jb_para *para, size_t i)
{
    if (i >= para->atoms.n)
        return false;
    uint32_t code = para->atoms.at[i].code;
    return letter(code) || (code && code < 0x80 && strchr("-/<>", (int)code));
}

/* A word or a compound by itself, no part of an address or a name with digits: only brackets and
 * pauses beside it. */
static bool stands_alone(const jb_para *para, size_t first, size_t end)
{
    while (first && in_compound(para, first - 1))
        first--;
    while (in_compound(para, end))
        end++;
    while (first && jb_atom_is(para, first - 1, JB_SET(WOPEN)))
        first--;
    while (jb_atom_is(para, end, JB_SET(WCLOSE) | JB_SET(WPAUSE)))
        end++;
    return !jb_atom_is(para, end, JB_SET_WESTERN) &&
           !(first && jb_atom_is(para, first - 1, JB_SET_WESTERN));
}

/* letters; what a hyphen costs: no line takes one that it could do without */
enum { NAME = 8, SYLLABLE = 3, DIVIDED = 3 * JB_COSTLY };

/* SUBSCRIPTION is a word, as long as no abbreviation is. */
static bool is_capital_word(jb_str word)
{
    size_t i = 0;
    while (i < word.n && word.p[i] >= 'A' && word.p[i] <= 'Z')
        i++;
    return i == word.n && word.n >= NAME;
}

/* The word in small letters; false for one too short, and for abbreviations, which only an address
 * divides. */
static bool spell(jb_str word, bool address, char small[LONGEST + 1])
{
    bool capitals = address || is_capital_word(word);
    if (word.n < SHORTEST || word.n > LONGEST)
        return false;
    for (size_t i = 0; i < word.n; i++) {
        if (!letter((unsigned char)word.p[i]) || (i && word.p[i] < 'a' && !capitals))
            return false;
        small[i] = (char)(word.p[i] | 0x20);
    }
    small[word.n] = 0;
    return true;
}

static bool vowel(char letter)
{
    return letter && strchr("aeiouy", letter);
}

/* Pro-me-theus: a name that the patterns leave whole parts behind a vowel, before a consonant that
 * begins a syllable: behind it comes a vowel, and later one that is no mute e. */
static bool sounds_apart(const char *small, size_t at)
{
    static const char *const pairs[] = {"th", "ch", "sh", "ph", "tr", "pr", "br",
                                        "dr", "cr", "gr", "pl", "bl", "cl", "gl"};
    size_t behind = at + 1;
    for (size_t i = 0; i < JB_COUNT(pairs); i++)
        if (!strncmp(small + at, pairs[i], 2))
            behind = at + 2;
    return vowel(small[at - 1]) && !vowel(small[at]) && small[at] != 'x' && vowel(small[behind]) &&
           strpbrk(small + behind, "aiouy");
}

static void mark_by_sound(const char *small, size_t n, char *marks)
{
    for (size_t i = SYLLABLE; i + SYLLABLE <= n; i++)
        marks[i - 1] = sounds_apart(small, i);
}

/* The letters behind which the word parts are odd in `marks`; false where it does not. */
static bool find_syllables(HyphenDict *patterns, const char *small, size_t n, char *marks)
{
    char **rep = NULL;
    int *pos = NULL, *cut = NULL;
    if (hnj_hyphen_hyphenate3(patterns, small, (int)n, marks, NULL, &rep, &pos, &cut, LEFT, RIGHT,
                              LEFT, RIGHT))
        return false;
    free(rep), free(pos), free(cut);
    bool any = false;
    for (size_t i = LEFT; i + RIGHT <= n; i++)
        any |= marks[i - 1] & 1;
    return any;
}

/* Behind atom i; an address shows no hyphen, for one would be read as its own, and so would rather
 * part at its joints. */
static void divide(jb_para *para, size_t i, bool address, int16_t penalty)
{
    if (jb_gap_whole(para, i) || para->gaps[i].penalty == JB_FORCED)
        return;
    if (!address)
        jb_para_open_hyphen(para, i, penalty);
    else if (para->gaps[i].penalty > JB_UGLY && para->gaps[i].penalty < JB_RESORT)
        para->gaps[i].penalty = JB_UGLY;
}

static void open_word(jb_para *para, HyphenDict *patterns, size_t first, size_t end, bool address,
                      int16_t penalty)
{
    size_t at = para->atoms.at[first].at;
    jb_str word =
        jb_str_cut(para->text, at, para->atoms.at[end - 1].at + para->atoms.at[end - 1].bytes - at);
    char small[LONGEST + 1], marks[LONGEST + 8] = {0};
    if (!spell(word, address, small))
        return;
    if (is_capital_word(word) && penalty < JB_AVOID)
        penalty = JB_AVOID;
    bool known = find_syllables(patterns, small, word.n, marks);
    if (!known && word.n >= NAME)
        mark_by_sound(small, word.n, marks);
    for (size_t i = first; i + 1 < end; i++) {
        size_t before = para->atoms.at[i + 1].at - at;
        if ((marks[before - 1] & 1) && before >= LEFT && word.n - before >= RIGHT)
            divide(para, i, address, !known ? JB_UGLY : before < SYLLABLE ? JB_AVOID : penalty);
    }
}

/* AddressSanitizer: names of many words part between them, and each at its syllables. */
static void open_name(jb_para *para, HyphenDict *patterns, size_t first, size_t end, bool address)
{
    for (size_t i = first, stop; i < end; i = stop) {
        stop = i + 1;
        while (stop < end && para->atoms.at[stop].code >= 'a')
            stop++;
        if (i >= first + LEFT && end - i >= LEFT && para->atoms.at[i - 1].code >= 'a')
            divide(para, i - 1, address, JB_AVOID);
        open_word(para, patterns, i, stop, address, JB_AVOID);
    }
}

static bool has_humps(const jb_para *para, size_t first, size_t end)
{
    bool small = false;
    for (size_t i = first; i < end; i++) {
        if (small && para->atoms.at[i].code < 'a')
            return true;
        small = para->atoms.at[i].code >= 'a';
    }
    return false;
}

/* ---- the hyphen ---- */

static jb_str text_of(const jb_para *para, const jb_atom *atom)
{
    return jb_str_cut(para->text, atom->at, atom->bytes);
}

bool jb_para_open_hyphen(jb_para *para, size_t i, int16_t penalty)
{
    const jb_atom *atom = &para->atoms.at[i];
    uint32_t glyph = jb_hyphened_glyph(text_of(para, atom));
    const jb_face *face = glyph ? jb_hyphened_face(para->cx, atom->face) : NULL;
    if (!face)
        return false;
    double own = (double)atom->advance + (double)atom->kern;
    para->gaps[i].hyphen = (float)(jb_hyphened_advance(face, glyph) * (double)atom->em - own);
    para->gaps[i].penalty = penalty;
    return true;
}

void jb_para_show_hyphen(jb_para *para, size_t i)
{
    jb_atom *atom = &para->atoms.at[i];
    uint32_t glyph = jb_hyphened_glyph(text_of(para, atom));
    atom->face = jb_hyphened_face(para->cx, atom->face);
    atom->advance = (float)(jb_hyphened_advance(atom->face, glyph) * (double)atom->em);
    atom->kern = 0;
    atom->hyphened = true;
    atom->glyph = (uint32_t)para->glyphs.n;
    atom->glyphs_n = 1;
    *JB_PUSH(para->bench, &para->glyphs) = (jb_shaped_glyph){.id = glyph, .advance = atom->advance};
}

static void open_any(jb_para *para, HyphenDict *patterns, size_t first, size_t end)
{
    bool address = para->gaps[first].kind == JB_GAP_LETTER;
    if (!address && !stands_alone(para, first, end))
        return;
    if (has_humps(para, first, end))
        open_name(para, patterns, first, end, address);
    else
        open_word(para, patterns, first, end, address, DIVIDED);
}

bool jb_para_hyphenate(jb_para *para)
{
    bool any = false;
    for (size_t i = 0, end; i < para->atoms.n; i = end) {
        end = word_end(para, i);
        bool word = end >= i + SHORTEST / 2;
        end += end == i;
        if (!word)
            continue;
        HyphenDict *patterns = patterns_of(para->cx);
        if (!patterns)
            return false;
        open_any(para, patterns, i, end);
        any = true;
    }
    return any;
}
