#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

const char *cli_say(const cli *c, cli_text text)
{
    return c->chinese ? text.zh : text.en;
}

void *cli_held(void *memory)
{
    if (memory)
        return memory;
    fputs("jianbao: error: out of memory\n", stderr);
    exit(JIANBAO_ENVIRONMENT);
}

static char *filled(const char *format, const char *what)
{
    const char *at = what ? strstr(format, "%s") : NULL;
    size_t n = strlen(format) + (at ? strlen(what) : 0) + 1;
    char *out = cli_held(malloc(n));
    if (at)
        snprintf(out, n, "%.*s%s%s", (int)(at - format), format, what, at + 2);
    else
        snprintf(out, n, "%s", format);
    return out;
}

void cli_complain(cli *c, const char *option, const char *value, size_t at, cli_text text,
                  const char *what, cli_text hint, const char *hint_what)
{
    char *said = filled(cli_say(c, text), what);
    char *hinted = hint.en ? filled(cli_say(c, hint), hint_what) : NULL;
    c->wrong = true;
    if (c->jb)
        jianbao_complain(c->jb, option, value, at, said, hinted);
    free(said);
    free(hinted);
}

bool cli_is_dash(const char *path)
{
    return !strcmp(path, "-");
}

bool cli_is_directory(const char *path)
{
    struct stat st;
    size_t n = strlen(path);
    return n && (path[n - 1] == '/' || (!stat(path, &st) && S_ISDIR(st.st_mode)));
}

bool cli_ends(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    if (n < m)
        return false;
    for (size_t i = 0; i < m; i++)
        if (tolower((unsigned char)path[n - m + i]) != tolower((unsigned char)ending[i]))
            return false;
    return true;
}

char *cli_output_name(const char *input, const char *dir, const char *extension)
{
    static const char *const endings[] = {".json", ".yaml", ".yml", ".md", ".vl"};
    const char *slash = strrchr(input, '/');
    const char *name = cli_is_dash(input) ? "stdin" : slash ? slash + 1 : input;
    size_t n = strlen(name), room = n + strlen(extension) + (dir ? strlen(dir) : 0) + 3;
    char *stem = cli_held(strdup(name)), *out = cli_held(malloc(room));
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (cli_ends(stem, endings[i]) && strlen(stem) > strlen(endings[i]))
            stem[strlen(stem) - strlen(endings[i])] = 0;
    snprintf(out, room, "%s%s%s%s", dir ? dir : "", dir && dir[strlen(dir) - 1] != '/' ? "/" : "",
             stem, extension);
    free(stem);
    return out;
}

void cli_wrote(const cli *c, const char *path)
{
    if (c->values.verbose && !cli_is_dash(path))
        fprintf(stderr, "%s %s\n", cli_say(c, (cli_text){"wrote", "写成"}), path);
}

/* zh or en, by --lang or else by the environment, before anything is said. */
static bool wants_chinese(int argc, char **argv)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (int i = 1; i < argc; i++) {
        const char *value = !strncmp(argv[i], "--lang=", 7)              ? argv[i] + 7
                            : !strcmp(argv[i], "--lang") && i + 1 < argc ? argv[i + 1]
                                                                         : NULL;
        if (value)
            return !strcmp(value, "zh");
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return !strncmp(value, "zh", 2);
    }
    return false;
}

static bool wants_color(const cli *c)
{
    const char *when = c->values.color ? c->values.color : "auto", *term = getenv("TERM");
    if (strcmp(when, "auto"))
        return !strcmp(when, "always");
    return isatty(STDERR_FILENO) && !getenv("NO_COLOR") && !(term && !strcmp(term, "dumb"));
}

static jianbao *open_handle(const cli *c)
{
    return jianbao_open(
        &(jianbao_options){.root = c->values.root,
                           .encoding = c->values.encoding,
                           .language = c->chinese ? JIANBAO_CHINESE : JIANBAO_ENGLISH,
                           .lenient = c->values.lenient,
                           .allow_missing_glyphs = c->values.allow_missing_glyphs,
                           .limits = c->values.max.at});
}

static void show_version(const cli *c)
{
    const char *libraries = jianbao_libraries(c->jb);
    printf("jianbao %s\n\n%s", jianbao_version(), libraries ? libraries : "");
}

static void run(cli *c)
{
    if (c->values.help)
        cli_help(c);
    else if (c->values.version)
        show_version(c);
    else if (c->command)
        c->command->run(c);
    else
        cli_complain(c, NULL, NULL, 0, (cli_text){"no command", "没有写命令"}, NULL,
                     (cli_text){"--help lists the commands", "--help 列出全部命令"}, NULL);
}

/* Messages come after the run; its ending is the exit code. */
static int finish(const cli *c)
{
    unsigned how =
        (wants_color(c) ? JIANBAO_COLOR : 0u) | (c->values.quiet ? JIANBAO_ERRORS_ONLY : 0u);
    fputs(jianbao_messages_text(c->jb, how), stderr);
    bool lost = ferror(stdout); /* why is not known any more */
    if (fflush(stdout) || lost) {
        fprintf(stderr, "jianbao: error: %s%s%s\n",
                cli_say(c, (cli_text){"stdout can't be written", "无法写入标准输出"}),
                lost ? "" : ": ", lost ? "" : strerror(errno));
        return JIANBAO_ENVIRONMENT;
    }
    return (int)jianbao_worst(c->jb);
}

int main(int argc, char **argv)
{
    /* First silently, for what the handle is opened with; then again, with someone to tell. */
    cli c = {.chinese = wants_chinese(argc, argv)};
    cli_read(&c, argc, argv);
    free(c.arguments);
    jianbao_guard();
    cli d = {.chinese = c.chinese, .jb = cli_held(open_handle(&c))};
    if (cli_read(&d, argc, argv) && jianbao_worst(d.jb) == JIANBAO_FINE)
        run(&d);
    int code = finish(&d);
    free(d.arguments);
    jianbao_close(d.jb);
    return code;
}
