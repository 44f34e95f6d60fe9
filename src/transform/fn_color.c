/* Colours, as the CSS text of their red, green and blue. */
#include <math.h>

#include "base/color.h"
#include "transform/function.h"

static double channel(double x)
{
    return isnan(x) ? 0 : fmin(fmax(x, 0), 1);
}

static jb_value css(const jb_call *c, jb_rgba color)
{
    int r = (int)lround(channel(color.r) * 255), g = (int)lround(channel(color.g) * 255);
    int b = (int)lround(channel(color.b) * 255);
    double a = isnan(color.a) ? 1 : channel(color.a);
    if (a == 1)
        return jb_text(jb_str_printf(jb_call_arena(c), "rgb(%d, %d, %d)", r, g, b));
    jb_str opacity = jb_number_text(jb_call_arena(c), a);
    return jb_text(
        jb_str_printf(jb_call_arena(c), "rgba(%d, %d, %d, %.*s)", r, g, b, JB_F(opacity)));
}

/* A colour given as text, which is then the only argument; what is none is black, as in d3. */
static jb_value from_text(const jb_call *c)
{
    jb_rgba color = {0, 0, 0, 1};
    jb_color_read(jb_arg_text(c, 0), &color);
    return css(c, color);
}

static bool is_text(const jb_call *c)
{
    return c->n == 1 || c->args[0].type == JB_TEXT;
}

jb_value jb_fn_rgb(const jb_call *c)
{
    if (is_text(c))
        return from_text(c);
    return css(c, (jb_rgba){jb_arg_number(c, 0, 0) / 255, jb_arg_number(c, 1, 0) / 255,
                            jb_arg_number(c, 2, 0) / 255, jb_arg_number(c, 3, 1)});
}

/* One of red, green, blue from hue (degrees), after CSS Color 4, HSL to sRGB. */
static double hsl_channel(double n, double h, double s, double l)
{
    double k = fmod(n + h / 30, 12);
    k = k < 0 ? k + 12 : k;
    return l - s * fmin(l, 1 - l) * fmax(-1, fmin(fmin(k - 3, 9 - k), 1));
}

jb_value jb_fn_hsl(const jb_call *c)
{
    if (is_text(c))
        return from_text(c);
    double h = jb_arg_number(c, 0, 0), s = jb_arg_number(c, 1, 0), l = jb_arg_number(c, 2, 0);
    return css(c, (jb_rgba){hsl_channel(0, h, s, l), hsl_channel(8, h, s, l),
                            hsl_channel(4, h, s, l), jb_arg_number(c, 3, 1)});
}

static double xyz(double t)
{
    return t > 6.0 / 29 ? t * t * t : 3 * (6.0 / 29) * (6.0 / 29) * (t - 4.0 / 29);
}

static double gamma_of(double x)
{
    return x <= 0.0031308 ? 12.92 * x : 1.055 * pow(x, 1 / 2.4) - 0.055;
}

/* CIELAB with D50 white to sRGB, with Bradford-adapted primaries (Lindbloom). */
static jb_rgba lab(double l, double a, double b, double opacity)
{
    double fy = (l + 16) / 116;
    double x = 0.96422 * xyz(fy + a / 500), y = xyz(fy), z = 0.82521 * xyz(fy - b / 200);
    return (jb_rgba){gamma_of(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
                     gamma_of(-0.9787684 * x + 1.9161415 * y + 0.0334540 * z),
                     gamma_of(0.0719453 * x - 0.2289914 * y + 1.4052427 * z), opacity};
}

jb_value jb_fn_lab(const jb_call *c)
{
    if (is_text(c))
        return from_text(c);
    return css(c, lab(jb_arg_number(c, 0, 0), jb_arg_number(c, 1, 0), jb_arg_number(c, 2, 0),
                      jb_arg_number(c, 3, 1)));
}

jb_value jb_fn_hcl(const jb_call *c)
{
    if (is_text(c))
        return from_text(c);
    double h = jb_arg_number(c, 0, 0) * 3.141592653589793 / 180, chroma = jb_arg_number(c, 1, 0);
    return css(
        c, lab(jb_arg_number(c, 2, 0), cos(h) * chroma, sin(h) * chroma, jb_arg_number(c, 3, 1)));
}

/* Relative luminance, WCAG 2.0. */
static double luminance(const jb_call *c, size_t i)
{
    jb_rgba color;
    if (!jb_color_read(jb_arg_text(c, i), &color))
        return (double)NAN;
    double rgb[] = {color.r, color.g, color.b};
    for (int k = 0; k < 3; k++)
        rgb[k] = rgb[k] <= 0.03928 ? rgb[k] / 12.92 : pow((rgb[k] + 0.055) / 1.055, 2.4);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

jb_value jb_fn_luminance(const jb_call *c)
{
    return jb_number(luminance(c, 0));
}

jb_value jb_fn_contrast(const jb_call *c)
{
    double a = luminance(c, 0), b = luminance(c, 1);
    double ratio = (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
    return jb_number(isnan(a) || isnan(b) ? (double)NAN : ratio);
}
