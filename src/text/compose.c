/* The best set of lines: Knuth and Plass, Breaking Paragraphs into Lines (1981), with the glue of
 * Chinese text in clreq's order and costs that add up instead of TeX's squares. */
#include "text/price.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What breaks cost. Words that stand off Han by another gap than those in the line above cost
 * UNLIKE times its square in em, two divided words one below the other LADDER. */
static const double NEIGHBOURS = 200, UNLIKE = 20000, HOURGLASS = 6000, LADDER = 600;
/* em: from where a line is not even; what a line may be stretched for the sake of a page */
static const double TIGHT = .025, ALTERED = .048;
/* Gaps between Han over TORN em are holes to the eye, and spaces to old readers of the file. */
static const double TORN = .12;
/* Active nodes: only characters without width could make more, and would take forever. */
enum { MOST = 1200 };

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
    jb_prices by;
    const jb_paragraph_style *plain; /* the style without looseness */
    JB_LIST(node) nodes;
    double limit; /* of this pass, em: no gap is stretched more */
    int resort;   /* of this pass: no break costs more */
    bool shaped;  /* a title: its lines' widths are looked at together */
} composer;

/* The search */

/* Of ending a line before atom `end` that begins at `start`: two divided words, one below the
 * other, cost more. */
static double break_cost(const composer *c, size_t start, size_t end)
{
    const jb_gap *gaps = c->by.para->gaps;
    if (jb_para_ends(c->by.para, end))
        return 0;
    bool ladder = gaps[end - 1].hyphen > 0 && start && gaps[start - 1].hyphen > 0;
    return gaps[end - 1].penalty + (ladder ? LADDER : 0);
}

/* What the eye sees of one line below another. */
static double contrast(const node *above, const jb_price *below)
{
    double gaps = (double)above->gap - below->gap;
    return (abs((int)below->class - (int)above->class) > 1 && above->line ? NEIGHBOURS : 0) +
           (isnan(gaps) ? 0 : UNLIKE * gaps * gaps);
}

/* The lines that may follow cost the same behind both. */
static bool alike(const composer *c, const node *a, const node *b)
{
    return a->class == b->class && (!c->by.style->looseness || a->line == b->line) &&
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
    *JB_PUSH(c->by.para->bench, &c->nodes) = offered;
}

/* The next line of a title: widths may grow and then shrink, but not grow again. Half an em is not
 * seen. */
static double shape_title(const composer *c, const node *from, node *next)
{
    double apart = next->width - from->width, seen = c->by.para->atoms.at[from->end].em / 2;
    next->narrowing = from->line && (from->narrowing || apart < -seen);
    return from->narrowing && apart > seen ? HOURGLASS : 0;
}

/* No stretch under a limit fills a line of which the half is empty. */
static bool is_hollow(const composer *c, size_t start, size_t end)
{
    return c->limit < INFINITY && c->by.style->justify == JB_JUSTIFY &&
           !jb_para_ends(c->by.para, end) &&
           c->by.sums[end].width - c->by.sums[start].width < jb_prices_target(&c->by, start) / 2;
}

/* Looser than this pass allows, and so are all that begin later: they have less to stretch and more
 * to fill, whatever letters hide of it. */
static bool is_beyond(const composer *c, const jb_price *l)
{
    return c->limit <= JB_LOOSE && l->loose * JB_LETTERS_SEEN > c->limit;
}

/* Ways to end a line before atom `end`, from the active nodes [low, high); returns the new low. */
static size_t try_break(composer *c, size_t low, size_t high, size_t end)
{
    if (high - low > MOST)
        low = high - MOST;
    size_t kept = high;
    jb_price price_here = {0};
    for (size_t i = low; i < high; i++) {
        const node *from = &c->nodes.at[i];
        if (i == low || from[-1].end != from->end) {
            if (is_hollow(c, from->end, end)) { /* and so are those from later nodes */
                kept = kept < i ? kept : i;
                break;
            }
            price_here = jb_prices_line(&c->by, from->end, end);
        }
        if (!price_here.fits)
            continue;
        if (kept == high)
            kept = i;
        if (is_beyond(c, &price_here))
            break;
        if (price_here.loose > c->limit)
            continue;
        node next = {.end = end,
                     .cost = from->cost + price_here.cost + break_cost(c, from->end, end) +
                             contrast(from, &price_here),
                     .previous = (int32_t)i,
                     .line = from->line + 1,
                     .loose = (float)price_here.loose,
                     .gap = (float)price_here.gap,
                     .class = price_here.class,
                     .fault = from->fault > price_here.fault ? from->fault : price_here.fault,
                     .width = price_here.width,
                     .start = from->end};
        if (c->shaped)
            next.cost += shape_title(c, from, &next);
        offer(c, high, next);
    }
    return kept;
}

/* All nodes of all breaks, in their order; false when the end cannot be reached. [*ends, nodes.n)
 * end there. */
static bool search(composer *c, size_t *ends)
{
    const jb_para *para = c->by.para;
    c->nodes.n = 0;
    *JB_PUSH(para->bench, &c->nodes) = (node){.previous = -1, .gap = NAN, .class = 1};
    size_t low = 0;
    for (size_t end = 1; end <= para->atoms.n; end++) {
        bool forced = jb_para_ends(para, end);
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

/* What is opened in a stretch that is wider than a line, from the least evil on: the joints of a
 * date or a range; before a dash or an ellipsis, which is no start of a line at the strict level
 * only; between letters; where no mark would start or end a line that may not; everywhere but
 * in a grapheme. */
typedef enum opening { AT_JOINTS, AT_DASHES, AT_LETTERS, BESIDE_MARKS, ANYWHERE, OPENINGS } opening;

/* A key parts between letters before it parts a number in it. */
enum { IN_NUMBER = JB_LAST };

static bool are_both(const jb_atom *atom, uint64_t set)
{
    return JB_IN(atom[0].class, set) && JB_IN(atom[1].class, set);
}

static bool is_at_mark(const jb_atom *atom)
{
    static const uint64_t no_end = JB_SET(OPEN) | JB_SET(SOLIDUS) | JB_SET(PREFIX) | JB_SET(WOPEN) |
                                   JB_SET(WPREFIX),
                          no_start = JB_SET(CLOSE) | JB_SET(PAUSE) | JB_SET(STOP) | JB_SET(MIDDLE) |
                                     JB_SET(CONNECT) | JB_SET(NOSTART) | JB_SET(SOLIDUS) |
                                     JB_SET(SUFFIX) | JB_SET(NOTE) | JB_SET(WCLOSE) |
                                     JB_SET(WPAUSE) | JB_SET(WSUFFIX);
    return JB_IN(atom[0].class, no_end) || JB_IN(atom[1].class, no_start);
}

static bool is_opened(const jb_para *para, size_t i, opening degree)
{
    const jb_atom *atom = &para->atoms.at[i];
    static const uint64_t dashes = JB_SET(DASH) | JB_SET(ELLIPSIS),
                          word = JB_SET(LETTER) | JB_SET(DIGIT) | JB_SET(WIDE) | JB_SET(HAN) |
                                 JB_SET(NBSP);
    bool dash = JB_IN(atom[1].class, dashes);
    return degree == AT_JOINTS      ? para->gaps[i].penalty == JB_WHOLE
           : degree == AT_DASHES    ? dash && !JB_IN(atom[0].class, dashes)
           : degree == AT_LETTERS   ? are_both(atom, word)
           : degree == BESIDE_MARKS ? !is_at_mark(atom) && !are_both(atom, dashes)
                                    : true;
}

/* A range parts behind its connector before a date in it does. */
static int16_t opened_penalty(const jb_para *para, size_t i)
{
    const jb_atom *atom = &para->atoms.at[i];
    bool date = para->gaps[i].penalty == JB_WHOLE && atom->class != JB_CLASS_CONNECT;
    return are_both(atom, JB_SET(DIGIT)) ? IN_NUMBER : date ? JB_RESORT + JB_UGLY : JB_RESORT;
}

static void open_stretch(jb_para *para, size_t first, size_t end, opening degree)
{
    for (size_t i = first; i + 1 < end; i++) {
        if (jb_gap_joined(para, i) || !is_opened(para, i, degree))
            continue;
        bool word = para->gaps[i].kind == JB_GAP_RIGID || para->gaps[i].kind == JB_GAP_WORD;
        if (word && degree > AT_DASHES)
            para->gaps[i].kind = JB_GAP_LETTER;
        if (para->gaps[i].penalty >= JB_WHOLE)
            para->gaps[i].penalty = opened_penalty(para, i);
    }
}

static size_t stretch_end(const jb_para *para, size_t first)
{
    size_t end = first + 1;
    while (end < para->atoms.n &&
           (para->gaps[end - 1].penalty >= JB_WHOLE || para->gaps[end - 1].hyphen > 0))
        end++;
    return end;
}

/* The line that could have them whole is narrower. */
static bool is_wide(const composer *c, size_t first, size_t end)
{
    return jb_prices_width(&c->by, first, end) > (first ? c->by.others : c->by.first);
}

/* Longer than any word or number that one reads at a glance (a key, a hundred digits of π), and no
 * date or range. */
static bool is_long_word(const composer *c, size_t first, size_t end)
{
    static const double LONG = 12; /* em */
    size_t i = first;
    while (i + 1 < end && c->by.para->gaps[i].penalty != JB_WHOLE)
        i++;
    return i + 1 == end &&
           jb_prices_width(&c->by, first, end) > LONG * (double)c->by.para->atoms.at[0].em;
}

static bool open_stretches(composer *c, opening degree,
                           bool (*which)(const composer *c, size_t first, size_t end))
{
    bool opened = false;
    for (size_t i = 0, end; i < c->by.para->atoms.n; i = end) {
        end = stretch_end(c->by.para, i);
        if (end > i + 1 && which(c, i, end)) {
            open_stretch(c->by.para, i, end, degree);
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
    if (!c->by.style->looseness)
        return best;
    long lines = (long)c->nodes.at[best].line + c->by.style->looseness;
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
    return last < c->nodes.n ? c->nodes.at[last].fault : JB_NOWHERE;
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
    for (opening degree = 0; degree < OPENINGS; degree++)
        open_stretches(c, degree, is_wide);
    jb_prices_sum(&c->by); /* what was opened gives way */
    size_t last = pass(c, INFINITY, JB_WHOLE - 1);
    if (last < c->nodes.n)
        return last;
    for (size_t i = 0; i + 1 < c->by.para->atoms.n; i++) /* narrower than some pair of marks */
        if (c->by.para->gaps[i].penalty > 0)
            c->by.para->gaps[i].penalty = JB_RESORT;
    return pass(c, INFINITY, JB_WHOLE - 1);
}

/* A long word parts anywhere before it leaves the line above it hollow. */
static size_t part_long_words(composer *c)
{
    if (!open_stretches(c, AT_LETTERS, is_long_word))
        return c->nodes.n;
    jb_prices_sum(&c->by);
    return pass(c, 5 * JB_LOOSE, IN_NUMBER);
}

/* Each pass may do more than the one before: part words, break where it had better not, set loose
 * lines. The first whose lines bear no fault is taken. */
static size_t find_best(composer *c)
{
    double limit =
        c->by.style->looseness ? ALTERED : JB_LOOSE; /* a page is no reason for loose lines */
    size_t last = pass(c, limit, JB_AVOID);
    bool sound = fault_of(c, last) == JB_NO_FAULT;
    if (sound && (loosest(c, last) <= TIGHT || !jb_para_hyphenate(c->by.para)))
        return last;
    if (!sound)
        jb_para_hyphenate(c->by.para);
    last = pass(c, limit, JB_RESORT);
    if (fault_of(c, last) == JB_NO_FAULT)
        return last;
    if (c->by.style->looseness && c->by.style->or_none)
        return c->nodes.n;
    if (c->by.style->looseness) { /* it cannot be had */
        c->by.style = c->plain;
        return find_best(c);
    }
    last = pass(c, TORN, JB_RESORT);
    if (fault_of(c, last) != JB_NO_FAULT)
        last = pass(c, 5 * JB_LOOSE, JB_LAST);
    if (fault_of(c, last) >= JB_HOLLOWED)
        last = part_long_words(c);
    return fault_of(c, last) < JB_HOLLOWED ? last : at_any_price(c);
}

/* The lines */

static double line_x(const composer *c, const jb_line *line, size_t start)
{
    double x = c->by.style->left + (start ? 0 : c->by.style->indent),
           spare = jb_prices_target(&c->by, start) - line->width;
    if (c->by.style->justify == JB_FLUSH_RIGHT)
        return x + spare;
    if (c->by.style->justify == JB_FLUSH_CENTER || c->by.style->justify == JB_BALANCED)
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
    double *xs = JB_NEW_N(c->by.para->bench, double, end - start + 1);
    jb_price l = jb_prices_line(&c->by, start, end);
    jb_line *line = &out->lines[number];
    if (!jb_para_ends(c->by.para, end) && c->by.para->gaps[end - 1].hyphen > 0)
        jb_para_show_hyphen(c->by.para, end - 1);
    jb_line_build(c->by.para, start, end, &l.fit, line, xs);
    line->x = line_x(c, line, start);
    place_pieces(c->by.para, start, end, number, line->x, xs, pieces_at);
}

static jb_composed build_lines(composer *c, size_t last)
{
    jb_arena *keep = c->by.para->cx->keep;
    jb_piece_at *pieces_at = JB_NEW_N(keep, jb_piece_at, c->by.para->pieces_n);
    size_t n = c->nodes.at[last].line;
    jb_composed out = {.lines = JB_NEW_N(keep, jb_line, n), .lines_n = n, .pieces_at = pieces_at};
    out.loosest = loosest(c, last) / JB_LOOSE;
    for (int32_t i = (int32_t)last; c->nodes.at[i].previous >= 0; i = c->nodes.at[i].previous) {
        const node *here = &c->nodes.at[i], *from = &c->nodes.at[here->previous];
        build_line(c, from->end, here->end, from->line, &out, pieces_at);
    }
    for (size_t i = 1; i < c->by.para->pieces_n; i++)
        if (pieces_at[i].line < pieces_at[i - 1].line) /* it has no text */
            pieces_at[i] = pieces_at[i - 1];
    return out;
}

static bool fits_a_line(const composer *c)
{
    return jb_prices_width(&c->by, 0, c->by.para->atoms.n) <= jb_prices_target(&c->by, 0);
}

/* Of so many lines a title is no shape that one sees, and to look for one takes long. */
static bool has_shape(const composer *c)
{
    static const double MOST_LINES = 12;
    return c->by.style->justify == JB_BALANCED &&
           c->by.sums[c->by.para->atoms.n].width <= MOST_LINES * c->by.others;
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
    composer c = {.by = {.para = para,
                         .style = style,
                         .first = room(width - style->indent, em),
                         .others = room(width, em)},
                  .plain = &plain};
    jb_prices_sum(&c.by);
    c.shaped = has_shape(&c);
    if (style->justify == JB_BALANCED && !fits_a_line(&c))
        jb_para_keep_sense(para); /* which opens a dictionary */
    size_t last = find_best(&c);
    return last < c.nodes.n ? build_lines(&c, last) : (jb_composed){0};
}
