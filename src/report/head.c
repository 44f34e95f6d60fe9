#include "base/date.h"
#include "report/compose.h"

/* The head of a 简报 (its name, issue, maker and date over a red rule), the title, and the foot of
 * its last page. */

static const double MM = 72 / 25.4;

static const jb_line *line_of(jb_composer *c, jb_font font, jb_said said)
{
    return jb_text_line(c->cx, &c->sheet->fonts[font], said.text, said.span);
}

typedef enum side { CENTER, RIGHT } side;

/* A line of text with its em box beginning at y, `inset` from the edge it leans on. */
static void draw(jb_composer *c, jb_group_item *into, jb_font font, jb_said said, side at, double y,
                 double inset)
{
    if (!said.text.n)
        return;
    const jb_line *line = line_of(c, font, said);
    double left = c->sheet->measure - line->width;
    double x = at == RIGHT ? left - inset : left / 2;
    jb_group_item *p = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("P"));
    jb_ink_line(c->cx->keep, p, line, x, y + 0.88 * c->sheet->fonts[font].size);
}

/* Two texts on one line, each `inset` from its edge; the left one is made smaller where they would
 * meet. */
static void draw_sides(jb_composer *c, jb_group_item *into, jb_font font, jb_said left,
                       jb_said right, double y, double inset)
{
    jb_text_style style = c->sheet->fonts[font];
    double taken = right.text.n ? line_of(c, font, right)->width + style.size : 0;
    double room = c->sheet->measure - 2 * inset - taken;
    draw(c, into, font, right, RIGHT, y, inset);
    if (!left.text.n)
        return;
    double baseline = y + 0.88 * style.size, width = line_of(c, font, left)->width;
    if (width > room)
        style.size *= room / width * 0.999;
    const jb_line *line = jb_text_line(c->cx, &style, left.text, left.span);
    jb_group_item *p = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("P"));
    jb_ink_line(c->cx->keep, p, line, inset, baseline);
}

static bool is_number(jb_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n;
}

/* 12 → 第12期, （总第340期） behind it; what is not a number stands as it is. */
static jb_said issue(jb_composer *c)
{
    const jb_front *f = c->front;
    jb_buf b = jb_buf_new(c->cx->keep);
    jb_buf_printf(&b, is_number(f->issue.text) ? "第%.*s期" : "%.*s", JB_F(f->issue.text));
    if (f->total_issue.text.n)
        jb_buf_printf(&b, is_number(f->total_issue.text) ? "（总第%.*s期）" : "（%.*s）",
                      JB_F(f->total_issue.text));
    return (jb_said){f->issue.text.n || f->total_issue.text.n ? b.text : JB_S(""), f->issue.span};
}

/* 2026-11-23 → 2026年11月23日; other spellings stand as they are. */
static jb_said date(jb_composer *c)
{
    jb_said said = c->front->date;
    jb_value v;
    if (!jb_date_read_iso(said.text, &v) || v.type != JB_DATE)
        return said;
    jb_civil day = jb_civil_of(jb_value_ms(v));
    said.text = jb_str_printf(c->cx->keep, "%d年%d月%d日", (int)day.year, day.month, day.day);
    return said;
}

/* The red name as large as its font says, smaller where it would not fit. */
static double draw_name(jb_composer *c, jb_group_item *into, double y)
{
    jb_text_style style = c->sheet->fonts[JB_FONT_MASTHEAD];
    jb_said name = c->front->masthead;
    const jb_line *line = jb_text_line(c->cx, &style, name.text, name.span);
    if (line->width > c->sheet->measure) {
        style.size *= c->sheet->measure / line->width * 0.999;
        line = jb_text_line(c->cx, &style, name.text, name.span);
    }
    jb_group_item *p = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("P"));
    jb_ink_line(c->cx->keep, p, line, (c->sheet->measure - line->width) / 2, y + 0.88 * style.size);
    return y + c->sheet->fonts[JB_FONT_MASTHEAD].size;
}

static void compose_masthead(jb_composer *c)
{
    const jb_front *f = c->front;
    const jb_sheet *s = c->sheet;
    jb_group_item *ink = JB_NEW(c->cx->keep, jb_group_item);
    double em = s->em, y = 0;
    if (f->secrecy.text.n || f->number.text.n) {
        draw_sides(c, ink, JB_FONT_SECRECY, f->secrecy, f->number, y, 0);
        y += s->pitch;
    }
    y = draw_name(c, ink, y + 0.35 * s->pitch);
    jb_said number = issue(c);
    if (number.text.n) {
        draw(c, ink, JB_FONT_ISSUE, number, CENTER, y + 0.55 * s->pitch, 0);
        y += 0.55 * s->pitch + s->fonts[JB_FONT_ISSUE].size;
    }
    draw_sides(c, ink, JB_FONT_BODY, f->organisation, date(c), y + 0.6 * s->pitch, em);
    y += 0.6 * s->pitch + em + 0.35 * em;
    jb_group_item *rule = jb_ink_group(c->cx->keep, ink, 0, 0, JB_S("Artifact"));
    jb_ink_rule(c->cx->keep, rule, 0, y, s->measure, y, &s->tints[JB_TINT_MASTHEAD], 2);
    jb_push_ink(c, ink, y + 1, c->parent);
}

static void compose_title(jb_composer *c, jb_font font, jb_said said, jb_str tag)
{
    if (!said.text.n)
        return;
    jb_pieces pieces = jb_pieces_of_lines(c, said.text, font, said.span);
    const jb_setting s = {.font = font,
                          .justify = JB_BALANCED,
                          .element = jb_element_new(c, c->parent, tag),
                          .keep = true};
    jb_set_paragraph(c, &pieces, &s);
}

static void compose_editor_note(jb_composer *c)
{
    jb_said note = c->front->editor_note;
    if (!note.text.n)
        return;
    jb_str text = jb_str_printf(c->cx->keep, "编者按：%.*s", JB_F(note.text));
    jb_pieces pieces = jb_pieces_of_text(c, text, JB_FONT_EDITOR, note.span);
    const jb_setting s = {.font = JB_FONT_EDITOR,
                          .justify = JB_JUSTIFY,
                          .left = 2 * c->sheet->em,
                          .right = 2 * c->sheet->em,
                          .indent = 2 * c->sheet->fonts[JB_FONT_EDITOR].size,
                          .element = jb_element_new(c, c->parent, JB_S("P"))};
    jb_set_paragraph(c, &pieces, &s);
    jb_push_space(c, c->sheet->pitch);
}

/* An empty stretch that stays, at the head of the first page too. */
static void gap(jb_composer *c, double height)
{
    jb_push_box(c)->height = height;
    c->keep_next = true;
}

void jb_compose_head(jb_composer *c)
{
    bool head = c->front->theme.head && c->front->masthead.text.n;
    if (head)
        compose_masthead(c);
    if (!c->front->title.text.n)
        return;
    if (head)
        gap(c, 0.5 * c->sheet->pitch);
    compose_title(c, JB_FONT_TITLE, c->front->title, JB_S("P"));
    compose_title(c, JB_FONT_SUBTITLE, c->front->subtitle, JB_S("P"));
    c->boxes.at[c->boxes.n - 1].height += 0.4 * c->sheet->pitch;
    compose_editor_note(c);
}

/* ---- 版记 ---- */

/* 报：…, its lines hanging behind the colon. */
static double draw_recipients(jb_composer *c, jb_group_item *into, const char *word, jb_said said,
                              double y)
{
    if (!said.text.n)
        return y;
    double size = c->sheet->fonts[JB_FONT_IMPRINT].size;
    jb_said lead = {jb_str_printf(c->cx->keep, "%s：", word), said.span};
    jb_str text = jb_str_ends(said.text, JB_S("。"))
                      ? said.text
                      : jb_str_printf(c->cx->keep, "%.*s。", JB_F(said.text));
    jb_pieces pieces = jb_pieces_of_text(c, text, JB_FONT_IMPRINT, said.span);
    jb_group_item *p = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("P"));
    jb_ink_line(c->cx->keep, p, line_of(c, JB_FONT_IMPRINT, lead), size,
                jb_font_baseline(c->sheet, JB_FONT_IMPRINT, y));
    return jb_draw_lines(c, p, &pieces, JB_FONT_IMPRINT, JB_JUSTIFY, 3 * size, y,
                         c->sheet->measure - 4 * size);
}

static void rule(jb_composer *c, jb_group_item *into, double y, double mm)
{
    jb_group_item *artifact = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("Artifact"));
    jb_ink_rule(c->cx->keep, artifact, 0, y, c->sheet->measure, y, &c->sheet->tints[JB_TINT_RULE],
                mm * MM);
}

static jb_said printed(jb_composer *c)
{
    jb_said said = date(c);
    said.text = said.text.n ? jb_str_printf(c->cx->keep, "%.*s印发", JB_F(said.text)) : JB_S("");
    return said;
}

static jb_said copies(jb_composer *c)
{
    jb_said said = c->front->copies;
    said.text = is_number(said.text) ? jb_str_printf(c->cx->keep, "（共印%.*s份）", JB_F(said.text))
                                     : said.text;
    return said;
}

double jb_compose_foot(jb_composer *c, jb_group_item **ink)
{
    const jb_front *f = c->front;
    bool any = f->report_to.text.n || f->send_to.text.n || f->issue_to.text.n || f->copies.text.n;
    *ink = NULL;
    if (!f->theme.foot || !any)
        return 0;
    const jb_sheet *s = c->sheet;
    double size = s->fonts[JB_FONT_IMPRINT].size, leading = s->leading[JB_FONT_IMPRINT];
    jb_group_item *into = *ink = JB_NEW(c->cx->keep, jb_group_item);
    rule(c, into, 0, 0.35);
    double y = draw_recipients(c, into, "报", f->report_to, 0);
    y = draw_recipients(c, into, "送", f->send_to, y);
    y = draw_recipients(c, into, "发", f->issue_to, y);
    rule(c, into, y, 0.25);
    double middle = (leading - size) / 2;
    draw_sides(c, into, JB_FONT_IMPRINT, f->organisation, printed(c), y + middle, size);
    y += leading;
    rule(c, into, y, 0.35);
    draw(c, into, JB_FONT_IMPRINT, copies(c), RIGHT, y + middle, size);
    return y + (f->copies.text.n ? leading : 0);
}
