#include "base/date.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- the calendar ---- */

static int64_t floor_mod(int64_t a, int64_t b)
{
    return a - b * jb_floor_div(a, b);
}

/* Days and civil dates after Howard Hinnant, "chrono-compatible low-level date algorithms": years
 * begin in March, so that the leap day is the last one, and 400 years are one cycle of 146097 days.
 */
int64_t jb_days_of(int64_t year, int month, int day)
{
    year += jb_floor_div(month - 1, 12);
    int64_t m = floor_mod(month - 1, 12) + 1;
    year -= m <= 2;
    int64_t era = jb_floor_div(year, 400), of_era = year - era * 400;
    int64_t of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468 + day - 1;
}

jb_civil jb_civil_of(int64_t ms)
{
    int64_t days = jb_floor_div(ms, JB_DAY_MS), rest = ms - days * JB_DAY_MS;
    int64_t z = days + 719468, era = jb_floor_div(z, 146097), of_era = z - era * 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    int month = (int)(m < 10 ? m + 3 : m - 9);
    return (jb_civil){.year = y + era * 400 + (month <= 2),
                      .month = month,
                      .day = (int)(of_year - (153 * m + 2) / 5 + 1),
                      .hour = (int)(rest / 3600000),
                      .minute = (int)(rest / 60000 % 60),
                      .second = (int)(rest / 1000 % 60),
                      .ms = (int)(rest % 1000),
                      .weekday = (int)floor_mod(days + 4, 7)};
}

int64_t jb_ms_of(const jb_civil *c)
{
    return jb_days_of(c->year, c->month, c->day) * JB_DAY_MS + c->hour * 3600000LL +
           c->minute * 60000LL + c->second * 1000LL + c->ms;
}

int jb_month_days(int64_t year, int month)
{
    return (int)(jb_days_of(year, month + 1, 1) - jb_days_of(year, month, 1));
}

static int64_t days_of_ms(int64_t ms)
{
    return jb_floor_div(ms, JB_DAY_MS);
}

int jb_weekday_of(int64_t days)
{
    return (int)floor_mod(days + 4, 7);
}

int jb_day_of_year(int64_t ms)
{
    return (int)(days_of_ms(ms) - jb_days_of(jb_civil_of(ms).year, 1, 1)) + 1;
}

int jb_week_of_year(int64_t ms, int first)
{
    int since = (jb_civil_of(ms).weekday - first + 7) % 7; /* days since the week began */
    return (jb_day_of_year(ms) + 6 - since) / 7;
}

int jb_iso_week(int64_t ms, int64_t *year)
{
    int64_t thursday = days_of_ms(ms) - (jb_civil_of(ms).weekday + 6) % 7 + 3;
    int64_t y = jb_civil_of(thursday * JB_DAY_MS).year;
    if (year)
        *year = y;
    return (int)(thursday - jb_days_of(y, 1, 1)) / 7 + 1;
}

/* ---- writing ---- */

static size_t put_year(char *out, int64_t year)
{
    bool plain = year >= 0 && year <= 9999;
    return (size_t)snprintf(out, 12, plain ? "%04lld" : "%+07lld", (long long)year);
}

size_t jb_date_put_day(char out[32], int64_t days)
{
    jb_civil c = jb_civil_of(days * JB_DAY_MS);
    size_t n = put_year(out, c.year);
    return n + (size_t)snprintf(out + n, 32 - n, "-%02d-%02d", c.month, c.day);
}

size_t jb_date_put_iso(char out[32], int64_t ms)
{
    jb_civil c = jb_civil_of(ms);
    size_t n = jb_date_put_day(out, days_of_ms(ms));
    return n + (size_t)snprintf(out + n, 32 - n, "T%02d:%02d:%02d.%03dZ", c.hour, c.minute,
                                c.second, c.ms);
}

/* ---- reading ---- */

typedef struct cursor {
    jb_str s;
    size_t at;
} cursor;

static bool at_end(const cursor *c)
{
    return c->at == c->s.n;
}

static char peek(const cursor *c)
{
    return at_end(c) ? 0 : c->s.p[c->at];
}

static bool eat(cursor *c, char ch)
{
    if (peek(c) != ch || !ch)
        return false;
    c->at++;
    return true;
}

static bool eat_text(cursor *c, jb_str text)
{
    if (!jb_str_starts(jb_str_cut(c->s, c->at, c->s.n), text))
        return false;
    c->at += text.n;
    return true;
}

/* Full-width digits count as digits. */
static bool eat_digit(cursor *c, int *digit)
{
    size_t at = c->at;
    uint32_t code = jb_utf8_next(c->s, &at);
    if (code >= 0xFF10 && code <= 0xFF19)
        code -= 0xFF10 - '0';
    if (code < '0' || code > '9')
        return false;
    *digit = (int)code - '0';
    c->at = at;
    return true;
}

/* Between least and most digits; the next character may be another digit. */
static bool eat_number(cursor *c, int least, int most, int *number)
{
    int n = 0, digit;
    *number = 0;
    for (; n < most && eat_digit(c, &digit); n++)
        *number = *number * 10 + digit;
    return n >= least;
}

static bool day_exists(int64_t year, int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= jb_month_days(year, month);
}

/* The fraction of a second: milliseconds from its first three digits, the others are passed over.
 */
static bool eat_fraction(cursor *c, int *ms)
{
    int n = 0, digit;
    for (*ms = 0; eat_digit(c, &digit); n++)
        if (n < 3)
            *ms = *ms * 10 + digit;
    for (int i = n; i < 3; i++)
        *ms *= 10;
    return n > 0;
}

/* 24:00 is the end of the day. */
static bool clock_exists(const jb_civil *c)
{
    bool midnight = c->hour == 24 && !c->minute && !c->second && !c->ms;
    return (c->hour < 24 || midnight) && c->minute < 60 && c->second < 60;
}

static bool eat_clock(cursor *c, jb_civil *civil)
{
    if (!eat_number(c, 2, 2, &civil->hour) || !eat(c, ':') || !eat_number(c, 2, 2, &civil->minute))
        return false;
    if (eat(c, ':')) {
        if (!eat_number(c, 2, 2, &civil->second))
            return false;
        if ((eat(c, '.') || eat(c, ',')) && !eat_fraction(c, &civil->ms))
            return false;
    }
    return clock_exists(civil);
}

/* Z or ±hh:mm or ±hhmm into minutes east; nothing is UTC. */
static bool eat_zone(cursor *c, int *minutes)
{
    *minutes = 0;
    if (at_end(c) || eat(c, 'Z') || eat(c, 'z'))
        return true;
    int sign = eat(c, '+') ? 1 : eat(c, '-') ? -1 : 0, hours, rest = 0;
    if (!sign || !eat_number(c, 2, 2, &hours))
        return false;
    if ((eat(c, ':') || !at_end(c)) && !eat_number(c, 2, 2, &rest))
        return false;
    *minutes = sign * (hours * 60 + rest);
    return hours < 24 && rest < 60;
}

static bool eat_year(cursor *c, int64_t *year)
{
    int sign = eat(c, '+') ? 1 : eat(c, '-') ? -1 : 0, number;
    bool fine = sign ? eat_number(c, 6, 6, &number) : eat_number(c, 4, 4, &number);
    *year = sign < 0 ? -number : number;
    return fine;
}

/* What may stand behind a whole day: nothing, or T or a blank and the time. */
static bool read_time(cursor *c, jb_civil *civil, jb_value *v)
{
    if (at_end(c)) {
        *v = jb_date(jb_days_of(civil->year, civil->month, civil->day));
        return true;
    }
    int zone;
    if (!(eat(c, 'T') || eat(c, 't') || eat(c, ' ')) || !eat_clock(c, civil) || !eat_zone(c, &zone))
        return false;
    *v = jb_datetime(jb_ms_of(civil) - zone * 60000LL);
    return at_end(c);
}

bool jb_date_read_iso(jb_str s, jb_value *v)
{
    if (s.n < 10 || s.n > 40)
        return false;
    cursor c = {s, 0};
    jb_civil civil = {0};
    if (!eat_year(&c, &civil.year) || !eat(&c, '-') || !eat_number(&c, 2, 2, &civil.month) ||
        !eat(&c, '-') || !eat_number(&c, 2, 2, &civil.day))
        return false;
    return day_exists(civil.year, civil.month, civil.day) && read_time(&c, &civil, v);
}

bool jb_date_read_zh(jb_str s, jb_value *v)
{
    if (s.n < 5 || s.n > 40)
        return false;
    cursor c = {s, 0};
    jb_civil civil = {.month = 1, .day = 1};
    int year;
    if (!eat_number(&c, 4, 4, &year))
        return false;
    civil.year = year;
    if (eat_text(&c, JB_S("年"))) {
        if (!at_end(&c) && !(eat_number(&c, 1, 2, &civil.month) && eat_text(&c, JB_S("月"))))
            return false;
        if (!at_end(&c) && !(eat_number(&c, 1, 2, &civil.day) &&
                             (eat_text(&c, JB_S("日")) || eat_text(&c, JB_S("号")))))
            return false;
    } else {
        char mark = peek(&c);
        if (!(eat(&c, '/') || eat(&c, '-') || eat(&c, '.')) || !eat_number(&c, 1, 2, &civil.month))
            return false;
        if (at_end(&c) && mark == '.') /* 2024.7 is a number */
            return false;
        if (eat(&c, mark) && !eat_number(&c, 1, 2, &civil.day))
            return false;
    }
    return day_exists(civil.year, civil.month, civil.day) && read_time(&c, &civil, v);
}

static const jb_str month_names[12] = {JB_K("january"), JB_K("february"), JB_K("march"),
                                       JB_K("april"),   JB_K("may"),      JB_K("june"),
                                       JB_K("july"),    JB_K("august"),   JB_K("september"),
                                       JB_K("october"), JB_K("november"), JB_K("december")};

static int named(jb_str word, const jb_str *names, int n)
{
    for (int i = 0; i < n; i++)
        if (jb_str_eq_fold(word, names[i]) || jb_str_eq_fold(word, jb_str_cut(names[i], 0, 3)))
            return i;
    return -1;
}

int jb_month_named(jb_str name)
{
    return named(name, month_names, 12);
}

int jb_weekday_named(jb_str name)
{
    static const jb_str names[7] = {JB_K("sunday"),    JB_K("monday"),   JB_K("tuesday"),
                                    JB_K("wednesday"), JB_K("thursday"), JB_K("friday"),
                                    JB_K("saturday")};
    return named(name, names, 7);
}

/* V8 looks at the first three letters of a month only. */
static int month_of(jb_str word)
{
    for (int m = 0; m < 12 && word.n >= 3; m++)
        if (jb_str_eq_fold(jb_str_cut(word, 0, 3), jb_str_cut(month_names[m], 0, 3)))
            return m + 1;
    return 0;
}

/* ISO's shorter forms, which JavaScript reads too: 2024, 2024-07, 2024-07-01T08:00. */
static bool read_js_iso(jb_str s, double *ms)
{
    cursor c = {s, 0};
    jb_civil civil = {.month = 1, .day = 1};
    jb_value v;
    if (!eat_year(&c, &civil.year))
        return false;
    if (eat(&c, '-') && !eat_number(&c, 2, 2, &civil.month))
        return false;
    if (eat(&c, '-') && !eat_number(&c, 2, 2, &civil.day))
        return false;
    if (!day_exists(civil.year, civil.month, civil.day) || (peek(&c) == ' ') ||
        !read_time(&c, &civil, &v))
        return false;
    *ms = (double)jb_value_ms(v);
    return true;
}

/* V8's second parser, for what people write: words, numbers and signs in nearly any order. */
typedef struct loose {
    cursor c;
    int day[3], day_n;   /* the numbers of the date */
    int month, clock[4]; /* named month; h, m, s, ms */
    int clock_n;         /* 0: no time yet */
    int half;            /* 1 AM, 2 PM */
    int zone;            /* minutes */
    bool zoned;
} loose;

static bool take_clock(loose *l, int first)
{
    l->clock[0] = first, l->clock_n = 1;
    while (l->clock_n < 3 && eat(&l->c, ':'))
        if (!eat_number(&l->c, 1, 2, &l->clock[l->clock_n++]))
            return false;
    return !(l->clock_n == 3 && eat(&l->c, '.')) || eat_fraction(&l->c, &l->clock[3]);
}

static bool take_zone(loose *l, int sign)
{
    int n = 0, digit, number = 0, rest = 0;
    for (; n < 4 && eat_digit(&l->c, &digit); n++)
        number = number * 10 + digit;
    if (!n)
        return false;
    if (eat(&l->c, ':'))
        eat_number(&l->c, 1, 2, &rest);
    else if (n > 2)
        rest = number % 100, number /= 100;
    l->zone = sign * (number * 60 + rest);
    l->zoned = true;
    return true;
}

static bool take_number(loose *l)
{
    int number;
    if (!eat_number(&l->c, 1, 9, &number))
        return false;
    if (peek(&l->c) == ':' && !l->clock_n)
        return take_clock(l, number);
    if (l->day_n == 3)
        return false;
    l->day[l->day_n++] = number;
    if (!eat(&l->c, '/'))
        eat(&l->c, '-');
    return true;
}

static bool take_word(loose *l)
{
    size_t from = l->c.at;
    while ((peek(&l->c) | 32) >= 'a' && (peek(&l->c) | 32) <= 'z')
        l->c.at++;
    jb_str word = jb_str_cut(l->c.s, from, l->c.at - from);
    static const struct {
        jb_str name;
        int minutes;
    } zones[] = {{JB_K("z"), 0},      {JB_K("gmt"), 0},    {JB_K("utc"), 0},
                 {JB_K("ut"), 0},     {JB_K("est"), -300}, {JB_K("edt"), -240},
                 {JB_K("cst"), -360}, {JB_K("cdt"), -300}, {JB_K("mst"), -420},
                 {JB_K("mdt"), -360}, {JB_K("pst"), -480}, {JB_K("pdt"), -420}};
    for (size_t i = 0; i < JB_COUNT(zones); i++)
        if (jb_str_eq_fold(word, zones[i].name)) {
            l->zone = zones[i].minutes, l->zoned = true;
            return true;
        }
    if (jb_str_eq_fold(word, JB_S("am")) || jb_str_eq_fold(word, JB_S("pm"))) {
        l->half = (word.p[0] | 32) == 'a' ? 1 : 2;
        return l->clock_n > 0;
    }
    if (jb_str_eq_fold(word, JB_S("t")))
        return l->day_n > 0;
    if (month_of(word)) {
        l->month = month_of(word);
        if (!eat(&l->c, '-'))
            eat(&l->c, '/');
        return true;
    }
    /* other words, such as the weekday, only in front of the first number, and not at it: Q1 */
    return !l->day_n && !(peek(&l->c) >= '0' && peek(&l->c) <= '9');
}

static bool take_rest_of_parentheses(loose *l)
{
    int depth = 0;
    do {
        depth += peek(&l->c) == '(';
        depth -= peek(&l->c) == ')';
        l->c.at++;
    } while (depth && !at_end(&l->c));
    return true;
}

static bool take_piece(loose *l)
{
    char ch = peek(&l->c);
    if (ch >= '0' && ch <= '9')
        return take_number(l);
    if ((ch | 32) >= 'a' && (ch | 32) <= 'z')
        return take_word(l);
    if (ch == '(')
        return take_rest_of_parentheses(l);
    l->c.at++;
    if ((ch == '+' || ch == '-') && (l->zoned || l->clock_n))
        return take_zone(l, ch == '+' ? 1 : -1);
    return ch == ' ' || ch == ',' || ch == '.' || ch == '-' || ch == '\t';
}

/* Two-digit years are those around 2000, as V8 has it. */
static int full_year(int year)
{
    return year < 50 ? year + 2000 : year < 100 ? year + 1900 : year;
}

static bool place_day(const loose *l, jb_civil *civil)
{
    int y = 2001, m, d = 1;
    if (l->month) {
        m = l->month;
        if (l->day_n == 0)
            return false;
        bool year_first = l->day[0] > 31 || l->day[0] == 0;
        d = l->day_n == 1 ? (year_first ? 1 : l->day[0]) : l->day[year_first];
        y = l->day_n == 1 ? (year_first ? full_year(l->day[0]) : 2001)
                          : full_year(l->day[!year_first]);
    } else if (l->day_n == 3 && (l->day[0] > 31 || l->day[0] == 0)) {
        y = full_year(l->day[0]), m = l->day[1], d = l->day[2];
    } else if (l->day_n == 3) {
        m = l->day[0], d = l->day[1], y = full_year(l->day[2]);
    } else if (l->day_n == 2 && l->day[0] > 31) {
        y = full_year(l->day[0]), m = l->day[1];
    } else if (l->day_n == 2) {
        m = l->day[0];
        if (l->day[1] > 31)
            y = l->day[1];
        else
            d = l->day[1];
    } else if (l->day_n == 1) {
        y = l->day[0] > 12 ? full_year(l->day[0]) : 2001;
        m = l->day[0] > 12 ? 1 : l->day[0];
    } else {
        return false;
    }
    *civil = (jb_civil){.year = y, .month = m, .day = d};
    return y <= 275760 && m >= 1 && m <= 12 && d >= 1 && d <= 31;
}

double jb_date_read_js(jb_str s)
{
    s = jb_str_trim(s);
    double ms;
    if (!s.n || s.n > 200)
        return NAN;
    if (read_js_iso(s, &ms))
        return ms;
    loose l = {.c = {s, 0}};
    while (!at_end(&l.c))
        if (!take_piece(&l))
            return NAN;
    jb_civil civil;
    if (!place_day(&l, &civil))
        return NAN;
    civil.hour = l.clock[0], civil.minute = l.clock[1], civil.second = l.clock[2],
    civil.ms = l.clock[3];
    if (l.half && (civil.hour < 1 || civil.hour > 12))
        return NAN;
    if (l.half)
        civil.hour = civil.hour % 12 + (l.half == 2 ? 12 : 0);
    if (!clock_exists(&civil))
        return NAN;
    return (double)(jb_ms_of(&civil) - l.zone * 60000LL);
}

/* Digits and what parts them in dates: what is written so is meant as a day. */
static bool looks_like_day(jb_str text)
{
    static const jb_str marks[] = {JB_K("年"), JB_K("月"), JB_K("日")};
    size_t digits = 0;
    while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9')
        digits++;
    for (size_t at = digits; at < text.n;) {
        size_t n = strchr("0123456789-/. ", text.p[at]) ? 1 : 0;
        for (size_t i = 0; i < JB_COUNT(marks); i++)
            n += jb_str_starts(jb_str_cut(text, at, SIZE_MAX), marks[i]) ? marks[i].n : 0;
        if (!n)
            return false;
        at += n;
    }
    return digits == 4 && text.n > 4;
}

bool jb_date_impossible(jb_str s)
{
    jb_value day;
    s = jb_str_trim(s);
    return looks_like_day(s) && !jb_date_read_iso(s, &day) && !jb_date_read_zh(s, &day);
}
