/* The marks: one row for each, and what all of them need. */
#include "chart/encode.h"

#include <string.h>

static jb_mark_drawer *const drawers[JB_MARK_N] = {
    [JB_MARK_ARC] = jb_draw_arc,       [JB_MARK_AREA] = jb_draw_path,
    [JB_MARK_BAR] = jb_draw_bar,       [JB_MARK_CIRCLE] = jb_draw_symbol,
    [JB_MARK_LINE] = jb_draw_path,     [JB_MARK_POINT] = jb_draw_symbol,
    [JB_MARK_RECT] = jb_draw_bar,      [JB_MARK_RULE] = jb_draw_rule,
    [JB_MARK_SQUARE] = jb_draw_symbol, [JB_MARK_TEXT] = jb_draw_text,
    [JB_MARK_TICK] = jb_draw_tick,     [JB_MARK_TRAIL] = jb_draw_path,
};

jb_mark *jb_data_mark(jb_chart *chart, jb_group_item *group, jb_marktype type, size_t n,
                      const jb_unit_view *u)
{
    jb_mark *m = jb_mark_new(chart->cx->keep, type, JB_S("mark"), n);
    m->name = JB_S("marks");
    m->clip = JB_LOOKED(u, clip);
    jb_group_add(chart->cx->keep, group, m);
    return m;
}

/* ---- properties that are expressions over the row ----------------------------------------------
 */

typedef struct row_property {
    const jb_property *property;
    jb_bound *bound;
} row_property;
typedef JB_LIST(row_property) row_properties;

static row_properties find_properties(jb_chart *chart, const jb_unit_view *u)
{
    row_properties list = {0};
    jb_properties all = jb_mark_class.properties();
    for (const jb_aside *a = u->spec->given.asides; a; a = a->next)
        for (size_t i = 0; i < all.n && a->expr && a->expr->parsed; i++) {
            if (all.at[i].offset != a->offset)
                continue;
            jb_bound *b = jb_expr_bind(chart->cx, a->expr->parsed, u->table, &chart->scope);
            if (b && !jb_bound_constant(b))
                *JB_PUSH(chart->cx->keep, &list) = (row_property){&all.at[i], b};
        }
    return list;
}

static void set_property(jb_chart *chart, jb_mark_spec *m, const row_property *p, size_t row)
{
    jb_value v = jb_bound_value(p->bound, row, chart->cx->keep);
    void *member = (char *)m + p->property->offset;
    bool text = v.type == JB_TEXT, fits = v.type != JB_NULL;
    if (p->property->kind == JB_KIND_NUMBER && fits)
        *(double *)member = jb_value_number(v);
    else if (p->property->kind == JB_KIND_BOOL)
        *(bool *)member = jb_value_truth(v);
    else if (p->property->kind == JB_KIND_ENUM && text)
        *(int *)member = jb_enum_find(p->property->of, jb_value_str(v));
    else if ((p->property->kind == JB_KIND_STRING || p->property->kind == JB_KIND_COLOR ||
              p->property->kind == JB_KIND_WEIGHT) &&
             fits)
        *(jb_str *)member = jb_value_text(chart->cx->keep, v);
    else if (p->property->kind == JB_KIND_VALUE)
        *(jb_value *)member = v;
    else if (p->property->kind == JB_KIND_TEXT && fits)
        *(jb_strs *)member = jb_one_line(chart->cx->keep, jb_value_text(chart->cx->keep, v));
    else
        return;
    jb_given_mark(m, p->property->offset, fits);
}

/* The first item of each, all in one mark. */
static void gather(jb_chart *chart, jb_group_item *group, jb_mark *const *parts, size_t n)
{
    size_t total = 0, at = 0;
    for (size_t i = 0; i < n; i++)
        total += parts[i]->n;
    if (n == 0)
        return;
    jb_mark *all = jb_mark_new(chart->cx->keep, parts[0]->type, parts[0]->role, total);
    size_t size = jb_marktype_size(all->type);
    all->name = parts[0]->name;
    all->clip = parts[0]->clip;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < parts[i]->n; k++)
            memcpy((char *)all->groups + size * at++, (const char *)parts[i]->groups + size * k,
                   size);
    jb_group_add(chart->cx->keep, group, all);
}

/* Each row is drawn by a mark of its own definition. */
static void draw_by_row(const jb_encoder *e, jb_group_item *group, const row_properties *list)
{
    jb_chart *chart = e->chart;
    jb_rows rows = jb_unit_rows(chart, e->view);
    jb_mark **parts = JB_NEW_N(chart->cx->scratch, jb_mark *, rows.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        jb_view one = *e->view;
        jb_group_item aside = {0};
        jb_encoder own = *e;
        size_t row = jb_row(rows, i);
        own.view = &one;
        one.rows = (jb_rows){&row, 1};
        for (size_t k = 0; k < list->n; k++)
            set_property(chart, e->unit->spec, &list->at[k], row);
        drawers[e->unit->mark](&own, &aside);
        if (aside.marks_n)
            parts[n++] = aside.marks[0];
    }
    gather(chart, group, parts, n);
}

void jb_tell_lost(const jb_encoder *e, size_t n)
{
    if (n && !(e->unit->stack.channel && e->unit->stack.offset == JB_STACK_NORMALIZE))
        jb_warn(e->chart->cx, JB_SPAN(e->view->spec, mark),
                "items at no finite place are not drawn: %zu", n);
}

/* Rows whose category is not among those that the scale was given: they are counted and told, for
 * no row goes without a word. */
static bool tell_outside(const jb_encoder *e, jb_channel c)
{
    const jb_definition *d = jb_view_definition(e->view, c);
    if (!d || !d->spec || !d->spec->scale || !JB_HAS(d->spec->scale, domain))
        return false;
    const jb_ref *ref = jb_encode_point(e, c, JB_AT_NOTHING);
    if (!ref || ref->kind != JB_REF_COLUMN || !ref->scale || !jb_scaling_discrete(ref->scale->type))
        return false;
    size_t n = 0, first = 0;
    for (size_t i = e->table->rows; i-- > 0;)
        if (jb_scale_index(ref->scale, jb_cell(ref->column, i)) < 0)
            first = i, n++;
    if (n == 0)
        return false;
    jb_warn(e->chart->cx, jb_cell_span(e->chart->cx, e->table, first, ref->column->name),
            "rows with a “%.*s” outside the scale's domain are drawn at its edge: %zu",
            JB_F(ref->column->name), n);
    jb_hint(e->chart->cx, "take them out with a filter, or write their values into the domain");
    return true;
}

/* The same of a colour, a shape, a pattern: there is none for them. */
static void tell_unmapped(const jb_encoder *e, jb_channel c)
{
    const jb_definition *d = jb_view_definition(e->view, c);
    const jb_scale *scale = jb_view_scale(e->view, c);
    bool named =
        d && d->kind == JB_DEFINES_FIELD && scale && jb_view_component(e->view, c)->parts_explicit;
    if (!named || d->bin || !jb_scaling_discrete(scale->type))
        return;
    const jb_column *column = jb_table_find(e->table, d->name);
    size_t n = 0, first = 0;
    for (size_t i = e->table->rows; column && i-- > 0;)
        if (jb_scale_index(scale, jb_cell(column, i)) < 0)
            first = i, n++;
    if (n == 0)
        return;
    jb_span cell = jb_cell_span(e->chart->cx, e->table, first, column->name);
    jb_warn(e->chart->cx, cell.source ? cell : JB_SPAN(d->spec, field),
            "rows with a “%.*s” outside the scale's domain have no %.*s that stands for them: %zu",
            JB_F(column->name), JB_F(jb_enum_key(&jb_channel_values, (int)c)), n);
    jb_hint(e->chart->cx, "take them out with a filter, or write their values into the domain");
}

static void tell_all_outside(jb_encoder *e)
{
    static const jb_channel looks[] = {JB_CHANNEL_COLOR,   JB_CHANNEL_FILL,
                                       JB_CHANNEL_STROKE,  JB_CHANNEL_SHAPE,
                                       JB_CHANNEL_PATTERN, JB_CHANNEL_STROKE_DASH};
    e->outside[0] = tell_outside(e, JB_CHANNEL_X);
    e->outside[1] = tell_outside(e, JB_CHANNEL_Y);
    for (size_t i = 0; i < JB_COUNT(looks); i++)
        tell_unmapped(e, looks[i]);
}

void jb_draw_unit(jb_chart *chart, const jb_view *view, jb_group_item *group)
{
    const jb_unit_view *u = view->unit;
    jb_encoder e = {chart, view, u, u->table, view->size, {false, false}};
    row_properties list = find_properties(chart, u);
    tell_all_outside(&e);
    if (list.n && !jb_mark_path(u->mark))
        draw_by_row(&e, group, &list);
    else
        drawers[u->mark](&e, group);
}
