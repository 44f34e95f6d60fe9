/* CSS colours, and the spaces between which they are mixed. */
#ifndef JB_BASE_COLOR_H
#define JB_BASE_COLOR_H

#include "base/str.h"

typedef struct jb_rgba {
    double r, g, b, a; /* 0 to 1, not premultiplied */
} jb_rgba;

/* Names, #rgb, #rgba, #rrggbb, #rrggbbaa, rgb[a](), hsl[a](), "transparent"; case and blanks around
 * do not matter. False if it is none, *color is then as it was. */
bool jb_color_read(jb_str s, jb_rgba *color);

/* The spaces of d3-interpolate; in the long ones a hue goes the way its number goes, else the
 * shorter way round. */
typedef enum jb_mixing {
    JB_MIX_RGB,
    JB_MIX_HSL,
    JB_MIX_HSL_LONG,
    JB_MIX_LAB, /* CIELAB, D50 */
    JB_MIX_HCL, /* its polar form */
    JB_MIX_HCL_LONG,
    JB_MIX_CUBEHELIX, /* Green 2011 */
    JB_MIX_CUBEHELIX_LONG,
    JB_MIXINGS
} jb_mixing;

bool jb_mixing_read(jb_str name, jb_mixing *space); /* "hcl-long" … */
/* From a (t = 0) to b (t = 1), in whole bytes, halves up, as d3 writes its mixes down. Gamma is 1
 * unless asked for, and counts in rgb and cubehelix only. */
jb_rgba jb_color_mix(jb_mixing space, double gamma, jb_rgba a, jb_rgba b, double t);
/* HCL's luminance, 0 to 100, for choosing black or white on top. */
double jb_color_lightness(jb_rgba c);

#endif
