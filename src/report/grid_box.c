#include "report/grid.h"

#include <math.h>

/* A grid whose widths are known, as boxes. */

static const double HEAVY = 1.5, LIGHT = 0.75, HAIR = 0.35;
static const double REMARK_GAP = 3;
static const double FLOAT_DEPTH = 0.6; /* of the type area: a lower table stays in one piece and may
                                          be set later */

/* ---- heights ---- */

static jb_justify justify_of(char align)
{
    return align == 'c' || align == 'd' ? JB_FLUSH_CENTER
           : align == 'r'               ? JB_FLUSH_RIGHT
                                        : JB_FLUSH_LEFT;
}

/* Text has the column to itself unless numbers stand beside bars. */
static double text_room(const jb_grid_column *col)
{
    return col->gauge > 0 && col->number > 0 ? col->width - col->gauge - JB_GAUGE_GAP : col->width;
}

double jb_grid_cell_height(const jb_grid *g, const jb_grid_cell *cell, jb_font font)
{
    size_t lines = cell->composed.lines_n;
    return (double)(lines ? lines : 1) * jb_grid_leading(g, font) + g->padding;
}

size_t jb_grid_owner(const jb_grid *g, size_t r, size_t column)
{
    const jb_grid_cell *cell = &g->rows.at[r].cells[column];
    return cell->rows ? r : cell->owner;
}

static void compose_row(jb_grid *g, jb_grid_row *row)
{
    for (size_t k = 0; k < g->n; k++) {
        jb_grid_cell *cell = &row->cells[k];
        if (cell->pieces.n && !cell->line && cell->rows)
            cell->composed = jb_grid_compose(g, &cell->pieces, fmax(text_room(&g->columns[k]), 1),
                                             justify_of(g->columns[k].align));
        if (cell->rows <= 1)
            row->height = fmax(row->height, jb_grid_cell_height(g, cell, JB_FONT_CELL));
    }
}

/* A merged cell higher than its rows makes the last of them higher. */
static void stretch_merged(jb_grid *g, size_t r, size_t k)
{
    const jb_grid_cell *cell = &g->rows.at[r].cells[k];
    double have = 0, need = jb_grid_cell_height(g, cell, JB_FONT_CELL);
    for (size_t i = 0; i < cell->rows; i++)
        have += g->rows.at[r + i].height;
    if (cell->rows > 1 && need > have)
        g->rows.at[r + cell->rows - 1].height += need - have;
}

static void lay_rows(jb_grid *g)
{
    for (size_t r = 0; r < g->rows.n; r++)
        compose_row(g, &g->rows.at[r]);
    jb_grid_share_merged(g);
    for (size_t r = 0; r < g->rows.n; r++)
        for (size_t k = 0; k < g->n; k++)
            stretch_merged(g, r, k);
}

/* ---- ink ---- */

static void draw_rule(const jb_grid *g, jb_group_item *into, double x, double x2, double y,
                      double width)
{
    jb_group_item *artifact = jb_ink_group(g->c->cx->keep, into, 0, 0, JB_S("Artifact"));
    jb_ink_rule(g->c->cx->keep, artifact, x, y, x2, y, &g->c->sheet->tints[JB_TINT_RULE], width);
}

static void draw_across(const jb_grid *g, jb_group_item *into, double y, double width)
{
    draw_rule(g, into, g->x, g->x + g->width, y, width);
}

/* Where the baseline of a line stands whose box begins at y. */
static double baseline(const jb_grid *g, jb_font font, double y)
{
    return y + g->scale * jb_font_baseline(g->c->sheet, font, 0);
}

static void draw_lines(const jb_grid *g, jb_group_item *into, const jb_grid_cell *cell,
                       jb_font font, double x, double y)
{
    for (size_t i = 0; i < cell->composed.lines_n; i++)
        jb_ink_line(g->c->cx->keep, into, &cell->composed.lines[i], x,
                    baseline(g, font, y + (double)i * jb_grid_leading(g, font)));
}

/* Numbers stand by their points, in the middle of the column: to its right where a bar follows. */
static void draw_number(const jb_grid *g, jb_group_item *into, const jb_grid_column *col,
                        const jb_grid_cell *cell, double y)
{
    double spare = text_room(col) - col->number;
    double left = g->x + col->x + (col->gauge > 0 ? spare : spare / 2); /* beside its bar */
    jb_ink_line(g->c->cx->keep, into, cell->line, left + col->before - cell->before,
                baseline(g, JB_FONT_CELL, y));
}

static void draw_said(const jb_grid *g, jb_group_item *into, const jb_grid_column *col,
                      const jb_grid_cell *cell, double y)
{
    if (cell->line)
        draw_number(g, into, col, cell, y);
    else
        draw_lines(g, into, cell, JB_FONT_CELL, g->x + col->x, y);
}

static void draw_gauge(const jb_grid *g, jb_group_item *into, const jb_grid_column *col,
                       const jb_grid_cell *cell, double height)
{
    double line = jb_grid_leading(g, JB_FONT_CELL), beside = col->width - col->gauge;
    double x = g->x + col->x + (col->number > 0 ? beside : beside / 2);
    if (cell->gauge->kind == JB_GAUGE_BAR) /* its zero is one rule down the column */
        jb_ink_rule(g->c->cx->keep, jb_ink_group(g->c->cx->keep, into, 0, 0, JB_S("Artifact")),
                    x + jb_gauge_zero(cell->gauge, col->gauge), 0,
                    x + jb_gauge_zero(cell->gauge, col->gauge), height,
                    &g->c->sheet->tints[JB_TINT_RULE], JB_ZERO_RULE);
    jb_gauge_draw(g->c, into, cell->gauge, x, g->padding / 2 + 1.5, col->gauge, line - 3);
}

static void draw_cell(const jb_grid *g, jb_group_item *row, const jb_grid_column *col,
                      const jb_grid_cell *cell, double height)
{
    jb_group_item *into = jb_ink_group(g->c->cx->keep, row, 0, 0, JB_S("TD"));
    into->row_span = cell->span;
    into->element = cell->element;
    draw_said(g, into, col, cell, g->padding / 2);
    if (cell->gauge)
        draw_gauge(g, into, col, cell, height);
}

static void draw_row(const jb_grid *g, jb_group_item *into, const jb_grid_row *row)
{
    jb_group_item *tr = jb_ink_group(g->c->cx->keep, into, 0, 0, JB_S("TR"));
    tr->element = row->element;
    for (size_t k = 0; k < g->n; k++)
        if (row->cells[k].rows)
            draw_cell(g, tr, &g->columns[k], &row->cells[k], row->height);
}

/* ---- heads ---- */

static double left_of(const jb_grid *g, const jb_grid_head *h)
{
    return g->x + g->columns[h->first].x;
}

static double width_of(const jb_grid *g, const jb_grid_head *h)
{
    const jb_grid_column *last = &g->columns[h->first + h->n - 1];
    return last->x + last->width - g->columns[h->first].x;
}

static void compose_heads(jb_grid *g)
{
    for (size_t i = 0; i < g->heads.n; i++) {
        jb_grid_head *h = &g->heads.at[i];
        char align = h->leaf ? g->columns[h->first].align : 'c';
        h->cell.composed = jb_grid_compose(g, &h->cell.pieces, width_of(g, h), justify_of(align));
    }
}

/* The top of each level and, last, the bottom of all: heads over groups take what they need, and
 * what a column's own head needs more goes to the last level. */
static double *level_tops(const jb_grid *g)
{
    double *tops = JB_NEW_N(g->c->cx->scratch, double, g->levels + 1);
    for (size_t level = 0; level < g->levels; level++) {
        double height = level + 1 == g->levels ? jb_grid_leading(g, JB_FONT_HEAD) + g->padding : 0;
        for (size_t i = 0; i < g->heads.n; i++)
            if (g->heads.at[i].level == level && !g->heads.at[i].leaf)
                height = fmax(height, jb_grid_cell_height(g, &g->heads.at[i].cell, JB_FONT_HEAD));
        tops[level + 1] = tops[level] + height;
    }
    for (size_t i = 0; i < g->heads.n; i++)
        if (g->heads.at[i].leaf)
            tops[g->levels] = fmax(tops[g->levels],
                                   tops[g->heads.at[i].level] +
                                       jb_grid_cell_height(g, &g->heads.at[i].cell, JB_FONT_HEAD));
    return tops;
}

/* The head of a level that begins over the column; NULL: there is none. */
static const jb_grid_head *head_at(const jb_grid *g, size_t level, size_t column)
{
    for (size_t i = 0; i < g->heads.n; i++)
        if (g->heads.at[i].level == level && g->heads.at[i].first == column)
            return &g->heads.at[i];
    return NULL;
}

/* Column heads, in the order of the columns; the rule under a group's parts it from its
 * neighbours'. */
static double draw_heads(const jb_grid *g, jb_group_item *into, double y)
{
    jb_group_item *head = jb_ink_group(g->c->cx->keep, into, 0, 0, JB_S("THead"));
    const double *tops = level_tops(g);
    jb_group_item *tr = NULL;
    for (size_t level = 0; level < g->levels; level++) {
        tr = jb_ink_group(g->c->cx->keep, head, 0, 0, JB_S("TR"));
        for (size_t k = 0; k < g->n; k++) {
            const jb_grid_head *h = head_at(g, level, k);
            if (!h)
                continue;
            double end = h->leaf ? tops[g->levels] : tops[level + 1];
            double height = jb_grid_cell_height(g, &h->cell, JB_FONT_HEAD);
            double top = y + tops[level] + (end - tops[level] - height) / 2 + g->padding / 2;
            jb_group_item *th = jb_ink_group(g->c->cx->keep, tr, 0, 0, JB_S("TH"));
            th->column_span = h->n;
            th->row_span = h->leaf ? g->levels - level : 1;
            draw_lines(g, th, &h->cell, JB_FONT_HEAD, left_of(g, h), top);
            if (!h->leaf)
                draw_rule(g, into, left_of(g, h) - 2, left_of(g, h) + width_of(g, h) + 2, y + end,
                          LIGHT);
        }
    }
    return y + tops[g->levels];
}

/* The one unit of all its numbers stands at its right shoulder. */
static double draw_unit(const jb_grid *g, jb_group_item *into, double y)
{
    if (!g->unit.text.n)
        return y;
    jb_str text = jb_worded(g->c, "单位", g->unit.text);
    jb_pieces pieces = jb_pieces_of_text(g->c, text, JB_FONT_SOURCE, g->unit.span);
    jb_group_item *p = jb_ink_group(g->c->cx->keep, into, 0, 0, JB_S("P"));
    return jb_draw_lines(g->c, p, &pieces, JB_FONT_SOURCE, JB_FLUSH_RIGHT, g->x, y, g->width);
}

static double draw_caption(const jb_grid *g, jb_group_item *into, bool again)
{
    if (!jb_grid_captioned(g))
        return 0;
    jb_pieces pieces = jb_grid_caption(g, again);
    jb_group_item *caption = jb_ink_group(g->c->cx->keep, into, 0, 0, JB_S("Caption"));
    return jb_draw_lines(g->c, caption, &pieces, JB_FONT_CAPTION, JB_BALANCED, g->c->left, 0,
                         jb_grid_measure(g));
}

/* Caption, heavy rule, column heads, light rule. Said again on a later page it is an artifact of
 * pagination (ISO 32000-1, 14.8.2.2.2). */
static jb_box head_box(const jb_grid *g, bool again)
{
    jb_group_item *ink = JB_NEW(g->c->cx->keep, jb_group_item);
    if (again)
        ink->tag = JB_S("Artifact");
    double y = draw_unit(g, ink, draw_caption(g, ink, again)) + HEAVY / 2;
    draw_across(g, ink, y, HEAVY);
    y = draw_heads(g, ink, y);
    draw_across(g, ink, y, LIGHT);
    return (jb_box){.height = y, .ink = ink, .element = g->element};
}

/* The last rule of a page; so far below a torn row as below a whole one. */
static jb_box close_box(const jb_grid *g, bool torn)
{
    jb_group_item *ink = JB_NEW(g->c->cx->keep, jb_group_item);
    double y = torn ? g->padding : 0;
    draw_across(g, ink, y, HEAVY);
    return (jb_box){.height = y + HEAVY, .ink = ink, .element = g->element};
}

static const jb_box *kept(const jb_grid *g, jb_box box)
{
    jb_box *b = JB_NEW(g->c->cx->keep, jb_box);
    *b = box;
    return b;
}

/* ---- on a slide ---- */

static double height_of_rows(const jb_grid *g)
{
    double height = 0;
    for (size_t r = 0; r < g->rows.n; r++)
        height += g->rows.at[r].height;
    return height;
}

/* How high it is, with its note and source in a line each. */
static double height_of(const jb_grid *g)
{
    double line = g->c->sheet->leading[JB_FONT_SOURCE] + REMARK_GAP;
    double height =
        head_box(g, false).height + HEAVY + 0.5 * g->c->sheet->pitch + height_of_rows(g);
    return height + (g->note.text.n ? line : 0) + (g->source.text.n ? line : 0);
}

/* Higher rows fill the place, each by as much. */
static void spread_rows(jb_grid *g)
{
    static const double MOST = 1; /* line more a row */
    double room = g->c->room > 0 ? g->c->room - height_of(g) : 0;
    double more =
        fmin(room / (double)(g->rows.n + g->levels), MOST * jb_grid_leading(g, JB_FONT_CELL));
    if (more <= 0)
        return;
    g->padding += more;
    for (size_t r = 0; r < g->rows.n; r++)
        g->rows.at[r].height += more;
}

/* ---- boxes ---- */

static void place_rows(jb_grid *g)
{
    double top = 0;
    for (size_t r = 0; r < g->rows.n; r++) {
        g->rows.at[r].top = top;
        top += g->rows.at[r].height;
    }
}

/* Does a page that begins with row r say again what it has in this column? Of a torn row its keys,
 * which come before what goes on. */
static bool is_said_again(const jb_grid *g, size_t r, size_t k)
{
    const jb_grid_cell *cells = g->rows.at[r].cells;
    for (size_t i = 0; g->rows.at[r].torn > 0 && i < k; i++)
        if (cells[i].rows)
            return false;
    return !cells[k].rows;
}

/* The head for a page that begins inside merged cells says them again. */
static const jb_box *head_inside(const jb_grid *g, const jb_box *head, size_t r)
{
    jb_group_item *ink = NULL;
    for (size_t k = 0; k < g->n; k++) {
        if (!is_said_again(g, r, k))
            continue;
        if (!ink) {
            ink = JB_NEW(g->c->cx->keep, jb_group_item);
            ink->tag = head->ink->tag;
            for (size_t i = 0; i < head->ink->marks_n; i++)
                jb_group_add(g->c->cx->keep, ink, head->ink->marks[i]);
        }
        jb_group_item *said = jb_ink_group(g->c->cx->keep, ink, 0, 0, (jb_str){0});
        draw_said(g, said, &g->columns[k], &g->rows.at[jb_grid_owner(g, r, k)].cells[k],
                  head->height + g->padding / 2);
    }
    if (!ink)
        return head;
    jb_box box = *head;
    box.ink = ink;
    return kept(g, box);
}

/* A table this low is read at one glance. Asked for each row: a long one is seen by its first. */
static bool is_short(const jb_grid *g)
{
    static const double WHOLE = 0.3; /* of the type area */
    double height = 0, most = WHOLE * g->c->sheet->depth;
    for (size_t r = 0; r < g->rows.n && height <= most; r++)
        height += g->rows.at[r].height;
    return height <= most;
}

/* Has a merged cell that goes on in row r room for what it says above it, and once more from there
 * on? */
static bool has_room_twice(const jb_grid *g, size_t r, size_t k)
{
    size_t from = jb_grid_owner(g, r, k);
    const jb_grid_row *first = &g->rows.at[from];
    const jb_grid_row *last = first + first->cells[k].rows - 1;
    double here = g->rows.at[r].top,
           height = jb_grid_cell_height(g, &first->cells[k], JB_FONT_CELL) - 0.01;
    return here - first->top >= height && last->top + last->height - here >= height;
}

/* Of a page break before row r: none in a short table or the lines of a merged cell, nor before a
 * sum. */
static double penalty(const jb_grid *g, size_t r)
{
    const jb_grid_row *row = &g->rows.at[r];
    if (row->torn <= 0 && (r < 2 || r + 1 == g->rows.n || row->kind != JB_ROW_PLAIN || is_short(g)))
        return INFINITY;
    double cost = fmax(row->torn, 1);
    for (size_t k = 0; k < g->n; k++) {
        if (row->cells[k].rows)
            continue;
        if (!has_room_twice(g, r, k))
            return INFINITY;
        cost = fmax(cost, 2);
    }
    return cost;
}

/* A hair's rule where a merged cell begins, from its column on. */
static void part_groups(const jb_grid *g, jb_group_item *ink, size_t r)
{
    const jb_grid_row *row = &g->rows.at[r];
    for (size_t k = 0; r && row->kind == JB_ROW_PLAIN && row->torn <= 0 && k < g->n; k++) {
        if (!g->columns[k].merged || !row->cells[k].rows || row->cells[k].from)
            continue;
        draw_rule(g, ink, k ? g->x + g->columns[k].x : g->x, g->x + g->width, 0, HAIR);
        return;
    }
}

/* The first of its pieces that begin on that line or below it. */
static size_t first_piece(const jb_grid_cell *cell, size_t line)
{
    size_t low = 0, high = cell->pieces.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (cell->composed.pieces_at[middle].line < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Those that the lines refer to which the cell has there. */
static void take_cell_notes(const jb_grid *g, jb_box *box, const jb_grid_cell *cell)
{
    jb_pieces here = cell->pieces;
    if (cell->composed.pieces_at) {
        size_t from = first_piece(cell, cell->from);
        here.n = first_piece(cell, cell->from + cell->composed.lines_n) - from;
        here.at += from;
        here.notes += from;
    }
    jb_take_notes(g->c, box, &here);
}

/* A rule under the table's last line on a page stands on the type area, as the last line of text
 * does without what is blank under it. */
static double low(const jb_grid *g)
{
    return g->c->row || g->c->room > 0 ? 0 : g->c->sheet->pitch - g->c->sheet->em;
}

static void push_rows(jb_grid *g)
{
    const jb_box *again = kept(g, head_box(g, true)), *close = kept(g, close_box(g, false)),
                 *torn = kept(g, close_box(g, true));
    const jb_element *body = jb_element_new(g->c, g->element, JB_S("TBody"));
    for (size_t r = 0; r < g->rows.n; r++) {
        const jb_grid_row *row = &g->rows.at[r];
        jb_group_item *ink = JB_NEW(g->c->cx->keep, jb_group_item);
        part_groups(g, ink, r);
        if (row->kind == JB_ROW_TOTAL && row->torn <= 0)
            draw_across(g, ink, 0, LIGHT);
        draw_row(g, ink, row);
        bool last = r + 1 == g->rows.n;
        if (last)
            draw_across(g, ink, row->height, HEAVY);
        jb_box *box = jb_push_box(g->c);
        *box = (jb_box){.height = row->height + (last ? HEAVY / 2 : 0),
                        .ink = ink,
                        .low = low(g),
                        .element = body,
                        .penalty = penalty(g, r),
                        .again = head_inside(g, again, r),
                        .close = row->torn > 0 ? torn : close};
        for (size_t k = 0; k < g->n; k++)
            if (row->cells[k].rows)
                take_cell_notes(g, box, &row->cells[k]);
    }
}

/* What the author says of a table without rows. */
static void push_empty(jb_grid *g)
{
    jb_pieces pieces = jb_pieces_of_said(g->c, g->empty.text, JB_FONT_CELL, g->empty.span);
    jb_group_item *ink = JB_NEW(g->c->cx->keep, jb_group_item);
    jb_group_item *tr = jb_ink_group(g->c->cx->keep, ink, 0, 0, JB_S("TR"));
    jb_group_item *td = jb_ink_group(g->c->cx->keep, tr, 0, 0, JB_S("TD"));
    td->column_span = g->n;
    double y = g->padding / 2 + jb_draw_lines(g->c, td, &pieces, JB_FONT_CELL, JB_FLUSH_CENTER,
                                              g->x, g->padding / 2, g->width);
    draw_across(g, ink, y, HEAVY);
    jb_box *box = jb_push_box(g->c);
    *box = (jb_box){.height = y + HEAVY / 2,
                    .ink = ink,
                    .element = jb_element_new(g->c, g->element, JB_S("TBody")),
                    .penalty = INFINITY};
    jb_take_notes(g->c, box, &pieces);
}

/* Note and source under the table, each with its word. */
static void push_remark(jb_grid *g, const char *word, jb_said said)
{
    if (!said.text.n)
        return;
    jb_str text = jb_worded(g->c, word, said.text);
    jb_pieces pieces = jb_pieces_of_said(g->c, text, JB_FONT_SOURCE, said.span);
    jb_group_item *ink = JB_NEW(g->c->cx->keep, jb_group_item);
    double height = jb_draw_lines(g->c, ink, &pieces, JB_FONT_SOURCE, JB_FLUSH_LEFT, g->x,
                                  REMARK_GAP, g->width);
    const jb_sheet *sheet = g->c->sheet;
    double blank = sheet->leading[JB_FONT_SOURCE] - sheet->fonts[JB_FONT_SOURCE].size;
    *jb_push_box(g->c) = (jb_box){.height = height,
                                  .ink = ink,
                                  .low = fmax(low(g) - blank / 2, 0),
                                  .element = jb_element_new(g->c, g->c->parent, JB_S("P")),
                                  .penalty = INFINITY};
    jb_take_notes(g->c, &g->c->boxes.at[g->c->boxes.n - 1], &pieces);
}

static void push_head(jb_grid *g)
{
    const jb_box head = head_box(g, false);
    jb_box *box = jb_push_box(g->c);
    box->height = head.height;
    box->ink = head.ink;
    box->element = head.element;
    box->snap = true;
    if (g->label)
        box->ink->dest = g->label->dest;
    if (jb_grid_captioned(g)) {
        jb_pieces caption = jb_grid_caption(g, false);
        jb_take_notes(g->c, box, &caption);
    }
    for (size_t i = 0; i < g->heads.n; i++)
        jb_take_notes(g->c, box, &g->heads.at[i].cell.pieces);
}

void jb_grid_push(jb_grid *g)
{
    jb_composer *c = g->c;
    if (!jb_grid_lay(g))
        return;
    g->element = jb_element_new(c, c->parent, JB_S("Table"));
    lay_rows(g);
    jb_grid_tear(g);
    compose_heads(g);
    spread_rows(g);
    place_rows(g);
    size_t first = c->boxes.n;
    push_head(g);
    if (g->rows.n)
        push_rows(g);
    else if (g->empty.text.n)
        push_empty(g);
    push_remark(g, "注", g->note);
    push_remark(g, "资料来源", g->source);
    jb_push_space(c, 0.5 * c->sheet->pitch);
    c->boxes.at[c->boxes.n - 1].penalty = INFINITY;
    double depth = 0;
    bool noted = false; /* notes keep the order of the text */
    for (size_t i = first; i < c->boxes.n; i++) {
        depth += c->boxes.at[i].height;
        noted = noted || c->boxes.at[i].notes_n;
    }
    c->boxes.at[first].apart = c->boxes.n - first;
    if (!noted && depth <= FLOAT_DEPTH * c->sheet->depth)
        c->boxes.at[first].later = c->boxes.n - first;
}
