/* Random flows of everything that a page can hold: whatever breaks are chosen, no box is lost or
 * said twice, none runs over its page or into another, and text keeps its order. */
#include "test.h"

#include "report/page.h"

enum { MOST = 120, NOTES = 20, DEPTH = 160, TURNED = 120, PITCH = 10 };

typedef struct world {
    jb_ctx *cx;
    uint32_t seed;
    jb_box boxes[MOST];
    size_t n, notes_n;
    jb_boxes notes[NOTES + 1];
    jb_box again, close;
    jb_columns columns;
    jb_frame frame;
} world;

static uint32_t roll(world *w, uint32_t sides)
{
    w->seed = w->seed * 1664525 + 1013904223;
    return (w->seed >> 16) % sides;
}

static jb_box *push_box(world *w, double height)
{
    jb_box *box = &w->boxes[w->n++];
    *box = (jb_box){.height = height, .ink = JB_NEW(w->cx->keep, jb_group_item)};
    return box;
}

static void refer_to_note(world *w, jb_box *box)
{
    if (w->notes_n == NOTES)
        return;
    size_t *notes = JB_NEW(w->cx->keep, size_t), lines = 1 + roll(w, 16);
    *notes = ++w->notes_n;
    box->notes = notes;
    box->notes_n = 1;
    for (size_t i = 0; i < lines; i++)
        JB_PUSH(w->cx->keep, &w->notes[*notes])->height = 7;
}

/* Two lines at least stay together. */
static double penalty_before(size_t line, size_t lines)
{
    return line && (line == 1 || line == lines - 1) ? INFINITY : 0;
}

/* A paragraph that may be set longer or shorter. */
typedef struct elastic {
    jb_alternatives alternatives; /* the first */
    world *w;
    size_t first;    /* box */
    int least, most; /* lines more */
} elastic;

static jb_alternative set_elastic(jb_alternatives *alternatives, const jb_box *as, int more)
{
    const elastic *e = (const elastic *)alternatives;
    jb_alternative other = {.cost = .1};
    if (more < e->least || more > e->most)
        return other;
    size_t n = (size_t)((long)alternatives->lines + more);
    other.boxes = (jb_boxes){JB_NEW_N(e->w->cx->keep, jb_box, n), n, n};
    for (size_t i = 0; i < n; i++) {
        jb_box *box = &other.boxes.at[i];
        *box = as[i ? 1 : 0];
        box->alternatives = NULL;
        box->penalty = penalty_before(i, n);
        box->ink = JB_NEW(e->w->cx->keep, jb_group_item);
        box->ink->x = (double)e->first; /* which line of which paragraph, of how many, it is */
        box->ink->y = (double)i;
        box->ink->width = (double)n;
    }
    return other;
}

static void push_paragraph(world *w)
{
    size_t lines = 1 + roll(w, 6), first = w->n, noted = w->notes_n;
    for (size_t i = 0; i < lines; i++) {
        jb_box *box = push_box(w, PITCH);
        box->snap = !i;
        box->penalty = penalty_before(i, lines);
        if (!roll(w, 12))
            refer_to_note(w, box);
    }
    if (lines < 4 || noted < w->notes_n)
        return;
    elastic *e = JB_NEW(w->cx->keep, elastic);
    *e = (elastic){
        {.lines = lines, .set = set_elastic}, w, first, -(int)roll(w, 3), (int)roll(w, 3)};
    w->boxes[first].alternatives = &e->alternatives;
}

static void push_heading(world *w)
{
    push_box(w, 13)->outline = JB_S("heading");
    jb_box *led = push_box(w, PITCH);
    led->led = led->snap = true;
    led->penalty = INFINITY;
}

static void push_figure(world *w, bool turned)
{
    size_t n = 1 + roll(w, 3), first = w->n;
    for (size_t i = 0; i < n; i++) {
        jb_box *box = push_box(w, 5 + roll(w, 36));
        box->snap = !i;
        box->penalty = i ? INFINITY : roll(w, 2) ? 16 : 0;
        box->turned = turned;
    }
    w->boxes[first].later = w->boxes[first].apart = n;
}

static void push_table(world *w)
{
    size_t n = 2 + roll(w, 20), first = w->n;
    for (size_t i = 0; i < n; i++) {
        jb_box *box = push_box(w, 8);
        box->snap = !i;
        box->penalty = i == 1 || i == n - 1 ? INFINITY : (double)(i % 3);
        box->again = i ? &w->again : NULL;
        box->close = i ? &w->close : NULL;
    }
    w->boxes[first].apart = n;
}

static void push_framed(world *w)
{
    size_t first = w->n;
    push_box(w, 5)->space = true;
    push_paragraph(w);
    push_paragraph(w);
    for (size_t i = first + 1; i < w->n; i++)
        w->boxes[i].frame = &w->frame;
}

static void push_columns(world *w)
{
    size_t first = w->n, paragraphs = 1 + roll(w, 4);
    for (size_t i = 0; i < paragraphs; i++) {
        push_paragraph(w);
        if (!roll(w, 3))
            push_figure(w, false);
    }
    for (size_t i = first; i < w->n; i++) {
        jb_box *box = &w->boxes[i];
        box->columns = &w->columns;
        box->afloat = box->later;
        box->later = 0;
    }
}

static void push_any(world *w)
{
    switch (roll(w, 10)) {
    case 0:
        push_heading(w);
        break;
    case 1:
    case 2:
        push_figure(w, false);
        break;
    case 3:
        push_figure(w, true);
        break;
    case 4:
        push_table(w);
        break;
    case 5:
        push_framed(w);
        break;
    case 6:
        push_columns(w);
        break;
    default:
        push_paragraph(w);
    }
}

static bool is_other(const world *w, const jb_box *box)
{
    return box < w->boxes || box >= w->boxes + w->n;
}

/* Of a box, or of the first of the paragraph whose other line it is. */
static size_t index_of(const world *w, const jb_box *box)
{
    return is_other(w, box) ? (size_t)box->ink->x : (size_t)(box - w->boxes);
}

/* Part of something that may stand behind text that comes behind it. */
static bool may_wait(const world *w, size_t at)
{
    for (size_t i = 0; i <= at; i++)
        if (i + w->boxes[i].later + w->boxes[i].afloat > at)
            return true;
    return false;
}

static void check_place(const world *w, const jb_made_page *page, size_t k)
{
    const jb_placed *at = &page->boxes.at[k];
    double depth = (page->turned ? TURNED : DEPTH) - page->notes_height;
    assert_true(at->y >= -0.01 && at->y + at->box->height <= depth + 0.1);
    assert_true(!at->box->snap || at->box->apart || page->turned ||
                may_wait(w, index_of(w, at->box)) || fabs(remainder(at->y, PITCH)) < 0.01);
    for (size_t i = 0; i < k; i++) {
        const jb_placed *other = &page->boxes.at[i];
        bool beside = other->box->columns && at->box->columns && other->x != at->x;
        assert_true(beside || other->y + other->box->height <= at->y + 0.1 ||
                    at->y + at->box->height <= other->y + 0.1);
    }
}

/* The other lines of a paragraph come one after another, and stand for all of its own. */
static void check_line(const world *w, const jb_group_item *ink, size_t *placed)
{
    size_t first = (size_t)ink->x, line = (size_t)ink->y;
    assert_true(placed[first] == line);
    placed[first] = line + 1;
    for (size_t i = 0; line + 1 == (size_t)ink->width && i < w->boxes[first].alternatives->lines;
         i++)
        placed[first + i] = 1;
}

static void check_pages(const world *w, const jb_made_pages *pages)
{
    size_t placed[MOST] = {0}, text = 0, note = 0;
    for (size_t i = 0; i < pages->n; i++) {
        const jb_made_page *page = &pages->at[i];
        for (size_t k = 0; k < page->boxes.n; k++) {
            const jb_box *box = page->boxes.at[k].box;
            size_t at = index_of(w, box);
            check_place(w, page, k);
            if (box == &w->again || box == &w->close)
                continue;
            assert_true(box->turned == page->turned);
            if (is_other(w, box))
                check_line(w, box->ink, placed);
            else
                placed[at]++;
            if (may_wait(w, at))
                continue;
            assert_true(at >= text);
            text = at;
        }
        for (size_t k = 0; k < page->notes.n; k++) {
            const jb_note_part part = page->notes.at[k];
            assert_true(part.note == note || (part.note == note + 1 && !part.from));
            note = part.note;
        }
    }
    for (size_t i = 0; i < w->n; i++)
        assert_true(placed[i] == 1 || (w->boxes[i].space && !placed[i]));
    assert_int_equal(note, w->notes_n);
}

static void sets_all_that_there_is(void **state)
{
    (void)state;
    enum { ROUNDS = 3000, ROOM = 30 };
    for (uint32_t round = 1; round <= ROUNDS; round++) {
        jb_ctx cx = test_ctx();
        world *w = JB_NEW(cx.keep, world);
        *w = (world){.cx = &cx,
                     .seed = round * 7919,
                     .again = {.height = 8, .ink = JB_NEW(cx.keep, jb_group_item)},
                     .close = {.ink = JB_NEW(cx.keep, jb_group_item)},
                     .columns = {.n = 2, .width = 40, .gap = 10}};
        while (w->n + ROOM < MOST)
            push_any(w);
        const jb_flow flow = {.boxes = w->boxes,
                              .n = w->n,
                              .depth = DEPTH,
                              .turned = TURNED,
                              .pitch = PITCH,
                              .note_boxes = w->notes,
                              .notes_gap = 6};
        jb_made_pages pages = jb_pages_make(&cx, &flow);
        check_pages(w, &pages);
        test_ctx_end(&cx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_all_that_there_is),
    };
    return cmocka_run_group_tests_name("report flow", tests, NULL, NULL);
}
