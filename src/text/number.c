/* What a number keeps on its line: its sign, its groups, its unit, the other end of its range (GB/T
 * 15835—2011, 4.1; clreq 3.1.4: digits with their prefix and suffix are not parted). */
#include "text/break.h"

enum {
    ORDINAL = 0x7B2C /* 第 */,
    RATIO = 0x2236,
    WIDE_COLON = 0xFF1A,
    WIDE_POINT = 0xFF0E,
    PLUS_MINUS = 0xB1
};

static bool in_ratio(const jb_para *para, size_t i)
{
    return jb_atom_is_code(para, i, ":") || jb_atom_at(para, i)->code == RATIO;
}

/* The end of the number that starts at i: 12,800.5, 8:30, 1 254, 6∶3. */
static size_t number_end(const jb_para *para, size_t i)
{
    while (jb_atom_is_digit(para, i) ||
           ((jb_atom_is_code(para, i, ".,/") || in_ratio(para, i) ||
             jb_atom_at(para, i)->code == WIDE_POINT || jb_atom_is(para, i, JB_SET(NBSP))) &&
            jb_atom_is_digit(para, i + 1)))
        i++;
    return i;
}

static jb_str rest(const jb_para *para, size_t i)
{
    return i < para->atoms.n ? jb_str_cut(para->text, para->atoms.at[i].at, SIZE_MAX)
                             : (jb_str){"", 0};
}

/* Most words are none by their first byte already, or their third, the last of a Han. */
static size_t longest(jb_str text, const jb_str *words, size_t n)
{
    size_t best = 0, sample = text.n < 3 ? 0 : 2;
    for (size_t i = 0; text.n && i < n; i++)
        if (words[i].n > best && words[i].p[0] == text.p[0] &&
            (words[i].n <= sample || words[i].p[sample] == text.p[sample]) &&
            jb_str_starts(text, words[i]))
            best = words[i].n;
    return best;
}

static const jb_str han_units[] = {
#define U(word) JB_K(word),
#include "text/units.def"
#undef U
};

static const jb_str latin_units[] = {
#define L(word) JB_K(word),
#include "text/units.def"
#undef L
};

static const jb_str numerals[] = {JB_K("十"), JB_K("百"), JB_K("千"), JB_K("万"),
                                  JB_K("亿"), JB_K("余"), JB_K("多"), JB_K("几"),
                                  JB_K("萬"), JB_K("億"), JB_K("餘"), JB_K("幾")};

static size_t atom_at(const jb_para *para, size_t i, size_t byte)
{
    while (i < para->atoms.n && para->atoms.at[i].at < byte)
        i++;
    return i;
}

/* The longest of what a number's unit may be: 万 or 亿, a unit, or both, for 千 is a numeral in
 * 千人 and none in 千瓦时. */
static size_t han_unit(jb_str text)
{
    enum { NUMERALS = 4 };
    size_t best = 0, n = 0;
    for (size_t i = 0, step = 1; step && i <= NUMERALS; i++, n += step) {
        jb_str behind = jb_str_cut(text, n, SIZE_MAX);
        size_t unit = longest(behind, han_units, JB_COUNT(han_units));
        best = n + unit > best ? n + unit : best;
        step = longest(behind, numerals, JB_COUNT(numerals));
    }
    return best;
}

/* Behind a number that ends before atom i: the end of 万, 亿 and the unit; i when there is none. */
static size_t han_unit_end(const jb_para *para, size_t i)
{
    size_t n = jb_atom_is(para, i, JB_SET(HAN)) ? han_unit(rest(para, i)) : 0;
    return n ? atom_at(para, i, jb_atom_at(para, i)->at + n) : i;
}

static bool is_power(const jb_para *para, size_t i)
{
    uint32_t code = jb_atom_at(para, i)->code;
    return code == 0xB2 || code == 0xB3 || code == 0xB9 || (code >= 0x2070 && code <= 0x207F);
}

/* Behind what raises a number that ends before atom i: 10⁻³⁴ J·s. */
static size_t power_end(const jb_para *para, size_t i)
{
    while (i < para->atoms.n && is_power(para, i))
        i++;
    return i;
}

static bool in_unit(const jb_para *para, size_t i)
{
    return jb_atom_is(para, i, JB_SET_WESTERN) ||
           (jb_atom_is(para, i, JB_SET(MIDDLE)) && jb_atom_is(para, i + 1, JB_SET_WESTERN));
}

/* K-means, t.co/a/b/c: words and addresses that begin as a unit does. */
static bool begins_word(const jb_para *para, size_t i, size_t end)
{
    bool compound = jb_atom_is_code(para, end, "-") && jb_atom_is(para, end + 1, JB_SET(LETTER));
    return compound || para->gaps[i].kind == JB_GAP_LETTER ||
           (jb_atom_is(para, end, JB_SET(LETTER)) && !is_power(para, end));
}

/* mg, m², kJ/mol, W/(m·K): what begins with the sign of a unit is one unit to its end. Only a line
 * that would be torn ends between its parts. */
static size_t latin_unit_end(const jb_para *para, size_t i)
{
    size_t n = longest(rest(para, i), latin_units, JB_COUNT(latin_units));
    size_t end = n ? atom_at(para, i, jb_atom_at(para, i)->at + n) : i;
    if (end == i || begins_word(para, i, end))
        return i;
    while (in_unit(para, end))
        end++;
    return end;
}

/* The end of the unit of a number that ends before atom i, with or without a space between; of
 * 元/千瓦时 too. i: it has none. */
static size_t unit_end(const jb_para *para, size_t i)
{
    size_t at = jb_atom_is(para, i, JB_SET(SPACE)) ? i + 1 : i;
    bool apart = at > i || (i && jb_atom_is(para, i - 1, JB_SET(CLOSE) | JB_SET(WCLOSE)));
    size_t latin = apart ? latin_unit_end(para, at) : at;
    size_t end = latin > at ? latin : han_unit_end(para, at);
    if (end == at)
        return i;
    size_t below = jb_atom_is_code(para, end, "/") ? end + 1 : end;
    latin = latin_unit_end(para, below);
    return below == end ? end : latin > below ? latin : han_unit_end(para, below);
}

static bool is_word(const jb_para *para, size_t i, const char *word)
{
    return jb_str_starts(rest(para, i), jb_str_of(word));
}

/* The atoms [first, end] stay together; what is wider than a line parts before the last. */
static void join(jb_para *para, size_t first, size_t end)
{
    jb_gaps_forbid(para, first, end - 1);
    jb_gap_raise(para, end - 1, JB_WHOLE);
}

/* 2026年3月5日, 8时30分: behind the part whose unit ends with atom i stands the next. */
static void bind_next_part(jb_para *para, size_t i)
{
    static const struct {
        const char *unit, *next;
    } parts[] = {{"年", "月"}, {"月", "日"}, {"时", "分"},
                 {"時", "分"}, {"点", "分"}, {"點", "分"}};
    size_t first = i + 1 + jb_atom_is(para, i + 1, JB_SET(SPACE));
    size_t end = number_end(para, first);
    size_t unit = end + jb_atom_is(para, end, JB_SET(SPACE));
    for (size_t k = 0; k < JB_COUNT(parts) && end > first; k++)
        if (is_word(para, i, parts[k].unit) && is_word(para, unit, parts[k].next))
            join(para, i, first);
}

/* 15.9:49.2:34.9 is three numbers, and may part behind a colon when all else fails; 1:1000 is one.
 */
static void open_ratio(jb_para *para, size_t first, size_t end)
{
    size_t colons = 0;
    for (size_t i = first; i < end; i++)
        colons += in_ratio(para, i);
    for (size_t i = first; colons > 1 && i < end; i++)
        if (in_ratio(para, i))
            para->gaps[i].penalty = JB_RESORT;
}

/* The unit of what ends before atom i stays with it, and parts behind a sign of its own only where
 * the line would be torn, between words when nothing else helps. Its end, or i. */
static size_t bind_unit(jb_para *para, size_t i)
{
    size_t end = unit_end(para, i);
    jb_gaps_forbid(para, i - 1, end - 1);
    for (size_t k = i + 1; k + 1 < end; k++)
        if (jb_atom_is_code(para, k, "/") || jb_atom_is(para, k, JB_SET(MIDDLE)))
            para->gaps[k].penalty = jb_atom_is(para, k + 1, JB_SET(HAN)) ? JB_RESORT : JB_LAST;
    return end;
}

/* 1086万元, 第3页, 60 km, -5℃. */
static void bind_number(jb_para *para, size_t first)
{
    size_t end = power_end(para, number_end(para, first));
    for (size_t i = first; i < end; i++)
        if (jb_atom_at(para, i)->code == WIDE_POINT)
            jb_gap_raise(para, i, JB_NEVER);
    size_t unit = bind_unit(para, end);
    open_ratio(para, first, end);
    if (unit > end)
        bind_next_part(para, unit - 1);
    if (first && jb_atom_at(para, first - 1)->code == ORDINAL)
        jb_gaps_forbid(para, first - 1, first);
}

/* 第二 of 第二天: a line had better not end between. */
static void bind_ordinal(jb_para *para, size_t i)
{
    static const char numerals_after[] = "〇一二三四五六七八九十百千几";
    jb_str next = jb_str_cut(rest(para, i + 1), 0, 3);
    if (next.n == 3 && jb_str_find(jb_str_of(numerals_after), next) % 3 == 0)
        jb_gap_raise(para, i, JB_AVOID);
}

static bool starts_number(const jb_para *para, size_t i)
{
    return jb_atom_is_digit(para, i) ||
           ((jb_atom_is(para, i, JB_SET(SIGN) | JB_SET(PREFIX) | JB_SET(WPREFIX)) ||
             jb_atom_is_code(para, i, "-+~")) &&
            jb_atom_is_digit(para, i + 1));
}

static size_t digits_beside(const jb_para *para, size_t i, bool forward)
{
    size_t n = 0;
    while ((forward || n < i) && jb_atom_is_digit(para, forward ? i + 1 + n : i - 1 - n))
        n++;
    return n;
}

/* 6217 0000 1234, 010-6258 7788: the groups of one number part only to fill a hollow line. */
static void bind_group(jb_para *para, size_t i)
{
    if (i && jb_atom_is_digit(para, i - 1) && jb_atom_is_digit(para, i + 1))
        jb_gap_raise(para, i, JB_HOLLOW);
}

/* Behind GB/T 38664.1—2020 and ISO 216-2007 the dash joins a standard and its year. */
static bool joins_year(const jb_para *para, size_t i)
{
    size_t first = i;
    while (first && (jb_atom_is_digit(para, first - 1) || jb_atom_is_code(para, first - 1, ".")))
        first--;
    while (first && jb_atom_is(para, first - 1, JB_SET(SPACE)))
        first--;
    return first && jb_atom_is(para, first - 1, JB_SET(LETTER)) &&
           digits_beside(para, i, true) == 4;
}

/* Both ends of a range stay together. */
static void bind_range(jb_para *para, size_t i)
{
    if (starts_number(para, i + 1))
        jb_gap_raise(para, i, joins_year(para, i) ? JB_RESORT : JB_WHOLE);
}

/* 3至5天, 30到40岁: the first number has its unit behind the second. */
static void bind_worded_range(jb_para *para, size_t i)
{
    bool between = i && jb_atom_is_digit(para, i - 1) && jb_atom_is_digit(para, i + 1);
    if (between && (is_word(para, i, "至") || is_word(para, i, "到")))
        join(para, i - 1, i + 1);
}

/* 5 ~ 8天, 3% - 5%: no line begins with the connector, which would be the number's sign. */
static void bind_spaced_range(jb_para *para, size_t i)
{
    bool number = i && (jb_atom_is_digit(para, i - 1) ||
                        jb_atom_is(para, i - 1, JB_SET(SUFFIX) | JB_SET(WSUFFIX)));
    bool joins = jb_atom_is(para, i + 1, JB_SET(CONNECT)) || jb_atom_is_code(para, i + 1, "-~");
    if (!number || !joins || !jb_atom_is(para, i + 2, JB_SET(SPACE)) || !starts_number(para, i + 3))
        return;
    join(para, i, i + 3);
}

/* 3：2, 8：30; but not 附件1：2026年. */
static void bind_score(jb_para *para, size_t i)
{
    size_t before = digits_beside(para, i, false), after = digits_beside(para, i, true);
    if (before && after && before <= 3 && after <= 3)
        jb_gap_raise(para, i, JB_WHOLE);
}

/* 〔2026〕12号 stays together as long as it can; a telephone number would rather stay with its area
 * code. */
static void bind_bracket(jb_para *para, size_t i)
{
    if (!jb_atom_is_digit(para, i + 1) || !i || !jb_atom_is_digit(para, i - 1))
        return;
    size_t open = i;
    while (open && jb_atom_is_digit(para, open - 1))
        open--;
    if (!open || !jb_atom_is(para, open - 1, JB_SET(OPEN)))
        return;
    bool year = jb_atom_at(para, i)->code == 0x3015;
    jb_gap_raise(para, i, year ? JB_RESORT : JB_COSTLY);
    if (year && open >= 2)
        jb_gap_raise(para, open - 2, JB_AVOID);
}

/* （9.794±0.002） m/s²: a value and its uncertainty in brackets have their unit behind these (GUM,
 * 7.2.2), on their line if it can be. */
static void bind_uncertain(jb_para *para, size_t i)
{
    size_t open = i, signs = 0;
    while (open && (jb_atom_is_digit(para, open - 1) || jb_atom_is_code(para, open - 1, ".,") ||
                    jb_atom_at(para, open - 1)->code == PLUS_MINUS))
        signs += jb_atom_at(para, --open)->code == PLUS_MINUS;
    size_t last = i + jb_atom_is(para, i + 1, JB_SET(SPACE));
    if (signs == 1 && bind_unit(para, i + 1) > i + 1)
        para->gaps[last].penalty = JB_UGLY;
}

void jb_para_bind_numbers(jb_para *para)
{
    for (size_t i = 0; i < para->atoms.n; i++) {
        if (jb_atom_is_digit(para, i) && (!i || !jb_atom_is_digit(para, i - 1)))
            bind_number(para, i);
        if (jb_atom_at(para, i)->code == ORDINAL)
            bind_ordinal(para, i);
        if (jb_atom_is(para, i, JB_SET(SPACE))) {
            bind_group(para, i);
            bind_spaced_range(para, i);
        }
        if (jb_atom_is(para, i, JB_SET(CONNECT)))
            bind_range(para, i);
        if (jb_atom_is(para, i, JB_SET(HAN)))
            bind_worded_range(para, i);
        if (jb_atom_at(para, i)->code == WIDE_COLON)
            bind_score(para, i);
        if (jb_atom_is(para, i, JB_SET(CLOSE)))
            bind_bracket(para, i);
        if (jb_atom_is(para, i, JB_SET(CLOSE) | JB_SET(WCLOSE)))
            bind_uncertain(para, i);
    }
}
