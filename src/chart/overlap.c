/* Labels that would stand on each other are hidden: they stay in the scene with opacity 0. */
#include <math.h>
#include "chart/guide.h"

typedef struct label {
    jb_text_item *item;
    jb_box box;
} label;

static void hide(jb_chart *chart, jb_text_item *t)
{
    jb_style s = *t->style;
    s.opacity = 0;
    t->style = jb_style_shared(chart, &s);
}

/* Numbers side by side need some air, in px, or they read as one: 220240. */
static const double air = 2;

static bool meet(const jb_box *a, const jb_box *b, double gap)
{
    double beside = fmax(b->x1 - a->x2, a->x1 - b->x2) - air;
    double above = fmax(b->y1 - a->y2, a->y1 - b->y2);
    return gap > fmax(beside, above);
}

static bool any_meet(const label *at, size_t n, double gap)
{
    for (size_t i = 1; i < n; i++)
        if (meet(&at[i - 1].box, &at[i].box, gap))
            return true;
    return false;
}

/* Every other one goes. */
static size_t thin_by_parity(jb_chart *chart, label *at, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (i % 2)
            hide(chart, at[i].item);
        else
            at[kept++] = at[i];
    return kept;
}

/* One goes when it meets the last that stayed. */
static size_t thin_by_greed(jb_chart *chart, label *at, size_t n, double gap)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept && meet(&at[kept - 1].box, &at[i].box, gap))
            hide(chart, at[i].item);
        else
            at[kept++] = at[i];
    return kept;
}

static void show(jb_chart *chart, jb_text_item *t)
{
    jb_style s = *t->style;
    s.opacity = 1;
    t->style = jb_style_shared(chart, &s);
}

void jb_labels_thin(jb_chart *chart, jb_mark *m, int overlap, double gap)
{
    label *at = JB_NEW_N(chart->cx->scratch, label, m->n + 1);
    size_t n = 0;
    if (overlap == JB_LABEL_OVERLAP_NONE || overlap == JB_LABEL_OVERLAP_SHOWN)
        return;
    for (size_t i = 0; i < m->n; i++) {
        jb_box b = jb_item_box(m, i);
        if (jb_box_width(&b) > 1 && jb_box_height(&b) > 1)
            at[n++] = (label){&m->texts[i], b};
    }
    if (n == 0)
        return;
    jb_text_item *last = at[n - 1].item;
    bool thinned = n >= 3 && any_meet(at, n, gap);
    while (n >= 3 && any_meet(at, n, gap))
        n = overlap == JB_LABEL_OVERLAP_GREEDY ? thin_by_greed(chart, at, n, gap)
                                               : thin_by_parity(chart, at, n);
    if (!thinned || n >= 3 || last->style->opacity != 0)
        return;
    if (n > 1)
        hide(chart, at[n - 1].item);
    show(chart, last);
}

void jb_labels_bound(jb_chart *chart, jb_mark *m, bool horizontal, const double ends[2],
                     double tolerance)
{
    double low = fmin(ends[0], ends[1]) - tolerance, high = fmax(ends[0], ends[1]) + tolerance;
    for (size_t i = 0; i < m->n; i++) {
        jb_box b = jb_item_box(m, i);
        if (jb_box_empty(&b))
            continue;
        if ((horizontal ? b.x1 : b.y1) < low || (horizontal ? b.x2 : b.y2) > high)
            hide(chart, &m->texts[i]);
    }
}
