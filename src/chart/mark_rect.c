/* bar, rect, tick: rectangles. */
#include <math.h>
#include "chart/encode.h"
#include "chart/pipeline.h"

static void set_corners(const jb_unit_view *u, float corners[4])
{
    double all = JB_LOOKED(u, corner_radius);
    corners[0] = (float)JB_LOOK_OR(u, corner_radius_top_left, all);
    corners[1] = (float)JB_LOOK_OR(u, corner_radius_top_right, all);
    corners[2] = (float)JB_LOOK_OR(u, corner_radius_bottom_right, all);
    corners[3] = (float)JB_LOOK_OR(u, corner_radius_bottom_left, all);
}

static bool has_corners(const float corners[4])
{
    return corners[0] > 0 || corners[1] > 0 || corners[2] > 0 || corners[3] > 0;
}

static bool set_rect(const jb_encoder *e, jb_rect_item *r, const jb_stretch *x, const jb_stretch *y,
                     size_t row)
{
    jb_stretch_at(x, row, &r->x, &r->width);
    jb_stretch_at(y, row, &r->y, &r->height);
    r->x = jb_place_at(e, JB_CHANNEL_X, r->x);
    r->y = jb_place_at(e, JB_CHANNEL_Y, r->y);
    r->width = jb_place_at(e, JB_CHANNEL_X, r->width);
    r->height = jb_place_at(e, JB_CHANNEL_Y, r->height);
    if (r->width < 0) {
        r->x += r->width;
        r->width = -r->width;
    }
    if (r->height < 0) {
        r->y += r->height;
        r->height = -r->height;
    }
    return isfinite(r->x) && isfinite(r->y) && isfinite(r->width) && isfinite(r->height);
}

static void draw_rects(const jb_encoder *e, jb_group_item *group, const jb_stretch *x,
                       const jb_stretch *y, jb_rows rows, const float corners[4])
{
    jb_look_plan look = jb_encode_look(e);
    jb_mark *m = jb_data_mark(e->chart, group, JB_MARKTYPE_RECT, rows.n, e->unit);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        jb_rect_item *r = &m->rects[n];
        if (!set_rect(e, r, x, y, jb_row(rows, i)))
            continue;
        n++;
        r->style = jb_look_at(e->chart, &look, jb_row(rows, i));
        r->meta = jb_meta_at(e->chart, &look, jb_row(rows, i));
        for (size_t k = 0; k < 4; k++)
            r->corners[k] = corners[k];
    }
    jb_tell_lost(e, rows.n - n);
    m->n = n;
}

/* ---- stacked bars with round corners: the stack is clipped by one rounded group -----------------
 */

/* What a radius comes to Vega-Lite does not know where it is computed, and takes it for one. */
static bool has_computed_corners(const jb_unit_view *u)
{
    static const size_t radii[] = {
        offsetof(jb_mark_spec, corner_radius),
        offsetof(jb_mark_spec, corner_radius_end),
        offsetof(jb_mark_spec, corner_radius_top_left),
        offsetof(jb_mark_spec, corner_radius_top_right),
        offsetof(jb_mark_spec, corner_radius_bottom_right),
        offsetof(jb_mark_spec, corner_radius_bottom_left),
    };
    for (size_t i = 0; i < JB_COUNT(radii); i++)
        if (jb_given_computed(jb_look_find(&u->look, radii[i], u->look.n), radii[i]))
            return true;
    return false;
}

static bool is_rounded(const jb_unit_view *u, const float corners[4])
{
    bool sized = jb_definition_field(u->definitions[JB_CHANNEL_SIZE]);
    return u->mark == JB_MARK_BAR && u->stack.channel && !sized &&
           (has_corners(corners) || has_computed_corners(u));
}

typedef struct stack_group {
    JB_LIST(size_t) rows;
    jb_box box;
} stack_group;

static bool same_group(const jb_column *const *columns, size_t n, size_t a, size_t b)
{
    for (size_t i = 0; i < n; i++)
        if (columns[i] && !jb_value_eq(jb_cell(columns[i], a), jb_cell(columns[i], b)))
            return false;
    return true;
}

static void round_stack(const jb_encoder *e, jb_group_item *group, stack_group *s,
                        const jb_stretch *x, const jb_stretch *y, const float corners[4],
                        const jb_style *outline)
{
    static const float square[4] = {0, 0, 0, 0};
    jb_arena *a = e->chart->cx->keep;
    jb_mark *outer = jb_mark_new(a, JB_MARKTYPE_GROUP, JB_S("mark"), 1);
    jb_mark *inner = jb_mark_new(a, JB_MARKTYPE_GROUP, JB_S("mark"), 1);
    jb_group_item *o = &outer->groups[0], *in = &inner->groups[0];
    bool across = e->unit->stack.channel == JB_CHANNEL_X;
    o->x = s->box.x1;
    o->y = s->box.y1;
    o->width = jb_box_width(&s->box);
    o->height = jb_box_height(&s->box);
    o->clip = true;
    o->style = outline;
    o->outlined = outline != NULL;
    for (size_t k = 0; k < 4; k++)
        o->corners[k] = corners[k];
    in->x = across ? -o->x : 0;
    in->y = across ? 0 : -o->y;
    draw_rects(e, in, x, y, (jb_rows){s->rows.at, s->rows.n}, square);
    for (size_t i = 0; i < in->marks[0]->n; i++) {
        in->marks[0]->rects[i].x -= across ? 0 : o->x;
        in->marks[0]->rects[i].y -= across ? o->y : 0;
    }
    jb_group_add(a, o, inner);
    jb_group_add(a, group, outer);
}

static void draw_rounded(const jb_encoder *e, jb_group_item *group, const jb_stretch *x,
                         const jb_stretch *y, jb_rows rows, const float corners[4])
{
    const jb_stacking *s = &e->unit->stack;
    const jb_column *columns[2] = {NULL, NULL};
    JB_LIST(stack_group) groups = {0};
    size_t lost = 0;
    jb_look_plan look = jb_encode_look(e);
    const jb_style *outline = jb_look_outline(e->chart, &look);
    for (size_t i = 0; i < s->groups_n; i++)
        columns[i] = jb_table_find(e->table, s->groups[i]->name);
    for (size_t i = 0; i < rows.n; i++) {
        jb_rect_item r;
        size_t g = 0;
        if (!set_rect(e, &r, x, y, jb_row(rows, i))) {
            lost++;
            continue;
        }
        while (g < groups.n && !same_group(columns, 2, groups.at[g].rows.at[0], jb_row(rows, i)))
            g++;
        if (g == groups.n)
            JB_PUSH(e->chart->cx->keep, &groups)->box = jb_box_none();
        *JB_PUSH(e->chart->cx->keep, &groups.at[g].rows) = jb_row(rows, i);
        jb_box_add(&groups.at[g].box, r.x, r.y);
        jb_box_add(&groups.at[g].box, r.x + r.width, r.y + r.height);
    }
    jb_tell_lost(e, lost);
    for (size_t g = 0; g < groups.n; g++)
        round_stack(e, group, &groups.at[g], x, y, corners, outline);
}

void jb_draw_bar(const jb_encoder *e, jb_group_item *group)
{
    float corners[4];
    jb_stretch x = jb_encode_rect(e, JB_CHANNEL_X), y = jb_encode_rect(e, JB_CHANNEL_Y);
    jb_rows rows = jb_unit_rows(e->chart, e->view);
    set_corners(e->unit, corners);
    if (is_rounded(e->unit, corners))
        draw_rounded(e, group, &x, &y, rows, corners);
    else
        draw_rects(e, group, &x, &y, rows, corners);
}

void jb_draw_tick(const jb_encoder *e, jb_group_item *group)
{
    float corners[4];
    bool horizontal = e->unit->orient == JB_HORIZONTAL;
    jb_stretch along = jb_encode_rect(e, horizontal ? JB_CHANNEL_X : JB_CHANNEL_Y), across = {0};
    across.center = jb_encode_point(e, horizontal ? JB_CHANNEL_Y : JB_CHANNEL_X, JB_AT_MIDDLE);
    across.size = jb_ref_constant(e->chart->cx->keep, JB_LOOK_OR(e->unit, thickness, 1.0));
    set_corners(e->unit, corners);
    draw_rects(e, group, horizontal ? &along : &across, horizontal ? &across : &along,
               jb_unit_rows(e->chart, e->view), corners);
}
