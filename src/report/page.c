#include "report/page.h"

/* Costs, in squared lines of empty page. */
static const double PAGE_COST = 60, LATER_COST = 6;
static const double ALTERED_COST = .4; /* less than one empty line */
static const double CUT_COST = 30;     /* a note over two pages: better than six empty lines */
static const double FOOT_ALONE_COST = 400, NOWHERE_COST = 10000;
static const double SLACK = 0.05; /* pt that rounding may take */

/* A page may begin at box `next` with one thing that was set later still waiting (index + 1; 0:
 * none). */
typedef struct state {
    size_t next, waiting;
    size_t rest, rest_at; /* the note that goes on, and its first line there; 0: none does */
    double cost;
    const struct state *from;
    double empty;        /* what the page that ends here leaves */
    size_t altered;      /* a paragraph on it, by its first box, … */
    const jb_boxes *how; /* … and how it is set; NULL: as it stands */
    struct state *other; /* of the same `next` */
} state;

typedef struct maker {
    jb_ctx *cx;
    const jb_flow *flow;
    state **at; /* by next, 0 to n */
} maker;

/* A page that is being filled. */
typedef struct page {
    const maker *m;
    jb_made_page *made;    /* NULL: only measuring */
    double y, notes, grid; /* its lines begin so far from a whole number of pitches */
    size_t boxes, notes_n, waiting;
    size_t last_note, last_from; /* the last note on it, from which line on */
    size_t cut;                  /* the line of that note that begins the next page; 0: none */
    double extra;                /* cost of what was set later or altered */
    size_t altered;              /* as in its state */
    const jb_boxes *how;
    /* boxes [from, to) stand in columns from `top` on, `deep` high; NULL: none do */
    const jb_columns *columns;
    size_t from, to;
    double top, deep;
} page;

static double snapped(const page *p, const jb_box *box)
{
    double pitch = p->m->flow->pitch;
    return box->snap ? ceil((p->y - p->grid - SLACK) / pitch) * pitch + p->grid : p->y;
}

static double note_height(const page *p, jb_note_part part)
{
    double height = 0;
    for (size_t i = part.from; i < part.to; i++)
        height += p->m->flow->note_boxes[part.note].at[i].height;
    return height;
}

static jb_note_part part_from(const page *p, size_t note, size_t from)
{
    return (jb_note_part){note, from, p->m->flow->note_boxes[note].n};
}

static double notes_of(const page *p, const jb_box *box)
{
    double height = 0;
    for (size_t i = 0; i < box->notes_n; i++)
        height += note_height(p, part_from(p, box->notes[i], 0));
    return height + (box->notes_n && !p->notes_n ? p->m->flow->notes_gap : 0);
}

static void place(const page *p, const jb_box *box, double x, double y)
{
    if (p->made && box->ink)
        *JB_PUSH(p->m->cx->keep, &p->made->boxes) = (jb_placed){box, x, y};
}

static void count(page *p, const jb_box *box)
{
    for (size_t i = 0; p->made && i < box->notes_n; i++)
        *JB_PUSH(p->m->cx->keep, &p->made->notes) = part_from(p, box->notes[i], 0);
    p->notes += notes_of(p, box);
    p->notes_n += box->notes_n;
    if (box->notes_n) {
        p->last_note = box->notes[box->notes_n - 1];
        p->last_from = 0;
    }
    p->boxes++;
}

static void put(page *p, const jb_box *box)
{
    place(p, box, 0, p->y);
    count(p, box);
    p->y += box->height;
}

/* ---- columns ---- */

static bool in_columns(const jb_box *box)
{
    return box->columns && box->columns->n > 1;
}

/* A column that begins at box `at`, under a figure that found no room at the foot of the last. */
typedef struct filling {
    size_t at, waiting, waiting_n;
} filling;

/* Of the figure that begins at box j, as far as it is there. */
static size_t figure_at(const page *p, size_t j)
{
    size_t n = p->m->flow->boxes[j].afloat;
    return n < p->to - j ? n : p->to - j;
}

static double height_of(const page *p, size_t from, size_t n)
{
    double height = 0;
    for (size_t i = from; i < from + n; i++)
        height += p->m->flow->boxes[i].height;
    return height;
}

/* Where a box stands in a column that is filled down to y: on the grid, a table's rest under its
 * head. `first`: it is the first of the text there. */
static double stands_at(const page *p, const jb_box *box, double y, bool first)
{
    double pitch = p->m->flow->pitch;
    y += first && box->again ? box->again->height : 0;
    return box->snap ? ceil((y - SLACK) / pitch) * pitch : y;
}

/* What the next column begins with when this one may be so high; `next` is lowered to the height
 * that would take one box more. A figure that does not fit may wait for the next column, text of
 * its own section coming before it. */
static filling fill_column(const page *p, filling f, double height, bool last, double *next)
{
    const jb_flow *flow = p->m->flow;
    filling out = {.at = f.at};
    double y = height_of(p, f.waiting, f.waiting_n);
    size_t end = f.at, text = 0, j;
    if (y > height + SLACK) {
        *next = fmin(*next, y);
        return f;
    }
    for (j = f.at; j < p->to; j++) {
        const jb_box *box = &flow->boxes[j];
        bool empty = y <= 0;
        if (box->space && empty)
            continue;
        double at = stands_at(p, box, y, !text);
        size_t n = figure_at(p, j);
        if (j > f.at && box->penalty < INFINITY)
            end = j;
        if (n && !empty && !last && !out.waiting_n && at + height_of(p, j, n) > height + SLACK) {
            *next = fmin(*next, at + height_of(p, j, n));
            out.waiting = j;
            out.waiting_n = n;
            j += n - 1;
            continue;
        }
        if (at + box->height > height + SLACK || (out.waiting_n && box->outline.p)) {
            *next = fmin(*next, at + box->height > height + SLACK ? at + box->height : INFINITY);
            break;
        }
        y = at + box->height;
        text++;
    }
    out.at = j < p->to ? end : p->to;
    if (out.at <= out.waiting)
        out.waiting_n = 0; /* it begins the next column in its turn */
    return out;
}

/* Places what stands between two fillings as one column. */
static void place_column(const page *p, filling f, filling to, double x)
{
    const jb_flow *flow = p->m->flow;
    double y = 0;
    bool begun = false;
    for (size_t j = f.waiting; j < f.waiting + f.waiting_n; j++) {
        place(p, &flow->boxes[j], x, p->top + y);
        y += flow->boxes[j].height;
    }
    for (size_t j = f.at; j < to.at; j++) {
        const jb_box *box = &flow->boxes[j];
        bool waits = to.waiting_n && j >= to.waiting && j < to.waiting + to.waiting_n;
        if (waits || (box->space && y <= 0))
            continue;
        if (!begun && box->again)
            place(p, box->again, x, p->top + y);
        y = stands_at(p, box, y, !begun);
        place(p, box, x, p->top + y);
        y += box->height;
        begun = true;
    }
    if (to.at < flow->n && flow->boxes[to.at].close)
        place(p, flow->boxes[to.at].close, x, p->top + y);
}

/* Do the boxes fit into columns of that height? */
static bool fit_columns(const page *p, double height, double *next)
{
    filling f = {.at = p->from};
    *next = INFINITY;
    for (size_t k = 0; k < p->columns->n && (f.at < p->to || f.waiting_n); k++)
        f = fill_column(p, f, height, k + 1 == p->columns->n, next);
    return f.at == p->to && !f.waiting_n;
}

static void add_to_columns(page *p, size_t i)
{
    const jb_box *box = &p->m->flow->boxes[i];
    double next;
    if (p->columns != box->columns) {
        p->columns = box->columns;
        p->from = i;
        p->y = p->top = snapped(p, &(jb_box){.snap = true});
        p->deep = 0;
    }
    p->to = i + 1;
    count(p, box);
    while (!fit_columns(p, p->deep, &next) && next < INFINITY)
        p->deep = next;
    p->y = p->top + p->deep;
}

static void end_columns(page *p)
{
    filling f = {.at = p->from};
    double next;
    for (size_t k = 0; p->columns && (f.at < p->to || f.waiting_n) && k < p->columns->n; k++) {
        bool last = k + 1 == p->columns->n;
        filling to = fill_column(p, f, p->deep, last, &next);
        if (last) /* what fits nowhere runs over */
            to = (filling){.at = p->to};
        place_column(p, f, to, p->columns->x + (double)k * (p->columns->width + p->columns->gap));
        f = to;
    }
    p->columns = NULL;
}

/* ---- pages ---- */

static bool is_altered(const page *p, size_t i)
{
    return p->how && p->altered == i;
}

/* So many boxes from i on stand or fall together. */
static size_t together(const page *p, size_t i)
{
    const jb_box *box = &p->m->flow->boxes[i];
    return is_altered(p, i) ? box->alternatives->lines : box->later ? box->later : 1;
}

/* Boxes [i, i + n), or what stands for them, fit or not. */
static void set(page *p, size_t i, size_t n)
{
    const jb_flow *flow = p->m->flow;
    const jb_box *box = is_altered(p, i) ? p->how->at : flow->boxes + i,
                 *end = is_altered(p, i) ? box + p->how->n : box + n;
    for (; box < end; box++) {
        if (box->space && !p->boxes)
            continue;
        if (in_columns(box)) {
            add_to_columns(p, (size_t)(box - flow->boxes));
            continue;
        }
        end_columns(p);
        if (!p->boxes && box->again)
            put(p, box->again);
        p->y = snapped(p, box);
        put(p, box);
        if (box->regrid)
            p->grid = fmod(p->y, flow->pitch);
    }
}

static bool overflows(const page *p, double y)
{
    return y + p->notes > p->m->flow->depth + SLACK;
}

/* Cuts the last note so that text down to y has its room; false: it cannot be cut so. */
static bool cut_note(page *p, double y)
{
    enum { LEAST = 2 }; /* lines on each side of the cut */
    jb_note_part all = part_from(p, p->last_note, p->last_from), on = all;
    double notes = p->notes;
    if (!p->last_note || p->cut)
        return false;
    while (on.to > all.from && (overflows(p, y) || all.to - on.to < LEAST)) {
        on.to--;
        p->notes = notes - (note_height(p, all) - note_height(p, on));
    }
    if (on.to >= all.from + LEAST) {
        p->cut = on.to;
        p->extra += CUT_COST;
        return true;
    }
    p->notes = notes;
    return false;
}

/* The same if they fit, all but the last of their notes, or if the page is still empty. */
static bool set_fitting(page *p, size_t i, size_t n)
{
    page tried = *p;
    set(&tried, i, n);
    bool noted = tried.notes_n > p->notes_n, fits = !overflows(&tried, tried.y);
    if (noted && p->cut)
        return false;
    fits = fits || (noted && cut_note(&tried, tried.y));
    if (p->boxes && !fits)
        return false;
    *p = tried;
    return true;
}

/* A page that begins in this state: with the rest of a note, as far as that leaves some text its
 * room. */
static page begin(maker *m, const state *from)
{
    enum { TEXT = 3 }; /* lines */
    page p = {.m = m};
    if (!from->rest)
        return p;
    p.last_note = from->rest;
    p.last_from = from->rest_at;
    p.notes_n = 1;
    p.notes = m->flow->notes_gap + note_height(&p, part_from(&p, from->rest, from->rest_at));
    double text = from->next < m->flow->n || from->waiting ? TEXT * m->flow->pitch : 0;
    if (overflows(&p, text))
        cut_note(&p, text);
    return p;
}

/* What a page that ends inside columns leaves empty in them, as a height across the measure. */
static double blank_in_columns(const page *p)
{
    double filled = 0;
    for (size_t i = p->from; p->columns && i < p->to; i++)
        filled += p->m->flow->boxes[i].height;
    return p->columns ? fmax(p->deep - filled / (double)p->columns->n, 0) : 0;
}

static double leftover(const page *p)
{
    double empty = p->m->flow->depth - p->y - p->notes + blank_in_columns(p);
    double lines = empty / p->m->flow->pitch;
    return lines > 0.3 ? lines * lines : 0;
}

/* What still waits, or still goes on, is looked at first: it may lead to one that does not. */
static bool goes_before(const state *a, const state *b)
{
    if (!a->waiting != !b->waiting)
        return a->waiting;
    if (!a->rest != !b->rest)
        return a->rest;
    return a->rest_at < b->rest_at;
}

static state *find(maker *m, state like)
{
    state **link = &m->at[like.next];
    for (state *s = *link; s; s = s->other)
        if (s->waiting == like.waiting && s->rest == like.rest && s->rest_at == like.rest_at)
            return s;
    state *s = JB_NEW(m->cx->scratch, state);
    *s = like;
    s->cost = INFINITY;
    while (*link && goes_before(*link, s))
        link = &(*link)->other;
    s->other = *link;
    return *link = s;
}

static void offer(maker *m, const state *from, size_t next, const page *p, double penalty)
{
    bool end = next == m->flow->n, last = end && !p->waiting && !p->cut;
    bool ends = last || (!p->waiting && !end && m->flow->boxes[next].fresh);
    double empty = ends ? 0 : leftover(p);
    if (last && p->y + p->notes + m->flow->foot > m->flow->depth + SLACK)
        penalty += FOOT_ALONE_COST;
    double cost = from->cost + PAGE_COST + empty + p->extra + penalty;
    state *s = find(m, (state){.next = next,
                               .waiting = p->waiting,
                               .rest = p->cut ? p->last_note : 0,
                               .rest_at = p->cut});
    if (cost < s->cost) {
        s->cost = cost;
        s->from = from;
        s->empty = empty;
        s->altered = p->altered;
        s->how = p->how;
    }
}

/* Sets the thing at box i, or lets it wait for the next page; false: the page ends before it. */
static bool set_or_wait(page *p, size_t i)
{
    size_t n = p->m->flow->boxes[i].later;
    if (n && p->waiting)
        return false; /* things keep their order */
    if (set_fitting(p, i, n ? n : 1))
        return true;
    if (!n)
        return false;
    p->waiting = i + 1;
    p->extra += LATER_COST;
    return true;
}

/* What waits for the next page stands there in its own section: no heading goes before it. */
static bool may_go_on(const page *p, size_t i)
{
    const jb_box *box = &p->m->flow->boxes[i];
    return !p->boxes || !(box->fresh || (p->waiting && box->outline.p));
}

/* Fills a page that begins in this state and offers each place where it may end; false: nowhere. An
 * altered paragraph stands on it whole. `reached`: where the page was full. */
static bool fill(maker *m, const state *from, page p, size_t *reached)
{
    const jb_flow *flow = m->flow;
    bool alone = p.cut || (from->rest && from->next == flow->n); /* a note, and no text */
    bool offered = from->waiting || alone;
    if (alone && !from->waiting && !p.how)
        offer(m, from, from->next, &p, 0);
    if (from->waiting) {
        set(&p, from->waiting - 1, flow->boxes[from->waiting - 1].later);
        if (!p.how)
            offer(m, from, from->next, &p, 0);
    }
    size_t i = from->next;
    while (i < flow->n && may_go_on(&p, i) && set_or_wait(&p, i)) {
        i += together(&p, i);
        double penalty = i < flow->n ? flow->boxes[i].penalty : 0;
        if (penalty < INFINITY && p.boxes && !(p.how && p.altered >= i))
            offer(m, from, i, &p, penalty), offered = true;
    }
    *reached = i;
    return offered;
}

/* The same with each paragraph altered in turn that can be. */
static void fill_altered(maker *m, const state *from, size_t reached)
{
    for (size_t i = from->next; i < reached; i++) {
        page altered = begin(m, from);
        const jb_alternatives *other = m->flow->boxes[i].alternatives;
        if (!other || !other->asked)
            continue;
        const jb_boxes *hows[] = {&other->longer, &other->shorter};
        altered.extra += ALTERED_COST;
        altered.altered = i;
        for (size_t k = 0, end; k < JB_COUNT(hows); k++) {
            altered.how = hows[k];
            if (hows[k]->n)
                fill(m, from, altered, &end);
        }
    }
}

/* Tries every page that begins in this state. */
static void try_pages(maker *m, const state *from)
{
    const jb_flow *flow = m->flow;
    size_t reached;
    if (fill(m, from, begin(m, from), &reached)) {
        fill_altered(m, from, reached);
        return;
    }
    /* it may end nowhere: it ends where it is full */
    page full = begin(m, from);
    size_t i = from->next;
    while (i < flow->n && may_go_on(&full, i) && set_fitting(&full, i, 1))
        i++;
    offer(m, from, i, &full, NOWHERE_COST);
}

static const state *search(maker *m)
{
    const jb_flow *flow = m->flow;
    m->at = JB_NEW_N(m->cx->scratch, state *, flow->n + 1);
    find(m, (state){0})->cost = 0;
    for (size_t i = 0; i <= flow->n; i++)
        for (state *s = m->at[i]; s; s = s->other)
            if (s->cost < INFINITY && (i < flow->n || s->waiting || s->rest))
                try_pages(m, s);
    return find(m, (state){.next = flow->n});
}

static bool ask_page(maker *m, const state *s)
{
    bool asked = false;
    for (size_t i = s->from->next; i < s->next; i++) {
        jb_alternatives *other = m->flow->boxes[i].alternatives;
        if (!other || other->asked || i + other->lines > s->next)
            continue;
        other->longer = other->set(other, 1);
        other->shorter = other->set(other, -1);
        asked = other->asked = true;
    }
    return asked;
}

/* Asks for other settings of the paragraphs on pages that were left short, and on the page before
 * each, whose end is the other place that can be moved; false: of none. */
static bool ask(maker *m, const state *last)
{
    bool asked = false, before = false;
    for (const state *s = last; s->from; s = s->from) {
        bool short_ = s->empty > 0;
        asked = ((short_ || before) && ask_page(m, s)) || asked;
        before = short_;
    }
    return asked;
}

/* The pages as paragraphs stand, and again while some are left short that could be mended. */
static const state *search_mending(maker *m)
{
    enum { ROUNDS = 6 };
    const state *last = search(m);
    for (int round = 0; round < ROUNDS && ask(m, last); round++)
        last = search(m);
    return last;
}

/* The page between two states, now with its boxes written down. */
static void record_page(maker *m, const state *from, const state *to, jb_made_page *made)
{
    const jb_box *boxes = m->flow->boxes;
    page p = {.m = m, .made = made, .altered = to->altered, .how = to->how};
    if (from->rest)
        *JB_PUSH(m->cx->keep, &made->notes) = part_from(&p, from->rest, from->rest_at);
    if (from->waiting)
        set(&p, from->waiting - 1, boxes[from->waiting - 1].later);
    for (size_t i = from->next; i < to->next;) {
        bool waits = to->waiting == i + 1;
        if (!waits)
            set(&p, i, 1);
        i += waits || is_altered(&p, i) ? together(&p, i) : 1;
    }
    if (p.columns)
        end_columns(&p);
    else if (to->next < m->flow->n && boxes[to->next].close)
        put(&p, boxes[to->next].close);
    if (to->rest)
        made->notes.at[made->notes.n - 1].to = to->rest_at;
    made->used = p.y;
    made->notes_height = made->notes.n ? m->flow->notes_gap : 0;
    for (size_t i = 0; i < made->notes.n; i++)
        made->notes_height += note_height(&p, made->notes.at[i]);
}

static void record(maker *m, const state *last, jb_made_pages *pages)
{
    if (!last->from)
        return;
    record(m, last->from, pages);
    size_t first = last->from->next;
    if (first < m->flow->n && m->flow->boxes[first].recto && pages->n % 2)
        JB_PUSH(m->cx->keep, pages);
    record_page(m, last->from, last, JB_PUSH(m->cx->keep, pages));
}

jb_made_pages jb_pages_make(jb_ctx *cx, const jb_flow *flow)
{
    maker m = {.cx = cx, .flow = flow};
    jb_made_pages pages = {0};
    record(&m, search_mending(&m), &pages);
    jb_made_page *last = pages.n ? &pages.at[pages.n - 1] : JB_PUSH(cx->keep, &pages);
    double free = flow->depth - last->used - last->notes_height;
    bool fits = flow->foot <= free + SLACK, behind = flow->foot > 0 && flow->foot_behind;
    for (; !fits || (behind && pages.n % 2); fits = true)
        JB_PUSH(cx->keep, &pages);
    return pages;
}
