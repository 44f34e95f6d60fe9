/* How fast CSV becomes a table, beside libcsv alone over the same bytes. */
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "data/read.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Ten columns of every kind: integers, decimals, dates, percentages, codes, text with quotes. */
static jb_str rows_of(jb_arena *a, int rows)
{
    jb_buf b = jb_buf_new(a);
    jb_buf_add(&b, JB_S("id,县,日期,金额,比例,数量,备注,x,y,code\n"));
    for (int i = 0; i < rows; i++)
        jb_buf_printf(&b,
                      "%d,临猗县,2024-%02d-%02d,%d.%02d,%d%%,%d,\"a, b %d\",0.%06d,%d.5,0%06d\n", i,
                      i % 12 + 1, i % 28 + 1, i % 9973, i % 100, i % 100, i % 1000, i, i % 999983,
                      i % 777, i);
    return b.text;
}

static void count_cell(void *cell, size_t n, void *cells)
{
    (void)cell, (void)n;
    ++*(size_t *)cells;
}

static double libcsv_alone(jb_str text)
{
    struct csv_parser p;
    size_t cells = 0;
    double start = now();
    csv_init(&p, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    csv_parse(&p, text.p, text.n, count_cell, NULL, &cells);
    csv_fini(&p, count_cell, NULL, &cells);
    csv_free(&p);
    return cells ? now() - start : 0;
}

static double as_table(jb_str text, jb_parsing parsing)
{
    jb_ctx cx = {
        .keep = jb_arena_new(NULL), .scratch = jb_arena_new(NULL), .limits = jb_limits_default()};
    double start = now();
    const jb_table *t = jb_table_read_source(&cx, jb_source_new(cx.keep, JB_S("bench.csv"), text),
                                             &(jb_read_options){.parsing = parsing});
    double took = now() - start;
    if (!t)
        abort();
    jb_arena_free(cx.scratch);
    jb_arena_free(cx.keep);
    return took;
}

int main(void)
{
    enum { ROWS = 200000 };
    jb_arena *a = jb_arena_new(NULL);
    jb_str text = rows_of(a, ROWS);
    double megabytes = (double)text.n / 1e6, alone = 9, plain = 9, typed = 9;
    for (int round = 0; round < 3; round++) { /* the best of three */
        double t;
        alone = (t = libcsv_alone(text)) < alone ? t : alone;
        plain = (t = as_table(text, JB_PARSE_VEGA)) < plain ? t : plain;
        typed = (t = as_table(text, JB_PARSE_SCHEMA)) < typed ? t : typed;
    }
    printf(
        "csv, %d rows of 10 columns, %.1f MB: libcsv alone %.0f ms, as text %.0f ms (%.0f MB/s), "
        "with inferred types %.0f ms (%.0f MB/s)\n",
        ROWS, megabytes, alone * 1e3, plain * 1e3, megabytes / plain, typed * 1e3,
        megabytes / typed);
    jb_arena_free(a);
    return 0;
}
