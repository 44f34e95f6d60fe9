#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 64 * 1024, LAST_BLOCK = 8 * 1024 * 1024 };

typedef struct block {
    struct block *older;
    size_t size, used;
    max_align_t data[];
} block;

typedef struct owned {
    struct owned *older;
    void *thing;
    void (*release)(void *);
} owned;

struct jb_arena {
    block *newest;
    owned *things;
    jmp_buf *door;
    size_t next_size;
};

static void leave(jb_arena *a)
{
    if (a && a->door)
        longjmp(*a->door, 1);
    abort();
}

jb_arena *jb_arena_new(jmp_buf *door)
{
    jb_arena *a = calloc(1, sizeof *a);
    if (a) {
        a->door = door;
        a->next_size = FIRST_BLOCK;
    }
    return a;
}

static void release_all(jb_arena *a)
{
    while (a->things) {
        owned *o = a->things;
        a->things = o->older;
        o->release(o->thing);
    }
}

void jb_arena_reset(jb_arena *a)
{
    release_all(a);
    block *keep = a->newest;
    if (!keep)
        return;
    for (block *b = keep->older; b;) {
        block *older = b->older;
        free(b);
        b = older;
    }
    keep->older = NULL;
    keep->used = 0;
}

void jb_arena_free(jb_arena *a)
{
    if (!a)
        return;
    jb_arena_reset(a);
    free(a->newest);
    free(a);
}

static void free_inner(void *inner)
{
    jb_arena_free(inner);
}

jb_arena *jb_arena_inner(jb_arena *a)
{
    return jb_arena_own(a, jb_arena_new(a->door), free_inner);
}

static block *add_block(jb_arena *a, size_t need)
{
    size_t size = need > a->next_size ? need : a->next_size;
    block *b = malloc(sizeof *b + size);
    if (!b)
        leave(a);
    b->older = a->newest;
    b->size = size;
    b->used = 0;
    a->newest = b;
    if (a->next_size < LAST_BLOCK)
        a->next_size *= 2;
    return b;
}

static size_t in_grains(jb_arena *a, size_t size)
{
    const size_t grain = _Alignof(max_align_t);
    if (size > SIZE_MAX - 2 * sizeof(block) - grain)
        leave(a);
    return (size + grain - 1) / grain * grain;
}

static void *take(jb_arena *a, size_t size)
{
    size = in_grains(a, size);
    block *b = a->newest;
    if (!b || b->size - b->used < size)
        b = add_block(a, size);
    void *p = (char *)b->data + b->used;
    b->used += size;
    return p;
}

void *jb_alloc(jb_arena *a, size_t size)
{
    return memset(take(a, size), 0, size);
}

void *jb_alloc_n(jb_arena *a, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        leave(a);
    return jb_alloc(a, n * size);
}

void *jb_arena_own(jb_arena *a, void *thing, void (*release)(void *))
{
    if (!thing)
        leave(a);
    owned *o = jb_alloc(a, sizeof *o);
    *o = (owned){.older = a->things, .thing = thing, .release = release};
    a->things = o;
    return thing;
}

/* What was taken last grows where it lies, if its block has room for it. */
static bool stretch(jb_arena *a, const void *at, size_t size, size_t more)
{
    block *b = a->newest;
    size_t taken = in_grains(a, size), wanted = in_grains(a, more);
    bool last = b && taken <= b->used && at == (char *)b->data + b->used - taken;
    if (!last || b->size - b->used < wanted - taken)
        return false;
    b->used += wanted - taken;
    return true;
}

/* The first `used` of `size` bytes in a room of `more`, what lies behind them as it may be. */
static void *grow(jb_arena *a, const void *at, size_t used, size_t size, size_t more)
{
    if (size && stretch(a, at, size, more))
        return (void *)(uintptr_t)at;
    void *grown = take(a, more);
    return used ? memcpy(grown, at, used) : grown;
}

void *jb_list_grow(jb_arena *a, void *at, size_t n, size_t *cap, size_t size)
{
    if (n == *cap) {
        size_t more = n ? n * 2 : 8;
        if (more > SIZE_MAX / size)
            leave(a);
        at = grow(a, at, n * size, n * size, more * size);
        *cap = more;
    }
    memset((char *)at + n * size, 0, size);
    return at;
}

jb_buf jb_buf_new(jb_arena *a)
{
    return (jb_buf){.arena = a, .text = {"", 0}};
}

static char *room(jb_buf *b, size_t more)
{
    if (b->text.n + more + 1 > b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 64;
        while (cap < b->text.n + more + 1)
            cap *= 2;
        b->text.p = grow(b->arena, b->text.p, b->text.n, b->cap, cap);
        b->cap = cap;
    }
    return (char *)b->text.p + b->text.n;
}

void jb_buf_add(jb_buf *b, jb_str s)
{
    char *to = room(b, s.n);
    if (s.n)
        memcpy(to, s.p, s.n);
    to[s.n] = 0;
    b->text.n += s.n;
}

void jb_buf_byte(jb_buf *b, char c)
{
    jb_buf_add(b, (jb_str){&c, 1});
}

void jb_buf_code(jb_buf *b, uint32_t code)
{
    char bytes[4];
    jb_buf_add(b, (jb_str){bytes, jb_utf8_put(bytes, code)});
}

void jb_buf_printf(jb_buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n > 0) {
        vsnprintf(room(b, (size_t)n), (size_t)n + 1, format, again);
        b->text.n += (size_t)n;
    }
    va_end(again);
    va_end(args);
}
