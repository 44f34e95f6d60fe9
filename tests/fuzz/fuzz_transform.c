/* Bytes as a list of transforms in JSON over a small table: each list ends in a table or in a
 * message. */
#include <stdlib.h>

#include "grammar/spec.h"
#include "transform/transform.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static const jb_table *table_of(jb_ctx *cx)
{
    static const int64_t integers[] = {3, -1, 0, 3, 12}, days[] = {0, 19905, 1, -400, 7};
    static const double numbers[] = {0.5, -1e300, 7, 7, 1e-9};
    static const jb_str texts[] = {JB_K("a"), JB_K(""), JB_K("2024-07-01"), JB_K("b"), JB_K("a")};
    static const uint64_t nulls[] = {4}, none[] = {16};
    static const jb_value items[] = {{.type = JB_INT, .integer = 1},
                                     {.type = JB_TEXT, .n = 1, .text = "x"}};
    static jb_value lists[5];
    for (size_t i = 0; i < 5; i++)
        lists[i] = (jb_value){.type = JB_LISTED, .n = (uint32_t)i % 3, .items = items};
    static const jb_column columns[] = {
        {.name = JB_K("i"), .type = JB_INT, .integers = integers, .nulls = nulls},
        {.name = JB_K("x"),
         .type = JB_NUMBER,
         .numbers = numbers,
         .nulls = nulls,
         .missing = nulls},
        {.name = JB_K("s"), .type = JB_TEXT, .texts = texts, .nulls = none, .missing = none},
        {.name = JB_K("d"), .type = JB_DATE, .integers = days},
        {.name = JB_K("l"), .type = JB_LISTED, .values = lists}};
    return jb_table_make(cx->keep, JB_S("t"), 5, columns, JB_COUNT(columns));
}

static void run(jb_ctx *cx, const jb_node *list, bool own)
{
    const jb_transform_spec **specs = JB_NEW_N(cx->keep, const jb_transform_spec *, list->n + 1);
    for (size_t i = 0; i < list->n; i++)
        specs[i] = jb_spec_object(cx, &jb_transform_class, list->items[i]);
    if (jb_failed(cx))
        return;
    jb_scope scope = {.own = own};
    const jb_table *t = jb_transform_run(cx, specs, list->n, table_of(cx), &scope);
    if (!t && !jb_failed(cx))
        abort();
    jb_buf b = jb_buf_new(cx->scratch);
    for (size_t c = 0; t && c < t->columns_n; c++)
        for (size_t r = 0; r < t->rows && r < 1000; r++)
            jb_value_json(&b, jb_cell(&t->columns[c], r));
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
        const jb_node *list = jb_tree_read(&cx, source, JB_JSON);
        if (list && list->kind == JB_NODE_LIST && list->n <= 4)
            run(&cx, list, own);
        jb_messages_show(&cx, false);
        jb_arena_free(cx.scratch);
        jb_arena_free(cx.keep);
    }
    return 0;
}
