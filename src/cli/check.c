#include "commands.h"

static const cli_option options[] = {
    {"--lenient",
     NULL,
     CLI_FLAG,
     offsetof(cli_values, lenient),
     NULL,
     NULL,
     {"warn of unknown properties only", "未知属性只作警告"}},
    {"--allow-missing-glyphs",
     NULL,
     CLI_FLAG,
     offsetof(cli_values, allow_missing_glyphs),
     NULL,
     NULL,
     {"warn of characters without a glyph only", "缺字只作警告"}},
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
