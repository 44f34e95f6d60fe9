/* Any text as a report: front matter, figures, Markdown, pages. No crash, and no page without a
 * message. */
#include <stdlib.h>

#include "base/file.h"
#include "report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
        if (!jb_report_compose(&cx, source, NULL) && !jb_failed(&cx))
            abort();
    }
    jb_arena_free(cx.scratch);
    jb_arena_free(cx.keep);
    return 0;
}
