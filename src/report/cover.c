#include "report/head.h"

/* A page of its own before the text: title and subtitle in its upper half under a short bar, maker
 * and date at its foot, all on the cover's colour. */

static const double TITLE_AT = 0.26; /* of the type area's depth */
static const double BAR_EM = 3, BAR = 4;

/* Colour up to the paper's edges. */
static void draw_ground(jb_composer *c, jb_group_item *into)
{
    const jb_sheet *s = c->sheet;
    if (!s->theme->tints[JB_TINT_COVER].text.n)
        return;
    jb_group_item *artifact = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("Artifact"));
    jb_ink_box(c->cx->keep, artifact, -jb_sheet_left(s, 1), -s->top, s->width, s->height,
               &s->tints[JB_TINT_COVER], NULL, 0, 0);
}

/* Lines broken by sense as a title's, but flush left. */
static double draw_text(jb_composer *c, jb_group_item *into, jb_font font, jb_said said, double y)
{
    if (!said.text.n)
        return y;
    jb_pieces pieces = jb_pieces_of_title(c, said, font);
    jb_group_item *p = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("P"));
    const jb_paragraph_style style = {.measure = c->sheet->measure, .justify = JB_BALANCED};
    jb_composed composed = jb_paragraph_compose(c->cx, pieces.at, pieces.n, &style);
    for (size_t i = 0; i < composed.lines_n; i++) {
        composed.lines[i].x = 0;
        jb_ink_line(c->cx->keep, p, &composed.lines[i], 0, jb_font_baseline(c->sheet, font, y));
        y += c->sheet->leading[font];
    }
    return y;
}

static void draw_title(jb_composer *c, jb_group_item *into)
{
    const jb_sheet *s = c->sheet;
    double y = TITLE_AT * s->depth, em = s->em;
    jb_group_item *artifact = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("Artifact"));
    jb_ink_rule(c->cx->keep, artifact, 0, y, BAR_EM * s->fonts[JB_FONT_COVER].size / 2, y,
                s->fonts[JB_FONT_COVER].paint, BAR);
    y = draw_text(c, into, JB_FONT_COVER, c->front->title, y + em);
    draw_text(c, into, JB_FONT_COVER_NOTE, c->front->subtitle, y + em / 2);
}

static void draw_maker(jb_composer *c, jb_group_item *into)
{
    const jb_sheet *s = c->sheet;
    double leading = s->leading[JB_FONT_COVER_NOTE], y = s->depth - 2 * leading;
    y = draw_text(c, into, JB_FONT_COVER_NOTE, c->front->organisation, y);
    draw_text(c, into, JB_FONT_COVER_NOTE, jb_said_date(c, c->front->date), y);
}

void jb_compose_cover(jb_composer *c)
{
    if (!c->front->title.text.n)
        return;
    if (!c->front->theme.head) {
        jb_compose_plain_head(c);
        return;
    }
    jb_group_item *ink = JB_NEW(c->cx->keep, jb_group_item);
    draw_ground(c, ink);
    draw_title(c, ink);
    draw_maker(c, ink);
    jb_push_ink(c, ink, c->sheet->depth, c->parent);
    c->covered = true;
    c->fresh_next = true;
}
