#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "commands.h"

static const cli_option options[] = {
    {"--output",
     "-o",
     CLI_TEXT,
     offsetof(cli_values, output),
     "FILE|DIR/",
     NULL,
     {"a .png, .pdf, .svg or .scene.json file, or a directory; else ./NAME.png",
      "输出 .png、.pdf、.svg 或 .scene.json 文件，或目录；不写则为 ./NAME.png"}},
    {"--format",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, format),
     "NAME",
     NULL,
     {"the form of pictures that go to a directory or to stdout; else PNG",
      "写入目录或标准输出时的图片格式；不写则为 PNG"}},
    {"--scale",
     NULL,
     CLI_NUMBER,
     offsetof(cli_values, scale),
     "N",
     NULL,
     {"multiply the pixels of PNG", "PNG 像素放大倍数"}},
    {"--width",
     NULL,
     CLI_NUMBER,
     offsetof(cli_values, width),
     "PX",
     NULL,
     {"as if the spec said this width", "宽度，等于写在规格里"}},
    {"--height",
     NULL,
     CLI_NUMBER,
     offsetof(cli_values, height),
     "PX",
     NULL,
     {"as if the spec said this height", "高度，等于写在规格里"}},
    {"--theme",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, theme),
     "NAME|FILE",
     NULL,
     {"a theme instead of Vega-Lite's defaults", "用主题代替 Vega-Lite 的默认样式"}},
    {"--preset",
     NULL,
     CLI_TEXT,
     offsetof(cli_values, preset),
     "NAME",
     NULL,
     {"size, type and ground for slide, wide, square, print or print-bw",
      "按用途设定尺寸、字号、底色：slide、wide、square、print、print-bw"}},
    {"--text",
     NULL,
     CLI_WORD,
     offsetof(cli_values, text),
     "HOW",
     "text|outline",
     {"in SVG: text, or outline for glyphs as paths", "SVG 中的文字：text 或 outline（轮廓）"}},
    {"--explain",
     NULL,
     CLI_FLAG,
     offsetof(cli_values, explain),
     NULL,
     NULL,
     {"print the complete spec, every default filled in, and draw nothing",
      "输出补全所有默认值的规格，不绘图"}},
    CLI_LENIENT,
    CLI_MISSING_GLYPHS,
    {0},
};

/* The form of picture that the output's ending names; NULL: none. */
static const char *form_of(const char *output)
{
    for (const char *const *f = jianbao_chart_formats(); *f; f++) {
        size_t n = strlen(output), m = strlen(*f);
        if (cli_ends(output, *f) && n > m && output[n - m - 1] == '.')
            return *f;
    }
    return NULL;
}

static void complain_of_form(cli *c, const char *option, const char *value, cli_text text)
{
    char list[128] = "";
    for (const char *const *f = jianbao_chart_formats(); *f; f++)
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", *list ? ", " : "", *f);
    cli_complain(c, option, value, 0, text, value,
                 (cli_text){"the forms are %s", "可用的格式是 %s"}, list);
}

static void check_output(cli *c)
{
    const char *o = c->values.output, *format = c->values.format;
    bool known = !format;
    for (const char *const *f = jianbao_chart_formats(); !known && *f; f++)
        known = !strcmp(*f, format);
    if (!known)
        complain_of_form(c, "--format", format,
                         (cli_text){"“%s” is no form of picture", "“%s”不是图片格式"});
    if (!o || cli_is_directory(o))
        return;
    if (c->arguments_n > 1)
        cli_complain(c, "-o", o, 0,
                     (cli_text){"one output for several specs", "几个规格不能写进一个文件"}, NULL,
                     (cli_text){"name a directory: -o DIR/", "请写目录：-o DIR/"}, NULL);
    else if (!cli_is_dash(o) && !form_of(o))
        complain_of_form(
            c, "-o", o,
            (cli_text){"the ending of “%s” names no form of picture", "“%s”的扩展名不是图片格式"});
    else if (!cli_is_dash(o) && known && format && strcmp(form_of(o), format))
        cli_complain(c, "-o", o, 0,
                     (cli_text){"the ending of “%s” is not that of --format",
                                "“%s”的扩展名与 --format 不同"},
                     o, (cli_text){"leave --format out", "请去掉 --format"}, NULL);
}

/* Options that say nothing: nothing is drawn, or not in the form they are about. */
static void check_options(cli *c)
{
    const cli_values *v = &c->values;
    const struct {
        bool given;
        const char *option;
    } rows[] = {{v->output, "--output"},   {v->format, "--format"},     {v->scale > 0, "--scale"},
                {v->width > 0, "--width"}, {v->height > 0, "--height"}, {v->preset, "--preset"},
                {v->text, "--text"}};
    for (size_t i = 0; v->explain && i < sizeof rows / sizeof *rows; i++)
        if (rows[i].given)
            cli_complain(c, NULL, NULL, 0,
                         (cli_text){"%s says nothing beside --explain", "%s 与 --explain 不能同用"},
                         rows[i].option,
                         (cli_text){"--explain draws nothing and prints to stdout",
                                    "--explain 不绘图，结果写到标准输出"},
                         NULL);
}

static char *output_of(const cli *c, const char *spec)
{
    const char *o = c->values.output;
    if (o && !cli_is_directory(o))
        return cli_held(strdup(o));
    char ending[32];
    snprintf(ending, sizeof ending, ".%s", c->values.format ? c->values.format : "png");
    return !o && cli_is_dash(spec) ? cli_held(strdup("-")) : cli_output_name(spec, o, ending);
}

/* Two specs of one name would overwrite each other's picture. */
static bool distinct(cli *c, char *const *outputs)
{
    for (size_t i = 0; i < c->arguments_n; i++)
        for (size_t k = 0; k < i; k++)
            if (!strcmp(outputs[i], outputs[k])) {
                cli_complain(
                    c, NULL, NULL, 0,
                    (cli_text){"two specs would be drawn into “%s”", "两个规格都会写入“%s”"},
                    outputs[i], (cli_text){"draw them into two directories", "请分别写入两个目录"},
                    NULL);
                return false;
            }
    return true;
}

/* Or for another program: bytes are nothing to read. */
static bool is_for_files(cli *c, const char *output)
{
    if (c->arguments_n > 1 || !cli_is_dash(output) || !isatty(STDOUT_FILENO))
        return true;
    cli_complain(c, NULL, NULL, 0,
                 (cli_text){"the picture would go to the terminal", "图片会输出到终端"}, NULL,
                 (cli_text){"name a file with -o", "请用 -o 写明文件"}, NULL);
    return false;
}

static bool make_directory(cli *c)
{
    const char *o = c->values.output;
    if (!o || !cli_is_directory(o) || !mkdir(o, 0777) || errno == EEXIST)
        return true;
    cli_complain(c, "-o", o, 0, (cli_text){"the directory can't be made: %s", "无法建立目录：%s"},
                 strerror(errno), (cli_text){0}, NULL);
    return false;
}

typedef struct drawing {
    const cli *c;
    char *const *outputs;
    time_t began;
} drawing;

/* Longer than a second, on a terminal: how far it is. */
static void show_progress(const drawing *d, size_t done)
{
    if (d->c->values.quiet || !isatty(STDERR_FILENO) || time(NULL) - d->began < 2)
        return;
    fprintf(stderr, "\r%zu/%zu%s", done, d->c->arguments_n, done == d->c->arguments_n ? "\n" : "");
}

static void watch(void *with, size_t i, jianbao_status status)
{
    const drawing *d = with;
    if (status == JIANBAO_FINE)
        cli_wrote(d->c, d->outputs[i]);
    show_progress(d, i + 1);
}

static void draw(cli *c, char *const *outputs)
{
    jianbao_chart_options o = {.scale = c->values.scale,
                               .width = c->values.width,
                               .height = c->values.height,
                               .theme = c->values.theme,
                               .preset = c->values.preset,
                               .format = c->values.format,
                               .outlines = c->values.text && !strcmp(c->values.text, "outline")};
    jianbao_charts(c->jb, c->arguments, (const char *const *)outputs, c->arguments_n, &o, watch,
                   &(drawing){c, outputs, time(NULL)});
}

static void explain(cli *c)
{
    for (size_t i = 0; i < c->arguments_n; i++) {
        const char *spec = jianbao_explain(c->jb, c->arguments[i], c->values.theme);
        if (spec)
            puts(spec);
    }
}

static void run(cli *c)
{
    check_options(c);
    if (c->values.explain) {
        if (!c->wrong)
            explain(c);
        return;
    }
    check_output(c);
    if (c->wrong)
        return;
    char **outputs = cli_held(calloc(c->arguments_n, sizeof *outputs));
    for (size_t i = 0; i < c->arguments_n; i++)
        outputs[i] = output_of(c, c->arguments[i]);
    if (distinct(c, outputs) && is_for_files(c, outputs[0]) && make_directory(c))
        draw(c, outputs);
    for (size_t i = 0; i < c->arguments_n; i++)
        free(outputs[i]);
    free(outputs);
}

const cli_command cli_chart = {
    "chart",    "SPEC...", {"draw Vega-Lite specifications", "绘制 Vega-Lite 图表"}, options, 1,
    (size_t)-1, run};
