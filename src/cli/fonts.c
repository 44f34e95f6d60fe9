#include <stdio.h>

#include "commands.h"

static const cli_option options[] = {
    {"--theme",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, theme),
     "NAME|FILE",
     NULL,
     {"with the font files of this theme", "连同该主题自带的字体文件"}},
    {0},
};

static void run(cli *c)
{
    const char *report = c->arguments_n ? c->arguments[0] : NULL, *theme = c->values.theme;
    if (report && theme) {
        cli_complain(c, "--theme", theme, 0,
                     (cli_text){"the report %s names its theme itself", "报告 %s 自己写了主题"},
                     report, (cli_text){0}, NULL);
        return;
    }
    const char *text = jianbao_fonts(c->jb, report ? report : theme);
    if (text)
        fputs(text, stdout);
}

const cli_command cli_fonts = {
    "fonts",
    "[REPORT.md]",
    {"which fonts each role resolved to (in a report), and what is missing",
     "各字体角色（在一份报告里）用了什么字体，缺什么"},
    options,
    0,
    1,
    run};
