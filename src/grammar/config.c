/* How configs cascade: the nearest word wins. */
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

const jb_mark_spec *jb_config_mark(jb_ctx *cx, const jb_config_spec *config,
                                   const jb_mark_spec *mark)
{
    jb_mark_spec *all = jb_spec_copy(cx->keep, &jb_mark_class, mark);
    jb_str type = jb_enum_key(&jb_mark_type_values, all->type);
    for (size_t i = JB_HAS(mark, style) ? mark->style.n : 0; i-- > 0;)
        jb_spec_inherit(cx->keep, &jb_mark_class, all, jb_config_style(config, mark->style.at[i]));
    if (!JB_HAS(mark, style))
        jb_spec_inherit(cx->keep, &jb_mark_class, all, jb_config_style(config, type));
    jb_spec_inherit(cx->keep, &jb_mark_class, all, jb_config_of_mark(config, all->type));
    jb_spec_inherit(cx->keep, &jb_mark_class, all, config->mark);
    return all;
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

static void inherit_styles(jb_ctx *cx, const jb_config_spec *config, jb_axis_spec *all,
                           const jb_axis_spec *from)
{
    for (size_t i = JB_HAS(from, style) ? from->style.n : 0; i-- > 0;)
        jb_spec_inherit(cx->keep, &jb_axis_class, all, axis_style(cx, config, from->style.at[i]));
}

/* The configs of an axis, the nearest first. */
static size_t axis_configs(const jb_config_spec *c, bool y, int orient, int scale_type,
                           const jb_axis_spec **at)
{
    size_t n = 0;
    if (scale_type == JB_SCALE_BAND) {
        at[n++] = y ? c->axis_y_band : c->axis_x_band;
        at[n++] = y ? c->axis_y_discrete : c->axis_x_discrete;
        at[n++] = c->axis_band;
        at[n++] = c->axis_discrete;
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

const jb_axis_spec *jb_config_axis(jb_ctx *cx, const jb_config_spec *config,
                                   const jb_axis_spec *axis, jb_channel channel, int orient,
                                   int scale_type)
{
    const jb_axis_spec *configs[8];
    size_t n = axis_configs(config, channel == JB_CHANNEL_Y, orient, scale_type, configs);
    jb_axis_spec *all = jb_spec_copy(cx->keep, &jb_axis_class, axis);
    inherit_styles(cx, config, all, axis);
    for (size_t i = 0; i < n; i++)
        jb_spec_inherit(cx->keep, &jb_axis_class, all, configs[i]);
    for (size_t i = 0; i < n; i++)
        inherit_styles(cx, config, all, configs[i]);
    return all;
}
