/* The page maker, over drawn flows: each letter is a box of one line.
 *
 *   a-z  a line; a break before it is fine      A-Z  a line that may not begin a page
 *   .    space that vanishes at a page's top    (…)  a thing of so many lines, may be set later
 *   -    before a line of such a thing: it may be torn there
 *   ~    before a line: a break there costs as much as four empty lines
 *   ^    before a line: it begins a page on the right, of an odd number
 *   #    a heading, which the next line keeps to
 *   1-9  before a line: it refers to that note (each one line high)
 *
 * The expected drawing has a page a word, with " notes" behind a colon. */
#include <ctype.h>
#include <pthread.h>
#include <stdlib.h>

#include "test.h"

#include "report/page.h"

enum { MOST = 64 };

static size_t read_flow(jb_ctx *cx, const char *text, jb_box *boxes)
{
    size_t n = 0, note = 0, open = SIZE_MAX;
    bool whole = true, dear = false;
    for (; *text; text++) {
        if (*text == '(') {
            open = n;
        } else if (*text == ')') {
            boxes[open].later = n - open;
            open = SIZE_MAX;
        } else if (*text == '-') {
            whole = false;
        } else if (*text == '~') {
            dear = true;
        } else if (*text == '^') {
            boxes[n].fresh = boxes[n].recto = true;
        } else if (isdigit((unsigned char)*text)) {
            note = (size_t)(*text - '0');
        } else {
            jb_box *b = &boxes[n++];
            char *name = jb_alloc(cx->keep, 2);
            name[0] = *text;
            b->height = 10;
            b->space = *text == '.';
            if (*text == '#')
                b->outline = JB_S("heading");
            b->led = n > 1 && boxes[n - 2].outline.p;
            b->penalty =
                whole && (isupper((unsigned char)*text) || (open != SIZE_MAX && n > open + 1))
                    ? INFINITY
                : dear ? 16
                       : 0;
            whole = true;
            dear = false;
            b->ink = JB_NEW(cx->keep, jb_group_item);
            b->ink->tag = (jb_str){name, 1};
            if (note) {
                size_t *notes = JB_NEW(cx->keep, size_t);
                *notes = note;
                b->notes = notes;
                b->notes_n = 1;
                note = 0;
            }
        }
    }
    return n;
}

static jb_str draw(jb_ctx *cx, const jb_made_pages *pages)
{
    jb_buf b = jb_buf_new(cx->keep);
    for (size_t i = 0; i < pages->n; i++) {
        jb_buf_printf(&b, "%s%c", i ? " " : "", pages->at[i].turned ? '<' : '[');
        double x = 0;
        for (size_t k = 0; k < pages->at[i].boxes.n; k++) {
            const jb_placed *placed = &pages->at[i].boxes.at[k];
            jb_buf_printf(&b, "%s%.*s", placed->x == x ? "" : "|", JB_F(placed->box->ink->tag));
            x = placed->x;
        }
        for (size_t k = 0; k < pages->at[i].notes.n; k++) {
            const jb_note_part part = pages->at[i].notes.at[k];
            jb_buf_printf(&b, "%s%zu", k ? "" : ":", part.note);
            if (part.to - part.from > 1)
                jb_buf_printf(&b, "(%zu-%zu)", part.from, part.to);
        }
        jb_buf_byte(&b, pages->at[i].turned ? '>' : ']');
    }
    return b.text;
}

/* Notes 1 to 9 of so many lines. */
static const jb_boxes *notes_of(jb_ctx *cx, size_t lines, double height)
{
    jb_boxes *notes = JB_NEW_N(cx->keep, jb_boxes, 10);
    for (size_t i = 1; i < 10; i++)
        for (size_t k = 0; k < lines; k++)
            JB_PUSH(cx->keep, &notes[i])->height = height;
    return notes;
}

static void chooses_breaks(void **state)
{
    (void)state;
    static const struct {
        const char *flow;
        double lines, foot;
        const char *pages;
    } cases[] = {
        {"abc", 5, 0, "[abc]"},
        {"", 5, 0, "[]"},
        {"abcdefg", 5, 0, "[abcde] [fg]"},
        /* a widow: the last line may not begin a page, nor the second */
        {"abCDEF", 5, 0, "[a] [bCDEF]"},
        {"abcdE", 4, 0, "[abc] [dE]"},
        /* a heading keeps two lines with it */
        {"abchIJ", 4, 0, "[abc] [hIJ]"},
        /* space vanishes at the top of a page and is nothing to a full one */
        {"abcd.efg", 4, 0, "[abcd] [efg]"},
        /* what does not fit is set later, and text goes on before it */
        {"ab(vWXYZ)cdefghi", 6, 0, "[abcdef] [vWXYZg] [hi]"},
        /* if that leaves less empty than its distance from what leads to it is worth */
        {"abcde~(vWXY)fghijk", 8, 0, "[abcdefgh] [vWXYijk]"},
        {"abcdef~(vWX)ghijk", 8, 0, "[abcdef] [vWXghijk]"},
        /* but not where it fits */
        {"a(xYZ)cdefg", 4, 0, "[axYZ] [cdef] [g]"},
        /* nor over the heading of the next section */
        {"ab(vWXYZ)cd#Efghi", 6, 0, "[abcd] [vWXYZ] [#Efghi]"},
        {"ab(vWXYZ)c#D", 6, 0, "[ab] [vWXYZc] [#D]"},
        {"ab(vWXY)#Dfghi", 6, 0, "[abvWXY] [#Dfghi]"},
        /* a heading is left with text under it, not alone */
        {"ab#(VWX)defg", 5, 0, "[ab#de] [VWXfg]"},
        {"abc#(VWX)D", 5, 0, "[abc] [#VWXD]"},
        {"abc#(VWX)(yZ)d", 5, 0, "[abc#d] [VWXyZ]"},
        /* an empty page stands before one on the right where it must */
        {"ab^cd", 4, 0, "[ab] [] [cd]"},
        {"abcdef^gh", 4, 0, "[abcd] [ef] [gh]"},
        {"abcd.^ef", 4, 0, "[abcd] [] [ef]"},
        /* two of them keep their order */
        {"ab(vWXYZ)cd(uT)efghi", 6, 0, "[abcd] [vWXYZe] [uTfghi]"},
        {"abc(vWXY)(uTS)defghij", 6, 0, "[abcdef] [vWXYgh] [uTSij]"},
        {"ab(vWXYZ)(uT)(sR)cdefghi", 6, 0, "[abcdef] [vWXYZg] [uTsRhi]"},
        /* a thing is torn where a third of the page would be left empty without */
        {"ab(vWX-yZutsrq)", 12, 0, "[abvWXyZutsrq]"},
        {"abc(vWXyZu-tsrq)#E", 12, 0, "[abcvWXyZu] [tsrq#E]"},
        {"abcdefgh(vWX-yZut)#E", 12, 0, "[abcdefgh] [vWXyZut#E]"},
        /* a thing that waits at the end of the text is still set */
        {"abc(xYZ)", 4, 0, "[abc] [xYZ]"},
        /* notes stand on the page of their line */
        {"ab1cdefg", 5, 0, "[abc:1] [defg]"},
        {"ab1c2defg", 7, 0, "[abcd:12] [efg]"},
        /* the foot shares the last page, or takes one of its own */
        {"abcdef", 4, 10, "[abcd] [ef]"},
        {"abcd", 4, 20, "[abc] [d]"},
        /* a thing that is higher than any page runs over rather than vanish */
        {"aBCDEFGh", 4, 0, "[aBCD] [EFGh]"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        jb_box boxes[MOST] = {0};
        const jb_boxes *note_boxes = notes_of(&cx, 1, 10);
        const jb_flow flow = {
            .boxes = boxes,
            .n = read_flow(&cx, cases[i].flow, boxes),
            .depth = cases[i].lines * 10,
            .pitch = 10,
            .note_boxes = note_boxes,
            .notes_gap = 5,
            .foot = cases[i].foot,
        };
        jb_made_pages pages = jb_pages_make(&cx, &flow);
        assert_str(draw(&cx, &pages), cases[i].pages);
        test_ctx_end(&cx);
    }
}

/* A paragraph that may be set one line longer, drawn +, or shorter, drawn -. */
typedef struct elastic {
    jb_alternatives alternatives; /* the first */
    jb_ctx *cx;
    bool longer, shorter;
} elastic;

static jb_alternative set_elastic(jb_alternatives *alternatives, const jb_box *as, int more)
{
    const elastic *e = (const elastic *)alternatives;
    jb_alternative other = {.cost = .1};
    if (more > 1 || more < -1 || !(more > 0 ? e->longer : e->shorter))
        return other;
    size_t n = (size_t)((long)e->alternatives.lines + more);
    jb_group_item *ink = JB_NEW(e->cx->keep, jb_group_item);
    ink->tag = jb_str_printf(e->cx->keep, "%c", more > 0 ? '+' : '-'); /* of this paragraph */
    other.boxes = (jb_boxes){JB_NEW_N(e->cx->keep, jb_box, n), n, n};
    for (size_t i = 0; i < n; i++) {
        other.boxes.at[i] = as[0];
        other.boxes.at[i].ink = ink;
        other.boxes.at[i].alternatives = NULL;
        other.boxes.at[i].penalty = i == 1 || i == n - 1 ? INFINITY : 0;
    }
    return other;
}

/* Makes paragraphs of runs of one letter: a A … a, elastic as the letter's row says. */
static void make_paragraphs(jb_ctx *cx, jb_box *boxes, size_t n, const char *longer,
                            const char *shorter)
{
    for (size_t i = 0, end; i < n; i = end) {
        char name = *boxes[i].ink->tag.p;
        for (end = i + 1; end < n && *boxes[end].ink->tag.p == name;)
            end++;
        for (size_t k = i + 1; k < end; k++)
            boxes[k].penalty = k == i + 1 || k == end - 1 ? INFINITY : 0;
        elastic *e = JB_NEW(cx->keep, elastic);
        *e = (elastic){{.lines = end - i, .set = set_elastic},
                       cx,
                       strchr(longer, name) != NULL,
                       strchr(shorter, name) != NULL};
        boxes[i].alternatives = &e->alternatives;
    }
}

/* Paragraphs with widow and orphan control, some of which may be a line longer or shorter. */
static void alters_paragraphs_for_pages(void **state)
{
    (void)state;
    static const struct {
        const char *flow, *longer, *shorter;
        size_t lines; /* of a page */
        const char *pages;
    } cases[] = {
        /* three lines that stay together leave two lines of six empty */
        {"aaaabbbcc", "", "", 6, "[aaaa] [bbbcc]"},
        {"aaabbbcc", "a", "", 5, "[++++] [bbbcc]"},
        /* of a page that is full nothing is altered, nor of the last */
        {"aaabbb", "ab", "ab", 6, "[aaabbb]"},
        {"aaabb", "ab", "ab", 6, "[aaabb]"},
        /* two paragraphs of one page, where one is not enough */
        {"aaabbbccc", "ab", "", 8, "[++++++++] [ccc]"},
        /* an altered paragraph goes over a page's end */
        {"aaabbbcccc", "b", "", 5, "[aaa++] [++cc] [cc]"},
        /* the one behind the end becomes a line shorter, and two go there */
        {"aaaabbbcccc", "", "b", 6, "[aaaa--] [cccc]"},
        /* lines that page one lends to page two come from a paragraph before */
        {"aaaabbbbccc", "a", "", 9, "[+++++bbbb] [ccc]"},
        /* three pages: a line more on the first is what lets the second be full */
        {"aaaaabbbccccdd", "a", "", 6, "[++++++] [bbbcc] [ccdd]"},
        /* a last page of two lines is spared, or gets two more */
        {"aaabbbcc", "", "b", 6, "[aaabbb] [cc]"},
        /* so is that of a section */
        {"aaabbbbbb^ccc", "", "b", 8, "[aaa-----] [] [ccc]"},
        {"aaa^ccc", "a", "ac", 6, "[aaa] [] [ccc]"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        jb_box boxes[MOST] = {0};
        size_t n = read_flow(&cx, cases[i].flow, boxes);
        make_paragraphs(&cx, boxes, n, cases[i].longer, cases[i].shorter);
        const jb_flow flow = {
            .boxes = boxes, .n = n, .depth = (double)cases[i].lines * 10, .pitch = 10};
        jb_made_pages pages = jb_pages_make(&cx, &flow);
        assert_str(draw(&cx, &pages), cases[i].pages);
        test_ctx_end(&cx);
    }
}

/* ---- the best of all ways, found by trying them ---- */

enum { PARAGRAPHS = 7 };

typedef struct trial {
    size_t n, depth;
    size_t lines[PARAGRAPHS];
    bool longer[PARAGRAPHS], shorter[PARAGRAPHS];
} trial;

/* Line k of paragraph i, which has so many, with y lines above it on its page. */
typedef struct place {
    size_t i, lines, k, y;
    bool first; /* page */
} place;

enum { LINES = 8, DEPTH = 10 };
typedef double known[PARAGRAPHS][LINES][LINES][DEPTH][2];

static double best_behind(const trial *t, known *costs, place at);

static double best_paragraph(const trial *t, known *costs, place at)
{
    size_t own = t->lines[at.i];
    at.lines = own;
    double best = best_behind(t, costs, at);
    at.lines = own + 1;
    if (t->longer[at.i])
        best = fmin(best, .1 + best_behind(t, costs, at));
    at.lines = own - 1;
    if (t->shorter[at.i])
        best = fmin(best, .1 + best_behind(t, costs, at));
    return best;
}

/* The least cost of what comes there, as page.c prices it; NAN among those known: not yet. */
static double best_behind(const trial *t, known *costs, place at)
{
    double *cost = &(*costs)[at.i][at.lines][at.k][at.y][at.first];
    if (!isnan(*cost))
        return *cost;
    if (at.k == at.lines && at.i + 1 == t->n)
        return *cost = 60 + (!at.first && at.y < 4 ? .5 : 0);
    if (at.k == at.lines)
        return *cost = best_paragraph(t, costs, (place){at.i + 1, 0, 0, at.y, at.first});
    *cost = INFINITY;
    if (at.y < t->depth)
        *cost = best_behind(t, costs, (place){at.i, at.lines, at.k + 1, at.y + 1, at.first});
    double empty = (double)(t->depth - at.y);
    if (at.y && at.k != 1 && at.k + 1 != at.lines)
        *cost = fmin(*cost, 60 + empty * empty +
                                best_behind(t, costs, (place){at.i, at.lines, at.k + 1, 1, false}));
    return *cost;
}

static double best_of_all(const trial *t)
{
    known costs;
    for (double *c = (double *)costs; c < (double *)(&costs + 1); c++)
        *c = NAN;
    return best_paragraph(t, &costs, (place){.first = true});
}

/* The cost of the pages that were made. */
static double cost_of(const trial *t, const jb_made_pages *pages)
{
    double cost = 0;
    const char *altered = NULL;
    for (size_t i = 0; i < pages->n; i++) {
        const jb_made_page *page = &pages->at[i];
        double empty = (double)t->depth - page->used / 10;
        bool last = i + 1 == pages->n;
        cost += 60 + (last ? (i && page->used < 40 ? .5 : 0) : empty * empty);
        for (size_t k = 0; k < page->boxes.n; k++) {
            const char *name = page->boxes.at[k].box->ink->tag.p;
            bool other = *name == '+' || *name == '-';
            cost += other && name != altered ? .1 : 0;
            altered = other ? name : altered;
        }
    }
    return cost;
}

static trial random_trial(uint32_t *seed)
{
    trial t = {.n = PARAGRAPHS};
    *seed = *seed * 1664525 + 1013904223;
    t.depth = 5 + (*seed >> 16) % 5;
    for (size_t i = 0; i < t.n; i++) {
        *seed = *seed * 1664525 + 1013904223;
        t.lines[i] = 3 + (*seed >> 16) % 4;
        t.longer[i] = (*seed >> 24) % 3 == 0;
        t.shorter[i] = (*seed >> 26) % 3 == 0;
    }
    return t;
}

static void finds_the_best_of_all(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int round = 0; round < 300; round++) {
        jb_ctx cx = test_ctx();
        jb_box boxes[MOST] = {0};
        char flow_text[MOST + 1] = "", longer[PARAGRAPHS + 1] = "", shorter[PARAGRAPHS + 1] = "";
        trial t = random_trial(&seed);
        for (size_t i = 0; i < t.n; i++) {
            char name[2] = {(char)('a' + i), 0};
            for (size_t k = 0; k < t.lines[i]; k++)
                strcat(flow_text, name);
            strcat(t.longer[i] ? longer : shorter, t.longer[i] || t.shorter[i] ? name : "");
            if (t.longer[i] && t.shorter[i])
                strcat(shorter, name);
        }
        size_t n = read_flow(&cx, flow_text, boxes);
        make_paragraphs(&cx, boxes, n, longer, shorter);
        const jb_flow flow = {.boxes = boxes, .n = n, .depth = (double)t.depth * 10, .pitch = 10};
        jb_made_pages pages = jb_pages_make(&cx, &flow);
        double over = cost_of(&t, &pages) - best_of_all(&t);
        /* no page is asked for its alternatives only to have one less */
        assert_true(fabs(over) < 1e-6 || over > 50);
        test_ctx_end(&cx);
    }
}

static void repeats_the_head_of_a_table(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_box boxes[MOST] = {0}, head = {.height = 10, .ink = JB_NEW(cx.keep, jb_group_item)};
    jb_box close = {.height = 1, .ink = JB_NEW(cx.keep, jb_group_item)};
    head.ink->tag = JB_S("=");
    close.ink->tag = JB_S("_");
    size_t n = read_flow(&cx, "habcdefg", boxes);
    for (size_t i = 1; i < n; i++)
        boxes[i].again = &head, boxes[i].close = &close;
    const jb_flow flow = {.boxes = boxes, .n = n, .depth = 40, .pitch = 10};
    jb_made_pages pages = jb_pages_make(&cx, &flow);
    assert_str(draw(&cx, &pages), "[habc_] [=def_] [=g]");
    assert_true(pages.at[1].boxes.at[1].y == 10);
    test_ctx_end(&cx);
}

/* What was set later stands before a table, or what has one ground, not in the midst of it, unless
 * that leaves more than seven lines empty. */
static void parts_little_with_what_waited(void **state)
{
    (void)state;
    static const struct {
        bool table;
        size_t lines; /* of a page */
        const char *flow, *pages;
    } cases[] = {
        {true, 6, "ab(vWXYZ)cdefgh", "[ab] [vWXYZc] [=defgh]"},
        {false, 6, "ab(vWXYZ)cdefgh", "[ab] [vWXYZc] [defgh]"},
        {false, 6, "ab(vWXYZ)cdef", "[abcdef] [vWXYZ]"},
        {true, 14, "abcde(vWXYZABCDE)fghijklmnopq", "[abcdefghijklmn] [vWXYZABCDE=opq]"},
        {false, 14, "abcde(vWXYZABCDE)fghijklmnopq", "[abcdefghijklmn] [vWXYZABCDEopq]"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        jb_box boxes[MOST] = {0}, head = {.height = 10, .ink = JB_NEW(cx.keep, jb_group_item)};
        const jb_frame ground = {0};
        head.ink->tag = JB_S("=");
        size_t n = read_flow(&cx, cases[i].flow, boxes);
        size_t first = 0;
        while (!boxes[first].later)
            first++;
        first += boxes[first].later;
        for (size_t k = first; k < n; k++) {
            boxes[k].again = cases[i].table && k > first ? &head : NULL;
            boxes[k].frame = cases[i].table ? NULL : &ground;
        }
        const jb_flow flow = {
            .boxes = boxes, .n = n, .depth = (double)cases[i].lines * 10, .pitch = 10};
        jb_made_pages pages = jb_pages_make(&cx, &flow);
        assert_str(draw(&cx, &pages), cases[i].pages);
        test_ctx_end(&cx);
    }
}

static void keeps_to_the_grid(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_box boxes[MOST] = {0};
    size_t n = read_flow(&cx, "abc", boxes);
    boxes[0].height = 13;
    boxes[1].snap = true;
    boxes[2].snap = true;
    const jb_flow flow = {.boxes = boxes, .n = n, .depth = 100, .pitch = 10};
    jb_made_pages pages = jb_pages_make(&cx, &flow);
    assert_true(pages.at[0].boxes.at[1].y == 20);
    assert_true(pages.at[0].boxes.at[2].y == 30);
    test_ctx_end(&cx);
}

/* A page that would end short has a line more around each thing; drawn with how deep each box of
 * the first page stands, in half lines. */
static void spreads_what_stays_empty(void **state)
{
    (void)state;
    static const struct {
        const char *flow, *page;
    } cases[] = {
        /* half above, half below, and the text on the grid */
        {"ab(v)cdEFGH", "a0 b2 v5 c8"},
        {"a(v)b(w)cDEFG", "a0 v3 b6 w10"},
        {"a(vW)bcdEFGH", "a0 v3 W5 b8 c10"},
        /* all of it where the other side is an edge of the page */
        {"(v)abcdEFG", "v0 a4 b6 c8"},
        {"abc(v)dEFG", "a0 b2 c4 v8"},
        {"abcd(v)#EF", "a0 b2 c4 d6 v10"},
        /* no more than stays empty */
        {"a(v)b(w)cdEFG", "a0 v3 b6 w8 c10"},
        /* none where the text ends, nor around what goes on */
        {"a(v)b", "a0 v2 b4"},
        {"a(vWX-yZUTS)", "a0 v2 W4 X6"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        jb_box boxes[MOST] = {0};
        size_t n = read_flow(&cx, cases[i].flow, boxes);
        for (size_t k = 0; k < n; k++)
            boxes[k].apart = boxes[k].later;
        const jb_flow flow = {.boxes = boxes, .n = n, .depth = 60, .pitch = 10};
        jb_made_pages pages = jb_pages_make(&cx, &flow);
        jb_buf b = jb_buf_new(cx.keep);
        for (size_t k = 0; k < pages.at[0].boxes.n; k++)
            jb_buf_printf(&b, "%s%.*s%g", k ? " " : "", JB_F(pages.at[0].boxes.at[k].box->ink->tag),
                          pages.at[0].boxes.at[k].y / 5);
        assert_str(b.text, cases[i].page);
        test_ctx_end(&cx);
    }
}

/* What stands on turned paper has pages of its own; text behind it fills the page before. */
static void turns_pages(void **state)
{
    (void)state;
    static const struct {
        const char *flow, *pages;
    } cases[] = {
        {"ab(vW)cdefghi", "[abcde] <vW> [fghi]"},
        /* not over a heading, nor where little would stay empty */
        {"ab(vW)#Cdef", "[ab] <vW> [#Cdef]"},
        {"abcd(vW)efghi", "[abcd] <vW> [efghi]"},
        /* where no text comes behind */
        {"ab(vW)", "[ab] <vW>"},
        {"(vW)ab", "<vW> [ab]"},
        /* two share a page */
        {"a(vW)(x)bcdefg", "[abcde] <vWx> [fg]"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        jb_box boxes[MOST] = {0};
        size_t n = read_flow(&cx, cases[i].flow, boxes);
        for (size_t k = 0; k < n; k++)
            for (size_t j = k; j < k + boxes[k].later; j++)
                boxes[j].turned = true;
        const jb_flow flow = {.boxes = boxes, .n = n, .depth = 50, .turned = 30, .pitch = 10};
        jb_made_pages pages = jb_pages_make(&cx, &flow);
        assert_str(draw(&cx, &pages), cases[i].pages);
        test_ctx_end(&cx);
    }
}

/* Text that goes on under a thing that was set later does so on the grid, in a column too. */
static void goes_on_under_what_waited(void **state)
{
    (void)state;
    static const jb_columns columns[] = {{.n = 1}, {.n = 2, .width = 40, .gap = 10}};
    for (size_t k = 0; k < JB_COUNT(columns); k++) {
        jb_ctx cx = test_ctx();
        jb_box boxes[MOST] = {0};
        size_t n = read_flow(&cx, "abc(v)defg", boxes);
        boxes[3].height = 23;
        for (size_t i = 0; k && i < n; i++) {
            boxes[i].columns = &columns[k];
            boxes[i].afloat = boxes[i].later;
            boxes[i].later = 0;
        }
        const jb_flow flow = {.boxes = boxes, .n = n, .depth = 50, .pitch = 10};
        jb_made_pages pages = jb_pages_make(&cx, &flow);
        assert_str(draw(&cx, &pages), k ? "[abcde|vfg]" : "[abcde] [vfg]");
        const jb_made_page *last = &pages.at[pages.n - 1];
        assert_true(last->boxes.at[last->boxes.n - 2].y == 30);
        test_ctx_end(&cx);
    }
}

/* Two columns from the second box on to the last but one. */
static void set_in_columns(jb_box *boxes, size_t n, const jb_columns *columns)
{
    for (size_t k = 1; k + 1 < n; k++) {
        boxes[k].columns = columns;
        boxes[k].afloat = boxes[k].later;
        boxes[k].later = 0;
    }
}

/* A bar where the place across changes. */
static void sets_columns(void **state)
{
    (void)state;
    static const struct {
        const char *flow, *pages;
    } cases[] = {
        {"abcdez", "[abc|de|z]"},
        {"abcdz", "[abc|d|z]"},
        {"abz", "[abz]"},
        /* they break over pages, full ones first */
        {"abcdefghijklmnopz", "[abcde|fghi] [jklm|nop|z]"},
        /* but leave no single line to the last */
        {"abcdefghijz", "[abcde|fgh] [i|j|z]"},
        /* and none ends below the one before it */
        {"abcdefghijkLz", "[abcde|fgh] [ij|kL|z]"},
        /* a line that may not begin a page begins no column */
        {"abcdEFGz", "[abc|dEFG] [z]"},
        /* nor does space */
        {"abc.dez", "[abc|de|z]"},
        /* what finds no room at a column's foot stands at the top of the next */
        {"abc(vWX)dez", "[abcde|vWX] [z]"},
        {"abcd(vWX)efz", "[abcde|vWXf] [z]"},
        {"ab(vWX)cdz", "[abcd|vWX|z]"},
        {"ab(vWX)cdefgz", "[abvWX|cde] [f|g|z]"},
        /* not over a heading */
        {"abc(vWX)#Dz", "[abc|vWX] [#Dz]"},
        /* which is left with text under it, not alone */
        {"abc#(VWX)dez", "[abc#d|VWXe] [z]"},
        {"abcd#(VWX)ez", "[abcd|#VWX] [ez]"},
        {"abcd#(VWX)z", "[abcd|#VWX] [z]"},
        /* a note is on the page of its column */
        {"abc1dez", "[abc|de|z:1]"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        jb_box boxes[MOST] = {0};
        const jb_columns columns = {.n = 2, .width = 40, .gap = 10};
        const jb_flow flow = {.boxes = boxes,
                              .n = read_flow(&cx, cases[i].flow, boxes),
                              .depth = 50,
                              .pitch = 10,
                              .note_boxes = notes_of(&cx, 1, 5)};
        set_in_columns(boxes, flow.n, &columns);
        jb_made_pages pages = jb_pages_make(&cx, &flow);
        assert_str(draw(&cx, &pages), cases[i].pages);
        test_ctx_end(&cx);
    }
}

/* One that finds no room in the last column either, which would leave half of that empty. */
static void lets_figures_in_columns_wait(void **state)
{
    (void)state;
    jb_ctx cx = test_ctx();
    jb_box boxes[MOST] = {0};
    const jb_columns columns = {.n = 2, .width = 40, .gap = 10};
    const char *text = "abcdefghijklm(yABCDEFGHIJ)nopqrstuvwxabcdefghijz";
    const jb_flow flow = {
        .boxes = boxes, .n = read_flow(&cx, text, boxes), .depth = 120, .pitch = 10};
    set_in_columns(boxes, flow.n, &columns);
    jb_made_pages pages = jb_pages_make(&cx, &flow);
    assert_str(draw(&cx, &pages), "[abcdefghijkl|mnopqrstuvw] [yABCDEFGHIJ|xabcdefghij|z]");
    test_ctx_end(&cx);
}

static void cuts_notes(void **state)
{
    (void)state;
    static const struct {
        const char *flow;
        size_t note_lines;
        const char *pages;
    } cases[] = {
        /* it fits */
        {"ab1cd", 4, "[abcd:1(0-4)]"},
        /* it takes its line to the next page where that leaves little empty */
        {"abcdefg1hij", 6, "[abcdefg] [hij:1(0-6)]"},
        /* else it goes on at the foot of the next page, two lines to each side at least */
        {"abc1defgh", 8, "[abcd:1(0-5)] [efgh:1(5-8)]"},
        {"abc1defgh", 6, "[abcde:1(0-4)] [fgh:1(4-6)]"},
        /* higher than a page: text goes on above it */
        {"1abcdefghij", 20, "[a:1(0-8)] [bcd:1(8-14)] [efg:1(14-20)] [hij]"},
        /* and without text it has the page to itself */
        {"1a", 20, "[a:1(0-8)] [:1(8-17)] [:1(17-20)]"},
        /* a second note waits until the first is at its end */
        {"1a2bc", 10, "[a:1(0-8)] [b:1(8-10)2(0-6)] [c:2(6-10)]"},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++) {
        jb_ctx cx = test_ctx();
        jb_box boxes[MOST] = {0};
        const jb_flow flow = {.boxes = boxes,
                              .n = read_flow(&cx, cases[i].flow, boxes),
                              .depth = 100,
                              .pitch = 10,
                              .note_boxes = notes_of(&cx, cases[i].note_lines, 10),
                              .notes_gap = 5};
        jb_made_pages pages = jb_pages_make(&cx, &flow);
        assert_str(draw(&cx, &pages), cases[i].pages);
        for (size_t k = 0; k < pages.n; k++)
            assert_true(pages.at[k].used + pages.at[k].notes_height <= 100.1);
        test_ctx_end(&cx);
    }
}

/* ---- more pages than calls may be nested ---- */

static void *make_many(void *flow)
{
    jb_ctx cx = test_ctx();
    size_t n = jb_pages_make(&cx, flow).n;
    test_ctx_end(&cx);
    return n == ((const jb_flow *)flow)->n ? flow : NULL;
}

static void makes_many_pages_on_a_small_stack(void **state)
{
    (void)state;
    enum { PAGES = 20000, STACK = 256 << 10 };
    jb_box *boxes = calloc(PAGES, sizeof *boxes);
    jb_flow flow = {.boxes = boxes, .n = PAGES, .depth = 100, .pitch = 10};
    assert_non_null(boxes);
    for (size_t i = 0; i < PAGES; i++)
        boxes[i] = (jb_box){.height = 10, .fresh = true};
    pthread_attr_t small;
    pthread_t maker;
    void *made;
    assert_false(pthread_attr_init(&small));
    assert_false(pthread_attr_setstacksize(&small, STACK));
    assert_false(pthread_create(&maker, &small, make_many, &flow));
    assert_false(pthread_join(maker, &made));
    assert_ptr_equal(made, &flow);
    pthread_attr_destroy(&small);
    free(boxes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chooses_breaks),
        cmocka_unit_test(alters_paragraphs_for_pages),
        cmocka_unit_test(finds_the_best_of_all),
        cmocka_unit_test(repeats_the_head_of_a_table),
        cmocka_unit_test(parts_little_with_what_waited),
        cmocka_unit_test(keeps_to_the_grid),
        cmocka_unit_test(turns_pages),
        cmocka_unit_test(spreads_what_stays_empty),
        cmocka_unit_test(goes_on_under_what_waited),
        cmocka_unit_test(sets_columns),
        cmocka_unit_test(lets_figures_in_columns_wait),
        cmocka_unit_test(cuts_notes),
        cmocka_unit_test(makes_many_pages_on_a_small_stack),
    };
    return cmocka_run_group_tests_name("report page", tests, NULL, NULL);
}
