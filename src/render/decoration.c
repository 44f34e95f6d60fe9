#include "render/decoration.h"

#include <math.h>

#include "render/crossing.h"
#include "text/face.h"

/* In em. The ink of a Han character ends .1 below the baseline, its square little deeper. */
static const double UNDER = 0.2, WAVE_UNDER = 0.03, THROUGH = 0.32, WEIGHT = 1.0 / 18;
/* The lines under names and titles end a little before these do, so that two side by side have two
 * lines (clreq 3.4, proper name and book title marks). */
static const double PARTED = 0.06;
/* Between a line and the ink that it passes or clears; what is shorter than a piece is not drawn
 * between two letters. */
static const double FREE = 0.06, PIECE = 0.12;
/* Lowered digits end so little above a line under text, which is not broken for them. */
static const double CLOSE = 0.01;

static bool is_mark(uint32_t c)
{
    return c <= 0x2F || c == 0xB7 || (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) ||
           (c >= 0xFF00 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20);
}

static bool goes_on(const jb_line *line, size_t i)
{
    return i && i < line->runs_n && line->runs[i - 1].decoration == line->runs[i].decoration;
}

/* What is raised or lowered is smaller: the largest run beside it is the text around it. */
static const jb_run *text_around(const jb_line *line, size_t i)
{
    size_t end = i + 1;
    while (goes_on(line, i))
        i--;
    while (goes_on(line, end))
        end++;
    const jb_run *around = &line->runs[i];
    for (; i < end; i++)
        around = line->runs[i].em > around->em ? &line->runs[i] : around;
    return around;
}

static uint32_t first_code(const jb_run *run)
{
    size_t at = 0;
    return run->text.n ? jb_utf8_next(run->text, &at) : 0;
}

static uint32_t last_code(const jb_run *run)
{
    size_t at = run->text.n;
    while (at && ((unsigned char)run->text.p[--at] & 0xC0) == 0x80)
        ;
    return run->text.n ? jb_utf8_next(run->text, &at) : 0;
}

/* Less the blank halves of marks at its ends; a blank alone keeps its line, which is to be written
 * on. */
static jb_reach without_blanks(jb_ctx *cx, const jb_run *run, jb_reach along, bool first, bool last)
{
    if (run->backward || !run->glyphs_n)
        return along;
    double free = FREE * run->em;
    if (first && is_mark(first_code(run))) {
        jb_reach ink = jb_glyph_reach(cx, run, 0);
        along.from = ink.from <= ink.to ? fmax(along.from, ink.from - free) : along.from;
    }
    if (last && is_mark(last_code(run))) {
        jb_reach ink = jb_glyph_reach(cx, run, run->glyphs_n - 1);
        along.to = ink.from <= ink.to ? fmin(along.to, ink.to + free) : along.to;
    }
    return along;
}

/* To the next run of the same decoration, so that a line does not break between them. */
static jb_reach reach_of(jb_ctx *cx, const jb_line *line, size_t i)
{
    const jb_run *run = &line->runs[i];
    bool first = !goes_on(line, i), last = !goes_on(line, i + 1) || run[1].x <= run->x;
    bool parted = run->decoration & (JB_NAME_LINE | JB_WAVE);
    double short_of = parted ? PARTED * run->em : 0;
    jb_reach along = {first ? short_of : 0, last ? run->width - short_of : run[1].x - run->x};
    return without_blanks(cx, run, along, first, last);
}

static void add_line(jb_path *path, jb_reach along, double x, double y)
{
    jb_path_move(path, x + along.from, y);
    jb_path_line(path, x + along.to, y);
}

/* A line that letters come down into, in pieces. */
static void add_pieces(jb_path *path, jb_reach along, const jb_reaches *ink, double em, double x,
                       double y)
{
    jb_reach piece = along;
    for (size_t i = 0; i < ink->list.n; i++) {
        const jb_reach *met = &ink->list.at[i];
        piece.to = fmin(met->from - FREE * em, along.to);
        if (piece.to - piece.from >= PIECE * em)
            add_line(path, piece, x, y);
        piece.from = fmax(met->to + FREE * em, piece.from);
    }
    piece.to = along.to;
    if (!ink->list.n || piece.to - piece.from >= PIECE * em)
        add_line(path, piece, x, y);
}

static void underline(jb_ctx *cx, jb_decoration *d, const jb_run *run, const jb_run *around,
                      jb_reach along, double x, double y)
{
    double depth = UNDER * around->em, base = run->y - around->y;
    double half = d->width / 2 + CLOSE * around->em;
    jb_reach heights = {depth - half - base, depth + half - base};
    jb_reaches ink = jb_letters_crossing(cx, run, heights);
    add_pieces(&d->lines, along, &ink, around->em, x, y + depth);
}

/* Whole waves, as long as they need be to end at the line's end. */
static void add_wave(jb_path *path, double em, jb_reach along, double x, double y)
{
    double up = em * 0.055, length = along.to - along.from;
    int n = 2 * (int)fmax(round(length / (em * 0.25)), 1);
    double step = length / n;
    x += along.from;
    jb_path_move(path, x, y);
    for (int i = 0; i < n; i++, x += step, up = -up)
        jb_path_curve(path, x + step / 3, y - up * 1.5, x + step * 2 / 3, y - up * 1.5, x + step,
                      y);
}

static void add_dot(jb_path *path, double x, double y, double r)
{
    jb_path_move(path, x + r, y);
    jb_path_arc(path, x, y, r, 0, 2 * M_PI, false);
    jb_path_close(path);
}

/* A dot under each character that is no space and no mark (着重号). */
static void add_dots(jb_path *path, const jb_run *run, double x, double y)
{
    size_t glyph = 0, at = 0;
    double right = run->width; /* where what follows on the right begins, backward */
    for (size_t i = 0; i < run->clusters_n; i++) {
        size_t next = glyph + run->clusters[i].glyphs, first = at;
        double from = glyph < run->glyphs_n ? (double)run->glyphs[glyph].x : run->width;
        double end = run->backward          ? right
                     : next < run->glyphs_n ? (double)run->glyphs[next].x
                                            : run->width;
        uint32_t c = jb_utf8_next(run->text, &first);
        double middle = c >= 0x2E80 ? from + run->em / 2 : (from + end) / 2;
        if (!is_mark(c))
            add_dot(path, x + middle, y, run->em * 0.06);
        glyph = next;
        right = from;
        at += run->clusters[i].bytes;
    }
}

/* Deeper than the text under names and titles comes in this line. */
static double names_depth(const jb_line *line, double em)
{
    return fmax(UNDER * em, line->names_depth + (FREE + WEIGHT / 2) * em);
}

jb_decoration jb_decoration_of(jb_ctx *cx, const jb_line *line, size_t i, double x, double y)
{
    const jb_run *run = &line->runs[i];
    if (!run->decoration)
        return (jb_decoration){.lines = jb_path_new(cx->scratch),
                               .shapes = jb_path_new(cx->scratch)};
    const jb_run *around = text_around(line, i);
    double em = around->em, base = y + around->y - run->y;
    jb_decoration d = {jb_path_new(cx->scratch), fmax(em * WEIGHT, 0.4), jb_path_new(cx->scratch)};
    jb_reach along = reach_of(cx, line, i);
    if (run->decoration & JB_UNDERLINE)
        underline(cx, &d, run, around, along, x, base);
    if (run->decoration & JB_NAME_LINE)
        add_line(&d.lines, along, x, base + names_depth(line, em));
    if (run->decoration & JB_STRIKE)
        add_line(&d.lines, along, x, base - em * THROUGH);
    if (run->decoration & JB_WAVE)
        add_wave(&d.lines, em, along, x, base + names_depth(line, em) + em * WAVE_UNDER);
    if (run->decoration & JB_EMPHASIS_DOTS && jb_face_slant(run->face) == 0)
        add_dots(&d.shapes, run, x, y + run->em * 0.25);
    return d;
}
