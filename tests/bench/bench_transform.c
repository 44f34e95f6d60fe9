/* Transforms over a million rows: the best of three, in milliseconds. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "grammar/spec.h"
#include "transform/transform.h"

enum { ROWS = 1000000 };

static const char *const steps[] = {
    "{\"filter\": \"datum.x > 0.5 && datum.a < 50000\"}",
    "{\"calculate\": \"datum.x * 2 + datum.a\", \"as\": \"z\"}",
    "{\"aggregate\": [{\"op\": \"sum\", \"field\": \"d\"}], \"groupby\": [\"t\"]}",
    "{\"aggregate\": [{\"op\": \"median\", \"field\": \"x\"}], \"groupby\": [\"t\"]}",
    "{\"aggregate\": [{\"op\": \"mean\", \"field\": \"x\"}], \"groupby\": [\"a\"]}",
    "{\"collect\": [{\"field\": \"t\"}, {\"field\": \"a\", \"order\": \"descending\"}]}",
    "{\"bin\": true, \"field\": \"x\", \"as\": \"b\"}",
    "{\"stack\": \"x\", \"groupby\": [\"t\"]}",
    "{\"window\": [{\"op\": \"sum\", \"field\": \"x\"}], \"sort\": [{\"field\": \"a\"}]}"};

static int64_t integers[ROWS], decimals[ROWS];
static double numbers[ROWS];
static jb_str texts[ROWS];
static const jb_column columns[] = {
    {.name = JB_K("a"), .type = JB_INT, .integers = integers},
    {.name = JB_K("x"), .type = JB_NUMBER, .numbers = numbers},
    {.name = JB_K("t"), .type = JB_TEXT, .texts = texts},
    {.name = JB_K("d"), .type = JB_DECIMAL, .scale = 2, .integers = decimals}};

static void fill(void)
{
    static const jb_str names[] = {JB_K("临猗"), JB_K("新绛"), JB_K("盐湖"), JB_K("闻喜"),
                                   JB_K("夏县")};
    uint64_t bits = 88172645463325252u;
    for (size_t i = 0; i < ROWS; i++) {
        bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
        integers[i] = (int64_t)(bits % 100000);
        numbers[i] = (double)(bits >> 11) * 0x1p-53;
        texts[i] = names[bits % JB_COUNT(names)];
        decimals[i] = (int64_t)(bits % 1000000000);
    }
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double run(const char *step)
{
    jb_ctx cx = {
        .keep = jb_arena_new(NULL), .scratch = jb_arena_new(NULL), .limits = jb_limits_default()};
    const jb_source *source = jb_source_new(cx.keep, JB_S("bench"), jb_str_of(step));
    const jb_transform_spec *spec =
        jb_spec_object(&cx, &jb_transform_class, jb_tree_read(&cx, source, JB_JSON));
    const jb_table *table = jb_table_make(cx.keep, JB_S("bench"), ROWS, columns, JB_COUNT(columns));
    double begin = now();
    if (!jb_transform_run(&cx, &spec, 1, table, NULL))
        abort();
    double ms = now() - begin;
    jb_arena_free(cx.scratch);
    jb_arena_free(cx.keep);
    return ms;
}

int main(void)
{
    fill();
    for (size_t i = 0; i < JB_COUNT(steps); i++) {
        double best = run(steps[i]);
        for (int k = 0; k < 2; k++) {
            double ms = run(steps[i]);
            best = ms < best ? ms : best;
        }
        printf("%7.1f ms  %s\n", best, steps[i]);
    }
    return 0;
}
