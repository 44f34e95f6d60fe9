#include "chart/layout.h"

#include <math.h>

typedef struct work {
    const jb_grid *g;
    size_t n, columns, rows;
    jb_box *boxes;
    double *shift[2];  /* of each group from its neighbour, by column and by row */
    double *extent[2]; /* of each column, of each row */
    double most[2];
} work;

static double overhang(double low)
{
    return low < 0 ? ceil(-low) : 0;
}

static size_t line_of(const work *w, int way, size_t i)
{
    return way == JB_COLUMN_WAY ? i % w->columns : i / w->columns;
}

static size_t lines(const work *w, int way)
{
    return way == JB_COLUMN_WAY ? w->columns : w->rows;
}

static void measure(work *w)
{
    for (size_t i = 0; i < w->n; i++) {
        const jb_group_item *item = w->g->at[i];
        jb_box b = w->g->flush ? (jb_box){0, 0, item->width, item->height}
                               : jb_box_moved(jb_group_box(item), -item->x, -item->y);
        if (jb_box_empty(&b))
            b = (jb_box){0, 0, 0, 0};
        w->boxes[i] = b;
        const double high[2] = {ceil(b.x2), ceil(b.y2)}, low[2] = {b.x1, b.y1};
        for (int way = 0; way < 2; way++) {
            size_t line = line_of(w, way, i);
            w->most[way] = fmax(w->most[way], high[way]);
            w->extent[way][line] = fmax(w->extent[way][line], high[way]);
            w->shift[way][i] = line ? w->g->padding[way] + overhang(low[way]) : 0;
        }
    }
}

/* Lines of columns (rows) stand apart by the widest member of the line before them. */
static void align_lines(jb_arena *scratch, work *w, int way)
{
    int align = w->g->align[way];
    double all = 0, *own = JB_NEW_N(scratch, double, lines(w, way));
    for (size_t i = 0; i < w->n; i++) {
        double *widest = &own[line_of(w, way, i)];
        *widest = fmax(*widest, w->shift[way][i]);
        all = fmax(all, w->shift[way][i]); /* 0 in the first line */
    }
    for (size_t i = 0; i < w->n; i++) {
        size_t line = line_of(w, way, i);
        if (!line)
            continue;
        if (align == JB_LAYOUT_ALIGN_EACH)
            w->shift[way][i] = own[line] + w->extent[way][line - 1];
        else if (align == JB_LAYOUT_ALIGN_ALL)
            w->shift[way][i] = all + w->most[way];
        else
            w->shift[way][i] += w->extent[way][line - 1];
    }
}

static void place(work *w, double *dx, double *dy)
{
    double x = 0;
    for (size_t i = 0; i < w->n; i++) {
        x = w->shift[0][i] + (i % w->columns ? x : 0);
        dx[i] = x;
    }
    for (size_t c = 0; c < w->columns; c++) {
        double y = 0;
        for (size_t i = c; i < w->n; i += w->columns) {
            y += w->shift[1][i];
            dy[i] = y;
        }
    }
}

static void center(const work *w, int way, double *at)
{
    bool useful = way == JB_COLUMN_WAY ? w->rows > 1 : w->columns != 1;
    int align = w->g->align[way];
    if (!w->g->center[way] || !useful || align == JB_LAYOUT_ALIGN_INDEPENDENT)
        return;
    for (size_t i = 0; i < w->n; i++) {
        double room =
            align == JB_LAYOUT_ALIGN_ALL ? w->most[way] : w->extent[way][line_of(w, way, i)];
        double rest = room - (way == JB_COLUMN_WAY ? w->boxes[i].x2 : w->boxes[i].y2) - at[i];
        if (rest > 0)
            at[i] += rest / 2;
    }
}

/* How much of the box lies before the anchor. */
static double anchor_share(int anchor)
{
    return anchor == JB_ANCHOR_END ? 1 : anchor == JB_ANCHOR_MIDDLE ? 0.5 : 0;
}

size_t jb_grid_columns(const jb_grid *g)
{
    return g->columns && g->columns < g->n ? g->columns : g->n;
}

jb_box jb_grid_place(jb_arena *scratch, const jb_grid *g)
{
    jb_box around = {0, 0, 0, 0}, placed = jb_box_none();
    work w = {.g = g, .n = g->n, .columns = jb_grid_columns(g)};
    if (g->n == 0)
        return placed;
    w.rows = (g->n + w.columns - 1) / w.columns;
    w.boxes = JB_NEW_N(scratch, jb_box, g->n);
    double *d[2];
    for (int way = 0; way < 2; way++) {
        w.shift[way] = JB_NEW_N(scratch, double, g->n);
        w.extent[way] = JB_NEW_N(scratch, double, lines(&w, way));
        d[way] = JB_NEW_N(scratch, double, g->n);
    }
    measure(&w);
    align_lines(scratch, &w, JB_COLUMN_WAY);
    align_lines(scratch, &w, JB_ROW_WAY);
    place(&w, d[0], d[1]);
    center(&w, JB_COLUMN_WAY, d[0]);
    center(&w, JB_ROW_WAY, d[1]);
    for (size_t i = 0; i < g->n; i++) {
        jb_box b = jb_box_moved(w.boxes[i], d[0][i], d[1][i]);
        jb_box_union(&around, &b);
    }
    double x = g->x - anchor_share(g->anchor[0]) * jb_box_width(&around);
    double y = g->y - anchor_share(g->anchor[1]) * jb_box_height(&around);
    for (size_t i = 0; i < g->n; i++) {
        g->at[i]->x = d[0][i] + floor(x + 0.5);
        g->at[i]->y = d[1][i] + floor(y + 0.5);
        jb_box b = jb_group_box(g->at[i]);
        jb_box_union(&placed, &b);
    }
    return placed;
}
