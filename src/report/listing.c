#include "report/compose.h"

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
    for (size_t i = 0; jb_has_room(c, b->span) && i < b->blocks.n; i++)
        compose_definition(c, b->blocks.at[i], list);
}

static const jb_element *new_list(jb_composer *c, jb_str numbering)
{
    jb_element *list = JB_NEW(c->cx->keep, jb_element);
    *list = (jb_element){.parent = c->parent, .tag = JB_S("L"), .numbering = numbering};
    return list;
}

void jb_compose_list(jb_composer *c, const jb_block *b)
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
    for (size_t i = 0; jb_has_room(c, b->span) && i < b->blocks.n; i++) {
        jb_str label = b->numbered ? jb_str_printf(c->cx->keep, "%zu.", b->start + i)
                                   : jb_str_dup(c->cx->keep, JB_S("•"));
        const jb_block *item = b->blocks.at[i];
        if (item->task) /* marks of GB 2312, which every Chinese font has */
            label = item->done ? JB_S("■") : JB_S("□");
        compose_item(c, item, label, label_x, list);
    }
    c->left = outer;
}
