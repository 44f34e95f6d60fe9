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
    const char *text = jianbao_fonts(c->jb, c->values.theme);
    if (text)
        fputs(text, stdout);
}

const cli_command cli_fonts = {
    "fonts",
    "",
    {"which fonts each role resolved to, and what is missing", "各字体角色用了什么字体，缺什么"},
    options,
    0,
    0,
    run};
