#include "report/spot.h"

/* Costs, in squared lines of empty page. */
static const double PAGE_COST = 60, LATER_COST = 6, TORN_COST = 49, SPLIT_COST = 49, TURN_COST = 30,
                    FOOT_ALONE_COST = 400, NOWHERE_COST = 10000;

/* A page that is being filled up to a spot. */
typedef struct page {
    jb_leaf leaf;
    jb_spot at;
    size_t waiting;
    jb_choices hows;
    size_t choosers; /* paragraphs on it that have a choice */
    bool bare;       /* what its last box must be kept with waits: it cannot end there */
} page;

/* Pages that begin in one state and stand at one spot, filled to different depths by their choices.
 */
enum { MOST_PAGES = 8, MOST_IN_COLUMNS = 3 /* which take longer to fill */ };
typedef struct variants {
    page at[MOST_PAGES];
    size_t n;
} variants;

typedef struct maker {
    jb_ctx *cx;
    const jb_flow *flow;
    jb_arena *bench; /* for the pages of one state */
    jb_state **at;   /* by next, 0 to n */
    variants lists[2], *now, *then;
    size_t offers;
} maker;

/* ---- states ---- */

/* Those of a paragraph come in the order of its lines. What still waits, the most first, or still
 * goes on, is looked at first: it may lead to one that does not. */
static bool goes_before(const jb_state *a, const jb_state *b)
{
    if (a->at.line != b->at.line)
        return a->at.line < b->at.line;
    if (a->waiting != b->waiting)
        return a->waiting && (!b->waiting || a->waiting < b->waiting);
    if (!a->rest != !b->rest)
        return a->rest;
    return a->rest_at < b->rest_at;
}

static bool are_one(const jb_state *a, const jb_state *b)
{
    return a->at.how == b->at.how && a->at.line == b->at.line && a->waiting == b->waiting &&
           a->rest == b->rest && a->rest_at == b->rest_at;
}

static jb_state *find(maker *m, jb_state like)
{
    jb_state **link = &m->at[like.at.next];
    for (jb_state *s = *link; s; s = s->other)
        if (are_one(s, &like))
            return s;
    jb_state *s = JB_NEW(m->cx->scratch, jb_state);
    *s = like;
    s->cost = INFINITY;
    while (*link && goes_before(*link, s))
        link = &(*link)->other;
    s->other = *link;
    return *link = s;
}

/* A section's last page of a few lines is worth an alternative, but no line left empty before it.
 */
static double scantiness(const maker *m, const jb_leaf *leaf, const jb_state *from, double foot)
{
    static const double LINES = 4, COST = .5;
    const jb_box *first = jb_state_first(m->flow, from);
    bool goes_on = from->from && !(first && first->fresh),
         few = leaf->y + leaf->notes + foot < LINES * leaf->flow->pitch;
    return goes_on && few ? COST : 0;
}

/* Does the page end before turned paper for which text behind it need not wait? */
static bool turns(const maker *m, const page *p, const jb_box *next)
{
    const jb_box *coming = p->waiting ? &m->flow->boxes[p->waiting - 1] : next;
    return coming && jb_thing_at(coming) && !coming->fresh && coming->turned && !p->leaf.turned;
}

/* What the page leaves empty if it ends here. Where the text or a section ends nothing is, but
 * columns may end unevenly; before turned paper that might wait it is something, however much. */
static double emptiness(const maker *m, const page *p, const jb_state *from, const jb_box *next,
                        double *foot_alone)
{
    const jb_leaf *leaf = &p->leaf;
    bool ends = jb_leaf_is_last(leaf, p->waiting, leaf->cut, next), last = ends && !next;
    jb_leaf ended;
    if (ends) {
        ended = *leaf;
        jb_columns_end(&ended, next);
        leaf = &ended;
    }
    if (last && jb_leaf_overflows(leaf, leaf->y + leaf->flow->foot))
        *foot_alone = FOOT_ALONE_COST;
    double left = jb_leaf_leftover(leaf) + jb_columns_begun(leaf, next);
    if (turns(m, p, next))
        left = fmin(left, TURN_COST);
    else if (ends)
        left = 0;
    return leaf->uneven + left +
           (ends ? scantiness(m, leaf, from, last ? leaf->flow->foot : 0) : 0);
}

/* The page may end here. */
static void offer(maker *m, const jb_state *from, const page *p, jb_spot at, double penalty)
{
    const jb_leaf *leaf = &p->leaf;
    double foot = 0, empty = emptiness(m, p, from, jb_spot_box(m->flow, at), &foot);
    double cost = from->cost + PAGE_COST + empty + foot + leaf->extra + penalty;
    m->offers++;
    jb_state *s = find(m, (jb_state){.at = at,
                                     .waiting = p->waiting,
                                     .rest = leaf->cut ? leaf->last_note : 0,
                                     .rest_at = leaf->cut});
    if (cost < s->cost) {
        s->cost = cost;
        s->from = from;
        s->empty = empty;
        s->hows = p->hows;
    }
}

/* ---- filling ---- */

/* What the columns on a page hold is a list that two pages do not share. */
static page fork_page(const maker *m, const page *p)
{
    page fork = *p;
    jb_strip *strip = &fork.leaf.strip;
    strip->at = JB_NEW_N(m->bench, const jb_box *, strip->n + 1);
    strip->cap = strip->n + 1;
    for (size_t i = 0; i < strip->n; i++)
        strip->at[i] = p->leaf.strip.at[i];
    return fork;
}

/* The rest of both pages will be the same. */
static bool are_alike(const page *a, const page *b)
{
    return fabs(a->leaf.y - b->leaf.y) < JB_SLACK && a->waiting == b->waiting &&
           a->bare == b->bare && a->leaf.notes_n == b->leaf.notes_n && a->leaf.cut == b->leaf.cut &&
           a->leaf.grid == b->leaf.grid && a->leaf.columns == b->leaf.columns &&
           a->leaf.strip.n == b->leaf.strip.n;
}

static double cost_of(const page *p)
{
    return p->leaf.extra + p->leaf.uneven;
}

/* Keeps the cheaper of two that are alike, and of too many the cheapest. */
static void keep_page(variants *list, const page *p)
{
    size_t i = 0, dearest = 0, most = p->leaf.columns ? MOST_IN_COLUMNS : MOST_PAGES;
    for (; i < list->n && !are_alike(&list->at[i], p); i++)
        dearest = cost_of(&list->at[i]) > cost_of(&list->at[dearest]) ? i : dearest;
    if (i == list->n && i < most)
        list->at[list->n++] = *p;
    else if (i == list->n)
        i = dearest;
    if (cost_of(p) < cost_of(&list->at[i]))
        list->at[i] = *p;
}

/* Would a page that ends before this box part a table, or what stands on one ground? */
static bool is_within(const jb_box *box)
{
    return box->again || (box->frame && box->frame == box[-1].frame);
}

/* Before box or line `at`, which is on the page already if the last of its paragraph is. */
static void offer_spot(maker *m, const jb_state *from, const page *p, jb_spot at)
{
    const jb_box *next = jb_spot_box(m->flow, at);
    double penalty = next ? next->penalty : 0;
    bool split = p->waiting && next && is_within(next); /* by what waits */
    if (penalty < INFINITY && p->leaf.boxes && !p->bare && jb_columns_may_end(&p->leaf, next))
        offer(m, from, p, at, penalty + (split ? SPLIT_COST : 0));
}

/* Sets the lines of a paragraph from its spot on, of an alternative or as it stands, and offers
 * each place where the page may end; false: it ends before the paragraph does. */
static bool set_lines(maker *m, const jb_state *from, page *p, const jb_boxes *how, size_t lines)
{
    const jb_box *at = how ? how->at : &m->flow->boxes[p->at.next];
    size_t n = how ? how->n : lines;
    for (size_t k = p->at.line; k < n; k++) {
        if (!jb_leaf_set_fitting(&p->leaf, at + k, 1))
            return false;
        p->bare = false;
        if (k + 1 < n)
            offer_spot(m, from, p,
                       how ? (jb_spot){p->at.next, how, k + 1}
                           : (jb_spot){p->at.next + k + 1, NULL, 0});
    }
    p->at = (jb_spot){p->at.next + lines, NULL, 0};
    offer_spot(m, from, p, p->at);
    return true;
}

/* The paragraph in each way that it can be set. */
static void set_alternatives(maker *m, const jb_state *from, const page *p,
                             const jb_alternatives *a)
{
    for (size_t k = 0; k <= a->n; k++) {
        page with = fork_page(m, p);
        size_t chooser = with.choosers++;
        if (k && !jb_choose(&with.hows, chooser, k))
            return;
        with.leaf.extra += k ? a->at[k - 1].cost : 0;
        if (set_lines(m, from, &with, k ? &a->at[k - 1].boxes : NULL, a->lines))
            keep_page(m->then, &with);
    }
}

/* From the first of them on, before the page's spot. */
static size_t count_waiting(const maker *m, size_t waiting, jb_spot at)
{
    size_t n = 0;
    for (size_t i = waiting ? waiting - 1 : at.next; i < at.next; i++)
        n += jb_thing_at(&m->flow->boxes[i]) > 0;
    return n;
}

/* The thing at the page's spot waits for a later page, as all do behind one that waits; false: too
 * many do. */
static bool let_wait(const maker *m, page *p)
{
    enum { MOST = 3 };
    const jb_box *box = &m->flow->boxes[p->at.next];
    if (count_waiting(m, p->waiting, p->at) >= MOST)
        return false;
    p->waiting = p->waiting ? p->waiting : p->at.next + 1;
    p->leaf.extra += LATER_COST + (box->penalty < INFINITY ? box->penalty : 0);
    p->bare = box->led;
    p->at.next += jb_thing_at(box);
    return true;
}

/* Sets so many boxes at the page's spot; false: the page ends before them. */
static bool set_boxes(const maker *m, page *p, size_t n)
{
    if (!jb_leaf_set_fitting(&p->leaf, &m->flow->boxes[p->at.next], n))
        return false;
    p->bare = false;
    p->at.next += n;
    return true;
}

static void go_on(maker *m, const jb_state *from, const page *p)
{
    offer_spot(m, from, p, p->at);
    keep_page(m->then, p);
}

/* Can a page end inside the thing that begins with this box? */
static bool may_be_torn(const jb_box *box)
{
    for (size_t i = 1; i < jb_thing_at(box); i++)
        if (box[i].penalty < INFINITY)
            return true;
    return false;
}

/* A thing that may be set later is set in one piece, or waits, or is torn. */
static void set_thing(maker *m, const jb_state *from, page *p)
{
    const jb_box *box = &m->flow->boxes[p->at.next];
    bool may_stand = !p->waiting && box->turned == p->leaf.turned;
    if (may_stand && set_boxes(m, p, jb_thing_at(box))) {
        go_on(m, from, p);
        return;
    }
    page torn = fork_page(m, p);
    torn.leaf.extra += TORN_COST;
    if (may_stand && may_be_torn(box) && set_boxes(m, &torn, 1))
        go_on(m, from, &torn);
    if (let_wait(m, p))
        go_on(m, from, p);
}

/* What waits for the next page stands there in its own section: no heading goes before it; and in
 * its own columns. */
static bool may_pass(const maker *m, const page *p, const jb_box *box)
{
    const jb_box *waits = &m->flow->boxes[p->waiting - 1];
    return !box->outline.p && (!jb_box_in_columns(waits) || box->columns == waits->columns);
}

/* What stands on other paper begins a page, or waits for it. */
static bool may_go_on(const maker *m, const page *p)
{
    const jb_box *box = jb_spot_box(m->flow, p->at);
    if (!box || (!p->leaf.boxes && !p->waiting))
        return box;
    bool other = box->turned != p->leaf.turned && !(box->turned && jb_thing_at(box));
    return !box->fresh && !other && (!p->waiting || may_pass(m, p, box));
}

/* Sets what comes next on one page, in all its ways. */
static void advance(maker *m, const jb_state *from, page *p)
{
    const jb_alternatives *a = jb_alternatives_at(m->flow, p->at.next);
    if (p->at.how) {
        if (set_lines(m, from, p, p->at.how, a->lines))
            keep_page(m->then, p);
    } else if (a) {
        set_alternatives(m, from, p, a);
    } else if (jb_thing_at(&m->flow->boxes[p->at.next])) {
        set_thing(m, from, p);
    } else if (set_boxes(m, p, 1)) {
        go_on(m, from, p);
    }
}

/* Fills a page that begins in this state in all its ways and offers each place where it may end. */
static void fill(maker *m, const jb_state *from)
{
    page first = {.leaf = jb_state_leaf(m->cx, m->flow, m->bench, from), .at = from->at};
    if (from->rest && !from->waiting) /* a note, and no text */
        offer(m, from, &first, from->at, 0);
    if (from->waiting) {
        first.waiting = jb_state_set_waiting(&first.leaf, from);
        first.leaf.extra += LATER_COST * (double)count_waiting(m, first.waiting, from->at);
        offer(m, from, &first, from->at, 0);
    }
    m->now->n = 0;
    keep_page(m->now, &first);
    while (m->now->n) {
        m->then->n = 0;
        for (size_t i = 0; i < m->now->n; i++)
            if (may_go_on(m, &m->now->at[i]))
                advance(m, from, &m->now->at[i]);
        variants *done = m->now;
        m->now = m->then;
        m->then = done;
    }
}

/* A page that may end nowhere ends where it is full. */
static void fill_anyhow(maker *m, const jb_state *from)
{
    page full = {.leaf = jb_state_leaf(m->cx, m->flow, m->bench, from), .at = from->at};
    jb_spot *at = &full.at;
    while (may_go_on(m, &full) && jb_leaf_set_fitting(&full.leaf, jb_spot_box(m->flow, *at), 1))
        if (at->how && at->line + 1 < at->how->n)
            at->line++;
        else
            *at = (jb_spot){at->next + (at->how ? jb_alternatives_at(m->flow, at->next)->lines : 1),
                            NULL, 0};
    offer(m, from, &full, *at, NOWHERE_COST);
}

/* Tries every page that begins in this state. */
static void try_pages(maker *m, const jb_state *from)
{
    size_t before = m->offers;
    jb_arena_reset(m->bench);
    fill(m, from);
    if (m->offers == before)
        fill_anyhow(m, from);
}

static const jb_state *search(maker *m)
{
    size_t n = m->flow->n;
    m->at = JB_NEW_N(m->cx->scratch, jb_state *, n + 1);
    find(m, (jb_state){0})->cost = 0;
    for (size_t i = 0; i <= n; i++)
        for (jb_state *s = m->at[i]; s; s = s->other)
            if (s->cost < INFINITY && (i < n || s->waiting || s->rest))
                try_pages(m, s);
    return find(m, (jb_state){.at = {.next = n}});
}

/* ---- alternatives ---- */

/* Asks round the ends of pages that were left short, so many pages before and behind: what moves
 * there is made good behind. */
static bool ask(const maker *m, const jb_state *last, size_t reach)
{
    const jb_states ends = jb_states_to(m->cx, last);
    bool any = false;
    for (size_t k = 0; k + 1 < ends.n; k++) {
        size_t back = k + 1 + reach < ends.n ? k + 1 + reach : ends.n - 1;
        size_t on = k > reach ? k - reach : 0;
        if (ends.at[k]->empty > 0)
            any = jb_alternatives_ask(m->flow, ends.at[back]->at.next, ends.at[on]->at.next) || any;
    }
    return any;
}

/* The pages as paragraphs stand, and again over more and more alternatives while some are short. */
static const jb_state *search_mending(maker *m)
{
    enum { FARTHEST = 32 }; /* pages */
    const jb_state *last = search(m);
    for (size_t reach = 1; reach <= FARTHEST; reach *= 2)
        if (ask(m, last, reach))
            last = search(m);
    return last;
}

jb_made_pages jb_pages_make(jb_ctx *cx, const jb_flow *flow)
{
    maker m = {.cx = cx, .flow = flow, .bench = jb_arena_inner(cx->scratch)};
    jb_made_pages pages = {0};
    m.now = &m.lists[0];
    m.then = &m.lists[1];
    jb_pages_record(cx, flow, search_mending(&m), &pages);
    jb_made_page *last = pages.n ? &pages.at[pages.n - 1] : JB_PUSH(cx->keep, &pages);
    double free = flow->depth - last->used - last->notes_height;
    bool fits = flow->foot <= 0 || (!last->turned && flow->foot <= free + JB_SLACK),
         behind = flow->foot > 0 && flow->foot_behind;
    for (; !fits || (behind && pages.n % 2); fits = true)
        JB_PUSH(cx->keep, &pages);
    return pages;
}
