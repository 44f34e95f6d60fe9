#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encoding.h"

typedef struct remembered {
    jb_str key;
    const void *thing;
} remembered;

struct jb_files {
    jb_arena *arena;
    bool rooted; /* by the user: nothing may be added */
    JB_LIST(jb_str) roots;
    JB_LIST(jb_file_seen) seen;
    JB_LIST(remembered) things;
    const jb_source *standard; /* stdin, which can be read only once */
};

static jb_files *files_of(jb_ctx *cx)
{
    if (!cx->files)
        jb_files_open(cx, (jb_str){NULL, 0});
    return cx->files;
}

jb_arena *jb_files_arena(jb_ctx *cx)
{
    return files_of(cx)->arena;
}

jb_str jb_file_real(jb_ctx *cx, jb_str path)
{
    char *real = realpath(jb_str_c(cx->scratch, path), NULL);
    if (!real)
        return (jb_str){NULL, 0};
    return jb_str_of(jb_arena_own(cx->scratch, real, free));
}

static void add_root(jb_ctx *cx, jb_str dir)
{
    jb_str real = jb_file_real(cx, dir);
    if (real.p)
        *JB_PUSH(cx->files->arena, &cx->files->roots) = jb_str_dup(cx->files->arena, real);
}

bool jb_files_open(jb_ctx *cx, jb_str root)
{
    cx->files = JB_NEW(cx->keep, jb_files);
    cx->files->arena = cx->keep;
    cx->files->rooted = root.p;
    add_root(cx, root.p ? root : JB_S("."));
    struct stat st;
    if (!root.p || (!stat(jb_str_c(cx->scratch, root), &st) && S_ISDIR(st.st_mode)))
        return true;
    jb_fail_usage(cx, (jb_span){0}, "the root “%.*s” is no directory", JB_F(jb_brief(cx, root)));
    return false;
}

void jb_files_allow(jb_ctx *cx, jb_str input)
{
    if (!files_of(cx)->rooted && !jb_str_eq(input, JB_S("-")))
        add_root(cx, jb_path_dir(input));
}

const jb_file_seen *jb_files_seen(const jb_ctx *cx, size_t *n)
{
    *n = cx->files ? cx->files->seen.n : 0;
    return cx->files ? cx->files->seen.at : NULL;
}

const void *jb_files_recall(jb_ctx *cx, jb_str key)
{
    jb_files *files = files_of(cx);
    for (size_t i = 0; i < files->things.n; i++)
        if (jb_str_eq(files->things.at[i].key, key))
            return files->things.at[i].thing;
    return NULL;
}

void jb_files_remember(jb_ctx *cx, jb_str key, const void *thing)
{
    jb_files *files = files_of(cx);
    *JB_PUSH(files->arena, &files->things) = (remembered){jb_str_dup(files->arena, key), thing};
}

static bool is_under(jb_str real, jb_str root)
{
    return jb_str_starts(real, root) && (root.n == 1 || real.n == root.n || real.p[root.n] == '/');
}

static bool may_read(const jb_files *files, jb_str real)
{
    for (size_t i = 0; i < files->roots.n; i++)
        if (is_under(real, files->roots.at[i]))
            return true;
    return false;
}

/* Where to say something about a path nobody wrote in a file: at its own beginning. */
static jb_span place_of(jb_ctx *cx, jb_str path, jb_span asked)
{
    if (asked.source)
        return asked;
    return jb_span_of(jb_source_new(cx->keep, jb_str_dup(cx->keep, path), (jb_str){"", 0}));
}

static bool is_address(jb_str path)
{
    size_t at = 0;
    while (at < path.n && ((path.p[at] | 32) >= 'a' && (path.p[at] | 32) <= 'z'))
        at++;
    return at > 1 && jb_str_starts(jb_str_cut(path, at, path.n), JB_S("://"));
}

static int by_name(const void *a, const void *b)
{
    return jb_str_cmp(*(const jb_str *)a, *(const jb_str *)b);
}

static void close_directory(void *dir)
{
    closedir(dir);
}

void jb_file_hint_nearest(jb_ctx *cx, jb_str path)
{
    enum { MOST = 4096 }; /* names that are looked at */
    jb_str dir = jb_path_dir(path), real = jb_file_real(cx, dir);
    DIR *open = real.p && may_read(files_of(cx), real) ? opendir(real.p) : NULL;
    if (!real.p)
        jb_hint(cx, "there is no directory “%.*s”", JB_F(jb_brief(cx, dir)));
    if (!open)
        return;
    jb_arena_own(cx->scratch, open, close_directory);
    JB_LIST(jb_str) names = {0};
    for (struct dirent *e; names.n < MOST && (e = readdir(open));) {
        jb_str name = jb_str_of(e->d_name);
        if (name.p[0] != '.' && jb_utf8_check(name) == name.n)
            *JB_PUSH(cx->scratch, &names) = jb_str_dup(cx->scratch, name);
    }
    qsort(names.at, names.n, sizeof *names.at, by_name); /* a directory has no order of its own */
    jb_hint_nearest(cx, jb_path_base(path), JB_NAMES(names.at, names.n));
}

static jb_str say_unopened(jb_ctx *cx, jb_str path, jb_span asked)
{
    int why = errno;
    jb_fail_environment(cx, place_of(cx, path, asked), "“%.*s” can't be opened: %s",
                        JB_F(jb_brief(cx, path)), jb_word(cx, strerror(why)));
    if (why == ENOENT)
        jb_file_hint_nearest(cx, path);
    return (jb_str){NULL, 0};
}

/* The real path of a file that may be read, or {NULL, 0} after a message. */
static jb_str permitted(jb_ctx *cx, jb_str path, jb_span asked)
{
    const jb_str none = {NULL, 0};
    if (is_address(path)) {
        jb_fail(cx, place_of(cx, path, asked), "“%.*s” is an address, and nothing is fetched",
                JB_F(jb_brief(cx, path)));
        jb_hint(cx, "save it as a file and name its path");
        return none;
    }
    if (!path.n || memchr(path.p, 0, path.n)) {
        jb_fail(cx, place_of(cx, path, asked), "this is no path of a file");
        return none;
    }
    jb_str real = jb_file_real(cx, path);
    struct stat st;
    if (!real.p)
        return say_unopened(cx, path, asked);
    if (!may_read(files_of(cx), real)) {
        jb_str dir = jb_path_dir(real);
        jb_fail(cx, place_of(cx, path, asked), "“%.*s” is outside the directories that may be read",
                JB_F(jb_brief(cx, path)));
        jb_hint(cx, "allow it with --root %.*s", JB_F(dir));
        return none;
    }
    if (stat(real.p, &st))
        return say_unopened(cx, path, asked);
    if (S_ISREG(st.st_mode))
        return real;
    if (S_ISDIR(st.st_mode)) {
        jb_fail(cx, place_of(cx, path, asked), "“%.*s” is a directory, and only files are read",
                JB_F(jb_brief(cx, path)));
        jb_hint(cx, "name a file in it");
    } else {
        jb_fail(cx, place_of(cx, path, asked),
                "“%.*s” is a device or a FIFO, and only regular files are read",
                JB_F(jb_brief(cx, path)));
        jb_hint(cx, "copy it into a file, or give it as stdin, by the name -");
    }
    return none;
}

/* All bytes up to the end of the file, with a NUL behind them; false with errno set. */
static bool read_all(jb_ctx *cx, int fd, size_t expected, jb_str *bytes)
{
    size_t cap = expected + 1, n = 0;
    char *buffer = malloc(cap);
    for (ssize_t got; buffer; n += (size_t)got) {
        if (n + 1 >= cap) {
            char *more = realloc(buffer, cap += cap + 65536);
            if (!more)
                free(buffer);
            if (!(buffer = more))
                break;
        }
        got = read(fd, buffer + n, cap - n - 1);
        if (got < 0 && errno == EINTR)
            got = 0;
        else if (got < 0)
            return free(buffer), false;
        else if (!got)
            break;
    }
    jb_arena_own(cx->keep, buffer, free);
    buffer[n] = 0;
    *bytes = (jb_str){buffer, n};
    return true;
}

static const jb_source *say_unread(jb_ctx *cx, jb_str path, jb_span asked)
{
    int why = errno;
    jb_fail_environment(cx, place_of(cx, path, asked), "“%.*s” can't be read: %s",
                        JB_F(jb_brief(cx, path)), jb_word(cx, strerror(why)));
    return NULL;
}

static const jb_source *read_standard(jb_ctx *cx)
{
    jb_files *files = files_of(cx);
    jb_str bytes;
    if (!files->standard) {
        if (!read_all(cx, STDIN_FILENO, 65536, &bytes))
            return say_unread(cx, JB_S("-"), (jb_span){0});
        files->standard = jb_source_new(cx->keep, JB_S("-"), bytes);
    }
    return files->standard;
}

bool jb_spec_fits(jb_ctx *cx, uint64_t bytes, jb_span place)
{
    if (bytes <= cx->limits.spec_bytes)
        return true;
    jb_fail(cx, place, "the file has %zu bytes, more than %zu", (size_t)bytes,
            (size_t)cx->limits.spec_bytes);
    jb_hint(cx, "raise it with --max spec=N, or put the data in a file of its own");
    return false;
}

/* The path as messages call it: spelled plainly where that is the same file. */
static jb_str name_of(jb_ctx *cx, jb_str path, jb_str real)
{
    jb_str plain = jb_path_plain(cx->keep, path);
    return jb_str_eq(jb_file_real(cx, plain), real) ? plain : jb_str_dup(cx->keep, path);
}

/* Once, however often it is read. */
static void note_seen(jb_files *files, jb_str path, jb_str real, const struct stat *st)
{
    for (size_t i = 0; i < files->seen.n; i++)
        if (jb_str_eq(files->seen.at[i].path, path))
            return;
    jb_arena *a = files->arena;
    *JB_PUSH(a, &files->seen) = (jb_file_seen){jb_str_dup(a, path), jb_str_dup(a, real),
                                               (uint64_t)st->st_dev, (uint64_t)st->st_ino};
}

static const jb_source *read_file(jb_ctx *cx, jb_str path, jb_span asked, bool spec)
{
    if (jb_str_eq(path, JB_S("-")))
        return read_standard(cx);
    jb_str real = permitted(cx, path, asked);
    if (!real.p)
        return NULL;
    struct stat st;
    int fd = open(real.p, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
    if (fd < 0)
        return say_unopened(cx, path, asked), NULL;
    if (fstat(fd, &st) || !S_ISREG(st.st_mode)) { /* exchanged since it was looked at */
        close(fd);
        return say_unread(cx, path, asked);
    }
    jb_str bytes = {NULL, 0};
    bool small = !spec || jb_spec_fits(cx, (uint64_t)st.st_size, place_of(cx, path, asked));
    bool sound = small && read_all(cx, fd, (size_t)st.st_size, &bytes);
    if (small && !sound)
        say_unread(cx, path, asked);
    close(fd);
    if (!sound)
        return NULL;
    note_seen(cx->files, path, real, &st);
    return jb_source_new(cx->keep, name_of(cx, path, real), bytes);
}

bool jb_file_note(jb_ctx *cx, jb_str path)
{
    struct stat st;
    jb_str real = jb_file_exists(cx, path) ? jb_file_real(cx, path) : (jb_str){NULL, 0};
    if (!real.p || stat(jb_str_c(cx->scratch, real), &st))
        return false;
    note_seen(files_of(cx), path, real, &st);
    return true;
}

const jb_source *jb_file_read(jb_ctx *cx, jb_str path, jb_span asked)
{
    return read_file(cx, path, asked, false);
}

const jb_source *jb_file_read_text(jb_ctx *cx, jb_str path, jb_span asked)
{
    const jb_source *source = read_file(cx, path, asked, true);
    if (!source || !jb_spec_fits(cx, source->text.n, place_of(cx, path, asked)))
        return NULL;
    return jb_source_decode_utf8(cx, source);
}

bool jb_file_exists(jb_ctx *cx, jb_str path)
{
    struct stat st;
    jb_str real = jb_file_real(cx, path);
    return real.p && may_read(files_of(cx), real) && !stat(real.p, &st) && S_ISREG(st.st_mode);
}
