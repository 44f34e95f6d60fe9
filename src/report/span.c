#include "report/span.h"

#include <string.h>

static const struct {
    jb_str class;
    uint32_t look;
} classes[] = {
#define L(name, class, doc) {JB_K(class), JB_LOOK_##name},
#include "report/looks.def"
#undef L
};

static const jb_str keys[] = {JB_K("ruby")};

/* How far the word at text[at] goes: to a blank or the brace, with a value in quotes. */
static size_t word_end(jb_str text, size_t at)
{
    for (char quote = 0; at < text.n && (quote || !strchr(" \t\n}", text.p[at])); at++)
        if (text.p[at] == '"' || text.p[at] == '\'')
            quote = !quote ? text.p[at] : quote == text.p[at] ? 0 : quote;
    return at;
}

static void tell_class(jb_ctx *cx, jb_str word, jb_span place)
{
    jb_str names[JB_COUNT(classes)];
    size_t n = 0;
    for (size_t i = 0; i < JB_COUNT(classes); i++)
        if (classes[i].class.n)
            names[n++] = classes[i].class;
    jb_fail(cx, place, "no class “.%.*s” of a span", JB_F(jb_brief(cx, word)));
    jb_str near = jb_nearest(word, names, n);
    if (near.p)
        jb_hint(cx, "the nearest is “.%.*s”", JB_F(near));
    else
        jb_hint(cx, "there are .dots .book .name .underline .sup .sub");
}

static void read_class(jb_ctx *cx, jb_str word, jb_span place, jb_bracketed *read)
{
    for (size_t i = 0; i < JB_COUNT(classes); i++)
        if (word.n && jb_str_eq(classes[i].class, word)) {
            read->look |= classes[i].look;
            return;
        }
    tell_class(cx, word, place);
}

static jb_str unquoted(jb_str s)
{
    bool quoted = s.n >= 2 && strchr("\"'", *s.p) && s.p[s.n - 1] == *s.p;
    return quoted ? jb_str_cut(s, 1, s.n - 2) : s;
}

static void read_key(jb_ctx *cx, jb_str word, size_t equals, jb_span place, jb_bracketed *read)
{
    jb_str key = jb_str_cut(word, 0, equals);
    if (!jb_str_eq(key, keys[0])) {
        jb_fail(cx, jb_span_in(place, 0, equals), "no key “%.*s” of a span",
                JB_F(jb_brief(cx, key)));
        jb_str near = jb_nearest(key, keys, JB_COUNT(keys));
        jb_hint(cx, "the nearest is “%.*s”", JB_F(near.p ? near : keys[0]));
        return;
    }
    read->ruby = jb_str_trim(unquoted(jb_str_cut(word, equals + 1, SIZE_MAX)));
    if (!read->ruby.n)
        jb_fail(cx, place, "a ruby without text");
}

static void read_word(jb_ctx *cx, jb_str word, jb_span place, jb_bracketed *read)
{
    const char *equals = memchr(word.p, '=', word.n);
    if (*word.p == '.') {
        read_class(cx, jb_str_cut(word, 1, SIZE_MAX), place, read);
    } else if (equals && equals > word.p) {
        read_key(cx, word, (size_t)(equals - word.p), place, read);
    } else {
        jb_fail(cx, place, "“%.*s” is no attribute of a span", JB_F(jb_brief(cx, word)));
        jb_hint(cx, "a class is written .dots, a key ruby=\"pīn yīn\"");
    }
}

static size_t brace_end(jb_str text)
{
    size_t at = 1;
    while (at < text.n && text.p[at] != '}') {
        size_t end = word_end(text, at);
        at = end > at ? end : at + 1;
    }
    return at < text.n ? at + 1 : 0;
}

size_t jb_bracketed_read(jb_ctx *cx, jb_str text, jb_span place, jb_bracketed *read)
{
    size_t n = brace_end(text);
    *read = (jb_bracketed){0};
    for (size_t at = 1, end; at + 1 < n; at = end) {
        end = word_end(text, at);
        if (end > at)
            read_word(cx, jb_str_cut(text, at, end - at), jb_span_in(place, at, end - at), read);
        else
            end++;
    }
    return n;
}
