/* Goldens: files of what is expected, that one can read. With GOLDEN=write in the environment they
 * are written anew instead of compared; look at the difference before it is committed. */
#ifndef JB_TEST_GOLDEN_H
#define JB_TEST_GOLDEN_H

#include <stdlib.h>

#include "test.h"

static inline bool golden_written(void)
{
    const char *mode = getenv("GOLDEN");
    return mode && !strcmp(mode, "write");
}

/* The file's bytes; the test fails when there is none. */
static inline jb_str golden_read(jb_arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("%s cannot be opened", path);
    jb_buf b = jb_buf_new(a);
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
        jb_buf_add(&b, (jb_str){piece, n});
    fclose(f);
    return b.text;
}

static inline jb_str golden_line(jb_str *rest)
{
    const char *end = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    size_t n = end ? (size_t)(end - rest->p) : rest->n;
    jb_str line = {rest->p, n};
    *rest = (jb_str){rest->p + n + (end != NULL), rest->n - n - (end != NULL)};
    return line;
}

/* Says the first five lines that differ. */
static inline bool golden_same(const char *name, jb_str golden, jb_str made)
{
    if (jb_str_eq(golden, made))
        return true;
    int said = 0;
    for (int line = 1; (golden.n || made.n) && said < 5; line++) {
        jb_str g = golden_line(&golden), m = golden_line(&made);
        if (jb_str_eq(g, m))
            continue;
        print_error("%s:%d\n  - %.*s\n  + %.*s\n", name, line, JB_F(g), JB_F(m));
        said++;
    }
    return false;
}

/* What was made is what the file says. */
static inline bool golden_holds(jb_arena *a, const char *path, jb_str made)
{
    if (!golden_written())
        return golden_same(path, golden_read(a, path), made);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(made.p, 1, made.n, f), made.n);
    assert_int_equal(fclose(f), 0);
    return true;
}

#endif
