#include "report/attributes.h"

typedef struct scanner {
    jb_ctx *cx;
    jb_str text;
    jb_span place;
    size_t at;
} scanner;

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

static bool ends_word(char c)
{
    return is_space(c) || c == '}' || c == '=';
}

static jb_said take(scanner *s, size_t from, size_t to)
{
    jb_said said = {jb_str_dup(s->cx->keep, jb_str_cut(s->text, from, to - from)),
                    jb_span_in(s->place, from, to - from)};
    return said;
}

static jb_said take_word(scanner *s)
{
    size_t from = s->at;
    while (s->at < s->text.n && !ends_word(s->text.p[s->at]))
        s->at++;
    return take(s, from, s->at);
}

static bool is_in_wide_quotes(jb_str word)
{
    static const jb_str quotes[] = {JB_K("\u201C"), JB_K("\u201D"), JB_K("\uFF02")};
    return jb_str_among(jb_str_cut(word, 0, quotes[0].n), quotes, JB_COUNT(quotes));
}

/* A value: a word, or words in quotes. */
static jb_said take_value(scanner *s)
{
    if (s->at >= s->text.n || !is_quote(s->text.p[s->at])) {
        jb_said word = take_word(s);
        if (is_in_wide_quotes(word.text)) {
            jb_fail(s->cx, word.span, "a value in full-width quotes");
            jb_hint(s->cx, "write the ASCII character %c", '"');
        }
        return word;
    }
    char quote = s->text.p[s->at];
    size_t from = ++s->at;
    while (s->at < s->text.n && s->text.p[s->at] != quote)
        s->at++;
    jb_said value = take(s, from, s->at);
    s->at += s->at < s->text.n;
    return value;
}

static bool tell(scanner *s, jb_span place)
{
    jb_fail(s->cx, place, "this is no attribute");
    jb_hint(s->cx, "attributes are written {#name .kind key=value}");
    return false;
}

static void add_kind(scanner *s, jb_attributes *into, jb_said kind)
{
    *JB_PUSH(s->cx->keep, &into->kinds) = kind;
    into->kind = into->kinds.at[0];
}

static bool read_one(scanner *s, jb_attributes *into)
{
    size_t from = s->at;
    char sign = s->text.p[s->at];
    bool kind = sign == '.', name = sign == '#';
    s->at += kind || name;
    jb_said word = take_word(s);
    bool pair = s->at < s->text.n && s->text.p[s->at] == '=';
    if (!word.text.n || pair == (kind || name) || (name && into->name.text.p)) {
        s->at += pair;
        return tell(s, jb_span_in(s->place, from, s->at - from));
    }
    if (kind) {
        add_kind(s, into, word);
    } else if (name) {
        into->name = word;
    } else {
        s->at++;
        *JB_PUSH(s->cx->keep, &into->rest) = (jb_attribute){word, take_value(s)};
    }
    return true;
}

size_t jb_attributes_length(jb_str text)
{
    char quote = 0;
    for (size_t at = 1; at < text.n; at++) {
        char c = text.p[at];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (is_quote(c) && text.p[at - 1] == '=')
            quote = c;
        else if (c == '}')
            return at + 1;
    }
    return 0;
}

bool jb_attributes_read(jb_ctx *cx, jb_str text, jb_span place, jb_attributes *into)
{
    scanner s = {cx, text, place, 1};
    bool sound = true;
    for (;;) {
        while (s.at < text.n && is_space(text.p[s.at]))
            s.at++;
        if (s.at >= text.n || text.p[s.at] == '}')
            break;
        sound = read_one(&s, into) && sound;
    }
    if (s.at >= text.n)
        return sound && tell(&s, place);
    if (s.at + 1 == text.n)
        return sound;
    jb_fail(cx, jb_span_in(place, s.at + 1, text.n - s.at - 1),
            "nothing may stand behind these braces");
    return false;
}

/* ---- what a thing understands ---- */

jb_said jb_attribute_of(const jb_attributes *attributes, jb_str key)
{
    for (size_t i = 0; i < attributes->rest.n; i++)
        if (jb_str_eq(attributes->rest.at[i].key.text, key))
            return attributes->rest.at[i].value;
    return (jb_said){0};
}

/* `sign` stands before a class's name. */
static void hint_names(jb_ctx *cx, jb_str word, const jb_str *names, size_t n, const char *sign)
{
    jb_str near = jb_nearest(word, JB_NAMES(names, n));
    jb_buf b = jb_buf_new(cx->scratch);
    for (size_t i = 0; i < n && !near.p; i++)
        jb_buf_printf(&b, "%s%s%.*s", i ? " " : "", sign, JB_F(names[i]));
    if (near.p)
        jb_hint(cx, "the nearest is “%s%.*s”", sign, JB_F(near));
    else if (n)
        jb_hint(cx, "what may stand here: %.*s", JB_F(b.text));
}

/* The later of two would be lost. */
static void check_twice(jb_ctx *cx, const jb_attributes *a)
{
    for (size_t i = 0; i < a->rest.n; i++) {
        jb_said key = a->rest.at[i].key;
        if (jb_attribute_of(a, key.text).span.at == a->rest.at[i].value.span.at)
            continue;
        jb_fail(cx, key.span, "the key “%.*s” is given twice", JB_F(jb_brief(cx, key.text)));
    }
}

static void check_kinds(jb_ctx *cx, const jb_attributes *a, const jb_attribute_rules *rules)
{
    for (size_t i = 0; i < a->kinds.n; i++) {
        jb_said kind = a->kinds.at[i];
        if (jb_str_among(kind.text, rules->classes, rules->classes_n))
            continue;
        (cx->lenient ? jb_warn : jb_fail)(cx, kind.span, "no class “.%.*s” of %s",
                                          JB_F(jb_brief(cx, kind.text)), jb_word(cx, rules->what));
        if (rules->classes_n > 1)
            hint_names(cx, kind.text, rules->classes, rules->classes_n, ".");
    }
}

static void check_keys(jb_ctx *cx, const jb_attributes *a, const jb_attribute_rules *rules)
{
    for (size_t i = 0; i < a->rest.n; i++) {
        jb_said key = a->rest.at[i].key;
        if (jb_str_among(key.text, rules->keys, rules->keys_n))
            continue;
        (cx->lenient ? jb_warn : jb_fail)(cx, key.span, "no key “%.*s” of %s",
                                          JB_F(jb_brief(cx, key.text)), jb_word(cx, rules->what));
        hint_names(cx, key.text, rules->keys, rules->keys_n, "");
    }
}

void jb_attributes_check(jb_ctx *cx, const jb_attributes *a, const jb_attribute_rules *rules)
{
    check_kinds(cx, a, rules);
    check_keys(cx, a, rules);
    check_twice(cx, a);
    if (a->name.text.p && !rules->named)
        (cx->lenient ? jb_warn : jb_fail)(cx, a->name.span, "nothing refers to %s by a name",
                                          jb_word(cx, rules->what));
}
