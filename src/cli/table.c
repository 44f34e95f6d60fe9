#include <string.h>
#include <unistd.h>

#include "commands.h"

static const cli_option options[] = {
    {"--where",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, where),
     "EXPR",
     NULL,
     {"rows for which EXPR is true", "只留 EXPR 为真的行"}},
    {"--group-by",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, group_by),
     "A,B",
     NULL,
     {"one row for each value of these columns", "按这些列分组"}},
    {"--agg",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, agg),
     "'sum(x) as s, count()'",
     NULL,
     {"what to work out", "汇总"}},
    {"--sort",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, sort),
     "'x desc'",
     NULL,
     {"the order of rows", "行的次序"}},
    {"--limit",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, limit),
     "N",
     NULL,
     {"the first N rows", "前 N 行"}},
    {"--output",
     "-o",
     CLI_TEXT,
     offsetof(cli_values, output),
     "OUT.csv|md|json",
     NULL,
     {"the file to write; else stdout", "输出文件；不写则为标准输出"}},
    {0},
};

static void run(cli *c)
{
    const cli_values *v = &c->values;
    const char *output = v->output ? v->output : "-";
    if (!cli_is_dash(output) && !cli_ends(output, ".csv") && !cli_ends(output, ".md") &&
        !cli_ends(output, ".json")) {
        cli_complain(
            c, "-o", output, 0,
            (cli_text){"the ending of “%s” names no form of table", "“%s”的扩展名不是表格格式"},
            output,
            (cli_text){"the endings are .csv, .md and .json", "可用的扩展名是 .csv、.md、.json"},
            NULL);
        return;
    }
    jianbao_table_options o = {.where = v->where,
                               .group_by = v->group_by,
                               .agg = v->agg,
                               .sort = v->sort,
                               .limit = v->limit,
                               .format = !v->output && isatty(STDOUT_FILENO) ? "text" : NULL};
    if (jianbao_table(c->jb, c->arguments[0], output, &o) == JIANBAO_FINE)
        cli_wrote(c, output);
}

const cli_command cli_table = {
    "table", "DATA.csv|-", {"filter and aggregate a table", "筛选和汇总表格"}, options, 1, 1, run};
