#include "report/compose.h"

static jb_str tag_of_heading(int level)
{
    static const jb_str tags[] = {JB_K("H1"), JB_K("H2"), JB_K("H3"),
                                  JB_K("H4"), JB_K("H5"), JB_K("H6")};
    return tags[level - 1];
}

static jb_str plain(jb_composer *c, const jb_pieces *pieces)
{
    jb_buf b = jb_buf_new(c->cx->keep);
    for (size_t i = 0; i < pieces->n; i++)
        if (!pieces->notes[i])
            jb_buf_add(&b, pieces->at[i].text);
    return b.text;
}

/* Not the first block, which stands under the document's head, nor a heading under a heading. */
static bool begins_page(const jb_composer *c, const jb_block *b)
{
    return b->level <= c->front->theme.breaks && b != c->manuscript->blocks.at[0] &&
           !c->next.keep && !c->across;
}

void jb_section_enter(jb_composer *c, int level)
{
    const jb_element *around = c->parent;
    while (around && around->level >= level)
        around = around->parent;
    jb_element *section = JB_NEW(c->cx->keep, jb_element);
    *section = (jb_element){.parent = around, .tag = JB_S("Sect"), .level = level};
    c->parent = section;
}

static void compose_heading(jb_composer *c, const jb_block *b)
{
    c->next.fresh = c->next.fresh || begins_page(c, b);
    c->next.headed = JB_UNHEADED; /* the section above has one line only */
    jb_section_enter(c, b->level);
    jb_font font = (jb_font)(JB_FONT_H1 + (b->level < 4 ? b->level : 4) - 1);
    const jb_target *target = jb_target_of(c, b);
    jb_pieces pieces = jb_pieces_of(c, b, font, target->lead);
    const jb_setting s = {
        .font = font,
        .justify = JB_FLUSH_LEFT,
        .indent = c->sheet->indents[font],
        .element = jb_element_new(c, c->parent, tag_of_heading(b->level)),
        .keep = true,
    };
    size_t first = jb_set_paragraph(c, &pieces, &s);
    c->boxes.at[first].ink->dest = target->dest;
    c->boxes.at[first].outline = plain(c, &pieces);
    c->boxes.at[first].level = b->level;
    c->next.headed = JB_HEADED;
}

static void compose_paragraph(jb_composer *c, const jb_block *b)
{
    jb_pieces pieces = jb_pieces_of(c, b, JB_FONT_BODY, JB_S(""));
    const jb_setting s = {
        .font = JB_FONT_BODY,
        .justify = JB_JUSTIFY,
        .indent = c->left > 0 ? 0 : c->sheet->indent,
        .element = jb_element_new(c, c->parent, JB_S("P")),
    };
    jb_set_paragraph(c, &pieces, &s);
}

/* Lists and quotes in one another may leave no room beside their insets. */
bool jb_has_room(jb_composer *c, jb_span place)
{
    static const double LEAST = 4; /* em */
    if (c->sheet->measure - c->left - c->sheet->indent >= LEAST * c->sheet->em)
        return true;
    jb_fail(c->cx, place, "nested so deep that no room is left for its text");
    return false;
}

/* Lines that the author ends are verse, which all begin in one place. */
static bool is_verse(const jb_block *b)
{
    for (size_t i = 0; i < b->text.n; i++)
        if (b->text.at[i].hard_break)
            return true;
    return false;
}

static void compose_quote(jb_composer *c, const jb_block *b)
{
    const jb_element *outer = c->parent;
    double left = c->left;
    c->parent = jb_element_new(c, outer, JB_S("BlockQuote"));
    c->left += c->sheet->indent;
    for (size_t i = 0; jb_has_room(c, b->span) && i < b->blocks.n; i++) {
        const jb_block *inner = b->blocks.at[i];
        if (inner->kind != JB_BLOCK_PARAGRAPH) {
            jb_compose_blocks(c, &(jb_blocks){.at = &b->blocks.at[i], .n = 1});
            continue;
        }
        jb_pieces pieces = jb_pieces_of(c, inner, JB_FONT_QUOTE, JB_S(""));
        bool verse = is_verse(inner);
        const jb_setting s = {.font = JB_FONT_QUOTE,
                              .justify = JB_JUSTIFY,
                              .indent = verse ? 0 : c->sheet->indent,
                              .left = verse ? c->sheet->indent : 0,
                              .right = c->sheet->indent,
                              .element = jb_element_new(c, c->parent, JB_S("P"))};
        jb_set_paragraph(c, &pieces, &s);
    }
    c->parent = outer;
    c->left = left;
}

static void compose_rule(jb_composer *c, const jb_block *b)
{
    (void)b;
    jb_headed headed = c->next.headed; /* it ends no page with the heading over it */
    jb_group_item *ink = JB_NEW(c->cx->keep, jb_group_item);
    double y = c->sheet->em / 2, middle = c->sheet->measure / 2, half = 4 * c->sheet->em;
    jb_ink_rule(c->cx->keep, ink, middle - half, y, middle + half, y,
                &c->sheet->tints[JB_TINT_RULE], 0.5);
    jb_push_ink(c, ink, c->sheet->pitch, jb_element_new(c, NULL, JB_S("Artifact")));
    c->next.headed = headed;
    c->next.keep = headed == JB_HEADED;
}

const jb_str jb_fences[] = {JB_K("chart"), JB_K("table"), JB_K("kpi")};
static void (*const fences[])(jb_composer *, const jb_block *) = {
    jb_compose_chart, jb_compose_tabular, jb_compose_tiles};
_Static_assert(JB_COUNT(jb_fences) == JB_FENCES && JB_COUNT(fences) == JB_FENCES,
               "every fence has its composer");

static void compose_fence(jb_composer *c, const jb_block *b)
{
    for (size_t i = 0; b->node && i < JB_FENCES; i++)
        if (jb_str_eq(jb_fences[i], b->info))
            fences[i](c, b);
}

static void compose_break(jb_composer *c, const jb_block *b)
{
    (void)b;
    c->next.fresh = true;
}

static void compose_nothing(jb_composer *c, const jb_block *b)
{
    (void)c, (void)b;
}

static void (*const rows[])(jb_composer *, const jb_block *) = {
    [JB_BLOCK_HEADING] = compose_heading, [JB_BLOCK_PARAGRAPH] = compose_paragraph,
    [JB_BLOCK_LIST] = jb_compose_list,    [JB_BLOCK_ITEM] = compose_nothing, /* its list's */
    [JB_BLOCK_QUOTE] = compose_quote,     [JB_BLOCK_CODE] = jb_compose_code,
    [JB_BLOCK_RULE] = compose_rule,       [JB_BLOCK_TABLE] = jb_compose_table,
    [JB_BLOCK_ROW] = compose_nothing, /* its table's */
    [JB_BLOCK_CELL] = compose_nothing,    [JB_BLOCK_IMAGE] = jb_compose_image,
    [JB_BLOCK_FENCE] = compose_fence,     [JB_BLOCK_DIV] = jb_compose_div,
    [JB_BLOCK_NOTES] = jb_compose_notes,  [JB_BLOCK_BREAK] = compose_break,
};
_Static_assert(JB_COUNT(rows) == JB_BLOCKS, "every block has its composer");

void jb_compose_blocks(jb_composer *c, const jb_blocks *blocks)
{
    for (size_t i = 0; i < blocks->n; i++)
        rows[blocks->at[i]->kind](c, blocks->at[i]);
}

void jb_compose_body(jb_composer *c)
{
    size_t errors = jb_errors(c->cx);
    c->note_taken = JB_NEW_N(c->cx->keep, bool, c->manuscript->notes.n + 1);
    jb_compose_form(c);
    jb_compose_page_notes(c, jb_errors(c->cx) == errors);
}
