#include <stdio.h>

#include "commands.h"

static const cli_option options[] = {{0}};

static void run(cli *c)
{
    const char *text = jianbao_fonts(c->jb);
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
