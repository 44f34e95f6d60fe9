#include "api/handle.h"

#include <glib.h>
#include <iconv.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/value.h"
#include "text/text.h"

_Static_assert((int)JIANBAO_FINE == (int)JB_FINE &&
                   (int)JIANBAO_WRONG_INPUT == (int)JB_WRONG_INPUT &&
                   (int)JIANBAO_WRONG_USAGE == (int)JB_WRONG_USAGE &&
                   (int)JIANBAO_ENVIRONMENT == (int)JB_ENVIRONMENT,
               "one list of endings");

jb_span jb_argument_span(jb_ctx *cx, const char *option, jb_str value)
{
    return (jb_span){jb_source_new(cx->keep, jb_str_dup(cx->keep, jb_str_of(option)), value), 0,
                     value.n};
}

jb_span jb_file_place(jb_ctx *cx, jb_str path)
{
    return jb_span_of(jb_source_new(cx->keep, path, (jb_str){"", 0}));
}

bool jb_argument(jb_ctx *cx, const char *option, const char *value, jb_str *out)
{
    jb_str s = jb_str_of(value);
    *out = s.p ? jb_str_dup(cx->keep, s) : s;
    if (!s.p || jb_utf8_check(s) == s.n)
        return true;
    jb_fail_usage(cx, jb_span_of(jb_source_new(cx->keep, jb_str_of(option), (jb_str){"", 0})),
                  "the value is no sound UTF-8");
    return false;
}

bool jb_argument_number(jb_ctx *cx, const char *option, double value)
{
    if (value >= 0 && value < 1e9)
        return true;
    jb_str text = jb_str_printf(cx->keep, "%g", value);
    jb_fail_usage(cx, jb_argument_span(cx, option, text),
                  "“%.*s” is no number between 0 and a billion", JB_F(text));
    return false;
}

static jb_str listed(jb_ctx *cx, const jb_str *names, size_t n)
{
    jb_buf b = jb_buf_new(cx->scratch);
    for (size_t i = 0; i < n; i++)
        jb_buf_printf(&b, "%s%.*s", i ? ", " : "", JB_F(names[i]));
    return b.text;
}

/* "pixels=2e8": told at the place of the mistake in the value. */
static void set_limit(jb_ctx *cx, jb_limits *limits, const char *given)
{
    jb_str value, names[32];
    if (!jb_argument(cx, "--max", given, &value))
        return;
    ptrdiff_t equals = jb_str_find(value, JB_S("="));
    jb_span all = jb_argument_span(cx, "--max", value);
    size_t name_n = equals < 0 ? value.n : (size_t)equals, n = 0;
    jb_str name = jb_str_cut(value, 0, name_n), figure = jb_str_cut(value, name_n + 1, value.n);
    double number = 0;
    for (; n < jb_limit_rows_n && n < JB_COUNT(names); n++)
        names[n] = jb_limit_rows[n].option;
    if (equals < 0) {
        jb_fail_usage(cx, all, "a limit is written NAME=VALUE");
    } else if (!jb_number_read(figure, &number) || !(number >= 1 && number < 9e15)) {
        jb_fail_usage(cx, jb_span_in(all, name_n + 1, figure.n), "“%.*s” is no count",
                      JB_F(jb_brief(cx, figure)));
    } else if (!jb_limits_set(limits, name, (uint64_t)number)) {
        jb_fail_usage(cx, jb_span_in(all, 0, name_n), "no limit is called “%.*s”",
                      JB_F(jb_brief(cx, name)));
        if (!jb_hint_nearest(cx, name, JB_NAMES(names, n)))
            jb_hint(cx, "it is one of %.*s", JB_F(listed(cx, names, n)));
    }
}

typedef struct setup {
    jianbao *jb;
    const jianbao_options *options;
} setup;

static bool is_directory(jb_ctx *cx, jb_str path)
{
    struct stat st;
    if (!stat(jb_str_c(cx->scratch, path), &st) && S_ISDIR(st.st_mode))
        return true;
    jb_fail_usage(cx, jb_argument_span(cx, "--root", path), "the root “%.*s” is no directory",
                  JB_F(jb_brief(cx, path)));
    return false;
}

static bool is_encoding(jb_ctx *cx, jb_str name)
{
    iconv_t converter = iconv_open("UTF-8", jb_str_c(cx->scratch, name));
    if (converter != (iconv_t)-1)
        return !iconv_close(converter);
    jb_fail_usage(cx, jb_argument_span(cx, "--encoding", name), "no encoding “%.*s” is known",
                  JB_F(jb_brief(cx, name)));
    jb_encoding_hint(cx, name);
    return false;
}

static bool set_up(jb_ctx *cx, const void *args)
{
    const setup *s = args;
    jianbao *jb = s->jb;
    jb_str root, encoding;
    bool sound = jb_argument(cx, "--root", s->options->root, &root);
    sound &= jb_argument(cx, "--encoding", s->options->encoding, &encoding);
    sound =
        sound && (!root.p || is_directory(cx, root)) & (!encoding.p || is_encoding(cx, encoding));
    jb->root = root.p ? jb_str_dup(jb->own, root) : root;
    jb->encoding = encoding.p ? jb_str_dup(jb->own, encoding) : encoding;
    for (const char *const *l = s->options->limits; l && *l; l++)
        set_limit(cx, &jb->limits, *l);
    return sound;
}

jianbao *jianbao_open(const jianbao_options *options)
{
    static const jianbao_options plain;
    jianbao *jb = calloc(1, sizeof *jb);
    if (!jb || !(jb->own = jb_arena_new(&jb->door))) {
        free(jb);
        return NULL;
    }
    options = options ? options : &plain;
    jb->limits = jb_limits_default();
    jb->lang = options->language == JIANBAO_CHINESE ? JB_LANG_ZH : JB_LANG_EN;
    jb->lenient = options->lenient;
    jb->allow_missing_glyphs = options->allow_missing_glyphs;
    jb_handle_run(jb, set_up, &(setup){jb, options});
    return jb;
}

void jianbao_close(jianbao *jb)
{
    if (jb)
        jb_arena_free(jb->own);
    free(jb);
}

static void end_call(jianbao *jb)
{
    jb_arena_free(jb->scratch);
    jb_arena_free(jb->keep);
    jb->scratch = jb->keep = NULL;
}

static const char *text_of(jianbao *jb, jb_str s)
{
    return s.p ? jb_str_c(jb->own, s) : NULL;
}

bool jb_handle_knows(const jianbao *jb, jb_str plain)
{
    for (size_t i = 0; i < jb->told.n; i++)
        if (jb_str_eq(jb->told.at[i].plain, plain))
            return true;
    return false;
}

/* A call's messages outlive its memory: as structures, and as the text they are shown by. */
static void keep_messages(jianbao *jb, jb_ctx *cx)
{
    for (size_t i = 0; i < cx->messages.n; i++) {
        const jb_message *m = &cx->messages.at[i];
        if (jb->counts[m->level] >= jb->limits.messages) {
            jb->counts[m->level]++; /* to find the place of each of a million would take hours */
            continue;
        }
        jb_str plain = jb_message_show(cx, m, false);
        if (jb_handle_knows(jb, plain))
            continue;
        jb->counts[m->level]++;
        jb_place place = jb_span_place(m->span);
        jianbao_message *out = JB_PUSH(jb->own, &jb->messages);
        *out = (jianbao_message){.error = m->level == JB_ERROR,
                                 .text = text_of(jb, m->text),
                                 .hint = text_of(jb, m->hint)};
        if (place.source) {
            out->file = text_of(jb, place.source->name);
            out->line = place.line;
            out->column = place.column;
        }
        jb_told *told = JB_PUSH(jb->own, &jb->told);
        told->plain = jb_str_dup(jb->own, plain);
        told->colored = jb_str_dup(jb->own, jb_message_show(cx, m, true));
    }
    if (cx->status > jb->worst)
        jb->worst = cx->status;
}

static jb_ctx begin_call(jianbao *jb)
{
    jb->keep = jb_arena_new(&jb->door);
    jb->scratch = jb->keep ? jb_arena_new(&jb->door) : NULL;
    if (!jb->scratch)
        longjmp(jb->door, 1);
    return (jb_ctx){.keep = jb->keep,
                    .life = jb->own,
                    .fonts = jb->fonts,
                    .scratch = jb->scratch,
                    .lang = jb->lang,
                    .limits = jb->limits,
                    .lenient = jb->lenient,
                    .encoding = jb->encoding,
                    .foreseen = jb->foreseen,
                    .allow_missing_glyphs = jb->allow_missing_glyphs};
}

static jianbao_status run(jianbao *jb, jb_job *job, const void *args)
{
    if (setjmp(jb->door)) {
        end_call(jb);
        jb->starved = true;
        jb->worst = JB_ENVIRONMENT;
        return JIANBAO_ENVIRONMENT;
    }
    jb_ctx cx = begin_call(jb);
    jb->fonts = NULL; /* if this call leaves by the door, they may be half open */
    bool sound = (!jb->root.p || jb_files_open(&cx, jb->root)) && job(&cx, args);
    keep_messages(jb, &cx);
    jb->fonts = jb_fonts_outlast(&cx);
    jb_status status = cx.status != JB_FINE || sound ? cx.status : JB_WRONG_INPUT;
    end_call(jb);
    return (jianbao_status)status;
}

/* The caller's locale is put aside, here and in the libraries: numbers have a point. */
jianbao_status jb_handle_run(jianbao *jb, jb_job *job, const void *args)
{
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale_t callers = uselocale(plain);
    jianbao_status status = run(jb, job, args);
    uselocale(callers);
    if (plain)
        freelocale(plain);
    return status;
}

const char *jb_handle_keep(jianbao *jb, jb_str text)
{
    return jb_str_c(jb->own, text);
}

static const jianbao_message starved = {.error = true, .text = "out of memory"};

const jianbao_message *jianbao_messages(jianbao *jb, size_t *n)
{
    if (jb->starved && !jb->messages.n) {
        *n = 1;
        return &starved;
    }
    *n = jb->messages.n;
    return jb->messages.at;
}

const char *jianbao_messages_text(jianbao *jb, unsigned how)
{
    if (jb->starved || setjmp(jb->door))
        return "jianbao: error: out of memory\n";
    jb_buf b = jb_buf_new(jb->own);
    bool errors_only = how & JIANBAO_ERRORS_ONLY;
    size_t room[2], shown = 0,
                    all = jb->counts[JB_ERROR] + (errors_only ? 0 : jb->counts[JB_WARNING]);
    jb_messages_room((size_t)jb->limits.messages, jb->counts[JB_ERROR], room);
    for (size_t i = 0; i < jb->messages.n; i++) {
        jb_level level = jb->messages.at[i].error ? JB_ERROR : JB_WARNING;
        if (!room[level] || (errors_only && level != JB_ERROR))
            continue;
        room[level]--, shown++;
        jb_buf_add(&b, how & JIANBAO_COLOR ? jb->told.at[i].colored : jb->told.at[i].plain);
    }
    if (shown < all)
        jb_buf_printf(&b, jb->lang == JB_LANG_ZH ? "另有 %zu 条\n" : "and %zu more\n", all - shown);
    return b.text.p;
}

typedef struct complaint {
    const char *option, *value, *text, *hint;
    size_t at;
} complaint;

static bool complain(jb_ctx *cx, const void *args)
{
    const complaint *c = args;
    jb_str value = jb_str_of(c->value);
    jb_span span = {0};
    if (value.p) {
        span = jb_argument_span(cx, c->option,
                                jb_utf8_check(value) == value.n ? value : (jb_str){"", 0});
        span = jb_span_in(span, c->at, value.n);
    }
    jb_fail_usage(cx, span, "%s", c->text);
    if (c->hint)
        jb_hint(cx, "%s", c->hint);
    return false;
}

void jianbao_complain(jianbao *jb, const char *option, const char *value, size_t at,
                      const char *text, const char *hint)
{
    jb_handle_run(jb, complain, &(complaint){option, value, text, hint, at});
}

jianbao_status jianbao_worst(const jianbao *jb)
{
    return (jianbao_status)jb->worst;
}

const char *jianbao_nearest(const char *name, const char *const *names)
{
    enum { MOST = 64 };
    jb_str all[MOST];
    size_t n = 0;
    while (n < MOST && names[n]) {
        all[n] = jb_str_of(names[n]);
        n++;
    }
    jb_str nearest = jb_nearest(jb_str_of(name), JB_NAMES(all, n));
    return nearest.p;
}

const char *jianbao_version(void)
{
    return JIANBAO_VERSION;
}

/* GLib ends the process when it is out of memory or finds itself broken: leave no half file behind.
 */
static void last_words(const gchar *domain, GLogLevelFlags level, const gchar *message,
                       gpointer data)
{
    (void)domain;
    (void)data;
    if (!(level & G_LOG_FLAG_FATAL) && !(level & G_LOG_LEVEL_ERROR))
        return;
    jb_outputs_abandon();
    static const char head[] = "jianbao: error: ";
    if (write(STDERR_FILENO, head, sizeof head - 1) < 0 ||
        write(STDERR_FILENO, message, strlen(message)) < 0 || write(STDERR_FILENO, "\n", 1) < 0)
        _exit(JB_ENVIRONMENT);
    _exit(JB_ENVIRONMENT);
}

/* A picture's memory is taken again by the next one instead of coming fresh from the system, which
 * clears each page. */
static void keep_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 16 << 20);
    mallopt(M_TRIM_THRESHOLD, 128 << 20);
#endif
}

void jianbao_guard(void)
{
    keep_memory();
    jb_outputs_guard();
    signal(SIGXFSZ, SIG_IGN); /* a file too large is a failing write like others */
    g_log_set_default_handler(last_words, NULL);
}
