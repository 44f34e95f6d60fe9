#include "chart/preset.h"

#include "grammar/make.h"

const jb_preset jb_presets[] = {
#define PRESET(name, about, width, height, scale, type, config)                                    \
    {JB_K(name), JB_K(about), width, height, scale, type, JB_K(config)},
#include "chart/preset.def"
#undef PRESET
};
const size_t jb_presets_n = JB_COUNT(jb_presets);

const jb_preset *jb_preset_find(jb_str name)
{
    for (size_t i = 0; i < JB_COUNT(jb_presets); i++)
        if (jb_str_eq(jb_presets[i].name, name))
            return &jb_presets[i];
    return NULL;
}

/* Sizes that follow from that of the type, as a share of it; {section, NULL}: of the section. */
static const struct {
    const char *section, *key;
    double share;
} sizes[] = {
    {"axis", "labelFontSize", 1},      {"axis", "titleFontSize", 1},
    {"axis", "labelPadding", 0.3},     {"axis", "titlePadding", 0.6},
    {"axis", "tickSize", 0.4},         {"axis", "labelLimit", 16},
    {"legend", "labelFontSize", 1},    {"legend", "titleFontSize", 1},
    {"legend", "labelLimit", 16},      {"legend", "rowPadding", 0.3},
    {"header", "labelFontSize", 1},    {"header", "titleFontSize", 1},
    {"title", "fontSize", 1.4},        {"title", "subtitleFontSize", 1},
    {"title", "offset", 0.8},          {"text", "fontSize", 1},
    {"line", "strokeWidth", 0.15},     {"rule", "strokeWidth", 0.1},
    {"trail", "strokeWidth", 0.15},    {"tick", "thickness", 0.12},
    {"point", "strokeWidth", 0.12},    {"axisYDiscrete", "labelWrap", 13},
    {"axis", "labelLineHeight", 1.35}, {"legend", "columnPadding", 1.3},
    {"legend", "labelOffset", 0.4},
};

/* Areas grow with its square. */
static const struct {
    const char *section, *key;
    double share;
} areas[] = {{"legend", "symbolSize", 0.7}, {"point", "size", 0.35}, {"circle", "size", 0.35}};

static void set(jb_maker *m, const char *section, const char *key, double value)
{
    jb_maker inner = {.arena = m->arena, .span = m->span};
    for (size_t i = 0; i < m->members.n; i++)
        if (jb_str_eq(m->members.at[i].key, jb_str_of(section)))
            jb_put_all(&inner, m->members.at[i].value);
    jb_put_number(&inner, key, value);
    jb_put(m, section, jb_made_map(&inner));
}

const jb_node *jb_preset_config(jb_ctx *cx, const jb_preset *preset, const jb_node *theme)
{
    jb_maker m = jb_make(cx, (jb_span){0});
    for (size_t i = 0; i < JB_COUNT(sizes); i++)
        set(&m, sizes[i].section, sizes[i].key, sizes[i].share * preset->type);
    for (size_t i = 0; i < JB_COUNT(areas); i++)
        set(&m, areas[i].section, areas[i].key, areas[i].share * preset->type * preset->type);
    jb_put_number(&m, "padding", preset->type * 0.8);
    const jb_source *source = jb_source_new(cx->keep, JB_S("(preset)"), preset->config);
    const jb_node *own = jb_tree_read(cx, source, JB_JSON);
    return jb_node_merge(cx, jb_node_merge(cx, theme, jb_made_map(&m), 2), own, 2);
}
