#include "data/infer.h"

#include <string.h>

#include "base/date.h"

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A number in the half-width form of what people write: "１，０８６．５" is "1086.5", "1,086" is
 * "1086", "−5" is "-5". Returns the length in out, or 0 if it is no number or too long. */
static size_t plain_number(jb_str s, char out[64])
{
    size_t n = 0, comma = 0; /* digits since the last comma; 0: none yet */
    bool grouped = false, whole = true, plus = false;
    s = jb_str_trim(s);
    for (size_t i = 0; i < s.n;) {
        uint32_t c = jb_utf8_next(s, &i);
        if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFF01 - '!'; /* the full-width forms of ASCII */
        if (c == 0x2212)
            c = '-';
        if (c == ',') {
            if (!whole || comma == 0 || comma > 3 || (grouped && comma != 3))
                return 0;
            grouped = true;
            comma = 0;
            continue;
        }
        bool sign = (c == '-' || c == '+');
        if (sign && plus && !n)
            return 0;
        if (n == 63 || c > 0x7E || !(digit((char)c) || sign || c == '.' || c == 'e' || c == 'E'))
            return 0;
        if (digit((char)c) && whole) {
            comma++;
        } else if (!digit((char)c) && n + !sign) {
            if (grouped && whole && comma != 3)
                return 0;
            whole = false;
        }
        plus = c == '+' && !n; /* which says nothing */
        if (!plus)
            out[n++] = (char)c;
    }
    return grouped && whole && comma != 3 ? 0 : n;
}

/* A double: too many digits, or an exponent that cannot be taken for a code. */
static bool read_double(jb_str s, bool point, jb_value *v)
{
    double number;
    const char *e = memchr(s.p, 'e', s.n);
    if (!e)
        e = memchr(s.p, 'E', s.n);
    if (e && !point && (e + 1 == s.p + s.n || digit(e[1])))
        return false;
    return jb_number_read(s, &number) && (*v = jb_number(number), true);
}

/* Without a copy: nearly every cell of nearly every file. */
bool jb_read_plain_number(jb_str s, jb_value *v)
{
    size_t i = s.n && s.p[0] == '-', first = i, point = 0;
    uint64_t m = 0;
    bool fits = true;
    for (; i < s.n; i++) {
        if (s.p[i] == '.' && !point && i > first) {
            point = i;
            continue;
        }
        if (!digit(s.p[i]))
            return (s.p[i] | 32) == 'e' && read_double(s, point != 0, v);
        fits &= m <= (UINT64_MAX - 9) / 10;
        m = m * 10 + (uint64_t)(s.p[i] - '0');
    }
    size_t whole = (point ? point : s.n) - first, scale = point ? s.n - point - 1 : 0;
    if (!whole || (point && !scale) || (whole > 1 && s.p[first] == '0'))
        return false;
    if (point && (whole + scale > 18 || !fits))
        return read_double(s, true, v);
    if (!fits || m > (uint64_t)INT64_MAX + first)
        return false;
    *v = (jb_value){.type = point ? JB_DECIMAL : JB_INT,
                    .scale = (uint8_t)scale,
                    .integer = (int64_t)(first ? 0 - m : m)};
    return true;
}

bool jb_read_number(const void *none, jb_str cell, jb_value *v)
{
    (void)none;
    if (jb_read_plain_number(cell, v))
        return true;
    char out[64];
    size_t n = plain_number(cell, out);
    return n && jb_read_plain_number((jb_str){out, n}, v);
}

bool jb_read_percent(const void *none, jb_str cell, jb_value *v)
{
    cell = jb_str_trim(cell);
    jb_str sign = jb_str_ends(cell, JB_S("%")) ? JB_S("%") : JB_S("％");
    if (!jb_str_ends(cell, sign) || !jb_read_number(none, jb_str_cut(cell, 0, cell.n - sign.n), v))
        return false;
    if (v->type == JB_NUMBER || v->scale > 16)
        *v = jb_number(jb_value_number(*v) / 100);
    else
        v->type = JB_DECIMAL, v->scale = (uint8_t)(v->scale + 2);
    return true;
}

/* A year alone (2024年) stays text: it names a year, not its first day. */
static bool read_date(const void *none, jb_str cell, jb_value *v)
{
    (void)none;
    cell = jb_str_trim(cell);
    if (!cell.n || jb_str_ends(cell, JB_S("年")))
        return false;
    return jb_date_read_iso(cell, v) || jb_date_read_zh(cell, v);
}

static bool read_truth(const void *none, jb_str cell, jb_value *v)
{
    (void)none;
    bool yes = jb_str_eq_fold(cell, JB_S("true"));
    *v = jb_bool(yes);
    return yes || jb_str_eq_fold(cell, JB_S("false"));
}

static bool read_whole(jb_cell_reader *reader, const jb_str *cells, size_t n, jb_value *values,
                       bool *some)
{
    *some = false;
    for (size_t i = 0; i < n; i++) {
        if (!cells[i].n)
            values[i] = jb_null();
        else if (!reader(NULL, cells[i], &values[i]))
            return false;
        else
            *some = true;
    }
    return true;
}

/* Days among instants are instants at midnight. */
static void align_dates(jb_value *values, size_t n)
{
    bool instants = false;
    for (size_t i = 0; i < n && !instants; i++)
        instants = values[i].type == JB_DATETIME;
    for (size_t i = 0; i < n && instants; i++)
        if (values[i].type == JB_DATE)
            values[i] = jb_datetime(jb_value_ms(values[i]));
}

jb_column jb_column_text(jb_arena *a, const jb_str *cells, size_t n)
{
    jb_column c = {.type = JB_TEXT, .texts = cells, .raw = cells};
    uint64_t *nulls = NULL;
    for (size_t i = 0; i < n; i++) {
        if (cells[i].n)
            continue;
        if (!nulls)
            c.nulls = nulls = JB_NEW_N(a, uint64_t, n / 64 + 1);
        nulls[i / 64] |= (uint64_t)1 << i % 64;
    }
    return c;
}

jb_column jb_column_infer(jb_arena *a, const jb_str *cells, size_t n, jb_value *values)
{
    static jb_cell_reader *const readers[] = {jb_read_number, jb_read_percent, read_date,
                                              read_truth};
    for (size_t k = 0; k < JB_COUNT(readers); k++) {
        bool some;
        if (!read_whole(readers[k], cells, n, values, &some))
            continue;
        if (readers[k] == read_date)
            align_dates(values, n);
        jb_column c = jb_column_of(a, (jb_str){NULL, 0}, values, n);
        if (c.type == JB_ANY)
            continue;
        c.raw = cells;
        c.percent = some && readers[k] == jb_read_percent;
        return c;
    }
    return jb_column_text(a, cells, n);
}
