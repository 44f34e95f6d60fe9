/* How fast paragraphs are composed, and that it is linear in the text: 100,000 characters, then
 * four times as many. */
#include <stdio.h>
#include <time.h>

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

int main(void)
{
    double once = compose(100000), four = compose(400000);
    printf("text: 100,000 characters %.3f s of CPU, 400,000 %.3f s (%.2f times)\n", once, four,
           four / once);
    return 0;
}
