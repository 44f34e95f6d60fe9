#include "report/compose.h"

#include <math.h>

/* A quiet ground parts what is typed from what is said. */
enum { PAD = 3 };

static jb_frame *code_ground(jb_composer *c, double left)
{
    jb_frame *f = JB_NEW(c->cx->keep, jb_frame);
    *f = (jb_frame){.x = c->left + left - 2 * PAD,
                    .width = c->sheet->measure - c->left - left + 2 * PAD,
                    .above = PAD,
                    .below = PAD,
                    .paint = &c->sheet->tints[JB_TINT_RULE],
                    .ground = &c->sheet->tints[JB_TINT_GROUND]};
    return f;
}

static double depth_from(const jb_composer *c, size_t begin)
{
    double depth = 0;
    for (size_t i = begin; i < c->boxes.n; i++)
        depth += c->boxes.at[i].height;
    return depth;
}

/* What its lines leave of the grid, and what is blank under the line above, are shared out: as much
 * air over the ground as under it. */
static void center_code(jb_composer *c, size_t begin, jb_frame *ground, double depth)
{
    double pitch = c->sheet->pitch, least = depth + JB_PART * pitch;
    double over = ceil((least - 0.05) / pitch) * pitch - depth;
    double lower = fmax((over - (pitch - c->sheet->em)) / 2, 0);
    for (size_t i = begin; i < c->boxes.n; i++) {
        c->boxes.at[i].lower = lower;
        c->boxes.at[i].low = pitch - c->sheet->em + lower;
    }
    ground->above = PAD - lower;
    ground->below = PAD + lower;
}

static jb_str without_last_blanks(jb_str code)
{
    while (code.n && (code.p[code.n - 1] == '\n' || code.p[code.n - 1] == ' '))
        code.n--;
    return code;
}

/* Code is read whole. What is longer than a page's half is torn at its blank lines; those that are
 * shorter, and where there are none, are torn where more than 8 lines of a page would stay empty
 * without; no page ends or begins with fewer than LEAST of its lines. The words that lead to it
 * stay above it if they can. */
static void ground_code(jb_composer *c, size_t begin, const jb_frame *ground, double depth)
{
    enum { LEAST = 3, TORN = 8 * 8, PARTED = 2 * 2, LED = 8 * 8 };
    size_t n = c->boxes.n;
    bool whole = depth <= c->sheet->depth / 2;
    bool led = begin && !c->boxes.at[begin - 1].space; /* not by a table or a figure */
    for (size_t i = begin; i < n; i++) {
        jb_box *box = &c->boxes.at[i];
        box->frame = ground;
        box->apart = i == begin ? n - begin : 0;
        bool near = i < begin + LEAST || n - i < LEAST;
        box->penalty = i == begin             ? fmax(box->penalty, led ? LED : 0)
                       : near                 ? INFINITY
                       : box->space && !whole ? PARTED
                                              : TORN;
    }
}

/* A line that is too long goes on two cells further in than it begins: what stands at the left edge
 * would be a key of YAML. */
static double hang_of(const jb_composer *c, jb_str line, double cell)
{
    enum { FURTHER = 2 };
    const double most = c->sheet->measure / 2;
    size_t blank = 0;
    while (blank < line.n && line.p[blank] == ' ')
        blank++;
    return fmin((double)(blank + FURTHER) * cell, most);
}

void jb_compose_code(jb_composer *c, const jb_block *b)
{
    const jb_element *element = jb_element_new(c, c->parent, JB_S("Code"));
    double left = c->left > 0 ? 2 * PAD : c->sheet->indent; /* as the text that it stands in */
    jb_frame *ground = code_ground(c, left);
    jb_str code = without_last_blanks(b->code);
    size_t begin = c->boxes.n;
    double cell = jb_text_line(c->cx, &c->sheet->fonts[JB_FONT_CODE], JB_S("0"), b->span)->width;
    for (size_t at = 0; at < code.n;) {
        size_t end = at;
        while (end < code.n && code.p[end] != '\n')
            end++;
        jb_str line = jb_str_cut(code, at, end - at);
        jb_pieces pieces = jb_pieces_of_text(c, line.n ? line : JB_S(" "), JB_FONT_CODE, b->span);
        double hang = hang_of(c, line, cell);
        const jb_setting s = {.font = JB_FONT_CODE,
                              .justify = JB_FLUSH_LEFT,
                              .indent = -hang,
                              .left = left + hang,
                              .right = 2 * PAD,
                              .element = element};
        size_t first = jb_set_paragraph(c, &pieces, &s);
        c->boxes.at[first].snap = !at;
        c->boxes.at[first].space = !line.n; /* it parts what is on one page */
        at = end + 1;
    }
    double depth = depth_from(c, begin);
    center_code(c, begin, ground, depth);
    ground_code(c, begin, ground, depth);
    jb_part_from_grid(c);
}
