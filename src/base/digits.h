/* The decimal digits of a number, rounded and written plainly: what formats are made of (format.c).
 */
#ifndef JB_BASE_DIGITS_H
#define JB_BASE_DIGITS_H

#include "base/value.h"

/* 0.d1d2d3… × 10^point, exact as far as it goes; n = 0 is zero. */
typedef struct jb_digits {
    char d[80];
    int n, point;
} jb_digits;

/* Of a number's absolute value: all of a double's, or without `exact` the shortest that mean it;
 * always those that an integer or a decimal has. */
jb_digits jb_digits_of(jb_value v, bool exact);
jb_digits jb_digits_of_double(double x, bool exact);
void jb_digits_round(jb_digits *g, int keep); /* to so many (not positive: none), half up */

/* Each adds text; the decimal sign is a dot. */
void jb_digits_plain(jb_buf *b, const jb_digits *g, int decimals); /* cut off, not rounded */
void jb_digits_fixed(jb_buf *b, jb_digits g, int decimals);
void jb_digits_exponential(jb_buf *b, jb_digits g, int decimals);
void jb_digits_general(jb_buf *b, jb_digits g, int precision); /* JavaScript's toPrecision */
/* So many significant digits, never with an exponent. */
void jb_digits_rounded(jb_buf *b, jb_digits g, int precision);

#endif
