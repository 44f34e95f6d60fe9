#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/color.h"

#define DEGREES (180 / 3.14159265358979323846)

typedef struct named {
    jb_str name;
    uint32_t rgb;
} named;
static const named names[] = {
#define N(name, rgb) {JB_K(name), rgb},
#include "base/color_names.def"
#undef N
};

static jb_rgba of_bytes(uint32_t rgb, double alpha)
{
    return (jb_rgba){(rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0,
                     alpha};
}

static int compare_name(const void *key, const void *row)
{
    return jb_str_cmp(*(const jb_str *)key, ((const named *)row)->name);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

static bool read_hex(jb_str s, jb_rgba *color)
{
    uint32_t part[4] = {0, 0, 0, 255};
    size_t wide = s.n >= 6 ? 2 : 1;
    if (s.n != 3 && s.n != 4 && s.n != 6 && s.n != 8)
        return false;
    for (size_t i = 0; i < s.n / wide; i++) {
        int high = hex_digit(s.p[i * wide]), low = hex_digit(s.p[i * wide + wide - 1]);
        if (high < 0 || low < 0)
            return false;
        part[i] = (uint32_t)(high * 16 + low);
    }
    *color = of_bytes(part[0] << 16 | part[1] << 8 | part[2], part[3] / 255.0);
    return true;
}

static bool is_separator(char c)
{
    return c == ' ' || c == ',' || c == '/' || c == '\t';
}

/* One argument of rgb() or hsl(); a percentage is of `whole`. False, and *number as it was, if
 * there is none. */
static bool read_argument(jb_str s, size_t *at, double whole, double *number)
{
    char digits[32];
    size_t n = 0;
    while (*at < s.n && is_separator(s.p[*at]))
        ++*at;
    while (*at < s.n && n < sizeof digits - 1 && !is_separator(s.p[*at]) && s.p[*at] != '%')
        digits[n++] = s.p[(*at)++];
    digits[n] = 0;
    if (n > 3 && strcmp(digits + n - 3, "deg") == 0)
        digits[n - 3] = 0;
    char *end;
    double read = strtod(digits, &end);
    if (n == 0 || *end || !isfinite(read))
        return false;
    bool percent = *at < s.n && s.p[*at] == '%';
    *number = percent ? read * whole / 100 : read;
    *at += percent;
    return true;
}

static double clamp(double v, double low, double high)
{
    return fmin(fmax(v, low), high);
}

static double hue_part(double h, double low, double high)
{
    if (h < 60)
        return low + (high - low) * h / 60;
    if (h < 180)
        return high;
    if (h < 240)
        return low + (high - low) * (240 - h) / 60;
    return low;
}

static double turn(double h)
{
    h = fmod(h, 360);
    return h < 0 ? h + 360 : h;
}

static jb_rgba from_hsl(double h, double s, double l, double a)
{
    h = isnan(h) ? 0 : turn(h);
    s = isnan(s) ? 0 : s;
    double high = l + (l < 0.5 ? l : 1 - l) * s, low = 2 * l - high;
    return (jb_rgba){hue_part(h >= 240 ? h - 240 : h + 120, low, high), hue_part(h, low, high),
                     hue_part(h < 120 ? h + 240 : h - 120, low, high), a};
}

static bool read_function(jb_str s, bool hsl, jb_rgba *color)
{
    double v[4] = {0, 0, 0, 1};
    size_t at = 0, n = 0;
    const double wholes[4] = {hsl ? 360 : 255, hsl ? 100 : 255, hsl ? 100 : 255, 1};
    while (n < 4 && read_argument(s, &at, wholes[n], &v[n]))
        n++;
    while (at < s.n && is_separator(s.p[at]))
        at++;
    if (n < 3 || at < s.n)
        return false;
    double a = clamp(v[3], 0, 1);
    *color = hsl ? from_hsl(v[0], clamp(v[1] / 100, 0, 1), clamp(v[2] / 100, 0, 1), a)
                 : (jb_rgba){clamp(v[0] / 255, 0, 1), clamp(v[1] / 255, 0, 1),
                             clamp(v[2] / 255, 0, 1), a};
    return true;
}

bool jb_color_read(jb_str s, jb_rgba *color)
{
    char low[64];
    s = jb_str_trim(s);
    if (s.n == 0 || s.n > sizeof low)
        return false;
    for (size_t i = 0; i < s.n; i++)
        low[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]);
    s.p = low;
    if (s.p[0] == '#')
        return read_hex(jb_str_cut(s, 1, s.n), color);
    if (jb_str_ends(s, JB_S(")")) &&
        (jb_str_starts(s, JB_S("rgb")) || jb_str_starts(s, JB_S("hsl")))) {
        ptrdiff_t open = jb_str_find(s, JB_S("("));
        return open > 0 && read_function(jb_str_cut(s, (size_t)open + 1, s.n - (size_t)open - 2),
                                         low[0] == 'h', color);
    }
    if (jb_str_eq(s, JB_S("transparent"))) {
        *color = (jb_rgba){0, 0, 0, 0};
        return true;
    }
    const named *row = bsearch(&s, names, JB_COUNT(names), sizeof *names, compare_name);
    if (row)
        *color = of_bytes(row->rgb, 1);
    return row != NULL;
}

/* A colour in some space: three coordinates, a hue among them as NaN where the colour has none. */
typedef struct point {
    double v[3];
} point;

static point to_hsl(jb_rgba c)
{
    double low = fmin(c.r, fmin(c.g, c.b)), high = fmax(c.r, fmax(c.g, c.b));
    double span = high - low, l = (high + low) / 2;
    if (span <= 0)
        return (point){{NAN, l > 0 && l < 1 ? 0 : NAN, l}};
    double h = c.r >= high   ? (c.g - c.b) / span + (c.g < c.b ? 6 : 0)
               : c.g >= high ? (c.b - c.r) / span + 2
                             : (c.r - c.g) / span + 4;
    return (point){{h * 60, span / (l < 0.5 ? high + low : 2 - high - low), l}};
}

static double linear_light(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double encoded_light(double v)
{
    return v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055;
}

/* CIE 15: the cube root with its linear foot. */
static double lab_root(double t)
{
    return t > 216.0 / 24389 ? cbrt(t) : t * (841.0 / 108) + 4.0 / 29;
}

static double lab_cube(double t)
{
    return t > 6.0 / 29 ? t * t * t : (108.0 / 841) * (t - 4.0 / 29);
}

static const double white[3] = {0.96422, 1, 0.82521}; /* D50 */

static point to_lab(jb_rgba c)
{
    double r = linear_light(c.r), g = linear_light(c.g), b = linear_light(c.b);
    double y = lab_root((0.2225045 * r + 0.7168786 * g + 0.0606169 * b) / white[1]), x = y, z = y;
    if (c.r != c.g || c.g != c.b) {
        x = lab_root((0.4360747 * r + 0.3850649 * g + 0.1430804 * b) / white[0]);
        z = lab_root((0.0139322 * r + 0.0971045 * g + 0.7141733 * b) / white[2]);
    }
    return (point){{116 * y - 16, 500 * (x - y), 200 * (y - z)}};
}

static jb_rgba from_lab(double l, double a, double b, double alpha)
{
    double y = (l + 16) / 116, x = isnan(a) ? y : y + a / 500, z = isnan(b) ? y : y - b / 200;
    x = white[0] * lab_cube(x);
    y = white[1] * lab_cube(y);
    z = white[2] * lab_cube(z);
    return (jb_rgba){encoded_light(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
                     encoded_light(-0.9787684 * x + 1.9161415 * y + 0.0334540 * z),
                     encoded_light(0.0719453 * x - 0.2289914 * y + 1.4052427 * z), alpha};
}

static point to_hcl(jb_rgba c)
{
    point p = to_lab(c);
    double l = p.v[0], a = p.v[1], b = p.v[2];
    if (fabs(a) < 1e-12 && fabs(b) < 1e-12)
        return (point){{NAN, l > 0 && l < 100 ? 0 : NAN, l}};
    double h = atan2(b, a) * DEGREES;
    return (point){{h < 0 ? h + 360 : h, hypot(a, b), l}};
}

static jb_rgba from_hcl(double h, double c, double l, double alpha)
{
    if (isnan(h))
        return from_lab(l, 0, 0, alpha);
    return from_lab(l, cos(h / DEGREES) * c, sin(h / DEGREES) * c, alpha);
}

/* D. A. Green, "A colour scheme for the display of astronomical intensity images" (2011). */
#define HELIX_A -0.14861
#define HELIX_B 1.78277
#define HELIX_C -0.29227
#define HELIX_D -0.90649
#define HELIX_E 1.97294

static point to_cubehelix(jb_rgba c)
{
    double bc_da = HELIX_B * HELIX_C - HELIX_D * HELIX_A, ed = HELIX_E * HELIX_D,
           eb = HELIX_E * HELIX_B;
    double l = (bc_da * c.b + ed * c.r - eb * c.g) / (bc_da + ed - eb), bl = c.b - l;
    double k = (HELIX_E * (c.g - l) - HELIX_C * bl) / HELIX_D;
    double s = sqrt(k * k + bl * bl) / (HELIX_E * l * (1 - l));
    if (isnan(s) || s <= 0 || isinf(s))
        return (point){{NAN, isnan(s) ? NAN : 0, l}};
    double h = atan2(k, bl) * DEGREES - 120;
    return (point){{h < 0 ? h + 360 : h, s, l}};
}

static jb_rgba from_cubehelix(double h, double s, double l, double alpha)
{
    h = isnan(h) ? 0 : (h + 120) / DEGREES;
    double a = isnan(s) ? 0 : s * l * (1 - l), cosine = cos(h), sine = sin(h);
    return (jb_rgba){l + a * (HELIX_A * cosine + HELIX_B * sine),
                     l + a * (HELIX_C * cosine + HELIX_D * sine), l + a * HELIX_E * cosine, alpha};
}

static double between(double a, double b, double t)
{
    if (isnan(a) || isnan(b))
        return isnan(a) ? b : a;
    return b == a ? a : a + (b - a) * t; /* t may be infinite: the colour at the far end */
}

static double between_hues(double a, double b, double t)
{
    double d = b - a;
    if (isnan(d))
        return isnan(a) ? b : a;
    if (fabs(d) > 180)
        d -= 360 * round(d / 360);
    return a + d * t;
}

static double between_gamma(double a, double b, double t, double gamma)
{
    if (gamma == 1)
        return between(a, b, t);
    return pow(between(pow(a, gamma), pow(b, gamma), t), 1 / gamma);
}

typedef struct space {
    jb_str name;
    point (*to)(jb_rgba c);
    jb_rgba (*from)(double h, double s, double l, double alpha);
    bool shorter; /* its first coordinate is a hue and goes the shorter way */
} space;

static const space spaces[JB_MIXINGS] = {
    [JB_MIX_RGB] = {JB_K("rgb"), NULL, NULL, false},
    [JB_MIX_HSL] = {JB_K("hsl"), to_hsl, from_hsl, true},
    [JB_MIX_HSL_LONG] = {JB_K("hsl-long"), to_hsl, from_hsl, false},
    [JB_MIX_LAB] = {JB_K("lab"), to_lab, from_lab, false},
    [JB_MIX_HCL] = {JB_K("hcl"), to_hcl, from_hcl, true},
    [JB_MIX_HCL_LONG] = {JB_K("hcl-long"), to_hcl, from_hcl, false},
    [JB_MIX_CUBEHELIX] = {JB_K("cubehelix"), to_cubehelix, from_cubehelix, true},
    [JB_MIX_CUBEHELIX_LONG] = {JB_K("cubehelix-long"), to_cubehelix, from_cubehelix, false},
};

bool jb_mixing_read(jb_str name, jb_mixing *out)
{
    for (size_t i = 0; i < JB_MIXINGS; i++)
        if (jb_str_eq(name, spaces[i].name)) {
            *out = (jb_mixing)i;
            return true;
        }
    return false;
}

/* What came of a byte is that byte again. */
static double bytes_of(double part)
{
    double bytes = 255 * part, whole = round(bytes);
    return fabs(bytes - whole) < 1e-9 ? whole : bytes;
}

static double whole(double bytes)
{
    return floor(clamp(bytes, 0, 255) + 0.5) / 255;
}

static double mixed(double a, double b, double t, double gamma)
{
    return whole(between_gamma(bytes_of(a), bytes_of(b), t, gamma));
}

jb_rgba jb_color_mix(jb_mixing kind, double gamma, jb_rgba a, jb_rgba b, double t)
{
    const space *s = &spaces[kind];
    double alpha = clamp(between(a.a, b.a, t), 0, 1);
    if (!s->to)
        return (jb_rgba){mixed(a.r, b.r, t, gamma), mixed(a.g, b.g, t, gamma),
                         mixed(a.b, b.b, t, gamma), alpha};
    point p = s->to(a), q = s->to(b);
    bool helix = kind == JB_MIX_CUBEHELIX || kind == JB_MIX_CUBEHELIX_LONG;
    double first = s->shorter ? between_hues(p.v[0], q.v[0], t) : between(p.v[0], q.v[0], t);
    double last = between(p.v[2], q.v[2], helix ? pow(t, gamma) : t);
    jb_rgba c = s->from(first, between(p.v[1], q.v[1], t), last, alpha);
    return (jb_rgba){whole(255 * c.r), whole(255 * c.g), whole(255 * c.b), alpha};
}

double jb_color_lightness(jb_rgba c)
{
    return to_lab(c).v[0];
}
