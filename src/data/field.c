/* Cells by the fields of a Table Schema. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/timeformat.h"
#include "data/infer.h"
#include "data/schema.h"

bool jb_field_missing(const jb_field *field, jb_str cell)
{
    for (size_t i = 0; cell.n && i < field->missing_values.n; i++)
        if (jb_str_eq(field->missing_values.at[i], cell))
            return true;
    return !cell.n;
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What says that the number behind it is below zero, but is no sign of the schema's. */
static bool negates(jb_str front)
{
    static const jb_str signs[] = {JB_K("\u2212"), JB_K("\uFF0D")},
                        brackets[][2] = {{JB_K("("), JB_K(")")}, {JB_K("\uFF08"), JB_K("\uFF09")}};
    for (size_t i = 0; i < 2; i++) {
        ptrdiff_t open = jb_str_find(front, brackets[i][0]);
        jb_str inside = open < 0 ? front : jb_str_cut(front, (size_t)open, front.n);
        if (jb_str_find(front, signs[i]) >= 0 ||
            (open >= 0 && jb_str_find(inside, brackets[i][1]) < 0))
            return true;
    }
    return false;
}

static bool number_begins(jb_str s, size_t at, char decimal)
{
    return digit(s.p[at]) || s.p[at] == '-' || s.p[at] == '+' ||
           (s.p[at] == decimal && at + 1 < s.n && digit(s.p[at + 1]));
}

/* Without a currency, a unit or a % around the number; {"", 0}: there is none. */
static jb_str bare(jb_str s, char decimal)
{
    size_t start = 0, stop = s.n;
    while (start < stop && !number_begins(s, start, decimal))
        start++;
    while (stop > start && !digit(s.p[stop - 1]))
        stop--;
    return negates(jb_str_cut(s, 0, start)) ? JB_S("") : jb_str_cut(s, start, stop - start);
}

/* Do its marks part digits as people part them: groups of two and more, three at the end? Else 1,5
 * would be read as 15. */
static bool sound_groups(const jb_field *field, jb_str s)
{
    size_t digits = 0, least = 1;
    for (size_t i = 0; i < s.n && s.p[i] != field->decimal_char && (s.p[i] | 32) != 'e';) {
        if (!jb_str_starts(jb_str_cut(s, i, s.n), field->group_char)) {
            digits += digit(s.p[i++]);
            continue;
        }
        if (digits < least)
            return false;
        i += field->group_char.n;
        digits = 0;
        least = 2;
    }
    return least == 1 || digits >= 3;
}

/* The number as a literal: no group characters, a point, no leading zeros. 0: it is none. */
static size_t literal(const jb_field *field, jb_str s, char out[128])
{
    size_t n = 0;
    if (!field->bare_number)
        s = bare(s, field->decimal_char);
    if (field->group_char.n && !sound_groups(field, s))
        return 0;
    bool leading = true; /* zeros would still be */
    for (size_t i = 0; i < s.n;) {
        jb_str rest = jb_str_cut(s, i, s.n);
        if (field->group_char.n && jb_str_starts(rest, field->group_char) && n) {
            i += field->group_char.n;
            continue;
        }
        char c = s.p[i++];
        if (c == field->decimal_char)
            c = '.';
        else if (!digit(c) && c != '-' && c != '+' && (c | 32) != 'e')
            return 0;
        if (c == '0' && leading && i < s.n && digit(s.p[i]))
            continue;
        leading = leading && !digit(c);
        if (n == 127)
            return 0;
        bool plus = c == '+' && i == 1 && i < s.n && s.p[i] != '+' && s.p[i] != '-';
        if (!plus)
            out[n++] = c;
    }
    return n;
}

static bool read_number(const jb_field *field, jb_str cell, jb_value *v)
{
    static const struct {
        jb_str name;
        double number;
    } words[] = {{JB_K("NaN"), NAN}, {JB_K("INF"), INFINITY}, {JB_K("-INF"), -INFINITY}};
    for (size_t i = 0; i < JB_COUNT(words); i++)
        if (jb_str_eq_fold(words[i].name, cell))
            return *v = jb_number(words[i].number), true;
    if (cell.n < 18 && field->bare_number && field->decimal_char == '.' &&
        jb_read_plain_number(cell, v))
        return true;
    char out[128];
    size_t n = literal(field, cell, out);
    return n && jb_exact_read((jb_str){out, n}, v);
}

static bool read_integer(const jb_field *field, jb_str cell, jb_value *v)
{
    char out[128];
    size_t n = literal(field, cell, out);
    for (size_t i = 0; i < n; i++)
        if (!digit(out[i]) && (i || out[i] != '-'))
            return false;
    return n && jb_exact_read((jb_str){out, n}, v) && v->type == JB_INT;
}

static bool is_among(jb_str cell, jb_strings words)
{
    return jb_str_among(cell, words.at, words.n);
}

static bool read_boolean(const jb_field *field, jb_str cell, jb_value *v)
{
    *v = jb_bool(is_among(cell, field->true_values));
    return v->truth || is_among(cell, field->false_values);
}

static bool has_pattern(const jb_field *field)
{
    return !jb_str_eq(field->format, JB_S("default")) && !jb_str_eq(field->format, JB_S("any"));
}

/* By the field's pattern, or in any of the forms people use if the format is "any". */
static bool read_instant(const jb_field *field, jb_str cell, jb_value *v)
{
    if (has_pattern(field)) {
        double ms = jb_time_parse_strict(field->format, NULL, cell);
        *v = jb_datetime(isnan(ms) ? 0 : (int64_t)ms);
        return !isnan(ms);
    }
    if (jb_date_read_iso(cell, v))
        return true;
    if (!jb_str_eq(field->format, JB_S("any")))
        return false;
    if (jb_date_read_zh(cell, v))
        return true;
    double ms = jb_date_read_js(cell);
    *v = jb_datetime(isnan(ms) ? 0 : (int64_t)ms);
    return !isnan(ms);
}

static bool read_date(const jb_field *field, jb_str cell, jb_value *v)
{
    if (!read_instant(field, cell, v))
        return false;
    if (v->type == JB_DATETIME && v->integer % JB_DAY_MS)
        return false;
    if (v->type == JB_DATETIME)
        *v = jb_date(v->integer / JB_DAY_MS);
    return true;
}

static bool read_datetime(const jb_field *field, jb_str cell, jb_value *v)
{
    if (!read_instant(field, cell, v))
        return false;
    bool day = v->type == JB_DATE;
    *v = jb_datetime(jb_value_ms(*v));
    return !day || has_pattern(field) || jb_str_eq(field->format, JB_S("any"));
}

static bool digits_at(jb_str s, size_t at, size_t n)
{
    for (size_t i = at; i < at + n; i++)
        if (i >= s.n || !digit(s.p[i]))
            return false;
    return true;
}

/* hh:mm:ss */
static bool read_time(const jb_field *field, jb_str s, jb_value *v)
{
    *v = jb_text(s);
    if (has_pattern(field))
        return !isnan(jb_time_parse_strict(field->format, NULL, s));
    return s.n == 8 && digits_at(s, 0, 2) && s.p[2] == ':' && digits_at(s, 3, 2) && s.p[5] == ':' &&
           digits_at(s, 6, 2) && jb_str_cmp(jb_str_cut(s, 0, 2), JB_S("24")) < 0 && s.p[3] < '6' &&
           s.p[6] < '6';
}

static bool read_year(const jb_field *field, jb_str cell, jb_value *v)
{
    (void)field;
    jb_str body = jb_str_starts(cell, JB_S("-")) ? jb_str_cut(cell, 1, cell.n) : cell;
    return body.n >= 4 && digits_at(body, 0, body.n) && read_integer(field, cell, v);
}

/* A month is its first day. */
static bool read_yearmonth(const jb_field *field, jb_str cell, jb_value *v)
{
    (void)field;
    if (cell.n != 7 || !digits_at(cell, 0, 4) || cell.p[4] != '-' || !digits_at(cell, 5, 2))
        return false;
    char day[10];
    memcpy(day, cell.p, 7);
    memcpy(day + 7, "-01", 3);
    return jb_date_read_iso((jb_str){day, 10}, v);
}

static bool read_text(const jb_field *field, jb_str cell, jb_value *v)
{
    (void)field;
    *v = jb_text(cell);
    return true;
}

bool jb_field_read(const jb_field *field, jb_str cell, jb_value *v)
{
    static bool (*const readers[])(const jb_field *, jb_str, jb_value *) = {
        [JB_FIELD_STRING] = read_text,         [JB_FIELD_INTEGER] = read_integer,
        [JB_FIELD_NUMBER] = read_number,       [JB_FIELD_BOOLEAN] = read_boolean,
        [JB_FIELD_DATE] = read_date,           [JB_FIELD_DATETIME] = read_datetime,
        [JB_FIELD_TIME] = read_time,           [JB_FIELD_YEAR] = read_year,
        [JB_FIELD_YEARMONTH] = read_yearmonth, [JB_FIELD_ANY] = read_text,
    };
    _Static_assert(JB_COUNT(readers) == JB_FIELD_TYPES, "every type has a reader");
    return readers[field->type](field, cell, v);
}
