/* The best set of lines: Knuth and Plass, Breaking Paragraphs into Lines (1981), with the glue of
 * Chinese text in clreq's order and costs that add up instead of TeX's squares. */
#include "text/line.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What lines cost. A line stretched by LOOSE em in every gap costs STRETCHED: the eye sees an
 * uneven page before it sees a mark of three quarters, so that marks and word gaps give way first
 * (gaps.def prices them from 10 to 50). Of what letters are set apart in a line without Han the eye
 * sees a part (LETTERS_SEEN). Beyond LOOSE no Han gap takes more than MOST_LOOSE while Western
 * gaps can, and these count HOLE for each time they take their first stretch once more. Words that
 * stand off Han by another gap than those in the line above cost UNLIKE times its square in em. */
static const double LINE = 10, LOOSE = JB_LOOSE, STRETCHED = 1000, STRETCH_FIRST = 200,
                    STRETCH_LAST = 1000, RUNT = 40000, SHORT = 600, NEIGHBOURS = 200,
                    UNLIKE = 20000, HOLLOW = 1e8, OVERFULL = 1e12, RAGGED = 4000, HOURGLASS = 6000,
                    SEEN = 12000, TIGHT = .025, LETTERS_SEEN = .15, MOST_LOOSE = .445, HOLE = .12,
                    ALTERED = .048, LADDER = 600;
/* em: what sums that do not quite come out leave */
static const double NONE = 1e-9;
/* Gaps between Han over TORN em are spaces to readers of the file (MuPDF, by which it is searched).
 */
static const double TORN = .12;
/* Active nodes: only characters without width could make more, and would take forever. */
enum { MOST = 1200 };

/* Sums of what stands before an atom: widths and natural gaps, what its gaps can take at each step,
 * and the em of the gaps by kind. */
typedef struct sums {
    double width, stretch, even, more, beyond, kinds[JB_GAP_KINDS];
} sums;

/* What another pass may mend. */
enum { NO_FAULT, RUNTED, HOLLOWED, NOWHERE };

typedef struct measure {
    const sums *from, *to;
    double width;
} measure;

typedef struct node {
    size_t end; /* the atom behind the break: the first of the next line */
    double cost;
    int32_t previous;     /* node */
    uint32_t line;        /* lines before it */
    float loose, gap;     /* its last line */
    uint8_t class, fault; /* the worst of its lines */
    bool narrowing;       /* of a title: some line before was narrower than the one above it */
    double width;         /* of a title: of its last line, and where that began */
    size_t start;
} node;

typedef struct composer {
    jb_para *para;
    const jb_paragraph_style *style, *plain; /* plain: without looseness */
    double first, others;                    /* the widths of lines */
    sums *sums;
    JB_LIST(node) nodes;
    double limit; /* of this pass, em: no gap is stretched more */
    int resort;   /* of this pass: no break costs more */
    bool shaped;  /* a title: its lines' widths are looked at together */
} composer;

typedef struct line_cost {
    double cost;
    double loose; /* em that a gap is stretched; ragged lines: as much as would be a like fault */
    double gap;   /* how far words stand off Han here, less the quarter em; NAN: they are too few */
    double width; /* natural */
    jb_fit fit;
    uint8_t class, fault; /* tight, as it is, wide, loose: 0 to 3 */
    bool fits;
} line_cost;

/* Widths */

static void add_sums(composer *c)
{
    const jb_para *para = c->para;
    c->sums = JB_NEW_N(para->bench, sums, para->atoms.n + 1);
    for (size_t i = 0; i < para->atoms.n; i++) {
        const jb_gap *gap = &para->gaps[i];
        const jb_gap_row *row = &jb_gap_rows[gap->kind];
        sums *next = &c->sums[i + 1];
        *next = c->sums[i];
        next->width += (double)para->atoms.at[i].advance + (double)gap->natural;
        next->stretch += row->stretch * gap->em;
        next->even += row->even * gap->em;
        next->more += row->more * gap->em;
        next->beyond += row->beyond * gap->em;
        next->kinds[gap->kind] += gap->em;
    }
}

static bool at_end(const jb_para *para, size_t end)
{
    return end >= para->atoms.n || para->gaps[end - 1].penalty == JB_FORCED;
}

/* The natural width of the atoms [start, end) as a line; its gaps are the difference of two sums.
 */
static measure measure_of(const composer *c, size_t start, size_t end)
{
    const jb_atom *at = c->para->atoms.at;
    size_t ink = jb_line_ink_end(c->para, start, end);
    measure m = {.from = &c->sums[start], .to = &c->sums[ink == start ? start : ink - 1]};
    if (ink > start)
        m.width = c->sums[ink].width - m.from->width - c->para->gaps[ink - 1].natural -
                  at[start].blank_left - at[ink - 1].blank_right + at[ink - 1].kern +
                  (ink == end && !at_end(c->para, end) ? c->para->gaps[end - 1].hyphen : 0);
    return m;
}

/* The em of all gaps of a kind. */
static double all_of(const measure *m, int kind)
{
    return m->to->kinds[kind] - m->from->kinds[kind];
}

static double target(const composer *c, size_t start)
{
    return start ? c->others : c->first;
}

/* One line: how its gaps give way and what that costs */

static bool shrink(const measure *m, double over, line_cost *l)
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
    double share = *under <= 0 || room <= NONE ? 0 : fmin(*under / room, 1);
    *under -= share * room;
    return share;
}

/* When all have what they may: word spaces and the gaps of Western words before Han, letters before
 * the line is left short. Returns how much looser that looks, in em between Han. */
static double overstretch(double first, double beyond, double under, line_cost *l)
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
    l->fault = HOLLOWED;
    return INFINITY;
}

/* What stands between two Han, in em; of letters in a line without Han, as much as would be seen.
 */
static double between_han(const measure *m, const jb_fit *fit)
{
    const jb_gap_row *han = &jb_gap_rows[JB_GAP_EVEN];
    if (all_of(m, JB_GAP_LETTER) > 0 && all_of(m, JB_GAP_EVEN) <= 0)
        return LETTERS_SEEN * fit->beyond;
    return han->stretch * fmin(fit->stretch, 1) + han->even * fit->even + fit->beyond;
}

static void stretch(const measure *m, double under, line_cost *l)
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
        l->cost += STRETCHED * (l->loose / LOOSE) * (l->loose / LOOSE) +
                   (l->loose > LOOSE + 1e-9 ? SEEN : 0);
    l->class = l->loose >= .04 ? 3 : l->fit.stretch > .6 ? 2 : 1;
}

/* A third of the line left empty is like a loose line. */
static void leave_ragged(double share, line_cost *l)
{
    l->loose = share * 3 * LOOSE;
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

static void price_last(const composer *c, size_t start, size_t end, line_cost *l)
{
    if (!start)
        return;
    double em = (double)c->para->atoms.at[start].em;
    bool scrap = c->style->looseness > 0 && l->width < 2.4 * em; /* not worth a line of the page */
    if (scrap || count_characters(c->para, start, end) < 2) {
        l->cost += RUNT;
        l->fault = RUNTED;
    }
    l->cost += l->width < 2.6 * em ? SHORT : 0;
}

static bool single(const composer *c, size_t start, size_t end)
{
    return jb_line_ink_end(c->para, start, end) <= start + 1;
}

/* Two gaps of words at least, or nobody compares them with those above. */
static double gap_of_words(const measure *m, double em, const jb_fit *fit)
{
    const jb_gap gap = {.em = 1, .kind = JB_GAP_LATIN};
    return all_of(m, JB_GAP_LATIN) + all_of(m, JB_GAP_SPACE) < 1.9 * em ? NAN
                                                                        : jb_fit_gap(fit, &gap);
}

static line_cost price(const composer *c, size_t start, size_t end)
{
    const measure m = measure_of(c, start, end);
    double spare = target(c, start) - m.width;
    bool last = at_end(c->para, end), justified = c->style->justify == JB_JUSTIFY;
    line_cost l = {.cost = LINE, .fits = true, .class = 1, .width = m.width};
    if (spare < -1e-6)
        l.fits = shrink(&m, -spare, &l);
    else if (last && c->style->justify != JB_BALANCED)
        price_last(c, start, end, &l);
    else if (!justified)
        leave_ragged(spare / target(c, start), &l);
    else
        stretch(&m, spare, &l);
    if (c->style->justify == JB_BALANCED)
        l.loose /= 2; /* a title's short line is not worth a word */
    if (last && spare < 0)
        price_last(c, start, end, &l);
    l.gap = gap_of_words(&m, (double)c->para->atoms.at[start].em, &l.fit);
    if (!l.fits && single(c, start, end))
        l = (line_cost){.cost = OVERFULL, .fits = true, .class = 1, .fault = HOLLOWED, .gap = NAN};
    return l;
}

/* The search */

/* Of ending a line before atom `end` that begins at `start`: two divided words, one below the
 * other, cost more. */
static double break_cost(const composer *c, size_t start, size_t end)
{
    const jb_gap *gaps = c->para->gaps;
    if (at_end(c->para, end))
        return 0;
    bool ladder = gaps[end - 1].hyphen > 0 && start && gaps[start - 1].hyphen > 0;
    return gaps[end - 1].penalty + (ladder ? LADDER : 0);
}

/* What the eye sees of one line below another. */
static double contrast(const node *above, const line_cost *below)
{
    double gaps = (double)above->gap - below->gap;
    return (abs((int)below->class - (int)above->class) > 1 && above->line ? NEIGHBOURS : 0) +
           (isnan(gaps) ? 0 : UNLIKE * gaps * gaps);
}

/* The lines that may follow cost the same behind both. */
static bool alike(const composer *c, const node *a, const node *b)
{
    return a->class == b->class && (!c->style->looseness || a->line == b->line) &&
           (!c->shaped || (a->start == b->start && a->narrowing == b->narrowing));
}

/* Keeps the cheapest way to this break with this tightness and, where it matters, so many lines. */
static void offer(composer *c, size_t first_here, node offered)
{
    for (size_t i = first_here; i < c->nodes.n; i++) {
        node *have = &c->nodes.at[i];
        if (!alike(c, have, &offered))
            continue;
        if (offered.cost < have->cost)
            *have = offered;
        return;
    }
    *JB_PUSH(c->para->bench, &c->nodes) = offered;
}

/* The next line of a title: widths may grow and then shrink, but not grow again. Half an em is not
 * seen. */
static double shape_title(const composer *c, const node *from, node *next)
{
    double apart = next->width - from->width, seen = c->para->atoms.at[from->end].em / 2;
    next->narrowing = from->line && (from->narrowing || apart < -seen);
    return from->narrowing && apart > seen ? HOURGLASS : 0;
}

/* No stretch under a limit fills a line of which the half is empty. */
static bool is_hollow(const composer *c, size_t start, size_t end)
{
    return c->limit < INFINITY && c->style->justify == JB_JUSTIFY && !at_end(c->para, end) &&
           c->sums[end].width - c->sums[start].width < target(c, start) / 2;
}

/* Looser than this pass allows, and so are all that begin later: they have less to stretch and more
 * to fill, whatever letters hide of it. */
static bool is_beyond(const composer *c, const line_cost *l)
{
    return c->limit <= LOOSE && l->loose * LETTERS_SEEN > c->limit;
}

/* Ways to end a line before atom `end`, from the active nodes [low, high); returns the new low. */
static size_t try_break(composer *c, size_t low, size_t high, size_t end)
{
    if (high - low > MOST)
        low = high - MOST;
    size_t kept = high;
    line_cost price_here = {0};
    for (size_t i = low; i < high; i++) {
        const node from = c->nodes.at[i];
        if (is_hollow(c, from.end, end)) { /* and so are those from later nodes */
            kept = kept < i ? kept : i;
            break;
        }
        if (i == low || c->nodes.at[i - 1].end != from.end)
            price_here = price(c, from.end, end);
        if (!price_here.fits)
            continue;
        if (kept == high)
            kept = i;
        if (is_beyond(c, &price_here))
            break;
        if (price_here.loose > c->limit)
            continue;
        node next = {.end = end,
                     .cost = from.cost + price_here.cost + break_cost(c, from.end, end) +
                             contrast(&from, &price_here),
                     .previous = (int32_t)i,
                     .line = from.line + 1,
                     .loose = (float)price_here.loose,
                     .gap = (float)price_here.gap,
                     .class = price_here.class,
                     .fault = from.fault > price_here.fault ? from.fault : price_here.fault,
                     .width = price_here.width,
                     .start = from.end};
        if (c->shaped)
            next.cost += shape_title(c, &from, &next);
        offer(c, high, next);
    }
    return kept;
}

/* All nodes of all breaks, in their order; false when the end cannot be reached. [*ends, nodes.n)
 * end there. */
static bool search(composer *c, size_t *ends)
{
    const jb_para *para = c->para;
    c->nodes.n = 0;
    *JB_PUSH(para->bench, &c->nodes) = (node){.previous = -1, .gap = NAN, .class = 1};
    size_t low = 0;
    for (size_t end = 1; end <= para->atoms.n; end++) {
        bool forced = at_end(para, end);
        if (!forced && para->gaps[end - 1].penalty > c->resort)
            continue;
        size_t high = c->nodes.n;
        low = try_break(c, low, high, end);
        if (forced || low == high) {
            low = high;
            if (c->nodes.n == high)
                return false;
        }
    }
    *ends = low;
    return true;
}

/* Widths of what cannot be parted */

/* A key parts between letters before it parts a number in it. */
enum { IN_NUMBER = JB_LAST };

static bool in_number(const jb_atom *atom)
{
    return atom[0].class == JB_CLASS_DIGIT && atom[1].class == JB_CLASS_DIGIT;
}

/* Opens a stretch that is wider than a line: between letters, and if that is not enough everywhere.
 */
static void open_stretch(jb_para *para, size_t first, size_t end, bool anywhere)
{
    const uint64_t word =
        JB_SET(LETTER) | JB_SET(DIGIT) | JB_SET(WIDE) | JB_SET(HAN) | JB_SET(NBSP);
    for (size_t i = first; i + 1 < end; i++) {
        if (!anywhere &&
            (!JB_IN(para->atoms.at[i].class, word) || !JB_IN(para->atoms.at[i + 1].class, word)))
            continue;
        if (para->gaps[i].kind == JB_GAP_RIGID || para->gaps[i].kind == JB_GAP_WORD)
            para->gaps[i].kind = JB_GAP_LETTER;
        if (para->gaps[i].penalty == JB_NEVER)
            para->gaps[i].penalty = in_number(&para->atoms.at[i]) ? IN_NUMBER : JB_RESORT;
    }
}

static size_t stretch_end(const jb_para *para, size_t first)
{
    size_t end = first + 1;
    while (end < para->atoms.n &&
           (para->gaps[end - 1].penalty >= JB_NEVER || para->gaps[end - 1].hyphen > 0))
        end++;
    return end;
}

static bool open_wide_stretches(composer *c, double least, bool anywhere)
{
    bool opened = false;
    for (size_t i = 0, end; i < c->para->atoms.n; i = end) {
        end = stretch_end(c->para, i);
        if (end > i + 1 && measure_of(c, i, end).width > least) {
            open_stretch(c->para, i, end, anywhere);
            opened = true;
        }
    }
    return opened;
}

/* The cheapest end; with looseness the cheapest of those with so many lines more or less, nodes.n
 * if there is none. */
static size_t choose(const composer *c, size_t ends)
{
    size_t best = ends, wanted = c->nodes.n;
    for (size_t i = ends; i < c->nodes.n; i++)
        if (c->nodes.at[i].cost < c->nodes.at[best].cost)
            best = i;
    if (!c->style->looseness)
        return best;
    long lines = (long)c->nodes.at[best].line + c->style->looseness;
    for (size_t i = ends; i < c->nodes.n; i++)
        if (c->nodes.at[i].line == lines &&
            (wanted == c->nodes.n || c->nodes.at[i].cost < c->nodes.at[wanted].cost))
            wanted = i;
    return wanted;
}

/* The last node of the best lines under these limits; nodes.n: there are none. */
static size_t pass(composer *c, double limit, int resort)
{
    size_t ends;
    c->limit = limit;
    c->resort = resort;
    return search(c, &ends) ? choose(c, ends) : c->nodes.n;
}

static int fault_of(const composer *c, size_t last)
{
    return last < c->nodes.n ? c->nodes.at[last].fault : NOWHERE;
}

/* The loosest line of those that end there. */
static double loosest(const composer *c, size_t last)
{
    double most = 0;
    for (int32_t i = (int32_t)last; i >= 0; i = c->nodes.at[i].previous)
        most = c->nodes.at[i].loose > most ? c->nodes.at[i].loose : most;
    return most;
}

/* What is wider than a line is opened, and a single atom is let stand wherever it stands: this
 * cannot fail. */
static size_t at_any_price(composer *c)
{
    double least = c->first < c->others ? c->first : c->others;
    if (open_wide_stretches(c, least, false))
        open_wide_stretches(c, least, true);
    add_sums(c); /* what was opened gives way */
    size_t last = pass(c, INFINITY, JB_NEVER - 1);
    if (last < c->nodes.n)
        return last;
    for (size_t i = 0; i + 1 < c->para->atoms.n; i++) /* narrower than some pair of marks */
        if (c->para->gaps[i].penalty > 0)
            c->para->gaps[i].penalty = JB_RESORT;
    return pass(c, INFINITY, JB_NEVER - 1);
}

/* What is longer than any word or number that one reads at a glance (a key, a hundred digits of π)
 * parts anywhere before it leaves the line above it hollow. */
static size_t part_long_words(composer *c)
{
    static const double LONG = 12; /* em */
    if (!open_wide_stretches(c, LONG * (double)c->para->atoms.at[0].em, false))
        return c->nodes.n;
    add_sums(c);
    return pass(c, 5 * LOOSE, IN_NUMBER);
}

/* Each pass may do more than the one before: part words, break where it had better not, set loose
 * lines. The first whose lines bear no fault is taken. */
static size_t find_best(composer *c)
{
    double limit = c->style->looseness ? ALTERED : LOOSE; /* a page is no reason for loose lines */
    size_t last = pass(c, limit, JB_AVOID);
    bool sound = fault_of(c, last) == NO_FAULT;
    if (sound && (loosest(c, last) <= TIGHT || !jb_para_hyphenate(c->para)))
        return last;
    if (!sound)
        jb_para_hyphenate(c->para);
    last = pass(c, limit, JB_RESORT);
    if (fault_of(c, last) == NO_FAULT)
        return last;
    if (c->style->looseness && c->style->or_none)
        return c->nodes.n;
    if (c->style->looseness) { /* it cannot be had */
        c->style = c->plain;
        return find_best(c);
    }
    last = pass(c, TORN, JB_RESORT);
    if (fault_of(c, last) != NO_FAULT)
        last = pass(c, 5 * LOOSE, JB_LAST);
    if (fault_of(c, last) >= HOLLOWED)
        last = part_long_words(c);
    return fault_of(c, last) < HOLLOWED ? last : at_any_price(c);
}

/* The lines */

static double line_x(const composer *c, const jb_line *line, size_t start)
{
    double x = c->style->left + (start ? 0 : c->style->indent),
           spare = target(c, start) - line->width;
    if (c->style->justify == JB_FLUSH_RIGHT)
        return x + spare;
    if (c->style->justify == JB_FLUSH_CENTER || c->style->justify == JB_BALANCED)
        return x + spare / 2;
    return x;
}

static void place_pieces(const jb_para *para, size_t start, size_t end, size_t number, double x,
                         const double *xs, jb_piece_at *pieces_at)
{
    for (size_t i = start; i < end; i++)
        if (!i || para->atoms.at[i].piece != para->atoms.at[i - 1].piece)
            pieces_at[para->atoms.at[i].piece] =
                (jb_piece_at){.line = number, .x = x + xs[i - start]};
}

static void build_line(const composer *c, size_t start, size_t end, size_t number, jb_composed *out,
                       jb_piece_at *pieces_at)
{
    double *xs = JB_NEW_N(c->para->bench, double, end - start + 1);
    line_cost l = price(c, start, end);
    jb_line *line = &out->lines[number];
    if (!at_end(c->para, end) && c->para->gaps[end - 1].hyphen > 0)
        jb_para_show_hyphen(c->para, end - 1);
    jb_line_build(c->para, start, end, &l.fit, line, xs);
    line->x = line_x(c, line, start);
    place_pieces(c->para, start, end, number, line->x, xs, pieces_at);
}

static jb_composed build_lines(composer *c, size_t last)
{
    jb_arena *keep = c->para->cx->keep;
    jb_piece_at *pieces_at = JB_NEW_N(keep, jb_piece_at, c->para->pieces_n);
    size_t n = c->nodes.at[last].line;
    jb_composed out = {.lines = JB_NEW_N(keep, jb_line, n), .lines_n = n, .pieces_at = pieces_at};
    out.loosest = loosest(c, last) / LOOSE;
    for (int32_t i = (int32_t)last; c->nodes.at[i].previous >= 0; i = c->nodes.at[i].previous) {
        const node *here = &c->nodes.at[i], *from = &c->nodes.at[here->previous];
        build_line(c, from->end, here->end, from->line, &out, pieces_at);
    }
    return out;
}

static bool fits_a_line(const composer *c)
{
    return measure_of(c, 0, c->para->atoms.n).width <= target(c, 0);
}

/* Of so many lines a title is no shape that one sees, and to look for one takes long. */
static bool has_shape(const composer *c)
{
    static const double MOST_LINES = 12;
    return c->style->justify == JB_BALANCED &&
           c->sums[c->para->atoms.n].width <= MOST_LINES * c->others;
}

static double room(double width, double em)
{
    return width > em ? width : em;
}

jb_composed jb_para_compose(jb_para *para, const jb_paragraph_style *style)
{
    double width = style->measure - style->left - style->right, em = para->pieces[0].style.size;
    jb_paragraph_style plain = *style;
    plain.looseness = 0;
    composer c = {.para = para,
                  .style = style,
                  .plain = &plain,
                  .first = room(width - style->indent, em),
                  .others = room(width, em)};
    add_sums(&c);
    c.shaped = has_shape(&c);
    if (style->justify == JB_BALANCED && !fits_a_line(&c))
        jb_para_keep_sense(para); /* which opens a dictionary */
    size_t last = find_best(&c);
    return last < c.nodes.n ? build_lines(&c, last) : (jb_composed){0};
}
