/* The handle, and how a call runs inside it. */
#ifndef JB_API_HANDLE_H
#define JB_API_HANDLE_H

#include "base/ctx.h"
#include "base/file.h"
#include "jianbao/jianbao.h"

/* A message as it is kept between calls, already shown both ways. */
typedef struct jb_told {
    jb_str plain, colored;
} jb_told;

struct jianbao {
    jmp_buf door;             /* where a call without memory leaves by */
    jb_arena *own;            /* as long as the handle */
    jb_arena *keep, *scratch; /* of the call that runs; NULL between calls */
    struct jb_fonts *fonts;   /* from the last call; NULL: not open */
    jb_str root, encoding;
    jb_str foreseen; /* of the batch that runs, else {NULL, 0} */
    jb_lang lang;
    bool lenient, allow_missing_glyphs, starved;
    jb_limits limits;
    jb_status worst;
    size_t counts[2]; /* of errors and of warnings; the first limits.messages of each are kept */
    JB_LIST(jianbao_message) messages;
    JB_LIST(jb_told) told;
};

/* What a call does: false after a message. */
typedef bool jb_job(jb_ctx *cx, const void *args);

/* Runs the job with arenas of its own and in the C locale, keeps its messages, and gives its
 * status; the one door for want of memory. */
jianbao_status jb_handle_run(jianbao *jb, jb_job *job, const void *args);
/* A job's text, to last as long as the handle, with a zero behind it. */
const char *jb_handle_keep(jianbao *jb, jb_str text);

/* Has the message that is shown so been kept already? Several inputs may read one file. */
bool jb_handle_knows(const jianbao *jb, jb_str plain);

/* An argument as a slice, {NULL, 0} for NULL, checked to be sound UTF-8 (else told as wrong usage,
 * and false). */
bool jb_argument(jb_ctx *cx, const char *option, const char *value, jb_str *out);
/* Is a number an option's value, 0 where it is not given? Else told as wrong usage, and false. */
bool jb_argument_number(jb_ctx *cx, const char *option, double value);
/* The place of a whole file: "a.json:1:1". */
jb_span jb_file_place(jb_ctx *cx, jb_str path);
/* The place of an option's value: "--where:1:1". */
jb_span jb_argument_span(jb_ctx *cx, const char *option, jb_str value);

#endif
