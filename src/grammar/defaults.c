#include "grammar/defaults.h"

#include "grammar/normalize.h"
#include "grammar/spec.h"

static const jb_str source_of_defaults = JB_K("(defaults)");

static const jb_node *read_usual(jb_ctx *cx, jb_str json)
{
    return jb_tree_read(cx, jb_source_new(cx->keep, source_of_defaults, json), JB_JSON);
}

bool jb_node_usual(const jb_node *node)
{
    return !node->span.source || jb_str_eq(node->span.source->name, source_of_defaults);
}

bool jb_usual_scalar(const jb_property *row, jb_node *node)
{
    jb_str s = row->usual.n ? row->usual : row->under;
    *node = (jb_node){.kind = JB_NODE_NULL, .text = s};
    if (s.n > 1 && s.p[0] == '"') {
        node->kind = JB_NODE_STRING;
        node->text = jb_str_cut(s, 1, s.n - 2);
    } else if (jb_str_eq(s, JB_S("true")) || jb_str_eq(s, JB_S("false"))) {
        node->kind = JB_NODE_BOOL;
        node->truth = s.p[0] == 't';
    } else if (jb_number_read(s, &node->number))
        node->kind = JB_NODE_NUMBER;
    return node->kind != JB_NODE_NULL;
}

const jb_node *jb_property_usual(jb_ctx *cx, const jb_property *row)
{
    if (row->usual_by_class)
        return jb_class_usual(cx, row->of);
    if (!row->usual.n)
        return NULL;
    jb_node *node = JB_NEW(cx->keep, jb_node);
    return jb_usual_scalar(row, node) ? node : read_usual(cx, row->usual);
}

const jb_node *jb_class_usual(jb_ctx *cx, const jb_class *class)
{
    jb_properties rows = class->properties();
    jb_member *members = JB_NEW_N(cx->scratch, jb_member, rows.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        const jb_node *usual = jb_property_usual(cx, &rows.at[i]);
        if (usual)
            members[n++] = (jb_member){.key = rows.at[i].key, .value = usual};
    }
    return jb_node_map(cx->keep, members, n, (jb_span){0});
}

/* ---- words that stand for many properties: config.font, config.fontSize, config.color -------- */

typedef struct spread {
    const char *section, *style, *key; /* section, or one of its members, and the property */
    const char *name;                  /* of the entry in a map of several */
    const char *plain;                 /* the value where the author says true */
} spread;

static const spread font_sizes[] = {
    {"text", NULL, "fontSize", "text", "11"},
    {"style", "guide-label", "fontSize", "guideLabel", "10"},
    {"style", "guide-title", "fontSize", "guideTitle", "11"},
    {"style", "group-title", "fontSize", "groupTitle", "13"},
    {"style", "group-subtitle", "fontSize", "groupSubtitle", "12"},
};
static const spread fonts[] = {
    {"text", NULL, "font", NULL, NULL},
    {"style", "guide-label", "font", NULL, NULL},
    {"style", "guide-title", "font", NULL, NULL},
    {"style", "group-title", "font", NULL, NULL},
    {"style", "group-subtitle", "font", NULL, NULL},
};
static const spread colors[] = {
    {"mark", NULL, "color", "blue", "#4c78a8"},
    {"rule", NULL, "color", "gray0", "#000"},
    {"text", NULL, "color", "gray0", "#000"},
    {"style", "guide-label", "fill", "gray0", "#000"},
    {"style", "guide-title", "fill", "gray0", "#000"},
    {"style", "group-title", "fill", "gray0", "#000"},
    {"style", "group-subtitle", "fill", "gray0", "#000"},
    {"style", "cell", "stroke", "gray8", "#888"},
    {"axis", NULL, "domainColor", "gray13", "#ddd"},
    {"axis", NULL, "gridColor", "gray8", "#888"},
    {"axis", NULL, "tickColor", "gray13", "#ddd"},
};
static const struct {
    const char *name, *plain;
} palette[] = {
    {"blue", "#4c78a8"},  {"orange", "#f58518"}, {"red", "#e45756"},    {"teal", "#72b7b2"},
    {"green", "#54a24b"}, {"yellow", "#eeca3b"}, {"purple", "#b279a2"}, {"pink", "#ff9da6"},
    {"brown", "#9d755d"}, {"gray8", "#888"},
};

static const jb_node *plain_node(jb_ctx *cx, const char *plain, jb_span span)
{
    double number;
    if (jb_number_read(jb_str_of(plain), &number))
        return jb_node_number(cx->keep, number, span);
    return jb_node_string(cx->keep, jb_str_of(plain), span);
}

static const jb_node *named(jb_ctx *cx, const jb_node *asked, const char *name, const char *plain)
{
    const jb_node *own = name ? jb_node_has(asked, name) : asked;
    return own ? own : plain_node(cx, plain, asked->span);
}

static const jb_node *spread_rows(jb_ctx *cx, const jb_node *config, const jb_node *asked,
                                  const spread *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        jb_maker section = jb_make(cx, asked->span), style = jb_make(cx, asked->span);
        const jb_node *value = named(cx, asked, rows[i].name, rows[i].plain);
        const jb_node *there = jb_node_has(config, rows[i].section);
        jb_put_all(&section, there);
        if (rows[i].style)
            jb_put_all(&style, jb_node_has(there, rows[i].style));
        jb_put(rows[i].style ? &style : &section, rows[i].key, value);
        if (rows[i].style)
            jb_put(&section, rows[i].style, jb_made_map(&style));
        config = jb_node_with(cx, config, rows[i].section, jb_made_map(&section));
    }
    return config;
}

static const jb_node *spread_palette(jb_ctx *cx, const jb_node *config, const jb_node *asked)
{
    jb_maker list = jb_make(cx, asked->span), range = jb_make(cx, asked->span);
    for (size_t i = 0; i < JB_COUNT(palette); i++)
        jb_add(&list, named(cx, asked, palette[i].name, palette[i].plain));
    jb_put(&range, "category", jb_made_list(&list));
    return jb_node_with(cx, config, "range", jb_made_map(&range));
}

/* What the three words say, as a config over which the author's other words go. */
static const jb_node *spread_words(jb_ctx *cx, const jb_node *own)
{
    const jb_node *font = jb_node_has(own, "font"), *size = jb_node_has(own, "fontSize");
    const jb_node *color = jb_node_has(own, "color");
    const jb_node *config = jb_node_map(cx->keep, NULL, 0, own->span);
    if (font)
        config = spread_rows(cx, config, font, fonts, JB_COUNT(fonts));
    if (jb_node_truthy(size))
        config = spread_rows(cx, config, size, font_sizes, JB_COUNT(font_sizes));
    if (jb_node_truthy(color))
        config =
            spread_palette(cx, spread_rows(cx, config, color, colors, JB_COUNT(colors)), color);
    return config;
}

static const jb_node *merge_member(jb_ctx *cx, const jb_node *under, const jb_node *over,
                                   const char *key, int depth)
{
    return jb_node_merge(cx, jb_node_has(under, key), jb_node_has(over, key), depth);
}

/* As Vega merges configs: section by section, property by property; styles, selections and the
 * layout of legends one level deeper. */
static const jb_node *merge(jb_ctx *cx, const jb_node *under, const jb_node *over)
{
    const jb_node *all = jb_node_merge(cx, under, over, 2), *legend = jb_node_has(all, "legend");
    const jb_node *layout =
        merge_member(cx, jb_node_has(under, "legend"), jb_node_has(over, "legend"), "layout", 1);
    if (legend && layout)
        all = jb_node_with(cx, all, "legend", jb_node_with(cx, legend, "layout", layout));
    all = jb_node_with(cx, all, "selection", merge_member(cx, under, over, "selection", 2));
    return jb_node_with(cx, all, "style", merge_member(cx, under, over, "style", 2));
}

static const jb_node *merge_spread(jb_ctx *cx, const jb_node *under, const jb_node *over)
{
    return merge(cx, merge(cx, under, spread_words(cx, over)), over);
}

const jb_node *jb_config_merge(jb_ctx *cx, const jb_node *theme, const jb_node *own)
{
    const jb_node *config = jb_class_usual(cx, &jb_config_class);
    if (theme && theme->kind == JB_NODE_MAP)
        config = merge_spread(cx, config, theme);
    return own && own->kind == JB_NODE_MAP ? merge_spread(cx, config, own) : config;
}
