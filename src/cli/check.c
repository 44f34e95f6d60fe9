#include "commands.h"

static const cli_option options[] = {
    CLI_LENIENT,
    CLI_MISSING_GLYPHS,
    {0},
};

static void run(cli *c)
{
    if (!c->arguments_n)
        jianbao_check(c->jb, ".");
    for (size_t i = 0; i < c->arguments_n; i++)
        jianbao_check(c->jb, c->arguments[i]);
}

const cli_command cli_check = {
    "check",
    "[REPORT.md|SPEC|DIR ...]",
    {"validate data, specs and reports; write nothing", "检查数据、图表和简报，不写文件"},
    options,
    0,
    (size_t)-1,
    run};
