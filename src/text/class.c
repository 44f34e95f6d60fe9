#include "text/class.h"

#include <hb.h>

static const struct {
    uint32_t code;
    jb_class class;
} marks[] = {
#define P(code, class, name) {code, JB_CLASS_##class},
#include "text/punct.def"
#undef P
};
_Static_assert(JB_COUNT(marks) <= JB_MARK_ROWS, "faces have room for every mark");

int jb_class_mark(uint32_t code)
{
    if (code >= 0x3400 && code <= 0xFE4F)
        return -1;
    size_t low = 0, high = JB_COUNT(marks);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (marks[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < JB_COUNT(marks) && marks[low].code == code ? (int)low : -1;
}

bool jb_class_cjk(uint32_t c)
{
    if (c < 0x1100)
        return false;
    return (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0x20000 && c <= 0x3FFFD) || c <= 0x11FF ||
           (c >= 0xA960 && c <= 0xA97F) || (c >= 0xAC00 && c <= 0xD7FF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) ||
           (c >= 0xFF01 && c <= 0xFFE6) || (c >= 0x2460 && c <= 0x24FF) ||
           (c >= 0x2160 && c <= 0x217F) || (c >= 0x1F200 && c <= 0x1F2FF);
}

/* Letters and numbers of every alphabet but those that break like Han. */
static bool is_letter(hb_unicode_general_category_t category)
{
    return category <= HB_UNICODE_GENERAL_CATEGORY_OTHER_NUMBER &&
           category >= HB_UNICODE_GENERAL_CATEGORY_LOWERCASE_LETTER;
}

static hb_unicode_general_category_t category_of(uint32_t code)
{
    return hb_unicode_general_category(hb_unicode_funcs_get_default(), code);
}

/* What belongs to a formula as its letters do: superscripts and subscripts with their signs (Cu²⁺,
 * cm⁻¹), quantifiers, sums, roots, the infinite, integrals. */
static bool is_formula_letter(uint32_t c)
{
    return (c >= 0x2070 && c <= 0x209C) || (c >= 0x2200 && c <= 0x2207) ||
           (c >= 0x220F && c <= 0x2211) || (c >= 0x221A && c <= 0x221E) ||
           (c >= 0x222B && c <= 0x2233);
}

/* The full-width forms of 0 to 9, A to Z, a to z. */
static bool is_wide(uint32_t c)
{
    return (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) ||
           (c >= 0xFF41 && c <= 0xFF5A);
}

jb_class jb_class_of(uint32_t code)
{
    if (code >= 0x3400 && code <= 0x9FFF)
        return JB_CLASS_HAN;
    if (code >= '0' && code <= '9')
        return JB_CLASS_DIGIT;
    if ((code | 0x20) >= 'a' && (code | 0x20) <= 'z')
        return JB_CLASS_LETTER;
    int mark = jb_class_mark(code);
    if (mark >= 0)
        return marks[mark].class;
    if (jb_class_control(code))
        return JB_CLASS_SPACE;
    if (is_wide(code))
        return JB_CLASS_WIDE;
    if (jb_class_cjk(code))
        return JB_CLASS_HAN;
    if (jb_class_ignorable(code))
        return JB_CLASS_JOINER;
    return is_letter(category_of(code)) || is_formula_letter(code) || jb_class_extends(code)
               ? JB_CLASS_LETTER
               : JB_CLASS_SYMBOL;
}

bool jb_class_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

int jb_class_raised(uint32_t code, uint32_t *plain)
{
    static const char row[] = "0123456789+-=()"; /* the order of both blocks, from their first on */
    static const char letters[] = "aeox?hklmnpst"; /* from U+2090 on; ?: ə */
    size_t at = code == 0xB9 ? 1 : code & 0xF;     /* ¹ ² ³ are of Latin-1 */
    bool above = code == 0xB2 || code == 0xB3 || code == 0xB9 || code == 0x2070 ||
                 (code >= 0x2074 && code <= 0x207E),
         below = (code >= 0x2080 && code <= 0x208E) || (code >= 0x2090 && code <= 0x209C);
    if (code == 0x207F || code == 0x2071)
        *plain = code == 0x207F ? 'n' : 'i';
    else if (code >= 0x2090 && code <= 0x209C)
        *plain = code == 0x2094 ? 0x259 : (uint32_t)letters[code - 0x2090];
    else if (above || below)
        *plain = row[at] == '-' ? 0x2212 : (uint32_t)row[at];
    else
        return 0;
    return below ? -1 : 1;
}

bool jb_class_extends(uint32_t c)
{
    if (c < 0x300)
        return false;
    if ((c >= 0x1F3FB && c <= 0x1F3FF) || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F) ||
        (c >= 0xE0020 && c <= 0xE01EF))
        return true;
    if (c >= 0x3400 && c <= 0x9FFF)
        return false;
    hb_unicode_general_category_t category = category_of(c);
    return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK;
}

bool jb_class_regional(uint32_t c)
{
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

/* DerivedCoreProperties.txt, Default_Ignorable_Code_Point, without the Hangul fillers. */
bool jb_class_ignorable(uint32_t c)
{
    if (c == 0xAD)
        return true;
    if (c < 0x34F)
        return false;
    return c == 0x34F || c == 0x61C || c == 0x17B4 || c == 0x17B5 || (c >= 0x180B && c <= 0x180F) ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF ||
           (c >= 0xFFF0 && c <= 0xFFF8) || (c >= 0x1BCA0 && c <= 0x1BCA3) ||
           (c >= 0x1D173 && c <= 0x1D17A) || (c >= 0xE0000 && c <= 0xE0FFF);
}
