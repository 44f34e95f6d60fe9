#include "render/letters.h"

#include <math.h>

#include "render/gap.h"
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
    uint32_t code;   /* its first character, 0: it has none */
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
    jb_buf text;    /* of the clusters, in their order */
    double before;  /* where the ink before ended, INFINITY: none did, or a blank */
    bool told;      /* the last cluster is of glyphs that the table of characters knows, */
    bool owes_text; /* and is one that says another text */
    double gap;     /* behind it, em; 0: none to tell of */
    part hidden;    /* what was left for the next cluster: characters without ink or width */
} letters;

/* A cluster that begins with it; 0: that has no text. */
static bool is_blank(uint32_t code)
{
    return !code || code == ' ' || code == 0xA0 || code == 0x3000;
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

/* Sees what it says, and what the table of characters knows of it. */
static void look_up(const letters *l, part *p)
{
    uint32_t letter = p->n == 1 && p->text.n ? letter_of(l, p->first) : 0;
    size_t next = 0;
    p->code = jb_utf8_next(p->text, &next);
    p->told = letter != 0;
    p->borrowed = letter && (p->code != letter || next < p->text.n);
}

/* Shows the last glyph once more, `gap` em behind it, in a cluster of that code or the last one. */
static void show_again(letters *l, double gap, uint32_t code, bool apart)
{
    cairo_glyph_t again = l->glyphs[l->n - 1];
    size_t before = l->text.text.n;
    if (apart)
        l->clusters[l->clusters_n++] = (cairo_text_cluster_t){0};
    cairo_text_cluster_t *last = &l->clusters[l->clusters_n - 1];
    again.x += gap * l->run->size;
    l->glyphs[l->n++] = again;
    last->num_glyphs++;
    jb_buf_code(&l->text, code);
    last->num_bytes += (int)(l->text.text.n - before);
    l->told = false;
}

/* Says what the last cluster needs, in the marks of jb_gaps_set. */
static void settle(letters *l)
{
    if (l->owes_text)
        show_again(l, 0, JB_GAP_TWICE, false);
    if (l->gap > 0)
        show_again(l, l->gap, JB_GAP + (uint32_t)lround(l->gap * JB_GAP_EM), true);
    l->gap = 0;
    l->owes_text = false;
}

/* A gap that is no character (between Han and Latin, or of a justified line) reads as a space to
 * those who copy from the page: the letter before it is made as wide as both for them. Narrower
 * ones are left alone. `x`, `size`: of the letter behind it. */
static void fill(letters *l, double x, double size)
{
    static const double READ_AS_SPACE = 0.09; /* em: of the readers' the narrowest is 0.1 */
    double gap = x - l->before;
    bool wide = gap >= READ_AS_SPACE * fmin(size, l->run->size) && gap < l->run->size;
    /* of several glyphs that the table does not know, cairo would take the mark for the text */
    if (wide && !l->hidden.n && (l->told || l->clusters[l->clusters_n - 1].num_glyphs == 1)) {
        l->gap = gap / l->run->size;
        l->told = false;
    }
}

static void add_cluster(letters *l, jb_str text, size_t glyph, size_t n)
{
    settle(l);
    for (size_t k = 0; k < n; k++)
        l->glyphs[l->n++] = jb_letters_glyph(l->s, l->run, glyph + k);
    l->clusters[l->clusters_n++] = (cairo_text_cluster_t){(int)text.n, (int)n};
    jb_buf_add(&l->text, text);
}

static void take_hidden(letters *l)
{
    l->clusters[l->clusters_n - 1].num_bytes += (int)l->hidden.text.n;
    l->hidden = (part){0};
}

static void add_whole(letters *l, const part *p)
{
    bool other = l->hidden.n || p->borrowed;
    add_cluster(l, p->text, p->first, p->n);
    take_hidden(l);
    l->told = p->told;
    l->owes_text = p->told && other;
}

/* Squeezed marks stand in each other's boxes, and so far that readers begin a new line. */
static bool is_squeezed(const letters *l, const part *p)
{
    static const double READ_AS_LINE = 0.1; /* em */
    double overlap = l->before - (double)l->run->glyphs[p->first].x;
    return isfinite(overlap) && overlap > READ_AS_LINE * l->run->size;
}

static void join(letters *l, const part *p)
{
    cairo_text_cluster_t *last = &l->clusters[l->clusters_n - 1];
    l->glyphs[l->n++] = jb_letters_glyph(l->s, l->run, p->first);
    last->num_glyphs++;
    last->num_bytes += (int)p->text.n;
    jb_buf_add(&l->text, p->text);
    l->owes_text = false;
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
    if (p->n && !is_blank(p->code))
        fill(l, (double)l->run->glyphs[p->first].x, l->run->size);
    for (size_t k = 0; k < n; k++)
        add_cluster(l, characters[l->run->backward ? n - 1 - k : k], p->first + k, 1);
    if (n)
        l->told = false;
    else if (l->told && p->told && !l->hidden.n && is_squeezed(l, p))
        join(l, p);
    else
        add_whole(l, p);
    l->before = !p->n || is_blank(p->code) ? INFINITY : end_of(l->run, p->first + p->n - 1);
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
    return p->n == 1 && l->run->glyphs[p->first].id == l->space && p->code &&
           jb_class_ignorable(p->code);
}

/* Without a letter before it goes with the one behind it, or is a cluster of its own. */
static void add_hidden(letters *l)
{
    if (!l->hidden.n)
        return;
    add_cluster(l, (jb_str){NULL, 0}, l->hidden.first, 1);
    take_hidden(l);
    l->told = false;
}

static void hide(letters *l, const part *p)
{
    jb_buf_add(&l->text, p->text);
    if (!l->told) {
        l->hidden =
            (part){.text = {p->text.p, l->hidden.text.n + p->text.n}, .first = p->first, .n = 1};
        return;
    }
    cairo_text_cluster_t *last = &l->clusters[l->clusters_n - 1];
    last->num_bytes += (int)p->text.n;
    l->owes_text = last->num_glyphs == 1;
}

static void add_or_hide(letters *l, const part *p)
{
    if (!l->run->backward && is_hidden(l, p)) {
        hide(l, p);
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

/* Up to the run on its right. */
static void fill_before(letters *l, const jb_run *right)
{
    if (!right || !right->glyphs_n || !right->text.n)
        return;
    size_t first = right->backward ? right->glyphs_n - 1 : 0, next = 0;
    jb_str text = right->backward ? jb_str_cut(right->text, right->text.n - 1, 1) : right->text;
    if (!is_blank(jb_utf8_next(text, &next)))
        fill(l, right->x + (double)right->glyphs[first].x - l->run->x, right->size);
}

void jb_letters_show(jb_arena *a, cairo_t *cr, const jb_subsets *s, const jb_run *run,
                     const jb_run *right)
{
    size_t most = run->glyphs_n + 2 * run->clusters_n;
    letters l = {.s = s,
                 .run = run,
                 .space = jb_subsets_space(s, run->face),
                 .glyphs = jb_alloc_n(a, most, sizeof *l.glyphs),
                 .clusters = jb_alloc_n(a, most, sizeof *l.clusters),
                 .text = jb_buf_new(a),
                 .before = INFINITY};
    add_parts(&l);
    fill_before(&l, right);
    settle(&l);
    cairo_show_text_glyphs(cr, l.text.text.p, (int)l.text.text.n, l.glyphs, l.n, l.clusters,
                           l.clusters_n, 0);
}
