/* Markdown into blocks, drawn one a line: kind, then its texts with their looks. */
#include "test.h"

#include "report/note.h"

static const jb_str kinds[] = {JB_K("chart"), JB_K("table"), JB_K("kpi")};

static jb_manuscript *read(jb_ctx *cx, const char *text)
{
    jb_figures *figures =
        jb_figures_lift(cx, jb_source_new(cx->keep, JB_S("r.md"), jb_str_of(text)));
    jb_manuscript *m = jb_manuscript_read(cx, figures, 0, kinds, JB_COUNT(kinds));
    jb_notes_number(cx, m);
    return m;
}

static void draw_text(jb_buf *b, const jb_inline *in)
{
    static const char looks[] = "*/`~";
    for (size_t i = 0; i < 4; i++)
        if (in->look & 1u << i)
            jb_buf_byte(b, looks[i]);
    if (in->note)
        jb_buf_printf(b, "[%zu]", in->note);
    else if (in->hard_break)
        jb_buf_add(b, JB_S("<br>"));
    else
        jb_buf_printf(b, "%s%.*s", in->reference ? "@" : "", JB_F(in->text));
    if (in->link.p)
        jb_buf_printf(b, "(%.*s)", JB_F(in->link));
    jb_buf_byte(b, '|');
}

static void draw(jb_buf *b, const jb_blocks *blocks, int depth)
{
    static const char *const names[] = {"heading", "p",     "list",  "item",  "quote",
                                        "code",    "rule",  "table", "row",   "cell",
                                        "image",   "fence", "div",   "break", "notes"};
    for (size_t i = 0; i < blocks->n; i++) {
        const jb_block *k = blocks->at[i];
        jb_buf_printf(b, "%*s%s", 2 * depth, "", names[k->kind]);
        if (k->kind == JB_BLOCK_HEADING)
            jb_buf_printf(b, "%d%s", k->level, k->numbered ? "" : "-");
        if (k->task)
            jb_buf_printf(b, " %s", k->done ? "done" : "to do");
        if (k->defines)
            jb_buf_add(b, JB_S(" defines"));
        if (k->kind == JB_BLOCK_LIST && k->numbered)
            jb_buf_printf(b, " from %zu", k->start);
        if (k->kind == JB_BLOCK_FENCE)
            jb_buf_printf(b, " %.*s", JB_F(k->info));
        if (k->kind == JB_BLOCK_TABLE)
            jb_buf_printf(b, " %.*s", JB_F(k->align));
        if (k->kind == JB_BLOCK_DIV)
            jb_buf_printf(b, " %.*s", JB_F(k->attributes.kind.text));
        if (k->attributes.name.text.n)
            jb_buf_printf(b, " #%.*s", JB_F(k->attributes.name.text));
        for (size_t t = 0; t < k->attributes.rest.n; t++)
            jb_buf_printf(b, " %.*s=“%.*s”", JB_F(k->attributes.rest.at[t].key.text),
                          JB_F(k->attributes.rest.at[t].value.text));
        jb_buf_printf(b, "%s", k->text.n ? " " : "");
        for (size_t t = 0; t < k->text.n; t++)
            draw_text(b, &k->text.at[t]);
        jb_buf_printf(b, "%.*s\n", JB_F(k->kind == JB_BLOCK_DIV ? JB_S("") : k->code));
        draw(b, &k->blocks, depth + 1);
    }
}

static void reads_blocks(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"# 一\n## 二 {-}\n", "heading1 一|\nheading2- 二|\n"},
        {"甲**乙**丙*丁*`戊 {{ x }}`~~己~~\n", "p 甲|*乙|丙|/丁|`戊 {{ x }}|~己|\n"},
        {"见@fig:road-1和[页](https://a.b/c)\n", "p 见|@road-1|和|页(https://a.b/c)|\n"},
        {"见@fig:azAZ09_-z和\n", "p 见|@azAZ09_-z|和|\n"},
        /* a line end between Han characters is nothing, else a space */
        {"第一行\n第二行\n", "p 第一行|第二行|\n"},
        {"一 word\nword 二\n", "p 一 word| |word 二|\n"},
        {"第一行\\\n第二行\n", "p 第一行|<br>|第二行|\n"},
        {"- 一\n- 二\n  - 三\n",
         "list\n  item\n    p 一|\n  item\n    p 二|\n    list\n      item\n        p 三|\n"},
        {"3. 一\n4. 二\n", "list from 3\n  item\n    p 一|\n  item\n    p 二|\n"},
        {"> 引\n", "quote\n  p 引|\n"},
        {"---\n", "rule\n"},
        {"```\n{{ x }}\n```\n", "code{{ x }}\n\n"},
        {"```kpi\nitems: []\n```\n", "fence kpi\n"},
        {"``` table\na: 1\n```\n", "fence table\n"},
        {"[甲](https://a/{{ 1 + 1 }})\n", "p 甲(https://a/2)|\n"},
        {"| a | b |\n|---|--:|\n| 一 | **2** |\n",
         "table lr\n  row\n    cell a|\n    cell b|\n  row\n    cell 一|\n    cell *2|\n"},
        {"![图名](a.png)\n", "image 图名|\n"},
        /* the notes' block stands where the first is written */
        {"甲[^a]乙[^b]\n\n# 注\n\n[^b]: 乙注\n[^a]: 甲注\n\n# 尾\n",
         "p 甲|[1]|乙|[2]|\nheading1 注|\nnotes\nheading1 尾|\n"},
        {"<!-- 备忘 -->\n\n甲\n", "p 甲|\n"},
        {"甲\n::: row\n乙\n\n丙\n:::\n丁\n", "p 甲|\ndiv row\n  p 乙|\n  p 丙|\np 丁|\n"},
        {"::::: {.a #b c=d e=\"f g\"} :::::\n:::: h\n:::\n- 甲\n:::\n",
         "div a #b c=“d” e=“f g”\n  div h\n  list\n    item\n      p 甲|\n"},
        /* in lists and quotes; a code block keeps its colons */
        {"> ::: a\n> 甲\n> :::\n", "quote\n  div a\n    p 甲|\n"},
        {"- ::: a\n  甲\n  :::\n- 乙\n",
         "list\n  item\n    div a\n      p 甲|\n  item\n    p 乙|\n"},
        {"::: a\n```\n:::\n```\n:::\n", "div a\n  code:::\n\n"},
        {"::: a\n:::\n\n::: b\n:::\n", "div a\ndiv b\n"},
        {"| a |\n|---|\n::: b\n:::\n", "table l\n  row\n    cell a|\ndiv b\n"},
        {"    ::: a\n", "code::: a\n\n"},
        {"甲\n\n\\pagebreak\n\n乙\n", "p 甲|\nbreak\np 乙|\n"},
        {"- [ ] 甲\n- [x] 乙\n- 丙\n",
         "list\n  item to do\n    p 甲|\n  item done\n    p 乙|\n  item\n    p 丙|\n"},
        {"> [!NOTE]\n> 甲\n>\n> 乙\n", "div note\n  p 甲|\n  p 乙|\n"},
        {"> [!Tip] 自拟 的\n> 甲**乙**\n", "div tip title=“自拟 的”\n  p 甲|*乙|\n"},
        {"> [!WARNING]\n", "div warning\n"},
        {"> [!WARNING]\n>\n> - 甲\n", "div warning\n  list\n    item\n      p 甲|\n"},
        {"x &lt; y &amp; z\n", "p x |<| y |&| z|\n"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        jb_manuscript *m = read(&cx, cases[i][0]);
        assert_str(jb_messages_show(&cx, false), "");
        jb_buf b = jb_buf_new(cx.keep);
        draw(&b, &m->blocks, 0);
        assert_str(b.text, cases[i][1]);
        test_ctx_end(&cx);
    }
}

/* Every text knows where it was written, behind figures and markup too. */
static void keeps_places(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_manuscript *m = read(&cx, "# 题\n\n甲**乙**\n丙丁\n\n> - 戊`己`庚\n");
    const jb_block *p = m->blocks.at[1],
                   *last = m->blocks.at[2]->blocks.at[0]->blocks.at[0]->blocks.at[0];
    static const size_t places[][2] = {{3, 1}, {3, 4}, {4, 1}, {6, 5}, {6, 7}, {6, 9}};
    const jb_inline *texts[] = {&p->text.at[0],    &p->text.at[1],    &p->text.at[2],
                                &last->text.at[0], &last->text.at[1], &last->text.at[2]};
    for (size_t i = 0; i < JB_COUNT(texts); i++) {
        jb_place place = jb_span_place(texts[i]->place);
        assert_int_equal(place.line, places[i][0]);
        assert_int_equal(place.column, places[i][1]);
    }
    test_ctx_end(&cx);
}

static void tells_mistakes(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"甲\n\n乙{{ x\n", "r.md:3:2: error: a figure has no end on its line\n"
                           "    乙{{ x\n      ^^\n"
                           "hint: it is written {{ expression | \"format\" }}\n"},
        {"甲[^无]\n", "r.md:1:2: error: no note of this name is written\n    甲[^无]\n      ^^\n"
                      "hint: write it on a line of its own: [^name]: text\n"},
        {"甲<b>乙\n", "r.md:1:2: error: HTML is not taken\n    甲<b>乙\n      ^^^\n"
                      "hint: write it in Markdown; a < meant as itself is written \\<\n"},
        {"甲![乙](c.png)丙\n",
         "r.md:1:2: error: an image inside a paragraph\n    甲![乙](c.png)丙\n"
         "      ^^^^^^^^^^^^^^\nhint: give it a paragraph of its own\n"},
        {"![甲](a.png){b} **c**\n", "r.md:1:1: error: an image inside a paragraph\n"},
        {"甲\n\n::: a\n乙\n", "r.md:3:1: error: the div has no end\n    ::: a\n    ^^^^^\n"
                              "hint: a div is opened by “::: name” and closed by “:::”\n"},
        {"> ::: a\n\n:::\n", "r.md:1:3: error: the div has no end\n"},
        {":::\n", "r.md:1:1: error: this closes nothing\n    :::\n    ^^^\n"},
        {"::: a b\n:::\n", "r.md:1:5: error: a div has one name\n    ::: a b\n        ^^^\n"},
        {"::: {.a #b #c}\n:::\n",
         "r.md:1:12: error: this is no attribute\n    ::: {.a #b #c}\n               ^^\n"
         "hint: attributes are written {#name .kind key=value}\n"},
        {"> ```chart\n> mark: a: b\n> ```\n", "r.md:2:"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        read(&cx, cases[i][0]);
        jb_str shown = jb_messages_show(&cx, false);
        assert_str(jb_str_cut(shown, 0, strlen(cases[i][1])), cases[i][1]);
        test_ctx_end(&cx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_blocks),
        cmocka_unit_test(keeps_places),
        cmocka_unit_test(tells_mistakes),
    };
    return cmocka_run_group_tests_name("report block", tests, NULL, NULL);
}
