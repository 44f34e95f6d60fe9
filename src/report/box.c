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
    box->fresh = c->next.fresh;
    box->recto = c->next.recto;
    bool keep = c->next.keep || c->next.headed == JB_LONELY;
    box->penalty = keep && !c->next.fresh ? INFINITY : 0;
    box->led = c->next.keep && !c->next.fresh;
    c->next = (jb_next){0};
    return box;
}

void jb_push_space(jb_composer *c, double height)
{
    const jb_next before = c->next;
    jb_box *box = jb_push_box(c);
    box->height = height;
    box->space = true;
    c->next.keep = before.keep;
    c->next.headed = before.headed;
}

jb_box *jb_push_picture(jb_composer *c, jb_group_item *ink, double height,
                        const jb_element *element)
{
    const double AIR = c->row || c->room > 0 ? 0 : c->sheet->pitch / 4;
    jb_box *box = jb_push_ink(c, ink, height + AIR, element);
    /* the line above has the rest of its pitch below it already */
    box->lower = fmax((box->height - height - (c->sheet->pitch - c->sheet->em)) / 2, 0);
    box->apart = 1;
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

/* What is set off the grid is parted from the text that goes back to it. */
void jb_part_from_grid(jb_composer *c)
{
    jb_push_space(c, JB_PART * c->sheet->pitch);
}
