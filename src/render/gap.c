#include "render/gap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/value.h"

enum { STEPS = 6, CODES = 0x10000 }; /* of a gap, to the em */

typedef struct wide {
    int font, step; /* its object's number */
    qpdf_oh base, twin;
    bool *used; /* by code */
} wide;

struct jb_wides {
    jb_qpdf *q;
    JB_LIST(wide) all;
};

jb_wides *jb_wides_new(jb_qpdf *q)
{
    jb_wides *w = JB_NEW(q->cx->scratch, jb_wides);
    w->q = q;
    return w;
}

/* Of a step, in thousandths of an em. Whole, as MuPDF takes widths to be. */
static double widening(int step)
{
    return round(1000.0 * step / STEPS);
}

/* ---- the fonts ---- */

static qpdf_oh copy(jb_qpdf *q, qpdf_oh dict, const char *const *keys)
{
    qpdf_oh made = q->f->oh_new_dictionary(q->file);
    for (; *keys; keys++)
        if (JB_Q(q, oh_has_key, dict, *keys))
            JB_Q(q, oh_replace_key, made, *keys, JB_Q(q, oh_get_key, dict, *keys));
    return JB_Q(q, make_indirect_object, made);
}

/* Widths apart, which it gets at the end (ISO 32000-1, 9.6.2, 9.7.4, 9.7.6). */
static qpdf_oh make_twin(jb_qpdf *q, qpdf_oh font)
{
    static const char *const keys[] = {
        "/Type",           "/Subtype",  "/BaseFont",  "/FirstChar",  "/LastChar",
        "/FontDescriptor", "/Encoding", "/ToUnicode", "/FontMatrix", NULL};
    return copy(q, font, keys);
}

/* Its number among all. */
static size_t twin_of(jb_wides *w, qpdf_oh font, int step)
{
    int number = JB_Q(w->q, oh_get_object_id, font);
    for (size_t i = 0; i < w->all.n; i++)
        if (w->all.at[i].font == number && w->all.at[i].step == step)
            return i;
    *JB_PUSH(w->q->cx->scratch, &w->all) =
        (wide){number, step, font, make_twin(w->q, font), JB_NEW_N(w->q->cx->scratch, bool, CODES)};
    return w->all.n - 1;
}

static void add_width(const wide *w, jb_qpdf *q, jb_buf *b, qpdf_oh widths, int i)
{
    double width = JB_Q(q, oh_get_numeric_value, JB_Q(q, oh_get_array_item, widths, i));
    jb_number_put(b, round((width + widening(w->step)) * 100) / 100);
}

/* [c [w] c [w]], out of cairo's [0 [w w …]]. */
static void set_composite(const wide *w, jb_qpdf *q)
{
    static const char *const keys[] = {
        "/Type",           "/Subtype", "/BaseFont",    "/CIDSystemInfo",
        "/FontDescriptor", "/DW",      "/CIDToGIDMap", NULL};
    qpdf_oh inside =
        JB_Q(q, oh_get_array_item, JB_Q(q, oh_get_key, w->base, "/DescendantFonts"), 0);
    qpdf_oh twin = copy(q, inside, keys), list = q->f->oh_new_array(q->file);
    qpdf_oh widths = JB_Q(q, oh_get_array_item, JB_Q(q, oh_get_key, inside, "/W"), 1);
    int n = JB_Q(q, oh_get_array_n_items, widths);
    jb_buf b = jb_buf_new(q->cx->scratch);
    jb_buf_byte(&b, '[');
    for (int code = 0; code < n && code < CODES; code++)
        if (w->used[code]) {
            jb_buf_printf(&b, " %d [", code);
            add_width(w, q, &b, widths, code);
            jb_buf_byte(&b, ']');
        }
    jb_buf_byte(&b, ']');
    JB_Q(q, oh_replace_key, twin, "/W", JB_Q(q, oh_parse, b.text.p));
    JB_Q(q, oh_append_item, list, twin);
    JB_Q(q, oh_replace_key, w->twin, "/DescendantFonts", list);
}

static void set_simple(const wide *w, jb_qpdf *q)
{
    qpdf_oh widths = JB_Q(q, oh_get_key, w->base, "/Widths");
    int first = JB_Q(q, oh_get_int_value_as_int, JB_Q(q, oh_get_key, w->base, "/FirstChar"));
    int n = JB_Q(q, oh_get_array_n_items, widths);
    jb_buf b = jb_buf_new(q->cx->scratch);
    jb_buf_byte(&b, '[');
    for (int i = 0; i < n && first + i < CODES; i++, jb_buf_byte(&b, ' '))
        if (w->used[first + i])
            add_width(w, q, &b, widths, i);
        else
            jb_buf_byte(&b, '0');
    jb_buf_byte(&b, ']');
    JB_Q(q, oh_replace_key, w->twin, "/Widths", JB_Q(q, oh_parse, b.text.p));
}

void jb_wides_finish(jb_wides *w)
{
    for (size_t i = 0; i < w->all.n; i++)
        if (JB_Q(w->q, oh_has_key, w->all.at[i].base, "/DescendantFonts"))
            set_composite(&w->all.at[i], w->q);
        else
            set_simple(&w->all.at[i], w->q);
}

/* ---- the content ---- */

/* A marked span: bytes [from, to) of the content. */
typedef struct span {
    size_t from, to;
    jb_str text, body; /* in hexadecimal, without the mark; between BDC and EMC */
    bool twice;
    double gap;
} span;

static uint32_t code_at_end(jb_str hex)
{
    char pair[9] = "";
    if (hex.n < 8)
        return 0;
    memcpy(pair, hex.p + hex.n - 8, 8);
    uint32_t v = (uint32_t)strtoul(pair, NULL, 16), high = v >> 16, low = v & 0xFFFF;
    return high >= 0xD800 && low >= 0xDC00 ? 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00) : 0;
}

/* As cairo writes them. False: none is left. */
static bool next_span(jb_str s, size_t at, span *g)
{
    static const jb_str begin = JB_K("/Span << /ActualText <"), end = JB_K("EMC");
    for (ptrdiff_t found; (found = jb_str_find(jb_str_cut(s, at, s.n), begin)) >= 0;) {
        g->from = at + (size_t)found;
        at = g->from + begin.n;
        jb_str rest = jb_str_cut(s, at, s.n);
        ptrdiff_t close = jb_str_find(rest, JB_S(">")), body = jb_str_find(rest, JB_S("BDC"));
        ptrdiff_t over = jb_str_find(rest, end);
        uint32_t code = close < 8 ? 0 : code_at_end(jb_str_cut(rest, 0, (size_t)close));
        if (code < JB_GAP || code >= JB_GAP_TWICE + JB_GAP_MOST || body < close || over < body)
            continue;
        g->twice = code >= JB_GAP_TWICE;
        g->gap = (double)(code - JB_GAP) / JB_GAP_EM;
        g->text = jb_str_cut(rest, 0, (size_t)close - 8);
        g->body = jb_str_cut(rest, (size_t)body + 3, (size_t)(over - body) - 3);
        g->to = at + (size_t)over + end.n;
        return true;
    }
    return false;
}

/* The glyph shown last in a content: bytes [from, to) in its string, and what stands behind. */
typedef struct glyph {
    size_t from, to;
    jb_str operator; /* ">]TJ" */
    jb_str after;    /* "EMC" */
    int code;
} glyph;

static size_t skip_back(jb_str s, size_t at)
{
    while (at && (s.p[at - 1] == '\n' || s.p[at - 1] == ' '))
        at--;
    return at;
}

static bool ends(jb_str s, size_t at, const char *word)
{
    return jb_str_ends(jb_str_cut(s, 0, at), jb_str_of(word));
}

/* Of the fonts that cairo writes in hexadecimal, a glyph has two bytes. */
static void find_hex(jb_str s, glyph *g)
{
    char digits[5] = "";
    size_t n = 4;
    for (g->from = g->to; g->from && n && s.p[g->from - 1] != '<'; g->from--)
        if (s.p[g->from - 1] != '\n')
            digits[--n] = s.p[g->from - 1];
    g->code = (int)strtol(digits + n, NULL, 16);
}

static bool is_escaped(jb_str s, size_t at)
{
    size_t slashes = 0;
    while (slashes < at && s.p[at - 1 - slashes] == '\\')
        slashes++;
    return slashes % 2;
}

/* x, \( or \340. */
static void find_byte(jb_str s, glyph *g)
{
    size_t digits = 0;
    while (digits < 3 && s.p[g->to - 1 - digits] >= '0' && s.p[g->to - 1 - digits] <= '7')
        digits++;
    bool octal = digits == 3 && is_escaped(s, g->to - 3);
    g->from = g->to - (octal ? 4 : is_escaped(s, g->to - 1) ? 2 : 1);
    g->code = octal ? (int)strtol(s.p + g->to - 3, NULL, 8) : (unsigned char)s.p[g->to - 1];
}

static bool last_glyph(jb_str s, glyph *g)
{
    size_t after = skip_back(s, s.n), at;
    if (ends(s, after, "EMC"))
        after = skip_back(s, after - 3);
    if (!ends(s, after, "Tj") && !ends(s, after, "TJ"))
        return false;
    at = skip_back(s, after - 2);
    if (ends(s, at, "]"))
        at = skip_back(s, at - 1);
    if (!ends(s, at, ">") && !ends(s, at, ")"))
        return false;
    *g = (glyph){.to = at - 1,
                 .operator= jb_str_cut(s, at - 1, after - at + 1),
                 .after = jb_str_cut(s, after, s.n)};
    if (s.p[at - 1] == '>')
        find_hex(s, g);
    else
        find_byte(s, g);
    return g->code >= 0 && g->code < CODES;
}

/* The font that was set last: "/f-0-0 1". */
static jb_str last_font(jb_str s)
{
    for (size_t n = s.n; n;) {
        const char *found = memrchr(s.p, 'T', n);
        if (!found)
            break;
        n = (size_t)(found - s.p);
        const char *line = memrchr(s.p, '\n', n);
        line = line ? line + 1 : s.p;
        if (*line == '/' && jb_str_starts(jb_str_cut(s, n, 3), JB_S("Tf\n")))
            return jb_str_trim((jb_str){line, (size_t)(found - line)});
    }
    return (jb_str){NULL, 0};
}

/* A twin by its name on a page. */
typedef struct twin {
    jb_str base, name; /* "/f-0-0", "/f-0-0-2" */
    int step;
    size_t wide;
} twin;

/* A page whose gaps are set. */
typedef struct setting {
    jb_wides *wides;
    qpdf_oh page;
    jb_buf out;
    JB_LIST(twin) twins;
} setting;

static const twin *find_twin(setting *s, jb_str font, int step)
{
    jb_qpdf *q = s->wides->q;
    for (size_t i = 0; i < s->twins.n; i++)
        if (s->twins.at[i].step == step && jb_str_eq(s->twins.at[i].base, font))
            return &s->twins.at[i];
    jb_str base = jb_str_dup(q->cx->scratch, font);
    jb_str name = jb_str_printf(q->cx->scratch, "%.*s-%d", JB_F(base), step);
    qpdf_oh fonts = JB_Q(q, oh_get_key, JB_Q(q, oh_get_key, s->page, "/Resources"), "/Font");
    size_t made_at = twin_of(s->wides, JB_Q(q, oh_get_key, fonts, base.p), step);
    JB_Q(q, oh_replace_key, fonts, name.p, s->wides->all.at[made_at].twin);
    twin *made = JB_PUSH(q->cx->scratch, &s->twins);
    *made = (twin){base, name, step, made_at};
    return made;
}

static void add_all(jb_buf *out, const jb_str *parts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        jb_buf_add(out, parts[i]);
}

/* In thousandths of an em, to two digits. */
static jb_str number_of(char text[32], double em)
{
    long value = lround(em * 1e5), rest = labs(value);
    size_t at = 32;
    for (int digits = 0; digits < 3 || rest; digits++, rest /= 10) {
        text[--at] = (char)('0' + rest % 10);
        if (digits == 1)
            text[--at] = '.';
    }
    if (value < 0)
        text[--at] = '-';
    return (jb_str){text + at, 32 - at};
}

/* The glyph shown last is shown by its font's twin, and the pen comes to the end of the gap. */
static void widen(setting *s, double gap)
{
    char number[32];
    int step = (int)(gap * STEPS + .5);
    glyph g;
    jb_str font = last_font(s->out.text);
    ptrdiff_t blank = jb_str_find(font, JB_S(" "));
    if (blank < 0 || !last_glyph(s->out.text, &g))
        return;
    jb_str tail = jb_str_dup(s->wides->q->cx->scratch, jb_str_cut(s->out.text, g.from, SIZE_MAX));
    jb_str shown = jb_str_cut(tail, 0, g.to - g.from);
    jb_str ended = jb_str_cut(tail, shown.n, g.operator.n);
    jb_str after = jb_str_cut(tail, shown.n + ended.n, SIZE_MAX);
    jb_str size = jb_str_cut(font, (size_t)blank, font.n);
    bool hex = ended.p[0] == '>';
    const twin *t = find_twin(s, jb_str_cut(font, 0, (size_t)blank), step);
    s->wides->all.at[t->wide].used[g.code] = true;
    s->out.text.n = g.from;
    add_all(&s->out,
            (const jb_str[]){ended, JB_S("\n"), t->name, size, JB_S(" Tf\n["),
                             hex ? JB_S("<") : JB_S("("), shown, hex ? JB_S(">") : JB_S(")"),
                             number_of(number, widening(step) / 1000 - gap), JB_S("]TJ\n"), font,
                             JB_S(" Tf"), after},
            13);
}

/* Of [<0007>1000<0007>]TJ without the second glyph and the way back to its place. */
static void say_once(jb_arena *a, jb_buf *out, const span *said)
{
    jb_buf_printf(out, "/Span << /ActualText <%.*s> >> BDC%.*s", JB_F(said->text),
                  JB_F(said->body));
    glyph g;
    if (last_glyph(out->text, &g)) {
        jb_str rest = jb_str_printf(a, "%.*s%.*s", JB_F(g.operator), JB_F(g.after));
        if (g.from && strchr("<(", out->text.p[g.from - 1]))
            while (g.from && out->text.p[g.from] != g.operator.p[0])
                g.from--;
        out->text.n = g.from;
        jb_buf_add(out, rest);
    }
    jb_buf_add(out, JB_S("EMC"));
}

jb_buf jb_gaps_set(jb_wides *wides, qpdf_oh page, jb_str content)
{
    jb_arena *a = wides->q->cx->scratch;
    setting s = {.wides = wides, .page = page, .out = jb_buf_new(a)};
    size_t at = 0;
    for (span next; next_span(content, at, &next); at = next.to) {
        jb_buf_add(&s.out, jb_str_cut(content, at, next.from - at));
        if (next.twice)
            say_once(a, &s.out, &next);
        else
            widen(&s, next.gap);
    }
    jb_buf_add(&s.out, jb_str_cut(content, at, content.n));
    return s.out;
}
