#include "render/stamp.h"

#include <math.h>
#include <string.h>

enum {
    FEWEST = 4096,   /* symbols of a mark: below, exactness costs nothing */
    MOST_LOOKS = 64, /* of a mark */
    MOST_SIDE = 64,  /* pixels of a stamp */
    PHASES = 16      /* places within a pixel, in each direction */
};

/* The pixels of a look at one phase, premultiplied; in each row only `from` to `to` have ink. */
typedef struct stamp {
    const uint32_t *pixels;
    const uint8_t *from, *to;
} stamp;

typedef struct look {
    const jb_symbol_item *item; /* the first of its look */
    size_t at;                  /* its number */
    int x, y, w, h;             /* the stamp's box from the pixel of the item's place */
    stamp stamps[PHASES][PHASES];
} look;

typedef struct plate {
    jb_painter *p;
    const jb_mark *mark;
    JB_LIST(look) looks;
    size_t last; /* the look found last */
    double scale, x, y;
    unsigned char *pixels;
    int stride, left, top, right, bottom; /* where ink may fall */
} plate;

static void destroy_surface(void *surface)
{
    cairo_surface_destroy(surface);
}

static bool plain(const jb_paint *paint)
{
    return paint->kind == JB_PAINT_NONE || paint->kind == JB_PAINT_SOLID;
}

/* An item that looks the same wherever it stands. */
static bool is_movable(const jb_symbol_item *s)
{
    return s->style && plain(&s->style->fill) && plain(&s->style->stroke) && !s->style->blend.n;
}

static bool same_look(const jb_symbol_item *a, const jb_symbol_item *b)
{
    return a->style == b->style && a->size == b->size && a->angle == b->angle &&
           jb_str_eq(a->shape, b->shape);
}

/* Draws the look with its place at (x, y) of the surface, which is kept. */
static void draw_at(const plate *l, const look *k, cairo_surface_t *surface, double x, double y)
{
    cairo_t *cr = cairo_create(surface);
    jb_painter q = {.cx = l->p->cx, .cr = cr};
    cairo_translate(cr, x, y);
    cairo_scale(cr, l->scale, l->scale);
    cairo_translate(cr, -k->item->x, -k->item->y);
    jb_paint_item(&q, l->mark, k->at);
    cairo_destroy(cr);
}

/* The box of all phases; false: too large to gain by stamps. */
static bool measure(const plate *l, look *k)
{
    double x, y, w, h;
    cairo_surface_t *paper = jb_arena_own(
        l->p->cx->scratch, cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, NULL),
        destroy_surface);
    draw_at(l, k, paper, 0, 0);
    cairo_recording_surface_ink_extents(paper, &x, &y, &w, &h);
    if (!(w + h < MOST_SIDE))
        return false;
    k->x = (int)floor(x);
    k->y = (int)floor(y);
    k->w = (int)ceil(x + w) + 1 - k->x;
    k->h = (int)ceil(y + h) + 1 - k->y;
    return true;
}

static look *find_look(plate *l, const jb_symbol_item *s)
{
    if (l->looks.n && same_look(l->looks.at[l->last].item, s))
        return &l->looks.at[l->last];
    for (l->last = 0; l->last < l->looks.n; l->last++)
        if (same_look(l->looks.at[l->last].item, s))
            return &l->looks.at[l->last];
    return NULL;
}

static bool find_looks(plate *l)
{
    for (size_t i = 0; i < l->mark->n; i++) {
        const jb_symbol_item *s = &l->mark->symbols[i];
        if (find_look(l, s))
            continue;
        if (!is_movable(s) || l->looks.n == MOST_LOOKS)
            return false;
        look *k = JB_PUSH(l->p->cx->scratch, &l->looks);
        k->item = s;
        k->at = i;
        if (!measure(l, k))
            return false;
    }
    return true;
}

/* Only what is clipped to whole pixels. */
static bool find_room(plate *l, cairo_surface_t *surface)
{
    cairo_rectangle_list_t *list = cairo_copy_clip_rectangle_list(l->p->cr);
    bool sound = list->status == CAIRO_STATUS_SUCCESS && list->num_rectangles == 1;
    if (sound) {
        const cairo_rectangle_t *r = list->rectangles;
        const double edges[] = {r->x * l->scale + l->x, r->y * l->scale + l->y,
                                (r->x + r->width) * l->scale + l->x,
                                (r->y + r->height) * l->scale + l->y};
        for (size_t i = 0; i < JB_COUNT(edges); i++)
            sound &= fabs(edges[i] - round(edges[i])) < 1e-6;
        l->left = (int)fmax(0, round(edges[0]));
        l->top = (int)fmax(0, round(edges[1]));
        l->right = (int)fmin(cairo_image_surface_get_width(surface), round(edges[2]));
        l->bottom = (int)fmin(cairo_image_surface_get_height(surface), round(edges[3]));
    }
    cairo_rectangle_list_destroy(list);
    return sound;
}

static bool find_scale(plate *l)
{
    cairo_matrix_t m;
    cairo_get_matrix(l->p->cr, &m);
    l->scale = m.xx;
    l->x = m.x0;
    l->y = m.y0;
    return m.xx > 0 && m.xx == m.yy && m.xy == 0 && m.yx == 0;
}

static const stamp *stamp_of(const plate *l, look *k, int phase_x, int phase_y)
{
    stamp *made = &k->stamps[phase_y][phase_x];
    if (made->pixels)
        return made;
    jb_arena *a = l->p->cx->scratch;
    size_t w = (size_t)k->w, h = (size_t)k->h;
    uint32_t *pixels = JB_NEW_N(a, uint32_t, w * h);
    uint8_t *from = JB_NEW_N(a, uint8_t, h), *to = JB_NEW_N(a, uint8_t, h);
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        (unsigned char *)pixels, CAIRO_FORMAT_ARGB32, k->w, k->h, 4 * k->w);
    draw_at(l, k, surface, (double)phase_x / PHASES - k->x, (double)phase_y / PHASES - k->y);
    cairo_surface_destroy(surface);
    for (size_t y = 0; y < h; y++)
        for (size_t x = 0; x < w; x++)
            if (pixels[y * w + x]) {
                from[y] = to[y] ? from[y] : (uint8_t)x;
                to[y] = (uint8_t)(x + 1);
            }
    *made = (stamp){pixels, from, to};
    return made;
}

/* `ink` over `paper`, two channels at a time, each product rounded as pixman does. */
static uint32_t over(uint32_t ink, uint32_t paper)
{
    const uint32_t mask = 0x00FF00FF, half = 0x00800080;
    uint32_t left = 255 - (ink >> 24);
    uint32_t even = (paper & mask) * left + half, odd = (paper >> 8 & mask) * left + half;
    even = (even + (even >> 8 & mask)) >> 8 & mask;
    odd = (odd + (odd >> 8 & mask)) & ~mask;
    return ink + (even | odd);
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int greatest(int a, int b)
{
    return a > b ? a : b;
}

static void put(const plate *l, const look *k, const stamp *s, int x, int y)
{
    int bottom = least(k->h, l->bottom - y);
    for (int row = greatest(0, l->top - y); row < bottom; row++) {
        uint32_t *paper = (uint32_t *)(void *)(l->pixels + (ptrdiff_t)(y + row) * l->stride) + x;
        const uint32_t *ink = s->pixels + row * k->w;
        int end = least(s->to[row], l->right - x);
        for (int i = greatest(s->from[row], l->left - x); i < end; i++)
            paper[i] = over(ink[i], paper[i]);
    }
}

static void put_item(plate *l, const jb_symbol_item *s)
{
    double x = (s->x * l->scale + l->x) * PHASES, y = (s->y * l->scale + l->y) * PHASES;
    const double far = 1e6 * PHASES;
    if (!(fabs(x) < far && fabs(y) < far))
        return;
    look *k = find_look(l, s);
    int at_x = (int)floor(x + 0.5), at_y = (int)floor(y + 0.5);
    int left = at_x & (PHASES - 1), above = at_y & (PHASES - 1);
    put(l, k, stamp_of(l, k, left, above), (at_x - left) / PHASES + k->x,
        (at_y - above) / PHASES + k->y);
}

bool jb_stamp_mark(jb_painter *p, const jb_mark *mark)
{
    cairo_surface_t *surface = cairo_get_target(p->cr);
    plate l = {.p = p, .mark = mark};
    if (mark->type != JB_MARKTYPE_SYMBOL || mark->n < FEWEST ||
        cairo_surface_get_type(surface) != CAIRO_SURFACE_TYPE_IMAGE || !find_scale(&l) ||
        !find_room(&l, surface) || !find_looks(&l))
        return false;
    cairo_surface_flush(surface);
    l.pixels = cairo_image_surface_get_data(surface);
    l.stride = cairo_image_surface_get_stride(surface);
    for (size_t i = 0; i < mark->n; i++)
        put_item(&l, &mark->symbols[i]);
    cairo_surface_mark_dirty(surface);
    return true;
}
