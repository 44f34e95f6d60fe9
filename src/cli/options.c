#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

const cli_option cli_common[] = {
    {"--root",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, root),
     "DIR",
     NULL,
     {"read files only under DIR", "只读取 DIR 之内的文件"}},
    {"--lang",
     NULL,
     CLI_WORD,
     offsetof(cli_values, lang),
     "zh|en",
     "zh|en",
     {"the language of messages", "消息的语言"}},
    {"--quiet",
     "-q",
     CLI_FLAG,
     offsetof(cli_values, quiet),
     NULL,
     NULL,
     {"show errors only", "只显示错误"}},
    {"--verbose",
     "-v",
     CLI_FLAG,
     offsetof(cli_values, verbose),
     NULL,
     NULL,
     {"name the files written", "列出写成的文件"}},
    {"--color",
     NULL,
     CLI_WORD,
     offsetof(cli_values, color),
     "WHEN",
     "auto|always|never",
     {"colour messages: auto, always or never", "消息着色：auto、always 或 never"}},
    {"--max",
     NULL,
     CLI_TEXTS,
     offsetof(cli_values, max),
     "NAME=VALUE",
     NULL,
     {"raise or lower a limit", "调整一项上限"}},
    {"--encoding",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, encoding),
     "NAME",
     NULL,
     {"the encoding of CSV files", "CSV 文件的编码"}},
    {"--help",
     "-h",
     CLI_FLAG,
     offsetof(cli_values, help),
     NULL,
     NULL,
     {"show this help", "显示帮助"}},
    {"--version",
     NULL,
     CLI_FLAG,
     offsetof(cli_values, version),
     NULL,
     NULL,
     {"name the version, the libraries and the fonts", "显示版本、所用的库和字体"}},
    {0},
};

static const cli_option *find_in(const cli_option *rows, const char *name, size_t n)
{
    for (const cli_option *o = rows; o->name; o++)
        if ((strlen(o->name) == n && !strncmp(o->name, name, n)) ||
            (o->letter && n == 2 && !strncmp(o->letter, name, 2)))
            return o;
    return NULL;
}

static const cli_option *find(const cli *c, const char *name, size_t n)
{
    const cli_option *o = find_in(cli_common, name, n);
    return !o && c->command ? find_in(c->command->options, name, n) : o;
}

static void no_option(cli *c, const char *name)
{
    const char *names[CLI_MOST + 1];
    size_t n = 0;
    for (const cli_option *o = cli_common; o->name && n < CLI_MOST; o++)
        names[n++] = o->name;
    for (const cli_option *o = c->command ? c->command->options : NULL;
         o && o->name && n < CLI_MOST; o++)
        names[n++] = o->name;
    names[n] = NULL;
    const char *nearest = jianbao_nearest(name, names);
    cli_complain(c, NULL, NULL, 0, (cli_text){"no option is called “%s”", "没有选项“%s”"}, name,
                 nearest ? (cli_text){"the nearest is “%s”", "最接近的是“%s”"}
                         : (cli_text){"--help lists the options", "--help 列出全部选项"},
                 nearest);
}

static bool read_number(const char *value, double *number, size_t *at)
{
    char *end;
    *number = strtod(value, &end);
    *at = strspn(value, "+-.0123456789eE");
    if (*at > (size_t)(end - value))
        *at = (size_t)(end - value);
    return *value && !value[*at] && *number > 0 && *number < 1e9;
}

static bool read_count(const char *value, size_t *count)
{
    double number;
    size_t at;
    if (!read_number(value, &number, &at) || number != (double)(size_t)number)
        return false;
    *count = (size_t)number;
    return true;
}

static bool is_word(const char *value, const char *words)
{
    size_t n = strlen(value);
    for (const char *w = words; n && (w = strstr(w, value)); w++)
        if ((w == words || w[-1] == '|') && (w[n] == '|' || !w[n]))
            return true;
    return false;
}

static void store(cli *c, const cli_option *o, const char *value)
{
    void *to = (char *)&c->values + o->offset;
    size_t at = 0;
    switch (o->kind) {
    case CLI_FLAG:
        *(bool *)to = true;
        break;
    case CLI_TEXT:
        *(const char **)to = value;
        break;
    case CLI_NUMBER:
        if (!read_number(value, to, &at))
            cli_complain(c, o->name, value, value[at] ? at : 0,
                         (cli_text){"“%s” is no number between 0 and a billion",
                                    "“%s”不是 0 到十亿之间的数"},
                         value, (cli_text){0}, NULL);
        break;
    case CLI_COUNT:
        if (!read_count(value, to))
            cli_complain(c, o->name, value, 0,
                         (cli_text){"“%s” is no whole number between 1 and a billion",
                                    "“%s”不是 1 到十亿之间的整数"},
                         value, (cli_text){0}, NULL);
        break;
    case CLI_WORD:
        if (is_word(value, o->words))
            *(const char **)to = value;
        else
            cli_complain(c, o->name, value, 0,
                         (cli_text){"“%s” is none of its values", "“%s”不是可用的值"}, value,
                         (cli_text){"they are %s", "可用的是 %s"}, o->words);
        break;
    case CLI_TEXTS: {
        cli_list *list = to;
        if (list->n < CLI_MOST)
            list->at[list->n++] = value;
        break;
    }
    }
}

/* "-o FILE", "-oFILE", "--scale 2", "--scale=2"; returns how many further words it took. */
static int read_option(cli *c, const char *word, const char *next, const cli_option **seen,
                       size_t *seen_n)
{
    bool letter = word[1] != '-' && !find(c, word, strlen(word));
    const char *equals = letter ? NULL : strchr(word, '=');
    size_t n = letter ? 2 : equals ? (size_t)(equals - word) : strlen(word);
    const cli_option *o = find(c, word, n);
    if (!o || (o->kind == CLI_FLAG && (equals || (letter && word[2])))) {
        no_option(c, word);
        return 0;
    }
    for (size_t i = 0; i < *seen_n; i++)
        if (seen[i] == o && o->kind != CLI_TEXTS && o->kind != CLI_FLAG)
            cli_complain(c, NULL, NULL, 0, (cli_text){"%s is given twice", "%s 写了两次"}, o->name,
                         (cli_text){0}, NULL);
    if (*seen_n < CLI_MOST)
        seen[(*seen_n)++] = o;
    if (o->kind == CLI_FLAG) {
        store(c, o, NULL);
        return 0;
    }
    const char *value = equals ? equals + 1 : letter && word[2] ? word + 2 : next;
    if (!value) {
        cli_complain(c, NULL, NULL, 0, (cli_text){"%s needs a value", "%s 后面要写值"}, word,
                     (cli_text){0}, NULL);
        return 0;
    }
    store(c, o, value);
    return value == next;
}

static void name_command(cli *c, const char *word)
{
    const char *names[CLI_MOST + 1];
    size_t n = 0;
    for (; cli_commands[n]; n++) {
        names[n] = cli_commands[n]->name;
        if (!strcmp(names[n], word))
            c->command = cli_commands[n];
    }
    names[n] = NULL;
    if (c->command)
        return;
    const char *nearest = jianbao_nearest(word, names);
    cli_complain(c, NULL, NULL, 0, (cli_text){"no command is called “%s”", "没有命令“%s”"}, word,
                 nearest ? (cli_text){"the nearest is “%s”", "最接近的是“%s”"}
                         : (cli_text){"--help lists the commands", "--help 列出全部命令"},
                 nearest);
}

static void count_arguments(cli *c)
{
    if (!c->command || c->wrong || c->values.help || c->values.version)
        return;
    if (c->arguments_n < c->command->least)
        cli_complain(
            c, NULL, NULL, 0, (cli_text){"nothing to work on: %s is missing", "缺少参数 %s"},
            c->command->arguments,
            (cli_text){"jianbao %s --help tells more", "详见 jianbao %s --help"}, c->command->name);
    if (c->arguments_n > c->command->most)
        cli_complain(
            c, NULL, NULL, 0, (cli_text){"“%s” is one argument too many", "多出了参数“%s”"},
            c->arguments[c->command->most],
            (cli_text){"jianbao %s --help tells more", "详见 jianbao %s --help"}, c->command->name);
}

bool cli_read(cli *c, int argc, char **argv)
{
    const cli_option *seen[CLI_MOST];
    size_t seen_n = 0;
    bool options = true;
    c->arguments = cli_held(calloc((size_t)argc + 1, sizeof *c->arguments));
    for (int i = 1; i < argc && !(c->wrong && !c->command); i++) {
        const char *word = argv[i];
        if (options && !strcmp(word, "--"))
            options = false;
        else if (options && word[0] == '-' && word[1])
            i += read_option(c, word, argv[i + 1], seen, &seen_n);
        else if (!*word)
            cli_complain(c, NULL, NULL, 0, (cli_text){"an empty argument", "有一个空参数"}, NULL,
                         (cli_text){0}, NULL);
        else if (!c->command && !strcmp(word, "help"))
            c->values.help = true;
        else if (!c->command)
            name_command(c, word);
        else
            c->arguments[c->arguments_n++] = word;
    }
    count_arguments(c);
    return !c->wrong;
}
