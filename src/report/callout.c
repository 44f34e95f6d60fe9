#include "report/compose.h"

/* Callouts: GitHub's > [!NOTE], or ::: note. Title and bar tell them apart in black and white. */

static const struct {
    jb_str name, title;
    double bar; /* pt; the heavier, the more it matters */
    jb_tint tint;
} kinds[] = {
    {JB_K("note"), JB_K("注"), 2, JB_TINT_RULE},
    {JB_K("tip"), JB_K("提示"), 2, JB_TINT_RULE},
    {JB_K("important"), JB_K("重要"), 4, JB_TINT_ACCENT},
    {JB_K("warning"), JB_K("警告"), 4, JB_TINT_ACCENT},
    {JB_K("caution"), JB_K("小心"), 4, JB_TINT_ACCENT},
};

static size_t kind_of(const jb_block *b)
{
    size_t i = 0;
    while (i + 1 < JB_COUNT(kinds) && !jb_str_eq(kinds[i].name, b->attributes.kind.text))
        i++;
    return i;
}

static jb_said title_of(const jb_composer *c, const jb_block *b)
{
    jb_said own = jb_attribute_of(&b->attributes, JB_S("title"));
    return own.text.p ? own : (jb_said){jb_wording(c, kinds[kind_of(b)].title.p), b->span};
}

static const jb_frame *frame_of(const jb_composer *c, const jb_block *b)
{
    const jb_sheet *s = c->sheet;
    jb_frame *f = JB_NEW(c->cx->keep, jb_frame);
    *f = (jb_frame){.x = c->left,
                    .width = s->measure - c->left,
                    .above = (s->pitch - s->em) / 2,
                    .below = (s->em - s->pitch) / 2,
                    .bar = kinds[kind_of(b)].bar,
                    .paint = &s->tints[kinds[kind_of(b)].tint],
                    .ground = &s->tints[JB_TINT_GROUND]};
    return f;
}

static void push_title(jb_composer *c, jb_said title)
{
    jb_font font = JB_FONT_H3;
    jb_pieces pieces = jb_pieces_of_said(c, title.text, font, title.span);
    jb_pieces_rank(c, &pieces, font);
    const jb_setting s = {.font = font,
                          .justify = JB_FLUSH_LEFT,
                          .element = jb_element_new(c, c->parent, JB_S("P")),
                          .keep = true};
    jb_set_paragraph(c, &pieces, &s);
}

void jb_compose_callout(jb_composer *c, const jb_block *b)
{
    const jb_frame *frame = frame_of(c, b);
    double left = c->left;
    if (c->next.headed == JB_UNHEADED) /* a heading has its own air */
        jb_push_space(c, c->sheet->pitch / 2);
    size_t first = c->boxes.n;
    jb_composer outer = jb_measure_enter(c, c->sheet->measure - c->sheet->em);
    c->left = left + c->sheet->em;
    c->parent = jb_element_new(c, outer.parent, JB_S("Div"));
    push_title(c, title_of(c, b));
    jb_compose_blocks(c, &b->blocks);
    c->next.keep = false;
    jb_measure_leave(c, &outer);
    for (size_t i = first; i < c->boxes.n; i++) {
        jb_box *box = &c->boxes.at[i];
        box->frame = box->frame ? box->frame : frame;
        box->later = 0;
    }
    jb_push_space(c, c->sheet->pitch / 2);
}
