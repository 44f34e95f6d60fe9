#include <stdio.h>
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
     {"the .pdf or .txt file to write; else ./NAME.pdf",
      "输出的 .pdf 或 .txt 文件；不写则为 ./NAME.pdf"}},
    {"--format",
     NULL,
     CLI_WORD,
     offsetof(cli_values, format),
     "NAME",
     "pdf|txt|png|svg",
     {"pdf or txt (plain text, tables drawn) of the report; png or svg of its --pages",
      "pdf 或 txt（纯文本，画出表格）指简报；png 或 svg 指 --pages 的各页"}},
    {"--charts",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, charts),
     "DIR",
     NULL,
     {"each chart as DIR/NAME.png and .pdf too", "另把每幅图写成 DIR/NAME.png 和 .pdf"}},
    {"--formats",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, formats),
     "A,B",
     NULL,
     {"of --charts: png, pdf, svg, scene.json", "--charts 的格式：png、pdf、svg、scene.json"}},
    {"--pages",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, pages),
     "DIR",
     NULL,
     {"each page as DIR/NAME-1.png … too", "另把每一页写成 DIR/NAME-1.png 等"}},
    {"--dpi",
     NULL,
     CLI_NUMBER,
     offsetof(cli_values, dpi),
     "N",
     NULL,
     {"dots to the inch of a page's PNG; else 96", "每页 PNG 的每英寸点数；不写则为 96"}},
    {"--each",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, each),
     "COLUMN",
     NULL,
     {"one document for each value of a column of the first table; -o 'DIR/{COLUMN}.pdf'",
      "按首表一列的每个值各成一份，-o 'DIR/{COLUMN}.pdf'"}},
    {"--jobs",
     NULL,
     CLI_COUNT,
     offsetof(cli_values, jobs),
     "N",
     NULL,
     {"processes that share the documents of --each", "分担 --each 各份的进程数"}},
    {"--shard",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, shard),
     "I/N",
     NULL,
     {"of the documents of --each only every Nth from the Ith",
      "--each 的各份只做从第 I 份起每 N 份中的一份"}},
    {"--depend",
     "-M",
     CLI_FLAG,
     offsetof(cli_values, depend),
     NULL,
     NULL,
     {"write a rule for make too, with all files read, as OUT.d",
      "另把所读的全部文件写成 make 规则 OUT.d"}},
    {"-MF",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, depend_file),
     "FILE",
     NULL,
     {"the file that -M writes", "-M 写入的文件"}},
    CLI_LENIENT,
    CLI_MISSING_GLYPHS,
    {0},
};

static bool is_page_format(const char *format)
{
    return format && (!strcmp(format, "png") || !strcmp(format, "svg"));
}

/* The report's own form: "pdf" or "txt". */
static const char *format_of(const cli *c)
{
    const char *format = c->values.format, *o = c->values.output;
    return format && !is_page_format(format) ? format : o && cli_ends(o, ".txt") ? "txt" : "pdf";
}

static void check_output(cli *c, const char *o, const char *format)
{
    char ending[8];
    snprintf(ending, sizeof ending, ".%s", format);
    if (cli_is_dash(o) && isatty(STDOUT_FILENO) && !strcmp(format, "pdf"))
        cli_complain(c, NULL, NULL, 0,
                     (cli_text){"the PDF would go to the terminal", "PDF 会输出到终端"}, NULL,
                     (cli_text){"name a file with -o", "请用 -o 写明文件"}, NULL);
    else if (!cli_is_dash(o) && !cli_is_directory(o) && !cli_ends(o, ending))
        cli_complain(c, "-o", o, 0,
                     (cli_text){"a report is written as .pdf or .txt, not as “%s”",
                                "简报只写成 .pdf 或 .txt，不能写成“%s”"},
                     o, (cli_text){0}, NULL);
}

static char *output_of(cli *c)
{
    const char *o = c->values.output, *report = c->arguments[0], *format = format_of(c);
    char ending[8];
    snprintf(ending, sizeof ending, ".%s", format);
    if (!o && cli_is_dash(report))
        o = "-";
    if (!o)
        return cli_output_name(report, NULL, ending);
    check_output(c, o, format);
    return cli_is_directory(o) ? cli_output_name(report, o, ending) : cli_held(strdup(o));
}

/* "a.pdf" → "a.d". */
static char *depends_of(const cli *c, const char *output)
{
    const char *dot = strrchr(output, '.');
    size_t n = dot && !strchr(dot, '/') ? (size_t)(dot - output) : strlen(output);
    if (c->values.depend_file)
        return cli_held(strdup(c->values.depend_file));
    char *name = cli_held(malloc(n + 3));
    snprintf(name, n + 3, "%.*s.d", (int)n, output);
    return name;
}

/* Options that say nothing without another one. */
static void check_options(cli *c)
{
    const cli_values *v = &c->values;
    const struct {
        bool alone;
        const char *option, *other;
    } rows[] = {{v->formats && !v->charts, "--formats", "--charts"},
                {is_page_format(v->format) && !v->pages, "--format png|svg", "--pages"},
                {v->dpi > 0 && !v->pages, "--dpi", "--pages"},
                {v->jobs && !v->each, "--jobs", "--each"},
                {v->shard && !v->each, "--shard", "--each"},
                {v->depend_file && !v->depend, "-MF", "-M"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].alone)
            cli_complain(c, NULL, NULL, 0, (cli_text){"%s says nothing here", "%s 在此不起作用"},
                         rows[i].option, (cli_text){"it goes with %s", "它要与 %s 同用"},
                         rows[i].other);
    if (v->depend && (v->each || (v->output && cli_is_dash(v->output))))
        cli_complain(c, NULL, NULL, 0,
                     (cli_text){"-M needs one output with a name", "-M 需要一个有名字的输出"}, NULL,
                     (cli_text){0}, NULL);
}

static void run(cli *c)
{
    char *output = output_of(c), *depends = c->values.depend ? depends_of(c, output) : NULL;
    check_options(c);
    const char *format = c->values.format;
    jianbao_report_options o = {.charts = c->values.charts,
                                .chart_formats = c->values.formats,
                                .pages = c->values.pages,
                                .page_format = is_page_format(format) ? format : NULL,
                                .dpi = c->values.dpi,
                                .format = format_of(c),
                                .each = c->values.each,
                                .jobs = c->values.jobs,
                                .shard = c->values.shard,
                                .depends = depends};
    if (!c->wrong && jianbao_report(c->jb, c->arguments[0], output, &o) == JIANBAO_FINE)
        cli_wrote(c, output);
    free(output);
    free(depends);
}

const cli_command cli_report = {
    "report", "REPORT.md", {"lay out a report as PDF", "把 Markdown 简报排成 PDF"}, options, 1,
    1,        run};
