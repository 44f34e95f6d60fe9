#include <stdio.h>
#include <string.h>

#include "cli.h"

enum { COLUMN = 24 };

/* What it is begins in one column, on a line of its own behind a long head. */
static void list_row(const char *head, const char *about)
{
    if (strlen(head) > COLUMN)
        printf("  %s\n  %-*s %s\n", head, COLUMN, "", about);
    else
        printf("  %-*s %s\n", COLUMN, head, about);
}

static void list_options(const cli *c, const cli_option *rows)
{
    for (const cli_option *o = rows; o->name; o++) {
        char head[64];
        snprintf(head, sizeof head, "%s%s%s%s%s", o->letter ? o->letter : "", o->letter ? ", " : "",
                 o->name, o->value ? " " : "", o->value ? o->value : "");
        list_row(head, cli_say(c, o->about));
    }
}

static void list_commands(const cli *c)
{
    printf("%s\n\n",
           cli_say(c, (cli_text){"jianbao: from CSV tables to charts and Chinese briefings",
                                 "简报：从 CSV 表格到图表和中文简报"}));
    printf("%s jianbao COMMAND ...\n\n", cli_say(c, (cli_text){"Usage:", "用法："}));
    for (size_t i = 0; cli_commands[i]; i++) {
        char head[64];
        snprintf(head, sizeof head, "%s %s", cli_commands[i]->name, cli_commands[i]->arguments);
        list_row(head, cli_say(c, cli_commands[i]->about));
    }
}

void cli_help(const cli *c)
{
    if (c->command) {
        const char *arguments = c->command->arguments;
        printf("%s jianbao %s%s%s [OPTION...]\n\n%s\n\n",
               cli_say(c, (cli_text){"Usage:", "用法："}), c->command->name, *arguments ? " " : "",
               arguments, cli_say(c, c->command->about));
        list_options(c, c->command->options);
        printf("\n");
    } else {
        list_commands(c);
        printf("\n%s\n", cli_say(c, (cli_text){"Options of every command:", "各命令共有的选项："}));
    }
    list_options(c, cli_common);
    printf(
        "\n%s\n",
        cli_say(c, (cli_text){
                       "“-” is stdin or stdout. Exit codes: 0 fine, 1 wrong input, 2 wrong usage, "
                       "3 a failing environment.",
                       "“-”表示标准输入或标准输出。退出码：0 正常，1 输入有误，2 用法有误，3 "
                       "环境出错。"}));
}
