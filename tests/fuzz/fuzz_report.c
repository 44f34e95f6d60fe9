/* Any text as a report: front matter, figures, Markdown, pages; the first page as SVG in both ways,
 * all as text. No crash, and no page without a message. */
#include <stdlib.h>

#include "base/file.h"
#include "render/render.h"
#include "report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void draw(jb_ctx *cx, const jb_document *document)
{
    jb_str bytes;
    for (int outlines = 0; outlines < 2; outlines++)
        if (!jb_render_page(cx, document, 0, jb_backend_find(JB_S("x.svg")),
                            &(jb_render_options){.outlines = outlines}, &bytes) &&
            !jb_failed(cx))
            abort();
    if (!jb_render_text(cx, document, &bytes) && !jb_failed(cx))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jb_str text = {(const char *)data, size};
    if (jb_utf8_check(text) != size)
        return 0;
    jb_ctx cx = {
        .keep = jb_arena_new(NULL), .scratch = jb_arena_new(NULL), .limits = jb_limits_default()};
    cx.limits.pages = 100;
    if (jb_files_open(&cx, JB_S("tests/fuzz"))) {
        const jb_source *source = jb_source_new(cx.keep, JB_S("fuzz.md"), text);
        const jb_report *report = jb_report_compose(&cx, source, NULL);
        if (!report && !jb_failed(&cx))
            abort();
        if (report)
            draw(&cx, report->document);
    }
    jb_arena_free(cx.scratch);
    jb_arena_free(cx.keep);
    return 0;
}
