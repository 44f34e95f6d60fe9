/* Many charts or documents in one call: processes share the work, and the fonts that were open when
 * they began. */
#include "api/batch.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    FEWEST = 16, /* charts: for fewer, a process is not worth its start */
    MOST_WORKERS = 64
};

typedef struct worker {
    pid_t pid;
    FILE *from; /* what it tells of its things, in their order; NULL: it could not be started */
} worker;

/* ---- what a worker tells: fixed parts, each followed by its texts ---- */

typedef struct told_thing {
    jianbao_status status;
    jb_status worst;
    bool starved;
    size_t counts[2], messages_n; /* of this thing alone */
} told_thing;

enum { FILE_NAME, TEXT, HINT, PLAIN, COLORED, TEXTS };

typedef struct told_message {
    jianbao_message message; /* without its texts */
    bool given[TEXTS];
    size_t lengths[TEXTS];
} told_message;

static bool tell_message(const jianbao_message *m, const jb_told *shown, FILE *to)
{
    const jb_str texts[TEXTS] = {[FILE_NAME] = jb_str_of(m->file),
                                 [TEXT] = jb_str_of(m->text),
                                 [HINT] = jb_str_of(m->hint),
                                 [PLAIN] = shown->plain,
                                 [COLORED] = shown->colored};
    told_message head = {.message = *m};
    for (size_t i = 0; i < TEXTS; i++) {
        head.given[i] = texts[i].p != NULL;
        head.lengths[i] = texts[i].n;
    }
    bool sound = fwrite(&head, sizeof head, 1, to) == 1;
    for (size_t i = 0; i < TEXTS; i++)
        sound = sound && (!texts[i].n || fwrite(texts[i].p, 1, texts[i].n, to) == texts[i].n);
    return sound;
}

static bool hear_message(jianbao *jb, jianbao_message *m, jb_told *shown, FILE *from)
{
    told_message head;
    jb_str texts[TEXTS];
    if (fread(&head, sizeof head, 1, from) != 1)
        return false;
    for (size_t i = 0; i < TEXTS; i++) {
        char *bytes = head.given[i] ? jb_alloc(jb->own, head.lengths[i] + 1) : NULL;
        texts[i] = (jb_str){bytes, head.lengths[i]};
        if (bytes && fread(bytes, 1, texts[i].n, from) != texts[i].n)
            return false;
    }
    *m = head.message;
    m->file = texts[FILE_NAME].p;
    m->text = texts[TEXT].p;
    m->hint = texts[HINT].p;
    *shown = (jb_told){texts[PLAIN], texts[COLORED]};
    return true;
}

/* ---- the worker's side ---- */

static bool make_and_tell(const jb_batch *b, size_t i, FILE *to)
{
    jianbao *jb = b->jb;
    size_t first = jb->messages.n, counts[2] = {jb->counts[0], jb->counts[1]};
    told_thing head = {.status = b->make(b, i)};
    head.worst = jb->worst;
    head.starved = jb->starved;
    head.messages_n = jb->messages.n - first;
    for (size_t k = 0; k < 2; k++)
        head.counts[k] = jb->counts[k] - counts[k];
    bool sound = fwrite(&head, sizeof head, 1, to) == 1;
    for (size_t k = first; sound && k < jb->messages.n; k++)
        sound = tell_message(&jb->messages.at[k], &jb->told.at[k], to);
    return sound && !fflush(to);
}

/* Every `step`th thing from `first`; ends with the process that began it, whose end it may hear of
 * only in the middle of a thing. */
static _Noreturn void work(const jb_batch *b, size_t first, size_t step, int fd, pid_t parent)
{
    FILE *to = fdopen(fd, "w");
    bool sound = to && !prctl(PR_SET_PDEATHSIG, SIGTERM) && getppid() == parent;
    for (size_t i = first; sound && i < b->n; i += step)
        sound = make_and_tell(b, i, to);
    _exit(0); /* not exit: what waits in stdout is the parent's */
}

/* ---- the side of the process that began it ---- */

static worker begin(const jb_batch *b, size_t first, size_t step, const worker *others, size_t n)
{
    int ends[2];
    if (pipe(ends))
        return (worker){0};
    pid_t parent = getpid(), pid = fork();
    if (!pid) {
        close(ends[0]);
        for (size_t i = 0; i < n; i++)
            if (others[i].from)
                fclose(others[i].from);
        work(b, first, step, ends[1], parent);
    }
    close(ends[1]);
    worker begun = {pid, pid > 0 ? fdopen(ends[0], "r") : NULL};
    if (!begun.from)
        close(ends[0]);
    return begun;
}

typedef struct hearing {
    const jb_batch *batch;
    const char *name;
    FILE *from;
    jianbao_status *status;
} hearing;

/* The thing's messages join those of the handle, as if it had made it itself. */
static bool take(const hearing *h)
{
    jianbao *jb = h->batch->jb;
    told_thing head;
    if (fread(&head, sizeof head, 1, h->from) != 1)
        return false;
    size_t most = jb->limits.messages, kept[2] = {jb->counts[0], jb->counts[1]};
    for (size_t i = 0; i < head.messages_n; i++) {
        jianbao_message m;
        jb_told shown;
        if (!hear_message(jb, &m, &shown, h->from))
            return false;
        jb_level level = m.error ? JB_ERROR : JB_WARNING;
        bool known = jb_handle_knows(jb, shown.plain);
        head.counts[level] -= known;
        if (known || kept[level]++ >= most)
            continue;
        *JB_PUSH(jb->own, &jb->messages) = m;
        *JB_PUSH(jb->own, &jb->told) = shown;
    }
    jb->counts[0] += head.counts[0];
    jb->counts[1] += head.counts[1];
    jb->starved |= head.starved;
    if (head.worst > jb->worst)
        jb->worst = head.worst;
    *h->status = head.status;
    return true;
}

static bool hear(jb_ctx *cx, const void *args)
{
    const hearing *h = args;
    if (take(h))
        return true;
    jb_str name = jb_str_dup(cx->keep, jb_str_of(h->name));
    jb_fail_environment(cx, jb_span_of(jb_source_new(cx->keep, name, (jb_str){"", 0})),
                        "the process that made this has ended");
    *h->status = JIANBAO_ENVIRONMENT;
    return false;
}

/* Two for each processor: one draws while the other waits for the disk. */
static size_t count_workers(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) ? 1 : CPU_COUNT(&set);
    return n > MOST_WORKERS / 2 ? MOST_WORKERS : 2 * (size_t)n;
}

static void share(const jb_batch *b, size_t first, size_t n)
{
    worker workers[MOST_WORKERS];
    for (size_t k = 0; k < n; k++)
        workers[k] = begin(b, first + k, n, workers, k);
    for (size_t i = first; i < b->n; i++) {
        const worker *w = &workers[(i - first) % n];
        jianbao_status status = JIANBAO_FINE;
        if (w->from)
            jb_handle_run(b->jb, hear, &(hearing){b, b->name(b, i), w->from, &status});
        b->told(b, i, w->from ? status : b->make(b, i));
    }
    for (size_t k = 0; k < n; k++) {
        if (!workers[k].from)
            continue;
        fclose(workers[k].from);
        while (waitpid(workers[k].pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
}

void jb_batch_run(const jb_batch *b, size_t jobs)
{
    size_t workers = jobs ? jobs : b->n < FEWEST ? 1 : count_workers();
    workers = workers > MOST_WORKERS ? MOST_WORKERS : workers;
    /* The first opens the fonts that the others share. */
    size_t alone = workers > 1 && b->n ? 1 : b->n;
    for (size_t i = 0; i < alone; i++)
        b->told(b, i, b->make(b, i));
    if (alone < b->n)
        share(b, alone, workers);
}
