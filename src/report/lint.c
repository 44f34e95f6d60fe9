#include "report/compose.h"

/* Warnings about what is sound but rarely meant. */

static bool is_han(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c >= 0x20000;
}

static jb_str full_width(char mark)
{
    static const struct {
        char half;
        jb_str full;
    } marks[] = {{',', JB_K("，")}, {'.', JB_K("。")}, {':', JB_K("：")},
                 {';', JB_K("；")}, {'?', JB_K("？")}, {'!', JB_K("！")}};
    for (size_t i = 0; i < JB_COUNT(marks); i++)
        if (marks[i].half == mark)
            return marks[i].full;
    return (jb_str){NULL, 0};
}

/* Half-width marks between Han characters. */
static void lint_text(jb_composer *c, const jb_inline *in)
{
    uint32_t before = 0;
    for (size_t at = 0; at < in->text.n && !(in->look & JB_LOOK_CODE);) {
        size_t here = at, next;
        uint32_t code = jb_utf8_next(in->text, &at);
        next = at;
        jb_str full = full_width(code < 0x80 ? (char)code : 0);
        if (full.p && is_han(before) &&
            (at == in->text.n || is_han(jb_utf8_next(in->text, &next)))) {
            jb_warn(c->cx, jb_span_in(in->place, here, 1),
                    "a half-width mark between Han characters");
            jb_hint(c->cx, "in Chinese text it is “%.*s”", JB_F(full));
        }
        before = code;
    }
}

/* A picture that says nothing to those who do not see it. */
static void lint_fence(jb_composer *c, const jb_block *b)
{
    if (b->kind != JB_BLOCK_FENCE || !jb_str_eq(b->info, JB_S("chart")) ||
        jb_node_get(b->node, JB_S("description")))
        return;
    jb_warn(c->cx, b->span, "a chart without a “description”");
    jb_hint(c->cx, "say what it shows, with its numbers: it is read aloud in the chart's place");
}

static void lint_blocks(jb_composer *c, const jb_blocks *blocks)
{
    for (size_t i = 0; i < blocks->n; i++) {
        for (size_t k = 0; k < blocks->at[i]->text.n; k++)
            lint_text(c, &blocks->at[i]->text.at[k]);
        lint_fence(c, blocks->at[i]);
        lint_blocks(c, &blocks->at[i]->blocks);
    }
}

void jb_report_lint(jb_composer *c)
{
    lint_blocks(c, &c->manuscript->blocks);
    lint_blocks(c, &c->manuscript->notes);
}
