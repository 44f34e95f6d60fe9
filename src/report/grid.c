#include "report/grid.h"

#include <math.h>

static const double PADDING = 4.44; /* of a row */
static const double GAP = 12;       /* least space between columns; */
static const double TIGHT = 8;      /* in a table too wide for that */
static const double WIDE_GAP = 30;  /* what a narrow table may take */
static const double LEAST_SIZE = 9; /* pt: nothing in print is smaller */
static const double LEAST_EM = 4;   /* a column of text is no narrower, unless its text is */

jb_grid *jb_grid_new(jb_composer *c, const jb_block *block, size_t columns)
{
    jb_grid *g = JB_NEW(c->cx->keep, jb_grid);
    g->c = c;
    g->place = block->span;
    g->n = columns;
    g->columns = JB_NEW_N(c->cx->keep, jb_grid_column, columns + 1);
    for (size_t k = 0; k < columns; k++)
        g->columns[k].group = JB_S(",");
    g->label = jb_target_of(c, block);
    g->scale = 1;
    g->padding = PADDING;
    return g;
}

double jb_grid_leading(const jb_grid *g, jb_font font)
{
    return g->c->sheet->leading[font] * g->scale;
}

/* ---- what a cell says ---- */

jb_composed jb_grid_compose(const jb_grid *g, const jb_pieces *pieces, double measure,
                            jb_justify justify)
{
    const jb_paragraph_style style = {.measure = measure, .justify = justify};
    return jb_paragraph_compose(g->c->cx, pieces->at, pieces->n, &style);
}

static double natural_width(const jb_grid *g, const jb_pieces *pieces)
{
    static const jb_paragraph_style style = {.justify = JB_FLUSH_LEFT};
    return jb_paragraph_width(jb_paragraph_shape(g->c->cx, pieces->at, pieces->n, &style));
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The length of a digit at `at`, with the mark between thousands before it; 0: there is none. */
static size_t digit_length(jb_str text, size_t at, jb_str group)
{
    size_t mark = jb_str_starts(jb_str_cut(text, at, text.n), group) ? group.n : 0;
    return at + mark < text.n && is_digit(text.p[at + mark]) ? mark + 1 : 0;
}

/* Where the whole part of its first number ends; 0: there is none. */
static size_t point_of(jb_str text, jb_str group)
{
    size_t at = 0, n;
    while (at < text.n && !is_digit(text.p[at]))
        at++;
    if (at == text.n)
        return 0;
    while ((n = digit_length(text, at, group)))
        at += n;
    return at;
}

static const jb_line *line_of(const jb_grid *g, const jb_piece *piece, jb_str text)
{
    jb_text_style style = piece->style;
    style.size *= g->scale;
    return jb_text_line(g->c->cx, &style, text, piece->place);
}

static void split_decimal(jb_grid *g, jb_grid_column *col, jb_grid_cell *cell)
{
    const jb_piece *piece = cell->pieces.at;
    size_t at = cell->pieces.n == 1 ? point_of(piece->text, col->group) : 0;
    if (!at)
        return;
    cell->line = line_of(g, piece, piece->text);
    cell->before = line_of(g, piece, jb_str_cut(piece->text, 0, at))->width;
    col->before = fmax(col->before, cell->before);
    col->behind = fmax(col->behind, cell->line->width - cell->before);
}

void jb_grid_set(jb_grid *g, jb_grid_row *row, size_t column, jb_pieces pieces)
{
    jb_grid_cell *cell = &row->cells[column];
    for (size_t i = 0; row->kind != JB_ROW_PLAIN && i < pieces.n; i++)
        pieces.at[i].style.weight = 700;
    cell->pieces = pieces;
    if (g->columns[column].align == 'd')
        split_decimal(g, &g->columns[column], cell);
    if (!cell->line)
        cell->width = natural_width(g, &pieces);
}

jb_grid_head *jb_grid_add_head(jb_grid *g, jb_pieces pieces, size_t level, size_t first, size_t n,
                               bool leaf)
{
    jb_grid_head *h = JB_PUSH(g->c->cx->keep, &g->heads);
    *h = (jb_grid_head){.first = first, .n = n, .level = level, .leaf = leaf};
    h->cell.pieces = pieces;
    h->cell.width = natural_width(g, &pieces);
    g->levels = level >= g->levels ? level + 1 : g->levels;
    return h;
}

jb_grid_row *jb_grid_add_row(jb_grid *g, jb_grid_kind kind)
{
    jb_grid_row *row = JB_PUSH(g->c->cx->keep, &g->rows);
    row->kind = kind;
    row->cells = JB_NEW_N(g->c->cx->keep, jb_grid_cell, g->n + 1);
    for (size_t k = 0; k < g->n; k++)
        row->cells[k].rows = 1;
    return row;
}

void jb_grid_merge(jb_grid *g, size_t column)
{
    size_t r = g->rows.n - 1, owner = r ? jb_grid_owner(g, r - 1, column) : 0;
    jb_grid_cell *cell = &g->rows.at[r].cells[column];
    g->columns[column].merged = true;
    cell->rows = 0;
    cell->owner = owner;
    g->rows.at[owner].cells[column].rows++;
}

/* ---- widths ---- */

static bool is_latin(char c)
{
    return c > ' ' && (unsigned char)c < 0x80;
}

/* The widest run of Latin letters and digits: it is not broken if that can be helped. */
static double widest_word(const jb_grid *g, const jb_pieces *pieces)
{
    enum { SHORT = 6 }; /* characters, narrower than the least column anyway */
    double width = 0;
    for (size_t i = 0; i < pieces->n; i++) {
        jb_str text = pieces->at[i].text;
        for (size_t at = 0, n; at < text.n; at += n + 1) {
            for (n = 0; at + n < text.n && is_latin(text.p[at + n]); n++)
                ;
            if (n > SHORT)
                width = fmax(width, line_of(g, &pieces->at[i], jb_str_cut(text, at, n))->width);
        }
    }
    return width;
}

static double least_width(const jb_grid *g, const jb_grid_cell *cell, double em)
{
    double word = fmin(widest_word(g, &cell->pieces), 12 * em);
    return fmin(cell->width, fmax(LEAST_EM * em, word));
}

static void hold_cell(jb_grid *g, jb_grid_column *col, const jb_grid_cell *cell, double beside)
{
    double em = g->c->sheet->fonts[JB_FONT_CELL].size;
    if (cell->line || !cell->pieces.n)
        return;
    col->natural = fmax(col->natural, cell->width + beside);
    col->least = fmax(col->least, least_width(g, cell, em) + beside);
}

static void measure_column(jb_grid *g, size_t k)
{
    jb_grid_column *col = &g->columns[k];
    col->number = col->before + col->behind;
    double beside = col->gauge > 0 && col->number > 0 ? col->gauge + JB_GAUGE_GAP : 0;
    col->natural = col->least = fmax(col->number + beside, col->gauge);
    for (size_t r = 0; r < g->rows.n; r++)
        hold_cell(g, col, &g->rows.at[r].cells[k], beside);
    for (size_t i = 0; i < g->heads.n; i++)
        if (g->heads.at[i].leaf && g->heads.at[i].first == k)
            hold_cell(g, col, &g->heads.at[i].cell, 0);
    if (col->fixed > 0)
        col->natural = col->least = col->fixed;
}

/* A head wider than its columns widens them all alike. */
static void hold_group(jb_grid *g, const jb_grid_head *h)
{
    double have = (double)(h->n - 1) * GAP;
    for (size_t k = h->first; k < h->first + h->n; k++)
        have += g->columns[k].natural;
    for (size_t k = h->first; h->cell.width > have && k < h->first + h->n; k++)
        g->columns[k].natural += (h->cell.width - have) / (double)h->n;
}

static double width_at(const jb_grid_column *col, double cap)
{
    return fmax(col->least, fmin(col->natural, cap));
}

static double total_at(const jb_grid *g, double cap)
{
    double sum = 0;
    for (size_t k = 0; k < g->n; k++)
        sum += width_at(&g->columns[k], cap);
    return sum;
}

/* The widest columns give way first, all to one width. */
static void share_out(jb_grid *g, double room)
{
    double low = 0, high = fmax(room, 1);
    for (int step = 0; step < 40 && total_at(g, INFINITY) > room; step++) {
        double cap = (low + high) / 2;
        *(total_at(g, cap) > room ? &high : &low) = cap;
    }
    bool fits = total_at(g, INFINITY) <= room;
    for (size_t k = 0; k < g->n; k++)
        g->columns[k].width = width_at(&g->columns[k], fits ? INFINITY : low);
}

static void rescale_cell(jb_grid_cell *cell, const jb_grid *g, double by)
{
    for (size_t i = 0; i < cell->pieces.n; i++)
        cell->pieces.at[i].style.size *= by;
    cell->width *= by;
    cell->before *= by;
    if (cell->line) {
        const jb_piece *piece = cell->pieces.at;
        cell->line = jb_text_line(g->c->cx, &piece->style, piece->text, piece->place);
    }
}

/* Sets the whole table in smaller type; all widths follow it. */
static void rescale(jb_grid *g, double scale)
{
    double by = scale / g->scale;
    for (size_t r = 0; r < g->rows.n; r++)
        for (size_t k = 0; k < g->n; k++)
            rescale_cell(&g->rows.at[r].cells[k], g, by);
    for (size_t i = 0; i < g->heads.n; i++)
        rescale_cell(&g->heads.at[i].cell, g, by);
    for (size_t k = 0; k < g->n; k++) {
        jb_grid_column *col = &g->columns[k];
        col->before *= by, col->behind *= by, col->gauge *= by;
        col->number *= by, col->natural *= by, col->least *= by;
    }
    g->scale = scale;
}

double jb_grid_measure(const jb_grid *g)
{
    return g->c->sheet->measure - g->c->left;
}

/* The least space between columns at which the table fits, less where that spares it a broken line,
 * its type made smaller if it must be; 0 after a message. */
static double fit(jb_grid *g)
{
    const double size = g->c->sheet->fonts[JB_FONT_CELL].size, columns = (double)g->n;
    double room = jb_grid_measure(g), scale = 1, least = fmin(LEAST_SIZE / size, 1);
    double spared = (room - total_at(g, INFINITY)) / columns;
    if (spared >= TIGHT)
        return fmin(spared, GAP);
    if (total_at(g, 0) + columns * GAP <= room)
        return GAP;
    while (total_at(g, 0) + columns * TIGHT > room && scale > least) {
        scale = fmax(scale - 0.05, least);
        rescale(g, scale);
    }
    double need = total_at(g, 0) + columns * TIGHT;
    if (need <= room)
        return TIGHT;
    jb_fail(g->c->cx, g->place,
            "the table needs %.0f pt at %.3g pt type, and the text is %.0f pt wide", ceil(need),
            size * scale, floor(room));
    jb_hint(g->c->cx,
            "take columns out, make two tables of it, shorten heads, or put it in “::: landscape”, "
            "on a turned page");
    if (g->c->across)
        jb_hint(g->c->cx, "in “::: wide” it stands across the columns");
    return 0;
}

jb_pieces jb_grid_caption(const jb_grid *g, bool again)
{
    jb_arena *keep = g->c->cx->keep;
    jb_str number = g->label ? g->label->text : JB_S(""), lead = g->label ? g->label->lead : number;
    jb_str text = again
                      ? jb_str_printf(keep, "%.*s%.*s", JB_F(jb_wording(g->c, "续")), JB_F(number))
                      : jb_str_printf(keep, "%.*s%.*s", JB_F(lead), JB_F(g->caption.text));
    jb_span place = g->caption.span.source ? g->caption.span : g->place;
    return jb_pieces_of_said(g->c, text, JB_FONT_CAPTION, place);
}

bool jb_grid_captioned(const jb_grid *g)
{
    return g->caption.text.n || (g->label && g->label->lead.n);
}

static double caption_width(const jb_grid *g)
{
    if (!jb_grid_captioned(g))
        return 0;
    jb_pieces pieces = jb_grid_caption(g, false);
    return natural_width(g, &pieces);
}

static void place_columns(jb_grid *g, double gap)
{
    double x = 0;
    for (size_t k = 0; k < g->n; k++) {
        g->columns[k].x = x + gap / 2;
        x += g->columns[k].width + gap;
    }
    g->width = x;
    /* under the headings of slides, which are flush left */
    double middle = g->c->room > 0 ? 0 : (jb_grid_measure(g) - g->width) / 2;
    g->x = g->c->left + middle;
}

/* What its lines need if none is broken. */
static double plain_height(const jb_grid *g)
{
    const jb_sheet *s = g->c->sheet;
    return (double)g->rows.n * (jb_grid_leading(g, JB_FONT_CELL) + g->padding) +
           (double)g->levels * (jb_grid_leading(g, JB_FONT_HEAD) + g->padding) +
           (jb_grid_captioned(g) ? s->leading[JB_FONT_CAPTION] : 0) +
           (g->unit.text.n + g->note.text.n + g->source.text.n ? s->leading[JB_FONT_SOURCE] : 0) +
           s->pitch / 2;
}

/* On a slide the type grows as far as the table keeps its place and its lines. */
static void enlarge(jb_grid *g)
{
    static const double MOST = 1.4, STEP = 0.95;
    double measure = jb_grid_measure(g), columns = (double)g->n;
    for (double scale = MOST; g->c->room > 0 && scale > 1; scale *= STEP) {
        rescale(g, scale);
        if (total_at(g, INFINITY) + columns * GAP <= measure && plain_height(g) <= g->c->room)
            return;
    }
    if (g->scale > 1)
        rescale(g, 1);
}

bool jb_grid_lay(jb_grid *g)
{
    double measure = jb_grid_measure(g), columns = (double)g->n;
    for (size_t k = 0; k < g->n; k++)
        measure_column(g, k);
    for (size_t i = 0; i < g->heads.n; i++)
        if (!g->heads.at[i].leaf)
            hold_group(g, &g->heads.at[i]);
    enlarge(g);
    double least = fit(g);
    if (least <= 0)
        return false;
    share_out(g, measure - columns * least);
    double used = 0;
    for (size_t k = 0; k < g->n; k++)
        used += g->columns[k].width;
    double gap = fmax((measure - used) / columns, 0);
    /* a narrow table is not spread over the measure, but no narrower than its caption */
    if (gap > WIDE_GAP && used + columns * WIDE_GAP < 0.75 * measure)
        gap = fmax(WIDE_GAP, (fmin(caption_width(g), measure) - used) / columns);
    place_columns(g, gap);
    return true;
}
