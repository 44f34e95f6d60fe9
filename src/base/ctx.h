/* What one run lends to every stage: memory, messages, limits, files, fonts. Results are returned,
 * never left here. */
#ifndef JB_BASE_CTX_H
#define JB_BASE_CTX_H

#include "base/arena.h"
#include "base/limits.h"
#include "base/source.h"

/* The exit codes of the program. */
typedef enum jb_status {
    JB_FINE = 0,
    JB_WRONG_INPUT = 1,
    JB_WRONG_USAGE = 2,
    JB_ENVIRONMENT = 3
} jb_status;
typedef enum jb_level { JB_ERROR, JB_WARNING } jb_level;
typedef enum jb_lang { JB_LANG_EN, JB_LANG_ZH } jb_lang; /* of messages only */

typedef struct jb_message {
    jb_level level;
    jb_span span;
    jb_str text;
    jb_str hint; /* {NULL, 0}: none */
} jb_message;

struct jb_fonts; /* the text room's */
struct jb_files; /* the root rule and the files read, base/file.h */

typedef struct jb_ctx {
    jb_arena *keep;    /* lives as long as the result */
    jb_arena *scratch; /* lives as long as the stage */
    jb_arena *life;    /* outlives both, for fonts; NULL: keep */
    JB_LIST(jb_message) messages;
    jb_status status; /* the worst so far */
    jb_lang lang;
    jb_limits limits;
    jb_str encoding;           /* of CSV files; {NULL, 0}: found out */
    jb_str foreseen;           /* characters that the runs of this process share: fonts that are
                                * cut for a document are cut for them too */
    bool lenient;              /* an unknown property is a warning */
    bool allow_missing_glyphs; /* a character without a glyph is a warning */
    struct jb_files *files;
    struct jb_fonts *fonts; /* NULL until the text room opened them */
} jb_ctx;

/* Say the trouble once, where it is best known. The text is one sentence without a full stop, in
 * English, with the translation in messages_zh.def under the same format. Control characters are
 * escaped when it is shown; cut what is quoted from input with jb_brief: all of it is cut at 1,000
 * characters. */
void jb_fail(jb_ctx *cx, jb_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void jb_warn(jb_ctx *cx, jb_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void jb_fail_usage(jb_ctx *cx, jb_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void jb_fail_environment(jb_ctx *cx, jb_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* What stands here is nested beyond the limit “nesting”. */
void jb_fail_nested(jb_ctx *cx, jb_span span);
/* What to do about the last message; a second hint is set behind the first. */
void jb_hint(jb_ctx *cx, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A word or phrase put into messages (“a number”), in the language of messages. */
const char *jb_word(const jb_ctx *cx, const char *english);

bool jb_failed(const jb_ctx *cx);      /* has there been an error */
size_t jb_errors(const jb_ctx *cx);    /* how many: a stage compares before and after */
jb_str jb_brief(jb_ctx *cx, jb_str s); /* s, or its first 60 characters and … */

/* One message as it is shown, in scratch, with its last newline:
 *     FILE:LINE:COL: error: text
 *         the source line
 *              ^^^^
 *     hint: what to do
 * Wide characters take two columns of carets. `colour` sets ANSI colours. */
jb_str jb_message_show(jb_ctx *cx, const jb_message *m, bool colour);
/* How many messages of each level are shown, room[JB_ERROR] and room[JB_WARNING]: warnings never
 * hide errors. */
void jb_messages_room(size_t limit, size_t errors, size_t room[2]);
/* All of them in the order they came, at most limits.messages, then a count. */
jb_str jb_messages_show(jb_ctx *cx, bool colour);

/* Names that stand in a list, or in the rows of a table each as the same member. */
typedef struct jb_names {
    const void *first; /* a jb_str */
    size_t n, stride;  /* so many of them, so many bytes apart */
} jb_names;
#define JB_NAMES(at, n) ((jb_names){(at), (n), sizeof(jb_str)})
#define JB_NAMES_IN(rows, n, member) ((jb_names){(n) ? &(rows)->member : NULL, (n), sizeof *(rows)})

/* The nearest of the names by edit distance, ASCII case and width ignored, if it is near enough to
 * be meant, else the shortest that holds it whole; else {NULL, 0}. */
jb_str jb_nearest(jb_str name, jb_names names);
/* Hints at it; false, and nothing is said, where there is none. */
bool jb_hint_nearest(jb_ctx *cx, jb_str name, jb_names names);

#endif
