#include "report/head.h"

/* A page of its own before the text: title and subtitle in its upper half under a short bar, maker
 * and date at its foot, all on the cover's colour. A slide that is only a heading is made like it,
 * on the ground's. */

static const double TITLE_AT = 0.26, SECTION_AT = 0.34; /* of the type area's depth */
static const double BAR_EM = 3, BAR = 4;

/* Colour up to the paper's edges. */
static void draw_ground(jb_composer *c, jb_group_item *into, jb_tint tint)
{
    const jb_sheet *s = c->sheet;
    if (!s->theme->tints[tint].text.n)
        return;
    jb_group_item *artifact = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("Artifact"));
    jb_ink_box(c->cx->keep, artifact, -jb_sheet_left(s, 1), -s->top, s->width, s->height,
               &s->tints[tint], NULL, 0, 0);
}

static void draw_bar(jb_composer *c, jb_group_item *into, jb_font font, double y)
{
    const jb_text_style *style = &c->sheet->fonts[font];
    jb_group_item *artifact = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("Artifact"));
    jb_ink_rule(c->cx->keep, artifact, 0, y, BAR_EM * style->size / 2, y, style->paint, BAR);
}

/* Lines broken by sense as a title's, but flush left; the depth behind them. */
static double draw_pieces(jb_composer *c, jb_group_item *p, jb_font font, const jb_pieces *pieces,
                          double y)
{
    const jb_paragraph_style style = {.measure = c->sheet->measure, .justify = JB_BALANCED};
    jb_composed composed = jb_paragraph_compose(c->cx, pieces->at, pieces->n, &style);
    for (size_t i = 0; i < composed.lines_n; i++) {
        composed.lines[i].x = 0;
        jb_ink_line(c->cx->keep, p, &composed.lines[i], 0, jb_font_baseline(c->sheet, font, y));
        y += c->sheet->leading[font];
    }
    return y;
}

static double draw_text(jb_composer *c, jb_group_item *into, jb_font font, jb_said said, double y)
{
    if (!said.text.n)
        return y;
    jb_pieces pieces = jb_pieces_of_title(c, said, font);
    jb_group_item *p = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("P"));
    return draw_pieces(c, p, font, &pieces, y);
}

static void draw_title(jb_composer *c, jb_group_item *into)
{
    const jb_sheet *s = c->sheet;
    double y = TITLE_AT * s->depth, em = s->em;
    draw_bar(c, into, JB_FONT_COVER, y);
    y = draw_text(c, into, JB_FONT_COVER, c->front->title, y + em);
    draw_text(c, into, JB_FONT_COVER_NOTE, c->front->subtitle, y + em / 2);
}

static void draw_maker(jb_composer *c, jb_group_item *into)
{
    const jb_sheet *s = c->sheet;
    double lines = (double)jb_said_lines(c->front->organisation) + 1,
           leading = s->leading[JB_FONT_COVER_NOTE], y = s->depth - lines * leading;
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
    draw_ground(c, ink, JB_TINT_COVER);
    draw_title(c, ink);
    draw_maker(c, ink);
    jb_push_ink(c, ink, c->sheet->depth, c->parent);
    c->covered = true;
    c->next.fresh = true;
}

void jb_compose_section(jb_composer *c, const jb_block *heading)
{
    const jb_sheet *s = c->sheet;
    jb_group_item *ink = JB_NEW(c->cx->keep, jb_group_item);
    const jb_target *target = jb_target_of(c, heading);
    jb_pieces pieces = jb_pieces_of(c, heading, JB_FONT_SECTION, target->lead);
    double y = SECTION_AT * s->depth;
    draw_ground(c, ink, JB_TINT_GROUND);
    draw_bar(c, ink, JB_FONT_SECTION, y);
    draw_pieces(c, ink, JB_FONT_SECTION, &pieces, y + s->em);
    jb_section_enter(c, 1);
    jb_box *box = jb_push_ink(c, ink, s->depth, jb_element_new(c, c->parent, JB_S("H1")));
    box->outline = jb_block_plain(c->cx->keep, heading);
    box->level = heading->level;
    ink->dest = target->dest;
    jb_take_notes(c, box, &pieces);
}
