/* Readings over words (clreq 3.3, interlinear annotations): by characters where they can be told
 * apart, else by words; centred; what is under a wider reading is set apart rather than let
 * readings run into each other. */
#include "text/line.h"

#include <string.h>

static const double OVERHANG =
    .25;                       /* em of the base: over what stands beside it without a reading */
static const double TOP = .88; /* em of the base: of a character's box over its baseline */
static const double DESCENT = .28;   /* em of the reading: its g and y end above that box */
static const double CLEARANCE = .33; /* em of the reading: between two readings */

static jb_str next_part(jb_str *text)
{
    *text = jb_str_trim(*text);
    size_t n = 0;
    while (n < text->n && text->p[n] != ' ')
        n++;
    jb_str part = jb_str_cut(*text, 0, n);
    *text = jb_str_cut(*text, n, SIZE_MAX);
    return part;
}

static size_t count_parts(jb_str text)
{
    size_t n = 0;
    while (next_part(&text).n)
        n++;
    return n;
}

static void shape_piece(jb_ctx *cx, struct jb_rubies *list, const jb_piece *piece, size_t number)
{
    jb_text_style style = piece->style;
    style.size = piece->ruby_size;
    style.decoration = 0;
    style.link = (jb_str){0};
    style.rise = 0;
    jb_str text = piece->ruby;
    size_t parts = count_parts(text);
    bool each = parts > 1 && parts == jb_utf8_count(piece->text);
    for (size_t i = 0; i < (each ? parts : 1); i++) {
        const jb_line *line =
            jb_text_line(cx, &style, each ? next_part(&text) : text, piece->place);
        *JB_PUSH(cx->keep, list) =
            (jb_ruby){.line = line,
                      .piece = number,
                      .part = i,
                      .parts = each ? parts : 1,
                      .rise = TOP * piece->style.size + DESCENT * style.size + piece->style.rise};
    }
}

struct jb_rubies jb_rubies_shape(jb_ctx *cx, const jb_piece *pieces, size_t n)
{
    struct jb_rubies list = {0};
    for (size_t i = 0; i < n; i++)
        if (pieces[i].ruby.n && pieces[i].text.n)
            shape_piece(cx, &list, &pieces[i], i);
    return list;
}

/* The atoms under each reading; one that the shaper made of two characters has both readings'
 * room, and the second none. */
static void find_atoms(jb_para *para, jb_ruby *ruby)
{
    const jb_atom *at = para->atoms.at;
    size_t first = 0, end;
    while (first < para->atoms.n && at[first].piece < ruby->piece)
        first++;
    for (end = first; end < para->atoms.n && at[end].piece == ruby->piece;)
        end++;
    bool each = ruby->parts > 1 && ruby->parts == end - first;
    ruby->first = each ? first + ruby->part : first;
    ruby->end = each ? ruby->first + 1 : end;
}

static void widen(jb_para *para, jb_atom *atom, float more)
{
    for (uint32_t i = 0; i < atom->glyphs_n; i++)
        para->glyphs.at[atom->glyph + i].dx += more / 2;
    atom->advance += more;
}

static double clearance(const jb_para *para, const jb_ruby *ruby)
{
    return CLEARANCE * para->pieces[ruby->piece].ruby_size;
}

/* The end of the parts that stand over one piece. */
static size_t word_end(const jb_para *para, size_t i)
{
    size_t end = i + 1;
    while (end < para->rubies.n && para->rubies.at[end].piece == para->rubies.at[i].piece)
        end++;
    return end;
}

static bool read(const jb_para *para, size_t atom)
{
    return para->pieces[para->atoms.at[atom].piece].ruby.n;
}

/* How far a reading may hang over its neighbour: less than not at all where that has one too. */
static double hang(const jb_para *para, const jb_ruby *ruby, size_t neighbour)
{
    if (neighbour >= para->atoms.n)
        return 0;
    return read(para, neighbour) ? -clearance(para, ruby) / 2
                                 : OVERHANG * (double)para->atoms.at[ruby->first].em;
}

static double hang_left(const jb_para *para, const jb_ruby *first)
{
    return hang(para, first, first->first ? first->first - 1 : SIZE_MAX);
}

static double hang_right(const jb_para *para, const jb_ruby *last)
{
    return hang(para, last, last->end);
}

/* Parts [i, end) of one word, which its characters make room for where they must. */
static void spread_word(jb_para *para, size_t i, size_t end)
{
    const jb_ruby *at = para->rubies.at;
    size_t first = at[i].first, last = at[end - 1].end;
    double room = hang_left(para, &at[i]) + hang_right(para, &at[end - 1]),
           wanted = -clearance(para, &at[i]);
    for (; i < end; i++)
        wanted += para->rubies.at[i].line->width + clearance(para, &para->rubies.at[i]);
    for (size_t k = first; k < last; k++)
        room += (double)para->atoms.at[k].advance;
    for (size_t k = first; k < last && wanted > room; k++)
        widen(para, &para->atoms.at[k], (float)((wanted - room) / (double)(last - first)));
}

void jb_para_spread_ruby(jb_para *para)
{
    for (size_t k = 0; k < para->rubies.n; k++)
        find_atoms(para, &para->rubies.at[k]);
    for (size_t i = 0, end; i < para->rubies.n; i = end) {
        end = word_end(para, i);
        if (para->rubies.at[i].first < para->rubies.at[end - 1].end)
            spread_word(para, i, end);
    }
}

/* The end of those that begin on the line of it. */
static size_t line_part_end(const jb_para *para, size_t i, size_t line_end)
{
    size_t end = word_end(para, i);
    while (end > i && para->rubies.at[end - 1].first >= line_end)
        end--;
    return end;
}

/* Where what is under it ends on the line: a word wider than a line is torn. */
static size_t end_on(const jb_ruby *ruby, size_t line_end)
{
    return ruby->end < line_end ? ruby->end : line_end;
}

/* A reading at a line's start or end stands within the measure: what it would hang over the
 * neighbour that is on another line, `lost`, it hangs over the other one, if that has no reading.
 */
static double hang_on(double hangs, double lost)
{
    return hangs > 0 && lost > 0 ? hangs + lost : hangs;
}

/* Centred over its atoms, each part as near to that as its neighbours let it. */
static void place_word(const jb_para *para, size_t i, size_t end, size_t line_first,
                       size_t line_end, const double *xs, jb_line *over)
{
    const jb_atom *at = para->atoms.at;
    const jb_ruby *ruby = &para->rubies.at[i];
    size_t n = end - i, first = ruby->first, last = end_on(&ruby[n - 1], line_end) - 1;
    double before = hang_left(para, ruby), behind = hang_right(para, &ruby[n - 1]);
    bool starts = first == line_first, ends_line = last + 1 >= line_end;
    double least = xs[first - line_first] - (starts ? 0 : hang_on(before, ends_line ? behind : 0));
    for (size_t k = 0; k < n; k++) {
        size_t ends = end_on(&ruby[k], line_end) - 1;
        double left = xs[ruby[k].first - line_first],
               right = xs[ends - line_first] + (double)at[ends].advance;
        over[k] = *ruby[k].line;
        over[k].x = (left + right - over[k].width) / 2;
        over[k].x = over[k].x > least ? over[k].x : least;
        over[k].y = -ruby[k].rise;
        least = over[k].x + over[k].width + clearance(para, &ruby[k]);
    }
    double most = xs[last - line_first] + (double)at[last].advance +
                  (ends_line ? 0 : hang_on(behind, starts ? before : 0));
    for (size_t k = n; k-- && over[k].x + over[k].width > most;) {
        over[k].x = most - over[k].width;
        most = over[k].x - clearance(para, &ruby[k]);
    }
}

void jb_para_put_rubies(const jb_para *para, size_t first, size_t end, const double *xs,
                        jb_line *line)
{
    jb_line *over = NULL;
    for (size_t i = 0, stop; i < para->rubies.n; i = stop) {
        const jb_ruby *ruby = &para->rubies.at[i];
        stop = i + 1;
        if (ruby->first >= ruby->end || ruby->first < first || ruby->first >= end)
            continue;
        stop = line_part_end(para, i, end);
        if (!over)
            line->over = over = JB_NEW_N(para->cx->keep, jb_line, para->rubies.n - i);
        place_word(para, i, stop, first, end, xs, over + line->over_n);
        line->over_n += stop - i;
    }
}
