/* What a line of a paragraph costs, and how its gaps give way in it. */
#ifndef JB_TEXT_PRICE_H
#define JB_TEXT_PRICE_H

#include "text/line.h"

/* Sums of what stands before an atom: widths and natural gaps, what its gaps can take at each step,
 * and the em of the gaps by kind. */
typedef struct jb_sums {
    double width, stretch, even, more, beyond, kinds[JB_GAP_KINDS];
} jb_sums;

/* What lines are priced by. */
typedef struct jb_prices {
    jb_para *para;
    const jb_paragraph_style *style;
    double first, others; /* the widths of lines */
    jb_sums *sums;        /* para->atoms.n + 1 of them, on the paragraph's bench */
} jb_prices;

/* What another pass may mend. */
enum { JB_NO_FAULT, JB_RUNTED, JB_HOLLOWED, JB_NOWHERE };

typedef struct jb_price {
    double cost;
    double loose; /* em that a gap is stretched; ragged lines: as much as would be a like fault */
    double gap;   /* how far words stand off Han here, less the quarter em; NAN: they are too few */
    double width; /* natural */
    jb_fit fit;
    uint8_t class, fault; /* tight, as it is, wide, loose: 0 to 3 */
    bool fits;
} jb_price;

/* Of what letters are set apart in a line without Han the eye sees a part. */
#define JB_LETTERS_SEEN .15

/* Adds up the atoms and gaps as they are now: again when a gap changes its kind. */
void jb_prices_sum(jb_prices *p);

/* Of the atoms [start, end) as one line. */
jb_price jb_prices_line(const jb_prices *p, size_t start, size_t end);

/* The natural width of the atoms [start, end) as a line. */
double jb_prices_width(const jb_prices *p, size_t start, size_t end);

/* The width of a line that begins with atom `start`. */
double jb_prices_target(const jb_prices *p, size_t start);

/* A line ends before atom `end` in any case. */
static inline bool jb_para_ends(const jb_para *para, size_t end)
{
    return end >= para->atoms.n || para->gaps[end - 1].penalty == JB_FORCED;
}

#endif
