#include "base/format.h"
#include "data/unit.h"
#include "report/tabular.h"
#include "transform/group.h"

/* The sums under a table. Only like things are added: one unit, and numbers; a sum of bounds is a
 * bound, and what is not stated is not zero. */

static const jb_str ops[] = {JB_K(""),    JB_K("sum"), JB_K("mean"),  JB_K("median"),
                             JB_K("min"), JB_K("max"), JB_K("count"), JB_K("distinct")};

typedef struct subtotal_spec {
    jb_said by, label;
} subtotal_spec;
static const jb_key subtotal_rows[] = {
    JB_KEY(subtotal_spec, by, "by", TEXT),
    JB_KEY(subtotal_spec, label, "label", TEXT),
};
static const jb_keys subtotal_keys = JB_KEYS("a subtotal", subtotal_rows);

bool jb_one_unit(jb_tabular *t, const jb_column_spec *spec, jb_span place)
{
    jb_ctx *cx = t->c->cx;
    size_t *rows = JB_NEW_N(cx->scratch, size_t, t->table->rows + 1);
    for (size_t r = 0; r < t->table->rows; r++)
        rows[r] = r;
    jb_str other,
        first = jb_rows_unit(cx->keep, t->table, spec->data, rows, t->table->rows, &other);
    if (!other.p)
        return true;
    jb_fail(cx, place, "“%.*s” has rows in %.*s and in %.*s, which do not compare",
            JB_F(jb_brief(cx, spec->field.text)), JB_F(jb_brief(cx, first)),
            JB_F(jb_brief(cx, other)));
    jb_hint(cx, "keep the rows of one unit with a filter, or make a table for each");
    return false;
}

/* Rows of one group stand together, or its sum would come twice. */
static void check_order(jb_tabular *t, jb_said by)
{
    jb_ctx *cx = t->c->cx;
    jb_groups groups = jb_group_rows(cx->scratch, &t->by, 1, t->table->rows);
    for (size_t r = 1; r < t->table->rows; r++) {
        uint32_t group = groups.of[r];
        if (group == groups.of[r - 1] || groups.first[group] == r)
            continue;
        jb_fail(cx, by.span, "the rows of “%.*s” do not stand together",
                JB_F(jb_brief(cx, jb_value_text(cx->keep, jb_cell(t->by, r)))));
        jb_hint(cx, "sort the table by “%.*s” first", JB_F(by.text));
        return;
    }
}

static void read_subtotal(jb_tabular *t)
{
    subtotal_spec spec = {.label = {jb_wording(t->c, "小计"), t->spec.subtotal->span}};
    jb_ctx *cx = t->c->cx;
    if (!jb_keys_read(cx, t->spec.subtotal, &subtotal_keys, &spec))
        return;
    if (!spec.by.text.p) {
        jb_fail(cx, t->spec.subtotal->span, "a subtotal needs “by”, the column of its groups");
        return;
    }
    t->by = jb_table_need(cx, t->table, spec.by.text, spec.by.span);
    t->subtotal_label = spec.label;
    if (t->by)
        check_order(t, spec.by);
}

void jb_totals_read(jb_tabular *t, jb_span place)
{
    bool any = false, asked = t->spec.total.text.p || t->spec.subtotal;
    for (size_t k = 0; k < t->columns.n; k++) {
        const jb_column_spec *spec = &t->columns.at[k];
        any = any || spec->total;
        if (spec->data && jb_column_is_number(spec->data) && spec->total &&
            spec->total < JB_TOTAL_COUNT)
            jb_one_unit(t, spec, spec->span);
    }
    if (asked && !any) {
        jb_fail(t->c->cx, t->spec.total.text.p ? t->spec.total.span : t->spec.subtotal->span,
                "no column says what its total is");
        jb_hint(t->c->cx, "as in: {field: x, total: sum}");
    }
    if (t->spec.subtotal)
        read_subtotal(t);
    t->total_label = t->spec.total;
    if (any && !asked)
        t->total_label = (jb_said){jb_wording(t->c, "合计"), place};
}

/* The data's column of qualifiers speaks of every number, unless a column of the table claims it.
 */
static const jb_column *qualifiers_of(const jb_tabular *t, const jb_column_spec *spec)
{
    const jb_column *of_data = jb_qualifier_column(t->table);
    for (size_t k = 0; k < t->columns.n; k++)
        if (t->columns.at[k].qualifiers == of_data)
            return spec->qualifiers;
    return spec->qualifiers ? spec->qualifiers : of_data;
}

/* All exact: nothing; at least one 余 and no other: 余; the same for 不到; mixed: 约. */
static jb_str qualifier_of(jb_tabular *t, const jb_column_spec *spec, const size_t *rows, size_t n)
{
    const jb_column *column = qualifiers_of(t, spec);
    jb_str found = JB_S("");
    for (size_t i = 0; column && i < n; i++) {
        if (jb_cell_null(column, rows[i]) || jb_cell_null(spec->data, rows[i]))
            continue;
        jb_str one = jb_value_text(t->c->cx->keep, jb_cell(column, rows[i]));
        if (!one.n || jb_str_eq(one, JB_S("exact")))
            continue;
        if (found.n && !jb_str_eq(found, one))
            return jb_wording(t->c, "约");
        found = one;
    }
    return found;
}

static size_t unstated(const jb_column_spec *spec, const size_t *rows, size_t n)
{
    size_t missing = 0;
    for (size_t i = 0; i < n; i++)
        missing += jb_cell_null(spec->data, rows[i]);
    return missing;
}

static void tell_unstated(jb_tabular *t, const jb_column_spec *spec, size_t missing, size_t n)
{
    if (!missing)
        return;
    jb_warn(t->c->cx, spec->span, "the total leaves out rows without “%.*s”: %zu of %zu",
            JB_F(jb_brief(t->c->cx, spec->field.text)), missing, n);
    jb_hint(t->c->cx, "say so in the table's “note”");
}

/* How the numbers of a column are written: the most places behind the point, whether some have
 * their thousands parted, and by which marks. */
typedef struct writing {
    size_t places;
    bool grouped;
    jb_locale locale;
} writing;

static writing writing_of(jb_tabular *t, const jb_column_spec *spec, const size_t *rows, size_t n)
{
    const jb_column *data = spec->data;
    const jb_number_locale marks = jb_column_marks(spec);
    writing w = {.locale = {.number = marks}};
    for (size_t i = 0; i < n; i++) {
        if (jb_cell_null(data, rows[i]))
            continue;
        jb_str text = jb_value_text(t->c->cx->scratch, jb_cell(data, rows[i]));
        ptrdiff_t point = jb_str_find(text, JB_S("."));
        size_t own = point < 0 ? 0 : text.n - (size_t)point - 1;
        w.places = own > w.places ? own : w.places;
        if (data->raw && marks.thousands.n && !w.grouped)
            w.grouped = jb_str_find(jb_half_width(t->c->cx->scratch, data->raw[rows[i]]),
                                    marks.thousands) >= 0;
    }
    return w;
}

/* As the column is written, a mean with one place more. */
static jb_str text_as_written(jb_tabular *t, const jb_column_spec *spec, const size_t *rows,
                              size_t n, jb_value v)
{
    enum { MOST = 6 };
    jb_arena *keep = t->c->cx->keep;
    writing w = writing_of(t, spec, rows, n);
    bool mean = spec->total > JB_TOTAL_SUM && v.type == JB_NUMBER;
    if (!mean && !w.grouped && jb_str_eq(w.locale.number.decimal, JB_S(".")))
        return jb_value_text(keep, v);
    size_t places = !mean ? w.places : w.places < MOST ? w.places + 1 : MOST;
    jb_str format = jb_str_printf(keep, "%s.%zu~f", w.grouped ? "," : "", places);
    return jb_format_text(keep, format, &w.locale, v);
}

/* As the author or the schema says, or as the column is written. */
static jb_str number_text(jb_tabular *t, const jb_column_spec *spec, const size_t *rows, size_t n,
                          jb_value v)
{
    jb_arena *keep = t->c->cx->keep;
    jb_str format = spec->format.text.p    ? spec->format.text
                    : spec->data->format.n ? spec->data->format
                    : spec->data->percent  ? JB_S(".1%")
                                           : JB_S("");
    jb_str text = format.n ? jb_format_text(keep, format, &jb_locale_zh_cn, v)
                           : text_as_written(t, spec, rows, n, v);
    return jb_qualified(keep, jb_with_minus(keep, text), qualifier_of(t, spec, rows, n));
}

jb_str jb_total_text(jb_tabular *t, const jb_column_spec *spec, const size_t *rows, size_t n)
{
    jb_ctx *cx = t->c->cx;
    jb_value v = jb_null();
    bool counts = spec->total >= JB_TOTAL_COUNT;
    size_t missing = counts ? 0 : unstated(spec, rows, n);
    if (missing == n)
        return JB_S("—");
    jb_rows_aggregate(cx, t->table, rows, n, ops[spec->total], spec->data, spec->span, &v);
    if (n == t->table->rows)
        tell_unstated(t, spec, missing, n);
    return counts ? jb_value_text(cx->keep, v) : number_text(t, spec, rows, n, v);
}
