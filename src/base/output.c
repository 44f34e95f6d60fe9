/* Results on their way to their files. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* The temporary files of this process, in a form a signal handler may read: a slot is taken,
 * filled, then armed. */
enum slot_state { FREE, TAKEN, ARMED };
static struct slot {
    atomic_int state;
    pid_t owner; /* a forked child leaves its parent's files alone */
    char path[PATH_MAX];
} slots[64];

void jb_outputs_abandon(void)
{
    for (size_t i = 0; i < JB_COUNT(slots); i++)
        if (atomic_load(&slots[i].state) == ARMED && slots[i].owner == getpid())
            unlink(slots[i].path);
}

static void abandon_and_die(int signal_number)
{
    jb_outputs_abandon();
    raise(signal_number); /* its action is the default one again (SA_RESETHAND) */
}

void jb_outputs_guard(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < JB_COUNT(signals); i++) {
        struct sigaction was, now = {.sa_handler = abandon_and_die, .sa_flags = (int)SA_RESETHAND};
        sigemptyset(&now.sa_mask);
        if (!sigaction(signals[i], NULL, &was) && was.sa_handler != SIG_IGN)
            sigaction(signals[i], &now, NULL);
    }
}

static struct slot *take_slot(void)
{
    for (size_t i = 0; i < JB_COUNT(slots); i++) {
        int expected = FREE;
        if (atomic_compare_exchange_strong(&slots[i].state, &expected, TAKEN))
            return slots[i].owner = getpid(), &slots[i];
    }
    errno = EMFILE;
    return NULL;
}

struct jb_output {
    jb_ctx *cx;
    jb_span asked;
    jb_str path;   /* as it was asked for */
    jb_str target; /* where the finished file goes, links resolved */
    struct slot *slot;
    int fd; /* -1: closed */
    bool failed;
    size_t n; /* bytes waiting in buffer */
    char buffer[65536];
};

static bool standard(const jb_output *out)
{
    return !out->slot;
}

/* An output given on the command line stands nowhere: then the message speaks of the file itself.
 */
static jb_span place(jb_ctx *cx, jb_str path, jb_span asked)
{
    return asked.source ? asked : jb_span_of(jb_source_new(cx->keep, path, (jb_str){"", 0}));
}

static bool fail(jb_output *out)
{
    int why = errno;
    if (!out->failed)
        jb_fail_environment(out->cx, place(out->cx, out->path, out->asked),
                            "“%.*s” can't be written: %s", JB_F(jb_brief(out->cx, out->path)),
                            jb_word(out->cx, strerror(why)));
    if (!out->failed && why == ENOENT)
        jb_hint(out->cx, "there is no directory “%.*s”",
                JB_F(jb_brief(out->cx, jb_path_dir(out->path))));
    out->failed = true;
    return false;
}

static bool is_input(const jb_ctx *cx, const struct stat *st)
{
    size_t n;
    const jb_file_seen *seen = jb_files_seen(cx, &n);
    for (size_t i = 0; i < n; i++)
        if (seen[i].device == (uint64_t)st->st_dev && seen[i].inode == (uint64_t)st->st_ino)
            return true;
    return false;
}

/* May the existing file of this path, if there is one, be replaced? Its state is in *st, or
 * st_nlink is 0. */
static bool replaceable(jb_ctx *cx, jb_str path, jb_span asked, struct stat *st)
{
    const char *name = jb_str_c(cx->scratch, path);
    struct stat link;
    *st = (struct stat){0};
    if (lstat(name, &link))
        return true;
    if (stat(name, st) || !S_ISREG(st->st_mode)) {
        jb_fail(cx, place(cx, path, asked), "“%.*s” exists and is no regular file",
                JB_F(jb_brief(cx, path)));
        jb_hint(cx, "name another output, or - for stdout");
        return false;
    }
    if (is_input(cx, st)) {
        jb_fail(cx, place(cx, path, asked), "“%.*s” is also an input of this run",
                JB_F(jb_brief(cx, path)));
        jb_hint(cx, "name another output");
        return false;
    }
    return true;
}

/* A new file beside the target. The slot is armed before the file is there: better to unlink
 * nothing than to leave it. */
static int create_beside(jb_str target, struct slot *slot)
{
    static atomic_uint serial;
    for (int tries = 0; tries < 100; tries++) {
        int n = snprintf(slot->path, sizeof slot->path, "%.*s/.jianbao-%ld-%u.part",
                         JB_F(jb_path_dir(target)), (long)getpid(), atomic_fetch_add(&serial, 1));
        if (n < 0 || (size_t)n >= sizeof slot->path)
            return errno = ENAMETOOLONG, -1;
        atomic_store(&slot->state, ARMED);
        int fd = open(slot->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
        atomic_store(&slot->state, TAKEN);
    }
    return -1;
}

static void free_slot(struct slot *slot)
{
    if (slot)
        atomic_store(&slot->state, FREE);
}

static bool prepare(jb_output *out, const struct stat *old)
{
    jb_str real = jb_file_real(out->cx, out->path);
    out->target = real.p ? real : out->path;
    out->slot = take_slot();
    out->fd = out->slot ? create_beside(out->target, out->slot) : -1;
    if (out->fd >= 0) {
        if (old->st_nlink)
            (void)!fchmod(out->fd, old->st_mode & 07777);
        return true;
    }
    fail(out);
    free_slot(out->slot);
    return false;
}

static void drop(void *out)
{
    jb_output_drop(out);
}

jb_output *jb_output_open(jb_ctx *cx, jb_str path, jb_span asked)
{
    jb_output *out = JB_NEW(cx->scratch, jb_output);
    struct stat old;
    out->cx = cx;
    out->asked = asked;
    out->path = jb_str_dup(cx->keep, path);
    out->fd = STDOUT_FILENO;
    if (!jb_str_eq(path, JB_S("-"))) {
        out->fd = -1;
        if (!replaceable(cx, out->path, asked, &old) || !prepare(out, &old))
            return NULL;
    }
    return jb_arena_own(cx->scratch, out, drop);
}

static bool put(jb_output *out, const char *bytes, size_t n)
{
    while (n && !out->failed) {
        ssize_t done = write(out->fd, bytes, n);
        if (done < 0 && errno != EINTR)
            return fail(out);
        if (done > 0)
            bytes += done, n -= (size_t)done;
    }
    return !out->failed;
}

static bool flush(jb_output *out)
{
    size_t n = out->n;
    out->n = 0;
    return put(out, out->buffer, n);
}

bool jb_output_write(jb_output *out, const void *bytes, size_t n)
{
    if (n >= sizeof out->buffer)
        return flush(out) && put(out, bytes, n);
    if (n > sizeof out->buffer - out->n && !flush(out))
        return false;
    memcpy(out->buffer + out->n, bytes, n);
    out->n += n;
    return !out->failed;
}

/* Everything on the disk before the name changes. A file system that knows no fsync (EINVAL) does
 * what it can. */
static bool settle(jb_output *out)
{
    if (fsync(out->fd) && errno != EINVAL)
        return fail(out);
    int fd = out->fd;
    out->fd = -1;
    return !close(fd) || fail(out);
}

bool jb_output_finish(jb_output *out)
{
    if (!flush(out))
        return jb_output_drop(out), false;
    if (standard(out))
        return out->fd = -1, true;
    struct stat old;
    bool done = settle(out) && replaceable(out->cx, out->path, out->asked, &old) &&
                (!rename(out->slot->path, jb_str_c(out->cx->scratch, out->target)) || fail(out));
    if (!done)
        return jb_output_drop(out), false;
    free_slot(out->slot);
    out->slot = NULL;
    return true;
}

void jb_output_drop(jb_output *out)
{
    if (!standard(out)) {
        if (out->fd >= 0)
            close(out->fd);
        unlink(out->slot->path);
        free_slot(out->slot);
        out->slot = NULL;
    }
    out->fd = -1;
}

bool jb_file_write(jb_ctx *cx, jb_str path, jb_str bytes, jb_span asked)
{
    jb_output *out = jb_output_open(cx, path, asked);
    if (!out)
        return false;
    jb_output_write(out, bytes.p, bytes.n);
    return jb_output_finish(out);
}
