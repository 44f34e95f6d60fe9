#include <math.h>

#include "report/head.h"

/* 联合行文: a 公文 of several 发文机关 (GB/T 9704—2012, 7.2.4 and 7.3.5). */

/* ---- the mark ---- */

static const double NAMES_SIZE = 0.68; /* of one name's */
static const double NAMES_LEADING = 1.3;
static const double BESIDE = 0.4; /* em, between the names and 文件 */

typedef struct mark {
    jb_text_style style;
    size_t n;
    double widest, word; /* of the names; of 文件 with what parts it from them, 0: none */
} mark;

/* 文件 behind the last name stands beside them all. */
static jb_said without_word(jb_said name, jb_str *word)
{
    static const jb_str file = JB_K("文件");
    bool ends = jb_str_ends(name.text, file) && name.text.n > file.n;
    *word = ends ? file : JB_S("");
    name.text.n -= word->n;
    return name;
}

static jb_said name_at(jb_said names, size_t i, size_t n)
{
    jb_str word;
    jb_said name = jb_said_line(names, i);
    return i + 1 == n ? without_word(name, &word) : name;
}

static double width_in(jb_composer *c, const jb_text_style *style, jb_str text, jb_span place)
{
    return text.n ? jb_text_line(c->cx, style, text, place)->width : 0;
}

static mark measure_mark(jb_composer *c, jb_said names)
{
    jb_str word;
    mark m = {.style = c->sheet->fonts[JB_FONT_MASTHEAD], .n = jb_said_lines(names)};
    m.style.size *= NAMES_SIZE;
    without_word(jb_said_line(names, m.n - 1), &word);
    for (size_t i = 0; i < m.n; i++)
        m.widest = fmax(m.widest, width_in(c, &m.style, name_at(names, i, m.n).text, names.span));
    m.word = word.n ? width_in(c, &m.style, word, names.span) + BESIDE * m.style.size : 0;
    double room = c->sheet->measure - 2 * c->sheet->em, fit = room / (m.widest + m.word);
    if (fit < 1)
        m.style.size *= fit, m.widest *= fit, m.word *= fit;
    return m;
}

static void draw_in(jb_composer *c, jb_group_item *p, const jb_text_style *style, jb_said said,
                    double x, double baseline)
{
    jb_ink_line(c->cx->keep, p, jb_text_line(c->cx, style, said.text, said.span), x, baseline);
}

/* A name's characters, spread to the width of the widest. */
static void draw_spread(jb_composer *c, jb_group_item *into, const mark *m, jb_said name, double x,
                        double baseline)
{
    jb_group_item *p = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("P"));
    size_t gaps = jb_utf8_count(name.text) - 1;
    double spare = m->widest - width_in(c, &m->style, name.text, name.span);
    for (size_t at = 0, from; at < name.text.n;) {
        from = at;
        jb_utf8_next(name.text, &at);
        jb_said one = {jb_str_cut(name.text, from, at - from), name.span};
        draw_in(c, p, &m->style, one, x, baseline);
        x += width_in(c, &m->style, one.text, name.span) + (gaps ? spare / (double)gaps : 0);
    }
}

double jb_joint_name(jb_composer *c, jb_group_item *into, jb_said names, double y)
{
    const mark m = measure_mark(c, names);
    double left = (c->sheet->measure - m.widest - m.word) / 2, step = NAMES_LEADING * m.style.size,
           top, bottom;
    jb_line_ink(jb_text_line(c->cx, &m.style, name_at(names, 0, m.n).text, names.span), &top,
                &bottom);
    double baseline = y - top, last = baseline + (double)(m.n - 1) * step;
    for (size_t i = 0; i < m.n; i++)
        draw_spread(c, into, &m, name_at(names, i, m.n), left, baseline + (double)i * step);
    if (m.word > 0)
        draw_in(c, jb_ink_group(c->cx->keep, into, 0, 0, JB_S("P")), &m.style,
                (jb_said){JB_S("文件"), names.span}, left + m.widest + BESIDE * m.style.size,
                (baseline + last) / 2);
    return last + m.style.size - jb_head_baseline(0, m.style.size);
}

/* ---- names and date behind the text ---- */

static double width_of(jb_composer *c, jb_said said)
{
    return jb_head_line(c, JB_FONT_BODY, said)->width;
}

static void draw_at(jb_composer *c, jb_group_item *into, jb_said said, double middle, double y)
{
    jb_head_draw(c, into, JB_FONT_BODY, said, JB_LEFT, y, fmax(middle - width_of(c, said) / 2, 0));
}

static double widest_of(jb_composer *c, jb_said names)
{
    double widest = 0;
    for (size_t i = 0; i < jb_said_lines(names); i++)
        widest = fmax(widest, width_of(c, jb_said_line(names, i)));
    return widest;
}

/* Without seals: one under the other from the 主办机关 down, ending 2 em from the right; the date
 * begins 2 em behind their beginning, and where it is longer ends there (7.3.5.2). */
static size_t sign_unsealed(jb_composer *c, jb_group_item *into, jb_said names, jb_said date)
{
    const jb_sheet *s = c->sheet;
    size_t n = jb_said_lines(names);
    double widest = fmin(widest_of(c, names), s->measure - 2 * s->em), day = width_of(c, date),
           right = s->measure - 2 * s->em,
           left = day > widest ? right - day - 2 * s->em : right - widest;
    for (size_t i = 0; i < n; i++)
        draw_at(c, into, jb_said_line(names, i), left + widest / 2, (double)i * s->pitch);
    jb_head_draw(c, into, JB_FONT_BODY, date, JB_LEFT, (double)n * s->pitch,
                 fmax(left + 2 * s->em, 0));
    return n + 1;
}

/* Under seals of 42 mm: up to three a row, in columns, the last name over the date, which ends 4 em
 * from the right (7.3.5.1). */
static size_t sign_sealed(jb_composer *c, jb_group_item *into, jb_said names, jb_said date)
{
    enum { MOST = 3, ROW = 5 }; /* names; lines, for a seal and what parts it from the next */
    const jb_sheet *s = c->sheet;
    size_t n = jb_said_lines(names), columns = MOST;
    double widest = widest_of(c, names), day = width_of(c, date);
    while (columns > 1 && widest + s->em > s->measure / (double)columns)
        columns--;
    double over = s->measure - 4 * s->em - day / 2, last = fmin(over, s->measure - widest / 2),
           step = columns > 1 ? (last - widest / 2) / (double)(columns - 1) : 0;
    step = fmin(step, s->measure / (double)columns);
    size_t row = 0;
    for (size_t i = 0; i < n; i++) {
        row = i / columns;
        size_t behind = (n < (row + 1) * columns ? n : (row + 1) * columns) - 1 - i;
        draw_at(c, into, jb_said_line(names, i), last - (double)behind * step,
                (double)(row * ROW) * s->pitch);
    }
    draw_at(c, into, date, over, (double)(row * ROW + 1) * s->pitch);
    return row * ROW + 2;
}

size_t jb_joint_signature(jb_composer *c, jb_group_item *into, jb_said names, jb_said date)
{
    return (c->front->theme.seal ? sign_sealed : sign_unsealed)(c, into, names, date);
}
