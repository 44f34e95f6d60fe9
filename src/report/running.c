#include <math.h>

#include "report/head.h"

/* What stands outside the type area of each page: its number, and above it title and section. */

static const double MM = 72 / 25.4;
static const double FOLIO_MM = 7;             /* under the type area: GB/T 9704—2012, 7.5 */
static const double RULE_MM = 4, LINE_MM = 6; /* of a running head, above it */

typedef struct running {
    jb_composer *c;
    jb_group_item *into;
    size_t page, pages;
} running;

/* Pages lie open like a book: odd ones on the right. */
static jb_side outer(const running *r)
{
    return r->page % 2 ? JB_RIGHT : JB_LEFT;
}

/* The number of a landscape page has the place on the paper that those of the others have: GB/T
 * 9704—2012, 8. The left edge of the paper is up. */
static void draw_sideways(const running *r, jb_said text, double under)
{
    const jb_line *line = jb_head_line(r->c, JB_FONT_FOLIO, text);
    double inset = r->c->sheet->fonts[JB_FONT_FOLIO].size;
    double far = r->c->sheet->upright->measure - inset - line->width;
    jb_ink_line(r->c->cx->keep, r->into, line, -under, outer(r) == JB_RIGHT ? far : inset)->angle =
        90;
}

/* The ink of the number's dashes begins 7 mm under the type area. */
static void draw_dashes(const running *r, double bottom)
{
    const jb_text_style *style = &r->c->sheet->fonts[JB_FONT_FOLIO];
    jb_span place = r->c->front->span;
    double top, below;
    jb_line_ink(jb_text_line(r->c->cx, style, JB_S("—"), place), &top, &below);
    jb_said text = {jb_str_printf(r->c->cx->keep, "— %zu —", r->page), place};
    double under = FOLIO_MM * MM - top, baseline = bottom + under;
    if (r->c->sheet->upright)
        draw_sideways(r, text, under);
    else
        jb_head_draw(r->c, r->into, JB_FONT_FOLIO, text, outer(r),
                     baseline - jb_head_baseline(0, style->size), style->size);
}

static void draw_number(const running *r, double bottom)
{
    jb_said text = {jb_str_printf(r->c->cx->keep, "%zu", r->page), r->c->front->span};
    jb_head_draw(r->c, r->into, JB_FONT_FOLIO, text, outer(r), bottom + FOLIO_MM * MM, 0);
}

static void draw_number_of(const running *r, double bottom)
{
    jb_said text = {jb_str_printf(r->c->cx->keep, "%zu / %zu", r->page, r->pages),
                    r->c->front->span};
    jb_head_draw(r->c, r->into, JB_FONT_FOLIO, text, JB_RIGHT, bottom + FOLIO_MM * MM, 0);
}

static void draw_none(const running *r, double bottom)
{
    (void)r, (void)bottom;
}

static void (*const folios[])(const running *, double) = {
    [JB_FOLIO_NONE] = draw_none,
    [JB_FOLIO_DASHES] = draw_dashes,
    [JB_FOLIO_NUMBER] = draw_number,
    [JB_FOLIO_OF] = draw_number_of,
};

static double width_of(const running *r, jb_said said)
{
    return said.text.n ? jb_head_line(r->c, JB_FONT_RUNNING, said)->width : 0;
}

/* With … for what does not fit: it stands whole in the text. */
static jb_said cut_to(const running *r, jb_said said, double room)
{
    double width = width_of(r, said);
    size_t n = width > room ? (size_t)((double)said.text.n * room / width) : said.text.n;
    for (jb_str whole = said.text; n && width_of(r, said) > room; n--)
        if (((unsigned char)whole.p[n] & 0xC0) != 0x80)
            said.text = jb_str_printf(r->c->cx->keep, "%.*s…", (int)n, whole.p);
    return said;
}

static void draw_head(const running *r, jb_said title, jb_said section)
{
    const jb_sheet *s = r->c->sheet;
    double size = s->fonts[JB_FONT_RUNNING].size, y = -LINE_MM * MM - size;
    double room = s->measure - (s->mirrored ? 0 : 2 * size);
    jb_said none = {JB_S(""), title.span}, *other = outer(r) == JB_RIGHT ? &title : &section;
    if (s->mirrored)
        *other = none;
    title = cut_to(r, title, fmax(room / 2, room - width_of(r, section)));
    section = cut_to(r, section, room - width_of(r, title));
    jb_head_sides(r->c, r->into, JB_FONT_RUNNING, title, section, y, 0);
    jb_head_rule(r->c, r->into, JB_TINT_RULE, -RULE_MM * MM, 0.5);
}

void jb_draw_running(jb_composer *c, jb_group_item *area, size_t page, size_t pages, jb_str section)
{
    const jb_theme *theme = &c->front->theme;
    if (c->covered && page == 1)
        return;
    const jb_sheet *s = c->sheet;
    running r = {c, jb_ink_group(c->cx->keep, area, 0, 0, JB_S("Artifact")), page, pages};
    folios[theme->folio](&r, (double)(s->lines - 1) * s->pitch + s->em);
    if (theme->running)
        draw_head(&r, jb_said_joined(c, c->front->title, ""), (jb_said){section, c->front->span});
}
