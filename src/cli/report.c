#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"

static const cli_option options[] = {
    {"--output",
     "-o",
     CLI_TEXT,
     offsetof(cli_values, output),
     "OUT.pdf",
     NULL,
     {"the file to write; else ./NAME.pdf", "输出文件；不写则为 ./NAME.pdf"}},
    {"--charts",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, charts),
     "DIR",
     NULL,
     {"each chart as DIR/NAME.png and .pdf too", "另把每幅图写成 DIR/NAME.png 和 .pdf"}},
    {"--pages",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, pages),
     "DIR",
     NULL,
     {"each page as a PNG in DIR too", "另把每一页写成 DIR 内的 PNG"}},
    {"--each",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, each),
     "COLUMN",
     NULL,
     {"one document for each value of a column of the first table; -o 'DIR/{COLUMN}.pdf'",
      "按首表一列的每个值各成一份，-o 'DIR/{COLUMN}.pdf'"}},
    CLI_LENIENT,
    CLI_MISSING_GLYPHS,
    {0},
};

static char *output_of(cli *c)
{
    const char *o = c->values.output, *report = c->arguments[0];
    if (!o && cli_is_dash(report))
        o = "-";
    if (o && cli_is_dash(o) && isatty(STDOUT_FILENO))
        cli_complain(c, NULL, NULL, 0,
                     (cli_text){"the PDF would go to the terminal", "PDF 会输出到终端"}, NULL,
                     (cli_text){"name a file with -o", "请用 -o 写明文件"}, NULL);
    else if (o && cli_is_directory(o))
        return cli_output_name(report, o, ".pdf");
    else if (o && !cli_is_dash(o) && !cli_ends(o, ".pdf"))
        cli_complain(
            c, "-o", o, 0,
            (cli_text){"a report is written as .pdf, not as “%s”", "简报只写成 .pdf，不能写成“%s”"},
            o, (cli_text){0}, NULL);
    return o ? strdup(o) : cli_output_name(report, NULL, ".pdf");
}

static void run(cli *c)
{
    char *output = output_of(c);
    jianbao_report_options o = {
        .charts = c->values.charts, .pages = c->values.pages, .each = c->values.each};
    if (output && !c->wrong && jianbao_report(c->jb, c->arguments[0], output, &o) == JIANBAO_FINE)
        cli_wrote(c, output);
    free(output);
}

const cli_command cli_report = {
    "report", "REPORT.md", {"lay out a report as PDF", "把 Markdown 简报排成 PDF"}, options, 1,
    1,        run};
