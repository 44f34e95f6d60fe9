#include "report/report.h"

#include <stdlib.h>

#include "report/compose.h"

/* The front matter may hold figures too: its texts are filled once there are tables. */
static void fill_front(jb_ctx *cx, jb_figures *figures, jb_front *front)
{
#define K(name, key, kind, forms)                                                                  \
    front->name.text = jb_figures_fill(cx, figures, front->name.text);                             \
    jb_notes_refuse(cx, front->name.text, front->name.span);
#include "report/front.def"
#undef K
}

/* Tables come before figures: none can stand in what names the tables. */
static void refuse_figures(jb_ctx *cx, const jb_figures *figures, const jb_node *node)
{
    jb_span span;
    for (size_t i = 0; node->kind == JB_NODE_STRING && i < node->text.n; i++)
        if (jb_figures_at(figures, node->text, i, &span)) {
            jb_fail(cx, span, "a figure in “data”, before there are tables");
            return;
        }
    for (size_t i = 0; node->kind == JB_NODE_LIST && i < node->n; i++)
        refuse_figures(cx, figures, node->items[i]);
    for (size_t i = 0; node->kind == JB_NODE_MAP && i < node->n; i++)
        refuse_figures(cx, figures, node->members[i].value);
}

/* A table that cannot be had is told once; what uses it stays silent. */
static void read_tables(jb_ctx *cx, const jb_figures *figures, const jb_front *front,
                        const jb_report_options *options, const jb_source *source,
                        jb_tables *tables)
{
    size_t before = jb_errors(cx);
    tables->unknown = !front;
    if (!front || !front->data)
        return;
    refuse_figures(cx, figures, front->data);
    if (jb_errors(cx) == before)
        jb_datasets_read(cx, front, options, source, tables);
    else
        tables->unknown = true;
}

/* Everything that is written: front matter, tables, blocks. A mistake in one does not hide those in
 * the others. NULL after messages when there is no page to compose for. */
static jb_composer *collect(jb_ctx *cx, const jb_source *source, const jb_report_options *options)
{
    jb_composer *c = JB_NEW(cx->keep, jb_composer);
    jb_tables *tables = JB_NEW(cx->keep, jb_tables);
    c->cx = cx;
    c->tables = tables;
    c->figures = jb_figures_lift(cx, source);
    size_t before = jb_errors(cx), end = jb_front_end(cx, source);
    if (jb_errors(cx) > before)
        return NULL;
    jb_front *front = jb_front_read(cx, jb_figures_source(c->figures), end);
    read_tables(cx, c->figures, front, options, source, tables);
    jb_figures_tables(c->figures, tables);
    c->front = front;
    jb_manuscript *manuscript = jb_manuscript_read(cx, c->figures, end, jb_fences, JB_FENCES);
    if (!end && !manuscript->blocks.n)
        jb_warn(cx, jb_span_of(source), "the report is empty");
    jb_charts_include(cx, tables, &manuscript->blocks);
    jb_notes_number(cx, manuscript);
    c->manuscript = manuscript;
    if (!front)
        return NULL;
    fill_front(cx, c->figures, front);
    jb_front_check(cx, front);
    c->sheet =
        front->themed ? jb_sheet_make(cx, &front->theme, front->lang.text, front->span) : NULL;
    return c->sheet ? c : NULL;
}

/* Blocks to boxes. False after messages. */
static bool compose_blocks(jb_composer *c)
{
    size_t before = jb_errors(c->cx);
    jb_targets_make(c);
    jb_headings_rank(c);
    jb_sources_make(c);
    jb_compose_body(c);
    return jb_errors(c->cx) == before;
}

static bool compose(jb_composer *c)
{
    return jb_fonts_open(c->cx) && jb_theme_fonts(c->cx, &c->front->theme) && compose_blocks(c);
}

/* The number of a page in the text may move what it counts: the document is composed anew until
 * its numbers are true. */
static const jb_document *settle(jb_composer *c, const jb_composer *collected)
{
    enum { PASSES = 3 };
    const jb_document *document = jb_pages_place(c);
    for (int pass = 1; document && !jb_page_references_hold(c) && pass < PASSES; pass++) {
        size_t said = c->cx->messages.n;
        const jb_landings landings = c->landings;
        *c = *collected;
        c->landings = landings;
        document = compose_blocks(c) ? jb_pages_place(c) : NULL;
        if (document)
            c->cx->messages.n = said; /* it was all said before */
    }
    if (document && !jb_page_references_hold(c))
        jb_warn(c->cx, c->front->span, "page numbers in the text move the pages they count");
    return document;
}

const jb_report *jb_report_compose(jb_ctx *cx, const jb_source *source,
                                   const jb_report_options *options)
{
    static const jb_report_options none = {{NULL, 0}, {NULL, 0}};
    jb_composer *c = collect(cx, source, options ? options : &none), collected = {0};
    if (c)
        collected = *c;
    const jb_document *document = c && compose(c) && !jb_failed(cx) ? settle(c, &collected) : NULL;
    if (!document || jb_failed(cx))
        return NULL;
    jb_report *report = JB_NEW(cx->keep, jb_report);
    *report = (jb_report){document, c->charts.at, c->charts.n};
    return report;
}

bool jb_report_check(jb_ctx *cx, const jb_source *source)
{
    static const jb_report_options none = {{NULL, 0}, {NULL, 0}};
    size_t before = jb_errors(cx);
    jb_composer *c = collect(cx, source, &none);
    bool whole = c && compose(c) && !c->tables->broken.n && !c->tables->unknown;
    if (whole) /* figures that could not be had stand as marks in the text */
        jb_report_lint(c);
    return jb_errors(cx) == before;
}

/* Each once, in their order. */
static jb_str characters_of(jb_ctx *cx, const jb_table *t)
{
    enum { CODES = 0x110000 };
    uint8_t *seen = JB_NEW_N(cx->scratch, uint8_t, CODES / 8);
    jb_buf b = jb_buf_new(cx->keep);
    for (size_t i = 0; i < t->columns_n; i++)
        for (size_t row = 0; row < t->rows; row++) {
            jb_str text = jb_value_text(cx->scratch, jb_cell(&t->columns[i], row));
            for (size_t at = 0; at < text.n;) {
                size_t from = at;
                uint32_t code = jb_utf8_next(text, &at);
                if (!(seen[code / 8] >> code % 8 & 1))
                    jb_buf_add(&b, jb_str_cut(text, from, at - from));
                seen[code / 8] |= (uint8_t)(1 << code % 8);
            }
        }
    return b.text;
}

typedef struct keyed {
    jb_str text;
    size_t row;
} keyed;

static int by_text(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    int order = jb_str_cmp(x->text, y->text);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static int by_row(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    return (x->row > y->row) - (x->row < y->row);
}

/* Rows that are in no document. */
static void tell_unnamed(jb_ctx *cx, const jb_table *t, const jb_column *column)
{
    size_t count = 0, first = 0;
    for (size_t row = t->rows; row-- > 0;)
        if (jb_cell_null(column, row)) {
            first = row;
            count++;
        }
    if (count)
        jb_warn(cx, jb_cell_span(cx, t, first, column->name),
                "rows without “%.*s” are in no document: %zu, of which this is the first",
                JB_F(column->name), count);
}

/* The values of the column, each once, in the order of the table. */
static jb_str *list_values(jb_ctx *cx, const jb_table *t, const jb_column *column, size_t *n)
{
    keyed *all = JB_NEW_N(cx->scratch, keyed, t->rows + 1);
    jb_str *values = JB_NEW_N(cx->keep, jb_str, t->rows + 1);
    size_t given = 0, kept = 0;
    for (size_t row = 0; row < t->rows; row++)
        if (!jb_cell_null(column, row))
            all[given++] = (keyed){jb_value_text(cx->keep, jb_cell(column, row)), row};
    qsort(all, given, sizeof *all, by_text);
    for (size_t i = 0; i < given; i++)
        if (!kept || !jb_str_eq(all[kept - 1].text, all[i].text))
            all[kept++] = all[i];
    qsort(all, kept, sizeof *all, by_row);
    for (size_t i = 0; i < kept; i++)
        values[i] = all[i].text;
    *n = kept;
    tell_unnamed(cx, t, column);
    return values;
}

const jb_str *jb_report_each(jb_ctx *cx, const jb_source *source, jb_str name, jb_span place,
                             size_t *n, jb_str *characters)
{
    static const jb_report_options none = {{NULL, 0}, {NULL, 0}};
    jb_figures *figures = jb_figures_lift(cx, source);
    jb_tables tables = {0};
    size_t before = jb_errors(cx);
    jb_front *front = jb_front_read(cx, jb_figures_source(figures), jb_front_end(cx, source));
    read_tables(cx, figures, front, &none, source, &tables);
    if (jb_errors(cx) > before)
        return NULL;
    if (!tables.n) {
        jb_fail(cx, front->span, "the report names no data to make documents from");
        return NULL;
    }
    const jb_column *column = jb_table_need(cx, tables.at[0], name, place);
    if (!column)
        return NULL;
    jb_str *values = list_values(cx, tables.at[0], column, n);
    if (!*n) {
        jb_fail(cx, column->name_span,
                "no row of %.*s has a value of “%.*s”: there is no document to make",
                JB_F(tables.at[0]->name), JB_F(name));
        return NULL;
    }
    *characters = characters_of(cx, tables.at[0]);
    return values;
}
