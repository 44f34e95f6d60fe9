#include "render/letters.h"

#include <math.h>

#include "text/class.h"
#include "text/face.h"

cairo_glyph_t jb_letters_glyph(const jb_subsets *s, const jb_run *run, size_t glyph)
{
    const jb_glyph *g = &run->glyphs[glyph];
    return (cairo_glyph_t){s ? jb_subsets_glyph(s, run->face, g->id) : g->id, (double)g->x,
                           (double)g->y};
}

/* A cluster of the run. */
typedef struct part {
    jb_str text;
    size_t first, n; /* glyphs */
    /* One glyph that the table of characters knows: what may share a cluster, for there cairo asks
     * it for the text. */
    bool told;
    /* Such a glyph that is the sign of another text: 月 shown for the radical ⽉, 葛 with a
     * selector that changes nothing. It is not to be taken for all of its like. */
    bool borrowed;
} part;

/* What is handed to cairo, grown cluster by cluster. */
typedef struct letters {
    const jb_subsets *s;
    const jb_run *run;
    uint32_t space; /* the face's glyph; 0: it has none */
    cairo_glyph_t *glyphs;
    cairo_text_cluster_t *clusters;
    int n, clusters_n;
    jb_buf text;   /* of the clusters, in their order */
    double before; /* where the ink before ended, INFINITY: none did, or a blank */
    bool told;     /* the last cluster is of glyphs that the table of characters knows */
    part hidden;   /* what was left for the next cluster: characters without ink or width */
} letters;

static bool is_blank(jb_str text)
{
    size_t at = 0;
    uint32_t c = text.n ? jb_utf8_next(text, &at) : ' ';
    return c == ' ' || c == 0xA0 || c == 0x3000;
}

/* Where the glyph's advance ends, from the run's origin. */
static double end_of(const jb_run *run, size_t glyph)
{
    return (double)run->glyphs[glyph].x +
           jb_face_advance(run->face, run->glyphs[glyph].id) * run->size;
}

static uint32_t letter_of(const letters *l, size_t glyph)
{
    return jb_subsets_letter(l->s, l->run->face, l->run->glyphs[glyph].id);
}

/* Sees what the table of characters knows of it. */
static void look_up(const letters *l, part *p)
{
    uint32_t letter = p->n == 1 && p->text.n ? letter_of(l, p->first) : 0;
    size_t next = 0;
    p->told = letter != 0;
    p->borrowed = letter && (jb_utf8_next(p->text, &next) != letter || next < p->text.n);
}

/* A gap that is no character (between Han and Latin, or of a justified line) reads as a space to
 * those who copy from the page, unless ink of nothing stands in it: a space's glyph, which with the
 * glyph behind it is that one's text. Narrower ones are left alone. */
static void fill(letters *l, const part *p)
{
    static const double READ_AS_SPACE = 0.12; /* em: of the readers' the narrowest is 0.15 */
    const jb_glyph *g = &l->run->glyphs[p->first];
    bool gap = !is_blank(p->text) && (double)g->x - l->before >= READ_AS_SPACE * l->run->size;
    if (l->space && (gap || l->hidden.n || p->borrowed))
        l->glyphs[l->n++] = (cairo_glyph_t){jb_subsets_glyph(l->s, l->run->face, l->space),
                                            gap ? l->before : (double)g->x, (double)g->y};
}

static void add_cluster(letters *l, jb_str text, size_t glyph, size_t n, int filled)
{
    for (size_t k = 0; k < n; k++)
        l->glyphs[l->n++] = jb_letters_glyph(l->s, l->run, glyph + k);
    l->clusters[l->clusters_n++] = (cairo_text_cluster_t){(int)text.n, (int)n + filled};
    jb_buf_add(&l->text, text);
}

static void take_hidden(letters *l)
{
    l->clusters[l->clusters_n - 1].num_bytes += (int)l->hidden.text.n;
    l->hidden = (part){0};
}

static void add_whole(letters *l, const part *p)
{
    int before = l->n;
    if (p->told)
        fill(l, p);
    add_cluster(l, p->text, p->first, p->n, l->n - before);
    take_hidden(l);
    l->told = p->told;
}

/* Squeezed marks stand in each other's boxes, and so far that readers begin a new line. */
static bool is_squeezed(const letters *l, const part *p)
{
    static const double READ_AS_LINE = 0.1; /* em */
    double overlap = l->before - (double)l->run->glyphs[p->first].x;
    return isfinite(overlap) && overlap > READ_AS_LINE * l->run->size;
}

/* What readers would misread alone is read with the letter before it. */
static bool is_joined(const letters *l, const part *p)
{
    return l->told && p->told && (l->hidden.n || p->borrowed || is_squeezed(l, p));
}

static void join(letters *l, const part *p)
{
    cairo_text_cluster_t *last = &l->clusters[l->clusters_n - 1];
    l->glyphs[l->n++] = jb_letters_glyph(l->s, l->run, p->first);
    last->num_glyphs++;
    last->num_bytes += (int)p->text.n;
    jb_buf_add(&l->text, p->text);
    take_hidden(l);
}

enum { MOST_MARKS = 8 };

/* A letter with marks of its own glyphs: its characters one by one, as many as its glyphs; else 0.
 * All but one must be the sign of the character (an Arabic letter has several shapes). */
static size_t split(const letters *l, const part *p, jb_str characters[MOST_MARKS])
{
    size_t n = 0, strange = 0;
    for (size_t at = 0, from = 0; at < p->text.n; from = at, n++) {
        uint32_t code = jb_utf8_next(p->text, &at);
        if (n == p->n || n == MOST_MARKS || jb_class_ignorable(code))
            return 0;
        size_t glyph = p->first + (l->run->backward ? p->n - 1 - n : n);
        strange += letter_of(l, glyph) != code;
        characters[n] = jb_str_cut(p->text, from, at - from);
    }
    return n == p->n && strange <= 1 ? n : 0;
}

static void add_part(letters *l, const part *p)
{
    jb_str characters[MOST_MARKS];
    size_t n = p->n > 1 ? split(l, p, characters) : 0;
    for (size_t k = 0; k < n; k++)
        add_cluster(l, characters[l->run->backward ? n - 1 - k : k], p->first + k, 1, 0);
    if (n)
        l->told = false;
    else if (is_joined(l, p))
        join(l, p);
    else
        add_whole(l, p);
    l->before = !p->n || is_blank(p->text) ? INFINITY : end_of(l->run, p->first + p->n - 1);
}

/* The blank that the shaper sets for a selector has a space's width for readers, though none on the
 * page. */
static size_t without_blanks(const letters *l, const part *p)
{
    size_t n = p->n;
    while (n > 1 && l->space && l->run->glyphs[p->first + n - 1].id == l->space)
        n--;
    return n;
}

/* Where a soft hyphen or a joiner stands, the shaper sets such a blank: to readers a gap in the
 * word. */
static bool is_hidden(const letters *l, const part *p)
{
    size_t next = 0;
    return p->n == 1 && p->text.n && jb_class_ignorable(jb_utf8_next(p->text, &next)) &&
           l->run->glyphs[p->first].id == l->space;
}

/* It goes with the letter behind it, or is a cluster of its own where there is none. */
static void add_hidden(letters *l)
{
    if (!l->hidden.n)
        return;
    add_cluster(l, (jb_str){NULL, 0}, l->hidden.first, 1, 0);
    take_hidden(l);
    l->told = false;
}

static void add_or_hide(letters *l, const part *p)
{
    if (!l->run->backward && is_hidden(l, p)) {
        l->hidden =
            (part){.text = {p->text.p, l->hidden.text.n + p->text.n}, .first = p->first, .n = 1};
        jb_buf_add(&l->text, p->text);
        return;
    }
    if (!p->told)
        add_hidden(l);
    add_part(l, p);
}

/* In the order of the eye: readers of a PDF turn what runs from right to left themselves. */
static void add_parts(letters *l)
{
    const jb_run *run = l->run;
    size_t at = run->backward ? run->text.n : 0, glyph = run->backward ? run->glyphs_n : 0;
    for (size_t k = 0; k < run->clusters_n; k++) {
        const jb_cluster *c = &run->clusters[run->backward ? run->clusters_n - 1 - k : k];
        if (run->backward)
            at -= c->bytes, glyph -= c->glyphs;
        part p = {.text = jb_str_cut(run->text, at, c->bytes), .first = glyph, .n = c->glyphs};
        p.n = without_blanks(l, &p);
        look_up(l, &p);
        add_or_hide(l, &p);
        if (!run->backward)
            at += c->bytes, glyph += c->glyphs;
    }
    add_hidden(l);
}

const jb_run **jb_letters_order(jb_arena *a, const jb_line *line)
{
    const jb_run **order = JB_NEW_N(a, const jb_run *, line->runs_n + 1);
    for (size_t i = 0, end; i < line->runs_n; i = end) {
        for (end = i + 1; line->runs[i].backward && end < line->runs_n; end++)
            if (!line->runs[end].backward)
                break;
        for (size_t k = i; k < end; k++)
            order[k] = &line->runs[i + end - 1 - k];
    }
    return order;
}

/* Where that one ends, from the run's own origin. */
static double end_before(const jb_run *run, const jb_run *left)
{
    if (!left || !left->glyphs_n || !left->text.n || left->text.p[left->text.n - 1] == ' ')
        return INFINITY;
    return left->x + end_of(left, left->backward ? 0 : left->glyphs_n - 1) - run->x;
}

void jb_letters_show(jb_arena *a, cairo_t *cr, const jb_subsets *s, const jb_run *run,
                     const jb_run *left)
{
    size_t most = run->glyphs_n + run->clusters_n;
    letters l = {.s = s,
                 .run = run,
                 .space = jb_subsets_space(s, run->face),
                 .glyphs = jb_alloc_n(a, most, sizeof *l.glyphs),
                 .clusters = jb_alloc_n(a, most, sizeof *l.clusters),
                 .text = jb_buf_new(a),
                 .before = end_before(run, left)};
    add_parts(&l);
    cairo_show_text_glyphs(cr, l.text.text.p, (int)l.text.text.n, l.glyphs, l.n, l.clusters,
                           l.clusters_n, 0);
}
