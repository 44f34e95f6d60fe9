#include "base/format.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/digits.h"

enum { WAN = 0x4E07, YI = 0x4EBF }; /* 万, 亿 */

/* ---- specifiers ---- */

static bool is_align(uint32_t c)
{
    return c == '<' || c == '>' || c == '^' || c == '=';
}

static uint32_t code_at(jb_str s, size_t at)
{
    return jb_utf8_next(s, &at);
}

static bool one_of(uint32_t c, const char *set)
{
    return c && c < 0x80 && strchr(set, (int)c);
}

/* At most four digits: no figure is wider, and 20 decimals is d3's own limit. */
static int read_digits(jb_str s, size_t *at)
{
    int number = 0;
    for (; *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9'; ++*at)
        number = number < 1000 ? number * 10 + (s.p[*at] - '0') : number;
    return number;
}

static void read_fill_align(jb_str s, size_t *at, jb_format *f)
{
    size_t behind = *at;
    uint32_t first = jb_utf8_next(s, &behind);
    if (*at < s.n && is_align(code_at(s, behind)) && behind < s.n) {
        f->fill = first;
        f->align = s.p[behind];
        *at = behind + 1;
    } else if (is_align(first)) {
        f->align = (char)first;
        *at = behind;
    }
}

static bool read_type(jb_str s, size_t *at, jb_format *f)
{
    if (*at == s.n)
        return true;
    f->type = jb_utf8_next(s, at);
    bool letter = (f->type | 32) >= 'a' && (f->type | 32) <= 'z';
    return *at == s.n && (letter || f->type == '%' || f->type == WAN || f->type == YI);
}

static bool is_own(uint32_t type)
{
    return type == 'w' || type == WAN || type == YI;
}

bool jb_format_read(jb_str s, jb_format *f)
{
    *f = (jb_format){.fill = ' ', .align = '>', .sign = '-', .precision = -1, .prefix = INT_MIN};
    size_t at = 0;
    read_fill_align(s, &at, f);
    if (at < s.n && one_of((uint8_t)s.p[at], "+-( "))
        f->sign = s.p[at++];
    if (at < s.n && one_of((uint8_t)s.p[at], "$#"))
        f->symbol = s.p[at++];
    if (at < s.n && s.p[at] == '0')
        f->zero = true, at++;
    f->width = read_digits(s, &at);
    if (at < s.n && s.p[at] == ',')
        f->comma = true, at++;
    if (at < s.n && s.p[at] == '.') {
        size_t digits = ++at;
        f->precision = read_digits(s, &at);
        if (at == digits)
            return false;
    }
    if (at < s.n && s.p[at] == '~')
        f->trim = true, at++;
    return read_type(s, &at, f);
}

jb_str jb_format_specifier(jb_arena *a, const jb_format *f)
{
    jb_buf b = jb_buf_new(a);
    char utf8[4];
    if (f->prefix != INT_MIN)
        return (jb_str){NULL, 0};
    if (f->fill != ' ')
        jb_buf_add(&b, (jb_str){utf8, jb_utf8_put(utf8, f->fill)});
    if (f->fill != ' ' || f->align != '>')
        jb_buf_byte(&b, f->align);
    if (f->sign != '-')
        jb_buf_byte(&b, f->sign);
    if (f->symbol)
        jb_buf_byte(&b, f->symbol);
    if (f->zero)
        jb_buf_byte(&b, '0');
    if (f->width)
        jb_buf_printf(&b, "%d", f->width);
    if (f->comma)
        jb_buf_byte(&b, ',');
    if (f->precision >= 0)
        jb_buf_printf(&b, ".%d", f->precision);
    if (f->trim)
        jb_buf_byte(&b, '~');
    if (f->type)
        jb_buf_add(&b, (jb_str){utf8, jb_utf8_put(utf8, f->type)});
    return b.text.n ? b.text : JB_S("-");
}

/* What d3 makes of a specifier before it formats: n is ,g; a type it does not know is a trimmed g.
 */
static jb_format settle(jb_format f)
{
    if (f.type == 'n') {
        f.comma = true;
        f.type = 'g';
    } else if (!one_of(f.type, "%bcdefgoprsxX") && !is_own(f.type)) {
        f.precision = f.precision < 0 ? 12 : f.precision;
        f.trim = true;
        f.type = 'g';
    }
    if (f.zero || (f.fill == '0' && f.align == '=')) {
        f.zero = true;
        f.fill = '0';
        f.align = '=';
    }
    if (is_own(f.type))
        f.precision = f.precision > 20 ? 20 : f.precision;
    else if (f.precision < 0)
        f.precision = 6;
    else if (one_of(f.type, "gprs"))
        f.precision = f.precision < 1 ? 1 : f.precision > 21 ? 21 : f.precision;
    else
        f.precision = f.precision > 20 ? 20 : f.precision;
    return f;
}

/* Of the SI prefix for numbers whose first digit has that power of ten. */
static int si_exponent(int power)
{
    int e = (int)floor(power / 3.0);
    return 3 * (e < -8 ? -8 : e > 8 ? 8 : e);
}

/* So many significant digits of the number in units of its SI prefix, whose exponent is returned.
 */
static int with_prefix(jb_buf *b, jb_digits g, int precision)
{
    if (!g.n) {
        jb_digits_general(b, g, precision);
        return 0;
    }
    jb_digits_round(&g, precision);
    int exponent = si_exponent(g.point - 1);
    g.point -= exponent;
    /* below 1y fewer are left; where none is, d3 shows all there are */
    int keep = g.point > 0 ? precision : precision + g.point - 1;
    keep = keep > 0 ? keep : g.n;
    jb_digits_round(&g, keep);
    int decimals = keep - g.point;
    jb_digits_plain(b, &g, decimals > 0 ? decimals : 0);
    return exponent;
}

static jb_str si_name(int exponent)
{
    static const char *const names[] = {"y", "z", "a", "f", "p", "n", "µ", "m", "",
                                        "k", "M", "G", "T", "P", "E", "Z", "Y"};
    return jb_str_of(names[8 + exponent / 3]);
}

/* The number in units of 10^4 steps; in `w` the first step at which less than five digits stand
 * before the point. The unit's name is returned. */
static jb_str in_wan(jb_buf *b, jb_digits g, const jb_format *f)
{
    static const char *const names[] = {"", "万", "亿", "万亿"};
    int first = f->type == WAN ? 1 : f->type == YI ? 2 : 0, last = f->type == 'w' ? 3 : first;
    for (int unit = first;; unit++) {
        jb_digits scaled = g;
        scaled.point -= 4 * unit;
        if (f->precision >= 0)
            jb_digits_round(&scaled, scaled.point + f->precision);
        if (unit < last && scaled.n && scaled.point > 4)
            continue;
        int decimals = f->precision >= 0         ? f->precision
                       : scaled.n > scaled.point ? scaled.n - scaled.point
                                                 : 0;
        jb_digits_plain(b, &scaled, decimals);
        return jb_str_of(names[unit]);
    }
}

/* In base 2, 8 or 16, rounded to an integer. */
static void in_radix(jb_buf *b, double x, int radix, const char *alphabet)
{
    char text[1100];
    size_t n = sizeof text;
    x = floor(x + 0.5);
    do {
        text[--n] = alphabet[(int)fmod(x, radix)];
        x = floor(x / radix);
    } while (x >= 1 && n);
    jb_buf_add(b, (jb_str){text + n, sizeof text - n});
}

/* ---- formatting ---- */

/* 1.500e+3 → 1.5e+3, 100.00 → 100. */
static jb_str trimmed(jb_str s)
{
    size_t dot = 0, end;
    while (dot < s.n && s.p[dot] != '.')
        dot++;
    for (end = dot + 1; end < s.n && s.p[end] >= '0' && s.p[end] <= '9';)
        end++;
    if (dot >= s.n)
        return s;
    size_t keep = end;
    while (keep > dot + 1 && s.p[keep - 1] == '0')
        keep--;
    if (keep == dot + 1)
        keep = dot;
    char *p = (char *)s.p; /* the buffer is this file's own */
    memmove(p + keep, p + end, s.n - end);
    return (jb_str){p, s.n - (end - keep)};
}

/* So many decimals; from 1e21 on JavaScript's toFixed has an exponent. */
static void fixed_below_1e21(jb_buf *b, jb_value v, double x, jb_digits g, int decimals)
{
    if (x < 1e21 || jb_value_exact(v))
        jb_digits_fixed(b, g, decimals);
    else
        jb_number_put(b, x);
}

/* The absolute value as d3's types write it; *unit is what stands behind it. */
static jb_str body(jb_arena *a, const jb_format *f, jb_value v, double x, jb_str *unit)
{
    jb_buf b = jb_buf_new(a);
    jb_digits g = jb_digits_of(v, !(is_own(f->type) && f->precision < 0));
    switch (f->type) {
    case '%':
        g.point += 2;
        fixed_below_1e21(&b, v, x * 100, g, f->precision);
        break;
    case 'p':
        g.point += 2;
        jb_digits_rounded(&b, g, f->precision);
        break;
    case 'd': /* of large numbers only the digits that tell them apart */
        jb_digits_fixed(&b, x < 1e21 ? g : jb_digits_of(v, false), 0);
        break;
    case 'e':
        jb_digits_exponential(&b, g, f->precision);
        break;
    case 'f':
        if (f->prefix == INT_MIN) {
            fixed_below_1e21(&b, v, x, g, f->precision);
            break;
        }
        g.point -= f->prefix;
        jb_digits_fixed(&b, g, f->precision);
        break;
    case 'r':
        jb_digits_rounded(&b, g, f->precision);
        break;
    case 's':
        *unit = si_name(with_prefix(&b, g, f->precision));
        break;
    case 'b':
        in_radix(&b, x, 2, "01");
        break;
    case 'o':
        in_radix(&b, x, 8, "01234567");
        break;
    case 'x':
        in_radix(&b, x, 16, "0123456789abcdef");
        break;
    case 'X':
        in_radix(&b, x, 16, "0123456789ABCDEF");
        break;
    case 'w':
    case WAN:
    case YI:
        *unit = in_wan(&b, g, f);
        break;
    default:
        jb_digits_general(&b, g, f->precision);
        break;
    }
    return f->trim ? trimmed(b.text) : b.text;
}

/* Up to the exponent, which no base but ten has. */
static bool all_zero(jb_str s, bool radix)
{
    for (size_t i = 0; i < s.n && (radix || s.p[i] != 'e'); i++)
        if (s.p[i] != '0' && s.p[i] != '.')
            return false;
    return true;
}

/* Digits in groups from the right, as many as fit a width of `most` characters. */
static jb_str grouped(jb_arena *a, jb_str whole, const jb_number_locale *l, size_t most)
{
    if (!l->grouping_n)
        return whole;
    size_t *sizes = JB_NEW_N(a, size_t, whole.n + 1), groups = 0, rest = whole.n, length = 0;
    for (size_t i = 0; rest; i++) {
        size_t size = l->grouping[i % l->grouping_n];
        size = size < 1 ? rest : size;
        if (length + size + 1 > most)
            size = most > length ? most - length : 1;
        sizes[groups++] = size < rest ? size : rest;
        rest -= sizes[groups - 1];
        if ((length += size + 1) > most)
            break;
    }
    jb_buf b = jb_buf_new(a);
    for (size_t at = rest, i = groups; i-- > 0; at += sizes[i]) {
        if (at > rest)
            jb_buf_add(&b, l->thousands);
        jb_buf_add(&b, jb_str_cut(whole, at, sizes[i]));
    }
    return b.text;
}

static void add_fill(jb_buf *b, uint32_t fill, size_t n)
{
    for (size_t i = 0; i < n; i++)
        jb_buf_code(b, fill);
}

/* Splits what is behind the leading digits off, with the locale's decimal sign: "1234.5k" → "1234"
 * and ".5k". */
static jb_str cut_tail(jb_arena *a, jb_str *number, jb_str decimal)
{
    size_t n = 0;
    while (n < number->n && number->p[n] >= '0' && number->p[n] <= '9')
        n++;
    jb_str tail = jb_str_cut(*number, n, number->n);
    *number = jb_str_cut(*number, 0, n);
    if (!jb_str_starts(tail, JB_S(".")))
        return tail;
    jb_buf b = jb_buf_new(a);
    jb_buf_add(&b, decimal);
    jb_buf_add(&b, jb_str_cut(tail, 1, tail.n));
    return b.text;
}

typedef struct pieces {
    jb_str before, number, behind;
} pieces;

static jb_str assemble(jb_arena *a, const jb_format *f, const jb_number_locale *l, pieces p)
{
    size_t width = (size_t)f->width, behind = jb_utf8_count(p.behind);
    if (f->comma && !f->zero)
        p.number = grouped(a, p.number, l, SIZE_MAX);
    size_t length = jb_utf8_count(p.before) + jb_utf8_count(p.number) + behind;
    size_t pad = length < width ? width - length : 0;
    jb_buf b = jb_buf_new(a);
    if (f->comma && f->zero) {
        jb_buf padded = jb_buf_new(a);
        add_fill(&padded, f->fill, pad);
        jb_buf_add(&padded, p.number);
        p.number = grouped(a, padded.text, l, pad ? width - behind : SIZE_MAX);
        pad = 0;
    }
    size_t front = f->align == '>' ? pad : f->align == '^' ? pad / 2 : 0;
    add_fill(&b, f->fill, front);
    jb_buf_add(&b, p.before);
    if (f->align == '=')
        add_fill(&b, f->fill, pad);
    jb_buf_add(&b, p.number);
    jb_buf_add(&b, p.behind);
    if (f->align == '<' || f->align == '^')
        add_fill(&b, f->fill, pad - front);
    return b.text;
}

static jb_str in_numerals(jb_arena *a, const jb_number_locale *l, jb_str s)
{
    if (!l->numerals)
        return s;
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            jb_buf_add(&b, l->numerals[s.p[i] - '0']);
        else
            jb_buf_byte(&b, s.p[i]);
    return b.text;
}

static jb_str joined(jb_arena *a, jb_str x, jb_str y, jb_str z)
{
    jb_buf b = jb_buf_new(a);
    jb_buf_add(&b, x);
    jb_buf_add(&b, y);
    jb_buf_add(&b, z);
    return b.text;
}

static jb_value as_number(jb_value v)
{
    return jb_value_exact(v) ? v : jb_number(jb_value_measure(v));
}

jb_str jb_format_value(jb_arena *a, const jb_format *specifier, const jb_locale *locale, jb_value v)
{
    const jb_format f = settle(*specifier);
    const jb_number_locale *l = locale ? &locale->number : &jb_locale_en_us.number;
    jb_value number = as_number(v);
    double x = jb_value_number(number);
    bool negative = jb_value_exact(number) ? number.integer < 0 : signbit(x) && !isnan(x);
    jb_str unit = JB_S(""), text;
    if (f.type == 'c')
        negative = false, text = jb_value_text(a, v);
    else if (isnan(x))
        text = l->nan;
    else if (isinf(x))
        text = f.type == 'd' ? JB_S("∞") : JB_S("Infinity");
    else
        text = body(a, &f, number, fabs(x), &unit);
    bool radix = one_of(f.type, "boxX");
    if (negative && f.sign != '+' && !isinf(x) && all_zero(text, radix))
        negative = false;
    char plain[] = {'0', (char)(f.type | 32), 0}, sign[] = {f.sign, 0};
    jb_str before = f.symbol == '$'            ? l->currency[0]
                    : f.symbol == '#' && radix ? jb_str_of(plain)
                                               : JB_S("");
    jb_str behind = f.symbol == '$' ? l->currency[1] : one_of(f.type, "%p") ? l->percent : JB_S("");
    jb_str minus = negative                        ? f.sign == '(' ? JB_S("(") : l->minus
                   : one_of((uint8_t)f.sign, "-(") ? JB_S("")
                                                   : jb_str_of(sign);
    if (f.type == 'c')
        return in_numerals(
            a, l,
            assemble(a, &f, l, (pieces){before, JB_S(""), joined(a, text, behind, JB_S(""))}));
    jb_str tail = radix ? JB_S("") : cut_tail(a, &text, l->decimal);
    pieces p = {joined(a, minus, before, JB_S("")), text,
                joined(a, tail, joined(a, unit, behind, JB_S("")),
                       negative && f.sign == '(' ? JB_S(")") : JB_S(""))};
    jb_str done = in_numerals(a, l, assemble(a, &f, l, p));
    return f.prefix == INT_MIN ? done : joined(a, done, si_name(f.prefix), JB_S(""));
}

jb_str jb_format_text(jb_arena *a, jb_str specifier, const jb_locale *locale, jb_value v)
{
    jb_format f;
    return jb_format_read(specifier, &f) ? jb_format_value(a, &f, locale, v) : jb_value_text(a, v);
}

/* ---- Vega's choices of precision ---- */

jb_format jb_format_float(jb_str specifier)
{
    jb_format f;
    if (!specifier.n || !jb_format_read(specifier, &f))
        jb_format_read(JB_S(","), &f);
    if (f.precision < 0 && !is_own(f.type)) {
        f.precision = f.type == '%' ? 10 : f.type == 'e' ? 11 : 12;
        f.trim = true;
    }
    return f;
}

/* The power of ten of a number's first digit. */
static int exponent_of(double x)
{
    return jb_digits_of_double(fabs(x), false).point - 1;
}

jb_format jb_format_prefixed(jb_format f, double value)
{
    f.prefix = isfinite(value) && value != 0 ? si_exponent(exponent_of(value)) : 0;
    f.type = 'f';
    return f;
}

static int at_least(int least, int x)
{
    return x < least ? least : x;
}

jb_format jb_format_span(double start, double stop, double count, jb_str specifier)
{
    jb_format f;
    if (!specifier.p || !jb_format_read(specifier, &f))
        jb_format_read(JB_S(",f"), &f);
    double step = fabs(jb_tick_step(start, stop, count)), most = fmax(fabs(start), fabs(stop));
    bool known = step > 0 && isfinite(step) && isfinite(most);
    int fine = known ? exponent_of(step) : 0;
    bool given = f.precision >= 0;
    if (f.type == 's' && !given) {
        if (known)
            f.precision = at_least(0, si_exponent(exponent_of(most)) - fine);
        return jb_format_prefixed(f, most);
    }
    if (given || !known)
        return f;
    if (!f.type || one_of(f.type, "egpr"))
        f.precision = at_least(0, exponent_of(most - step) - fine) + 1 - (f.type == 'e');
    else if (one_of(f.type, "f%"))
        f.precision = at_least(0, at_least(0, -fine) - 2 * (f.type == '%'));
    return f;
}

/* ---- ticks ---- */

/* The step between ticks if it is at least 1, else the negative inverse, which is an integer: so
 * that ticks can be computed without the error of a decimal fraction. */
static double tick_increment(double start, double stop, double count)
{
    double step = (stop - start) / fmax(0, count), power = floor(log10(step)),
           error = step / pow(10, power);
    double factor = error >= sqrt(50) ? 10 : error >= sqrt(10) ? 5 : error >= sqrt(2) ? 2 : 1;
    double increment = power < 0 ? pow(10, -power) / factor : pow(10, power) * factor;
    double first = power < 0 ? round(start * increment) : round(start / increment);
    double last = power < 0 ? round(stop * increment) : round(stop / increment);
    if ((power < 0 ? first / increment : first * increment) < start)
        first++;
    if ((power < 0 ? last / increment : last * increment) > stop)
        last--;
    if (last < first && 0.5 <= count && count < 2)
        return tick_increment(start, stop, count * 2);
    return power < 0 ? -increment : increment;
}

double jb_tick_step(double start, double stop, double count)
{
    bool reverse = stop < start;
    double increment =
        reverse ? tick_increment(stop, start, count) : tick_increment(start, stop, count);
    return (reverse ? -1 : 1) * (increment < 0 ? 1 / -increment : increment);
}
