#include <cmark-gfm.h>
#include <ctype.h>
#include <string.h>

#include "report/reader.h"

/* Markdown tells where ** opens from where it closes by the characters on its sides, and does so by
 * the blanks of Western text: in 是**“好”**的 and 占**85%**的 it sees neither. So a mark that
 * stands between stars and Han is a letter while Markdown reads; a stand-in of the same length, so
 * that every place stays what it was. */

typedef enum side { BEFORE = 1, BEHIND = 2 } side; /* the mark stands before the stars, behind */

static const struct {
    const char *mark;
    unsigned sides;
} rows[] = {
    /* an opening mark stands behind the stars that open, any other before those that close */
    {"“", BEHIND},  {"‘", BEHIND},  {"「", BEHIND}, {"『", BEHIND},          {"《", BEHIND},
    {"〈", BEHIND}, {"（", BEHIND}, {"【", BEHIND}, {"〔", BEHIND},          {"”", BEFORE},
    {"’", BEFORE},  {"」", BEFORE}, {"』", BEFORE}, {"》", BEFORE},          {"〉", BEFORE},
    {"）", BEFORE}, {"】", BEFORE}, {"〕", BEFORE}, {"，", BEFORE},          {"。", BEFORE},
    {"、", BEFORE}, {"；", BEFORE}, {"：", BEFORE}, {"？", BEFORE},          {"！", BEFORE},
    {"％", BEFORE}, {"‰", BEFORE},  {"．", BEFORE}, {"—", BEFORE | BEHIND},  {"…", BEFORE | BEHIND},
    {"%", BEFORE},  {"!", BEFORE},  {"?", BEFORE},  {".", BEFORE},           {",", BEFORE},
    {";", BEFORE},  {":", BEFORE},  {")", BEFORE},  {"(", BEHIND},           {"$", BEHIND},
    {"+", BEHIND},  {"-", BEHIND},  {"#", BEHIND},  {"\"", BEFORE | BEHIND}, {"'", BEFORE | BEHIND},
};

/* Noncharacters of three bytes for marks of three, control characters for those of one; a text that
 * has such itself is left alone. */
enum { FIRST_WIDE = 0xFDD0, WIDE = 30, FIRST_PLAIN = 0x0E, PLAIN = JB_COUNT(rows) - WIDE };
_Static_assert(PLAIN <= 0x20 - FIRST_PLAIN, "every plain mark has a stand-in");

static uint32_t stand_in(size_t i)
{
    return i < WIDE ? FIRST_WIDE + (uint32_t)i : FIRST_PLAIN + (uint32_t)(i - WIDE);
}

/* The row that a code stands for, or JB_COUNT(rows). */
static size_t stood_for(uint32_t code)
{
    if (code >= FIRST_WIDE && code < FIRST_WIDE + WIDE)
        return code - FIRST_WIDE;
    return code >= FIRST_PLAIN && code < FIRST_PLAIN + PLAIN ? code - FIRST_PLAIN + WIDE
                                                             : JB_COUNT(rows);
}

static size_t row_of(jb_str mark, side s)
{
    size_t i = 0;
    while (i < JB_COUNT(rows) && !(rows[i].sides & s && jb_str_eq(mark, jb_str_of(rows[i].mark))))
        i++;
    return i;
}

static jb_str code_before(jb_str text, size_t at)
{
    size_t from = at;
    while (from > 0 && from + 4 > at && ((unsigned char)text.p[--from] & 0xC0) == 0x80)
        ;
    return jb_str_cut(text, from, at - from);
}

static jb_str code_behind(jb_str text, size_t at)
{
    size_t to = at;
    jb_utf8_next(text, &to);
    return jb_str_cut(text, at, to - at);
}

/* Beside a Chinese mark a letter or a digit is Chinese text too. */
static bool is_chinese(jb_str letter, jb_str mark)
{
    size_t at = 0;
    uint32_t c = jb_utf8_next(letter, &at);
    bool latin = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    return c == 0x3005 || c == 0x3007 || (c >= 0x3400 && c <= 0x9FFF) || c >= 0x20000 ||
           (latin && mark.n > 1);
}

/* [文](address)** */
static bool ends_link(jb_str text, size_t at)
{
    size_t from = at;
    while (from > 0 && text.p[from - 1] != '\n')
        from--;
    return jb_str_find(jb_str_cut(text, from, at - from), JB_S("](")) >= 0;
}

/* &emsp;** */
static bool ends_entity(jb_str text, size_t at)
{
    size_t from = at;
    while (from > 0 && (isalnum((unsigned char)text.p[from - 1]) || text.p[from - 1] == '#'))
        from--;
    return from > 0 && from < at && text.p[from - 1] == '&';
}

/* Is the mark before stars Markdown's own? So is one behind a backslash, and the colon of
 * [^1]:** */
static bool is_markdown(jb_str text, jb_str mark)
{
    size_t at = (size_t)(mark.p - text.p);
    char before = at ? text.p[at - 1] : '\0';
    return before == '\\' || (*mark.p == ':' && before == ']') ||
           (*mark.p == ')' && ends_link(text, at)) || (*mark.p == ';' && ends_entity(text, at));
}

static void put(char *text, jb_str whole, jb_str mark, size_t row)
{
    jb_utf8_put(text + (mark.p - whole.p), stand_in(row));
}

/* Stars or tildes from `from` to `to`. */
static void lift_run(char *text, jb_str whole, size_t from, size_t to)
{
    jb_str before = code_before(whole, from), behind = code_behind(whole, to);
    size_t left = row_of(before, BEFORE), right = row_of(behind, BEHIND);
    if (left < JB_COUNT(rows) && is_chinese(behind, before) && !is_markdown(whole, before))
        put(text, whole, before, left);
    if (right < JB_COUNT(rows) && is_chinese(before, behind))
        put(text, whole, behind, right);
}

static bool has_stand_ins(jb_str text)
{
    for (size_t at = 0; at < text.n;)
        if (stood_for(jb_utf8_next(text, &at)) < JB_COUNT(rows))
            return true;
    return false;
}

jb_str jb_flanks_lift(jb_arena *a, jb_str text)
{
    if (has_stand_ins(text))
        return text;
    char *made = memcpy(jb_alloc(a, text.n + 1), text.p, text.n);
    for (size_t at = 0, to; at < text.n; at = to) {
        char c = text.p[at];
        to = at + 1;
        if (c != '*' && c != '~')
            continue;
        while (to < text.n && text.p[to] == c)
            to++;
        if (to > at + 1) /* 单价*（数量）*税率 is no emphasis */
            lift_run(made, text, at, to);
    }
    return (jb_str){made, text.n};
}

/* ---- back again ---- */

/* NULL: there is nothing to restore. */
static const char *restored(jb_arena *a, const char *c)
{
    jb_str text = jb_str_of(c);
    if (!text.n || !has_stand_ins(text))
        return NULL;
    jb_buf b = jb_buf_new(a);
    for (size_t at = 0, from = 0; at < text.n; from = at) {
        size_t i = stood_for(jb_utf8_next(text, &at));
        jb_buf_add(&b, i < JB_COUNT(rows) ? jb_str_of(rows[i].mark)
                                          : jb_str_cut(text, from, at - from));
    }
    return jb_str_c(a, b.text);
}

void jb_flanks_restore(jb_arena *a, cmark_node *document)
{
    static const struct {
        const char *(*get)(cmark_node *node);
        int (*set)(cmark_node *node, const char *text);
    } texts[] = {{cmark_node_get_literal, cmark_node_set_literal},
                 {cmark_node_get_url, cmark_node_set_url},
                 {cmark_node_get_title, cmark_node_set_title},
                 {cmark_node_get_fence_info, cmark_node_set_fence_info}};
    cmark_iter *i = cmark_iter_new(document);
    for (cmark_event_type event; (event = cmark_iter_next(i)) != CMARK_EVENT_DONE;)
        for (size_t k = 0; event == CMARK_EVENT_ENTER && k < JB_COUNT(texts); k++) {
            const char *text = restored(a, texts[k].get(cmark_iter_get_node(i)));
            if (text)
                texts[k].set(cmark_iter_get_node(i), text);
        }
    cmark_iter_free(i);
}
