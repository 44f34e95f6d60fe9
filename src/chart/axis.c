/* Axes: what each unit would have, agreed upon by layers. */
#include "chart/guide.h"

static bool written_title(jb_arena *a, jb_title_text *t, const jb_axis_spec *axis,
                          const jb_definition *d, const jb_definition *second)
{
    t->set = t->explicit = true;
    if (JB_GIVEN(axis, title)) {
        t->null = JB_IS_NULL(axis, title);
        t->lines = axis->title;
        return true;
    }
    bool first = d && JB_GIVEN(d->spec, title), also = second && JB_GIVEN(second->spec, title);
    bool of_first = first && !JB_IS_NULL(d->spec, title);
    bool of_second = also && !JB_IS_NULL(second->spec, title);
    if (of_first)
        t->lines = d->spec->title;
    if (of_second && !of_first)
        t->lines = second->spec->title;
    if (of_first && of_second)
        t->lines = jb_titles_joined(a, t->lines, second->spec->title);
    t->null = (first || also) && !of_first && !of_second;
    return first || also;
}

/* ---- what a unit's axis would be ---------------------------------------------------------------
 */

static int usual_orient(jb_chart *chart, jb_channel c)
{
    const jb_config_spec *g = chart->config;
    const jb_axis_spec *own = c == JB_CHANNEL_X ? g->axis_x : g->axis_y;
    if (JB_HAS(own, orient))
        return own->orient;
    if (JB_HAS(g->axis, orient))
        return g->axis->orient;
    return c == JB_CHANNEL_X ? JB_ORIENT_BOTTOM : JB_ORIENT_LEFT;
}

static int grammar_scale(jb_scaling s)
{
    int found = jb_enum_find(&jb_scale_type_values, jb_scaling_name(s));
    return found < 0 ? JB_SCALE_NONE : found;
}

static void cascade(jb_chart *chart, jb_axis *axis)
{
    axis->spec = jb_config_axis(chart->cx, chart->config, axis->author, axis->channel, axis->orient,
                                grammar_scale(axis->component->type));
}

/* A title from config: no author's, so any author's of a merged view wins over it. */
static bool config_title(jb_chart *chart, jb_axis *axis)
{
    jb_titled_config found =
        jb_config_axis_title(chart->cx, chart->config, axis->author, axis->channel, axis->orient,
                             grammar_scale(axis->component->type));
    if (!found.from)
        return false;
    bool null = found.only_away || JB_IS_NULL(found.from, title);
    axis->title = (jb_title_text){.set = true, .null = null};
    if (!null)
        axis->title.lines = found.from->title;
    return true;
}

static void derived_title(jb_axis *axis, const jb_definition *second)
{
    axis->title = (jb_title_text){0};
    if (axis->definition->kind == JB_DEFINES_FIELD)
        jb_title_derive(&axis->title, axis->definition);
    if (second && second->kind == JB_DEFINES_FIELD)
        jb_title_derive(&axis->title, second);
}

static bool usual_grid(const jb_axis *axis)
{
    const jb_definition *d = axis->definition;
    return !jb_scaling_discrete(axis->component->type) && d->kind == JB_DEFINES_FIELD && !d->bin &&
           !d->binned;
}

static jb_axis *unit_axis(jb_chart *chart, jb_view *v, jb_channel c)
{
    const jb_unit_view *u = v->unit;
    const jb_definition *d = jb_definition_scaled(u->definitions[c]);
    const jb_definition *second = u->definitions[jb_channel_second(c)];
    jb_axis *axis = JB_NEW(chart->cx->keep, jb_axis);
    const jb_axis_spec *written = JB_HAS(d->spec, axis) ? d->spec->axis : NULL;
    axis->channel = c;
    axis->view = v;
    axis->definition = d;
    axis->component = jb_view_component(v, c);
    axis->author = jb_spec_copy(chart->cx->keep, &jb_axis_class, written);
    axis->orient_explicit = JB_HAS(written, orient);
    axis->orient = axis->orient_explicit ? written->orient : usual_orient(chart, c);
    cascade(chart, axis);
    if (!axis->orient_explicit && JB_HAS(axis->spec, orient)) {
        axis->orient = axis->spec->orient;
        cascade(chart, axis);
    }
    axis->disabled_explicit = JB_GIVEN(d->spec, axis);
    axis->disabled = JB_IS_NULL(d->spec, axis);
    if (!axis->disabled_explicit)
        axis->disabled = JB_OR(axis->spec, disable, false);
    axis->sided = !axis->disabled;
    axis->grid_explicit = JB_HAS(written, grid);
    axis->grid = JB_OR(axis->spec, grid, usual_grid(axis));
    if (!written_title(chart->cx->keep, &axis->title, written, d, second) &&
        !config_title(chart, axis))
        derived_title(axis, second);
    return axis;
}

/* ---- agreeing ----------------------------------------------------------------------------------
 */

static int guide_resolve(const jb_view *v, jb_channel c)
{
    if (v->resolve_scale[c] == JB_INDEPENDENT)
        return JB_INDEPENDENT;
    return v->resolve_guide[c] ? v->resolve_guide[c] : JB_SHARED;
}

static bool merge_axis(jb_chart *chart, jb_axis *into, const jb_axis *from)
{
    if (into->orient_explicit && from->orient_explicit && into->orient != from->orient)
        return false;
    if (from->orient_explicit && !into->orient_explicit) {
        into->orient = from->orient;
        into->orient_explicit = true;
    }
    if (from->disabled_explicit && (from->disabled || !into->disabled_explicit)) {
        into->disabled = from->disabled; /* one null takes it from all */
        into->disabled_explicit = true;
    }
    into->sided |= from->sided;
    if (from->grid_explicit && !into->grid_explicit) {
        into->grid = from->grid;
        into->grid_explicit = true;
    }
    if (into->also_n < JB_COUNT(into->also))
        into->also[into->also_n++] = from->definition;
    jb_title_merge(chart->cx->keep, &into->title, &from->title);
    jb_spec_inherit(chart->cx->keep, &jb_axis_class, into->author, from->author);
    cascade(chart, into);
    return true;
}

static int opposite(int orient)
{
    return orient == JB_ORIENT_LEFT    ? JB_ORIENT_RIGHT
           : orient == JB_ORIENT_RIGHT ? JB_ORIENT_LEFT
           : orient == JB_ORIENT_TOP   ? JB_ORIENT_BOTTOM
                                       : JB_ORIENT_TOP;
}

/* Axes of their own: the first stays, the others go to the other side; only the first has a grid.
 */
static void stand_apart(jb_chart *chart, jb_view *v, size_t xy)
{
    size_t count[JB_ORIENT_N] = {0};
    v->axes[xy].n = 0;
    for (size_t i = 0; i < v->children_n; i++)
        for (size_t j = 0; j < v->children[i]->axes[xy].n; j++) {
            jb_axis *axis = v->children[i]->axes[xy].at[j];
            int usual = axis->orient;
            if (!axis->orient_explicit && count[usual] > count[opposite(usual)])
                axis->orient = opposite(usual);
            count[usual] += axis->sided;
            cascade(chart, axis);
            if (v->axes[xy].n && !axis->grid_explicit)
                axis->grid = false;
            *JB_PUSH(chart->cx->keep, &v->axes[xy]) = axis;
        }
}

static bool share_axis(jb_chart *chart, jb_view *v, size_t xy)
{
    jb_axis *shared = NULL;
    for (size_t i = 0; i < v->children_n; i++) {
        const jb_view *child = v->children[i];
        if (child->axes[xy].n == 0)
            continue;
        if (child->axes[xy].n > 1)
            return false;
        if (!shared) {
            shared = JB_NEW(chart->cx->keep, jb_axis);
            *shared = *child->axes[xy].at[0];
            shared->author =
                jb_spec_copy(chart->cx->keep, &jb_axis_class, child->axes[xy].at[0]->author);
        } else if (!merge_axis(chart, shared, child->axes[xy].at[0]))
            return false;
    }
    v->axes[xy].n = 0;
    if (shared)
        *JB_PUSH(chart->cx->keep, &v->axes[xy]) = shared;
    return true;
}

static void layer_axes(jb_chart *chart, jb_view *v)
{
    static const jb_channel channels[2] = {JB_CHANNEL_X, JB_CHANNEL_Y};
    for (size_t xy = 0; xy < 2; xy++) {
        bool shared = guide_resolve(v, channels[xy]) == JB_SHARED && share_axis(chart, v, xy);
        if (!shared)
            stand_apart(chart, v, xy);
        for (size_t i = 0; i < v->children_n; i++)
            v->children[i]->axes[xy].n = 0;
    }
}

void jb_view_axes(jb_chart *chart, jb_view *view)
{
    view->axes[0].n = view->axes[1].n = 0;
    for (size_t i = 0; i < view->children_n; i++)
        jb_view_axes(chart, view->children[i]);
    if (view->unit && view->scales[JB_CHANNEL_X])
        *JB_PUSH(chart->cx->keep, &view->axes[0]) = unit_axis(chart, view, JB_CHANNEL_X);
    if (view->unit && view->scales[JB_CHANNEL_Y])
        *JB_PUSH(chart->cx->keep, &view->axes[1]) = unit_axis(chart, view, JB_CHANNEL_Y);
    if (view->kind == JB_VIEW_LAYER)
        layer_axes(chart, view);
}
