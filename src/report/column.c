#include "report/leaf.h"

/* Boxes of one stretch of columns on one page: as low as lets them all fit. */

bool jb_box_in_columns(const jb_box *box)
{
    return box->columns && box->columns->n > 1;
}

/* Of the figure that begins at box j, as far as it is there. */
static size_t figure_at(const jb_leaf *p, size_t j)
{
    size_t n = p->strip.at[j]->afloat;
    return n < p->strip.n - j ? n : p->strip.n - j;
}

static double height_of(const jb_leaf *p, size_t from, size_t n)
{
    double height = 0;
    for (size_t i = from; i < from + n; i++)
        height += p->strip.at[i]->height;
    return height;
}

/* Of the figure that a column begins with; text goes on under it on the grid. */
static double figure_depth(const jb_leaf *p, jb_column c)
{
    double pitch = p->flow->pitch;
    return ceil((height_of(p, c.waiting, c.waiting_n) - JB_SLACK) / pitch) * pitch;
}

/* Where a box stands in a column that is filled down to y: on the grid, a table's rest under its
 * head. `first`: it is the first of the text there. */
static double stands_at(const jb_leaf *p, const jb_box *box, double y, bool first)
{
    double pitch = p->flow->pitch;
    y += first && box->again ? box->again->height : 0;
    return box->snap ? ceil((y - JB_SLACK) / pitch) * pitch : y;
}

static jb_pour begin_column(const jb_leaf *p, size_t column, jb_column from, double next)
{
    return (jb_pour){.column = column,
                     .from = from,
                     .to = {.at = from.at},
                     .y = figure_depth(p, from),
                     .j = from.at,
                     .next = next,
                     .figure_behind = p->pour.figure_behind};
}

/* A figure that does not fit may wait for the next column, text of its own section coming before
 * it; none waits for a column behind the last. */
static bool may_wait(const jb_leaf *p, const jb_pour *c, size_t n)
{
    return n && c->y > 0 && !c->to.waiting_n && c->column + 1 < p->columns->n;
}

/* Box j goes into the column, or waits; false: it begins the next one. */
static bool pour_box(const jb_leaf *p, jb_pour *c)
{
    const jb_box *box = p->strip.at[c->j];
    double at = stands_at(p, box, c->y, !c->text), limit = p->deep + JB_SLACK;
    size_t n = figure_at(p, c->j);
    if (c->j > c->from.at && box->penalty < INFINITY && !c->bare)
        c->to.at = c->j;
    double end = at + height_of(p, c->j, n ? n : 1);
    if (end > limit && may_wait(p, c, n)) {
        c->to.waiting = c->j;
        c->to.waiting_n = n;
        c->j += n;
        c->next = fmin(c->next, end);
        c->bare = box->led;
        return true;
    }
    double lowest = at + box->height + box->low;
    if (lowest > limit)
        c->next = fmin(c->next, lowest);
    if (lowest > limit || (c->to.waiting_n && box->outline.p))
        return false;
    c->y = at + box->height;
    c->j++;
    c->text++;
    c->bare = false;
    return true;
}

/* What waits begins the next column in its turn if that begins before it. */
static void end_column(jb_pour *c)
{
    if (c->to.at <= c->to.waiting)
        c->to.waiting_n = 0;
}

/* Fills one column from where it was left; false: it is full, and c->to begins the next. */
static bool pour_column(const jb_leaf *p, jb_pour *c)
{
    if (c->y > p->deep + JB_SLACK && !c->text) {
        c->next = fmin(c->next, c->y);
        c->to = c->from;
        return false;
    }
    bool fits = true;
    while (fits && c->j < p->strip.n)
        if (p->strip.at[c->j]->space && c->y <= 0)
            c->j++;
        else
            fits = pour_box(p, c);
    fits = fits && !(p->ends && c->bare);
    if (!fits)
        end_column(c);
    return fits;
}

/* Do the boxes fit into columns of that height? */
static bool pour_all(jb_leaf *p)
{
    jb_pour *c = &p->pour;
    while (!pour_column(p, c)) {
        if (c->column + 1 == p->columns->n)
            return false;
        *c = begin_column(p, c->column + 1, c->to, c->next);
    }
    double waiting = figure_depth(p, c->to);
    if (waiting > p->deep + JB_SLACK)
        c->next = fmin(c->next, waiting);
    return waiting <= p->deep + JB_SLACK;
}

/* Places what stands between the beginnings of two columns; returns how deep that is. */
static double place_column(const jb_leaf *p, jb_column f, jb_column to, double x,
                           const jb_box *behind)
{
    double y = 0;
    bool begun = false;
    for (size_t j = f.waiting; j < f.waiting + f.waiting_n; j++) {
        jb_leaf_place(p, p->strip.at[j], x, p->top + y);
        y += p->strip.at[j]->height;
    }
    y = figure_depth(p, f);
    for (size_t j = f.at; j < to.at; j++) {
        const jb_box *box = p->strip.at[j];
        bool waits = to.waiting_n && j >= to.waiting && j < to.waiting + to.waiting_n;
        if (waits || (box->space && y <= 0))
            continue;
        if (!begun && box->again)
            jb_leaf_place(p, box->again, x, p->top + y);
        y = stands_at(p, box, y, !begun);
        jb_leaf_place(p, box, x, p->top + y);
        y += box->height;
        begun = true;
    }
    const jb_box *next = to.at < p->strip.n ? p->strip.at[to.at] : behind;
    if (next && next->close)
        jb_leaf_place(p, next->close, x, p->top + y);
    return y;
}

/* From the first column on, so deep at most. */
static bool pour_anew(jb_leaf *p, double deep)
{
    p->deep = deep;
    p->pour = begin_column(p, 0, p->first, INFINITY);
    return pour_all(p);
}

/* As low as lets all fit. */
static void balance(jb_leaf *p)
{
    double deep = p->held / (double)p->columns->n;
    while (!pour_anew(p, deep) && p->pour.next < INFINITY)
        deep = p->pour.next;
    p->y = p->top + p->deep;
}

/* Columns right behind others begin under them. */
static void begin(jb_leaf *p, const jb_box *first)
{
    jb_columns_end(p, first);
    p->columns = first->columns;
    p->strip = (jb_strip){0};
    p->y = p->top = jb_leaf_snapped(p, p->y);
    p->held = p->low = 0;
    p->first = (jb_column){0};
    p->pour = begin_column(p, 0, p->first, INFINITY);
    p->pour.figure_behind = 0;
}

static void push_box(jb_leaf *p, const jb_box *box)
{
    *JB_PUSH(p->bench, &p->strip) = box;
    p->held += box->height;
    jb_leaf_count(p, box);
}

/* What was poured goes on with one box more, but not inside a figure, which would have been looked
 * at without its end, nor when a note has taken some of the depth. */
void jb_column_add(jb_leaf *p, const jb_box *box)
{
    if (p->columns != box->columns)
        begin(p, box);
    if (box->afloat)
        p->pour.figure_behind = p->strip.n + box->afloat;
    bool whole = p->strip.n >= p->pour.figure_behind;
    push_box(p, box);
    double room = p->depth - p->top - p->notes;
    bool fits = whole && room == p->deep ? pour_all(p) : pour_anew(p, room);
    p->y = p->top + p->held / (double)p->columns->n;
    if (!fits)
        balance(p);
}

void jb_columns_begin_with(jb_leaf *p, const jb_box *at, size_t n)
{
    if (p->columns != at->columns)
        begin(p, at);
    for (size_t i = 0; i < n; i++)
        push_box(p, &at[i]);
    p->first = (jb_column){.at = p->strip.n, .waiting_n = p->strip.n};
    if (!pour_anew(p, p->depth - p->top - p->notes))
        balance(p);
}

/* A column that ends below the one before it, as only three lines of a paragraph make it, looks
 * wrong. */
static const double DEEPER_COST = 3;

/* Columns that end on the page end on one line if a paragraph can be had so, but an odd line is no
 * reason to break a page elsewhere. */
static double unevenness(const jb_leaf *p)
{
    double blank = p->deep * (double)p->columns->n - p->held, lines = blank / p->flow->pitch;
    return lines > 0.8 ? lines * lines / 16 : 0;
}

/* Columns that go on for a line or two over other text are not seen as such: what they lack to
 * three, at less than what it costs to leave as many lines empty on the page before. */
static double scantiness(const jb_leaf *p, const jb_box *behind)
{
    static const double FEW = 3, COST = .35;
    bool go_on = p->columns == p->before && behind && !behind->fresh;
    double lacking = FEW - p->held / (double)p->columns->n / p->flow->pitch;
    return go_on && lacking > 0 ? COST * lacking * lacking : 0;
}

void jb_columns_end(jb_leaf *p, const jb_box *behind)
{
    if (!p->columns)
        return;
    p->ends = true;
    balance(p);
    p->uneven += unevenness(p) + scantiness(p, behind);
    jb_column from = p->first;
    double before = INFINITY;
    for (size_t k = 0; (from.at < p->strip.n || from.waiting_n) && k < p->columns->n; k++) {
        jb_pour c = begin_column(p, k, from, INFINITY);
        if (pour_column(p, &c) || k + 1 == p->columns->n)
            c.to.at = p->strip.n; /* what fits nowhere runs over */
        if (k + 1 == p->columns->n)
            c.to.waiting_n = 0;
        double x = p->columns->x + (double)k * (p->columns->width + p->columns->gap);
        double depth = place_column(p, from, c.to, x, behind);
        p->uneven += depth > before + p->flow->pitch / 2 ? DEEPER_COST : 0;
        before = depth;
        from = c.to;
    }
    p->columns = NULL;
    p->ends = false;
}

/* Columns of so few lines have been read before one sees that they are columns: a line more than
 * theirs left empty is better. */
double jb_columns_begun(const jb_leaf *p, const jb_box *behind)
{
    enum { FEW = 3 };
    bool go_on = p->columns && behind && behind->columns == p->columns,
         few = p->y - p->top < FEW * p->flow->pitch + JB_SLACK;
    return go_on && few && p->top > 0 ? (FEW + 1) * (FEW + 1) : 0;
}

bool jb_columns_may_end(const jb_leaf *p, const jb_box *behind)
{
    if (!p->columns || !p->pour.bare)
        return true;
    jb_leaf ended = *p;
    jb_columns_end(&ended, behind);
    return !jb_leaf_overflows(&ended, ended.y);
}
