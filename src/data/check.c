/* What a data package promises, checked over all its tables. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "base/file.h"
#include "data/resource.h"
#include "data/unit.h"

/* One column of one resource under its field. */
typedef struct column_check {
    jb_ctx *cx;
    const jb_table *table;
    const jb_column *column;
    const jb_field *field;
} column_check;

/* Will the message just told be shown? What makes it better and takes long is left out otherwise.
 */
static bool is_shown(const jb_ctx *cx)
{
    return cx->messages.n <= cx->limits.messages;
}

static jb_span cell_span(const column_check *k, size_t row)
{
    return jb_cell_span(k->cx, k->table, row, k->column->name);
}

static jb_str cell_text(const column_check *k, size_t row)
{
    const jb_column *c = k->column;
    return jb_brief(k->cx, c->raw ? c->raw[row] : jb_value_text(k->cx->scratch, jb_cell(c, row)));
}

/* A cell of the wrong type is null in the table, but it was said already and is not missing. */
static bool is_missing(const column_check *k, size_t row)
{
    return jb_cell_null(k->column, row) &&
           (!k->column->raw || jb_field_missing(k->field, k->column->raw[row]));
}

static void check_required(const column_check *k)
{
    for (size_t r = 0; r < k->table->rows; r++)
        if (is_missing(k, r))
            jb_fail(k->cx, cell_span(k, r), "column “%.*s” may not be empty",
                    JB_F(k->column->name));
}

/* ---- enum, minimum, maximum ---- */

/* A constraint's own value, by the field it constrains. */
static bool constraint_value(jb_ctx *cx, const jb_field *field, const jb_node *node, jb_value *v)
{
    bool number = node->kind == JB_NODE_NUMBER;
    bool scalar = number || node->kind == JB_NODE_STRING || node->kind == JB_NODE_BOOL;
    jb_field own = *field;
    if (number) /* is written as JSON has it, whatever the cells' marks are */
        own.decimal_char = '.', own.group_char = (jb_str){NULL, 0};
    if (scalar && jb_field_read(&own, node->text, v))
        return true;
    jb_str type = jb_field_type_name(field->type);
    jb_fail(cx, node->span, "this is no %.*s, as the field is", JB_F(type));
    return false;
}

static bool enum_values(const column_check *k, jb_value *values)
{
    const jb_node *list = k->field->enum_list;
    for (size_t i = 0; i < list->n; i++)
        if (!constraint_value(k->cx, k->field, list->items[i], &values[i]))
            return false;
    return true;
}

static bool is_among(jb_value v, const jb_value *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (jb_value_eq(v, values[i]))
            return true;
    return false;
}

static void hint_allowed(const column_check *k, jb_str cell)
{
    const jb_node *list = k->field->enum_list;
    jb_str *names = JB_NEW_N(k->cx->scratch, jb_str, list->n + 1);
    jb_buf all = jb_buf_new(k->cx->scratch);
    for (size_t i = 0; i < list->n; i++) {
        names[i] = list->items[i]->text;
        jb_buf_printf(&all, "%s%.*s", i ? ", " : "", JB_F(names[i]));
    }
    if (!jb_hint_nearest(k->cx, cell, JB_NAMES(names, list->n)))
        jb_hint(k->cx, "one of: %.*s", JB_F(jb_brief(k->cx, all.text)));
}

static void check_enum(const column_check *k)
{
    size_t n = k->field->enum_list->n;
    jb_value *values = JB_NEW_N(k->cx->scratch, jb_value, n + 1);
    if (!enum_values(k, values))
        return;
    for (size_t r = 0; r < k->table->rows; r++) {
        if (jb_cell_null(k->column, r) || is_among(jb_cell(k->column, r), values, n))
            continue;
        jb_str cell = cell_text(k, r);
        jb_fail(k->cx, cell_span(k, r), "“%.*s” in column “%.*s” is none of the allowed values",
                JB_F(cell), JB_F(k->column->name));
        if (is_shown(k->cx))
            hint_allowed(k, cell);
    }
}

/* wrong: the sign of the comparison that breaks the bound */
static void check_bound(const column_check *k, const jb_node *bound, int wrong)
{
    jb_value limit;
    if (!constraint_value(k->cx, k->field, bound, &limit))
        return;
    for (size_t r = 0; r < k->table->rows; r++)
        if (!jb_cell_null(k->column, r) && jb_value_cmp(jb_cell(k->column, r), limit) * wrong > 0)
            jb_fail(k->cx, cell_span(k, r),
                    wrong < 0 ? "“%.*s” in column “%.*s” is less than %.*s"
                              : "“%.*s” in column “%.*s” is more than %.*s",
                    JB_F(cell_text(k, r)), JB_F(k->column->name), JB_F(bound->text));
}

static void check_minimum(const column_check *k)
{
    check_bound(k, k->field->minimum, -1);
}

static void check_maximum(const column_check *k)
{
    check_bound(k, k->field->maximum, 1);
}

/* ---- lengths and patterns, of the text as written ---- */

static jb_str written(const column_check *k, size_t row)
{
    return k->column->raw ? k->column->raw[row]
                          : jb_value_text(k->cx->scratch, jb_cell(k->column, row));
}

static void check_lengths(const column_check *k)
{
    double least = k->field->min_length ? k->field->min_length->number : 0;
    double most = k->field->max_length ? k->field->max_length->number : INFINITY;
    for (size_t r = 0; r < k->table->rows; r++) {
        if (jb_cell_null(k->column, r))
            continue;
        size_t n = jb_utf8_count(written(k, r));
        if ((double)n < least)
            jb_fail(k->cx, cell_span(k, r),
                    "the length of “%.*s” in column “%.*s” is %zu, less than %.0f",
                    JB_F(cell_text(k, r)), JB_F(k->column->name), n, least);
        else if ((double)n > most)
            jb_fail(k->cx, cell_span(k, r),
                    "the length of “%.*s” in column “%.*s” is %zu, more than %.0f",
                    JB_F(cell_text(k, r)), JB_F(k->column->name), n, most);
    }
}

static void free_regex(void *regex)
{
    g_regex_unref(regex);
}

static GRegex *compiled(jb_ctx *cx, jb_str pattern, jb_span span)
{
    GError *error = NULL;
    GRegex *regex = g_regex_new(jb_str_c(cx->scratch, pattern), G_REGEX_OPTIMIZE, 0, &error);
    if (regex)
        return jb_arena_own(cx->scratch, regex, free_regex);
    jb_fail(cx, span, "not a sound pattern: %s", error->message);
    g_error_free(error);
    return NULL;
}

/* XML Schema's patterns hold for the whole text. It is tried bare first, for the sake of the
 * message. */
static GRegex *whole_pattern(jb_ctx *cx, jb_str pattern, jb_span span)
{
    jb_str whole = jb_str_printf(cx->scratch, "\\A(?:%.*s)\\z", JB_F(pattern));
    return compiled(cx, pattern, span) ? compiled(cx, whole, span) : NULL;
}

static bool matches(const GRegex *regex, jb_str text)
{
    return g_regex_match_full(regex, text.p, (gssize)text.n, 0, 0, NULL, NULL);
}

static void check_pattern(const column_check *k)
{
    const jb_node *pattern = k->field->pattern;
    GRegex *regex = whole_pattern(k->cx, pattern->text, pattern->span);
    for (size_t r = 0; regex && r < k->table->rows; r++)
        if (!jb_cell_null(k->column, r) && !matches(regex, written(k, r))) {
            jb_fail(k->cx, cell_span(k, r), "“%.*s” in column “%.*s” does not match the pattern",
                    JB_F(cell_text(k, r)), JB_F(k->column->name));
            jb_hint(k->cx, "the pattern is %.*s", JB_F(jb_brief(k->cx, pattern->text)));
        }
}

/* Formats of strings, as far as their look goes. */
static const struct {
    jb_str format, pattern;
} string_formats[] = {
    {JB_K("email"), JB_K("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")},
    {JB_K("uri"), JB_K("[A-Za-z][A-Za-z0-9+.-]*:\\S+")},
    {JB_K("uuid"), JB_K("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")},
    {JB_K("binary"), JB_K("[A-Za-z0-9+/\\s]*={0,2}")},
};

static void check_string_format(const column_check *k)
{
    for (size_t i = 0; i < JB_COUNT(string_formats); i++) {
        if (!jb_str_eq(k->field->format, string_formats[i].format))
            continue;
        GRegex *regex = whole_pattern(k->cx, string_formats[i].pattern, k->field->span);
        for (size_t r = 0; regex && r < k->table->rows; r++)
            if (!jb_cell_null(k->column, r) && !matches(regex, written(k, r)))
                jb_fail(k->cx, cell_span(k, r), "“%.*s” in column “%.*s” is no %.*s",
                        JB_F(cell_text(k, r)), JB_F(k->column->name),
                        JB_F(string_formats[i].format));
    }
}

static void check_column(const column_check *k)
{
    const jb_field *f = k->field;
    const struct {
        bool asked;
        void (*check)(const column_check *k);
    } checks[] = {
        {f->required, check_required},
        {f->enum_list != NULL, check_enum},
        {f->minimum != NULL, check_minimum},
        {f->maximum != NULL, check_maximum},
        {f->min_length || f->max_length, check_lengths},
        {f->pattern != NULL, check_pattern},
        {f->type == JB_FIELD_STRING, check_string_format},
    };
    for (size_t i = 0; i < JB_COUNT(checks); i++)
        if (checks[i].asked)
            checks[i].check(k);
}

/* ---- keys ---- */

/* The rows of a table by the values of some of its columns. */
typedef struct row_index {
    const jb_table *table;
    const jb_column *const *columns;
    size_t columns_n;
    size_t *slots; /* row + 1; 0: free */
    size_t slots_n;
} row_index;

static bool any_null(const jb_column *const *columns, size_t n, size_t row)
{
    for (size_t i = 0; i < n; i++)
        if (jb_cell_null(columns[i], row))
            return true;
    return false;
}

/* The slot of the row that has these values, or a free one. */
static size_t *slot_of(const row_index *x, const jb_column *const *columns, size_t row)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < x->columns_n; i++)
        hash = hash * 31 + jb_value_hash(jb_cell(columns[i], row));
    for (size_t at = (size_t)hash & (x->slots_n - 1);; at = (at + 1) & (x->slots_n - 1)) {
        bool same = x->slots[at];
        for (size_t i = 0; same && i < x->columns_n; i++)
            same = jb_value_eq(jb_cell(x->columns[i], x->slots[at] - 1), jb_cell(columns[i], row));
        if (same || !x->slots[at])
            return &x->slots[at];
    }
}

static row_index new_index(jb_ctx *cx, const jb_table *t, const jb_column *const *columns, size_t n)
{
    row_index x = {.table = t, .columns = columns, .columns_n = n, .slots_n = 16};
    while (x.slots_n < 2 * t->rows)
        x.slots_n *= 2;
    x.slots = JB_NEW_N(cx->scratch, size_t, x.slots_n);
    return x;
}

/* The columns of a key, or NULL where one of them is not in the file (which was said). */
static const jb_column **key_columns(jb_ctx *cx, const jb_table *t, const jb_schema *schema,
                                     jb_key key)
{
    const jb_column **columns = JB_NEW_N(cx->scratch, const jb_column *, key.n + 1);
    for (size_t i = 0; i < key.n; i++)
        if (!(columns[i] = jb_table_find(t, schema->fields[key.fields[i]].name)))
            return NULL;
    return columns;
}

/* "公里 + 道路", the key as written. */
static jb_str key_text(jb_ctx *cx, const jb_column *const *columns, size_t n, size_t row)
{
    jb_buf b = jb_buf_new(cx->scratch);
    for (size_t i = 0; i < n; i++) {
        const column_check k = {.cx = cx, .column = columns[i]};
        jb_buf_printf(&b, "%s%.*s", i ? " + " : "", JB_F(written(&k, row)));
    }
    return jb_brief(cx, b.text);
}

static jb_str key_names(jb_ctx *cx, const jb_column *const *columns, size_t n)
{
    jb_buf b = jb_buf_new(cx->scratch);
    for (size_t i = 0; i < n; i++)
        jb_buf_printf(&b, "%s%.*s", i ? " + " : "", JB_F(columns[i]->name));
    return b.text;
}

static void check_unique(jb_ctx *cx, const jb_table *t, const jb_column *const *columns, size_t n)
{
    row_index x = new_index(cx, t, columns, n);
    for (size_t r = 0; r < t->rows; r++) {
        if (any_null(columns, n, r))
            continue;
        size_t *slot = slot_of(&x, columns, r);
        if (!*slot) {
            *slot = r + 1;
            continue;
        }
        jb_fail(cx, jb_cell_span(cx, t, r, columns[0]->name),
                "“%.*s” stands twice in column “%.*s”, which is unique",
                JB_F(key_text(cx, columns, n, r)), JB_F(key_names(cx, columns, n)));
        if (is_shown(cx))
            jb_hint(cx, "the first is in line %zu",
                    jb_span_place(jb_cell_span(cx, t, *slot - 1, (jb_str){NULL, 0})).line);
    }
}

static void check_primary(jb_ctx *cx, const jb_table *t, const jb_schema *schema)
{
    const jb_column **columns =
        schema->primary.n ? key_columns(cx, t, schema, schema->primary) : NULL;
    for (size_t i = 0; columns && i < schema->primary.n; i++) {
        const column_check k = {cx, t, columns[i], &schema->fields[schema->primary.fields[i]]};
        if (!k.field->required)
            check_required(&k);
    }
    bool said = schema->primary.n == 1 && schema->fields[schema->primary.fields[0]].unique;
    if (columns && !said)
        check_unique(cx, t, columns, schema->primary.n);
}

static void hint_nearest_key(jb_ctx *cx, const jb_table *to, const jb_column *const *columns,
                             size_t columns_n, jb_str key)
{
    enum { MOST = 10000 }; /* rows compared with */
    size_t n = to->rows < MOST ? to->rows : MOST;
    jb_str *names = JB_NEW_N(cx->scratch, jb_str, n + 1);
    for (size_t r = 0; r < n; r++)
        names[r] = key_text(cx, columns, columns_n, r);
    jb_hint_nearest(cx, key, JB_NAMES(names, n));
}

/* The column of a key that is to blame: the first whose cell alone is nowhere in its target. */
static size_t dangling_column(const jb_table *to, const jb_column *const *from,
                              const jb_column *const *target, size_t n, size_t row)
{
    for (size_t i = 0; i < n && n > 1; i++) {
        bool found = false;
        for (size_t r = 0; r < to->rows && !found; r++)
            found = jb_value_eq(jb_cell(from[i], row), jb_cell(target[i], r));
        if (!found)
            return i;
    }
    return 0;
}

static void check_foreign(jb_ctx *cx, const jb_table *const *tables, const jb_package *package,
                          size_t own, const jb_foreign_key *key)
{
    const jb_table *t = tables[own], *to = tables[key->resource];
    if (!t || !to)
        return;
    size_t n = key->from.n;
    const jb_column **from = key_columns(cx, t, package->resources[own].schema, key->from);
    const jb_column **target =
        key_columns(cx, to, package->resources[key->resource].schema, key->to);
    if (!from || !target)
        return;
    row_index x = new_index(cx, to, target, n);
    for (size_t r = 0; r < to->rows; r++)
        *slot_of(&x, target, r) = r + 1;
    for (size_t r = 0; r < t->rows; r++) {
        if (any_null(from, n, r) || *slot_of(&x, from, r))
            continue;
        jb_str text = key_text(cx, from, n, r);
        size_t blamed = is_shown(cx) ? dangling_column(to, from, target, n, r) : 0;
        jb_fail(cx, jb_cell_span(cx, t, r, from[blamed]->name),
                "“%.*s” in column “%.*s” is not in column “%.*s” of %.*s", JB_F(text),
                JB_F(key_names(cx, from, n)), JB_F(key_names(cx, target, n)), JB_F(to->name));
        if (is_shown(cx))
            hint_nearest_key(cx, to, target, n, text);
    }
}

/* Next month's file in 元 where the schema counts in 万元. */
static void check_unit(const column_check *k)
{
    size_t n = 0, first = 0;
    jb_str stated = jb_column_unit(k->column);
    const jb_column *units = jb_unit_column(k->table);
    for (size_t r = 0; stated.n && units && units != k->column && r < k->table->rows; r++) {
        jb_str own = jb_row_unit(k->cx->scratch, k->table, k->column, r);
        if (own.p && !jb_str_eq(own, stated) && !n++)
            first = r;
    }
    if (!n)
        return;
    jb_warn(k->cx, jb_cell_span(k->cx, k->table, first, units->name),
            "“%.*s” is counted in %.*s by its schema or head, and rows say otherwise: %zu",
            JB_F(jb_brief(k->cx, k->column->name)), JB_F(jb_brief(k->cx, stated)), n);
    jb_hint(k->cx, "bring the rows to one unit");
}

/* ---- the whole ---- */

static void check_resource(jb_ctx *cx, const jb_resource *resource, const jb_table *t)
{
    for (size_t i = 0; i < resource->schema->fields_n; i++) {
        const jb_field *field = &resource->schema->fields[i];
        const jb_column *column = jb_table_find(t, field->name);
        const column_check k = {cx, t, column, field};
        if (!column)
            continue;
        check_column(&k);
        check_unit(&k);
        if (field->unique)
            check_unique(cx, t, &column, 1);
    }
    check_primary(cx, t, resource->schema);
}

bool jb_package_check(jb_ctx *cx, jb_str path)
{
    size_t errors = jb_errors(cx);
    const jb_package *package = jb_package_read(cx, path, (jb_span){0});
    if (!package)
        return false;
    const jb_table **tables = JB_NEW_N(cx->scratch, const jb_table *, package->resources_n + 1);
    for (size_t i = 0; i < package->resources_n; i++) {
        const jb_resource *resource = &package->resources[i];
        tables[i] = jb_resource_read(cx, resource);
        if (tables[i] && resource->schema)
            check_resource(cx, resource, tables[i]);
    }
    for (size_t i = 0; i < package->resources_n; i++) {
        const jb_schema *schema = package->resources[i].schema;
        for (size_t f = 0; schema && f < schema->foreign_n; f++)
            check_foreign(cx, tables, package, i, &schema->foreign[f]);
    }
    return jb_errors(cx) == errors;
}
