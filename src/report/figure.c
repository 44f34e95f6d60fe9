#include "report/figure.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/format.h"
#include "base/timeformat.h"
#include "data/unit.h"
#include "grammar/expr.h"
#include "grammar/spec.h"
#include "report/compare.h"
#include "transform/transform.h"

/* Placeholders begin with a code point of plane 15, which no font has and no text needs, and are
 * filled up with x to the length of what they stand for. */
enum { FIRST_CODE = 0xF0000, CODES = 0xFFFE, CODE_BYTES = 4, LONGEST_PLAIN = 12 };

typedef struct figure {
    size_t at, n; /* in the report, braces included */
    size_t expr_at, expr_n;
    size_t format_at, format_n; /* without its quotes; format_at 0: none */
    bool known, failed;
    jb_str value;
} figure;

struct jb_figures {
    const jb_source *report, *lifted;
    JB_LIST(figure) list;
    const jb_tables *tables;
};

/* The offset behind the quote that closes the one at `at`, or n. */
static size_t after_quote(jb_str s, size_t at)
{
    char quote = s.p[at++];
    while (at < s.n && s.p[at] != quote)
        at += s.p[at] == '\\' ? 2 : 1;
    return at < s.n ? at + 1 : s.n;
}

static bool is_quote(char c)
{
    return c == '\'' || c == '"';
}

/* The offset of the }} that closes the braces before `at`, on the same line; 0: there is none.
 * Quotes hide braces unless they are never closed. */
static size_t closing(jb_str s, size_t at)
{
    size_t end = at;
    while (end < s.n && s.p[end] != '\n' && s.p[end] != '\r')
        end++;
    jb_str line = jb_str_cut(s, 0, end);
    while (at + 1 < end) {
        if (line.p[at] == '}' && line.p[at + 1] == '}')
            return at;
        size_t behind = is_quote(line.p[at]) ? after_quote(line, at) : end;
        at = behind < end ? behind : at + 1;
    }
    return 0;
}

/* Cuts  expression | "format"  at its last single bar, if a quoted text follows it. */
static void split_format(jb_str text, figure *f)
{
    size_t end = f->expr_at + f->expr_n, bar = 0;
    for (size_t i = f->expr_at; i < end; i = is_quote(text.p[i]) ? after_quote(text, i) : i + 1)
        if (text.p[i] == '|' && text.p[i + 1] != '|' && text.p[i - 1] != '|')
            bar = i;
    jb_str rest = bar ? jb_str_trim(jb_str_cut(text, bar + 1, end - bar - 1)) : (jb_str){NULL, 0};
    if (rest.n < 2 || !is_quote(rest.p[0]) || rest.p[rest.n - 1] != rest.p[0])
        return;
    f->format_at = (size_t)(rest.p - text.p) + 1;
    f->format_n = rest.n - 2;
    f->expr_n = bar - f->expr_at;
}

static void add_figure(jb_ctx *cx, jb_figures *fs, size_t at, size_t end)
{
    figure *f = JB_PUSH(cx->keep, &fs->list);
    *f = (figure){.at = at, .n = end + 2 - at, .expr_at = at + 2, .expr_n = end - at - 2};
    split_format(fs->report->text, f);
}

static void find_figures(jb_ctx *cx, jb_figures *fs)
{
    jb_str text = fs->report->text;
    for (size_t at = 0; at + 1 < text.n; at++) {
        if (text.p[at] != '{' || text.p[at + 1] != '{')
            continue;
        size_t end = closing(text, at + 2);
        if (end && fs->list.n < CODES) {
            add_figure(cx, fs, at, end);
            at = end + 1;
        }
    }
}

static void refuse_private(jb_ctx *cx, const jb_source *report)
{
    jb_str text = report->text;
    for (size_t at = 0; at + 1 < text.n; at++)
        if ((unsigned char)text.p[at] == 0xF3 && (unsigned char)text.p[at + 1] >= 0xB0) {
            jb_fail(cx, (jb_span){report, at, 4}, "a character for private use (plane 15)");
            jb_hint(cx, "no font has it; take it out");
            return;
        }
}

jb_figures *jb_figures_lift(jb_ctx *cx, const jb_source *report)
{
    static const jb_tables none;
    jb_figures *fs = JB_NEW(cx->keep, jb_figures);
    fs->report = report;
    fs->tables = &none;
    refuse_private(cx, report);
    find_figures(cx, fs);
    char *text = memcpy(jb_alloc(cx->keep, report->text.n + 1), report->text.p, report->text.n);
    for (size_t i = 0; i < fs->list.n; i++) {
        figure *f = &fs->list.at[i];
        memset(text + f->at, 'x', f->n);
        jb_utf8_put(text + f->at, FIRST_CODE + (uint32_t)i);
    }
    jb_cut *cut = JB_NEW(cx->keep, jb_cut);
    fs->lifted = jb_source_cut(cx->keep, report, (jb_str){text, report->text.n}, cut, 1);
    return fs;
}

const jb_source *jb_figures_source(const jb_figures *f)
{
    return f->lifted;
}

void jb_figures_tables(jb_figures *f, const jb_tables *tables)
{
    f->tables = tables;
}

/* ---- names of tables in an expression ---- */

typedef struct reader {
    jb_ctx *cx;
    const jb_figures *figures;
    jb_counted_list measures;
    bool no_row; /* some condition left no row to aggregate */
} reader;

/* Rows of a table, and perhaps one of its columns. */
typedef struct reference {
    const jb_table *table;
    size_t *rows;
    size_t n;
    const jb_column *column;
} reference;

typedef enum found { NOT_FOUND, FOUND, WRONG } found;

static const jb_expr *settle(reader *r, const jb_expr *e);

static const jb_table *table_of(const reader *r, const jb_expr *e)
{
    return e->kind == JB_EXPR_NAME ? jb_tables_find(r->figures->tables, e->name) : NULL;
}

static void tell_no_table(reader *r, const jb_expr *e)
{
    jb_tables_miss(r->cx, r->figures->tables, e->name, e->span);
}

/* A name that stands where only a table can. */
static bool is_no_table(const reader *r, const jb_expr *e)
{
    return e->kind == JB_EXPR_NAME && !table_of(r, e) && !jb_str_eq(e->name, JB_S("datum"));
}

static bool narrow(reader *r, reference *ref, const jb_expr *condition)
{
    const jb_scope scope = {.own = true, .locale = &jb_locale_zh_cn};
    condition = settle(r, condition);
    jb_bound *bound = condition ? jb_expr_bind(r->cx, condition, ref->table, &scope) : NULL;
    size_t n = 0;
    for (size_t i = 0; bound && i < ref->n; i++)
        if (jb_bound_truth(bound, ref->rows[i]))
            ref->rows[n++] = ref->rows[i];
    ref->n = n;
    return bound;
}

/* table, table[condition], table.column, table[condition].column */
static found refer(reader *r, const jb_expr *e, reference *ref)
{
    const jb_table *table = table_of(r, e);
    if (table) {
        *ref = (reference){.table = table, .n = table->rows};
        ref->rows = JB_NEW_N(r->cx->scratch, size_t, table->rows + 1);
        for (size_t i = 0; i < table->rows; i++)
            ref->rows[i] = i;
        return FOUND;
    }
    if (e->kind == JB_EXPR_NAME && jb_tables_broken(r->figures->tables, e->name))
        return WRONG;
    if (e->kind != JB_EXPR_MEMBER)
        return NOT_FOUND;
    if (is_no_table(r, e->args[0]))
        return tell_no_table(r, e->args[0]), WRONG;
    found inner = refer(r, e->args[0], ref);
    if (inner != FOUND || ref->column)
        return ref->column && inner == FOUND ? NOT_FOUND : inner;
    if (!e->name.p && e->args[1]->kind == JB_EXPR_LITERAL && e->args[1]->value.type == JB_TEXT)
        ref->column = jb_table_need(r->cx, ref->table, jb_value_str(e->args[1]->value), e->span);
    else if (!e->name.p)
        return narrow(r, ref, e->args[1]) ? FOUND : WRONG;
    else
        ref->column = jb_table_need(r->cx, ref->table, e->name, e->span);
    return ref->column ? FOUND : WRONG;
}

static const jb_expr *literal(reader *r, const jb_expr *at, jb_value value)
{
    jb_expr *e = JB_NEW(r->cx->keep, jb_expr);
    *e = (jb_expr){.kind = JB_EXPR_LITERAL, .span = at->span, .value = value};
    return e;
}

/* The only row's cell. */
static bool one_cell(reader *r, const jb_expr *e, const reference *ref)
{
    if (!ref->column) {
        jb_fail(r->cx, e->span, "a table is no figure");
        jb_hint(r->cx, "name a column, as in %.*s.%.*s, or count its rows with count(…)",
                JB_F(ref->table->name), JB_F(ref->table->columns[0].name));
        return false;
    }
    if (ref->n == 1)
        return true;
    jb_fail(r->cx, e->span, "“%.*s” has %zu rows here, and one is needed", JB_F(ref->table->name),
            ref->n);
    if (ref->n && jb_column_is_number(ref->column))
        jb_hint(r->cx, "narrow it with [condition], or take an aggregate such as sum(…)");
    else if (ref->n)
        jb_hint(r->cx, "narrow it with [condition], or take min(…): the cell where all are alike");
    else
        jb_hint(r->cx, "no row meets the condition: look at its names and values");
    return false;
}

static bool is_aggregate(jb_str name)
{
    return jb_enum_find(&jb_aggregate_op_values, name) > JB_AGGREGATE_NONE;
}

static jb_member member(jb_str key, const jb_node *value)
{
    return (jb_member){.key = key, .key_span = value->span, .value = value};
}

/* The first and the last date are dates; Vega's aggregates give milliseconds. */
static bool keeps_kind(jb_str op)
{
    return jb_str_eq(op, JB_S("min")) || jb_str_eq(op, JB_S("max"));
}

static jb_value as_date(double ms, jb_type type)
{
    if (type == JB_DATE)
        return jb_date((int64_t)floor(ms / (double)JB_DAY_MS));
    return type == JB_DATETIME ? jb_datetime((int64_t)ms) : jb_number(ms);
}

bool jb_rows_aggregate(jb_ctx *cx, const jb_table *table, const size_t *rows, size_t n, jb_str op,
                       const jb_column *of, jb_span span, jb_value *v)
{
    jb_arena *keep = cx->keep;
    jb_member how[] = {member(JB_S("op"), jb_node_string(keep, op, span)),
                       member(JB_S("as"), jb_node_string(keep, JB_S("value"), span)),
                       {.key = {NULL, 0}}};
    if (of)
        how[2] = member(JB_S("field"), jb_node_string(keep, of->name, span));
    const jb_node *ops[] = {jb_node_map(keep, how, of ? 3 : 2, span)};
    jb_member made = member(JB_S("aggregate"), jb_node_list(keep, ops, 1, span));
    const jb_transform_spec *spec =
        jb_spec_object(cx, &jb_transform_class, jb_node_map(keep, &made, 1, span));
    jb_scope scope = {.own = true, .locale = &jb_locale_zh_cn};
    const jb_table *picked = jb_table_pick(keep, table, rows, n);
    const jb_table *result = jb_transform_run(cx, &spec, 1, picked, &scope);
    const jb_column *column = result ? jb_table_find(result, JB_S("value")) : NULL;
    *v = column && result->rows ? jb_cell(column, 0) : jb_null();
    if (of && v->type == JB_NUMBER && keeps_kind(op))
        *v = as_date(v->number, of->type);
    return result;
}

static bool aggregate(reader *r, const jb_expr *e, const reference *ref, jb_value *v)
{
    r->no_row = r->no_row || (!ref->n && ref->table->rows);
    return jb_rows_aggregate(r->cx, ref->table, ref->rows, ref->n, e->name, ref->column, e->span,
                             v);
}

/* Sums, means and extremes are in the unit of their rows, which must be one; counts have none. */
static bool is_in_unit(jb_str op)
{
    static const jb_str ops[] = {JB_K("sum"),    JB_K("mean"), JB_K("average"),
                                 JB_K("median"), JB_K("min"),  JB_K("max"),
                                 JB_K("q1"),     JB_K("q3"),   JB_K("stdev")};
    return jb_str_among(op, ops, JB_COUNT(ops));
}

/* Notes the unit of what stands for a cell or an aggregate. */
static const jb_expr *measured(reader *r, const jb_expr *e, const reference *ref,
                               const jb_expr *value)
{
    jb_str other;
    if (!ref->column || (e->kind == JB_EXPR_CALL && !is_in_unit(e->name)))
        return value;
    jb_str unit = jb_rows_unit(r->cx->keep, ref->table, ref->column, ref->rows, ref->n, &other);
    if (other.p) {
        jb_warn(r->cx, e->span, "the rows of “%.*s” here are in %.*s and in %.*s",
                JB_F(ref->table->name), JB_F(jb_brief(r->cx, unit)), JB_F(jb_brief(r->cx, other)));
        jb_hint(r->cx, "narrow it with [condition] to the rows of one unit");
    } else if (unit.p) {
        *JB_PUSH(r->cx->scratch, &r->measures) = (jb_counted){value, unit};
    }
    return value;
}

/* Told before its arguments, which may be fit for the aggregate that was meant alone. */
static bool is_function(reader *r, const jb_expr *e)
{
    static const jb_str known[] = {JB_K("sum"), JB_K("count"), JB_K("mean"),     JB_K("median"),
                                   JB_K("min"), JB_K("max"),   JB_K("distinct"), JB_K("stdev"),
                                   JB_K("q1"),  JB_K("q3")};
    if (is_aggregate(e->name) || jb_function_known(e->name))
        return true;
    jb_fail(r->cx, e->span, "no function “%.*s”", JB_F(jb_brief(r->cx, e->name)));
    if (!jb_hint_nearest(r->cx, e->name, JB_NAMES(known, JB_COUNT(known))))
        jb_hint(r->cx,
                "over rows there are sum, count, mean, median, min, max, distinct, stdev, q1 "
                "and q3");
    return false;
}

/* The expression with every cell and every aggregate over tables replaced by its value. NULL after
 * messages. */
static const jb_expr *settle(reader *r, const jb_expr *e)
{
    reference ref = {0};
    bool over = e->kind == JB_EXPR_CALL && e->n == 1 && is_aggregate(e->name);
    if (e->kind == JB_EXPR_CALL && !is_function(r, e))
        return NULL;
    if (over && is_no_table(r, e->args[0]))
        return tell_no_table(r, e->args[0]), NULL;
    found f = refer(r, over ? e->args[0] : e, &ref);
    if (f == WRONG)
        return NULL;
    jb_value v;
    if (f == FOUND && over)
        return aggregate(r, e, &ref, &v) ? measured(r, e, &ref, literal(r, e, v)) : NULL;
    if (f == FOUND)
        return one_cell(r, e, &ref)
                   ? measured(r, e, &ref, literal(r, e, jb_cell(ref.column, ref.rows[0])))
                   : NULL;
    if (!e->n)
        return e;
    jb_expr *copy = JB_NEW(r->cx->keep, jb_expr);
    const jb_expr **args = JB_NEW_N(r->cx->keep, const jb_expr *, e->n);
    *copy = *e;
    copy->args = args;
    bool sound = true;
    for (size_t i = 0; i < e->n; i++)
        sound = (args[i] = settle(r, e->args[i])) && sound;
    return sound ? copy : NULL;
}

/* ---- values as text ---- */

static jb_span span_of(const jb_figures *fs, size_t at, size_t n)
{
    return (jb_span){fs->report, at, n};
}

static jb_str plain_text(reader *r, const figure *f, jb_value v)
{
    jb_str text = jb_value_text(r->cx->keep, v);
    if (v.type == JB_NUMBER && text.n > LONGEST_PLAIN) {
        jb_warn(r->cx, span_of(r->figures, f->at, f->n), "a computed figure of %zu digits", text.n);
        jb_hint(r->cx, "give it a format, as in {{ … | \".1f\" }}");
    }
    return text;
}

static jb_str formatted(reader *r, const figure *f, jb_value v)
{
    jb_str specifier = jb_str_cut(r->figures->report->text, f->format_at, f->format_n);
    jb_span place = span_of(r->figures, f->format_at, f->format_n);
    if (v.type == JB_DATE || v.type == JB_DATETIME)
        return jb_time_format(r->cx->keep, specifier, &jb_locale_zh_cn, jb_value_number(v));
    if (v.type != JB_INT && v.type != JB_DECIMAL && v.type != JB_NUMBER) {
        jb_fail(r->cx, place, "a format for numbers, but the figure is “%.*s”",
                JB_F(jb_brief(r->cx, jb_value_text(r->cx->scratch, v))));
        return (jb_str){NULL, 0};
    }
    jb_format format;
    if (!jb_format_read(specifier, &format)) {
        jb_fail(r->cx, place, "“%.*s” is no format for a number", JB_F(jb_brief(r->cx, specifier)));
        jb_hint(r->cx, "as in .1f (one decimal), .1%% (per cent), , (thousands), d (whole)");
        return (jb_str){NULL, 0};
    }
    return jb_format_value(r->cx->keep, &format, &jb_locale_zh_cn, v);
}

static jb_str text_of(reader *r, const figure *f, jb_value v)
{
    double number = jb_value_number(v);
    if (v.type == JB_NULL) {
        jb_fail(r->cx, span_of(r->figures, f->at, f->n), "the figure is not stated (null)");
        if (r->no_row)
            jb_hint(r->cx, "no row meets the condition: look at its names and values");
        jb_hint(r->cx, "say what to write then: x == null ? '…' : x");
        return (jb_str){NULL, 0};
    }
    if (v.type == JB_NUMBER && !(number - number == 0)) {
        jb_fail(r->cx, span_of(r->figures, f->at, f->n), "the figure is no finite number");
        return (jb_str){NULL, 0};
    }
    if (v.type == JB_LISTED || v.type == JB_OBJECT) {
        jb_fail(r->cx, span_of(r->figures, f->at, f->n), "the figure is no single value");
        jb_hint(r->cx, "take one of its parts, or join(…) a list");
        return (jb_str){NULL, 0};
    }
    return f->format_at ? formatted(r, f, v) : plain_text(r, f, v);
}

/* A cell as it stands is printed as the file has it. */
static jb_str untouched(const figure *f, const reference *ref)
{
    const jb_column *c = ref->column;
    if (f->format_at || !c->raw || jb_cell_null(c, ref->rows[0]))
        return (jb_str){NULL, 0};
    return jb_str_trim(c->raw[ref->rows[0]]);
}

/* `x | .1f` and  {{ x }: slips in what stands around an expression. */
static void hint_slip(reader *r, const figure *f)
{
    jb_str text = jb_str_cut(r->figures->report->text, f->expr_at, f->expr_n);
    size_t bar = text.n;
    while (bar && text.p[bar - 1] != '|')
        bar--;
    jb_str last = jb_str_trim(jb_str_cut(text, bar, SIZE_MAX));
    ptrdiff_t close = jb_str_find(text, JB_S("}")), open = jb_str_find(text, JB_S("{"));
    jb_format format;
    if (bar && last.n && !is_quote(last.p[0]) && jb_format_read(last, &format))
        jb_hint(r->cx, "a format stands in quotes, as in {{ x | \"%.*s\" }}", JB_F(last));
    else if (close >= 0 && (open < 0 || open > close))
        jb_hint(r->cx, "a figure ends with }}");
}

static jb_str work_out(jb_ctx *cx, const jb_figures *fs, const figure *f)
{
    reader r = {.cx = cx, .figures = fs};
    jb_span span = span_of(fs, f->expr_at, f->expr_n);
    jb_str text = jb_str_trim(jb_str_cut(fs->report->text, f->expr_at, f->expr_n));
    if (text.n)
        span = span_of(fs, (size_t)(text.p - fs->report->text.p), text.n);
    const jb_expr *e = jb_expr_read(cx, text, span);
    if (!e)
        hint_slip(&r, f);
    reference ref = {0};
    found whole = e ? refer(&r, e, &ref) : WRONG;
    if (whole == WRONG || (whole == FOUND && !one_cell(&r, e, &ref)))
        return (jb_str){NULL, 0};
    if (whole == FOUND) {
        jb_str raw = untouched(f, &ref);
        return raw.p ? raw : text_of(&r, f, jb_cell(ref.column, ref.rows[0]));
    }
    const jb_scope scope = {.own = true, .locale = &jb_locale_zh_cn};
    e = settle(&r, e);
    if (e)
        jb_units_compare(cx, &r.measures, e);
    jb_bound *bound = e ? jb_expr_bind(cx, e, NULL, &scope) : NULL;
    return bound ? text_of(&r, f, jb_bound_value(bound, 0, cx->keep)) : (jb_str){NULL, 0};
}

static jb_str value_of(jb_ctx *cx, jb_figures *fs, size_t i)
{
    figure *f = &fs->list.at[i];
    if (!f->known) {
        f->known = true;
        f->value = work_out(cx, fs, f);
        if (!f->value.p)
            f->value = JB_S("0"), f->failed = true;
    }
    return f->value;
}

/* ---- placeholders in text ---- */

/* The figure whose placeholder begins at text[at]; list.n: none does. */
static size_t figure_at(const jb_figures *fs, jb_str text, size_t at)
{
    if ((unsigned char)text.p[at] != 0xF3)
        return fs->list.n;
    uint32_t code = jb_utf8_next(text, &at);
    size_t i = code >= FIRST_CODE ? code - FIRST_CODE : fs->list.n;
    return i < fs->list.n ? i : fs->list.n;
}

size_t jb_figures_at(const jb_figures *fs, jb_str text, size_t at, jb_span *span)
{
    size_t i = figure_at(fs, text, at);
    if (i == fs->list.n)
        return 0;
    *span = span_of(fs, fs->list.at[i].at, fs->list.at[i].n);
    return fs->list.at[i].n;
}

static jb_str replace(jb_ctx *cx, const jb_figures *fs, jb_str text, jb_figures *valued)
{
    jb_buf out = jb_buf_new(cx->keep);
    size_t from = 0;
    for (size_t at = 0; at < text.n; at++) {
        size_t i = figure_at(fs, text, at);
        if (i == fs->list.n)
            continue;
        const figure *f = &fs->list.at[i];
        jb_buf_add(&out, jb_str_cut(text, from, at - from));
        jb_buf_add(&out,
                   valued ? value_of(cx, valued, i) : jb_str_cut(fs->report->text, f->at, f->n));
        from = at + f->n;
        at = from - 1;
    }
    if (!from)
        return text;
    jb_buf_add(&out, jb_str_cut(text, from, text.n));
    return out.text;
}

jb_str jb_figures_fill(jb_ctx *cx, jb_figures *f, jb_str text)
{
    return replace(cx, f, text, f);
}

jb_str jb_figures_restore(jb_ctx *cx, const jb_figures *f, jb_str text)
{
    return replace(cx, f, text, NULL);
}

/* The figure that this string is, plain (unquoted); NULL: it is none. */
static const figure *plain_figure(const jb_figures *fs, const jb_node *node)
{
    size_t i = node->text.n ? figure_at(fs, node->text, 0) : fs->list.n;
    if (i == fs->list.n || node->text.n != fs->list.at[i].n || !node->span.source)
        return NULL;
    jb_str text = node->span.source->text;
    size_t at = node->span.at;
    bool quoted = at >= text.n || is_quote(text.p[at]) || (at && is_quote(text.p[at - 1]));
    return quoted ? NULL : &fs->list.at[i];
}

static const jb_node *fill_string(jb_ctx *cx, jb_figures *fs, const jb_node *node)
{
    jb_str text = jb_figures_fill(cx, fs, node->text);
    const figure *plain = plain_figure(fs, node);
    double number = 1; /* of one that failed: its kind is nobody's second mistake */
    if (plain && (plain->failed || jb_number_read(text, &number))) {
        jb_node *made = jb_node_number(cx->keep, number, node->span);
        made->text = text;
        return made;
    }
    return text.p == node->text.p ? node : jb_node_string(cx->keep, text, node->span);
}

static const jb_node *fill_list(jb_ctx *cx, jb_figures *fs, const jb_node *node)
{
    const jb_node **items = JB_NEW_N(cx->keep, const jb_node *, node->n + 1);
    for (size_t i = 0; i < node->n; i++)
        items[i] = jb_figures_fill_tree(cx, fs, node->items[i]);
    return jb_node_list(cx->keep, items, node->n, node->span);
}

static const jb_node *fill_map(jb_ctx *cx, jb_figures *fs, const jb_node *node)
{
    jb_member *members = JB_NEW_N(cx->keep, jb_member, node->n + 1);
    for (size_t i = 0; i < node->n; i++) {
        members[i] = node->members[i];
        members[i].value = jb_figures_fill_tree(cx, fs, node->members[i].value);
    }
    return jb_node_map(cx->keep, members, node->n, node->span);
}

const jb_node *jb_figures_fill_tree(jb_ctx *cx, jb_figures *f, const jb_node *node)
{
    if (node->kind == JB_NODE_LIST)
        return fill_list(cx, f, node);
    if (node->kind == JB_NODE_MAP)
        return fill_map(cx, f, node);
    return node->kind == JB_NODE_STRING ? fill_string(cx, f, node) : node;
}
