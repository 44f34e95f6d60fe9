/* Up for scales: each unit says what its scales would be, and views that share them agree. */
#include "chart/view.h"

static void unit_rest(jb_view *v, jb_component *k)
{
    const jb_definition *d = jb_definition_scaled(v->unit->definitions[k->channel]);
    const jb_scale_spec *s = d->spec->scale;
    jb_scaling type = jb_view_component(v, k->channel)->type;
    bool binnable = type != JB_SCALING_POINT && type != JB_SCALING_BAND &&
                    type != JB_SCALING_IDENTITY && type != JB_SCALING_ORDINAL;
    k->spec = s;
    if (s) {
        k->nice = JB_OR(s, nice, NULL);
        k->interpolate = jb_channel_color(k->channel) ? JB_OR(s, interpolate, NULL) : NULL;
        k->bins_spec = binnable ? JB_OR(s, bins, NULL) : NULL;
        if (JB_HAS(s, domain_raw) && jb_scaling_continuous(type))
            k->domain_raw = &s->domain_raw;
    }
    k->hcl = jb_channel_color(k->channel) && d->type != JB_NOMINAL;
    if (d->kind == JB_DEFINES_FIELD && binnable && (d->bin || d->binned)) {
        k->binned = d;
        k->binned_view = v;
    }
}

static void merge_rest(jb_component *into, const jb_component *from)
{
    if (!into->spec)
        into->spec = from->spec;
    if (!into->nice)
        into->nice = from->nice;
    if (!into->interpolate)
        into->interpolate = from->interpolate;
    if (!into->bins_spec)
        into->bins_spec = from->bins_spec;
    if (!into->domain_raw)
        into->domain_raw = from->domain_raw;
    if (!into->binned) {
        into->binned = from->binned;
        into->binned_view = from->binned_view;
    }
    into->hcl = into->hcl || from->hcl;
}

static void resolve_rest(jb_view *v)
{
    for (size_t i = 0; i < v->children_n; i++)
        resolve_rest(v->children[i]);
    for (size_t i = 0; jb_scale_channels[i]; i++) {
        jb_component *k = v->scales[jb_scale_channels[i]];
        if (k && v->unit)
            unit_rest(v, k);
        for (size_t j = 0; k && j < v->children_n; j++)
            if (v->children[j]->scales[k->channel])
                merge_rest(k, v->children[j]->scales[k->channel]);
    }
}

void jb_view_resolve(jb_chart *chart, jb_view *view)
{
    jb_view_types(chart, view);
    for (jb_scale_property p = 0; p < JB_SCALE_PROPS; p++)
        jb_view_property(chart, view, p);
    resolve_rest(view);
}
