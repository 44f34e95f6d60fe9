#include "report/grid.h"

/* High rows of a grid, torn between their lines. */

/* Of the type area: a row that is higher may be torn, freely or at a price; of one that is, what is
 * no higher is a key: it stays in one piece, over all parts. */
static const double HIGH = 0.5, MIDDLE = 0.2, KEY = 0.1;
/* In squared lines of empty page. */
static const double HIGH_COST = 2 * 2, MIDDLE_COST = 6 * 6;

/* So many of its lines, from one on. */
static jb_grid_cell slice_of(const jb_grid_cell *cell, size_t from, size_t lines)
{
    jb_grid_cell slice = *cell;
    size_t has = cell->composed.lines_n, first = from < has ? from : has;
    slice.from = cell->from + first;
    if (has)
        slice.composed.lines += first;
    slice.composed.lines_n = has - first < lines ? has - first : lines;
    slice.rows = 1;
    return slice;
}

/* ---- merged cells ---- */

/* Of the lines of a merged cell that is too high, each of its rows holds what it has room for, the
 * last the rest. */
static void share_merged(jb_grid *g, size_t r, size_t k)
{
    const jb_grid_cell all = g->rows.at[r].cells[k];
    double leading = jb_grid_leading(g, JB_FONT_CELL);
    for (size_t i = 0, from = 0; i < all.rows; i++) {
        jb_grid_row *row = &g->rows.at[r + i];
        size_t room = (size_t)((row->height - g->padding) / leading + 0.01);
        row->cells[k] = slice_of(&all, from, i + 1 < all.rows ? room : all.composed.lines_n);
        row->height = fmax(row->height, jb_grid_cell_height(g, &row->cells[k], JB_FONT_CELL));
        from += room;
    }
}

void jb_grid_share_merged(jb_grid *g)
{
    for (size_t r = 0; r < g->rows.n; r++)
        for (size_t k = 0; k < g->n; k++) {
            const jb_grid_cell *cell = &g->rows.at[r].cells[k];
            if (cell->rows > 1 &&
                jb_grid_cell_height(g, cell, JB_FONT_CELL) > HIGH * g->c->sheet->depth)
                share_merged(g, r, k);
        }
}

/* ---- rows ---- */

static bool is_key(const jb_grid *g, const jb_grid_cell *cell)
{
    return cell->rows != 1 || cell->composed.lines_n <= 1 ||
           jb_grid_cell_height(g, cell, JB_FONT_CELL) <= KEY * g->c->sheet->depth;
}

static size_t lines_of(const jb_grid *g, const jb_grid_row *row)
{
    size_t most = 0;
    for (size_t k = 0; k < g->n; k++)
        if (!is_key(g, &row->cells[k]) && row->cells[k].composed.lines_n > most)
            most = row->cells[k].composed.lines_n;
    return most;
}

/* So many lines, from one on: a key is merged over all parts. */
static jb_grid_row part_of(const jb_grid *g, const jb_grid_row *row, size_t from, size_t lines)
{
    double cost = row->height > HIGH * g->c->sheet->depth ? HIGH_COST : MIDDLE_COST;
    jb_grid_row part = {.kind = row->kind,
                        .torn = from ? cost : 0,
                        .element = row->element,
                        .height = (double)lines * jb_grid_leading(g, JB_FONT_CELL),
                        .cells = JB_NEW_N(g->c->cx->keep, jb_grid_cell, g->n)};
    for (size_t k = 0; k < g->n; k++) {
        part.cells[k] =
            is_key(g, &row->cells[k]) ? row->cells[k] : slice_of(&row->cells[k], from, lines);
        if (from && is_key(g, &row->cells[k]))
            part.cells[k].rows = 0;
    }
    return part;
}

/* The keys reach over one part more, and so do cells above that reach over the row. */
static void reach_over_last(jb_grid *g)
{
    size_t r = g->rows.n - 1;
    for (size_t k = 0; k < g->n; k++)
        if (!g->rows.at[r].cells[k].rows)
            g->rows.at[jb_grid_owner(g, r, k)].cells[k].rows++;
}

/* Between any two lines, but so many stay together at its beginning and its end. */
static size_t next_part(size_t from, size_t n)
{
    enum { LEAST = 3 };
    return n < 2 * LEAST ? n : !from || n - from == LEAST ? LEAST : 1;
}

/* For a reader its parts are one row, and those of a cell one cell. */
static void join_parts(const jb_grid *g, jb_grid_row *row)
{
    row->element = jb_element_new(g->c, NULL, JB_S("TR"));
    for (size_t k = 0; k < g->n; k++)
        if (!is_key(g, &row->cells[k]))
            row->cells[k].element = jb_element_new(g->c, NULL, JB_S("TD"));
}

/* Behind the parts that are there. */
static void push_part(jb_grid *g, jb_grid_row part)
{
    size_t r = g->rows.n;
    for (size_t k = 0; k < g->n; k++)
        part.cells[k].owner = r && !part.cells[k].rows ? jb_grid_owner(g, r - 1, k) : r;
    *JB_PUSH(g->c->cx->keep, &g->rows) = part;
}

static void tear_row(jb_grid *g, jb_grid_row *row)
{
    size_t n = lines_of(g, row);
    join_parts(g, row);
    double height = row->height;
    for (size_t from = 0, lines; from < n; from += lines) {
        lines = next_part(from, n);
        push_part(g, part_of(g, row, from, lines));
        if (from)
            reach_over_last(g);
        height -= g->rows.at[g->rows.n - 1].height;
    }
    g->rows.at[g->rows.n - 1].height += height;
}

void jb_grid_tear(jb_grid *g)
{
    jb_grid_row *rows = g->rows.at;
    size_t n = g->rows.n;
    for (size_t r = 0; r < n; r++)
        for (size_t k = 0; k < g->n; k++)
            rows[r].cells[k].span = rows[r].cells[k].rows;
    g->rows.at = NULL;
    g->rows.n = g->rows.cap = 0;
    for (size_t r = 0; r < n; r++)
        if (rows[r].height > MIDDLE * g->c->sheet->depth && lines_of(g, &rows[r]))
            tear_row(g, &rows[r]);
        else
            push_part(g, rows[r]);
}
