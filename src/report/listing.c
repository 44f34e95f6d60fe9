#include "report/compose.h"

#include <math.h>

static void compose_item(jb_composer *c, const jb_block *item, jb_str label, jb_font font,
                         double label_x, const jb_element *list)
{
    const jb_element *outer = c->parent, *entry = jb_element_new(c, list, JB_S("LI"));
    size_t first = c->boxes.n;
    c->parent = jb_element_new(c, entry, JB_S("LBody"));
    jb_compose_blocks(c, &item->blocks);
    if (c->boxes.n > first)
        jb_hang_label(c, entry, label, font, first, label_x, item->span);
    c->parent = outer;
}

/* A term on a line of its own, and what it means under it, set in. */
static void compose_definition(jb_composer *c, const jb_block *item, const jb_element *list)
{
    const jb_element *outer = c->parent, *entry = jb_element_new(c, list, JB_S("LI"));
    double left = c->left;
    jb_pieces term = jb_pieces_of(c, item, JB_FONT_H3, JB_S(""));
    jb_pieces_rank(c, &term, JB_FONT_H3);
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
    for (size_t i = 0; jb_has_room(c, b->span) && i < b->blocks.n; i++)
        compose_definition(c, b->blocks.at[i], list);
}

static const jb_element *new_list(jb_composer *c, jb_str numbering)
{
    jb_element *list = JB_NEW(c->cx->keep, jb_element);
    *list = (jb_element){.parent = c->parent, .tag = JB_S("L"), .numbering = numbering};
    return list;
}

static jb_str label_of(const jb_composer *c, const jb_block *b, size_t i)
{
    const jb_block *item = b->blocks.at[i];
    if (item->task) /* marks of GB 2312, which every Chinese font has */
        return item->done ? JB_S("■") : JB_S("□");
    return b->numbered ? jb_str_printf(c->cx->keep, "%zu.", b->start + i) : JB_S("•");
}

static jb_font label_font(const jb_block *b, size_t i)
{
    return b->numbered || b->blocks.at[i]->task ? JB_FONT_BODY : JB_FONT_BULLET;
}

static double label_width(const jb_composer *c, const jb_block *b, size_t i)
{
    const jb_text_style *style = &c->sheet->fonts[label_font(b, i)];
    return jb_text_line(c->cx, style, label_of(c, b, i), b->span)->width;
}

/* Numbers grow; points and boxes stand in one list as they come. */
static double widest_label(const jb_composer *c, const jb_block *b)
{
    double widest = 0;
    for (size_t i = b->numbered && b->blocks.n ? b->blocks.n - 1 : 0; i < b->blocks.n; i++)
        widest = fmax(widest, label_width(c, b, i));
    return widest;
}

static const double LABEL_GAP = .3, LEAST_GAP = .1; /* em */

/* How far the text of a list stands behind its labels: a whole number of characters, as its lines
 * are. */
static double set_in(const jb_composer *c, const jb_block *b, double widest)
{
    double em = c->sheet->em;
    bool task = false;
    for (size_t i = 0; i < b->blocks.n; i++)
        task |= b->blocks.at[i]->task;
    return task ? widest + LABEL_GAP * em : b->numbered ? ceil(widest / em + LEAST_GAP) * em : em;
}

/* Numbers end in front of the text, the longer the farther left they begin; by a tenth of a
 * character before the others' edge, where a 1 has its blank. */
static double gap_behind(const jb_composer *c, const jb_block *b, double widest)
{
    double em = c->sheet->em, left = set_in(c, b, widest) - widest;
    return fmin(left + LEAST_GAP * em, LABEL_GAP * em);
}

void jb_compose_list(jb_composer *c, const jb_block *b)
{
    if (b->defines) {
        compose_definitions(c, b);
        return;
    }
    const jb_element *list = new_list(c, b->numbered ? JB_S("Decimal") : JB_S("Disc"));
    double outer = c->left, label_x = outer > 0 ? outer : c->sheet->indent;
    double widest = widest_label(c, b);
    c->left = label_x + set_in(c, b, widest);
    for (size_t i = 0; jb_has_room(c, b->span) && i < b->blocks.n; i++) {
        double x = c->left - gap_behind(c, b, widest) - label_width(c, b, i);
        compose_item(c, b->blocks.at[i], label_of(c, b, i), label_font(b, i),
                     b->numbered ? x : label_x, list);
    }
    c->left = outer;
}
