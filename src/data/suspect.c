#include "data/suspect.h"

#include "base/date.h"

static bool is_han(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/* Letters that two GBK bytes can make and a Chinese table has no use for: combining marks,
 * Cyrillic, Armenian, Hebrew, Arabic, Syriac, Thaana, N'Ko. Latin and Greek it does have. */
static bool is_stray(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x400 && c <= 0x7FF);
}

/* Would the two bytes of this character be a first-level Han of GB 2312 (rows B0 to D7)? */
static bool is_common_pair(jb_str s, size_t at)
{
    unsigned char lead = (unsigned char)s.p[at], trail = (unsigned char)s.p[at + 1];
    return lead >= 0xC2 && lead <= 0xD7 && trail >= 0xA1;
}

typedef enum looks { INNOCENT, MISTAKEN, FOREIGN } looks;

/* A cell in another script has letters that are no common pairs, and no Han beside them. */
static looks looks_of(jb_str cell)
{
    size_t strays = 0, han = 0, pairs = 0, others = 0;
    for (size_t i = 0; i < cell.n;) {
        size_t at = i;
        uint32_t c = jb_utf8_next(cell, &i);
        bool pair = i - at == 2 && is_common_pair(cell, at);
        strays += is_stray(c);
        han += is_han(c);
        pairs += pair;
        others += c >= 0x80 && !pair;
    }
    if (!strays)
        return INNOCENT;
    return han || (pairs > 1 && !others) ? MISTAKEN : FOREIGN;
}

/* Does the text hold a byte that begins a character of U+0300 to U+07FF at all? Most files do not;
 * in blocks without a way out, so that the compiler can take many bytes at once. */
static bool may_hold_stray(jb_str text)
{
    enum { BLOCK = 4096 };
    for (size_t at = 0; at < text.n; at += BLOCK) {
        size_t end = at + BLOCK < text.n ? at + BLOCK : text.n;
        unsigned char found = 0;
        for (size_t i = at; i < end; i++)
            found |= (unsigned char)((unsigned char)(text.p[i] - '\xCC') <= 0xDF - 0xCC);
        if (found)
            return true;
    }
    return false;
}

static void look_at(jb_ctx *cx, const jb_table *t, const jb_column *c)
{
    size_t first = t->rows;
    for (size_t r = 0; r < t->rows; r++) {
        looks cell = jb_cell_null(c, r) ? INNOCENT : looks_of(c->texts[r]);
        if (cell == FOREIGN)
            return;
        if (cell == MISTAKEN && first == t->rows)
            first = r;
    }
    if (first == t->rows)
        return;
    jb_warn(cx, jb_cell_span(cx, t, first, c->name),
            "column “%.*s” may be GBK that was taken for UTF-8", JB_F(c->name));
    jb_hint(cx, "if so, say --encoding GB18030");
}

void jb_warn_mistaken_encoding(jb_ctx *cx, const jb_table *t)
{
    if (!may_hold_stray(t->source->text))
        return;
    for (size_t c = 0; c < t->columns_n; c++)
        if (t->columns[c].type == JB_TEXT)
            look_at(cx, t, &t->columns[c]);
}

/* ---- days ---- */

static bool is_day(jb_str cell)
{
    jb_value day;
    return jb_date_read_iso(cell, &day) || jb_date_read_zh(cell, &day);
}

/* Of three numbers, or with its 月: 2012-13 is a school's year. */
static bool is_wrong_day(jb_str cell)
{
    size_t numbers = 0;
    bool before = false;
    for (size_t i = 0; i < cell.n; i++) {
        bool digit = cell.p[i] >= '0' && cell.p[i] <= '9';
        numbers += digit && !before;
        before = digit;
    }
    return (numbers == 3 || jb_str_find(cell, JB_S("月")) >= 0) && jb_date_impossible(cell);
}

void jb_warn_impossible_day(jb_ctx *cx, const jb_table *t, const jb_column *c)
{
    size_t days = 0, wrong = 0, first = 0;
    for (size_t r = 0; c->type == JB_TEXT && r < t->rows; r++) {
        if (jb_cell_null(c, r))
            continue;
        if (is_day(jb_str_trim(c->texts[r])))
            days++;
        else if (!is_wrong_day(c->texts[r]))
            return;
        else if (!wrong++)
            first = r;
    }
    if (!wrong || !days)
        return;
    jb_warn(cx, jb_cell_span(cx, t, first, c->name),
            "“%.*s” in column “%.*s” is no day of the calendar; such cells: %zu of %zu",
            JB_F(jb_brief(cx, c->texts[first])), JB_F(jb_brief(cx, c->name)), wrong, wrong + days);
    jb_hint(cx,
            "it is read as text and its column as names, or by Vega as a day of the next month");
}

/* ---- totals ---- */

/* 合　计 as 合计. */
static size_t without_blanks(jb_str s, char out[16])
{
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        uint32_t c = jb_utf8_next(s, &at);
        if (n > 12)
            return 0;
        if (c != ' ' && c != 0x3000)
            n += jb_utf8_put(out + n, c);
    }
    return n;
}

static bool is_total(const jb_column *c, size_t row)
{
    static const jb_str words[] = {JB_K("合计"), JB_K("总计"),  JB_K("小计"),    JB_K("共计"),
                                   JB_K("总和"), JB_K("total"), JB_K("subtotal")};
    char bare[16];
    if (c->type != JB_TEXT || jb_cell_null(c, row) || c->texts[row].n < 5 || c->texts[row].n > 15)
        return false;
    jb_str word = {bare, without_blanks(c->texts[row], bare)};
    for (size_t i = 0; i < JB_COUNT(words); i++)
        if (jb_str_eq_fold(word, words[i]))
            return true;
    return false;
}

static bool stands_alone(const jb_column *const *keys, size_t n, size_t row)
{
    for (size_t i = 0; i < n; i++)
        if (is_total(keys[i], row))
            return true;
    return false;
}

void jb_warn_total_row(jb_ctx *cx, const jb_table *t, const jb_column *const *keys, size_t keys_n)
{
    for (size_t i = 0; i < t->columns_n; i++) {
        const jb_column *c = &t->columns[i];
        for (size_t r = 0; c->type == JB_TEXT && t->rows > 2 && r < t->rows; r++) {
            if (!is_total(c, r) || stands_alone(keys, keys_n, r))
                continue;
            jb_warn(cx, jb_cell_span(cx, t, r, c->name),
                    "the row “%.*s” is summed too, and counts twice if it is a total",
                    JB_F(c->texts[r]));
            jb_hint(cx, "leave it out with a filter");
            return;
        }
    }
}
