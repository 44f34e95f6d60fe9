/* Memory has the shape of the work: an arena gives and never takes back one by one. */
#ifndef JB_BASE_ARENA_H
#define JB_BASE_ARENA_H

#include <setjmp.h>
#include "base/str.h"

/* NULL without memory. `door` is where to jump when a later request finds none (longjmp(*door, 1));
 * it may be NULL, then the process ends by abort(). Free with jb_arena_free. */
jb_arena *jb_arena_new(jmp_buf *door);
/* An arena that ends with `a` and leaves by its door: for work that is begun and emptied many
 * times. */
jb_arena *jb_arena_inner(jb_arena *a);
void jb_arena_free(jb_arena *a);  /* releases what it owns, youngest first; NULL is fine */
void jb_arena_reset(jb_arena *a); /* empties it for the next stage, keeps one block */

void *jb_alloc(jb_arena *a, size_t size);             /* zeroed, aligned for anything; never NULL */
void *jb_alloc_n(jb_arena *a, size_t n, size_t size); /* n × size, checked for overflow */
#define JB_NEW(a, type) ((type *)jb_alloc((a), sizeof(type)))
#define JB_NEW_N(a, type, n) ((type *)jb_alloc_n((a), (n), sizeof(type)))

/* Gives a foreign library's object to the arena, which calls release(thing) when it ends; returns
 * thing. A NULL thing leaves by the door (it means the library had no memory). */
void *jb_arena_own(jb_arena *a, void *thing, void (*release)(void *));

/* A list that grows in an arena. `T *at` is contiguous but moves when it grows: keep indices, or
 * pointers only once it is finished. */
#define JB_LIST(T)                                                                                 \
    struct {                                                                                       \
        T *at;                                                                                     \
        size_t n, cap;                                                                             \
    }
/* A new zeroed element at the end: `jb_tick *t = JB_PUSH(a, &axis->ticks);` */
#define JB_PUSH(a, list)                                                                           \
    ((list)->at = jb_list_grow((a), (list)->at, (list)->n, &(list)->cap, sizeof *(list)->at),      \
     &(list)->at[(list)->n++])
void *jb_list_grow(jb_arena *a, void *at, size_t n, size_t *cap, size_t size);

/* Text that is put together piece by piece; `.text` is always what is there so far, with a NUL
 * behind it. */
typedef struct jb_buf {
    jb_arena *arena;
    jb_str text;
    size_t cap;
} jb_buf;
jb_buf jb_buf_new(jb_arena *a);
void jb_buf_add(jb_buf *b, jb_str s);
void jb_buf_byte(jb_buf *b, char c);
void jb_buf_code(jb_buf *b, uint32_t code);
void jb_buf_printf(jb_buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
