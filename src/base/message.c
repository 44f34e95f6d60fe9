#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/ctx.h"
#include "base/terminal.h"

static const struct {
    const char *en, *zh;
} translations[] = {
#define M(en, zh) {en, zh},
#include "base/messages_zh.def"
#undef M
};

static const char *translate(const jb_ctx *cx, const char *format) __attribute__((format_arg(2)));
static const char *translate(const jb_ctx *cx, const char *format)
{
    for (size_t i = 0; cx->lang == JB_LANG_ZH && i < JB_COUNT(translations); i++)
        if (!strcmp(translations[i].en, format))
            return translations[i].zh;
    return format;
}

const char *jb_word(const jb_ctx *cx, const char *english)
{
    return translate(cx, english);
}

enum { MOST_SAID = 1000, MOST_QUOTED = 60 }; /* characters */

/* s, or its first so many characters and … */
static jb_str first(jb_arena *a, jb_str s, int most)
{
    size_t at = 0;
    for (int i = 0; i < most && at < s.n; i++)
        jb_utf8_next(s, &at);
    return at == s.n ? s : jb_str_printf(a, "%.*s…", (int)at, s.p);
}

static jb_str say(jb_ctx *cx, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
static jb_str say(jb_ctx *cx, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, translate(cx, format), args);
    char *out = jb_alloc(cx->keep, (size_t)(n > 0 ? n : 0) + 1);
    if (n > 0)
        vsnprintf(out, (size_t)n + 1, translate(cx, format), again);
    va_end(again);
    return first(cx->keep, (jb_str){out, (size_t)(n > 0 ? n : 0)}, MOST_SAID);
}

/* A mistake in an option's value is wrong usage, whoever finds it. */
static bool in_option(jb_span span)
{
    return span.source && jb_str_starts(span.source->name, JB_S("--"));
}

static void add(jb_ctx *cx, jb_level level, jb_status status, jb_span span, jb_str text)
{
    jb_message *m = JB_PUSH(cx->keep, &cx->messages);
    *m = (jb_message){.level = level, .span = span, .text = text};
    if (status == JB_WRONG_INPUT && in_option(span))
        status = JB_WRONG_USAGE;
    if (level == JB_ERROR && status > cx->status)
        cx->status = status;
}

#define SAYER(name, level, status)                                                                 \
    void name(jb_ctx *cx, jb_span span, const char *format, ...)                                   \
    {                                                                                              \
        va_list args;                                                                              \
        va_start(args, format);                                                                    \
        add(cx, level, status, span, say(cx, format, args));                                       \
        va_end(args);                                                                              \
    }
SAYER(jb_fail, JB_ERROR, JB_WRONG_INPUT)
SAYER(jb_warn, JB_WARNING, JB_FINE)
SAYER(jb_fail_usage, JB_ERROR, JB_WRONG_USAGE)
SAYER(jb_fail_environment, JB_ERROR, JB_ENVIRONMENT)

void jb_hint(jb_ctx *cx, const char *format, ...)
{
    if (!cx->messages.n)
        return;
    va_list args;
    va_start(args, format);
    jb_str hint = say(cx, format, args);
    va_end(args);
    jb_message *m = &cx->messages.at[cx->messages.n - 1];
    m->hint = m->hint.p ? jb_str_printf(cx->keep, "%.*s; %.*s", JB_F(m->hint), JB_F(hint)) : hint;
}

void jb_fail_nested(jb_ctx *cx, jb_span span)
{
    jb_fail(cx, span, "nested deeper than %zu levels", (size_t)cx->limits.nesting);
    jb_hint(cx, "raise it with --max nesting=N");
}

size_t jb_errors(const jb_ctx *cx)
{
    size_t n = 0;
    for (size_t i = 0; i < cx->messages.n; i++)
        n += cx->messages.at[i].level == JB_ERROR;
    return n;
}

bool jb_failed(const jb_ctx *cx)
{
    return cx->status != JB_FINE;
}

jb_str jb_brief(jb_ctx *cx, jb_str s)
{
    return first(cx->scratch, s, MOST_QUOTED);
}

enum { SHOWN = 100 }; /* characters of the source line */

/* The source line with carets under the span; a long line is cut round it. */
static void add_carets(jb_buf *b, const jb_place *p)
{
    if (!p->line_text.n)
        return;
    jb_buf line = jb_buf_new(b->arena), marks = jb_buf_new(b->arena);
    size_t start = (size_t)(p->source->text.p + p->at - p->line_text.p),
           stop = start + (p->n ? p->n : 1);
    size_t first = p->column > SHOWN * 3 / 4 ? p->column - SHOWN / 2 : 1, column = 1;
    for (size_t i = 0; i < p->line_text.n && column < first + SHOWN; column++) {
        size_t at = i;
        uint32_t c = jb_utf8_next(p->line_text, &i);
        if (column < first)
            continue;
        if (c == '\t')
            c = ' ';
        char bytes[4];
        size_t wide = jb_terminal_add(&line, (jb_str){bytes, jb_utf8_put(bytes, c)});
        for (size_t k = 0; k < wide; k++)
            if (at < stop)
                jb_buf_byte(&marks, at < start ? ' ' : '^');
    }
    if (start >= p->line_text.n)
        jb_buf_byte(&marks, '^');
    jb_buf_printf(b, "    %.*s\n    %.*s\n", JB_F(line.text), JB_F(marks.text));
}

jb_str jb_message_show(jb_ctx *cx, const jb_message *m, bool colour)
{
    static const char *const words[] = {[JB_ERROR] = "error:", [JB_WARNING] = "warning:"};
    static const char *const ink[] = {[JB_ERROR] = "\x1b[1;31m", [JB_WARNING] = "\x1b[1;35m"};
    jb_place p = jb_span_place(m->span);
    jb_buf b = jb_buf_new(cx->scratch);
    if (p.source) {
        jb_terminal_add(&b, p.source->name);
        jb_buf_printf(&b, ":%zu:%zu: ", p.line, p.column);
    } else {
        jb_buf_printf(&b, "jianbao: ");
    }
    jb_buf_printf(&b, "%s%s%s ", colour ? ink[m->level] : "", words[m->level],
                  colour ? "\x1b[0m" : "");
    jb_terminal_add(&b, m->text);
    jb_buf_byte(&b, '\n');
    if (p.source)
        add_carets(&b, &p);
    if (m->hint.p) {
        jb_buf_printf(&b, "%shint:%s ", colour ? "\x1b[1;36m" : "", colour ? "\x1b[0m" : "");
        jb_terminal_add(&b, m->hint);
        jb_buf_byte(&b, '\n');
    }
    return b.text;
}

void jb_messages_room(size_t limit, size_t errors, size_t room[2])
{
    room[JB_ERROR] = limit;
    room[JB_WARNING] = errors < limit ? limit - errors : 0;
}

jb_str jb_messages_show(jb_ctx *cx, bool colour)
{
    size_t room[2], shown = 0;
    jb_messages_room((size_t)cx->limits.messages, jb_errors(cx), room);
    jb_buf b = jb_buf_new(cx->scratch);
    for (size_t i = 0; i < cx->messages.n; i++) {
        const jb_message *m = &cx->messages.at[i];
        if (!room[m->level])
            continue;
        room[m->level]--, shown++;
        jb_buf_add(&b, jb_message_show(cx, m, colour));
    }
    if (shown < cx->messages.n) {
        jb_buf_printf(&b, translate(cx, "and %zu more"), cx->messages.n - shown);
        jb_buf_byte(&b, '\n');
    }
    return b.text;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Are the bytes the same letter, in either case? */
static bool alike(jb_str a, size_t i, jb_str b, size_t j)
{
    return jb_str_eq_fold(jb_str_cut(a, i, 1), jb_str_cut(b, j, 1));
}

enum { MOST = 64 };

/* Full-width forms as ASCII, for 资金（万元） and 资金(万元) are one name to who writes them.
 * Longer than MOST where there is no room. */
static jb_str half_width(jb_str s, char out[MOST])
{
    jb_str half = {out, 0};
    for (size_t i = 0, from = 0; i < s.n && half.n <= MOST; from = i) {
        uint32_t c = jb_utf8_next(s, &i);
        size_t n = c >= 0xFF01 && c <= 0xFF5E ? 1 : i - from;
        if (half.n + n <= MOST && n == 1)
            out[half.n] = c < 0x80 ? (char)c : (char)(c - 0xFF01 + '!');
        else if (half.n + n <= MOST)
            memcpy(out + half.n, s.p + from, n);
        half.n += n;
    }
    return half;
}

/* Optimal string alignment distance, ASCII case and width folded; names longer than MOST bytes are
 * never near. */
static size_t distance(jb_str a, jb_str b)
{
    size_t rows[3][MOST + 1];
    char half_a[MOST], half_b[MOST];
    a = half_width(a, half_a);
    b = half_width(b, half_b);
    if (a.n > MOST || b.n > MOST)
        return MOST;
    for (size_t j = 0; j <= b.n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t changed = last[j - 1] + !alike(a, i - 1, b, j - 1);
            now[j] = least(least(now[j - 1], last[j]) + 1, changed);
            if (i > 1 && j > 1 && alike(a, i - 1, b, j - 2) && alike(a, i - 2, b, j - 1))
                now[j] = least(now[j], before[j - 2] + 1);
        }
    }
    return rows[a.n % 3][b.n];
}

static jb_str name_at(jb_names names, size_t i)
{
    return *(const jb_str *)(const void *)((const char *)names.first + i * names.stride);
}

/* The shortest name that has the other in it: 资金（万元） for 资金. */
static jb_str holding(jb_str name, jb_names names)
{
    enum { LEAST = 3 };
    jb_str best = {NULL, 0};
    for (size_t i = 0; name.n >= LEAST && i < names.n; i++)
        if (jb_str_find(name_at(names, i), name) >= 0 && (!best.p || name_at(names, i).n < best.n))
            best = name_at(names, i);
    return best;
}

jb_str jb_nearest(jb_str name, jb_names names)
{
    jb_str best = {NULL, 0};
    size_t best_distance = (name.n > 3 ? name.n / 3 + 1 : 1) + 1;
    for (size_t i = 0; i < names.n; i++) {
        size_t d = distance(name, name_at(names, i));
        if (d < best_distance)
            best = name_at(names, i), best_distance = d;
    }
    return best.p ? best : holding(name, names);
}

bool jb_hint_nearest(jb_ctx *cx, jb_str name, jb_names names)
{
    jb_str nearest = jb_nearest(name, names);
    if (nearest.p)
        jb_hint(cx, "the nearest is “%.*s”", JB_F(jb_brief(cx, nearest)));
    return nearest.p;
}
