#include "report/page.h"

/* Costs, in squared lines of empty page. */
static const double PAGE_COST = 60, LATER_COST = 6, PASSED_HEADING_COST = 90;
static const double FOOT_ALONE_COST = 400, NOWHERE_COST = 10000;
static const double SLACK = 0.05; /* pt that rounding may take */

/* A page may begin at box `next` with one thing that was set later still waiting (index + 1; 0:
 * none). */
typedef struct state {
    size_t next, waiting;
    double cost;
    const struct state *from;
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
    double extra; /* cost of what was set later */
} page;

static double snapped(const page *p, const jb_box *box)
{
    double pitch = p->m->flow->pitch;
    return box->snap ? ceil((p->y - p->grid - SLACK) / pitch) * pitch + p->grid : p->y;
}

static double notes_of(const page *p, const jb_box *box)
{
    double height = 0;
    for (size_t i = 0; i < box->notes_n; i++)
        height += p->m->flow->note_heights[box->notes[i]];
    return height + (box->notes_n && !p->notes_n ? p->m->flow->notes_gap : 0);
}

static void put(page *p, const jb_box *box)
{
    if (p->made && box->ink)
        *JB_PUSH(p->m->cx->keep, &p->made->boxes) = (jb_placed){box, p->y};
    for (size_t i = 0; p->made && i < box->notes_n; i++)
        *JB_PUSH(p->m->cx->keep, &p->made->notes) = box->notes[i];
    p->notes += notes_of(p, box);
    p->notes_n += box->notes_n;
    p->y += box->height;
    p->boxes++;
}

/* Boxes [i, i + n), fit or not. */
static void set(page *p, size_t i, size_t n)
{
    const jb_flow *flow = p->m->flow;
    for (const jb_box *box = flow->boxes + i; box < flow->boxes + i + n; box++) {
        if (box->space && !p->boxes)
            continue;
        if (!p->boxes && box->again)
            put(p, box->again);
        p->y = snapped(p, box);
        put(p, box);
        if (box->regrid)
            p->grid = fmod(p->y, flow->pitch);
    }
}

/* The same if they fit, or if the page is still empty. */
static bool set_fitting(page *p, size_t i, size_t n)
{
    page tried = *p;
    set(&tried, i, n);
    if (p->boxes && tried.y + tried.notes > p->m->flow->depth + SLACK)
        return false;
    *p = tried;
    return true;
}

static double leftover(const page *p)
{
    double lines = (p->m->flow->depth - p->y - p->notes) / p->m->flow->pitch;
    return lines > 0.3 ? lines * lines : 0;
}

static state *find(maker *m, size_t next, size_t waiting)
{
    for (state *s = m->at[next]; s; s = s->other)
        if (s->waiting == waiting)
            return s;
    state *s = JB_NEW(m->cx->scratch, state);
    *s = (state){.next = next, .waiting = waiting, .cost = INFINITY, .other = m->at[next]};
    /* one that still waits is looked at first: it may lead to one that does not */
    state **link = &m->at[next];
    while (*link && (*link)->waiting && !waiting)
        link = &(*link)->other;
    s->other = *link;
    return *link = s;
}

static void offer(maker *m, const state *from, size_t next, const page *p, double penalty)
{
    bool last = next == m->flow->n && !p->waiting;
    bool ends = last || (!p->waiting && m->flow->boxes[next].fresh);
    double empty = ends ? 0 : leftover(p);
    if (last && p->y + p->notes + m->flow->foot > m->flow->depth + SLACK)
        penalty += FOOT_ALONE_COST;
    double cost = from->cost + PAGE_COST + empty + p->extra + penalty;
    state *s = find(m, next, p->waiting);
    if (cost < s->cost) {
        s->cost = cost;
        s->from = from;
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

static bool may_go_on(const page *p, size_t i)
{
    return !p->boxes || !p->m->flow->boxes[i].fresh;
}

/* Tries every page that begins in this state and offers each place where it may end. */
static void try_pages(maker *m, const state *from)
{
    const jb_flow *flow = m->flow;
    page p = {.m = m};
    bool offered = from->waiting;
    if (from->waiting) {
        set(&p, from->waiting - 1, flow->boxes[from->waiting - 1].later);
        offer(m, from, from->next, &p, 0);
    }
    for (size_t i = from->next; i < flow->n && may_go_on(&p, i) && set_or_wait(&p, i);) {
        if (p.waiting && flow->boxes[i].outline.p)
            p.extra += PASSED_HEADING_COST;
        i += flow->boxes[i].later ? flow->boxes[i].later : 1;
        double penalty = i < flow->n ? flow->boxes[i].penalty : 0;
        if (penalty < INFINITY && p.boxes)
            offer(m, from, i, &p, penalty), offered = true;
    }
    if (offered)
        return;
    /* it may end nowhere: it ends where it is full */
    page full = {.m = m};
    size_t i = from->next;
    while (i < flow->n && may_go_on(&full, i) && set_fitting(&full, i, 1))
        i++;
    offer(m, from, i, &full, NOWHERE_COST);
}

static const state *search(maker *m)
{
    const jb_flow *flow = m->flow;
    m->at = JB_NEW_N(m->cx->scratch, state *, flow->n + 1);
    find(m, 0, 0)->cost = 0;
    for (size_t i = 0; i <= flow->n; i++)
        for (state *s = m->at[i]; s; s = s->other)
            if (s->cost < INFINITY && (i < flow->n || s->waiting))
                try_pages(m, s);
    return find(m, flow->n, 0);
}

/* The page between two states, now with its boxes written down. */
static void record_page(maker *m, const state *from, const state *to, jb_made_page *made)
{
    const jb_box *boxes = m->flow->boxes;
    page p = {.m = m, .made = made};
    if (from->waiting)
        set(&p, from->waiting - 1, boxes[from->waiting - 1].later);
    for (size_t i = from->next; i < to->next;) {
        bool waits = to->waiting == i + 1;
        if (!waits)
            set(&p, i, 1);
        i += waits ? boxes[i].later : 1;
    }
    if (to->next < m->flow->n && boxes[to->next].close)
        put(&p, boxes[to->next].close);
    made->used = p.y;
    made->notes_height = p.notes;
}

static void record(maker *m, const state *last, jb_made_pages *pages)
{
    if (!last->from)
        return;
    record(m, last->from, pages);
    record_page(m, last->from, last, JB_PUSH(m->cx->keep, pages));
}

jb_made_pages jb_pages_make(jb_ctx *cx, const jb_flow *flow)
{
    maker m = {.cx = cx, .flow = flow};
    jb_made_pages pages = {0};
    record(&m, search(&m), &pages);
    jb_made_page *last = pages.n ? &pages.at[pages.n - 1] : JB_PUSH(cx->keep, &pages);
    double free = flow->depth - last->used - last->notes_height;
    if (flow->foot > free + SLACK)
        JB_PUSH(cx->keep, &pages);
    return pages;
}
