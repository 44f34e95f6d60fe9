/* Slices of text and memory that ends together: the words every room speaks. */
#ifndef JB_BASE_STR_H
#define JB_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A slice of UTF-8, sound since the door; not ended by a NUL, not owned. {NULL, 0} is "not there".
 */
typedef struct jb_str {
    const char *p;
    size_t n;
} jb_str;

/* A slice of a literal: JB_S in an expression, JB_K in the initialiser of a static table. */
#define JB_S(literal) ((jb_str){(literal), sizeof(literal) - 1})
#define JB_K(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }
/* For printf's %.*s. */
#define JB_F(s) (int)(s).n, (s).p
#define JB_COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef struct jb_arena jb_arena;

jb_str jb_str_of(const char *c);                  /* a C string's slice; {NULL, 0} for NULL */
jb_str jb_str_dup(jb_arena *a, jb_str s);         /* a copy, with a NUL behind it */
const char *jb_str_c(jb_arena *a, jb_str s);      /* the same as a C string */
jb_str jb_str_cut(jb_str s, size_t at, size_t n); /* bytes [at, at + n), clipped to s */
jb_str jb_str_trim(jb_str s); /* without white space (ASCII, U+3000) at both ends */
bool jb_str_eq(jb_str a, jb_str b);
bool jb_str_among(jb_str s, const jb_str *list, size_t n); /* is it one of them */
bool jb_str_eq_fold(jb_str a, jb_str b);                   /* ASCII letters alike in both cases */
int jb_str_cmp(jb_str a, jb_str b); /* -1, 0, 1 by bytes, which in UTF-8 is by code point */
bool jb_str_starts(jb_str s, jb_str head);
bool jb_str_ends(jb_str s, jb_str tail);
ptrdiff_t jb_str_find(jb_str s, jb_str part); /* byte offset of the first, or -1 */
uint64_t jb_str_hash(jb_str s);
jb_str jb_str_printf(jb_arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* One code point at byte *at, which moves past it; U+FFFD for a broken byte. At the end: 0, not
 * moved. */
uint32_t jb_utf8_next(jb_str s, size_t *at);
size_t jb_utf8_put(char out[4], uint32_t code); /* bytes written, 1 to 4 */
size_t jb_utf8_count(jb_str s);                 /* code points */
/* The offset of the first byte that is not sound UTF-8, or s.n. */
size_t jb_utf8_check(jb_str s);

#endif
