#include "data/stray.h"

#include "data/infer.h"

/* The character without its width: １ is 1, － is -. */
static uint32_t narrow(uint32_t c)
{
    return c > 0xFF00 && c < 0xFF5F ? c - 0xFF00 + ' ' : c;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_one_of(jb_str set, uint32_t c)
{
    for (size_t at = 0; at < set.n;)
        if (jb_utf8_next(set, &at) == c)
            return true;
    return false;
}

static bool is_number(jb_str cell)
{
    jb_value v;
    return jb_read_number(NULL, cell, &v) || jb_read_percent(NULL, cell, &v);
}

/* Blanks, signs, currencies, brackets and words of measure that stand in front of a number. */
static const jb_str in_front = JB_K(" +-−±¥$€(<>=≥≤≈~约近超▲▼↑↓");

static bool is_alike(jb_str cell)
{
    for (size_t at = 0; at < cell.n;) {
        uint32_t c = narrow(jb_utf8_next(cell, &at));
        if (is_digit(c))
            return true;
        if (!is_one_of(in_front, c))
            return false;
    }
    return false;
}

/* Names all over are seen from some cells of a long column. */
static bool is_worth_reading(const jb_column *c, size_t rows)
{
    enum { SOME = 256 };
    size_t step = rows / SOME + 1, cells = 0, alike = 0;
    for (size_t r = 0; r < rows; r += step) {
        bool there = !jb_cell_null(c, r);
        cells += there;
        alike += there && is_alike(c->texts[r]);
    }
    return alike * 4 >= cells;
}

bool jb_stray_find(const jb_column *c, size_t rows, jb_stray *stray)
{
    *stray = (jb_stray){0};
    if (c->type != JB_TEXT || !is_worth_reading(c, rows))
        return false;
    for (size_t r = 0; r < rows; r++) {
        if (jb_cell_null(c, r))
            continue;
        bool number = is_number(c->texts[r]);
        stray->cells++;
        stray->numbers += number;
        stray->alike += number || is_alike(c->texts[r]);
        if (!number && !stray->n++)
            stray->row = r;
    }
    return stray->n > 0;
}

/* ---- what was meant ---- */

static bool is_nothing(jb_str cell)
{
    static const jb_str words[] = {JB_K("/"),    JB_K("无"),   JB_K("暂无"), JB_K("不详"),
                                   JB_K("N/A"),  JB_K("NA"),   JB_K("null"), JB_K("NaN"),
                                   JB_K("none"), JB_K("#N/A"), JB_K("nil")};
    static const jb_str marks = JB_K("-—–―…. ");
    bool all = true;
    for (size_t at = 0; at < cell.n;)
        all = is_one_of(marks, narrow(jb_utf8_next(cell, &at))) && all;
    for (size_t i = 0; !all && i < JB_COUNT(words); i++)
        all = jb_str_eq_fold(cell, words[i]);
    return all;
}

static bool is_failed(jb_str cell)
{
    return jb_str_starts(cell, JB_S("#")) && jb_str_ends(cell, JB_S("!"));
}

static bool is_qualified(jb_str cell)
{
    static const jb_str behind[] = {JB_K("余"),   JB_K("多"),   JB_K("左右"),
                                    JB_K("以上"), JB_K("以下"), JB_K("+")};
    size_t at = 0;
    bool front = is_one_of(JB_S("<>=≥≤≈~约近超"), narrow(jb_utf8_next(cell, &at)));
    for (size_t i = 0; !front && i < JB_COUNT(behind); i++)
        front = jb_str_ends(cell, behind[i]);
    return front && cell.n && jb_str_find(cell, JB_S("%")) < 0;
}

static bool is_in_brackets(jb_str cell)
{
    size_t at = 0;
    return is_one_of(JB_S("(▲▼"), narrow(jb_utf8_next(cell, &at)));
}

/* 1O0, l23: letters that look like digits. */
static bool is_misread(jb_str cell)
{
    size_t digits = 0, letters = 0, others = 0;
    for (size_t at = 0; at < cell.n;) {
        uint32_t c = narrow(jb_utf8_next(cell, &at));
        digits += is_digit(c);
        letters += is_one_of(JB_S("OoIlSB"), c);
        others += !is_digit(c) && !is_one_of(JB_S("OoIlSB.,+-"), c);
    }
    return digits && letters && !others;
}

static bool has_unit(jb_str cell)
{
    bool digit = false;
    for (size_t at = 0; at < cell.n;) {
        uint32_t c = narrow(jb_utf8_next(cell, &at));
        digit = digit || is_digit(c);
        if (digit && (c >= 0x3400 || (c | 32) >= 'a') && (c < 0xFF00 || c > 0xFFFF) && c != '~')
            return true;
    }
    return false;
}

static bool has_currency(jb_str cell)
{
    size_t at = 0;
    return is_one_of(JB_S("¥$€"), narrow(jb_utf8_next(cell, &at))) ||
           jb_str_starts(cell, JB_S("￥"));
}

static bool is_parted(jb_str cell)
{
    bool digit = false, parted = false;
    for (size_t at = 0; at < cell.n;) {
        uint32_t c = narrow(jb_utf8_next(cell, &at));
        parted = parted || (digit && is_one_of(JB_S(" ,'’\u00a0\u2009\u202f，"), c));
        digit = digit || is_digit(c);
    }
    return parted;
}

static const struct {
    bool (*is)(jb_str cell);
    const char *advice;
} forms[] = {
    {is_nothing, "leave the cell empty where there is nothing"},
    {is_failed, "a formula of the spreadsheet failed there"},
    {is_misread, "a letter stands where a digit is meant"},
    {is_qualified, "put the word into a column of its own, and the number alone into the cell"},
    {has_currency,
     "put the unit into the head, as in 资金（万元）, and numbers alone into the cells"},
    {is_in_brackets, "a number below zero is written -100"},
    {has_unit, "put the unit into the head, as in 资金（万元）, and numbers alone into the cells"},
    {is_parted, "only a comma parts groups of three digits"},
};

void jb_stray_hint(jb_ctx *cx, jb_str cell)
{
    for (size_t i = 0; i < JB_COUNT(forms); i++)
        if (forms[i].is(cell)) {
            jb_hint(cx, "%s", jb_word(cx, forms[i].advice));
            return;
        }
}

bool jb_stray_hint_first(jb_ctx *cx, const jb_table *t, const jb_column *column, jb_span where)
{
    jb_stray stray;
    if (!jb_stray_find(column, t->rows, &stray) || stray.alike * 2 <= stray.cells)
        return false;
    jb_span at = t->source ? jb_cell_span(cx, t, stray.row, column->name) : where;
    if (!at.source)
        return false;
    jb_place place = jb_span_place(at);
    jb_hint(cx, "“%.*s” in %.*s:%zu:%zu is no number; cells that are none: %zu of %zu",
            JB_F(jb_brief(cx, column->texts[stray.row])), JB_F(place.source->name), place.line,
            place.column, stray.n, stray.cells);
    jb_stray_hint(cx, column->texts[stray.row]);
    return true;
}
