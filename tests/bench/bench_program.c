/* How long the whole program takes, from its start to its end: one chart, many, a scatter of a
 * million rows, documents of one page and of twelve, a thousand of them, the briefing, a table. Run
 * from the project's directory. */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MANY = 1000, ROWS = 1000000, MOST_ARGUMENTS = MANY + 16 };

static char program[PATH_MAX], dir[] = "/tmp/jianbao-bench-XXXXXX";

typedef struct cost {
    double wall, cpu; /* seconds */
    long peak;        /* KiB; of many processes the largest */
} cost;

static double seconds_of(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static cost run(char *const *arguments)
{
    double start = now();
    pid_t child = fork();
    if (!child) {
        int nothing = open("/dev/null", O_WRONLY);
        dup2(nothing, STDOUT_FILENO);
        execv(program, arguments);
        _exit(127);
    }
    int status;
    struct rusage use;
    wait4(child, &status, 0, &use);
    if (status) {
        fprintf(stderr, "%s %s: failed\n", program, arguments[1]);
        exit(1);
    }
    return (cost){now() - start, seconds_of(use.ru_utime) + seconds_of(use.ru_stime),
                  use.ru_maxrss};
}

static FILE *create(const char *name)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    if (!f)
        perror(path), exit(1);
    return f;
}

static void write_bar(const char *name)
{
    static const char *const names[] = {"浙江", "江苏", "广东", "山东", "四川", "河南",
                                        "湖北", "湖南", "安徽", "福建", "江西", "陕西"};
    FILE *f = create(name);
    fputs("{\"width\": 1500, \"height\": 780, \"title\": \"各省项目资金（万元）\", \"layer\": ["
          "{\"mark\": \"bar\"}, {\"mark\": {\"type\": \"text\", \"dy\": -10}, \"encoding\": "
          "{\"text\": {\"field\": \"v\"}}}], \"encoding\": {\"x\": {\"field\": \"k\"}, \"y\": "
          "{\"field\": \"v\", \"type\": \"quantitative\"}}, \"data\": {\"values\": [",
          f);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        fprintf(f, "%s{\"k\": \"%s\", \"v\": %zu}", i ? ", " : "", names[i], 9000 - i * 437);
    fputs("]}}", f);
    fclose(f);
}

/* Two sums of dice: most points are in the middle. */
static void write_scatter(void)
{
    FILE *f = create("points.csv");
    fputs("x,y\n", f);
    for (int i = 0; i < ROWS; i++) {
        long x = 0, y = 0;
        for (int k = 0; k < 4; k++)
            x += random() % 10000, y += random() % 10000;
        fprintf(f, "%.4f,%.4f\n", (double)x / 10000, (double)y / 10000);
    }
    fclose(f);
    f = create("points.json");
    fputs("{\"width\": 1500, \"height\": 780, \"data\": {\"url\": \"points.csv\"}, \"mark\": "
          "\"point\", \"encoding\": {\"x\": {\"field\": \"x\", \"type\": \"quantitative\"}, \"y\": "
          "{\"field\": \"y\", \"type\": \"quantitative\"}}}",
          f);
    fclose(f);
}

static void write_text(FILE *f, int paragraphs)
{
    for (int i = 0; i < paragraphs; i++) {
        for (int k = 0; k < 6; k++)
            fprintf(f,
                    "截至%d月底，已开工项目%d个，完成投资%d万元，投资完成率为%d.%d%%，较上季度"
                    "提高%d个百分点。",
                    i % 12 + 1, 100 + 37 * k, 9000 + 311 * i, 40 + 3 * k, i % 10, k + 1);
        fputs("\n\n", f);
    }
}

static void write_table(FILE *f, const char *value)
{
    fputs("| 类别 | 项目数 | 资金（万元） |\n|---|---|---|\n", f);
    for (int i = 0; i < 8; i++)
        fprintf(f, "| 第%d类 | %d | %s |\n", i + 1, 10 + 7 * i, value);
    fputs("\n", f);
}

static const char front[] =
    "---\ntheme: plain\npage: {size: A4, top: 25mm, bottom: 25mm, left: 25mm, "
    "right: 25mm}\ntext: {size: 12pt, leading: 24pt}\n";

/* Six parts, each with a picture of its own: twelve pages. */
static void write_long(const char *name)
{
    FILE *f = create(name);
    fprintf(f, "%s---\n# 项目资金执行情况\n\n", front);
    for (int i = 0; i < 6; i++) {
        fprintf(f, "## 第%d部分\n\n", i + 1);
        write_text(f, 5);
        fprintf(f, "![图%d](picture%d.png)\n\n", i + 1, i);
        if (i % 2)
            write_table(f, "8,514.25");
    }
    fclose(f);
}

static void write_short(const char *name)
{
    FILE *f = create(name);
    fprintf(f, "%sdata: {t: {url: towns.csv}}\n---\n# {{ t.town }}项目资金\n\n", front);
    write_text(f, 2);
    write_table(f, "{{ t.funds }}");
    fclose(f);
}

static void write_towns(const char *name, int rows)
{
    static const char *const words[] = {"安", "宝", "昌", "德", "福", "高", "广", "海", "和", "华"};
    FILE *f = create(name);
    fputs("town,funds\n", f);
    for (int i = 0; i < rows; i++)
        fprintf(f, "%s%s%s县,%d.25\n", words[i % 10], words[i / 10 % 10], words[i / 100 % 10],
                9000 + i);
    fclose(f);
}

/* The path of `stem`, or of the specification with that stem and a number. */
static char *path_of(const char *stem, int i)
{
    char name[64], path[PATH_MAX];
    snprintf(name, sizeof name, "%s%d.json", stem, i);
    snprintf(path, sizeof path, "%s/%s", dir, i < 0 ? stem : name);
    return strdup(path);
}

static int by_cpu(const void *a, const void *b)
{
    const cost *x = a, *y = b;
    return (x->cpu > y->cpu) - (x->cpu < y->cpu);
}

/* The median of the runs by CPU. */
static void time_it(const char *what, int runs, char **arguments)
{
    cost costs[16];
    for (int i = 0; i < runs; i++)
        costs[i] = run(arguments);
    qsort(costs, (size_t)runs, sizeof *costs, by_cpu);
    cost c = costs[runs / 2];
    printf("%-32s %8.1f ms CPU %8.1f ms by wall %5ld MiB\n", what, c.cpu * 1e3, c.wall * 1e3,
           c.peak / 1024);
}

static void time_chart(const char *what, int runs, const char *spec, const char *output)
{
    char *arguments[] = {program, "chart", path_of(spec, -1), "-o", path_of(output, -1),
                         "-q",    NULL};
    time_it(what, runs, arguments);
}

static void time_many(const char *what, char *format)
{
    static char *arguments[MOST_ARGUMENTS];
    char *head[] = {program, "chart", "-q", "--format", format, "-o", path_of("many/", -1)};
    size_t n = 0;
    for (; n < sizeof head / sizeof *head; n++)
        arguments[n] = head[n];
    for (int i = 0; i < MANY; i++)
        arguments[n++] = path_of("bar", i);
    time_it(what, 1, arguments);
}

static void draw_pictures(void)
{
    for (int i = 0; i < 6; i++) {
        char name[32], width[16];
        snprintf(name, sizeof name, "picture%d.png", i);
        snprintf(width, sizeof width, "%d", 1500 + i);
        run((char *[]){program, "chart", path_of("bar.json", -1), "--width", width, "-o",
                       path_of(name, -1), "-q", NULL});
    }
}

static void time_documents(void)
{
    draw_pictures();
    write_long("long.md");
    write_short("short.md");
    write_towns("towns.csv", 1);
    time_it("a report of one page", 9,
            (char *[]){program, "report", path_of("short.md", -1), "-o", path_of("short.pdf", -1),
                       "-q", NULL});
    time_it("12 pages with six pictures", 9,
            (char *[]){program, "report", path_of("long.md", -1), "-o", path_of("long.pdf", -1),
                       "-q", NULL});
    write_towns("towns.csv", MANY);
    time_it("1,000 reports of one page", 1,
            (char *[]){program, "report", path_of("short.md", -1), "--each", "town", "--jobs", "1",
                       "-o", path_of("{town}.pdf", -1), "-q", NULL});
}

static void find_program(const char *self)
{
    const char *slash = strrchr(self, '/');
    snprintf(program, sizeof program, "%.*s/../jianbao", slash ? (int)(slash - self) : 1,
             slash ? self : ".");
}

int main(int argc, char **argv)
{
    (void)argc;
    find_program(argv[0]);
    if (!mkdtemp(dir))
        return perror(dir), 1;
    write_bar("bar.json");
    write_scatter();
    for (int i = 0; i < MANY; i++) {
        char name[32];
        snprintf(name, sizeof name, "bar%d.json", i);
        write_bar(name);
    }
    time_chart("bar chart, PNG", 9, "bar.json", "bar.png");
    time_chart("bar chart, PDF", 9, "bar.json", "bar.pdf");
    time_chart("bar chart, SVG", 9, "bar.json", "bar.svg");
    time_many("1,000 bar charts, SVG", "svg");
    time_many("1,000 bar charts, PNG", "png");
    time_chart("scatter of 1,000,000 rows, PNG", 3, "points.json", "points.png");
    time_documents();
    time_it("the briefing", 5,
            (char *[]){program, "report", "reports/briefing.md", "-o", path_of("briefing.pdf", -1),
                       "-q", NULL});
    time_it(
        "a table", 9,
        (char *[]){program, "table", "data/units.csv", "-o", path_of("units.md", -1), "-q", NULL});
    char command[PATH_MAX];
    snprintf(command, sizeof command, "rm -r %s", dir);
    return system(command) != 0;
}
