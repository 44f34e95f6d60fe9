/* A facet's cells, with what stands around them: labels, shared axes, titles. */
#include <math.h>
#include "chart/draw.h"
#include "chart/title.h"

/* ---- a header's properties: its own, then its channel's config, then all headers'
 * ---------------- */

static const jb_header_spec *cascade(jb_chart *chart, const jb_facet_channel *f)
{
    const jb_channel_spec *d = f->definition->spec;
    return jb_config_header(chart->cx, chart->config, JB_HAS(d, header) ? d->header : NULL,
                            f->definition->channel);
}

static bool is_off(const jb_facet_channel *f)
{
    return JB_IS_NULL(f->definition->spec, header);
}

static bool vertical_side(int orient)
{
    return orient == JB_ORIENT_LEFT || orient == JB_ORIENT_RIGHT;
}

/* Rows' headers stand at the side unless they are asked to stand above. */
static bool by_row(int by, int orient)
{
    return orient == JB_ORIENT_NONE ? by == JB_BY_ROW : vertical_side(orient);
}

static double normal_angle(double a)
{
    a = fmod(a, 360);
    return a < 0 ? a + 360 : a;
}

/* How a turned text is aligned at the side (row) or above (column). */
static void align_turned(jb_title_plan *t, bool row, double degrees, bool label)
{
    if (isnan(degrees))
        return;
    /* a label's angle below 0 counts as level: Vega-Lite takes it as it is written */
    double a = label ? degrees : normal_angle(degrees), start = row ? 90 : 0;
    if (row) {
        if (a <= 45 || 315 <= a || (135 <= a && a <= 225))
            t->baseline = JB_BASELINE_MIDDLE;
        else
            t->baseline = 45 <= a && a <= 135 ? JB_BASELINE_TOP : JB_BASELINE_BOTTOM;
    } else if ((45 < a && a < 135) || (225 < a && a < 315))
        t->baseline = JB_BASELINE_MIDDLE;
    else
        t->baseline = a <= 45 || 315 <= a ? JB_BASELINE_BOTTOM : JB_BASELINE_TOP;
    a = normal_angle(degrees);
    if (fmod(a + start, 180) == 0) {
        if (row)
            t->align = JB_ALIGN_CENTER;
        return;
    }
    bool inside = start < a && a < 180 + start, main = row;
    t->align = inside == main ? JB_ALIGN_LEFT : JB_ALIGN_RIGHT;
}

static void align_anchored(jb_title_plan *t)
{
    if (t->anchor == JB_ANCHOR_START)
        t->align = JB_ALIGN_LEFT;
    else if (t->anchor == JB_ANCHOR_END)
        t->align = JB_ALIGN_RIGHT;
}

#define HEADER_TEXT(t, h, part, row, is_label)                                                     \
    do {                                                                                           \
        (t).anchor = (h)->part##_anchor;                                                           \
        align_turned(&(t), row, JB_OR(h, part##_angle, NAN), is_label);                            \
        align_anchored(&(t));                                                                      \
        (t).angle = JB_OR(h, part##_angle, NAN);                                                   \
        (t).align = JB_OR(h, part##_align, (t).align);                                             \
        (t).baseline = JB_OR(h, part##_baseline, (t).baseline);                                    \
        (t).offset = (h)->part##_padding;                                                          \
        (t).limit = (h)->part##_limit;                                                             \
        (t).look = JB_TEXT_LOOK(chart, h, part##_);                                                \
        (t).look.line_height = JB_OR(h, part##_line_height, 0.0);                                  \
        jb_text_look_under(chart, &(t).look,                                                       \
                           (is_label) ? JB_S("guide-label") : JB_S("guide-title"), 1);             \
    } while (0)

static jb_str label_text(jb_chart *chart, const jb_facet_channel *f, const jb_header_spec *h,
                         jb_value v)
{
    const jb_definition *d = f->definition;
    jb_labeler l = jb_labeler_make(chart, d, JB_FORMAT_OF(h), JB_FOR_TEXT, NULL, NAN);
    jb_str s = jb_label_of(&l, v);
    if (d->bin && d->bins->step > 0) {
        if (isnan(jb_value_measure(v)))
            s = JB_S("null");
        else {
            jb_str high = jb_label_of(&l, jb_number(jb_value_number(v) + d->bins->step));
            s = jb_str_printf(chart->cx->keep, "%.*s – %.*s", JB_F(s), JB_F(high));
        }
    }
    return jb_label_expr(chart, JB_OR(h, label_expr, NULL), v, s, 0);
}

static jb_title_plan plan_label(jb_chart *chart, const jb_facet_channel *f, int by, jb_value v)
{
    const jb_header_spec *h = cascade(chart, f);
    int orient = JB_OR(h, label_orient, JB_ORIENT_NONE);
    jb_title_plan t = jb_title_plan_new();
    t.lines = jb_lines_of(chart, label_text(chart, f, h, v));
    t.span = JB_SPAN(f->definition->spec, field);
    t.orient = orient ? orient : by == JB_BY_ROW ? JB_ORIENT_LEFT : JB_ORIENT_TOP;
    t.by_group = true;
    HEADER_TEXT(t, h, label, by_row(by, orient), true);
    return t;
}

/* A label over cells is no wider than they are where labelFit asks for it: in lines of like width,
 * the last one cut where so many do not hold it. */
static void fit_label(jb_chart *chart, const jb_facet_channel *f, jb_title_plan *t, double room)
{
    enum { MOST = 3 };
    bool level = !vertical_side(t->orient) && (isnan(t->angle) || t->angle == 0);
    if (!JB_OR(cascade(chart, f), label_fit, false) || !level || !(room > 0) || t->lines.n != 1)
        return;
    t->lines = jb_label_part(chart, &t->look, t->lines.at[0], room, MOST);
    t->limit = t->limit > 0 ? fmin(t->limit, room) : room;
}

static jb_title_plan plan_title(jb_chart *chart, const jb_facet_channel *f, int by)
{
    const jb_header_spec *h = cascade(chart, f);
    int orient = JB_OR(h, title_orient, JB_ORIENT_NONE);
    jb_title_plan t = jb_title_plan_new();
    t.span = JB_SPAN(f->definition->spec, field);
    t.orient = orient ? orient : by == JB_BY_ROW ? JB_ORIENT_LEFT : JB_ORIENT_TOP;
    HEADER_TEXT(t, h, title, by_row(by, orient), false);
    return t;
}

static jb_strs own_title(jb_chart *chart, const jb_facet_channel *f)
{
    const jb_channel_spec *d = f->definition->spec;
    const jb_header_spec *own = JB_HAS(d, header) ? d->header : NULL, *all = cascade(chart, f);
    const jb_strs none = {NULL, 0};
    if (is_off(f))
        return none;
    if (JB_GIVEN(own, title))
        return JB_IS_NULL(own, title) ? none : own->title;
    if (JB_GIVEN(d, title))
        return JB_IS_NULL(d, title) ? none : d->title;
    if (JB_GIVEN(all, title) && (JB_IS_NULL(all, title) || all->title.n == 0))
        return none;
    return jb_one_line(chart->cx->keep, jb_definition_title(chart, f->definition));
}

/* A facet inside a facet of the same way has its title in the outer's: "Outer / Inner". */
static jb_strs title_lines(jb_chart *chart, const jb_view *v, int by)
{
    const jb_facet_channel *inner =
        v->pattern && v->pattern->kind == JB_VIEW_FACET ? &v->pattern->facet[by] : NULL;
    jb_arena *a = chart->cx->keep;
    if (v->parent && v->parent->kind == JB_VIEW_FACET && v->parent->facet[by].definition)
        return (jb_strs){NULL, 0};
    jb_strs own = own_title(chart, &v->facet[by]);
    jb_strs more = inner && inner->definition ? own_title(chart, inner) : (jb_strs){NULL, 0};
    if (!more.n || is_off(&v->facet[by]))
        return own;
    const jb_strs none = {NULL, 0};
    jb_str first = jb_comma_joined(a, own, none), second = jb_comma_joined(a, more, none);
    return jb_one_line(a, jb_str_printf(a, "%.*s / %.*s", JB_F(first), JB_F(second)));
}

#define SETTLE_TEXT(s, part, t)                                                                    \
    do {                                                                                           \
        JB_SETTLE(s, part##_orient, (t).orient);                                                   \
        JB_SETTLE(s, part##_angle, jb_title_angle(&(t)));                                          \
        JB_SETTLE(s, part##_align, (int)jb_title_align(&(t)));                                     \
        JB_SETTLE(s, part##_baseline, (int)jb_title_baseline(&(t)));                               \
        JB_SETTLE(s, part##_line_height, (t).look.size + 2);                                       \
    } while (0)

const jb_header_spec *jb_header_settled(jb_chart *chart, const jb_facet_channel *f)
{
    jb_channel c = f->definition->channel;
    int by = c == JB_CHANNEL_ROW ? JB_BY_ROW : c == JB_CHANNEL_COLUMN ? JB_BY_COLUMN : JB_BY_WRAP;
    jb_header_spec *s = jb_spec_copy(chart->cx->keep, &jb_header_class, cascade(chart, f));
    jb_title_plan label = plan_label(chart, f, by, jb_null()), title = plan_title(chart, f, by);
    jb_labeler l = jb_labeler_make(chart, f->definition, JB_FORMAT_OF(s), JB_FOR_TEXT, NULL, NAN);
    const jb_node *format = jb_labeler_format(&l);
    jb_strs lines = own_title(chart, f);
    SETTLE_TEXT(s, label, label);
    SETTLE_TEXT(s, title, title);
    if (lines.n)
        JB_SET(s, title, lines);
    else if (!JB_GIVEN(f->definition->spec->header, title))
        JB_UNSET(s, title);
    if (format && !JB_GIVEN(s, format) && l.kind != JB_LABEL_NUMBER)
        jb_spec_set(chart->cx, &jb_header_class, s, offsetof(jb_header_spec, format), format);
    return s;
}

/* ---- shared axes leave the cells ---------------------------------------------------------------
 */

static bool shares_axis(const jb_view *v, jb_channel c)
{
    if (v->resolve_scale[c] == JB_INDEPENDENT)
        return false;
    return v->resolve_guide[c] != JB_INDEPENDENT;
}

void jb_facet_resolve_headers(jb_chart *chart, jb_view *v)
{
    static const jb_channel channels[2] = {JB_CHANNEL_X, JB_CHANNEL_Y};
    for (size_t i = 0; i < v->children_n; i++)
        jb_facet_resolve_headers(chart, v->children[i]);
    for (size_t xy = 0; v->kind == JB_VIEW_FACET && xy < 2; xy++)
        for (size_t i = 0; shares_axis(v, channels[xy]) && i < v->children_n; i++)
            for (size_t j = 0; j < v->children[i]->axes[xy].n; j++)
                v->children[i]->axes[xy].at[j]->extracted = true;
}

/* ---- headers as groups -------------------------------------------------------------------------
 */

typedef struct headers {
    jb_group_item **at;
    size_t n;
} headers;

typedef struct trellis {
    jb_chart *chart;
    jb_view *view;
    jb_group_item *group;
    jb_group_item **cells;
    size_t n, columns, rows;
    jb_box around;
} trellis;

static bool starts_line(int orient)
{
    return orient == JB_ORIENT_TOP || orient == JB_ORIENT_LEFT;
}

static void add_axes(trellis *t, const jb_view *cell, jb_group_item *g, size_t xy, bool head)
{
    for (size_t i = 0; i < cell->axes[xy].n; i++) {
        const jb_axis *axis = cell->axes[xy].at[i];
        if (!axis->extracted || starts_line(axis->orient) != head)
            continue;
        const double size[2] = {xy == 0 ? cell->size[0] : 0, xy == 0 ? 0 : cell->size[1]};
        jb_mark *m = jb_axis_main(t->chart, axis, size);
        if (m)
            jb_group_add(t->chart->cx->keep, g, m);
    }
}

static bool has_axes(const jb_view *cell, size_t xy, bool head)
{
    for (size_t i = 0; i < cell->axes[xy].n; i++)
        if (cell->axes[xy].at[i]->extracted && !cell->axes[xy].at[i]->disabled &&
            starts_line(cell->axes[xy].at[i]->orient) == head)
            return true;
    return false;
}

static void finish_header(trellis *t, jb_group_item *g, const jb_title_plan *label)
{
    jb_box b = {0, 0, g->width, g->height};
    const double size[2] = {g->width, g->height};
    for (size_t i = 0; i < g->marks_n; i++) {
        jb_box part = jb_mark_box(g->marks[i]);
        jb_box_union(&b, &part);
    }
    if (label)
        jb_group_add(t->chart->cx->keep, g, jb_title_place(t->chart, label, size, &b));
}

/* Do this channel's labels stand in headers of their own (and not in the cells)? */
static bool labels_in(trellis *t, int by, bool head)
{
    const jb_facet_channel *f = &t->view->facet[by];
    if (!f->definition || by == JB_BY_WRAP || is_off(f))
        return false;
    const jb_header_spec *h = cascade(t->chart, f);
    int orient = JB_OR(h, label_orient, JB_ORIENT_NONE);
    bool own_way = orient == JB_ORIENT_NONE || vertical_side(orient) == (by == JB_BY_ROW);
    bool end = orient == JB_ORIENT_RIGHT || orient == JB_ORIENT_BOTTOM;
    return h->labels && own_way && end != head;
}

/* How high (wide) the plots of a row (column) are; those without rows may be smaller. 0: they are
 * no plots of one size. */
static double line_size(const trellis *t, size_t line, bool row)
{
    double most = 0;
    for (size_t i = row ? line * t->columns : line, k = 0;
         i < t->n && k < (row ? t->columns : t->rows); i += row ? 1 : t->columns, k++) {
        const jb_view *v = t->view->children[i];
        most = fmax(most, v->size_kind[row ? 1 : 0] ? v->size[row ? 1 : 0] : 0);
    }
    return most;
}

/* One group for each line of cells: its label, and the axis that the line shares. */
static headers make_headers(trellis *t, bool row, bool head, jb_str role)
{
    int by = row ? JB_BY_ROW : JB_BY_COLUMN;
    size_t xy = row ? 1 : 0, lines = row ? t->rows : t->columns;
    const jb_facet_channel *f = &t->view->facet[by];
    headers h = {JB_NEW_N(t->chart->cx->keep, jb_group_item *, lines + 1), 0};
    bool labels = labels_in(t, by, head);
    bool axes = t->n && has_axes(t->view->children[0], xy, head);
    if (t->n == 0 || (!labels && !axes))
        return h;
    jb_mark *m = jb_mark_new(t->chart->cx->keep, JB_MARKTYPE_GROUP, role, lines);
    jb_group_add(t->chart->cx->keep, t->group, m);
    for (size_t i = 0; i < lines; i++) {
        size_t cell = row ? i * t->columns : i;
        const jb_view *v = t->view->children[cell < t->n ? cell : t->n - 1];
        jb_group_item *g = &m->groups[i];
        *(row ? &g->height : &g->width) = line_size(t, i, row);
        add_axes(t, v, g, xy, head);
        jb_title_plan label;
        if (labels) {
            label = plan_label(t->chart, f, by, f->values[i]);
            fit_label(t->chart, f, &label, g->width);
        }
        finish_header(t, g, labels ? &label : NULL);
        h.at[h.n++] = g;
    }
    return h;
}

/* ---- their places ------------------------------------------------------------------------------
 */

static double edge_of(const jb_group_item *g, bool flush, bool row, bool head)
{
    if (flush)
        return row ? g->x + (head ? 0 : g->width) : g->y + (head ? 0 : g->height);
    jb_box b = jb_group_box(g);
    return row ? (head ? b.x1 : b.x2) : head ? b.y1 : b.y2;
}

/* In whole pixels. */
static double further(double a, double b, bool head)
{
    return head ? floor(fmin(a, b)) : ceil(fmax(a, b));
}

/* Beside the cells of its line, in the middle of those that are no plots of one size; what the
 * headers reach to is returned. */
static double place_headers(trellis *t, const jb_grid *grid, const headers *h, bool row, bool head)
{
    bool middle = t->n && !t->view->children[0]->size_kind[row ? 1 : 0];
    double init = 0, edge = 0;
    size_t stride = row ? t->columns : 1, start = 0;
    if (!head)
        start = row ? t->columns - 1 : t->rows * t->columns - t->columns;
    for (size_t i = start; i < t->n && (row || i < start + t->columns); i += stride)
        init = further(init, edge_of(t->cells[i], grid->flush, row, head), head);
    if (t->n == 0 || h->n == 0)
        return t->n ? init : 0;
    for (size_t j = 0; j < h->n; j++) {
        size_t i = start + j * stride, back = row ? 1 : t->columns;
        while (i >= t->n && i >= back)
            i -= back;
        const jb_group_item *cell = t->cells[i < t->n ? i : t->n - 1];
        jb_box b = jb_group_box(cell);
        double x = middle ? floor(b.x1 + 0.5 * jb_box_width(&b) + 0.5) : cell->x;
        double y = middle ? floor(b.y1 + 0.5 * jb_box_height(&b) + 0.5) : cell->y;
        h->at[j]->x = row ? init : x;
        h->at[j]->y = row ? y : init;
        jb_box own = jb_group_box(h->at[j]);
        if (!jb_box_empty(&own))
            edge = further(edge, row ? (head ? own.x1 : own.x2) : head ? own.y1 : own.y2, head);
    }
    return edge;
}

static double title_band(int anchor, bool row)
{
    if (anchor == JB_ANCHOR_MIDDLE)
        return 0.5;
    return (anchor == JB_ANCHOR_START) == row ? 1 : 0;
}

/* Whether titles at the side (row) or above stand off what is there: they do where that way's own
 * channel has a title, wherever it may stand. */
static bool stands_off(const trellis *t, bool row)
{
    int by = row ? JB_BY_ROW : JB_BY_COLUMN;
    return t->view->facet[by].definition && title_lines(t->chart, t->view, by).n > 0;
}

/* Does this channel's title stand at the side? */
static bool title_by_row(const trellis *t, int by)
{
    const jb_facet_channel *f = &t->view->facet[by];
    if (!f->definition)
        return by == JB_BY_ROW;
    return by_row(by, JB_OR(cascade(t->chart, f), title_orient, JB_ORIENT_NONE));
}

/* Beyond what stands on its side already. */
static void place_title(trellis *t, int by, double edges[2][2])
{
    const jb_facet_channel *f = &t->view->facet[by];
    if (!f->definition)
        return;
    jb_chart *chart = t->chart;
    jb_strs lines = title_lines(chart, t->view, by);
    if (lines.n == 0 || (lines.n == 1 && lines.at[0].n == 0))
        return;
    const jb_header_spec *h = cascade(chart, f);
    int orient = JB_OR(h, title_orient, JB_ORIENT_NONE);
    bool row = title_by_row(t, by), end = orient == JB_ORIENT_RIGHT || orient == JB_ORIENT_BOTTOM;
    jb_title_plan p = plan_title(chart, f, by);
    p.lines = lines;
    jb_group_item *g =
        jb_child_group(chart, t->group, row ? JB_S("row-title") : JB_S("column-title"));
    finish_header(t, g, &p);
    double gap = stands_off(t, row) ? 10 : 0, band = title_band(h->title_anchor, row);
    double across = edges[row][end] + (end ? gap : -gap);
    g->x = row ? across : floor(t->around.x1 + band * jb_box_width(&t->around) + 0.5);
    g->y = row ? floor(t->around.y1 + band * jb_box_height(&t->around) + 0.5) : across;
    jb_box b = jb_group_box(g);
    double side = row ? (end ? b.x2 : b.x1) : end ? b.y2 : b.y1;
    edges[row][end] = further(edges[row][end], side, !end);
}

/* ---- cells -------------------------------------------------------------------------------------
 */

/* A label that stands above its own cell: of a wrapped facet, where it always stands, or one that
 * is turned the other way. */
static void label_cell(trellis *t, size_t i, jb_group_item *cell, const jb_box *drawn)
{
    const double size[2] = {cell->width, cell->height};
    for (int by = 0; by < 3; by++) {
        const jb_facet_channel *f = &t->view->facet[by];
        bool wraps = by == JB_BY_WRAP;
        if (!f->definition || (!wraps && (is_off(f) || t->view->children[i]->empty)))
            continue;
        const jb_header_spec *h = cascade(t->chart, f);
        int orient = JB_OR(h, label_orient, JB_ORIENT_NONE);
        bool other_way = orient && vertical_side(orient) != (by == JB_BY_ROW);
        if (!wraps && !other_way)
            continue;
        size_t across =
            t->view->facet[JB_BY_COLUMN].definition ? t->view->facet[JB_BY_COLUMN].values_n : 1;
        size_t value = by == JB_BY_ROW ? i / across : by == JB_BY_COLUMN ? i % across : i;
        jb_title_plan p = plan_label(t->chart, f, by, f->values[value]);
        fit_label(t->chart, f, &p, cell->width);
        jb_group_add(t->chart->cx->keep, cell, jb_title_place(t->chart, &p, size, drawn));
    }
}

static bool labels_cells(const trellis *t)
{
    if (t->view->facet[JB_BY_WRAP].definition)
        return true;
    for (int by = 0; by < 2; by++) {
        const jb_facet_channel *f = &t->view->facet[by];
        if (!f->definition)
            continue;
        int orient = JB_OR(cascade(t->chart, f), label_orient, JB_ORIENT_NONE);
        if (orient && vertical_side(orient) != (by == JB_BY_ROW))
            return true;
    }
    return false;
}

static void draw_cells(trellis *t)
{
    jb_view *v = t->view;
    bool labels = labels_cells(t);
    jb_mark *m = jb_mark_new(t->chart->cx->keep, JB_MARKTYPE_GROUP, JB_S("scope"), v->children_n);
    m->name = JB_S("cell");
    jb_group_add(t->chart->cx->keep, t->group, m);
    t->cells = JB_NEW_N(t->chart->cx->keep, jb_group_item *, v->children_n + 1);
    for (size_t i = 0; i < v->children_n; i++) {
        v->children[i]->titled = labels;
        jb_box drawn = jb_view_draw(t->chart, v->children[i], &m->groups[i]);
        if (labels)
            label_cell(t, i, &m->groups[i], &drawn);
        t->cells[t->n++] = &m->groups[i];
    }
}

void jb_facet_draw(jb_chart *chart, jb_view *view, jb_group_item *group)
{
    trellis t = {.chart = chart, .view = view, .group = group};
    draw_cells(&t);
    jb_grid grid = jb_view_grid(chart, view);
    grid.at = t.cells;
    grid.n = t.n;
    t.columns = grid.columns ? grid.columns : t.n;
    if (t.n < t.columns && view->facet[JB_BY_WRAP].definition)
        t.columns = t.n;
    t.rows = t.columns ? (t.n + t.columns - 1) / t.columns : 0;
    t.around = jb_grid_place(chart->cx->scratch, &grid);
    if (jb_box_empty(&t.around))
        t.around = (jb_box){0, 0, 0, 0};
    headers sides[2][2]; /* column, row; header, footer */
    static const jb_str roles[2][2] = {{JB_K("column-header"), JB_K("column-footer")},
                                       {JB_K("row-header"), JB_K("row-footer")}};
    double edges[2][2];
    for (int row = 0; row < 2; row++)
        for (int end = 0; end < 2; end++)
            sides[row][end] = make_headers(&t, row, !end, roles[row][end]);
    for (int row = 1; row >= 0; row--)
        for (int end = 0; end < 2; end++)
            edges[row][end] = place_headers(&t, &grid, &sides[row][end], row, !end);
    int nearer = title_by_row(&t, JB_BY_ROW) ? JB_BY_ROW : JB_BY_COLUMN; /* if on one side */
    place_title(&t, nearer, edges);
    place_title(&t, JB_BY_ROW + JB_BY_COLUMN - nearer, edges);
    place_title(&t, JB_BY_WRAP, edges);
}
