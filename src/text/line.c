#include "text/line.h"

#include <string.h>

double jb_fit_gap(const jb_fit *fit, const jb_gap *gap)
{
    const jb_gap_row *row = &jb_gap_rows[gap->kind];
    double wider = row->stretch * fit->stretch + row->more * fit->more;
    wider += row->even * fit->even + row->beyond * fit->beyond;
    return gap->natural + gap->em * (wider - row->shrink * fit->shrink[gap->kind]);
}

size_t jb_line_ink_end(const jb_para *para, size_t first, size_t end)
{
    const uint64_t blank = JB_SET(SPACE) | JB_SET(IDEOSPACE) | JB_SET(ZWSP);
    while (end > first && JB_IN(para->atoms.at[end - 1].class, blank))
        end--;
    return end;
}

/* Positions */

/* Origins of the atoms from the line's start, if they are asked for; returns the line's width.
 * Spaces at the end stand at the end. */
static double place(const jb_para *para, size_t first, size_t end, const jb_fit *fit, double *xs)
{
    const jb_atom *at = para->atoms.at;
    size_t ink_end = jb_line_ink_end(para, first, end);
    double x = first < ink_end ? -at[first].blank_left : 0;
    for (size_t i = first; i < ink_end; i++) {
        if (xs)
            xs[i - first] = x;
        x += at[i].advance +
             (i + 1 < ink_end ? jb_fit_gap(fit, &para->gaps[i]) : at[i].kern - at[i].blank_right);
    }
    for (size_t i = ink_end; xs && i < end; i++)
        xs[i - first] = x;
    return x;
}

double jb_line_width(const jb_para *para, size_t first, size_t end)
{
    return place(para, first, end, &(jb_fit){0}, NULL);
}

/* The end of what runs in one direction from i on. A row from right to left holds the blanks
 * between its words, none at its end. */
static size_t direction_end(const jb_para *para, size_t i, size_t end)
{
    const jb_atom *at = para->atoms.at;
    if (!at[i].rtl) {
        while (i < end && !at[i].rtl)
            i++;
        return i;
    }
    size_t last = i;
    for (; i < end && (at[i].rtl || at[i].class == JB_CLASS_SPACE); i++)
        if (at[i].rtl)
            last = i;
    return last + 1;
}

/* What runs from right to left changes places: the first atom of a row stands at its right. */
static void turn_backward(const jb_para *para, size_t first, size_t end, double *xs)
{
    const jb_atom *at = para->atoms.at;
    for (size_t i = first, stop; i < end; i = stop) {
        stop = direction_end(para, i, end);
        if (!at[i].rtl)
            continue;
        double left = xs[i - first], right = xs[stop - 1 - first] + at[stop - 1].advance;
        for (size_t k = i; k < stop; k++)
            xs[k - first] = left + right - xs[k - first] - at[k].advance;
    }
}

/* Runs */

static bool same_run(const jb_para *para, const jb_atom *a, const jb_atom *b)
{
    if (!a->face || a->face != b->face || a->at + a->bytes != b->at || !a->form != !b->form)
        return false;
    const jb_text_style *x = &para->pieces[a->piece].style, *y = &para->pieces[b->piece].style;
    return a->piece == b->piece ||
           (x->size == y->size && x->paint == y->paint && x->rise == y->rise &&
            x->decoration == y->decoration && jb_str_eq(x->link, y->link));
}

static size_t run_end(const jb_para *para, size_t i, size_t end)
{
    size_t stop = i + 1;
    while (stop < end && same_run(para, &para->atoms.at[stop - 1], &para->atoms.at[stop]))
        stop++;
    return stop;
}

static size_t glyphs_in(const jb_para *para, size_t i, size_t end)
{
    size_t n = 0;
    for (; i < end; i++)
        n += para->atoms.at[i].glyphs_n;
    return n;
}

static size_t put_glyphs(const jb_para *para, const jb_atom *atom, double x, jb_glyph *to)
{
    for (size_t k = 0; k < atom->glyphs_n; k++) {
        const jb_shaped_glyph *g = &para->glyphs.at[atom->glyph + k];
        to[k] = (jb_glyph){.id = g->id, .x = (float)x + g->dx, .y = g->dy};
        x += g->advance;
    }
    return atom->glyphs_n;
}

/* What the glyphs of a run are, where that is not its text. */
static jb_str forms_of(const jb_para *para, size_t from, size_t end)
{
    jb_buf forms = jb_buf_new(para->cx->keep);
    const jb_atom *at = para->atoms.at;
    for (size_t i = from; i < end && at[from].form; i++)
        jb_buf_code(&forms, at[i].form);
    if (at[from].hyphened && at[from].class != JB_CLASS_SHY)
        jb_buf_add(&forms, jb_str_cut(para->text, at[from].at, at[from].bytes));
    if (at[from].hyphened)
        jb_buf_byte(&forms, '-');
    return forms.text;
}

static jb_run build_run(const jb_para *para, size_t from, size_t end, const double *xs,
                        bool backward)
{
    jb_arena *keep = para->cx->keep;
    const jb_atom *at = para->atoms.at;
    const jb_text_style *style = &para->pieces[at[from].piece].style;
    jb_glyph *glyphs = JB_NEW_N(keep, jb_glyph, glyphs_in(para, from, end));
    jb_cluster *clusters = JB_NEW_N(keep, jb_cluster, end - from);
    size_t left = backward ? end - 1 : from, right = backward ? from : end - 1, n = 0;
    double x = xs[left - from];
    for (size_t i = from; i < end; i++) {
        size_t more = put_glyphs(para, &at[i], xs[i - from] - x, glyphs + n);
        clusters[i - from] = (jb_cluster){.bytes = (uint16_t)at[i].bytes, .glyphs = (uint16_t)more};
        n += more;
    }
    return (jb_run){.face = at[from].face,
                    .size = style->size * (at[from].form ? JB_RAISED : 1),
                    .em = style->size,
                    .x = x,
                    .y = -style->rise,
                    .width = xs[right - from] - x + at[right].advance - at[right].blank_right,
                    .glyphs = glyphs,
                    .glyphs_n = n,
                    .clusters = clusters,
                    .clusters_n = end - from,
                    .backward = backward,
                    .text = jb_str_cut(para->text, at[from].at,
                                       at[end - 1].at + at[end - 1].bytes - at[from].at),
                    .forms = forms_of(para, from, end),
                    .paint = style->paint,
                    .link = style->link,
                    .decoration = style->decoration};
}

static void measure_height(const jb_para *para, const jb_atom *atom, jb_line *line)
{
    const jb_piece *piece = &para->pieces[atom->piece];
    double ascent = piece->box_ascent, descent = piece->box_descent;
    if (atom->face) {
        ascent = atom->face->ascent * atom->em + piece->style.rise;
        descent = atom->face->descent * atom->em - piece->style.rise;
    }
    line->ascent = ascent > line->ascent ? ascent : line->ascent;
    line->descent = descent > line->descent ? descent : line->descent;
}

static size_t count_runs(const jb_para *para, size_t first, size_t end)
{
    size_t n = 0;
    for (size_t i = first, stop; i < end; i = stop) {
        stop = direction_end(para, i, end);
        for (size_t k = i; k < stop; k = run_end(para, k, stop))
            n += para->atoms.at[k].face != NULL;
    }
    return n;
}

/* The runs of what goes in one direction; gives how many. */
static size_t build_runs(const jb_para *para, size_t from, size_t end, const double *xs,
                         jb_run *runs)
{
    size_t n = 0;
    for (size_t i = from, stop; i < end; i = stop) {
        stop = run_end(para, i, end);
        if (para->atoms.at[i].face)
            runs[n++] = build_run(para, i, stop, xs + (i - from), para->atoms.at[from].rtl);
    }
    return n;
}

/* Blanks at a line's end take no room: no line under them goes on in the margin. */
static void end_at(jb_run *last, double width)
{
    double room = width - last->x;
    if (!last->backward && last->width > room)
        last->width = room > 0 ? room : 0;
}

void jb_line_build(const jb_para *para, size_t first, size_t end, const jb_fit *fit, jb_line *line,
                   double *xs)
{
    if (!xs)
        xs = JB_NEW_N(para->bench, double, end - first + 1);
    line->width = place(para, first, end, fit, xs);
    turn_backward(para, first, end, xs);
    jb_run *runs = JB_NEW_N(para->cx->keep, jb_run, count_runs(para, first, end));
    for (size_t i = first, stop; i < end; i = stop) {
        stop = direction_end(para, i, end);
        line->runs_n += build_runs(para, i, stop, xs + (i - first), runs + line->runs_n);
    }
    for (size_t i = first; i < end; i++)
        measure_height(para, &para->atoms.at[i], line);
    if (line->runs_n && para->atoms.at[end - 1].class == JB_CLASS_SPACE)
        end_at(&runs[line->runs_n - 1], line->width);
    line->runs = runs;
    line->names_depth = jb_runs_depth(runs, line->runs_n, JB_WAVE | JB_NAME_LINE);
    jb_para_put_rubies(para, first, end, xs, line);
}

/* Lines of their own, kept by style and text */

typedef struct cached {
    uint64_t hash;
    jb_text_style style;
    jb_str text, ellipsis;
    double limit;
    const jb_line *line;
    struct cached *next;
} cached;

struct jb_line_cache {
    cached *buckets[4096];
};

struct jb_line_cache *jb_line_cache_new(jb_arena *a)
{
    return JB_NEW(a, struct jb_line_cache);
}

static bool same_style(const jb_text_style *a, const jb_text_style *b)
{
    return a->size == b->size && a->weight == b->weight && a->italic == b->italic &&
           a->paint == b->paint && a->decoration == b->decoration && a->rise == b->rise &&
           a->tabular == b->tabular && jb_str_eq(a->family, b->family) &&
           jb_str_eq(a->lang, b->lang) && jb_str_eq(a->link, b->link);
}

static uint64_t hash_of(const jb_text_style *style, jb_str text, double limit)
{
    double numbers[3] = {style->size, style->weight, limit};
    return jb_str_hash(text) ^ jb_str_hash(style->family) * 31 ^
           jb_str_hash((jb_str){(const char *)numbers, sizeof numbers}) * 131;
}

/* The place of the line in the cache; its line is NULL when it is new. */
static cached *look_up(jb_ctx *cx, const jb_text_style *style, jb_str text, double limit,
                       jb_str ellipsis)
{
    uint64_t hash = hash_of(style, text, limit);
    cached **bucket = &jb_fonts_lines(cx)->buckets[hash % JB_COUNT(jb_fonts_lines(cx)->buckets)];
    for (cached *c = *bucket; c; c = c->next)
        if (c->hash == hash && c->limit == limit && jb_str_eq(c->text, text) &&
            jb_str_eq(c->ellipsis, ellipsis) && same_style(&c->style, style))
            return c;
    cached *c = JB_NEW(cx->keep, cached);
    *c = (cached){.hash = hash, .style = *style, .limit = limit, .next = *bucket};
    c->text = jb_str_dup(cx->keep, text);
    c->ellipsis = jb_str_dup(cx->keep, ellipsis);
    c->style.family = jb_str_dup(cx->keep, style->family);
    c->style.lang = jb_str_dup(cx->keep, style->lang);
    c->style.link = style->link.p ? jb_str_dup(cx->keep, style->link) : style->link;
    return *bucket = c;
}

/* The piece must live as long as the paragraph. */
static jb_para *line_para(jb_ctx *cx, const jb_piece *piece)
{
    jb_para *para = jb_para_shape(cx, piece, piece->text.n != 0);
    para->traditional = jb_text_traditional(piece->style.lang);
    jb_para_squeeze(para);
    return para;
}

static const jb_line *build_whole(const jb_para *para, const jb_text_style *style)
{
    jb_line *line = JB_NEW(para->cx->keep, jb_line);
    jb_line_build(para, 0, para->atoms.n, &(jb_fit){0}, line, NULL);
    if (!para->atoms.n)
        jb_text_metrics(para->cx, style, &line->ascent, &line->descent);
    return line;
}

const jb_line *jb_text_line(jb_ctx *cx, const jb_text_style *style, jb_str text, jb_span place_)
{
    static const jb_line none;
    if (!jb_fonts_open(cx))
        return &none;
    cached *c = look_up(cx, style, text, 0, (jb_str){0});
    if (!c->line) {
        jb_piece piece = {.text = c->text, .style = c->style, .place = place_};
        c->line = build_whole(line_para(cx, &piece), &c->style);
    }
    return c->line;
}

/* How many bytes of the text fit into so much width, by whole atoms. */
static size_t bytes_within(const jb_para *para, double width)
{
    double x = 0;
    for (size_t i = 0; i < para->atoms.n; i++) {
        x += para->atoms.at[i].advance;
        if (x > width)
            return para->atoms.at[i].at;
        x += para->gaps[i].natural;
    }
    return para->text.n;
}

static const jb_line *build_cut(jb_ctx *cx, cached *c, jb_span place_)
{
    const jb_line *whole = jb_text_line(cx, &c->style, c->text, place_);
    if (whole->width <= c->limit)
        return whole;
    const jb_line *tail = jb_text_line(cx, &c->style, c->ellipsis, place_);
    jb_piece piece = {.text = c->text, .style = c->style, .place = place_};
    size_t n = bytes_within(line_para(cx, &piece), c->limit - tail->width);
    for (;;) {
        jb_buf b = jb_buf_new(cx->scratch);
        jb_buf_add(&b, jb_str_trim(jb_str_cut(c->text, 0, n)));
        jb_buf_add(&b, c->ellipsis);
        const jb_line *line = jb_text_line(cx, &c->style, b.text, place_);
        if (!n || line->width <= c->limit)
            return line;
        for (n--; n && ((unsigned char)c->text.p[n] & 0xC0) == 0x80; n--)
            ;
    }
}

const jb_line *jb_text_limit(jb_ctx *cx, const jb_text_style *style, jb_str text, double limit,
                             jb_str ellipsis, jb_span place_)
{
    if (!(limit > 0) || !jb_fonts_open(cx))
        return jb_text_line(cx, style, text, place_);
    cached *c = look_up(cx, style, text, limit, ellipsis);
    if (!c->line)
        c->line = build_cut(cx, c, place_);
    return c->line;
}

void jb_text_metrics(jb_ctx *cx, const jb_text_style *style, double *ascent, double *descent)
{
    *ascent = *descent = 0;
    if (!jb_fonts_open(cx))
        return;
    const jb_stack *stack = jb_fonts_stack(cx, style, (jb_span){0});
    const jb_face *faces[] = {stack->han, stack->latin};
    for (size_t i = 0; i < JB_COUNT(faces); i++) {
        *ascent = faces[i]->ascent > *ascent ? faces[i]->ascent : *ascent;
        *descent = faces[i]->descent > *descent ? faces[i]->descent : *descent;
    }
    *ascent *= style->size;
    *descent *= style->size;
}

bool jb_text_traditional(jb_str lang)
{
    static const jb_str langs[] = {JB_K("zh-TW"), JB_K("zh-HK"), JB_K("zh-MO"), JB_K("zh-Hant")};
    for (size_t i = 0; i < JB_COUNT(langs); i++)
        if (jb_str_eq_fold(jb_str_cut(lang, 0, langs[i].n), langs[i]))
            return true;
    return false;
}
