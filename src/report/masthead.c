#include "report/head.h"

/* The head of a 简报: secrecy and number, its red name, issue, maker and date over a red rule. */

static const double RULE = 2;

/* 第12期 （总第340期） */
static jb_said issue(jb_composer *c)
{
    const jb_front *f = c->front;
    jb_said one = jb_said_count(c, f->issue, "第", "期");
    jb_said total = jb_said_count(c, f->total_issue, jb_wording(c, "总第").p, "期");
    if (!total.text.n)
        return one;
    one.text = jb_str_printf(c->cx->keep, "%.*s（%.*s）", JB_F(one.text), JB_F(total.text));
    one.span = one.span.source ? one.span : total.span;
    return one;
}

/* The red rule; a star parts it in two. */
static void draw_rule(jb_composer *c, jb_group_item *into, double y)
{
    const jb_sheet *s = c->sheet;
    if (!c->front->theme.star) {
        jb_head_rule(c, into, JB_TINT_MASTHEAD, y, RULE);
        return;
    }
    jb_text_style style = s->fonts[JB_FONT_MASTHEAD];
    style.size = s->em;
    const jb_line *star = jb_text_line(c->cx, &style, JB_S("★"), c->front->span);
    double top, bottom, x = (s->measure - star->width) / 2, gap = 0.3 * s->em;
    jb_line_ink(star, &top, &bottom);
    jb_group_item *artifact = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("Artifact"));
    jb_ink_line(c->cx->keep, artifact, star, x, y - (top + bottom) / 2);
    const jb_paint *red = &s->tints[JB_TINT_MASTHEAD];
    jb_ink_rule(c->cx->keep, artifact, 0, y, x - gap, y, red, RULE);
    jb_ink_rule(c->cx->keep, artifact, s->measure - x + gap, y, s->measure, y, red, RULE);
}

static void compose_masthead(jb_composer *c)
{
    const jb_front *f = c->front;
    const jb_sheet *s = c->sheet;
    jb_group_item *ink = JB_NEW(c->cx->keep, jb_group_item);
    double em = s->em, y = 0;
    if (f->secrecy.text.n || f->number.text.n) {
        jb_head_sides(c, ink, JB_FONT_SECRECY, f->secrecy, f->number, y, 0);
        y += s->pitch;
    }
    if (f->masthead.text.n)
        y = jb_head_name(c, ink, jb_said_joined(c, f->masthead, ""), y + 0.5 * s->pitch);
    jb_said number = issue(c);
    if (number.text.n) {
        jb_head_draw(c, ink, JB_FONT_ISSUE, number, JB_CENTER, y + 0.55 * s->pitch, 0);
        y += 0.55 * s->pitch + s->fonts[JB_FONT_ISSUE].size;
    }
    y += 0.6 * s->pitch;
    jb_head_sides(c, ink, JB_FONT_BODY, jb_said_joined(c, f->organisation, "　"),
                  jb_said_date(c, f->date), y, em);
    y += em + 0.35 * em + (f->theme.star ? 0.3 * em : 0);
    draw_rule(c, ink, y);
    jb_push_ink(c, ink, y + 1, c->parent);
}

/* Is there anything that only the head shows? */
static bool heads(const jb_front *f)
{
    return f->masthead.text.n || f->secrecy.text.n || f->number.text.n || f->issue.text.n ||
           f->total_issue.text.n || f->organisation.text.n || f->date.text.n;
}

static void compose_editor_note(jb_composer *c)
{
    jb_said note = c->front->editor_note;
    if (!note.text.n)
        return;
    jb_pieces pieces =
        jb_pieces_led(c, jb_wording(c, "编者按："), note.text, JB_FONT_EDITOR, note.span);
    const jb_setting s = {.font = JB_FONT_EDITOR,
                          .justify = JB_JUSTIFY,
                          .left = 2 * c->sheet->em,
                          .right = 2 * c->sheet->em,
                          .indent = 2 * c->sheet->fonts[JB_FONT_EDITOR].size,
                          .element = jb_element_new(c, c->parent, JB_S("P"))};
    jb_set_paragraph(c, &pieces, &s);
    jb_push_space(c, c->sheet->pitch);
}

void jb_compose_masthead(jb_composer *c)
{
    bool head = c->front->theme.head && heads(c->front);
    if (head)
        compose_masthead(c);
    if (c->front->title.text.n) {
        if (head)
            jb_push_gap(c, 0.5 * c->sheet->pitch);
        jb_compose_title(c);
        c->boxes.at[c->boxes.n - 1].height += 0.4 * c->sheet->pitch;
    }
    compose_editor_note(c);
}

/* （供稿：…） behind the last paragraph, on the right. */
void jb_compose_contributor(jb_composer *c)
{
    jb_said who = jb_said_joined(c, c->front->signature, "、");
    if (!who.text.n)
        return;
    jb_str text = jb_str_printf(c->cx->keep, "（供稿：%.*s）", JB_F(who.text));
    jb_pieces pieces = jb_pieces_of_text(c, text, JB_FONT_BODY, who.span);
    const jb_setting s = {.font = JB_FONT_BODY,
                          .justify = JB_FLUSH_RIGHT,
                          .element = jb_element_new(c, c->parent, JB_S("P"))};
    c->next.keep = true;
    jb_set_paragraph(c, &pieces, &s);
}
