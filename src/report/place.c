#include "report/head.h"
#include "text/class.h"

/* Boxes on pages become groups of a scene: one group for each stretch of boxes with one element. */

enum { DEEPEST = 32 };

typedef struct open_element {
    const jb_element *element;
    jb_group_item *group;
    double y; /* of its group, from the top of the type area */
} open_element;

/* What is being drawn into: boxes one under the other, in the structure that is open. */
typedef struct stack {
    jb_composer *c;
    jb_group_item *area; /* of the page at hand: the type area */
    open_element open[DEEPEST];
    size_t open_n;
} stack;

typedef struct placer {
    jb_composer *c;
    JB_LIST(jb_page) pages;
    JB_LIST(jb_outline) outline;
    stack stack;
} placer;

static size_t path_of(const jb_element *e, const jb_element *path[DEEPEST])
{
    size_t n = 0;
    for (const jb_element *up = e; up && n < DEEPEST; up = up->parent)
        n++;
    size_t i = n;
    for (; e && i; e = e->parent)
        path[--i] = e;
    return n;
}

static void open_one(stack *s, const jb_element *e, double y)
{
    open_element *outer = s->open_n ? &s->open[s->open_n - 1] : NULL;
    jb_group_item *g = jb_ink_group(s->c->cx->keep, outer ? outer->group : s->area, 0,
                                    y - (outer ? outer->y : 0), e->tag);
    g->element = e;
    g->numbering = e->numbering;
    s->open[s->open_n++] = (open_element){e, g, y};
}

/* Closes what the next box is not in and opens what it is in. */
static void open_for(stack *s, const jb_element *e, double y)
{
    const jb_element *path[DEEPEST];
    size_t n = path_of(e, path), same = 0;
    while (same < n && same < s->open_n && s->open[same].element == path[same])
        same++;
    s->open_n = same;
    for (size_t i = same; i < n; i++)
        open_one(s, path[i], y);
}

static void place_ink(stack *s, const jb_group_item *ink, double x, double y)
{
    const open_element *in = s->open_n ? &s->open[s->open_n - 1] : NULL;
    jb_group_item *g =
        jb_ink_group(s->c->cx->keep, in ? in->group : s->area, x, y - (in ? in->y : 0), ink->tag);
    g->marks = ink->marks;
    g->marks_n = ink->marks_n;
    g->alt = ink->alt;
    g->dest = ink->dest;
    g->link = ink->link;
}

static void stack_box(stack *s, const jb_box *box, double x, double y)
{
    for (const jb_hung *hung = box->hung; hung; hung = hung->next) {
        open_for(s, hung->element, y);
        place_ink(s, hung->ink, x, y + box->lower);
    }
    if (!box->ink)
        return;
    open_for(s, box->element, y);
    place_ink(s, box->ink, x, y + box->lower);
}

double jb_draw_boxes(jb_composer *c, jb_group_item *into, const jb_boxes *boxes, double x)
{
    stack s = {.c = c, .area = into};
    double y = 0;
    for (size_t i = 0; i < boxes->n; i++) {
        stack_box(&s, &boxes->at[i], x, y);
        y += boxes->at[i].height;
    }
    return y;
}

/* What a reader shows of itself, an outline or a window's title: control characters are spaces
 * there as they are on the page. */
static jb_str shown(const jb_composer *c, jb_str text)
{
    jb_buf b = jb_buf_new(c->cx->keep);
    for (size_t at = 0, from = 0; at < text.n; from = at) {
        uint32_t code = jb_utf8_next(text, &at);
        jb_buf_add(&b, jb_class_control(code) || code == '\t' ? JB_S(" ")
                                                              : jb_str_cut(text, from, at - from));
    }
    return b.text;
}

static void place_box(placer *p, const jb_box *box, double x, double y)
{
    stack_box(&p->stack, box, x, y);
    if (!box->ink || !box->outline.p)
        return;
    const jb_sheet *s = p->c->sheet;
    *JB_PUSH(p->c->cx->keep, &p->outline) = (jb_outline){
        .level = box->level,
        .title = shown(p->c, box->outline),
        .page = p->pages.n - 1,
        .x = jb_sheet_left(s, p->pages.n),
        .y = s->top + y,
    };
}

static double bottom(const jb_sheet *s)
{
    return (double)(s->lines - 1) * s->pitch + s->em;
}

/* Above the foot on the page that has one, with air between if there is room. */
static void place_notes(placer *p, const jb_made_page *page, const jb_flow *flow, double foot)
{
    const jb_sheet *s = p->c->sheet;
    double gap = flow->notes_gap, free = flow->depth - page->used - page->notes_height - foot;
    double y =
        bottom(s) - page->notes_height + gap - (foot > 0 ? foot + fmin(fmax(free, 0), gap) : 0);
    if (!page->notes.n)
        return;
    p->stack.open_n = 0;
    jb_group_item *artifact = jb_ink_group(p->c->cx->keep, p->stack.area, 0, 0, JB_S("Artifact"));
    jb_ink_rule(p->c->cx->keep, artifact, 0, y - gap / 3, s->measure / 4, y - gap / 3,
                &s->tints[JB_TINT_RULE], 0.5);
    for (size_t i = 0; i < page->notes.n; i++) {
        const jb_note_part part = page->notes.at[i];
        for (size_t k = part.from; k < part.to; k++) {
            const jb_box *line = &p->c->note_boxes[part.note].at[k];
            place_box(p, line, 0, y);
            y += line->height;
        }
    }
}

/* Grounds come first: they lie behind the text. */
static void place_frames(placer *p, const jb_made_page *page)
{
    jb_arena *keep = p->c->cx->keep;
    for (size_t i = 0, next; i < page->boxes.n; i = next) {
        const jb_placed *first = &page->boxes.at[i], *last = first;
        const jb_frame *f = first->box->frame;
        for (next = i + 1; next < page->boxes.n; next++) {
            const jb_placed *at = &page->boxes.at[next];
            if (at->box->frame != f || at->x != first->x)
                break;
            last = at;
        }
        if (!f)
            continue;
        double x = first->x + f->x, y = first->y - f->above;
        double height = last->y + last->box->height + f->below - y;
        jb_group_item *artifact = jb_ink_group(keep, p->stack.area, 0, 0, JB_S("Artifact"));
        jb_ink_box(keep, artifact, x, y, f->width, height, f->ground, NULL, 0, 0);
        jb_ink_box(keep, artifact, x, y, f->bar, height, f->paint, NULL, 0, 0);
    }
}

/* The heading of the first level that the page stands under. */
static jb_str section_of(const placer *p)
{
    for (size_t i = p->outline.n; i-- > 0;)
        if (p->outline.at[i].level == 1)
            return p->outline.at[i].title;
    return JB_S("");
}

static void begin_page(placer *p)
{
    jb_arena *keep = p->c->cx->keep;
    const jb_sheet *s = p->c->sheet;
    jb_mark *root = jb_mark_new(keep, JB_MARKTYPE_GROUP, JB_S("frame"), 1);
    root->groups->width = s->width;
    root->groups->height = s->height;
    root->groups->style = &jb_style_plain;
    *JB_PUSH(keep, &p->pages) = (jb_page){.width = s->width, .height = s->height, .root = root};
    p->stack.area =
        jb_ink_group(keep, root->groups, jb_sheet_left(s, p->pages.n), s->top, (jb_str){0});
    p->stack.open_n = 0;
}

static bool few_enough(jb_composer *c, size_t pages)
{
    if (pages <= c->cx->limits.pages)
        return true;
    jb_fail(c->cx, c->front->span, "the document has %zu pages, more than %zu", pages,
            (size_t)c->cx->limits.pages);
    jb_hint(c->cx, "raise it with --max pages=N");
    return false;
}

static jb_document *document_of(placer *p)
{
    jb_composer *c = p->c;
    const jb_front *f = c->front;
    jb_document *d = JB_NEW(c->cx->keep, jb_document);
    *d = (jb_document){
        .pages = p->pages.at,
        .pages_n = p->pages.n,
        .outline = p->outline.at,
        .outline_n = p->outline.n,
        .attachments = c->attachments.at,
        .attachments_n = c->attachments.n,
        .title = shown(c, f->title.text.p ? jb_lines_joined(c->cx->keep, f->title.text)
                                          : jb_said_joined(c, f->masthead, "").text),
        .author = shown(c, f->author.text.p ? f->author.text
                                            : jb_said_joined(c, f->organisation, "、").text),
        .subject = shown(c, jb_lines_joined(c->cx->keep, f->subtitle.text)),
        .keywords = shown(c, f->keywords.text),
        .lang = f->lang.text,
    };
    return d;
}

/* An empty page before the foot's has no number, nor has the foot's: GB/T 9704—2012, 7.5. */
static bool is_numbered(const jb_made_pages *pages, size_t i)
{
    bool empty = !pages->at[i].boxes.n;
    return !empty || (i + 1 == pages->n && (!i || pages->at[i - 1].boxes.n));
}

const jb_document *jb_pages_place(jb_composer *c)
{
    jb_group_item *foot;
    double foot_height = jb_compose_foot(c, &foot);
    const jb_flow flow = {
        .boxes = c->boxes.at,
        .n = c->boxes.n,
        .depth = c->sheet->depth,
        .turned = c->turned ? c->turned->depth : 0,
        .pitch = c->sheet->pitch,
        .note_boxes = c->note_boxes,
        .notes_gap = JB_NOTES_GAP * c->sheet->pitch,
        .foot = foot_height,
        .foot_behind = c->sheet->mirrored,
    };
    jb_made_pages pages = jb_pages_make(c->cx, &flow);
    jb_contents_number(c, &pages);
    placer p = {.c = c, .stack = {.c = c}};
    if (!few_enough(c, pages.n))
        return NULL;
    const jb_sheet *sheet = c->sheet;
    for (size_t i = 0; i < pages.n; i++) {
        c->sheet = pages.at[i].turned ? c->turned : sheet;
        begin_page(&p);
        place_frames(&p, &pages.at[i]);
        for (size_t k = 0; k < pages.at[i].boxes.n; k++)
            place_box(&p, pages.at[i].boxes.at[k].box, pages.at[i].boxes.at[k].x,
                      pages.at[i].boxes.at[k].y);
        bool footed = foot && i + 1 == pages.n;
        place_notes(&p, &pages.at[i], &flow, footed ? foot_height : 0);
        p.stack.open_n = 0;
        if (footed)
            place_ink(&p.stack, foot, 0, bottom(c->sheet) - foot_height);
        if (is_numbered(&pages, i))
            jb_draw_running(c, p.stack.area, i + 1, pages.n, section_of(&p));
    }
    c->sheet = sheet;
    return document_of(&p);
}
