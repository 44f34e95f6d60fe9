/* No specification, however mistaken, may crash the reader or the normaliser. The first byte
 * chooses JSON or YAML. */
#include <stdlib.h>

#include "grammar/spec.h"

static bool answer(void *who, jb_ctx *cx, const jb_expr_spec *expr, jb_value *value)
{
    (void)who;
    (void)cx;
    *value = expr->text.n % 2 ? jb_number((double)expr->text.n) : jb_text(expr->text);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size || size > 65536)
        return 0;
    jb_str text = {(const char *)data + 1, size - 1};
    if (jb_utf8_check(text) != text.n)
        return 0;
    jb_ctx cx = {
        .keep = jb_arena_new(NULL), .scratch = jb_arena_new(NULL), .limits = jb_limits_default()};
    cx.lenient = data[0] & 2;
    jb_source *source = jb_source_new(cx.keep, JB_S("f"), jb_str_dup(cx.keep, text));
    const jb_view_spec *view = jb_spec_read(&cx, source, data[0] & 1 ? JB_JSON : JB_YAML, NULL);
    if (view) {
        jb_spec_evaluate(&cx, view, answer, NULL);
        jb_spec_explain(&cx, view->given.node);
    } else if (!jb_failed(&cx)) {
        abort(); /* refused without a word */
    }
    jb_messages_show(&cx, false);
    jb_arena_free(cx.scratch);
    jb_arena_free(cx.keep);
    return 0;
}
