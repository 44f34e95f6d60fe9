/* The program: rows of commands and options over the public headers alone. */
#ifndef JB_CLI_CLI_H
#define JB_CLI_CLI_H

#include <jianbao/jianbao.h>

/* A text in both languages of messages. */
typedef struct cli_text {
    const char *en, *zh;
} cli_text;

typedef enum cli_kind {
    CLI_FLAG,   /* bool */
    CLI_TEXT,   /* const char * */
    CLI_NUMBER, /* double, above 0 and below a billion */
    CLI_COUNT,  /* size_t, from 1 and below a billion */
    CLI_WORD,   /* const char *: one of `words` */
    CLI_TEXTS   /* cli_list: may be given again */
} cli_kind;

typedef struct cli_option {
    const char *name, *letter; /* "--scale"; "-o" or NULL */
    cli_kind kind;
    size_t offset;     /* in cli_values */
    const char *value; /* how help names the value */
    const char *words; /* WORD: "a|b" */
    cli_text about;
} cli_option;

enum { CLI_MOST = 64 };

typedef struct cli_list {
    const char *at[CLI_MOST + 1]; /* ended by NULL */
    size_t n;
} cli_list;

/* What the options of all commands say. */
typedef struct cli_values {
    bool help, version, quiet, verbose, lenient, allow_missing_glyphs, explain, depend;
    const char *root, *lang, *color, *encoding;
    cli_list max;
    const char *output, *charts, *formats, *pages, *each, *shard, *depend_file, *theme, *preset,
        *format, *text;
    double scale, width, height, dpi;
    size_t jobs;
    const char *where, *group_by, *agg, *sort, *limit;
} cli_values;

typedef struct cli cli;

typedef struct cli_command {
    const char *name;
    const char *arguments; /* "SPEC..." */
    cli_text about;
    const cli_option *options; /* ended by a row without name */
    size_t least, most;        /* arguments */
    void (*run)(cli *c);
} cli_command;

extern const cli_command *const cli_commands[]; /* ended by NULL */
extern const cli_option cli_common[];
/* Rows that several commands have. */
#define CLI_LENIENT                                                                                \
    {                                                                                              \
        "--lenient", NULL, CLI_FLAG, offsetof(cli_values, lenient), NULL, NULL,                    \
        {                                                                                          \
            "warn of unknown properties only", "未知属性只作警告"                          \
        }                                                                                          \
    }
#define CLI_MISSING_GLYPHS                                                                         \
    {                                                                                              \
        "--allow-missing-glyphs", NULL, CLI_FLAG, offsetof(cli_values, allow_missing_glyphs),      \
            NULL, NULL,                                                                            \
        {                                                                                          \
            "warn of characters without a glyph only", "缺字只作警告"                        \
        }                                                                                          \
    }

struct cli {
    const cli_command *command; /* NULL: none was named */
    cli_values values;
    const char **arguments; /* ended by NULL */
    size_t arguments_n;
    bool chinese;
    bool wrong; /* something was complained of */
    jianbao *jb;
};

/* The memory, which there is: without it the program ends here, with exit code 3. */
void *cli_held(void *memory);

/* Says what is wrong with byte `at` of an option's value (value NULL: with the command line);
 * hint.en NULL: none. The texts may hold one %s, for `what`. */
void cli_complain(cli *c, const char *option, const char *value, size_t at, cli_text text,
                  const char *what, cli_text hint, const char *hint_what);
const char *cli_say(const cli *c, cli_text text);

/* Reads the command line; false after a complaint, which is silent while there is no handle. */
bool cli_read(cli *c, int argc, char **argv);
void cli_help(const cli *c);

/* "reports/a.vl.json" → "a" + ".png", in `dir` (NULL: here); free it. */
char *cli_output_name(const char *input, const char *dir, const char *extension);
bool cli_is_dash(const char *path);
bool cli_is_directory(const char *path);             /* it is one, or ends in a slash */
bool cli_ends(const char *path, const char *ending); /* ASCII case ignored */
void cli_wrote(const cli *c, const char *path);      /* -v: says so */

#endif
