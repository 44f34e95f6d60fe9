#include "text/price.h"

#include <math.h>

/* What lines cost. A line stretched by JB_LOOSE em in every gap costs STRETCHED: the eye sees an
 * uneven page before it sees a mark of three quarters, so that marks and word gaps give way first
 * (gaps.def prices them from 10 to 50). Beyond JB_LOOSE no Han gap takes more than MOST_LOOSE while
 * Western gaps can, and these count HOLE for each time they take their first stretch once more. */
static const double LINE = 10, STRETCHED = 1000, STRETCH_FIRST = 200, STRETCH_LAST = 1000,
                    RUNT = 40000, SHORT = 600, HOLLOW = 1e8, OVERFULL = 1e12, RAGGED = 4000,
                    SEEN = 12000, MOST_LOOSE = .445, HOLE = .12;
/* em: what sums that do not quite come out leave */
static const double NONE = 1e-9;

typedef struct measure {
    const jb_sums *from, *to;
    double width;
} measure;

/* Widths */

void jb_prices_sum(jb_prices *p)
{
    const jb_para *para = p->para;
    p->sums = JB_NEW_N(para->bench, jb_sums, para->atoms.n + 1);
    for (size_t i = 0; i < para->atoms.n; i++) {
        const jb_gap *gap = &para->gaps[i];
        const jb_gap_row *row = &jb_gap_rows[gap->kind];
        jb_sums *next = &p->sums[i + 1];
        *next = p->sums[i];
        next->width += (double)para->atoms.at[i].advance + (double)gap->natural;
        next->stretch += row->stretch * gap->em;
        next->even += row->even * gap->em;
        next->more += row->more * gap->em;
        next->beyond += row->beyond * gap->em;
        next->kinds[gap->kind] += gap->em;
    }
}

/* The natural width of the atoms [start, end) as a line; its gaps are the difference of two sums.
 */
static measure measure_of(const jb_prices *p, size_t start, size_t end)
{
    const jb_atom *at = p->para->atoms.at;
    size_t ink = jb_line_ink_end(p->para, start, end);
    measure m = {.from = &p->sums[start], .to = &p->sums[ink == start ? start : ink - 1]};
    if (ink > start)
        m.width = p->sums[ink].width - m.from->width - p->para->gaps[ink - 1].natural -
                  at[start].blank_left - at[ink - 1].blank_right + at[ink - 1].kern +
                  (ink == end && !jb_para_ends(p->para, end) ? p->para->gaps[end - 1].hyphen : 0);
    return m;
}

double jb_prices_width(const jb_prices *p, size_t start, size_t end)
{
    return measure_of(p, start, end).width;
}

/* The em of all gaps of a kind. */
static double all_of(const measure *m, int kind)
{
    return m->to->kinds[kind] - m->from->kinds[kind];
}

double jb_prices_target(const jb_prices *p, size_t start)
{
    return start ? p->others : p->first;
}

/* One line: how its gaps give way and what that costs */

static bool shrink(const measure *m, double over, jb_price *l)
{
    for (int k = 0; k < JB_GAP_KINDS && over > 0; k++) {
        double room = jb_gap_rows[k].shrink * all_of(m, k);
        if (room <= 0)
            continue;
        l->fit.shrink[k] = over < room ? over / room : 1;
        l->cost += jb_gap_rows[k].shrink_cost * l->fit.shrink[k] * l->fit.shrink[k];
        over -= room;
    }
    l->class = l->fit.shrink[JB_GAP_LATIN] > 0 ? 0 : 1;
    return over <= 1e-6;
}

/* Takes what there is of `room` off what is missing; returns the share. */
static double take(double room, double *under)
{
    double share = *under <= 0 || room <= NONE ? 0 : *under < room ? *under / room : 1;
    *under -= share * room;
    return share;
}

/* When all have what they may: word spaces and the gaps of Western words before Han, letters before
 * the line is left short. Returns how much looser that looks, in em between Han. */
static double overstretch(double first, double beyond, double under, jb_price *l)
{
    if (first > NONE) {
        l->fit.stretch += under / first;
        return HOLE * under / first;
    }
    if (beyond > NONE) {
        l->fit.beyond += under / beyond;
        return 0;
    }
    l->cost += HOLLOW * (1 + under);
    l->fault = JB_HOLLOWED;
    return INFINITY;
}

/* What stands between two Han, in em; of letters in a line without Han, as much as would be seen.
 */
static double between_han(const measure *m, const jb_fit *fit)
{
    const jb_gap_row *han = &jb_gap_rows[JB_GAP_EVEN];
    if (all_of(m, JB_GAP_LETTER) > 0 && all_of(m, JB_GAP_EVEN) <= 0)
        return JB_LETTERS_SEEN * fit->beyond;
    return han->stretch * fmin(fit->stretch, 1) + han->even * fit->even + fit->beyond;
}

static void stretch(const measure *m, double under, jb_price *l)
{
    double first = m->to->stretch - m->from->stretch, beyond = m->to->beyond - m->from->beyond;
    l->fit.stretch = take(first, &under);
    l->fit.even = take(m->to->even - m->from->even, &under);
    l->fit.more = take(m->to->more - m->from->more, &under);
    l->fit.beyond = MOST_LOOSE * take(MOST_LOOSE * beyond, &under);
    l->cost +=
        STRETCH_FIRST * l->fit.stretch * l->fit.stretch + STRETCH_LAST * l->fit.more * l->fit.more;
    l->loose = under > 1e-6 ? overstretch(first, beyond, under, l) : 0;
    l->loose += between_han(m, &l->fit);
    if (l->loose < INFINITY)
        l->cost += STRETCHED * (l->loose / JB_LOOSE) * (l->loose / JB_LOOSE) +
                   (l->loose > JB_LOOSE + 1e-9 ? SEEN : 0);
    l->class = l->loose >= .04 ? 3 : l->fit.stretch > .6 ? 2 : 1;
}

/* A third of the line left empty is like a loose line. */
static void leave_ragged(double share, jb_price *l)
{
    l->loose = share * 3 * JB_LOOSE;
    l->cost += RAGGED * share * share;
}

static size_t count_characters(const jb_para *para, size_t start, size_t end)
{
    const uint64_t counted = JB_SET(HAN) | JB_SET(NOSTART) | JB_SET(LETTER) | JB_SET(DIGIT) |
                             JB_SET(WIDE) | JB_SET(BOX) | JB_SET(SYMBOL);
    size_t n = 0;
    for (size_t i = start; i < end && n < 3; i++)
        n += JB_IN(para->atoms.at[i].class, counted) != 0;
    return n;
}

static void price_last(const jb_prices *p, size_t start, size_t end, jb_price *l)
{
    if (!start)
        return;
    double em = (double)p->para->atoms.at[start].em;
    bool scrap = p->style->looseness > 0 && l->width < 2.4 * em; /* not worth a line of the page */
    if (scrap || count_characters(p->para, start, end) < 2) {
        l->cost += RUNT;
        l->fault = JB_RUNTED;
    }
    l->cost += l->width < 2.6 * em ? SHORT : 0;
}

static bool single(const jb_prices *p, size_t start, size_t end)
{
    return jb_line_ink_end(p->para, start, end) <= start + 1;
}

/* Two gaps of words at least, or nobody compares them with those above. */
static double gap_of_words(const measure *m, double em, const jb_fit *fit)
{
    const jb_gap gap = {.em = 1, .kind = JB_GAP_LATIN};
    return all_of(m, JB_GAP_LATIN) + all_of(m, JB_GAP_SPACE) < 1.9 * em ? NAN
                                                                        : jb_fit_gap(fit, &gap);
}

jb_price jb_prices_line(const jb_prices *p, size_t start, size_t end)
{
    const measure m = measure_of(p, start, end);
    double spare = jb_prices_target(p, start) - m.width;
    bool last = jb_para_ends(p->para, end), justified = p->style->justify == JB_JUSTIFY;
    jb_price l = {.cost = LINE, .fits = true, .class = 1, .width = m.width};
    if (spare < -1e-6)
        l.fits = shrink(&m, -spare, &l);
    else if (last && p->style->justify != JB_BALANCED)
        price_last(p, start, end, &l);
    else if (!justified)
        leave_ragged(spare / jb_prices_target(p, start), &l);
    else
        stretch(&m, spare, &l);
    if (p->style->justify == JB_BALANCED)
        l.loose /= 2; /* a title's short line is not worth a word */
    if (last && spare < 0)
        price_last(p, start, end, &l);
    l.gap = gap_of_words(&m, (double)p->para->atoms.at[start].em, &l.fit);
    if (!l.fits && single(p, start, end))
        l = (jb_price){
            .cost = OVERFULL, .fits = true, .class = 1, .fault = JB_HOLLOWED, .gap = NAN};
    return l;
}
