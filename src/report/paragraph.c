#include "report/compose.h"

/* What is needed to set a paragraph, and to set it once more. */
typedef struct paragraph {
    jb_alternatives alternatives; /* the first: the page maker knows no more */
    jb_composer *c;
    const jb_sheet *sheet;
    double left; /* inset of what it stands in */
    jb_pieces pieces;
    jb_setting setting;
    const jb_para *shaped;
    double last, measure; /* of its last line, and of a full one */
} paragraph;

static jb_paragraph_style style_of(const paragraph *p, int more)
{
    const jb_setting *s = &p->setting;
    return (jb_paragraph_style){
        .measure = p->sheet->measure,
        .indent = s->indent,
        .left = p->left + s->left,
        .right = s->right,
        .justify = s->justify,
        .strictness = (jb_strictness)p->c->front->theme.text.strictness,
        .looseness = more,
        .or_none = true,
    };
}

static const jb_para *shape(const paragraph *p)
{
    const jb_paragraph_style style = style_of(p, 0);
    return jb_paragraph_shape(p->c->cx, p->pieces.at, p->pieces.n, &style);
}

static jb_composed set(const paragraph *p, int more)
{
    const jb_paragraph_style style = style_of(p, more);
    return jb_paragraph_set(p->shaped, &style);
}

/* Widows and orphans: a paragraph's first two and last two lines stay together. */
static double penalty_before(size_t line, size_t lines)
{
    return line == 1 || line == lines - 1 ? INFINITY : 0;
}

static jb_group_item *line_ink(const paragraph *p, const jb_line *line)
{
    jb_group_item *ink = JB_NEW(p->c->cx->keep, jb_group_item);
    jb_ink_line(p->c->cx->keep, ink, line, 0, jb_font_baseline(p->sheet, p->setting.font, 0));
    return ink;
}

static size_t push_lines(const paragraph *p, const jb_composed *composed)
{
    jb_composer *c = p->c;
    size_t first = c->boxes.n;
    for (size_t i = 0; i < composed->lines_n; i++) {
        jb_box *box = jb_push_box(c);
        if (i)
            box->penalty = p->setting.keep ? INFINITY : penalty_before(i, composed->lines_n);
        box->height = c->sheet->leading[p->setting.font];
        box->snap = !i;
        box->element = p->setting.element;
        box->ink = line_ink(p, &composed->lines[i]);
    }
    jb_take_line_notes(c, &c->boxes.at[first], &p->pieces, composed);
    return first;
}

/* Could lines give so much, or take it, that there are so many more? No line gives 4 % of itself
 * and none takes 5.5 %, in texts of all kinds; asking the composer is dear. */
static bool may_be(const paragraph *p, int more)
{
    static const double GIVES = .04, TAKES = .055;
    double width = p->measure * (double)p->alternatives.lines;
    return more > 0 ? more * p->measure - p->last <= TAKES * width
                    : p->last + (-more - 1) * p->measure <= GIVES * width;
}

/* What a paragraph took is for its other lines to take. */
static void give_back_notes(const paragraph *p, const jb_box *as)
{
    for (size_t i = 0; i < p->alternatives.lines; i++)
        for (size_t k = 0; k < as[i].notes_n; k++)
            p->c->note_taken[as[i].notes[k]] = false;
}

/* A line as the one that it stands for, which has got its frame, its columns and its mark. */
static jb_box line_like(const jb_box *as, jb_group_item *ink)
{
    jb_box box = *as;
    ink->dest = as->ink->dest;
    box.ink = ink;
    box.alternatives = NULL;
    box.notes_n = 0; /* taken anew */
    return box;
}

static jb_boxes boxes_like(const paragraph *p, const jb_box *as, const jb_composed *composed)
{
    size_t n = composed->lines_n, last = p->alternatives.lines - 1;
    jb_boxes boxes = {JB_NEW_N(p->c->cx->keep, jb_box, n), n, n};
    for (size_t i = 0; i < n; i++) {
        const jb_box *like = &as[!i ? 0 : i == n - 1 ? last : 1];
        boxes.at[i] = line_like(like, line_ink(p, &composed->lines[i]));
        if (i)
            boxes.at[i].penalty = penalty_before(i, n);
    }
    give_back_notes(p, as);
    jb_take_line_notes(p->c, boxes.at, &p->pieces, composed);
    return boxes;
}

/* The evenest page is the one whose lines are as they wish; a full one is worth some of that. */
static double cost_of(const jb_composed *composed)
{
    static const double ANY = .02, LOOSE = .1;
    return ANY + LOOSE * composed->loosest * composed->loosest;
}

static jb_alternative set_again(jb_alternatives *alternatives, const jb_box *as, int more)
{
    const paragraph *p = (const paragraph *)alternatives;
    jb_alternative none = {{0}, 0};
    if (!may_be(p, more))
        return none;
    jb_composed composed = set(p, more);
    if (composed.lines_n != (size_t)((long)alternatives->lines + more))
        return none;
    return (jb_alternative){boxes_like(p, as, &composed), cost_of(&composed)};
}

static bool may_alter(const jb_setting *s, size_t lines)
{
    enum { FEWEST = 2, MOST = 200 }; /* lines: one of many pages has lines enough to part at */
    return lines >= FEWEST && lines <= MOST && s->justify == JB_JUSTIFY && !s->keep;
}

static jb_alternatives *alternatives_of(paragraph p, const jb_composed *composed)
{
    size_t lines = composed->lines_n;
    p.alternatives = (jb_alternatives){.lines = lines, .set = set_again};
    p.last = composed->lines[lines - 1].width;
    p.measure = p.sheet->measure - p.left - p.setting.left - p.setting.right;
    if (!may_alter(&p.setting, lines) || !(may_be(&p, 1) || may_be(&p, -1)))
        return NULL;
    p.shaped = jb_paragraph_keep(p.shaped);
    paragraph *kept = JB_NEW(p.c->cx->keep, paragraph);
    *kept = p;
    return &kept->alternatives;
}

size_t jb_set_paragraph(jb_composer *c, const jb_pieces *pieces, const jb_setting *s)
{
    paragraph p = {.c = c, .sheet = c->sheet, .left = c->left, .pieces = *pieces, .setting = *s};
    p.shaped = shape(&p);
    jb_composed composed = set(&p, 0);
    bool lonely = c->next.headed == JB_HEADED && composed.lines_n == 1;
    size_t first = push_lines(&p, &composed);
    c->boxes.at[first].alternatives = alternatives_of(p, &composed);
    c->next.keep = s->keep;
    c->next.headed = lonely ? JB_LONELY : JB_UNHEADED;
    return first;
}

double jb_draw_lines(jb_composer *c, jb_group_item *into, const jb_pieces *pieces, jb_font font,
                     jb_justify justify, double x, double y, double width)
{
    const jb_paragraph_style style = {.measure = width, .justify = justify};
    jb_composed composed = jb_paragraph_compose(c->cx, pieces->at, pieces->n, &style);
    double leading = c->sheet->leading[font];
    for (size_t i = 0; i < composed.lines_n; i++)
        jb_ink_line(c->cx->keep, into, &composed.lines[i], x,
                    jb_font_baseline(c->sheet, font, y + (double)i * leading));
    return y + (double)composed.lines_n * leading;
}
