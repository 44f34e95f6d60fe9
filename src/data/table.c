#include "data/table.h"

#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "base/tree.h"
#include "data/csv.h"

static bool bit(const uint64_t *bits, size_t row)
{
    return bits && bits[row / 64] >> row % 64 & 1;
}

bool jb_cell_null(const jb_column *c, size_t row)
{
    return c->type == JB_NULL || bit(c->nulls, row);
}

jb_value jb_cell(const jb_column *c, size_t row)
{
    if (jb_cell_null(c, row))
        return bit(c->missing, row) ? jb_undefined() : jb_null();
    switch (c->type) {
    case JB_BOOL:
        return jb_bool(c->truths[row]);
    case JB_INT:
    case JB_DECIMAL:
    case JB_DATE:
    case JB_DATETIME:
        return (jb_value){.type = (uint8_t)c->type, .scale = c->scale, .integer = c->integers[row]};
    case JB_NUMBER:
        return jb_number(c->numbers[row]);
    case JB_TEXT:
        return jb_text(c->texts[row]);
    case JB_NULL:
    case JB_LISTED:
    case JB_OBJECT:
    case JB_ANY:
        break;
    }
    return c->values[row];
}

double jb_cell_number(const jb_column *c, size_t row)
{
    if (c->measures)
        return c->measures[row];
    if (jb_cell_null(c, row))
        return NAN;
    if (c->type == JB_NUMBER)
        return c->numbers[row];
    if (c->type == JB_INT)
        return (double)c->integers[row];
    if (c->type == JB_DECIMAL)
        return jb_decimal_number(c->integers[row], c->scale);
    return jb_value_measure(jb_cell(c, row));
}

jb_column jb_column_measured(jb_arena *a, const jb_column *c, size_t rows)
{
    jb_column measured = *c;
    if (c->type != JB_TEXT || c->measures)
        return measured;
    double *measures = JB_NEW_N(a, double, rows + 1);
    for (size_t i = 0; i < rows; i++)
        measures[i] = jb_cell_number(c, i);
    measured.measures = measures;
    return measured;
}

const jb_column *jb_table_find(const jb_table *t, jb_str name)
{
    for (size_t i = 0; i < t->columns_n; i++)
        if (jb_str_eq(t->columns[i].name, name))
            return &t->columns[i];
    return NULL;
}

jb_value jb_table_row(jb_arena *a, const jb_table *t, size_t row)
{
    jb_field_value *members = JB_NEW_N(a, jb_field_value, t->columns_n + 1);
    for (size_t i = 0; i < t->columns_n; i++)
        members[i] = (jb_field_value){t->columns[i].name, jb_cell(&t->columns[i], row)};
    return (jb_value){.type = JB_OBJECT, .n = (uint32_t)t->columns_n, .members = members};
}

static void hint_columns(jb_ctx *cx, const jb_table *t)
{
    enum { MOST = 12 };
    jb_buf b = jb_buf_new(cx->scratch);
    for (size_t i = 0; i < t->columns_n && i < MOST; i++) {
        jb_buf_add(&b, i ? JB_S(", ") : JB_S(""));
        jb_buf_add(&b, jb_brief(cx, t->columns[i].name));
    }
    if (t->columns_n > MOST)
        jb_buf_add(&b, JB_S(", …"));
    jb_hint(cx, "its columns: %.*s", JB_F(b.text));
}

bool jb_column_is_number(const jb_column *c)
{
    return c->type == JB_INT || c->type == JB_DECIMAL || c->type == JB_NUMBER;
}

static void hint_names(jb_ctx *cx, const jb_table *t, jb_str name)
{
    if (!jb_hint_nearest(cx, name, JB_NAMES_IN(t->columns, t->columns_n, name)) && t->columns_n)
        hint_columns(cx, t);
}

void jb_table_miss(jb_ctx *cx, const jb_table *t, jb_str name, jb_span span)
{
    jb_warn(cx, span, "no column “%.*s” in %.*s: it is null in each row", JB_F(jb_brief(cx, name)),
            JB_F(t->name));
    hint_names(cx, t, name);
}

const jb_column *jb_table_need(jb_ctx *cx, const jb_table *t, jb_str name, jb_span span)
{
    const jb_column *column = jb_table_find(t, name);
    if (column)
        return column;
    if (t->rows == 0 && (t->columns_n == 0 || t->open)) {
        jb_column *blank = JB_NEW(cx->keep, jb_column);
        *blank = jb_column_of(cx->keep, name, NULL, 0);
        return blank;
    }
    jb_fail(cx, span, "no column “%.*s” in %.*s", JB_F(jb_brief(cx, name)), JB_F(t->name));
    hint_names(cx, t, name);
    return NULL;
}

static size_t column_in_file(const jb_csv *csv, jb_str name)
{
    for (size_t i = 0; i < csv->columns_n; i++)
        if (jb_str_eq(csv->names[i], name))
            return i;
    return SIZE_MAX;
}

/* A member, or the row without one. */
static jb_span json_span(const jb_table *t, size_t row, jb_str column)
{
    jb_str text = t->source->text;
    size_t record = t->records[row],
           at = column.p ? jb_json_inside(text, record, column) : SIZE_MAX;
    if (at == SIZE_MAX)
        return (jb_span){t->source, record, 1};
    return (jb_span){t->source, at, jb_json_end(text, at) - at};
}

jb_span jb_cell_span(jb_ctx *cx, const jb_table *t, size_t row, jb_str column)
{
    if (!t->source || !t->records || row >= t->rows)
        return jb_span_of(t->source);
    if (t->json)
        return json_span(t, row, column);
    size_t c = t->csv && column.p ? column_in_file(t->csv, column) : SIZE_MAX;
    if (c == SIZE_MAX)
        return (jb_span){t->source, t->records[row], t->csv ? 0 : 1};
    return jb_csv_cell_span(cx, t->source, t->records[row], t->csv->dialect, c);
}

jb_table *jb_table_make(jb_arena *a, jb_str name, size_t rows, const jb_column *columns,
                        size_t columns_n)
{
    jb_table *t = JB_NEW(a, jb_table);
    t->name = name;
    t->rows = rows;
    t->columns = columns;
    t->columns_n = columns_n;
    return t;
}

static size_t cell_size(jb_type type)
{
    switch (type) {
    case JB_BOOL:
        return sizeof(uint8_t);
    case JB_INT:
    case JB_DECIMAL:
    case JB_DATE:
    case JB_DATETIME:
        return sizeof(int64_t);
    case JB_NUMBER:
        return sizeof(double);
    case JB_TEXT:
        return sizeof(jb_str);
    case JB_NULL:
    case JB_LISTED:
    case JB_OBJECT:
    case JB_ANY:
        break;
    }
    return sizeof(jb_value);
}

static void *picked(jb_arena *a, const void *cells, size_t size, const size_t *pick, size_t n)
{
    if (!cells)
        return NULL;
    char *to = jb_alloc_n(a, n, size);
    for (size_t i = 0; i < n; i++)
        memcpy(to + i * size, (const char *)cells + pick[i] * size, size);
    return to;
}

static uint64_t *picked_bits(jb_arena *a, const uint64_t *bits, const size_t *pick, size_t n)
{
    if (!bits)
        return NULL;
    uint64_t *to = JB_NEW_N(a, uint64_t, n / 64 + 1);
    for (size_t i = 0; i < n; i++)
        to[i / 64] |= (uint64_t)bit(bits, pick[i]) << i % 64;
    return to;
}

static jb_column pick_column(jb_arena *a, const jb_column *c, const size_t *pick, size_t n)
{
    jb_column to = *c;
    to.values = picked(a, c->values, cell_size(c->type), pick, n);
    bool same = c->type == JB_TEXT && c->raw == c->texts;
    to.raw = same ? to.texts : picked(a, c->raw, sizeof(jb_str), pick, n);
    to.measures = picked(a, c->measures, sizeof(double), pick, n);
    to.nulls = picked_bits(a, c->nulls, pick, n);
    to.missing = picked_bits(a, c->missing, pick, n);
    return to;
}

jb_table *jb_table_pick(jb_arena *a, const jb_table *t, const size_t *pick, size_t n)
{
    jb_column *columns = JB_NEW_N(a, jb_column, t->columns_n);
    for (size_t i = 0; i < t->columns_n; i++)
        columns[i] = pick_column(a, &t->columns[i], pick, n);
    jb_table *made = JB_NEW(a, jb_table);
    *made = *t;
    made->rows = n;
    made->columns = columns;
    made->records = picked(a, t->records, sizeof(size_t), pick, n);
    return made;
}

jb_table *jb_table_with(jb_arena *a, const jb_table *t, const jb_column *column)
{
    const jb_column *old = jb_table_find(t, column->name);
    jb_table *made = JB_NEW(a, jb_table);
    *made = *t;
    made->columns_n = t->columns_n + !old;
    jb_column *columns = JB_NEW_N(a, jb_column, made->columns_n);
    if (t->columns_n)
        memcpy(columns, t->columns, t->columns_n * sizeof *columns);
    columns[old ? (size_t)(old - t->columns) : t->columns_n] = *column;
    made->columns = columns;
    return made;
}

const jb_table *jb_table_part(jb_ctx *cx, const jb_table *t, jb_part part)
{
    const jb_column *column = part.column.p ? jb_table_find(t, part.column) : NULL;
    if (!column)
        return t;
    size_t *pick = JB_NEW_N(cx->keep, size_t, t->rows + 1), n = 0;
    for (size_t i = 0; i < t->rows; i++)
        if (jb_str_eq(jb_value_text(cx->scratch, jb_cell(column, i)), part.value))
            pick[n++] = i;
    return jb_table_pick(cx->keep, t, pick, n);
}
