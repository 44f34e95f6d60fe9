#include "report/attributes.h"

typedef struct scanner {
    jb_ctx *cx;
    jb_str text;
    jb_span place;
    size_t at;
} scanner;

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
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

/* A value: a word, or words in double quotes. */
static jb_said take_value(scanner *s)
{
    if (s->at >= s->text.n || s->text.p[s->at] != '"')
        return take_word(s);
    size_t from = ++s->at;
    while (s->at < s->text.n && s->text.p[s->at] != '"')
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

static bool read_one(scanner *s, jb_attributes *into)
{
    size_t from = s->at;
    char sign = s->text.p[s->at];
    jb_said *only = sign == '.' ? &into->kind : sign == '#' ? &into->name : NULL;
    s->at += only != NULL;
    jb_said word = take_word(s);
    bool pair = s->at < s->text.n && s->text.p[s->at] == '=';
    if (!word.text.n || (only && (pair || only->text.p)) || (!only && !pair)) {
        s->at += s->at < s->text.n && s->text.p[s->at] == '=';
        return tell(s, jb_span_in(s->place, from, s->at - from));
    }
    if (only) {
        *only = word;
        return true;
    }
    s->at++;
    *JB_PUSH(s->cx->keep, &into->rest) = (jb_attribute){word, take_value(s)};
    return true;
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
    return sound && (s.at < text.n || tell(&s, place));
}

jb_said jb_attribute_of(const jb_attributes *attributes, jb_str key)
{
    for (size_t i = 0; i < attributes->rest.n; i++)
        if (jb_str_eq(attributes->rest.at[i].key.text, key))
            return attributes->rest.at[i].value;
    return (jb_said){0};
}
