/* What kind of character it is: all that breaking, spacing and font choice need to know of it. */
#ifndef JB_TEXT_CLASS_H
#define JB_TEXT_CLASS_H

#include "base/str.h"

/* CLASS(name, its letter in drawn goldens and rules) */
#define JB_CLASSES(CLASS)                                                                          \
    CLASS(HAN)      /* ideographs, kana, Hangul: breaks on both sides */                           \
    CLASS(OPEN)     /* opening brackets and quotes, one em */                                      \
    CLASS(CLOSE)    /* closing ones */                                                             \
    CLASS(PAUSE)    /* comma, enumeration comma, semicolon, colon of Chinese */                    \
    CLASS(STOP)     /* full stop, question and exclamation mark of Chinese */                      \
    CLASS(MIDDLE)   /* interpunct */                                                               \
    CLASS(DASH)     /* a piece of the two-em dash */                                               \
    CLASS(ELLIPSIS) /* a piece of the two-em ellipsis */                                           \
    CLASS(CONNECT)  /* connectors: tilde, en dash, a single em dash */                             \
    CLASS(SOLIDUS)  /* full-width solidus */                                                       \
    CLASS(NOSTART)  /* iteration mark, small kana */                                               \
    CLASS(NOTE)     /* circled numbers */                                                          \
    CLASS(PREFIX)   /* full-width currency signs */                                                \
    CLASS(SUFFIX)   /* full-width per cent, degrees */                                             \
    CLASS(LETTER)   /* Latin, Greek, Cyrillic and other alphabets */                               \
    CLASS(WIDE)     /* full-width letters and digits */                                            \
    CLASS(DIGIT)                                                                                   \
    CLASS(WOPEN) /* Western brackets … */                                                        \
    CLASS(WCLOSE)                                                                                  \
    CLASS(WPAUSE)  /* , . ; : ! ? */                                                               \
    CLASS(WQUOTE)  /* straight quotes, until their direction is found */                           \
    CLASS(WPREFIX) /* $ */                                                                         \
    CLASS(WSUFFIX) /* % */                                                                         \
    CLASS(SIGN)    /* minus, plus-minus, times */                                                  \
    CLASS(JOINT)   /* hyphen, slash, at …: where long words may be broken */                     \
    CLASS(NBHYPHEN)                                                                                \
    CLASS(SPACE)                                                                                   \
    CLASS(NBSP)                                                                                    \
    CLASS(IDEOSPACE)                                                                               \
    CLASS(ZWSP)                                                                                    \
    CLASS(JOINER) /* invisible, forbids a break on both sides */                                   \
    CLASS(SHY)                                                                                     \
    CLASS(SYMBOL) /* other signs, emoji: like Han without the gap to Latin */                      \
    CLASS(BOX)    /* an inline object */

typedef enum jb_class {
#define CLASS(name) JB_CLASS_##name,
    JB_CLASSES(CLASS)
#undef CLASS
        JB_CLASS_N
} jb_class;
_Static_assert(JB_CLASS_N <= 64, "sets of classes are 64 bits");

#define JB_IN(class_, set) ((UINT64_C(1) << (class_)) & (set))
#define JB_SET(name) (UINT64_C(1) << JB_CLASS_##name)
/* Marks of one em, half of which is blank. */
#define JB_SET_FULL_MARKS (JB_SET(OPEN) | JB_SET(CLOSE) | JB_SET(PAUSE) | JB_SET(STOP))
/* What stands in a Western word or number. */
#define JB_SET_WESTERN                                                                             \
    (JB_SET(LETTER) | JB_SET(DIGIT) | JB_SET(WOPEN) | JB_SET(WCLOSE) | JB_SET(WPAUSE) |            \
     JB_SET(WQUOTE) | JB_SET(WPREFIX) | JB_SET(WSUFFIX) | JB_SET(SIGN) | JB_SET(JOINT) |           \
     JB_SET(NBHYPHEN))
/* What takes the quarter-em gap beside Han. */
#define JB_SET_GAPPED (JB_SET(LETTER) | JB_SET(DIGIT) | JB_SET(WPREFIX) | JB_SET(WSUFFIX))

jb_class jb_class_of(uint32_t code);
/* Control characters, line and paragraph separators: drawn as a space. */
bool jb_class_control(uint32_t code);
/* Combining marks, variation selectors, emoji modifiers, the joiner: part of the character before.
 */
bool jb_class_extends(uint32_t code);
/* Regional indicators, of which two are a flag. */
bool jb_class_regional(uint32_t code);
/* Never drawn and never missed (Unicode's default ignorables). */
bool jb_class_ignorable(uint32_t code);
/* Superscripts and subscripts: 1 above the line, -1 below it, 0 neither; `plain` is the character
 * that is raised or lowered. */
int jb_class_raised(uint32_t code, uint32_t *plain);
/* An ideograph or other character of the CJK faces; false for letters, digits, Western marks. */
bool jb_class_cjk(uint32_t code);
/* The row of the mark in punct.def, or -1: faces keep a mark's measures under it. */
int jb_class_mark(uint32_t code);
enum { JB_MARK_ROWS = 256 };

#endif
