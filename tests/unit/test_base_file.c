/* The root rule, whole files, encodings, and the atomic writer. */
#include "test.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/file.h"

static char home[64]; /* a directory of our own, the working directory of every test */

static int enter(void **state)
{
    (void)state;
    strcpy(home, "/tmp/jb_file_XXXXXX");
    return mkdtemp(home) && !chdir(home) && !mkdir("in", 0700) && !mkdir("out", 0700) ? 0 : -1;
}

static int leave(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", home);
    return chdir("/") || system(command);
}

static void put(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static jb_str last_message(const jb_ctx *cx)
{
    return cx->messages.n ? cx->messages.at[cx->messages.n - 1].text : (jb_str){"", 0};
}

static void paths_are_cut_as_text(void **state)
{
    (void)state;
    static const struct {
        const char *path, *dir, *base, *stem, *ext;
    } cases[] = {
        {"a/b.csv", "a", "b.csv", "b", "csv"},
        {"b", ".", "b", "b", ""},
        {"/b.tar.gz", "/", "b.tar.gz", "b.tar", "gz"},
        {"a//.x", "a", ".x", ".x", ""},
        {"a.d/b", "a.d", "b", "b", ""},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_str path = jb_str_of(cases[i].path);
        assert_str(jb_path_dir(path), cases[i].dir);
        assert_str(jb_path_base(path), cases[i].base);
        assert_str(jb_path_stem(path), cases[i].stem);
        assert_str(jb_path_ext(path), cases[i].ext);
    }
    static const struct {
        const char *from, *path, *seen;
    } joins[] = {{"r/a.md", "b.csv", "r/b.csv"},
                 {"a.md", "b.csv", "b.csv"},
                 {"r/a.md", "/b.csv", "/b.csv"},
                 {"r/a.md", "-", "-"},
                 {"-", "b.csv", "b.csv"}};
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(joins); i++)
        assert_str(jb_path_from(cx.keep, jb_str_of(joins[i].from), jb_str_of(joins[i].path)),
                   joins[i].seen);
    test_ctx_end(&cx);
}

static void only_files_under_the_root_are_read(void **state)
{
    (void)state;
    put("a.txt", "hello", 5);
    put("in/b.txt", "", 0);
    assert_int_equal(symlink("/etc/passwd", "link.txt"), 0);
    assert_int_equal(symlink("../a.txt", "in/link.txt"), 0);
    assert_int_equal(mkfifo("fifo", 0600), 0);
    static const struct {
        const char *root, *allow, *path;
        jb_status status;
        const char *message; /* its end */
    } cases[] = {
        {NULL, NULL, "a.txt", JB_FINE, ""},
        {NULL, NULL, "in/b.txt", JB_FINE, ""},
        {NULL, NULL, "link.txt", JB_WRONG_INPUT, "outside the directories that may be read"},
        {NULL, "/etc/hosts", "link.txt", JB_FINE, ""},
        {NULL, NULL, "/etc/passwd", JB_WRONG_INPUT, "outside the directories that may be read"},
        {"in", NULL, "in/b.txt", JB_FINE, ""},
        {"in", NULL, "in/link.txt", JB_WRONG_INPUT, "outside the directories that may be read"},
        {"in", "a.txt", "a.txt", JB_WRONG_INPUT, "outside the directories that may be read"},
        {"/", NULL, "/etc/passwd", JB_FINE, ""},
        {NULL, NULL, "in", JB_WRONG_INPUT, "is a directory, and only files are read"},
        {NULL, NULL, "fifo", JB_WRONG_INPUT,
         "is a device or a FIFO, and only regular files are read"},
        {"/", NULL, "/dev/zero", JB_WRONG_INPUT,
         "is a device or a FIFO, and only regular files are read"},
        {NULL, NULL, "none.txt", JB_ENVIRONMENT, "can't be opened: No such file or directory"},
        {NULL, NULL, "https://example.org/a.csv", JB_WRONG_INPUT,
         "is an address, and nothing is fetched"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        assert_true(jb_files_open(&cx, jb_str_of(cases[i].root)));
        if (cases[i].allow)
            jb_files_allow(&cx, jb_str_of(cases[i].allow));
        const jb_source *s = jb_file_read(&cx, jb_str_of(cases[i].path), (jb_span){0});
        size_t seen;
        jb_files_seen(&cx, &seen);
        assert_int_equal(cx.status, cases[i].status);
        assert_int_equal(!!s, cases[i].status == JB_FINE);
        assert_int_equal(seen, cases[i].status == JB_FINE);
        assert_true(jb_str_ends(last_message(&cx), jb_str_of(cases[i].message)));
        if (!s) /* every refusal has a place, the path's own if nobody wrote it anywhere */
            assert_str(jb_span_place(cx.messages.at[0].span).source->name, cases[i].path);
        test_ctx_end(&cx);
    }
}

static void a_root_must_be_a_directory(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    put("a.txt", "", 0);
    assert_false(jb_files_open(&cx, JB_S("a.txt")));
    assert_int_equal(cx.status, JB_WRONG_USAGE);
    test_ctx_end(&cx);
}

static void a_large_spec_is_refused_before_it_is_read(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    cx.limits.spec_bytes = 4;
    put("a.txt", "12345", 5);
    assert_null(jb_file_read_text(&cx, JB_S("a.txt"), (jb_span){0}));
    assert_str(last_message(&cx), "the file has 5 bytes, more than 4");
    assert_non_null(jb_file_read(&cx, JB_S("a.txt"), (jb_span){0}));
    test_ctx_end(&cx);
}

#define BYTES(literal)                                                                             \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }
static void encodings_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        jb_str bytes;
        const char *encoding, *text, *message;
        size_t line, column;
    } cases[] = {
        {BYTES("plain"), "", "plain", "", 0, 0},
        {BYTES("\xEF\xBB\xBF简"), "GBK", "简", "", 0, 0},
        {BYTES("\xFF\xFE\x80\x7B"), "", "简", "", 0, 0},
        {BYTES("\xFE\xFF\x7B\x80"), "", "简", "", 0, 0},
        {BYTES("\xEF\xBB\xBF\xEF\xBB\xBF简"), "", "简", "", 0, 0}, /* marked twice */
        {BYTES("\xBC\xF2\xB1\xA8"), "", "简报",
         "the file is no sound UTF-8 and was read as GB18030", 1, 1},
        {BYTES("\xBC\xF2\xB1\xA8"), "gb18030", "简报", "", 0, 0},
        {BYTES("\x81\x30\x81\x30"), "GB18030", "\xC2\x80", "", 0, 0},

        {BYTES("caf\xE9"), "ISO-8859-1", "café", "", 0, 0},
        {BYTES("abca"), "CP1258", "abca", "", 0, 0}, /* the last may wait for its accent */
        {BYTES("a\nb\xFF"), "", NULL, "this byte is no sound UTF-8", 2, 2},
        {BYTES("a\n\xBC\xF2\xFF\xFF"), "GB18030", NULL, "this byte is no sound GB18030", 2, 2},
        {BYTES("\xBC\xF2"), "UTF-8", NULL, "this byte is no sound UTF-8", 1, 1},
        {BYTES("x\0y"), "", NULL, "a NUL byte in a text file", 1, 2},
        {BYTES("x"), "UFT-8", NULL, "no encoding “UFT-8” is known", 1, 1},
        {BYTES("x"), "UTF-8//IGNORE", NULL, "no encoding “UTF-8//IGNORE” is known", 1, 1},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        jb_source *raw = jb_source_new(cx.keep, JB_S("f.csv"), cases[i].bytes);
        const jb_source *s = jb_source_decode(&cx, raw, jb_str_of(cases[i].encoding), (jb_span){0});
        if (cases[i].text)
            assert_str(s->text, cases[i].text);
        if (cases[i].message)
            assert_str(last_message(&cx), cases[i].message);
        if (cases[i].line) {
            jb_place place = jb_span_place(cx.messages.at[0].span);
            assert_int_equal(place.line, cases[i].line);
            assert_int_equal(place.column, cases[i].column);
        }
        test_ctx_end(&cx);
    }
}

static size_t files_in(const char *dir)
{
    char command[128];
    snprintf(command, sizeof command, "ls -A %s | wc -l", dir);
    FILE *f = popen(command, "r");
    int n = -1;
    assert_int_equal(fscanf(f, "%d", &n), 1);
    pclose(f);
    return (size_t)n;
}

static void a_result_appears_whole_or_not_at_all(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    put("out/r.txt", "old", 3);
    assert_int_equal(chmod("out/r.txt", 0640), 0);
    jb_output *out = jb_output_open(&cx, JB_S("out/r.txt"), (jb_span){0});
    assert_true(jb_output_write(out, "half", 4));
    assert_int_equal(files_in("out"), 2);
    jb_output_drop(out);
    assert_int_equal(files_in("out"), 1);
    jb_span here = {0};
    assert_str(jb_file_read(&cx, JB_S("out/r.txt"), here)->text, "old");
    assert_false(jb_file_write(&cx, JB_S("out/r.txt"), JB_S("new"), here));
    assert_str(last_message(&cx), "“out/r.txt” is also an input of this run");
    test_ctx_end(&cx);

    cx = test_ctx();
    assert_true(jb_file_write(&cx, JB_S("out/r.txt"), JB_S("new"), here));
    assert_str(jb_file_read(&cx, JB_S("out/r.txt"), here)->text, "new");
    assert_int_equal(files_in("out"), 1);
    struct stat st;
    stat("out/r.txt", &st);
    assert_int_equal(st.st_mode & 0777, 0640);
    test_ctx_end(&cx);
}

static void what_is_no_file_is_not_replaced(void **state)
{
    (void)state;
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    static const struct {
        const char *path;
        jb_status status;
    } cases[] = {{"/dev/null", JB_WRONG_INPUT},
                 {"out", JB_WRONG_INPUT},
                 {"dangling", JB_WRONG_INPUT},
                 {"no/such/dir.txt", JB_ENVIRONMENT}};
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        assert_false(jb_file_write(&cx, jb_str_of(cases[i].path), JB_S("x"), (jb_span){0}));
        assert_int_equal(cx.status, cases[i].status);
        assert_int_equal(cx.messages.n, 1);
        test_ctx_end(&cx);
    }
}

static void a_full_disk_is_said_once(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    char big[1 << 17] = {0};
    size_t before = files_in("out");
    pid_t child = fork();
    if (!child) {
        struct rlimit small = {65536, 65536};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &small);
        jb_output *mine = jb_output_open(&cx, JB_S("out/child.txt"), (jb_span){0});
        bool wrote = jb_output_write(mine, big, sizeof big);
        bool again = jb_output_write(mine, big, sizeof big);
        bool finished = jb_output_finish(mine);
        _exit(wrote || again || finished || cx.messages.n != 1 || cx.status != JB_ENVIRONMENT ||
              files_in("out") != before);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    test_ctx_end(&cx);
}

static void a_signal_removes_what_is_unfinished(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < JB_COUNT(signals); i++) {
        size_t before = files_in("out");
        pid_t child = fork();
        if (!child) {
            jb_ctx cx = test_ctx();
            signal(signals[i], SIG_DFL); /* a shell's background job ignores SIGINT */
            jb_outputs_guard();
            if (!jb_output_open(&cx, JB_S("out/s.txt"), (jb_span){0}) ||
                files_in("out") != before + 1)
                _exit(1);
            raise(signals[i]);
            _exit(2);
        }
        int status;
        waitpid(child, &status, 0);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == signals[i]);
        assert_int_equal(files_in("out"), before);
    }
}

static void a_path_is_spelled_plainly(void **state)
{
    (void)state;
    static const struct {
        const char *path, *plain;
    } cases[] = {
        {"reports/../data/a.csv", "data/a.csv"},
        {"./a.csv", "a.csv"},
        {"../a.csv", "../a.csv"},
        {"../../a", "../../a"},
        {"a//b/./c", "a/b/c"},
        {"/a/../b", "/b"},
        {"/../b", "/../b"},
        {"a/..", "."},
        {"a/b/../../c", "c"},
        {"", "."},
        {"/", "/"},
        {"..a/../b", "b"},
        {"a/../../b", "../b"},
    };
    jb_ctx cx = test_ctx();
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        assert_str(jb_path_plain(cx.keep, jb_str_of(cases[i].path)), cases[i].plain);
    test_ctx_end(&cx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_is_spelled_plainly),
        cmocka_unit_test(paths_are_cut_as_text),
        cmocka_unit_test(only_files_under_the_root_are_read),
        cmocka_unit_test(a_root_must_be_a_directory),
        cmocka_unit_test(a_large_spec_is_refused_before_it_is_read),
        cmocka_unit_test(encodings_are_told_apart),
        cmocka_unit_test(a_result_appears_whole_or_not_at_all),
        cmocka_unit_test(what_is_no_file_is_not_replaced),
        cmocka_unit_test(a_full_disk_is_said_once),
        cmocka_unit_test(a_signal_removes_what_is_unfinished),
    };
    return cmocka_run_group_tests_name("base file", tests, enter, leave);
}
