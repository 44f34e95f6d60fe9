#include "report/compose.h"

#include <stdlib.h>

static const jb_str digits[] = {JB_K("零"), JB_K("一"), JB_K("二"), JB_K("三"), JB_K("四"),
                                JB_K("五"), JB_K("六"), JB_K("七"), JB_K("八"), JB_K("九")};
static const jb_str powers[] = {JB_K(""), JB_K("十"), JB_K("百"), JB_K("千")};

jb_str jb_number_han(jb_arena *a, size_t n)
{
    if (!n || n > 9999)
        return jb_str_printf(a, "%zu", n);
    jb_buf b = jb_buf_new(a);
    bool gap = false;
    size_t scale = 1000;
    for (size_t p = 4; p-- > 0; scale /= 10) {
        size_t digit = n / scale % 10;
        if (!digit) {
            gap = b.text.n;
            continue;
        }
        if (gap)
            jb_buf_add(&b, digits[0]);
        gap = false;
        if (digit != 1 || p != 1 || b.text.n) /* 十二, but 一百一十二 */
            jb_buf_add(&b, digits[digit]);
        jb_buf_add(&b, powers[p]);
    }
    return b.text;
}

jb_str jb_number_circled(jb_arena *a, size_t n)
{
    char utf8[4];
    uint32_t code = n <= 20   ? 0x2460 + (uint32_t)n - 1
                    : n <= 35 ? 0x3251 + (uint32_t)n - 21
                              : 0x32B1 + (uint32_t)n - 36;
    if (!n || n > 50)
        return jb_str_printf(a, "(%zu)", n);
    return jb_str_dup(a, (jb_str){utf8, jb_utf8_put(utf8, code)});
}

static jb_str letter(jb_arena *a, size_t n)
{
    return n <= 26 ? jb_str_printf(a, "%c", 'A' + (char)(n ? n - 1 : 0))
                   : jb_str_printf(a, "%zu", n);
}

static jb_str number_appendix(jb_arena *a, jb_counters *counters, int level)
{
    jb_str first = letter(a, counters->headings[0]);
    if (level == 1) {
        counters->figures = counters->tables = 0;
        return jb_str_printf(a, "%.*s%.*s　", JB_F(counters->appendix), JB_F(first));
    }
    jb_buf b = jb_buf_new(a);
    jb_buf_add(&b, first);
    for (int i = 1; i < level; i++)
        jb_buf_printf(&b, ".%zu", counters->headings[i]);
    jb_buf_add(&b, JB_S("　"));
    return b.text;
}

jb_str jb_number_heading(jb_arena *a, jb_counters *counters, int level)
{
    size_t i = (size_t)level - 1, n = ++counters->headings[i];
    for (size_t deeper = i + 1; deeper < JB_COUNT(counters->headings); deeper++)
        counters->headings[deeper] = 0;
    if (counters->appendix.n && level < 5)
        return number_appendix(a, counters, level);
    jb_str han = jb_number_han(a, n);
    switch (level) {
    case 1:
        return jb_str_printf(a, "%.*s、", JB_F(han));
    case 2:
        return jb_str_printf(a, "（%.*s）", JB_F(han));
    case 3:
        return jb_str_printf(a, "%zu.", n);
    case 4:
        return jb_str_printf(a, "（%zu）", n);
    default:
        return JB_S("");
    }
}

/* ---- targets ---- */

static bool is_captioned(const jb_block *b)
{
    if (b->kind == JB_BLOCK_IMAGE)
        return b->text.n;
    if (b->kind == JB_BLOCK_TABLE)
        return jb_attribute_of(&b->attributes, JB_S("caption")).text.p;
    const jb_node *meta = jb_node_get(b->node, JB_S("usermeta"));
    return jb_said_under(b->node, JB_S("caption")).text.p ||
           jb_said_under(meta, JB_S("caption")).text.p;
}

/* A name is what @fig: can reach, and a file's name. */
static void check_name(jb_composer *c, jb_said name)
{
    for (size_t i = 0; i < name.text.n; i++) {
        char k = name.text.p[i];
        if ((k >= 'a' && k <= 'z') || (k >= 'A' && k <= 'Z') || (k >= '0' && k <= '9') ||
            k == '-' || k == '_')
            continue;
        jb_fail(c->cx, name.span, "“%.*s” is no name", JB_F(jb_brief(c->cx, name.text)));
        jb_hint(c->cx, "a name has Latin letters, digits, - and _ only");
        return;
    }
}

static void tell_twice(jb_composer *c, jb_said name)
{
    for (size_t i = 0; i < c->targets.n; i++)
        if (name.text.p && jb_str_eq(c->targets.at[i].name, name.text))
            jb_fail(c->cx, name.span, "the name “%.*s” is taken", JB_F(name.text));
}

/* 1, in an appendix A.1. */
static jb_str number_thing(jb_arena *a, const jb_counters *counters, size_t n)
{
    if (!counters->appendix.n)
        return jb_str_printf(a, "%zu", n);
    jb_str first = letter(a, counters->headings[0]);
    return jb_str_printf(a, "%.*s.%zu", JB_F(first), n);
}

static jb_target *add_target(jb_composer *c, const jb_block *b, jb_target_kind kind, jb_said name)
{
    check_name(c, name);
    tell_twice(c, name);
    jb_target *t = JB_PUSH(c->cx->keep, &c->targets);
    *t = (jb_target){.kind = kind, .name = name.text, .block = b};
    return t;
}

static jb_str caption_of(jb_composer *c, const jb_block *b)
{
    jb_said own = jb_said_under(b->node, JB_S("caption"));
    jb_said meta = jb_said_under(jb_node_get(b->node, JB_S("usermeta")), JB_S("caption"));
    jb_said written = jb_attribute_of(&b->attributes, JB_S("caption"));
    jb_str text = own.text.p ? own.text : meta.text.p ? meta.text : written.text;
    return text.p ? jb_notes_cut(c->cx->keep, text) : jb_block_plain(c->cx->keep, b);
}

static void add_thing(jb_composer *c, const jb_block *b, jb_counters *counters)
{
    bool fence = b->kind == JB_BLOCK_FENCE;
    bool table = b->kind == JB_BLOCK_TABLE || (fence && jb_str_eq(b->info, JB_S("table")));
    bool tiles = fence && jb_str_eq(b->info, JB_S("kpi"));
    if (fence && !b->node)
        return;
    jb_said name = fence ? jb_said_under(b->node, JB_S("name")) : b->attributes.name;
    jb_target *t = add_target(c, b, table ? JB_TARGET_TABLE : JB_TARGET_FIGURE, name);
    if (tiles || !is_captioned(b))
        return;
    size_t *counted = table ? &counters->tables : &counters->figures;
    jb_str number = number_thing(c->cx->keep, counters, ++*counted);
    t->text = jb_str_printf(c->cx->keep, "%.*s%.*s", JB_F(jb_wording(c, table ? "表" : "图")),
                            JB_F(number));
    t->lead = jb_str_printf(c->cx->keep, "%.*s　", JB_F(t->text));
    t->title = caption_of(c, b);
    t->dest = jb_str_printf(c->cx->keep, "%s-%.*s", table ? "table" : "figure", JB_F(number));
}

/* ::: {.row #pair caption="…"}: one number for all, its things （a）, （b） …, which the text names
 * by their own names or as pair-a. */
static void add_part(jb_composer *c, const jb_block *b, const jb_target *row, size_t i)
{
    jb_arena *a = c->cx->keep;
    const jb_target whole = *row; /* the list may move */
    jb_said name = b->node ? jb_said_under(b->node, JB_S("name")) : b->attributes.name;
    const char letter = (char)('a' + i);
    jb_target *t = add_target(c, b, whole.kind, name);
    t->text = jb_str_printf(a, "%.*s（%c）", JB_F(whole.text), letter);
    t->lead = jb_str_printf(a, "（%c）", letter);
    t->dest = jb_str_printf(a, "%.*s-%c", JB_F(whole.dest), letter);
    const jb_target part = *t;
    jb_target *alias = JB_PUSH(a, &c->targets);
    *alias = part;
    alias->block = NULL;
    alias->name =
        whole.name.n ? jb_str_printf(a, "%.*s-%c", JB_F(whole.name), letter) : (jb_str){NULL, 0};
}

static void add_row(jb_composer *c, const jb_block *b, jb_counters *counters)
{
    size_t at = c->targets.n;
    jb_target *t = add_target(c, b, JB_TARGET_FIGURE, b->attributes.name);
    jb_str number = number_thing(c->cx->keep, counters, ++counters->figures);
    t->text = jb_str_printf(c->cx->keep, "%.*s%.*s", JB_F(jb_wording(c, "图")), JB_F(number));
    t->lead = jb_str_printf(c->cx->keep, "%.*s　", JB_F(t->text));
    t->title = jb_notes_cut(c->cx->keep, jb_attribute_of(&b->attributes, JB_S("caption")).text);
    t->dest = jb_str_printf(c->cx->keep, "figure-%.*s", JB_F(number));
    for (size_t i = 0; i < b->blocks.n && i < 26; i++)
        add_part(c, b->blocks.at[i], &c->targets.at[at], i);
}

/* How the text speaks of a heading: 第一部分, （二）, 附录A; by its title where it has no number.
 */
static jb_str call_heading(jb_arena *a, const jb_target *t, const jb_counters *counters)
{
    if (!t->lead.n)
        return jb_str_printf(a, "“%.*s”", JB_F(t->title));
    if (t->block->level == 1 && !counters->appendix.n)
        return jb_str_printf(a, "第%.*s部分", JB_F(jb_number_han(a, counters->headings[0])));
    static const jb_str ends[] = {JB_K("　"), JB_K("、"), JB_K(".")};
    for (size_t i = 0; i < JB_COUNT(ends); i++)
        if (jb_str_ends(t->lead, ends[i]))
            return jb_str_cut(t->lead, 0, t->lead.n - ends[i].n);
    return t->lead;
}

static size_t skip_any(jb_str s, size_t at, const jb_str *any, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (jb_str_starts(jb_str_cut(s, at, s.n), any[i]))
            return at + any[i].n;
    return at;
}

/* 一、 （二） 3. 4、 but neither 三、四季度 nor 3.5亿. */
static bool has_number(jb_str title)
{
    static const jb_str opens[] = {JB_K("\uff08"), JB_K("(")},
                        numerals[] = {JB_K("一"), JB_K("二"), JB_K("三"), JB_K("四"), JB_K("五"),
                                      JB_K("六"), JB_K("七"), JB_K("八"), JB_K("九"), JB_K("十"),
                                      JB_K("0"),  JB_K("1"),  JB_K("2"),  JB_K("3"),  JB_K("4"),
                                      JB_K("5"),  JB_K("6"),  JB_K("7"),  JB_K("8"),  JB_K("9")},
                        ends[] = {JB_K("、"), JB_K("\uff09"), JB_K(")"), JB_K("."), JB_K("\uff0e")};
    size_t open = skip_any(title, 0, opens, JB_COUNT(opens)), at = open, next;
    while ((next = skip_any(title, at, numerals, JB_COUNT(numerals))) > at)
        at = next;
    size_t end = skip_any(title, at, ends, JB_COUNT(ends));
    return at > open && end > at && skip_any(title, end, numerals, JB_COUNT(numerals)) == end;
}

static void add_heading(jb_composer *c, const jb_block *b, jb_counters *counters)
{
    jb_arena *a = c->cx->keep;
    bool numbered = counters->appendix.n || c->front->theme.numbering == JB_NUMBER_CHINESE;
    jb_target *t = add_target(c, b, JB_TARGET_HEADING, b->attributes.name);
    t->lead = b->numbered && numbered ? jb_number_heading(a, counters, b->level) : JB_S("");
    t->title = jb_block_plain(a, b);
    if (t->lead.n && has_number(t->title)) {
        jb_warn(c->cx, b->span, "the theme numbers this heading “%.*s”, and it has a number",
                JB_F(jb_str_trim(t->lead)));
        jb_hint(c->cx, "leave the number out, or say “numbering: none”");
    }
    t->text = call_heading(a, t, counters);
    t->dest = jb_str_printf(a, "section-%zu", c->targets.n);
}

static bool is_div(const jb_block *b, const char *kind)
{
    return b->kind == JB_BLOCK_DIV && jb_str_eq(b->attributes.kind.text, jb_str_of(kind));
}

/* The heading above contents is no entry of theirs. */
static void unlist(jb_composer *c, size_t from)
{
    for (; from < c->targets.n; from++)
        if (!c->targets.at[from].name.n)
            c->targets.at[from].dest = (jb_str){NULL, 0};
}

/* `appendix` counts on from one appendix to the next. */
static void add_targets(jb_composer *c, const jb_blocks *blocks, jb_counters *counters,
                        jb_counters *appendix)
{
    for (size_t i = 0; i < blocks->n; i++) {
        const jb_block *b = blocks->at[i];
        size_t before = c->targets.n;
        if (b->kind == JB_BLOCK_HEADING)
            add_heading(c, b, counters);
        else if (b->kind == JB_BLOCK_FENCE || b->kind == JB_BLOCK_IMAGE ||
                 (b->kind == JB_BLOCK_TABLE && is_captioned(b)))
            add_thing(c, b, counters);
        if (is_div(b, "row") && jb_attribute_of(&b->attributes, JB_S("caption")).text.p)
            add_row(c, b, counters);
        else
            add_targets(c, &b->blocks, is_div(b, "appendix") ? appendix : counters, appendix);
        if (is_div(b, "contents"))
            unlist(c, before);
    }
}

static int by_block(const void *a, const void *b)
{
    uintptr_t x = (uintptr_t)(*(const jb_target *const *)a)->block,
              y = (uintptr_t)(*(const jb_target *const *)b)->block;
    return (x > y) - (x < y);
}

void jb_targets_make(jb_composer *c)
{
    jb_counters body = {0}, appendix = {.appendix = jb_wording(c, "附录")};
    add_targets(c, &c->manuscript->blocks, &body, &appendix);
    c->by_block = JB_NEW_N(c->cx->keep, const jb_target *, c->targets.n + 1);
    for (size_t i = 0; i < c->targets.n; i++)
        c->by_block[i] = &c->targets.at[i];
    qsort(c->by_block, c->targets.n, sizeof *c->by_block, by_block);
}

const jb_target *jb_target_of(const jb_composer *c, const jb_block *block)
{
    const jb_target *key = &(jb_target){.block = block}, **found = NULL;
    if (c->targets.n)
        found = bsearch(&key, c->by_block, c->targets.n, sizeof *c->by_block, by_block);
    return found ? *found : NULL;
}
