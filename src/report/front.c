#include "report/front.h"

#include <string.h>

#include "base/date.h"
#include "base/icu.h"
#include "report/figure.h"

static bool is_rule(jb_str line)
{
    return jb_str_starts(line, JB_S("---")) && jb_str_trim(line).n == 3;
}

static size_t line_after(jb_str text, size_t at)
{
    while (at < text.n && text.p[at] != '\n' && text.p[at] != '\r')
        at++;
    if (at + 1 < text.n && text.p[at] == '\r' && text.p[at + 1] == '\n')
        at++;
    return at < text.n ? at + 1 : at;
}

typedef struct front_map {
    jb_front front;
    jb_said theme;
} front_map;

static const jb_key rows[] = {
#define K(name, key, kind, forms) JB_KEY(front_map, front.name, key, kind),
#include "report/front.def"
#undef K
    JB_KEY(front_map, front.data, "data", NODE),
    JB_KEY(front_map, theme, "theme", TEXT),
#define MAP(member, key, keys) JB_KEY_MAP(front_map, front.theme.member, key, keys),
#define WORDS(member, key, words) JB_KEY_WORDS(front_map, front.theme.member, key, words),
#define FLAG(member, key) JB_KEY(front_map, front.theme.member, key, BOOL),
#define NUMBER(member, key, least, most)                                                           \
    JB_KEY_WITHIN(front_map, front.theme.member, key, COUNT, least, most),
#define NODE(member, key) JB_KEY(front_map, front.theme.member, key, NODE),
#include "report/theme.def"
#undef MAP
#undef WORDS
#undef FLAG
#undef NUMBER
#undef NODE
};
static const jb_keys keys = JB_KEYS("the front matter", rows);

/* ---- where it begins and ends ---- */

/* key: or key： of a front matter at the line's head. */
static bool begins_with_key(jb_str line)
{
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        jb_str rest = jb_str_cut(line, rows[i].name.n, SIZE_MAX);
        if (jb_str_starts(line, rows[i].name) &&
            (jb_str_starts(rest, JB_S(":")) || jb_str_starts(rest, JB_S("\uFF1A"))))
            return true;
    }
    return false;
}

/* Dashes of any kind and number. */
static bool is_dashes(jb_str line)
{
    size_t at = 0, n = 0;
    for (line = jb_str_trim(line); at < line.n; n++) {
        uint32_t c = jb_utf8_next(line, &at);
        if (c != '-' && c != 0x2014 && c != 0x2015 && c != 0xFF0D)
            return false;
    }
    return n > 1;
}

/* Before the first blank line. */
static bool ends_behind(jb_str text, size_t at)
{
    jb_str line = JB_S(" ");
    for (size_t next; at < text.n && line.n && !is_rule(line); at = next) {
        next = line_after(text, at);
        line = jb_str_trim(jb_str_cut(text, at, next - at));
    }
    return is_rule(line);
}

/* A line of dashes before a key, or a key alone above the closing line, is meant as its beginning.
 */
static void tell_missed(jb_ctx *cx, const jb_source *source)
{
    jb_str text = source->text;
    size_t at = 0, next = line_after(text, 0);
    while (at < text.n && !jb_str_trim(jb_str_cut(text, at, next - at)).n)
        at = next, next = line_after(text, at);
    jb_str line = jb_str_trim(jb_str_cut(text, at, next - at));
    jb_str below = jb_str_cut(text, next, line_after(text, next) - next);
    bool headless = begins_with_key(line) && ends_behind(text, next);
    if (!headless && !(is_dashes(line) && begins_with_key(below)))
        return;
    jb_fail(cx, (jb_span){source, (size_t)(line.p - text.p), line.n},
            "the front matter does not begin here");
    jb_hint(cx, "it begins in the first line, which is --- and nothing else");
}

size_t jb_front_end(jb_ctx *cx, const jb_source *source)
{
    jb_str text = source->text;
    size_t at = line_after(text, 0);
    if (!is_rule(jb_str_cut(text, 0, at))) {
        tell_missed(cx, source);
        return 0;
    }
    while (at < text.n) {
        size_t next = line_after(text, at);
        if (is_rule(jb_str_cut(text, at, next - at)))
            return next;
        at = next;
    }
    jb_fail(cx, (jb_span){source, 0, 3}, "the front matter has no end");
    jb_hint(cx, "close it with a line of ---");
    return 0;
}

static jb_said theme_name(const jb_node *node, jb_span span)
{
    const jb_node *theme = jb_node_get(node, JB_S("theme"));
    bool said = theme && theme->kind != JB_NODE_NULL && theme->kind != JB_NODE_LIST &&
                theme->kind != JB_NODE_MAP;
    return said ? (jb_said){theme->text, theme->span} : (jb_said){JB_S("jianbao"), span};
}

/* What the author wrote should be seen, or the author should hear that it is not. */
static void tell_unused(jb_ctx *cx, const jb_front *front)
{
    static const struct {
        jb_str key;
        size_t offset;
        unsigned forms;
    } texts[] = {
#define K(name, key, kind, forms) {JB_K(key), offsetof(jb_front, name), forms},
#include "report/front.def"
#undef K
    };
    jb_str form = jb_form_words[front->theme.form];
    for (size_t i = 0; i < JB_COUNT(texts); i++) {
        const jb_said *said = (const jb_said *)((const char *)front + texts[i].offset);
        if (said->text.n && !(texts[i].forms & 1u << front->theme.form))
            jb_warn(cx, said->span, "“%.*s” is not shown in the form “%.*s”", JB_F(texts[i].key),
                    JB_F(form));
    }
}

/* zh_TW, as systems write it, is zh-TW. */
static jb_str with_hyphens(jb_ctx *cx, jb_str tag)
{
    char *made = (char *)jb_str_dup(cx->keep, tag).p;
    for (size_t i = 0; i < tag.n; i++)
        if (made[i] == '_')
            made[i] = '-';
    return (jb_str){made, tag.n};
}

jb_front *jb_front_read(jb_ctx *cx, const jb_source *source, size_t end)
{
    front_map *map = JB_NEW(cx->keep, front_map);
    jb_front *front = &map->front;
    front->span = (jb_span){source, 0, end ? 3 : 0};
    front->lang = (jb_said){JB_S("zh-CN"), front->span};
    size_t head = end ? line_after(source->text, 0) : 0, stop = end;
    /* the closing line: the parser would take it for a second document */
    for (; stop > head && source->text.p[stop - 1] != '-';)
        stop--;
    stop = stop > head + 3 ? stop - 3 : head;
    const jb_source *yaml = jb_source_sub(cx->keep, source, head, stop - head);
    const jb_node *node = jb_tree_read(cx, yaml, JB_YAML);
    if (!node)
        return NULL;
    front->themed = jb_theme_load(cx, theme_name(node, front->span), source->name, &front->theme);
    jb_theme_read(cx, node, &keys, map, &front->theme);
    front->lang.text = with_hyphens(cx, front->lang.text);
    if (front->themed)
        tell_unused(cx, front);
    return front;
}

jb_front *jb_front_of(jb_ctx *cx, const jb_source *report)
{
    size_t before = jb_errors(cx), end = jb_front_end(cx, report);
    if (jb_errors(cx) > before)
        return NULL;
    return jb_front_read(cx, jb_figures_source(jb_figures_lift(cx, report)), end);
}

/* ---- what texts must be ---- */

static void check_day(jb_ctx *cx, jb_said said)
{
    if (!jb_date_impossible(said.text))
        return;
    jb_fail(cx, said.span, "“%.*s” is no day of the calendar", JB_F(jb_brief(cx, said.text)));
    jb_hint(cx, "a day is written 2026-09-30 or 2026年9月30日");
}

/* Is the tag's first part a language of ISO 639? */
/* The usual ones are known without asking. */
static bool is_language(jb_ctx *cx, jb_str tag)
{
    size_t n = 0;
    while (n < tag.n && tag.p[n] != '-' && tag.p[n] != '_')
        n++;
    jb_str language = jb_str_cut(tag, 0, n);
    if (jb_str_eq_fold(language, JB_S("zh")) || jb_str_eq_fold(language, JB_S("en")))
        return true;
    const jb_icu *icu = jb_icu_load(cx);
    for (const char *const *known = icu ? icu->languages() : NULL; known && *known; known++)
        if (jb_str_eq_fold(jb_str_of(*known), language))
            return true;
    return false;
}

void jb_front_check(jb_ctx *cx, const jb_front *front)
{
    check_day(cx, front->date);
    check_day(cx, front->printed_on);
    if (is_language(cx, front->lang.text))
        return;
    jb_fail(cx, front->lang.span, "“%.*s” is no language", JB_F(jb_brief(cx, front->lang.text)));
    jb_hint(cx, "as in zh-CN, zh-TW or en");
}
