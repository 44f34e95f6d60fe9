/* How fast paragraphs are composed, alone and into the pages of a report, and that it is linear in
 * the text: 100,000 characters, then four times as many. */
#include <stdio.h>
#include <time.h>

#include "report/report.h"
#include "text/text.h"

static const char paragraph[] = "2026年3月12日，下达资金1086万元（其中省级632."
                                "50万元），硬化道路60公里，惠及14个村1,254户。队长说：“地里的"
                                "活儿等不得人。”春耕备耕、修渠通路、架电打井——一件接着一件，没有停"
                                "过……平台由Kubernetes集群支撑，用PostgreSQL存"
                                "放数据，详见https://www.example.org/brief/2026/"
                                "0312?from=list，工作日8:30～17:30有人接听；出苗率98.6%，比"
                                "上年提高0.3个百分点。";

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double compose(size_t characters)
{
    jb_ctx cx = {
        .keep = jb_arena_new(NULL), .scratch = jb_arena_new(NULL), .limits = jb_limits_default()};
    jb_piece piece = {.text = jb_str_of(paragraph), .style = {.family = JB_S("宋体"), .size = 16}};
    jb_paragraph_style style = {.measure = 28 * 16, .indent = 2 * 16};
    size_t each = jb_utf8_count(piece.text);
    jb_fonts_open(&cx);
    double start = now();
    for (size_t n = 0; n < characters; n += each) {
        jb_paragraph_compose(&cx, &piece, 1, &style);
        jb_arena_reset(cx.scratch);
    }
    double took = now() - start;
    jb_arena_free(cx.scratch);
    jb_arena_free(cx.keep);
    return took;
}

/* The same as a report: read, composed and made up into pages. */
static double make_pages(size_t characters)
{
    static const char front[] = "---\ntheme: plain\n"
                                "text: {size: 16pt, measure: 28em, leading: 28pt}\n---\n\n";
    jb_ctx cx = {
        .keep = jb_arena_new(NULL), .scratch = jb_arena_new(NULL), .limits = jb_limits_default()};
    jb_buf b = jb_buf_new(cx.keep);
    jb_buf_add(&b, jb_str_of(front));
    for (size_t n = 0; n < characters; n += jb_utf8_count(jb_str_of(paragraph)))
        jb_buf_printf(&b, "%s\n\n", paragraph);
    const jb_source *source = jb_source_new(cx.keep, JB_S("bench.md"), b.text);
    double start = now();
    if (!jb_report_compose(&cx, source, NULL))
        printf("text: the report was not composed\n");
    double took = now() - start;
    jb_arena_free(cx.scratch);
    jb_arena_free(cx.keep);
    return took;
}

static void tell(const char *what, double (*run)(size_t))
{
    double once = run(100000), four = run(400000);
    printf("text %s: 100,000 characters %.3f s of CPU, 400,000 %.3f s (%.2f times)\n", what, once,
           four, four / once);
}

int main(void)
{
    tell("in paragraphs", compose);
    tell("in pages", make_pages);
    return 0;
}
