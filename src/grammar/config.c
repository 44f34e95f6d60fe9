/* How configs cascade: the nearest word wins. */
#include "grammar/defaults.h"
#include "grammar/spec.h"

const jb_mark_spec *jb_config_style(const jb_config_spec *config, jb_str name)
{
    for (size_t i = 0; config && i < config->style.n; i++)
        if (jb_str_eq(config->style.names[i], name))
            return config->style.at[i];
    return NULL;
}

const jb_mark_spec *jb_config_of_mark(const jb_config_spec *c, int mark_type)
{
    const jb_mark_spec *const configs[JB_MARK_N] = {
        [JB_MARK_ARC] = c->arc,
        [JB_MARK_AREA] = c->area,
        [JB_MARK_BAR] = c->bar,
        [JB_MARK_CIRCLE] = c->circle,
        [JB_MARK_GEOSHAPE] = c->geoshape,
        [JB_MARK_IMAGE] = c->image,
        [JB_MARK_LINE] = c->line,
        [JB_MARK_POINT] = c->point,
        [JB_MARK_RECT] = c->rect,
        [JB_MARK_RULE] = c->rule,
        [JB_MARK_SQUARE] = c->square,
        [JB_MARK_TEXT] = c->text,
        [JB_MARK_TICK] = c->tick,
        [JB_MARK_TRAIL] = c->trail,
        [JB_MARK_BOXPLOT] = c->boxplot,
        [JB_MARK_ERRORBAR] = c->errorbar,
        [JB_MARK_ERRORBAND] = c->errorband,
    };
    return mark_type > JB_MARK_NONE && mark_type < JB_MARK_N ? configs[mark_type] : NULL;
}

/* What a style says about axes. */
static const jb_axis_spec *axis_style(jb_ctx *cx, const jb_config_spec *config, jb_str name)
{
    const jb_mark_spec *style = jb_config_style(config, name);
    const jb_node *node = style ? style->given.node : NULL;
    if (!node || node->kind != JB_NODE_MAP)
        return NULL;
    jb_properties rows = jb_axis_class.properties();
    jb_member *members = JB_NEW_N(cx->keep, jb_member, node->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < node->n; i++)
        for (size_t r = 0; r < rows.n; r++)
            if (jb_str_eq(rows.at[r].key, node->members[i].key) &&
                !jb_str_eq(rows.at[r].key, JB_S("orient")) &&
                !jb_str_eq(rows.at[r].key, JB_S("style")))
                members[n++] = node->members[i];
    return jb_spec_object(cx, &jb_axis_class, jb_node_map(cx->keep, members, n, node->span));
}

/* What was written in a config: it goes before the styles that the config names, defaults after. */
static const jb_axis_spec *axis_written(jb_ctx *cx, const jb_axis_spec *config)
{
    if (!config)
        return NULL;
    jb_axis_spec *written = jb_spec_copy(cx->keep, &jb_axis_class, config);
    jb_properties rows = jb_axis_class.properties();
    for (size_t i = 0; i < rows.n; i++) {
        const jb_node *value = jb_node_get(config->given.node, rows.at[i].key);
        if (value && jb_node_usual(value))
            jb_given_mark(written, rows.at[i].offset, false);
    }
    return written;
}

static bool any_styles(const jb_axis_spec *const *configs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (JB_HAS(configs[i], style))
            return true;
    return false;
}

static void inherit_styles(jb_ctx *cx, const jb_config_spec *config, jb_axis_spec *all,
                           const jb_axis_spec *from)
{
    for (size_t i = JB_HAS(from, style) ? from->style.n : 0; i-- > 0;)
        jb_spec_inherit(cx->keep, &jb_axis_class, all, axis_style(cx, config, from->style.at[i]));
}

/* The configs of an axis, the nearest first; the last three know nothing of scales. */
enum { AXIS_WIDE_CONFIGS = 3 };
static size_t axis_configs(jb_ctx *cx, const jb_config_spec *c, bool y, int orient, int scale_type,
                           const jb_axis_spec **at)
{
    size_t n = 0;
    if (scale_type == JB_SCALE_BAND) { /* whose defaults come after what anyone wrote of discrete */
        at[n++] = y ? c->axis_y_band : c->axis_x_band;
        at[n++] = y ? c->axis_y_discrete : c->axis_x_discrete;
        at[n++] = axis_written(cx, c->axis_band);
        at[n++] = c->axis_discrete;
        at[n++] = c->axis_band;
    } else if (scale_type == JB_SCALE_POINT) {
        at[n++] = y ? c->axis_y_point : c->axis_x_point;
        at[n++] = y ? c->axis_y_discrete : c->axis_x_discrete;
        at[n++] = c->axis_point;
        at[n++] = c->axis_discrete;
    } else if (scale_type == JB_SCALE_TIME || scale_type == JB_SCALE_UTC) {
        at[n++] = y ? c->axis_y_temporal : c->axis_x_temporal;
        at[n++] = c->axis_temporal;
    } else if (scale_type >= JB_SCALE_LINEAR && scale_type <= JB_SCALE_SEQUENTIAL) {
        at[n++] = y ? c->axis_y_quantitative : c->axis_x_quantitative;
        at[n++] = c->axis_quantitative;
    }
    at[n++] = y ? c->axis_y : c->axis_x;
    at[n++] = orient == JB_ORIENT_LEFT    ? c->axis_left
              : orient == JB_ORIENT_RIGHT ? c->axis_right
              : orient == JB_ORIENT_TOP   ? c->axis_top
                                          : c->axis_bottom;
    at[n++] = c->axis;
    return n;
}

/* ---- styles of guides ------------------------------------------------------------------------ */

/* What only the author's own word counts for. */
#define UNLESS_OWN(own, all, name)                                                                 \
    do {                                                                                           \
        if (!JB_GIVEN(own, name))                                                                  \
            JB_UNSET(all, name);                                                                   \
    } while (0)

/* A text of a guide takes from its style what the guide does not say; {condition, value: null}
 * says that there is none. */
#define UNSAID(all, property) (!JB_HAS(all, property) && !JB_ASIDE(all, property))
#define TAKE(all, part, style, property)                                                           \
    if (UNSAID(all, part##property) && JB_HAS(style, property))                                    \
    JB_SET(all, part##property, (style)->property)
#define TAKE_STYLE(all, part, style)                                                               \
    do {                                                                                           \
        const jb_mark_spec *from = style;                                                          \
        TAKE(all, part, from, font);                                                               \
        TAKE(all, part, from, font_size);                                                          \
        TAKE(all, part, from, font_weight);                                                        \
        TAKE(all, part, from, font_style);                                                         \
        if (UNSAID(all, part##color) && (JB_HAS(from, fill) || JB_HAS(from, color)))               \
            JB_SET(all, part##color, JB_OR(from, fill, (from)->color));                            \
    } while (0)
#define TAKE_STYLES(all, config)                                                                   \
    do {                                                                                           \
        TAKE_STYLE(all, label_, jb_config_style(config, JB_S("guide-label")));                     \
        TAKE_STYLE(all, title_, jb_config_style(config, JB_S("guide-title")));                     \
        TAKE(all, title_, jb_config_style(config, JB_S("guide-title")), line_height);              \
    } while (0)

const jb_axis_spec *jb_config_axis(jb_ctx *cx, const jb_config_spec *config,
                                   const jb_axis_spec *axis, jb_channel channel, int orient,
                                   int scale_type)
{
    const jb_axis_spec *configs[8];
    size_t n = axis_configs(cx, config, channel == JB_CHANNEL_Y, orient, scale_type, configs);
    jb_axis_spec *all = jb_spec_copy(cx->keep, &jb_axis_class, axis);
    inherit_styles(cx, config, all, axis);
    bool raised = JB_GIVEN(all, zindex);
    for (size_t i = 0; i + AXIS_WIDE_CONFIGS < n; i++)
        raised |= JB_GIVEN(configs[i], zindex);
    if (any_styles(configs, n)) {
        for (size_t i = 0; i < n; i++)
            jb_spec_inherit(cx->keep, &jb_axis_class, all, axis_written(cx, configs[i]));
        for (size_t i = 0; i < n; i++)
            inherit_styles(cx, config, all, configs[i]);
    }
    for (size_t i = 0; i < n; i++)
        jb_spec_inherit(cx->keep, &jb_axis_class, all, configs[i]);
    UNLESS_OWN(axis, all, values); /* Vega-Lite asks no config for them */
    UNLESS_OWN(axis, all, title);
    if (!raised) /* nor those that know nothing of scales for this */
        JB_UNSET(all, zindex);
    TAKE_STYLES(all, config);
    TAKE(all, label_, jb_config_style(config, JB_S("guide-label")), line_height);
    return all;
}

const jb_legend_spec *jb_config_legend(jb_ctx *cx, const jb_config_spec *config,
                                       const jb_legend_spec *legend)
{
    jb_legend_spec *all = jb_spec_copy(cx->keep, &jb_legend_class, legend);
    jb_spec_inherit(cx->keep, &jb_legend_class, all, config->legend);
    UNLESS_OWN(legend, all, format); /* for these nobody asks a config */
    UNLESS_OWN(legend, all, format_type);
    UNLESS_OWN(legend, all, label_expr);
    UNLESS_OWN(legend, all, values);
    UNLESS_OWN(legend, all, tick_min_step);
    TAKE_STYLES(all, config);
    return all;
}

const jb_header_spec *jb_config_header(jb_ctx *cx, const jb_config_spec *config,
                                       const jb_header_spec *header, jb_channel channel)
{
    jb_header_spec *all = jb_spec_copy(cx->keep, &jb_header_class, header);
    if (JB_HAS(header, orient)) {
        if (!JB_HAS(header, label_orient))
            JB_SET(all, label_orient, header->orient);
        if (!JB_HAS(header, title_orient))
            JB_SET(all, title_orient, header->orient);
    }
    if (!JB_HAS(header, labels)) /* which Vega-Lite asks of config.header alone */
        JB_SET(all, labels, JB_OR(config->header, labels, true));
    jb_spec_inherit(cx->keep, &jb_header_class, all,
                    channel == JB_CHANNEL_ROW      ? config->header_row
                    : channel == JB_CHANNEL_COLUMN ? config->header_column
                                                   : config->header_facet);
    jb_spec_inherit(cx->keep, &jb_header_class, all, config->header);
    TAKE_STYLES(all, config);
    TAKE(all, label_, jb_config_style(config, JB_S("guide-label")), line_height);
    return all;
}

/* Styles of its own stand in the place of group-title, and of what config.title says of its looks;
 * only a colour it has even then. */
static void take_title_styles(const jb_config_spec *config, const jb_title_spec *title,
                              jb_title_spec *all)
{
    UNLESS_OWN(title, all, font);
    UNLESS_OWN(title, all, font_size);
    UNLESS_OWN(title, all, font_weight);
    UNLESS_OWN(title, all, font_style);
    UNLESS_OWN(title, all, color);
    UNLESS_OWN(title, all, line_height);
    UNLESS_OWN(title, all, dx);
    UNLESS_OWN(title, all, dy);
    for (size_t i = title->style.n; i-- > 0;) {
        TAKE_STYLE(all, , jb_config_style(config, title->style.at[i]));
        TAKE(all, , jb_config_style(config, title->style.at[i]), line_height);
    }
    JB_SETTLE(all, font, JB_S("sans-serif"));
    JB_SETTLE(all, font_size, 11);
    JB_SETTLE(all, font_weight, JB_S("normal"));
    JB_SETTLE(all, font_style, JB_S("normal"));
    JB_SETTLE(all, line_height, all->font_size + 2);
}

const jb_title_spec *jb_config_title(jb_ctx *cx, const jb_config_spec *config,
                                     const jb_title_spec *title)
{
    const jb_mark_spec *group = jb_config_style(config, JB_S("group-title"));
    const jb_mark_spec *sub = jb_config_style(config, JB_S("group-subtitle"));
    jb_title_spec *all = jb_spec_copy(cx->keep, &jb_title_class, title);
    jb_spec_inherit(cx->keep, &jb_title_class, all, config->title);
    if (!JB_GIVEN(title, offset) && all->offset == 0) /* in a config Vega-Lite does not hear it */
        all->offset = 4;
    /* Vega-Lite hands these of config.title on as a style, which Vega's own decisions hide. */
    UNLESS_OWN(title, all, align);
    UNLESS_OWN(title, all, baseline);
    UNLESS_OWN(title, all, style);
    if (JB_HAS(title, style))
        take_title_styles(config, title, all);
    TAKE_STYLE(all, , group);
    TAKE(all, , group, line_height);
    TAKE_STYLE(all, subtitle_, sub);
    TAKE(all, subtitle_, sub, line_height);
    return all;
}

jb_titled_config jb_config_axis_title(jb_ctx *cx, const jb_config_spec *config,
                                      const jb_axis_spec *axis, jb_channel channel, int orient,
                                      int scale_type)
{
    const jb_axis_spec *configs[8];
    size_t n = axis_configs(cx, config, channel == JB_CHANNEL_Y, orient, scale_type, configs);
    jb_axis_spec *styles = jb_spec_copy(cx->keep, &jb_axis_class, NULL);
    inherit_styles(cx, config, styles, axis);
    if (JB_GIVEN(styles, title))
        return (jb_titled_config){styles, false};
    for (size_t i = 0; i < n; i++)
        if (JB_GIVEN(configs[i], title))
            return (jb_titled_config){configs[i], i + AXIS_WIDE_CONFIGS >= n};
    for (size_t i = 0; i < n; i++)
        inherit_styles(cx, config, styles, configs[i]);
    return (jb_titled_config){JB_GIVEN(styles, title) ? styles : NULL, false};
}

/* ---- locale --------------------------------------------------------------------------------- */

/* A list of exactly n names over `names`; false after a message. */
static bool take_names(jb_ctx *cx, jb_strs list, jb_span span, size_t n, jb_str *names)
{
    if (list.n != n) {
        jb_fail(cx, span, "a locale needs %zu names here, not %zu", n, list.n);
        return false;
    }
    for (size_t i = 0; i < n; i++)
        names[i] = list.at[i];
    return true;
}

#define TAKE_NAMES(from, to, member, n)                                                            \
    if (JB_HAS(from, member))                                                                      \
    sound = take_names(cx, (from)->member, JB_SPAN(from, member), n, (to)->member) && sound

static bool take_number(jb_ctx *cx, const jb_number_locale_spec *from, jb_number_locale *to)
{
    bool sound = true;
    to->decimal = JB_OR(from, decimal, to->decimal);
    to->thousands = JB_OR(from, thousands, to->thousands);
    to->percent = JB_OR(from, percent, to->percent);
    to->minus = JB_OR(from, minus, to->minus);
    to->nan = JB_OR(from, nan, to->nan);
    TAKE_NAMES(from, to, currency, 2);
    if (JB_HAS(from, numerals)) {
        jb_str *numerals = JB_NEW_N(cx->keep, jb_str, 10);
        sound = take_names(cx, from->numerals, JB_SPAN(from, numerals), 10, numerals) && sound;
        to->numerals = numerals;
    }
    if (JB_HAS(from, grouping)) {
        uint8_t *grouping = JB_NEW_N(cx->keep, uint8_t, from->grouping.n + 1);
        for (size_t i = 0; i < from->grouping.n; i++) {
            double size = from->grouping.at[i];
            grouping[i] = size >= 1 && size <= 255 ? (uint8_t)size : 255;
        }
        to->grouping = grouping;
        to->grouping_n = from->grouping.n;
    }
    return sound;
}

static bool take_time(jb_ctx *cx, const jb_time_locale_spec *from, jb_time_locale *to)
{
    bool sound = true;
    to->date_time = JB_OR(from, date_time, to->date_time);
    to->date = JB_OR(from, date, to->date);
    to->time = JB_OR(from, time, to->time);
    TAKE_NAMES(from, to, periods, 2);
    TAKE_NAMES(from, to, days, 7);
    TAKE_NAMES(from, to, short_days, 7);
    TAKE_NAMES(from, to, months, 12);
    TAKE_NAMES(from, to, short_months, 12);
    return sound;
}

const jb_locale *jb_config_locale(jb_ctx *cx, const jb_config_spec *config)
{
    const jb_locale_spec *own = config->locale;
    if (!own)
        return &jb_locale_en_us;
    const jb_locale *built_in = JB_HAS(own, name) ? jb_locale_find(own->name) : &jb_locale_en_us;
    if (!built_in) {
        jb_fail(cx, JB_SPAN(own, name), "no locale “%.*s” is built in",
                JB_F(jb_brief(cx, own->name)));
        jb_hint(cx, "there are en-US and zh-CN; others are written as {number: …, time: …}");
        return NULL;
    }
    jb_locale *locale = JB_NEW(cx->keep, jb_locale);
    *locale = *built_in;
    bool sound = !own->number || take_number(cx, own->number, &locale->number);
    sound = (!own->time || take_time(cx, own->time, &locale->time)) && sound;
    return sound ? locale : NULL;
}
