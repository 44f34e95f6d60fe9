#include <math.h>

#include "report/head.h"

/* A 公文 by GB/T 9704—2012: 版头 (7.2) and 主体 (7.3). A line of the standard (3.2) is a character
 * and seven eighths of one, which the theme's leading spreads to fill the type area. */

static const double MM = 72 / 25.4;
static const double NAME_TOP = 35 * 72 / 25.4;  /* 7.2.4: the mark's upper edge in the type area */
static const double RULE_BELOW = 4 * 72 / 25.4; /* 7.2.7: under 发文字号 */
static const double RULE_MM = 0.7;

/* 7.2.1: 份号 has six digits. */
static jb_str six_digits(jb_composer *c, jb_str number)
{
    enum { DIGITS = 6 };
    static const char zeros[] = "000000";
    for (size_t i = 0; i < number.n; i++)
        if (number.p[i] < '0' || number.p[i] > '9')
            return number;
    return !number.n || number.n >= DIGITS
               ? number
               : jb_str_printf(c->cx->keep, "%s%.*s", zeros + number.n, JB_F(number));
}

/* 7.2.1 to 7.2.3: flush left, one a line, in this order. */
static void draw_marks(jb_composer *c, jb_group_item *into)
{
    const jb_front *f = c->front;
    struct {
        jb_said said;
        jb_font font;
    } marks[] = {{f->copy_number, JB_FONT_BODY},
                 {f->secrecy, JB_FONT_SECRECY},
                 {f->urgency, JB_FONT_SECRECY}};
    double y = 0;
    marks[0].said.text = six_digits(c, f->copy_number.text);
    for (size_t i = 0; i < JB_COUNT(marks); i++) {
        jb_head_draw(c, into, marks[i].font, marks[i].said, JB_LEFT, y, 0);
        y += marks[i].said.text.n ? c->sheet->pitch : 0;
    }
}

/* 7.2.6: 签发人：name name, two to a line under each other, as far as there is room beside
 * 发文字号; the last line 1 em from the right. Returns the y of its last line. */
static double draw_signers(jb_composer *c, jb_group_item *into, double y)
{
    const jb_sheet *s = c->sheet;
    jb_said all = c->front->signer, word = {jb_wording(c, "签发人："), all.span};
    size_t names = jb_said_lines(all);
    double wide = 0, word_width = 4 * s->em; /* its colon is not the end of a line */
    for (size_t i = 0; i < names; i++)
        wide = fmax(wide, jb_head_line(c, JB_FONT_SIGNER, jb_said_line(all, i))->width);
    double left = fmin(2 * s->em + jb_head_line(c, JB_FONT_BODY, c->front->number)->width,
                       s->measure / 2),
           room = fmax(s->measure - s->em - left - word_width, s->em);
    size_t columns = names > 1 && 2 * wide + s->em <= room ? 2 : 1;
    double step = fmin(wide, room) + s->em, x = s->measure - (double)columns * step, row = y;
    jb_head_draw(c, into, JB_FONT_BODY, word, JB_LEFT, y, x - word_width);
    for (size_t i = 0; i < names; i++) {
        row = y + (double)(i / columns) * s->pitch;
        jb_head_draw(c, into, JB_FONT_SIGNER, jb_said_line(all, i), JB_LEFT, row,
                     x + (double)(i % columns) * step);
    }
    return row;
}

/* 7.2.5: two lines below the mark, centred; with 签发人 on the left, beside the last of them.
 * Returns the lower edge. */
static double draw_number(jb_composer *c, jb_group_item *into, double y)
{
    bool upward = c->front->signer.text.n;
    if (upward)
        y = draw_signers(c, into, y);
    jb_head_draw(c, into, JB_FONT_BODY, c->front->number, upward ? JB_LEFT : JB_CENTER, y,
                 upward ? c->sheet->em : 0);
    return y + c->sheet->em;
}

/* The blank of a line box above its em box: what a distance of the standard does not count. */
static double blank_above(const jb_sheet *s, jb_font font)
{
    return s->leading[font] == s->pitch ? 0 : (s->leading[font] - s->fonts[font].size) / 2;
}

static void compose_letterhead(jb_composer *c)
{
    const jb_sheet *s = c->sheet;
    jb_group_item *ink = JB_NEW(c->cx->keep, jb_group_item);
    draw_marks(c, ink);
    bool joint = jb_said_lines(c->front->masthead) > 1;
    double name = (joint ? jb_joint_name : jb_head_name)(c, ink, c->front->masthead, NAME_TOP);
    double y = draw_number(c, ink, name + 2 * s->pitch) + RULE_BELOW;
    jb_head_rule(c, ink, JB_TINT_MASTHEAD, y + RULE_MM * MM / 2, RULE_MM * MM);
    y += RULE_MM * MM;
    jb_box *box = jb_push_ink(c, ink, y, c->parent);
    box->height = y;
    c->next.keep = true;
    jb_push_gap(c, 2 * s->pitch - blank_above(s, JB_FONT_TITLE)); /* 7.3.1 */
}

/* One blank line under the title; the lines of the page are counted from here. */
static void end_title(jb_composer *c, jb_font last)
{
    const jb_sheet *s = c->sheet;
    double below = s->leading[last] == s->pitch ? s->pitch - s->em : blank_above(s, last);
    jb_push_gap(c, s->pitch - below);
    c->boxes.at[c->boxes.n - 1].regrid = true;
}

/* Does the first page show a line of the text under what stands on it so far? */
static bool shows_text(const jb_composer *c)
{
    double y = 0;
    for (size_t i = 0; i < c->boxes.n; i++)
        y += c->boxes.at[i].height;
    return y + c->sheet->pitch <= c->sheet->depth + 0.1;
}

/* 7.3.2: flush left, also where it turns, with a full-width colon. So many that the first page
 * would show no text go to the 版记. */
static void compose_recipients(jb_composer *c)
{
    size_t before = c->boxes.n;
    jb_said to = jb_said_joined(c, c->front->recipients, "，");
    if (!to.text.n)
        return;
    if (jb_str_ends(to.text, JB_S(":")))
        to.text.n--;
    to = jb_said_ended(c, to, JB_S("："));
    jb_pieces pieces = jb_pieces_of_text(c, to.text, JB_FONT_BODY, to.span);
    const jb_setting s = {.font = JB_FONT_BODY,
                          .justify = JB_JUSTIFY,
                          .element = jb_element_new(c, c->parent, JB_S("P")),
                          .keep = true};
    jb_set_paragraph(c, &pieces, &s);
    c->recipients_below = c->front->theme.foot && !shows_text(c);
    if (c->recipients_below)
        c->boxes.n = before;
}

/* Is there anything that only the 版头 shows? */
static bool heads(const jb_front *f)
{
    return f->masthead.text.n || f->number.text.n || f->signer.text.n || f->copy_number.text.n ||
           f->secrecy.text.n || f->urgency.text.n;
}

void jb_compose_letterhead(jb_composer *c)
{
    const jb_front *f = c->front;
    if (f->theme.head && heads(f))
        compose_letterhead(c);
    if (f->title.text.n) {
        size_t first = c->boxes.n;
        jb_compose_title(c);
        c->boxes.at[first].snap = false;
        end_title(c, f->subtitle.text.n ? JB_FONT_SUBTITLE : JB_FONT_TITLE);
    }
    compose_recipients(c);
}

/* ---- behind the text ---- */

static jb_str without_end_mark(jb_str name)
{
    static const jb_str marks[] = {JB_K("。"), JB_K("；"), JB_K("，"), JB_K(";"), JB_K(".")};
    for (size_t i = 0; i < JB_COUNT(marks); i++)
        if (jb_str_ends(name, marks[i]))
            return jb_str_cut(name, 0, name.n - marks[i].n);
    return name;
}

static jb_said attachment_label(jb_composer *c, size_t i, bool several)
{
    return (jb_said){several ? jb_str_printf(c->cx->keep, "%s%zu.", i ? "" : "附件：", i + 1)
                             : JB_S("附件："),
                     c->front->attachments.span};
}

/* 7.3.4: one line below the text, indented by 2 em, names turning under their first character. */
static void compose_attachments(jb_composer *c)
{
    const jb_sheet *s = c->sheet;
    jb_said all = c->front->attachments;
    size_t n = jb_said_lines(all);
    bool several = n > 1;
    jb_said last = {several ? jb_str_printf(c->cx->keep, "%zu.", n) : JB_S(""), all.span};
    double first = jb_head_line(c, JB_FONT_BODY, attachment_label(c, 0, several))->width,
           one = several ? jb_head_line(c, JB_FONT_BODY, attachment_label(c, 1, true))->width : 0,
           widest = several ? jb_head_line(c, JB_FONT_BODY, last)->width : 0;
    double word = 2 * s->em + first - one, name_x = word + widest + (several ? 0.1 : 0.5) * s->em;
    c->next.keep = n; /* with the end of the text */
    if (n)
        jb_push_gap(c, s->pitch);
    const jb_element *list = jb_element_new(c, c->parent, JB_S("L"));
    for (size_t i = 0; i < n; i++) {
        const jb_element *entry = jb_element_new(c, list, JB_S("LI"));
        jb_said name = jb_said_line(all, i);
        jb_pieces pieces =
            jb_pieces_of_text(c, without_end_mark(name.text), JB_FONT_BODY, name.span);
        const jb_setting setting = {.font = JB_FONT_BODY,
                                    .justify = JB_FLUSH_LEFT,
                                    .left = name_x,
                                    .element = jb_element_new(c, entry, JB_S("LBody"))};
        size_t box = jb_set_paragraph(c, &pieces, &setting);
        jb_hang_label(c, entry, attachment_label(c, i, several).text, JB_FONT_BODY, box,
                      i ? word : 2 * s->em, name.span);
    }
}

/* 7.3.5: where signature and date begin. */
typedef struct signed_at {
    double name, date;
} signed_at;

/* Under a seal the date ends 4 em from the right, the signature in the middle above it. */
static signed_at place_sealed(const jb_sheet *s, double name, double date)
{
    double x = s->measure - 4 * s->em - date, over = fmax((name - date) / 2 - 4 * s->em, 0);
    return (signed_at){x - (name - date) / 2 - over, x - over};
}

/* Without one the signature ends 2 em from the right and the date begins 2 em behind its beginning;
 * a date that is longer ends there instead. */
static signed_at place_unsealed(const jb_sheet *s, double name, double date)
{
    double right = s->measure - 2 * s->em;
    if (date > name)
        return (signed_at){right - date - 2 * s->em, right - date};
    return (signed_at){right - name, right - name + 2 * s->em};
}

/* Blank lines above: for a seal, which stands on both lines and begins within a line of the text.
 */
enum { ABOVE_SEALED = 2, ABOVE_UNSEALED = 1 };

static size_t sign(jb_composer *c, jb_group_item *ink, jb_said name, jb_said date)
{
    const jb_sheet *s = c->sheet;
    double name_width = fmin(jb_head_line(c, JB_FONT_BODY, name)->width, s->measure),
           date_width = jb_head_line(c, JB_FONT_BODY, date)->width;
    signed_at at = c->front->theme.seal ? place_sealed(s, name_width, date_width)
                                        : place_unsealed(s, name_width, date_width);
    jb_head_draw(c, ink, JB_FONT_BODY, name, JB_LEFT, 0, fmax(at.name, 0));
    jb_head_draw(c, ink, JB_FONT_BODY, date, JB_LEFT, name.text.n ? s->pitch : 0, fmax(at.date, 0));
    return name.text.n && date.text.n ? 2 : 1;
}

static void compose_signature(jb_composer *c)
{
    const jb_front *f = c->front;
    double pitch = c->sheet->pitch;
    jb_said name = jb_said_else(f->signature, f->organisation), date = jb_said_date(c, f->date);
    if (!name.text.n && !date.text.n)
        return;
    jb_group_item *ink = JB_NEW(c->cx->keep, jb_group_item);
    bool joint = jb_said_lines(name) > 1;
    size_t lines = (joint ? jb_joint_signature : sign)(c, ink, name, date);
    c->next.keep = true; /* never alone on a page */
    jb_push_gap(c, (f->theme.seal ? ABOVE_SEALED : ABOVE_UNSEALED) * pitch);
    jb_push_ink(c, ink, (double)lines * pitch, c->parent);
}

/* 7.3.6: in brackets, under the date. */
static void compose_remark(jb_composer *c)
{
    jb_said remark = c->front->remark;
    if (!remark.text.n)
        return;
    bool bare = !jb_str_starts(remark.text, JB_S("（"));
    jb_str text = jb_str_printf(c->cx->keep, bare ? "（%.*s）" : "%.*s", JB_F(remark.text));
    jb_pieces pieces = jb_pieces_of_text(c, text, JB_FONT_BODY, remark.span);
    const jb_setting s = {.font = JB_FONT_BODY,
                          .justify = JB_JUSTIFY,
                          .indent = c->sheet->indent,
                          .element = jb_element_new(c, c->parent, JB_S("P"))};
    c->next.keep = true;
    jb_set_paragraph(c, &pieces, &s);
}

/* The text, what is signed behind it, and the 附件. */
void jb_compose_official_blocks(jb_composer *c, const jb_blocks *blocks)
{
    bool ended = false;
    for (size_t i = 0; i <= blocks->n; i++) {
        bool encloses = i < blocks->n && blocks->at[i]->kind == JB_BLOCK_DIV &&
                        jb_str_eq(blocks->at[i]->attributes.kind.text, JB_S("attachment"));
        if (!ended && (encloses || i == blocks->n)) {
            compose_attachments(c);
            compose_signature(c);
            compose_remark(c);
            ended = true;
        }
        if (i < blocks->n)
            jb_compose_blocks(c, &(jb_blocks){.at = &blocks->at[i], .n = 1});
    }
}

/* ---- 附件 (7.3.7) ---- */

static void compose_enclosure_label(jb_composer *c, jb_span place)
{
    bool several = jb_said_lines(c->front->attachments) > 1;
    jb_str text = several ? jb_str_printf(c->cx->keep, "附件%zu", c->enclosures) : JB_S("附件");
    jb_pieces pieces = jb_pieces_of_text(c, text, JB_FONT_SECRECY, place);
    const jb_setting s = {.font = JB_FONT_SECRECY,
                          .justify = JB_FLUSH_LEFT,
                          .element = jb_element_new(c, c->parent, JB_S("P")),
                          .keep = true};
    jb_set_paragraph(c, &pieces, &s);
}

void jb_compose_enclosure(jb_composer *c, const jb_block *b)
{
    jb_said title = jb_said_line(c->front->attachments, c->enclosures++);
    if (!title.text.n) {
        jb_fail(c->cx, b->span, "“attachments” in the front matter has no title for this one");
        jb_hint(c->cx, "name each attachment there, in their order");
        return;
    }
    title.text = without_end_mark(title.text);
    c->next.fresh = true;
    jb_section_enter(c, 1);
    compose_enclosure_label(c, b->span);
    jb_push_gap(c, c->sheet->pitch - blank_above(c->sheet, JB_FONT_TITLE)); /* its third line */
    jb_pieces pieces = jb_pieces_of_title(c, title, JB_FONT_TITLE);
    const jb_setting s = {.font = JB_FONT_TITLE,
                          .justify = JB_BALANCED,
                          .element = jb_element_new(c, c->parent, JB_S("H1")),
                          .keep = true};
    size_t first = jb_set_paragraph(c, &pieces, &s);
    c->boxes.at[first].snap = false;
    c->boxes.at[first].outline = title.text;
    c->boxes.at[first].level = 1;
    end_title(c, JB_FONT_TITLE);
    jb_compose_blocks(c, &b->blocks);
}
