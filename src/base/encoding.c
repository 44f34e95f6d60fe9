#include "base/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    jb_str mark, encoding;
} marks[] = {
    {JB_K("\xEF\xBB\xBF"), JB_K("UTF-8")},
    {JB_K("\xFF\xFE"), JB_K("UTF-16LE")},
    {JB_K("\xFE\xFF"), JB_K("UTF-16BE")},
};

static const jb_str common_names[] = {
    JB_K("UTF-8"),  JB_K("GB18030"),  JB_K("GBK"),          JB_K("GB2312"),     JB_K("Big5"),
    JB_K("UTF-16"), JB_K("UTF-16LE"), JB_K("UTF-16BE"),     JB_K("ISO-8859-1"), JB_K("Shift_JIS"),
    JB_K("EUC-JP"), JB_K("EUC-KR"),   JB_K("Windows-1252"),
};

static bool is_utf8(jb_str encoding)
{
    return jb_str_eq_fold(encoding, JB_S("UTF-8")) || jb_str_eq_fold(encoding, JB_S("UTF8"));
}

typedef struct converted {
    char *at; /* malloc */
    size_t n, cap;
    bool sound; /* to the last byte */
} converted;

static void close_iconv(void *converter)
{
    iconv_close((iconv_t)converter);
}

static void make_room(jb_arena *a, converted *c)
{
    c->cap += c->cap / 2 + 64;
    char *more = realloc(c->at, c->cap);
    if (!more) {
        free(c->at);
        jb_arena_own(a, NULL, free); /* leaves */
    }
    c->at = more;
}

/* Converts as far as the bytes are sound. */
static converted convert(jb_arena *a, iconv_t converter, jb_str bytes)
{
    converted c = {.cap = bytes.n + bytes.n / 2};
    char *in = (char *)bytes.p;
    size_t left = bytes.n;
    make_room(a, &c);
    for (bool last = false;;) { /* at last what the converter held back, waiting for more */
        char *out = c.at + c.n;
        size_t room = c.cap - c.n;
        size_t result = iconv(converter, last ? NULL : &in, last ? NULL : &left, &out, &room);
        c.n = c.cap - room;
        c.sound = result != (size_t)-1;
        if (c.sound ? last : errno != E2BIG)
            return c;
        if (c.sound)
            last = true;
        else
            make_room(a, &c);
    }
}

/* The source in UTF-8. Where the bytes break off it ends with U+FFFD, and *broken is where that
 * stands. */
static const jb_source *from_encoding(jb_ctx *cx, const jb_source *source, jb_str encoding,
                                      size_t *broken)
{
    bool plain = jb_str_find(encoding, JB_S("/")) < 0; /* no //IGNORE: nothing is lost in silence */
    iconv_t converter = plain ? iconv_open("UTF-8", jb_str_c(cx->scratch, encoding)) : (iconv_t)-1;
    if (converter == (iconv_t)-1)
        return NULL;
    jb_arena_own(cx->scratch, converter, close_iconv);
    converted c = convert(cx->scratch, converter, source->text);
    *broken = c.n;
    if (!c.sound) {
        while (c.cap - c.n < 3)
            make_room(cx->scratch, &c);
        memcpy(c.at + c.n, "\xEF\xBF\xBD", 3);
        c.n += 3;
    }
    jb_arena_own(c.sound ? cx->keep : cx->scratch, c.at, free);
    jb_source *made = jb_source_new(cx->keep, source->name, (jb_str){c.at, c.n});
    if (c.sound)
        *broken = c.n;
    else
        made->text = jb_str_dup(cx->keep, made->text);
    return made;
}

/* The finished text: a mark before it, or several, are none of it, and a NUL is no text. */
static const jb_source *finished(jb_ctx *cx, const jb_source *source)
{
    jb_str text = source->text;
    while (jb_str_starts(text, marks[0].mark))
        text = jb_str_cut(text, marks[0].mark.n, text.n);
    if (text.n < source->text.n)
        source = jb_source_new(cx->keep, source->name, text);
    const char *nul = text.n ? memchr(text.p, 0, text.n) : NULL;
    if (!nul)
        return source;
    jb_fail(cx, (jb_span){source, (size_t)(nul - text.p), 1}, "a NUL byte in a text file");
    jb_hint(cx, "if it is UTF-16 without a byte order mark, say --encoding UTF-16LE");
    return NULL;
}

static const jb_source *say_broken(jb_ctx *cx, const jb_source *source, size_t at, jb_str encoding)
{
    jb_fail(cx, (jb_span){source, at, 1}, "this byte is no sound %.*s", JB_F(encoding));
    return NULL;
}

void jb_encoding_hint(jb_ctx *cx, jb_str name)
{
    jb_hint_nearest(cx, name, JB_NAMES(common_names, JB_COUNT(common_names)));
}

static const jb_source *by_name(jb_ctx *cx, const jb_source *source, jb_str encoding, jb_span asked)
{
    size_t broken;
    if (is_utf8(encoding)) {
        broken = jb_utf8_check(source->text);
        return broken == source->text.n ? finished(cx, source)
                                        : say_broken(cx, source, broken, JB_S("UTF-8"));
    }
    const jb_source *made = from_encoding(cx, source, encoding, &broken);
    if (!made) {
        jb_fail(cx, asked.source ? asked : jb_span_of(source), "no encoding “%.*s” is known",
                JB_F(jb_brief(cx, encoding)));
        jb_encoding_hint(cx, encoding);
        return NULL;
    }
    return broken == made->text.n ? finished(cx, made)
                                  : say_broken(cx, made, broken, jb_brief(cx, encoding));
}

/* Text in Big5 is sound GB18030 as a rule. Its common characters begin with 0xA4 to 0xC6, marks
 * with 0xA1 to 0xA3, and of ten characters four end in a byte below 0x80, as in GBK only rare ones
 * do. */
static bool looks_like_big5(jb_str bytes)
{
    size_t pairs = 0, common = 0, low = 0;
    for (size_t i = 0; i + 1 < bytes.n; i++) {
        unsigned char lead = (unsigned char)bytes.p[i], trail = (unsigned char)bytes.p[i + 1];
        if (lead < 0x80)
            continue;
        if (trail < 0x40 || (trail > 0x7E && trail < 0xA1))
            return false;
        pairs++, i++;
        common += lead >= 0xA1 && lead <= 0xC6;
        low += trail < 0x80;
    }
    return pairs && common * 5 >= pairs * 4 && low * 5 >= pairs;
}

static const jb_source *by_evidence(jb_ctx *cx, const jb_source *source)
{
    size_t bad = jb_utf8_check(source->text), broken;
    if (bad == source->text.n || memchr(source->text.p, 0, source->text.n))
        return finished(cx, source);
    const jb_source *made = from_encoding(cx, source, JB_S("GB18030"), &broken);
    if (!made || broken != made->text.n) {
        say_broken(cx, source, bad, JB_S("UTF-8"));
        jb_hint(cx, "it is no sound GB18030 either; name the encoding with --encoding");
        return NULL;
    }
    jb_warn(cx, jb_span_of(made), "the file is no sound UTF-8 and was read as GB18030");
    if (looks_like_big5(source->text))
        jb_hint(cx, "it looks like Big5: say --encoding Big5, or “encoding”: “Big5” in the data "
                    "package");
    else
        jb_hint(cx, "save it as UTF-8, or say --encoding GB18030");
    return finished(cx, made);
}

/* Does the source begin with a byte order mark? Then *made is what it says, NULL after a message.
 */
static bool by_mark(jb_ctx *cx, const jb_source *source, const jb_source **made)
{
    for (size_t i = 0; i < JB_COUNT(marks); i++) {
        if (!jb_str_starts(source->text, marks[i].mark))
            continue;
        jb_str rest = jb_str_cut(source->text, marks[i].mark.n, source->text.n);
        const jb_source *bare = jb_source_new(cx->keep, source->name, rest);
        size_t before = jb_errors(cx);
        *made = by_name(cx, bare, marks[i].encoding, (jb_span){0});
        if (jb_errors(cx) > before && !cx->messages.at[cx->messages.n - 1].hint.p)
            jb_hint(cx,
                    "the file begins with the mark of %.*s and goes on in another encoding: save "
                    "it as UTF-8",
                    JB_F(marks[i].encoding));
        return true;
    }
    return false;
}

/* Files that are no text, by how they begin. */
static const struct {
    jb_str begin;
    const char *what, *hint;
} strangers[] = {
    {JB_K("PK\x03\x04"), "a workbook or document of Office, or an archive",
     "save it there as CSV, in UTF-8"},
    {JB_K("\xD0\xCF\x11\xE0"), "an old workbook or document of Office",
     "save it there as CSV, in UTF-8"},
    {JB_K("%PDF-"), "a PDF", "name what it was made from"},
    {JB_K("\x89PNG"), "a picture", "it stands in a report as ![caption](file)"},
    {JB_K("\xFF\xD8\xFF"), "a picture", "it stands in a report as ![caption](file)"},
};

static bool is_stranger(jb_ctx *cx, const jb_source *source)
{
    for (size_t i = 0; i < JB_COUNT(strangers); i++) {
        if (!jb_str_starts(source->text, strangers[i].begin))
            continue;
        jb_fail(cx, (jb_span){jb_source_new(cx->keep, source->name, JB_S("")), 0, 0},
                "the file is %s, and no text", jb_word(cx, strangers[i].what));
        jb_hint(cx, "%s", jb_word(cx, strangers[i].hint));
        return true;
    }
    return false;
}

static bool is_gb18030(jb_ctx *cx, const jb_source *source)
{
    size_t broken;
    const jb_source *made = from_encoding(cx, source, JB_S("GB18030"), &broken);
    return made && broken == made->text.n;
}

const jb_source *jb_source_decode_utf8(jb_ctx *cx, const jb_source *source)
{
    const jb_source *made;
    if (is_stranger(cx, source))
        return NULL;
    if (by_mark(cx, source, &made))
        return made;
    size_t bad = jb_utf8_check(source->text);
    if (bad == source->text.n)
        return finished(cx, source);
    say_broken(cx, source, bad, JB_S("UTF-8"));
    if (is_gb18030(cx, source))
        jb_hint(cx, "it looks like GBK, which an editor calls ANSI: save it as UTF-8");
    else
        jb_hint(cx, "save it as UTF-8");
    return NULL;
}

const jb_source *jb_source_decode(jb_ctx *cx, const jb_source *source, jb_str encoding,
                                  jb_span asked)
{
    const jb_source *made;
    if (is_stranger(cx, source))
        return NULL;
    if (by_mark(cx, source, &made))
        return made;
    if (!encoding.n)
        return by_evidence(cx, source);
    const jb_source *named = by_name(cx, source, encoding, asked);
    if (!named)
        jb_hint(cx, "an encoding that is not named is found out");
    return named;
}
