/* The files of one run: what may be read, what was read, and how a result is written. */
#ifndef JB_BASE_FILE_H
#define JB_BASE_FILE_H

#include "base/ctx.h"

typedef struct jb_files jb_files;

/* One file that was read, in the order first read: `path` as it was asked for, `real` with links
 * resolved. */
typedef struct jb_file_seen {
    jb_str path, real;
    uint64_t device, inode;
} jb_file_seen;

/* The root rule: files are read only under `root`, and without one ({NULL, 0}) only under the
 * working directory and the directories given to jb_files_allow. Sets cx->files, which lives in
 * cx->keep. False after a message when the root is no directory. Every function below that takes a
 * cx and finds cx->files NULL sets it up without a root. */
bool jb_files_open(jb_ctx *cx, jb_str root);
/* An input file named by the user: its directory may be read as well, unless a root was given. */
void jb_files_allow(jb_ctx *cx, jb_str input);
/* What was read so far: the dependencies of the result. */
const jb_file_seen *jb_files_seen(const jb_ctx *cx, size_t *n);

/* The bytes of a file as they are, in cx->keep, with the path as its source's name; "-" is stdin.
 * Links are resolved first; outside the root, an address (http:…), a directory, a device or a FIFO
 * is refused with jb_fail, a file that cannot be opened or read with jb_fail_environment; both
 * stand at `asked`, where the path was written, and without such a place at 1:1 of the path. NULL
 * after the message. The bytes may be no sound UTF-8: see base/encoding.h. */
const jb_source *jb_file_read(jb_ctx *cx, jb_str path, jb_span asked);
/* The same for a report or a spec: at most limits.spec_bytes of sound UTF-8; a byte order mark is
 * passed over; a NUL or a broken byte is an error at its place. */
const jb_source *jb_file_read_text(jb_ctx *cx, jb_str path, jb_span asked);
/* May a report or a spec have so many bytes? False after a message at the place. */
bool jb_spec_fits(jb_ctx *cx, uint64_t bytes, jb_span place);
/* Is there a regular file of this path under the root? Says nothing. */
bool jb_file_exists(jb_ctx *cx, jb_str path);
/* Where a file is not there: the nearest name in its directory if that may be read, or that there
 * is no such directory. */
void jb_file_hint_nearest(jb_ctx *cx, jb_str path);
/* The same of a file that a library reads by itself (a font): from now on it is among those seen.
 */
bool jb_file_note(jb_ctx *cx, jb_str path);
/* The path with links resolved, in cx->scratch; {NULL, 0} if there is no such file. */
jb_str jb_file_real(jb_ctx *cx, jb_str path);

/* A thing worth keeping for the rest of the run (a data package that was read), by a key; NULL if
 * there is none. It must live as long as jb_files_arena's. */
const void *jb_files_recall(jb_ctx *cx, jb_str key);
void jb_files_remember(jb_ctx *cx, jb_str key, const void *thing);
jb_arena *jb_files_arena(jb_ctx *cx);

/* Paths as text; nothing is looked up. */
jb_str jb_path_dir(jb_str path);  /* "a/b.csv" → "a", "b.csv" → ".", "/b" → "/" */
jb_str jb_path_base(jb_str path); /* "a/b.tar.gz" → "b.tar.gz" */
jb_str jb_path_stem(jb_str path); /* "a/b.tar.gz" → "b.tar" */
jb_str jb_path_ext(jb_str path);  /* "a/b.tar.gz" → "gz", "" if there is none */
/* A path written inside the file `from`, seen from the working directory: "data/a.csv" in
 * "reports/r.md" is "reports/data/a.csv". Absolute paths, "-" and paths in stdin stay as they are.
 */
jb_str jb_path_from(jb_arena *a, jb_str from, jb_str path);
/* The same path spelled without "." and "x/..": "reports/../data/a.csv" → "data/a.csv". Where x is
 * a link it may be another file. */
jb_str jb_path_plain(jb_arena *a, jb_str path);

/* A result on its way to its file: a temporary file in the same directory, flushed and renamed when
 * it is finished, so that a failed or interrupted run leaves the old file as it was. "-" is stdout,
 * where nothing can be taken back. */
typedef struct jb_output jb_output;

/* NULL after a message: an existing output that is no regular file or was also read as input is
 * refused (status 1), a directory that can't be written is the environment's fault (3). Whoever
 * opens calls one of finish and drop; an output whose arena (cx->scratch) ends unfinished is
 * dropped. */
jb_output *jb_output_open(jb_ctx *cx, jb_str path, jb_span asked);
/* False, once with a message, when the disk is full or the like; may be called again after that,
 * and does nothing. */
bool jb_output_write(jb_output *out, const void *bytes, size_t n);
bool jb_output_finish(jb_output *out); /* false after a message; then the old file stands */
void jb_output_drop(jb_output *out);
/* All at once. */
bool jb_file_write(jb_ctx *cx, jb_str path, jb_str bytes, jb_span asked);

/* Removes every temporary file; may be called in a signal handler and before an abnormal exit. */
void jb_outputs_abandon(void);
/* SIGINT, SIGTERM and SIGHUP (unless they are ignored) remove the temporary files and then end the
 * process as that signal does. For programs; a library's user decides himself. */
void jb_outputs_guard(void);

#endif
