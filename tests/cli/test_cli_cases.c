/* The program's edges, one case a file: tests/golden/cli/NAME.case.
 *
 *     # what the case shows
 *     $ jianbao table a.csv --where 'x >'
 *     exit 1
 *     -- a.csv --               a file that is there before the run
 *     -- stdout --              what the run prints; left out: nothing
 *     -- stderr --
 *     -- after out.csv --       a file that is there afterwards; no other may be, but those from
 * before, unchanged
 *
 * The command runs in sh, in an empty directory of its own, with the built program first in PATH.
 * "after NAME" with the text "..." alone stands for any content; "unless san" in the head leaves
 * the case out under the sanitizers. UPDATE=1 writes down what came out, to be read by eye before
 * it is committed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_SECTIONS = 32, MOST_CASES = 512 };

typedef struct section {
    char name[128];
    char *text;
} section;

typedef struct test_case {
    char path[512], name[128];
    char *head;
    char command[2048];
    int code;
    bool skipped;
    section sections[MOST_SECTIONS];
    size_t n;
} test_case;

static char root[512], work[512];

static char *read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    char *text = NULL;
    size_t n = 0, got;
    do {
        text = realloc(text, n + 65537);
        assert_non_null(text);
        got = fread(text + n, 1, 65536, f);
        n += got;
    } while (got);
    fclose(f);
    text[n] = 0;
    return text;
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fwrite(text, 1, strlen(text), f);
    fclose(f);
}

static void read_head(test_case *c)
{
    for (const char *line = c->head; line && *line;
         line = strchr(line, '\n'), line += line != NULL) {
        size_t n = strcspn(line, "\n");
        if (line[0] == '$')
            snprintf(c->command, sizeof c->command, "%.*s", (int)n - 2, line + 2);
        if (!strncmp(line, "exit ", 5))
            c->code = atoi(line + 5);
        if (!strncmp(line, "unless san", n))
            c->skipped = strstr(getenv("BUILD") ? getenv("BUILD") : "", "san") != NULL;
    }
}

/* Cuts the file at its "-- name --" lines. */
static void read_case(test_case *c)
{
    char *text = read_file(c->path), *at = text;
    assert_non_null(text);
    c->head = text;
    while ((at = at == text && !strncmp(at, "-- ", 3) ? at : strstr(at, "\n-- "))) {
        char *name = at + (*at == '\n' ? 4 : 3), *end = strstr(name, " --\n");
        if (!end || memchr(name, '\n', (size_t)(end - name))) {
            at = name;
            continue;
        }
        assert_true(c->n < MOST_SECTIONS);
        section *s = &c->sections[c->n++];
        snprintf(s->name, sizeof s->name, "%.*s", (int)(end - name), name);
        s->text = end + 4;
        name[-3] = 0; /* the text before ends here, with its newline */
        at = end + 3;
    }
    read_head(c);
}

static const char *section_of(const test_case *c, const char *name)
{
    for (size_t i = 0; i < c->n; i++)
        if (!strcmp(c->sections[i].name, name))
            return c->sections[i].text;
    return NULL;
}

static bool is_input(const section *s)
{
    return strcmp(s->name, "stdout") && strcmp(s->name, "stderr") && strncmp(s->name, "after ", 6);
}

static void put_inputs(const test_case *c)
{
    for (size_t i = 0; i < c->n; i++) {
        char path[1024];
        if (!is_input(&c->sections[i]))
            continue;
        snprintf(path, sizeof path, "%s/%s", work, c->sections[i].name);
        for (char *slash = path + strlen(work) + 1; (slash = strchr(slash, '/')); slash++) {
            *slash = 0;
            mkdir(path, 0777);
            *slash = '/';
        }
        write_file(path, c->sections[i].text);
    }
}

static int run(const test_case *c)
{
    char script[4096], out[600], err[600];
    snprintf(script, sizeof script, "cd '%s' && %s", work, c->command);
    snprintf(out, sizeof out, "%s.out", work);
    snprintf(err, sizeof err, "%s.err", work);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, out, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    posix_spawn_file_actions_addopen(&files, 2, err, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    char *argv[] = {(char[]){"sh"}, (char[]){"-c"}, script, NULL};
    extern char **environ;
    pid_t pid;
    int status;
    assert_int_equal(posix_spawn(&pid, "/bin/sh", &files, NULL, argv, environ), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    posix_spawn_file_actions_destroy(&files);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static char *printed(const char *ending)
{
    char path[600];
    snprintf(path, sizeof path, "%s.%s", work, ending);
    char *text = read_file(path);
    assert_non_null(text);
    unlink(path);
    return text;
}

/* Every file afterwards is one from before, unchanged, or an expected one. */
static void check_files(const test_case *c, const char *dir, const char *prefix)
{
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d));) {
        char path[1200], name[600], after[620];
        struct stat st;
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
            continue;
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        snprintf(name, sizeof name, "%s%s", prefix, e->d_name);
        snprintf(after, sizeof after, "after %s", name);
        if (!lstat(path, &st) && S_ISDIR(st.st_mode)) {
            strncat(name, "/", sizeof name - strlen(name) - 1);
            check_files(c, path, name);
            continue;
        }
        const char *wanted = section_of(c, after) ? section_of(c, after) : section_of(c, name);
        char *found = S_ISREG(st.st_mode) ? read_file(path) : NULL;
        if (!wanted)
            fail_msg("%s: left behind: %s", c->name, name);
        if (found && strcmp(wanted, "...\n") && strcmp(wanted, found))
            fail_msg("%s: %s is\n%s\nnot\n%s", c->name, name, found, wanted);
        free(found);
    }
    closedir(d);
}

/* Each expected file is there, and each from before still is. */
static void find_expected(const test_case *c)
{
    for (size_t i = 0; i < c->n; i++) {
        char path[1200];
        bool after = !strncmp(c->sections[i].name, "after ", 6);
        if (!after && !is_input(&c->sections[i]))
            continue;
        const char *name = c->sections[i].name + (after ? 6 : 0);
        snprintf(path, sizeof path, "%s/%s", work, name);
        if (access(path, F_OK))
            fail_msg("%s: there is no %s", c->name, name);
    }
}

static void remove_work(void)
{
    char command[700];
    snprintf(command, sizeof command, "rm -rf '%s'", work);
    assert_int_equal(system(command), 0);
}

static void update(const test_case *c, int code, const char *out, const char *err)
{
    FILE *f = fopen(c->path, "wb");
    assert_non_null(f);
    for (const char *line = c->head; line && *line; line = strchr(line, '\n'), line += line != NULL)
        if (strncmp(line, "exit ", 5))
            fprintf(f, "%.*s\n", (int)strcspn(line, "\n"), line);
    fprintf(f, "exit %d\n", code);
    for (size_t i = 0; i < c->n; i++)
        if (is_input(&c->sections[i]))
            fprintf(f, "-- %s --\n%s", c->sections[i].name, c->sections[i].text);
    if (*out)
        fprintf(f, "-- stdout --\n%s", out);
    if (*err)
        fprintf(f, "-- stderr --\n%s", err);
    for (size_t i = 0; i < c->n; i++) {
        char path[1200];
        if (strncmp(c->sections[i].name, "after ", 6))
            continue;
        snprintf(path, sizeof path, "%s/%s", work, c->sections[i].name + 6);
        char *now = strcmp(c->sections[i].text, "...\n") ? read_file(path) : c->sections[i].text;
        fprintf(f, "-- %s --\n%s", c->sections[i].name, now ? now : "");
    }
    fclose(f);
}

static void test(void **state)
{
    test_case *c = *state;
    read_case(c);
    if (c->skipped)
        skip();
    snprintf(work, sizeof work, "/tmp/jianbao-test-XXXXXX");
    assert_non_null(mkdtemp(work));
    put_inputs(c);
    int code = run(c);
    char *out = printed("out"), *err = printed("err");
    if (getenv("UPDATE")) {
        update(c, code, out, err);
    } else {
        const char *wanted_out = section_of(c, "stdout"), *wanted_err = section_of(c, "stderr");
        if (code != c->code || strcmp(out, wanted_out ? wanted_out : "") ||
            strcmp(err, wanted_err ? wanted_err : ""))
            fail_msg("%s: $ %s\nexit %d, not %d\n-- stdout --\n%s-- stderr --\n%s", c->name,
                     c->command, code, c->code, out, err);
        check_files(c, work, "");
        find_expected(c);
    }
    free(out);
    free(err);
    remove_work();
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const test_case *)a)->name, ((const test_case *)b)->name);
}

static size_t find_cases(test_case *cases, const char *dir)
{
    size_t n = 0;
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d)) && n < MOST_CASES;) {
        size_t len = strlen(e->d_name);
        if (len < 6 || strcmp(e->d_name + len - 5, ".case"))
            continue;
        snprintf(cases[n].path, sizeof cases[n].path, "%s/%s", dir, e->d_name);
        snprintf(cases[n].name, sizeof cases[n].name, "%.*s", (int)(len - 5), e->d_name);
        n++;
    }
    if (d)
        closedir(d);
    qsort(cases, n, sizeof *cases, by_name);
    return n;
}

static void set_environment(void)
{
    const char *build = getenv("BUILD") ? getenv("BUILD") : "build";
    char path[4096];
    assert_non_null(getcwd(root, sizeof root));
    snprintf(path, sizeof path, "%s%s%s:%s", *build == '/' ? "" : root, *build == '/' ? "" : "/",
             build, getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin");
    setenv("PATH", path, 1);
    setenv("ROOT", root, 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("TERM", "dumb", 1);
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
}

int main(int argc, char **argv)
{
    static test_case cases[MOST_CASES];
    static struct CMUnitTest tests[MOST_CASES];
    set_environment();
    signal(SIGINT,
           SIG_DFL); /* where the tests are a background job the cases are not to inherit it */
    signal(SIGTERM, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    size_t n = find_cases(cases, "tests/golden/cli");
    for (size_t i = 0; i < n; i++)
        tests[i] = (struct CMUnitTest){cases[i].name, test, NULL, NULL, &cases[i]};
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return _cmocka_run_group_tests("command line", tests, n, NULL, NULL);
}
