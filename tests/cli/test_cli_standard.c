/* The numbers of GB/T 9704—2012, read off finished PDFs by poppler: pdftocairo writes each page as
 * SVG, whose glyph outlines and rules are measured here. Nothing of the program's own geometry is
 * asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SYMBOLS = 1024, MOST_GLYPHS = 4096, MOST_RULES = 32, MOST_LINES = 64 };

/* The standard's page, in mm. A character of 3号 is 5.556 mm, 15.75 pt. */
static const double TOP = 37, LEFT = 28, WIDE = 156, HIGH = 225, CHARACTER = 15.75;
static const double ASCENT = 0.88; /* of a Han character's em box, by OpenType's usage */

static double mm(double pt)
{
    return pt * 25.4 / 72;
}

static double pt(double of_mm)
{
    return of_mm * 72 / 25.4;
}

typedef struct glyph {
    double x, y, left, right, top, bottom; /* origin; ink */
    bool red;
} glyph;

typedef struct rule {
    double x0, x1, y, width;
    bool red;
} rule;

typedef struct text_line {
    double y, left, right; /* baseline; first and last origin */
    size_t n;
} text_line;

typedef struct symbol {
    char name[32];
    double left, right, top, bottom;
    bool ink;
} symbol;

typedef struct page {
    symbol symbols[MOST_SYMBOLS];
    size_t symbols_n;
    glyph glyphs[MOST_GLYPHS];
    size_t n;
    rule rules[MOST_RULES];
    size_t rules_n;
    text_line lines[MOST_LINES]; /* from the top down, by baseline */
    size_t lines_n;
} page;

static double attribute(const char *line, const char *name)
{
    const char *at = strstr(line, name);
    return at ? strtod(at + strlen(name), NULL) : NAN;
}

static bool is_red(const char *line, const char *property)
{
    const char *at = strstr(line, property);
    double r = 0, g = 0, b = 0;
    return at && sscanf(at + strlen(property), "rgb(%lf%%,%lf%%,%lf%%)", &r, &g, &b) == 3 &&
           r > 60 && g < 20 && b < 20;
}

static void read_outline(symbol *s, const char *d)
{
    s->left = s->top = INFINITY;
    s->right = s->bottom = -INFINITY;
    while (*d && *d != '"') {
        double x, y;
        int n = 0;
        if (sscanf(d, " %lf %lf%n", &x, &y, &n) != 2) {
            d++;
            continue;
        }
        d += n;
        s->left = fmin(s->left, x);
        s->right = fmax(s->right, x);
        s->top = fmin(s->top, y);
        s->bottom = fmax(s->bottom, y);
        s->ink = true;
    }
}

static const symbol *find_symbol(const page *p, const char *line)
{
    const char *at = strstr(line, "href=\"#");
    size_t n = at ? strcspn(at + 7, "\"") : 0;
    for (size_t i = 0; i < p->symbols_n; i++)
        if (strlen(p->symbols[i].name) == n && !memcmp(p->symbols[i].name, at + 7, n))
            return &p->symbols[i];
    fail_msg("no symbol for %s", line);
    return NULL;
}

static void add_to_line(page *p, const glyph *g)
{
    size_t i = 0;
    while (i < p->lines_n && fabs(p->lines[i].y - g->y) > 0.1)
        i++;
    if (i == p->lines_n) {
        assert_true(p->lines_n < MOST_LINES);
        p->lines[p->lines_n++] = (text_line){g->y, g->x, g->x, 0};
    }
    text_line *line = &p->lines[i];
    line->left = fmin(line->left, g->x);
    line->right = fmax(line->right, g->x);
    line->n++;
}

static void add_glyph(page *p, const char *line, bool red)
{
    const symbol *s = find_symbol(p, line);
    double x = attribute(line, " x=\""), y = attribute(line, " y=\"");
    assert_true(p->n < MOST_GLYPHS);
    glyph *g = &p->glyphs[p->n];
    *g = (glyph){x, y, x + s->left, x + s->right, y + s->top, y + s->bottom, red};
    if (!s->ink)
        return;
    p->n++;
    add_to_line(p, g);
}

static void add_rule(page *p, const char *line)
{
    rule r = {.width = attribute(line, "stroke-width:"), .red = is_red(line, "stroke:")};
    double y2;
    const char *d = strstr(line, " d=\"");
    if (!d || sscanf(d, " d=\"M %lf %lf L %lf %lf", &r.x0, &r.y, &r.x1, &y2) != 4 || r.y != y2)
        return;
    assert_true(p->rules_n < MOST_RULES);
    p->rules[p->rules_n++] = r;
}

static int by_y(const void *a, const void *b)
{
    const text_line *l = a, *m = b;
    return (l->y > m->y) - (l->y < m->y);
}

static void read_svg(page *p, FILE *f)
{
    static char line[65536];
    bool red = false;
    while (fgets(line, sizeof line, f)) {
        const char *id = strstr(line, "<symbol"),
                   *d = strstr(line, "<path style=\"stroke:none;\" d=\"");
        if (id) {
            assert_true(p->symbols_n < MOST_SYMBOLS);
            sscanf(strstr(id, "id=\""), "id=\"%31[^\"]", p->symbols[p->symbols_n++].name);
        } else if (d && p->symbols_n) {
            read_outline(&p->symbols[p->symbols_n - 1], strstr(d, " d=\"") + 4);
        } else if (strstr(line, "<g style=\"fill:")) {
            red = is_red(line, "fill:");
        } else if (strstr(line, "<use ")) {
            add_glyph(p, line, red);
        } else if (strstr(line, "stroke-width:")) {
            add_rule(p, line);
        }
    }
    qsort(p->lines, p->lines_n, sizeof *p->lines, by_y);
}

static page *read_page(const char *report, int number)
{
    static page p;
    char command[1024];
    const char *build = getenv("BUILD") ? getenv("BUILD") : "build";
    memset(&p, 0, sizeof p);
    snprintf(command, sizeof command,
             "%s/jianbao report -q tests/golden/report/%s.md -o %s/standard.pdf && pdftocairo -svg "
             "-origpagesizes -nocenter -noshrink -f %d -l %d %s/standard.pdf -",
             build, report, build, number, number, build);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    read_svg(&p, f);
    assert_int_equal(pclose(f), 0);
    assert_true(p.lines_n > 0);
    return &p;
}

static void near_to(double is, double should_be, double within)
{
    if (!(fabs(is - should_be) <= within))
        fail_msg("it is %.3f, not %.3f ± %.3f", is, should_be, within);
}

static const rule *red_rule(const page *p)
{
    for (size_t i = 0; i < p->rules_n; i++)
        if (p->rules[i].red)
            return &p->rules[i];
    fail_msg("no red rule");
    return NULL;
}

/* The lines of black text below y. */
static const text_line *first_below(const page *p, double y)
{
    size_t i = 0;
    while (i < p->lines_n && p->lines[i].y < y)
        i++;
    assert_true(i < p->lines_n);
    return &p->lines[i];
}

/* 7.2.4: the mark's upper edge is 35 mm under the type area's. */
static void places_the_mark(void **state)
{
    (void)state;
    page *p = read_page("gongwen", 1);
    double top = INFINITY, left = INFINITY, right = 0;
    for (size_t i = 0; i < p->n; i++)
        if (p->glyphs[i].red) {
            top = fmin(top, p->glyphs[i].top);
            left = fmin(left, p->glyphs[i].left);
            right = fmax(right, p->glyphs[i].right);
        }
    near_to(mm(top), TOP + 35, 0.1);
    near_to(mm(left + right) / 2, LEFT + WIDE / 2, 0.6);
}

/* 7.2.4: several names under each other, as wide as each other; 文件 in the middle of their right
 * side.
 */
static void places_a_joint_mark(void **state)
{
    (void)state;
    enum { NAMES = 3 };
    page *p = read_page("gongwen-joint", 1);
    double y[NAMES] = {0}, left[NAMES], top = INFINITY, right = 0, word = 0;
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) {
        const glyph *g = &p->glyphs[i];
        if (!g->red)
            continue;
        if (!n || fabs(g->y - y[n - 1]) > 1) {
            if (g->right > right + 1 && n == NAMES) /* the word comes behind the names */
                word = g->y;
            else if (n < NAMES)
                y[n] = g->y, left[n++] = g->left;
        }
        top = fmin(top, g->top);
        right = fmax(right, g->right);
    }
    assert_int_equal(n, NAMES);
    near_to(mm(top), TOP + 35, 0.1);
    near_to(y[2] - y[1], y[1] - y[0], 0.01);
    near_to(word, (y[0] + y[2]) / 2, 0.01);
    near_to(left[1], left[0], 0.01);
    near_to(left[2], left[0], 0.01);
}

/* 7.3.5.2: the first name above the others, in the middle over the widest, which ends 2 em from the
 * right; the date begins 2 em behind it. */
static void places_joint_signatures(void **state)
{
    (void)state;
    page *p = read_page("gongwen-joint", 2);
    size_t i = 0;
    while (i < p->lines_n && p->lines[i].y < p->rules[0].y)
        i++;
    const text_line *date = &p->lines[i - 1], *names = date - 3;
    near_to(names[0].right + CHARACTER, pt(LEFT) + 26 * CHARACTER, 0.1);
    near_to(names[1].left + names[1].right, names[0].left + names[0].right, 0.5);
    near_to(date->left - names[0].left, 2 * CHARACTER, 1);
}

/* 7.2.1 to 7.2.3: three marks, flush left on the first three lines. */
static void places_the_marks_on_top(void **state)
{
    (void)state;
    page *p = read_page("gongwen", 1);
    for (size_t i = 0; i < 3; i++)
        near_to(mm(p->lines[i].left), LEFT, 0.2);
    near_to(mm(p->lines[0].y - ASCENT * CHARACTER), TOP, 0.1);
    near_to(p->lines[1].y - p->lines[0].y, p->lines[2].y - p->lines[1].y, 0.01);
}

/* 7.2.7: 4 mm under the number, as wide as the type area. */
static void draws_the_red_rule(void **state)
{
    (void)state;
    static const char *const reports[] = {"gongwen", "gongwen-upward", "gongwen-one"};
    for (size_t i = 0; i < 3; i++) {
        page *p = read_page(reports[i], 1);
        const rule *r = red_rule(p);
        near_to(mm(r->x0), LEFT, 0.1);
        near_to(mm(r->x1 - r->x0), WIDE, 0.5);
        const text_line *number = first_below(p, r->y - pt(4) - CHARACTER);
        double foot = number->y + (1 - ASCENT) * CHARACTER;
        near_to(mm(r->y - r->width / 2 - foot), 4, 0.05);
    }
}

/* 7.3.1: 2号 (22 pt), two lines under the rule, in the middle; 7.3.2: one line below, flush left.
 */
static void places_title_and_recipients(void **state)
{
    (void)state;
    page *p = read_page("gongwen", 1);
    const rule *r = red_rule(p);
    const text_line *title = first_below(p, r->y), *to = title + 2, *text = title + 3;
    double line = text->y - to->y;
    near_to((title->right - title->left) / (double)(title->n - 1), 22, 0.01);
    near_to(mm((title->left + title->right + 22) / 2), LEFT + WIDE / 2, 0.6);
    near_to(title->y - ASCENT * 22 - (r->y + r->width / 2), 2 * line, 0.1);
    near_to(to->y - ASCENT * CHARACTER - (title[1].y + (1 - ASCENT) * 22), line, 0.1);
    near_to(mm(to->left), LEFT, 0.1);
    near_to(text->left, pt(LEFT) + 2 * CHARACTER, 0.1);
}

/* 5.2: 22 lines of 28 characters fill 156 by 225 mm. */
static void fills_the_type_area(void **state)
{
    (void)state;
    page *p = read_page("gongwen-grid", 1);
    assert_int_equal(p->lines_n, 22 + 1); /* and the page number */
    near_to(mm(p->lines[0].y - ASCENT * CHARACTER), TOP, 0.1);
    near_to(mm(p->lines[21].y + (1 - ASCENT) * CHARACTER), TOP + HIGH, 0.1);
    for (size_t i = 0; i < 22; i++) {
        near_to(p->lines[i].y - p->lines[0].y, (double)i * (pt(HIGH) - CHARACTER) / 21, 0.05);
        near_to((double)p->lines[i].n, i ? 28 : 26, 0);
        near_to(mm(p->lines[i].right + CHARACTER), LEFT + 28 * mm(CHARACTER), 0.05);
    }
    near_to(p->lines[1].right - p->lines[1].left, 27 * CHARACTER, 0.05);
}

/* 7.5: 4号 (14 pt), the dashes 7 mm under the type area, 1 em from the right on odd pages, from the
 * left on even ones. */
static void numbers_pages(void **state)
{
    (void)state;
    for (int i = 1; i <= 3; i++) {
        page *p = read_page("gongwen", i);
        double y = p->lines[p->lines_n - 1].y, top = INFINITY;
        const glyph *first = NULL, *last = NULL;
        for (size_t k = 0; k < p->n; k++) {
            const glyph *g = &p->glyphs[k];
            if (fabs(g->y - y) > 0.1)
                continue;
            first = !first || g->x < first->x ? g : first;
            last = !last || g->x > last->x ? g : last;
        }
        assert_non_null(first);
        top = fmin(first->top, last->top);
        near_to(mm(top), TOP + HIGH + 7, 0.1);
        if (i % 2)
            near_to(last->x + 14, pt(LEFT) + 28 * CHARACTER - 14, 0.1);
        else
            near_to(first->x, pt(LEFT) + 14, 0.1);
    }
}

/* 7.4: rules of .35 mm first and last, of .25 mm between, as wide as the type area; the last is the
 * lower edge of the last page's type area, printed on both sides that of an even one; 4号 text, 1
 * em inside. */
static void sets_the_imprint_at_the_foot(void **state)
{
    (void)state;
    static const struct {
        const char *report;
        int last;
        double left;
    } cases[] = {{"gongwen", 3, LEFT},
                 {"gongwen-upward", 2, LEFT},
                 {"gongwen-one", 1, LEFT},
                 {"gongwen-pushed", 3, LEFT},
                 {"gongwen-sides", 2, 210 - LEFT - WIDE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        page *p = read_page(cases[i].report, cases[i].last);
        const rule *black[3] = {0};
        size_t n = 0;
        for (size_t k = 0; k < p->rules_n; k++)
            if (!p->rules[k].red) {
                assert_true(n < 3);
                black[n++] = &p->rules[k];
            }
        assert_int_equal(n, 3);
        static const double widths[] = {0.35, 0.25, 0.35};
        for (size_t k = 0; k < 3; k++) {
            near_to(mm(black[k]->width), widths[k], 0.005);
            near_to(mm(black[k]->x0), cases[i].left, 0.5);
            near_to(mm(black[k]->x1 - black[k]->x0), WIDE, 0.5);
        }
        near_to(mm(black[2]->y), TOP + HIGH, 0.2);
        const text_line *copies = first_below(p, black[0]->y);
        near_to(copies->left, black[0]->x0 + 14, 0.1);
        near_to(first_below(p, black[1]->y)->left, black[0]->x0 + 14, 0.1);
    }
}

/* 7.3.5: what is signed stands with the text: the date ends 4 em from the right under a seal;
 * without one it begins 2 em behind the signature, which ends 2 em from the right. */
static void places_signature_and_date(void **state)
{
    (void)state;
    page *p = read_page("gongwen", 3);
    const rule *first = &p->rules[0];
    size_t i = 0;
    while (i < p->lines_n && p->lines[i].y < first->y)
        i++;
    const text_line *date = &p->lines[i - 2], *name = date - 1; /* the remark stands below */
    near_to(date->right + CHARACTER, pt(LEFT) + 24 * CHARACTER, 0.1);
    near_to(name->left + name->right, date->left + date->right, 0.5);
    p = read_page("gongwen-long-name", 1);
    for (i = 0; p->lines[i].y < p->rules[1].y;)
        i++;
    date = &p->lines[i - 1], name = date - 1;
    near_to(name->right + CHARACTER, pt(LEFT) + 26 * CHARACTER, 0.1);
    near_to(date->left - name->left, 2 * CHARACTER, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_the_marks_on_top),
        cmocka_unit_test(places_the_mark),
        cmocka_unit_test(draws_the_red_rule),
        cmocka_unit_test(places_title_and_recipients),
        cmocka_unit_test(fills_the_type_area),
        cmocka_unit_test(numbers_pages),
        cmocka_unit_test(sets_the_imprint_at_the_foot),
        cmocka_unit_test(places_signature_and_date),
        cmocka_unit_test(places_a_joint_mark),
        cmocka_unit_test(places_joint_signatures),
    };
    return cmocka_run_group_tests_name("GB/T 9704", tests, NULL, NULL);
}
