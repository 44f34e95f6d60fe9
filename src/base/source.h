/* Where text came from, so that a message can point at it. */
#ifndef JB_BASE_SOURCE_H
#define JB_BASE_SOURCE_H

#include "base/arena.h"

/* Text cut out of a larger one: from byte `at` on it stands at byte `parent_at` of the parent. */
typedef struct jb_cut {
    size_t at, parent_at;
} jb_cut;

/* A file as read (UTF-8), an option's value (name "--where"), or a piece of another source (a
 * fenced block of a report), which messages show as the larger one. Lives as long as the arena it
 * was made in. */
typedef struct jb_source {
    jb_str name; /* as the user wrote the path; "-" for stdin */
    jb_str text;
    const struct jb_source *parent; /* NULL, or where the text was cut from */
    const jb_cut *cuts;             /* ascending by `at`, the first at 0 */
    size_t cuts_n;
} jb_source;

/* Bytes [at, at + n) of a source's text; source NULL: no place is known. */
typedef struct jb_span {
    const jb_source *source;
    size_t at, n;
} jb_span;

typedef struct jb_place {
    const jb_source *source; /* the outermost one */
    size_t line, column;     /* from 1; columns in characters; LF, CRLF and CR end a line */
    size_t at, n;            /* the span there */
    jb_str line_text;        /* without its end */
} jb_place;

jb_source *jb_source_new(jb_arena *a, jb_str name, jb_str text); /* copies neither */
/* A piece of `parent` in one stretch. */
jb_source *jb_source_sub(jb_arena *a, const jb_source *parent, size_t at, size_t n);
/* A piece put together from several stretches (an indented block without its indents). */
jb_source *jb_source_cut(jb_arena *a, const jb_source *parent, jb_str text, const jb_cut *cuts,
                         size_t n);
jb_span jb_span_of(const jb_source *s);             /* 1:1, for a whole file */
jb_span jb_span_in(jb_span s, size_t at, size_t n); /* a part of a span, clipped to it */
jb_place jb_span_place(jb_span s);                  /* in the outermost source, from its start on */
const jb_source *jb_span_source(jb_span s);         /* that source alone; NULL: of nowhere */

#endif
