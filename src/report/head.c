#include "report/head.h"

#include "base/date.h"

static const double ASCENT = 0.88; /* of a Han character's em box */

const jb_line *jb_head_line(jb_composer *c, jb_font font, jb_said said)
{
    return jb_text_line(c->cx, &c->sheet->fonts[font], said.text, said.span);
}

double jb_head_baseline(double y, double size)
{
    return y + ASCENT * size;
}

static void draw(jb_composer *c, jb_group_item *into, const jb_line *line, double x,
                 double baseline)
{
    /* what repeats on every page is an artifact, and no paragraph stands in it */
    bool artifact = jb_str_eq(into->tag, JB_S("Artifact"));
    jb_group_item *p = artifact ? into : jb_ink_group(c->cx->keep, into, 0, 0, JB_S("P"));
    jb_ink_line(c->cx->keep, p, line, x, baseline);
}

/* The line as large as its font says, smaller where it would be wider than `room`. */
static const jb_line *fitting(jb_composer *c, jb_font font, jb_said said, double room)
{
    jb_text_style style = c->sheet->fonts[font];
    const jb_line *line = jb_head_line(c, font, said);
    if (line->width <= room)
        return line;
    style.size *= room / line->width * 0.999;
    return jb_text_line(c->cx, &style, said.text, said.span);
}

void jb_head_draw(jb_composer *c, jb_group_item *into, jb_font font, jb_said said, jb_side side,
                  double y, double inset)
{
    if (!said.text.n)
        return;
    double room = c->sheet->measure - (side == JB_CENTER ? 0 : inset);
    const jb_line *line = fitting(c, font, said, room);
    double left = c->sheet->measure - line->width;
    double x = side == JB_LEFT ? inset : side == JB_RIGHT ? left - inset : left / 2;
    draw(c, into, line, x, jb_head_baseline(y, c->sheet->fonts[font].size));
}

static double width_of(jb_composer *c, jb_font font, jb_said said)
{
    return said.text.n ? jb_head_line(c, font, said)->width : 0;
}

void jb_head_sides(jb_composer *c, jb_group_item *into, jb_font font, jb_said left, jb_said right,
                   double y, double inset)
{
    double size = c->sheet->fonts[font].size, baseline = jb_head_baseline(y, size);
    double l = width_of(c, font, left), r = width_of(c, font, right);
    double room = c->sheet->measure - 2 * inset - (l > 0 && r > 0 ? size : 0);
    double rights = l + r > room && r > room / 2 ? r * room / (l + r) : r;
    if (l > 0)
        draw(c, into, fitting(c, font, left, room - rights), inset, baseline);
    if (r <= 0)
        return;
    const jb_line *line = fitting(c, font, right, rights);
    draw(c, into, line, c->sheet->measure - inset - line->width, baseline);
}

void jb_head_rule(jb_composer *c, jb_group_item *into, jb_tint tint, double y, double width)
{
    jb_group_item *artifact = jb_ink_group(c->cx->keep, into, 0, 0, JB_S("Artifact"));
    jb_ink_rule(c->cx->keep, artifact, 0, y, c->sheet->measure, y, &c->sheet->tints[tint], width);
}

double jb_head_name(jb_composer *c, jb_group_item *into, jb_said name, double y)
{
    if (!name.text.n)
        return y + c->sheet->fonts[JB_FONT_MASTHEAD].size;
    const jb_line *line = fitting(c, JB_FONT_MASTHEAD, name, c->sheet->measure - 2 * c->sheet->em);
    double top, bottom;
    jb_line_ink(line, &top, &bottom);
    draw(c, into, line, (c->sheet->measure - line->width) / 2, y - top);
    return y - top + (1 - ASCENT) * c->sheet->fonts[JB_FONT_MASTHEAD].size;
}

/* ---- the title ---- */

jb_pieces jb_pieces_of_title(jb_composer *c, jb_said title, jb_font font)
{
    jb_pieces pieces = {0};
    pieces.notes = JB_NEW_N(c->cx->keep, size_t, title.text.n + 2);
    for (size_t at = 0, end; at < title.text.n; at = end + 1) {
        for (end = at; end < title.text.n && title.text.p[end] != '\n';)
            end++;
        if (end == at)
            continue;
        jb_pieces line =
            jb_pieces_of_text(c, jb_str_cut(title.text, at, end - at), font, title.span);
        if (pieces.n)
            pieces.at[pieces.n - 1].hard_break = true;
        *JB_PUSH(c->cx->keep, &pieces) = line.at[0];
    }
    return pieces;
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

void jb_compose_title(jb_composer *c)
{
    compose_title(c, JB_FONT_TITLE, c->front->title, JB_S("P"));
    compose_title(c, JB_FONT_SUBTITLE, c->front->subtitle, JB_S("P"));
}

void jb_push_gap(jb_composer *c, double height)
{
    jb_push_box(c)->height = height;
    c->next.keep = true;
}

/* ---- what the author said, in the words of the form ---- */

/* Digits of any width, or 四十. */
static bool is_number(jb_str s)
{
    static const jb_str han = JB_K("〇零一二三四五六七八九十百千两");
    for (size_t i = 0, from = 0; i < s.n; from = i) {
        uint32_t c = jb_utf8_next(s, &i);
        bool digit = (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
        if (!digit && jb_str_find(han, jb_str_cut(s, from, i - from)) < 0)
            return false;
    }
    return s.n;
}

/* A year alone or a month is read as its first day too. */
static bool has_three_parts(jb_str s)
{
    size_t parts = 0;
    bool before = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = jb_utf8_next(s, &i);
        bool digit = (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
        parts += digit && !before;
        before = digit;
    }
    return parts == 3;
}

jb_said jb_said_date(jb_composer *c, jb_said said)
{
    jb_value v;
    jb_str text = jb_str_trim(said.text);
    if (!has_three_parts(text) || !jb_date_read_zh(text, &v) || v.type != JB_DATE)
        return said;
    jb_civil day = jb_civil_of(jb_value_ms(v));
    said.text = jb_str_printf(c->cx->keep, "%d年%d月%d日", (int)day.year, day.month, day.day);
    return said;
}

jb_said jb_said_count(jb_composer *c, jb_said said, const char *before, const char *after)
{
    jb_str head = jb_str_of(before), tail = jb_str_of(after), number = jb_str_trim(said.text);
    jb_str unit = jb_str_cut(tail, 0, sizeof "份" - 1);
    if (jb_str_starts(number, head))
        number = jb_str_cut(number, head.n, SIZE_MAX);
    if (jb_str_ends(number, unit))
        number.n -= unit.n;
    if (is_number(number))
        said.text = jb_str_printf(c->cx->keep, "%s%.*s%s", before, JB_F(number), after);
    return said;
}

jb_said jb_said_joined(jb_composer *c, jb_said lines, const char *between)
{
    jb_buf b = jb_buf_new(c->cx->keep);
    for (size_t at = 0, end; at < lines.text.n; at = end + 1) {
        for (end = at; end < lines.text.n && lines.text.p[end] != '\n';)
            end++;
        jb_buf_printf(&b, "%s%.*s", at ? between : "", JB_F(jb_str_cut(lines.text, at, end - at)));
    }
    return (jb_said){lines.text.n ? b.text : lines.text, lines.span};
}

jb_said jb_said_ended(jb_composer *c, jb_said said, jb_str mark)
{
    if (said.text.n && !jb_str_ends(said.text, mark))
        said.text = jb_str_printf(c->cx->keep, "%.*s%.*s", JB_F(said.text), JB_F(mark));
    return said;
}

jb_said jb_said_else(jb_said said, jb_said other)
{
    return said.text.n ? said : other;
}

size_t jb_said_lines(jb_said said)
{
    size_t n = said.text.n > 0;
    for (size_t i = 0; i < said.text.n; i++)
        n += said.text.p[i] == '\n';
    return n;
}

jb_said jb_said_line(jb_said said, size_t i)
{
    for (size_t at = 0, end; at < said.text.n; at = end + 1) {
        for (end = at; end < said.text.n && said.text.p[end] != '\n';)
            end++;
        if (!i--)
            return (jb_said){jb_str_cut(said.text, at, end - at), said.span};
    }
    return (jb_said){0};
}
