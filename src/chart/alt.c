#include "chart/alt.h"

#include <math.h>

#include "chart/encode.h"
#include "chart/label.h"
#include "data/unit.h"

enum { ITEMS = 12, UNITS = 4, LONGEST = 600, KEYS = 8, LONGEST_NUMBER = 12, LONGEST_SHARE = 7 };

typedef enum word {
    SILENT, /* nothing is said */
#define W(name, chinese, english) W_##name,
#include "chart/alt.def"
#undef W
    WORDS
} word;

static const jb_str words[WORDS][2] = {
#define W(name, chinese, english) [W_##name] = {JB_K(chinese), JB_K(english)},
#include "chart/alt.def"
#undef W
};

static const word marks[JB_MARK_N] = {
    [JB_MARK_ARC] = W_ARC,       [JB_MARK_AREA] = W_AREA,   [JB_MARK_BAR] = W_BAR,
    [JB_MARK_CIRCLE] = W_POINT,  [JB_MARK_IMAGE] = W_IMAGE, [JB_MARK_LINE] = W_LINE,
    [JB_MARK_POINT] = W_POINT,   [JB_MARK_RECT] = W_RECT,   [JB_MARK_RULE] = W_RULE,
    [JB_MARK_SQUARE] = W_SQUARE, [JB_MARK_TEXT] = W_TEXT,   [JB_MARK_TICK] = W_TICK,
    [JB_MARK_TRAIL] = W_LINE};

/* What is said of an aggregate that is drawn: a mean is no value of the data. */
static const word aggregates[JB_AGGREGATE_N] = {
    [JB_AGGREGATE_SUM] = W_SUM,          [JB_AGGREGATE_MEAN] = W_MEAN,
    [JB_AGGREGATE_AVERAGE] = W_MEAN,     [JB_AGGREGATE_MEDIAN] = W_MEDIAN,
    [JB_AGGREGATE_MIN] = W_MIN,          [JB_AGGREGATE_MAX] = W_MAX,
    [JB_AGGREGATE_DISTINCT] = W_DISTINCT};

/* The parts that a box plot and its like are drawn in, by their style. One part tells what several
 * draw: the box its median, the lower whisker the upper one. */
typedef struct part {
    jb_str style;
    word name;
    word total;              /* behind the number of all; SILENT: it is not said again */
    jb_str from, to, middle; /* heads of the columns that it tells; {NULL, 0}: those it draws */
} part;

static const part parts[] = {
    {JB_K("boxplot-box"), W_BOXPLOT, W_GROUPS, {NULL, 0}, {NULL, 0}, JB_K("mid_box_")},
    {JB_K("boxplot-rule"),
     W_WHISKERS,
     SILENT,
     JB_K("lower_whisker_"),
     JB_K("upper_whisker_"),
     {NULL, 0}},
    {JB_K("boxplot-outliers"), W_OUTLIERS, SILENT, {NULL, 0}, {NULL, 0}, {NULL, 0}},
    {JB_K("boxplot-median"), SILENT, SILENT, {NULL, 0}, {NULL, 0}, {NULL, 0}},
    {JB_K("boxplot-ticks"), SILENT, SILENT, {NULL, 0}, {NULL, 0}, {NULL, 0}},
    {JB_K("errorbar-rule"), W_ERRORBAR, W_GROUPS, {NULL, 0}, {NULL, 0}, {NULL, 0}},
    {JB_K("errorbar-ticks"), SILENT, SILENT, {NULL, 0}, {NULL, 0}, {NULL, 0}},
    {JB_K("errorband-band"), W_ERRORBAND, W_ITEMS, {NULL, 0}, {NULL, 0}, {NULL, 0}},
    {JB_K("errorband-borders"), SILENT, SILENT, {NULL, 0}, {NULL, 0}, {NULL, 0}},
};

static bool is_chinese(const jb_chart *chart)
{
    jb_str lang = chart->options ? chart->options->lang : (jb_str){NULL, 0};
    return !lang.n || jb_str_eq_fold(jb_str_cut(lang, 0, 2), JB_S("zh"));
}

static jb_str say(const jb_chart *chart, word w)
{
    return words[w][!is_chinese(chart)];
}

static void put(const jb_chart *chart, jb_buf *b, word w)
{
    jb_buf_add(b, say(chart, w));
}

static void put_counted(const jb_chart *chart, jb_buf *b, word before, size_t n, word behind)
{
    put(chart, b, before);
    jb_buf_printf(b, "%zu", n);
    put(chart, b, behind);
}

/* A definition's column in the rows that are drawn, and how its values are written. */
typedef struct field {
    const jb_definition *definition;
    const jb_column *column, *end; /* end: of a bin, or of a stretch; NULL: none */
    const jb_column *middle;       /* between them; NULL: none is told */
    jb_labeler labeler;
    jb_str unit; /* behind each number */
    jb_str name;
} field;

typedef struct teller {
    jb_chart *chart;
    const jb_view *view;
    const part *part; /* NULL: a mark of its own */
    jb_rows rows;     /* that are drawn … */
    size_t all;       /* … of so many */
    field measures[2];
    size_t measures_n;
    field keys[KEYS];
    size_t keys_n;
} teller;

static bool is_measure(const jb_definition *d)
{
    return d->kind == JB_DEFINES_FIELD && d->type == JB_QUANTITATIVE && !d->bin && !d->binned;
}

static jb_str first_line(jb_strs lines)
{
    return lines.n ? lines.at[0] : (jb_str){NULL, 0};
}

/* The title that the author gave, else the field. */
static jb_str name_of(jb_chart *chart, const jb_definition *d)
{
    const jb_channel_spec *s = d->spec;
    jb_str written = {NULL, 0};
    if (JB_HAS(s, axis) && s->axis && JB_HAS(s->axis, title))
        written = first_line(s->axis->title);
    if (!written.p && JB_HAS(s, legend) && s->legend && JB_HAS(s->legend, title))
        written = first_line(s->legend->title);
    if (!written.p && JB_HAS(s, title))
        written = first_line(s->title);
    return written.p ? written : d->count ? say(chart, W_COUNT) : d->field;
}

/* With what was done to it. */
static jb_str with_aggregate(jb_chart *chart, const jb_definition *d, jb_str name)
{
    if (d->count || !d->aggregate)
        return name;
    jb_str op = aggregates[d->aggregate] ? say(chart, aggregates[d->aggregate])
                                         : jb_enum_key(&jb_aggregate_op_values, d->aggregate);
    return jb_str_printf(chart->cx->keep, "%.*s·%.*s", JB_F(name), JB_F(op));
}

/* The unit in brackets behind a name goes to the numbers; without one, the schema's does. */
static void take_unit(const jb_unit_view *u, field *f)
{
    const jb_definition *d = f->definition;
    const jb_column *raw = d->field.p && u->raw ? jb_table_find(u->raw, d->field) : NULL;
    f->unit = jb_head_unit(f->name);
    f->name = jb_head_without_unit(f->name);
    if (!f->unit.n && raw && !d->count)
        f->unit = raw->unit;
}

static const jb_time_specifiers dates[] = {{.by_unit = {[JB_YEAR] = JB_K("%Y年"),
                                                        [JB_QUARTER] = JB_K("%q季度"),
                                                        [JB_MONTH] = JB_K("%-m月"),
                                                        [JB_MONTHDAY] = JB_K("%-d日")},
                                            .year_month = JB_K("%Y年%-m月"),
                                            .year_month_date = JB_K("%Y年%-m月%-d日")},
                                           {.by_unit = {[JB_YEAR] = JB_K("%Y "),
                                                        [JB_QUARTER] = JB_K("Q%q "),
                                                        [JB_MONTH] = JB_K("%B "),
                                                        [JB_MONTHDAY] = JB_K("%-d ")},
                                            .year_month = JB_K("%B %Y"),
                                            .year_month_date = JB_K("%-d %B %Y")}};

static jb_format_asked format_of(const jb_chart *chart, const jb_definition *d)
{
    const jb_time_specifiers *own = &dates[!is_chinese(chart)];
    if (d->spec->axis && JB_HAS(d->spec->axis, format))
        return JB_FORMAT_OF(d->spec->axis);
    if (d->spec->legend && JB_HAS(d->spec->legend, format))
        return JB_FORMAT_OF(d->spec->legend);
    jb_format_asked asked = JB_FORMAT_OF(d->spec);
    if (!asked.format.p && !asked.units && (d->type == JB_TEMPORAL || d->timed))
        asked.format = d->timed ? jb_time_units_specifier(chart->cx->keep, d->units, own)
                                : own->year_month_date;
    return asked;
}

static field field_of(const teller *t, const jb_definition *d)
{
    const jb_unit_view *u = t->view->unit;
    field f = {.definition = d, .name = name_of(t->chart, d)};
    jb_str end = d->bin || d->binned ? d->end : (jb_str){NULL, 0};
    const jb_definition *second = u->definitions[jb_channel_second(d->channel)];
    if (!end.p && jb_channel_second(d->channel) && second && second->kind == JB_DEFINES_FIELD)
        end = second->name;
    f.column = jb_table_find(u->table, d->name);
    f.end = end.p ? jb_table_find(u->table, end) : NULL;
    f.labeler = jb_labeler_make(t->chart, d, format_of(t->chart, d), JB_FOR_TEXT, NULL, 0);
    if (is_measure(d))
        take_unit(u, &f);
    f.name = with_aggregate(t->chart, d, f.name);
    return f;
}

static bool has_key(const teller *t, const jb_column *column)
{
    for (size_t i = 0; i < t->keys_n; i++)
        if (t->keys[i].column == column)
            return true;
    return false;
}

static void add_field(teller *t, const jb_definition *d)
{
    d = d ? jb_definition_field(d) : NULL;
    if (!d || d->kind != JB_DEFINES_FIELD)
        return;
    field f = field_of(t, d);
    bool place = jb_channel_position(d->channel) || jb_channel_polar(d->channel);
    if (!f.column)
        return;
    if (is_measure(d) && (place || !t->measures_n)) {
        if (t->measures_n < JB_COUNT(t->measures))
            t->measures[t->measures_n++] = f;
    } else if (!is_measure(d) && t->keys_n < KEYS && !has_key(t, f.column)) {
        t->keys[t->keys_n++] = f;
    }
}

/* Places first, then what parts the marks: colour, pattern, shape and groups without ink. */
static void add_fields(teller *t)
{
    static const jb_channel channels[] = {
        JB_CHANNEL_Y,        JB_CHANNEL_X,       JB_CHANNEL_THETA,       JB_CHANNEL_RADIUS,
        JB_CHANNEL_X_OFFSET, JB_CHANNEL_COLOR,   JB_CHANNEL_FILL,        JB_CHANNEL_STROKE,
        JB_CHANNEL_PATTERN,  JB_CHANNEL_SHAPE,   JB_CHANNEL_STROKE_DASH, JB_CHANNEL_SIZE,
        JB_CHANNEL_OPACITY,  JB_CHANNEL_Y_OFFSET};
    const jb_unit_view *u = t->view->unit;
    for (size_t i = 0; i < JB_COUNT(channels); i++)
        add_field(t, u->definitions[channels[i]]);
    for (size_t i = 0; i < u->details_n; i++)
        add_field(t, u->details[i]);
}

/* ---- values ---- */

/* As written where that is short; else rounded, and said to be so. */
static jb_str number_text(const teller *t, const field *f, jb_value v)
{
    jb_arena *a = t->chart->cx->keep;
    double number = jb_value_number(v);
    if (v.type == JB_NULL || number - number != 0)
        return say(t->chart, W_NO_DATA);
    jb_format_asked how = format_of(t->chart, f->definition);
    bool asked = how.format.p || how.type.p;
    jb_str text = asked ? jb_label_of(&f->labeler, v) : jb_value_text(a, v);
    bool about = false, share = jb_str_eq(how.format, JB_S("~%"));
    if (share ? text.n > LONGEST_SHARE : !asked && text.n > LONGEST_NUMBER) {
        text = jb_format_text(a,
                              share               ? JB_S(".2~%")
                              : fabs(number) >= 1 ? JB_S(".2~f")
                                                  : JB_S(".3~r"),
                              t->chart->locale, v);
        double back, whole = share ? 100 * number : number;
        about = jb_number_read(jb_str_cut(text, 0, text.n - share), &back) &&
                fabs(back - whole) > 1e-9 * fabs(whole);
    }
    return about ? jb_str_printf(a, "%.*s%.*s", JB_F(say(t->chart, W_ABOUT)), JB_F(text)) : text;
}

static jb_str with_unit(const teller *t, const field *f, jb_str text)
{
    if (!f->unit.n || jb_str_eq(text, say(t->chart, W_NO_DATA)) || jb_str_ends(text, f->unit))
        return text;
    return jb_str_printf(t->chart->cx->keep, "%.*s %.*s", JB_F(text), JB_F(f->unit));
}

static jb_str measure_text(const teller *t, const field *f, size_t row)
{
    jb_str text = number_text(t, f, jb_cell(f->column, row));
    if (f->end)
        text =
            jb_str_printf(t->chart->cx->keep, "%.*s%.*s%.*s", JB_F(text), JB_F(say(t->chart, W_TO)),
                          JB_F(number_text(t, f, jb_cell(f->end, row))));
    text = with_unit(t, f, text);
    if (f->middle)
        text = jb_str_printf(t->chart->cx->keep, "%.*s%.*s%.*s", JB_F(text),
                             JB_F(say(t->chart, W_MIDDLE)),
                             JB_F(with_unit(t, f, number_text(t, f, jb_cell(f->middle, row)))));
    return text;
}

static jb_str key_text(const teller *t, const field *f, size_t row)
{
    if (jb_cell_null(f->column, row))
        return say(t->chart, W_NOT_STATED);
    jb_str text = jb_label_of(&f->labeler, jb_cell(f->column, row));
    if (!f->end)
        return text;
    return jb_str_printf(t->chart->cx->keep, "%.*s–%.*s", JB_F(text),
                         JB_F(jb_label_of(&f->labeler, jb_cell(f->end, row))));
}

/* 甲（已硬化）60 公里: the first key, the others in brackets, then the measures. */
static void add_item(const teller *t, jb_buf *b, size_t row)
{
    for (size_t i = 0; i < t->keys_n; i++) {
        put(t->chart, b, i == 1 ? W_OPEN : i ? W_COMMA : SILENT);
        jb_buf_add(b, key_text(t, &t->keys[i], row));
    }
    if (t->keys_n > 1)
        put(t->chart, b, W_CLOSE);
    for (size_t i = 0; i < t->measures_n; i++) {
        if (i)
            put(t->chart, b, W_BESIDE);
        else if (t->keys_n && !t->measures[i].unit.n)
            put(t->chart, b, W_IS);
        else if (t->keys_n == 1)
            jb_buf_byte(b, ' ');
        jb_buf_add(b, measure_text(t, &t->measures[i], row));
    }
}

static void add_items(const teller *t, jb_buf *b)
{
    for (size_t i = 0; i < t->rows.n; i++) {
        put(t->chart, b, i ? W_COMMA : SILENT);
        add_item(t, b, jb_row(t->rows, i));
    }
}

/* The rows with the smallest and the largest number of a measure. */
typedef struct ends {
    size_t least, most, stated; /* of so many rows that have one; 0: the first row is both */
} ends;

static ends ends_of(const teller *t, const field *f)
{
    ends e = {jb_row(t->rows, 0), jb_row(t->rows, 0), 0};
    for (size_t i = 0; i < t->rows.n; i++) {
        size_t row = jb_row(t->rows, i);
        double v = jb_cell_number(f->column, row);
        if (v - v != 0)
            continue;
        if (!e.stated++)
            e.most = e.least = row;
        e.most = v > jb_cell_number(f->column, e.most) ? row : e.most;
        e.least = v < jb_cell_number(f->column, e.least) ? row : e.least;
    }
    return e;
}

/* Of points between two measures: how far they reach on each. */
static void add_extents(const teller *t, jb_buf *b)
{
    for (size_t k = 0; k < t->measures_n; k++) {
        const field *f = &t->measures[k];
        ends e = ends_of(t, f);
        put(t->chart, b, k ? W_COMMA : SILENT);
        jb_buf_printf(b, "%.*s %.*s", JB_F(f->name),
                      JB_F(number_text(t, f, jb_cell(f->column, e.least))));
        put(t->chart, b, W_TO);
        jb_buf_add(b, measure_text(t, f, e.most));
    }
}

/* Of more rows than are read with patience: the ends, the largest and the smallest. */
static void add_ends(const teller *t, jb_buf *b)
{
    ends e = ends_of(t, &t->measures[0]);
    const struct {
        word name;
        size_t row;
    } told[] = {{W_FIRST, jb_row(t->rows, 0)},
                {W_LAST, jb_row(t->rows, t->rows.n - 1)},
                {W_MOST, e.most},
                {W_LEAST, e.least}};
    for (size_t i = 0; i < JB_COUNT(told); i++) {
        put(t->chart, b, i ? W_COMMA : SILENT);
        put(t->chart, b, told[i].name);
        add_item(t, b, told[i].row);
    }
    if (e.stated < t->rows.n)
        put_counted(t->chart, b, W_COMMA, t->rows.n - e.stated, W_WITHOUT);
}

/* Marks that stand for themselves are counted by their last key: what they are coloured by. */
static void add_counts(const teller *t, jb_buf *b)
{
    const field *f = &t->keys[t->keys_n - 1];
    JB_LIST(jb_str) seen = {0};
    for (size_t i = 0; i < t->rows.n && seen.n <= ITEMS; i++) {
        jb_str text = key_text(t, f, jb_row(t->rows, i));
        size_t known = 0, same = 0;
        while (known < seen.n && !jb_str_eq(seen.at[known], text))
            known++;
        if (known < seen.n)
            continue;
        *JB_PUSH(t->chart->cx->keep, &seen) = text;
        for (size_t k = i; k < t->rows.n; k++)
            same += jb_str_eq(key_text(t, f, jb_row(t->rows, k)), text);
        put(t->chart, b, i ? W_COMMA : SILENT);
        jb_buf_printf(b, "%.*s ", JB_F(text));
        put_counted(t->chart, b, SILENT, same, W_OF_KIND);
    }
}

static void add_names(const teller *t, jb_buf *b)
{
    bool named = t->part && t->part->total == SILENT; /* by another part */
    for (size_t i = 0; i < t->measures_n && !named; i++) {
        put(t->chart, b, i ? W_AND : W_COMMA);
        jb_buf_add(b, t->measures[i].name);
    }
    put(t->chart, b, W_COLON);
}

static word name_of_mark(const teller *t)
{
    const jb_unit_view *u = t->view->unit;
    if (t->part)
        return t->part->name;
    if (u->mark == JB_MARK_BAR && u->orient == JB_VERTICAL)
        return W_COLUMN;
    return marks[u->mark] ? marks[u->mark] : W_SHAPE;
}

/* Does another unit tell the same rows already: labels and points over bars and lines? */
static bool is_echo(const jb_view *told, const teller *t)
{
    for (size_t i = 0; i < t->measures_n; i++) {
        bool found = false;
        for (jb_channel c = 1; c < JB_CHANNELS; c++) {
            const jb_definition *d = told->unit->definitions[c];
            found = found || (d && d->kind == JB_DEFINES_FIELD &&
                              jb_str_eq(d->field, t->measures[i].definition->field) &&
                              d->aggregate == t->measures[i].definition->aggregate);
        }
        if (!found)
            return false;
    }
    return told->unit->table->rows == t->view->unit->table->rows;
}

static void tell_rows(const teller *t, jb_buf *b)
{
    add_names(t, b);
    if (!t->measures_n)
        add_counts(t, b);
    else if (t->rows.n <= ITEMS)
        add_items(t, b);
    else
        add_ends(t, b);
}

/* Of rows that are put together none is missing; else those without a number are. */
static size_t rows_of_data(const teller *t)
{
    for (size_t i = 0; i < t->measures_n; i++)
        if (t->measures[i].definition->aggregate || t->measures[i].definition->count)
            return t->rows.n;
    const jb_view *v = t->view;
    size_t raw = v->raw_rows.at ? v->raw_rows.n : v->unit->raw ? v->unit->raw->rows : 0;
    return raw > t->rows.n ? raw : t->rows.n;
}

/* A unit that was told, in the cell of a facet of that name. */
typedef struct told {
    const jb_view *view;
    jb_str cell;
} told;

typedef struct speech {
    jb_chart *chart;
    jb_buf text;
    told told[UNITS];
    size_t told_n, left;
} speech;

static const part *part_of(const jb_unit_view *u)
{
    for (size_t i = 0; u->spec && JB_HAS(u->spec, style) && i < u->spec->style.n; i++)
        for (size_t k = 0; k < JB_COUNT(parts); k++)
            if (jb_str_eq(parts[k].style, u->spec->style.at[i]))
                return &parts[k];
    return NULL;
}

static const jb_column *column_of_part(const teller *t, jb_str head, jb_str of)
{
    jb_str name = jb_str_printf(t->chart->cx->keep, "%.*s%.*s", JB_F(head), JB_F(of));
    return head.n ? jb_table_find(t->view->unit->table, name) : NULL;
}

/* The columns that the part tells in place of those it draws. False: another part tells it. */
static bool take_part(teller *t)
{
    static const jb_str heads[] = {JB_K("lower_box_"), JB_K("lower_whisker_")};
    field *f = &t->measures[0];
    if (!t->part)
        return true;
    jb_str name = t->measures_n ? f->definition->field : (jb_str){NULL, 0};
    if (t->part->name == SILENT || !name.n ||
        (t->part->from.n && !jb_str_starts(name, t->part->from)))
        return false;
    for (size_t i = 0; i < JB_COUNT(heads); i++)
        if (jb_str_starts(name, heads[i]))
            name = jb_str_cut(name, heads[i].n, SIZE_MAX);
    const jb_column *to = column_of_part(t, t->part->to, name);
    f->end = to ? to : f->end;
    f->middle = column_of_part(t, t->part->middle, name);
    return true;
}

static bool told_before(const speech *s, const teller *t, jb_str cell)
{
    for (size_t i = 0; i < s->told_n; i++)
        if (!t->part && jb_str_eq(cell, s->told[i].cell) && is_echo(s->told[i].view, t))
            return true;
    return false;
}

static void add_total(const teller *t, jb_buf *b)
{
    word behind = t->part ? t->part->total : W_ITEMS;
    if (behind == SILENT)
        return;
    put_counted(t->chart, b, W_IN_ALL, t->all, behind);
    if (t->rows.n < t->all)
        put_counted(t->chart, b, W_OF_THEM, t->all - t->rows.n, W_UNDRAWN);
}

static void tell_unit(speech *s, const jb_view *view, jb_str cell)
{
    teller t = {.chart = s->chart, .view = view, .part = part_of(view->unit)};
    bool written = view->unit->mark == JB_MARK_TEXT || view->unit->mark == JB_MARK_IMAGE;
    if (written || !view->unit->table)
        return;
    t.rows = jb_unit_rows(s->chart, view);
    add_fields(&t);
    t.all = t.part ? t.rows.n : rows_of_data(&t);
    if (!t.rows.n || (!t.measures_n && !t.keys_n) || !take_part(&t) || told_before(s, &t, cell))
        return;
    if (s->told_n == UNITS || s->text.text.n > LONGEST) {
        s->left++;
        return;
    }
    s->told[s->told_n++] = (told){view, cell};
    jb_buf *b = &s->text;
    put(s->chart, b, s->told_n > 1 ? W_STOP : SILENT);
    jb_buf_add(b, cell);
    put(s->chart, b, cell.n ? W_COMMA : SILENT);
    put(s->chart, b, name_of_mark(&t));
    if (t.measures_n == 2 && t.rows.n > ITEMS)
        put(s->chart, b, W_COLON), add_extents(&t, b);
    else
        tell_rows(&t, b);
    add_total(&t, b);
}

/* Layers are drawn from the back; of a box plot the box, which is drawn last, is told first. */
static bool ends_in_box(const jb_view *view)
{
    while (view->kind == JB_VIEW_LAYER && view->children_n)
        view = view->children[view->children_n - 1];
    return view->unit && part_of(view->unit) &&
           jb_str_starts(part_of(view->unit)->style, JB_S("boxplot"));
}

static void tell(speech *s, const jb_view *view, jb_str cell)
{
    if (view->unit)
        tell_unit(s, view, cell);
    bool back = view->kind == JB_VIEW_LAYER && ends_in_box(view);
    for (size_t i = 0; i < view->children_n; i++) {
        jb_str name = cell;
        for (size_t k = 0; view->kind == JB_VIEW_FACET && k < JB_COUNT(view->facet); k++) {
            const jb_facet_channel *f = &view->facet[k];
            size_t columns = view->facet[JB_BY_COLUMN].values_n;
            size_t at = k == JB_BY_ROW && columns      ? i / columns
                        : k == JB_BY_COLUMN && columns ? i % columns
                                                       : i;
            if (f->definition && at < f->values_n)
                name =
                    jb_str_printf(s->chart->cx->keep, "%.*s%s%.*s", JB_F(name), name.n ? " " : "",
                                  JB_F(jb_value_text(s->chart->cx->keep, f->values[at])));
        }
        tell(s, view->children[back ? view->children_n - 1 - i : i], name);
    }
}

jb_str jb_chart_alt(jb_chart *chart, const jb_view *root, jb_str title)
{
    speech s = {.chart = chart, .text = jb_buf_new(chart->cx->keep)};
    tell(&s, root, (jb_str){NULL, 0});
    if (s.left)
        put_counted(chart, &s.text, W_MORE, s.left, W_UNTOLD);
    if (!s.told_n)
        return title.n ? title : JB_S("");
    put(chart, &s.text, W_END);
    return title.n ? jb_str_printf(chart->cx->keep, "%.*s%.*s%.*s", JB_F(title),
                                   JB_F(say(chart, W_STOP)), JB_F(s.text.text))
                   : s.text.text;
}
