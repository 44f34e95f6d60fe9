#include <math.h>

#include "report/compose.h"

enum { BOLD = 700, LEVELS = 4 };

static bool same_paint(const jb_paint *a, const jb_paint *b)
{
    return a->color.r == b->color.r && a->color.g == b->color.g && a->color.b == b->color.b;
}

static bool told_apart(const jb_composer *c, jb_font font, jb_span place)
{
    const jb_text_style *a = &c->sheet->fonts[font], *body = &c->sheet->fonts[JB_FONT_BODY];
    return fabs(a->size - body->size) > 0.05 * body->size || !same_paint(a->paint, body->paint) ||
           !jb_text_same_face(c->cx, a, body, place);
}

/* A family of its own was asked for, and the text's face stands in for it. */
static bool lost(const jb_composer *c, jb_font font, jb_span place)
{
    const jb_text_style *fonts = c->sheet->fonts;
    return !jb_str_eq(fonts[font].family, fonts[JB_FONT_BODY].family) &&
           !told_apart(c, font, place);
}

static jb_font font_of(const jb_block *heading)
{
    return (jb_font)(JB_FONT_H1 + (heading->level < LEVELS ? heading->level : LEVELS) - 1);
}

void jb_headings_rank(jb_composer *c)
{
    jb_font lowest = JB_FONT_BODY; /* of those that look like text */
    for (size_t i = 0; i < c->targets.n; i++) {
        const jb_block *b = c->targets.at[i].block;
        if (c->targets.at[i].kind == JB_TARGET_HEADING && font_of(b) > lowest &&
            lost(c, font_of(b), b->span))
            lowest = font_of(b);
    }
    if (lowest == JB_FONT_BODY)
        return;
    jb_sheet *ranked = JB_NEW(c->cx->keep, jb_sheet);
    *ranked = *c->sheet;
    for (jb_font font = JB_FONT_H1; font <= lowest; font++)
        if (ranked->fonts[font].weight < BOLD)
            ranked->fonts[font].weight = BOLD;
    c->sheet = ranked;
}

void jb_pieces_rank(const jb_composer *c, jb_pieces *pieces, jb_font font)
{
    for (size_t i = 0; i < pieces->n && !told_apart(c, font, pieces->at[0].place); i++)
        pieces->at[i].style.weight = BOLD;
}
