#include "grammar/defaults.h"

#include "grammar/normalize.h"

/* What Vega sets for marks (a point's size, a line's width) is not here: it comes after all
 * configs, so the chart room has it. */
static const char defaults[] =
    "{\"background\":\"white\",\"padding\":5,\"timeFormat\":\"%b %d, %Y\",\"countTitle\":\"Count "
    "of Records\","
    "\"fieldTitle\":\"verbal\",\"normalizedNumberFormat\":\".0%\",\"customFormatTypes\":false,"
    "\"view\":{\"continuousWidth\":300,\"continuousHeight\":300,\"step\":20},"
    "\"mark\":{\"color\":\"#4c78a8\",\"invalid\":\"break-paths-show-path-domains\","
    "\"timeUnitBandSize\":1},"
    "\"arc\":{},\"area\":{},"
    "\"bar\":{\"binSpacing\":1,\"continuousBandSize\":5,\"minBandSize\":0.25,"
    "\"timeUnitBandPosition\":0.5},"
    "\"circle\":{},\"geoshape\":{},\"image\":{},\"line\":{},\"point\":{},"
    "\"rect\":{\"binSpacing\":0,\"continuousBandSize\":5,\"minBandSize\":0.25,"
    "\"timeUnitBandPosition\":0.5},"
    "\"rule\":{\"color\":\"black\"},\"square\":{},\"text\":{\"color\":\"black\"},"
    "\"tick\":{\"binSpacing\":0,\"continuousBandSize\":5,\"minBandSize\":0.25,"
    "\"timeUnitBandPosition\":0.5,"
    "\"thickness\":1},"
    "\"trail\":{},"
    "\"boxplot\":{\"size\":14,\"extent\":1.5,\"box\":{},\"median\":{\"color\":\"white\"},"
    "\"outliers\":{},"
    "\"rule\":{},\"ticks\":null},"
    "\"errorbar\":{\"rule\":true,\"ticks\":false},"
    "\"errorband\":{\"band\":{\"opacity\":0.3},\"borders\":false},"
    "\"scale\":{\"pointPadding\":0.5,\"barBandPaddingInner\":0.1,\"rectBandPaddingInner\":0,"
    "\"tickBandPaddingInner\":0.25,\"bandWithNestedOffsetPaddingInner\":0.2,"
    "\"bandWithNestedOffsetPaddingOuter\":0.2,\"minBandSize\":2,\"minFontSize\":8,\"maxFontSize\":"
    "40,"
    "\"minOpacity\":0.3,\"maxOpacity\":0.8,\"minSize\":4,\"minStrokeWidth\":1,\"maxStrokeWidth\":4,"
    "\"quantileCount\":4,\"quantizeCount\":4,\"zero\":true},"
    "\"legend\":{\"gradientHorizontalMaxLength\":200,\"gradientHorizontalMinLength\":100,"
    "\"gradientVerticalMaxLength\":200,\"gradientVerticalMinLength\":64,\"unselectedOpacity\":0.35,"
    "\"orient\":\"right\",\"offset\":18,\"padding\":0,\"gridAlign\":\"each\",\"columnPadding\":10,"
    "\"rowPadding\":2,"
    "\"symbolDirection\":\"vertical\",\"gradientDirection\":\"vertical\","
    "\"gradientThickness\":16,\"gradientStrokeColor\":\"#ddd\",\"gradientStrokeWidth\":0,"
    "\"gradientLabelOffset\":2,\"labelAlign\":\"left\",\"labelBaseline\":\"middle\",\"labelLimit\":"
    "160,"
    "\"labelOffset\":4,\"labelOverlap\":true,\"symbolLimit\":30,"
    "\"symbolSize\":100,"
    "\"symbolOffset\":0,\"symbolStrokeWidth\":1.5,\"symbolBaseFillColor\":\"transparent\","
    "\"symbolBaseStrokeColor\":\"#888\",\"titleLimit\":180,\"titleOrient\":\"top\","
    "\"titlePadding\":5},"
    "\"header\":{\"titlePadding\":10,\"labelPadding\":10},"
    "\"axis\":{\"minExtent\":0,\"maxExtent\":200,\"bandPosition\":0.5,\"domain\":true,"
    "\"domainWidth\":1,"
    "\"domainColor\":\"#888\",\"gridWidth\":1,\"gridColor\":\"#ddd\",\"labels\":true,"
    "\"labelLimit\":180,\"labelOffset\":0,\"labelPadding\":2,\"ticks\":true,\"tickColor\":\"#888\","
    "\"tickOffset\":0,\"tickRound\":true,\"tickSize\":5,\"tickWidth\":1,\"titlePadding\":4},"
    "\"axisBand\":{\"tickOffset\":-0.5},"
    "\"title\":{\"orient\":\"top\",\"anchor\":\"middle\",\"offset\":4,\"subtitlePadding\":3},"
    "\"facet\":{\"spacing\":20},\"concat\":{\"spacing\":20},"
    "\"style\":{"
    "\"guide-label\":{\"fill\":\"#000\",\"font\":\"sans-serif\",\"fontSize\":10},"
    "\"guide-title\":{\"fill\":\"#000\",\"font\":\"sans-serif\",\"fontSize\":11,\"fontWeight\":"
    "\"bold\"},"
    "\"group-title\":{\"fill\":\"#000\",\"font\":\"sans-serif\",\"fontSize\":13,\"fontWeight\":"
    "\"bold\"},"
    "\"group-subtitle\":{\"fill\":\"#000\",\"font\":\"sans-serif\",\"fontSize\":12},"
    "\"cell\":{\"fill\":\"transparent\",\"stroke\":\"#ddd\"},\"view\":{\"fill\":\"transparent\"}},"
    "\"range\":{\"category\":{\"scheme\":\"tableau10\"},\"ordinal\":{\"scheme\":\"blues\"},"
    "\"heatmap\":{\"scheme\":\"yellowgreenblue\"},\"ramp\":{\"scheme\":\"blues\"},"
    "\"diverging\":{\"scheme\":\"blueorange\",\"extent\":[1,0]},"
    "\"symbol\":[\"circle\",\"square\",\"triangle-up\",\"cross\",\"diamond\",\"triangle-right\","
    "\"triangle-down\",\"triangle-left\"]}}";

const jb_node *jb_config_default(jb_ctx *cx)
{
    jb_source *source = jb_source_new(cx->keep, JB_S("(defaults)"), JB_S(defaults));
    return jb_tree_read(cx, source, JB_JSON);
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

/* As Vega merges configs: section by section, property by property; styles one level deeper. */
static const jb_node *merge(jb_ctx *cx, const jb_node *under, const jb_node *over)
{
    const jb_node *styles =
        jb_node_merge(cx, jb_node_has(under, "style"), jb_node_has(over, "style"), 2);
    return jb_node_with(cx, jb_node_merge(cx, under, over, 2), "style", styles);
}

static const jb_node *merge_spread(jb_ctx *cx, const jb_node *under, const jb_node *over)
{
    return merge(cx, merge(cx, under, spread_words(cx, over)), over);
}

const jb_node *jb_config_merge(jb_ctx *cx, const jb_node *theme, const jb_node *own)
{
    const jb_node *config = jb_config_default(cx);
    if (theme && theme->kind == JB_NODE_MAP)
        config = merge_spread(cx, config, theme);
    return own && own->kind == JB_NODE_MAP ? merge_spread(cx, config, own) : config;
}
