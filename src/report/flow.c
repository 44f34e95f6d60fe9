#include "report/compose.h"

#include <math.h>

/* Where the baseline stands in a Han character's em box. */
static const double ASCENT = 0.88;

double jb_font_baseline(const jb_sheet *sheet, jb_font font, double y)
{
    double size = sheet->fonts[font].size, leading = sheet->leading[font];
    if (leading == sheet->pitch) /* on the grid, the em box of the body text begins the line */
        return y + ASCENT * sheet->em;
    return y + (leading - size) / 2 + ASCENT * size;
}

const jb_element *jb_element_new(jb_composer *c, const jb_element *parent, jb_str tag)
{
    jb_element *e = JB_NEW(c->cx->keep, jb_element);
    e->parent = parent;
    e->tag = tag;
    return e;
}

jb_box *jb_push_box(jb_composer *c)
{
    jb_box *box = JB_PUSH(c->cx->keep, &c->boxes);
    box->element = c->parent;
    box->fresh = c->fresh_next;
    box->recto = c->recto_next;
    bool keep = c->keep_next || c->headed == JB_LONELY;
    box->penalty = keep && !c->fresh_next ? INFINITY : 0;
    c->keep_next = c->fresh_next = c->recto_next = false;
    c->headed = JB_UNHEADED;
    return box;
}

void jb_push_space(jb_composer *c, double height)
{
    bool keep = c->keep_next;
    jb_headed headed = c->headed;
    jb_box *box = jb_push_box(c);
    box->height = height;
    box->space = true;
    c->keep_next = keep;
    c->headed = headed;
}

jb_box *jb_push_picture(jb_composer *c, jb_group_item *ink, double height,
                        const jb_element *element)
{
    const double AIR = c->row || c->room > 0 ? 0 : c->sheet->pitch / 4;
    jb_box *box = jb_push_ink(c, ink, height + AIR, element);
    /* the line above has the rest of its pitch below it already */
    box->lower = fmax((box->height - height - (c->sheet->pitch - c->sheet->em)) / 2, 0);
    return box;
}

jb_box *jb_push_ink(jb_composer *c, jb_group_item *ink, double height, const jb_element *element)
{
    jb_box *box = jb_push_box(c);
    /* in a row it is the row that stands on the grid */
    box->height = c->row ? height : ceil((height - 0.05) / c->sheet->pitch) * c->sheet->pitch;
    box->ink = ink;
    box->element = element;
    box->snap = true;
    return box;
}

typedef JB_LIST(size_t) numbers;

/* A note stands on the page that first refers to it, and with it those that it refers to. */
static void take_note(jb_composer *c, numbers *taken, size_t number)
{
    if (c->note_taken[number])
        return;
    c->note_taken[number] = true;
    *JB_PUSH(c->cx->keep, taken) = number;
    const jb_blocks *said = &c->manuscript->notes.at[number - 1]->blocks;
    for (size_t i = 0; i < said->n; i++)
        for (size_t k = 0; k < said->at[i]->text.n; k++)
            if (said->at[i]->text.at[k].note)
                take_note(c, taken, said->at[i]->text.at[k].note);
}

/* The notes that the pieces on line k refer to. */
static void take_line_notes(jb_composer *c, jb_box *box, const jb_pieces *pieces,
                            const jb_composed *composed, size_t k)
{
    numbers taken = {0};
    for (size_t i = 0; i < pieces->n; i++)
        if (pieces->notes[i] && composed->pieces_at[i].line == k)
            take_note(c, &taken, pieces->notes[i]);
    box->notes = taken.at;
    box->notes_n = taken.n;
}

bool jb_take_notes(jb_composer *c, jb_box *box, const jb_pieces *pieces)
{
    numbers taken = {0};
    for (size_t i = 0; i < box->notes_n; i++)
        *JB_PUSH(c->cx->keep, &taken) = box->notes[i];
    for (size_t i = 0; c->front->theme.notes == JB_NOTES_PAGE && i < pieces->n; i++)
        if (pieces->notes[i])
            take_note(c, &taken, pieces->notes[i]);
    box->notes = taken.at;
    box->notes_n = taken.n;
    return taken.n;
}

void jb_pass_notes(jb_composer *c, const jb_boxes *from, jb_box *to)
{
    numbers all = {0};
    for (size_t i = 0; i < to->notes_n; i++)
        *JB_PUSH(c->cx->keep, &all) = to->notes[i];
    for (size_t i = 0; i < from->n; i++)
        for (size_t k = 0; k < from->at[i].notes_n; k++)
            *JB_PUSH(c->cx->keep, &all) = from->at[i].notes[k];
    to->notes = all.at;
    to->notes_n = all.n;
}

/* What is needed to set a paragraph, and to set it once more. */
typedef struct paragraph {
    jb_alternatives alternatives; /* the first: the page maker knows no more */
    jb_composer *c;
    const jb_sheet *sheet;
    double left; /* inset of what it stands in */
    jb_pieces pieces;
    jb_setting setting;
    double last, measure; /* of its last line, and of a full one */
} paragraph;

static jb_composed compose(const paragraph *p, int more)
{
    const jb_setting *s = &p->setting;
    const jb_paragraph_style style = {
        .measure = p->sheet->measure,
        .indent = s->indent,
        .left = p->left + s->left,
        .right = s->right,
        .justify = s->justify,
        .strictness = (jb_strictness)p->c->front->theme.text.strictness,
        .looseness = more,
        .or_none = true,
    };
    return jb_paragraph_compose(p->c->cx, p->pieces.at, p->pieces.n, &style);
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

static void take_notes_by_line(const paragraph *p, const jb_composed *composed, jb_box *boxes)
{
    for (size_t i = 0; p->c->front->theme.notes == JB_NOTES_PAGE && i < composed->lines_n; i++)
        take_line_notes(p->c, &boxes[i], &p->pieces, composed, i);
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
    take_notes_by_line(p, composed, &c->boxes.at[first]);
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

/* The notes that a paragraph took are taken anew, by other lines. */
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
    take_notes_by_line(p, composed, boxes.at);
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
    jb_composed composed = compose(p, more);
    if (composed.lines_n != (size_t)((long)alternatives->lines + more))
        return none;
    return (jb_alternative){boxes_like(p, as, &composed), cost_of(&composed)};
}

static bool may_alter(const jb_setting *s, size_t lines)
{
    enum { FEWEST = 2 };
    return lines >= FEWEST && s->justify == JB_JUSTIFY && !s->keep;
}

static jb_alternatives *alternatives_of(const paragraph *set, const jb_composed *composed)
{
    size_t lines = composed->lines_n;
    if (!may_alter(&set->setting, lines))
        return NULL;
    paragraph *p = JB_NEW(set->c->cx->keep, paragraph);
    *p = *set;
    p->alternatives = (jb_alternatives){.lines = lines, .set = set_again};
    p->last = composed->lines[lines - 1].width;
    p->measure = p->sheet->measure - p->left - p->setting.left - p->setting.right;
    return &p->alternatives;
}

size_t jb_set_paragraph(jb_composer *c, const jb_pieces *pieces, const jb_setting *s)
{
    const paragraph p = {
        .c = c, .sheet = c->sheet, .left = c->left, .pieces = *pieces, .setting = *s};
    jb_composed composed = compose(&p, 0);
    bool lonely = c->headed == JB_HEADED && composed.lines_n == 1;
    size_t first = push_lines(&p, &composed);
    c->boxes.at[first].alternatives = alternatives_of(&p, &composed);
    c->keep_next = s->keep;
    c->headed = lonely ? JB_LONELY : JB_UNHEADED;
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

/* ---- blocks ---- */

static jb_str tag_of_heading(int level)
{
    static const jb_str tags[] = {JB_K("H1"), JB_K("H2"), JB_K("H3"),
                                  JB_K("H4"), JB_K("H5"), JB_K("H6")};
    return tags[level - 1];
}

static jb_str plain(jb_composer *c, const jb_pieces *pieces)
{
    jb_buf b = jb_buf_new(c->cx->keep);
    for (size_t i = 0; i < pieces->n; i++)
        if (!pieces->notes[i])
            jb_buf_add(&b, pieces->at[i].text);
    return b.text;
}

/* Not the first block, which stands under the document's head, nor a heading under a heading. */
static bool begins_page(const jb_composer *c, const jb_block *b)
{
    return b->level <= c->front->theme.breaks && b != c->manuscript->blocks.at[0] &&
           !c->keep_next && !c->across;
}

void jb_section_enter(jb_composer *c, int level)
{
    const jb_element *around = c->parent;
    while (around && around->level >= level)
        around = around->parent;
    jb_element *section = JB_NEW(c->cx->keep, jb_element);
    *section = (jb_element){.parent = around, .tag = JB_S("Sect"), .level = level};
    c->parent = section;
}

static void compose_heading(jb_composer *c, const jb_block *b)
{
    c->fresh_next = c->fresh_next || begins_page(c, b);
    c->headed = JB_UNHEADED; /* the section above has one line only */
    jb_section_enter(c, b->level);
    jb_font font = (jb_font)(JB_FONT_H1 + (b->level < 4 ? b->level : 4) - 1);
    const jb_target *target = jb_target_of(c, b);
    jb_pieces pieces = jb_pieces_of(c, b, font, target->lead);
    const jb_setting s = {
        .font = font,
        .justify = JB_FLUSH_LEFT,
        .indent = c->sheet->indents[font],
        .element = jb_element_new(c, c->parent, tag_of_heading(b->level)),
        .keep = true,
    };
    size_t first = jb_set_paragraph(c, &pieces, &s);
    c->boxes.at[first].ink->dest = target->dest;
    c->boxes.at[first].outline = plain(c, &pieces);
    c->boxes.at[first].level = b->level;
    c->headed = JB_HEADED;
}

static void compose_paragraph(jb_composer *c, const jb_block *b)
{
    jb_pieces pieces = jb_pieces_of(c, b, JB_FONT_BODY, JB_S(""));
    const jb_setting s = {
        .font = JB_FONT_BODY,
        .justify = JB_JUSTIFY,
        .indent = c->left > 0 ? 0 : c->sheet->indent,
        .element = jb_element_new(c, c->parent, JB_S("P")),
    };
    jb_set_paragraph(c, &pieces, &s);
}

void jb_hang_label(jb_composer *c, const jb_element *in, jb_str label, jb_font font, size_t first,
                   double x, jb_span place)
{
    jb_box *box = &c->boxes.at[first];
    const jb_line *line = jb_text_line(c->cx, &c->sheet->fonts[font], label, place);
    jb_group_item *ink = JB_NEW(c->cx->keep, jb_group_item);
    jb_hung *hung = JB_NEW(c->cx->keep, jb_hung);
    ink->tag = JB_S("Lbl");
    jb_ink_line(c->cx->keep, ink, line, x, jb_font_baseline(c->sheet, font, 0));
    *hung = (jb_hung){in, ink, box->hung};
    box->hung = hung;
}

static void compose_item(jb_composer *c, const jb_block *item, jb_str label, double label_x,
                         const jb_element *list)
{
    const jb_element *outer = c->parent, *entry = jb_element_new(c, list, JB_S("LI"));
    size_t first = c->boxes.n;
    c->parent = jb_element_new(c, entry, JB_S("LBody"));
    jb_compose_blocks(c, &item->blocks);
    if (c->boxes.n > first)
        jb_hang_label(c, entry, label, JB_FONT_BODY, first, label_x, item->span);
    c->parent = outer;
}

/* Lists and quotes in one another may leave no room beside their insets. */
static bool has_room(jb_composer *c, jb_span place)
{
    static const double LEAST = 4; /* em */
    if (c->sheet->measure - c->left - c->sheet->indent >= LEAST * c->sheet->em)
        return true;
    jb_fail(c->cx, place, "nested so deep that no room is left for its text");
    return false;
}

/* A term on a line of its own, and what it means under it, set in. */
static void compose_definition(jb_composer *c, const jb_block *item, const jb_element *list)
{
    const jb_element *outer = c->parent, *entry = jb_element_new(c, list, JB_S("LI"));
    double left = c->left;
    jb_pieces term = jb_pieces_of(c, item, JB_FONT_H3, JB_S(""));
    const jb_setting s = {.font = JB_FONT_H3,
                          .justify = JB_FLUSH_LEFT,
                          .indent = left > 0 ? 0 : c->sheet->indent,
                          .element = jb_element_new(c, entry, JB_S("Lbl")),
                          .keep = true};
    jb_set_paragraph(c, &term, &s);
    c->left = (left > 0 ? left : c->sheet->indent) + 2 * c->sheet->em;
    c->parent = jb_element_new(c, entry, JB_S("LBody"));
    jb_compose_blocks(c, &item->blocks);
    c->parent = outer;
    c->left = left;
}

static void compose_definitions(jb_composer *c, const jb_block *b)
{
    const jb_element *list = jb_element_new(c, c->parent, JB_S("L"));
    for (size_t i = 0; has_room(c, b->span) && i < b->blocks.n; i++)
        compose_definition(c, b->blocks.at[i], list);
}

static const jb_element *new_list(jb_composer *c, jb_str numbering)
{
    jb_element *list = JB_NEW(c->cx->keep, jb_element);
    *list = (jb_element){.parent = c->parent, .tag = JB_S("L"), .numbering = numbering};
    return list;
}

static void compose_list(jb_composer *c, const jb_block *b)
{
    if (b->defines) {
        compose_definitions(c, b);
        return;
    }
    const jb_element *list = new_list(c, b->numbered ? JB_S("Decimal") : JB_S("Disc"));
    double outer = c->left, label_x = outer > 0 ? outer : c->sheet->indent;
    bool wide = b->numbered && b->start + b->blocks.n > 10;
    bool tasks = b->blocks.n && b->blocks.at[0]->task; /* whose mark is a character wide */
    c->left = label_x + c->sheet->em * (wide ? 1.5 : b->numbered ? 1.2 : tasks ? 1.3 : 1);
    for (size_t i = 0; has_room(c, b->span) && i < b->blocks.n; i++) {
        jb_str label = b->numbered ? jb_str_printf(c->cx->keep, "%zu.", b->start + i)
                                   : jb_str_dup(c->cx->keep, JB_S("•"));
        const jb_block *item = b->blocks.at[i];
        if (item->task) /* marks of GB 2312, which every Chinese font has */
            label = item->done ? JB_S("■") : JB_S("□");
        compose_item(c, item, label, label_x, list);
    }
    c->left = outer;
}

static void compose_quote(jb_composer *c, const jb_block *b)
{
    const jb_element *outer = c->parent;
    double left = c->left;
    c->parent = jb_element_new(c, outer, JB_S("BlockQuote"));
    c->left += c->sheet->indent;
    for (size_t i = 0; has_room(c, b->span) && i < b->blocks.n; i++) {
        const jb_block *inner = b->blocks.at[i];
        if (inner->kind != JB_BLOCK_PARAGRAPH) {
            jb_compose_blocks(c, &(jb_blocks){.at = &b->blocks.at[i], .n = 1});
            continue;
        }
        jb_pieces pieces = jb_pieces_of(c, inner, JB_FONT_QUOTE, JB_S(""));
        const jb_setting s = {.font = JB_FONT_QUOTE,
                              .justify = JB_JUSTIFY,
                              .indent = c->sheet->indent,
                              .right = c->sheet->indent,
                              .element = jb_element_new(c, c->parent, JB_S("P"))};
        jb_set_paragraph(c, &pieces, &s);
    }
    c->parent = outer;
    c->left = left;
}

/* What is set off the grid is parted from the text that goes back to it. */
static void part_from_grid(jb_composer *c)
{
    jb_push_space(c, 0.4 * c->sheet->pitch);
}

/* A quiet ground parts what is typed from what is said. */
static const jb_frame *code_ground(jb_composer *c, double left)
{
    enum { PAD = 3 };
    jb_frame *f = JB_NEW(c->cx->keep, jb_frame);
    *f = (jb_frame){.x = c->left + left - 2 * PAD,
                    .width = c->sheet->measure - c->left - left + 2 * PAD,
                    .above = PAD,
                    .below = PAD,
                    .paint = &c->sheet->tints[JB_TINT_RULE],
                    .ground = &c->sheet->tints[JB_TINT_GROUND]};
    return f;
}

static jb_str without_last_blanks(jb_str code)
{
    while (code.n && (code.p[code.n - 1] == '\n' || code.p[code.n - 1] == ' '))
        code.n--;
    return code;
}

/* Code is read whole. What is longer than a page's half is torn at its blank lines; those that are
 * shorter, and where there are none, are torn where more than 12 lines of a page would stay empty
 * without; no page ends or begins with fewer than LEAST of its lines. The words that lead to it
 * stay above it if they can. */
static void ground_code(jb_composer *c, size_t begin, const jb_frame *ground)
{
    enum { LEAST = 3, TORN = 12 * 12, PARTED = 2 * 2, LED = 12 * 12 };
    size_t n = c->boxes.n;
    double depth = 0;
    for (size_t i = begin; i < n; i++)
        depth += c->boxes.at[i].height;
    bool whole = depth <= c->sheet->depth / 2;
    for (size_t i = begin; i < n; i++) {
        jb_box *box = &c->boxes.at[i];
        box->frame = ground;
        bool near = i < begin + LEAST || n - i < LEAST;
        box->penalty = i == begin             ? fmax(box->penalty, LED)
                       : near                 ? INFINITY
                       : box->space && !whole ? PARTED
                                              : TORN;
    }
}

static void compose_code(jb_composer *c, const jb_block *b)
{
    const jb_element *element = jb_element_new(c, c->parent, JB_S("Code"));
    const jb_frame *ground = code_ground(c, c->sheet->indent);
    jb_str code = without_last_blanks(b->code);
    size_t begin = c->boxes.n;
    const jb_setting s = {.font = JB_FONT_CODE,
                          .justify = JB_FLUSH_LEFT,
                          .left = c->sheet->indent,
                          .element = element};
    for (size_t at = 0; at < code.n;) {
        size_t end = at;
        while (end < code.n && code.p[end] != '\n')
            end++;
        jb_str line = jb_str_cut(code, at, end - at);
        jb_pieces pieces = jb_pieces_of_text(c, line.n ? line : JB_S(" "), JB_FONT_CODE, b->span);
        size_t first = jb_set_paragraph(c, &pieces, &s);
        c->boxes.at[first].snap = !at;
        c->boxes.at[first].space = !line.n; /* it parts what is on one page */
        at = end + 1;
    }
    ground_code(c, begin, ground);
    part_from_grid(c);
}

static void compose_rule(jb_composer *c, const jb_block *b)
{
    (void)b;
    jb_headed headed = c->headed; /* it ends no page with the heading over it */
    jb_group_item *ink = JB_NEW(c->cx->keep, jb_group_item);
    double y = c->sheet->em / 2, middle = c->sheet->measure / 2, half = 4 * c->sheet->em;
    jb_ink_rule(c->cx->keep, ink, middle - half, y, middle + half, y,
                &c->sheet->tints[JB_TINT_RULE], 0.5);
    jb_push_ink(c, ink, c->sheet->pitch, jb_element_new(c, NULL, JB_S("Artifact")));
    c->headed = headed;
    c->keep_next = headed == JB_HEADED;
}

/* The room of a note's mark: that of ①, and of the longest where they are written (51). */
static double room_of_mark(jb_composer *c, jb_font font, jb_span place)
{
    static const double CIRCLE = 1.5, GAP = 0.25; /* em */
    const jb_text_style *style = &c->sheet->fonts[font];
    jb_str last = jb_number_circled(c->cx->keep, c->manuscript->notes.n);
    return fmax(CIRCLE * style->size,
                jb_text_line(c->cx, style, last, place)->width + GAP * style->size);
}

/* A note's paragraphs, hanging behind its mark. */
static void compose_note(jb_composer *c, size_t i, jb_font font)
{
    const jb_block *note = c->manuscript->notes.at[i];
    const jb_element *element = jb_element_new(c, c->parent, JB_S("Note"));
    double hang_by = room_of_mark(c, font, note->span);
    const jb_setting s = {.font = font, .justify = JB_JUSTIFY, .left = hang_by, .element = element};
    for (size_t k = 0; k < note->blocks.n; k++) {
        if (note->blocks.at[k]->kind != JB_BLOCK_PARAGRAPH) {
            jb_fail(c->cx, note->blocks.at[k]->span, "a note holds paragraphs only");
            continue;
        }
        jb_pieces pieces = jb_pieces_of(c, note->blocks.at[k], font, JB_S(""));
        size_t first = jb_set_paragraph(c, &pieces, &s);
        c->boxes.at[first].snap = false;
        if (k)
            continue;
        jb_hang_label(c, element, jb_number_circled(c->cx->keep, i + 1), font, first, 0,
                      note->span);
        c->boxes.at[first].ink->dest = jb_str_printf(c->cx->keep, "note-%zu", i + 1);
    }
}

/* Notes where they are written. */
static void compose_notes(jb_composer *c, const jb_block *b)
{
    (void)b;
    if (c->front->theme.notes != JB_NOTES_SECTION)
        return;
    for (size_t i = 0; i < c->manuscript->notes.n; i++)
        compose_note(c, i, JB_FONT_ENDNOTE);
    part_from_grid(c);
}

static void tell_no_page(jb_composer *c, const jb_block *note)
{
    jb_fail(c->cx, note->span, "nothing that is printed refers to this note, so no page shows it");
    jb_hint(c->cx,
            "refer to it in the text or in a caption, or set “notes: section” in the front matter");
}

/* Notes for the foot of pages: each a list of boxes of its own. */
static void compose_page_notes(jb_composer *c)
{
    size_t n = c->manuscript->notes.n;
    c->note_boxes = JB_NEW_N(c->cx->keep, jb_boxes, n + 1);
    jb_boxes body = c->boxes;
    for (size_t i = 0; i < n && c->front->theme.notes == JB_NOTES_PAGE; i++) {
        c->boxes = (jb_boxes){0};
        c->keep_next = false;
        if (!c->note_taken[i + 1])
            tell_no_page(c, c->manuscript->notes.at[i]);
        compose_note(c, i, JB_FONT_NOTE);
        c->note_boxes[i + 1] = c->boxes;
    }
    c->boxes = body;
    c->keep_next = false;
}

const jb_str jb_fences[] = {JB_K("chart"), JB_K("table"), JB_K("kpi")};
static void (*const fences[])(jb_composer *, const jb_block *) = {
    jb_compose_chart, jb_compose_tabular, jb_compose_tiles};
_Static_assert(JB_COUNT(jb_fences) == JB_FENCES && JB_COUNT(fences) == JB_FENCES,
               "every fence has its composer");

static void compose_fence(jb_composer *c, const jb_block *b)
{
    for (size_t i = 0; b->node && i < JB_FENCES; i++)
        if (jb_str_eq(jb_fences[i], b->info))
            fences[i](c, b);
}

static void compose_break(jb_composer *c, const jb_block *b)
{
    (void)b;
    c->fresh_next = true;
}

static void compose_nothing(jb_composer *c, const jb_block *b)
{
    (void)c, (void)b;
}

static void (*const rows[])(jb_composer *, const jb_block *) = {
    [JB_BLOCK_HEADING] = compose_heading, [JB_BLOCK_PARAGRAPH] = compose_paragraph,
    [JB_BLOCK_LIST] = compose_list,       [JB_BLOCK_ITEM] = compose_nothing, /* its list's */
    [JB_BLOCK_QUOTE] = compose_quote,     [JB_BLOCK_CODE] = compose_code,
    [JB_BLOCK_RULE] = compose_rule,       [JB_BLOCK_TABLE] = jb_compose_table,
    [JB_BLOCK_ROW] = compose_nothing, /* its table's */
    [JB_BLOCK_CELL] = compose_nothing,    [JB_BLOCK_IMAGE] = jb_compose_image,
    [JB_BLOCK_FENCE] = compose_fence,     [JB_BLOCK_DIV] = jb_compose_div,
    [JB_BLOCK_NOTES] = compose_notes,     [JB_BLOCK_BREAK] = compose_break,
};
_Static_assert(JB_COUNT(rows) == JB_BLOCKS, "every block has its composer");

void jb_compose_blocks(jb_composer *c, const jb_blocks *blocks)
{
    for (size_t i = 0; i < blocks->n; i++)
        rows[blocks->at[i]->kind](c, blocks->at[i]);
}

void jb_compose_body(jb_composer *c)
{
    c->note_taken = JB_NEW_N(c->cx->keep, bool, c->manuscript->notes.n + 1);
    jb_compose_form(c);
    compose_page_notes(c);
}
