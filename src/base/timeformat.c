#include "base/timeformat.h"

#include <math.h>
#include <string.h>

/* ---- writing ---- */

static void add_padded(jb_buf *b, int64_t number, int width, char pad)
{
    jb_buf digits = jb_buf_new(b->arena);
    jb_buf_printf(&digits, "%lld", (long long)(number < 0 ? -number : number));
    if (number < 0)
        jb_buf_byte(b, '-');
    for (size_t n = digits.text.n; pad && n < (size_t)width; n++)
        jb_buf_byte(b, pad);
    jb_buf_add(b, digits.text);
}

static void add_format(jb_buf *b, jb_str specifier, const jb_time_locale *l, int64_t ms, int depth);

/* One directive; false if there is none of that letter, which is then written as it is. `pad` is 0
 * for no padding. */
static bool add_directive(jb_buf *b, char letter, char flag, const jb_time_locale *l, int64_t ms,
                          int depth)
{
    jb_civil c = jb_civil_of(ms);
    int64_t iso_year;
    int iso_week = jb_iso_week(ms, &iso_year);
    char pad = flag == '-' ? 0 : flag ? flag : letter == 'e' ? ' ' : '0';
    int hour12 = c.hour % 12 ? c.hour % 12 : 12;
    switch (letter) {
    case 'a':
        jb_buf_add(b, l->short_days[c.weekday]);
        return true;
    case 'A':
        jb_buf_add(b, l->days[c.weekday]);
        return true;
    case 'b':
    case 'h':
        jb_buf_add(b, l->short_months[c.month - 1]);
        return true;
    case 'B':
        jb_buf_add(b, l->months[c.month - 1]);
        return true;
    case 'c':
        add_format(b, l->date_time, l, ms, depth + 1);
        return true;
    case 'x':
        add_format(b, l->date, l, ms, depth + 1);
        return true;
    case 'X':
        add_format(b, l->time, l, ms, depth + 1);
        return true;
    case 'p':
        jb_buf_add(b, l->periods[c.hour >= 12]);
        return true;
    case 'd':
    case 'e':
        add_padded(b, c.day, 2, pad);
        return true;
    case 'f':
        add_padded(b, c.ms, 3, pad);
        jb_buf_add(b, JB_S("000"));
        return true;
    case 'g':
        add_padded(b, iso_year % 100, 2, pad);
        return true;
    case 'G':
        add_padded(b, iso_year % 10000, 4, pad);
        return true;
    case 'H':
        add_padded(b, c.hour, 2, pad);
        return true;
    case 'I':
        add_padded(b, hour12, 2, pad);
        return true;
    case 'j':
        add_padded(b, jb_day_of_year(ms), 3, pad);
        return true;
    case 'L':
        add_padded(b, c.ms, 3, pad);
        return true;
    case 'm':
        add_padded(b, c.month, 2, pad);
        return true;
    case 'M':
        add_padded(b, c.minute, 2, pad);
        return true;
    case 'q':
        add_padded(b, (c.month - 1) / 3 + 1, 1, pad);
        return true;
    case 'Q':
        add_padded(b, ms, 1, pad);
        return true;
    case 's':
        add_padded(b, (ms - (ms % 1000 + 1000) % 1000) / 1000, 1, pad);
        return true;
    case 'S':
        add_padded(b, c.second, 2, pad);
        return true;
    case 'u':
        add_padded(b, c.weekday ? c.weekday : 7, 1, pad);
        return true;
    case 'U':
        add_padded(b, jb_week_of_year(ms, 0), 2, pad);
        return true;
    case 'V':
        add_padded(b, iso_week, 2, pad);
        return true;
    case 'w':
        add_padded(b, c.weekday, 1, pad);
        return true;
    case 'W':
        add_padded(b, jb_week_of_year(ms, 1), 2, pad);
        return true;
    case 'y':
        add_padded(b, c.year % 100, 2, pad);
        return true;
    case 'Y':
        add_padded(b, c.year % 10000, 4, pad);
        return true;
    case 'Z':
        jb_buf_add(b, JB_S("+0000"));
        return true;
    case '%':
        jb_buf_byte(b, '%');
        return true;
    default:
        return false;
    }
}

/* `depth` ends a locale whose %x contains %x. */
static void add_format(jb_buf *b, jb_str s, const jb_time_locale *l, int64_t ms, int depth)
{
    for (size_t i = 0; depth < 4 && i < s.n; i++) {
        if (s.p[i] != '%') {
            jb_buf_byte(b, s.p[i]);
            continue;
        }
        char flag = ++i < s.n ? s.p[i] : 0;
        if (flag == '-' || flag == '_' || flag == '0')
            i++;
        else
            flag = 0;
        if (i >= s.n) /* a directive without its letter is none */
            return;
        char pad = flag == '_' ? ' ' : flag;
        if (!add_directive(b, s.p[i], pad, l, ms, depth))
            jb_buf_byte(b, s.p[i]);
    }
}

jb_str jb_time_format(jb_arena *a, jb_str specifier, const jb_locale *locale, double ms)
{
    if (!(fabs(ms) <= (double)JB_TIME_MAX))
        return JB_S("Invalid Date");
    jb_buf b = jb_buf_new(a);
    add_format(&b, specifier, locale ? &locale->time : &jb_locale_en_us.time, (int64_t)floor(ms),
               0);
    return b.text;
}

/* ---- reading ---- */

/* What was read of a date; -1 where it was not given. */
typedef struct reading {
    jb_str s;
    size_t at;
    int64_t year, iso_year, epoch_ms;
    int month, day, hour, minute, second, ms, pm, day_of_year, weekday, iso_weekday, week_sunday,
        week_monday, iso_week;
    int zone; /* minutes */
    bool epoch;
} reading;

static const int absent = -1;

/* A number in the next `most` characters, blanks in front among them. */
static bool take(reading *r, int most, int64_t *number)
{
    size_t at = r->at, end = r->at + (size_t)most < r->s.n ? r->at + (size_t)most : r->s.n;
    while (at < end && r->s.p[at] == ' ')
        at++;
    size_t from = at;
    int64_t n = 0;
    bool negative = most > 9 && at < r->s.n && r->s.p[at] == '-';
    if (negative)
        from = ++at;
    for (; at < end && r->s.p[at] >= '0' && r->s.p[at] <= '9'; at++)
        n = n * 10 + (r->s.p[at] - '0');
    if (at == from)
        return false;
    r->at = at;
    *number = negative ? -n : n;
    return true;
}

static bool take_int(reading *r, int most, int *number)
{
    int64_t n;
    if (!take(r, most, &n))
        return false;
    *number = (int)n;
    return true;
}

/* The longest of the names that stands here, ASCII case ignored. */
static bool take_name(reading *r, const jb_str *names, int n, int *which)
{
    size_t best = 0;
    for (int i = 0; i < n; i++)
        if (names[i].n > best && jb_str_eq_fold(jb_str_cut(r->s, r->at, names[i].n), names[i])) {
            best = names[i].n;
            *which = i;
        }
    r->at += best;
    return best > 0;
}

static bool take_zone(reading *r)
{
    if (r->at < r->s.n && r->s.p[r->at] == 'Z') {
        r->at++;
        return true;
    }
    char sign = r->at < r->s.n ? r->s.p[r->at] : 0;
    int hours, minutes = 0;
    if (sign != '+' && sign != '-')
        return false;
    r->at++;
    if (!take_int(r, 2, &hours))
        return false;
    if (r->at < r->s.n && r->s.p[r->at] == ':')
        r->at++;
    take_int(r, 2, &minutes);
    r->zone = (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
    return true;
}

static bool take_year(reading *r, int most)
{
    if (!take(r, most, &r->year))
        return false;
    if (most == 2)
        r->year += r->year > 68 ? 1900 : 2000;
    return true;
}

static bool read_format(reading *r, jb_str specifier, const jb_time_locale *l, int depth);

static bool read_directive(reading *r, char letter, const jb_time_locale *l, int depth)
{
    int64_t n;
    int i;
    switch (letter) {
    case 'a':
        return take_name(r, l->short_days, 7, &r->weekday);
    case 'A':
        return take_name(r, l->days, 7, &r->weekday);
    case 'b':
        return take_name(r, l->short_months, 12, &r->month);
    case 'B':
        return take_name(r, l->months, 12, &r->month);
    case 'c':
        return read_format(r, l->date_time, l, depth + 1);
    case 'x':
        return read_format(r, l->date, l, depth + 1);
    case 'X':
        return read_format(r, l->time, l, depth + 1);
    case 'd':
    case 'e':
        return take_int(r, 2, &r->day);
    case 'f':
        if (!take_int(r, 6, &i))
            return false;
        r->ms = i / 1000;
        return true;
    case 'g':
        if (!take(r, 2, &n))
            return false;
        r->iso_year = n + (n > 68 ? 1900 : 2000);
        return true;
    case 'G':
        return take(r, 4, &r->iso_year);
    case 'H':
    case 'I':
        return take_int(r, 2, &r->hour);
    case 'j':
        return take_int(r, 3, &r->day_of_year);
    case 'L':
        return take_int(r, 3, &r->ms);
    case 'm':
        if (!take_int(r, 2, &r->month))
            return false;
        r->month--;
        return true;
    case 'M':
        return take_int(r, 2, &r->minute);
    case 'p':
        return take_name(r, l->periods, 2, &r->pm);
    case 'q':
        if (!take_int(r, 1, &i))
            return false;
        r->month = i * 3 - 3;
        return true;
    case 'Q':
    case 's':
        if (!take(r, 18, &n) || n > JB_TIME_MAX || n < -JB_TIME_MAX)
            return false;
        r->epoch = true;
        r->epoch_ms = letter == 's' ? n * 1000 : n;
        return true;
    case 'S':
        return take_int(r, 2, &r->second);
    case 'u':
        return take_int(r, 1, &r->iso_weekday);
    case 'U':
        return take_int(r, 2, &r->week_sunday);
    case 'V':
        return take_int(r, 2, &r->iso_week);
    case 'w':
        return take_int(r, 1, &r->weekday);
    case 'W':
        return take_int(r, 2, &r->week_monday);
    case 'y':
        return take_year(r, 2);
    case 'Y':
        return take_year(r, 4);
    case 'Z':
        return take_zone(r);
    case '%':
        return r->at < r->s.n && r->s.p[r->at++] == '%';
    default:
        return false;
    }
}

static bool read_format(reading *r, jb_str s, const jb_time_locale *l, int depth)
{
    if (depth > 3)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '%' || i + 1 == s.n) {
            if (r->at >= r->s.n || r->s.p[r->at++] != s.p[i])
                return false;
            continue;
        }
        i++;
        if (i + 1 < s.n && (s.p[i] == '-' || s.p[i] == '_' || s.p[i] == '0'))
            i++;
        if (!read_directive(r, s.p[i], l, depth))
            return false;
    }
    return true;
}

/* The day from what was given, as d3 takes it: month and day, else the day of the year, else week
 * and weekday. */
static int64_t day_of(const reading *r)
{
    int64_t year = r->year != absent ? r->year : 1900;
    int weekday = r->iso_weekday != absent ? r->iso_weekday % 7 : r->weekday;
    if (r->iso_week != absent) {
        int64_t fourth = jb_days_of(r->iso_year != absent ? r->iso_year : year, 1, 4);
        int64_t monday = fourth - (fourth + 3 + 7000000) % 7;
        return monday + (r->iso_week - 1) * 7 + (weekday == absent ? 0 : (weekday + 6) % 7);
    }
    if (r->week_sunday != absent || r->week_monday != absent) {
        bool monday = r->week_monday != absent;
        int64_t new_year = jb_days_of(year, 1, 1);
        int before = jb_civil_of(new_year * JB_DAY_MS).weekday + (monday ? 5 : 6);
        int day = weekday == absent ? monday : weekday,
            weeks = monday ? r->week_monday : r->week_sunday;
        return new_year - 1 + (monday ? (day + 6) % 7 : day) + weeks * 7 - before % 7;
    }
    if (r->day_of_year != absent)
        return jb_days_of(year, 1, 1) + r->day_of_year - 1;
    return jb_days_of(year, r->month == absent ? 1 : r->month + 1, r->day == absent ? 1 : r->day);
}

static int or_zero(int n)
{
    return n == absent ? 0 : n;
}

static double parse(reading *r, jb_str specifier, const jb_locale *locale, jb_str text)
{
    *r = (reading){.s = text,
                   .year = absent,
                   .iso_year = absent,
                   .month = absent,
                   .day = absent,
                   .hour = absent,
                   .minute = absent,
                   .second = absent,
                   .ms = absent,
                   .pm = absent,
                   .day_of_year = absent,
                   .weekday = absent,
                   .iso_weekday = absent,
                   .week_sunday = absent,
                   .week_monday = absent,
                   .iso_week = absent};
    if (!read_format(r, specifier, locale ? &locale->time : &jb_locale_en_us.time, 0) ||
        r->at != text.n)
        return (double)NAN;
    if (r->epoch)
        return (double)r->epoch_ms;
    if (r->iso_week == 0 || r->iso_week > 53)
        return (double)NAN;
    int hour = or_zero(r->hour);
    if (r->pm != absent)
        hour = hour % 12 + 12 * r->pm;
    int64_t minutes = hour * 60 + or_zero(r->minute) - r->zone;
    return (double)(day_of(r) * JB_DAY_MS + minutes * 60000 + or_zero(r->second) * 1000 +
                    or_zero(r->ms));
}

double jb_time_parse(jb_str specifier, const jb_locale *locale, jb_str text)
{
    reading r;
    return parse(&r, specifier, locale, text);
}

/* Is what was given there, rather than somewhere behind it? */
static bool exists(const reading *r)
{
    int64_t year = r->year != absent ? r->year : 1900;
    if (r->month != absent && (r->month < 0 || r->month > 11))
        return false;
    if (r->day != absent &&
        (r->day < 1 || r->day > jb_month_days(year, r->month == absent ? 1 : r->month + 1)))
        return false;
    return or_zero(r->hour) < 24 && or_zero(r->minute) < 60 && or_zero(r->second) < 60;
}

double jb_time_parse_strict(jb_str specifier, const jb_locale *locale, jb_str text)
{
    reading r;
    double ms = parse(&r, specifier, locale, text);
    return isnan(ms) || r.epoch || exists(&r) ? ms : (double)NAN;
}

/* ---- Vega's choices ---- */

static jb_str chosen(jb_str own, jb_str otherwise)
{
    return own.p ? own : otherwise;
}

const jb_time_specifiers jb_time_multi = {.by_unit = {[JB_YEAR] = JB_K("%Y"),
                                                      [JB_QUARTER] = JB_K("%B"),
                                                      [JB_MONTH] = JB_K("%B"),
                                                      [JB_WEEK] = JB_K("%b %d"),
                                                      [JB_MONTHDAY] = JB_K("%a %d"),
                                                      [JB_WEEKDAY] = JB_K("%a %d"),
                                                      [JB_HOURS] = JB_K("%I %p"),
                                                      [JB_MINUTES] = JB_K("%I:%M"),
                                                      [JB_SECONDS] = JB_K(":%S"),
                                                      [JB_MILLISECONDS] = JB_K(".%L")}};

jb_str jb_time_format_multi(jb_arena *a, const jb_time_specifiers *specifiers,
                            const jb_locale *locale, double ms)
{
    const jb_str *by = (specifiers ? specifiers : &jb_time_multi)->by_unit;
    const jb_str *usual = jb_time_multi.by_unit;
    if (!(fabs(ms) <= (double)JB_TIME_MAX))
        return JB_S("Invalid Date");
    int64_t t = (int64_t)floor(ms);
    jb_str s;
    if (jb_time_part_floor(JB_SECONDS, t) < t)
        s = chosen(by[JB_MILLISECONDS], usual[JB_MILLISECONDS]);
    else if (jb_time_part_floor(JB_MINUTES, t) < t)
        s = chosen(by[JB_SECONDS], usual[JB_SECONDS]);
    else if (jb_time_part_floor(JB_HOURS, t) < t)
        s = chosen(by[JB_MINUTES], usual[JB_MINUTES]);
    else if (jb_time_part_floor(JB_MONTHDAY, t) < t)
        s = chosen(by[JB_HOURS], usual[JB_HOURS]);
    else if (jb_time_part_floor(JB_MONTH, t) < t && jb_time_part_floor(JB_WEEK, t) < t)
        s = chosen(by[JB_MONTHDAY], chosen(by[JB_WEEKDAY], usual[JB_WEEKDAY]));
    else if (jb_time_part_floor(JB_MONTH, t) < t)
        s = chosen(by[JB_WEEK], usual[JB_WEEK]);
    else if (jb_time_part_floor(JB_YEAR, t) < t && jb_time_part_floor(JB_QUARTER, t) < t)
        s = chosen(by[JB_MONTH], usual[JB_MONTH]);
    else if (jb_time_part_floor(JB_YEAR, t) < t)
        s = chosen(by[JB_QUARTER], usual[JB_QUARTER]);
    else
        s = chosen(by[JB_YEAR], usual[JB_YEAR]);
    return jb_time_format(a, s, locale, ms);
}

/* Units that are written together, longest first, and single ones. */
jb_str jb_time_units_specifier(jb_arena *a, jb_time_units units,
                               const jb_time_specifiers *specifiers)
{
    static const jb_time_specifiers none = {0};
    const jb_time_specifiers *s = specifiers ? specifiers : &none;
    static const jb_str single[JB_TIME_PARTS] = {
        [JB_YEAR] = JB_K("%Y "),     [JB_QUARTER] = JB_K("Q%q "),
        [JB_MONTH] = JB_K("%b "),    [JB_WEEK] = JB_K("W%U "),
        [JB_ISOWEEK] = JB_K("W%V "), [JB_MONTHDAY] = JB_K("%d "),
        [JB_WEEKDAY] = JB_K("%a "),  [JB_DAYOFYEAR] = JB_K("%j "),
        [JB_HOURS] = JB_K("%H:00"),  [JB_MINUTES] = JB_K("00:%M"),
        [JB_SECONDS] = JB_K(":%S"),  [JB_MILLISECONDS] = JB_K(".%L")};
    const struct {
        jb_time_part parts[3];
        size_t n;
        jb_str specifier;
    } joint[] = {
        {{JB_YEAR, JB_MONTH, JB_MONTHDAY}, 3, chosen(s->year_month_date, JB_S("%Y-%m-%d "))},
        {{JB_YEAR, JB_MONTH}, 2, chosen(s->year_month, JB_S("%Y-%m "))},
        {{JB_YEAR, JB_ISOWEEK}, 2, chosen(s->year_isoweek, JB_S("%G W%V "))},
        {{JB_HOURS, JB_MINUTES}, 2, chosen(s->hours_minutes, JB_S("%H:%M"))}};
    jb_time_part given[JB_TIME_PARTS];
    size_t n = 0;
    for (jb_time_part part = JB_YEAR; part < JB_TIME_PARTS; part++)
        if (units.set >> part & 1)
            given[n++] = part;
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0, taken; i < n; i += taken) {
        jb_str text = chosen(s->by_unit[given[i]], single[given[i]]);
        taken = 1;
        for (size_t j = 0; taken == 1 && j < JB_COUNT(joint); j++)
            if (i + joint[j].n <= n &&
                !memcmp(given + i, joint[j].parts, joint[j].n * sizeof *given)) {
                taken = joint[j].n;
                text = joint[j].specifier;
            }
        jb_buf_add(&b, text);
    }
    return jb_str_trim(b.text);
}
