#include "grammar/spec.h"

#include "grammar/check.h"
#include "grammar/defaults.h"
#include "grammar/normalize.h"

jb_view_kind jb_view_kind_of(const jb_view_spec *view)
{
    if (view->layer.at)
        return JB_VIEW_LAYER;
    if (view->facet)
        return JB_VIEW_FACET;
    if (view->concat.at)
        return JB_VIEW_CONCAT;
    if (view->hconcat.at)
        return JB_VIEW_HCONCAT;
    return view->vconcat.at ? JB_VIEW_VCONCAT : JB_VIEW_UNIT;
}

jb_view_list jb_view_children(const jb_view_spec *view)
{
    switch (jb_view_kind_of(view)) {
    case JB_VIEW_LAYER:
        return view->layer;
    case JB_VIEW_FACET:
        return (jb_view_list){&view->spec, view->spec ? 1 : 0};
    case JB_VIEW_CONCAT:
        return view->concat;
    case JB_VIEW_HCONCAT:
        return view->hconcat;
    case JB_VIEW_VCONCAT:
        return view->vconcat;
    case JB_VIEW_UNIT:
        break;
    }
    return (jb_view_list){0};
}

jb_channel_list jb_encoding_all(const jb_encoding_spec *encoding, jb_channel channel)
{
    if (!encoding || channel <= JB_CHANNEL_NONE || channel >= JB_CHANNELS)
        return (jb_channel_list){0};
    const jb_property *row = &jb_encoding_class.properties().at[channel - 1];
    const void *member = (const char *)encoding + row->offset;
    if (row->kind == JB_KIND_LIST)
        return *(const jb_channel_list *)member;
    const jb_channel_spec *const *one = member;
    return (jb_channel_list){one, *one ? 1 : 0};
}

const jb_channel_spec *jb_encoding_get(const jb_encoding_spec *encoding, jb_channel channel)
{
    jb_channel_list all = jb_encoding_all(encoding, channel);
    return all.n ? all.at[0] : NULL;
}

jb_time_units jb_time_unit_units(const jb_time_unit_spec *unit)
{
    jb_time_units units = {0};
    if (unit && unit->unit)
        jb_time_units_read(jb_enum_key(&jb_unit_values, unit->unit), &units);
    if (unit) {
        units.utc = units.utc || unit->utc;
        units.binned = units.binned || unit->binned;
        if (JB_HAS(unit, step))
            units.step = (int)fmax(1, fmin(unit->step, 1e6));
    }
    return units;
}

/* ---- reading -------------------------------------------------------------------------------- */

const jb_view_spec *jb_spec_of(jb_ctx *cx, const jb_node *tree, const jb_node *theme)
{
    size_t before = jb_errors(cx);
    tree = jb_modern(cx, tree);
    const jb_view_spec *written = jb_spec_object(cx, &jb_view_class, tree);
    if (jb_errors(cx) > before)
        return NULL;
    jb_view_check(cx, written);
    const jb_node *config = jb_config_merge(cx, theme, jb_node_get(tree, JB_S("config")));
    const jb_node *normal = jb_normalize(cx, tree, config);
    if (!normal || jb_errors(cx) > before)
        return NULL;
    size_t messages = cx->messages.n;
    const jb_view_spec *view =
        jb_spec_object(cx, &jb_view_class, jb_node_with(cx, normal, "config", config));
    if (jb_errors(cx) > before)
        return NULL;
    cx->messages.n = messages; /* warnings of the first reading, told again */
    return view;
}

const jb_view_spec *jb_spec_read(jb_ctx *cx, const jb_source *source, jb_syntax syntax,
                                 const jb_node *theme)
{
    const jb_node *tree = jb_tree_read(cx, source, syntax);
    return tree ? jb_spec_of(cx, tree, theme) : NULL;
}
