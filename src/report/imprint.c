#include "report/head.h"

/* The foot of the last page: 报尾 of a 简报, 版记 of a 公文 (GB/T 9704—2012, 7.4): rules of .35 mm
 * first and last, of .25 mm between. */

static const double MM = 72 / 25.4;
static const double THICK = 0.35, THIN = 0.25;

/* 报：…, its lines hanging behind the colon, 1 em from both edges. */
static double draw_recipients(jb_composer *c, jb_group_item *into, const char *word, jb_said said,
                              double y)
{
    if (!said.text.n)
        return y;
    double size = c->sheet->fonts[JB_FONT_IMPRINT].size;
    said = jb_said_ended(c, jb_said_joined(c, said, "，"), JB_S("。"));
    jb_said lead = {jb_str_printf(c->cx->keep, "%.*s：", JB_F(jb_wording(c, word))), said.span};
    double behind = size * (double)(jb_utf8_count(lead.text) + 1);
    jb_pieces pieces = jb_pieces_of_text(c, said.text, JB_FONT_IMPRINT, said.span);
    jb_group_item *p = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("P"));
    jb_ink_line(c->cx->keep, p, jb_head_line(c, JB_FONT_IMPRINT, lead), size,
                jb_font_baseline(c->sheet, JB_FONT_IMPRINT, y));
    return jb_draw_lines(c, p, &pieces, JB_FONT_IMPRINT, JB_JUSTIFY, behind, y,
                         c->sheet->measure - behind - size);
}

static void rule(jb_composer *c, jb_group_item *into, double y, double mm)
{
    jb_head_rule(c, into, JB_TINT_RULE, y, mm * MM);
}

/* Who printed it and when, on one line; returns the y behind it. */
static double draw_printed(jb_composer *c, jb_group_item *into, double y)
{
    const jb_front *f = c->front;
    double size = c->sheet->fonts[JB_FONT_IMPRINT].size,
           leading = c->sheet->leading[JB_FONT_IMPRINT];
    jb_said day = jb_said_date(c, jb_said_else(f->printed_on, f->date));
    jb_head_sides(c, into, JB_FONT_IMPRINT,
                  jb_said_else(f->printed_by, jb_said_line(f->organisation, 0)),
                  jb_said_ended(c, day, jb_wording(c, "印发")), y + (leading - size) / 2, size);
    return y + leading;
}

double jb_compose_imprint(jb_composer *c, jb_group_item *into)
{
    const jb_front *f = c->front;
    if (!f->report_to.text.n && !f->send_to.text.n && !f->issue_to.text.n && !f->copies.text.n)
        return 0;
    double size = c->sheet->fonts[JB_FONT_IMPRINT].size,
           leading = c->sheet->leading[JB_FONT_IMPRINT];
    rule(c, into, 0, THICK);
    double y = draw_recipients(c, into, "报", f->report_to, 0);
    y = draw_recipients(c, into, "送", f->send_to, y);
    y = draw_recipients(c, into, "发", f->issue_to, y);
    if (y > 0)
        rule(c, into, y, THIN);
    y = draw_printed(c, into, y);
    rule(c, into, y, THICK);
    jb_said copies = jb_said_count(c, f->copies, "（共印", "份）");
    jb_head_draw(c, into, JB_FONT_IMPRINT, copies, JB_RIGHT, y + (leading - size) / 2, size);
    return y + (copies.text.n ? leading : 0);
}

double jb_compose_official_imprint(jb_composer *c, jb_group_item *into)
{
    const jb_front *f = c->front;
    jb_said none = {0}, to = c->recipients_below ? f->recipients : none;
    if (!to.text.n && !f->copy_to.text.n && !f->printed_by.text.n && !f->organisation.text.n)
        return 0;
    rule(c, into, 0, THICK);
    double y = draw_recipients(c, into, "主送", to, 0); /* 7.4.2 */
    y = draw_recipients(c, into, "抄送", f->copy_to, y);
    if (y > 0)
        rule(c, into, y, THIN);
    y = draw_printed(c, into, y);
    rule(c, into, y, THICK);
    return y;
}
