#include <math.h>

#include "base/decimal.h"
#include "data/infer.h"
#include "data/resource.h"

const jb_field *jb_schema_field(const jb_schema *schema, jb_str column)
{
    for (size_t i = 0; schema && i < schema->fields_n; i++)
        if (jb_str_eq(schema->fields[i].name, column))
            return &schema->fields[i];
    return NULL;
}

/* ---- header and fields ---- */

static void say_not_in_schema(jb_ctx *cx, const jb_schema *schema, jb_str name, jb_span span)
{
    jb_fail(cx, span, "the column “%.*s” is not in the schema", JB_F(jb_brief(cx, name)));
    jb_hint_nearest(cx, name, JB_NAMES_IN(schema->fields, schema->fields_n, name));
}

static void compare_header(jb_ctx *cx, const jb_csv *csv, const jb_schema *schema)
{
    for (size_t c = 0; c < csv->columns_n; c++)
        if (!jb_schema_field(schema, csv->names[c]))
            say_not_in_schema(cx, schema, csv->names[c], csv->name_spans[c]);
    for (size_t i = 0; i < schema->fields_n; i++) {
        bool found = false;
        for (size_t c = 0; c < csv->columns_n && !found; c++)
            found = jb_str_eq(csv->names[c], schema->fields[i].name);
        if (!found)
            jb_fail(cx, jb_span_of(csv->source), "the schema's column “%.*s” is missing",
                    JB_F(jb_brief(cx, schema->fields[i].name)));
    }
}

/* Without a header the fields name the columns, by their order. */
static const jb_csv *named_by_fields(jb_ctx *cx, const jb_csv *csv, const jb_schema *schema)
{
    if (csv->columns_n != schema->fields_n) {
        jb_fail(cx, jb_span_of(csv->source), "columns: %zu in the file, %zu in the schema",
                csv->columns_n, schema->fields_n);
        return csv;
    }
    jb_csv *named = JB_NEW(cx->keep, jb_csv);
    jb_str *names = JB_NEW_N(cx->keep, jb_str, csv->columns_n + 1);
    for (size_t c = 0; c < csv->columns_n; c++)
        names[c] = schema->fields[c].name;
    *named = *csv;
    named->names = names;
    return named;
}

/* ---- cells ---- */

/* How a cell of this field is written, where it can be said in a line. */
static void hint_form(jb_ctx *cx, const jb_field *field, jb_str cell)
{
    static const char *const forms[JB_FIELD_TYPES] = {[JB_FIELD_DATE] = "2024-07-01",
                                                      [JB_FIELD_DATETIME] = "2024-07-01T08:00:00Z",
                                                      [JB_FIELD_TIME] = "08:00:00",
                                                      [JB_FIELD_YEAR] = "2024",
                                                      [JB_FIELD_YEARMONTH] = "2024-07"};
    jb_value v;
    bool pattern = jb_str_find(field->format, JB_S("%")) >= 0;
    if (forms[field->type])
        jb_hint(cx, "the schema's form is %s",
                pattern ? jb_str_c(cx->scratch, field->format) : forms[field->type]);
    else if (field->type == JB_FIELD_BOOLEAN && field->true_values.n && field->false_values.n)
        jb_hint(cx, "the schema's words are %.*s and %.*s", JB_F(field->true_values.at[0]),
                JB_F(field->false_values.at[0]));
    else if (field->type == JB_FIELD_STRING)
        jb_hint(cx, "write codes in quotes");
    else if (jb_read_number(NULL, cell, &v) && (v.type == JB_INT || field->type == JB_FIELD_NUMBER))
        jb_hint(cx, "the schema takes plain digits; its groupChar allows others");
    else if (jb_read_percent(NULL, cell, &v))
        jb_hint(cx, "the schema takes plain digits; its bareNumber false passes over signs");
}

static void say_no_such(jb_ctx *cx, const jb_field *field, jb_str cell, jb_span span)
{
    jb_str type = jb_field_type_name(field->type);
    jb_fail(cx, span, "“%.*s” in column “%.*s” is no %.*s", JB_F(jb_brief(cx, cell)),
            JB_F(field->name), JB_F(type));
    hint_form(cx, field, cell);
}

static bool only_empty_is_missing(const jb_field *field)
{
    return field->missing_values.n == 0 ||
           (field->missing_values.n == 1 && !field->missing_values.at[0].n);
}

static void describe(jb_column *c, const jb_field *field)
{
    c->name = field->name;
    c->title = field->title;
    c->unit = field->unit;
    c->decimal = (jb_str){&field->decimal_char, 1};
    c->group = field->group_char;
    if (field->type == JB_FIELD_YEARMONTH)
        c->format = JB_S("%Y-%m");
    else if (jb_str_find(field->format, JB_S("%")) >= 0)
        c->format = field->format;
}

static jb_column typed_column(jb_ctx *cx, const jb_csv *csv, size_t c, const jb_field *field,
                              jb_value *values)
{
    const jb_str *cells = csv->columns[c];
    if (field->type == JB_FIELD_STRING && only_empty_is_missing(field))
        return jb_column_text(cx->keep, cells, csv->rows);
    for (size_t r = 0; r < csv->rows; r++) {
        values[r] = jb_null();
        if (jb_field_missing(field, cells[r]) || jb_field_read(field, cells[r], &values[r]))
            continue;
        values[r] = jb_null();
        say_no_such(cx, field, cells[r],
                    jb_csv_cell_span(cx, csv->source, csv->records[r], csv->dialect, c));
    }
    jb_column column = jb_column_of(cx->keep, field->name, values, csv->rows);
    column.raw = cells;
    return column;
}

jb_table *jb_schema_csv(jb_ctx *cx, const jb_csv *csv, const jb_schema *schema)
{
    if (csv->dialect.headless)
        csv = named_by_fields(cx, csv, schema);
    else
        compare_header(cx, csv, schema);
    jb_column *columns = JB_NEW_N(cx->keep, jb_column, csv->columns_n);
    jb_value *values = JB_NEW_N(cx->scratch, jb_value, csv->rows);
    for (size_t c = 0; c < csv->columns_n; c++) {
        const jb_field *field = jb_schema_field(schema, csv->names[c]);
        columns[c] = field ? typed_column(cx, csv, c, field, values)
                           : jb_column_text(cx->keep, csv->columns[c], csv->rows);
        if (field)
            describe(&columns[c], field);
    }
    return jb_table_of_csv(cx->keep, csv, columns);
}

/* ---- rows of JSON ---- */

/* Does the field take a value that is no text? A whole number is an integer however it is written.
 */
static bool takes(const jb_field *field, jb_value *v)
{
    static const double EXACT = 1ULL << 53;
    bool whole = v->type == JB_NUMBER && v->number == trunc(v->number) && fabs(v->number) <= EXACT;
    switch (field->type) {
    case JB_FIELD_INTEGER:
    case JB_FIELD_YEAR:
        if (whole)
            *v = jb_int((int64_t)v->number);
        return v->type == JB_INT;
    case JB_FIELD_NUMBER:
        return jb_value_is_number(*v);
    case JB_FIELD_BOOLEAN:
        return v->type == JB_BOOL;
    case JB_FIELD_ANY:
        return true;
    case JB_FIELD_STRING:
    case JB_FIELD_DATE:
    case JB_FIELD_DATETIME:
    case JB_FIELD_TIME:
    case JB_FIELD_YEARMONTH:
    case JB_FIELD_TYPES:
        break;
    }
    return false;
}

static jb_value typed_value(jb_ctx *cx, const jb_field *field, jb_value v, jb_span place)
{
    bool text = v.type == JB_TEXT;
    if (v.type == JB_NULL || (text && jb_field_missing(field, jb_value_str(v))))
        return jb_null();
    jb_str cell = jb_value_text(cx->scratch, v);
    if (text ? jb_field_read(field, cell, &v) : takes(field, &v))
        return v;
    say_no_such(cx, field, cell, place);
    return jb_null();
}

static jb_column typed_values(jb_ctx *cx, const jb_table *t, const jb_column *old,
                              const jb_field *field)
{
    jb_value *values = JB_NEW_N(cx->scratch, jb_value, t->rows);
    for (size_t r = 0; r < t->rows; r++)
        values[r] = typed_value(cx, field, old ? jb_cell(old, r) : jb_null(),
                                jb_cell_span(cx, t, r, field->name));
    jb_column c = jb_column_of(cx->keep, field->name, values, t->rows);
    describe(&c, field);
    return c;
}

jb_table *jb_schema_rows(jb_ctx *cx, const jb_table *t, const jb_schema *schema)
{
    JB_LIST(jb_column) columns = {0};
    for (size_t c = 0; c < t->columns_n; c++) {
        const jb_column *old = &t->columns[c];
        const jb_field *field = jb_schema_field(schema, old->name);
        if (!field)
            say_not_in_schema(cx, schema, old->name, jb_cell_span(cx, t, 0, old->name));
        *JB_PUSH(cx->keep, &columns) = field ? typed_values(cx, t, old, field) : *old;
    }
    for (size_t i = 0; i < schema->fields_n; i++)
        if (!jb_table_find(t, schema->fields[i].name))
            *JB_PUSH(cx->keep, &columns) = typed_values(cx, t, NULL, &schema->fields[i]);
    jb_table *made = JB_NEW(cx->keep, jb_table);
    *made = *t;
    made->columns = columns.at;
    made->columns_n = columns.n;
    return made;
}
