#include <math.h>

#include "report/compose.h"

/* Contents, and lists of figures and tables: a line for each thing, dots, and the number of its
 * page. Numbers never change how lines break, so they are filled in once the pages are made. */

static const double NUMBER_ROOM = 2; /* em, for the number at the right edge */

static bool is_listed(const jb_target *t, jb_target_kind kind, size_t depth)
{
    if (t->kind != kind || !t->dest.n)
        return false;
    return kind == JB_TARGET_HEADING ? (size_t)t->block->level <= depth : t->title.n;
}

static double line_end(const jb_group_item *ink)
{
    double end = 0;
    for (size_t i = 0; i < ink->marks_n; i++) {
        const jb_mark *m = ink->marks[i];
        for (size_t k = 0; m->type == JB_MARKTYPE_TEXT && k < m->n; k++) {
            const jb_line *line = m->texts[k].lines;
            end = fmax(end, m->texts[k].x + line->x + line->width);
        }
    }
    return end;
}

/* Dots from the end of the text to the number, in step with those of the other lines. */
static void draw_leader(jb_composer *c, jb_group_item *ink, jb_font font, double right)
{
    const jb_text_style *style = &c->sheet->fonts[font];
    jb_span place = c->front->span;
    double one = jb_text_line(c->cx, style, JB_S("."), place)->width,
           step = jb_text_line(c->cx, style, JB_S(". ."), place)->width - one,
           room = right - line_end(ink) - 0.5 * style->size;
    jb_buf dots = jb_buf_new(c->cx->keep);
    for (double x = one; x <= room; x += step)
        jb_buf_add(&dots, dots.text.n ? JB_S(" .") : JB_S("."));
    if (!dots.text.n)
        return;
    jb_group_item *artifact = jb_ink_group(c->cx->keep, ink, 0, 0, JB_S("Artifact"));
    const jb_line *line = jb_text_line(c->cx, style, dots.text, place);
    jb_ink_line(c->cx->keep, artifact, line, right - line->width,
                jb_font_baseline(c->sheet, font, 0));
}

static bool is_part(const jb_target *t)
{
    return t->kind == JB_TARGET_HEADING && t->block->level > 1;
}

/* `ranked`: chapters have their sections under them, and are told from these by the type of their
 * headings. */
static void push_entry(jb_composer *c, const jb_target *t, bool ranked, const jb_element *list)
{
    jb_font font = JB_FONT_BODY;
    double em = c->sheet->fonts[font].size, size = c->sheet->measure;
    double inset = t->kind == JB_TARGET_HEADING ? em * (double)(t->block->level - 1) : 0;
    jb_str text = jb_str_printf(c->cx->keep, "%.*s%.*s", JB_F(t->lead), JB_F(t->title));
    jb_pieces pieces = jb_pieces_of_text(c, text, font, t->block->span);
    if (ranked && !is_part(t))
        pieces.at[0].style.family = c->sheet->fonts[JB_FONT_H1].family;
    pieces.at[0].style.link = jb_str_printf(c->cx->keep, "#%.*s", JB_F(t->dest));
    const jb_element *item = jb_element_new(c, list, JB_S("TOCI"));
    const jb_setting s = {.font = font,
                          .justify = JB_FLUSH_LEFT,
                          .left = inset,
                          .right = (NUMBER_ROOM + 1) * em,
                          .element = jb_element_new(c, item, JB_S("Reference"))};
    jb_set_paragraph(c, &pieces, &s);
    jb_box *last = &c->boxes.at[c->boxes.n - 1];
    draw_leader(c, last->ink, font, size - NUMBER_ROOM * em);
    *JB_PUSH(c->cx->keep, &c->entries) =
        (jb_entry){t->dest, jb_ink_group(c->cx->keep, last->ink, 0, 0, JB_S("Span")), c->sheet};
}

/* From the first of a list's last entries on: one or two do not stand alone on a page. */
static void keep_last(jb_composer *c, size_t from)
{
    for (size_t i = from + 1; i < c->boxes.n; i++)
        c->boxes.at[i].penalty = INFINITY;
}

void jb_compose_contents(jb_composer *c, jb_target_kind kind, size_t depth)
{
    enum { TOGETHER = 3 };
    const jb_element *list = jb_element_new(c, c->parent, JB_S("TOC"));
    size_t last[TOGETHER] = {0}, n = 0; /* where the last entries begin */
    bool ranked = false;
    for (size_t i = 0; i < c->targets.n; i++)
        ranked |= is_listed(&c->targets.at[i], kind, depth) && is_part(&c->targets.at[i]);
    for (size_t i = 0; i < c->targets.n; i++) {
        if (!is_listed(&c->targets.at[i], kind, depth))
            continue;
        last[n++ % TOGETHER] = c->boxes.n;
        push_entry(c, &c->targets.at[i], ranked, list);
    }
    if (!n)
        return;
    keep_last(c, last[n < TOGETHER ? 0 : n % TOGETHER]);
    jb_push_space(c, c->sheet->pitch);
}

static bool has_any(const jb_composer *c, jb_target_kind kind, size_t depth)
{
    size_t i = 0;
    while (i < c->targets.n && !is_listed(&c->targets.at[i], kind, depth))
        i++;
    return i < c->targets.n;
}

void jb_compose_contents_page(jb_composer *c)
{
    enum { DEPTH = 2 };
    if (!has_any(c, JB_TARGET_HEADING, DEPTH))
        return;
    jb_font font = JB_FONT_H1;
    jb_pieces pieces = jb_pieces_of_text(c, jb_wording(c, "目　录"), font, c->front->span);
    const jb_setting s = {.font = font,
                          .justify = JB_FLUSH_CENTER,
                          .element = jb_element_new(c, c->parent, JB_S("P")),
                          .keep = true};
    jb_set_paragraph(c, &pieces, &s);
    jb_compose_contents(c, JB_TARGET_HEADING, DEPTH);
    c->next.fresh = c->covered;
}

/* ---- the numbers ---- */

static void gather(jb_ctx *cx, jb_landings *into, const jb_group_item *g, size_t page)
{
    if (g->dest.p)
        *JB_PUSH(cx->keep, into) = (jb_landing){g->dest, page};
    for (size_t i = 0; i < g->marks_n && !(g->scale > 0); i++)
        for (size_t k = 0; g->marks[i]->type == JB_MARKTYPE_GROUP && k < g->marks[i]->n; k++)
            gather(cx, into, &g->marks[i]->groups[k], page);
}

size_t jb_page_of(const jb_landings *all, jb_str dest)
{
    for (size_t i = 0; i < all->n; i++)
        if (jb_str_eq(all->at[i].dest, dest))
            return all->at[i].page;
    return 0;
}

bool jb_page_references_hold(const jb_composer *c)
{
    for (size_t i = 0; i < c->page_references.n; i++)
        if (jb_page_of(&c->landings, c->page_references.at[i].dest) !=
            c->page_references.at[i].page)
            return false;
    return true;
}

void jb_contents_number(jb_composer *c, const jb_made_pages *pages)
{
    jb_landings all = {0};
    for (size_t i = 0; (c->entries.n || c->page_references.n) && i < pages->n; i++)
        for (size_t k = 0; k < pages->at[i].boxes.n; k++)
            gather(c->cx, &all, pages->at[i].boxes.at[k].box->ink, i + 1);
    c->landings = all;
    for (size_t i = 0; i < c->entries.n; i++) {
        const jb_entry *e = &c->entries.at[i];
        jb_text_style style = e->sheet->fonts[JB_FONT_BODY];
        style.link = jb_str_printf(c->cx->keep, "#%.*s", JB_F(e->dest));
        jb_str number = jb_str_printf(c->cx->keep, "%zu", jb_page_of(&all, e->dest));
        const jb_line *line = jb_text_line(c->cx, &style, number, c->front->span);
        jb_ink_line(c->cx->keep, e->ink, line, e->sheet->measure - line->width,
                    jb_font_baseline(e->sheet, JB_FONT_BODY, 0));
    }
}
