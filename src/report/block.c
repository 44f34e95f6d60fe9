#include <cmark-gfm-core-extensions.h>
#include <ctype.h>
#include <string.h>

#include "report/fenced.h"
#include "report/note.h"
#include "report/reader.h"

jb_str jb_block_plain(jb_arena *a, const jb_block *block)
{
    jb_buf text = jb_buf_new(a);
    for (size_t i = 0; i < block->text.n; i++)
        if (!block->text.at[i].note)
            jb_buf_add(&text, block->text.at[i].text);
    return text.text;
}

static jb_block *add(jb_reader *r, jb_blocks *into, jb_block_kind kind, cmark_node *node)
{
    jb_block *b = JB_NEW(r->cx->keep, jb_block);
    b->kind = kind;
    b->span = jb_reader_span(r, node);
    *JB_PUSH(r->cx->keep, into) = b;
    return b;
}

static const jb_str image_keys[] = {JB_K("width")};
static const jb_attribute_rules heading_rules = {.what = "a heading", .named = true},
                                fence_rules = {.what = "a fence"},
                                image_rules = {.what = "a picture",
                                               .keys = image_keys,
                                               .keys_n = JB_COUNT(image_keys),
                                               .named = true};

/* With the figures in their values filled; false after a message. */
static bool read_braces(jb_reader *r, jb_block *b, jb_str braces, jb_span place)
{
    bool sound = jb_attributes_read(r->cx, braces, place, &b->attributes);
    for (size_t i = 0; i < b->attributes.rest.n; i++) {
        jb_said *value = &b->attributes.rest.at[i].value;
        value->text = jb_figures_fill(r->cx, r->figures, value->text);
    }
    return sound;
}

static void read_attributes(jb_reader *r, jb_block *b, jb_str braces, jb_span place,
                            const jb_attribute_rules *rules)
{
    if (read_braces(r, b, braces, place))
        jb_attributes_check(r->cx, &b->attributes, rules);
}

static void read_heading(jb_reader *r, jb_blocks *into, cmark_node *node)
{
    jb_block *b = add(r, into, JB_BLOCK_HEADING, node);
    b->level = cmark_node_get_heading_level(node);
    b->numbered = true;
    jb_inlines_read(r, b, node);
    jb_inline *last = b->text.n ? &b->text.at[b->text.n - 1] : NULL;
    size_t n = last && jb_str_ends(last->text, JB_S("}")) ? last->text.n : 0;
    size_t at = n ? n - 1 : 0;
    while (at && last->text.p[at] != '{')
        at--;
    if (!n || last->text.p[at] != '{' || last->look & JB_LOOK_CODE)
        return;
    jb_str braces = jb_str_cut(last->text, at, n - at);
    b->numbered = !jb_str_eq(braces, JB_S("{-}"));
    if (b->numbered)
        read_attributes(r, b, braces, jb_span_in(last->place, at, n - at), &heading_rules);
    last->text = jb_str_trim(jb_str_cut(last->text, 0, at));
    if (!last->text.n)
        b->text.n--;
}

/* The image that a paragraph is, with nothing but braces behind it; NULL: it is none. */
static cmark_node *image_alone(cmark_node *node)
{
    cmark_node *image = cmark_node_first_child(node);
    cmark_node *behind = image ? cmark_node_next(image) : NULL;
    const char *text = behind && !cmark_node_next(behind) ? cmark_node_get_literal(behind) : NULL;
    bool braces = text && cmark_node_get_type(behind) == CMARK_NODE_TEXT && *text == '{';
    bool alone = image && cmark_node_get_type(image) == CMARK_NODE_IMAGE && (!behind || braces);
    return alone ? image : NULL;
}

static bool is_page_break(cmark_node *node)
{
    cmark_node *first = cmark_node_first_child(node);
    const char *text = first && !cmark_node_next(first) ? cmark_node_get_literal(first) : NULL;
    return text && cmark_node_get_type(first) == CMARK_NODE_TEXT && !strcmp(text, "\\pagebreak");
}

/* ---- definitions: a term, and behind it lines that begin with a colon ---- */

static bool begins_definition(cmark_node *n)
{
    const char *text =
        n && cmark_node_get_type(n) == CMARK_NODE_TEXT ? cmark_node_get_literal(n) : NULL;
    return text && text[0] == ':' && (text[1] == ' ' || !text[1]);
}

static bool is_definitions(cmark_node *node)
{
    cmark_node *n = cmark_node_first_child(node);
    bool term = n && !begins_definition(n), defined = false;
    for (; n && term; n = cmark_node_next(n))
        defined = defined || (cmark_node_get_type(n) == CMARK_NODE_SOFTBREAK &&
                              begins_definition(cmark_node_next(n)));
    return defined;
}

static void drop_colon(cmark_node *n)
{
    const char *text = cmark_node_get_literal(n) + 1;
    cmark_node_set_literal(n, text + strspn(text, " "));
}

/* The list of definitions that ends here, or a new one. */
static jb_block *definitions(jb_reader *r, jb_blocks *into, cmark_node *node)
{
    jb_block *last = into->n ? into->at[into->n - 1] : NULL;
    if (last && last->kind == JB_BLOCK_LIST && last->defines)
        return last;
    jb_block *list = add(r, into, JB_BLOCK_LIST, node);
    list->defines = true;
    return list;
}

static void read_definitions(jb_reader *r, jb_blocks *into, cmark_node *node)
{
    jb_block *item = add(r, &definitions(r, into, node)->blocks, JB_BLOCK_ITEM, node), *at = item;
    jb_inlines_begin(r, node);
    for (cmark_node *n = cmark_node_first_child(node); n; n = cmark_node_next(n)) {
        bool turns = cmark_node_get_type(n) == CMARK_NODE_SOFTBREAK;
        if (turns && begins_definition(cmark_node_next(n))) {
            at = add(r, &item->blocks, JB_BLOCK_PARAGRAPH, node);
            n = cmark_node_next(n);
            drop_colon(n);
            r->open.n = 0;
        }
        jb_inline_add(r, at, n, (jb_inline){0});
    }
}

/* Behind a table, a line of its own. */
static bool is_caption(jb_reader *r, const jb_blocks *into, cmark_node *node)
{
    jb_block *last = into->n ? into->at[into->n - 1] : NULL;
    node = jb_reader_placed(node);
    return last && last->kind == JB_BLOCK_TABLE &&
           cmark_node_get_start_line(node) == cmark_node_get_end_line(node) &&
           jb_caption_read(r, last, jb_reader_span(r, node));
}

static void read_paragraph(jb_reader *r, jb_blocks *into, cmark_node *node)
{
    if (is_caption(r, into, node))
        return;
    if (is_definitions(node)) {
        read_definitions(r, into, node);
        return;
    }
    if (is_page_break(node)) {
        add(r, into, JB_BLOCK_BREAK, node);
        return;
    }
    cmark_node *image = image_alone(node);
    jb_block *b = add(r, into, image ? JB_BLOCK_IMAGE : JB_BLOCK_PARAGRAPH, node);
    if (image)
        b->path = jb_reader_address(r, image);
    jb_inlines_read(r, b, image ? image : node);
    if (!image)
        jb_leftover_tell_head(r, b);
    if (image && cmark_node_next(image)) {
        jb_str braces = jb_str_trim(jb_reader_literal(r, cmark_node_next(image)));
        read_attributes(r, b, braces, jb_reader_place(r, braces), &image_rules);
    }
}

static void read_list(jb_reader *r, jb_blocks *into, cmark_node *node)
{
    jb_block *b = add(r, into, JB_BLOCK_LIST, node);
    b->numbered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    int start = cmark_node_get_list_start(node);
    b->start = start > 0 ? (size_t)start : 0;
    for (cmark_node *n = cmark_node_first_child(node); n; n = cmark_node_next(n)) {
        jb_block *item = add(r, &b->blocks, JB_BLOCK_ITEM, n);
        item->task = jb_reader_is(n, "tasklist");
        item->done = item->task && cmark_gfm_extensions_get_tasklist_item_checked(n);
        jb_blocks_read(r, &item->blocks, n);
    }
}

/* The fence's text, each line with its own place: cmark has taken indents and > marks off. */
static const jb_source *fence_source(jb_reader *r, cmark_node *node, jb_str text)
{
    JB_LIST(jb_cut) cuts = {0};
    int line = cmark_node_get_start_line(node) + 1;
    for (size_t at = 0; at < text.n; line++) {
        size_t end = at;
        while (end < text.n && text.p[end] != '\n')
            end++;
        size_t from = jb_reader_line(r, line), to = jb_reader_line(r, line + 1);
        ptrdiff_t in = end > at ? jb_str_find(jb_str_cut(r->source->text, from, to - from),
                                              jb_str_cut(text, at, end - at))
                                : 0;
        *JB_PUSH(r->cx->keep, &cuts) = (jb_cut){at, from + (in > 0 ? (size_t)in : 0)};
        at = end + 1;
    }
    if (!cuts.n)
        *JB_PUSH(r->cx->keep, &cuts) = (jb_cut){0, jb_reader_line(r, line)};
    return jb_source_cut(r->cx->keep, r->source, text, cuts.at, cuts.n);
}

static jb_str first_word(jb_str info)
{
    info = jb_str_trim(info);
    size_t n = 0;
    while (n < info.n && info.p[n] != ' ' && info.p[n] != '{')
        n++;
    return jb_str_cut(info, 0, n);
}

/* An open fence takes all that follows it for its own text. */
static void tell_open_fence(jb_reader *r, cmark_node *node)
{
    int length, offset, last = cmark_node_get_end_line(node);
    char mark;
    if (!cmark_node_get_fenced(node, &length, &offset, &mark))
        return;
    size_t from = jb_reader_line(r, last), n = 0;
    jb_str line =
        jb_str_trim(jb_str_cut(r->source->text, from, jb_reader_line(r, last + 1) - from));
    while (line.n && (*line.p == '>' || *line.p == ' ')) /* of a quote around it */
        line = jb_str_cut(line, 1, line.n - 1);
    while (n < line.n && line.p[n] == mark)
        n++;
    if (last > cmark_node_get_start_line(node) && n == line.n && n >= (size_t)length)
        return;
    jb_fail(r->cx, jb_reader_span(r, node), "the fence has no end");
    jb_hint(r->cx, "close it with a line of %d or more of the mark it begins with", length);
}

/* A fence says in its text what it has to say. */
static void read_fence_head(jb_reader *r, jb_block *b, jb_str info, size_t word)
{
    jb_str rest = jb_str_trim(jb_str_cut(jb_str_trim(info), word, SIZE_MAX));
    jb_str line = jb_str_cut(r->source->text, b->span.at, b->span.n);
    ptrdiff_t at = rest.n ? jb_str_find(line, rest) : -1;
    jb_span place = at < 0 ? b->span : jb_span_in(b->span, (size_t)at, rest.n);
    if (!rest.n)
        return;
    if (*rest.p == '{') {
        read_attributes(r, b, rest, place, &fence_rules);
        b->attributes = (jb_attributes){0};
    } else {
        jb_fail(r->cx, place, "nothing may stand behind the word of a fence");
    }
    jb_hint(r->cx, "what it says stands in its text, as in name: roads");
}

/* ```tables is set as code, and so are its keys. */
static void tell_near_kind(jb_reader *r, jb_str word, cmark_node *node)
{
    jb_names kinds = JB_NAMES(r->kinds, r->kinds_n);
    if (!word.n || !jb_nearest(word, kinds).p)
        return;
    jb_span fence = jb_reader_span(r, node);
    ptrdiff_t at = jb_str_find(jb_str_cut(fence.source->text, fence.at, fence.n), word);
    jb_warn(r->cx, at < 0 ? fence : jb_span_in(fence, (size_t)at, word.n),
            "no fence is named “%.*s”, and this is set as code", JB_F(jb_brief(r->cx, word)));
    jb_hint_nearest(r->cx, word, kinds);
}

static void read_code(jb_reader *r, jb_blocks *into, cmark_node *node)
{
    tell_open_fence(r, node);
    const char *info = cmark_node_get_fence_info(node);
    jb_str word = first_word(jb_str_of(info ? info : ""));
    jb_str text = jb_reader_literal(r, node);
    if (!jb_str_among(word, r->kinds, r->kinds_n)) {
        tell_near_kind(r, jb_str_dup(r->cx->keep, word), node);
        add(r, into, JB_BLOCK_CODE, node)->code = jb_figures_restore(r->cx, r->figures, text);
        return;
    }
    jb_block *b = add(r, into, JB_BLOCK_FENCE, node);
    b->info = jb_str_dup(r->cx->keep, word);
    read_fence_head(r, b, jb_str_of(info), word.n);
    const jb_node *tree = jb_tree_read(r->cx, fence_source(r, node, text), JB_YAML);
    b->node = tree ? jb_figures_fill_tree(r->cx, r->figures, tree) : NULL;
}

/* So many as a row writes: Markdown drops those that have no column. */
static size_t cells_written(jb_str row)
{
    size_t n = 1;
    row = jb_str_trim(row);
    for (size_t i = jb_str_starts(row, JB_S("|")); i + 1 < row.n; i++) {
        n += row.p[i] == '|';
        i += row.p[i] == '\\';
    }
    return n;
}

static void tell_dropped_cells(jb_reader *r, jb_span row, size_t columns)
{
    size_t n = cells_written(jb_str_cut(row.source->text, row.at, row.n));
    if (n <= columns)
        return;
    jb_fail(r->cx, row, "cells in this row: %zu, and the table has %zu columns", n, columns);
    jb_hint(r->cx, "a | meant as itself is written \\|");
}

/* Right under it, the caption is a row to Markdown; the head has the place of a line above it. */
static bool is_captioned_by(jb_reader *r, jb_block *table, const jb_block *row)
{
    if (table->blocks.n == 1)
        return false;
    jb_str line = jb_str_cut(row->span.source->text, row->span.at, row->span.n);
    return jb_str_find(line, JB_S("|")) < 0 && jb_caption_read(r, table, row->span);
}

static void read_table(jb_reader *r, jb_blocks *into, cmark_node *node)
{
    jb_block *table = add(r, into, JB_BLOCK_TABLE, node);
    size_t n = cmark_gfm_extensions_get_table_columns(node);
    const uint8_t *marks = cmark_gfm_extensions_get_table_alignments(node);
    char *align = jb_alloc(r->cx->keep, n + 1);
    for (size_t i = 0; i < n; i++)
        align[i] = marks[i] ? (char)marks[i] : 'l';
    table->align = (jb_str){align, n};
    for (cmark_node *row = cmark_node_first_child(node); row; row = cmark_node_next(row)) {
        jb_block *line = add(r, &table->blocks, JB_BLOCK_ROW, row);
        if (is_captioned_by(r, table, line)) {
            table->blocks.n--;
            continue;
        }
        tell_dropped_cells(r, line->span, n);
        r->cursor = jb_reader_line(r, cmark_node_get_start_line(row));
        for (cmark_node *c = cmark_node_first_child(row); c; c = cmark_node_next(c)) {
            r->end = jb_reader_line(r, cmark_node_get_start_line(row) + 1);
            r->open.n = 0;
            jb_inlines_add(r, add(r, &line->blocks, JB_BLOCK_CELL, c), c, (jb_inline){0});
        }
    }
}

/* All notes come last from cmark; the block that stands where the first was written shows where
 * they may be set. */
static void read_note(jb_reader *r, jb_blocks *into, cmark_node *node)
{
    (void)into;
    jb_block *note = add(r, &r->made->notes, JB_BLOCK_ITEM, node);
    size_t at = jb_reader_line(r, cmark_node_get_start_line(node));
    note->span = (jb_span){r->source, at, note->span.at + note->span.n - at};
    jb_note_at(r->source->text, at, &note->attributes.name.text);
    jb_blocks_read(r, &note->blocks, node);
}

/* ::: name, or ::: {.name #label key=value}; more colons may stand behind. */
static void read_div_head(jb_reader *r, jb_block *b)
{
    jb_str line = jb_str_cut(r->source->text, b->span.at, b->span.n);
    size_t at = 0;
    while (at < line.n && (line.p[at] == ':' || line.p[at] == ' ' || line.p[at] == '\t'))
        at++;
    while (line.n > at && (line.p[line.n - 1] == ':' || line.p[line.n - 1] == ' '))
        line.n--;
    jb_str head = jb_str_cut(line, at, line.n - at);
    jb_span place = jb_span_in(b->span, at, head.n);
    if (head.n && *head.p == '{') {
        read_braces(r, b, head, place);
        if (!b->attributes.kind.text.p)
            b->attributes.kind = (jb_said){JB_S(""), place};
    } else if (head.n && jb_str_find(head, JB_S(" ")) < 0) {
        b->attributes.kind = (jb_said){jb_str_dup(r->cx->keep, head), place};
    } else {
        jb_fail(r->cx, place, "a div has one name");
        jb_hint(r->cx, "more is written in braces: ::: {.name key=\"some words\"}");
    }
}

static void read_div(jb_reader *r, jb_blocks *into, cmark_node *node, jb_fenced kind)
{
    jb_span place = jb_reader_span(r, node);
    if (kind == JB_FENCED_DEEP)
        jb_fail(r->cx, place, "nested so deep that no room is left for its text");
    else if (kind == JB_FENCED_OPEN)
        jb_fail(r->cx, place, "the div has no end");
    else if (kind == JB_FENCED_STRAY)
        jb_fail(r->cx, place, "this closes nothing");
    if (kind == JB_FENCED_OPEN || kind == JB_FENCED_STRAY)
        jb_hint(r->cx, "a div is opened by “::: name” and closed by “:::”");
    if (kind != JB_FENCED_DIV && kind != JB_FENCED_OPEN)
        return;
    jb_block *b = add(r, into, JB_BLOCK_DIV, node);
    size_t begin = jb_reader_line(r, cmark_node_get_start_line(node) + 1);
    size_t end = jb_reader_line(r, cmark_node_get_end_line(node) + 1);
    b->code = jb_str_cut(r->source->text, begin, end > begin ? end - begin : 0);
    read_div_head(r, b);
    jb_blocks_read(r, &b->blocks, node);
}

/* Takes the first line, which has been read otherwise, off a paragraph. */
static void drop_line(jb_blocks *blocks, jb_span line)
{
    jb_block *b = blocks->at[0];
    size_t n = 0;
    while (n < b->text.n && b->text.at[n].place.at <= line.at + line.n)
        n++;
    b->text.at += n;
    b->text.n -= n;
    if (!b->text.n)
        blocks->at++, blocks->n--;
}

/* GitHub's > [!NOTE] is a div of that name; what stands behind it on its line is the title. */
static void read_alert(jb_reader *r, jb_block *quote)
{
    const jb_block *first = quote->blocks.n ? quote->blocks.at[0] : NULL;
    if (!first || first->kind != JB_BLOCK_PARAGRAPH)
        return;
    jb_str line = jb_str_cut(r->source->text, first->span.at, first->span.n);
    ptrdiff_t end = jb_str_find(line, JB_S("]"));
    if (!jb_str_starts(line, JB_S("[!")) || end < 3)
        return;
    char *name = jb_alloc(r->cx->keep, (size_t)end);
    for (ptrdiff_t i = 2; i < end; i++)
        name[i - 2] = (char)(line.p[i] | (line.p[i] >= 'A' && line.p[i] <= 'Z' ? 0x20 : 0));
    size_t behind = (size_t)end + 1;
    jb_span place = jb_span_in(first->span, behind, line.n - behind);
    jb_str title = jb_str_trim(jb_str_cut(line, behind, line.n - behind));
    quote->kind = JB_BLOCK_DIV;
    quote->attributes.kind =
        (jb_said){{name, (size_t)end - 2}, jb_span_in(first->span, 2, (size_t)end - 2)};
    if (title.n)
        *JB_PUSH(r->cx->keep, &quote->attributes.rest) = (jb_attribute){
            {JB_S("title"), place}, {jb_figures_fill(r->cx, r->figures, title), place}};
    drop_line(&quote->blocks, first->span);
}

static void read_quote(jb_reader *r, jb_blocks *into, cmark_node *node)
{
    jb_block *b = add(r, into, JB_BLOCK_QUOTE, node);
    jb_blocks_read(r, &b->blocks, node);
    read_alert(r, b);
}

static void read_block(jb_reader *r, jb_blocks *into, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING)
        read_heading(r, into, node);
    else if (type == CMARK_NODE_PARAGRAPH)
        read_paragraph(r, into, node);
    else if (type == CMARK_NODE_LIST)
        read_list(r, into, node);
    else if (type == CMARK_NODE_BLOCK_QUOTE)
        read_quote(r, into, node);
    else if (type == CMARK_NODE_CODE_BLOCK)
        read_code(r, into, node);
    else if (type == CMARK_NODE_THEMATIC_BREAK)
        add(r, into, JB_BLOCK_RULE, node);
    else if (jb_reader_is(node, "table"))
        read_table(r, into, node);
    else if (type == CMARK_NODE_FOOTNOTE_DEFINITION)
        read_note(r, into, node);
    else if (type == CMARK_NODE_HTML_BLOCK)
        jb_reader_tell_html(r, node, jb_reader_span(r, node));
    else if (jb_fenced_of(node))
        read_div(r, into, node, jb_fenced_of(node));
}

void jb_blocks_read(jb_reader *r, jb_blocks *into, cmark_node *parent)
{
    if (!jb_reader_enter(r, parent))
        return;
    for (cmark_node *n = cmark_node_first_child(parent); n; n = cmark_node_next(n))
        read_block(r, into, n);
    r->depth--;
}
