/* line, area, trail: one path for each combination of the fields that tell them apart. */
#include <math.h>
#include <stdlib.h>
#include "chart/encode.h"
#include "chart/pipeline.h"

typedef struct path_plan {
    const jb_encoder *e;
    const jb_ref *x, *y, *size;
    jb_stretch stretch; /* of an area, across its orientation */
    bool vertical;
    jb_validity validity;
    bool by_dimension;
} path_plan;

static bool breaks_paths(const jb_unit_view *u)
{
    return u->invalid == JB_INVALID_BREAK_PATHS_SHOW_DOMAINS ||
           u->invalid == JB_INVALID_BREAK_PATHS_FILTER_DOMAINS;
}

static void set_point(const path_plan *p, size_t row, jb_point *q)
{
    q->x = p->x ? jb_place_at(p->e, JB_CHANNEL_X, jb_ref_at(p->x, row)) : 0;
    q->y = p->y ? jb_place_at(p->e, JB_CHANNEL_Y, jb_ref_at(p->y, row)) : 0;
    q->size = p->size ? jb_ref_at(p->size, row) : 0;
    q->x2 = q->x;
    q->y2 = q->y;
    if (p->e->unit->mark == JB_MARK_AREA && p->stretch.to) {
        double from = jb_ref_at(p->stretch.from, row), to = jb_ref_at(p->stretch.to, row);
        *(p->vertical ? &q->y : &q->x) = from;
        *(p->vertical ? &q->y2 : &q->x2) = to;
    }
    q->defined = jb_row_valid(&p->validity, row) && isfinite(q->x) && isfinite(q->y) &&
                 isfinite(q->x2) && isfinite(q->y2);
}

/* ---- which rows make a path --------------------------------------------------------------------
 */

typedef struct ranked_row {
    size_t row, group;
    double at;
    size_t order;
} ranked_row;

static int compare_ranked(const void *a, const void *b)
{
    const ranked_row *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->at < y->at || (!isnan(y->at) && isnan(x->at)))
        return -1;
    if (x->at > y->at || (!isnan(x->at) && isnan(y->at)))
        return 1;
    return (x->order > y->order) - (x->order < y->order);
}

static uint64_t hash_row(const jb_column *const *columns, size_t n, size_t row)
{
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ jb_value_hash(jb_cell(columns[i], row))) * 1099511628211u;
    return h ^ h >> 29;
}

static bool same_row(const jb_column *const *columns, size_t n, size_t a, size_t b)
{
    for (size_t i = 0; i < n; i++)
        if (!jb_value_eq(jb_cell(columns[i], a), jb_cell(columns[i], b)))
            return false;
    return true;
}

/* Numbers the rows' groups in order of their first row; how many there are. */
static size_t find_groups(const path_plan *p, ranked_row *ranks, size_t n)
{
    jb_chart *chart = p->e->chart;
    jb_str_list names = jb_path_groups(chart, p->e->view);
    const jb_column **columns = JB_NEW_N(chart->cx->scratch, const jb_column *, names.n + 1);
    size_t columns_n = 0, size = 64, groups = 0;
    for (size_t i = 0; i < names.n; i++)
        if (jb_table_find(p->e->table, names.at[i]))
            columns[columns_n++] = jb_table_find(p->e->table, names.at[i]);
    if (columns_n == 0)
        return n ? 1 : 0;
    while (size < 2 * n)
        size *= 2;
    uint32_t *slots = JB_NEW_N(chart->cx->scratch, uint32_t, size);
    for (size_t i = 0; i < n; i++) {
        size_t at = hash_row(columns, columns_n, ranks[i].row) & (size - 1);
        while (slots[at] && !same_row(columns, columns_n, ranks[slots[at] - 1].row, ranks[i].row))
            at = (at + 1) & (size - 1);
        if (slots[at])
            ranks[i].group = ranks[slots[at] - 1].group;
        else {
            slots[at] = (uint32_t)i + 1;
            ranks[i].group = groups++;
        }
    }
    return groups;
}

/* A line goes along its dimension unless `order` says otherwise. */
static bool goes_by_dimension(const jb_unit_view *u)
{
    const jb_mark_spec *m = JB_LOOK(u, order);
    jb_channel c = u->orient == JB_HORIZONTAL ? JB_CHANNEL_Y : JB_CHANNEL_X;
    const jb_definition *d = u->definitions[c];
    if (u->orders_n) {
        const jb_definition *o = u->orders[0];
        if (o->kind == JB_DEFINES_VALUE && JB_IS_NULL(o->spec, value))
            return false;
        if (o->kind == JB_DEFINES_FIELD && !u->stack.channel)
            return false;
    } else if (m && !m->order)
        return false;
    for (size_t i = 0; i < u->look.n && !u->orders_n && !m; i++)
        if (JB_IS_NULL(u->look.at[i], order))
            return false;
    return d && d->kind == JB_DEFINES_FIELD;
}

static ranked_row *rank_rows(const path_plan *p, size_t *n, size_t *groups)
{
    jb_chart *chart = p->e->chart;
    jb_rows rows = jb_unit_rows(chart, p->e->view);
    ranked_row *ranks = JB_NEW_N(chart->cx->scratch, ranked_row, rows.n + 1);
    bool horizontal = p->e->unit->orient == JB_HORIZONTAL;
    for (size_t i = 0; i < rows.n; i++) {
        jb_point q = {0};
        if (p->by_dimension)
            set_point(p, jb_row(rows, i), &q);
        ranks[i] = (ranked_row){jb_row(rows, i), 0, horizontal ? q.y : q.x, i};
    }
    *n = rows.n;
    *groups = find_groups(p, ranks, rows.n);
    if (rows.n)
        qsort(ranks, rows.n, sizeof *ranks, compare_ranked);
    return ranks;
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

/* Gives how many of the points have no place, though their rows have all that they need. */
static size_t draw_path(const path_plan *p, jb_path_item *item, const ranked_row *ranks, size_t n,
                        jb_look_plan *look)
{
    const jb_unit_view *u = p->e->unit;
    jb_point *points = JB_NEW_N(p->e->chart->cx->keep, jb_point, n + 1);
    size_t lost = 0;
    for (size_t i = 0; i < n; i++) {
        set_point(p, ranks[i].row, &points[i]);
        lost += !points[i].defined && jb_row_valid(&p->validity, ranks[i].row);
    }
    int curve = JB_LOOKED(u, interpolate);
    const jb_mark_spec *tension = JB_LOOK(u, tension);
    item->points = points;
    item->points_n = n;
    if (curve != JB_INTERPOLATE_LINEAR)
        item->interpolate = jb_enum_key(&jb_interpolate_values, curve);
    item->tension = tension ? tension->tension : NAN;
    item->vertical = p->vertical;
    item->style = jb_look_at(p->e->chart, look, ranks[0].row);
    item->meta = jb_meta_at(p->e->chart, look, ranks[0].row);
    return lost;
}

static path_plan make_plan(const jb_encoder *e)
{
    const jb_unit_view *u = e->unit;
    path_plan p = {.e = e, .vertical = u->orient != JB_HORIZONTAL};
    bool area = u->mark == JB_MARK_AREA;
    jb_default_place usual = area ? JB_AT_ZERO_OR_MIN : JB_AT_MIDDLE;
    p.x = jb_encode_point(e, JB_CHANNEL_X, usual);
    p.y = jb_encode_point(e, JB_CHANNEL_Y, usual);
    if (area && u->orient)
        p.stretch = jb_encode_range(e, p.vertical ? JB_CHANNEL_Y : JB_CHANNEL_X, JB_AT_ZERO_OR_MIN,
                                    JB_AT_ZERO_OR_MIN);
    if (u->mark == JB_MARK_TRAIL)
        p.size = jb_encode_number(e, JB_CHANNEL_SIZE, JB_LOOKED(u, size));
    if (breaks_paths(u))
        p.validity = jb_unit_validity(e->chart, e->view, e->table);
    p.by_dimension = goes_by_dimension(u);
    return p;
}

void jb_draw_path(const jb_encoder *e, jb_group_item *group)
{
    static const jb_marktype types[JB_MARK_N] = {[JB_MARK_LINE] = JB_MARKTYPE_LINE,
                                                 [JB_MARK_AREA] = JB_MARKTYPE_AREA,
                                                 [JB_MARK_TRAIL] = JB_MARKTYPE_TRAIL};
    path_plan p = make_plan(e);
    jb_look_plan look = jb_encode_look(e);
    size_t n, groups, begin = 0, drawn = 0, lost = 0;
    const ranked_row *ranks = rank_rows(&p, &n, &groups);
    jb_mark *m = jb_data_mark(e->chart, group, types[e->unit->mark], groups, e->unit);
    m->faceted = jb_path_groups(e->chart, e->view).n > 0;
    for (size_t i = 1; i <= n; i++) {
        if (i < n && ranks[i].group == ranks[begin].group)
            continue;
        lost += draw_path(&p, &m->paths[drawn++], ranks + begin, i - begin, &look);
        begin = i;
    }
    jb_tell_lost(e, lost);
}
