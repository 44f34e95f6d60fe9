#include "report/theme.h"

#include <math.h>

#include "base/color.h"
#include "base/file.h"
#include "base/share.h"
#include "grammar/make.h"
#include "grammar/reader.h"
#include "grammar/spec.h"

enum { THEMES_DEEP = 8, CONFIG_DEEP = 8 };

static const jb_str size_words[] = {JB_K("A3"),  JB_K("A4"),   JB_K("A5"), JB_K("B5"),
                                    JB_K("16K"), JB_K("16:9"), {NULL, 0}};
static const struct {
    double width, height; /* mm */
} sizes[] = {{297, 420}, {210, 297}, {148, 210}, {176, 250}, {184, 260}, {338.67, 190.5}};
_Static_assert(JB_COUNT(sizes) + 1 == JB_COUNT(size_words), "every paper has a size");
static const jb_str orientation_words[] = {JB_K("portrait"), JB_K("landscape"), {NULL, 0}};
const jb_str jb_form_words[] = {JB_K("plain"),   JB_K("jianbao"), JB_K("gongwen"),
                                JB_K("article"), JB_K("slides"),  {NULL, 0}};
const jb_str jb_folio_words[] = {
    JB_K("none"), JB_K("dashes"), JB_K("number"), JB_K("of"), {NULL, 0}};
const jb_str jb_numbering_words[] = {JB_K("none"), JB_K("chinese"), {NULL, 0}};
const jb_str jb_emphasis_words[] = {JB_K("dots"), JB_K("kai"), {NULL, 0}};
const jb_str jb_strictness_words[] = {
    [JB_BREAK_GB] = JB_K("gb"),
    [JB_BREAK_BASIC] = JB_K("basic"),
    [JB_BREAK_STRICT] = JB_K("strict"),
    {NULL, 0},
};
const jb_str jb_breaks_words[] = {JB_K("none"), JB_K("h1"), JB_K("h2"), JB_K("h3"), {NULL, 0}};
const jb_str jb_notes_words[] = {JB_K("page"), JB_K("section"), {NULL, 0}};

static const jb_key page_rows[] = {
    JB_KEY_WORDS(jb_page_spec, size, "size", size_words),
    JB_KEY_WORDS(jb_page_spec, orientation, "orientation", orientation_words),
    JB_KEY(jb_page_spec, top, "top", LENGTH),
    JB_KEY(jb_page_spec, left, "left", LENGTH),
    JB_KEY(jb_page_spec, right, "right", LENGTH),
    JB_KEY(jb_page_spec, bottom, "bottom", LENGTH),
    JB_KEY_WITHIN(jb_page_spec, sides, "sides", COUNT, 1, 2),
};
const jb_keys jb_page_keys = JB_KEYS("“page”", page_rows);

static const jb_key text_rows[] = {
    JB_KEY(jb_text_spec, size, "size", LENGTH),
    JB_KEY(jb_text_spec, measure, "measure", LENGTH),
    JB_KEY(jb_text_spec, leading, "leading", LENGTH),
    JB_KEY(jb_text_spec, indent, "indent", LENGTH),
    JB_KEY_WORDS(jb_text_spec, strictness, "strictness", jb_strictness_words),
};
const jb_keys jb_text_keys = JB_KEYS("“text”", text_rows);

static const jb_key font_rows[] = {
    JB_KEY(jb_font_spec, family, "family", TEXT),
    JB_KEY(jb_font_spec, color, "color", COLOR),
    JB_KEY(jb_font_spec, size, "size", LENGTH),
    JB_KEY(jb_font_spec, leading, "leading", LENGTH),
    JB_KEY(jb_font_spec, indent, "indent", LENGTH),
    JB_KEY_WITHIN(jb_font_spec, weight, "weight", NUMBER, 1, 1000),
    JB_KEY(jb_font_spec, tabular, "tabular", BOOL),
};
static const jb_keys font_keys = JB_KEYS("a font", font_rows);

static const jb_key style_rows[] = {
#define F(n, k)                                                                                    \
    {.name = JB_K(k),                                                                              \
     .kind = JB_KEY_OBJECT,                                                                        \
     .offset = JB_FONT_##n * sizeof(jb_font_spec),                                                 \
     .keys = &font_keys},
#include "report/fonts.def"
#undef F
};
const jb_keys jb_style_keys = JB_KEYS("“styles”", style_rows);

static const jb_key tint_rows[] = {
    {.name = JB_K("masthead"), .kind = JB_KEY_COLOR, .offset = JB_TINT_MASTHEAD * sizeof(jb_said)},
    {.name = JB_K("accent"), .kind = JB_KEY_COLOR, .offset = JB_TINT_ACCENT * sizeof(jb_said)},
    {.name = JB_K("rule"), .kind = JB_KEY_COLOR, .offset = JB_TINT_RULE * sizeof(jb_said)},
    {.name = JB_K("ground"), .kind = JB_KEY_COLOR, .offset = JB_TINT_GROUND * sizeof(jb_said)},
    {.name = JB_K("cover"), .kind = JB_KEY_COLOR, .offset = JB_TINT_COVER * sizeof(jb_said)},
    {.name = JB_K("good"), .kind = JB_KEY_COLOR, .offset = JB_TINT_GOOD * sizeof(jb_said)},
    {.name = JB_K("bad"), .kind = JB_KEY_COLOR, .offset = JB_TINT_BAD * sizeof(jb_said)},
    {.name = JB_K("link"), .kind = JB_KEY_COLOR, .offset = JB_TINT_LINK * sizeof(jb_said)},
};
const jb_keys jb_tint_keys = JB_KEYS("“colors”", tint_rows);

static const jb_key theme_rows[] = {
    JB_KEY(jb_theme, inherits, "inherits", TEXT),
#define MAP(member, key, keys) JB_KEY_MAP(jb_theme, member, key, keys),
#define WORDS(member, key, words) JB_KEY_WORDS(jb_theme, member, key, words),
#define FLAG(member, key) JB_KEY(jb_theme, member, key, BOOL),
#define NUMBER(member, key, least, most) JB_KEY_WITHIN(jb_theme, member, key, COUNT, least, most),
#define NODE(member, key) JB_KEY(jb_theme, member, key, NODE),
#include "report/theme.def"
#undef MAP
#undef WORDS
#undef FLAG
#undef NUMBER
#undef NODE
};
static const jb_keys theme_keys = JB_KEYS("a theme", theme_rows);

static bool is_file(jb_str name)
{
    return jb_str_ends(name, JB_S(".yaml"));
}

static const jb_source *theme_source(jb_ctx *cx, jb_said name, jb_str from)
{
    if (is_file(name.text))
        return jb_file_read_text(cx, jb_path_from(cx->keep, from, name.text), name.span);
    jb_str text = jb_share_find(name.text);
    if (text.p)
        return jb_source_new(cx->keep, jb_str_printf(cx->keep, "%.*s.yaml", JB_F(name.text)), text);
    size_t n = 0;
    while (jb_shared_files[n].name.p)
        n++;
    jb_fail(cx, name.span, "no theme “%.*s”", JB_F(jb_brief(cx, name.text)));
    if (!jb_hint_nearest(cx, name.text, JB_NAMES_IN(jb_shared_files, n, name)))
        jb_hint(cx, "a theme of one's own is named by its path, which ends in .yaml");
    return NULL;
}

static bool built_in(jb_span span)
{
    const jb_source *source = jb_span_source(span);
    for (size_t i = 0; source && jb_shared_files[i].name.p; i++)
        if (jb_shared_files[i].text.p == source->text.p)
            return true;
    return false;
}

/* Also where no chart will read it. */
static bool config_holds(jb_ctx *cx, const jb_node *config)
{
    size_t before = jb_errors(cx), said = cx->messages.n;
    if (config->kind != JB_NODE_MAP)
        jb_fail(cx, config->span, "“%.*s” must be %s", 6, "config",
                jb_word(cx, "a map of what charts look like"));
    else if (!built_in(config->span))
        jb_spec_object(cx, &jb_config_class, config);
    if (jb_errors(cx) > before)
        return false;
    cx->messages.n = said; /* its warnings are the charts' */
    return true;
}

/* Else it is told later: jb_theme_fonts. */
static bool are_maps(const jb_node *a, const jb_node *b)
{
    return a->kind == JB_NODE_MAP && b->kind == JB_NODE_MAP;
}

bool jb_theme_read(jb_ctx *cx, const jb_node *node, const jb_keys *keys, void *into,
                   jb_theme *theme)
{
    const jb_node *under = theme->config, *files = theme->font_files;
    bool sound = jb_keys_read(cx, node, keys, into);
    if (theme->config != under && !config_holds(cx, theme->config)) {
        theme->config = under; /* the charts need not tell it again */
        return false;
    }
    if (under && theme->config != under)
        theme->config = jb_node_merge(cx, under, theme->config, CONFIG_DEEP);
    if (files && files != theme->font_files && are_maps(files, theme->font_files))
        theme->font_files = jb_node_merge(cx, files, theme->font_files, 1);
    return sound;
}

static bool load(jb_ctx *cx, jb_said name, jb_str from, jb_theme *theme, int depth)
{
    if (depth > THEMES_DEEP) {
        jb_fail(cx, name.span, "themes inherit from each other in a circle");
        return false;
    }
    const jb_source *source = theme_source(cx, name, from);
    const jb_node *node = source ? jb_tree_read(cx, source, JB_YAML) : NULL;
    if (!node)
        return false;
    const jb_node *base = jb_node_get(node, JB_S("inherits"));
    if (!base && is_file(name.text)) { /* only a built-in theme begins from nothing */
        jb_fail(cx, node->span, "a theme of one's own says which it “inherits”");
        jb_hint(cx, "as in: inherits: jianbao");
        return false;
    }
    if (base && !load(cx, (jb_said){base->text, base->span}, source->name, theme, depth + 1))
        return false;
    return jb_theme_read(cx, node, &theme_keys, theme, theme);
}

bool jb_theme_load(jb_ctx *cx, jb_said name, jb_str from, jb_theme *theme)
{
    return load(cx, name, from, theme, 0);
}

/* fonts.ttc#2: the file, and which of its fonts. */
static jb_str collection(jb_str path, int *index)
{
    size_t at = path.n;
    *index = 0;
    while (at && path.p[at - 1] >= '0' && path.p[at - 1] <= '9')
        at--;
    if (at == path.n || !at || path.p[at - 1] != '#' || path.n - at > 4)
        return path;
    for (size_t i = at; i < path.n; i++)
        *index = *index * 10 + (path.p[i] - '0');
    return jb_str_cut(path, 0, at - 1);
}

bool jb_theme_fonts(jb_ctx *cx, const jb_theme *theme)
{
    const jb_node *map = theme->font_files;
    size_t before = jb_errors(cx);
    if (map && map->kind != JB_NODE_MAP)
        jb_fail(cx, map->span, "“fonts” must be a map of families and files");
    for (size_t i = 0; map && map->kind == JB_NODE_MAP && i < map->n; i++) {
        const jb_node *file = map->members[i].value;
        jb_str from = jb_span_source(file->span)->name;
        int index;
        jb_str path = jb_path_from(cx->keep, from, collection(file->text, &index));
        if (!jb_file_note(cx, path)) {
            jb_fail(cx, file->span, "no font file “%.*s” under the root", JB_F(jb_brief(cx, path)));
            jb_file_hint_nearest(cx, path);
            continue;
        }
        jb_fonts_add(cx, map->members[i].key, path, index, file->span);
    }
    return jb_errors(cx) == before;
}

static jb_paint paint_of(jb_str color)
{
    jb_paint paint = {.kind = JB_PAINT_SOLID, .color = {0, 0, 0, 1}};
    jb_color_read(color, &paint.color);
    return paint;
}

static void set_font(jb_ctx *cx, jb_sheet *sheet, size_t i, jb_str lang)
{
    const jb_font_spec *spec = &sheet->theme->fonts[i], *body = &sheet->theme->fonts[JB_FONT_BODY];
    jb_paint *paint = JB_NEW(cx->keep, jb_paint);
    *paint = paint_of(spec->color.text);
    double size = spec->size.unit ? jb_length_pt(spec->size, sheet->em) : sheet->em;
    sheet->fonts[i] = (jb_text_style){
        .family = spec->family.text.p ? spec->family.text : body->family.text,
        .size = size,
        .weight = spec->weight > 0 ? (int)spec->weight : 400,
        .lang = lang,
        .paint = paint,
        .tabular = spec->tabular,
    };
    sheet->indents[i] = spec->indent.unit ? jb_length_pt(spec->indent, size) : sheet->indent;
    sheet->leading[i] = spec->leading.unit ? jb_length_pt(spec->leading, size) : sheet->pitch;
}

/* The last line needs its characters only, not the space under them. */
static void set_depth(jb_sheet *sheet, double depth)
{
    double lines = sheet->pitch > 0 ? floor((depth - sheet->em) / sheet->pitch + 1e-6) + 1 : 0;
    sheet->lines = lines > 0 && lines < 1e4 ? (size_t)lines : 0;
    sheet->depth = (double)sheet->lines * sheet->pitch;
}

static void set_page(jb_sheet *sheet)
{
    const jb_page_spec *page = &sheet->theme->page;
    const jb_text_spec *text = &sheet->theme->text;
    double across = sizes[page->size].width * 72 / 25.4,
           down = sizes[page->size].height * 72 / 25.4;
    bool turned = page->orientation == 1;
    sheet->width = turned ? down : across;
    sheet->height = turned ? across : down;
    sheet->em = jb_length_pt(text->size, 10.5);
    sheet->pitch = jb_length_pt(text->leading, sheet->em);
    sheet->indent = jb_length_pt(text->indent, sheet->em);
    sheet->top = jb_length_pt(page->top, sheet->em);
    sheet->left = jb_length_pt(page->left, sheet->em);
    sheet->measure = text->measure.unit
                         ? jb_length_pt(text->measure, sheet->em)
                         : sheet->width - sheet->left - jb_length_pt(page->right, sheet->em);
    sheet->mirrored = page->sides == 2;
    set_depth(sheet, sheet->height - sheet->top - jb_length_pt(page->bottom, sheet->em));
}

/* ---- sizes that can be set ---- */

/* `is` in pt. Where a built-in theme's own size does not go with the others, these are told. */
static bool within(jb_ctx *cx, const jb_length *said, const char *key, double is, double least,
                   double most)
{
    static const double SLACK = 0.01;
    if (!said->unit || built_in(said->span) || (is >= least - SLACK && is <= most + SLACK))
        return true;
    jb_fail(cx, said->span, "“%s” is %.4g pt, and it may be from %.4g to %.4g pt here", key, is,
            least, most);
    return false;
}

/* em: the least width of text, and lines of it. */
enum { LEAST_ACROSS = 4, LEAST_LINES = 3 };

/* Lines of type run into each other below its size. */
static bool leads(jb_ctx *cx, const jb_length *leading, double is, double size)
{
    enum { MOST = 6 };
    return within(cx, leading, "leading", is, size, MOST * size);
}

static bool sizes_hold(jb_ctx *cx, const jb_sheet *s)
{
    enum { SMALLEST = 4 };
    const jb_page_spec *page = &s->theme->page;
    const jb_text_spec *text = &s->theme->text;
    double across = LEAST_ACROSS * s->em, down = LEAST_LINES * s->pitch;
    double largest = built_in(text->leading.span) ? s->pitch : s->height / LEAST_LINES;
    return within(cx, &text->size, "size", s->em, SMALLEST, largest) &&
           leads(cx, &text->leading, s->pitch, s->em) &&
           within(cx, &page->left, "left", s->left, 0, s->width - across) &&
           within(cx, &page->top, "top", s->top, 0, s->height - down) &&
           within(cx, &page->right, "right", jb_length_pt(page->right, s->em), 0,
                  s->width - s->left - across) &&
           within(cx, &page->bottom, "bottom", jb_length_pt(page->bottom, s->em), 0,
                  s->height - s->top - down) &&
           within(cx, &text->measure, "measure", s->measure, across, s->width - s->left) &&
           within(cx, &text->indent, "indent", s->indent, 0, s->measure - across);
}

static bool font_holds(jb_ctx *cx, const jb_sheet *s, size_t i)
{
    const jb_font_spec *spec = &s->theme->fonts[i];
    double size = s->fonts[i].size,
           largest = built_in(spec->leading.span) ? s->leading[i] : s->height / 2;
    return within(cx, &spec->size, "size", size, 1, largest) &&
           leads(cx, &spec->leading, s->leading[i], size) &&
           within(cx, &spec->indent, "indent", s->indents[i], 0, s->measure - size);
}

/* What is left when each is in its range: they may still not go together. */
static bool fits(jb_ctx *cx, const jb_sheet *sheet, jb_span place)
{
    bool across = sheet->measure >= LEAST_ACROSS * sheet->em && sheet->left >= 0 &&
                  sheet->left + sheet->measure <= sheet->width + 0.01;
    if (sheet->em > 0 && sheet->lines >= LEAST_LINES && sheet->top >= 0 && across)
        return true;
    const jb_page_spec *page = &sheet->theme->page;
    jb_fail(cx, place, "the page has no room for the text: %.4g pt wide, %.4g pt of %.4g pt high",
            sheet->measure, sheet->depth, sheet->height);
    jb_hint(cx, "“page” and “text” must leave at least 3 lines of 4 characters on the paper");
    jb_hint(cx, "the margins are top %.4g, right %.4g, bottom %.4g and left %.4g pt", sheet->top,
            jb_length_pt(page->right, sheet->em), jb_length_pt(page->bottom, sheet->em),
            sheet->left);
    return false;
}

const jb_sheet *jb_sheet_turned(jb_ctx *cx, const jb_sheet *sheet)
{
    jb_sheet *turned = JB_NEW(cx->keep, jb_sheet);
    *turned = *sheet;
    turned->upright = sheet;
    turned->mirrored = false;
    turned->width = sheet->height;
    turned->height = sheet->width;
    turned->measure = sheet->depth - (sheet->pitch - sheet->em);
    turned->left = sheet->height - sheet->top - turned->measure;
    turned->top = sheet->left;
    set_depth(turned, sheet->measure);
    return turned;
}

double jb_sheet_left(const jb_sheet *sheet, size_t page)
{
    return sheet->mirrored && page % 2 == 0 ? sheet->width - sheet->left - sheet->measure
                                            : sheet->left;
}

const jb_sheet *jb_sheet_make(jb_ctx *cx, const jb_theme *theme, jb_str lang, jb_span place)
{
    jb_sheet *sheet = JB_NEW(cx->keep, jb_sheet);
    sheet->theme = theme;
    set_page(sheet);
    if (!sizes_hold(cx, sheet) || !fits(cx, sheet, place))
        return NULL;
    size_t before = jb_errors(cx);
    for (size_t i = 0; i < JB_FONTS; i++) {
        set_font(cx, sheet, i, lang);
        font_holds(cx, sheet, i);
    }
    if (jb_errors(cx) > before)
        return NULL;
    for (size_t i = 0; i < JB_TINTS; i++)
        sheet->tints[i] = paint_of(theme->tints[i].text);
    return sheet;
}
