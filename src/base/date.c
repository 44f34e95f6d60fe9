#include "base/date.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- the calendar ---- */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t floor_mod(int64_t a, int64_t b)
{
    return a - b * floor_div(a, b);
}

/* Days and civil dates after Howard Hinnant, "chrono-compatible low-level date algorithms": years
 * begin in March, so that the leap day is the last one, and 400 years are one cycle of 146097 days.
 */
int64_t jb_days_of(int64_t year, int month, int day)
{
    year += floor_div(month - 1, 12);
    int64_t m = floor_mod(month - 1, 12) + 1;
    year -= m <= 2;
    int64_t era = floor_div(year, 400), of_era = year - era * 400;
    int64_t of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468 + day - 1;
}

jb_civil jb_civil_of(int64_t ms)
{
    int64_t days = floor_div(ms, JB_DAY_MS), rest = ms - days * JB_DAY_MS;
    int64_t z = days + 719468, era = floor_div(z, 146097), of_era = z - era * 146097;
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
    return floor_div(ms, JB_DAY_MS);
}

static int weekday_of(int64_t days)
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
    bool midnight = civil->hour == 24 && !civil->minute && !civil->second && !civil->ms;
    return (civil->hour < 24 || midnight) && civil->minute < 60 && civil->second < 60;
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
    return !l->day_n; /* other words, such as the weekday, only in front of the first number */
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
    if (civil.hour > 24 || civil.minute > 59 || civil.second > 59)
        return NAN;
    return (double)(jb_ms_of(&civil) - l.zone * 60000LL);
}

/* ---- time units ---- */

const jb_str jb_time_part_names[JB_TIME_PARTS] = {
    [JB_YEAR] = JB_K("year"),       [JB_QUARTER] = JB_K("quarter"),
    [JB_MONTH] = JB_K("month"),     [JB_WEEK] = JB_K("week"),
    [JB_ISOWEEK] = JB_K("isoweek"), [JB_MONTHDAY] = JB_K("date"),
    [JB_WEEKDAY] = JB_K("day"),     [JB_DAYOFYEAR] = JB_K("dayofyear"),
    [JB_HOURS] = JB_K("hours"),     [JB_MINUTES] = JB_K("minutes"),
    [JB_SECONDS] = JB_K("seconds"), [JB_MILLISECONDS] = JB_K("milliseconds")};

bool jb_time_part_read(jb_str name, jb_time_part *unit)
{
    for (int u = 0; u < JB_TIME_PARTS; u++)
        if (jb_str_eq(name, jb_time_part_names[u])) {
            *unit = (jb_time_part)u;
            return true;
        }
    return false;
}

static bool has(jb_time_units units, jb_time_part unit)
{
    return units.set >> unit & 1;
}

/* A week, a day of the month and a day of the year are three ways through a year; only one may be
 * taken. */
static bool compatible(jb_time_units u)
{
    int ways = (has(u, JB_WEEK) || has(u, JB_ISOWEEK) || has(u, JB_WEEKDAY)) +
               (has(u, JB_QUARTER) || has(u, JB_MONTH) || has(u, JB_MONTHDAY)) +
               has(u, JB_DAYOFYEAR);
    return ways <= 1 && !(has(u, JB_WEEK) && has(u, JB_ISOWEEK));
}

static bool strip(jb_str *s, jb_str head)
{
    if (!jb_str_starts(*s, head))
        return false;
    *s = jb_str_cut(*s, head.n, s->n);
    return true;
}

bool jb_time_units_read(jb_str name, jb_time_units *units)
{
    *units = (jb_time_units){.step = 1};
    units->binned = strip(&name, JB_S("binned"));
    units->utc = strip(&name, JB_S("utc"));
    while (name.n) { /* longest first: "dayofyear" before "day" */
        jb_time_part best = JB_TIME_PARTS;
        for (jb_time_part u = JB_YEAR; u < JB_TIME_PARTS; u++)
            if (jb_str_starts(name, jb_time_part_names[u]) &&
                (best == JB_TIME_PARTS || jb_time_part_names[u].n > jb_time_part_names[best].n))
                best = u;
        if (best == JB_TIME_PARTS || has(*units, best))
            return false;
        units->set |= (uint16_t)(1u << best);
        strip(&name, jb_time_part_names[best]);
    }
    return units->set && compatible(*units);
}

jb_str jb_time_units_name(jb_arena *a, jb_time_units units)
{
    jb_buf b = jb_buf_new(a);
    for (jb_time_part u = JB_YEAR; u < JB_TIME_PARTS; u++)
        if (has(units, u))
            jb_buf_add(&b, jb_time_part_names[u]);
    return b.text;
}

jb_time_part jb_time_units_finest(jb_time_units units)
{
    jb_time_part finest = JB_YEAR;
    for (jb_time_part u = JB_YEAR; u < JB_TIME_PARTS; u++)
        if (has(units, u))
            finest = u;
    return finest;
}

/* The value of a unit rounded down to the step, if it is the finest one; `phase` is its first
 * value. */
static int64_t stepped(jb_time_units units, jb_time_part unit, int64_t value, int64_t phase)
{
    int64_t step = unit == jb_time_units_finest(units) && units.step > 1 ? units.step : 1;
    return phase + step * floor_div(value - phase, step);
}

/* The day of January on which the week of that number begins, its `weekday` counted from the week's
 * first day. */
static int64_t week_day(int64_t week, int64_t weekday, int64_t year)
{
    return weekday + week * 7 - (weekday_of(jb_days_of(year, 1, 1)) + 6) % 7;
}

static int64_t iso_week_day(int64_t week, int64_t weekday, int64_t year)
{
    int64_t fourth = jb_days_of(year, 1, 4), monday = fourth - (weekday_of(fourth) + 6) % 7;
    return monday - jb_days_of(year, 1, 1) + 1 + (week - 1) * 7 + weekday;
}

static int64_t day_in(jb_time_units u, int64_t ms, const jb_civil *c, int64_t year)
{
    if (has(u, JB_WEEK) && has(u, JB_WEEKDAY))
        return stepped(u, JB_WEEKDAY, week_day(jb_week_of_year(ms, 0), c->weekday, year), 1);
    if (has(u, JB_ISOWEEK) && has(u, JB_WEEKDAY))
        return stepped(u, JB_WEEKDAY,
                       iso_week_day(jb_iso_week(ms, NULL), (c->weekday + 6) % 7, year), 1);
    if (has(u, JB_WEEK))
        return week_day(stepped(u, JB_WEEK, jb_week_of_year(ms, 0), 1), 0, year);
    if (has(u, JB_ISOWEEK))
        return iso_week_day(stepped(u, JB_ISOWEEK, jb_iso_week(ms, NULL), 1), 0, year);
    if (has(u, JB_WEEKDAY))
        return stepped(u, JB_WEEKDAY, week_day(1, c->weekday, year), 1);
    if (has(u, JB_MONTHDAY))
        return stepped(u, JB_MONTHDAY, c->day, 1);
    if (has(u, JB_DAYOFYEAR))
        return stepped(u, JB_DAYOFYEAR, jb_day_of_year(ms), 1);
    return 1;
}

static int64_t year_in(jb_time_units u, int64_t ms, const jb_civil *c)
{
    if (!has(u, JB_YEAR))
        return has(u, JB_ISOWEEK) ? 2015 : 2012;
    int64_t year = c->year;
    if (has(u, JB_ISOWEEK))
        jb_iso_week(ms, &year);
    return stepped(u, JB_YEAR, year, 0);
}

static int part(jb_time_units u, jb_time_part unit, int value)
{
    return has(u, unit) ? (int)stepped(u, unit, value, 0) : 0;
}

int64_t jb_time_floor(jb_time_units u, int64_t ms)
{
    jb_civil c = jb_civil_of(ms);
    int64_t year = year_in(u, ms, &c);
    int month = has(u, JB_MONTH) ? part(u, JB_MONTH, c.month - 1)
                                 : 3 * part(u, JB_QUARTER, (c.month - 1) / 3);
    jb_civil at = {.year = year,
                   .month = month + 1,
                   .day = (int)day_in(u, ms, &c, year),
                   .hour = part(u, JB_HOURS, c.hour),
                   .minute = part(u, JB_MINUTES, c.minute),
                   .second = part(u, JB_SECONDS, c.second),
                   .ms = part(u, JB_MILLISECONDS, c.ms)};
    return jb_ms_of(&at);
}

int64_t jb_time_next(jb_time_units units, int64_t floored)
{
    return jb_time_part_offset(jb_time_units_finest(units), floored,
                               units.step > 1 ? units.step : 1);
}

/* Milliseconds of the units that are all equally long; 0 for months, quarters and years. */
static int64_t unit_ms(jb_time_part unit)
{
    static const int64_t ms[JB_TIME_PARTS] = {
        [JB_WEEK] = 7 * JB_DAY_MS, [JB_ISOWEEK] = 7 * JB_DAY_MS, [JB_MONTHDAY] = JB_DAY_MS,
        [JB_WEEKDAY] = JB_DAY_MS,  [JB_DAYOFYEAR] = JB_DAY_MS,   [JB_HOURS] = 3600000,
        [JB_MINUTES] = 60000,      [JB_SECONDS] = 1000,          [JB_MILLISECONDS] = 1};
    return ms[unit];
}

int64_t jb_time_part_floor(jb_time_part unit, int64_t ms)
{
    int64_t size = unit_ms(unit);
    /* 1970-01-01 was a Thursday: weeks begin four or three days before it. */
    int64_t shift = unit == JB_WEEK ? 4 * JB_DAY_MS : unit == JB_ISOWEEK ? 3 * JB_DAY_MS : 0;
    if (size)
        return floor_div(ms + shift, size) * size - shift;
    jb_civil c = jb_civil_of(ms);
    int month = unit == JB_YEAR ? 1 : unit == JB_QUARTER ? (c.month - 1) / 3 * 3 + 1 : c.month;
    return jb_days_of(c.year, month, 1) * JB_DAY_MS;
}

int64_t jb_time_part_offset(jb_time_part unit, int64_t ms, double n)
{
    n = floor(n);
    if (!(fabs(n) <= 1e15))
        return ms;
    int64_t size = unit_ms(unit), k = (int64_t)n;
    if (size) {
        double moved = (double)ms + n * (double)size;
        return fabs(moved) <= (double)JB_TIME_MAX ? ms + k * size
               : moved < 0                        ? -JB_TIME_MAX
                                                  : JB_TIME_MAX;
    }
    if (k > 3600000 || k < -3600000) /* beyond what a date can be */
        return k < 0 ? -JB_TIME_MAX : JB_TIME_MAX;
    jb_civil c = jb_civil_of(ms);
    c.year += unit == JB_YEAR ? k : 0;
    c.month += unit == JB_YEAR ? 0 : (int)k * (unit == JB_QUARTER ? 3 : 1);
    return jb_ms_of(&c);
}
