/* What every unit test needs: cmocka, a context with memory, and short names. */
#ifndef JB_TEST_H
#define JB_TEST_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/ctx.h"

/* A fresh context; out of memory ends the test program by abort(). */
static inline jb_ctx test_ctx(void)
{
    return (jb_ctx){
        .keep = jb_arena_new(NULL), .scratch = jb_arena_new(NULL), .limits = jb_limits_default()};
}

static inline void test_ctx_end(jb_ctx *cx)
{
    jb_arena_free(cx->scratch);
    jb_arena_free(cx->keep);
}

/* A number under n, of a row that is the same on every machine: seed is where it stands. */
static inline size_t test_any(uint64_t *seed, size_t n)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(*seed >> 33) % n;
}

#define assert_near(a, b, by) assert_true(fabs((a) - (b)) <= (by))

#define assert_str(actual, expected)                                                               \
    do {                                                                                           \
        jb_str actual_ = (actual);                                                                 \
        const char *expected_ = (expected);                                                        \
        char text_[4096];                                                                          \
        snprintf(text_, sizeof text_, "%.*s", JB_F(actual_));                                      \
        assert_string_equal(text_, expected_);                                                     \
    } while (0)

#endif
