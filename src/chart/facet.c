/* A facet becomes its cells: copies of one view, each over its own rows. */
#include <stdlib.h>
#include "chart/pipeline.h"

static jb_scale *index_of(jb_chart *chart, const jb_value *values, size_t n)
{
    jb_scale_plan plan = jb_scale_plan_new(JB_SCALING_ORDINAL);
    plan.domain = values;
    plan.domain_n = n;
    return jb_scale_make(chart->cx->keep, &plan);
}

/* ---- the values of a facet, in order
 * ------------------------------------------------------------------
 */

static bool sorts_by_rows(const jb_definition *d)
{
    const jb_sort_spec *sort =
        d && JB_HAS(d->spec, sort) && jb_definition_discrete(d) ? d->spec->sort : NULL;
    return sort && (JB_HAS(sort, field) || JB_HAS(sort, encoding) || JB_HAS(sort, values) ||
                    sort->order == JB_DESCENDING);
}

/* Whether some domain is read from the rows as they were before aggregation. */
static bool looks_at_raw(const jb_unit_view *u)
{
    for (jb_channel c = 1; c < JB_CHANNELS; c++)
        if (sorts_by_rows(jb_definition_field(u->definitions[c])))
            return true;
    return false;
}

/* A facet of plain units falls apart after their rows without numbers are gone, one of layers after
 * the steps that all of them share (Vega-Lite moves it down its data flow to the next fork): NULL
 * where it falls apart before. */
static const jb_table *drawn_table(const jb_view *v)
{
    const jb_view *p = v->pattern;
    if (JB_GIVEN(p->spec, data))
        return NULL;
    if (p->kind == JB_VIEW_LAYER)
        return v->rows.at ? NULL : p->table; /* a cell of another facet has but some of them */
    return p->unit && !looks_at_raw(p->unit) ? p->unit->table : NULL;
}

/* The rows that a facet's values are found in and sorted by: those that are drawn, unless they have
 * no longer what they are sorted by. */
static const jb_table *sorted_table(const jb_view *v, const jb_domain_part *part, jb_rows *rows)
{
    const jb_table *drawn = drawn_table(v);
    bool told = drawn && jb_table_find(drawn, part->column) &&
                (!part->sort_field.p || jb_table_find(drawn, part->sort_field));
    *rows = told ? v->pattern->rows : v->rows;
    return told ? drawn : v->table;
}

/* The values by which a facet falls apart, each once, as a domain would have them. */
static void find_values(jb_chart *chart, jb_view *v, jb_facet_channel *f)
{
    const jb_definition *d = f->definition;
    const jb_sort_spec *sort = JB_HAS(d->spec, sort) ? d->spec->sort : NULL;
    jb_domain_part part = {
        .kind = JB_DOMAIN_COLUMN, .definition = d, .column = d->name, .sorted = true};
    if (sort && JB_HAS(sort, values))
        part.sort_values = &sort->values;
    else if (sort && (JB_HAS(sort, field) || sort->op)) {
        part.sort_field = sort->field;
        part.sort_op = sort->op ? sort->op : JB_AGGREGATE_MIN;
    }
    part.descending = sort && sort->order == JB_DESCENDING && !JB_HAS(sort, encoding);
    jb_rows rows;
    const jb_table *t = sorted_table(v, &part, &rows);
    f->values = jb_distinct_values(chart, t, rows, &part, &f->values_n);
}

/* Values of which no row is left make no cells. */
static void keep_drawn(jb_chart *chart, const jb_view *v, jb_facet_channel *f)
{
    const jb_table *t = drawn_table(v);
    const jb_column *c = t ? jb_table_find(t, f->definition->name) : NULL;
    if (!c)
        return;
    jb_rows rows = v->pattern->rows;
    size_t n = rows.at ? rows.n : t->rows, kept = 0;
    const jb_scale *index = index_of(chart, f->values, f->values_n);
    bool *met = JB_NEW_N(chart->cx->scratch, bool, f->values_n + 1);
    jb_value *values = JB_NEW_N(chart->cx->keep, jb_value, f->values_n + 1);
    for (size_t i = 0; i < n; i++) {
        ptrdiff_t at = jb_scale_index(index, jb_cell(c, jb_row(rows, i)));
        if (at >= 0)
            met[at] = true;
    }
    for (size_t i = 0; i < f->values_n; i++)
        if (met[i])
            values[kept++] = f->values[i];
    f->values = values;
    f->values_n = kept;
}

/* ---- cells -------------------------------------------------------------------------------------
 */

typedef struct split {
    jb_chart *chart;
    const jb_facet_channel *facet; /* three */
    const jb_scale *index[3];
    size_t cells, across; /* cells in a row of a crossed facet */
} split;

/* Which cell a row belongs to, or cells. */
static size_t cell_of(const split *s, const jb_column *const columns[3], size_t row)
{
    size_t cell = 0;
    for (size_t i = 0; i < 3; i++) {
        if (!s->index[i])
            continue;
        ptrdiff_t at = columns[i] ? jb_scale_index(s->index[i], jb_cell(columns[i], row)) : -1;
        if (at < 0)
            return s->cells;
        cell += (size_t)at * (i == JB_BY_ROW ? s->across : 1);
    }
    return cell;
}

/* The rows of each cell, in their order. */
static jb_rows *part_rows(const split *s, const jb_table *t, jb_rows rows)
{
    jb_arena *a = s->chart->cx->keep;
    const jb_column *columns[3] = {NULL, NULL, NULL};
    for (size_t i = 0; i < 3; i++)
        if (s->index[i])
            columns[i] = jb_table_find(t, s->facet[i].definition->name);
    size_t n = rows.at ? rows.n : t->rows;
    jb_rows *parts = JB_NEW_N(a, jb_rows, s->cells + 1);
    size_t *cells = JB_NEW_N(s->chart->cx->scratch, size_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        cells[i] = cell_of(s, columns, jb_row(rows, i));
        parts[cells[i]].n++;
    }
    size_t *all = JB_NEW_N(a, size_t, n + 1), at = 0;
    for (size_t c = 0; c <= s->cells; c++) {
        parts[c].at = all + at;
        at += parts[c].n;
        parts[c].n = 0;
    }
    for (size_t i = 0; i < n; i++) {
        jb_rows *p = &parts[cells[i]];
        all[(size_t)(p->at - all) + p->n++] = jb_row(rows, i);
    }
    return parts;
}

/* Copies of one view under each of the parents, with its rows shared out among them. */
static void copy_into(const split *s, const jb_view *pattern, jb_view **parents, jb_view **copies)
{
    jb_arena *a = s->chart->cx->keep;
    jb_rows *drawn = NULL, *scales = NULL, *raw = NULL, *rows = NULL;
    const jb_unit_view *u = pattern->unit;
    if (u) {
        drawn = part_rows(s, u->table, pattern->rows);
        scales = u->scales == u->table ? drawn : part_rows(s, u->scales, pattern->scale_rows);
        raw = part_rows(s, u->raw, pattern->raw_rows);
    } else if (pattern->kind == JB_VIEW_FACET)
        rows = part_rows(s, pattern->table, pattern->rows);
    for (size_t i = 0; i < s->cells; i++) {
        jb_view *v = JB_NEW(a, jb_view);
        *v = *pattern;
        v->parent = parents[i];
        v->children = JB_NEW_N(a, jb_view *, pattern->children_n + 1);
        if (u) {
            v->rows = drawn[i];
            v->scale_rows = scales[i];
            v->raw_rows = raw[i];
        } else if (rows)
            v->rows = rows[i];
        copies[i] = v;
    }
    jb_view **inner = JB_NEW_N(a, jb_view *, s->cells + 1);
    for (size_t c = 0; c < pattern->children_n; c++) {
        copy_into(s, pattern->children[c], copies, inner);
        for (size_t i = 0; i < s->cells; i++)
            copies[i]->children[c] = inner[i];
    }
    for (size_t i = 0; i < s->cells && pattern->kind == JB_VIEW_FACET; i++)
        copies[i]->pattern = copies[i]->children[0];
}

/* How many cells stand in a line: as many as there are columns; wrapped, as the author says. */
static size_t line_length(jb_chart *chart, const jb_view *v)
{
    if (v->facet[JB_BY_COLUMN].definition)
        return v->facet[JB_BY_COLUMN].values_n;
    if (v->facet[JB_BY_ROW].definition)
        return 1;
    if (JB_HAS(v->spec, columns))
        return (size_t)v->spec->columns;
    if (JB_HAS(v->spec->facet->wrap, columns))
        return (size_t)v->spec->facet->wrap->columns;
    return chart->config->facet && JB_HAS(chart->config->facet, columns)
               ? (size_t)chart->config->facet->columns
               : 0;
}

static void split_facet(jb_chart *chart, jb_view *v)
{
    split s = {.chart = chart, .facet = v->facet, .cells = 1, .across = 1};
    for (size_t i = 0; i < 3; i++) {
        if (!v->facet[i].definition)
            continue;
        find_values(chart, v, &v->facet[i]);
        keep_drawn(chart, v, &v->facet[i]);
        s.index[i] = index_of(chart, v->facet[i].values, v->facet[i].values_n);
        s.cells *= v->facet[i].values_n;
        if (i == JB_BY_COLUMN)
            s.across = v->facet[i].values_n;
    }
    jb_view **parents = JB_NEW_N(chart->cx->keep, jb_view *, s.cells + 1);
    for (size_t i = 0; i < s.cells; i++)
        parents[i] = v;
    v->children = JB_NEW_N(chart->cx->keep, jb_view *, s.cells + 1);
    v->children_n = s.cells;
    copy_into(&s, v->pattern, parents, v->children);
    v->grid_columns = line_length(chart, v);
    const jb_table *drawn = drawn_table(v);
    const jb_rows *rows =
        drawn ? part_rows(&s, drawn, v->pattern->rows) : part_rows(&s, v->table, v->rows);
    for (size_t i = 0; i < s.cells; i++) {
        v->children[i]->cell_index = i;
        v->children[i]->empty = rows[i].n == 0;
    }
}

bool jb_view_split(jb_chart *chart, jb_view *view)
{
    if (view->kind == JB_VIEW_FACET)
        split_facet(chart, view);
    for (size_t i = 0; i < view->children_n; i++)
        if (!jb_view_split(chart, view->children[i]))
            return false;
    return true;
}
