/* Bytes as an expression over a small table, by Vega's rules and by our own: parsing and binding
 * end in a value or in a message with its place, and a value has a text. */
#include <stdint.h>
#include <stdlib.h>

#include "transform/transform.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static const jb_table *table_of(jb_ctx *cx)
{
    static const int64_t integers[] = {3, -1, 0};
    static const double numbers[] = {0.5, -1e300, 7};
    static const jb_str texts[] = {JB_K("临猗"), JB_K(""), JB_K("a-b")};
    static const uint64_t nulls[] = {2};
    static jb_value lists[3],
        items[] = {{.type = JB_INT, .integer = 1}, {.type = JB_TEXT, .n = 1, .text = "x"}};
    for (size_t i = 0; i < 3; i++)
        lists[i] = (jb_value){.type = JB_LISTED, .n = (uint32_t)i % 3, .items = items};
    static const jb_column columns[] = {
        {.name = JB_K("i"), .type = JB_INT, .integers = integers, .nulls = nulls},
        {.name = JB_K("x"), .type = JB_NUMBER, .numbers = numbers},
        {.name = JB_K("s"), .type = JB_TEXT, .texts = texts},
        {.name = JB_K("d"), .type = JB_DATE, .integers = integers},
        {.name = JB_K("l"), .type = JB_LISTED, .values = lists}};
    return jb_table_make(cx->keep, JB_S("t"), 3, columns, JB_COUNT(columns));
}

static void evaluate(jb_ctx *cx, const jb_expr *expr, bool own)
{
    const jb_scope scope = {.own = own, .lenient = !own};
    jb_bound *bound = jb_expr_bind(cx, expr, table_of(cx), &scope);
    if (!bound && !jb_errors(cx))
        abort();
    for (size_t row = 0; bound && row < 3; row++) {
        jb_buf b = jb_buf_new(cx->scratch);
        jb_value v = jb_bound_value(bound, row, cx->scratch);
        jb_value_json(&b, v);
        jb_value_hash(v);
        if (!jb_value_eq(v, v))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    jb_str text = {(const char *)bytes, n};
    if (n > 4096 || jb_utf8_check(text) != n)
        return 0;
    for (int own = 0; own < 2; own++) {
        jb_ctx cx = {.keep = jb_arena_new(NULL),
                     .scratch = jb_arena_new(NULL),
                     .limits = jb_limits_default()};
        cx.limits.regexp_steps = 2000;
        const jb_source *source = jb_source_new(cx.keep, JB_S("fuzz"), text);
        const jb_expr *expr = jb_expr_read(&cx, text, (jb_span){source, 0, n});
        if (expr)
            evaluate(&cx, expr, own);
        else if (!jb_errors(&cx))
            abort();
        jb_messages_show(&cx, false);
        jb_arena_free(cx.scratch);
        jb_arena_free(cx.keep);
    }
    return 0;
}
