/* The view of a paragraph that the rules of its breaks share, and what they have of each other. */
#ifndef JB_TEXT_BREAK_H
#define JB_TEXT_BREAK_H

#include <string.h>

#include "text/para.h"

/* Behind the last atom stands a space. */
static inline const jb_atom *jb_atom_at(const jb_para *para, size_t i)
{
    static const jb_atom end = {.class = JB_CLASS_SPACE};
    return i < para->atoms.n ? &para->atoms.at[i] : &end;
}

static inline bool jb_atom_is(const jb_para *para, size_t i, uint64_t set)
{
    return JB_IN(jb_atom_at(para, i)->class, set) != 0;
}

/* One of these ASCII characters. */
static inline bool jb_atom_is_code(const jb_para *para, size_t i, const char *any)
{
    uint32_t code = jb_atom_at(para, i)->code;
    return code && code < 0x80 && strchr(any, (int)code);
}

/* Also a full-width one. */
static inline bool jb_atom_is_digit(const jb_para *para, size_t i)
{
    uint32_t code = jb_atom_at(para, i)->code;
    return jb_atom_is(para, i, JB_SET(DIGIT)) || (code >= 0xFF10 && code <= 0xFF19);
}

static inline void jb_gaps_forbid(jb_para *para, size_t from, size_t end)
{
    for (size_t i = from; i < end && i < para->atoms.n; i++)
        para->gaps[i].penalty = JB_NEVER;
}

/* A break that is forced, or better than free, stays what it is. */
static inline void jb_gap_raise(jb_para *para, size_t i, int16_t penalty)
{
    if (i < para->atoms.n && para->gaps[i].penalty >= 0 && para->gaps[i].penalty < penalty)
        para->gaps[i].penalty = penalty;
}

/* Numbers with their signs and units, ranges, groups, ordinals, document numbers (number.c); when
 * the breaks by classes are found. */
void jb_para_bind_numbers(jb_para *para);

#endif
