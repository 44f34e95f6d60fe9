#include "grammar/defaults.h"

#include "grammar/make.h"

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
    "\"labelOffset\":4,\"labelOverlap\":true,\"symbolLimit\":30,\"symbolType\":\"circle\","
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

/* config.font is the font of all text. */
static const jb_node *spread_font(jb_ctx *cx, const jb_node *own)
{
    static const char *const styles[] = {"guide-label", "guide-title", "group-title",
                                         "group-subtitle"};
    const jb_node *font = jb_node_has(own, "font");
    if (!font)
        return own;
    jb_maker look = jb_make(cx, font->span), all = jb_make(cx, font->span),
             m = jb_make(cx, font->span);
    jb_put(&look, "font", font);
    for (size_t i = 0; i < JB_COUNT(styles); i++)
        jb_put(&all, styles[i], jb_made_map(&look));
    jb_put(&m, "text", jb_made_map(&look));
    jb_put(&m, "style", jb_made_map(&all));
    return jb_node_merge(cx, jb_made_map(&m), own, 3);
}

/* As Vega merges configs: section by section, property by property; styles one level deeper. */
static const jb_node *merge(jb_ctx *cx, const jb_node *under, const jb_node *over)
{
    const jb_node *own = spread_font(cx, over);
    const jb_node *styles =
        jb_node_merge(cx, jb_node_has(under, "style"), jb_node_has(own, "style"), 2);
    return jb_node_with(cx, jb_node_merge(cx, under, own, 2), "style", styles);
}

const jb_node *jb_config_merge(jb_ctx *cx, const jb_node *theme, const jb_node *own)
{
    const jb_node *config = jb_config_default(cx);
    if (theme && theme->kind == JB_NODE_MAP)
        config = merge(cx, config, theme);
    return own && own->kind == JB_NODE_MAP ? merge(cx, config, own) : config;
}
