#include <math.h>
#include "chart/pipeline.h"

void jb_str_list_add(jb_arena *a, jb_str_list *list, jb_str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (jb_str_eq(list->at[i], s))
            return;
    *JB_PUSH(a, list) = s;
}

void jb_pipeline_flush(jb_pipeline *p)
{
    if (p->table && p->steps.n)
        p->table =
            jb_transform_run(p->chart->cx, p->steps.at, p->steps.n, p->table, &p->chart->scope);
    p->steps.n = 0;
}

static jb_transform_spec *add_step(jb_pipeline *p)
{
    jb_transform_spec *t = JB_NEW(p->chart->cx->keep, jb_transform_spec);
    *JB_PUSH(p->chart->cx->keep, &p->steps) = t;
    return t;
}

/* A step that a channel asks for stands where the channel does. */
static void stand_at(jb_given *step, const jb_class *class, const void *author)
{
    step->class = class;
    step->node = ((const jb_given *)author)->node;
}

static jb_strs pair(jb_arena *a, jb_str first, jb_str second)
{
    jb_str *at = JB_NEW_N(a, jb_str, 2);
    at[0] = first;
    at[1] = second;
    return (jb_strs){at, 2};
}

static void find_extent(const jb_table *t, jb_str field, double *least, double *greatest)
{
    const jb_column *c = jb_table_find(t, field);
    *least = INFINITY;
    *greatest = -INFINITY;
    for (size_t i = 0; c && i < t->rows; i++) {
        double v = jb_cell_number(c, i);
        *least = v < *least ? v : *least;
        *greatest = v > *greatest ? v : *greatest;
    }
}

/* Two channels of one field share its column; a column of that name that was there before is
 * replaced, as in Vega. */
static bool is_done(jb_pipeline *p, jb_str name)
{
    size_t before = p->done.n;
    jb_str_list_add(p->chart->cx->keep, &p->done, name);
    return p->done.n == before;
}

void jb_pipeline_bin(jb_pipeline *p, const jb_definition *d)
{
    jb_arena *a = p->chart->cx->keep;
    double least, greatest;
    jb_pipeline_flush(p);
    if (!p->table || (d->bins->step > 0 && jb_table_find(p->table, d->name)))
        return;
    find_extent(p->table, d->field, &least, &greatest);
    jb_bins_find(d->bin, least, greatest, d->bins);
    if (is_done(p, d->name))
        return;
    jb_bin_transform_spec *bin = JB_NEW(a, jb_bin_transform_spec);
    stand_at(&bin->given, &jb_bin_transform_class, d->spec);
    JB_SET(bin, bin, d->bin);
    JB_SET(bin, field, d->field);
    JB_SET(bin, as, pair(a, d->name, d->end));
    jb_transform_spec *t = add_step(p);
    JB_SET(t, bin, bin);
}

void jb_pipeline_time_unit(jb_pipeline *p, const jb_definition *d)
{
    jb_arena *a = p->chart->cx->keep;
    jb_pipeline_flush(p);
    if (!p->table || is_done(p, d->name))
        return;
    jb_time_unit_transform_spec *unit = JB_NEW(a, jb_time_unit_transform_spec);
    stand_at(&unit->given, &jb_time_unit_transform_class, d->spec);
    JB_SET(unit, time_unit, d->spec->time_unit);
    JB_SET(unit, field, d->field);
    JB_SET(unit, as, d->name);
    jb_transform_spec *t = add_step(p);
    JB_SET(t, time_unit, unit);
}

void jb_pipeline_aggregate(jb_pipeline *p, const jb_aggregate_field_spec *const *fields, size_t n,
                           jb_strs groupby)
{
    jb_aggregate_transform_spec *s = JB_NEW(p->chart->cx->keep, jb_aggregate_transform_spec);
    stand_at(&s->given, &jb_aggregate_transform_class, fields[0]);
    JB_SET(s, aggregate, ((jb_aggregate_field_list){fields, n}));
    JB_SET(s, groupby, groupby);
    jb_transform_spec *t = add_step(p);
    JB_SET(t, aggregate, s);
}

void jb_pipeline_impute(jb_pipeline *p, jb_str field, jb_str key, jb_strs groupby, jb_strs within,
                        const jb_impute_spec *impute)
{
    jb_impute_transform_spec *s = JB_NEW(p->chart->cx->keep, jb_impute_transform_spec);
    JB_SET(s, impute, field);
    JB_SET(s, key, key);
    if (groupby.n)
        JB_SET(s, groupby, groupby);
    if (within.n)
        JB_SET(s, within, within);
    if (JB_HAS(impute, frame))
        JB_SET(s, frame, impute->frame);
    if (JB_HAS(impute, keyvals))
        JB_SET(s, keyvals, impute->keyvals);
    if (JB_HAS(impute, keyrange))
        JB_SET(s, keyrange, impute->keyrange);
    if (JB_HAS(impute, method))
        JB_SET(s, method, impute->method);
    if (JB_GIVEN(impute, value))
        JB_SET(s, value, impute->value);
    jb_transform_spec *t = add_step(p);
    JB_SET(t, impute, s);
}

void jb_pipeline_stack(jb_pipeline *p, const jb_definition *d, jb_strs groupby, int offset,
                       jb_sort_field_list sort)
{
    jb_arena *a = p->chart->cx->keep;
    jb_stack_transform_spec *s = JB_NEW(a, jb_stack_transform_spec);
    stand_at(&s->given, &jb_stack_transform_class, d->spec);
    JB_SET(s, stack, d->name);
    JB_SET(s, groupby, groupby);
    JB_SET(s, offset, offset);
    if (sort.n)
        JB_SET(s, sort, sort);
    JB_SET(s, as, pair(a, d->start_name, d->end_name));
    jb_transform_spec *t = add_step(p);
    JB_SET(t, stack, s);
}

void jb_pipeline_values(jb_pipeline *p, jb_str name, const jb_value *values)
{
    if (!p->table)
        return;
    jb_column *c = JB_NEW(p->chart->cx->keep, jb_column);
    *c = jb_column_of(p->chart->cx->keep, name, values, p->table->rows);
    p->table = jb_table_with(p->chart->cx->keep, p->table, c);
}

void jb_pipeline_numbers(jb_pipeline *p, jb_str name, const double *numbers, bool dates)
{
    if (!p->table)
        return;
    jb_value *values = JB_NEW_N(p->chart->cx->keep, jb_value, p->table->rows + 1);
    for (size_t i = 0; i < p->table->rows; i++)
        values[i] = isnan(numbers[i]) ? jb_null()
                    : dates           ? jb_datetime((int64_t)numbers[i])
                                      : jb_number(numbers[i]);
    jb_pipeline_values(p, name, values);
}

void jb_pipeline_texts(jb_pipeline *p, jb_str name, const jb_str *texts)
{
    if (!p->table)
        return;
    jb_value *values = JB_NEW_N(p->chart->cx->keep, jb_value, p->table->rows + 1);
    for (size_t i = 0; i < p->table->rows; i++)
        values[i] = jb_text(texts[i]);
    jb_pipeline_values(p, name, values);
}
